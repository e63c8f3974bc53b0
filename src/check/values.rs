//! Figures that do not agree: warnings in provisional data, errors in official data.

use std::sync::Arc;

use crate::diagnostics::catalogue::{C0505, C0506, C0507, C0508};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, Words};
use crate::model::Model;
use crate::model::finance::Flag;
use crate::model::provenance::Ref;
use crate::model::values::{Money, Ratio, Status};

pub(super) fn check(model: &Model, found: &mut Diagnostics) {
    let years = model.municipalities.iter().flat_map(|m| m.years.values());
    // Sums of which one part stands in for another figure say nothing.
    for year in years.filter(|year| !model.is_doubtful(&year.file)) {
        for row in &year.revenue {
            let status = row.status.as_ref().map_or(*year.status, |status| **status);
            found.extend(row.flags().iter().map(|flag| diagnostic(flag, &row.class, status, &year.file)));
        }
        for row in &year.spending {
            let status = row.status.as_ref().map_or(*year.status, |status| **status);
            found.extend(row.flags().iter().map(|flag| diagnostic(flag, &row.function, status, &year.file)));
        }
    }
}

fn diagnostic(flag: &Flag, row: &Ref, status: Status, file: &Arc<str>) -> Diagnostic {
    let place: Place = row.in_file(file);
    let official = status == Status::Official;
    let other = if official { &C0508 } else { &C0507 };
    match flag {
        Flag::SumOff { sum, current } => {
            let fault = if official { &C0506 } else { &C0505 };
            fault.at(place).with("sum", plain(*sum)).with("current", plain(*current)).with("label", &row.value)
        }
        Flag::AccruedAboveCurrent { accrued, current } => other
            .at(place)
            .with("label", &row.value)
            .with_words("what", ABOVE)
            .with("figures", format!("{} > {}", plain(*accrued), plain(*current))),
        Flag::Negative { amount } => {
            other.at(place).with("label", &row.value).with_words("what", NEGATIVE).with("figures", plain(*amount))
        }
        Flag::ReceivedWithoutBudget { received } => {
            other.at(place).with("label", &row.value).with_words("what", UNBUDGETED).with("figures", plain(*received))
        }
    }
}

const ABOVE: Words =
    Words { es: "se devengó más que el presupuesto vigente", en: "more was accrued than the current budget" };
const NEGATIVE: Words = Words { es: "una cantidad negativa", en: "a negative amount" };
const UNBUDGETED: Words =
    Words { es: "ingresó dinero sin presupuesto vigente", en: "money came in without a current budget" };

/// An amount as it is written in the files.
fn plain(amount: Money) -> String {
    Ratio::new(i128::from(amount.centavos()), 100).map(|ratio| ratio.decimal(2)).unwrap_or_default()
}
