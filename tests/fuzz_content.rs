//! Real content, damaged at random: the program never panics, never hangs, points only at places that are there, and
//! calls no site sound whose files cannot be read. The damage is the same on every machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use cabildo::diagnostics::Place;
use cabildo::model::values::Date;
use cabildo::site::{Made, Settings, examine};
use common::{Project, repository};

/// The most that are tried; mostly the time is up before.
const VARIANTS: usize = 100_000;

/// The time for all of them, and for one.
const TIME: Duration = Duration::from_secs(35);
const LIMIT: Duration = Duration::from_secs(2);

/// A small generator of its own.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Real files of every kind, which together are a site.
const FILES: &[&str] = &[
    "content/site.yaml",
    "content/sources.yaml",
    "content/families.yaml",
    "content/offices.yaml",
    "content/glossary.yaml",
    "content/holidays.yaml",
    "content/corrections.yaml",
    "content/classifications.yaml",
    "content/municipalities/departments.yaml",
    "content/municipalities/demo.yaml",
    "content/municipalities/register.yaml",
    "content/municipalities/1302-chiantla/2019.yaml",
    "content/municipalities/1302-chiantla/profile.yaml",
    "content/municipalities/9901-san-ejemplo-del-valle/2026.yaml",
    "content/charters/9901-agua/1.0.0.yaml",
    "content/charters/9901-agua/results.yaml",
    "content/charters/9901-agua/es.md",
    "content/primers/leer-el-presupuesto/primer.yaml",
    "content/primers/leer-el-presupuesto/es.md",
    "content/cases/agua-barillas/case.yaml",
    "content/cases/agua-barillas/es.md",
    "content/pages/acerca-de/es.md",
    "content/pages/acerca-de/en.md",
    "toolbox/tarifa-de-agua/tool.yaml",
    "toolbox/tarifa-de-agua/es.md",
    "toolbox/tarifa-de-agua/en.md",
    "themes/anam/theme.yaml",
    "themes/anam/strings/en.yaml",
    "themes/anam/templates/tool.html",
];

/// Pieces that people and programs put where they do not belong.
const PIECES: &[&str] = &[
    "\t",
    "\u{A0}",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    "- ",
    "-",
    "#",
    " #",
    "&a ",
    "*a",
    "!t ",
    "|\n",
    ">\n",
    "---\n",
    "%",
    ",",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u{b}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{202E}",
    "\u{200B}",
    "\u{FEFF}",
    "\u{FFFD}",
    "ñ",
    "n\u{303}",
    "Ã±",
    "👩\u{200D}🌾",
    "𝔄",
    "\u{10FFFF}",
    "null",
    "~",
    "true",
    "2026-02-30",
    "99999999999999999999",
    "1e999",
    "-0",
    "id: ",
    "es: ",
    "languages: []\n",
    "code: \"9901\"",
    "[x](#y)",
    "](",
    "<b>",
    "```\n",
    "> > > ",
    "| a |\n",
    "2547 12347 0101",
    "{{ ",
    "{% if %}",
    "\\",
    "\\u0000",
    "? ",
];

/// One text damaged in a few ways.
fn damaged(text: &str, other: &str, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..1 + dice.below(3) {
        let at = dice.below(bytes.len() + 1);
        let length = dice.below(12).min(bytes.len() - at);
        match dice.below(12) {
            0 => drop(bytes.drain(at..at + length)),
            1 => bytes.truncate(at),
            2 => drop(bytes.splice(at..at, [dice.below(256) as u8])),
            3 => change_lines(&mut bytes, dice, |lines, a, b, _| lines.swap(a, b)),
            4 => change_lines(&mut bytes, dice, |lines, a, b, _| lines.insert(b, lines[a].clone())),
            5 => change_lines(&mut bytes, dice, |lines, a, _, _| drop(lines.remove(a))),
            6 => change_lines(&mut bytes, dice, |lines, a, _, n| lines[a].insert_str(0, &" ".repeat(1 + n % 4))),
            7 => change_lines(&mut bytes, dice, |lines, a, _, n| {
                let gap = lines[a].len() - lines[a].trim_start_matches(' ').len();
                lines[a].drain(..gap.min(1 + n % 3));
            }),
            8 => {
                let c = char::from_u32(dice.below(0x11_0000) as u32).unwrap_or('\u{FFFD}');
                bytes.splice(at..at, c.to_string().into_bytes());
            }
            9 => {
                let from = dice.below(other.len());
                let part = other.as_bytes()[from..].iter().copied().take(dice.below(200)).collect::<Vec<_>>();
                bytes.splice(at..at, part);
            }
            _ => drop(bytes.splice(at..at, dice.of(PIECES).bytes())),
        }
    }
    bytes
}

fn change_lines(bytes: &mut Vec<u8>, dice: &mut Dice, change: impl FnOnce(&mut Vec<String>, usize, usize, usize)) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if !lines.is_empty() {
        let (a, b, n) = (dice.below(lines.len()), dice.below(lines.len()), dice.below(100));
        change(&mut lines, a, b, n);
    }
    *bytes = lines.concat().into_bytes();
}

/// A site of those files; the register keeps a few of its entries.
fn site() -> Project {
    let project = Project::small();
    let read = |file: &str| std::fs::read_to_string(repository().join(file)).unwrap();
    for file in FILES {
        let text = read(file);
        let kept = |line: &&str| {
            !line.trim_start().starts_with("- {code: \"") || line.contains("\"13") || line.contains("\"99")
        };
        let text = match *file {
            "content/municipalities/register.yaml" => {
                text.lines().filter(kept).map(|line| format!("{line}\n")).collect()
            }
            _ => text,
        };
        project.write(file, text);
    }
    std::fs::remove_dir_all(project.root().join("toolbox/prueba")).unwrap();
    project
}

fn settings() -> Settings {
    Settings { limit: Some(Date::parse("2026-11-21").unwrap()), ..Settings::default() }
}

fn holds(made: &Made, place: &Place) -> bool {
    let Some(text) = made.texts.get(&place.file) else { return place.span == (0..0) };
    let (start, end) = (place.span.start, place.span.end);
    // A whole file, and one that is empty, is told at its first byte.
    let within = start <= end && end <= text.len().max(1);
    within && (start >= text.len() || text.is_char_boundary(start)) && (end >= text.len() || text.is_char_boundary(end))
}

/// Whether a file is UTF-8 and, where it is YAML, a parser that knows nothing of ours can read it.
fn is_readable(file: &str, bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return file.ends_with(".html") };
    let yaml = !file.ends_with(".html") && !file.ends_with(".md");
    !yaml || granit_parser::Parser::new_from_str(text).all(|event| event.is_ok())
}

/// What a run of variants came to.
#[derive(Default)]
struct Tally {
    sites: usize,
    files: usize,
    wrong: Vec<String>,
}

/// Damages a site again and again until the time is up.
fn damage(seed: u64, end: Instant) -> Tally {
    let project = site();
    let texts: Vec<String> = FILES.iter().map(|file| project.read(file)).collect();
    let mut dice = Dice(seed);
    let mut tally = Tally::default();
    while tally.sites < VARIANTS && Instant::now() < end && tally.wrong.len() < 5 {
        // Often several files: what one stands in for meets what another does.
        let mut changed: BTreeMap<usize, Vec<u8>> = BTreeMap::new();
        for _ in 0..*dice.of(&[1, 1, 2, 4, 8]) {
            let n = dice.below(FILES.len());
            let bytes = damaged(&texts[n], dice.of(&texts).as_str(), &mut dice);
            changed.insert(n, bytes);
        }
        changed.iter().for_each(|(n, bytes)| project.write(FILES[*n], bytes));
        if let Some(complaint) = complaint(&project, &changed) {
            let files: Vec<&str> = changed.keys().map(|n| FILES[*n]).collect();
            tally.wrong.push(format!("seed {seed}, variant {}: {complaint} in {files:?}", tally.sites));
            keep(&format!("{seed}-{}", tally.sites), &changed);
        }
        changed.keys().for_each(|n| project.write(FILES[*n], &texts[*n]));
        tally.sites += 1;
        tally.files += changed.len();
    }
    tally
}

/// What is wrong with the way the program takes a damaged site.
fn complaint(project: &Project, changed: &BTreeMap<usize, Vec<u8>>) -> Option<String> {
    let start = Instant::now();
    let Ok(made) = catch_unwind(AssertUnwindSafe(|| examine(project.root(), &settings()))) else {
        return Some("a panic".to_owned());
    };
    let took = start.elapsed();
    if took > LIMIT {
        return Some(format!("{took:?}"));
    }
    let places = made.diagnostics.iter().flat_map(|d| [&d.place, &d.also].map(|place| (d.fault.code, place)));
    let astray =
        places.filter_map(|(code, place)| Some((code, place.as_ref()?))).find(|(_, place)| !holds(&made, place));
    if let Some((code, place)) = astray {
        return Some(format!("{code} at {place:?}"));
    }
    let unread = changed.iter().find(|(n, bytes)| !is_readable(FILES[**n], bytes));
    let sound = !made.diagnostics.has_errors();
    unread.filter(|_| sound).map(|(n, _)| format!("{} cannot be read and the site is called sound", FILES[*n]))
}

/// Leaves the files of a variant in the folder that `FUZZ_KEEP` names.
fn keep(variant: &str, changed: &BTreeMap<usize, Vec<u8>>) {
    let Some(folder) = std::env::var_os("FUZZ_KEEP").map(PathBuf::from) else { return };
    for (n, bytes) in changed {
        let to = folder.join(variant).join(FILES[*n]);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
}

#[test]
fn slow_damaged_content_never_breaks_the_program() {
    // For a longer search than every run of the tests can afford.
    let set = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let end = Instant::now() + set("FUZZ_SECONDS").map_or(TIME, Duration::from_secs);
    let seed = set("FUZZ_SEED").unwrap_or(7);
    let other = std::thread::spawn(move || damage(seed + 1, end));
    let (one, other) = (damage(seed, end), other.join().unwrap());
    let (sites, files) = (one.sites + other.sites, one.files + other.files);
    eprintln!("{sites} sites with {files} damaged files");
    let wrong: Vec<String> = one.wrong.into_iter().chain(other.wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A busy machine tries fewer; none at all would prove nothing.
    assert!(sites > 50, "only {sites} sites in {TIME:?}");
}
