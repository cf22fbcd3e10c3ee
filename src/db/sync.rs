//! What threads meet by. The tests put a scheduler of their own in its place (`tests/interleavings.rs`).

pub(super) use std::{sync::atomic::AtomicBool, thread_local};

pub(super) use parking_lot::{Condvar, Mutex, MutexGuard};
