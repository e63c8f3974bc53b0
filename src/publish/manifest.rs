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
            Some((path.to_owned(), of_hexadecimal(hash)?))
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

    /// Takes up files, of which there are many.
    pub(super) fn extend(&mut self, files: impl Iterator<Item = (String, [u8; 32])>) {
        let known = std::mem::take(&mut self.0);
        // From a sorted sequence a map is made at once.
        self.0 = known.into_iter().chain(files).collect();
    }

    /// Finds many paths, which come in their order.
    pub(super) fn finder(&self) -> impl FnMut(&str) -> Option<[u8; 32]> {
        let mut rest = self.0.iter().peekable();
        move |wanted| {
            while rest.next_if(|(path, _)| path.as_str() < wanted).is_some() {}
            rest.next_if(|(path, _)| *path == wanted).map(|(_, hash)| *hash)
        }
    }

    /// What is new, the same and gone against an earlier manifest.
    pub(super) fn compared_with(&self, before: &Manifest) -> Published {
        let mut find = before.finder();
        let (mut unchanged, mut known) = (0, 0);
        for (path, hash) in &self.0 {
            let then = find(path);
            known += usize::from(then.is_some());
            unchanged += usize::from(then == Some(*hash));
        }
        let removed = before.0.len() - known;
        Published { written: self.0.len() - unchanged, unchanged, removed, ..Published::default() }
    }
}

/// The bytes that a text of 64 hexadecimal digits stands for.
fn of_hexadecimal(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let mut bytes = [0; 32];
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != bytes.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(bytes)
}
