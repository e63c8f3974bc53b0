//! Tools, the families they share with the primers, and the offices that use them.

use std::collections::BTreeMap;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::prose::Prose;
use super::provenance::{LegalReference, Ref};
use super::values::{Keywords, Lang, Slug, Texts, closed_list};
use crate::source::Located;

/// The address of something in each language, where it differs from its identifier.
#[derive(Clone, Debug, Default)]
pub struct Slugs {
    by_lang: BTreeMap<Lang, Slug>,
    span: Range<u32>,
}

impl Slugs {
    /// Where the addresses stand in their file.
    pub fn span(&self) -> Range<usize> {
        self.span.start as usize..self.span.end as usize
    }
}

impl Deref for Slugs {
    type Target = BTreeMap<Lang, Slug>;

    fn deref(&self) -> &Self::Target {
        &self.by_lang
    }
}

impl<'de> Deserialize<'de> for Slugs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = Located::<BTreeMap<Lang, Slug>>::deserialize(deserializer)?;
        let span = map.span();
        Ok(Slugs { by_lang: map.value, span: span.start as u32..span.end as u32 })
    }
}

impl Serialize for Slugs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.span.start, self.span.end, &self.by_lang).serialize(serializer)
    }
}

/// `toolbox/<id>/tool.yaml` with its texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// The folder's name.
    #[serde(skip)]
    pub id: String,
    /// `T01` to `T24`.
    pub number: Ref,
    #[serde(default)]
    pub slugs: Slugs,
    pub name: Texts,
    pub family: Ref,
    pub kind: ToolKind,
    pub audience: Vec<Audience>,
    pub offices: Vec<Ref>,
    /// One line, for lists and descriptions.
    pub summary: Texts,
    /// What goes wrong without it.
    pub problem: Texts,
    /// How people call it when they search.
    #[serde(default)]
    pub keywords: Keywords,
    pub inputs: Vec<Input>,
    pub steps: Vec<Texts>,
    pub outputs: Vec<Texts>,
    #[serde(default)]
    pub formulas: Vec<FormulaInWords>,
    pub example: Option<Texts>,
    #[serde(default)]
    pub cautions: Vec<Texts>,
    #[serde(default)]
    pub legal: Vec<LegalReference>,
    #[serde(default)]
    pub related: Vec<Ref>,
    #[serde(default)]
    pub glossary: Vec<Ref>,
    pub origin: Option<Texts>,
    pub origin_source: Option<Ref>,
    #[serde(skip)]
    pub prose: Prose,
    #[serde(skip)]
    pub file: Arc<str>,
}

closed_list! {
    /// What a tool is.
    pub enum ToolKind {
        /// Read and tick off.
        Guide = "guide",
        /// Fill in and keep.
        Form = "form",
        /// Enter figures, get figures.
        Calculator = "calculator",
    }
}

closed_list! {
    /// Whom a tool or primer is for.
    pub enum Audience {
        Authorities = "authorities",
        Finance = "finance",
        Planning = "planning",
        Services = "services",
        Social = "social",
        Citizens = "citizens",
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    pub name: Texts,
    pub unit: Option<Texts>,
    /// Where to get it.
    #[serde(rename = "where")]
    pub found_in: Option<Texts>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormulaInWords {
    pub name: Texts,
    pub formula: Texts,
}

/// `content/families.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Families {
    pub families: Vec<Family>,
}

/// One of the four families of tools and primers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    pub id: Ref,
    #[serde(default)]
    pub slugs: Slugs,
    pub name: Texts,
    pub summary: Texts,
    /// What its primers teach.
    pub training: Texts,
}

/// `content/offices.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offices {
    pub offices: Vec<Office>,
}

/// A municipal office, commission or body.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    pub id: Ref,
    pub kind: OfficeKind,
    pub acronym: Option<String>,
    pub name: Texts,
    pub does: Texts,
    /// The services that it usually runs; in a municipality it may be another office.
    #[serde(default)]
    pub services: Vec<Ref>,
    #[serde(default)]
    pub also: Keywords,
    #[serde(default)]
    pub legal: Vec<LegalReference>,
    #[serde(default)]
    pub calendar: Vec<Duty>,
    pub caution: Option<Texts>,
}

closed_list! {
    pub enum OfficeKind {
        Authority = "authority",
        Office = "office",
        Commission = "commission",
        CitizenBody = "citizen_body",
    }
}

/// Something an office must do at a time of the year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    pub when: Texts,
    pub duty: Texts,
    pub basis: super::provenance::LegalBasis,
    #[serde(rename = "ref")]
    pub reference: Option<Texts>,
}
