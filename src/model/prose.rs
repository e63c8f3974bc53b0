//! The Markdown texts that belong to something, one per language.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::facet::{Facet, FacetId, Facets, read};
use super::lazy::Lazy;
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
    pub links: ProseLinks,
    pub document: Lazy<Document>,
}

/// The links of a text that stay within the site, each with its place in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProseLinks(Arc<[(String, Range<u32>)]>);

impl ProseLinks {
    pub fn of(document: &Document) -> ProseLinks {
        let links = document.links().into_iter().filter(|(target, _)| target.starts_with(['/', '#']));
        ProseLinks(links.map(|(target, span)| (target.to_owned(), span.start as u32..span.end as u32)).collect())
    }

    /// Target and place of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.0.iter().map(|(target, span)| (target.as_str(), span.start as usize..span.end as usize))
    }
}

impl ProseText {
    pub fn file(&self) -> &Arc<str> {
        &self.document.file
    }
}

impl Prose {
    /// The texts of a folder, each with the hash of its file.
    pub fn new(folder: &str, texts: Vec<(Lang, Hash, ProseText)>, facets: &mut Facets) -> Prose {
        let facet = |(lang, hash, text): (Lang, Hash, ProseText)| {
            let name = Arc::clone(text.file());
            (lang, facets.add(name, hash, text))
        };
        let texts: BTreeMap<Lang, Facet<ProseText>> = texts.into_iter().map(facet).collect();
        let languages: Vec<&Lang> = texts.keys().collect();
        Prose { languages: facets.id(format!("languages of {folder}"), shown(&languages)), texts }
    }

    /// The same with its texts in another shape; see [`Facet::reshaped`].
    pub(super) fn reshaped(&self, reshape: impl Fn(&ProseText) -> ProseText) -> Prose {
        let texts = self.texts.iter().map(|(lang, text)| (*lang, text.reshaped(&reshape)));
        Prose { languages: self.languages, texts: texts.collect() }
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
