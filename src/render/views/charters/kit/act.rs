//! The template of the council's act of approval, filled in as far as the charter's data go.

use serde::Serialize;

use crate::model::charter::Charter;
use crate::render::html::Html;
use crate::render::scope::Scope;

#[derive(Serialize)]
pub(super) struct Act {
    /// The head and the session.
    session: Html,
    /// What is considered, with its heading in the act's language.
    considering_word: String,
    considering: Vec<Html>,
    /// Legal base as the charter names it; nothing is added.
    legal_word: String,
    legal: Vec<Html>,
    no_legal: String,
    /// What is resolved.
    resolved_word: String,
    resolved: Vec<Html>,
    /// Votes and signatures.
    closing: Html,
}

pub(super) fn act(scope: &Scope, charter: &Charter) -> Act {
    let model = scope.model;
    let fill = |key: &'static str, values: &[(&str, &str)]| blanks(&scope.words.fill("charter_act", key, values));
    let word = |key: &'static str| scope.word("charter_kit", key).to_owned();
    let municipality = model.municipality(*charter.municipality);
    let name = municipality.map_or("____", |municipality| municipality.name.as_str());
    let department = municipality.and_then(|municipality| model.department(*municipality.department));
    let department = department.map_or("____", |department| department.name.as_str());
    let (title, version) = (scope.plain(&charter.title), charter.version.to_string());
    let date = |date: Option<crate::model::values::Date>| date.map_or("____".to_owned(), |date| scope.date(date));

    let mut considering = vec![fill("why", &[])];
    if let Some(consultation) = &charter.consultation {
        let sum = |people: fn(&crate::model::charter::Meeting) -> u32| {
            consultation.meetings.iter().map(people).sum::<u32>().to_string()
        };
        let comments: u32 = consultation.comments.iter().map(|comment| comment.count).sum();
        let values = [
            ("opened", date(consultation.opened)),
            ("closed", date(consultation.closed)),
            ("meetings", consultation.meetings.len().to_string()),
            ("women", sum(|meeting| meeting.women)),
            ("men", sum(|meeting| meeting.men)),
            ("comments", comments.to_string()),
        ];
        considering.push(fill("consulted", &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    }
    considering.push(fill(if charter.fees.is_empty() { "no_fees" } else { "fees" }, &[]));

    let office = charter.provider.as_ref().and_then(|provider| provider.name.as_ref());
    let office = office.map_or("____".to_owned(), |office| scope.plain(office));
    let validity = charter.validity.as_ref();
    let promises = charter.service_levels.len().to_string();
    let citizens = charter.citizen_commitments.len().to_string();
    let resolved = vec![
        fill("approve", &[("title", &title), ("version", &version), ("promises", &promises), ("citizens", &citizens)]),
        fill("entrust", &[("office", &office)]),
        fill(
            "validity",
            &[
                ("from", &date(validity.map(|validity| validity.from))),
                ("to", &date(validity.and_then(|validity| validity.to))),
                ("review", &date(validity.and_then(|validity| validity.next_review))),
            ],
        ),
        fill("publish", &[]),
        fill("notify", &[]),
    ];
    let reference = |reference: &crate::model::provenance::LegalReference| {
        let topic = reference.topic.as_ref().map(|topic| format!(": {}", scope.text(topic).as_str()));
        let mark = scope.word("legal", reference.basis.id());
        let mark = Html::escaped(mark.trim_end_matches('.').to_lowercase().as_str());
        let head = scope.text(&reference.reference);
        Html::trusted(format!("{}{} ({})", head.as_str(), topic.unwrap_or_default(), mark.as_str()))
    };
    Act {
        session: fill("session", &[("municipality", name), ("department", department)]),
        considering_word: word("considering"),
        legal_word: word("legal"),
        no_legal: word("no_legal"),
        resolved_word: word("resolved"),
        considering,
        legal: charter.legal_base.iter().map(reference).collect(),
        resolved,
        closing: fill("closing", &[]),
    }
}

/// A text whose `____` are lines to write on.
fn blanks(text: &str) -> Html {
    Html::trusted(Html::escaped(text).as_str().replace("____", "<span class=\"blank\"></span>"))
}
