//! The charters of a municipality.

use serde::Serialize;

use super::{kept, standing};
use crate::charter::lifecycle;
use crate::model::charter::Charter;
use crate::model::territory::Municipality;
use crate::model::values::Date;
use crate::plan::Subject;
use crate::render::html::Html;
use crate::render::scope::{Card, Link, Scope};
use crate::render::views::View;

#[derive(Serialize)]
struct OfMunicipality {
    municipality: Link,
    charters: Vec<CharterView>,
    to_ratify: Vec<Ratified>,
    method: Option<Link>,
}

#[derive(Serialize)]
struct CharterView {
    href: String,
    title: Html,
    summary: Html,
    state: String,
    state_id: &'static str,
    version: String,
    standing: Vec<Html>,
    /// Of the newest period.
    kept: Option<String>,
    review: Option<String>,
    links: Vec<Link>,
}

/// What a council has to decide on.
#[derive(Serialize)]
struct Ratified {
    council: String,
    charters: Vec<Link>,
}

/// What the council in office and the one after it have to ratify, change or withdraw: charters that an earlier council
/// approved and that last into their term.
fn to_ratify(scope: &Scope, municipality: &Municipality) -> Vec<Ratified> {
    let today = *scope.model.today;
    let councils = [
        ("council_in_office", lifecycle::council_term_start(today)),
        ("council_to_come", lifecycle::next_council_term_start(today)),
    ];
    let of_council = |(key, start): (&'static str, Date)| {
        let link = |(at, charter): (usize, &Charter)| {
            let label = format!("{} · {}", scope.plain(&charter.title), *charter.version);
            scope.link(Subject::CharterVersion(at, *charter.version), Html::escaped(&label))
        };
        let charters: Vec<Link> =
            lifecycle::to_ratify(scope.model, municipality.code, start).into_iter().map(link).collect();
        let council = scope.words.fill("municipality_charters", key, &[("date", &scope.date(start))]);
        (!charters.is_empty()).then_some(Ratified { council, charters })
    };
    councils.into_iter().filter_map(of_council).collect()
}

/// All charters of a municipality, with how they stand.
pub(in crate::render::views) fn of_municipality(scope: &Scope, n: usize) -> View {
    let model = scope.model;
    let municipality = &model.municipalities[n];
    let view = |&at: &usize| {
        let family = &model.charters[at];
        let charter = family.current();
        let word = |key: &'static str| Html::escaped(scope.word("charter_history", key));
        let review = charter.validity.as_ref().and_then(|validity| validity.next_review);
        CharterView {
            href: scope.href(Subject::Charter(at)),
            title: scope.text(&charter.title),
            summary: scope.maybe(&charter.summary),
            state: scope.word("charter_state", charter.state.id()).to_owned(),
            state_id: charter.state.id(),
            version: charter.version.to_string(),
            standing: standing(scope, charter),
            kept: kept(scope, family),
            review: review.map(|day| scope.date(day)),
            links: vec![
                scope.link(Subject::CharterHistory(at), word("title")),
                scope.link(Subject::CharterKit(at), word("kit")),
            ],
        }
    };
    let name = scope.full_name(municipality);
    let body = OfMunicipality {
        municipality: scope.link(Subject::Municipality(n), Html::escaped(&name)),
        charters: municipality.charters.iter().map(view).collect(),
        to_ratify: to_ratify(scope, municipality),
        method: scope.tool_link("carta-ciudadana"),
    };
    let heading = scope.words.fill("municipality_charters", "title", &[("name", &name)]);
    let description = scope.words.fill("municipality_charters", "description", &[("name", &name)]);
    let view = View::new("municipality-charters.html", heading, description, body);
    View { demo: municipality.is_demo(), ..view }
}

/// The same in short, for the municipality's own page.
pub(in crate::render::views) fn cards(scope: &Scope, municipality: &Municipality) -> Vec<Card> {
    let card = |&n: &usize| {
        let family = &scope.model.charters[n];
        let charter = family.current();
        let state = scope.word("charter_state", charter.state.id());
        let kept = kept(scope, family).map(|kept| format!(" · {kept}")).unwrap_or_default();
        Card {
            href: scope.href(Subject::Charter(n)),
            title: scope.text(&charter.title),
            summary: scope.maybe(&charter.summary),
            tag: Html::escaped(&format!("{state}{kept}")),
        }
    };
    municipality.charters.iter().map(card).collect()
}
