//! The rules inside a `type`: its struct is stored as one value, and its fields have validators of their own.

use super::Validator;
use crate::value::{FieldValue, ValueError};

/// A struct of a `type`, or several of them, held against the rules of their fields before they are stored.
pub trait Ruled {
    /// Checks every field.
    ///
    /// # Errors
    /// The first rule that is broken, with the field that breaks it.
    fn check(&self) -> Result<(), ValueError>;
}

impl<T: Ruled> Ruled for Option<T> {
    fn check(&self) -> Result<(), ValueError> {
        self.iter().try_for_each(T::check)
    }
}

impl<T: Ruled> Ruled for Vec<T> {
    fn check(&self) -> Result<(), ValueError> {
        self.iter().try_for_each(T::check)
    }
}

/// Checks one field.
///
/// # Errors
/// The rule that it breaks, or that it has no storage form.
pub fn check_field<T: FieldValue + Clone>(
    expected: &'static str,
    field: &'static str,
    rules: &[Validator],
    value: &T,
) -> Result<(), ValueError> {
    let stored = value.clone().into_stored()?;
    rules
        .iter()
        .try_for_each(|rule| rule.check(&stored))
        .map_err(|rule| ValueError::new(expected, format!("{field} {rule}")))
}
