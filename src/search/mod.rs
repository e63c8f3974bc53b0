//! The site's own search: one small index file per language, read by `search.js` in the browser.
//!
//! 1. [`fold`] cuts text into words, drops accents and glottal marks, and brings plural and gender to one stem.
//! 2. [`index`](mod@index) gathers, for each stem, the documents that use it and in which field, and packs the
//!    whole into a classic script that also works from `file://`.
//!
//! The browser folds and stems what the reader types with the same rules (`themes/anam/static/search.js`);
//! `tests/search/` holds both sides together.

mod fold;
mod index;

pub use index::index;

/// One page, or one part of a page, that a reader can find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDoc {
    /// Address relative to the root page of the document's language; may carry an anchor. Used as it is.
    pub url: String,
    /// What sort of thing it is: one of [`KINDS`]. Its place there decides between equally good results.
    pub kind: &'static str,
    pub title: String,
    /// Shown under the title, cut at [`SUMMARY_CHARS`]; all its words are indexed.
    pub summary: String,
    /// Other names, daily names, keywords and codes; found like the title, never shown.
    pub names: Vec<String>,
    /// More words to find the document by; may be empty.
    pub body: String,
    /// Invented for teaching: listed after everything else and marked.
    pub demo: bool,
    /// Language of the texts, as in `<html lang>`.
    pub lang: String,
}

/// The kinds of document, the first before the others when results are equally good.
pub const KINDS: [&str; 10] =
    ["tool", "calculator", "charter", "primer", "office", "municipality", "department", "term", "case", "page"];

/// Longest summary in the index, in characters, the ellipsis included.
pub const SUMMARY_CHARS: usize = 120;
