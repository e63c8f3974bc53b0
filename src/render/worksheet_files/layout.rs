//! Where everything stands in a calculator's workbook.

use std::collections::BTreeSet;

use cabildo_worksheet::definition::Kind;
use cabildo_worksheet::excel::{self, Cells, Part};
use cabildo_worksheet::program::{Column, Program, Rows, Step};

use crate::model::worksheet::Worksheet;

/// The most rows that are prepared for a table that a reader fills in.
const MOST_ROWS: usize = 60;
/// The most rows that are prepared for what repeats another table's rows: each of them is a row of formulas.
const MOST_REPEATED: usize = 300;

/// What the sheets are called in the reader's language.
#[derive(Clone, Debug)]
pub struct SheetNames {
    pub data: String,
    pub calculation: String,
    pub about: String,
    pub holidays: String,
    pub lists: String,
}

/// Rows and columns, from 0, of all that formulas and readers look for.
#[derive(Clone, Debug)]
pub struct Layout {
    pub names: SheetNames,
    /// The rows on the data sheet of what is filled in, beside their labels.
    pub inputs: Vec<u32>,
    /// The rows on the data sheet of the results that are shown.
    pub results: Vec<Option<u32>>,
    /// The rows above, with the answers.
    pub answers: Vec<(usize, u32)>,
    /// Tables on the data sheet: all but repeated ones, in which nothing is filled in.
    pub tables: Vec<Option<Shown>>,
    /// Tables whose rows are shown on a sheet of their own: repeated ones, and those that are sorted.
    pub views: Vec<View>,
    /// Headings of the data sheet: a group, or `None` for the results and the messages.
    pub headings: Vec<(u32, Heading)>,
    /// The rows of messages about the whole, by the position of their check.
    pub messages: Vec<(usize, u32)>,
    pub notes: u32,
    /// The first row below everything.
    pub end: u32,
    /// The last column that is used on the data sheet.
    pub last: u16,
    pub typed: Vec<u32>,
    pub computed: Vec<u32>,
    pub blocks: Vec<Block>,
    /// Rows of the calculation sheet with the messages of all checks.
    pub checks: Vec<u32>,
    input_names: Vec<String>,
    result_names: Vec<String>,
    /// By table: its columns, and its number of rows.
    column_names: Vec<(Vec<String>, String)>,
    holidays_name: String,
    /// The range of all days that are no working days; empty where no formula asks for them.
    holidays: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    Group(usize),
    /// What belongs to no group.
    Rest,
    Results,
    ResultsOf(usize),
    Messages,
}

/// A table as readers see it.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    pub title: u32,
    pub head: u32,
    pub first: u32,
    pub rows: usize,
    /// Where each of the author's columns stands; those of bands are beside theirs. Hidden ones are not shown.
    pub columns: Vec<Option<u16>>,
    pub bands: Vec<Option<u16>>,
    /// What is to be said about a row.
    pub status: Option<u16>,
    /// Whether the first column holds the labels of rows.
    pub has_labels: bool,
    /// The first column after them.
    pub end: u16,
}

/// The rows of a table that are there, one after the other, on a sheet of their own.
#[derive(Clone, Debug)]
pub struct View {
    pub table: usize,
    pub sheet: String,
    pub shown: Shown,
}

/// A table on the calculation sheet.
#[derive(Clone, Debug)]
pub struct Block {
    /// The row with the table's name and its number of rows.
    pub title: u32,
    pub first: u32,
    pub rows: usize,
    /// What stands in each column, from the second one.
    pub parts: Vec<Part>,
    /// Behind them, where rows are shown sorted: what they are sorted by, and their place.
    pub sorted: Option<(u16, u16)>,
}

/// What is filled in stands here on the data sheet; so do the results.
pub const VALUE: u16 = 1;
pub const UNIT: u16 = 2;
pub const STATUS: u16 = 3;
pub const HINT: u16 = 4;
/// The least last column, so that hints have room.
const LEAST_LAST: u16 = 8;

impl Layout {
    /// `titles` are the tables' names in the reader's language.
    pub fn new(sheet: &Worksheet, program: &Program, names: SheetNames, titles: &[String]) -> Layout {
        let mut layout = Layout {
            names,
            inputs: vec![0; program.inputs.len()],
            results: vec![None; program.results.len()],
            answers: Vec::new(),
            tables: Vec::new(),
            views: Vec::new(),
            headings: Vec::new(),
            messages: Vec::new(),
            notes: 0,
            end: 0,
            last: LEAST_LAST,
            typed: Vec::new(),
            computed: Vec::new(),
            blocks: Vec::new(),
            checks: Vec::new(),
            input_names: Vec::new(),
            result_names: Vec::new(),
            column_names: Vec::new(),
            holidays_name: String::new(),
            holidays: String::new(),
        };
        layout.name_cells(program);
        layout.lay_tables(sheet, program, titles);
        layout.lay_data(sheet, program);
        layout.lay_calculation(sheet, program);
        layout
    }

    /// The author's identifiers, where a workbook takes them for names.
    fn name_cells(&mut self, program: &Program) {
        let mut names = Names::default();
        self.input_names = program.inputs.iter().map(|input| names.free(&input.id)).collect();
        self.result_names = program.results.iter().map(|result| names.free(&result.id)).collect();
        let of_table = |table: &cabildo_worksheet::program::Table| {
            let shown = &table.columns[..table.shown];
            let columns = shown.iter().map(|column| names.free(&format!("{}_{}", table.id, column.id()))).collect();
            (columns, names.free(&format!("{}_rows", table.id)))
        };
        self.column_names = program.tables.iter().map(of_table).collect();
        self.holidays_name = names.free("holidays");
    }

    fn lay_tables(&mut self, sheet: &Worksheet, program: &Program, titles: &[String]) {
        let names = &self.names;
        let known = [&names.data, &names.calculation, &names.about, &names.holidays, &names.lists];
        let mut taken: BTreeSet<String> = known.into_iter().map(|name| name.to_lowercase()).collect();
        for (at, table) in program.tables.iter().enumerate() {
            let is_repeated = matches!(table.rows, Rows::Repeated { .. });
            if is_repeated || sheet.tables[at].sort.is_some() {
                // A hidden row stands between: what is said where a value is unknown.
                let shown = Shown { head: 2, first: 4, ..shown(sheet, program, at, true) };
                self.views.push(View { table: at, sheet: sheet_name(&titles[at], &mut taken), shown });
            }
            let shown = (!is_repeated).then(|| shown(sheet, program, at, false));
            self.last = self.last.max(shown.as_ref().map_or(0, |shown| shown.end.saturating_sub(1)));
            self.tables.push(shown);
        }
    }

    fn lay_data(&mut self, sheet: &Worksheet, program: &Program) {
        let mut row = 2;
        for (at, _) in sheet.results.iter().enumerate().filter(|(_, result)| result.highlight && !result.hidden) {
            self.answers.push((at, row));
            row += 1;
        }
        row += 1;
        let group = |id: &Option<crate::model::provenance::Ref>| {
            id.as_ref().and_then(|id| sheet.groups.iter().position(|group| *group.id == **id))
        };
        // Tables in which nothing is filled in are results.
        let is_computed = |table: usize| program.tables[table].columns.iter().all(|column| column.entered().is_none());
        let sections = std::iter::once(None).chain((0..sheet.groups.len()).map(Some));
        for section in sections {
            let inputs: Vec<usize> =
                (0..program.inputs.len()).filter(|at| group(&sheet.inputs[*at].group) == section).collect();
            let tables: Vec<usize> = (0..program.tables.len())
                .filter(|at| {
                    group(&sheet.tables[*at].group) == section && self.tables[*at].is_some() && !is_computed(*at)
                })
                .collect();
            if inputs.is_empty() && tables.is_empty() {
                continue;
            }
            self.headings.push((row, section.map_or(Heading::Rest, Heading::Group)));
            row += 1;
            for input in inputs {
                self.inputs[input] = row;
                row += 1;
            }
            row = self.lay_below(tables, row) + 1;
        }
        self.headings.push((row, Heading::Results));
        row += 1;
        let of_group = |result: &crate::model::worksheet::Outcome| group(&result.group);
        let shown = |result: &&crate::model::worksheet::Outcome| !result.hidden;
        let has_groups = sheet.results.iter().filter(shown).any(|result| of_group(result).is_some());
        for section in std::iter::once(None).chain((0..sheet.groups.len()).map(Some)) {
            let results: Vec<usize> = (0..program.results.len())
                .filter(|at| !sheet.results[*at].hidden && of_group(&sheet.results[*at]) == section)
                .collect();
            if results.is_empty() {
                continue;
            }
            if let (true, Some(group)) = (has_groups, section) {
                self.headings.push((row, Heading::ResultsOf(group)));
                row += 1;
            }
            for result in results {
                self.results[result] = Some(row);
                row += 1;
            }
        }
        row += 1;
        let computed = (0..program.tables.len()).filter(|at| self.tables[*at].is_some() && is_computed(*at));
        row = self.lay_below(computed.collect(), row);
        let of_whole: Vec<usize> = (0..program.checks.len()).filter(|at| program.checks[*at].table.is_none()).collect();
        if !of_whole.is_empty() {
            self.headings.push((row, Heading::Messages));
            row += 1;
            for check in of_whole {
                self.messages.push((check, row));
                row += 1;
            }
            row += 1;
        }
        self.notes = row;
        self.end = row + rows_number(sheet.notes.len());
    }

    /// Puts tables one below the other; the first row below them.
    fn lay_below(&mut self, tables: Vec<usize>, mut row: u32) -> u32 {
        for table in tables {
            let Some(shown) = &mut self.tables[table] else { continue };
            (shown.title, shown.head, shown.first) = (row, row + 1, row + 2);
            row += 2 + rows_number(shown.rows) + 1;
        }
        row
    }

    fn lay_calculation(&mut self, sheet: &Worksheet, program: &Program) {
        let mut row = 3;
        let mut take = |count: usize, gap: u32| {
            let rows: Vec<u32> = (0..rows_number(count)).map(|at| row + at).collect();
            row += rows_number(count) + gap;
            rows
        };
        self.typed = take(program.inputs.len(), 2);
        // In the order of computing, each step below those that it needs.
        let places = take(program.results.len(), 2);
        let steps = program.order.iter().filter_map(|step| match step {
            Step::Result(result) => Some(*result),
            _ => None,
        });
        self.computed.clone_from(&places);
        for (result, row) in steps.zip(places) {
            self.computed[result] = row;
        }
        self.checks = take(program.checks.len(), 2);
        for at in 0..program.tables.len() {
            let rows = rows_of(program, at);
            let block = take(rows + 2, 1);
            let title = block.first().copied().unwrap_or_default();
            let parts = excel::parts(program, at);
            let end = 1 + u16::try_from(parts.len()).unwrap_or_default();
            let sorted = sort_column(sheet, program, at).map(|_| (end, end + 1));
            self.blocks.push(Block { title, first: title + 2, rows, parts, sorted });
        }
    }

    /// How many days the sheet of holidays holds.
    pub fn set_holidays(&mut self, days: usize) {
        self.holidays = format!("'{}'!$A$4:$A${}", quoted_sheet(&self.names.holidays), days.max(1) + 3);
    }

    /// The names of cells with what they stand for.
    pub fn defined_names(&self) -> Vec<(String, String)> {
        let sheet = quoted_sheet(&self.names.calculation);
        let cell = |row: u32| format!("='{sheet}'!{}", fixed(row, 1));
        let mut all = Vec::new();
        for (names, rows) in [(&self.input_names, &self.typed), (&self.result_names, &self.computed)] {
            all.extend(names.iter().zip(rows).map(|(name, row)| (name.clone(), cell(*row))));
        }
        for (at, (columns, rows)) in self.column_names.iter().enumerate() {
            for (column, name) in columns.iter().enumerate() {
                all.push((name.clone(), format!("='{sheet}'!{}", self.address(at, Part::Column(column)))));
            }
            all.push((rows.clone(), cell(self.blocks[at].title)));
        }
        if !self.holidays.is_empty() {
            all.push((self.holidays_name.clone(), format!("={}", self.holidays)));
        }
        all
    }

    pub fn input_name(&self, input: usize) -> &str {
        &self.input_names[input]
    }

    pub fn result_name(&self, result: usize) -> &str {
        &self.result_names[result]
    }

    /// All cells of a part of a table, on the calculation sheet.
    fn address(&self, table: usize, part: Part) -> String {
        let block = &self.blocks[table];
        let column = block.column(part);
        format!("{}:{}", fixed(block.first, column), fixed(block.last(), column))
    }

    /// The same from any sheet.
    pub fn address_from_away(&self, table: usize, part: Part) -> String {
        format!("'{}'!{}", quoted_sheet(&self.names.calculation), self.address(table, part))
    }

    /// All cells of a column of the calculation sheet in a table's rows, from any sheet.
    pub fn rows_from_away(&self, table: usize, column: u16) -> String {
        let block = &self.blocks[table];
        let sheet = quoted_sheet(&self.names.calculation);
        format!("'{sheet}'!{}:{}", fixed(block.first, column), fixed(block.last(), column))
    }

    /// A cell beside a result on the calculation sheet, from any sheet.
    pub fn computed_cell(&self, result: usize, column: u16) -> String {
        format!("'{}'!{}", quoted_sheet(&self.names.calculation), fixed(self.computed[result], column))
    }

    /// The text of a check's message, from any sheet.
    pub fn message_cell(&self, check: usize) -> String {
        format!("'{}'!{}", quoted_sheet(&self.names.calculation), fixed(self.checks[check], 0))
    }

    /// The texts of all messages, and the places of those whose conditions hold.
    pub fn message_ranges(&self) -> (String, String) {
        let (first, last) = (self.checks.first().copied().unwrap_or(0), self.checks.last().copied().unwrap_or(0));
        let sheet = quoted_sheet(&self.names.calculation);
        let range = |column: u16| format!("'{sheet}'!{}:{}", fixed(first, column), fixed(last, column));
        (range(0), range(2))
    }

    /// The name of the cell with a table's number of rows.
    pub fn row_count(&self, table: usize) -> &str {
        &self.column_names[table].1
    }

    /// The cells with the places of a table's rows on its own sheet.
    pub fn places(&self, table: usize) -> String {
        match self.blocks[table].sorted {
            Some((_, place)) => self.rows_from_away(table, place),
            None => self.address_from_away(table, Part::Number),
        }
    }

    /// A cell of the data sheet, from any sheet.
    pub fn raw(&self, row: u32, column: u16) -> String {
        format!("'{}'!{}", quoted_sheet(&self.names.data), cell(row, column))
    }
}

impl Block {
    pub fn column(&self, part: Part) -> u16 {
        let at = self.parts.iter().position(|known| *known == part).unwrap_or_default();
        1 + u16::try_from(at).unwrap_or_default()
    }

    pub fn last(&self) -> u32 {
        self.first + rows_number(self.rows).saturating_sub(1)
    }
}

/// The cells that a formula refers to, from where it stands.
pub struct Here<'a> {
    pub layout: &'a Layout,
    pub program: &'a Program,
    /// The table and its row, from 0.
    pub row: Option<(usize, usize)>,
    /// Whether the formula stands on another sheet than the calculation.
    pub is_away: bool,
}

impl Here<'_> {
    fn at(&self, row: u32, column: u16) -> String {
        let cell = cell(row, column);
        if self.is_away { format!("'{}'!{cell}", quoted_sheet(&self.layout.names.calculation)) } else { cell }
    }
}

impl Cells for Here<'_> {
    fn input(&self, input: usize) -> String {
        self.layout.input_names[input].clone()
    }

    fn result(&self, result: usize) -> String {
        self.layout.result_names[result].clone()
    }

    fn cell(&self, part: Part) -> String {
        let (table, row) = self.row.unwrap_or_default();
        let block = &self.layout.blocks[table];
        self.at(block.first + rows_number(row), block.column(part))
    }

    fn above(&self, part: Part) -> Option<String> {
        let (table, row) = self.row?;
        let block = &self.layout.blocks[table];
        (row > 0).then(|| self.at(block.first + rows_number(row) - 1, block.column(part)))
    }

    fn source(&self, part: Part) -> String {
        let (table, row) = self.row.unwrap_or_default();
        let Rows::Repeated { table: of, times, .. } = self.program.tables[table].rows else { return self.cell(part) };
        let block = &self.layout.blocks[of];
        self.at(block.first + rows_number(row / times.max(1)), block.column(part))
    }

    fn row(&self) -> String {
        let (table, row) = self.row.unwrap_or_default();
        match self.program.tables[table].rows {
            Rows::Open { .. } => self.cell(Part::Number),
            Rows::Fixed { .. } => (row + 1).to_string(),
            Rows::Repeated { times, .. } => (row % times.max(1) + 1).to_string(),
        }
    }

    fn is_other_row(&self) -> bool {
        self.row.is_some_and(|(_, row)| row % 2 == 1)
    }

    fn range(&self, table: usize, part: Part) -> String {
        match part {
            Part::Column(column) if column < self.program.tables[table].shown => {
                self.layout.column_names[table].0[column].clone()
            }
            _ if self.is_away => self.layout.address_from_away(table, part),
            _ => self.layout.address(table, part),
        }
    }

    fn rows(&self, table: usize) -> String {
        self.layout.column_names[table].1.clone()
    }

    fn holidays(&self) -> String {
        self.layout.holidays_name.clone()
    }
}

/// Which columns of a table stand where, from the first one on.
fn shown(sheet: &Worksheet, program: &Program, at: usize, is_view: bool) -> Shown {
    let table = &program.tables[at];
    let first_is_text = table.columns.first().and_then(Column::entered).is_some_and(|field| field.kind == Kind::Text);
    // The wide column holds the labels of rows; without any, the first column if that holds words.
    let has_labels = is_view || !(matches!(table.rows, Rows::Open { .. }) && first_is_text);
    let mut next = u16::from(has_labels);
    let mut shown = Shown { rows: rows_of(program, at), has_labels, ..Shown::default() };
    for (column, known) in sheet.tables[at].columns.iter().zip(&table.columns) {
        let has_bands = known.computed().is_some_and(|computed| !computed.bands.is_empty());
        shown.columns.push((!column.hidden).then_some(next));
        next += u16::from(!column.hidden);
        shown.bands.push((!column.hidden && has_bands).then_some(next));
        next += u16::from(!column.hidden && has_bands);
    }
    let has_entries = !is_view && table.columns.iter().any(|column| column.entered().is_some());
    let has_checks = program.checks.iter().any(|check| check.table == Some(at));
    shown.status = (has_entries || has_checks).then_some(next);
    shown.end = next + u16::from(shown.status.is_some());
    shown
}

/// The column by whose numbers or dates a table's rows are shown.
pub fn sort_column(sheet: &Worksheet, program: &Program, table: usize) -> Option<usize> {
    program.tables[table].column(sheet.tables[table].sort.as_ref()?)
}

/// How many rows of a table are prepared.
fn rows_of(program: &Program, table: usize) -> usize {
    match program.tables[table].rows {
        Rows::Open { min, max } => {
            let times = program.tables.iter().filter_map(|other| match other.rows {
                Rows::Repeated { table: of, times, .. } if of == table => Some(times),
                _ => None,
            });
            let most = times.fold(MOST_ROWS, |most, times| most.min(MOST_REPEATED / times.max(1)));
            max.min(most).max(min).max(1)
        }
        Rows::Fixed { count } => count,
        Rows::Repeated { table: of, times, .. } => rows_of(program, of) * times,
    }
}

/// `H5`
pub fn cell(row: u32, column: u16) -> String {
    format!("{}{}", letters(column), row + 1)
}

/// `$H$5`
pub fn fixed(row: u32, column: u16) -> String {
    format!("${}${}", letters(column), row + 1)
}

fn letters(column: u16) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => letter.to_string(),
        rest => format!("{}{letter}", letters(rest - 1)),
    }
}

/// A sheet's name within quotes.
pub fn quoted_sheet(name: &str) -> String {
    name.replace('\'', "''")
}

pub fn rows_number(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX / 4)
}

/// A name that no other sheet has, with letters that sheets may have, at most 31.
fn sheet_name(id: &str, taken: &mut BTreeSet<String>) -> String {
    const MOST: usize = 28;
    let allowed: Vec<char> = id.chars().filter(|c| !"[]:*?/\\'".contains(*c)).collect();
    let cut = match allowed.get(MOST) {
        None => allowed.len(),
        // Whole words, where there are some.
        Some(_) => allowed[..=MOST].iter().rposition(|c| *c == ' ').unwrap_or(MOST),
    };
    let plain: String = allowed[..cut].iter().collect();
    let mut name = plain.clone();
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{plain} {number}");
        number += 1;
    }
    name
}

/// Names that were given, in small letters: a workbook does not tell capitals apart.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn free(&mut self, id: &str) -> String {
        let mut name = id.to_owned();
        while looks_like_a_cell(&name) || !self.0.insert(name.to_lowercase()) {
            name.push('_');
        }
        name
    }
}

/// Whether a workbook would take a name for a cell, in English or in Spanish: `a1`, `r`, `c`, `r1c1`, `l2`, `f1c2`.
fn looks_like_a_cell(name: &str) -> bool {
    let name = name.to_lowercase();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let split = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, rest) = name.split_at(split);
    let is_a1 = (1..=3).contains(&letters.len()) && !rest.is_empty() && digits(rest);
    let of_row = name.strip_prefix(['r', 'l', 'f']).unwrap_or(&name);
    let after_row = of_row.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_r1c1 = after_row.is_empty() || after_row.strip_prefix('c').is_some_and(digits);
    is_a1 || is_r1c1 || name == "true" || name == "false"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_cells_and_no_two_are_the_same() {
        let mut names = Names::default();
        let given = ["fee", "c1", "r", "c", "rc", "r1c1", "l2", "xfd12", "Fee", "costo", "row_2", "t2026x", "f"];
        let found: Vec<String> = given.iter().map(|id| names.free(id)).collect();
        let expected =
            ["fee", "c1_", "r_", "c_", "rc_", "r1c1_", "l2_", "xfd12_", "Fee_", "costo", "row_2", "t2026x", "f_"];
        assert_eq!(found, expected);
    }

    #[test]
    fn cells_have_letters_and_numbers() {
        assert_eq!(
            [cell(0, 0), cell(4, 7), fixed(9, 26), cell(0, 701), cell(0, 702)],
            ["A1", "H5", "$AA$10", "ZZ1", "AAA1"]
        );
    }
}
