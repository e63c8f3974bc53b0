//! Values, how numbers settle and are rounded, and what was typed into a field.

use crate::dates;
use crate::definition::{Field, Kind};

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Finite. A percentage typed as 80 is 0.8.
    Number(f64),
    /// A text, or the identifier of what was chosen.
    Text(String),
    Flag(bool),
    /// Days since 1970-01-01.
    Day(i64),
}

/// Twelve significant digits and at most nine decimals, half away from zero: below 1000 nine decimals, from there on
/// twelve digits. What two numbers are compared by and what is shown and rounded, so that 0.60/0.75 is 0.80.
///
/// All of the number's binary digits count, as in the browser's `Math.abs(x) < 1000 ? x.toFixed(9) : x.toPrecision(12)`.
pub fn settled(number: f64) -> f64 {
    if !number.is_finite() {
        return number;
    }
    if number.fract() == 0.0 && number.abs() < 1e12 {
        // Not -0.
        return number + 0.0;
    }
    // More digits than there can be nines in a row.
    let digits = format!("{:.60}", number.abs());
    let decimals = match digits.find('.') {
        Some(whole) if number.abs() >= 1000.0 => 12 - i32::try_from(whole).unwrap_or(i32::MAX),
        _ => 9,
    };
    signed(cut(&digits, decimals, |dropped| dropped.first() >= Some(&b'5')), number)
}

/// So many decimals, half away from zero, of the settled number's decimal digits: 1.005 is 1.01.
pub fn rounded(number: f64, decimals: u8) -> f64 {
    round(number, decimals, |dropped| dropped.first() >= Some(&b'5'))
}

/// So many decimals of the settled number, towards minus infinity.
pub fn rounded_down(number: f64, decimals: u8) -> f64 {
    round(number, decimals, |dropped| number < 0.0 && dropped.iter().any(|digit| *digit != b'0'))
}

/// So many decimals of the settled number, towards plus infinity.
pub fn rounded_up(number: f64, decimals: u8) -> f64 {
    round(number, decimals, |dropped| number > 0.0 && dropped.iter().any(|digit| *digit != b'0'))
}

fn round(number: f64, decimals: u8, away: impl Fn(&[u8]) -> bool) -> f64 {
    let settled = settled(number);
    if !settled.is_finite() {
        return settled;
    }
    // The shortest digits of a settled number are the digits it settled at.
    signed(cut(&settled.abs().to_string(), i32::from(decimals), away), number)
}

fn signed(magnitude: f64, like: f64) -> f64 {
    if like < 0.0 && magnitude != 0.0 { -magnitude } else { magnitude }
}

/// Decimal digits without those after so many decimals, the last one raised if the dropped ones say so.
fn cut(digits: &str, decimals: i32, away: impl Fn(&[u8]) -> bool) -> f64 {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let kept = i32::try_from(whole.len()).unwrap_or(i32::MAX).saturating_add(decimals);
    let kept = usize::try_from(kept).unwrap_or(0).min(all.len());
    let raise = away(&all[kept..]);
    all[kept..].fill(b'0');
    let mut carry = raise;
    for digit in all[..kept].iter_mut().rev() {
        if !carry {
            break;
        }
        carry = *digit == b'9';
        *digit = if carry { b'0' } else { *digit + 1 };
    }
    let mut text: String = if carry { "1".to_owned() } else { String::new() };
    for (index, digit) in all.iter().enumerate() {
        if index == whole.len() {
            text.push('.');
        }
        text.push(char::from(*digit));
    }
    text.parse().unwrap_or(f64::NAN)
}

/// `base ^ exponent`. A whole exponent up to 1024 is done by repeated squaring, so that every face computes the same
/// bits:
///
/// ```text
/// result = 1; for (n = |exponent|; n > 0; n = floor(n / 2)) { if (n odd) result *= base; base *= base }
/// result, or 1 / result for a negative exponent
/// ```
///
/// 0 to the power of 0 is not a number.
pub fn power(base: f64, exponent: f64) -> f64 {
    if base == 0.0 && exponent == 0.0 {
        return f64::NAN;
    }
    if exponent.fract() != 0.0 || exponent.abs() > 1024.0 {
        return base.powf(exponent);
    }
    let mut rest = exponent.abs() as u32;
    let (mut result, mut square) = (1.0, base);
    while rest > 0 {
        if rest % 2 == 1 {
            result *= square;
        }
        square *= square;
        rest /= 2;
    }
    if exponent < 0.0 { 1.0 / result } else { result }
}

/// Why something that was typed is no value of its field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Misfit {
    NotANumber,
    /// As it is typed: percent for percentages.
    Below {
        min: f64,
    },
    Above {
        max: f64,
    },
    /// It must be more.
    NotAbove {
        above: f64,
    },
    /// It must be less.
    NotBelow {
        below: f64,
    },
    NotWhole,
    NoSuchOption,
    NotADate,
    /// Neither yes nor no.
    NotYesOrNo,
}

impl Field {
    /// The value of what was typed. Numbers have a decimal point and may have commas between thousands; percentages may
    /// have their sign; dates are `2026-11-20`; choices are identifiers. What is blank is no value: do not ask.
    pub fn read(&self, typed: &str) -> Result<Value, Misfit> {
        let typed = typed.trim();
        match self.kind {
            Kind::Number | Kind::Money => self.number(plain_number(typed).ok_or(Misfit::NotANumber)?),
            Kind::Percentage => {
                let number = typed.strip_suffix('%').unwrap_or(typed).trim_end();
                self.number(plain_number(number).ok_or(Misfit::NotANumber)?)
            }
            Kind::Date => dates::parse(typed).map(Value::Day).ok_or(Misfit::NotADate),
            Kind::Choice if self.options.iter().any(|option| option == typed) => Ok(Value::Text(typed.to_owned())),
            Kind::Choice => Err(Misfit::NoSuchOption),
            Kind::Text => Ok(Value::Text(typed.to_owned())),
            Kind::YesNo => match typed.to_lowercase().as_str() {
                "true" | "yes" | "sí" | "si" | "verdadero" => Ok(Value::Flag(true)),
                "false" | "no" | "falso" => Ok(Value::Flag(false)),
                _ => Err(Misfit::NotYesOrNo),
            },
        }
    }

    /// The value of a number as it is typed, within the field's range.
    pub fn number(&self, typed: f64) -> Result<Value, Misfit> {
        if !typed.is_finite() {
            return Err(Misfit::NotANumber);
        }
        let (range, number) = (&self.range, settled(typed));
        if range.whole && number.fract() != 0.0 {
            return Err(Misfit::NotWhole);
        }
        if let Some(min) = range.min.filter(|min| number < settled(*min)) {
            return Err(Misfit::Below { min });
        }
        if let Some(max) = range.max.filter(|max| number > settled(*max)) {
            return Err(Misfit::Above { max });
        }
        if let Some(above) = range.above.filter(|above| number <= settled(*above)) {
            return Err(Misfit::NotAbove { above });
        }
        if let Some(below) = range.below.filter(|below| number >= settled(*below)) {
            return Err(Misfit::NotBelow { below });
        }
        Ok(Value::Number(if self.kind == Kind::Percentage { typed / 100.0 } else { typed }))
    }
}

/// `1234.56`, `1,234.56`, `-3`
fn plain_number(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = whole.contains(',');
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let well_grouped = groups.all(|group| group.len() == 3 && digits(group));
    let first_fits = !first.is_empty() && digits(first) && (!grouped || first.len() <= 3);
    let ends_well = !unsigned.ends_with('.');
    if !(first_fits && well_grouped && digits(fraction) && ends_well) {
        return None;
    }
    text.replace(',', "").parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Range;

    #[test]
    fn numbers_settle_at_twelve_digits_and_nine_decimals() {
        assert_eq!(settled(0.60 / 0.75), 0.80);
        assert_eq!(settled(0.1 + 0.2), 0.3);
        assert_eq!(settled(1.0 / 3.0), 0.333333333);
        assert_eq!(settled(123_456_789_012.5), 123_456_789_013.0);
        assert_eq!(settled(-123_456_789_012.5), -123_456_789_013.0);
        // Exactly a half in binary.
        assert_eq!(settled(1.0 / 1024.0), 0.000976563);
        assert_eq!(settled(-1.0 / 1024.0), -0.000976563);
        assert_eq!(settled(999.999_999_999_9), 1000.0);
        assert_eq!(settled(999_999_999_999.96), 1e12);
        assert_eq!(settled(1_234.567_890_123_4), 1_234.567_890_12);
        assert_eq!(settled(1e300), 1e300);
        assert_eq!(settled(1.234_567_890_123_4e300), 1.23456789012e300);
        assert_eq!(settled(1e-12), 0.0);
        assert!(settled(-0.0).is_sign_positive() && settled(-1e-12).is_sign_positive());
        assert!(settled(f64::INFINITY).is_infinite() && settled(f64::NAN).is_nan());
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(rounded(2.5, 0), 3.0);
        assert_eq!(rounded(-2.5, 0), -3.0);
        assert_eq!(rounded(1.005, 2), 1.01);
        assert_eq!(rounded(-1.005, 2), -1.01);
        assert_eq!(rounded(2.675, 2), 2.68);
        assert_eq!(rounded(1234.5, 0), 1235.0);
        assert_eq!(rounded(0.4, 0), 0.0);
        assert_eq!(rounded(99.995, 2), 100.0);
        assert_eq!(rounded(1e300, 2), 1e300);
        assert!(rounded(-0.4, 0).is_sign_positive());
    }

    #[test]
    fn up_and_down_are_of_the_settled_number() {
        assert_eq!(rounded_up(40.625, 0), 41.0);
        assert_eq!(rounded_up(41.000_000_000_000_01, 0), 41.0);
        assert_eq!(rounded_up(1.805_555_555, 2), 1.81);
        assert_eq!(rounded_up(-1.5, 0), -1.0);
        assert_eq!(rounded_down(-1.5, 0), -2.0);
        assert_eq!(rounded_down(2.999_999_999_999_99, 0), 3.0);
        assert_eq!(rounded_down(2.99, 1), 2.9);
    }

    #[test]
    fn powers_are_repeated_squares() {
        assert_eq!(power(2.0, 10.0), 1024.0);
        assert_eq!(power(1.1, 3.0), 1.1 * (1.1 * 1.1));
        assert_eq!(power(2.0, -2.0), 0.25);
        assert_eq!(power(-3.0, 3.0), -27.0);
        assert_eq!(power(9.0, 0.5), 3.0);
        assert_eq!(power(5.0, 0.0), 1.0);
        assert!(power(0.0, 0.0).is_nan() && power(-8.0, 1.0 / 3.0).is_nan() && power(0.0, -1.0).is_infinite());
    }

    fn field(kind: Kind, range: Range) -> Field {
        Field { id: "x".to_owned(), kind, unit: None, range, options: vec!["fixed".to_owned()] }
    }

    #[test]
    fn what_is_typed_becomes_a_value() {
        let read = |kind, typed: &str| field(kind, Range::default()).read(typed);
        for (typed, number) in [("1234.56", 1234.56), ("1,234.56", 1234.56), (" -3 ", -3.0), ("+2", 2.0), ("0", 0.0)] {
            assert_eq!(read(Kind::Number, typed), Ok(Value::Number(number)), "{typed}");
        }
        for typed in
            ["", "1,23", "12,34.5", "1234,567", "1.", ".5", "1e5", "NaN", "inf", "1 000", "--1", "1,234,5", "Q5"]
        {
            assert_eq!(read(Kind::Number, typed), Err(Misfit::NotANumber), "{typed}");
        }
        assert_eq!(read(Kind::Percentage, "80"), Ok(Value::Number(0.8)));
        assert_eq!(read(Kind::Percentage, "80 %"), Ok(Value::Number(0.8)));
        assert_eq!(read(Kind::Date, "1970-01-03"), Ok(Value::Day(2)));
        assert_eq!(read(Kind::Date, "2026-02-30"), Err(Misfit::NotADate));
        assert_eq!(read(Kind::Choice, "fixed"), Ok(Value::Text("fixed".to_owned())));
        assert_eq!(read(Kind::Choice, "fluid"), Err(Misfit::NoSuchOption));
        assert_eq!(read(Kind::YesNo, "Sí"), Ok(Value::Flag(true)));
        assert_eq!(read(Kind::YesNo, "perhaps"), Err(Misfit::NotYesOrNo));
    }

    #[test]
    fn ranges_are_of_what_is_typed() {
        let range = Range { above: Some(0.0), max: Some(100.0), ..Range::default() };
        let collection = field(Kind::Percentage, range);
        assert_eq!(collection.number(100.0), Ok(Value::Number(1.0)));
        assert_eq!(collection.number(0.0), Err(Misfit::NotAbove { above: 0.0 }));
        assert_eq!(collection.number(100.5), Err(Misfit::Above { max: 100.0 }));
        let range = Range { min: Some(1.0), below: Some(5.0), whole: true, ..Range::default() };
        let people = field(Kind::Number, range);
        assert_eq!(people.number(0.0), Err(Misfit::Below { min: 1.0 }));
        assert_eq!(people.number(5.0), Err(Misfit::NotBelow { below: 5.0 }));
        assert_eq!(people.number(2.5), Err(Misfit::NotWhole));
        assert_eq!(people.number(f64::NAN), Err(Misfit::NotANumber));
    }
}
