//! The examples of the catalogue, which `cabildo explain` and the site's page of codes show: put into a file of the
//! small site, the wrong one raises its code and the right one does not.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;

use cabildo::diagnostics::catalogue::ALL;
use common::{Project, TOOL};

/// Where an example goes: in `file`, the line (or part of one) `sound` becomes the example. Without `sound` the example
/// is the whole file, and without a file it is a path.
struct Place {
    code: &'static str,
    file: &'static str,
    sound: &'static str,
    /// What must be so before: file, text, its replacement.
    before: &'static [(&'static str, &'static str, &'static str)],
}

const fn at(code: &'static str, file: &'static str, sound: &'static str) -> Place {
    Place { code, file, sound, before: &[] }
}

impl Place {
    const fn given(self, before: &'static [(&'static str, &'static str, &'static str)]) -> Place {
        Place { before, ..self }
    }
}

const TOOL_FILE: &str = "toolbox/prueba/tool.yaml";
const PROSE: &str = "toolbox/prueba/es.md";
const REGISTER: &str = "content/municipalities/register.yaml";
const SOURCES: &str = "content/sources.yaml";
const SITE: &str = "content/site.yaml";
const CORRECTIONS: &str = "content/corrections.yaml";
const CLASSES: &str = "content/classifications.yaml";
const YEAR: &str = "content/municipalities/1302-chiantla/2019.yaml";
const PROFILE: &str = "content/municipalities/1302-chiantla/profile.yaml";
const PRIMER: &str = "content/primers/curso/primer.yaml";
const CHARTER: &str = "content/charters/9901-agua/1.0.0.yaml";
const BOUNDARIES: &str = "content/municipalities/boundaries.geojson";
const PAGE: &str = "content/pages/acerca/es.md";

const NAME: &str = "name: {es: Prueba, en: Trial}";
const ROW: &str = "- {class: \"10\", initial: 1000.00, modification: 500.00, current: 1500.00, received: 1234.56}";
const REVENUE: &str =
    "revenue:\n  - {class: \"10\", initial: 1000.00, modification: 500.00, current: 1500.00, received: 1234.56}";

/// Of the small charter: its level without the remedy, its remedies, and a key for an example in front of them.
const LEVEL: &str = "service_levels:\n  - id: S1\n    name: {es: Horas, en: Hours}\n    metric: hours\n    \
                     unit: {es: horas, en: hours}\n    direction: at_least\n    target: 6\n    method: {es: a, en: b}\n    \
                     sample: {es: a, en: b}\n    frequency: monthly\n    owner: dafim";
const REMEDIES: &str = "remedies:\n  - {id: R1, trigger: {es: a, en: b}, measure: apology}";
const EXTRA: &[(&str, &str, &str)] = &[(CHARTER, "remedies:\n", "extra: 1\nremedies:\n")];

const PLACES: &[Place] = &[
    at("C0102", TOOL_FILE, "audience: [finance]"),
    at("C0103", TOOL_FILE, "family: finance"),
    at("C0104", YEAR, "year: 2019"),
    at("C0105", TOOL_FILE, "number: T01").given(&[(TOOL_FILE, "family: finance\n", "")]),
    at("C0106", TOOL_FILE, "offices: [dafim]"),
    at("C0107", TOOL_FILE, "kind: guide"),
    at("C0108", YEAR, "municipality: \"1302\""),
    at("C0109", "", ""),
    at("C0111", PAGE, ""),
    at("C0142", PROSE, ""),
    at("C0143", BOUNDARIES, ""),
    at("C0144", BOUNDARIES, ""),
    at("C0202", YEAR, "source: ine").given(&[(
        SOURCES,
        "sources:\n",
        "sources:\n  - {id: ine-censo-2018, title: {es: a, en: b}, publisher: INE}\n",
    )]),
    at("C0203", CHARTER, "municipality: \"9901\"").given(&[(
        REGISTER,
        "municipalities:\n",
        "municipalities:\n  - {code: \"1309\", name: Otro, department: \"13\"}\n",
    )]),
    at("C0204", REGISTER, "department: \"13\""),
    at("C0205", TOOL_FILE, "cautions: []").given(&[(TOOL_FILE, "inputs: []", "inputs: []\ncautions: []")]),
    at("C0206", YEAR, ROW).given(&[(CLASSES, "code: \"10\"", "code: \"11\"")]),
    at("C0208", PROSE, ""),
    at("C0209", CHARTER, "remedy: R1"),
    at("C0210", PROSE, ""),
    at("C0212", BOUNDARIES, ""),
    at("C0301", PROSE, ""),
    at("C0302", PROSE, ""),
    at("C0303", PROSE, ""),
    at("C0305", PROSE, ""),
    at("C0306", PROSE, ""),
    at("C0307", PROSE, ""),
    at("C0308", PROSE, ""),
    at("C0309", PROSE, ""),
    at("C0402", TOOL_FILE, "slugs: {en: trial}"),
    at("C0403", "", ""),
    at("C0501", YEAR, "received: 1234.56"),
    at("C0502", CORRECTIONS, "date: 2026-01-01"),
    at("C0503", PROFILE, "value: 1"),
    at("C0504", CHARTER, "version: 1.0.0"),
    at("C0505", YEAR, ROW),
    at("C0506", YEAR, "status: provisional"),
    at("C0507", YEAR, "- {function: transport}").given(&[(YEAR, REVENUE, "spending:\n  - {function: transport}")]),
    at("C0508", YEAR, "status: provisional"),
    at("C0509", PRIMER, "options: [{es: a, en: b}, {es: c, en: d}]").given(&[(PRIMER, "    answer: [1]\n", "")]),
    at("C0514", YEAR, "overrides: []").given(&[(YEAR, "source: ine\n", "source: ine\noverrides: []\n")]),
    at("C0515", BOUNDARIES, ""),
    at("C0516", BOUNDARIES, ""),
    at("C0601", TOOL_FILE, NAME),
    at("C0602", TOOL_FILE, NAME),
    at("C0603", TOOL_FILE, NAME),
    at("C0701", CHARTER, LEVEL),
    at("C0702", CHARTER, "name: {es: Horas, en: Hours}"),
    at("C0703", CHARTER, "extra: 1").given(EXTRA),
    at("C0704", CHARTER, "extra: 1").given(EXTRA),
    at("C0705", CHARTER, REMEDIES),
    at("C0706", CHARTER, "extra: 1").given(EXTRA),
    at("C0707", CHARTER, LEVEL),
    at("C0708", CHARTER, REMEDIES),
    at("C0709", CHARTER, "extra: 1").given(EXTRA),
    at("C0711", CHARTER, "target: 6"),
    at("C0712", CHARTER, "extra: 1").given(EXTRA),
    at("C0713", CHARTER, "extra: 1").given(EXTRA),
    at("C0714", CHARTER, "extra: 1").given(EXTRA),
    at("C0715", CHARTER, LEVEL).given(&[(CHARTER, "    remedy: R1\n", "")]),
    at("C0720", CHARTER, "state: draft"),
    at("C0721", CHARTER, "state: draft"),
    at("C0722", CHARTER, "extra: 1").given(EXTRA),
    at("C0723", CHARTER, "extra: 1").given(EXTRA),
    at("C0724", CHARTER, "state: draft"),
    at("C0726", CHARTER, "state: draft"),
    at("C0727", CHARTER, "state: draft"),
    at("C0729", CHARTER, "state: draft"),
    at("C0730", CHARTER, "extra: 1").given(EXTRA),
    at("C0801", CHARTER, "municipality: \"9901\"").given(&[(CHARTER, "status: demo\n", "")]),
    at("C0802", CHARTER, "municipality: \"9901\"").given(&[(CHARTER, "status: demo\n", "")]),
    at("C0804", SOURCES, "retrieved_on: 2026-11-20"),
    at("C0805", YEAR, "status: provisional"),
    at("C0905", SITE, "electoral_mode: false").given(&[(SITE, "theme: anam", "theme: anam\nelectoral_mode: false")]),
    at("C0906", "themes/anam/templates/tool.html", ""),
];

/// Codes without a place here, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    ("C0101", "bytes"),
    ("C0110", "a link of the file system"),
    ("C0112", "eight megabytes"),
    ("C0113", "a file that is not there"),
    ("C0140", "bytes"),
    ("C0201", "two entries, shortened to what matters"),
    ("C0207", "the name of its file, too"),
    ("C0211", "two files"),
    ("C0213", "two features, shortened to what matters"),
    ("C0304", "no example: thirty quotes, one in another"),
    ("C0401", "two files"),
    ("C0404", "two files"),
    ("C0405", "a name that cannot be shown"),
    ("C0406", "a name of two hundred letters"),
    ("C0510", "a whole definition"),
    ("C0511", "a whole definition"),
    ("C0512", "a whole definition"),
    ("C0513", "a whole definition"),
    ("C0520", "a whole calculator: tests/worksheets.rs"),
    ("C0521", "a whole calculator: tests/worksheets.rs"),
    ("C0522", "a whole calculator: tests/worksheets.rs"),
    ("C0523", "a whole calculator: tests/worksheets.rs"),
    ("C0524", "a whole calculator: tests/worksheets.rs"),
    ("C0525", "a whole calculator: tests/worksheets.rs"),
    ("C0526", "a whole calculator: tests/worksheets.rs"),
    ("C0527", "a whole calculator: tests/worksheets.rs"),
    ("C0528", "a whole calculator: tests/worksheets.rs"),
    ("C0529", "a whole calculator: tests/worksheets.rs"),
    ("C0530", "a whole calculator: tests/worksheets.rs"),
    ("C0531", "a whole calculator: tests/worksheets.rs"),
    ("C0532", "a whole calculator: tests/worksheets.rs"),
    ("C0533", "a whole calculator: tests/worksheets.rs"),
    ("C0604", "two files"),
    ("C0605", "a file of words"),
    ("C0710", "eleven entries"),
    ("C0725", "two files"),
    ("C0728", "two files"),
    ("C0731", "two files"),
    ("C0740", "a notice"),
    ("C0741", "a notice"),
    ("C0742", "a notice"),
    ("C0743", "a notice"),
    ("C0744", "a notice"),
    ("C0745", "a notice"),
    ("C0746", "a notice"),
    ("C0790", "a workbook"),
    ("C0791", "a question of the command line"),
    ("C0803", "two files, and a hash that is left out"),
    ("C0810", "no person's number is shown"),
    ("C0901", "a setting that is missing"),
    ("C0902", "the output folder"),
    ("C0903", "the file system"),
    ("C0904", "another build"),
    ("C0907", "a template of the program: tests/pdf.rs"),
    ("C0908", "only what is printed: tests/pdf.rs"),
    ("C0999", "a fault of the program"),
];

/// The small site with what the examples name.
fn project(place: &Place) -> Project {
    let project = Project::full();
    project.write("toolbox/tarifa-de-agua/tool.yaml", TOOL.replace("number: T01", "number: T02"));
    for lang in ["es", "en"] {
        project.write(&format!("toolbox/tarifa-de-agua/{lang}.md"), "a\n");
    }
    project.write(
        PROFILE,
        "municipality: \"1302\"\nstatus: provisional\nscores:\n  - index: segeplan_ranking\n    year: 2018\n    \
         value: 1\n    source: ine\n",
    );
    project
        .write(CORRECTIONS, "corrections:\n  - date: 2026-01-01\n    what: {es: a, en: b}\n    why: {es: a, en: b}\n");
    place.before.iter().for_each(|(file, from, to)| project.replace(file, from, to));
    project
}

fn told(place: &Place, example: &str) -> Vec<String> {
    let project = project(place);
    if place.file.is_empty() {
        project.write(example, "a: 1\n");
    } else if place.sound.is_empty() {
        project.write(place.file, format!("{example}\n"));
    } else {
        let text = project.read(place.file);
        let at = text.find(place.sound).unwrap_or_else(|| panic!("{} holds {}", place.file, place.sound));
        // Lines of the example start where the line that it replaces does; what follows a dash is further in.
        let line = &text[text[..at].rfind('\n').map_or(0, |n| n + 1)..at];
        let indented = example.replace('\n', &format!("\n{}", " ".repeat(line.chars().count())));
        let example = if line.trim_matches([' ', '-']).is_empty() { indented } else { example.to_owned() };
        project.write(place.file, format!("{}{example}{}", &text[..at], &text[at + place.sound.len()..]));
    }
    project.faults().into_iter().map(|fault| fault.0).collect()
}

#[test]
fn wrong_examples_raise_their_code_and_right_ones_do_not() {
    let mut wrong = Vec::new();
    for place in PLACES {
        let fault = ALL.iter().find(|fault| fault.code == place.code).unwrap();
        let (bad, good) = (told(place, fault.wrong), told(place, fault.right));
        if !bad.iter().any(|code| code == place.code) {
            wrong.push(format!("{}: «{}» raises {bad:?}", place.code, fault.wrong));
        }
        if good.iter().any(|code| code == place.code) {
            wrong.push(format!("{}: «{}» raises it too", place.code, fault.right));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_its_place_or_a_reason() {
    // Those of the raw text are tried in src/source/lint.
    let lint = |code: &str| ("C0114".."C0142").contains(&code) && code != "C0140";
    let known: BTreeSet<&str> =
        PLACES.iter().map(|place| place.code).chain(ELSEWHERE.iter().map(|(code, _)| *code)).collect();
    let missing: Vec<&str> = ALL.iter().map(|f| f.code).filter(|code| !lint(code) && !known.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(known.len(), PLACES.len() + ELSEWHERE.len(), "each once");
}
