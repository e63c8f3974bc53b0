//! The indicators of a municipality: the newest figure of each, how it stands, and what is missing.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::drawings::{gauge, spark};
use super::words::{self, Pair};
use crate::indicator::{Finding, Input, Lack, Outcome, Rating, WhyNot, WhyUnrated, findings};
use crate::model::indicators::{Band, Quantity, Unit};
use crate::model::values::{Status, Year};
use crate::plan::Subject;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};

/// What the section on indicators shows.
#[derive(Serialize)]
pub(super) struct Board {
    /// "De 16 indicadores: …".
    summary: String,
    /// Figures are too old to be rated.
    history: Option<String>,
    groups: Vec<Group>,
    context: Vec<Context>,
    gaps: Vec<Gap>,
    /// "Faltan datos para 10 indicadores: …".
    lacking: Option<String>,
    /// How all of them are computed.
    method: Link,
}

#[derive(Serialize)]
struct Group {
    id: &'static str,
    name: String,
    rows: Vec<Row>,
}

/// An indicator with a figure, or with the reason why there is none this year.
#[derive(Serialize)]
pub(super) struct Row {
    id: String,
    name: Html,
    value: String,
    year: String,
    gauge: Html,
    /// Why it is not rated.
    unrated: Html,
    /// Why the newest year has no figure.
    newest: Option<String>,
    spark: Html,
    country: Option<String>,
    few: Option<String>,
    beside: Vec<Pair>,
    parts: Vec<Pair>,
    source: String,
    status: String,
    words: Html,
    why: Html,
    ask: Vec<Html>,
    cautions: Vec<Html>,
    basis: Html,
    /// What it was made of, on the page of a year.
    inputs: Vec<InputView>,
}

/// A quantity that went into a figure.
#[derive(Serialize)]
struct InputView {
    name: Html,
    year: String,
    value: String,
    source: String,
}

/// A figure of the context.
#[derive(Serialize)]
struct Context {
    name: Html,
    value: String,
    year: String,
    source: String,
    note: Option<String>,
}

/// An indicator without data, and how to publish them.
#[derive(Serialize)]
struct Gap {
    name: Html,
    #[serde(skip)]
    plain: String,
    publish: Vec<Html>,
}

/// The board's groups, by the numbers of indicators.
const GROUPS: [(&str, &[u8]); 4] = [
    ("spending", &[1, 2, 6, 8]),
    ("revenue", &[3, 4, 5, 7, 9]),
    ("services", &[10, 11, 12, 13]),
    ("works", &[14, 15, 16]),
];

/// The board of a municipality; `None` where there are no definitions or no years.
pub(super) fn board(scope: &Scope, n: usize) -> Option<Board> {
    let municipality = &scope.model.municipalities[n];
    let newest = *municipality.years.keys().max()?;
    if scope.model.indicators.indicators.is_empty() {
        return None;
    }
    let summaries = scope.standing.summaries(n);
    let mut known: BTreeMap<Year, Vec<Finding>> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let (mut context, mut gaps) = (Vec::new(), Vec::new());
    let mut counts = Counts::default();
    for (at, definition) in scope.model.indicators.all().enumerate() {
        let has =
            |year: &&Year| summaries.get(*year).is_some_and(|one| one.figures.get(at).is_some_and(Option::is_some));
        let shown = municipality.years.keys().rev().find(has).copied();
        for year in shown.into_iter().chain([newest]) {
            known.entry(year).or_insert_with(|| findings(scope.model, municipality, year));
        }
        let finding = |year: Year| known.get(&year).and_then(|all| all.get(at));
        let (Some(now), latest) = (finding(newest), shown.and_then(finding)) else { continue };
        let Some(number) = definition.number else {
            context.extend(latest.zip(shown).map(|(finding, year)| context_row(scope, finding, year)));
            continue;
        };
        counts.add(latest.unwrap_or(now));
        if latest.is_none() && matches!(now.outcome, Outcome::Missing(_) | Outcome::NoCharter) {
            gaps.push(gap(scope, now));
            continue;
        }
        let mut row = row(scope, latest.unwrap_or(now), shown.unwrap_or(newest), n);
        row.newest = (shown != Some(newest)).then(|| why_not(scope, now, newest)).flatten();
        row.spark = spark(scope, definition, at, n);
        let (id, _) = GROUPS.iter().find(|(_, numbers)| numbers.contains(&number)).copied().unwrap_or(("other", &[]));
        match groups.iter_mut().find(|group| group.id == id) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { id, name: scope.word("indicator_groups", id).to_owned(), rows: vec![row] }),
        }
    }
    groups.sort_by_key(|group| GROUPS.iter().position(|(id, _)| *id == group.id).unwrap_or(GROUPS.len()));
    let history = (counts.old > 0).then(|| scope.word("indicators", "history").to_owned());
    let lacking = (!gaps.is_empty()).then(|| {
        let names: Vec<&str> = gaps.iter().map(|gap: &Gap| gap.plain.as_str()).collect();
        let (count, names) = (gaps.len().to_string(), names.join(", "));
        scope.words.fill("missing", "indicators", &[("n", &count), ("names", &names)])
    });
    let method = scope.link(Subject::Indicators, Html::escaped(scope.word("method", "title")));
    Some(Board { lacking, summary: counts.sentence(scope), history, groups, context, gaps, method })
}

/// The indicators of one year, as its own page lists them.
pub(super) fn of_year(scope: &Scope, n: usize, year: Year) -> Vec<Row> {
    let municipality = &scope.model.municipalities[n];
    let all = findings(scope.model, municipality, year);
    let told = |finding: &&Finding| !matches!(finding.outcome, Outcome::Missing(_) | Outcome::NoCharter);
    let row = |finding| Row { inputs: inputs(scope, finding), ..row(scope, finding, year, n) };
    all.iter().filter(told).map(row).collect()
}

/// What a figure was made of, each quantity with its source.
fn inputs(scope: &Scope, finding: &Finding) -> Vec<InputView> {
    let of_parts = finding.parts.iter().flat_map(|part| part.inputs.iter().map(move |input| (Some(part), input)));
    let all = finding.inputs.iter().map(|input| (None, input)).chain(of_parts);
    let view = |(part, input): (Option<&crate::indicator::Part>, &Input)| {
        let text = scope.model.indicators.quantity(input.quantity);
        let name = text.map(|text| scope.text(&text.name)).unwrap_or_default();
        let name = match part {
            Some(part) => Html::trusted(format!("{} · {}", Html::escaped(part.funding_source).as_str(), name.as_str())),
            None => name,
        };
        InputView {
            name,
            year: input.reading.counted_in.unwrap_or(input.year).to_string(),
            value: input.reading.value.map_or_else(
                |_| scope.word("data", "missing").to_owned(),
                |value| words::quantity(input.quantity, value),
            ),
            source: words::publishers(scope, input.reading.sources.iter().copied()),
        }
    };
    all.map(view).collect()
}

/// How many indicators are in each band.
#[derive(Default)]
struct Counts {
    all: usize,
    good: usize,
    middle: usize,
    low: usize,
    unrated: usize,
    none: usize,
    old: usize,
}

impl Counts {
    fn add(&mut self, finding: &Finding) {
        self.all += 1;
        match (&finding.outcome, finding.rating) {
            (Outcome::Value(_), Rating::Rated(Band::Good)) => self.good += 1,
            (Outcome::Value(_), Rating::Rated(Band::Middle)) => self.middle += 1,
            (Outcome::Value(_), Rating::Rated(Band::Low)) => self.low += 1,
            (Outcome::Value(_), Rating::Unrated(why)) => {
                self.unrated += 1;
                self.old += usize::from(why == WhyUnrated::Old);
            }
            _ => self.none += 1,
        }
    }

    fn sentence(&self, scope: &Scope) -> String {
        let parts = [
            ("n_good", self.good),
            ("n_middle", self.middle),
            ("n_low", self.low),
            ("n_unrated", self.unrated),
            ("n_none", self.none),
        ];
        let told = parts.into_iter().filter(|(_, count)| *count > 0);
        let told = told.map(|(key, count)| scope.words.fill("indicators", key, &[("n", &count.to_string())]));
        let told = told.collect::<Vec<_>>().join(", ");
        scope.words.fill("indicators", "summary", &[("all", &self.all.to_string()), ("parts", &told)])
    }
}

fn row(scope: &Scope, finding: &Finding, year: Year, n: usize) -> Row {
    let definition = finding.definition;
    let value = finding.outcome.value();
    let beside = definition.beside.iter().zip(&finding.beside);
    let beside = beside.filter_map(|(beside, outcome)| {
        let value = words::value_in(scope, beside.unit, outcome.value()?);
        Some(Pair { name: scope.plain(&beside.name), value })
    });
    let sources = &scope.model.classifications.funding_sources;
    let parts = finding.parts.iter().map(|part| {
        let name = sources.iter().find(|source| *source.code == part.funding_source);
        let value = part.outcome.value().map(|value| words::value_in(scope, definition.unit, value));
        Pair {
            name: name.map_or_else(|| part.funding_source.to_owned(), |source| scope.plain(&source.name)),
            value: value.unwrap_or_else(|| scope.word("data", "missing").to_owned()),
        }
    });
    let few = finding.is_of_few_people() && definition.unit == Unit::QuetzalesPerPerson;
    Row {
        id: definition.slug.value.clone(),
        name: scope.text(&definition.name),
        value: value.map(|value| words::value(scope, definition, value)).unwrap_or_default(),
        year: year.to_string(),
        gauge: gauge(scope, finding, year, scope.model.municipalities[n].is_demo()),
        unrated: unrated(scope, finding),
        newest: value.is_none().then(|| why_not(scope, finding, year)).flatten(),
        spark: Html::default(),
        country: country(scope, finding, year),
        few: few.then(|| scope.word("indicators", "few").to_owned()),
        beside: beside.collect(),
        parts: parts.collect(),
        source: words::publishers(scope, finding.sources.iter().copied()),
        status: scope.word("status", finding.status.id()).to_owned(),
        words: scope.text(&definition.words),
        why: scope.text(&definition.why),
        ask: scope.texts(&definition.ask),
        cautions: scope.texts(&definition.cautions),
        basis: definition.basis.as_ref().map(|basis| scope.text(&basis.text)).unwrap_or_default(),
        inputs: Vec::new(),
    }
}

/// Why a value has no band, where that is about the value and not about the age of all.
fn unrated(scope: &Scope, finding: &Finding) -> Html {
    match finding.rating {
        Rating::Unrated(WhyUnrated::ByDefinition) => scope.maybe(&finding.definition.unrated),
        Rating::Unrated(why @ (WhyUnrated::OpenYear | WhyUnrated::Zero)) => {
            Html::escaped(scope.word("unrated", why.id()))
        }
        _ => Html::default(),
    }
}

/// Why there is no figure of a year.
fn why_not(scope: &Scope, finding: &Finding, year: Year) -> Option<String> {
    let name = year.to_string();
    let fill = |key: &'static str| Some(scope.words.fill("why_not", key, &[("year", &name)]));
    match &finding.outcome {
        Outcome::Value(_) => None,
        Outcome::NotCalculable(by) => {
            let by = by.iter().filter_map(|quantity| scope.model.indicators.quantity(*quantity));
            let by = by.map(|text| scope.plain(&text.name)).collect::<Vec<_>>().join(", ");
            Some(scope.words.fill("why_not", "not_calculable", &[("year", &name), ("by", &by)]))
        }
        Outcome::Missing(missing) => {
            let not_whole = missing.iter().any(|missing| missing.lack == Lack::NotWhole);
            fill(if not_whole { "not_whole" } else { "missing" })
        }
        Outcome::NoCharter => fill("no_charter"),
        Outcome::NotThisYear(WhyNot::OpenYear) => fill("open_year"),
        Outcome::NotThisYear(WhyNot::EarlierYearOpen) => fill("earlier_year_open"),
        Outcome::NotThisYear(WhyNot::SmallBase { .. }) => fill("small_base"),
    }
}

/// The nation's median beside a value, with how many have a figure.
pub(super) fn country(scope: &Scope, finding: &Finding, year: Year) -> Option<String> {
    finding.outcome.value()?;
    let (at, definition) = scope.model.indicators.get(&finding.definition.id)?;
    let of_year = scope.standing.percentiles(year, finding.status)?.get(at)?.as_ref()?;
    let median = words::value(scope, definition, of_year.p50);
    let (with, of) = (of_year.with_figure.to_string(), of_year.of.to_string());
    let values = [("median", median.as_str()), ("with", &with), ("of", &of), ("year", &year.to_string())];
    let key = if finding.status == Status::Demo { "median_demo" } else { "median" };
    Some(scope.words.fill("indicators", key, &values))
}

fn context_row(scope: &Scope, finding: &Finding, year: Year) -> Context {
    let value = finding.outcome.value().map(|value| words::value(scope, finding.definition, value));
    let few = finding.is_of_few_people() && finding.definition.unit == Unit::QuetzalesPerPerson;
    Context {
        name: scope.text(&finding.definition.name),
        value: value.unwrap_or_default(),
        year: year.to_string(),
        source: words::publishers(scope, finding.sources.iter().copied()),
        note: few.then(|| scope.word("indicators", "few").to_owned()),
    }
}

fn gap(scope: &Scope, finding: &Finding) -> Gap {
    let mut quantities = finding.missing();
    if finding.outcome == Outcome::NoCharter {
        quantities = BTreeSet::from([Quantity::ChartersPromised]);
    }
    let mut publish: Vec<Html> = Vec::new();
    for text in quantities.into_iter().filter_map(|quantity| scope.model.indicators.quantity(quantity)) {
        let text = scope.text(&text.publish);
        if !publish.contains(&text) {
            publish.push(text);
        }
    }
    let name = &finding.definition.name;
    Gap { name: scope.text(name), plain: scope.plain(name), publish }
}
