//! Formulas of a workbook, in the functions that Excel 2010 and LibreOffice share, as Excel stores them in any language.
//!
//! What is unknown is an error of the cell, so that a formula stays as short as the author's and errors go on by
//! themselves. A typed cell stands between what is filled in and the formulas: it is an error where nothing, or nothing
//! that may be, was filled in. Only what a reader sees is put into words ([`Writer::missing`] tells the two words apart).
//!
//! A table is a block of rows. Beside its columns it has some of its own ([`Part`]): whether a row is there, what is
//! carried over rows that are not, the keys of ranks. Cells of rows that are not there hold an empty text, which sums and
//! counts pass over; what a hidden column leaves out holds [`ABSENT`], which they pass over as well.

use std::cell::Cell;

use crate::definition::{Field, Kind};
use crate::program::{Aggregate, Column, Expression, Function, Needs, Operator, Program, Rows, Type};

/// What a cell holds that is left out of everything.
pub const ABSENT: &str = "–";

/// What stands where it is not known whether a row of a repeated table is there.
pub const UNSURE: &str = "x";

/// The text of a cell's formula, without the leading `=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    pub text: String,
    /// To be written as an array formula (of one cell).
    pub array: bool,
}

/// A column of a table's block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 1 where the row is there, 0 where it is not, [`UNSURE`] where that is unknown. Not in fixed tables, whose rows
    /// always are there.
    There,
    /// How many rows are there down to this one. Not in fixed tables.
    Number,
    /// The program's own.
    Column(usize),
    /// The value of a column in the last row that is there, down to this one.
    Carried(usize),
    /// 1 where a column is not left out, otherwise 0.
    Counted(usize),
    /// 1 where a ranked row has a place, otherwise 0.
    Ranked(usize),
    /// A key of a ranked column, 0 where the row has no place.
    Key { column: usize, at: usize },
    /// Which band a column's value is in, from 1; 0 is none.
    Band(usize),
    /// Whether the message of a check is to be said.
    Said(usize),
}

/// Where things stand in a workbook. What is about one row is about the row of the cell that is written.
pub trait Cells {
    /// The typed cell of an input.
    fn input(&self, input: usize) -> String;
    fn result(&self, result: usize) -> String;
    /// In this row.
    fn cell(&self, part: Part) -> String;
    /// In the row above; none above the first.
    fn above(&self, part: Part) -> Option<String>;
    /// In a repeated table: in the row that is repeated.
    fn source(&self, part: Part) -> String;
    /// The number of the row, from 1; in a repeated table, of the repetition.
    fn row(&self) -> String;
    /// Whether it is every other row. LibreOffice 7.4 computes equal formulas below each other as a group, and then
    /// finds circles where there are none. Hence rows are guarded in two ways in turn.
    fn is_other_row(&self) -> bool;
    /// All cells of a table's column.
    fn range(&self, table: usize, part: Part) -> String;
    /// The cell with the number of a table's rows; an error when there are fewer than there must be.
    fn rows(&self, table: usize) -> String;
    /// The cells with all days that are no working days, none of them empty.
    fn holidays(&self) -> String;
}

/// What a choice or a yes is in the cells where it is filled in.
#[derive(Clone, Copy, Debug)]
pub enum Labels<'a> {
    None,
    YesNo {
        yes: &'a str,
        no: &'a str,
    },
    /// The cells with the labels and, beside them, those with the identifiers.
    Options {
        labels: &'a str,
        ids: &'a str,
    },
}

/// The columns of a table's block, in an order in which most look to the left.
pub fn parts(program: &Program, table: usize) -> Vec<Part> {
    let Some(known) = program.tables.get(table) else { return Vec::new() };
    let mut parts = match known.rows {
        Rows::Fixed { .. } => Vec::new(),
        Rows::Open { .. } | Rows::Repeated { .. } => vec![Part::There, Part::Number],
    };
    let asked = Asked::of(program, table);
    for (at, column) in known.columns.iter().enumerate() {
        parts.push(Part::Column(at));
        if asked.carried.contains(&at) && !matches!(known.rows, Rows::Fixed { .. }) {
            parts.push(Part::Carried(at));
        }
        if asked.first.contains(&at) && at >= known.shown {
            parts.push(Part::Counted(at));
        }
        let Column::Computed(computed) = column else { continue };
        if let Expression::Rank { keys } = &computed.expression {
            parts.push(Part::Ranked(at));
            parts.extend((0..keys.len()).map(|key| Part::Key { column: at, at: key }));
        }
        if !computed.bands.is_empty() {
            parts.push(Part::Band(at));
        }
    }
    let checks = program.checks.iter().enumerate().filter(|(_, check)| check.table == Some(table));
    parts.extend(checks.map(|(at, _)| Part::Said(at)));
    parts
}

/// What formulas ask of a table's columns beside their values.
#[derive(Default)]
struct Asked {
    carried: Vec<usize>,
    first: Vec<usize>,
}

impl Asked {
    fn of(program: &Program, table: usize) -> Asked {
        let mut asked = Asked::default();
        for (place, expression) in expressions(program) {
            walk(expression, &mut |inner| match inner {
                Expression::Previous { column, .. } if place == Some(table) => asked.carried.push(*column),
                Expression::Aggregate { how: Aggregate::First, table: of, column } if *of == table => {
                    asked.first.push(*column);
                }
                _ => {}
            });
        }
        asked
    }
}

/// Every formula of a program with the table in whose rows it is computed.
fn expressions(program: &Program) -> Vec<(Option<usize>, &Expression)> {
    let mut all = Vec::new();
    for result in &program.results {
        all.push((None, &result.expression));
        all.extend(result.bands.iter().map(|band| (None, band)));
    }
    for (at, table) in program.tables.iter().enumerate() {
        if let Rows::Repeated { keep, .. } = &table.rows {
            all.push((Some(at), keep));
        }
        for computed in table.columns.iter().filter_map(Column::computed) {
            all.push((Some(at), &computed.expression));
            all.extend(computed.bands.iter().map(|band| (Some(at), band)));
        }
    }
    all.extend(program.checks.iter().map(|check| (check.table, &check.when)));
    all
}

/// Whether a program asks for working days.
pub fn has_workdays(program: &Program) -> bool {
    let mut found = false;
    for (_, expression) in expressions(program) {
        walk(expression, &mut |inner| {
            found |= matches!(
                inner,
                Expression::Call(
                    Function::AddWorkdays
                        | Function::WorkdaysBetween
                        | Function::IsWorkday
                        | Function::WorkdayOnOrBefore,
                    _
                )
            );
        });
    }
    found
}

/// Calls a function with an expression and all that is in it.
fn walk<'a>(expression: &'a Expression, then: &mut impl FnMut(&'a Expression)) {
    then(expression);
    match expression {
        Expression::Negative(a) | Expression::Not(a) | Expression::Has(a) => walk(a, then),
        Expression::Previous { start: a, .. } | Expression::Match { is: a, .. } => walk(a, then),
        Expression::Binary(_, a, b) | Expression::Default(a, b) => [a, b].into_iter().for_each(|e| walk(e, then)),
        Expression::If(a, b, c) => [a, b, c].into_iter().for_each(|e| walk(e, then)),
        Expression::Call(_, list) => list.iter().for_each(|e| walk(e, then)),
        _ => {}
    }
}

/// The condition under which what was filled in may be there. `None`: a text, a choice, a yes or no.
pub fn allowed(field: &Field, raw: &str) -> Option<String> {
    let is_percentage = match field.kind {
        Kind::Number | Kind::Money => false,
        Kind::Percentage => true,
        Kind::Date => return Some(format!("AND(ISNUMBER({raw}),{raw}>=1)")),
        Kind::Choice | Kind::Text | Kind::YesNo => return None,
    };
    let range = &field.range;
    let mut all = vec![format!("ISNUMBER({raw})")];
    let limits = [(">=", range.min), ("<=", range.max), (">", range.above), ("<", range.below)];
    for (sign, limit) in limits {
        let Some(limit) = limit else { continue };
        let limit = if is_percentage { hundredth(limit) } else { limit };
        all.push(format!("{raw}{sign}{}", number(limit)));
    }
    if range.whole {
        all.push(if is_percentage {
            format!("ROUND({raw}*100,9)=INT(ROUND({raw}*100,9))")
        } else {
            format!("{raw}=INT({raw})")
        });
    }
    Some(all_of("AND", all))
}

/// The formula of a typed cell: what was filled in, if it may be, otherwise an error. A percentage is filled in in a cell
/// that shows percents, which holds 0.8 for 80 %.
pub fn typed(field: &Field, raw: &str, labels: Labels) -> String {
    match (field.kind, labels, allowed(field, raw)) {
        (Kind::Date, _, _) => format!("IF(ISNUMBER({raw}),IF({raw}>=1,INT({raw}),NA()),NA())"),
        (_, _, Some(allowed)) => format!("IF({allowed},{raw},NA())"),
        (_, Labels::Options { labels, ids }, _) => format!("INDEX({ids},MATCH({raw},{labels},0))"),
        (_, Labels::YesNo { yes, no }, _) => {
            format!("IF({raw}={},TRUE,IF({raw}={},FALSE,NA()))", quoted(yes), quoted(no))
        }
        (_, Labels::None, None) => format!("IF(TRIM({raw})=\"\",NA(),TRIM({raw}))"),
    }
}

/// A percentage as it is typed, as the number nearest to it.
fn hundredth(percent: f64) -> f64 {
    format!("{percent}e-2").parse().unwrap_or(percent / 100.0)
}

/// Whether a row of an open table is there: something was filled in in one of these cells.
pub fn filled_in(raw: &[String]) -> String {
    match raw {
        [] => "0".to_owned(),
        _ => format!("IF(LEN(TRIM({}))>0,1,0)", raw.join("&")),
    }
}

/// `"a ""b"""`
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn number(value: f64) -> String {
    // Minus zero has no sign in a cell.
    if value == 0.0 { "0".to_owned() } else { value.to_string() }
}

/// How tightly a piece of a formula holds together, by the order in which Excel computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Grip {
    Compare,
    Join,
    Sum,
    Product,
    Power,
    /// Before powers: `-2^2` is 4 in a workbook.
    Minus,
    Whole,
}

/// Writes the formulas of one cell.
pub struct Writer<'a> {
    program: &'a Program,
    cells: &'a dyn Cells,
    /// The table in whose row the cell stands.
    table: Option<usize>,
    array: Cell<bool>,
}

impl<'a> Writer<'a> {
    pub fn new(program: &'a Program, cells: &'a dyn Cells, table: Option<usize>) -> Self {
        Writer { program, cells, table, array: Cell::new(false) }
    }

    /// The formula of an expression.
    pub fn expression(&self, expression: &Expression) -> Formula {
        let text = self.text(expression);
        self.formula(text)
    }

    /// Which of the bands of a value holds first, from 1; 0 is none, also where the value is unknown or left out.
    pub fn band(&self, value: &Expression, conditions: &[Expression]) -> Formula {
        let text = self.first_true(value, conditions);
        self.formula(text)
    }

    /// Whether a condition is known and true.
    pub fn holds(&self, condition: &Expression) -> Formula {
        let text = self.is_true(condition);
        self.formula(text)
    }

    /// Whether a column's cells may hold [`ABSENT`].
    pub fn may_be_absent(&self, column: usize) -> bool {
        self.table.is_some_and(|table| self.column_may_be_absent(table, column, &mut Vec::new()))
    }

    /// The formula of a cell in a table's block. That of entered columns is [`typed`], guarded by [`Writer::guarded`].
    pub fn part(&self, part: Part) -> Formula {
        let computed = |column: usize| self.columns().get(column).and_then(Column::computed);
        let text = match part {
            Part::There => match self.table.and_then(|table| self.program.tables.get(table)).map(|table| &table.rows) {
                Some(Rows::Repeated { table, keep, .. }) => {
                    let kept = format!("IFERROR(IF({},1,0),\"{UNSURE}\")", self.text(keep));
                    match self.program.tables[*table].rows {
                        Rows::Fixed { .. } => kept,
                        _ => format!("IF({}=1,{kept},0)", self.cells.source(Part::There)),
                    }
                }
                _ => "1".to_owned(),
            },
            Part::Number => {
                let there = self.cells.cell(Part::There);
                match self.cells.above(Part::Number) {
                    // A sum passes over the word for rows of which it is not known whether they are there.
                    Some(above) => format!("SUM({above},{there})"),
                    None => format!("SUM({there})"),
                }
            }
            Part::Column(column) => match computed(column) {
                Some(computed) => match &computed.expression {
                    Expression::Rank { keys } => self.guarded(self.rank(column, keys)),
                    expression => self.guarded(self.text(expression)),
                },
                None => String::new(),
            },
            Part::Carried(column) => {
                let (there, value) = (self.cells.cell(Part::There), self.cells.cell(Part::Column(column)));
                match self.cells.above(Part::Carried(column)) {
                    Some(above) => format!("IF({there}=1,{value},{above})"),
                    None => value,
                }
            }
            Part::Counted(column) => {
                let value = self.cells.cell(Part::Column(column));
                let counted = format!("IF(ISERROR({value}),1,IF({value}=\"{ABSENT}\",0,1))");
                self.guarded_by(counted, "0")
            }
            Part::Ranked(column) => {
                let keys = match computed(column).map(|computed| &computed.expression) {
                    Some(Expression::Rank { keys }) => keys.as_slice(),
                    _ => &[],
                };
                let known = keys.iter().map(|key| format!("ISNUMBER({})", self.cells.cell(Part::Column(*key))));
                let known = format!("IF({},1,0)", all_of("AND", known.collect()));
                self.guarded_by(known, "0")
            }
            Part::Key { column, at } => match computed(column).map(|computed| &computed.expression) {
                Some(Expression::Rank { keys }) if at < keys.len() => {
                    let key = self.settled(&Expression::Column(keys[at]));
                    format!("IF({}=1,{key},0)", self.cells.cell(Part::Ranked(column)))
                }
                _ => "0".to_owned(),
            },
            Part::Band(column) => {
                let own = Expression::Column(column);
                let bands = computed(column).map_or("0".to_owned(), |computed| self.first_true(&own, &computed.bands));
                self.guarded_by(bands, "0")
            }
            Part::Said(check) => {
                let when = self.program.checks.get(check).map(|check| self.is_true(&check.when));
                self.guarded_by(when.unwrap_or_else(|| "FALSE".to_owned()), "FALSE")
            }
        };
        self.formula(text)
    }

    /// The number of a table's rows that are there; an error when there are fewer than there must be, or when it is not
    /// known which are there.
    pub fn count(&self, table: usize) -> String {
        let there = || self.cells.range(table, Part::There);
        match &self.program.tables[table].rows {
            Rows::Open { min: 0, .. } => format!("SUM({})", there()),
            Rows::Open { min, .. } => format!("IF(SUM({0})<{min},NA(),SUM({0}))", there()),
            Rows::Fixed { count } => count.to_string(),
            Rows::Repeated { .. } => {
                let unsure = format!("COUNTIF({},\"{UNSURE}\")>0", there());
                let unknown = match self.root(table) {
                    Some(root) => format!("OR(ISERROR({}),{unsure})", self.cells.rows(root)),
                    None => unsure,
                };
                format!("IF({unknown},NA(),SUM({}))", there())
            }
        }
    }

    /// The open table that must have its least number of rows for another one to be whole.
    fn root(&self, table: usize) -> Option<usize> {
        match self.program.tables[table].rows {
            Rows::Open { min: 1.., .. } => Some(table),
            Rows::Repeated { table: of, .. } if of != table => self.root(of),
            _ => None,
        }
    }

    /// Nothing where the row is not there.
    pub fn guarded(&self, text: String) -> String {
        self.guarded_by(text, "\"\"")
    }

    /// A condition: something is not there that a value needs. `None`: it needs nothing.
    pub fn missing(&self, needs: &Needs) -> Option<String> {
        let inputs = needs.inputs.iter().map(|input| format!("ISERROR({})", self.cells.input(*input)));
        let own = needs.own.iter().map(|column| format!("ISERROR({})", self.cells.cell(Part::Column(*column))));
        let columns = needs.columns.iter().map(|(table, column)| {
            format!("SUMPRODUCT(ISERROR({})*1)>0", self.cells.range(*table, Part::Column(*column)))
        });
        let mut roots: Vec<usize> = needs.tables.iter().filter_map(|table| self.root(*table)).collect();
        roots.dedup();
        let tables = roots.iter().map(|table| format!("ISERROR({})", self.cells.rows(*table)));
        let all: Vec<String> = inputs.chain(own).chain(columns).chain(tables).collect();
        (!all.is_empty()).then(|| all_of("OR", all))
    }

    fn formula(&self, text: String) -> Formula {
        Formula { text, array: self.array.get() }
    }

    fn columns(&self) -> &'a [Column] {
        self.table.and_then(|table| self.program.tables.get(table)).map_or(&[], |table| table.columns.as_slice())
    }

    fn is_fixed(&self, table: usize) -> bool {
        matches!(self.program.tables[table].rows, Rows::Fixed { .. })
    }

    fn guarded_by(&self, text: String, otherwise: &str) -> String {
        match self.table {
            Some(table) if !self.is_fixed(table) => {
                let there = self.cells.cell(Part::There);
                match self.cells.is_other_row() {
                    true => format!("IF(1={there},{text},{otherwise})"),
                    false => format!("IF({there}=1,{text},{otherwise})"),
                }
            }
            _ => text,
        }
    }

    fn first_true(&self, value: &Expression, conditions: &[Expression]) -> String {
        let bands =
            conditions.iter().enumerate().rev().fold("0".to_owned(), |rest, (at, condition)| {
                format!("IF({},{},{rest})", self.is_true(condition), at + 1)
            });
        let (own, may_be_absent) = (self.text(value), self.is_absent_sometimes(value));
        let bands = if may_be_absent { format!("IF({own}=\"{ABSENT}\",0,{bands})") } else { bands };
        format!("IF(ISERROR({own}),0,{bands})")
    }

    fn is_true(&self, condition: &Expression) -> String {
        let text = self.text(condition);
        if self.is_absent_sometimes(condition) {
            format!("IFERROR(IF({text}=\"{ABSENT}\",FALSE,{text}),FALSE)")
        } else {
            format!("IFERROR({text},FALSE)")
        }
    }

    /// How many ranked rows are before this one, and one. Keys are compared in turn; equal ones leave it to the next.
    fn rank(&self, column: usize, keys: &[usize]) -> String {
        let Some(table) = self.table else { return "NA()".to_owned() };
        let ranked = self.cells.range(table, Part::Ranked(column));
        let mut equal = ranked;
        let mut before = Vec::new();
        for at in 0..keys.len() {
            let part = Part::Key { column, at };
            let (range, cell) = (self.cells.range(table, part), self.cells.cell(part));
            before.push(format!("SUMPRODUCT({equal}*({range}>{cell}))"));
            equal = format!("{equal}*({range}={cell})");
        }
        let place = format!("IF({}=1,1+{},NA())", self.cells.cell(Part::Ranked(column)), before.join("+"));
        let place = self.enough(table, place);
        match keys.iter().find(|key| self.may_be_absent(**key)) {
            Some(key) => {
                let cell = self.cells.cell(Part::Column(*key));
                format!("IF(ISERROR({cell}),NA(),IF({cell}=\"{ABSENT}\",\"{ABSENT}\",{place}))")
            }
            None => place,
        }
    }

    fn column_may_be_absent(&self, table: usize, column: usize, asked: &mut Vec<(usize, usize)>) -> bool {
        if asked.contains(&(table, column)) {
            return false;
        }
        asked.push((table, column));
        let column = self.program.tables.get(table).and_then(|table| table.columns.get(column));
        column.and_then(Column::computed).is_some_and(|computed| self.absent(Some(table), &computed.expression, asked))
    }

    fn is_absent_sometimes(&self, expression: &Expression) -> bool {
        self.absent(self.table, expression, &mut Vec::new())
    }

    /// Whether an expression may be left out: it is computed from something that may.
    fn absent(&self, table: Option<usize>, expression: &Expression, asked: &mut Vec<(usize, usize)>) -> bool {
        let source = || match self.program.tables.get(table?)?.rows {
            Rows::Repeated { table, .. } => Some(table),
            _ => None,
        };
        let mut column = |table: Option<usize>, column: usize| {
            table.is_some_and(|table| self.column_may_be_absent(table, column, asked))
        };
        match expression {
            Expression::Absent => true,
            Expression::Column(at) => column(table, *at),
            Expression::Source(at) => column(source(), *at),
            Expression::Previous { column: at, start } => column(table, *at) || self.absent(table, start, asked),
            Expression::Rank { keys } => keys.iter().any(|key| column(table, *key)),
            Expression::Negative(inner) | Expression::Not(inner) => self.absent(table, inner, asked),
            Expression::Binary(_, left, right) => self.absent(table, left, asked) || self.absent(table, right, asked),
            Expression::If(condition, one, other) => {
                [condition, one, other].into_iter().any(|part| self.absent(table, part, asked))
            }
            Expression::Call(_, arguments) => arguments.iter().any(|argument| self.absent(table, argument, asked)),
            Expression::Default(_, other) => self.absent(table, other, asked),
            Expression::Match { is, .. } => self.absent(table, is, asked),
            _ => false,
        }
    }

    /// What is computed from something left out is left out, unless something else in it is unknown.
    fn with_absent<'e>(
        &self,
        operands: impl Iterator<Item = &'e Expression> + Clone,
        (text, grip): (String, Grip),
    ) -> (String, Grip) {
        let absent: Vec<String> = operands
            .clone()
            .filter(|operand| self.is_absent_sometimes(operand))
            .map(|operand| format!("{}=\"{ABSENT}\"", self.held(operand, Grip::Join)))
            .collect();
        if absent.is_empty() {
            return (text, grip);
        }
        let is_literal =
            |operand: &Expression| matches!(operand, Expression::Number(_) | Expression::Text(_) | Expression::Flag(_));
        let others: Vec<String> = operands
            .filter(|operand| !self.is_absent_sometimes(operand) && !is_literal(operand))
            .map(|operand| format!("ISERROR({})", self.text(operand)))
            .collect();
        let left_out = match others.is_empty() {
            true => quoted(ABSENT),
            false => format!("IF({},NA(),\"{ABSENT}\")", all_of("OR", others)),
        };
        (format!("IF({},{left_out},{text})", all_of("OR", absent)), Grip::Whole)
    }

    fn text(&self, expression: &Expression) -> String {
        self.piece(expression).0
    }

    /// In brackets where it holds together less than it must.
    fn held(&self, expression: &Expression, least: Grip) -> String {
        let (text, grip) = self.piece(expression);
        if grip < least { format!("({text})") } else { text }
    }

    /// Behind an operator: a sign is put into brackets.
    fn behind(&self, expression: &Expression, least: Grip) -> String {
        let (text, grip) = self.piece(expression);
        if grip < least || grip == Grip::Minus { format!("({text})") } else { text }
    }

    fn piece(&self, expression: &Expression) -> (String, Grip) {
        let whole = |text: String| (text, Grip::Whole);
        match expression {
            Expression::Number(value) if *value < 0.0 => (number(*value), Grip::Minus),
            Expression::Number(value) => whole(number(*value)),
            Expression::Text(text) => whole(quoted(text)),
            Expression::Flag(flag) => whole(if *flag { "TRUE" } else { "FALSE" }.to_owned()),
            Expression::Input(input) => whole(self.cells.input(*input)),
            Expression::Result(result) => whole(self.cells.result(*result)),
            Expression::Column(column) => whole(self.cells.cell(Part::Column(*column))),
            Expression::Source(column) => whole(self.cells.source(Part::Column(*column))),
            Expression::Row => whole(self.cells.row()),
            Expression::Negative(inner) => {
                let text = format!("-{}", self.held(inner, Grip::Whole));
                self.with_absent(std::iter::once(&**inner), (text, Grip::Minus))
            }
            Expression::Not(inner) => {
                let text = format!("NOT({})", self.text(inner));
                self.with_absent(std::iter::once(&**inner), (text, Grip::Whole))
            }
            Expression::Binary(operator, left, right) => {
                self.with_absent([&**left, &**right].into_iter(), self.binary(*operator, left, right))
            }
            Expression::If(condition, one, other) => {
                let text = format!("IF({},{},{})", self.text(condition), self.text(one), self.text(other));
                self.with_absent(std::iter::once(&**condition), (text, Grip::Whole))
            }
            Expression::Call(function, arguments) => {
                self.with_absent(arguments.iter(), self.call(*function, arguments))
            }
            Expression::Has(inner) if self.is_absent_sometimes(inner) => {
                let inner = self.held(inner, Grip::Join);
                whole(format!("IF(ISERROR({inner}),FALSE,{inner}<>\"{ABSENT}\")"))
            }
            Expression::Has(inner) => whole(format!("NOT(ISERROR({}))", self.text(inner))),
            Expression::Default(value, otherwise) => {
                let (known, otherwise) = (self.text(value), self.text(otherwise));
                if self.is_absent_sometimes(value) {
                    let held = self.held(value, Grip::Join);
                    whole(format!("IFERROR(IF({held}=\"{ABSENT}\",NA(),{known}),{otherwise})"))
                } else {
                    whole(format!("IFERROR({known},{otherwise})"))
                }
            }
            Expression::Previous { column, start } => whole(self.previous(*column, start)),
            Expression::Aggregate { how, table, column } => whole(self.aggregate(*how, *table, *column)),
            Expression::Count { table } => whole(self.cells.rows(*table)),
            // Columns of ranks are written by `rank`: a rank is a whole formula.
            Expression::Rank { .. } => whole("NA()".to_owned()),
            Expression::Match { how, table, key, is, value } => whole(self.matching(*how, *table, *key, is, *value)),
            Expression::Absent => whole(quoted(ABSENT)),
        }
    }

    fn binary(&self, operator: Operator, left: &Expression, right: &Expression) -> (String, Grip) {
        let arithmetic = |sign: &str, grip: Grip, next: Grip| {
            (format!("{}{sign}{}", self.held(left, grip), self.behind(right, next)), grip)
        };
        match operator {
            Operator::Plus => arithmetic("+", Grip::Sum, Grip::Product),
            Operator::Minus => arithmetic("-", Grip::Sum, Grip::Product),
            Operator::Times => arithmetic("*", Grip::Product, Grip::Power),
            Operator::Over => arithmetic("/", Grip::Product, Grip::Power),
            Operator::Join => arithmetic("&", Grip::Join, Grip::Sum),
            Operator::Power => {
                let (base, exponent) = (self.behind(left, Grip::Whole), self.behind(right, Grip::Whole));
                let power = format!("{base}^{exponent}");
                match right {
                    Expression::Number(literal) if *literal != 0.0 && literal.fract() == 0.0 => (power, Grip::Power),
                    // Programs differ in 0 to the power of 0 and in roots of negative numbers.
                    _ => {
                        let odd = format!("AND({base}=0,{exponent}=0),AND({base}<0,{exponent}<>INT({exponent}))");
                        (format!("IF(OR({odd}),NA(),{power})"), Grip::Whole)
                    }
                }
            }
            Operator::And | Operator::Or => {
                let mut all = Vec::new();
                self.chain(operator, left, &mut all);
                self.chain(operator, right, &mut all);
                (all_of(if operator == Operator::And { "AND" } else { "OR" }, all), Grip::Whole)
            }
            _ => self.compare(operator, left, right),
        }
    }

    /// `a and b and c` is one list.
    fn chain(&self, operator: Operator, expression: &Expression, all: &mut Vec<String>) {
        match expression {
            Expression::Binary(inner, left, right) if *inner == operator && !self.is_absent_sometimes(expression) => {
                self.chain(operator, left, all);
                self.chain(operator, right, all);
            }
            _ => all.push(self.text(expression)),
        }
    }

    fn compare(&self, operator: Operator, left: &Expression, right: &Expression) -> (String, Grip) {
        if matches!(self.kind(left), Type::Text) || matches!(self.kind(right), Type::Text) {
            let same = format!("EXACT({},{})", self.text(left), self.text(right));
            let text = if operator == Operator::Unequal { format!("NOT({same})") } else { same };
            return (text, Grip::Whole);
        }
        let sign = match operator {
            Operator::Unequal => "<>",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            _ => "=",
        };
        (format!("{}{sign}{}", self.settled(left), self.settled(right)), Grip::Compare)
    }

    /// Rounded to twelve digits and nine decimals, where a number can be off by a hair.
    fn settled(&self, expression: &Expression) -> String {
        match self.digits(expression, 0) {
            Some(digits) => format!("ROUND({},{digits})", self.text(expression)),
            None => self.held(expression, Grip::Join),
        }
    }

    /// To how many decimals a number is settled, so many more when its point is moved. `None`: it is exact.
    fn digits(&self, expression: &Expression, moved: usize) -> Option<String> {
        let Type::Number(_) = self.kind(expression) else { return None };
        if self.is_exact(expression) {
            return None;
        }
        let decimals = 9usize.saturating_sub(moved);
        if self.is_unitless(expression) {
            return Some(decimals.to_string());
        }
        Some(format!("{decimals}-INT(LOG10(MAX(1,ABS({})/100)))", self.text(expression)))
    }

    /// As it was typed, rounded or counted.
    fn is_exact(&self, expression: &Expression) -> bool {
        // Formulas of columns that look at each other end somewhere; this looks through a few of them.
        self.is_exact_within(self.table, expression, 6)
    }

    fn is_exact_within(&self, table: Option<usize>, expression: &Expression, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let known = |table: Option<usize>| table.and_then(|table| self.program.tables.get(table));
        let column = |of: Option<usize>, column: usize| match known(of).and_then(|of| of.columns.get(column)) {
            Some(Column::Entered(_)) => true,
            Some(Column::Computed(computed)) => self.is_exact_within(of, &computed.expression, depth),
            None => false,
        };
        let source = || match known(table)?.rows {
            Rows::Repeated { table, .. } => Some(table),
            _ => None,
        };
        let within = |expression: &Expression| self.is_exact_within(table, expression, depth);
        match expression {
            Expression::Number(_) | Expression::Input(_) | Expression::Row | Expression::Count { .. } => true,
            Expression::Negative(inner) => within(inner),
            Expression::Column(at) => column(table, *at),
            Expression::Source(at) => column(source(), *at),
            Expression::Result(result) => {
                let result = self.program.results.get(*result);
                result.is_some_and(|result| self.is_exact_within(None, &result.expression, depth))
            }
            Expression::If(_, one, other) | Expression::Default(one, other) => within(one) && within(other),
            Expression::Absent | Expression::Rank { .. } => true,
            Expression::Call(Function::Least | Function::Greatest, arguments) => arguments.iter().all(within),
            Expression::Call(function, _) => matches!(
                function,
                Function::Round
                    | Function::Floor
                    | Function::Ceil
                    | Function::Year
                    | Function::Month
                    | Function::DayOfMonth
                    | Function::Weekday
                    | Function::DaysBetween
                    | Function::WorkdaysBetween
            ),
            Expression::Aggregate { how: Aggregate::Count, .. } | Expression::Match { how: Aggregate::Count, .. } => {
                true
            }
            _ => self.is_whole(expression),
        }
    }

    fn source_column(&self, column: usize) -> Option<&'a Column> {
        let table = self.program.tables.get(self.table?)?;
        let Rows::Repeated { table, .. } = table.rows else { return None };
        self.program.tables.get(table)?.columns.get(column)
    }

    /// Whether a number surely has no unit. Where this cannot be seen at once, the longer way of settling is as right.
    fn is_unitless(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Binary(_, left, right) => self.is_unitless(left) && self.is_unitless(right),
            Expression::If(_, one, other) => self.is_unitless(one) && self.is_unitless(other),
            Expression::Call(Function::DaysBetween | Function::WorkdaysBetween, _) => true,
            Expression::Call(_, arguments) => arguments.iter().all(|argument| self.is_unitless(argument)),
            Expression::Absent => true,
            _ => matches!(self.kind(expression), Type::Number(unit) if unit.0.is_empty()),
        }
    }

    /// What an expression is. Of units only what fields and named formulas say.
    fn kind(&self, expression: &Expression) -> Type {
        let number = || Type::Number(Default::default());
        match expression {
            Expression::Text(_) => Type::Text,
            Expression::Flag(_) | Expression::Not(_) | Expression::Has(_) => Type::Flag,
            Expression::Input(input) => self.program.inputs.get(*input).map_or_else(number, of_field),
            Expression::Result(result) => {
                self.program.results.get(*result).map_or_else(number, |result| result.kind.clone())
            }
            Expression::Column(column) => self.columns().get(*column).map_or_else(number, column_kind),
            Expression::Previous { column, .. } => self.columns().get(*column).map_or_else(number, column_kind),
            Expression::Source(column) => self.source_column(*column).map_or_else(number, column_kind),
            Expression::Negative(inner) => self.kind(inner),
            Expression::Binary(operator, left, right) => match operator {
                Operator::Join => Type::Text,
                Operator::Plus | Operator::Minus | Operator::Times | Operator::Over | Operator::Power => {
                    match self.kind(left) {
                        Type::Number(unit) if unit.0.is_empty() => self.kind(right),
                        kind => kind,
                    }
                }
                _ => Type::Flag,
            },
            Expression::If(_, one, other) | Expression::Default(one, other) => match **one {
                Expression::Absent | Expression::Number(_) => self.kind(other),
                _ => self.kind(one),
            },
            Expression::Call(function, arguments) => match function {
                Function::ToText => Type::Text,
                Function::Date
                | Function::EndOfMonth
                | Function::AddDays
                | Function::AddWorkdays
                | Function::WorkdayOnOrBefore => Type::Day,
                Function::IsWorkday => Type::Flag,
                Function::Year
                | Function::Month
                | Function::DayOfMonth
                | Function::Weekday
                | Function::DaysBetween
                | Function::WorkdaysBetween => number(),
                _ => arguments
                    .iter()
                    .map(|argument| self.kind(argument))
                    .max_by_key(|kind| !matches!(kind, Type::Number(unit) if unit.0.is_empty()))
                    .unwrap_or_else(number),
            },
            Expression::Aggregate { how, table, column: value } | Expression::Match { how, table, value, .. } => {
                match how {
                    Aggregate::Count => number(),
                    _ => self
                        .program
                        .tables
                        .get(*table)
                        .and_then(|table| table.columns.get(*value))
                        .map_or_else(number, column_kind),
                }
            }
            Expression::Number(_)
            | Expression::Row
            | Expression::Count { .. }
            | Expression::Rank { .. }
            | Expression::Absent => number(),
        }
    }

    fn call(&self, function: Function, arguments: &[Expression]) -> (String, Grip) {
        let text = |at: usize| arguments.get(at).map(|argument| self.text(argument)).unwrap_or_default();
        let list = || arguments.iter().map(|argument| self.text(argument)).collect::<Vec<_>>().join(",");
        let whole = |text: String| (text, Grip::Whole);
        let holidays = || self.cells.holidays();
        match function {
            Function::Least => whole(format!("MIN({})", list())),
            Function::Greatest => whole(format!("MAX({})", list())),
            Function::Magnitude => whole(format!("ABS({})", list())),
            Function::SquareRoot => whole(format!("SQRT({})", list())),
            Function::Year => whole(format!("YEAR({})", list())),
            Function::Month => whole(format!("MONTH({})", list())),
            Function::DayOfMonth => whole(format!("DAY({})", list())),
            Function::Weekday => whole(format!("WEEKDAY({},2)", list())),
            Function::EndOfMonth => whole(format!("EOMONTH({},0)", list())),
            Function::Round => {
                let value = arguments.first().map(|value| self.settled(value)).unwrap_or_default();
                whole(format!("ROUND({value},{})", decimals(arguments)))
            }
            Function::Floor | Function::Ceil => self.to_whole(function, arguments),
            Function::ToText => whole(match arguments.first().map(|argument| self.kind(argument)) {
                Some(Type::Day) => {
                    let day = text(0);
                    format!("YEAR({day})&\"-\"&RIGHT(\"0\"&MONTH({day}),2)&\"-\"&RIGHT(\"0\"&DAY({day}),2)")
                }
                _ => arguments.first().map(|value| self.if_whole(value, "&\"\"")).unwrap_or_default(),
            }),
            Function::Date => {
                let (year, month, day) = (text(0), text(1), text(2));
                let next = arguments.get(1).map(|month| self.held(month, Grip::Sum)).unwrap_or_default();
                let date = format!("MIN(DATE({year},{month},{day}),DATE({year},{next}+1,0))");
                let limits = [(0, 1900.0, 9999.0), (1, 1.0, 12.0), (2, 1.0, f64::INFINITY)];
                let mut doubts = Vec::new();
                for (at, least, most) in limits {
                    let Some(argument) = arguments.get(at) else { continue };
                    doubts.extend(self.doubts(argument, least, most));
                }
                whole(if doubts.is_empty() { date } else { format!("IF({},{date},NA())", all_of("AND", doubts)) })
            }
            Function::AddDays => {
                let left = arguments.first().map(|day| self.held(day, Grip::Sum)).unwrap_or_default();
                match arguments.get(1) {
                    Some(days) if self.is_whole(days) => {
                        (format!("{left}+{}", self.behind(days, Grip::Product)), Grip::Sum)
                    }
                    Some(days) => (format!("{left}+{}", self.if_whole(days, "")), Grip::Sum),
                    None => whole(left),
                }
            }
            Function::DaysBetween => {
                let left = arguments.get(1).map(|day| self.held(day, Grip::Sum)).unwrap_or_default();
                let right = arguments.first().map(|day| self.behind(day, Grip::Product)).unwrap_or_default();
                (format!("{left}-{right}"), Grip::Sum)
            }
            Function::AddWorkdays => {
                let day = text(0);
                let count = arguments.get(1).map(|count| self.if_whole(count, "")).unwrap_or_default();
                let counted = format!("WORKDAY({day},{count},{})", holidays());
                whole(match arguments.get(1) {
                    Some(Expression::Number(literal)) if *literal != 0.0 => counted,
                    Some(Expression::Negative(inner)) if matches!(**inner, Expression::Number(n) if n != 0.0) => {
                        counted
                    }
                    _ => format!("IF({count}=0,{day},{counted})"),
                })
            }
            Function::WorkdaysBetween => {
                let (from, to, days) = (text(0), text(1), holidays());
                whole(format!(
                    "IF({to}={from},0,IF({to}>{from},NETWORKDAYS({from}+1,{to},{days}),-NETWORKDAYS({to}+1,{from},{days})))"
                ))
            }
            Function::IsWorkday => (format!("NETWORKDAYS({0},{0},{1})=1", text(0), holidays()), Grip::Compare),
            Function::WorkdayOnOrBefore => whole(format!("WORKDAY({}+1,-1,{})", text(0), holidays())),
        }
    }

    /// A number if it is whole once it has settled, with something behind it; otherwise unknown.
    fn if_whole(&self, expression: &Expression, behind: &str) -> String {
        let text = self.held(expression, Grip::Product);
        if self.is_whole(expression) {
            return format!("{text}{behind}");
        }
        format!("IF(ROUND({text},9)=INT(ROUND({text},9)),ROUND({text},0){behind},NA())")
    }

    fn is_whole(&self, expression: &Expression) -> bool {
        let field = |field: &Field| field.range.whole;
        match expression {
            Expression::Number(literal) => literal.fract() == 0.0,
            Expression::Row | Expression::Count { .. } => true,
            Expression::Input(input) => self.program.inputs.get(*input).is_some_and(field),
            Expression::Column(column) => self.columns().get(*column).and_then(Column::entered).is_some_and(field),
            Expression::Source(column) => self.source_column(*column).and_then(Column::entered).is_some_and(field),
            Expression::Negative(inner) => self.is_whole(inner),
            Expression::Binary(Operator::Plus | Operator::Minus | Operator::Times, left, right) => {
                self.is_whole(left) && self.is_whole(right)
            }
            Expression::If(_, one, other) | Expression::Default(one, other) => {
                self.is_whole(one) && self.is_whole(other)
            }
            Expression::Call(Function::Round | Function::Floor | Function::Ceil, arguments) => decimals(arguments) == 0,
            Expression::Call(Function::Least | Function::Greatest, arguments) => {
                arguments.iter().all(|argument| self.is_whole(argument))
            }
            Expression::Call(function, _) => matches!(
                function,
                Function::Year
                    | Function::Month
                    | Function::DayOfMonth
                    | Function::Weekday
                    | Function::DaysBetween
                    | Function::WorkdaysBetween
            ),
            _ => false,
        }
    }

    /// What must be asked of a part of a date, where its field does not say it already.
    fn doubts(&self, part: &Expression, least: f64, most: f64) -> Vec<String> {
        let of_field =
            |field: &Field| (field.range.min.unwrap_or(f64::NEG_INFINITY), field.range.max.unwrap_or(f64::INFINITY));
        let unknown = (f64::NEG_INFINITY, f64::INFINITY);
        let (from, to) = match part {
            Expression::Number(literal) => (*literal, *literal),
            Expression::Input(input) => self.program.inputs.get(*input).map_or(unknown, of_field),
            Expression::Column(column) => {
                self.columns().get(*column).and_then(Column::entered).map_or(unknown, of_field)
            }
            Expression::Source(column) => {
                self.source_column(*column).and_then(Column::entered).map_or(unknown, of_field)
            }
            Expression::Row => match self.table.map(|table| &self.program.tables[table].rows) {
                Some(Rows::Repeated { times, .. }) => (1.0, *times as f64),
                Some(Rows::Fixed { count }) => (1.0, *count as f64),
                _ => (1.0, f64::INFINITY),
            },
            Expression::Call(Function::Year, _) => (1900.0, 9999.0),
            Expression::Call(Function::Month, _) => (1.0, 12.0),
            Expression::Call(Function::DayOfMonth, _) => (1.0, 31.0),
            _ => unknown,
        };
        let text = self.held(part, Grip::Join);
        let mut doubts = Vec::new();
        if from < least {
            doubts.push(format!("{text}>={}", number(least)));
        }
        if to > most {
            doubts.push(format!("{text}<={}", number(most)));
        }
        if !self.is_whole(part) {
            doubts.push(format!("ROUND({text},9)=INT(ROUND({text},9))"));
        }
        doubts
    }

    /// `floor` and `ceil`: the point is moved, so that whole numbers are cut off, which goes the same way in all programs.
    fn to_whole(&self, function: Function, arguments: &[Expression]) -> (String, Grip) {
        let Some(value) = arguments.first() else { return ("NA()".to_owned(), Grip::Whole) };
        let decimals = decimals(arguments);
        let moved = if decimals == 0 {
            self.text(value)
        } else {
            format!("{}*{}", self.held(value, Grip::Product), 10u32.pow(decimals))
        };
        let digits = match self.digits(value, decimals as usize) {
            Some(digits) => digits,
            // What was typed is exact, what is moved is not.
            None if decimals > 0 => 9u32.saturating_sub(decimals).to_string(),
            None => String::new(),
        };
        let settled = if digits.is_empty() { moved } else { format!("ROUND({moved},{digits})") };
        let (sign, inner) = match function {
            Function::Ceil if digits.is_empty() => ("-", format!("INT(-({settled}))")),
            Function::Ceil => ("-", format!("INT(-{settled})")),
            _ => ("", format!("INT({settled})")),
        };
        let grip = if sign.is_empty() { Grip::Whole } else { Grip::Minus };
        match decimals {
            0 => (format!("{sign}{inner}"), grip),
            _ => (format!("{sign}{inner}/{}", 10u32.pow(decimals)), Grip::Product),
        }
    }

    fn previous(&self, column: usize, start: &Expression) -> String {
        let start = || self.text(start);
        let Some(table) = self.table else { return start() };
        if self.is_fixed(table) {
            return self.cells.above(Part::Column(column)).unwrap_or_else(start);
        }
        match self.cells.above(Part::Carried(column)) {
            // Nothing is carried where no row above is there.
            Some(above) => {
                let rows_above = self.cells.above(Part::Number).unwrap_or_default();
                format!("IF({rows_above}=0,{},{above})", start())
            }
            None => start(),
        }
    }

    /// Unknown when the table has fewer rows than it must have, or when it is not known which are there.
    fn enough(&self, table: usize, text: String) -> String {
        match self.program.tables[table].rows {
            Rows::Open { min: 0, .. } | Rows::Fixed { .. } => text,
            _ => format!("IF(ISERROR({}),NA(),{text})", self.cells.rows(table)),
        }
    }

    fn aggregate(&self, how: Aggregate, table: usize, column: usize) -> String {
        let range = self.cells.range(table, Part::Column(column));
        let is_hidden = column >= self.program.tables[table].shown;
        let text = match how {
            Aggregate::Sum => format!("SUM({range})"),
            Aggregate::Mean => format!("AVERAGE({range})"),
            // The least of nothing is 0 in workbooks. Where all are unknown, that they are goes on.
            Aggregate::Least => format!("IF(COUNT({range})=0,NA(),MIN({range}))"),
            Aggregate::Greatest => format!("IF(COUNT({range})=0,NA(),MAX({range}))"),
            Aggregate::Count => {
                let counted = format!("({range}<>\"{ABSENT}\")");
                match self.program.tables[table].rows {
                    Rows::Fixed { .. } => format!("SUMPRODUCT({counted}*1)"),
                    _ => format!("SUMPRODUCT({}*{counted})", self.cells.range(table, Part::There)),
                }
            }
            Aggregate::First => {
                let mark = if is_hidden { Some(Part::Counted(column)) } else { Some(Part::There) };
                match mark.filter(|mark| !(self.is_fixed(table) && *mark == Part::There)) {
                    Some(mark) => format!("INDEX({range},MATCH(1,{},0))", self.cells.range(table, mark)),
                    None => format!("INDEX({range},1)"),
                }
            }
        };
        self.enough(table, text)
    }

    /// Over the rows whose key is equal to a value. Where keys can be looked up as they are, in the functions for this;
    /// else in arrays, because other rows may hold errors.
    fn matching(&self, how: Aggregate, table: usize, key: usize, is: &Expression, value: usize) -> String {
        let columns = &self.program.tables[table].columns;
        let kind = columns.get(key).map(column_kind);
        let (keys, values) = (self.cells.range(table, Part::Column(key)), self.cells.range(table, Part::Column(value)));
        let plain = value < self.program.tables[table].shown;
        let wanted = self.text(is);
        let as_it_is = match kind {
            Some(Type::Choice(_) | Type::Day) => true,
            Some(Type::Number(_)) => {
                self.is_exact(is) && self.is_exact_within(Some(table), &Expression::Column(key), 6)
            }
            _ => false,
        };
        let looked_up = match how {
            Aggregate::First if plain => Some(format!("INDEX({values},MATCH({wanted},{keys},0))")),
            Aggregate::Sum => Some(format!("IF(ISERROR({wanted}),NA(),SUMIF({keys},{wanted},{values}))")),
            Aggregate::Count if key == value => Some(format!("IF(ISERROR({wanted}),NA(),COUNTIF({keys},{wanted}))")),
            _ => None,
        };
        if let Some(text) = looked_up.filter(|_| as_it_is) {
            return self.enough(table, text);
        }
        self.array.set(true);
        let same = match kind {
            Some(Type::Text) => format!("EXACT({keys},{wanted})"),
            Some(Type::Number(_)) => format!("ROUND({keys},9)={}", self.settled(is)),
            _ => format!("{keys}={}", self.held(is, Grip::Join)),
        };
        let same = format!("IFERROR({same},FALSE)");
        let same = match self.program.tables[table].rows {
            Rows::Fixed { .. } => same,
            _ => format!("IF({}=1,{same},FALSE)", self.cells.range(table, Part::There)),
        };
        let found = format!("IF({same},{values},\"\")");
        let text = match how {
            Aggregate::Sum => format!("SUM({found})"),
            Aggregate::Mean => format!("AVERAGE({found})"),
            Aggregate::Least => format!("IF(COUNT({found})=0,NA(),MIN({found}))"),
            Aggregate::Greatest => format!("IF(COUNT({found})=0,NA(),MAX({found}))"),
            Aggregate::Count => format!("SUM(IF({same},IF({values}=\"{ABSENT}\",0,1),0))"),
            Aggregate::First if plain => format!("INDEX({values},MATCH(1,IF({same},1,0),0))"),
            Aggregate::First => {
                let counted = format!("IF(ISERROR({values}),1,IF({values}=\"{ABSENT}\",0,1))");
                format!("INDEX({values},MATCH(1,IF({same},{counted},0),0))")
            }
        };
        // An unknown value is equal to nothing; but the answer is unknown then, not empty.
        self.enough(table, format!("IF(ISERROR({wanted}),NA(),{text})"))
    }
}

/// The decimals that are written out as a second argument.
fn decimals(arguments: &[Expression]) -> u32 {
    match arguments.get(1) {
        Some(Expression::Number(decimals)) => *decimals as u32,
        _ => 0,
    }
}

fn all_of(function: &str, mut all: Vec<String>) -> String {
    if all.len() == 1 { all.remove(0) } else { format!("{function}({})", all.join(",")) }
}

/// What the cells of a column hold.
pub fn column_kind(column: &Column) -> Type {
    match column {
        Column::Entered(field) => of_field(field),
        Column::Computed(computed) => computed.kind.clone(),
    }
}

fn of_field(field: &Field) -> Type {
    let unit = |name: &str| Type::Number(crate::program::Unit(vec![(name.to_owned(), 1)]));
    match field.kind {
        Kind::Number => field.unit.as_deref().map_or_else(|| Type::Number(Default::default()), unit),
        Kind::Money => unit(field.unit.as_deref().unwrap_or("Q")),
        Kind::Percentage => Type::Number(Default::default()),
        Kind::Date => Type::Day,
        Kind::Choice => Type::Choice(field.options.clone()),
        Kind::Text => Type::Text,
        Kind::YesNo => Type::Flag,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile;
    use crate::definition::{ColumnDefinition, Definition, Range, ResultDefinition, Rows as Defined, TableDefinition};

    /// Cells by the names of what stands in them; tables have the rows 2 to 9.
    struct Named<'p>(&'p Program);

    impl Named<'_> {
        fn part(&self, part: Part) -> String {
            format!("{part:?}").replace(['(', ')', '{', '}', ' ', ':', ','], "")
        }
    }

    impl Cells for Named<'_> {
        fn input(&self, input: usize) -> String {
            self.0.inputs[input].id.clone()
        }

        fn result(&self, result: usize) -> String {
            self.0.results[result].id.clone()
        }

        fn cell(&self, part: Part) -> String {
            self.part(part)
        }

        fn above(&self, part: Part) -> Option<String> {
            Some(format!("above.{}", self.part(part)))
        }

        fn source(&self, part: Part) -> String {
            format!("source.{}", self.part(part))
        }

        fn row(&self) -> String {
            "n".to_owned()
        }

        fn is_other_row(&self) -> bool {
            false
        }

        fn range(&self, table: usize, part: Part) -> String {
            format!("{}!{}", self.0.tables[table].id, self.part(part))
        }

        fn rows(&self, table: usize) -> String {
            format!("{}_rows", self.0.tables[table].id)
        }

        fn holidays(&self) -> String {
            "holidays".to_owned()
        }
    }

    fn field(id: &str, kind: Kind) -> Field {
        Field { id: id.to_owned(), kind, unit: None, range: Range::default(), options: vec!["a".to_owned()] }
    }

    fn formula(id: &str, formula: &str) -> ResultDefinition {
        ResultDefinition { id: id.to_owned(), formula: formula.to_owned(), unit: None, bands: Vec::new() }
    }

    /// A table `t` of amounts `x`, names `k` and dates `d`, with computed columns.
    fn program(columns: &[(&str, &str)], result: &str) -> Program {
        let computed = columns.iter().map(|(id, text)| ColumnDefinition::Computed(formula(id, text)));
        let entered = [("x", Kind::Number), ("k", Kind::Text), ("d", Kind::Date)];
        let entered = entered.into_iter().map(|(id, kind)| ColumnDefinition::Entered(field(id, kind)));
        let inputs =
            [("a", Kind::Number), ("b", Kind::Number), ("word", Kind::Text), ("day", Kind::Date), ("yes", Kind::YesNo)];
        let definition = Definition {
            inputs: inputs.into_iter().map(|(id, kind)| field(id, kind)).collect(),
            tables: vec![TableDefinition {
                id: "t".to_owned(),
                rows: Defined::Open { min: 1, max: 8 },
                columns: entered.chain(computed).collect(),
            }],
            results: vec![formula("answer", result)],
            ..Definition::default()
        };
        let compiled = compile(&definition);
        compiled.program.unwrap_or_else(|| panic!("{:?}", compiled.faults))
    }

    fn text(result: &str) -> String {
        let program = program(&[], result);
        Writer::new(&program, &Named(&program), None).expression(&program.results[0].expression).text
    }

    fn column(columns: &[(&str, &str)], part: Part) -> Formula {
        let program = program(columns, "a + b");
        Writer::new(&program, &Named(&program), Some(0)).part(part)
    }

    #[test]
    fn brackets_stand_where_a_workbook_needs_them() {
        assert_eq!(text("a + b * 2"), "a+b*2");
        assert_eq!(text("(a + b) * 2"), "(a+b)*2");
        assert_eq!(text("a - (b - 1)"), "a-(b-1)");
        assert_eq!(text("a / (b * 2)"), "a/(b*2)");
        // Signs come before powers in workbooks.
        assert_eq!(text("-(a ^ 2)"), "-(a^2)");
        assert_eq!(text("(-a) ^ 2"), "(-a)^2");
        assert_eq!(text("a - (-b)"), "a-(-b)");
        assert_eq!(text("5% * a"), "0.05*a");
    }

    #[test]
    fn numbers_settle_before_they_are_compared_or_rounded() {
        assert_eq!(text("if(a / b > 0.8, 1, 0)"), "IF(ROUND(a/b,9)>0.8,1,0)");
        assert_eq!(text("if(a > b, 1, 0)"), "IF(a>b,1,0)");
        assert_eq!(text("round(a / b, 2)"), "ROUND(ROUND(a/b,9),2)");
        assert_eq!(text("floor(a / b)"), "INT(ROUND(a/b,9))");
        assert_eq!(text("ceil(a / b)"), "-INT(-ROUND(a/b,9))");
        assert_eq!(text("ceil(a / b, 2)"), "-INT(-ROUND(a/b*100,7))/100");
    }

    #[test]
    fn texts_are_compared_letter_by_letter() {
        assert_eq!(text("if(word = \"Sí\", 1, 0)"), "IF(EXACT(word,\"Sí\"),1,0)");
        assert_eq!(text("if(word <> \"b\", 1, 0)"), "IF(NOT(EXACT(word,\"b\")),1,0)");
    }

    #[test]
    fn what_is_asked_about_values_that_may_lack() {
        assert_eq!(text("if(has(a), a, b)"), "IF(NOT(ISERROR(a)),a,b)");
        assert_eq!(text("default(a, 0) + b"), "IFERROR(a,0)+b");
    }

    #[test]
    fn sums_need_the_least_rows_and_least_values_need_some() {
        assert_eq!(text("sum(t.x)"), "IF(ISERROR(t_rows),NA(),SUM(t!Column0))");
        assert_eq!(text("min(t.x)"), "IF(ISERROR(t_rows),NA(),IF(COUNT(t!Column0)=0,NA(),MIN(t!Column0)))");
        assert_eq!(text("count(t) + 0"), "t_rows+0");
        let program = program(&[], "sum(t.x)");
        let cells = Named(&program);
        let writer = Writer::new(&program, &cells, None);
        assert_eq!(writer.count(0), "IF(SUM(t!There)<1,NA(),SUM(t!There))");
        let missing = writer.missing(&program.results[0].needs);
        assert_eq!(missing.as_deref(), Some("OR(SUMPRODUCT(ISERROR(t!Column0)*1)>0,ISERROR(t_rows))"));
    }

    #[test]
    fn columns_are_empty_where_the_row_is_not_there() {
        assert_eq!(column(&[("twice", "x * 2")], Part::Column(3)).text, "IF(There=1,Column0*2,\"\")");
        let running = [("total", "previous(total, 0) + x")];
        let written = column(&running, Part::Column(3));
        assert_eq!(written.text, "IF(There=1,IF(above.Number=0,0,above.Carried3)+Column0,\"\")");
        assert_eq!(column(&running, Part::Carried(3)).text, "IF(There=1,Column3,above.Carried3)");
        let ranked = column(&[("place", "rank(x)")], Part::Ranked(3)).text;
        assert_eq!(ranked, "IF(There=1,IF(ISNUMBER(Column0),1,0),0)");
    }

    #[test]
    fn days_count_as_the_calendar_does() {
        assert_eq!(text("days_between(day, date(2026, 12, 15))"), "MIN(DATE(2026,12,15),DATE(2026,12+1,0))-day");
        assert_eq!(text("year(add_workdays(day, -20))"), "YEAR(WORKDAY(day,-20,holidays))");
        assert!(text("day(date(a, b, 1))").starts_with("DAY(IF(AND(a>=1900,a<=9999,"));
    }

    #[test]
    fn what_may_be_filled_in_is_asked_in_the_cells_own_terms() {
        let range = Range { above: Some(0.0), max: Some(100.0), ..Range::default() };
        let collection = Field { range, ..field("collection", Kind::Percentage) };
        assert_eq!(typed(&collection, "B5", Labels::None), "IF(AND(ISNUMBER(B5),B5<=1,B5>0),B5,NA())");
        let labels = Labels::YesNo { yes: "Sí", no: "No" };
        let flag = typed(&field("yes", Kind::YesNo), "B5", labels);
        assert_eq!(flag, "IF(B5=\"Sí\",TRUE,IF(B5=\"No\",FALSE,NA()))");
        assert_eq!(typed(&field("word", Kind::Text), "B5", Labels::None), "IF(TRIM(B5)=\"\",NA(),TRIM(B5))");
        assert_eq!(hundredth(0.1), 0.001);
        assert_eq!(filled_in(&["A1".to_owned(), "B1".to_owned()]), "IF(LEN(TRIM(A1&B1))>0,1,0)");
    }
}
