//! From a folder of files to a published site, at the cost of what changed since the last time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::diagnostics::Diagnostic;
use crate::memory::{self, Head, Memory, Stored, Table};
use crate::publish::{self, How, Published, Staging, Trouble};
use crate::site::{self, Before, Made, Settings};
use crate::source::SourceTree;
use crate::source::hash::Hash;
use crate::stages::{self, Stage};

/// A site that was made, and what became of publishing it.
pub struct Rebuilt {
    pub made: Made,
    /// How many files the site has.
    pub outputs: usize,
    /// Absent where nothing was to be published because of what was found.
    pub published: Option<Result<Published, Diagnostic>>,
}

/// How to go about it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Forget the last time: everything is made again, and every file is written.
    pub clean: bool,
    /// The address of an output whose making is to be explained.
    pub explain: Option<&'a str>,
}

/// Makes a site and publishes it.
///
/// `judge` sees what was found before anything is published and says whether it may be.
pub fn rebuild(
    root: &Path,
    out: &Path,
    settings: &Settings,
    options: Options,
    mut judge: impl FnMut(&mut Made) -> bool,
) -> Rebuilt {
    // Before anything is read: what changes while it is read differs from this table the next time.
    let stage = stages::enter(Stage::Scan, 0);
    let table = Table::scan(root);
    drop(stage);
    let stage = stages::enter(Stage::Remember, 0);
    let asked = format!("{settings:?}");
    let file = publish::file_beside(out, "memory");
    let decoded_file = publish::file_beside(out, "decoded");
    let mark = publish::mark(out);
    let stored = file.as_deref().filter(|_| !options.clean).and_then(Stored::open);
    let stored = stored.filter(|stored| Some(stored.head.mark) == mark);
    if let Some(head) = stored.as_ref().map(|stored| &stored.head)
        && head.asked == asked
        && head.table.is_same(&table)
        && options.explain.is_none()
        && let Some(rebuilt) = unchanged(root, head, &mut judge)
    {
        return rebuilt;
    }
    let mut before = Before { explain: options.explain.map(str::to_owned), ..Before::default() };
    if let Some(Stored { head, rest }) = stored {
        let decoded = || decoded_file.as_deref().and_then(memory::read_decoded).unwrap_or_default();
        (before.decoded, before.memory) = rayon::join(decoded, || rest.memory().unwrap_or_default());
        before.unread = need_not_be_read(&table, &head, &before);
    }
    let kept_decoded = before.unread.len();
    drop(stage);
    let how = How { anew: options.clean, compress: settings.compress };
    let staging = match Staging::open(out, how) {
        Ok(staging) => staging,
        Err(fault) => return without_a_place(site::examine(root, settings), fault, &mut judge),
    };
    let mut made = site::make_again(root, settings, &mut before, &staging);
    let mut publish = |made: &mut Made| {
        let may = judge(made);
        made.files.as_ref().filter(|_| may).map(|files| staging.publish(files))
    };
    let mut published = publish(&mut made);
    if matches!(published, Some(Err(Trouble::Stale))) {
        // Somebody changed the live tree, so that nothing can be taken from it.
        before.memory = Memory::default();
        before.unread.clear();
        staging.distrust();
        made = site::make_again(root, settings, &mut before, &staging);
        published = publish(&mut made);
    }
    let outputs = made.files.as_ref().map_or(0, Vec::len);
    if let (Some(Ok(_)), Some(file), Some(mark)) = (&published, file, publish::mark(out)) {
        let _stage = stages::enter(Stage::Keep, 0);
        let head = Head::new(asked, table, mark, (made.pages, outputs), &made.diagnostics);
        // Without a memory the next build is a clean one; that is no fault of this one.
        before.memory.inputs = before.decoded.hashes();
        let _ = memory::write(&file, &head, &before.memory);
        if let Some(file) = decoded_file.filter(|_| made.read > kept_decoded / MANY_TO_FEW) {
            let _ = memory::write_decoded(&file, &before.decoded);
        }
    }
    let published = published.map(|result| {
        result.map_err(|trouble| match trouble {
            Trouble::Failed(diagnostic) => diagnostic,
            Trouble::Stale => publish::changed_meanwhile(out),
        })
    });
    Rebuilt { made, outputs, published }
}

/// The decoded files are kept anew when more were read than this part of what was kept: to write them costs as much as
/// to decode some.
const MANY_TO_FEW: usize = 8;

/// The files that are as they were and held decoded, with their hashes. Those that something was found in are read
/// again, because it must be shown.
fn need_not_be_read(table: &Table, head: &Head, before: &Before) -> BTreeMap<Arc<str>, Hash> {
    let complained_of: BTreeSet<&str> = head.complained_of().collect();
    table
        .unchanged_since(&head.table)
        .filter(|path| !complained_of.contains(path))
        .filter_map(|path| {
            let seen = *before.memory.inputs.get(path)?;
            // The decoded files are not kept anew by every build.
            before.decoded.get(path).filter(|file| file.hash() == seen).map(|_| (Arc::from(path), seen))
        })
        .collect()
}

/// Where nothing can be written, what is wrong with the content is still told.
fn without_a_place(mut made: Made, fault: Diagnostic, judge: &mut impl FnMut(&mut Made) -> bool) -> Rebuilt {
    judge(&mut made);
    Rebuilt { made, outputs: 0, published: Some(Err(fault)) }
}

/// What to say where no input has changed.
fn unchanged(root: &Path, head: &Head, judge: &mut impl FnMut(&mut Made) -> bool) -> Option<Rebuilt> {
    let diagnostics = head.diagnostics()?;
    let shown = diagnostics.iter().flat_map(|d| [&d.place, &d.also]).flatten().map(|place| &*place.file);
    let texts = SourceTree::read_some(root, shown).texts();
    let mut made = Made { pages: head.pages, diagnostics, texts, ..Made::default() };
    judge(&mut made);
    let published = Published { unchanged: head.outputs, ..Published::default() };
    Some(Rebuilt { made, outputs: head.outputs, published: Some(Ok(published)) })
}
