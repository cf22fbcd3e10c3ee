//! A model and a whole schema as data, the constants of generated code.

use std::fmt;

use once_cell::sync::OnceCell;

use super::{Column, Row};
use crate::error::RusqliteError;

/// What a delegate needs to know of the model `M` with the key `K`: one constant of generated code.
pub struct ModelDescriptor<M: 'static, K: 'static> {
    /// The table, the same for every type.
    pub table: &'static Table,
    /// Makes a model of a row.
    pub decode: fn(&Row<'_>) -> Result<M, RusqliteError>,
    /// Ties the key's type to the model.
    pub key: std::marker::PhantomData<fn(K)>,
}

impl<M, K> ModelDescriptor<M, K> {
    /// Gives the model's name in the schema.
    #[expect(
        clippy::misnamed_getters,
        reason = "the descriptor's name is the model's; the table has its own"
    )]
    pub const fn name(&self) -> &'static str {
        self.table.model
    }

    /// Gives the table's name in the database.
    pub const fn table_name(&self) -> &'static str {
        self.table.name
    }
}

impl<M, K> fmt::Debug for ModelDescriptor<M, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ModelDescriptor").field(&self.table.model).finish()
    }
}

/// What a delegate needs to know of the view `V` with the key `K`, which is `()` when it has none.
pub struct ViewDescriptor<V: 'static, K: 'static> {
    /// A view is read as a table is.
    pub rows: ModelDescriptor<V, K>,
}

impl<V, K> fmt::Debug for ViewDescriptor<V, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ViewDescriptor").field(&self.rows.name()).finish()
    }
}

/// A table of the schema, or a view. Numbers are positions in `columns`.
#[derive(Debug)]
pub struct Table {
    /// The model's name in the schema.
    pub model: &'static str,
    /// The table's name in the database.
    pub name: &'static str,
    /// The columns that the model shows, in the order of the schema.
    pub columns: &'static [Column],
    /// The primary key.
    pub key: &'static [usize],
    /// The unique constraints apart from the key.
    pub uniques: &'static [&'static [usize]],
    /// The foreign keys.
    pub foreign_keys: &'static [ForeignKey],
    /// The `@version` column.
    pub version: Option<usize>,
    /// The column with the time of a soft delete, with `@@soft_delete`; the model need not show it.
    pub tombstone: Option<&'static str>,
    /// The index of `@@fulltext`.
    pub fulltext: Option<FulltextIndex>,
    /// The days that `@@retain` keeps a tombstone.
    pub retain_days: Option<u32>,
    /// Whether changes are to be audited (`@@audit`).
    pub audit: bool,
    /// The events of `@@emit`.
    pub emits: &'static [&'static str],
    /// The SQL that never changes, rendered at its first use.
    pub fixed: &'static FixedSql,
}

impl Table {
    /// Gives the columns of the key.
    pub(crate) fn key_columns(&self) -> impl Iterator<Item = &'static Column> {
        self.key.iter().map(|&position| &self.columns[position])
    }

    /// Gives the position of the column that SQLite numbers by itself.
    pub(crate) fn numbered(&self) -> Option<usize> {
        let automatic = |at: &usize| self.columns[*at].default == Some(super::DefaultValue::AutoIncrement);
        self.key.iter().copied().find(automatic)
    }
}

/// The full-text index of a table: a table of its own, kept by triggers.
#[derive(Debug)]
pub struct FulltextIndex {
    /// Its name in the database.
    pub name: &'static str,
    /// The column of the table that numbers its rows, as the index does.
    pub row_number: &'static str,
}

/// A foreign key of a table.
#[derive(Debug)]
pub struct ForeignKey {
    /// The columns of this table: positions.
    pub columns: &'static [usize],
    /// The table that they name.
    pub table: &'static str,
    /// The columns of that table, in the same order.
    pub references: &'static [&'static str],
}

/// A place for each statement of a table whose text depends on nothing but the table. Filled by `sql`.
#[derive(Debug, Default)]
pub struct FixedSql {
    pub(crate) find_unique: OnceCell<String>,
    pub(crate) insert: OnceCell<String>,
    pub(crate) delete: OnceCell<String>,
}

impl FixedSql {
    /// Makes the empty places.
    pub const fn new() -> Self {
        Self { find_unique: OnceCell::new(), insert: OnceCell::new(), delete: OnceCell::new() }
    }
}

/// A whole schema, for `bootstrap`.
#[derive(Debug)]
pub struct SchemaDescriptor {
    /// The tables, indexes, triggers and views, in an order in which they can be created.
    pub objects: &'static [SchemaObject],
    /// The tables of the models.
    pub tables: &'static [&'static Table],
    /// The views.
    pub views: &'static [&'static Table],
}

/// A table, an index, a trigger or a view, and the statement that makes it.
#[derive(Debug)]
pub struct SchemaObject {
    /// Its name in the database.
    pub name: &'static str,
    /// Its `CREATE` statement.
    pub sql: &'static str,
    /// What fills it from the rows that are there when it is made; empty for most.
    pub fill: &'static str,
}
