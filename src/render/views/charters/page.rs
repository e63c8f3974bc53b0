//! A charter's page: that of its current version, and those at which each version stays.

use serde::Serialize;

use super::kept::{ResultsView, results_view};
use super::{
    NoticeView, Row, file_link, notices, period_name, promise, standing, state, structured, unit, with_feed, workdays,
};
use crate::charter::lifecycle::{self, Notice};
use crate::model::charter::{Charter, CharterFamily, CharterState, ServiceLevel};
use crate::model::values::{Date, Texts, Version};
use crate::plan::{CharterFile, Subject};
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
    provider: Vec<Row>,
    coverage: Vec<Row>,
    levels: Vec<LevelView>,
    results: Option<ResultsView>,
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
    method: Vec<Row>,
    exceptions: Vec<Html>,
    owner: Option<Link>,
    frequency: Option<String>,
    remedy: Html,
    remedy_id: Option<String>,
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
    let row = |key: &'static str, text: Html| Row { name: scope.word("charter", key).to_owned(), text };
    let some = |key: &'static str, text: &Option<Texts>| text.as_ref().map(|text| row(key, scope.text(text)));
    let days = |n: u32| workdays(scope, n);
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
    let body = CharterView {
        state: state(scope, charter),
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
        provider: provider.flatten().collect(),
        coverage: coverage.flatten().collect(),
        levels: charter.service_levels.iter().map(|level| level_view(scope, charter, level)).collect(),
        results: results_view(scope, family, charter),
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
        let values = [("version", version.to_string()), ("state", state.to_lowercase())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
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
        let values = [("version", before.head.version.to_string())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let label = Html::escaped(&scope.words.fill("charter_history", "changes_since", &values));
        scope.link(Subject::CharterChanges(n, version), label)
    });
    let permanent = {
        let values = [("version", version.to_string())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        scope.link(
            Subject::CharterVersion(n, version),
            Html::escaped(&scope.words.fill("charter_history", "permanent", &values)),
        )
    };
    let file = |version, file, key| file_link(scope, n, version, file, key);
    [
        before,
        Some(scope.link(Subject::CharterHistory(n), word("title"))),
        Some(permanent),
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
    let row = |key: &'static str, text: &Option<Texts>| {
        text.as_ref().map(|text| Row { name: scope.word("charter", key).to_owned(), text: scope.text(text) })
    };
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
        rows.extend(approval.certificate_url.as_ref().map(|url| {
            let url = Html::escaped(&url.value);
            row("certificate", Html::trusted(format!("<a href=\"{0}\" rel=\"external\">{0}</a>", url.as_str())))
        }));
        rows.extend(approval.certificate.as_ref().map(|place| row("certificate", scope.text(place))));
    }
    for ratification in &charter.ratifications {
        let values = [("act", ratification.act.as_str()), ("date", &scope.date(ratification.date))];
        let text = Html::escaped(&scope.words.fill("charter", "ratification", &values));
        rows.push(row("ratified", text));
    }
    if let Some(validity) = &charter.validity {
        rows.push(row("valid_from", Html::escaped(&scope.date(validity.from))));
        rows.extend(validity.to.map(|date| row("valid_to", Html::escaped(&scope.date(date)))));
        rows.extend(validity.next_review.map(|date| row("next_review", Html::escaped(&scope.date(date)))));
    }
    rows
}
