//! What stands in brackets and braces, on one line or several.

use std::ops::Range;

use super::lines::line_end;
use super::quoting::{entry, hash_is_text, name, name_before_colon, quoted};
use super::scalars::Quotation;
use super::scan::Scanner;
use crate::diagnostics::Fault;
use crate::diagnostics::catalogue::{
    C0120, C0123, C0124, C0126, C0128, C0131, C0133, C0134, C0135, C0136, C0501, C0503,
};
use crate::model::values::respelled;

/// One open bracket or brace, and what was read of its current entry.
struct Frame {
    open: u8,
    at: usize,
    key: Option<Range<usize>>,
    colon: bool,
    value: Option<Value>,
    /// The key and the unquoted value of the entry before, which a comma may have cut.
    cut: Option<(Range<usize>, usize)>,
}

#[derive(Clone)]
struct Value {
    at: Range<usize>,
    plain: bool,
}

impl Frame {
    fn new(open: u8, at: usize) -> Self {
        Frame { open, at, key: None, colon: false, value: None, cut: None }
    }

    fn is_map(&self) -> bool {
        self.open == b'{'
    }

    fn closing(&self) -> char {
        if self.is_map() { '}' } else { ']' }
    }

    /// Whether the entry has its value, so that only a comma or the end can follow.
    fn full(&self) -> bool {
        self.value.is_some() || (self.is_map() && self.key.is_some() && !self.colon)
    }

    fn key(&self) -> Option<&Range<usize>> {
        self.key.as_ref().filter(|_| self.colon)
    }
}

impl Scanner<'_> {
    /// Reads from an opening bracket or brace to after its closing one. Nothing if there is none: then reading goes on
    /// with the line that cannot belong to it.
    pub(super) fn flow(&mut self, at: usize, key: Option<&str>) -> Option<usize> {
        let start_of_line = self.text[..at].rfind('\n').map_or(0, |n| n + 1);
        let gap = Self::gap(self.slice(start_of_line..line_end(self.text, at)));
        let mut frames: Vec<Frame> = Vec::new();
        let mut n = at;
        loop {
            if n >= self.text.len() || self.hopeless() {
                self.unclosed(&frames, key);
                self.at = self.text.len();
                return None;
            }
            match self.byte(n) {
                b' ' | b'\t' => n += 1,
                b'\n' => {
                    let line = self.slice(n + 1..line_end(self.text, n + 1));
                    let inner = Self::gap(line);
                    if starts_entry(line.trim_start(), inner <= gap) {
                        self.unclosed(&frames, key);
                        self.at = n + 1;
                        return None;
                    }
                    if inner < line.len() {
                        self.odd_gap(n + 1, inner);
                    }
                    n += 1 + inner;
                }
                b'#' if self.is_note(n, frames.last()) => n = line_end(self.text, n),
                open @ (b'[' | b'{') => {
                    if let Some(frame) = frames.last_mut().filter(|frame| frame.full()) {
                        let found = char::from(open).to_string();
                        self.comma_missing(frame, n..n + 1, &found);
                    }
                    frames.push(Frame::new(open, n));
                    n += 1;
                }
                close @ (b']' | b'}') => {
                    let open = if close == b']' { b'[' } else { b'{' };
                    if !frames.iter().any(|frame| frame.open == open) {
                        let place = self.place(n..n + 1);
                        self.breaks(C0134.at(place).with("found", char::from(close)));
                    }
                    while frames.iter().any(|frame| frame.open == open) {
                        let Some(mut frame) = frames.pop() else { break };
                        if frame.open == open {
                            self.finish(&mut frame);
                            let Some(parent) = frames.last_mut() else { return Some(n + 1) };
                            parent.value = Some(Value { at: frame.at..n + 1, plain: false });
                            break;
                        }
                        let place = self.place(frame.at..frame.at + 1);
                        let diagnostic = C0131.at(place).with("sign", char::from(frame.open));
                        self.breaks(diagnostic.with("close", frame.closing()));
                    }
                    n += 1;
                }
                b',' => {
                    if let Some(frame) = frames.last_mut() {
                        self.finish(frame);
                    }
                    n += 1;
                }
                b':' if frames.last().is_some_and(|frame| frame.is_map() && frame.key.is_some() && !frame.colon) => {
                    if let Some(frame) = frames.last_mut() {
                        frame.colon = true;
                    }
                    n += 1;
                }
                quote @ (b'"' | b'\'') => {
                    let Some(frame) = frames.last_mut() else { return Some(n) };
                    n = self.flow_quotation(frame, n, quote);
                }
                _ => {
                    let Some(frame) = frames.last_mut() else { return Some(n) };
                    n = self.flow_plain(frame, n);
                }
            }
        }
    }

    /// Whether a `#` starts a note. One that touches the place of a value is meant as the value.
    fn is_note(&self, at: usize, frame: Option<&Frame>) -> bool {
        let spaced = at > 0 && matches!(self.byte(at - 1), b' ' | b'\t' | b'\n');
        let awaits = frame.is_some_and(|frame| frame.key().is_some() && frame.value.is_none());
        spaced && !(awaits && hash_is_text(" ", self.text.get(at + 1..).unwrap_or("")))
    }

    fn flow_quotation(&mut self, frame: &mut Frame, at: usize, quote: u8) -> usize {
        if frame.full() {
            let found = self.slice(at..self.text_end(at)).trim().to_owned();
            self.comma_missing(frame, at..at + 1, &found);
        }
        let key = frame.key().cloned().map(|key| self.slice(key));
        let close = match self.quotation(at, key, true) {
            Quotation::Closed(close) => close,
            Quotation::Open(end) => {
                self.fill(frame, at..end, false);
                return end;
            }
        };
        let next = self.ahead(close);
        let is_key = frame.is_map() && frame.key.is_none() && next.starts_with(':');
        let entry_follows = next.starts_with(['"', '\'', '[', '{'])
            || name(next).is_some_and(|name| next[name.len()..].trim_start_matches(' ').starts_with(':'));
        if next.is_empty() || next.starts_with(['\n', ',', ']', '}', '#']) || is_key || entry_follows {
            self.fill(frame, at..close, false);
            return close;
        }
        // The mark that really closes the text is the one before the next entry.
        let rest = self.slice(close..line_end(self.text, close));
        let quote = char::from(quote);
        let closes = |n: &usize| {
            let after = rest[n + 1..].trim_start();
            after.is_empty() || after.starts_with([',', ']', '}'])
        };
        let last = rest.match_indices(quote).map(|(n, _)| n).find(closes).map(|n| close + n);
        let last = last.unwrap_or_else(|| self.text_end(close));
        self.closed_early(at, close, last, last, key);
        let resume = last + usize::from(self.byte(last) == quote as u8);
        self.fill(frame, at..resume, false);
        resume
    }

    /// Unquoted text, up to what separates it from the next.
    fn flow_plain(&mut self, frame: &mut Frame, at: usize) -> usize {
        let mut n = at;
        let mut hash = None;
        let stop = loop {
            match self.byte(n) {
                b',' | b'[' | b']' | b'{' | b'}' | b'\n' => break n,
                b':' if n > at || frame.key.is_some() => {
                    if matches!(self.byte(n + 1), b' ' | b'\t' | b'\n' | b',' | b'[' | b']' | b'{' | b'}') {
                        break n;
                    }
                }
                b'#' if n == at || matches!(self.byte(n - 1), b' ' | b'\t') => {
                    let before = if n == at { " " } else { self.slice(at..n) };
                    if !hash_is_text(before, self.text.get(n + 1..).unwrap_or("")) {
                        break n;
                    }
                    hash = hash.or(Some(n));
                }
                _ => {}
            }
            n += 1;
        };
        let range = at..at + self.slice(at..stop).trim_end().len();
        let text = self.slice(range.clone());
        let colon = self.byte(stop) == b':';
        if colon && frame.is_map() && (frame.key.is_none() || frame.full()) {
            if frame.full() {
                self.comma_missing(frame, range.clone(), text);
            }
            if text == "<<" {
                self.silent(C0126.at(self.place(range.clone())));
            }
            frame.key = Some(range);
            frame.colon = true;
            return stop + 1;
        }
        let key = frame.key().cloned().map(|key| self.slice(key));
        let mut end = stop;
        if let Some(hash) = hash {
            let diagnostic = C0120.at(self.place(hash..stop)).with("lost", self.slice(hash..stop).trim_end());
            self.silent(diagnostic.with("fixed", entry(key, &quoted(text))));
        } else if colon {
            end = self.text_end(stop);
            let place = self.place(stop..stop + 1);
            let diagnostic = C0128.at(place).with("fixed", entry(key, &quoted(self.slice(at..end))));
            // A list takes it as a key with a value, which the parser does not mind.
            if frame.is_map() { self.breaks(diagnostic) } else { self.silent(diagnostic) }
        } else if let Some(name) = name_before_colon(text).filter(|_| frame.is_map() && frame.key.is_none()) {
            let fixed = entry(Some(name), text[name.len() + 1..].trim_start());
            let place = self.place(at..at + name.len() + 1);
            self.silent(C0124.at(place).with("key", name).with("fixed", fixed));
            frame.key = Some(at..at + name.len());
            frame.colon = true;
        } else if frame.value.as_ref().is_some_and(|value| !value.plain) {
            self.comma_missing(frame, range.clone(), text);
        } else if !frame.full() && text.starts_with(['&', '*', '!', '@', '`', '%', '|', '>']) {
            let whole = self.slice(at..self.text_end(at));
            self.reserved(at, whole, key);
        } else if frame.key().is_some() || !frame.is_map() {
            self.unquoted(at, text, key);
        }
        self.fill(frame, range.start..range.end.max(end), true);
        end.max(at + 1)
    }

    /// Takes what was read as the entry's key or value.
    fn fill(&mut self, frame: &mut Frame, range: Range<usize>, plain: bool) {
        if frame.is_map() && !frame.colon {
            if frame.key.is_none() {
                frame.key = Some(range);
            }
        } else if let Some(value) = &mut frame.value {
            value.at.end = range.end;
        } else {
            frame.value = Some(Value { at: range, plain });
        }
    }

    /// Ends the current entry at a comma or at the end.
    fn finish(&mut self, frame: &mut Frame) {
        let (key, value, colon) = (frame.key.take(), frame.value.take(), frame.colon);
        frame.colon = false;
        if !frame.is_map() {
            return;
        }
        let cut = frame.cut.take();
        let Some(key) = key else { return };
        if !colon {
            let text = self.slice(key.clone());
            if let Some((name, start)) = cut {
                let whole = self.slice(start..self.text_end(start)).trim_end();
                if is_figure(whole) {
                    let place = self.place(start..start + whole.len());
                    self.silent(
                        figure(self.slice(name)).at(place).with("value", whole).with_some("nearest", respelled(whole)),
                    );
                    return;
                }
                let fixed = entry(Some(self.slice(name)), &quoted(whole));
                self.silent(C0136.at(self.place(key)).with("fixed", fixed));
            } else {
                let word = name(text).unwrap_or(text);
                let value = text[word.len()..].trim_start_matches([' ', '=', ';']);
                let diagnostic = C0133.at(self.place(key)).with("key", word);
                self.silent(diagnostic.with("fixed", entry(Some(word), value)));
            }
            return;
        }
        match value {
            None => {
                let name = self.slice(key.clone());
                self.silent(C0123.at(self.place(key.start..key.end + 1)).with("key", name));
            }
            Some(value) if value.plain => frame.cut = Some((key, value.at.start)),
            Some(_) => {}
        }
    }

    /// Two entries without a comma between them. What follows starts a new entry.
    fn comma_missing(&mut self, frame: &mut Frame, range: Range<usize>, found: &str) {
        let start = frame.value.as_ref().map_or(frame.key.clone(), |value| Some(value.at.clone()));
        let before = start.map_or("", |range| self.slice(range).trim());
        let colon = if self.byte(range.end) == b':' { ":" } else { "" };
        let fixed = format!("{before}, {found}{colon}");
        self.breaks(C0135.at(self.place(range)).with("found", found).with("fixed", fixed));
        *frame = Frame::new(frame.open, frame.at);
    }

    fn unclosed(&mut self, frames: &[Frame], key: Option<&str>) {
        let Some(frame) = frames.last() else { return };
        let line = self.slice(frame.at..line_end(self.text, frame.at)).trim_end().trim_end_matches(',');
        let fixed = (frames.len() == 1).then(|| entry(key, &format!("{line}{}", frame.closing())));
        let diagnostic = C0131.at(self.place(frame.at..frame.at + 1)).with("sign", char::from(frame.open));
        self.breaks(diagnostic.with("close", frame.closing()).with_some("fixed", fixed));
    }

    /// Where a text inside brackets or braces ends that may hold commas and colons: before the next entry, before the
    /// closing sign, or with the line.
    pub(super) fn text_end(&self, from: usize) -> usize {
        let end = line_end(self.text, from);
        let rest = self.slice(from..end);
        let found = rest.char_indices().find(|(n, c)| match c {
            ']' | '}' => true,
            ',' => {
                let next = rest[n + 1..].trim_start();
                name(next).is_some_and(|name| next[name.len()..].starts_with(": "))
            }
            _ => false,
        });
        found.map_or(end, |(n, _)| from + n)
    }
}

/// A number that a comma cut: `540,209.34`, `62,5`, `1.234,56`, with or without its Q or %.
fn is_figure(text: &str) -> bool {
    let digits = text.trim_start_matches(['Q', 'q', '-', ' ']).trim_end_matches(['%', ' ']);
    let sound = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(sound) && !digits.ends_with(',')
}

/// What the figure of a key is that cannot be read: a number, or an amount.
fn figure(key: &str) -> &'static Fault {
    const NUMBERS: [&str; 18] = [
        "value",
        "percent",
        "target",
        "minimum_acceptable",
        "tolerance",
        "lat",
        "lon",
        "area_km2",
        "score",
        "n",
        "median_workdays",
        "physical_percent",
        "total",
        "men",
        "women",
        "urban",
        "rural",
        "population_2018",
    ];
    if NUMBERS.contains(&key) { &C0503 } else { &C0501 }
}

/// Whether a line starts an entry that cannot stand in brackets: an item, or a key no further in than the line where
/// the bracket was opened.
fn starts_entry(line: &str, outside: bool) -> bool {
    if line.starts_with("- ") {
        return true;
    }
    let key = name(line).is_some_and(|name| {
        let rest = &line[name.len()..];
        rest == ":" || rest.starts_with(": ")
    });
    outside && key
}
