//! A value that remembers where it stood.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::decode::{KEY_PLACES, LOCATED, NOWHERE};
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

impl Located<String> {
    /// Where a part of the text stands, given by its bytes. In quotes, the text starts one byte later, and a sign that
    /// is written with a sign before it (`\"`, `''`) takes two; where it is written in another way, all of it is
    /// pointed at.
    pub fn part(&self, at: Range<usize>, file: &Arc<str>) -> Place {
        let span = self.span();
        let text = self.value.as_bytes();
        let doubled: &[u8] = match span.len().checked_sub(text.len()) {
            Some(0) => return Place::new(file, span.start + at.start..span.start + at.end),
            Some(more) => {
                let written = |signs: &[u8]| text.iter().filter(|byte| signs.contains(byte)).count() + 2 == more;
                match () {
                    () if written(b"") => b"",
                    () if written(b"\"\\") => b"\"\\",
                    () if written(b"'") => b"'",
                    () => return Place::new(file, span),
                }
            }
            None => return Place::new(file, span),
        };
        let place = |to: usize| {
            let before = text.iter().take(to).filter(|byte| doubled.contains(byte)).count();
            span.start + 1 + to + before
        };
        Place::new(file, place(at.start)..place(at.end))
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

/// Where a group and its keys stand. A struct whose last field has this type and the name [`KEY_PLACES`] is given it by
/// the decoder, so that rules can point at any of its keys and at what is missing from it, while the values stay plain.
#[derive(Clone, Debug, Default, Serialize)]
pub struct KeyPlaces {
    group: (u32, u32),
    keys: Vec<(String, u32, u32)>,
}

impl KeyPlaces {
    /// The key with its value; the group where the key is not there.
    pub fn of(&self, key: &str, file: &Arc<str>) -> Place {
        let known = self.keys.iter().find(|(name, ..)| name == key).map(|(_, start, end)| (*start, *end));
        let (start, end) = known.unwrap_or(self.group);
        Place::new(file, start as usize..end as usize)
    }

    /// The whole group: it starts at its first key.
    pub fn group(&self, file: &Arc<str>) -> Place {
        Place::new(file, self.group.0 as usize..self.group.1 as usize)
    }
}

impl<'de> Deserialize<'de> for KeyPlaces {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_newtype_struct(KEY_PLACES, Keys);
        }
        // What was kept from an earlier build.
        let (group, keys) = Deserialize::deserialize(deserializer)?;
        Ok(KeyPlaces { group, keys })
    }
}

/// Reads what the decoder gives for [`KEY_PLACES`]: the group under the empty name, then its keys, each with start and end.
struct Keys;

impl<'de> Visitor<'de> for Keys {
    type Value = KeyPlaces;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the places of a group's keys")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<KeyPlaces, A::Error> {
        let mut places = KeyPlaces { group: (NOWHERE as u32, NOWHERE as u32), keys: Vec::new() };
        while let Some((key, packed)) = entries.next_entry::<String, u64>()? {
            let (start, end) = ((packed >> 32) as u32, (packed & u64::from(u32::MAX)) as u32);
            if key.is_empty() {
                places.group = (start, end);
            } else {
                places.keys.push((key, start, end));
            }
        }
        Ok(places)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde::{Deserialize, Serialize};

    use super::KeyPlaces;
    use crate::source::yaml::decode_text;

    #[derive(Debug, Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    struct Group {
        a: u8,
        b: Option<u8>,
        #[serde(rename = "where the keys stand")]
        places: KeyPlaces,
    }

    #[test]
    fn a_group_knows_where_its_keys_stand_and_keeps_it() {
        let file: Arc<str> = "x.yaml".into();
        let group: Group = decode_text("a: 1\n# between\nb: 2\n").expect("a group");
        let kept = postcard::to_allocvec(&group).expect("bytes");
        let again: Group = postcard::from_bytes(&kept).expect("the group");
        for places in [&group.places, &again.places] {
            assert_eq!(places.of("a", &file).span, 0..4);
            assert_eq!(places.of("b", &file).span, 15..19);
            assert_eq!(
                places.of("c", &file).span,
                places.group(&file).span,
                "what is missing, is missing from the group"
            );
            assert_eq!(places.group(&file).span.start, 0);
        }
        assert_eq!((again.a, again.b), (1, Some(2)));
    }

    #[test]
    fn nobody_writes_the_places_into_a_file() {
        let said = decode_text::<Group>("a: 1\nwhere the keys stand: 2\n").expect_err("an unknown key");
        assert!(said.contains("where the keys stand"), "{said}");
    }
}
