//! Micro-benchmarks of the hot rooms, on the site of this repository: `cargo bench`.
#![allow(clippy::expect_used)]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use cabildo::check;
use cabildo::finish::InMemory;
use cabildo::indicator::Standing;
use cabildo::markdown::Document;
use cabildo::model::municipality_year::MunicipalityYear;
use cabildo::model::{Asked, Decoded, Model};
use cabildo::plan::{Content, Output, Plan};
use cabildo::render::{self, Engine};
use cabildo::site::{Before, Settings, make_again};
use cabildo::source::{SourceFile, SourceTree, yaml};
use cabildo::theme::Theme;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

struct Site {
    tree: SourceTree,
    model: Model,
    standing: Standing,
    theme: Theme,
    plan: Plan,
    engine: Engine,
}

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let tree = SourceTree::read(root()).value;
    let model = Model::load(&tree, Asked::default()).value.expect("a site without errors");
    let theme = Theme::load(&model.site, &tree).value.expect("a theme");
    let standing = Standing::of(&model, |_| None);
    let plan = Plan::make(&model, &standing, &theme).value;
    let engine = Engine::load(&theme, &model, true).value.expect("templates");
    Site { tree, model, standing, theme, plan, engine }
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn file(path: &str) -> &'static SourceFile {
    SITE.tree.get(path).expect("a file of the site")
}

/// One municipality's year: lints and decoding.
#[divan::bench]
fn decode_a_year(bencher: Bencher) {
    let year = file("content/municipalities/1302-chiantla/2019.yaml");
    bencher
        .counter(BytesCount::of_str(year.text()))
        .bench(|| yaml::decode::<MunicipalityYear>(divan::black_box(year)).value.is_some());
}

#[divan::bench]
fn parse_a_text(bencher: Bencher) {
    let text = file("toolbox/tarifa-de-agua/es.md");
    let path: Arc<str> = Arc::clone(&text.path);
    bencher
        .counter(BytesCount::of_str(text.text()))
        .bench(|| Document::parse(&path, divan::black_box(text.text()), 0).value);
}

/// Putting the model together from files that are decoded already.
#[divan::bench(sample_count = 20)]
fn assemble(bencher: Bencher) {
    let mut decoded = Decoded::default();
    decoded.update(&SITE.tree);
    bencher.bench_local(|| Model::assemble(&SITE.tree, &decoded, Asked::default()).value.is_some());
}

#[divan::bench(sample_count = 20)]
fn check_everything() -> usize {
    check::check(&SITE.model).iter().count()
}

/// The indicators of all municipalities, and who is compared with whom.
#[divan::bench(sample_count = 20)]
fn standing() -> usize {
    Standing::of(&SITE.model, |_| None).derived.len()
}

#[divan::bench(sample_count = 20)]
fn plan_everything() -> usize {
    Plan::make(&SITE.model, &SITE.standing, &SITE.theme).value.outputs.len()
}

fn render_one(bencher: Bencher, address: &str) {
    let wanted = |output: &&Output| output.address.as_str() == address;
    let output = SITE.plan.outputs.iter().find(wanted).expect("a page of the site");
    let Site { model, standing, theme, plan, engine, .. } = &*SITE;
    let site = render::Site { model, standing, plan, theme, engine };
    bencher.bench(|| render::render_one(output, site).map_or(0, |bytes| bytes.len()));
}

#[divan::bench]
fn render_a_dashboard(bencher: Bencher) {
    render_one(bencher, "municipios/1302-chiantla/");
}

#[divan::bench]
fn render_a_tool(bencher: Bencher) {
    render_one(bencher, "herramientas/tarifa-de-agua/");
}

#[divan::bench(sample_count = 20)]
fn render_the_search_index(bencher: Bencher) {
    let index = |output: &&Output| matches!(output.content, Content::SearchIndex { .. });
    let address = SITE.plan.outputs.iter().find(index).expect("a search index").address.as_str();
    render_one(bencher, address);
}

/// Everything in memory, without a change since the last time.
#[divan::bench(sample_count = 10)]
fn make_again_without_a_change(bencher: Bencher) {
    let settings = Settings { minify: true, ..Settings::default() };
    let mut before = Before::default();
    make_again(root(), &settings, &mut before, &InMemory);
    bencher.bench_local(|| make_again(root(), &settings, &mut before, &InMemory).rendered);
}
