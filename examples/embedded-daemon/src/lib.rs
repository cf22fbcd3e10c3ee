//! A daemon that watches a folder and records what settles there in its own SQLite.
//!
//! A file event flows [`FolderWatch`] -> channel -> [`Daemon`] -> [`Debouncer`] -> bridge -> [`persist_batch`] -> a row.
//! The debouncer is pure: the clock is an argument, so tests need neither a folder nor time. The persistence is
//! synchronous: tests need no async runtime. The bridge, larder's own, calls it on a blocking thread, tries again, and keeps what
//! is refused. Only the daemon is async, and it takes its events from a channel, so tests need no watcher.

mod daemon;
mod debouncer;
mod listing;
mod persistence;
mod recorder;
mod watcher;

cratestack_rusqlite::include_embedded_schema!("schema.cstack");

pub use daemon::{Daemon, Ending, Outcome};
pub use debouncer::{Debouncer, FileEvent, FileEventKind, Settled, Window};
pub use listing::{announce, list};
pub use persistence::{open_database, persist_batch, persist_event};
pub use watcher::FolderWatch;
