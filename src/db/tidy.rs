//! What is done for a file before it is closed, when there is time.

use std::time::Duration;

use rusqlite::{Connection, MAIN_DB, config::DbConfig, wal::CheckpointMode};

use crate::error::RusqliteError;

/// A file is made smaller when so large a part of it is free.
const FREE: i64 = 8;

/// So many free pages are given back at a time: some milliseconds.
const PAGES: i64 = 1_000;

/// Lets the connection that writes leave the file in order: what the planner should know of tables that have grown, free pages
/// given back, the log moved into it. Without time for it, the log stays beside the file; nothing is lost. Says whether all of
/// the log is in the file.
///
/// # Errors
/// SQLite's own, of a setting; what cannot be done for the file is left to the next time.
pub(crate) fn tidy(connection: &Connection, has_time: bool) -> Result<bool, RusqliteError> {
    leave(connection, has_time)?;
    if !has_time {
        return Ok(false);
    }
    // What another process keeps is left to the next time. The connection is closed next, and needs no patience any more.
    connection.busy_timeout(Duration::ZERO)?;
    if let Err(error) = in_order(connection) {
        tracing::debug!(target: "larder", %error, "the file was not tidied");
    }
    let (of, moved) = connection.wal_checkpoint_v2(Some(MAIN_DB), CheckpointMode::PASSIVE).unwrap_or((0, -1));
    Ok(of == moved)
}

/// Lets the connection move the log into the file when it is closed as the last one, when there is time.
///
/// # Errors
/// SQLite's own.
pub(crate) fn leave(connection: &Connection, has_time: bool) -> Result<(), RusqliteError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !has_time)?;
    Ok(())
}

/// Source: <https://www.sqlite.org/pragma.html#pragma_optimize>, `#pragma_incremental_vacuum`.
fn in_order(connection: &Connection) -> rusqlite::Result<()> {
    // ANALYZE, within limits, of every table that has grown tenfold: this connection has not seen the reads.
    connection.execute_batch("PRAGMA optimize(0x10012)")?;
    let count = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    if count("freelist_count")? * FREE > count("page_count")? {
        // Each step gives back a page.
        let mut vacuum = connection.prepare(&format!("PRAGMA incremental_vacuum({PAGES})"))?;
        let mut pages = vacuum.query([])?;
        while pages.next()?.is_some() {}
    }
    Ok(())
}
