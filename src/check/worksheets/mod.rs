//! Calculators: each can be shown in all its faces, its formulas mean something, and its examples come out.

mod examples;
mod formulas;
mod shape;

use std::sync::Arc;

use super::findings::Findings;
use crate::diagnostics::catalogue::C0530;
use crate::diagnostics::{Diagnostic, Place, Words};
use crate::model::Model;
use crate::model::provenance::Ref;
use crate::model::worksheet::Worksheet;
use crate::worksheet;

pub(super) fn lists(model: &Model, found: &mut Findings) {
    for sheet in &model.worksheets {
        if model.tools.position(&sheet.tool).is_none() && !model.unread.contains(&*tool_file(sheet)) {
            let fault = C0530.at(Place::file(&sheet.file)).with("id", &sheet.tool);
            found.push(fault.with_words("what", NO_TOOL.0).with_words("cure", NO_TOOL.1));
        }
        shape::check(sheet, found);
        // What stands in for something else in a doubtful file says nothing about formulas.
        if model.is_doubtful(&sheet.file) {
            continue;
        }
        let compiled = worksheet::compiled(sheet);
        formulas::check(sheet, &compiled, found);
        let holidays: Arc<str> = "content/holidays.yaml".into();
        let known = !model.is_doubtful(&holidays) && !model.unread.contains(&holidays);
        if let Some(program) = compiled.program.as_ref().filter(|_| known) {
            examples::check(model, sheet, program, found);
        }
    }
}

fn tool_file(sheet: &Worksheet) -> Arc<str> {
    format!("toolbox/{}/tool.yaml", sheet.tool).into()
}

/// Something that contradicts itself: what, and the cure.
fn contradicts(sheet: &Worksheet, id: &Ref, (what, cure): (Words, Words)) -> Diagnostic {
    C0530.at(id.in_file(&sheet.file)).with("id", &id.value).with_words("what", what).with_words("cure", cure)
}

const NO_TOOL: (Words, Words) = (
    Words { es: "su carpeta no tiene tool.yaml", en: "its folder has no tool.yaml" },
    Words {
        es: "la calculadora va junto a la herramienta a la que pertenece: toolbox/<id>/tool.yaml",
        en: "a calculator stands beside the tool it belongs to: toolbox/<id>/tool.yaml",
    },
);
