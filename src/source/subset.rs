//! The YAML that editors write, read fast: groups and lists by indentation, groups and lists in brackets on one line,
//! values on one line, comments.
//!
//! Whatever else there is in YAML, and whatever is in doubt, is `None`: then [`super::parse`] reads the text with a
//! whole parser, which also knows what is wrong with it. A text that is read here is read there to the same tree; the
//! tests compare both on all content and on thousands of broken variants of it.

use std::borrow::Cow;

use super::tree::{Key, Node, Span, Value};

/// Deeper than any content of ours; the whole parser decides about deeper ones.
const DEPTH: usize = 32;

/// The tree of a text, if all of it is of the ordinary kind.
pub(super) fn parse(text: &str) -> Option<Node<'_>> {
    if has_unusual_characters(text.as_bytes()) {
        return None;
    }
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        // The first line of front matter.
        at: if text.starts_with("---\n") { 4 } else { 0 },
        line: 0,
        column: None,
        depth: 0,
        pairs: Vec::new(),
        items: Vec::new(),
    };
    reader.line = reader.at;
    reader.next_content();
    let root = (reader.column == Some(0)).then(|| reader.block_map(0))??;
    reader.column.is_none().then_some(root)
}

/// Tabs, other control characters, and the characters that some version of YAML takes for line ends or forbids.
fn has_unusual_characters(bytes: &[u8]) -> bool {
    let mut all = bytes.iter().enumerate();
    all.any(|(n, byte)| match byte {
        0x20..=0x7E | 0x0A => false,
        0x00..=0x1F | 0x7F => true,
        0xC2 => bytes.get(n + 1).is_none_or(|next| *next < 0xA0),
        0xE2 => bytes.get(n + 1) == Some(&0x80) && matches!(bytes.get(n + 2), Some(0xA8 | 0xA9) | None),
        0xEF => bytes.get(n + 1).is_none_or(|next| matches!(next, 0xBB | 0xBF)),
        _ => false,
    })
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Where the line starts.
    line: usize,
    /// The column of the next line with content; none at the end of the text.
    column: Option<usize>,
    depth: usize,
    /// Entries of the groups that are being read, the innermost last.
    pairs: Vec<(Key<'t>, Node<'t>)>,
    /// Items of the lists that are being read, the innermost last.
    items: Vec<Node<'t>>,
}

impl<'t> Reader<'t> {
    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn byte_after(&self) -> Option<u8> {
        self.bytes.get(self.at + 1).copied()
    }

    fn skip_spaces(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    /// Goes to the first byte of the next line that is neither empty nor a comment, from the start of a line.
    fn next_content(&mut self) {
        loop {
            self.line = self.at;
            self.skip_spaces();
            match self.byte() {
                None => {
                    self.column = None;
                    return;
                }
                Some(b'\n') => self.at += 1,
                Some(b'#') => self.skip_line(),
                Some(_) => {
                    self.column = Some(self.at - self.line);
                    return;
                }
            }
        }
    }

    fn skip_line(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |n| n + 1);
    }

    /// Whether nothing but a comment is left on the line.
    fn is_at_line_end(&self) -> bool {
        match self.byte() {
            None | Some(b'\n') => true,
            Some(b'#') => self.at > 0 && self.bytes[self.at - 1] == b' ',
            Some(_) => false,
        }
    }

    /// Ends a line after its value.
    fn end_line(&mut self) -> Option<()> {
        self.skip_spaces();
        if !self.is_at_line_end() {
            return None;
        }
        self.skip_line();
        self.next_content();
        Some(())
    }

    fn deeper(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth < DEPTH).then_some(())
    }

    /// Where the key that starts here ends, if one does.
    fn key_end(&self) -> Option<usize> {
        let rest = &self.bytes[self.at..];
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        let length = rest.iter().take(200).take_while(|byte| is_name(byte)).count();
        let ends = rest.get(length) == Some(&b':') && matches!(rest.get(length + 1), Some(b' ' | b'\n'));
        (ends && length > 0 && !matches!(rest[0], b'-' | b'.')).then_some(self.at + length)
    }

    /// Reads a key and its colon.
    fn key(&mut self) -> Option<Key<'t>> {
        let end = self.key_end()?;
        let key = Key { text: Cow::Borrowed(&self.text[self.at..end]), span: Span::new(self.at, end) };
        self.at = end + 1;
        Some(key)
    }

    fn is_at_dash(&self) -> bool {
        self.byte() == Some(b'-') && self.byte_after() == Some(b' ')
    }

    /// Entries `key: value` from here on that start in this column.
    fn block_map(&mut self, column: usize) -> Option<Node<'t>> {
        self.deeper()?;
        let (start, first) = (self.at, self.pairs.len());
        loop {
            let key = self.key()?;
            self.skip_spaces();
            let value = if self.is_at_line_end() {
                self.end_line()?;
                self.block_value(column)?
            } else {
                let value = self.value()?;
                self.end_line()?;
                value
            };
            self.pairs.push((key, value));
            if self.column > Some(column) {
                return None;
            }
            if self.column < Some(column) {
                break;
            }
        }
        self.depth -= 1;
        let pairs = self.pairs.split_off(first);
        let end = pairs.last().map_or(start, |(_, value)| value.span.end());
        Some(Node { span: Span::new(start, end), value: Value::Map(pairs) })
    }

    /// The value of a key in this column that stands in the lines after it.
    fn block_value(&mut self, column: usize) -> Option<Node<'t>> {
        let found = self.column.filter(|found| *found >= column)?;
        match (self.is_at_dash(), found > column) {
            (true, _) => self.block_list(found),
            (false, true) => self.block_map(found),
            (false, false) => None,
        }
    }

    /// Items `- …` from here on whose dashes stand in this column.
    fn block_list(&mut self, column: usize) -> Option<Node<'t>> {
        self.deeper()?;
        let first = self.items.len();
        loop {
            self.at += 1;
            self.skip_spaces();
            let item = if self.key_end().is_some() {
                self.block_map(self.at - self.line)?
            } else {
                let value = self.value()?;
                self.end_line()?;
                value
            };
            self.items.push(item);
            if self.column > Some(column) {
                return None;
            }
            // In the column of the dashes, the next key of the group that the list is in may stand.
            if self.column < Some(column) || !self.is_at_dash() {
                break;
            }
        }
        self.depth -= 1;
        let items = self.items.split_off(first);
        let span = Span::new(items.first()?.span.start(), items.last()?.span.end());
        Some(Node { span, value: Value::List(items) })
    }

    /// A value that stands on one line, outside of brackets.
    fn value(&mut self) -> Option<Node<'t>> {
        match self.byte()? {
            b'{' => self.flow_map(),
            b'[' => self.flow_list(),
            b'"' => self.double_quoted(),
            b'\'' => self.single_quoted(),
            _ => self.plain(),
        }
    }

    /// A value inside brackets.
    fn flow_value(&mut self) -> Option<Node<'t>> {
        match self.byte()? {
            b'{' => self.flow_map(),
            b'[' => self.flow_list(),
            b'"' => self.double_quoted(),
            b'\'' => self.single_quoted(),
            _ => self.flow_plain(),
        }
    }

    fn flow_map(&mut self) -> Option<Node<'t>> {
        self.deeper()?;
        let (start, first) = (self.at, self.pairs.len());
        self.at += 1;
        self.skip_spaces();
        if self.byte() != Some(b'}') {
            loop {
                let key = self.key()?;
                self.skip_spaces();
                let value = self.flow_value()?;
                self.pairs.push((key, value));
                if self.ends_flow(b'}')? {
                    break;
                }
            }
        }
        self.at += 1;
        self.depth -= 1;
        Some(Node { span: Span::new(start, self.at), value: Value::Map(self.pairs.split_off(first)) })
    }

    fn flow_list(&mut self) -> Option<Node<'t>> {
        self.deeper()?;
        let (start, first) = (self.at, self.items.len());
        self.at += 1;
        self.skip_spaces();
        if self.byte() != Some(b']') {
            loop {
                let item = self.flow_value()?;
                self.items.push(item);
                if self.ends_flow(b']')? {
                    break;
                }
            }
        }
        self.at += 1;
        self.depth -= 1;
        Some(Node { span: Span::new(start, self.at), value: Value::List(self.items.split_off(first)) })
    }

    /// After an entry in brackets: whether the bracket closes; if not, goes on to the next entry.
    fn ends_flow(&mut self, close: u8) -> Option<bool> {
        self.skip_spaces();
        let byte = self.byte()?;
        if byte == close {
            return Some(true);
        }
        if byte != b',' {
            return None;
        }
        self.at += 1;
        self.skip_spaces();
        Some(false)
    }

    /// Whether an unquoted value may start here.
    fn starts_plain(&self) -> Option<()> {
        let starts = match self.byte()? {
            b'-' => self.byte_after().is_some_and(|byte| byte.is_ascii_alphanumeric()),
            b'(' | b'+' | b'/' | b'.' | b'_' | b'$' | b'~' | b'=' | b'<' | b'^' | b';' | b'\\' => true,
            byte => byte.is_ascii_alphanumeric() || byte >= 0x80,
        };
        starts.then_some(())
    }

    fn plain(&mut self) -> Option<Node<'t>> {
        self.starts_plain()?;
        let rest = &self.bytes[self.at..];
        let mut length = 0;
        while let Some(byte) = rest.get(length) {
            match byte {
                b'\n' => break,
                b':' if matches!(rest.get(length + 1), None | Some(b' ' | b'\n')) => return None,
                b'#' if rest[length - 1] == b' ' => break,
                _ => length += 1,
            }
        }
        Some(self.plain_of(length))
    }

    fn flow_plain(&mut self) -> Option<Node<'t>> {
        self.starts_plain()?;
        let rest = &self.bytes[self.at..];
        let mut length = 0;
        loop {
            match rest.get(length)? {
                b',' | b']' | b'}' => break,
                b'\n' | b'[' | b'{' => return None,
                b':' if matches!(rest.get(length + 1)?, b' ' | b'\n' | b',' | b'[' | b']' | b'{' | b'}') => {
                    return None;
                }
                b'#' if rest[length - 1] == b' ' => return None,
                _ => length += 1,
            }
        }
        Some(self.plain_of(length))
    }

    /// The unquoted value of this many bytes, without the spaces at its end.
    fn plain_of(&mut self, length: usize) -> Node<'t> {
        let text = self.text[self.at..self.at + length].trim_end_matches(' ');
        let span = Span::new(self.at, self.at + text.len());
        self.at += length;
        Node { span, value: Value::Scalar { text: Cow::Borrowed(text), plain: true } }
    }

    fn double_quoted(&mut self) -> Option<Node<'t>> {
        let start = self.at;
        let mut from = start + 1;
        let mut at = from;
        let mut unescaped = String::new();
        loop {
            match self.bytes.get(at)? {
                b'"' => break,
                b'\n' => return None,
                b'\\' => {
                    let meant = match self.bytes.get(at + 1)? {
                        b'"' => '"',
                        b'\\' => '\\',
                        b'/' => '/',
                        b'n' => '\n',
                        b't' => '\t',
                        _ => return None,
                    };
                    unescaped.push_str(&self.text[from..at]);
                    unescaped.push(meant);
                    at += 2;
                    from = at;
                }
                _ => at += 1,
            }
        }
        Some(self.quoted(start, from, at, unescaped))
    }

    fn single_quoted(&mut self) -> Option<Node<'t>> {
        let start = self.at;
        let mut from = start + 1;
        let mut at = from;
        let mut unescaped = String::new();
        loop {
            match self.bytes.get(at)? {
                b'\'' if self.bytes.get(at + 1) == Some(&b'\'') => {
                    unescaped.push_str(&self.text[from..=at]);
                    at += 2;
                    from = at;
                }
                b'\'' => break,
                b'\n' => return None,
                _ => at += 1,
            }
        }
        Some(self.quoted(start, from, at, unescaped))
    }

    /// The value in quotes that closes at `close`; from `from` on it stands in the text as it is.
    fn quoted(&mut self, start: usize, from: usize, close: usize, mut unescaped: String) -> Node<'t> {
        let rest = &self.text[from..close];
        let text = if from == start + 1 {
            Cow::Borrowed(rest)
        } else {
            unescaped.push_str(rest);
            Cow::Owned(unescaped)
        };
        self.at = close + 1;
        Node { span: Span::new(start, self.at), value: Value::Scalar { text, plain: false } }
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use crate::source::parse::carefully;

    /// Every YAML text of the site, with its path; of Markdown files, what stands between the dashes.
    fn texts() -> Vec<(PathBuf, String)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut texts = Vec::new();
        for folder in ["content", "toolbox", "themes", "tests"] {
            let files = walkdir::WalkDir::new(root.join(folder)).sort_by_file_name().into_iter();
            let files = files.filter_entry(|entry| entry.file_name() != "node_modules");
            for path in files.flatten().map(walkdir::DirEntry::into_path).filter(|path| path.is_file()) {
                let suffix = path.extension().and_then(|suffix| suffix.to_str()).unwrap_or_default();
                if !["yaml", "yml", "md"].contains(&suffix) {
                    continue;
                }
                let Ok(mut text) = std::fs::read_to_string(&path) else { continue };
                if suffix == "md" {
                    let Some(end) = text.find("\n---\n").filter(|_| text.starts_with("---\n")) else { continue };
                    text.truncate(end + 1);
                }
                texts.push((path, text));
            }
        }
        texts
    }

    /// Whether the text is read fast; if it is, it must be read to the same tree as by the whole parser.
    fn is_read_alike(text: &str) -> bool {
        let Some(fast) = super::parse(text) else { return false };
        let careful = carefully(text);
        assert!(careful.errors.is_empty(), "accepted, but {:?}:\n{text}", careful.errors);
        assert_eq!(fast, careful.root, "\n{text}");
        true
    }

    #[test]
    fn all_content_is_read_fast_and_to_the_same_tree() {
        for (path, text) in texts() {
            assert!(is_read_alike(&text), "not of the ordinary kind: {}", path.display());
        }
    }

    #[test]
    fn ordinary_forms_are_read_fast() {
        for text in [
            "a: 1\n",
            "a: 1",
            "# nota\n\na: b c # nota\n  # nota\n\nb: [x, \"y, z\", {c: d}] # nota\n",
            "a:\n  - b: 1\n    c:\n      d: e\n  - b: 2\nz: 'it''s'\n",
            "a:\n- b\n- c: d\n  e: {}\nz: []\n",
            "a: \"\\\"x\\\" \\\\ \\n\"\nb: -5\nc: https://x/y#z\nd: {a: x:y, b: -1, c: [ ] }\n",
            "a:   # nota\n  b:   c  \n\n\nd: ~\n",
            "---\ntitle: x\n",
            "a: Ñandú ¿qué? “x”\n",
        ] {
            assert!(is_read_alike(text), "{text}");
        }
    }

    #[test]
    fn other_forms_are_left_to_the_whole_parser() {
        for text in [
            "",
            "# nota\n",
            "a\n",
            "- a\n",
            " a: 1\n",
            "a: 1\n  b\n",
            "a: 1\n b: 2\n",
            "a: b: c\n",
            "a: b:\n",
            "a:\n",
            "a: \n",
            "a: &x 1\n",
            "a: *x\n",
            "a: !x 1\n",
            "a: |\n  x\n",
            "a: >\n  x\n",
            "? a\n: b\n",
            "a:\t1\n",
            "a: {b: 1\n",
            "a: {b}\n",
            "a: {b: }\n",
            "a: {b: 1,}\n",
            "a: [b: 1]\n",
            "a: [1,\n 2]\n",
            "a: \"x\n y\"\n",
            "a: \"x\" y\n",
            "a: \"\\x41\"\n",
            "a: 1\n---\nb: 2\n",
            "a: 1\n...\n",
            "<<: 1\n",
            "\"a\": 1\n",
            "a: [\"b\": 1]\n",
            "a: - b\n",
            "a:\n  - b\n   - c\n",
            "a:\n  - b\n c: 1\n",
            "a: @b\n",
            "a: b\u{7}\n",
            "a: \u{85}\n",
            "a: [b]]\n",
            "a: [b]c\n",
            "a: \"b\"#c\n",
            "a: [b #c\n]\n",
            "a:\n  -\n",
            "a: {b: [}\n",
            "a:1\n",
            "a: ,b\n",
            "a: %b\n",
        ] {
            assert!(!is_read_alike(text), "{text}");
        }
    }

    /// Numbers that are the same in every run.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) as usize) % limit.max(1)
        }
    }

    /// What is put into a text to break it.
    const PIECES: [&str; 58] = [
        " ", "  ", "\n", "\n\n", ":", ": ", " :", ",", ", ", "#", " #", "- ", "-", "{", "}", "[", "]", "\"", "'", "''",
        "\\", "\\n", "\\\"", "&a ", "*a", "!", "!!str ", "|", ">", "|\n", "? ", "%", "@", "`", "~", "null", "---\n",
        "...\n", "\n--- \n", "\t", "\r\n", "\u{FEFF}", "\u{A0}", "\u{85}", "\u{2028}", "ñ", "<<: ", "a: b\n",
        "  a: b\n", "- x\n", "  - x\n", "{}", "[]", "a", "0", ".", "\n  ", "# x\n",
    ];

    fn broken(text: &str, dice: &mut Dice) -> String {
        let mut text = text.to_owned();
        for _ in 0..=dice.below(3) {
            let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
            if lines.is_empty() {
                return text;
            }
            let n = dice.below(lines.len());
            match dice.below(10) {
                0 => {
                    lines.remove(n);
                }
                1 => {
                    let line = lines[n].clone();
                    lines.insert(dice.below(lines.len()), line);
                }
                2 => {
                    let m = dice.below(lines.len());
                    lines.swap(n, m);
                }
                3 => {
                    let spaces = " ".repeat(dice.below(7));
                    lines[n] = spaces + lines[n].trim_start_matches(' ');
                }
                4 => lines[n] = lines[n].trim_end_matches('\n').to_owned(),
                kind => {
                    let line = &mut lines[n];
                    let mut at = dice.below(line.len() + 1);
                    while !line.is_char_boundary(at) {
                        at -= 1;
                    }
                    let next = line[at..].chars().next();
                    match (kind, next) {
                        (5 | 6, Some(_)) => {
                            line.remove(at);
                        }
                        (7, Some(c)) => line.insert(at, c),
                        _ => line.insert_str(at, PIECES[dice.below(PIECES.len())]),
                    }
                }
            }
            text = lines.concat();
        }
        text
    }

    #[test]
    fn what_is_read_fast_is_never_read_otherwise() {
        let mut texts: Vec<String> = texts().into_iter().map(|(_, text)| text).collect();
        // Many files look alike; and a long text hides its few broken lines.
        texts.dedup_by_key(|text| text.lines().count());
        texts.retain(|text| text.len() < 60_000);
        texts.push(
            "a:\n  - b: {c: [d, \"e\"], f: 'g'} # h\n    i: j k\n  - l\nm:\n- n: o\n  p:\n    q: -1\nr: \"s\"\n"
                .to_owned(),
        );
        let small = texts.len() - 1;
        let mut dice = Dice(20_261_121);
        let mut fast = 0;
        for round in 0..40_000 {
            let text = &texts[if round % 2 == 0 { small } else { dice.below(texts.len()) }];
            // A few lines in a row of a long file.
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            let from = if lines.len() > 30 { dice.below(lines.len() - 30) } else { 0 };
            let part = lines[from..lines.len().min(from + 30)].concat();
            fast += usize::from(is_read_alike(&broken(&part, &mut dice)));
        }
        assert!(fast > 5_000, "only {fast} texts were compared");
    }
}
