//! How long a thread waits for a connection.

use std::time::{Duration, Instant};

use super::{
    super::{
        call,
        sync::{Condvar, MutexGuard},
    },
    desk::Desk,
};

/// A call that may be cancelled looks so often whether it was.
const LOOKS: Duration = Duration::from_millis(5);

/// The end of a wait, unless it lies beyond the clock's own.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    pub(crate) fn after(patience: Duration) -> Self {
        Self(Instant::now().checked_add(patience))
    }

    pub(crate) fn has_passed(self) -> bool {
        self.0.is_some_and(|end| Instant::now() >= end)
    }

    /// Waits for a sign; says whether the deadline has passed. A call that can be cancelled looks up meanwhile.
    pub(super) fn wait(self, sign: &Condvar, desk: &mut MutexGuard<'_, Desk>) -> bool {
        let looks = call::is_stoppable().then(|| Instant::now() + LOOKS);
        match [self.0, looks].into_iter().flatten().min() {
            Some(end) => drop(sign.wait_until(desk, end)),
            None => sign.wait(desk),
        }
        self.has_passed()
    }
}
