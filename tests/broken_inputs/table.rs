// The table. Files of many parts of the site, so that twenty mistakes of one run are as scattered as those of an office.

const SITE: &str = "content/site.yaml";
const SOURCES: &str = "content/sources.yaml";
const FAMILIES: &str = "content/families.yaml";
const OFFICES: &str = "content/offices.yaml";
const GLOSSARY: &str = "content/glossary.yaml";
const CLASSES: &str = "content/classifications.yaml";
const HOLIDAYS: &str = "content/holidays.yaml";
const CORRECTIONS: &str = "content/corrections.yaml";
const REGISTER: &str = "content/municipalities/register.yaml";
const DEMO: &str = "content/municipalities/demo.yaml";
const DEPARTMENTS: &str = "content/municipalities/departments.yaml";
const CHARTER: &str = "content/charters/9901-agua/1.0.0.yaml";
/// The version of that charter that is in force.
const NEWEST: &str = "content/charters/9901-agua/2.0.0.yaml";
const RESULTS: &str = "content/charters/9901-agua/results.yaml";
const PRIMER: &str = "content/primers/leer-el-presupuesto/primer.yaml";
const EXAMPLE_YEAR: &str = "content/municipalities/9901-san-ejemplo-del-valle/2026.yaml";

macro_rules! tool {
    ($name:literal) => {
        concat!("toolbox/", $name, "/tool.yaml")
    };
}
macro_rules! text {
    ($name:literal) => {
        concat!("toolbox/", $name, "/es.md")
    };
}
macro_rules! year {
    ($name:literal) => {
        concat!("content/municipalities/", $name, ".yaml")
    };
}
macro_rules! page {
    ($name:literal) => {
        concat!("content/pages/", $name, "/es.md")
    };
}
macro_rules! story {
    ($name:literal) => {
        concat!("content/cases/", $name, "/case.yaml")
    };
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c as u32).unwrap()).collect()
}

fn cases() -> Vec<Case> {
    let mut cases = indentation();
    cases.extend(signs());
    cases.extend(keys_and_kinds());
    cases.extend(figures());
    cases.extend(references());
    cases.extend(twice());
    cases.extend(places());
    cases.extend(honesty());
    cases.extend(charters());
    cases.extend(languages());
    cases.extend(markdown());
    cases.extend(front_matter());
    cases.extend(letters());
    cases.extend(files());
    cases.extend(themes());
    cases
}

/// Promises without measure, charges without a rule, days in the wrong order.
fn charters() -> Vec<Case> {
    let gone = |find| Change::Edit { find, put: "" };
    vec![
        edit("commitment without its frequency", CHARTER, "  - id: S2", "  - ▲id: S2", "C0701")
            .and(CHARTER, gone("    frequency: weekly\n")),
        edit("promise without measure", CHARTER, "es: \"Tiempo para reparar una fuga\"", "es: ▲\"Reparación oportuna de fugas\"", "C0702"),
        edit("fee without its gazette", CHARTER, "  - item: ", "  - ▲item: ", "C0703")
            .and(CHARTER, Change::Edit { find: "    published_on: 2012-02-01\n    in_force_from", put: "    in_force_from" }),
        edit("water cut off without legal review", CHARTER, "es: \"Aviso escrito con nueva visita en 5 días\"", "es: ▲\"Corte del servicio en 5 días\"", "C0706")
            .so(&["C0705"]),
        edit("minimum on the other side of the target", CHARTER, "minimum_acceptable: 12\n", "minimum_acceptable: ▲1\n", "C0711")
            .so(&["C0728"]),
        edit("charter with personal data", CHARTER, "contains_personal_data: false", "contains_personal_data: ▲true", "C0713"),
        edit("consultation closed before it opened", CHARTER, "  closed: …", "  closed: ▲2024-01-01", "C0722"),
        edit("act of tomorrow", CHARTER, "  date: …", "  date: ▲2062-01-01", "C0723"),
        edit("results of a quarter under way", RESULTS, "published_on: 2025-07-15", "published_on: ▲2025-06-30", "C0730"),
    ]
}

/// Gaps at the start of a line, dashes, spaces that are missing.
fn indentation() -> Vec<Case> {
    vec![
        edit("tab for a gap", tool!("plan-del-san"), "summary:\n  es", "summary:\n▲\tes", "C0119"),
        edit("hard spaces for a gap", tool!("guia-de-proyectos"), "problem:\n  es", "problem:\n▲\u{A0}\u{A0}es", "C0119"),
        edit("tab in a list", tool!("planificador-anual"), "\n  - ", "\n▲\t- ", "C0119"),
        edit("one space more", tool!("carta-ciudadana"), "\n  en: ", "\n▲   en: ", "C0132"),
        edit("one space less", tool!("planificador-poa"), "\n  en: ", "\n▲ en: ", "C0132"),
        edit("a key pushed in", tool!("cartera-morosa"), "family:", "▲  family:", "C0132"),
        edit("a row pushed in", year!("1303-malacatancito/2018"), "  - {class: \"13\"", "▲   - {class: \"13\"", "C0132"),
        edit("a row pulled out", year!("1304-cuilco/2018"), "  - {class: \"13\"", "▲ - {class: \"13\"", "C0132"),
        edit("a row at the margin", year!("1305-nenton/2018"), "  - {class: \"13\"", "▲- {class: \"13\"", "C0132|C0134"),
        edit("part of a charter pushed in", CHARTER, "    metric: continuity", "▲     metric: continuity", "C0132"),
        edit("no space after the colon", tool!("tasa-de-residuos"), "kind: calculator", "▲kind:calculator", "C0124"),
        edit("no space after the colon in braces", tool!("tarifa-de-agua"), "slugs: {en: ", "slugs: {▲en:", "C0124"),
        edit("no space after the colon before quotes", tool!("kit-de-la-dmm"), "name: {es: ", "name: {▲es:", "C0124"),
        edit("no space after the dash", FAMILIES, "  - id: community", "  ▲-id: community", "C0122"),
        edit("no space after the dash of an item", SITE, "  - {code: en", "  ▲-{code: en", "C0122"),
        edit("dash forgotten", HOLIDAYS, "  - id: labour_day", "    ▲id: labour_day", "C0141"),
        edit("colon forgotten", tool!("bitacora-de-cloro"), "family: ", "▲family ", "C0133"),
        edit("equals sign for a colon", tool!("semaforo-de-ejecucion"), "family: ", "▲family = ", "C0133"),
        edit("list on the line of its name", tool!("registro-de-usuarios"), "audience: […", "audience: ▲- services", "C0139"),
        edit("a stray word", tool!("priorizacion-de-proyectos"), "family:", "▲pendiente\nfamily:", "C0133"),
    ]
}

/// Quotes, braces, colons, and the signs that mean something else.
fn signs() -> Vec<Case> {
    vec![
        edit("curly quotes in braces", tool!("ingresos-propios"), "slugs: {en: own-revenue-projection}", "slugs: {en: ▲“own-revenue-projection”}", "C0137|C0402"),
        edit("curly quotes", SITE, "  es: \"Colección…", "  es: ▲“Colección derivada”", "C0137"),
        edit("one curly and one straight", OFFICES, "{es: \"Concejo Municipal\"", "{es: ▲\"Concejo Municipal”", "C0129|C0130|C0137"),
        edit("closing quote forgotten", SOURCES, "publisher: \"Instituto Nacional de Estadística (INE)\"", "publisher: ▲\"Instituto Nacional de Estadística (INE)", "C0129"),
        edit("closing quote forgotten in braces", GLOSSARY, "{es: \"alcalde\"", "{es: ▲\"alcalde", "C0129"),
        edit("opening quote forgotten", tool!("tablero-del-comude"), "name: {es: \"", "name: {es: ▲", "C0129|C0136|C0130"),
        edit("quotes within quotes", tool!("transicion-municipal"), "{es: \"", "{es: ▲\"La \"caja\" y ", "C0130"),
        edit("apostrophe within single quotes", story!("agua-barillas"), "{es: \"Personas con q'anjob'al como idioma materno, 2018\"", "{es: ▲'Personas con q'anjob'al'", "C0130"),
        edit("closing brace forgotten", tool!("auditoria-social"), "slugs: {en: social-audit}", "slugs: ▲{en: social-audit", "C0131"),
        edit("closing brace of a row forgotten", year!("1302-chiantla/2018"), "received: …", "▲received: 1.00", "C0131"),
        edit("closing bracket forgotten", tool!("participacion-juvenil"), "audience: […", "audience: ▲[citizens, social", "C0131"),
        edit("closing brace of a part of a charter forgotten", CHARTER, "en: \"hours a day\"}", "▲en: \"hours a day\"", "C0131"),
        edit("a brace too many", DEMO, "name: Villa Muestra, department: \"99\", demo: true}", "name: Villa Muestra, department: \"99\", demo: true▲}}", "C0134"),
        edit("comma forgotten", DEPARTMENTS, "name: \"El Progreso\", iso", "name: \"El Progreso\" ▲iso", "C0135"),
        edit("comma forgotten between languages", PRIMER, "{es: \"Pagado entre asignado\", en", "{es: \"Pagado entre asignado\" ▲en", "C0135"),
        edit("comma in a text without quotes", DEMO, "name: La Hipótesis", "name: ▲La Hipótesis, aldea", "C0136"),
        edit("colon in a text without quotes", story!("agua-san-marcos"), "      es: \"Cifra…", "      es: ▲Cifra del documento: es verosímil", "C0128"),
        edit("colon in a text in braces", tool!("informacion-publica-de-oficio"), "name: {es: \"…", "name: {es: ▲Información: de oficio, en: Disclosure}", "C0128"),
        edit("hash that eats a text", story!("residuos-la-libertad"), "    value: {es: \"…", "    value: {es: ▲Zona #1, en: \"Zone 1\"}", "C0120"),
        edit("hash at the start of a text", story!("somos-chiantla"), "title: {es: \"…", "title: {es: ▲#SomosChiantla, en: \"#SomosChiantla\"}", "C0120"),
        edit("hash that eats a line", GLOSSARY, "      es: \"Decisión…", "      es: Decisión ▲#1 del Concejo", "C0120"),
        edit("percent at the start", CHARTER, "unit: {es: \"% de los reclamos\"", "unit: {es: ▲% de los reclamos", "C0121"),
        edit("at sign at the start", SOURCES, "publisher: \"Procuraduría…", "publisher: ▲@PDHgt", "C0121"),
        edit("an anchor", OFFICES, "    kind: authority", "    kind: ▲&clase authority", "C0121"),
        edit("an alias", GLOSSARY, "    related: [mayor, cocode]", "    related: ▲*otros", "C0121"),
        edit("a merge key", year!("1306-san-pedro-necta/2018"), "closed: true", "▲<<: *base\nclosed: true", "C0126"),
        edit("a tag", CLASSES, "{code: \"02\", name: {es: \"Defensa\"", "{code: \"02\", name: {es: ▲!Defensa", "C0121"),
        edit("asterisks at the start", FAMILIES, "      es: \"Participar…", "      es: ▲*Participar* con orden", "C0121"),
        edit("a second document", year!("1307-jacaltenango/2018"), "revenue:", "▲---\nrevenue:", "C0127"),
        edit("a value that is not there", tool!("organizacion-de-cocode"), "kind: …", "▲kind:", "C0123"),
        edit("a text that is not there", HOLIDAYS, "name: {es: \"Jueves Santo\"", "name: {▲es: ", "C0123"),
        edit("backslash in quotes", CORRECTIONS, "why: {es: \"Unos", "why: {es: ▲\"C:\\datos: unos", "C0138"),
        edit("not a number", year!("1308-san-pedro-soloma/2018"), "received: …", "received: ▲.nan}", "C0125"),
        edit("infinite", CHARTER, "    target: 85", "    target: ▲.inf", "C0125"),
        edit("braces as in a template", tool!("prevencion-y-riesgo"), "number: T", "number: ▲{{numero}} T", "C0102|C0134|C0135|C0133|C0106"),
        edit("semicolon for a comma", tool!("analisis-del-gasto"), "audience: [", "audience: [▲finance; planning, ", "C0107"),
    ]
}

/// Names of values, what kind of value they take, what must be there.
fn keys_and_kinds() -> Vec<Case> {
    vec![
        edit("key misspelt at the top", tool!("tarifa-de-agua"), "audience:", "▲audiencia:", "C0103"),
        edit("key misspelt in a list", tool!("tarifa-de-agua"), "  - {name: {es: \"Conexiones activas\", en: \"Active connections\"}, unit", "  - {name: {es: \"Conexiones activas\", en: \"Active connections\"}, ▲units", "C0103"),
        edit("key misspelt in a row", year!("1302-chiantla/2017"), "modification: ", "▲modificacion: ", "C0103"),
        edit("key misspelt in a level", CHARTER, "    direction: at_most", "    ▲directon: at_most", "C0103"),
        edit("key misspelt deeper", CHARTER, "baseline: {value: 6, date", "baseline: {value: 6, ▲fecha", "C0103").so(&["C0105"]),
        edit("key of the profile misspelt", year!("1302-chiantla/profile"), "  people: {total", "  people: {▲totals", "C0103"),
        edit("key of the site misspelt", SITE, "theme: anam", "▲tema: anam", "C0103"),
        edit("key of the register misspelt", REGISTER, "name: \"Palencia\", department", "name: \"Palencia\", ▲departamento", "C0103"),
        edit("key in capitals", tool!("cartera-morosa"), "family:", "▲Family:", "C0103"),
        edit("key in Spanish", PRIMER, "    answer: [3]\n", "    ▲respuesta: [3]\n", "C0103"),
        edit("key twice", tool!("bitacora-de-cloro"), "family: ", "family: finance\n▲family: ", "C0104").so(&[]),
        edit("key twice in a row", year!("1303-malacatancito/2017"), "received: ", "received: 1.00, ▲received: ", "C0104"),
        edit("language twice", FAMILIES, "    name: {es: \"Alcaldes y concejos\"", "    name: {es: \"Concejos\", ▲es: \"Alcaldes y concejos\"", "C0104"),
        edit("required key missing at the top", tool!("plan-del-san"), "family: development\n", "", "C0105").and(tool!("plan-del-san"), Change::Edit { find: "number:", put: "▲number:" }),
        edit("required key missing in the site", SITE, "theme: anam", "", "C0105").and(SITE, Change::Edit { find: "name:", put: "▲name:" }),
        edit("required key missing in a year", year!("1304-cuilco/2017"), "closed: true\n", "", "C0105").and(year!("1304-cuilco/2017"), Change::Edit { find: "schema:", put: "▲schema:" }),
        edit("required key missing in a row", year!("1305-nenton/2017"), "{class: \"13\", ", "{▲", "C0105"),
        edit("required key missing in a level", CHARTER, "    metric: leak_repair_workdays\n", "", "C0105").and(CHARTER, Change::Edit { find: "  - id: S3", put: "  - ▲id: S3" }),
        edit("required key missing deeper", CHARTER, "baseline: {value: 25, ", "baseline: {▲", "C0105"),
        edit("required key missing in a question", PRIMER, "    feedback_wrong: {es: \"Repase…", "", "C0105").and(PRIMER, Change::Edit { find: "  - kind: single", put: "  - ▲kind: single" }),
        edit("required key missing in a source", SOURCES, "    publisher: \"Secretaría…", "", "C0105").and(SOURCES, Change::Edit { find: "  - id: segeplan-ranking", put: "  - ▲id: segeplan-ranking" }),
        edit("required key missing in a glossary term", GLOSSARY, "    term: {es: \"arbitrio\"…", "▲", "C0105"),
        edit("text for a list", tool!("semaforo-de-ejecucion"), "offices: […", "offices: ▲dafim", "C0106"),
        edit("list for a text", tool!("kit-de-la-dmm"), "number: T22", "number: ▲[T22]", "C0106"),
        edit("text for a group", tool!("tasa-de-residuos"), "name: {…", "name: ▲Tasa de residuos sólidos", "C0106"),
        edit("list for a group", story!("agua-barillas"), "title: {…", "title: ▲[\"Carta de agua\"]", "C0106"),
        edit("group for a text", SOURCES, "publisher: \"Ministerio de Finanzas…", "publisher: ▲{es: \"Ministerio de Finanzas\"}", "C0106"),
        edit("word for a number", PRIMER, "minutes: 40", "minutes: ▲cuarenta", "C0106"),
        edit("number with a unit", PRIMER, "pass_mark: 80", "pass_mark: ▲80%", "C0106"),
        edit("number too large", PRIMER, "pass_mark: 80", "pass_mark: ▲800", "C0106"),
        edit("decimals for a whole number", NEWEST, "users_registered: 1560", "users_registered: ▲1560.5", "C0106"),
        edit("thousands comma in a whole number", NEWEST, "users_registered: 1560", "users_registered: ▲1,560", "C0106"),
        edit("sí for true", year!("1302-chiantla/2016"), "closed: true", "closed: ▲sí", "C0106"),
        edit("yes for true", EXAMPLE_YEAR, "closed: false", "closed: ▲no", "C0106"),
        edit("number in quotes", PRIMER, "minutes: 40", "minutes: ▲\"40\"", "C0106"),
        edit("true in quotes", year!("1306-san-pedro-necta/2017"), "closed: true", "closed: ▲\"true\"", "C0106"),
        edit("null", tool!("auditoria-social"), "number: T24", "number: ▲null", "C0123"),
        edit("written null where nothing is needed", CHARTER, "    owner: omas", "    owner: ▲null", "C0106|C0123"),
        edit("closed list in Spanish", tool!("planificador-poa"), "kind: calculator", "kind: ▲calculadora", "C0107"),
        edit("status in Spanish", year!("1307-jacaltenango/2017"), "status: provisional", "status: ▲oficial", "C0107"),
        edit("status in capitals", year!("1308-san-pedro-soloma/2017"), "status: provisional", "status: ▲Provisional", "C0107"),
        edit("closed list in a level", CHARTER, "    frequency: monthly", "    frequency: ▲mensual", "C0107"),
        edit("closed list in a list", tool!("guia-de-proyectos"), "audience: [planning", "audience: [▲planificacion", "C0107"),
        edit("closed list of an office", OFFICES, "    kind: authority", "    kind: ▲autoridad", "C0107"),
        edit("closed list of a class", CLASSES, "{code: \"10\", kind: revenue", "{code: \"10\", kind: ▲ingreso", "C0107"),
        edit("closed list of a question", PRIMER, "  - kind: order", "  - kind: ▲orden", "C0107"),
        edit("numbers style", SITE, "numbers: english", "numbers: ▲ingles", "C0107"),
        edit("a list that holds a text", tool!("organizacion-de-cocode"), "steps:\n  - ", "steps:\n  - ▲\"Reúna a los vecinos\"\n  - ", "C0106"),
        write("a file that is one list", "content/holidays.yaml", "- id: new_year\n- id: otro\n", "C0106|C0105"),
    ]
}

/// Amounts, numbers, dates, codes.
fn figures() -> Vec<Case> {
    vec![
        edit("amount with thousands commas", year!("1302-chiantla/2019"), "received: 540209.34", "received: ▲540,209.34", "C0501"),
        edit("amount with a decimal comma", year!("1303-malacatancito/2019"), "received: …", "received: ▲540209,34}", "C0501"),
        edit("amount with Q", year!("1304-cuilco/2019"), "received: …", "received: ▲Q540209.34}", "C0501"),
        edit("amount with a space", year!("1305-nenton/2019"), "received: …", "received: ▲540 209.34}", "C0501"),
        edit("amount with an exponent", year!("1306-san-pedro-necta/2019"), "received: …", "received: ▲1e6}", "C0501"),
        edit("amount with three decimals", year!("1307-jacaltenango/2019"), "received: …", "received: ▲540209.345}", "C0501"),
        edit("amount in quotes", year!("1308-san-pedro-soloma/2019"), "received: …", "received: ▲\"540209.34\"}", "C0501"),
        edit("amount in words", CHARTER, "    cost: 150.00", "    cost: ▲gratis", "C0501"),
        edit("amount of a fee with Q", NEWEST, "    amount: 41.00", "    amount: ▲Q41.00", "C0501"),
        edit("amount with dots for thousands", EXAMPLE_YEAR, "cost_total: 585000.00", "cost_total: ▲585.000,00", "C0501"),
        edit("amount with underscores", EXAMPLE_YEAR, "balance: 2450000.00", "balance: ▲2_450_000", "C0501"),
        edit("amount as a formula", EXAMPLE_YEAR, "unrestricted: 812300.00", "unrestricted: ▲=B2+B3", "C0501"),
        edit("amount with a plus", EXAMPLE_YEAR, "restricted: 2406601.85", "restricted: ▲+2406601.85", "C0501").so(&[]),
        edit("negative amount", year!("1301-huehuetenango/2018"), "received: ", "received: ▲-", "C0507").so(&["C0507"]),
        edit("sum that disagrees", year!("1301-huehuetenango/2017"), "initial: ", "▲initial: 9", "C0505").so(&["C0507"]),
        edit("more accrued than the budget", year!("1301-huehuetenango/2019"), "accrued: ", "▲accrued: 999", "C0507"),
        edit("percentage with its sign", year!("1303-malacatancito/profile"), "percent: …", "percent: ▲92.3%}, second: {name: Mam, percent: 5.0}}", "C0503"),
        edit("percentage with a comma", year!("1304-cuilco/profile"), "value: …", "value: ▲42,77, source: segeplan-ranking}", "C0503|C0103"),
        edit("target with a unit", NEWEST, "    target: 6\n", "    target: ▲6 horas\n", "C0503"),
        edit("target with a comma", CHARTER, "    target: 90\n", "    target: ▲90,5\n", "C0503"),
        edit("measurement with a percent sign", RESULTS, "level: S2, value: 80.0", "level: S2, value: ▲80.0%", "C0503"),
        edit("coordinates in degrees", REGISTER, "lat: 14.57047", "lat: ▲14°34'", "C0503"),
        edit("day first", SOURCES, "retrieved_on: 2026-11-20", "retrieved_on: ▲31/12/2025", "C0502"),
        edit("no such day", SOURCES, "    retrieved_on: 2026-11-20\n    licence: {", "    retrieved_on: ▲2026-02-30\n    licence: {", "C0502"),
        edit("date in words", CORRECTIONS, "  - date: 2026-11-20", "  - date: ▲20 de noviembre de 2026", "C0502"),
        edit("date without zeros", NEWEST, "deadline: 2026-12-31", "deadline: ▲2026-12-1", "C0502"),
        edit("date with dots", NEWEST, "published_on: 2025-12-01", "published_on: ▲01.12.2025", "C0502"),
        edit("date with a time", RESULTS, "published_on: 2026-04-15", "published_on: ▲2026-04-15T10:00", "C0502"),
        edit("date in quotes of an office", EXAMPLE_YEAR, "created_on: 2008-02-18", "created_on: ▲18/02/08", "C0502"),
        edit("month thirteen", EXAMPLE_YEAR, "period_end: 2026-09-30", "period_end: ▲2026-13-30", "C0502"),
        edit("retrieved in the future", SOURCES, "retrieved_on: 2026-11-20", "retrieved_on: ▲2062-11-20", "C0804"),
        edit("published in the future", RESULTS, "published_on: 2026-07-15", "published_on: ▲2027-07-15", "C0804"),
        edit("code without quotes", year!("1302-chiantla/2018"), "municipality: \"1302\"", "municipality: ▲1302", "C0108"),
        edit("code with a zero without quotes", REGISTER, "{code: \"0104\"", "{code: ▲0104", "C0108"),
        edit("class without quotes", year!("1303-malacatancito/2016"), "{class: \"10\"", "{class: ▲10", "C0108"),
        edit("purpose without quotes", CLASSES, "purpose: \"01\"", "purpose: ▲01", "C0108"),
        edit("code of three digits", REGISTER, "{code: \"0105\"", "{code: ▲\"105\"", "C0504"),
        edit("code of five digits", story!("agua-san-marcos"), "municipalities: [\"1201\"]", "municipalities: [▲\"12010\"]", "C0504"),
        edit("code of a department of one digit", REGISTER, "name: \"Sumpango\", department: \"03\"", "name: \"Sumpango\", department: ▲\"3\"", "C0504"),
        edit("code with a letter", CHARTER, "municipality: \"9901\"", "municipality: ▲\"99O1\"", "C0504"),
        edit("version of two numbers", CHARTER, "version: 1.0.0\nstatus", "version: ▲\"1.0\"\nstatus", "C0504"),
        edit("version of a primer", PRIMER, "version: 1.0.0", "version: ▲v1", "C0504"),
        edit("period", RESULTS, "period: 2026-Q2", "period: ▲2026-T2", "C0504"),
        edit("year of two digits", story!("residuos-la-libertad"), "year: 2019", "year: ▲19", "C0504|C0106"),
        edit("rule of a holiday", HOLIDAYS, "rule: \"05-01\"", "rule: ▲\"1 de mayo\"", "C0504|C0502"),
        edit("address with accents", FAMILIES, "es: \"alcaldes-y-concejos\"", "es: ▲\"Alcaldes y concejos\"", "C0402"),
        edit("address in capitals", tool!("transicion-municipal"), "slugs: {en: ", "slugs: {en: ▲New-", "C0402"),
        edit("answer that is not there", PRIMER, "    answer: [3]\n", "    answer: [▲5]\n", "C0509"),
        edit("answer zero", PRIMER, "    answer: [2]\n", "    answer: [▲0]\n", "C0509"),
    ]
}

/// Names of things that nobody has.
fn references() -> Vec<Case> {
    vec![
        edit("unknown municipality of a case", story!("agua-barillas"), "[\"1326\"]", "[▲\"1399\"]", "C0203"),
        edit("unknown municipality of a year", year!("1304-cuilco/2016"), "municipality: \"1304\"", "municipality: ▲\"1394\"", "C0203|C0207"),
        edit("unknown department", REGISTER, "name: \"Ciudad Vieja\", department: \"03\"", "name: \"Ciudad Vieja\", department: ▲\"33\"", "C0204"),
        edit("unknown capital", DEPARTMENTS, "capital: \"0201\"", "capital: ▲\"0299\"", "C0203"),
        edit("unknown family", tool!("tasa-de-residuos"), "family: finance", "family: ▲finanzas", "C0205"),
        edit("unknown office", tool!("tarifa-de-agua"), "offices: [omas", "offices: [▲oma", "C0205"),
        edit("unknown office of a charter", CHARTER, "  office: omas", "  office: ▲omaz", "C0205"),
        edit("unknown owner of a level", CHARTER, "    frequency: weekly\n    owner: omas", "    frequency: weekly\n    owner: ▲omax", "C0205"),
        edit("unknown office of a year", EXAMPLE_YEAR, "{office: dmm", "{office: ▲dmn", "C0205"),
        edit("unknown tool", tool!("ingresos-propios"), "related: [tarifa-de-agua", "related: [▲tarifa-agua", "C0205"),
        edit("unknown tool of a primer", PRIMER, "  tool: analisis-del-gasto", "  tool: ▲analisis-gasto", "C0205"),
        edit("unknown tool of a case", story!("somos-chiantla"), "tools: [semaforo-de-ejecucion", "tools: [▲semaforo", "C0205"),
        edit("unknown term", tool!("plan-del-san"), "glossary: [comude", "glossary: [▲comudes", "C0205"),
        edit("unknown term of the glossary", GLOSSARY, "related: [council, regulation]", "related: [▲consejo, regulation]", "C0205"),
        edit("unknown service", CHARTER, "service: agua", "service: ▲aguas", "C0205"),
        edit("unknown service of a year", EXAMPLE_YEAR, "{service: residuos", "{service: ▲basura", "C0205"),
        edit("unknown charter before this one", NEWEST, "supersedes: 9901-agua@1.1.0", "supersedes: ▲9901-agua@0.9.0", "C0205"),
        edit("unknown source of a year", year!("1305-nenton/2016"), "source: minfin-ejecucion", "source: ▲minfin", "C0202"),
        edit("unknown source of a profile", year!("1305-nenton/profile"), "source: ine-censo-2018", "source: ▲ine-2018", "C0202"),
        edit("unknown source of a tool", tool!("auditoria-social"), "    source: laip", "    source: ▲ley-aip", "C0202"),
        edit("unknown source of a place", REGISTER, "lat: 14.76414, lon: -90.37228, kind: town, source: geonames", "lat: 14.76414, lon: -90.37228, kind: town, source: ▲geo", "C0202"),
        edit("unknown source of the register", REGISTER, "source: ine-censo-2018", "source: ▲ine-censo", "C0202"),
        edit("unknown source of the departments", DEPARTMENTS, "source: ine-censo-2018", "source: ▲ine-censo", "C0202"),
        edit("unknown source of a measurement", RESULTS, "level: S3, value: 2.8, n: 31, status: demo, source: ejemplo", "level: S3, value: 2.8, n: 31, status: demo, source: ▲ejempl", "C0202"),
        edit("unknown class", year!("1306-san-pedro-necta/2016"), "{class: \"13\"", "{class: ▲\"12\"", "C0206"),
        edit("unknown function", year!("1307-jacaltenango/2016"), "{function: transport", "{function: ▲transports", "C0206"),
        edit("unknown purpose", EXAMPLE_YEAR, "kind: operating, purpose: \"03\"", "kind: operating, purpose: ▲\"33\"", "C0206"),
        edit("unknown purpose of a function", CLASSES, "{id: military_defence, purpose: \"02\"", "{id: military_defence, purpose: ▲\"22\"", "C0206"),
        edit("unknown funding source", EXAMPLE_YEAR, "{funding_source: \"31-0151-0002\"", "{funding_source: ▲\"31-0151-9999\"", "C0206"),
        edit("unknown level of a commitment", CHARTER, "    level: S3\n", "    level: ▲S33\n", "C0209"),
        edit("unknown remedy", CHARTER, "    remedy: R2\n", "    remedy: ▲R22\n", "C0209"),
        edit("unknown level of a measurement", RESULTS, "level: S7, value: 75", "level: ▲S77, value: 75", "C0209"),
        edit("lesson without its text", PRIMER, "title: {es: \"En qué se gasta\"", "title: {es: ▲\"En que se gasta\"", "C0211"),
        edit("unknown theme", SITE, "theme: anam", "theme: ▲anan", "C0905"),
        edit("impossible address of the site", SITE, "theme: anam", "theme: anam\nbase_url: ▲www.anam.org.gt", "C0905"),
    ]
}

/// Two things under one name.
fn twice() -> Vec<Case> {
    vec![
        edit("office twice", OFFICES, "  - id: dafim", "  - id: ▲concejo", "C0201").so(&["C0205"]),
        edit("term twice", GLOSSARY, "  - id: mayor", "  - id: ▲council_act", "C0201").so(&["C0205"]),
        edit("family twice", FAMILIES, "  - id: community", "  - id: ▲councils", "C0201").so(&["C0205"]),
        edit("source twice", SOURCES, "  - id: pdh-aip", "  - id: ▲minfin-ejecucion", "C0201").so(&["C0202"]),
        edit("municipality twice", REGISTER, "{code: \"0105\"", "{code: ▲\"0104\"", "C0201").so(&["C0203"]),
        edit("department twice", DEPARTMENTS, "{code: \"02\"", "{code: ▲\"01\"", "C0201").so(&["C0204"]),
        edit("number of a tool twice", tool!("registro-de-usuarios"), "number: T18", "number: ▲T01", "C0201"),
        edit("class twice", CLASSES, "{code: \"18\"", "{code: ▲\"17\"", "C0201").so(&["C0206"]),
        edit("purpose twice", CLASSES, "{code: \"12\", name", "{code: ▲\"11\", name", "C0201").so(&["C0206"]),
        edit("function twice", CLASSES, "{id: civil_defence", "{id: ▲military_defence", "C0201").so(&["C0206"]),
        edit("level twice", CHARTER, "  - id: S2\n", "  - id: ▲S1\n", "C0201").so(&["C0209", "C0728"]),
        edit("remedy twice", CHARTER, "  - id: R4\n", "  - id: ▲R1\n", "C0201").so(&["C0209"]),
        edit("project twice", EXAMPLE_YEAR, "  - id: P2\n", "  - id: ▲P1\n", "C0201"),
        edit("holiday twice", HOLIDAYS, "  - id: army_day", "  - id: ▲labour_day", "C0201"),
        edit("lesson twice", PRIMER, "{id: gasto", "{id: ▲etapas", "C0201"),
        edit("language of the site twice", SITE, "  - {code: en, name: \"English\"", "  - {code: ▲es, name: \"English\"", "C0201"),
        edit("class twice in a year", year!("1308-san-pedro-soloma/2016"), "{class: \"13\"", "{class: ▲\"11\"", "C0201"),
        edit("function twice in a year", year!("1309-san-ildefonso-ixtahuacan/2019"), "{function: fiscal_monetary_oversight", "{function: ▲legislative_executive_foreign_affairs", "C0201"),
        edit("measurement twice", RESULTS, "{period: 2026-Q2, level: S4", "{period: 2026-Q2, level: ▲S3", "C0201"),
        edit("two pages with one address", tool!("tablero-del-comude"), "slugs: {en: comude-board}", "slugs: {en: ▲social-audit}", "C0401"),
        edit("two pages with one address in the main language", tool!("kit-de-la-dmm"), "slugs: {en: womens-office-kit}", "slugs: {es: ▲auditoria-social, en: womens-office-kit}", "C0401").so(&["C0208"]),
        edit("two cases with one address", story!("agua-san-marcos"), "slugs: {en: \"water-san-marcos\"}", "slugs: {en: ▲\"water-barillas\"}", "C0401"),
    ]
}

/// Files that say another thing than their folder.
fn places() -> Vec<Case> {
    vec![
        edit("another municipality than the folder", year!("1309-san-ildefonso-ixtahuacan/2018"), "municipality: \"1309\"", "municipality: ▲\"1308\"", "C0207"),
        edit("another municipality than the folder, profile", year!("1306-san-pedro-necta/profile"), "municipality: \"1306\"", "municipality: ▲\"1307\"", "C0207"),
        edit("another year than the file", year!("1309-san-ildefonso-ixtahuacan/2017"), "year: 2017", "year: ▲2016", "C0207"),
        edit("another charter than the folder", CHARTER, "id: 9901-agua", "id: ▲9901-aguas", "C0207").so(&["C0208", "C0209"]),
        edit("another version than the file", NEWEST, "version: 2.0.0\nstatus", "version: ▲2.1.0\nstatus", "C0207"),
        edit("another municipality than the charter", CHARTER, "municipality: \"9901\"", "municipality: ▲\"9902\"", "C0207"),
        edit("results of another charter", RESULTS, "charter: 9901-agua", "charter: ▲9902-agua", "C0207"),
    ]
}

/// Invented and official figures, personal data.
fn honesty() -> Vec<Case> {
    vec![
        edit("invented figures of a real municipality", year!("1307-jacaltenango/2018"), "status: provisional", "status: ▲demo", "C0801"),
        edit("invented row of a real municipality", year!("1308-san-pedro-soloma/2018"), "{class: \"10\"", "{status: ▲demo, class: \"10\"", "C0801"),
        edit("real status of an invented municipality", EXAMPLE_YEAR, "status: demo", "status: ▲provisional", "C0802"),
        edit("official status of an invented municipality", year!("9902-villa-muestra/2025"), "status: demo", "status: ▲official", "C0802").so(&["C0803"]),
        edit("official status of a charter", CHARTER, "status: demo\nstate", "status: ▲official\nstate", "C0802"),
        edit("status of a measurement", RESULTS, "value: 17, n: 9, status: demo", "value: 17, n: 9, status: ▲provisional", "C0802"),
        edit("official figures without their file's hash", year!("1309-san-ildefonso-ixtahuacan/2016"), "status: provisional", "validated_by: Oficina\n▲status: official", "C0803").so(&["C0506", "C0508"]),
        edit("figures without a source", year!("1306-san-pedro-necta/2018"), "source: minfin-ejecucion\n", "", "C0105").and(year!("1306-san-pedro-necta/2018"), Change::Edit { find: "schema:", put: "▲schema:" }),
        edit("figure of a case without a source", story!("residuos-la-libertad"), "    source: nexos-materiales\n", "", "C0105").and(story!("residuos-la-libertad"), Change::Edit { find: "  - label:", put: "  - ▲label:" }),
        edit("a person's number in a text", text!("auditoria-social"), "Este método", "▲Ana López, DPI 2547 12347 0101. Este método", "C0810"),
        edit("a person's number in a value", OFFICES, "{es: \"Concejo Municipal\"", "{es: ▲\"Concejo, CUI 2547123470101\"", "C0810"),
        edit("a person's number with hyphens", SOURCES, "# Every source once.", "▲# CUI 2547-12347-0101. Every source once.", "C0810"),
        edit("a person's number for an amount", year!("1303-malacatancito/2018"), "received: …", "received: ▲2547123470101}", "C0810").so(&["C0507"]),
    ]
}

fn languages() -> Vec<Case> {
    vec![
        edit("translation missing", tool!("semaforo-de-ejecucion"), "name: {es: \"Semáforo de ejecución del presupuesto\", en: \"Budget execution traffic light\"}", "name: ▲{es: \"Semáforo de ejecución del presupuesto\"}", "C0601"),
        edit("main language missing", tool!("cartera-morosa"), "name: {es: …", "name: ▲{en: \"Arrears\"}", "C0603"),
        edit("main text empty", tool!("participacion-juvenil"), "name: {es: …", "name: ▲{es: \"\", en: \"Youth\"}", "C0603"),
        edit("translation empty", tool!("guia-de-proyectos"), "name: {es: …", "name: ▲{es: \"Guía\", en: \" \"}", "C0601"),
        edit("undeclared language", GLOSSARY, "term: {es: \"acuerdo municipal\", en", "term: {es: \"acuerdo municipal\", ▲ing", "C0602").so(&["C0601"]),
        edit("language in capitals", OFFICES, "name: {es: \"Concejo Municipal\", en", "name: {es: \"Concejo Municipal\", ▲EN", "C0504|C0602").so(&["C0601"]),
        edit("language of keywords", tool!("tarifa-de-agua"), "keywords:…", "keywords: {es: [\"agua\"], ▲ing: [\"water\"]}", "C0602"),
        edit("language of a slug", tool!("planificador-anual"), "slugs: {en: ", "slugs: {▲ing: ", "C0602"),
        write("file of an undeclared language", "toolbox/tarifa-de-agua/fr.md", "Bonjour.\n", "C0602"),
        write("file of a language of the country", "toolbox/tarifa-de-agua/mam.md", "Mam.\n", "C0602"),
        case("text file of the main language missing", "toolbox/cartera-morosa/es.md", Change::Remove, "C0603").told_in("toolbox/cartera-morosa/en.md"),
        case("text file of a translation missing", "toolbox/plan-del-san/en.md", Change::Remove, "C0601").told_in("toolbox/plan-del-san/es.md"),
        edit("declared language without its words", SITE, "theme: anam", "  - {code: ▲mam, name: Mam, tag: mam}\ntheme: anam", "C0604").so(&["C0601"]),
    ]
}

fn markdown() -> Vec<Case> {
    let at = "Esta herramienta";
    vec![
        edit("link to nowhere", text!("tarifa-de-agua"), at, "▲Vea la [tasa](/herramientas/tasa-residuos/). Esta herramienta", "C0208"),
        edit("link without its last stroke", text!("tasa-de-residuos"), at, "▲Vea la [tarifa](/herramientas/tarifa-de-agua). Esta herramienta", "C0208"),
        edit("link in a list to nowhere", text!("cartera-morosa"), "- Cuándo", "- ▲Vea la [carta](/cartas/9901-aguas/). Cuándo", "C0208"),
        edit("link to no heading", text!("ingresos-propios"), at, "▲Vea los [pasos](/herramientas/tarifa-de-agua/#paso). Esta herramienta", "C0210"),
        edit("link to no heading of its page", page!("privacidad"), "Este sitio", "▲Vea [abajo](#abajo). Este sitio", "C0210"),
        edit("link to a file beside it", text!("bitacora-de-cloro"), "Esta", "▲Vea el [formulario](formulario.docx). Esta", "C0302"),
        edit("relative link", page!("lo-que-falta"), "Este sitio", "▲Vea [acerca de](../acerca-de/). Este sitio", "C0302"),
        edit("link to a disk", text!("registro-de-usuarios"), at, "▲Vea el [padrón](file:///C:/padron.xlsx). Esta herramienta", "C0302"),
        edit("javascript link", text!("kit-de-la-dmm"), "Este kit", "▲Vea el [formulario](javascript:alert(1)). Este kit", "C0302"),
        edit("javascript link in codes", text!("guia-de-proyectos"), "Esta guía", "▲Vea el [formulario](&#106;avascript:alert(1)). Esta guía", "C0302"),
        edit("data link", text!("tablero-del-comude"), "Este tablero", "▲Vea el [formulario](data:text/html;base64,PHNjcmlwdD4=). Este tablero", "C0302"),
        edit("link without a target", text!("planificador-poa"), "Este planificador", "▲Vea el [formulario](). Este planificador", "C0302"),
        edit("address without its scheme", text!("carta-ciudadana"), "Este método", "▲Vea [MINFIN](www.minfin.gob.gt). Este método", "C0302"),
        edit("javascript address of a source", SOURCES, "    retrieved_on: 2026-11-20\n    licence:\n", "    url: ▲\"javascript:alert(1)\"\n    retrieved_on: 2026-11-20\n    licence:\n", "C0302"),
        edit("address of a source without its scheme", SOURCES, "    retrieved_on: 2026-11-20\n    licence: {", "    url: ▲www.ine.gob.gt\n    retrieved_on: 2026-11-20\n    licence: {", "C0302"),
        edit("HTML", page!("accesibilidad"), "Este sitio busca", "▲Este <b>sitio</b> busca", "C0301").so(&[]),
        edit("HTML of a script", text!("prevencion-y-riesgo"), "Este formulario", "▲<script>alert(1)</script>\n\nEste formulario", "C0301"),
        edit("HTML comment", page!("fuentes-y-licencias"), "Puede copiar", "▲<!-- revisar -->\n\nPuede copiar", "C0301"),
        edit("HTML line break", text!("transicion-municipal"), "Esta guía", "▲Esta<br>guía", "C0301"),
        edit("picture without words", text!("priorizacion-de-proyectos"), "Esta matriz", "▲![](mapa.png) Esta matriz", "C0305"),
        edit("picture", page!("de-donde-viene"), "Este sitio", "▲![Mapa](mapa.png) Este sitio", "C0306"),
        edit("heading that skips a level", page!("acerca-de"), "## Cómo leer los datos", "▲#### Cómo leer los datos", "C0303"),
        edit("a second main heading", page!("publicar-con-cabildo"), "## Los cuatro pasos", "▲# Los cuatro pasos", "C0303"),
        edit("heading underlined", text!("participacion-juvenil"), "Esta ruta", "▲Ruta\n====\n\nEsta ruta", "C0303"),
        edit("heading without its space", text!("semaforo-de-ejecucion"), "Est", "▲##Para empezar\n\nEst", "C0309"),
        edit("link that says nothing", text!("programacion-financiera"), "Est", "▲Vea [aquí](/herramientas/). Est", "C0307"),
        edit("link with a space in the middle", text!("analisis-del-gasto"), "Est", "▲Vea la [tarifa] (/herramientas/tarifa-de-agua/). Est", "C0309"),
        edit("link that is not closed", text!("plan-del-san"), "Est", "▲Vea la [tarifa](/herramientas/tarifa-de-agua/ en este sitio. Est", "C0309"),
        edit("bold that is not closed", text!("organizacion-de-cocode"), "Est", "▲Lea **esto primero. Est", "C0309"),
        edit("table without its line of dashes", "content/cases/agua-barillas/es.md", "## Qué se hizo\n", "## Qué se hizo\n\n▲| Sector | Horas |\n| Norte | 4 |\n", "C0309"),
        edit("table row with a cell too many", page!("de-donde-viene"), "| --- | --- | --- |\n", "| --- | --- | --- |\n▲| Uno | dos | tres | cuatro |\n", "C0308"),
        edit("table row with a cell too few", "content/cases/somos-chiantla/es.md", "## ", "| Año | Gasto |\n| --- | --- |\n▲| 2019 |\n\n## ", "C0308"),
        edit("quotes nested by a stuck key", "content/charters/9901-agua/es.md", "Esta carta", "▲> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > hola\n\nEsta carta", "C0304"),
        edit("lesson heading changed in the text", "content/primers/leer-el-presupuesto/es.md", "## El porcentaje que engaña", "## El porcentaje engañoso", "C0211").told_in(PRIMER).line(18),
    ]
}

fn front_matter() -> Vec<Case> {
    vec![
        edit("no front matter", page!("acerca-de"), "---\ntitle", "title", "C0111"),
        edit("front matter that is not closed", page!("privacidad"), "order: 60\n---\n", "order: 60\n", "C0111"),
        edit("front matter of four dashes", page!("accesibilidad"), "---\ntitle", "----\ntitle", "C0111"),
        edit("empty line before the front matter", page!("lo-que-falta"), "---\ntitle", "\n---\ntitle", "C0111"),
        edit("unknown key in the front matter", page!("de-donde-viene"), "summary:", "▲sumary:", "C0103"),
        edit("missing key in the front matter", page!("fuentes-y-licencias"), "section: about\n", "", "C0105").and(page!("fuentes-y-licencias"), Change::Edit { find: "title:", put: "▲title:" }),
        edit("unknown section", page!("publicar-con-cabildo"), "section: help", "section: ▲ayuda", "C0107"),
        edit("colon in the title", page!("accesibilidad"), "title: \"Accesibilidad\"", "title: ▲Accesibilidad: guía", "C0128"),
        edit("quote forgotten in the title", page!("lo-que-falta"), "title: \"Lo que falta\"", "title: ▲\"Lo que falta", "C0129"),
        edit("order in words", page!("acerca-de"), "order: 10", "order: ▲primero", "C0106"),
        edit("curly quotes in the title", page!("privacidad"), "title: \"Privacidad\"", "title: ▲“Privacidad”", "C0137"),
    ]
}

/// What is wrong in the letters.
fn letters() -> Vec<Case> {
    let utf16: Vec<u8> = "\u{FEFF}Año\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        write("saved in Windows-1252", text!("tarifa-de-agua"), latin("Uno.\n\nLa población del año.\n"), "C0101").line(3),
        write("saved in CP850", text!("tasa-de-residuos"), b"Uno.\n\nLa poblaci\xa2n del a\xa4o.\n", "C0101").line(3),
        write("saved in UTF-16", text!("ingresos-propios"), utf16, "C0101"),
        write("YAML saved in Windows-1252", "content/holidays.yaml", latin("holidays:\n  - id: new_year\n    name: {es: \"Año Nuevo\", en: \"New Year\"}\n    rule: \"01-01\"\n    basis: known\n"), "C0101").line(3),
        edit("spoilt letters", text!("registro-de-usuarios"), "Esta herramienta", "▲El AÃ±o de la poblaciÃ³n. Esta herramienta", "C0118"),
        edit("spoilt letters in a value", OFFICES, "{es: \"Concejo Municipal\"", "{es: ▲\"SesiÃ³n del Concejo\"", "C0118"),
        edit("a lost letter", text!("guia-de-proyectos"), "Esta guía", "▲La poblaci\u{FFFD}n. Esta guía", "C0117"),
        edit("question marks for letters", text!("transicion-municipal"), "Esta guía", "▲La poblaci?n del a?o. Esta guía", "C0118"),
        edit("byte order mark inside", text!("carta-ciudadana"), "Este método", "▲Este\u{FEFF} método", "C0116"),
        edit("control character", tool!("analisis-del-gasto"), "name: {es: \"", "name: {es: \"▲\u{b}", "C0114"),
        edit("NUL", text!("kit-de-la-dmm"), "Este kit", "▲Este\u{0} kit", "C0114"),
        edit("change of direction", text!("auditoria-social"), "Este método", "▲pague \u{202E}001\u{202C}. Este método", "C0115"),
        edit("zero width", tool!("transicion-municipal"), "name: {es: \"", "name: {es: \"▲muni\u{200B}cipio ", "C0116"),
        edit("zero width in a code", tool!("auditoria-social"), "family: community", "family: ▲comm\u{200B}unity", "C0116").so(&["C0205"]),
        edit("soft hyphen", page!("de-donde-viene"), "Este sitio", "▲muni\u{AD}cipio. Este sitio", "C0116"),
        edit("NEL", text!("planificador-poa"), "Este planificador", "▲Uno\u{85}dos. Este planificador", "C0114"),
        edit("line separator", text!("tablero-del-comude"), "Este tablero", "▲Uno\u{2028}dos. Este tablero", "C0114"),
        write("Word document named .md", text!("bitacora-de-cloro"), b"PK\x03\x04\x14\x00\x06\x00", "C0140"),
        write("picture named .md", "toolbox/plan-del-san/es.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "C0140"),
        write("bytes named .md", text!("semaforo-de-ejecucion"), b"\x00\x01\x02\xff\xfe\x00", "C0101|C0114|C0140"),
        write("web page named .md", text!("prevencion-y-riesgo"), "<!DOCTYPE html>\n<html><body><p>Hola</p></body></html>\n", "C0301"),
        write("empty YAML", tool!("kit-de-la-dmm"), "", "C0105"),
        write("empty YAML of spaces", story!("agua-san-marcos"), "\n   \n", "C0105"),
        write("empty text", text!("participacion-juvenil"), "", "C0123|C0603|C0142"),
        write("YAML of notes only", "content/corrections.yaml", "# nada\n", "C0105"),
        write("CSV for YAML", tool!("organizacion-de-cocode"), "number;name;family\nT23;COCODE;community\n", "C0133|C0102|C0106"),
        write("JSON with a comma too many", "content/holidays.yaml", "{\"holidays\": [\n  {\"id\": \"new_year\",▲,}\n]}\n", "C0102|C0105|C0106|C0134|C0121|C0135"),
    ]
}

/// Names and places of files.
fn files() -> Vec<Case> {
    let page = "---\ntitle: Concejo\nsummary: s\nsection: about\n---\nHola.\n";
    let mut cases = vec![
        write("a name of Windows", "content/pages/con.md", page, "C0403").so(&["C0109"]),
        write("a folder named aux", "content/pages/aux/es.md", page, "C0403").so(&["C0601"]),
        write("a dot at the end", "content/pages/concejo/es.md.", page, "C0403").so(&["C0109"]),
        write("a folder with a dot at the end", "toolbox/nueva./LICENSE.md", "a\n", "C0403"),
        write("names that differ in capitals", "content/pages/Acerca-de/es.md", page, "C0404").so(&["C0402", "C0601", "C0401"]),
        write("accents in a folder", "content/pages/población/es.md", page, "C0402").so(&["C0601"]),
        write("accents in two pieces", "content/pages/poblacio\u{301}n/es.md", page, "C0405").so(&["C0402", "C0601"]),
        write("spaces and capitals in a folder", "content/pages/Plan Nuevo/es.md", page, "C0402").so(&["C0601"]),
        write("a file where nothing reads it", "content/notas.yaml", "a: 1\n", "C0109"),
        write("a spreadsheet beside the texts", "toolbox/tarifa-de-agua/calculo.xlsx", b"PK\x03\x04aaaa", "C0109"),
        write("a copy of a file", "content/municipalities/1302-chiantla/2019 - copia.yaml", "a: 1\n", "C0109"),
        write("a year in words", "content/municipalities/1302-chiantla/2020-datos.yaml", "a: 1\n", "C0109"),
        write("a text in no folder", "toolbox/es.md", "Hola.\n", "C0109"),
        write("a page without a folder", "content/pages/concejo.md", page, "C0109"),
        case(".yml", story!("somos-chiantla"), Change::Rename("content/cases/somos-chiantla/case.yml"), "C0109").told_in("content/cases/somos-chiantla/case.yml").so(&["C0113", "C0208", "C0207"]),
        case("capitals in the ending", text!("organizacion-de-cocode"), Change::Rename("toolbox/organizacion-de-cocode/es.MD"), "C0109").told_in("toolbox/organizacion-de-cocode/es.MD").so(&["C0603"]),
        case("capitals in the name", text!("guia-de-proyectos"), Change::Rename("toolbox/guia-de-proyectos/Es.md"), "C0109").told_in("toolbox/guia-de-proyectos/Es.md").so(&["C0603"]),
        case("Notepad's .txt", "content/municipalities/1302-chiantla/2019.yaml", Change::Rename("content/municipalities/1302-chiantla/2019.yaml.txt"), "C0109").told_in("content/municipalities/1302-chiantla/2019.yaml.txt").so(&["C0208"]),
        case("main file of a tool misspelt", tool!("bitacora-de-cloro"), Change::Rename("toolbox/bitacora-de-cloro/tol.yaml"), "C0109").told_in("toolbox/bitacora-de-cloro/tol.yaml").so(&["C0113", "C0205", "C0208"]),
        write("texts of a tool that is not there", "toolbox/nueva/es.md", "Hola.\n", "C0113"),
        write("texts of a case that is not there", "content/cases/nuevo/es.md", "Hola.\n", "C0113"),
        write("results of a charter that is not there", "content/charters/9902-agua/results.yaml", "charter: 9902-agua\nresults: []\n", "C0113"),
        write("a folder of a municipality that is not there", "content/municipalities/1399-nueva/profile.yaml", "municipality: ▲\"1399\"\nstatus: provisional\n", "C0203"),
        write("a file over the limit", "toolbox/tarifa-de-agua/en.md", "a\n".repeat(4_400_000), "C0112"),
        write("YAML over the depth", "content/corrections.yaml", format!("corrections: {}1{}\n", "[".repeat(70), "]".repeat(70)), "C0102|C0106"),
    ];
    #[cfg(unix)]
    cases.push(case("a symbolic link", "toolbox/tarifa-de-agua/secreto.md", Change::Link("/etc/hostname"), "C0110"));
    cases
}

fn themes() -> Vec<Case> {
    let en = "themes/anam/strings/en.yaml";
    vec![
        edit("a word of the theme missing", en, "  tools: \"tools\"\n", "", "C0605"),
        edit("a word of the theme without its quote", en, "  tools: \"tools\"", "  tools: ▲\"tools", "C0129"),
        edit("a section of the theme that is a text", en, "audience_address:", "▲aviso: hola\naudience_address:", "C0106"),
        edit("a word of the theme twice", en, "  tools: \"tools\"", "  tools: \"tools\"\n  ▲tools: \"herramientas\"", "C0104"),
        edit("a template that breaks", "themes/anam/templates/tool.html", "<h1>{{ page.heading }}", "▲<h1>{{ page.heading }", "C0906"),
        edit("a template that ends nothing", "themes/anam/templates/case.html", "{% block content %}", "{% block content %}\n▲{% endfor %}", "C0906"),
        edit("a template that asks for nothing", "themes/anam/templates/tool.html", "{{ v.problem }}", "▲{{ v.problema }}", "C0906"),
        edit("a filter that there is not", "themes/anam/templates/office.html", "{% block content %}", "{% block content %}\n▲{{ v | nada }}", "C0906"),
        edit("a parent that there is not", "themes/anam/templates/page.html", "{% extends \"base.html\" %}", "▲{% extends \"bass.html\" %}", "C0906"),
        edit("a style sheet that there is not", "themes/anam/theme.yaml", "styles: [base.css, chart.css, worksheet.css]", "styles: [base.css, ▲charts.css, worksheet.css]", "C0113|C0905"),
        edit("a key of the theme misspelt", "themes/anam/theme.yaml", "scripts:", "▲scrips:", "C0103"),
    ]
}
