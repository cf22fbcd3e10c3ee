//! What the rows of a statement of the caller's own become, and what its parameters are made of.

use super::{Row, Table};
use crate::{
    error::{QueryError, RusqliteError},
    value::{FieldValue, Value},
};

/// A type that a row of `query_as` becomes.
///
/// A field's type is a row of one column, and a tuple of up to eight of them is a row of as many: both are read by
/// position. A generated model or view is read by the names of its columns, whatever else the statement gives, as is a
/// struct of one's own after [`from_row!`](crate::from_row).
pub trait FromRow: Sized {
    /// The columns that [`from_row`](Self::from_row) reads.
    const COLUMNS: RowColumns;

    /// Reads the row. Its positions are those in [`COLUMNS`](Self::COLUMNS).
    ///
    /// # Errors
    /// When a cell is not of its field's type.
    fn from_row(row: &Row<'_>) -> Result<Self, RusqliteError>;
}

/// The columns that a row type reads.
#[derive(Debug, Clone, Copy)]
pub enum RowColumns {
    /// So many, by position. The statement must give as many.
    Count(usize),
    /// All that the statement gives, by position.
    All,
    /// Those with these names, in upper or lower case. The statement may give others.
    Named(&'static [&'static str]),
    /// Those of a table or a view.
    #[doc(hidden)]
    Table(&'static Table),
}

impl RowColumns {
    /// Finds where a statement gives each column.
    ///
    /// # Errors
    /// [`QueryError::ColumnCount`], [`QueryError::MissingColumn`], [`QueryError::AmbiguousColumn`].
    pub(crate) fn places(self, given: &[&str]) -> Result<Vec<usize>, QueryError> {
        match self {
            Self::Count(expected) if expected == given.len() => Ok((0..expected).collect()),
            Self::Count(expected) => Err(QueryError::ColumnCount { expected, found: given.len() }),
            Self::All => Ok((0..given.len()).collect()),
            Self::Named(names) => names.iter().map(|name| place(name, given)).collect(),
            Self::Table(table) => table.columns.iter().map(|column| place(column.name, given)).collect(),
        }
    }
}

/// A field that is named by a keyword is written `r#type`.
fn place(name: &str, given: &[&str]) -> Result<usize, QueryError> {
    let name = name.strip_prefix("r#").unwrap_or(name);
    let mut places = (0..given.len()).filter(|&place| given[place].eq_ignore_ascii_case(name));
    match (places.next(), places.next()) {
        (Some(place), None) => Ok(place),
        (None, _) => Err(QueryError::MissingColumn { column: name.to_owned() }),
        (Some(_), Some(_)) => Err(QueryError::AmbiguousColumn { column: name.to_owned() }),
    }
}

impl<T: FieldValue> FromRow for T {
    const COLUMNS: RowColumns = RowColumns::Count(1);

    fn from_row(row: &Row<'_>) -> Result<Self, RusqliteError> {
        row.get(0)
    }
}

/// The values for the parameters of `query_as`: `()`, a tuple of up to eight fields' values, or a `Vec` of values that
/// are in their storage form already.
pub trait QueryParams {
    /// Gives the values in their storage form.
    ///
    /// # Errors
    /// [`QueryError::InvalidParameter`] when one has none.
    fn into_values(self) -> Result<Vec<Value>, QueryError>;
}

/// A value for a parameter: one of a field, or text that is not owned.
pub trait QueryParam {
    /// Gives the value in its storage form.
    ///
    /// # Errors
    /// When it has none.
    fn into_value(self) -> Result<Value, crate::value::ValueError>;
}

impl<T: FieldValue> QueryParam for T {
    fn into_value(self) -> Result<Value, crate::value::ValueError> {
        self.into_stored()
    }
}

impl QueryParam for &str {
    fn into_value(self) -> Result<Value, crate::value::ValueError> {
        self.to_owned().into_stored()
    }
}

impl QueryParams for () {
    fn into_values(self) -> Result<Vec<Value>, QueryError> {
        Ok(Vec::new())
    }
}

impl QueryParams for Vec<Value> {
    fn into_values(self) -> Result<Vec<Value>, QueryError> {
        Ok(self)
    }
}

/// Writes what a tuple is: a row, and parameters.
macro_rules! tuple {
    ($count:literal: $($name:ident $at:tt),+) => {
        impl<$($name: FieldValue),+> FromRow for ($($name,)+) {
            const COLUMNS: RowColumns = RowColumns::Count($count);

            fn from_row(row: &Row<'_>) -> Result<Self, RusqliteError> {
                Ok(($(row.get::<$name>($at)?,)+))
            }
        }

        impl<$($name: QueryParam),+> QueryParams for ($($name,)+) {
            fn into_values(self) -> Result<Vec<Value>, QueryError> {
                Ok(vec![$(
                    self.$at
                        .into_value()
                        .map_err(|source| QueryError::InvalidParameter { position: $at + 1, source })?
                ),+])
            }
        }
    };
}

tuple!(1: A 0);
tuple!(2: A 0, B 1);
tuple!(3: A 0, B 1, C 2);
tuple!(4: A 0, B 1, C 2, D 3);
tuple!(5: A 0, B 1, C 2, D 3, E 4);
tuple!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_in_any_case_and_by_count() {
        let named = RowColumns::Named(&["name", "r#type"]);

        assert_eq!(named.places(&["type", "extra", "NAME"]), Ok(vec![2, 0]));
        let missing = QueryError::MissingColumn { column: "type".to_owned() };
        assert_eq!(named.places(&["name"]), Err(missing));
        let twice = QueryError::AmbiguousColumn { column: "name".to_owned() };
        assert_eq!(named.places(&["name", "type", "Name"]), Err(twice));
        assert_eq!(RowColumns::Count(2).places(&["a", "a"]), Ok(vec![0, 1]));
        let count = QueryError::ColumnCount { expected: 2, found: 1 };
        assert_eq!(RowColumns::Count(2).places(&["a"]), Err(count));
    }
}
