//! The parts of a charter that its page and its printed sheet show alike, so that neither shows what the other lacks.
//! What differs is the kind of text: HTML on the page, plain text that says its language on paper. See [`Voice`].

use serde::Serialize;

use super::format;
use super::html::Html;
use super::scope::Scope;
use crate::model::charter::{self, Charter, CitizenCommitment, LegalReview, MunicipalCommitment};
use crate::model::values::{Date, Texts};

/// How texts are written for a kind of document.
pub(super) trait Voice {
    type Text: Serialize;

    fn scope(&self) -> &Scope<'_>;

    /// A text of the content, which may be in another language than the document's.
    fn said(&self, texts: &Texts) -> Self::Text;

    /// A text in the document's own language.
    fn own(&self, text: &str) -> Self::Text;

    /// Where something can be read.
    fn address(&self, url: &str) -> Self::Text {
        self.own(url)
    }

    fn maybe(&self, texts: &Option<Texts>) -> Option<Self::Text> {
        texts.as_ref().map(|texts| self.said(texts))
    }

    fn all(&self, list: &[Texts]) -> Vec<Self::Text> {
        list.iter().map(|texts| self.said(texts)).collect()
    }

    /// Something with its name, which is a word of the section on charters.
    fn row(&self, key: &str, text: Self::Text) -> Row<Self::Text> {
        Row { name: self.scope().words.get("charter", key).to_owned(), text }
    }

    /// The same for each of some texts that is there.
    fn rows<const N: usize>(&self, texts: [(&str, Option<Self::Text>); N]) -> Vec<Row<Self::Text>> {
        texts.into_iter().filter_map(|(key, text)| Some(self.row(key, text?))).collect()
    }
}

/// HTML, for pages.
impl Voice for Scope<'_> {
    type Text = Html;

    fn scope(&self) -> &Scope<'_> {
        self
    }

    fn said(&self, texts: &Texts) -> Html {
        self.text(texts)
    }

    fn own(&self, text: &str) -> Html {
        Html::escaped(text)
    }

    fn address(&self, url: &str) -> Html {
        let url = Html::escaped(url);
        Html::trusted(format!("<a href=\"{0}\" rel=\"external\">{0}</a>", url.as_str()))
    }
}

/// A name and what it says.
#[derive(Serialize)]
pub(super) struct Row<T> {
    pub name: String,
    pub text: T,
}

/// What one side takes upon itself.
#[derive(Serialize)]
pub(super) struct Commitment<T> {
    id: String,
    text: T,
    deadline: Option<String>,
    details: Vec<Row<T>>,
}

#[derive(Serialize)]
pub(super) struct Fee<T> {
    item: T,
    category: Option<T>,
    amount: String,
    period: Option<String>,
    legal: Option<T>,
    published: Option<T>,
    published_on: Option<String>,
    exemption: Option<T>,
}

#[derive(Serialize)]
pub(super) struct Requirement<T> {
    procedure: T,
    documents: Vec<T>,
    steps: Vec<T>,
    workdays: Option<String>,
    cost: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Remedy<T> {
    id: String,
    trigger: T,
    measure: String,
    text: Option<T>,
    deadline: Option<String>,
    /// What it rests on: the rule, where that was published, who examined it.
    details: Vec<Row<T>>,
}

#[derive(Serialize)]
pub(super) struct Participant<T> {
    name: T,
    sector: String,
    role: String,
}

/// "10 días hábiles".
pub(super) fn workdays(scope: &Scope, days: u32) -> String {
    match days {
        1 => scope.word("charter", "workday").to_owned(),
        _ => scope.words.fill("charter", "workdays", &[("n", &days.to_string())]),
    }
}

/// The office that answers for the service.
pub(super) fn provider<V: Voice>(voice: &V, charter: &Charter) -> Vec<Row<V::Text>> {
    let Some(provider) = &charter.provider else { return Vec::new() };
    let own = |text: &Option<String>| text.as_ref().map(|text| voice.own(text));
    voice.rows([
        ("office", voice.maybe(&provider.name)),
        ("head_post", voice.maybe(&provider.head_post)),
        ("address", voice.maybe(&provider.address)),
        ("hours", voice.maybe(&provider.hours)),
        ("phone", own(&provider.phone)),
        ("email", own(&provider.email)),
    ])
}

pub(super) fn municipal_commitments<V: Voice>(voice: &V, charter: &Charter) -> Vec<Commitment<V::Text>> {
    let commitment = |one: &MunicipalCommitment| Commitment {
        id: one.id.value.clone(),
        text: voice.said(&one.text),
        deadline: one.deadline.map(|date| voice.scope().date(date)),
        details: voice.rows([("budget_line", one.budget_line.as_ref().map(|line| voice.own(line)))]),
    };
    charter.municipal_commitments.iter().map(commitment).collect()
}

pub(super) fn citizen_commitments<V: Voice>(voice: &V, charter: &Charter) -> Vec<Commitment<V::Text>> {
    let commitment = |one: &CitizenCommitment| {
        let mut details = voice
            .rows([("verification", voice.maybe(&one.verification)), ("consequence", voice.maybe(&one.consequence))]);
        details.extend(rule(voice, &one.legal_ref, &one.published, one.published_on, &one.legal_review));
        Commitment { id: one.id.value.clone(), text: voice.said(&one.text), deadline: None, details }
    };
    charter.citizen_commitments.iter().map(commitment).collect()
}

/// What a sanction, a discount or a remedy rests on.
fn rule<V: Voice>(
    voice: &V,
    legal_ref: &Option<Texts>,
    published: &Option<Texts>,
    published_on: Option<Date>,
    review: &Option<LegalReview>,
) -> Vec<Row<V::Text>> {
    let mut rows = voice.rows([
        ("legal_ref", voice.maybe(legal_ref)),
        ("published", voice.maybe(published)),
        ("published_on", published_on.map(|day| voice.own(&voice.scope().date(day)))),
    ]);
    if let Some(review) = review {
        rows.extend(voice.rows([
            ("reviewed_by", Some(voice.said(&review.by))),
            ("reviewed_in", Some(voice.said(&review.document))),
            ("reviewed_on", Some(voice.own(&voice.scope().date(review.on)))),
        ]));
    }
    rows
}

pub(super) fn fees<V: Voice>(voice: &V, charter: &Charter) -> Vec<Fee<V::Text>> {
    let scope = voice.scope();
    let fee = |fee: &charter::Fee| Fee {
        item: voice.said(&fee.item),
        category: voice.maybe(&fee.category),
        amount: format::money(fee.amount),
        period: fee.period.map(|period| scope.word("fee_period", period.id()).to_owned()),
        legal: voice.maybe(&fee.legal_ref),
        published: voice.maybe(&fee.published),
        published_on: fee.published_on.map(|date| scope.date(date)),
        exemption: voice.maybe(&fee.exemption),
    };
    charter.fees.iter().map(fee).collect()
}

pub(super) fn requirements<V: Voice>(voice: &V, charter: &Charter) -> Vec<Requirement<V::Text>> {
    let requirement = |one: &charter::Requirement| Requirement {
        procedure: voice.said(&one.procedure),
        documents: voice.all(&one.documents),
        steps: voice.all(&one.steps),
        workdays: one.max_workdays.map(|days| workdays(voice.scope(), days)),
        cost: one.cost.map(format::money),
    };
    charter.requirements.iter().map(requirement).collect()
}

pub(super) fn remedies<V: Voice>(voice: &V, charter: &Charter) -> Vec<Remedy<V::Text>> {
    let remedy = |one: &charter::Remedy| Remedy {
        id: one.id.value.clone(),
        trigger: voice.said(&one.trigger),
        measure: voice.scope().word("measure", one.measure.id()).to_owned(),
        text: voice.maybe(&one.text),
        deadline: one.deadline_workdays.map(|days| workdays(voice.scope(), days)),
        details: rule(voice, &one.legal_ref, &one.published, one.published_on, &one.legal_review),
    };
    charter.remedies.iter().map(remedy).collect()
}

pub(super) fn participants<V: Voice>(voice: &V, charter: &Charter) -> Vec<Participant<V::Text>> {
    let participant = |one: &charter::Participant| Participant {
        name: voice.said(&one.name),
        sector: voice.scope().word("sector", one.sector.id()).to_owned(),
        role: voice.scope().word("role", one.role.id()).to_owned(),
    };
    charter.participants.iter().map(participant).collect()
}

/// The council's act, where it can be read, later councils' acts, and from when to when the version holds.
pub(super) fn approval<V: Voice>(voice: &V, charter: &Charter) -> Vec<Row<V::Text>> {
    let scope = voice.scope();
    let day = |day: Date| voice.own(&scope.date(day));
    let mut rows = Vec::new();
    if let Some(approval) = &charter.approval {
        rows.extend(voice.rows([
            ("approved_by", Some(voice.said(&approval.body))),
            ("act", Some(voice.own(&approval.act))),
            ("point", voice.maybe(&approval.point)),
            ("date", Some(day(approval.date))),
            ("votes", voice.maybe(&approval.votes)),
            ("certificate", voice.maybe(&approval.certificate)),
            ("certificate", approval.certificate_url.as_ref().map(|url| voice.address(url))),
        ]));
    }
    for ratification in &charter.ratifications {
        let values = [("act", ratification.act.as_str()), ("date", &scope.date(ratification.date))];
        rows.push(voice.row("ratified", voice.own(&scope.words.fill("charter", "ratification", &values))));
    }
    if let Some(validity) = &charter.validity {
        rows.extend(voice.rows([
            ("valid_from", Some(day(validity.from))),
            ("valid_to", validity.to.map(day)),
            ("next_review", validity.next_review.map(day)),
        ]));
    }
    rows
}
