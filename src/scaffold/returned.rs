//! A workbook that came back filled in. What is not what it should be is told with its sheet and cell.

use std::io::{self, Cursor};
use std::path::Path;

use calamine::{Data, Range, Reader, Xlsx};

use super::results::{Filled, Form, shown};
use super::workbook::{Layout, cell};
use crate::diagnostics::catalogue::{C0790, C0903, C0905};
use crate::diagnostics::{Diagnostic, Diagnostics, Interface, Words};
use crate::model::values::Number;

/// The largest workbook that is looked at: the form takes some ten thousand bytes.
const LARGEST: u64 = 4 << 20;

/// The results in a workbook, and what else should be said of it.
pub fn returned(path: &Path, form: &Form) -> Result<(Vec<Filled>, Vec<String>), Diagnostics> {
    let read = fs_err::metadata(path).and_then(|about| match about.len() {
        0..=LARGEST => fs_err::read(path),
        _ => Err(io::Error::new(io::ErrorKind::FileTooLarge, "> 4 MiB")),
    });
    let bytes = read.map_err(|error| {
        let fault = C0903.nowhere().with_words("action", Words::READ).with("path", path.display());
        Diagnostics::from_iter([fault.with("reason", error)])
    })?;
    in_bytes(&bytes, &path.display().to_string(), form)
}

/// `name` is what the file is called in messages.
fn in_bytes(bytes: &[u8], name: &str, form: &Form) -> Result<(Vec<Filled>, Vec<String>), Diagnostics> {
    let interface = form.interface;
    let unreadable = |reason: String| {
        let what = interface.pick("no se puede leer este libro de Excel", "this workbook cannot be read");
        let cure = interface.pick("ábralo y guárdelo como .xlsx", "open it and save it as .xlsx");
        Diagnostics::from_iter([C0905.nowhere().with("what", format!("{what}: {name} ({reason})")).with("cure", cure)])
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(error.to_string()))?;
    let names = book.sheet_names();
    let mut sheet = |at: usize| match book.worksheet_range_at(at) {
        Some(Ok(cells)) => Ok(Sheet { file: name, name: names.get(at).cloned().unwrap_or_default(), cells, interface }),
        Some(Err(error)) => Err(unreadable(error.to_string())),
        None => Err(unreadable(interface.pick("le falta una hoja", "a sheet is missing").to_owned())),
    };
    let (results, about) = (sheet(0)?, sheet(1)?);
    about.is_about(form)?;
    results.read(form)
}

struct Sheet<'a> {
    file: &'a str,
    name: String,
    cells: Range<Data>,
    interface: Interface,
}

impl Sheet<'_> {
    fn get(&self, row: u32, column: u16) -> &Data {
        self.cells.get_value((row, u32::from(column))).unwrap_or(&Data::Empty)
    }

    /// The words of a cell.
    fn text(&self, row: u32, column: u16) -> String {
        match self.get(row, column) {
            Data::Empty => String::new(),
            other => other.to_string().split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    fn fault(&self, row: u32, column: u16, what: String) -> Diagnostic {
        let cell = format!("{}!{}", self.name, cell(row, column));
        C0790.nowhere().with("cell", cell).with("file", self.file).with("what", what)
    }

    /// Whether the workbook is the one that was asked for.
    fn is_about(&self, form: &Form) -> Result<(), Diagnostics> {
        let expected = [
            (Layout::CHARTER, form.family.id.clone()),
            (Layout::VERSION, form.charter.version.to_string()),
            (Layout::PERIOD, form.period.to_string()),
        ];
        let wrong = expected.into_iter().filter_map(|(row, expected)| {
            let found = self.text(row, Layout::ABOUT);
            (found != expected).then(|| {
                let found = shown(&found);
                self.fault(
                    row,
                    Layout::ABOUT,
                    match self.interface {
                        Interface::Es => format!("dice {found} y aquí se espera «{expected}»"),
                        Interface::En => format!("says {found}, and \"{expected}\" is expected here"),
                    },
                )
            })
        });
        let wrong: Diagnostics = wrong.collect();
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    fn read(&self, form: &Form) -> Result<(Vec<Filled>, Vec<String>), Diagnostics> {
        let (mut filled, mut notes, mut faults): (Vec<Filled>, _, _) = (Vec::new(), Vec::new(), Diagnostics::new());
        let interface = self.interface;
        for row in Layout::FIRST.. {
            let level = self.text(row, Layout::CODE);
            if level.is_empty() {
                break;
            }
            if !form.has_level(&level) || filled.iter().any(|known| known.level == level) {
                let level = shown(&level);
                faults.push(self.fault(
                    row,
                    Layout::CODE,
                    match interface {
                        Interface::Es => format!("{level} no es una promesa de esta versión, o está dos veces"),
                        Interface::En => format!("{level} is no promise of this version, or stands twice"),
                    },
                ));
                continue;
            }
            let note = Some(self.text(row, Layout::NOTE)).filter(|note| !note.is_empty());
            if note.as_ref().is_some_and(|note| note.chars().count() > Layout::LONGEST_NOTE as usize) {
                let what = interface.pick("la nota tiene más de 300 letras", "the note has more than 300 letters");
                faults.push(self.fault(row, Layout::NOTE, what.to_owned()));
            }
            let value = self.number(row, Layout::VALUE).unwrap_or_else(|fault| {
                faults.push(fault);
                None
            });
            let n = self.count(row).unwrap_or_else(|fault| {
                faults.push(fault);
                None
            });
            match value {
                Some(value) => filled.push(Filled { level, value, n, note }),
                None if n.is_some() || note.is_some() => notes.push(match interface {
                    Interface::Es => format!(
                        "{}!{}: sin resultado, por eso no se copian sus mediciones ni su nota",
                        self.name,
                        cell(row, Layout::VALUE)
                    ),
                    Interface::En => format!(
                        "{}!{}: no result, so that its readings and note are not copied",
                        self.name,
                        cell(row, Layout::VALUE)
                    ),
                }),
                None => {}
            }
        }
        if faults.is_empty() && filled.is_empty() {
            let what = interface.pick("ninguna fila tiene resultado", "no row has a result");
            faults.push(self.fault(Layout::FIRST, Layout::VALUE, what.to_owned()));
        }
        if faults.is_empty() { Ok((filled, notes)) } else { Err(faults) }
    }

    /// The number in a cell; `None` where it is empty.
    fn number(&self, row: u32, column: u16) -> Result<Option<Number>, Diagnostic> {
        let no_number = |found: &str| {
            let found = shown(found);
            self.fault(
                row,
                column,
                match self.interface {
                    Interface::Es => format!("{found} no es un número"),
                    Interface::En => format!("{found} is not a number"),
                },
            )
        };
        match self.get(row, column) {
            Data::Int(number) => Ok(Number::parse(&number.to_string())),
            Data::Float(number) => decimal(*number).map(Some).ok_or_else(|| no_number(&number.to_string())),
            _ if self.text(row, column).is_empty() => Ok(None),
            Data::DateTime(_) | Data::DateTimeIso(_) | Data::DurationIso(_) => {
                let what = self.interface.pick(
                    "hay una fecha donde va un número; póngale a la celda formato de número y vuelva a escribirlo",
                    "there is a date where a number goes; give the cell a number format and write it again",
                );
                Err(self.fault(row, column, what.to_owned()))
            }
            _ => Err(no_number(&self.text(row, column))),
        }
    }

    /// How many readings there were.
    fn count(&self, row: u32) -> Result<Option<u32>, Diagnostic> {
        let Some(number) = self.number(row, Layout::COUNT)? else { return Ok(None) };
        number.to_string().parse().map(Some).map_err(|_| {
            self.fault(
                row,
                Layout::COUNT,
                match self.interface {
                    Interface::Es => format!("{number} no es un número entero de mediciones"),
                    Interface::En => format!("{number} is not a whole number of readings"),
                },
            )
        })
    }
}

/// A cell's binary fraction as the decimal that was typed. What a formula of the sheet computed may have a tail of
/// digits that nobody meant: nine decimals are kept, as the sheet's own verdict does.
fn decimal(number: f64) -> Option<Number> {
    let shortest = number.to_string();
    Number::parse(&shortest).or_else(|| {
        let rounded = format!("{number:.9}");
        let plain = rounded.trim_end_matches('0').trim_end_matches('.');
        Number::parse(if plain == "-0" { "0" } else { plain })
    })
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn binary_fractions_become_the_decimals_that_were_typed() {
        let text = |number: f64| decimal(number).map(|number| number.to_string());
        for (number, expected) in
            [(5.4, "5.4"), (90.0, "90"), (27.0 / 30.0 * 100.0, "90"), (0.1 + 0.2, "0.3"), (-1e-12, "0")]
        {
            assert_eq!(text(number).as_deref(), Some(expected), "{number}");
        }
        assert_eq!(text(f64::NAN), None);
        assert_eq!(text(1e300), None);
    }
}
