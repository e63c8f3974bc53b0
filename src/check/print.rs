//! Whether all that a charter says can be printed: a PDF carries its letters with it.

use std::sync::Arc;

use serde_json::Value;

use super::findings::Findings;
use crate::diagnostics::catalogue::C0908;
use crate::diagnostics::{Diagnostic, Place};
use crate::model::Model;
use crate::model::charter::CharterFamily;

pub(super) fn charter(model: &Model, family: &CharterFamily, found: &mut Findings) {
    if !model.site.pdf {
        return;
    }
    let versions = family.all_versions().map(|version| (serde_json::to_value(&*version.value), &version.value.file));
    let results = family.results.iter().map(|results| (serde_json::to_value(&**results), &results.file));
    for (value, file) in versions.chain(results) {
        // What holds texts only can be written as JSON.
        let Ok(value) = value else { continue };
        look(&value, &Place::file(file), found);
    }
}

/// A sign that has no letter, told at the text that holds it.
pub(crate) fn unprintable(sign: char, place: Place) -> Diagnostic {
    C0908.at(place).with("sign", sign).with("code", format!("U+{:04X}", u32::from(sign)))
}

/// Goes through what was written; `place` is the nearest part of the file that is known.
fn look(value: &Value, place: &Place, found: &mut Findings) {
    match value {
        Value::String(text) => found.extend(cabildo_pdf::lacking(text).map(|sign| unprintable(sign, place.clone()))),
        // A text or a value with its place.
        Value::Array(parts) if let [Value::Number(start), Value::Number(end), value] = parts.as_slice() => {
            let span = start.as_u64().zip(end.as_u64()).map(|(start, end)| start as usize..end as usize);
            let known = span.filter(|span| !span.is_empty()).map(|span| Place::new(&Arc::clone(&place.file), span));
            look(value, &known.unwrap_or_else(|| place.clone()), found);
        }
        Value::Array(parts) => parts.iter().for_each(|part| look(part, place, found)),
        Value::Object(entries) => entries.values().for_each(|entry| look(entry, place, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
