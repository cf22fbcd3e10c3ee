//! What the tables of a file call their rowids. Ours are as the schema says; those of other programs need not be.

use rusqlite::{Connection, MAIN_DB};

use crate::error::RusqliteError;

/// Whether SQLite numbers the rows by this column.
///
/// # Errors
/// When there is no such table or column.
pub(crate) fn is_rowid(connection: &Connection, table: &str, column: &str) -> Result<bool, RusqliteError> {
    let main = MAIN_DB.to_str().ok();
    let (declared, _, _, is_key, _) = connection.column_metadata(main, table, column)?;
    Ok(is_key && declared.is_some_and(|declared| declared.to_bytes().eq_ignore_ascii_case(b"INTEGER")))
}

/// Gives the word for a table's rowid that is not the name of a column; none for a table without one.
pub(crate) fn rowid(connection: &Connection, table: &str) -> Result<Option<&'static str>, RusqliteError> {
    let has_none = "SELECT EXISTS (SELECT 1 FROM pragma_table_list(?) WHERE schema = 'main' AND (wr OR type <> 'table'))";
    if connection.prepare_cached(has_none)?.query_row([table], |row| row.get(0))? {
        return Ok(None);
    }
    let taken = "SELECT EXISTS (SELECT 1 FROM pragma_table_xinfo(?, 'main') WHERE lower(name) = ?)";
    for word in ["rowid", "_rowid_", "oid"] {
        if !connection.prepare_cached(taken)?.query_row([table, word], |row| row.get(0))? {
            return Ok(Some(word));
        }
    }
    Ok(None)
}
