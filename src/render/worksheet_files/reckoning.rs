//! The sheet of the calculation: what was filled in, checked and typed, then every formula; and the sheet of holidays.

use cabildo_worksheet::excel::{self, Cells, Formula, Part, Writer};
use cabildo_worksheet::program::{Column, Expression, Rows, Type};
use rust_xlsxwriter::{Format, Worksheet as Sheet, XlsxError};

use super::data::{NARROW, WIDE, serial};
use super::known::Known;
use super::layout::{VALUE, cell, fixed, rows_number};
use super::style;
use super::workbook::Book;
use crate::model::worksheet::{Check, CheckSeverity};

/// Which band a result is in.
pub const BAND: u16 = 2;
/// How formulas call the cell.
const NAME: u16 = 3;

/// A Saturday long ago: a day that changes nothing where no holiday was filled in.
const NO_HOLIDAY: i64 = 36_526;

pub fn write(book: &Book, sheet: &mut Sheet) -> Result<(), XlsxError> {
    let layout = &book.layout;
    sheet.set_name(&layout.names.calculation)?;
    sheet.set_formula_result_default("");
    sheet.set_column_width(0, WIDE)?;
    let widest = layout.blocks.iter().map(|block| block.parts.len() + 2).max().unwrap_or(0).max(3);
    for column in 1..=u16::try_from(widest).unwrap_or(NAME) {
        sheet.set_column_width(column, NARROW)?;
    }
    sheet.write_string_with_format(0, 0, book.fill("calculation_of", &[("name", &book.title())]), &style::title())?;
    sheet.write_string_with_format(1, 0, book.word("calculation_how"), &style::plain())?;
    write_inputs(book, sheet)?;
    write_results(book, sheet)?;
    write_checks(book, sheet)?;
    for table in 0..layout.blocks.len() {
        write_table(book, sheet, table)?;
    }
    sheet.set_freeze_panes(2, 1)?;
    book.page(sheet, true);
    Ok(())
}

/// A formula with the value that it has as shipped.
fn put(
    sheet: &mut Sheet,
    (row, column): (u32, u16),
    formula: Formula,
    now: &Known,
    format: &Format,
) -> Result<(), XlsxError> {
    let is_array = formula.array;
    let formula = now.of(formula.text);
    if is_array {
        sheet.write_array_formula_with_format(row, column, row, column, formula, format)?;
    } else {
        sheet.write_formula_with_format(row, column, formula, format)?;
    }
    Ok(())
}

fn plain(text: String) -> Formula {
    Formula { text, array: false }
}

fn heading(book: &Book, sheet: &mut Sheet, first: Option<&u32>, key: &'static str) -> Result<(), XlsxError> {
    if let Some(row) = first.and_then(|first| first.checked_sub(1)) {
        sheet.write_string_with_format(row, 0, book.word(key), &style::heading())?;
    }
    Ok(())
}

fn write_inputs(book: &Book, sheet: &mut Sheet) -> Result<(), XlsxError> {
    heading(book, sheet, book.layout.typed.first(), "entries")?;
    for (input, field) in book.program.inputs.iter().enumerate() {
        let row = book.layout.typed[input];
        sheet.write_string_with_format(row, 0, book.text(&book.sheet.inputs[input].name), &style::plain())?;
        let raw = book.layout.raw(book.layout.inputs[input], VALUE);
        let typed = excel::typed(field, &raw, book.lists.labels(field));
        let format = style::value(&style::of_field(field, book.scope.style).number);
        put(sheet, (row, VALUE), plain(typed), &book.shipped.input(input), &format)?;
        sheet.write_string_with_format(row, NAME, book.layout.input_name(input), &style::quiet())?;
    }
    Ok(())
}

fn write_results(book: &Book, sheet: &mut Sheet) -> Result<(), XlsxError> {
    heading(book, sheet, book.layout.computed.iter().min(), "results")?;
    let here = book.here(None);
    for (result, computed) in book.program.results.iter().enumerate() {
        let (row, known) = (book.layout.computed[result], &book.sheet.results[result]);
        sheet.write_string_with_format(row, 0, book.text(&known.name), &style::plain())?;
        let formula = Writer::new(book.program, &here, None).expression(&computed.expression);
        let look = style::of_value(&computed.kind, known.show.is_some(), known.decimals, book.scope.style);
        put(sheet, (row, VALUE), formula, &book.shipped.result(result), &style::value(&look.number))?;
        if !computed.bands.is_empty() {
            let band = Writer::new(book.program, &here, None).band(&Expression::Result(result), &computed.bands);
            let now = Known::Number(book.shipped.result_band(result) as f64);
            put(sheet, (row, BAND), band, &now, &style::quiet())?;
        }
        sheet.write_string_with_format(row, NAME, book.layout.result_name(result), &style::quiet())?;
    }
    Ok(())
}

/// What a check says, after the word for how bad it is.
pub fn message(book: &Book, check: &Check) -> String {
    let key = match check.severity {
        CheckSeverity::Error => "error",
        CheckSeverity::Warning => "warning",
        CheckSeverity::Notice => "notice",
    };
    format!("{}: {}", book.word(key), book.text(&check.message))
}

fn write_checks(book: &Book, sheet: &mut Sheet) -> Result<(), XlsxError> {
    heading(book, sheet, book.layout.checks.first(), "messages")?;
    let here = book.here(None);
    let first = book.layout.checks.first().copied().unwrap_or_default();
    for (at, check) in book.program.checks.iter().enumerate() {
        let row = book.layout.checks[at];
        sheet.write_string_with_format(row, 0, message(book, &book.sheet.checks[at]), &style::plain())?;
        if check.table.is_some() {
            continue;
        }
        let holds = Writer::new(book.program, &here, None).holds(&check.when);
        let holds = Formula { text: format!("IF({},1,0)", holds.text), ..holds };
        put(sheet, (row, VALUE), holds, &Known::Number(0.0), &style::plain())?;
        let place = format!("IF({0}=1,SUM({1}:{0}),0)", cell(row, VALUE), fixed(first, VALUE));
        put(sheet, (row, BAND), plain(place), &Known::Number(0.0), &style::quiet())?;
    }
    Ok(())
}

/// What a column of a block is called.
fn part_name(book: &Book, table: usize, part: Part) -> String {
    let of = |column: usize| match book.sheet.tables[table].columns.get(column) {
        Some(known) => book.text(&known.name),
        None => book.fill("step", &[("n", &(column + 1).to_string())]),
    };
    let about = |key: &'static str, column: usize| book.fill(key, &[("name", &of(column))]);
    match part {
        Part::There => book.word("part_there").to_owned(),
        Part::Number => book.word("part_number").to_owned(),
        Part::Column(column) => of(column),
        Part::Carried(column) => about("part_carried", column),
        Part::Counted(column) => about("part_counted", column),
        Part::Ranked(column) => about("part_ranked", column),
        Part::Key { column, at } => book.fill("part_key", &[("name", &of(column)), ("n", &(at + 1).to_string())]),
        Part::Band(column) => about("part_band", column),
        Part::Said(check) => book.text(&book.sheet.checks[check].message),
    }
}

fn write_table(book: &Book, sheet: &mut Sheet, table: usize) -> Result<(), XlsxError> {
    let (block, known) = (&book.layout.blocks[table], &book.sheet.tables[table]);
    let program = &book.program.tables[table];
    sheet.write_string_with_format(block.title, 0, book.text(&known.name), &style::heading())?;
    let count = Writer::new(book.program, &book.here(None), None).count(table);
    let rows = book.shipped.rows(table);
    let is_missing = matches!(program.rows, Rows::Open { min, .. } if rows < min);
    let now = if is_missing { Known::Missing } else { Known::Number(rows as f64) };
    put(sheet, (block.title, VALUE), plain(count), &now, &style::value("0"))?;
    sheet.write_string_with_format(block.title, NAME, book.layout.row_count(table), &style::quiet())?;
    let head = style::head();
    sheet.write_string_with_format(block.title + 1, 0, book.word("row"), &head)?;
    for (column, part) in (1..).zip(&block.parts) {
        sheet.write_string_with_format(block.title + 1, column, part_name(book, table, *part), &head)?;
    }
    if let Some((by, place)) = block.sorted {
        sheet.write_string_with_format(block.title + 1, by, book.word("part_sorted_by"), &head)?;
        sheet.write_string_with_format(block.title + 1, place, book.word("part_place"), &head)?;
    }
    let formats: Vec<Format> = block.parts.iter().map(|part| part_format(book, table, *part)).collect();
    for at in 0..block.rows {
        let row = block.first + rows_number(at);
        match known.rows.labels.get(at) {
            Some(label) => sheet.write_string(row, 0, book.text(label))?,
            None => sheet.write_number(row, 0, (at + 1) as f64)?,
        };
        for (column, (part, format)) in (1..).zip(block.parts.iter().zip(&formats)) {
            let formula = part_formula(book, table, at, *part);
            put(sheet, (row, column), formula, &now_of(book, table, at, *part), format)?;
        }
        if let (Some((by, place)), Some(column)) = (block.sorted, book.sort_column(table)) {
            write_place(book, sheet, (table, at), column, (by, place))?;
        }
    }
    Ok(())
}

fn part_format(book: &Book, table: usize, part: Part) -> Format {
    let author = |column: usize| column < book.sheet.tables[table].columns.len();
    match part {
        Part::Column(column) | Part::Carried(column) if author(column) => {
            style::plain().set_num_format(book.look(table, column).number)
        }
        Part::Column(column) if book.kind(table, column) == Type::Day => {
            style::plain().set_num_format(style::of_value(&Type::Day, false, None, book.scope.style).number)
        }
        _ => style::plain(),
    }
}

fn part_formula(book: &Book, table: usize, at: usize, part: Part) -> Formula {
    let here = book.here(Some((table, at)));
    let writer = Writer::new(book.program, &here, Some(table));
    let program = &book.program.tables[table];
    let raw = |column: usize| {
        let shown = book.layout.tables[table].as_ref()?;
        Some(book.layout.raw(shown.first + rows_number(at), shown.columns[column]?))
    };
    match part {
        Part::There if matches!(program.rows, Rows::Open { .. }) => {
            let known = &book.sheet.tables[table].columns;
            let entered = || (0..known.len()).filter(|column| program.columns[*column].entered().is_some());
            // What is filled in beforehand does not make a row.
            let own: Vec<String> =
                entered().filter(|column| known[*column].default.is_none()).filter_map(raw).collect();
            let cells = if own.is_empty() { entered().filter_map(raw).collect() } else { own };
            plain(excel::filled_in(&cells))
        }
        Part::Column(column) => match &program.columns[column] {
            Column::Entered(field) => {
                let typed = raw(column).map(|raw| excel::typed(field, &raw, book.lists.labels(field)));
                plain(writer.guarded(typed.unwrap_or_else(|| "NA()".to_owned())))
            }
            Column::Computed(_) => writer.part(part),
        },
        _ => writer.part(part),
    }
}

/// What a cell of a block holds as it is shipped.
fn now_of(book: &Book, table: usize, at: usize, part: Part) -> Known {
    let is_there = at < book.shipped.rows(table);
    match part {
        Part::There => Known::Number(f64::from(u8::from(is_there))),
        Part::Number => Known::Number((at + 1).min(book.shipped.rows(table)) as f64),
        Part::Column(column) | Part::Carried(column) => {
            book.shipped.cell(table, at, column).unwrap_or(Known::Text(String::new()))
        }
        Part::Band(column) => Known::Number(book.shipped.band(table, at, column) as f64),
        Part::Counted(_) | Part::Ranked(_) | Part::Key { .. } => Known::Number(0.0),
        Part::Said(_) => Known::Flag(false),
    }
}

/// What a row is sorted by, and its place. Rows in which that is unknown come last.
fn write_place(
    book: &Book,
    sheet: &mut Sheet,
    (table, at): (usize, usize),
    column: usize,
    (by, place): (u16, u16),
) -> Result<(), XlsxError> {
    let block = &book.layout.blocks[table];
    let here = book.here(Some((table, at)));
    let writer = Writer::new(book.program, &here, Some(table));
    let row = block.first + rows_number(at);
    let value = here.cell(Part::Column(column));
    let nothing = Known::Text(String::new());
    let sorted_by = writer.guarded(format!("IF(ISNUMBER({value}),{value},1E+99)"));
    put(sheet, (row, by), plain(sorted_by), &nothing, &style::plain())?;
    let own = cell(row, by);
    let all = format!("{}:{}", fixed(block.first, by), fixed(block.last(), by));
    let above = match at {
        0 => String::new(),
        _ => format!("+COUNTIF({}:{},{own})", fixed(block.first, by), cell(row - 1, by)),
    };
    let placed = writer.guarded(format!("RANK({own},{all},1){above}"));
    put(sheet, (row, place), plain(placed), &nothing, &style::plain())
}

/// Days that are no working days: national ones of some years, then those that were filled in.
pub fn write_holidays(book: &Book, sheet: &mut Sheet) -> Result<(), XlsxError> {
    const FIRST: u32 = 3;
    sheet.set_name(&book.layout.names.holidays)?;
    sheet.set_formula_result_default("");
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 44)?;
    sheet.write_string_with_format(0, 0, book.word("holidays"), &style::title())?;
    let years = (book.holidays.first(), book.holidays.last());
    let (from, to) = match years {
        (Some((first, _)), Some((last, _))) => (first.year().to_string(), last.year().to_string()),
        _ => Default::default(),
    };
    sheet.write_string(1, 0, book.fill("holidays_how", &[("from", &from), ("to", &to)]))?;
    sheet.write_string_with_format(2, 0, book.word("day"), &style::head())?;
    sheet.write_string_with_format(2, 1, book.word("holiday"), &style::head())?;
    let date = style::of_value(&Type::Day, false, None, book.scope.style).number;
    let date = style::plain().set_num_format(format!("[={NO_HOLIDAY}]\"–\";{date}"));
    let mut row = FIRST;
    for (day, holiday) in &book.holidays {
        sheet.write_number_with_format(row, 0, serial(*day) as f64, &date)?;
        sheet.write_string(row, 1, book.text(&holiday.name))?;
        row += 1;
    }
    if let Some((table, column)) = book.program.local_holidays {
        for at in 0..book.layout.blocks[table].rows {
            let value = book.away(Some((table, at))).cell(Part::Column(column));
            let above = format!("{}:{}", fixed(FIRST, 0), cell(row.saturating_sub(1), 0));
            let none = format!("{NO_HOLIDAY}");
            // Programs differ in days that are named twice.
            let day = format!("IF(ISNUMBER({value}),IF(COUNTIF({above},{value})>0,{none},{value}),{none})");
            put(sheet, (row, 0), plain(day), &Known::Number(NO_HOLIDAY as f64), &date)?;
            let name = format!("IF({}={none},\"\",{})", cell(row, 0), excel::quoted(book.word("local_holiday")));
            put(sheet, (row, 1), plain(name), &Known::Text(String::new()), &style::plain())?;
            row += 1;
        }
    }
    book.page(sheet, false);
    Ok(())
}
