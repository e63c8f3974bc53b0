//! Exact decimal numbers and ratios.

use std::cmp::Ordering;
use std::fmt;

use super::{Money, from_scalar};
use crate::diagnostics::catalogue::C0503;
use crate::source::yaml::refusal;

/// A decimal number exactly as it was written: `units / 10^scale`. `44.90` keeps its two decimals.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    units: i64,
    scale: u8,
}

impl Number {
    /// Reads `-?digits` with at most nine decimals.
    pub fn parse(text: &str) -> Option<Number> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let digits_only = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let dot_without_decimals = digits.contains('.') && decimals.is_empty();
        if whole.is_empty()
            || dot_without_decimals
            || !digits_only(whole)
            || !digits_only(decimals)
            || decimals.len() > 9
        {
            return None;
        }
        let units: i64 = format!("{whole}{decimals}").parse().ok()?;
        Some(Number { units: if negative { -units } else { units }, scale: decimals.len() as u8 })
    }

    /// The nearest binary fraction: for lengths in drawings only, never for comparing.
    pub fn approximate(self) -> f64 {
        self.units as f64 / 10f64.powi(i32::from(self.scale))
    }

    pub fn is_zero(self) -> bool {
        self.units == 0
    }
}

from_scalar!(as_written Number, "un número", |text| {
    Number::parse(text)
        .ok_or_else(|| refusal(&C0503, &[("value", text), ("nearest", &respelled(text).unwrap_or_default())]))
});

/// What may have been meant by a number in quotes, with its unit or with a decimal comma, if it is beyond doubt.
fn respelled(text: &str) -> Option<String> {
    let bare = text.trim_matches(['"', '\'']).trim().trim_start_matches('+');
    let digits = bare.trim_end_matches(|c: char| c.is_alphabetic() || "%°³².".contains(c)).trim_end();
    let candidate = match digits.split_once(',') {
        // Three digits after a comma may be thousands.
        Some((_, decimals)) if decimals.len() <= 2 => digits.replace(',', "."),
        Some(_) => return None,
        None => digits.to_owned(),
    };
    Number::parse(&candidate).map(|_| candidate).filter(|candidate| candidate != text)
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Number {}
impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.units) * 10i128.pow(u32::from(other.scale));
        let right = i128::from(other.units) * 10i128.pow(u32::from(self.scale));
        left.cmp(&right)
    }
}

/// As written, with a decimal point.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.units);
        }
        let scale = usize::from(self.scale);
        let digits = format!("{:0width$}", self.units.unsigned_abs(), width = scale + 1);
        let (whole, decimals) = digits.split_at(digits.len() - scale);
        write!(f, "{}{whole}.{decimals}", if self.units < 0 { "-" } else { "" })
    }
}

/// An exact quotient of two whole numbers. There is no ratio over zero: that is "no calculable".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// `None` when the denominator is zero.
    pub fn new(numerator: i128, denominator: i128) -> Option<Ratio> {
        (denominator != 0).then_some(Ratio { numerator, denominator })
    }

    /// The quotient of two amounts.
    pub fn of(numerator: Money, denominator: Money) -> Option<Ratio> {
        Ratio::new(i128::from(numerator.centavos()), i128::from(denominator.centavos()))
    }

    /// The quotient times 100 with so many decimals, rounded half up (away from zero).
    pub fn percent(self, decimals: u8) -> String {
        self.rounded(100, decimals)
    }

    /// The quotient with so many decimals, rounded half up (away from zero).
    pub fn decimal(self, decimals: u8) -> String {
        self.rounded(1, decimals)
    }

    /// For lengths in drawings only, never for comparing.
    pub fn approximate(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    fn rounded(self, factor: i128, decimals: u8) -> String {
        let negative = (self.numerator < 0) != (self.denominator < 0) && self.numerator != 0;
        let scaled = self.numerator.unsigned_abs() * factor.unsigned_abs() * 10u128.pow(u32::from(decimals));
        let denominator = self.denominator.unsigned_abs();
        let units = (scaled * 2 + denominator) / (denominator * 2);
        let digits = format!("{units:0width$}", width = usize::from(decimals) + 1);
        let (whole, rest) = digits.split_at(digits.len() - usize::from(decimals));
        let sign = if negative && units != 0 { "-" } else { "" };
        if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, Ratio, respelled};

    #[test]
    fn what_was_meant_is_suggested_where_it_is_beyond_doubt() {
        for (text, meant) in [("\"90\"", "90"), ("62,5 %", "62.5"), ("6 horas", "6"), ("80.0%", "80.0"), ("+3", "3")] {
            assert_eq!(respelled(text).as_deref(), Some(meant), "{text}");
        }
        for text in ["1,560", "gratis", "14°34'", "1.234,56", ""] {
            assert_eq!(respelled(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_keep_their_spelling_and_compare_exactly() {
        assert_eq!(Number::parse("44.90").unwrap().to_string(), "44.90");
        assert_eq!(Number::parse("-0.5").unwrap().to_string(), "-0.5");
        assert!(Number::parse("5.40").unwrap() == Number::parse("5.4").unwrap());
        assert!(Number::parse("5").unwrap() < Number::parse("5.01").unwrap());
        for refused in ["62,5", "62.5 %", "", "1e3", "5."] {
            assert!(Number::parse(refused).is_none(), "{refused}");
        }
    }

    #[test]
    fn ratios_round_half_up() {
        // La Libertad (Huehuetenango) 2019: 79.9615 %.
        let ratio = Ratio::new(24_360_486, 30_465_273).unwrap();
        assert_eq!(ratio.percent(1), "80.0");
        assert_eq!(ratio.percent(2), "79.96");
        assert_eq!(Ratio::new(-1, 8).unwrap().percent(0), "-13");
        assert!(Ratio::new(1, 0).is_none());
    }
}
