//! Days and the calendar. Working days are Mondays to Fridays that are no holidays. Everything that would lie before 1900
//! or after 9999 is no date.

use jiff::civil::Date;

/// 1900-01-01, in days since 1970-01-01.
pub const FIRST: i64 = -25_567;
/// 9999-12-31
pub const LAST: i64 = 2_932_896;

/// `2026-11-20` in days since 1970-01-01.
pub fn parse(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        return None;
    }
    from_date(Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?)
}

/// `2026-11-20`
pub fn text(day: i64) -> Option<String> {
    to_date(day).map(|date| date.to_string())
}

fn from_date(date: Date) -> Option<i64> {
    let days = date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24;
    (FIRST..=LAST).contains(&days).then_some(days)
}

fn to_date(day: i64) -> Option<Date> {
    if !(FIRST..=LAST).contains(&day) {
        return None;
    }
    Date::constant(1970, 1, 1).checked_add(jiff::SignedDuration::from_hours(day * 24)).ok()
}

/// The day of a year, a month from 1 to 12 and a day from 1; a day that the month lacks is its last one.
pub fn day(year: i64, month: i64, day: i64) -> Option<i64> {
    let first = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()?;
    let last = i64::from(first.days_in_month());
    let day = i8::try_from(day.min(last)).ok().filter(|day| *day >= 1)?;
    from_date(Date::new(first.year(), first.month(), day).ok()?)
}

pub fn year(day: i64) -> Option<i64> {
    to_date(day).map(|date| i64::from(date.year()))
}

pub fn month(day: i64) -> Option<i64> {
    to_date(day).map(|date| i64::from(date.month()))
}

pub fn day_of_month(day: i64) -> Option<i64> {
    to_date(day).map(|date| i64::from(date.day()))
}

/// Monday is 1.
pub fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7) + 1
}

pub fn end_of_month(day: i64) -> Option<i64> {
    from_date(to_date(day)?.last_of_month())
}

pub fn add_days(day: i64, days: i64) -> Option<i64> {
    day.checked_add(days).filter(|day| (FIRST..=LAST).contains(day))
}

/// The days on which nobody works beside Saturdays and Sundays.
#[derive(Clone, Debug, Default)]
pub struct Workdays {
    /// In order, none on a weekend.
    holidays: Vec<i64>,
}

impl Workdays {
    pub fn new(holidays: impl IntoIterator<Item = i64>) -> Workdays {
        let is_weekday = |day: &i64| (FIRST..=LAST).contains(day) && weekday(*day) <= 5;
        let mut holidays: Vec<i64> = holidays.into_iter().filter(is_weekday).collect();
        holidays.sort_unstable();
        holidays.dedup();
        Workdays { holidays }
    }

    pub fn is_workday(&self, day: i64) -> bool {
        weekday(day) <= 5 && self.holidays.binary_search(&day).is_err()
    }

    /// The working day that lies so many working days after, before if it is negative; for 0 the day itself.
    pub fn add(&self, day: i64, workdays: i64) -> Option<i64> {
        let (step, mut left) = (workdays.signum(), workdays.unsigned_abs());
        let mut day = day;
        while left > 0 {
            day = add_days(day, step)?;
            left -= u64::from(self.is_workday(day));
        }
        Some(day)
    }

    /// How many working days follow the first up to and with the second; negative if the second is earlier.
    pub fn between(&self, from: i64, to: i64) -> i64 {
        if to < from {
            return -self.between(to, from);
        }
        let holidays = self.up_to(to) - self.up_to(from);
        weekdays_up_to(to) - weekdays_up_to(from) - holidays
    }

    /// How many holidays there are up to and with a day.
    fn up_to(&self, day: i64) -> i64 {
        self.holidays.partition_point(|holiday| *holiday <= day) as i64
    }

    pub fn on_or_before(&self, day: i64) -> Option<i64> {
        let mut day = day;
        while !self.is_workday(day) {
            day = add_days(day, -1)?;
        }
        Some(day)
    }
}

/// How many Mondays to Fridays there are up to and with a day, from some Monday long ago.
fn weekdays_up_to(day: i64) -> i64 {
    // Day -3 is a Monday.
    let days = day + 4;
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> i64 {
        parse(text).unwrap()
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!((on("1970-01-01"), on("1969-12-31"), on("2026-11-20")), (0, -1, 20_777));
        assert_eq!((on("1900-01-01"), on("9999-12-31")), (FIRST, LAST));
        assert_eq!(text(20_777), Some("2026-11-20".to_owned()));
        for wrong in ["", "2026-2-3", "2026-02-29", "1899-12-31", "20261120", "2026-11-20x", "2026-13-01", "+026-01-01"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert_eq!((text(FIRST - 1), text(LAST + 1), text(i64::MAX)), (None, None, None));
    }

    #[test]
    fn parts_of_dates() {
        let day_2026 = on("2026-11-20");
        assert_eq!((year(day_2026), month(day_2026), day_of_month(day_2026)), (Some(2026), Some(11), Some(20)));
        assert_eq!((weekday(day_2026), weekday(on("2026-11-23")), weekday(on("1969-12-28"))), (5, 1, 7));
        assert_eq!(end_of_month(on("2028-02-01")), Some(on("2028-02-29")));
        assert_eq!(day(2026, 2, 31), Some(on("2026-02-28")));
        assert_eq!(day(2026, 12, 15), Some(on("2026-12-15")));
        for (y, m, d) in [(2026, 13, 1), (2026, 0, 1), (2026, 1, 0), (1899, 1, 1), (10_000, 1, 1), (i64::MAX, 1, 1)] {
            assert_eq!(day(y, m, d), None);
        }
    }

    #[test]
    fn working_days_are_counted() {
        let plain = Workdays::default();
        assert_eq!(plain.add(on("2026-12-15"), -20), Some(on("2026-11-17")));
        assert_eq!(plain.between(on("2026-11-20"), on("2026-12-15")), 17);
        assert_eq!(plain.between(on("2026-12-15"), on("2026-11-20")), -17);
        // From a Saturday.
        assert_eq!(plain.add(on("2026-11-21"), 1), Some(on("2026-11-23")));
        assert_eq!(plain.add(on("2026-11-21"), -1), Some(on("2026-11-20")));
        assert_eq!(plain.add(on("2026-11-21"), 0), Some(on("2026-11-21")));
        assert_eq!(plain.on_or_before(on("2026-11-22")), Some(on("2026-11-20")));
        assert_eq!(plain.add(LAST, 1), None);
        // A Tuesday, and a Sunday that makes no difference.
        let christmas = Workdays::new([on("2027-12-24"), on("2026-12-08"), on("2026-11-22")]);
        assert_eq!(christmas.between(on("2026-11-20"), on("2026-12-15")), 16);
        assert_eq!(christmas.add(on("2026-12-07"), 1), Some(on("2026-12-09")));
        assert!(!christmas.is_workday(on("2026-12-08")) && plain.is_workday(on("2026-12-08")));
    }

    #[test]
    fn counting_and_stepping_agree() {
        let workdays = Workdays::new((0..40).map(|n| n * 9));
        for from in -20..60 {
            for to in -20..400 {
                let least = from.min(to);
                let count = (least + 1..=from.max(to)).filter(|day| workdays.is_workday(*day)).count() as i64;
                assert_eq!(workdays.between(from, to), if from <= to { count } else { -count }, "{from} {to}");
            }
        }
    }
}
