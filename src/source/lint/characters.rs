//! Characters that nobody means to write: controls, direction changers, what has no width, and lost letters.

use std::ops::Range;
use std::sync::Arc;

use super::lines::code_point;
use crate::diagnostics::catalogue::{C0114, C0115, C0116, C0117};
use crate::diagnostics::{Diagnostics, Fault, Place};

/// Tells each kind of such character once in a line.
pub(super) fn line(path: &Arc<str>, text: &str, line: Range<usize>, found: &mut Diagnostics) {
    let Some(content) = text.get(line.clone()) else { return };
    // What is told is ASCII, or begins with one of these bytes. The letters of Spanish do not.
    if !content.bytes().any(|b| b < b' ' && b != b'\t' || matches!(b, 0x7F | 0xC2 | 0xD8 | 0xE1 | 0xE2 | 0xEF)) {
        return;
    }
    let mut told: Vec<&'static str> = Vec::new();
    let mut previous = ' ';
    for (at, c) in content.char_indices() {
        let joins_emoji = c == '\u{200D}' && previous >= '\u{2190}';
        // The second half of a spoilt letter is told with the first.
        let spoilt = matches!(previous, 'Ã' | 'Â' | '€') && ('\u{80}'..='\u{AD}').contains(&c);
        previous = c;
        let Some(fault) = fault(c).filter(|fault| !told.contains(&fault.code)) else { continue };
        if joins_emoji || spoilt {
            continue;
        }
        told.push(fault.code);
        let start = line.start + at;
        let place = Place::new(path, start..start + c.len_utf8());
        let diagnostic = fault.at(place).with("code", code_point(c));
        found.push(diagnostic.with_some("meant", (c == '\u{FFFD}').then(|| lost(content, at)).flatten()));
    }
}

/// Whether a text has control characters of ASCII other than the usual ones.
pub(super) fn has_ascii_controls(text: &str) -> bool {
    let is_control = |b: u8| (b < b' ' && b != b'\n' && b != b'\t') || b == 0x7F;
    // Without stopping at the first, many bytes are looked at at once.
    text.bytes().fold(false, |any, b| any | is_control(b))
}

fn fault(c: char) -> Option<&'static Fault> {
    match c {
        '\t' => None,
        c if c.is_control() => Some(&C0114),
        '\u{2028}' | '\u{2029}' => Some(&C0114),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' => Some(&C0115),
        '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{180E}' => Some(&C0116),
        '\u{FFFD}' => Some(&C0117),
        _ => None,
    }
}

/// The word that a lost letter belonged to, where its ending leaves no doubt.
fn lost(line: &str, at: usize) -> Option<String> {
    let start = line[..at]
        .rfind(|c: char| !c.is_alphanumeric() && c != '\u{FFFD}')
        .map_or(0, |n| n + line[n..].chars().next().map_or(1, char::len_utf8));
    let word: String = line[start..].chars().take_while(|c| c.is_alphanumeric() || *c == '\u{FFFD}').collect();
    super::mojibake::completed(&word, '\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use crate::source::lint::text;

    fn codes(source: &str) -> Vec<&'static str> {
        text(&"x.md".into(), source).iter().map(|d| d.fault.code).collect()
    }

    #[test]
    fn what_cannot_be_seen_is_told_with_its_kind() {
        assert_eq!(codes("Agua\u{b}potable\n"), ["C0114"]);
        assert_eq!(codes("a\u{0}\n"), ["C0114"]);
        assert_eq!(codes("pague \u{202E}001\n"), ["C0115"]);
        assert_eq!(codes("muni\u{200B}cipio\n"), ["C0116"]);
        assert_eq!(codes("al principio no; aquí sí: \u{FEFF}a\n"), ["C0116"]);
        assert_eq!(codes("poblaci\u{FFFD}n\n"), ["C0117"]);
    }

    #[test]
    fn one_line_tells_one_kind_once_and_ordinary_text_is_silent() {
        assert_eq!(codes("a\u{200B}b\u{200B}c\nd\u{200B}e\n"), ["C0116", "C0116"]);
        assert!(codes("Ñandú, pingüino, “así”, 20 °C, 3 m³, ¿sí?, 👩\u{200D}🌾 → — …\tfin\n").is_empty());
    }

    #[test]
    fn a_lost_letter_is_suggested_where_the_ending_is_clear() {
        let found = text(&"x.md".into(), "La poblaci\u{FFFD}n\n");
        let help = found.iter().next().unwrap().help(crate::diagnostics::Interface::Es);
        assert!(help.contains("«población»"), "{help}");
    }
}
