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
    if !line.contains(": ") || line.trim_start().starts_with('#') {
        return;
    }
    for key in CODE_KEYS {
        let mut from = 0;
        while let Some(at) = line[from..].find(key).map(|n| from + n) {
            from = at + key.len();
            let starts_key = line[..at].ends_with([' ', '{', ',', '-']) || at == 0;
            let Some(value) = line[from..].strip_prefix(": ").filter(|_| starts_key) else { continue };
            let digits = value.bytes().take_while(u8::is_ascii_digit).count();
            let ends = value[digits..].starts_with([',', '}', '\n', ' ', '#']) || value.len() == digits;
            if digits > 0 && ends {
                let start = offset + from + 2;
                let place = Place::new(path, start..start + digits);
                found.push(C0108.at(place).with("key", key).with("value", &value[..digits]));
            }
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
