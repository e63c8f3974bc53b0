//! The Markdown texts that belong to something, one per language.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::values::Lang;
use crate::markdown::Document;

/// A text in the languages in which it was written.
#[derive(Debug, Default)]
pub struct Prose {
    texts: BTreeMap<Lang, ProseText>,
}

#[derive(Debug)]
pub struct ProseText {
    pub file: Arc<str>,
    pub document: Document,
}

impl Prose {
    pub fn insert(&mut self, lang: Lang, file: Arc<str>, document: Document) {
        self.texts.insert(lang, ProseText { file, document });
    }

    pub fn get(&self, lang: Lang) -> Option<&ProseText> {
        self.texts.get(&lang)
    }

    /// The text in a language, else in the main one, with the language it is in.
    pub fn or_main(&self, lang: Lang, main: Lang) -> Option<(Lang, &ProseText)> {
        self.get(lang).map(|text| (lang, text)).or_else(|| self.get(main).map(|text| (main, text)))
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (Lang, &ProseText)> {
        self.texts.iter().map(|(lang, text)| (*lang, text))
    }
}
