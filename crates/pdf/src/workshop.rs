//! Threads of their own for setting documents.
//!
//! The typesetter spreads its work over a pool of threads, and a thread that waits there takes up whatever else waits.
//! On the threads of whoever asks for a document that would be the next page or document of theirs, in the middle of
//! this one. So documents are set in a pool that does nothing else, and whoever asks really waits.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{LazyLock, mpsc};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::{Fault, unplaced};

/// Nested layouts need more than a system's default.
const STACK: usize = 16 * 1024 * 1024;

static POOL: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let named = |n| format!("paper {n}");
    ThreadPoolBuilder::new().stack_size(STACK).thread_name(named).build().ok()
});

/// Does some work in the workshop and waits for it.
pub(crate) fn done<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Vec<Fault>> + Send + 'static,
) -> Result<T, Vec<Fault>> {
    let Some(pool) = &*POOL else { return Err(vec![unplaced("no threads")]) };
    let (give, take) = mpsc::sync_channel(1);
    pool.spawn(move || {
        // Where nobody waits any more, nobody misses it.
        let _ = give.send(catch_unwind(AssertUnwindSafe(work)));
    });
    match take.recv() {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => resume_unwind(panic),
        Err(gone) => Err(vec![unplaced(gone)]),
    }
}
