//! DELETE, or the UPDATE that stands for it on a table with soft delete.

use super::{Param, Statement};
use crate::{error::RusqliteError, model::Table, query::Selection, value::Value};

/// The row with this key; returns it as it was.
pub(crate) fn delete<'q>(table: &'static Table, key: &'q [Value]) -> Statement<'q> {
    let text = table.fixed.delete.get_or_init(|| {
        let mut statement = Statement::begin("DELETE FROM ");
        statement.name(table.name).push(" WHERE ").key_places(table).returning(table);
        statement.into_text()
    });
    Statement::fixed(text, key)
}

/// The rows of a selection.
pub(crate) fn delete_many<'q>(
    table: &'static Table,
    selection: &'q Selection,
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("DELETE FROM ");
    statement.name(table.name).filtered(table, selection)?;
    Ok(statement)
}

/// The rows that were soft-deleted before this time.
pub(crate) fn purge<'q>(table: &'static Table, column: &str, before: &'q Value) -> Statement<'q> {
    let mut statement = Statement::begin("DELETE FROM ");
    statement.name(table.name).push(" WHERE ").name(column).push(" < ").bind(Param::Borrowed(before));
    statement
}

/// Marks the live row with this key as deleted `now`.
pub(crate) fn tombstone<'q>(
    table: &'static Table,
    column: &str,
    now: &'q Value,
    key: &'q [Value],
) -> Statement<'q> {
    let mut statement = mark(table, column, now);
    statement.push(" WHERE ").key(table, key).and_live(table);
    statement
}

/// Marks the live rows of a selection as deleted `now`.
pub(crate) fn tombstone_many<'q>(
    table: &'static Table,
    column: &str,
    now: &'q Value,
    selection: &'q Selection,
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = mark(table, column, now);
    statement.filtered(table, selection)?;
    Ok(statement)
}

/// Makes the soft-deleted row with this key live again; returns it as it is then.
pub(crate) fn restore<'q>(
    table: &'static Table,
    column: &str,
    now: &'q Value,
    key: &'q [Value],
) -> Statement<'q> {
    let mut statement = Statement::begin("UPDATE ");
    statement.name(table.name).push(" SET ").name(column).push(" = NULL").touch(table, now);
    statement.push(" WHERE ").key(table, key).push(" AND ").name(column).push(" IS NOT NULL");
    statement.returning(table);
    statement
}

fn mark<'q>(table: &'static Table, column: &str, now: &'q Value) -> Statement<'q> {
    let mut statement = Statement::begin("UPDATE ");
    statement
        .name(table.name)
        .push(" SET ")
        .name(column)
        .push(" = ")
        .bind(Param::Borrowed(now))
        .touch(table, now);
    statement
}
