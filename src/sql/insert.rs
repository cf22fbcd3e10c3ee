//! INSERT of one row.

use super::Statement;
use crate::{model::Table, value::Value};

/// One row with a value for every column that the model shows.
pub(crate) fn insert<'q>(table: &'static Table, row: &'q [Value]) -> Statement<'q> {
    let text = table.fixed.insert.get_or_init(|| {
        let mut statement = Statement::begin("INSERT INTO ");
        statement.name(table.name).push(" (").columns(table).push(") VALUES (");
        statement.list(table.columns, |statement, _| {
            statement.push("?");
        });
        statement.push(")");
        statement.into_text()
    });
    Statement::fixed(text, row)
}
