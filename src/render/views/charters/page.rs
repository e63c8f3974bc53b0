//! A charter's page: that of its current version, and those at which each version stays.

use serde::Serialize;

use super::kept::{ResultsView, results_view};
use super::{NoticeView, file_link, notices, period_name, promise, standing, state, structured, unit, with_feed};
use crate::charter::lifecycle::{self, Notice};
use crate::model::charter::{Charter, CharterFamily, CharterState, ServiceLevel};
use crate::model::values::{Date, Version};
use crate::plan::{CharterFile, Subject};
use crate::render::charter_parts::{self, Commitment, Fee, Participant, Remedy, Requirement, Row, Voice, workdays};
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope, SourceView};
use crate::render::views::{LegalView, View, legal, section};

#[derive(Serialize)]
struct CharterView {
    state: String,
    state_id: &'static str,
    notices: Vec<NoticeView>,
    standing: Vec<Html>,
    version: String,
    municipality: Option<Link>,
    service: Html,
    summary: Html,
    text: Html,
    provider: Vec<Row<Html>>,
    coverage: Vec<Row<Html>>,
    levels: Vec<LevelView>,
    results: Option<ResultsView>,
    municipal: Vec<Commitment<Html>>,
    citizens: Vec<Commitment<Html>>,
    rights: Vec<Html>,
    fees: Vec<Fee<Html>>,
    requirements: Vec<Requirement<Html>>,
    remedies: Vec<Remedy<Html>>,
    channels: Vec<Row<Html>>,
    complaint_terms: Vec<Row<Html>>,
    complaint_levels: Vec<Html>,
    legal: Vec<LegalView>,
    participants: Vec<Participant<Html>>,
    meetings: Vec<MeetingView>,
    comments: Vec<CommentView>,
    approval: Vec<Row<Html>>,
    /// Pages about the versions, and files.
    more: Vec<Link>,
    /// What machines read: a GovernmentService of schema.org.
    structured: Option<Html>,
    sources: Vec<SourceView>,
}

#[derive(Serialize)]
struct LevelView {
    id: String,
    name: Html,
    promise: String,
    minimum: Option<String>,
    baseline: Option<String>,
    scope: Html,
    method: Vec<Row<Html>>,
    exceptions: Vec<Html>,
    owner: Option<Link>,
    frequency: Option<String>,
    remedy: Html,
    remedy_id: Option<String>,
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

/// The page of a charter: its current version.
pub(in crate::render::views) fn charter(scope: &Scope, n: usize) -> View {
    let family = &scope.model.charters[n];
    page(scope, n, family, family.current())
}

/// The page at which a version stays.
pub(in crate::render::views) fn version(scope: &Scope, n: usize, version: Version) -> View {
    let family = &scope.model.charters[n];
    let charter = family.version(version).map_or_else(|| family.current(), |version| &version.value);
    let view = page(scope, n, family, charter);
    View { title: format!("{} ({} {version})", view.title, scope.word("charter", "version")), ..view }
}

fn page(scope: &Scope, n: usize, family: &CharterFamily, charter: &Charter) -> View {
    let model = scope.model;
    let coverage = charter.coverage.iter().flat_map(|coverage| {
        let users = coverage.users_registered.map(|n| scope.own(&format::count(n)));
        scope.rows([
            ("area", Some(scope.text(&coverage.area))),
            ("users", users),
            ("excluded", Voice::maybe(scope, &coverage.excluded)),
        ])
    });
    let body = CharterView {
        state: state(scope, charter.state, *charter.municipality),
        state_id: charter.state.id(),
        notices: all_notices(scope, n, family, charter),
        standing: standing(scope, charter),
        version: charter.version.to_string(),
        municipality: model
            .municipality(*charter.municipality)
            .map(|m| Link { label: Html::escaped(&scope.full_name(m)), ..scope.municipality_link(m) }),
        service: model.classifications.service(&charter.service).map(|s| scope.text(&s.name)).unwrap_or_default(),
        summary: scope.maybe(&charter.summary),
        text: prose(scope, family, *charter.version),
        provider: charter_parts::provider(scope, charter),
        coverage: coverage.collect(),
        levels: charter.service_levels.iter().map(|level| level_view(scope, charter, level)).collect(),
        results: results_view(scope, family, charter),
        municipal: charter_parts::municipal_commitments(scope, charter),
        citizens: charter_parts::citizen_commitments(scope, charter),
        rights: scope.texts(&charter.rights),
        fees: charter_parts::fees(scope, charter),
        requirements: charter_parts::requirements(scope, charter),
        remedies: charter_parts::remedies(scope, charter),
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
        complaint_terms: complaint_terms(scope, charter),
        complaint_levels: charter.complaints.as_ref().map(|c| scope.texts(&c.levels)).unwrap_or_default(),
        legal: legal(scope, &charter.legal_base),
        participants: charter_parts::participants(scope, charter),
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
        approval: charter_parts::approval(scope, charter),
        more: more(scope, n, family, charter),
        structured: structured::service(scope, n, charter),
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
        ("versiones", "versions"),
    ];
    let toc = toc.map(|(id, key)| section(scope, id, key)).to_vec();
    let summary = charter.summary.as_ref().map(|summary| scope.plain(summary)).unwrap_or_default();
    let view = View::new("charter.html", scope.plain(&charter.title), summary, body).with_toc(toc);
    with_feed(scope, n, View { demo: charter.municipality.is_fictitious(), ..view })
}

/// Those above every page of the version; on the charter's own page also that a new version is on its way.
fn all_notices(scope: &Scope, n: usize, family: &CharterFamily, charter: &Charter) -> Vec<NoticeView> {
    let mut list = notices(scope, n, charter);
    list.extend(told_by_time(scope, family, charter));
    let coming = |state| matches!(state, CharterState::Consultation | CharterState::Approved);
    let next =
        family.versions.iter().rev().find(|next| next.head.version > *charter.version && coming(next.head.state));
    if let Some(next) = next.filter(|_| family.current_head().version == *charter.version) {
        let version = next.head.version;
        let state = scope.word("charter_state", next.head.state.id());
        let values = [("version", &*version.to_string()), ("state", &state.to_lowercase())];
        let text = Html::escaped(&scope.words.fill("charter_standing", "coming", &values));
        let label = Html::escaped(scope.word("charter_standing", "see_coming"));
        let link = Some(scope.link(Subject::CharterVersion(n, version), label));
        list.push(NoticeView { kind: "", text, link });
    }
    list
}

/// What the build's date makes of a version: that its validity is over, that a new council has not ratified it.
fn told_by_time(scope: &Scope, family: &CharterFamily, charter: &Charter) -> Vec<NoticeView> {
    let told = |notice: Notice| {
        let fill = |key: &'static str, values: &[(&str, &str)]| scope.words.fill("charter_notice", key, values);
        let on = |key: &'static str, date: Date| fill(key, &[("date", &scope.date(date))]);
        let text = match notice {
            Notice::NotRatified { since } => on("not_ratified", since),
            Notice::Expired { on: day } => on("expired", day),
            Notice::ReviewDue { since } => on("review_due", since),
            Notice::NotMeasured { levels, periods } => {
                fill("not_measured", &[("levels", &levels.join(", ")), ("n", &periods.to_string())])
            }
            // The sentence on its approval says it.
            Notice::BeginsOn { .. } => return None,
            Notice::MayBegin { since } => on("may_begin", since),
        };
        Some(NoticeView { kind: "", text: Html::escaped(&text), link: None })
    };
    lifecycle::notices(family, charter, *scope.model.today).into_iter().filter_map(told).collect()
}

/// The text of a version, marked where it is in another language than the page.
fn prose(scope: &Scope, family: &CharterFamily, version: Version) -> Html {
    let Some((lang, text)) = family.prose_of(version, scope.lang, scope.model.site.main()) else {
        return Html::default();
    };
    let html = text.document.html(scope).html;
    if lang == scope.lang {
        return Html::trusted(html);
    }
    let tag = Html::escaped(&scope.model.site.language(lang).tag);
    Html::trusted(format!("<div lang=\"{}\">{html}</div>", tag.as_str()))
}

/// Pages about the versions, and files.
fn more(scope: &Scope, n: usize, family: &CharterFamily, charter: &Charter) -> Vec<Link> {
    let version = *charter.version;
    let current = family.current_head().version;
    let word = |key: &'static str| Html::escaped(scope.word("charter_history", key));
    let before = family.before(version).map(|before| {
        let before = before.head.version.to_string();
        let label = Html::escaped(&scope.words.fill("charter_history", "changes_since", &[("version", &before)]));
        scope.link(Subject::CharterChanges(n, version), label)
    });
    let permanent = scope.words.fill("charter_history", "permanent", &[("version", &version.to_string())]);
    let file = |version, file, key| file_link(scope, n, version, file, key);
    [
        before,
        Some(scope.link(Subject::CharterHistory(n), word("title"))),
        Some(scope.link(Subject::CharterVersion(n, version), Html::escaped(&permanent))),
        Some(scope.link(Subject::CharterKit(n), word("kit"))),
        file(version, CharterFile::Sheet, "sheet"),
        file(version, CharterFile::Poster, "poster"),
        file(version, CharterFile::Data, "data"),
        file(current, CharterFile::Calendar, "calendar"),
        file(current, CharterFile::Feed, "feed"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn level_view(scope: &Scope, charter: &Charter, level: &ServiceLevel) -> LevelView {
    let remedy =
        level.remedy.as_ref().and_then(|id| charter.remedies.iter().find(|remedy| remedy.id.value == id.value));
    LevelView {
        id: level.id.value.clone(),
        name: scope.text(&level.name),
        promise: level.target.map(|target| promise(scope, level, target)).unwrap_or_default(),
        minimum: level.minimum_acceptable.map(|minimum| promise(scope, level, minimum)),
        baseline: level.baseline.as_ref().map(|baseline| {
            let value = format::grouped(&baseline.value.to_string());
            let unit = unit(scope, level);
            let date = scope.date(baseline.date);
            scope.words.fill("charter", "baseline", &[("value", &value), ("unit", &unit), ("date", &date)])
        }),
        scope: scope.maybe(&level.scope),
        method: scope.rows([
            ("formula", Voice::maybe(scope, &level.formula)),
            ("method", Voice::maybe(scope, &level.method)),
            ("sample", Voice::maybe(scope, &level.sample)),
            ("evidence", Voice::maybe(scope, &level.evidence)),
        ]),
        exceptions: scope.texts(&level.exceptions),
        owner: level.owner.as_ref().and_then(|office| scope.office_link(office)),
        frequency: level.frequency.map(|frequency| scope.word("frequency", frequency.id()).to_owned()),
        remedy: remedy.map(|remedy| scope.text(remedy.text.as_ref().unwrap_or(&remedy.trigger))).unwrap_or_default(),
        remedy_id: remedy.map(|remedy| remedy.id.value.clone()),
    }
}

fn complaint_terms(scope: &Scope, charter: &Charter) -> Vec<Row<Html>> {
    let Some(complaints) = &charter.complaints else { return Vec::new() };
    let days = |days: Option<u32>| days.map(|days| scope.own(&workdays(scope, days)));
    let figures = complaints.last_period.as_ref().map(|figures| {
        let period = period_name(scope, &figures.period);
        let (received, solved) = (figures.received.to_string(), figures.solved.to_string());
        let values = [("period", period.as_str()), ("received", &received), ("solved", &solved)];
        scope.own(&scope.words.fill("charter", "complaint_figures", &values))
    });
    scope.rows([
        ("acknowledge", days(complaints.acknowledge_workdays)),
        ("resolve", days(complaints.resolve_workdays)),
        ("last_period", figures),
    ])
}
