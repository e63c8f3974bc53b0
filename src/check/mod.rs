//! Rules across the model: references, values, honesty of data, translations.
//!
//! Each rule looks at the whole model and tells everything it finds. A new rule is a function in one of these files
//! and a line in [`check`].

mod addresses;
mod honesty;
mod primers;
mod references;
mod texts;
mod values;

use crate::diagnostics::catalogue::C0203;
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::model::Model;
use crate::model::values::MunicipalityCode;

/// Applies all rules.
pub fn check(model: &Model) -> Diagnostics {
    let mut found = Diagnostics::new();
    references::check(model, &mut found);
    values::check(model, &mut found);
    honesty::check(model, &mut found);
    primers::check(model, &mut found);
    addresses::check(model, &mut found);
    texts::check(model, &mut found);
    found.retain(|diagnostic| !model.is_in_doubt(diagnostic));
    found
}

/// A municipality that the register does not have, with the nearest one that it has.
pub(crate) fn unknown_municipality<'a>(
    code: MunicipalityCode,
    place: Place,
    register: impl Iterator<Item = (MunicipalityCode, &'a str)> + Clone,
) -> Diagnostic {
    let near = nearest_code(code, register.clone().map(|(code, _)| code));
    let name = register.clone().find(|(code, _)| Some(*code) == near).map(|(_, name)| name);
    C0203.at(place).with("code", code).with_some("nearest", near).with_some("name", name)
}

/// The code with the fewest different digits, among those of the same department first.
fn nearest_code(code: MunicipalityCode, known: impl Iterator<Item = MunicipalityCode>) -> Option<MunicipalityCode> {
    let distance = |other: &MunicipalityCode| {
        let digits = code.as_str().bytes().zip(other.as_str().bytes()).filter(|(a, b)| a != b).count();
        let other_department = code.as_str()[..2] != other.as_str()[..2];
        (other_department, digits, *other)
    };
    known.min_by_key(distance).filter(|near| distance(near).1 <= 2)
}
