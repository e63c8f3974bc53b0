//! Many short texts in one piece of memory.

use serde::{Deserialize, Serialize};

/// Texts, found by position. A large site has hundreds of thousands of addresses and identifiers: each in memory of its
/// own would cost a rebuild more than all else that it does with them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lines {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Lines {
    /// None yet, with room for as many as others.
    pub fn with_room_of(others: &Lines) -> Lines {
        Lines { text: String::with_capacity(others.text.len()), ends: Vec::with_capacity(others.ends.len()) }
    }

    pub fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.ends.push(self.text.len() as u32);
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text at a position; empty where there is none.
    pub fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before));
        let range = start.zip(self.ends.get(at)).map(|(start, end)| *start as usize..*end as usize);
        range.and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Where a text stands among texts that are sorted.
    pub fn position(&self, line: &str) -> Option<usize> {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            match self.get(middle).cmp(line) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }
}

impl<'l> FromIterator<&'l str> for Lines {
    fn from_iter<I: IntoIterator<Item = &'l str>>(lines: I) -> Lines {
        let mut all = Lines::default();
        lines.into_iter().for_each(|line| all.push(line));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn texts_are_found_by_position_and_sorted_ones_by_themselves() {
        let all = ["", "a", "aa", "agua", "ñ"];
        let lines: Lines = all.into_iter().collect();
        assert_eq!(lines.iter().collect::<Vec<_>>(), all);
        assert_eq!((lines.len(), lines.get(5)), (5, ""));
        for (at, line) in all.iter().enumerate() {
            assert_eq!(lines.position(line), Some(at));
        }
        assert_eq!((lines.position("ab"), lines.position("z"), Lines::default().position("")), (None, None, None));
    }
}
