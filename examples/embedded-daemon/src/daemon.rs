//! The loop: reads file events from a channel, feeds the debouncer, and hands settled bursts to a blocking thread.

use std::mem;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cratestack_rusqlite::{RusqliteError, RusqliteRuntime};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time;

use crate::cratestack_schema::FileChange;
use crate::{Debouncer, FileEvent, Settled, Window, persist_batch};

/// How many events are taken from the channel before the loop looks at the clock again.
const INBOX: usize = 1_024;

/// How long a stopped source may take to hand over its last events. It needs milliseconds.
const STOP_PATIENCE: Duration = Duration::from_secs(5);

/// How long to wait before bursts that could not be written are tried again.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// The daemon, ready to run: a source of events, the bursts that are not over, the database.
///
/// `S` is whatever keeps the events coming and ends them when it is dropped: a [`FolderWatch`](crate::FolderWatch),
/// or a test's own sender.
#[derive(Debug)]
pub struct Daemon<S> {
    runtime: Arc<RusqliteRuntime>,
    /// `None` once the daemon has stopped it.
    source: Option<S>,
    events: UnboundedReceiver<FileEvent>,
    debouncer: Debouncer,
    /// Bursts that are over and not in the database yet.
    unsaved: Vec<Settled>,
    /// Set while the database refuses writes.
    retry_at: Option<Instant>,
    observed: u64,
    rows: u64,
}

/// Why the daemon ended, and what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Why.
    pub ending: Ending,
    /// How many events came out of the channel.
    pub observed: u64,
    /// How many rows were recorded; their counts add up to `observed`.
    pub rows: u64,
}

/// Why the daemon ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It was asked to.
    Asked,
    /// Its source is gone, so no event can come any more.
    SourceEnded,
}

impl<S> Daemon<S> {
    /// Puts the parts together; nothing runs yet.
    #[must_use]
    pub fn new(
        runtime: Arc<RusqliteRuntime>,
        source: S,
        events: UnboundedReceiver<FileEvent>,
        window: Window,
    ) -> Self {
        Self {
            runtime,
            source: Some(source),
            events,
            debouncer: Debouncer::new(window),
            unsaved: Vec::new(),
            retry_at: None,
            observed: 0,
            rows: 0,
        }
    }

    /// Runs until `shutdown` is done, or no event can come any more. Each row is shown to `recorded` once it is in
    /// the database.
    ///
    /// At the end it stops the source, takes in what the channel still holds, and records every burst, over or
    /// not: no observed event is lost. Dropping the future instead loses what it holds.
    ///
    /// A database that is busy or full is tried again, and the bursts wait in memory.
    ///
    /// # Errors
    /// Any other error of the database at once; at the end, a busy or full database as well.
    pub async fn run(
        mut self,
        shutdown: impl Future<Output = ()>,
        mut recorded: impl FnMut(&FileChange),
    ) -> Result<Outcome, RusqliteError> {
        let mut shutdown = pin!(shutdown);
        let mut inbox = Vec::with_capacity(INBOX);
        let ending = loop {
            let wake_at = self.wake_at();
            tokio::select! {
                biased;
                () = &mut shutdown => break Ending::Asked,
                received = self.events.recv_many(&mut inbox, INBOX) => {
                    if received == 0 {
                        break Ending::SourceEnded;
                    }
                    self.observe(&mut inbox);
                }
                () = sleep_until(wake_at) => {}
            }
            // On every turn, so that a flood of events does not hold back what has settled.
            self.flush(&mut recorded).await?;
        };
        self.finish(ending, inbox, recorded).await
    }

    fn wake_at(&self) -> Option<Instant> {
        [self.debouncer.next_deadline(), self.retry_at].into_iter().flatten().min()
    }

    fn observe(&mut self, inbox: &mut Vec<FileEvent>) {
        let now = now();
        for event in inbox.drain(..) {
            self.debouncer.observe(event, now);
            self.observed += 1;
        }
    }

    /// Records what has settled, unless the database is given a rest.
    async fn flush(&mut self, recorded: &mut impl FnMut(&FileChange)) -> Result<(), RusqliteError> {
        let now = now();
        self.unsaved.extend(self.debouncer.ready(now));
        if self.retry_at.is_some_and(|retry_at| now < retry_at) {
            return Ok(());
        }
        self.retry_at = None;
        match self.save(recorded).await {
            Err(error) if passes(&error) => {
                tracing::warn!(%error, bursts = self.unsaved.len(), "not recorded yet, will try again");
                self.retry_at = Some(now + RETRY_AFTER);
                Ok(())
            }
            outcome => outcome,
        }
    }

    async fn finish(
        mut self,
        ending: Ending,
        mut inbox: Vec<FileEvent>,
        mut recorded: impl FnMut(&FileChange),
    ) -> Result<Outcome, RusqliteError> {
        match ending {
            Ending::Asked => self.source = None,
            // It broke, and may break again when it is dropped: not before everything is in the database.
            Ending::SourceEnded => {}
        }
        if time::timeout(STOP_PATIENCE, self.receive_all(&mut inbox)).await.is_err() {
            tracing::warn!("the source of events did not stop in time");
            self.events.close();
            self.receive_all(&mut inbox).await;
        }
        self.unsaved.extend(self.debouncer.drain());
        self.save(&mut recorded).await?;
        Ok(Outcome { ending, observed: self.observed, rows: self.rows })
    }

    /// Takes in events until the source has let go of the channel.
    async fn receive_all(&mut self, inbox: &mut Vec<FileEvent>) {
        while self.events.recv_many(inbox, INBOX).await > 0 {
            self.observe(inbox);
        }
    }

    /// Writes `unsaved` in one transaction on a blocking thread; after an error it is as it was.
    async fn save(&mut self, recorded: &mut impl FnMut(&FileChange)) -> Result<(), RusqliteError> {
        if self.unsaved.is_empty() {
            return Ok(());
        }
        let batch = Arc::new(mem::take(&mut self.unsaved));
        let shared = Arc::clone(&batch);
        match self.runtime.run_blocking(move |runtime| persist_batch(runtime, &shared)).await {
            Ok(rows) => {
                self.rows += rows.len() as u64;
                rows.iter().for_each(recorded);
                Ok(())
            }
            Err(error) => {
                self.unsaved = Arc::unwrap_or_clone(batch);
                Err(error)
            }
        }
    }
}

/// Says whether the same write may succeed later.
fn passes(error: &RusqliteError) -> bool {
    matches!(
        error,
        RusqliteError::Busy { .. } | RusqliteError::Locked { .. } | RusqliteError::DiskFull { .. }
    )
}

/// The clock of tokio, which a test can stop.
fn now() -> Instant {
    time::Instant::now().into_std()
}

async fn sleep_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => time::sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}
