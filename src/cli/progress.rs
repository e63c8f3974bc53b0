//! What long work says while it lasts: a bar on a terminal, a line for each stage elsewhere. Short work says nothing.

use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::diagnostics::{Format, Interface};
use crate::stages::{self, Stage};

/// Work that is done sooner needs no progress.
const PATIENCE: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(100);

/// Tells the progress until it is stopped.
pub(super) struct Progress {
    stop: Sender<()>,
    teller: Option<JoinHandle<()>>,
}

impl Progress {
    pub(super) fn start(interface: Interface, format: Format) -> Progress {
        let (stop, stopped) = channel();
        let wanted = format == Format::Human;
        let teller = wanted.then(|| {
            std::thread::spawn(move || {
                if stopped.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
                let mut teller = Teller::new(interface);
                while stopped.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                    teller.look();
                }
                teller.end();
            })
        });
        Progress { stop, teller }
    }

    pub(super) fn stop(mut self) {
        // The thread may have ended by itself.
        let _ = self.stop.send(());
        if let Some(teller) = self.teller.take() {
            let _ = teller.join();
        }
    }
}

/// A bar, or lines.
struct Teller {
    interface: Interface,
    bar: Option<ProgressBar>,
    last: Option<Stage>,
    start: Instant,
}

impl Teller {
    fn new(interface: Interface) -> Teller {
        let bar = std::io::stderr().is_terminal().then(ProgressBar::new_spinner);
        Teller { interface, bar, last: None, start: Instant::now() }
    }

    fn look(&mut self) {
        let Some((stage, done, total)) = stages::current() else { return };
        let words = stage.words();
        let name = words.of(self.interface);
        let new = self.last.replace(stage) != Some(stage);
        match &self.bar {
            Some(bar) => {
                let template = if total > 0 { "{spinner} {msg} {wide_bar} {pos}/{len}" } else { "{spinner} {msg}" };
                if new && let Ok(style) = ProgressStyle::with_template(template) {
                    bar.set_style(style);
                }
                bar.set_message(name.to_owned());
                bar.set_length(total as u64);
                bar.set_position(done as u64);
                bar.tick();
            }
            None if new => eprintln!("{:>5.1} s  {name}", (self.start.elapsed() + PATIENCE).as_secs_f64()),
            None => {}
        }
    }

    fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
