//! What is read: glossary, cases, primers, pages and holidays.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use super::prose::Prose;
use super::provenance::{LegalBasis, Ref};
use super::toolbox::{Audience, Slugs};
use super::values::{Date, Keywords, MunicipalityCode, Number, Slug, Texts, Version, Year, closed_list, from_scalar};
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

impl HolidayRule {
    /// The holiday's day in a year.
    pub fn day(self, year: Year) -> Option<Date> {
        match self {
            HolidayRule::Fixed { month, day } => Date::parse(&format!("{year}-{month:02}-{day:02}")),
            HolidayRule::BeforeEaster { days } => Some(easter(year)?.plus_days(-i64::from(days))),
        }
    }
}

/// Easter Sunday of the Gregorian calendar, by Meeus, Jones and Butcher.
fn easter(year: Year) -> Option<Date> {
    let y = i32::from(year.0);
    let (golden, century, in_century) = (y % 19, y / 100, y % 100);
    let moon = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + moon + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let count = epact + to_sunday - 7 * late + 114;
    Date::parse(&format!("{year}-{:02}-{:02}", count / 31, count % 31 + 1))
}

impl fmt::Display for HolidayRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HolidayRule::Fixed { month, day } => write!(f, "{month:02}-{day:02}"),
            HolidayRule::BeforeEaster { days } => write!(f, "easter-{days}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{HolidayRule, easter};
    use crate::model::values::Year;

    #[test]
    fn easter_falls_where_the_calendars_have_it() {
        let days =
            [(1818, "03-22"), (2024, "03-31"), (2025, "04-20"), (2026, "04-05"), (2027, "03-28"), (2038, "04-25")];
        for (year, day) in days {
            assert_eq!(easter(Year(year)).unwrap().to_string(), format!("{year}-{day}"));
        }
        let friday = HolidayRule::BeforeEaster { days: 2 };
        assert_eq!(friday.day(Year(2026)).unwrap().to_string(), "2026-04-03");
    }
}
