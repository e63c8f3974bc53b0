//! The definition of a calculator without its labels, and the holidays it counts with.

use std::sync::Arc;

use cabildo_worksheet::definition::{
    CheckDefinition, ColumnDefinition, Definition, Field, Kind, Range, ResultDefinition, Rows, TableDefinition,
};
use cabildo_worksheet::evaluate::Calendar;
use cabildo_worksheet::program::Program;
use cabildo_worksheet::{Compiled, compile};

use crate::model::library::{Holiday, Holidays};
use crate::model::values::{Date, Number, Year};
use crate::model::worksheet::{Band, FieldKind, Slot, Table, Worksheet};

/// The calculator, checked; `None` while something is wrong with it, which the checks tell.
pub fn program(sheet: &Worksheet) -> Option<Arc<Program>> {
    compiled(sheet).program.map(Arc::new)
}

/// The calculator as far as it can be made out, with what is wrong.
pub fn compiled(sheet: &Worksheet) -> Compiled {
    compile(&definition(sheet))
}

/// How many years' holidays a calculator knows, from the year before the build's.
const YEARS: u16 = 8;

/// The national holidays around the build's date, the earliest first.
pub fn national(holidays: &Holidays, today: Date) -> Vec<(Date, &Holiday)> {
    let first = u16::try_from(today.year()).unwrap_or(1970).saturating_sub(1);
    let of_year = |year| holidays.holidays.iter().filter_map(move |known| Some((known.rule.day(Year(year))?, known)));
    let mut days: Vec<(Date, &Holiday)> = (first..first.saturating_add(YEARS)).flat_map(of_year).collect();
    days.sort_by_key(|(day, _)| *day);
    days
}

/// The days on which nobody works.
pub fn calendar(holidays: &Holidays, today: Date) -> Calendar {
    Calendar { holidays: national(holidays, today).iter().map(|(day, _)| day.days()).collect() }
}

/// How many rows an open table has where the file does not say.
const ROWS: usize = 30;

/// What the language needs of a calculator: identifiers, kinds, ranges and formulas.
pub fn definition(sheet: &Worksheet) -> Definition {
    Definition {
        units: sheet.units.iter().map(|unit| unit.id.value.clone()).collect(),
        inputs: sheet.inputs.iter().map(|input| field(&input.slot())).collect(),
        tables: sheet.tables.iter().map(table).collect(),
        results: sheet
            .results
            .iter()
            .map(|outcome| ResultDefinition {
                id: outcome.id.value.clone(),
                formula: outcome.formula.value.clone(),
                unit: outcome.unit.as_ref().map(|unit| unit.value.clone()),
                bands: bands(&outcome.bands),
            })
            .collect(),
        checks: sheet
            .checks
            .iter()
            .map(|check| CheckDefinition {
                table: check.table.as_ref().map(|table| table.value.clone()),
                when: check.when.value.clone(),
            })
            .collect(),
        local_holidays: sheet.local_holidays.as_ref().map(|column| column.value.clone()),
    }
}

fn table(table: &Table) -> TableDefinition {
    let rows = &table.rows;
    TableDefinition {
        id: table.id.value.clone(),
        rows: match &rows.of {
            Some(of) => Rows::Repeated {
                table: of.value.clone(),
                times: rows.times.unwrap_or(1),
                keep: rows.keep.as_ref().map_or_else(|| "true".to_owned(), |keep| keep.value.clone()),
            },
            None if rows.labels.is_empty() => Rows::Open { min: rows.min.unwrap_or(0), max: rows.max.unwrap_or(ROWS) },
            None => Rows::Fixed { count: rows.labels.len() },
        },
        columns: table
            .columns
            .iter()
            .map(|column| match column.slot() {
                Some(slot) => ColumnDefinition::Entered(field(&slot)),
                None => ColumnDefinition::Computed(ResultDefinition {
                    id: column.id.value.clone(),
                    formula: column.formula.as_ref().map(|formula| formula.value.clone()).unwrap_or_default(),
                    unit: column.unit.as_ref().map(|unit| unit.value.clone()),
                    bands: bands(&column.bands),
                }),
            })
            .collect(),
    }
}

fn bands(bands: &[Band]) -> Vec<String> {
    bands.iter().map(|band| band.when.value.clone()).collect()
}

fn field(slot: &Slot) -> Field {
    let number = |limit: Option<Number>| limit.map(Number::approximate);
    let Slot { min, max, above, below, whole, .. } = *slot;
    Field {
        id: slot.id.value.clone(),
        kind: kind(slot.kind),
        unit: slot.unit.map(str::to_owned),
        range: Range { min: number(min), max: number(max), above: number(above), below: number(below), whole },
        options: slot.options.iter().map(|choice| choice.id.value.clone()).collect(),
    }
}

fn kind(kind: FieldKind) -> Kind {
    match kind {
        FieldKind::Number => Kind::Number,
        FieldKind::Money => Kind::Money,
        FieldKind::Percentage => Kind::Percentage,
        FieldKind::Date => Kind::Date,
        FieldKind::Choice => Kind::Choice,
        FieldKind::Text => Kind::Text,
        FieldKind::YesNo => Kind::YesNo,
    }
}
