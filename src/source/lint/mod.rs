//! What is wrong in the raw text, before any of it becomes a value: letters that no editor meant, values that YAML
//! would change or drop without a word, and the real cause where the YAML parser only knows that it is lost.
//!
//! [`text`] looks at every text file, [`yaml`] at what is decoded as YAML, [`syntax_cause`] only at a text that the
//! parser refused. Each goes through the text once.

mod characters;
mod codes;
pub(super) mod encoding;
mod flow;
mod lines;
mod mojibake;
pub(super) mod names;
pub(super) mod personal;
mod quoting;
mod scalars;
mod scan;

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) use lines::line_at;

/// Lints one text file of any kind.
pub(super) fn text(path: &Arc<str>, text: &str) -> Diagnostics {
    let mut found = Diagnostics::new();
    for line in lines::lines(text) {
        characters::line(path, text, line.clone(), &mut found);
        mojibake::line(path, text, line.clone(), &mut found);
        personal::line(path, text, line, &mut found);
    }
    found
}

/// Lints one YAML text: what would be lost or changed without the parser saying so.
pub(super) fn yaml(path: &Arc<str>, text: &str) -> Diagnostics {
    let mut found: Diagnostics = scan::scan(path, text).into_iter().collect();
    codes::yaml(path, text, &mut found);
    found
}

/// The cause of a syntax error that the parser reports at a byte. Parsers report where they are lost, which is at the
/// cause or after it: the first thing before that place which cannot be right is the cause.
pub(super) fn syntax_cause(path: &Arc<str>, text: &str, offset: usize) -> Option<Diagnostic> {
    let reported = line_at(text, offset);
    let before = text.get(..reported.start).unwrap_or("").trim_end();
    let near = line_at(text, before.len()).start;
    let found = scan::scan(path, text);
    let breaks = found.iter().position(|finding| finding.breaks && finding.start < reported.end.max(1));
    // What is silent elsewhere may break a neighbouring line.
    let silent = || found.iter().position(|finding| (near..reported.end).contains(&finding.start));
    let later = || found.iter().position(|finding| finding.breaks);
    let chosen = breaks.or_else(silent).or_else(later)?;
    found.into_iter().nth(chosen).map(|finding| finding.diagnostic)
}

/// Whether what a decoder says of a place was told already by a lint of the same place.
pub(super) fn told(found: &Diagnostics, diagnostic: &Diagnostic) -> bool {
    let Some(start) = diagnostic.place.as_ref().map(|place| place.span.start) else { return false };
    found.iter().filter_map(|d| d.place.as_ref()).any(|place| (place.span.start..=place.span.end).contains(&start))
}
