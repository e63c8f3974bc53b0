//! Pages and files of charters: which there are, what they say of themselves, and where drafts do not appear.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;

use cabildo::site::{Settings, make};
use common::Project;

const BASE: &str = "https://anam.example/muni/";

/// The text of every file of a site.
type Files = BTreeMap<String, String>;

fn built(project: &Project, drafts: bool, base_url: Option<&str>) -> Files {
    let date = cabildo::model::values::Date::parse("2026-11-20");
    let settings = Settings { base_url: base_url.map(str::to_owned), drafts, date, ..Settings::default() };
    let made = make(project.root(), &settings);
    let files = made.files.unwrap_or_else(|| panic!("{:?}", made.diagnostics.iter().collect::<Vec<_>>()));
    files.iter().map(|file| (file.path.clone(), String::from_utf8_lossy(file.content()).into_owned())).collect()
}

/// Who gives the service and to whom.
const PARTIES: &str = "provider: {office: dmp}\ncoverage: {area: {es: Centro, en: Centre}}\n";

const MEASURED: &str = "method: {es: Bitácora, en: Log}, sample: {es: Todos los casos, en: All cases},";

/// What else the rules ask of every charter that is published, the same in every version.
const DUTIES: &str = "\
municipal_commitments:
  - {id: M1, text: {es: Dar agua cada día, en: Give water every day}, level: S1, budget_line: \"11-00-000-001\"}
citizen_commitments:
  - {id: C1, text: {es: Reparar las fugas de la vivienda, en: Repair leaks in the home},
     consequence: {es: Aviso escrito, en: Written notice}}
complaints:
  channels:
    - {kind: mailbox, value: {es: Buzón del parque, en: Box in the park}}
  acknowledge_workdays: 2
  resolve_workdays: 10
legal_base:
  - {ref: {es: \"Código Municipal, artículo 68\", en: \"Municipal Code, article 68\"}, basis: known}
participants:
  - {name: {es: Comité de usuarios, en: Users' committee}, sector: civil_society, role: signs}
";

/// A version of 9901-agua with one promise of each direction.
fn version(project: &Project, number: &str, state: &str, (hours, days): (&str, &str), more: &str) {
    let supersedes = match number {
        "2.0.0" => "supersedes: 9901-agua@1.0.0\n",
        "3.0.0" => "supersedes: 9901-agua@2.0.0\n",
        _ => "",
    };
    let text = format!(
        "id: 9901-agua\nversion: {number}\nstatus: demo\nstate: {state}\nmunicipality: \"9901\"\nservice: agua\n\
         {supersedes}slugs: {{en: 9901-water}}\ntitle: {{es: \"Carta del agua {number}\", en: \"Water charter {number}\"}}\n\
         summary: {{es: \"Dos <promesas>\", en: \"Two promises\"}}\n{PARTIES}service_levels:\n  \
         - {{id: S1, name: {{es: Horas de agua, en: Hours of water}}, metric: hours, unit: {{es: horas al día, en: hours a day}}, \
         direction: at_least, target: {hours}, minimum_acceptable: 4, {MEASURED} frequency: monthly, owner: dmp, remedy: R1}}\n  \
         - {{id: S2, name: {{es: Reparar fugas, en: Leaks repaired}}, metric: leaks, unit: {{es: días hábiles, en: working days}}, \
         direction: at_most, target: {days}, minimum_acceptable: 9, {MEASURED} frequency: monthly, owner: dmp, remedy: R1}}\n\
         remedies:\n  - {{id: R1, trigger: {{es: Si falla, en: On failure}}, measure: apology}}\n{DUTIES}{more}"
    );
    project.write(&format!("content/charters/9901-agua/{number}.yaml"), text);
}

fn in_force(number: &str, act: &str, approved: &str, from: &str) -> String {
    format!(
        "consultation:\n  opened: 2025-01-10\n  closed: 2025-02-10\n  meetings:\n    \
         - {{date: 2025-01-20, place: {{es: Salón, en: Hall}}, language: es, women: 20, men: 15}}\n\
         approval: {{body: {{es: Concejo, en: Council}}, act: \"{act}\", date: {approved}, \
         certificate: {{es: Secretaría, en: Secretariat}}}}\n\
         validity: {{from: {from}, to: 2028-12-31, next_review: 2027-03-15}}\n\
         changelog:\n  - {{version: {number}, date: {approved}, what: {{es: Aprobada, en: Approved}}}}\n"
    )
}

/// Two versions that a council approved, and a draft of a third.
fn project() -> Project {
    let project = Project::full();
    version(&project, "1.0.0", "superseded", ("5", "6"), &in_force("1.0.0", "3-2025", "2025-03-01", "2025-04-01"));
    version(&project, "2.0.0", "in_force", ("6", "7"), &in_force("2.0.0", "9-2025", "2025-12-01", "2026-01-01"));
    version(&project, "3.0.0", "draft", ("8", "2"), "");
    project.write(
        "content/charters/9901-agua/results.yaml",
        "charter: 9901-agua\nresults:\n  \
         - {period: 2025-Q4, level: S1, value: 5, status: demo, source: ine, published_on: 2026-01-20}\n  \
         - {period: 2026-Q1, level: S1, value: 5, status: demo, source: ine, published_on: 2026-04-20}\n  \
         - {period: 2026-Q1, level: S2, value: 7, status: demo, source: ine, published_on: 2026-04-20}\n",
    );
    project
}

#[test]
fn every_published_version_has_its_page_and_says_what_it_is() {
    let site = built(&project(), false, Some(BASE));
    let current = &site["cartas/9901-agua/index.html"];
    let permanent = &site["cartas/9901-agua/2.0.0/index.html"];
    let old = &site["cartas/9901-agua/1.0.0/index.html"];
    for (page, promised) in [(current, "al menos 6 horas"), (permanent, "al menos 6 horas"), (old, "al menos 5 horas")]
    {
        assert!(page.contains(promised), "{promised}");
    }
    let canonical = |page: &str| format!("<link rel=\"canonical\" href=\"{BASE}cartas/9901-agua/{page}\">");
    assert!(
        current.contains(&canonical("")) && permanent.contains(&canonical("")) && old.contains(&canonical("1.0.0/"))
    );
    assert!(current.contains("Vigente según acta n.º 9-2025 del 01/12/2025."));
    assert!(old.contains("no es la que vale hoy") && old.contains("href=\"../\""), "{old}");
    assert!(!current.contains("no es la que vale hoy") && !permanent.contains("no es la que vale hoy"));
    assert!(site["en/charters/9901-water/1.0.0/index.html"].contains("not the one that holds today"));
    assert!(site["c/9901-agua/index.html"].contains("../../cartas/9901-agua/"));
}

#[test]
fn what_changed_is_told_in_plain_words_first() {
    let site = built(&project(), false, Some(BASE));
    let page = &site["cartas/9901-agua/2.0.0/cambios/index.html"];
    assert!(page.contains("1 promesa sube") && page.contains("1 promesa baja"), "{page}");
    let short = page.find("1 promesa sube").unwrap();
    assert!(short < page.find("antes: al menos 5 horas al día; ahora: al menos 6 horas al día").unwrap());
    assert!(page.contains("antes: a lo más 6 días hábiles; ahora: a lo más 7 días hábiles"));
    assert!(!site.contains_key("cartas/9901-agua/1.0.0/cambios/index.html"), "nothing came before the first");
    assert!(site["en/charters/9901-water/2.0.0/changes/index.html"].contains("1 promise raised"));
}

#[test]
fn results_are_shown_against_the_promise_that_held() {
    let site = built(&project(), false, Some(BASE));
    let current = &site["cartas/9901-agua/index.html"];
    assert!(current.contains("trimestre 1 de 2026: 1 de 2 con dato, 2 comprometidos."), "{current}");
    // 5 hours met the 5 of version 1.0.0 and partly meet the 6 of version 2.0.0.
    assert!(current.contains("Meta: al menos 5 horas al día") && current.contains("1 de 1 con dato, 2 comprometidos"));
    let old = &site["cartas/9901-agua/1.0.0/index.html"];
    assert!(
        old.contains("trimestre 4 de 2025: 1 de 1 con dato, 2 comprometidos.") && !old.contains("trimestre 1 de 2026")
    );
    let list = &site["municipios/9901-ejemplo/cartas/index.html"];
    assert!(list.contains("1 de 2 con dato, 2 comprometidos") && list.contains("Vigente según acta"));
    assert!(site["municipios/9901-ejemplo/index.html"].contains("href=\"cartas/\""));
    assert!(!site.contains_key("municipios/1302-chiantla/cartas/index.html"), "only where there are charters");
}

#[test]
fn drafts_are_only_where_they_were_asked_for_and_in_no_list_even_then() {
    let project = project();
    let without = built(&project, false, Some(BASE));
    assert!(!without.values().any(|text| text.contains("3.0.0")), "a draft that nobody asked for");
    let with = built(&project, true, Some(BASE));
    let draft = &with["cartas/9901-agua/3.0.0/index.html"];
    assert!(draft.contains("Borrador: no se ha publicado.") && draft.contains("content=\"noindex\""));
    assert!(!draft.contains("ld+json"));
    for (path, text) in &with {
        let own =
            path.contains("/3.0.0/") || path.ends_with("historial/index.html") || path.ends_with("history/index.html");
        assert!(own || !text.contains("3.0.0"), "{path} tells of a draft");
    }
    // A charter that is only a draft is in no list of any other page, nor in search, sitemap or index.
    let new = Project::full();
    let with = built(&new, true, Some(BASE));
    assert!(with["cartas/9901-agua/index.html"].contains("Borrador: no se ha publicado."));
    assert!(!with.keys().any(|path| path.ends_with(".atom.xml") || path.ends_with(".ics")));
    for (path, text) in &with {
        let own = path.contains("9901-agua");
        // The example of a code, the same whatever charters there are.
        let text = text.replace("supersedes: 9901-agua@1.0.0", "");
        assert!(own || !text.contains("9901-agua"), "{path} tells of a charter that is a draft");
    }
}

#[test]
fn the_sitemap_names_only_the_page_that_holds() {
    let project = project();
    // A real place, as far as the program can tell.
    for number in ["1.0.0", "2.0.0"] {
        let path = format!("content/charters/9901-agua/{number}.yaml");
        for (from, to) in [
            ("9901-agua", "1302-agua"),
            ("\"9901\"", "\"1302\""),
            ("status: demo", "status: official"),
            ("9901-water", "1302-water"),
        ] {
            project.replace(&path, from, to);
        }
        project.write(&format!("content/charters/1302-agua/{number}.yaml"), project.read(&path));
    }
    std::fs::remove_dir_all(project.root().join("content/charters/9901-agua")).unwrap();
    let site = built(&project, false, Some(BASE));
    let named: Vec<&str> = site["sitemap.xml"]
        .lines()
        .filter(|line| line.contains("1302-agua/") || line.contains("1302-water/"))
        .collect();
    let expected = ["cartas/1302-agua/", "en/charters/1302-water/"];
    assert_eq!(named, expected.map(|path| format!("<url><loc>{BASE}{path}</loc></url>")));
    assert!(!site["cartas/1302-agua/index.html"].contains("noindex"));
}

#[test]
fn data_are_json_with_every_language_and_the_verdicts() {
    let site = built(&project(), false, Some(BASE));
    let text = &site["cartas/9901-agua/2.0.0/9901-agua-2.0.0.json"];
    let data: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(data["schema"], "cabildo/charter/1");
    assert_eq!(
        (&data["version"], &data["state"], &data["is_current"]),
        (&"2.0.0".into(), &"in_force".into(), &true.into())
    );
    assert_eq!(data["title"]["en"], "Water charter 2.0.0");
    assert_eq!(data["service_levels"][0]["target"], 6);
    assert_eq!(data["approval"]["act"], "9-2025");
    let results = data["results"].as_array().unwrap();
    let line = |row: &serde_json::Value| {
        format!("{} {} {} {}", row["period"], row["level"], row["judged_by"], row["verdict"]).replace('"', "")
    };
    let lines: Vec<String> = results.iter().map(line).collect();
    let expected =
        ["2025-Q4 S1 1.0.0 met", "2025-Q4 S2 1.0.0 no_data", "2026-Q1 S1 2.0.0 partly_met", "2026-Q1 S2 2.0.0 met"];
    assert_eq!(lines, expected);
    let keys = |text: &str, key: &str| text.find(&format!("\n  \"{key}\": ")).unwrap_or_else(|| panic!("{key}"));
    assert!(keys(text, "id") < keys(text, "title") && keys(text, "title") < keys(text, "results"));
    assert!(!site.contains_key("en/charters/9901-water/2.0.0/9901-agua-2.0.0.json"), "one for all languages");
}

#[test]
fn structured_data_say_what_the_service_is() {
    let site = built(&project(), false, Some(BASE));
    let page = &site["cartas/9901-agua/index.html"];
    let (_, rest) = page.split_once("<script type=\"application/ld+json\">").unwrap();
    let (json, _) = rest.split_once("</script>").unwrap();
    let data: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(
        (&data["@type"], &data["provider"]["@type"]),
        (&"GovernmentService".into(), &"GovernmentOrganization".into())
    );
    assert_eq!(data["description"], "Dos <promesas>");
    assert_eq!((&data["serviceType"], &data["inLanguage"]), (&"Agua".into(), &"es-GT".into()));
    assert_eq!(data["termsOfService"], format!("{BASE}cartas/9901-agua/"));
    assert!(!json.contains('<'));
}

#[test]
fn the_calendar_has_the_days_that_fall_due() {
    let site = built(&project(), false, Some(BASE));
    let calendar = &site["cartas/9901-agua/9901-agua.ics"];
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && calendar.ends_with("END:VCALENDAR\r\n"));
    let unfolded = calendar.replace("\r\n ", "");
    let count = |what: &str| unfolded.matches(what).count();
    assert_eq!((count("BEGIN:VEVENT"), count("END:VEVENT")), (14, 14), "twelve quarters, the review and the end");
    for line in [
        "UID:9901-agua-results-2026-q1@cabildo",
        "DTSTART;VALUE=DATE:20260515",
        "DTSTART;VALUE=DATE:20270315",
        "DTSTART;VALUE=DATE:20281231\r\nDTEND;VALUE=DATE:20290101",
        "DTSTAMP:20261120T000000Z",
        "propuesta de este sitio",
    ] {
        assert!(unfolded.contains(line), "{line}");
    }
    assert!(site["en/charters/9901-water/9901-agua.ics"].contains("Review of the charter"));
}

#[test]
fn the_feed_tells_of_versions_and_needs_a_public_address() {
    let project = project();
    let site = built(&project, true, Some(BASE));
    let feed = &site["cartas/9901-agua/9901-agua.atom.xml"];
    for part in [
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"es-GT\">",
        "<id>tag:anam.example,2025:9901-agua:es</id>",
        "<id>tag:anam.example,2025:9901-agua:2.0.0:es</id>",
        "<updated>2025-12-01T00:00:00-06:00</updated>",
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://anam.example/muni/cartas/9901-agua/9901-agua.atom.xml\"/>",
        "href=\"https://anam.example/muni/cartas/9901-agua/1.0.0/\"",
    ] {
        assert!(feed.contains(part), "{part}\n{feed}");
    }
    assert_eq!(feed.matches("<entry>").count(), 2, "no drafts");
    let open = |page: &str| page.matches("<link rel=\"alternate\" type=\"application/atom+xml\"").count();
    assert_eq!(open(&site["cartas/9901-agua/index.html"]), 1);
    let without = built(&project, false, None);
    assert!(!without.keys().any(|path| path.ends_with(".atom.xml")));
    assert_eq!(open(&without["cartas/9901-agua/index.html"]), 0);
}

#[test]
fn the_kit_has_a_minute_of_radio_and_the_act() {
    let site = built(&project(), false, Some(BASE));
    let kit = &site["cartas/9901-agua/kit/index.html"];
    for part in [
        "anam.example/muni/c/9901-agua",
        "horas de agua: al menos 6 horas al día",
        "ACTA NÚMERO",
        "class=\"blank\"",
        "revísela con su asesoría jurídica",
        "9901-agua-2.0.0.json",
        "9901-agua.ics",
        "reuniones: 1; mujeres: 20; hombres: 15",
    ] {
        assert!(kit.contains(part), "{part}");
    }
    let english = &site["en/charters/9901-water/kit/index.html"];
    assert!(english.contains("<blockquote lang=\"es-GT\"><p>Atención"), "radio is in Spanish");
}
