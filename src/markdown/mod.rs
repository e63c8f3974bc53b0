//! Markdown: text to a small tree, checks on the tree, tree to HTML and to search text.
//!
//! Content is plain Markdown with tables: no raw HTML, no attributes, an allow-list of link schemes. What is not
//! allowed is a fault with its place, never silently dropped.

mod highlight;
mod html;
mod parse;
mod signs;

pub use html::{LinkResolver, Rendered, escape};

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Whether an address may stand in a link: a page of the site, an anchor, or a scheme that is safe to follow.
pub fn is_allowed(address: &str) -> bool {
    parse::is_allowed(address)
}

/// A parsed text: blocks with their places in the file.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Document {
    pub blocks: Vec<Block>,
}

/// A heading or a paragraph, list, table…
#[derive(Debug, Deserialize, Serialize)]
pub enum Block {
    Heading { level: u8, id: String, inlines: Vec<Inline> },
    Paragraph(Vec<Inline>),
    List { start: Option<u64>, items: Vec<Vec<Block>> },
    Quote(Vec<Block>),
    Code { language: String, text: String },
    Table { head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>> },
    Rule,
}

/// What stands inside a line.
#[derive(Debug, Deserialize, Serialize)]
pub enum Inline {
    Text(String),
    Code(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Link { target: String, span: Range<usize>, inlines: Vec<Inline> },
    SoftBreak,
    HardBreak,
}

impl Document {
    /// The headings of level 2: title, and identifier for links.
    pub fn sections(&self) -> impl Iterator<Item = (&str, String)> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading { level: 2, id, inlines } => Some((id.as_str(), plain(inlines))),
            _ => None,
        })
    }

    /// All identifiers of headings.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading { id, .. } => Some(id.as_str()),
            _ => None,
        })
    }

    /// Every link with its place, in the order of the text.
    pub fn links(&self) -> Vec<(&str, Range<usize>)> {
        let mut found = Vec::new();
        visit_blocks(&self.blocks, &mut |inline| {
            if let Inline::Link { target, span, .. } = inline {
                found.push((target.as_str(), span.clone()));
            }
        });
        found
    }

    /// The words, without marks, for the search index.
    pub fn plain_text(&self) -> String {
        let mut words = String::new();
        visit_blocks(&self.blocks, &mut |inline| match inline {
            Inline::Text(text) | Inline::Code(text) => {
                words.push_str(text);
                words.push(' ');
            }
            _ => {}
        });
        words
    }
}

/// The words of a line without its marks.
pub fn plain(inlines: &[Inline]) -> String {
    let mut words = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => words.push_str(text),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { inlines: inner, .. } => {
                words.push_str(&plain(inner));
            }
            Inline::SoftBreak | Inline::HardBreak => words.push(' '),
        }
    }
    words
}

fn visit_blocks<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Inline)) {
    for block in blocks {
        match block {
            Block::Heading { inlines, .. } | Block::Paragraph(inlines) => visit_inlines(inlines, visit),
            Block::List { items, .. } => items.iter().for_each(|item| visit_blocks(item, visit)),
            Block::Quote(inner) => visit_blocks(inner, visit),
            Block::Table { head, rows } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| visit_inlines(cell, visit));
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn visit_inlines<'a>(inlines: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        if let Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { inlines: inner, .. } = inline {
            visit_inlines(inner, visit);
        }
    }
}
