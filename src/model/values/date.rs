//! Calendar dates without a clock.

use std::fmt;

use super::from_scalar;
use crate::diagnostics::catalogue::C0502;
use crate::source::yaml::refusal;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// 1 January 1970: the date of a site that names no date at all.
    pub const EPOCH: Date = Date(jiff::civil::date(1970, 1, 1));

    /// Reads `YYYY-MM-DD` and nothing else.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
        shaped.then(|| text.parse().ok().map(Date)).flatten()
    }

    /// The day of a moment in seconds since 1970 in Guatemala (UTC−6, no summer time).
    pub fn of_epoch(seconds: i64) -> Option<Date> {
        let local = jiff::Timestamp::from_second(seconds.checked_sub(6 * 3600)?).ok()?;
        Some(Date(local.to_zoned(jiff::tz::TimeZone::UTC).date()))
    }

    /// The first day of a month, from 1 to 12.
    pub fn first_of_month(year: i16, month: u8) -> Option<Date> {
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, 1).ok().map(Date)
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    pub fn month(self) -> i8 {
        self.0.month()
    }

    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Days since 1 January 1970, for distances and drawings.
    pub fn days(self) -> i64 {
        self.0.duration_since(Date::EPOCH.0).as_hours() / 24
    }

    /// The day that many days later, or earlier; the last day of the calendar where there is none.
    pub fn plus_days(self, days: i64) -> Date {
        Date(self.0.saturating_add(jiff::Span::new().days(days.clamp(-3_000_000, 3_000_000))))
    }

    /// The same day that many months later; the month's last day where the month lacks it.
    pub fn plus_months(self, months: u32) -> Date {
        Date(self.0.saturating_add(jiff::Span::new().months(i64::from(months.min(100_000)))))
    }

    /// How many days its month has.
    pub fn days_in_month(self) -> i8 {
        self.0.days_in_month()
    }
}

from_scalar!(
    Date,
    "una fecha",
    |text| {
        Date::parse(text)
            .ok_or_else(|| refusal(&C0502, &[("value", text), ("nearest", &day_month_year(text).unwrap_or_default())]))
    },
    short(i16, i8, i8),
    |date| (date.year(), date.month(), date.day()),
    |(year, month, day)| jiff::civil::Date::new(year, month, day).ok().map(Date)
);

/// The date meant by `20/11/2026`, `20-11-2026`, `2026-1-5` or `2026-01-05T10:00`, as it is to be written.
fn day_month_year(text: &str) -> Option<String> {
    let day = text.split(['T', ' ']).next()?;
    let mut parts = day.split(['/', '-', '.']);
    let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    // Of a year of two digits nobody knows which of the three it is.
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    let candidate = format!("{year:0>4}-{month:0>2}-{day:0>2}");
    Date::parse(&candidate).map(|_| candidate)
}

/// `YYYY-MM-DD`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, day_month_year};

    #[test]
    fn only_real_days_are_dates() {
        assert!(Date::parse("2028-02-29").is_some());
        for refused in ["2026-02-29", "2026-13-01", "20/11/2026", "2026-1-1", ""] {
            assert!(Date::parse(refused).is_none(), "{refused}");
        }
        assert_eq!(day_month_year("20/11/2026").as_deref(), Some("2026-11-20"));
        assert_eq!(day_month_year("2026-12-1").as_deref(), Some("2026-12-01"));
        assert_eq!(day_month_year("2026-04-15T10:00").as_deref(), Some("2026-04-15"));
        assert_eq!(day_month_year("18/02/08"), None);
    }

    #[test]
    fn the_day_is_that_of_guatemala() {
        assert_eq!(Date::of_epoch(0).unwrap().to_string(), "1969-12-31");
    }
}
