//! What can be chosen, as ranges of a hidden sheet: labels that readers see beside identifiers that formulas compare.

use cabildo_worksheet::definition::{Field, Kind};
use cabildo_worksheet::excel::Labels;
use rust_xlsxwriter::{Worksheet as Sheet, XlsxError};

use super::layout::{fixed, quoted_sheet, rows_number};
use super::workbook::Book;
use crate::model::worksheet::Choice;

/// The ranges of one list.
#[derive(Clone, Debug)]
pub struct List {
    ids: Vec<String>,
    names: Vec<String>,
    pub labels_range: String,
    pub ids_range: String,
}

/// All lists of a calculator.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    pub yes: String,
    pub no: String,
    pub yes_no: String,
    lists: Vec<List>,
}

impl Lists {
    /// `choices` are the options of every field that has some.
    pub fn new<'a>(
        sheet: &str,
        yes: &str,
        no: &str,
        choices: impl Iterator<Item = &'a [Choice]>,
        name: impl Fn(&Choice) -> String,
    ) -> Lists {
        let sheet = quoted_sheet(sheet);
        let range = |column: u16, rows: usize| {
            let last = rows_number(rows).saturating_sub(1);
            format!("'{sheet}'!{}:{}", fixed(0, column), fixed(last, column))
        };
        let mut lists = Lists { yes: yes.to_owned(), no: no.to_owned(), yes_no: range(0, 2), lists: Vec::new() };
        for options in choices.filter(|options| !options.is_empty()) {
            let ids: Vec<String> = options.iter().map(|option| option.id.value.clone()).collect();
            let names: Vec<String> = options.iter().map(&name).collect();
            if lists.lists.iter().any(|list| list.ids == ids && list.names == names) {
                continue;
            }
            let column = 1 + 2 * u16::try_from(lists.lists.len()).unwrap_or_default();
            let (labels_range, ids_range) = (range(column, ids.len()), range(column + 1, ids.len()));
            lists.lists.push(List { ids, names, labels_range, ids_range });
        }
        lists
    }

    /// Of a field with these identifiers.
    pub fn of(&self, ids: &[String]) -> Option<&List> {
        let exact = self.lists.iter().find(|list| list.ids == ids);
        exact.or_else(|| self.lists.iter().find(|list| ids.iter().all(|id| list.ids.contains(id))))
    }

    pub fn labels(&self, field: &Field) -> Labels<'_> {
        match (field.kind, self.of(&field.options)) {
            (Kind::YesNo, _) => Labels::YesNo { yes: &self.yes, no: &self.no },
            (Kind::Choice, Some(list)) => Labels::Options { labels: &list.labels_range, ids: &list.ids_range },
            _ => Labels::None,
        }
    }

    pub fn label(&self, ids: &[String], id: &str) -> Option<&str> {
        let list = self.of(ids)?;
        let at = list.ids.iter().position(|known| known == id)?;
        list.names.get(at).map(String::as_str)
    }

    pub fn write(&self, book: &Book, sheet: &mut Sheet) -> Result<(), XlsxError> {
        sheet.set_name(&book.layout.names.lists)?;
        sheet.write_string(0, 0, &self.yes)?;
        sheet.write_string(1, 0, &self.no)?;
        for (list, column) in self.lists.iter().zip((1..).step_by(2)) {
            for (row, (name, id)) in (0..).zip(list.names.iter().zip(&list.ids)) {
                sheet.write_string(row, column, name)?;
                sheet.write_string(row, column + 1, id)?;
            }
        }
        sheet.set_hidden(true);
        sheet.protect();
        Ok(())
    }
}
