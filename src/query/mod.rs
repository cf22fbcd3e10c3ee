//! What a caller asks for: filters, order, page. Plain data without SQL text; `sql` turns it into statements.

mod field;
mod filter;
mod order;
mod page;
mod selection;

pub use field::{ConflictTarget, FieldRef};
pub use filter::FilterExpr;
pub(crate) use filter::{Case, Comparison, Predicate, TextMatch};
pub use order::OrderBy;
pub(crate) use order::{Direction, Nulls};
pub use page::{Page, PageInfo, PageInput};
pub(crate) use selection::Selection;
