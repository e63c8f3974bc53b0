//! The examples of a calculator: what they fill in fits, and what they expect comes out.

use cabildo_worksheet::program::Program;

use crate::check::findings::Findings;
use crate::diagnostics::catalogue::{C0521, C0531, C0532};
use crate::diagnostics::nearest;
use crate::model::Model;
use crate::model::worksheet::Worksheet;
use crate::worksheet::{self, Verdict};

pub(super) fn check(model: &Model, sheet: &Worksheet, program: &Program, found: &mut Findings) {
    let today = *model.today;
    let calendar = worksheet::calendar(&model.holidays, today);
    let verdicts = worksheet::defaults(sheet, program, today)
        .into_iter()
        .chain(sheet.examples.iter().flat_map(|example| worksheet::verify(sheet, program, example, &calendar, today)));
    for verdict in verdicts {
        found.push(match verdict {
            Verdict::NoSuchName { at, name, known } => {
                let near = nearest(&name, known.iter().map(String::as_str)).map(str::to_owned);
                C0521.at(at).with("value", &name).with_some("nearest", near)
            }
            Verdict::DoesNotFit { at, name, value, why } => {
                C0532.at(at).with("value", value).with("name", name).with_words("what", why)
            }
            Verdict::Differs { at, name, found, expected } => {
                C0531.at(at).with("name", name).with("found", found).with("expected", expected)
            }
        });
    }
}
