//! How something is computed, in plain words: `costo total ÷ (conexiones × 12 × eficiencia de cobro), redondeado hacia
//! arriba al entero`. A piece of a sentence, without a capital and a full stop of its own.

mod phrases;

use crate::definition::Kind;
use crate::program::{Aggregate, Column, Expression, Function, Operator, Program, Rows, Type};
use crate::value::settled;

use phrases::Phrases;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Spanish,
    English,
}

/// Something that has a value of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Input(usize),
    Result(usize),
    Column { table: usize, column: usize },
}

/// What things are called in the language, as in the middle of a sentence.
#[derive(Clone, Copy)]
pub struct Labels<'a> {
    pub input: &'a dyn Fn(usize) -> String,
    pub result: &'a dyn Fn(usize) -> String,
    pub table: &'a dyn Fn(usize) -> String,
    /// Of the table, the author's column.
    pub column: &'a dyn Fn(usize, usize) -> String,
    /// An option of a choice, by its identifier.
    pub option: &'a dyn Fn(Figure, &str) -> String,
    /// Whether something is shown in percent; so is a number then that it is compared with.
    pub percentage: &'a dyn Fn(Figure) -> bool,
}

/// How an expression is computed. The table is the one of whose rows it speaks.
pub fn words(
    program: &Program,
    expression: &Expression,
    table: Option<usize>,
    language: Language,
    labels: Labels,
) -> String {
    let teller = Teller { program, labels, table, this_row: false, say: Phrases { language } };
    teller.tell(expression).0
}

/// How loosely a piece holds together; a looser one inside a tighter one gets brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    /// With commas or semicolons.
    Clause,
    Or,
    And,
    Relation,
    /// `la suma de …`: open at its end.
    Phrase,
    Sum,
    Product,
    Sign,
    Power,
    Atom,
}

type Told = (String, Hold);

#[derive(Clone, Copy)]
struct Teller<'a> {
    program: &'a Program,
    labels: Labels<'a>,
    table: Option<usize>,
    /// Whether the columns of the row must be told from those of another table.
    this_row: bool,
    say: Phrases,
}

impl Teller<'_> {
    fn at_least(&self, hold: Hold, expression: &Expression) -> String {
        bracketed(self.tell(expression), hold)
    }

    fn atom(&self, expression: &Expression) -> String {
        self.at_least(Hold::Atom, expression)
    }

    fn phrase(&self, expression: &Expression) -> String {
        self.at_least(Hold::Phrase, expression)
    }

    fn tell(&self, expression: &Expression) -> Told {
        let say = self.say;
        match expression {
            Expression::Number(number) => (phrases::number(*number), Hold::Atom),
            Expression::Text(text) => (say.quoted(text), Hold::Atom),
            Expression::Flag(flag) => (say.yes_or_no(*flag).to_owned(), Hold::Atom),
            Expression::Input(input) => ((self.labels.input)(*input), Hold::Atom),
            Expression::Result(result) => ((self.labels.result)(*result), Hold::Atom),
            Expression::Column(column) => self.column(*column),
            Expression::Source(column) => match self.source() {
                Some(table) => ((self.labels.column)(table, *column), Hold::Atom),
                None => (String::new(), Hold::Atom),
            },
            Expression::Row => (say.row_number(self.source().is_some()).to_owned(), Hold::Phrase),
            Expression::Negative(inner) => (format!("−{}", self.at_least(Hold::Power, inner)), Hold::Sign),
            Expression::Not(inner) => self.negated(inner),
            Expression::Binary(operator, left, right) => self.binary(*operator, left, right),
            Expression::If(condition, then, otherwise) => {
                let then = self.at_least(Hold::Or, then);
                // A chain of conditions needs no brackets.
                let otherwise = match &**otherwise {
                    Expression::If(..) => self.tell(otherwise).0,
                    other => self.at_least(Hold::Or, other),
                };
                (say.choice(&self.condition(condition), &then, &otherwise), Hold::Clause)
            }
            Expression::Call(function, arguments) => self.call(*function, arguments),
            Expression::Has(inner) => (say.has(&self.phrase(inner)), Hold::Relation),
            Expression::Default(first, second) => {
                (say.or_if_missing(&self.atom(first), &self.phrase(second)), Hold::Atom)
            }
            Expression::Previous { column, start } => {
                (say.previous(&self.column(*column).0, &self.phrase(start)), Hold::Atom)
            }
            Expression::Aggregate { how, table, column } => self.aggregate(*how, *table, *column),
            Expression::Count { table } => (say.count(&(self.labels.table)(*table), None), Hold::Phrase),
            Expression::Rank { keys } => self.rank(keys),
            Expression::Match { how, table, key, is, value } => {
                let over = self.over(*table);
                let is = Teller { this_row: true, ..*self }.phrase(is);
                let texts = over.is_text(&Expression::Column(*key));
                let key = bracketed(over.column(*key), Hold::Phrase);
                let condition = say.relation(Operator::Equal, texts, &key, &is);
                self.aggregated(
                    *how,
                    *table,
                    over.hidden(*value).unwrap_or(&Expression::Column(*value)),
                    Some(condition),
                )
            }
            Expression::Absent => (say.left_out().to_owned(), Hold::Atom),
        }
    }

    fn source(&self) -> Option<usize> {
        match self.program.tables.get(self.table?)?.rows {
            Rows::Repeated { table, .. } => Some(table),
            _ => None,
        }
    }

    fn over(&self, table: usize) -> Self {
        Teller { table: Some(table), this_row: false, ..*self }
    }

    /// What stands behind a column that the author has not made.
    fn hidden(&self, column: usize) -> Option<&Expression> {
        let table = self.program.tables.get(self.table?)?;
        if column < table.shown {
            return None;
        }
        table.columns.get(column)?.computed().map(|computed| &computed.expression)
    }

    fn column(&self, column: usize) -> Told {
        if let Some(hidden) = self.hidden(column) {
            return self.tell(hidden);
        }
        let label = self.table.map(|table| (self.labels.column)(table, column)).unwrap_or_default();
        (if self.this_row { self.say.of_this_row(&label) } else { label }, Hold::Atom)
    }

    /// Something that is true or not, as a statement.
    fn condition(&self, expression: &Expression) -> String {
        self.statement(expression).0
    }

    fn statement(&self, expression: &Expression) -> Told {
        match expression {
            Expression::Input(_) | Expression::Result(_) | Expression::Column(_) | Expression::Source(_) => {
                let (label, hold) = self.tell(expression);
                match hold {
                    Hold::Atom => (self.say.is(&label, true), Hold::Relation),
                    _ => (label, hold),
                }
            }
            other => self.tell(other),
        }
    }

    fn negated(&self, inner: &Expression) -> Told {
        let say = self.say;
        match inner {
            Expression::Has(inner) => (say.has_not(&self.phrase(inner)), Hold::Relation),
            Expression::Input(_) | Expression::Result(_) | Expression::Column(_) | Expression::Source(_) => {
                (say.is(&self.atom(inner), false), Hold::Relation)
            }
            Expression::Call(Function::IsWorkday, days) => match days.first() {
                Some(day) => (say.is_workday(&self.phrase(day), false), Hold::Relation),
                None => (String::new(), Hold::Atom),
            },
            other => (say.not(&bracketed(self.statement(other), Hold::Phrase)), Hold::Relation),
        }
    }

    fn binary(&self, operator: Operator, left: &Expression, right: &Expression) -> Told {
        let over = matches!(left, Expression::Binary(Operator::Over, ..));
        let (hold, sign) = match operator {
            Operator::Plus => (Hold::Sum, " + "),
            Operator::Minus => (Hold::Sum, " − "),
            Operator::Times => (Hold::Product, " × "),
            Operator::Over => (Hold::Product, " ÷ "),
            Operator::Power => {
                let exponent = match right {
                    Expression::Number(number) if *number == 2.0 => Err(true),
                    Expression::Number(number) if *number == 3.0 => Err(false),
                    other => Ok(self.atom(other)),
                };
                return (self.say.power(&self.atom(left), exponent), Hold::Power);
            }
            Operator::Join => {
                let mut parts = Vec::new();
                self.joined(left, &mut parts);
                self.joined(right, &mut parts);
                return (self.say.joined(&parts), Hold::Clause);
            }
            Operator::And | Operator::Or => {
                let and = operator == Operator::And;
                let hold = if and { Hold::And } else { Hold::Or };
                // `(a and b) or c` keeps its brackets.
                let part = |part: &Expression| match part {
                    Expression::Binary(inner, ..) if *inner == operator => self.statement(part).0,
                    other => bracketed(self.statement(other), Hold::Relation),
                };
                let (left, right) = (part(left), part(right));
                return (self.say.both(and, &left, &right), hold);
            }
            _ => return (self.relation(operator, left, right), Hold::Relation),
        };
        // `a ÷ b × c` would be read in two ways.
        let first = self.at_least(if over && hold == Hold::Product { Hold::Sign } else { hold }, left);
        let tighter = if hold == Hold::Sum { Hold::Product } else { Hold::Sign };
        let associates = matches!(operator, Operator::Plus) && matches!(right, Expression::Binary(Operator::Plus, ..));
        let second = bracketed(self.beside(right, left), if associates { hold } else { tighter });
        (first + sign + &second, hold)
    }

    /// The texts that are put one after the other.
    fn joined(&self, expression: &Expression, parts: &mut Vec<String>) {
        match expression {
            Expression::Binary(Operator::Join, left, right) => {
                self.joined(left, parts);
                self.joined(right, parts);
            }
            other => parts.push(self.at_least(Hold::Sum, other)),
        }
    }

    fn relation(&self, operator: Operator, left: &Expression, right: &Expression) -> String {
        for (value, flag) in [(left, right), (right, left)] {
            if let (Expression::Flag(flag), Operator::Equal | Operator::Unequal) = (flag, operator) {
                let flag = *flag == (operator == Operator::Equal);
                return if flag { self.condition(value) } else { self.negated(value).0 };
            }
        }
        let texts = self.is_text(left) || self.is_text(right);
        let first = bracketed(self.beside(left, right), Hold::Phrase);
        let second = bracketed(self.beside(right, left), Hold::Phrase);
        self.say.relation(operator, texts, &first, &second)
    }

    /// A value next to another one: an option by its name, a share of one that is typed in percent as percent.
    fn beside(&self, expression: &Expression, other: &Expression) -> Told {
        let figure = match other {
            Expression::Input(input) => Figure::Input(*input),
            Expression::Result(result) => Figure::Result(*result),
            Expression::Column(column) | Expression::Source(column) => {
                let table = if matches!(other, Expression::Source(_)) { self.source() } else { self.table };
                match table {
                    Some(table) if self.is_shown(table, *column) => Figure::Column { table, column: *column },
                    _ => return self.tell(expression),
                }
            }
            _ => return self.tell(expression),
        };
        match expression {
            Expression::Text(option) if self.options(figure).contains(option) => {
                (self.say.quoted(&(self.labels.option)(figure, option)), Hold::Atom)
            }
            Expression::Number(number) if *number != 0.0 && (self.labels.percentage)(figure) => {
                (self.say.percent(&phrases::number(settled(number * 100.0))), Hold::Atom)
            }
            _ => self.tell(expression),
        }
    }

    fn is_shown(&self, table: usize, column: usize) -> bool {
        self.program.tables.get(table).is_some_and(|table| column < table.shown)
    }

    /// Among what one can choose; nothing if it is no choice.
    fn options(&self, figure: Figure) -> &[String] {
        let (field, computed) = match figure {
            Figure::Input(input) => (self.program.inputs.get(input), None),
            Figure::Result(result) => (None, self.program.results.get(result)),
            Figure::Column { table, column } => {
                let column = self.program.tables.get(table).and_then(|of| of.columns.get(column));
                (column.and_then(Column::entered), column.and_then(Column::computed))
            }
        };
        match (field, computed.map(|computed| &computed.kind)) {
            (Some(field), _) if field.kind == Kind::Choice => &field.options,
            (_, Some(Type::Choice(options))) => options,
            _ => &[],
        }
    }

    fn is_text(&self, expression: &Expression) -> bool {
        let column = |table: Option<usize>, column: usize| match table
            .and_then(|table| self.program.tables.get(table)?.columns.get(column))
        {
            Some(Column::Entered(field)) => matches!(field.kind, Kind::Choice | Kind::Text),
            Some(Column::Computed(computed)) => matches!(computed.kind, Type::Text | Type::Choice(_)),
            None => false,
        };
        match expression {
            Expression::Text(_) | Expression::Binary(Operator::Join, ..) => true,
            Expression::Call(Function::ToText, _) => true,
            Expression::Input(input) => {
                self.program.inputs.get(*input).is_some_and(|field| matches!(field.kind, Kind::Choice | Kind::Text))
            }
            Expression::Result(result) => {
                let kind = self.program.results.get(*result).map(|result| &result.kind);
                matches!(kind, Some(Type::Text | Type::Choice(_)))
            }
            Expression::Column(of) => column(self.table, *of),
            Expression::Source(of) => column(self.source(), *of),
            _ => false,
        }
    }

    fn call(&self, function: Function, arguments: &[Expression]) -> Told {
        let say = self.say;
        let (Some(first), second) = (arguments.first(), arguments.get(1)) else { return (String::new(), Hold::Atom) };
        let other = |second: Option<&Expression>| second.map(|second| self.phrase(second)).unwrap_or_default();
        match function {
            Function::Least | Function::Greatest => {
                let values: Vec<String> = arguments.iter().map(|value| self.at_least(Hold::Sum, value)).collect();
                (say.extreme(function == Function::Greatest, &values), Hold::Phrase)
            }
            Function::Round | Function::Floor | Function::Ceil => {
                let decimals = match second {
                    Some(Expression::Number(decimals)) => *decimals as u8,
                    _ => 0,
                };
                (say.rounded(function, &self.phrase(first), decimals), Hold::Clause)
            }
            Function::Magnitude => (say.magnitude(&self.at_least(Hold::Sum, first)), Hold::Phrase),
            Function::SquareRoot => (say.root(&self.atom(first)), Hold::Phrase),
            Function::ToText => self.tell(first),
            Function::Date => {
                let parts: Vec<String> = arguments.iter().map(|part| self.phrase(part)).collect();
                (say.date(&parts), Hold::Phrase)
            }
            Function::Year | Function::Month | Function::DayOfMonth | Function::Weekday | Function::EndOfMonth => {
                (say.part_of_date(function, &self.phrase(first)), Hold::Phrase)
            }
            Function::WorkdayOnOrBefore => (say.part_of_date(function, &self.phrase(first)), Hold::Phrase),
            Function::AddDays | Function::AddWorkdays => {
                let workdays = function == Function::AddWorkdays;
                let (days, before) = match second {
                    Some(Expression::Negative(days)) => (self.atom(days), true),
                    Some(days) => (self.atom(days), false),
                    None => (String::new(), false),
                };
                (say.days_from(&days, workdays, before, &self.phrase(first)), Hold::Phrase)
            }
            Function::DaysBetween | Function::WorkdaysBetween => {
                let workdays = function == Function::WorkdaysBetween;
                (say.days_between(workdays, &self.phrase(first), &other(second)), Hold::Phrase)
            }
            Function::IsWorkday => (say.is_workday(&self.phrase(first), true), Hold::Relation),
        }
    }

    /// Over all rows, or over those for which a hidden column has a condition.
    fn aggregate(&self, how: Aggregate, table: usize, column: usize) -> Told {
        let over = self.over(table);
        match over.hidden(column) {
            Some(Expression::If(condition, value, otherwise)) if **otherwise == Expression::Absent => {
                self.aggregated(how, table, value, Some(over.condition(condition)))
            }
            Some(value) => self.aggregated(how, table, value, None),
            None => self.aggregated(how, table, &Expression::Column(column), None),
        }
    }

    fn aggregated(&self, how: Aggregate, table: usize, value: &Expression, condition: Option<String>) -> Told {
        let over = self.over(table);
        let name = (self.labels.table)(table);
        if how == Aggregate::Count && condition.is_some() {
            return (self.say.count(&name, condition.as_deref()), Hold::Phrase);
        }
        let days = match value {
            Expression::Column(column) => match self.program.tables.get(table).and_then(|of| of.columns.get(*column)) {
                Some(Column::Entered(field)) => field.kind == Kind::Date,
                Some(Column::Computed(computed)) => computed.kind == Type::Day,
                None => false,
            },
            _ => false,
        };
        (self.say.aggregate(how, days, &over.atom(value), &name, condition.as_deref()), Hold::Phrase)
    }

    fn rank(&self, keys: &[usize]) -> Told {
        let mut condition = None;
        let mut told = Vec::new();
        for key in keys {
            let column = Expression::Column(*key);
            let mut value = self.hidden(*key).unwrap_or(&column);
            if let Expression::If(when, inner, otherwise) = value
                && **otherwise == Expression::Absent
            {
                condition = Some(self.condition(when));
                value = inner;
            }
            told.push(match value {
                Expression::Negative(inner) => (self.phrase(inner), true),
                other => (self.phrase(other), false),
            });
        }
        (self.say.rank(&told, condition.as_deref()), Hold::Clause)
    }
}

fn bracketed((text, hold): Told, least: Hold) -> String {
    if hold < least { format!("({text})") } else { text }
}
