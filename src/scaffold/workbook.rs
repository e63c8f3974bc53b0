//! The form as a workbook, for the office where results are written down: inputs are open, all else is locked, and a
//! formula says at once whether a promise was kept.

use std::path::PathBuf;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, Workbook as Book, Worksheet, XlsxError,
};

use super::results::{Form, direction, measured};
use super::{Draft, Grounds, NewFile, one, refusal, said};
use crate::diagnostics::catalogue::C0999;
use crate::diagnostics::{Diagnostics, Interface};
use crate::model::Model;
use crate::model::charter::{Compliance, Direction, ServiceLevel};
use crate::model::values::Number;

/// Where things stand, from 0: the one place that writing and reading share.
pub(super) struct Layout;

impl Layout {
    pub(super) const HEAD: u32 = 3;
    pub(super) const FIRST: u32 = 4;
    pub(super) const CODE: u16 = 0;
    const NAME: u16 = 1;
    const UNIT: u16 = 2;
    const TARGET: u16 = 3;
    const SIDE: u16 = 4;
    const MINIMUM: u16 = 5;
    const HOW: u16 = 6;
    pub(super) const VALUE: u16 = 7;
    pub(super) const COUNT: u16 = 8;
    pub(super) const NOTE: u16 = 9;
    const VERDICT: u16 = 10;
    /// Rows of the second sheet that say what the workbook is about; their values stand in the second column.
    pub(super) const CHARTER: u32 = 2;
    pub(super) const VERSION: u32 = 3;
    pub(super) const PERIOD: u32 = 4;
    pub(super) const ABOUT: u16 = 1;
    pub(super) const LONGEST_NOTE: u32 = 300;
}

/// `H5`
pub(super) fn cell(row: u32, column: u16) -> String {
    let letter = char::from(b'A' + u8::try_from(column.min(25)).unwrap_or_default());
    format!("{letter}{}", row + 1)
}

/// What a workbook calls the ways in which a promise can stand; `None` is without data.
pub(super) fn verdict(kept: Option<Compliance>, interface: Interface) -> &'static str {
    match kept {
        Some(Compliance::Met) => interface.pick("cumplido", "met"),
        Some(Compliance::PartlyMet) => interface.pick("cumplido en parte", "partly met"),
        Some(Compliance::NotMet) => interface.pick("incumplido", "not met"),
        None => interface.pick("sin dato", "no data"),
    }
}

/// A workbook to write.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// As it was typed; a name that ends in `.xlsx`.
    pub path: PathBuf,
}

/// The workbook of a form. It goes where the author says, which is not among the site's content.
pub fn workbook(
    grounds: &Grounds,
    form: &Form,
    asked: &Workbook,
    root: &std::path::Path,
) -> Result<Draft, Diagnostics> {
    let interface = form.interface;
    let path = &asked.path;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    let inside = |name: &str| {
        let real = |path: &std::path::Path| fs_err::canonicalize(path).ok();
        real(folder).zip(real(&root.join(name))).is_some_and(|(folder, own)| folder.starts_with(own))
    };
    if crate::source::FOLDERS.iter().any(|name| inside(name)) {
        let what = interface.pick(
            "el libro de Excel no puede quedar dentro del contenido del sitio",
            "the workbook cannot stand in the site's content",
        );
        let cure = interface.pick("dé otra carpeta en --xlsx", "give another folder with --xlsx");
        return Err(one(refusal(format!("{what}: {}", path.display()), cure)));
    }
    let bytes = book(&grounds.model, form).map_err(|error| one(C0999.nowhere().with("what", error)))?;
    let name = path.display();
    let (id, period) = (&form.family.id, form.period);
    let order = format!("cabildo new results --charter {id} --period {period} --from {name}");
    let steps = match interface {
        Interface::Es => vec![
            format!("llene las celdas de color de {name} en Excel o LibreOffice y guárdelo como .xlsx"),
            format!("{order}: pasa lo escrito a la carta"),
            "cabildo ver --open: muestra la carta con sus resultados".to_owned(),
        ],
        Interface::En => vec![
            format!("fill in the coloured cells of {name} with Excel or LibreOffice and save it as .xlsx"),
            format!("{order}: puts what was written into the charter"),
            "cabildo serve --open: shows the charter with its results".to_owned(),
        ],
    };
    let file = NewFile { path: path.clone(), is_content: false, bytes, before: None };
    Ok(Draft { files: vec![file], notes: form.notes(&grounds.model), steps })
}

fn book(model: &Model, form: &Form) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new();
    let today = *model.today;
    let created = ExcelDateTime::from_ymd(
        u16::try_from(today.year()).unwrap_or(1970),
        u8::try_from(today.month()).unwrap_or(1),
        u8::try_from(today.day()).unwrap_or(1),
    )?;
    let title = said(&form.charter.title, model, form.interface);
    book.set_properties(
        &DocProperties::new().set_title(format!("{title}, {}", form.period)).set_creation_datetime(&created),
    );
    results(book.add_worksheet(), model, form, &title)?;
    about(book.add_worksheet(), model, form, &title)?;
    book.save_to_buffer()
}

fn page(sheet: &mut Worksheet, form: &Form) {
    const A4: u8 = 9;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    sheet.set_footer(format!("&L{} {} · {}&R&P / &N", form.family.id, *form.charter.version, form.period));
    sheet.protect();
}

fn results(sheet: &mut Worksheet, model: &Model, form: &Form, title: &str) -> Result<(), XlsxError> {
    let interface = form.interface;
    let heads = match interface {
        Interface::Es => [
            "Código",
            "Promesa",
            "Unidad",
            "Meta",
            "Sentido",
            "Mínimo aceptable",
            "Cómo se mide",
            "Resultado",
            "Mediciones (n)",
            "Nota",
            "Cumplimiento",
        ],
        Interface::En => [
            "Code",
            "Promise",
            "Unit",
            "Target",
            "Side",
            "Minimum acceptable",
            "How it is measured",
            "Result",
            "Readings (n)",
            "Note",
            "Compliance",
        ],
    };
    let widths = [8.0, 24.0, 15.0, 8.0, 9.0, 11.0, 46.0, 11.0, 11.0, 26.0, 17.0];
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    let number =
        Format::new().set_align(FormatAlign::Top).set_align(FormatAlign::Center).set_border(FormatBorder::Thin);
    let open = number.clone().set_unlocked().set_background_color(Color::RGB(0xFF_F7_D6));
    let words = open.clone().set_text_wrap();
    let head = text.clone().set_bold().set_background_color(Color::RGB(0xE4_EA_F0));
    let bold = Format::new().set_bold();
    sheet.set_name(interface.pick("Resultados", "Results"))?;
    sheet.write_string_with_format(0, 0, title, &bold.clone().set_font_size(14))?;
    let municipality =
        model.municipality(*form.charter.municipality).map(|m| m.entry.name.as_str()).unwrap_or_default();
    let (period, version) = (form.period, *form.charter.version);
    let (from, to) = (period.first_day(), period.last_day());
    sheet.write_string(
        1,
        0,
        match interface {
            Interface::Es => format!("{municipality} · {period}, del {from} al {to} · según la versión {version}"),
            Interface::En => format!("{municipality} · {period}, from {from} to {to} · by version {version}"),
        },
    )?;
    sheet.write_string(
        2,
        0,
        interface.pick(
            "Escriba en las celdas de color. Si no hay dato, deje la celda vacía: vacío no es cero.",
            "Write in the coloured cells. If there is no figure, leave the cell empty: empty is not zero.",
        ),
    )?;
    for (column, (name, width)) in (0..).zip(heads.into_iter().zip(widths)) {
        sheet.write_string_with_format(Layout::HEAD, column, name, &head)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_row_height(Layout::HEAD, LINE * 2.0)?;
    let levels = &form.charter.service_levels;
    for (row, level) in (Layout::FIRST..).zip(levels) {
        let (name, how) = (said(&level.name, model, interface), measured(level, model, interface));
        let unit = level.unit.as_ref().map(|unit| said(unit, model, interface)).unwrap_or_default();
        let wrapped = [(Layout::NAME, &name), (Layout::UNIT, &unit), (Layout::HOW, &how)];
        let lines = wrapped.map(|(column, words)| lines(words, widths[usize::from(column)]));
        sheet.set_row_height(row, LINE * lines.into_iter().fold(1.0, f64::max))?;
        sheet.write_string_with_format(row, Layout::CODE, &level.id.value, &text)?;
        for (column, words) in wrapped {
            sheet.write_string_with_format(row, column, words, &text)?;
        }
        for (column, limit) in [(Layout::TARGET, level.target), (Layout::MINIMUM, level.minimum_acceptable)] {
            match limit {
                Some(limit) => sheet.write_number_with_format(row, column, approximate(limit), &number)?,
                None => sheet.write_blank(row, column, &number)?,
            };
        }
        sheet.write_string_with_format(row, Layout::SIDE, direction(level, interface), &text)?;
        sheet.write_blank(row, Layout::VALUE, &open)?;
        sheet.write_blank(row, Layout::COUNT, &open)?;
        sheet.write_blank(row, Layout::NOTE, &words)?;
        let formula = Formula::new(formula(level, row, interface)).set_result(verdict(None, interface));
        sheet.write_formula_with_format(row, Layout::VERDICT, formula, &text)?;
    }
    let last = Layout::FIRST + u32::try_from(levels.len()).unwrap_or(u32::MAX / 2).saturating_sub(1);
    if !levels.is_empty() {
        validate(sheet, last, interface)?;
        let sum =
            Formula::new(tally(last, interface)).set_result(interface.pick("0 de 0 con dato", "0 of 0 with data"));
        sheet.write_string_with_format(
            last + 1,
            Layout::NOTE,
            interface.pick("Promesas cumplidas", "Promises kept"),
            &head,
        )?;
        sheet.write_formula_with_format(last + 1, Layout::VERDICT, sum, &head)?;
    }
    sheet.set_repeat_rows(Layout::HEAD, Layout::HEAD)?;
    sheet.set_freeze_panes(Layout::FIRST, 2)?;
    page(sheet, form);
    Ok(())
}

/// The height of a line of text, in points.
const LINE: f64 = 15.0;

/// How many lines words take in a column so many letters wide. Programs do not stretch rows by themselves where the
/// letters are not their own.
fn lines(words: &str, width: f64) -> f64 {
    (words.chars().count() as f64 * 1.05 / width).ceil().max(1.0)
}

/// The nearest a cell can hold. The formula rounds to nine decimals, which is all that a number here can have.
fn approximate(number: Number) -> f64 {
    number.to_string().parse().unwrap_or_else(|_| number.approximate())
}

/// What [`ServiceLevel::judge`] says, in the sheet: exactly on the target is met. What was computed in the sheet may
/// miss an edge by a hair, so that both sides are rounded.
fn formula(level: &ServiceLevel, row: u32, interface: Interface) -> String {
    let value = cell(row, Layout::VALUE);
    let word = |kept| format!("\"{}\"", verdict(kept, interface));
    let judged = if level.target.is_none() {
        word(None)
    } else {
        let side = match level.direction {
            Direction::AtLeast => ">=",
            Direction::AtMost => "<=",
        };
        let reaches = |column| format!("ROUND({value},9){side}ROUND({},9)", cell(row, column));
        let else_ = match level.minimum_acceptable {
            Some(_) => format!(
                "IF({},{},{})",
                reaches(Layout::MINIMUM),
                word(Some(Compliance::PartlyMet)),
                word(Some(Compliance::NotMet))
            ),
            None => word(Some(Compliance::NotMet)),
        };
        format!("IF({},{},{else_})", reaches(Layout::TARGET), word(Some(Compliance::Met)))
    };
    let no_number = interface.pick("no es un número", "not a number");
    format!("=IF(TRIM({value})=\"\",{},IF(ISNUMBER({value}),{judged},\"{no_number}\"))", word(None))
}

/// "5 de 7 con dato": how many promises were kept of those about which something is known.
fn tally(last: u32, interface: Interface) -> String {
    let cells = format!("{}:{}", cell(Layout::FIRST, Layout::VERDICT), cell(last, Layout::VERDICT));
    let count = |kept| format!("COUNTIF({cells},\"{}\")", verdict(Some(kept), interface));
    let (met, partly, not) = (count(Compliance::Met), count(Compliance::PartlyMet), count(Compliance::NotMet));
    let (of, with_data) = (interface.pick(" de ", " of "), interface.pick(" con dato", " with data"));
    format!("={met}&\"{of}\"&({met}+{partly}+{not})&\"{with_data}\"")
}

fn validate(sheet: &mut Worksheet, last: u32, interface: Interface) -> Result<(), XlsxError> {
    const LARGEST: f64 = 1e9;
    let title = interface.pick("Este dato no sirve", "This will not do");
    let value = DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(-LARGEST, LARGEST))
        .set_error_title(title)?
        .set_error_message(interface.pick(
            "Escriba solo el número, sin unidad ni signo de porcentaje. Si no hay dato, deje la celda vacía.",
            "Write the number alone, without unit or percent sign. If there is no figure, leave the cell empty.",
        ))?;
    let count = DataValidation::new()
        .allow_whole_number(DataValidationRule::Between(0, 1_000_000_000))
        .set_error_title(title)?
        .set_error_message(interface.pick(
            "Escriba cuántas mediciones o casos hubo: un número entero.",
            "Write how many readings or cases there were: a whole number.",
        ))?;
    let note = DataValidation::new()
        .allow_text_length(DataValidationRule::LessThanOrEqualTo(Layout::LONGEST_NOTE))
        .set_error_title(title)?
        .set_error_message(
            interface
                .pick("La nota es muy larga: 300 letras, cuando más.", "The note is too long: 300 letters at most."),
        )?;
    for (column, validation) in [(Layout::VALUE, value), (Layout::COUNT, count), (Layout::NOTE, note)] {
        sheet.add_data_validation(Layout::FIRST, column, last, column, &validation)?;
    }
    Ok(())
}

/// The column of the explanations, in letters.
const WIDE: f64 = 88.0;

fn about(sheet: &mut Worksheet, model: &Model, form: &Form, title: &str) -> Result<(), XlsxError> {
    let interface = form.interface;
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(interface.pick("Acerca de", "About"))?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(Layout::ABOUT, WIDE)?;
    sheet.write_string_with_format(0, 0, title, &bold.clone().set_font_size(14))?;
    let (id, period) = (&form.family.id, form.period);
    let municipality = model.municipality(*form.charter.municipality);
    let name = municipality.map(|m| format!("{} ({})", m.entry.name, m.code)).unwrap_or_default();
    let facts = [
        (Layout::CHARTER, interface.pick("Carta", "Charter"), id.clone()),
        (Layout::VERSION, interface.pick("Versión", "Version"), form.charter.version.to_string()),
        (Layout::PERIOD, interface.pick("Periodo", "Period"), period.to_string()),
        (5, interface.pick("Municipio", "Municipality"), name),
        (6, interface.pick("Días", "Days"), format!("{} – {}", period.first_day(), period.last_day())),
    ];
    for (row, name, value) in facts {
        sheet.write_string_with_format(row, 0, name, &bold)?;
        sheet.write_string_with_format(row, Layout::ABOUT, value, &wrapped)?;
    }
    let order = format!("cabildo new results --charter {id} --period {period} --from ARCHIVO.xlsx");
    let how = match interface {
        Interface::Es => [
            (
                "Cómo llenarlo",
                "En la hoja «Resultados», escriba lo medido en las celdas de color: el resultado sin \
             unidad, cuántas mediciones hubo y, si hace falta, una nota. Lo demás está protegido."
                    .to_owned(),
            ),
            (
                "Sin dato",
                "Si no se midió, deje la celda vacía. Un dato que falta no es cero, y se publica como «sin \
             dato»."
                    .to_owned(),
            ),
            (
                "Cumplimiento",
                "Justo en la meta es cumplido. Entre la meta y el mínimo aceptable es cumplido en \
             parte. Más allá es incumplido."
                    .to_owned(),
            ),
            (
                "Cómo devolverlo",
                format!(
                    "Guárdelo como .xlsx y entréguelo a quien publica el sitio. Esa persona lo \
             incorpora con: {order}"
                ),
            ),
            (
                "Sin datos personales",
                "No escriba nombres, teléfonos ni DPI en las notas: todo lo de este libro se \
             publica."
                    .to_owned(),
            ),
        ],
        Interface::En => [
            (
                "How to fill it in",
                "On the sheet \"Results\", write what was measured into the coloured cells: the \
             result without its unit, how many readings there were and, where needed, a note. All else is \
             protected."
                    .to_owned(),
            ),
            (
                "No figure",
                "If it was not measured, leave the cell empty. A missing figure is not zero, and is \
             published as \"no data\"."
                    .to_owned(),
            ),
            (
                "Compliance",
                "Exactly on the target is met. Between the target and the minimum acceptable is partly \
             met. Beyond that is not met."
                    .to_owned(),
            ),
            (
                "How to return it",
                format!(
                    "Save it as .xlsx and hand it to whoever publishes the site. That person \
             adds it with: {order}"
                ),
            ),
            (
                "No personal data",
                "Write no names, telephone numbers or identity numbers into notes: everything in \
             this workbook is published."
                    .to_owned(),
            ),
        ],
    };
    for (row, (name, words)) in (8..).zip(how) {
        sheet.set_row_height(row, LINE * lines(&words, WIDE))?;
        sheet.write_string_with_format(row, 0, name, &bold)?;
        sheet.write_string_with_format(row, Layout::ABOUT, words, &wrapped)?;
    }
    page(sheet, form);
    Ok(())
}
