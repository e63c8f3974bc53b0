//! Where figures come from: `content/sources.yaml`, and the corrections that were made.

use serde::{Deserialize, Serialize};

use super::values::{Date, Texts, closed_list};
use crate::source::Located;

/// The identifier of something described elsewhere, with the place where it is named.
pub type Ref = Located<String>;

/// A publication or data set, described once.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: Ref,
    pub title: Texts,
    pub publisher: String,
    pub url: Option<Located<String>>,
    pub retrieved_on: Option<Located<Date>>,
    pub published_on: Option<Located<Date>>,
    pub licence: Option<Texts>,
    pub note: Option<Texts>,
    /// SHA-256 of the file the figures were read from; required for official data.
    pub sha256: Option<String>,
}

/// `content/sources.yaml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    pub sources: Vec<Source>,
}

/// What the site said wrongly once, or what a source says wrongly and how it is shown here.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    pub date: Date,
    pub what: Texts,
    pub why: Texts,
}

/// `content/corrections.yaml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    pub corrections: Vec<Correction>,
}

/// A norm that a tool, an office or a charter rests on, and how surely we know it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LegalReference {
    #[serde(rename = "ref")]
    pub reference: Texts,
    pub topic: Option<Texts>,
    /// Which text of the norm was meant: the original or a reform.
    pub text_version: Option<Texts>,
    pub basis: LegalBasis,
    pub source: Option<Ref>,
    /// When somebody competent compared it with the norm in force, and who.
    pub checked_on: Option<Date>,
    pub checked_by: Option<String>,
}

closed_list! {
    /// How surely a legal reference is known.
    pub enum LegalBasis {
        /// Read in the text of the norm that `source` names.
        Read = "read",
        /// Well-established knowledge, not read again.
        Known = "known",
        /// To be confirmed by a municipal lawyer.
        Unsure = "unsure",
    }
}
