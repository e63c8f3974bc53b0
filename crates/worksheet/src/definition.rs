//! What an author writes of a calculator: fields, tables and formulas as texts. Names, labels and languages stay outside.

/// A calculator before its formulas are looked at.
#[derive(Clone, Debug, Default)]
pub struct Definition {
    /// Units beside `Q`, such as `connection` or `m3`.
    pub units: Vec<String>,
    pub inputs: Vec<Field>,
    pub tables: Vec<TableDefinition>,
    pub results: Vec<ResultDefinition>,
    pub checks: Vec<CheckDefinition>,
    /// `table.column` with dates that are no working days beside the national holidays.
    pub local_holidays: Option<String>,
}

/// Something that is filled in: an input of the whole, or a column of a table.
#[derive(Clone, Debug)]
pub struct Field {
    pub id: String,
    pub kind: Kind,
    /// `m3/month`; for numbers only. Amounts of money are `Q`, or `Q` in a fraction such as `Q/m3`.
    pub unit: Option<String>,
    pub range: Range,
    /// The identifiers that can be chosen; for choices only.
    pub options: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Number,
    Money,
    /// Typed as `80`, means 0.80.
    Percentage,
    Date,
    Choice,
    Text,
    YesNo,
}

/// What a number may be, as it is typed: a percentage of 80 is 80 here.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range {
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// More than this, not equal to it.
    pub above: Option<f64>,
    /// Less than this, not equal to it.
    pub below: Option<f64>,
    /// Whole numbers only.
    pub whole: bool,
}

#[derive(Clone, Debug)]
pub struct TableDefinition {
    pub id: String,
    pub rows: Rows,
    pub columns: Vec<ColumnDefinition>,
}

/// Which rows a table has.
#[derive(Clone, Debug)]
pub enum Rows {
    /// A reader fills in as many as are needed. With fewer than `min` the table counts as missing.
    Open { min: usize, max: usize },
    /// So many, each with a label of its own, such as the months.
    Fixed { count: usize },
    /// Each row of another table so many times; `row()` counts them from 1. Only those stay for which `keep` is true.
    /// All its columns are computed; the names of the other table's columns may be used like its own.
    Repeated { table: String, times: usize, keep: String },
}

#[derive(Clone, Debug)]
pub enum ColumnDefinition {
    Entered(Field),
    Computed(ResultDefinition),
}

/// A named formula.
#[derive(Clone, Debug)]
pub struct ResultDefinition {
    pub id: String,
    pub formula: String,
    /// What it should be counted in, where the author says so: `Q/connection`. Empty: a number without unit.
    pub unit: Option<String>,
    /// Conditions, the first that holds counts.
    pub bands: Vec<String>,
}

/// Something that is said when its condition is true.
#[derive(Clone, Debug)]
pub struct CheckDefinition {
    /// The table whose rows it looks at, one by one; otherwise it looks at the whole.
    pub table: Option<String>,
    pub when: String,
}
