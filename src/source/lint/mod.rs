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
mod personal;
mod quoting;
mod scalars;
mod scan;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::catalogue::{C0105, C0127};
use crate::diagnostics::{Diagnostic, Diagnostics};

use lines::line_at;

/// Whether a fault may be about the name of a file, which has no place in its text.
pub fn is_about_names(code: &str) -> bool {
    names::FAULTS.iter().any(|fault| fault.code == code)
}

/// Lints one text file of any kind.
pub(super) fn text(path: &Arc<str>, text: &str) -> Diagnostics {
    let mut found = Diagnostics::new();
    // Almost every text is without these, and most lines are plain ASCII: there is nothing to look for in them then.
    let controls = characters::has_ascii_controls(text);
    let lost = text.contains('?');
    for line in lines::lines(text) {
        let plain = text[line.clone()].is_ascii();
        if !plain || controls {
            characters::line(path, text, line.clone(), &mut found);
        }
        if !plain || lost {
            mojibake::line(path, text, line.clone(), &mut found);
        }
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

/// The cause of a syntax error that the parser reports at a byte of a piece. Parsers report where they are lost, which
/// is at the cause or after it: the first thing before that place which cannot be right is the cause.
pub(super) fn syntax_cause(path: &Arc<str>, text: &str, piece: &Range<usize>, offset: usize) -> Option<Diagnostic> {
    let reported = line_at(text, offset);
    let before = text.get(..reported.start).unwrap_or("").trim_end();
    let near = line_at(text, before.len()).start;
    let mut found = scan::scan(path, text);
    found.retain(|finding| (piece.start..=piece.end).contains(&finding.start));
    let breaks = found.iter().position(|finding| finding.breaks && finding.start < reported.end.max(1));
    // What is silent elsewhere may break a neighbouring line.
    let silent = || found.iter().position(|finding| (near..reported.end).contains(&finding.start));
    let later = || found.iter().position(|finding| finding.breaks);
    let chosen = breaks.or_else(silent).or_else(later)?;
    found.into_iter().nth(chosen).map(|finding| finding.diagnostic)
}

/// Whether what a decoder says of a place only follows from what a lint told.
pub(super) fn told(found: &Diagnostics, text: &str, diagnostic: &Diagnostic) -> bool {
    let Some(start) = diagnostic.place.as_ref().map(|place| place.span.start) else { return false };
    found.iter().any(|lint| {
        let Some(place) = &lint.place else { return false };
        let between = || text.get(start..place.span.start).is_some_and(|gap| gap.trim_matches([' ', ':']).is_empty());
        // A line that stands askew spoils the entry above it as well.
        let neighbour = lint.also.as_ref().is_some_and(|also| line_at(text, also.span.start).contains(&start));
        // Of a file that starts over, only the first part is decoded.
        let halved = lint.fault.code == C0127.code && diagnostic.fault.code == C0105.code;
        // A key that is there, on a line that cannot be read, is not missing.
        let line = text.get(line_at(text, place.span.start)).unwrap_or("").trim_start_matches([' ', '-']);
        let present = diagnostic.fault.code == C0105.code
            && diagnostic.value("key").is_some_and(|key| line.starts_with(key))
            && is_one_group(text, start, place.span.start);
        present || (place.span.start..=place.span.end).contains(&start) || between() || neighbour || halved
    })
}

/// Whether a line belongs to the group whose first key stands at a byte: none between them starts further to the left.
fn is_one_group(text: &str, first: usize, at: usize) -> bool {
    let line = line_at(text, first);
    let column = text.get(line.start..first).map_or(0, |gap| gap.chars().count());
    let between = text.get(line.end..line_at(text, at).end.max(line.end)).unwrap_or("");
    let gap = |line: &str| line.len() - line.trim_start_matches(' ').len();
    between
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.trim().starts_with('#'))
        .all(|line| gap(line) >= column)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::{syntax_cause, text, yaml};
    use crate::diagnostics::catalogue::ALL;

    const GNARLY: &str = "---\n# ñ\nname: {es: \"Ñandú: 'a', en: [b, {c: d]}, \"x\" 'y'}\n- a: &é\n\t-b:c\n    'í: \"\\q\n  <<: *z\n|\n ? x\n\u{A0}k: “é”\n  - - - x: >\n] } , : #ü\nt: Zona #1 \"\n";

    #[test]
    fn the_examples_of_the_catalogue_are_what_they_say() {
        let path = "x.yaml".into();
        let ours = |code: &str| ("C0114".."C0142").contains(&code);
        for fault in ALL.iter().filter(|fault| ours(fault.code) && !fault.wrong.is_empty()) {
            let told = |example: &str| {
                let mut found = text(&path, example);
                if fault.code >= "C0119" {
                    found.append(yaml(&path, example));
                    found.extend(syntax_cause(&path, example, &(0..example.len()), example.len()));
                }
                found.iter().map(|d| d.fault.code).collect::<Vec<_>>()
            };
            assert!(told(fault.wrong).contains(&fault.code), "{}: {:?}", fault.code, told(fault.wrong));
            assert!(told(fault.right).is_empty(), "{}: {:?}", fault.code, told(fault.right));
        }
    }

    #[test]
    fn no_text_stops_the_reading() {
        let path = "x.yaml".into();
        let ends = GNARLY.char_indices().map(|(n, _)| n);
        for end in ends.clone() {
            for start in ends.clone().take_while(|start| *start < end).step_by(7) {
                let part = &GNARLY[start..end];
                let _ =
                    (text(&path, part), yaml(&path, part), syntax_cause(&path, part, &(0..part.len()), part.len() / 2));
            }
        }
    }

    #[test]
    fn long_texts_take_time_in_proportion() {
        let path = "x.yaml".into();
        for part in [
            "{a: \"b\", ",
            "\"a\" ",
            "[",
            "- ",
            "a #b ",
            "a: ",
            "'",
            "\"",
            "a: \"b\n",
            "- {a: b\n",
            "1234 ",
            "{",
            ":",
            ", ",
        ] {
            let long = part.repeat(400_000 / part.len());
            let start = Instant::now();
            let _ = (text(&path, &long), yaml(&path, &long), syntax_cause(&path, &long, &(0..long.len()), long.len()));
            assert!(start.elapsed().as_secs() < 5, "{part:?}: {:?}", start.elapsed());
        }
    }
}
