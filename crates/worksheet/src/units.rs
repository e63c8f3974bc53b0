//! Units of numbers: quetzales per cubic metre are quetzales divided by cubic metres.

use std::fmt;
use std::ops::Range;

use crate::fault::Slip;
use crate::program::Unit;
use crate::vocabulary;

/// The unit of money.
pub const QUETZAL: &str = "Q";

impl Unit {
    /// A base unit by its name.
    pub fn base(name: &str) -> Unit {
        Unit(vec![(name.to_owned(), 1)])
    }

    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The power of a base unit, 0 if it is not in it.
    pub fn power(&self, name: &str) -> i8 {
        self.0.iter().find(|(base, _)| base == name).map_or(0, |(_, power)| *power)
    }

    /// This unit times a power of another one. Nothing if a power lies beyond 127.
    fn joined(&self, other: &Unit, times: i8) -> Option<Unit> {
        let mut powers = self.0.clone();
        for (name, power) in &other.0 {
            let power = power.checked_mul(times)?;
            match powers.iter_mut().find(|(base, _)| base == name) {
                Some((_, known)) => *known = known.checked_add(power)?,
                None => powers.push((name.clone(), power)),
            }
        }
        powers.retain(|(_, power)| *power != 0);
        powers.sort();
        Some(Unit(powers))
    }

    pub fn times(&self, other: &Unit) -> Option<Unit> {
        self.joined(other, 1)
    }

    pub fn over(&self, other: &Unit) -> Option<Unit> {
        self.joined(other, -1)
    }

    pub fn to_the(&self, power: i8) -> Option<Unit> {
        Unit::default().joined(self, power)
    }

    /// The unit of a square root. Nothing if a power is odd.
    pub fn root(&self) -> Option<Unit> {
        let halves = self.0.iter().map(|(name, power)| (power % 2 == 0).then(|| (name.clone(), power / 2)));
        halves.collect::<Option<Vec<_>>>().map(Unit)
    }

    /// Reads `Q/m3`, `m3/month`, `Q*year`, `m^2`, `1/month`. Names must be among the known ones.
    pub fn parse(text: &str, known: &[String]) -> Result<Unit, (Range<usize>, Slip)> {
        let mut unit = Unit::default();
        let mut start = 0;
        let mut sign = 1;
        loop {
            let end = text[start..].find(['/', '*']).map_or(text.len(), |length| start + length);
            let part = &text[start..end];
            let at = start + (part.len() - part.trim_start().len())..start + part.trim_end().len();
            let at = at.start.min(at.end)..at.end;
            let malformed = || (at.clone(), Slip::MalformedUnit);
            let (name, power) = match part.trim().split_once('^') {
                Some((name, power)) => (name.trim_end(), power.trim_start().parse::<i8>().map_err(|_| malformed())?),
                None => (part.trim(), 1),
            };
            if name == "1" && power == 1 {
                // `1/month`
            } else if !vocabulary::is_name(name) {
                return Err(malformed());
            } else if name == QUETZAL || known.iter().any(|unit| unit == name) {
                let factor = Unit::base(name).to_the(power);
                unit = factor.and_then(|factor| unit.joined(&factor, sign)).ok_or((at, Slip::UnitTooHigh))?;
            } else {
                let candidates = known.iter().map(String::as_str).chain([QUETZAL]);
                let nearest = vocabulary::nearest(name, candidates);
                return Err((at.start..at.start + name.len(), Slip::UnknownUnit { name: name.to_owned(), nearest }));
            }
            if end == text.len() {
                return Ok(unit);
            }
            sign = if text[end..].starts_with('/') { -1 } else { 1 };
            start = end + 1;
        }
    }
}

/// `Q/m3`, `Q/connection/month`, `m^2`; `1` is without unit.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut above = self.0.iter().filter(|(_, power)| *power > 0).peekable();
        if above.peek().is_none() {
            f.write_str("1")?;
        }
        let mut between = "";
        for (name, power) in above {
            f.write_str(between)?;
            part(f, name, i16::from(*power))?;
            between = "*";
        }
        for (name, power) in self.0.iter().filter(|(_, power)| *power < 0) {
            f.write_str("/")?;
            part(f, name, -i16::from(*power))?;
        }
        Ok(())
    }
}

fn part(f: &mut fmt::Formatter, name: &str, power: i16) -> fmt::Result {
    if power == 1 { f.write_str(name) } else { write!(f, "{name}^{power}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Unit {
        Unit::parse(text, &["m3".to_owned(), "month".to_owned(), "m".to_owned()]).unwrap()
    }

    fn slip(text: &str) -> (String, Slip) {
        let (at, slip) = Unit::parse(text, &["m3".to_owned(), "month".to_owned()]).unwrap_err();
        (text[at].to_owned(), slip)
    }

    #[test]
    fn units_are_read_and_shown() {
        for text in ["Q", "Q/m3", "m3/month", "Q/m3/month", "Q*m3", "m^2", "1/month", "1", "Q/m^2"] {
            assert_eq!(unit(text).to_string(), text);
        }
        assert_eq!(unit(" month * Q / m3 ").to_string(), "Q*month/m3");
        assert!(unit("m3/m3").is_none());
    }

    #[test]
    fn units_multiply() {
        assert_eq!(unit("Q/m3").times(&unit("m3/month")), Some(unit("Q/month")));
        assert_eq!(unit("Q").over(&unit("Q")), Some(Unit::default()));
        assert_eq!(unit("m").to_the(-2), Some(unit("1/m^2")));
        assert_eq!(unit("m^2").root(), Some(unit("m")));
        assert_eq!(unit("m3").root(), None);
        assert_eq!(unit("m^127").times(&unit("m")), None);
        assert_eq!(unit("m^127").to_the(2), None);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_bytes() {
        let unknown = |name: &str, nearest: Option<&str>| {
            (name.to_owned(), Slip::UnknownUnit { name: name.to_owned(), nearest: nearest.map(str::to_owned) })
        };
        assert_eq!(slip("Q/moth"), unknown("moth", Some("month")));
        assert_eq!(slip("Q / hogares"), unknown("hogares", None));
        assert_eq!(slip("Q//m3"), (String::new(), Slip::MalformedUnit));
        assert_eq!(slip(""), (String::new(), Slip::MalformedUnit));
        assert_eq!(slip("  "), (String::new(), Slip::MalformedUnit));
        assert_eq!(slip("Q/m3^x"), ("m3^x".to_owned(), Slip::MalformedUnit));
        assert_eq!(slip("Q^128"), ("Q^128".to_owned(), Slip::MalformedUnit));
    }
}
