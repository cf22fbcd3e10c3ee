//! A field of a model, as generated accessors name it: `note::title()`. Its operators make filters and orders.

use std::{fmt, marker::PhantomData};

use super::{Case, Comparison, FilterExpr, OrderBy, Path, Place, Predicate, TextMatch, order::Direction};
use crate::{
    model::Column,
    value::{FieldValue, IntoFieldValue, Ordered, Value, ValueError},
};

/// Names the first of these fields that holds something: with every operator of a field, for filters and orders.
///
/// ```
/// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
/// # use schema::cratestack_schema::{Note, note};
/// use larder::coalesce;
///
/// let named = coalesce([note::slug(), note::title().optional()]).contains("milk");
/// let by_owner = coalesce([note::owner(), note::notebook().name().optional()]).asc();
/// ```
pub fn coalesce<M, T: FieldValue, const N: usize>(fields: [FieldRef<M, T>; N]) -> FieldRef<M, T> {
    const { assert!(N > 0, "`coalesce` takes at least one field") };
    let places = fields.into_iter().map(|field| field.place);
    match places.reduce(|place, next| place.or(next, T::Base::COLLATION)) {
        Some(place) => FieldRef { place, types: PhantomData },
        None => unreachable!("there is at least one field"),
    }
}

/// The field of type `T` of the model `M`: `FieldRef<Note, String>`, or `FieldRef<Note, Option<String>>` when it
/// is nullable.
///
/// Text operators see every character as itself (no wildcards). The `_ignore_case` forms compare the Unicode
/// lowercase of both sides. `eq` and `ne` of a nullable field take an `Option`; every other operator is false
/// where the field holds nothing, and `ne` and `not_in` are the complements of `eq` and `in_`.
pub struct FieldRef<M, T> {
    place: Place,
    types: PhantomData<fn() -> (M, T)>,
}

impl<M, T> FieldRef<M, T> {
    /// Names a column of the model's table.
    pub const fn new(column: &'static Column) -> Self {
        Self { place: Place::of(column), types: PhantomData }
    }

    /// Names a column of the row at the end of a path.
    pub(super) const fn at(path: Path, column: &'static Column) -> Self {
        Self { place: Place::at(path, column), types: PhantomData }
    }

    /// Orders by the field, least first.
    pub fn asc(self) -> OrderBy<M> {
        OrderBy::new(self.place, Direction::Ascending)
    }

    /// Orders by the field, greatest first.
    pub fn desc(self) -> OrderBy<M> {
        OrderBy::new(self.place, Direction::Descending)
    }

    /// Forgets the model, so that code for the field is compiled once and not for each model.
    #[cfg(feature = "uniffi")]
    #[doc(hidden)]
    pub fn erase(self) -> FieldRef<(), T> {
        FieldRef { place: self.place, types: PhantomData }
    }

    /// Names what stands at a place.
    #[cfg(feature = "uniffi")]
    pub(crate) fn of(place: Place) -> Self {
        Self { place, types: PhantomData }
    }

    pub(super) fn into_place(self) -> Place {
        self.place
    }

    pub(super) const fn place(&self) -> &Place {
        &self.place
    }

    pub(super) const fn column(&self) -> &'static Column {
        self.place.column
    }
}

impl<M, T: FieldValue> FieldRef<M, T> {
    /// True where the field is this value.
    pub fn eq(self, value: impl IntoFieldValue<T>) -> FilterExpr<M> {
        self.compare(Comparison::Equal, value.into_field_value())
    }

    /// True where the field is not this value.
    pub fn ne(self, value: impl IntoFieldValue<T>) -> FilterExpr<M> {
        self.compare(Comparison::NotEqual, value.into_field_value())
    }

    /// True where the field is this value, or everywhere when there is none to look for.
    pub fn match_optional(self, value: Option<impl IntoFieldValue<T>>) -> FilterExpr<M> {
        match value {
            Some(value) => self.eq(value),
            None => FilterExpr::all([]),
        }
    }

    /// True where the field is one of these values, however many there are.
    pub fn in_(self, values: impl IntoIterator<Item = impl IntoFieldValue<T::Base>>) -> FilterExpr<M> {
        let mut stored = Ok(Vec::new());
        values.into_iter().for_each(|value| gather(&mut stored, value.into_field_value().into_stored()));
        let place = self.place;
        FilterExpr::new(match stored {
            Ok(values) => Predicate::In { place, values },
            Err(error) => Predicate::Refused { column: place.column, error },
        })
    }

    /// True where the field is none of these values.
    pub fn not_in(self, values: impl IntoIterator<Item = impl IntoFieldValue<T::Base>>) -> FilterExpr<M> {
        self.in_(values).not()
    }

    fn compare<V: FieldValue>(self, comparison: Comparison, value: V) -> FilterExpr<M> {
        let place = self.place;
        FilterExpr::new(match value.into_stored() {
            Ok(value) => Predicate::Compare { place, comparison, value },
            Err(error) => Predicate::Refused { column: place.column, error },
        })
    }
}

/// Adds a value to those before, of which the first that is none is told. Once for all types.
fn gather(stored: &mut Result<Vec<Value>, ValueError>, next: Result<Value, ValueError>) {
    match (stored.as_mut(), next) {
        (Ok(values), Ok(value)) => values.push(value),
        (Ok(_), Err(error)) => *stored = Err(error),
        (Err(_), _) => {}
    }
}

impl<M, T: FieldValue<Base: Ordered>> FieldRef<M, T> {
    /// True where the field is less than this value.
    pub fn lt(self, value: impl IntoFieldValue<T::Base>) -> FilterExpr<M> {
        self.compare(Comparison::Less, value.into_field_value())
    }

    /// True where the field is this value or less.
    pub fn lte(self, value: impl IntoFieldValue<T::Base>) -> FilterExpr<M> {
        self.compare(Comparison::LessOrEqual, value.into_field_value())
    }

    /// True where the field is greater than this value.
    pub fn gt(self, value: impl IntoFieldValue<T::Base>) -> FilterExpr<M> {
        self.compare(Comparison::Greater, value.into_field_value())
    }

    /// True where the field is this value or greater.
    pub fn gte(self, value: impl IntoFieldValue<T::Base>) -> FilterExpr<M> {
        self.compare(Comparison::GreaterOrEqual, value.into_field_value())
    }

    /// True where the field lies between the two values, both included.
    pub fn between(
        self,
        low: impl IntoFieldValue<T::Base>,
        high: impl IntoFieldValue<T::Base>,
    ) -> FilterExpr<M> {
        let place = self.place;
        let bounds = (low.into_field_value().into_stored(), high.into_field_value().into_stored());
        FilterExpr::new(match bounds {
            (Ok(low), Ok(high)) => Predicate::Between { place, low, high },
            (Err(error), _) | (_, Err(error)) => Predicate::Refused { column: place.column, error },
        })
    }
}

impl<M, T: FieldValue<Base = String>> FieldRef<M, T> {
    /// True where the field contains this text.
    pub fn contains(self, text: impl Into<String>) -> FilterExpr<M> {
        self.text(TextMatch::Contains, Case::Sensitive, text.into())
    }

    /// True where the field begins with this text.
    pub fn starts_with(self, text: impl Into<String>) -> FilterExpr<M> {
        self.text(TextMatch::StartsWith, Case::Sensitive, text.into())
    }

    /// True where the field ends with this text.
    pub fn ends_with(self, text: impl Into<String>) -> FilterExpr<M> {
        self.text(TextMatch::EndsWith, Case::Sensitive, text.into())
    }

    /// True where the field contains this text in any case.
    pub fn contains_ignore_case(self, text: impl Into<String>) -> FilterExpr<M> {
        self.text(TextMatch::Contains, Case::Ignored, text.into())
    }

    /// True where the field begins with this text in any case.
    pub fn starts_with_ignore_case(self, text: impl Into<String>) -> FilterExpr<M> {
        self.text(TextMatch::StartsWith, Case::Ignored, text.into())
    }

    /// True where the field ends with this text in any case.
    pub fn ends_with_ignore_case(self, text: impl Into<String>) -> FilterExpr<M> {
        self.text(TextMatch::EndsWith, Case::Ignored, text.into())
    }

    fn text(self, matching: TextMatch, case: Case, text: String) -> FilterExpr<M> {
        FilterExpr::new(Predicate::Text { place: self.place, matching, case, text })
    }
}

impl<M, T: FieldValue<Base = bool>> FieldRef<M, T> {
    /// True where the field is true.
    pub fn is_true(self) -> FilterExpr<M> {
        self.compare(Comparison::Equal, true)
    }

    /// True where the field is false.
    pub fn is_false(self) -> FilterExpr<M> {
        self.compare(Comparison::Equal, false)
    }
}

impl<M, T: FieldValue<Base = T>> FieldRef<M, T> {
    /// Names the field as one that may hold nothing: that of a related row, which need not be there.
    pub fn optional(self) -> FieldRef<M, Option<T>> {
        FieldRef { place: self.place, types: PhantomData }
    }
}

impl<M, T: FieldValue<Base = T>> FieldRef<M, Option<T>> {
    /// True where the field holds nothing.
    pub fn is_null(self) -> FilterExpr<M> {
        self.compare(Comparison::Equal, None::<T>)
    }

    /// True where the field holds something.
    pub fn is_not_null(self) -> FilterExpr<M> {
        self.compare(Comparison::NotEqual, None::<T>)
    }
}

impl<M, T> Clone for FieldRef<M, T> {
    fn clone(&self) -> Self {
        Self { place: self.place.clone(), types: PhantomData }
    }
}

impl<M, T> fmt::Debug for FieldRef<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FieldRef").field(&self.place.shown()).finish()
    }
}
