//! A calculator: its form, which can be printed and filled in by hand, and what its script reads.

mod example;
mod form;
mod results;

use std::sync::Arc;

use cabildo_worksheet::program::{Program, Type, Unit};
use serde::Serialize;

use super::View;
use crate::model::values::{Number, Texts};
use crate::model::worksheet::{Band, FieldKind, Show, Worksheet};
use crate::plan::Subject;
use crate::render::calculator_parts as parts;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};
use crate::worksheet;
use example::{ExampleButton, Worked};
use form::{Group, TableView};
use results::{CheckView, How, OutcomeView, Outcomes};

#[derive(Serialize)]
struct Calculator {
    id: String,
    number: String,
    version: String,
    tool: Link,
    summary: Html,
    /// The same as a workbook.
    workbook: Option<Link>,
    examples: Vec<ExampleButton>,
    groups: Vec<Group>,
    outcomes: Vec<Outcomes>,
    /// The highlighted results, for the line at the foot of a small screen.
    answers: Vec<OutcomeView>,
    /// Tables of a fixed form in which nothing is filled in.
    sheets: Vec<TableView>,
    lists: Vec<TableView>,
    checks: Vec<CheckView>,
    notes: Vec<Html>,
    how: Vec<How>,
    worked: Option<Worked>,
    data: Html,
}

/// How the script shows a value: `q` quetzales, `p` a percentage, `n` any other number; so many decimals, or up to so
/// many where they are negative; what stands behind the number.
#[derive(Clone, Serialize)]
struct Format {
    pub(super) f: &'static str,
    pub(super) d: i8,
    pub(super) u: String,
}

#[derive(Serialize)]
struct BandView {
    label: Html,
    tone: &'static str,
}

pub(super) fn calculator(scope: &Scope, n: usize) -> View {
    let sheet: &Worksheet = &scope.model.worksheets[n];
    let maker = Maker { scope, sheet, program: worksheet::program(sheet) };
    let tool = scope.model.tools.get(&sheet.tool);
    let name = tool.map(|tool| scope.plain(&tool.name)).unwrap_or_default();
    let summary = tool.map(|tool| scope.plain(&tool.summary)).unwrap_or_default();
    let body = Calculator {
        id: sheet.tool.clone(),
        number: tool.map(|tool| tool.number.value.clone()).unwrap_or_default(),
        version: sheet.version.to_string(),
        tool: scope.tool_link(&sheet.tool).unwrap_or_else(|| scope.link(Subject::Toolbox, Html::default())),
        summary: Html::escaped(&summary),
        workbook: scope
            .plan
            .assets
            .workbooks
            .get(&(n, scope.lang))
            .map(|file| Link { href: scope.address.to(file), label: Html::escaped(&maker.word("workbook")) }),
        examples: maker.offered().into_iter().map(|example| maker.example_button(example)).collect(),
        groups: maker.groups(),
        outcomes: maker.outcomes(),
        answers: maker.answers(),
        sheets: maker.sheets(),
        lists: maker.lists(),
        checks: maker.checks(),
        notes: scope.texts(&sheet.notes),
        how: maker.how(),
        worked: maker.offered().first().map(|example| maker.worked(example)),
        data: maker.data(),
    };
    let title = scope.words.fill("calculator", "title", &[("tool", &name)]);
    let view = View::new("calculator.html", title, summary, body);
    View { scripts: vec!["worksheet.js"], ..view }
}

struct Maker<'a> {
    scope: &'a Scope<'a>,
    sheet: &'a Worksheet,
    program: Option<Arc<Program>>,
}

impl Maker<'_> {
    fn word(&self, key: &'static str) -> String {
        self.scope.word("calculator", key).to_owned()
    }

    fn fill(&self, key: &'static str, name: &str, value: &str) -> String {
        self.scope.words.fill("calculator", key, &[(name, value)])
    }

    /// How a computed value is shown. Where the calculator has faults, its author's word for the unit stands in.
    fn format(
        &self,
        kind: Option<&Type>,
        declared: Option<&String>,
        name: Option<&Texts>,
        show: Option<Show>,
        decimals: Option<u8>,
    ) -> Format {
        let unit = match kind {
            Some(Type::Number(unit)) => unit.clone(),
            Some(_) => Unit::default(),
            None => parts::declared(self.sheet, declared.map(String::as_str).unwrap_or_default()),
        };
        let (f, usual) = match show {
            Some(Show::Percentage) => ("p", 1),
            None if parts::in_quetzales(&unit) => ("q", 2),
            None => ("n", -2),
        };
        let u = name.map_or_else(|| self.unit_names(&unit), |name| self.scope.plain(name));
        Format { f, d: decimals.map_or(usual, |decimals| decimals.min(6) as i8), u }
    }

    fn unit_names(&self, unit: &Unit) -> String {
        parts::unit_names(self.scope, self.sheet, unit)
    }

    fn bands(&self, bands: &[Band]) -> Vec<BandView> {
        bands.iter().map(|band| BandView { label: self.scope.text(&band.label), tone: band.tone.id() }).collect()
    }
}

impl Format {
    /// Of what was filled in, as the list of a table shows it.
    fn typed(kind: FieldKind) -> Format {
        let (f, d) = match kind {
            FieldKind::Money => ("q", 2),
            FieldKind::Percentage => ("p", -6),
            _ => ("n", -6),
        };
        Format { f, d, u: String::new() }
    }
}

/// An entry as somebody would type it: amounts and large numbers in groups of three digits.
fn as_typed(kind: FieldKind, entry: &str) -> String {
    match kind {
        // Not the number of a year.
        FieldKind::Number | FieldKind::Money if Number::parse(entry).is_some_and(|n| n.approximate() >= 10_000.0) => {
            format::grouped(entry)
        }
        _ => entry.to_owned(),
    }
}
