//! Figures and dates as the readers of each language write them.

use crate::model::site::NumberStyle;
use crate::model::values::{Date, Money, Number, Ratio};

/// Groups of three digits with commas: Guatemala and English agree.
pub fn grouped(digits: &str) -> String {
    let (sign, rest) = digits.strip_prefix('-').map_or(("", digits), |rest| ("−", rest));
    let (whole, decimals) = rest.split_once('.').map_or((rest, ""), |(whole, decimals)| (whole, decimals));
    let mut out = String::with_capacity(digits.len() + whole.len() / 3 + 3);
    out.push_str(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

/// Writes a whole number in groups of three digits. Pages hold some hundred thousand amounts, so this goes straight
/// from the number to its digits.
fn push_grouped(number: u64, out: &mut String) {
    if number >= 1000 {
        push_grouped(number / 1000, out);
        out.push(',');
        push_digits(number % 1000, 3, out);
    } else {
        let width = 1 + usize::from(number >= 10) + usize::from(number >= 100);
        push_digits(number, width, out);
    }
}

/// Writes the last digits of a number, so many of them.
fn push_digits(number: u64, width: usize, out: &mut String) {
    let mut unit = 10u64.pow(width.saturating_sub(1) as u32);
    for _ in 0..width {
        out.push(char::from(b'0' + (number / unit % 10) as u8));
        unit = (unit / 10).max(1);
    }
}

pub fn count(value: u32) -> String {
    let mut out = String::with_capacity(13);
    push_grouped(value.into(), &mut out);
    out
}

/// `Q1,234.56`, with the sign before the Q. Always with centavos.
pub fn money(amount: Money) -> String {
    let centavos = amount.centavos().unsigned_abs();
    let mut out = with_sign(amount);
    push_grouped(centavos / 100, &mut out);
    out.push('.');
    push_digits(centavos % 100, 2, &mut out);
    out
}

/// `Q1,235`: for charts and summaries.
pub fn whole_money(amount: Money) -> String {
    let mut out = with_sign(amount);
    push_grouped(rounded(amount.centavos().unsigned_abs(), 100), &mut out);
    out
}

/// `Q1.2 M`, `Q350 mil`: for the labels of charts.
pub fn short_money(amount: Money, million: &str, thousand: &str) -> String {
    let centavos = amount.centavos().unsigned_abs();
    let mut out = with_sign(amount);
    let unit = match centavos {
        100_000_000.. => Some((1_000_000, million)),
        100_000.. => Some((1_000, thousand)),
        _ => None,
    };
    let (of_a_unit, name) = unit.map_or((100, ""), |(quetzales, name)| (quetzales * 100, name));
    if (100_000_000..1_000_000_000).contains(&centavos) {
        let tenths = rounded(centavos, of_a_unit / 10);
        push_grouped(tenths / 10, &mut out);
        out.push('.');
        push_digits(tenths, 1, &mut out);
    } else {
        push_grouped(rounded(centavos, of_a_unit), &mut out);
    }
    if unit.is_some() {
        out.push(' ');
        out.push_str(name);
    }
    out
}

/// How many units a number holds, a half counted as one.
fn rounded(number: u64, unit: u64) -> u64 {
    number / unit + u64::from(number % unit * 2 >= unit)
}

fn with_sign(amount: Money) -> String {
    let mut out = String::with_capacity(20);
    out.push_str(if amount.is_negative() { "−Q" } else { "Q" });
    out
}

/// `85.0 %` in Spanish, `85.0%` in English.
pub fn percent(ratio: Ratio, decimals: u8, style: NumberStyle) -> String {
    percent_text(&ratio.percent(decimals), style)
}

/// A number that is already in percent.
pub fn percent_number(value: Number, style: NumberStyle) -> String {
    percent_text(&value.to_string(), style)
}

/// Plain digits with a point that are already in percent.
pub fn percent_text(digits: &str, style: NumberStyle) -> String {
    let digits = grouped(digits);
    match style {
        NumberStyle::Guatemala => format!("{digits}\u{A0}%"),
        NumberStyle::English => format!("{digits}%"),
    }
}

/// `15/12/2026` in Spanish, `15 Dec 2026` in English.
pub fn date(date: Date, style: NumberStyle) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match style {
        NumberStyle::Guatemala => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
        NumberStyle::English => {
            let month = MONTHS.get(usize::from(date.month().unsigned_abs()).saturating_sub(1)).unwrap_or(&"");
            format!("{} {month} {}", date.day(), date.year())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_signed() {
        let money_of = |text| Money::parse(text).unwrap();
        assert_eq!(money(money_of("486421344.44")), "Q486,421,344.44");
        assert_eq!(money(money_of("-100")), "−Q100.00");
        assert_eq!(whole_money(money_of("999.50")), "Q1,000");
        assert_eq!(short_money(money_of("41785328"), "M", "mil"), "Q42 M");
        assert_eq!(short_money(money_of("1250000"), "M", "mil"), "Q1.3 M");
        assert_eq!(short_money(money_of("350000"), "M", "mil"), "Q350 mil");
        assert_eq!(short_money(money_of("999999.50"), "M", "mil"), "Q1,000 mil");
        assert_eq!(short_money(money_of("9999999.99"), "M", "mil"), "Q10.0 M");
        assert_eq!(short_money(money_of("-999.99"), "M", "mil"), "−Q1,000");
        assert_eq!(money(money_of("0.05")), "Q0.05");
        assert_eq!(money(Money::from_centavos(i64::MIN)), "−Q92,233,720,368,547,758.08");
        assert_eq!(count(923_392), "923,392");
        assert_eq!([count(7), count(10), count(100), count(1_000_001)], ["7", "10", "100", "1,000,001"]);
        assert_eq!(count(0), "0");
    }

    #[test]
    fn percent_and_dates_follow_the_language() {
        let ratio = Ratio::new(85, 100).unwrap();
        assert_eq!(percent(ratio, 1, NumberStyle::Guatemala), "85.0\u{A0}%");
        assert_eq!(percent(ratio, 1, NumberStyle::English), "85.0%");
        let day = Date::parse("2026-12-15").unwrap();
        assert_eq!(date(day, NumberStyle::Guatemala), "15/12/2026");
        assert_eq!(date(day, NumberStyle::English), "15 Dec 2026");
    }
}
