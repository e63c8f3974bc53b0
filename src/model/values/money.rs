//! Amounts in quetzales, exact to the centavo.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use super::from_scalar;
use crate::diagnostics::catalogue::C0501;
use crate::source::yaml::refusal;

/// An amount of quetzales as a whole number of centavos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    pub const ZERO: Money = Money(0);

    pub const fn from_centavos(centavos: i64) -> Self {
        Money(centavos)
    }

    pub const fn centavos(self) -> i64 {
        self.0
    }

    pub const fn abs(self) -> Money {
        Money(self.0.saturating_abs())
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Reads `-?digits` with at most two decimals. Anything else is `None`.
    pub fn parse(text: &str) -> Option<Money> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, cents) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(cents) || cents.len() > 2 {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let cents: i64 = if cents.len() == 1 { cents.parse::<i64>().ok()? * 10 } else { cents.parse().ok()? };
        let centavos = whole.checked_mul(100)?.checked_add(cents)?;
        Some(Money(if negative { -centavos } else { centavos }))
    }
}

from_scalar!(
    as_written Money,
    "una cantidad en quetzales",
    |text| {
        Money::parse(text)
            .ok_or_else(|| refusal(&C0501, &[("value", text), ("nearest", &respelled(text).unwrap_or_default())]))
    },
    short i64, |money| money.0, |centavos| Some(Money(centavos))
);

/// As it is written in the files.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let centavos = self.0.unsigned_abs();
        write!(f, "{}{}.{:02}", if self.0 < 0 { "-" } else { "" }, centavos / 100, centavos % 100)
    }
}

/// What may have been meant by an amount in local spelling, if it is beyond doubt.
pub(crate) fn respelled(text: &str) -> Option<String> {
    let bare: String = text
        .trim()
        .trim_matches(['"', '\''])
        .trim_start_matches(['Q', 'q', '='])
        .chars()
        .filter(|c| *c != ' ' && *c != '_')
        .collect();
    let commas = bare.matches(',').count();
    let dots = bare.matches('.').count();
    let candidate = match (commas, dots) {
        (0, _) => bare,
        (_, 1) if bare.rfind('.') > bare.rfind(',') => bare.replace(',', ""),
        (1, 0) if bare.split_once(',').is_some_and(|(_, cents)| cents.len() <= 2) => bare.replace(',', "."),
        (1, n) if n > 0 && bare.rfind(',') > bare.rfind('.') => bare.replace('.', "").replace(',', "."),
        _ => return None,
    };
    Money::parse(&candidate).map(|_| candidate).filter(|c| c != text)
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(iter: I) -> Money {
        iter.fold(Money::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::{Money, respelled};

    #[test]
    fn amounts_are_read_exactly() {
        assert_eq!(Money::parse("486421344.44"), Some(Money(48_642_134_444)));
        assert_eq!(Money::parse("-100"), Some(Money(-10_000)));
        assert_eq!(Money::parse("0.1"), Some(Money(10)));
        for refused in ["1,234.56", "1e3", "1_000", "", ".5", "5.", "1.234", "Q5", "99999999999999999999"] {
            assert_eq!(Money::parse(refused), None, "{refused}");
        }
    }

    #[test]
    fn local_spelling_gets_the_right_one_suggested() {
        assert_eq!(respelled("1,234.56").as_deref(), Some("1234.56"));
        assert_eq!(respelled("1.234,56").as_deref(), Some("1234.56"));
        assert_eq!(respelled("Q1,234,567.00").as_deref(), Some("1234567.00"));
        assert_eq!(respelled("\"1,234.50\"").as_deref(), Some("1234.50"));
        assert_eq!(respelled("1,234"), None, "a lone comma may be either");
    }
}
