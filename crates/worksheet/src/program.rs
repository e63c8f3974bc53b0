//! A checked calculator: every name found, every type and unit right, in the order in which it is computed. The
//! evaluator, the browser's interpreter, the workbook and the words are all made from this and from nothing else.
//!
//! # What formulas mean
//!
//! - Numbers are binary fractions of 64 bits, in all faces. Whenever two are compared, and before they are rounded
//!   (`round`, `floor`, `ceil`) or shown, each is first rounded to twelve significant digits and at most nine decimals
//!   ([`crate::value::settled`]), so that 0.60/0.75 is 0.80. Rounding is half away from zero.
//! - Nothing is ever guessed: a value that is missing or not to be computed makes everything that needs it unknown.
//!   `and`, `or` and all functions need all their operands; only `if` leaves the branch alone that it does not take,
//!   and `has` and `default` ask whether there is a value.
//! - What is unknown is *missing* ("sin dato") if anything that was to be filled in and that it [`Needs`] is not there,
//!   and *not computable* ("no calculable") otherwise.
//! - Sums, counts, ranks look at the rows that are there. A row is there when something was filled in in it; the rows
//!   of a fixed table always are. The sum and the count of no rows are 0; their mean, least and greatest are unknown.
//!   A table with fewer rows than its least number counts as missing as a whole: sums, counts and ranks over it, and over
//!   a table that repeats its rows, are unknown. So are those over a repeated table while it is unknown for one of its
//!   rows whether it stays (the row itself is not there).
//! - `row()` counts the rows that are there, `previous` looks at the one before among them.
//! - Hidden columns (behind the author's own) hold what sums with conditions look at: `Absent` cells are left out. What
//!   is computed from something absent is absent, unless something else in it is unknown; `has` and `default` treat it
//!   like the unknown. A row without a place in a rank is thus left out of `where place = 1`, and its cell shows nothing.
//! - A number that is not finite is not computable, and neither is 0 to the power of 0, a date before 1900 or after 9999,
//!   a month beyond 1 to 12, a day before 1, the text of a number that is not whole, and a joined text of more than 32,767
//!   characters (of UTF-16), which no cell of a workbook holds.

use crate::definition::{Field, Kind};

/// Fields, tables and formulas by their positions.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub inputs: Vec<Field>,
    pub tables: Vec<Table>,
    /// In the author's order.
    pub results: Vec<Computed>,
    pub checks: Vec<Check>,
    /// What is computed after what: every computed column and every result once.
    pub order: Vec<Step>,
    /// The table and column of local holidays.
    pub local_holidays: Option<(usize, usize)>,
}

#[derive(Clone, Debug)]
pub struct Table {
    pub id: String,
    pub rows: Rows,
    /// The author's columns in their order, then the hidden ones (`shown` of them are the author's).
    pub columns: Vec<Column>,
    pub shown: usize,
}

#[derive(Clone, Debug)]
pub enum Rows {
    Open {
        min: usize,
        max: usize,
    },
    Fixed {
        count: usize,
    },
    /// `keep` is computed for each row like a column, with the other table's columns as [`Expression::Source`].
    Repeated {
        table: usize,
        times: usize,
        keep: Expression,
    },
}

#[derive(Clone, Debug)]
pub enum Column {
    Entered(Field),
    Computed(Computed),
}

#[derive(Clone, Debug)]
pub struct Computed {
    /// Empty for a hidden column.
    pub id: String,
    pub expression: Expression,
    pub kind: Type,
    /// The first that is true counts. Within them the value itself is a result or column like any other.
    pub bands: Vec<Expression>,
    pub needs: Needs,
}

#[derive(Clone, Debug)]
pub struct Check {
    pub table: Option<usize>,
    pub when: Expression,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Result(usize),
    Column {
        table: usize,
        column: usize,
    },
    /// Which rows of a repeated table are there.
    Rows {
        table: usize,
    },
}

/// What must be filled in for a value to be known, through everything it is computed from. What is only asked for by
/// `has` or `default` is not needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    pub inputs: Vec<usize>,
    /// Entered columns of all rows: table and column.
    pub columns: Vec<(usize, usize)>,
    /// Entered columns of its own row.
    pub own: Vec<usize>,
    /// Tables that must have their least number of rows.
    pub tables: Vec<usize>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Number(Unit),
    Text,
    /// One of these identifiers.
    Choice(Vec<String>),
    Flag,
    Day,
}

/// Powers of base units, by name, none of them 0: `Q/m3` is `[("Q", 1), ("m3", -1)]`, in the order of names.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit(pub Vec<(String, i8)>);

#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Number(f64),
    Text(String),
    Flag(bool),
    Input(usize),
    Result(usize),
    /// Of the row that is computed.
    Column(usize),
    /// In a repeated table: of the row that is repeated.
    Source(usize),
    /// The number of the row, from 1; in a repeated table, of the repetition.
    Row,
    Negative(Box<Expression>),
    Not(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    Call(Function, Vec<Expression>),
    /// Whether there is a value.
    Has(Box<Expression>),
    /// The first if there is a value, else the second.
    Default(Box<Expression>, Box<Expression>),
    /// The value of a column in the row before; in the first row, the other.
    Previous {
        column: usize,
        start: Box<Expression>,
    },
    /// Over all rows of a table; cells that are absent are left out.
    Aggregate {
        how: Aggregate,
        table: usize,
        column: usize,
    },
    /// How many rows a table has.
    Count {
        table: usize,
    },
    /// The row's place by the first column, the greatest first; where that is equal by the next one, and so on; equal in
    /// all, they share the better place. Rows in which a key is unknown or absent have no place (unknown; absent).
    Rank {
        keys: Vec<usize>,
    },
    /// Over the rows of a table in which a column is equal to a value of this place; rows where it is unknown are not.
    Match {
        how: Aggregate,
        table: usize,
        key: usize,
        is: Box<Expression>,
        value: usize,
    },
    /// Left out of everything; in hidden columns and ranks with a condition only.
    Absent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Plus,
    Minus,
    Times,
    Over,
    Power,
    /// Texts one after the other.
    Join,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    Sum,
    Mean,
    Least,
    Greatest,
    /// How many have a value; unknown ones make it unknown.
    Count,
    /// Of the first row.
    First,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// Of two or more.
    Least,
    Greatest,
    /// `round(x, decimals)`: half away from zero; the decimals are a number from 0 to 6 that is written out.
    Round,
    /// Towards minus infinity, to so many decimals.
    Floor,
    /// Towards plus infinity, to so many decimals.
    Ceil,
    Magnitude,
    SquareRoot,
    /// A whole number or a date as text: `12`, `2026-11-20`.
    ToText,
    /// `date(year, month, day)`; a day that the month lacks is its last day.
    Date,
    Year,
    Month,
    DayOfMonth,
    /// Monday is 1.
    Weekday,
    EndOfMonth,
    /// `add_days(date, n)`, calendar days.
    AddDays,
    /// `days_between(from, to)`: calendar days, negative when `to` is earlier.
    DaysBetween,
    /// `add_workdays(date, n)`: the working day that lies n working days after the date, before it if n is negative; for
    /// n = 0 the date itself.
    AddWorkdays,
    /// `workdays_between(from, to)`: how many working days follow `from`, up to and with `to`; negative (counted from
    /// `to` up to and with `from`) when `to` is earlier.
    WorkdaysBetween,
    IsWorkday,
    /// `workday_on_or_before(date)`
    WorkdayOnOrBefore,
}

impl Program {
    /// The position of an input, a table or a result by its identifier.
    pub fn input(&self, id: &str) -> Option<usize> {
        self.inputs.iter().position(|field| field.id == id)
    }

    pub fn table(&self, id: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.id == id)
    }

    pub fn result(&self, id: &str) -> Option<usize> {
        self.results.iter().position(|result| result.id == id)
    }
}

impl Table {
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns[..self.shown].iter().position(|column| column.id() == id)
    }
}

impl Column {
    pub fn id(&self) -> &str {
        match self {
            Column::Entered(field) => &field.id,
            Column::Computed(computed) => &computed.id,
        }
    }

    pub fn entered(&self) -> Option<&Field> {
        match self {
            Column::Entered(field) => Some(field),
            Column::Computed(_) => None,
        }
    }

    pub fn computed(&self) -> Option<&Computed> {
        match self {
            Column::Entered(_) => None,
            Column::Computed(computed) => Some(computed),
        }
    }
}

impl Kind {
    /// The names of kinds in files.
    pub const ALL: [(&'static str, Kind); 7] = [
        ("number", Kind::Number),
        ("money", Kind::Money),
        ("percentage", Kind::Percentage),
        ("date", Kind::Date),
        ("choice", Kind::Choice),
        ("text", Kind::Text),
        ("yes_no", Kind::YesNo),
    ];
}
