//! Lines and columns of a text, as byte ranges.

use std::ops::Range;

/// The lines of a text, without their line ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let range = *start..*start + line.strip_suffix('\n').unwrap_or(line).len();
        *start += line.len();
        Some(range)
    })
}

/// The line that holds a byte, without its line end. A line end belongs to the line it ends.
pub(in crate::source) fn line_at(text: &str, offset: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let offset = offset.min(bytes.len());
    let start = bytes[..offset].iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
    start..line_end(text, offset)
}

/// The end of the line that a byte is in.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    let bytes = text.as_bytes();
    let offset = offset.min(bytes.len());
    bytes[offset..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| offset + n)
}

/// The number of a line, from 1.
pub(super) fn line_number(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}

/// A character's code point as people look it up: `U+200B`.
pub(super) fn code_point(c: char) -> String {
    format!("U+{:04X}", c as u32)
}
