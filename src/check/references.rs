//! Everything that is named must exist, and every identifier once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::findings::Findings;
use crate::diagnostics::catalogue::{C0201, C0202, C0203, C0204, C0205, C0206, C0207, C0209, C0212};
use crate::diagnostics::{Diagnostic, Place, Words, nearest};
use crate::model::charter::{Charter, CharterFamily};
use crate::model::municipality_year::MunicipalityYear;
use crate::model::outlines::BOUNDARIES;
use crate::model::provenance::{LegalReference, Ref};
use crate::model::territory::Municipality;
use crate::model::values::MunicipalityCode;
use crate::model::{Model, REGISTERS};
use crate::source::Located;

pub(super) fn lists(model: &Model, known: &Known, found: &mut Findings) {
    let mut rule = Rule { known, model, found };
    rule.lists();
    for tool in &model.tools {
        let file = &tool.file;
        rule.named("family", &tool.family, file);
        tool.offices.iter().for_each(|id| rule.named("office", id, file));
        tool.related.iter().for_each(|id| rule.named("tool", id, file));
        tool.glossary.iter().for_each(|id| rule.named("term", id, file));
        tool.origin_source.iter().for_each(|id| rule.source(id, file));
        rule.legal(&tool.legal, file);
    }
    for case in &model.cases {
        case.municipalities.iter().for_each(|code| rule.municipality(code, &case.file));
        case.sources.iter().for_each(|id| rule.source(id, &case.file));
        case.figures.iter().for_each(|figure| rule.source(&figure.source, &case.file));
        case.tools.iter().for_each(|id| rule.named("tool", id, &case.file));
    }
    for primer in &model.primers {
        let file = &primer.file;
        rule.named("family", &primer.family, file);
        rule.unique(primer.lessons.iter().map(|lesson| &lesson.id), file);
        primer.offices.iter().for_each(|id| rule.named("office", id, file));
        primer.lessons.iter().flat_map(|lesson| &lesson.tools).for_each(|id| rule.named("tool", id, file));
        primer.activity.iter().filter_map(|a| a.tool.as_ref()).for_each(|id| rule.named("tool", id, file));
        primer.glossary.iter().for_each(|id| rule.named("term", id, file));
        primer.sources.iter().for_each(|id| rule.source(id, file));
    }
}

pub(super) fn municipality(model: &Model, known: &Known, municipality: &Municipality, found: &mut Findings) {
    known.is_read();
    let mut rule = Rule { known, model, found };
    let entry = &municipality.entry;
    if model.department(*entry.department).is_none()
        && !model.may_define("content/municipalities/departments.yaml", entry.department.as_str(), None)
    {
        let place = entry.department.in_file(&municipality.file);
        rule.dangles("department", entry.department.as_str(), C0204.at(place).with("code", *entry.department));
    }
    entry.seat.iter().for_each(|seat| rule.source(&seat.source, &municipality.file));
    if let Some(profile) = &*municipality.profile {
        profile.census.iter().for_each(|census| rule.source(&census.source, &profile.file));
        profile.scores.iter().for_each(|score| rule.source(&score.source, &profile.file));
    }
    municipality.years.values().for_each(|year| rule.year(year));
}

pub(super) fn charter(model: &Model, known: &Known, charter: &CharterFamily, found: &mut Findings) {
    known.is_read();
    Rule { known, model, found }.charter(charter);
}

/// What there is, by kind.
pub(super) struct Known<'a> {
    model: &'a Model,
    kinds: BTreeMap<&'static str, Vec<&'a str>>,
}

impl<'a> Known<'a> {
    pub(super) fn of(model: &'a Model) -> Self {
        let classes = &model.classifications;
        let ids = |refs: Vec<&'a Ref>| refs.into_iter().map(|id| id.value.as_str()).collect::<Vec<_>>();
        let kinds = BTreeMap::from([
            ("family", ids(model.families.iter().map(|f| &f.id).collect())),
            ("office", ids(model.offices.iter().map(|o| &o.id).collect())),
            ("term", ids(model.terms.iter().map(|t| &t.id).collect())),
            ("tool", model.tools.iter().map(|t| t.id.as_str()).chain(unread_tools(model)).collect()),
            ("service", ids(classes.services.iter().map(|s| &s.id).collect())),
            ("class", ids(classes.revenue_classes.iter().map(|c| &c.code).collect())),
            ("purpose", ids(classes.purposes.iter().map(|p| &p.code).collect())),
            ("function", ids(classes.functions.iter().map(|f| &f.id).collect())),
            ("object group", ids(classes.object_groups.iter().map(|g| &g.code).collect())),
            ("funding source", ids(classes.funding_sources.iter().map(|s| &s.code).collect())),
        ]);
        Known { model, kinds }
    }

    /// Records what this was made of, for a unit that looks things up in it. Of lists only the identifiers matter.
    fn is_read(&self) {
        let Model { families, offices, terms, tools, .. } = self.model;
        let _ = (families.len(), offices.len(), terms.len(), tools.len(), &*self.model.classifications);
    }

    /// Whether there is such a thing, or may be, in a file that could not be read to its end.
    fn has(&self, kind: &str, id: &str) -> bool {
        let may_be = || {
            let file = DEFINED_IN.iter().find(|(_, kinds)| kinds.contains(&kind));
            file.is_some_and(|(file, _)| self.model.may_define(file, id, self.nearest(kind, id)))
        };
        self.kinds.get(kind).is_some_and(|ids| ids.contains(&id)) || may_be()
    }

    fn nearest(&self, kind: &str, id: &str) -> Option<&'a str> {
        nearest(id, self.kinds.get(kind)?.iter().copied())
    }
}

const CHARTER: Words = Words { es: "la carta", en: "the charter" };

/// What a kind is called in messages.
fn kind_words(kind: &str) -> Words {
    match kind {
        "family" => Words { es: "la familia", en: "the family" },
        "office" => Words { es: "la oficina", en: "the office" },
        "term" => Words { es: "la palabra del glosario", en: "the glossary term" },
        "tool" => Words { es: "la herramienta", en: "the tool" },
        "service" => Words { es: "el servicio", en: "the service" },
        "class" => Words { es: "clases de ingreso", en: "revenue classes" },
        "purpose" => Words { es: "finalidades", en: "purposes" },
        "function" => Words { es: "funciones", en: "functions" },
        "object group" => Words { es: "grupos de gasto", en: "object groups" },
        _ => Words { es: "fuentes de financiamiento", en: "funding sources" },
    }
}

/// Which file defines which kinds.
const DEFINED_IN: [(&str, &[&str]); 4] = [
    ("content/families.yaml", &["family"]),
    ("content/offices.yaml", &["office"]),
    ("content/glossary.yaml", &["term"]),
    ("content/classifications.yaml", &["service", "class", "purpose", "function", "object group", "funding source"]),
];

/// The identifiers of tools whose file could not be read.
fn unread_tools(model: &Model) -> impl Iterator<Item = &str> {
    model.unread.iter().filter_map(|path| path.strip_prefix("toolbox/")?.strip_suffix("/tool.yaml"))
}

struct Rule<'a> {
    known: &'a Known<'a>,
    model: &'a Model,
    found: &'a mut Findings,
}

impl Rule<'_> {
    fn dangles(&mut self, kind: &'static str, id: &str, fault: Diagnostic) {
        if !self.model.is_in_doubt(&fault) {
            self.found.dangles(kind, id, fault);
        }
    }

    fn source(&mut self, id: &Ref, file: &Arc<str>) {
        if self.model.sources.get(&id.value).is_some() {
            return;
        }
        let near = nearest(id, self.model.sources.iter().map(|source| source.id.value.as_str()));
        if !self.model.may_define("content/sources.yaml", id, near) {
            let fault = C0202.at(id.in_file(file)).with("id", &id.value).with_some("nearest", near);
            self.dangles("source", id, fault);
        }
    }

    fn named(&mut self, kind: &'static str, id: &Ref, file: &Arc<str>) {
        if !self.known.has(kind, id) {
            let near = self.known.nearest(kind, id);
            let fault = C0205.at(id.in_file(file)).with_words("kind", kind_words(kind)).with("id", &id.value);
            self.dangles(kind, id, fault.with_some("nearest", near));
        }
    }

    fn classified(&mut self, kind: &'static str, code: &Ref, file: &Arc<str>) {
        if !self.known.has(kind, code) {
            let near = self.known.nearest(kind, code);
            let fault = C0206.at(code.in_file(file)).with_words("kind", kind_words(kind)).with("code", &code.value);
            self.dangles(kind, code, fault.with_some("nearest", near));
        }
    }

    fn municipality(&mut self, code: &Located<MunicipalityCode>, file: &Arc<str>) {
        let may_be = || REGISTERS.iter().any(|file| self.model.may_define(file, code.as_str(), None));
        let known = self.model.municipality(**code).is_some_and(|m| !m.entry.code.is_stand_in());
        if !known && !may_be() {
            let registered = self.model.municipalities.iter().filter(|m| !m.entry.code.is_stand_in());
            let near = super::nearest_code(**code, registered.map(|m| m.code));
            let name = near.and_then(|near| self.model.municipality(near)).map(|m| m.entry.name.as_str());
            let fault = C0203.at(code.in_file(file)).with("code", **code);
            self.dangles("municipality", code.as_str(), fault.with_some("nearest", near).with_some("name", name));
        }
    }

    fn legal(&mut self, references: &[LegalReference], file: &Arc<str>) {
        references.iter().filter_map(|reference| reference.source.as_ref()).for_each(|id| self.source(id, file));
    }

    /// The lists of one file each: their identifiers once, and what they name.
    fn lists(&mut self) {
        let model = self.model;
        let offices: Arc<str> = "content/offices.yaml".into();
        let glossary: Arc<str> = "content/glossary.yaml".into();
        let classes: Arc<str> = "content/classifications.yaml".into();
        let families: Arc<str> = "content/families.yaml".into();
        let sources: Arc<str> = "content/sources.yaml".into();
        self.unique(model.sources.iter().map(|s| &s.id), &sources);
        self.unique(model.offices.iter().map(|o| &o.id), &offices);
        self.unique(model.terms.iter().map(|t| &t.id), &glossary);
        self.unique(model.families.iter().map(|f| &f.id), &families);
        let lists = &model.classifications;
        self.unique(lists.functions.iter().map(|f| &f.id), &classes);
        self.unique(lists.revenue_classes.iter().map(|c| &c.code), &classes);
        self.unique(lists.purposes.iter().map(|p| &p.code), &classes);
        self.unique(lists.object_groups.iter().map(|g| &g.code), &classes);
        self.unique(lists.funding_sources.iter().map(|s| &s.code), &classes);
        self.unique(lists.services.iter().map(|s| &s.id), &classes);
        self.unique(model.holidays.holidays.iter().map(|h| &h.id), &"content/holidays.yaml".into());
        self.once(
            model.departments.iter().filter(|d| !d.code.is_stand_in()).map(|d| (d.code.to_string(), d.code.span())),
            &"content/municipalities/departments.yaml".into(),
        );
        for department in &model.departments {
            self.municipality(&department.capital, &"content/municipalities/departments.yaml".into());
        }
        self.outlines();
        model.list_sources.iter().for_each(|(id, file)| self.source(id, file));
        model.holidays.source.iter().for_each(|id| self.source(id, &"content/holidays.yaml".into()));
        for (index, tool) in model.tools.iter().enumerate() {
            if let Some(other) = model.tools.iter().take(index).find(|other| other.number.value == tool.number.value) {
                let fault = C0201.at(tool.number.in_file(&tool.file)).with("id", &tool.number.value);
                self.found.push(fault.also(other.number.in_file(&other.file)));
            }
        }
        let indicators: Arc<str> = "content/indicators.yaml".into();
        self.unique(model.indicators.quantities.iter().map(|quantity| &quantity.id), &indicators);
        self.unique(model.indicators.all().map(|definition| &definition.id), &indicators);
        self.unique(model.indicators.all().map(|definition| &definition.slug), &indicators);
        for definition in model.indicators.all() {
            definition.tools.iter().for_each(|id| self.named("tool", id, &indicators));
            definition.offices.iter().for_each(|id| self.named("office", id, &indicators));
            definition.glossary.iter().for_each(|id| self.named("term", id, &indicators));
            definition.basis.iter().filter_map(|b| b.source.as_ref()).for_each(|id| self.source(id, &indicators));
            let limits = definition.limits.iter();
            limits.for_each(|limit| self.classified("funding source", &limit.funding_source, &indicators));
        }
        for term in &model.terms {
            term.related.iter().for_each(|id| self.named("term", id, &glossary));
        }
        for office in &model.offices {
            office.services.iter().for_each(|id| self.named("service", id, &offices));
            self.legal(&office.legal, &offices);
        }
        for function in &model.classifications.functions {
            function.purpose.iter().for_each(|code| self.classified("purpose", code, &classes));
        }
    }

    /// Each outline must be some municipality's.
    fn outlines(&mut self) {
        let Some(outlines) = &*self.model.outlines else { return };
        let file: Arc<str> = BOUNDARIES.into();
        for outline in &outlines.head.codes {
            let code = MunicipalityCode::parse(&outline.code);
            if code.is_some_and(|code| self.model.municipality(code).is_some())
                || REGISTERS.iter().any(|file| self.model.may_define(file, &outline.code, None))
            {
                continue;
            }
            let near = nearest(&outline.code, self.model.municipalities.iter().map(|other| other.code.as_str()));
            let fault = C0212.at(Place::new(&file, outline.span.clone())).with("code", &outline.code);
            self.found.push(fault.with("number", outline.number).with_some("nearest", near));
        }
    }

    fn unique<'i>(&mut self, ids: impl Iterator<Item = &'i Ref>, file: &Arc<str>) {
        self.once(ids.filter(|id| !id.is_stand_in()).map(|id| (id.value.clone(), id.span())), file);
    }

    /// Each name once in a list.
    fn once(&mut self, names: impl Iterator<Item = (String, Range<usize>)>, file: &Arc<str>) {
        let mut seen: BTreeMap<String, Place> = BTreeMap::new();
        for (name, span) in names {
            let place = Place::new(file, span);
            match seen.get(&name) {
                Some(first) => self.found.push(C0201.at(place).also(first.clone()).with("id", &name)),
                None => {
                    seen.insert(name, place);
                }
            }
        }
    }

    fn year(&mut self, year: &MunicipalityYear) {
        let file = &year.file;
        self.source(&year.source, file);
        year.population.iter().for_each(|p| self.source(&p.source, file));
        self.unique(year.revenue.iter().map(|row| &row.class), file);
        self.unique(year.spending.iter().map(|row| &row.function), file);
        self.unique(year.arrears.iter().map(|row| &row.service), file);
        self.unique(year.offices.iter().map(|row| &row.office), file);
        for row in &year.revenue {
            self.classified("class", &row.class, file);
            row.source.iter().for_each(|id| self.source(id, file));
        }
        year.revenue_by_item.iter().for_each(|row| self.classified("class", &row.class, file));
        year.revenue_by_source.iter().for_each(|row| self.classified("funding source", &row.funding_source, file));
        for row in &year.spending {
            self.classified("function", &row.function, file);
            row.source.iter().for_each(|id| self.source(id, file));
        }
        for line in &year.spending_lines {
            line.purpose.iter().for_each(|code| self.classified("purpose", code, file));
            line.function.iter().for_each(|code| self.classified("function", code, file));
            line.object_group.iter().for_each(|code| self.classified("object group", code, file));
            line.funding_source.iter().for_each(|code| self.classified("funding source", code, file));
        }
        year.arrears.iter().for_each(|row| self.named("service", &row.service, file));
        year.offices.iter().for_each(|row| self.named("office", &row.office, file));
        for project in &year.projects {
            project.purpose.iter().for_each(|code| self.classified("purpose", code, file));
            project.source.iter().for_each(|id| self.source(id, file));
        }
        year.overrides.iter().filter_map(|o| o.source.as_ref()).for_each(|id| self.source(id, file));
        self.unique(year.projects.iter().map(|project| &project.id), file);
    }

    fn charter(&mut self, family: &CharterFamily) {
        for charter in family.all_versions() {
            self.charter_version(charter);
            if let Some(earlier) = &charter.supersedes
                && !(earlier.id == family.id && family.all_versions().any(|other| *other.version == earlier.version))
            {
                let versions: Vec<String> =
                    family.all_versions().map(|c| format!("{}@{}", family.id, *c.version)).collect();
                let id = earlier.to_string();
                let near = nearest(&id, versions.iter().map(String::as_str));
                let fault = C0205.at(earlier.in_file(&charter.file)).with_words("kind", CHARTER).with("id", &id);
                self.found.push(fault.with_some("nearest", near));
            }
        }
        if let Some(results) = &family.results {
            let levels: Vec<&str> =
                family.all_versions().flat_map(|c| &c.service_levels).map(|level| level.id.value.as_str()).collect();
            self.once(
                results.results.iter().map(|r| (format!("{:?} {}", r.period, r.level.value), r.level.span())),
                &results.file,
            );
            for result in &results.results {
                self.within(&result.level, &levels, &results.file);
                self.source(&result.source, &results.file);
            }
        }
    }

    fn charter_version(&mut self, charter: &Charter) {
        let file = &charter.file;
        self.municipality(&charter.municipality, file);
        if !charter.id.starts_with(&format!("{}-", *charter.municipality)) {
            let fault = C0207.at(charter.municipality.in_file(file)).with("folder", &charter.id.value);
            self.found.push(fault.with("code", *charter.municipality));
        }
        self.named("service", &charter.service, file);
        charter.provider.iter().for_each(|provider| self.named("office", &provider.office, file));
        charter.coverage.iter().filter_map(|c| c.users_source.as_ref()).for_each(|id| self.source(id, file));
        let levels: Vec<&str> = charter.service_levels.iter().map(|level| level.id.value.as_str()).collect();
        let remedies: Vec<&str> = charter.remedies.iter().map(|remedy| remedy.id.value.as_str()).collect();
        self.unique(charter.service_levels.iter().map(|level| &level.id), file);
        self.unique(charter.remedies.iter().map(|remedy| &remedy.id), file);
        self.unique(charter.municipal_commitments.iter().map(|c| &c.id), file);
        self.unique(charter.citizen_commitments.iter().map(|c| &c.id), file);
        for level in &charter.service_levels {
            level.owner.iter().for_each(|office| self.named("office", office, file));
            level.remedy.iter().for_each(|remedy| self.within(remedy, &remedies, file));
            level.baseline.iter().filter_map(|b| b.source.as_ref()).for_each(|id| self.source(id, file));
        }
        for commitment in &charter.municipal_commitments {
            commitment.level.iter().for_each(|level| self.within(level, &levels, file));
        }
        self.legal(&charter.legal_base, file);
        charter.sources.iter().for_each(|id| self.source(id, file));
    }

    fn within(&mut self, id: &Ref, known: &[&str], file: &Arc<str>) {
        if known.contains(&id.value.as_str()) {
            return;
        }
        let near = nearest(id, known.iter().copied());
        let beside = || self.model.shaky_files().filter(|other| folder_of(other) == folder_of(file));
        if !beside().any(|other| self.model.may_define(other, id, near)) {
            let fault = C0209.at(id.in_file(file)).with("id", &id.value).with_some("nearest", near);
            self.dangles("charter", id, fault);
        }
    }
}

fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}
