//! What is wrong with a definition, and where: the bytes inside one of its texts. Without sentences; whoever shows a
//! fault puts it into the reader's language.

use std::ops::Range;

/// One cause, told once.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The text that is wrong.
    pub formula: FormulaAt,
    /// The bytes of that text. May be empty, at its end, where something is missing.
    pub at: Range<usize>,
    pub slip: Slip,
}

/// Which text of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormulaAt {
    Result(usize),
    /// The result and its band.
    ResultBand(usize, usize),
    Column {
        table: usize,
        column: usize,
    },
    ColumnBand {
        table: usize,
        column: usize,
        band: usize,
    },
    /// Which rows of a repeated table stay.
    Keep {
        table: usize,
    },
    /// The name of the table whose rows are repeated.
    Source {
        table: usize,
    },
    Check(usize),
    /// The name of the table whose rows a check looks at.
    CheckTable(usize),
    LocalHolidays,
    Unit(Item),
    Id(Item),
}

/// Something with an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    Unit(usize),
    Input(usize),
    Table(usize),
    Column { table: usize, column: usize },
    Result(usize),
}

/// What is wrong. Names are as written; units as [`crate::program::Unit`] shows them (`1` is without unit).
#[derive(Clone, Debug, PartialEq)]
pub enum Slip {
    /// There is no formula.
    Empty,
    /// Formulas start without `=`.
    LeadingEquals,
    /// Values are separated by commas.
    Semicolon,
    /// `0,75` or `1,000`: numbers have a decimal point and no separators.
    DecimalComma,
    UnknownCharacter(char),
    /// A text without its closing quote.
    OpenText,
    /// A bracket that nobody closed.
    OpenBracket,
    Expected {
        what: Expected,
        /// What stands there; nothing at the end of the formula.
        found: Option<String>,
    },
    /// `-2^2`: brackets must tell.
    MinusBeforePower,
    /// `2^3^2`: brackets must tell.
    PowerOfPower,
    /// `a and b or c`: brackets must tell.
    AndWithOr,
    /// `a < b < c`: two comparisons joined by `and`.
    ChainedComparison,
    /// Nested more deeply than this.
    TooDeep {
        limit: usize,
    },
    UnknownName {
        name: String,
        nearest: Option<String>,
    },
    UnknownTable {
        name: String,
        nearest: Option<String>,
    },
    UnknownColumn {
        table: String,
        name: String,
        nearest: Option<String>,
    },
    UnknownFunction {
        name: String,
        nearest: Option<String>,
    },
    UnknownUnit {
        name: String,
        nearest: Option<String>,
    },
    /// A unit that cannot be read.
    MalformedUnit,
    /// Something other than a number with a unit.
    UnitOfNoNumber,
    /// An amount of money that is not counted in `Q`.
    MoneyWithoutQuetzales {
        unit: String,
    },
    UnknownOption {
        name: String,
        nearest: Option<String>,
    },
    DuplicateId {
        id: String,
    },
    /// Not letters, digits and `_` after a letter, or a word of the language.
    MalformedId {
        id: String,
    },
    ArgumentCount {
        function: String,
        least: usize,
        /// Nothing: any number.
        most: Option<usize>,
        found: usize,
    },
    /// `where` in a function that looks at no table.
    MisplacedWhere {
        function: String,
    },
    WrongType {
        expected: Sort,
        found: Sort,
    },
    UnitMismatch {
        expected: String,
        found: String,
    },
    /// A power whose exponent is not a whole number that is written out needs a base without unit.
    PowerOfUnit {
        unit: String,
    },
    /// The root of a unit whose power is odd.
    RootOfUnit {
        unit: String,
    },
    /// A unit to a power beyond 127.
    UnitTooHigh,
    /// A whole number, written out, between these.
    LiteralOutOfRange {
        least: i64,
        most: i64,
    },
    /// A number too large to compute with.
    NumberTooLarge,
    /// The names from the first to itself again; columns as `table.column`, rows of a repeated table as the table.
    Cycle {
        chain: Vec<String>,
    },
    /// A column of a table where one value is needed: `sum(table.column)` or the like.
    ColumnWithoutAggregate {
        table: String,
        column: String,
    },
    /// A table where a value is needed.
    TableAsValue {
        table: String,
    },
    /// A column inside `sum` and the like without its table: `table.column`.
    ColumnWithoutTable {
        table: String,
        column: String,
    },
    /// `sum` and the like without any column of a table.
    AggregateWithoutTable {
        function: String,
    },
    AggregateOverTwoTables {
        first: String,
        second: String,
    },
    /// The row of the formula inside `sum` and the like, in another way than `where table.column = …`.
    RowInsideAggregate,
    /// `row()` where there are no rows.
    RowMisplaced,
    /// `previous` outside the formula of a computed column, or of something that is no column of the same table.
    PreviousMisplaced,
    /// `rank` that is not the whole formula of a computed column, or stands in a repeated table.
    RankMisplaced,
    /// A division by the sum or count of a table that may have no rows, outside an `if` that looks at it.
    MayBeEmpty {
        table: String,
    },
    /// A repeated table whose rows are not those of an open or fixed table.
    RepeatedOfRepeated {
        table: String,
    },
    /// A column to be filled in in a repeated table.
    EnteredInRepeated,
    /// Local holidays that are not a column of dates to be filled in.
    NoColumnOfDates,
}

/// What should stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A number, a name, a text, a function or a bracket.
    Value,
    /// An operator or the end.
    Operator,
    /// A comma or a closing bracket.
    CommaOrBracket,
    /// The name of a column after `table.`
    Column,
}

/// What a value is, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Number,
    Text,
    Choice,
    Flag,
    Day,
    NumberOrDay,
}
