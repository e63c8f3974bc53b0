//! Charters on paper: what the theme's Typst templates may see, and the PDF that comes of it.
//!
//! `print/sheet.typ` makes the A4 document, `print/poster.typ` the A3 notice. Both read `data.json`: [`Sheet`] resp.
//! [`Poster`] with words of the language as `t`, as templates of pages do.

use std::collections::BTreeMap;

use cabildo_pdf::{Document, Fault};
use serde::Serialize;

use super::{qr, short_address};
use crate::charter::results::by_period;
use crate::check::print::unprintable;
use crate::diagnostics::catalogue::{C0907, C0999};
use crate::diagnostics::{Diagnostic, Place};
use crate::model::charter::{Charter, CharterFamily, CharterState, Compliance, ServiceLevel};
use crate::model::values::{Number, Texts};
use crate::render::charter_parts::{self, Commitment, Fee, Participant, Remedy, Requirement, Row, Voice, workdays};
use crate::render::format;
use crate::render::scope::Scope;
use crate::render::views::{compliance, period_name};

/// The first promises stand on the poster: more cannot be read in passing.
const PROMISES_OF_A_POSTER: usize = 5;

/// A text of the content; in another language than the document's it says in which.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Said {
    Own(String),
    Other { text: String, lang: String },
}

/// What every printed page says of itself.
#[derive(Serialize)]
struct Head {
    lang: String,
    region: Option<String>,
    title: Said,
    /// The title for the document's properties.
    plain_title: String,
    summary: Option<Said>,
    municipality: String,
    service: Said,
    publisher: Said,
    version: String,
    state_id: &'static str,
    /// "Vigente según acta n.º …": what the council's act says, never a seal.
    standing: String,
    /// What must not be overlooked: an example, a draft.
    marks: Vec<String>,
    /// The build's date: year, month, day.
    today: [i16; 3],
    /// The same for people.
    made: String,
    /// The charter's short address; absent where the site has none.
    address: Option<String>,
}

#[derive(Serialize)]
struct Level {
    id: String,
    name: Said,
    /// "al menos 6 horas al día"
    promise: Option<String>,
    /// The promise in parts: "al menos", "6", "horas al día".
    bound: Option<String>,
    figure: Option<String>,
    /// Whether the figure counts in percent, which its unit says at its start.
    percent: bool,
    unit: Option<Said>,
    minimum: Option<String>,
    frequency: Option<String>,
    scope: Option<Said>,
    exceptions: Vec<Said>,
    remedy: Option<String>,
}

#[derive(Serialize)]
struct Way {
    kind: String,
    kind_id: &'static str,
    value: Said,
    hours: Option<Said>,
}

#[derive(Serialize)]
struct Law {
    reference: Said,
    topic: Option<Said>,
    text_version: Option<Said>,
    basis: String,
}

/// What was measured in the newest period that this version is judged by.
#[derive(Serialize)]
struct Results {
    period: String,
    /// "5 de 7 con dato, 8 comprometidos"
    tally: String,
    rows: Vec<Measured>,
}

#[derive(Serialize)]
struct Measured {
    name: Said,
    promise: Option<String>,
    value: Option<String>,
    verdict: String,
    verdict_id: &'static str,
    note: Option<Said>,
}

#[derive(Serialize)]
struct Sheet<'a> {
    t: PrintWords<'a>,
    #[serde(flatten)]
    head: Head,
    provider: Vec<Row<Said>>,
    levels: Vec<Level>,
    results: Option<Results>,
    municipal: Vec<Commitment<Said>>,
    citizens: Vec<Commitment<Said>>,
    rights: Vec<Said>,
    fees: Vec<Fee<Said>>,
    requirements: Vec<Requirement<Said>>,
    remedies: Vec<Remedy<Said>>,
    channels: Vec<Way>,
    acknowledge: Option<String>,
    resolve: Option<String>,
    complaint_levels: Vec<Said>,
    legal: Vec<Law>,
    approval: Vec<Row<Said>>,
    participants: Vec<Participant<Said>>,
}

#[derive(Serialize)]
struct Poster<'a> {
    t: PrintWords<'a>,
    #[serde(flatten)]
    head: Head,
    levels: Vec<Level>,
    /// How many promises the charter makes in all.
    promises: usize,
    fees: Vec<Fee<Said>>,
    channels: Vec<Way>,
    provider: Vec<Row<Said>>,
    /// "Su reclamo se confirma en 2 días hábiles y se resuelve en 10 días hábiles."
    resolve: Option<String>,
}

/// The words that templates of print may use, by section. What cannot be printed is not among them: a template that asks
/// for it is told so.
type PrintWords<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a str>>;

fn print_words<'a>(scope: &Scope<'a>) -> PrintWords<'a> {
    let sections = scope.words.table.iter().filter(|(name, _)| ["charter", "print"].contains(&name.as_str()));
    let printable = |words: &'a BTreeMap<String, String>| {
        let words = words.iter().map(|(key, word)| (key.as_str(), word.as_str()));
        words.filter(|(_, word)| cabildo_pdf::lacking(word).is_none()).collect()
    };
    sections.map(|(name, words)| (name.as_str(), printable(words))).collect()
}

/// A version of a charter that is printed.
#[derive(Clone, Copy)]
pub(super) struct Paper<'a> {
    pub scope: Scope<'a>,
    pub family: &'a CharterFamily,
    pub charter: &'a Charter,
}

/// Plain text, for paper.
impl Voice for Paper<'_> {
    type Text = Said;

    fn scope(&self) -> &Scope<'_> {
        &self.scope
    }

    fn said(&self, texts: &Texts) -> Said {
        let site = &self.scope.model.site;
        let (lang, text) = texts.or_main(self.scope.lang, site.main());
        match lang == self.scope.lang {
            true => Said::Own(text.to_owned()),
            false => Said::Other { text: text.to_owned(), lang: primary(&site.language(lang).tag).to_owned() },
        }
    }

    fn own(&self, text: &str) -> Said {
        Said::Own(text.to_owned())
    }
}

impl Paper<'_> {
    /// The whole charter on A4.
    pub(super) fn sheet(self) -> Result<Vec<u8>, Diagnostic> {
        let Paper { scope, charter, .. } = self;
        let complaints = charter.complaints.as_ref();
        let data = Sheet {
            t: print_words(&scope),
            head: self.head(),
            provider: charter_parts::provider(&self, charter),
            levels: charter.service_levels.iter().map(|level| self.level(level)).collect(),
            results: self.results(),
            municipal: charter_parts::municipal_commitments(&self, charter),
            citizens: charter_parts::citizen_commitments(&self, charter),
            rights: self.all(&charter.rights),
            fees: charter_parts::fees(&self, charter),
            requirements: charter_parts::requirements(&self, charter),
            remedies: charter_parts::remedies(&self, charter),
            channels: self.channels(),
            acknowledge: complaints.and_then(|c| c.acknowledge_workdays).map(|days| workdays(&scope, days)),
            resolve: complaints.and_then(|c| c.resolve_workdays).map(|days| workdays(&scope, days)),
            complaint_levels: complaints.map(|c| self.all(&c.levels)).unwrap_or_default(),
            legal: charter
                .legal_base
                .iter()
                .map(|law| Law {
                    reference: self.said(&law.reference),
                    topic: self.maybe(&law.topic),
                    text_version: self.maybe(&law.text_version),
                    basis: scope.word("legal", law.basis.id()).to_owned(),
                })
                .collect(),
            approval: charter_parts::approval(&self, charter),
            participants: charter_parts::participants(&self, charter),
        };
        self.pdf("sheet.typ", &data)
    }

    /// The notice for the wall on A3.
    pub(super) fn poster(self) -> Result<Vec<u8>, Diagnostic> {
        let Paper { scope, charter, .. } = self;
        let promised = || charter.service_levels.iter().filter(|level| level.target.is_some());
        let resolve = charter.complaints.as_ref().and_then(|complaints| complaints.resolve_workdays);
        let data = Poster {
            t: print_words(&scope),
            head: self.head(),
            levels: promised().take(PROMISES_OF_A_POSTER).map(|level| self.level(level)).collect(),
            promises: promised().count(),
            fees: charter_parts::fees(&self, charter),
            channels: self.channels(),
            provider: charter_parts::provider(&self, charter),
            resolve: resolve.map(|n| scope.words.fill("print", "resolve", &[("workdays", &workdays(&scope, n))])),
        };
        self.pdf("poster.typ", &data)
    }

    fn head(&self) -> Head {
        let Paper { scope, family, charter } = *self;
        let model = scope.model;
        let tag = &model.site.language(scope.lang).tag;
        let region = tag.split('-').nth(1).filter(|region| region.len() == 2);
        let municipality = model.municipality(*charter.municipality);
        let marks = [
            charter.municipality.is_fictitious().then(|| scope.word("print", "demo").to_owned()),
            (charter.state == CharterState::Draft).then(|| scope.word("print", "draft").to_owned()),
        ];
        let today = *model.today;
        Head {
            lang: primary(tag).to_owned(),
            region: region.map(str::to_owned),
            title: self.said(&charter.title),
            plain_title: scope.plain(&charter.title),
            summary: self.maybe(&charter.summary),
            municipality: municipality.map(|one| scope.full_name(one)).unwrap_or_default(),
            service: match model.classifications.service(&charter.service) {
                Some(service) => self.said(&service.name),
                None => Said::Own(charter.service.value.clone()),
            },
            publisher: self.said(&model.site.publisher),
            version: charter.version.to_string(),
            state_id: charter.state.id(),
            standing: self.standing(),
            marks: marks.into_iter().flatten().collect(),
            today: [today.year(), today.month().into(), today.day().into()],
            made: scope.date(today),
            address: short_address(model, family),
        }
    }

    /// The state in words, with the act or the day that it rests on.
    fn standing(&self) -> String {
        let Paper { scope, family, charter } = *self;
        let state = scope.word("charter_state", charter.state.id());
        let fill = |section, key, values: &[(&str, &str)]| scope.words.fill(section, key, values);
        let act = charter.approval.as_ref().map(|approval| (approval.act.as_str(), scope.date(approval.date)));
        match charter.state {
            CharterState::InForce => {
                act.map(|(act, date)| fill("charter_standing", "in_force", &[("act", act), ("date", &date)]))
            }
            CharterState::Approved => {
                act.map(|(act, date)| fill("print", "approved_by", &[("act", act), ("date", &date)]))
            }
            CharterState::UnderReview => charter
                .review
                .as_ref()
                .map(|review| fill("print", "under_review", &[("date", &scope.date(review.opened))])),
            CharterState::Consultation => charter
                .consultation
                .as_ref()
                .and_then(|consultation| consultation.opened)
                .map(|opened| fill("print", "consultation", &[("date", &scope.date(opened))])),
            CharterState::Withdrawn => charter.withdrawal.as_ref().map(|withdrawal| {
                fill("print", "withdrawn", &[("act", &withdrawal.act), ("date", &scope.date(withdrawal.date))])
            }),
            CharterState::Superseded => {
                let next = family.versions.iter().find(|next| next.head.version > *charter.version);
                next.map(|next| fill("print", "superseded", &[("version", &next.head.version.to_string())]))
            }
            CharterState::Draft => None,
        }
        .unwrap_or_else(|| format!("{state}."))
    }

    fn level(&self, level: &ServiceLevel) -> Level {
        let Paper { scope, charter, .. } = *self;
        let unit = level.unit.as_ref().map(|unit| scope.plain(unit)).unwrap_or_default();
        let promise = |value: &str, unit: &str| {
            let words = scope.words.fill("direction", level.direction.id(), &[("value", value), ("unit", unit)]);
            words.trim().to_owned()
        };
        let figure = |value: Number| format::grouped(&value.to_string());
        let cure = level.remedy.as_ref().and_then(|id| charter.remedies.iter().find(|one| one.id.value == id.value));
        Level {
            id: level.id.value.clone(),
            name: self.said(&level.name),
            promise: level.target.map(|target| promise(&figure(target), &unit)),
            bound: level.target.map(|_| promise("", "")),
            figure: level.target.map(figure),
            percent: unit.starts_with('%'),
            unit: self.maybe(&level.unit),
            minimum: level.minimum_acceptable.map(|minimum| promise(&figure(minimum), &unit)),
            frequency: level.frequency.map(|frequency| scope.word("frequency", frequency.id()).to_owned()),
            scope: self.maybe(&level.scope),
            exceptions: self.all(&level.exceptions),
            remedy: cure.map(|cure| cure.id.value.clone()),
        }
    }

    fn channels(&self) -> Vec<Way> {
        let channels = self.charter.complaints.iter().flat_map(|complaints| &complaints.channels);
        channels
            .map(|channel| Way {
                kind: self.scope.word("channel", channel.kind.id()).to_owned(),
                kind_id: channel.kind.id(),
                value: self.said(&channel.value),
                hours: self.maybe(&channel.hours),
            })
            .collect()
    }

    /// The newest results that this version is judged by.
    fn results(&self) -> Option<Results> {
        let Paper { scope, family, charter } = *self;
        let mut periods = by_period(family).into_iter().rev();
        let newest = periods.find(|results| results.charter.version.value == charter.version.value)?;
        let rows = newest.levels.iter().map(|kept| {
            let verdict_id = kept.verdict.map_or("no_data", Compliance::id);
            Measured {
                name: self.said(&kept.level.name),
                promise: self.level(kept.level).promise,
                value: kept.result.map(|result| format::grouped(&result.value.to_string())),
                verdict: scope.word("verdict", verdict_id).to_owned(),
                verdict_id,
                note: kept.result.and_then(|result| self.maybe(&result.note)),
            }
        });
        let period = period_name(&scope, newest.period);
        Some(Results { rows: rows.collect(), tally: compliance(&scope, &newest), period })
    }

    /// The document that a template of the theme makes of its data.
    fn pdf(&self, template: &str, data: &impl Serialize) -> Result<Vec<u8>, Diagnostic> {
        let Paper { scope, family, charter } = *self;
        let json = serde_json::to_string(data).map_err(|error| C0999.nowhere().with("what", error))?;
        if let Some(sign) = cabildo_pdf::lacking(&json) {
            // In what the charter says it has been told; this is in the words around it.
            return Err(unprintable(sign, Place::file(&charter.file)));
        }
        let mut files = vec![("data.json".to_owned(), json.into_bytes())];
        if let Some(address) = short_address(scope.model, family) {
            files.push(("qr.svg".to_owned(), qr::svg(&address, &address)?.into_bytes()));
        }
        let sources = scope.theme.print_templates();
        let document = Document {
            main: template.to_owned(),
            sources: sources.map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
            files,
            identifier: scope.address.as_str().to_owned(),
        };
        cabildo_pdf::make(document).map_err(|faults| self.told(template, faults, charter))
    }

    /// The first of what the typesetter complains of, at its place in the theme.
    fn told(&self, template: &str, faults: Vec<Fault>, charter: &Charter) -> Diagnostic {
        let theme = self.scope.theme;
        let place = |fault: &Fault| match &fault.place {
            Some((name, span)) => Place::new(&theme.print_template_file(name), span.clone()),
            None => Place::file(&theme.print_template_file(template)),
        };
        match faults.first() {
            Some(fault) => C0907.at(place(fault)).with("what", &fault.message).with("file", &charter.file),
            None => C0999.nowhere().with("what", template),
        }
    }
}

/// The language of a tag, without what follows it: `es` of `es-GT`.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}
