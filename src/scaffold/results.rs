//! `cabildo new results`: a charter's promises in one period, as rows to fill in or with what came back filled in.

use super::version::family;
use super::{Draft, Grounds, NewFile, flow, one, place, quoted, refusal, refusal_at, said};
use crate::charter::results::version_of;
use crate::diagnostics::catalogue::C0202;
use crate::diagnostics::{Diagnostics, Interface, nearest};
use crate::model::Model;
use crate::model::charter::{Charter, CharterFamily, CharterResults, Direction, ServiceLevel};
use crate::model::values::{Number, Period};
use crate::source::yaml;

/// What must be known for a period's results.
#[derive(Clone, Debug)]
pub struct NewResults<'a> {
    pub charter: &'a str,
    pub period: &'a Period,
    /// The source of the figures; else that of the charter's last results.
    pub source: Option<&'a str>,
    pub interface: Interface,
}

/// The promises that a period is judged by, and where their results go.
pub struct Form<'m> {
    pub family: &'m CharterFamily,
    /// The version that held on the period's first day.
    pub charter: &'m Charter,
    pub period: &'m Period,
    pub source: Option<String>,
    pub interface: Interface,
    /// `content/charters/<id>/results.yaml`
    path: String,
}

/// A result as it came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    pub level: String,
    pub value: Number,
    pub n: Option<u32>,
    pub note: Option<String>,
}

/// The form for a period; refused where there are results already, or nothing was promised.
pub fn form<'m>(grounds: &'m Grounds, asked: &NewResults<'m>) -> Result<Form<'m>, Diagnostics> {
    let NewResults { charter: id, period, source, interface } = *asked;
    let model = &grounds.model;
    let folder = format!("content/charters/{id}/");
    if let Some(errors) = grounds.errors_in(|file| file.starts_with(&folder)) {
        return Err(errors);
    }
    let family = family(model, id)?;
    let path = format!("{folder}results.yaml");
    if let Some(there) = family.results.iter().flat_map(|results| &results.results).find(|row| row.period == *period) {
        let what = match interface {
            Interface::Es => format!("ya hay resultados de {period}"),
            Interface::En => format!("there are results of {period} already"),
        };
        let cure =
            interface.pick("corríjalos aquí; Cabildo no los cambia", "correct them here; Cabildo does not change them");
        return Err(one(refusal_at(place(&path, there.level.span()), what, cure)));
    }
    let charter = version_of(family, period)
        .map(|version| &*version.value)
        .ok_or_else(|| one(uncovered(family, period, interface)))?;
    let known = |id: &str| model.sources.get(id).is_some();
    if let Some(unknown) = source.filter(|id| !known(id)) {
        let near = nearest(unknown, model.sources.iter().map(|source| source.id.value.as_str()));
        return Err(one(C0202.nowhere().with("id", unknown).with_some("nearest", near)));
    }
    let last = || family.results.as_ref().and_then(|results| Some(results.results.last()?.source.value.clone()));
    // Of an invented charter the figures are invented by the same hand.
    let own = || charter.sources.first().filter(|_| charter.municipality.is_fictitious()).map(|id| id.value.clone());
    let source = source.map(str::to_owned).or_else(last).or_else(own);
    Ok(Form { family, charter, period, source, interface, path })
}

fn uncovered(family: &CharterFamily, period: &Period, interface: Interface) -> crate::diagnostics::Diagnostic {
    let first = family.versions.iter().filter_map(|version| version.head.from).min();
    let id = &family.id;
    match (first, interface) {
        (Some(first), Interface::Es) => refusal(
            format!("ninguna versión de {id} regía en {period} (hasta {})", period.last_day()),
            format!("la primera rige desde {first}: dé un periodo que llegue a esa fecha"),
        ),
        (Some(first), Interface::En) => refusal(
            format!("no version of {id} held in {period} (until {})", period.last_day()),
            format!("the first holds from {first}: give a period that reaches that day"),
        ),
        (None, Interface::Es) => refusal(
            format!("la carta {id} no tiene ninguna versión aprobada"),
            "un borrador no promete nada todavía: los resultados empiezan cuando rige",
        ),
        (None, Interface::En) => refusal(
            format!("the charter {id} has no approved version"),
            "a draft promises nothing yet: results begin when it holds",
        ),
    }
}

impl Form<'_> {
    /// What the author should know of the period.
    pub fn notes(&self, model: &Model) -> Vec<String> {
        let (last, today) = (self.period.last_day(), *model.today);
        let ended =
            self.charter.validity.as_ref().and_then(|validity| validity.to).filter(|to| *to < self.period.first_day());
        let period = self.period;
        let unfinished = (last >= today).then(|| match self.interface {
            Interface::Es => {
                format!("{period} termina el {last} y la fecha del sitio es {today}: lo medido todavía puede cambiar")
            }
            Interface::En => {
                format!("{period} ends on {last} and the site's date is {today}: what is measured may still change")
            }
        });
        let expired = ended.map(|to| match self.interface {
            Interface::Es => format!("la vigencia de la versión {} venció el {to}", *self.charter.version),
            Interface::En => format!("version {} was valid until {to}", *self.charter.version),
        });
        unfinished.into_iter().chain(expired).collect()
    }

    fn level(&self, id: &str) -> Option<&ServiceLevel> {
        self.charter.service_levels.iter().find(|level| level.id.value == id)
    }

    pub(super) fn has_level(&self, id: &str) -> bool {
        self.level(id).is_some()
    }

    /// A row of the file, without its dash.
    fn row(&self, model: &Model, level: &str, filled: Option<&Filled>) -> String {
        let status = if self.charter.municipality.is_fictitious() { "demo" } else { "provisional" };
        let value = filled.map(|filled| filled.value.to_string()).unwrap_or_default();
        let source = self.source.as_deref().unwrap_or_default();
        let mut row = format!("{{period: {}, level: {level}, value: {value}", self.period);
        if let Some(n) = filled.and_then(|filled| filled.n) {
            row.push_str(&format!(", n: {n}"));
        }
        row.push_str(&format!(", status: {status}, source: {source}"));
        if let Some(note) = filled.and_then(|filled| filled.note.as_deref()) {
            let main = model.site.main();
            row.push_str(&format!(", note: {}", flow(model, |lang| (lang == main).then_some(note))));
        }
        row.push('}');
        row
    }

    /// The lines of the period. What is not filled in waits in comments.
    fn block(&self, model: &Model, filled: &[Filled], indent: &str) -> String {
        let Form { charter, period, interface, .. } = self;
        let (from, to) = (period.first_day(), period.last_day());
        let mut out = match interface {
            Interface::Es => {
                format!("## {period}: del {from} al {to}, según la versión {} de la carta.\n", *charter.version)
            }
            Interface::En => {
                format!("## {period}: from {from} to {to}, by version {} of the charter.\n", *charter.version)
            }
        };
        if filled.is_empty() {
            out.push_str(interface.pick(HOW_ES, HOW_EN));
            if self.source.is_none() {
                out.push_str(interface.pick(SOURCE_ES, SOURCE_EN));
            }
        }
        for level in &charter.service_levels {
            let own = filled.iter().find(|filled| filled.level == level.id.value);
            if own.is_none() || filled.is_empty() {
                out.push_str(&described(level, model, *interface));
            }
            let mark = if own.is_some() { "" } else { "# " };
            out.push_str(&format!("{mark}{indent}- {}\n", self.row(model, &level.id.value, own)));
        }
        out
    }
}

const HOW_ES: &str =
    "## Escriba cada resultado después de «value: », con punto decimal, y borre el «# » del principio de su línea.
## Sin dato: deje la línea como está. Antes de «status» puede ir «n: 40,» (cuántas mediciones); antes de la llave final,
## «, published_on: 2026-01-15» (cuándo se publicó) y «, note: {es: \"…\"}» (una explicación).
";
const HOW_EN: &str = "## Write each result after \"value: \", with a decimal point, and delete the \"# \" at the \
 start of its line.
## No figure: leave the line as it is. Before \"status\" there may be \"n: 40,\" (how many readings); before the last brace,
## \", published_on: 2026-01-15\" (when it was published) and \", note: {es: \"…\"}\" (an explanation).
";
const FIRST_ES: &str = "## Con el primer dato, borre también el «# » de la línea que sigue.\n";
const FIRST_EN: &str = "## With the first figure, delete the \"# \" of the next line as well.\n";
const SOURCE_ES: &str = "## Después de «source: » va el id de la fuente en content/sources.yaml.\n";
const SOURCE_EN: &str = "## After \"source: \" goes the id of the source in content/sources.yaml.\n";

/// The promise and how it is measured, as comments.
fn described(level: &ServiceLevel, model: &Model, interface: Interface) -> String {
    let unit = level.unit.as_ref().map(|unit| format!(" ({})", said(unit, model, interface))).unwrap_or_default();
    let mut out = format!("## {} · {}{unit}. ", level.id.value, said(&level.name, model, interface));
    out.push_str(&aim(level, interface));
    out.push('\n');
    let how = measured(level, model, interface);
    if !how.is_empty() {
        out.push_str(&format!("##    {how}\n"));
    }
    out
}

/// `Meta: 6 o más. Mínimo: 5.`
fn aim(level: &ServiceLevel, interface: Interface) -> String {
    let Some(target) = level.target else { return interface.pick("Sin meta.", "No target.").to_owned() };
    let (aim, least) = (interface.pick("Meta", "Target"), interface.pick("Mínimo aceptable", "Minimum acceptable"));
    let minimum = level.minimum_acceptable.map(|minimum| format!(" {least}: {minimum}.")).unwrap_or_default();
    format!("{aim}: {target} {}.{minimum}", direction(level, interface))
}

/// Which side of the target is good.
pub(super) fn direction(level: &ServiceLevel, interface: Interface) -> &'static str {
    match level.direction {
        Direction::AtLeast => interface.pick("o más", "or more"),
        Direction::AtMost => interface.pick("o menos", "or less"),
    }
}

/// How it is computed and measured, in one line.
pub(super) fn measured(level: &ServiceLevel, model: &Model, interface: Interface) -> String {
    let parts = [
        (interface.pick("Se calcula", "Computed"), &level.formula),
        (interface.pick("Se mide", "Measured"), &level.method),
        (interface.pick("Muestra", "Sample"), &level.sample),
    ];
    let part = |(name, text): (&str, &Option<_>)| Some(format!("{name}: {}.", said(text.as_ref()?, model, interface)));
    parts.into_iter().filter_map(part).collect::<Vec<_>>().join(" ")
}

/// The file of results with the period's rows: as comments, or with what came back filled in. All that stands in it
/// stays as it is.
pub fn results(grounds: &Grounds, form: &Form, filled: &[Filled]) -> Result<Draft, Diagnostics> {
    let Form { period, interface, path, family, .. } = form;
    let interface = *interface;
    let model = &grounds.model;
    let before = grounds.original(path)?;
    if form.source.is_none() && !filled.is_empty() {
        let what =
            interface.pick("no se sabe de qué fuente son estos resultados", "the source of these results is not known");
        let cure = interface
            .pick("dé --source con un id de content/sources.yaml", "give --source with an id of content/sources.yaml");
        return Err(one(refusal(what, cure)));
    }
    let text = before.as_ref().map(|before| before.text.as_str()).unwrap_or_default();
    let indent = indent(text);
    let form_left = form.block(model, &[], &indent);
    // A form that nobody touched gives way to what came back.
    let (text, at) = match text.find(&form_left).filter(|_| !filled.is_empty()) {
        Some(at) => (text.replacen(&form_left, "", 1), Some(at)),
        None => (text.to_owned(), None),
    };
    if let Some(there) = text.find(&format!("## {period}: ")) {
        let what = match interface {
            Interface::Es => format!("aquí ya está el formulario de {period}"),
            Interface::En => format!("the form for {period} is here already"),
        };
        let cure =
            interface.pick("llénelo aquí, o bórrelo y vuelva a pedirlo", "fill it in here, or delete it and ask again");
        let span = there..there + text[there..].find('\n').unwrap_or(0);
        return Err(one(refusal_at(place(path, span), what, cure)));
    }
    let block = form.block(model, filled, &indent);
    let written = joined(&text, at, &block, form, filled.is_empty());
    let rows = filled.len() + family.results.as_ref().map_or(0, |results| results.results.len());
    let expected = if filled.is_empty() { rows + form.charter.service_levels.len() } else { rows };
    let filled_in = if filled.is_empty() { trial(&written, &block) } else { written.clone() };
    let fits = yaml::decode_text::<CharterResults>(&filled_in).map(|results| results.results.len()) == Ok(expected);
    if !fits || before.as_ref().is_some_and(|before| !before.is_even()) {
        let what = interface.pick(
            "a este archivo no se le pueden añadir filas al final",
            "no rows can be added at the end of this file",
        );
        let cure = interface.pick(
            "ponga cada resultado en su línea, debajo de «results:», con «- {…}»",
            "put each result on its line, below \"results:\", with \"- {…}\"",
        );
        return Err(one(refusal_at(place(path, 0..0), what, cure)));
    }
    let mut file = NewFile::content(path.clone(), written);
    if let Some(before) = before {
        file.bytes = before.spelled(&String::from_utf8_lossy(&file.bytes));
        file.before = Some(before.bytes);
    }
    let (lacking, promised) = (form.charter.service_levels.len() - filled.len(), form.charter.service_levels.len());
    let first = match (filled.is_empty(), interface) {
        (true, Interface::Es) => format!("abra {path}, escriba lo medido y borre el «# » de cada línea con dato"),
        (true, Interface::En) => {
            format!("open {path}, write what was measured and delete the \"# \" of each line that has a figure")
        }
        (false, Interface::Es) => format!("lea {path}: {} de {promised} con dato, {lacking} en espera", filled.len()),
        (false, Interface::En) => {
            format!("read {path}: {} of {promised} with a figure, {lacking} waiting", filled.len())
        }
    };
    let rest = match interface {
        Interface::Es => [
            "cabildo revisar: dice qué está mal, con su archivo y su línea",
            "cabildo ver --open: muestra la carta con sus resultados",
        ],
        Interface::En => [
            "cabildo check: says what is wrong, with its file and line",
            "cabildo serve --open: shows the charter with its results",
        ],
    };
    let steps = [first].into_iter().chain(rest.map(str::to_owned)).collect();
    Ok(Draft { files: vec![file], notes: form.notes(model), steps })
}

/// How far in the rows of a file stand.
fn indent(text: &str) -> String {
    let row = text.lines().find_map(|line| line.split_once("- ").filter(|(gap, _)| gap.chars().all(|c| c == ' ')));
    row.map_or("  ", |(gap, _)| gap).to_owned()
}

/// The text with the period's rows: where a form stood, else behind the other rows. `at` is where the form stood.
fn joined(text: &str, at: Option<usize>, block: &str, form: &Form, is_form: bool) -> String {
    const WAITING: &str = "# results:\n";
    const LIST: &str = "results:\n";
    let list = yaml::top_entry(text, "results").filter(|part| text[part.clone()].starts_with("results:"));
    let mut out = if text.is_empty() { format!("charter: {}\n", form.family.id) } else { text.to_owned() };
    if let Some(list) = list {
        let end = Some(list.end).filter(|end| *end < out.len());
        return spliced(out, at.or(end), block);
    }
    // Without rows there is no list yet: an empty one is a fault, so that its name waits in a comment as well.
    match (out.find(WAITING), is_form) {
        (Some(_), true) => spliced(out, None, block),
        (Some(waiting), false) => {
            out.replace_range(waiting..waiting + WAITING.len(), LIST);
            let shorter = WAITING.len() - LIST.len();
            spliced(out, at.map(|at| if at > waiting { at - shorter } else { at }), block)
        }
        (None, true) => {
            let first = form.interface.pick(FIRST_ES, FIRST_EN);
            spliced(out, None, &format!("{first}{WAITING}{block}"))
        }
        (None, false) => spliced(out, None, &format!("{LIST}{block}")),
    }
}

/// The text with a block at a place, else at its end after an empty line.
fn spliced(mut text: String, at: Option<usize>, block: &str) -> String {
    match at {
        Some(at) => text.insert_str(at, block),
        None => {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(block);
        }
    }
    text
}

/// The text as it is when every line of a form is filled in: whether that can be read is known before it is written.
fn trial(text: &str, block: &str) -> String {
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(row) => row.replacen("value: ,", "value: 1,", 1).replacen("source: }", "source: x}", 1) + "\n",
        None => format!("{line}\n"),
    };
    let open: String = block.lines().map(line).collect();
    text.replacen(block, &open, 1).replacen("# results:\n", "results:\n", 1)
}

/// For messages about a note in a workbook.
pub(super) fn shown(text: &str) -> String {
    quoted(&text.chars().take(40).collect::<String>())
}
