//! What is asked of many rows at once: a count, a sum, an average, the least and the greatest. `sql` writes it, and
//! `delegate` reads the values by the same types.

use std::{fmt, marker::PhantomData};

use super::{FieldRef, Place};
use crate::{
    error::RusqliteError,
    model::{Row, Table},
    value::{DECIMAL_COLLATION, FieldValue, NumberKind, Numeric, Ordered, ValueRef},
};

/// An aggregate over rows of the model `M` that gives a `T`: `note::price().sum()`, or [`count()`].
///
/// Rows in which the field holds nothing are left out, as in SQL. A field of a related row is taken once for each row that
/// has one. Where no row is left, a sum is zero, and an average, a least and a greatest are `None`.
#[must_use = "an aggregate does nothing until it is given to a query"]
pub struct AggregateExpr<M, T> {
    pub(crate) measure: Measure,
    types: PhantomData<fn() -> (M, T)>,
}

/// What is computed over the rows.
#[derive(Clone)]
pub enum Measure {
    /// How many rows there are.
    Count,
    /// The sum of a field.
    Sum(Place, NumberKind),
    /// The average of a field.
    Average(Place, NumberKind),
    /// The least value of a field, by a collation.
    Least(Place, Option<&'static str>),
    /// The greatest value of a field, by a collation.
    Greatest(Place, Option<&'static str>),
}

/// Counts rows: the aggregate that asks no field.
///
/// ```
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema::{self, note};
/// use larder::{ModelDelegate, count};
///
/// # fn main() -> Result<(), larder::RusqliteError> {
/// # let runtime = larder::RusqliteRuntime::open_in_memory()?;
/// # cratestack_schema::bootstrap(&runtime)?;
/// let notes = ModelDelegate::new(&runtime, &cratestack_schema::NOTE_MODEL);
/// let (how_many, last) = notes.aggregate().select((count(), note::created_at().max())).run()?;
/// assert_eq!((how_many, last), (0, None));
/// # Ok(())
/// # }
/// ```
pub const fn count<M>() -> AggregateExpr<M, i64> {
    AggregateExpr::new(Measure::Count)
}

impl<M, T: FieldValue> FieldRef<M, T> {
    /// Sums the field up. An `Int` or a `BigInt` gives an exact `i64` and a `Decimal` an exact `Decimal`, or the query is
    /// [`SumOutOfRange`](RusqliteError::SumOutOfRange); a `Float` gives a `f64`.
    ///
    /// A field without numbers has no sum:
    ///
    /// ```compile_fail
    /// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
    /// # use schema::cratestack_schema::note;
    /// # fn main() {
    /// let sum = note::title().sum();
    /// # }
    /// ```
    pub fn sum(self) -> AggregateExpr<M, T::Base>
    where
        T::Base: Numeric,
    {
        AggregateExpr::new(Measure::Sum(self.into_place(), T::Base::KIND))
    }

    /// Gives the average of the field. An `Int`, a `BigInt` and a `Float` give a `f64`. Decimals are added up exactly, and
    /// their average is rounded half to even to 28 digits after the point, or to as many fewer as a `Decimal` holds.
    ///
    /// Instants have no average:
    ///
    /// ```compile_fail
    /// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
    /// # use schema::cratestack_schema::note;
    /// # fn main() {
    /// let average = note::created_at().avg();
    /// # }
    /// ```
    pub fn avg<A>(self) -> AggregateExpr<M, Option<A>>
    where
        T::Base: Numeric<Average = A>,
    {
        AggregateExpr::new(Measure::Average(self.into_place(), T::Base::KIND))
    }

    /// Gives the least value of the field.
    pub fn min(self) -> AggregateExpr<M, Option<T::Base>>
    where
        T::Base: Ordered,
    {
        AggregateExpr::new(Measure::Least(self.into_place(), T::Base::COLLATION))
    }

    /// Gives the greatest value of the field.
    pub fn max(self) -> AggregateExpr<M, Option<T::Base>>
    where
        T::Base: Ordered,
    {
        AggregateExpr::new(Measure::Greatest(self.into_place(), T::Base::COLLATION))
    }
}

impl<M, T> AggregateExpr<M, T> {
    const fn new(measure: Measure) -> Self {
        Self { measure, types: PhantomData }
    }
}

impl FieldPlace {
    /// Reads it as what it is in the file.
    #[cfg(feature = "uniffi")]
    pub(crate) fn of(place: Place) -> Self {
        Self { place, can_be_nothing: true }
    }
}

impl Measure {
    /// Where the field is; a count has none.
    pub(crate) fn place(&self) -> Option<&Place> {
        match self {
            Self::Count => None,
            Self::Sum(place, _)
            | Self::Average(place, _)
            | Self::Least(place, _)
            | Self::Greatest(place, _) => Some(place),
        }
    }

    /// The model and the field that an error names, for rows of this table.
    pub(crate) fn subject(&self, asked: &'static Table) -> (&'static str, &'static str) {
        self.place().map_or((asked.model, "count"), |place| (place.table(asked).model, place.column.field))
    }

    /// The collation by which what it gives compares.
    pub(crate) fn collation(&self) -> Option<&'static str> {
        match self {
            Self::Count => None,
            Self::Sum(_, number) | Self::Average(_, number) => match number {
                NumberKind::Decimal => Some(DECIMAL_COLLATION),
                NumberKind::Integer | NumberKind::Float => None,
            },
            Self::Least(_, collation) | Self::Greatest(_, collation) => *collation,
        }
    }
}

/// What `select` takes: one aggregate of the model `M`, or a tuple of up to eight, which gives a tuple of their values.
pub trait Aggregates<M> {
    /// What it gives.
    type Values;

    /// Lists what is to be computed.
    #[doc(hidden)]
    fn measures(&self) -> Vec<Measure>;

    /// Reads what was computed.
    #[doc(hidden)]
    fn read(&self, cells: &mut ComputedCells<'_>) -> Result<Self::Values, RusqliteError>;
}

/// What `select` and `group_by` take: one field of the model `M`, or a tuple of up to eight, which gives a tuple of their
/// values.
///
/// A field of a related row is one as well, by [`optional`](FieldRef::optional): without a related row it is `None`.
pub trait Fields<M> {
    /// What they hold in a row, or in all rows of a group.
    type Values;

    /// Lists where they are.
    #[doc(hidden)]
    fn places(&self) -> Vec<FieldPlace>;

    /// Reads what they hold.
    #[doc(hidden)]
    fn read(&self, cells: &mut ComputedCells<'_>) -> Result<Self::Values, RusqliteError>;
}

/// A field that is read by itself.
#[derive(Debug, Clone)]
pub struct FieldPlace {
    pub(crate) place: Place,
    /// Whether the type that it is read as has a word for nothing.
    pub(crate) can_be_nothing: bool,
}

/// The cells of a row of fields and aggregates, taken from left to right.
pub struct ComputedCells<'r> {
    row: &'r Row<'r>,
    next: usize,
}

impl<'r> ComputedCells<'r> {
    pub(crate) fn of(row: &'r Row<'r>) -> Self {
        Self { row, next: 0 }
    }

    fn take<T: FieldValue>(
        &mut self,
        subject: impl FnOnce(&'static Table) -> (&'static str, &'static str),
    ) -> Result<T, RusqliteError> {
        let cell = self.row.cell(self.next)?;
        self.next += 1;
        T::from_stored(cell).map_err(|source| {
            let (model, field) = self.row.table().map_or(("", ""), subject);
            RusqliteError::Unreadable { model, field, source }
        })
    }
}

impl<M, T: FieldValue> Aggregates<M> for AggregateExpr<M, T> {
    type Values = T;

    fn measures(&self) -> Vec<Measure> {
        vec![self.measure.clone()]
    }

    fn read(&self, cells: &mut ComputedCells<'_>) -> Result<T, RusqliteError> {
        cells.take(|asked| self.measure.subject(asked))
    }
}

impl<M, T: FieldValue> Fields<M> for FieldRef<M, T> {
    type Values = T;

    fn places(&self) -> Vec<FieldPlace> {
        let nothing = T::from_stored(ValueRef::Null);
        vec![FieldPlace { place: self.place().clone(), can_be_nothing: nothing.is_ok() }]
    }

    fn read(&self, cells: &mut ComputedCells<'_>) -> Result<T, RusqliteError> {
        cells.take(|asked| (self.place().table(asked).model, self.place().column.field))
    }
}

/// Writes the trait for a tuple, whose parts are read in their order.
macro_rules! tuple {
    ($trait:ident, $list:ident: $item:ty, $($part:ident $at:tt),+) => {
        impl<M, $($part: $trait<M>),+> $trait<M> for ($($part,)+) {
            type Values = ($($part::Values,)+);

            fn $list(&self) -> Vec<$item> {
                [$(self.$at.$list()),+].concat()
            }

            fn read(&self, cells: &mut ComputedCells<'_>) -> Result<Self::Values, RusqliteError> {
                Ok(($(self.$at.read(cells)?,)+))
            }
        }
    };
}

tuple!(Aggregates, measures: Measure, A 0);
tuple!(Aggregates, measures: Measure, A 0, B 1);
tuple!(Aggregates, measures: Measure, A 0, B 1, C 2);
tuple!(Aggregates, measures: Measure, A 0, B 1, C 2, D 3);
tuple!(Aggregates, measures: Measure, A 0, B 1, C 2, D 3, E 4);
tuple!(Aggregates, measures: Measure, A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(Aggregates, measures: Measure, A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(Aggregates, measures: Measure, A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(Fields, places: FieldPlace, A 0);
tuple!(Fields, places: FieldPlace, A 0, B 1);
tuple!(Fields, places: FieldPlace, A 0, B 1, C 2);
tuple!(Fields, places: FieldPlace, A 0, B 1, C 2, D 3);
tuple!(Fields, places: FieldPlace, A 0, B 1, C 2, D 3, E 4);
tuple!(Fields, places: FieldPlace, A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(Fields, places: FieldPlace, A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(Fields, places: FieldPlace, A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

impl<M, T> Clone for AggregateExpr<M, T> {
    fn clone(&self) -> Self {
        Self::new(self.measure.clone())
    }
}

impl<M, T> fmt::Debug for AggregateExpr<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.measure.fmt(f)
    }
}

impl fmt::Debug for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count => f.write_str("Count"),
            Self::Sum(place, _) => write!(f, "Sum({})", place.shown()),
            Self::Average(place, _) => write!(f, "Average({})", place.shown()),
            Self::Least(place, _) => write!(f, "Least({})", place.shown()),
            Self::Greatest(place, _) => write!(f, "Greatest({})", place.shown()),
        }
    }
}

impl fmt::Debug for ComputedCells<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ComputedCells").field("next", &self.next).finish_non_exhaustive()
    }
}
