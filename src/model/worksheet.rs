//! Calculators: `toolbox/<id>/worksheet.yaml`. What their formulas mean stands in [`cabildo_worksheet::program`].

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use super::provenance::Ref;
use super::values::{Date, MunicipalityCode, Number, Texts, Version, closed_list, from_scalar};
use crate::source::{KeyPlaces, Located};

/// A calculator: what is filled in, what comes out, and how.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worksheet {
    /// The tool's folder.
    #[serde(skip)]
    pub tool: String,
    pub version: Located<Version>,
    /// Units beside quetzales.
    #[serde(default)]
    pub units: Vec<UnitName>,
    /// The sections of the form, in their order.
    #[serde(default)]
    pub groups: Vec<Group>,
    #[serde(default)]
    pub inputs: Vec<Field>,
    #[serde(default)]
    pub tables: Vec<Table>,
    /// `table.column` with the days of the local fair.
    pub local_holidays: Option<Located<String>>,
    pub results: Vec<Outcome>,
    #[serde(default)]
    pub checks: Vec<Check>,
    /// What is printed below the results.
    #[serde(default)]
    pub notes: Vec<Texts>,
    /// Filled in, with the results that are to come out. The build compares them.
    pub examples: Vec<Example>,
    #[serde(skip)]
    pub file: Arc<str>,
}

impl Worksheet {
    /// Everything that is filled in.
    pub fn slots(&self) -> impl Iterator<Item = Slot<'_>> {
        let columns = self.tables.iter().flat_map(|table| &table.columns).filter_map(Column::slot);
        self.inputs.iter().map(Field::slot).chain(columns)
    }

    /// Everything that can be chosen somewhere.
    pub fn choices(&self) -> impl Iterator<Item = &Choice> {
        self.slots().flat_map(|slot| slot.options)
    }

    /// Every text that readers see.
    pub fn texts(&self) -> impl Iterator<Item = &Texts> {
        fn choices(options: &[Choice]) -> impl Iterator<Item = &Texts> {
            options.iter().map(|choice| &choice.name)
        }
        let inputs = self
            .inputs
            .iter()
            .flat_map(move |field| std::iter::once(&field.name).chain(&field.help).chain(choices(&field.options)));
        let columns = self.tables.iter().flat_map(|table| &table.columns).flat_map(move |column| {
            let bands = column.bands.iter().map(|band| &band.label);
            let own = std::iter::once(&column.name).chain(&column.help).chain(&column.unit_name);
            own.chain(choices(&column.options)).chain(bands)
        });
        let tables = self
            .tables
            .iter()
            .flat_map(|table| std::iter::once(&table.name).chain(&table.help).chain(&table.rows.labels));
        let results = self.results.iter().flat_map(|result| {
            let own = std::iter::once(&result.name).chain(&result.help).chain(&result.unit_name);
            own.chain(result.bands.iter().map(|band| &band.label))
        });
        let groups = self.groups.iter().flat_map(|group| std::iter::once(&group.name).chain(&group.help));
        let units = self.units.iter().map(|unit| &unit.name);
        let checks = self.checks.iter().map(|check| &check.message);
        let examples = self.examples.iter().map(|example| &example.name);
        units
            .chain(groups)
            .chain(inputs)
            .chain(tables)
            .chain(columns)
            .chain(results)
            .chain(checks)
            .chain(&self.notes)
            .chain(examples)
    }
}

/// A unit's name, as it stands behind a number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitName {
    pub id: Ref,
    pub name: Texts,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub id: Ref,
    pub name: Texts,
    pub help: Option<Texts>,
}

/// Something to fill in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub id: Ref,
    pub group: Option<Ref>,
    pub kind: FieldKind,
    pub unit: Option<Located<String>>,
    /// The label.
    pub name: Texts,
    /// The hint under the label: what belongs here and where it is found.
    pub help: Option<Texts>,
    /// What a number may be, as it is typed.
    pub min: Option<Located<Number>>,
    pub max: Option<Located<Number>>,
    pub above: Option<Located<Number>>,
    pub below: Option<Located<Number>>,
    #[serde(default)]
    pub whole: bool,
    /// What is filled in beforehand.
    pub default: Option<Located<Entry>>,
    #[serde(default)]
    pub options: Vec<Choice>,
    /// Whether results are told without it; its formulas ask with `has` or `default`.
    #[serde(default)]
    pub optional: bool,
}

/// A place to fill in: a field of the form, or the cells of a column.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    pub id: &'a Ref,
    pub kind: FieldKind,
    pub unit: Option<&'a str>,
    pub min: Option<Number>,
    pub max: Option<Number>,
    pub above: Option<Number>,
    pub below: Option<Number>,
    pub whole: bool,
    pub default: Option<&'a Located<Entry>>,
    pub options: &'a [Choice],
    pub has_help: bool,
}

/// The slot of a kind that a field or a column is.
macro_rules! slot {
    ($of:ident, $kind:expr) => {
        Slot {
            id: &$of.id,
            kind: $kind,
            unit: $of.unit.as_ref().map(|unit| unit.value.as_str()),
            min: $of.min.as_deref().copied(),
            max: $of.max.as_deref().copied(),
            above: $of.above.as_deref().copied(),
            below: $of.below.as_deref().copied(),
            whole: $of.whole,
            default: $of.default.as_ref(),
            options: &$of.options,
            has_help: $of.help.is_some(),
        }
    };
}

impl Field {
    pub fn slot(&self) -> Slot<'_> {
        slot!(self, self.kind)
    }
}

impl Column {
    /// `None` of a computed column.
    pub fn slot(&self) -> Option<Slot<'_>> {
        self.kind.map(|kind| slot!(self, kind))
    }
}

closed_list! {
    /// What is filled in.
    pub enum FieldKind {
        Number = "number",
        Money = "money",
        Percentage = "percentage",
        Date = "date",
        Choice = "choice",
        Text = "text",
        YesNo = "yes_no",
    }
}

/// One of the things that can be chosen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub id: Ref,
    pub name: Texts,
}

/// What somebody fills in, as it is typed. In files a percentage of eighty is `80`, a date `2026-11-20`, a choice its
/// identifier, yes is `true`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry(pub String);

from_scalar!(Entry, "un valor", |text| Ok(Entry(text.to_owned())));

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub id: Ref,
    pub group: Option<Ref>,
    pub name: Texts,
    pub help: Option<Texts>,
    pub rows: Rows,
    pub columns: Vec<Column>,
    /// The column by which computed rows are shown, the least first.
    pub sort: Option<Ref>,
    /// Which of its columns make a calendar file.
    pub calendar: Option<CalendarColumns>,
}

/// Which rows a table has: `{min, max}` as many as are needed; `{labels}` one for each label; `{of, times, keep}` those of
/// another table so many times each.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    pub min: Option<usize>,
    pub max: Option<usize>,
    #[serde(default)]
    pub labels: Vec<Texts>,
    pub of: Option<Ref>,
    pub times: Option<usize>,
    pub keep: Option<Located<String>>,
    #[serde(rename = "where the keys stand")]
    pub keys: KeyPlaces,
}

/// A column: entered, when it has a kind; computed, when it has a formula.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub id: Ref,
    pub name: Texts,
    pub help: Option<Texts>,
    pub kind: Option<FieldKind>,
    pub unit: Option<Located<String>>,
    pub min: Option<Located<Number>>,
    pub max: Option<Located<Number>>,
    pub above: Option<Located<Number>>,
    pub below: Option<Located<Number>>,
    #[serde(default)]
    pub whole: bool,
    pub default: Option<Located<Entry>>,
    #[serde(default)]
    pub options: Vec<Choice>,
    #[serde(default)]
    pub optional: bool,
    pub formula: Option<Located<String>>,
    pub unit_name: Option<Texts>,
    pub show: Option<Show>,
    pub decimals: Option<u8>,
    #[serde(default)]
    pub hidden: bool,
    #[serde(default)]
    pub bands: Vec<Band>,
    #[serde(rename = "where the keys stand")]
    pub keys: KeyPlaces,
}

/// A named result.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub id: Ref,
    pub group: Option<Ref>,
    pub name: Texts,
    pub help: Option<Texts>,
    pub formula: Located<String>,
    /// What it must be counted in.
    pub unit: Option<Located<String>>,
    /// What stands behind the number instead of the names of its units.
    pub unit_name: Option<Texts>,
    pub show: Option<Show>,
    /// How many decimals are shown: 2 of money, 1 of percentages, up to 2 of other numbers where nothing is said.
    pub decimals: Option<u8>,
    /// The answer to what was asked.
    #[serde(default)]
    pub highlight: bool,
    /// A step, shown where it is told how the results are computed.
    #[serde(default)]
    pub hidden: bool,
    /// The first whose condition holds.
    #[serde(default)]
    pub bands: Vec<Band>,
}

closed_list! {
    /// How a number without unit is shown.
    pub enum Show {
        /// Times 100, with the sign.
        Percentage = "percentage",
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    pub when: Located<String>,
    pub label: Texts,
    pub tone: Tone,
}

closed_list! {
    /// How a band is to be taken; never shown by colour alone.
    pub enum Tone {
        Good = "good",
        Fair = "fair",
        Poor = "poor",
        Neutral = "neutral",
    }
}

/// Something that is said when its condition is true.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    pub id: Ref,
    /// The table whose rows it looks at, one by one.
    pub table: Option<Ref>,
    pub when: Located<String>,
    pub severity: CheckSeverity,
    pub message: Texts,
    /// The field that the message stands beside.
    pub field: Option<Ref>,
}

closed_list! {
    pub enum CheckSeverity {
        /// What was filled in cannot be so.
        Error = "error",
        Warning = "warning",
        Notice = "notice",
    }
}

/// Columns that make a calendar file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarColumns {
    pub date: Ref,
    pub title: Ref,
}

/// A calculator filled in, and what must come out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub id: Ref,
    pub name: Texts,
    /// The fictitious municipality whose demonstration figures these are.
    pub municipality: Option<Located<MunicipalityCode>>,
    /// What dates filled in beforehand with `today` are.
    pub today: Option<Date>,
    #[serde(default)]
    pub inputs: BTreeMap<String, Located<Entry>>,
    #[serde(default)]
    pub tables: BTreeMap<String, Vec<BTreeMap<String, Located<Entry>>>>,
    /// Results: percentages as typed, `sin dato` and `no calculable` where there is none.
    pub expect: BTreeMap<String, Located<Entry>>,
    /// Computed columns (`table.column`), over the rows that are there.
    #[serde(default)]
    pub expect_rows: BTreeMap<String, Vec<Located<Entry>>>,
    #[serde(rename = "where the keys stand")]
    pub keys: KeyPlaces,
}
