//! The arguments of attributes: which value belongs to which parameter, and what kind it is. Used by the steps
//! of `check` that read attributes.

use crate::ast::{Attribute, Name, Value, ValueKind};
use crate::diagnostic::{Diagnostic, Sink, Span};

/// The parameters of an attribute, in the order of positional arguments.
pub(super) struct Parameters {
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
}

/// An attribute that takes nothing.
pub(super) const NONE: Parameters = Parameters { required: &[], optional: &[] };

/// An attribute's values, one place for each parameter.
pub(super) struct Bound<'a> {
    values: Vec<Option<&'a Value>>,
}

impl<'a> Bound<'a> {
    pub(super) fn get(&self, position: usize) -> Option<&'a Value> {
        self.values.get(position).copied().flatten()
    }
}

/// Gives each argument its parameter; None, with reports, when they do not fit.
pub(super) fn bind<'a>(
    attribute: &'a Attribute,
    parameters: &Parameters,
    sink: &mut Sink,
) -> Option<Bound<'a>> {
    let names: Vec<&str> = parameters.required.iter().chain(parameters.optional).copied().collect();
    let mut values: Vec<Option<&Value>> = vec![None; names.len()];
    let mut fits = true;
    for (position, argument) in attribute.arguments.iter().enumerate() {
        let place = match &argument.name {
            Some(name) => named_place(attribute, name, &names, sink),
            None if position < names.len() => Some(position),
            None => {
                sink.push(too_many(attribute, argument.value.span, names.len()));
                None
            }
        };
        match place.and_then(|place| values.get_mut(place)) {
            None => fits = false,
            Some(slot @ None) => *slot = Some(&argument.value),
            Some(Some(first)) => {
                sink.push(
                    Diagnostic::error("argument", argument.value.span, "this argument is given twice")
                        .related(first.span, "the first is here"),
                );
                fits = false;
            }
        }
    }
    let missing = parameters.required.iter().zip(&values).find(|(_, value)| value.is_none());
    if let (true, Some((name, _))) = (fits, missing) {
        sink.push(
            Diagnostic::error("argument", attribute.span, format!("{} needs `{name}`", shown(attribute)))
                .help(format!("write `{}({}: ..)`", attribute_sign(attribute), name)),
        );
        fits = false;
    }
    fits.then_some(Bound { values })
}

fn named_place(attribute: &Attribute, name: &Name, names: &[&str], sink: &mut Sink) -> Option<usize> {
    let place = names.iter().position(|known| *known == name.text);
    if place.is_none() {
        let message = format!("{} has no argument `{}`", shown(attribute), name.text);
        sink.push(
            Diagnostic::error("argument", name.span, message).suggest(&name.text, names.iter().copied()),
        );
    }
    place
}

fn too_many(attribute: &Attribute, span: Span, most: usize) -> Diagnostic {
    let message = match most {
        0 => format!("{} takes no arguments", shown(attribute)),
        1 => format!("{} takes one argument", shown(attribute)),
        _ => format!("{} takes at most {most} arguments", shown(attribute)),
    };
    Diagnostic::error("argument", span, message)
}

/// The attribute with its signs, between backquotes.
pub(super) fn shown(attribute: &Attribute) -> String {
    format!("`{}`", attribute_sign(attribute))
}

fn attribute_sign(attribute: &Attribute) -> String {
    let signs = attribute.name.span.end - attribute.name.span.start - attribute.name.text.len();
    format!("{}{}", if signs > 1 { "@@" } else { "@" }, attribute.name.text)
}

fn wrong(value: &Value, wanted: &str, sink: &mut Sink) {
    sink.push(Diagnostic::error(
        "argument",
        value.span,
        format!("expected {wanted}, found {}", describe(value)),
    ));
}

pub(super) fn describe(value: &Value) -> &'static str {
    match value.kind {
        ValueKind::Text(_) => "a string",
        ValueKind::Integer(_) => "a whole number",
        ValueKind::Number(_) => "a number with a fraction",
        ValueKind::Boolean(_) => "a boolean",
        ValueKind::Word(_) => "a name",
        ValueKind::Path(_) => "a path",
        ValueKind::Call { .. } => "a call",
        ValueKind::List(_) => "a list",
        ValueKind::Expression => "an expression",
    }
}

/// The text of a string that is not empty.
pub(super) fn text<'a>(value: &'a Value, sink: &mut Sink) -> Option<&'a str> {
    match &value.kind {
        ValueKind::Text(text) if text.trim().is_empty() => {
            sink.push(Diagnostic::error("argument", value.span, "this string is empty"));
            None
        }
        ValueKind::Text(text) => Some(text),
        _ => {
            wrong(value, "a string", sink);
            None
        }
    }
}

/// A whole number that is not negative.
pub(super) fn count(value: &Value, sink: &mut Sink) -> Option<u64> {
    let count = match &value.kind {
        ValueKind::Integer(digits) => digits.parse().ok(),
        _ => {
            wrong(value, "a whole number", sink);
            return None;
        }
    };
    if count.is_none() {
        let message = format!("expected a whole number from 0 to {}", u64::MAX);
        sink.push(Diagnostic::error("argument", value.span, message));
    }
    count
}

/// One name.
pub(super) fn word(value: &Value, wanted: &str, sink: &mut Sink) -> Option<Name> {
    let name = as_name(value);
    if name.is_none() {
        wrong(value, wanted, sink);
    }
    name
}

/// Names between brackets, at least one and none twice.
pub(super) fn words(value: &Value, sink: &mut Sink) -> Option<Vec<Name>> {
    let ValueKind::List(values) = &value.kind else {
        wrong(value, "a list of fields such as `[a, b]`", sink);
        return None;
    };
    if values.is_empty() {
        sink.push(
            Diagnostic::error("argument", value.span, "this list is empty").help("name at least one field"),
        );
        return None;
    }
    let mut names: Vec<Name> = Vec::with_capacity(values.len());
    for value in values {
        let name = word(value, "the name of a field", sink)?;
        if names.iter().any(|known| known.text == name.text) {
            let message = format!("`{}` stands here twice", name.text);
            sink.push(Diagnostic::error("argument", name.span, message));
            return None;
        }
        names.push(name);
        if names.len() > MOST_FIELDS {
            let message = format!("a list names at most {MOST_FIELDS} fields");
            sink.push(Diagnostic::error("argument", value.span, message));
            return None;
        }
    }
    Some(names)
}

/// SQLite's index takes this many columns, and the search for a second mention stays short.
const MOST_FIELDS: usize = 64;

fn as_name(value: &Value) -> Option<Name> {
    let text = match &value.kind {
        ValueKind::Word(word) => word.clone(),
        // Fields may have these names as well.
        ValueKind::Boolean(word) => word.to_string(),
        _ => return None,
    };
    Some(Name { text, span: value.span })
}
