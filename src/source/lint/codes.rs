//! Codes without quotes, which YAML would read as numbers.

use std::sync::Arc;

use crate::diagnostics::catalogue::C0108;
use crate::diagnostics::{Diagnostics, Place};

/// Keys whose values are codes: text with leading zeros, always quoted.
const CODE_KEYS: [&str; 9] = [
    "code",
    "municipality",
    "department",
    "capital",
    "class",
    "purpose",
    "object_group",
    "programme",
    "funding_source",
];

/// Tells each unquoted code of a YAML text.
pub(super) fn yaml(path: &Arc<str>, text: &str, found: &mut Diagnostics) {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        unquoted_codes(path, line, offset, found);
        offset += line.len();
    }
}

fn unquoted_codes(path: &Arc<str>, line: &str, offset: usize, found: &mut Diagnostics) {
    if line.trim_start().starts_with('#') {
        return;
    }
    for (at, _) in line.match_indices(':') {
        let Some(value) = line[at + 1..].strip_prefix(' ') else { continue };
        let digits = value.bytes().take_while(u8::is_ascii_digit).count();
        let ends = value[digits..].starts_with([',', '}', '\n', ' ', '#']) || value.len() == digits;
        if digits == 0 || !ends {
            continue;
        }
        let starts_key = |before: &str| before.is_empty() || before.ends_with([' ', '{', ',', '-']);
        let key = CODE_KEYS.into_iter().find(|key| line[..at].strip_suffix(key).is_some_and(starts_key));
        if let Some(key) = key {
            let start = offset + at + 2;
            let place = Place::new(path, start..start + digits);
            found.push(C0108.at(place).with("key", key).with("value", &value[..digits]));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source::lint::yaml;

    #[test]
    fn an_unquoted_code_is_told_with_its_place() {
        let text = "year: 2019\nmunicipality: 0101\nrows:\n  - {class: 10, received: 5}\n";
        let found: Vec<_> = yaml(&"x.yaml".into(), text).iter().map(|d| d.place.clone().unwrap().span).collect();
        assert_eq!(found.len(), 2);
        assert_eq!(&text[found[0].clone()], "0101");
        assert_eq!(&text[found[1].clone()], "10");
    }

    #[test]
    fn quoted_codes_and_other_numbers_pass() {
        assert!(yaml(&"x.yaml".into(), "municipality: \"0101\"\nnumber: 12\n- {class: \"10\"}\n").is_empty());
    }
}
