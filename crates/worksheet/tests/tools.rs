//! The five tools that the language was made for, as definitions, with the check values of their specification.
#![allow(clippy::unwrap_used, clippy::panic)]

use cabildo_worksheet::definition::{
    CheckDefinition, ColumnDefinition, Definition, Field, Kind, Range, ResultDefinition, Rows, TableDefinition,
};
use cabildo_worksheet::evaluate::{Hit, Shown};
use cabildo_worksheet::program::{Column, Computed, Program};
use cabildo_worksheet::value::settled;
use cabildo_worksheet::words::{Figure, Labels, Language, words};
use cabildo_worksheet::{Calendar, Entered, Gap, Outcome, Value, compile, dates, evaluate};

fn field(id: &str, kind: Kind, unit: Option<&str>) -> Field {
    let unit = unit.map(str::to_owned);
    Field { id: id.to_owned(), kind, unit, range: Range::default(), options: Vec::new() }
}

fn choice(id: &str, options: &[&str]) -> Field {
    Field { options: options.iter().map(|option| (*option).to_owned()).collect(), ..field(id, Kind::Choice, None) }
}

fn money(id: &str) -> Field {
    field(id, Kind::Money, None)
}

fn number(id: &str) -> Field {
    field(id, Kind::Number, None)
}

fn result(id: &str, formula: &str, unit: Option<&str>, bands: &[&str]) -> ResultDefinition {
    ResultDefinition {
        id: id.to_owned(),
        formula: formula.to_owned(),
        unit: unit.map(str::to_owned),
        bands: bands.iter().map(|band| (*band).to_owned()).collect(),
    }
}

fn table(id: &str, rows: Rows, entered: &[Field], computed: &[(&str, &str)]) -> TableDefinition {
    let entered = entered.iter().cloned().map(ColumnDefinition::Entered);
    let computed = computed.iter().map(|(id, formula)| ColumnDefinition::Computed(result(id, formula, None, &[])));
    TableDefinition { id: id.to_owned(), rows, columns: entered.chain(computed).collect() }
}

fn check(table: Option<&str>, when: &str) -> CheckDefinition {
    CheckDefinition { table: table.map(str::to_owned), when: when.to_owned() }
}

/// A program and what is typed into it.
struct Sheet {
    program: Program,
    entered: Entered,
    calendar: Calendar,
}

impl Sheet {
    fn new(definition: &Definition) -> Sheet {
        let compiled = compile(definition);
        assert_eq!(compiled.faults, []);
        assert_eq!(compiled.unused, [0; 0]);
        let program = compiled.program.unwrap();
        let entered =
            Entered { inputs: vec![None; program.inputs.len()], tables: vec![Vec::new(); program.tables.len()] };
        Sheet { program, entered, calendar: Calendar::default() }
    }

    /// What is typed into an input; blank clears it.
    fn type_in(&mut self, id: &str, typed: &str) -> &mut Self {
        let input = self.program.input(id).unwrap();
        self.entered.inputs[input] = self.read(&self.program.inputs[input], typed);
        self
    }

    /// A row typed into a table, blank cells as empty texts.
    fn row(&mut self, table: &str, typed: &[&str]) -> &mut Self {
        let table = self.program.table(table).unwrap();
        let fields = self.program.tables[table].columns.iter().filter_map(Column::entered);
        let row = fields.zip(typed).map(|(field, typed)| self.read(field, typed)).collect();
        self.entered.tables[table].push(row);
        self
    }

    fn read(&self, field: &Field, typed: &str) -> Option<Value> {
        (!typed.is_empty()).then(|| field.read(typed).unwrap_or_else(|misfit| panic!("{}: {misfit:?}", field.id)))
    }

    fn outcome(&self) -> Outcome {
        evaluate(&self.program, &self.entered, &self.calendar)
    }

    fn shown(&self, id: &str) -> Shown {
        self.outcome().results[self.program.result(id).unwrap()].clone()
    }

    fn result(&self, id: &str) -> String {
        text(&self.shown(id))
    }

    /// The values of a computed column.
    fn column(&self, table: &str, column: &str) -> Vec<String> {
        let table = self.program.table(table).unwrap();
        let column = self.program.tables[table].column(column).unwrap();
        self.outcome().tables[table].iter().map(|row| text(row.cells[column].as_ref().unwrap())).collect()
    }
}

fn text(shown: &Shown) -> String {
    match &shown.value {
        Ok(Value::Number(number)) => settled(*number).to_string(),
        Ok(Value::Text(text)) => text.clone(),
        Ok(Value::Flag(flag)) => flag.to_string(),
        Ok(Value::Day(day)) => dates::text(*day).unwrap(),
        Err(Gap::Missing) => "sin dato".to_owned(),
        Err(Gap::NotComputable) => "no calculable".to_owned(),
        Err(Gap::Absent) => String::new(),
    }
}

/// T16, water tariff.
fn tariff() -> Sheet {
    let mut sheet = Sheet::new(&Definition {
        units: ["connection", "m3"].map(str::to_owned).to_vec(),
        inputs: vec![
            money("operation"),
            money("sources"),
            field("connections", Kind::Number, Some("connection")),
            field("collection", Kind::Percentage, None),
            field("produced", Kind::Number, Some("m3")),
            field("losses", Kind::Percentage, None),
            field("income", Kind::Money, Some("Q/connection")),
        ],
        tables: vec![table("assets", Rows::Open { min: 0, max: 30 }, &[money("value"), number("life")], &[])],
        results: vec![
            result("cost", "operation + sum(assets.value / assets.life) + sources", Some("Q"), &[]),
            result("exact", "cost / (connections * 12 * collection)", Some("Q/connection"), &[]),
            result("fee", "redondear_arriba(exact)", Some("Q/connection"), &[]),
            result("if_all_pay", "ceil(cost / (connections * 12), 2)", Some("Q/connection"), &[]),
            result("sold", "produced * (1 - losses)", Some("m3"), &[]),
            result("per_m3", "ceil(cost / (sold * collection), 2)", Some("Q/m3"), &[]),
            result("proof", "fee * connections * 12 * collection - cost", Some("Q"), &[]),
            result("share", "fee / income", None, &["share > 5%", "share > 3%", "share <= 3%"]),
        ],
        checks: vec![check(None, "share > 3%"), check(Some("assets"), "life > 50")],
        local_holidays: None,
    });
    sheet.type_in("operation", "600,000").type_in("sources", "20000").type_in("connections", "2000");
    sheet.type_in("collection", "80").type_in("produced", "720,000").type_in("losses", "40%");
    sheet.row("assets", &["3000000", "25"]).row("assets", &["400000", "10"]);
    sheet
}

#[test]
fn a_water_tariff_has_its_check_values() {
    let mut sheet = tariff();
    assert_eq!(sheet.result("cost"), "780000");
    assert_eq!(sheet.result("exact"), "40.625");
    assert_eq!(sheet.result("fee"), "41");
    assert_eq!(sheet.result("if_all_pay"), "32.5");
    assert_eq!(sheet.result("proof"), "7200");
    assert_eq!(sheet.result("sold"), "432000");
    assert_eq!(sheet.result("per_m3"), "2.26");
    sheet.type_in("collection", "100");
    assert_eq!((sheet.result("exact"), sheet.result("per_m3")), ("32.5".to_owned(), "1.81".to_owned()));
}

#[test]
fn blank_is_never_nought() {
    let mut sheet = tariff();
    assert_eq!(sheet.result("share"), "sin dato");
    sheet.type_in("connections", "");
    assert_eq!((sheet.result("cost"), sheet.result("fee")), ("780000".to_owned(), "sin dato".to_owned()));
    sheet.type_in("connections", "0");
    assert_eq!(sheet.result("fee"), "no calculable");
    // Half of a row makes the sum unknown; a blank row is not there.
    sheet.type_in("connections", "2000").row("assets", &["", ""]);
    assert_eq!(sheet.result("cost"), "780000");
    sheet.row("assets", &["1000", ""]);
    assert_eq!((sheet.result("cost"), sheet.result("fee")), ("sin dato".to_owned(), "sin dato".to_owned()));
}

#[test]
fn bands_and_checks_look_at_settled_values() {
    let mut sheet = tariff();
    let mut band = |income: &str| {
        sheet.type_in("income", income);
        (sheet.shown("share").band, sheet.outcome().checks)
    };
    let hit = || vec![Hit { check: 0, row: None }];
    assert_eq!(band(""), (None, vec![]));
    // 41 / 820 is 5 %, 41 / 1366.67 just above 3 %.
    assert_eq!(band("820"), (Some(1), hit()));
    assert_eq!(band("819"), (Some(0), hit()));
    assert_eq!(band("4100"), (Some(2), vec![]));
    sheet.row("assets", &["", ""]).row("assets", &["1", "60"]);
    // The blank row is not counted.
    assert_eq!(sheet.outcome().checks, [Hit { check: 1, row: Some(2) }]);
}

/// T14, execution light. The expected curve may be left blank.
fn light() -> Sheet {
    Sheet::new(&Definition {
        inputs: vec![money("current"), money("accrued"), number("month")],
        tables: vec![table(
            "curve",
            Rows::Fixed { count: 12 },
            &[field("share", Kind::Percentage, None)],
            &[("until", "fila()"), ("planned", "default(share, row() / 12)")],
        )],
        results: vec![
            result("executed", "accrued / current", None, &[]),
            result("expected", "buscar(curve.planned donde curve.until = month)", None, &[]),
            result(
                "ratio",
                "executed / expected",
                None,
                &["ratio < 0.70", "(ratio >= 0.70 and ratio < 0.90) or ratio > 1.10", "true"],
            ),
        ],
        checks: vec![check(None, "accrued > current or current <= 0")],
        ..Definition::default()
    })
}

#[test]
fn an_execution_light_is_amber_at_eighty_percent() {
    let mut sheet = light();
    sheet.type_in("current", "24,600,000").type_in("accrued", "14,760,000").type_in("month", "9");
    assert_eq!((sheet.result("executed"), sheet.result("expected")), ("0.6".to_owned(), "0.75".to_owned()));
    assert_eq!((sheet.result("ratio"), sheet.shown("ratio").band), ("0.8".to_owned(), Some(1)));
    sheet.type_in("accrued", "16,605,000");
    // 0.675 / 0.75 is 0.90, an edge, which is green.
    assert_eq!((sheet.result("ratio"), sheet.shown("ratio").band), ("0.9".to_owned(), Some(2)));
    for _ in 0..8 {
        sheet.row("curve", &[""]);
    }
    sheet.row("curve", &["50"]);
    assert_eq!((sheet.result("expected"), sheet.shown("ratio").band), ("0.5".to_owned(), Some(1)));
    sheet.type_in("current", "0");
    assert_eq!(sheet.result("ratio"), "no calculable");
    assert_eq!(sheet.outcome().checks, [Hit { check: 0, row: None }]);
    sheet.type_in("month", "13");
    assert_eq!(sheet.result("expected"), "no calculable");
}

/// T12, financial programming, with two sources.
fn cash() -> Sheet {
    let sources = ["own", "situado"];
    let mut sheet = Sheet::new(&Definition {
        inputs: vec![money("opening"), money("reserve")],
        tables: vec![
            table(
                "flows",
                Rows::Open { min: 1, max: 60 },
                &[number("month"), choice("source", &sources), money("inflow")],
                &[],
            ),
            table(
                "months",
                Rows::Fixed { count: 3 },
                &[money("outflow")],
                &[
                    ("inflow", "sum(flows.inflow where flows.month = row())"),
                    ("balance", "previous(balance, opening) + inflow - outflow"),
                    ("gap", "max(0, reserve - balance)"),
                ],
            ),
        ],
        results: vec![
            result("lowest", "min(months.balance)", Some("Q"), &[]),
            result("own", "sum(flows.inflow where flows.source = \"own\")", Some("Q"), &[]),
            result("short_months", "count(months where months.gap > 0)", None, &[]),
            result("first_short", "first(months.gap where months.gap > 0)", Some("Q"), &[]),
        ],
        checks: vec![check(Some("months"), "gap > 0")],
        ..Definition::default()
    });
    sheet.type_in("opening", "200000").type_in("reserve", "50000");
    sheet.row("flows", &["1", "own", "150000"]).row("flows", &["2", "own", "280000"]);
    sheet.row("flows", &["1", "situado", "200000"]).row("flows", &["3", "own", "300000"]);
    sheet.row("months", &["300000"]).row("months", &["390000"]).row("months", &["420000"]);
    sheet
}

#[test]
fn a_cash_programme_has_its_check_values() {
    let mut sheet = cash();
    assert_eq!(sheet.column("months", "inflow"), ["350000", "280000", "300000"]);
    assert_eq!(sheet.column("months", "balance"), ["250000", "140000", "20000"]);
    assert_eq!(sheet.column("months", "gap"), ["0", "0", "30000"]);
    assert_eq!((sheet.result("lowest"), sheet.result("own")), ("20000".to_owned(), "730000".to_owned()));
    assert_eq!((sheet.result("short_months"), sheet.result("first_short")), ("1".to_owned(), "30000".to_owned()));
    assert_eq!(sheet.outcome().checks, [Hit { check: 0, row: Some(2) }]);
    // From the month on that is not known, nothing is.
    sheet.entered.tables[1][1][0] = None;
    assert_eq!(sheet.column("months", "balance"), ["250000", "sin dato", "sin dato"]);
    assert_eq!((sheet.result("lowest"), sheet.result("short_months")), ("sin dato".to_owned(), "sin dato".to_owned()));
    // No rows are fewer than one: missing, and not 0.
    sheet.entered.tables[0].clear();
    assert_eq!(
        (sheet.result("own"), sheet.column("months", "inflow")[0].clone()),
        ("sin dato".to_owned(), "sin dato".to_owned())
    );
}

/// T09, prioritisation.
fn priorities() -> Sheet {
    Sheet::new(&Definition {
        tables: vec![table(
            "projects",
            Rows::Open { min: 1, max: 40 },
            &[
                field("name", Kind::Text, None),
                field("eligible", Kind::YesNo, None),
                number("reach"),
                number("need"),
                number("readiness"),
                number("link"),
                number("equity"),
            ],
            &[
                ("score", "(25 * reach + 25 * need + 20 * readiness + 15 * link + 15 * equity) / 5"),
                ("place", "puesto(score, readiness, need donde eligible)"),
                ("label", "if(eligible, text(place) & \". \" & name, \"no elegible\")"),
            ],
        )],
        results: vec![
            result("best", "first(projects.name where projects.place = 1)", None, &[]),
            result("eligible", "count(projects where projects.eligible)", None, &[]),
            result("last", "max(projects.place)", None, &[]),
        ],
        ..Definition::default()
    })
}

#[test]
fn priorities_break_ties_by_readiness_then_need() {
    let mut sheet = priorities();
    sheet.row("projects", &["Pozo", "yes", "4", "5", "3", "4", "2"]);
    assert_eq!(sheet.column("projects", "score"), ["75"]);
    sheet.row("projects", &["Estadio", "no", "5", "5", "5", "5", "5"]);
    // The same score with better readiness: 4·25 + 25·5 + 20·4.5 + …
    sheet.row("projects", &["Puente", "yes", "4", "4.2", "4", "4", "2"]);
    sheet.row("projects", &["Camino", "yes", "4", "4.2", "4", "4", "2"]);
    sheet.row("projects", &["Parque", "yes", "1", "1", "1", "1", "1"]);
    assert_eq!(sheet.column("projects", "score"), ["75", "100", "75", "75", "20"]);
    assert_eq!(sheet.column("projects", "place"), ["3", "", "1", "1", "4"]);
    assert_eq!(sheet.column("projects", "label")[..2], ["3. Pozo".to_owned(), "no elegible".to_owned()]);
    assert_eq!(
        (sheet.result("best"), sheet.result("eligible"), sheet.result("last")),
        ("Puente".to_owned(), "4".to_owned(), "4".to_owned())
    );
    // Whether it takes part is not known: no place, and the others keep theirs.
    sheet.row("projects", &["Rastro", "", "5", "5", "5", "5", "5"]);
    assert_eq!(sheet.column("projects", "place"), ["3", "", "1", "1", "4", "sin dato"]);
    assert_eq!(sheet.result("eligible"), "sin dato");
}

/// T01, annual planner.
fn planner() -> Sheet {
    let rules = ["fixed", "first_week", "month_day", "last_workday", "every_n_months"];
    let mut sheet = Sheet::new(&Definition {
        inputs: vec![number("year"), field("today", Kind::Date, None)],
        tables: vec![
            table(
                "duties",
                Rows::Open { min: 1, max: 60 },
                &[
                    field("duty", Kind::Text, None),
                    choice("rule", &rules),
                    number("month"),
                    number("day"),
                    number("every"),
                    number("lead"),
                ],
                &[],
            ),
            table("fairs", Rows::Open { min: 0, max: 10 }, &[field("date", Kind::Date, None)], &[]),
            table(
                "dates",
                Rows::Repeated {
                    table: "duties".to_owned(),
                    times: 12,
                    keep:
                        "if(rule = \"month_day\", true, if(rule = \"every_n_months\", row() * every <= 12, row() = 1))"
                            .to_owned(),
                },
                &[],
                &[
                    ("duty", "duty"),
                    (
                        "due",
                        "if(rule = \"fixed\", date(year, month, day), \
                         if(rule = \"first_week\", workday_on_or_before(date(year, month, 7)), \
                         if(rule = \"month_day\", date(year, row(), day), \
                         if(rule = \"last_workday\", workday_on_or_before(end_of_month(date(year, month, 1))), \
                         date(year, row() * every, day)))))",
                    ),
                    ("workday", "workday_on_or_before(due)"),
                    ("start", "add_workdays(workday, -lead)"),
                    ("days", "days_between(today, due)"),
                    ("workdays", "dias_habiles_entre(today, due)"),
                    ("state", "if(days < 0, \"overdue\", if(days <= 30, \"soon\", \"later\"))"),
                ],
            ),
        ],
        results: vec![
            result("soon", "count(dates where dates.days >= 0 and dates.days <= 30)", None, &[]),
            result("next", "min(dates.due where dates.days >= 0)", None, &[]),
        ],
        checks: vec![check(Some("dates"), "is_workday(due) = false")],
        local_holidays: Some("fairs.date".to_owned()),
        ..Definition::default()
    });
    sheet.type_in("year", "2026").type_in("today", "2026-11-20");
    sheet
}

#[test]
fn a_planner_has_its_check_values() {
    let mut sheet = planner();
    sheet.row("duties", &["Aprobar el presupuesto", "fixed", "12", "15", "", "20"]);
    assert_eq!(sheet.column("dates", "due"), ["2026-12-15"]);
    assert_eq!(sheet.column("dates", "start"), ["2026-11-17"]);
    assert_eq!(
        (sheet.column("dates", "days"), sheet.column("dates", "workdays")),
        (vec!["25".to_owned()], vec!["17".to_owned()])
    );
    assert_eq!(sheet.column("dates", "state"), ["soon"]);
    assert_eq!((sheet.result("soon"), sheet.result("next")), ("1".to_owned(), "2026-12-15".to_owned()));
    // A national holiday and a fair between.
    sheet.calendar.holidays = vec![dates::parse("2026-12-08").unwrap()];
    sheet.row("fairs", &["2026-12-07"]);
    assert_eq!(sheet.column("dates", "workdays"), ["15"]);
    assert_eq!(sheet.column("dates", "start"), ["2026-11-13"]);
}

#[test]
fn rules_expand_to_the_dates_of_a_year() {
    let mut sheet = planner();
    sheet.row("duties", &["Presupuesto", "first_week", "10", "", "", "0"]);
    sheet.row("duties", &["Informe", "every_n_months", "", "31", "4", "0"]);
    sheet.row("duties", &["LAIP", "last_workday", "1", "", "", "0"]);
    sheet.row("duties", &["Deuda", "month_day", "", "10", "", "0"]);
    let due = sheet.column("dates", "due");
    assert_eq!(due[..5], ["2026-10-07", "2026-04-30", "2026-08-31", "2026-12-31", "2026-01-30"]);
    assert_eq!((due.len(), due[5].as_str(), due[16].as_str()), (17, "2026-01-10", "2026-12-10"));
    let rows = &sheet.outcome().tables[2];
    assert_eq!((rows[3].entered, rows[3].repetition), (1, 3));
    // 10 January 2026 is a Saturday.
    assert_eq!(sheet.column("dates", "workday")[5], "2026-01-09");
    assert!(sheet.outcome().checks.contains(&Hit { check: 0, row: Some(5) }));
    assert_eq!(sheet.column("dates", "duty")[5], "Deuda");
    // Whether a row stays is not known: it is not there, and what counts the rows is not known either.
    assert_eq!(sheet.result("next"), "2026-12-10");
    sheet.row("duties", &["Otra", "every_n_months", "", "1", "", "0"]);
    assert_eq!((sheet.column("dates", "due").len(), sheet.result("next")), (17, "sin dato".to_owned()));
}

/// How results and computed columns are told.
fn told(sheet: &Sheet, language: Language) -> Vec<String> {
    let program = &sheet.program;
    let name = |id: &str| id.replace('_', " ");
    let labels = Labels {
        input: &|input| name(&program.inputs[input].id),
        result: &|result| name(&program.results[result].id),
        table: &|table| name(&program.tables[table].id),
        column: &|table, column| name(program.tables[table].columns[column].id()),
        option: &|_, option| option.to_uppercase(),
        percentage: &|figure| figure == Figure::Result(program.result("share").unwrap_or(usize::MAX)),
    };
    let tell =
        |of: &Computed, table| format!("{}: {}", name(&of.id), words(program, &of.expression, table, language, labels));
    let columns = program.tables.iter().enumerate().flat_map(|(index, table)| {
        table.columns[..table.shown].iter().filter_map(Column::computed).map(move |of| (of, index))
    });
    let columns = columns.map(|(of, table)| tell(of, Some(table))).collect::<Vec<_>>();
    program.results.iter().map(|of| tell(of, None)).chain(columns).collect()
}

#[test]
fn formulas_are_told_in_spanish() {
    assert_eq!(
        told(&tariff(), Language::Spanish),
        [
            "cost: operation + (la suma de (value ÷ life) en assets) + sources",
            "exact: cost ÷ (connections × 12 × collection)",
            "fee: exact, redondeado hacia arriba al entero",
            "if all pay: cost ÷ (connections × 12), redondeado hacia arriba a 2 decimales",
            "sold: produced × (1 − losses)",
            "per m3: cost ÷ (sold × collection), redondeado hacia arriba a 2 decimales",
            "proof: fee × connections × 12 × collection − cost",
            "share: fee ÷ income",
        ]
    );
    assert_eq!(
        told(&cash(), Language::Spanish),
        [
            "lowest: el valor más bajo de balance en months",
            "own: la suma de inflow en los renglones de flows donde source es «OWN»",
            "short months: el número de renglones de months donde gap es mayor que 0",
            "first short: gap del primer renglón de months donde gap es mayor que 0",
            "inflow: la suma de inflow en los renglones de flows donde month es igual al número del renglón",
            "balance: balance del renglón anterior (en el primero, opening) + inflow − outflow",
            "gap: el mayor entre 0 y reserve − balance",
        ]
    );
    assert_eq!(
        told(&priorities(), Language::Spanish)[4..],
        [
            "place: el puesto entre los renglones donde eligible es sí, según score (de mayor a menor); si empatan, según \
         readiness (de mayor a menor); luego, según need (de mayor a menor)",
            "label: si eligible es sí, (place, «. » y name, uno tras otro); si no, «no elegible»",
        ]
    );
    let planner = told(&planner(), Language::Spanish);
    assert_eq!(
        planner[..2],
        [
            "soon: el número de renglones de dates donde days es mayor o igual que 0 y days es menor o igual que 30",
            "next: la fecha más temprana de due en los renglones de dates donde days es mayor o igual que 0",
        ]
    );
    assert_eq!(
        planner[4..],
        [
            "workday: el último día hábil hasta due",
            "start: lead días hábiles antes de workday",
            "days: los días que hay desde today hasta due",
            "workdays: los días hábiles que hay desde today hasta due",
            "state: si days es menor que 0, «overdue»; si no, si days es menor o igual que 30, «soon»; si no, «later»",
        ]
    );
}

#[test]
fn conditions_are_told_in_percent_and_with_names_of_options() {
    let sheet = tariff();
    let program = &sheet.program;
    let labels = Labels {
        input: &|_| String::new(),
        result: &|_| "la parte del ingreso".to_owned(),
        table: &|_| String::new(),
        column: &|_, _| String::new(),
        option: &|_, id| id.to_owned(),
        percentage: &|figure| figure == Figure::Result(7),
    };
    let band = &program.results[7].bands[0];
    let spanish = words(program, band, None, Language::Spanish, labels);
    assert_eq!(spanish, "la parte del ingreso es mayor que 5\u{a0}%");
    let english = words(program, &program.checks[0].when, None, Language::English, labels);
    assert_eq!(english, "la parte del ingreso is more than 3%");
}

#[test]
fn formulas_are_told_in_english() {
    assert_eq!(
        told(&light(), Language::English),
        [
            "executed: accrued ÷ current",
            "expected: planned of the first row of curve where until is equal to month",
            "ratio: executed ÷ expected",
            "until: the number of the row",
            "planned: share (if missing, (the number of the row) ÷ 12)",
        ]
    );
    assert_eq!(
        told(&cash(), Language::English)[4..],
        [
            "inflow: the sum of inflow in the rows of flows where month is equal to the number of the row",
            "balance: balance of the row before (in the first, opening) + inflow − outflow",
            "gap: the greatest of 0 and reserve − balance",
        ]
    );
}
