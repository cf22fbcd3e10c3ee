//! The form of an error: its variant, and its fields by their lower camel names.

use larder::ffi::StoreError;
use serde_json::{Value, json};

/// Shows an error.
pub(crate) fn shown(error: StoreError) -> Value {
    use StoreError as E;

    match error {
        E::NotFound { model } => json!({ "kind": "NotFound", "model": model }),
        E::Validation { subject, rule } => json!({ "kind": "Validation", "subject": subject, "rule": rule }),
        E::InvalidValue { subject, rule } => {
            json!({ "kind": "InvalidValue", "subject": subject, "rule": rule })
        }
        E::Unreadable { subject, rule } => json!({ "kind": "Unreadable", "subject": subject, "rule": rule }),
        E::UniqueViolation { table, columns } => {
            json!({ "kind": "UniqueViolation", "table": table, "columns": columns })
        }
        E::ForeignKeyViolation { table, columns, references_table, references_columns } => json!({
            "kind": "ForeignKeyViolation",
            "table": table,
            "columns": columns,
            "referencesTable": references_table,
            "referencesColumns": references_columns,
        }),
        E::Conflict { model, expected } => {
            json!({ "kind": "Conflict", "model": model, "expected": expected })
        }
        E::Deleted { model } => json!({ "kind": "Deleted", "model": model }),
        E::Reentrant => json!({ "kind": "Reentrant" }),
        E::Busy => json!({ "kind": "Busy" }),
        E::Interrupted => json!({ "kind": "Interrupted" }),
        E::Suspended => json!({ "kind": "Suspended" }),
        E::Closed => json!({ "kind": "Closed" }),
        E::CannotOpen { path, reason } => json!({ "kind": "CannotOpen", "path": path, "reason": reason }),
        E::SchemaDiffers { differences } => json!({ "kind": "SchemaDiffers", "differences": differences }),
        E::Corrupt => json!({ "kind": "Corrupt" }),
        E::DiskFull => json!({ "kind": "DiskFull" }),
        E::ReadOnly => json!({ "kind": "ReadOnly" }),
        E::Aborted { reason } => json!({ "kind": "Aborted", "reason": reason }),
        E::Panicked { reason } => json!({ "kind": "Panicked", "reason": reason }),
        E::Database { reason } => json!({ "kind": "Database", "reason": reason }),
    }
}
