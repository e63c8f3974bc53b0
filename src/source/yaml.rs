//! YAML to typed values: what the rooms after this one call.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::parse::{self, Parsed};
use super::{SourceFile, decode, lint};
use crate::diagnostics::catalogue::{ALL, C0102};
use crate::diagnostics::{Checked, Diagnostic, Diagnostics, Fault, Interface, Place, Severity, nearest};

/// A value, and what is not sound in it.
pub struct Decoded<T> {
    pub value: T,
    /// None when the value is what the file says.
    pub doubts: Option<Doubts>,
}

/// What is known of a file in which something is wrong. Its value has stand-ins for that; each was told.
#[derive(Clone, Debug, Default)]
pub struct Doubts {
    /// The stretches of the text that could not be read as they stand.
    pub places: Vec<Range<usize>>,
    /// Whether an identifier or a whole list is among them, so that nobody knows all that the file defines.
    pub shaky: bool,
    /// Whether something in it has no identifier, or one that cannot be read: it may be called anything.
    pub nameless: bool,
    /// In a shaky file, the words that are written as identifiers, whether or not they could be read as such.
    pub names: Arc<BTreeSet<String>>,
}

impl Doubts {
    /// Those of a file that could not be read at all, or is not there.
    pub fn of_all() -> Doubts {
        Doubts { shaky: true, nameless: true, ..Doubts::default() }
    }

    /// Whether the file may define an identifier that was not found in it. One that is written there defines it, and so
    /// may anything without a name; but a name that is close to one that was read (`near`) is that one misspelt, unless
    /// it is so short that most names are close.
    pub fn may_define(&self, id: &str, near: Option<&str>) -> bool {
        let misspelt = near.is_some() && id.chars().count() > 4;
        self.shaky && (self.names.contains(id) || (self.nameless && !misspelt))
    }
}

/// The words of a text that follow `id` or `code`, or something like it.
fn names(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_' || c == '.'));
    let words: Vec<&str> = words.map(|word| word.trim_matches(['-', '.'])).filter(|word| !word.is_empty()).collect();
    let named = words.windows(2).filter(|pair| nearest(pair[0], ["id", "code"]).is_some());
    named.map(|pair| pair[1].to_owned()).collect()
}

/// Decodes a whole file. What was found is told even where there is a value; a missing value is always told.
pub fn decode<T: DeserializeOwned>(file: &SourceFile) -> Checked<Option<Decoded<T>>> {
    decode_part(&file.path, file.text())
}

/// Decodes a whole file whose value is of use only when nothing is wrong in it.
pub fn decode_sound<T: DeserializeOwned>(file: &SourceFile) -> Checked<Option<T>> {
    let Checked { value, diagnostics } = decode::<T>(file);
    Checked::new(value.filter(|decoded| decoded.doubts.is_none()).map(|decoded| decoded.value), diagnostics)
}

/// Decodes the first part of a file, such as front matter.
pub(super) fn decode_part<T: DeserializeOwned>(path: &Arc<str>, text: &str) -> Checked<Option<Decoded<T>>> {
    let mut found = lint::yaml(path, text);
    // What cannot be seen has been told where it stands; no parser shall stumble over it as well.
    let text = &*if super::is_written_by_editors(path) { without_controls(text) } else { Cow::Borrowed(text) };
    let parsed = parse::parse(text);
    if parsed.errors.is_empty()
        && let Some(value) = decode::sound(&parsed.root)
    {
        return Checked::new(Some(Decoded { value, doubts: None }), found);
    }
    let decoded = mend(path, text, parsed, &mut found);
    Checked::new(decoded, found)
}

/// The lines of a key that stands at the margin, or of one that is nearly called so, with all that belongs to it.
pub fn top_entry(text: &str, key: &str) -> Option<Range<usize>> {
    let mut start = 0;
    let mut found: Option<Range<usize>> = None;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let name = line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
        match &mut found {
            None if nearest(name, [key]).is_some() => found = Some(start..end),
            Some(part) if name.is_empty() => part.end = end,
            Some(_) => break,
            None => {}
        }
        start = end;
    }
    found
}

/// The text with spaces, of the same length, in place of control characters.
fn without_controls(text: &str) -> Cow<'_, str> {
    let is_control =
        |c: char| (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}');
    // Of the letters that are not ASCII, controls begin with these bytes.
    let may_be = |byte: u8| matches!(byte, ..b'\t' | 0x0B..b' ' | 0x7F | 0xC2 | 0xE2 | 0xEF);
    if !text.bytes().any(may_be) || !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_control(c) { out.extend(std::iter::repeat_n(' ', c.len_utf8())) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// Decodes a text in which something is wrong, and tells all of it, not only the first thing. What only follows from
/// something that was told is left out.
fn mend<T: DeserializeOwned>(
    path: &Arc<str>,
    text: &str,
    parsed: Parsed<'_>,
    found: &mut Diagnostics,
) -> Option<Decoded<T>> {
    let mut doubts = Doubts { shaky: !parsed.errors.is_empty(), ..Doubts::default() };
    for error in &parsed.errors {
        doubts.places.push(error.piece.clone());
        match lint::syntax_cause(path, text, &error.piece, error.offset) {
            Some(cause) if !lint::told(found, text, &cause) => found.push(cause),
            Some(_) => {}
            // The parser's own words are the last resort, and worth nothing where a lint told what is wrong.
            None if found.touches(&error.piece) => {}
            None => found.push(C0102.at(Place::new(path, error.offset..error.offset)).with("reason", &error.reason)),
        }
    }
    let mended = decode::mend::<T>(path, &parsed.root);
    for fault in mended.faults {
        if !lint::told(found, text, &fault) {
            found.push(fault);
        }
    }
    if found.count(Severity::Error) == 0 {
        found.push(C0102.at(Place::file(path)));
    }
    doubts.places.extend(mended.places);
    doubts.shaky |= mended.shaky;
    doubts.nameless = mended.nameless;
    if doubts.shaky {
        doubts.names = Arc::new(names(text));
    }
    mended.value.map(|value| Decoded { value, doubts: Some(doubts) })
}

/// Decodes a text of the program itself (the strings of a theme) without diagnostics of content.
pub fn decode_text<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let parsed = parse::parse(text);
    if parsed.errors.is_empty()
        && let Some(value) = decode::sound(&parsed.root)
    {
        return Ok(value);
    }
    let mut found = Diagnostics::new();
    mend::<T>(&Arc::from(""), text, parsed, &mut found);
    Err(found.iter().map(|fault| fault.message(Interface::default())).collect::<Vec<_>>().join("; "))
}

/// What a type's `Deserialize` says when it refuses a value: a fault of the catalogue with its values.
/// It travels as the decoder's message and becomes a diagnostic at the value's place.
pub fn refusal(fault: &'static Fault, values: &[(&'static str, &str)]) -> String {
    let mut message = format!("{MARK}{}", fault.code);
    for (name, value) in values {
        message.push_str(&format!("{MARK}{name}{MARK}{value}"));
    }
    message
}

const MARK: char = '\u{1}';

/// The names of values that may travel in a refusal.
const NAMES: [&str; 5] = ["value", "nearest", "shape", "code", "slug"];

pub(super) fn refused(message: &str, place: Place) -> Option<Diagnostic> {
    let start = message.find(MARK)?;
    let mut parts = message[start + MARK.len_utf8()..].split(MARK);
    let code = parts.next()?;
    let fault = ALL.iter().copied().find(|fault| fault.code == code)?;
    let mut diagnostic = fault.at(place);
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        if let Some(name) = NAMES.iter().find(|known| **known == name) {
            diagnostic = diagnostic.with(name, value);
        }
    }
    Some(diagnostic)
}
