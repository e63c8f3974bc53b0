//! Bands: from which value on one is good, middle or low.

use std::fmt;

use serde::Deserialize;

use crate::diagnostics::catalogue::C0510;
use crate::model::values::{Number, Ratio, closed_list, from_scalar};
use crate::source::Located;
use crate::source::yaml::refusal;

closed_list! {
    /// Ordered from worst to best.
    pub enum Band {
        Low = "low",
        Middle = "middle",
        Good = "good",
    }
}

/// Two limits, written once; what reaches neither is low.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    pub good: Located<Limit>,
    pub middle: Located<Limit>,
}

impl Bands {
    /// The band of a value in the unit of the limits. A value on an edge has the better band.
    pub fn band(&self, value: Ratio) -> Band {
        if self.good.reached(value) {
            Band::Good
        } else if self.middle.reached(value) {
            Band::Middle
        } else {
            Band::Low
        }
    }

    /// The two edges.
    pub fn edges(&self) -> [Ratio; 2] {
        [self.good.edge(), self.middle.edge()]
    }

    /// Whether both limits go the same way and the good one lies beyond the other.
    pub fn are_ordered(&self) -> bool {
        match (&*self.good, &*self.middle) {
            (Limit::AtLeast(good), Limit::AtLeast(middle)) => good > middle,
            (Limit::AtMost(good), Limit::AtMost(middle)) => good < middle,
            _ => false,
        }
    }
}

/// `>= 80` or `<= 35`. There is no `>`: the edge always belongs to the better band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    AtLeast(Number),
    AtMost(Number),
}

impl Limit {
    pub fn parse(text: &str) -> Option<Limit> {
        let (limit, number): (fn(Number) -> Limit, &str) = match text.trim().split_at_checked(2)? {
            (">=", number) => (Limit::AtLeast, number),
            ("<=", number) => (Limit::AtMost, number),
            _ => return None,
        };
        Number::parse(number.trim()).map(limit)
    }

    pub fn edge(self) -> Ratio {
        match self {
            Limit::AtLeast(number) | Limit::AtMost(number) => number.into(),
        }
    }

    pub fn is_minimum(self) -> bool {
        matches!(self, Limit::AtLeast(_))
    }

    fn reached(self, value: Ratio) -> bool {
        if self.is_minimum() { value >= self.edge() } else { value <= self.edge() }
    }
}

from_scalar!(Limit, "un límite", |text| { Limit::parse(text).ok_or_else(|| refusal(&C0510, &[("value", text)])) });

/// As it is written in the file.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limit::AtLeast(number) => write!(f, ">= {number}"),
            Limit::AtMost(number) => write!(f, "<= {number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Band, Bands, Limit};
    use crate::model::values::Ratio;
    use crate::source::Located;

    fn bands(good: &str, middle: &str) -> Bands {
        let limit = |text| Located::nowhere(Limit::parse(text).unwrap());
        Bands { good: limit(good), middle: limit(middle) }
    }

    #[test]
    fn an_edge_belongs_to_the_better_band() {
        let up = bands(">= 80", ">= 65");
        let down = bands("<= 35", "<= 100");
        let hundredths = |n| Ratio::new(n, 100).unwrap();
        for (value, above, below) in [
            (8000, Band::Good, Band::Middle),
            (7999, Band::Middle, Band::Middle),
            (6500, Band::Middle, Band::Middle),
            (6499, Band::Low, Band::Middle),
            (3500, Band::Low, Band::Good),
            (3501, Band::Low, Band::Middle),
            (10000, Band::Good, Band::Middle),
            (10001, Band::Good, Band::Low),
        ] {
            assert_eq!((up.band(hundredths(value)), down.band(hundredths(value))), (above, below), "{value}");
        }
        assert!(up.are_ordered() && down.are_ordered());
        assert!(!bands(">= 65", ">= 80").are_ordered() && !bands(">= 80", "<= 65").are_ordered());
    }

    #[test]
    fn limits_include_their_edge() {
        assert_eq!(Limit::parse(">= 80").unwrap().to_string(), ">= 80");
        for refused in ["> 80", "80", ">=", ">= 80 %", "≥ 80", ""] {
            assert_eq!(Limit::parse(refused), None, "{refused}");
        }
    }
}
