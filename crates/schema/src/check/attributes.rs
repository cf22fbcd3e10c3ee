//! Which attributes exist, where each may stand, and the simple ones that only set a mark. Used by `fields`,
//! `models`, `views` and `enums`.

use std::collections::{BTreeSet, HashMap};

use super::arguments::{self, Parameters, bind, shown};
use crate::ast::{Attribute, BlockKind};
use crate::diagnostic::{Diagnostic, Sink};

use BlockKind::{Auth, Mixin, Model, Type, View};

/// The attributes of fields and the blocks whose fields take them.
const FIELD_ATTRIBUTES: [(&str, &[BlockKind]); 19] = [
    ("id", &[Auth, Model, View]),
    ("unique", &[Auth, Mixin, Model]),
    ("default", &[Auth, Mixin, Model, Type]),
    ("updatedAt", &[Auth, Mixin, Model]),
    ("relation", &[Auth, Mixin, Model]),
    ("readonly", &[Auth, Mixin, Model]),
    ("server_only", &[Auth, Mixin, Model, Type, View]),
    ("version", &[Auth, Mixin, Model]),
    ("length", &[Auth, Mixin, Model, Type]),
    ("range", &[Auth, Mixin, Model, Type]),
    ("regex", &[Auth, Mixin, Model, Type]),
    ("email", &[Auth, Mixin, Model, Type]),
    ("uri", &[Auth, Mixin, Model, Type]),
    ("iso4217", &[Auth, Mixin, Model, Type]),
    ("pii", &[Auth, Mixin, Model, Type, View]),
    ("sensitive", &[Auth, Mixin, Model, Type, View]),
    ("from", &[View]),
    ("custom", &[Type]),
    ("map", &[Auth, Mixin, Model, View]),
];

/// `rename` stands apart: it is the one attribute with the same name on fields and blocks.
const RENAME: &str = "rename";

/// Every attribute of fields.
pub(crate) fn of_fields() -> impl Iterator<Item = &'static str> {
    FIELD_ATTRIBUTES.into_iter().map(|(name, _)| name).chain([RENAME])
}

/// Every attribute of blocks, each once.
pub(crate) fn of_blocks() -> impl Iterator<Item = &'static str> {
    let names: BTreeSet<_> = [&MODEL_ATTRIBUTES[..], &VIEW_ATTRIBUTES, &TYPE_ATTRIBUTES, &ENUM_ATTRIBUTES]
        .into_iter()
        .flatten()
        .copied()
        .collect();
    names.into_iter()
}

/// The attributes of blocks, for the message about one that does not exist.
pub(super) const MODEL_ATTRIBUTES: [&str; 15] = [
    "id",
    "unique",
    "index",
    "map",
    "soft_delete",
    "retain",
    "audit",
    "emit",
    RENAME,
    "foreign",
    "fulltext",
    "allow",
    "deny",
    "paged",
    "subscribe",
];
pub(super) const VIEW_ATTRIBUTES: [&str; 11] = [
    "embedded_sql",
    "sql",
    "server_sql",
    "no_unique",
    "allow",
    "deny",
    "map",
    "foreign",
    "materialized",
    "paged",
    "subscribe",
];
pub(super) const TYPE_ATTRIBUTES: [&str; 1] = ["foreign"];
pub(super) const ENUM_ATTRIBUTES: [&str; 2] = ["reserved", "foreign"];

/// Whether the attribute may stand on a field of such a block; if not, it is reported.
pub(super) fn fits_field(attribute: &Attribute, block: BlockKind, sink: &mut Sink) -> bool {
    let name = attribute.name.text.as_str();
    let known = FIELD_ATTRIBUTES.iter().find(|(known, _)| *known == name).map(|(_, blocks)| *blocks);
    let known = known.or((name == RENAME).then_some(&[Auth, Mixin, Model]));
    match known {
        Some(blocks) if blocks.contains(&block) => return true,
        Some(_) if name == "id" && block == Mixin => sink.push(
            Diagnostic::error("misplaced-attribute", attribute.name.span, "a mixin does not declare `@id`")
                .help("declare the key in each model"),
        ),
        Some(_) => sink.push(Diagnostic::error(
            "misplaced-attribute",
            attribute.name.span,
            format!("{} has no meaning in {}", shown(attribute), block.with_article()),
        )),
        None => sink.push_error(|| {
            let found = Diagnostic::error(
                "unknown-attribute",
                attribute.name.span,
                format!("unknown attribute {}", shown(attribute)),
            );
            let found = found.suggest(name, of_fields());
            match found.help {
                None if MODEL_ATTRIBUTES.contains(&name) || VIEW_ATTRIBUTES.contains(&name) => {
                    found.help(format!("write `@@{name}` on a line of its own"))
                }
                _ => found,
            }
        }),
    }
    false
}

/// Reports a `@@` attribute that does not exist on such a block.
pub(super) fn unknown_in_block(attribute: &Attribute, known: &[&'static str], block: &str, sink: &mut Sink) {
    let name = attribute.name.text.as_str();
    if of_blocks().any(|known| known == name) {
        let message = format!("{} has no meaning in {block}", shown(attribute));
        sink.push(Diagnostic::error("misplaced-attribute", attribute.name.span, message));
        return;
    }
    sink.push_error(|| {
        let message = format!("unknown attribute {}", shown(attribute));
        let found = Diagnostic::error("unknown-attribute", attribute.name.span, message);
        let found = found.suggest(name, known.iter().copied());
        let is_field_attribute = FIELD_ATTRIBUTES.iter().any(|(field, _)| *field == name);
        if name == "use" {
            return found.help("mixins are taken in with `@use(..)`, with one `@`");
        }
        if found.help.is_none() && is_field_attribute {
            return found.help(format!("`@{name}` stands after the type of a field"));
        }
        found
    });
}

/// The attributes by name; one that is given twice is reported.
pub(super) fn once<'a>(
    attributes: impl IntoIterator<Item = &'a Attribute>,
    repeatable: &[&str],
    sink: &mut Sink,
) -> Vec<&'a Attribute> {
    let mut seen: HashMap<&str, &Attribute> = HashMap::new();
    let mut kept = Vec::new();
    for attribute in attributes {
        let name = attribute.name.text.as_str();
        match seen.get(name) {
            Some(first) if !repeatable.contains(&name) => sink.push(
                Diagnostic::error(
                    "duplicate-attribute",
                    attribute.name.span,
                    format!("{} is given twice", shown(attribute)),
                )
                .related(first.name.span, "the first is here"),
            ),
            _ => {
                seen.insert(name, attribute);
                kept.push(attribute);
            }
        }
    }
    kept
}

/// The one string of `@map`, `@@map` and the like.
pub(super) fn one_text<'a>(
    attribute: &'a Attribute,
    parameters: &Parameters,
    sink: &mut Sink,
) -> Option<&'a str> {
    arguments::text(bind(attribute, parameters, sink)?.get(0)?, sink)
}

/// A name for the database: any text without control characters.
pub(super) fn sql_name<'a>(attribute: &'a Attribute, sink: &mut Sink) -> Option<&'a str> {
    const MAP: Parameters = Parameters { required: &["name"], optional: &[] };
    let name = one_text(attribute, &MAP, sink)?;
    if name.chars().any(char::is_control) {
        sink.push(Diagnostic::error("argument", attribute.span, "a name has no control characters"));
        return None;
    }
    Some(name)
}

/// The former name of `rename(from = "x")`.
pub(super) fn former_name(attribute: &Attribute, sink: &mut Sink) -> Option<String> {
    const RENAME: Parameters = Parameters { required: &["from"], optional: &[] };
    one_text(attribute, &RENAME, sink).map(str::to_owned)
}

/// The name of `@@foreign("Name")`, which must be one of a type in every language.
pub(super) fn foreign_name(attribute: &Attribute, sink: &mut Sink) -> Option<String> {
    const FOREIGN: Parameters = Parameters { required: &["name"], optional: &[] };
    let name = one_text(attribute, &FOREIGN, sink)?;
    if !is_type_name(name) {
        sink.push(
            Diagnostic::error("argument", attribute.span, format!("`{name}` is not a name of a type"))
                .help("write an uppercase letter of ASCII first, then letters and digits"),
        );
        return None;
    }
    Some(name.to_owned())
}

/// Whether Swift, Kotlin and Python take the name for a type as it is, and the linker takes it in a symbol.
pub(super) fn is_type_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}
