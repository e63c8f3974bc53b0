//! `cabildo new`: asks what is missing, has it written, and says what comes next.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;

use super::arguments::{
    NewCharterOptions, NewKind, NewOptions, NewResultsOptions, NewSiteOptions, build_date, tomorrow,
};
use super::report::{Status, tell_all, usage};
use crate::diagnostics::catalogue::{C0790, C0791};
use crate::diagnostics::{Diagnostic, Diagnostics, Interface, Texts};
use crate::model::Asked;
use crate::scaffold::{self, Draft, Grounds, NewCharter, NewResults, NewVersion, Workbook};

pub(super) fn new(options: &NewOptions, interface: Interface) -> Status {
    match &options.kind {
        NewKind::Charter(options) => charter(options, interface),
        NewKind::Results(options) => results(options, interface),
    }
}

/// Reads the site; `Err` when it cannot be read, which has been told.
fn grounds(options: &NewSiteOptions, interface: Interface) -> Result<Grounds, Status> {
    let today = build_date(options.date).map_err(|what| usage(interface, what))?;
    let read = Grounds::read(&options.root, Asked { today, limit: tomorrow(), drafts: false });
    read.value.ok_or_else(|| {
        tell_all(interface, &read.diagnostics, &Texts::new());
        Status::of(&read.diagnostics, false)
    })
}

fn charter(options: &NewCharterOptions, interface: Interface) -> Status {
    let grounds = match grounds(&options.site, interface) {
        Ok(grounds) => grounds,
        Err(status) => return status,
    };
    let model = &grounds.model;
    let example = "cabildo new charter --municipality 9902 --service residuos";
    let texts = grounds.texts();
    let mut asking = Asking { interface, example, texts: &texts };
    let question = interface.pick("Municipio (código o nombre)", "Municipality (code or name)");
    let municipality = asking.answer(options.municipality.as_deref(), "--municipality", question, &[], |answer| {
        scaffold::municipality(&grounds, answer, interface)
    });
    let municipality = match municipality {
        Ok(municipality) => municipality,
        Err(status) => return status,
    };
    let services = scaffold::services(model, interface);
    let list: Vec<String> = services
        .iter()
        .enumerate()
        .map(|(at, known)| format!("{:>3}. {} ({})", at + 1, known.name, known.id))
        .collect();
    let question = interface.pick("Servicio (número o nombre)", "Service (number or name)");
    let service = asking
        .answer(options.service.as_deref(), "--service", question, &list, |answer| scaffold::service(&grounds, answer));
    let service = match service {
        Ok(service) => service,
        Err(status) => return status,
    };
    let new = NewCharter { municipality, service, id: options.id.clone(), interface };
    let draft = match options.new_version {
        None => scaffold::charter(&grounds, &new),
        Some(version) => scaffold::version(&grounds, &NewVersion { id: &new.id(), version, interface }),
    };
    finish(&options.site, &grounds, draft, interface)
}

fn results(options: &NewResultsOptions, interface: Interface) -> Status {
    let grounds = match grounds(&options.site, interface) {
        Ok(grounds) => grounds,
        Err(status) => return status,
    };
    let asked =
        NewResults { charter: &options.charter, period: &options.period, source: options.source.as_deref(), interface };
    let draft = scaffold::form(&grounds, &asked).and_then(|form| match (&options.xlsx, &options.from) {
        (Some(path), _) => scaffold::workbook(&grounds, &form, &Workbook { path: path.clone() }, &options.site.root),
        (None, Some(path)) => {
            let (filled, notes) = scaffold::returned(path, &form)?;
            let draft = scaffold::results(&grounds, &form, &filled)?;
            Ok(Draft { notes: [notes, draft.notes].concat(), ..draft })
        }
        (None, None) => scaffold::results(&grounds, &form, &[]),
    });
    finish(&options.site, &grounds, draft, interface)
}

/// Writes a draft and says what was written and what comes next.
fn finish(
    options: &NewSiteOptions,
    grounds: &Grounds,
    draft: Result<Draft, Diagnostics>,
    interface: Interface,
) -> Status {
    let written = draft.and_then(|draft| {
        let paths = scaffold::write(&options.root, &draft.files).map_err(|fault| Diagnostics::from_iter([fault]))?;
        Ok((draft, paths))
    });
    match written {
        Ok((draft, paths)) => {
            // A closed pipe is the reader's choice, not a fault.
            let _ = say(&draft, &paths, interface);
            Status::Done
        }
        Err(found) => {
            tell_all(interface, &found, &grounds.texts());
            match Status::of(&found, false) {
                // Nothing is wrong with the content: the question was.
                Status::Content if found.iter().all(is_of_the_question) => Status::Usage,
                status => status,
            }
        }
    }
}

/// Whether a fault is one of what was asked for, and not of a content file or of a workbook.
fn is_of_the_question(fault: &Diagnostic) -> bool {
    fault.fault.code == C0791.code || (fault.place.is_none() && fault.fault.code != C0790.code)
}

fn say(draft: &Draft, paths: &[PathBuf], interface: Interface) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (path, file) in paths.iter().zip(&draft.files) {
        let what = match file.before {
            None => interface.pick("nuevo:", "new:"),
            Some(_) => interface.pick("ampliado:", "extended:"),
        };
        writeln!(out, "{what} {}", path.display())?;
    }
    for note in &draft.notes {
        writeln!(out, "{} {note}", interface.pick("aviso:", "note:"))?;
    }
    writeln!(out, "{}", interface.pick("Lo que sigue:", "What comes next:"))?;
    for (at, step) in draft.steps.iter().enumerate() {
        writeln!(out, "  {}. {step}", at + 1)?;
    }
    Ok(())
}

/// Questions to whoever sits at the terminal.
struct Asking<'a> {
    interface: Interface,
    /// An order that lacks nothing.
    example: &'a str,
    /// For showing faults of the content.
    texts: &'a Texts,
}

impl Asking<'_> {
    /// What was given as an option, else what is answered. An option that will not do ends the command, an answer that
    /// will not do is asked for again. `Err` has been told.
    fn answer<T>(
        &mut self,
        given: Option<&str>,
        option: &str,
        question: &str,
        list: &[String],
        look_up: impl Fn(&str) -> Result<T, Diagnostics>,
    ) -> Result<T, Status> {
        if let Some(given) = given {
            return look_up(given).map_err(|found| {
                tell_all(self.interface, &found, self.texts);
                Status::Usage
            });
        }
        if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
            let lacks = self.interface.pick("falta", "missing:");
            return Err(usage(self.interface, format!("{lacks} {option} ({})", self.example)));
        }
        ask(&mut io::stdin().lock(), &mut io::stderr(), question, list, |answer| {
            look_up(answer).map_err(|found| tell_all(self.interface, &found, self.texts))
        })
        .unwrap_or(Err(Status::Usage))
    }
}

/// Asks until an answer will do. `Err` when nobody answers any longer.
fn ask<T>(
    input: &mut impl BufRead,
    output: &mut impl Write,
    question: &str,
    list: &[String],
    look_up: impl Fn(&str) -> Result<T, ()>,
) -> io::Result<Result<T, Status>> {
    for line in list {
        writeln!(output, "{line}")?;
    }
    loop {
        write!(output, "{question}: ")?;
        output.flush()?;
        let mut answer = String::new();
        if input.read_line(&mut answer)? == 0 {
            return Ok(Err(Status::Usage));
        }
        if !answer.trim().is_empty()
            && let Ok(found) = look_up(answer.trim())
        {
            return Ok(Ok(found));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_will_not_do_is_asked_for_again() {
        let mut said = Vec::new();
        let list = ["  1. Agua".to_owned()];
        let look_up = |answer: &str| answer.parse::<u8>().map_err(|_| ());
        let answer = ask(&mut "agua\n\n1\n".as_bytes(), &mut said, "Servicio", &list, look_up).unwrap();
        assert!(matches!(answer, Ok(1)));
        assert_eq!(String::from_utf8(said).unwrap(), "  1. Agua\nServicio: Servicio: Servicio: ");
        let nobody = ask(&mut "".as_bytes(), &mut Vec::new(), "Servicio", &[], look_up).unwrap();
        assert!(matches!(nobody, Err(Status::Usage)));
    }
}
