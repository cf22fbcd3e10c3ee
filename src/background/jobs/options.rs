//! When a job runs.

use std::{fmt, sync::Arc, time::Duration};

use tokio::runtime::Handle;

use super::{
    Alive, Job, JobContext, JobProgress, JobSignal, store,
    task::{Body, Hear, Plan, Work},
};
use crate::{
    background::executor,
    error::RusqliteError,
    runtime::{EVER, Ends, RusqliteRuntime},
};

/// The options of a [`Job`]. Without any it runs when it is asked to.
#[must_use = "options do nothing until `start`"]
pub struct JobOptions {
    name: String,
    plan: Plan,
    hear: Option<Arc<Hear>>,
    host: Option<Handle>,
}

impl JobOptions {
    pub(super) fn new(name: String) -> Self {
        let (pause, longest) = (Duration::from_secs(1), Duration::from_secs(300));
        let plan = Plan { period: None, pause, longest, signals: Vec::new() };
        Self { name, plan, hear: None, host: None }
    }

    /// Lets it run every so often, counted from the end of a run, later by up to `jitter`, so that many devices do not come at once.
    pub fn every(mut self, period: Duration, jitter: Duration) -> Self {
        self.plan.period = Some((period.min(EVER), jitter.min(EVER)));
        self
    }

    /// Lets it run when the host signals this.
    pub fn on_signal(mut self, signal: JobSignal) -> Self {
        self.plan.signals.push(signal);
        self
    }

    /// Sets the pause before a run that follows a failure, which doubles with each further one, and the longest; 1 s and 5 min by default.
    pub fn backoff(mut self, pause: Duration, longest: Duration) -> Self {
        (self.plan.pause, self.plan.longest) = (pause.min(EVER), longest.min(EVER));
        self
    }

    /// Tells of the progress of each run, on the run's thread.
    pub fn on_progress(mut self, hear: impl Fn(JobProgress) + Send + Sync + 'static) -> Self {
        self.hear = Some(Arc::new(hear));
        self
    }

    /// Runs on the host's tokio runtime, which must have its timers on, instead of on the library's own.
    pub fn on(self, host: Handle) -> Self {
        Self { host: Some(host), ..self }
    }

    /// Starts the job. With a period it runs at once when it never did, or when the last run is longer ago.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] for a period or a pause of zero; [`RusqliteError::Aborted`] when the system gives no threads;
    /// what every call can give.
    pub fn start(
        self,
        runtime: &Arc<RusqliteRuntime>,
        body: impl Fn(&JobContext<'_>) -> Result<(), RusqliteError> + Send + Sync + 'static,
    ) -> Result<Job, RusqliteError> {
        let is_zero =
            self.plan.period.is_some_and(|(period, _)| period.is_zero()) || self.plan.pause.is_zero();
        if is_zero {
            let subject = format!("Job {:?}", self.name);
            return Err(RusqliteError::rule(subject, "the time between two runs is more than none"));
        }
        let host = self.host.map_or_else(executor::own, Ok)?;
        let known = store::read(runtime, &self.name)?;
        let body: Arc<Body> = Arc::new(body);
        let work = Arc::new(Work::new(Arc::clone(runtime), self.name, self.plan, known)?);
        let ends: Arc<dyn Ends> = Arc::<Work>::clone(&work);
        runtime.end_with(&ends);
        host.spawn(Arc::clone(&work).run(body, self.hear));
        Ok(Job { _alive: Arc::new(Alive(Arc::clone(&work))), work })
    }
}

impl fmt::Debug for JobOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobOptions").field("name", &self.name).finish_non_exhaustive()
    }
}
