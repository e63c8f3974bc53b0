//! The language of formulas: `+ - * /`, brackets, numbers, quantities, `previous(…)` and `worst_source(…)`.
//!
//! It is total: no loops, no names of one's own, and every formula ends in a value or in the reason why there is none.
//! A formula is parsed once, when its file is read, and what it is counted in is known then.

use std::collections::BTreeSet;
use std::ops::Range;

use cabildo_worksheet::fault;
use cabildo_worksheet::program::Operator as Sign;
use cabildo_worksheet::syntax::{self, Call, Node, Tree};
use serde::{Deserialize, Deserializer};

use super::quantity::{Dimension, Quantity};
use crate::diagnostics::nearest;
use crate::model::values::{Number, Ratio};
use crate::source::Located;

/// A formula as it is written, and what it means.
#[derive(Clone, Debug)]
pub struct Formula {
    pub text: Located<String>,
    pub parsed: Result<Typed, FormulaFault>,
}

/// A formula with what its value is counted in.
#[derive(Clone, Debug)]
pub struct Typed {
    pub expression: Expression,
    pub dimension: Dimension,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Number(Ratio),
    Quantity(Quantity),
    /// Of the year before.
    Previous(Quantity),
    Negative(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// Once for each funding source that has a limit; its value is the worst of them.
    WorstSource(Box<Expression>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Plus,
    Minus,
    Times,
    Over,
}

/// What is wrong in a formula, and which bytes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulaFault {
    pub at: Range<usize>,
    pub slip: Slip,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Slip {
    /// Something else should stand here.
    Unexpected,
    /// Nothing of that name; the nearest one.
    Unknown(Option<&'static str>),
    /// Quetzales and people, say, are added.
    Mixed,
    /// A figure of a funding source outside `worst_source`, or anything else within it.
    Misplaced,
    /// Brackets in brackets beyond all sense.
    Deep,
}

impl Formula {
    pub fn parse(text: Located<String>) -> Formula {
        let parsed = parse(&text.value);
        Formula { text, parsed }
    }

    pub fn expression(&self) -> Option<&Expression> {
        self.parsed.as_ref().ok().map(|typed| &typed.expression)
    }

    /// The quantities it needs, each once, in the order of the closed list.
    pub fn quantities(&self) -> Vec<Quantity> {
        let mut found = BTreeSet::new();
        if let Some(expression) = self.expression() {
            expression.collect(&mut found);
        }
        found.into_iter().collect()
    }

    /// Whether it compares with the year before.
    pub fn looks_back(&self) -> bool {
        self.expression().is_some_and(|expression| expression.holds(&|e| matches!(e, Expression::Previous(_))))
    }

    /// Whether it is computed for each funding source.
    pub fn is_by_source(&self) -> bool {
        self.expression().is_some_and(|expression| expression.holds(&|e| matches!(e, Expression::WorstSource(_))))
    }
}

impl<'de> Deserialize<'de> for Formula {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Located::<String>::deserialize(deserializer).map(Formula::parse)
    }
}

impl Expression {
    pub fn collect(&self, found: &mut BTreeSet<Quantity>) {
        match self {
            Expression::Number(_) => {}
            Expression::Quantity(quantity) | Expression::Previous(quantity) => {
                found.insert(*quantity);
            }
            Expression::Negative(inner) | Expression::WorstSource(inner) => inner.collect(found),
            Expression::Binary(_, left, right) => {
                left.collect(found);
                right.collect(found);
            }
        }
    }

    fn holds(&self, is: &dyn Fn(&Expression) -> bool) -> bool {
        is(self)
            || match self {
                Expression::Number(_) | Expression::Quantity(_) | Expression::Previous(_) => false,
                Expression::Negative(inner) | Expression::WorstSource(inner) => inner.holds(is),
                Expression::Binary(_, left, right) => left.holds(is) || right.holds(is),
            }
    }
}

/// Parses a formula and finds out what it is counted in. Its signs, names and brackets are read as those of calculators.
///
/// # Errors
///
/// The first fault, with its bytes.
fn parse(text: &str) -> Result<Typed, FormulaFault> {
    let tree = syntax::parse(text).map_err(|(at, slip)| {
        let deep = matches!(slip, fault::Slip::TooDeep { .. });
        FormulaFault { at, slip: if deep { Slip::Deep } else { Slip::Unexpected } }
    })?;
    Typing { text, in_source: false }.typed(&tree)
}

/// A formula while it is found out what it is counted in.
#[derive(Clone, Copy)]
struct Typing<'t> {
    text: &'t str,
    /// Inside `worst_source(…)`.
    in_source: bool,
}

const PREVIOUS: &str = "previous";
const WORST_SOURCE: &str = "worst_source";

impl<'t> Typing<'t> {
    fn typed(self, tree: &Tree) -> Result<Typed, FormulaFault> {
        let fault = |slip| FormulaFault { at: tree.at.clone(), slip };
        match &tree.node {
            Node::Number(_) => {
                // As it is written: exactly, not as the nearest binary fraction.
                let number = Number::parse(self.written(tree)).ok_or_else(|| fault(Slip::Unexpected))?;
                Ok(Typed { expression: Expression::Number(number.into()), dimension: Dimension::NONE })
            }
            Node::Name(_) | Node::Member(_) => {
                let quantity = self.quantity(tree)?;
                Ok(Typed { expression: Expression::Quantity(quantity), dimension: quantity.dimension() })
            }
            Node::Negative(inner) => {
                let Typed { expression, dimension } = self.typed(inner)?;
                Ok(Typed { expression: Expression::Negative(Box::new(expression)), dimension })
            }
            Node::Binary(sign, left, right) => {
                let operator = match sign {
                    Sign::Plus => Operator::Plus,
                    Sign::Minus => Operator::Minus,
                    Sign::Times => Operator::Times,
                    Sign::Over => Operator::Over,
                    _ => return Err(fault(Slip::Unexpected)),
                };
                let (left, right) = (self.typed(left)?, self.typed(right)?);
                let dimension = match operator {
                    Operator::Times => left.dimension.times(right.dimension),
                    Operator::Over => left.dimension.over(right.dimension),
                    Operator::Plus | Operator::Minus if left.dimension != right.dimension => {
                        return Err(fault(Slip::Mixed));
                    }
                    Operator::Plus | Operator::Minus => left.dimension,
                };
                Ok(binary(operator, left, right, dimension))
            }
            Node::Call(call) => self.call(call),
            Node::Text(_) | Node::Flag(_) | Node::Not(_) => Err(fault(Slip::Unexpected)),
        }
    }

    fn call(self, call: &Call) -> Result<Typed, FormulaFault> {
        let fault = |slip| FormulaFault { at: call.name_at.clone(), slip };
        let ([argument], None) = (call.arguments.as_slice(), &call.filter) else {
            return Err(fault(self.unknown(&call.name).unwrap_or(Slip::Unexpected)));
        };
        match call.name.as_str() {
            PREVIOUS => {
                let quantity = self.quantity(argument)?;
                Ok(Typed { expression: Expression::Previous(quantity), dimension: quantity.dimension() })
            }
            WORST_SOURCE if self.in_source => Err(fault(Slip::Misplaced)),
            WORST_SOURCE => {
                let Typed { expression, dimension } = Typing { in_source: true, ..self }.typed(argument)?;
                Ok(Typed { expression: Expression::WorstSource(Box::new(expression)), dimension })
            }
            name => Err(fault(self.unknown(name).unwrap_or(Slip::Unexpected))),
        }
    }

    fn written(self, tree: &Tree) -> &'t str {
        self.text.get(tree.at.clone()).unwrap_or_default()
    }

    /// What is to be said of a name that is no function.
    fn unknown(self, name: &str) -> Option<Slip> {
        let known = Quantity::ALL.into_iter().map(Quantity::id).chain([PREVIOUS, WORST_SOURCE]);
        (![PREVIOUS, WORST_SOURCE].contains(&name)).then(|| Slip::Unknown(nearest_name(name, known)))
    }

    fn quantity(self, tree: &Tree) -> Result<Quantity, FormulaFault> {
        let fault = |slip| FormulaFault { at: tree.at.clone(), slip };
        if !matches!(tree.node, Node::Name(_) | Node::Member(_)) {
            return Err(fault(Slip::Unexpected));
        }
        let name = self.written(tree);
        let Some(quantity) = Quantity::parse(name) else {
            return Err(fault(self.unknown(name).unwrap_or(Slip::Unexpected)));
        };
        if quantity.is_of_source() != self.in_source {
            return Err(fault(Slip::Misplaced));
        }
        Ok(quantity)
    }
}

fn nearest_name(name: &str, known: impl Iterator<Item = &'static str> + Clone) -> Option<&'static str> {
    let near = nearest(name, known.clone())?;
    known.into_iter().find(|id| *id == near)
}

fn binary(operator: Operator, left: Typed, right: Typed, dimension: Dimension) -> Typed {
    let expression = Expression::Binary(operator, Box::new(left.expression), Box::new(right.expression));
    Typed { expression, dimension }
}

#[cfg(test)]
mod tests {
    use super::{Dimension, FormulaFault, Slip, parse};

    #[test]
    fn formulas_know_what_they_are_counted_in() {
        let dimension = |text: &str| parse(text).unwrap().dimension;
        assert_eq!(dimension("spending.accrued / spending.current"), Dimension::NONE);
        assert_eq!(dimension("(spending.current - spending.initial) / spending.initial"), Dimension::NONE);
        assert_eq!(dimension("own.received / previous(own.received) - 1"), Dimension::NONE);
        assert_eq!(dimension("cash.unrestricted / (operating.accrued / period.months)"), Dimension::MONTHS);
        assert_eq!(dimension("2 * -own.received"), Dimension::QUETZALES);
        assert_eq!(
            dimension("worst_source(source.operating_paid / (source.limit * source.received))"),
            Dimension::NONE
        );
    }

    #[test]
    fn faults_have_their_place() {
        for (text, at, slip) in [
            ("", 0..0, Slip::Unexpected),
            ("own.received /", 14..14, Slip::Unexpected),
            ("own.received / % 2", 15..16, Slip::Unexpected),
            ("(own.received", 0..1, Slip::Unexpected),
            ("own.received 2", 13..14, Slip::Unexpected),
            ("own.recieved / 2", 0..12, Slip::Unknown(Some("own.received"))),
            ("previous(1)", 9..10, Slip::Unknown(None)),
            ("own.received + population", 0..25, Slip::Mixed),
            ("own.received - 1", 0..16, Slip::Mixed),
            ("source.received / own.received", 0..15, Slip::Misplaced),
            ("worst_source(own.received)", 13..25, Slip::Misplaced),
            ("1.2.3", 3..4, Slip::Unexpected),
            ("población", 0..10, Slip::Unknown(None)),
        ] {
            match parse(text) {
                Err(fault) if matches!(slip, Slip::Unknown(None)) => assert_eq!(fault.at, at, "{text}"),
                other => assert_eq!(other.err(), Some(FormulaFault { at, slip }), "{text}"),
            }
        }
        assert_eq!(parse(&"(".repeat(1000)).err().map(|fault| fault.slip), Some(Slip::Deep));
        assert_eq!(parse(&"-".repeat(100_000)).err().map(|fault| fault.slip), Some(Slip::Deep));
    }
}
