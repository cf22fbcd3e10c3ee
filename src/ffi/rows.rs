//! The verbs that give no row: for every model the same code. They know a model by a descriptor without its type.

use super::{Scope, StoreError};
use crate::{
    delegate::ModelDelegate,
    error::RusqliteError,
    model::{Changes, ModelDescriptor, Table, UpdateInput},
    query::FilterExpr,
};

/// A model whose rows nobody looks at.
pub type Rows = ModelDescriptor<(), ()>;

/// Makes it of the model's table.
pub const fn rows(table: &'static Table) -> Rows {
    ModelDescriptor { table, decode: |_| Ok(()), key: std::marker::PhantomData }
}

/// An update of a model that is known by its table.
struct Erased<'i> {
    input: &'i mut dyn FnMut(&mut Changes) -> Result<(), RusqliteError>,
}

impl UpdateInput for Erased<'_> {
    type Model = ();

    fn write(self, changes: &mut Changes) -> Result<(), RusqliteError> {
        (self.input)(changes)
    }
}

impl Scope {
    /// Counts the rows that meet the filter.
    ///
    /// # Errors
    /// As [`Count::run`](crate::Count::run).
    pub fn count(&self, rows: &'static Rows, filter: Option<FilterExpr<()>>) -> Result<i64, StoreError> {
        self.run(|target| ModelDelegate::new(target, rows).count().where_optional(filter).run())
            .map(super::count)
    }

    /// Asks whether a row meets the filter.
    ///
    /// # Errors
    /// As [`Exists::run`](crate::Exists::run).
    pub fn exists(&self, rows: &'static Rows, filter: Option<FilterExpr<()>>) -> Result<bool, StoreError> {
        self.run(|target| ModelDelegate::new(target, rows).exists().where_optional(filter).run())
    }

    /// Changes the rows that meet the filter.
    ///
    /// # Errors
    /// As [`UpdateManySet::run`](crate::UpdateManySet::run).
    pub fn update_many(
        &self,
        rows: &'static Rows,
        filter: FilterExpr<()>,
        input: impl UpdateInput,
    ) -> Result<i64, StoreError> {
        let mut input = Some(input);
        self.update_rows(rows, filter, &mut |changes| match input.take() {
            Some(input) => input.write(changes),
            None => Ok(()),
        })
    }

    fn update_rows(
        &self,
        rows: &'static Rows,
        filter: FilterExpr<()>,
        input: &mut dyn FnMut(&mut Changes) -> Result<(), RusqliteError>,
    ) -> Result<i64, StoreError> {
        let input = Erased { input };
        self.run(|target| ModelDelegate::new(target, rows).update_many().where_(filter).set(input).run())
            .map(super::count)
    }

    /// Deletes the rows that meet the filter.
    ///
    /// # Errors
    /// As [`DeleteMany::run`](crate::DeleteMany::run).
    pub fn delete_many(&self, rows: &'static Rows, filter: FilterExpr<()>) -> Result<i64, StoreError> {
        self.run(|target| ModelDelegate::new(target, rows).delete_many().where_(filter).run())
            .map(super::count)
    }

    /// Deletes for good what was deleted longer ago than rows are retained.
    ///
    /// # Errors
    /// As [`PurgeExpired::run`](crate::PurgeExpired::run).
    pub fn purge_expired(&self, rows: &'static Rows) -> Result<i64, StoreError> {
        self.run(|target| ModelDelegate::new(target, rows).purge_expired().run()).map(super::count)
    }
}
