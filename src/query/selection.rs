//! A filter, an order and a page together: what every reading verb and the `_many` verbs carry.

use super::{FilterExpr, OrderBy, Predicate};

/// Which rows of one table, in which order, which part of them.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    /// Conditions that all hold.
    pub(crate) filters: Vec<Predicate>,
    /// The order, most significant step first.
    pub(crate) order: Vec<OrderBy<()>>,
    /// The greatest count of rows.
    pub(crate) limit: Option<u64>,
    /// How many rows are passed over first.
    pub(crate) offset: Option<u64>,
}

impl Selection {
    pub(crate) fn filter<M>(&mut self, filter: FilterExpr<M>) {
        self.filters.push(filter.predicate);
    }
}
