//! Templates without the space and the comments that nobody sees.
//!
//! Pages are small because their templates are: each template is tightened once, when it is loaded, and nothing is done
//! to the pages made from it. Space is taken away only where no browser shows it: beside the tag of an element that
//! stands on lines of its own, whatever the template's conditions and loops do around it. Where that cannot be told from
//! the one template, one space stays, because a space too many is seen by nobody and a space too few joins two words.

/// Elements before and after which a line ends, and those of the head: space beside their tags is never seen.
const BREAKS: &[&str] = &[
    "!doctype",
    "address",
    "article",
    "aside",
    "base",
    "blockquote",
    "body",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
/// In the head these are like the above; elsewhere they take no place in a line, and the space around them counts.
const IN_HEAD: &[&str] = &["link", "meta", "noscript", "script", "style", "template", "title"];
/// Elements whose text is kept as it is.
const VERBATIM: &[&str] = &["pre", "script", "style", "textarea"];
/// Attributes that keep their quotes: `finish::links` finds them by these.
const QUOTED: &[&str] = &["action", "href", "id", "src"];

/// A script without its indentation and the comments that stand on lines of their own. One with a text that goes over
/// several lines is left alone.
pub(super) fn tightened_script(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1 || line.ends_with('\\')) {
        return script.to_owned();
    }
    let mut out = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        if in_comment {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// A template that makes the same pages, in fewer bytes.
pub(super) fn tightened(template: &str) -> String {
    let pieces = Reader::new(template).pieces();
    let groups = Groups::of(&pieces);
    let mut out = String::with_capacity(template.len());
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Space if groups.breaks_before(at, &mut vec![]) || groups.breaks_after(at, &mut vec![]) => {}
            Piece::Space => out.push(' '),
            Piece::Words(text) | Piece::Statement(text) => out.push_str(text),
            Piece::Tag { text, .. } => out.push_str(text),
        }
    }
    out
}

/// A part of a template.
#[derive(Debug)]
enum Piece<'a> {
    /// A run of white space between tags and words.
    Space,
    /// Words, expressions, and whatever else is seen or may be.
    Words(&'a str),
    /// `{% … %}`, which writes nothing itself.
    Statement(&'a str),
    /// A tag, tight already.
    Tag { text: String, breaks: bool },
}

/// Takes a template apart.
struct Reader<'a> {
    rest: &'a str,
    pieces: Vec<Piece<'a>>,
    in_head: bool,
}

impl<'a> Reader<'a> {
    fn new(template: &'a str) -> Self {
        Reader { rest: template, pieces: Vec::new(), in_head: false }
    }

    fn pieces(mut self) -> Vec<Piece<'a>> {
        while !self.rest.is_empty() {
            self.piece();
        }
        self.pieces
    }

    /// Cuts off the first bytes of what is left.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn space(&mut self) {
        if !matches!(self.pieces.last(), Some(Piece::Space)) {
            self.pieces.push(Piece::Space);
        }
    }

    fn piece(&mut self) {
        let spaces = self.rest.len() - self.rest.trim_start_matches(is_space).len();
        if spaces > 0 {
            self.take(spaces);
            self.space();
        } else if self.rest.starts_with("{#") {
            self.comment();
        } else if let Some(length) = markup(self.rest) {
            let text = self.take(length);
            let statement = text.starts_with("{%") && word(text) != "raw";
            self.pieces.push(if statement { Piece::Statement(text) } else { Piece::Words(text) });
        } else if self.rest.starts_with("<!--") {
            let length = self.rest.find("-->").map_or(self.rest.len(), |end| end + 3);
            let text = self.take(length);
            // Statements in a comment may be halves of others outside.
            if text.contains("{%") {
                self.pieces.push(Piece::Words(text));
            }
        } else if starts_tag(self.rest) {
            self.tag();
        } else {
            let first = self.rest.chars().next().map_or(1, char::len_utf8);
            let end = self.rest[first..].find(|c| is_space(c) || c == '<' || c == '{');
            let text = self.take(end.map_or(self.rest.len(), |end| first + end));
            self.pieces.push(Piece::Words(text));
        }
    }

    /// Leaves a template's comment out, and the space that it takes away by `{#-` and `-#}`.
    fn comment(&mut self) {
        let length = self.rest.find("#}").map_or(self.rest.len(), |end| end + 2);
        let text = self.take(length);
        if text.starts_with("{#-") && matches!(self.pieces.last(), Some(Piece::Space)) {
            self.pieces.pop();
        }
        if text.ends_with("-#}") {
            self.rest = self.rest.trim_start_matches(is_space);
        }
    }

    fn tag(&mut self) {
        let opening = usize::from(self.rest.starts_with("</")) + 1;
        let mut text = self.take(opening).to_owned();
        let end = self.rest.find(|c| is_space(c) || matches!(c, '>' | '/' | '{')).unwrap_or(self.rest.len());
        let name = self.take(end).to_ascii_lowercase();
        text.push_str(&name);
        // `<h{{ level }}>`
        let is_heading = name == "h" && self.rest.starts_with("{{");
        self.attributes(&mut text);
        match (name.as_str(), opening) {
            ("head", 1) => self.in_head = true,
            ("head", _) => self.in_head = false,
            _ => {}
        }
        let known = |list: &[&str]| list.contains(&name.as_str());
        let breaks = is_heading || known(BREAKS) || self.in_head && known(IN_HEAD);
        let verbatim = opening == 1 && known(VERBATIM) && !text.ends_with("/>");
        self.pieces.push(Piece::Tag { text, breaks });
        if verbatim {
            let closing = format!("</{name}");
            let end = self.rest.to_ascii_lowercase().find(&closing).unwrap_or(self.rest.len());
            if end > 0 {
                let text = self.take(end);
                self.pieces.push(Piece::Words(text));
            }
        }
    }

    /// The rest of a tag, with its `>`.
    fn attributes(&mut self, text: &mut String) {
        let mut name = "";
        let mut space = false;
        while let Some(first) = self.rest.chars().next() {
            if is_space(first) {
                self.take(1);
                space = true;
                continue;
            }
            if self.rest.starts_with("{#") {
                let length = self.rest.find("#}").map_or(self.rest.len(), |end| end + 2);
                self.take(length);
                continue;
            }
            if std::mem::take(&mut space) && first != '>' {
                text.push(' ');
            }
            if let Some(length) = markup(self.rest) {
                text.push_str(self.take(length));
            } else if first == '>' {
                text.push_str(self.take(1));
                return;
            } else if matches!(first, '"' | '\'') {
                let length = quoted(self.rest, first);
                let value = self.take(length);
                text.push_str(if self.needs_no_quotes(name, value) { &value[1..value.len() - 1] } else { value });
            } else {
                let length = self.rest[first.len_utf8()..]
                    .find(|c| is_space(c) || matches!(c, '>' | '=' | '"' | '\'' | '{' | '/'))
                    .map_or(self.rest.len(), |end| end + first.len_utf8());
                let part = self.take(length);
                if part != "=" {
                    name = part;
                }
                text.push_str(part);
            }
        }
    }

    /// Whether a value of an attribute, given with its quotes, says the same without them where it stands.
    fn needs_no_quotes(&self, name: &str, quoted: &str) -> bool {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '#' | ',' | ';');
        let value = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
        let stands_alone = self.rest.starts_with(|c| is_space(c) || c == '>');
        stands_alone && !value.is_empty() && value.chars().all(plain) && !QUOTED.contains(&name)
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}')
}

fn starts_tag(text: &str) -> bool {
    let name = text.strip_prefix("</").or_else(|| text.strip_prefix("<!")).or_else(|| text.strip_prefix('<'));
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The length of the expression, statement or raw block that a text starts with.
fn markup(text: &str) -> Option<usize> {
    let close = match text.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        _ => return None,
    };
    let mut at = 2;
    let mut quote = None;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let byte = bytes[at];
        match quote {
            Some(_) if byte == b'\\' => at += 1,
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'\'' | b'`') => quote = Some(byte),
            None if bytes[at..].starts_with(close.as_bytes()) => {
                let end = at + 2;
                if close == "%}" && word(&text[..end]) == "raw" {
                    return Some(raw_end(text, end));
                }
                return Some(end);
            }
            None => {}
        }
        at += 1;
    }
    Some(text.len())
}

/// Where the raw block that begins a text ends.
fn raw_end(text: &str, body: usize) -> usize {
    let mut from = body;
    while let Some(at) = text[from..].find("{%").map(|at| from + at) {
        let end = text[at..].find("%}").map_or(text.len(), |end| at + end + 2);
        if word(&text[at..end]) == "endraw" {
            return end;
        }
        from = at + 2;
    }
    text.len()
}

/// The length of a quoted value; a quote in an expression does not end it.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(c) = text[at..].chars().next() {
        match markup(&text[at..]) {
            Some(length) => at += length,
            None if c == quote => return at + 1,
            None => at += c.len_utf8(),
        }
    }
    text.len()
}

/// The first word of a statement.
fn word(statement: &str) -> &str {
    let inner = statement.trim_start_matches("{%").trim_start_matches(['-', '+']).trim_start();
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inner.len());
    &inner[..end]
}

/// What a statement does to the order in which pieces come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    /// Goes on as if it were not there.
    On,
    /// A part of a group of `if` or `for`: which group, and which of its parts.
    Part(usize, usize),
    /// Not known here: blocks, components, includes.
    Unknown,
}

/// The statements that belong together: `if … elif … else … endif` or `for … else … endfor`, as places in the pieces.
#[derive(Debug)]
struct Group {
    parts: Vec<usize>,
    is_loop: bool,
    has_else: bool,
}

/// A template's pieces and the ways through them.
struct Groups<'p, 'a> {
    pieces: &'p [Piece<'a>],
    groups: Vec<Group>,
    flows: Vec<Flow>,
}

impl<'p, 'a> Groups<'p, 'a> {
    fn of(pieces: &'p [Piece<'a>]) -> Self {
        let mut all = Groups { pieces, groups: Vec::new(), flows: vec![Flow::Unknown; pieces.len()] };
        let mut open: Vec<usize> = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            let Piece::Statement(text) = piece else { continue };
            let name = word(text);
            match name {
                "if" | "for" => {
                    open.push(all.groups.len());
                    all.flows[at] = Flow::Part(all.groups.len(), 0);
                    all.groups.push(Group { parts: vec![at], is_loop: name == "for", has_else: false });
                }
                "elif" | "else" | "endif" | "endfor" => {
                    let Some(group) = open.last().copied() else { return all.without_ways() };
                    let entry = &mut all.groups[group];
                    if name == "endif" && entry.is_loop || name == "endfor" && !entry.is_loop {
                        return all.without_ways();
                    }
                    entry.has_else |= name == "else";
                    all.flows[at] = Flow::Part(group, entry.parts.len());
                    entry.parts.push(at);
                    if name.starts_with("end") {
                        open.pop();
                    }
                }
                "set" | "set_global" if is_assignment(text, name) => all.flows[at] = Flow::On,
                // They leave a loop from anywhere.
                "break" | "continue" => return all.without_ways(),
                _ => {}
            }
        }
        if open.is_empty() { all } else { all.without_ways() }
    }

    /// The same with no statement understood.
    fn without_ways(self) -> Self {
        Groups { flows: vec![Flow::Unknown; self.pieces.len()], ..self }
    }

    /// Whether on every way to a piece the last thing written was the tag of an element with lines of its own. What was
    /// asked already adds nothing.
    fn breaks_before(&self, at: usize, asked: &mut Vec<usize>) -> bool {
        if asked.contains(&at) {
            return true;
        }
        asked.push(at);
        let Some(before) = at.checked_sub(1) else { return false };
        match (&self.pieces[before], self.flows[before]) {
            (Piece::Space, _) | (Piece::Statement(_), Flow::On) => self.breaks_before(before, asked),
            (Piece::Tag { breaks, .. }, _) => *breaks,
            (Piece::Statement(_), Flow::Part(group, part)) => {
                let Group { parts, is_loop, has_else } = &self.groups[group];
                let mut origins = Vec::new();
                if part + 1 == parts.len() {
                    origins.extend(&parts[1..]);
                    if !has_else {
                        origins.push(parts[0]);
                    }
                } else {
                    origins.push(parts[0]);
                    if *is_loop && part == 0 {
                        origins.push(parts[1]);
                    }
                }
                origins.into_iter().all(|origin| self.breaks_before(origin, asked))
            }
            _ => false,
        }
    }

    /// The same for what is written next.
    fn breaks_after(&self, at: usize, asked: &mut Vec<usize>) -> bool {
        if asked.contains(&at) {
            return true;
        }
        asked.push(at);
        let after = at + 1;
        let (Some(piece), Some(flow)) = (self.pieces.get(after), self.flows.get(after)) else { return false };
        match (piece, *flow) {
            (Piece::Space, _) | (Piece::Statement(_), Flow::On) => self.breaks_after(after, asked),
            (Piece::Tag { breaks, .. }, _) => *breaks,
            (Piece::Statement(_), Flow::Part(group, part)) => {
                let Group { parts, is_loop, has_else } = &self.groups[group];
                let last = parts.len() - 1;
                let mut targets = Vec::new();
                if part == 0 {
                    targets.extend(&parts[..last]);
                    if !has_else {
                        targets.push(parts[last]);
                    }
                } else {
                    targets.push(parts[last]);
                    if *is_loop && part == 1 {
                        targets.push(parts[0]);
                    }
                }
                targets.into_iter().all(|target| self.breaks_after(target, asked))
            }
            _ => false,
        }
    }
}

/// `set x = …`, and not `set x … endset`.
fn is_assignment(statement: &str, name: &str) -> bool {
    let variable = statement.split_once(name).map_or("", |(_, rest)| rest).trim_start();
    variable.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').trim_start().starts_with('=')
}

#[cfg(test)]
mod tests {
    use super::tightened;

    #[track_caller]
    fn becomes(template: &str, tight: &str) {
        assert_eq!(tightened(template), tight);
        assert_eq!(tightened(tight), tight, "twice is once");
    }

    #[test]
    fn space_beside_blocks_goes_and_between_words_one_stays() {
        becomes("<ul>\n  <li>uno</li>\n  <li> dos  tres </li>\n</ul>\n", "<ul><li>uno</li><li>dos tres</li></ul>");
        becomes("<p>\n<b>uno</b>\n<i>dos</i>\n</p>", "<p><b>uno</b> <i>dos</i></p>");
        becomes("<p>a\u{a0} b</p>", "<p>a\u{a0} b</p>");
        becomes("<p>a <br> <img alt=\"\"> b</p>", "<p>a <br> <img alt=\"\"> b</p>");
        becomes("<x-y>\n<x-y>", "<x-y> <x-y>");
        becomes("3 < 4 {y} <5", "3 < 4 {y} <5");
    }

    #[test]
    fn comments_go() {
        becomes("<p>a {# b #} c<!-- d --> e</p>", "<p>a c e</p>");
        becomes("<p>a {#- b -#} c</p>", "<p>ac</p>");
        becomes("<p{# b #} lang=\"es\">c</p>", "<p lang=es>c</p>");
        becomes("<p>{# a", "<p>");
    }

    #[test]
    fn what_keeps_its_space_is_kept() {
        becomes("<pre>\n a\n  <b>b</b> </pre>\n<p>", "<pre>\n a\n  <b>b</b> </pre><p>");
        becomes("<b>a</b> <textarea>\n a </textarea> b", "<b>a</b> <textarea>\n a </textarea> b");
        becomes("<p>a {% raw %} {{ <p>  b {% endraw %} c", "<p>a {% raw %} {{ <p>  b {% endraw %} c");
        becomes("<p>{{ a | f(x=\" }}  \") }}  b</p>", "<p>{{ a | f(x=\" }}  \") }} b</p>");
    }

    #[test]
    fn quotes_go_where_a_value_is_whole_without_them() {
        becomes("<p class=\"a\"  lang=\"es-GT\" >", "<p class=a lang=es-GT>");
        becomes(
            "<p class=\"a b\" title='x' rel=\"{{ y }}\" hidden>",
            "<p class=\"a b\" title=x rel=\"{{ y }}\" hidden>",
        );
        becomes("<a id=\"a\" href=\"b\" rel=\"c\">", "<a id=\"a\" href=\"b\" rel=c>");
        becomes("<img alt=\"\"><i class=\"x\"/>", "<img alt=\"\"><i class=\"x\"/>");
        becomes("<i class=\"x\"{% if y %} z{% endif %}>", "<i class=\"x\"{% if y %} z{% endif %}>");
        becomes("<i title=\"{{ a[\"b\"] }}  >\" class=\"x\">", "<i title=\"{{ a[\"b\"] }}  >\" class=x>");
    }

    #[test]
    fn conditions_and_loops_are_followed_on_every_way() {
        let kept = "<b>x</b>{% if a %}<p>y</p>{% endif %} <i>z</i>";
        becomes(kept, kept);
        becomes("<p>x</p>{% if a %}<p>y</p>{% endif %} <i>z</i>", "<p>x</p>{% if a %}<p>y</p>{% endif %}<i>z</i>");
        becomes(
            "<b>x</b>{% if a %}<p>y</p>{% else %}<hr>{% endif %} <i>z</i>",
            "<b>x</b>{% if a %}<p>y</p>{% else %}<hr>{% endif %}<i>z</i>",
        );
        let kept = "<p>{% for a in b %}<b>x</b> {% endfor %}y</p>";
        becomes(kept, kept);
        becomes(
            "<ul>{% for a in b %} <li>x</li> {% endfor %} </ul>",
            "<ul>{% for a in b %}<li>x</li>{% endfor %}</ul>",
        );
        let kept = "<p>{% for a in b %} <b>x</b>{% endfor %}</p>";
        becomes(kept, kept);
        let kept = "<b>x</b> {% for a in b %}<p>y</p>{% else %}z{% endfor %}";
        becomes(kept, kept);
        becomes("<b>x</b> {% set a = 1 %} <p>", "<b>x</b>{% set a = 1 %}<p>");
    }

    #[test]
    fn what_is_not_known_counts_as_words() {
        for kept in [
            "{{ a }} {{ b }}",
            "{% block a %} {{ b }} {% endblock a %}",
            "{% set x %} <b>{% endset %} <b>",
            "<p>{% for a in b %}{% if c %}<b>x</b>{% break %}{% endif %}<p>y</p>{% endfor %} z",
            "{% include \"x.html\" %} <b>a</b>",
            "<b>a</b> <script src=\"b\"></script> c",
        ] {
            becomes(kept, kept);
        }
        becomes("<head> <script src=\"b\"></script> </head>", "<head><script src=\"b\"></script></head>");
    }

    #[test]
    fn scripts_lose_their_comments_and_indentation() {
        let script = "/* What it\n   does. */\n(function () {\n  // Why.\n  const a = `x`; // stays\n\n  a();\n})();\n";
        assert_eq!(super::tightened_script(script), "(function () {\nconst a = `x`; // stays\na();\n})();\n");
        for kept in ["  const a = `\n  x`;\n", "  const a = 'x\\\n  y';\n"] {
            assert_eq!(super::tightened_script(kept), kept);
        }
    }

    #[test]
    fn what_is_broken_stays_broken() {
        for broken in ["<p", "<p class=\"a", "{{ a", "{% if a", "{% endif %} <b>", "{% if a %} <b>", "<", "{% raw %} a"]
        {
            becomes(broken, broken);
        }
    }
}
