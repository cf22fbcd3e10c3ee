//! The task of a job: waits until a run is due, runs it, writes how it ended.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use parking_lot::{Condvar, Mutex, MutexGuard};
use tokio::{sync::Notify, task::spawn_blocking, time::timeout};

use super::{
    JobContext, JobControl, JobOutcome, JobProgress, JobRun, JobSignal, JobStatus, run_body,
    store::{self, Known},
};
use crate::{
    background::account,
    db::CancelToken,
    error::RusqliteError,
    runtime::{Ends, RusqliteRuntime, Shutdown},
    value::now,
};

/// What a job does.
pub(super) type Body = dyn Fn(&JobContext<'_>) -> Result<(), RusqliteError> + Send + Sync;

/// A run that was cancelled is given so long to return.
const GRACE: Duration = Duration::from_secs(1);

/// Who hears of the progress of its runs.
pub(super) type Hear = dyn Fn(JobProgress) + Send + Sync;

/// When a job runs.
pub(super) struct Plan {
    /// The time between two runs, and by how much it grows at random.
    pub(super) period: Option<(Duration, Duration)>,
    pub(super) pause: Duration,
    pub(super) longest: Duration,
    pub(super) signals: Vec<JobSignal>,
}

/// What the task and those who have the job share.
pub(super) struct Work {
    runtime: Arc<RusqliteRuntime>,
    name: String,
    plan: Plan,
    state: Mutex<State>,
    /// Wakes the task.
    called: Notify,
    /// Tells that a run, or the task, has ended.
    ended: Condvar,
}

struct State {
    is_closed: bool,
    has_ended: bool,
    is_asked: bool,
    due: Option<Instant>,
    /// What stops the run that goes on.
    running: Option<CancelToken>,
    progress: Option<JobProgress>,
    last: Option<JobRun>,
    failures: u32,
    /// How many runs began and ended.
    begun: u64,
    done: u64,
}

impl Work {
    pub(super) fn new(
        runtime: Arc<RusqliteRuntime>,
        name: String,
        plan: Plan,
        known: Known,
    ) -> Result<Self, RusqliteError> {
        let mut state = State {
            is_closed: false,
            has_ended: false,
            is_asked: false,
            due: None,
            running: None,
            progress: None,
            last: known.last,
            failures: known.failures,
            begun: 0,
            done: 0,
        };
        let since = state.last.as_ref().map(|run| (now() - run.ended_at).to_std().unwrap_or_default());
        state.due = match since {
            Some(since) => {
                plan.next(state.failures)?.map(|pause| Instant::now() + pause.saturating_sub(since))
            }
            None => plan.period.map(|_| Instant::now()),
        };
        let (called, ended) = (Notify::new(), Condvar::new());
        Ok(Self { runtime, name, plan, state: Mutex::new(state), called, ended })
    }

    /// Asks for a run; gives its number.
    pub(super) fn ask(&self) -> Result<u64, RusqliteError> {
        let mut state = self.state.lock();
        if state.is_closed {
            return Err(RusqliteError::Closed);
        }
        state.is_asked = true;
        let number = state.begun + 1;
        drop(state);
        self.called.notify_one();
        Ok(number)
    }

    pub(super) fn run_by(&self, deadline: Instant) -> Result<JobRun, RusqliteError> {
        let (number, asked) = (self.ask()?, Instant::now());
        let mut state = self.state.lock();
        let has_run = |state: &State| state.done >= number;
        if !self.wait(&mut state, deadline, has_run) && state.begun >= number {
            state.running.iter().for_each(CancelToken::cancel);
            self.wait(&mut state, Instant::now() + GRACE, has_run);
        }
        match &state.last {
            Some(run) if has_run(&state) => Ok(run.clone()),
            _ if state.has_ended => Err(RusqliteError::Closed),
            _ => Err(RusqliteError::Locked { waited: deadline.saturating_duration_since(asked) }),
        }
    }

    /// Waits until it is so, or the task has ended; says whether it is so by the deadline.
    fn wait(
        &self,
        state: &mut MutexGuard<'_, State>,
        deadline: Instant,
        is_so: impl Fn(&State) -> bool,
    ) -> bool {
        while !is_so(state) && !state.has_ended {
            if self.ended.wait_until(state, deadline).timed_out() {
                break;
            }
        }
        is_so(state)
    }

    pub(super) fn hears(&self, signal: JobSignal) -> bool {
        self.plan.signals.contains(&signal)
    }

    pub(super) fn cancel(&self) -> bool {
        let state = self.state.lock();
        state.running.iter().for_each(CancelToken::cancel);
        state.running.is_some()
    }

    pub(super) fn progress(&self, progress: JobProgress) {
        self.state.lock().progress = Some(progress);
    }

    pub(super) fn status(&self) -> JobStatus {
        let state = self.state.lock();
        JobStatus {
            is_running: state.running.is_some(),
            progress: state.progress,
            last: state.last.clone(),
            failures: state.failures,
            next_in: state.due.map(|due| due.saturating_duration_since(Instant::now())),
        }
    }

    /// Begins no further run.
    pub(super) fn close(&self) {
        self.state.lock().is_closed = true;
        self.called.notify_one();
    }

    pub(super) async fn run(self: Arc<Self>, body: Arc<Body>, hear: Option<Arc<Hear>>) {
        while let Some(token) = self.next().await {
            let (began_at, body) = (now(), Arc::clone(&body));
            let control = JobControl { token: token.clone(), work: Arc::clone(&self), hear: hear.clone() };
            let ran = self.runtime.run_blocking(move |runtime| run_body(runtime, &control, &*body)).await;
            let outcome = match ran {
                Ok(()) => JobOutcome::Done,
                Err(_) if token.is_cancelled() => JobOutcome::Cancelled,
                Err(error) => JobOutcome::Failed(account(&error)),
            };
            self.note(JobRun { began_at, ended_at: now(), outcome }).await;
        }
        // What these hold may be of a program that is over once the end is told.
        let _ = spawn_blocking(move || drop((body, hear))).await;
        self.state.lock().has_ended = true;
        self.ended.notify_all();
        // The last one who has the runtime closes its file, which blocks.
        spawn_blocking(move || drop(self));
    }

    /// Waits until a run is due and gives what stops it; `None` when there is none any more.
    async fn next(&self) -> Option<CancelToken> {
        loop {
            let due = {
                let mut state = self.state.lock();
                if state.is_closed {
                    return None;
                }
                if state.is_asked || state.due.is_some_and(|due| due <= Instant::now()) {
                    let token = CancelToken::new();
                    state.running = Some(token.clone());
                    (state.is_asked, state.due, state.progress) = (false, None, None);
                    state.begun += 1;
                    return Some(token);
                }
                state.due
            };
            match due {
                // Called or due: the loop looks.
                Some(due) => {
                    let _ =
                        timeout(due.saturating_duration_since(Instant::now()), self.called.notified()).await;
                }
                None => self.called.notified().await,
            }
        }
    }

    /// Notes how a run ended, here and in the database.
    async fn note(&self, run: JobRun) {
        let failures = match run.outcome {
            JobOutcome::Done => 0,
            JobOutcome::Failed(_) => self.state.lock().failures.saturating_add(1),
            JobOutcome::Cancelled => self.state.lock().failures,
        };
        let (name, written) = (self.name.clone(), run.clone());
        let kept =
            self.runtime.run_blocking(move |runtime| store::write(runtime, &name, &written, failures)).await;
        if let Err(error) = kept {
            tracing::warn!(target: "larder", job = self.name, %error, "how the job ended is not kept");
        }
        let pause = self.plan.next(failures).unwrap_or_else(|error| {
            tracing::warn!(target: "larder", job = self.name, %error, "no jitter");
            self.plan.period.map(|(period, _)| period)
        });
        let mut state = self.state.lock();
        state.due = pause.map(|pause| Instant::now() + pause);
        (state.running, state.last, state.failures) = (None, Some(run), failures);
        state.done += 1;
        drop(state);
        self.ended.notify_all();
    }
}

impl Plan {
    /// Gives how long after a run the next one is due: after failures a pause, else the period.
    fn next(&self, failures: u32) -> Result<Option<Duration>, RusqliteError> {
        if failures > 0 {
            let doubled = self.pause.saturating_mul(1 << (failures - 1).min(20));
            return Ok(Some(doubled.min(self.longest)));
        }
        let Some((period, jitter)) = self.period else { return Ok(None) };
        let part = getrandom::u32().map_err(RusqliteError::aborted)?;
        Ok(Some(period + jitter.mul_f64(f64::from(part) / f64::from(u32::MAX))))
    }
}

impl Ends for Work {
    /// A run has half of the time to come to its end, so that what comes after it has some as well.
    fn end(&self, deadline: Instant) -> Result<Shutdown, RusqliteError> {
        self.close();
        let mut state = self.state.lock();
        let half = Instant::now() + deadline.saturating_duration_since(Instant::now()) / 2;
        if self.wait(&mut state, half, |state| state.has_ended) {
            return Ok(Shutdown::default());
        }
        state.running.iter().for_each(CancelToken::cancel);
        self.wait(&mut state, Instant::now() + GRACE, |state| state.has_ended);
        Ok(Shutdown { jobs_cancelled: 1, ..Shutdown::default() })
    }

    fn sends(&self) -> bool {
        true
    }
}
