//! Short texts in several languages.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Lang;
use crate::source::Located;

/// One text in the site's languages, with the place where it stands.
#[derive(Clone, Debug)]
pub struct Texts {
    entries: Vec<(Lang, String)>,
    span: Range<u32>,
}

impl Texts {
    /// The text in a language, if it was written.
    pub fn get(&self, lang: Lang) -> Option<&str> {
        self.entries.iter().find(|(known, _)| *known == lang).map(|(_, text)| text.as_str())
    }

    /// The text in a language, else in the main one; with the language it is in.
    pub fn or_main(&self, lang: Lang, main: Lang) -> (Lang, &str) {
        self.get(lang).map(|text| (lang, text)).unwrap_or_else(|| (main, self.get(main).unwrap_or_default()))
    }

    /// The languages in which it was written.
    pub fn languages(&self) -> impl Iterator<Item = Lang> {
        self.entries.iter().map(|(lang, _)| *lang)
    }

    /// Where the text stands in its file; behind its end where it stands in for a text that is missing or wrong.
    pub fn span(&self) -> Range<usize> {
        self.span.start as usize..self.span.end as usize
    }

    /// The same text in every language, such as a proper name.
    pub fn same(text: &str, languages: impl Iterator<Item = Lang>) -> Texts {
        Texts { entries: languages.map(|lang| (lang, text.to_owned())).collect(), span: 0..0 }
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            // What was kept from an earlier build.
            let (start, end, entries) = Deserialize::deserialize(deserializer)?;
            return Ok(Texts { entries, span: start..end });
        }
        let map = Located::<BTreeMap<Lang, String>>::deserialize(deserializer)?;
        let span = map.span();
        Ok(Texts { entries: map.value.into_iter().collect(), span: span.start as u32..span.end as u32 })
    }
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.span.start, self.span.end, &self.entries).serialize(serializer)
    }
}

/// Lists of words in several languages, for searching only.
#[derive(Clone, Debug, Default)]
pub struct Keywords {
    by_lang: BTreeMap<Lang, Vec<String>>,
    span: Range<u32>,
}

impl<'de> Deserialize<'de> for Keywords {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = Located::<BTreeMap<Lang, Vec<String>>>::deserialize(deserializer)?;
        let span = map.span();
        Ok(Keywords { by_lang: map.value, span: span.start as u32..span.end as u32 })
    }
}

impl Keywords {
    /// The languages that have words.
    pub fn languages(&self) -> impl Iterator<Item = Lang> {
        self.by_lang.keys().copied()
    }

    /// Where the words stand in their file.
    pub fn span(&self) -> Range<usize> {
        self.span.start as usize..self.span.end as usize
    }

    /// The words in a language; none when there are none.
    pub fn get(&self, lang: Lang) -> &[String] {
        self.by_lang.get(&lang).map_or(&[], Vec::as_slice)
    }
}
