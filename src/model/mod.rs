//! The contract with generated code: what a table is, how a row becomes a struct, how an input becomes values.
//! Generated code fills these shapes with data; every behaviour that reads them lives in the rooms above.

mod column;
mod columns;
mod descriptor;
mod from_row;
mod input;
mod relation;
mod row;
mod ruled;
mod validator;

pub use column::{Column, DefaultValue, Update};
pub(crate) use columns::Columns;
pub use descriptor::{
    FixedSql, ForeignKey, FulltextIndex, ModelDescriptor, SchemaDescriptor, SchemaObject, Table,
    ViewDescriptor,
};
pub use from_row::{FromRow, QueryParam, QueryParams, RowColumns};
pub use input::{Changes, CreateInput, Key, NewRow, UpdateInput, stored};
pub use relation::Relation;
pub(crate) use row::Cells;
pub use row::Row;
pub use ruled::{Ruled, check_field};
pub use validator::{Pattern, Validator};
