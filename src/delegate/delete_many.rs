//! Deletes the rows that meet a filter.

use super::{
    ModelDelegate, Target,
    call::{Counted, traced},
    fill,
    filtering::filtering,
    foreign_key::{self, Write},
    plan::{See, planned},
};
use crate::{
    db,
    error::RusqliteError,
    model::Table,
    query::Selection,
    sql::{self, Rows, Statement},
    value::Value,
};

/// A delete of rows that has not run.
#[derive(Debug)]
#[must_use = "a delete does nothing until `run`"]
pub struct DeleteMany<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
}

filtering!(DeleteMany<'a, M, K>);
planned!([M, K] DeleteMany<'_, M, K>, delegate);

impl<M, K> DeleteMany<'_, M, K> {
    /// Deletes the rows and gives how many there were; after an error none was deleted.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] without a filter (`FilterExpr::all([])` asks for every row);
    /// [`RusqliteError::ForeignKeyViolation`] when another row names one of them; what every call can give.
    pub fn run(self) -> Result<u64, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        let table = model.table;
        traced(table, "delete_many", || {
            let rows = delete_many(target, table, &self.selection)?;
            Ok(Counted { value: rows as u64, rows })
        })
    }

    fn statements(&self, see: See<'_>) -> Result<(), RusqliteError> {
        let table = self.delegate.model.table;
        let now = fill::instant(table)?;
        see(&statement(table, &now, &self.selection)?)
    }
}

fn delete_many(
    target: Target<'_>,
    table: &'static Table,
    selection: &Selection,
) -> Result<usize, RusqliteError> {
    let now = fill::instant(table)?;
    let statement = statement(table, &now, selection)?;
    target.once(|connection| {
        db::execute(connection, &statement).map_err(|error| {
            foreign_key::name(connection, table, error, &Write::Delete(Rows::Selected(selection)))
        })
    })
}

fn statement<'q>(
    table: &'static Table,
    now: &'q Value,
    selection: &'q Selection,
) -> Result<Statement<'q>, RusqliteError> {
    fill::require_filter(table, "delete_many", selection)?;
    match table.tombstone {
        Some(column) => sql::tombstone_many(table, column, now, selection),
        None => sql::delete_many(table, selection),
    }
}
