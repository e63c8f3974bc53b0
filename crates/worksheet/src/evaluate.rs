//! The values of a program for what was entered. Total: whatever was entered, there is an outcome, and what is not known
//! says why.

mod compute;

use crate::dates::{self, Workdays};
use crate::program::{Column, Computed, Needs, Program, Rows, Step};
use crate::value::Value;

use compute::{Cell, Place};

/// What was filled in. Percentages are fractions: see [`crate::definition::Field::read`].
#[derive(Clone, Debug, Default)]
pub struct Entered {
    /// In the order of the program's inputs; what is blank is nothing.
    pub inputs: Vec<Option<Value>>,
    /// For each table its rows, for each row its entered columns in their order, computed ones left out. Rows in which
    /// everything is blank are not there, except in fixed tables. Repeated tables have none.
    pub tables: Vec<Vec<Vec<Option<Value>>>>,
}

/// Days that are no working days beside weekends: the national holidays, in days since 1970-01-01.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    pub holidays: Vec<i64>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// In the order of the program's results.
    pub results: Vec<Shown>,
    /// For each table the rows that are there.
    pub tables: Vec<Vec<Row>>,
    /// The checks that are true, in their order and that of the rows.
    pub checks: Vec<Hit>,
}

/// A result or a computed cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub value: Result<Value, Gap>,
    /// The first band that holds.
    pub band: Option<usize>,
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Something that it needs is not filled in: "sin dato".
    Missing,
    /// "No calculable".
    NotComputable,
    /// Left out by its own condition, such as the rank of a row that takes no part. Shown as nothing.
    Absent,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which of the entered rows it is; in a repeated table, which of the other table's it repeats.
    pub entered: usize,
    /// Which repetition, from 1. Always 1 in other tables.
    pub repetition: usize,
    /// For each of the author's columns; nothing for entered ones.
    pub cells: Vec<Option<Shown>>,
}

/// A check that is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub check: usize,
    /// Which of the rows of its table that are there.
    pub row: Option<usize>,
}

/// Computes everything.
pub fn evaluate(program: &Program, entered: &Entered, calendar: &Calendar) -> Outcome {
    let mut values = Values::new(program, entered);
    values.workdays = Workdays::new(calendar.holidays.iter().copied().chain(values.local_holidays()));
    for step in &program.order {
        match *step {
            Step::Result(result) => {
                if let Some(of) = program.results.get(result) {
                    values.results[result] = values.compute(&of.expression, Place::whole());
                }
            }
            Step::Column { table, column } => values.fill(table, column),
            Step::Rows { table } => values.repeat(table),
        }
    }
    values.outcome()
}

/// A row that is there.
#[derive(Clone, Copy, Debug)]
struct There {
    entered: usize,
    /// In a repeated table: the position among the other table's rows.
    source: usize,
    repetition: usize,
}

/// What is known so far.
struct Values<'a> {
    program: &'a Program,
    inputs: Vec<Cell>,
    results: Vec<Cell>,
    rows: Vec<Vec<There>>,
    /// By table, column and row.
    cells: Vec<Vec<Vec<Cell>>>,
    /// Repeated tables of which it is not known for every row whether it stays.
    unsure: Vec<bool>,
    workdays: Workdays,
}

impl<'a> Values<'a> {
    fn new(program: &'a Program, entered: &Entered) -> Self {
        let cell = |value: Option<&Option<Value>>| match value {
            Some(Some(Value::Number(number))) => Cell::number(*number),
            Some(Some(Value::Day(day))) => Cell::day(dates::add_days(*day, 0)),
            Some(Some(value)) => Cell::Known(value.clone()),
            _ => Cell::Unknown,
        };
        let inputs = (0..program.inputs.len()).map(|input| cell(entered.inputs.get(input)));
        let mut rows = Vec::new();
        let mut cells = Vec::new();
        for (index, table) in program.tables.iter().enumerate() {
            let filled = entered.tables.get(index).map_or(&[][..], Vec::as_slice);
            let there: Vec<usize> = match table.rows {
                Rows::Open { .. } => (0..filled.len()).filter(|row| filled[*row].iter().any(Option::is_some)).collect(),
                Rows::Fixed { count } => (0..count).collect(),
                Rows::Repeated { .. } => Vec::new(),
            };
            let mut columns = Vec::new();
            let mut position = 0;
            for column in &table.columns {
                let mut of = Vec::new();
                if let Column::Entered(_) = column {
                    of.extend(there.iter().map(|row| cell(filled.get(*row).and_then(|row| row.get(position)))));
                    position += 1;
                }
                columns.push(of);
            }
            let row = |(source, entered): (usize, &usize)| There { entered: *entered, source, repetition: 1 };
            rows.push(there.iter().enumerate().map(row).collect());
            cells.push(columns);
        }
        Values {
            program,
            inputs: inputs.collect(),
            results: vec![Cell::Unknown; program.results.len()],
            rows,
            cells,
            unsure: vec![false; program.tables.len()],
            workdays: Workdays::default(),
        }
    }

    fn local_holidays(&self) -> Vec<i64> {
        let cells = self.program.local_holidays.and_then(|(table, column)| self.cells.get(table)?.get(column));
        let day = |cell: &Cell| match cell {
            Cell::Known(Value::Day(day)) => Some(*day),
            _ => None,
        };
        cells.into_iter().flatten().filter_map(day).collect()
    }

    /// The place of one of a table's rows that are there.
    fn place(&self, table: usize, row: usize) -> Place {
        let at = self.rows[table][row];
        let repeated = matches!(self.program.tables[table].rows, Rows::Repeated { .. });
        Place {
            row: Some((table, row)),
            source: match self.program.tables[table].rows {
                Rows::Repeated { table, .. } => Some((table, at.source)),
                _ => None,
            },
            number: if repeated { at.repetition } else { row + 1 },
        }
    }

    /// Computes a column, from the first row down: `previous` looks at the rows that are done.
    fn fill(&mut self, table: usize, column: usize) {
        let Some(Column::Computed(computed)) = self.program.tables.get(table).and_then(|of| of.columns.get(column))
        else {
            return;
        };
        self.cells[table][column].clear();
        for row in 0..self.rows[table].len() {
            let cell = self.compute(&computed.expression, self.place(table, row));
            self.cells[table][column].push(cell);
        }
    }

    /// Finds the rows of a repeated table.
    fn repeat(&mut self, table: usize) {
        let Some(Rows::Repeated { table: of, times, keep }) = self.program.tables.get(table).map(|table| &table.rows)
        else {
            return;
        };
        let mut rows = Vec::new();
        for source in 0..self.rows.get(*of).map_or(0, Vec::len) {
            for repetition in 1..=*times {
                let place = Place { row: None, source: Some((*of, source)), number: repetition };
                match self.compute(keep, place) {
                    Cell::Known(Value::Flag(true)) => {
                        rows.push(There { entered: self.rows[*of][source].entered, source, repetition });
                    }
                    Cell::Known(_) => {}
                    Cell::Unknown | Cell::Absent => self.unsure[table] = true,
                }
            }
        }
        self.rows[table] = rows;
    }

    /// Whether a table has fewer rows than it must have.
    fn is_short(&self, table: usize) -> bool {
        match self.program.tables.get(table).map(|table| &table.rows) {
            Some(Rows::Open { min, .. }) => self.rows[table].len() < *min,
            Some(Rows::Repeated { table: of, .. }) => *of != table && self.is_short(*of),
            _ => false,
        }
    }

    fn outcome(&self) -> Outcome {
        let program = self.program;
        let results = program.results.iter().zip(&self.results);
        let results = results.map(|(of, cell)| self.shown(of, cell, Place::whole())).collect();
        let mut tables = Vec::new();
        for (index, table) in program.tables.iter().enumerate() {
            let row = |row: usize| Row {
                entered: self.rows[index][row].entered,
                repetition: self.rows[index][row].repetition,
                cells: table.columns[..table.shown]
                    .iter()
                    .zip(&self.cells[index])
                    .map(|(column, cells)| {
                        let cell = cells.get(row).unwrap_or(&Cell::Unknown);
                        column.computed().map(|of| self.shown(of, cell, self.place(index, row)))
                    })
                    .collect(),
            };
            tables.push((0..self.rows[index].len()).map(row).collect());
        }
        let mut checks = Vec::new();
        for (check, of) in program.checks.iter().enumerate() {
            let holds = |place| self.compute(&of.when, place) == Cell::Known(Value::Flag(true));
            match of.table {
                None if holds(Place::whole()) => checks.push(Hit { check, row: None }),
                None => {}
                Some(table) => {
                    let rows = (0..self.rows[table].len()).filter(|row| holds(self.place(table, *row)));
                    checks.extend(rows.map(|row| Hit { check, row: Some(row) }));
                }
            }
        }
        Outcome { results, tables, checks }
    }

    fn shown(&self, of: &Computed, cell: &Cell, place: Place) -> Shown {
        match cell {
            Cell::Known(value) => {
                let holds = |band: &_| self.compute(band, place) == Cell::Known(Value::Flag(true));
                Shown { value: Ok(value.clone()), band: of.bands.iter().position(holds) }
            }
            Cell::Absent => Shown { value: Err(Gap::Absent), band: None },
            Cell::Unknown => {
                let gap = if self.lacks(&of.needs, place) { Gap::Missing } else { Gap::NotComputable };
                Shown { value: Err(gap), band: None }
            }
        }
    }

    /// Whether something is not there that was to be filled in.
    fn lacks(&self, needs: &Needs, place: Place) -> bool {
        let unknown = |cell: Option<&Cell>| !matches!(cell, Some(Cell::Known(_)));
        let of = |table: usize, column: usize| self.cells.get(table).and_then(|columns| columns.get(column));
        needs.inputs.iter().any(|input| unknown(self.inputs.get(*input)))
            || needs.columns.iter().any(|(table, column)| {
                of(*table, *column).is_none_or(|cells| cells.iter().any(|cell| unknown(Some(cell))))
            })
            || needs.own.iter().any(|column| {
                place.row.is_none_or(|(table, row)| unknown(of(table, *column).and_then(|cells| cells.get(row))))
            })
            || needs.tables.iter().any(|table| self.is_short(*table))
    }
}
