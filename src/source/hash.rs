//! Hashes of contents.

use std::fmt;

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

/// The hash of a value by what its `Debug` shows. That of content types leaves out places in files, so moving
/// something within its file does not change it.
pub fn shown(value: &impl fmt::Debug) -> Hash {
    hash(format!("{value:?}").as_bytes())
}

fn first_half(hash: blake3::Hash) -> Hash {
    let mut half = [0; 16];
    half.copy_from_slice(&hash.as_bytes()[..16]);
    Hash::from_le_bytes(half)
}
