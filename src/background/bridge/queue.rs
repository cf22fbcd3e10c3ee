//! Events on their way from threads that must not wait to the task that takes them.

use std::{
    collections::VecDeque,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{
    sync::{
        Notify,
        mpsc::{
            UnboundedReceiver, UnboundedSender,
            error::{SendError, TryRecvError},
            unbounded_channel,
        },
    },
    task::yield_now,
    time::{Instant, timeout_at},
};

use super::{
    BridgeCounters, Overflow, Refusal, Refused,
    key::{Key, KeyOf, Places},
};

/// So many events are taken in under one lock, however fast they come.
const AT_ONCE: usize = 10_000;

/// An event on its way.
struct Item<E> {
    event: E,
    /// By which another one takes its place.
    key: Option<Box<dyn Key>>,
}

/// The events that wait, at most so many. Who sends waits for nobody, while there is room: events go through a channel, and only
/// beyond the bound through a lock.
pub(super) struct Queue<E> {
    sender: UnboundedSender<Item<E>>,
    key: Option<KeyOf<E>>,
    /// How many events wait, those on their way into the channel among them.
    waiting: AtomicUsize,
    inbox: Mutex<Inbox<E>>,
    came: Notify,
    capacity: usize,
    overflow: Overflow,
    /// With so many the task need not wait for more.
    enough: usize,
}

struct Inbox<E> {
    channel: UnboundedReceiver<Item<E>>,
    events: VecDeque<Item<E>>,
    /// How many events there were before the first of these.
    before: u64,
    places: Places,
    is_closed: bool,
    counters: BridgeCounters,
}

impl<E> Queue<E> {
    pub(super) fn new(capacity: usize, overflow: Overflow, enough: usize, key: Option<KeyOf<E>>) -> Self {
        let (sender, channel) = unbounded_channel();
        let (events, places, counters) = (VecDeque::new(), Places::default(), BridgeCounters::default());
        let inbox = Inbox { channel, events, before: 0, places, is_closed: false, counters };
        let (inbox, waiting) = (Mutex::new(inbox), AtomicUsize::new(0));
        Self { sender, key, waiting, inbox, came: Notify::new(), capacity, overflow, enough }
    }

    /// Puts an event behind the others, or in the place of one that it stands for.
    ///
    /// # Errors
    /// [`Refused`] with the event, when there is no room for it or nothing more is taken.
    pub(super) fn push(&self, event: E) -> Result<(), Refused<E>> {
        let key = self.key.as_ref().and_then(|key| key(&event));
        let item = Item { event, key };
        let before = self.waiting.fetch_add(1, Ordering::SeqCst);
        if before >= self.capacity {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return self.push_beyond(item);
        }
        if let Err(SendError(item)) = self.sender.send(item) {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(self.inbox.lock().refuse(item.event, Refusal::Closed));
        }
        // The task looks before it waits: what matters is when there is one, and when there are enough.
        if before == 0 || before + 1 == self.enough {
            self.came.notify_one();
        }
        Ok(())
    }

    /// The same where as many wait as may.
    #[cold]
    fn push_beyond(&self, item: Item<E>) -> Result<(), Refused<E>> {
        let mut inbox = self.inbox.lock();
        self.take_in(&mut inbox);
        let waited = inbox.events.len();
        let outcome = inbox.push(item, self.capacity, self.overflow);
        // It has grown by one at the most.
        self.waiting.fetch_add(inbox.events.len() - waited, Ordering::SeqCst);
        drop(inbox);
        // Meanwhile the task may have taken all there was, and wait.
        self.came.notify_one();
        outcome
    }

    /// Takes in what came through the channel; says whether nothing more comes.
    fn take_in(&self, inbox: &mut Inbox<E>) -> bool {
        for _ in 0..AT_ONCE {
            match inbox.channel.try_recv() {
                Ok(item) => {
                    if !inbox.place(item) {
                        self.waiting.fetch_sub(1, Ordering::SeqCst);
                    }
                }
                Err(TryRecvError::Empty) => return false,
                Err(TryRecvError::Disconnected) => return true,
            }
        }
        false
    }

    /// Counts an event that is kept elsewhere, and wakes the task for it.
    pub(super) fn note_kept(&self) {
        self.count(|counters| counters.accepted += 1);
        self.came.notify_one();
    }

    /// Waits for events: for the first as long as it takes, for more until there are enough, or for so long. Gives none when
    /// somebody called, and `None` when no further one comes.
    pub(super) async fn batch(&self, most: usize, window: Duration) -> Option<Vec<E>> {
        let mut is_called = false;
        loop {
            {
                let mut inbox = self.inbox.lock();
                let is_over = self.take_in(&mut inbox);
                match inbox.events.len() {
                    0 if is_over => return None,
                    0 => {}
                    _ => break,
                }
            }
            if self.waiting.load(Ordering::SeqCst) > 0 {
                // Somebody is about to send, and may not call.
                yield_now().await;
            } else if is_called {
                return Some(Vec::new());
            } else {
                self.came.notified().await;
                is_called = true;
            }
        }
        let until = Instant::now() + window;
        while !self.has_enough() && timeout_at(until, self.came.notified()).await.is_ok() {}
        Some(self.take(most))
    }

    /// Waits until something came, or no more comes.
    pub(super) async fn news(&self) {
        self.came.notified().await;
    }

    /// Wakes the task.
    pub(super) fn wake(&self) {
        self.came.notify_one();
    }

    fn has_enough(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) >= self.enough || self.is_closed()
    }

    fn take(&self, most: usize) -> Vec<E> {
        let mut inbox = self.inbox.lock();
        self.take_in(&mut inbox);
        let taken = inbox.take(most);
        self.waiting.fetch_sub(taken.len(), Ordering::SeqCst);
        taken
    }

    /// Takes nothing more.
    pub(super) fn close(&self) {
        let mut inbox = self.inbox.lock();
        inbox.is_closed = true;
        inbox.channel.close();
        drop(inbox);
        self.came.notify_one();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.inbox.lock().is_closed
    }

    /// Takes every event that waits. It is closed: whoever is about to send is waited for.
    pub(super) fn drain(&self) -> Vec<E> {
        while !self.take_in(&mut self.inbox.lock()) {
            std::thread::yield_now();
        }
        self.take(usize::MAX)
    }

    pub(super) fn count(&self, count: impl FnOnce(&mut BridgeCounters)) {
        count(&mut self.inbox.lock().counters);
    }

    pub(super) fn counters(&self) -> BridgeCounters {
        let mut inbox = self.inbox.lock();
        self.take_in(&mut inbox);
        BridgeCounters { waiting: inbox.events.len() as u64, ..inbox.counters }
    }
}

impl<E> Inbox<E> {
    /// Takes an event for which there is room; says whether it has a place of its own.
    fn place(&mut self, item: Item<E>) -> bool {
        self.counters.accepted += 1;
        if let Some(at) = self.place_of(&item) {
            self.counters.merged += 1;
            self.events[at] = item;
            return false;
        }
        if let Some(key) = &item.key {
            self.places.note(&**key, self.before + self.events.len() as u64);
        }
        self.events.push_back(item);
        true
    }

    /// Gives where the event waits that this one stands for.
    fn place_of(&self, item: &Item<E>) -> Option<usize> {
        let at = |number: u64| usize::try_from(number - self.before).ok();
        let key = |number: u64| self.events.get(at(number)?)?.key.as_deref();
        self.places.find(item.key.as_deref()?, key).and_then(at)
    }

    fn push(&mut self, item: Item<E>, capacity: usize, overflow: Overflow) -> Result<(), Refused<E>> {
        if self.is_closed {
            return Err(self.refuse(item.event, Refusal::Closed));
        }
        if self.events.len() >= capacity && self.place_of(&item).is_none() {
            match overflow {
                Overflow::Reject => return Err(self.refuse(item.event, Refusal::Full)),
                Overflow::DropOldest => self.counters.dropped += self.take(1).len() as u64,
            }
        }
        self.place(item);
        Ok(())
    }

    fn refuse(&mut self, event: E, reason: Refusal) -> Refused<E> {
        self.counters.refused += 1;
        Refused { event, reason }
    }

    fn take(&mut self, most: usize) -> Vec<E> {
        let taken = self.events.drain(..self.events.len().min(most));
        let events = taken.zip(self.before..).map(|(Item { event, key }, number)| {
            if let Some(key) = key {
                self.places.forget(&*key, number);
            }
            event
        });
        let events: Vec<E> = events.collect();
        self.before += events.len() as u64;
        events
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_found_no_room_a_moment_ago_wakes_the_task_all_the_same() {
        let queue = Queue::new(1, Overflow::Reject, 1, None);
        let tokio = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let news = || tokio.block_on(async { timeout_at(Instant::now(), queue.news()).await.is_ok() });
        queue.push(1).unwrap();
        assert!(news());
        assert_eq!(queue.take(9), [1]);
        assert!(!news());

        queue.push_beyond(Item { event: 2, key: None }).unwrap();

        assert!(news());
        assert_eq!(queue.take(9), [2]);
    }
}
