//! Citizen charters: their list, the page of each version, what changed, the history, the kit, and those of a
//! municipality.

mod changes;
mod history;
mod kept;
mod kit;
mod of_municipality;
mod page;
mod structured;

use serde::Serialize;

pub(super) use changes::changes;
pub(super) use history::history;
#[cfg(feature = "pdf")]
pub(in crate::render) use kept::compliance;
pub(super) use kept::kept;
pub(in crate::render) use kept::period_name;
pub(super) use kit::kit;
pub(super) use of_municipality::{cards, of_municipality};
pub(super) use page::{charter, version};

use super::{View, cases};
use crate::model::charter::{Charter, CharterState, ServiceLevel};
use crate::model::values::{Date, MunicipalityCode, Number, Version};
use crate::plan::{CharterFile, Subject};
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Card, Link, Scope};

#[derive(Serialize)]
struct CharterList {
    charters: Vec<Card>,
    cases: Vec<Card>,
    method: Option<Link>,
}

/// All charters that are no drafts.
pub(super) fn charters(scope: &Scope) -> View {
    let model = scope.model;
    let published = model.charters.iter().enumerate().filter(|(_, family)| !family.current_head().is_draft());
    let charters = published
        .map(|(n, family)| {
            let charter = family.current_head();
            Card {
                href: scope.href(Subject::Charter(n)),
                title: scope.text(&charter.title),
                summary: scope.maybe(&charter.summary),
                tag: Html::escaped(&state(scope, charter.state, charter.municipality)),
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
fn state(scope: &Scope, state: CharterState, municipality: MunicipalityCode) -> String {
    let state = scope.word("charter_state", state.id());
    if municipality.is_fictitious() { format!("{} · {state}", scope.word("status", "demo")) } else { state.to_owned() }
}

/// What the council's acts say of a version: "Vigente según acta n.º …", never a seal. Cabildo repeats what is written
/// in the charter and adds nothing.
fn standing(scope: &Scope, charter: &Charter) -> Vec<Html> {
    let said = |key: &'static str| Html::escaped(scope.word("charter_standing", key));
    let filled = |key: &'static str, act: &str, date: Date| {
        let values = [("act", act), ("date", &scope.date(date))];
        Html::escaped(&scope.words.fill("charter_standing", key, &values))
    };
    let because = |head: Html, reason: &_| Html::trusted(format!("{} {}", head.as_str(), scope.text(reason).as_str()));
    let act = |key: &'static str| charter.approval.as_ref().map(|approval| filled(key, &approval.act, approval.date));
    let mut list = Vec::new();
    match charter.state {
        CharterState::Draft => list.push(said("draft")),
        CharterState::Consultation => {
            list.push(said("consultation"));
            let closed = charter.consultation.as_ref().and_then(|consultation| consultation.closed);
            list.extend(closed.map(|day| filled("consultation_until", "", day)));
        }
        CharterState::Approved => {
            list.extend(act("approved"));
            let from = charter.validity.as_ref().map(|validity| validity.from);
            let future = from.filter(|from| *from > *scope.model.today);
            list.extend(future.map(|from| filled("from", "", from)));
        }
        CharterState::InForce => list.extend(act("in_force")),
        CharterState::UnderReview => {
            let review = charter.review.as_ref();
            list.extend(review.map(|review| because(filled("under_review", "", review.opened), &review.reason)));
            list.extend(act("approved"));
        }
        CharterState::Superseded => {
            list.push(said("superseded"));
            list.extend(act("approved"));
        }
        CharterState::Withdrawn => {
            let withdrawal = charter.withdrawal.as_ref();
            list.extend(withdrawal.map(|told| because(filled("withdrawn", &told.act, told.date), &told.reason)));
        }
    }
    if let Some(last) = charter.ratifications.iter().max_by_key(|ratification| ratification.date) {
        list.push(filled("ratified", &last.act, last.date));
    }
    list
}

/// Something to be known before the page is read.
#[derive(Serialize)]
struct NoticeView {
    /// A class: `draft` or nothing.
    kind: &'static str,
    text: Html,
    link: Option<Link>,
}

/// What stands above every page about a version: that it is a draft, that it is not the one that holds.
fn notices(scope: &Scope, n: usize, charter: &Charter) -> Vec<NoticeView> {
    let current = scope.model.charters[n].current_head();
    let mut list = Vec::new();
    if charter.state == CharterState::Draft {
        let text = Html::escaped(scope.word("charter_standing", "draft_mark"));
        list.push(NoticeView { kind: "draft", text, link: None });
    }
    if *charter.version != current.version {
        let newer = *charter.version > current.version;
        let key = if newer { "not_yet" } else { "not_current" };
        let version = charter.version.to_string();
        let text = Html::escaped(&scope.words.fill("charter_standing", key, &[("version", &version)]));
        let values = [("version", &*current.version.to_string())];
        let label = Html::escaped(&scope.words.fill("charter_standing", "see_current", &values));
        list.push(NoticeView { kind: "", text, link: Some(scope.link(Subject::Charter(n), label)) });
    }
    list
}

/// "al menos 6 horas al día".
fn promise(scope: &Scope, level: &ServiceLevel, value: Number) -> String {
    let value = format::grouped(&value.to_string());
    let unit = unit(scope, level);
    scope.words.fill("direction", level.direction.id(), &[("value", &value), ("unit", &unit)]).trim().to_owned()
}

fn unit(scope: &Scope, level: &ServiceLevel) -> String {
    level.unit.as_ref().map(|unit| scope.plain(unit)).unwrap_or_default()
}

/// A link to a file about a charter, where there is one.
fn file_link(scope: &Scope, n: usize, version: Version, file: CharterFile, key: &str) -> Option<Link> {
    let address = scope.plan.charter_file(n, version, scope.lang, file)?;
    Some(Link { href: scope.address.to(address), label: Html::escaped(scope.words.get("charter_kit", key)) })
}

/// The page of a charter with the feed of its changes named in its head.
fn with_feed(scope: &Scope, n: usize, view: View) -> View {
    let current = scope.model.charters[n].current_head().version;
    let address = scope.plan.charter_file(n, current, scope.lang, CharterFile::Feed);
    View { feed: address.map(|address| scope.address.to(address)), ..view }
}
