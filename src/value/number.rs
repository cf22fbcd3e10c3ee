//! Which scalars add up, and how: what `sum` and `avg` of a field ask for.

use rust_decimal::Decimal;

use super::FieldValue;

/// A type whose values add up, so that a field of it has a `sum` and an `avg`.
#[diagnostic::on_unimplemented(
    message = "fields of type `{Self}` do not add up: `sum` and `avg` do not apply"
)]
pub trait Numeric: FieldValue<Base = Self> {
    /// The type of an average.
    type Average: FieldValue<Base = Self::Average>;
    /// How they add up.
    #[doc(hidden)]
    const KIND: NumberKind;
}

/// How numbers add up.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// As integers, exactly.
    Integer,
    /// As floats.
    Float,
    /// As decimals, exactly.
    Decimal,
}

impl NumberKind {
    /// Every one, at the position of its number.
    pub(crate) const ALL: [Self; 3] = [Self::Integer, Self::Float, Self::Decimal];

    /// The scalar's name in the schema.
    pub(crate) fn scalar(self) -> &'static str {
        match self {
            Self::Integer => "Int",
            Self::Float => "Float",
            Self::Decimal => "Decimal",
        }
    }
}

impl Numeric for i64 {
    type Average = f64;
    const KIND: NumberKind = NumberKind::Integer;
}

impl Numeric for f64 {
    type Average = Self;
    const KIND: NumberKind = NumberKind::Float;
}

impl Numeric for Decimal {
    type Average = Self;
    const KIND: NumberKind = NumberKind::Decimal;
}
