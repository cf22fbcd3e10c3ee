//! `sync.rs` as a scheduler sees it that tries one order of the threads after the other. A wait has no end here but a sign, so that
//! a sign that is lost is a deadlock, which the scheduler reports.

use std::{
    ops::{Deref, DerefMut},
    time::Instant,
};

pub(in crate::db) use shuttle::{sync::atomic::AtomicBool, thread_local};

/// `parking_lot`'s, which knows no poison.
pub(in crate::db) struct Mutex<T>(shuttle::sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(in crate::db) fn new(value: T) -> Self {
        Self(shuttle::sync::Mutex::new(value))
    }

    pub(in crate::db) fn lock(&self) -> MutexGuard<'_, T> {
        MutexGuard(Some(self.0.lock().unwrap()))
    }
}

/// Nothing only inside a wait.
pub(in crate::db) struct MutexGuard<'m, T>(Option<shuttle::sync::MutexGuard<'m, T>>);

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_ref().unwrap()
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_mut().unwrap()
    }
}

/// What a wait says that has a deadline elsewhere.
pub(in crate::db) struct NeverLate;

pub(in crate::db) struct Condvar(shuttle::sync::Condvar);

impl Condvar {
    pub(in crate::db) fn new() -> Self {
        Self(shuttle::sync::Condvar::new())
    }

    pub(in crate::db) fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        guard.0 = guard.0.take().map(|held| self.0.wait(held).unwrap());
    }

    pub(in crate::db) fn wait_until<T>(&self, guard: &mut MutexGuard<'_, T>, _: Instant) -> NeverLate {
        self.wait(guard);
        NeverLate
    }

    pub(in crate::db) fn notify_one(&self) -> bool {
        self.0.notify_one();
        true
    }

    pub(in crate::db) fn notify_all(&self) -> usize {
        self.0.notify_all();
        0
    }
}
