//! The national holidays of some years.

use std::ops::RangeInclusive;

use cabildo_worksheet::evaluate::Calendar;

use crate::model::library::{Holiday, HolidayRule, Holidays};
use crate::model::values::Date;

/// National holidays are known from the year before the build's to so many years after it.
const YEARS_AHEAD: i16 = 6;

/// The years whose holidays are known on a day.
pub fn years(today: Date) -> RangeInclusive<i16> {
    today.year() - 1..=today.year() + YEARS_AHEAD
}

/// The national holidays that formulas know of.
pub fn calendar(holidays: &Holidays, today: Date) -> Calendar {
    Calendar { holidays: national(holidays, years(today)).iter().map(|(day, _)| day.days()).collect() }
}

/// All holidays of these years, the earliest first.
pub fn national(holidays: &Holidays, years: RangeInclusive<i16>) -> Vec<(Date, &Holiday)> {
    let of_year = |year: i16| holidays.holidays.iter().filter_map(move |holiday| Some((day(holiday, year)?, holiday)));
    let mut days: Vec<(Date, &Holiday)> = years.flat_map(of_year).collect();
    days.sort_by_key(|(day, _)| *day);
    days
}

fn day(holiday: &Holiday, year: i16) -> Option<Date> {
    match *holiday.rule {
        HolidayRule::Fixed { month, day } => Date::parse(&format!("{year:04}-{month:02}-{day:02}")),
        HolidayRule::BeforeEaster { days } => Some(easter(year)?.plus_days(-i64::from(days))),
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous rule of 1876).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    Date::parse(&format!("{year:04}-{:02}-{:02}", sum / 31, sum % 31 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_says() {
        let days = [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28")];
        for (year, day) in days {
            assert_eq!(easter(year).map(|day| day.to_string()).as_deref(), Some(day));
        }
        assert_eq!(easter(2038).map(|day| day.to_string()).as_deref(), Some("2038-04-25"));
    }
}
