//! Citizen charters.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{LegalView, View, cases, legal, section};
use crate::model::charter::{Charter, CharterFamily, CharterHead, Compliance, ServiceLevel};
use crate::model::values::{Period, Texts};
use crate::plan::Subject;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Card, Link, Scope, SourceView};

#[derive(Serialize)]
struct CharterList {
    charters: Vec<Card>,
    cases: Vec<Card>,
    method: Option<Link>,
}

pub(super) fn charters(scope: &Scope) -> View {
    let model = scope.model;
    let charters = model
        .charters
        .iter()
        .enumerate()
        .map(|(n, family)| {
            let charter = family.current_head();
            let tag = state(scope, charter);
            Card {
                href: scope.href(Subject::Charter(n)),
                title: scope.text(&charter.title),
                summary: scope.maybe(&charter.summary),
                tag: Html::escaped(&tag),
            }
        })
        .collect();
    let body = CharterList {
        charters,
        cases: (0..model.cases.len()).map(|n| cases::card(scope, n)).collect(),
        method: scope.tool_link("carta-ciudadana"),
    };
    View::new("charters.html", scope.word("nav", "charters"), scope.word("charters", "intro"), body)
}

/// The charter's state, and that it is an example where it is one.
fn state(scope: &Scope, charter: &CharterHead) -> String {
    let state = scope.word("charter_state", charter.state.id());
    if charter.municipality.is_fictitious() {
        format!("{} · {state}", scope.word("status", "demo"))
    } else {
        state.to_owned()
    }
}

#[derive(Serialize)]
struct CharterView {
    state: String,
    state_id: &'static str,
    /// "Vigente según acta n.º …": what the council's act says, never a seal.
    standing: Option<String>,
    version: String,
    municipality: Option<Link>,
    service: Html,
    summary: Html,
    text: Html,
    provider: Vec<Row>,
    coverage: Vec<Row>,
    levels: Vec<LevelView>,
    periods: Vec<String>,
    compliance: Option<String>,
    results: Vec<ResultRow>,
    municipal: Vec<CommitmentView>,
    citizens: Vec<CommitmentView>,
    rights: Vec<Html>,
    fees: Vec<FeeView>,
    requirements: Vec<RequirementView>,
    remedies: Vec<RemedyView>,
    channels: Vec<Row>,
    complaint_terms: Vec<Row>,
    complaint_levels: Vec<Html>,
    legal: Vec<LegalView>,
    participants: Vec<ParticipantView>,
    meetings: Vec<MeetingView>,
    comments: Vec<CommentView>,
    approval: Vec<Row>,
    changes: Vec<ChangeView>,
    sources: Vec<SourceView>,
}

/// A name and what it says.
#[derive(Serialize)]
struct Row {
    name: String,
    text: Html,
}

#[derive(Serialize)]
struct LevelView {
    id: String,
    name: Html,
    promise: String,
    minimum: Option<String>,
    baseline: Option<String>,
    scope: Html,
    method: Vec<Row>,
    exceptions: Vec<Html>,
    owner: Option<Link>,
    frequency: Option<String>,
    remedy: Html,
    remedy_id: Option<String>,
}

#[derive(Serialize)]
struct ResultRow {
    name: Html,
    id: String,
    target: String,
    cells: Vec<ResultCell>,
}

#[derive(Serialize)]
struct ResultCell {
    value: String,
    verdict: String,
    verdict_id: &'static str,
    note: Html,
}

#[derive(Serialize)]
struct CommitmentView {
    id: String,
    text: Html,
    level: Option<String>,
    deadline: Option<String>,
    details: Vec<Row>,
}

#[derive(Serialize)]
struct FeeView {
    item: Html,
    category: Html,
    amount: String,
    period: Option<String>,
    legal: Html,
    published: Html,
    published_on: Option<String>,
    exemption: Html,
}

#[derive(Serialize)]
struct RequirementView {
    procedure: Html,
    documents: Vec<Html>,
    steps: Vec<Html>,
    workdays: Option<String>,
    cost: Option<String>,
}

#[derive(Serialize)]
struct RemedyView {
    id: String,
    trigger: Html,
    measure: String,
    text: Html,
    deadline: Option<String>,
    legal: Html,
}

#[derive(Serialize)]
struct ParticipantView {
    name: Html,
    sector: String,
    role: String,
}

#[derive(Serialize)]
struct MeetingView {
    date: String,
    place: Html,
    women: u32,
    men: u32,
}

#[derive(Serialize)]
struct CommentView {
    topic: Html,
    count: u32,
    answer: Html,
}

#[derive(Serialize)]
struct ChangeView {
    version: String,
    date: String,
    what: Html,
    why: Html,
}

pub(super) fn charter(scope: &Scope, n: usize) -> View {
    let model = scope.model;
    let family = &model.charters[n];
    let charter = family.current();
    let row = |key: &'static str, text: Html| Row { name: scope.word("charter", key).to_owned(), text };
    let some = |key: &'static str, text: &Option<Texts>| text.as_ref().map(|text| row(key, scope.text(text)));
    let days = |n: u32| scope.words.fill("charter", "workdays", &[("n", &n.to_string())]);
    let provider = charter.provider.iter().flat_map(|provider| {
        let office = provider.name.as_ref().map(|name| row("office", scope.text(name)));
        let phone = provider.phone.as_ref().map(|text| row("phone", Html::escaped(text)));
        let email = provider.email.as_ref().map(|text| row("email", Html::escaped(text)));
        [
            office,
            some("head_post", &provider.head_post),
            some("address", &provider.address),
            some("hours", &provider.hours),
            phone,
            email,
        ]
    });
    let coverage = charter.coverage.iter().flat_map(|coverage| {
        let users = coverage.users_registered.map(|n| row("users", Html::escaped(&format::count(n))));
        [Some(row("area", scope.text(&coverage.area))), users, some("excluded", &coverage.excluded)]
    });
    let periods = periods(family);
    let body = CharterView {
        state: state(scope, family.current_head()),
        state_id: charter.state.id(),
        standing: standing(scope, charter),
        version: charter.version.to_string(),
        municipality: model
            .municipality(*charter.municipality)
            .map(|m| Link { label: Html::escaped(&scope.full_name(m)), ..scope.municipality_link(m) }),
        service: model.classifications.service(&charter.service).map(|s| scope.text(&s.name)).unwrap_or_default(),
        summary: scope.maybe(&charter.summary),
        text: family
            .prose
            .or_main(scope.lang, model.site.main())
            .map(|(_, text)| Html::trusted(text.document.html(scope).html))
            .unwrap_or_default(),
        provider: provider.flatten().collect(),
        coverage: coverage.flatten().collect(),
        levels: charter.service_levels.iter().map(|level| level_view(scope, charter, level)).collect(),
        compliance: compliance(scope, family, charter, periods.last()),
        results: results(scope, family, charter, &periods),
        periods: periods.iter().map(|period| period_name(scope, period)).collect(),
        municipal: charter
            .municipal_commitments
            .iter()
            .map(|c| CommitmentView {
                id: c.id.value.clone(),
                text: scope.text(&c.text),
                level: c.level.as_ref().map(|level| level.value.clone()),
                deadline: c.deadline.map(|date| scope.date(date)),
                details: c.budget_line.iter().map(|line| row("budget_line", Html::escaped(line))).collect(),
            })
            .collect(),
        citizens: charter
            .citizen_commitments
            .iter()
            .map(|c| CommitmentView {
                id: c.id.value.clone(),
                text: scope.text(&c.text),
                level: None,
                deadline: None,
                details: [
                    some("verification", &c.verification),
                    some("consequence", &c.consequence),
                    some("legal_ref", &c.legal_ref),
                ]
                .into_iter()
                .flatten()
                .collect(),
            })
            .collect(),
        rights: scope.texts(&charter.rights),
        fees: charter
            .fees
            .iter()
            .map(|fee| FeeView {
                item: scope.text(&fee.item),
                category: scope.maybe(&fee.category),
                amount: format::money(fee.amount),
                period: fee.period.map(|period| scope.word("fee_period", period.id()).to_owned()),
                legal: scope.maybe(&fee.legal_ref),
                published: scope.maybe(&fee.published),
                published_on: fee.published_on.map(|date| scope.date(date)),
                exemption: scope.maybe(&fee.exemption),
            })
            .collect(),
        requirements: charter
            .requirements
            .iter()
            .map(|r| RequirementView {
                procedure: scope.text(&r.procedure),
                documents: scope.texts(&r.documents),
                steps: scope.texts(&r.steps),
                workdays: r.max_workdays.map(days),
                cost: r.cost.map(format::money),
            })
            .collect(),
        remedies: charter
            .remedies
            .iter()
            .map(|r| RemedyView {
                id: r.id.value.clone(),
                trigger: scope.text(&r.trigger),
                measure: scope.word("measure", r.measure.id()).to_owned(),
                text: scope.maybe(&r.text),
                deadline: r.deadline_workdays.map(days),
                legal: scope.maybe(&r.legal_ref),
            })
            .collect(),
        channels: charter
            .complaints
            .iter()
            .flat_map(|complaints| &complaints.channels)
            .map(|channel| {
                let mut text = scope.text(&channel.value).as_str().to_owned();
                if let Some(hours) = &channel.hours {
                    text = format!("{text} ({})", scope.text(hours).as_str());
                }
                Row { name: scope.word("channel", channel.kind.id()).to_owned(), text: Html::trusted(text) }
            })
            .collect(),
        complaint_terms: complaint_terms(scope, charter, &days),
        complaint_levels: charter.complaints.as_ref().map(|c| scope.texts(&c.levels)).unwrap_or_default(),
        legal: legal(scope, &charter.legal_base),
        participants: charter
            .participants
            .iter()
            .map(|p| ParticipantView {
                name: scope.text(&p.name),
                sector: scope.word("sector", p.sector.id()).to_owned(),
                role: scope.word("role", p.role.id()).to_owned(),
            })
            .collect(),
        meetings: charter
            .consultation
            .iter()
            .flat_map(|consultation| &consultation.meetings)
            .map(|meeting| MeetingView {
                date: scope.date(meeting.date),
                place: scope.text(&meeting.place),
                women: meeting.women,
                men: meeting.men,
            })
            .collect(),
        comments: charter
            .consultation
            .iter()
            .flat_map(|consultation| &consultation.comments)
            .map(|comment| CommentView {
                topic: scope.text(&comment.topic),
                count: comment.count,
                answer: scope.maybe(&comment.answer),
            })
            .collect(),
        approval: approval(scope, charter),
        changes: charter
            .changelog
            .iter()
            .map(|change| ChangeView {
                version: change.version.to_string(),
                date: scope.date(change.date),
                what: scope.text(&change.what),
                why: scope.maybe(&change.why),
            })
            .collect(),
        sources: charter.sources.iter().map(|id| scope.source(id)).collect(),
    };
    let toc = [
        ("promesas", "promises"),
        ("resultados", "results"),
        ("compromisos", "commitments"),
        ("tarifas", "fees"),
        ("requisitos", "requirements"),
        ("remedios", "remedies"),
        ("reclamos", "complaints"),
        ("aprobacion", "approval"),
    ];
    let toc = toc.map(|(id, key)| section(scope, id, key)).to_vec();
    let summary = charter.summary.as_ref().map(|summary| scope.plain(summary)).unwrap_or_default();
    let view = View::new("charter.html", scope.plain(&charter.title), summary, body).with_toc(toc);
    View { demo: charter.municipality.is_fictitious(), ..view }
}

fn standing(scope: &Scope, charter: &Charter) -> Option<String> {
    use crate::model::charter::CharterState;
    let approval = charter.approval.as_ref().filter(|_| charter.state == CharterState::InForce)?;
    let values = [("act", approval.act.as_str()), ("date", &scope.date(approval.date))];
    Some(scope.words.fill("charter", "in_force_by", &values))
}

fn level_view(scope: &Scope, charter: &Charter, level: &ServiceLevel) -> LevelView {
    let unit = level.unit.as_ref().map(|unit| scope.plain(unit)).unwrap_or_default();
    let row = |key: &'static str, text: &Option<Texts>| {
        text.as_ref().map(|text| Row { name: scope.word("charter", key).to_owned(), text: scope.text(text) })
    };
    let remedy =
        level.remedy.as_ref().and_then(|id| charter.remedies.iter().find(|remedy| remedy.id.value == id.value));
    LevelView {
        id: level.id.value.clone(),
        name: scope.text(&level.name),
        promise: level.target.map(|target| promise(scope, level, &target.to_string(), &unit)).unwrap_or_default(),
        minimum: level.minimum_acceptable.map(|minimum| promise(scope, level, &minimum.to_string(), &unit)),
        baseline: level.baseline.as_ref().map(|baseline| {
            let value = baseline.value.to_string();
            let date = scope.date(baseline.date);
            scope.words.fill("charter", "baseline", &[("value", &value), ("unit", &unit), ("date", &date)])
        }),
        scope: scope.maybe(&level.scope),
        method: [
            row("formula", &level.formula),
            row("method", &level.method),
            row("sample", &level.sample),
            row("evidence", &level.evidence),
        ]
        .into_iter()
        .flatten()
        .collect(),
        exceptions: scope.texts(&level.exceptions),
        owner: level.owner.as_ref().and_then(|office| scope.office_link(office)),
        frequency: level.frequency.map(|frequency| scope.word("frequency", frequency.id()).to_owned()),
        remedy: remedy.map(|remedy| scope.text(remedy.text.as_ref().unwrap_or(&remedy.trigger))).unwrap_or_default(),
        remedy_id: remedy.map(|remedy| remedy.id.value.clone()),
    }
}

/// "al menos 6 horas al día".
fn promise(scope: &Scope, level: &ServiceLevel, value: &str, unit: &str) -> String {
    scope.words.fill("direction", level.direction.id(), &[("value", value), ("unit", unit)])
}

fn complaint_terms(scope: &Scope, charter: &Charter, days: &dyn Fn(u32) -> String) -> Vec<Row> {
    let Some(complaints) = &charter.complaints else { return Vec::new() };
    let row = |key: &'static str, text: String| Row {
        name: scope.word("charter", key).to_owned(),
        text: Html::escaped(&text),
    };
    let figures = complaints.last_period.as_ref().map(|figures| {
        let period = period_name(scope, &figures.period);
        let (received, solved) = (figures.received.to_string(), figures.solved.to_string());
        let values = [("period", period.as_str()), ("received", &received), ("solved", &solved)];
        row("last_period", scope.words.fill("charter", "complaint_figures", &values))
    });
    [
        complaints.acknowledge_workdays.map(|n| row("acknowledge", days(n))),
        complaints.resolve_workdays.map(|n| row("resolve", days(n))),
        figures,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn approval(scope: &Scope, charter: &Charter) -> Vec<Row> {
    let row = |key: &'static str, text: Html| Row { name: scope.word("charter", key).to_owned(), text };
    let mut rows = Vec::new();
    if let Some(approval) = &charter.approval {
        rows.push(row("approved_by", scope.text(&approval.body)));
        rows.push(row("act", Html::escaped(&approval.act)));
        rows.extend(approval.point.as_ref().map(|point| row("point", scope.text(point))));
        rows.push(row("date", Html::escaped(&scope.date(approval.date))));
        rows.extend(approval.votes.as_ref().map(|votes| row("votes", scope.text(votes))));
    }
    if let Some(validity) = &charter.validity {
        rows.push(row("valid_from", Html::escaped(&scope.date(validity.from))));
        rows.extend(validity.to.map(|date| row("valid_to", Html::escaped(&scope.date(date)))));
        rows.extend(validity.next_review.map(|date| row("next_review", Html::escaped(&scope.date(date)))));
    }
    rows
}

/// The periods with results, in order.
fn periods(family: &CharterFamily) -> Vec<Period> {
    let results = family.results.iter().flat_map(|results| &results.results);
    let mut periods: Vec<Period> = results.map(|result| result.period.clone()).collect();
    periods.sort();
    periods.dedup();
    periods
}

fn period_name(scope: &Scope, period: &Period) -> String {
    let text = period.as_str();
    match text.split_once("-Q") {
        Some((year, quarter)) => scope.words.fill("charter", "quarter", &[("n", quarter), ("year", year)]),
        None => text.to_owned(),
    }
}

fn results(scope: &Scope, family: &CharterFamily, charter: &Charter, periods: &[Period]) -> Vec<ResultRow> {
    let Some(results) = &family.results else { return Vec::new() };
    charter
        .service_levels
        .iter()
        .map(|level| {
            let unit = level.unit.as_ref().map(|unit| scope.plain(unit)).unwrap_or_default();
            let by_period: BTreeMap<&Period, _> = results
                .results
                .iter()
                .filter(|result| result.level.value == level.id.value)
                .map(|result| (&result.period, result))
                .collect();
            let cells = periods
                .iter()
                .map(|period| match by_period.get(period) {
                    Some(result) => {
                        let verdict = level.judge(result.value);
                        let id = verdict.map_or("no_data", Compliance::id);
                        ResultCell {
                            value: result.value.to_string(),
                            verdict: scope.word("verdict", id).to_owned(),
                            verdict_id: id,
                            note: scope.maybe(&result.note),
                        }
                    }
                    None => ResultCell {
                        value: String::new(),
                        verdict: scope.word("verdict", "no_data").to_owned(),
                        verdict_id: "no_data",
                        note: Html::default(),
                    },
                })
                .collect();
            let target = level.target.map(|target| promise(scope, level, &target.to_string(), &unit));
            ResultRow {
                name: scope.text(&level.name),
                id: level.id.value.clone(),
                target: target.unwrap_or_default(),
                cells,
            }
        })
        .collect()
}

/// How a charter was kept in its newest period, for the municipality's page.
pub(super) fn kept(scope: &Scope, family: &CharterFamily) -> Option<String> {
    compliance(scope, family, family.current(), periods(family).last())
}

/// "5 de 7 con dato, 8 comprometidos", for the newest period.
fn compliance(scope: &Scope, family: &CharterFamily, charter: &Charter, period: Option<&Period>) -> Option<String> {
    let period = period?;
    let results = &family.results.as_ref()?.results;
    let verdicts: Vec<Compliance> = charter
        .service_levels
        .iter()
        .filter_map(|level| {
            let result = results.iter().find(|r| r.period == *period && r.level.value == level.id.value)?;
            level.judge(result.value)
        })
        .collect();
    let met = verdicts.iter().filter(|verdict| **verdict == Compliance::Met).count();
    let (met, with_data) = (met.to_string(), verdicts.len().to_string());
    let promised = charter.service_levels.len().to_string();
    let name = period_name(scope, period);
    let values = [("met", met.as_str()), ("with_data", &with_data), ("promised", &promised), ("period", &name)];
    Some(scope.words.fill("charter", "compliance", &values))
}
