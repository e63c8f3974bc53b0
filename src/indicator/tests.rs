//! Known values against the real content, and properties of the calculation on years made up for them.

use std::path::Path;
use std::sync::LazyLock;

use super::*;
use crate::model::Asked;
use crate::model::classifications::RevenueKind;
use crate::model::values::MunicipalityCode;
use crate::source::SourceTree;
use crate::source::yaml::decode_text;

/// The repository's own content, loaded once.
static SITE: LazyLock<Model> = LazyLock::new(|| {
    let tree = SourceTree::read(Path::new(env!("CARGO_MANIFEST_DIR"))).value;
    Model::load(&tree, Asked { today: Date::parse("2026-11-20"), ..Asked::default() })
        .value
        .expect("the site's content")
});

static ALL: LazyLock<Vec<(MunicipalityCode, Summaries)>> =
    LazyLock::new(|| SITE.municipalities.iter().map(|m| (m.code, summaries(&SITE, m))).collect());

fn municipality(code: &str) -> &'static Municipality {
    SITE.municipality(MunicipalityCode::parse(code).unwrap()).unwrap()
}

fn definition(id: &str) -> &'static Definition {
    SITE.indicators.get(id).unwrap().1
}

fn finding(code: &str, year: u16, id: &str) -> Finding<'static> {
    let found = findings(&SITE, municipality(code), Year(year));
    found.into_iter().find(|finding| *finding.definition.id == id).unwrap()
}

fn printed(code: &str, year: u16, id: &str) -> String {
    finding(code, year, id).digits().unwrap()
}

/// A finding of a year of 9901 that is written here, with the year before if there is one.
fn of_text(id: &str, now: &str, before: Option<&str>) -> Found {
    let head = |year: u16| {
        format!("schema: 1\nmunicipality: \"9901\"\nyear: {year}\nclosed: true\nstatus: official\nsource: ejemplo\n")
    };
    let year = |number: u16, text: &str| {
        let text = if text.contains("year:") { text.to_owned() } else { format!("{}{text}", head(number)) };
        decode_text::<MunicipalityYear>(&text).unwrap()
    };
    let (now, before) = (year(2025, now), before.map(|text| year(2024, text)));
    let now = Readings::new(&SITE, municipality("9901"), &now);
    let before = before.as_ref().map(|year| Readings::new(&SITE, municipality("9901"), year));
    let found = evaluate::find(definition(id), &now, before.as_ref(), *SITE.today);
    Found {
        outcome: found.outcome,
        rating: found.rating,
        status: found.status,
        sources: found.sources.into_iter().map(str::to_owned).collect(),
    }
}

#[derive(Debug, PartialEq)]
struct Found {
    outcome: Outcome,
    rating: Rating,
    status: Status,
    sources: Vec<String>,
}

fn value(id: &str, text: &str) -> Ratio {
    of_text(id, text, None).outcome.value().unwrap()
}

fn ratio(numerator: i128, denominator: i128) -> Ratio {
    Ratio::new(numerator, denominator).unwrap()
}

#[test]
fn the_sixteen_are_there_and_sound() {
    let all = &SITE.indicators;
    assert_eq!(all.indicators.len(), 16);
    assert_eq!(all.indicators[0].slug.value, "ejecucion_gasto");
    assert!(all.indicators.iter().all(|d| d.bands.is_some() && d.basis.is_some() && !d.ask.is_empty()));
    for definition in all.all() {
        assert!(!definition.quantities().is_empty(), "{}", *definition.id);
    }
    let used: BTreeSet<Quantity> = all.all().flat_map(Definition::quantities).collect();
    let beside = all.all().flat_map(|d| &d.beside).flat_map(|beside| beside.formula.quantities());
    let used: BTreeSet<Quantity> = used.into_iter().chain(beside).collect();
    assert_eq!(used.len(), Quantity::ALL.len(), "no quantity without use");
}

#[test]
fn la_libertad_is_just_below_the_edge_and_is_printed_so() {
    let found = finding("1311", 2019, "spending_execution");
    let value = found.outcome.value().unwrap();
    assert_eq!(value, ratio(24_360_486, 30_465_273));
    assert_eq!(found.definition.band(value), Some(Band::Middle));
    assert_eq!(found.digits().as_deref(), Some("79.96"));
    assert_eq!(found.rating, Rating::Unrated(WhyUnrated::Old), "history has no colours");
    assert_eq!((found.status, found.sources), (Status::Provisional, vec!["minfin-ejecucion"]));
}

#[test]
fn the_published_check_values_come_out() {
    assert_eq!(printed("1326", 2019, "spending_execution"), "71.8", "Barillas");
    assert_eq!(printed("1416", 2019, "spending_execution"), "72.0", "Sacapulas");
    assert_eq!(printed("1302", 2019, "spending_execution"), "61.6", "Chiantla");
    assert_eq!(printed("1302", 2019, "fiscal_autonomy"), "16.7", "Chiantla");
    assert_eq!(printed("1302", 2018, "spending_execution"), "66.3", "Chiantla");
    let incomplete = finding("1212", 2019, "spending_execution");
    assert!(incomplete.missing().contains(&Quantity::SpendingAccrued), "San Rafael: {:?}", incomplete.outcome);
    let Outcome::Missing(missing) = &incomplete.outcome else { panic!("{incomplete:?}") };
    assert!(missing.iter().all(|missing| missing.lack == Lack::NotWhole));
}

#[test]
fn the_example_has_all_it_can_have_in_a_year_that_is_not_over() {
    let found = findings(&SITE, municipality("9901"), Year(2026));
    let shown: Vec<(u8, String, Option<Band>)> = found
        .iter()
        .filter_map(|f| Some((f.definition.number?, f.digits().unwrap_or_default(), f.rating.band())))
        .collect();
    let expected = [
        (1, "", None),
        (2, "20.0", None),
        (3, "76.4", None),
        (4, "15.8", None),
        (5, "", None),
        (6, "75.6", Some(Band::Good)),
        (7, "90.27", Some(Band::Middle)),
        (8, "32.6", Some(Band::Good)),
        (9, "2.3", Some(Band::Middle)),
        (10, "80.3", Some(Band::Middle)),
        (11, "26.6", Some(Band::Middle)),
        (12, "78.0", Some(Band::Good)),
        (13, "82.6", Some(Band::Middle)),
        (14, "33.3", Some(Band::Low)),
        (15, "66.7", Some(Band::Middle)),
        (16, "85.7", Some(Band::Good)),
    ];
    assert_eq!(shown, expected.map(|(number, digits, band)| (number, digits.to_owned(), band)));
    assert_eq!(found[0].outcome, Outcome::NotThisYear(WhyNot::OpenYear));
    assert_eq!(found[4].outcome, Outcome::NotThisYear(WhyNot::OpenYear));
    let parts: Vec<_> = found[6].parts.iter().map(|part| (part.funding_source, part.outcome.value())).collect();
    assert_eq!(parts[2], ("31-0151-0002", Some(ratio(9, 10))), "IUSI is right on the edge");
    assert_eq!(found[15].beside, [Outcome::Value(ratio(7, 8))], "7 of 8 promises have data");
    assert!(found.iter().all(|finding| finding.status == Status::Demo));
}

#[test]
fn a_closed_year_is_rated_and_the_edge_is_good() {
    let found = finding("9901", 2025, "spending_execution");
    assert_eq!(found.outcome, Outcome::Value(ratio(4, 5)));
    assert_eq!((found.rating, found.digits().as_deref()), (Rating::Rated(Band::Good), Some("80.00")));
}

#[test]
fn no_figure_without_a_source_and_no_source_that_is_not_told() {
    for municipality in &SITE.municipalities {
        for year in municipality.years.keys() {
            for found in findings(&SITE, municipality, *year) {
                let name = format!("{} {year} {}", municipality.code, *found.definition.id);
                assert!(found.outcome.value().is_none() || !found.sources.is_empty(), "{name}");
                assert!(found.sources.iter().all(|id| SITE.sources.get(id).is_some()), "{name}");
                assert_eq!(
                    found.outcome.value().is_none(),
                    found.rating == Rating::Unrated(WhyUnrated::NoValue),
                    "{name}"
                );
                assert!(municipality.is_demo() || found.rating.band().is_none(), "{name}: 2016 to 2019 is history");
            }
        }
    }
}

#[test]
fn the_nation_is_computed_from_the_data_in_hand() {
    let all = percentiles(ALL.iter().map(|(code, summaries)| (*code, summaries)));
    let quarters = |year: u16, id: &str| {
        let (at, definition) = SITE.indicators.get(id).unwrap();
        let quarters = all[&(Year(year), Status::Provisional)][at].clone().unwrap();
        let digits = [quarters.p25, quarters.p50, quarters.p75]
            .map(|value| value.times(Ratio::whole(definition.unit.scale())).unwrap().decimal(0));
        (digits.join("/"), quarters.with_figure, quarters.of)
    };
    // The reference year: as computed apart from this program.
    assert_eq!(quarters(2018, "spending_execution"), ("62/70/78".to_owned(), 318, 340));
    // Of 2019 the source has only some, and those whose functions are not the whole budget are left out.
    assert_eq!(quarters(2019, "spending_execution"), ("69/78/84".to_owned(), 210, 340));
    assert_eq!(quarters(2019, "own_revenue_per_head"), ("69/118/202".to_owned(), 340, 340));
    assert_eq!(quarters(2019, "fiscal_autonomy").1, 340);
    let demo = &all[&(Year(2025), Status::Demo)][0].clone().unwrap();
    assert_eq!((demo.with_figure, demo.of), (9, 9), "the invented ones are a world of their own");
    assert!(!all.contains_key(&(Year(2026), Status::Demo)), "an open year is no part of it");
}

#[test]
fn peers_are_of_the_same_world_period_and_status() {
    let nearest = nearest(&SITE);
    let at = |code: &str| SITE.municipalities.position(code).unwrap();
    let own = |code: &str| &ALL[at(code)].1;
    let department = |code: &str| {
        let of = *SITE.municipalities[at(code)].department;
        let others = SITE.municipalities_of(of).filter(|other| other.code.as_str() != code);
        others.map(|other| at(other.code.as_str())).collect::<Vec<usize>>()
    };
    let chiantla = &nearest[at("1302")];
    assert_eq!((department("1302").len(), chiantla.len()), (32, 8));
    assert!(chiantla.iter().all(|at| !SITE.municipalities[*at].is_demo()));
    assert!(nearest[at("9901")].iter().all(|at| SITE.municipalities[*at].is_demo()));
    // The same by looking at all.
    let people = |at: usize| f64::from(SITE.municipalities[at].population().unwrap_or_default());
    for (own, near) in nearest.iter().enumerate().filter(|(own, _)| people(*own) > 0.0) {
        let is_demo = |at: usize| SITE.municipalities[at].is_demo();
        let far = |at: usize| (people(at) / people(own)).ln().abs();
        let farthest = near.iter().map(|at| far(*at)).fold(0.0, f64::max);
        let nearer = (0..nearest.len()).filter(|at| *at != own && is_demo(*at) == is_demo(own) && people(*at) > 0.0);
        assert!(nearer.filter(|at| far(*at) < farthest - 1e-12).all(|at| near.contains(&at)), "{own}");
    }
    let beside = |code: &str, year: u16, id: &str, group: &[usize]| {
        let (n, definition) = SITE.indicators.get(id).unwrap();
        compare(definition, n, &own(code)[&Year(year)], group.iter().map(|at| ALL[*at].1.get(&Year(year))))
    };
    match beside("1302", 2018, "spending_execution", chiantla) {
        Comparison::Compared { median, least, most, with_figure, group, place } => {
            assert_eq!((with_figure, group), (7, 8));
            assert_eq!(place, Some(Place { place: 6, of: 8 }));
            assert!(least <= median && median <= most);
        }
        other => panic!("{other:?}"),
    }
    let demo = &department("9901");
    assert!(matches!(beside("9901", 2025, "spending_execution", demo), Comparison::Compared { with_figure: 8, .. }));
    assert_eq!(
        beside("9901", 2026, "fiscal_autonomy", demo),
        Comparison::TooFew { with_figure: 2, group: 8 },
        "two others have that year"
    );
    assert_eq!(beside("9901", 2026, "spending_execution", demo), Comparison::NoFigure);
    let real = &department("1302");
    assert!(matches!(beside("9901", 2025, "spending_execution", real), Comparison::TooFew { with_figure: 0, .. }));
}

#[test]
fn sums_of_the_nation_are_those_of_its_rows() {
    let of =
        |year: u16| SITE.municipalities.iter().filter(|m| !m.is_demo()).filter_map(move |m| m.years.get(&Year(year)));
    let real = ALL.iter().filter(|(code, _)| !code.is_fictitious());
    let sums = totals(real.map(|(_, summaries)| summaries));
    assert_eq!(sums.keys().map(|year| year.0).collect::<Vec<_>>(), [2016, 2017, 2018, 2019]);
    for (year, sums) in &sums {
        let accrued: Vec<Money> =
            of(year.0).filter(|y| y.spending_is_complete()).filter_map(|y| y.spending_total().accrued).collect();
        assert_eq!(sums.accrued.municipalities, accrued.len(), "{year}");
        assert_eq!(sums.accrued.amount.unwrap().money, accrued.into_iter().sum::<Money>(), "{year}");
        let kinds = [RevenueKind::Revenue, RevenueKind::Transfer];
        let received = of(year.0).filter_map(|y| y.revenue_total(&SITE.classifications, &kinds).received);
        assert_eq!(sums.received.amount.unwrap().money, received.sum::<Money>(), "{year}");
    }
    let invented = ALL.iter().filter(|(code, _)| code.is_fictitious());
    let invented = totals(invented.map(|(_, summaries)| summaries));
    assert!(invented.values().all(|sums| sums.received.amount.is_none() && sums.accrued.municipalities == 0));
}

#[test]
fn a_group_is_told_of_in_the_newest_year_of_most() {
    let year = |value: i128| YearSummary {
        until: (0, 12, 31),
        whole: true,
        budget: true,
        totals: Totals::default(),
        figures: vec![Some(Figure { value: ratio(value, 100), status: Status::Provisional })],
    };
    let mut group: Vec<Summaries> = (1..=8).map(|n| Summaries::from([(Year(2018), year(n * 10))])).collect();
    // Five of eight have a newer one: not most.
    for summaries in &mut group[..5] {
        summaries.insert(Year(2019), year(90));
    }
    let told = |group: &[Summaries]| spread(0, &group.iter().collect::<Vec<_>>());
    let spread = told(&group).unwrap();
    assert_eq!((spread.year, spread.with_figure, spread.of), (Year(2018), 8, 8));
    assert_eq!((spread.least, spread.median, spread.most), (ratio(1, 10), ratio(45, 100), ratio(8, 10)));
    group[5].insert(Year(2019), year(90));
    assert_eq!(told(&group).unwrap().year, Year(2019));
    assert_eq!(told(&group[..4]), None);
    assert_eq!(newest(0, &group[5]).map(|(year, _)| year), Some(Year(2019)));
    assert!(are_most(6, 8) && !are_most(5, 8) && !are_most(4, 4));
}

#[test]
fn fewer_than_five_are_no_group() {
    let definition = definition("spending_execution");
    let summary = |value: i128| YearSummary {
        budget: true,
        totals: Totals::default(),
        until: (2025, 12, 31),
        whole: true,
        figures: vec![Some(Figure { value: ratio(value, 100), status: Status::Provisional })],
    };
    let group: Vec<YearSummary> = [50, 60, 70, 70, 90].map(summary).to_vec();
    let own = summary(70);
    let compare = |own: &YearSummary, group: &[YearSummary]| compare(definition, 0, own, group.iter().map(Some));
    assert_eq!(compare(&own, &group[..4]), Comparison::TooFew { with_figure: 4, group: 4 });
    let Comparison::Compared { median, place, .. } = compare(&own, &group) else { panic!("five are a group") };
    assert_eq!((median, place), (ratio(70, 100), Some(Place { place: 2, of: 6 })), "equal values share a place");
    let mut other = own.clone();
    other.until = (2025, 9, 30);
    assert_eq!(compare(&other, &group), Comparison::TooFew { with_figure: 0, group: 5 });
    other = own.clone();
    other.figures[0].as_mut().unwrap().status = Status::Official;
    assert_eq!(compare(&other, &group), Comparison::TooFew { with_figure: 0, group: 5 });
}

#[test]
fn near_an_edge_more_decimals_are_shown() {
    let one = definition("spending_execution");
    for (numerator, denominator, shown) in [
        (7949, 10_000, "79.5"),
        (7950, 10_000, "79.50"),
        (8050, 10_000, "80.50"),
        (8051, 10_000, "80.5"),
        (79_996, 100_000, "79.996"),
        (7_999_999_999, 10_000_000_000, "80.000000"),
        (64_999, 100_000, "64.999"),
        (70, 100, "70.0"),
        (-5, 1000, "-0.5"),
    ] {
        assert_eq!(digits(one, ratio(numerator, denominator)), shown);
    }
    assert_eq!(digits(definition("cash_coverage"), ratio(29, 10)), "2.90");
    assert_eq!(digits(definition("offices_active"), ratio(6, 1)), "6");
    assert_eq!(digits(definition("spending_per_head"), ratio(3075, 10)), "307.50");
}

#[test]
fn what_is_missing_is_told_and_never_zero() {
    let missing = |id: &str, text: &str| match of_text(id, text, None).outcome {
        Outcome::Missing(missing) => missing.into_iter().map(|m| (m.quantity, m.lack)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        missing("user_registry", "water: {users_registered: 5}\n"),
        [(Quantity::ConnectionsTotal, Lack::Absent)]
    );
    let gap = "arrears:\n  - {service: agua, billed_12m: 10.00, collected_of_bills: 5.00}\n  \
               - {service: residuos, billed_12m: 10.00}\n";
    assert_eq!(missing("collection_rate", gap), [(Quantity::BillsCollected, Lack::Gaps)]);
    let finished = "projects:\n  - {id: A, name: {es: a}, planned_end: 2025-06-30, state: finished}\n  \
                    - {id: B, name: {es: b}, planned_end: 2025-06-30, actual_end: 2025-06-30, state: finished}\n";
    assert_eq!(missing("projects_on_time", finished), [(Quantity::ProjectsOnTime, Lack::Gaps)]);
    assert_eq!(missing("investment_share", "").len(), 2);
    let before = finding("9901", 2024, "charter_compliance").outcome.id();
    assert_eq!(before, "missing", "9901 has a charter, and no results then");
    assert_eq!(finding("1302", 2018, "charter_compliance").outcome, Outcome::NoCharter);
}

#[test]
fn nothing_is_divided_by_zero() {
    let zero = of_text("user_registry", "water: {users_registered: 5, connections_total: 0}\n", None);
    assert_eq!(zero.outcome, Outcome::NotCalculable(vec![Quantity::ConnectionsTotal]));
    let source = |code: &str, received: &str, paid: &str| {
        format!("  - {{funding_source: \"{code}\", received: {received}, operating_paid: {paid}}}\n")
    };
    let limit = |rows: &str| of_text("operating_limit_use", &format!("revenue_by_source:\n{rows}"), None).outcome;
    let (constitutional, iva, iusi) = ("22-0101-0001", "21-0101-0001", "31-0151-0002");
    let some = source(constitutional, "1000.00", "95.00");
    assert_eq!(limit(&some), Outcome::Value(ratio(95, 100)), "the others have no row");
    assert_eq!(limit(&(some.clone() + &source(iva, "0.00", "0.00"))), Outcome::Value(ratio(95, 100)));
    assert_eq!(limit(&(some.clone() + &source(iusi, "100.00", "30.00"))), Outcome::Value(Ratio::whole(1)));
    assert_eq!(
        limit(&(some + &source(iva, "0.00", "1.00"))),
        Outcome::NotCalculable(vec![Quantity::SourceReceived]),
        "spending out of nothing hides behind no other source"
    );
    assert_eq!(limit(&source(iva, "0.00", "0.00")).id(), "not_calculable");
}

#[test]
fn growth_needs_two_whole_years_and_a_base() {
    let revenue = |amount: &str| format!("revenue:\n  - {{class: \"10\", received: {amount}}}\n");
    let growth = |now: &str, before: Option<String>| of_text("own_revenue_growth", now, before.as_deref()).outcome;
    let now = revenue("110000.00");
    assert_eq!(growth(&now, Some(revenue("100000.00"))), Outcome::Value(ratio(1, 10)));
    let small = growth(&now, Some(revenue("99999.99")));
    assert!(matches!(small, Outcome::NotThisYear(WhyNot::SmallBase { .. })), "{small:?}");
    assert_eq!(growth(&now, None).id(), "missing");
    let open =
        "schema: 1\nmunicipality: \"9901\"\nyear: 2024\nclosed: false\nstatus: demo\nsource: ejemplo\n".to_owned();
    assert_eq!(growth(&now, Some(open + &revenue("100000.00"))), Outcome::NotThisYear(WhyNot::EarlierYearOpen));
}

#[test]
fn the_status_is_the_worst_of_the_inputs_and_overrides_hold_for_what_they_name() {
    let water = "water: {income: 50.00, cost_total: 100.00, users_registered: 1, connections_total: 2}\n";
    let plain = of_text("water_cost_recovery", water, None);
    assert_eq!((plain.status, plain.sources), (Status::Official, vec!["ejemplo".to_owned()]));
    let special = |path: &str, id: &str| {
        let text = format!("{water}overrides:\n  - {{path: {path}, status: provisional, source: mafim}}\n");
        let found = of_text(id, &text, None);
        (found.status, found.sources.join(" "))
    };
    let both = (Status::Provisional, "ejemplo mafim".to_owned());
    assert_eq!(special("water.income", "water_cost_recovery"), both);
    assert_eq!(special("water", "water_cost_recovery"), (Status::Provisional, "mafim".to_owned()));
    assert_eq!(special("water.income", "user_registry"), (Status::Official, "ejemplo".to_owned()));
    assert_eq!(special("water.inc", "water_cost_recovery"), (Status::Official, "ejemplo".to_owned()));
    assert_eq!(special("staff", "water_cost_recovery"), (Status::Official, "ejemplo".to_owned()));
    let rows = "revenue:\n  - {class: \"10\", current: 10.00, received: 5.00, status: provisional, source: mafim}\n  \
                - {class: \"11\", current: 10.00, received: 5.00}\n";
    let found = of_text("own_revenue_collection", rows, None);
    assert_eq!((found.status, found.sources.join(" ")), both);
}

#[test]
fn overrides_lead_somewhere_or_nowhere() {
    let year = SITE.municipality(MunicipalityCode::parse("9901").unwrap()).unwrap().years[&Year(2026)].clone();
    for path in
        ["water", "water.income", "revenue.10", "revenue.10.received", "spending.transport.paid", "arrears.agua"]
    {
        assert!(leads_somewhere(&year, path), "{path}");
    }
    for path in
        ["", "watr", "water.", "water.incomes", "revenue.99.received", "revenue.1", "projects.P9", "revenue..10"]
    {
        assert!(!leads_somewhere(&year, path), "{path}");
    }
}

#[test]
fn zero_is_rated_only_where_somebody_looked() {
    let zero = of_text("proactive_disclosure", "public_information:\n  - {numeral: 1, score: 0}\n", None);
    assert_eq!((zero.outcome, zero.rating), (Outcome::Value(Ratio::whole(0)), Rating::Unrated(WhyUnrated::Zero)));
    let one = of_text(
        "proactive_disclosure",
        "public_information:\n  - {numeral: 1, score: 0.5}\n  - {numeral: 24, score: 0}\n",
        None,
    );
    assert_eq!(one.outcome, Outcome::Value(ratio(1, 2)), "24 is about international bodies");
    assert_eq!(one.rating, Rating::Rated(Band::Low));
}

#[test]
fn figures_of_three_years_ago_are_history() {
    let year = |year: u16, end: &str| {
        decode_text::<MunicipalityYear>(&format!(
            "schema: 1\nmunicipality: \"9901\"\nyear: {year}\n{end}closed: true\nstatus: demo\nsource: ejemplo\n"
        ))
        .unwrap()
    };
    let day = |text| Date::parse(text).unwrap();
    assert!(!is_old(&year(2022, ""), day("2025-12-31")));
    assert!(is_old(&year(2022, ""), day("2026-01-01")));
    assert!(is_old(&year(2022, "period_end: 2022-09-30\n"), day("2025-10-01")));
}

#[test]
fn cash_is_counted_in_the_months_of_the_figures() {
    let text = |end: &str| {
        format!(
            "schema: 1\nmunicipality: \"9901\"\nyear: 2025\nclosed: false\n{end}status: demo\nsource: ejemplo\n\
             cash: {{unrestricted: 100.00}}\n\
             spending_lines:\n  - {{programme: \"01\", kind: operating, accrued: 600.00}}\n"
        )
    };
    assert_eq!(value("cash_coverage", &text("period_end: 2025-06-30\n")), Ratio::whole(1));
    assert_eq!(value("cash_coverage", &text("period_end: 2025-02-14\n")), ratio(1, 4));
    assert_eq!(value("cash_coverage", &text("")), Ratio::whole(2));
}

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    fn shuffled(&mut self, mut rows: Vec<String>) -> String {
        for n in (1..rows.len()).rev() {
            rows.swap(n, self.roll(n as u64 + 1) as usize);
        }
        rows.concat()
    }
}

fn amount(centavos: u64) -> String {
    format!("{}.{:02}", centavos / 100, centavos % 100)
}

#[test]
fn neither_the_order_of_rows_nor_their_split_changes_a_figure() {
    let mut dice = Dice(0x5EED);
    for _ in 0..200 {
        let bill = |service: &str, billed: u64, collected: u64| {
            let (billed, collected) = (amount(billed), amount(collected));
            format!("  - {{service: {service}, billed_12m: {billed}, collected_of_bills: {collected}}}\n")
        };
        let parts: Vec<(u64, u64)> = (0..6).map(|_| (dice.roll(1 << 40), dice.roll(1 << 40))).collect();
        let rows: Vec<String> = parts.iter().enumerate().map(|(n, p)| bill(&format!("s{n}"), p.0, p.1)).collect();
        let whole = rows.concat();
        let other = dice.shuffled(rows);
        let mut split = Vec::new();
        for (n, (billed, collected)) in parts.iter().enumerate() {
            let (b, c) = (dice.roll(billed + 1), dice.roll(collected + 1));
            split.extend([bill(&format!("a{n}"), b, c), bill(&format!("b{n}"), billed - b, collected - c)]);
        }
        let split = dice.shuffled(split);
        let of = |rows: &str| of_text("collection_rate", &format!("arrears:\n{rows}"), None);
        let found = of(&whole);
        assert_eq!(found, of(&other));
        assert_eq!(found, of(&split));
        let (billed, collected) = parts.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        assert_eq!(found.outcome, Outcome::Value(ratio(collected.into(), billed.into())));
    }
}

#[test]
fn lines_of_spending_can_be_split_and_listed_in_any_order() {
    let mut dice = Dice(0xCAB1);
    for _ in 0..100 {
        let line = |kind: &str, accrued: u64| {
            format!("  - {{programme: \"01\", kind: {kind}, accrued: {}}}\n", amount(accrued))
        };
        let parts: Vec<(&str, u64)> =
            (0..8).map(|n| (["operating", "investment", "debt"][n % 3], dice.roll(1 << 36) + 1)).collect();
        let rows: Vec<String> = parts.iter().map(|(kind, accrued)| line(kind, *accrued)).collect();
        let mut split = Vec::new();
        for (kind, accrued) in &parts {
            let some = dice.roll(*accrued);
            split.extend([line(kind, some), line(kind, accrued - some)]);
        }
        let of = |rows: &str| of_text("investment_share", &format!("spending_lines:\n{rows}"), None);
        let found = of(&rows.concat());
        assert_eq!(found, of(&dice.shuffled(rows)));
        assert_eq!(found, of(&dice.shuffled(split)));
    }
}

#[test]
fn the_band_never_contradicts_what_is_printed() {
    let mut dice = Dice(0xBAD5);
    for definition in SITE.indicators.indicators.iter() {
        let bands = definition.bands.as_ref().unwrap();
        let scale = i128::from(definition.unit.scale());
        for edge in bands.edges() {
            let exact = edge.over(Ratio::whole(definition.unit.scale())).unwrap();
            assert_ne!(definition.band(exact), Some(Band::Low), "an edge has the better band");
            for _ in 0..200 {
                let off = ratio(i128::from(dice.roll(2_000_001)) - 1_000_000, 1_000_000 * scale);
                let value = exact.plus(off).unwrap();
                let printed: crate::model::values::Number = decode_text(&digits(definition, value)).unwrap();
                assert_eq!(bands.band(printed.into()), definition.band(value).unwrap(), "{}", printed);
            }
        }
    }
}

#[test]
fn reads_are_recorded() {
    let (_, reads) = crate::model::facet::record(|| findings(&SITE, municipality("1302"), Year(2018)));
    let names: Vec<&str> = SITE.facets.iter().map(|(name, _)| name).collect();
    let read: Vec<&str> = reads.iter().map(|id| names[id.number()]).collect();
    assert!(read.contains(&"content/indicators.yaml") && read.contains(&"the build's date"), "{read:?}");
    assert!(read.iter().any(|name| name.contains("1302") && name.contains("2018")), "{read:?}");
    assert!(read.iter().any(|name| name.contains("1302") && name.contains("2017")), "growth looks back: {read:?}");
    assert!(!read.iter().any(|name| name.contains("1301") || name.contains("2016")), "{read:?}");
    let (own, definition) = (&ALL[0].1[&Year(2018)], definition("spending_execution"));
    let (_, reads) = crate::model::facet::record(|| compare(definition, 0, own, [].into_iter()));
    assert!(reads.is_empty(), "comparing reads nothing by itself");
}
