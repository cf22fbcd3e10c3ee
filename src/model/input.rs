//! Inputs on their way to values: what a create gives, what an update changes, which row a key names.

use std::fmt;

use super::Table;
use crate::{
    error::RusqliteError,
    value::{FieldValue, Value},
};

/// The input of a create: a generated `Create<Model>Input`.
pub trait CreateInput {
    /// The model that it makes.
    type Model;

    /// Puts each given field into the row.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] for a value that has no storage form.
    fn write(self, row: &mut NewRow) -> Result<(), RusqliteError>;
}

/// The input of an update: a generated `Update<Model>Input`.
pub trait UpdateInput {
    /// The model that it changes.
    type Model;

    /// Puts each given field into the changes.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] for a value that has no storage form.
    fn write(self, changes: &mut Changes) -> Result<(), RusqliteError>;
}

/// The type of a primary key: a scalar, or a generated `<Model>Key` struct.
pub trait Key {
    /// One value, or an array of as many as the key has columns.
    type Values: AsRef<[Value]> + Into<Vec<Value>>;

    /// Gives the values of the key's columns, in their order in the schema.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] for a value that has no storage form.
    fn into_values(self, table: &'static Table) -> Result<Self::Values, RusqliteError>;
}

impl<T: FieldValue> Key for T {
    type Values = [Value; 1];

    fn into_values(self, table: &'static Table) -> Result<[Value; 1], RusqliteError> {
        let position = table.key.first().copied().unwrap_or_default();
        Ok([stored(table, position, self)?])
    }
}

/// The values that the input of a create gives; a column it leaves out is `None`.
pub struct NewRow {
    pub(crate) table: &'static Table,
    pub(crate) cells: Vec<Option<Value>>,
}

impl fmt::Debug for NewRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NewRow").field(&self.table.model).finish()
    }
}

impl NewRow {
    pub(crate) fn of(table: &'static Table, input: impl CreateInput) -> Result<Self, RusqliteError> {
        let mut row = Self { table, cells: vec![None; table.columns.len()] };
        input.write(&mut row)?;
        Ok(row)
    }

    /// Gives the column at `position` this value.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] when the value has no storage form.
    pub fn set<T: FieldValue>(&mut self, position: usize, value: T) -> Result<(), RusqliteError> {
        self.cells[position] = Some(stored(self.table, position, value)?);
        Ok(())
    }

    /// Gives the column at `position` this value, or leaves it to its default.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] when the value has no storage form.
    pub fn set_or_default<T: FieldValue>(
        &mut self,
        position: usize,
        value: Option<T>,
    ) -> Result<(), RusqliteError> {
        value.map_or(Ok(()), |value| self.set(position, value))
    }
}

/// The columns that an update sets, in the order of the schema.
pub struct Changes {
    pub(crate) table: &'static Table,
    pub(crate) set: Vec<(usize, Value)>,
}

impl fmt::Debug for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Changes").field(&self.table.model).finish()
    }
}

impl Changes {
    pub(crate) fn of(table: &'static Table, input: impl UpdateInput) -> Result<Self, RusqliteError> {
        let mut changes = Self { table, set: Vec::with_capacity(table.columns.len()) };
        input.write(&mut changes)?;
        Ok(changes)
    }

    /// Sets the column at `position`, unless `value` is `None`.
    ///
    /// # Errors
    /// [`RusqliteError::InvalidValue`] when the value has no storage form.
    pub fn set<T: FieldValue>(&mut self, position: usize, value: Option<T>) -> Result<(), RusqliteError> {
        if let Some(value) = value {
            self.set.push((position, stored(self.table, position, value)?));
        }
        Ok(())
    }
}

/// Gives a value its storage form, or the error that names its field.
///
/// # Errors
/// [`RusqliteError::InvalidValue`] when the value has no storage form.
pub fn stored<T: FieldValue>(
    table: &'static Table,
    position: usize,
    value: T,
) -> Result<Value, RusqliteError> {
    value.into_stored().map_err(|source| RusqliteError::InvalidValue {
        model: table.model,
        field: table.columns[position].field,
        source,
    })
}
