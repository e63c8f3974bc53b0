//! Where formulas stand and what names mean there.

use crate::definition::{ColumnDefinition, Rows};
use crate::fault::{FormulaAt, Slip};
use crate::program::Step;
use crate::syntax::{Node, Tree};
use crate::vocabulary::{Word, nearest};

use super::{Compiler, id};

/// Whose formula it is and what it can see.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    pub formula: FormulaAt,
    pub place: Place,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// Inputs and results.
    Whole,
    /// Also the columns of one row.
    Row {
        table: usize,
        /// The column whose formula it is.
        defines: Option<usize>,
    },
    /// Which rows of a repeated table stay: also the columns of the row that is repeated.
    Keep { table: usize },
    /// Inside an aggregate: the columns of its table by their full names. The row around it is out of reach.
    Over {
        table: usize,
        /// The table of the row that the aggregate stands in.
        row: Option<usize>,
    },
}

/// What a plain name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Input(usize),
    Result(usize),
    /// Of the row.
    Column {
        table: usize,
        column: usize,
    },
    /// Of the row that is repeated.
    Source {
        table: usize,
        column: usize,
    },
}

impl Scope {
    /// The table whose row can be seen, or could be if the formula were not inside an aggregate.
    pub fn row(&self) -> Option<usize> {
        match self.place {
            Place::Whole => None,
            Place::Row { table, .. } | Place::Keep { table } => Some(table),
            Place::Over { row, .. } => row,
        }
    }

    /// The table whose rows an aggregate goes through.
    pub fn aggregated(&self) -> Option<usize> {
        match self.place {
            Place::Over { table, .. } => Some(table),
            _ => None,
        }
    }

    pub fn over(&self, table: usize) -> Scope {
        Scope { formula: self.formula, place: Place::Over { table, row: self.row() } }
    }
}

impl Compiler<'_> {
    pub fn table(&self, name: &str) -> Option<usize> {
        self.definition.tables.iter().position(|table| table.id == name)
    }

    pub fn column(&self, table: usize, name: &str) -> Option<usize> {
        self.definition.tables.get(table)?.columns.iter().position(|column| id(column) == name)
    }

    pub fn is_computed(&self, table: usize, column: usize) -> bool {
        let column = self.definition.tables.get(table).and_then(|table| table.columns.get(column));
        matches!(column, Some(ColumnDefinition::Computed(_)))
    }

    /// What a plain name means: columns of the row, then those of the row that is repeated, inputs, results. A column
    /// of a repeated table that is called like the other table's may be made from it.
    pub fn find(&self, name: &str, scope: &Scope) -> Option<Found> {
        if let Some(table) = scope.row() {
            let own = self.column(table, name).map(|column| Found::Column { table, column });
            let source = self.sources.get(table).copied().flatten();
            let source =
                source.and_then(|table| self.column(table, name).map(|column| Found::Source { table, column }));
            let defines = match scope.place {
                Place::Row { defines: Some(column), .. } => Some(Found::Column { table, column }),
                _ => None,
            };
            let keep = matches!(scope.place, Place::Keep { .. });
            let found = if keep || own == defines { source.or(own) } else { own.or(source) };
            if found.is_some() {
                return found;
            }
        }
        let input = self.definition.inputs.iter().position(|field| field.id == name).map(Found::Input);
        input.or_else(|| self.definition.results.iter().position(|result| result.id == name).map(Found::Result))
    }

    /// Why a plain name means nothing here.
    pub fn unknown(&self, name: &str, scope: &Scope) -> Slip {
        let definition = self.definition;
        if self.table(name).is_some() {
            return Slip::TableAsValue { table: name.to_owned() };
        }
        let over = match scope.place {
            Place::Over { table, .. } => definition.tables.get(table),
            _ => None,
        };
        if let Some(table) = over.filter(|table| table.columns.iter().any(|column| id(column) == name)) {
            return Slip::ColumnWithoutTable { table: table.id.clone(), column: name.to_owned() };
        }
        let holder = definition.tables.iter().find(|table| table.columns.iter().any(|column| id(column) == name));
        if let Some(table) = holder {
            return Slip::ColumnWithoutAggregate { table: table.id.clone(), column: name.to_owned() };
        }
        let row = scope.row().into_iter();
        let tables = row.flat_map(|table| [Some(table), self.sources.get(table).copied().flatten()]).flatten();
        let columns = tables.filter_map(|table| definition.tables.get(table)).flat_map(|table| &table.columns).map(id);
        let inputs = definition.inputs.iter().map(|field| field.id.as_str());
        let results = definition.results.iter().map(|result| result.id.as_str());
        let candidates: Vec<&str> = columns.chain(inputs).chain(results).collect();
        Slip::UnknownName { name: name.to_owned(), nearest: nearest(name, candidates) }
    }

    pub fn unknown_table(&self, name: &str) -> Slip {
        let nearest = nearest(name, self.definition.tables.iter().map(|table| table.id.as_str()));
        Slip::UnknownTable { name: name.to_owned(), nearest }
    }

    pub fn unknown_column(&self, table: usize, name: &str) -> Slip {
        let of = self.definition.tables.get(table);
        let nearest = nearest(name, of.into_iter().flat_map(|table| &table.columns).map(id));
        Slip::UnknownColumn { table: of.map(|of| of.id.clone()).unwrap_or_default(), name: name.to_owned(), nearest }
    }

    /// The computed things that a formula mentions, each with its bytes, and its inputs, which are thereby used.
    pub fn mentions(&mut self, tree: &Tree, scope: &Scope, found: &mut Vec<(Step, std::ops::Range<usize>)>) {
        match &tree.node {
            Node::Name(name) => match self.find(name, scope) {
                Some(Found::Input(input)) => self.used[input] = true,
                Some(Found::Result(result)) => found.push((Step::Result(result), tree.at.clone())),
                Some(Found::Column { table, column } | Found::Source { table, column }) => {
                    if self.is_computed(table, column) {
                        found.push((Step::Column { table, column }, tree.at.clone()));
                    }
                }
                None => {
                    // The table of `count(table)`.
                    if let Some(table) = self.table(name).filter(|table| self.is_repeated(*table)) {
                        found.push((Step::Rows { table }, tree.at.clone()));
                    }
                }
            },
            Node::Member(member) => {
                let Some(table) = self.table(&member.table) else { return };
                if self.is_repeated(table) {
                    found.push((Step::Rows { table }, tree.at.clone()));
                }
                let column = self.column(table, &member.column).filter(|column| self.is_computed(table, *column));
                if let Some(column) = column {
                    found.push((Step::Column { table, column }, tree.at.clone()));
                }
            }
            Node::Call(call) if call.word == Some(Word::Previous) => {
                for (index, argument) in call.arguments.iter().enumerate() {
                    if index > 0 || !self.is_previous_of_itself(argument, scope) {
                        self.mentions(argument, scope, found);
                    }
                }
            }
            _ => {
                for part in tree.parts() {
                    self.mentions(part, scope, found);
                }
            }
        }
    }

    pub fn mark_used(&mut self, tree: &Tree, scope: &Scope) {
        self.mentions(tree, scope, &mut Vec::new());
    }

    /// Whether the first argument of `previous` is the column whose formula it stands in.
    pub fn is_previous_of_itself(&self, argument: &Tree, scope: &Scope) -> bool {
        match (&argument.node, scope.place) {
            (Node::Name(name), Place::Row { table, defines }) => {
                defines.is_some() && self.column(table, name) == defines
            }
            _ => false,
        }
    }

    /// Whether a table may be without rows even when all that must be filled in is.
    pub fn may_have_no_rows(&self, table: usize) -> bool {
        match self.definition.tables.get(table).map(|table| &table.rows) {
            Some(Rows::Open { min, .. }) => *min == 0,
            Some(Rows::Fixed { count }) => *count == 0,
            Some(Rows::Repeated { .. }) => true,
            None => false,
        }
    }
}
