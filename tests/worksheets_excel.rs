//! The workbooks of calculators, as they are shipped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "worksheets/bridge.rs"]
mod bridge;
mod common;

use cabildo::indicator::Standing;
use cabildo::model::values::Lang;
use cabildo::model::{Asked, Model};
use cabildo::plan::{Plan, Subject};
use cabildo::render::worksheet_files::{Calculator, cells, layout::Layout, workbook};
use cabildo::render::{Engine, Site};
use cabildo::source::SourceTree;
use cabildo::theme::Theme;
use cabildo_worksheet::program::Program;
use common::{Project, repository};

/// A site with its calculators.
struct House {
    model: Model,
    standing: Standing,
    theme: Theme,
    plan: Plan,
    engine: Engine,
}

impl House {
    fn of(project: &Project) -> House {
        let tree = SourceTree::read(project.root()).value;
        let loaded = Model::load(&tree, Asked::default());
        let model = loaded.value.unwrap_or_else(|| panic!("{:?}", loaded.diagnostics));
        let theme = Theme::load(&model.site, &tree).value.unwrap();
        let standing = Standing::of(&model, |_| None);
        let plan = Plan::make(&model, &standing, &theme).value;
        let engine = Engine::load(&theme, &model, true).value.unwrap();
        House { model, standing, theme, plan, engine }
    }

    fn site(&self) -> Site<'_> {
        let House { model, standing, theme, plan, engine } = self;
        Site { model, standing, plan, theme, engine }
    }

    fn program(&self, tool: &str) -> Program {
        let sheet = self.model.worksheets.get(tool).unwrap();
        let compiled = cabildo_worksheet::compile(&bridge::definition(sheet));
        compiled.program.unwrap_or_else(|| panic!("{tool}: {:?}", compiled.faults))
    }

    fn book(&self, tool: &str, lang: &str, program: &Program) -> (Vec<u8>, Layout) {
        let lang = Lang::parse(lang).unwrap();
        let at = self.model.tools.position(tool).unwrap();
        let calculator =
            Calculator { tool: &self.model.tools[at], sheet: self.model.worksheets.get(tool).unwrap(), program };
        let address = self.plan.address(Subject::Tool(at), lang);
        (workbook(self.site(), address, lang, calculator).unwrap(), cells(self.site(), address, lang, calculator))
    }
}

fn real() -> Project {
    Project::real()
}

/// Where a workbook is put for programs to open, and for people to look at.
fn put(tool: &str, lang: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{tool}-{lang}.xlsx"));
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn workbooks_are_small_and_come_out_the_same_each_time() {
    let house = House::of(&real());
    assert!(!house.model.worksheets.is_empty());
    for sheet in house.model.worksheets.iter() {
        let program = house.program(&sheet.tool);
        for lang in ["es", "en"] {
            let (bytes, _) = house.book(&sheet.tool, lang, &program);
            put(&sheet.tool, lang, &bytes);
            println!("{} {lang}: {} bytes", sheet.tool, bytes.len());
            assert_eq!(bytes, house.book(&sheet.tool, lang, &program).0);
        }
    }
    let _ = repository();
}
