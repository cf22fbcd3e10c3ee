//! What SQLite does for a file before it is closed, when there is time.

use rusqlite::{Connection, config::DbConfig};

use crate::error::RusqliteError;

/// A file is made smaller when so large a part of it is free.
const FREE: i64 = 8;

/// So many free pages are given back at a time: some milliseconds.
const PAGES: i64 = 1_000;

/// Lets the connection that writes leave the file in order: what the planner should know of tables that have grown, free pages
/// given back, the log moved into it when it is closed. Without time for it, the log stays beside the file; nothing is lost.
///
/// # Errors
/// SQLite's own, of a setting; what cannot be done for a file is left to the next time.
pub(crate) fn tidy(connection: &Connection, has_time: bool) -> Result<(), RusqliteError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !has_time)?;
    if has_time && let Err(error) = in_order(connection) {
        tracing::debug!(target: "larder", %error, "the file was not tidied");
    }
    Ok(())
}

/// Source: <https://www.sqlite.org/pragma.html#pragma_optimize>, `#pragma_incremental_vacuum`.
fn in_order(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA optimize")?;
    let count = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    if count("freelist_count")? * FREE > count("page_count")? {
        connection.execute_batch(&format!("PRAGMA incremental_vacuum({PAGES})"))?;
    }
    Ok(())
}
