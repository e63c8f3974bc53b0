//! What must be filled in for each value, through everything it is computed from.

use crate::program::{Column, Expression, Needs, Program, Rows, Step};

/// Fills in the needs of all that is computed. The program's order must be complete.
pub(super) fn find(program: &mut Program) {
    let mut rows = vec![Needs::default(); program.tables.len()];
    for step in program.order.clone() {
        let mut needs = Needs::default();
        let finder = Finder { program, rows: &rows, step };
        match step {
            Step::Result(result) => {
                if let Some(result) = program.results.get(result) {
                    finder.add(&result.expression, &mut needs);
                }
            }
            Step::Column { table, column } => {
                if let Some(computed) = program.tables.get(table).and_then(|of| of.columns.get(column)?.computed()) {
                    finder.add(&computed.expression, &mut needs);
                    if has_previous_of(&computed.expression, column) {
                        needs.columns.extend(needs.own.iter().map(|column| (table, *column)));
                    }
                }
            }
            Step::Rows { table } => {
                if let Some(Rows::Repeated { keep, .. }) = program.tables.get(table).map(|table| &table.rows) {
                    finder.add(keep, &mut needs);
                }
            }
        }
        sort(&mut needs.inputs);
        sort(&mut needs.columns);
        sort(&mut needs.own);
        sort(&mut needs.tables);
        match step {
            Step::Result(result) => {
                if let Some(result) = program.results.get_mut(result) {
                    result.needs = needs;
                }
            }
            Step::Column { table, column } => {
                let column = program.tables.get_mut(table).and_then(|of| of.columns.get_mut(column));
                if let Some(Column::Computed(computed)) = column {
                    computed.needs = needs;
                }
            }
            Step::Rows { table } => rows[table] = needs,
        }
    }
}

fn sort<T: Ord>(positions: &mut Vec<T>) {
    positions.sort();
    positions.dedup();
}

struct Finder<'a> {
    program: &'a Program,
    /// What the rows of repeated tables need.
    rows: &'a [Needs],
    step: Step,
}

impl Finder<'_> {
    fn add(&self, expression: &Expression, needs: &mut Needs) {
        match expression {
            Expression::Number(_)
            | Expression::Text(_)
            | Expression::Flag(_)
            | Expression::Row
            | Expression::Absent
            | Expression::Has(_) => {}
            Expression::Input(input) => needs.inputs.push(*input),
            Expression::Result(result) => {
                if let Some(result) = self.program.results.get(*result) {
                    join(needs, &result.needs);
                }
            }
            Expression::Column(column) => self.own(*column, needs),
            Expression::Source(column) => {
                if let Some(source) = self.table().and_then(|table| self.source(table)) {
                    self.all(source, *column, needs);
                }
            }
            Expression::Negative(inner) | Expression::Not(inner) => self.add(inner, needs),
            Expression::Binary(_, left, right) => {
                self.add(left, needs);
                self.add(right, needs);
            }
            Expression::If(condition, then, otherwise) => {
                for part in [condition, then, otherwise] {
                    self.add(part, needs);
                }
            }
            Expression::Call(_, arguments) => arguments.iter().for_each(|argument| self.add(argument, needs)),
            // Only what stands in for it must be there.
            Expression::Default(_, second) => self.add(second, needs),
            Expression::Previous { column, start } => {
                self.add(start, needs);
                // What the column itself needs of the rows before is known when all of it is: see `find`.
                if let Step::Column { table, column: own } = self.step
                    && own != *column
                {
                    self.all(table, *column, needs);
                }
            }
            Expression::Aggregate { table, column, .. } => {
                self.rows_of(*table, needs);
                self.all(*table, *column, needs);
            }
            Expression::Count { table } => self.rows_of(*table, needs),
            Expression::Rank { keys } => {
                if let Some(table) = self.table() {
                    self.rows_of(table, needs);
                }
                keys.iter().for_each(|key| self.own(*key, needs));
            }
            Expression::Match { table, key, is, value, .. } => {
                self.rows_of(*table, needs);
                self.add(is, needs);
                self.all(*table, *key, needs);
                self.all(*table, *value, needs);
            }
        }
    }

    fn table(&self) -> Option<usize> {
        match self.step {
            Step::Result(_) => None,
            Step::Column { table, .. } | Step::Rows { table } => Some(table),
        }
    }

    fn source(&self, table: usize) -> Option<usize> {
        match self.program.tables.get(table)?.rows {
            Rows::Repeated { table, .. } => Some(table),
            _ => None,
        }
    }

    /// A cell of the same row.
    fn own(&self, column: usize, needs: &mut Needs) {
        let Some(table) = self.table() else { return };
        match self.program.tables.get(table).and_then(|table| table.columns.get(column)) {
            Some(Column::Entered(_)) => needs.own.push(column),
            Some(Column::Computed(computed)) => join(needs, &computed.needs),
            None => {}
        }
    }

    /// The cells of all rows.
    fn all(&self, table: usize, column: usize, needs: &mut Needs) {
        match self.program.tables.get(table).and_then(|table| table.columns.get(column)) {
            Some(Column::Entered(_)) => needs.columns.push((table, column)),
            Some(Column::Computed(computed)) => {
                let mut of = computed.needs.clone();
                needs.columns.extend(of.own.drain(..).map(|column| (table, column)));
                join(needs, &of);
            }
            None => {}
        }
    }

    /// That there are rows enough, and that it is known which.
    fn rows_of(&self, table: usize, needs: &mut Needs) {
        match self.program.tables.get(table).map(|table| &table.rows) {
            Some(Rows::Open { min, .. }) if *min > 0 => needs.tables.push(table),
            Some(Rows::Repeated { table: source, .. }) => {
                if let Some(of) = self.rows.get(table) {
                    join(needs, of);
                }
                if *source != table {
                    self.rows_of(*source, needs);
                }
            }
            _ => {}
        }
    }
}

/// Whether a column looks at itself in the row before.
fn has_previous_of(expression: &Expression, own: usize) -> bool {
    let any = |parts: &[&Expression]| parts.iter().any(|part| has_previous_of(part, own));
    match expression {
        Expression::Previous { column, start } => *column == own || any(&[start]),
        Expression::Negative(a) | Expression::Not(a) | Expression::Has(a) => any(&[a]),
        Expression::Binary(_, a, b) | Expression::Default(a, b) => any(&[a, b]),
        Expression::If(a, b, c) => any(&[a, b, c]),
        Expression::Call(_, parts) => any(&parts.iter().collect::<Vec<_>>()),
        Expression::Match { is, .. } => any(&[is]),
        _ => false,
    }
}

fn join(needs: &mut Needs, other: &Needs) {
    needs.inputs.extend(&other.inputs);
    needs.columns.extend(&other.columns);
    needs.own.extend(&other.own);
    needs.tables.extend(&other.tables);
}
