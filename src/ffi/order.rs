//! In which direction a field orders rows, for Swift, Kotlin and Python.

use crate::query::{FieldRef, OrderBy};

/// A direction, and where the rows without a value come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum SortOrder {
    /// Least first; rows without a value before all others.
    Ascending,
    /// Greatest first; rows without a value after all others.
    Descending,
    /// Least first; rows without a value after all others.
    AscendingNullsLast,
    /// Greatest first; rows without a value before all others.
    DescendingNullsFirst,
}

impl SortOrder {
    /// Orders by a field.
    pub fn by<M, T>(self, field: FieldRef<M, T>) -> OrderBy<M> {
        match self {
            Self::Ascending => field.asc(),
            Self::Descending => field.desc(),
            Self::AscendingNullsLast => field.asc().nulls_last(),
            Self::DescendingNullsFirst => field.desc().nulls_first(),
        }
    }
}
