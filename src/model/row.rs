//! A row on its way to a struct: read by position, each cell through its scalar's form.

use rusqlite::types::ValueRef;

use super::Table;
use crate::{
    error::RusqliteError,
    value::{FieldValue, Value, ValueError},
};

/// The cells of one row, in the order of the table's columns.
pub struct Row<'r> {
    table: &'static Table,
    cells: Cells<'r>,
}

/// Where the cells are: in a statement that stands on a row, or in values that were just bound.
pub(crate) enum Cells<'r> {
    Stored(&'r rusqlite::Row<'r>),
    Bound(&'r [Value]),
}

impl<'r> Row<'r> {
    pub(crate) fn new(table: &'static Table, cells: Cells<'r>) -> Self {
        Self { table, cells }
    }

    /// Reads the cell at `position` in the table's columns.
    ///
    /// # Errors
    /// [`RusqliteError::Unreadable`] when it is not of the field's type.
    pub fn get<T: FieldValue>(&self, position: usize) -> Result<T, RusqliteError> {
        let cell = match self.cells {
            Cells::Stored(row) => row.get_ref(position)?,
            Cells::Bound(values) => values.get(position).map_or(ValueRef::Null, ValueRef::from),
        };
        T::from_stored(cell).map_err(|source| self.unreadable(position, source))
    }

    /// Gives a cell as it is stored.
    ///
    /// # Errors
    /// When there is no such cell.
    pub(crate) fn value(&self, position: usize) -> Result<Value, RusqliteError> {
        match self.cells {
            Cells::Stored(row) => Ok(row.get(position)?),
            Cells::Bound(values) => Ok(values.get(position).cloned().unwrap_or(Value::Null)),
        }
    }

    #[cold]
    fn unreadable(&self, position: usize, source: ValueError) -> RusqliteError {
        let field = self.table.columns.get(position).map_or("", |column| column.field);
        RusqliteError::Unreadable { model: self.table.model, field, source }
    }
}
