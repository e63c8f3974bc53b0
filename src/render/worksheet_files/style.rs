//! How cells look: what is open, what is an answer, and the formats of numbers.

use cabildo_worksheet::definition::{Field, Kind};
use cabildo_worksheet::program::Type;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::model::site::NumberStyle;
use crate::model::worksheet::Tone;

/// Where something may be filled in.
const OPEN: Color = Color::RGB(0xFF_F7_D6);
const HEAD: Color = Color::RGB(0xE4_EA_F0);
const LINE: Color = Color::RGB(0xB8_C0_C8);
const QUIET: Color = Color::RGB(0x59_59_59);
const LOUD: Color = Color::RGB(0x9C_1C_12);

/// The height of a line of text, in points.
pub const LINE_HEIGHT: f64 = 15.0;

pub fn title() -> Format {
    Format::new().set_bold().set_font_size(14)
}

pub fn heading() -> Format {
    Format::new().set_bold().set_font_size(12).set_border_bottom(FormatBorder::Medium).set_border_bottom_color(LINE)
}

pub fn plain() -> Format {
    Format::new().set_align(FormatAlign::Top)
}

pub fn wrapped() -> Format {
    plain().set_text_wrap()
}

pub fn bold() -> Format {
    wrapped().set_bold()
}

/// What a section is about, on the line of its heading.
pub fn aside() -> Format {
    quiet().set_border_bottom(FormatBorder::Medium).set_border_bottom_color(LINE)
}

/// Hints and units.
pub fn quiet() -> Format {
    wrapped().set_font_color(QUIET)
}

/// What is missing or cannot be so.
pub fn loud() -> Format {
    wrapped().set_font_color(LOUD)
}

pub fn head() -> Format {
    boxed().set_bold().set_text_wrap().set_background_color(HEAD)
}

pub fn boxed() -> Format {
    plain().set_border(FormatBorder::Thin).set_border_color(LINE)
}

/// A cell in which something is filled in.
pub fn open(number: &str) -> Format {
    boxed().set_unlocked().set_background_color(OPEN).set_num_format(number)
}

pub fn open_text() -> Format {
    boxed().set_unlocked().set_background_color(OPEN).set_text_wrap()
}

/// A cell in which something comes out.
pub fn value(number: &str) -> Format {
    boxed().set_num_format(number).set_align(FormatAlign::Right)
}

pub fn answer(number: &str) -> Format {
    value(number).set_bold().set_font_size(13)
}

pub fn toned(tone: Tone) -> Format {
    let (back, front) = match tone {
        Tone::Good => (0xD9_F0_DC, 0x14_53_2A),
        Tone::Fair => (0xFD_EB_C0, 0x6B_43_00),
        Tone::Poor => (0xF9_D7_D3, 0x8A_1C_12),
        Tone::Neutral => (0xE4_EA_F0, 0x20_2A_33),
    };
    Format::new().set_background_color(Color::RGB(back)).set_font_color(Color::RGB(front))
}

/// How a value is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub number: String,
    /// Whole numbers are shown without decimals.
    pub is_loose: bool,
}

fn decimals(of: u8) -> String {
    if of == 0 { String::new() } else { format!(".{}", "0".repeat(of.into())) }
}

fn look(number: impl Into<String>) -> Look {
    Look { number: number.into(), is_loose: false }
}

fn date(style: NumberStyle) -> &'static str {
    match style {
        NumberStyle::Guatemala => "dd/mm/yyyy",
        NumberStyle::English => "d mmm yyyy",
    }
}

/// Of what is filled in.
pub fn of_field(field: &Field, style: NumberStyle) -> Look {
    let is_year = field.range.min.is_some_and(|min| min >= 1900.0) && field.range.max.is_some_and(|max| max <= 2200.0);
    match field.kind {
        Kind::Number if is_year => look("0"),
        Kind::Number if field.range.whole => look("#,##0"),
        Kind::Number => look("[<1000]General;#,##0.00"),
        Kind::Money => look("\"Q\"#,##0.00"),
        Kind::Percentage => look("0.0#%"),
        Kind::Date => look(date(style)),
        Kind::Choice | Kind::Text | Kind::YesNo => look("@"),
    }
}

/// Of what comes out.
pub fn of_value(kind: &Type, is_percentage: bool, places: Option<u8>, style: NumberStyle) -> Look {
    match kind {
        Type::Number(_) if is_percentage => look(format!("0{}%", decimals(places.unwrap_or(1)))),
        Type::Number(unit) if unit.0.iter().any(|(name, power)| name == "Q" && *power == 1) => {
            look(format!("\"Q\"#,##0{}", decimals(places.unwrap_or(2))))
        }
        Type::Number(_) => match places {
            Some(places) => look(format!("#,##0{}", decimals(places))),
            None => Look { number: "#,##0.00".to_owned(), is_loose: true },
        },
        Type::Day => look(date(style)),
        Type::Text | Type::Choice(_) | Type::Flag => look("General"),
    }
}

/// How many lines words take in a column so many letters wide. Programs do not stretch rows by themselves where cells
/// are merged or the letters are not their own.
pub fn lines(words: &str, width: f64) -> f64 {
    words.split('\n').map(|line| (line.chars().count() as f64 * 0.95 / width).ceil().max(1.0)).sum()
}
