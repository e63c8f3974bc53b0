//! The list of a tree's files with their hashes.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::Published;

/// The name of the manifest in a published tree. It holds no date, so equal sites have equal manifests.
const NAME: &str = ".cabildo-manifest";

/// Path → BLAKE3 hash. In the file, a line each: the hash in hexadecimal, two spaces, the path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeMap<String, [u8; 32]>);

impl Manifest {
    pub(super) fn insert(&mut self, path: String, hash: [u8; 32]) {
        self.0.insert(path, hash);
    }

    /// This manifest with what has been written since.
    pub(super) fn with(&self, newer: Manifest) -> Manifest {
        Manifest(self.0.iter().map(|(path, hash)| (path.clone(), *hash)).chain(newer.0).collect())
    }

    /// The manifest of a tree; `None` when the tree has none or it cannot be read: then the tree is not known.
    pub(super) fn read(tree: &Path) -> Option<Manifest> {
        let text = fs_err::read_to_string(tree.join(NAME)).ok()?;
        let line = |line: &str| {
            let (hash, path) = line.split_once("  ")?;
            Some((path.to_owned(), blake3::Hash::from_hex(hash).ok()?.into()))
        };
        text.lines().map(line).collect::<Option<_>>().map(Manifest)
    }

    /// The hash of a tree's manifest as it stands in its file: the mark by which a tree is known again.
    pub(super) fn mark(tree: &Path) -> Option<[u8; 32]> {
        Some(blake3::hash(&fs_err::read(tree.join(NAME)).ok()?).into())
    }

    pub(super) fn written_at(tree: &Path) -> Option<SystemTime> {
        std::fs::metadata(tree.join(NAME)).and_then(|data| data.modified()).ok()
    }

    pub(super) fn write(&self, tree: &Path) -> io::Result<()> {
        let mut text = String::with_capacity(self.0.len() * 128);
        for (path, hash) in &self.0 {
            text.push_str(&blake3::Hash::from(*hash).to_hex());
            text.push_str("  ");
            text.push_str(path);
            text.push('\n');
        }
        fs_err::write(tree.join(NAME), text)
    }

    pub(super) fn remove(tree: &Path) -> io::Result<()> {
        match fs_err::remove_file(tree.join(NAME)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    pub(super) fn hash(&self, path: &str) -> Option<[u8; 32]> {
        self.0.get(path).copied()
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// What is new, the same and gone against an earlier manifest.
    pub(super) fn compared_with(&self, before: &Manifest) -> Published {
        let unchanged = self.0.iter().filter(|(path, hash)| before.0.get(*path) == Some(hash)).count();
        let removed = before.0.keys().filter(|path| !self.0.contains_key(*path)).count();
        Published { written: self.0.len() - unchanged, unchanged, removed, ..Published::default() }
    }
}
