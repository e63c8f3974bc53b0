//! The language of formulas: `+ - * /`, brackets, numbers, quantities, `previous(…)` and `worst_source(…)`.
//!
//! It is total: no loops, no names of one's own, and every formula ends in a value or in the reason why there is none.
//! A formula is parsed once, when its file is read, and what it is counted in is known then.

use std::collections::BTreeSet;
use std::ops::Range;

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

/// Parses a formula and finds out what it is counted in.
///
/// # Errors
///
/// The first fault, with its bytes.
fn parse(text: &str) -> Result<Typed, FormulaFault> {
    let mut parser = Parser { text, at: 0, depth: 0, in_source: false };
    let typed = parser.sum()?;
    parser.skip_space();
    if parser.at < text.len() { Err(parser.unexpected()) } else { Ok(typed) }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    in_source: bool,
}

const FUNCTIONS: [&str; 2] = ["previous", "worst_source"];

impl Parser<'_> {
    /// Brackets may be so deep: nobody reads deeper ones, and the stack has an end.
    const DEEPEST: usize = 16;

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take(&mut self, sign: char) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len_utf8() } else { 0 };
        found
    }

    fn word(&mut self, belongs: fn(char) -> bool) -> (Range<usize>, String) {
        self.skip_space();
        let length = self.rest().find(|c| !belongs(c)).unwrap_or(self.rest().len());
        let at = self.at..self.at + length;
        self.at = at.end;
        (at.clone(), self.text[at].to_owned())
    }

    fn unexpected(&self) -> FormulaFault {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        FormulaFault { at: self.at..self.at + length, slip: Slip::Unexpected }
    }

    fn expect(&mut self, sign: char) -> Result<(), FormulaFault> {
        if self.take(sign) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn sum(&mut self) -> Result<Typed, FormulaFault> {
        self.skip_space();
        let start = self.at;
        let mut left = self.product()?;
        loop {
            let operator = match () {
                () if self.take('+') => Operator::Plus,
                () if self.take('-') => Operator::Minus,
                () => return Ok(left),
            };
            let right = self.product()?;
            if left.dimension != right.dimension {
                return Err(FormulaFault { at: start..self.at, slip: Slip::Mixed });
            }
            let dimension = left.dimension;
            left = binary(operator, left, right, dimension);
        }
    }

    fn product(&mut self) -> Result<Typed, FormulaFault> {
        let mut left = self.atom()?;
        loop {
            if self.take('*') {
                let right = self.atom()?;
                let dimension = left.dimension.times(right.dimension);
                left = binary(Operator::Times, left, right, dimension);
            } else if self.take('/') {
                let right = self.atom()?;
                let dimension = left.dimension.over(right.dimension);
                left = binary(Operator::Over, left, right, dimension);
            } else {
                return Ok(left);
            }
        }
    }

    fn atom(&mut self) -> Result<Typed, FormulaFault> {
        self.depth += 1;
        self.skip_space();
        if self.depth > Self::DEEPEST {
            return Err(FormulaFault { at: self.at..self.text.len(), slip: Slip::Deep });
        }
        let atom = self.shallow_atom();
        self.depth -= 1;
        atom
    }

    fn shallow_atom(&mut self) -> Result<Typed, FormulaFault> {
        if self.take('(') {
            let inner = self.sum()?;
            self.expect(')')?;
            return Ok(inner);
        }
        if self.take('-') {
            let Typed { expression, dimension } = self.atom()?;
            return Ok(Typed { expression: Expression::Negative(Box::new(expression)), dimension });
        }
        self.skip_space();
        if self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            let (at, digits) = self.word(|c| c.is_ascii_digit() || c == '.');
            let number = Number::parse(&digits).ok_or(FormulaFault { at, slip: Slip::Unexpected })?;
            return Ok(Typed { expression: Expression::Number(number.into()), dimension: Dimension::NONE });
        }
        if !self.rest().starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return Err(self.unexpected());
        }
        let (at, name) = self.word(|c| c.is_alphanumeric() || c == '_' || c == '.');
        match name.as_str() {
            "previous" => {
                self.expect('(')?;
                let (at, name) = self.word(|c| c.is_alphanumeric() || c == '_' || c == '.');
                let quantity = self.quantity(at, &name)?;
                self.expect(')')?;
                Ok(Typed { expression: Expression::Previous(quantity), dimension: quantity.dimension() })
            }
            "worst_source" => {
                if self.in_source {
                    return Err(FormulaFault { at, slip: Slip::Misplaced });
                }
                self.expect('(')?;
                self.in_source = true;
                let Typed { expression, dimension } = self.sum()?;
                self.in_source = false;
                self.expect(')')?;
                Ok(Typed { expression: Expression::WorstSource(Box::new(expression)), dimension })
            }
            name => {
                let quantity = self.quantity(at, name)?;
                Ok(Typed { expression: Expression::Quantity(quantity), dimension: quantity.dimension() })
            }
        }
    }

    fn quantity(&self, at: Range<usize>, name: &str) -> Result<Quantity, FormulaFault> {
        let Some(quantity) = Quantity::parse(name) else {
            if name.is_empty() {
                return Err(self.unexpected());
            }
            let known = Quantity::ALL.into_iter().map(Quantity::id).chain(FUNCTIONS);
            return Err(FormulaFault { at, slip: Slip::Unknown(nearest_name(name, known)) });
        };
        if quantity.is_of_source() != self.in_source {
            return Err(FormulaFault { at, slip: Slip::Misplaced });
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
            ("(own.received", 13..13, Slip::Unexpected),
            ("own.received 2", 13..14, Slip::Unexpected),
            ("own.recieved / 2", 0..12, Slip::Unknown(Some("own.received"))),
            ("previous(1)", 9..10, Slip::Unknown(None)),
            ("own.received + population", 0..25, Slip::Mixed),
            ("own.received - 1", 0..16, Slip::Mixed),
            ("source.received / own.received", 0..15, Slip::Misplaced),
            ("worst_source(own.received)", 13..25, Slip::Misplaced),
            ("1.2.3", 0..5, Slip::Unexpected),
            ("población", 0..10, Slip::Unknown(None)),
        ] {
            match parse(text) {
                Err(fault) if matches!(slip, Slip::Unknown(None)) => assert_eq!(fault.at, at, "{text}"),
                other => assert_eq!(other.err(), Some(FormulaFault { at, slip }), "{text}"),
            }
        }
        assert_eq!(parse(&"(".repeat(100)).err().map(|fault| fault.slip), Some(Slip::Deep));
        assert_eq!(parse(&"-".repeat(100_000)).err().map(|fault| fault.slip), Some(Slip::Deep));
    }
}
