//! `content/site.yaml`: names, languages, address, theme.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Deserialize;

use crate::source::Located;

use super::values::{Lang, Texts};

/// The site as a whole.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The site's name, e.g. "Caja de herramientas municipal · ANAM".
    pub name: Texts,
    /// One line under the name and the description of the home page.
    pub tagline: Texts,
    /// Who answers for the site.
    pub publisher: Texts,
    /// Where the collection comes from, printed at the foot of every page.
    pub origin: Texts,
    /// The first language is the main one: its pages stand at the root and the others fall back on it.
    pub languages: Vec<Located<Language>>,
    /// The theme: a folder of `themes/`.
    pub theme: Located<String>,
    /// The public address, with a final `/`. Never invented: without it, what needs full addresses is left out.
    pub base_url: Option<Located<String>>,
    /// Leaves out what electoral law forbids public bodies to advertise, and adds a neutral notice.
    #[serde(default)]
    pub electoral_mode: bool,
    /// Whether charters are also made as PDF.
    #[serde(default = "yes")]
    pub pdf: bool,
    /// Where readers can write. Only channels that ANAM gave.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    #[serde(skip, default = "site_file")]
    pub file: Arc<str>,
    /// Whether the languages are those of the texts, because the file does not say them as it should: then nothing is
    /// said of languages that texts lack or should not have.
    #[serde(skip)]
    pub guessed: bool,
}

fn yes() -> bool {
    true
}

fn site_file() -> Arc<str> {
    Arc::from("content/site.yaml")
}

/// A language in which the site is published.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// In addresses and content keys: `es`.
    pub code: Located<Lang>,
    /// In the language itself: `Español`.
    pub name: String,
    /// For `lang` and `hreflang`: `es-GT`.
    pub tag: String,
    /// Whose conventions for numbers and dates hold; the main language's when absent.
    #[serde(default)]
    pub numbers: NumberStyle,
}

/// How figures and dates are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberStyle {
    /// Q1,234.56 · 85.0 % · 15/12/2026
    #[default]
    Guatemala,
    /// Q1,234.56 · 85.0% · 15 Dec 2026
    English,
}

/// A channel of the publisher.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub label: Texts,
    pub url: Located<String>,
}

impl Site {
    /// What stands in for a site whose file cannot be read, without a language yet.
    pub(super) fn stand_in() -> Site {
        let nothing = || Texts::same("", std::iter::empty());
        Site {
            name: nothing(),
            tagline: nothing(),
            publisher: nothing(),
            origin: nothing(),
            languages: Vec::new(),
            theme: Located::stand_in(String::new()),
            base_url: None,
            electoral_mode: false,
            pdf: true,
            contacts: Vec::new(),
            file: site_file(),
            guessed: true,
        }
    }

    /// Makes sure that there is a main language and none twice. Where the file leaves that open, `used` are the
    /// languages of the texts, the most usual first.
    pub(super) fn settle_languages(&mut self, used: impl Iterator<Item = Lang>) {
        let written = self.languages.len();
        let first_is_known =
            self.languages.first().is_some_and(|first| !first.is_stand_in() && !first.code.is_stand_in());
        self.languages.retain(|language| !language.is_stand_in() && !language.code.is_stand_in());
        let mut known = BTreeSet::new();
        self.languages.retain(|language| known.insert(*language.code));
        self.guessed |= self.languages.is_empty() || self.languages.len() < written;
        if !self.guessed {
            return;
        }
        let language = |code: Lang| Language {
            code: Located::stand_in(code),
            name: code.to_string(),
            tag: code.to_string(),
            numbers: NumberStyle::default(),
        };
        let used = used.chain(Lang::parse("es")).filter(|code| known.insert(*code));
        self.languages.extend(used.map(language).map(Located::stand_in));
        if !first_is_known {
            self.languages.sort_by_key(|language| language.code.as_str() != "es");
        }
    }

    /// The main language.
    pub fn main(&self) -> Lang {
        *self.languages[0].code
    }

    pub fn language(&self, code: Lang) -> &Language {
        self.languages.iter().find(|language| *language.code == code).unwrap_or(&self.languages[0])
    }
}
