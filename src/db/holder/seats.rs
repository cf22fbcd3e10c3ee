//! Where the connection of a thread that comes again and again waits for it: beside the desk, so that such threads do not meet.

use std::{mem, sync::atomic::Ordering};

use super::{
    super::{
        patience::Stop,
        sync::{AtomicBool, Mutex},
    },
    Held,
    desk::{Free, Loan},
};

/// More threads than work at once on a device; those whose numbers end alike share a seat.
const SEATS: usize = 16;

/// The seats of the threads, by their numbers. Whoever holds the desk may open, close and clear them.
pub(super) struct Seats {
    /// Whether they are used: nobody waits, and everybody is served who comes. Where they are not, they are empty.
    are_open: AtomicBool,
    seats: [Seat; SEATS],
}

/// In a line of the processor's cache.
#[repr(align(64))]
struct Seat(Mutex<Place>);

enum Place {
    Empty,
    /// A connection waits for the thread.
    Free(Free),
    /// It is with the thread.
    Lent(Loan),
}

impl Seats {
    pub(super) fn new() -> Self {
        Self {
            are_open: AtomicBool::new(true),
            seats: std::array::from_fn(|_| Seat(Mutex::new(Place::Empty))),
        }
    }

    fn of(&self, thread: u64) -> &Mutex<Place> {
        &self.seats[thread as usize % SEATS].0
    }

    /// Takes the connection that waits for a thread, which has no other.
    pub(super) fn take(&self, thread: u64, stop: &Stop) -> Option<(Box<Held>, Loan)> {
        let mut place = self.of(thread).lock();
        // Whoever closes them clears each seat afterwards, under its lock: what is seen too late here is found there.
        if !self.are_open.load(Ordering::Relaxed) {
            return None;
        }
        match mem::replace(&mut *place, Place::Empty) {
            Place::Free(Free { held, .. }) => {
                let loan = Loan { thread, round: stop.round() };
                *place = Place::Lent(loan);
                Some((held, loan))
            }
            other @ (Place::Empty | Place::Lent(_)) => {
                *place = other;
                None
            }
        }
    }

    /// Takes back what was lent from a seat, unless the desk has taken it over meanwhile.
    pub(super) fn take_back(&self, thread: u64, held: Box<Held>) -> Result<(), Box<Held>> {
        let mut place = self.of(thread).lock();
        match &*place {
            Place::Lent(loan) if loan.thread == thread => {
                *place = Place::Free(Free { thread, held });
                Ok(())
            }
            Place::Empty | Place::Free(_) | Place::Lent(_) => Err(held),
        }
    }

    /// Gives a connection the seat of the thread that had it; gives it back when the seat is taken.
    pub(super) fn offer(&self, free: Free) -> Option<Free> {
        let mut place = self.of(free.thread).lock();
        if !matches!(*place, Place::Empty) || !self.are_open.load(Ordering::Relaxed) {
            return Some(free);
        }
        *place = Place::Free(free);
        None
    }

    pub(super) fn is_lent_to(&self, thread: u64) -> bool {
        matches!(&*self.of(thread).lock(), Place::Lent(loan) if loan.thread == thread)
    }

    pub(super) fn open(&self, are_open: bool) {
        self.are_open.store(are_open, Ordering::Relaxed);
    }

    /// Moves what is in the seats to the desk.
    pub(super) fn clear(&self, free: &mut Vec<Free>, lent: &mut Vec<Loan>) {
        for Seat(place) in &self.seats {
            match mem::replace(&mut *place.lock(), Place::Empty) {
                Place::Empty => {}
                Place::Free(connection) => free.push(connection),
                Place::Lent(loan) => lent.push(loan),
            }
        }
    }
}
