//! `@default`: what it gives and whether that is a value of the field. Used by `fields`.

use super::arguments::{Parameters, bind, describe};
use super::literals;
use super::world::World;
use crate::ast::{Attribute, Name, Value, ValueKind};
use crate::diagnostic::{Diagnostic, Sink};
use crate::schema::{Arity, DefaultValue, Scalar, Type};

/// The default of a field of this type.
pub(super) fn check(
    attribute: &Attribute,
    ty: Type,
    arity: Arity,
    world: &World<'_>,
    sink: &mut Sink,
) -> Option<DefaultValue> {
    const DEFAULT: Parameters = Parameters { required: &["value"], optional: &[] };
    let value = bind(attribute, &DEFAULT, sink)?.get(0)?;
    let found = match (&value.kind, arity) {
        (ValueKind::List(values), Arity::List) if values.is_empty() => Ok(DefaultValue::EmptyList),
        (ValueKind::Call { name, arguments, path }, arity) => call(name, arguments, path, ty, arity, world),
        (_, Arity::List) => {
            Err(Refusal::with_help("the default of a list is `[]`", "give other items in the program"))
        }
        (_, Arity::Required | Arity::Optional) => literal(value, ty, world),
    };
    match found {
        Ok(default) => Some(default),
        Err(Refusal { message, help }) => {
            let diagnostic = Diagnostic::error("default", value.span, message);
            sink.push(match help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
            None
        }
    }
}

/// Why a value is no default of a field.
struct Refusal {
    message: String,
    help: Option<String>,
}

impl Refusal {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}

fn call(
    name: &str,
    arguments: &[Value],
    path: &[Name],
    ty: Type,
    arity: Arity,
    world: &World<'_>,
) -> Result<DefaultValue, Refusal> {
    if name == "auth" {
        return auth(path, world);
    }
    if !path.is_empty() || !arguments.is_empty() {
        return Err(Refusal::new(format!("`{name}()` takes nothing and stands alone here")));
    }
    let (default, scalars): (_, &[Scalar]) = match name {
        "now" => (DefaultValue::Now, &[Scalar::DateTime]),
        "uuid" => (DefaultValue::Uuid, &[Scalar::Uuid, Scalar::String]),
        "cuid" => (DefaultValue::Cuid, &[Scalar::Cuid, Scalar::String]),
        "autoincrement" => (DefaultValue::AutoIncrement, &[Scalar::Int]),
        "dbgenerated" => return Ok(DefaultValue::DbGenerated),
        _ => {
            let message = format!("unknown function `{name}()`");
            return Err(Refusal::with_help(
                message,
                "a default is a literal, `now()`, `uuid()`, `cuid()`, `autoincrement()`, `dbgenerated()` or `auth().field`",
            ));
        }
    };
    let fits = matches!(ty, Type::Scalar(scalar) if scalars.contains(&scalar));
    if !fits || arity == Arity::List {
        let types: Vec<String> = scalars.iter().map(|scalar| format!("{scalar:?}")).collect();
        return Err(Refusal::new(format!("`{name}()` is a default of {} only", types.join(" and "))));
    }
    Ok(default)
}

/// `auth().field`
fn auth(path: &[Name], world: &World<'_>) -> Result<DefaultValue, Refusal> {
    let [field] = path else {
        return Err(Refusal::with_help(
            "`auth()` alone is no value",
            "name one of its fields, as in `auth().id`",
        ));
    };
    let Some(block) = world.auth else {
        return match world.damaged {
            true => Ok(DefaultValue::Auth(field.text.clone())),
            false => Err(Refusal::with_help(
                "the schema has no `auth` block",
                "declare one, as in `auth User { id Int }`",
            )),
        };
    };
    let declared = block.items.iter().any(|item| match item {
        crate::ast::Item::Field(known) => known.name.text == field.text,
        crate::ast::Item::Use(_) | crate::ast::Item::Attribute(_) => false,
    });
    if declared || block.damaged {
        return Ok(DefaultValue::Auth(field.text.clone()));
    }
    Err(Refusal::new(format!("`{}` is not a field of the `auth` block", field.text)))
}

fn literal(value: &Value, ty: Type, world: &World<'_>) -> Result<DefaultValue, Refusal> {
    match ty {
        Type::Scalar(scalar) => scalar_literal(value, scalar),
        Type::Enum(position) => variant(value, position, world),
        Type::Composite(_) => Err(Refusal::new("a field of a `type` has no default")),
    }
}

fn variant(value: &Value, position: usize, world: &World<'_>) -> Result<DefaultValue, Refusal> {
    let Some(declared) = world.enums.get(position) else {
        return Err(Refusal::new("unknown enum"));
    };
    let word = match &value.kind {
        ValueKind::Word(word) | ValueKind::Text(word) => word.as_str(),
        ValueKind::Boolean(true) => "true",
        ValueKind::Boolean(false) => "false",
        ValueKind::Path(path) => match path.as_slice() {
            [name, variant] if name.text == declared.name.text => variant.text.as_str(),
            _ => return Err(expected("a variant", value)),
        },
        _ => return Err(expected("a variant", value)),
    };
    match declared.variants.iter().position(|variant| variant.name.text == word) {
        Some(found) => Ok(DefaultValue::Variant(found)),
        // The variant may stand on a line that could not be read.
        None if declared.damaged => Ok(DefaultValue::Variant(0)),
        None => {
            let message = format!("`{word}` is not a variant of `{}`", declared.name.text);
            let variants = declared.variants.iter().map(|variant| variant.name.text.as_str());
            let help = Diagnostic::error("default", value.span, "").suggest(word, variants).help;
            Err(Refusal { message, help })
        }
    }
}

fn expected(wanted: &str, value: &Value) -> Refusal {
    Refusal::new(format!("expected {wanted}, found {}", describe(value)))
}

fn scalar_literal(value: &Value, scalar: Scalar) -> Result<DefaultValue, Refusal> {
    match (scalar, &value.kind) {
        (Scalar::Boolean, ValueKind::Boolean(value)) => Ok(DefaultValue::Boolean(*value)),
        (Scalar::Boolean, _) => Err(expected("`true` or `false`", value)),
        (Scalar::Int | Scalar::BigInt, ValueKind::Integer(digits)) => digits
            .parse()
            .map(DefaultValue::Integer)
            .map_err(|_| Refusal::new(format!("`{digits}` does not fit in 64 bits"))),
        (Scalar::Int | Scalar::BigInt, _) => Err(expected("a whole number", value)),
        (Scalar::Float | Scalar::Decimal, ValueKind::Integer(digits) | ValueKind::Number(digits)) => {
            number(digits, scalar)
        }
        (Scalar::Float | Scalar::Decimal, _) => Err(expected("a number", value)),
        (_, ValueKind::Text(literal)) => text(literal, scalar),
        (Scalar::Json, _) => Err(Refusal::with_help(
            format!("expected a string with JSON in it, found {}", describe(value)),
            r#"write `@default("{}")`, or `@default("\"text\"")` for a text"#,
        )),
        (_, _) => Err(expected("a string", value)),
    }
}

fn number(digits: &str, scalar: Scalar) -> Result<DefaultValue, Refusal> {
    if scalar == Scalar::Decimal && !literals::fits_decimal(digits) {
        let most = literals::DECIMAL_DIGITS;
        return Err(Refusal::new(format!("a Decimal has at most {most} digits")));
    }
    if scalar == Scalar::Float && !digits.parse::<f64>().is_ok_and(f64::is_finite) {
        return Err(Refusal::new("this number does not fit a Float"));
    }
    Ok(match digits.parse() {
        Ok(integer) => DefaultValue::Integer(integer),
        Err(_) => DefaultValue::Number(digits.to_owned()),
    })
}

fn text(literal: &str, scalar: Scalar) -> Result<DefaultValue, Refusal> {
    let refusal = match scalar {
        Scalar::Cuid if !literals::is_cuid(literal) => {
            Some(("is not a cuid", "write lowercase letters and digits"))
        }
        Scalar::Uuid if !literals::is_uuid(literal) => {
            Some(("is not a UUID", "write it as in `\"0190163d-8694-739b-aea5-966c26f8ad91\"`"))
        }
        Scalar::DateTime if !literals::is_date_time(literal) => {
            Some(("is not an RFC 3339 time", "write it as in `\"2024-01-31T12:00:00Z\"`"))
        }
        Scalar::Json if serde_json::from_str::<serde_json::Value>(literal).is_err() => {
            Some(("is not JSON", "a text inside JSON has quotes of its own: `\"\\\"text\\\"\"`"))
        }
        _ if literal.contains('\0') => {
            Some(("has a U+0000, which SQL cannot hold", "write another character"))
        }
        _ => None,
    };
    match refusal {
        Some((message, help)) => Err(Refusal::with_help(format!("{literal:?} {message}"), help)),
        None => Ok(DefaultValue::Text(literal.to_owned())),
    }
}
