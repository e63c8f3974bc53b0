//! Tables: to fill in, on the data sheet; and rows that are there, on a sheet of their own.

use cabildo_worksheet::definition::Kind;
use cabildo_worksheet::excel::{self, Cells, Part, Writer};
use cabildo_worksheet::program::{Column, Rows, Type};
use rust_xlsxwriter::{Worksheet as Sheet, XlsxError};

use super::data::{self, NARROW, WIDE, merged};
use super::known::Known;
use super::layout::{Here, Shown, VALUE, View, cell, rows_number};
use super::style::{self, LINE_HEIGHT};
use super::workbook::Book;

/// The least widths of a table's columns, in letters.
pub fn widths(book: &Book, table: usize, shown: &Shown) -> Vec<(u16, f64)> {
    let known = &book.sheet.tables[table].columns;
    let mut widths = Vec::new();
    for (at, column) in known.iter().enumerate() {
        let longest_option = match book.kind(table, at) {
            Type::Choice(ids) => {
                ids.iter().filter_map(|id| book.lists.label(&ids, id)).map(|label| label.chars().count()).max()
            }
            Type::Text => Some(22),
            _ => None,
        };
        if let Some(place) = shown.columns[at] {
            widths.push((place, (longest_option.unwrap_or(0) as f64 + 4.0).clamp(NARROW, 30.0)));
        }
        if let Some(place) = shown.bands[at] {
            let longest = column.bands.iter().map(|band| book.text(&band.label).chars().count()).max();
            widths.push((place, (longest.unwrap_or(0) as f64 + 2.0).clamp(NARROW, 26.0)));
        }
    }
    if let Some(status) = shown.status {
        widths.push((status, 30.0));
    }
    widths
}

/// The table on the sheet that is filled in, with what is computed beside it.
pub fn write_on_data(book: &Book, sheet: &mut Sheet, table: usize) -> Result<(), XlsxError> {
    let Some(shown) = &book.layout.tables[table] else { return Ok(()) };
    let known = &book.sheet.tables[table];
    sheet.write_string_with_format(shown.title, 0, book.text(&known.name), &style::bold())?;
    let mut help = known.help.as_ref().map(|help| book.text(help)).unwrap_or_default();
    if let Rows::Open { max, .. } = book.program.tables[table].rows
        && shown.rows < max
    {
        let (rows, most) = (shown.rows.to_string(), max.to_string());
        help = format!("{help} {}", book.fill("fewer_rows", &[("rows", &rows), ("max", &most)]));
    }
    if !help.is_empty() {
        merged(sheet, shown.title, VALUE, book.layout.last, &help, &style::quiet())?;
        let room = f64::from(book.layout.last) * NARROW;
        sheet.set_row_height(shown.title, LINE_HEIGHT * style::lines(&help, room))?;
    }
    write_head(book, sheet, table, shown)?;
    let last = shown.first + rows_number(shown.rows).saturating_sub(1);
    for at in 0..shown.rows {
        write_row(book, sheet, table, shown, at)?;
    }
    for (at, column) in book.program.tables[table].columns.iter().take(known.columns.len()).enumerate() {
        let Some(place) = shown.columns[at] else { continue };
        if let Column::Entered(field) = column {
            let help = known.columns[at].help.as_ref().map(|help| book.text(help)).unwrap_or_default();
            let rule = data::validation(book, field, (shown.first, place), &help)?;
            sheet.add_data_validation(shown.first, place, last, place, &rule)?;
        }
        decorate(book, sheet, table, shown, at)?;
    }
    Ok(())
}

fn write_head(book: &Book, sheet: &mut Sheet, table: usize, shown: &Shown) -> Result<(), XlsxError> {
    let known = &book.sheet.tables[table];
    let head = style::head();
    let mut lines: f64 = 1.0;
    if shown.has_labels {
        sheet.write_string_with_format(shown.head, 0, book.word("row"), &head)?;
    }
    let places = widths(book, table, shown);
    let width = |place: u16| {
        let own = places.iter().find(|(column, _)| *column == place).map_or(NARROW, |(_, width)| *width);
        if place == 0 { WIDE } else { own }
    };
    for (at, column) in known.columns.iter().enumerate() {
        let Some(place) = shown.columns[at] else { continue };
        let mut name = book.text(&column.name);
        let unit = match (&column.unit_name, column.slot(), book.kind(table, at)) {
            (Some(name), ..) => book.text(name),
            (None, Some(slot), _) => book.unit_of_slot(&slot),
            (None, None, Type::Number(unit)) => book.unit(&unit),
            (None, None, _) => String::new(),
        };
        if !unit.is_empty() {
            name = format!("{name} ({unit})");
        }
        lines = lines.max(style::lines(&name, width(place) - 2.0));
        // The column of bands has the name of the one before.
        data::merged(sheet, shown.head, place, shown.bands[at].unwrap_or(place), &name, &head)?;
    }
    if let Some(status) = shown.status {
        sheet.write_string_with_format(shown.head, status, book.word("messages"), &head)?;
    }
    sheet.set_row_height(shown.head, LINE_HEIGHT * lines)?;
    Ok(())
}

fn write_row(book: &Book, sheet: &mut Sheet, table: usize, shown: &Shown, at: usize) -> Result<(), XlsxError> {
    let known = &book.sheet.tables[table];
    let program = &book.program.tables[table];
    let row = shown.first + rows_number(at);
    let away = book.away(Some((table, at)));
    let is_fixed = matches!(program.rows, Rows::Fixed { .. });
    let guarded = |text: String| {
        if is_fixed { text } else { format!("IF({}=1,{text},\"\")", away.cell(Part::There)) }
    };
    if shown.has_labels {
        match known.rows.labels.get(at) {
            Some(label) => sheet.write_string_with_format(row, 0, book.text(label), &style::boxed())?,
            None => {
                let format = style::boxed().set_align(rust_xlsxwriter::FormatAlign::Left);
                sheet.write_number_with_format(row, 0, (at + 1) as f64, &format)?
            }
        };
    }
    let mut status = Vec::new();
    for (column, part) in program.columns.iter().take(known.columns.len()).enumerate() {
        let Some(place) = shown.columns[column] else { continue };
        let look = book.look(table, column);
        let now = book.shipped.cell(table, at, column);
        match part {
            Column::Entered(field) => {
                data::open_cell(book, sheet, (row, place), field, &look, known.columns[column].default.as_deref())?;
                let (raw, typed) = (cell(row, place), away.cell(Part::Column(column)));
                let name = book.text(&known.columns[column].name);
                let said = |key: &'static str| excel::quoted(&book.fill(key, &[("name", &name)]));
                let absent = if known.columns[column].optional { "\"\"".to_owned() } else { said("absent_one") };
                status.push(format!("IF(ISERROR({typed}),IF(LEN(TRIM({raw}))=0,{absent},{}),\"\")", said("wrong_one")));
            }
            Column::Computed(computed) => {
                let missing = book.missing(&computed.needs, Some((table, at)));
                let may_be_absent = book.may_be_absent(table, column);
                let seen = book.seen(&away.cell(Part::Column(column)), missing, &computed.kind, may_be_absent);
                let now = now.map_or(Known::Text(String::new()), |known| book.seen_now(&known, &computed.kind));
                let format = style::value(&look.number).set_text_wrap();
                sheet.write_formula_with_format(row, place, now.of(guarded(seen)), &format)?;
                if let Some(place) = shown.bands[column] {
                    let bands = &known.columns[column].bands;
                    let words = data::band_word(book, &away.cell(Part::Band(column)), bands);
                    let words = data::band_now(book, book.shipped.band(table, at, column), bands).of(words);
                    sheet.write_formula_with_format(row, place, words, &style::boxed().set_text_wrap())?;
                }
            }
        }
    }
    if let Some(place) = shown.status {
        for (check, _) in said_here(book, table) {
            let text = book.layout.message_cell(check);
            status.push(format!("IF({},{text}&\" \",\"\")", away.cell(Part::Said(check))));
        }
        // Rows of a fixed table are there from the start: what is not filled in yet is no mistake of the reader.
        let formula = Known::Text(String::new()).of(guarded(status.join("&")));
        sheet.write_formula_with_format(row, place, formula, &style::loud())?;
    }
    Ok(())
}

/// The checks of a table's rows.
fn said_here<'a>(book: &'a Book, table: usize) -> impl Iterator<Item = (usize, &'a crate::model::worksheet::Check)> {
    let of_table = move |at: &usize| book.program.checks[*at].table == Some(table);
    (0..book.program.checks.len()).filter(of_table).map(|at| (at, &book.sheet.checks[at]))
}

/// What is coloured by its band, and whole numbers without decimals.
fn decorate(book: &Book, sheet: &mut Sheet, table: usize, shown: &Shown, column: usize) -> Result<(), XlsxError> {
    let Some(place) = shown.columns[column] else { return Ok(()) };
    let last = shown.first + rows_number(shown.rows).saturating_sub(1);
    if let Some(words) = shown.bands[column] {
        let bands = &book.sheet.tables[table].columns[column].bands;
        data::tones(book, sheet, bands, (shown.first, words), &[(shown.first, place, last, words)])?;
    }
    if book.look(table, column).is_loose {
        data::whole_without_decimals(sheet, (shown.first, place), (last, place))?;
    }
    Ok(())
}

/// A row of a view: it looks up the row of the calculation that has its place.
struct Viewed<'a> {
    here: Here<'a>,
    table: usize,
    /// The cell that says which row of the calculation it is.
    at: String,
}

impl Viewed<'_> {
    fn part(&self, part: Part) -> String {
        format!("INDEX({},{})", self.here.range(self.table, part), self.at)
    }
}

impl Cells for Viewed<'_> {
    fn input(&self, input: usize) -> String {
        self.here.input(input)
    }

    fn result(&self, result: usize) -> String {
        self.here.result(result)
    }

    fn cell(&self, part: Part) -> String {
        self.part(part)
    }

    fn above(&self, _: Part) -> Option<String> {
        None
    }

    fn source(&self, part: Part) -> String {
        match self.here.program.tables[self.table].rows {
            Rows::Repeated { table, times, .. } => {
                format!("INDEX({},INT(({}-1)/{})+1)", self.here.range(table, part), self.at, times.max(1))
            }
            _ => self.part(part),
        }
    }

    fn row(&self) -> String {
        self.at.clone()
    }

    fn is_other_row(&self) -> bool {
        false
    }

    fn range(&self, table: usize, part: Part) -> String {
        self.here.range(table, part)
    }

    fn rows(&self, table: usize) -> String {
        self.here.rows(table)
    }

    fn holidays(&self) -> String {
        self.here.holidays()
    }
}

/// The sheet of a table's rows that are there.
pub fn write_view(book: &Book, sheet: &mut Sheet, view: &View) -> Result<(), XlsxError> {
    let (table, shown) = (view.table, &view.shown);
    let known = &book.sheet.tables[table];
    sheet.set_name(&view.sheet)?;
    sheet.set_formula_result_default("");
    sheet.set_column_width(0, 6)?;
    let widths = widths(book, table, shown);
    for (column, width) in &widths {
        sheet.set_column_width(*column, *width)?;
    }
    // Which row of the calculation is shown: of no interest to readers.
    let finder = shown.end;
    sheet.set_column_hidden(finder)?;
    sheet.write_string_with_format(0, 0, book.text(&known.name), &style::title())?;
    if let Some(help) = &known.help {
        sheet.write_string_with_format(1, 0, book.text(help), &style::plain())?;
    }
    write_head(book, sheet, table, shown)?;
    sheet.write_string_with_format(shown.head, 0, book.word("number"), &style::head())?;
    let places = book.layout.places(table);
    write_words(book, sheet, view)?;
    let rows = cell_fixed(shown.first - 1, 0);
    for at in 0..shown.rows {
        let row = shown.first + rows_number(at);
        let is_there = at < book.shipped.rows(table);
        let number = format!("IF({rows}<{0},\"\",{0})", at + 1);
        let now = if is_there { Known::Number((at + 1) as f64) } else { Known::Text(String::new()) };
        sheet.write_formula_with_format(row, 0, now.of(number), &style::plain())?;
        let label = format!("$A{}", row + 1);
        let find = format!("IF({label}=\"\",0,MATCH({label},{places},0))");
        sheet.write_formula(row, finder, Known::Number(0.0).of(find))?;
        let viewed = Viewed { here: book.away(Some((table, at))), table, at: fixed_column(row, finder) };
        let when_there = |text: String| format!("IF({label}=\"\",\"\",{text})");
        for (column, part) in book.program.tables[table].columns.iter().take(known.columns.len()).enumerate() {
            let Some(place) = shown.columns[column] else { continue };
            let kind = book.kind(table, column);
            let value = viewed.part(Part::Column(column));
            let may_be_absent = book.may_be_absent(table, column);
            let seen = when_there(match part {
                Column::Computed(computed) if !computed.needs.own.is_empty() => {
                    let missing = Writer::new(book.program, &viewed, Some(table)).missing(&computed.needs);
                    book.seen(&value, missing, &kind, may_be_absent)
                }
                _ => book.seen_or(&value, &cell_fixed(shown.first - 1, place), &kind, may_be_absent),
            });
            let now = Known::Text(String::new()).of(seen);
            let is_text = matches!(part, Column::Entered(field) if field.kind == Kind::Text);
            let number = if is_text { "General".to_owned() } else { book.look(table, column).number };
            sheet.write_formula_with_format(row, place, now, &style::plain().set_num_format(number).set_text_wrap())?;
            if let Some(place) = shown.bands[column] {
                let bands = &known.columns[column].bands;
                let words = when_there(data::band_word(book, &viewed.part(Part::Band(column)), bands));
                let words = Known::Text(String::new()).of(words);
                sheet.write_formula_with_format(row, place, words, &style::wrapped())?;
            }
        }
        if let Some(place) = shown.status {
            let said = said_here(book, table).map(|(check, _)| {
                format!("IF({},{}&\" \",\"\")", viewed.part(Part::Said(check)), book.layout.message_cell(check))
            });
            let said: Vec<String> = said.collect();
            let said = Known::Text(String::new()).of(when_there(said.join("&")));
            sheet.write_formula_with_format(row, place, said, &style::loud())?;
        }
    }
    for column in 0..known.columns.len() {
        decorate(book, sheet, table, shown, column)?;
    }
    sheet.set_repeat_rows(shown.head, shown.head)?;
    sheet.set_freeze_panes(shown.first, 0)?;
    let span: f64 = widths.iter().map(|(_, width)| width).sum();
    book.page(sheet, span > 90.0);
    Ok(())
}

/// What is said where a value is unknown, for columns in which that is the same for all rows; and how many rows there
/// are. In a hidden row.
fn write_words(book: &Book, sheet: &mut Sheet, view: &View) -> Result<(), XlsxError> {
    let (table, row) = (view.table, view.shown.first - 1);
    sheet.set_row_hidden(row)?;
    let numbers = book.layout.address_from_away(table, Part::Number);
    let rows = if matches!(book.program.tables[table].rows, Rows::Fixed { .. }) {
        book.layout.blocks[table].rows.to_string()
    } else {
        format!("MAX({numbers})")
    };
    sheet.write_formula(row, 0, Known::Number(book.shipped.rows(table) as f64).of(rows))?;
    for (column, part) in book.program.tables[table].columns.iter().take(view.shown.columns.len()).enumerate() {
        let Some(place) = view.shown.columns[column] else { continue };
        let missing = match part {
            Column::Computed(computed) if computed.needs.own.is_empty() => book.missing(&computed.needs, None),
            Column::Computed(_) => continue,
            Column::Entered(_) => Some("TRUE".to_owned()),
        };
        let now = Known::Text(String::new());
        sheet.write_formula(row, place, now.of(book.why(missing)))?;
    }
    Ok(())
}

/// `H$5`
fn cell_fixed(row: u32, column: u16) -> String {
    let cell = cell(row, column);
    let letters: String = cell.chars().take_while(char::is_ascii_alphabetic).collect();
    format!("{letters}${}", row + 1)
}

/// `$H5`
fn fixed_column(row: u32, column: u16) -> String {
    format!("${}", cell(row, column))
}
