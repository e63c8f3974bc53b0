//! The workbook of a calculator: a sheet to fill in, one that says how it is computed, and the calculation itself.

use cabildo_worksheet::excel::{self, Writer};
use cabildo_worksheet::program::{Column, Expression, Needs, Program, Type, Unit};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet as Sheet, XlsxError};

use super::known::{Known, Shipped};
use super::layout::{Here, Layout, SheetNames, sort_column};
use super::lists::Lists;
use super::{data, reckoning, style, tables, told};
use crate::model::library::Holiday;
use crate::model::toolbox::Tool;
use crate::model::values::{Date, Lang, Texts};
use crate::model::worksheet::{Choice, FieldKind, Slot, Worksheet};
use crate::plan::{Address, Subject};
use crate::render::Site;
use crate::render::calculator_parts as parts;
use crate::render::scope::Scope;
use crate::worksheet;

/// A calculator whose formulas were checked.
#[derive(Clone, Copy)]
pub struct Calculator<'a> {
    pub tool: &'a Tool,
    pub sheet: &'a Worksheet,
    pub program: &'a Program,
}

/// All that the sheets are made with.
pub struct Book<'a> {
    pub scope: Scope<'a>,
    pub tool: &'a Tool,
    pub sheet: &'a Worksheet,
    pub program: &'a Program,
    pub layout: Layout,
    pub lists: Lists,
    pub shipped: Shipped,
    /// National ones; none where no formula asks for working days.
    pub holidays: Vec<(Date, &'a Holiday)>,
}

/// The workbook in a language; `address` is its own.
///
/// # Errors
///
/// When a text is longer than a workbook takes it, or a name is none.
pub fn workbook(site: Site, address: &Address, lang: Lang, calculator: Calculator) -> Result<Vec<u8>, XlsxError> {
    let scope = Scope::new(site, lang, address);
    let Calculator { tool, sheet, program } = calculator;
    Book::new(scope, tool, sheet, program).bytes()
}

/// Where the cells of [`workbook`] are, for those who fill them in by program.
pub fn layout(site: Site, address: &Address, lang: Lang, calculator: Calculator) -> Layout {
    let Calculator { tool, sheet, program } = calculator;
    Book::new(Scope::new(site, lang, address), tool, sheet, program).layout
}

impl<'a> Book<'a> {
    fn new(scope: Scope<'a>, tool: &'a Tool, sheet: &'a Worksheet, program: &'a Program) -> Self {
        let word = |key: &'static str| scope.word("workbook", key);
        let names = SheetNames {
            data: word("data").to_owned(),
            calculation: word("calculation").to_owned(),
            about: word("about").to_owned(),
            holidays: word("holidays").to_owned(),
            lists: word("lists").to_owned(),
        };
        let titles: Vec<String> = sheet.tables.iter().map(|table| scope.plain(&table.name)).collect();
        let mut layout = Layout::new(sheet, program, names, &titles);
        let of_inputs = sheet.inputs.iter().map(|input| input.options.as_slice());
        let columns = sheet.tables.iter().flat_map(|table| &table.columns);
        let choices = of_inputs.chain(columns.map(|column| column.options.as_slice()));
        let name = |choice: &Choice| scope.plain(&choice.name);
        let lists = Lists::new(&layout.names.lists, word("yes"), word("no"), choices, name);
        let mut days = Vec::new();
        if excel::has_workdays(program) {
            days = worksheet::national(&scope.model.holidays, *scope.model.today);
            let local = program.local_holidays.map_or(0, |(table, _)| layout.blocks[table].rows);
            layout.set_holidays(days.len() + local);
        }
        let shipped = Shipped::of(scope.model, sheet, program);
        Book { scope, tool, sheet, program, layout, lists, shipped, holidays: days }
    }

    fn bytes(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let today = *self.scope.model.today;
        let part = |number: i8| u8::try_from(number).unwrap_or(1);
        let created = ExcelDateTime::from_ymd(
            u16::try_from(today.year()).unwrap_or(1970),
            part(today.month()),
            part(today.day()),
        )?;
        let properties = DocProperties::new()
            .set_title(self.title())
            .set_company(self.scope.plain(&self.scope.model.site.publisher))
            .set_creation_datetime(&created);
        book.set_properties(&properties);
        data::write(self, book.add_worksheet())?;
        for view in &self.layout.views {
            tables::write_view(self, book.add_worksheet(), view)?;
        }
        told::write(self, book.add_worksheet())?;
        reckoning::write(self, book.add_worksheet())?;
        if !self.holidays.is_empty() {
            reckoning::write_holidays(self, book.add_worksheet())?;
        }
        self.lists.write(self, book.add_worksheet())?;
        for (name, range) in self.layout.defined_names() {
            book.define_name(name, &range)?;
        }
        book.save_to_buffer()
    }

    pub fn title(&self) -> String {
        self.scope.plain(&self.tool.name)
    }

    pub fn word(&self, key: &'static str) -> &'a str {
        self.scope.word("workbook", key)
    }

    pub fn fill(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        self.scope.words.fill("workbook", key, values)
    }

    pub fn text(&self, texts: &Texts) -> String {
        self.scope.plain(texts)
    }

    /// The tool's page, with the site's address if it has one.
    pub fn address(&self) -> Option<String> {
        let base = self.scope.model.site.base_url.as_ref()?;
        let at = self.scope.model.tools.position(&self.tool.id)?;
        Some(format!("{}{}", base.value, self.scope.plan.address(Subject::Tool(at), self.scope.lang).as_str()))
    }

    /// From a cell of the calculation sheet.
    pub fn here(&self, row: Option<(usize, usize)>) -> Here<'_> {
        Here { layout: &self.layout, program: self.program, row, is_away: false }
    }

    /// From a cell of another sheet.
    pub fn away(&self, row: Option<(usize, usize)>) -> Here<'_> {
        Here { is_away: true, ..self.here(row) }
    }

    /// What a reader sees of a value: a word where it is unknown. `value` is a reference to its cell.
    ///
    /// What is left out, such as the place of a row that takes no part, is shown as nothing.
    pub fn seen(&self, value: &str, missing: Option<String>, kind: &Type, may_be_absent: bool) -> String {
        self.seen_or(value, &self.why(missing), kind, may_be_absent)
    }

    /// The word for a value that is unknown.
    pub fn why(&self, missing: Option<String>) -> String {
        let (no_data, not_computable) = (self.unknown(&Known::Missing), self.unknown(&Known::NotComputable));
        match missing {
            Some(missing) => {
                format!("IF({missing},{},{})", excel::quoted(&no_data), excel::quoted(&not_computable))
            }
            None => excel::quoted(&not_computable),
        }
    }

    /// What a reader sees of a value, or a word that stands elsewhere.
    pub fn seen_or(&self, value: &str, why: &str, kind: &Type, may_be_absent: bool) -> String {
        let known = self.in_words(value, kind);
        let known = match may_be_absent {
            true => format!("IF({value}=\"{}\",\"\",{known})", excel::ABSENT),
            false => known,
        };
        if known == value {
            return format!("IFERROR({value},{why})");
        }
        format!("IF(ISERROR({value}),{why},{known})")
    }

    /// A value that is known, for readers.
    fn in_words(&self, value: &str, kind: &Type) -> String {
        match kind {
            Type::Flag => {
                format!("IF({value},{},{})", excel::quoted(&self.lists.yes), excel::quoted(&self.lists.no))
            }
            Type::Choice(ids) => match self.lists.of(ids) {
                Some(list) => format!("INDEX({},MATCH({value},{},0))", list.labels_range, list.ids_range),
                None => value.to_owned(),
            },
            _ => value.to_owned(),
        }
    }

    /// Whether a column's cells may be left out.
    pub fn may_be_absent(&self, table: usize, column: usize) -> bool {
        Writer::new(self.program, &self.here(None), Some(table)).may_be_absent(column)
    }

    pub fn missing(&self, needs: &Needs, row: Option<(usize, usize)>) -> Option<String> {
        let away = self.away(row);
        Writer::new(self.program, &away, row.map(|(table, _)| table)).missing(needs)
    }

    /// What a cell that readers see holds as it is shipped.
    pub fn seen_now(&self, known: &Known, kind: &Type) -> Known {
        match (known, kind) {
            (Known::Missing | Known::NotComputable, _) => Known::Text(self.unknown(known)),
            (Known::Absent, _) => Known::Text(String::new()),
            (Known::Flag(flag), _) => Known::Text(if *flag { self.lists.yes.clone() } else { self.lists.no.clone() }),
            (Known::Text(id), Type::Choice(ids)) => Known::Text(self.lists.label(ids, id).unwrap_or(id).to_owned()),
            _ => known.clone(),
        }
    }

    fn unknown(&self, known: &Known) -> String {
        let key = if *known == Known::NotComputable { "not_computable" } else { "missing" };
        self.scope.word("data", key).to_owned()
    }

    /// A formula in plain words.
    pub fn told(&self, expression: &Expression, table: Option<usize>) -> String {
        parts::told(&self.scope, self.sheet, self.program, expression, table)
    }

    /// What stands behind a number; quetzales stand before theirs.
    pub fn unit(&self, unit: &Unit) -> String {
        parts::unit_names(&self.scope, self.sheet, unit)
    }

    /// What stands behind something that is filled in.
    pub fn unit_of_slot(&self, slot: &Slot) -> String {
        match slot.kind {
            FieldKind::Percentage => "%".to_owned(),
            _ => self.unit(&parts::unit_of(self.sheet, slot)),
        }
    }

    /// The page of every sheet: A4, as wide as one page, with what it is and where it comes from.
    pub fn page(&self, sheet: &mut Sheet, landscape: bool) {
        const A4: u8 = 9;
        sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
        if landscape {
            sheet.set_landscape();
        }
        let address = self.address().unwrap_or_else(|| self.scope.plain(&self.scope.model.site.name));
        let about = format!("{} · {} {} · {address}", self.title(), self.word("version"), *self.sheet.version);
        // A footer takes 255 letters, and reads `&` as an order.
        let about: String = about.replace('&', "&&").chars().take(220).collect();
        sheet.set_footer(format!("&L{about}&R&P / &N"));
        sheet.protect();
    }

    pub fn sort_column(&self, table: usize) -> Option<usize> {
        sort_column(self.sheet, self.program, table)
    }

    /// How a column is shown.
    pub fn look(&self, table: usize, column: usize) -> style::Look {
        let style = self.scope.style;
        match &self.program.tables[table].columns[column] {
            Column::Entered(field) => style::of_field(field, style),
            Column::Computed(computed) => {
                let known = &self.sheet.tables[table].columns[column];
                style::of_value(&computed.kind, known.show.is_some(), known.decimals, style)
            }
        }
    }

    pub fn kind(&self, table: usize, column: usize) -> Type {
        excel::column_kind(&self.program.tables[table].columns[column])
    }
}
