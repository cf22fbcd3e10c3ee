//! Statements for Swift, Kotlin and Python: the app's own that read, and what a query of a store runs.

use super::{Query, Rows, Scalar, Scope, StoreError};
use crate::{
    delegate::{ModelDelegate, Target},
    error::{QueryError, RusqliteError},
    model::{FromRow, QueryParams, Row, RowColumns},
    value::{FieldValue, Value},
};

/// What a query runs, and how.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct QueryPlan {
    /// The statement. Each value in it is a parameter.
    pub sql: String,
    /// The steps in which SQLite runs it, a line for each.
    pub steps: String,
    /// The tables that are read in full.
    pub scanned: Vec<String>,
}

/// A row of a statement of the app's own: every column, in its storage form.
impl FromRow for Vec<Scalar> {
    const COLUMNS: RowColumns = RowColumns::All;

    fn from_row(row: &Row<'_>) -> Result<Self, RusqliteError> {
        Ok(row.values()?.into_iter().map(Scalar::from).collect())
    }
}

impl From<Value> for Scalar {
    fn from(stored: Value) -> Self {
        match stored {
            Value::Null => Self::Null,
            Value::Integer(number) => Self::Integer(number),
            Value::Real(number) => Self::Float(number),
            Value::Text(text) => Self::Text(text),
            Value::Blob(bytes) => Self::Bytes(bytes),
        }
    }
}

impl QueryParams for Vec<Scalar> {
    fn into_values(self) -> Result<Vec<Value>, QueryError> {
        let stored = self.into_iter().map(|scalar| match scalar {
            Scalar::Null => Ok(Value::Null),
            Scalar::Integer(value) => value.into_stored(),
            Scalar::Float(value) => value.into_stored(),
            Scalar::Decimal(value) => value.into_stored(),
            Scalar::Boolean(value) => value.into_stored(),
            Scalar::Text(value) => value.into_stored(),
            Scalar::DateTime(value) => value.into_stored(),
            Scalar::Uuid(value) => value.into_stored(),
            Scalar::Bytes(value) => value.into_stored(),
            Scalar::Json(value) => value.into_stored(),
        });
        let numbered = stored.zip(1..).map(|(stored, position)| {
            stored.map_err(|source| QueryError::InvalidParameter { position, source })
        });
        numbered.collect()
    }
}

impl Scope {
    /// Reads with a statement of the app's own.
    ///
    /// # Errors
    /// As [`RusqliteRuntime::query_as`](crate::RusqliteRuntime::query_as).
    pub fn query(&self, sql: &str, params: Vec<Scalar>) -> Result<Vec<Vec<Scalar>>, StoreError> {
        self.run(|target| match target {
            Target::Runtime(runtime) => runtime.query_as(sql, params),
            Target::Transaction(transaction) => transaction.query_as(sql, params),
        })
    }

    /// Shows what `find_many` would run, and how SQLite would run it. It does not run.
    ///
    /// # Errors
    /// As [`FindMany::explain`](crate::FindMany::explain).
    pub fn explain(&self, rows: &'static Rows, query: Query) -> Result<QueryPlan, StoreError> {
        self.run(|target| {
            let asked = ModelDelegate::new(target, rows).find_many().select_by(query.selection()?);
            let plan = asked.explain()?;
            let scanned = plan.scanned().into_iter().map(str::to_owned).collect();
            Ok(QueryPlan { sql: asked.preview_sql()?, steps: plan.to_string(), scanned })
        })
    }
}
