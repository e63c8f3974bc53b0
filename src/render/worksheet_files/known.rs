//! What cells hold before a program calculates them: previews on telephones show this.

use cabildo_worksheet::program::Program;
use rust_xlsxwriter::Formula;

/// What a formula comes out as.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    Number(f64),
    Text(String),
    Flag(bool),
    /// Something that was to be filled in is not there.
    Missing,
    NotComputable,
}

/// The values of a calculator as it is shipped: what is filled in beforehand, and what comes of it.
#[derive(Clone, Debug)]
pub struct Shipped {
    pub inputs: Vec<Known>,
    pub results: Vec<Known>,
    /// By table, row and column; of the rows that are there.
    pub tables: Vec<Vec<Vec<Known>>>,
}

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
        }
    }

    pub fn is_known(&self) -> bool {
        !matches!(self, Known::Missing | Known::NotComputable)
    }
}

impl Shipped {
    pub fn of(program: &Program) -> Shipped {
        let _ = program;
        Shipped { inputs: Vec::new(), results: Vec::new(), tables: Vec::new() }
    }

    pub fn input(&self, input: usize) -> Known {
        self.inputs.get(input).cloned().unwrap_or(Known::Missing)
    }

    pub fn result(&self, result: usize) -> Known {
        self.results.get(result).cloned().unwrap_or(Known::Missing)
    }

    /// `None` where the row is not there.
    pub fn cell(&self, table: usize, row: usize, column: usize) -> Option<Known> {
        self.tables.get(table)?.get(row).map(|cells| cells.get(column).cloned().unwrap_or(Known::Missing))
    }

    pub fn rows(&self, table: usize) -> usize {
        self.tables.get(table).map_or(0, Vec::len)
    }
}
