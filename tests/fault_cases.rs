//! Every code of the catalogue: content that has the fault, and the same content mended as the remedy says.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;

use cabildo::diagnostics::catalogue::ALL;
use common::Project;

/// In `file`, `sound` is replaced by `wrong`: the fault must be told, and nothing else where it is alone. Then `sound`
/// is replaced by `right`, which is what the remedy says: nothing must be told.
struct Case {
    code: &'static str,
    file: &'static str,
    sound: &'static str,
    wrong: &'static str,
    right: &'static str,
}

const fn case(
    code: &'static str,
    file: &'static str,
    sound: &'static str,
    wrong: &'static str,
    right: &'static str,
) -> Case {
    Case { code, file, sound, wrong, right }
}

const TOOL: &str = "toolbox/prueba/tool.yaml";
const PROSE: &str = "toolbox/prueba/es.md";
const REGISTER: &str = "content/municipalities/register.yaml";
const SOURCES: &str = "content/sources.yaml";
const YEAR: &str = "content/municipalities/1302-chiantla/2019.yaml";
const PRIMER: &str = "content/primers/curso/primer.yaml";
const CHARTER: &str = "content/charters/9901-agua/1.0.0.yaml";
const PAGE: &str = "content/pages/acerca/es.md";

const CASES: &[Case] = &[
    case("C0103", TOOL, "family: finance", "famly: finance", "family: finance"),
    case("C0104", TOOL, "number: T01", "number: T01\nnumber: T02", "number: T01"),
    case("C0105", TOOL, "family: finance\n", "", "family: finance\n"),
    case("C0106", YEAR, "closed: true", "closed: si", "closed: true"),
    case("C0106", TOOL, "offices: [dafim]", "offices: dafim", "offices: [dafim]"),
    case("C0107", TOOL, "kind: guide", "kind: guia", "kind: guide"),
    case("C0108", YEAR, "municipality: \"1302\"", "municipality: 1302", "municipality: \"1302\""),
    case(
        "C0111",
        PAGE,
        "---\ntitle: Acerca\nsummary: s\nsection: about\n---\n",
        "",
        "---\ntitle: Acerca\nsummary: s\nsection: about\n---\n",
    ),
    case("C0201", "content/offices.yaml", "- id: dmp", "- id: dafim", "- id: dmp"),
    case("C0202", YEAR, "source: ine", "source: inee", "source: ine"),
    case("C0203", CHARTER, "municipality: \"9901\"", "municipality: \"9909\"", "municipality: \"9901\""),
    case(
        "C0204",
        REGISTER,
        "department: \"13\"}\n  - {code: \"1302\"",
        "department: \"14\"}\n  - {code: \"1302\"",
        "department: \"13\"}\n  - {code: \"1302\"",
    ),
    case("C0205", TOOL, "offices: [dafim]", "offices: [dafin]", "offices: [dafim]"),
    case("C0206", YEAR, "class: \"10\"", "class: \"12\"", "class: \"10\""),
    case("C0207", YEAR, "municipality: \"1302\"", "municipality: \"1301\"", "municipality: \"1302\""),
    case(
        "C0208",
        PROSE,
        "Para probar.",
        "Vea la [cosa](/herramientas/prueva/).",
        "Vea la [cosa](/herramientas/prueba/).",
    ),
    case("C0209", CHARTER, "remedy: R1", "remedy: R2", "remedy: R1"),
    case(
        "C0210",
        PROSE,
        "Para probar.",
        "Vea los [pasos](/herramientas/prueba/#paso).",
        "Vea los [pasos](/herramientas/prueba/#pasos).",
    ),
    case(
        "C0211",
        PRIMER,
        "title: {es: Uno, en: One}, minutes",
        "title: {es: Dos, en: One}, minutes",
        "title: {es: Uno, en: One}, minutes",
    ),
    case("C0301", PROSE, "Para probar.", "Para <b>probar</b>.", "Para **probar**."),
    case(
        "C0302",
        PROSE,
        "Para probar.",
        "Vea [el sitio](javascript:alert(1)).",
        "Vea [el sitio](https://ejemplo.example/).",
    ),
    case("C0303", PROSE, "Para probar.", "## Uno\n\n#### Dos", "## Uno\n\n### Dos"),
    case("C0304", PROSE, "Para probar.", "> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > a", "> a"),
    case("C0305", PROSE, "Para probar.", "![](mapa.svg)", "El mapa muestra tres tanques."),
    case("C0306", PROSE, "Para probar.", "![Mapa](mapa.svg)", "El mapa muestra tres tanques."),
    case("C0307", PROSE, "Para probar.", "Vea [aquí](/herramientas/).", "Vea las [herramientas](/herramientas/)."),
    case("C0402", TOOL, "slugs: {en: trial}", "slugs: {en: The Trial}", "slugs: {en: the-trial}"),
    case("C0501", YEAR, "received: 1234.56", "received: Q1234.56", "received: 1234.56"),
    case("C0502", SOURCES, "2026-11-20", "20/11/2026", "2026-11-20"),
    case("C0503", CHARTER, "target: 6", "target: 6 horas", "target: 6"),
    case("C0504", CHARTER, "version: 1.0.0", "version: \"1.0\"", "version: 1.0.0"),
    case("C0505", YEAR, "initial: 1000.00", "initial: 500.00", "initial: 1000.00"),
    case("C0507", YEAR, "received: 1234.56", "received: -1234.56", "received: 1234.56"),
    case("C0509", PRIMER, "answer: [1]", "answer: [3]", "answer: [2]"),
    case(
        "C0601",
        TOOL,
        "summary: {es: Una línea, en: A line}",
        "summary: {es: Una línea}",
        "summary: {es: Una línea, en: One line}",
    ),
    case(
        "C0602",
        TOOL,
        "summary: {es: Una línea, en: A line}",
        "summary: {es: Una línea, en: A line, ing: A}",
        "summary: {es: Una línea, en: A line}",
    ),
    case(
        "C0603",
        TOOL,
        "summary: {es: Una línea, en: A line}",
        "summary: {en: A line}",
        "summary: {es: Una línea, en: A line}",
    ),
    case("C0605", "themes/anam/strings/en.yaml", "  home: \"Home\"\n", "", "  home: \"Home\"\n"),
    case("C0801", YEAR, "status: provisional", "status: demo", "status: provisional"),
    case("C0802", CHARTER, "status: demo", "status: provisional", "status: demo"),
    case("C0804", SOURCES, "retrieved_on: 2026-11-20", "retrieved_on: 2062-11-20", "retrieved_on: 2026-11-20"),
    case(
        "C0905",
        "content/site.yaml",
        "theme: anam",
        "theme: anam\nbase_url: anam.example",
        "theme: anam\nbase_url: https://anam.example/",
    ),
];

/// Codes whose cases stand elsewhere: where bytes, folders, two files or the system are needed.
const ELSEWHERE: &[&str] = &[
    "C0101", // tests/faults.rs
    "C0102", // the last resort: every slip that is known has a code of its own
    "C0109", "C0110", "C0112", "C0113", // below and tests/faults.rs, tests/command_line.rs
    // tests/faults_text.rs
    "C0114", "C0115", "C0116", "C0117", "C0118", "C0119", "C0120", "C0121", "C0122", "C0123", "C0124", "C0125", "C0126",
    "C0127", "C0128", "C0129", "C0130", "C0131", "C0132", "C0133", "C0134", "C0135", "C0136", "C0137", "C0138",
    "C0139", "C0140", "C0141", "C0142", "C0308", "C0309", // src/markdown/signs.rs, tests/catalogue.rs
    "C0403", "C0404", "C0405", "C0406", "C0810", "C0401", "C0506", "C0508", "C0803", // tests/faults.rs
    "C0143", "C0144", "C0213", "C0515", "C0516", // src/model/outlines.rs
    "C0510", "C0511", "C0512", "C0513", // src/check/indicators.rs
    "C0212", "C0514", "C0805", // tests/catalogue.rs
    // tests/worksheets.rs
    "C0520", "C0521", "C0522", "C0523", "C0524", "C0525", "C0526", "C0527", "C0528", "C0529", "C0530", "C0531", "C0532",
    "C0533", // tests/worksheets.rs
    // tests/charter_rules.rs
    "C0701", "C0702", "C0703", "C0704", "C0705", "C0706", "C0707", "C0708", "C0709", "C0710", "C0711", "C0712", "C0713",
    "C0714", "C0715", "C0720", "C0721", "C0722", "C0723", "C0724", "C0725", "C0726", "C0727", "C0728", "C0729",
    "C0730", "C0731", "C0740", "C0741", "C0742", "C0743", "C0744", "C0745", "C0746", // tests/charter_rules.rs
    "C0604", "C0906", // below, tests/faults.rs
    "C0901", // every small site
    "C0902", "C0903", "C0904", // src/publish/tests.rs
    "C0790", "C0791", // tests/new.rs
    "C0907", "C0908", // tests/pdf.rs
    "C0999", // a fault of the program: no content can have it
];

fn codes(project: &Project) -> Vec<String> {
    project.faults().into_iter().map(|fault| fault.0).collect()
}

#[test]
fn each_fault_is_told_and_its_remedy_mends_it() {
    let mut wrong = Vec::new();
    for Case { code, file, sound, wrong: broken, right } in CASES {
        let project = Project::full();
        project.replace(file, sound, broken);
        let found = codes(&project);
        if !found.iter().any(|found| found == code) {
            wrong.push(format!("{code} in {file}: «{broken}» gave {found:?}"));
        }
        let project = Project::full();
        if sound != right {
            project.replace(file, sound, right);
        }
        let found = codes(&project);
        if !found.is_empty() {
            wrong.push(format!("{code} in {file}: the remedy «{right}» gave {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    let covered: BTreeSet<&str> = CASES.iter().map(|case| case.code).chain(ELSEWHERE.iter().copied()).collect();
    let missing: Vec<&str> = ALL.iter().map(|fault| fault.code).filter(|code| !covered.contains(code)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn faults_of_several_files_and_kinds_are_told_in_one_run() {
    let project = Project::full();
    let mut expected = BTreeSet::new();
    // One fault a line: those that need the same line, or hide the page another needs, stay out.
    for code in ["C0103", "C0106", "C0107", "C0108", "C0202", "C0205", "C0209", "C0301", "C0303", "C0501", "C0503"] {
        let Case { file, sound, wrong, .. } = CASES.iter().find(|case| case.code == code).unwrap();
        if project.read(file).contains(sound) {
            project.replace(file, sound, wrong);
            expected.insert(code);
        }
    }
    let found: BTreeSet<String> = codes(&project).into_iter().collect();
    // References of files that cannot be read wait until they can: they are told in the next run.
    let at_once: Vec<&&str> = expected.iter().filter(|code| !["C0202", "C0205", "C0209"].contains(*code)).collect();
    assert!(at_once.iter().all(|code| found.contains(**code)), "{found:?} lacks some of {at_once:?}");
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let project = Project::full();
    project.write("toolbox/prueba/es.md", "a".repeat(9 * 1024 * 1024));
    assert_eq!(codes(&project), ["C0112"]);
}

#[test]
fn a_declared_language_needs_its_words() {
    let project = Project::full();
    project.replace("content/site.yaml", "theme: anam", "  - {code: kjb, name: Q'anjob'al, tag: kjb}\ntheme: anam");
    assert!(codes(&project).contains(&"C0604".to_owned()));
}

#[test]
fn a_charter_can_only_follow_a_version_that_exists() {
    let project = Project::full();
    project.replace(CHARTER, "state: draft", "state: draft\nsupersedes: 9901-agua@0.9.0");
    assert_eq!(codes(&project), ["C0205"]);
    project.write(
        "content/charters/9901-agua/0.9.0.yaml",
        project.read(CHARTER).replace("version: 1.0.0", "version: 0.9.0").replace("supersedes: 9901-agua@0.9.0\n", ""),
    );
    assert_eq!(codes(&project), Vec::<String>::new());
}
