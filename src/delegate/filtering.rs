//! The methods that every verb over several rows has in common: which rows.

/// Writes `where_`, `where_expr` and `where_optional` for a builder with a `selection`.
macro_rules! filtering {
    ($builder:ident < $($parameter:tt),+ >) => {
        impl<'a, M, K> $builder<$($parameter),+> {
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

pub(super) use filtering;
