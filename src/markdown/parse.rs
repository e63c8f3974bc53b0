//! Text to tree, with everything found on the way.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Block, Document, Inline, plain, signs};
use crate::diagnostics::catalogue::{C0301, C0302, C0303, C0304, C0305, C0306, C0307, C0308};
use crate::diagnostics::{Checked, Diagnostics, Place};
use crate::model::values::Slug;

/// How deep quotes and lists may nest: renderers and readers both give up beyond.
const DEPTH: usize = 24;

impl Document {
    /// Parses the text of a file from a byte on (after front matter).
    pub fn parse(file: &Arc<str>, text: &str, from: usize) -> Checked<Document> {
        let body = text.get(from..).unwrap_or_default();
        let events = Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter();
        let mut reader = Reader {
            file,
            from,
            body,
            spoken: Vec::new(),
            events: Box::new(events),
            found: Diagnostics::new(),
            ids: BTreeMap::new(),
            last_level: 1,
            too_deep: false,
        };
        let blocks = reader.blocks(0);
        let Reader { spoken, mut found, .. } = reader;
        signs::check(file, body, from, &spoken, &mut found);
        Checked::new(Document { blocks }, found)
    }
}

struct Reader<'a> {
    file: &'a Arc<str>,
    from: usize,
    body: &'a str,
    /// Stretches of the body whose signs have their effect: links, pictures, code, tables, HTML.
    spoken: Vec<Range<usize>>,
    events: Box<dyn Iterator<Item = (Event<'a>, Range<usize>)> + 'a>,
    found: Diagnostics,
    ids: BTreeMap<String, usize>,
    last_level: u8,
    too_deep: bool,
}

impl<'a> Reader<'a> {
    fn place(&self, span: &Range<usize>) -> Place {
        Place::new(self.file, self.from + span.start..self.from + span.end)
    }

    /// Blocks up to the end of the container that was just opened, or of the text.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut loose: Vec<Inline> = Vec::new();
        while let Some((event, span)) = self.events.next() {
            if depth > DEPTH && !self.too_deep {
                self.too_deep = true;
                self.found.push(C0304.at(self.place(&span)).with("limit", DEPTH));
            }
            match event {
                Event::End(TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::List(_)) => break,
                Event::Start(Tag::Paragraph) => {
                    let inlines = self.inlines(|end| matches!(end, TagEnd::Paragraph));
                    blocks.push(Block::Paragraph(inlines));
                }
                Event::Start(Tag::Heading { level, .. }) => blocks.push(self.heading(level, &span)),
                Event::Start(Tag::List(start)) => blocks.push(self.list(start, depth)),
                Event::Start(Tag::BlockQuote(_)) => {
                    let inner = self.nested(depth);
                    blocks.push(Block::Quote(inner));
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    self.spoken.push(span);
                    blocks.push(self.code(kind));
                }
                Event::Start(Tag::Table(_)) => {
                    self.spoken.push(span);
                    blocks.push(self.table());
                }
                Event::Start(Tag::HtmlBlock) => {
                    self.spoken.push(span.clone());
                    self.html_block(&span);
                }
                Event::Rule => blocks.push(Block::Rule),
                other => {
                    // A tight list item holds its words without a paragraph.
                    if let Some(inline) = self.inline(other, span) {
                        loose.push(inline);
                        continue;
                    }
                }
            }
            if !loose.is_empty() {
                let at = blocks.len().saturating_sub(1);
                blocks.insert(at, Block::Paragraph(std::mem::take(&mut loose)));
            }
        }
        if !loose.is_empty() {
            blocks.push(Block::Paragraph(loose));
        }
        blocks
    }

    /// The inside of a container; beyond the limit it is read and dropped, after the fault was told.
    fn nested(&mut self, depth: usize) -> Vec<Block> {
        if depth <= DEPTH {
            return self.blocks(depth + 1);
        }
        let mut open = 1usize;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
        }
        if !self.too_deep {
            self.too_deep = true;
            self.found.push(C0304.at(Place::file(self.file)).with("limit", DEPTH));
        }
        Vec::new()
    }

    fn heading(&mut self, level: HeadingLevel, span: &Range<usize>) -> Block {
        let level = level as u8;
        let expected = self.last_level + 1;
        if level < 2 || level > expected {
            let place = self.place(span);
            self.found.push(C0303.at(place).with("level", level).with("expected", expected.clamp(2, 6)));
        }
        self.last_level = level.max(2);
        let inlines = self.inlines(|end| matches!(end, TagEnd::Heading(_)));
        let base = Some(Slug::of(&plain(&inlines))).filter(|id| !id.is_empty()).unwrap_or_else(|| "s".into());
        let seen = self.ids.entry(base.clone()).and_modify(|n| *n += 1).or_insert(1);
        let id = if *seen == 1 { base } else { format!("{base}-{seen}") };
        Block::Heading { level, id, inlines }
    }

    fn list(&mut self, start: Option<u64>, depth: usize) -> Block {
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.nested(depth)),
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        Block::List { start, items }
    }

    fn code(&mut self, kind: CodeBlockKind<'a>) -> Block {
        let language = match kind {
            CodeBlockKind::Fenced(language) => language.split([' ', ',']).next().unwrap_or("").to_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        Block::Code { language, text }
    }

    fn table(&mut self) -> Block {
        let mut head = Vec::new();
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        let mut in_head = false;
        while let Some((event, span)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => in_head = true,
                Event::End(TagEnd::TableHead) => in_head = false,
                Event::Start(Tag::TableRow) => {
                    let count = cells(self.body.get(span.clone()).unwrap_or_default());
                    if count != head.len() {
                        let fault = C0308.at(self.place(&span)).with("count", count);
                        self.found.push(fault.with("expected", head.len()));
                    }
                    rows.push(Vec::new());
                }
                Event::Start(Tag::TableCell) => {
                    let cell = self.inlines(|end| matches!(end, TagEnd::TableCell));
                    match rows.last_mut() {
                        Some(row) if !in_head => row.push(cell),
                        _ => head.push(cell),
                    }
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table { head, rows }
    }

    fn html_block(&mut self, span: &Range<usize>) {
        let mut html = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Html(part) | Event::Text(part) => html.push_str(&part),
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        self.refuse_html(&html, span);
    }

    fn refuse_html(&mut self, html: &str, span: &Range<usize>) {
        let shown: String = html.trim().chars().take(40).collect();
        let place = self.place(span);
        self.found.push(C0301.at(place).with("html", shown));
    }

    fn inlines(&mut self, ends: impl Fn(TagEnd) -> bool) -> Vec<Inline> {
        let mut inlines = Vec::new();
        while let Some((event, span)) = self.events.next() {
            if let Event::End(end) = event {
                if ends(end) {
                    break;
                }
                continue;
            }
            if let Some(inline) = self.inline(event, span) {
                inlines.push(inline);
            }
        }
        inlines
    }

    fn inline(&mut self, event: Event<'a>, span: Range<usize>) -> Option<Inline> {
        Some(match event {
            Event::Text(text) => Inline::Text(text.into_string()),
            Event::Code(text) => {
                self.spoken.push(span);
                Inline::Code(text.into_string())
            }
            Event::SoftBreak => Inline::SoftBreak,
            Event::HardBreak => Inline::HardBreak,
            Event::Start(Tag::Emphasis) => Inline::Emphasis(self.inlines(|end| matches!(end, TagEnd::Emphasis))),
            Event::Start(Tag::Strong) => Inline::Strong(self.inlines(|end| matches!(end, TagEnd::Strong))),
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.spoken.push(span.clone());
                let inlines = self.inlines(|end| matches!(end, TagEnd::Link));
                return self.link(dest_url, span, inlines);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.spoken.push(span.clone());
                let alt = plain(&self.inlines(|end| matches!(end, TagEnd::Image)));
                let place = self.place(&span);
                if alt.trim().is_empty() {
                    self.found.push(C0305.at(place));
                } else {
                    self.found.push(C0306.at(place).with("link", dest_url));
                }
                return None;
            }
            Event::InlineHtml(html) | Event::Html(html) => {
                self.spoken.push(span.clone());
                self.refuse_html(&html, &span);
                return None;
            }
            _ => return None,
        })
    }

    fn link(&mut self, target: CowStr<'a>, span: Range<usize>, inlines: Vec<Inline>) -> Option<Inline> {
        let target: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        if !is_allowed(&target) {
            let place = self.place(&span);
            self.found.push(C0302.at(place).with("link", &target));
            return None;
        }
        let words = plain(&inlines);
        if says_nothing(&words) {
            let place = self.place(&span);
            self.found.push(C0307.at(place).with("text", words));
        }
        Some(Inline::Link { target, span: self.from + span.start..self.from + span.end, inlines })
    }
}

/// Link texts that mean nothing without their sentence.
fn says_nothing(words: &str) -> bool {
    const EMPTY: [&str; 16] = [
        "",
        "aquí",
        "aqui",
        "haga clic aquí",
        "clic aquí",
        "click aquí",
        "este enlace",
        "enlace",
        "ver más",
        "leer más",
        "más",
        "here",
        "click here",
        "this link",
        "read more",
        "more",
    ];
    EMPTY.contains(&words.trim().trim_end_matches(['.', ':', '…']).to_lowercase().as_str())
}

/// How many cells a row of a table has as it is written.
fn cells(row: &str) -> usize {
    let row = row.lines().next().unwrap_or_default().trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(row);
    row.replace("\\|", "").matches('|').count() + 1
}

/// A path of the site, an anchor, or one of the schemes that a reader can follow safely.
pub(super) fn is_allowed(target: &str) -> bool {
    let local =
        (target.starts_with('/') && !target.starts_with("//") && !target.starts_with("/\\")) || target.starts_with('#');
    let lower = target.to_ascii_lowercase();
    local || ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::super::{Block, Document};

    fn codes(text: &str) -> Vec<&'static str> {
        Document::parse(&"x.md".into(), text, 0).diagnostics.iter().map(|d| d.fault.code).collect()
    }

    #[test]
    fn html_and_hostile_links_are_faults() {
        assert_eq!(codes("Hola <b>agua</b>"), ["C0301", "C0301"]);
        assert_eq!(codes("<script>alert(1)</script>\n"), ["C0301"]);
        assert_eq!(codes("[a](&#106;avascript:alert(1))"), ["C0302"]);
        assert_eq!(codes("[a](//otro.example/)"), ["C0302"]);
        assert_eq!(codes("[a](https://otro.example/) [b](/cartas/)"), Vec::<&str>::new());
        assert_eq!(codes("Vea [aquí](/cartas/)."), ["C0307"]);
    }

    #[test]
    fn headings_start_at_two_and_skip_none() {
        assert_eq!(codes("# Uno"), ["C0303"]);
        assert_eq!(codes("## Dos\n\n#### Cuatro"), ["C0303"]);
        assert!(codes("## Dos\n\n### Tres\n\n## Dos").is_empty());
    }

    #[test]
    fn deep_nesting_is_a_fault_and_not_a_crash() {
        assert_eq!(codes(&"> ".repeat(3000)), ["C0304"]);
    }

    #[test]
    fn a_tight_list_keeps_words_and_nested_lists_in_order() {
        let document = Document::parse(&"x.md".into(), "- uno\n  - dos\n- tres\n", 0).value;
        let Block::List { items, .. } = &document.blocks[0] else { panic!("a list") };
        assert_eq!(items.len(), 2);
        assert!(matches!(items[0][0], Block::Paragraph(_)));
        assert!(matches!(items[0][1], Block::List { .. }));
    }

    #[test]
    fn equal_headings_get_different_identifiers() {
        let document = Document::parse(&"x.md".into(), "## Agua\n\n## Agua\n", 0).value;
        assert_eq!(document.anchors().collect::<Vec<_>>(), ["agua", "agua-2"]);
    }
}
