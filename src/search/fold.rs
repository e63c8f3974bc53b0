//! Words as the search sees them. Each function here has its twin in `search.js`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words too common to tell documents apart, Spanish and English together: Spanish names stand in English pages.
/// They travel inside the index, so the browser has no list of its own.
pub(super) const STOP_WORDS: &str = "a al an and are as at be by can como con cual cuando cuanto cuanta de del do \
     does donde e el en es esta este for from how i in is it la las lo los mi my o of on or para por que quien se si \
     sin su sus the this to u un una uno was what when where which who with y ya";

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// As it stands in the text, in lower case and composed (NFC).
    pub written: String,
    /// See [`fold`].
    pub folded: String,
}

/// Lower case, without marks and without apostrophes and glottal signs; only `ñ` stays a letter of its own.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.to_lowercase().nfd() {
        if c == '\u{303}' && folded.ends_with('n') {
            folded.pop();
            folded.push('ñ');
        } else if !is_combining_mark(c) && !is_apostrophe(c) {
            folded.push(c);
        }
    }
    folded
}

/// `ñ` for those whose keyboard has none.
pub(super) fn without_enye(folded: &str) -> String {
    folded.replace('ñ', "n")
}

/// A folded text as it stands in an address: `santa-lucia-la-reforma`.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in without_enye(&fold(text)).chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

/// The words of a text in their order. Amounts (`1,234.50`, `10.8`) and single letters are left out: nobody finds a
/// page by them, and populations alone would fill the index.
pub(super) fn words(text: &str) -> Vec<Word> {
    let text: String = without_amounts(text).to_lowercase().nfc().collect();
    text.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c) || is_apostrophe(c)))
        .filter_map(|piece| {
            let written = piece.trim_start_matches(is_apostrophe).to_owned();
            let folded = fold(&written);
            (folded.chars().count() > 1).then_some(Word { written, folded })
        })
        .collect()
}

/// One stem for singular and plural, masculine and feminine, in Spanish and English alike: `tarifa`, `tarifas` ->
/// `tarif`; `ley`, `leyes` -> `lei`; `luz`, `luces` -> `luc`; `city`, `cities` -> `citi`.
///
/// A final `s` (not of `ss`) and then a final `a`, `e` or `o` go, again and again while four letters are left, so that
/// words which end in `s` in the singular meet their plural (`pais`, `paises` -> `pai`). Words with a digit stay.
pub(super) fn stem(folded: &str) -> String {
    let mut letters: Vec<char> = folded.chars().collect();
    if letters.iter().any(char::is_ascii_digit) {
        return folded.to_owned();
    }
    loop {
        let before = letters.len();
        if letters.len() > 3 && letters.ends_with(&['s']) && !letters.ends_with(&['s', 's']) {
            letters.pop();
        }
        if letters.len() > 3 && matches!(letters.last(), Some('a' | 'e' | 'o')) {
            letters.pop();
        }
        if letters.len() == before {
            break;
        }
    }
    match letters.last_mut() {
        Some(last) if *last == 'y' => *last = 'i',
        Some(last) if *last == 'z' => *last = 'c',
        _ => {}
    }
    letters.into_iter().collect()
}

/// The signs that people write for an apostrophe or a glottal stop: `K'iche'`, `Kʼicheʼ`, `Kꞌicheꞌ`.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ꞌ' | '`' | '´')
}

/// Digits joined by points or commas become a blank.
fn without_amounts(text: &str) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut number = String::new();
    let mut is_amount = false;
    while let Some(c) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(char::is_ascii_digit);
        if c.is_ascii_digit() {
            number.push(c);
        } else if matches!(c, '.' | ',') && !number.is_empty() && next_is_digit {
            is_amount = true;
        } else {
            rest.push_str(if is_amount { " " } else { &number });
            rest.push(c);
            number.clear();
            is_amount = false;
        }
    }
    rest.push_str(if is_amount { " " } else { &number });
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded_words(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn accents_and_glottal_signs_go_and_enye_stays() {
        assert_eq!(fold("Administración Güegüe"), "administracion guegue");
        assert_eq!(fold("AÑO"), "año");
        assert_eq!(fold("an\u{303}o"), "año");
        for written in ["K'iche'", "K’iche’", "Kʼicheʼ", "Kꞌicheꞌ", "K`iche`", "Ꞌkꞌiche"] {
            assert_eq!(fold(written), "kiche", "{written}");
        }
    }

    #[test]
    fn words_are_cut_at_everything_that_is_no_letter() {
        assert_eq!(folded_words("«Tarifa» de agua: PDM-OT, T16"), ["tarifa", "de", "agua", "pdm", "ot", "t16"]);
        assert_eq!(words("Itza’, q'eqchi'")[1].written, "q'eqchi'");
        assert_eq!(words("ADMINISTRACIO\u{301}N")[0].written, "administración");
    }

    #[test]
    fn amounts_and_single_letters_are_no_words_but_years_and_decrees_are() {
        assert_eq!(
            folded_words("Q1,234.50 y 180,706 en 2018, Decreto 12-2002."),
            ["en", "2018", "decreto", "12", "2002"]
        );
        assert_eq!(folded_words("0901, 33"), ["0901", "33"]);
    }

    #[test]
    fn plural_and_gender_share_a_stem() {
        for forms in [
            &["tarifa", "tarifas"][..],
            &["municipalidad", "municipalidades"],
            &["licitacion", "licitaciones"],
            &["sindico", "sindica", "sindicos", "sindicas"],
            &["ley", "leyes"],
            &["luz", "luces"],
            &["pais", "paises"],
            &["interes", "intereses"],
            &["mes", "meses"],
            &["dia", "dias"],
            &["año", "años"],
            &["city", "cities"],
            &["tax", "taxes"],
            &["service", "services"],
            &["process", "processes"],
            &["fee", "fees"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{forms:?} -> {stems:?}");
        }
    }

    #[test]
    fn codes_are_not_stemmed() {
        assert_eq!(stem("1990s"), "1990s");
        assert_eq!(stem("t16"), "t16");
    }

    #[test]
    fn slugs_are_ascii() {
        assert_eq!(slug("Santa Lucía La Reforma"), "santa-lucia-la-reforma");
        assert_eq!(slug(" El niño, K'iche'… "), "el-nino-kiche");
    }
}
