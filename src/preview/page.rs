//! What the preview adds to pages: the script that reloads them, and the banner with the problems.
//!
//! Nothing is inline: the added markup works under the policy that the published pages have.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Published, Snapshot};

/// The script that listens for changes, served under [`RELOAD_SCRIPT_PATH`].
pub(super) const RELOAD_SCRIPT: &str = include_str!("reload.js");
/// The look of the banner and of the page with the problems, served under [`PROBLEMS_STYLE_PATH`].
pub(super) const PROBLEMS_STYLE: &str = include_str!("problems.css");

pub(super) const RELOAD_SCRIPT_PATH: &str = "/__cabildo/reload.js";
pub(super) const PROBLEMS_STYLE_PATH: &str = "/__cabildo/problems.css";
pub(super) const PROBLEMS_PATH: &str = "/__cabildo/problems";
pub(super) const EVENTS_PATH: &str = "/__cabildo/events";

/// The few words of the preview itself.
struct Words {
    lang: &'static str,
    problems: &'static str,
    last_good: &'static str,
    whole_list: &'static str,
    close: &'static str,
    no_problems: &'static str,
    to_the_site: &'static str,
    not_found: &'static str,
}

const SPANISH: Words = Words {
    lang: "es",
    problems: "Problemas en los archivos",
    last_good: "Lo que se ve puede ser la última versión buena del sitio.",
    whole_list: "Ver la lista completa",
    close: "Cerrar",
    no_problems: "No hay problemas.",
    to_the_site: "Ir al sitio",
    not_found: "El sitio no tiene esta página.",
};

const ENGLISH: Words = Words {
    lang: "en",
    problems: "Problems in the files",
    last_good: "What you see may be the last good version of the site.",
    whole_list: "See the whole list",
    close: "Close",
    no_problems: "There are no problems.",
    to_the_site: "Go to the site",
    not_found: "The site does not have this page.",
};

impl Words {
    fn of(lang: &str) -> &'static Words {
        if lang == "en" || lang.starts_with("en-") { &ENGLISH } else { &SPANISH }
    }
}

/// A page of the site with what the preview adds, before the end of its body.
pub(super) fn with_additions(html: &[u8], published: &Published) -> Vec<u8> {
    let words = Words::of(&language(html));
    let additions = format!(
        "{}<data id=\"cabildo-preview\" value=\"{}\" hidden></data>\
         <script src=\"{RELOAD_SCRIPT_PATH}\" defer></script>",
        banner(&published.snapshot, words),
        published.id()
    );
    let at = body_end(html);
    let (before, after) = html.split_at(at);
    [before, additions.as_bytes(), after].concat()
}

/// The page that lists the problems in full.
pub(super) fn problems_page(published: &Published, lang: &str) -> Vec<u8> {
    let words = Words::of(lang);
    let list = match &published.snapshot.problems {
        Some(fragment) => format!("<p>{}</p>{fragment}", words.last_good),
        None => format!("<p>{}</p>", words.no_problems),
    };
    own_page(published, words, &title(&published.snapshot, words), &list)
}

/// The answer when the site has no 404 page of its own.
pub(super) fn plain_not_found(published: &Published, lang: &str) -> Vec<u8> {
    let words = Words::of(lang);
    let page = own_page(published, words, "404", &format!("<p>{}</p>", words.not_found));
    let Some(fragment) = &published.snapshot.problems else {
        return page;
    };
    // Without any page, the problems are what the reader came for.
    let list = format!("<p>{}</p><h2>{}</h2>{fragment}", words.not_found, title(&published.snapshot, words));
    own_page(published, words, "404", &list)
}

/// The page in the place of one whose rendering panicked.
pub(super) fn failed(published: &Published, message: &str) -> Vec<u8> {
    own_page(published, Words::of(""), "500", &panic_fragment(message))
}

/// The fragment for a build that panicked. Bilingual, because nobody knows who reads it.
pub(super) fn panic_fragment(message: &str) -> String {
    format!(
        "<p lang=\"es\"><strong>Un error de Cabildo interrumpió la vista previa; su contenido no tiene la culpa.</strong> \
         Se sigue mostrando la última versión buena, y el siguiente cambio se intenta de nuevo.</p>\
         <p lang=\"en\"><strong>A fault of Cabildo stopped this build; your content is not to blame.</strong> \
         The last good version stays, and the next change is tried again.</p><pre>{}</pre>",
        escaped(message)
    )
}

fn own_page(published: &Published, words: &Words, heading: &str, content: &str) -> Vec<u8> {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{heading}</title>\
         <link rel=\"stylesheet\" href=\"{PROBLEMS_STYLE_PATH}\"></head>\n\
         <body class=\"cabildo-page\"><main><h1>{heading}</h1>\n{content}\n\
         <p><a href=\"/\">{}</a></p></main>\
         <data id=\"cabildo-preview\" value=\"{}\" hidden></data>\
         <script src=\"{RELOAD_SCRIPT_PATH}\" defer></script></body>\n</html>\n",
        words.lang,
        words.to_the_site,
        published.id()
    )
    .into_bytes()
}

/// The banner, empty when all is good. A dialog with a form closes without any script.
fn banner(snapshot: &Snapshot, words: &Words) -> String {
    let Some(fragment) = &snapshot.problems else {
        return String::new();
    };
    let title = title(snapshot, words);
    format!(
        "<aside id=\"cabildo-problems\" lang=\"{lang}\" data-key=\"{key:x}\">\
         <link rel=\"stylesheet\" href=\"{PROBLEMS_STYLE_PATH}\">\
         <a class=\"cabildo-pill\" href=\"{PROBLEMS_PATH}?lang={lang}\">{title}</a>\
         <dialog open aria-labelledby=\"cabildo-problems-title\">\
         <form method=\"dialog\"><button>{close}</button></form>\
         <h2 id=\"cabildo-problems-title\">{title}</h2><p>{last_good}</p>\
         <div class=\"cabildo-list\">{fragment}</div>\
         <p><a href=\"{PROBLEMS_PATH}?lang={lang}\">{whole_list}</a></p></dialog></aside>",
        lang = words.lang,
        key = key_of(fragment),
        close = words.close,
        last_good = words.last_good,
        whole_list = words.whole_list,
    )
}

fn title(snapshot: &Snapshot, words: &Words) -> String {
    match &snapshot.problems {
        Some(_) => format!("{}: {}", words.problems, snapshot.problem_count),
        None => words.problems.to_owned(),
    }
}

/// Tells one list of problems from another, so that a banner closed once opens again only for a new list.
fn key_of(fragment: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    fragment.hash(&mut hasher);
    hasher.finish()
}

/// Where the body's end tag starts, or the end of the text: minifiers leave the tag out.
fn body_end(html: &[u8]) -> usize {
    const END_TAG: &[u8] = b"</body>";
    html.windows(END_TAG.len()).rposition(|window| window.eq_ignore_ascii_case(END_TAG)).unwrap_or(html.len())
}

/// The language that the page's first tag names, or nothing.
fn language(html: &[u8]) -> String {
    let head = html.get(..html.len().min(1024)).unwrap_or(html);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let tag = head.split_once("<html").and_then(|(_, rest)| rest.split_once('>')).map_or("", |(tag, _)| tag);
    tag.split_ascii_whitespace()
        .find_map(|attribute| attribute.strip_prefix("lang="))
        .map(|value| value.trim_matches(['"', '\'']).to_owned())
        .unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_read_with_and_without_quotes() {
        assert_eq!(language(b"<!doctype html><html lang=\"en\">"), "en");
        assert_eq!(language(b"<!doctype html><html lang=es class=x>"), "es");
        assert_eq!(language(b"<!DOCTYPE html><HTML CLASS='a' LANG='EN-us'>"), "en-us");
        assert_eq!(language(b"<p>no html tag"), "");
    }

    #[test]
    fn additions_go_before_the_last_end_of_the_body() {
        let html = b"<body><pre>&lt;/body></body></pre></BODY></html>";
        assert_eq!(body_end(html), html.len() - "</BODY></html>".len());
        assert_eq!(body_end(b"<p>x"), 4);
    }

    #[test]
    fn a_panic_message_is_escaped() {
        assert!(panic_fragment("<script>&").contains("<pre>&lt;script&gt;&amp;</pre>"));
    }
}
