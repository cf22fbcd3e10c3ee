//! Jobs for Swift, Kotlin and Python. The body is the app's own.

use std::{sync::Arc, time::Duration};

use parking_lot::Mutex;

use super::{millis, of_foreign};
use crate::{
    background::{self, Job},
    error::RusqliteError,
    ffi::{DatabaseCore, StoreError, foreign::Foreign, options::deadline, query::count, scope::caught},
};

type DateTime = chrono::DateTime<chrono::Utc>;

/// What a host tells its jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum JobSignal {
    /// There is a network again.
    Online,
    /// The app is in the foreground again.
    Foreground,
}

/// When a job runs. Without anything it runs when it is asked to.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct JobOptions {
    /// How long after the end of a run the next one begins, in milliseconds.
    #[uniffi(default = None)]
    pub every_millis: Option<i64>,
    /// By how much that grows at random, so that many devices do not come at once; nothing when left out.
    #[uniffi(default = None)]
    pub jitter_millis: Option<i64>,
    /// The signals of the host that let it run.
    #[uniffi(default = [])]
    pub signals: Vec<JobSignal>,
    /// The pause after a failure, which doubles with each further one, in milliseconds; 1,000 when left out.
    #[uniffi(default = None)]
    pub pause_millis: Option<i64>,
    /// The longest of these pauses, in milliseconds; five minutes when left out.
    #[uniffi(default = None)]
    pub longest_pause_millis: Option<i64>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct JobProgress {
    /// The part that is done, in units of the job's own.
    pub done: i64,
    /// All of it.
    pub total: i64,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum JobOutcome {
    /// The body returned.
    Done,
    /// It threw.
    Failed {
        /// What it said.
        reason: String,
    },
    /// It was cancelled, and threw after that.
    Cancelled,
}

/// A run that has ended.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct JobRun {
    /// When it began.
    pub began_at: DateTime,
    /// When it ended.
    pub ended_at: DateTime,
    /// How.
    pub outcome: JobOutcome,
}

/// How a job does.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct JobStatus {
    /// Whether a run goes on.
    pub is_running: bool,
    /// What the run that goes on said last.
    pub progress: Option<JobProgress>,
    /// The last run that ended, that of a start before as well.
    pub last: Option<JobRun>,
    /// How many runs failed since one was done.
    pub failures: i64,
    /// How long until the next run, when one is due, in milliseconds.
    pub next_in_millis: Option<i64>,
}

/// What a job does. Called on a thread of the core, once at a time.
#[uniffi::export(foreign)]
pub trait JobBody: Send + Sync {
    /// Runs. Its calls of the database have the priority of the background, and throw `Interrupted` once the run is cancelled. To throw
    /// lets it run again after a pause.
    fn run(&self, context: Arc<JobContext>) -> Result<(), StoreError>;
}

/// Hears of the progress of a job's runs.
#[uniffi::export(foreign)]
pub trait JobObserver: Send + Sync {
    /// A run said how far it is. Called on the run's thread.
    fn progressed(&self, progress: JobProgress);
}

/// A run, as its body sees it.
#[derive(Debug, uniffi::Object)]
pub struct JobContext {
    run: background::JobControl,
}

#[uniffi::export]
impl JobContext {
    /// Says how far the run is, to the status and to the observer of the job.
    pub fn progress(&self, done: i64, total: i64) {
        // Less than nothing is done of nothing.
        self.run.progress(done.max(0).unsigned_abs(), total.max(0).unsigned_abs());
    }

    /// Says whether the run is to end. Calls of the database say so by themselves; a body that waits for anything else looks.
    pub fn is_cancelled(&self) -> bool {
        self.run.is_cancelled()
    }
}

/// A job: a sync, a clean-up, an import. Its body runs at most once at a time, and how it ended last is kept in the database.
///
/// The job keeps its body, and the database open, until `stop`, a shutdown of the database, or until this object is gone: keep it
/// for as long as the job is to run.
#[derive(Debug, uniffi::Object)]
pub struct BackgroundJob {
    /// None after its end.
    job: Mutex<Option<Job>>,
}

#[uniffi::export]
impl BackgroundJob {
    /// Starts a job, by whose name its last run is found again. With a period it runs at once when it never did, or when the last run is
    /// longer ago.
    #[uniffi::constructor(default(options = None, observer = None))]
    pub fn start(
        database: &DatabaseCore,
        name: String,
        body: Arc<dyn JobBody>,
        options: Option<JobOptions>,
        observer: Option<Arc<dyn JobObserver>>,
    ) -> Result<Arc<Self>, StoreError> {
        let options = options.unwrap_or_default().of(name)?;
        let options = match observer {
            Some(observer) => {
                let observer = Foreign::new(observer);
                options.on_progress(move |progress| {
                    // At the end of the program there is nobody to tell.
                    let _ = observer.call(|observer| observer.progressed(JobProgress::of(progress)));
                })
            }
            None => options,
        };
        let body = Foreign::new(body);
        let job = caught(|| {
            options.start(&database.runtime, move |context| {
                let context = Arc::new(JobContext { run: context.control() });
                body.call(|body| body.run(context)).flatten().map_err(of_foreign)
            })
        })?;
        Ok(Arc::new(Self { job: Mutex::new(Some(job)) }))
    }

    /// Lets it run soon: after the run that goes on, if there is one.
    pub fn run_now(&self) -> Result<(), StoreError> {
        self.with(Job::run_now)
    }

    /// Lets it run, waits for the end of that run and gives it; at the deadline the run is cancelled. For a task that the system
    /// grants so much time. Blocks.
    pub fn run_within(&self, deadline_millis: i64) -> Result<JobRun, StoreError> {
        let deadline = deadline("run_within", deadline_millis)?;
        self.with(|job| job.run_within(deadline)).map(JobRun::of)
    }

    /// Tells it what happened; it runs when its options say so.
    pub fn signal(&self, signal: JobSignal) -> Result<(), StoreError> {
        self.with(|job| job.signal(signal.of()))
    }

    /// Cancels the run that goes on; says whether there was one.
    pub fn cancel(&self) -> bool {
        self.with(|job| Ok(job.cancel())).unwrap_or(false)
    }

    /// Says how it does.
    pub fn status(&self) -> Result<JobStatus, StoreError> {
        self.with(|job| Ok(job.status())).map(JobStatus::of)
    }

    /// Ends the job: a run that goes on is cancelled, and no further one begins.
    pub fn stop(&self) {
        let ended = self.job.lock().take();
        if let Some(job) = ended {
            job.cancel();
        }
    }
}

impl BackgroundJob {
    fn with<T>(&self, work: impl FnOnce(&Job) -> Result<T, RusqliteError>) -> Result<T, StoreError> {
        // Not under the lock: it may wait for a run, and whoever stops the job must not.
        let job = self.job.lock().clone().ok_or(StoreError::Closed)?;
        caught(|| work(&job))
    }
}

impl JobOptions {
    fn of(self, name: String) -> Result<background::JobOptions, StoreError> {
        let jitter = millis("jitter", self.jitter_millis, Duration::ZERO)?;
        let pause = millis("pause", self.pause_millis, Duration::from_secs(1))?;
        let longest = millis("longest_pause", self.longest_pause_millis, Duration::from_secs(300))?;
        let mut options = Job::options(name).backoff(pause, longest);
        if let Some(every) = self.every_millis {
            options = options.every(deadline("every", every)?, jitter);
        }
        Ok(self.signals.into_iter().fold(options, |options, signal| options.on_signal(signal.of())))
    }
}

impl JobSignal {
    fn of(self) -> background::JobSignal {
        match self {
            Self::Online => background::JobSignal::Online,
            Self::Foreground => background::JobSignal::Foreground,
        }
    }
}

impl JobProgress {
    fn of(progress: background::JobProgress) -> Self {
        Self { done: count(progress.done), total: count(progress.total) }
    }
}

impl JobRun {
    fn of(run: background::JobRun) -> Self {
        let outcome = match run.outcome {
            background::JobOutcome::Done => JobOutcome::Done,
            background::JobOutcome::Failed(reason) => JobOutcome::Failed { reason },
            background::JobOutcome::Cancelled => JobOutcome::Cancelled,
        };
        Self { began_at: run.began_at, ended_at: run.ended_at, outcome }
    }
}

impl JobStatus {
    fn of(status: background::JobStatus) -> Self {
        Self {
            is_running: status.is_running,
            progress: status.progress.map(JobProgress::of),
            last: status.last.map(JobRun::of),
            failures: i64::from(status.failures),
            next_in_millis: status.next_in.map(|next| count(next.as_millis())),
        }
    }
}
