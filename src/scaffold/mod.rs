//! What `cabildo new` writes: files to start from, and the forms for a charter's results.
//!
//! Each kind is a function from the site and a question to a [`Draft`]: the files with their bytes, and what to say
//! about them. What cannot be is a diagnostic, and then nothing is written. Only [`write()`] writes.
//!
//! A draft holds no facts that nobody gave: what is not known is an example in a comment.

mod charter;
mod question;
mod results;
mod returned;
mod version;
mod workbook;
mod write;

pub use charter::{NewCharter, charter};
pub use question::{Choice, municipality, service, services};
pub use results::{Filled, Form, NewResults, form, results};
pub use returned::returned;
pub use version::{NewVersion, version};
pub use workbook::{Workbook, workbook};
pub use write::write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostics::catalogue::{C0791, C0903, C0905};
use crate::diagnostics::{Checked, Diagnostic, Diagnostics, Interface, Place, Texts as Shown, Words};
use crate::model::values::{Lang, Texts};
use crate::model::{Asked, Model};
use crate::source::SourceTree;

/// A site as far as it can be read, for asking it what there is.
pub struct Grounds {
    root: PathBuf,
    pub model: Model,
    pub tree: SourceTree,
    /// Faults of the content. A form may be written all the same, as long as they are elsewhere.
    pub found: Diagnostics,
}

impl Grounds {
    /// Reads a site's files. Without its head there is none, only what is wrong.
    pub fn read(root: &Path, asked: Asked) -> Checked<Option<Grounds>> {
        let mut found = Diagnostics::new();
        let tree = SourceTree::read(root).collect_into(&mut found);
        match Model::load(&tree, asked).collect_into(&mut found) {
            Some(model) => {
                let root = root.to_owned();
                Checked::new(Some(Grounds { root, model, tree, found }), Diagnostics::new())
            }
            None => Checked::new(None, found),
        }
    }

    /// For printing diagnostics.
    pub fn texts(&self) -> Shown {
        self.tree.texts()
    }

    /// The errors in files whose path says that they matter here.
    fn errors_in(&self, matters: impl Fn(&str) -> bool) -> Option<Diagnostics> {
        let wrong = |d: &&Diagnostic| {
            d.fault.severity == crate::diagnostics::Severity::Error && d.files().any(|file| matters(file))
        };
        let errors: Diagnostics = self.found.iter().filter(wrong).cloned().collect();
        (!errors.is_empty()).then_some(errors)
    }

    /// A content file as it stands on the disk, for changing it; nothing where there is none.
    fn original(&self, path: &str) -> Result<Option<Original>, Diagnostics> {
        if self.tree.get(path).is_none() {
            return Ok(None);
        }
        fs_err::read(self.root.join(path)).map(|bytes| Some(Original::of(bytes))).map_err(|error| {
            let fault = C0903.nowhere().with_words("action", Words::READ).with("path", path);
            one(fault.with("reason", error))
        })
    }
}

/// A file whose text is changed, and whose line ends stay what they are.
struct Original {
    bytes: Vec<u8>,
    /// With `\n` at the end of lines, as the rest of the program sees it.
    text: String,
}

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

impl Original {
    fn of(bytes: Vec<u8>) -> Original {
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text).replace("\r\n", "\n");
        Original { bytes, text }
    }

    /// A text in the spelling of this file.
    fn spelled(&self, text: &str) -> Vec<u8> {
        let mark = if self.bytes.starts_with(BYTE_ORDER_MARK.as_bytes()) { BYTE_ORDER_MARK } else { "" };
        let windows = self.bytes.windows(2).any(|pair| pair == b"\r\n");
        let text = if windows { text.replace('\n', "\r\n") } else { text.to_owned() };
        format!("{mark}{text}").into_bytes()
    }

    /// Whether its text can be told from its bytes and back: not where some lines end in one way and some in another.
    fn is_even(&self) -> bool {
        self.spelled(&self.text) == self.bytes && !self.text.contains('\r')
    }
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Of a content file relative to the root, of another as it was given.
    pub path: PathBuf,
    pub is_content: bool,
    pub bytes: Vec<u8>,
    /// What stands there; absent where nothing must.
    pub before: Option<Vec<u8>>,
}

impl NewFile {
    fn content(path: String, text: String) -> NewFile {
        NewFile { path: path.into(), is_content: true, bytes: text.into_bytes(), before: None }
    }
}

/// Files to write, and what to say about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub files: Vec<NewFile>,
    /// What the author should know.
    pub notes: Vec<String>,
    /// What to do next.
    pub steps: Vec<String>,
}

/// A request that cannot be granted, and what to do instead.
fn refusal(what: impl std::fmt::Display, cure: impl std::fmt::Display) -> Diagnostic {
    C0905.nowhere().with("what", what).with("cure", cure)
}

/// The same because of what stands at a place of a file.
fn refusal_at(place: Place, what: impl std::fmt::Display, cure: impl std::fmt::Display) -> Diagnostic {
    C0791.at(place).with("what", what).with("cure", cure)
}

fn one(diagnostic: Diagnostic) -> Diagnostics {
    Diagnostics::from_iter([diagnostic])
}

/// A text for a person who reads the interface's language, else in the site's main one, on one line.
fn said(text: &Texts, model: &Model, interface: Interface) -> String {
    let lang = Lang::parse(interface.code()).filter(|lang| text.get(*lang).is_some());
    let shown = text.or_main(lang.unwrap_or_else(|| model.site.main()), model.site.main()).1;
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A scalar in double quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// `{es: "…", en: "…"}` in the languages that a site has; `text` says what there is in each.
fn flow<'t>(model: &Model, text: impl Fn(Lang) -> Option<&'t str>) -> String {
    let said = model.languages().filter_map(|lang| text(lang).map(|text| format!("{lang}: {}", quoted(text))));
    format!("{{{}}}", said.collect::<Vec<_>>().join(", "))
}

/// The place of some bytes of a content file.
fn place(path: &str, span: std::ops::Range<usize>) -> Place {
    Place::new(&Arc::from(path), span)
}

#[cfg(test)]
mod tests {
    use super::Original;

    #[test]
    fn a_file_keeps_its_line_ends() {
        let spelled = |bytes: &[u8], text: &str| Original::of(bytes.to_vec()).spelled(text);
        assert_eq!(spelled(b"a: 1\nb: 2", "a: 1\nc: 3\n"), b"a: 1\nc: 3\n");
        assert_eq!(spelled(b"\xEF\xBB\xBFa: 1\r\n", "a: 1\nc: 3\n"), b"\xEF\xBB\xBFa: 1\r\nc: 3\r\n");
        for (bytes, even) in
            [(&b"a\r\nb\r\n"[..], true), (b"a\nb", true), (b"a\r\nb\n", false), (b"a\rb", false), (b"\xFF", false)]
        {
            assert_eq!(Original::of(bytes.to_vec()).is_even(), even, "{bytes:?}");
        }
    }
}
