//! One value of a YAML text: in quotes, without quotes, or a block of lines.

use memchr::memchr3;

use super::lines::line_end;
use super::quoting::{entry, hash_is_text, quoted};
use super::scan::{Open, Scanner};
use crate::diagnostics::catalogue::{C0120, C0121, C0125, C0128, C0129, C0130, C0134, C0137, C0138, C0139};

/// How a quotation ends.
pub(super) enum Quotation {
    /// After its closing quotation mark.
    Closed(usize),
    /// It does not; reading goes on here.
    Open(usize),
}

impl Scanner<'_> {
    /// A value that is not inside brackets or braces, from its first character to the end of its line.
    pub(super) fn value(&mut self, at: usize, end: usize, key: Option<&str>) {
        self.open(Open::Done);
        let rest = self.slice(at..end);
        let first = rest.chars().next().unwrap_or(' ');
        let sign = self.place(at..at + first.len_utf8());
        match first {
            '"' | '\'' => self.quoted_value(at, key),
            '[' | '{' => {
                if let Some(close) = self.flow(at, key) {
                    let end = line_end(self.text, close);
                    self.at = end + 1;
                    let rest = self.slice(close..end).trim();
                    if !rest.is_empty() && !rest.starts_with('#') {
                        let start = end - self.slice(close..end).trim_start().len();
                        let place = self.place(start..start + rest.len());
                        let found = rest.chars().next().filter(|c| matches!(c, ']' | '}')).map(String::from);
                        self.breaks(C0134.at(place).with("found", found.unwrap_or_else(|| rest.to_owned())));
                    }
                }
            }
            '|' | '>' if is_block_header(rest) => self.block(at, key),
            '-' if rest.starts_with("- ") => {
                let items: Vec<&str> = rest[2..].split(" - ").map(str::trim).collect();
                let fixed = entry(key, &format!("[{}]", items.join(", ")));
                self.breaks(C0139.at(sign).with("key", key.unwrap_or("-")).with("fixed", fixed));
            }
            '&' | '*' | '!' | '@' | '`' | '%' | '|' | '>' | ',' => self.reserved(at, rest, key),
            '-' | '?' if rest.len() == 1 || rest.starts_with("? ") => self.reserved(at, rest, key),
            ']' | '}' => self.breaks(C0134.at(sign).with("found", first)),
            _ => self.plain(at, end, key),
        }
    }

    /// A text that starts with a sign that has another use there.
    pub(super) fn reserved(&mut self, at: usize, value: &str, key: Option<&str>) {
        let sign = value.chars().next().unwrap_or(' ');
        let place = self.place(at..at + value.trim_end().len());
        self.silent(C0121.at(place).with("sign", sign).with("fixed", entry(key, &quoted(value))));
    }

    fn quoted_value(&mut self, at: usize, key: Option<&str>) {
        match self.quotation(at, key, false) {
            Quotation::Open(_) => {}
            Quotation::Closed(close) => {
                let end = line_end(self.text, close);
                self.at = end + 1;
                let rest = self.slice(close..end);
                if rest.trim().is_empty() || rest.trim_start().starts_with('#') {
                    return;
                }
                let quote = char::from(self.byte(at));
                let last = self.slice(close..end).rfind(quote).map_or(end, |n| close + n);
                self.closed_early(at, close, last, close + rest.trim_end().len(), key);
            }
        }
    }

    /// A quotation mark inside the text closed it.
    pub(super) fn closed_early(&mut self, at: usize, close: usize, last: usize, end: usize, key: Option<&str>) {
        let quote = char::from(self.byte(at));
        let inner = self.slice(at + 1..last.max(close));
        let inner = if quote == '"' { inner.replace("\\\"", "\"") } else { inner.replace("''", "'") };
        let start = close + (self.slice(close..end).len() - self.slice(close..end).trim_start().len());
        let place = self.place(start..end.max(start + 1));
        self.breaks(C0130.at(place).with("quote", quote).with("fixed", entry(key, &quoted(&inner))));
    }

    /// Reads a quotation to its end. It may go on in lines that are further in; one that would run into the next
    /// entry was never closed.
    pub(super) fn quotation(&mut self, at: usize, key: Option<&str>, in_flow: bool) -> Quotation {
        let quote = self.byte(at);
        let margin = self.margin();
        let mut n = at + 1;
        let mut lines = 0;
        let mut escape = None;
        let close = loop {
            let rest = self.text.as_bytes().get(n..).unwrap_or_default();
            let Some(skipped) = memchr3(quote, b'\\', b'\n', rest) else { break None };
            n += skipped;
            match self.byte(n) {
                b'\\' if quote == b'"' => {
                    let next = self.slice(n + 1..self.text.len()).chars().next().unwrap_or(' ');
                    if !"0abt\tnvfre \"/\\N_LPxuU\n".contains(next) {
                        escape = escape.or(Some((n, next)));
                    }
                    n += 1 + next.len_utf8();
                    continue;
                }
                b'\'' if quote == b'\'' && self.byte(n + 1) == b'\'' => n += 1,
                b'\n' => {
                    let line = self.slice(n + 1..line_end(self.text, n + 1));
                    if !line.trim().is_empty() && Self::gap(line) < margin {
                        break None;
                    }
                    lines += 1;
                }
                b if b == quote => break Some(n + 1),
                _ => {}
            }
            n += 1;
        };
        let ends = |close: usize| {
            let next = self.ahead(close);
            let ended = next.is_empty() || next.starts_with(['\n', '#', ':']);
            ended || (in_flow && next.starts_with([',', ']', '}']))
        };
        let close = close.filter(|close| match lines {
            0 => !(in_flow && !ends(*close) && ends_in_key(self.slice(at + 1..close - 1))),
            _ => ends(*close),
        });
        if let Some(close) = close {
            if let Some((start, next)) = escape {
                let fixed = entry(key, &quoted(self.slice(at + 1..close - 1)));
                let place = self.place(start..start + 1 + next.len_utf8());
                self.breaks(C0138.at(place).with("found", format!("\\{next}")).with("fixed", fixed));
            }
            return Quotation::Closed(close);
        }
        let end = line_end(self.text, at);
        let end = if in_flow { self.text_end(at + 1) } else { end };
        let inner = self.slice(at + 1..end).trim_end().trim_end_matches(char::from(quote));
        // The partner that was meant, where Word made it curly.
        let inner = match inner.strip_suffix(['”', '“', '’', '‘']) {
            Some(bare) if !bare.contains(['“', '‘', '„']) => bare.trim_end(),
            _ => inner,
        };
        let fixed = entry(key, &quoted(inner));
        self.breaks(C0129.at(self.place(at..at + 1)).with("quote", char::from(quote)).with("fixed", fixed));
        Quotation::Open(end)
    }

    /// Unquoted text to the end of its line.
    fn plain(&mut self, at: usize, end: usize, key: Option<&str>) {
        let rest = self.slice(at..end);
        if !rest.bytes().any(|b| matches!(b, b'#' | b':' | b']' | b'}')) {
            self.open(Open::Plain(at));
            return self.unquoted(at, rest.trim_end(), key);
        }
        let hash = rest.match_indices('#').map(|(n, _)| n).find(|n| rest[..*n].ends_with([' ', '\t']));
        let whole = rest[..hash.unwrap_or(rest.len())].trim_end();
        let colon = whole.find(": ").or_else(|| whole.find(":\t")).or(whole.ends_with(':').then(|| whole.len() - 1));
        self.open(Open::Plain(at));
        if let Some(colon) = colon {
            let place = self.place(at + colon..at + colon + 1);
            self.breaks(C0128.at(place).with("fixed", entry(key, &quoted(whole))));
        } else if let Some(hash) = hash.filter(|hash| hash_is_text(&rest[..*hash], &rest[hash + 1..])) {
            let diagnostic = C0120.at(self.place(at + hash..end)).with("lost", &rest[hash..]);
            self.silent(diagnostic.with("fixed", entry(key, &quoted(rest))));
        }
        if let Some(closing) = whole.chars().next_back().filter(|c| matches!(c, ']' | '}')) {
            let opening = if closing == ']' { '[' } else { '{' };
            if !whole.contains(opening) {
                self.silent(C0134.at(self.place(at..at + whole.len())).with("found", closing));
            }
        }
        self.unquoted(at, whole, key);
    }

    /// Values without quotes that nobody means as they stand.
    pub(super) fn unquoted(&mut self, at: usize, value: &str, key: Option<&str>) {
        // Almost no value starts like a number that is none, or has a quotation mark, straight or curly.
        let odd = |b: u8| matches!(b, b'"' | 0xE2);
        if !value.starts_with(['.', '+', '-']) && !value.bytes().any(odd) {
            return;
        }
        let place = self.place(at..at + value.len());
        let lower = value.to_ascii_lowercase();
        if matches!(lower.trim_start_matches(['+', '-']), ".nan" | ".inf") {
            self.silent(C0125.at(place).with("value", value));
        } else if value.starts_with(['“', '”', '‘', '„']) && value.ends_with(['“', '”', '’']) {
            let inner = value.trim_matches(['“', '”', '‘', '’', '„']);
            self.silent(C0137.at(place).with("fixed", entry(key, &quoted(inner))));
        } else if value.ends_with('"') && value.matches('"').count() == 1 {
            let mark = at + value.len() - 1;
            let fixed = entry(key, &quoted(&value[..value.len() - 1]));
            self.silent(C0129.at(self.place(mark..mark + 1)).with("quote", '"').with("fixed", fixed));
        }
    }

    /// A text in lines of its own, announced by `|` or `>`.
    fn block(&mut self, at: usize, key: Option<&str>) {
        let margin = self.margin();
        let mut empty = true;
        while self.at < self.text.len() {
            let end = line_end(self.text, self.at);
            let line = self.slice(self.at..end);
            if !line.trim().is_empty() {
                if Self::gap(line) < margin {
                    break;
                }
                empty = false;
            }
            self.at = end + 1;
        }
        if empty && let Some(key) = key {
            let line = self.text[..at].rfind('\n').map_or(0, |n| n + 1);
            let start = self.text[line..at].find(key).map_or(line, |n| line + n);
            self.empty(Open::Awaiting(start..start + key.len(), None));
        }
    }
}

/// `|` or `>` with its options and nothing else.
fn is_block_header(text: &str) -> bool {
    let rest = text[1..].trim_start_matches(|c: char| c == '+' || c == '-' || c.is_ascii_digit());
    rest.is_empty() || rest.trim_start().starts_with('#') && rest.starts_with([' ', '\t'])
}

/// Whether a quotation ends as the text between two entries does: `Agua, en: `.
fn ends_in_key(inner: &str) -> bool {
    let inner = inner.trim_end();
    if inner.ends_with(',') {
        return true;
    }
    let Some(before) = inner.strip_suffix(':') else { return false };
    before.rsplit(',').next().is_some_and(|key| super::quoting::name(key.trim()) == Some(key.trim()))
}
