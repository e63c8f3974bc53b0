//! Every text in the main language; languages that are declared; translations that are missing.

use std::ops::Range;
use std::sync::Arc;

use super::findings::Findings;
use crate::diagnostics::catalogue::{C0602, C0603};
use crate::diagnostics::{Place, masked, nearest};
use crate::model::Model;
use crate::model::charter::{Charter, CharterFamily};
use crate::model::prose::Prose;
use crate::model::provenance::LegalReference;
use crate::model::territory::Municipality;
use crate::model::toolbox::Slugs;
use crate::model::values::{Keywords, Lang, Texts};

pub(super) fn lists(model: &Model, found: &mut Findings) {
    let Some(mut rule) = Rule::of(model, &model.site.file, found) else { return };
    let site = &model.site;
    site.contacts.iter().for_each(|contact| rule.text(&contact.label));
    rule.all([&site.name, &site.tagline, &site.publisher, &site.origin]);
    rule.file = "content/sources.yaml".into();
    for source in &model.sources {
        rule.text(&source.title);
        rule.all(source.licence.iter().chain(&source.note));
    }
    rule.file = "content/corrections.yaml".into();
    model.corrections.iter().for_each(|c| rule.all([&c.what, &c.why]));
    rule.file = "content/holidays.yaml".into();
    model.holidays.holidays.iter().for_each(|holiday| rule.text(&holiday.name));
    rule.file = "content/classifications.yaml".into();
    let classes = &model.classifications;
    for class in &classes.revenue_classes {
        rule.text(&class.name);
        rule.all(&class.note);
    }
    rule.all(classes.purposes.iter().chain(&classes.object_groups).map(|named| &named.name));
    rule.all(classes.functions.iter().map(|function| &function.name));
    rule.all(classes.funding_sources.iter().map(|source| &source.name));
    rule.all(classes.services.iter().map(|service| &service.name));
    rule.file = "content/families.yaml".into();
    for family in &model.families {
        rule.all([&family.name, &family.summary, &family.training]);
        rule.slugs(&family.slugs);
    }
    rule.file = "content/glossary.yaml".into();
    for term in &model.terms {
        rule.all([&term.term, &term.definition]);
        rule.keywords(&term.also);
        rule.all(&term.trap);
    }
    rule.file = "content/indicators.yaml".into();
    rule.all(model.indicators.quantities.iter().flat_map(|quantity| [&quantity.name, &quantity.publish]));
    for definition in model.indicators.all() {
        rule.all([&definition.name, &definition.short, &definition.words, &definition.why]);
        rule.all(definition.ask.iter().chain(&definition.cautions).chain(&definition.unrated));
        rule.all(definition.basis.iter().map(|basis| &basis.text));
        rule.all(definition.beside.iter().map(|beside| &beside.name));
    }
    rule.file = "content/offices.yaml".into();
    for office in &model.offices {
        rule.all([&office.name, &office.does]);
        rule.keywords(&office.also);
        rule.all(&office.caution);
        rule.legal(&office.legal);
        for duty in &office.calendar {
            rule.all([&duty.when, &duty.duty]);
            rule.all(&duty.reference);
        }
    }
    for tool in &model.tools {
        rule.file = Arc::clone(&tool.file);
        rule.all([&tool.name, &tool.summary, &tool.problem]);
        rule.keywords(&tool.keywords);
        rule.slugs(&tool.slugs);
        for input in &tool.inputs {
            rule.text(&input.name);
            rule.all(input.unit.iter().chain(&input.found_in));
        }
        rule.all(tool.steps.iter().chain(&tool.outputs).chain(&tool.cautions).chain(&tool.example).chain(&tool.origin));
        tool.formulas.iter().for_each(|formula| rule.all([&formula.name, &formula.formula]));
        rule.legal(&tool.legal);
        rule.prose(&tool.prose);
    }
    for sheet in &model.worksheets {
        rule.file = Arc::clone(&sheet.file);
        rule.all(sheet.texts());
    }
    for case in &model.cases {
        rule.file = Arc::clone(&case.file);
        rule.all([&case.title, &case.summary]);
        rule.slugs(&case.slugs);
        rule.all(&case.corrections);
        for figure in &case.figures {
            rule.all([&figure.label, &figure.value]);
            rule.all(&figure.note);
        }
        rule.prose(&case.prose);
    }
    for primer in &model.primers {
        rule.file = Arc::clone(&primer.file);
        rule.all([&primer.title, &primer.summary]);
        rule.slugs(&primer.slugs);
        rule.all(primer.objectives.iter().chain(&primer.prerequisites).chain(&primer.facilitator));
        primer.lessons.iter().for_each(|lesson| rule.text(&lesson.title));
        if let Some(activity) = &primer.activity {
            rule.text(&activity.title);
            rule.all(&activity.steps);
        }
        for question in &primer.quiz {
            rule.all([&question.prompt, &question.feedback_right, &question.feedback_wrong]);
            rule.all(&question.options);
        }
        // A radio text is written for the languages of its listeners: no translation is missing.
        primer.radio.iter().for_each(|text| rule.declared(text));
        rule.prose(&primer.prose);
    }
    for page in &model.pages {
        rule.prose(&page.prose);
    }
}

pub(super) fn municipality(model: &Model, municipality: &Municipality, found: &mut Findings) {
    for year in municipality.years.values() {
        let Some(mut rule) = Rule::of(model, &year.file, found) else { return };
        rule.all(year.notes.iter().map(|note| &note.text));
        rule.all(year.revenue_by_item.iter().map(|row| &row.name));
        rule.all(year.spending_lines.iter().filter_map(|line| line.programme_name.as_ref()));
        for project in &year.projects {
            rule.text(&project.name);
            rule.all(&project.place);
        }
        rule.all(year.procurements.iter().map(|procurement| &procurement.object));
        rule.all(year.overrides.iter().filter_map(|value| value.note.as_ref()));
    }
    let Some(profile) = &*municipality.profile else { return };
    let hours = profile.channels.as_ref().and_then(|channels| channels.hours.as_ref());
    if let Some((hours, mut rule)) = hours.and_then(|hours| Some((hours, Rule::of(model, &profile.file, found)?))) {
        rule.text(hours);
    }
}

pub(super) fn charter(model: &Model, family: &CharterFamily, found: &mut Findings) {
    let Some(mut rule) = Rule::of(model, &model.site.file, found) else { return };
    family.all_versions().for_each(|charter| rule.charter(charter));
    if let Some(results) = &family.results {
        rule.file = Arc::clone(&results.file);
        rule.all(results.results.iter().filter_map(|result| result.note.as_ref()));
    }
    rule.prose(&family.prose);
}

/// The text in a language, if it says anything.
fn said(text: &Texts, lang: Lang) -> Option<&str> {
    text.get(lang).filter(|text| !text.trim().is_empty())
}

struct Rule<'a> {
    model: &'a Model,
    found: &'a mut Findings,
    file: Arc<str>,
}

impl<'a> Rule<'a> {
    /// The rule for the texts of a file; none while nobody knows the site's languages: none is missing then, and none
    /// is too much.
    fn of(model: &'a Model, file: &Arc<str>, found: &'a mut Findings) -> Option<Rule<'a>> {
        (!model.site.guessed).then(|| Rule { model, found, file: Arc::clone(file) })
    }

    fn all<'t>(&mut self, texts: impl IntoIterator<Item = &'t Texts>) {
        texts.into_iter().for_each(|text| self.text(text));
    }

    fn text(&mut self, text: &Texts) {
        let main = self.model.site.main();
        let place = Place::new(&self.file, text.span());
        if self.model.is_place_in_doubt(&place) {
            return;
        }
        self.declared(text);
        match said(text, main) {
            None => self.found.push(C0603.at(place).with("language", main)),
            Some(shown) => {
                for lang in self.model.languages().filter(|lang| said(text, *lang).is_none()) {
                    let what: String = masked(shown).chars().take(40).collect();
                    self.found.untranslated(place.clone(), lang, what);
                }
            }
        }
    }

    fn declared(&mut self, text: &Texts) {
        self.languages(text.languages(), text.span());
    }

    fn keywords(&mut self, words: &Keywords) {
        self.languages(words.languages(), words.span());
    }

    fn slugs(&mut self, slugs: &Slugs) {
        self.languages(slugs.keys().copied(), slugs.span());
    }

    fn languages(&mut self, languages: impl Iterator<Item = Lang>, span: Range<usize>) {
        for lang in languages {
            if !self.model.languages().any(|known| known == lang) {
                let known: Vec<Lang> = self.model.languages().collect();
                let near = nearest(lang.as_str(), known.iter().map(Lang::as_str));
                let place = Place::new(&self.file, span.clone());
                let fault = C0602.at(place).with("code", lang).with_some("nearest", near);
                self.found.undeclared(lang, fault);
            }
        }
    }

    /// A prose text that exists in some language must exist in the main one; in the others it should.
    fn prose(&mut self, prose: &Prose) {
        let Some((_, any)) = prose.iter().next() else { return };
        let place = Place::file(any.file());
        let main = self.model.site.main();
        let folder = any.file().rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let unread = |lang: Lang| self.model.unread.contains(format!("{folder}/{lang}.md").as_str());
        if prose.get(main).is_none() {
            if unread(main) {
                return;
            }
            self.found.push(C0603.at(place).with("language", main));
            return;
        }
        let lacking: Vec<Lang> =
            self.model.languages().filter(|lang| prose.get(*lang).is_none() && !unread(*lang)).collect();
        for lang in lacking {
            self.found.untranslated(place.clone(), lang, format!("{folder}/{lang}.md"));
        }
    }

    fn legal(&mut self, references: &[LegalReference]) {
        for reference in references {
            self.text(&reference.reference);
            self.all(reference.topic.iter().chain(&reference.text_version));
        }
    }

    fn charter(&mut self, charter: &Charter) {
        self.file = Arc::clone(&charter.file);
        self.text(&charter.title);
        self.slugs(&charter.slugs);
        self.all(&charter.summary);
        if let Some(provider) = &charter.provider {
            self.all(provider.name.iter().chain(&provider.head_post).chain(&provider.address).chain(&provider.hours));
        }
        if let Some(coverage) = &charter.coverage {
            self.text(&coverage.area);
            self.all(&coverage.excluded);
        }
        for level in &charter.service_levels {
            self.text(&level.name);
            let parts = [&level.unit, &level.scope, &level.formula, &level.method, &level.sample, &level.evidence];
            self.all(parts.into_iter().flatten().chain(&level.exceptions));
        }
        self.all(charter.municipal_commitments.iter().map(|commitment| &commitment.text));
        for commitment in &charter.citizen_commitments {
            self.text(&commitment.text);
            self.all([&commitment.verification, &commitment.consequence, &commitment.legal_ref].into_iter().flatten());
            self.all(&commitment.published);
            self.all(commitment.legal_review.iter().flat_map(|review| [&review.by, &review.document]));
        }
        self.all(&charter.rights);
        for fee in &charter.fees {
            self.text(&fee.item);
            self.all([&fee.category, &fee.legal_ref, &fee.published, &fee.exemption].into_iter().flatten());
        }
        for requirement in &charter.requirements {
            self.text(&requirement.procedure);
            self.all(requirement.documents.iter().chain(&requirement.steps));
        }
        for remedy in &charter.remedies {
            self.text(&remedy.trigger);
            self.all(remedy.text.iter().chain(&remedy.legal_ref).chain(&remedy.published));
            self.all(remedy.legal_review.iter().flat_map(|review| [&review.by, &review.document]));
        }
        if let Some(complaints) = &charter.complaints {
            self.all(&complaints.levels);
            for channel in &complaints.channels {
                self.text(&channel.value);
                self.all(&channel.hours);
            }
        }
        self.legal(&charter.legal_base);
        self.all(charter.participants.iter().map(|participant| &participant.name));
        if let Some(consultation) = &charter.consultation {
            self.all(consultation.meetings.iter().map(|meeting| &meeting.place));
            for comment in &consultation.comments {
                self.text(&comment.topic);
                self.all(&comment.answer);
            }
        }
        if let Some(approval) = &charter.approval {
            self.text(&approval.body);
            let parts = [&approval.point, &approval.votes, &approval.official_gazette, &approval.certificate];
            self.all(parts.into_iter().flatten());
        }
        self.all(charter.ratifications.iter().filter_map(|ratification| ratification.point.as_ref()));
        self.all(charter.review.iter().map(|review| &review.reason));
        self.all(charter.withdrawal.iter().map(|withdrawal| &withdrawal.reason));
        for change in &charter.changelog {
            self.text(&change.what);
            self.all(change.author.iter().chain(&change.why));
        }
    }
}
