//! The report that is sent by mail: one HTML file that needs nothing else, with all faults by municipality.
//!
//! It is read by people who will not open a terminal and is often printed. It holds its own styles, no script, and
//! asks nothing of the network.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::owners::{self, Owner, Tally};
use super::print::within;
use super::words::visible;
use super::{Diagnostic, Diagnostics, Interface, Place, Severity, Texts, explain, line_and_column, masked, summary};
use crate::markdown::escape;

const STYLE: &str = "\
:root{color-scheme:light}\
body{margin:0 auto;max-width:56rem;padding:1rem;font:1rem/1.5 system-ui,'Segoe UI',Roboto,sans-serif;color:#15212b;\
background:#fff;overflow-wrap:break-word}\
h1{font-size:1.7rem;margin:.5rem 0}h2{font-size:1.3rem;margin:2.2rem 0 .5rem;border-bottom:3px solid #0b3558}\
h3{font-size:1.05rem;margin:0}p,figure{margin:.4rem 0}a{color:#0b5394}\
table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;font-weight:700}\
th,td{padding:.25rem 1rem .25rem 0;border-bottom:1px solid #ccd5dc;text-align:right}\
th:first-child{text-align:left;font-weight:400}thead th,tfoot th,tfoot td{font-weight:700!important}\
article{border-left:5px solid #98241a;padding:.1rem 0 .1rem .9rem;margin:1.2rem 0}\
article.warning{border-color:#b36b00}article.notice{border-color:#4a5965}\
.place,figcaption{font-size:.9rem;color:#4a5965}\
pre{background:#f3f5f7;padding:.5rem .7rem;margin:.3rem 0;white-space:pre-wrap;font:.88rem/1.45 ui-monospace,Consolas,\
Menlo,monospace}pre i{font-style:normal;color:#4a5965}\
mark{background:#ffd9a0;color:inherit;font-weight:700;text-decoration:underline}\
summary{cursor:pointer}\
@media print{body{max-width:none;padding:0;font-size:10pt}a{color:inherit}h2,h3,.place{break-after:avoid}\
figure,pre,tr{break-inside:avoid}mark,pre{print-color-adjust:exact;-webkit-print-color-adjust:exact}\
details::details-content{content-visibility:visible;block-size:auto}}";

/// The whole report. Equal diagnostics give equal bytes.
pub fn html(diagnostics: &Diagnostics, texts: &Texts, interface: Interface) -> String {
    let mut page = Page { interface, texts, out: String::new() };
    page.document(diagnostics);
    page.out
}

struct Page<'a> {
    interface: Interface,
    texts: &'a Texts,
    out: String,
}

/// The faults of one owner.
struct Section<'d> {
    owner: Owner<'d>,
    /// The folder's own name, such as `1302-chiantla`: what the editor sees on the disk.
    folder: Option<&'d str>,
    faults: Vec<&'d Diagnostic>,
}

impl Section<'_> {
    fn id(&self) -> &str {
        self.owner.word(Interface::En)
    }

    fn title(&self, interface: Interface) -> String {
        match (self.owner, self.folder) {
            (Owner::Municipality(code), None) => format!("{} {code}", interface.pick("Municipio", "Municipality")),
            (Owner::Municipality(code), Some(folder)) => {
                let name = folder[4..].trim_start_matches('-').replace('-', " ");
                format!("{} {code} ({name})", interface.pick("Municipio", "Municipality"))
            }
            (Owner::Site, _) => interface.pick("El sitio en general", "The site as a whole").to_owned(),
        }
    }
}

fn sections(diagnostics: &Diagnostics) -> Vec<Section<'_>> {
    let mut by_owner: BTreeMap<Owner, Section> = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        let owner = Owner::of(diagnostic);
        let section = by_owner.entry(owner).or_insert(Section { owner, folder: None, faults: Vec::new() });
        section.faults.push(diagnostic);
        // A charter's folder starts with a code too, but what follows is not the municipality's name.
        let path = diagnostic.place.as_ref().map_or("", |place| &place.file);
        if section.folder.is_none() && path.starts_with("content/municipalities/") {
            section.folder = owners::municipal_folder(path);
        }
    }
    let mut sections: Vec<Section> = by_owner.into_values().collect();
    for section in &mut sections {
        section.faults.sort_by(|a, b| a.by_place(b));
    }
    sections
}

impl Page<'_> {
    fn document(&mut self, diagnostics: &Diagnostics) {
        let es = self.interface;
        let title = es.pick("Informe de revisión del sitio", "Report on the site's content");
        self.raw("<!doctype html>\n<html lang=\"");
        self.raw(es.code());
        self.raw("\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
        self.text(title);
        self.raw("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        self.raw("<meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"Content-Security-Policy\" ");
        self.raw("content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<style>");
        self.raw(STYLE);
        self.raw("</style>\n</head>\n<body>\n<h1>");
        self.text(title);
        self.raw("</h1>\n<p>");
        if diagnostics.is_empty() {
            self.text(es.pick("No se encontró ningún problema.", "No problem was found."));
        } else {
            self.text(&summary(diagnostics, es));
            self.text(es.pick(
                ". Un error impide publicar el sitio; un aviso no, pero alguien debería corregirlo.",
                ". An error keeps the site from being published; a warning does not, but somebody should mend it.",
            ));
        }
        self.raw("</p>\n");
        let sections = sections(diagnostics);
        if !sections.is_empty() {
            self.table(&sections, diagnostics);
        }
        for section in &sections {
            self.section(section);
        }
        self.raw("<p class=\"place\">Cabildo ");
        self.text(env!("CARGO_PKG_VERSION"));
        self.raw("</p>\n</body>\n</html>\n");
    }

    fn table(&mut self, sections: &[Section], diagnostics: &Diagnostics) {
        let interface = self.interface;
        let tallies = owners::tally(diagnostics);
        let head = [("Municipio", "Municipality"), ("Errores", "Errors"), ("Avisos", "Warnings")];
        self.raw("<table>\n<caption>");
        self.text(interface.pick("Resumen por municipio", "Summary by municipality"));
        self.raw("</caption>\n<thead><tr>");
        for (es, en) in head {
            self.raw("<th scope=\"col\">");
            self.text(interface.pick(es, en));
            self.raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for section in sections {
            let tally = tallies.get(&section.owner).copied().unwrap_or_default();
            self.raw("<tr><th scope=\"row\"><a href=\"#m-");
            self.text(section.id());
            self.raw("\">");
            self.text(&section.title(interface));
            self.raw("</a></th>");
            self.counts(tally);
        }
        let all = tallies.values().fold(Tally::default(), |sum, tally| Tally {
            errors: sum.errors + tally.errors,
            warnings: sum.warnings + tally.warnings,
        });
        self.raw("</tbody>\n<tfoot><tr><th scope=\"row\">Total</th>");
        self.counts(all);
        self.raw("</tfoot>\n</table>\n");
    }

    fn counts(&mut self, tally: Tally) {
        self.raw(&format!("<td>{}</td><td>{}</td></tr>\n", tally.errors, tally.warnings));
    }

    fn section(&mut self, section: &Section) {
        self.raw("<section aria-labelledby=\"m-");
        self.text(section.id());
        self.raw("\">\n<h2 id=\"m-");
        self.text(section.id());
        self.raw("\">");
        self.text(&section.title(self.interface));
        self.raw("</h2>\n");
        let mut explained: BTreeSet<&str> = BTreeSet::new();
        for diagnostic in &section.faults {
            let first = explained.insert(diagnostic.fault.code);
            self.article(diagnostic, section.id(), first);
        }
        self.raw("</section>\n");
    }

    /// One fault. A code is explained where it first occurs in the section; after that a link leads there, or a
    /// municipality with fifty equal faults would print fifty equal pages.
    fn article(&mut self, diagnostic: &Diagnostic, section: &str, first: bool) {
        let interface = self.interface;
        let fault = diagnostic.fault;
        let weight = match diagnostic.severity() {
            Severity::Error => "Error",
            Severity::Warning => interface.pick("Aviso", "Warning"),
            Severity::Notice => interface.pick("Nota", "Note"),
        };
        self.raw(&format!("<article class=\"{}\">\n<h3>{weight}: ", diagnostic.severity().id()));
        self.text(&diagnostic.message(interface));
        self.raw("</h3>\n");
        if let Some(place) = &diagnostic.place {
            self.place("", place, &diagnostic.label(interface));
        }
        if let Some(also) = &diagnostic.also {
            self.place(interface.pick("Vea también ", "See also "), also, "");
        }
        let help = diagnostic.help(interface);
        if !help.is_empty() {
            self.raw("<p><strong>");
            self.text(interface.pick("Qué hacer:", "What to do:"));
            self.raw("</strong> ");
            self.text(&help);
            self.raw("</p>\n");
        }
        let anchor = format!("m-{section}-{}", fault.code);
        if first {
            self.explanation(diagnostic, &anchor);
        } else {
            self.raw(&format!("<p class=\"place\"><a href=\"#{anchor}\">"));
            self.text(&format!("{}: {}", fault.code, interface.pick("explicado arriba", "explained above")));
            self.raw("</a></p>\n");
        }
        self.raw("</article>\n");
    }

    fn explanation(&mut self, diagnostic: &Diagnostic, anchor: &str) {
        let (interface, fault) = (self.interface, diagnostic.fault);
        self.raw(&format!("<details id=\"{anchor}\"><summary>{}: ", fault.code));
        self.text(interface.pick("por qué es un problema", "why this is a problem"));
        self.raw("</summary>\n<p>");
        self.text(fault.cause.of(interface));
        let weight = explain::sentence(explain::weight(diagnostic.severity(), interface));
        self.text(&format!(" {weight}."));
        self.raw("</p>\n");
        for (name, example) in
            [(interface.pick("Mal:", "Wrong:"), fault.wrong), (interface.pick("Bien:", "Right:"), fault.right)]
        {
            if !example.is_empty() {
                self.raw("<p>");
                self.text(name);
                self.raw("</p>\n<pre>");
                self.text(&super::shown(example));
                self.raw("</pre>\n");
            }
        }
        self.raw("</details>\n");
    }

    /// File, line and column, and the line itself with the stretch marked.
    fn place(&mut self, lead: &str, place: &Place, label: &str) {
        let text = self.texts.get(&place.file).filter(|text| !text.is_empty());
        self.raw("<p class=\"place\">");
        self.text(lead);
        self.text(&masked(&place.file));
        if let Some(text) = text {
            let (line, column) = line_and_column(text, place.span.start);
            let (l, c) = (self.interface.pick("línea", "line"), self.interface.pick("columna", "column"));
            self.text(&format!(", {l} {line}, {c} {column}"));
        }
        self.raw("</p>\n");
        if let Some(text) = text {
            self.excerpt(text, &place.span, label);
        }
    }

    fn excerpt(&mut self, text: &str, span: &Range<usize>, label: &str) {
        let span = within(text, span);
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[span.start..].find('\n').map_or(text.len(), |at| span.start + at);
        let (number, _) = line_and_column(text, span.start);
        self.raw("<figure><pre>");
        if let Some(before) = text[..start].strip_suffix('\n') {
            self.numbered(number - 1);
            self.text(&head(before.rsplit('\n').next().unwrap_or_default(), AROUND * 2));
            self.raw("\n");
        }
        self.numbered(number);
        self.text(&tail(&text[start..span.start], AROUND));
        self.raw("<mark>");
        // A place where something is missing has no letters to mark.
        let marked = &text[span.clone()];
        self.text(if marked.trim().is_empty() { "\u{A0}" } else { marked });
        self.raw("</mark>");
        self.text(&head(&text[span.end..end.max(span.end)], AROUND));
        if let Some(after) = text[end..].strip_prefix('\n').filter(|after| !after.is_empty()) {
            self.raw("\n");
            self.numbered(number + 1);
            self.text(&head(after.split('\n').next().unwrap_or_default(), AROUND * 2));
        }
        self.raw("</pre>");
        if !label.is_empty() {
            self.raw("<figcaption>");
            self.text(&format!("{}: {label}", self.interface.pick("Lo marcado", "Marked")));
            self.raw("</figcaption>");
        }
        self.raw("</figure>\n");
    }

    fn numbered(&mut self, line: usize) {
        self.raw(&format!("<i>{line:>4} | </i>"));
    }

    fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Escaped, and without characters that hide or turn round what stands there.
    fn text(&mut self, text: &str) {
        let visible: String = text.chars().map(|c| if c == '\n' { c } else { visible(c) }).collect();
        escape(&visible, &mut self.out);
    }
}

/// Characters shown on each side of what is marked.
const AROUND: usize = 90;

/// The start of a text, `…` where it goes on.
fn head(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The end of a text, `…` where something stands before it.
fn tail(text: &str, length: usize) -> String {
    let count = text.chars().count();
    if count <= length {
        return text.to_owned();
    }
    format!("…{}", text.chars().skip(count - length).collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::html;
    use crate::diagnostics::catalogue::{C0104, C0203, C0505, C0901, C0999};
    use crate::diagnostics::{Diagnostics, Interface, Place, Texts};

    const CHIANTLA: &str = "content/municipalities/1302-chiantla/2019.yaml";

    fn texts(files: &[(&str, &str)]) -> Texts {
        files.iter().map(|(path, text)| (Arc::from(*path), Arc::from(*text))).collect()
    }

    fn at(file: &str, span: std::ops::Range<usize>) -> Place {
        Place::new(&Arc::from(file), span)
    }

    /// A document with nothing but what the cases need, told apart from the frame.
    fn body(found: &Diagnostics, texts: &Texts, interface: Interface) -> String {
        let page = html(found, texts, interface);
        page[page.find("<body>").unwrap()..].to_owned()
    }

    #[test]
    fn faults_stand_under_their_municipality_with_place_mark_remedy_and_explanation() {
        let texts = texts(&[(CHIANTLA, "schema: 1\nmunicipality: \"1399\"\nyear: 2019\n")]);
        let mut found = Diagnostics::new();
        found.push(C0901.nowhere());
        found.push(
            C0203.at(at(CHIANTLA, 24..30)).with("code", "1399").with("nearest", "1309").with("name", "La Libertad"),
        );
        let page = body(&found, &texts, Interface::Es);
        assert!(
            page.contains(
                "<th scope=\"row\"><a href=\"#m-1302\">Municipio 1302 (chiantla)</a></th><td>1</td><td>0</td>"
            )
        );
        assert!(
            page.contains("<th scope=\"row\"><a href=\"#m-site\">El sitio en general</a></th><td>0</td><td>0</td>")
        );
        assert!(page.contains("<h3>Error: el municipio «1399» no existe en el registro</h3>"));
        assert!(page.contains(&format!("{CHIANTLA}, línea 2, columna 15")));
        assert!(page.contains(
            "<pre><i>   1 | </i>schema: 1\n<i>   2 | </i>municipality: <mark>&quot;1399&quot;</mark>\n<i>   3 | </i>year: 2019</pre>"
        ));
        assert!(page.contains("<figcaption>Lo marcado: código desconocido</figcaption>"));
        assert!(page.contains("¿quiso decir «1309» (La Libertad)?"));
        assert!(page.contains("<details id=\"m-1302-C0203\"><summary>C0203: por qué es un problema</summary>"));
        assert!(page.contains("<pre>municipality: &quot;1309&quot;</pre>"));
        assert!(page.find("m-1302").unwrap() < page.find("m-site").unwrap(), "the site is last");
    }

    #[test]
    fn it_speaks_the_language_of_the_interface() {
        let mut found = Diagnostics::new();
        found.push(C0999.nowhere().with("what", "x"));
        let english = html(&found, &Texts::new(), Interface::En);
        assert!(english.contains("<html lang=\"en\">") && english.contains("your content is not to blame"));
        let spanish = html(&found, &Texts::new(), Interface::Es);
        assert!(spanish.contains("<html lang=\"es\">") && spanish.contains("su contenido no tiene la culpa"));
        let none = html(&Diagnostics::new(), &Texts::new(), Interface::Es);
        assert!(none.contains("No se encontró ningún problema") && !none.contains("<table>"));
    }

    #[test]
    fn content_cannot_become_markup_and_nothing_is_loaded() {
        let file = "content/municipalities/1302-\"><script>alert(1)</script>/2019.yaml";
        let texts = texts(&[(file, "</pre><img src=x onerror=alert(1)>\u{202E}\n")]);
        let mut found = Diagnostics::new();
        found.push(C0203.at(at(file, 0..6)).with("code", "<script src=//x></script>\u{1b}[31m"));
        let page = html(&found, &texts, Interface::Es);
        for never in ["<script", "<img", "<link", "\u{1b}", "\u{202E}", "url(", "@import", "src=\""] {
            assert!(!page.contains(never), "{never}");
        }
        assert!(page.contains("&lt;script"));
    }

    #[test]
    fn an_equal_code_is_explained_once_in_a_section() {
        let texts = texts(&[(CHIANTLA, "a: 1\nb: 2\n"), ("content/charters/9901-agua/x.yaml", "a: 1\n")]);
        let found: Diagnostics = [
            C0505.at(at(CHIANTLA, 5..6)),
            C0505.at(at(CHIANTLA, 0..1)),
            C0505.at(at("content/charters/9901-agua/x.yaml", 0..1)),
        ]
        .into_iter()
        .collect();
        let page = body(&found, &texts, Interface::Es);
        assert_eq!(page.matches("<details").count(), 2, "once for each municipality");
        assert_eq!(page.matches("<a href=\"#m-1302-C0505\">C0505: explicado arriba</a>").count(), 1);
        assert!(page.find("línea 1").unwrap() < page.find("línea 2").unwrap(), "sorted by line");
        assert!(page.contains("Municipio 9901</a>"), "a charter's name is not a municipality's");
    }

    #[test]
    fn long_lines_are_cut_and_ends_of_files_hold() {
        let long = format!("{}ñ{}", "a".repeat(500), "b".repeat(500));
        let texts = texts(&[("content/a.yaml", &long), ("content/b.yaml", "clave:")]);
        let mut found = Diagnostics::new();
        found.push(C0104.at(at("content/a.yaml", 500..502)).also(at("content/b.yaml", 6..6)));
        found.push(C0104.at(at("content/no.yaml", 3..9)));
        let page = body(&found, &texts, Interface::Es);
        let expected = format!("<i>   1 | </i>…{}<mark>ñ</mark>{}…</pre>", "a".repeat(90), "b".repeat(90));
        assert!(page.contains(&expected), "{page}");
        assert!(page.contains("clave:<mark>\u{A0}</mark></pre>"));
        assert!(page.contains("<p class=\"place\">content/no.yaml</p>"));
    }

    #[test]
    fn the_order_of_discovery_does_not_matter() {
        let texts = texts(&[(CHIANTLA, "a: 1\nb: 2\n")]);
        let one = C0505.at(at(CHIANTLA, 0..1)).with("label", "x");
        let two = C0203.at(at(CHIANTLA, 5..6)).with("code", "y");
        let forth: Diagnostics = [one.clone(), two.clone()].into_iter().collect();
        let back: Diagnostics = [two, one].into_iter().collect();
        assert_eq!(html(&forth, &texts, Interface::En), html(&back, &texts, Interface::En));
    }
}
