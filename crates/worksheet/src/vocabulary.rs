//! The words of the language: its functions in English and Spanish, and what no name may be.

use strsim::damerau_levenshtein;

/// A function as it is written; what it means is found when its arguments are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    If,
    Min,
    Max,
    Sum,
    Mean,
    Count,
    First,
    Round,
    Floor,
    Ceil,
    Abs,
    Sqrt,
    Has,
    Default,
    Previous,
    Rank,
    Row,
    Text,
    Date,
    Year,
    Month,
    Day,
    Weekday,
    EndOfMonth,
    AddDays,
    DaysBetween,
    AddWorkdays,
    WorkdaysBetween,
    IsWorkday,
    WorkdayOnOrBefore,
}

/// English first, then Spanish.
pub const FUNCTIONS: &[(&str, Word)] = &[
    ("if", Word::If),
    ("min", Word::Min),
    ("max", Word::Max),
    ("sum", Word::Sum),
    ("mean", Word::Mean),
    ("count", Word::Count),
    ("first", Word::First),
    ("lookup", Word::First),
    ("round", Word::Round),
    ("floor", Word::Floor),
    ("ceil", Word::Ceil),
    ("abs", Word::Abs),
    ("sqrt", Word::Sqrt),
    ("has", Word::Has),
    ("default", Word::Default),
    ("previous", Word::Previous),
    ("rank", Word::Rank),
    ("row", Word::Row),
    ("text", Word::Text),
    ("date", Word::Date),
    ("year", Word::Year),
    ("month", Word::Month),
    ("day", Word::Day),
    ("weekday", Word::Weekday),
    ("end_of_month", Word::EndOfMonth),
    ("add_days", Word::AddDays),
    ("days_between", Word::DaysBetween),
    ("add_workdays", Word::AddWorkdays),
    ("workdays_between", Word::WorkdaysBetween),
    ("is_workday", Word::IsWorkday),
    ("workday_on_or_before", Word::WorkdayOnOrBefore),
    ("si", Word::If),
    ("suma", Word::Sum),
    ("promedio", Word::Mean),
    ("media", Word::Mean),
    ("contar", Word::Count),
    ("primero", Word::First),
    ("buscar", Word::First),
    ("redondear", Word::Round),
    ("redondear_abajo", Word::Floor),
    ("redondear_arriba", Word::Ceil),
    ("raiz", Word::Sqrt),
    ("hay", Word::Has),
    ("si_falta", Word::Default),
    ("anterior", Word::Previous),
    ("puesto", Word::Rank),
    ("fila", Word::Row),
    ("texto", Word::Text),
    ("fecha", Word::Date),
    ("anio", Word::Year),
    ("año", Word::Year),
    ("mes", Word::Month),
    ("dia", Word::Day),
    ("dia_semana", Word::Weekday),
    ("fin_de_mes", Word::EndOfMonth),
    ("sumar_dias", Word::AddDays),
    ("dias_entre", Word::DaysBetween),
    ("sumar_dias_habiles", Word::AddWorkdays),
    ("dias_habiles_entre", Word::WorkdaysBetween),
    ("es_dia_habil", Word::IsWorkday),
    ("dia_habil_hasta", Word::WorkdayOnOrBefore),
];

/// Words that no identifier may be.
pub const RESERVED: &[&str] =
    &["and", "y", "or", "o", "not", "no", "true", "verdadero", "false", "falso", "where", "donde"];

/// A function by its name, in any case and with or without the accents of its vowels.
pub fn function(name: &str) -> Option<Word> {
    let plain: String = name.to_lowercase().chars().map(without_accent).collect();
    FUNCTIONS.iter().find(|(known, _)| *known == plain).map(|(_, word)| *word)
}

fn without_accent(letter: char) -> char {
    match letter {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        other => other,
    }
}

/// Whether this may be the identifier of something: letters, digits and `_` after a letter, no word of the language.
pub fn is_name(id: &str) -> bool {
    id.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && id.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        && !RESERVED.contains(&id)
}

/// The candidate that was most likely meant: at most a third of its letters differ. The first of several.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let most = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance > 0 && *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_have_spanish_names_with_and_without_accents() {
        assert_eq!(function("redondear_arriba"), Some(Word::Ceil));
        assert_eq!(function("raíz"), Some(Word::Sqrt));
        assert_eq!(function("SI"), Some(Word::If));
        assert_eq!(function("año"), Some(Word::Year));
        assert_eq!(function("vlookup"), None);
    }

    #[test]
    fn the_nearest_name_is_near() {
        let known = ["connections", "collection", "losses"];
        assert_eq!(nearest("conections", known), Some("connections".to_owned()));
        assert_eq!(nearest("x", known), None);
    }

    #[test]
    fn words_of_the_language_are_no_names() {
        assert!(is_name("tarifa_año_2"));
        for id in ["y", "where", "", "2nd", "a-b", "a b"] {
            assert!(!is_name(id), "{id}");
        }
    }
}
