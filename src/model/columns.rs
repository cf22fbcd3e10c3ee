//! Some columns of a table: those that an update sets, those that a query looks at.

use std::ptr;

use super::{Column, Table};

/// Columns of one table, or all that there are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Columns {
    All,
    /// A bit for each position; the last one is for all positions from there on.
    Of(&'static Table, u64),
}

impl Columns {
    pub(crate) const fn none(table: &'static Table) -> Self {
        Self::Of(table, 0)
    }

    /// Adds the column at a position.
    pub(crate) fn and_at(self, position: usize) -> Self {
        match self {
            Self::All => Self::All,
            Self::Of(table, bits) => Self::Of(table, bits | 1 << position.min(63)),
        }
    }

    /// Adds a column; one that the model does not show makes it all.
    pub(crate) fn and(self, column: &Column) -> Self {
        let Self::Of(table, _) = self else { return Self::All };
        let position = table.columns.iter().position(|shown| ptr::eq(shown, column));
        position.map_or(Self::All, |position| self.and_at(position))
    }

    /// Those of both.
    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Of(table, bits), Self::Of(other, others)) if ptr::eq(table, other) => {
                Self::Of(table, bits | others)
            }
            _ => Self::All,
        }
    }

    /// Whether a column is one of both, or may be: what two schemas say of one table is not compared, and all that there are meet a
    /// query that looks at none, such as a count.
    pub(crate) fn meet(self, other: Self) -> bool {
        match (self, other) {
            (Self::Of(table, bits), Self::Of(other, others)) if ptr::eq(table, other) => bits & others != 0,
            _ => true,
        }
    }

    /// Whether they are of a table with this name, and not all that there are.
    pub(crate) fn are_of(self, name: &str) -> bool {
        matches!(self, Self::Of(table, _) if table.name.eq_ignore_ascii_case(name))
    }
}

impl PartialEq for Columns {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Self::All, Self::All) => true,
            (Self::Of(table, bits), Self::Of(other, others)) => ptr::eq(table, other) && bits == others,
            _ => false,
        }
    }
}

impl Eq for Columns {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FixedSql, Update};

    const COLUMN: Column = Column {
        field: "f",
        name: "f",
        nullable: false,
        default: None,
        update: Update::Free,
        collation: None,
        validators: &[],
    };
    static FIXED: FixedSql = FixedSql::new();
    static WIDE: [Column; 70] = [COLUMN; 70];
    static ONE: Table = table(&WIDE);
    static OTHER: Table = table(&WIDE);

    const fn table(columns: &'static [Column]) -> Table {
        Table {
            model: "T",
            name: "t",
            columns,
            key: &[0],
            uniques: &[],
            foreign_keys: &[],
            version: None,
            tombstone: None,
            fulltext: None,
            retain_days: None,
            audit: false,
            emits: &[],
            fixed: &FIXED,
        }
    }

    fn at<const N: usize>(table: &'static Table, positions: [usize; N]) -> Columns {
        positions.into_iter().fold(Columns::none(table), Columns::and_at)
    }

    #[test]
    fn columns_meet_where_they_are_the_same() {
        assert!(at(&ONE, [1, 5]).meet(at(&ONE, [5, 9])));
        assert!(!at(&ONE, [1, 5]).meet(at(&ONE, [2, 9])));
        assert!(!at(&ONE, [1]).meet(Columns::none(&ONE)));
        assert!(Columns::All.meet(Columns::none(&ONE)));
        assert_eq!(at(&ONE, [1]).or(at(&ONE, [5])), at(&ONE, [1, 5]));
        assert_eq!(Columns::none(&ONE).and(&WIDE[5]), at(&ONE, [5]));
    }

    #[test]
    fn what_cannot_be_told_apart_meets() {
        // Beyond the last bit.
        assert!(at(&ONE, [63]).meet(at(&ONE, [69])));
        assert!(!at(&ONE, [62]).meet(at(&ONE, [69])));
        // Of another schema.
        assert!(at(&ONE, [1]).meet(at(&OTHER, [2])));
        assert_eq!(at(&ONE, [1]).or(at(&OTHER, [1])), Columns::All);
        // Of no schema.
        assert_eq!(at(&ONE, [1]).and(&COLUMN), Columns::All);
    }
}
