//! Sets of facets, packed.
//!
//! A large site has tens of thousands of them with some seventy facets each, and most builds copy nearly all of them
//! from the last one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Sets of numbers, each in the order of its numbers, found by their own number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Traces {
    /// Of each number how much it is more than the one before it, seven bits a byte, the lowest first; the eighth bit
    /// says that there are more.
    #[serde(with = "serde_bytes")]
    packed: Vec<u8>,
    /// Where each set ends.
    ends: Vec<u32>,
}

impl Traces {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The numbers of a set.
    pub(super) fn get(&self, number: u32) -> impl Iterator<Item = u32> {
        let mut rest = self.packed(number).iter();
        let mut last = 0;
        std::iter::from_fn(move || {
            let (mut more, mut shift) = (0, 0);
            loop {
                let byte = *rest.next()?;
                more |= u32::from(byte & 0x7F) << shift;
                if byte < 0x80 {
                    break;
                }
                shift = (shift + 7).min(28);
            }
            last += more;
            Some(last)
        })
    }

    /// Bytes that are the same for the same set.
    fn packed(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let end = self.ends.get(number).map_or(0, |end| *end as usize);
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.packed.get(start..end).unwrap_or_default()
    }

    fn push_packed(&mut self, packed: &[u8]) -> u32 {
        self.packed.extend_from_slice(packed);
        self.ends.push(self.packed.len() as u32);
        self.ends.len() as u32 - 1
    }
}

fn pack(numbers: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut last = 0;
    for number in numbers {
        let mut more = number - last;
        last = number;
        while more >= 0x80 {
            packed.push(more as u8 | 0x80);
            more >>= 7;
        }
        packed.push(more as u8);
    }
    packed
}

/// Traces of today, of which many are those of then.
pub(super) struct Gathering<'t> {
    then: &'t Traces,
    /// For each facet of then its number today; absent where all have the numbers they had.
    today: Option<&'t [Option<u32>]>,
    traces: Traces,
    /// By number of then.
    kept: Vec<Option<u32>>,
    made: BTreeMap<Vec<u8>, u32>,
}

impl<'t> Gathering<'t> {
    pub(super) fn new(then: &'t Traces, today: &'t [Option<u32>]) -> Gathering<'t> {
        let same = today.iter().copied().eq((0..today.len() as u32).map(Some));
        let kept = vec![None; then.len()];
        let traces =
            Traces { packed: Vec::with_capacity(then.packed.len()), ends: Vec::with_capacity(then.ends.len()) };
        Gathering { then, today: (!same).then_some(today), traces, kept, made: BTreeMap::new() }
    }

    /// The number of a trace of then whose facets are all there.
    pub(super) fn kept(&mut self, number: u32) -> u32 {
        if let Some(known) = self.kept[number as usize] {
            return known;
        }
        let known = match self.today {
            None => self.traces.push_packed(self.then.packed(number)),
            Some(today) => {
                let mut facets: Vec<u32> = self.then.get(number).filter_map(|facet| today[facet as usize]).collect();
                facets.sort_unstable();
                self.traces.push_packed(&pack(facets.into_iter()))
            }
        };
        self.kept[number as usize] = Some(known);
        known
    }

    /// The number of a trace that was written down today, in the order of its numbers.
    pub(super) fn made(&mut self, facets: impl Iterator<Item = u32>) -> u32 {
        let packed = pack(facets);
        if let Some(known) = self.made.get(&packed) {
            return *known;
        }
        let known = self.traces.push_packed(&packed);
        self.made.insert(packed, known);
        known
    }

    pub(super) fn finish(self) -> Traces {
        self.traces
    }
}

#[cfg(test)]
mod tests {
    use super::{Gathering, Traces};

    #[test]
    fn what_is_packed_comes_out_and_moves_with_its_facets() {
        let sets: [&[u32]; 5] = [&[], &[0], &[0, 1, 127, 128, 300], &[5, 70_000, u32::MAX], &[5]];
        let none = Traces::default();
        let mut gathering = Gathering::new(&none, &[]);
        let numbers = sets.map(|set| gathering.made(set.iter().copied()));
        assert_eq!(gathering.made([5].into_iter()), numbers[4]);
        let traces = gathering.finish();
        for (number, set) in numbers.into_iter().zip(sets) {
            assert_eq!(traces.get(number).collect::<Vec<_>>(), set);
        }
        // Every facet but the last has another number today.
        let today: Vec<Option<u32>> = (0..400).map(|facet| (facet != 1).then_some(399 - facet)).collect();
        let mut moved = Gathering::new(&traces, &today);
        let number = moved.kept(numbers[2]);
        assert_eq!(moved.kept(numbers[2]), number);
        assert_eq!(moved.finish().get(number).collect::<Vec<_>>(), [99, 271, 272, 399]);
    }
}
