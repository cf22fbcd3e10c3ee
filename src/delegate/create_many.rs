//! Adds rows in one transaction: the fast path, without a cap.

use super::{
    ModelDelegate,
    call::{Counted, row, traced},
    create::create_within,
    shown::shown,
};
use crate::{
    error::RusqliteError,
    model::{CreateInput, NewRow},
    sql,
};

/// A create of several rows that has not run.
#[must_use = "a create does nothing until `run`"]
pub struct CreateMany<'a, M: 'static, K: 'static, I> {
    pub(super) delegate: ModelDelegate<'a, M, K>,
    pub(super) inputs: Vec<I>,
}

shown!(CreateMany<'a, M, K, I>, delegate);

impl<M, K, I: CreateInput<Model = M>> CreateMany<'_, M, K, I> {
    /// Adds every row and gives them back in the order of the inputs; after an error none was added.
    ///
    /// # Errors
    /// As [`Create::run`](super::Create::run), for the first input that fails.
    pub fn run(self) -> Result<Vec<M>, RusqliteError> {
        let ModelDelegate { target, model } = self.delegate;
        traced(model.table, "create_many", || {
            let created: Vec<M> = target.atomically(|connection| {
                self.inputs
                    .into_iter()
                    .map(|input| {
                        let new = NewRow::of(model.table, input)?;
                        row(model, |take| create_within(connection, new, take))
                    })
                    .collect()
            })?;
            Ok(Counted::from(created))
        })
    }
}

impl<M, K, I> CreateMany<'_, M, K, I> {
    /// Gives the statement that runs once for each row.
    pub fn preview_sql(&self) -> String {
        sql::insert(self.delegate.model.table, &[]).text.into_owned()
    }
}
