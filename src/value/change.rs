//! The JSON of a nullable field in an update input: absent keeps, null clears, a value sets.

/// Tells a JSON null from an absent field: the `deserialize_with` of a nullable field in an update input.
pub mod double_option {
    use serde::{Deserialize, Deserializer};

    /// Reads null as `Some(None)`; an absent field never comes here and stays `None`.
    pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
    where
        T: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Option::deserialize(deserializer).map(Some)
    }
}
