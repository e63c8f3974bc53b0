//! A theme: templates, static files and the words of the interface in each language.
//!
//! The files of `themes/<name>/` on disk go before those of the theme that is built into the program, so a site can
//! change one template and leave the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::diagnostics::catalogue::{C0113, C0604, C0605, C0905, C0999};
use crate::diagnostics::{Checked, Diagnostics, Place, Words, nearest};
use crate::model::site::Site;
use crate::model::values::Lang;
use crate::source::hash::{Hash, combined, hash, shown};
use crate::source::{Decoded, Located, SourceFile, SourceTree, yaml};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/anam");

const NO_THEME: Words = Words {
    es: "no hay una carpeta de ese nombre en themes/; el tema que trae el programa se llama anam",
    en: "themes/ has no folder of that name; the theme that the program brings is called anam",
};

/// What the built-in theme is called.
const BUILT_IN_NAME: &str = "anam";

/// `theme.yaml`: which files make the style sheet and the scripts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Style sheets of `static/`, joined in this order into one file for all pages.
    pub styles: Vec<Located<String>>,
    /// Scripts of `static/`, each published under its name and hash.
    #[serde(default)]
    pub scripts: Vec<Located<String>>,
    /// Other files of `static/`, published as they are below `assets/`.
    #[serde(default)]
    pub files: Vec<Located<String>>,
}

/// Section → key → words.
pub type StringTable = BTreeMap<String, BTreeMap<String, String>>;

/// A theme ready for use.
#[derive(Debug)]
pub struct Theme {
    pub manifest: Manifest,
    /// Below the root.
    folder: String,
    files: BTreeMap<String, Arc<[u8]>>,
    /// One for each language of the site.
    strings: BTreeMap<Lang, Strings>,
    /// For languages that the site does not have.
    no_strings: Strings,
}

/// The words of one language; what it lacks is the main language's.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    pub table: StringTable,
    /// Whether no word is the main language's.
    pub complete: bool,
}

impl Strings {
    /// A word; the key itself where the theme has none, which the tests refuse.
    pub fn get<'a>(&'a self, section: &'a str, key: &'a str) -> &'a str {
        self.table.get(section).and_then(|keys| keys.get(key)).map_or(key, String::as_str)
    }

    /// A word with its `{name}` filled in.
    pub fn fill(&self, section: &str, key: &str, values: &[(&str, &str)]) -> String {
        let mut rest = self.get(section, key);
        let mut text = String::with_capacity(rest.len() + values.iter().map(|(_, value)| value.len()).sum::<usize>());
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let known =
                values.iter().find_map(|(name, value)| Some((value, after.strip_prefix(name)?.strip_prefix('}')?)));
            rest = match known {
                Some((value, after)) => {
                    text.push_str(value);
                    after
                }
                None => {
                    text.push('{');
                    after
                }
            };
        }
        text.push_str(rest);
        text
    }
}

impl Theme {
    /// Puts together the theme that the site names. `None` when its parts cannot be read.
    pub fn load(site: &Site, tree: &SourceTree) -> Checked<Option<Theme>> {
        let mut found = Diagnostics::new();
        let name = if site.theme.is_stand_in() { BUILT_IN_NAME } else { site.theme.as_str() };
        let mut folder = format!("themes/{name}");
        if name != BUILT_IN_NAME && tree.below(&folder).next().is_none() {
            let known: BTreeSet<&str> = tree.below("themes").filter_map(|file| file.path.split('/').nth(1)).collect();
            let near = nearest(name, known.into_iter().chain([BUILT_IN_NAME]));
            let fault = C0905.at(site.theme.in_file(&site.file)).with("key", "theme").with("value", name);
            found.push(fault.with_words("cure", NO_THEME).with_some("nearest", near));
            folder = format!("themes/{}", near.unwrap_or(BUILT_IN_NAME));
        }
        let mut files: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
        built_in(&BUILT_IN, &mut files);
        for file in tree.below(&folder) {
            files.insert(file.path[folder.len() + 1..].to_owned(), file.bytes().into());
        }
        let manifest = manifest(tree.get(&format!("{folder}/theme.yaml")), &files, &mut found);
        let strings = load_strings(site, tree, &folder, &files, &mut found);
        let theme = match (manifest, strings) {
            (Some(manifest), Some(strings)) => {
                Some(Theme { manifest, folder, files, strings, no_strings: Strings::default() })
            }
            _ => None,
        };
        Checked::new(theme, found)
    }

    /// The words of a language.
    pub fn strings(&self, lang: Lang) -> &Strings {
        self.strings.get(&lang).unwrap_or(&self.no_strings)
    }

    /// A file of the theme, by its path in the theme.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// A file of `static/`; empty when the theme lacks it.
    pub fn static_file(&self, name: &str) -> &[u8] {
        self.file(&format!("static/{name}")).unwrap_or_default()
    }

    /// The text of a template.
    pub fn template(&self, name: &str) -> Option<&str> {
        self.file(&format!("templates/{name}")).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// The text of a template of the theme that the program brings.
    pub fn built_in_template(name: &str) -> Option<&'static str> {
        BUILT_IN.get_file(format!("templates/{name}"))?.contents_utf8()
    }

    /// The path of a template, for messages.
    pub fn template_file(&self, name: &str) -> Arc<str> {
        format!("{}/templates/{name}", self.folder).into()
    }

    /// The templates of what is printed: name and text.
    pub fn print_templates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix("print/")?, std::str::from_utf8(bytes).ok()?)))
            .filter(|(name, _)| name.ends_with(".typ"))
    }

    /// Whether what is printed has templates of the site's own.
    pub fn prints_its_own_way(&self) -> bool {
        let built_in = |name: &str| BUILT_IN.get_file(format!("print/{name}"))?.contents_utf8();
        self.print_templates().any(|(name, text)| built_in(name) != Some(text))
    }

    /// The path of a template of what is printed, for messages.
    pub fn print_template_file(&self, name: &str) -> Arc<str> {
        format!("{}/print/{name}", self.folder).into()
    }

    /// The hash of the words that addresses are made of.
    pub fn address_words_hash(&self) -> Hash {
        combined(self.strings.values().map(|strings| {
            let sections = strings.table.iter().filter(|(section, _)| section.ends_with("address"));
            shown(&sections.collect::<Vec<_>>())
        }))
    }

    /// The hash of the files that are published under names of their own, and of these names.
    pub fn assets_hash(&self) -> Hash {
        let names = self.manifest.styles.iter().chain(&self.manifest.scripts);
        combined(names.map(|name| hash(self.static_file(name))).chain([shown(&self.manifest)]))
    }

    /// The templates: name and text.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix("templates/")?, std::str::from_utf8(bytes).ok()?)))
    }
}

fn built_in(dir: &Dir<'_>, files: &mut BTreeMap<String, Arc<[u8]>>) {
    for file in dir.files() {
        files.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents().into());
    }
    dir.dirs().for_each(|dir| built_in(dir, files));
}

fn manifest(
    on_disk: Option<&SourceFile>,
    files: &BTreeMap<String, Arc<[u8]>>,
    found: &mut Diagnostics,
) -> Option<Manifest> {
    if let Some(file) = on_disk {
        let decoded = yaml::decode::<Manifest>(file).collect_into(found);
        let names =
            decoded.iter().flat_map(|Decoded { value: m, .. }| m.styles.iter().chain(&m.scripts).chain(&m.files));
        for name in names.filter(|name| !name.is_stand_in()) {
            if !files.contains_key(&format!("static/{}", name.value)) {
                let known = files.keys().filter_map(|path| path.strip_prefix("static/"));
                let near = nearest(name, known);
                let fault = C0113.at(name.in_file(&file.path)).with("file", format!("static/{}", name.value));
                found.push(fault.with_some("nearest", near));
            }
        }
        // What is wrong with it has been told; the templates can be judged with the program's own.
        if let Some(Decoded { value, doubts: None }) = decoded {
            return Some(value);
        }
    }
    let files = &mut BTreeMap::new();
    built_in(&BUILT_IN, files);
    let text = files.get("theme.yaml").and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    yaml::decode_text(text).map_err(|error| found.push(C0999.nowhere().with("what", error))).ok()
}

/// Reads the strings of every language and fills what one lacks from the main one.
fn load_strings(
    site: &Site,
    tree: &SourceTree,
    folder: &str,
    files: &BTreeMap<String, Arc<[u8]>>,
    found: &mut Diagnostics,
) -> Option<BTreeMap<Lang, Strings>> {
    let mut tables: BTreeMap<Lang, StringTable> = BTreeMap::new();
    // Languages whose own words are not there; nothing more is said of what they lack.
    let mut without = Vec::new();
    for language in &site.languages {
        let code = *language.code;
        let name = format!("strings/{code}.yaml");
        let table = match tree.get(&format!("{folder}/{name}")) {
            Some(file) => {
                let table = yaml::decode_sound::<StringTable>(file).collect_into(found);
                // What is wrong in a file of words has been told: its language does not lack them.
                table.or_else(|| built_in_words(&name))
            }
            None => files
                .get(&name)
                .and_then(|bytes| std::str::from_utf8(bytes).ok())
                .and_then(|text| yaml::decode_text(text).ok()),
        };
        match table {
            Some(table) => {
                tables.insert(code, table);
            }
            None => {
                without.push(code);
                tables.insert(code, StringTable::new());
                let fault = C0604.at(language.in_file(&site.file)).with("code", code);
                found.extend((!language.is_stand_in()).then(|| fault.with("theme", site.theme.as_str())));
            }
        }
    }
    let main = tables.get(&site.main())?.clone();
    let mut strings = BTreeMap::new();
    for (lang, table) in tables {
        let (table, lacking) = completed(table, &main);
        if !lacking.is_empty() && !without.contains(&lang) && !site.guessed {
            let file: Arc<str> = format!("{folder}/strings/{lang}.yaml").into();
            let shown: Vec<&str> = lacking.iter().take(5).map(String::as_str).collect();
            let fault = C0605.at(Place::file(&file)).with("count", lacking.len());
            found.push(fault.with("keys", shown.join(", ")));
        }
        strings.insert(lang, Strings { table, complete: lacking.is_empty() });
    }
    Some(strings)
}

/// The words that the program itself brings, for a language whose file cannot be read.
fn built_in_words(name: &str) -> Option<StringTable> {
    let text = BUILT_IN.get_file(name)?.contents_utf8()?;
    yaml::decode_text(text).ok()
}

/// A table with the words it lacks taken from another, and the names of those.
fn completed(mut table: StringTable, main: &StringTable) -> (StringTable, Vec<String>) {
    let mut lacking = Vec::new();
    for (section, keys) in main {
        let own = table.entry(section.clone()).or_default();
        for (key, words) in keys {
            if !own.contains_key(key) {
                lacking.push(format!("{section}.{key}"));
                own.insert(key.clone(), words.clone());
            }
        }
    }
    (table, lacking)
}

#[cfg(test)]
mod tests {
    use super::Strings;

    #[test]
    fn names_in_braces_are_filled_in_and_nothing_else_is() {
        let words = [("a".to_owned(), "{n} de {m}, {otro} {n} {".to_owned())];
        let table = [("s".to_owned(), words.into_iter().collect())];
        let strings = Strings { table: table.into_iter().collect(), complete: true };
        assert_eq!(strings.fill("s", "a", &[("n", "{m}"), ("m", "2")]), "{m} de 2, {otro} {m} {");
        assert_eq!(strings.fill("s", "nada", &[("n", "1")]), "nada");
    }
}
