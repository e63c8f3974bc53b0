//! What is known of a part of a formula.

use crate::fault::Sort;
use crate::program::{Expression, Type, Unit};

/// A part of a formula, lowered.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub expression: Expression,
    pub shape: Shape,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Known(Type),
    /// The number 0, which has any unit.
    Zero,
    /// Its fault is told already: fits anywhere.
    Broken,
}

impl Typed {
    pub fn new(expression: Expression, kind: Type) -> Typed {
        Typed { expression, shape: Shape::Known(kind) }
    }

    /// A number without unit.
    pub fn plain(expression: Expression) -> Typed {
        Typed { expression, shape: Shape::number(Unit::default()) }
    }

    pub fn broken() -> Typed {
        Typed { expression: Expression::Absent, shape: Shape::Broken }
    }
}

impl Shape {
    pub fn number(unit: Unit) -> Shape {
        Shape::Known(Type::Number(unit))
    }

    /// The unit of a number; 0 has none of its own.
    pub fn unit(&self) -> Option<Unit> {
        match self {
            Shape::Known(Type::Number(unit)) => Some(unit.clone()),
            Shape::Zero => Some(Unit::default()),
            _ => None,
        }
    }

    pub fn is_broken(&self) -> bool {
        *self == Shape::Broken
    }

    pub fn sort(&self) -> Sort {
        match self {
            Shape::Known(Type::Text) => Sort::Text,
            Shape::Known(Type::Choice(_)) => Sort::Choice,
            Shape::Known(Type::Flag) => Sort::Flag,
            Shape::Known(Type::Day) => Sort::Day,
            Shape::Known(Type::Number(_)) | Shape::Zero | Shape::Broken => Sort::Number,
        }
    }
}
