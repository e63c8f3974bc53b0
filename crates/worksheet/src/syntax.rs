//! A formula's text as a tree with the bytes of each part. Names are not looked up here.
//!
//! Loosest first: `or`, `and`, `not`, comparisons, `&`, `+ -`, `* /`, `-` before a value, `^`. Where readers would
//! disagree about what a formula means, brackets are asked for.

mod tokens;

use std::ops::Range;

use crate::fault::{Expected, Slip};
use crate::program::Operator;
use crate::vocabulary::{self, Word};
use tokens::{Sign, Token, tokens};

/// How deeply formulas may be nested, and how many operands of one strength may follow one another.
pub const LIMIT: usize = 100;

#[derive(Clone, Debug)]
pub struct Tree {
    pub at: Range<usize>,
    pub node: Node,
    bracketed: bool,
    depth: usize,
}

#[derive(Clone, Debug)]
pub enum Node {
    Number(f64),
    Text(String),
    Flag(bool),
    Name(String),
    /// `table.column`
    Member(Member),
    Negative(Box<Tree>),
    Not(Box<Tree>),
    Binary(Operator, Box<Tree>, Box<Tree>),
    Call(Box<Call>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub table: String,
    pub table_at: Range<usize>,
    pub column: String,
    pub column_at: Range<usize>,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub name: String,
    pub name_at: Range<usize>,
    /// Nothing for a function that is not known.
    pub word: Option<Word>,
    pub arguments: Vec<Tree>,
    pub filter: Option<Tree>,
    /// The first two numbers with nothing but a comma between them, which may be a decimal comma.
    pub tight: Option<Range<usize>>,
}

/// The first slip and its bytes.
pub type Stumble = (Range<usize>, Slip);

/// Reads a formula.
pub fn parse(text: &str) -> Result<Tree, Stumble> {
    let tokens = tokens(text)?;
    let Some(first) = tokens.first() else { return Err((0..text.len(), Slip::Empty)) };
    if first.sign == Sign::Operator(Operator::Equal) {
        return Err((first.at.clone(), Slip::LeadingEquals));
    }
    let mut parser = Parser { text, tokens: &tokens, next: 0 };
    let tree = parser.expression(0, 0)?;
    match parser.peek() {
        None => Ok(tree),
        Some(token) => Err(parser.surplus(token.clone(), Expected::Operator)),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    next: usize,
}

/// How strongly an operator binds.
fn strength(operator: Operator) -> u8 {
    match operator {
        Operator::Or => 1,
        Operator::And => 2,
        Operator::Equal
        | Operator::Unequal
        | Operator::Less
        | Operator::LessOrEqual
        | Operator::Greater
        | Operator::GreaterOrEqual => 4,
        Operator::Join => 5,
        Operator::Plus | Operator::Minus => 6,
        Operator::Times | Operator::Over => 7,
        Operator::Power => 9,
    }
}

const NOT: u8 = 3;
const NEGATIVE: u8 = 8;

impl Operator {
    pub(crate) fn compares(self) -> bool {
        strength(self) == 4
    }
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<&'a Token> {
        let token = self.tokens.get(self.next);
        self.next += 1;
        token
    }

    fn next_is(&self, sign: &Sign) -> bool {
        self.peek().is_some_and(|token| token.sign == *sign)
    }

    fn missing(&self, what: Expected) -> Stumble {
        match self.peek() {
            Some(token) => self.surplus(token.clone(), what),
            None => (self.text.len()..self.text.len(), Slip::Expected { what, found: None }),
        }
    }

    /// A token that does not belong here.
    fn surplus(&self, token: Token, what: Expected) -> Stumble {
        if let (Sign::Comma, Some(numbers)) = (&token.sign, self.tight(self.next)) {
            return (numbers, Slip::DecimalComma);
        }
        let found = Some(self.text[token.at.clone()].to_owned());
        (token.at, Slip::Expected { what, found })
    }

    /// The bytes from number to number if the comma at this position stands between two without any space.
    fn tight(&self, comma: usize) -> Option<Range<usize>> {
        let [before, comma, after] = self.tokens.get(comma.checked_sub(1)?..comma + 2)? else { return None };
        let numbers = matches!((&before.sign, &after.sign), (Sign::Number(_), Sign::Number(_)));
        (numbers && before.at.end == comma.at.start && comma.at.end == after.at.start)
            .then_some(before.at.start..after.at.end)
    }

    /// A tree whose operators bind at least so strongly.
    fn expression(&mut self, least: u8, depth: usize) -> Result<Tree, Stumble> {
        let mut left = self.prefix(least, depth)?;
        while let Some(Token { sign: Sign::Operator(operator), .. }) = self.peek() {
            let operator = *operator;
            let strength = strength(operator);
            if strength < least {
                break;
            }
            let before = self.next;
            self.next += 1;
            let right = self.expression(strength + 1, depth + 1)?;
            let at = left.at.start..right.at.end;
            if let Node::Binary(inner, ..) = &left.node
                && !left.bracketed
                && operator.compares()
                && inner.compares()
            {
                return Err((self.tokens[before].at.clone(), Slip::ChainedComparison));
            }
            let mixed = |side: &Tree, other: Operator| {
                !side.bracketed && matches!(&side.node, Node::Binary(inner, ..) if *inner == other)
            };
            if operator == Operator::Or && (mixed(&left, Operator::And) || mixed(&right, Operator::And)) {
                return Err((at, Slip::AndWithOr));
            }
            if operator == Operator::Power {
                // The next one would be taken for another power of the whole.
                let next = self.peek().filter(|next| next.sign == Sign::Operator(Operator::Power));
                let end = next.map(|next| next.at.end).or(mixed(&left, Operator::Power).then_some(at.end));
                if let Some(end) = end {
                    return Err((at.start..end, Slip::PowerOfPower));
                }
            }
            left = self.tree(at, Node::Binary(operator, Box::new(left), Box::new(right)))?;
        }
        Ok(left)
    }

    fn prefix(&mut self, least: u8, depth: usize) -> Result<Tree, Stumble> {
        let Some(token) = self.peek() else { return Err(self.missing(Expected::Value)) };
        let at = token.at.clone();
        if depth > LIMIT {
            return Err((at, Slip::TooDeep { limit: LIMIT }));
        }
        match &token.sign {
            Sign::Operator(Operator::Minus) => {
                self.next += 1;
                // An exponent may be negative: `10^-2`.
                let inner = self.expression(NEGATIVE.max(least), depth + 1)?;
                if matches!(inner.node, Node::Binary(Operator::Power, ..)) && !inner.bracketed {
                    return Err((at.start..inner.at.end, Slip::MinusBeforePower));
                }
                self.tree(at.start..inner.at.end, Node::Negative(Box::new(inner)))
            }
            Sign::Not if least <= NOT => {
                self.next += 1;
                let inner = self.expression(NOT, depth + 1)?;
                self.tree(at.start..inner.at.end, Node::Not(Box::new(inner)))
            }
            Sign::Open => {
                self.next += 1;
                let mut inner = self.expression(0, depth + 1)?;
                let end = self.close(&at, Expected::CommaOrBracket)?;
                inner.at = at.start..end;
                inner.bracketed = true;
                inner.depth += 1;
                Ok(inner)
            }
            _ => self.atom(depth),
        }
    }

    /// The closing bracket of the one at these bytes; tells where it ends.
    fn close(&mut self, open: &Range<usize>, what: Expected) -> Result<usize, Stumble> {
        match self.peek() {
            Some(Token { at, sign: Sign::Close }) => {
                self.next += 1;
                Ok(at.end)
            }
            None => Err((open.clone(), Slip::OpenBracket)),
            Some(_) => Err(self.missing(what)),
        }
    }

    fn atom(&mut self, depth: usize) -> Result<Tree, Stumble> {
        let missing = self.missing(Expected::Value);
        let Some(token) = self.take() else { return Err(missing) };
        let at = token.at.clone();
        match &token.sign {
            Sign::Number(number) => match self.peek() {
                Some(Token { at: percent, sign: Sign::Percent }) => {
                    self.next += 1;
                    self.tree(at.start..percent.end, Node::Number(number / 100.0))
                }
                _ => self.tree(at, Node::Number(*number)),
            },
            Sign::Text(text) => self.tree(at, Node::Text(text.clone())),
            Sign::True => self.tree(at, Node::Flag(true)),
            Sign::False => self.tree(at, Node::Flag(false)),
            Sign::Name(name) if self.next_is(&Sign::Open) => self.call(name, at, depth),
            Sign::Name(table) if self.next_is(&Sign::Dot) => {
                self.next += 1;
                let Some(Token { at: column_at, sign: Sign::Name(column) }) = self.peek() else {
                    return Err(self.missing(Expected::Column));
                };
                self.next += 1;
                let member = Member {
                    table: table.clone(),
                    table_at: at.clone(),
                    column: column.clone(),
                    column_at: column_at.clone(),
                };
                self.tree(at.start..column_at.end, Node::Member(member))
            }
            Sign::Name(name) => self.tree(at, Node::Name(name.clone())),
            _ => Err(missing),
        }
    }

    fn call(&mut self, name: &str, name_at: Range<usize>, depth: usize) -> Result<Tree, Stumble> {
        let open = self.take().map_or(name_at.clone(), |token| token.at.clone());
        let mut call = Call {
            name: name.to_owned(),
            name_at: name_at.clone(),
            word: vocabulary::function(name),
            arguments: Vec::new(),
            filter: None,
            tight: None,
        };
        if !self.next_is(&Sign::Close) {
            loop {
                call.arguments.push(self.expression(0, depth + 1)?);
                if !self.next_is(&Sign::Comma) {
                    break;
                }
                call.tight = call.tight.take().or_else(|| self.tight(self.next));
                self.next += 1;
            }
            if self.next_is(&Sign::Where) {
                self.next += 1;
                call.filter = Some(self.expression(0, depth + 1)?);
            }
        }
        let end = self.close(&(name_at.start..open.end), Expected::CommaOrBracket)?;
        self.tree(name_at.start..end, Node::Call(Box::new(call)))
    }

    fn tree(&self, at: Range<usize>, node: Node) -> Result<Tree, Stumble> {
        let below = match &node {
            Node::Negative(inner) | Node::Not(inner) => inner.depth,
            Node::Binary(_, left, right) => left.depth.max(right.depth),
            Node::Call(call) => call.arguments.iter().chain(&call.filter).map(|tree| tree.depth).max().unwrap_or(0),
            _ => 0,
        };
        if below >= LIMIT {
            return Err((at, Slip::TooDeep { limit: LIMIT }));
        }
        Ok(Tree { at, node, bracketed: false, depth: below + 1 })
    }
}

impl Tree {
    /// The parts of this tree, in the order of the text.
    pub fn parts(&self) -> Vec<&Tree> {
        match &self.node {
            Node::Negative(inner) | Node::Not(inner) => vec![inner],
            Node::Binary(_, left, right) => vec![left, right],
            Node::Call(call) => call.arguments.iter().chain(&call.filter).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether both say the same, wherever they stand.
    pub fn says(&self, other: &Tree) -> bool {
        let same = match (&self.node, &other.node) {
            (Node::Number(a), Node::Number(b)) => a == b,
            (Node::Text(a), Node::Text(b)) | (Node::Name(a), Node::Name(b)) => a == b,
            (Node::Flag(a), Node::Flag(b)) => a == b,
            (Node::Member(a), Node::Member(b)) => a.table == b.table && a.column == b.column,
            (Node::Negative(_), Node::Negative(_)) | (Node::Not(_), Node::Not(_)) => true,
            (Node::Binary(a, ..), Node::Binary(b, ..)) => a == b,
            (Node::Call(a), Node::Call(b)) => a.word == b.word && a.filter.is_some() == b.filter.is_some(),
            _ => false,
        };
        let (mine, others) = (self.parts(), other.parts());
        same && mine.len() == others.len() && mine.iter().zip(others).all(|(a, b)| a.says(b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree with all its brackets.
    fn shown(tree: &Tree) -> String {
        let parts: Vec<String> = tree.parts().into_iter().map(shown).collect();
        match &tree.node {
            Node::Number(number) => number.to_string(),
            Node::Text(text) => format!("{text:?}"),
            Node::Flag(flag) => flag.to_string(),
            Node::Name(name) => name.clone(),
            Node::Member(member) => format!("{}.{}", member.table, member.column),
            Node::Negative(_) => format!("-({})", parts[0]),
            Node::Not(_) => format!("not({})", parts[0]),
            Node::Binary(operator, ..) => format!("({} {operator:?} {})", parts[0], parts[1]),
            Node::Call(call) => {
                let filter = if call.filter.is_some() { " with where" } else { "" };
                format!("{:?}[{}]{filter}", call.word, parts.join("; "))
            }
        }
    }

    fn reads(text: &str) -> String {
        shown(&parse(text).unwrap())
    }

    #[test]
    fn operators_bind_in_the_usual_order() {
        assert_eq!(reads("a + b * c"), "(a Plus (b Times c))");
        assert_eq!(reads("a - b - c"), "((a Minus b) Minus c)");
        assert_eq!(reads("-a * b"), "(-(a) Times b)");
        assert_eq!(reads("2^-1 * 3"), "((2 Power -(1)) Times 3)");
        assert_eq!(reads("not a = b and c"), "(not((a Equal b)) And c)");
        assert_eq!(reads("a y no b"), "(a And not(b))");
        assert_eq!(reads("(a o b) y c"), "((a Or b) And c)");
        assert_eq!(reads("a & b = c"), "((a Join b) Equal c)");
        assert_eq!(reads("5% + 1.5"), "(0.05 Plus 1.5)");
        assert_eq!(reads("suma(flujos.monto donde flujos.mes == fila())"), {
            "Some(Sum)[flujos.monto; (flujos.mes Equal Some(Row)[])] with where"
        });
        assert_eq!(reads(r#"si(x <> "a ""b""", 1, 2)"#), r#"Some(If)[(x Unequal "a \"b\""); 1; 2]"#);
    }

    fn stumbles(text: &str, at: &str, slip: Slip) {
        let (found_at, found) = parse(text).unwrap_err();
        assert_eq!((&text[found_at], found), (at, slip), "{text}");
    }

    fn expected(what: Expected, found: &str) -> Slip {
        Slip::Expected { what, found: (!found.is_empty()).then(|| found.to_owned()) }
    }

    #[test]
    fn what_readers_would_take_in_two_ways_is_refused() {
        stumbles("1 + -2^2", "-2^2", Slip::MinusBeforePower);
        stumbles("2^3^2", "2^3^", Slip::PowerOfPower);
        stumbles("(2)^-3^2", "(2)^-3^", Slip::PowerOfPower);
        stumbles("a and b or c", "a and b or c", Slip::AndWithOr);
        stumbles("a or b and c", "a or b and c", Slip::AndWithOr);
        stumbles("a < b < c", "<", Slip::ChainedComparison);
        parse("(-2)^2 + -(2^2) + (2^3)^2 + 2^(3^2)").unwrap();
        parse("(a < b) = (c < d)").unwrap();
    }

    #[test]
    fn slips_of_writing_are_told_at_their_bytes() {
        stumbles("", "", Slip::Empty);
        stumbles("=a + b", "=", Slip::LeadingEquals);
        stumbles("si(a; b; c)", ";", Slip::Semicolon);
        stumbles("0,75 * x", "0,75", Slip::DecimalComma);
        stumbles("x * (1,000)", "1,000", Slip::DecimalComma);
        stumbles("a + ", "", expected(Expected::Value, ""));
        stumbles("a + * b", "*", expected(Expected::Value, "*"));
        stumbles("a b", "b", expected(Expected::Operator, "b"));
        stumbles("a + b)", ")", expected(Expected::Operator, ")"));
        stumbles("max(a, (b + c)", "max(", Slip::OpenBracket);
        stumbles("max(a b)", "b", expected(Expected::CommaOrBracket, "b"));
        stumbles("sum(t.3)", "3", expected(Expected::Column, "3"));
        stumbles("t.", "", expected(Expected::Column, ""));
        stumbles("a × b", "×", Slip::UnknownCharacter('×'));
        stumbles("a ? b", "?", Slip::UnknownCharacter('?'));
        stumbles("\"abc", "\"abc", Slip::OpenText);
        stumbles("costo año", "año", expected(Expected::Operator, "año"));
        assert_eq!(parse(&"9".repeat(400)).unwrap_err().1, Slip::NumberTooLarge);
    }

    #[test]
    fn deep_nesting_is_refused_and_not_followed() {
        let deep = Slip::TooDeep { limit: LIMIT };
        for text in [
            "(".repeat(100_000),
            format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000)),
            "-".repeat(100_000),
            "not ".repeat(100_000),
            "if(".repeat(100_000),
            format!("1{}", "+1".repeat(100_000)),
            format!("{}1", "1=(".repeat(100_000)),
        ] {
            assert_eq!(parse(&text).unwrap_err().1, deep, "{}", &text[..20]);
        }
        parse(&format!("1{}", "+1".repeat(LIMIT - 1))).unwrap();
    }
}
