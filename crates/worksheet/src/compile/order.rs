//! What is computed after what, and what would be computed from itself.

use std::ops::Range;

use crate::fault::{FormulaAt, Slip};
use crate::program::Step;

use super::names::{Place, Scope};
use super::{Compiler, id};

/// A computed thing and what its formula mentions.
struct Node {
    step: Step,
    /// Positions among the nodes, with the bytes of the formula.
    mentions: Vec<(usize, Range<usize>)>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
    /// In a cycle.
    Cyclic,
}

impl Compiler<'_> {
    /// Everything that is computed, each after what it mentions; without those that are computed from themselves, whose
    /// cycles are told. In the author's order wherever that is possible.
    pub(super) fn order(&mut self) -> Vec<Step> {
        let mut nodes = Vec::new();
        for step in self.steps() {
            let (tree, scope) = match step {
                Step::Result(result) => {
                    let scope = Scope { formula: FormulaAt::Result(result), place: Place::Whole };
                    (self.trees.results[result].clone(), scope)
                }
                Step::Column { table, column } => {
                    let place = Place::Row { table, defines: Some(column) };
                    (self.trees.columns[table][column].clone(), Scope { formula: formula(step), place })
                }
                Step::Rows { table } => {
                    (self.trees.keeps[table].clone(), Scope { formula: formula(step), place: Place::Keep { table } })
                }
            };
            let mut mentions = Vec::new();
            if let Some(tree) = &tree {
                // The rows of a repeated table are known before its columns.
                if let Step::Column { table, .. } = step
                    && self.is_repeated(table)
                {
                    mentions.push((Step::Rows { table }, tree.at.clone()));
                }
                self.mentions(tree, &scope, &mut mentions);
            }
            nodes.push((step, mentions));
        }
        let steps: Vec<Step> = nodes.iter().map(|(step, _)| *step).collect();
        let position = |step: &Step| steps.iter().position(|other| other == step);
        let mut nodes: Vec<Node> = nodes
            .into_iter()
            .map(|(step, mentions)| {
                let mentions = mentions.into_iter().filter_map(|(step, at)| Some((position(&step)?, at)));
                Node { step, mentions: mentions.collect(), state: State::New }
            })
            .collect();
        let mut order = Vec::new();
        for start in 0..nodes.len() {
            self.visit(&mut nodes, start, &mut order);
        }
        order
    }

    /// All that is computed: results first, since their order is what the author thinks in.
    fn steps(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = (0..self.definition.results.len()).map(Step::Result).collect();
        for (table, of) in self.definition.tables.iter().enumerate() {
            if self.is_repeated(table) {
                steps.push(Step::Rows { table });
            }
            let computed = (0..of.columns.len()).filter(|column| self.is_computed(table, *column));
            steps.extend(computed.map(|column| Step::Column { table, column }));
        }
        steps
    }

    /// Goes from one node to all it mentions, without recursion.
    fn visit(&mut self, nodes: &mut [Node], start: usize, order: &mut Vec<Step>) {
        if nodes[start].state != State::New {
            return;
        }
        nodes[start].state = State::Open;
        // Each with the position of the next mention to be followed.
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let Some((mentioned, _)) = nodes[node].mentions.get(*next).cloned() else {
                if nodes[node].state == State::Open {
                    nodes[node].state = State::Done;
                    order.push(nodes[node].step);
                }
                path.pop();
                continue;
            };
            *next += 1;
            if nodes[mentioned].state == State::New {
                nodes[mentioned].state = State::Open;
                path.push((mentioned, 0));
            } else if let Some(first) = path.iter().position(|(other, _)| *other == mentioned) {
                self.cycle(nodes, &path[first..]);
            }
        }
    }

    /// Tells a cycle, unless one of its members is in a cycle that was told.
    fn cycle(&mut self, nodes: &mut [Node], path: &[(usize, usize)]) {
        let told = path.iter().any(|(node, _)| nodes[*node].state == State::Cyclic);
        let mut chain: Vec<String> = path.iter().map(|(node, _)| self.name(nodes[*node].step)).collect();
        chain.extend(chain.first().cloned());
        let (first, followed) = path[0];
        let at = nodes[first].mentions[followed - 1].1.clone();
        for (node, _) in path {
            nodes[*node].state = State::Cyclic;
        }
        if !told {
            self.fault(formula(nodes[first].step), at, Slip::Cycle { chain });
        }
    }

    fn name(&self, step: Step) -> String {
        let table = |table: usize| self.definition.tables[table].id.clone();
        match step {
            Step::Result(result) => self.definition.results[result].id.clone(),
            Step::Column { table: of, column } => {
                format!("{}.{}", table(of), id(&self.definition.tables[of].columns[column]))
            }
            Step::Rows { table: of } => table(of),
        }
    }
}

fn formula(step: Step) -> FormulaAt {
    match step {
        Step::Result(result) => FormulaAt::Result(result),
        Step::Column { table, column } => FormulaAt::Column { table, column },
        Step::Rows { table } => FormulaAt::Keep { table },
    }
}
