//! Offices and commissions, and the calendar of their duties.

use serde::Serialize;

use super::{LegalView, View, basis, legal};
use crate::model::library::HolidayRule;
use crate::model::toolbox::{Office, OfficeKind};
use crate::plan::Subject;
use crate::render::html::Html;
use crate::render::scope::{Card, Link, Scope};

#[derive(Serialize)]
struct OfficeList {
    groups: Vec<Group>,
    calendar: Link,
}

#[derive(Serialize)]
struct Group {
    title: String,
    id: &'static str,
    cards: Vec<Card>,
}

pub(super) fn offices(scope: &Scope) -> View {
    let groups = OfficeKind::ALL
        .into_iter()
        .map(|kind| Group {
            title: scope.word("office_kinds", kind.id()).to_owned(),
            id: kind.id(),
            cards: scope
                .model
                .offices
                .iter()
                .enumerate()
                .filter(|(_, office)| office.kind == kind)
                .map(|(n, office)| {
                    let acronym = office.acronym.as_deref().unwrap_or_default();
                    scope.card(Subject::Office(n), &office.name, &office.does, acronym)
                })
                .collect(),
        })
        .collect();
    let calendar = scope.link(Subject::Calendar, Html::escaped(scope.word("calendar", "title")));
    View::new(
        "offices.html",
        scope.word("nav", "offices"),
        scope.word("offices", "intro"),
        OfficeList { groups, calendar },
    )
}

#[derive(Serialize)]
struct OfficeView {
    kind: String,
    acronym: Option<String>,
    does: Html,
    caution: Html,
    tools: Vec<Card>,
    primers: Vec<Card>,
    legal: Vec<LegalView>,
    calendar: Vec<DutyView>,
}

#[derive(Serialize)]
struct DutyView {
    when: Html,
    duty: Html,
    reference: Html,
    basis: String,
    basis_id: &'static str,
    office: Option<Link>,
}

fn duties<'a>(scope: &'a Scope, office: &'a Office, with_office: bool) -> impl Iterator<Item = DutyView> + 'a {
    office.calendar.iter().map(move |duty| DutyView {
        when: scope.text(&duty.when),
        duty: scope.text(&duty.duty),
        reference: scope.maybe(&duty.reference),
        basis: basis(scope, duty.basis),
        basis_id: duty.basis.id(),
        office: with_office.then(|| scope.office_link(&office.id)).flatten(),
    })
}

pub(super) fn office(scope: &Scope, n: usize) -> View {
    let model = scope.model;
    let office = &model.offices[n];
    let uses = |ids: &[crate::model::provenance::Ref]| ids.iter().any(|id| id.value == office.id.value);
    let body = OfficeView {
        kind: scope.word("office_kind", office.kind.id()).to_owned(),
        acronym: office.acronym.clone(),
        does: scope.text(&office.does),
        caution: scope.maybe(&office.caution),
        tools: model
            .tools
            .iter()
            .enumerate()
            .filter(|(_, tool)| uses(&tool.offices))
            .map(|(n, tool)| scope.card(Subject::Tool(n), &tool.name, &tool.summary, &tool.number))
            .collect(),
        primers: model
            .primers
            .iter()
            .enumerate()
            .filter(|(_, primer)| uses(&primer.offices))
            .map(|(n, primer)| scope.card(Subject::Primer(n), &primer.title, &primer.summary, ""))
            .collect(),
        legal: legal(scope, &office.legal),
        calendar: duties(scope, office, false).collect(),
    };
    View::new("office.html", scope.plain(&office.name), scope.plain(&office.does), body)
}

#[derive(Serialize)]
struct Calendar {
    summary: String,
    duties: Vec<DutyView>,
    holidays: Vec<HolidayView>,
    planner: Option<Link>,
}

#[derive(Serialize)]
struct HolidayView {
    name: Html,
    when: String,
}

pub(super) fn calendar(scope: &Scope) -> View {
    let model = scope.model;
    let holidays = model.holidays.holidays.iter().map(|holiday| HolidayView {
        name: scope.text(&holiday.name),
        when: match *holiday.rule {
            HolidayRule::Fixed { month, day } => {
                let month = scope.word("months", MONTHS[usize::from(month.unsigned_abs()).clamp(1, 12) - 1]);
                scope.words.fill("calendar", "day_of_month", &[("day", &day.to_string()), ("month", month)])
            }
            HolidayRule::BeforeEaster { days } => {
                scope.words.fill("calendar", "before_easter", &[("days", &days.to_string())])
            }
        },
    });
    let body = Calendar {
        summary: scope.word("calendar", "summary").to_owned(),
        duties: model.offices.iter().flat_map(|office| duties(scope, office, true)).collect(),
        holidays: holidays.collect(),
        planner: scope.tool_link("planificador-anual"),
    };
    View::new("calendar.html", scope.word("calendar", "title"), scope.word("calendar", "summary"), body)
}

/// Keys of the months in the theme's strings.
const MONTHS: [&str; 12] = ["m01", "m02", "m03", "m04", "m05", "m06", "m07", "m08", "m09", "m10", "m11", "m12"];
