//! Reading: the only room that reads content from disk. It keeps the text of each file, so that every later complaint
//! can point at file, line and column.
//!
//! [`SourceTree::read`] walks `content/`, `toolbox/` and `themes/` below the root, reads the files in parallel and
//! returns them in the order of their paths. [`yaml`] turns a text into typed values.

mod collect;
mod front_matter;
mod lint;
mod located;
mod tree;
pub mod yaml;

pub use front_matter::FrontMatter;
pub use located::Located;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::diagnostics::catalogue::{C0101, C0110, C0112, C0903};
use crate::diagnostics::{Checked, Diagnostic, Diagnostics, Place, Texts, Words};

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

/// One file of the site, read once.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Relative to the root, with `/`.
    pub path: Arc<str>,
    pub body: Body,
}

impl SourceFile {
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

/// All files of a site, by path.
#[derive(Clone, Debug, Default)]
pub struct SourceTree {
    files: BTreeMap<Arc<str>, SourceFile>,
    /// Files that are there but could not be read; each has been told.
    pub unread: Vec<Arc<str>>,
}

impl SourceTree {
    /// Reads a site's folders. A file that cannot be used is a diagnostic, and the others are read all the same.
    pub fn read(root: &Path) -> Checked<SourceTree> {
        let mut diagnostics = Diagnostics::new();
        let mut found: Vec<(Arc<str>, PathBuf)> = Vec::new();
        for folder in FOLDERS {
            walk(root, &root.join(folder), &mut found, &mut diagnostics);
        }
        let read: Vec<Result<SourceFile, Diagnostic>> =
            found.par_iter().map(|(path, full)| read_file(path, full)).collect();
        let mut files = BTreeMap::new();
        let mut unread = Vec::new();
        for result in read {
            match result {
                Ok(file) => {
                    files.insert(Arc::clone(&file.path), file);
                }
                Err(diagnostic) => {
                    unread.extend(diagnostic.place.as_ref().map(|place| Arc::clone(&place.file)));
                    diagnostics.push(diagnostic);
                }
            }
        }
        Checked::new(SourceTree { files, unread }, diagnostics)
    }

    /// All files, by path.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.values()
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        self.files.get(path)
    }

    /// The files below a folder, given without a final `/`.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a SourceFile> {
        self.files.values().filter(move |file| file.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The texts of all files, for the printers of diagnostics.
    pub fn texts(&self) -> Texts {
        self.files
            .values()
            .filter_map(|file| match &file.body {
                Body::Text(text) => Some((Arc::clone(&file.path), Arc::clone(text))),
                Body::Bytes(_) => None,
            })
            .collect()
    }
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<(Arc<str>, PathBuf)>, diagnostics: &mut Diagnostics) {
    if !folder.is_dir() {
        return;
    }
    let entries = WalkDir::new(folder)
        .follow_links(false)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !is_temporary(&entry.file_name().to_string_lossy()));
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let path = relative(root, entry.path());
                if entry.file_type().is_file() {
                    found.push((path, entry.into_path()));
                } else {
                    diagnostics.push(C0110.at(Place::file(&path)).with("file", &path));
                }
            }
            Err(error) => {
                let path = error.path().map_or_else(|| Arc::from(""), |path| relative(root, path));
                diagnostics
                    .push(C0903.nowhere().with_words("action", Words::READ).with("path", &path).with("reason", error));
            }
        }
    }
}

/// The path relative to the root, with `/` on every system.
fn relative(root: &Path, path: &Path) -> Arc<str> {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Arc::from(parts.join("/"))
}

/// Files that editors and systems leave behind; they are never content.
pub fn is_temporary(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".swx", ".tmp", ".bak", ".crdownload", ".orig"].iter().any(|end| name.ends_with(end))
        || ["4913", "Thumbs.db", "desktop.ini"].contains(&name)
}

fn read_file(path: &Arc<str>, full: &Path) -> Result<SourceFile, Diagnostic> {
    let failed = |error: std::io::Error| {
        C0903.at(Place::file(path)).with_words("action", Words::READ).with("path", path).with("reason", error)
    };
    let size = fs_err::metadata(full).map_err(failed)?.len();
    if size > LIMIT {
        return Err(C0112.at(Place::file(path)).with("size", size / 1024).with("limit", LIMIT / 1024));
    }
    let bytes = fs_err::read(full).map_err(failed)?;
    if !is_text(path) {
        return Ok(SourceFile { path: Arc::clone(path), body: Body::Bytes(bytes.into()) });
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            // A byte order mark and Windows line ends are taken as they come from office editors.
            let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
            let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
            Ok(SourceFile { path: Arc::clone(path), body: Body::Text(text.into()) })
        }
        Err(error) => Err(C0101.at(Place::file(path)).with("byte", error.utf8_error().valid_up_to())),
    }
}

fn is_text(path: &str) -> bool {
    ["yaml", "yml", "md", "html", "css", "js", "svg", "txt", "xml", "json", "csv"]
        .iter()
        .any(|end| path.rsplit_once('.').is_some_and(|(_, suffix)| suffix.eq_ignore_ascii_case(end)))
}
