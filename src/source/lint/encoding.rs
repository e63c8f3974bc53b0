//! Files that are not UTF-8: what they look like. Nothing is decoded behind the editor's back; the guess is told with
//! the line as it would read, and the editor saves the file anew.

use std::sync::Arc;

use super::lines::{line_at, line_number};
use crate::diagnostics::catalogue::{C0101, C0140};
use crate::diagnostics::{Diagnostic, Place};

/// The characters of the bytes from 0x80 on.
pub(super) const WINDOWS_1252: &str = "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";
const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

const TABLES: [(&str, &str); 3] = [("Windows-1252", WINDOWS_1252), ("CP850", CP850), ("Mac Roman", MAC_ROMAN)];

/// How other files start that were given the name of a text file.
const MAGIC: [(&[u8], &str); 7] = [
    (b"PK\x03\x04", "DOCX, XLSX, ODT o ZIP"),
    (b"\xD0\xCF\x11\xE0", "DOC o XLS"),
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
];

/// What cannot be taken as text: the complaint, and the text that shows its line.
pub(in crate::source) struct NotText {
    pub complaint: Diagnostic,
    pub shown: String,
}

/// Says what is wrong with a file's bytes if they are not UTF-8 text.
pub(in crate::source) fn refuse(path: &Arc<str>, bytes: &[u8]) -> Option<NotText> {
    if let Some((_, kind)) = MAGIC.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(NotText { complaint: C0140.at(Place::file(path)).with("kind", kind), shown: String::new() });
    }
    if let Some((guess, shown)) = utf16(bytes) {
        let shown = line_ends(&shown);
        let offset = shown.bytes().take_while(|b| *b == b'\n').count();
        return Some(NotText { complaint: complaint(path, &shown, offset, Some((guess, &shown))), shown });
    }
    let error = std::str::from_utf8(bytes).err()?;
    let before = line_ends(&String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or(bytes)));
    let shown = line_ends(&String::from_utf8_lossy(bytes));
    let guess = guess(bytes).map(|(name, table)| (name, line_ends(&with_table(bytes, table))));
    let guess = guess.as_ref().map(|(name, text)| (*name, text.as_str()));
    Some(NotText { complaint: complaint(path, &shown, before.len(), guess), shown })
}

fn complaint(path: &Arc<str>, shown: &str, offset: usize, guess: Option<(&str, &str)>) -> Diagnostic {
    let line = line_number(shown, offset);
    let end = offset + shown.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let diagnostic = C0101.at(Place::new(path, offset..end)).with("line", line);
    let Some((name, text)) = guess else { return diagnostic };
    let preview = text.lines().nth(line - 1).unwrap_or("");
    let column = shown.get(line_at(shown, offset).start..offset).map_or(0, |before| before.chars().count());
    diagnostic.with("guess", name).with("preview", around(preview, column))
}

/// A line of at most 80 characters, with the column in it.
fn around(line: &str, column: usize) -> String {
    let length = line.trim_end().chars().count();
    if length <= 80 {
        return line.trim().to_owned();
    }
    let start = column.saturating_sub(40).min(length.saturating_sub(80));
    let part: String = line.trim_end().chars().skip(start).take(80).collect();
    let (head, tail) = (if start > 0 { "…" } else { "" }, if start + 80 < length { "…" } else { "" });
    format!("{head}{}{tail}", part.trim())
}

fn line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// UTF-16, known by its mark or, without one, by the zeros in every other byte.
fn utf16(bytes: &[u8]) -> Option<(&'static str, String)> {
    let zeros = |from: usize| bytes.iter().take(512).skip(from).step_by(2).filter(|b| **b == 0).count();
    let pairs = bytes.len().min(512) / 2;
    let (big, start) = match bytes {
        [0xFF, 0xFE, ..] => (false, 2),
        [0xFE, 0xFF, ..] => (true, 2),
        _ if pairs >= 2 && zeros(1) * 4 > pairs * 3 && zeros(0) * 4 < pairs => (false, 0),
        _ if pairs >= 2 && zeros(0) * 4 > pairs * 3 && zeros(1) * 4 < pairs => (true, 0),
        _ => return None,
    };
    let unit = |pair: &[u8]| {
        let pair = [pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)];
        if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    };
    let units = bytes.get(start..).unwrap_or_default().chunks(2).map(unit);
    let text = char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect();
    Some(("UTF-16", text))
}

/// The encoding whose letters make Spanish words of the bytes that are not UTF-8, if one clearly does.
fn guess(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let mut scores = [0_i64; TABLES.len()];
    let mut before = b' ';
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        before = chunk.valid().bytes().next_back().unwrap_or(before);
        let after = chunks.peek().and_then(|next| next.valid().bytes().next()).unwrap_or(b' ');
        for (n, byte) in chunk.invalid().iter().enumerate() {
            let after = chunk.invalid().get(n + 1).copied().unwrap_or(after);
            for (score, (_, table)) in scores.iter_mut().zip(TABLES) {
                *score += weight(character(*byte, table), before, after);
            }
            before = *byte;
        }
    }
    let best = scores.iter().copied().max().filter(|best| *best > 0)?;
    // Of equals the first: Windows-1252 is what office programs of today write.
    scores.iter().position(|score| *score == best).and_then(|n| TABLES.get(n)).copied()
}

/// How well a character fits between two bytes of a Spanish text.
fn weight(c: char, before: u8, after: u8) -> i64 {
    let letter = |b: u8| b.is_ascii_alphabetic() || b >= 0x80;
    let small = before.is_ascii_lowercase() || after.is_ascii_lowercase();
    match c {
        'á' | 'é' | 'í' | 'ó' | 'ú' | 'ñ' if small => 4,
        'ü' if matches!(before, b'g' | b'G') => 4,
        'Á' | 'É' | 'Í' | 'Ó' | 'Ú' | 'Ñ' if !before.is_ascii_lowercase() && letter(after) => 3,
        'Á' | 'É' | 'Í' | 'Ó' | 'Ú' | 'Ñ' if before.is_ascii_uppercase() => 3,
        '¿' | '¡' if !letter(before) && letter(after) => 3,
        '“' | '«' | '‘' if !letter(before) => 2,
        '”' | '»' | '’' | '…' if !letter(after) => 2,
        'º' | 'ª' | '°' if before.is_ascii_digit() => 2,
        '–' | '—' | '•' | '³' | '²' | '½' | '·' if !(letter(before) && letter(after)) => 1,
        'á' | 'é' | 'í' | 'ó' | 'ú' | 'ñ' | 'ü' | '\u{A0}' => 0,
        _ => -3,
    }
}

fn character(byte: u8, table: &str) -> char {
    if byte < 0x80 { byte.into() } else { table.chars().nth(usize::from(byte) - 0x80).unwrap_or('\u{FFFD}') }
}

/// The text with its bytes that are not UTF-8 read by a table. What is UTF-8 in a mixed file stays as it is.
fn with_table(bytes: &[u8], table: &str) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|byte| character(*byte, table)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{TABLES, refuse};
    use crate::diagnostics::Interface;

    const TEXT: &str = "primera línea\nEl Año de la población: ¿qué camión? Ñandú, pingüino y AVIÓN\n";

    fn encoded(text: &str, table: &str) -> Vec<u8> {
        let byte = |c: char| {
            if c.is_ascii() {
                c as u8
            } else {
                u8::try_from(table.chars().position(|t| t == c).unwrap() + 128).unwrap()
            }
        };
        text.chars().map(byte).collect()
    }

    fn told(bytes: &[u8]) -> (String, String) {
        let refused = refuse(&"x.md".into(), bytes).unwrap().complaint;
        (refused.message(Interface::Es), refused.help(Interface::Es))
    }

    #[test]
    fn each_table_has_128_characters() {
        assert!(TABLES.iter().all(|(_, table)| table.chars().count() == 128));
    }

    #[test]
    fn the_encoding_is_guessed_from_whole_texts_and_from_one_word() {
        for (name, table) in TABLES {
            for text in [TEXT, "Año\n", "a\ntítulo: \"Población\"\n", "ejecución según el código\n"] {
                let (message, help) = told(&encoded(text, table));
                assert!(message.contains(name), "{name} {text:?}: {message}");
                let line = text.lines().find(|line| !line.is_ascii()).unwrap();
                assert!(help.contains(&format!("«{line}»")), "{help}");
            }
        }
    }

    #[test]
    fn utf16_is_known_with_and_without_its_mark() {
        for mark in ["\u{FEFF}", ""] {
            let units: Vec<u16> = format!("{mark}{TEXT}").encode_utf16().collect();
            let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            for bytes in [little, big] {
                assert!(told(&bytes).0.contains("UTF-16"));
            }
        }
    }

    #[test]
    fn the_line_is_counted_whatever_the_line_ends() {
        for text in ["a\r\nb\r\nA\u{f1}o\r\n", "a\rb\rA\u{f1}o\r", "\u{f1}"] {
            let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c as u32).unwrap()).collect();
            let line = text.matches('\r').count().min(2);
            let expected = format!("(línea {})", if line == 0 { 1 } else { 3 });
            assert!(told(&bytes).0.contains(&expected), "{text:?}: {}", told(&bytes).0);
        }
    }

    #[test]
    fn text_passes_and_noise_is_not_guessed() {
        assert!(refuse(&"x.md".into(), TEXT.as_bytes()).is_none());
        assert!(refuse(&"x.md".into(), b"").is_none());
        assert!(!told(b"\xfe\xfe\xfe x").0.contains("parece"));
        assert!(told(b"PK\x03\x04\x14\x00").0.contains("DOCX"));
    }
}
