//! `cabildo new charter`: the first version of a charter, as a draft with an explanation at every field.

use super::{Draft, Grounds, NewFile, flow, one, refusal};
use crate::diagnostics::catalogue::C0791;
use crate::diagnostics::{Diagnostic, Diagnostics, Interface};
use crate::model::Model;
use crate::model::classifications::Service;
use crate::model::provenance::{LegalBasis, LegalReference};
use crate::model::territory::Municipality;
use crate::model::toolbox::{Office, OfficeKind};
use crate::model::values::{Lang, Slug};

/// What must be known for starting a charter.
#[derive(Clone, Debug)]
pub struct NewCharter<'m> {
    pub municipality: &'m Municipality,
    pub service: &'m Service,
    /// Another name than code and service, e.g. `9902-residuos-norte`.
    pub id: Option<String>,
    pub interface: Interface,
}

impl NewCharter<'_> {
    /// The charter's name: code and service.
    pub fn id(&self) -> String {
        let usual = || format!("{}-{}", self.municipality.code, self.service.id.value);
        self.id.clone().unwrap_or_else(usual)
    }
}

/// The files of a new charter. What exists already is refused.
pub fn charter(grounds: &Grounds, asked: &NewCharter) -> Result<Draft, Diagnostics> {
    let id = asked.id();
    let interface = asked.interface;
    let code = asked.municipality.code;
    if Slug::parse(&id).is_none() || !id.starts_with(&format!("{code}-")) || id.len() == code.as_str().len() + 1 {
        let what = interface.pick("el nombre de la carta no sirve", "the charter's name will not do");
        let cure = format!("--id {code}-{}", Slug::of(&asked.service.id.value));
        return Err(one(refusal(format!("{what}: {id}"), cure)));
    }
    let folder = format!("content/charters/{id}");
    if grounds.tree.below(&folder).next().is_some()
        || grounds.tree.unread.iter().any(|path| path.starts_with(&format!("{folder}/")))
    {
        return Err(one(already_there(grounds, asked, &id)));
    }
    let model = &grounds.model;
    let mut files = vec![NewFile::content(format!("{folder}/1.0.0.yaml"), yaml(model, asked, &id))];
    for lang in model.languages() {
        if let Some(spoken) = Interface::of_language(lang.as_str()) {
            let text = spoken.pick(include_str!("templates/charter.es.md"), include_str!("templates/charter.en.md"));
            files.push(NewFile::content(format!("{folder}/{lang}.md"), text.to_owned()));
        }
    }
    Ok(Draft { files, notes: Vec::new(), steps: steps(&format!("{folder}/1.0.0.yaml"), interface) })
}

/// What to do with a new version: write, check, look.
pub(super) fn steps(file: &str, interface: Interface) -> Vec<String> {
    match interface {
        Interface::Es => vec![
            format!("abra {file} y llene los campos; cada uno dice qué va"),
            "cabildo revisar: dice qué falta, con su archivo y su línea".to_owned(),
            "cabildo ver --open: muestra la carta; mientras sea borrador, no sale en el sitio publicado".to_owned(),
        ],
        Interface::En => vec![
            format!("open {file} and fill in the fields; each says what goes there"),
            "cabildo check: says what is missing, with its file and line".to_owned(),
            "cabildo serve --open: shows the charter; as long as it is a draft, the published site does not".to_owned(),
        ],
    }
}

fn already_there(grounds: &Grounds, asked: &NewCharter, id: &str) -> Diagnostic {
    let model = &grounds.model;
    let family = model.charters.get(id).or_else(|| model.unpublished_charters.get(id));
    let newest = family.and_then(|family| family.all_versions().map(|version| version.head.version).max());
    let interface = asked.interface;
    let cure = match newest {
        Some(newest) => {
            let (code, service) = (asked.municipality.code, &asked.service.id.value);
            let own = asked.id.as_ref().map(|id| format!(" --id {id}")).unwrap_or_default();
            let order = format!("cabildo new charter --municipality {code} --service {service}{own}");
            let (es, en) = ("tiene la versión", "it has version");
            let (es_new, en_new) = ("para una versión nueva", "for a new version");
            let next = newest.major + 1;
            format!(
                "{} {newest}; {}: {order} --new-version {next}.0.0",
                interface.pick(es, en),
                interface.pick(es_new, en_new)
            )
        }
        None => interface
            .pick(
                "revise qué hay en ella, o dé otro nombre con --id",
                "look what is in it, or give another name with --id",
            )
            .to_owned(),
    };
    C0791.nowhere().with("path", format!("content/charters/{id}")).with("cure", cure)
}

/// The offices that usually run a service; where the site does not know, those of other charters on it.
fn office_of<'m>(model: &'m Model, service: &Service) -> Option<&'m Office> {
    let runs = |office: &&Office| office.services.iter().any(|known| known.value == service.id.value);
    let same = |family: &&crate::model::charter::CharterFamily| family.current().service.value == service.id.value;
    let elsewhere = || {
        let families = model.charters.iter().map(|family| &**family);
        let provider = families.filter(same).find_map(|family| family.current().provider.as_ref());
        provider.and_then(|provider| model.office(&provider.office.value))
    };
    model.offices.iter().map(|office| &**office).find(runs).or_else(elsewhere)
}

fn yaml(model: &Model, asked: &NewCharter, id: &str) -> String {
    let NewCharter { municipality, service, interface, .. } = asked;
    let office = office_of(model, service);
    let any =
        || model.offices.iter().find(|office| office.kind == OfficeKind::Office).map(|office| office.id.value.clone());
    let example = Example::of(&service.id.value);
    let owned = str::to_owned;
    let title = flow_of(model, |spoken, lang| {
        let service =
            service.name.get(lang).or_else(|| service.name.get(model.site.main())).unwrap_or(&service.id.value);
        let name = &municipality.entry.name;
        match spoken {
            Some(Interface::Es) => format!("Carta ciudadana de {name}: {service}"),
            Some(Interface::En) => format!("Citizen charter of {name}: {service}"),
            None => format!("{name}: {service}"),
        }
    });
    let offices: Vec<&str> = model
        .offices
        .iter()
        .filter(|office| office.kind == OfficeKind::Office)
        .map(|office| office.id.value.as_str())
        .collect();
    let source = model.sources.iter().next().map(|source| source.id.value.clone());
    let mut values = vec![
        ("id", id.to_owned()),
        ("code", municipality.code.to_string()),
        ("service", service.id.value.clone()),
        ("status", if municipality.code.is_fictitious() { "demo" } else { "provisional" }.to_owned()),
        ("slugs", slugs(model, asked, id)),
        ("title", title),
        ("offices", offices.join(", ")),
        ("provider", provider(model, office, &any().unwrap_or_default(), *interface)),
        ("office", office.map(|office| office.id.value.clone()).or_else(any).unwrap_or_default()),
        ("legal", legal(model, office, *interface)),
        ("source", source.unwrap_or_default()),
        ("name_es", owned(example.name.0)),
        ("name_en", owned(example.name.1)),
        ("metric", owned(example.metric)),
        ("unit_es", owned(example.unit.0)),
        ("unit_en", owned(example.unit.1)),
        ("direction", owned(example.direction)),
        ("baseline", owned(example.baseline)),
        ("target", owned(example.target)),
        ("minimum", owned(example.minimum)),
        ("scope_es", owned(example.scope.0)),
        ("scope_en", owned(example.scope.1)),
        ("formula_es", owned(example.formula.0)),
        ("formula_en", owned(example.formula.1)),
        ("method_es", owned(example.method.0)),
        ("method_en", owned(example.method.1)),
    ];
    for act in ["consultation", "approval", "validity"] {
        values.push((act, stub(act, *interface).trim_end().to_owned()));
    }
    let template = interface.pick(include_str!("templates/charter.es.yaml"), include_str!("templates/charter.en.yaml"));
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    in_languages(model, &dated(model, &filled(template, &values)))
}

/// A part of the templates that a new version needs as well: the comment that stands for an act that is still to come.
pub(super) fn stub(name: &str, interface: Interface) -> &'static str {
    let all = interface.pick(include_str!("templates/acts.es.yaml"), include_str!("templates/acts.en.yaml"));
    let part = all.split("@@").find_map(|part| part.strip_prefix(name)?.strip_prefix('\n'));
    part.unwrap_or_default()
}

/// A template with its values. A line that consists of an empty value is left out.
fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    for line in template.lines() {
        let mut line = line.to_owned();
        let alone = line.starts_with('@');
        for (name, value) in values {
            line = line.replace(&format!("@{name}@"), value);
        }
        if !(alone && line.is_empty()) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

/// The years of examples: this one, the next, and how long a charter might hold.
pub(super) fn dated(model: &Model, text: &str) -> String {
    let year = model.today.year();
    let years = [("@year@", 0), ("@next@", 1), ("@later@", 2), ("@end@", 4)];
    years.iter().fold(text.to_owned(), |text, (name, more)| text.replace(name, &(year + more).to_string()))
}

/// The examples `{es: "…", en: "…"}` of a template, in the languages that the site has.
pub(super) fn in_languages(model: &Model, text: &str) -> String {
    const OPEN: &str = "{es: \"";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(OPEN) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let parts = after.strip_prefix(OPEN).and_then(|after| {
            let (es, after) = after.split_once("\", en: \"")?;
            let (en, after) = after.split_once("\"}")?;
            (!es.contains('"') && !en.contains('"')).then_some((es, en, after))
        });
        let Some((es, en, after)) = parts else {
            out.push_str(OPEN);
            rest = &after[OPEN.len()..];
            continue;
        };
        let main = model.site.main();
        let spoken = |lang: Lang| match Interface::of_language(lang.as_str()) {
            Some(interface) => Some(interface.pick(es, en)),
            // There must be something in the main language; the author will find better words.
            None if lang == main => Some(es),
            None => None,
        };
        out.push_str(&flow(model, spoken));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Texts in the languages of the site that the program speaks, and in the main one.
fn flow_of(model: &Model, text: impl Fn(Option<Interface>, Lang) -> String) -> String {
    let main = model.site.main();
    let texts: Vec<(Lang, String)> = model
        .languages()
        .map(|lang| (lang, Interface::of_language(lang.as_str())))
        .filter(|(lang, spoken)| spoken.is_some() || *lang == main)
        .map(|(lang, spoken)| (lang, text(spoken, lang)))
        .collect();
    flow(model, |lang| texts.iter().find(|(known, _)| *known == lang).map(|(_, text)| text.as_str()))
}

/// The address in the site's other languages.
fn slugs(model: &Model, asked: &NewCharter, id: &str) -> String {
    let slug = |lang: Lang| {
        let name = asked.service.name.get(lang).map(Slug::of).filter(|name| !name.is_empty())?;
        let slug = format!("{}-{name}", asked.municipality.code);
        (slug != id).then(|| format!("{lang}: {slug}"))
    };
    // Two charters on one service would have one address.
    let others = model.languages().skip(1).filter(|_| asked.id.is_none());
    let slugs: Vec<String> = others.filter_map(slug).collect();
    if slugs.is_empty() { String::new() } else { format!("slugs: {{{}}}", slugs.join(", ")) }
}

fn provider(model: &Model, office: Option<&Office>, any: &str, interface: Interface) -> String {
    let Some(office) = office else { return format!("# provider:\n#   office: {any}") };
    let check = interface.pick(
        "## La que suele prestar este servicio; si en su municipio es otra, cámbiela.",
        "## The one that usually runs this service; change it where yours is another.",
    );
    let name = flow(model, |lang| office.name.get(lang));
    format!("{check}\nprovider:\n  office: {}\n  name: {name}", office.id.value)
}

/// What the site has read about the office's work; of nothing else it is known that somebody read it.
fn legal(model: &Model, office: Option<&Office>, interface: Interface) -> String {
    let read = |reference: &&LegalReference| reference.basis == LegalBasis::Read && reference.source.is_some();
    let references: Vec<&LegalReference> = office.iter().flat_map(|office| &office.legal).filter(read).collect();
    if references.is_empty() {
        return "# legal_base:\n#   - ref: {es: \"Código Municipal, Decreto 12-2002, artículo 68\", en: \"Municipal \
         Code, Decree 12-2002, article 68\"}\n#     basis: unsure"
            .to_owned();
    }
    let check = interface.pick(
        "## Lo que este sitio ha leído sobre esa oficina: borre lo que no trata de este servicio.",
        "## What this site has read about that office: delete what is not about this service.",
    );
    let mut out = format!("{check}\nlegal_base:");
    for reference in references {
        out.push_str(&format!("\n  - ref: {}", flow(model, |lang| reference.reference.get(lang))));
        for (name, text) in [("topic", &reference.topic), ("text_version", &reference.text_version)] {
            if let Some(text) = text {
                out.push_str(&format!("\n    {name}: {}", flow(model, |lang| text.get(lang))));
            }
        }
        out.push_str("\n    basis: read");
        if let Some(source) = &reference.source {
            out.push_str(&format!("\n    source: {}", source.value));
        }
    }
    out
}

/// A promise as it might be made on a service, in Spanish and English. Its figures are examples, not advice.
struct Example {
    service: &'static str,
    name: (&'static str, &'static str),
    metric: &'static str,
    unit: (&'static str, &'static str),
    direction: &'static str,
    baseline: &'static str,
    target: &'static str,
    minimum: &'static str,
    scope: (&'static str, &'static str),
    formula: (&'static str, &'static str),
    method: (&'static str, &'static str),
}

impl Example {
    fn of(service: &str) -> &'static Example {
        EXAMPLES.iter().find(|example| example.service == service).unwrap_or(&REQUESTS)
    }
}

const EXAMPLES: [Example; 4] = [
    Example {
        service: "residuos",
        name: ("Recorridos hechos el día anunciado", "Rounds made on the announced day"),
        metric: "rounds_on_day_percent",
        unit: ("% de los recorridos", "% of rounds"),
        direction: "at_least",
        baseline: "70",
        target: "90",
        minimum: "80",
        scope: ("Rutas del casco urbano", "Routes in the town"),
        formula: (
            "recorridos hechos el día anunciado ÷ recorridos programados × 100",
            "rounds made on the announced day ÷ planned rounds × 100",
        ),
        method: (
            "El piloto anota salida y regreso de cada recorrido",
            "The driver notes when each round starts and ends",
        ),
    },
    Example {
        service: "agua",
        name: ("Horas de agua al día", "Hours of water a day"),
        metric: "continuity_hours_per_day",
        unit: ("horas al día", "hours a day"),
        direction: "at_least",
        baseline: "4",
        target: "6",
        minimum: "5",
        scope: ("Promedio de los sectores de la red", "Average of the sectors of the network"),
        formula: ("suma de horas con agua ÷ (días × sectores)", "sum of the hours with water ÷ (days × sectors)"),
        method: (
            "El fontanero anota cuándo abre y cierra cada válvula",
            "The plumber notes when each valve is opened and closed",
        ),
    },
    Example {
        service: "alumbrado",
        name: ("Días para reparar una luminaria", "Days to repair a street light"),
        metric: "light_repair_workdays",
        unit: ("días hábiles en promedio", "working days on average"),
        direction: "at_most",
        baseline: "15",
        target: "5",
        minimum: "8",
        scope: ("Luminarias reportadas por cualquier canal", "Lights reported through any channel"),
        formula: (
            "suma de días hábiles entre reporte y reparación ÷ luminarias reparadas",
            "sum of working days from report to repair ÷ lights repaired",
        ),
        method: (
            "Orden de trabajo con fecha de reporte y de cierre",
            "Work order with date of report and of completion",
        ),
    },
    Example {
        service: "mercado",
        name: ("Días con limpieza completa", "Days with complete cleaning"),
        metric: "cleaned_days_percent",
        unit: ("% de los días", "% of days"),
        direction: "at_least",
        baseline: "60",
        target: "90",
        minimum: "80",
        scope: ("Pasillos, baños y depósito de basura del mercado", "Aisles, toilets and waste store of the market"),
        formula: (
            "días con la lista de limpieza completa ÷ días abiertos × 100",
            "days with the cleaning list complete ÷ days open × 100",
        ),
        method: (
            "Lista diaria firmada por la administración y un inquilino",
            "Daily list signed by the management and a stallholder",
        ),
    },
];

/// What every office that receives requests can promise.
const REQUESTS: Example = Example {
    service: "",
    name: ("Solicitudes resueltas en el plazo", "Requests settled within the term"),
    metric: "requests_on_time_percent",
    unit: ("% de las solicitudes", "% of requests"),
    direction: "at_least",
    baseline: "60",
    target: "90",
    minimum: "80",
    scope: ("Solicitudes completas recibidas en la ventanilla", "Complete requests received at the counter"),
    formula: (
        "solicitudes resueltas en el plazo ÷ solicitudes resueltas × 100",
        "requests settled within the term ÷ requests settled × 100",
    ),
    method: ("Libro con fecha de entrada y de respuesta", "Register with date received and date answered"),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_of_the_templates_say_the_same_in_yaml() {
        let fields = |text: &str| -> Vec<String> {
            text.lines().filter(|line| !line.starts_with("##")).map(str::to_owned).collect()
        };
        let (es, en) = (include_str!("templates/charter.es.yaml"), include_str!("templates/charter.en.yaml"));
        assert_eq!(fields(es), fields(en));
        let (es, en) = (include_str!("templates/acts.es.yaml"), include_str!("templates/acts.en.yaml"));
        assert_eq!(fields(es), fields(en));
        assert!(
            ["consultation", "approval", "validity", "changelog"]
                .iter()
                .all(|act| !stub(act, Interface::Es).is_empty())
        );
    }
}
