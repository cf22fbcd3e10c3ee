//! The names of what is generated from fields and models inside a type of Swift and Kotlin: the variants of
//! `<Model>Where`, `<Model>Order` and `<Model>Conflict`, and the stores of a `Database`.

use std::collections::HashMap;

use heck::ToLowerCamelCase;

use super::fields::field_names;
use crate::ast::Name;
use crate::check::world::World;
use crate::diagnostic::{Diagnostic, Sink, Span};
use crate::names;
use crate::schema::{Arity, Field, Model, Scalar, Schema, Type};

/// What `<Model>With` has besides a member for each relation.
const RECORD: &str = "record";

const HELP: &str = "rename it; `@map` keeps its column";

/// What a `DatabaseTransaction` has besides its stores, where it ends as a plural does.
const DEFER: &str = "deferForeignKeys";

/// What `<Model>Where` has besides a variant for each field.
const OPERATORS: [&str; 3] = ["And", "Or", "Not"];

pub(super) fn check(world: &World<'_>, schema: &Schema, sink: &mut Sink) {
    for (model, block) in schema.models.iter().zip(&world.models) {
        let relations = model.relations.iter().map(|relation| (&*relation.name, &*relation.rust_name));
        let variants = field_variants(&model.fields).chain(relations);
        check_variants(&model.foreign_name, variants.clone(), &field_names(block, world), sink);
        check_paths(&model.foreign_name, &model.fields, &variants, &field_names(block, world), sink);
        check_conflicts(model, block.name.span, sink);
        for relation in model.relations.iter().filter(|relation| relation.rust_name == RECORD) {
            let Some(name) = field_names(block, world).get(&*relation.name).copied() else { continue };
            let message = format!("`{}With` has `{RECORD}` for the row itself", model.foreign_name);
            sink.push(Diagnostic::error("collision", name.span, message).help("rename the relation"));
        }
    }
    for (view, block) in schema.views.iter().zip(&world.views) {
        let variants = field_variants(&view.fields);
        check_variants(&view.foreign_name, variants.clone(), &field_names(block, world), sink);
        check_paths(&view.foreign_name, &view.fields, &variants, &field_names(block, world), sink);
    }
    check_stores(world, schema, sink);
}

/// The fields that have a variant, by their names in the schema and in Rust.
fn field_variants(fields: &[Field]) -> impl Iterator<Item = (&str, &str)> + Clone {
    let seen = fields.iter().filter(|field| has_variant(field));
    seen.map(|field| (&*field.name, &*field.rust_name))
}

fn check_variants<'s>(
    foreign: &str,
    variants: impl Iterator<Item = (&'s str, &'s str)>,
    names: &HashMap<&str, &Name>,
    sink: &mut Sink,
) {
    let mut taken: HashMap<String, &Name> = HashMap::new();
    for (field, rust_name) in variants {
        let Some(name) = names.get(field) else { continue };
        let variant = names::to_upper_camel_case(rust_name);
        if let Some(message) = owner(foreign, &name.text, &variant) {
            sink.push(Diagnostic::error("collision", name.span, message).help(HELP));
        }
        // uniffi changes the case of a variant, and Kotlin makes a file of each.
        if let Some(first) = taken.insert(variant.to_ascii_lowercase(), name) {
            let message = format!(
                "the fields `{}` and `{}` have the same variant in `{foreign}Where`, but for its case",
                first.text, name.text
            );
            let found = Diagnostic::error("collision", name.span, message);
            sink.push(
                found
                    .help("rename one of them; `@map` keeps its column")
                    .related(first.span, "the first is here"),
            );
        }
    }
}

/// `<Model>Order` has a variant besides for the values inside each document.
fn check_paths<'s>(
    foreign: &str,
    fields: &[Field],
    variants: &(impl Iterator<Item = (&'s str, &'s str)> + Clone),
    names: &HashMap<&str, &Name>,
    sink: &mut Sink,
) {
    let is_document = |field: &&Field| has_variant(field) && field.ty == Type::Scalar(Scalar::Json);
    for document in fields.iter().filter(is_document) {
        let path = names::to_upper_camel_case(&format!("{}_path", document.rust_name));
        for (field, rust_name) in variants.clone() {
            let Some(name) = names.get(field) else { continue };
            if names::to_upper_camel_case(rust_name).eq_ignore_ascii_case(&path) {
                let message = format!(
                    "the field `{field}` has the variant `{path}` in `{foreign}Order`, which is there for the values inside `{}`",
                    document.name
                );
                sink.push(Diagnostic::error("collision", name.span, message).help(HELP));
            }
        }
    }
}

/// Whether `<Model>Where` and `<Model>Order` have a variant for the field.
fn has_variant(field: &Field) -> bool {
    let has_operators = match field.ty {
        Type::Scalar(_) | Type::Enum(_) => field.arity != Arity::List,
        Type::Composite(_) => false,
    };
    has_operators && !field.server_only
}

/// Says who has the name of the field's variant already.
fn owner(foreign: &str, field: &str, variant: &str) -> Option<String> {
    let is = |name: &str| variant.eq_ignore_ascii_case(name);
    if let Some(operator) = OPERATORS.into_iter().find(|operator| is(operator)) {
        let message = format!(
            "the field `{field}` has the variant `{variant}` in `{foreign}Where`, which has `{operator}` already"
        );
        return Some(message);
    }
    // The variants are classes inside of the class in Kotlin, where they hide what is outside.
    if is("Companion") {
        let message = format!(
            "the field `{field}` is the class `Companion` in `{foreign}Where`, and every such class has one in Kotlin"
        );
        return Some(message);
    }
    if is("List") {
        let message = format!(
            "the field `{field}` is the class `List` in `{foreign}Where`, which hides the list that `And` holds in Kotlin"
        );
        return Some(message);
    }
    let own = [format!("{foreign}Where"), format!("{foreign}Order")].into_iter().find(|own| is(own))?;
    Some(format!("the field `{field}` is the class `{own}` in `{own}`, which hides itself in Kotlin"))
}

/// A variant of `<Model>Conflict` is named after the fields of a key or a unique constraint.
fn check_conflicts(model: &Model, span: Span, sink: &mut Sink) {
    if model.uniques.is_empty() {
        return;
    }
    let mut taken: HashMap<String, &[usize]> = HashMap::new();
    for constraint in std::iter::once(&model.key).chain(&model.uniques) {
        let variant: String =
            constraint.iter().map(|&at| names::to_upper_camel_case(&model.fields[at].rust_name)).collect();
        let Some(first) = taken.insert(variant.to_ascii_lowercase(), constraint) else { continue };
        let message = format!(
            "the unique fields `{}` and `{}` have the same variant in `{}Conflict`",
            listed(model, first),
            listed(model, constraint),
            model.foreign_name
        );
        let help = "rename one of the fields; `@map` keeps its column";
        sink.push(Diagnostic::error("collision", span, message).help(help));
    }
}

fn listed(model: &Model, fields: &[usize]) -> String {
    let names: Vec<&str> = fields.iter().map(|&at| model.fields[at].name.as_str()).collect();
    format!("[{}]", names.join(", "))
}

/// A `Database` has a method for each model and view, named by the plural of its module.
fn check_stores(world: &World<'_>, schema: &Schema, sink: &mut Sink) {
    let mut taken: HashMap<String, &Name> = HashMap::new();
    let models = schema.models.iter().map(|model| &model.module).zip(&world.models);
    let views = schema.views.iter().map(|view| &view.module).zip(&world.views);
    for (module, block) in models.chain(views) {
        let store = names::plural(module).to_lower_camel_case();
        if store == DEFER {
            let message = format!(
                "the store of `{}` has the name of a method of a transaction: `{store}`",
                block.name.text
            );
            let found = Diagnostic::error("collision", block.name.span, message);
            sink.push(found.help("rename it; `@@map(\"..\")` keeps its table"));
        }
        if let Some(first) = taken.insert(store.clone(), &block.name) {
            let message = format!(
                "`{}` and `{}` have the same store in a `Database`: `{store}`",
                first.text, block.name.text
            );
            let found = Diagnostic::error("collision", block.name.span, message);
            sink.push(
                found
                    .help("rename one of them; `@@map(\"..\")` keeps its table")
                    .related(first.span, "the first is here"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What `Database` has besides its stores, and a transaction but for `DEFER`: in Rust, and from the packages of the languages.
    const METHODS: [&str; 16] = [
        "open",
        "inMemory",
        "runTransaction",
        "shutdown",
        "query",
        "runSnapshot",
        "suspend",
        "resume",
        "health",
        "read",
        "runtime",
        "close",
        "destroy",
        "transaction",
        "background",
        "backgroundTransaction",
    ];

    proptest! {
        #[test]
        fn no_store_has_the_name_of_a_method(model in "[a-zA-Z_][a-zA-Z0-9_]{0,12}") {
            let store = names::plural(&names::module_name(&model)).to_lower_camel_case();

            prop_assert!(store.ends_with(['s', 'S']) && !METHODS.iter().any(|method| method.ends_with('s')));
        }
    }
}
