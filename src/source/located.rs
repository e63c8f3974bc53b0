//! A value that remembers where it stood.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use crate::diagnostics::Place;

/// A value with the bytes of its file that it was read from. The file is known by whoever holds the value.
#[derive(Clone, PartialEq, Eq)]
pub struct Located<T> {
    pub value: T,
    start: u32,
    length: u32,
}

impl<T> Located<T> {
    /// Where the value stands in its file's text.
    pub fn span(&self) -> Range<usize> {
        self.start as usize..(self.start + self.length) as usize
    }

    /// Where the value stands, in a file.
    pub fn in_file(&self, file: &Arc<str>) -> Place {
        Place::new(file, self.span())
    }

    /// A value that was not read from a file.
    pub fn nowhere(value: T) -> Self {
        Located { value, start: 0, length: 0 }
    }
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = serde_yaml::Spanned::<T>::deserialize(deserializer)?;
        let (start, length) = super::yaml::byte_span(&spanned.referenced);
        Ok(Located { value: spanned.value, start, length })
    }
}
