//! Figures that do not agree: warnings in provisional data, errors in official data.

use std::ops::Range;
use std::sync::Arc;

use super::findings::Findings;
use crate::diagnostics::catalogue::{C0505, C0506, C0507, C0508};
use crate::diagnostics::{Diagnostic, Place, Words};
use crate::model::finance::Flag;
use crate::model::provenance::Ref;
use crate::model::territory::Municipality;
use crate::model::values::{Money, Ratio, Status};
use crate::model::{Model, stretches};

pub(super) fn municipality(model: &Model, municipality: &Municipality, found: &mut Findings) {
    for year in municipality.years.values() {
        // Sums of which one part stands in for another figure say nothing.
        let in_doubt = |names: Vec<Range<usize>>| -> Vec<bool> {
            if !model.is_doubtful(&year.file) {
                return vec![false; names.len()];
            }
            let doubt = |part| model.is_place_in_doubt(&Place::new(&year.file, part));
            stretches(names).into_iter().map(doubt).collect()
        };
        let doubts = in_doubt(year.revenue.iter().map(|row| row.class.span()).collect());
        for (row, _) in year.revenue.iter().zip(doubts).filter(|(_, doubt)| !doubt) {
            let status = row.status.as_ref().map_or(*year.status, |status| **status);
            found.extend(row.flags().iter().map(|flag| diagnostic(flag, &row.class, status, &year.file)));
        }
        let doubts = in_doubt(year.spending.iter().map(|row| row.function.span()).collect());
        for (row, _) in year.spending.iter().zip(doubts).filter(|(_, doubt)| !doubt) {
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
        Flag::PaidAboveAccrued { paid, accrued } => other
            .at(place)
            .with("label", &row.value)
            .with_words("what", PAID_ABOVE)
            .with("figures", format!("{} > {}", plain(*paid), plain(*accrued))),
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
const PAID_ABOVE: Words = Words { es: "se pagó más que lo devengado", en: "more was paid than was accrued" };
const NEGATIVE: Words = Words { es: "una cantidad negativa", en: "a negative amount" };
const UNBUDGETED: Words =
    Words { es: "ingresó dinero sin presupuesto vigente", en: "money came in without a current budget" };

/// An amount as it is written in the files.
fn plain(amount: Money) -> String {
    Ratio::new(i128::from(amount.centavos()), 100).map(|ratio| ratio.decimal(2)).unwrap_or_default()
}
