//! A value that remembers where it stood.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::decode::{LOCATED, NOWHERE};
use crate::diagnostics::Place;

/// A value with the bytes of its file that it was read from. The file is known by whoever holds the value.
#[derive(Clone, PartialEq, Eq)]
pub struct Located<T> {
    pub value: T,
    start: u32,
    end: u32,
}

impl<T> Located<T> {
    /// Where the value stands in its file's text.
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Where the value stands, in a file.
    pub fn in_file(&self, file: &Arc<str>) -> Place {
        Place::new(file, self.span())
    }

    /// A value that was not read from a file.
    pub fn nowhere(value: T) -> Self {
        Located { value, start: 0, end: 0 }
    }

    /// A value that stands in for one that is missing or wrong.
    pub fn stand_in(value: T) -> Self {
        Located { value, start: NOWHERE as u32, end: NOWHERE as u32 }
    }

    /// Whether the value was put in for one that is missing or wrong, which has been told.
    pub fn is_stand_in(&self) -> bool {
        self.start as usize == NOWHERE
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
        if deserializer.is_human_readable() {
            return deserializer.deserialize_newtype_struct(LOCATED, Parts(PhantomData));
        }
        // What was kept from an earlier build.
        deserializer.deserialize_tuple(3, Parts(PhantomData))
    }
}

impl<T: Serialize> Serialize for Located<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end, &self.value).serialize(serializer)
    }
}

/// Reads what the decoder gives for [`LOCATED`].
struct Parts<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
    type Value = Located<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value with its place")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Located<T>, A::Error> {
        let lacking = || A::Error::custom("a value without its place");
        let start = parts.next_element()?.ok_or_else(lacking)?;
        let end = parts.next_element()?.ok_or_else(lacking)?;
        let value = parts.next_element()?.ok_or_else(lacking)?;
        Ok(Located { value, start, end })
    }
}
