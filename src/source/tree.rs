//! A YAML text as a tree: what [`super::subset`] and [`super::parse`] make, and [`super::decode`] reads.

use std::borrow::Cow;
use std::ops::Range;

/// A stretch of the file's text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Texts are shorter than four gigabytes: [`super::SourceTree`] refuses larger ones.
    pub(super) fn new(start: usize, end: usize) -> Span {
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: short(start), end: short(end.max(start)) }
    }

    pub(super) fn start(self) -> usize {
        self.start as usize
    }

    pub(super) fn end(self) -> usize {
        self.end as usize
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start()..self.end()
    }
}

/// A value with the bytes it was read from. A group or list with brackets reaches from one bracket to the other, one
/// of lines from its first key or item to the end of its last value.
#[derive(Debug, PartialEq)]
pub(super) struct Node<'t> {
    pub(super) span: Span,
    pub(super) value: Value<'t>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Value<'t> {
    /// A text, a number, a date: what it is, the asking type decides. `plain`: without quotes.
    Scalar {
        text: Cow<'t, str>,
        plain: bool,
    },
    List(Vec<Node<'t>>),
    Map(Vec<(Key<'t>, Node<'t>)>),
    /// Stands in for a piece that could not be parsed; that has been told.
    Broken,
}

#[derive(Debug, PartialEq)]
pub(super) struct Key<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) span: Span,
}

impl Node<'_> {
    /// Different for every node of a tree, as long as the tree stands.
    pub(super) fn id(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// Whether no value was written, or `null` was: `~`, `null` or nothing at all, without quotes.
    pub(super) fn is_nothing(&self) -> bool {
        let Value::Scalar { text, plain: true } = &self.value else { return false };
        matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL")
    }
}
