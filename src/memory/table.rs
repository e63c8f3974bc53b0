//! What the disk said of every input when it was last looked at.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::source::{Stamp, Walk};

/// Path and stamp of everything in the folders of a site, by path.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table(Vec<(Arc<str>, Stamp)>);

impl Table {
    /// What a walk saw. What it could not look at is left to reading, which tells why.
    pub fn of(walk: &Walk) -> Table {
        Table(walk.entries.iter().map(|entry| (Arc::clone(&entry.path), entry.stamp)).collect())
    }

    /// The inputs that are as they were, as far as the disk can tell.
    pub fn unchanged_since<'t>(&'t self, before: &'t Table) -> impl Iterator<Item = &'t Arc<str>> {
        let mut then = before.0.iter().peekable();
        self.0.iter().filter_map(move |(path, stamp)| {
            loop {
                match then.peek()?.0.cmp(path) {
                    Ordering::Less => drop(then.next()),
                    Ordering::Equal => return then.next().filter(|(_, then)| then.is_same(stamp)).map(|_| path),
                    Ordering::Greater => return None,
                }
            }
        })
    }

    /// Whether every input is as it was, as far as the disk can tell.
    pub fn is_same(&self, before: &Table) -> bool {
        let same =
            |((path, now), (known, then)): (&(Arc<str>, Stamp), &(Arc<str>, Stamp))| path == known && then.is_same(now);
        self.0.len() == before.0.len() && self.0.iter().zip(&before.0).all(same)
    }
}
