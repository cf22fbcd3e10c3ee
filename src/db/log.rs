//! The write-ahead log: when it moves into the file, and what becomes of readers that keep it from that.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

use parking_lot::Mutex;
use rusqlite::{Connection, hooks::Wal, wal::CheckpointMode};

use super::Holder;
use crate::error::RusqliteError;

/// The log moves into the file when it has so many pages, as in SQLite by default.
/// Source: <https://www.sqlite.org/pragma.html#pragma_wal_autocheckpoint>.
const PAGES: u64 = 1_000;

/// What is known of the log of one database. A commit of this process writes it.
#[derive(Default)]
pub(crate) struct Log {
    bytes: AtomicU64,
    moved_at: Mutex<Option<SystemTime>>,
    /// How many bytes it may have until the readers that keep it are told.
    limit: u64,
}

impl Log {
    pub(crate) fn new(limit: u64) -> Self {
        Self { limit, ..Self::default() }
    }

    /// How long the log was at the last commit, in bytes. Its file can be longer: SQLite writes it from the beginning again.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// When all of it was in the file last.
    pub(crate) fn moved_at(&self) -> Option<SystemTime> {
        *self.moved_at.lock()
    }

    /// Notes that all of it is in the file.
    pub(crate) fn note_moved(&self) {
        self.bytes.store(0, Ordering::Relaxed);
        *self.moved_at.lock() = Some(SystemTime::now());
    }

    /// Looks after the log at each commit of the connection that writes.
    ///
    /// # Errors
    /// SQLite's own.
    pub(crate) fn watch(
        self: &Arc<Self>,
        connection: &mut Connection,
        readers: Option<&Arc<Holder>>,
    ) -> Result<(), RusqliteError> {
        let page: u32 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let (log, readers) = (Arc::clone(self), readers.cloned());
        connection.wal_hook(Some(move |wal: &mut Wal, pages: i32| {
            let pages = u64::try_from(pages).unwrap_or_default();
            log.committed(wal, pages, page.into(), readers.as_deref());
            Ok(())
        }))?;
        Ok(())
    }

    fn committed(&self, wal: &mut Wal, pages: u64, page: u64, readers: Option<&Holder>) {
        let bytes = pages * page;
        self.bytes.store(bytes, Ordering::Relaxed);
        if pages < PAGES {
            return;
        }
        match wal.checkpoint_v2(CheckpointMode::PASSIVE) {
            Ok((of, moved)) if of == moved => *self.moved_at.lock() = Some(SystemTime::now()),
            // Somebody reads from it, here or in another process.
            Ok(_) if bytes > self.limit => {
                let interrupted = readers.map_or(0, Holder::interrupt_lent);
                if interrupted > 0 {
                    tracing::warn!(
                        target: "larder",
                        bytes,
                        readers = interrupted,
                        "reads go on for so long that the write-ahead log cannot move into the file; they are interrupted"
                    );
                }
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(target: "larder", %error, "the write-ahead log did not move into the file");
            }
        }
    }
}
