//! The names of fields and variants in Swift, Kotlin and Python. uniffi escapes the keywords of each language, and
//! names that its change of case makes equal are refused for every schema, by `collisions` and `enums`. Left are
//! names of which that change leaves none, and what Kotlin makes of a name in Java.

use std::collections::HashMap;

use heck::ToLowerCamelCase;

use crate::ast::{Block, Item, Name};
use crate::check::world::{Symbol, World};
use crate::diagnostic::{Diagnostic, Sink};
use crate::schema::{Arity, Field, Scalar, Schema, Type};

pub(super) fn check(world: &World<'_>, schema: &Schema, sink: &mut Sink) {
    for variant in world.enums.iter().flat_map(|declared| &declared.variants) {
        check_form(&variant.name, &variant.name.text, "variant", "begin it with a letter", sink);
    }
    let models = schema.models.iter().map(|model| model.fields.as_slice()).zip(&world.models);
    let types = schema.types.iter().map(|composite| composite.fields.as_slice()).zip(&world.types);
    let views = schema.views.iter().map(|view| view.fields.as_slice()).zip(&world.views);
    for (fields, block) in models.chain(types).chain(views) {
        let names = field_names(block, world);
        for field in fields {
            if let Some(name) = names.get(field.name.as_str()) {
                check_form(
                    name,
                    &field.rust_name,
                    "field",
                    "begin it with a letter; `@map` keeps its column",
                    sink,
                );
            }
        }
        check_setters(fields, &names, sink);
    }
}

/// The names of a block's fields in the source: its own, then those of its mixins that it does not hide.
pub(super) fn field_names<'a>(block: &'a Block, world: &World<'a>) -> HashMap<&'a str, &'a Name> {
    let mut names = HashMap::new();
    let mixins = block.items.iter().flat_map(|item| match item {
        Item::Use(mixins) => mixins.as_slice(),
        Item::Field(_) | Item::Attribute(_) => &[],
    });
    let mixins = mixins.filter_map(|name| match world.symbol(&name.text) {
        Some(Symbol::Mixin(position)) => world.mixins.get(position).copied(),
        Some(Symbol::Enum(_) | Symbol::Type(_) | Symbol::Model(_) | Symbol::View(_) | Symbol::Auth)
        | None => None,
    });
    for item in std::iter::once(block).chain(mixins).flat_map(|block| &block.items) {
        if let Item::Field(field) = item {
            names.entry(field.name.text.as_str()).or_insert(&field.name);
        }
    }
    names
}

fn check_form(name: &Name, rust_name: &str, kind: &str, help: &str, sink: &mut Sink) {
    let foreign = rust_name.to_lower_camel_case();
    if foreign.starts_with(char::is_alphabetic) {
        return;
    }
    let left = match foreign.as_str() {
        "" => "nothing is left".to_owned(),
        _ => format!("`{foreign}` is no name in Swift and Python"),
    };
    let message = format!("uniffi takes the `_` from the {kind} `{}`, and {left}", name.text);
    sink.push(Diagnostic::error("foreign-name", name.span, message).help(help));
}

/// In Java the setter of `isDone` is `setDone`, and so is that of `done`: Kotlin refuses the two in one class when
/// they take the same type.
fn check_setters(fields: &[Field], names: &HashMap<&str, &Name>, sink: &mut Sink) {
    let plain: HashMap<String, &Field> =
        fields.iter().map(|field| (field.rust_name.to_lower_camel_case(), field)).collect();
    for field in fields {
        let foreign = field.rust_name.to_lower_camel_case();
        let Some(rest) =
            foreign.strip_prefix("is").filter(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
        else {
            continue;
        };
        let Some(other) = plain
            .get(&with_small_first(rest))
            .filter(|other| is_same_in_java((field.ty, field.arity), (other.ty, other.arity)))
        else {
            continue;
        };
        let places = (names.get(field.name.as_str()), names.get(other.name.as_str()));
        if let (Some(name), Some(first)) = places {
            let message = format!(
                "the fields `{}` and `{}` have the same setter, `set{rest}`, in Kotlin",
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

fn with_small_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

/// Whether a setter takes the same type for both after Kotlin has left out nullability and what a list holds.
fn is_same_in_java(one: (Type, Arity), other: (Type, Arity)) -> bool {
    let ((ty, arity), (other_ty, other_arity)) = (one, other);
    if arity == Arity::List || other_arity == Arity::List {
        return arity == other_arity;
    }
    java_type(ty) == java_type(other_ty) && (arity == other_arity || !is_primitive(ty))
}

/// The one of several types that have one form in Java.
fn java_type(ty: Type) -> Type {
    match ty {
        Type::Scalar(Scalar::Cuid) => Type::Scalar(Scalar::String),
        Type::Scalar(Scalar::BigInt) => Type::Scalar(Scalar::Int),
        Type::Scalar(_) | Type::Enum(_) | Type::Composite(_) => ty,
    }
}

fn is_primitive(ty: Type) -> bool {
    matches!(ty, Type::Scalar(Scalar::Int | Scalar::BigInt | Scalar::Float | Scalar::Boolean))
}

#[cfg(test)]
mod tests {
    use heck::ToSnakeCase;
    use proptest::prelude::*;

    use super::*;
    use crate::names;

    proptest! {
        #[test]
        fn fields_that_uniffi_makes_equal_were_refused_already(name in "[a-zA-Z_][a-zA-Z0-9_]{0,12}") {
            let rust = names::to_snake_case(&name);

            prop_assert_eq!(names::to_lower_camel_case(&rust), rust.to_lower_camel_case());
            // Python's form has the same words, so that it tells apart whatever Swift's tells apart.
            prop_assert_eq!(rust.to_snake_case().to_lower_camel_case(), rust.to_lower_camel_case());
        }

        #[test]
        fn variants_that_uniffi_makes_equal_were_refused_already(name in "[a-zA-Z_][a-zA-Z0-9_]{0,12}") {
            let folded = |name: &str| name.replace('_', "").to_ascii_lowercase();

            prop_assert_eq!(folded(&name.to_lower_camel_case()), folded(&name));
            prop_assert_eq!(folded(&heck::AsShoutySnakeCase(&name).to_string()), folded(&name));
        }
    }

    #[test]
    fn a_type_is_the_same_in_java_when_a_setter_cannot_tell_it_apart() {
        let int = |arity| (Type::Scalar(Scalar::Int), arity);
        let text = |arity| (Type::Scalar(Scalar::String), arity);
        let same = |one: (Type, Arity), other: (Type, Arity)| is_same_in_java(one, other);

        assert!(same(int(Arity::Required), (Type::Scalar(Scalar::BigInt), Arity::Required)));
        assert!(same(text(Arity::Required), (Type::Scalar(Scalar::Cuid), Arity::Optional)));
        assert!(same(text(Arity::List), int(Arity::List)));
        assert!(!same(int(Arity::Required), int(Arity::Optional)));
        assert!(!same(text(Arity::Required), text(Arity::List)));
        assert!(!same(text(Arity::Required), int(Arity::Required)));
    }
}
