//! Primers: every lesson has its text, every answer its option.

use super::findings::Findings;
use crate::diagnostics::catalogue::{C0211, C0509};
use crate::diagnostics::{Place, nearest};
use crate::model::Model;
use crate::model::library::Primer;

pub(super) fn lists(model: &Model, found: &mut Findings) {
    for primer in &model.primers {
        lessons(primer, found);
        for question in &primer.quiz {
            for answer in &question.answer {
                if usize::from(**answer) > question.options.len() || **answer == 0 {
                    let fault = C0509.at(answer.in_file(&primer.file)).with("value", **answer);
                    found.push(fault.with("count", question.options.len()));
                }
            }
        }
    }
}

fn lessons(primer: &Primer, found: &mut Findings) {
    for (lang, text) in primer.prose.iter() {
        let sections: Vec<String> = text.document.sections().map(|(_, title)| title).collect();
        for lesson in &primer.lessons {
            let Some(title) = lesson.title.get(lang) else { continue };
            if !sections.iter().any(|section| section.trim() == title.trim()) {
                let near = nearest(title, sections.iter().map(String::as_str));
                let place = Place::new(&primer.file, lesson.title.span());
                found.push(C0211.at(place).with("title", title).with("file", text.file()).with_some("nearest", near));
            }
        }
    }
}
