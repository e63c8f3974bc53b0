//! Times the stages of a build of the site in the current folder: `cargo run --release --example stages`.
//! Prints milliseconds of wall time, the least of five runs, on as many threads as there are processors.

use std::path::Path;
use std::time::Instant;

use cabildo::model::Model;
use cabildo::plan::Plan;
use cabildo::render::{self, Engine};
use cabildo::source::SourceTree;
use cabildo::theme::Theme;
use cabildo::{check, finish};

fn least<T>(mut work: impl FnMut() -> T) -> (T, f64) {
    let mut best = f64::INFINITY;
    let mut value = None;
    for _ in 0..5 {
        let start = Instant::now();
        value = Some(work());
        best = best.min(start.elapsed().as_secs_f64() * 1000.0);
    }
    match value {
        Some(value) => (value, best),
        None => unreachable!("five runs were made"),
    }
}

fn main() {
    let (tree, read) = least(|| SourceTree::read(Path::new(".")).value);
    let (model, decode) = least(|| Model::load(&tree, None, None).value);
    let Some(model) = model else { return eprintln!("the site has errors: cabildo check") };
    let (_, checks) = least(|| check::check(&model));
    let Some(theme) = Theme::load(&model.site, &tree).value else { return };
    let (plan, planning) = least(|| Plan::make(&model, &theme).value);
    let (engine, load) = least(|| Engine::load(&theme, &model, true).value);
    let Some(engine) = engine else { return };
    let everything = vec![true; plan.outputs.len()];
    let finisher = finish::Finisher::new(&plan, &finish::InMemory);
    let render = |wanted: &[bool]| render::render(&model, &plan, &theme, &engine, wanted, |_, rendered| Ok(rendered));
    let (_, rendering) = least(|| render(&everything).value);
    let sample = plan.sample(&model);
    let wanted: Vec<bool> = plan.outputs.iter().map(|output| sample.contains(&output.address)).collect();
    let (_, sampling) = least(|| render(&wanted).value);
    let finish = |output: &cabildo::plan::Output, rendered| finisher.finish(output, rendered);
    let (_, finishing) = least(|| render::render(&model, &plan, &theme, &engine, &everything, finish).value);
    for (stage, time) in [
        ("source: read", read),
        ("model: decode", decode),
        ("check", checks),
        ("plan", planning),
        ("render: load templates", load),
        ("render: what check needs", sampling),
        ("render: all", rendering),
        ("render and finish: all", finishing),
    ] {
        println!("{stage:<26}{time:>8.1} ms");
    }
}
