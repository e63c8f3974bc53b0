//! Signs of Markdown without their effect: they would be published as they are written, without a word.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::catalogue::C0309;
use crate::diagnostics::{Diagnostics, Place};

/// Looks through a body outside the stretches that have their effect.
pub(super) fn check(file: &Arc<str>, body: &str, from: usize, spoken: &[Range<usize>], found: &mut Diagnostics) {
    let free = |at: usize| !spoken.iter().any(|range| range.contains(&at));
    let mut start = 0;
    let mut above = "";
    // Bold words may run over the lines of a paragraph: marks are paired within it.
    let mut open: Option<(Range<usize>, String)> = None;
    let mut tell = |range: Range<usize>, shown: &str, fixed: String| {
        let place = Place::new(file, from + range.start..from + range.end);
        found.push(C0309.at(place).with("found", shown).with("fixed", fixed));
    };
    for raw in body.split_inclusive('\n') {
        let line = raw.trim_end();
        let (at, text) = (start, line.trim_start());
        let gap = line.len() - text.len();
        start += raw.len();
        let new_block = text.is_empty() || text.starts_with("- ") || text.starts_with('>');
        if let Some((range, fixed)) = open.take_if(|_| new_block) {
            tell(range, "**", fixed);
        }
        if !text.is_empty() && free(at + gap) {
            if let Some(fixed) = heading(text) {
                let marks = text.len() - text.trim_start_matches('#').len();
                tell(at + gap..at + gap + marks, &text[..marks], fixed);
            } else if is_row(text) && !is_row(above) {
                let columns = text.trim_matches('|').matches('|').count() + 1;
                let dashes = format!("|{}", " --- |".repeat(columns));
                tell(at + gap..at + line.len(), "|", format!("{text} ⏎ {dashes}"));
            }
        }
        above = text;
        for (n, _) in line.match_indices("](").chain(line.match_indices("] (")) {
            let target = line[n + 1..].trim_start().trim_start_matches('(');
            let address = ["/", "http", "www.", "mailto:", "#"].iter().any(|start| target.starts_with(start));
            if address && free(at + n) && !line[..n].ends_with('\\') {
                let words = line[..n].rsplit('[').next().unwrap_or_default();
                let end = target.find([')', ' ', ',', ';']).unwrap_or(target.len());
                tell(at + n..at + n + 2, &line[n..n + 2], format!("[{words}]({})", &target[..end]));
            }
        }
        for (n, _) in line.match_indices("**").filter(|(n, _)| free(at + n) && !line[..*n].ends_with('\\')) {
            open = match open {
                Some(_) => None,
                None => {
                    let word = line[n + 2..].split([' ', '.', ',', ';', ':']).find(|word| !word.is_empty());
                    Some((at + n..at + n + 2, format!("**{}**", word.unwrap_or_default())))
                }
            };
        }
    }
    if let Some((range, fixed)) = open {
        tell(range, "**", fixed);
    }
}

/// A heading whose space is missing, as it should be written.
fn heading(text: &str) -> Option<String> {
    let words = text.trim_start_matches('#');
    let marks = text.len() - words.len();
    let missing = (1..=6).contains(&marks) && words.starts_with(char::is_alphabetic);
    // One sign before a word such as SomosChiantla, or before one word alone, is a tag of the social networks.
    let first = words.split(' ').next().unwrap_or_default();
    let tag = marks == 1 && (first == words || first.chars().skip(1).any(char::is_uppercase));
    (missing && !tag).then(|| format!("{} {words}", &text[..marks]))
}

fn is_row(text: &str) -> bool {
    text.starts_with('|') && text.len() > 1 && text.ends_with('|')
}

#[cfg(test)]
mod tests {
    use super::super::Document;

    fn lines(text: &str) -> Vec<(&'static str, usize)> {
        let found = Document::parse(&"x.md".into(), text, 0).diagnostics;
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        found.iter().map(|d| (d.fault.code, line(d.place.as_ref().unwrap().span.start))).collect()
    }

    #[test]
    fn signs_that_would_be_published_are_told() {
        assert_eq!(lines("Uno.\n\n##Pasos\n"), [("C0309", 3)]);
        assert_eq!(lines("Vea la [tarifa] (/herramientas/) hoy.\n"), [("C0309", 1)]);
        assert_eq!(lines("Vea la [tarifa](/herramientas/ hoy.\n"), [("C0309", 1)]);
        assert_eq!(lines("Uno.\n\nLea **esto primero.\n\nDos.\n"), [("C0309", 3)]);
        assert_eq!(lines("| Año | Gasto |\n| 2019 | 1 |\n"), [("C0309", 1)]);
        assert_eq!(lines("| Año | Gasto |\n| --- | --- |\n| 2019 | 1 | 2 |\n| 2020 |\n"), [("C0308", 3), ("C0308", 4)]);
    }

    #[test]
    fn signs_with_their_effect_pass() {
        let text = "## Pasos\n\nLea **esto** y [eso](/herramientas/), `[a] (/b)` y `##a`.\n\n\
                    | a | b |\n| --- | --- |\n| [x](/herramientas/) | c \\| d |\n\n- **Uno.** Dos.\n- **Tres\n  cuatro.**\n\n\
                    ```\n##a\n| a |\n```\n\n#SomosChiantla va [así].\n";
        assert_eq!(lines(text), []);
    }
}
