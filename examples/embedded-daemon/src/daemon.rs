//! The loop: reads file events from a channel, feeds the debouncer, and hands bursts that are over to the bridge.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cratestack_rusqlite::{EventBridge, RusqliteError, RusqliteRuntime};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time;

use crate::cratestack_schema::FileChange;
use crate::{Debouncer, FileEvent, Settled, Window, recorder};

/// How many events are taken from the channel before the loop looks at the clock again.
const INBOX: usize = 1_024;

/// How long a stopped source may take to hand over its last events. It needs milliseconds.
const STOP_PATIENCE: Duration = Duration::from_secs(2);

/// The daemon at work: a source of events, the bursts that are not over, the bridge to the database.
///
/// `S` is whatever keeps the events coming and ends them when it is dropped: a [`FolderWatch`](crate::FolderWatch),
/// or a test's own sender.
#[derive(Debug)]
pub struct Daemon<S> {
    runtime: Arc<RusqliteRuntime>,
    bridge: EventBridge<Settled>,
    /// `None` once the daemon has stopped it.
    source: Option<S>,
    events: UnboundedReceiver<FileEvent>,
    debouncer: Debouncer,
    observed: u64,
}

/// Why the daemon ended, and what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Why.
    pub ending: Ending,
    /// How many events came out of the channel.
    pub observed: u64,
    /// How many rows were recorded. With those of the bursts below, and without those that an earlier run left, their counts add
    /// up to `observed`.
    pub rows: u64,
    /// How many bursts the database refused. The next start tries them again.
    pub parked: u64,
    /// How many bursts there was no time for. They come first at the next start.
    pub left: u64,
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
    /// Puts the parts together and starts the bridge: bursts that earlier runs left are recorded from now on. Each row is shown to
    /// `recorded` once it is in the database. Blocks on a write; within a tokio runtime.
    ///
    /// # Errors
    /// What every write can give.
    pub fn start(
        runtime: Arc<RusqliteRuntime>,
        source: S,
        events: UnboundedReceiver<FileEvent>,
        window: Window,
        recorded: impl Fn(&FileChange) + Send + Sync + 'static,
    ) -> Result<Self, RusqliteError> {
        let bridge = recorder::start(&runtime, recorded)?;
        let debouncer = Debouncer::new(window);
        Ok(Self { runtime, bridge, source: Some(source), events, debouncer, observed: 0 })
    }

    /// Runs until `stop` is done, or no event can come any more.
    ///
    /// At the end it stops the source, takes in what the channel still holds, hands over every burst, over or not, and
    /// shuts the database down within `patience`: no observed event is lost. Dropping the future instead loses what has not settled.
    ///
    /// # Errors
    /// [`RusqliteError::Closed`] when somebody else closes the database; what `shutdown` gives when not even what is left can be
    /// written.
    pub async fn run(
        mut self,
        stop: impl Future<Output = ()>,
        patience: Duration,
    ) -> Result<Outcome, RusqliteError> {
        let mut stop = pin!(stop);
        let mut inbox = Vec::with_capacity(INBOX);
        let ending = loop {
            let settles_at = self.debouncer.next_deadline();
            tokio::select! {
                biased;
                () = &mut stop => break Ending::Asked,
                received = self.events.recv_many(&mut inbox, INBOX) => {
                    if received == 0 {
                        break Ending::SourceEnded;
                    }
                    self.observe(&mut inbox);
                }
                () = sleep_until(settles_at) => {}
            }
            // On every turn, so that a flood of events does not hold back what has settled.
            let settled = self.debouncer.ready(now());
            self.hand_over(settled)?;
        };
        self.finish(ending, inbox, patience).await
    }

    fn observe(&mut self, inbox: &mut Vec<FileEvent>) {
        let now = now();
        for event in inbox.drain(..) {
            self.debouncer.observe(event, now);
            self.observed += 1;
        }
    }

    /// Gives bursts to the bridge, which waits for the database so that the loop need not.
    fn hand_over(&self, settled: Vec<Settled>) -> Result<(), RusqliteError> {
        settled.into_iter().try_for_each(|burst| Ok(self.bridge.submit(burst)?))
    }

    async fn finish(
        mut self,
        ending: Ending,
        mut inbox: Vec<FileEvent>,
        patience: Duration,
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
        let settled = self.debouncer.drain();
        self.hand_over(settled)?;
        let shutdown = self.runtime.run_blocking(move |runtime| runtime.shutdown(patience)).await?;
        let bursts = self.bridge.counters();
        Ok(Outcome {
            ending,
            observed: self.observed,
            rows: bursts.handled,
            parked: bursts.parked,
            left: shutdown.events_left,
        })
    }

    /// Takes in events until the source has let go of the channel.
    async fn receive_all(&mut self, inbox: &mut Vec<FileEvent>) {
        while self.events.recv_many(inbox, INBOX).await > 0 {
            self.observe(inbox);
        }
    }
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
