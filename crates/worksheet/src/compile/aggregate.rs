//! Sums and the like, ranks: what they look at becomes a column, a hidden one if the author has none.

use crate::fault::Slip;
use crate::program::{Aggregate, Expression, Operator, Step, Type};
use crate::syntax::{Call, Member, Node, Tree};
use crate::vocabulary::Word;

use super::Compiler;
use super::names::{Found, Place, Scope};
use super::shape::{Shape, Typed};

impl Compiler<'_> {
    /// `sum`, `mean`, `count`, `first`, and `min` and `max` of a table.
    pub(super) fn aggregate(&mut self, word: Word, call: &Call, tree: &Tree, scope: &Scope) -> Typed {
        let how = match word {
            Word::Sum => Aggregate::Sum,
            Word::Mean => Aggregate::Mean,
            Word::Min => Aggregate::Least,
            Word::Max => Aggregate::Greatest,
            Word::Count => Aggregate::Count,
            _ => Aggregate::First,
        };
        if !self.arity(call, 1, Some(1), scope) {
            return Typed::broken();
        }
        let Some(argument) = call.arguments.first() else { return Typed::broken() };
        // `count(table)` names its table; everything else tells it by its columns.
        let counted = match &argument.node {
            Node::Name(name) if how == Aggregate::Count => self.table(name),
            _ => None,
        };
        let Some(table) = self.table_of(call, counted, tree, scope) else { return Typed::broken() };
        let over = scope.over(table);
        let by_key = match &call.filter {
            Some(filter) if scope.row().is_some() && self.uses_row(filter, scope) => Some(filter),
            _ => None,
        };
        if let Some(filter) = by_key {
            return self.matched(how, table, filter, (argument, counted), scope);
        }
        let condition = call.filter.as_ref().map(|filter| self.flag(filter, &over));
        if counted.is_some() && condition.is_none() {
            return Typed::plain(Expression::Count { table });
        }
        let value = self.value(how, argument, counted, &over);
        let shape = if how == Aggregate::Count { Typed::plain(Expression::Absent).shape } else { value.shape.clone() };
        let value = match condition {
            None => value,
            Some(condition) => Typed {
                expression: Expression::If(
                    Box::new(condition),
                    Box::new(value.expression),
                    Box::new(Expression::Absent),
                ),
                shape: value.shape,
            },
        };
        let column = self.as_column(table, value);
        Typed { expression: Expression::Aggregate { how, table, column }, shape }
    }

    /// What is added up, compared or counted, in each row.
    fn value(&mut self, how: Aggregate, argument: &Tree, counted: Option<usize>, over: &Scope) -> Typed {
        match how {
            _ if counted.is_some() => Typed::plain(Expression::Number(1.0)),
            Aggregate::Sum | Aggregate::Mean => self.number(argument, over),
            Aggregate::Least | Aggregate::Greatest => self.ordered(argument, over),
            Aggregate::Count | Aggregate::First => self.expression(argument, over),
        }
    }

    /// The rows of another table that belong to this row: `where table.key = …`.
    fn matched(
        &mut self,
        how: Aggregate,
        table: usize,
        filter: &Tree,
        (argument, counted): (&Tree, Option<usize>),
        scope: &Scope,
    ) -> Typed {
        let over = scope.over(table);
        let sides = match &filter.node {
            Node::Binary(Operator::Equal, left, right) => {
                let mut sides = [(left, right), (right, left)].into_iter();
                sides.find(|(key, is)| !self.uses_row(key, scope) && !members(key).is_empty() && members(is).is_empty())
            }
            _ => None,
        };
        let Some((key_tree, is_tree)) = sides else {
            self.fault(scope.formula, filter.at.clone(), Slip::RowInsideAggregate);
            return Typed::broken();
        };
        let key = self.expression(key_tree, &over);
        let is = self.expression(is_tree, scope);
        self.check_equal(&key, &is, (key_tree, is_tree), scope);
        let key = self.as_column(table, key);
        let (value, shape) = match counted {
            Some(_) => (key, Shape::Broken),
            None => {
                let value = self.value(how, argument, None, &over);
                let shape = value.shape.clone();
                (self.as_column(table, value), shape)
            }
        };
        let shape = if how == Aggregate::Count { Typed::plain(Expression::Absent).shape } else { shape };
        Typed { expression: Expression::Match { how, table, key, is: Box::new(is.expression), value }, shape }
    }

    /// The one table whose columns an aggregate mentions.
    fn table_of(&mut self, call: &Call, counted: Option<usize>, tree: &Tree, scope: &Scope) -> Option<usize> {
        let mentioned: Vec<&Member> = call.arguments.iter().chain(&call.filter).flat_map(members).collect();
        let mut table = counted;
        for member in mentioned {
            let Some(other) = self.table(&member.table) else {
                let slip = self.unknown_table(&member.table);
                self.fault(scope.formula, member.table_at.clone(), slip);
                return None;
            };
            match table {
                Some(first) if first != other => {
                    let first = self.definition.tables[first].id.clone();
                    let slip = Slip::AggregateOverTwoTables { first, second: member.table.clone() };
                    self.fault(scope.formula, member.table_at.start..member.column_at.end, slip);
                    return None;
                }
                _ => table = Some(other),
            }
        }
        if table.is_none() {
            let argument = call.arguments.first().unwrap_or(tree);
            let (at, slip) = match &argument.node {
                Node::Name(name) => {
                    let slip = match self.find(name, scope) {
                        Some(Found::Column { table, .. } | Found::Source { table, .. }) => Slip::ColumnWithoutTable {
                            table: self.definition.tables[table].id.clone(),
                            column: name.clone(),
                        },
                        Some(_) => Slip::AggregateWithoutTable { function: call.name.clone() },
                        None => match self.unknown(name, scope) {
                            Slip::ColumnWithoutAggregate { table, column } => {
                                Slip::ColumnWithoutTable { table, column }
                            }
                            Slip::UnknownName { .. } if call.word == Some(Word::Count) => self.unknown_table(name),
                            other => other,
                        },
                    };
                    (argument.at.clone(), slip)
                }
                _ => (call.name_at.clone(), Slip::AggregateWithoutTable { function: call.name.clone() }),
            };
            self.fault(scope.formula, at, slip);
        }
        table
    }

    /// Whether a part of an aggregate looks at the row around it.
    fn uses_row(&self, tree: &Tree, scope: &Scope) -> bool {
        match &tree.node {
            Node::Name(name) => matches!(self.find(name, scope), Some(Found::Column { .. } | Found::Source { .. })),
            Node::Call(call) if matches!(call.word, Some(Word::Row | Word::Previous)) => true,
            _ => tree.parts().into_iter().any(|part| self.uses_row(part, scope)),
        }
    }

    /// The column of a table that holds this value; a hidden one is made unless there is one.
    fn as_column(&mut self, table: usize, value: Typed) -> usize {
        if let Expression::Column(column) = value.expression {
            return column;
        }
        let shown = self.columns[table].len();
        let hidden = &mut self.hidden[table];
        if let Some(known) = hidden.iter().position(|known| known.expression == value.expression) {
            return shown + known;
        }
        hidden.push(value);
        let column = shown + hidden.len() - 1;
        self.order.push(Step::Column { table, column });
        column
    }

    /// `rank(key, key2, ... where condition)` as the whole formula of a column.
    pub(super) fn rank(&mut self, call: &Call, tree: &Tree, scope: &Scope) -> Typed {
        let table = match scope.place {
            Place::Row { table, defines: Some(_) } if !self.is_repeated(table) => table,
            _ => {
                self.fault(scope.formula, tree.at.clone(), Slip::RankMisplaced);
                return Typed::broken();
            }
        };
        if !self.arity(call, 1, None, scope) {
            return Typed::broken();
        }
        if let Some(numbers) = &call.tight {
            self.fault(scope.formula, numbers.clone(), Slip::DecimalComma);
            return Typed::broken();
        }
        // A `previous` in a key would become one of a hidden column.
        if let Some(previous) = call.arguments.iter().chain(&call.filter).find(|tree| has_previous(tree)) {
            self.fault(scope.formula, previous.at.clone(), Slip::PreviousMisplaced);
            return Typed::broken();
        }
        let condition = call.filter.as_ref().map(|filter| self.flag(filter, scope));
        let mut keys = Vec::new();
        for argument in &call.arguments {
            let mut key = self.ordered(argument, scope);
            if let Some(condition) = &condition {
                let condition = Box::new(condition.clone());
                key.expression = Expression::If(condition, Box::new(key.expression), Box::new(Expression::Absent));
            }
            keys.push(self.as_column(table, key));
        }
        Typed::new(Expression::Rank { keys }, Type::Number(Default::default()))
    }
}

/// The columns that are mentioned, those inside aggregates of their own apart.
fn members(tree: &Tree) -> Vec<&Member> {
    match &tree.node {
        Node::Member(member) => vec![member],
        Node::Call(call) if aggregates(call) => Vec::new(),
        _ => tree.parts().into_iter().flat_map(members).collect(),
    }
}

pub(super) fn aggregates(call: &Call) -> bool {
    match call.word {
        Some(Word::Sum | Word::Mean | Word::Count | Word::First) => true,
        Some(Word::Min | Word::Max) => call.arguments.len() == 1 || call.filter.is_some(),
        _ => false,
    }
}

fn has_previous(tree: &Tree) -> bool {
    matches!(&tree.node, Node::Call(call) if call.word == Some(Word::Previous))
        || tree.parts().into_iter().any(has_previous)
}
