//! A row on its way to a struct: read by position, each cell through its scalar's form.

use rusqlite::types::ValueRef;

use super::Table;
use crate::{
    error::{QueryError, RusqliteError},
    value::{FieldValue, Value, ValueError},
};

/// The cells of one row, in the order of the columns that its type asks for.
pub struct Row<'r> {
    /// The table whose columns they are, unless a statement of the caller's own gives them.
    table: Option<&'static Table>,
    cells: Cells<'r>,
}

/// Where the cells are.
pub(crate) enum Cells<'r> {
    /// In a statement that stands on a row and gives them in their order.
    Stored(&'r rusqlite::Row<'r>),
    /// In one that gives them at these positions.
    Placed(&'r rusqlite::Row<'r>, &'r [usize]),
    /// In values that were just bound.
    Bound(&'r [Value]),
}

impl<'r> Row<'r> {
    pub(crate) fn new(table: &'static Table, cells: Cells<'r>) -> Self {
        Self { table: Some(table), cells }
    }

    /// The row of a statement of the caller's own.
    pub(crate) fn of_query(row: &'r rusqlite::Row<'r>, places: &'r [usize]) -> Self {
        Self { table: None, cells: Cells::Placed(row, places) }
    }

    /// Reads the cell at `position`, from 0, in the columns that the row's type asks for.
    ///
    /// # Errors
    /// [`RusqliteError::Unreadable`] when it is not of the field's type, for a row of a statement of the caller's own
    /// [`QueryError::UnreadableColumn`].
    pub fn get<T: FieldValue>(&self, position: usize) -> Result<T, RusqliteError> {
        let cell = match self.cells {
            // Nearly every cell of an app is read here: no call lies between.
            Cells::Stored(row) => row.get_ref(position),
            Cells::Placed(..) | Cells::Bound(_) => self.stored(position),
        };
        T::from_stored(cell?).map_err(|source| self.unreadable(position, source))
    }

    /// Gives the table that it is a row of, or that it was computed from; none for a statement of the caller's own.
    pub(crate) fn table(&self) -> Option<&'static Table> {
        self.table
    }

    /// Borrows a cell as it is stored.
    ///
    /// # Errors
    /// When there is no such cell.
    pub(crate) fn cell(&self, position: usize) -> Result<ValueRef<'_>, RusqliteError> {
        Ok(self.stored(position)?)
    }

    #[inline(never)]
    fn stored(&self, position: usize) -> rusqlite::Result<ValueRef<'_>> {
        match self.cells {
            Cells::Stored(row) => row.get_ref(position),
            Cells::Placed(row, places) => row.get_ref(place(places, position)),
            Cells::Bound(values) => Ok(values.get(position).map_or(ValueRef::Null, ValueRef::from)),
        }
    }

    /// Gives every cell as it is stored, for a statement of the caller's own.
    #[cfg(feature = "uniffi")]
    pub(crate) fn values(&self) -> Result<Vec<Value>, RusqliteError> {
        match self.cells {
            Cells::Placed(_, places) => (0..places.len()).map(|position| self.value(position)).collect(),
            Cells::Stored(_) | Cells::Bound(_) => Ok(Vec::new()),
        }
    }

    /// Gives a cell as it is stored.
    ///
    /// # Errors
    /// When there is no such cell.
    pub(crate) fn value(&self, position: usize) -> Result<Value, RusqliteError> {
        match self.cells {
            Cells::Stored(row) => Ok(row.get(position)?),
            Cells::Placed(row, places) => Ok(row.get(place(places, position))?),
            Cells::Bound(values) => Ok(values.get(position).cloned().unwrap_or(Value::Null)),
        }
    }

    #[cold]
    fn unreadable(&self, position: usize, source: ValueError) -> RusqliteError {
        let Some(table) = self.table else {
            return QueryError::UnreadableColumn { column: self.column(position), source }.into();
        };
        let field = table.columns.get(position).map_or("", |column| column.field);
        RusqliteError::Unreadable { model: table.model, field, source }
    }

    /// The name that the statement gives a column.
    fn column(&self, position: usize) -> String {
        let name = match self.cells {
            Cells::Placed(row, places) => row.as_ref().column_name(place(places, position)).ok(),
            Cells::Stored(_) | Cells::Bound(_) => None,
        };
        name.unwrap_or_default().to_owned()
    }
}

/// A column that the type did not ask for is one that the statement does not have.
fn place(places: &[usize], position: usize) -> usize {
    places.get(position).copied().unwrap_or(usize::MAX)
}

impl std::fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row").finish_non_exhaustive()
    }
}
