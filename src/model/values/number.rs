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
            || decimals.len() > usize::from(MOST_DECIMALS)
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

from_scalar!(
    as_written Number,
    "un número",
    |text| {
        Number::parse(text)
            .ok_or_else(|| refusal(&C0503, &[("value", text), ("nearest", &respelled(text).unwrap_or_default())]))
    },
    short (i64, u8),
    |number| (number.units, number.scale),
    |(units, scale)| (scale <= MOST_DECIMALS).then_some(Number { units, scale })
);

const MOST_DECIMALS: u8 = 9;

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
/// Two ratios are equal when their values are: 1/2 is 50/100.
#[derive(Clone, Copy, Debug, serde::Deserialize, serde::Serialize)]
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

    /// A whole number.
    pub const fn whole(value: i64) -> Ratio {
        Ratio { numerator: value as i128, denominator: 1 }
    }

    /// An amount in quetzales.
    pub fn quetzales(amount: Money) -> Ratio {
        Ratio { numerator: i128::from(amount.centavos()), denominator: 100 }
    }

    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// The sum, exact. `None` when its terms do not fit into 128 bits.
    pub fn plus(self, other: Ratio) -> Option<Ratio> {
        let common = gcd(self.denominator, other.denominator)?;
        let (mine, yours) = (other.denominator / common, self.denominator / common);
        let left = self.numerator.checked_mul(mine)?;
        let right = other.numerator.checked_mul(yours)?;
        Ratio::new(left.checked_add(right)?, self.denominator.checked_mul(mine)?)?.reduced()
    }

    /// The difference, exact. `None` when its terms do not fit into 128 bits.
    pub fn minus(self, other: Ratio) -> Option<Ratio> {
        self.plus(other.negated()?)
    }

    /// The product, exact. `None` when its terms do not fit into 128 bits.
    pub fn times(self, other: Ratio) -> Option<Ratio> {
        let (left, right) = (gcd(self.numerator, other.denominator)?, gcd(other.numerator, self.denominator)?);
        let (left, right) = (left.max(1), right.max(1));
        let numerator = (self.numerator / left).checked_mul(other.numerator / right)?;
        let denominator = (self.denominator / right).checked_mul(other.denominator / left)?;
        Ratio::new(numerator, denominator)?.reduced()
    }

    /// The quotient, exact. `None` when the divisor is zero or the terms do not fit into 128 bits.
    pub fn over(self, other: Ratio) -> Option<Ratio> {
        self.times(Ratio::new(other.denominator, other.numerator)?)
    }

    pub fn negated(self) -> Option<Ratio> {
        Ratio::new(self.numerator.checked_neg()?, self.denominator)
    }

    /// The value without its sign. `None` when it does not fit into 128 bits.
    pub fn magnitude(self) -> Option<Ratio> {
        if self < Ratio::whole(0) { self.negated() } else { Some(self) }
    }

    /// In lowest terms, with the sign above.
    fn reduced(self) -> Option<Ratio> {
        let common = gcd(self.numerator, self.denominator)?.max(1);
        let common = if self.denominator < 0 { -common } else { common };
        Ratio::new(self.numerator.checked_div(common)?, self.denominator.checked_div(common)?)
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

/// The exact value of a number as written.
impl From<Number> for Ratio {
    fn from(number: Number) -> Ratio {
        Ratio { numerator: i128::from(number.units), denominator: 10i128.pow(u32::from(number.scale)) }
    }
}

/// The greatest common divisor, zero only of two zeros. `None` when it does not fit.
fn gcd(a: i128, b: i128) -> Option<i128> {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a).ok()
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Ratio {}
impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
/// By value, exactly, whatever the size of the terms.
impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |ratio: &Ratio| ratio.numerator.signum() * ratio.denominator.signum();
        let magnitude = |ratio: &Ratio| (ratio.numerator.unsigned_abs(), ratio.denominator.unsigned_abs());
        let by_size = || match sign(self) {
            0 => Ordering::Equal,
            1 => compare(magnitude(self), magnitude(other)),
            _ => compare(magnitude(other), magnitude(self)),
        };
        sign(self).cmp(&sign(other)).then_with(by_size)
    }
}

/// Compares two fractions without multiplying: by their whole parts, then by what is left, turned over.
fn compare((a, b): (u128, u128), (c, d): (u128, u128)) -> Ordering {
    match (a / b).cmp(&(c / d)) {
        Ordering::Equal => match (a % b, c % d) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            (left, right) => compare((d, right), (b, left)),
        },
        different => different,
    }
}

#[cfg(test)]
mod tests {
    use super::{Number, Ratio, respelled};

    #[test]
    fn ratios_are_added_multiplied_and_compared_exactly() {
        let ratio = |a, b| Ratio::new(a, b).unwrap();
        assert_eq!(ratio(1, 3).plus(ratio(1, 6)), Some(ratio(1, 2)));
        assert_eq!(ratio(1, 2).minus(ratio(3, 4)), Some(ratio(-1, 4)));
        assert_eq!(ratio(60, 100).over(ratio(75, 100)), Some(ratio(8, 10)));
        assert_eq!(ratio(1, 2).over(Ratio::whole(0)), None);
        assert_eq!(ratio(0, 5).times(ratio(3, 7)), Some(Ratio::whole(0)));
        assert_eq!(ratio(1, -2), ratio(-50, 100));
        assert!(ratio(-1, 2) < ratio(-1, 3) && ratio(-1, 3) < Ratio::whole(0) && Ratio::whole(0) < ratio(1, 1_000_000));
        assert!(ratio(i128::MAX, i128::MAX - 1) > Ratio::whole(1));
        assert!(ratio(i128::MAX - 1, i128::MAX) < ratio(i128::MAX, i128::MAX - 1));
        assert_eq!(ratio(-7, 2).magnitude(), Some(ratio(7, 2)));
        assert_eq!(Ratio::from(Number::parse("0.50").unwrap()), ratio(1, 2));
    }

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
