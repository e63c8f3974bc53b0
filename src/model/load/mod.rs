//! Files to model: which file is what ([`kind`]), each decoded by itself ([`part`]), kept for the next time
//! ([`decoded`]), put together in the order of their paths ([`assembly`]).

mod assembly;
mod decoded;
mod kind;
mod part;

use std::sync::Arc;

use assembly::Assembly;
pub(crate) use assembly::is_base_url;
pub(super) use assembly::newest_date;
pub use decoded::{Decoded, DecodedFile, Fresh, Input};
use part::Decoding;
pub(super) use part::{Part, ProseHead, YearHead};

use super::values::Date;
use super::{Model, touches_doubts};
use crate::diagnostics::{Checked, Diagnostics};
use crate::source::SourceTree;

/// What a build asks of the model, beside the files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// The build's date; without it, it is the newest date of the content that is not later than `limit`.
    pub today: Option<Date>,
    /// The last day that can have been.
    pub limit: Option<Date>,
    /// Whether drafts of charters are published.
    pub drafts: bool,
}

impl Model {
    /// Decodes all files and puts them together. `None` when what the site as a whole rests on cannot be read.
    pub fn load(tree: &SourceTree, asked: Asked) -> Checked<Option<Model>> {
        let mut decoded = Decoded::default();
        decoded.update(tree);
        let mut found = decoded.found();
        let model = Model::assemble(tree, &decoded, asked).collect_into(&mut found);
        Checked::new(model, found)
    }

    /// Puts decoded files together. What was found in them by themselves is not told again.
    pub fn assemble(tree: &SourceTree, decoded: &Decoded, asked: Asked) -> Checked<Option<Model>> {
        let mut assembly = Assembly::default();
        assembly.unread.clone_from(&tree.unread);
        // Some of what is found is about values that only stand in for others.
        let mut found = Diagnostics::new();
        for (file, decoded) in decoded.of(tree) {
            let Decoding { part, doubts } = decoded.decoding();
            if decoded.found().has_errors() && matches!(part, Part::Nothing) {
                assembly.unread.insert(Arc::clone(&file.path));
            }
            assembly.doubtful.extend(doubts.clone().map(|doubts| (Arc::clone(&file.path), doubts)));
            assembly.add(part.clone(), file, &mut found);
        }
        let doubtful = assembly.doubtful.clone();
        let model = assembly.finish(tree, asked, &mut found);
        found.retain(|diagnostic| !touches_doubts(&doubtful, diagnostic));
        Checked::new(model, found)
    }
}
