//! A version of a charter as data. What the members mean is told in `docs/charter-json.md`.

use crate::charter::results;
use crate::model::Model;
use crate::model::charter::{
    Charter, CharterFamily, Compliance, Coverage, Fee, Provider, Remedy, Requirement, ServiceLevel,
};
use crate::model::provenance::LegalReference;
use crate::model::values::{Texts, Version};
use crate::plan::Subject;
use crate::render::Site;
use crate::render::json::{Json, Object};

/// The shape of the file, to be raised when a member changes its meaning.
const SCHEMA: &str = "cabildo/charter/1";

/// One file for all languages: a text is an object with a member for each language in which it was written.
pub(super) fn data(site: Site, n: usize, version: Version) -> String {
    let Site { model, plan, theme, .. } = site;
    let family = &model.charters[n];
    let Some(charter) = family.version(version).map(|version| &*version.value) else { return String::new() };
    let base = model.site.base_url.as_ref().map(|url| url.as_str());
    let words = |section: &'static str, key: &'static str| {
        let mut object = Object::new();
        for lang in model.languages() {
            object = object.put(lang.as_str(), theme.strings(lang).get(section, key));
        }
        object
    };
    let notice = match (charter.state, charter.municipality.is_fictitious()) {
        (crate::model::charter::CharterState::Draft, _) => Some(words("charter_standing", "draft")),
        (_, true) => Some(words("status", "demo_help")),
        _ => None,
    };
    let page = |subject: Subject| {
        let main = model.site.main();
        base.map(|base| format!("{base}{}", plan.address(subject, main).as_str()))
    };
    let text = |texts: &Texts| in_languages(model, texts);
    let object = Object::new()
        .put("schema", SCHEMA)
        .put("id", &charter.id.value)
        .put("version", version.to_string())
        .put("state", charter.state.id())
        .put("is_current", family.current_head().version == version)
        .put("status", charter.status.id())
        .maybe("notice", notice)
        .maybe("url", page(Subject::CharterVersion(n, version)))
        .maybe("current_url", page(Subject::Charter(n)))
        .put("municipality", municipality(model, charter))
        .put("service", service(model, charter))
        .put("title", text(&charter.title))
        .maybe("summary", charter.summary.as_ref().map(text))
        .maybe("provider", charter.provider.as_ref().map(|provider| of_provider(model, provider)))
        .maybe("coverage", charter.coverage.as_ref().map(|coverage| of_coverage(model, coverage)))
        .list("service_levels", charter.service_levels.iter().map(|level| of_level(model, level)))
        .list(
            "municipal_commitments",
            charter.municipal_commitments.iter().map(|item| {
                Object::new()
                    .put("id", &item.id.value)
                    .put("text", text(&item.text))
                    .maybe("level", item.level.as_ref().map(|level| &level.value))
                    .maybe("deadline", item.deadline)
                    .maybe("budget_line", item.budget_line.as_ref())
            }),
        )
        .list(
            "citizen_commitments",
            charter.citizen_commitments.iter().map(|item| {
                Object::new()
                    .put("id", &item.id.value)
                    .put("text", text(&item.text))
                    .maybe("verification", item.verification.as_ref().map(text))
                    .maybe("consequence", item.consequence.as_ref().map(text))
                    .maybe("legal_ref", item.legal_ref.as_ref().map(text))
                    .maybe("published", item.published.as_ref().map(text))
                    .maybe("published_on", item.published_on)
                    .maybe("legal_review", item.legal_review.as_ref().map(|review| of_review(model, review)))
            }),
        )
        .list("rights", charter.rights.iter().map(text))
        .list("fees", charter.fees.iter().map(|fee| of_fee(model, fee)))
        .list("requirements", charter.requirements.iter().map(|item| of_requirement(model, item)))
        .list("remedies", charter.remedies.iter().map(|remedy| of_remedy(model, remedy)))
        .maybe("complaints", of_complaints(model, charter))
        .list("legal_base", charter.legal_base.iter().map(|item| of_legal_base(model, item)))
        .list(
            "participants",
            charter.participants.iter().map(|item| {
                Object::new().put("name", text(&item.name)).put("sector", item.sector.id()).put("role", item.role.id())
            }),
        )
        .maybe("consultation", of_consultation(model, charter))
        .maybe(
            "approval",
            charter.approval.as_ref().map(|approval| {
                Object::new()
                    .put("body", text(&approval.body))
                    .put("act", &approval.act)
                    .maybe("point", approval.point.as_ref().map(text))
                    .put("date", approval.date)
                    .maybe("votes", approval.votes.as_ref().map(text))
                    .maybe("certificate_url", approval.certificate_url.as_ref().map(|url| &url.value))
                    .maybe("certificate", approval.certificate.as_ref().map(text))
                    .maybe("official_gazette", approval.official_gazette.as_ref().map(text))
            }),
        )
        .maybe(
            "validity",
            charter.validity.as_ref().map(|validity| {
                Object::new()
                    .put("from", validity.from)
                    .maybe("to", validity.to)
                    .put("survives_transition", validity.survives_transition)
                    .maybe("next_review", validity.next_review)
                    .maybe("review_months", validity.review_months)
            }),
        )
        .list(
            "ratifications",
            charter.ratifications.iter().map(|item| {
                Object::new().put("act", &item.act).maybe("point", item.point.as_ref().map(text)).put("date", item.date)
            }),
        )
        .maybe(
            "review",
            charter
                .review
                .as_ref()
                .map(|review| Object::new().put("opened", review.opened).put("reason", text(&review.reason))),
        )
        .maybe(
            "withdrawal",
            charter.withdrawal.as_ref().map(|withdrawal| {
                Object::new()
                    .put("act", &withdrawal.act)
                    .put("date", withdrawal.date)
                    .put("reason", text(&withdrawal.reason))
            }),
        )
        .maybe("supersedes", charter.supersedes.as_ref().map(|known| known.to_string()))
        .list("results", of_results(model, family))
        .list(
            "changelog",
            charter.changelog.iter().map(|change| {
                Object::new()
                    .put("version", change.version.to_string())
                    .put("date", change.date)
                    .maybe("author", change.author.as_ref().map(text))
                    .put("what", text(&change.what))
                    .maybe("why", change.why.as_ref().map(text))
            }),
        )
        .maybe(
            "accessibility",
            charter.accessibility.as_ref().map(|accessibility| {
                Object::new()
                    .put("plain_language_checked", accessibility.plain_language_checked)
                    .put("large_print", accessibility.large_print)
                    .list(
                        "audio",
                        accessibility.audio.iter().map(|audio| {
                            Object::new()
                                .put("lang", audio.lang.as_str())
                                .put("url", &audio.url.value)
                                .put("reviewer", &audio.reviewer)
                        }),
                    )
            }),
        )
        .maybe(
            "privacy",
            charter
                .privacy
                .as_ref()
                .map(|privacy| Object::new().put("contains_personal_data", privacy.contains_personal_data)),
        )
        .list("sources", charter.sources.iter().filter_map(|id| of_source(model, id)))
        .put("licence", words("charter_kit", "data_licence"));
    Json::from(object).pretty()
}

/// A text in the languages in which it was written, in the site's order.
fn in_languages(model: &Model, texts: &Texts) -> Object {
    let mut object = Object::new();
    for lang in model.languages() {
        object = object.maybe(lang.as_str(), texts.get(lang));
    }
    object
}

fn municipality(model: &Model, charter: &Charter) -> Object {
    let known = model.municipality(*charter.municipality);
    let department = known.and_then(|known| model.department(*known.department));
    Object::new()
        .put("code", charter.municipality.as_str())
        .maybe("name", known.map(|known| &known.name))
        .maybe("department", department.map(|department| &department.name))
}

fn service(model: &Model, charter: &Charter) -> Object {
    let known = model.classifications.service(&charter.service);
    Object::new()
        .put("id", &charter.service.value)
        .maybe("name", known.map(|service| in_languages(model, &service.name)))
}

fn of_provider(model: &Model, provider: &Provider) -> Object {
    let text = |texts: &Texts| in_languages(model, texts);
    Object::new()
        .put("office", &provider.office.value)
        .maybe("name", provider.name.as_ref().map(text))
        .maybe("head_post", provider.head_post.as_ref().map(text))
        .maybe("address", provider.address.as_ref().map(text))
        .maybe("phone", provider.phone.as_ref())
        .maybe("email", provider.email.as_ref())
        .maybe("hours", provider.hours.as_ref().map(text))
        .maybe("geo", provider.geo.map(|(lat, lon)| Json::List(vec![lat.into(), lon.into()])))
}

fn of_coverage(model: &Model, coverage: &Coverage) -> Object {
    Object::new()
        .put("area", in_languages(model, &coverage.area))
        .maybe("users_registered", coverage.users_registered)
        .maybe("users_source", coverage.users_source.as_ref().map(|id| &id.value))
        .maybe("excluded", coverage.excluded.as_ref().map(|texts| in_languages(model, texts)))
}

fn of_level(model: &Model, level: &ServiceLevel) -> Object {
    let text = |texts: &Texts| in_languages(model, texts);
    Object::new()
        .put("id", &level.id.value)
        .put("name", text(&level.name))
        .put("metric", &level.metric)
        .maybe("unit", level.unit.as_ref().map(text))
        .put("direction", level.direction.id())
        .maybe(
            "baseline",
            level.baseline.as_ref().map(|baseline| {
                Object::new()
                    .put("value", baseline.value)
                    .put("date", baseline.date)
                    .maybe("source", baseline.source.as_ref().map(|id| &id.value))
            }),
        )
        .maybe("target", level.target)
        .maybe("minimum_acceptable", level.minimum_acceptable)
        .maybe("scope", level.scope.as_ref().map(text))
        .maybe("formula", level.formula.as_ref().map(text))
        .maybe("method", level.method.as_ref().map(text))
        .maybe("sample", level.sample.as_ref().map(text))
        .maybe("frequency", level.frequency.map(|frequency| frequency.id()))
        .maybe("owner", level.owner.as_ref().map(|id| &id.value))
        .maybe("evidence", level.evidence.as_ref().map(text))
        .list("exceptions", level.exceptions.iter().map(text))
        .maybe("remedy", level.remedy.as_ref().map(|id| &id.value))
}

fn of_review(model: &Model, review: &crate::model::charter::LegalReview) -> Object {
    Object::new()
        .put("by", in_languages(model, &review.by))
        .put("on", review.on)
        .put("document", in_languages(model, &review.document))
}

fn of_fee(model: &Model, fee: &Fee) -> Object {
    let text = |texts: &Texts| in_languages(model, texts);
    Object::new()
        .put("item", text(&fee.item))
        .maybe("category", fee.category.as_ref().map(text))
        .put("amount", fee.amount)
        .put("currency", "GTQ")
        .maybe("period", fee.period.map(|period| period.id()))
        .maybe("legal_ref", fee.legal_ref.as_ref().map(text))
        .maybe("published", fee.published.as_ref().map(text))
        .maybe("published_on", fee.published_on)
        .maybe("in_force_from", fee.in_force_from)
        .maybe("exemption", fee.exemption.as_ref().map(text))
}

fn of_requirement(model: &Model, requirement: &Requirement) -> Object {
    let text = |texts: &Texts| in_languages(model, texts);
    Object::new()
        .put("procedure", text(&requirement.procedure))
        .list("documents", requirement.documents.iter().map(text))
        .list("steps", requirement.steps.iter().map(text))
        .maybe("max_workdays", requirement.max_workdays)
        .maybe("cost", requirement.cost)
        .maybe("currency", requirement.cost.map(|_| "GTQ"))
}

fn of_remedy(model: &Model, remedy: &Remedy) -> Object {
    let text = |texts: &Texts| in_languages(model, texts);
    Object::new()
        .put("id", &remedy.id.value)
        .put("trigger", text(&remedy.trigger))
        .put("measure", remedy.measure.id())
        .maybe("text", remedy.text.as_ref().map(text))
        .maybe("deadline_workdays", remedy.deadline_workdays)
        .maybe("legal_ref", remedy.legal_ref.as_ref().map(text))
        .maybe("published", remedy.published.as_ref().map(text))
        .maybe("published_on", remedy.published_on)
        .maybe("legal_review", remedy.legal_review.as_ref().map(|review| of_review(model, review)))
}

fn of_complaints(model: &Model, charter: &Charter) -> Option<Object> {
    let complaints = charter.complaints.as_ref()?;
    let text = |texts: &Texts| in_languages(model, texts);
    let channels = complaints.channels.iter().map(|channel| {
        Object::new()
            .put("kind", channel.kind.id())
            .put("value", text(&channel.value))
            .maybe("hours", channel.hours.as_ref().map(text))
    });
    let figures = complaints.last_period.as_ref().map(|figures| {
        Object::new()
            .put("period", figures.period.as_str())
            .put("received", figures.received)
            .put("solved", figures.solved)
            .maybe("median_workdays", figures.median_workdays)
    });
    let object = Object::new()
        .list("channels", channels)
        .maybe("acknowledge_workdays", complaints.acknowledge_workdays)
        .maybe("resolve_workdays", complaints.resolve_workdays)
        .list("levels", complaints.levels.iter().map(text))
        .put("register_public", complaints.register_public)
        .maybe("last_period", figures);
    Some(object)
}

fn of_legal_base(model: &Model, reference: &LegalReference) -> Object {
    let text = |texts: &Texts| in_languages(model, texts);
    Object::new()
        .put("ref", text(&reference.reference))
        .maybe("topic", reference.topic.as_ref().map(text))
        .maybe("text_version", reference.text_version.as_ref().map(text))
        .put("basis", reference.basis.id())
        .maybe("source", reference.source.as_ref().map(|id| &id.value))
        .maybe("checked_on", reference.checked_on)
        .maybe("checked_by", reference.checked_by.as_ref())
}

fn of_consultation(model: &Model, charter: &Charter) -> Option<Object> {
    let consultation = charter.consultation.as_ref()?;
    let text = |texts: &Texts| in_languages(model, texts);
    let meetings = consultation.meetings.iter().map(|meeting| {
        Object::new()
            .put("date", meeting.date)
            .put("place", text(&meeting.place))
            .put("language", &meeting.language)
            .put("women", meeting.women)
            .put("men", meeting.men)
    });
    let comments = consultation.comments.iter().map(|comment| {
        Object::new()
            .put("topic", text(&comment.topic))
            .put("count", comment.count)
            .maybe("answer", comment.answer.as_ref().map(text))
    });
    let object = Object::new()
        .maybe("opened", consultation.opened)
        .maybe("closed", consultation.closed)
        .list("meetings", meetings)
        .list("comments", comments);
    Some(object)
}

/// Every promise in every period that has results, by the version that held in it. A promise without a result is there
/// without a value.
fn of_results(model: &Model, family: &CharterFamily) -> Vec<Object> {
    let periods = results::by_period(family);
    let of_period = |period: &results::PeriodResults| {
        let row = |kept: &results::Kept| {
            let result = kept.result;
            Object::new()
                .put("period", period.period.as_str())
                .put("level", &kept.level.id.value)
                .put("judged_by", period.charter.version.to_string())
                .maybe("target", kept.level.target)
                .maybe("minimum_acceptable", kept.level.minimum_acceptable)
                .maybe("value", result.map(|result| result.value))
                .maybe("n", result.and_then(|result| result.n))
                .put("verdict", kept.verdict.map_or("no_data", Compliance::id))
                .maybe("status", result.map(|result| result.status.id()))
                .maybe("source", result.map(|result| &result.source.value))
                .maybe("published_on", result.and_then(|result| result.published_on.as_ref()).map(|date| date.value))
                .maybe("note", result.and_then(|result| result.note.as_ref()).map(|note| in_languages(model, note)))
        };
        period.levels.iter().map(row).collect::<Vec<_>>()
    };
    periods.iter().flat_map(of_period).collect()
}

fn of_source(model: &Model, id: &str) -> Option<Object> {
    let source = model.sources.get(id)?;
    let object = Object::new()
        .put("id", id)
        .put("title", in_languages(model, &source.title))
        .put("publisher", &source.publisher)
        .maybe("url", source.url.as_ref().map(|url| &url.value))
        .maybe("retrieved_on", source.retrieved_on.as_ref().map(|date| date.value))
        .maybe("sha256", source.sha256.as_ref())
        .maybe("licence", source.licence.as_ref().map(|texts| in_languages(model, texts)));
    Some(object)
}
