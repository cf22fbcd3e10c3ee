//! `type` declarations: their fields, and that none contains itself. A step of `check`.

use super::attributes::{TYPE_ATTRIBUTES, foreign_name, once, unknown_in_block};
use super::collisions::check_field_names;
use super::fields::{self, Checked, Column};
use super::world::World;
use crate::ast::{Attribute, Block, BlockKind, Item};
use crate::diagnostic::{Diagnostic, Sink};
use crate::schema::{Arity, Composite, Type};

pub(super) fn check(world: &World<'_>, sink: &mut Sink) -> Vec<Composite> {
    let drafts: Vec<_> = world.types.iter().map(|block| draft(block, world, sink)).collect();
    check_recursion(&drafts, world, sink);
    drafts.into_iter().map(|(composite, _)| composite).collect()
}

type Draft<'a> = (Composite, Vec<Column<'a>>);

fn draft<'a>(block: &'a Block, world: &World<'_>, sink: &mut Sink) -> Draft<'a> {
    let columns = read_fields(block, world, sink);
    let mut composite = Composite {
        name: block.name.text.clone(),
        foreign_name: block.name.text.clone(),
        docs: block.docs.clone(),
        fields: columns.iter().map(|column| column.field.clone()).collect(),
    };
    for attribute in once(block_attributes(block), &[], sink) {
        match attribute.name.text.as_str() {
            "foreign" => {
                composite.foreign_name = foreign_name(attribute, sink).unwrap_or(composite.foreign_name);
            }
            _ => unknown_in_block(attribute, &TYPE_ATTRIBUTES, "a type", sink),
        }
    }
    for column in &columns {
        if let Some(default) =
            column.source.attributes.iter().find(|attribute| attribute.name.text == "default")
        {
            let message = "`@default` has no effect in a type";
            let found = Diagnostic::warning("no-effect", default.span, message);
            sink.push(found.help("give the value where one is made"));
        }
    }
    (composite, columns)
}

/// The fields of a block that takes no mixins.
pub(super) fn read_fields<'a>(block: &'a Block, world: &World<'_>, sink: &mut Sink) -> Vec<Column<'a>> {
    let mut columns = Vec::new();
    let mut sources = Vec::new();
    for item in &block.items {
        match item {
            Item::Field(field) => {
                sources.push(field);
                if let Checked::Column(column) = fields::check(field, block.kind, world, sink) {
                    columns.push(*column);
                }
            }
            Item::Use(names) => {
                let Some(first) = names.first() else { continue };
                let message = format!("`@use` has no meaning in {}", block.kind.with_article());
                sink.push(Diagnostic::error("misplaced-attribute", first.span, message));
            }
            Item::Attribute(_) => {}
        }
    }
    if sources.is_empty() && !block.damaged && block.kind != BlockKind::Auth {
        let message = format!("the {} `{}` has no fields", block.kind.keyword(), block.name.text);
        sink.push(Diagnostic::error("empty-block", block.name.span, message));
    }
    check_field_names(&sources, sink);
    columns
}

pub(super) fn block_attributes(block: &Block) -> impl Iterator<Item = &Attribute> {
    block.items.iter().filter_map(|item| match item {
        Item::Attribute(attribute) => Some(attribute),
        Item::Field(_) | Item::Use(_) => None,
    })
}

/// A value that holds a value of its own type, other than in a list, would have no end or no size.
fn check_recursion(drafts: &[Draft<'_>], world: &World<'_>, sink: &mut Sink) {
    let edges: Vec<Vec<usize>> = drafts.iter().map(|(composite, _)| held_types(composite)).collect();
    let mut reversed = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            if let Some(sources) = reversed.get_mut(*to) {
                sources.push(from);
            }
        }
    }
    // What is left after peeling off the ends on both sides lies on a cycle or between two.
    let mut alive = vec![true; edges.len()];
    peel(&edges, &reversed, &mut alive);
    peel(&reversed, &edges, &mut alive);
    let is_alive = |position: usize| alive.get(position).copied().unwrap_or(false);
    for (position, (composite, columns)) in
        drafts.iter().enumerate().filter(|(position, _)| is_alive(*position))
    {
        let inner = columns.iter().find_map(|column| match column.field.ty {
            Type::Composite(to) if column.field.arity != Arity::List && is_alive(to) => Some((column, to)),
            _ => None,
        });
        let Some((column, to)) = inner else { continue };
        let held = world.types.get(to).map(|block| block.name.text.as_str()).unwrap_or_default();
        let message = if to == position {
            format!("the type `{}` contains itself", composite.name)
        } else {
            format!("the type `{}` contains itself through `{held}`", composite.name)
        };
        sink.push(
            Diagnostic::error("recursive-type", column.source.ty.span, message)
                .help(format!("use a list, `{held}[]`: it may be empty")),
        );
    }
}

fn held_types(composite: &Composite) -> Vec<usize> {
    let held = composite.fields.iter().filter(|field| field.arity != Arity::List);
    held.filter_map(|field| match field.ty {
        Type::Composite(to) => Some(to),
        Type::Scalar(_) | Type::Enum(_) => None,
    })
    .collect()
}

/// Takes out, again and again, what no living edge leaves.
fn peel(edges: &[Vec<usize>], reversed: &[Vec<usize>], alive: &mut [bool]) {
    let living = |alive: &[bool], targets: &[usize]| {
        targets.iter().filter(|to| alive.get(**to).copied().unwrap_or(false)).count()
    };
    let mut counts: Vec<usize> = edges.iter().map(|targets| living(alive, targets)).collect();
    let mut ready: Vec<usize> = (0..edges.len()).filter(|at| counts.get(*at) == Some(&0)).collect();
    while let Some(at) = ready.pop() {
        match alive.get_mut(at) {
            Some(flag) if *flag => *flag = false,
            _ => continue,
        }
        for source in reversed.get(at).into_iter().flatten() {
            if let Some(count) = counts.get_mut(*source) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.push(*source);
                }
            }
        }
    }
}
