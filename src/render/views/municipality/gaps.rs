//! What the municipality has not published here, said aloud.

use crate::model::municipality_year::MunicipalityYear;
use crate::model::territory::Municipality;
use crate::render::scope::Scope;

/// What this municipality has not published, said aloud: years without figures, and what no file speaks of.
pub(super) fn missing(scope: &Scope, municipality: &Municipality, has_board: bool) -> Vec<String> {
    let mut list = Vec::new();
    let list_years = |wanted: &dyn Fn(&MunicipalityYear) -> bool| {
        let years: Vec<String> =
            municipality.years.values().filter(|year| wanted(year)).map(|year| year.year.to_string()).collect();
        years.join(", ")
    };
    let mut gap = |key: &'static str, years: String| {
        if !years.is_empty() {
            list.push(scope.words.fill("missing", key, &[("years", &years)]));
        }
    };
    gap("revenue", list_years(&|year| year.revenue.is_empty()));
    gap("spending", list_years(&|year| year.spending.is_empty()));
    gap("incomplete", list_years(&|year| !year.spending.is_empty() && !year.spending_is_complete()));
    let newest = municipality.years.keys().max().map(|year| year.0);
    let this_year = u16::try_from(scope.model.today.year()).unwrap_or(0);
    if let Some(newest) = newest.filter(|newest| newest + 1 < this_year) {
        let (from, to) = ((newest + 1).to_string(), (this_year - 1).to_string());
        list.push(scope.words.fill("missing", "later_years", &[("from", &from), ("to", &to)]));
    }
    let any = |has: fn(&MunicipalityYear) -> bool| municipality.years.values().any(|year| has(year));
    let sections = [
        ("projects", any(|year| !year.projects.is_empty())),
        ("procurements", any(|year| !year.procurements.is_empty())),
        ("water", any(|year| year.water.is_some())),
        ("arrears", any(|year| !year.arrears.is_empty())),
        ("participation", any(|year| year.participation.is_some())),
        ("public_information", any(|year| !year.public_information.is_empty())),
    ];
    // What indicators need is told beside them.
    let told = |key: &str| has_board && !matches!(key, "procurements" | "participation");
    for (key, present) in sections {
        if !present && !told(key) {
            list.push(scope.word("missing", key).to_owned());
        }
    }
    if municipality.charters.is_empty() && !has_board {
        list.push(scope.word("missing", "charters").to_owned());
    }
    if municipality.profile.as_ref().is_none_or(|profile| profile.census.is_none()) {
        list.push(scope.word("missing", "census").to_owned());
    }
    list
}
