//! Models: their fields with those of the mixins, then their constraints and relations. A step of `check`.

use std::collections::{HashMap, HashSet};

use super::attributes::{MODEL_ATTRIBUTES, foreign_name, former_name, once, sql_name, unknown_in_block};
use super::collisions::{check_columns, check_field_names};
use super::constraints;
use super::fields::{self, Checked, Column, PendingRelation};
use super::relations;
use super::types::{block_attributes, read_fields};
use super::world::World;
use crate::ast::{self, Attribute, Block, BlockKind, Item, Name};
use crate::diagnostic::{Diagnostic, Sink};
use crate::names;
use crate::schema::{Model, Relation};

/// A model whose fields are checked and whose constraints are being read.
pub(super) struct Draft<'a> {
    pub(super) block: &'a Block,
    pub(super) model: Model,
    pub(super) columns: Vec<Column<'a>>,
    pub(super) relations: Vec<PendingRelation<'a>>,
    broken: Vec<&'a ast::Field>,
    /// Some field may be missing, so a name that is not found is passed over.
    pub(super) damaged: bool,
    positions: HashMap<&'a str, usize>,
}

/// A few mixins in many models make a small file large; no real schema comes near this.
const MOST_FIELDS: usize = 200_000;

/// SQLite's own limit for the columns of a table.
const MOST_FIELDS_OF_A_MODEL: usize = 2_000;

/// What a name in an attribute of a model stands for.
pub(super) enum Found {
    Column(usize),
    /// It was reported, now or before.
    Reported,
}

pub(super) fn check(world: &World<'_>, sink: &mut Sink) -> Vec<Model> {
    let mut drafts = Vec::new();
    let mut fields = 0;
    for block in &world.models {
        let draft = Draft::read(block, world, sink);
        fields += draft.columns.len();
        drafts.push(draft);
        if fields > MOST_FIELDS {
            let message =
                format!("the models have more than {MOST_FIELDS} fields with those of their mixins");
            sink.push(Diagnostic::error("too-many", block.name.span, message));
            return Vec::new();
        }
    }
    for draft in &mut drafts {
        attributes(draft, sink);
        check_columns(draft, sink);
    }
    relations::check(&mut drafts, sink);
    drafts.into_iter().map(|draft| draft.model).collect()
}

/// Mixins are checked once by themselves; what they are in a model is checked there.
pub(super) fn check_mixins(world: &World<'_>, sink: &mut Sink) {
    for mixin in &world.mixins {
        read_fields(mixin, world, sink);
        for attribute in block_attributes(mixin) {
            unknown_in_block(attribute, &[], "a mixin", sink);
        }
    }
}

impl<'a> Draft<'a> {
    fn read(block: &'a Block, world: &World<'a>, sink: &mut Sink) -> Self {
        let model = Model {
            name: block.name.text.clone(),
            foreign_name: block.name.text.clone(),
            docs: block.docs.clone(),
            table: names::table_name(&block.name.text),
            module: names::module_name(&block.name.text),
            fields: Vec::new(),
            relations: Vec::new(),
            key: Vec::new(),
            uniques: Vec::new(),
            indexes: Vec::new(),
            fulltext: Vec::new(),
            soft_delete: None,
            version: None,
            retain_days: None,
            audit: false,
            emits: Vec::new(),
            renamed_from: None,
        };
        let mut draft = Draft {
            block,
            model,
            columns: Vec::new(),
            relations: Vec::new(),
            broken: Vec::new(),
            damaged: block.damaged,
            positions: HashMap::new(),
        };
        let mut sources = draft.sources(world, sink);
        if sources.len() > MOST_FIELDS_OF_A_MODEL {
            let message =
                format!("the model `{}` has more than {MOST_FIELDS_OF_A_MODEL} fields", block.name.text);
            sink.push(Diagnostic::error("too-many", block.name.span, message));
            sources.truncate(MOST_FIELDS_OF_A_MODEL);
            draft.damaged = true;
        }
        check_field_names(&sources, sink);
        for source in sources {
            match fields::check(source, BlockKind::Model, world, sink) {
                Checked::Column(column) => {
                    draft.positions.entry(&source.name.text).or_insert(draft.columns.len());
                    draft.model.fields.push(column.field.clone());
                    draft.columns.push(*column);
                }
                Checked::Relation(relation) => {
                    draft.model.relations.push(Relation {
                        name: source.name.text.clone(),
                        rust_name: names::to_snake_case(&source.name.text),
                        docs: source.docs.clone(),
                        target: relation.target,
                        arity: source.ty.arity,
                        foreign_key: None,
                        reverse: None,
                    });
                    draft.relations.push(relation);
                }
                Checked::Broken(field) => draft.broken.push(field),
            }
        }
        if draft.columns.is_empty() && draft.broken.is_empty() && !draft.damaged {
            let message = format!("the model `{}` has no fields", block.name.text);
            sink.push(
                Diagnostic::error("empty-block", block.name.span, message)
                    .help("a model needs an id: `id Int @id`"),
            );
            draft.damaged = true;
        }
        draft
    }

    /// The fields of the mixins in listed order, then the model's own; an own field hides a mixin's.
    fn sources(&mut self, world: &World<'a>, sink: &mut Sink) -> Vec<&'a ast::Field> {
        let own: Vec<&ast::Field> = self.block.items.iter().filter_map(as_field).collect();
        let own_names: HashSet<&str> = own.iter().map(|field| field.name.text.as_str()).collect();
        let mut used: HashSet<&str> = HashSet::new();
        let mut taken: HashSet<&str> = HashSet::new();
        let mut sources = Vec::new();
        for name in self.block.items.iter().flat_map(used_mixins) {
            if !used.insert(&name.text) {
                let message = format!("the mixin `{}` is used twice", name.text);
                sink.push(Diagnostic::error("duplicate-name", name.span, message));
                continue;
            }
            let Some(mixin) = world.mixin(name, sink) else {
                self.damaged = true;
                continue;
            };
            self.damaged |= mixin.damaged;
            for field in mixin.items.iter().filter_map(as_field) {
                if own_names.contains(field.name.text.as_str()) {
                    continue;
                }
                if !taken.insert(&field.name.text) {
                    sink.push(
                        Diagnostic::error(
                            "duplicate-name",
                            name.span,
                            format!(
                                "the field `{}` of `{}` comes from another mixin too",
                                field.name.text, name.text
                            ),
                        )
                        .help("declare the field in the model; its own field wins"),
                    );
                    continue;
                }
                sources.push(field);
            }
        }
        sources.extend(own);
        sources
    }

    /// The stored field of this name; anything else is reported.
    pub(super) fn column(&self, name: &Name, sink: &mut Sink) -> Found {
        if let Some(position) = self.positions.get(name.text.as_str()) {
            return Found::Column(*position);
        }
        if let Some(relation) = self.relations.iter().find(|relation| relation.source.name.text == name.text)
        {
            sink.push(
                Diagnostic::error(
                    "unknown-field",
                    name.span,
                    format!("`{}` is a relation, not a column", name.text),
                )
                .help("name the field that holds its key")
                .related(relation.source.name.span, "it is declared here"),
            );
            return Found::Reported;
        }
        let known = self.damaged || self.broken.iter().any(|field| field.name.text == name.text);
        if !known {
            sink.push_error(|| {
                let message = format!("`{}` is not a field of `{}`", name.text, self.block.name.text);
                Diagnostic::error("unknown-field", name.span, message)
                    .suggest(&name.text, self.columns.iter().map(|column| column.source.name.text.as_str()))
            });
        }
        Found::Reported
    }

    /// The stored fields of these names; None when one of them is not.
    pub(super) fn columns(&self, names: &[Name], sink: &mut Sink) -> Option<Vec<usize>> {
        let found: Vec<_> = names.iter().map(|name| self.column(name, sink)).collect();
        found
            .into_iter()
            .map(|found| match found {
                Found::Column(position) => Some(position),
                Found::Reported => None,
            })
            .collect()
    }
}

fn as_field(item: &Item) -> Option<&ast::Field> {
    match item {
        Item::Field(field) => Some(field),
        Item::Use(_) | Item::Attribute(_) => None,
    }
}

fn used_mixins(item: &Item) -> &[Name] {
    match item {
        Item::Use(names) => names,
        Item::Field(_) | Item::Attribute(_) => &[],
    }
}

fn attributes(draft: &mut Draft<'_>, sink: &mut Sink) {
    const REPEATABLE: [&str; 5] = ["unique", "index", "allow", "deny", "subscribe"];
    let attributes: Vec<&Attribute> = once(block_attributes(draft.block), &REPEATABLE, sink);
    constraints::check(draft, &attributes, sink);
    for attribute in attributes {
        match attribute.name.text.as_str() {
            "map" => {
                if let Some(table) = sql_name(attribute, sink) {
                    table.clone_into(&mut draft.model.table);
                }
            }
            "rename" => draft.model.renamed_from = former_name(attribute, sink),
            "foreign" => {
                if let Some(name) = foreign_name(attribute, sink) {
                    draft.model.foreign_name = name;
                }
            }
            "id" | "unique" | "index" | "fulltext" | "soft_delete" | "retain" | "audit" | "emit" => {}
            // The server's.
            "allow" | "deny" | "paged" | "subscribe" => {}
            _ => unknown_in_block(attribute, &MODEL_ATTRIBUTES, "a model", sink),
        }
    }
}
