//! The forms of the scenario's values on their way into inputs, and of records on their way out.

use std::collections::HashMap;

use larder::{
    FieldValue, Json, ValueError, ValueRef,
    chrono::{DateTime, Utc},
    rust_decimal::Decimal,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What earlier steps saved, by name.
pub(crate) type Saved = HashMap<String, Value>;

/// Puts in what `$milk`, `$milk.id`, `$repeat` and `$numbers` stand for.
pub(crate) fn resolved(form: &Value, saved: &Saved) -> Value {
    match form {
        Value::String(text) => match text.strip_prefix('$') {
            Some(name) if name != "any" && !name.starts_with('.') => recalled(name, saved),
            _ => form.clone(),
        },
        Value::Array(items) => items.iter().map(|item| resolved(item, saved)).collect(),
        Value::Object(members) => {
            if let Some(repeat) = members.get("$repeat") {
                let times = usize::try_from(repeat[1].as_u64().unwrap()).unwrap();
                return json!(repeat[0].as_str().unwrap().repeat(times));
            }
            if let Some(ends) = members.get("$numbers") {
                return (ends[0].as_i64().unwrap()..=ends[1].as_i64().unwrap()).collect();
            }
            members.iter().map(|(name, value)| (name.clone(), resolved(value, saved))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => form.clone(),
    }
}

fn recalled(name: &str, saved: &Saved) -> Value {
    let (record, member) =
        name.split_once('.').map_or((name, None), |(record, member)| (record, Some(member)));
    let record = saved.get(record).unwrap_or_else(|| panic!("no step has saved {record}"));
    match member {
        Some(member) => record.get(member).unwrap_or_else(|| panic!("{name} is not there")).clone(),
        None => record.clone(),
    }
}

/// Makes the JSON that a Rust input is read from. A text that is no decimal or no document fails as it does at any
/// border: when it is read.
pub(crate) fn given(with: Value) -> Result<Value, ValueError> {
    let Value::Object(members) = with else { panic!("an input is an object, not {with}") };
    let read = |(name, form): (String, Value)| {
        let value = match (name.as_str(), &form) {
            ("checksum", Value::String(hex)) => json!(bytes(hex)),
            ("cost" | "budget", Value::String(digits)) => {
                json!(Decimal::from_stored(ValueRef::Text(digits.as_bytes()))?)
            }
            ("meta", Value::Object(document)) if document.contains_key("$raw") => {
                let text = document["$raw"].as_str().unwrap();
                json!(Json::<Value>::from_stored(ValueRef::Text(text.as_bytes()))?)
            }
            _ => form,
        };
        Ok((name, value))
    };
    members.into_iter().map(read).collect::<Result<Map<_, _>, _>>().map(Value::Object)
}

/// Reads hexadecimal.
pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().map(|digit| digit.to_digit(16).unwrap()).collect();
    digits.chunks_exact(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}

/// Shows a record in the forms of the scenario.
pub(crate) fn shown(record: impl Serialize) -> Value {
    let Ok(Value::Object(members)) = serde_json::to_value(record) else { panic!("a record is an object") };
    members
        .into_iter()
        .map(|(name, value)| {
            let form = if value.is_null() { value } else { form_of(&name, value) };
            (name, form)
        })
        .collect()
}

/// Where the JSON of the Rust API differs from the form: a field's name says its type, on every model.
fn form_of(name: &str, value: Value) -> Value {
    match name {
        "createdAt" | "updatedAt" | "deletedAt" | "dueAt" | "addedAt" | "lastWrittenAt" => {
            let instant: DateTime<Utc> = serde_json::from_value(value).unwrap();
            json!(instant.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string())
        }
        "cost" | "budget" | "dearest" => {
            let number: Decimal = serde_json::from_value(value).unwrap();
            json!(number.normalize().to_string())
        }
        "size" => json!(value.as_str().unwrap().parse::<i64>().unwrap()),
        "checksum" => {
            let bytes: Vec<u8> = serde_json::from_value(value).unwrap();
            json!(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        }
        _ => value,
    }
}
