//! A rebuild gives the bytes of a clean build, whatever was edited: proven by random edits of a copy of the real site.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cabildo::finish::InMemory;
use cabildo::model::{Change, Decoded, Model};
use cabildo::rebuild::{Options, rebuild};
use cabildo::site::{self, Before, Made, Settings, Stages, make_again};
use cabildo::source::SourceTree;

/// A small generator of numbers: the same seed gives the same edits on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}

struct Copy {
    folder: tempfile::TempDir,
    dice: Dice,
    /// What stood in the files that the edits of a sequence touched; `None` for what was not there.
    before: Vec<(PathBuf, Option<Vec<u8>>)>,
    count: usize,
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect()
}

impl Copy {
    fn new(seed: u64) -> Copy {
        let folder = tempfile::tempdir().unwrap();
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in ["content", "toolbox", "themes"] {
            for file in files_below(&repository.join(part)) {
                let target = folder.path().join(file.strip_prefix(repository).unwrap());
                std::fs::create_dir_all(target.parent().unwrap()).unwrap();
                std::fs::copy(&file, &target).unwrap();
            }
        }
        Copy { folder, dice: Dice(seed), before: Vec::new(), count: 0 }
    }

    /// Without PDFs: they are made of what the pages are made of, and take most of the time of many builds. The runs of a
    /// few edits make them.
    fn without_pdf(self) -> Copy {
        let site = self.root().join("content/site.yaml");
        let text = std::fs::read_to_string(&site).unwrap();
        std::fs::write(&site, format!("{text}pdf: false\n")).unwrap();
        self
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Every file of the content of one kind.
    fn files(&self, below: &str, name: impl Fn(&str) -> bool) -> Vec<PathBuf> {
        let all = files_below(&self.root().join(below));
        all.into_iter().filter(|path| name(&path.to_string_lossy())).collect()
    }

    fn write(&mut self, path: &Path, content: Option<&[u8]>) {
        self.before.push((path.to_path_buf(), std::fs::read(path).ok()));
        put(path, content);
    }

    /// Changes a text; without the words nothing happens, which is an edit too.
    fn change(&mut self, path: &Path, change: impl Fn(&str) -> String) {
        if let Ok(text) = std::fs::read_to_string(path) {
            self.write(path, Some(change(&text).as_bytes()));
        }
    }

    fn copy_folder(&mut self, from: &str, to: &str, change: impl Fn(&str) -> String) {
        for file in files_below(&self.root().join(from)) {
            let target = self.root().join(to).join(file.strip_prefix(self.root().join(from)).unwrap());
            let text = std::fs::read_to_string(&file).unwrap();
            self.write(&target, Some(change(&text).as_bytes()));
        }
    }

    /// Puts back what the sequence has changed, the last first.
    fn undo(&mut self) {
        for (path, content) in std::mem::take(&mut self.before).into_iter().rev() {
            put(&path, content.as_deref());
        }
    }

    fn edit(&mut self) -> String {
        self.count += 1;
        let n = self.count;
        let kind = self.dice.below(25);
        match kind {
            0..=3 => {
                let years = self.files("content/municipalities", |path| path.contains("/20"));
                let file = self.dice.of(&years).clone();
                let amount = self.dice.below(90_000_000);
                self.change(&file, |text| replaced_line(text, "received:", &format!("received: {amount}.25")));
            }
            4 => {
                let years = self.files("content/municipalities", |path| path.contains("/20"));
                let file = self.dice.of(&years).clone();
                self.write(&file, None);
            }
            5 => {
                let profiles = self.files("content/municipalities", |path| path.ends_with("profile.yaml"));
                let file = self.dice.of(&profiles).clone();
                match self.dice.below(4) {
                    0 => self.write(&file, None),
                    people => self.change(&file, |text| text.replacen("total: ", &format!("total: {people}"), 1)),
                }
            }
            6..=9 => {
                let mut texts = self.files("content", |path| path.ends_with(".md"));
                texts.extend(self.files("toolbox", |path| path.ends_with(".md")));
                let file = self.dice.of(&texts).clone();
                self.change(&file, |text| format!("{text}\nUna línea más, la número {n}.\n"));
            }
            10 => {
                let tools = self.files("toolbox", |path| path.ends_with("tool.yaml"));
                let file = self.dice.of(&tools).clone();
                self.change(&file, |text| text.replacen("es: ", "es: Otra ", 1 + n % 3));
            }
            11 => {
                let lists = ["offices", "glossary", "sources", "classifications", "families", "holidays", "site"];
                let list = *self.dice.of(&lists);
                let file = self.root().join(format!("content/{list}.yaml"));
                self.change(&file, |text| text.replacen("es: ", "es: Nueva ", 1 + n % 5));
            }
            12 => {
                let file = self.root().join("content/municipalities/register.yaml");
                let name = format!("name: N{n} ");
                self.change(&file, |text| nth_replaced(text, "name: ", &name, n * 37));
            }
            13 => {
                let file = self.root().join("content/municipalities/register.yaml");
                self.change(&file, |text| nth_replaced(text, "population_2018: ", "population_2018: 1", n * 53));
            }
            14 => {
                let head = "---\ntitle: Página\nsummary: Resumen\nsection: help\norder: 9\n---\n\nTexto.\n";
                for lang in ["es", "en"] {
                    let page = self.root().join(format!("content/pages/nueva-{n}/{lang}.md"));
                    self.write(&page, Some(head.as_bytes()));
                }
            }
            15 => {
                let id = format!("990{}-agua", 2 + n % 7);
                let code = format!("\"{}\"", &id[..4]);
                let own = |text: &str| text.replace("9901-agua", &id).replace("\"9901\"", &code);
                self.copy_folder("content/charters/9901-agua", &format!("content/charters/{id}"), own);
            }
            16 => {
                let new = format!("toolbox/herramienta-{n}");
                let own = |text: &str| {
                    let kept = |line: &&str| !line.starts_with("slugs:");
                    let lines: Vec<&str> = text.lines().filter(kept).collect();
                    replaced_line(&lines.join("\n"), "number:", &format!("number: T{}", 40 + n % 50))
                };
                self.copy_folder("toolbox/cartera-morosa", &new, own);
            }
            17 => {
                let folders = ["content/cases", "content/primers", "content/charters", "toolbox", "content/pages"];
                let below = self.dice.of(&folders).to_string();
                let all = self.files(&below, |_| true);
                let file = self.dice.of(&all).clone();
                self.write(&file, None);
            }
            18 => {
                let strings = self.files("themes/anam/strings", |_| true);
                let file = self.dice.of(&strings).clone();
                self.change(&file, |text| nth_replaced(text, "a ", "a a ", n * 7));
            }
            19 => {
                let templates = self.files("themes/anam/templates", |_| true);
                let file = self.dice.of(&templates).clone();
                self.change(&file, |text| nth_replaced(text, "<p>", "<p>Otra cosa. ", n));
            }
            20 => {
                let file = self.root().join("themes/anam/static/base.css");
                self.change(&file, |text| format!("{text}\n.n{n}{{color:red}}\n"));
            }
            21 => {
                let file = self.root().join("content/municipalities/departments.yaml");
                self.change(&file, |text| nth_replaced(text, "name: ", "name: Otro ", n));
            }
            22 => {
                let folders = ["content/cases/somos-chiantla", "content/pages/privacidad", "toolbox/cartera-morosa"];
                let folder = self.dice.of(&folders).to_string();
                for file in files_below(&self.root().join(&folder)) {
                    let text = std::fs::read(&file).unwrap();
                    let target = self.root().join(format!("{folder}-{n}")).join(file.file_name().unwrap());
                    self.write(&target, Some(&text));
                    self.write(&file, None);
                }
            }
            23 => {
                let file = self.root().join("content/municipalities/boundaries.geojson");
                let area = |code: &str, west: usize| {
                    format!(
                        "{{\"properties\": {{\"code\": \"{code}\"}}, \"geometry\": {{\"type\": \"Polygon\", \
                         \"coordinates\": [[[-{west}, 15], [-90, 15], [-90, 16], [-{west}, 15]]]}}}}"
                    )
                };
                // Sometimes with a code that is nobody's.
                let all =
                    [area("1302", 91 + n % 4), area(if n.is_multiple_of(3) { "1399" } else { "1303" }, 92)].join(",\n");
                let text = format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{all}]}}");
                self.write(&file, (!n.is_multiple_of(5)).then_some(text.as_bytes()));
            }
            _ => {
                let results = self.root().join("content/charters/9901-agua/results.yaml");
                self.change(&results, |text| nth_replaced(text, "value: ", "value: 1", n));
            }
        }
        format!("kind {kind}: {}", self.before.last().map(|(path, _)| path.display().to_string()).unwrap_or_default())
    }
}

fn put(path: &Path, content: Option<&[u8]>) {
    match content {
        Some(content) => {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        None => {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// The first line that holds some words, with others in its place; its indentation stays.
fn replaced_line(text: &str, holds: &str, new: &str) -> String {
    let Some(at) = text.find(holds) else { return text.to_owned() };
    let end = text[at..].find(['\n', ',', '}']).map_or(text.len(), |length| at + length);
    format!("{}{new}{}", &text[..at], &text[end..])
}

/// One of the places where some words stand, with others in it.
fn nth_replaced(text: &str, old: &str, new: &str, n: usize) -> String {
    let places: Vec<usize> = text.match_indices(old).map(|(at, _)| at).collect();
    match places.len() {
        0 => text.to_owned(),
        count => {
            let at = places[n % count];
            format!("{}{new}{}", &text[..at], &text[at + old.len()..])
        }
    }
}

fn settings() -> Settings {
    Settings { base_url: Some("https://anam.example/".into()), minify: true, ..Settings::default() }
}

fn codes(made: &Made) -> Vec<&'static str> {
    made.diagnostics.iter().map(|diagnostic| diagnostic.fault.code).collect()
}

/// Runs sequences of one to three edits; after each, the rebuild must be the clean build.
fn sequences(count: usize, seed: u64, mut copy: Copy) {
    let mut before = Before::default();
    let mut site: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut made_again = 0;
    let mut rendered = 0;
    for number in 0..=count {
        let edits: Vec<String> = match number {
            0 => Vec::new(),
            _ => (0..1 + copy.dice.below(3)).map(|_| copy.edit()).collect(),
        };
        let what = format!("sequence {number} of seed {seed}: {edits:#?}");
        let made = make_again(copy.root(), &settings(), &mut before, &InMemory);
        // Decoding is kept: it depends on a file's text alone.
        let mut nothing = Before { decoded: std::mem::take(&mut before.decoded), ..Before::default() };
        let clean = make_again(copy.root(), &settings(), &mut nothing, &InMemory);
        before.decoded = nothing.decoded;
        assert_eq!(codes(&made), codes(&clean), "{what}");
        match (made.files, clean.files) {
            (Some(files), Some(clean)) => {
                made_again += 1;
                rendered += made.rendered;
                site = files
                    .into_iter()
                    .map(|file| {
                        let bytes = file.bytes.unwrap_or_else(|| site[&file.path].clone());
                        (file.path, bytes)
                    })
                    .collect();
                assert_eq!(site.len(), clean.len(), "{what}");
                for file in clean {
                    assert!(site.get(&file.path) == file.bytes.as_ref(), "{} differs in {what}", file.path);
                }
                // Half of the edits stay, so that the site drifts away from where it began.
                if copy.dice.below(2) == 0 {
                    copy.before.clear();
                } else {
                    copy.undo();
                }
            }
            (None, None) => copy.undo(),
            (made, clean) => panic!("{what}: {} instead of {}", made.is_some(), clean.is_some()),
        }
    }
    println!("{count} sequences, {made_again} sound sites, {rendered} files rendered");
    assert!(made_again * 2 > count, "most edits must leave a sound site");
}

#[test]
fn a_rebuild_is_the_clean_build() {
    sequences(12, 0x5eed_0001, Copy::new(0x5eed_0001));
}

/// Some minutes: `cargo test --release --test rebuild -- --ignored`.
#[test]
#[ignore = "takes minutes; scripts/test runs it as its slow job"]
fn a_rebuild_is_the_clean_build_after_five_hundred_sequences() {
    sequences(500, 0x5eed_0002, Copy::new(0x5eed_0002).without_pdf());
}

/// The stages of the files of a copy; `None` where something is wrong with them.
fn stages(copy: &Copy, decoded: &mut Decoded) -> Option<(SourceTree, Stages)> {
    let tree = SourceTree::read(copy.root()).value;
    decoded.update(&tree);
    let model = site::assembled(&tree, decoded, &settings());
    let stages = Stages::of(model.value?, &tree, &settings());
    let wrong = decoded.has_errors() || tree.has_errors();
    let wrong = wrong || model.diagnostics.has_errors() || stages.diagnostics.has_errors();
    stages.value.filter(|_| !wrong).map(|stages| (tree, stages))
}

/// The model of before with what the files of now say; `None` where that is not enough.
fn changed(before: &Model, was: &Decoded, now: &Decoded, trees: [&SourceTree; 2]) -> Option<Model> {
    let paths: std::collections::BTreeSet<_> =
        trees.iter().flat_map(|tree| tree.files()).map(|file| &file.path).collect();
    let mut changes = Vec::new();
    for path in paths {
        let (was, now) = (was.get(path)?, now.get(path)?);
        if was.hash() != now.hash() {
            changes.push(Change { path, was, now });
        }
    }
    before.changed(&changes, now, settings().asked())
}

/// Changing a model in places must lead to the one that is put together anew, and keeping a plan to the plan made anew.
fn changed_models(count: usize, seed: u64) {
    let mut copy = Copy::new(seed);
    let mut decoded = Decoded::default();
    let (mut tree, mut before) = stages(&copy, &mut decoded).unwrap();
    let (mut in_places, mut plans_kept) = (0, 0);
    for number in 0..count {
        let what = format!("edit {number} of seed {seed}: {}", copy.edit());
        let was = decoded.clone();
        let Some((now_tree, now)) = stages(&copy, &mut decoded) else {
            copy.undo();
            decoded = was;
            continue;
        };
        if let Some(model) = changed(&before.model, &was, &decoded, [&tree, &now_tree]) {
            in_places += 1;
            let stages = before.with(model, true, &now_tree, &settings()).value.unwrap();
            plans_kept += usize::from(std::sync::Arc::ptr_eq(&stages.plan, &before.plan));
            assert!(stages.model.facets.iter().eq(now.model.facets.iter()), "{what}");
            assert!(stages.plan.facets.iter().eq(now.plan.facets.iter()), "{what}");
            let named = |stages: &Stages| stages.plan.outputs.iter().map(|o| o.address.clone()).collect::<Vec<_>>();
            assert_eq!(named(&stages), named(&now), "{what}");
            // The model has what its facets say: pages show it.
            for output in stages.plan.outputs.iter().skip(number % 7).step_by(7) {
                let (one, other) = (stages.render(output).unwrap(), now.render(output).unwrap());
                assert!(one.bytes == other.bytes && one.reads == other.reads, "{} in {what}", output.address.as_str());
            }
            before = stages;
        } else {
            before = now;
        }
        tree = now_tree;
    }
    println!("{count} edits, {in_places} in places, {plans_kept} with the plan of before");
    assert!(in_places * 3 > count && plans_kept * 4 > count, "many edits touch values alone");
}

#[test]
fn a_model_that_was_changed_in_places_is_the_one_put_together_anew() {
    changed_models(60, 0x5eed_0004);
}

/// Everything below a folder but the manifest.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let own = |path: &PathBuf| path.file_name().is_some_and(|name| name != ".cabildo-manifest");
    files_below(folder)
        .into_iter()
        .filter(own)
        .map(|path| {
            let bytes = std::fs::read(&path).unwrap();
            (path.strip_prefix(folder).unwrap().to_path_buf(), bytes)
        })
        .collect()
}

/// Rebuilds on the disk, edit by edit, beside clean builds; now and then something befalls what was left to remember.
fn published(rounds: usize, seed: u64, mut copy: Copy) {
    let out = copy.root().join("public");
    let clean_out = copy.root().join("clean");
    let memory = copy.root().join(".public.memory");
    let decoded = copy.root().join(".public.decoded");
    let shorten = |path: &Path| std::fs::write(path, &std::fs::read(path).unwrap()[..1000]).unwrap();
    let spoil = |path: &Path| {
        let mut bytes = std::fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(path, bytes).unwrap();
    };
    for round in 0..rounds {
        let edit = if round > 0 { copy.edit() } else { String::new() };
        match round % 12 {
            2 => shorten(&memory),
            3 => spoil(&memory),
            4 => std::fs::remove_file(&memory).unwrap(),
            5 => std::fs::write(&memory, "cabildo memory 0 of somebody else").unwrap(),
            7 => shorten(&decoded),
            8 => spoil(&decoded),
            9 => std::fs::remove_file(&decoded).unwrap(),
            10 => std::fs::remove_dir_all(copy.root().join(".public.spare")).unwrap(),
            _ => {}
        }
        let may = |made: &mut Made| !made.diagnostics.has_errors();
        let again = rebuild(copy.root(), &out, &settings(), Options::default(), may);
        let clean = rebuild(copy.root(), &clean_out, &settings(), Options { clean: true, ..Options::default() }, may);
        let what = format!("round {round} of seed {seed}: {edit}");
        assert_eq!(codes(&again.made), codes(&clean.made), "{what}");
        assert_eq!(again.published.is_some(), clean.published.is_some(), "{what}");
        let (ours, theirs) = (tree(&out), tree(&clean_out));
        let differing: Vec<&PathBuf> =
            ours.keys().chain(theirs.keys()).filter(|path| ours.get(*path) != theirs.get(*path)).take(5).collect();
        assert!(differing.is_empty(), "{differing:?} in {what}");
        if again.published.is_none() {
            copy.undo();
        }
    }
}

#[test]
fn what_is_published_is_the_clean_build_and_a_spoilt_memory_does_no_harm() {
    published(11, 0x5eed_0003, Copy::new(0x5eed_0003));
}

#[test]
#[ignore = "takes minutes; scripts/test runs it as its slow job"]
fn what_is_published_is_the_clean_build_after_many_edits() {
    published(60, 0x5eed_0004, Copy::new(0x5eed_0004).without_pdf());
}

#[test]
fn without_a_change_nothing_is_made_and_the_same_is_told() {
    let copy = Copy::new(1);
    let out = copy.root().join("public");
    let may = |_: &mut Made| true;
    let first = rebuild(copy.root(), &out, &settings(), Options::default(), may);
    std::thread::sleep(std::time::Duration::from_millis(60));
    let second = rebuild(copy.root(), &out, &settings(), Options::default(), may);
    assert!(first.made.rendered > 900 && second.made.rendered == 0);
    assert_eq!(codes(&first.made), codes(&second.made));
    assert_eq!((first.outputs, first.made.pages), (second.outputs, second.made.pages));
    let shown = |made: &Made| {
        let printer = cabildo::diagnostics::Printer {
            interface: cabildo::diagnostics::Interface::Es,
            texts: &made.texts,
            colour: false,
            max: 0,
        };
        let mut text = Vec::new();
        printer.human(&made.diagnostics, &mut text).unwrap();
        String::from_utf8(text).unwrap()
    };
    assert_eq!(shown(&first.made), shown(&second.made));
}

#[test]
fn one_figure_makes_the_pages_that_show_it() {
    let mut copy = Copy::new(1);
    let mut before = Before::default();
    make_again(copy.root(), &settings(), &mut before, &InMemory);
    let year = copy.root().join("content/municipalities/1302-chiantla/2019.yaml");
    // No indicator asks what was paid.
    copy.change(&year, |text| replaced_line(text, "paid:", "paid: 1.25"));
    before.explain = Some("municipios/1302-chiantla/".into());
    let made = make_again(copy.root(), &settings(), &mut before, &InMemory);
    let files = made.files.unwrap();
    let rendered: Vec<&str> = files.iter().filter(|file| file.bytes.is_some()).map(|file| file.path.as_str()).collect();
    assert_eq!(rendered, ["en/municipalities/1302-chiantla/index.html", "municipios/1302-chiantla/index.html"]);
    let explained = made.explained.unwrap();
    let changed = vec!["content/municipalities/1302-chiantla/2019.yaml".to_owned()];
    assert_eq!(explained.reason, Some(cabildo::memory::Reason::Facets { changed, gone: 0 }));
    assert!(explained.inputs.unwrap().contains(&"profile: 1302".to_owned()));
    // What came in moves sums and medians, which the pages above the municipality show; nothing else is made again.
    copy.change(&year, |text| replaced_line(text, "received:", "received: 1.25"));
    let made = make_again(copy.root(), &settings(), &mut before, &InMemory);
    let files = made.files.unwrap();
    let rendered: Vec<&str> = files.iter().filter(|file| file.bytes.is_some()).map(|file| file.path.as_str()).collect();
    let above = [
        "assets/compare-es.js",
        "departamentos/13-huehuetenango/index.html",
        "indicadores/index.html",
        "municipios/index.html",
    ];
    assert!(rendered.contains(&"municipios/1302-chiantla/index.html"), "{rendered:?}");
    assert!(above.iter().all(|path| rendered.contains(path)), "{rendered:?}");
    let shows = |path: &&str| ["municip", "depart", "indica", "compare"].iter().any(|part| path.contains(part));
    assert!(rendered.iter().all(shows), "{rendered:?}");
}
