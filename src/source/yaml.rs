//! YAML to typed values. The only file (with `located.rs`) that names the YAML crate.

use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_yaml::{Error, Location};

use super::{SourceFile, collect, lint, tree};
use crate::diagnostics::catalogue::{ALL, C0102, C0103, C0104, C0105, C0106, C0107};
use crate::diagnostics::{Checked, Diagnostic, Diagnostics, Fault, Place, Severity, nearest};

/// Decodes a whole file. What was found is told even where there is a value; a missing value is always told.
pub fn decode<T: DeserializeOwned>(file: &SourceFile) -> Checked<Option<T>> {
    decode_part(&file.path, file.text(), 0..file.text().len())
}

/// Decodes a stretch of a file that starts at the beginning of a line, such as front matter.
pub(super) fn decode_part<T: DeserializeOwned>(path: &Arc<str>, text: &str, part: Range<usize>) -> Checked<Option<T>> {
    let source = text.get(..part.end).unwrap_or(text);
    let mut found = lint::yaml(path, source);
    match serde_yaml::from_str_with_options::<T>(source, options()) {
        Ok(value) => Checked::new(Some(value), found),
        Err(error) => {
            let before = found.count(Severity::Error);
            all_faults::<T>(path, source, &mut found);
            if found.count(Severity::Error) == before && before == 0 {
                found.push(explain(path, source, &error));
            }
            Checked::new(None, found)
        }
    }
}

/// Everything that is wrong in a text whose typed decode has failed, not only the first thing. What only follows from
/// something that was told is left out.
fn all_faults<T: DeserializeOwned>(path: &Arc<str>, text: &str, found: &mut Diagnostics) {
    let parsed = tree::parse(text);
    for error in &parsed.errors {
        match lint::syntax_cause(path, text, &error.piece, error.offset) {
            Some(cause) if !lint::told(found, text, &cause) => found.push(cause),
            Some(_) => {}
            // The parser's own words are the last resort, and worth nothing where a lint told what is wrong.
            None if found.touches(&error.piece) => {}
            None => found.push(C0102.at(Place::new(path, error.offset..error.offset)).with("reason", &error.reason)),
        }
    }
    for fault in collect::faults::<T>(path, &parsed.root) {
        if !lint::told(found, text, &fault) {
            found.push(fault);
        }
    }
}

/// Decodes a text of the program itself (the strings of a theme) without diagnostics of content.
pub fn decode_text<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_yaml::from_str_with_options(text, options()).map_err(|error| error.to_string())
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

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        emit_comments: false,
        merge_keys: serde_yaml::options::MergeKeyPolicy::Error,
        budget: serde_yaml::budget! { max_anchors: 0, max_aliases: 0, max_depth: 64, max_documents: 1 },
    }
}

/// Start and length in bytes of a place that the decoder reports.
pub(super) fn byte_span(location: &Location) -> (u32, u32) {
    let span = location.span();
    let start = span.byte_offset().unwrap_or(0);
    let length = span.byte_len().unwrap_or(0);
    (start.try_into().unwrap_or(u32::MAX), length.try_into().unwrap_or(0))
}

fn explain(path: &Arc<str>, text: &str, error: &Error) -> Diagnostic {
    let place = error.location().map_or_else(
        || Place::file(path),
        |location| {
            let (start, length) = byte_span(&location);
            Place::new(path, start as usize..(start + length) as usize)
        },
    );
    match innermost(error) {
        Error::SerdeUnknownField { field, expected, .. } => {
            let near = nearest(field, expected.iter().copied());
            C0103.at(place).with("key", field).with_some("nearest", near).with("known", expected.join(", "))
        }
        Error::DuplicateMappingKey { key, .. } => C0104.at(place).with_some("key", key.as_ref()),
        Error::SerdeMissingField { field, .. } => C0105.at(place).with("key", field),
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            let near = nearest(variant, expected.iter().copied());
            C0107.at(place).with("value", variant).with_some("nearest", near).with("known", expected.join(", "))
        }
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            let refused = refused(unexpected, place.clone());
            refused.unwrap_or_else(|| C0106.at(place).with("expected", expected).with("found", unexpected))
        }
        Error::Message { msg, .. } => {
            refused(msg, place.clone()).unwrap_or_else(|| C0102.at(place).with("reason", first_line(msg)))
        }
        Error::InvalidScalar { ty, .. } => {
            let found = text.get(place.span.clone()).unwrap_or("").to_owned();
            C0106.at(place).with("expected", *ty).with("found", found)
        }
        Error::NullIntoString { .. } => C0106.at(place).with("expected", "texto").with("found", "nada"),
        Error::Unexpected { expected, .. } => C0106.at(place).with("expected", *expected),
        other => C0102.at(place).with("reason", first_line(&other.without_snippet().to_string())),
    }
}

fn innermost(error: &Error) -> &Error {
    match error {
        Error::WithSnippet { error, .. } => innermost(error),
        other => other,
    }
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or(message)
}
