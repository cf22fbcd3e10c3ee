//! Some fields of rows and what is computed over them, for Swift, Kotlin and Python: one verb, `select`. Reads the fields of a
//! model as data and feeds the delegate.

use super::{Field, FieldKind, Rows, Scalar, Scope, SortOrder, StoreError, query::unsigned, scalar};
use crate::{
    db::Take,
    delegate::{Target, aggregate, select_rows},
    error::RusqliteError,
    model::Table,
    query::{
        Aggregation, Comparison, Direction, Duplicates, FieldPlace, FieldRef, FilterExpr, GroupFilter,
        GroupOrder, GroupStep, Measure, Nulls, Place, Selection,
    },
    value::Value,
};

type Decimal = rust_decimal::Decimal;

/// What stands in a column of the answer: a field, or what is computed over rows.
#[derive(Debug)]
pub enum SelectColumn {
    /// A field.
    Field(&'static Field),
    /// The first of some fields that holds something.
    Coalesce(Vec<&'static Field>),
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

/// A condition on a column of an answer in which something is computed.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct ColumnCondition {
    /// The column's position, from 0: a count, a sum, an average, or the least or greatest of a number.
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

/// What a computed number is compared with.
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

impl SelectColumn {
    fn is_computed(&self) -> bool {
        match self {
            Self::Field(_) | Self::Coalesce(_) => false,
            Self::Count | Self::Sum(_) | Self::Avg(_) | Self::Min(_) | Self::Max(_) => true,
        }
    }

    fn is_number(&self) -> bool {
        match self {
            Self::Field(_) | Self::Coalesce(_) => false,
            Self::Count | Self::Sum(_) | Self::Avg(_) => true,
            Self::Min(field) | Self::Max(field) => field.number().is_some(),
        }
    }

    /// What is read from a row; nothing when it is computed over several.
    fn place(&self) -> Result<Option<Place>, RusqliteError> {
        match self {
            Self::Field(field) => Ok(Some(field.place())),
            Self::Coalesce(fields) => first_filled(fields).map(Some),
            Self::Count | Self::Sum(_) | Self::Avg(_) | Self::Min(_) | Self::Max(_) => Ok(None),
        }
    }

    /// What tells groups apart; nothing when it is computed over one.
    fn group(&self) -> Result<Option<Place>, RusqliteError> {
        match self {
            Self::Field(field) => field.compared().map(Some),
            _ => self.place(),
        }
    }

    /// What is computed.
    fn measure(&self) -> Result<Measure, RusqliteError> {
        Ok(match self {
            Self::Field(_) | Self::Coalesce(_) => return broken("columns", "a field is not computed"),
            Self::Count => Measure::Count,
            Self::Sum(field) => field.summed(Measure::Sum)?,
            Self::Avg(field) => field.summed(Measure::Average)?,
            Self::Min(field) => Measure::Least(field.compared()?, field.collation),
            Self::Max(field) => Measure::Greatest(field.compared()?, field.collation),
        })
    }

    fn value(&self, value: &Value) -> Result<Scalar, RusqliteError> {
        match self {
            Self::Count => Ok(match value {
                Value::Integer(count) => Scalar::Integer(*count),
                _ => Scalar::Null,
            }),
            Self::Avg(field) if field.kind == FieldKind::Integer => field.value(scalar::<f64>, value),
            Self::Coalesce(fields) => {
                fields.first().map_or(Ok(Scalar::Null), |field| field.value(field.read, value))
            }
            Self::Field(field)
            | Self::Sum(field)
            | Self::Avg(field)
            | Self::Min(field)
            | Self::Max(field) => field.value(field.read, value),
        }
    }
}

/// Names the first of these fields that holds something.
fn first_filled(fields: &[&'static Field]) -> Result<Place, RusqliteError> {
    let Some((first, others)) = fields.split_first() else {
        return broken("columns", "coalesce takes at least one field");
    };
    let mut place = first.compared()?;
    for field in others {
        if field.ty != first.ty {
            let rule = format!("coalesce takes fields of one type; {} is of another", first.column.field);
            return Err(field.refused(&rule));
        }
        place = place.or(field.place(), first.collation);
    }
    Ok(place)
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
        columns: &[SelectColumn],
        filter: Option<FilterExpr<()>>,
        options: Option<SelectOptions>,
    ) -> Result<Vec<Vec<Scalar>>, StoreError> {
        let options = options.unwrap_or_default();
        self.run(|target| answer(target, rows.table, columns, filter, &options))
    }
}

/// Gives the rows of the answer, with a value for each column.
fn answer(
    target: Target<'_>,
    table: &'static Table,
    columns: &[SelectColumn],
    filter: Option<FilterExpr<()>>,
    options: &SelectOptions,
) -> Result<Vec<Vec<Scalar>>, RusqliteError> {
    check(columns, options)?;
    let cells = cells(columns);
    let mut rows = Vec::new();
    let take: Take<'_> = &mut |row| {
        let values = columns.iter().zip(&cells).map(|(column, at)| column.value(&row.value(*at)?));
        rows.push(values.collect::<Result<_, _>>()?);
        Ok(())
    };
    let selection = selection(filter, options)?;
    if columns.iter().any(SelectColumn::is_computed) {
        aggregate(target, table, "select", &aggregation(selection, columns, options)?, take)?;
    } else {
        select_rows(target, table, &of_fields(selection, columns, options)?, take)?;
    }
    Ok(rows)
}

/// Refuses what has no meaning.
fn check(columns: &[SelectColumn], options: &SelectOptions) -> Result<(), RusqliteError> {
    let is_computed = columns.iter().any(SelectColumn::is_computed);
    let is_one = columns.iter().all(SelectColumn::is_computed);
    let SelectOptions { having, order_by, distinct: _, limit, offset } = options;
    let is_part = limit.is_some() || offset.is_some();
    if columns.is_empty() {
        return broken("columns", "names at least one");
    }
    if !having.is_empty() && !is_computed {
        return broken("having", "nothing is computed; `where` asks about fields");
    }
    if is_one && (is_part || !having.is_empty() || !order_by.is_empty()) {
        return broken("columns", "without a field there is one answer: no condition, no order, no limit");
    }
    Ok(())
}

/// Where the value of each column stands in a row: the fields come first.
fn cells(columns: &[SelectColumn]) -> Vec<usize> {
    let (fields, computed): (Vec<usize>, Vec<usize>) =
        (0..columns.len()).partition(|column| !columns[*column].is_computed());
    let mut cells = vec![0; columns.len()];
    for (cell, column) in fields.into_iter().chain(computed).enumerate() {
        cells[column] = cell;
    }
    cells
}

/// Which rows are looked at, and which part of the answer is given.
fn selection(filter: Option<FilterExpr<()>>, options: &SelectOptions) -> Result<Selection, RusqliteError> {
    let mut selection = Selection {
        limit: options.limit.map(|limit| unsigned("limit", limit)).transpose()?,
        offset: options.offset.map(|offset| unsigned("offset", offset)).transpose()?,
        ..Selection::default()
    };
    if let Some(filter) = filter {
        selection.filter(filter);
    }
    Ok(selection)
}

fn of_fields(
    mut selection: Selection,
    columns: &[SelectColumn],
    options: &SelectOptions,
) -> Result<Selection, RusqliteError> {
    for column in columns {
        selection.fields.extend(column.place()?.map(FieldPlace::of));
    }
    if options.distinct {
        selection.duplicates = Duplicates::Dropped;
    }
    for step in &options.order_by {
        let place = at(columns, step.column).map(SelectColumn::place).transpose()?.flatten();
        let Some(place) = place else {
            return broken("order_by", "names a column of the answer");
        };
        selection.order.push(step.order.by(FieldRef::<(), i64>::of(place)));
    }
    Ok(selection)
}

/// Groups are told apart by their fields, so that no two of them are equal.
fn aggregation(
    selection: Selection,
    columns: &[SelectColumn],
    options: &SelectOptions,
) -> Result<Aggregation, RusqliteError> {
    let mut aggregation = Aggregation::over(selection, Vec::new());
    for column in columns {
        match column.group()? {
            Some(place) => aggregation.groups.push(FieldPlace::of(place)),
            None => aggregation.measures.push(column.measure()?),
        }
    }
    for condition in &options.having {
        let Some(column) = at(columns, condition.column).filter(|column| column.is_number()) else {
            return broken("having", "names a column of the answer in which a number is computed");
        };
        let filter = condition.filter.clone().on(column.measure()?);
        aggregation.having.push(filter.predicate);
    }
    for step in &options.order_by {
        let Some(column) = at(columns, step.column) else {
            return broken("order_by", "names a column of the answer");
        };
        let by = match column.place()? {
            Some(place) => GroupStep::Field(place),
            None => GroupStep::Aggregate(column.measure()?),
        };
        let (direction, nulls) = step.order.direction();
        aggregation.order.push(GroupOrder::new(by, direction, nulls));
    }
    Ok(aggregation)
}

fn at(columns: &[SelectColumn], position: i64) -> Option<&SelectColumn> {
    usize::try_from(position).ok().and_then(|at| columns.get(at))
}

fn broken<T>(part: &str, rule: &str) -> Result<T, RusqliteError> {
    Err(RusqliteError::rule(format!("select.{part}"), rule))
}
