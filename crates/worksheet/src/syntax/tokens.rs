//! A formula's text as tokens with their bytes.

use std::ops::Range;

use crate::fault::Slip;
use crate::program::Operator;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub at: Range<usize>,
    pub sign: Sign,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sign {
    Number(f64),
    Text(String),
    Name(String),
    True,
    False,
    Not,
    Where,
    /// `-` is [`Operator::Minus`] also where it stands before a value.
    Operator(Operator),
    Percent,
    Open,
    Close,
    Comma,
    Dot,
}

/// All tokens, or the first slip and its bytes.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, (Range<usize>, Slip)> {
    let mut found = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, letter)) = rest.next() {
        let mut end = start + letter.len_utf8();
        // The next letter, if it is this one, belongs to the token.
        let mut follows = |wanted: char, end: &mut usize| {
            let is = rest.next_if(|(_, next)| *next == wanted).is_some();
            *end += if is { wanted.len_utf8() } else { 0 };
            is
        };
        let sign = match letter {
            space if space.is_whitespace() => continue,
            '(' => Sign::Open,
            ')' => Sign::Close,
            ',' => Sign::Comma,
            '.' => Sign::Dot,
            '%' => Sign::Percent,
            ';' => return Err((start..end, Slip::Semicolon)),
            '+' => Sign::Operator(Operator::Plus),
            '-' => Sign::Operator(Operator::Minus),
            '*' => Sign::Operator(Operator::Times),
            '/' => Sign::Operator(Operator::Over),
            '^' => Sign::Operator(Operator::Power),
            '&' => Sign::Operator(Operator::Join),
            '=' => {
                follows('=', &mut end);
                Sign::Operator(Operator::Equal)
            }
            '<' if follows('=', &mut end) => Sign::Operator(Operator::LessOrEqual),
            '<' if follows('>', &mut end) => Sign::Operator(Operator::Unequal),
            '<' => Sign::Operator(Operator::Less),
            '>' if follows('=', &mut end) => Sign::Operator(Operator::GreaterOrEqual),
            '>' => Sign::Operator(Operator::Greater),
            '"' => {
                let mut content = String::new();
                loop {
                    match rest.next() {
                        None => return Err((start..text.len(), Slip::OpenText)),
                        Some((at, '"')) => {
                            end = at + 1;
                            // A quote inside a text is written twice.
                            if rest.next_if(|(_, next)| *next == '"').is_none() {
                                break;
                            }
                            content.push('"');
                        }
                        Some((_, other)) => content.push(other),
                    }
                }
                Sign::Text(content)
            }
            digit if digit.is_ascii_digit() => {
                while let Some((at, _)) = rest.next_if(|(_, next)| next.is_ascii_digit()) {
                    end = at + 1;
                }
                let mut ahead = rest.clone();
                if ahead.next().is_some_and(|(_, next)| next == '.')
                    && ahead.next().is_some_and(|(_, next)| next.is_ascii_digit())
                {
                    rest.next();
                    while let Some((at, _)) = rest.next_if(|(_, next)| next.is_ascii_digit()) {
                        end = at + 1;
                    }
                }
                match text[start..end].parse::<f64>() {
                    Ok(number) if number.is_finite() => Sign::Number(number),
                    _ => return Err((start..end, Slip::NumberTooLarge)),
                }
            }
            letter if letter.is_alphabetic() || letter == '_' => {
                while let Some((at, next)) = rest.next_if(|(_, next)| next.is_alphanumeric() || *next == '_') {
                    end = at + next.len_utf8();
                }
                match &text[start..end] {
                    "and" | "y" => Sign::Operator(Operator::And),
                    "or" | "o" => Sign::Operator(Operator::Or),
                    "not" | "no" => Sign::Not,
                    "true" | "verdadero" => Sign::True,
                    "false" | "falso" => Sign::False,
                    "where" | "donde" => Sign::Where,
                    name => Sign::Name(name.to_owned()),
                }
            }
            other => return Err((start..end, Slip::UnknownCharacter(other))),
        };
        found.push(Token { at: start..end, sign });
    }
    Ok(found)
}
