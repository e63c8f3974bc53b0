//! A YAML text as a tree with places, for telling all faults of a file whose typed decode has failed.
//!
//! A piece that breaks the syntax does not hide the others: the text is cut at its top-level keys, and at the items
//! of a list under one, and each piece is parsed in place.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

/// A value with the bytes it was read from.
#[derive(Debug)]
pub(super) struct Node {
    /// Different for every node of a tree.
    pub(super) id: usize,
    pub(super) span: Range<usize>,
    pub(super) value: Value,
}

#[derive(Debug)]
pub(super) enum Value {
    /// A text, a number, a date: what it is, the asking type decides. `plain`: without quotes.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
    /// Stands in for a piece that could not be parsed; that has been told.
    Broken,
}

#[derive(Debug)]
pub(super) struct Key {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// A place where the syntax breaks, and the parser's words for it.
#[derive(Debug)]
pub(super) struct SyntaxError {
    pub(super) offset: usize,
    /// The piece of the text that could not be parsed; the cause lies in it.
    pub(super) piece: Range<usize>,
    pub(super) reason: String,
}

/// A tree as far as it could be made, and every piece that breaks the syntax.
pub(super) struct Parsed {
    pub(super) root: Node,
    pub(super) errors: Vec<SyntaxError>,
}

/// Parses a text piece by piece.
pub(super) fn parse(text: &str) -> Parsed {
    let mut next_id = 0;
    match parse_piece(text, 0..text.len(), &mut next_id) {
        Ok(root) => Parsed { root: root.unwrap_or_else(|| empty(text, &mut next_id)), errors: Vec::new() },
        Err(error) => parse_in_pieces(text, error, &mut next_id),
    }
}

fn empty(text: &str, next_id: &mut usize) -> Node {
    Node { id: fresh(next_id), span: 0..text.len().min(1), value: Value::Map(Vec::new()) }
}

fn fresh(next_id: &mut usize) -> usize {
    *next_id += 1;
    *next_id
}

fn parse_in_pieces(text: &str, whole: SyntaxError, next_id: &mut usize) -> Parsed {
    let mut entries = Vec::new();
    let mut errors = Vec::new();
    for piece in top_level(text) {
        match parse_piece(text, piece.clone(), next_id) {
            Ok(Some(Node { value: Value::Map(pairs), .. })) => entries.extend(pairs),
            Ok(_) => {}
            Err(error) => match key_of(text, &piece) {
                Some(key) => {
                    let value = parse_items(text, &piece, error, &mut errors, next_id);
                    entries.push((key, value));
                }
                None => errors.push(error),
            },
        }
    }
    if errors.is_empty() {
        // The pieces are sound and the whole is not: say what the parser says of the whole.
        errors.push(whole);
    }
    let root = Node { id: fresh(next_id), span: 0..text.len().min(1), value: Value::Map(entries) };
    Parsed { root, errors }
}

/// The value of a broken top-level key: its list items one by one, where it is a list.
fn parse_items(
    text: &str,
    piece: &Range<usize>,
    error: SyntaxError,
    errors: &mut Vec<SyntaxError>,
    next_id: &mut usize,
) -> Node {
    let items = list_items(text, piece);
    let mut list = Vec::new();
    let before = errors.len();
    for item in &items {
        match parse_piece(text, item.clone(), next_id) {
            Ok(Some(Node { value: Value::List(nodes), .. })) => list.extend(nodes),
            Ok(_) => {}
            Err(error) => {
                errors.push(error);
                list.push(Node { id: fresh(next_id), span: item.clone(), value: Value::Broken });
            }
        }
    }
    if errors.len() == before {
        errors.push(error);
        return Node { id: fresh(next_id), span: piece.clone(), value: Value::Broken };
    }
    Node { id: fresh(next_id), span: piece.clone(), value: Value::List(list) }
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

/// From one line that starts at the margin to the next.
fn top_level(text: &str) -> Vec<Range<usize>> {
    pieces(lines(text, 0..text.len()), |line| {
        let first = text[line].chars().next().unwrap_or('\n');
        !first.is_whitespace() && !['#', '-', '}', ']'].contains(&first)
    })
}

/// The items `- …` of the list under a key.
fn list_items(text: &str, piece: &Range<usize>) -> Vec<Range<usize>> {
    let mut indent = None;
    let starts = |line: Range<usize>| {
        let content = &text[line];
        let trimmed = content.trim_start_matches(' ');
        let depth = content.len() - trimmed.len();
        trimmed.starts_with("- ") && *indent.get_or_insert(depth) == depth
    };
    pieces(lines(text, piece.clone()).skip(1), starts)
}

fn pieces(
    lines: impl Iterator<Item = Range<usize>>,
    mut starts: impl FnMut(Range<usize>) -> bool,
) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for line in lines {
        if starts(line.clone()) {
            pieces.push(line);
        } else if let Some(last) = pieces.last_mut() {
            last.end = line.end;
        }
    }
    pieces
}

fn key_of(text: &str, piece: &Range<usize>) -> Option<Key> {
    let line = text[piece.clone()].lines().next()?;
    let key = line.split(':').next()?.trim();
    let known = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    (known && line.contains(':')).then(|| Key { text: key.to_owned(), span: piece.start..piece.start + key.len() })
}

/// Parses one stretch; places are those of the whole text. `None` when there is nothing in it.
fn parse_piece(text: &str, part: Range<usize>, next_id: &mut usize) -> Result<Option<Node>, SyntaxError> {
    let base = part.start;
    let mut events = Events { parser: Parser::new_from_str(&text[part.clone()]), base, depth: 0 };
    read(&mut events, next_id).map_err(|error| SyntaxError { piece: part, ..error })
}

fn read(events: &mut Events, next_id: &mut usize) -> Result<Option<Node>, SyntaxError> {
    let Some((event, span)) = events.next()? else { return Ok(None) };
    let node = build(event, span, events, next_id)?;
    // Read to the end: what follows may break the syntax.
    while events.next()?.is_some() {}
    Ok(Some(node))
}

/// Deeper than any content of ours.
const DEPTH: usize = 64;

struct Events<'t> {
    parser: Parser<'t, granit_parser::StrInput<'t>>,
    base: usize,
    depth: usize,
}

impl<'t> Events<'t> {
    fn next(&mut self) -> Result<Option<(Event<'t>, Range<usize>)>, SyntaxError> {
        loop {
            match self.parser.next() {
                None => return Ok(None),
                Some(Ok((event, span))) if is_structure(&event) => {
                    let start = self.base + span.start.byte_offset().unwrap_or(0);
                    let end = self.base + span.end.byte_offset().unwrap_or(0);
                    return Ok(Some((event, start..end.max(start))));
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

    fn required(&mut self) -> Result<(Event<'t>, Range<usize>), SyntaxError> {
        let end = SyntaxError { offset: self.base, piece: 0..0, reason: "unexpected end".to_owned() };
        self.next()?.ok_or(end)
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

fn build<'t>(
    event: Event<'t>,
    span: Range<usize>,
    events: &mut Events<'t>,
    next_id: &mut usize,
) -> Result<Node, SyntaxError> {
    let id = fresh(next_id);
    let start = span.start;
    events.depth += 1;
    if events.depth > DEPTH {
        return Err(SyntaxError { offset: start, piece: 0..0, reason: "nested too deep".to_owned() });
    }
    let node = match event {
        Event::Scalar(text, style, ..) => {
            let plain = style == ScalarStyle::Plain;
            Node { id, span, value: Value::Scalar { text: text.into_owned(), plain } }
        }
        Event::SequenceStart(..) => {
            let mut list = Vec::new();
            loop {
                match events.required()? {
                    (Event::SequenceEnd, end) => {
                        break Node { id, span: start..end.end.max(span.end), value: Value::List(list) };
                    }
                    (event, span) => list.push(build(event, span, events, next_id)?),
                }
            }
        }
        Event::MappingStart(..) => {
            let mut pairs = Vec::new();
            loop {
                match events.required()? {
                    (Event::MappingEnd, end) => {
                        break Node { id, span: start..end.end.max(span.end), value: Value::Map(pairs) };
                    }
                    (event, key_span) => {
                        let key = build(event, key_span, events, next_id)?;
                        let (event, span) = events.required()?;
                        let value = build(event, span, events, next_id)?;
                        let text = match key.value {
                            Value::Scalar { text, .. } => text,
                            _ => String::new(),
                        };
                        pairs.push((Key { text, span: key.span }, value));
                    }
                }
            }
        }
        _ => Node { id, span, value: Value::Broken },
    };
    events.depth -= 1;
    Ok(node)
}

#[cfg(test)]
mod tests {
    use super::{Value, parse};

    #[test]
    fn a_broken_key_and_a_broken_item_do_not_hide_the_others() {
        let text = "a: 1\nb: [2\nc: 3\nrows:\n  - {x: 1}\n  - {x: 2\n  - {x: 3}\nd: 4\n";
        let parsed = parse(text);
        let Value::Map(pairs) = &parsed.root.value else { panic!("a map") };
        let keys: Vec<&str> = pairs.iter().map(|(key, _)| key.text.as_str()).collect();
        assert_eq!(keys, ["a", "b", "c", "rows", "d"]);
        assert_eq!(parsed.errors.len(), 2);
        let Value::List(rows) = &pairs[3].1.value else { panic!("a list") };
        assert_eq!(rows.len(), 3);
        assert!(matches!(rows[1].value, Value::Broken));
        assert_eq!(&text[pairs[4].1.span.clone()], "4");
    }

    #[test]
    fn places_are_bytes_of_the_whole_text() {
        let text = "ñame: \"año\"\nlista:\n  - {ó: é}\n";
        let parsed = parse(text);
        let Value::Map(pairs) = &parsed.root.value else { panic!("a map") };
        assert_eq!(&text[pairs[0].1.span.clone()], "\"año\"");
        let Value::List(items) = &pairs[1].1.value else { panic!("a list") };
        let Value::Map(inner) = &items[0].value else { panic!("a map") };
        assert_eq!(&text[inner[0].0.span.clone()], "ó");
    }
}
