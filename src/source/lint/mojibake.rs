//! Accented letters spoilt on the way: text in one encoding that was read in another and saved.
//!
//! UTF-8 read as Windows-1252 leaves pairs such as `Ã±`: their bytes are a UTF-8 character again, which is what was
//! meant. Windows-1252 and CP850 confused with each other leave a sign between two letters, such as `A¤o`.

use std::ops::Range;
use std::sync::Arc;

use super::encoding::WINDOWS_1252;
use crate::diagnostics::catalogue::C0118;
use crate::diagnostics::{Diagnostics, Place};

/// Tells the first spoilt word of a line, with what was meant.
pub(super) fn line(path: &Arc<str>, text: &str, line: Range<usize>, found: &mut Diagnostics) {
    let Some(content) = text.get(line.clone()) else { return };
    if content.is_ascii() && !content.contains('?') {
        return;
    }
    let mut at = 0;
    for word in content.split_inclusive([' ', '\t']) {
        let start = line.start + at;
        at += word.len();
        if word.is_ascii() && !word.contains('?') {
            continue;
        }
        let around = |c: char| " \t\"'.,;:()[]{}".contains(c);
        let offset = word.len() - word.trim_start_matches(around).len();
        let bare = word[offset..].trim_end_matches(around);
        if let Some(meant) = meant(bare) {
            let place = Place::new(path, start + offset..start + offset + bare.len());
            found.push(C0118.at(place).with("found", bare).with("meant", meant));
            return;
        }
    }
}

/// What a spoilt word was meant to be; nothing for a sound one.
fn meant(word: &str) -> Option<String> {
    if word.is_ascii() {
        return if word.contains('?') { completed(word, '?') } else { None };
    }
    // Text that was spoilt twice is mended twice.
    let mut mended = decoded(word)?;
    while let Some(again) = decoded(&mended) {
        mended = again;
    }
    Some(mended)
}

fn decoded(word: &str) -> Option<String> {
    pairs(word).or_else(|| signs(word))
}

/// Runs of characters whose Windows-1252 bytes are a UTF-8 character.
fn pairs(word: &str) -> Option<String> {
    if !word.contains(['Ã', 'Â', 'â', 'ï', 'Å']) {
        return None;
    }
    let chars: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len());
    let mut changed = false;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let length = match c {
            'Ã' | 'Â' | 'Å' => 2,
            'â' | 'ï' => 3,
            _ => 1,
        };
        let bytes: Option<Vec<u8>> = chars.get(at..at + length).map(|run| run.iter().filter_map(byte).collect());
        let bytes = bytes.filter(|bytes| length > 1 && bytes.len() == length);
        let meant = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        match meant {
            Some(meant) => {
                // A byte order mark in the middle means nothing.
                out.push_str(meant.trim_matches('\u{FEFF}'));
                changed = true;
                at += length;
            }
            // The second half of `í` is a soft hyphen, which many programs drop.
            None if c == 'Ã' && out.ends_with(char::is_lowercase) && !next_is_capital(&chars, at) => {
                out.push('í');
                changed = true;
                at += 1;
            }
            // A closing quotation mark, whose last byte Windows-1252 does not have.
            None if c == 'â' && chars.get(at + 1) == Some(&'€') => {
                out.push('”');
                changed = true;
                at += 2;
            }
            None => {
                out.push(c);
                at += 1;
            }
        }
    }
    changed.then_some(out)
}

fn next_is_capital(chars: &[char], at: usize) -> bool {
    chars.get(at + 1).is_some_and(|c| !c.is_lowercase())
}

/// The byte that a character has in Windows-1252, or in Latin-1 where Windows-1252 has none.
fn byte(c: &char) -> Option<u8> {
    let code = *c as u32;
    match code {
        0..=0x7F | 0xA0..=0xFF | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D => u8::try_from(code).ok(),
        _ => WINDOWS_1252.chars().position(|known| known == *c).and_then(|n| u8::try_from(n + 0x80).ok()),
    }
}

/// A sign between two small letters that stands for an accented one.
fn signs(word: &str) -> Option<String> {
    if word.contains(['/', '=', '×', '÷', '+']) || !word.contains(['¤', '¢', '£', '¡', '±', '¾', '‡', '—', '–', 'ß'])
    {
        return None;
    }
    let chars: Vec<char> = word.chars().collect();
    let small = |n: Option<&char>| n.is_some_and(char::is_ascii_lowercase);
    let mut changed = false;
    let mended = (0..chars.len()).filter_map(|n| {
        let between = n > 0 && chars.get(n - 1).is_some_and(char::is_ascii_alphabetic) && small(chars.get(n + 1));
        let meant = match chars.get(n)? {
            '¤' if between => 'ñ',
            '¢' if between => 'ó',
            '£' if between => 'ú',
            '¡' if between => 'í',
            '‡' if between => 'á',
            '±' if between && (chars.len() > 3 || chars.get(n + 1) == Some(&'o')) => 'ñ',
            '¾' if between => 'ó',
            // Mac Roman: only in the ending that leaves no doubt, for dashes are common.
            '—' if between && word.contains("ci—n") => 'ó',
            '–' if between && word.contains("A–o") => 'ñ',
            other => return Some(*other),
        };
        changed = true;
        Some(meant)
    });
    let mended: String = mended.collect();
    changed.then_some(mended)
}

/// A word whose accented letter became one sign, where the ending leaves no doubt what it was.
pub(super) fn completed(word: &str, sign: char) -> Option<String> {
    if word.contains(['/', '=', '&', '.']) || !word.chars().all(|c| c == sign || c.is_alphabetic()) {
        return None;
    }
    let (singular, plural) = word.strip_suffix('s').map_or((word, ""), |singular| (singular, "s"));
    [("ci_n", "ción"), ("si_n", "sión"), ("a_o", "año"), ("A_o", "Año")].iter().find_map(|(ending, whole)| {
        let stem = singular.strip_suffix(&ending.replace('_', sign.encode_utf8(&mut [0; 4])))?;
        Some(format!("{stem}{whole}{plural}"))
    })
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn spoilt_words_are_told_with_what_was_meant() {
        let cases = [
            ("AÃ±o", "Año"),
            ("poblaciÃ³n", "población"),
            ("Â¿Sirve", "¿Sirve"),
            ("â€œAgua", "“Agua"),
            ("Aguaâ€\u{9d}", "Agua”"),
            ("aquÃ\u{ad}", "aquí"),
            ("dÃa", "día"),
            ("aÃƒÂ±o", "año"),
            ("20Â°C", "20°C"),
            ("A¤o", "Año"),
            ("poblaci¢n", "población"),
            ("A±o", "Año"),
            ("poblaci?n", "población"),
            ("a?o", "año"),
        ];
        for (spoilt, whole) in cases {
            assert_eq!(meant(spoilt).as_deref(), Some(whole), "{spoilt}");
        }
    }

    #[test]
    fn sound_words_are_left_alone() {
        for word in
            ["Año", "¿Sirve?", "“Agua”", "Â", "SÃO", "São", "x±y", "m³", "2016–2019", "página?a=1", "¿qué?", "§ 3"]
        {
            assert_eq!(meant(word), None, "{word}");
        }
    }
}
