//! A table as SQLite describes it, by the same questions for a file and for a schema. Feeds `difference`.

use rusqlite::Connection;

use super::checks::{Check, checks};
use crate::{db, error::RusqliteError, sql::StoredKey};

/// What a table is made of.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) is_strict: bool,
    pub(super) has_rowid: bool,
    pub(super) columns: Vec<ColumnShape>,
    pub(super) key: Vec<String>,
    pub(super) uniques: Vec<Unique>,
    pub(super) foreign_keys: Vec<StoredKey>,
    pub(super) checks: Vec<Check>,
}

#[derive(Debug)]
pub(super) struct ColumnShape {
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) nullability: Nullability,
    pub(super) default: Option<String>,
    pub(super) collation: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nullability {
    NotNull,
    Null,
}

/// Columns of which no two rows have the same.
#[derive(Debug)]
pub(super) struct Unique {
    pub(super) columns: Vec<String>,
    /// A constraint is a part of the table; an index stands beside it and may be the user's own.
    pub(super) is_constraint: bool,
}

/// Describes the table with this name and this `CREATE` statement.
pub(super) fn shape(connection: &Connection, table: &str, sql: &str) -> Result<Shape, RusqliteError> {
    let kind = "SELECT strict, NOT wr FROM pragma_table_list(?) WHERE schema = 'main'";
    let (is_strict, has_rowid) = connection.query_row(kind, [table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let is_own = |key: &StoredKey| key.table.eq_ignore_ascii_case(table);
    Ok(Shape {
        is_strict,
        has_rowid,
        columns: columns(connection, table)?,
        key: names(
            connection,
            "SELECT name FROM pragma_table_xinfo(?, 'main') WHERE pk > 0 ORDER BY pk",
            table,
        )?,
        uniques: uniques(connection, table)?,
        foreign_keys: db::foreign_keys(connection)?.into_iter().filter(is_own).collect(),
        checks: checks(sql),
    })
}

/// A generated column is one of another type: nobody can write it.
fn columns(connection: &Connection, table: &str) -> Result<Vec<ColumnShape>, RusqliteError> {
    let sql = r#"SELECT name, type || iif(hidden > 1, ' GENERATED', ''), "notnull", dflt_value
                 FROM pragma_table_xinfo(?, 'main') ORDER BY cid"#;
    let mut prepared = connection.prepare(sql)?;
    let columns = prepared.query_map([table], |row| {
        let name: String = row.get(0)?;
        let collation = connection.column_metadata(Some("main"), table, &name)?.1;
        Ok(ColumnShape {
            ty: row.get(1)?,
            nullability: if row.get(2)? { Nullability::NotNull } else { Nullability::Null },
            default: row.get(3)?,
            collation: collation.map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            name,
        })
    })?;
    Ok(columns.collect::<Result<_, _>>()?)
}

/// An index of a part of the rows, or of something else than columns, makes no columns unique.
fn uniques(connection: &Connection, table: &str) -> Result<Vec<Unique>, RusqliteError> {
    let sql = r#"SELECT name, origin = 'u' FROM pragma_index_list(?, 'main') AS list
                 WHERE "unique" AND NOT partial AND origin <> 'pk' AND NOT EXISTS (
                     SELECT 1 FROM pragma_index_xinfo(list.name, 'main') WHERE key AND cid < 0)
                 ORDER BY seq DESC"#;
    let mut prepared = connection.prepare(sql)?;
    let indexes = prepared.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let indexes: Vec<(String, bool)> = indexes.collect::<Result<_, _>>()?;
    let of_index = "SELECT name FROM pragma_index_xinfo(?, 'main') WHERE key ORDER BY seqno";
    indexes
        .into_iter()
        .map(|(index, is_constraint)| {
            Ok(Unique { columns: names(connection, of_index, &index)?, is_constraint })
        })
        .collect()
}

fn names(connection: &Connection, sql: &str, of: &str) -> Result<Vec<String>, RusqliteError> {
    let mut prepared = connection.prepare(sql)?;
    let names = prepared.query_map([of], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}
