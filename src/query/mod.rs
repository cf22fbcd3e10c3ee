//! What a caller asks for: filters, order, page. Plain data without SQL text; `sql` turns it into statements.

mod aggregate;
mod batch;
mod conflict;
mod cursor;
mod field;
mod filter;
mod group;
mod json;
mod order;
mod page;
mod path;
mod plan;
mod search;
mod selection;

pub use aggregate::{AggregateExpr, Aggregates, GroupFields, count};
pub(crate) use aggregate::{ComputedCells, Measure};
pub use batch::{Batch, BatchErrorCode, BatchResult, BatchSummary};
pub use conflict::ConflictTarget;
pub(crate) use conflict::Meeting;
pub use cursor::{Cursor, KeysetPage};
pub use field::FieldRef;
pub use filter::FilterExpr;
pub(crate) use filter::{Case, Comparison, Predicate, Quantifier, TextMatch};
pub(crate) use group::{Aggregation, GroupPredicate, GroupStep};
pub use group::{GroupFilter, GroupOrder};
pub use json::{JsonOrdered, JsonRef, JsonScalar};
pub use order::OrderBy;
pub(crate) use order::{Direction, Nulls};
pub use page::{Page, PageInfo, PageInput};
pub(crate) use path::{Path, Place};
pub use path::{ToMany, ToOne};
pub use plan::{PlanStep, QueryPlan};
pub use search::{Found, SnippetOptions, TextSearch};
pub(crate) use selection::{OrderValues, Selection, Tombstones};
