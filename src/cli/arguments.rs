//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::diagnostics::{Format, Interface};
use crate::model::values::{Date, Period, Version};
use crate::site::Settings;

/// Cabildo: sitios de gobernanza municipal / a static-site generator for municipal governance.
#[derive(Parser)]
#[command(name = "cabildo", version, arg_required_else_help = true)]
pub(super) struct Arguments {
    /// Idioma de los mensajes / language of messages [default: the system's, else es]
    #[arg(long, global = true, value_enum)]
    lang: Option<Interface>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Construye el sitio / builds the site
    #[command(visible_alias = "construir")]
    Build(BuildOptions),
    /// Revisa sin escribir / the same checks, nothing written
    #[command(visible_alias = "revisar")]
    Check(CheckOptions),
    /// Muestra el sitio y lo recarga al guardar / preview with live reload
    #[command(visible_alias = "ver")]
    Serve(ServeOptions),
    /// Escribe archivos para empezar / writes files to start from
    #[command(visible_alias = "nuevo")]
    New(NewOptions),
    /// Explica un código de error / explains a code
    #[command(visible_alias = "explicar")]
    Explain(ExplainOptions),
}

/// Where the site is and how to judge it.
#[derive(Args)]
pub(super) struct SiteOptions {
    /// Carpeta del sitio / folder with content/, toolbox/ and themes/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Dirección pública, con / al final / public address with a final /
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Fecha del sitio / the build's date [default: SOURCE_DATE_EPOCH, else the content's newest date]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    date: Option<Date>,
    /// Hilos de trabajo / number of threads [default: one per processor]
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<usize>,
}

/// How diagnostics are told.
#[derive(Args)]
pub(super) struct ReportOptions {
    /// Forma de los mensajes / how diagnostics are printed
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    /// Los avisos también detienen / warnings fail too
    #[arg(long)]
    pub(super) deny_warnings: bool,
    /// Cuántos mensajes mostrar; 0 es todos / how many to show; 0 is all
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(super) max: usize,
    /// Informe HTML por municipio, para enviar por correo / HTML report by municipality, to be sent by mail
    #[arg(long, value_name = "FILE.html", value_parser = parse_report)]
    pub(super) report: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct BuildOptions {
    #[command(flatten)]
    pub(super) site: SiteOptions,
    #[command(flatten)]
    pub(super) report: ReportOptions,
    /// Carpeta de salida / output folder
    #[arg(long, value_name = "DIR", default_value = "public")]
    pub(super) out: PathBuf,
    /// Publica también los borradores de cartas / drafts of charters are published too
    #[arg(long)]
    pub(super) drafts: bool,
    /// Hace todo de nuevo, sin usar lo de la vez anterior / makes everything again, without what the last build left
    #[arg(long)]
    pub(super) clean: bool,
    /// De qué está hecha una página y por qué se hizo / what a page is made of and why it was made
    #[arg(long, value_name = "URL")]
    pub(super) explain: Option<String>,
    /// Copias comprimidas .gz y .br; 1 es rápido, 11 es pequeño / compressed copies; 1 is quick, 11 small
    #[arg(long, value_name = "1-11", num_args = 0..=1, default_missing_value = "9",
          value_parser = clap::value_parser!(u8).range(1..=11))]
    pub(super) compress: Option<u8>,
    /// Dónde se fue el tiempo / where the time went
    #[arg(long)]
    pub(super) timings: bool,
    /// Lo mismo, para ui.perfetto.dev / the same, for ui.perfetto.dev
    #[arg(long, value_name = "FILE.json")]
    pub(super) trace: Option<PathBuf>,
    /// Sin apretar las plantillas / pages as the templates are written
    #[arg(long)]
    pub(super) no_minify: bool,
}

#[derive(Args)]
pub(super) struct CheckOptions {
    #[command(flatten)]
    pub(super) site: SiteOptions,
    #[command(flatten)]
    pub(super) report: ReportOptions,
}

#[derive(Args)]
pub(super) struct ServeOptions {
    #[command(flatten)]
    pub(super) site: SiteOptions,
    /// Donde se construyó el sitio, para abrir más pronto / where the site was built, for a quicker start
    #[arg(long, value_name = "DIR", default_value = "public")]
    pub(super) out: PathBuf,
    /// Puerto / port
    #[arg(long, value_name = "N", default_value_t = 4340)]
    pub(super) port: u16,
    /// Abre el navegador / opens the browser
    #[arg(long)]
    pub(super) open: bool,
    /// Busca cambios sin avisos del sistema (discos de red) / looks for changes without the system's events
    #[arg(long)]
    pub(super) poll: bool,
}

#[derive(Args)]
pub(super) struct ExplainOptions {
    /// Por ejemplo C0203 / such as C0203; none lists all
    pub(super) code: Option<String>,
}

#[derive(Args)]
pub(super) struct NewOptions {
    #[command(subcommand)]
    pub(super) kind: NewKind,
}

#[derive(Subcommand)]
pub(super) enum NewKind {
    /// Una carta ciudadana en borrador, o su versión siguiente / a citizen charter as a draft, or its next version
    #[command(visible_alias = "carta")]
    Charter(NewCharterOptions),
    /// El formulario de los resultados de un periodo / the form for the results of a period
    #[command(visible_alias = "resultados")]
    Results(NewResultsOptions),
}

/// Where the site is.
#[derive(Args)]
pub(super) struct NewSiteOptions {
    /// Carpeta del sitio / folder with content/, toolbox/ and themes/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Fecha del sitio / the site's date [default: SOURCE_DATE_EPOCH, else the content's newest date]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    pub(super) date: Option<Date>,
}

#[derive(Args)]
pub(super) struct NewCharterOptions {
    #[command(flatten)]
    pub(super) site: NewSiteOptions,
    /// Código o nombre / code or name; asked for on a terminal
    #[arg(long, visible_alias = "municipio", value_name = "CODE")]
    pub(super) municipality: Option<String>,
    /// Por ejemplo residuos / such as residuos; asked for on a terminal
    #[arg(long, visible_alias = "servicio", value_name = "SERVICE")]
    pub(super) service: Option<String>,
    /// Otro nombre que código y servicio / another name than code and service
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<String>,
    /// Copia la última versión como borrador de esta / copies the last version as a draft of this one
    #[arg(long, visible_aliases = ["version", "nueva-version"], value_name = "2.0.0", value_parser = parse_version)]
    pub(super) new_version: Option<Version>,
}

#[derive(Args)]
pub(super) struct NewResultsOptions {
    #[command(flatten)]
    pub(super) site: NewSiteOptions,
    /// Por ejemplo 9901-agua / such as 9901-agua
    #[arg(long, visible_alias = "carta", value_name = "ID")]
    pub(super) charter: String,
    /// Trimestre, mes, semestre o año / quarter, month, half-year or year: 2026-Q4, 2026-12, 2026-S2, 2026
    #[arg(long, visible_alias = "periodo", value_name = "PERIOD", value_parser = parse_period)]
    pub(super) period: Period,
    /// La fuente de los datos / the source of the figures [default: that of the last results]
    #[arg(long, visible_alias = "fuente", value_name = "ID")]
    pub(super) source: Option<String>,
    /// Escribe el formulario como libro de Excel / writes the form as a workbook
    #[arg(long, value_name = "FILE.xlsx", value_parser = parse_workbook, conflicts_with = "from")]
    pub(super) xlsx: Option<PathBuf>,
    /// Incorpora un libro ya lleno / adds a workbook that was filled in
    #[arg(long, visible_alias = "desde", value_name = "FILE.xlsx", value_parser = parse_workbook)]
    pub(super) from: Option<PathBuf>,
}

impl Arguments {
    /// `--lang`, else the system's language, else Spanish.
    pub(super) fn interface(&self) -> Interface {
        self.lang.unwrap_or_else(|| {
            let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
            Interface::of_locale(locale.as_deref().unwrap_or_default())
        })
    }
}

impl SiteOptions {
    /// The settings of a build; `Err` is a message about a value that cannot be.
    pub(super) fn settings(&self, minify: bool) -> Result<Settings, String> {
        if let Some(url) = self.base_url.as_deref().filter(|url| !crate::model::is_base_url(url)) {
            return Err(format!("--base-url {url} (https://…/)"));
        }
        let date = build_date(self.date)?;
        Ok(Settings { base_url: self.base_url.clone(), date, limit: tomorrow(), minify, drafts: false, compress: None })
    }
}

/// The date that was given, else that of the environment; `Err` is a message about one that cannot be.
pub(super) fn build_date(given: Option<Date>) -> Result<Option<Date>, String> {
    match (given, std::env::var("SOURCE_DATE_EPOCH")) {
        (Some(date), _) => Ok(Some(date)),
        (None, Ok(epoch)) => {
            let parsed = epoch.parse().ok().and_then(Date::of_epoch);
            parsed.map(Some).ok_or_else(|| format!("SOURCE_DATE_EPOCH={epoch}"))
        }
        (None, Err(_)) => Ok(None),
    }
}

/// By the computer's clock, with a day to spare for its time zone.
pub(super) fn tomorrow() -> Option<Date> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    Date::of_epoch(i64::try_from(now.as_secs()).ok()? + 24 * 3600)
}

fn parse_date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "YYYY-MM-DD, p. ej. / e.g. 2026-11-20".to_owned())
}

/// Only a page may be overwritten by a report: a slip of the hand must not cost a content file.
fn parse_report(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let html = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"));
    html.then_some(path).ok_or_else(|| "un nombre que termine en .html / a name that ends in .html".to_owned())
}

fn parse_version(text: &str) -> Result<Version, String> {
    Version::parse(text).ok_or_else(|| "tres números, p. ej. / three numbers, e.g. 2.0.0".to_owned())
}

fn parse_period(text: &str) -> Result<Period, String> {
    Period::parse(text).ok_or_else(|| "p. ej. / e.g. 2026-Q4, 2026-12, 2026-S2, 2026".to_owned())
}

fn parse_workbook(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let fits = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    fits.then_some(path).ok_or_else(|| "un nombre que termine en .xlsx / a name that ends in .xlsx".to_owned())
}
