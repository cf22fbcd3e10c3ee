//! What a model's attributes say about its table: key, uniques, indexes, tombstones. Used by `models`.

use super::arguments::{self, NONE, Parameters, bind, shown};
use super::fields::{is_comparable, is_key_type};
use super::fulltext;
use super::models::Draft;
use crate::ast::{Attribute, Name};
use crate::diagnostic::{Diagnostic, Sink};
use crate::schema::{Arity, DefaultValue, Event, Scalar, SoftDelete, Type};

const FIELDS: Parameters = Parameters { required: &["fields"], optional: &[] };

pub(super) fn check(draft: &mut Draft<'_>, attributes: &[&Attribute], sink: &mut Sink) {
    key(draft, attributes, sink);
    version(draft, sink);
    let own: Vec<_> = draft
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.unique.is_some())
        .map(|(at, _)| vec![at])
        .collect();
    for unique in own {
        add_unique(draft, unique);
    }
    for attribute in attributes {
        match attribute.name.text.as_str() {
            "unique" => {
                if let Some(fields) = comparable_fields(draft, attribute, sink) {
                    add_unique(draft, fields);
                }
            }
            "index" => {
                let fields = comparable_fields(draft, attribute, sink);
                draft.model.indexes.extend(fields.filter(|fields| !draft.model.indexes.contains(fields)));
            }
            "fulltext" => draft.model.fulltext = fulltext::fields(draft, attribute, sink).unwrap_or_default(),
            "soft_delete" => draft.model.soft_delete = soft_delete(draft, attribute, sink),
            "retain" => draft.model.retain_days = retain(attribute, attributes, sink),
            "audit" => {
                draft.model.audit = bind(attribute, &NONE, sink).is_some();
                no_effect_yet(attribute, sink);
            }
            "emit" => {
                draft.model.emits = events(attribute, sink);
                no_effect_yet(attribute, sink);
            }
            _ => {}
        }
    }
}

fn add_unique(draft: &mut Draft<'_>, fields: Vec<usize>) {
    if fields != draft.model.key && !draft.model.uniques.contains(&fields) {
        draft.model.uniques.push(fields);
    }
}

/// One `@id`, or one `@@id`.
fn key(draft: &mut Draft<'_>, attributes: &[&Attribute], sink: &mut Sink) {
    let marked: Vec<_> = draft
        .columns
        .iter()
        .enumerate()
        .filter_map(|(position, column)| column.id.map(|span| (position, span)))
        .collect();
    let composite = attributes.iter().copied().find(|attribute| attribute.name.text == "id");
    let first = marked.first().map(|(_, span)| *span).or(composite.map(|attribute| attribute.name.span));
    let extra = marked.iter().skip(1).map(|(_, span)| *span);
    let both = composite.filter(|_| !marked.is_empty()).map(|attribute| attribute.name.span);
    for span in extra.chain(both) {
        let found =
            Diagnostic::error("id", span, format!("the model `{}` has two ids", draft.block.name.text));
        let found = found.help("a key of several fields is written `@@id([a, b])`, without `@id` on a field");
        sink.push(match first {
            Some(first) => found.related(first, "the first is here"),
            None => found,
        });
    }
    match (marked.first(), composite) {
        (Some((position, _)), _) => draft.model.key = vec![*position],
        (None, Some(attribute)) => {
            draft.model.key = composite_key(draft, attribute, sink).unwrap_or_default();
        }
        (None, None) if draft.damaged || has_id_attribute(draft) => {}
        (None, None) => sink.push(
            Diagnostic::error(
                "id",
                draft.block.name.span,
                format!("the model `{}` has no id", draft.block.name.text),
            )
            .help("add a field such as `id Int @id`, or `@@id([a, b])`"),
        ),
    }
}

/// Whether some field has an `@id` that was already reported.
fn has_id_attribute(draft: &Draft<'_>) -> bool {
    draft.block.items.iter().any(|item| match item {
        crate::ast::Item::Field(field) => {
            field.attributes.iter().any(|attribute| attribute.name.text == "id")
        }
        crate::ast::Item::Use(_) | crate::ast::Item::Attribute(_) => false,
    })
}

/// The columns that an attribute lists, and the names as they stand there.
pub(super) fn named_columns(
    draft: &Draft<'_>,
    attribute: &Attribute,
    sink: &mut Sink,
) -> Option<(Vec<usize>, Vec<Name>)> {
    let value = bind(attribute, &FIELDS, sink)?.get(0)?;
    let names = arguments::words(value, sink)?;
    Some((draft.columns(&names, sink)?, names))
}

fn composite_key(draft: &Draft<'_>, attribute: &Attribute, sink: &mut Sink) -> Option<Vec<usize>> {
    let (positions, names) = named_columns(draft, attribute, sink)?;
    let mut fits = true;
    for (position, name) in positions.iter().zip(&names) {
        let Some(column) = draft.columns.get(*position) else { continue };
        let field = &column.field;
        if field.arity != Arity::Required
            || !is_key_type(field.ty)
            || field.updated_at
            || column.version.is_some()
        {
            let message = format!("`{}` cannot be part of the id", name.text);
            sink.push(
                Diagnostic::error("id", name.span, message)
                    .help("a part of an id is required, never changes, and is not Float, Json or a `type`"),
            );
            fits = false;
        }
    }
    fits.then_some(positions)
}

fn version(draft: &mut Draft<'_>, sink: &mut Sink) {
    let mut versions =
        draft.columns.iter().enumerate().filter_map(|(at, column)| column.version.map(|span| (at, span)));
    let Some((position, first)) = versions.next() else { return };
    for (_, span) in versions {
        sink.push(
            Diagnostic::error("duplicate-attribute", span, "a model has one `@version`")
                .related(first, "the first is here"),
        );
    }
    draft.model.version = Some(position);
}

fn comparable_fields(draft: &Draft<'_>, attribute: &Attribute, sink: &mut Sink) -> Option<Vec<usize>> {
    let (positions, names) = named_columns(draft, attribute, sink)?;
    let mut fits = true;
    for (position, name) in positions.iter().zip(&names) {
        if draft.columns.get(*position).is_some_and(|column| !is_comparable(&column.field)) {
            let message =
                format!("{} needs fields that compare: no list, no `type`, no Json", shown(attribute));
            sink.push(Diagnostic::error("misplaced-attribute", name.span, message));
            fits = false;
        }
    }
    fits.then_some(positions)
}

/// `@@soft_delete`; a declared `deletedAt` must be able to hold the time, and nothing else may fill it.
fn soft_delete(draft: &Draft<'_>, attribute: &Attribute, sink: &mut Sink) -> Option<SoftDelete> {
    bind(attribute, &NONE, sink)?;
    let declared = draft.columns.iter().position(|column| column.source.name.text == "deletedAt");
    let Some(position) = declared else { return Some(SoftDelete::Added) };
    let column = draft.columns.get(position)?;
    let field = &column.field;
    let fits = field.ty == Type::Scalar(Scalar::DateTime) && field.arity == Arity::Optional;
    if !fits || field.updated_at || field.default.is_some() {
        sink.push(
            Diagnostic::error(
                "soft-delete",
                column.source.name.span,
                "`deletedAt` holds the time of deletion",
            )
            .help("declare it as `deletedAt DateTime?` without a default, or leave it out")
            .related(attribute.name.span, "the model asks for it here"),
        );
        return None;
    }
    Some(SoftDelete::Declared(position))
}

fn retain(attribute: &Attribute, attributes: &[&Attribute], sink: &mut Sink) -> Option<u32> {
    const RETAIN: Parameters = Parameters { required: &["days"], optional: &[] };
    if !attributes.iter().any(|other| other.name.text == "soft_delete") {
        sink.push(
            Diagnostic::error("soft-delete", attribute.name.span, "`@@retain` needs `@@soft_delete`")
                .help("only a model with tombstones has something to keep for a while"),
        );
    }
    let value = bind(attribute, &RETAIN, sink)?.get(0)?;
    let days = arguments::count(value, sink)?;
    let days = u32::try_from(days).ok().filter(|days| (1..=MOST_DAYS).contains(days));
    if days.is_none() {
        let message = format!("expected a number of days from 1 to {MOST_DAYS}");
        sink.push(Diagnostic::error("argument", value.span, message));
    }
    days
}

/// A thousand years: any date minus this many days is still a date.
const MOST_DAYS: u32 = 365_250;

fn events(attribute: &Attribute, sink: &mut Sink) -> Vec<Event> {
    const EVENTS: [(&str, Event); 3] =
        [("created", Event::Created), ("updated", Event::Updated), ("deleted", Event::Deleted)];
    let mut events = Vec::new();
    if attribute.arguments.is_empty() {
        sink.push(
            Diagnostic::error("argument", attribute.span, "`@@emit` needs at least one event")
                .help("write `@@emit(created, updated, deleted)`"),
        );
    }
    for argument in &attribute.arguments {
        let Some(word) = arguments::word(&argument.value, "an event", sink) else { continue };
        match EVENTS.iter().find(|(name, _)| *name == word.text) {
            Some((_, event)) if events.contains(event) => {
                let message = format!("`{}` stands here twice", word.text);
                sink.push(Diagnostic::error("argument", word.span, message));
            }
            Some((_, event)) => events.push(*event),
            None => {
                let message = format!("unknown event `{}`", word.text);
                let names = EVENTS.iter().map(|(name, _)| *name);
                sink.push(Diagnostic::error("argument", word.span, message).suggest(&word.text, names));
            }
        }
    }
    events
}

fn no_effect_yet(attribute: &Attribute, sink: &mut Sink) {
    let message = format!("{} has no effect on the device yet", shown(attribute));
    sink.push(Diagnostic::warning("no-effect", attribute.name.span, message));
}

/// Whether the default can stand in the table's definition.
pub(super) fn is_literal(default: &DefaultValue) -> bool {
    match default {
        DefaultValue::Text(_)
        | DefaultValue::Integer(_)
        | DefaultValue::Number(_)
        | DefaultValue::Boolean(_)
        | DefaultValue::Variant(_)
        | DefaultValue::EmptyList => true,
        DefaultValue::Now
        | DefaultValue::Uuid
        | DefaultValue::Cuid
        | DefaultValue::AutoIncrement
        | DefaultValue::DbGenerated
        | DefaultValue::Auth(_) => false,
    }
}
