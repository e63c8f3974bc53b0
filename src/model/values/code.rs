//! Codes and other names of fixed form.

use std::fmt;

use super::{Date, from_scalar};
use crate::diagnostics::catalogue::{C0402, C0504};
use crate::source::yaml::refusal;

/// A code of `N` digits, kept as text with its leading zeros.
macro_rules! digits {
    ($name:ident, $length:literal, $shape:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            pub fn parse(text: &str) -> Option<Self> {
                let bytes: [u8; $length] = text.as_bytes().try_into().ok()?;
                bytes.iter().all(u8::is_ascii_digit).then_some($name(bytes))
            }

            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        from_scalar!($name, $shape, |text| {
            $name::parse(text).ok_or_else(|| refusal(&C0504, &[("value", text), ("shape", $shape)]))
        });

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

digits!(MunicipalityCode, 4, "\"0101\"", "INE code of a municipality: department and number. `99xx` is fictitious.");
digits!(DepartmentCode, 2, "\"01\"", "INE code of a department. `99` is fictitious.");

impl MunicipalityCode {
    /// Whether the municipality is one of the invented ones that hold the examples.
    pub fn is_fictitious(&self) -> bool {
        self.as_str().starts_with("99")
    }
}

/// A calendar and budget year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(pub u16);

impl Year {
    pub fn parse(text: &str) -> Option<Year> {
        (text.len() == 4).then(|| text.parse().ok().filter(|year| (1900..2200).contains(year)).map(Year)).flatten()
    }
}

from_scalar!(Year, "un año", |text| {
    Year::parse(text).ok_or_else(|| refusal(&C0504, &[("value", text), ("shape", "2019")]))
});

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A version `major.minor.patch`. For charters: major = commitments changed, minor = clarified, patch = typo or contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    pub major: u32,
    pub minor: u32,
    pub patch: u32,
}

impl Version {
    pub fn parse(text: &str) -> Option<Version> {
        let mut parts = text.split('.').map(|part| {
            let plain = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| part.parse().ok()).flatten()
        });
        let version = Version { major: parts.next()??, minor: parts.next()??, patch: parts.next()?? };
        parts.next().is_none().then_some(version)
    }
}

from_scalar!(Version, "una versión", |text| {
    Version::parse(text).ok_or_else(|| refusal(&C0504, &[("value", text), ("shape", "1.0.0")]))
});

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// A quarter, month, half-year or year of a charter's results: `2026-Q1`, `2026-03`, `2026-S1`, `2026`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(String);

impl Period {
    pub fn parse(text: &str) -> Option<Period> {
        let (year, rest) = text.split_once('-').unwrap_or((text, ""));
        Year::parse(year)?;
        let known = match rest.as_bytes() {
            [] => !text.contains('-'),
            [b'Q', quarter] => (b'1'..=b'4').contains(quarter),
            [b'S', half] => (b'1'..=b'2').contains(half),
            [_, _] => rest.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month)),
            _ => false,
        };
        known.then(|| Period(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn first_day(&self) -> Date {
        self.bounds().0
    }

    pub fn last_day(&self) -> Date {
        self.bounds().1
    }

    fn bounds(&self) -> (Date, Date) {
        let (year, rest) = self.0.split_once('-').unwrap_or((&self.0, ""));
        let number = |text: &str| text.parse::<u8>().unwrap_or(1);
        let (from, to) = match rest.as_bytes() {
            [] => (1, 12),
            [b'Q', _] => (number(&rest[1..]) * 3 - 2, number(&rest[1..]) * 3),
            [b'S', _] => (number(&rest[1..]) * 6 - 5, number(&rest[1..]) * 6),
            _ => (number(rest), number(rest)),
        };
        let year = year.parse().unwrap_or(1970);
        let first = |month: u8| Date::first_of_month(year, month).unwrap_or(Date::EPOCH);
        let last = first(to);
        (first(from), last.plus_days(i64::from(last.days_in_month()) - 1))
    }
}

from_scalar!(Period, "un periodo", |text| {
    Period::parse(text).ok_or_else(|| refusal(&C0504, &[("value", text), ("shape", "2026-Q1")]))
});

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A segment of an address: `a-z`, `0-9` and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    pub fn parse(text: &str) -> Option<Slug> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let good = !text.is_empty() && text.bytes().all(allowed) && !text.starts_with('-') && !text.ends_with('-');
        good.then(|| Slug(text.to_owned()))
    }

    /// The address form of a name: without accents, in lower case, with hyphens.
    pub fn of(name: &str) -> String {
        use unicode_normalization::UnicodeNormalization;
        let mut slug = String::new();
        for c in name.nfd().flat_map(char::to_lowercase) {
            match c {
                'a'..='z' | '0'..='9' => slug.push(c),
                ' ' | '-' | '_' | '/' | '.' | ',' if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
                _ => {}
            }
        }
        slug.trim_end_matches('-').to_owned()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

from_scalar!(Slug, "una dirección", |text| {
    Slug::parse(text).ok_or_else(|| refusal(&C0402, &[("slug", text), ("nearest", &Slug::of(text))]))
});

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{MunicipalityCode, Period, Slug, Version};

    #[test]
    fn codes_keep_their_zeros() {
        assert_eq!(MunicipalityCode::parse("0101").unwrap().to_string(), "0101");
        assert!(MunicipalityCode::parse("101").is_none());
        assert!(MunicipalityCode::parse("9901").unwrap().is_fictitious());
    }

    #[test]
    fn periods_know_their_days() {
        let days = |text: &str| Period::parse(text).map(|p| format!("{} {}", p.first_day(), p.last_day())).unwrap();
        assert_eq!(days("2028-Q1"), "2028-01-01 2028-03-31");
        assert_eq!(days("2027-Q4"), "2027-10-01 2027-12-31");
        assert_eq!(days("2028-02"), "2028-02-01 2028-02-29");
        assert_eq!(days("2027-02"), "2027-02-01 2027-02-28");
        assert_eq!(days("2026-S2"), "2026-07-01 2026-12-31");
        assert_eq!(days("2026"), "2026-01-01 2026-12-31");
    }

    #[test]
    fn versions_periods_and_slugs() {
        assert_eq!(Version::parse("1.2.0").unwrap().to_string(), "1.2.0");
        for refused in ["1.2", "1.2.0.1", "1.+2.0", "v1.2.0"] {
            assert!(Version::parse(refused).is_none(), "{refused}");
        }
        for good in ["2026", "2026-Q1", "2026-S2", "2026-12"] {
            assert!(Period::parse(good).is_some(), "{good}");
        }
        for refused in ["2026-", "2026-Q5", "2026-13", "26-Q1"] {
            assert!(Period::parse(refused).is_none(), "{refused}");
        }
        assert_eq!(Slug::of("Santa María Nebaj (Ñam)"), "santa-maria-nebaj-nam");
    }
}
