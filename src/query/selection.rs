//! A search, a filter, an order and a page together: what every reading verb and the `_many` verbs carry.

use super::{FieldPlace, FilterExpr, OrderBy, Predicate, SnippetOptions, TextSearch};
use crate::model::{Columns, Table};

/// Which rows of one table, in which order, which part of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selection {
    /// The words that a full-text search looks for.
    pub(crate) search: Option<TextSearch>,
    /// The extract that each found row comes with.
    pub(crate) snippet: Option<SnippetOptions>,
    /// What becomes of soft-deleted rows.
    pub(crate) tombstones: Tombstones,
    /// Whether the values of the order stand beside each row.
    pub(crate) order_values: OrderValues,
    /// What is read of each row; its model when there is none.
    pub(crate) fields: Vec<FieldPlace>,
    /// Whether rows that are equal in what is read of them are one.
    pub(crate) duplicates: Duplicates,
    /// Conditions that all hold.
    pub(crate) filters: Vec<Predicate>,
    /// The order, most significant step first.
    pub(crate) order: Vec<OrderBy<()>>,
    /// The greatest count of rows.
    pub(crate) limit: Option<u64>,
    /// How many rows are passed over first.
    pub(crate) offset: Option<u64>,
}

/// Whether the values of the order's steps that no column of a row holds come after its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum OrderValues {
    #[default]
    Hidden,
    Shown,
}

/// What becomes of rows that are equal in what is read of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Duplicates {
    #[default]
    Kept,
    Dropped,
}

/// What becomes of soft-deleted rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tombstones {
    /// They are left out.
    #[default]
    Skipped,
    /// They are read as the others are.
    Included,
    /// Only they are read.
    Only,
}

impl Selection {
    /// Whether it looks beyond the rows of its own table.
    pub(crate) fn is_related(&self) -> bool {
        self.filters.iter().any(Predicate::is_related)
            || self.order.iter().any(|step| step.place.is_related())
            || self.fields.iter().any(|field| field.place.is_related())
    }

    /// The columns of its own table by which it chooses rows; none when it looks beyond them.
    pub(crate) fn chooses_by(&self, table: &'static Table) -> Option<Columns> {
        let begun = if self.search.is_some() { Columns::All } else { Columns::none(table) };
        let chosen = || self.filters.iter().fold(begun, |known, filter| filter.columns(known));
        (!self.is_related()).then(chosen)
    }

    /// The columns of its own table that make its rows and their order; none when it looks beyond them.
    pub(crate) fn looks_at(&self, table: &'static Table) -> Option<Columns> {
        let chosen = self.chooses_by(table)?;
        if self.fields.is_empty() || self.snippet.is_some() {
            return Some(Columns::All);
        }
        let read =
            self.fields.iter().map(|field| &field.place).chain(self.order.iter().map(|step| &step.place));
        Some(read.fold(chosen, |known, place| place.columns(known)))
    }

    pub(crate) fn filter<M>(&mut self, filter: FilterExpr<M>) {
        self.filters.push(filter.predicate);
    }
}
