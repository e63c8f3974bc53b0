//! The sheet that is filled in, with the results below.

use cabildo_worksheet::definition::{Field, Kind, Range};
use cabildo_worksheet::excel;
use cabildo_worksheet::program::Type;
use rust_xlsxwriter::{ConditionalFormatFormula, DataValidation, Format, Formula, Worksheet as Sheet, XlsxError};

use super::known::Known;
use super::layout::{HINT, Heading, STATUS, UNIT, VALUE, cell, fixed};
use super::style::{self, LINE_HEIGHT, Look};
use super::tables;
use super::workbook::Book;
use crate::model::values::Date;
use crate::model::worksheet::{self as model, Band, Entry};

/// The labels' column, in letters.
pub const WIDE: f64 = 38.0;
/// Other columns, at least.
pub const NARROW: f64 = 13.0;

/// What is filled in beforehand.
pub enum Prefilled {
    Number(f64),
    Text(String),
    Today,
}

pub fn write(book: &Book, sheet: &mut Sheet) -> Result<(), XlsxError> {
    let layout = &book.layout;
    sheet.set_name(&layout.names.data)?;
    sheet.set_formula_result_default("");
    let widths = widths(book);
    for (column, width) in (0..).zip(&widths) {
        sheet.set_column_width(column, *width)?;
    }
    sheet.write_string_with_format(0, 0, book.title(), &style::title())?;
    sheet.write_string(1, 0, book.word("how"))?;
    for (row, heading) in &layout.headings {
        write_heading(book, sheet, *row, *heading)?;
    }
    for input in 0..book.program.inputs.len() {
        write_input(book, sheet, input, &widths)?;
    }
    for table in 0..book.program.tables.len() {
        tables::write_on_data(book, sheet, table)?;
    }
    for result in 0..book.program.results.len() {
        write_result(book, sheet, result, &widths)?;
    }
    for (result, row) in &layout.answers {
        write_answer(book, sheet, *result, *row)?;
    }
    write_messages(book, sheet, &widths)?;
    let span: f64 = widths.iter().sum();
    for (row, note) in (layout.notes..).zip(&book.sheet.notes) {
        merged(sheet, row, 0, layout.last, &book.text(note), &style::wrapped())?;
        sheet.set_row_height(row, LINE_HEIGHT * style::lines(&book.text(note), span))?;
    }
    let head = layout.answers.last().map_or(2, |(_, row)| row + 1);
    sheet.set_freeze_panes(head, 0)?;
    sheet.set_print_area(0, 0, layout.end.max(1), layout.last)?;
    book.page(sheet, span > 110.0);
    if let Some(row) = layout.inputs.first() {
        sheet.set_selection(*row, VALUE, *row, VALUE)?;
    }
    Ok(())
}

/// How wide columns are, in letters, for what stands in them.
fn widths(book: &Book) -> Vec<f64> {
    let mut widths = vec![NARROW; usize::from(book.layout.last) + 1];
    widths[0] = WIDE;
    widths[usize::from(VALUE)] = 18.0;
    let tables = book.layout.tables.iter().enumerate().filter_map(|(at, shown)| Some((at, shown.as_ref()?)));
    for (table, shown) in tables {
        for (column, width) in tables::widths(book, table, shown) {
            if let Some(known) = widths.get_mut(usize::from(column)) {
                *known = known.max(width);
            }
        }
    }
    for known in &book.sheet.inputs {
        let longest = known.options.iter().map(|option| book.text(&option.name).chars().count()).max();
        let value = &mut widths[usize::from(VALUE)];
        *value = value.max((longest.unwrap_or(0) as f64 + 4.0).min(32.0));
    }
    widths
}

/// Letters between two columns, with both.
fn room(widths: &[f64], first: u16, last: u16) -> f64 {
    widths.get(usize::from(first)..=usize::from(last)).map_or(NARROW, |widths| widths.iter().sum())
}

/// One text across columns.
pub fn merged(
    sheet: &mut Sheet,
    row: u32,
    first: u16,
    last: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if first < last {
        sheet.merge_range(row, first, row, last, text, format)?;
    } else {
        sheet.write_string_with_format(row, first, text, format)?;
    }
    Ok(())
}

fn write_heading(book: &Book, sheet: &mut Sheet, row: u32, heading: Heading) -> Result<(), XlsxError> {
    let (name, help) = match heading {
        Heading::Group(group) => {
            let group = &book.sheet.groups[group];
            (book.text(&group.name), group.help.as_ref().map(|help| book.text(help)))
        }
        Heading::ResultsOf(group) => {
            let name = book.text(&book.sheet.groups[group].name);
            sheet.write_string_with_format(row, 0, name, &style::bold())?;
            return Ok(());
        }
        Heading::Rest => (book.word("entries").to_owned(), None),
        Heading::Results => (book.word("results").to_owned(), None),
        Heading::Messages => (book.word("messages").to_owned(), None),
    };
    for column in 0..=book.layout.last {
        sheet.write_blank(row, column, &style::heading())?;
    }
    sheet.write_string_with_format(row, 0, name, &style::heading())?;
    if let Some(help) = help {
        merged(sheet, row, VALUE, book.layout.last, &help, &style::aside())?;
        let lines = style::lines(&help, room(&widths(book), VALUE, book.layout.last));
        sheet.set_row_height(row, LINE_HEIGHT * lines.max(1.2))?;
    } else {
        sheet.set_row_height(row, LINE_HEIGHT * 1.2)?;
    }
    Ok(())
}

fn write_input(book: &Book, sheet: &mut Sheet, input: usize, widths: &[f64]) -> Result<(), XlsxError> {
    let (field, known) = (&book.program.inputs[input], &book.sheet.inputs[input]);
    let row = book.layout.inputs[input];
    let label = book.text(&known.name);
    let hint = known.help.as_ref().map(|help| book.text(help)).unwrap_or_default();
    let last = book.layout.last;
    let lines = style::lines(&label, WIDE).max(style::lines(&hint, room(widths, HINT, last)));
    sheet.set_row_height(row, LINE_HEIGHT * lines)?;
    sheet.write_string_with_format(row, 0, &label, &style::wrapped())?;
    let look = style::of_field(field, book.scope.style);
    open_cell(book, sheet, (row, VALUE), field, &look, known.default.as_deref())?;
    sheet.add_data_validation(row, VALUE, row, VALUE, &validation(book, field, (row, VALUE), "")?)?;
    sheet.write_string_with_format(row, UNIT, book.unit_of_slot(&known.slot()), &style::quiet())?;
    let (raw, typed) = (cell(row, VALUE), book.layout.input_name(input));
    let (absent, wrong) = (excel::quoted(book.word("absent")), excel::quoted(book.word("wrong")));
    let absent = if known.optional { "\"\"" } else { &absent };
    let status = format!("IF(ISERROR({typed}),IF(LEN(TRIM({raw}))=0,{absent},{wrong}),\"\")");
    let now = match book.shipped.input(input) {
        Known::Missing if !known.optional => book.word("absent"),
        _ => "",
    };
    let status = Known::Text(now.to_owned()).of(status);
    sheet.write_formula_with_format(row, STATUS, status, &style::loud())?;
    merged(sheet, row, HINT, last, &hint, &style::quiet())
}

/// A cell to fill in, with what is filled in beforehand.
pub fn open_cell(
    book: &Book,
    sheet: &mut Sheet,
    (row, column): (u32, u16),
    field: &Field,
    look: &Look,
    default: Option<&Entry>,
) -> Result<(), XlsxError> {
    let format = match field.kind {
        Kind::Text => style::open_text().set_num_format("@"),
        Kind::Choice | Kind::YesNo => style::open_text(),
        _ => style::open(&look.number),
    };
    match default.and_then(|default| prefilled(book, field, default)) {
        Some(Prefilled::Number(value)) => sheet.write_number_with_format(row, column, value, &format)?,
        Some(Prefilled::Text(text)) => sheet.write_string_with_format(row, column, text, &format)?,
        Some(Prefilled::Today) => {
            let today = Formula::new("TODAY()").set_result(serial(*book.scope.model.today).to_string());
            sheet.write_formula_with_format(row, column, today, &format)?
        }
        None => sheet.write_blank(row, column, &format)?,
    };
    Ok(())
}

/// The number of a day in a workbook.
pub fn serial(day: Date) -> i64 {
    day.days() + super::known::EPOCH
}

/// What a cell holds that is filled in beforehand.
pub fn prefilled(book: &Book, field: &Field, default: &Entry) -> Option<Prefilled> {
    let text = default.0.as_str();
    match field.kind {
        Kind::Number | Kind::Money => text.parse().ok().map(Prefilled::Number),
        Kind::Percentage => format!("{text}e-2").parse().ok().map(Prefilled::Number),
        Kind::Date if text == "today" => Some(Prefilled::Today),
        Kind::Date => Date::parse(text).map(|day| Prefilled::Number(serial(day) as f64)),
        Kind::Choice => book.lists.label(&field.options, text).map(|label| Prefilled::Text(label.to_owned())),
        Kind::Text => Some(Prefilled::Text(text.to_owned())),
        Kind::YesNo => {
            let label = if text == "true" { &book.lists.yes } else { &book.lists.no };
            Some(Prefilled::Text(label.clone()))
        }
    }
}

/// What may be filled in in a cell and in those below it, with what is said otherwise. `hint` is shown when a cell is
/// entered.
pub fn validation(
    book: &Book,
    field: &Field,
    (row, column): (u32, u16),
    hint: &str,
) -> Result<DataValidation, XlsxError> {
    let rule = DataValidation::new();
    let rule = match (field.kind, excel::allowed(field, &cell(row, column))) {
        (_, Some(allowed)) => rule.allow_custom(Formula::new(format!("={allowed}"))),
        (Kind::YesNo, None) => rule.allow_list_formula(Formula::new(format!("={}", book.lists.yes_no))),
        (Kind::Choice, None) => match book.lists.of(&field.options) {
            Some(list) => rule.allow_list_formula(Formula::new(format!("={}", list.labels_range))),
            None => rule,
        },
        _ => rule,
    };
    let rule = if hint.is_empty() { rule } else { rule.set_input_message(shortened(hint))? };
    rule.set_error_title(book.word("wrong_title"))?.set_error_message(shortened(&asked_for(book, field)))
}

/// A message of a validation takes 255 letters.
fn shortened(text: &str) -> String {
    const MOST: usize = 250;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST - 1).chain(['…']).collect() }
}

/// "Escriba un número de 0 a 100."
fn asked_for(book: &Book, field: &Field) -> String {
    let what = match field.kind {
        Kind::Number | Kind::Money if field.range.whole => "ask_whole",
        Kind::Number => "ask_number",
        Kind::Money => "ask_money",
        Kind::Percentage => "ask_percentage",
        Kind::Date => return book.word("ask_date").to_owned(),
        Kind::Choice | Kind::YesNo => return book.word("ask_choice").to_owned(),
        Kind::Text => return book.word("ask_text").to_owned(),
    };
    book.fill(what, &[("range", &range(book, &field.range, field.kind))])
}

fn range(book: &Book, range: &Range, kind: Kind) -> String {
    let shown = |limit: f64| match kind {
        Kind::Percentage => format!("{limit}%"),
        _ => crate::render::format::grouped(&limit.to_string()),
    };
    let part = |key: &'static str, limit: Option<f64>| limit.map(|limit| book.fill(key, &[("n", &shown(limit))]));
    let low = part("from", range.min).or_else(|| part("above", range.above));
    let high = part("to", range.max).or_else(|| part("below", range.below));
    [low, high].into_iter().flatten().map(|part| format!(" {part}")).collect()
}

fn write_result(book: &Book, sheet: &mut Sheet, result: usize, widths: &[f64]) -> Result<(), XlsxError> {
    let Some(row) = book.layout.results[result] else { return Ok(()) };
    let (computed, known) = (&book.program.results[result], &book.sheet.results[result]);
    let last = book.layout.last;
    let label = book.text(&known.name);
    let help = known.help.as_ref().map(|help| book.text(help)).unwrap_or_default();
    let (has_bands, has_help) = (!known.bands.is_empty(), !help.is_empty());
    let format = if known.highlight { style::bold() } else { style::wrapped() };
    sheet.write_string_with_format(row, 0, &label, &format)?;
    let look = style::of_value(&computed.kind, known.show.is_some(), known.decimals, book.scope.style);
    let missing = book.missing(&computed.needs, None);
    let seen = book.seen(book.layout.result_name(result), missing, &computed.kind, false);
    let now = book.seen_now(&book.shipped.result(result), &computed.kind);
    let format = if known.highlight { style::answer(&look.number) } else { style::value(&look.number) }.set_text_wrap();
    sheet.write_formula_with_format(row, VALUE, now.of(seen), &format)?;
    if look.is_loose {
        whole_without_decimals(sheet, (row, VALUE), (row, VALUE))?;
    }
    let unit = unit_of_result(book, known, &computed.kind);
    sheet.write_string_with_format(row, UNIT, &unit, &style::quiet())?;
    let middle = if has_bands && has_help { STATUS + (last - STATUS) / 2 } else { last };
    let mut lines = style::lines(&label, WIDE).max(style::lines(&unit, NARROW));
    if has_bands {
        let place = book.layout.computed_cell(result, super::reckoning::BAND);
        merged(sheet, row, STATUS, middle, "", &style::boxed().set_text_wrap())?;
        let now = band_now(book, book.shipped.result_band(result), &known.bands);
        let words = now.of(band_word(book, &place, &known.bands));
        sheet.write_formula_with_format(row, STATUS, words, &style::boxed().set_text_wrap())?;
        tones(book, sheet, &known.bands, (row, STATUS), &[(row, VALUE, row, VALUE), (row, STATUS, row, middle)])?;
        let longest =
            known.bands.iter().map(|band| style::lines(&book.text(&band.label), room(widths, STATUS, middle)));
        lines = longest.fold(lines, f64::max);
    }
    if has_help {
        let first = if has_bands { middle + 1 } else { STATUS };
        merged(sheet, row, first, last, &help, &style::quiet())?;
        lines = lines.max(style::lines(&help, room(widths, first, last)));
    }
    let least = if known.highlight { 1.3 } else { 1.0 };
    sheet.set_row_height(row, LINE_HEIGHT * lines.max(least))?;
    Ok(())
}

/// The words of a band.
pub fn band_word(book: &Book, place: &str, bands: &[Band]) -> String {
    let labels: Vec<String> = bands.iter().map(|band| excel::quoted(&book.text(&band.label))).collect();
    format!("CHOOSE({place}+1,\"\",{})", labels.join(","))
}

/// The word of a band as it is shipped.
pub fn band_now(book: &Book, band: usize, bands: &[Band]) -> Known {
    let band = band.checked_sub(1).and_then(|band| bands.get(band));
    Known::Text(band.map(|band| book.text(&band.label)).unwrap_or_default())
}

/// Colours cells by the word that stands in the column of words, in their row.
pub fn tones(
    book: &Book,
    sheet: &mut Sheet,
    bands: &[Band],
    (row, column): (u32, u16),
    areas: &[(u32, u16, u32, u16)],
) -> Result<(), XlsxError> {
    let word = cell(row, column);
    let split = word.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
    let word = format!("${}", &word[..split]) + &word[split..];
    for band in bands {
        let rule = format!("={word}={}", excel::quoted(&book.text(&band.label)));
        let format = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(style::toned(band.tone));
        for (first, left, last, right) in areas {
            sheet.add_conditional_format(*first, *left, *last, *right, &format)?;
        }
    }
    Ok(())
}

/// Numbers with up to two decimals: whole ones show none.
pub fn whole_without_decimals(sheet: &mut Sheet, first: (u32, u16), last: (u32, u16)) -> Result<(), XlsxError> {
    let at = cell(first.0, first.1);
    let rule = format!("=IF(ISNUMBER({at}),{at}=ROUND({at},0),FALSE)");
    let format =
        ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(Format::new().set_num_format("#,##0"));
    sheet.add_conditional_format(first.0, first.1, last.0, last.1, &format)?;
    Ok(())
}

fn unit_of_result(book: &Book, known: &model::Outcome, kind: &Type) -> String {
    match (&known.unit_name, kind) {
        (Some(name), _) => book.text(name),
        (None, Type::Number(unit)) => book.unit(unit),
        (None, _) => String::new(),
    }
}

/// At the top, where it stays in sight.
fn write_answer(book: &Book, sheet: &mut Sheet, result: usize, row: u32) -> Result<(), XlsxError> {
    let Some(below) = book.layout.results[result] else { return Ok(()) };
    let (computed, known) = (&book.program.results[result], &book.sheet.results[result]);
    let look = style::of_value(&computed.kind, known.show.is_some(), known.decimals, book.scope.style);
    sheet.write_string_with_format(row, 0, book.text(&known.name), &style::bold())?;
    let now = book.seen_now(&book.shipped.result(result), &computed.kind);
    sheet.write_formula_with_format(row, VALUE, now.of(fixed(below, VALUE)), &style::answer(&look.number))?;
    if look.is_loose {
        whole_without_decimals(sheet, (row, VALUE), (row, VALUE))?;
    }
    sheet.write_string_with_format(row, UNIT, unit_of_result(book, known, &computed.kind), &style::plain())?;
    sheet.set_row_height(row, LINE_HEIGHT * 1.3)?;
    if !known.bands.is_empty() {
        let now = band_now(book, book.shipped.result_band(result), &known.bands);
        let words = now.of(fixed(below, STATUS));
        merged(sheet, row, STATUS, book.layout.last, "", &style::plain())?;
        sheet.write_formula_with_format(row, STATUS, words, &style::plain())?;
        let areas = [(row, VALUE, row, VALUE), (row, STATUS, row, book.layout.last)];
        tones(book, sheet, &known.bands, (row, STATUS), &areas)?;
    }
    Ok(())
}

/// The messages whose conditions hold, one below the other.
fn write_messages(book: &Book, sheet: &mut Sheet, widths: &[f64]) -> Result<(), XlsxError> {
    let span: f64 = widths.iter().sum();
    let longest = book
        .layout
        .messages
        .iter()
        .map(|(check, _)| style::lines(&super::reckoning::message(book, &book.sheet.checks[*check]), span));
    let lines = longest.fold(1.0, f64::max);
    let (texts, places) = book.layout.message_ranges();
    for (at, (_, row)) in book.layout.messages.iter().enumerate() {
        let none = if at == 0 { excel::quoted(book.word("no_messages")) } else { "\"\"".to_owned() };
        let formula = format!("IFERROR(INDEX({texts},MATCH({},{places},0)),{none})", at + 1);
        let now = if at == 0 { book.word("no_messages") } else { "" };
        merged(sheet, *row, 0, book.layout.last, "", &style::wrapped())?;
        let formula = Known::Text(now.to_owned()).of(formula);
        sheet.write_formula_with_format(*row, 0, formula, &style::wrapped())?;
        sheet.set_row_height(*row, LINE_HEIGHT * lines)?;
    }
    Ok(())
}
