//! Who a thread is, and whether it has connections.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::super::sync::thread_local;

/// A number that no other thread of the process has, had or will have: a lease may end on another thread than
/// began it, and outlive the one that did. Never 0.
pub(in super::super) fn current_thread() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local!(static NUMBER: u64 = NEXT.fetch_add(1, Ordering::Relaxed));
    NUMBER.with(|number| *number)
}

/// How many connections are lent to a thread, and to others whose numbers end alike. The thread itself counts up, so that it never
/// sees fewer than it has.
pub(super) fn leases(thread: u64) -> &'static AtomicUsize {
    /// Each in a line of the processor's cache.
    #[repr(align(64))]
    struct Slot(AtomicUsize);
    // A test must not meet the threads of another one.
    const SLOTS: usize = if cfg!(test) { 1 << 16 } else { 64 };
    static LEASES: [Slot; SLOTS] = [const { Slot(AtomicUsize::new(0)) }; SLOTS];
    &LEASES[thread as usize % SLOTS].0
}

pub(super) fn has_leases(thread: u64) -> bool {
    leases(thread).load(Ordering::Relaxed) > 0
}
