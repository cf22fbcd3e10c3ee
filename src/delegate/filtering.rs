//! The methods that the verbs over several rows have in common: which rows, in which order.

/// Writes `where_`, `where_expr` and `where_optional` for a builder with a `selection`.
macro_rules! filtering {
    ($builder:ident < $($parameter:tt),+ >) => {
        impl<$($parameter),+> $builder<$($parameter),+> {
            /// Keeps the rows that meet this filter and every other that is given.
            pub fn where_(mut self, filter: $crate::query::FilterExpr<M>) -> Self {
                self.selection.filter(filter);
                self
            }

            /// Keeps the rows that meet this combination of filters; the same as [`where_`](Self::where_).
            pub fn where_expr(self, filter: $crate::query::FilterExpr<M>) -> Self {
                self.where_(filter)
            }

            /// Keeps the rows that meet this filter, when there is one.
            pub fn where_optional(self, filter: Option<$crate::query::FilterExpr<M>>) -> Self {
                match filter {
                    Some(filter) => self.where_(filter),
                    None => self,
                }
            }
        }
    };
}

/// Writes `order_by` for a builder with a `selection`.
macro_rules! ordering {
    ($builder:ident < $($parameter:tt),+ >) => {
        impl<$($parameter),+> $builder<$($parameter),+> {
            /// Orders the rows; a further call orders those that are equal so far.
            pub fn order_by(mut self, order: $crate::query::OrderBy<M>) -> Self {
                self.selection.order.push(order.erase());
                self
            }
        }
    };
}

/// Writes what a verb that reads has besides: `with_deleted`, `only_deleted` and `search`.
macro_rules! reading {
    ($builder:ident < $($parameter:tt),+ >) => {
        impl<$($parameter),+> $builder<$($parameter),+> {
            /// Takes soft-deleted rows as well; the model must have `@@soft_delete`.
            pub fn with_deleted(mut self) -> Self {
                self.selection.tombstones = $crate::query::Tombstones::Included;
                self
            }

            /// Takes soft-deleted rows alone; the model must have `@@soft_delete`.
            pub fn only_deleted(mut self) -> Self {
                self.selection.tombstones = $crate::query::Tombstones::Only;
                self
            }

            /// Keeps the rows that hold these words in the fields of `@@fulltext`; a further call replaces them. Without
            /// an order of its own the query gives the rows that fit best first.
            pub fn search(mut self, words: impl Into<$crate::query::TextSearch>) -> Self {
                self.selection.search = Some(words.into());
                self
            }
        }
    };
}

/// Writes `limit`, `offset` and `distinct` for a builder with a `selection`.
macro_rules! limiting {
    ($builder:ident < $($parameter:tt),+ >) => {
        impl<$($parameter),+> $builder<$($parameter),+> {
            /// Gives at most so many rows.
            pub fn limit(mut self, rows: u64) -> Self {
                self.selection.limit = Some(rows);
                self
            }

            /// Passes over so many rows first, with a limit or without.
            pub fn offset(mut self, rows: u64) -> Self {
                self.selection.offset = Some(rows);
                self
            }

            /// Gives rows that are equal in all that is read of them once. Two rows with a key never are.
            pub fn distinct(mut self) -> Self {
                self.selection.duplicates = $crate::query::Duplicates::Dropped;
                self
            }
        }
    };
}

/// Writes `include` for a builder with `includes` and these other parts.
macro_rules! relating {
    ($builder:ident < $a:tt, $m:ident, $k:ident, $i:ident > { $($part:ident),+ }) => {
        impl<$a, $m, $k, $i> $builder<$a, $m, $k, $i> {
            /// Takes what is related to each row along: a row becomes a tuple that ends with it. Several come by several
            /// calls; each is one statement more, whatever the number of rows, and all are of one state of the database.
            pub fn include<X>(self, related: X) -> $builder<$a, $m, $k, $i::And<X>>
            where
                $i: $crate::query::IncludeList,
            {
                $builder { $($part: self.$part,)+ includes: self.includes.and(related) }
            }
        }
    };
}

pub(super) use {filtering, limiting, ordering, reading, relating};
