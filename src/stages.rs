//! Where the program is and where its time goes.
//!
//! Work says which stage it enters; whoever wants to know looks: the progress line while it runs, the table of
//! `--timings` and the trace of `--trace` afterwards. Unless somebody asked for these, a stage costs two stores.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::diagnostics::Words;

/// The stages of a build, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Scan,
    Remember,
    Read,
    Decode,
    Check,
    Compare,
    Render,
    Finish,
    Compress,
    Publish,
    Keep,
}

impl Stage {
    const ALL: [Stage; 11] = [
        Stage::Scan,
        Stage::Remember,
        Stage::Read,
        Stage::Decode,
        Stage::Check,
        Stage::Compare,
        Stage::Render,
        Stage::Finish,
        Stage::Compress,
        Stage::Publish,
        Stage::Keep,
    ];

    /// What the stage does, for people.
    pub fn words(self) -> Words {
        let (es, en) = match self {
            Stage::Scan => ("ver qué cambió", "look for changes"),
            Stage::Remember => ("recordar la vez anterior", "recall the last time"),
            Stage::Read => ("leer", "read"),
            Stage::Decode => ("entender", "decode"),
            Stage::Check => ("revisar y planificar", "check and plan"),
            Stage::Compare => ("comparar", "compare"),
            Stage::Render => ("hacer las páginas", "render"),
            Stage::Finish => ("revisar enlaces", "check links"),
            Stage::Compress => ("comprimir", "compress"),
            Stage::Publish => ("publicar", "publish"),
            Stage::Keep => ("guardar para la próxima", "keep for the next time"),
        };
        Words { es, en }
    }
}

/// Position of the stage under way in [`Stage::ALL`], plus one.
static CURRENT: AtomicUsize = AtomicUsize::new(0);
/// How much of it is done, and how much there is.
static DONE: AtomicUsize = AtomicUsize::new(0);
static TOTAL: AtomicUsize = AtomicUsize::new(0);
/// Whether spans are kept.
static KEEP: AtomicBool = AtomicBool::new(false);
static START: LazyLock<Instant> = LazyLock::new(Instant::now);
static SPANS: Mutex<Vec<Span>> = Mutex::new(Vec::new());
static THREADS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static THREAD: Cell<usize> = const { Cell::new(0) };
}

/// A stretch of time on one thread.
#[derive(Clone, Debug)]
struct Span {
    stage: Stage,
    /// A piece of the stage's work: its kind, and which one.
    piece: Option<(&'static str, Cow<'static, str>)>,
    from: Duration,
    length: Duration,
    bytes: usize,
    thread: usize,
}

/// Keeps what happens from now on for [`table`] and [`trace`].
pub fn keep() {
    LazyLock::force(&START);
    KEEP.store(true, Ordering::Relaxed);
}

/// Enters a stage; it ends when the value is dropped. `total` is how many pieces of work it has, 0 when that is not
/// known.
pub fn enter(stage: Stage, total: usize) -> Entered {
    DONE.store(0, Ordering::Relaxed);
    TOTAL.store(total, Ordering::Relaxed);
    let position = Stage::ALL.iter().position(|known| *known == stage).map_or(0, |at| at + 1);
    CURRENT.store(position, Ordering::Relaxed);
    Entered { stage, from: Instant::now() }
}

/// A stage under way.
pub struct Entered {
    stage: Stage,
    from: Instant,
}

impl Drop for Entered {
    fn drop(&mut self) {
        span(self.stage, None, self.from, 0);
    }
}

/// Does a piece of a stage's work: `kind` is what it counts under, `which` names it in the trace.
pub fn piece<R>(
    stage: Stage,
    kind: &'static str,
    which: impl FnOnce() -> String,
    work: impl FnOnce() -> R,
    bytes: impl FnOnce(&R) -> usize,
) -> R {
    if !KEEP.load(Ordering::Relaxed) {
        let result = work();
        DONE.fetch_add(1, Ordering::Relaxed);
        return result;
    }
    let from = Instant::now();
    let result = work();
    DONE.fetch_add(1, Ordering::Relaxed);
    span(stage, Some((kind, Cow::Owned(which()))), from, bytes(&result));
    result
}

fn span(stage: Stage, piece: Option<(&'static str, Cow<'static, str>)>, from: Instant, bytes: usize) {
    if !KEEP.load(Ordering::Relaxed) {
        return;
    }
    let length = from.elapsed();
    let thread = THREAD.with(|thread| {
        if thread.get() == 0 {
            thread.set(THREADS.fetch_add(1, Ordering::Relaxed) + 1);
        }
        thread.get()
    });
    let from = from.saturating_duration_since(*START);
    let span = Span { stage, piece, from, length, bytes, thread };
    SPANS.lock().unwrap_or_else(PoisonError::into_inner).push(span);
}

/// The stage under way, and how much of it is done.
pub fn current() -> Option<(Stage, usize, usize)> {
    let stage = *Stage::ALL.get(CURRENT.load(Ordering::Relaxed).checked_sub(1)?)?;
    Some((stage, DONE.load(Ordering::Relaxed), TOTAL.load(Ordering::Relaxed)))
}

fn spans() -> Vec<Span> {
    SPANS.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The time of every stage, and of the pieces of work by kind. Those add up over all threads.
pub fn table(interface: crate::diagnostics::Interface) -> String {
    let spans = spans();
    let mut out = String::new();
    for stage in Stage::ALL {
        let whole = spans.iter().filter(|span| span.stage == stage && span.piece.is_none());
        let (count, time) = whole.fold((0, Duration::ZERO), |(count, time), span| (count + 1, time + span.length));
        if count == 0 {
            continue;
        }
        // Writing to memory does not fail.
        let _ = writeln!(out, "{:<42}{:>9.1} ms", stage.words().of(interface), milliseconds(time));
        let mut kinds: Vec<(&str, usize, Duration, usize)> = Vec::new();
        for span in spans.iter().filter(|span| span.stage == stage) {
            let Some((kind, _)) = &span.piece else { continue };
            match kinds.iter_mut().find(|known| known.0 == *kind) {
                Some(known) => {
                    known.1 += 1;
                    known.2 += span.length;
                    known.3 += span.bytes;
                }
                None => kinds.push((kind, 1, span.length, span.bytes)),
            }
        }
        kinds.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(b.0)));
        for (kind, count, time, bytes) in kinds {
            let kilobytes = bytes as f64 / 1000.0;
            let _ = writeln!(out, "  {kind:<28}{count:>7} ×{:>12.1} ms{kilobytes:>12.1} kB", milliseconds(time));
        }
    }
    out
}

/// The same as a trace that <https://ui.perfetto.dev> and Chromium's `about:tracing` open.
pub fn trace() -> String {
    let event = |span: &Span| {
        let (name, category) = match &span.piece {
            Some((kind, which)) => (which.clone(), *kind),
            None => (Cow::Borrowed(span.stage.words().en), "stage"),
        };
        serde_json::json!({
            "name": name,
            "cat": category,
            "ph": "X",
            "pid": 1,
            "tid": span.thread,
            "ts": span.from.as_micros() as u64,
            "dur": span.length.as_micros() as u64,
        })
    };
    let events: Vec<serde_json::Value> = spans().iter().map(event).collect();
    serde_json::json!({ "traceEvents": events, "displayTimeUnit": "ms" }).to_string()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
