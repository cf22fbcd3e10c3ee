//! Whether what a call gave is what its step expects.

use serde_json::Value;

/// Compares as the scenario's README says: objects may leave members out, lists may not, numbers go by value.
pub(crate) fn agrees(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::String(any), actual) if any == "$any" => !actual.is_null(),
        (Value::Object(expected), Value::Object(actual)) => {
            expected.iter().all(|(name, value)| actual.get(name).is_some_and(|actual| agrees(value, actual)))
        }
        (Value::Array(expected), Value::Array(actual)) => {
            expected.len() == actual.len() && expected.iter().zip(actual).all(|(e, a)| agrees(e, a))
        }
        (Value::Number(expected), Value::Number(actual)) => match (expected.as_i64(), actual.as_i64()) {
            (Some(expected), Some(actual)) => expected == actual,
            _ => expected.as_f64() == actual.as_f64(),
        },
        (expected, actual) => expected == actual,
    }
}

#[test]
fn agreement_is_strict_where_it_must_be() {
    let agree = |expected: &str, actual: &str| {
        agrees(&serde_json::from_str(expected).unwrap(), &serde_json::from_str(actual).unwrap())
    };

    assert!(agree(r#"[{"a": 1}]"#, r#"[{"a": 1.0, "b": 2}]"#));
    assert!(!agree(r#"[{"a": 1}]"#, r#"[{"a": 1}, {"a": 1}]"#));
    assert!(!agree(r#"{"a": null}"#, r#"{}"#));
    assert!(!agree("9007199254740993", "9007199254740992"));
    assert!(!agree(r#"{"a": "$any"}"#, r#"{"a": null}"#));
    assert!(!agree("1", "true"));
}
