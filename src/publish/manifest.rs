//! The list of a tree's files with their hashes.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::Published;
use crate::finish::File;

/// The name of the manifest in a published tree. It holds no date, so equal sites have equal manifests.
const NAME: &str = ".cabildo-manifest";

/// Path → BLAKE3 hash, in hexadecimal.
#[derive(Debug, Default)]
pub(super) struct Manifest(BTreeMap<String, String>);

impl Manifest {
    pub(super) fn of(files: &[File]) -> Manifest {
        let hashed: Vec<_> = files.par_iter().map(|file| (file.path.clone(), hash(&file.bytes))).collect();
        Manifest(hashed.into_iter().collect())
    }

    /// The manifest of a tree; `None` when the tree has none or it cannot be read: then the tree is not known.
    pub(super) fn read(tree: &Path) -> Option<Manifest> {
        let text = fs_err::read_to_string(tree.join(NAME)).ok()?;
        let mut files = BTreeMap::new();
        for line in text.lines() {
            let (hash, path) = line.split_once("  ")?;
            files.insert(path.to_owned(), hash.to_owned());
        }
        Some(Manifest(files))
    }

    pub(super) fn write(&self, tree: &Path) -> io::Result<()> {
        let lines: Vec<String> = self.0.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect();
        fs_err::write(tree.join(NAME), lines.concat())
    }

    pub(super) fn remove(tree: &Path) -> io::Result<()> {
        match fs_err::remove_file(tree.join(NAME)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Whether both have this file with the same content.
    pub(super) fn agrees(&self, other: &Manifest, path: &str) -> bool {
        self.0.get(path).is_some_and(|hash| other.0.get(path) == Some(hash))
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// What is new, the same and gone against an earlier manifest.
    pub(super) fn compared_with(&self, before: &Manifest) -> Published {
        let unchanged = self.0.keys().filter(|path| self.agrees(before, path)).count();
        let removed = before.0.keys().filter(|path| !self.0.contains_key(*path)).count();
        Published { written: self.0.len() - unchanged, unchanged, removed }
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
