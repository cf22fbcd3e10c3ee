//! `@@fulltext`: which fields it can index, and that the names of its index are free. Used by `constraints`, and a
//! step of `check` once every table has its name.

use std::collections::HashMap;

use super::constraints::named_columns;
use super::models::Draft;
use super::world::World;
use crate::ast::{Attribute, Block, Item};
use crate::diagnostic::{Diagnostic, Sink, Span};
use crate::schema::{Arity, Model, Scalar, Schema, Type};

/// Columns that every index of SQLite's FTS5 has already.
const INDEX_COLUMNS: [&str; 2] = ["rank", "rowid"];

/// The column that numbers the rows of a table with an index, when its key does not.
const ROW_COLUMN: &str = "larder_row";

/// What follows the name of the table in the names of its index and of the tables in which FTS5 keeps it.
const INDEX_SUFFIXES: [&str; 6] =
    ["_fts", "_fts_data", "_fts_idx", "_fts_content", "_fts_docsize", "_fts_config"];

/// The fields that an attribute `@@fulltext` indexes.
pub(super) fn fields(draft: &Draft<'_>, attribute: &Attribute, sink: &mut Sink) -> Option<Vec<usize>> {
    let (positions, names) = named_columns(draft, attribute, sink)?;
    let mut fits = true;
    for (position, name) in positions.iter().zip(&names) {
        let Some(column) = draft.columns.get(*position) else { continue };
        let field = &column.field;
        if field.ty != Type::Scalar(Scalar::String) || field.arity == Arity::List {
            let message = "`@@fulltext` needs fields of type String";
            sink.push(
                Diagnostic::error("misplaced-attribute", name.span, message)
                    .help("it takes a `String` or a `String?`, and no list")
                    .related(column.source.ty.span, "the field is declared here"),
            );
            fits = false;
        } else if INDEX_COLUMNS.iter().any(|owned| field.column.eq_ignore_ascii_case(owned)) {
            let message = format!("SQLite's full text index has a column `{}` of its own", field.column);
            sink.push(Diagnostic::error("reserved-name", name.span, message).help(OTHER_COLUMN));
            fits = false;
        }
    }
    fits.then_some(positions)
}

const OTHER_COLUMN: &str = "give the field another column with `@map(\"..\")`";

/// Whether the index of each model can have its names beside the tables, views and columns of the file.
pub(super) fn check_names(world: &World<'_>, schema: &Schema, sink: &mut Sink) {
    let models = schema.models.iter().map(|model| (&model.table, "model", &model.name)).zip(&world.models);
    let views = schema.views.iter().map(|view| (&view.table, "view", &view.name)).zip(&world.views);
    let tables: HashMap<String, (String, Span)> = models
        .chain(views)
        .map(|((table, kind, name), block)| {
            (table.to_ascii_lowercase(), (format!("{kind} `{name}`"), block.name.span))
        })
        .collect();
    for (model, block) in schema.models.iter().zip(&world.models) {
        if model.fulltext.is_empty() {
            continue;
        }
        for suffix in INDEX_SUFFIXES {
            let name = format!("{}{suffix}", model.table);
            let Some((owner, first)) = tables.get(&name.to_ascii_lowercase()) else { continue };
            let message = format!(
                "the full text index of `{}` needs the table `{name}`, which the {owner} has",
                model.name
            );
            sink.push(
                Diagnostic::error("collision", attribute_span(block), message)
                    .help("give one of them another table with `@@map(\"..\")`")
                    .related(*first, "it is declared here"),
            );
        }
        check_columns(model, block, sink);
    }
}

fn check_columns(model: &Model, block: &Block, sink: &mut Sink) {
    let index = format!("{}_fts", model.table);
    for (position, field) in model.fields.iter().enumerate() {
        let owner = if field.column.eq_ignore_ascii_case(ROW_COLUMN) {
            "Larder numbers the rows of a table with a full text index"
        } else if model.fulltext.contains(&position) && field.column.eq_ignore_ascii_case(&index) {
            "SQLite gives its full text index commands"
        } else {
            continue;
        };
        let message = format!("{owner} in the column `{}` of `{}`", field.column, field.name);
        sink.push(Diagnostic::error("reserved-name", attribute_span(block), message).help(OTHER_COLUMN));
    }
}

fn attribute_span(block: &Block) -> Span {
    let attribute = block.items.iter().find_map(|item| match item {
        Item::Attribute(attribute) if attribute.name.text == "fulltext" => Some(attribute.name.span),
        Item::Attribute(_) | Item::Field(_) | Item::Use(_) => None,
    });
    attribute.unwrap_or(block.name.span)
}
