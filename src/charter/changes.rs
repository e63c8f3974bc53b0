//! What one version of a charter changed against another: promise by promise, on both sides, and word by word.
//!
//! Cabildo says that a promise was raised or lowered where numbers say so: more of what is to be at least, less of what is
//! to be at most, more often, sooner. Where only words differ it says that the text was clarified, and shows the words.
//! Where a change has no direction that a computer could tell it says just that something changed.

use crate::model::charter::{
    Channel, Charter, CitizenCommitment, Complaints, Direction, Fee, FeePeriod, Frequency, Measure,
    MunicipalCommitment, Remedy, Requirement, ServiceLevel,
};
use crate::model::values::{Date, Money, Number, Texts};

/// Everything that differs between two versions.
#[derive(Clone, Debug, Default)]
pub struct Changes<'c> {
    /// By part, in the order of [`Part`]; within one in the order of the newer version, and then what was removed.
    pub list: Vec<Change<'c>>,
    /// How many service levels stayed as they were.
    pub same_levels: usize,
}

/// A part of a charter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Level,
    Municipal,
    Citizen,
    Right,
    Fee,
    Requirement,
    Remedy,
    Complaints,
}

impl Part {
    pub const ALL: [Part; 8] = [
        Part::Level,
        Part::Municipal,
        Part::Citizen,
        Part::Right,
        Part::Fee,
        Part::Requirement,
        Part::Remedy,
        Part::Complaints,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Part::Level => "level",
            Part::Municipal => "municipal",
            Part::Citizen => "citizen",
            Part::Right => "right",
            Part::Fee => "fee",
            Part::Requirement => "requirement",
            Part::Remedy => "remedy",
            Part::Complaints => "complaints",
        }
    }
}

/// What happened to a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// More is promised; of a fee: more is charged.
    Raised,
    /// Less is promised; of a fee: less is charged.
    Lowered,
    Added,
    Removed,
    /// In both directions, or in one that numbers do not tell.
    Changed,
    /// Only words differ.
    Clarified,
}

impl Kind {
    pub const ALL: [Kind; 6] =
        [Kind::Raised, Kind::Lowered, Kind::Added, Kind::Removed, Kind::Changed, Kind::Clarified];

    pub fn id(self) -> &'static str {
        match self {
            Kind::Raised => "raised",
            Kind::Lowered => "lowered",
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Changed => "changed",
            Kind::Clarified => "clarified",
        }
    }
}

/// One promise, commitment, fee or other item that differs.
#[derive(Clone, Debug)]
pub struct Change<'c> {
    pub part: Part,
    pub kind: Kind,
    /// `S1`, `M2`; none for what has no identifier.
    pub id: Option<&'c str>,
    /// What it is called, or says; none for the terms of complaints as a whole.
    pub name: Option<&'c Texts>,
    /// What of it differs; empty for what was added or removed.
    pub details: Vec<Detail<'c>>,
}

/// One property that differs.
#[derive(Clone, Debug)]
pub struct Detail<'c> {
    /// A word of the interface: `target`, `deadline`.
    pub aspect: &'static str,
    pub sense: Sense,
    pub values: Values<'c>,
}

/// Which way a property moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    Up,
    Down,
    /// Only words.
    Words,
    /// Something else than words, and neither up nor down.
    Other,
}

/// Before and after.
#[derive(Clone, Debug)]
pub enum Values<'c> {
    Numbers(Option<Number>, Option<Number>),
    Workdays(Option<u32>, Option<u32>),
    Money(Option<Money>, Option<Money>),
    Date(Option<Date>, Option<Date>),
    Direction(Direction, Direction),
    Frequency(Option<Frequency>, Option<Frequency>),
    FeePeriod(Option<FeePeriod>, Option<FeePeriod>),
    Measure(Measure, Measure),
    Plain(Option<&'c str>, Option<&'c str>),
    Texts(Option<&'c Texts>, Option<&'c Texts>),
    /// A list: what it lost and what it gained.
    Items(Vec<&'c Texts>, Vec<&'c Texts>),
    /// Channels of complaint that were lost and gained.
    Channels(Vec<&'c Channel>, Vec<&'c Channel>),
}

/// A stretch of a text that two versions share, or that only one has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    Same(String),
    Removed(String),
    Added(String),
}

impl Changes<'_> {
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many changes of a kind a part has.
    pub fn count(&self, part: Part, kind: Kind) -> usize {
        self.list.iter().filter(|change| change.part == part && change.kind == kind).count()
    }
}

/// What the newer version changed.
pub fn between<'c>(before: &'c Charter, now: &'c Charter) -> Changes<'c> {
    let mut list = Vec::new();
    let levels = levels(before, now);
    let kind_of = |id: &str| levels.iter().find(|change| change.id == Some(id)).map(|change| change.kind);
    let municipal = |a: &'c MunicipalCommitment, b: &'c MunicipalCommitment| {
        let mut details = Details::default();
        // A commitment tells the promise of its level: where its numbers change with that, they go the same way.
        let level = b.level.as_ref().and_then(|level| kind_of(&level.value));
        details.texts("text", Some(&a.text), Some(&b.text));
        if let Some(Detail { sense: sense @ Sense::Other, .. }) = details.0.first_mut() {
            *sense = match level {
                Some(Kind::Raised) => Sense::Up,
                Some(Kind::Lowered) => Sense::Down,
                _ => Sense::Other,
            };
        }
        if a.deadline != b.deadline {
            // A term that had run out when the newer version began is a new term, not a later one.
            let began = now.validity.as_ref().map(|validity| validity.from);
            let renewed = a.deadline.zip(began).is_some_and(|(deadline, began)| deadline < began);
            let sooner = b.deadline.is_some_and(|new| a.deadline.is_none_or(|old| new < old));
            let sense = match (renewed, sooner) {
                (true, _) => Sense::Other,
                (false, true) => Sense::Up,
                (false, false) => Sense::Down,
            };
            details.push("deadline", sense, Values::Date(a.deadline, b.deadline));
        }
        details.plain("level", id_of(&a.level), id_of(&b.level), Sense::Other);
        details.plain("budget_line", a.budget_line.as_deref(), b.budget_line.as_deref(), Sense::Words);
        details.0
    };
    list.extend(items(
        Part::Municipal,
        &before.municipal_commitments,
        &now.municipal_commitments,
        |a, b| a.id.value == b.id.value,
        |item| (Some(item.id.value.as_str()), Some(&item.text)),
        municipal,
    ));
    list.extend(items(
        Part::Citizen,
        &before.citizen_commitments,
        &now.citizen_commitments,
        |a, b| a.id.value == b.id.value,
        |item| (Some(item.id.value.as_str()), Some(&item.text)),
        citizen,
    ));
    list.extend(items(
        Part::Right,
        &before.rights,
        &now.rights,
        |a, b| !differ(a, b),
        |item| (None, Some(item)),
        |_, _| Vec::new(),
    ));
    list.extend(items(
        Part::Fee,
        &before.fees,
        &now.fees,
        |a, b| !differ(&a.item, &b.item) && !differ_maybe(a.category.as_ref(), b.category.as_ref()),
        |item| (None, Some(&item.item)),
        fee,
    ));
    list.extend(items(
        Part::Requirement,
        &before.requirements,
        &now.requirements,
        |a, b| !differ(&a.procedure, &b.procedure),
        |item| (None, Some(&item.procedure)),
        requirement,
    ));
    list.extend(items(
        Part::Remedy,
        &before.remedies,
        &now.remedies,
        |a, b| a.id.value == b.id.value,
        |item| (Some(item.id.value.as_str()), Some(&item.trigger)),
        remedy,
    ));
    list.extend(complaints(before.complaints.as_ref(), now.complaints.as_ref()));
    let changed = levels.iter().filter(|change| change.kind != Kind::Removed).count();
    let same_levels = now.service_levels.len().saturating_sub(changed);
    list.splice(0..0, levels);
    Changes { list, same_levels }
}

/// The words of two texts, put together: what both share, what was taken out, what was put in.
pub fn words(before: &str, now: &str) -> Vec<Stretch> {
    let split = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (split(before), split(now));
    let mut stretches: Vec<Stretch> = Vec::new();
    for op in similar::capture_diff_slices(similar::Algorithm::Myers, &old, &new) {
        let (tag, from, to) = op.as_tag_tuple();
        let (lost, gained) = (old[from].join(" "), new[to].join(" "));
        match tag {
            similar::DiffTag::Equal => stretches.push(Stretch::Same(lost)),
            similar::DiffTag::Delete => stretches.push(Stretch::Removed(lost)),
            similar::DiffTag::Insert => stretches.push(Stretch::Added(gained)),
            similar::DiffTag::Replace => stretches.extend([Stretch::Removed(lost), Stretch::Added(gained)]),
        }
    }
    stretches
}

/// Levels are the same promise where they measure the same: an identifier that stands for another metric in the newer
/// version is one promise less and one more, and a promise that was renumbered is still itself.
fn levels<'c>(before: &'c Charter, now: &'c Charter) -> Vec<Change<'c>> {
    let (old, new) = (&before.service_levels, &now.service_levels);
    let alone = |list: &[ServiceLevel], metric: &str| list.iter().filter(|level| level.metric == metric).count() == 1;
    let same = |a: &ServiceLevel, b: &ServiceLevel| {
        a.metric == b.metric && (a.id.value == b.id.value || (alone(old, &a.metric) && alone(new, &b.metric)))
    };
    let compare = |a: &'c ServiceLevel, b: &'c ServiceLevel| level(before, a, now, b);
    items(Part::Level, old, new, same, |level| (Some(level.id.value.as_str()), Some(&level.name)), compare)
}

fn level<'c>(before: &'c Charter, a: &'c ServiceLevel, now: &'c Charter, b: &'c ServiceLevel) -> Vec<Detail<'c>> {
    let mut details = Details::default();
    // Numbers of another unit or direction say nothing about more or less.
    let comparable = a.direction == b.direction && !differ_maybe(a.unit.as_ref(), b.unit.as_ref());
    let sense = |old: Option<Number>, new: Option<Number>| match (old, new) {
        (Some(old), Some(new)) if comparable => match b.direction {
            Direction::AtLeast if new > old => Sense::Up,
            Direction::AtMost if new < old => Sense::Up,
            _ => Sense::Down,
        },
        // A minimum only softens a promise, and a target makes it.
        _ => Sense::Other,
    };
    details.number("target", a.target, b.target, sense(a.target, b.target));
    let minimum = sense(a.minimum_acceptable, b.minimum_acceptable);
    details.number("minimum", a.minimum_acceptable, b.minimum_acceptable, minimum);
    if a.direction != b.direction {
        details.push("direction", Sense::Other, Values::Direction(a.direction, b.direction));
    }
    if differ_maybe(a.unit.as_ref(), b.unit.as_ref()) {
        details.push("unit", Sense::Other, Values::Texts(a.unit.as_ref(), b.unit.as_ref()));
    }
    if a.frequency != b.frequency {
        let sense = match (a.frequency.map(per_year), b.frequency.map(per_year)) {
            (Some(old), Some(new)) if new > old => Sense::Up,
            (Some(_), Some(_)) => Sense::Down,
            (None, _) => Sense::Up,
            (_, None) => Sense::Down,
        };
        details.push("frequency", sense, Values::Frequency(a.frequency, b.frequency));
    }
    if id_of(&a.remedy) != id_of(&b.remedy) {
        let sense = match (&a.remedy, &b.remedy) {
            (None, Some(_)) => Sense::Up,
            (Some(_), None) => Sense::Down,
            _ => Sense::Other,
        };
        details.push("remedy", sense, Values::Texts(trigger_of(before, a), trigger_of(now, b)));
    }
    // An exception is a case in which nothing is promised.
    details.list("exceptions", &a.exceptions, &b.exceptions, (Sense::Down, Sense::Up));
    let baseline = |level: &ServiceLevel| level.baseline.as_ref().map(|baseline| baseline.value);
    details.number("baseline_value", baseline(a), baseline(b), Sense::Words);
    details.plain("owner", id_of(&a.owner), id_of(&b.owner), Sense::Other);
    for (aspect, old, new) in [
        ("name", Some(&a.name), Some(&b.name)),
        ("scope", a.scope.as_ref(), b.scope.as_ref()),
        ("formula", a.formula.as_ref(), b.formula.as_ref()),
        ("method", a.method.as_ref(), b.method.as_ref()),
        ("sample", a.sample.as_ref(), b.sample.as_ref()),
        ("evidence", a.evidence.as_ref(), b.evidence.as_ref()),
    ] {
        details.texts(aspect, old, new);
    }
    details.0
}

fn trigger_of<'c>(charter: &'c Charter, level: &ServiceLevel) -> Option<&'c Texts> {
    let id = id_of(&level.remedy)?;
    let remedy = charter.remedies.iter().find(|remedy| remedy.id.value == id)?;
    Some(remedy.text.as_ref().unwrap_or(&remedy.trigger))
}

fn citizen<'c>(a: &'c CitizenCommitment, b: &'c CitizenCommitment) -> Vec<Detail<'c>> {
    let mut details = Details::default();
    details.texts("text", Some(&a.text), Some(&b.text));
    details.texts("verification", a.verification.as_ref(), b.verification.as_ref());
    details.texts("consequence", a.consequence.as_ref(), b.consequence.as_ref());
    details.texts("legal_ref", a.legal_ref.as_ref(), b.legal_ref.as_ref());
    details.0
}

fn fee<'c>(a: &'c Fee, b: &'c Fee) -> Vec<Detail<'c>> {
    let mut details = Details::default();
    if a.amount != b.amount {
        // The same amount for another span of time is neither more nor less by its number alone.
        let sense = match (a.period == b.period, b.amount > a.amount) {
            (false, _) => Sense::Other,
            (true, true) => Sense::Up,
            (true, false) => Sense::Down,
        };
        details.push("amount", sense, Values::Money(Some(a.amount), Some(b.amount)));
    }
    if a.period != b.period {
        details.push("period", Sense::Other, Values::FeePeriod(a.period, b.period));
    }
    details.texts("exemption", a.exemption.as_ref(), b.exemption.as_ref());
    details.texts("regulation", a.legal_ref.as_ref(), b.legal_ref.as_ref());
    details.texts("publication", a.published.as_ref(), b.published.as_ref());
    if a.published_on != b.published_on {
        details.push("published_on", Sense::Other, Values::Date(a.published_on, b.published_on));
    }
    if a.in_force_from != b.in_force_from {
        details.push("in_force_from", Sense::Other, Values::Date(a.in_force_from, b.in_force_from));
    }
    details.0
}

fn requirement<'c>(a: &'c Requirement, b: &'c Requirement) -> Vec<Detail<'c>> {
    let mut details = Details::default();
    details.workdays("max_workdays", a.max_workdays, b.max_workdays);
    if a.cost != b.cost {
        details.push("cost", Sense::Other, Values::Money(a.cost, b.cost));
    }
    // A paper more is more asked of the person who applies.
    details.list("documents", &a.documents, &b.documents, (Sense::Down, Sense::Up));
    details.list("steps", &a.steps, &b.steps, (Sense::Other, Sense::Other));
    details.0
}

fn remedy<'c>(a: &'c Remedy, b: &'c Remedy) -> Vec<Detail<'c>> {
    let mut details = Details::default();
    if a.measure != b.measure {
        details.push("measure", Sense::Other, Values::Measure(a.measure, b.measure));
    }
    details.workdays("deadline_workdays", a.deadline_workdays, b.deadline_workdays);
    details.texts("trigger", Some(&a.trigger), Some(&b.trigger));
    details.texts("text", a.text.as_ref(), b.text.as_ref());
    details.texts("legal_ref", a.legal_ref.as_ref(), b.legal_ref.as_ref());
    details.0
}

/// The terms of complaints, as one item. Figures of the last period are no terms.
fn complaints<'c>(before: Option<&'c Complaints>, now: Option<&'c Complaints>) -> Option<Change<'c>> {
    let change = |kind, details| Some(Change { part: Part::Complaints, kind, id: None, name: None, details });
    let (a, b) = match (before, now) {
        (None, None) => return None,
        (None, Some(_)) => return change(Kind::Added, Vec::new()),
        (Some(_), None) => return change(Kind::Removed, Vec::new()),
        (Some(a), Some(b)) => (a, b),
    };
    let mut details = Details::default();
    details.workdays("acknowledge", a.acknowledge_workdays, b.acknowledge_workdays);
    details.workdays("resolve", a.resolve_workdays, b.resolve_workdays);
    let same = |a: &Channel, b: &Channel| {
        a.kind == b.kind && !differ(&a.value, &b.value) && !differ_maybe(a.hours.as_ref(), b.hours.as_ref())
    };
    let (lost, gained) = difference(&a.channels, &b.channels, same);
    if !lost.is_empty() || !gained.is_empty() {
        let sense = match (lost.is_empty(), gained.is_empty()) {
            (true, false) => Sense::Up,
            (false, true) => Sense::Down,
            _ => Sense::Other,
        };
        details.push("channels", sense, Values::Channels(lost, gained));
    }
    details.list("levels", &a.levels, &b.levels, (Sense::Other, Sense::Other));
    if a.register_public != b.register_public {
        let sense = if b.register_public { Sense::Up } else { Sense::Down };
        details.push("register_public", sense, Values::Plain(None, None));
    }
    if details.0.is_empty() { None } else { change(kind(&details.0), details.0) }
}

/// Two lists of items, compared one by one.
fn items<'c, T>(
    part: Part,
    before: &'c [T],
    now: &'c [T],
    same: impl Fn(&T, &T) -> bool,
    name: impl Fn(&'c T) -> (Option<&'c str>, Option<&'c Texts>),
    compare: impl Fn(&'c T, &'c T) -> Vec<Detail<'c>>,
) -> Vec<Change<'c>> {
    let mut list = Vec::new();
    let change = |item: &'c T, kind: Kind, details: Vec<Detail<'c>>| {
        let (id, name) = name(item);
        Change { part, kind, id, name, details }
    };
    for item in now {
        match before.iter().find(|old| same(old, item)) {
            Some(old) => {
                let details = compare(old, item);
                if !details.is_empty() {
                    list.push(change(item, kind(&details), details));
                }
            }
            None => list.push(change(item, Kind::Added, Vec::new())),
        }
    }
    let gone = before.iter().filter(|old| !now.iter().any(|item| same(old, item)));
    list.extend(gone.map(|item| change(item, Kind::Removed, Vec::new())));
    list
}

/// The kind of a change by what its details say: up and down together are neither.
fn kind(details: &[Detail]) -> Kind {
    let has = |sense: Sense| details.iter().any(|detail| detail.sense == sense);
    match (has(Sense::Up), has(Sense::Down)) {
        (true, true) => Kind::Changed,
        (true, false) => Kind::Raised,
        (false, true) => Kind::Lowered,
        (false, false) if has(Sense::Other) => Kind::Changed,
        (false, false) => Kind::Clarified,
    }
}

/// Details while they are being found.
#[derive(Default)]
struct Details<'c>(Vec<Detail<'c>>);

impl<'c> Details<'c> {
    fn push(&mut self, aspect: &'static str, sense: Sense, values: Values<'c>) {
        self.0.push(Detail { aspect, sense, values });
    }

    fn number(&mut self, aspect: &'static str, before: Option<Number>, now: Option<Number>, sense: Sense) {
        if before != now {
            self.push(aspect, sense, Values::Numbers(before, now));
        }
    }

    /// Working days within which something is done: fewer are better, and none named are worst.
    fn workdays(&mut self, aspect: &'static str, before: Option<u32>, now: Option<u32>) {
        if before != now {
            let better = now.unwrap_or(u32::MAX) < before.unwrap_or(u32::MAX);
            let sense = if better { Sense::Up } else { Sense::Down };
            self.push(aspect, sense, Values::Workdays(before, now));
        }
    }

    fn plain(&mut self, aspect: &'static str, before: Option<&'c str>, now: Option<&'c str>, sense: Sense) {
        if before != now {
            self.push(aspect, sense, Values::Plain(before, now));
        }
    }

    /// A text. Another number in it is more than a clarification.
    fn texts(&mut self, aspect: &'static str, before: Option<&'c Texts>, now: Option<&'c Texts>) {
        if differ_maybe(before, now) {
            let only_words = before.zip(now).is_some_and(|(before, now)| same_numbers(before, now));
            let sense = if only_words { Sense::Words } else { Sense::Other };
            self.push(aspect, sense, Values::Texts(before, now));
        }
    }

    /// A list of texts, with the senses of an item more and of an item less.
    fn list(&mut self, aspect: &'static str, before: &'c [Texts], now: &'c [Texts], (more, less): (Sense, Sense)) {
        let (lost, gained) = difference(before, now, |a, b| !differ(a, b));
        let sense = match (lost.is_empty(), gained.is_empty()) {
            (true, true) => return,
            (true, false) => more,
            (false, true) => less,
            (false, false) => {
                let reworded = lost.len() == gained.len() && lost.iter().zip(&gained).all(|(a, b)| same_numbers(a, b));
                if reworded { Sense::Words } else { Sense::Other }
            }
        };
        self.push(aspect, sense, Values::Items(lost, gained));
    }
}

/// What a list lost and what it gained.
fn difference<'c, T>(before: &'c [T], now: &'c [T], same: impl Fn(&T, &T) -> bool) -> (Vec<&'c T>, Vec<&'c T>) {
    let lost = before.iter().filter(|old| !now.iter().any(|new| same(old, new))).collect();
    let gained = now.iter().filter(|new| !before.iter().any(|old| same(old, new))).collect();
    (lost, gained)
}

/// Whether two texts differ in a language that both have. A translation that was added or taken away changes nothing.
fn differ(a: &Texts, b: &Texts) -> bool {
    a.languages().any(|lang| b.get(lang).is_some_and(|text| Some(text) != a.get(lang)))
}

fn differ_maybe(a: Option<&Texts>, b: Option<&Texts>) -> bool {
    match (a, b) {
        (None, None) => false,
        (Some(a), Some(b)) => differ(a, b),
        _ => true,
    }
}

/// Whether the same numbers stand in two texts, in every language that both have.
fn same_numbers(a: &Texts, b: &Texts) -> bool {
    let of = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
            .map(|word| word.trim_matches(['.', ',']).to_owned())
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
    };
    let mut shared = a.languages().filter_map(|lang| Some((a.get(lang)?, b.get(lang)?)));
    shared.all(|(a, b)| of(a) == of(b))
}

/// How often in a year.
fn per_year(frequency: Frequency) -> u32 {
    match frequency {
        Frequency::Daily => 365,
        Frequency::Weekly => 52,
        Frequency::Monthly => 12,
        Frequency::Quarterly => 4,
        Frequency::Semiannual => 2,
        Frequency::Annual => 1,
    }
}

fn id_of(reference: &Option<crate::model::provenance::Ref>) -> Option<&str> {
    reference.as_ref().map(|id| id.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::{Kind, Part, Stretch, between, words};
    use crate::model::charter::Charter;
    use crate::source::yaml::decode_text;

    /// A charter with a level of each direction, and something in every part.
    const CHARTER: &str = "
id: 9901-agua
version: 1.0.0
status: demo
state: in_force
municipality: \"9901\"
service: agua
title: {es: Carta}
service_levels:
  - {id: S1, name: {es: Horas de agua}, metric: hours, unit: {es: horas al día}, direction: at_least, target: 6, minimum_acceptable: 5, frequency: monthly, remedy: R1, method: {es: El fontanero anota la hora}, exceptions: [{es: Sequía declarada}]}
  - {id: S2, name: {es: Reparar una fuga}, metric: leaks, unit: {es: días hábiles}, direction: at_most, target: 3, minimum_acceptable: 4, frequency: monthly, remedy: R1}
municipal_commitments:
  - {id: M1, text: {es: Dar 6 horas de agua}, level: S1, deadline: 2027-06-30, budget_line: \"11\"}
citizen_commitments:
  - {id: C1, text: {es: Pagar el recibo a tiempo}, verification: {es: Estado de cuenta}}
rights: [{es: Recibir agua con cloro}]
fees:
  - {item: {es: Canon}, amount: 20.00, period: monthly, exemption: {es: Ninguna}}
requirements:
  - {procedure: {es: Conexión nueva}, documents: [{es: DPI}], steps: [{es: Pedirla}], max_workdays: 10, cost: 50.00}
remedies:
  - {id: R1, trigger: {es: Si S1 falla}, measure: written_explanation, deadline_workdays: 10}
complaints:
  channels: [{kind: phone, value: {es: 0000-0000}}]
  acknowledge_workdays: 2
  resolve_workdays: 10
  levels: [{es: Oficina}]
  register_public: true
validity: {from: 2026-01-01}
";

    fn charter(changes: &[(&str, &str)]) -> Charter {
        let text = changes.iter().fold(CHARTER.to_owned(), |text, (from, to)| {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text.replace(from, to)
        });
        decode_text(&text).unwrap()
    }

    /// What a change of the charter's text is told as: "level S1 raised".
    fn told(changes: &[(&str, &str)]) -> Vec<String> {
        let (before, now) = (charter(&[]), charter(changes));
        let found = between(&before, &now);
        let line = |change: &super::Change| {
            let id = change.id.map(|id| format!(" {id}")).unwrap_or_default();
            format!("{}{id} {}", change.part.id(), change.kind.id())
        };
        found.list.iter().map(line).collect()
    }

    #[test]
    fn one_target_is_raised_or_lowered_by_its_direction() {
        let more = ("at_least, target: 6", "at_least, target: 7");
        let less = ("at_least, target: 6", "at_least, target: 5.5");
        let sooner = ("at_most, target: 3", "at_most, target: 2");
        let later = ("at_most, target: 3", "at_most, target: 3.5");
        assert_eq!(told(&[more]), ["level S1 raised"]);
        assert_eq!(told(&[less]), ["level S1 lowered"]);
        assert_eq!(told(&[sooner]), ["level S2 raised"]);
        assert_eq!(told(&[later]), ["level S2 lowered"]);
        assert_eq!(told(&[more, sooner]), ["level S1 raised", "level S2 raised"]);
        assert_eq!(told(&[("at_least, target: 6", "at_least, target: 6.0")]), [""; 0], "6 and 6.0 are one number");
    }

    #[test]
    fn every_other_change_has_its_kind() {
        let cases: &[(&str, &str, &str)] = &[
            ("minimum_acceptable: 5", "minimum_acceptable: 5.5", "level S1 raised"),
            ("minimum_acceptable: 4", "minimum_acceptable: 5", "level S2 lowered"),
            ("target: 6, minimum_acceptable: 5", "target: 7, minimum_acceptable: 4", "level S1 changed"),
            ("frequency: monthly, remedy: R1, method", "frequency: weekly, remedy: R1, method", "level S1 raised"),
            ("frequency: monthly, remedy: R1, method", "frequency: annual, remedy: R1, method", "level S1 lowered"),
            ("remedy: R1, method", "method", "level S1 lowered"),
            ("exceptions: [{es: Sequía declarada}]", "exceptions: []", "level S1 raised"),
            ("{es: Sequía declarada}]", "{es: Sequía declarada}, {es: Feriados}]", "level S1 lowered"),
            ("El fontanero anota la hora", "La fontanera anota la hora", "level S1 clarified"),
            ("name: {es: Reparar una fuga}", "name: {es: Reparar fugas}", "level S2 clarified"),
            ("unit: {es: horas al día}", "unit: {es: horas a la semana}", "level S1 changed"),
            ("Dar 6 horas", "Dar 7 horas", "municipal M1 changed"),
            ("Dar 6 horas de agua", "Dar agua 6 horas", "municipal M1 clarified"),
            ("2027-06-30", "2027-03-31", "municipal M1 raised"),
            ("2027-06-30", "2027-12-31", "municipal M1 lowered"),
            ("Pagar el recibo a tiempo", "Pagar a tiempo el recibo", "citizen C1 clarified"),
            ("id: C1", "id: C2", "citizen C2 added,citizen C1 removed"),
            ("rights: [", "rights: [{es: Reclamar}, ", "right added"),
            ("amount: 20.00", "amount: 25.00", "fee raised"),
            ("amount: 20.00", "amount: 19.99", "fee lowered"),
            ("{es: Ninguna}", "{es: Ancianos}", "fee clarified"),
            ("max_workdays: 10", "max_workdays: 8", "requirement raised"),
            ("{es: DPI}", "{es: DPI}, {es: Boleto de ornato}", "requirement lowered"),
            ("cost: 50.00", "cost: 40.00", "requirement changed"),
            ("deadline_workdays: 10", "deadline_workdays: 15", "remedy R1 lowered"),
            ("measure: written_explanation", "measure: apology", "remedy R1 changed"),
            ("acknowledge_workdays: 2", "acknowledge_workdays: 1", "complaints raised"),
            ("resolve_workdays: 10", "resolve_workdays: 12", "complaints lowered"),
            ("register_public: true", "register_public: false", "complaints lowered"),
        ];
        for (from, to, expected) in cases {
            assert_eq!(told(&[(from, to)]).join(","), *expected, "{from} → {to}");
        }
    }

    #[test]
    fn a_commitment_goes_the_way_of_its_level_and_a_new_term_is_not_a_later_one() {
        let target = ("at_least, target: 6", "at_least, target: 7");
        assert_eq!(told(&[target, ("Dar 6 horas", "Dar 7 horas")]), ["level S1 raised", "municipal M1 raised"]);
        let began = ("from: 2026-01-01", "from: 2027-07-01");
        assert_eq!(told(&[began, ("2027-06-30", "2028-06-30")]), ["municipal M1 changed"]);
    }

    #[test]
    fn a_level_is_known_by_what_it_measures() {
        let other = ("metric: leaks, unit", "metric: taps, unit");
        assert_eq!(told(&[other]), ["level S2 added", "level S2 removed"]);
        let renumbered = ("{id: S2,", "{id: S5,");
        assert_eq!(told(&[renumbered]), [""; 0], "a new number is no new promise");
        let (before, now) = (charter(&[]), charter(&[other]));
        let found = between(&before, &now);
        assert_eq!((found.same_levels, found.count(Part::Level, Kind::Added)), (1, 1));
    }

    #[test]
    fn a_translation_changes_nothing() {
        assert_eq!(told(&[("{es: Horas de agua}", "{es: Horas de agua, en: Hours of water}")]), [""; 0]);
    }

    #[test]
    fn words_are_put_together() {
        use Stretch::{Added, Removed, Same};
        let found = words("Dar agua 5 horas al día", "Dar agua 6 horas cada día");
        let expected = [
            Same("Dar agua".to_owned()),
            Removed("5".to_owned()),
            Added("6".to_owned()),
            Same("horas".to_owned()),
            Removed("al".to_owned()),
            Added("cada".to_owned()),
            Same("día".to_owned()),
        ];
        assert_eq!(found, expected);
        assert_eq!(words("", "nuevo"), [Added("nuevo".to_owned())]);
        assert_eq!(words("igual", "igual"), [Same("igual".to_owned())]);
    }
}
