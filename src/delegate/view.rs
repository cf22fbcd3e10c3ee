//! The verbs of a view: those of a model that read.

use super::{Aggregate, Count, Exists, FindFirst, FindMany, FindUnique, ModelDelegate, Target};
use crate::model::{Key, ViewDescriptor};

/// The verbs of the view `V` whose rows have the unique key `K`. Otherwise as [`ModelDelegate`].
///
/// ```
/// use larder::{RusqliteRuntime, ViewDelegate};
/// # mod schema { larder::include_embedded_schema!("tests/schemas/views.cstack"); }
/// # use schema::cratestack_schema;
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// let runtime = RusqliteRuntime::open_in_memory()?;
/// cratestack_schema::bootstrap(&runtime)?;
///
/// let totals = ViewDelegate::new(&runtime, &cratestack_schema::ORDER_TOTAL_VIEW);
/// assert_eq!(totals.find_unique(7).run()?, None);
/// # Ok(())
/// # }
/// ```
pub struct ViewDelegate<'a, V: 'static, K: 'static> {
    rows: ModelDelegate<'a, V, K>,
}

/// The verbs of the view `V` whose rows have no unique key. Otherwise as [`ModelDelegate`].
pub struct ViewDelegateNoUnique<'a, V: 'static> {
    rows: ModelDelegate<'a, V, ()>,
}

impl<'a, V, K: Key> ViewDelegate<'a, V, K> {
    /// Looks for the row with this key.
    pub fn find_unique(self, key: K) -> FindUnique<'a, V, K> {
        self.rows.find_unique(key)
    }
}

/// Writes what both delegates have.
macro_rules! view_delegate {
    ($delegate:ident < $($parameter:tt),+ >, $key:ty) => {
        impl<$($parameter),+> $delegate<$($parameter),+> {
            /// Makes the delegate of `view` on a `&RusqliteRuntime` or a `&Transaction`.
            pub fn new(target: impl Into<Target<'a>>, view: &'static ViewDescriptor<V, $key>) -> Self {
                Self { rows: ModelDelegate::new(target, &view.rows) }
            }

            /// Looks for rows.
            pub fn find_many(self) -> FindMany<'a, V, $key> {
                self.rows.find_many()
            }

            /// Looks for the first row.
            pub fn find_first(self) -> FindFirst<'a, V, $key> {
                self.rows.find_first()
            }

            /// Counts rows.
            pub fn count(self) -> Count<'a, V, $key> {
                self.rows.count()
            }

            /// Computes sums, averages, the least and the greatest of fields, over all rows or group by group.
            pub fn aggregate(self) -> Aggregate<'a, V, $key> {
                self.rows.aggregate()
            }

            /// Asks whether there is a row.
            pub fn exists(self) -> Exists<'a, V, $key> {
                self.rows.exists()
            }
        }

        impl<$($parameter),+> Clone for $delegate<$($parameter),+> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<$($parameter),+> Copy for $delegate<$($parameter),+> {}

        impl<$($parameter),+> std::fmt::Debug for $delegate<$($parameter),+> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($delegate)).field(&self.rows.model.name()).finish()
            }
        }
    };
}

view_delegate!(ViewDelegate<'a, V, K>, K);
view_delegate!(ViewDelegateNoUnique<'a, V>, ());
