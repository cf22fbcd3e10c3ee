//! `Float`: REAL. NaN is refused, since SQLite would store it as NULL; -0.0 is stored as 0.0, since SQLite
//! keeps whole reals as integers and the sign would be lost on the way back.

use super::{FieldValue, Value, ValueError, ValueRef};

impl FieldValue for f64 {
    type Base = Self;

    fn into_stored(self) -> Result<Value, ValueError> {
        if self.is_nan() {
            return Err(ValueError::new("Float", "NaN has no place in a database"));
        }
        // Adding zero turns -0.0 into 0.0 and leaves every other number alone (IEEE 754-2019, 6.3).
        Ok(Value::Real(self + 0.0))
    }

    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError> {
        match stored {
            ValueRef::Real(number) => Ok(number),
            // A column without a declared type keeps a whole number as it was written.
            #[expect(
                clippy::cast_precision_loss,
                reason = "the column promises a float; SQLite casts the same way"
            )]
            ValueRef::Integer(number) => Ok(number as f64),
            other => Err(ValueError::storage("Float", other)),
        }
    }
}

/// Refuses, in JSON, the numbers that JSON has no word for and that would turn to null.
pub(super) fn finite(number: f64) -> Result<f64, ValueError> {
    if number.is_finite() {
        Ok(number + 0.0)
    } else {
        Err(ValueError::new("Float", "JSON has no NaN and no infinity"))
    }
}

/// Writes a float that JSON can hold: the `serde(serialize_with)` of the fields of a generated `type`.
pub mod finite_json {
    use serde::{Serialize, Serializer, ser::Error};

    /// The shapes in which a generated struct holds a float.
    pub trait Floats {
        /// Whether every number in it is finite.
        fn all_finite(&self) -> bool;
    }

    impl Floats for f64 {
        fn all_finite(&self) -> bool {
            self.is_finite()
        }
    }

    impl<T: Floats> Floats for Option<T> {
        fn all_finite(&self) -> bool {
            self.iter().all(T::all_finite)
        }
    }

    impl<T: Floats> Floats for Vec<T> {
        fn all_finite(&self) -> bool {
            self.iter().all(T::all_finite)
        }
    }

    /// Writes the number, or refuses NaN and infinity, which `serde_json` would write as null.
    pub fn serialize<T: Floats + Serialize, S: Serializer>(
        value: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        if value.all_finite() {
            value.serialize(serializer)
        } else {
            Err(S::Error::custom("JSON has no NaN and no infinity"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_is_refused_and_negative_zero_is_zero() {
        assert_eq!(f64::NAN.into_stored().unwrap_err().expected, "Float");

        let Ok(Value::Real(zero)) = (-0.0_f64).into_stored() else { panic!("a real") };
        assert!(zero.is_sign_positive());
    }

    #[test]
    fn infinity_is_stored_but_is_not_json() {
        assert_eq!(f64::INFINITY.into_stored(), Ok(Value::Real(f64::INFINITY)));
        assert!(finite(f64::INFINITY).is_err());
        assert!(finite(f64::NAN).is_err());
    }

    #[test]
    fn a_whole_number_is_read_as_a_float() {
        assert_eq!(f64::from_stored(ValueRef::Integer(3)), Ok(3.0));
    }
}
