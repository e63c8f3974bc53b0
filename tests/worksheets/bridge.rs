//! What the language needs of a calculator that was decoded: identifiers, kinds, ranges and formulas.
#![allow(dead_code)]

use cabildo_worksheet::definition::{
    CheckDefinition, ColumnDefinition, Definition, Field as Entered, Kind, Range, ResultDefinition,
    Rows as DefinedRows, TableDefinition,
};

use cabildo::model::values::Number;
use cabildo::model::worksheet::{Band, Choice, Column, Field, FieldKind, Outcome, Rows, Worksheet};
use cabildo::source::Located;

/// What the language needs of a calculator: identifiers, kinds, ranges and formulas.
pub fn definition(sheet: &Worksheet) -> Definition {
    Definition {
        units: sheet.units.iter().map(|unit| unit.id.value.clone()).collect(),
        inputs: sheet.inputs.iter().map(input).collect(),
        tables: sheet
            .tables
            .iter()
            .map(|table| TableDefinition {
                id: table.id.value.clone(),
                rows: rows(&table.rows),
                columns: table.columns.iter().map(column).collect(),
            })
            .collect(),
        results: sheet.results.iter().map(result).collect(),
        checks: sheet
            .checks
            .iter()
            .map(|check| CheckDefinition {
                table: check.table.as_ref().map(|table| table.value.clone()),
                when: check.when.value.clone(),
            })
            .collect(),
        local_holidays: text(&sheet.local_holidays),
    }
}

fn text(located: &Option<Located<String>>) -> Option<String> {
    located.as_ref().map(|text| text.value.clone())
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

/// The nearest binary fraction, as everywhere in calculators.
fn number(limit: &Option<Located<Number>>) -> Option<f64> {
    limit.as_ref().and_then(|limit| limit.value.to_string().parse().ok())
}

fn options(list: &[Choice]) -> Vec<String> {
    list.iter().map(|choice| choice.id.value.clone()).collect()
}

fn input(field: &Field) -> Entered {
    Entered {
        id: field.id.value.clone(),
        kind: kind(field.kind),
        unit: text(&field.unit),
        range: Range {
            min: number(&field.min),
            max: number(&field.max),
            above: number(&field.above),
            below: number(&field.below),
            whole: field.whole,
        },
        options: options(&field.options),
    }
}

fn column(column: &Column) -> ColumnDefinition {
    match (&column.formula, column.kind) {
        (Some(formula), None) => ColumnDefinition::Computed(ResultDefinition {
            id: column.id.value.clone(),
            formula: formula.value.clone(),
            unit: text(&column.unit),
            bands: bands(&column.bands),
        }),
        // One that has neither is told by the checks.
        (_, kind_of) => ColumnDefinition::Entered(Entered {
            id: column.id.value.clone(),
            kind: kind(kind_of.unwrap_or(FieldKind::Text)),
            unit: text(&column.unit),
            range: Range {
                min: number(&column.min),
                max: number(&column.max),
                above: number(&column.above),
                below: number(&column.below),
                whole: column.whole,
            },
            options: options(&column.options),
        }),
    }
}

fn bands(list: &[Band]) -> Vec<String> {
    list.iter().map(|band| band.when.value.clone()).collect()
}

fn result(outcome: &Outcome) -> ResultDefinition {
    ResultDefinition {
        id: outcome.id.value.clone(),
        formula: outcome.formula.value.clone(),
        unit: text(&outcome.unit),
        bands: bands(&outcome.bands),
    }
}

/// How many rows an open table has where the file does not say.
const ROWS: usize = 30;

fn rows(rows: &Rows) -> DefinedRows {
    match (&rows.of, rows.labels.len()) {
        (Some(table), _) => DefinedRows::Repeated {
            table: table.value.clone(),
            times: rows.times.unwrap_or(1),
            keep: rows.keep.as_ref().map_or_else(|| "true".to_owned(), |keep| keep.value.clone()),
        },
        (None, 0) => DefinedRows::Open { min: rows.min.unwrap_or(0), max: rows.max.unwrap_or(ROWS) },
        (None, count) => DefinedRows::Fixed { count },
    }
}
