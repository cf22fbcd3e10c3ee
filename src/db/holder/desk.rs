//! Whose turn it is: what a holder of connections knows, under its lock.

use super::{Held, Priority};
use crate::error::RusqliteError;

/// So many calls of users go before one of the background that waits.
const AHEAD: usize = 16;

/// The connections that are here, and who waits for one.
pub(super) struct Desk {
    /// Those that are here, the one that was away last at the end.
    pub(super) free: Vec<Free>,
    pub(super) lent: Vec<Loan>,
    /// Whether a thread has a seat.
    pub(super) has_seated: bool,
    /// How many more may be opened.
    pub(super) unopened: usize,
    /// Who waits to be served, by priority.
    pub(super) queues: [Queue; 2],
    /// How many calls of users were served while one of the background waited.
    ahead: usize,
    /// How many threads wait to end: while there is one, nothing more is lent.
    pub(super) ending: usize,
    pub(super) state: State,
    /// How many calls had to wait, since it was made.
    pub(super) waits: u64,
}

/// A connection that is here.
pub(super) struct Free {
    /// The thread that had it, in whose processor's cache it is. 0 for none.
    pub(super) thread: u64,
    /// In a box, as it is large and moves between the desk and its leases.
    pub(super) held: Box<Held>,
}

impl Free {
    pub(super) fn new(held: Box<Held>) -> Self {
        Self { thread: 0, held }
    }
}

/// A connection that is out.
#[derive(Clone, Copy)]
pub(super) struct Loan {
    /// The thread that has it.
    pub(super) thread: u64,
    /// How often all loans had been interrupted before.
    pub(super) round: u64,
}

/// The threads of one priority that wait.
#[derive(Default)]
pub(super) struct Queue {
    pub(super) waiting: usize,
    /// How many of them were woken for a connection and found it taken again. While there is one, a thread that
    /// comes anew waits behind it, so that a loop of calls does not keep the others out.
    pub(super) passed_over: usize,
}

/// Whether calls are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    /// Not now; the connections of a file are closed.
    Suspended,
    /// Never again.
    Closed,
}

/// What a thread gets that asks for a connection.
pub(super) enum Turn {
    Connection(Free, Loan),
    /// Leave to open one.
    Opening(Loan),
}

impl Desk {
    pub(super) fn new(unopened: usize) -> Self {
        let queues = [Queue::default(), Queue::default()];
        Self {
            free: Vec::new(),
            lent: Vec::new(),
            has_seated: false,
            unopened,
            queues,
            ahead: 0,
            ending: 0,
            state: State::Open,
            waits: 0,
        }
    }

    pub(super) fn is_lent_to(&self, thread: u64) -> bool {
        self.lent.iter().any(|lent| lent.thread == thread)
    }

    /// Refuses a thread that would wait for nothing.
    pub(super) fn admit(&self, waits_for_resume: bool) -> Result<(), RusqliteError> {
        match self.state {
            State::Open => Ok(()),
            State::Suspended if waits_for_resume => Ok(()),
            State::Suspended => Err(RusqliteError::Suspended),
            State::Closed => Err(RusqliteError::Closed),
        }
    }

    /// Takes a connection for a thread, when there is one and it is the thread's turn. `is_new` says that it did not wait.
    pub(super) fn take(&mut self, loan: Loan, priority: Priority, is_new: bool) -> Option<Turn> {
        if self.ending > 0 || self.state != State::Open || !self.is_turn(priority, is_new) {
            return None;
        }
        // Its own, else the one that the others have used least of late.
        let at = self.free.iter().position(|free| free.thread == loan.thread).unwrap_or_default();
        let turn = if at < self.free.len() {
            Turn::Connection(self.free.remove(at), loan)
        } else if self.unopened > 0 {
            self.unopened -= 1;
            Turn::Opening(loan)
        } else {
            return None;
        };
        self.lent.push(loan);
        self.ahead = match priority {
            Priority::User if self.queue(Priority::Background).waiting > 0 => self.ahead + 1,
            Priority::User | Priority::Background => 0,
        };
        Some(turn)
    }

    fn is_turn(&self, priority: Priority, is_new: bool) -> bool {
        let Queue { waiting, passed_over } = self.queue(priority);
        let is_behind = is_new && (*passed_over > 0 || (priority == Priority::Background && *waiting > 0));
        let is_served = match priority {
            Priority::User => !self.is_overdue(),
            Priority::Background => {
                self.next() == Priority::Background || self.queue(Priority::User).waiting == 0
            }
        };
        is_served && !is_behind
    }

    /// Whether the background has waited for so many users that one of its calls goes first.
    fn is_overdue(&self) -> bool {
        self.ahead >= AHEAD && self.queue(Priority::Background).waiting > 0
    }

    /// Who of those that wait is served next.
    pub(super) fn next(&self) -> Priority {
        let has_users = self.queue(Priority::User).waiting > 0;
        if has_users && !self.is_overdue() { Priority::User } else { Priority::Background }
    }

    pub(super) fn queue(&self, priority: Priority) -> &Queue {
        &self.queues[priority as usize]
    }

    pub(super) fn queue_mut(&mut self, priority: Priority) -> &mut Queue {
        &mut self.queues[priority as usize]
    }

    /// Whether everybody is served who comes.
    pub(super) fn is_calm(&self) -> bool {
        self.state == State::Open && self.ending == 0 && self.queues.iter().all(|queue| queue.waiting == 0)
    }

    /// Whether a connection could be lent.
    pub(super) fn has_one(&self) -> bool {
        self.state == State::Open && self.ending == 0 && (!self.free.is_empty() || self.unopened > 0)
    }

    pub(super) fn returned(&mut self, thread: u64) {
        if let Some(at) = self.lent.iter().position(|lent| lent.thread == thread) {
            self.lent.swap_remove(at);
        }
    }

    /// Closes every connection that is here; each may be opened again.
    ///
    /// # Errors
    /// SQLite's own, with what is not closed as it was.
    pub(super) fn close(&mut self) -> Result<(), RusqliteError> {
        while let Some(Free { held, .. }) = self.free.pop() {
            let Held { connection, watch } = *held;
            if let Err((connection, error)) = connection.close() {
                self.free.push(Free::new(Box::new(Held { connection, watch })));
                return Err(error.into());
            }
            self.unopened += 1;
        }
        Ok(())
    }
}
