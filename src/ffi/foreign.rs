//! Code of the app that threads of the core call, and the end of a program. A language may end before its process does:
//! Python ends a thread that enters it then, and with it the process.

use std::{
    mem,
    sync::{Arc, Weak},
    time::Instant,
};

use parking_lot::{Condvar, Mutex};

use super::{StoreError, options::deadline};
use crate::runtime::{EVER, RusqliteRuntime};

static OPENED: Mutex<Vec<Weak<RusqliteRuntime>>> = Mutex::new(Vec::new());
static DOOR: Mutex<Door> = Mutex::new(Door { inside: 0, is_closed: false });
static LEFT: Condvar = Condvar::new();

/// Leads into the code of the app.
struct Door {
    /// How many calls have gone through and are not back.
    inside: usize,
    is_closed: bool,
}

/// Shuts down every database of the process, and then lets no thread of the core call code of the app any more: no handler, job,
/// observer or sink. Waits until the deadline at the most, and a little longer for what it interrupts; says whether all such
/// code has returned. For the very end of a program.
#[uniffi::export]
pub fn shutdown_all(deadline_millis: i64) -> Result<bool, StoreError> {
    let end = Instant::now() + deadline("shutdown_all", deadline_millis)?.min(EVER);
    let opened: Vec<_> = OPENED.lock().iter().filter_map(Weak::upgrade).collect();
    for runtime in opened {
        // One that cannot be shut down must not keep the others.
        let _ = runtime.shutdown(end.saturating_duration_since(Instant::now()));
    }
    let mut door = DOOR.lock();
    door.is_closed = true;
    while door.inside > 0 && !LEFT.wait_until(&mut door, end).timed_out() {}
    Ok(door.inside == 0)
}

/// Notes a database that is open.
pub(super) fn opened(runtime: RusqliteRuntime) -> Arc<RusqliteRuntime> {
    let runtime = Arc::new(runtime);
    let (mut opened, noted) = (OPENED.lock(), Arc::downgrade(&runtime));
    // In the place of one that is gone.
    match opened.iter_mut().find(|runtime| runtime.strong_count() == 0) {
        Some(gone) => *gone = noted,
        None => opened.push(noted),
    }
    drop(opened);
    runtime
}

/// Something of the app that threads of the core call, and drop, until the end of the program.
pub(super) struct Foreign<F>(Option<F>);

impl<F> Foreign<F> {
    pub(super) fn new(code: F) -> Self {
        Self(Some(code))
    }

    /// Calls it.
    ///
    /// # Errors
    /// [`StoreError::Closed`] once the program has ended.
    pub(super) fn call<T>(&self, call: impl FnOnce(&F) -> T) -> Result<T, StoreError> {
        match (&self.0, Inside::enter()) {
            (Some(code), Some(_inside)) => Ok(call(code)),
            _ => Err(StoreError::Closed),
        }
    }
}

impl<F> Drop for Foreign<F> {
    fn drop(&mut self) {
        let inside = Inside::enter();
        let code = self.0.take();
        if inside.is_none() {
            mem::forget(code);
        }
    }
}

/// A call that is in the code of the app until it is dropped.
struct Inside;

impl Inside {
    fn enter() -> Option<Self> {
        let mut door = DOOR.lock();
        if door.is_closed {
            return None;
        }
        door.inside += 1;
        Some(Self)
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        DOOR.lock().inside -= 1;
        LEFT.notify_all();
    }
}
