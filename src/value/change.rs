//! The JSON of a field in an update input: absent keeps, null clears a nullable one, a value sets.

/// Tells a JSON null from an absent field: the `deserialize_with` of a field in an update input.
pub mod given {
    use serde::{Deserialize, Deserializer};

    /// Reads what is there; an absent field never comes here and stays `None`. A null is the value of a nullable field, and of JSON.
    ///
    /// # Errors
    /// When it is no value of the field: null for one that must have a value.
    pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        T: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        T::deserialize(deserializer).map(Some)
    }
}
