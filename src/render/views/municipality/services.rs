//! How the services run: water, unpaid bills, cash, staff, participation, offices, public information.

use serde::Serialize;

use super::facts::ratio;
use super::words::{self, NoteView, Pair, Part};
use crate::model::municipality_year::MunicipalityYear;
use crate::model::territory::Municipality;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Link, Scope};

/// Services of the newest year that tells of them.
#[derive(Serialize)]
pub(super) struct Services {
    year: String,
    period: String,
    water: Vec<Pair>,
    arrears: Vec<ArrearsView>,
    cash: Vec<Pair>,
    people: Vec<Pair>,
    offices: Vec<Link>,
    /// Offices that were created and do not work.
    closed: Vec<Link>,
    disclosure: Option<String>,
    notes: Vec<NoteView>,
    source: String,
}

#[derive(Serialize)]
struct ArrearsView {
    service: Html,
    billed: String,
    collected: String,
    buckets: Vec<String>,
    total: String,
}

/// Services of the newest year that tells of them; `None` where none does.
pub(super) fn newest(scope: &Scope, municipality: &Municipality) -> Option<Services> {
    let year = municipality.years.values().rev().map(|year| &***year).find(|year| tells(year))?;
    Some(Services { notes: words::first_notes(scope, municipality, Part::Services), ..services(scope, year) })
}

/// Services of one year.
pub(super) fn of_year(scope: &Scope, year: &MunicipalityYear) -> Option<Services> {
    tells(year).then(|| services(scope, year))
}

fn tells(year: &MunicipalityYear) -> bool {
    year.water.is_some()
        || !year.arrears.is_empty()
        || year.cash.is_some()
        || year.debt.is_some()
        || year.staff.is_some()
        || year.participation.is_some()
        || !year.offices.is_empty()
        || !year.public_information.is_empty()
}

fn services(scope: &Scope, year: &MunicipalityYear) -> Services {
    let missing = || scope.word("data", "missing").to_owned();
    let pair = |key, value: Option<String>| Pair {
        name: scope.word("management", key).to_owned(),
        value: value.unwrap_or_else(missing),
    };
    let share = |part: Option<u32>, whole: Option<u32>| {
        let ratio = ratio(part?, whole?)?;
        Some(format!("{} ({})", format::count(part?), scope.percent(ratio)))
    };
    let (mut water, mut cash, mut people) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(known) = &year.water {
        water.push(pair("connections", known.connections_total.map(format::count)));
        water.push(pair("registered", share(known.users_registered, known.connections_total)));
        water.push(pair("water_cost", known.cost_total.map(format::money)));
        water.push(pair("water_income", known.income.map(format::money)));
    }
    if let Some(known) = &year.cash {
        cash.push(pair("cash", known.unrestricted.map(format::money)));
        cash.push(pair("cash_restricted", known.restricted.map(format::money)));
    }
    if let Some(debt) = &year.debt {
        cash.push(pair("debt", debt.balance.map(format::money)));
        cash.push(pair("debt_service", debt.service.map(format::money)));
    }
    if let Some(staff) = &year.staff {
        people.push(pair("staff", staff.total.map(format::count)));
        people.push(pair("digital", share(staff.using_digital, staff.total)));
    }
    if let Some(participation) = &year.participation {
        people.push(pair("comude", participation.comude_held.map(format::count)));
        people.push(pair("attendance", share(participation.attended, participation.convened)));
        people.push(pair("women", share(participation.women, participation.attended)));
    }
    let arrears = year.arrears.iter().map(|arrears| {
        let buckets = arrears.buckets.as_ref().map(|b| [b.d0_30, b.d31_90, b.d91_180, b.d181_365, b.over_365]);
        let known = scope.model.classifications.service(&arrears.service);
        ArrearsView {
            service: known.map(|service| scope.text(&service.name)).unwrap_or_default(),
            billed: scope.money(arrears.billed_12m),
            collected: scope.money(arrears.collected_of_bills),
            total: scope.money(buckets.map(|buckets| buckets.into_iter().sum())),
            buckets: buckets.map_or_else(|| vec![missing(); 5], |buckets| buckets.map(format::money).to_vec()),
        }
    });
    let offices = |active: bool| {
        let some = year.offices.iter().filter(move |office| office.active == active);
        some.filter_map(|office| scope.office_link(&office.office)).collect()
    };
    let current = year.public_information.iter().filter(|item| !item.score.is_zero()).count();
    let disclosure = (!year.public_information.is_empty()).then(|| {
        let (published, all) = (current.to_string(), year.public_information.len().to_string());
        scope.words.fill("management", "disclosure", &[("published", &published), ("all", &all)])
    });
    Services {
        year: year.year.to_string(),
        period: words::period(scope, year),
        water,
        arrears: arrears.collect(),
        cash,
        people,
        offices: offices(true),
        closed: offices(false),
        disclosure,
        notes: words::notes(scope, year, Part::Services),
        source: words::publishers(scope, [year.source.value.as_str()]),
    }
}
