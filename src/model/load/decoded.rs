//! The decoded files of a model, kept for the next one.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::part::{Decoding, Head, Part, decode};
use crate::diagnostics::{Checked, Diagnostics};
use crate::model::lazy::{Keeper, Kept, Piece};
use crate::source::hash::Hash;
use crate::source::{SourceFile, SourceTree};

/// A file with a hash, as far as it could be decoded.
#[derive(Clone)]
pub struct DecodedFile(Arc<(Hash, Checked<Decoding>)>);

impl DecodedFile {
    fn new(file: &SourceFile) -> DecodedFile {
        DecodedFile(Arc::new((file.hash, decode(file))))
    }

    /// A file whose value is kept until somebody looks at it.
    fn packed(file: &SourceFile, keeper: &Arc<dyn Keeper>) -> DecodedFile {
        let mut decoded = decode(file);
        let sound = decoded.value.doubts.is_none() && decoded.diagnostics.is_empty();
        if sound {
            decoded.value.part = decoded.value.part.packed(keeper);
        }
        DecodedFile(Arc::new((file.hash, decoded)))
    }

    pub fn hash(&self) -> Hash {
        self.0.0
    }

    /// What was found in the file by itself.
    pub fn found(&self) -> &Diagnostics {
        &self.0.1.diagnostics
    }

    pub(super) fn decoding(&self) -> &Decoding {
        &self.0.1.value
    }

    /// The part of the model that the file holds; `None` where something is wrong in it.
    pub(in crate::model) fn sound(&self) -> Option<&Part> {
        let Decoding { part, doubts } = self.decoding();
        (doubts.is_none() && !self.found().has_errors()).then_some(part)
    }

    /// What there is much of, kept from build to build: what need not be decoded, and the piece where a keeper has the
    /// rest. Everything else is quickly decoded again.
    fn keep(&self, keeper: &Arc<dyn Keeper>) -> Option<io::Result<(Head, Piece)>> {
        let (head, piece) = match self.sound().filter(|_| self.found().is_empty())? {
            Part::Profile(head, value) => (Head::Profile(*head), value.piece(keeper)),
            Part::Year(head, value) => (Head::Year(*head), value.piece(keeper)),
            Part::Charter(head, value) => (Head::Charter(head.clone()), value.piece(keeper)),
            Part::Results(head, value) => (Head::Results(head.clone()), value.piece(keeper)),
            Part::Prose(head, value) => (Head::Prose(head.clone()), value.piece(keeper)),
            Part::Boundaries(head, value) => (Head::Boundaries(head.clone()), value.piece(keeper)),
            _ => return None,
        };
        Some(piece.map(|piece| (head, piece)))
    }
}

/// What has not changed is not decoded again. A copy is cheap.
#[derive(Clone, Default)]
pub struct Decoded(BTreeMap<Arc<str>, DecodedFile>);

/// A file that has just been decoded.
pub struct Fresh(Arc<str>, DecodedFile);

/// An input of a build, as it is remembered.
#[derive(Clone, Serialize, Deserialize)]
pub struct Input {
    pub path: Arc<str>,
    pub hash: Hash,
    /// Where it is kept decoded.
    kept: Option<(Head, Piece)>,
}

impl Input {
    pub fn is_kept(&self) -> bool {
        self.kept.is_some()
    }

    /// How many bytes of what is kept are this input's.
    pub fn size(&self) -> u64 {
        self.kept.as_ref().map_or(0, |(_, piece)| piece.length.into())
    }

    /// The decoded file, whose bytes a keeper has.
    fn into_decoded(self, keeper: &Arc<dyn Keeper>) -> Option<(Arc<str>, DecodedFile)> {
        let (head, piece) = self.kept?;
        let part = head.with(&self.path, Kept { keeper: Arc::clone(keeper), piece });
        let sound = Checked::new(Decoding { part, doubts: None }, Diagnostics::new());
        Some((self.path, DecodedFile(Arc::new((self.hash, sound)))))
    }
}

impl Decoded {
    /// What was kept of some inputs.
    pub fn kept(inputs: Vec<Input>, keeper: &Arc<dyn Keeper>) -> Decoded {
        let decoded: Vec<_> = inputs.into_par_iter().filter_map(|input| input.into_decoded(keeper)).collect();
        Decoded(decoded.into_iter().collect())
    }

    /// All files as they are remembered, with what a keeper has of them.
    ///
    /// # Errors
    ///
    /// Those of the keeper.
    pub fn keep(&self, keeper: &Arc<dyn Keeper>) -> io::Result<Vec<Input>> {
        let files: Vec<(&Arc<str>, &DecodedFile)> = self.0.iter().collect();
        let input = |(path, file): &(&Arc<str>, &DecodedFile)| {
            let kept = file.keep(keeper).transpose()?;
            Ok(Input { path: Arc::clone(path), hash: file.hash(), kept })
        };
        files.par_iter().map(input).collect()
    }

    /// Decodes a file that has just been read, unless it is held here, and packs it if there is a keeper; and whether its text is wanted any longer: for
    /// showing what is wrong in it, and because the theme has its own reader.
    pub fn decode(&self, file: &SourceFile, keeper: Option<&Arc<dyn Keeper>>) -> (Option<Fresh>, bool) {
        if self.is_known(file) || matches!(Kind::of(&file.path), Kind::Elsewhere) {
            return (None, true);
        }
        let decoded = match keeper {
            Some(keeper) => DecodedFile::packed(file, keeper),
            None => DecodedFile::new(file),
        };
        let wanted = !decoded.found().is_empty();
        (Some(Fresh(Arc::clone(&file.path), decoded)), wanted)
    }

    /// Takes up what was decoded.
    pub fn extend(&mut self, fresh: impl IntoIterator<Item = Fresh>) {
        self.0.extend(fresh.into_iter().map(|Fresh(path, decoded)| (path, decoded)));
    }

    /// The files of a tree that are held here, by path.
    pub(super) fn of<'a>(&'a self, tree: &'a SourceTree) -> impl Iterator<Item = (&'a SourceFile, &'a DecodedFile)> {
        let mut held = self.0.iter().peekable();
        tree.files().filter_map(move |file| {
            while held.peek().is_some_and(|(path, _)| **path < file.path) {
                held.next();
            }
            held.next_if(|(path, _)| **path == file.path).map(|(_, decoded)| (file, decoded))
        })
    }

    pub fn get(&self, path: &str) -> Option<&DecodedFile> {
        self.0.get(path)
    }

    /// Everything that was found in files by themselves.
    pub fn found(&self) -> Diagnostics {
        self.0.values().flat_map(|file| file.found().iter()).cloned().collect()
    }

    /// Makes this hold what a tree has at some paths.
    pub fn refresh(&mut self, paths: &BTreeSet<Arc<str>>, tree: &SourceTree) {
        let files = paths.par_iter().filter_map(|path| tree.get(path)).filter(|file| !self.is_known(file));
        let decoded: Vec<_> = files.map(|file| (Arc::clone(&file.path), DecodedFile::new(file))).collect();
        self.0.extend(decoded);
        for path in paths.iter().filter(|path| tree.get(path).is_none()) {
            self.0.remove(path);
        }
    }

    pub fn has_errors(&self) -> bool {
        self.0.values().any(|file| file.found().has_errors())
    }

    fn is_known(&self, file: &SourceFile) -> bool {
        self.0.get(&file.path).is_some_and(|known| known.hash() == file.hash)
    }

    /// Makes this hold exactly the files of a tree.
    pub fn update(&mut self, tree: &SourceTree) {
        let known: Vec<&Arc<str>> =
            self.of(tree).filter(|(file, decoded)| file.hash == decoded.hash()).map(|(file, _)| &file.path).collect();
        let mut known = known.into_iter().peekable();
        let changed = tree.files().filter(|file| known.next_if(|path| **path == file.path).is_none());
        let changed: Vec<&SourceFile> = changed.collect();
        let decoded: Vec<_> = changed.par_iter().map(|file| (Arc::clone(&file.path), DecodedFile::new(file))).collect();
        self.0.extend(decoded);
        if self.0.len() > tree.files().len() {
            self.0.retain(|path, _| tree.get(path).is_some());
        }
    }
}
