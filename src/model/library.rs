//! What is read: glossary, cases, primers, pages and holidays.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use super::prose::Prose;
use super::provenance::{LegalBasis, Ref};
use super::toolbox::{Audience, Slugs};
use super::values::{Keywords, MunicipalityCode, Number, Slug, Texts, Version, Year, closed_list, from_scalar};
use crate::diagnostics::catalogue::C0504;
use crate::source::Located;
use crate::source::hash::{Hash, shown};
use crate::source::yaml::refusal;

/// `content/glossary.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    pub terms: Vec<Term>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub id: Ref,
    pub term: Texts,
    #[serde(default)]
    pub also: Keywords,
    pub definition: Texts,
    /// What it is easily mistaken for.
    pub trap: Option<Texts>,
    #[serde(default)]
    pub related: Vec<Ref>,
}

/// `content/cases/<id>/case.yaml`: what a municipality did, from a source.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    #[serde(skip)]
    pub id: String,
    #[serde(default)]
    pub slugs: Slugs,
    pub title: Texts,
    pub summary: Texts,
    pub municipalities: Vec<Located<MunicipalityCode>>,
    pub year: Year,
    pub topic: String,
    #[serde(default)]
    pub figures: Vec<Figure>,
    #[serde(default)]
    pub corrections: Vec<Texts>,
    pub sources: Vec<Ref>,
    #[serde(default)]
    pub tools: Vec<Ref>,
    #[serde(skip)]
    pub prose: Prose,
    #[serde(skip)]
    pub file: Arc<str>,
}

/// A figure as its source states it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    pub label: Texts,
    pub value: Texts,
    pub note: Option<Texts>,
    pub source: Ref,
}

/// `content/primers/<id>/primer.yaml`: a short course.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Primer {
    #[serde(skip)]
    pub id: String,
    #[serde(default)]
    pub slugs: Slugs,
    pub family: Ref,
    pub title: Texts,
    pub summary: Texts,
    pub audience: Vec<Audience>,
    #[serde(default)]
    pub offices: Vec<Ref>,
    pub minutes: u32,
    pub objectives: Vec<Texts>,
    #[serde(default)]
    pub prerequisites: Vec<Texts>,
    pub lessons: Vec<Lesson>,
    pub activity: Option<Activity>,
    #[serde(default)]
    pub quiz: Vec<Question>,
    /// Percent of right answers.
    pub pass_mark: u8,
    #[serde(default)]
    pub facilitator: Vec<Texts>,
    /// A text for the radio, in the languages it was written for.
    pub radio: Option<Texts>,
    #[serde(default)]
    pub glossary: Vec<Ref>,
    #[serde(default)]
    pub sources: Vec<Ref>,
    pub version: Version,
    pub reviewed_by: Option<String>,
    #[serde(skip)]
    pub prose: Prose,
    #[serde(skip)]
    pub file: Arc<str>,
}

/// A lesson; its text is the section of the Markdown file with the same title.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    pub id: Ref,
    pub title: Texts,
    pub minutes: u32,
    #[serde(default)]
    pub tools: Vec<Ref>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    pub title: Texts,
    pub steps: Vec<Texts>,
    pub tool: Option<Ref>,
}

/// A question of a quiz.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub kind: QuestionKind,
    pub prompt: Texts,
    /// For `order`: in the right order.
    #[serde(default)]
    pub options: Vec<Texts>,
    /// Positions of the right options, from 1.
    #[serde(default)]
    pub answer: Vec<Located<u8>>,
    pub value: Option<Number>,
    pub tolerance: Option<Number>,
    pub unit: Option<String>,
    pub feedback_right: Texts,
    pub feedback_wrong: Texts,
}

closed_list! {
    pub enum QuestionKind {
        Single = "single",
        Multi = "multi",
        Order = "order",
        Numeric = "numeric",
    }
}

/// The front matter of `content/pages/<id>/<language>.md`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageHead {
    pub title: String,
    pub summary: String,
    pub slug: Option<Slug>,
    pub section: PageSection,
    /// The place among the pages of its section.
    #[serde(default)]
    pub order: u32,
}

closed_list! {
    pub enum PageSection {
        About = "about",
        Help = "help",
    }
}

/// A page of prose: one head and text per language.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub id: String,
    pub heads: std::collections::BTreeMap<super::values::Lang, PageHead>,
    pub prose: Prose,
}

impl Page {
    /// The hash of what lists show of the page; its text is a facet of its own.
    pub fn heads_hash(&self) -> Hash {
        shown(&(&self.id, &self.heads))
    }
}

/// `content/holidays.yaml`: days on which public offices are closed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holidays {
    pub source: Option<Ref>,
    pub holidays: Vec<Holiday>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    pub id: Ref,
    pub name: Texts,
    /// `MM-DD`, or `easter-3` for so many days before Easter Sunday.
    pub rule: Located<HolidayRule>,
    pub basis: LegalBasis,
}

/// When a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolidayRule {
    Fixed { month: i8, day: i8 },
    BeforeEaster { days: i8 },
}

from_scalar!(HolidayRule, "una regla de feriado", |text| {
    let parsed = match text.strip_prefix("easter-") {
        Some(days) => days.parse().ok().map(|days| HolidayRule::BeforeEaster { days }),
        None => super::values::Date::parse(&format!("2024-{text}"))
            .map(|date| HolidayRule::Fixed { month: date.month(), day: date.day() }),
    };
    parsed.ok_or_else(|| refusal(&C0504, &[("value", text), ("shape", "09-15, easter-2")]))
});

impl fmt::Display for HolidayRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HolidayRule::Fixed { month, day } => write!(f, "{month:02}-{day:02}"),
            HolidayRule::BeforeEaster { days } => write!(f, "easter-{days}"),
        }
    }
}
