//! What the author answered, looked up in the site.

use super::{Grounds, one, refusal};
use crate::check::nearest_code;
use crate::diagnostics::catalogue::{C0203, C0205};
use crate::diagnostics::{Diagnostics, Interface, Words, nearest};
use crate::model::classifications::Service;
use crate::model::territory::Municipality;
use crate::model::values::{MunicipalityCode, Slug};
use crate::model::{Model, REGISTERS};

/// One of the things that can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub name: String,
}

/// The services that a charter can be about, in the order of the site's list.
pub fn services(model: &Model, interface: Interface) -> Vec<Choice> {
    let choice =
        |service: &Service| Choice { id: service.id.value.clone(), name: super::said(&service.name, model, interface) };
    model.classifications.services.iter().map(choice).collect()
}

/// A municipality by its code or by one of its names, however they are written. Six names are those of two
/// municipalities each: then the code is asked for.
pub fn municipality<'m>(
    grounds: &'m Grounds,
    answer: &str,
    interface: Interface,
) -> Result<&'m Municipality, Diagnostics> {
    // Who is not found may stand in what cannot be read.
    let instead = |found| grounds.errors_in(|file| REGISTERS.contains(&file)).unwrap_or(found);
    registered(&grounds.model, answer, interface).map_err(instead)
}

fn registered<'m>(model: &'m Model, answer: &str, interface: Interface) -> Result<&'m Municipality, Diagnostics> {
    let answer = answer.trim();
    // `9902-villa-muestra` is the name of its folder.
    let code = answer.split('-').next().and_then(MunicipalityCode::parse);
    if let Some(known) = code.and_then(|code| model.municipality(code)) {
        return Ok(known);
    }
    let all = || model.municipalities.iter().filter(|m| !m.entry.code.is_stand_in());
    if code.is_some() || answer.chars().all(|c| c.is_ascii_digit()) {
        let near = code.and_then(|code| nearest_code(code, all().map(|m| m.code)));
        let name = near.and_then(|near| model.municipality(near)).map(|m| m.entry.name.as_str());
        let fault = C0203.nowhere().with("code", answer).with_some("nearest", near).with_some("name", name);
        return Err(one(fault));
    }
    let wanted = Slug::of(answer);
    let own: Vec<&Municipality> = all().map(|m| &**m).filter(|m| Slug::of(&m.entry.name) == wanted).collect();
    let named = match own.is_empty() {
        false => own,
        true => all().map(|m| &**m).filter(|m| m.entry.also.iter().any(|name| Slug::of(name) == wanted)).collect(),
    };
    match named.as_slice() {
        [one] => Ok(one),
        [] => {
            let names: Vec<(String, &Municipality)> = all().map(|m| (Slug::of(&m.entry.name), &**m)).collect();
            let near = nearest(&wanted, names.iter().map(|(slug, _)| slug.as_str()));
            let near = near.and_then(|near| names.iter().find(|(slug, _)| slug == near)).map(|(_, m)| m);
            let fault = C0203.nowhere().with("code", answer).with_some("nearest", near.map(|m| m.code));
            Err(one(fault.with_some("name", near.map(|m| &m.entry.name))))
        }
        several => {
            let codes = several.iter().map(|m| {
                let department = model.department(*m.entry.department).map(|d| d.name.as_str()).unwrap_or_default();
                format!("{} ({department})", m.code)
            });
            let codes = codes.collect::<Vec<_>>().join(", ");
            let count = several.len();
            Err(one(match interface {
                Interface::Es => refusal(
                    format!("hay {count} municipios que se llaman «{answer}»"),
                    format!("dé el código: {codes}"),
                ),
                Interface::En => refusal(
                    format!("{count} municipalities are called \"{answer}\""),
                    format!("give the code: {codes}"),
                ),
            }))
        }
    }
}

/// A service by its id, its name, or its number in the list of [`services`].
pub fn service<'m>(grounds: &'m Grounds, answer: &str) -> Result<&'m Service, Diagnostics> {
    const LIST: &str = "content/classifications.yaml";
    let instead = |found| grounds.errors_in(|file| file == LIST).unwrap_or(found);
    listed(&grounds.model, answer, LIST).map_err(instead)
}

fn listed<'m>(model: &'m Model, answer: &str, list: &str) -> Result<&'m Service, Diagnostics> {
    const SERVICE: Words = Words { es: "el servicio", en: "the service" };
    let services = &model.classifications.services;
    let wanted = Slug::of(answer.trim());
    let by_number = || wanted.parse::<usize>().ok().and_then(|number| services.get(number.checked_sub(1)?));
    let is_called = |service: &&Service| {
        service.id.value == wanted
            || model.languages().any(|lang| service.name.get(lang).map(Slug::of) == Some(wanted.clone()))
    };
    if let Some(known) = services.iter().find(is_called).or_else(by_number) {
        return Ok(known);
    }
    let ids = || services.iter().map(|service| service.id.value.as_str());
    let near = nearest(&wanted, ids());
    let mut fault = C0205.nowhere().with_words("kind", SERVICE).with("id", answer.trim()).with_some("nearest", near);
    let known = ids().collect::<Vec<_>>().join(", ");
    fault = fault.with("aside", format!("{list}: {known}"));
    Err(one(fault))
}
