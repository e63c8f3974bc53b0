//! Charters on paper: what poppler and zbar, which are programs of others, find in them.
//!
//! Needs `pdfinfo`, `pdffonts`, `pdftotext`, `pdftohtml`, `pdftoppm`, `zbarimg` and `rsvg-convert`; `scripts/setup` brings
//! them.
#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use common::{Project, last_line, repository};
use tempfile::TempDir;

const BASE: &str = "https://cartas.example/";

/// The real site, built once.
static SITE: LazyLock<TempDir> = LazyLock::new(|| built(&[]));

fn built(more: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_cabildo"))
        .args(["build", "--base-url", BASE, "--max", "1", "--root"])
        .arg(repository())
        .arg("--out")
        .arg(folder.path().join("site"))
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

/// What a program says, which must have worked.
fn said(program: &str, arguments: &[&str], file: &Path) -> String {
    let run = Command::new(program).args(arguments).arg(file).output();
    let output = run.unwrap_or_else(|error| panic!("{program}: {error}; run scripts/setup"));
    assert!(output.status.success(), "{program} {}: {}", file.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The lines `Key: value` of pdfinfo.
fn info(pdf: &Path) -> BTreeMap<String, String> {
    let lines = said("pdfinfo", &[], pdf);
    let pair = |line: &str| line.split_once(':').map(|(key, value)| (key.to_owned(), value.trim().to_owned()));
    lines.lines().filter_map(pair).collect()
}

/// The text on one line, with single spaces.
fn text(pdf: &Path) -> String {
    let arguments = ["-raw", pdf.to_str().unwrap()];
    said("pdftotext", &arguments, Path::new("-")).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The smallest letters, in points.
fn smallest_letters(pdf: &Path) -> f64 {
    // pdftohtml counts in pixels, one and a half for a point, and rounds.
    let page = said("pdftohtml", &["-xml", "-i", "-stdout"], pdf);
    let sizes = page.split("<fontspec ").skip(1).filter_map(|font| font.split("size=\"").nth(1)?.split('"').next());
    sizes.map(|size| size.parse::<f64>().unwrap() / 1.5).fold(f64::INFINITY, f64::min)
}

/// Words that stand on each other.
fn collisions(pdf: &Path) -> Vec<(String, String)> {
    let page = said("pdftotext", &["-bbox", pdf.to_str().unwrap()], Path::new("-"));
    let side = |word: &str, key: &str| -> f64 {
        word.split(&format!("{key}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    };
    // Boxes are higher than letters: what counts is the middle of each.
    let boxes: Vec<(String, [f64; 4])> = page
        .split("<word ")
        .skip(1)
        .map(|word| {
            let (top, bottom) = (side(word, "yMin"), side(word, "yMax"));
            let quarter = (bottom - top) / 4.0;
            let text = word.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
            (text, [side(word, "xMin"), top + quarter, side(word, "xMax"), bottom - quarter])
        })
        .collect();
    let meet = |a: &[f64; 4], b: &[f64; 4]| a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    let pairs = boxes.iter().enumerate().flat_map(|(n, one)| boxes[n + 1..].iter().map(move |other| (one, other)));
    pairs.filter(|(one, other)| meet(&one.1, &other.1)).map(|(one, other)| (one.0.clone(), other.0.clone())).collect()
}

/// The code in a picture.
fn code(picture: &Path) -> String {
    said("zbarimg", &["--quiet", "--raw"], picture).trim().to_owned()
}

#[test]
fn every_document_is_tagged_titled_small_and_carries_its_letters() {
    for (end, size, most) in [("-a4.pdf", "(A4)", 60_000), ("-a3.pdf", "(A3)", 80_000)] {
        let pdfs = files(&SITE.path().join("site"), end);
        assert!(!pdfs.is_empty(), "no file ends with {end}");
        for pdf in pdfs {
            let told = info(&pdf);
            let name = pdf.display();
            assert!(told["Title"].contains("9901") || told["Title"].len() > 20, "{name}: {told:?}");
            assert_eq!(told["Tagged"], "yes", "{name}");
            assert!(told["Page size"].ends_with(size), "{name}: {}", told["Page size"]);
            assert!(end != "-a3.pdf" || told["Pages"] == "1", "{name}: a poster is one page");
            let bytes = std::fs::read(&pdf).unwrap();
            assert!(bytes.len() <= most, "{name}: {} bytes", bytes.len());
            let fonts = said("pdffonts", &[], &pdf);
            for font in fonts.lines().skip(2) {
                let columns: Vec<&str> = font.split_whitespace().rev().collect();
                assert_eq!((columns[4], columns[3], columns[2]), ("yes", "yes", "yes"), "{name}: {font}");
            }
            assert!(fonts.lines().count() > 2, "{name}: has no fonts");
            let structure = said("pdfinfo", &["-struct"], &pdf);
            assert!(structure.contains("H1") && structure.contains("Figure"), "{name}: {structure}");
            let xml = said("pdfinfo", &["-meta"], &pdf);
            let lang = if pdf.starts_with(SITE.path().join("site/en")) { "en" } else { "es" };
            assert!(xml.contains("pdfuaid:part"), "{name}: says that it follows PDF/UA-1: {xml}");
            assert!(xml.contains(&format!("<rdf:li>{lang}")), "{name}: {xml}");
        }
    }
}

#[test]
fn a_charter_says_on_paper_what_it_says_on_its_page() {
    let sheets = files(&SITE.path().join("site/cartas"), "-a4.pdf");
    let first = sheets.iter().find(|sheet| sheet.ends_with("2.0.0/9901-agua-2.0.0-a4.pdf")).expect("the water charter");
    let sheet = text(first);
    for part in [
        "DEMOSTRACIÓN: municipio inventado",
        "Horas de agua al día",
        "al menos 6 horas al día",
        "Vigente según acta n.º 58-2025",
        "6 de 7 con dato, 8 comprometidos",
        "Versión 2.0.0",
        "https://cartas.example/c/9901-agua/",
        "Q41.00",
        "Procuraduría de los Derechos Humanos",
    ] {
        assert!(sheet.contains(part), "{part}: {sheet}");
    }
    let structure = said("pdfinfo", &["-struct"], first);
    for tag in ["Table", "TH", "THead", "LI"] {
        assert!(structure.contains(tag), "{tag}: {structure}");
    }
    for poster in files(&SITE.path().join("site"), "-a3.pdf") {
        let words = text(&poster);
        let version = poster.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        assert!(words.contains(&version), "{}: {words}", poster.display());
        assert_eq!(collisions(&poster), [], "{}", poster.display());
        assert!(smallest_letters(&poster) >= 18.0, "{}: {}", poster.display(), smallest_letters(&poster));
    }
}

#[test]
fn codes_lead_to_the_charter() {
    let temp = tempfile::tempdir().unwrap();
    let address = |id: &str| format!("{BASE}c/{id}/");
    for svg in files(&SITE.path().join("site/c"), "qr.svg") {
        let id = svg.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        let png = temp.path().join(format!("{id}.png"));
        said("rsvg-convert", &["--width", "330", "--output", png.to_str().unwrap()], &svg);
        assert_eq!(code(&png), address(&id));
        assert!(std::fs::metadata(&svg).unwrap().len() < 6000);
    }
    for poster in files(&SITE.path().join("site"), "-a3.pdf") {
        let picture = temp.path().join("poster");
        let arguments = ["-png", "-r", "60", "-singlefile", poster.to_str().unwrap()];
        said("pdftoppm", &arguments, &picture);
        let name = poster.file_name().unwrap().to_string_lossy().into_owned();
        let id = name.split('-').take(2).collect::<Vec<_>>().join("-");
        assert_eq!(code(&picture.with_extension("png")), address(&id), "{name}");
    }
}

#[test]
fn the_same_charter_is_the_same_bytes() {
    let again = built(&["--jobs", "1"]);
    let (one, other) = (SITE.path().join("site"), again.path().join("site"));
    for pdf in files(&one, ".pdf").iter().chain(&files(&one, "qr.svg")) {
        let twin = other.join(pdf.strip_prefix(&one).unwrap());
        assert!(std::fs::read(pdf).unwrap() == std::fs::read(twin).unwrap(), "{}", pdf.display());
    }
}

/// A small site whose only charter is a draft.
fn small(arguments: &[&str]) -> (Project, Output) {
    with(|_| {}, arguments)
}

fn with(change: impl Fn(&Project), arguments: &[&str]) -> (Project, Output) {
    let project = Project::full();
    change(&project);
    let all: Vec<&str> = ["build", "--drafts", "--format", "json"].iter().chain(arguments).copied().collect();
    let output = project.run(&all);
    (project, output)
}

const CHARTER: &str = "content/charters/9901-agua/1.0.0.yaml";

#[test]
fn drafts_say_so_and_nothing_invents_an_address() {
    let (project, output) = small(&[]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(files(&project.out(), "qr.svg").is_empty());
    for pdf in files(&project.out(), ".pdf") {
        let words = text(&pdf);
        assert!(!words.contains("http") && !words.contains("/c/"), "{words}");
        let mark = if pdf.starts_with(project.out().join("en")) { "DRAFT" } else { "BORRADOR" };
        assert!(words.contains(mark), "{}: {words}", pdf.display());
    }
    assert_eq!(files(&project.out(), ".pdf").len(), 4);
    let again = project.run(&["build", "--drafts", "--format", "json"]);
    assert_eq!(last_line(&again)["rendered"], 0, "what did not change is not made again: {}", last_line(&again));
}

#[test]
fn a_site_can_leave_documents_out() {
    let off = |project: &Project| project.replace("content/site.yaml", "theme: anam", "theme: anam\npdf: false");
    let (project, output) = with(off, &["--base-url", BASE]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(files(&project.out(), ".pdf").is_empty());
    assert_eq!(files(&project.out(), "qr.svg").len(), 1);
}

#[test]
fn a_template_that_breaks_is_told_with_its_line() {
    let path = "themes/anam/print/sheet.typ";
    let broken = |project: &Project| project.write(path, "#let data = json(\"data.json\")\n\n#data.titel\n");
    let (_, output) = with(broken, &[]);
    let fault = last_line(&output)["diagnostics"].as_array().unwrap().iter().find(|d| d["code"] == "C0907").cloned();
    let fault = fault.expect("C0907");
    assert_eq!((fault["file"].as_str(), fault["line"].as_u64()), (Some(path), Some(3)), "{fault}");
    assert!(fault["message"].as_str().unwrap().contains("titel"), "{fault}");
}

#[test]
fn a_sign_without_a_letter_is_told() {
    let odd = |project: &Project| project.replace(CHARTER, "{es: Carta, en: Charter}", "{es: Carta 水, en: Charter}");
    let (_, output) = with(odd, &[]);
    let faults = last_line(&output)["diagnostics"].clone();
    let fault = faults.as_array().unwrap().iter().find(|d| d["code"] == "C0908").expect("C0908");
    assert_eq!((fault["file"].as_str(), fault["line"].as_u64()), (Some(CHARTER), Some(7)), "{fault}");
}

/// A poster, on which everything must stand that has to.
fn poster_of(levels: usize, long: bool) -> (Project, PathBuf) {
    let words = |short: &str, long_one: &str| if long { long_one.to_owned() } else { short.to_owned() };
    let name = words(
        "Horas de agua",
        "Horas de agua al día en cada sector de la red, contadas con la bitácora de válvulas que llevan los fontaneros",
    );
    let fee =
        words("Servicio de agua", "Servicio mensual de agua por tubería para viviendas con medidor de media pulgada");
    let mut yaml = String::from(
        "id: 9901-agua\nversion: 1.0.0\nstatus: demo\nstate: draft\nmunicipality: \"9901\"\nservice: agua\n\
         title: {es: Carta, en: Charter}\nremedies:\n  - {id: R1, trigger: {es: a, en: b}, measure: apology}\n\
         service_levels:\n",
    );
    for n in 1..=levels {
        yaml.push_str(&format!(
            "  - id: S{n}\n    name: {{es: \"{name}\", en: Hours}}\n    metric: hours\n    direction: at_least\n    \
             target: 1234.5\n    unit: {{es: \"horas al día en promedio de los sectores\", en: hours}}\n    remedy: R1\n"
        ));
    }
    yaml.push_str("fees:\n");
    for n in 1..=8 {
        yaml.push_str(&format!(
            "  - item: {{es: \"{fee}\", en: Fee}}\n    amount: {n}000.00\n    period: monthly\n    \
             legal_ref: {{es: Reglamento, en: Regulation}}\n    published: {{es: Diario oficial, en: Gazette}}\n    \
             published_on: 2026-01-01\n"
        ));
    }
    yaml.push_str("complaints:\n  acknowledge_workdays: 1\n  resolve_workdays: 1\n  channels:\n");
    for kind in ["in_person", "phone", "mailbox", "email"] {
        let place =
            words("Ventanilla 3", "Ventanilla 3 de la planta baja del edificio municipal, frente al parque central");
        yaml.push_str(&format!("    - {{kind: {kind}, value: {{es: \"{place}\", en: Counter}}}}\n"));
    }
    let (project, output) = with(|project| project.write(CHARTER, &yaml), &["--base-url", BASE]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let poster = files(&project.out().join("cartas"), "-a3.pdf").remove(0);
    (project, poster)
}

#[test]
fn a_poster_is_one_page_whatever_stands_on_it() {
    for (levels, long) in [(1, false), (2, true), (5, false), (5, true), (7, true)] {
        let (_project, poster) = poster_of(levels, long);
        let (words, letters) = (text(&poster), smallest_letters(&poster));
        assert_eq!(info(&poster)["Pages"], "1", "{levels} promises, long: {long}");
        assert!(letters >= 18.0, "{letters}");
        assert_eq!(collisions(&poster), [], "{levels} promises, long: {long}");
        let shown = words.matches("1,234.5 horas al día").count();
        assert_eq!(shown, levels.min(5), "{levels} promises, long: {long}: {words}");
        assert!(words.contains("cartas.example/c/9901-agua") && words.contains("Versión 1.0.0"), "{words}");
    }
}

#[test]
fn what_guatemala_writes_can_be_printed() {
    let lacking = cabildo_pdf::lacking;
    let written = "¿Qué día? ¡Año ñandú! äëïöü ÄËÏÖÜ qʼeqchiʼ kꞌicheꞌ tz'ikin b’alam ɓ ẍ ẅ ɨ Ɨ «»“”‘’ – — … · •";
    assert_eq!(lacking(written), None);
    assert_eq!(lacking("½ ÷ × ± − ≥ ≤ ≠ ≈ → ← ² ³ º ª ° % ‰ № § € ✓ ✔ ✗ ● \u{A0}"), None);
    assert_eq!(lacking("agua 水"), Some('水'));
}

fn document(text: &str) -> Result<Vec<u8>, Vec<cabildo_pdf::Fault>> {
    cabildo_pdf::make(cabildo_pdf::Document {
        main: "a.typ".to_owned(),
        sources: vec![("a.typ".to_owned(), text.to_owned())],
        files: vec![("data.json".to_owned(), b"{\"a\": \"#panic()\"}".to_vec())],
        identifier: "a".to_owned(),
    })
}

#[test]
fn templates_see_their_data_and_nothing_else() {
    let sound = "#set document(title: \"T\", date: none)\n#set text(font: \"Noto Sans\")\n#json(\"data.json\").a";
    let made = document(sound).expect("data is no instruction");
    assert!(made.starts_with(b"%PDF-1."));
    assert_eq!(document(sound).expect("a document"), made);
    let place = |text: &str| document(text).expect_err("a fault")[0].place.clone();
    assert_eq!(place("= A\n#nothing"), Some(("a.typ".to_owned(), 5..12)));
    for forbidden in ["#read(\"/etc/hostname\")", "#datetime.today()", "#import \"@preview/cetz:0.3.0\""] {
        assert!(document(&format!("#set document(title: \"T\")\n{forbidden}")).is_err(), "{forbidden}");
    }
    let untitled = document("A").expect_err("PDF/UA-1 wants a title");
    assert!(untitled[0].message.contains("title"), "{untitled:?}");
}
