//! Raw texts broken in the ways people break them: each is told with its code at its line, and the remedy that is a
//! text to copy makes it whole.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Project, TOOL};

const FILE: &str = "toolbox/prueba/tool.yaml";
const PROSE: &str = "toolbox/prueba/es.md";

/// The small site with one stretch of its tool replaced.
fn broken(from: &str, to: &str) -> Project {
    let project = Project::small();
    project.replace(FILE, from, to);
    project
}

/// The faults of one file: code and line.
fn told(project: &Project, file: &str) -> Vec<(String, u64)> {
    project.faults().into_iter().filter(|fault| fault.1 == file).map(|fault| (fault.0, fault.2)).collect()
}

/// The remedy of the first fault, in Spanish.
fn help(project: &Project) -> String {
    project.check().0["diagnostics"][0]["help"].as_str().unwrap().to_owned()
}

/// Each case breaks the tool's file in one way: what is replaced, by what, and the code and line that must be told.
/// Nothing else may be told, for one slip is one message.
#[test]
fn each_slip_is_told_once_at_its_line() {
    let name = "name: {es: Prueba, en: Trial}";
    let cases: &[(&str, &str, &str, u64)] = &[
        // Indentation.
        (name, "name:\n\tes: Prueba\n  en: Trial", "C0119", 3),
        (name, "name:\n\u{A0}\u{A0}es: Prueba\n  en: Trial", "C0119", 3),
        (name, "name:\n  es: Prueba\n   en: Trial", "C0132", 4),
        (name, "name:\n    es: Prueba\n  en: Trial", "C0132", 4),
        (name, " name: {es: Prueba, en: Trial}", "C0132", 2),
        (name, "name: Prueba\n  es: Prueba", "C0132", 3),
        ("audience: [finance]", "audience:\n  - finance\n   - social", "C0132", 7),
        // What would be lost without a word.
        (name, "name:\n  es: Zona #1\n  en: Trial", "C0120", 3),
        (name, "name: {es: Zona #1, en: Trial}", "C0120", 2),
        (name, "name: {es: #Agua, en: Trial}", "C0120", 2),
        (name, "name:\n  es: #Agua\n  en: Trial", "C0120", 3),
        (name, "name:\n  es: &agua\n  en: Trial", "C0121", 3),
        (name, "name:\n  es: *agua*\n  en: Trial", "C0121", 3),
        (name, "name:\n  es: !agua\n  en: Trial", "C0121", 3),
        (name, "name:\n  es: @agua\n  en: Trial", "C0121", 3),
        (name, "name:\n  es: `agua`\n  en: Trial", "C0121", 3),
        (name, "name:\n  es: % de agua\n  en: Trial", "C0121", 3),
        (name, "name:\n  es: > 5 días\n  en: Trial", "C0121", 3),
        (name, "name:\n  es: |agua\n  en: Trial", "C0121", 3),
        (name, "name: {es: @agua, en: Trial}", "C0121", 2),
        (name, "name: {es: % de agua, en: Trial}", "C0121", 2),
        ("offices: []", "offices:\n  -dafim", "C0122", 7),
        ("audience: [finance]", "audience:\n-finance", "C0122", 6),
        ("offices: []", "offices:", "C0123", 6),
        (name, "name: {es: , en: Trial}", "C0123", 2),
        (name, "name:\n  es:\n  en: Trial", "C0123", 3),
        (name, "name:\n  es: |\n  en: Trial", "C0123", 3),
        ("family: finance", "family:finance", "C0124", 3),
        (name, "name: {es:Prueba, en: Trial}", "C0124", 2),
        (name, "name: {es:\"Prueba\", en: Trial}", "C0124", 2),
        ("family: finance", "family:\u{A0}finance", "C0124", 3),
        ("number: T01", "number: .nan", "C0125", 1),
        ("number: T01", "number: -.INF", "C0125", 1),
        ("inputs: []", "inputs: []\n<<: {}", "C0126", 10),
        ("inputs: []", "---\ninputs: []", "C0127", 9),
        (name, "name: {es: Agua, luz y drenaje, en: Trial}", "C0136", 2),
        (name, "name:\n  es: “Prueba”\n  en: Trial", "C0137", 3),
        (name, "name: {es: “Prueba”, en: Trial}", "C0137", 2),
        (name, "name:\n  es: Prueba\"\n  en: Trial", "C0129", 3),
        // What the parser stops at.
        (name, "name:\n  es: Plan: parte 2\n  en: Trial", "C0128", 3),
        (name, "name: {es: Plan: parte 2, en: Trial}", "C0128", 2),
        (name, "name:\n  es: Requisitos:\n  en: Trial", "C0128", 3),
        (name, "name:\n  es: Un texto\n    que sigue así: aquí\n  en: Trial", "C0128", 4),
        (name, "name:\n  es: \"Prueba\n  en: Trial", "C0129", 3),
        (name, "name:\n  es: 'Prueba\n  en: Trial", "C0129", 3),
        (name, "name: {es: \"Prueba, en: Trial}", "C0129", 2),
        (name, "name: {es: \"Prueba, en: \"Trial\"}", "C0129", 2),
        (name, "name:\n  es: \"Prueba\n  en: \"Trial\"", "C0129", 3),
        ("outputs: [{es: Un resultado, en: A result}]", "outputs: [{es: \"Un resultado, en: A result}]", "C0129", 11),
        (name, "name:\n  es: \"El \"plan\" nuevo\"\n  en: Trial", "C0130", 3),
        (name, "name: {es: \"El \"plan\" nuevo\", en: Trial}", "C0130", 2),
        (name, "name:\n  es: 'Ixil d'agua'\n  en: Trial", "C0130", 3),
        (name, "name: {es: 'Ixil d'agua', en: Trial}", "C0130", 2),
        (name, "name:\n  es: \"Prueba\" nueva\n  en: Trial", "C0130", 3),
        (name, "name: {es: Prueba, en: Trial", "C0131", 2),
        ("audience: [finance]", "audience: [finance", "C0131", 5),
        ("steps: [{es: Un paso, en: A step}]", "steps: [{es: Un paso, en: A step]", "C0131", 10),
        ("outputs: [{es: Un resultado, en: A result}]", "outputs: [{es: Un resultado, en: A result}", "C0131", 11),
        ("family: finance", "family finance", "C0133", 3),
        ("number: T01", "number T01", "C0133", 1),
        ("family: finance", "family = finance", "C0133", 3),
        (name, "name: {es Prueba, en: Trial}", "C0133", 2),
        ("audience: [finance]", "audience: [finance]]", "C0134", 5),
        (name, "name: {es: Prueba, en: Trial}}", "C0134", 2),
        ("audience: [finance]", "audience: finance]", "C0134", 5),
        ("audience: [finance]", "audience: [finance] y otras", "C0134", 5),
        (name, "name: {es: \"Prueba\" en: \"Trial\"}", "C0135", 2),
        (name, "name: {es: Prueba en: Trial}", "C0128", 2),
        ("audience: [finance]", "audience: [\"finance\" \"social\"]", "C0135", 5),
        (name, "name:\n  es: \"C:\\datos\"\n  en: Trial", "C0138", 3),
        ("audience: [finance]", "audience: - finance", "C0139", 5),
        (
            "steps: [{es: Un paso, en: A step}]",
            "steps:\n  - es: Un paso\n    en: A step\n  es: Otro\n  en: B",
            "C0141",
            13,
        ),
    ];
    let mut wrong = String::new();
    for (from, to, code, line) in cases {
        let found = told(&broken(from, to), FILE);
        if found != [((*code).to_owned(), *line)] {
            wrong.push_str(&format!("{to:?}: {code} {line} expected, {found:?} told\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_only_looks_like_a_slip_passes() {
    let name = "name: {es: Prueba, en: Trial}";
    for to in [
        "name: {es: \"Zona #1: & más\", en: 'It''s'} # revisado",
        "# nota: con dos puntos\nname:\n  # otra\n  es: Prueba # nota\n  en: Trial",
        "name: {\n  es: \"Prueba\", # nota\n  en: Trial,\n}",
        "name:\n  es: Un texto largo\n    que sigue\n    en tres líneas\n  en: Trial",
        "name:\n  es: \"Un texto: largo\n    que sigue\"\n  en: Trial",
        "name:\n  es: |\n    Uno: dos #tres\n\n    - cuatro\n  en: >-\n    \"Trial",
        "name:\n  es: https://anam.example/a:b y 8:30\n  en: Trial",
        "name:\n  \"es\": Prueba\n  'en': Trial",
        "name: {\"es\":\"Prueba\",\"en\":\"Trial\"}",
        "name: {es: Dijo “sí”, en: Trial - one}",
    ] {
        assert_eq!(told(&broken(name, to), FILE), [], "{to}");
    }
    let list =
        broken("steps: [{es: Un paso, en: A step}]", "steps:\n- es: Un paso\n  en: A step\n\n-\n  es: Dos\n  en: Two");
    assert_eq!(told(&list, FILE), []);
}

#[test]
fn the_remedy_is_a_text_to_copy() {
    for (to, fixed) in [
        ("name:\n  es: Plan: parte 2\n  en: Trial", "es: \"Plan: parte 2\""),
        ("name:\n  es: Zona #1\n  en: Trial", "es: \"Zona #1\""),
        ("name: {es: Agua, luz y drenaje, en: Trial}", "es: \"Agua, luz y drenaje\""),
        ("name: {es: % de agua, en: Trial}", "es: \"% de agua\""),
        ("name:\n  es: \"El \"plan\" nuevo\"\n  en: Trial", "es: 'El \"plan\" nuevo'"),
        ("name:\n  es: 'Ixil d'agua'\n  en: Trial", "es: \"Ixil d'agua\""),
        ("name:\n  es: \"Prueba\n  en: Trial", "es: \"Prueba\""),
        ("name: {es: \"Prueba, en: Trial}", "es: \"Prueba\""),
        ("name:\n  es: \"C:\\datos\"\n  en: Trial", "es: 'C:\\datos'"),
    ] {
        let project = broken("name: {es: Prueba, en: Trial}", to);
        let help = help(&project);
        assert!(help.ends_with(fixed), "{to:?}: {help}");
        let whole = match to.starts_with("name: {") {
            true => format!("name: {{{fixed}, en: Trial}}"),
            false => format!("name:\n  {fixed}\n  en: Trial"),
        };
        assert_eq!(told(&broken("name: {es: Prueba, en: Trial}", &whole), FILE), [], "{whole}");
    }
}

#[test]
fn characters_that_nobody_means_are_told_in_any_text() {
    for (text, code, line) in [
        ("Uno.\n\nAgua\u{b}potable\n", "C0114", 3),
        ("Uno.\nDos\u{0}\n", "C0114", 2),
        ("pague \u{202E}001\u{202C}\n", "C0115", 1),
        ("Uno.\nmuni\u{200B}cipio\n", "C0116", 2),
        ("Uno.\npoblaci\u{FFFD}n\n", "C0117", 2),
        ("Uno.\nEl AÃ±o de la poblaciÃ³n\n", "C0118", 2),
        ("Uno.\nDPI 2547 12347 0101\n", "C0810", 2),
    ] {
        let project = Project::small();
        project.write(PROSE, text);
        assert_eq!(told(&project, PROSE), [(code.to_owned(), line)], "{text:?}");
    }
    let project = broken("es: Prueba", "es: \"AÃ±o\"");
    assert_eq!(told(&project, FILE), [("C0118".to_owned(), 2)]);
    assert_eq!(help(&project), "escriba «Año»");
}

#[test]
fn a_persons_number_is_printed_nowhere() {
    let project = Project::small();
    project.write(PROSE, "Ana López, DPI 2547 12347 0101.\n");
    for format in ["human", "json", "github"] {
        let output = project.run(&["check", "--format", format]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(text.contains("C0810") && !text.contains("12347"), "{text}");
    }
}

#[test]
fn a_file_in_another_encoding_gets_a_guess_with_its_line() {
    for (bytes, guess) in [
        (&b"Uno.\r\nLa poblaci\xf3n del a\xf1o\r\n"[..], "Windows-1252"),
        (b"Uno.\nLa poblaci\xa2n del a\xa4o\n", "CP850"),
        (b"Uno.\rLa poblaci\x97n del a\x96o\r", "Mac Roman"),
    ] {
        let project = Project::small();
        project.write(PROSE, bytes);
        assert_eq!(told(&project, PROSE), [("C0101".to_owned(), 2)]);
        let (object, _) = project.check();
        let message = object["diagnostics"][0]["message"].as_str().unwrap();
        assert!(message.contains(guess) && message.contains("línea 2"), "{message}");
        assert!(help(&project).contains("«La población del año»"), "{}", help(&project));
    }
    let project = Project::small();
    let units: Vec<u8> = "\u{FEFF}Año\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    project.write(PROSE, units);
    assert_eq!(told(&project, PROSE), [("C0101".to_owned(), 1)]);
    project.write(PROSE, b"PK\x03\x04\x14\x00\x06\x00");
    assert_eq!(told(&project, PROSE), [("C0140".to_owned(), 1)]);
}

#[cfg(unix)]
#[test]
fn names_that_do_not_work_everywhere_are_told_everywhere() {
    for (path, code) in [
        ("content/pages/con.md", "C0403"),
        ("content/pages/a?.md", "C0403"),
        ("content/pages/Aux/es.md", "C0403"),
        ("toolbox/Prueba/es.md", "C0404"),
        ("content/pages/acerca/an\u{303}o.md", "C0405"),
    ] {
        let project = Project::small();
        project.write(path, "Texto.\n");
        let codes: Vec<_> = project.faults().into_iter().map(|fault| fault.0).collect();
        assert!(codes.iter().any(|told| told == code), "{path}: {codes:?}");
    }
    let project = Project::small();
    project.write(&format!("content/pages/{}/es.md", "muy-largo-".repeat(20)), "Texto.\n");
    assert!(project.faults().iter().any(|fault| fault.0 == "C0406"));
}

#[test]
fn slips_of_one_file_that_the_parser_does_not_see_are_told_together() {
    let project = Project::small();
    project.write(
        FILE,
        TOOL.replace("es: Prueba", "es: Zona #1").replace("offices: []", "offices:").replace("T01", ".inf"),
    );
    assert_eq!(told(&project, FILE), [("C0125".into(), 1), ("C0120".into(), 2), ("C0123".into(), 6)]);
}
