//! Divisions by the sum or the count of rows that may not be there.

use crate::fault::Slip;
use crate::syntax::{Call, Node, Tree};
use crate::vocabulary::Word;

use super::Compiler;
use super::names::{Found, Scope};

/// How far names of results are followed to what they are made of.
const STEPS: usize = 3;

/// A divisor that is 0 when a table has no rows.
struct Suspect {
    table: usize,
    /// Whether only some of the table's rows count.
    filtered: bool,
    /// A condition that mentions one of these looks at it.
    looks: Vec<Tree>,
}

impl Compiler<'_> {
    /// Tells a divisor that is 0 when a table has no rows, unless an `if` around it looks at that.
    pub(super) fn check_divisor(&mut self, divisor: &Tree, scope: &Scope) {
        let Some(suspect) = self.suspect(divisor, scope, STEPS) else { return };
        // Where a row of the table is looked at, there is one.
        let (row, over) = (scope.row(), scope.aggregated());
        if !suspect.filtered && [row, over].contains(&Some(suspect.table)) {
            return;
        }
        let guarded = self.guards.iter().any(|guard| match guard {
            None => true,
            Some(condition) => self.looks_at(condition, &suspect),
        });
        if !guarded {
            let table = self.definition.tables[suspect.table].id.clone();
            self.fault(scope.formula, divisor.at.clone(), Slip::MayBeEmpty { table });
        }
    }

    fn suspect(&self, tree: &Tree, scope: &Scope, steps: usize) -> Option<Suspect> {
        let steps = steps.checked_sub(1)?;
        match &tree.node {
            Node::Negative(inner) => self.suspect(inner, scope, steps + 1),
            Node::Binary(operator, left, right) => {
                use crate::program::Operator::{Over, Times};
                let first = matches!(operator, Times | Over).then(|| self.suspect(left, scope, steps + 1)).flatten();
                first.or_else(|| (*operator == Times).then(|| self.suspect(right, scope, steps + 1)).flatten())
            }
            Node::Call(call) => match call.word {
                Some(Word::Sum | Word::Count) => {
                    let table = self.table_in(call)?;
                    let empty = call.filter.is_some() || self.may_have_no_rows(table);
                    empty.then(|| Suspect { table, filtered: call.filter.is_some(), looks: vec![tree.clone()] })
                }
                Some(Word::Round | Word::Floor | Word::Ceil | Word::Abs | Word::Sqrt) => {
                    self.suspect(call.arguments.first()?, scope, steps + 1)
                }
                _ => None,
            },
            Node::Name(name) => match self.find(name, scope)? {
                Found::Result(result) => {
                    let formula = self.trees.results.get(result)?.clone()?;
                    let mut suspect = self.suspect(&formula, scope, steps)?;
                    suspect.looks.push(tree.clone());
                    Some(suspect)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn looks_at(&self, condition: &Tree, suspect: &Suspect) -> bool {
        let counts = match &condition.node {
            Node::Call(call) if call.word == Some(Word::Count) => self.table_in(call) == Some(suspect.table),
            _ => false,
        };
        counts
            || suspect.looks.iter().any(|look| look.says(condition))
            || condition.parts().into_iter().any(|part| self.looks_at(part, suspect))
    }

    /// The first table that an aggregate mentions.
    fn table_in(&self, call: &Call) -> Option<usize> {
        fn first(tree: &Tree) -> Option<&str> {
            match &tree.node {
                Node::Member(member) => Some(&member.table),
                _ => tree.parts().into_iter().find_map(first),
            }
        }
        let named = match &call.arguments.first()?.node {
            Node::Name(name) if call.word == Some(Word::Count) => self.table(name),
            _ => None,
        };
        named.or_else(|| self.table(call.arguments.iter().chain(&call.filter).find_map(first)?))
    }
}
