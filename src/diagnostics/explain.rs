//! The long text of a fault: `cabildo explain` and the help page of the site.

use super::catalogue::ALL;
use super::{Fault, Interface, Severity, Words, nearest};

/// Faults of one kind: those whose codes start with the same two digits.
#[derive(Debug)]
pub struct Group {
    /// The two digits after `C`.
    pub number: &'static str,
    pub title: Words,
}

impl Group {
    /// The group's faults, by code.
    pub fn faults(&self) -> impl Iterator<Item = &'static Fault> {
        ALL.iter().copied().filter(|fault| fault.code[1..].starts_with(self.number))
    }
}

/// All groups, by number.
pub static GROUPS: [Group; 9] = [
    group("01", "Cómo están escritos los archivos", "How files are written"),
    group("02", "Referencias y enlaces", "References and links"),
    group("03", "Textos con formato (Markdown)", "Formatted texts (Markdown)"),
    group("04", "Nombres y direcciones", "Names and addresses"),
    group("05", "Cifras, fechas y códigos", "Figures, dates and codes"),
    group("06", "Idiomas", "Languages"),
    group("07", "Cartas ciudadanas", "Citizen charters"),
    group("08", "Origen, veracidad y reserva de los datos", "Origin, truth and privacy of data"),
    group("09", "Configuración, equipo y fallas de Cabildo", "Settings, computer and faults of Cabildo"),
];

const fn group(number: &'static str, es: &'static str, en: &'static str) -> Group {
    Group { number, title: Words { es, en } }
}

/// The group of a fault.
pub fn group_of(fault: &Fault) -> Option<&'static Group> {
    GROUPS.iter().find(|group| fault.code[1..].starts_with(group.number))
}

/// The fault with this code, upper or lower case.
pub fn find(code: &str) -> Option<&'static Fault> {
    let code = code.trim().to_uppercase();
    ALL.iter().copied().find(|fault| fault.code == code)
}

/// The code that may have been meant.
pub fn suggestion(code: &str) -> Option<&'static str> {
    nearest(code, ALL.iter().map(|fault| fault.code))
}

/// What the fault's message says in general: `el municipio «…» no existe en el registro`. Where the message is made
/// of nothing but values, the first sentence of the cause.
pub fn message(fault: &Fault, interface: Interface) -> String {
    let pattern = readable(fault.message.of(interface));
    if pattern.chars().any(char::is_alphabetic) {
        return pattern;
    }
    let cause = fault.cause.of(interface);
    cause.split_once(". ").map_or(cause, |(first, _)| first).trim_end_matches('.').to_owned()
}

/// What to do, in general. May be empty.
pub fn remedy(fault: &Fault, interface: Interface) -> String {
    readable(fault.help.of(interface))
}

/// What the fault means for the site.
pub fn weight(severity: Severity, interface: Interface) -> &'static str {
    match severity {
        Severity::Error => interface.pick("error: impide publicar", "error: keeps the site from being published"),
        Severity::Warning => interface.pick("aviso: no impide publicar", "warning: does not stop publishing"),
        Severity::Notice => {
            interface.pick("nota: no hay nada que corregir en el contenido", "note: nothing to mend in the content")
        }
    }
}

/// The code and what it says, in one line of at most 100 characters.
pub fn line(fault: &Fault, interface: Interface) -> String {
    const WIDTH: usize = 100;
    let line = format!("{}  {}", fault.code, message(fault, interface));
    if line.chars().count() <= WIDTH {
        return line;
    }
    let cut: String = line.chars().take(WIDTH - 1).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", whole_words.trim_end_matches([',', ';', ':', ' ']))
}

/// Message, group, cause, remedy and a wrong and a right example.
pub fn text(fault: &Fault, interface: Interface) -> String {
    let mut out = format!("{} · {}\n", fault.code, weight(fault.severity, interface));
    if let Some(group) = group_of(fault) {
        out.push_str(&format!("{}: {}\n", interface.pick("Grupo", "Group"), group.title.of(interface)));
    }
    out.push_str(&format!("\n{}\n\n{}\n", sentence(&message(fault, interface)), fault.cause.of(interface)));
    let remedy = remedy(fault, interface);
    if !remedy.is_empty() {
        out.push_str(&format!("\n{}: {remedy}\n", interface.pick("Qué hacer", "What to do")));
    }
    for (title, example) in
        [(interface.pick("Mal:", "Wrong:"), fault.wrong), (interface.pick("Bien:", "Right:"), fault.right)]
    {
        if !example.is_empty() {
            out.push_str(&format!("\n{title}\n"));
            for line in super::shown(example).lines() {
                out.push_str(&format!("    {line}\n"));
            }
        }
    }
    out
}

/// A message with a capital letter at its start.
pub fn sentence(message: &str) -> String {
    let mut rest = message.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// A pattern for readers: `…` for what is filled in, and what is said only sometimes is said, but for counts.
fn readable(pattern: &str) -> String {
    let is_count = |part: &&str| part.contains("{more}");
    let pattern: String =
        pattern.split("[[").flat_map(|part| part.split("]]")).filter(|part| !is_count(part)).collect();
    let mut out = String::with_capacity(pattern.len());
    let mut in_name = false;
    for c in pattern.chars() {
        match c {
            '{' => {
                in_name = true;
                out.push('…');
            }
            '}' => in_name = false,
            c if !in_name => out.push(c),
            _ => {}
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{ALL, GROUPS, find, group_of, line, message, readable, remedy, text};
    use crate::diagnostics::Interface;

    #[test]
    fn patterns_become_sentences() {
        assert_eq!(readable("la clave[[ «{key}»]] está dos veces"), "la clave «…» está dos veces");
        let unknown = find("c0203").unwrap();
        assert_eq!(message(unknown, Interface::Es), "el municipio «…» no existe en el registro");
        assert!(remedy(unknown, Interface::En).starts_with("did you mean \"…\" (…)? INE codes"));
    }

    #[test]
    fn every_code_has_a_group_and_a_line_that_fits() {
        assert!(GROUPS.windows(2).all(|pair| pair[0].number < pair[1].number));
        for fault in ALL {
            assert!(group_of(fault).is_some(), "{} has no group", fault.code);
            for interface in [Interface::Es, Interface::En] {
                let line = line(fault, interface);
                assert!(line.chars().count() <= 100, "{line}");
                assert!(line.starts_with(fault.code));
            }
        }
        assert_eq!(GROUPS.iter().flat_map(|group| group.faults()).count(), ALL.len());
    }

    #[test]
    fn the_explanation_says_what_it_is_why_and_what_to_do() {
        let text = text(find("C0108").unwrap(), Interface::Es);
        let expected = "C0108 · error: impide publicar\nGrupo: Cómo están escritos los archivos\n\n\
                        El código … va entre comillas\n\nSin comillas, YAML lee un código como número: 0101 se volvería \
                        101. Entre comillas es texto y conserva sus ceros.\n\nQué hacer: escriba …: \"…\"\n\nMal:\n    \
                        municipality: 0101\n\nBien:\n    municipality: \"0101\"\n";
        assert_eq!(text, expected);
    }
}
