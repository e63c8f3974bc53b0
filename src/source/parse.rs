//! YAML texts to trees: fast where the text is of the ordinary kind, with a whole parser where it is not, and in
//! pieces where it breaks the syntax.
//!
//! A piece that breaks the syntax does not hide the others. The text is cut at its keys and list items, each piece is
//! parsed in place, and a broken piece is cut again at the keys and items inside it: only the smallest is lost.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use super::subset;
use super::tree::{Key, Node, Span, Value};

/// A place where the syntax breaks, and the parser's words for it.
#[derive(Debug)]
pub(super) struct SyntaxError {
    pub(super) offset: usize,
    /// The piece of the text that could not be parsed; the cause lies in it.
    pub(super) piece: Range<usize>,
    pub(super) reason: String,
}

/// A tree as far as it could be made, and every piece that breaks the syntax.
pub(super) struct Parsed<'t> {
    pub(super) root: Node<'t>,
    pub(super) errors: Vec<SyntaxError>,
}

/// Parses a text.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    match subset::parse(text) {
        Some(root) => Parsed { root, errors: Vec::new() },
        None => carefully(text),
    }
}

/// Parses a text with the whole parser, piece by piece where it must be.
pub(super) fn carefully(text: &str) -> Parsed<'_> {
    match parse_piece(text, 0..text.len()) {
        Ok((root, errors)) => {
            let empty = || Node { span: Span::new(0, text.len().min(1)), value: Value::Map(Vec::new()) };
            Parsed { root: root.unwrap_or_else(empty), errors }
        }
        Err(whole) => {
            let mut pieces = Pieces { text, errors: Vec::new() };
            let value = pieces.block(0..text.len(), 0);
            if pieces.errors.is_empty() {
                // The pieces are sound and the whole is not: say what the parser says of the whole.
                pieces.errors.push(whole);
            }
            let root = Node { span: Span::new(0, text.len().min(1)), value };
            Parsed { root, errors: pieces.errors }
        }
    }
}

/// A text that is read piece by piece, and what is wrong in its pieces.
struct Pieces<'t> {
    text: &'t str,
    errors: Vec<SyntaxError>,
}

/// A key or list item with all lines that belong to it.
struct Piece<'t> {
    range: Range<usize>,
    /// None for a list item.
    key: Option<Key<'t>>,
    /// Where its value starts; none for a line that is neither key nor item.
    value: Option<usize>,
    /// A list item whose value touches its dash.
    stuck: bool,
}

impl<'t> Pieces<'t> {
    /// What can be read of the entries of a group or list.
    fn block(&mut self, part: Range<usize>, depth: usize) -> Value<'t> {
        let mut pairs = Vec::new();
        let mut items = Vec::new();
        for piece in self.cut(part) {
            if let (true, Some(start)) = (piece.stuck, piece.value) {
                items.push(self.touching(start..piece.range.end, depth));
                continue;
            }
            match parse_piece(self.text, piece.range.clone()) {
                Ok((node, refused)) => {
                    self.errors.extend(refused);
                    match node.map(|node| node.value) {
                        Some(Value::Map(entries)) => pairs.extend(entries),
                        Some(Value::List(nodes)) => items.extend(nodes),
                        Some(_) => self.errors.push(SyntaxError {
                            offset: piece.range.start,
                            piece: piece.range,
                            reason: "neither a key nor an item".to_owned(),
                        }),
                        None => {}
                    }
                }
                Err(error) => match (piece.key, piece.value) {
                    (Some(key), Some(start)) => {
                        let value = self.inside(start..piece.range.end, error, false, depth);
                        pairs.push((key, value));
                    }
                    (None, Some(start)) => items.push(self.inside(start..piece.range.end, error, true, depth)),
                    _ => self.errors.push(error),
                },
            }
        }
        if pairs.is_empty() && !items.is_empty() { Value::List(items) } else { Value::Map(pairs) }
    }

    /// The value of a list item that touches its dash.
    fn touching(&mut self, part: Range<usize>, depth: usize) -> Node<'t> {
        let text = &self.text[part.clone()];
        let span = Span::new(part.start, part.start + text.trim_end().len());
        let dash = part.start - 1..part.start;
        self.errors.push(SyntaxError { offset: dash.start, piece: dash, reason: "no space after a dash".to_owned() });
        if name_at(text).is_some() && depth < DEPTH {
            return Node { span, value: self.block(part, depth + 1) };
        }
        match parse_piece(self.text, part) {
            Ok((Some(node), errors)) => {
                self.errors.extend(errors);
                node
            }
            _ => Node { span, value: Value::Broken },
        }
    }

    /// The value of a broken key or list item, as far as it can be read.
    fn inside(&mut self, part: Range<usize>, error: SyntaxError, is_item: bool, depth: usize) -> Node<'t> {
        let before = self.errors.len();
        let first = line_end(self.text, part.start).min(part.end);
        let line = &self.text[part.start..first];
        let gap = line.len() - line.trim_start_matches(' ').len();
        let content = line.trim();
        let nested = if content.is_empty() || content.starts_with('#') {
            Some(first..part.end)
        } else {
            (is_item && name_at(&line[gap..]).is_some()).then_some(part.start + gap..part.end)
        };
        let span =
            Span::new(part.start + gap, part.start + gap + self.text[part.start + gap..part.end].trim_end().len());
        if let Some(nested) = nested.filter(|_| depth < DEPTH) {
            let value = self.block(nested, depth + 1);
            if self.errors.len() > before {
                return Node { span, value };
            }
        }
        self.errors.push(error);
        Node { span, value: Value::Broken }
    }

    /// The entries of a group or list: every line that starts no further in than the first.
    fn cut(&self, part: Range<usize>) -> Vec<Piece<'t>> {
        let text = self.text;
        let mut pieces: Vec<Piece<'t>> = Vec::new();
        // The column of the first entry, which a tab or hard space hides, and whether the entries are list items.
        let mut block: Option<(Option<usize>, bool)> = None;
        for line in lines(text, part) {
            let content = text[line.clone()].trim_start_matches(' ');
            // What starts with another kind of space belongs to the entry before it; without one, it is the first.
            let odd = content.starts_with(|c: char| c.is_whitespace() && c != '\n');
            let content = if odd && block.is_none() { content.trim_start() } else { content };
            let start = line.end - content.len();
            let margin = text[..line.start].rfind('\n').map_or(0, |n| n + 1);
            let odd = odd || text[margin..start].contains(|c: char| c.is_whitespace() && c != ' ');
            // A group that touches its dash stands one column too far to the left.
            let touches = text[..start].ends_with('-') && start == line.start;
            let column = start - margin + usize::from(touches);
            let listed = block.is_none_or(|(known, is_list)| is_list && known.is_none_or(|known| known == column));
            let stuck = listed && is_stuck(content);
            let is_item = content.starts_with("- ") || content.trim_end() == "-" || stuck;
            // What closes a bracket belongs to the entry before it.
            let counts = !content.is_empty() && !content.starts_with(|c: char| c.is_whitespace() || "#}]".contains(c));
            let (first, is_list) = match &mut block {
                Some((column_known @ None, is_list)) if counts && is_item == *is_list => {
                    (*column_known.insert(column), *is_list)
                }
                Some((Some(known), is_list)) => (*known, *is_list),
                Some((None, is_list)) => (0, *is_list),
                None if counts => {
                    block = Some(((!odd).then_some(column), is_item));
                    (column, is_item)
                }
                None => continue,
            };
            let is_entry = if is_list { is_item } else { !content.starts_with('-') };
            if counts && column <= first && is_entry {
                let name = name_at(content).filter(|_| !is_item);
                let value = match name {
                    Some(name) => Some(start + name.len() + 1),
                    None => is_item.then_some(start + 1),
                };
                let span = |name: &str| Span::new(start, start + name.len());
                let key = name.map(|name| Key { text: Cow::Borrowed(name), span: span(name) });
                pieces.push(Piece { range: line, key, value, stuck });
            } else if let Some(last) = pieces.last_mut() {
                last.range.end = line.end;
            }
        }
        pieces
    }
}

/// Whether a line is an item of a list without the space after its dash: a group, a text, what stands in brackets.
fn is_stuck(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('-') else { return false };
    rest.starts_with(|c: char| c.is_alphabetic() || "{[\"'¿¡«".contains(c))
}

/// The lines of a stretch, each with its range.
fn lines(text: &str, part: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = part.start;
    text[part].split_inclusive('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

/// After the end of the line that a byte is on.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |n| at + n + 1)
}

/// The key that a line starts with.
fn name_at(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let known = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    known.then_some(name)
}

/// One stretch, with the places of the whole text: its value, if there is one, and what is refused in it.
type Piecewise<'t> = (Option<Node<'t>>, Vec<SyntaxError>);

fn parse_piece(text: &str, part: Range<usize>) -> Result<Piecewise<'_>, SyntaxError> {
    let base = part.start;
    let parser = Parser::new_from_str(&text[part.clone()]);
    let mut events = Events { text, parser, base, depth: 0, refused: Vec::new() };
    let node = events.read().map_err(|error| SyntaxError { piece: part, ..error })?;
    Ok((node, events.refused))
}

/// Deeper than any content of ours.
const DEPTH: usize = 64;

struct Events<'t> {
    text: &'t str,
    parser: Parser<'t, granit_parser::StrInput<'t>>,
    base: usize,
    depth: usize,
    /// What YAML has and our files do not: names for values, tags, a second document.
    refused: Vec<SyntaxError>,
}

impl<'t> Events<'t> {
    fn read(&mut self) -> Result<Option<Node<'t>>, SyntaxError> {
        let Some((event, span)) = self.next()? else { return Ok(None) };
        let node = self.build(event, span)?;
        // Read to the end: what follows may break the syntax, and there is only one document.
        while let Some((_, span)) = self.next()? {
            if self.refused.is_empty() {
                let mark = self.text[..span.start()].rfind("---").unwrap_or(span.start());
                self.refuse(mark, "a second document");
            }
        }
        Ok(Some(node))
    }

    fn refuse(&mut self, offset: usize, reason: &str) {
        let start = self.text[..offset].rfind('\n').map_or(0, |n| n + 1);
        let piece = start..line_end(self.text, offset);
        self.refused.push(SyntaxError { offset, piece, reason: reason.to_owned() });
    }

    fn next(&mut self) -> Result<Option<(Event<'t>, Span)>, SyntaxError> {
        loop {
            match self.parser.next() {
                None => return Ok(None),
                Some(Ok((event, span))) if is_structure(&event) => {
                    let start = self.base + span.start.byte_offset().unwrap_or(0);
                    let end = self.base + span.end.byte_offset().unwrap_or(0);
                    return Ok(Some((event, Span::new(start, end))));
                }
                // Comments and the like are no values.
                Some(Ok(_)) => {}
                Some(Err(error)) => {
                    let offset = self.base + error.marker().byte_offset().unwrap_or(0);
                    return Err(SyntaxError { offset, piece: 0..0, reason: error.info() });
                }
            }
        }
    }

    fn required(&mut self) -> Result<(Event<'t>, Span), SyntaxError> {
        let end = SyntaxError { offset: self.base, piece: 0..0, reason: "unexpected end".to_owned() };
        self.next()?.ok_or(end)
    }

    fn build(&mut self, event: Event<'t>, span: Span) -> Result<Node<'t>, SyntaxError> {
        let start = span.start();
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(SyntaxError { offset: start, piece: 0..0, reason: "nested too deep".to_owned() });
        }
        let is_named = is_named(&event);
        let mut node = match event {
            Event::Scalar(text, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                Node { span, value: Value::Scalar { text, plain } }
            }
            Event::SequenceStart(..) => {
                let mut list: Vec<Node> = Vec::new();
                loop {
                    match self.required()? {
                        (Event::SequenceEnd, end) => {
                            let (first, last) = (list.first().map(|item| item.span), list.last().map(|item| item.span));
                            break Node { span: reach(span, first, last, end), value: Value::List(list) };
                        }
                        (event, span) => {
                            let item = self.build(event, span)?;
                            let dash = self.text[..span.start()].rfind('-').map_or(span.start(), |n| n + 1);
                            list.push(placed(item, dash));
                        }
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut pairs: Vec<(Key, Node)> = Vec::new();
                loop {
                    match self.required()? {
                        (Event::MappingEnd, end) => {
                            let last = pairs.last().map(|(_, value)| value.span);
                            break Node { span: reach(span, None, last, end), value: Value::Map(pairs) };
                        }
                        (event, span) => {
                            let key = self.build(event, span)?;
                            let (event, span) = self.required()?;
                            let value = self.build(event, span)?;
                            let text = match key.value {
                                Value::Scalar { text, .. } => text,
                                _ => Cow::Borrowed(""),
                            };
                            let value = placed(value, key.span.end());
                            pairs.push((Key { text, span: key.span }, value));
                        }
                    }
                }
            }
            _ => Node { span, value: Value::Broken },
        };
        if is_named || matches!(node.value, Value::Broken) {
            self.refuse(start, "a name or tag for a value");
            node.value = Value::Broken;
        }
        self.depth -= 1;
        Ok(node)
    }
}

/// From the opening to the closing bracket, or from the first to the end of the last of what is inside.
fn reach(start: Span, first: Option<Span>, last: Option<Span>, end: Span) -> Span {
    // Only a bracket has a length.
    if end.end() > end.start() {
        return Span::new(start.start(), end.end());
    }
    Span::new(first.unwrap_or(start).start(), last.unwrap_or(start).end())
}

/// A value that is not there stands after its key or dash.
fn placed(node: Node<'_>, after: usize) -> Node<'_> {
    match &node.value {
        Value::Scalar { text, plain: true } if text.is_empty() => Node { span: Span::new(after, after), ..node },
        _ => node,
    }
}

fn is_structure(event: &Event) -> bool {
    matches!(
        event,
        Event::Scalar(..)
            | Event::Alias(..)
            | Event::SequenceStart(..)
            | Event::SequenceEnd
            | Event::MappingStart(..)
            | Event::MappingEnd
    )
}

/// Whether a value has an anchor or a tag.
fn is_named(event: &Event) -> bool {
    match event {
        Event::Scalar(_, _, anchor, tag) => *anchor != 0 || tag.is_some(),
        Event::SequenceStart(_, anchor, tag) | Event::MappingStart(_, anchor, tag) => *anchor != 0 || tag.is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, carefully, parse};

    #[test]
    fn a_broken_key_and_a_broken_item_do_not_hide_the_others() {
        let text = "a: 1\nb: [2\nc: 3\nrows:\n  - {x: 1}\n  - {x: 2\n  - {x: 3}\nd: 4\n";
        let parsed = parse(text);
        let Value::Map(pairs) = &parsed.root.value else { panic!("a map") };
        let keys: Vec<&str> = pairs.iter().map(|(key, _)| key.text.as_ref()).collect();
        assert_eq!(keys, ["a", "b", "c", "rows", "d"]);
        assert_eq!(parsed.errors.len(), 2);
        let Value::List(rows) = &pairs[3].1.value else { panic!("a list") };
        assert_eq!(rows.len(), 3);
        assert!(matches!(rows[1].value, Value::Broken));
        assert_eq!(&text[pairs[4].1.span.range()], "4");
    }

    #[test]
    fn a_broken_line_hides_only_its_own_smallest_block() {
        let text = "rows:\n  - id: a\n    name:\n      es: \"Uno\n      en: One\n    parts:\n    - x: [1\n      y: 2\n    - x: 3\n  \
                    - id: b\n    name: {es: Dos}\nlast: 1\n";
        let parsed = parse(text);
        assert_eq!(parsed.errors.len(), 2);
        let shape = format!("{:?}", parsed.root.value).matches("Broken").count();
        assert_eq!(shape, 2);
        let Value::Map(pairs) = &parsed.root.value else { panic!("a map") };
        let Value::List(rows) = &pairs[0].1.value else { panic!("a list") };
        let Value::Map(first) = &rows[0].value else { panic!("a map") };
        let keys: Vec<&str> = first.iter().map(|(key, _)| key.text.as_ref()).collect();
        assert_eq!(keys, ["id", "name", "parts"]);
        let Value::Map(name) = &first[1].1.value else { panic!("a map") };
        assert!(matches!(name[0].1.value, Value::Broken));
        assert_eq!(&text[name[1].1.span.range()], "One");
        let Value::List(parts) = &first[2].1.value else { panic!("a list") };
        assert_eq!(parts.len(), 2);
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn places_are_bytes_of_the_whole_text() {
        let text = "ñame: \"año\"\nlista:\n  - {ó: é}\n";
        let parsed = parse(text);
        let Value::Map(pairs) = &parsed.root.value else { panic!("a map") };
        assert_eq!(&text[pairs[0].1.span.range()], "\"año\"");
        let Value::List(items) = &pairs[1].1.value else { panic!("a list") };
        let Value::Map(inner) = &items[0].value else { panic!("a map") };
        assert_eq!(&text[inner[0].0.span.range()], "ó");
    }

    #[test]
    fn names_tags_and_second_documents_are_refused() {
        for text in
            ["a: &x 1\n", "a: &x 1\nb: *x\n", "a: !!int 1\n", "a: !x [1]\n", "a: 1\n---\nb: 2\n", "a: {b: &x {}}\n"]
        {
            assert!(!carefully(text).errors.is_empty(), "{text}");
        }
    }
}
