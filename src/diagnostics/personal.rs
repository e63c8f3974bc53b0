//! Personal data must not be printed: a person's identification number (CUI, printed on the DPI).

use std::ops::Range;

/// The text with stars, of the same length, in place of all but two digits of each such number: what may be shown.
pub fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut from = 0;
        for number in personal_numbers(line) {
            out.push_str(&line[from..number.start + 2]);
            out.extend(line[number.start + 2..number.end].chars().map(|c| if c.is_ascii_digit() { '*' } else { c }));
            from = number.end;
        }
        out.push_str(&line[from..]);
    }
    out
}

/// Where the numbers of a line stand that are a CUI.
pub fn personal_numbers(line: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = line.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            if !bytes[start].is_ascii_digit() {
                at += 1;
                continue;
            }
            // The whole run of digits, which no number starts or ends within.
            let run = bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
            at = start + run;
            if run != 13 && run != 4 {
                continue;
            }
            if let Some(end) = number(bytes, start, run) {
                at = end;
                return Some(start..end);
            }
        }
        None
    })
}

/// The end of the CUI that starts here: 13 digits, or 4, 5 and 4 with one space or hyphen between them.
fn number(bytes: &[u8], start: usize, run: usize) -> Option<usize> {
    let mut digits = Vec::with_capacity(13);
    let mut at = start;
    if run == 13 {
        digits.extend_from_slice(bytes.get(start..start + 13)?);
        at += 13;
    } else {
        for (n, length) in [4, 5, 4].into_iter().enumerate() {
            if n > 0 {
                at += usize::from(matches!(bytes.get(at)?, b' ' | b'-'));
                // Without a separator it would have been one run.
                if bytes.get(at - 1)?.is_ascii_digit() {
                    return None;
                }
            }
            let group = bytes.get(at..at + length).filter(|group| group.iter().all(u8::is_ascii_digit))?;
            digits.extend_from_slice(group);
            at += length;
        }
    }
    let before = start.checked_sub(1).and_then(|n| bytes.get(n)).copied().unwrap_or(b' ');
    let after = bytes.get(at).copied().unwrap_or(b' ');
    let joins = |b: u8| matches!(b, b'.' | b',' | b'-' | b'_' | b'/');
    let apart = |side: u8, beyond: Option<&u8>| {
        !(side.is_ascii_alphanumeric() || joins(side) && beyond.is_some_and(u8::is_ascii_digit))
    };
    let apart = apart(before, start.checked_sub(2).and_then(|n| bytes.get(n))) && apart(after, bytes.get(at + 1));
    (apart && is_cui(&digits)).then_some(at)
}

/// The check digit fits, and the last four digits are a department and a municipality.
fn is_cui(digits: &[u8]) -> bool {
    let digit = |n: usize| digits.get(n).map_or(0, |b| u32::from(b - b'0'));
    let sum: u32 = (0..8).map(|n| digit(n as usize) * (n + 2)).sum();
    let department = digit(9) * 10 + digit(10);
    let municipality = digit(11) * 10 + digit(12);
    sum % 11 == digit(8) && (1..=22).contains(&department) && (1..=35).contains(&municipality)
}

#[cfg(test)]
mod tests {
    use super::{masked, personal_numbers};

    #[test]
    fn a_cui_is_known_in_its_usual_spellings() {
        for text in ["2547123470101", "DPI: 2547 12347 0101.", "2547-12347-0101,", "(2547123470101)"] {
            assert_eq!(personal_numbers(text).count(), 1, "{text}");
        }
        let two: Vec<_> = personal_numbers("2547123470101 y 3000000061335").collect();
        assert_eq!(two, [0..13, 16..29]);
    }

    #[test]
    fn other_numbers_are_none() {
        let others = [
            "2547123480101",
            "2547123472301",
            "2547123470136",
            "12547123470101",
            "2547123470101.50",
            "a2547123470101",
            "2547  12347 0101",
            "0000000000000",
            "2016 2017 2018 2019",
            "+502 7777 8888",
            "486421344.44",
        ];
        for text in others {
            assert_eq!(personal_numbers(text).count(), 0, "{text}");
        }
    }

    #[test]
    fn what_is_shown_has_the_length_of_what_is_read() {
        assert_eq!(masked("DPI 2547 12347 0101\nfin\n"), "DPI 25** ***** ****\nfin\n");
    }
}
