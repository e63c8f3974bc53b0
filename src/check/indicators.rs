//! The definitions of the indicators: formulas that can be computed, bands in their order, each number once.

use std::sync::Arc;

use super::findings::Findings;
use crate::diagnostics::catalogue::{C0511, C0512, C0513};
use crate::diagnostics::{Diagnostic, Words};
use crate::model::Model;
use crate::model::indicators::{Definition, Formula, FormulaFault, Quantity, Slip, Unit};
use crate::model::provenance::Ref;

pub(super) fn lists(model: &Model, found: &mut Findings) {
    let file: Arc<str> = "content/indicators.yaml".into();
    let all = &model.indicators;
    let contradicts =
        |id: &Ref, what: Words| C0513.at(id.in_file(&file)).with("id", &id.value).with_words("what", what);
    for text in &all.quantities {
        if Quantity::parse(&text.id).is_none() && !text.id.is_stand_in() {
            found.push(contradicts(&text.id, NO_QUANTITY));
        }
    }
    for (n, definition) in all.all().enumerate() {
        let number = all.indicators.get(n).map(|_| n + 1);
        if definition.number.map(usize::from) != number {
            found.push(contradicts(&definition.id, NUMBERING));
        }
        if definition.bands.as_ref().is_some_and(|bands| !bands.are_ordered()) {
            found.push(contradicts(&definition.id, DISORDER));
        }
        if definition.bands.is_some() != definition.basis.is_some() {
            found.push(contradicts(&definition.id, NO_BASIS));
        }
        if definition.formula.is_by_source() == definition.limits.is_empty()
            || (definition.formula.is_by_source() && definition.bands.is_none())
        {
            found.push(contradicts(&definition.id, NO_LIMITS));
        }
        if definition.minimum_base.is_some() && !definition.formula.looks_back() {
            found.push(contradicts(&definition.id, NO_BASE));
        }
        for (formula, unit) in formulas(definition) {
            match &formula.parsed {
                Err(fault) => found.push(diagnostic(formula, fault, &file)),
                Ok(typed) if !unit.accepts(typed.dimension) => {
                    found.push(contradicts(&definition.id, OTHER_UNIT));
                }
                Ok(_) => {}
            }
            if formula.quantities().into_iter().any(|quantity| all.quantity(quantity).is_none()) {
                found.push(contradicts(&definition.id, NAMELESS));
            }
        }
    }
}

/// The formulas of a definition with the units their values are shown in.
fn formulas(definition: &Definition) -> impl Iterator<Item = (&Formula, Unit)> {
    let beside = definition.beside.iter().map(|beside| (&beside.formula, beside.unit));
    std::iter::once((&definition.formula, definition.unit)).chain(beside)
}

fn diagnostic(formula: &Formula, fault: &FormulaFault, file: &Arc<str>) -> Diagnostic {
    let text = &formula.text;
    let place = text.part(fault.at.clone(), file);
    match &fault.slip {
        Slip::Unknown(nearest) => {
            let name = text.value.get(fault.at.clone()).unwrap_or_default();
            C0512.at(place).with("value", name).with_some("nearest", nearest.as_ref())
        }
        Slip::Unexpected => C0511.at(place).with_words("what", UNEXPECTED),
        Slip::Mixed => C0511.at(place).with_words("what", MIXED),
        Slip::Misplaced => C0511.at(place).with_words("what", MISPLACED),
        Slip::Deep => C0511.at(place).with_words("what", DEEP),
    }
}

const UNEXPECTED: Words =
    Words { es: "aquí falta algo o sobra un signo", en: "something is missing here, or there is a sign too many" };
const MIXED: Words = Words {
    es: "suma o resta cosas que no se cuentan en lo mismo",
    en: "it adds or subtracts things that are not counted in the same unit",
};
const MISPLACED: Words = Words {
    es: "los datos source.… van dentro de worst_source(…), y solo ellos",
    en: "the quantities source.… belong inside worst_source(…), and only they",
};
const DEEP: Words = Words { es: "tiene demasiados paréntesis o signos", en: "it has too many brackets or signs" };

const NO_QUANTITY: Words = Words { es: "no hay un dato con ese nombre", en: "there is no quantity of that name" };
const NUMBERING: Words = Words {
    es: "los indicadores se numeran desde 1 en su orden, y el contexto no lleva número",
    en: "indicators are numbered from 1 in their order, and the context has no numbers",
};
const DISORDER: Words = Words {
    es: "las franjas no van en el mismo sentido o no están en orden",
    en: "the bands do not go the same way or are not in order",
};
const NO_BASIS: Words = Words {
    es: "unas franjas dicen en qué se basan (basis), y sin franjas no hay base",
    en: "bands say what they rest on (basis), and without bands there is no basis",
};
const NO_LIMITS: Words = Words {
    es: "worst_source necesita límites (limits) y franjas, y sin worst_source no hay límites",
    en: "worst_source needs limits and bands, and without worst_source there are no limits",
};
const NO_BASE: Words = Words {
    es: "minimum_base es para fórmulas con previous(…)",
    en: "minimum_base is for formulas with previous(…)",
};
const OTHER_UNIT: Words = Words {
    es: "la fórmula no da un valor en la unidad que dice (unit)",
    en: "the formula does not give a value in the unit it states (unit)",
};
const NAMELESS: Words = Words {
    es: "usa un dato que no está en la lista «quantities»",
    en: "it uses a quantity that is not in the list \"quantities\"",
};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::findings::Findings;
    use super::lists;
    use crate::diagnostics::Diagnostics;
    use crate::model::{Asked, Model};
    use crate::source::SourceTree;

    const FILE: &str = "content/indicators.yaml";

    /// What is told of the real definitions with one change in them, and the text each is about.
    fn told(from: &str, to: &str) -> Vec<(&'static str, String)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = tempfile::tempdir().unwrap();
        let text = fs_err::read_to_string(root.join(FILE)).unwrap();
        assert!(text.contains(from), "{from}");
        let text = text.replacen(from, to, 1);
        fs_err::create_dir(folder.path().join("content")).unwrap();
        fs_err::write(folder.path().join(FILE), &text).unwrap();
        fs_err::copy(root.join("content/site.yaml"), folder.path().join("content/site.yaml")).unwrap();
        let tree = SourceTree::read(folder.path()).value;
        let loaded = Model::load(&tree, Asked::default());
        let mut found: Diagnostics = loaded.diagnostics;
        let model = loaded.value.unwrap();
        let mut findings = Findings::default();
        lists(&model, &mut findings);
        found.append(findings.told(&model));
        let shown = |place: &crate::diagnostics::Place| text[place.span.clone()].to_owned();
        found.iter().map(|fault| (fault.fault.code, fault.place.as_ref().map(shown).unwrap_or_default())).collect()
    }

    #[test]
    fn the_definitions_are_sound() {
        assert_eq!(told("indicators:", "indicators:"), []);
    }

    #[test]
    fn faults_of_formulas_are_told_at_their_column() {
        let accrued = "\"spending.accrued / spending.current\"";
        let code = |code, text: &str| vec![(code, text.to_owned())];
        assert_eq!(told(accrued, "\"spending.acrued / spending.current\""), code("C0512", "spending.acrued"));
        assert_eq!(told(accrued, "spending.accrued / spending.curent"), code("C0512", "spending.curent"));
        assert_eq!(told(accrued, "\"spending.accrued / % 2\""), code("C0511", "%"));
        assert_eq!(told(accrued, "\"1 + spending.accrued\""), code("C0511", "1 + spending.accrued"));
        assert_eq!(told(accrued, "\"1 / source.received\""), code("C0511", "source.received"));
    }

    #[test]
    fn contradictions_within_a_definition_are_told() {
        let code = |code, text: &str| vec![(code, text.to_owned())];
        let first = "spending_execution";
        assert_eq!(told("good: \">= 80\"", "good: \">= 60\""), code("C0513", first));
        assert_eq!(told("good: \">= 80\"", "good: \"> 80\"")[0].0, "C0510");
        assert_eq!(told("number: 1\n", "number: 2\n"), code("C0513", first));
        assert_eq!(told("unit: percent", "unit: months"), code("C0513", first));
        assert_eq!(
            told("minimum_base: 100000.00", "limits: [{funding_source: a, percent: 1}]"),
            code("C0513", "own_revenue_growth")
        );
        assert_eq!(told("  - id: cash.unrestricted\n", "  - id: cash.unrestrictet\n").len(), 2);
    }
}
