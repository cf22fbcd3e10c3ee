//! SELECT of one number about rows.

use super::Statement;
use crate::{error::RusqliteError, model::Table, query::Selection};

/// How many live rows a selection has.
pub(crate) fn count<'q>(
    table: &'static Table,
    selection: &'q Selection,
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("SELECT count(*)");
    statement.open(selection).rows_of(table, selection)?;
    Ok(statement)
}

/// Whether a selection has any live row.
pub(crate) fn exists<'q>(
    table: &'static Table,
    selection: &'q Selection,
) -> Result<Statement<'q>, RusqliteError> {
    let mut statement = Statement::begin("SELECT EXISTS (SELECT 1");
    statement.open(selection).rows_of(table, selection)?.push(")");
    Ok(statement)
}
