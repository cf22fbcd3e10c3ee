//! Counts rows.

use super::{
    ModelDelegate, Target,
    call::{Counted, traced},
    filtering::{filtering, reading},
    live,
    plan::{Read, explain},
};
use crate::{
    db,
    error::RusqliteError,
    model::Table,
    query::{QueryPlan, Selection},
    sql,
};

/// A count that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct Count<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
}

filtering!(Count<'a, M, K>);
reading!(Count<'a, M, K>);

impl<M, K> Count<'_, M, K> {
    /// Gives how many rows meet the filters.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] when a filter's value does not fit its field; what every call can give.
    pub fn run(self) -> Result<u64, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        traced(model.table, "count", || count(target, model.table, &self.selection).map(Counted::one))
    }

    /// Gives the statement.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        sql::count(self.delegate.model.table, &self.selection).map(|statement| statement.text.into_owned())
    }

    /// Gives how SQLite runs the statement. It does not run.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        explain(target, &sql::count(model.table, &self.selection)?)
    }
}

fn count(target: Target<'_>, table: &'static Table, selection: &Selection) -> Result<u64, RusqliteError> {
    let statement = sql::count(table, selection)?;
    let count: i64 = target.look(|connection| {
        live::table(connection, table, &|| selection.chooses_by(table))?;
        Read { table, verb: "count", statement: &statement, selection, limit: None }.watch(connection);
        db::query_cell(connection, &statement)
    })?;
    Ok(count.unsigned_abs())
}
