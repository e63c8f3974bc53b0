//! Colours for code, by classes: an inline style would break the content security policy.

use super::html::escape;

/// Longer lines or blocks stay plain: a grammar may take its time on them.
#[cfg(feature = "highlight")]
const LINE_LIMIT: usize = 2_000;
#[cfg(feature = "highlight")]
const BLOCK_LIMIT: usize = 50_000;

/// The few languages that the site's pages show.
#[cfg(feature = "highlight")]
const LANGUAGES: [&str; 5] = ["yaml", "markdown", "html", "json", "sh"];

/// Code as HTML with classes; plain where the language is not among the few, or the block is too long.
#[cfg(feature = "highlight")]
pub(super) fn classed(language: &str, text: &str) -> String {
    use std::sync::LazyLock;
    use syntect::html::{ClassStyle, ClassedHTMLGenerator};
    use syntect::parsing::SyntaxSet;
    use syntect::util::LinesWithEndings;

    static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
    let short = text.len() <= BLOCK_LIMIT && text.lines().all(|line| line.len() <= LINE_LIMIT);
    let known = LANGUAGES.contains(&language) && short;
    let Some(syntax) = known.then(|| SYNTAXES.find_syntax_by_token(language)).flatten() else { return plain(text) };
    let style = ClassStyle::SpacedPrefixed { prefix: "z-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, style);
    for line in LinesWithEndings::from(text) {
        if generator.parse_html_for_line_which_includes_newline(line).is_err() {
            return plain(text);
        }
    }
    generator.finalize()
}

#[cfg(not(feature = "highlight"))]
pub(super) fn classed(_language: &str, text: &str) -> String {
    plain(text)
}

fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    escape(text, &mut out);
    out
}
