//! The YAML between two `---` lines at the top of a Markdown file.

use serde::de::DeserializeOwned;

use super::{Decoded, SourceFile, yaml};
use crate::diagnostics::catalogue::C0111;
use crate::diagnostics::{Checked, Diagnostics, Place};

/// A Markdown file cut into its head and its text.
pub struct FrontMatter<T> {
    pub head: Decoded<T>,
    /// Where the text after the head starts, in bytes.
    pub body: usize,
}

impl<T: DeserializeOwned> FrontMatter<T> {
    /// Reads the head of a Markdown file that must have one.
    pub fn read(file: &SourceFile) -> Checked<Option<Self>> {
        let text = file.text();
        let end = text.find("\n---\n").filter(|_| text.starts_with("---\n")).map(|n| n + 1);
        let Some(end) = end else {
            return Checked::new(None, Diagnostics::from_iter([C0111.at(Place::file(&file.path))]));
        };
        let head = yaml::decode_part(&file.path, &text[..end]);
        Checked::new(head.value.map(|head| FrontMatter { head, body: end + 4 }), head.diagnostics)
    }
}
