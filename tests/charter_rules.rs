//! Citizen charters: single faults put into a complete charter, each told alone with its code at its line; the guards of
//! the states on both sides of their edges; the notices.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use cabildo::charter::lifecycle::{self, Notice};
use cabildo::diagnostics::line_and_column;
use cabildo::model::values::{Date, MunicipalityCode};
use cabildo::model::{Asked, Model};
use cabildo::site::{Settings, examine};
use cabildo::source::SourceTree;
use common::{Project, repository};

const CHARTER: &str = "content/charters/9901-agua/1.0.0.yaml";
const NEXT: &str = "content/charters/9901-agua/2.0.0.yaml";
const RESULTS: &str = "content/charters/9901-agua/results.yaml";

/// All that a charter in force has.
const COMPLETE: &str = r#"id: 9901-agua
version: 1.0.0
status: demo
state: in_force
municipality: "9901"
service: agua
title: {es: Carta del agua, en: Water charter}
provider: {office: dafim}
coverage: {area: {es: Centro, en: Centre}}
service_levels:
  - id: S1
    name: {es: Horas de agua al día, en: Hours of water a day}
    metric: hours
    unit: {es: horas, en: hours}
    direction: at_least
    target: 6
    minimum_acceptable: 5
    method: {es: Bitácora de válvulas, en: Valve log}
    sample: {es: Todos los días, en: Every day}
    frequency: monthly
    owner: dafim
    remedy: R1
  - id: S2
    name: {es: Días para reparar una fuga, en: Days to repair a leak}
    metric: days
    unit: {es: días hábiles, en: working days}
    direction: at_most
    target: 2
    minimum_acceptable: 3
    method: {es: Orden de trabajo, en: Work order}
    sample: {es: Todas las fugas, en: All leaks}
    frequency: semiannual
    owner: dmp
    remedy: R2
municipal_commitments:
  - id: M1
    text: {es: Dar agua 6 horas al día, en: Give water for 6 hours a day}
    level: S1
    budget_line: "11-00-000-001"
citizen_commitments:
  - id: C1
    text: {es: Pagar el recibo antes de su fecha, en: Pay the bill before its date}
    consequence: {es: Recargo del reglamento, en: Surcharge of the regulation}
    legal_ref: {es: "Reglamento, artículo 14", en: "Regulation, article 14"}
    published: {es: Diario oficial de ejemplo, en: Example gazette}
    published_on: 2025-12-01
  - id: C2
    text: {es: Reparar las fugas de la vivienda, en: Repair leaks in the home}
    consequence: {es: Aviso escrito, en: Written notice}
fees:
  - item: {es: Servicio de agua, en: Water service}
    amount: 41.00
    period: monthly
    legal_ref: {es: "Reglamento, artículo 12", en: "Regulation, article 12"}
    published: {es: Diario oficial de ejemplo, en: Example gazette}
    published_on: 2025-12-01
    in_force_from: 2025-12-09
requirements:
  - procedure: {es: Conexión nueva, en: New connection}
    max_workdays: 10
    cost: 150.00
remedies:
  - id: R1
    trigger: {es: Resultado bajo el mínimo, en: Result below the minimum}
    measure: written_explanation
    text: {es: Se publica la causa, en: The cause is published}
    deadline_workdays: 5
  - id: R2
    trigger: {es: Fuga sin reparar, en: Leak unrepaired}
    measure: priority_repair
complaints:
  channels:
    - {kind: mailbox, value: {es: Buzón del parque, en: Box in the park}}
  acknowledge_workdays: 2
  resolve_workdays: 10
  last_period: {period: 2026-Q3, received: 3, solved: 2}
legal_base:
  - ref: {es: "Código Municipal, artículo 68", en: "Municipal Code, article 68"}
    basis: known
participants:
  - {name: {es: Comité de usuarios, en: Users' committee}, sector: civil_society, role: signs}
consultation:
  opened: 2025-09-01
  closed: 2025-10-31
  meetings:
    - date: 2025-09-13
      place: {es: Salón, en: Hall}
      language: es
      women: 21
      men: 18
  comments:
    - topic: {es: Más horas, en: More hours}
      count: 14
      answer: {es: En la revisión, en: In the review}
approval:
  body: {es: Concejo, en: Council}
  act: "58-2025"
  date: 2025-12-16
  certificate: {es: Secretaría Municipal, en: Municipal Secretary}
validity:
  from: 2026-01-01
  to: 2028-12-31
  next_review: 2027-01-15
changelog:
  - version: 1.0.0
    date: 2025-12-16
    what: {es: Primera versión, en: First version}
privacy: {contains_personal_data: false}
"#;

const MEASURED: &str = "charter: 9901-agua
results:
  - {period: 2026-Q1, level: S1, value: 6, status: demo, source: ine, published_on: 2026-04-01}
  - {period: 2026-Q2, level: S1, value: 6, status: demo, source: ine, published_on: 2026-07-15}
  - {period: 2026-Q3, level: S1, value: 6, status: demo, source: ine, published_on: 2026-10-15}
  - {period: 2026-S1, level: S2, value: 2, status: demo, source: ine, published_on: 2026-07-15}
";

const TODAY: &str = "2026-11-21";

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A small site with the complete charter and its results.
fn site() -> Project {
    let project = Project::full();
    project.write(CHARTER, COMPLETE);
    project.write(RESULTS, MEASURED);
    project
}

/// What is told of charters on a day: code, weight, file, line.
fn told(project: &Project, today: &str) -> Vec<String> {
    let settings = Settings { date: Some(date(today)), ..Settings::default() };
    let made = examine(project.root(), &settings);
    let of_charters = made.diagnostics.iter().filter_map(|d| Some((d, d.place.as_ref()?)));
    of_charters
        .map(|(d, place)| {
            let line = line_and_column(&made.texts[&place.file], place.span.start).0;
            let file = place.file.rsplit_once('/').map_or(&*place.file, |(_, name)| name);
            format!("{} {} {file}:{line}", d.fault.code, d.severity().id())
        })
        .collect()
}

/// Edits of the charter: what is replaced, by what; `▲` marks the line at which the fault is told.
struct Case {
    name: &'static str,
    today: &'static str,
    file: &'static str,
    edits: Vec<(&'static str, &'static str)>,
    /// Code and weight; nothing where the charter is sound.
    expected: Option<&'static str>,
    has_results: bool,
}

fn case(name: &'static str, edits: &[(&'static str, &'static str)], expected: &'static str) -> Case {
    let expected = Some(expected).filter(|code| !code.is_empty());
    Case { name, today: TODAY, file: CHARTER, edits: edits.to_vec(), expected, has_results: true }
}

impl Case {
    fn on(self, today: &'static str) -> Case {
        Case { today, ..self }
    }

    fn in_results(self) -> Case {
        Case { file: RESULTS, ..self }
    }

    fn without_results(self) -> Case {
        Case { has_results: false, ..self }
    }

    /// What is wrong with the case, if anything. The note on the next step is no fault.
    fn fails(&self, start: &str) -> Option<String> {
        let project = site();
        let mut text = if self.file == CHARTER { start.to_owned() } else { project.read(self.file) };
        for (find, put) in &self.edits {
            if !text.contains(find) {
                return Some(format!("«{}»: nothing says «{find}»", self.name));
            }
            text = text.replacen(find, put, 1);
        }
        let line = text.find('▲').map(|at| text[..at].matches('\n').count() + 1);
        project.write(CHARTER, start);
        if !self.has_results {
            std::fs::remove_file(project.root().join(RESULTS)).unwrap();
        }
        project.write(self.file, text.replace('▲', ""));
        let name = self.file.rsplit_once('/').unwrap().1;
        let expected: Vec<String> =
            self.expected.iter().map(|code| format!("{code} {name}:{}", line.unwrap_or_default())).collect();
        let mut found = told(&project, self.today);
        found.retain(|told| !told.starts_with("C0746"));
        (found != expected).then(|| format!("«{}»: {expected:?} expected, {found:?} told", self.name))
    }
}

fn all_hold(start: &str, cases: &[Case]) {
    let wrong: Vec<String> = cases.iter().filter_map(|case| case.fails(start)).collect();
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_complete_charter_has_no_faults() {
    assert_eq!(told(&site(), TODAY), Vec::<String>::new());
}

#[test]
fn single_faults_of_promises_are_told_alone_at_their_line() {
    let long = |id: &str, n: usize| {
        format!("  - {{id: {id}{n}, text: {{es: Dar {n} horas, en: Give {n} hours}}, budget_line: \"1\"}}\n")
    };
    let eleven: String = (2..=11).map(|n| format!("{}{}", if n == 11 { "▲" } else { "" }, long("M", n))).collect();
    let ten: String = (2..=10).map(|n| long("M", n)).collect();
    let with = |more: String| -> &'static str { Box::leak(format!("{more}citizen_commitments:").into_boxed_str()) };
    all_hold(
        COMPLETE,
        &[
            case(
                "no target",
                &[("  - id: S2", "  - ▲id: S2"), ("    target: 2\n    minimum_acceptable: 3\n", "")],
                "C0701 error",
            ),
            case(
                "no unit",
                &[("  - id: S2", "  - ▲id: S2"), ("    unit: {es: días hábiles, en: working days}\n", "")],
                "C0701 error",
            ),
            case("no frequency", &[("  - id: S2", "  - ▲id: S2"), ("    frequency: semiannual\n", "")], "C0701 error"),
            case("no owner", &[("  - id: S1", "  - ▲id: S1"), ("    owner: dafim\n", "")], "C0701 error"),
            case(
                "several lacks in one message",
                &[("  - id: S1", "  - ▲id: S1"), ("    owner: dafim\n", ""), ("    frequency: monthly\n", "")],
                "C0701 error",
            ),
            case(
                "no method",
                &[("  - id: S1", "  - ▲id: S1"), ("    method: {es: Bitácora de válvulas, en: Valve log}\n", "")],
                "C0707 warning",
            ),
            case(
                "no sample",
                &[("  - id: S1", "  - ▲id: S1"), ("    sample: {es: Todos los días, en: Every day}\n", "")],
                "C0707 warning",
            ),
            case(
                "vague name",
                &[(
                    "    name: {es: Días para reparar una fuga, en: Days to repair a leak}",
                    "▲    name: {es: Reparación oportuna, en: Timely repair}",
                )],
                "C0702 error",
            ),
            case(
                "vague name in English only",
                &[("en: Days to repair a leak}", "en: Prompt▲ repair of leaks}")],
                "C0702 error",
            ),
            case(
                "vague commitment",
                &[(
                    "es: Dar agua 6 horas al día, en: Give water for 6 hours a day",
                    "es: Dar un servicio de ▲calidad, en: Give a service",
                )],
                "C0702 error",
            ),
            case(
                "vague word beside a number",
                &[("es: Dar agua 6 horas al día", "es: Dar agua de manera adecuada 6 horas al día")],
                "",
            ),
            case(
                "vague commitment of residents",
                &[("es: Reparar las fugas de la vivienda", "es: Reparar las fugas a la ▲brevedad")],
                "C0702 error",
            ),
            case(
                "vague remedy without term",
                &[(
                    "    measure: priority_repair",
                    "    measure: priority_repair\n    text: {es: Se repara lo antes posible▲, en: It is repaired}",
                )],
                "C0702 error",
            ),
            case(
                "vague remedy with a term",
                &[("es: Se publica la causa", "es: Se publica la causa cuanto antes")],
                "",
            ),
            case(
                "a name is no promise",
                &[("es: Pagar el recibo antes de su fecha", "es: Avisar a la Comisión de Calidad del municipio")],
                "",
            ),
            case(
                "minimum above a target to reach",
                &[("minimum_acceptable: 5", "minimum_acceptable: 6.01▲")],
                "C0711 error",
            ),
            case("minimum on the target", &[("minimum_acceptable: 5", "minimum_acceptable: 6.0")], ""),
            case(
                "minimum below a target not to pass",
                &[("minimum_acceptable: 3", "minimum_acceptable: 1.99▲")],
                "C0711 error",
            ),
            case("minimum on a target not to pass", &[("minimum_acceptable: 3", "minimum_acceptable: 2")], ""),
            case(
                "no remedy",
                &[
                    ("  - id: S2", "  - ▲id: S2"),
                    ("    remedy: R2\n", ""),
                    ("    remedy: R1\n", "    remedy: R2\n"),
                    (
                        "  - id: R1\n    trigger: {es: Resultado bajo el mínimo, en: Result below the minimum}\n    measure: written_explanation\n    text: {es: Se publica la causa, en: The cause is published}\n    deadline_workdays: 5\n",
                        "",
                    ),
                ],
                "C0715 warning",
            ),
            case(
                "remedy that nobody names",
                &[("    remedy: R2", "    remedy: R1"), ("  - id: R2", "  - id: ▲R2")],
                "C0708 warning",
            ),
            case(
                "no budget line",
                &[("    budget_line: \"11-00-000-001\"\n", ""), ("  - id: M1", "  - id: ▲M1")],
                "C0709 warning",
            ),
            case("eleven commitments", &[("citizen_commitments:", with(eleven))], "C0710 warning"),
            case("ten commitments", &[("citizen_commitments:", with(ten))], ""),
            case(
                "no term of a procedure",
                &[("  - procedure", "  - ▲procedure"), ("    max_workdays: 10\n", "")],
                "C0712 warning",
            ),
            case(
                "no cost of a procedure",
                &[("  - procedure", "  - ▲procedure"), ("    cost: 150.00\n", "")],
                "C0712 warning",
            ),
            case("a free procedure", &[("cost: 150.00", "cost: 0.00")], ""),
            case("personal data", &[("contains_personal_data: false", "contains_personal_data: ▲true")], "C0713 error"),
            case(
                "no channel",
                &[
                    ("  channels:\n    - {kind: mailbox, value: {es: Buzón del parque, en: Box in the park}}\n", ""),
                    ("  acknowledge", "  ▲acknowledge"),
                ],
                "C0714 error",
            ),
            case(
                "no days to acknowledge",
                &[("  acknowledge_workdays: 2\n", ""), ("  channels", "  ▲channels")],
                "C0714 error",
            ),
            case(
                "no days to resolve",
                &[("  resolve_workdays: 10\n", ""), ("  channels", "  ▲channels")],
                "C0714 error",
            ),
        ],
    );
}

#[test]
fn fees_sanctions_discounts_and_cut_offs_need_their_rule() {
    const CUT: (&str, &str) = (
        "consequence: {es: Recargo del reglamento, en: Surcharge of the regulation}",
        "consequence: {es: Corte del servicio a los tres meses▲, en: The service is cut off after three months}",
    );
    all_hold(
        COMPLETE,
        &[
            case(
                "fee without its norm",
                &[
                    ("  - item", "  - ▲item"),
                    ("    legal_ref: {es: \"Reglamento, artículo 12\", en: \"Regulation, article 12\"}\n", ""),
                ],
                "C0703 error",
            ),
            case(
                "fee without its gazette",
                &[
                    ("  - item", "  - ▲item"),
                    (
                        "period: monthly\n    legal_ref: {es: \"Reglamento, artículo 12\", en: \"Regulation, article 12\"}\n    published: {es: Diario oficial de ejemplo, en: Example gazette}\n",
                        "period: monthly\n    legal_ref: {es: \"Reglamento, artículo 12\", en: \"Regulation, article 12\"}\n",
                    ),
                ],
                "C0703 error",
            ),
            case(
                "fee without its date",
                &[("  - item", "  - ▲item"), ("    published_on: 2025-12-01\n    in_force_from: 2025-12-09\n", "")],
                "C0703 error",
            ),
            case(
                "no charge",
                &[
                    ("    amount: 41.00", "    amount: 0.00"),
                    ("    published_on: 2025-12-01\n    in_force_from: 2025-12-09\n", ""),
                ],
                "",
            ),
            case(
                "fee on the seventh day",
                &[("in_force_from: 2025-12-09", "in_force_from: 2025-12-08▲")],
                "C0704 warning",
            ),
            case(
                "fee published on the last day of the year",
                &[(
                    "    published_on: 2025-12-01\n    in_force_from: 2025-12-09",
                    "    published_on: 2025-12-31\n    in_force_from: 2026-01-08",
                )],
                "",
            ),
            case(
                "the same, a day too early",
                &[(
                    "    published_on: 2025-12-01\n    in_force_from: 2025-12-09",
                    "    published_on: 2025-12-31\n    in_force_from: 2026-01-07▲",
                )],
                "C0704 warning",
            ),
            case(
                "eight days over 29 February",
                &[(
                    "    published_on: 2025-12-01\n    in_force_from: 2025-12-09",
                    "    published_on: 2024-02-22\n    in_force_from: 2024-03-01",
                )],
                "",
            ),
            case(
                "the same without that day, too early",
                &[(
                    "    published_on: 2025-12-01\n    in_force_from: 2025-12-09",
                    "    published_on: 2025-02-22\n    in_force_from: 2025-03-01▲",
                )],
                "C0704 warning",
            ),
            case(
                "published tomorrow",
                &[("    published_on: 2025-12-01\n    in_force_from: 2025-12-09", "    published_on: 2026-11-22▲")],
                "C0723 error",
            ),
            case(
                "published today",
                &[("    published_on: 2025-12-01\n    in_force_from: 2025-12-09", "    published_on: 2026-11-21")],
                "",
            ),
            case(
                "sanction without its norm",
                &[
                    ("  - id: C1", "  - ▲id: C1"),
                    ("    legal_ref: {es: \"Reglamento, artículo 14\", en: \"Regulation, article 14\"}\n", ""),
                ],
                "C0705 error",
            ),
            case(
                "sanction without its gazette",
                &[
                    ("  - id: C1", "  - ▲id: C1"),
                    ("    published: {es: Diario oficial de ejemplo, en: Example gazette}\n", ""),
                ],
                "C0705 error",
            ),
            case(
                "sanction without its date",
                &[("  - id: C1", "  - ▲id: C1"), ("    published_on: 2025-12-01\n", "")],
                "C0705 error",
            ),
            case(
                "sanction of residents that had none",
                &[("  - id: C2", "  - ▲id: C2"), ("es: Aviso escrito, en: Written notice", "es: Multa, en: Fine")],
                "C0705 error",
            ),
            case(
                "discount without its rule",
                &[("  - id: R2", "  - ▲id: R2"), ("measure: priority_repair", "measure: discount")],
                "C0705 error",
            ),
            case(
                "discount with its rule",
                &[(
                    "measure: priority_repair",
                    "measure: discount\n    legal_ref: {es: a, en: b}\n    published: {es: a, en: b}\n    published_on: 2025-12-01",
                )],
                "",
            ),
            case("water cut off under a regulation", &[CUT], "C0706 error"),
            case(
                "water cut off after a legal review",
                &[(
                    CUT.0,
                    "consequence: {es: Corte del servicio, en: Service cut off}\n    legal_review: {by: {es: Asesoría, en: Adviser}, on: 2025-11-01, document: {es: Dictamen 4, en: Opinion 4}}",
                )],
                "",
            ),
            case(
                "legal review of tomorrow",
                &[(
                    CUT.0,
                    "consequence: {es: Corte del servicio, en: Service cut off}\n    legal_review: {by: {es: Asesoría, en: Adviser}, on: 2026-11-22▲, document: {es: Dictamen 4, en: Opinion 4}}",
                )],
                "C0723 error",
            ),
            case(
                "cut announced as a commitment",
                &[("es: Dar agua 6 horas al día", "es: Suspender el servicio a quien deba 3 meses de pago▲")],
                "C0706 error",
            ),
            case(
                "maintenance is no cut-off",
                &[("es: Dar agua 6 horas al día", "es: Anunciar los cortes 48 horas antes")],
                "",
            ),
        ],
    );
}

/// A charter in consultation, with what that state needs and no more.
fn in_consultation() -> String {
    let text = COMPLETE.replace("state: in_force", "state: consultation");
    let (before, after) = (text.find("approval:").unwrap(), text.find("changelog:").unwrap());
    format!("{}{}", &text[..before], &text[after..]).replace("  closed: 2025-10-31\n", "").replace(
        "  meetings:\n    - date: 2025-09-13\n      place: {es: Salón, en: Hall}\n      language: es\n      women: 21\n      men: 18\n",
        "",
    )
}

#[test]
fn a_consultation_needs_the_whole_charter() {
    let cut = |start: &str, end: &str| -> (&'static str, &'static str) {
        let text = in_consultation();
        let from = text.find(&format!("\n{start}:")).unwrap() + 1;
        let to = text[from..].find(&format!("\n{end}:")).unwrap() + from + 1;
        (Box::leak(text[from..to].to_owned().into_boxed_str()), "")
    };
    let here = ("state: consultation", "▲state: consultation");
    let lacks = |name, part| case(name, &[here, part], "C0720 error");
    let all = [
        lacks("provider", cut("provider", "coverage")),
        lacks("coverage", cut("coverage", "service_levels")),
        lacks("commitments", cut("municipal_commitments", "citizen_commitments")),
        lacks("commitments of residents", cut("citizen_commitments", "fees")),
        lacks("complaints", cut("complaints", "legal_base")),
        lacks("legal base", cut("legal_base", "participants")),
        lacks("participants", cut("participants", "consultation")),
        lacks("opening", ("  opened: 2025-09-01\n", "")),
        case("opening of tomorrow", &[("2025-09-01", "2026-11-22▲")], "C0723 error"),
    ];
    all_hold(&in_consultation(), &all.map(Case::without_results));
    let project = site();
    std::fs::remove_file(project.root().join(RESULTS)).unwrap();
    project.write(CHARTER, in_consultation());
    assert_eq!(told(&project, "2026-11-21"), ["C0746 notice 1.0.0.yaml:4"]);
    project.write(CHARTER, in_consultation().replace("2025-09-01", "2026-11-21"));
    assert_eq!(told(&project, "2026-11-21"), ["C0746 notice 1.0.0.yaml:4"], "opened on the same day");
    // What is not answered yet, and complaints that are not complete, wait until the approval.
    project.write(CHARTER, in_consultation().replace("      answer: {es: En la revisión, en: In the review}\n", ""));
    assert_eq!(told(&project, "2026-11-21"), ["C0746 notice 1.0.0.yaml:4"]);
    project.write(CHARTER, in_consultation().replace("  resolve_workdays: 10\n", ""));
    assert_eq!(told(&project, "2026-11-21"), ["C0746 notice 1.0.0.yaml:4", "C0714 warning 1.0.0.yaml:72"]);
}

#[test]
fn evidence_of_approval_and_force() {
    let here = ("state: in_force", "▲state: in_force");
    all_hold(
        COMPLETE,
        &[
            case(
                "no meeting",
                &[
                    here,
                    (
                        "  meetings:\n    - date: 2025-09-13\n      place: {es: Salón, en: Hall}\n      language: es\n      women: 21\n      men: 18\n",
                        "",
                    ),
                ],
                "C0720 error",
            ),
            case("no closing", &[here, ("  closed: 2025-10-31\n", "")], "C0720 error"),
            case(
                "no certificate",
                &[here, ("  certificate: {es: Secretaría Municipal, en: Municipal Secretary}\n", "")],
                "C0720 error",
            ),
            case(
                "certificate at an address",
                &[(
                    "certificate: {es: Secretaría Municipal, en: Municipal Secretary}",
                    "certificate_url: https://acta.example/58.pdf",
                )],
                "",
            ),
            case("empty act", &[here, ("act: \"58-2025\"", "act: \" \"")], "C0720 error"),
            case(
                "no validity",
                &[here, ("validity:\n  from: 2026-01-01\n  to: 2028-12-31\n  next_review: 2027-01-15\n", "")],
                "C0720 error",
            )
            .without_results(),
            case(
                "comment without answer",
                &[("    - topic", "    - ▲topic"), ("      answer: {es: En la revisión, en: In the review}\n", "")],
                "C0721 error",
            ),
            // Approved charters need no certificate yet; a note says that being in force does.
            case(
                "approved, to begin tomorrow",
                &[("state: in_force", "state: approved"), ("from: 2026-01-01", "▲from: 2026-11-22")],
                "C0744 notice",
            )
            .without_results(),
            case(
                "approved, to begin today",
                &[("state: in_force", "state: approved"), ("from: 2026-01-01", "▲from: 2026-11-21")],
                "C0745 notice",
            )
            .without_results(),
            case("in force from today", &[("from: 2026-01-01", "from: 2026-11-21")], "").without_results(),
            case(
                "in force from tomorrow",
                &[("state: in_force", "▲state: in_force"), ("from: 2026-01-01", "from: 2026-11-22")],
                "C0724 error",
            )
            .without_results(),
            case(
                "under review",
                &[
                    ("state: in_force", "state: under_review"),
                    ("changelog:", "review: {opened: 2026-11-21, reason: {es: a, en: b}}\nchangelog:"),
                ],
                "",
            ),
            case("under review without opening", &[("state: in_force", "▲state: under_review")], "C0720 error"),
            case(
                "review opened tomorrow",
                &[
                    ("state: in_force", "state: under_review"),
                    ("changelog:", "review: {opened: 2026-11-22▲, reason: {es: a, en: b}}\nchangelog:"),
                ],
                "C0723 error",
            ),
            case(
                "review before the charter",
                &[
                    ("state: in_force", "state: under_review"),
                    ("changelog:", "review: {opened: 2025-12-31▲, reason: {es: a, en: b}}\nchangelog:"),
                ],
                "C0722 error",
            ),
            case(
                "withdrawn",
                &[
                    ("state: in_force", "state: withdrawn"),
                    (
                        "changelog:",
                        "withdrawal: {act: \"9-2026\", date: 2026-11-21, reason: {es: a, en: b}}\nchangelog:",
                    ),
                ],
                "",
            ),
            case("withdrawn without an act", &[("state: in_force", "▲state: withdrawn")], "C0720 error"),
            case(
                "withdrawn tomorrow",
                &[
                    ("state: in_force", "state: withdrawn"),
                    (
                        "changelog:",
                        "withdrawal: {act: \"9-2026\", date: 2026-11-22▲, reason: {es: a, en: b}}\nchangelog:",
                    ),
                ],
                "C0723 error",
            ),
            case(
                "withdrawn before it was approved",
                &[
                    ("state: in_force", "state: withdrawn"),
                    (
                        "changelog:",
                        "withdrawal: {act: \"9-2025\", date: 2025-12-15▲, reason: {es: a, en: b}}\nchangelog:",
                    ),
                ],
                "C0722 error",
            ),
            case("superseded by nothing", &[("state: in_force", "▲state: superseded")], "C0726 error"),
            case(
                "supersedes itself",
                &[("state: in_force", "state: in_force\nsupersedes: 9901-agua@1.0.0▲")],
                "C0727 error",
            ),
            case(
                "no entry of its own",
                &[
                    ("version: 1.0.0\nstatus", "version: ▲1.0.0\nstatus"),
                    ("  - version: 1.0.0\n", "  - version: 0.9.0\n"),
                ],
                "C0729 warning",
            ),
        ],
    );
}

#[test]
fn dates_are_in_order() {
    all_hold(
        COMPLETE,
        &[
            case(
                "closed before it opened",
                &[("closed: 2025-10-31", "closed: 2025-08-31▲"), ("date: 2025-09-13", "date: 2025-09-01")],
                "C0722 error",
            ),
            case("closed on the day of approval", &[("closed: 2025-10-31", "closed: 2025-12-16")], ""),
            case(
                "closed a day after approval",
                &[("closed: 2025-10-31", "closed: 2025-12-17"), ("  date: 2025-12-16", "▲  date: 2025-12-16")],
                "C0722 error",
            ),
            case(
                "closed on 31 December, approved on the next day",
                &[
                    ("closed: 2025-10-31", "closed: 2024-12-31"),
                    ("opened: 2025-09-01", "opened: 2024-09-01"),
                    ("date: 2025-09-13", "date: 2024-12-31"),
                    ("  date: 2025-12-16", "  date: 2025-01-01"),
                ],
                "",
            ),
            case(
                "the other way round",
                &[
                    ("closed: 2025-10-31", "closed: 2025-01-01"),
                    ("opened: 2025-09-01", "opened: 2024-09-01"),
                    ("date: 2025-09-13", "date: 2024-12-31"),
                    ("  date: 2025-12-16", "  date: 2024-12-31▲"),
                ],
                "C0722 error",
            ),
            case("meeting on the first day", &[("date: 2025-09-13", "date: 2025-09-01")], ""),
            case("meeting a day before", &[("date: 2025-09-13", "date: 2025-08-31▲")], "C0722 error"),
            case("meeting on the last day", &[("date: 2025-09-13", "date: 2025-10-31")], ""),
            case("meeting a day after", &[("date: 2025-09-13", "date: 2025-11-01▲")], "C0722 error"),
            case("approved tomorrow", &[("  date: 2025-12-16\n  cert", "  date: 2026-11-22▲\n  cert")], "C0723 error"),
            case("in force on the day of approval", &[("from: 2026-01-01", "from: 2025-12-16")], ""),
            case("in force before approval", &[("from: 2026-01-01", "from: 2025-12-15▲")], "C0722 error"),
            case(
                "one day long",
                &[
                    ("from: 2026-01-01", "from: 2026-11-21"),
                    ("to: 2028-12-31\n  next_review: 2027-01-15", "to: 2026-11-21"),
                ],
                "",
            )
            .without_results(),
            case("review on the last day", &[("next_review: 2027-01-15", "next_review: 2028-12-31")], ""),
            case(
                "review after the last day",
                &[("next_review: 2027-01-15", "next_review: 2029-01-01▲")],
                "C0722 error",
            ),
            case(
                "ratified by the council that approved",
                &[("validity:", "ratifications: [{act: \"1-2026\", date: 2026-01-20▲}]\nvalidity:")],
                "C0722 error",
            ),
        ],
    );
    // Beside these, a notice is due.
    let project = site();
    std::fs::remove_file(project.root().join(RESULTS)).unwrap();
    project.write(
        CHARTER,
        COMPLETE
            .replace("from: 2026-01-01", "from: 2026-11-21")
            .replace("  to: 2028-12-31\n  next_review: 2027-01-15", "  to: 2026-11-20"),
    );
    assert_eq!(told(&project, TODAY), ["C0722 error 1.0.0.yaml:102", "C0741 notice 1.0.0.yaml:102"]);
    project.write(CHARTER, COMPLETE.replace("next_review: 2027-01-15", "next_review: 2025-12-31"));
    assert_eq!(
        told(&project, TODAY),
        ["C0743 notice 1.0.0.yaml:11", "C0722 error 1.0.0.yaml:103", "C0742 notice 1.0.0.yaml:103"]
    );
}

#[test]
fn results_are_of_periods_that_are_over_and_in_which_the_charter_held() {
    let last = "2026-10-15}";
    let then = |text: &'static str| -> &'static str {
        Box::leak(
            format!("2026-10-15}}\n  - {{{text}, level: S1, value: 6, status: demo, source: ine}}").into_boxed_str(),
        )
    };
    all_hold(
        COMPLETE,
        &[
            case("published on the last day", &[("2026-04-01", "2026-03-31▲")], "C0730 error").in_results(),
            case("published on the day after", &[("2026-04-01", "2026-04-01")], "").in_results(),
            case("a month on its last day", &[(last, then("▲period: 2026-11"))], "C0730 error")
                .in_results()
                .on("2026-11-30"),
            case("a month on the day after", &[(last, then("period: 2026-11"))], "").in_results().on("2026-12-01"),
            case("the year on 31 December", &[(last, then("▲period: 2026"))], "C0730 error")
                .in_results()
                .on("2026-12-31"),
            case("the year on 1 January", &[(last, then("period: 2026"))], "").in_results().on("2027-01-01"),
            case("before the charter", &[(last, then("▲period: 2025-Q4"))], "C0731 error").in_results(),
            case("the year in which it began", &[(last, then("▲period: 2025"))], "C0731 error").in_results(),
            case(
                "complaints of a period under way",
                &[("period: 2026-Q3, received", "period: 2026-Q4▲, received")],
                "C0730 error",
            ),
        ],
    );
    // February of a leap year is over on 1 March.
    let project = site();
    let february = COMPLETE
        .replace("next_review: 2027-01-15", "next_review: 2028-12-01")
        .replace("validity:", "ratifications: [{act: \"1-2028\", date: 2028-01-20}]\nvalidity:");
    project.write(CHARTER, february);
    let results: String = (1..=4)
        .flat_map(|quarter| [("S1", quarter), ("S2", quarter)])
        .map(|(level, quarter)| {
            format!("  - {{period: 2027-Q{quarter}, level: {level}, value: 2, status: demo, source: ine}}\n")
        })
        .collect();
    project.write(
        RESULTS,
        format!("{MEASURED}{results}  - {{period: 2028-02, level: S1, value: 6, status: demo, source: ine}}\n"),
    );
    assert_eq!(told(&project, "2028-02-29"), ["C0730 error results.yaml:15"]);
    assert_eq!(told(&project, "2028-03-01"), Vec::<String>::new());
}

/// A second version, beside the first one in a state of its own.
fn two_versions(first: &str, second: &str, change: &[(&str, &str)]) -> Project {
    let project = site();
    project.write(CHARTER, COMPLETE.replace("state: in_force", &format!("state: {first}")));
    let mut text = COMPLETE
        .replace("version: 1.0.0", "version: 2.0.0")
        .replace("state: in_force", &format!("state: {second}\nsupersedes: 9901-agua@1.0.0"));
    for (from, to) in change {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    project.write(NEXT, text);
    project
}

#[test]
fn one_version_is_in_force_and_each_names_the_one_before() {
    let none = Vec::<String>::new();
    let review = [("changelog:", "review: {opened: 2026-11-21, reason: {es: a, en: b}}\nchangelog:")];
    assert_eq!(told(&two_versions("superseded", "in_force", &[]), TODAY), none);
    assert_eq!(told(&two_versions("superseded", "under_review", &review), TODAY), none);
    assert_eq!(told(&two_versions("in_force", "in_force", &[]), TODAY), ["C0725 error 1.0.0.yaml:4"]);
    assert_eq!(told(&two_versions("in_force", "under_review", &review), TODAY), ["C0725 error 1.0.0.yaml:4"]);
    let begins = [("from: 2026-01-01", "from: 2026-12-01")];
    assert_eq!(told(&two_versions("in_force", "approved", &begins), TODAY), ["C0744 notice 2.0.0.yaml:102"]);
    // A draft and a consultation replace nothing.
    assert_eq!(told(&two_versions("superseded", "draft", &[]), TODAY), ["C0726 error 1.0.0.yaml:4"]);
    assert_eq!(told(&two_versions("superseded", "consultation", &[]), TODAY), ["C0726 error 1.0.0.yaml:4"]);
    // A new version is prepared while the old one holds.
    assert_eq!(told(&two_versions("in_force", "consultation", &[]), TODAY), none);
    let unnamed = [("supersedes: 9901-agua@1.0.0\n", "")];
    assert_eq!(told(&two_versions("superseded", "in_force", &unnamed), TODAY), ["C0727 error 2.0.0.yaml:2"]);
    let itself = [("supersedes: 9901-agua@1.0.0", "supersedes: 9901-agua@2.0.0")];
    assert_eq!(told(&two_versions("superseded", "in_force", &itself), TODAY), ["C0727 error 2.0.0.yaml:5"]);
}

#[test]
fn the_number_of_a_version_says_what_kind_of_change_it_is() {
    let named = |version: &str, change: &[(&str, &str)]| {
        let project = two_versions("superseded", "in_force", change);
        let path = format!("content/charters/9901-agua/{version}.yaml");
        let text = project.read(NEXT).replace("version: 2.0.0", &format!("version: {version}"));
        std::fs::remove_file(project.root().join(NEXT)).unwrap();
        project.write(&path, text);
        told(&project, TODAY)
    };
    let raised = [("target: 6\n", "target: 7\n")];
    let floor = [("minimum_acceptable: 5\n", "minimum_acceptable: 4\n")];
    let reworded = [("es: Reparar las fugas de la vivienda", "es: Reparar toda fuga de la vivienda")];
    let gone = [(
        "  - id: C2\n    text: {es: Reparar las fugas de la vivienda, en: Repair leaks in the home}\n    consequence: {es: Aviso escrito, en: Written notice}\n",
        "",
    )];
    let contact = [("provider: {office: dafim}", "provider: {office: dafim, phone: 0000-0000}")];
    let none = Vec::<String>::new();
    for change in [&raised[..], &floor, &gone] {
        assert_eq!(named("2.0.0", change), none);
        assert_eq!(named("1.1.0", change), ["C0728 warning 1.1.0.yaml:2"]);
        assert_eq!(named("1.0.1", change), ["C0728 warning 1.0.1.yaml:2"]);
    }
    assert_eq!(named("1.1.0", &reworded), none);
    assert_eq!(named("1.0.1", &reworded), ["C0728 warning 1.0.1.yaml:2"]);
    assert_eq!(named("1.0.1", &contact), none);
}

#[test]
fn a_draft_builds_with_warnings() {
    let project = site();
    std::fs::remove_file(project.root().join(RESULTS)).unwrap();
    let draft = COMPLETE
        .replace("state: in_force", "state: draft")
        .replace("    target: 6\n    minimum_acceptable: 5\n", "")
        .replace("es: Dar agua 6 horas al día", "es: Dar un servicio de calidad")
        .replace("    published_on: 2025-12-01\n", "");
    project.write(CHARTER, draft);
    let found = told(&project, TODAY);
    assert!(found.iter().all(|found| !found.contains("error")), "{found:?}");
    for code in ["C0701", "C0702", "C0703", "C0705"] {
        assert!(found.iter().any(|found| found.starts_with(code)), "{code}: {found:?}");
    }
    let (object, status) = project.check();
    assert_eq!(status, 0, "{object}");
    assert_eq!(project.run(&["check", "--deny-warnings"]).status.code(), Some(1));
    let said = project.run(&["check", "--format", "github"]);
    assert!(String::from_utf8(said.stdout).unwrap().contains("::warning file=content/charters/9901-agua/1.0.0.yaml"));
    // Personal data are refused there, too.
    project.replace(CHARTER, "contains_personal_data: false", "contains_personal_data: true");
    assert_eq!(project.check().1, 1);
}

#[test]
fn the_shipped_charter_is_told_single_faults_alone() {
    const FILE: &str = "content/charters/9901-agua/1.0.0.yaml";
    let text = std::fs::read_to_string(repository().join(FILE)).unwrap();
    let project = tempfile::tempdir().unwrap();
    for root in ["content", "toolbox"] {
        for entry in walkdir::WalkDir::new(repository().join(root)).into_iter().map(Result::unwrap) {
            let path = entry.path().strip_prefix(repository()).unwrap().to_owned();
            let name = path.to_string_lossy().into_owned();
            let municipality = name.strip_prefix("content/municipalities/").and_then(|rest| rest.split_once('/'));
            if municipality.is_some_and(|(folder, _)| !folder.starts_with("99")) {
                continue;
            }
            let to = project.path().join(&path);
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(to).unwrap();
            } else {
                std::fs::copy(entry.path(), to).unwrap();
            }
        }
    }
    let told = |text: &str| -> Vec<(String, usize)> {
        std::fs::write(project.path().join(FILE), text).unwrap();
        let made = examine(project.path(), &Settings { date: Some(date(TODAY)), ..Settings::default() });
        let own = made.diagnostics.iter().filter(|d| d.place.as_ref().is_some_and(|place| &*place.file == FILE));
        own.map(|d| {
            let at = d.place.as_ref().unwrap().span.start;
            (d.fault.code.to_owned(), line_and_column(text, at).0)
        })
        .collect()
    };
    let usual = told(&text);
    let line_of = |text: &str, what: &str| text[..text.find(what).unwrap()].matches('\n').count() + 1;
    for (from, to, code, at) in [
        ("    frequency: weekly\n", "", "C0701", "id: S2"),
        ("Horas de agua al día", "Agua de calidad", "C0702", "Agua de calidad"),
        (
            "    published_on: 2012-02-01\n    in_force",
            "    in_force",
            "C0703",
            "item: {es: \"Servicio mensual de agua\"",
        ),
        (
            "Aviso escrito con nueva visita en 5 días",
            "Suspensión del servicio de agua",
            "C0706",
            "Suspensión del servicio",
        ),
        ("contains_personal_data: false", "contains_personal_data: true", "C0713", "contains_personal_data"),
        ("  closed: 2025-01-31\n", "", "C0720", "state: "),
        ("minimum_acceptable: 70\n    scope", "minimum_acceptable: 81\n    scope", "C0711", "minimum_acceptable: 81"),
    ] {
        assert!(text.contains(from), "{from}");
        let broken = text.replacen(from, to, 1);
        let fresh: Vec<(String, usize)> =
            told(&broken).into_iter().filter(|(code, _)| !usual.iter().any(|(known, _)| known == code)).collect();
        assert!(fresh.contains(&(code.to_owned(), line_of(&broken, at))), "{code} {at}: {fresh:?}");
    }
}

fn model(project: &Project, today: &str) -> Model {
    let tree = SourceTree::read(project.root()).value;
    Model::load(&tree, Asked { today: Some(date(today)), ..Asked::default() }).value.unwrap()
}

fn notices(project: &Project, today: &str) -> Vec<Notice> {
    let model = model(project, today);
    let family = &model.charters[0];
    lifecycle::notices(family, family.current(), date(today))
}

#[test]
fn councils_take_office_on_15_january_every_four_years() {
    for (today, since, next) in [
        ("2026-11-21", "2024-01-15", "2028-01-15"),
        ("2028-01-14", "2024-01-15", "2028-01-15"),
        ("2028-01-15", "2028-01-15", "2032-01-15"),
        ("2028-02-29", "2028-01-15", "2032-01-15"),
        ("2016-01-15", "2016-01-15", "2020-01-15"),
        ("2016-01-14", "2012-01-15", "2016-01-15"),
        ("2031-12-31", "2028-01-15", "2032-01-15"),
        ("2032-01-01", "2028-01-15", "2032-01-15"),
    ] {
        assert_eq!(lifecycle::council_term_start(date(today)), date(since), "{today}");
        assert_eq!(lifecycle::next_council_term_start(date(today)), date(next), "{today}");
    }
}

#[test]
fn a_new_council_has_its_charters_to_ratify() {
    let lasting = COMPLETE.replace("next_review: 2027-01-15", "next_review: 2028-12-01");
    let since = date("2028-01-15");
    let told = |project: &Project, today: &str| notices(project, today).contains(&Notice::NotRatified { since });
    let project = site();
    project.write(CHARTER, &lasting);
    assert!(!told(&project, "2028-01-14") && told(&project, "2028-01-15"));
    let code = MunicipalityCode::parse("9901").unwrap();
    let owed = |project: &Project, council: &str| {
        lifecycle::to_ratify(&model(project, "2027-12-31"), code, date(council)).len()
    };
    assert_eq!((owed(&project, "2024-01-15"), owed(&project, "2028-01-15")), (0, 1));
    let ratified =
        |day: &str| lasting.replace("validity:", &format!("ratifications: [{{act: \"1\", date: {day}}}]\nvalidity:"));
    project.write(CHARTER, ratified("2028-01-14"));
    assert!(told(&project, "2028-03-01"), "by the council that was leaving");
    project.write(CHARTER, ratified("2028-01-15"));
    assert!(!told(&project, "2028-03-01"));
    assert_eq!(owed(&project, "2028-01-15"), 0);
    // Approved by the new council itself, or by the old one on its last day.
    for (day, expected) in [("2028-01-14", true), ("2028-01-15", false)] {
        project.write(
            CHARTER,
            lasting
                .replace("  date: 2025-12-16\n  cert", &format!("  date: {day}\n  cert"))
                .replace("from: 2026-01-01", "from: 2028-02-01"),
        );
        assert_eq!(told(&project, "2028-03-01"), expected, "{day}");
    }
    // What ends before the new council comes is not its to keep; what ends on its day is.
    for (day, expected) in [("2028-01-14", 0), ("2028-01-15", 1)] {
        project.write(CHARTER, COMPLETE.replace("to: 2028-12-31", &format!("to: {day}")));
        assert_eq!(owed(&project, "2028-01-15"), expected, "{day}");
    }
    project.write(CHARTER, lasting.replace("state: in_force", "state: draft"));
    assert_eq!(owed(&project, "2028-01-15"), 0);
}

#[test]
fn notices_begin_on_their_day() {
    let has = |text: &str, today: &str, notice: &Notice| {
        let project = site();
        project.write(CHARTER, text);
        notices(&project, today).contains(notice)
    };
    // The last day of the validity is still within it.
    let ended = Notice::Expired { on: date("2026-12-31") };
    let text = COMPLETE.replace("to: 2028-12-31\n  next_review: 2027-01-15", "to: 2026-12-31");
    assert!(!has(&text, "2026-12-31", &ended) && has(&text, "2027-01-01", &ended));
    let leap = Notice::Expired { on: date("2028-02-29") };
    let text = COMPLETE.replace("to: 2028-12-31", "to: 2028-02-29");
    assert!(!has(&text, "2028-02-29", &leap) && has(&text, "2028-03-01", &leap));
    // A review is due on its day.
    let due = Notice::ReviewDue { since: date("2027-01-15") };
    assert!(!has(COMPLETE, "2027-01-14", &due) && has(COMPLETE, "2027-01-15", &due));
    let reviewed = COMPLETE
        .replace("state: in_force", "state: under_review")
        .replace("changelog:", "review: {opened: 2026-11-21, reason: {es: a, en: b}}\nchangelog:");
    assert!(!has(&reviewed, "2027-01-15", &due));
    // Months are counted from the beginning; a day that a month lacks is its last.
    for (from, months, day) in [
        ("2028-02-29", 12, "2029-02-28"),
        ("2027-02-28", 12, "2028-02-28"),
        ("2028-08-31", 6, "2029-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-12-31", 12, "2027-12-31"),
    ] {
        let text = COMPLETE
            .replace("from: 2026-01-01", &format!("from: {from}"))
            .replace("to: 2028-12-31\n  next_review: 2027-01-15", &format!("review_months: {months}"));
        let due = Notice::ReviewDue { since: date(day) };
        let before = date(day).plus_days(-1).to_string();
        assert!(!has(&text, &before, &due) && has(&text, day, &due), "{from} {day}");
    }
    // Approved.
    let approved = COMPLETE.replace("state: in_force", "state: approved");
    assert!(has(&approved, "2025-12-31", &Notice::BeginsOn { on: date("2026-01-01") }));
    assert!(has(&approved, "2026-01-01", &Notice::MayBegin { since: date("2026-01-01") }));
}

#[test]
fn two_closed_periods_without_results_are_told() {
    let unmeasured = |results: &str, today: &str| {
        let project = site();
        project.write(RESULTS, format!("charter: 9901-agua\nresults: [{results}]\n"));
        let model = model(&project, today);
        let family = &model.charters[0];
        let found = lifecycle::unmeasured(family, family.current(), date(today));
        found.into_iter().map(|(level, periods)| format!("{} {periods}", level.id.value)).collect::<Vec<_>>()
    };
    let of = |level: &str, period: &str| {
        format!("{{period: {period}, level: {level}, value: 1, status: demo, source: ine}}")
    };
    let none = Vec::<String>::new();
    // Levels of months are counted by quarters, S2 by half-years; the period is over on the day after its last.
    assert_eq!(unmeasured("", "2026-06-30"), none);
    assert_eq!(unmeasured("", "2026-07-01"), ["S1 2"]);
    assert_eq!(unmeasured("", "2026-12-31"), ["S1 3"]);
    assert_eq!(unmeasured("", "2027-01-01"), ["S1 4", "S2 2"]);
    assert_eq!(unmeasured(&of("S1", "2026-Q1"), "2026-07-01"), none);
    assert_eq!(unmeasured(&of("S1", "2026-Q1"), "2026-10-01"), ["S1 2"]);
    // A month of the quarter, or the half-year that holds it, is a result of it.
    assert_eq!(unmeasured(&of("S1", "2026-05"), "2026-10-01"), none);
    assert_eq!(unmeasured(&of("S1", "2026-S1"), "2026-10-01"), none);
    assert_eq!(unmeasured(&of("S2", "2026-Q2"), "2027-01-01"), ["S1 4"]);
    // The notice names them together.
    let project = site();
    project.write(RESULTS, "charter: 9901-agua\nresults: []\n");
    let expected = Notice::NotMeasured { levels: vec!["S1".into(), "S2".into()], periods: 2 };
    assert!(notices(&project, "2027-01-01").contains(&expected));
    // A level is counted from the first version that has it, not from a correction of yesterday.
    let project = two_versions("superseded", "in_force", &[("from: 2026-01-01", "from: 2026-11-20")]);
    project.write(RESULTS, "charter: 9901-agua\nresults: []\n");
    assert!(matches!(notices(&project, TODAY).as_slice(), [Notice::NotMeasured { periods: 3, .. }]));
}

#[test]
fn a_rebuild_tells_what_a_whole_build_tells() {
    let project = site();
    let built = |today: &str| -> Vec<String> {
        let output = project.run(&["build", "--format", "json", "--date", today]);
        let object = common::last_line(&output);
        let all = object["diagnostics"].as_array().unwrap().iter();
        let own = all.filter(|d| d["file"].as_str().is_some_and(|file| file.contains("charters")));
        own.map(|d| format!("{} {}", d["code"].as_str().unwrap(), d["severity"].as_str().unwrap())).collect()
    };
    assert_eq!(built(TODAY), Vec::<String>::new());
    project.replace(CHARTER, "    budget_line: \"11-00-000-001\"\n", "");
    assert_eq!(built(TODAY), ["C0709 warning"]);
    assert_eq!(built(TODAY), ["C0709 warning"]);
    // Only the day is another.
    assert_eq!(built("2027-01-15"), ["C0709 warning", "C0742 notice"]);
    project.replace(CHARTER, "state: in_force", "state: draft");
    project.replace(CHARTER, "    target: 6\n    minimum_acceptable: 5\n", "");
    std::fs::remove_file(project.root().join(RESULTS)).unwrap();
    assert_eq!(built(TODAY), ["C0701 warning", "C0709 warning"]);
    assert_eq!(built(TODAY), ["C0701 warning", "C0709 warning"]);
}
