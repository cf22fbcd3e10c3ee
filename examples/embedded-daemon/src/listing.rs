//! Writes rows for people to read: a line as each is recorded, or all of them as a table.

use std::io::{self, Write};

use cratestack_rusqlite::chrono::SecondsFormat;
use cratestack_rusqlite::{ModelDelegate, RusqliteRuntime};

use crate::cratestack_schema::{FILE_CHANGE_MODEL, FileChange, file_change};

/// How many rows are in memory at once while the table is written.
const PAGE: u64 = 1_000;

/// Writes `recorded KIND PATH xCOUNT` and flushes, so that a reader behind a pipe sees it at once.
///
/// # Errors
/// When `out` cannot be written.
pub fn announce(out: &mut impl Write, row: &FileChange) -> io::Result<()> {
    writeln!(out, "recorded {} {} x{}", kind(row), path(row), row.count)?;
    out.flush()
}

/// Writes every row as a table, oldest first. Blocks.
///
/// # Errors
/// When the rows cannot be read or `out` cannot be written.
pub fn list(runtime: &RusqliteRuntime, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{:>8}  {:<27}  {:<8}  {:>6}  PATH", "ID", "SETTLED AT", "KIND", "EVENTS")?;
    let changes = ModelDelegate::new(runtime, &FILE_CHANGE_MODEL);
    let mut last = 0;
    loop {
        let page = changes.find_many().where_(file_change::id().gt(last)).order_by(file_change::id().asc());
        let rows = page.limit(PAGE).run().map_err(io::Error::other)?;
        let Some(newest) = rows.last() else { break };
        last = newest.id;
        for row in &rows {
            let settled_at = row.settled_at.to_rfc3339_opts(SecondsFormat::Micros, true);
            writeln!(
                out,
                "{:>8}  {settled_at:<27}  {:<8}  {:>6}  {}",
                row.id,
                kind(row),
                row.count,
                path(row)
            )?;
        }
    }
    out.flush()
}

fn kind(row: &FileChange) -> String {
    row.kind.as_str().to_lowercase()
}

/// A file name may hold line ends and escape sequences; a line of ours holds one row.
fn path(row: &FileChange) -> String {
    row.path.replace(char::is_control, "\u{fffd}")
}
