//! A tolerant reading of YAML's outline: which keys, items and values stand where. It builds nothing and never gives
//! up; it notes what cannot be meant. A parser stops at the first thing it does not understand and says where it is
//! lost; this reading knows how people write these files and says where they slipped.
//!
//! Lines are read here, values in [`super::scalars`], brackets and braces in [`super::flow`].

use std::ops::Range;
use std::sync::Arc;

use super::lines::{code_point, line_end, line_number};
use super::quoting::{entry, hash_is_text, name, name_before_colon, quoted};
use crate::diagnostics::catalogue::{
    C0119, C0120, C0121, C0122, C0123, C0124, C0126, C0127, C0128, C0132, C0133, C0134, C0141,
};
use crate::diagnostics::{Diagnostic, Diagnostics, Place};

/// One thing that cannot be meant.
pub(super) struct Finding {
    pub diagnostic: Diagnostic,
    pub start: usize,
    /// The parser stops at it, so it is told only then; the others are told always.
    pub breaks: bool,
}

impl Finding {
    pub(super) fn silent(self) -> Option<Diagnostic> {
        (!self.breaks).then_some(self.diagnostic)
    }
}

/// So many findings in one text say that it is something else altogether; reading on would help nobody.
const ENOUGH: usize = 500;

/// Everything that cannot be meant in a YAML text, in the order of the text.
pub(super) fn scan(path: &Arc<str>, text: &str) -> Vec<Finding> {
    let mut scanner = Scanner { path, text, at: 0, levels: Vec::new(), found: Vec::new(), seen: false };
    while scanner.at < text.len() && !scanner.hopeless() {
        scanner.line();
    }
    scanner.close_to(0);
    scanner.found.sort_by_key(|finding| finding.start);
    scanner.found
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Keys with values.
    Map,
    /// A list with dashes.
    List,
}

/// What the last entry of a level has for a value.
#[derive(Clone)]
pub(super) enum Open {
    /// A whole value.
    Done,
    /// Unquoted text, which lines that are further in continue; where it starts.
    Plain(usize),
    /// Nothing yet; the key or dash, and where a `#` stands that may be meant as text.
    Awaiting(Range<usize>, Option<usize>),
}

/// Lines that belong together.
pub(super) struct Level {
    pub column: usize,
    kind: Kind,
    /// Its gap has tabs or hard spaces: the next line says which column it is.
    odd: bool,
    /// Where its last entry starts.
    start: usize,
    pub open: Open,
}

pub(super) struct Scanner<'t> {
    path: &'t Arc<str>,
    pub text: &'t str,
    /// The start of the next line to read.
    pub at: usize,
    pub levels: Vec<Level>,
    found: Vec<Finding>,
    /// Whether anything but comments was seen.
    seen: bool,
}

/// Where an entry starts on its line.
#[derive(Clone, Copy)]
struct Start {
    at: usize,
    column: usize,
    /// After a dash on the same line.
    after_dash: bool,
    /// The gap before it has tabs or hard spaces, so its column means nothing.
    odd: bool,
}

impl<'t> Scanner<'t> {
    pub(super) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or("")
    }

    /// The text from a byte on, without the spaces there. It is not cut at the end of the line, which would have to be
    /// looked for; an entry of its own starts with what is seen of it.
    pub(super) fn ahead(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or("").trim_start_matches([' ', '\t'])
    }

    pub(super) fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    /// A place in the text, to the end of its last character.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        let mut end = range.end.min(self.text.len()).max(range.start);
        while !self.text.is_char_boundary(end) && end < self.text.len() {
            end += 1;
        }
        Place::new(self.path, range.start..end)
    }

    /// Notes what the parser does not see.
    pub(super) fn silent(&mut self, diagnostic: Diagnostic) {
        self.note(diagnostic, false);
    }

    /// Notes what the parser stops at.
    pub(super) fn breaks(&mut self, diagnostic: Diagnostic) {
        self.note(diagnostic, true);
    }

    pub(super) fn hopeless(&self) -> bool {
        self.found.len() >= ENOUGH
    }

    fn note(&mut self, diagnostic: Diagnostic, breaks: bool) {
        let start = diagnostic.place.as_ref().map_or(0, |place| place.span.start);
        self.found.push(Finding { diagnostic, start, breaks });
    }

    /// Says what value the innermost level's last entry has.
    pub(super) fn open(&mut self, open: Open) {
        if let Some(level) = self.levels.last_mut() {
            level.open = open;
        }
    }

    /// The column that a value's further lines must be to the right of, counted from 1.
    pub(super) fn margin(&self) -> usize {
        self.levels.last().map_or(0, |level| level.column + 1)
    }

    /// The length of the gap at the start of a line.
    pub(super) fn gap(line: &str) -> usize {
        line.len() - line.trim_start_matches(|c: char| c == ' ' || is_odd_gap(c)).len()
    }

    /// Notes tabs and hard spaces at the start of a line.
    pub(super) fn odd_gap(&mut self, start: usize, gap: usize) -> bool {
        let Some(odd) = self.slice(start..start + gap).chars().find(|c| *c != ' ') else { return false };
        let name = match odd {
            '\t' => format!("{} TAB", code_point(odd)),
            '\u{A0}' => format!("{} NBSP", code_point(odd)),
            _ => code_point(odd),
        };
        self.silent(C0119.at(self.place(start..start + gap)).with("code", name));
        true
    }

    fn line(&mut self) {
        let start = self.at;
        let end = line_end(self.text, start);
        self.at = end + 1;
        let raw = self.slice(start..end).trim_end();
        let gap = Self::gap(raw);
        if gap >= raw.len() || raw[gap..].starts_with('#') {
            return;
        }
        if raw == "---" || raw.starts_with("--- ") || raw == "..." {
            if self.seen && raw != "..." {
                self.silent(C0127.at(self.place(start..start + 3)));
            }
            self.close_to(0);
            return;
        }
        self.seen = true;
        let odd = self.odd_gap(start, gap);
        let column = raw[..gap].chars().count();
        self.entry(Start { at: start + gap, column, after_dash: false, odd }, start + raw.len());
    }

    fn entry(&mut self, mut start: Start, end: usize) {
        while self.byte(start.at) == b'-' && matches!(self.byte(start.at + 1), b' ' | b'\t' | b'\n') {
            self.settle(Kind::List, start);
            let inner = self.slice(start.at + 1..end);
            let gap = inner.len() - inner.trim_start_matches([' ', '\t']).len();
            let next = start.at + 1 + gap;
            if next >= end || self.byte(next) == b'#' {
                self.open(Open::Awaiting(start.at..start.at + 1, None));
                return;
            }
            self.open(Open::Done);
            start = Start { at: next, column: start.column + 1 + gap, after_dash: true, odd: start.odd };
        }
        if let Some(rest) = self.dash_without_space(start, end) {
            self.silent(C0122.at(self.place(start.at..start.at + 1)).with("fixed", format!("- {rest}")));
            start = Start { at: start.at + 1, column: start.column + 1, after_dash: true, odd: start.odd };
            self.fit(
                Kind::List,
                Start { at: start.at - 1, column: start.column - 1, after_dash: false, odd: start.odd },
            );
            self.open(Open::Done);
        }
        match self.key(start.at, end) {
            Some(key) => self.pair(start, key, end),
            None => self.scalar_line(start, end),
        }
    }

    /// The key that starts here, without its colon, if one does.
    fn key(&self, at: usize, end: usize) -> Option<Range<usize>> {
        let quote = self.byte(at);
        if matches!(quote, b'"' | b'\'') {
            let close = self.slice(at + 1..end).find(char::from(quote)).map(|n| at + 1 + n)?;
            let rest = self.slice(close + 1..end);
            let colon = close + 1 + (rest.len() - rest.trim_start().len());
            let ends = self.byte(colon) == b':' && matches!(self.byte(colon + 1), b' ' | b'\t' | b'\n');
            return ends.then_some(at..close + 1);
        }
        if matches!(quote, b'[' | b'{') {
            return None;
        }
        let found = (at..end).find(|n| {
            let ends = self.byte(*n) == b':' && matches!(self.byte(n + 1), b' ' | b'\t' | b'\n');
            ends || (self.byte(*n) == b'#' && *n > at && matches!(self.byte(n - 1), b' ' | b'\t'))
        })?;
        (found > at && self.byte(found) == b':').then_some(at..found)
    }

    fn pair(&mut self, start: Start, key: Range<usize>, end: usize) {
        let name_of_key = self.slice(key.clone()).trim_end();
        let is_name = name(name_of_key) == Some(name_of_key);
        let text = self.levels.last().and_then(|level| match level.open {
            Open::Plain(text) if !start.after_dash && level.column < start.column => Some(text),
            _ => None,
        });
        // Not a key of its own but text with a colon: a text that goes on, or an item of a list.
        let text = text.or((start.after_dash && name_of_key.contains(' ')).then_some(start.at));
        if let Some(text) = text.filter(|_| !is_name && !name_of_key.starts_with(['"', '\''])) {
            let whole = self.slice(text..end).split_whitespace().collect::<Vec<_>>().join(" ");
            let diagnostic = C0128.at(self.place(key.end..key.end + 1)).with("fixed", quoted(&whole));
            self.note(diagnostic, !start.after_dash);
            return;
        }
        self.settle_or_nest(Kind::Map, start);
        if name_of_key == "<<" {
            self.silent(C0126.at(self.place(key.clone())));
            // What it names has no place here either; that is not a second slip.
            self.open(Open::Done);
            return;
        } else if let Some(sign) = name_of_key.chars().next().filter(|c| "&*!@`%|>,".contains(*c)) {
            let fixed = format!("{}:", quoted(name_of_key));
            self.silent(C0121.at(self.place(key.start..key.start + 1)).with("sign", sign).with("fixed", fixed));
        }
        let colon = if self.byte(key.end) == b':' {
            key.end
        } else {
            key.end + self.slice(key.end..end).find(':').unwrap_or(0)
        };
        let rest = self.slice(colon + 1..end);
        let value = colon + 1 + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
        if value >= end {
            self.open(Open::Awaiting(key, None));
        } else if self.byte(value) == b'#' {
            let meant = hash_is_text(self.slice(colon + 1..value), self.slice(value + 1..end));
            self.open(Open::Awaiting(key, meant.then_some(value)));
        } else {
            self.value(value, end, Some(name_of_key));
        }
    }

    /// A line, or what follows a dash, without a key.
    fn scalar_line(&mut self, start: Start, end: usize) {
        let rest = self.slice(start.at..end);
        if let Some(name) = name_before_colon(rest) {
            let value = rest[name.len() + 1..].trim_start_matches(|c: char| c.is_whitespace());
            let place = self.place(start.at..start.at + name.len() + 1);
            self.silent(C0124.at(place).with("key", name).with("fixed", entry(Some(name), value)));
            self.fit(Kind::Map, start);
            return;
        }
        if self.lacks_space_after_dash(start, rest) {
            let fixed = format!("- {}", &rest[1..]);
            self.silent(C0122.at(self.place(start.at..start.at + 1)).with("fixed", fixed));
            self.fit(Kind::List, start);
            return;
        }
        // No file is one bare text, so a text at the start is a key without its colon.
        if start.after_dash || (self.levels.is_empty() && rest.starts_with(['"', '\'', '[', '{', '|', '>'])) {
            self.value(start.at, end, None);
            return;
        }
        let level = self.levels.last();
        match level.filter(|level| level.column < start.column || start.odd).map(|level| level.open.clone()) {
            Some(Open::Plain(_)) => {}
            Some(Open::Awaiting(..)) => self.value(start.at, end, None),
            _ => self.stray(start, rest),
        }
    }

    /// What follows a dash that lacks its space, where it is a key with its value or starts a group.
    fn dash_without_space(&self, start: Start, end: usize) -> Option<String> {
        let rest = self.slice(start.at..end).strip_prefix('-')?;
        let named = name(rest).is_some_and(|name| rest[name.len()..].starts_with(": "));
        let list = self.levels.iter().any(|level| level.kind == Kind::List && level.column == start.column);
        (!start.after_dash && list && (named || rest.starts_with('{'))).then(|| rest.to_owned())
    }

    /// `-a`, but not `-5` alone, which is a number.
    fn lacks_space_after_dash(&self, start: Start, rest: &str) -> bool {
        let Some(next) = rest.strip_prefix('-').and_then(|rest| rest.chars().next()) else { return false };
        if next == '-' {
            return false;
        }
        if !next.is_ascii_digit() && next != '.' {
            return true;
        }
        let line_start = self.text[..start.at].rfind('\n').map_or(0, |n| n + 1);
        let before = self.text[..line_start].trim_end().rsplit('\n').next().unwrap_or("");
        let after = self.text[line_end(self.text, start.at)..].trim_start();
        !start.after_dash && (before.trim_start().starts_with('-') || after.starts_with('-'))
    }

    /// A line that is neither key, item nor the rest of a text.
    fn stray(&mut self, start: Start, rest: &str) {
        let first = rest.chars().next().unwrap_or(' ');
        let place = self.place(start.at..start.at + first.len_utf8());
        if matches!(first, ']' | '}') {
            self.breaks(C0134.at(place).with("found", first));
        } else if "&*!@`%|>,".contains(first) {
            self.silent(C0121.at(place).with("sign", first).with("fixed", quoted(rest)));
        } else {
            let word = rest.split([' ', '\t', '"', '[', '{', '\'']).next().unwrap_or(rest).trim_end_matches(['=', ';']);
            let word = if word.is_empty() { rest } else { word };
            let value = rest[word.len()..].trim_start_matches([' ', '=', ';', '\t']);
            let place = self.place(start.at..start.at + word.len());
            self.breaks(C0133.at(place).with("key", word).with("fixed", entry(Some(word), value)));
            self.fit(Kind::Map, start);
        }
    }

    fn settle_or_nest(&mut self, kind: Kind, start: Start) {
        if start.after_dash {
            self.push(kind, start);
        } else {
            self.settle(kind, start);
        }
    }

    fn push(&mut self, kind: Kind, start: Start) {
        let column = if start.odd { start.column.max(self.margin()) } else { start.column };
        self.levels.push(Level { column, kind, odd: start.odd, start: start.at, open: Open::Done });
    }

    /// Finds an entry's level, and notes it if it has none.
    fn settle(&mut self, kind: Kind, start: Start) {
        if start.after_dash {
            self.push(kind, start);
            return;
        }
        let before = self.levels.len();
        let neighbour = self.levels.iter().find(|level| level.column > start.column);
        let neighbour = neighbour.map(|level| (level.column, level.start));
        if self.fit(kind, start) {
            return;
        }
        let popped = self.levels.len() <= before;
        let Some(level) = self.levels.len().checked_sub(2).and_then(|n| self.levels.get(n)) else { return };
        let same = self.levels.last().is_some_and(|level| level.column == start.column) && level.column == start.column;
        if same && kind == Kind::List && neighbour.is_none() {
            let place = self.place(start.at..start.at + 1);
            self.breaks(C0134.at(place).with("found", "-"));
            return;
        }
        if same && kind == Kind::Map {
            let line = self.slice(start.at..line_end(self.text, start.at)).trim_end();
            let place = self.place(start.at..start.at + name(line).map_or(1, str::len));
            self.breaks(C0141.at(place).with("fixed", format!("- {line}")));
            return;
        }
        let swallowed = kind == Kind::List && matches!(level.open, Open::Plain(_));
        let (column, neighbour) = neighbour.filter(|_| popped).unwrap_or((level.column, level.start));
        let line_start = self.text[..start.at].rfind('\n').map_or(0, |n| n + 1);
        let diagnostic = C0132
            .at(self.place(line_start..start.at.max(line_start + 1)))
            .also(self.place(neighbour..neighbour + 1))
            .with("spaces", start.column)
            .with("expected", column)
            .with("line", line_number(self.text, neighbour));
        self.note(diagnostic, !swallowed);
    }

    /// Makes the level of an entry the innermost one. False if the entry fits none; then it has one of its own.
    fn fit(&mut self, kind: Kind, start: Start) -> bool {
        if start.odd {
            if self.levels.last().is_some_and(|level| matches!(level.open, Open::Awaiting(..))) {
                self.open(Open::Done);
            }
            self.push(kind, start);
            return true;
        }
        self.close_to(start.column + 1);
        let parent = self.levels.len().checked_sub(2).and_then(|n| self.levels.get(n));
        let parent = parent.map(|parent| (parent.column, parent.kind));
        let Some(level) = self.levels.last_mut() else {
            self.push(kind, start);
            return true;
        };
        let outer = parent.map_or(0, |(column, _)| column + 1);
        let sibling = level.column == start.column || (level.odd && start.column >= outer);
        if sibling && level.kind == kind {
            (level.column, level.odd) = (start.column, false);
            level.start = start.at;
            let open = std::mem::replace(&mut level.open, Open::Done);
            self.empty(open);
            return true;
        }
        // The next key after a list that stands in the column of its own key.
        if level.column == start.column && kind == Kind::Map && parent == Some((start.column, Kind::Map)) {
            self.close_last();
            if let Some(level) = self.levels.last_mut() {
                level.start = start.at;
            }
            return true;
        }
        let fits = matches!(level.open, Open::Awaiting(..)) && (level.column < start.column || kind == Kind::List);
        if fits {
            level.open = Open::Done;
        }
        self.push(kind, start);
        fits
    }

    /// Ends the levels at a column and to the right of it.
    fn close_to(&mut self, column: usize) {
        while self.levels.last().is_some_and(|level| level.column >= column) {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        if let Some(level) = self.levels.pop() {
            self.empty(level.open);
        }
    }

    /// Notes a key or dash that nothing followed.
    pub(super) fn empty(&mut self, open: Open) {
        let Open::Awaiting(key, hash) = open else { return };
        let name = self.slice(key.clone()).trim();
        if let Some(hash) = hash {
            let lost = self.slice(hash..line_end(self.text, hash)).trim_end();
            let fixed = entry(Some(name), &quoted(lost));
            self.silent(C0120.at(self.place(hash..hash + lost.len())).with("lost", lost).with("fixed", fixed));
            return;
        }
        let fixed = (name != "-").then(|| format!("{name}: []"));
        self.silent(C0123.at(self.place(key.start..key.end + 1)).with("key", name).with_some("fixed", fixed));
    }
}

/// What looks like a space at the start of a line and is none.
fn is_odd_gap(c: char) -> bool {
    matches!(c, '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// The findings that are told always.
impl FromIterator<Finding> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Finding>>(iter: I) -> Self {
        iter.into_iter().filter_map(Finding::silent).collect()
    }
}
