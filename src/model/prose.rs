//! The Markdown texts that belong to something, one per language.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::facet::{Facet, FacetId, Facets, read};
use super::values::Lang;
use crate::markdown::Document;
use crate::source::hash::{Hash, shown};

/// A text in the languages in which it was written. Which those are is a facet of its own.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    languages: FacetId,
    texts: BTreeMap<Lang, Facet<ProseText>>,
}

#[derive(Clone, Debug)]
pub struct ProseText {
    pub file: Arc<str>,
    pub document: Arc<Document>,
}

impl Prose {
    /// The texts of a folder, each with the hash of its file.
    pub fn new(folder: &str, texts: Vec<(Lang, Hash, ProseText)>, facets: &mut Facets) -> Prose {
        let facet = |(lang, hash, text): (Lang, Hash, ProseText)| {
            let name = text.file.to_string();
            (lang, facets.add(name, hash, text))
        };
        let texts: BTreeMap<Lang, Facet<ProseText>> = texts.into_iter().map(facet).collect();
        let languages: Vec<&Lang> = texts.keys().collect();
        Prose { languages: facets.id(format!("languages of {folder}"), shown(&languages)), texts }
    }

    /// The text in a language, for giving it another value.
    pub(super) fn text_mut(&mut self, lang: Lang) -> Option<&mut Facet<ProseText>> {
        self.texts.get_mut(&lang)
    }

    pub fn get(&self, lang: Lang) -> Option<&ProseText> {
        let text = self.texts.get(&lang);
        if text.is_none() {
            read(self.languages);
        }
        text.map(|text| &**text)
    }

    /// The text in a language, else in the main one, with the language it is in.
    pub fn or_main(&self, lang: Lang, main: Lang) -> Option<(Lang, &ProseText)> {
        self.get(lang).map(|text| (lang, text)).or_else(|| self.get(main).map(|text| (main, text)))
    }

    pub fn is_empty(&self) -> bool {
        read(self.languages);
        self.texts.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (Lang, &ProseText)> {
        read(self.languages);
        self.texts.iter().map(|(lang, text)| (*lang, &**text))
    }
}
