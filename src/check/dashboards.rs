//! What a municipality's year says of itself: parts and totals, stages and dates in their order, shares within their
//! whole, exceptions that lead somewhere, and what official data must have.
//!
//! Warnings in provisional and example data, where the page flags the figure; errors in official data. What single rows
//! of revenue and spending say of themselves is told in `values.rs`, what their sources lack in `honesty.rs`.

use std::collections::BTreeMap;

use super::findings::Findings;
use crate::diagnostics::catalogue::{C0507, C0508, C0514, C0803, C0805};
use crate::diagnostics::{Place, Words};
use crate::indicator::{leads_somewhere, overriding};
use crate::model::Model;
use crate::model::municipality_year::{MunicipalityYear, ProcurementState, Project};
use crate::model::provenance::Ref;
use crate::model::territory::Municipality;
use crate::model::values::{Date, Money, Number, Ratio, Status};

pub(super) fn municipality(model: &Model, municipality: &Municipality, found: &mut Findings) {
    for year in municipality.years.values() {
        check_year(model, municipality, year, found);
    }
}

/// All rules of this file on one year.
fn check_year(model: &Model, municipality: &Municipality, year: &MunicipalityYear, found: &mut Findings) {
    // Figures beside one that could not be read say nothing together.
    if model.is_doubtful(&year.file) {
        return;
    }
    debug_assert_eq!(municipality.code, *year.municipality);
    let mut rule = Rule { year, found };
    rule.official(model);
    rule.overrides(model);
    rule.period();
    rule.rows();
    rule.items();
    rule.lines();
    rule.funding();
    rule.services();
    rule.people();
    rule.projects();
    rule.procurements();
    rule.disclosure();
}

/// Parts and totals may differ by so much for rounding: five quetzales.
const TOLERANCE: Money = Money::from_centavos(500);

struct Rule<'a> {
    year: &'a MunicipalityYear,
    found: &'a mut Findings,
}

impl Rule<'_> {
    /// Tells a contradiction in the row that `place` names, by the status of what it is about.
    fn tell(&mut self, path: &[&str], place: Option<&Ref>, status: Option<Status>, what: Words, figures: String) {
        let special = overriding(&self.year.overrides, path).map(|special| *special.status);
        let status = special.or(status).unwrap_or(*self.year.status);
        let fault = if status == Status::Official { &C0508 } else { &C0507 };
        let place_of_row = place.is_some();
        let place = place.map_or_else(|| Place::file(&self.year.file), |id| id.in_file(&self.year.file));
        // A row is called as it calls itself; a value that stands alone by its path.
        let label = match (place_of_row, path) {
            (true, [_, row, ..]) => (*row).to_owned(),
            _ => path.join("."),
        };
        self.found.push(fault.at(place).with("label", label).with_words("what", what).with("figures", figures));
    }

    /// Amounts that cannot be below zero.
    fn negative(&mut self, path: &[&str], place: Option<&Ref>, status: Option<Status>, amounts: &[Option<Money>]) {
        if let Some(amount) = amounts.iter().flatten().find(|amount| amount.is_negative()) {
            self.tell(path, place, status, NEGATIVE, amount.to_string());
        }
    }

    /// Two amounts of which the first cannot be the larger one.
    fn at_most(
        &mut self,
        path: &[&str],
        place: Option<&Ref>,
        status: Option<Status>,
        (small, large): (Option<Money>, Option<Money>),
        what: Words,
    ) {
        if let (Some(small), Some(large)) = (small, large)
            && small > large + TOLERANCE
        {
            self.tell(path, place, status, what, format!("{small} > {large}"));
        }
    }

    fn official(&mut self, model: &Model) {
        let year = self.year;
        // That invented figures are called official has been told.
        if *year.status != Status::Official || year.municipality.is_fictitious() {
            return;
        }
        let place = || year.status.in_file(&year.file);
        if !year.closed {
            self.found.push(C0805.at(place()).with_words("what", NOT_CLOSED));
        }
        if year.validated_by.as_ref().is_none_or(|who| who.trim().is_empty()) {
            self.found.push(C0805.at(place()).with_words("what", NOT_VALIDATED));
        }
        // The file's own source and those of rows are looked at in `honesty.rs`.
        year.projects.iter().filter_map(|project| project.source.as_ref()).for_each(|id| self.sound_source(model, id));
        year.population.iter().for_each(|population| self.sound_source(model, &population.source));
    }

    fn sound_source(&mut self, model: &Model, id: &Ref) {
        let Some(source) = model.sources.get(&id.value) else { return };
        for (name, present) in [("retrieved_on", source.retrieved_on.is_some()), ("sha256", source.sha256.is_some())] {
            if !present {
                self.found.push(C0803.at(id.in_file(&self.year.file)).with("what", name).with("id", &id.value));
            }
        }
    }

    fn overrides(&mut self, model: &Model) {
        let year = self.year;
        for special in &year.overrides {
            if !leads_somewhere(year, &special.path) {
                let place = special.status.in_file(&year.file);
                self.found.push(C0514.at(place).with("value", &special.path));
            }
            if *special.status == Status::Official {
                self.sound_source(model, special.source.as_ref().unwrap_or(&year.source));
            }
        }
    }

    fn period(&mut self) {
        let year = self.year;
        let Some(end) = &year.period_end else { return };
        if i32::from(end.year()) != i32::from(year.year.0) {
            self.tell(&["period_end"], None, None, OTHER_YEAR, format!("{} / {}", **end, *year.year));
        }
    }

    /// What `values.rs` does not look at in rows of revenue and spending.
    fn rows(&mut self) {
        let year = self.year;
        for row in &year.revenue {
            let status = row.status.as_ref().map(|status| **status);
            self.negative(&["revenue", &row.class], Some(&row.class), status, &[row.initial, row.current]);
        }
        for row in &year.spending {
            let status = row.status.as_ref().map(|status| **status);
            let (path, place) = (["spending", row.function.as_str()], Some(&row.function));
            self.negative(&path, place, status, &[row.initial, row.current, row.committed]);
            self.at_most(&path, place, status, (row.accrued, row.committed), ACCRUED_ABOVE_COMMITTED);
        }
    }

    fn items(&mut self) {
        let year = self.year;
        let mut sums: BTreeMap<&str, [Option<Money>; 4]> = BTreeMap::new();
        for row in &year.revenue_by_item {
            let path = ["revenue_by_item", row.item.as_str()];
            self.sum(&path, Some(&row.class), (row.initial, row.modification, row.current));
            self.negative(&path, Some(&row.class), None, &[row.initial, row.current, row.received]);
            add(sums.entry(&row.class), [row.initial, row.modification, row.current, row.received]);
        }
        for row in &year.revenue {
            let whole = [row.initial, row.modification, row.current, row.received];
            if let Some(parts) = sums.get(row.class.as_str()) {
                self.parts(&["revenue", &row.class], &row.class, (parts, &whole), ITEMS_OFF);
            }
        }
    }

    fn lines(&mut self) {
        let year = self.year;
        let mut sums: BTreeMap<&str, [Option<Money>; 6]> = BTreeMap::new();
        for row in &year.spending_lines {
            let path = ["spending_lines", row.programme.as_str()];
            let place = row.function.as_ref().or(row.purpose.as_ref());
            self.sum(&path, place, (row.initial, row.modification, row.current));
            self.negative(&path, place, None, &[row.initial, row.current, row.committed, row.accrued, row.paid]);
            self.at_most(&path, place, None, (row.accrued, row.current), ACCRUED_ABOVE);
            self.at_most(&path, place, None, (row.accrued, row.committed), ACCRUED_ABOVE_COMMITTED);
            self.at_most(&path, place, None, (row.paid, row.accrued), PAID_ABOVE);
            if let Some(function) = &row.function {
                let stages = [row.initial, row.modification, row.current, row.committed, row.accrued, row.paid];
                add(sums.entry(function), stages);
            }
        }
        for row in &year.spending {
            let whole = [row.initial, row.modification, row.current, row.committed, row.accrued, row.paid];
            if let Some(parts) = sums.get(row.function.as_str()) {
                self.parts(&["spending", &row.function], &row.function, (parts, &whole), LINES_OFF);
            }
        }
    }

    /// initial + modification = current.
    fn sum(
        &mut self,
        path: &[&str],
        place: Option<&Ref>,
        (initial, modification, current): (Option<Money>, Option<Money>, Option<Money>),
    ) {
        if let (Some(initial), Some(modification), Some(current)) = (initial, modification, current)
            && (initial + modification - current).abs() > TOLERANCE
        {
            self.tell(path, place, None, SUM_OFF, format!("{} / {current}", initial + modification));
        }
    }

    /// Parts make up their whole, stage by stage; one message for each row.
    fn parts<const N: usize>(
        &mut self,
        path: &[&str],
        place: &Ref,
        (parts, whole): (&[Option<Money>; N], &[Option<Money>; N]),
        what: Words,
    ) {
        let off = |(parts, whole): (&Option<Money>, &Option<Money>)| {
            let (parts, whole) = ((*parts)?, (*whole)?);
            ((parts - whole).abs() > TOLERANCE).then_some((parts, whole))
        };
        if let Some((parts, whole)) = parts.iter().zip(whole).find_map(off) {
            self.tell(path, Some(place), None, what, format!("{parts} / {whole}"));
        }
    }

    fn funding(&mut self) {
        for row in &self.year.revenue_by_source {
            let path = ["revenue_by_source", row.funding_source.as_str()];
            let amounts = [row.received, row.operating_paid, row.investment_paid, row.debt_paid];
            self.negative(&path, Some(&row.funding_source), None, &amounts);
        }
    }

    fn services(&mut self) {
        let year = self.year;
        for row in &year.arrears {
            let (path, place) = (["arrears", row.service.as_str()], Some(&row.service));
            let buckets = row.buckets.iter().flat_map(|b| [b.d0_30, b.d31_90, b.d91_180, b.d181_365, b.over_365]);
            let amounts: Vec<Option<Money>> =
                buckets.map(Some).chain([row.billed_12m, row.collected_of_bills]).collect();
            self.negative(&path, place, None, &amounts);
            self.at_most(&path, place, None, (row.collected_of_bills, row.billed_12m), COLLECTED_ABOVE);
        }
        if let Some(water) = &year.water {
            self.negative(&["water"], None, None, &[water.cost_total, water.income]);
            self.share(
                &["water", "users_registered"],
                (water.users_registered, water.connections_total),
                REGISTERED_ABOVE,
            );
        }
        if let Some(cash) = &year.cash {
            self.negative(&["cash"], None, None, &[cash.unrestricted, cash.restricted]);
        }
        if let Some(debt) = &year.debt {
            self.negative(&["debt"], None, None, &[debt.balance, debt.service]);
        }
    }

    /// A part of a count cannot be more than the whole.
    fn share(&mut self, path: &[&str], (part, whole): (Option<u32>, Option<u32>), what: Words) {
        if let (Some(part), Some(whole)) = (part, whole)
            && part > whole
        {
            self.tell(path, None, None, what, format!("{part} > {whole}"));
        }
    }

    fn people(&mut self) {
        let year = self.year;
        if let Some(staff) = &year.staff {
            self.share(&["staff", "using_digital"], (staff.using_digital, staff.total), PART_ABOVE);
        }
        if let Some(facts) = &year.participation {
            self.share(&["participation", "women"], (facts.women, facts.attended), PART_ABOVE);
        }
    }

    fn projects(&mut self) {
        for project in &self.year.projects {
            self.project(project);
        }
    }

    fn project(&mut self, project: &Project) {
        let (path, place) = (["projects", project.id.as_str()], Some(&project.id));
        self.negative(&path, place, None, &[project.contracted, project.paid]);
        self.ordered(&path, place, (project.planned_start, project.planned_end), ENDS_BEFORE_START);
        self.ordered(&path, place, (project.planned_start, project.actual_end), ENDS_BEFORE_START);
        let hundred = Ratio::whole(100);
        let outside = |percent: &Number| Ratio::from(*percent) < Ratio::whole(0) || Ratio::from(*percent) > hundred;
        if let Some(percent) = project.physical_percent.filter(outside) {
            self.tell(&path, place, None, NO_PERCENT, percent.to_string());
        }
    }

    fn ordered(&mut self, path: &[&str], place: Option<&Ref>, dates: (Option<Date>, Option<Date>), what: Words) {
        if let (Some(first), Some(last)) = dates
            && last < first
        {
            self.tell(path, place, None, what, format!("{last} < {first}"));
        }
    }

    fn procurements(&mut self) {
        for row in &self.year.procurements {
            let path = ["procurements", row.nog.as_str()];
            self.negative(&path, None, None, &[row.estimated, row.awarded]);
            self.ordered(&path, None, (row.published_on, row.awarded_on), AWARDED_BEFORE);
            self.ordered(&path, None, (row.awarded_on, row.contract_on), CONTRACT_BEFORE);
            if matches!(row.state, ProcurementState::Awarded | ProcurementState::Contracted) && row.awarded.is_none() {
                self.tell(&path, None, None, NO_AMOUNT, row.state.id().to_owned());
            }
        }
    }

    fn disclosure(&mut self) {
        let mut seen: Vec<u8> = Vec::new();
        for item in &self.year.public_information {
            let numeral = item.numeral.to_string();
            let path = ["public_information", numeral.as_str()];
            if !(1..=29).contains(&item.numeral) || seen.contains(&item.numeral) {
                self.tell(&path, None, None, NO_NUMERAL, numeral.clone());
            }
            seen.push(item.numeral);
            let twice = Ratio::from(item.score).times(Ratio::whole(2));
            if ![0, 1, 2].into_iter().any(|half| twice == Some(Ratio::whole(half))) {
                self.tell(&path, None, None, NO_SCORE, item.score.to_string());
            }
        }
    }
}

/// Adds a row to a sum; a stage that one row lacks has no sum.
fn add<const N: usize>(
    entry: std::collections::btree_map::Entry<'_, &str, [Option<Money>; N]>,
    row: [Option<Money>; N],
) {
    let sums = entry.or_insert([Some(Money::ZERO); N]);
    for (sum, amount) in sums.iter_mut().zip(row) {
        *sum = sum.zip(amount).map(|(sum, amount)| sum + amount);
    }
}

const NEGATIVE: Words = Words { es: "una cantidad negativa", en: "a negative amount" };
const SUM_OFF: Words =
    Words { es: "inicial + modificación no da el vigente", en: "initial + modification is not the current budget" };
const ACCRUED_ABOVE: Words =
    Words { es: "se devengó más que el presupuesto vigente", en: "more was accrued than the current budget" };
const ACCRUED_ABOVE_COMMITTED: Words =
    Words { es: "se devengó más que lo comprometido", en: "more was accrued than was committed" };
const PAID_ABOVE: Words = Words { es: "se pagó más que lo devengado", en: "more was paid than was accrued" };
const ITEMS_OFF: Words = Words { es: "los rubros no suman lo de su clase", en: "the items do not make up their class" };
const LINES_OFF: Words =
    Words { es: "los renglones no suman lo de su función", en: "the lines do not make up their function" };
const COLLECTED_ABOVE: Words = Words {
    es: "se cobró más de lo facturado en el periodo",
    en: "more was collected of the period's bills than billed",
};
const REGISTERED_ABOVE: Words = Words {
    es: "hay más usuarios registrados que conexiones",
    en: "there are more registered users than connections",
};
const PART_ABOVE: Words = Words { es: "la parte es mayor que el total", en: "the part is larger than the whole" };
const ENDS_BEFORE_START: Words = Words { es: "termina antes de empezar", en: "it ends before it starts" };
const NO_PERCENT: Words = Words { es: "el avance físico va de 0 a 100", en: "physical progress goes from 0 to 100" };
const AWARDED_BEFORE: Words =
    Words { es: "se adjudicó antes de publicarse", en: "it was awarded before it was published" };
const CONTRACT_BEFORE: Words =
    Words { es: "se contrató antes de adjudicarse", en: "it was contracted before it was awarded" };
const NO_AMOUNT: Words =
    Words { es: "está adjudicada y no dice por cuánto", en: "it is awarded and does not say for how much" };
const NO_NUMERAL: Words =
    Words { es: "los numerales van de 1 a 29, cada uno una vez", en: "the numerals go from 1 to 29, each once" };
const NO_SCORE: Words = Words { es: "el punto es 0, 0.5 o 1", en: "the score is 0, 0.5 or 1" };
const OTHER_YEAR: Words =
    Words { es: "la fecha de corte es de otro año", en: "the reporting date lies in another year" };
const NOT_CLOSED: Words = Words { es: "no está cerrado (closed: false)", en: "it is not closed (closed: false)" };
const NOT_VALIDATED: Words = Words {
    es: "no dice qué oficina o entidad lo validó (validated_by)",
    en: "it does not say which office or body validated it (validated_by)",
};

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::LazyLock;

    use super::super::findings::Findings;
    use super::check_year;
    use crate::model::municipality_year::MunicipalityYear;
    use crate::model::values::MunicipalityCode;
    use crate::model::{Asked, Model};
    use crate::source::SourceTree;
    use crate::source::yaml::decode_text;

    static SITE: LazyLock<Model> = LazyLock::new(|| {
        let tree = SourceTree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).value;
        Model::load(&tree, Asked::default()).value.unwrap()
    });

    /// The codes and labels of what is told of a year of 1302.
    fn told(status: &str, text: &str) -> Vec<String> {
        let head = "schema: 1\nmunicipality: \"1302\"\nyear: 2025\nclosed: true\nsource: ejemplo\n";
        let year: MunicipalityYear = decode_text(&format!("{head}status: {status}\n{text}")).unwrap();
        let municipality = SITE.municipality(MunicipalityCode::parse("1302").unwrap()).unwrap();
        let mut found = Findings::default();
        check_year(&SITE, municipality, &year, &mut found);
        let line = |fault: &crate::diagnostics::Diagnostic| {
            let about = ["label", "what", "value"].iter().find_map(|name| fault.value(name)).unwrap_or_default();
            format!("{} {about}", fault.fault.code)
        };
        found.told(&SITE).iter().map(line).collect()
    }

    #[test]
    fn what_contradicts_itself_is_a_warning_in_examples_and_an_error_in_official_data() {
        let validated = "validated_by: Auditoría interna\n";
        for (text, label) in [
            ("spending:\n  - {function: transport, initial: -1.00}\n", "transport"),
            ("spending:\n  - {function: transport, committed: 1.00, accrued: 7.00}\n", "transport"),
            ("revenue:\n  - {class: \"10\", current: -1.00}\n", "10"),
            (
                "revenue:\n  - {class: \"10\", received: 10.00}\nrevenue_by_item:\n  \
                 - {item: \"10141\", name: {es: a}, class: \"10\", received: 4.99}\n",
                "10",
            ),
            (
                "spending:\n  - {function: transport, accrued: 10.00}\nspending_lines:\n  \
                 - {programme: \"11\", kind: investment, function: transport, accrued: 15.01}\n",
                "transport",
            ),
            ("spending_lines:\n  - {programme: \"11\", kind: debt, accrued: 1.00, paid: 6.01}\n", "spending_lines.11"),
            ("arrears:\n  - {service: agua, billed_12m: 1.00, collected_of_bills: 6.01}\n", "agua"),
            (
                "arrears:\n  - {service: agua, buckets: {d0_30: 1, d31_90: -1, d91_180: 1, d181_365: 1, over_365: 1}}\n",
                "agua",
            ),
            ("water: {connections_total: 1, users_registered: 2}\n", "water.users_registered"),
            ("cash: {unrestricted: -1.00}\n", "cash"),
            ("staff: {total: 1, using_digital: 2}\n", "staff.using_digital"),
            ("participation: {attended: 1, women: 2}\n", "participation.women"),
            ("public_information:\n  - {numeral: 30, score: 1}\n", "public_information.30"),
            ("public_information:\n  - {numeral: 3, score: 0.7}\n", "public_information.3"),
            ("period_end: 2024-12-31\n", "period_end"),
            (
                "projects:\n  - {id: P1, name: {es: a}, planned_start: 2025-02-01, planned_end: 2025-01-31, state: running}\n",
                "P1",
            ),
            ("projects:\n  - {id: P1, name: {es: a}, physical_percent: 100.1, state: running}\n", "P1"),
        ] {
            assert_eq!(told("demo", text), [format!("C0507 {label}")], "{text}");
            let official = told("official", &format!("{validated}{text}"));
            assert_eq!(official, [format!("C0508 {label}")], "{text}");
        }
    }

    #[test]
    fn five_quetzales_are_rounding_and_what_is_missing_is_no_contradiction() {
        for text in [
            "spending_lines:\n  - {programme: \"11\", kind: debt, accrued: 1.00, paid: 6.00}\n",
            "spending:\n  - {function: transport, accrued: 10.00}\nspending_lines:\n  \
             - {programme: \"11\", kind: investment, function: transport, paid: 15.01}\n",
            "water: {users_registered: 2}\n",
            "projects:\n  - {id: P1, name: {es: a}, physical_percent: 100, state: running}\n",
        ] {
            assert_eq!(told("demo", text), [""; 0], "{text}");
        }
    }

    #[test]
    fn an_override_decides_the_weight_and_has_to_lead_somewhere() {
        let water = "water: {connections_total: 1, users_registered: 2}\nvalidated_by: Auditoría interna\noverrides:\n";
        let weaker = format!("{water}  - {{path: water.users_registered, status: provisional}}\n");
        assert_eq!(told("official", &weaker), ["C0507 water.users_registered"]);
        let astray = format!("{water}  - {{path: water.users, status: provisional}}\n");
        assert_eq!(told("official", &astray), ["C0514 water.users", "C0508 water.users_registered"]);
    }

    #[test]
    fn official_years_are_closed_and_validated() {
        assert_eq!(told("official", "").len(), 1);
        assert!(told("official", "")[0].starts_with("C0805"));
        assert_eq!(told("official", "validated_by: \" \"\n").len(), 1);
        assert_eq!(told("provisional", ""), [""; 0]);
    }

    #[test]
    fn the_example_is_without_contradiction() {
        let municipality = SITE.municipality(MunicipalityCode::parse("9901").unwrap()).unwrap();
        for year in municipality.years.values() {
            let mut found = Findings::default();
            check_year(&SITE, municipality, year, &mut found);
            assert!(found.is_empty(), "{:?}", found.told(&SITE).iter().next());
        }
    }
}
