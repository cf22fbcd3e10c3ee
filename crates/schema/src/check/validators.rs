//! The validators: whether each fits its field and means something. Used by `fields`.

use std::cmp::Ordering;

use super::arguments::{self, NONE, Parameters, bind, shown};
use super::literals;
use crate::ast::{Attribute, Value, ValueKind};
use crate::diagnostic::{Diagnostic, Sink};
use crate::schema::{Arity, DefaultValue, Field, Scalar, Type, Validator};

const BOUNDS: Parameters = Parameters { required: &[], optional: &["min", "max"] };

/// The validator of an attribute on a field of this type.
pub(super) fn check(attribute: &Attribute, ty: Type, arity: Arity, sink: &mut Sink) -> Option<Validator> {
    let scalar = fitting_scalar(attribute, ty, arity, sink)?;
    match attribute.name.text.as_str() {
        "length" => length(attribute, sink),
        "range" => range(attribute, scalar, sink),
        "regex" => regex(attribute, sink),
        "email" => bind(attribute, &NONE, sink).map(|_| Validator::Email),
        "uri" => bind(attribute, &NONE, sink).map(|_| Validator::Uri),
        _ => bind(attribute, &NONE, sink).map(|_| Validator::Iso4217),
    }
}

fn fitting_scalar(attribute: &Attribute, ty: Type, arity: Arity, sink: &mut Sink) -> Option<Scalar> {
    let fitting: &[Scalar] = match attribute.name.text.as_str() {
        "length" => &[Scalar::String, Scalar::Bytes],
        "range" => &[Scalar::Int, Scalar::BigInt, Scalar::Float, Scalar::Decimal],
        _ => &[Scalar::String],
    };
    match ty {
        Type::Scalar(scalar) if fitting.contains(&scalar) && arity != Arity::List => return Some(scalar),
        _ => {}
    }
    let types: Vec<String> = fitting.iter().map(|scalar| format!("{scalar:?}")).collect();
    sink.push(
        Diagnostic::error(
            "misplaced-attribute",
            attribute.name.span,
            format!("{} does not fit the type of this field", shown(attribute)),
        )
        .help(format!("it is for one value of {}", types.join(", "))),
    );
    None
}

fn length(attribute: &Attribute, sink: &mut Sink) -> Option<Validator> {
    let bound = bind(attribute, &BOUNDS, sink)?;
    let mut read = |position| match bound.get(position) {
        Some(value) => arguments::count(value, sink).map(Some),
        None => Some(None),
    };
    let (min, max) = (read(0)?, read(1)?);
    check_bounds(
        attribute,
        min.is_some() || max.is_some(),
        min.is_some_and(|min| max.is_some_and(|max| min > max)),
        sink,
    )?;
    Some(Validator::Length { min, max })
}

fn range(attribute: &Attribute, scalar: Scalar, sink: &mut Sink) -> Option<Validator> {
    let bound = bind(attribute, &BOUNDS, sink)?;
    let mut read = |position| match bound.get(position) {
        Some(value) => number(value, scalar, sink).map(Some),
        None => Some(None),
    };
    let (min, max) = (read(0)?, read(1)?);
    let crossed = match (&min, &max) {
        (Some(min), Some(max)) => literals::compare(min, max) == Ordering::Greater,
        _ => false,
    };
    check_bounds(attribute, min.is_some() || max.is_some(), crossed, sink)?;
    Some(Validator::Range { min, max })
}

fn check_bounds(attribute: &Attribute, any: bool, crossed: bool, sink: &mut Sink) -> Option<()> {
    if !any {
        let message = format!("{} needs `min` or `max`", shown(attribute));
        sink.push(Diagnostic::error("argument", attribute.span, message));
    }
    if crossed {
        sink.push(
            Diagnostic::error("empty-range", attribute.span, "`min` is greater than `max`")
                .help("no value would pass; change the bounds"),
        );
    }
    (any && !crossed).then_some(())
}

fn number(value: &Value, scalar: Scalar, sink: &mut Sink) -> Option<String> {
    let (digits, fits, wanted) = match (&value.kind, scalar) {
        (ValueKind::Integer(digits), Scalar::Int | Scalar::BigInt) => {
            (digits, digits.parse::<i64>().is_ok(), "a whole number of 64 bits")
        }
        (ValueKind::Integer(digits) | ValueKind::Number(digits), Scalar::Float) => {
            (digits, digits.parse::<f64>().is_ok_and(f64::is_finite), "a number that fits a Float")
        }
        (ValueKind::Integer(digits) | ValueKind::Number(digits), Scalar::Decimal) => {
            (digits, literals::fits_decimal(digits), "a number of at most 28 digits")
        }
        (_, Scalar::Int | Scalar::BigInt) => {
            let message = format!("expected a whole number, found {}", arguments::describe(value));
            sink.push(Diagnostic::error("argument", value.span, message));
            return None;
        }
        _ => {
            let message = format!("expected a number, found {}", arguments::describe(value));
            sink.push(Diagnostic::error("argument", value.span, message));
            return None;
        }
    };
    if !fits {
        sink.push(Diagnostic::error("argument", value.span, format!("expected {wanted}")));
        return None;
    }
    Some(digits.clone())
}

fn regex(attribute: &Attribute, sink: &mut Sink) -> Option<Validator> {
    const REGEX: Parameters = Parameters { required: &["pattern"], optional: &[] };
    let value = bind(attribute, &REGEX, sink)?.get(0)?;
    let pattern = arguments::text(value, sink)?;
    if let Err(error) = regex::Regex::new(pattern) {
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        sink.push(
            Diagnostic::error("regex", value.span, format!("this regular expression is not valid: {reason}"))
                .help(
                    "the syntax is that of the Rust crate `regex`; a backslash is written `\\\\` in a string",
                ),
        );
        return None;
    }
    Some(Validator::Regex(pattern.to_owned()))
}

/// Reports a literal default that the field's own validators would refuse.
pub(super) fn check_default(field: &Field, attribute: &Attribute, sink: &mut Sink) {
    let Some(default) = &field.default else { return };
    let refused = field.validators.iter().find(|validator| refuses(validator, default, field.ty));
    if refused.is_some() {
        sink.push(
            Diagnostic::error("default", attribute.span, "the validators of this field refuse its default")
                .help("change the default or the validator"),
        );
    }
}

fn refuses(validator: &Validator, default: &DefaultValue, ty: Type) -> bool {
    let digits = match default {
        DefaultValue::Integer(integer) => Some(integer.to_string()),
        DefaultValue::Number(digits) => Some(digits.clone()),
        _ => None,
    };
    match (validator, default, digits) {
        (Validator::Length { min, max }, DefaultValue::Text(text), _) => {
            let length = match ty {
                Type::Scalar(Scalar::Bytes) => text.len(),
                _ => text.chars().count(),
            };
            let length = u64::try_from(length).unwrap_or(u64::MAX);
            min.is_some_and(|min| length < min) || max.is_some_and(|max| length > max)
        }
        (Validator::Regex(pattern), DefaultValue::Text(text), _) => {
            regex::Regex::new(pattern).is_ok_and(|pattern| !pattern.is_match(text))
        }
        (Validator::Range { min, max }, _, Some(digits)) => {
            min.as_ref().is_some_and(|min| literals::compare(&digits, min) == Ordering::Less)
                || max.as_ref().is_some_and(|max| literals::compare(&digits, max) == Ordering::Greater)
        }
        _ => false,
    }
}
