//! Calculators of the model as the crate `cabildo_worksheet` wants them: names and languages left out.

use std::sync::Arc;

use cabildo_worksheet::definition::{
    CheckDefinition, ColumnDefinition, Definition, Field, Kind, Range, ResultDefinition, Rows, TableDefinition,
};
use cabildo_worksheet::program::Program;

use crate::model::values::Number;
use crate::model::worksheet::{Band, Choice, FieldKind, Table, Worksheet};
use crate::source::Located;

/// What its author defines.
pub fn definition(sheet: &Worksheet) -> Definition {
    Definition {
        units: sheet.units.iter().map(|unit| unit.id.value.clone()).collect(),
        inputs: sheet
            .inputs
            .iter()
            .map(|field| Field {
                id: field.id.value.clone(),
                kind: kind(field.kind),
                unit: field.unit.as_ref().map(|unit| unit.value.clone()),
                range: range([&field.min, &field.max, &field.above, &field.below], field.whole),
                options: options(&field.options),
            })
            .collect(),
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

/// The checked program; `None` where it has faults.
pub fn program(sheet: &Worksheet) -> Option<Arc<Program>> {
    cabildo_worksheet::compile(&definition(sheet)).program.map(Arc::new)
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
            None if rows.labels.is_empty() => Rows::Open { min: rows.min.unwrap_or(0), max: rows.max.unwrap_or(30) },
            None => Rows::Fixed { count: rows.labels.len() },
        },
        columns: table
            .columns
            .iter()
            .map(|column| match (column.kind, &column.formula) {
                (Some(of), _) => ColumnDefinition::Entered(Field {
                    id: column.id.value.clone(),
                    kind: kind(of),
                    unit: column.unit.as_ref().map(|unit| unit.value.clone()),
                    range: range([&column.min, &column.max, &column.above, &column.below], column.whole),
                    options: options(&column.options),
                }),
                (None, formula) => ColumnDefinition::Computed(ResultDefinition {
                    id: column.id.value.clone(),
                    formula: formula.as_ref().map(|formula| formula.value.clone()).unwrap_or_default(),
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

fn options(options: &[Choice]) -> Vec<String> {
    options.iter().map(|choice| choice.id.value.clone()).collect()
}

fn range([min, max, above, below]: [&Option<Located<Number>>; 4], whole: bool) -> Range {
    let number = |bound: &Option<Located<Number>>| bound.as_ref().map(|bound| bound.value.approximate());
    Range { min: number(min), max: number(max), above: number(above), below: number(below), whole }
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
