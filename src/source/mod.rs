//! Reading: the only room that reads content from disk. It keeps the text of each file, so that every later complaint
//! can point at file, line and column.
//!
//! [`SourceTree::read`] walks `content/`, `toolbox/` and `themes/` below the root, reads the files in parallel and
//! returns them in the order of their paths. [`yaml`] turns a text into typed values: `subset` reads the ordinary YAML
//! fast and `parse` all of it, both to one `tree`, and `decode` makes values of the tree.

mod decode;
mod front_matter;
pub mod hash;
pub mod lines;
mod lint;
mod located;
mod parse;
mod subset;
mod tree;
mod walk;
pub mod yaml;

pub use decode::{AS_WRITTEN, NOWHERE};
pub use front_matter::FrontMatter;
pub use lint::is_about_names;
pub use located::{KeyPlaces, Located};
use walk::Kind;
pub use walk::{Entry, Stamp, Walk, is_temporary};
pub use yaml::{Decoded, Doubts};

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::Bound;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use hash::Hash;
use rayon::prelude::*;

use crate::diagnostics::catalogue::{C0110, C0112, C0142, C0810, C0903};
use crate::diagnostics::{Checked, Diagnostic, Diagnostics, Place, Texts, Words, masked};

/// The folders below the root that hold a site.
pub const FOLDERS: [&str; 3] = ["content", "toolbox", "themes"];

/// The largest text file that is read, in bytes.
const LIMIT: u64 = 8 * 1024 * 1024;

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Body {
    Text(Arc<str>),
    /// A picture or another file that is copied as it is.
    Bytes(Arc<[u8]>),
}

impl Body {
    /// Of a file whose text nobody needs.
    fn nothing() -> Body {
        static NOTHING: LazyLock<Arc<str>> = LazyLock::new(|| Arc::from(""));
        Body::Text(Arc::clone(&NOTHING))
    }
}

/// One file of the site, read once.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Relative to the root, with `/`.
    pub path: Arc<str>,
    pub body: Body,
    /// Of the text or bytes.
    pub hash: Hash,
}

impl SourceFile {
    /// A file that need not be read because its hash is known.
    fn known(path: &Arc<str>, hash: Hash) -> SourceFile {
        SourceFile { path: Arc::clone(path), body: Body::nothing(), hash }
    }

    /// The text; empty for a file that is not text.
    pub fn text(&self) -> &str {
        match &self.body {
            Body::Text(text) => text,
            Body::Bytes(_) => "",
        }
    }

    /// The bytes as they stand in the file.
    pub fn bytes(&self) -> &[u8] {
        match &self.body {
            Body::Text(text) => text.as_bytes(),
            Body::Bytes(bytes) => bytes,
        }
    }
}

/// All files of a site, by path. A copy shares their texts.
#[derive(Clone, Debug, Default)]
pub struct SourceTree {
    files: BTreeMap<Arc<str>, SourceFile>,
    /// Files that are there but could not be read; each has been told.
    pub unread: BTreeSet<Arc<str>>,
    /// What complaints show of a file where that is not its text: a file in another encoding, personal data.
    shown: BTreeMap<Arc<str>, Arc<str>>,
    /// What was found while reading.
    found: BTreeMap<Arc<str>, Diagnostics>,
    /// What is wrong with the names of files.
    names: Diagnostics,
}

impl SourceTree {
    /// Reads a site's folders. A file that cannot be used is a diagnostic, and the others are read all the same.
    pub fn read(root: &Path) -> Checked<SourceTree> {
        SourceTree::read_each(root, &Walk::of(root), |_| ((), true)).0
    }

    /// Like [`SourceTree::read`], after a walk, without reading the files whose hashes it knows, and with something done
    /// to each that is read. What is done also says whether the text is wanted any longer: the texts of a large site
    /// would otherwise fill the memory. Files that were not read, and those whose text nobody wants, have none.
    pub fn read_each<R: Send>(
        root: &Path,
        walk: &Walk,
        each: impl Fn(&SourceFile) -> (R, bool) + Sync,
    ) -> (Checked<SourceTree>, Vec<R>) {
        let mut tree = SourceTree::default();
        for (path, error) in &walk.unreadable {
            tree.take(Arc::clone(path), Reading::no_file(unreadable(path, error)));
        }
        let reading = |entry: &Entry| {
            let path = &entry.path;
            if entry.stamp.kind != Kind::File {
                return (Reading::no_file(not_a_file(path)), None);
            }
            let mut reading = Reading::of(path, &entry.full(root));
            let Content::File(file) = &mut reading.content else { return (reading, None) };
            let (done, wanted) = each(file);
            if !wanted && reading.found.is_empty() {
                file.body = Body::nothing();
            }
            (reading, Some(done))
        };
        let mut files = Vec::with_capacity(walk.entries.len());
        let known = |entry: &Entry| Some((Arc::clone(&entry.path), SourceFile::known(&entry.path, entry.known?)));
        files.extend(walk.entries.iter().filter_map(known));
        let unknown: Vec<&Entry> = walk.entries.iter().filter(|entry| entry.known.is_none()).collect();
        let read: Vec<(Reading, Option<R>)> = unknown.par_iter().copied().map(reading).collect();
        let mut results = Vec::new();
        for (entry, (mut reading, done)) in unknown.into_iter().zip(read) {
            match std::mem::take(&mut reading.content) {
                Content::File(file) => files.push((Arc::clone(&entry.path), file)),
                other => reading.content = other,
            }
            tree.take(Arc::clone(&entry.path), reading);
            results.extend(done);
        }
        tree.files = files.into_iter().collect();
        if !walk.well_named {
            tree.check_names();
        }
        let found = tree.found();
        (Checked::new(tree, found), results)
    }

    /// Reads again what stands at some paths, whether or not there was or is something.
    pub fn refresh(&mut self, root: &Path, paths: &BTreeSet<Arc<str>>) {
        let wanted = |path: &&Arc<str>| is_source(path);
        let paths: Vec<&Arc<str>> = paths.iter().filter(wanted).collect();
        let read: Vec<Reading> =
            paths.par_iter().map(|path| Reading::of_whatever_is(path, &root.join(&***path))).collect();
        let mut other_names = false;
        for (path, reading) in paths.into_iter().zip(read) {
            let was_there = self.has(path);
            self.files.remove(path);
            self.unread.remove(path);
            self.shown.remove(path);
            self.found.remove(path);
            self.take(Arc::clone(path), reading);
            other_names |= was_there != self.has(path);
        }
        if other_names {
            self.check_names();
        }
    }

    /// What was found while reading.
    pub fn found(&self) -> Diagnostics {
        self.found.values().chain([&self.names]).flat_map(Diagnostics::iter).cloned().collect()
    }

    /// The files in which reading found something.
    pub fn told(&self) -> impl Iterator<Item = &Arc<str>> {
        self.found.keys()
    }

    /// Whether reading found what keeps the site from being published.
    pub fn has_errors(&self) -> bool {
        self.found.values().chain([&self.names]).any(Diagnostics::has_errors)
    }

    fn has(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.unread.contains(path)
    }

    fn take(&mut self, path: Arc<str>, reading: Reading) {
        if let Some(shown) = reading.shown {
            self.shown.insert(Arc::clone(&path), shown);
        }
        if !reading.found.is_empty() {
            self.found.insert(Arc::clone(&path), reading.found);
        }
        match reading.content {
            Content::File(file) => drop(self.files.insert(path, file)),
            Content::Unread => drop(self.unread.insert(path)),
            Content::NoFile => {}
        }
    }

    fn check_names(&mut self) {
        let paths: BTreeSet<&Arc<str>> = self.files.keys().chain(&self.unread).collect();
        self.names = lint::names::check(paths.into_iter());
    }

    /// Reads a few files by their paths, for showing parts of them. What cannot be read is left out.
    pub fn read_some<'p>(root: &Path, paths: impl Iterator<Item = &'p str>) -> SourceTree {
        let mut tree = SourceTree::default();
        for path in paths.collect::<BTreeSet<_>>() {
            let path: Arc<str> = Arc::from(path);
            let reading = Reading::of(&path, &root.join(&*path));
            tree.take(path, reading);
        }
        tree
    }

    /// All files, by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &SourceFile> {
        self.files.values()
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        self.files.get(path)
    }

    /// The files below a folder, given without a final `/`.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = &SourceFile> {
        let folder = format!("{folder}/");
        let from = (Bound::Included(folder.as_str()), Bound::Unbounded);
        let all = self.files.range::<str, _>(from);
        all.map(|(_, file)| file).take_while(move |file| file.path.starts_with(&folder))
    }

    /// The texts of all files as the printers of diagnostics show them: no more than may be seen, byte for byte where
    /// the text has it.
    pub fn texts(&self) -> Texts {
        let paths = self.files.keys().chain(self.shown.keys());
        paths.filter_map(|path| Some((Arc::clone(path), self.text(path)?))).collect()
    }

    /// The texts of the files that diagnostics speak of.
    pub fn texts_for(&self, found: &Diagnostics) -> Texts {
        let paths = found.iter().flat_map(Diagnostic::files);
        paths.filter_map(|path| Some((Arc::clone(path), self.text(path)?))).collect()
    }

    fn text(&self, path: &str) -> Option<Arc<str>> {
        let text = |file: &SourceFile| match &file.body {
            Body::Text(text) if !text.is_empty() => Some(Arc::clone(text)),
            _ => None,
        };
        self.shown.get(path).cloned().or_else(|| self.files.get(path).and_then(text))
    }
}

fn not_a_file(path: &Arc<str>) -> Diagnostic {
    C0110.at(Place::file(path)).with("file", path)
}

fn unreadable(path: &Arc<str>, reason: impl std::fmt::Display) -> Diagnostic {
    C0903.nowhere().with_words("action", Words::READ).with("path", path).with("reason", reason)
}

/// Whether a path, relative to the root, is one that a walk would come to.
fn is_source(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next().is_some_and(|first| FOLDERS.contains(&first)) && !parts.any(is_temporary)
}

/// What stands at a path as it was read, and what was found in it.
#[derive(Default)]
struct Reading {
    content: Content,
    found: Diagnostics,
    shown: Option<Arc<str>>,
}

#[derive(Default)]
enum Content {
    File(SourceFile),
    /// A file that cannot be used.
    Unread,
    /// A folder, something else, or nothing.
    #[default]
    NoFile,
}

impl Reading {
    fn of(path: &Arc<str>, full: &Path) -> Reading {
        read_file(path, full).unwrap_or_else(Reading::refused)
    }

    /// Like [`Reading::of`] where nobody has looked yet whether there is a file.
    fn of_whatever_is(path: &Arc<str>, full: &Path) -> Reading {
        match std::fs::symlink_metadata(full) {
            Ok(data) if data.is_file() => Reading::of(path, full),
            Ok(data) if data.is_dir() => match std::fs::read_dir(full) {
                Ok(_) => Reading::default(),
                Err(error) => Reading::no_file(unreadable(path, error)),
            },
            Ok(_) => Reading::no_file(not_a_file(path)),
            Err(_) => Reading::default(),
        }
    }

    fn refused(diagnostic: Diagnostic) -> Reading {
        Reading { content: Content::Unread, ..Reading::no_file(diagnostic) }
    }

    fn no_file(diagnostic: Diagnostic) -> Reading {
        Reading { found: Diagnostics::from_iter([diagnostic]), ..Reading::default() }
    }

    fn usable(path: &Arc<str>, body: Body, hash: Hash) -> Reading {
        let file = SourceFile { path: Arc::clone(path), body, hash };
        Reading { content: Content::File(file), ..Reading::default() }
    }
}

fn read_file(path: &Arc<str>, full: &Path) -> Result<Reading, Diagnostic> {
    let failed = |error: std::io::Error| {
        C0903.at(Place::file(path)).with_words("action", Words::READ).with("path", path).with("reason", error)
    };
    let mut file = fs_err::File::open(full).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > LIMIT {
        return Err(C0112.at(Place::file(path)).with("size", size / 1024).with("limit", LIMIT / 1024));
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.read_to_end(&mut bytes).map_err(failed)?;
    if !is_text(path) {
        let hash = hash::hash(&bytes);
        return Ok(Reading::usable(path, Body::Bytes(bytes.into()), hash));
    }
    if let Some(refused) = lint::encoding::refuse(path, &bytes) {
        let shown = Some(refused.shown.into());
        return Ok(Reading { shown, ..Reading::refused(refused.complaint) });
    }
    // A byte order mark and Windows line ends are taken as they come from office editors.
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let text: Arc<str> = match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    };
    let hash = hash::hash(text.as_bytes());
    let mut reading = Reading::usable(path, Body::Text(Arc::clone(&text)), hash);
    if is_written_by_editors(path) {
        reading.found = lint::text(path, &text);
        // An empty YAML file lacks its keys, which says more.
        if text.trim().is_empty() && path.ends_with(".md") {
            reading.found.push(C0142.at(Place::file(path)));
        }
        if reading.found.iter().any(|diagnostic| diagnostic.fault.code == C0810.code) {
            reading.shown = Some(masked(&text).into());
        }
    }
    Ok(reading)
}

/// Content, tools and the words of a theme, but not its templates, styles and scripts, and no boundaries.
fn is_written_by_editors(path: &str) -> bool {
    !path.ends_with(".geojson")
        && path
            .strip_prefix("themes/")
            .is_none_or(|rest| rest.split_once('/').is_some_and(|(_, rest)| rest.starts_with("strings/")))
}

fn is_text(path: &str) -> bool {
    ["yaml", "yml", "md", "html", "typ", "css", "js", "svg", "txt", "xml", "json", "geojson", "csv"]
        .iter()
        .any(|end| path.rsplit_once('.').is_some_and(|(_, suffix)| suffix.eq_ignore_ascii_case(end)))
}
