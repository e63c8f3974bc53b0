//! How promises were kept: charts, a table, and the count of each period.

use serde::Serialize;

use super::{promise, unit};
use crate::chart::{Frame, TargetStep, Targets};
use crate::charter::results::{self, Kept, PeriodResults, Tally};
use crate::model::charter::{Charter, CharterFamily, Compliance, Direction, ServiceLevel};
use crate::model::values::{Period, Version};
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::Scope;

/// As many periods as a chart has room for: three years of quarters.
const MOST_STEPS: usize = 12;

#[derive(Serialize)]
pub(super) struct ResultsView {
    /// Of the newest period: "trimestre 3 de 2026: 5 de 7 con dato, 8 comprometidos."
    compliance: String,
    /// The newest first, for readers whose screen shows few of them.
    periods: Vec<PeriodView>,
    rows: Vec<ResultRow>,
    charts: Vec<ChartView>,
}

#[derive(Serialize)]
struct PeriodView {
    name: String,
    /// The version that the period is judged by, where not all are judged by the page's.
    version: Option<String>,
    tally: String,
}

#[derive(Serialize)]
struct ResultRow {
    name: Html,
    target: String,
    cells: Vec<ResultCell>,
}

#[derive(Serialize)]
struct ResultCell {
    value: String,
    verdict: String,
    verdict_id: &'static str,
    /// The target that held then, where it is another than the row's.
    target: Option<String>,
    note: Html,
}

#[derive(Serialize)]
struct ChartView {
    caption: Html,
    unit: String,
    chart: Html,
}

/// The results that a version's page shows: the current one's all, an older one's those that it was held to.
pub(super) fn results_view(scope: &Scope, family: &CharterFamily, charter: &Charter) -> Option<ResultsView> {
    let current = family.current_head().version == *charter.version;
    let own = |period: &PeriodResults| current || period.charter.version.value == *charter.version;
    let periods: Vec<PeriodResults> = results::by_period(family).into_iter().filter(own).collect();
    let newest = periods.last()?;
    let version_of = |period: &PeriodResults| *period.charter.version;
    let several = periods.iter().any(|period| version_of(period) != *charter.version);
    let rows = levels(charter, &periods);
    Some(ResultsView {
        compliance: compliance(scope, newest),
        rows: rows.iter().map(|level| row(scope, charter, level, &periods)).collect(),
        charts: rows.iter().filter_map(|level| chart(scope, charter, level, &periods)).collect(),
        periods: periods
            .iter()
            .rev()
            .map(|period| PeriodView {
                name: period_name(scope, period.period),
                version: several.then(|| version_word(scope, version_of(period))),
                tally: tally(scope, period.tally()),
            })
            .collect(),
    })
}

/// How a charter was kept in its newest period: "trimestre 3 de 2026: 5 de 7 con dato, 8 comprometidos."
pub(in crate::render::views) fn kept(scope: &Scope, family: &CharterFamily) -> Option<String> {
    results::by_period(family).last().map(|period| compliance(scope, period))
}

/// "trimestre 3 de 2026".
pub(in crate::render) fn period_name(scope: &Scope, period: &Period) -> String {
    let text = period.as_str();
    let named = |key: &'static str, year: &str, n: &str| scope.words.fill("charter", key, &[("n", n), ("year", year)]);
    match text.split_once('-') {
        Some((year, part)) => match part.split_at_checked(1) {
            Some(("Q", n)) => named("quarter", year, n),
            Some(("S", n)) => named("half", year, n),
            _ => text.to_owned(),
        },
        None => text.to_owned(),
    }
}

/// The same for places without room: "T3 26".
fn short_name(scope: &Scope, period: &Period) -> String {
    let text = period.as_str();
    match text.split_once("-Q") {
        Some((year, n)) => {
            let year = year.get(2..).unwrap_or(year);
            scope.words.fill("charter", "quarter_short", &[("n", n), ("year", year)])
        }
        None => text.to_owned(),
    }
}

fn version_word(scope: &Scope, version: Version) -> String {
    format!("{} {version}", scope.word("charter", "version"))
}

/// "trimestre 3 de 2026: 5 de 7 con dato, 8 comprometidos."
pub(in crate::render) fn compliance(scope: &Scope, period: &PeriodResults) -> String {
    format!("{}: {}.", period_name(scope, period.period), tally(scope, period.tally()))
}

/// "5 de 7 con dato, 8 comprometidos".
fn tally(scope: &Scope, tally: Tally) -> String {
    let [met, with_data, promised] = [tally.met, tally.with_data(), tally.promised].map(|count| count.to_string());
    scope.words.fill("charter", "tally", &[("met", &met), ("with_data", &with_data), ("promised", &promised)])
}

/// The levels of the page's version, and then those that only an older one had.
fn levels<'c>(charter: &'c Charter, periods: &[PeriodResults<'c>]) -> Vec<&'c ServiceLevel> {
    let mut list: Vec<&ServiceLevel> = charter.service_levels.iter().collect();
    for kept in periods.iter().rev().flat_map(|period| &period.levels) {
        if !list.iter().any(|level| is_same(level, kept.level)) {
            list.push(kept.level);
        }
    }
    list
}

fn find<'p, 'c>(period: &'p PeriodResults<'c>, level: &ServiceLevel) -> Option<&'p Kept<'c>> {
    period.levels.iter().find(|kept| is_same(kept.level, level))
}

/// Whether two versions make one promise: an identifier that measures something else is another.
fn is_same(a: &ServiceLevel, b: &ServiceLevel) -> bool {
    a.id.value == b.id.value && a.metric == b.metric
}

fn row(scope: &Scope, charter: &Charter, level: &ServiceLevel, periods: &[PeriodResults]) -> ResultRow {
    let promised = |level: &ServiceLevel| level.target.map(|target| promise(scope, level, target));
    let dropped = !charter.service_levels.iter().any(|known| is_same(known, level));
    let target = if dropped { None } else { promised(level) };
    let cell = |period: &PeriodResults| {
        let Some(kept) = find(period, level) else {
            return ResultCell {
                value: String::new(),
                verdict: scope.word("verdict", "not_promised").to_owned(),
                verdict_id: "no_data",
                target: None,
                note: Html::default(),
            };
        };
        let verdict_id = kept.verdict.map_or("no_data", Compliance::id);
        ResultCell {
            value: kept.result.map(|result| format::grouped(&result.value.to_string())).unwrap_or_default(),
            verdict: scope.word("verdict", verdict_id).to_owned(),
            verdict_id,
            target: promised(kept.level)
                .filter(|then| Some(then) != target.as_ref())
                .map(|then| format!("{}: {then}", scope.word("charter", "target"))),
            note: kept.result.map(|result| scope.maybe(&result.note)).unwrap_or_default(),
        }
    };
    let cells = periods.iter().rev().map(cell).collect();
    let dropped_word = || scope.word("charter", "no_longer_promised").to_owned();
    ResultRow { name: scope.text(&level.name), cells, target: target.unwrap_or_else(dropped_word) }
}

/// The results of a level against its target and its minimum; none where a line of two points would say no more than
/// the table.
fn chart(scope: &Scope, charter: &Charter, level: &ServiceLevel, periods: &[PeriodResults]) -> Option<ChartView> {
    let shown = &periods[periods.len().saturating_sub(MOST_STEPS)..];
    let with_data = shown.iter().filter(|period| find(period, level).is_some_and(|kept| kept.result.is_some()));
    if with_data.count() < 2 {
        return None;
    }
    let sign = |verdict: Option<Compliance>| match verdict {
        Some(Compliance::Met) => "✓",
        Some(Compliance::PartlyMet) => "◐",
        Some(Compliance::NotMet) => "✗",
        None => "",
    };
    let step = |period: &PeriodResults| {
        let kept = find(period, level);
        let result = kept.and_then(|kept| kept.result);
        let label = short_name(scope, period.period);
        let Some(kept) = kept else { return TargetStep { label, ..TargetStep::default() } };
        let line = |key: &'static str, value: crate::model::values::Number| {
            let value = format::grouped(&value.to_string());
            scope.words.fill("charter", key, &[("value", &value)])
        };
        let down = kept.level.direction == Direction::AtMost;
        TargetStep {
            label,
            value: result.map(|result| result.value.approximate()),
            text: result.map(|result| format::grouped(&result.value.to_string())).unwrap_or_default(),
            sign: sign(kept.verdict).to_owned(),
            target: kept.level.target.map(|target| target.approximate()),
            target_text: kept.level.target.map(|target| line("target_line", target)).unwrap_or_default(),
            minimum: kept.level.minimum_acceptable.map(|minimum| minimum.approximate()),
            minimum_text: kept
                .level
                .minimum_acceptable
                .map(|value| line(if down { "maximum_line" } else { "minimum_line" }, value))
                .unwrap_or_default(),
        }
    };
    let name = scope.plain(&level.name);
    let frame = Frame {
        title: name,
        desc: told(scope, level, shown).unwrap_or_default(),
        // As wide as a sign: every period keeps its own.
        missing: scope.word("charter", "chart_missing").to_owned(),
        empty: scope.word("data", "missing").to_owned(),
        demo: charter.municipality.is_fictitious(),
        watermark: scope.word("status", "demo_watermark").to_owned(),
    };
    let chart = Targets { frame, steps: shown.iter().map(step).collect() };
    Some(ChartView {
        caption: scope.text(&level.name),
        unit: unit(scope, level),
        chart: Html::trusted(chart.svg(&format!("g-{}-{}", level.id.value, level.metric))),
    })
}

/// The newest result in words: "trimestre 3 de 2026: 6.3, cumplido; meta: al menos 6 horas al día."
fn told(scope: &Scope, level: &ServiceLevel, periods: &[PeriodResults]) -> Option<String> {
    let newest = |period: &PeriodResults| {
        let kept = find(period, level)?;
        let result = kept.result?;
        let verdict = scope.word("verdict", kept.verdict.map_or("no_data", Compliance::id));
        let target = kept.level.target.map(|target| promise(scope, kept.level, target)).unwrap_or_default();
        let values = [
            ("period", period_name(scope, period.period)),
            ("value", format::grouped(&result.value.to_string())),
            ("verdict", verdict.to_owned()),
            ("target", target),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        Some(scope.words.fill("charter", "chart_told", &values))
    };
    periods.iter().rev().find_map(newest)
}
