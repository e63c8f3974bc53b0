//! What comes out: results by their groups, messages, and how everything is computed.

use cabildo_worksheet::program::{Expression, Program};
use serde::Serialize;

use super::{BandView, Format, Maker};
use crate::model::worksheet::{Band, FieldKind, Outcome};
use crate::render::calculator_parts as parts;
use crate::render::html::Html;

#[derive(Serialize)]
pub(super) struct Outcomes {
    name: Html,
    outcomes: Vec<OutcomeView>,
}

#[derive(Serialize)]
pub(super) struct OutcomeView {
    id: String,
    at: usize,
    name: Html,
    help: Html,
    highlight: bool,
    #[serde(flatten)]
    format: Format,
    bands: Vec<BandView>,
}

#[derive(Serialize)]
pub(super) struct CheckView {
    severity: &'static str,
    word: String,
    /// For a check of each row of a table.
    rows: String,
    message: Html,
    field: String,
}

#[derive(Serialize)]
pub(super) struct How {
    name: Html,
    words: String,
    /// Its bands, with their conditions.
    bands: Vec<Told>,
    /// Of a step that is shown here only.
    at: String,
    #[serde(flatten)]
    format: Format,
}

#[derive(Serialize)]
pub(super) struct Told {
    name: Html,
    words: String,
}

impl Maker<'_> {
    pub(super) fn shown(&self) -> impl Iterator<Item = (usize, &Outcome)> {
        self.sheet.results.iter().enumerate().filter(|(_, outcome)| !outcome.hidden)
    }

    pub(super) fn answers(&self) -> Vec<OutcomeView> {
        self.shown().filter(|(_, outcome)| outcome.highlight).map(|(at, outcome)| self.outcome(at, outcome)).collect()
    }

    /// The results by their groups, in the order in which the groups first have one.
    pub(super) fn outcomes(&self) -> Vec<Outcomes> {
        let mut all: Vec<(Option<&str>, Outcomes)> = Vec::new();
        for (at, outcome) in self.shown() {
            let id = outcome.group.as_ref().map(|group| group.value.as_str());
            let view = self.outcome(at, outcome);
            match all.iter_mut().find(|(known, _)| *known == id) {
                Some((_, group)) => group.outcomes.push(view),
                None => {
                    let group = self.sheet.groups.iter().find(|group| Some(group.id.value.as_str()) == id);
                    let name = group.map(|group| self.scope.text(&group.name)).unwrap_or_default();
                    all.push((id, Outcomes { name, outcomes: vec![view] }));
                }
            }
        }
        all.into_iter().map(|(_, group)| group).collect()
    }

    pub(super) fn outcome(&self, at: usize, outcome: &Outcome) -> OutcomeView {
        OutcomeView {
            id: outcome.id.value.clone(),
            at,
            name: self.scope.text(&outcome.name),
            help: self.scope.maybe(&outcome.help),
            highlight: outcome.highlight,
            format: self.format_of(at, outcome),
            bands: self.bands(&outcome.bands),
        }
    }

    pub(super) fn format_of(&self, at: usize, outcome: &Outcome) -> Format {
        let kind = self.program.as_ref().and_then(|program| program.results.get(at)).map(|result| &result.kind);
        self.format(kind, outcome.unit.as_deref(), outcome.unit_name.as_ref(), outcome.show, outcome.decimals)
    }

    pub(super) fn checks(&self) -> Vec<CheckView> {
        let fields = &self.sheet.inputs;
        self.sheet
            .checks
            .iter()
            .map(|check| CheckView {
                severity: check.severity.id(),
                word: self.scope.word("calculator_severity", check.severity.id()).to_owned(),
                rows: if check.table.is_some() { self.word("rows") } else { String::new() },
                message: self.scope.text(&check.message),
                field: check
                    .field
                    .as_ref()
                    .filter(|id| check.table.is_none() && fields.iter().any(|field| field.id.value == id.value))
                    .map(|id| id.value.clone())
                    .unwrap_or_default(),
            })
            .collect()
    }

    /// Every computed thing in words, in the author's order, those of tables behind.
    pub(super) fn how(&self) -> Vec<How> {
        let Some(program) = &self.program else { return Vec::new() };
        let results = self.sheet.results.iter().zip(&program.results).enumerate().map(|(at, (outcome, result))| How {
            name: self.scope.text(&outcome.name),
            words: self.told(program, &result.expression, None),
            bands: self.told_bands(program, &outcome.bands, &result.bands, None),
            at: if outcome.hidden { at.to_string() } else { String::new() },
            format: self.format_of(at, outcome),
        });
        let columns = self.sheet.tables.iter().zip(&program.tables).enumerate().flat_map(|(at, (table, computed))| {
            let pairs = table.columns.iter().zip(&computed.columns);
            pairs.filter_map(move |(column, of)| Some((table, column, of.computed()?))).map(
                move |(table, column, of)| {
                    let name = format!("{} ({})", self.scope.plain(&column.name), self.scope.plain(&table.name));
                    How {
                        name: Html::escaped(&name),
                        words: self.told(program, &of.expression, Some(at)),
                        bands: self.told_bands(program, &column.bands, &of.bands, Some(at)),
                        at: String::new(),
                        format: Format::typed(FieldKind::Text),
                    }
                },
            )
        });
        results.chain(columns).collect()
    }

    pub(super) fn told_bands(
        &self,
        program: &Program,
        bands: &[Band],
        when: &[Expression],
        table: Option<usize>,
    ) -> Vec<Told> {
        let told = |(band, when): (&Band, &Expression)| Told {
            name: self.scope.text(&band.label),
            words: self.told(program, when, table),
        };
        bands.iter().zip(when).map(told).collect()
    }

    /// A formula in plain words.
    pub(super) fn told(&self, program: &Program, expression: &Expression, table: Option<usize>) -> String {
        parts::told(self.scope, self.sheet, program, expression, table)
    }
}
