//! What cells hold before a program calculates them: previews on telephones show this.

use cabildo_worksheet::evaluate::{Entered, Gap, Outcome, Shown, evaluate};
use cabildo_worksheet::excel::ABSENT;
use cabildo_worksheet::program::{Column, Program};
use cabildo_worksheet::value::Value;
use rust_xlsxwriter::Formula;

use crate::model::Model;
use crate::model::worksheet::Worksheet;
use crate::worksheet;

/// What a formula comes out as.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    Number(f64),
    Text(String),
    Flag(bool),
    /// Something that was to be filled in is not there.
    Missing,
    NotComputable,
    /// Left out.
    Absent,
}

/// The values of a calculator as it is shipped: what is filled in beforehand, and what comes of it.
#[derive(Clone, Debug)]
pub struct Shipped {
    inputs: Vec<Known>,
    results: Vec<(Known, usize)>,
    /// By table, row and column; of the rows that are there. With the band, from 1.
    tables: Vec<Vec<Vec<(Known, usize)>>>,
}

/// The day 1970-01-01 in a workbook.
pub const EPOCH: i64 = 25_569;

impl Known {
    /// As the cell that computes it.
    pub fn of(&self, formula: String) -> Formula {
        let formula = Formula::new(formula);
        match self {
            Known::Number(value) => formula.set_result(value.to_string()),
            Known::Text(text) => formula.set_result(text),
            Known::Flag(flag) => formula.set_result(if *flag { "TRUE" } else { "FALSE" }),
            Known::Missing => formula.set_result("#N/A"),
            Known::NotComputable => formula.set_result("#DIV/0!"),
            Known::Absent => formula.set_result(ABSENT),
        }
    }

    fn value(value: &Value) -> Known {
        match value {
            Value::Number(number) => Known::Number(*number),
            Value::Text(text) => Known::Text(text.clone()),
            Value::Flag(flag) => Known::Flag(*flag),
            Value::Day(day) => Known::Number((day + EPOCH) as f64),
        }
    }

    fn entered(value: &Option<Value>) -> Known {
        value.as_ref().map_or(Known::Missing, Known::value)
    }

    fn shown(shown: &Shown) -> (Known, usize) {
        let known = match &shown.value {
            Ok(value) => Known::value(value),
            Err(Gap::Missing) => Known::Missing,
            Err(Gap::NotComputable) => Known::NotComputable,
            Err(Gap::Absent) => Known::Absent,
        };
        (known, shown.band.map_or(0, |band| band + 1))
    }
}

impl Shipped {
    pub fn of(model: &Model, sheet: &Worksheet, program: &Program) -> Shipped {
        let entered = worksheet::untouched(sheet, program, *model.today);
        let outcome = evaluate(program, &entered, &worksheet::calendar(&model.holidays, *model.today));
        Shipped::from(program, &entered, &outcome)
    }

    fn from(program: &Program, entered: &Entered, outcome: &Outcome) -> Shipped {
        let table = |(at, rows): (usize, &Vec<cabildo_worksheet::evaluate::Row>)| {
            let known = &program.tables[at];
            let row = |row: &cabildo_worksheet::evaluate::Row| {
                let mut filled = entered.tables[at].get(row.entered).into_iter().flatten();
                let cells = known.columns[..known.shown].iter().zip(&row.cells);
                cells
                    .map(|(column, cell)| match (column, cell) {
                        (Column::Computed(_), Some(shown)) => Known::shown(shown),
                        _ => (filled.next().map_or(Known::Missing, Known::entered), 0),
                    })
                    .collect()
            };
            rows.iter().map(row).collect()
        };
        Shipped {
            inputs: entered.inputs.iter().map(Known::entered).collect(),
            results: outcome.results.iter().map(Known::shown).collect(),
            tables: outcome.tables.iter().enumerate().map(table).collect(),
        }
    }

    pub fn input(&self, input: usize) -> Known {
        self.inputs.get(input).cloned().unwrap_or(Known::Missing)
    }

    pub fn result(&self, result: usize) -> Known {
        self.results.get(result).map_or(Known::Missing, |(known, _)| known.clone())
    }

    pub fn result_band(&self, result: usize) -> usize {
        self.results.get(result).map_or(0, |(_, band)| *band)
    }

    /// `None` where the row is not there.
    pub fn cell(&self, table: usize, row: usize, column: usize) -> Option<Known> {
        let cells = self.tables.get(table)?.get(row)?;
        Some(cells.get(column).map_or(Known::Missing, |(known, _)| known.clone()))
    }

    pub fn band(&self, table: usize, row: usize, column: usize) -> usize {
        let row = self.tables.get(table).and_then(|table| table.get(row));
        row.and_then(|row| row.get(column)).map_or(0, |(_, band)| *band)
    }

    pub fn rows(&self, table: usize) -> usize {
        self.tables.get(table).map_or(0, Vec::len)
    }
}
