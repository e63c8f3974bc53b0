//! Tree to HTML.

use super::{Block, Document, Inline, highlight, plain};

/// Finds the address of a link. What cannot be found was told by the checks; it becomes plain text.
pub trait LinkResolver {
    fn resolve(&self, target: &str) -> Option<String>;
}

/// A text as HTML.
#[derive(Debug, Default, Clone)]
pub struct Rendered {
    pub html: String,
    /// Whether it holds coloured code, which needs its style sheet.
    pub has_code: bool,
}

impl Document {
    /// The whole text.
    pub fn html(&self, links: &dyn LinkResolver) -> Rendered {
        blocks(&self.blocks, links)
    }

    /// The text before the first heading of level 2.
    pub fn introduction(&self, links: &dyn LinkResolver) -> Rendered {
        let end =
            self.blocks.iter().position(|b| matches!(b, Block::Heading { level: 2, .. })).unwrap_or(self.blocks.len());
        blocks(&self.blocks[..end], links)
    }

    /// The text from the first heading of level 2 on.
    pub fn after_introduction(&self, links: &dyn LinkResolver) -> Rendered {
        let start =
            self.blocks.iter().position(|b| matches!(b, Block::Heading { level: 2, .. })).unwrap_or(self.blocks.len());
        blocks(&self.blocks[start..], links)
    }

    /// The text under the heading of level 2 with these words, without the heading.
    pub fn section(&self, title: &str, links: &dyn LinkResolver) -> Option<Rendered> {
        let is_section = |b: &Block| matches!(b, Block::Heading { level: 2, .. });
        let start = self.blocks.iter().position(
            |block| matches!(block, Block::Heading { level: 2, inlines, .. } if plain(inlines).trim() == title.trim()),
        )?;
        let rest = &self.blocks[start + 1..];
        let end = rest.iter().position(is_section).unwrap_or(rest.len());
        Some(blocks(&rest[..end], links))
    }
}

/// Escapes a text for HTML, for elements and for double-quoted attributes.
pub fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        out.push_str(match special.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &special[1..];
    }
    out.push_str(rest);
}

fn blocks(list: &[Block], links: &dyn LinkResolver) -> Rendered {
    let mut out = Rendered::default();
    for block in list {
        write_block(block, links, &mut out);
    }
    out
}

fn write_block(block: &Block, links: &dyn LinkResolver, out: &mut Rendered) {
    match block {
        Block::Heading { level, id, inlines } => {
            out.html.push_str(&format!("<h{level} id=\"{id}\">"));
            write_inlines(inlines, links, &mut out.html);
            out.html.push_str(&format!("</h{level}>"));
        }
        Block::Paragraph(inlines) => {
            out.html.push_str("<p>");
            write_inlines(inlines, links, &mut out.html);
            out.html.push_str("</p>");
        }
        Block::List { start, items } => {
            let (open, close) = match start {
                None => ("<ul>".to_owned(), "</ul>"),
                Some(1) => ("<ol>".to_owned(), "</ol>"),
                Some(n) => (format!("<ol start=\"{n}\">"), "</ol>"),
            };
            out.html.push_str(&open);
            for item in items {
                out.html.push_str("<li>");
                match item.as_slice() {
                    [Block::Paragraph(inlines), rest @ ..] => {
                        write_inlines(inlines, links, &mut out.html);
                        rest.iter().for_each(|block| write_block(block, links, out));
                    }
                    all => all.iter().for_each(|block| write_block(block, links, out)),
                }
                out.html.push_str("</li>");
            }
            out.html.push_str(close);
        }
        Block::Quote(inner) => {
            out.html.push_str("<blockquote>");
            inner.iter().for_each(|block| write_block(block, links, out));
            out.html.push_str("</blockquote>");
        }
        Block::Code { language, text } => {
            out.has_code = true;
            out.html.push_str("<pre class=\"code\" tabindex=\"0\"><code>");
            out.html.push_str(&highlight::classed(language, text));
            out.html.push_str("</code></pre>");
        }
        Block::Table { head, rows } => {
            out.html.push_str("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
            for cell in head {
                out.html.push_str("<th scope=\"col\">");
                write_inlines(cell, links, &mut out.html);
                out.html.push_str("</th>");
            }
            out.html.push_str("</tr></thead><tbody>");
            for row in rows {
                out.html.push_str("<tr>");
                for (column, cell) in row.iter().enumerate() {
                    let (open, close) = if column == 0 { ("<th scope=\"row\">", "</th>") } else { ("<td>", "</td>") };
                    out.html.push_str(open);
                    write_inlines(cell, links, &mut out.html);
                    out.html.push_str(close);
                }
                out.html.push_str("</tr>");
            }
            out.html.push_str("</tbody></table></div>");
        }
        Block::Rule => out.html.push_str("<hr>"),
    }
}

fn write_inlines(inlines: &[Inline], links: &dyn LinkResolver, out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => escape(text, out),
            Inline::Code(text) => {
                out.push_str("<code>");
                escape(text, out);
                out.push_str("</code>");
            }
            Inline::Emphasis(inner) => wrap("em", inner, links, out),
            Inline::Strong(inner) => wrap("strong", inner, links, out),
            Inline::Link { target, inlines, .. } => match links.resolve(target) {
                Some(href) => {
                    out.push_str("<a href=\"");
                    escape(&href, out);
                    out.push_str("\">");
                    write_inlines(inlines, links, out);
                    out.push_str("</a>");
                }
                None => write_inlines(inlines, links, out),
            },
            Inline::SoftBreak => out.push(' '),
            Inline::HardBreak => out.push_str("<br>"),
        }
    }
}

fn wrap(tag: &str, inner: &[Inline], links: &dyn LinkResolver, out: &mut String) {
    out.push_str(&format!("<{tag}>"));
    write_inlines(inner, links, out);
    out.push_str(&format!("</{tag}>"));
}
