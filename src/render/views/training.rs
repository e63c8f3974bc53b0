//! Training: the four families of primers, and each primer.

use serde::Serialize;

use super::View;
use crate::model::library::QuestionKind;
use crate::plan::Subject;
use crate::render::format;
use crate::render::html::Html;
use crate::render::scope::{Card, Link, Scope, SourceView};

#[derive(Serialize)]
struct Training {
    intro: Html,
    families: Vec<FamilyView>,
}

#[derive(Serialize)]
struct FamilyView {
    title: Link,
    training: Html,
    primers: Vec<Card>,
    tools: Vec<Link>,
}

fn family_view(scope: &Scope, n: usize) -> FamilyView {
    let model = scope.model;
    let family = &model.families[n];
    let minutes = |n: u32| scope.words.fill("training", "minutes", &[("n", &n.to_string())]);
    FamilyView {
        title: scope.link(Subject::PrimerFamily(n), scope.text(&family.name)),
        training: scope.text(&family.training),
        primers: model
            .primers
            .iter()
            .enumerate()
            .filter(|(_, primer)| primer.family.value == family.id.value)
            .map(|(n, primer)| scope.card(Subject::Primer(n), &primer.title, &primer.summary, &minutes(primer.minutes)))
            .collect(),
        tools: model
            .tools
            .iter()
            .enumerate()
            .filter(|(_, tool)| tool.family.value == family.id.value)
            .map(|(n, tool)| scope.link(Subject::Tool(n), scope.text(&tool.name)))
            .collect(),
    }
}

pub(super) fn training(scope: &Scope) -> View {
    let intro = scope.word("training", "intro");
    let families = (0..scope.model.families.len()).map(|n| family_view(scope, n)).collect();
    let body = Training { intro: Html::escaped(intro), families };
    View::new("training.html", scope.word("nav", "training"), intro, body)
}

pub(super) fn family(scope: &Scope, n: usize) -> View {
    let family = &scope.model.families[n];
    let title = scope.words.fill("training", "family_title", &[("family", &scope.plain(&family.name))]);
    View::new("primer-family.html", title, scope.plain(&family.training), family_view(scope, n))
}

#[derive(Serialize)]
struct PrimerView {
    family: Link,
    audience: Vec<Link>,
    offices: Vec<Link>,
    minutes: u32,
    summary: Html,
    introduction: Html,
    objectives: Vec<Html>,
    prerequisites: Vec<Html>,
    lessons: Vec<LessonView>,
    activity: Option<ActivityView>,
    quiz: Vec<QuestionView>,
    pass_mark: u8,
    facilitator: Vec<Html>,
    radio: Option<Html>,
    terms: Vec<Link>,
    sources: Vec<SourceView>,
    version: String,
    reviewed_by: Option<String>,
}

#[derive(Serialize)]
struct LessonView {
    id: String,
    title: Html,
    minutes: u32,
    text: Html,
    tools: Vec<Link>,
}

#[derive(Serialize)]
struct ActivityView {
    title: Html,
    steps: Vec<Html>,
    tool: Option<Link>,
}

#[derive(Serialize)]
struct QuestionView {
    prompt: Html,
    instruction: String,
    options: Vec<Html>,
    answer: Html,
    right: Html,
    wrong: Html,
}

pub(super) fn primer(scope: &Scope, n: usize) -> View {
    let model = scope.model;
    let primer = &model.primers[n];
    let family = model.families.position(&primer.family);
    let prose = primer.prose.or_main(scope.lang, model.site.main());
    let lessons: Vec<LessonView> = primer
        .lessons
        .iter()
        .map(|lesson| LessonView {
            // Prefixed, so that no lesson takes the identifier of one of the page's own sections.
            id: format!("leccion-{}", lesson.id.value),
            title: scope.text(&lesson.title),
            minutes: lesson.minutes,
            text: prose
                .and_then(|(lang, text)| {
                    let title = lesson.title.or_main(lang, model.site.main()).1;
                    text.document.section(title, scope)
                })
                .map(|rendered| Html::trusted(rendered.html))
                .unwrap_or_default(),
            tools: lesson.tools.iter().filter_map(|id| scope.tool_link(id)).collect(),
        })
        .collect();
    let toc =
        lessons.iter().map(|lesson| Link { href: format!("#{}", lesson.id), label: lesson.title.clone() }).collect();
    let body = PrimerView {
        // In a site with faults there may be no family at all.
        family: family.map_or_else(
            || scope.link(Subject::Training, Html::escaped(&primer.family)),
            |at| scope.link(Subject::PrimerFamily(at), scope.text(&model.families[at].name)),
        ),
        audience: primer
            .audience
            .iter()
            .map(|a| scope.link(Subject::ToolAudience(*a), Html::escaped(scope.word("audiences", a.id()))))
            .collect(),
        offices: primer.offices.iter().filter_map(|id| scope.office_link(id)).collect(),
        minutes: primer.minutes,
        summary: scope.text(&primer.summary),
        introduction: prose.map(|(_, text)| Html::trusted(text.document.introduction(scope).html)).unwrap_or_default(),
        objectives: scope.texts(&primer.objectives),
        prerequisites: scope.texts(&primer.prerequisites),
        lessons,
        activity: primer.activity.as_ref().map(|activity| ActivityView {
            title: scope.text(&activity.title),
            steps: scope.texts(&activity.steps),
            tool: activity.tool.as_ref().and_then(|id| scope.tool_link(id)),
        }),
        quiz: primer.quiz.iter().map(|question| question_view(scope, question)).collect(),
        pass_mark: primer.pass_mark,
        facilitator: scope.texts(&primer.facilitator),
        radio: primer.radio.as_ref().map(|text| scope.text(text)),
        terms: primer.glossary.iter().filter_map(|id| scope.term_link(id)).collect(),
        sources: primer.sources.iter().map(|id| scope.source(id)).collect(),
        version: primer.version.to_string(),
        reviewed_by: primer.reviewed_by.clone(),
    };
    View::new("primer.html", scope.plain(&primer.title), scope.plain(&primer.summary), body).with_toc(toc)
}

fn question_view(scope: &Scope, question: &crate::model::library::Question) -> QuestionView {
    let options = scope.texts(&question.options);
    let (shown, answer) = match question.kind {
        QuestionKind::Numeric => {
            let value = question.value.map(|value| format::grouped(&value.to_string())).unwrap_or_default();
            let unit = question.unit.as_deref().unwrap_or_default();
            (Vec::new(), Html::escaped(format!("{value} {unit}").trim()))
        }
        QuestionKind::Order => {
            // The right order is given; it is shown sorted by its words, so that the page does not give it away.
            let mut shown = options.clone();
            shown.sort_by(|a, b| a.as_str().cmp(b.as_str()));
            (shown, joined(&options, " → "))
        }
        QuestionKind::Single | QuestionKind::Multi => {
            let right: Vec<Html> = question
                .answer
                .iter()
                .filter_map(|position| options.get(usize::from(**position).checked_sub(1)?).cloned())
                .collect();
            (options, joined(&right, " · "))
        }
    };
    QuestionView {
        prompt: scope.text(&question.prompt),
        instruction: scope.word("quiz", question.kind.id()).to_owned(),
        options: shown,
        answer,
        right: scope.text(&question.feedback_right),
        wrong: scope.text(&question.feedback_wrong),
    }
}

fn joined(parts: &[Html], between: &str) -> Html {
    Html::trusted(parts.iter().map(Html::as_str).collect::<Vec<_>>().join(between))
}
