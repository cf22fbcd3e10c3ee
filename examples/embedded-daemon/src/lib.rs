//! The parts of the daemon that work without a watcher and without an async runtime.
//!
//! A file event flows watcher -> channel -> [`Debouncer`] -> a row. The debouncer is pure: the clock is an
//! argument, so tests need neither a folder nor time.

mod debouncer;

pub use debouncer::{Debouncer, FileEvent, FileEventKind, Settled, Window};
