//! What the indicators are: `content/indicators.yaml`, one definition each.
//!
//! The number on a dashboard, its rating, its legend, its page of method and its tests all follow from the definition
//! here; nothing of it is said again in the program. What is computed from it stands in [`crate::indicator`].

mod band;
mod formula;
mod quantity;

use serde::Deserialize;

pub use band::{Band, Bands, Limit};
pub use formula::{Expression, Formula, FormulaFault, Operator, Slip};
pub use quantity::{Dimension, Quantity};

use super::provenance::Ref;
use super::values::{Money, Number, Ratio, Texts, closed_list};

/// `content/indicators.yaml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicators {
    /// What the formulas may speak of, in words.
    pub quantities: Vec<QuantityText>,
    /// By number.
    pub indicators: Vec<Definition>,
    /// Figures that help to read the others; they have no bands.
    #[serde(default)]
    pub context: Vec<Definition>,
}

/// A quantity in words, and where a municipality has it and publishes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuantityText {
    pub id: Ref,
    pub name: Texts,
    /// In which report or register it stands and what to send, so that a municipality can publish it.
    pub publish: Texts,
}

/// An indicator, or a figure of the context.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub id: Ref,
    /// The name in addresses and anchors, Spanish and ASCII, e.g. `ejecucion_gasto`.
    pub slug: Ref,
    /// 1 to 16; none for a figure of the context.
    pub number: Option<u8>,
    pub name: Texts,
    /// For the heads of tables and the labels of charts.
    pub short: Texts,
    /// The formula in words.
    pub words: Texts,
    pub formula: Formula,
    pub unit: Unit,
    pub bands: Option<Bands>,
    /// Where the bands come from.
    pub basis: Option<Basis>,
    /// Why it matters.
    pub why: Texts,
    /// What a resident can ask.
    #[serde(default)]
    pub ask: Vec<Texts>,
    /// What it does not say.
    #[serde(default)]
    pub cautions: Vec<Texts>,
    /// What is told of a year that is not over.
    pub open_year: OpenYear,
    /// Why no value is rated although there are bands. Without it, values are rated where the general rules allow.
    pub unrated: Option<Texts>,
    /// Whether a value of exactly zero is rated: not where zero may mean that nobody looked.
    pub zero_is_rated: bool,
    /// The least earlier amount from which a change is told.
    pub minimum_base: Option<Money>,
    /// What each funding source may be used for, in percent of what came in, for formulas with `worst_source`.
    #[serde(default)]
    pub limits: Vec<SourceLimit>,
    /// Figures that are shown beside the value.
    #[serde(default)]
    pub beside: Vec<Beside>,
    #[serde(default)]
    pub tools: Vec<Ref>,
    #[serde(default)]
    pub offices: Vec<Ref>,
    #[serde(default)]
    pub glossary: Vec<Ref>,
}

/// A figure that stands beside another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    pub name: Texts,
    pub formula: Formula,
    pub unit: Unit,
}

/// The part of a funding source that may be used for operating.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceLimit {
    pub funding_source: Ref,
    pub percent: Number,
}

/// Where bands come from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    pub standing: Standing,
    pub text: Texts,
    pub source: Option<Ref>,
}

closed_list! {
    /// What bands rest on.
    pub enum Standing {
        /// A norm that `text` names.
        Norm = "norm",
        /// What another publication uses, which `text` names.
        Practice = "practice",
        /// Our own proposal; no norm says it.
        Proposed = "proposed",
    }
}

closed_list! {
    /// What a value is counted in.
    pub enum Unit {
        /// A share, shown times 100.
        Percent = "percent",
        /// A score of 0 to 100: a share, shown times 100 without the sign.
        Index = "index",
        Months = "months",
        QuetzalesPerPerson = "quetzales_per_person",
        /// Meetings, offices: whole things of one kind.
        Count = "count",
    }
}

impl Unit {
    /// What a value is multiplied by to be shown and compared with the bands.
    pub fn scale(self) -> i64 {
        if matches!(self, Unit::Percent | Unit::Index) { 100 } else { 1 }
    }

    /// Whether a formula of that dimension gives values in this unit.
    pub fn accepts(self, dimension: Dimension) -> bool {
        match self {
            Unit::Percent | Unit::Index => dimension == Dimension::NONE,
            Unit::Months => dimension == Dimension::MONTHS,
            Unit::QuetzalesPerPerson => dimension == Dimension::QUETZALES.over(Dimension::PEOPLE),
            Unit::Count => dimension.is_count(),
        }
    }
}

closed_list! {
    /// What an indicator tells of a year whose accounts are open.
    pub enum OpenYear {
        /// Nothing: half a year says nothing about it.
        NoFigure = "no_figure",
        /// The figure to date, without a band: the bands are made for whole years.
        NoRating = "no_rating",
        /// The figure to date, rated like that of a whole year.
        Rated = "rated",
    }
}

impl Definition {
    /// The band of a value, exactly; `None` without bands.
    pub fn band(&self, value: Ratio) -> Option<Band> {
        let shown = value.times(Ratio::whole(self.unit.scale()))?;
        self.bands.as_ref().map(|bands| bands.band(shown))
    }

    /// Whether more is better; `None` without bands.
    pub fn more_is_better(&self) -> Option<bool> {
        self.bands.as_ref().map(|bands| bands.good.is_minimum())
    }

    /// The quantities the formula needs, each once, in the order of the closed list.
    pub fn quantities(&self) -> Vec<Quantity> {
        self.formula.quantities()
    }
}

impl Indicators {
    /// The sixteen, then the context: positions in this order are those of every summary.
    pub fn all(&self) -> impl Iterator<Item = &Definition> {
        self.indicators.iter().chain(&self.context)
    }

    /// The definition with an identifier, and its position in [`Self::all`].
    pub fn get(&self, id: &str) -> Option<(usize, &Definition)> {
        self.all().enumerate().find(|(_, definition)| *definition.id == id)
    }

    pub fn quantity(&self, quantity: Quantity) -> Option<&QuantityText> {
        self.quantities.iter().find(|text| *text.id == quantity.id())
    }
}
