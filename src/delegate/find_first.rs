//! Reads the first row of an order.

use super::{
    ModelDelegate, Target,
    call::{one, traced},
    filtering::{filtering, ordering, reading},
    plan::{Read, explain},
};
use crate::{
    db::{self, Take},
    error::RusqliteError,
    model::Table,
    query::{QueryPlan, Selection},
    sql,
};

/// A query for the first row that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct FindFirst<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
}

filtering!(FindFirst<'a, M, K>);
reading!(FindFirst<'a, M, K>);
ordering!(FindFirst<'a, M, K>);

impl<M, K> FindFirst<'_, M, K> {
    /// Gives the row, or `None` when no row meets the filters.
    ///
    /// # Errors
    /// As [`FindMany::run`](super::FindMany::run).
    pub fn run(self) -> Result<Option<M>, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        traced(model.table, "find_first", || {
            one(model.decode, |take| find_first(target, model.table, &self.selection, take)).map(Into::into)
        })
    }

    /// Gives the statement.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        sql::find(self.delegate.model.table, &self.selection).map(|statement| statement.text.into_owned())
    }

    /// Gives how SQLite runs the statement. It does not run.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        explain(target, &sql::find(model.table, &self.selection)?)
    }
}

fn find_first(
    target: Target<'_>,
    table: &'static Table,
    selection: &Selection,
    take: Take<'_>,
) -> Result<(), RusqliteError> {
    let statement = sql::find(table, selection)?;
    target.once(|connection| {
        Read { table, verb: "find_first", statement: &statement, selection, limit: selection.limit }
            .watch(connection);
        db::first_row(connection, &statement, table, take).map(drop)
    })
}
