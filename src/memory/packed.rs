//! What is remembered of each output and each value, packed: there are tens of thousands of them, and most rebuilds
//! look at all and change a few.

use serde::{Deserialize, Serialize};

use crate::source::lines::Lines;

/// How outputs came about, by address.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Outputs {
    addresses: Lines,
    traces: Vec<u32>,
    links: Vec<u32>,
    /// One after the other.
    #[serde(with = "serde_bytes")]
    hashes: Vec<u8>,
}

/// How one output came about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Remembered {
    pub trace: u32,
    pub links: u32,
    /// BLAKE3 of the finished bytes.
    pub hash: [u8; 32],
}

impl Outputs {
    /// Notes an output. They come by address.
    pub(super) fn push(&mut self, address: &str, remembered: Remembered) {
        self.addresses.push(address);
        self.traces.push(remembered.trace);
        self.links.push(remembered.links);
        self.hashes.extend(remembered.hash);
    }

    /// With room for as many as before.
    pub(super) fn as_many_as(before: &Outputs) -> Outputs {
        let count = before.traces.len();
        Outputs {
            addresses: Lines::with_room_of(&before.addresses),
            traces: Vec::with_capacity(count),
            links: Vec::with_capacity(count),
            hashes: Vec::with_capacity(before.hashes.len()),
        }
    }

    pub(super) fn position(&self, address: &str) -> Option<usize> {
        self.addresses.position(address)
    }

    /// The output at a position.
    pub(super) fn get(&self, at: usize) -> Remembered {
        let (hashes, _) = self.hashes.as_chunks();
        Remembered { trace: self.traces[at], links: self.links[at], hash: hashes[at] }
    }
}

/// Values as bytes, by name, each with its trace.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Values {
    names: Lines,
    traces: Vec<u32>,
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
    /// Where the bytes of each end.
    ends: Vec<u32>,
}

impl Values {
    pub(super) fn of(mut values: Vec<(&str, u32, &[u8])>) -> Values {
        values.sort_unstable_by_key(|(name, ..)| *name);
        let mut all = Values::default();
        for (name, trace, bytes) in values {
            all.names.push(name);
            all.traces.push(trace);
            all.bytes.extend_from_slice(bytes);
            all.ends.push(all.bytes.len() as u32);
        }
        all
    }

    /// The trace and the bytes under a name.
    pub(super) fn get(&self, name: &str) -> Option<(u32, &[u8])> {
        let at = self.names.position(name)?;
        let start = at.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before))?;
        let bytes = self.bytes.get(*start as usize..*self.ends.get(at)? as usize)?;
        Some((*self.traces.get(at)?, bytes))
    }
}

/// Hashes one after the other. As numbers each of them would be longer, and slower to read.
pub(super) mod hashes {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::source::hash::Hash;

    pub(in super::super) fn serialize<S: Serializer>(hashes: &[Hash], to: S) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::with_capacity(size_of_val(hashes));
        hashes.iter().for_each(|hash| bytes.extend(hash.to_le_bytes()));
        serde_bytes::Bytes::new(&bytes).serialize(to)
    }

    pub(in super::super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<Hash>, D::Error> {
        let bytes: &[u8] = Deserialize::deserialize(from)?;
        Ok(bytes.as_chunks().0.iter().map(|hash| Hash::from_le_bytes(*hash)).collect())
    }
}
