//! What is known to have been written: of which tables, which rows, and which columns.

use crate::model::Columns;

/// More rows of a table than these are any of its rows: whoever asks about each of them is not faster then.
const ROWS: usize = 1_000;

/// What is known to have been written. Few tables are, so that a list holds them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Written {
    tables: Vec<InTable>,
    /// Whether any row of any table may have been.
    is_anything: bool,
}

/// What is known of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct InTable {
    name: Box<str>,
    rows: Rows,
    /// What holds another value in some of the rows; all for rows that came or went.
    columns: Columns,
}

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Those with these rowids, some of them twice.
    Of(Vec<i64>),
    Any,
}

impl Rows {
    fn add(&mut self, rowid: i64) {
        match self {
            Self::Any => {}
            Self::Of(rowids) if rowids.last() == Some(&rowid) => {}
            Self::Of(rowids) => {
                rowids.push(rowid);
                if rowids.len() == 2 * ROWS {
                    self.tidy();
                }
            }
        }
    }

    /// Leaves each row once, or gives up when they are too many.
    fn tidy(&mut self) {
        let Self::Of(rowids) = self else { return };
        rowids.sort_unstable();
        rowids.dedup();
        if rowids.len() > ROWS {
            *self = Self::Any;
        }
    }
}

impl Written {
    /// Any row of any table.
    pub(crate) fn anything() -> Self {
        Self { is_anything: true, ..Self::default() }
    }

    pub(crate) fn is_nothing(&self) -> bool {
        !self.is_anything && self.tables.is_empty()
    }

    /// Whether a table was written, and which rows and columns of it.
    pub(crate) fn of(&self, table: &str) -> Option<(&Rows, Columns)> {
        if self.is_anything {
            return Some((&Rows::Any, Columns::All));
        }
        let known = self.tables.iter().find(|known| known.name.eq_ignore_ascii_case(table));
        known.map(|known| (&known.rows, known.columns))
    }

    /// Adds a row.
    pub(super) fn add(&mut self, table: &str, rowid: i64, columns: Columns) {
        self.table(table, columns).add(rowid);
    }

    /// Adds what else was written.
    pub(crate) fn merge(&mut self, other: Self) {
        self.is_anything |= other.is_anything;
        for InTable { name, rows, columns } in other.tables {
            let known = self.table(&name, columns);
            match rows {
                Rows::Any => *known = Rows::Any,
                Rows::Of(rowids) => rowids.into_iter().for_each(|rowid| known.add(rowid)),
            }
        }
    }

    /// Forgets which rows of its tables were written.
    pub(super) fn forget_rows(&mut self) {
        self.tables.iter_mut().for_each(|known| known.rows = Rows::Any);
        self.forget_columns();
    }

    /// Forgets which columns of its tables were written.
    pub(super) fn forget_columns(&mut self) {
        self.tables.iter_mut().for_each(|known| known.columns = Columns::All);
    }

    /// Adds columns to a table, which is the last one as a rule, and gives its rows.
    fn table(&mut self, name: &str, columns: Columns) -> &mut Rows {
        let known = self.tables.iter().rposition(|known| *known.name == *name);
        let at = known.unwrap_or(self.tables.len());
        if known.is_none() {
            self.tables.push(InTable { name: name.into(), rows: Rows::Of(Vec::new()), columns });
        }
        let known = &mut self.tables[at];
        known.columns = known.columns.or(columns);
        &mut known.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_rows_than_are_worth_a_look_each_are_any() {
        let mut written = Written::default();
        (0..3_000).for_each(|at| written.add("a", at % 900, Columns::All));
        (0..3_000).for_each(|at| written.add("b", at, Columns::All));

        assert!(matches!(written.of("a"), Some((Rows::Of(rowids), _)) if rowids.len() < 2 * ROWS));
        assert_eq!(written.of("b"), Some((&Rows::Any, Columns::All)));
    }
}
