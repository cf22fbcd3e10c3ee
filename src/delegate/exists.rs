//! Asks whether there is a row.

use super::{
    ModelDelegate,
    call::{Counted, traced},
    filtering::filtering,
};
use crate::{db, error::RusqliteError, query::Selection, sql};

/// A question that has not run.
#[derive(Debug)]
#[must_use = "a query does nothing until `run`"]
pub struct Exists<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
}

filtering!(Exists<'a, M, K>);

impl<M, K> Exists<'_, M, K> {
    /// Gives whether any row meets the filters.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] when a filter's value does not fit its field; what every call can give.
    pub fn run(self) -> Result<bool, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        traced(model.table, "exists", || {
            let statement = sql::exists(model.table, &self.selection)?;
            let found: bool = target.once(|connection| db::query_cell(connection, &statement))?;
            Ok(Counted::one(found))
        })
    }

    /// Gives the statement.
    ///
    /// # Errors
    /// As [`run`](Self::run), for what can be told without the database.
    pub fn preview_sql(&self) -> Result<String, RusqliteError> {
        sql::exists(self.delegate.model.table, &self.selection).map(|statement| statement.text.into_owned())
    }
}
