//! The text to write instead: values in quotes that hold them.

/// A value in quotes: double ones, or single ones where the value itself has double ones or a backslash.
pub(super) fn quoted(value: &str) -> String {
    let value = value.trim();
    if !value.contains(['"', '\\']) {
        format!("\"{value}\"")
    } else if !value.contains('\'') {
        format!("'{value}'")
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// A key with its value, or the value alone.
pub(super) fn entry(key: Option<&str>, value: &str) -> String {
    key.map_or_else(|| value.to_owned(), |key| format!("{key}: {value}"))
}

/// The name that a text starts with if a colon follows it at once, without the space: `year:2019`.
pub(super) fn name_before_colon(text: &str) -> Option<&str> {
    let name = name(text)?;
    let rest = text.get(name.len()..)?.strip_prefix(':')?;
    let address = rest.starts_with("//") || ["mailto", "tel", "urn", "http", "https"].contains(&name);
    let spaced = rest.is_empty() || rest.starts_with([' ', '\t', '\n']);
    (!address && !spaced).then_some(name)
}

/// The name that a text starts with, as keys are written.
pub(super) fn name(text: &str) -> Option<&str> {
    let length = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    text.get(..length).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether what follows ` #` was meant as text. A `#` that a letter or digit touches after one space is part of the
/// text (`Zona #1`), and so is one before a number (`Zona # 1`). A note has a space after its `#`, or stands apart by
/// two spaces. After a number or a date nothing can be lost: whatever follows is a note.
pub(super) fn hash_is_text(before: &str, after_hash: &str) -> bool {
    let value = before.trim_end();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit() || b"+-.:".contains(&b)) {
        return false;
    }
    let touches = after_hash.starts_with(|c: char| c.is_alphanumeric() || "_«\"'(¿¡".contains(c));
    let numbered = after_hash.trim_start_matches([' ', '\t']).starts_with(|c: char| c.is_ascii_digit());
    (touches && before.len() - value.len() <= 1) || numbered
}

#[cfg(test)]
mod tests {
    use super::{hash_is_text, name_before_colon, quoted};

    #[test]
    fn values_get_the_quotes_that_hold_them() {
        assert_eq!(quoted("Plan: parte 2"), "\"Plan: parte 2\"");
        assert_eq!(quoted("El \"plan\""), "'El \"plan\"'");
        assert_eq!(quoted("d'un \"plan\""), "\"d'un \\\"plan\\\"\"");
    }

    #[test]
    fn a_name_that_its_value_touches() {
        assert_eq!(name_before_colon("year:2019"), Some("year"));
        for text in ["year: 2019", "https://a.b", "12:30", "year:", "mailto:a@b"] {
            assert_eq!(name_before_colon(text), None, "{text}");
        }
    }

    #[test]
    fn notes_and_text_after_a_hash_are_told_apart() {
        assert!(hash_is_text("Zona ", "1"));
        assert!(hash_is_text("Zona  ", " 12, local 3"));
        assert!(!hash_is_text("Zona ", " revisado"));
        assert!(!hash_is_text("Zona  ", "revisado"));
        assert!(!hash_is_text("2019 ", "1"));
    }
}
