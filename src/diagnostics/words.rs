//! Words in the two languages in which the program itself speaks.

use std::borrow::Cow;

/// The language of messages: `--lang`, else the system's language, else Spanish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Interface {
    #[default]
    Es,
    En,
}

impl Interface {
    /// The language that a locale such as `en_GB.UTF-8` asks for; Spanish when it is neither.
    pub fn of_locale(locale: &str) -> Self {
        if locale.starts_with("en") { Interface::En } else { Interface::Es }
    }

    /// The interface in a language of content, if there is one.
    pub fn of_language(code: &str) -> Option<Self> {
        [Interface::Es, Interface::En].into_iter().find(|interface| interface.code() == code)
    }

    /// The code of the language, as in `<html lang>`.
    pub fn code(self) -> &'static str {
        self.pick("es", "en")
    }

    /// Chooses one of two texts.
    pub fn pick<'a>(self, es: &'a str, en: &'a str) -> &'a str {
        match self {
            Interface::Es => es,
            Interface::En => en,
        }
    }
}

/// One text in Spanish and English.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    pub es: &'static str,
    pub en: &'static str,
}

impl Words {
    pub const NONE: Words = Words { es: "", en: "" };
    /// What the system did not allow, for messages about files.
    pub const READ: Words = Words { es: "leer", en: "read" };
    pub const WRITE: Words = Words { es: "escribir", en: "write" };
    pub const CREATE: Words = Words { es: "crear", en: "create" };
    pub const OPEN: Words = Words { es: "abrir", en: "open" };
    pub const PUBLISH: Words = Words { es: "publicar", en: "publish" };

    pub fn of(self, interface: Interface) -> &'static str {
        interface.pick(self.es, self.en)
    }
}

/// "a, b y c".
pub(super) fn listed(items: &[&str], and: &str) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

/// Fills in `{name}`; a part in `[[…]]` is left out when a name in it has no value.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find("[[") {
        let Some(close) = rest[open..].find("]]").map(|n| open + n) else { break };
        out.push_str(&fill_plain(&rest[..open], values).0);
        let (text, complete) = fill_plain(&rest[open + 2..close], values);
        if complete {
            out.push_str(&text);
        }
        rest = &rest[close + 2..];
    }
    out.push_str(&fill_plain(rest, values).0);
    out.trim().to_owned()
}

/// The text with its values, and whether all of them were known.
fn fill_plain<'a>(template: &'a str, values: &[(&str, &str)]) -> (Cow<'a, str>, bool) {
    if !template.contains('{') {
        return (Cow::Borrowed(template), true);
    }
    let mut out = String::with_capacity(template.len() + 32);
    let mut complete = true;
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}').map(|n| open + n) else { break };
        let name = &rest[open + 1..close];
        match values.iter().find(|(known, value)| *known == name && !value.is_empty()) {
            Some((_, value)) => out.extend(value.chars().map(visible)),
            None => complete = false,
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    (Cow::Owned(out), complete)
}

/// An example as it may be shown: lines stay, and what cannot be seen is replaced.
pub fn shown(example: &str) -> String {
    example.chars().map(|c| if c == '\n' { c } else { visible(c) }).collect()
}

/// Control and direction-changing characters from content must not reach a terminal.
pub(super) fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        c if c.is_control() => '\u{FFFD}',
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}'..='\u{200F}' => '\u{FFFD}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn parts_with_unknown_values_are_left_out() {
        let template = "el código «{code}» no existe[[; ¿quiso decir «{nearest}»?]]";
        assert_eq!(fill(template, &[("code", "1399")]), "el código «1399» no existe");
        assert_eq!(
            fill(template, &[("code", "1399"), ("nearest", "1309")]),
            "el código «1399» no existe; ¿quiso decir «1309»?"
        );
    }

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(fill("{x}", &[("x", "a\u{1b}[31mb")]), "a\u{FFFD}[31mb");
    }
}
