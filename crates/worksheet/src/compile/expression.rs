//! The types and units of formulas, and what becomes of each part.

use std::ops::Range;

use crate::fault::{Slip, Sort};
use crate::program::{Expression, Function, Operator, Type, Unit};
use crate::syntax::{Call, Node, Tree};
use crate::vocabulary::{FUNCTIONS, Word, nearest};

use super::Compiler;
use super::names::{Found, Place, Scope};
use super::shape::{Shape, Typed};

impl Compiler<'_> {
    /// The whole formula of a result or a column; only there may a rank stand.
    pub(super) fn whole(&mut self, tree: &Tree, scope: &Scope, declared: Option<&Shape>) -> Typed {
        if let Place::Row { defines: Some(_), .. } = scope.place {
            // What `previous` of the column itself gives, if its start does not tell.
            self.presumed = declared.map(|shape| (shape.clone(), tree.at.clone()));
            if let Node::Call(call) = &tree.node
                && call.word == Some(Word::Rank)
            {
                return self.rank(call, tree, scope);
            }
        }
        self.expression(tree, scope)
    }

    fn wrong(&mut self, tree: &Tree, scope: &Scope, expected: Sort, found: &Shape) {
        self.fault(scope.formula, tree.at.clone(), Slip::WrongType { expected, found: found.sort() });
    }

    /// What two values that must be of one kind have in common; the second stands at these bytes.
    pub(super) fn fit(&mut self, first: &Shape, second: &Shape, at: Range<usize>, scope: &Scope) -> Shape {
        let slip = match (first, second) {
            (Shape::Broken, _) | (_, Shape::Broken) => return Shape::Broken,
            (Shape::Zero, Shape::Zero) => return Shape::Zero,
            (Shape::Zero, Shape::Known(Type::Number(unit))) | (Shape::Known(Type::Number(unit)), Shape::Zero) => {
                return Shape::number(unit.clone());
            }
            (Shape::Known(Type::Number(expected)), Shape::Known(Type::Number(found))) if expected != found => {
                Slip::UnitMismatch { expected: expected.to_string(), found: found.to_string() }
            }
            (Shape::Known(Type::Choice(first)), Shape::Known(Type::Choice(second))) => {
                let mut options = first.clone();
                options.extend(second.iter().filter(|option| !first.contains(option)).cloned());
                return Shape::Known(Type::Choice(options));
            }
            (Shape::Known(Type::Text), Shape::Known(Type::Choice(_)))
            | (Shape::Known(Type::Choice(_)), Shape::Known(Type::Text)) => return Shape::Known(Type::Text),
            (first, second) if first.sort() == second.sort() => return first.clone(),
            (first, second) => Slip::WrongType { expected: first.sort(), found: second.sort() },
        };
        self.fault(scope.formula, at, slip);
        Shape::Broken
    }

    /// A number of any unit.
    pub(super) fn number(&mut self, tree: &Tree, scope: &Scope) -> Typed {
        let typed = self.expression(tree, scope);
        match &typed.shape {
            Shape::Known(Type::Number(_)) | Shape::Zero | Shape::Broken => typed,
            other => {
                self.wrong(tree, scope, Sort::Number, other);
                Typed::broken()
            }
        }
    }

    /// A number without unit.
    fn plain(&mut self, tree: &Tree, scope: &Scope) -> Expression {
        let typed = self.number(tree, scope);
        if let Some(unit) = typed.shape.unit().filter(|unit| !unit.is_none()) {
            let slip = Slip::UnitMismatch { expected: Unit::default().to_string(), found: unit.to_string() };
            self.fault(scope.formula, tree.at.clone(), slip);
        }
        typed.expression
    }

    fn of_type(&mut self, tree: &Tree, scope: &Scope, kind: Type, sort: Sort) -> Expression {
        let typed = self.expression(tree, scope);
        if !typed.shape.is_broken() && typed.shape != Shape::Known(kind) {
            self.wrong(tree, scope, sort, &typed.shape);
        }
        typed.expression
    }

    pub(super) fn flag(&mut self, tree: &Tree, scope: &Scope) -> Expression {
        self.of_type(tree, scope, Type::Flag, Sort::Flag)
    }

    fn day(&mut self, tree: &Tree, scope: &Scope) -> Expression {
        self.of_type(tree, scope, Type::Day, Sort::Day)
    }

    /// A number or a date.
    pub(super) fn ordered(&mut self, tree: &Tree, scope: &Scope) -> Typed {
        let typed = self.expression(tree, scope);
        match &typed.shape {
            Shape::Known(Type::Number(_) | Type::Day) | Shape::Zero | Shape::Broken => typed,
            other => {
                self.wrong(tree, scope, Sort::NumberOrDay, other);
                Typed::broken()
            }
        }
    }

    pub(super) fn expression(&mut self, tree: &Tree, scope: &Scope) -> Typed {
        match &tree.node {
            Node::Number(number) if *number == 0.0 => Typed { expression: Expression::Number(0.0), shape: Shape::Zero },
            Node::Number(number) => Typed::plain(Expression::Number(*number)),
            Node::Text(text) => Typed::new(Expression::Text(text.clone()), Type::Text),
            Node::Flag(flag) => Typed::new(Expression::Flag(*flag), Type::Flag),
            Node::Name(name) => self.name_of(name, tree, scope),
            Node::Member(_) => self.member(tree, scope),
            Node::Negative(inner) => {
                let typed = self.number(inner, scope);
                Typed { expression: Expression::Negative(Box::new(typed.expression)), shape: typed.shape }
            }
            Node::Not(inner) => {
                let inner = self.flag(inner, scope);
                Typed::new(Expression::Not(Box::new(inner)), Type::Flag)
            }
            Node::Binary(operator, left, right) => self.binary(*operator, left, right, scope),
            Node::Call(call) => self.call(call, tree, scope),
        }
    }

    fn name_of(&mut self, name: &str, tree: &Tree, scope: &Scope) -> Typed {
        let over = matches!(scope.place, Place::Over { .. });
        match self.find(name, scope) {
            Some(Found::Column { .. } | Found::Source { .. }) if over => {
                self.fault(scope.formula, tree.at.clone(), Slip::RowInsideAggregate);
                Typed::broken()
            }
            Some(Found::Column { table, column }) => {
                Typed { expression: Expression::Column(column), shape: self.columns[table][column].shape.clone() }
            }
            Some(Found::Source { table, column }) => {
                Typed { expression: Expression::Source(column), shape: self.columns[table][column].shape.clone() }
            }
            Some(Found::Input(input)) => {
                Typed { expression: Expression::Input(input), shape: self.inputs[input].clone() }
            }
            Some(Found::Result(result)) => {
                Typed { expression: Expression::Result(result), shape: self.results[result].shape.clone() }
            }
            None => {
                let slip = self.unknown(name, scope);
                self.fault(scope.formula, tree.at.clone(), slip);
                Typed::broken()
            }
        }
    }

    /// `table.column`: inside an aggregate a cell of its table, in a repeated table one of the row that is repeated.
    fn member(&mut self, tree: &Tree, scope: &Scope) -> Typed {
        let Node::Member(member) = &tree.node else { return Typed::broken() };
        let Some(table) = self.table(&member.table) else {
            let slip = self.unknown_table(&member.table);
            self.fault(scope.formula, member.table_at.clone(), slip);
            return Typed::broken();
        };
        let Some(column) = self.column(table, &member.column) else {
            let slip = self.unknown_column(table, &member.column);
            self.fault(scope.formula, member.column_at.clone(), slip);
            return Typed::broken();
        };
        let expression = match scope.place {
            Place::Over { table: over, .. } if over == table => Expression::Column(column),
            Place::Row { table: row, .. } | Place::Keep { table: row } if self.sources[row] == Some(table) => {
                Expression::Source(column)
            }
            _ => {
                let slip = Slip::ColumnWithoutAggregate { table: member.table.clone(), column: member.column.clone() };
                self.fault(scope.formula, tree.at.clone(), slip);
                return Typed::broken();
            }
        };
        Typed { expression, shape: self.columns[table][column].shape.clone() }
    }

    fn binary(&mut self, operator: Operator, left: &Tree, right: &Tree, scope: &Scope) -> Typed {
        let made = |a: Expression, b: Expression| Expression::Binary(operator, Box::new(a), Box::new(b));
        match operator {
            Operator::And | Operator::Or => {
                let (left, right) = (self.flag(left, scope), self.flag(right, scope));
                Typed::new(made(left, right), Type::Flag)
            }
            Operator::Join => {
                let (left, right) = (self.text(left, scope), self.text(right, scope));
                Typed::new(made(left, right), Type::Text)
            }
            Operator::Plus | Operator::Minus => {
                let (first, second) = (self.number(left, scope), self.number(right, scope));
                let shape = self.fit(&first.shape, &second.shape, right.at.clone(), scope);
                Typed { expression: made(first.expression, second.expression), shape }
            }
            Operator::Times | Operator::Over => {
                let (first, second) = (self.number(left, scope), self.number(right, scope));
                if operator == Operator::Over {
                    self.check_divisor(right, scope);
                }
                let expression = made(first.expression, second.expression);
                let (Some(first), Some(second)) = (first.shape.unit(), second.shape.unit()) else {
                    return Typed { expression, shape: Shape::Broken };
                };
                let unit = if operator == Operator::Over { first.over(&second) } else { first.times(&second) };
                self.with_unit(expression, unit, left.at.start..right.at.end, scope)
            }
            Operator::Power => self.power(left, right, scope),
            _ => self.comparison(operator, left, right, scope),
        }
    }

    fn with_unit(&mut self, expression: Expression, unit: Option<Unit>, at: Range<usize>, scope: &Scope) -> Typed {
        let shape = match unit {
            Some(unit) => Shape::number(unit),
            None => {
                self.fault(scope.formula, at, Slip::UnitTooHigh);
                Shape::Broken
            }
        };
        Typed { expression, shape }
    }

    /// A text, or a choice as the identifier of what was chosen.
    fn text(&mut self, tree: &Tree, scope: &Scope) -> Expression {
        let typed = self.expression(tree, scope);
        if !matches!(typed.shape, Shape::Known(Type::Text | Type::Choice(_)) | Shape::Broken) {
            self.wrong(tree, scope, Sort::Text, &typed.shape);
        }
        typed.expression
    }

    fn power(&mut self, left: &Tree, right: &Tree, scope: &Scope) -> Typed {
        let base = self.number(left, scope);
        let exponent = self.plain(right, scope);
        let whole = whole_literal(right).and_then(|whole| i8::try_from(whole).ok());
        let expression = Expression::Binary(Operator::Power, Box::new(base.expression), Box::new(exponent));
        match (base.shape.unit(), whole) {
            (None, _) => Typed { expression, shape: Shape::Broken },
            (Some(unit), _) if unit.is_none() => Typed::plain(expression),
            (Some(unit), Some(whole)) => {
                let power = unit.to_the(whole);
                self.with_unit(expression, power, left.at.start..right.at.end, scope)
            }
            (Some(unit), None) => {
                self.fault(scope.formula, left.at.clone(), Slip::PowerOfUnit { unit: unit.to_string() });
                Typed { expression, shape: Shape::Broken }
            }
        }
    }

    fn comparison(&mut self, operator: Operator, left: &Tree, right: &Tree, scope: &Scope) -> Typed {
        let ordered = !matches!(operator, Operator::Equal | Operator::Unequal);
        let first = if ordered { self.ordered(left, scope) } else { self.expression(left, scope) };
        // Two texts are one fault.
        let second = match ordered && !first.shape.is_broken() {
            true => self.ordered(right, scope),
            false => self.expression(right, scope),
        };
        self.check_equal(&first, &second, (left, right), scope);
        let (first, second) = (Box::new(first.expression), Box::new(second.expression));
        Typed::new(Expression::Binary(operator, first, second), Type::Flag)
    }

    /// Two values that are compared: of one kind, and a text that a choice is compared with must be among its options.
    pub(super) fn check_equal(&mut self, first: &Typed, second: &Typed, trees: (&Tree, &Tree), scope: &Scope) {
        self.fit(&first.shape, &second.shape, trees.1.at.clone(), scope);
        for (choice, text) in [(first, trees.1), (second, trees.0)] {
            if let (Shape::Known(Type::Choice(options)), Node::Text(option)) = (&choice.shape, &text.node)
                && !options.contains(option)
            {
                let nearest = nearest(option, options.iter().map(String::as_str));
                self.fault(scope.formula, text.at.clone(), Slip::UnknownOption { name: option.clone(), nearest });
            }
        }
    }

    /// Whether a function has as many arguments as it wants; tells it otherwise.
    pub(super) fn arity(&mut self, call: &Call, least: usize, most: Option<usize>, scope: &Scope) -> bool {
        let found = call.arguments.len();
        if found >= least && most.is_none_or(|most| found <= most) {
            return true;
        }
        let (at, slip) = match &call.tight {
            // One too many because of a decimal comma.
            Some(numbers) if most.is_some_and(|most| found > most) => (numbers.clone(), Slip::DecimalComma),
            _ => (call.name_at.clone(), Slip::ArgumentCount { function: call.name.clone(), least, most, found }),
        };
        self.fault(scope.formula, at, slip);
        false
    }

    fn call(&mut self, call: &Call, tree: &Tree, scope: &Scope) -> Typed {
        let Some(word) = call.word else {
            let nearest = nearest(&call.name, FUNCTIONS.iter().map(|(name, _)| *name));
            let slip = Slip::UnknownFunction { name: call.name.clone(), nearest };
            self.fault(scope.formula, call.name_at.clone(), slip);
            return Typed::broken();
        };
        let aggregates = match word {
            Word::Sum | Word::Mean | Word::Count | Word::First => true,
            Word::Min | Word::Max => call.arguments.len() == 1 || call.filter.is_some(),
            _ => false,
        };
        if aggregates {
            return self.aggregate(word, call, tree, scope);
        }
        if let Some(filter) = call.filter.as_ref().filter(|_| word != Word::Rank) {
            let slip = Slip::MisplacedWhere { function: call.name.clone() };
            self.fault(scope.formula, filter.at.clone(), slip);
            return Typed::broken();
        }
        let (least, most) = match word {
            Word::Row => (0, Some(0)),
            Word::If | Word::Date => (3, Some(3)),
            Word::Round | Word::Floor | Word::Ceil => (1, Some(2)),
            Word::Default
            | Word::Previous
            | Word::AddDays
            | Word::DaysBetween
            | Word::AddWorkdays
            | Word::WorkdaysBetween => (2, Some(2)),
            Word::Min | Word::Max => (2, None),
            Word::Rank => (1, None),
            _ => (1, Some(1)),
        };
        if !self.arity(call, least, most, scope) {
            return Typed::broken();
        }
        let at = |index: usize| call.arguments.get(index).unwrap_or(tree);
        let made = |function: Function, arguments: Vec<Expression>| Expression::Call(function, arguments);
        let (day, plain) = (Type::Day, Unit::default());
        match word {
            Word::If => self.branches(at(0), at(1), at(2), scope),
            Word::Min | Word::Max => self.extreme(word, call, scope),
            Word::Round => self.rounded(Function::Round, call, scope),
            Word::Floor => self.rounded(Function::Floor, call, scope),
            Word::Ceil => self.rounded(Function::Ceil, call, scope),
            Word::Abs => {
                let typed = self.number(at(0), scope);
                Typed { expression: made(Function::Magnitude, vec![typed.expression]), shape: typed.shape }
            }
            Word::Sqrt => self.root(at(0), scope),
            Word::Has => {
                self.guards.push(None);
                let inner = self.expression(at(0), scope).expression;
                self.guards.pop();
                Typed::new(Expression::Has(Box::new(inner)), Type::Flag)
            }
            Word::Default => {
                self.guards.push(None);
                let first = self.expression(at(0), scope);
                self.guards.pop();
                let second = self.expression(at(1), scope);
                let shape = self.fit(&first.shape, &second.shape, at(1).at.clone(), scope);
                Typed {
                    expression: Expression::Default(Box::new(first.expression), Box::new(second.expression)),
                    shape,
                }
            }
            Word::Previous => self.previous(call, tree, scope),
            Word::Rank => {
                self.fault(scope.formula, tree.at.clone(), Slip::RankMisplaced);
                Typed::broken()
            }
            Word::Row => match scope.place {
                Place::Row { .. } | Place::Keep { .. } => Typed::plain(Expression::Row),
                Place::Over { row: Some(_), .. } => {
                    self.fault(scope.formula, tree.at.clone(), Slip::RowInsideAggregate);
                    Typed::broken()
                }
                Place::Whole | Place::Over { .. } => {
                    self.fault(scope.formula, tree.at.clone(), Slip::RowMisplaced);
                    Typed::broken()
                }
            },
            Word::Text => {
                let inner = self.ordered(at(0), scope).expression;
                Typed::new(made(Function::ToText, vec![inner]), Type::Text)
            }
            Word::Date => {
                let parts = call.arguments.iter().map(|part| self.plain(part, scope)).collect();
                Typed::new(made(Function::Date, parts), day)
            }
            Word::Year | Word::Month | Word::Day | Word::Weekday => {
                let function = match word {
                    Word::Year => Function::Year,
                    Word::Month => Function::Month,
                    Word::Day => Function::DayOfMonth,
                    _ => Function::Weekday,
                };
                Typed::new(made(function, vec![self.day(at(0), scope)]), Type::Number(plain))
            }
            Word::EndOfMonth => Typed::new(made(Function::EndOfMonth, vec![self.day(at(0), scope)]), day),
            Word::WorkdayOnOrBefore => Typed::new(made(Function::WorkdayOnOrBefore, vec![self.day(at(0), scope)]), day),
            Word::IsWorkday => Typed::new(made(Function::IsWorkday, vec![self.day(at(0), scope)]), Type::Flag),
            Word::AddDays | Word::AddWorkdays => {
                let function = if word == Word::AddDays { Function::AddDays } else { Function::AddWorkdays };
                Typed::new(made(function, vec![self.day(at(0), scope), self.plain(at(1), scope)]), day)
            }
            Word::DaysBetween | Word::WorkdaysBetween => {
                let days = word == Word::DaysBetween;
                let function = if days { Function::DaysBetween } else { Function::WorkdaysBetween };
                let arguments = vec![self.day(at(0), scope), self.day(at(1), scope)];
                Typed::new(made(function, arguments), Type::Number(plain))
            }
            Word::Sum | Word::Mean | Word::Count | Word::First => Typed::broken(),
        }
    }

    fn branches(&mut self, condition: &Tree, then: &Tree, otherwise: &Tree, scope: &Scope) -> Typed {
        let when = self.flag(condition, scope);
        self.guards.push(Some(condition.clone()));
        let (first, second) = (self.expression(then, scope), self.expression(otherwise, scope));
        self.guards.pop();
        let shape = self.fit(&first.shape, &second.shape, otherwise.at.clone(), scope);
        let expression = Expression::If(Box::new(when), Box::new(first.expression), Box::new(second.expression));
        Typed { expression, shape }
    }

    /// The least or greatest of two or more values.
    fn extreme(&mut self, word: Word, call: &Call, scope: &Scope) -> Typed {
        if let Some(numbers) = &call.tight {
            // `max(0,75, x)` would silently be something else.
            self.fault(scope.formula, numbers.clone(), Slip::DecimalComma);
            return Typed::broken();
        }
        let mut shape = Shape::Zero;
        let mut values = Vec::new();
        for (index, argument) in call.arguments.iter().enumerate() {
            let typed = self.ordered(argument, scope);
            shape = match index {
                0 => typed.shape,
                _ => self.fit(&shape, &typed.shape, argument.at.clone(), scope),
            };
            values.push(typed.expression);
        }
        let function = if word == Word::Min { Function::Least } else { Function::Greatest };
        Typed { expression: Expression::Call(function, values), shape }
    }

    /// Always with its decimals.
    fn rounded(&mut self, function: Function, call: &Call, scope: &Scope) -> Typed {
        let Some(value) = call.arguments.first() else { return Typed::broken() };
        let typed = self.number(value, scope);
        let decimals = match call.arguments.get(1) {
            None => 0,
            Some(tree) => match whole_literal(tree) {
                Some(decimals @ 0..=6) => decimals,
                _ => {
                    let slip = Slip::LiteralOutOfRange { least: 0, most: 6 };
                    self.fault(scope.formula, tree.at.clone(), slip);
                    return Typed::broken();
                }
            },
        };
        let decimals = Expression::Number(f64::from(decimals));
        Typed { expression: Expression::Call(function, vec![typed.expression, decimals]), shape: typed.shape }
    }

    fn root(&mut self, tree: &Tree, scope: &Scope) -> Typed {
        let typed = self.number(tree, scope);
        let expression = Expression::Call(Function::SquareRoot, vec![typed.expression]);
        let Some(unit) = typed.shape.unit() else { return Typed { expression, shape: Shape::Broken } };
        match unit.root() {
            Some(root) => Typed { expression, shape: Shape::number(root) },
            None => {
                self.fault(scope.formula, tree.at.clone(), Slip::RootOfUnit { unit: unit.to_string() });
                Typed { expression, shape: Shape::Broken }
            }
        }
    }

    /// `previous(column, start)`
    fn previous(&mut self, call: &Call, tree: &Tree, scope: &Scope) -> Typed {
        let [argument, start] = call.arguments.as_slice() else { return Typed::broken() };
        let (Place::Row { table, defines: Some(defines) }, Node::Name(name)) = (scope.place, &argument.node) else {
            self.fault(scope.formula, tree.at.clone(), Slip::PreviousMisplaced);
            return Typed::broken();
        };
        let Some(column) = self.column(table, name) else {
            let slip = match self.find(name, scope) {
                Some(_) => Slip::PreviousMisplaced,
                None => self.unknown(name, scope),
            };
            self.fault(scope.formula, argument.at.clone(), slip);
            return Typed::broken();
        };
        let first = self.expression(start, scope);
        let before = match &self.presumed {
            _ if column != defines => self.columns[table][column].shape.clone(),
            Some((presumed, _)) => presumed.clone(),
            None => {
                self.presumed = Some((first.shape.clone(), start.at.clone()));
                first.shape.clone()
            }
        };
        let shape = self.fit(&before, &first.shape, start.at.clone(), scope);
        Typed { expression: Expression::Previous { column, start: Box::new(first.expression) }, shape }
    }
}

/// A whole number that is written out, such as `2` or `-2`.
fn whole_literal(tree: &Tree) -> Option<i32> {
    match &tree.node {
        Node::Number(number) if number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX) => Some(*number as i32),
        Node::Negative(inner) => whole_literal(inner).map(|whole| -whole),
        _ => None,
    }
}
