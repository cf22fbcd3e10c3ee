//! Named work of the background: one run at a time, again and again, with an end.

mod options;
mod store;
mod task;

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};

pub use self::options::JobOptions;
use self::task::{Hear, Work};
use crate::{
    db::{CancelToken, Priority},
    error::RusqliteError,
    runtime::{EVER, RusqliteRuntime},
};

/// A job of a runtime: a sync, a clean-up, an import.
///
/// Its body runs on a blocking thread with [`Priority::Background`], at most once at a time: when it is asked for, every so often, when the host
/// signals something. After a failure it is tried again with growing pauses. How it ended last is kept in the table
/// `larder_jobs`, and a period goes on where it was when the program starts again.
///
/// Every clone is the same job. When the last one is dropped, a run that goes on comes to its end and no further one begins.
///
/// ```
/// use std::{sync::Arc, time::Duration};
/// use larder::{Job, JobOutcome, RusqliteError, RusqliteRuntime};
///
/// # fn main() -> Result<(), RusqliteError> {
/// let runtime = Arc::new(RusqliteRuntime::open_in_memory()?);
/// let tidy = Job::options("tidy").every(Duration::from_secs(3600), Duration::from_secs(60)).start(&runtime, |run| {
///     run.runtime().with_connection(|c| Ok(c.execute_batch("PRAGMA optimize")?))?;
///     run.progress(1, 1);
///     Ok(())
/// })?;
///
/// let ended = tidy.run_within(Duration::from_secs(5))?;
/// assert_eq!(ended.outcome, JobOutcome::Done);
/// assert_eq!(tidy.status().last, Some(ended));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Job {
    work: Arc<Work>,
    /// Tells the task when the last clone is gone.
    _alive: Arc<Alive>,
}

struct Alive(Arc<Work>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// What a host tells its jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JobSignal {
    /// There is a network again.
    Online,
    /// The app is in the foreground again.
    Foreground,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobProgress {
    /// The part that is done, in units of the job's own.
    pub done: u64,
    /// All of it.
    pub total: u64,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobOutcome {
    /// The body returned `Ok`.
    Done,
    /// It returned an error or panicked, and this is what it said.
    Failed(String),
    /// It was cancelled, and returned an error after that.
    Cancelled,
}

/// A run that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRun {
    /// When it began.
    pub began_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
    /// How.
    pub outcome: JobOutcome,
}

/// How a job does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobStatus {
    /// Whether a run goes on.
    pub is_running: bool,
    /// What the run that goes on said last.
    pub progress: Option<JobProgress>,
    /// The last run that ended, that of a start before as well.
    pub last: Option<JobRun>,
    /// How many runs failed since one was done.
    pub failures: u32,
    /// How long until the next run, when one is due.
    pub next_in: Option<Duration>,
}

/// A run, as the body of a job sees it.
pub struct JobContext<'r> {
    runtime: &'r RusqliteRuntime,
    control: &'r JobControl,
}

/// What is known of a run while it goes on, apart from its runtime.
#[derive(Clone)]
pub(crate) struct JobControl {
    token: CancelToken,
    work: Arc<Work>,
    hear: Option<Arc<Hear>>,
}

impl JobControl {
    pub(crate) fn progress(&self, done: u64, total: u64) {
        let progress = JobProgress { done, total };
        self.work.progress(progress);
        self.hear.iter().for_each(|hear| hear(progress));
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.token.is_cancelled()
    }
}

impl JobContext<'_> {
    /// Gives the runtime of the job. Its calls have the priority of the background, and end when the run is cancelled.
    pub fn runtime(&self) -> &RusqliteRuntime {
        self.runtime
    }

    /// Says how far the run is, to [`status`](Job::status) and to whom [`on_progress`](JobOptions::on_progress) names.
    pub fn progress(&self, done: u64, total: u64) {
        self.control.progress(done, total);
    }

    /// Says whether the run is to end. Calls of the runtime say so by themselves; a body that waits for anything else looks.
    pub fn is_cancelled(&self) -> bool {
        self.control.is_cancelled()
    }

    /// Gives what a body beyond the border takes.
    #[cfg(feature = "uniffi")]
    pub(crate) fn control(&self) -> JobControl {
        self.control.clone()
    }
}

impl Job {
    /// Gives the options of a job, by whose name its last run is found again.
    pub fn options(name: impl Into<String>) -> JobOptions {
        JobOptions::new(name.into())
    }

    /// Lets it run soon: after the run that goes on, if there is one.
    ///
    /// # Errors
    /// [`RusqliteError::Closed`] when the job or its runtime has ended.
    pub fn run_now(&self) -> Result<(), RusqliteError> {
        self.work.ask().map(drop)
    }

    /// Lets it run, waits for the end of that run and gives it; at the deadline the run is cancelled. For a task of the
    /// background that the system grants so much time.
    ///
    /// Blocks: in async code put it inside `spawn_blocking`.
    ///
    /// # Errors
    /// [`RusqliteError::Closed`] when the job ends first; [`RusqliteError::Locked`] when a run that went on before does
    /// not end by the deadline, after which this one begins all the same, or when the body does not return a second
    /// after it was cancelled.
    pub fn run_within(&self, deadline: Duration) -> Result<JobRun, RusqliteError> {
        self.work.run_by(Instant::now() + deadline.min(EVER))
    }

    /// Tells it what happened; it runs when its options say so.
    ///
    /// # Errors
    /// As [`run_now`](Self::run_now).
    pub fn signal(&self, signal: JobSignal) -> Result<(), RusqliteError> {
        if self.work.hears(signal) { self.run_now() } else { Ok(()) }
    }

    /// Cancels the run that goes on: its calls of the runtime are [`RusqliteError::Interrupted`] within milliseconds. Says whether
    /// there was one.
    pub fn cancel(&self) -> bool {
        self.work.cancel()
    }

    /// Says how it does.
    pub fn status(&self) -> JobStatus {
        self.work.status()
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("status", &self.status()).finish_non_exhaustive()
    }
}

impl fmt::Debug for JobControl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobControl").field("is_cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}

impl fmt::Debug for JobContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobContext").field("is_cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}

/// Runs a body for its job.
fn run_body(runtime: &RusqliteRuntime, control: &JobControl, body: &task::Body) -> Result<(), RusqliteError> {
    Priority::Background.scope(|| control.token.scope(|| body(&JobContext { runtime, control })))
}
