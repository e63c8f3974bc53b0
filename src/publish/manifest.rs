//! The list of a tree's files with their hashes, as it stands in its file.
//!
//! A large site has tens of thousands of files, and a build changes few of them. So a manifest is not taken apart: its
//! text is read once, and where its lines start is noted. What becomes of it stands in `next.rs`.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// The name of the manifest in a published tree. It holds no date, so equal sites have equal manifests.
pub(super) const NAME: &str = ".cabildo-manifest";

/// How long a BLAKE3 hash is in hexadecimal.
const HASH: usize = 64;
/// What stands between a file's hash and its path.
const BETWEEN: &str = "  ";
/// A line's bytes beside those of its path.
const BESIDE_PATH: usize = HASH + BETWEEN.len() + 1;
const DIGITS: &[u8; 16] = b"0123456789abcdef";
/// How much is read at once of what need not be held.
pub(super) const PIECE: usize = 1 << 16;

/// A line for each file in the order of their paths: the BLAKE3 hash in hexadecimal, two spaces, the path.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    text: String,
    /// Where each line starts, and where the last one ends.
    starts: Vec<u32>,
}

impl Manifest {
    /// The manifest of a tree; `None` when the tree has none or not one that was written here: then the tree is not
    /// known.
    pub(super) fn read(tree: &Path) -> Option<Manifest> {
        Manifest::of(fs_err::read_to_string(tree.join(NAME)).ok()?)
    }

    /// The same for a tree that most often has the same files as another, whose manifest need not be held twice.
    pub(super) fn read_beside(tree: &Path, other: &Arc<Manifest>) -> Option<Arc<Manifest>> {
        if other.stands_in(tree).unwrap_or(false) {
            return Some(Arc::clone(other));
        }
        Manifest::read(tree).map(Arc::new)
    }

    fn of(text: String) -> Option<Manifest> {
        let mut starts = Vec::with_capacity(1 + text.len() / BESIDE_PATH);
        starts.push(0);
        let (mut start, mut before) = (0, "");
        for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
            let (hash, path) = text[start..end].split_at_checked(HASH)?;
            let path = path.strip_prefix(BETWEEN)?;
            // Only damage brings them out of order, and then nothing would be found.
            if path <= before || !is_hexadecimal(hash) {
                return None;
            }
            (start, before) = (end + 1, path);
            starts.push(u32::try_from(start).ok()?);
        }
        // A last line that does not end was cut short.
        (start == text.len()).then_some(Manifest { text, starts })
    }

    /// Whether a tree's manifest is this one.
    fn stands_in(&self, tree: &Path) -> io::Result<bool> {
        let mut file = BufReader::with_capacity(PIECE, File::open(tree.join(NAME))?);
        let mut rest = self.text.as_bytes();
        loop {
            let piece = file.fill_buf()?;
            if piece.is_empty() {
                return Ok(rest.is_empty());
            }
            let Some(after) = rest.strip_prefix(piece) else { return Ok(false) };
            let read = piece.len();
            rest = after;
            file.consume(read);
        }
    }

    /// The hash of a tree's manifest as it stands in its file: the mark by which a tree is known again.
    pub(super) fn mark_of(tree: &Path) -> Option<[u8; 32]> {
        let file = File::open(tree.join(NAME)).ok()?;
        Some(blake3::Hasher::new().update_reader(file).ok()?.finalize().into())
    }

    /// The mark of a tree with this manifest.
    pub(super) fn mark(&self) -> [u8; 32] {
        blake3::hash(self.text.as_bytes()).into()
    }

    pub(super) fn written_at(tree: &Path) -> Option<SystemTime> {
        std::fs::metadata(tree.join(NAME)).and_then(|data| data.modified()).ok()
    }

    pub(super) fn remove(tree: &Path) -> io::Result<()> {
        match fs_err::remove_file(tree.join(NAME)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// How many files a tree has.
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The text of some lines, at least one.
    pub(super) fn text(&self, lines: &Range<usize>) -> &str {
        &self.text[self.starts[lines.start] as usize..self.starts[lines.end] as usize]
    }

    fn line(&self, line: usize) -> &str {
        self.text(&(line..line + 1))
    }

    pub(super) fn path(&self, line: usize) -> &str {
        let line = self.line(line);
        &line[HASH + BETWEEN.len()..line.len() - 1]
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|line| self.path(line))
    }

    /// Whether a line's file has this hash.
    pub(super) fn has_hash(&self, line: usize, hash: &[u8; 32]) -> bool {
        let (pairs, _) = self.line(line).as_bytes()[..HASH].as_chunks::<2>();
        let digits = |byte: u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
        pairs.iter().zip(hash).all(|(pair, byte)| *pair == digits(*byte))
    }

    /// The line of a path.
    pub(super) fn find(&self, path: &str) -> Option<usize> {
        self.place(0, path).ok()
    }

    /// Whether the tree has a file with this content.
    pub(super) fn holds(&self, path: &str, hash: &[u8; 32]) -> bool {
        self.find(path).is_some_and(|line| self.has_hash(line, hash))
    }

    pub(super) fn hash(&self, path: &str) -> Option<[u8; 32]> {
        let line = self.line(self.find(path)?);
        blake3::Hash::from_hex(&line[..HASH]).ok().map(blake3::Hash::into)
    }

    /// Finds many paths, which come in their order: each time the line of a path, or the line before which it would
    /// stand.
    pub(super) fn finder(&self) -> impl FnMut(&str) -> Result<usize, usize> {
        let mut from = 0;
        move |path| {
            let place = self.place(from, path);
            from = place.map_or_else(|next| next, |line| line + 1);
            place
        }
    }

    /// The line of a path at or after a line, or the line before which it would stand.
    fn place(&self, from: usize, path: &str) -> Result<usize, usize> {
        // In steps that grow, what is near is found at once and what is far soon.
        let (mut low, mut step) = (from, 1);
        while low + step <= self.len() && self.path(low + step - 1) < path {
            low += step;
            step *= 2;
        }
        let mut high = self.len().min(low + step);
        while low < high {
            let middle = low.midpoint(high);
            match self.path(middle).cmp(path) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Ok(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Err(low)
    }
}

/// Whether these are digits as they are written here. All are looked at, because that is faster than to stop.
fn is_hexadecimal(hash: &str) -> bool {
    hash.bytes().fold(true, |so_far, byte| so_far & matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
