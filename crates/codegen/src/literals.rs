//! A literal default in its storage form, for the descriptor and for the DDL alike.

use chrono::{DateTime, SecondsFormat};
use larder_schema::schema::{DefaultValue, Field, Scalar, Schema, Type};

/// A stored value.
pub(crate) enum Literal {
    Text(String),
    Integer(i64),
    Real(f64),
    Blob(Vec<u8>),
}

/// Gives the stored form of a field's default; `None` when it is no literal.
pub(crate) fn literal(schema: &Schema, field: &Field) -> Option<Literal> {
    let scalar = match field.ty {
        Type::Scalar(scalar) => Some(scalar),
        Type::Enum(_) | Type::Composite(_) => None,
    };
    Some(match field.default.as_ref()? {
        DefaultValue::Text(text) => match scalar {
            Some(Scalar::Bytes) => Literal::Blob(text.clone().into_bytes()),
            Some(Scalar::Uuid) => Literal::Text(text.to_lowercase()),
            Some(Scalar::DateTime) => Literal::Text(DateTime::parse_from_rfc3339(text).map_or_else(
                |_| text.clone(),
                |instant| instant.to_utc().to_rfc3339_opts(SecondsFormat::Micros, true),
            )),
            Some(Scalar::Json) => {
                let document: serde_json::Value = serde_json::from_str(text).ok()?;
                Literal::Text(document.to_string())
            }
            _ => Literal::Text(text.clone()),
        },
        DefaultValue::Integer(number) => match scalar {
            #[expect(clippy::cast_precision_loss, reason = "a Float default is a float")]
            Some(Scalar::Float) => Literal::Real(*number as f64),
            Some(Scalar::Decimal) => Literal::Text(number.to_string()),
            _ => Literal::Integer(*number),
        },
        DefaultValue::Number(digits) => match scalar {
            Some(Scalar::Float) => Literal::Real(digits.parse::<f64>().ok()? + 0.0),
            _ => Literal::Text(decimal_text(digits)),
        },
        DefaultValue::Boolean(flag) => Literal::Integer(i64::from(*flag)),
        DefaultValue::Variant(at) => {
            let Type::Enum(declared) = field.ty else { return None };
            let variant = schema.enums[declared].variants.get(*at)?;
            variant.ordinal.map_or_else(|| Literal::Text(variant.name.clone()), Literal::Integer)
        }
        DefaultValue::EmptyList => Literal::Text("[]".to_owned()),
        DefaultValue::Now
        | DefaultValue::Uuid
        | DefaultValue::Cuid
        | DefaultValue::AutoIncrement
        | DefaultValue::DbGenerated
        | DefaultValue::Auth(_) => return None,
    })
}

/// The digits of a decimal as the runtime writes them: one zero before a bare point, none before other digits.
fn decimal_text(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let digits = digits.trim_start_matches('0');
    let zero = if digits.is_empty() || digits.starts_with('.') { "0" } else { "" };
    let is_zero = !digits.contains(|digit: char| ('1'..='9').contains(&digit));
    format!("{}{zero}{digits}", if is_zero { "" } else { sign })
}
