//! A relation of the schema as data: which rows of another table belong to a row.

use super::Table;

/// A field that names another model, on either side of the foreign key. Source: `@relation`.
#[derive(Debug)]
pub struct Relation {
    /// The field, by its name in the schema.
    pub field: &'static str,
    /// The columns of this table.
    pub columns: &'static [&'static str],
    /// The table of the other model.
    pub target: &'static Table,
    /// The columns of that table that are equal to them, in the same order.
    pub references: &'static [&'static str],
}
