//! What the disk said of every input when it was last looked at.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::source::{Entry, Stamp, Walk};

/// Path and stamp of everything in the folders of a site, by path.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table(Vec<(Arc<str>, Stamp)>);

impl Table {
    /// What a walk saw. What it could not look at is left to reading, which tells why.
    pub fn of(walk: &Walk) -> Table {
        Table(walk.entries.iter().map(|entry| (Arc::clone(&entry.path), entry.stamp)).collect())
    }

    /// The entries of a walk that are as they were, as far as the disk can tell.
    pub fn unchanged<'w>(&self, entries: &'w mut [Entry]) -> impl Iterator<Item = &'w mut Entry> {
        let mut then = self.0.iter().peekable();
        entries.iter_mut().filter(move |entry| {
            while then.peek().is_some_and(|(path, _)| *path < entry.path) {
                then.next();
            }
            then.next_if(|(path, _)| *path == entry.path).is_some_and(|(_, then)| then.is_same(&entry.stamp))
        })
    }

    /// Whether there are the same files, whatever is in them.
    pub fn has_paths_of(&self, before: &Table) -> bool {
        self.0.len() == before.0.len() && self.0.iter().zip(&before.0).all(|((path, _), (known, _))| path == known)
    }

    /// Whether every input is as it was, as far as the disk can tell.
    pub fn is_same(&self, before: &Table) -> bool {
        self.has_paths_of(before) && self.0.iter().zip(&before.0).all(|((_, now), (_, then))| then.is_same(now))
    }
}
