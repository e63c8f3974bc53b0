//! Languages are data: a code from `site.yaml`.

use std::fmt;

use super::from_scalar;
use crate::diagnostics::catalogue::C0504;
use crate::source::yaml::refusal;

/// The code of a language of the site, as in its addresses: `es`, `en`, `kjb`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang {
    bytes: [u8; 15],
    length: u8,
}

impl Lang {
    pub fn parse(text: &str) -> Option<Lang> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if !(2..=15).contains(&text.len()) || !text.bytes().all(allowed) || !text.as_bytes()[0].is_ascii_lowercase() {
            return None;
        }
        let mut bytes = [0; 15];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Some(Lang { bytes, length: text.len() as u8 })
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }
}

from_scalar!(Lang, "un idioma", |text| {
    Lang::parse(text).ok_or_else(|| refusal(&C0504, &[("value", text), ("shape", "es")]))
});

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
