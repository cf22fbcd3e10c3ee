//! Fields that are read by themselves and what is computed over rows, for Swift, Kotlin and Python: one verb, `select`. A
//! model's fields are data, and their values one enum for all models, so that an app does not grow by a record for each
//! question.

use super::{Rows, Scope, SortOrder, StoreError, query::unsigned};
use crate::{
    db::Take,
    delegate::{Target, aggregate, select_rows},
    error::RusqliteError,
    model::{Column, Table},
    query::{
        Aggregation, Comparison, Direction, Duplicates, FieldPlace, FieldRef, FilterExpr, GroupFilter,
        GroupOrder, GroupStep, Measure, Nulls, Place, Selection,
    },
    value::{FieldValue, NumberKind, Value, ValueError, ValueRef},
};

type DateTime = chrono::DateTime<chrono::Utc>;
type Decimal = rust_decimal::Decimal;
type Json = crate::value::Json<serde_json::Value>;
type Uuid = uuid::Uuid;

/// A value of a field, by its type.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum Scalar {
    /// Nothing.
    Null,
    /// Of an `Int` or a `BigInt`.
    Integer(i64),
    /// Of a `Float`.
    Float(f64),
    /// Of a `Decimal`.
    Decimal(Decimal),
    /// Of a `Boolean`.
    Boolean(bool),
    /// Of a `String` or a `Cuid`, and the name of an enum's variant.
    Text(String),
    /// Of a `DateTime`.
    DateTime(DateTime),
    /// Of a `Uuid`.
    Uuid(Uuid),
    /// Of `Bytes`.
    Bytes(Vec<u8>),
    /// Of a `Json`, a `type` or a list.
    Json(Json),
}

/// A field of a model, as what is read by itself needs it.
#[derive(Debug)]
pub struct Field {
    /// The model's name in the schema.
    pub model: &'static str,
    /// Its column.
    pub column: &'static Column,
    /// The collation of its type.
    pub collation: Option<&'static str>,
    /// What its values are to each other.
    pub kind: FieldKind,
    /// Reads one of them, which is not nothing.
    pub read: fn(ValueRef<'_>) -> Result<Scalar, ValueError>,
}

/// What the values of a field are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// They add up as integers.
    Integer,
    /// They add up as floats.
    Float,
    /// They add up as decimals.
    Decimal,
    /// They compare.
    Plain,
    /// They do not compare: a list, a `type`, a document.
    Whole,
}

/// What stands in a column of the answer: a field, or what is computed over rows.
#[derive(Debug, Clone, Copy)]
pub enum SelectColumn {
    /// A field.
    Field(&'static Field),
    /// How many rows there are.
    Count,
    /// The sum of a field.
    Sum(&'static Field),
    /// The average of a field.
    Avg(&'static Field),
    /// The least value of a field.
    Min(&'static Field),
    /// The greatest value of a field.
    Max(&'static Field),
}

/// Which rows an answer has, and in which order.
#[derive(Debug, Clone, PartialEq, Default, uniffi::Record)]
pub struct SelectOptions {
    /// Conditions on columns that are computed; all of them hold.
    #[uniffi(default = [])]
    pub having: Vec<ColumnCondition>,
    /// The order of the answer, most significant step first.
    #[uniffi(default = [])]
    pub order_by: Vec<ColumnOrder>,
    /// Whether equal rows of the answer are one.
    #[uniffi(default = false)]
    pub distinct: bool,
    /// The greatest count of rows of the answer.
    #[uniffi(default = None)]
    pub limit: Option<i64>,
    /// How many of them are passed over first.
    #[uniffi(default = None)]
    pub offset: Option<i64>,
}

/// A question that is complete.
struct Question {
    columns: Vec<SelectColumn>,
    filter: Option<FilterExpr<()>>,
    options: SelectOptions,
}

/// A condition on a column of an answer in which something is computed.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct ColumnCondition {
    /// The column's position, from 0: a count, a sum or an average.
    pub column: i64,
    /// What it meets.
    pub filter: NumberFilter,
}

/// A step of the order of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct ColumnOrder {
    /// The column's position, from 0.
    pub column: i64,
    /// The direction.
    pub order: SortOrder,
}

/// A value that a count, a sum or an average is compared with.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum NumberFilter {
    /// It is this value.
    Eq(Decimal),
    /// It is not this value.
    Ne(Decimal),
    /// It is less than this value.
    Lt(Decimal),
    /// It is this value or less.
    Lte(Decimal),
    /// It is greater than this value.
    Gt(Decimal),
    /// It is this value or greater.
    Gte(Decimal),
}

/// Writes how the values of a scalar are read.
macro_rules! scalars {
    ($($ty:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$ty> for Scalar {
            fn from(value: $ty) -> Self {
                Self::$variant(value)
            }
        })+
    };
}

scalars!(i64 => Integer, f64 => Float, Decimal => Decimal, bool => Boolean, String => Text, DateTime => DateTime,
    Uuid => Uuid, Vec<u8> => Bytes, Json => Json);

/// Reads a value of this type.
///
/// # Errors
/// When it is none.
pub fn scalar<T: FieldValue + Into<Scalar>>(stored: ValueRef<'_>) -> Result<Scalar, ValueError> {
    T::from_stored(stored).map(Into::into)
}

/// Reads a list or a `type`, which are stored as a document.
///
/// # Errors
/// When it is none.
pub fn document(stored: ValueRef<'_>) -> Result<Scalar, ValueError> {
    scalar::<Json>(stored)
}

impl Field {
    fn place(&self) -> Place {
        Place::of(self.column)
    }

    /// The kind of its values, when they add up.
    fn number(&self) -> Option<NumberKind> {
        match self.kind {
            FieldKind::Integer => Some(NumberKind::Integer),
            FieldKind::Float => Some(NumberKind::Float),
            FieldKind::Decimal => Some(NumberKind::Decimal),
            FieldKind::Plain | FieldKind::Whole => None,
        }
    }

    fn refused(&self, rule: &str) -> RusqliteError {
        RusqliteError::rule(format!("{}.{}", self.model, self.column.field), rule)
    }

    fn summed(&self, measure: fn(Place, NumberKind) -> Measure) -> Result<Measure, RusqliteError> {
        let number = self.number().ok_or_else(|| self.refused("a sum and an average need a number"))?;
        Ok(measure(self.place(), number))
    }

    fn compared(&self) -> Result<Place, RusqliteError> {
        match self.kind {
            FieldKind::Integer | FieldKind::Float | FieldKind::Decimal | FieldKind::Plain => Ok(self.place()),
            FieldKind::Whole => Err(self.refused("its values do not compare")),
        }
    }
}

fn read(
    field: &Field,
    read: fn(ValueRef<'_>) -> Result<Scalar, ValueError>,
    value: &Value,
) -> Result<Scalar, RusqliteError> {
    match value {
        Value::Null => Ok(Scalar::Null),
        value => read(ValueRef::from(value)).map_err(|source| RusqliteError::Unreadable {
            model: field.model,
            field: field.column.field,
            source,
        }),
    }
}

impl SelectColumn {
    /// What is computed.
    fn measure(self) -> Result<Measure, RusqliteError> {
        Ok(match self {
            Self::Field(field) => return Err(field.refused("is not computed")),
            Self::Count => Measure::Count,
            Self::Sum(field) => field.summed(Measure::Sum)?,
            Self::Avg(field) => field.summed(Measure::Average)?,
            Self::Min(field) => Measure::Least(field.compared()?, field.collation),
            Self::Max(field) => Measure::Greatest(field.compared()?, field.collation),
        })
    }

    fn value(self, value: &Value) -> Result<Scalar, RusqliteError> {
        match self {
            Self::Count => Ok(match value {
                Value::Integer(count) => Scalar::Integer(*count),
                _ => Scalar::Null,
            }),
            Self::Avg(field) if field.kind == FieldKind::Integer => read(field, scalar::<f64>, value),
            Self::Field(field)
            | Self::Sum(field)
            | Self::Avg(field)
            | Self::Min(field)
            | Self::Max(field) => read(field, field.read, value),
        }
    }
}

impl NumberFilter {
    fn on(self, measure: Measure) -> GroupFilter<()> {
        measure.compare_number(match self {
            Self::Eq(value) => (Comparison::Equal, value),
            Self::Ne(value) => (Comparison::NotEqual, value),
            Self::Lt(value) => (Comparison::Less, value),
            Self::Lte(value) => (Comparison::LessOrEqual, value),
            Self::Gt(value) => (Comparison::Greater, value),
            Self::Gte(value) => (Comparison::GreaterOrEqual, value),
        })
    }
}

impl SortOrder {
    fn direction(self) -> (Direction, Nulls) {
        match self {
            Self::Ascending => (Direction::Ascending, Nulls::Natural),
            Self::Descending => (Direction::Descending, Nulls::Natural),
            Self::AscendingNullsLast => (Direction::Ascending, Nulls::Last),
            Self::DescendingNullsFirst => (Direction::Descending, Nulls::First),
        }
    }
}

impl Scope {
    /// Reads columns of rows, or computes them.
    ///
    /// # Errors
    /// As [`Select::run`](crate::Select::run) and [`GroupBy::run`](crate::GroupBy::run); [`StoreError::Validation`] without a column, for
    /// a field whose values do not add up or compare, and for a condition, an order or a limit where there is one answer.
    pub fn select(
        &self,
        rows: &'static Rows,
        columns: Vec<SelectColumn>,
        filter: Option<FilterExpr<()>>,
        options: Option<SelectOptions>,
    ) -> Result<Vec<Vec<Scalar>>, StoreError> {
        let question = Question { columns, filter, options: options.unwrap_or_default() };
        self.run(|target| question.run(target, rows.table))
    }
}

impl Question {
    fn run(self, target: Target<'_>, table: &'static Table) -> Result<Vec<Vec<Scalar>>, RusqliteError> {
        let broken = |part: &str, rule: &str| Err(RusqliteError::rule(format!("select.{part}"), rule));
        let Self { columns, filter, options } = self;
        let columns = &columns;
        let (mut groups, mut measures, mut fields) = (Vec::new(), Vec::new(), 0);
        // In the row the fields come first.
        let mut cells = Vec::new();
        for column in columns {
            match column {
                SelectColumn::Field(field) => {
                    groups.push(FieldPlace::of(field.place()));
                    cells.push(fields);
                    fields += 1;
                }
                computed => {
                    cells.push(measures.len());
                    measures.push(computed.measure()?);
                }
            }
        }
        for (column, cell) in columns.iter().zip(&mut cells) {
            if !matches!(column, SelectColumn::Field(_)) {
                *cell += fields;
            }
        }
        let is_computed = !measures.is_empty();
        let is_one = is_computed && fields == 0;
        if columns.is_empty() {
            return broken("columns", "names at least one");
        }
        if !options.having.is_empty() && !is_computed {
            return broken("having", "nothing is computed; `where` asks about fields");
        }
        let has_part = options.limit.is_some() || options.offset.is_some();
        if is_one && (has_part || !options.having.is_empty() || !options.order_by.is_empty()) {
            return broken(
                "columns",
                "without a field there is one answer: no condition, no order, no limit",
            );
        }
        let at = |column: i64| usize::try_from(column).ok().and_then(|at| columns.get(at).copied());
        let mut selection = Selection {
            duplicates: if options.distinct && !is_computed { Duplicates::Dropped } else { Duplicates::Kept },
            limit: options.limit.map(|limit| unsigned("limit", limit)).transpose()?,
            offset: options.offset.map(|offset| unsigned("offset", offset)).transpose()?,
            ..Selection::default()
        };
        if let Some(filter) = filter {
            selection.filter(filter);
        }
        let mut answer = Vec::new();
        let take: Take<'_> = &mut |row| {
            let mut cell = cells.iter().zip(columns).map(|(at, column)| column.value(&row.value(*at)?));
            answer.push(cell.by_ref().collect::<Result<_, _>>()?);
            Ok(())
        };
        if !is_computed {
            selection.fields = groups;
            for step in options.order_by {
                let Some(SelectColumn::Field(field)) = at(step.column) else {
                    return broken("order_by", "names a column of the answer");
                };
                selection.order.push(step.order.by(FieldRef::<(), i64>::new(field.column)));
            }
            select_rows(target, table, &selection, take)?;
            return Ok(answer);
        }
        let mut aggregation = Aggregation { groups, ..Aggregation::over(selection, measures) };
        for column in columns {
            if let SelectColumn::Field(field) = column {
                field.compared()?;
            }
        }
        for condition in options.having {
            match at(condition.column) {
                None | Some(SelectColumn::Field(_)) => {
                    return broken("having", "names a column of the answer that is computed");
                }
                Some(computed) => {
                    aggregation.having.push(condition.filter.on(computed.measure()?).predicate);
                }
            }
        }
        for step in options.order_by {
            let by = match at(step.column) {
                None => return broken("order_by", "names a column of the answer"),
                Some(SelectColumn::Field(field)) => GroupStep::Field(field.place()),
                Some(computed) => GroupStep::Aggregate(computed.measure()?),
            };
            let (direction, nulls) = step.order.direction();
            aggregation.order.push(GroupOrder::new(by, direction, nulls));
        }
        aggregate(target, table, "select", &aggregation, take)?;
        Ok(answer)
    }
}
