//! Personal data: a person's identification number (CUI, printed on the DPI).

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::catalogue::C0810;
use crate::diagnostics::{Diagnostics, Place, personal_numbers};

/// Tells each number of a line that is a CUI, without printing it.
pub(super) fn line(path: &Arc<str>, text: &str, line: Range<usize>, found: &mut Diagnostics) {
    let Some(content) = text.get(line.clone()) else { return };
    for number in personal_numbers(content) {
        let masked: String = content[number.clone()].chars().take(2).chain("***********".chars()).collect();
        let place = Place::new(path, line.start + number.start..line.start + number.end);
        found.push(C0810.at(place).with("masked", masked));
    }
}
