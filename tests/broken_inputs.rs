//! Broken inputs: the mistakes that people make in the files of the real site, each told with its code at its line.
//!
//! A case is an edit to a file of this repository. `▲` in its text marks the line at which the fault must be told; it
//! is taken out before the file is written. Each case is tried alone in a small part of the real site, where nothing
//! else may be told, and twenty at a time in the whole of it, where all must be told in one run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use cabildo::diagnostics::catalogue::ALL;
use cabildo::diagnostics::{Interface, Severity, line_and_column};
use cabildo::model::values::Date;
use cabildo::site::{Made, Settings, examine};
use common::repository;

/// Cases that wait for the decoder that goes on after a fault: they are in the table, and not yet required.
const AWAITING: &[&str] = &[];

enum Change {
    /// The first `find` of the file becomes `put`. A final `…` in `find` stands for the rest of the line.
    Edit {
        find: &'static str,
        put: &'static str,
    },
    Write(Vec<u8>),
    Remove,
    Rename(&'static str),
    #[cfg(unix)]
    Link(&'static str),
}

struct Case {
    name: &'static str,
    file: &'static str,
    change: Change,
    /// More changes that belong to the same mistake.
    and: Vec<(&'static str, Change)>,
    /// Any of these codes is right.
    codes: Vec<&'static str>,
    /// The file at which it is told, if not the one changed.
    told_in: Option<&'static str>,
    /// The line, where no mark says it.
    line: usize,
    /// Codes that follow from this mistake and may be told beside it.
    consequences: &'static [&'static str],
}

impl Case {
    fn and(mut self, file: &'static str, change: Change) -> Case {
        self.and.push((file, change));
        self
    }

    fn told_in(self, file: &'static str) -> Case {
        Case { told_in: Some(file), ..self }
    }

    fn line(self, line: usize) -> Case {
        Case { line, ..self }
    }

    fn so(self, consequences: &'static [&'static str]) -> Case {
        Case { consequences, ..self }
    }

    fn files(&self) -> impl Iterator<Item = &'static str> {
        let targets =
            self.and.iter().map(|(_, change)| change).chain([&self.change]).filter_map(|change| match change {
                Change::Rename(to) => Some(*to),
                _ => None,
            });
        let files: Vec<&'static str> =
            [self.file].into_iter().chain(self.and.iter().map(|(file, _)| *file)).chain(targets).collect();
        files.into_iter()
    }
}

fn case(name: &'static str, file: &'static str, change: Change, codes: &'static str) -> Case {
    let codes = codes.split('|').collect();
    Case { name, file, change, and: Vec::new(), codes, told_in: None, line: 1, consequences: &[] }
}

fn edit(name: &'static str, file: &'static str, find: &'static str, put: &'static str, codes: &'static str) -> Case {
    case(name, file, Change::Edit { find, put }, codes)
}

fn write(name: &'static str, file: &'static str, text: impl AsRef<[u8]>, codes: &'static str) -> Case {
    case(name, file, Change::Write(text.as_ref().to_vec()), codes)
}

/// A copy of the real site in which files are broken and mended again.
struct Copy {
    folder: tempfile::TempDir,
    /// What stood in the changed files; nothing where there was none.
    before: BTreeMap<String, Option<Vec<u8>>>,
    usual: BTreeSet<String>,
}

/// What was told: code, file, line, message, whether an error.
struct Told {
    code: &'static str,
    file: String,
    line: usize,
    message: String,
    error: bool,
}

const MARKS: u32 = 0xF_0000;

fn mark(number: usize) -> String {
    char::from_u32(MARKS + number as u32).unwrap().to_string()
}

impl Copy {
    fn new(wanted: impl Fn(&str) -> bool) -> Copy {
        let folder = tempfile::tempdir().unwrap();
        for root in ["content", "toolbox", "themes"] {
            for entry in walkdir::WalkDir::new(repository().join(root)).into_iter().map(Result::unwrap) {
                let path = entry.path().strip_prefix(repository()).unwrap();
                let to = folder.path().join(path);
                if entry.file_type().is_dir() {
                    std::fs::create_dir_all(to).unwrap();
                } else if wanted(&path.to_string_lossy()) {
                    std::fs::copy(entry.path(), to).unwrap();
                }
            }
        }
        let mut copy = Copy { folder, before: BTreeMap::new(), usual: BTreeSet::new() };
        copy.usual = copy.told().iter().map(Told::key).collect();
        copy
    }

    /// The whole of it.
    fn whole() -> Copy {
        Copy::new(|_| true)
    }

    /// All but the years and profiles of most municipalities: the same kinds of files, read ten times as fast.
    fn part() -> Copy {
        Copy::new(|path| {
            let folder = path.strip_prefix("content/municipalities/").and_then(|rest| rest.split_once('/'));
            folder.is_none_or(|(folder, _)| folder.starts_with("99") || folder.starts_with("130"))
        })
    }

    fn path(&self, file: &str) -> std::path::PathBuf {
        self.folder.path().join(file)
    }

    fn keep(&mut self, file: &str) {
        let full = self.path(file);
        self.before.entry(file.to_owned()).or_insert_with(|| std::fs::read(full).ok());
    }

    fn put(&mut self, file: &str, bytes: impl AsRef<[u8]>) {
        self.keep(file);
        let full = self.path(file);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, bytes).unwrap();
    }

    /// Makes a case's changes, its marks still in the text. False if they cannot be made beside those made before.
    fn change(&mut self, case: &Case, number: usize) -> bool {
        let changes = [(case.file, &case.change)].into_iter().chain(case.and.iter().map(|(file, c)| (*file, c)));
        for (file, change) in changes {
            match change {
                Change::Edit { find, put } => {
                    let Ok(text) = std::fs::read_to_string(self.path(file)) else { return false };
                    let (start, rest) = find.strip_suffix('…').map_or((*find, false), |start| (start, true));
                    let Some(at) = text.find(start) else { return false };
                    let end = at + start.len();
                    let end = if rest { end + text[end..].find('\n').unwrap_or(text.len() - end) } else { end };
                    let put = put.replace('▲', &mark(number));
                    self.put(file, format!("{}{put}{}", &text[..at], &text[end..]));
                }
                Change::Write(bytes) => match std::str::from_utf8(bytes) {
                    Ok(text) => self.put(file, text.replace('▲', &mark(number))),
                    Err(_) => self.put(file, bytes),
                },
                Change::Remove => {
                    self.keep(file);
                    std::fs::remove_file(self.path(file)).unwrap();
                }
                Change::Rename(to) => {
                    let Ok(bytes) = std::fs::read(self.path(file)) else { return false };
                    self.keep(file);
                    std::fs::remove_file(self.path(file)).unwrap();
                    self.put(to, bytes);
                }
                #[cfg(unix)]
                Change::Link(to) => {
                    self.keep(file);
                    std::os::unix::fs::symlink(to, self.path(file)).unwrap();
                }
            }
        }
        true
    }

    /// Takes the marks out and says on which line each stood.
    fn lines(&mut self) -> BTreeMap<usize, usize> {
        let mut lines = BTreeMap::new();
        for file in self.before.keys() {
            let full = self.path(file);
            let Ok(text) = std::fs::read_to_string(&full) else { continue };
            let is_mark = |c: char| (MARKS..MARKS + 0x1000).contains(&(c as u32));
            if !text.contains(is_mark) {
                continue;
            }
            let unified = text.replace("\r\n", "\n").replace('\r', "\n");
            for (at, c) in unified.char_indices().filter(|(_, c)| is_mark(*c)) {
                lines.insert((c as u32 - MARKS) as usize, unified[..at].matches('\n').count() + 1);
            }
            std::fs::write(full, text.replace(is_mark, "")).unwrap();
        }
        lines
    }

    fn mend(&mut self) {
        for (file, bytes) in std::mem::take(&mut self.before) {
            let full = self.folder.path().join(file);
            let _ = std::fs::remove_file(&full);
            match bytes {
                Some(bytes) => std::fs::write(full, bytes).unwrap(),
                None => remove_empty(full.parent().unwrap()),
            }
        }
    }

    fn told(&self) -> Vec<Told> {
        told(&examine(self.folder.path(), &settings()))
    }
}

fn remove_empty(folder: &Path) {
    if std::fs::remove_dir(folder).is_ok() {
        remove_empty(folder.parent().unwrap());
    }
}

fn settings() -> Settings {
    let day = |text: &str| Date::parse(text).unwrap();
    Settings { base_url: Some("https://anam.example/".into()), limit: Some(day("2026-11-21")), ..Settings::default() }
}

fn told(made: &Made) -> Vec<Told> {
    let line = |file: &str, at: usize| made.texts.get(file).map_or(1, |text| line_and_column(text, at).0);
    made.diagnostics
        .iter()
        .map(|d| Told {
            code: d.fault.code,
            file: d.place.as_ref().map_or(String::new(), |place| place.file.to_string()),
            line: d.place.as_ref().map_or(0, |place| line(&place.file, place.span.start)),
            message: format!("{} | {}", d.message(Interface::Es), d.help(Interface::Es)),
            error: d.severity() == Severity::Error,
        })
        .collect()
}

impl Told {
    fn key(&self) -> String {
        format!("{} {} {}", self.code, self.file, self.message)
    }

    fn shown(&self) -> String {
        format!("{} {}:{} {}", self.code, self.file, self.line, self.message)
    }

    fn is(&self, case: &Case, line: usize) -> bool {
        let file = case.told_in.unwrap_or(case.file);
        case.codes.contains(&self.code) && self.file == file && self.line.abs_diff(line) <= 1
    }
}

/// Far more than a run takes: it must end.
const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn each_mistake_is_told_alone_at_its_line() {
    let mut copy = Copy::part();
    let mut wrong = Vec::new();
    let mut read = String::new();
    for (number, case) in cases().iter().enumerate() {
        if !copy.change(case, number) {
            copy.mend();
            wrong.push(format!("«{}»: the file has changed, mend the case", case.name));
            continue;
        }
        let line = copy.lines().get(&number).copied().unwrap_or(case.line);
        let start = Instant::now();
        let told = copy.told();
        let slow = start.elapsed() > LIMIT;
        copy.mend();
        let fresh: Vec<&Told> = told.iter().filter(|told| !copy.usual.contains(&told.key())).collect();
        read.push_str(&format!("== {}\n", case.name));
        fresh.iter().for_each(|told| read.push_str(&format!("{}\n", told.shown())));
        let hit = fresh.iter().any(|told| told.is(case, line));
        let extra: Vec<String> = fresh
            .iter()
            .filter(|told| !told.is(case, line) && !case.consequences.contains(&told.code))
            .map(|told| told.shown())
            .collect();
        if (!hit || !extra.is_empty() || slow) && !AWAITING.contains(&case.name) {
            let file = case.told_in.unwrap_or(case.file);
            let hit = if hit { "told, but also" } else { "NOT TOLD; instead" };
            wrong.push(format!(
                "«{}»: {:?} {file}:{line} {hit}:\n      {}",
                case.name,
                case.codes,
                extra.join("\n      ")
            ));
        }
    }
    if let Ok(path) = std::env::var("BROKEN_INPUTS_READ") {
        std::fs::write(path, read).unwrap();
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

/// A small generator of its own, so that the groups are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }
}

/// Whether two cases cannot be told together, for a reason that lies in them and not in the program.
fn apart(a: &Case, b: &Case) -> bool {
    let shared = a.files().any(|file| b.files().any(|other| other == file));
    let edits = |c: &Case| {
        [&c.change].into_iter().chain(c.and.iter().map(|(_, c)| c)).all(|c| matches!(c, Change::Edit { .. }))
    };
    // One of them is the whole file.
    if shared && !(edits(a) && edits(b)) {
        return true;
    }
    // Both change the same words.
    let same_words = matches!((&a.change, &b.change), (Change::Edit { find: x, .. }, Change::Edit { find: y, .. }) if x.contains(y) || y.contains(x));
    if shared && same_words {
        return true;
    }
    // What a folder lacks is told once, and not where its files have other names.
    let folder = |c: &Case| c.file.rsplit_once('/').map(|(folder, _)| folder);
    let named = |c: &Case| matches!(c.change, Change::Rename(_) | Change::Remove);
    if (named(a) || named(b)) && folder(a) == folder(b) {
        return true;
    }
    hides(a, b) || hides(b, a)
}

/// Whether the first case truly keeps the second from being told.
fn hides(first: &Case, second: &Case) -> bool {
    let shared = first.files().any(|file| second.files().any(|other| file == other));
    let told_as = |case: &Case, codes: &[&str]| codes.iter().any(|code| case.codes.contains(code));
    // A page without its head has no text that anybody could find, and an engine stops at a template's first fault.
    if shared && (told_as(first, &["C0111"]) || told_as(first, &["C0906"])) {
        return true;
    }
    // While the languages of the site are not known, no text lacks one and none has one too many.
    if first.name == "language of the site twice" && told_as(second, &["C0601", "C0602", "C0603", "C0605"]) {
        return true;
    }
    // A register in which a code cannot be read may name the municipality that nobody else does.
    let is_in = |case: &Case, folder: &str| case.files().any(|file| file.starts_with(folder));
    if is_in(first, "content/municipalities/") && told_as(first, &["C0108", "C0504"]) && told_as(second, &["C0203"]) {
        return true;
    }
    // What a source lacks is not known while one of its dates cannot be read.
    if is_in(first, "content/sources.yaml") && told_as(first, &["C0502"]) && told_as(second, &["C0803"]) {
        return true;
    }
    // Without a theme there are no addresses.
    if is_in(first, "themes/") && told_as(second, &["C0401"]) {
        return true;
    }
    // A quotation mark left open takes what follows up to the next one.
    if shared && told_as(first, &["C0129"]) && told_as(second, &["C0105"]) {
        return true;
    }
    // The one declares the language that the other does not know.
    if first.name == "declared language without its words" && second.name == "file of a language of the country" {
        return true;
    }
    // Two names are equal only while both stand in the list.
    shared && first.name == "dash forgotten" && told_as(second, &["C0201"])
}

/// Whether a case breaks the syntax of its line, so that nobody knows what else stands on it.
fn breaks_line(case: &Case) -> bool {
    case.codes.iter().any(|code| ("C0119".."C0142").contains(code) || *code == "C0102")
}

/// The cases in groups of at most twenty.
fn groups(cases: &[Case], seed: u64) -> Vec<Vec<usize>> {
    let mut dice = Dice(seed);
    let mut order: Vec<usize> = (0..cases.len()).filter(|n| !AWAITING.contains(&cases[*n].name)).collect();
    for n in (1..order.len()).rev() {
        order.swap(n, dice.below(n + 1));
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for n in order {
        let free = groups
            .iter_mut()
            .find(|group| group.len() < 20 && !group.iter().any(|other| apart(&cases[*other], &cases[n])));
        match free {
            Some(group) => group.push(n),
            None => groups.push(vec![n]),
        }
    }
    groups
}

#[test]
fn slow_twenty_mistakes_at_a_time_are_all_told_in_one_run() {
    let cases = cases();
    let mut copy = Copy::whole();
    let mut wrong = Vec::new();
    for seed in 1..=5 {
        for group in groups(&cases, seed) {
            let made: Vec<usize> = group.into_iter().filter(|n| copy.change(&cases[*n], *n)).collect();
            let lines = copy.lines();
            let start = Instant::now();
            let told = copy.told();
            let took = start.elapsed();
            copy.mend();
            assert!(took < LIMIT, "{took:?}");
            for n in &made {
                let case = &cases[*n];
                let line = lines.get(n).copied().unwrap_or(case.line);
                // On a line that cannot be read for another reason, nothing else can be told.
                let spoilt = made.iter().any(|other| {
                    let other_line = lines.get(other).copied().unwrap_or(cases[*other].line);
                    *other != *n && cases[*other].file == case.file && other_line == line && breaks_line(&cases[*other])
                });
                if !spoilt && !told.iter().any(|told| told.is(case, line)) {
                    let file = case.told_in.unwrap_or(case.file);
                    let with: Vec<&str> = made.iter().map(|n| cases[*n].name).collect();
                    let there: Vec<String> =
                        told.iter().filter(|t| t.error && t.file == file).map(Told::shown).collect();
                    wrong.push(format!(
                        "seed {seed}: «{}» {:?} {file}:{line} among {with:?}\n   there: {}",
                        case.name,
                        case.codes,
                        there.join("\n   ")
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} misses\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_table_is_wide() {
    let cases = cases();
    assert!(cases.len() >= 130, "{}", cases.len());
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), cases.len(), "each name once");
    for name in AWAITING {
        assert!(names.contains(name), "{name}");
    }
    for code in cases.iter().flat_map(|case| &case.codes) {
        assert!(ALL.iter().any(|fault| fault.code == *code), "{code}");
    }
}

include!("broken_inputs/table.rs");
