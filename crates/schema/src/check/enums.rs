//! Enums: their variants and ordinals. A step of `check`.

use std::collections::HashMap;

use super::arguments;
use super::attributes::{ENUM_ATTRIBUTES, foreign_name, once, unknown_in_block};
use super::world::{World, check_reserved};
use crate::ast;
use crate::diagnostic::{Diagnostic, Sink, Span};
use crate::schema::{Enum, Variant};

pub(super) fn check(world: &World<'_>, sink: &mut Sink) -> Vec<Enum> {
    world.enums.iter().map(|declared| enumeration(declared, sink)).collect()
}

fn enumeration(declared: &ast::Enum, sink: &mut Sink) -> Enum {
    let mut result = Enum {
        name: declared.name.text.clone(),
        foreign_name: declared.name.text.clone(),
        docs: declared.docs.clone(),
        variants: declared.variants.iter().map(|variant| read_variant(variant, sink)).collect(),
    };
    let mut reserved = HashMap::new();
    for attribute in once(&declared.attributes, &["reserved"], sink) {
        match attribute.name.text.as_str() {
            "reserved" => reserve(attribute, &mut reserved, sink),
            "foreign" => result.foreign_name = foreign_name(attribute, sink).unwrap_or(result.foreign_name),
            _ => unknown_in_block(attribute, &ENUM_ATTRIBUTES, "an enum", sink),
        }
    }
    if declared.variants.is_empty() && !declared.damaged {
        let message = format!("the enum `{}` has no variants", declared.name.text);
        sink.push(Diagnostic::error("empty-block", declared.name.span, message));
    }
    check_names(declared, sink);
    check_ordinals(declared, &result, &reserved, sink);
    result
}

fn read_variant(variant: &ast::Variant, sink: &mut Sink) -> Variant {
    check_reserved(&variant.name, sink);
    let ordinal = variant.ordinal.as_ref().and_then(|digits| {
        let number = digits.text.parse().ok();
        if number.is_none() {
            let message = format!("`{}` does not fit in 64 bits", digits.text);
            sink.push(Diagnostic::error("ordinal", digits.span, message));
        }
        number
    });
    Variant { name: variant.name.text.clone(), docs: variant.docs.clone(), ordinal }
}

/// `@@reserved(3, 4)`
fn reserve(attribute: &ast::Attribute, reserved: &mut HashMap<i64, Span>, sink: &mut Sink) {
    if attribute.arguments.is_empty() {
        let message = "`@@reserved` needs at least one number";
        sink.push(Diagnostic::error("argument", attribute.span, message));
    }
    for argument in &attribute.arguments {
        let number = match &argument.value.kind {
            ast::ValueKind::Integer(digits) if argument.name.is_none() => digits.parse().ok(),
            _ => None,
        };
        match number {
            Some(number) => {
                reserved.insert(number, argument.value.span);
            }
            None => {
                let found = arguments::describe(&argument.value);
                let message = format!("expected a whole number, found {found}");
                sink.push(Diagnostic::error("argument", argument.value.span, message));
            }
        }
    }
}

/// Swift and Kotlin write variants in other cases, so names that differ in case or `_` alone collide there.
fn check_names(declared: &ast::Enum, sink: &mut Sink) {
    let mut seen: HashMap<String, &ast::Name> = HashMap::new();
    for variant in &declared.variants {
        let name = &variant.name;
        let folded = name.text.replace('_', "").to_ascii_lowercase();
        match seen.get(&folded) {
            Some(first) if first.text == name.text => sink.push(
                Diagnostic::error(
                    "duplicate-name",
                    name.span,
                    format!("the variant `{}` stands here twice", name.text),
                )
                .related(first.span, "the first is here"),
            ),
            Some(first) => sink.push(
                Diagnostic::error(
                    "collision",
                    name.span,
                    format!(
                        "the variants `{}` and `{}` have the same name in Swift and Kotlin",
                        first.text, name.text
                    ),
                )
                .related(first.span, "the first is here"),
            ),
            None => {
                seen.insert(folded, name);
            }
        }
    }
}

fn check_ordinals(declared: &ast::Enum, result: &Enum, reserved: &HashMap<i64, Span>, sink: &mut Sink) {
    let written = declared.variants.iter().filter(|variant| variant.ordinal.is_some()).count();
    if written > 0 && written < declared.variants.len() {
        for variant in declared.variants.iter().filter(|variant| variant.ordinal.is_none()) {
            sink.push(
                Diagnostic::error(
                    "ordinal",
                    variant.name.span,
                    format!("`{}` has no ordinal", variant.name.text),
                )
                .help("either every variant has one or none has"),
            );
        }
    }
    let mut seen: HashMap<i64, Span> = HashMap::new();
    for (variant, source) in result.variants.iter().zip(&declared.variants) {
        let (Some(ordinal), Some(place)) = (variant.ordinal, &source.ordinal) else { continue };
        if let Some(first) = seen.get(&ordinal) {
            sink.push(
                Diagnostic::error("ordinal", place.span, format!("the ordinal {ordinal} stands here twice"))
                    .related(*first, "the first is here"),
            );
        } else if let Some(rule) = reserved.get(&ordinal) {
            sink.push(
                Diagnostic::error("ordinal", place.span, format!("the ordinal {ordinal} is reserved"))
                    .related(*rule, "it is reserved here"),
            );
        }
        seen.entry(ordinal).or_insert(place.span);
    }
}
