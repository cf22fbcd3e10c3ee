//! What an update from Swift, Kotlin or Python does to a nullable field, for each scalar: set it, or clear it.
//! An update input leaves the field out to keep it.

type DateTime = chrono::DateTime<chrono::Utc>;
type Decimal = rust_decimal::Decimal;
type Json = crate::value::Json<serde_json::Value>;
type Uuid = uuid::Uuid;

macro_rules! change {
    ($name:ident, $value:ty) => {
        /// What an update does to a nullable field.
        #[derive(Debug, Clone, PartialEq, uniffi::Enum)]
        pub enum $name {
            /// Gives the field this value.
            Set($value),
            /// Leaves the field without a value.
            Clear,
        }

        impl From<$name> for Option<$value> {
            fn from(change: $name) -> Self {
                match change {
                    $name::Set(value) => Some(value),
                    $name::Clear => None,
                }
            }
        }
    };
}

change!(TextChange, String);
change!(IntChange, i64);
change!(FloatChange, f64);
change!(BoolChange, bool);
change!(DateTimeChange, DateTime);
change!(DecimalChange, Decimal);
change!(JsonChange, Json);
change!(BytesChange, Vec<u8>);
change!(UuidChange, Uuid);
