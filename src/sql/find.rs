//! SELECT of rows.

use super::{Param, Statement, search::SNIPPET};
use crate::{
    error::RusqliteError,
    model::Table,
    query::{OrderValues, Selection},
    value::Value,
};

/// The live row with this key.
pub(crate) fn find_unique<'q>(table: &'static Table, key: &'q [Value]) -> Statement<'q> {
    let text = table.fixed.find_unique.get_or_init(|| {
        let mut statement = Statement::begin("SELECT ");
        statement.columns(table).push(" FROM ").name(table.name);
        statement.push(" WHERE ").key_places(table).and_live(table);
        statement.into_text()
    });
    Statement::fixed(text, key.iter().map(Param::Borrowed).collect())
}

/// The rows of a selection, each with its extract after its columns when the selection asks for one.
pub(crate) fn find<'q>(
    table: &'static Table,
    selection: &'q Selection,
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("SELECT ");
    statement.open(selection).columns(table);
    if selection.snippet.is_some() {
        statement.push(", ").push(SNIPPET);
    }
    if selection.order_values == OrderValues::Shown {
        for step in &selection.order {
            statement.push(", ").place(&step.place);
        }
    }
    statement.rows_of(table, selection)?.ordered(selection).paged(table, selection)?;
    Ok(statement)
}

/// Whether the row with this key is there, as 1 when it is live and 0 when it is soft-deleted.
pub(crate) fn is_live<'q>(table: &'static Table, key: &'q [Value]) -> Statement<'q> {
    let mut statement = Statement::begin("SELECT ");
    match table.tombstone {
        Some(tombstone) => statement.name(tombstone).push(" IS NULL"),
        None => statement.push("1"),
    };
    statement.push(" FROM ").name(table.name).push(" WHERE ").key(table, key);
    statement
}
