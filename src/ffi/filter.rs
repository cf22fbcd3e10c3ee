//! What a filter from Swift, Kotlin or Python can ask of one field, for each scalar. Becomes a `FilterExpr` by
//! the operators of `query`; the means to combine them belong to the generated `<Model>Where`.
//!
//! Each scalar has two enums: a nullable field can also be asked whether it holds anything.

use super::JsonCondition;
use crate::{
    query::{FieldRef, FilterExpr},
    value::FieldValue,
};

type DateTime = chrono::DateTime<chrono::Utc>;
type Decimal = rust_decimal::Decimal;
type Json = crate::value::Json<serde_json::Value>;
type Uuid = uuid::Uuid;

/// Writes one enum: a variant for each operator, applied by the method of the field that follows it.
macro_rules! filter {
    (
        $doc:literal $name:ident on $field:ty {
            $($(#[doc = $about:literal])* $variant:ident $(($($argument:ident: $ty:ty),+))? => $operator:ident,)+
        }
    ) => {
        #[doc = $doc]
        #[derive(Debug, Clone, PartialEq, uniffi::Enum)]
        pub enum $name {
            $($(#[doc = $about])* $variant $(($($ty),+))?,)+
        }

        impl $name {
            /// Applies the operator to a field.
            pub fn on<M>(self, field: FieldRef<M, $field>) -> FilterExpr<M> {
                self.erased(field.erase()).of_model()
            }

            #[inline(never)]
            fn erased(self, field: FieldRef<(), $field>) -> FilterExpr<()> {
                match self {
                    $(Self::$variant $(($($argument),+))? => field.$operator($($($argument),+)?),)+
                }
            }
        }
    };
}

/// Writes both enums of a scalar: the operators that every scalar has, and those that are given.
macro_rules! scalar {
    ($name:ident, $optional:ident, $value:ty, { $($more:tt)* }) => {
        scalar!(@ "Asks something of a field." $name on $value { $($more)* });
        scalar!(@ "Asks something of a nullable field." $optional on Option<$value> {
            $($more)*
            /// The field holds nothing.
            IsNull => is_null,
            /// The field holds something.
            IsNotNull => is_not_null,
        } $value);
    };
    (@ $doc:literal $name:ident on $field:ty { $($more:tt)* }) => {
        scalar!(@ $doc $name on $field { $($more)* } $field);
    };
    (@ $doc:literal $name:ident on $field:ty { $($more:tt)* } $value:ty) => {
        filter!($doc $name on $field {
            /// The field is this value.
            Eq(value: $value) => eq,
            /// The field is not this value; true as well where it holds nothing.
            Ne(value: $value) => ne,
            /// The field is one of these values.
            In(values: Vec<$value>) => in_,
            /// The field is none of these values; true as well where it holds nothing.
            NotIn(values: Vec<$value>) => not_in,
            $($more)*
        });
    };
}

/// Writes both enums of a scalar whose values have an order.
macro_rules! ordered {
    ($name:ident, $optional:ident, $value:ty, { $($more:tt)* }) => {
        scalar!($name, $optional, $value, {
            /// The field is less than this value.
            Lt(value: $value) => lt,
            /// The field is this value or less.
            Lte(value: $value) => lte,
            /// The field is greater than this value.
            Gt(value: $value) => gt,
            /// The field is this value or greater.
            Gte(value: $value) => gte,
            /// The field lies between the two values, both included.
            Between(low: $value, high: $value) => between,
            $($more)*
        });
    };
}

ordered!(TextFilter, OptionalTextFilter, String, {
    /// The field contains this text; every character means itself.
    Contains(text: String) => contains,
    /// The field begins with this text.
    StartsWith(text: String) => starts_with,
    /// The field ends with this text.
    EndsWith(text: String) => ends_with,
    /// The field contains this text in any case.
    ContainsIgnoreCase(text: String) => contains_ignore_case,
    /// The field begins with this text in any case.
    StartsWithIgnoreCase(text: String) => starts_with_ignore_case,
    /// The field ends with this text in any case.
    EndsWithIgnoreCase(text: String) => ends_with_ignore_case,
});
ordered!(IntFilter, OptionalIntFilter, i64, {});
ordered!(FloatFilter, OptionalFloatFilter, f64, {});
ordered!(DateTimeFilter, OptionalDateTimeFilter, DateTime, {});
ordered!(DecimalFilter, OptionalDecimalFilter, Decimal, {});
ordered!(BytesFilter, OptionalBytesFilter, Vec<u8>, {});
ordered!(UuidFilter, OptionalUuidFilter, Uuid, {});
scalar!(JsonFilter, OptionalJsonFilter, Json, {
    /// The value at this path, such as `$.author.name` or `$.tags[0]`, meets this condition.
    Path(path: String, condition: JsonCondition) => json_condition,
    /// The document has this key, whatever its value is.
    HasKey(key: String) => has_key,
});
scalar!(BoolFilter, OptionalBoolFilter, bool, {
    /// The field is true.
    IsTrue => is_true,
    /// The field is false.
    IsFalse => is_false,
});

#[expect(clippy::needless_pass_by_value, reason = "what crosses the border is owned, as in the macros above")]
impl<M, T: FieldValue<Base = Json>> FieldRef<M, T> {
    fn json_condition(self, path: String, condition: JsonCondition) -> FilterExpr<M> {
        condition.on(self.json_path(&path))
    }

    fn has_key(self, key: String) -> FilterExpr<M> {
        self.json_has_key(&key)
    }
}
