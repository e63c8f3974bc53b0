//! Figures and dates as the readers of each language write them.

use crate::model::site::NumberStyle;
use crate::model::values::{Date, Money, Number, Ratio};

/// Groups of three digits with commas: Guatemala and English agree.
pub fn grouped(digits: &str) -> String {
    let (sign, rest) = digits.strip_prefix('-').map_or(("", digits), |rest| ("−", rest));
    let (whole, decimals) = rest.split_once('.').map_or((rest, ""), |(whole, decimals)| (whole, decimals));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
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

pub fn count(value: u32) -> String {
    grouped(&value.to_string())
}

/// `Q1,234.56`, with the sign before the Q. Always with centavos.
pub fn money(amount: Money) -> String {
    with_q(amount, 2)
}

/// `Q1,235`: for charts and summaries.
pub fn whole_money(amount: Money) -> String {
    with_q(amount, 0)
}

/// `Q1.2 M`, `Q350 mil`: for the labels of charts.
pub fn short_money(amount: Money, million: &str, thousand: &str) -> String {
    let centavos = amount.centavos().unsigned_abs();
    let sign = if amount.is_negative() { "−" } else { "" };
    let scaled = |unit: i128, decimals: u8| {
        Ratio::new(i128::from(centavos), unit * 100).map(|ratio| grouped(&ratio.decimal(decimals))).unwrap_or_default()
    };
    match centavos {
        1_000_000_000.. => format!("{sign}Q{} {million}", scaled(1_000_000, 0)),
        100_000_000.. => format!("{sign}Q{} {million}", scaled(1_000_000, 1)),
        100_000.. => format!("{sign}Q{} {thousand}", scaled(1_000, 0)),
        _ => format!("{sign}Q{}", scaled(1, 0)),
    }
}

fn with_q(amount: Money, decimals: u8) -> String {
    let text = Ratio::new(i128::from(amount.centavos().unsigned_abs()), 100).map(|r| r.decimal(decimals));
    let sign = if amount.is_negative() { "−" } else { "" };
    format!("{sign}Q{}", grouped(&text.unwrap_or_default()))
}

/// `85.0 %` in Spanish, `85.0%` in English.
pub fn percent(ratio: Ratio, decimals: u8, style: NumberStyle) -> String {
    percent_text(&ratio.percent(decimals), style)
}

/// A number that is already in percent.
pub fn percent_number(value: Number, style: NumberStyle) -> String {
    percent_text(&value.to_string(), style)
}

fn percent_text(digits: &str, style: NumberStyle) -> String {
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
        assert_eq!(count(923_392), "923,392");
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
