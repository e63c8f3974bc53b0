//! Hashes of contents.

use std::fmt;
use std::io::{self, Write};

/// The first half of a BLAKE3 hash.
pub type Hash = u128;

/// The hash of some bytes.
pub fn hash(bytes: &[u8]) -> Hash {
    first_half(blake3::hash(bytes))
}

/// The hash of several hashes, in their order.
pub fn combined(hashes: impl IntoIterator<Item = Hash>) -> Hash {
    let mut hasher = blake3::Hasher::new();
    for hash in hashes {
        hasher.update(&hash.to_le_bytes());
    }
    first_half(hasher.finalize())
}

/// The hash of texts, a line each, in their order.
pub fn of_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Hash {
    let mut hasher = blake3::Hasher::new();
    for line in lines {
        hasher.update(line.as_bytes()).update(b"\n");
    }
    first_half(hasher.finalize())
}

/// The hash of a value by what its `Debug` shows. That of content types leaves out places in files, so moving
/// something within its file does not change it.
pub fn shown(value: &impl fmt::Debug) -> Hash {
    hash(format!("{value:?}").as_bytes())
}

/// Where bytes go, and the hash of what has gone there.
pub struct Hashing<W> {
    to: W,
    hasher: blake3::Hasher,
}

impl<W> Hashing<W> {
    pub fn of(to: W) -> Hashing<W> {
        Hashing { to, hasher: blake3::Hasher::new() }
    }

    /// The BLAKE3 hash and the length of what has gone there since the last time.
    pub fn taken(&mut self) -> ([u8; 32], u64) {
        let taken = (self.hasher.finalize().into(), self.hasher.count());
        self.hasher.reset();
        taken
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn first_half(hash: blake3::Hash) -> Hash {
    let mut half = [0; 16];
    half.copy_from_slice(&hash.as_bytes()[..16]);
    Hash::from_le_bytes(half)
}
