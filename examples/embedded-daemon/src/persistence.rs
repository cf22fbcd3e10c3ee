//! Writes bursts as rows. Reads the debouncer's bursts, feeds the database; blocks, and knows nothing of tokio.

use std::path::Path;

use cratestack_rusqlite::{ModelDelegate, RusqliteError, RusqliteRuntime};

use crate::cratestack_schema::{self, ChangeKind, CreateFileChangeInput, FILE_CHANGE_MODEL, FileChange};
use crate::{FileEventKind, Settled};

/// Opens the database, or makes it, and brings its tables up to the schema. Blocks on the disk.
///
/// # Errors
/// As [`RusqliteRuntime::open`] and `bootstrap`.
pub fn open_database(path: &Path) -> Result<RusqliteRuntime, RusqliteError> {
    let runtime = RusqliteRuntime::open(path)?;
    cratestack_schema::bootstrap(&runtime)?;
    Ok(runtime)
}

/// Records one burst and gives its row. Blocks: in async code, call it inside `run_blocking`.
///
/// A path that is not UTF-8 is recorded with U+FFFD in the place of what cannot be read.
///
/// # Errors
/// What a create gives; then nothing was recorded.
pub fn persist_event(runtime: &RusqliteRuntime, settled: &Settled) -> Result<FileChange, RusqliteError> {
    ModelDelegate::new(runtime, &FILE_CHANGE_MODEL).create(input(settled)).run()
}

/// Records several bursts in one transaction and gives their rows in the same order. Blocks.
///
/// # Errors
/// What a create gives; then none of them was recorded.
pub fn persist_batch(
    runtime: &RusqliteRuntime,
    settled: &[Settled],
) -> Result<Vec<FileChange>, RusqliteError> {
    ModelDelegate::new(runtime, &FILE_CHANGE_MODEL).create_many(settled.iter().map(input)).run()
}

fn input(settled: &Settled) -> CreateFileChangeInput {
    CreateFileChangeInput::builder()
        .path(settled.path.to_string_lossy())
        .kind(ChangeKind::from(settled.kind))
        .count(i64::from(settled.count))
        .build()
}

impl From<FileEventKind> for ChangeKind {
    fn from(kind: FileEventKind) -> Self {
        match kind {
            FileEventKind::Created => Self::CREATED,
            FileEventKind::Modified => Self::MODIFIED,
            FileEventKind::Deleted => Self::DELETED,
        }
    }
}
