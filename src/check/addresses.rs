//! Addresses that stand in values: only those that a reader can follow safely.

use std::sync::Arc;

use super::findings::Findings;
use crate::diagnostics::Words;
use crate::diagnostics::catalogue::{C0302, C0504};
use crate::markdown::is_allowed;
use crate::model::Model;
use crate::model::charter::CharterFamily;
use crate::model::territory::{Channels, Municipality};
use crate::source::Located;

pub(super) fn lists(model: &Model, found: &mut Findings) {
    let sources: Arc<str> = "content/sources.yaml".into();
    model.sources.iter().filter_map(|source| source.url.as_ref()).for_each(|url| address(url, &sources, found));
    model.site.contacts.iter().for_each(|contact| address(&contact.url, &model.site.file, found));
}

pub(super) fn municipality(municipality: &Municipality, found: &mut Findings) {
    for year in municipality.years.values() {
        year.procurements.iter().filter_map(|p| p.url.as_ref()).for_each(|url| address(url, &year.file, found));
    }
    let Some(profile) = &*municipality.profile else { return };
    if let Some(given) = &profile.channels {
        channels(given, &profile.file, found);
    }
}

/// What readers are to use must be usable: numbers that can be dialled, addresses that can be written to.
fn channels(given: &Channels, file: &Arc<str>, found: &mut Findings) {
    let mut shaped = |value: &Option<Located<String>>, holds: fn(&str) -> bool, shape: Words| {
        if let Some(value) = value.as_ref().filter(|value| !holds(value.trim())) {
            let fault = C0504.at(value.in_file(file)).with("value", &value.value);
            found.push(fault.with_words("shape", shape));
        }
    };
    shaped(&given.telephone, |number| Channels::international(number).is_some(), TELEPHONE);
    let long = |number: &str| Channels::international(number).is_some_and(|digits| digits.len() > 8);
    shaped(&given.whatsapp, long, TELEPHONE);
    shaped(&given.email, Channels::is_email, EMAIL);
    shaped(&given.forum_url, Channels::is_web, WEB);
}

const TELEPHONE: Words = Words { es: "0000-0000 o +502 0000 0000", en: "0000-0000 or +502 0000 0000" };
const EMAIL: Words = Words { es: "nombre@municipalidad.gob.gt", en: "name@municipality.gob.gt" };
const WEB: Words = Words { es: "https://…", en: "https://…" };

pub(super) fn charter(family: &CharterFamily, found: &mut Findings) {
    for charter in family.all_versions() {
        let certificate = charter.approval.iter().filter_map(|approval| approval.certificate_url.as_ref());
        let audio = charter.accessibility.iter().flat_map(|a| &a.audio).map(|audio| &audio.url);
        certificate.chain(audio).for_each(|url| address(url, &charter.file, found));
    }
}

fn address(url: &Located<String>, file: &Arc<str>, found: &mut Findings) {
    if url.contains(char::is_whitespace) || !is_allowed(url) {
        found.push(C0302.at(url.in_file(file)).with("link", &url.value));
    }
}
