//! The page of method: every indicator from its one definition, with the rules that hold for all of them.

use serde::Serialize;

use super::View;
use super::figures;
use crate::indicator::{FEWEST, NEAREST, Percentiles};
use crate::model::indicators::{Bands, Basis, Definition, Limit, Unit};
use crate::model::values::{Number, Ratio, Status, Texts, Year};
use crate::plan::Subject;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};

#[derive(Serialize)]
struct Method {
    indicators: Vec<DefinitionView>,
    context: Vec<DefinitionView>,
    peers: String,
    few: String,
    country: Link,
    compare: Link,
    glossary: Link,
}

#[derive(Serialize)]
struct DefinitionView {
    id: String,
    number: Option<u8>,
    name: Html,
    words: Html,
    code: Html,
    unit: String,
    direction: String,
    bands: Vec<BandView>,
    unrated: Html,
    basis: Option<BasisView>,
    limits: Vec<String>,
    least: Option<String>,
    open_year: String,
    zero: Option<String>,
    why: Html,
    ask: Vec<Html>,
    cautions: Vec<Html>,
    beside: Vec<BesideView>,
    needs: Vec<Need>,
    quarters: Vec<QuartersRow>,
    tools: Vec<Link>,
    offices: Vec<Link>,
    terms: Vec<Link>,
}

#[derive(Serialize)]
struct BandView {
    name: String,
    range: String,
}

#[derive(Serialize)]
struct BasisView {
    standing: String,
    text: Html,
    source: Html,
}

#[derive(Serialize)]
struct BesideView {
    name: Html,
    code: Html,
}

/// Quantities that are published in one way.
#[derive(Serialize)]
struct Need {
    names: Vec<Html>,
    publish: Html,
}

#[derive(Serialize)]
struct QuartersRow {
    year: String,
    p25: String,
    p50: String,
    p75: String,
    coverage: String,
}

pub(super) fn indicators(scope: &Scope) -> View {
    let all = &scope.model.indicators;
    let views: Vec<DefinitionView> = all.all().enumerate().map(|(at, d)| view(scope, at, d)).collect();
    let mut toc: Vec<Link> = all.indicators.iter().map(|definition| entry(scope, definition)).collect();
    let sections =
        [("contexto", "context"), ("comparacion", "peers"), ("sin-dato", "missing"), ("datos-antiguos", "old")];
    toc.extend(sections.map(|(id, key)| Link { href: format!("#{id}"), label: figures::html(scope, "method", key) }));
    let (mut indicators, mut context) = (views, Vec::new());
    if indicators.len() > all.indicators.len() {
        context = indicators.split_off(all.indicators.len());
    }
    let count = |n: usize| n.to_string();
    let body = Method {
        indicators,
        context,
        peers: scope.words.fill("method", "peers_group", &[("nearest", &count(NEAREST))]),
        few: scope.words.fill("method", "peers_few", &[("fewest", &count(FEWEST))]),
        country: scope.link(Subject::Territory, figures::html(scope, "country", "title")),
        compare: scope.link(Subject::Compare, figures::html(scope, "compare", "title")),
        glossary: scope.link(Subject::Glossary, figures::html(scope, "nav", "glossary")),
    };
    View::new("indicators.html", scope.word("method", "title"), scope.word("method", "summary"), body).with_toc(toc)
}

fn entry(scope: &Scope, definition: &Definition) -> Link {
    let number = definition.number.map(|number| format!("{number}. ")).unwrap_or_default();
    let label = Html::trusted(format!("{number}{}", scope.text(&definition.name).as_str()));
    Link { href: format!("#{}", *definition.slug), label }
}

fn view(scope: &Scope, at: usize, definition: &Definition) -> DefinitionView {
    let word = |key| scope.word("method", key);
    let links = |list: &[crate::model::provenance::Ref], of: &dyn Fn(&str) -> Option<Link>| {
        list.iter().filter_map(|id| of(id)).collect::<Vec<_>>()
    };
    DefinitionView {
        id: definition.slug.value.clone(),
        number: definition.number,
        name: scope.text(&definition.name),
        words: scope.text(&definition.words),
        code: Html::escaped(&definition.formula.text),
        unit: scope.word("unit_names", definition.unit.id()).to_owned(),
        direction: match definition.more_is_better() {
            Some(true) => word("more"),
            Some(false) => word("less"),
            None => word("neither"),
        }
        .to_owned(),
        bands: definition.bands.as_ref().map(|bands| band_views(scope, definition.unit, bands)).unwrap_or_default(),
        unrated: scope.maybe(&definition.unrated),
        basis: definition.basis.as_ref().map(|basis| basis_view(scope, basis)),
        limits: definition.limits.iter().map(|limit| source_limit(scope, limit)).collect(),
        least: definition
            .minimum_base
            .map(|least| scope.words.fill("method", "least", &[("amount", &scope.money(Some(least)))])),
        open_year: scope.word("open_year", definition.open_year.id()).to_owned(),
        zero: (definition.bands.is_some() && !definition.zero_is_rated).then(|| word("zero").to_owned()),
        why: scope.text(&definition.why),
        ask: scope.texts(&definition.ask),
        cautions: scope.texts(&definition.cautions),
        beside: definition
            .beside
            .iter()
            .map(|beside| BesideView { name: scope.text(&beside.name), code: Html::escaped(&beside.formula.text) })
            .collect(),
        needs: needs(scope, definition),
        quarters: quarters(scope, at, definition),
        tools: links(&definition.tools, &|id| scope.tool_link(id)),
        offices: links(&definition.offices, &|id| scope.office_link(id)),
        terms: links(&definition.glossary, &|id| scope.term_link(id)),
    }
}

/// The three bands, the best first, with what belongs to each.
fn band_views(scope: &Scope, unit: Unit, bands: &Bands) -> Vec<BandView> {
    let number = |limit: Limit| match limit {
        Limit::AtLeast(number) | Limit::AtMost(number) => edge(scope, unit, number),
    };
    let (good, middle) = (number(*bands.good), number(*bands.middle));
    let fill = |key, values: &[(&str, &str)]| scope.words.fill("method", key, values);
    let ranges = if bands.good.is_minimum() {
        [
            fill("or_more", &[("value", &good)]),
            fill("to_below", &[("from", &middle), ("to", &good)]),
            fill("below", &[("value", &middle)]),
        ]
    } else {
        [
            fill("or_less", &[("value", &good)]),
            fill("above_to", &[("from", &good), ("to", &middle)]),
            fill("above", &[("value", &middle)]),
        ]
    };
    let names = ["best", "middle", "last"].map(|key| scope.word("method", key));
    names.iter().zip(ranges).map(|(name, range)| BandView { name: (*name).to_owned(), range }).collect()
}

/// A limit of a band, as it is written.
fn edge(scope: &Scope, unit: Unit, number: Number) -> String {
    figures::in_unit(scope, unit, &number.to_string())
}

fn basis_view(scope: &Scope, basis: &Basis) -> BasisView {
    BasisView {
        standing: scope.word("standing", basis.standing.id()).to_owned(),
        text: scope.text(&basis.text),
        source: basis.source.as_ref().map(|id| scope.source_title(id)).unwrap_or_default(),
    }
}

fn source_limit(scope: &Scope, limit: &crate::model::indicators::SourceLimit) -> String {
    let mut all = scope.model.classifications.funding_sources.iter();
    let known = all.find(|source| *source.code == *limit.funding_source);
    let name = known.map(|source| scope.plain(&source.name)).unwrap_or_default();
    format!("{} {name}: {}", *limit.funding_source, scope.percent_number(limit.percent))
}

/// What must be published for an indicator: the quantities of one report together.
fn needs(scope: &Scope, definition: &Definition) -> Vec<Need> {
    let mut needs: Vec<(&Texts, Vec<Html>)> = Vec::new();
    for quantity in definition.quantities() {
        let Some(text) = scope.model.indicators.quantity(quantity) else { continue };
        let name = scope.text(&text.name);
        let same = |texts: &Texts| scope.plain(texts) == scope.plain(&text.publish);
        match needs.iter_mut().find(|(publish, _)| same(publish)) {
            Some((_, names)) => names.push(name),
            None => needs.push((&text.publish, vec![name])),
        }
    }
    needs.into_iter().map(|(publish, names)| Need { names, publish: scope.text(publish) }).collect()
}

/// The quarters of the nation in each year, the newest first.
fn quarters(scope: &Scope, at: usize, definition: &Definition) -> Vec<QuartersRow> {
    let real = scope.standing.years().filter(|(_, status)| *status != Status::Demo);
    let found =
        real.filter_map(|(year, status)| Some((year, scope.standing.percentiles(year, status)?.get(at)?.as_ref()?)));
    let words = |value: Ratio| figures::value(scope, definition, value);
    let row = |(year, quarters): (Year, &Percentiles)| QuartersRow {
        year: year.to_string(),
        p25: words(quarters.p25),
        p50: words(quarters.p50),
        p75: words(quarters.p75),
        coverage: figures::coverage(scope, quarters.with_figure, quarters.of),
    };
    let mut rows: Vec<QuartersRow> = found.map(row).collect();
    rows.reverse();
    rows
}

/// The indicators that speak of a term, for the glossary.
pub(super) fn of_term(scope: &Scope, term: &str) -> Vec<Link> {
    let speaks = |definition: &&Definition| definition.glossary.iter().any(|id| id.value == term);
    scope.model.indicators.all().filter(speaks).map(|definition| figures::name(scope, definition)).collect()
}
