//! Asks whether there is a row.

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

/// A question that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct Exists<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
}

filtering!(Exists<'a, M, K>);
reading!(Exists<'a, M, K>);

impl<M, K> Exists<'_, M, K> {
    /// Gives whether any row meets the filters.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] when a filter's value does not fit its field; what every call can give.
    pub fn run(self) -> Result<bool, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        traced(model.table, "exists", || exists(target, model.table, &self.selection).map(Counted::one))
    }

    /// Gives the statement.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        sql::exists(self.delegate.model.table, &self.selection).map(|statement| statement.text.into_owned())
    }

    /// Gives how SQLite runs the statement. It does not run.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn explain(&self) -> Result<QueryPlan, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        explain(target, &sql::exists(model.table, &self.selection)?)
    }
}

fn exists(target: Target<'_>, table: &'static Table, selection: &Selection) -> Result<bool, RusqliteError> {
    let statement = sql::exists(table, selection)?;
    target.look(|connection| {
        live::table(connection, table, &|| selection.chooses_by(table))?;
        Read { table, verb: "exists", statement: &statement, selection, limit: Some(1) }.watch(connection);
        db::query_cell(connection, &statement)
    })
}
