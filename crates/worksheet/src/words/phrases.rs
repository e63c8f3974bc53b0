//! The turns of phrase of both languages.

use crate::program::{Aggregate, Function, Operator};

use super::Language;

#[derive(Clone, Copy)]
pub(super) struct Phrases {
    pub language: Language,
}

/// `1,234.5`
pub(super) fn number(number: f64) -> String {
    let digits = number.abs().to_string();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut text = if number < 0.0 { "−".to_owned() } else { String::new() };
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// `a` and `de` melt into a following `el`.
fn melt(preposition: &str, what: &str) -> String {
    match what.strip_prefix("el ") {
        Some(rest) => format!("{preposition}l {rest}"),
        None => format!("{preposition} {what}"),
    }
}

impl Phrases {
    fn spanish(self) -> bool {
        self.language == Language::Spanish
    }

    fn either<'t>(self, spanish: &'t str, english: &'t str) -> &'t str {
        if self.spanish() { spanish } else { english }
    }

    pub fn quoted(self, text: &str) -> String {
        if text.is_empty() {
            return self.either("vacío", "blank").to_owned();
        }
        if self.spanish() { format!("«{text}»") } else { format!("“{text}”") }
    }

    pub fn yes_or_no(self, flag: bool) -> &'static str {
        match (self.language, flag) {
            (Language::Spanish, true) => "sí",
            (Language::English, true) => "yes",
            (_, false) => "no",
        }
    }

    pub fn percent(self, number: &str) -> String {
        if self.spanish() { format!("{number}\u{a0}%") } else { format!("{number}%") }
    }

    pub fn row_number(self, repeated: bool) -> &'static str {
        match (self.language, repeated) {
            (Language::Spanish, false) => "el número del renglón",
            (Language::Spanish, true) => "el número de la repetición",
            (Language::English, false) => "the number of the row",
            (Language::English, true) => "the number of the repetition",
        }
    }

    pub fn of_this_row(self, label: &str) -> String {
        format!("{label} {}", self.either("de este renglón", "of this row"))
    }

    pub fn left_out(self) -> &'static str {
        self.either("queda fuera", "left out")
    }

    pub fn choice(self, condition: &str, then: &str, otherwise: &str) -> String {
        match self.language {
            Language::Spanish => format!("si {condition}, {then}; si no, {otherwise}"),
            Language::English => format!("if {condition}, {then}; otherwise, {otherwise}"),
        }
    }

    pub fn is(self, label: &str, flag: bool) -> String {
        format!("{label} {} {}", self.either("es", "is"), self.yes_or_no(flag))
    }

    pub fn has(self, what: &str) -> String {
        match self.language {
            Language::Spanish => format!("hay dato de {what}"),
            Language::English => format!("there is a value for {what}"),
        }
    }

    pub fn has_not(self, what: &str) -> String {
        match self.language {
            Language::Spanish => format!("no hay dato de {what}"),
            Language::English => format!("there is no value for {what}"),
        }
    }

    pub fn not(self, statement: &str) -> String {
        format!("{} {statement}", self.either("no se cumple que", "it is not the case that"))
    }

    pub fn both(self, and: bool, left: &str, right: &str) -> String {
        let word = if and { self.and(right) } else { self.or(right) };
        format!("{left} {word} {right}")
    }

    pub fn relation(self, operator: Operator, texts: bool, left: &str, right: &str) -> String {
        if self.spanish() {
            let relation = match operator {
                Operator::Equal if texts => "es",
                Operator::Equal => return format!("{left} es {}", melt("igual a", right)),
                Operator::Unequal if texts => "no es",
                Operator::Unequal => return format!("{left} es {}", melt("distinto de", right)),
                Operator::Less => "es menor que",
                Operator::LessOrEqual => "es menor o igual que",
                Operator::Greater => "es mayor que",
                _ => "es mayor o igual que",
            };
            return format!("{left} {relation} {right}");
        }
        let relation = match operator {
            Operator::Equal if texts => "is",
            Operator::Equal => "is equal to",
            Operator::Unequal if texts => "is not",
            Operator::Unequal => "is different from",
            Operator::Less => "is less than",
            Operator::LessOrEqual => "is at most",
            Operator::Greater => "is more than",
            _ => "is at least",
        };
        format!("{left} {relation} {right}")
    }

    /// `y`, but `e` before another `i`.
    fn and(self, next: &str) -> &'static str {
        let next = next.trim_start_matches(['«', '(']).to_lowercase();
        let same = (next.starts_with(['i', 'í']) || next.starts_with("hi")) && !next.starts_with("hie");
        if same { self.either("e", "and") } else { self.either("y", "and") }
    }

    /// `o`, but `u` before another `o`.
    fn or(self, next: &str) -> &'static str {
        let next = next.trim_start_matches(['«', '(']).to_lowercase();
        let same = next.starts_with(['o', 'ó']) || next.starts_with("ho");
        if same { self.either("u", "or") } else { self.either("o", "or") }
    }

    /// `a, b y c`
    fn listed(self, items: &[String]) -> String {
        match items {
            [first @ .., last] if !first.is_empty() => {
                format!("{} {} {last}", first.join(", "), self.and(last))
            }
            _ => items.concat(),
        }
    }

    pub fn joined(self, parts: &[String]) -> String {
        format!("{}, {}", self.listed(parts), self.either("uno tras otro", "one after the other"))
    }

    /// The exponent, or whether the power is a square and not a cube.
    pub fn power(self, base: &str, exponent: Result<String, bool>) -> String {
        match exponent {
            Err(true) => format!("{base} {}", self.either("al cuadrado", "squared")),
            Err(false) => format!("{base} {}", self.either("al cubo", "cubed")),
            Ok(exponent) => format!("{base} {} {exponent}", self.either("elevado a", "to the power of")),
        }
    }

    pub fn or_if_missing(self, first: &str, second: &str) -> String {
        match self.language {
            Language::Spanish => format!("{first} (si falta, {second})"),
            Language::English => format!("{first} (if missing, {second})"),
        }
    }

    pub fn previous(self, label: &str, start: &str) -> String {
        match self.language {
            Language::Spanish => format!("{label} del renglón anterior (en el primero, {start})"),
            Language::English => format!("{label} of the row before (in the first, {start})"),
        }
    }

    pub fn extreme(self, greatest: bool, values: &[String]) -> String {
        let what = match (self.language, greatest) {
            (Language::Spanish, true) => "el mayor entre",
            (Language::Spanish, false) => "el menor entre",
            (Language::English, true) => "the greatest of",
            (Language::English, false) => "the least of",
        };
        format!("{what} {}", self.listed(values))
    }

    pub fn rounded(self, function: Function, what: &str, decimals: u8) -> String {
        let direction = match (self.language, function) {
            (Language::Spanish, Function::Floor) => " hacia abajo",
            (Language::Spanish, Function::Ceil) => " hacia arriba",
            (Language::English, Function::Floor) => " down",
            (Language::English, Function::Ceil) => " up",
            _ => "",
        };
        let to = match (self.language, decimals) {
            (Language::Spanish, 0) => "al entero".to_owned(),
            (Language::Spanish, 1) => "a 1 decimal".to_owned(),
            (Language::Spanish, _) => format!("a {decimals} decimales"),
            (Language::English, 0) => "to a whole number".to_owned(),
            (Language::English, 1) => "to 1 decimal".to_owned(),
            (Language::English, _) => format!("to {decimals} decimals"),
        };
        format!("{what}, {}{direction} {to}", self.either("redondeado", "rounded"))
    }

    pub fn magnitude(self, what: &str) -> String {
        match self.language {
            Language::Spanish => melt("el valor absoluto de", what),
            Language::English => format!("the absolute value of {what}"),
        }
    }

    pub fn root(self, what: &str) -> String {
        format!("{} {what}", self.either("la raíz cuadrada de", "the square root of"))
    }

    /// Year, month and day.
    pub fn date(self, parts: &[String]) -> String {
        let [year, month, day] = parts else { return parts.join("-") };
        match self.language {
            Language::Spanish => format!("la fecha con año {year}, mes {month} y día {day}"),
            Language::English => format!("the date with year {year}, month {month} and day {day}"),
        }
    }

    pub fn part_of_date(self, function: Function, day: &str) -> String {
        if self.spanish() {
            return match function {
                Function::Year => melt("el año de", day),
                Function::Month => melt("el mes de", day),
                Function::DayOfMonth => melt("el día del mes de", day),
                Function::Weekday => melt("el día de la semana (lunes es 1) de", day),
                Function::EndOfMonth => melt("el último día del mes de", day),
                _ => format!("el último día hábil hasta {day}"),
            };
        }
        let what = match function {
            Function::Year => "the year of",
            Function::Month => "the month of",
            Function::DayOfMonth => "the day of the month of",
            Function::Weekday => "the day of the week (Monday is 1) of",
            Function::EndOfMonth => "the last day of the month of",
            _ => "the last working day up to",
        };
        format!("{what} {day}")
    }

    pub fn days_from(self, days: &str, workdays: bool, before: bool, day: &str) -> String {
        let one = days == "1";
        let what = match (self.language, workdays) {
            (Language::Spanish, false) if one => "día",
            (Language::Spanish, true) if one => "día hábil",
            (Language::English, false) if one => "day",
            (Language::English, true) if one => "working day",
            (Language::Spanish, false) => "días",
            (Language::Spanish, true) => "días hábiles",
            (Language::English, false) => "days",
            (Language::English, true) => "working days",
        };
        match (self.language, before) {
            (Language::Spanish, true) => format!("{days} {what} {}", melt("antes de", day)),
            (Language::Spanish, false) => format!("{days} {what} {}", melt("después de", day)),
            (Language::English, true) => format!("{days} {what} before {day}"),
            (Language::English, false) => format!("{days} {what} after {day}"),
        }
    }

    pub fn days_between(self, workdays: bool, from: &str, to: &str) -> String {
        match (self.language, workdays) {
            (Language::Spanish, false) => format!("los días que hay desde {from} hasta {to}"),
            (Language::Spanish, true) => format!("los días hábiles que hay desde {from} hasta {to}"),
            (Language::English, false) => format!("the days from {from} to {to}"),
            (Language::English, true) => format!("the working days from {from} to {to}"),
        }
    }

    pub fn is_workday(self, day: &str, is: bool) -> String {
        match (self.language, is) {
            (Language::Spanish, true) => format!("{day} es día hábil"),
            (Language::Spanish, false) => format!("{day} no es día hábil"),
            (Language::English, true) => format!("{day} is a working day"),
            (Language::English, false) => format!("{day} is not a working day"),
        }
    }

    /// How many rows there are.
    pub fn count(self, table: &str, condition: Option<&str>) -> String {
        let rows = match self.language {
            Language::Spanish => format!("el número de renglones de {table}"),
            Language::English => format!("the number of rows of {table}"),
        };
        self.restricted(rows, condition)
    }

    fn restricted(self, rows: String, condition: Option<&str>) -> String {
        match condition {
            Some(condition) => format!("{rows} {} {condition}", self.either("donde", "where")),
            None => rows,
        }
    }

    pub fn aggregate(self, how: Aggregate, days: bool, what: &str, table: &str, condition: Option<&str>) -> String {
        let (spanish, english) = match how {
            Aggregate::Sum => ("la suma de", "the sum of"),
            Aggregate::Mean => ("el promedio de", "the mean of"),
            Aggregate::Least if days => ("la fecha más temprana de", "the earliest"),
            Aggregate::Greatest if days => ("la fecha más tardía de", "the latest"),
            Aggregate::Least => ("el valor más bajo de", "the least"),
            Aggregate::Greatest => ("el valor más alto de", "the greatest"),
            Aggregate::Count => ("el número de valores de", "the number of values of"),
            Aggregate::First => {
                let rows = match self.language {
                    Language::Spanish => format!("{what} del primer renglón de {table}"),
                    Language::English => format!("{what} of the first row of {table}"),
                };
                return self.restricted(rows, condition);
            }
        };
        let start = self.either(spanish, english);
        match (self.language, condition) {
            (Language::Spanish, None) => format!("{start} {what} en {table}"),
            (Language::English, None) => format!("{start} {what} in {table}"),
            (Language::Spanish, Some(condition)) => {
                format!("{start} {what} en los renglones de {table} donde {condition}")
            }
            (Language::English, Some(condition)) => {
                format!("{start} {what} in the rows of {table} where {condition}")
            }
        }
    }

    /// The place among the rows by these, each with whether the smallest comes first.
    pub fn rank(self, keys: &[(String, bool)], condition: Option<&str>) -> String {
        let mut text = self.either("el puesto", "the place").to_owned();
        if let Some(condition) = condition {
            let among = self.either("entre los renglones donde", "among the rows where");
            text = format!("{text} {among} {condition},");
        }
        for (index, (key, smallest)) in keys.iter().enumerate() {
            let before = match (self.language, index) {
                (Language::Spanish, 0) => " según ",
                (Language::Spanish, 1) => "; si empatan, según ",
                (Language::Spanish, _) => "; luego, según ",
                (Language::English, 0) => " by ",
                (Language::English, 1) => "; if equal, by ",
                (Language::English, _) => "; then by ",
            };
            let order = match (self.language, smallest) {
                (Language::Spanish, false) => " (de mayor a menor)",
                (Language::Spanish, true) => " (de menor a mayor)",
                (Language::English, false) => " (greatest first)",
                (Language::English, true) => " (smallest first)",
            };
            text = text + before + key + order;
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPANISH: Phrases = Phrases { language: Language::Spanish };

    #[test]
    fn numbers_have_commas_between_thousands() {
        let cases = [(0.0, "0"), (12.5, "12.5"), (1234.0, "1,234"), (-1234567.25, "−1,234,567.25"), (0.05, "0.05")];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn spanish_melts_and_changes_its_small_words() {
        let relation = SPANISH.relation(Operator::Equal, false, "mes", "el número del renglón");
        assert_eq!(relation, "mes es igual al número del renglón");
        assert_eq!(SPANISH.both(true, "costo", "ingreso"), "costo e ingreso");
        assert_eq!(SPANISH.both(true, "agua", "hielo"), "agua y hielo");
        assert_eq!(SPANISH.both(false, "mes", "oficina"), "mes u oficina");
        assert_eq!(SPANISH.part_of_date(Function::Month, "el último día"), "el mes del último día");
        assert_eq!(SPANISH.days_from("1", true, true, "la fecha"), "1 día hábil antes de la fecha");
        assert_eq!(SPANISH.quoted(""), "vacío");
    }
}
