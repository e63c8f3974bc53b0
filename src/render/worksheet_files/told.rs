//! The sheet that says how everything is computed, with cautions and where it comes from.

use rust_xlsxwriter::{Worksheet as Sheet, XlsxError};

use super::style::{self, LINE_HEIGHT};
use super::workbook::Book;

/// The column of the explanations, in letters.
const WIDE: f64 = 92.0;
const NAMES: f64 = 34.0;

pub fn write(book: &Book, sheet: &mut Sheet) -> Result<(), XlsxError> {
    sheet.set_name(&book.layout.names.about)?;
    sheet.set_column_width(0, NAMES)?;
    sheet.set_column_width(1, WIDE)?;
    sheet.write_string_with_format(0, 0, book.title(), &style::title())?;
    let mut page = Page { sheet, row: 1 };
    page.line("", &book.text(&book.tool.summary))?;
    page.heading(book.word("use"))?;
    for step in ["use_fill", "use_blank", "use_unknown", "use_see"] {
        page.line("", book.word(step))?;
    }
    page.heading(book.word("formulas"))?;
    for (known, computed) in book.sheet.results.iter().zip(&book.program.results) {
        page.line(&book.text(&known.name), &sentence(&book.told(&computed.expression, None)))?;
    }
    for (at, (known, table)) in book.sheet.tables.iter().zip(&book.program.tables).enumerate() {
        let columns = known.columns.iter().zip(&table.columns);
        let computed: Vec<_> =
            columns.filter_map(|(column, of)| of.computed().map(|computed| (column, computed))).collect();
        if !computed.is_empty() {
            page.heading(&book.fill("formulas_of", &[("name", &book.text(&known.name))]))?;
        }
        for (column, computed) in computed {
            page.line(&book.text(&column.name), &sentence(&book.told(&computed.expression, Some(at))))?;
        }
    }
    if !book.tool.cautions.is_empty() {
        page.heading(book.scope.word("sections", "cautions"))?;
        for caution in &book.tool.cautions {
            page.line("", &book.text(caution))?;
        }
    }
    if !book.tool.legal.is_empty() {
        page.heading(book.scope.word("sections", "legal"))?;
        for legal in &book.tool.legal {
            let topic = legal.topic.as_ref().map(|topic| book.text(topic)).unwrap_or_default();
            page.line(&book.text(&legal.reference), &topic)?;
        }
    }
    page.heading(book.word("origin"))?;
    page.line(book.word("version_name"), &book.sheet.version.to_string())?;
    page.line(book.word("publisher"), &book.text(&book.scope.model.site.publisher))?;
    if let Some(origin) = &book.tool.origin {
        page.line(book.scope.word("data", "source"), &book.text(origin))?;
    }
    page.line(book.word("licence"), book.scope.word("charter_kit", "data_licence"))?;
    if let Some(address) = book.address() {
        page.line(book.word("address"), &address)?;
    }
    book.page(page.sheet, false);
    Ok(())
}

/// With a capital and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).chain(['.']).collect()).unwrap_or_default()
}

struct Page<'a> {
    sheet: &'a mut Sheet,
    row: u32,
}

impl Page<'_> {
    fn heading(&mut self, text: &str) -> Result<(), XlsxError> {
        self.row += 1;
        self.sheet.write_blank(self.row, 1, &style::heading())?;
        self.sheet.write_string_with_format(self.row, 0, text, &style::heading())?;
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, name: &str, text: &str) -> Result<(), XlsxError> {
        let row = self.row;
        if name.is_empty() {
            super::data::merged(self.sheet, row, 0, 1, text, &style::wrapped())?;
            self.sheet.set_row_height(row, LINE_HEIGHT * style::lines(text, NAMES + WIDE))?;
        } else {
            self.sheet.write_string_with_format(row, 0, name, &style::bold())?;
            self.sheet.write_string_with_format(row, 1, text, &style::wrapped())?;
            let lines = style::lines(text, WIDE).max(style::lines(name, NAMES));
            self.sheet.set_row_height(row, LINE_HEIGHT * lines)?;
        }
        self.row += 1;
        Ok(())
    }
}
