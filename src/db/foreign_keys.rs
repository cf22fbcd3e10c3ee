//! The foreign keys that the file has, by SQLite's own account, and the one that stops a commit.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::{
    error::RusqliteError,
    sql::{KeyAction, StoredKey},
};

/// A key that names no columns names the primary key.
const COLUMNS: &str = r#"
    SELECT t.name, k.id, k."table", k."from",
           coalesce(k."to", (SELECT p.name FROM pragma_table_info(k."table", 'main') AS p WHERE p.pk = k.seq + 1), ''),
           k.on_delete, k.on_update
    FROM main.sqlite_schema AS t JOIN pragma_foreign_key_list(t.name, 'main') AS k
    WHERE t.type = 'table'
    ORDER BY t.name, k.id, k.seq"#;

/// Gives the keys of every table.
pub(crate) fn foreign_keys(connection: &Connection) -> Result<Vec<StoredKey>, RusqliteError> {
    Ok(numbered(connection)?.into_iter().map(|(_, key)| key).collect())
}

/// Names the key for which a commit was refused. Asked before the rollback, while the file is as it would have been.
pub(super) fn name_refused(connection: &Connection, error: RusqliteError) -> RusqliteError {
    if !matches!(error, RusqliteError::ForeignKeyViolation { .. }) {
        return error;
    }
    broken(connection).ok().flatten().map_or(error, |key| key.violation())
}

fn broken(connection: &Connection) -> Result<Option<StoredKey>, RusqliteError> {
    let first = r#"SELECT "table", fkid FROM pragma_foreign_key_check LIMIT 1"#;
    let found = connection
        .query_row(first, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    let Some((table, id)) = found else { return Ok(None) };
    let keys = numbered(connection)?.into_iter();
    Ok(keys.filter(|(number, key)| *number == id && key.table == table).map(|(_, key)| key).next())
}

/// Gives the keys with the numbers that SQLite gives them, each table's own from 0.
fn numbered(connection: &Connection) -> Result<Vec<(i64, StoredKey)>, RusqliteError> {
    let mut prepared = connection.prepare(COLUMNS)?;
    let mut rows = prepared.query([])?;
    let mut keys: Vec<(i64, StoredKey)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (table, id): (String, i64) = (row.get(0)?, row.get(1)?);
        if keys.last().is_none_or(|(last, key)| *last != id || key.table != table) {
            keys.push((id, key_of(table, row)?));
        }
        if let Some((_, key)) = keys.last_mut() {
            key.columns.push(row.get(3)?);
            key.references_columns.push(row.get(4)?);
        }
    }
    Ok(keys)
}

fn key_of(table: String, row: &Row<'_>) -> rusqlite::Result<StoredKey> {
    Ok(StoredKey {
        table,
        columns: Vec::new(),
        references_table: row.get(2)?,
        references_columns: Vec::new(),
        on_delete: action(&row.get::<_, String>(5)?),
        on_update: action(&row.get::<_, String>(6)?),
    })
}

fn action(words: &str) -> KeyAction {
    match words {
        "RESTRICT" => KeyAction::Restrict,
        "SET NULL" => KeyAction::SetNull,
        "SET DEFAULT" => KeyAction::SetDefault,
        "CASCADE" => KeyAction::Cascade,
        _ => KeyAction::NoAction,
    }
}
