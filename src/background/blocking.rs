//! Moves a closure to tokio's blocking threads, and its outcome back.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Instant,
};

use tokio::sync::oneshot;
use tracing::{dispatcher, field::Empty, info_span};

use super::crew::Crew;
use crate::{error::RusqliteError, runtime::RusqliteRuntime};

impl RusqliteRuntime {
    /// Runs `work` with this runtime on a blocking thread of tokio and waits for it without blocking the
    /// caller's. The spans that `work` makes are in one of the hop, `blocking`, with the microseconds that it waited for a thread
    /// (`wait_us`), and that is in the caller's.
    ///
    /// The future may be dropped: work that has begun then runs to its end, unobserved.
    ///
    /// # Errors
    /// The closure's own error; [`RusqliteError::Panicked`] when it panicked, with whatever it had open rolled
    /// back; [`RusqliteError::Cancelled`] when tokio shut down before it began.
    ///
    /// # Panics
    /// Outside a tokio runtime, as `spawn_blocking` does.
    ///
    /// ```
    /// use std::{sync::Arc, time::Instant};
    /// use larder::{RusqliteError, RusqliteRuntime};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), RusqliteError> {
    /// let runtime = Arc::new(RusqliteRuntime::open_in_memory()?);
    /// let answer: i64 = runtime
    ///     .run_blocking(|rt| rt.with_connection(|c| Ok(c.query_row("SELECT 6 * 7", [], |row| row.get(0))?)))
    ///     .await?;
    /// assert_eq!(answer, 42);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn run_blocking<T, F>(self: &Arc<Self>, work: F) -> Result<T, RusqliteError>
    where
        T: Send + 'static,
        F: FnOnce(&RusqliteRuntime) -> Result<T, RusqliteError> + Send + 'static,
    {
        let runtime = Arc::clone(self);
        let (sent, span) = (Instant::now(), info_span!(target: "larder", "blocking", wait_us = Empty));
        let subscriber = dispatcher::has_been_set().then(|| dispatcher::get_default(Clone::clone));
        // What it holds is dropped before its outcome is known.
        let run = move || {
            let run = || {
                span.record("wait_us", u64::try_from(sent.elapsed().as_micros()).unwrap_or(u64::MAX));
                span.in_scope(|| work(&runtime))
            };
            match subscriber {
                Some(subscriber) => dispatcher::with_default(&subscriber, run),
                None => run(),
            }
        };
        let (tell, told) = oneshot::channel();
        Crew::current().run(
            sent,
            Box::new(move || {
                let outcome = catch_unwind(AssertUnwindSafe(run));
                // Whoever is gone does not want to know.
                drop(tell.send(outcome.unwrap_or_else(|panic| Err(RusqliteError::panicked(&*panic)))));
            }),
        );
        told.await.unwrap_or(Err(RusqliteError::Cancelled))
    }
}
