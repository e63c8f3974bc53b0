//! One expression at one place.

use std::cmp::Ordering;

use crate::dates;
use crate::program::{Aggregate, Expression, Function, Operator};
use crate::value::{Value, power, rounded, rounded_down, rounded_up, settled};

use super::Values;

/// In units of UTF-16: what a cell of a workbook holds.
const LONGEST_TEXT: usize = 32_767;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Known(Value),
    Unknown,
    /// Left out.
    Absent,
}

/// Where an expression is computed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The table and the row, among those that are there.
    pub row: Option<(usize, usize)>,
    /// The table and the row that is repeated.
    pub source: Option<(usize, usize)>,
    /// What `row()` gives.
    pub number: usize,
}

impl Place {
    pub fn whole() -> Place {
        Place { row: None, source: None, number: 0 }
    }
}

impl Cell {
    /// What is not finite is not computable.
    pub fn number(number: f64) -> Cell {
        if number.is_finite() { Cell::Known(Value::Number(number)) } else { Cell::Unknown }
    }

    pub fn day(day: Option<i64>) -> Cell {
        day.map_or(Cell::Unknown, |day| Cell::Known(Value::Day(day)))
    }

    fn flag(flag: bool) -> Cell {
        Cell::Known(Value::Flag(flag))
    }

    fn of(cell: Option<Cell>) -> Cell {
        cell.unwrap_or(Cell::Unknown)
    }
}

impl Value {
    fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn as_flag(&self) -> Option<bool> {
        match self {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn as_day(&self) -> Option<i64> {
        match self {
            Value::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// A whole number, once it has settled.
    fn as_whole(&self) -> Option<i64> {
        let number = settled(self.as_number()?);
        (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64)
    }

    /// How two values compare once they have settled. Texts and flags are equal or not.
    fn compare(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => settled(*a).partial_cmp(&settled(*b)),
            (Value::Day(a), Value::Day(b)) => Some(a.cmp(b)),
            (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
            (Value::Flag(a), Value::Flag(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

impl Values<'_> {
    pub(super) fn compute(&self, expression: &Expression, place: Place) -> Cell {
        match expression {
            Expression::Number(number) => Cell::number(*number),
            Expression::Text(text) => Cell::Known(Value::Text(text.clone())),
            Expression::Flag(flag) => Cell::flag(*flag),
            Expression::Input(input) => Cell::of(self.inputs.get(*input).cloned()),
            Expression::Result(result) => Cell::of(self.results.get(*result).cloned()),
            Expression::Column(column) => Cell::of(place.row.and_then(|(table, row)| self.cell(table, *column, row))),
            Expression::Source(column) => {
                Cell::of(place.source.and_then(|(table, row)| self.cell(table, *column, row)))
            }
            Expression::Row => Cell::number(place.number as f64),
            Expression::If(condition, then, otherwise) => match self.compute(condition, place) {
                Cell::Known(Value::Flag(true)) => self.compute(then, place),
                Cell::Known(Value::Flag(false)) => self.compute(otherwise, place),
                Cell::Absent => Cell::Absent,
                Cell::Known(_) | Cell::Unknown => Cell::Unknown,
            },
            Expression::Has(inner) => Cell::flag(self.value(inner, place).is_some()),
            Expression::Default(first, second) => match self.value(first, place) {
                Some(value) => Cell::Known(value),
                None => self.compute(second, place),
            },
            Expression::Previous { column, start } => match place.row {
                Some((_, 0)) => self.compute(start, place),
                Some((table, row)) => Cell::of(self.cell(table, *column, row - 1)),
                None => Cell::Unknown,
            },
            Expression::Aggregate { how, table, column } => {
                let all = self.rows.get(*table).map_or(0, Vec::len);
                Cell::of(self.aggregate(*how, *table, *column, 0..all))
            }
            Expression::Count { table } => match self.rows.get(*table) {
                Some(rows) if self.is_whole(*table) => Cell::number(rows.len() as f64),
                _ => Cell::Unknown,
            },
            Expression::Match { how, table, key, is, value } => {
                let is = match self.compute(is, place) {
                    Cell::Known(is) => is,
                    gap => return gap,
                };
                let rows = (0..self.rows.get(*table).map_or(0, Vec::len)).filter(|row| {
                    let key = self.cell(*table, *key, *row);
                    matches!(key, Some(Cell::Known(key)) if key.compare(&is) == Some(Ordering::Equal))
                });
                Cell::of(self.aggregate(*how, *table, *value, rows))
            }
            Expression::Rank { keys } => match place.row {
                Some((table, row)) => self.rank(table, row, keys),
                None => Cell::Unknown,
            },
            Expression::Absent => Cell::Absent,
            Expression::Negative(inner) => self.operation([&**inner], place, |values| match values {
                [Value::Number(number)] => Some(Cell::number(-number)),
                _ => None,
            }),
            Expression::Not(inner) => self.operation([&**inner], place, |values| match values {
                [Value::Flag(flag)] => Some(Cell::flag(!flag)),
                _ => None,
            }),
            Expression::Binary(operator, left, right) => {
                self.operation([&**left, &**right], place, |values| match values {
                    [left, right] => binary(*operator, left, right),
                    _ => None,
                })
            }
            Expression::Call(function, arguments) => {
                self.operation(arguments, place, |values| self.call(*function, values))
            }
        }
    }

    /// What needs all its operands: unknown if one of them is, else left out if one of them is.
    fn operation<'e>(
        &self,
        operands: impl IntoIterator<Item = &'e Expression>,
        place: Place,
        compute: impl FnOnce(&[Value]) -> Option<Cell>,
    ) -> Cell {
        let mut values = Vec::new();
        let mut absent = false;
        for operand in operands {
            match self.compute(operand, place) {
                Cell::Known(value) => values.push(value),
                Cell::Absent => absent = true,
                Cell::Unknown => return Cell::Unknown,
            }
        }
        if absent { Cell::Absent } else { Cell::of(compute(&values)) }
    }

    fn value(&self, expression: &Expression, place: Place) -> Option<Value> {
        match self.compute(expression, place) {
            Cell::Known(value) => Some(value),
            Cell::Unknown | Cell::Absent => None,
        }
    }

    fn cell(&self, table: usize, column: usize, row: usize) -> Option<Cell> {
        self.cells.get(table)?.get(column)?.get(row).cloned()
    }

    /// Whether a table has its least number of rows and it is known which are there.
    fn is_whole(&self, table: usize) -> bool {
        !self.is_short(table) && self.unsure.get(table) == Some(&false)
    }

    fn call(&self, function: Function, arguments: &[Value]) -> Option<Cell> {
        let number = |index: usize| arguments.get(index)?.as_number();
        let whole = |index: usize| arguments.get(index)?.as_whole();
        let day = |index: usize| arguments.get(index)?.as_day();
        let decimals = || u8::try_from(whole(1).unwrap_or(0)).ok();
        let count = |count: i64| Cell::number(count as f64);
        Some(match function {
            Function::Least => extreme(arguments.iter(), Ordering::Less)?,
            Function::Greatest => extreme(arguments.iter(), Ordering::Greater)?,
            Function::Round => Cell::number(rounded(number(0)?, decimals()?)),
            Function::Floor => Cell::number(rounded_down(number(0)?, decimals()?)),
            Function::Ceil => Cell::number(rounded_up(number(0)?, decimals()?)),
            Function::Magnitude => Cell::number(number(0)?.abs()),
            Function::SquareRoot => Cell::number(number(0)?.sqrt()),
            Function::ToText => Cell::Known(Value::Text(match arguments.first()? {
                Value::Day(day) => dates::text(*day)?,
                value => value.as_whole()?.to_string(),
            })),
            Function::Date => Cell::day(dates::day(whole(0)?, whole(1)?, whole(2)?)),
            Function::Year => count(dates::year(day(0)?)?),
            Function::Month => count(dates::month(day(0)?)?),
            Function::DayOfMonth => count(dates::day_of_month(day(0)?)?),
            Function::Weekday => count(dates::weekday(day(0)?)),
            Function::EndOfMonth => Cell::day(dates::end_of_month(day(0)?)),
            Function::AddDays => Cell::day(dates::add_days(day(0)?, whole(1)?)),
            Function::DaysBetween => count(day(1)? - day(0)?),
            Function::AddWorkdays => Cell::day(self.workdays.add(day(0)?, whole(1)?)),
            Function::WorkdaysBetween => count(self.workdays.between(day(0)?, day(1)?)),
            Function::IsWorkday => Cell::flag(self.workdays.is_workday(day(0)?)),
            Function::WorkdayOnOrBefore => Cell::day(self.workdays.on_or_before(day(0)?)),
        })
    }

    /// Over some rows of a column, in their order; nothing if one of them is unknown.
    fn aggregate(
        &self,
        how: Aggregate,
        table: usize,
        column: usize,
        rows: impl Iterator<Item = usize>,
    ) -> Option<Cell> {
        if !self.is_whole(table) {
            return None;
        }
        let mut values = Vec::new();
        for row in rows {
            match self.cell(table, column, row)? {
                Cell::Known(value) => values.push(value),
                Cell::Absent => continue,
                Cell::Unknown => return None,
            }
            // What the rows after the first are makes no difference.
            if how == Aggregate::First {
                break;
            }
        }
        let sum = || values.iter().map(Value::as_number).try_fold(0.0, |sum, value| Some(sum + value?));
        Some(match how {
            Aggregate::Sum => Cell::number(sum()?),
            Aggregate::Mean => Cell::number(sum()? / values.len() as f64),
            Aggregate::Least => extreme(values.iter(), Ordering::Less)?,
            Aggregate::Greatest => extreme(values.iter(), Ordering::Greater)?,
            Aggregate::Count => Cell::number(values.len() as f64),
            Aggregate::First => Cell::Known(values.into_iter().next()?),
        })
    }

    /// The place of a row by its keys, the greatest first.
    fn rank(&self, table: usize, row: usize, keys: &[usize]) -> Cell {
        let of = |row: usize| -> Vec<Cell> { keys.iter().map(|key| Cell::of(self.cell(table, *key, row))).collect() };
        let known = |row: usize| -> Option<Vec<f64>> {
            let number = |cell: Cell| match cell {
                Cell::Known(Value::Number(number)) => Some(settled(number)),
                Cell::Known(Value::Day(day)) => Some(day as f64),
                _ => None,
            };
            of(row).into_iter().map(number).collect()
        };
        if of(row).contains(&Cell::Absent) {
            return Cell::Absent;
        }
        match known(row) {
            Some(mine) if self.is_whole(table) => {
                let better = (0..self.rows[table].len()).filter_map(known).filter(|other| *other > mine).count();
                Cell::number(better as f64 + 1.0)
            }
            _ => Cell::Unknown,
        }
    }
}

fn binary(operator: Operator, left: &Value, right: &Value) -> Option<Cell> {
    let numbers = || Some((left.as_number()?, right.as_number()?));
    let arithmetic = |compute: fn(f64, f64) -> f64| numbers().map(|(left, right)| Cell::number(compute(left, right)));
    let logic = |compute: fn(bool, bool) -> bool| Some(Cell::flag(compute(left.as_flag()?, right.as_flag()?)));
    let comparison = |holds: fn(Ordering) -> bool| left.compare(right).map(|order| Cell::flag(holds(order)));
    match operator {
        Operator::Plus => arithmetic(|left, right| left + right),
        Operator::Minus => arithmetic(|left, right| left - right),
        Operator::Times => arithmetic(|left, right| left * right),
        Operator::Over => arithmetic(|left, right| left / right),
        Operator::Power => arithmetic(power),
        Operator::Join => {
            let text = left.as_text()?.to_owned() + right.as_text()?;
            (text.encode_utf16().count() <= LONGEST_TEXT).then_some(Cell::Known(Value::Text(text)))
        }
        Operator::Equal => comparison(Ordering::is_eq),
        Operator::Unequal => comparison(Ordering::is_ne),
        Operator::Less => comparison(Ordering::is_lt),
        Operator::LessOrEqual => comparison(Ordering::is_le),
        Operator::Greater => comparison(Ordering::is_gt),
        Operator::GreaterOrEqual => comparison(Ordering::is_ge),
        Operator::And => logic(|left, right| left && right),
        Operator::Or => logic(|left, right| left || right),
    }
}

/// The least or greatest of numbers, as they are, or of dates. Nothing of none.
fn extreme<'a>(values: impl Iterator<Item = &'a Value>, wanted: Ordering) -> Option<Cell> {
    let mut best: Option<&Value> = None;
    for value in values {
        let better = match (best, value) {
            (None, _) => true,
            (Some(Value::Number(best)), Value::Number(value)) => value.partial_cmp(best) == Some(wanted),
            (Some(Value::Day(best)), Value::Day(value)) => value.cmp(best) == wanted,
            _ => return None,
        };
        if better {
            best = Some(value);
        }
    }
    best.cloned().map(Cell::Known)
}
