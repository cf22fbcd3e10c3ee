//! Changes the rows that meet a filter.

use super::{
    ModelDelegate, Target,
    call::{Counted, traced},
    fill,
    filtering::filtering,
    foreign_key,
    plan::{See, planned},
    shown::shown,
};
use crate::{
    db,
    error::RusqliteError,
    model::{Changes, UpdateInput},
    query::Selection,
    sql::{self, Rows},
};

/// An update of rows that lacks its changes.
#[derive(Debug)]
#[must_use = "an update does nothing until `set` and `run`"]
pub struct UpdateMany<'a, M: 'static, K: 'static> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) selection: Selection,
}

filtering!(UpdateMany<'a, M, K>);

impl<'a, M, K> UpdateMany<'a, M, K> {
    /// Says what changes in each row.
    pub fn set<I: UpdateInput<Model = M>>(self, input: I) -> UpdateManySet<'a, M, K, I> {
        UpdateManySet { update: self, input }
    }
}

/// An update of rows that has not run.
#[must_use = "an update does nothing until `run`"]
pub struct UpdateManySet<'a, M: 'static, K: 'static, I> {
    update: UpdateMany<'a, M, K>,
    input: I,
}

shown!(UpdateManySet<'a, M, K, I>, update.delegate);
planned!([M, K, I: UpdateInput<Model = M> + Clone] UpdateManySet<'_, M, K, I>, update.delegate);

impl<M, K, I: UpdateInput<Model = M>> UpdateManySet<'_, M, K, I> {
    /// Changes the rows and gives how many there were; after an error none was changed.
    ///
    /// # Errors
    /// [`RusqliteError::Validation`] without a filter (`FilterExpr::all([])` asks for every row), when the input
    /// sets nothing, or when it breaks a rule; the violations of the table's constraints; what every call can give.
    pub fn run(self) -> Result<u64, RusqliteError> {
        let UpdateMany { delegate: ModelDelegate { target, model }, selection } = self.update;
        let table = model.table;
        traced(table, "update_many", || {
            fill::require_filter(table, "update_many", &selection)?;
            let rows = update_many(target, &Changes::of(table, self.input)?, &selection)?;
            Ok(Counted { value: rows as u64, rows })
        })
    }
}

impl<M, K, I: UpdateInput<Model = M> + Clone> UpdateManySet<'_, M, K, I> {
    fn statements(&self, see: See<'_>) -> Result<(), RusqliteError> {
        let UpdateMany { delegate, selection } = &self.update;
        let table = delegate.model.table;
        fill::require_filter(table, "update_many", selection)?;
        let changes = Changes::of(table, self.input.clone())?;
        fill::check(&changes)?;
        let now = fill::instant(table)?;
        see(&sql::update_many(&changes, &now, selection)?)
    }
}

fn update_many(target: Target<'_>, changes: &Changes, selection: &Selection) -> Result<usize, RusqliteError> {
    fill::check(changes)?;
    let now = fill::instant(changes.table)?;
    let statement = sql::update_many(changes, &now, selection)?;
    target.once(|connection| {
        db::execute(connection, &statement).map_err(|error| {
            let write = foreign_key::update(&changes.set, Rows::Selected(selection));
            foreign_key::name(connection, changes.table, error, &write)
        })
    })
}
