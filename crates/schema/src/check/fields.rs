//! One field: its type, its attributes and the rules between them. Used by `models`, `types` and `views`.

use super::arguments::{NONE, bind, shown};
use super::attributes::{fits_field, former_name, once, sql_name};
use super::world::{Resolved, World, check_reserved_in_small_letters};
use super::{defaults, validators};
use crate::ast::{self, Attribute, BlockKind};
use crate::diagnostic::{Diagnostic, Sink, Span};
use crate::names;
use crate::schema::{Arity, DefaultValue, Field, Scalar, Type};

/// A field after its own checks; the block decides what its marks mean together.
pub(super) enum Checked<'a> {
    Column(Box<Column<'a>>),
    Relation(PendingRelation<'a>),
    /// Its type was reported.
    Broken(&'a ast::Field),
}

/// A stored field.
pub(super) struct Column<'a> {
    pub(super) source: &'a ast::Field,
    pub(super) field: Field,
    pub(super) id: Option<Span>,
    pub(super) unique: Option<Span>,
    pub(super) version: Option<Span>,
    pub(super) from: Option<&'a Attribute>,
}

/// A field whose type is a model.
pub(super) struct PendingRelation<'a> {
    pub(super) source: &'a ast::Field,
    pub(super) target: usize,
    pub(super) attribute: Option<&'a Attribute>,
}

/// Checks a field of such a block.
pub(super) fn check<'a>(
    source: &'a ast::Field,
    block: BlockKind,
    world: &World<'_>,
    sink: &mut Sink,
) -> Checked<'a> {
    check_reserved_in_small_letters(&source.name, sink);
    let attributes = once(&source.attributes, &[], sink);
    let attributes: Vec<_> =
        attributes.into_iter().filter(|attribute| fits_field(attribute, block, sink)).collect();
    match world.resolve(&source.ty, sink) {
        None => Checked::Broken(source),
        Some(Resolved::Model(target)) => relation(source, target, &attributes, block, sink),
        Some(Resolved::Stored(ty)) => {
            Checked::Column(Box::new(column(source, ty, &attributes, block, world, sink)))
        }
    }
}

fn relation<'a>(
    source: &'a ast::Field,
    target: usize,
    attributes: &[&'a Attribute],
    block: BlockKind,
    sink: &mut Sink,
) -> Checked<'a> {
    if !matches!(block, BlockKind::Model | BlockKind::Mixin) {
        let message = format!("{} holds no models", block.with_article());
        sink.push(
            Diagnostic::error("not-a-type", source.ty.span, message)
                .help("a field here is a scalar, an enum or a `type`"),
        );
        return Checked::Broken(source);
    }
    for attribute in attributes.iter().filter(|attribute| attribute.name.text != "relation") {
        let message = format!("{} has no meaning on a relation", shown(attribute));
        let found = Diagnostic::error("misplaced-attribute", attribute.name.span, message);
        sink.push(found.help("a relation is no column; the attribute belongs to the field with the key"));
    }
    let attribute = attributes.iter().copied().find(|attribute| attribute.name.text == "relation");
    Checked::Relation(PendingRelation { source, target, attribute })
}

fn column<'a>(
    source: &'a ast::Field,
    ty: Type,
    attributes: &[&'a Attribute],
    block: BlockKind,
    world: &World<'_>,
    sink: &mut Sink,
) -> Column<'a> {
    let rust_name = names::to_snake_case(&source.name.text);
    let field = Field {
        name: source.name.text.clone(),
        column: rust_name.clone(),
        rust_name,
        docs: source.docs.clone(),
        ty,
        arity: source.ty.arity,
        default: None,
        validators: Vec::new(),
        updated_at: false,
        readonly: false,
        server_only: false,
        sensitive: false,
        renamed_from: None,
    };
    let mut column = Column { source, field, id: None, unique: None, version: None, from: None };
    // The claims of an auth block are the server's.
    if block != BlockKind::Auth {
        for attribute in attributes {
            apply(attribute, &mut column, world, sink);
        }
        check_together(&column, attributes, sink);
    }
    column
}

fn apply<'a>(attribute: &'a Attribute, column: &mut Column<'a>, world: &World<'_>, sink: &mut Sink) {
    let (ty, arity) = (column.field.ty, column.field.arity);
    let span = attribute.name.span;
    match attribute.name.text.as_str() {
        "default" => column.field.default = defaults::check(attribute, ty, arity, world, sink),
        "length" | "range" | "regex" | "email" | "uri" | "iso4217" => {
            column.field.validators.extend(validators::check(attribute, ty, arity, sink));
        }
        "map" => {
            if let Some(name) = sql_name(attribute, sink) {
                name.clone_into(&mut column.field.column);
            }
        }
        "rename" => column.field.renamed_from = former_name(attribute, sink),
        "from" => column.from = Some(attribute),
        "relation" => sink.push(
            Diagnostic::error(
                "misplaced-attribute",
                span,
                "`@relation` stands on a field whose type is a model",
            )
            .help(format!(
                "`{}` holds a value; write a second field such as `author User`",
                column.field.name
            )),
        ),
        mark => {
            if bind(attribute, &NONE, sink).is_some() {
                set_mark(mark, span, column);
            }
        }
    }
}

/// The attributes that take no arguments.
fn set_mark(mark: &str, span: Span, column: &mut Column<'_>) {
    match mark {
        "id" => column.id = Some(span),
        "unique" => column.unique = Some(span),
        "version" => column.version = Some(span),
        "updatedAt" => column.field.updated_at = true,
        "readonly" => column.field.readonly = true,
        "server_only" => column.field.server_only = true,
        "pii" | "sensitive" => column.field.sensitive = true,
        // `@custom` has no effect on the device.
        _ => {}
    }
}

/// The rules between a field's type and its attributes.
fn check_together(column: &Column<'_>, attributes: &[&Attribute], sink: &mut Sink) {
    let field = &column.field;
    let find = |name: &str| attributes.iter().copied().find(|attribute| attribute.name.text == name);
    if let Some(span) = column.id {
        check_id(column, span, sink);
    }
    if let Some(span) = column.unique.filter(|_| !is_comparable(field)) {
        let message = "`@unique` needs one value that compares: no list, no `type`, no Json";
        sink.push(Diagnostic::error("misplaced-attribute", span, message));
    }
    if let Some(span) = column.version {
        if field.ty != Type::Scalar(Scalar::Int) || field.arity != Arity::Required {
            let found = Diagnostic::error("misplaced-attribute", span, "`@version` needs a required Int");
            sink.push(found.help(format!("write `{} Int @version`", field.name)));
        }
        if let Some(default) = find("default") {
            let found =
                Diagnostic::warning("no-effect", default.span, "`@default` has no effect on a version");
            sink.push(found.help("a version starts at 1"));
        }
    }
    if let Some(attribute) = find("updatedAt")
        && (field.ty != Type::Scalar(Scalar::DateTime) || field.arity == Arity::List)
    {
        let message = "`@updatedAt` needs a DateTime";
        sink.push(Diagnostic::error("misplaced-attribute", attribute.name.span, message));
    }
    if let Some(attribute) = find("default") {
        if field.default == Some(DefaultValue::AutoIncrement) && column.id.is_none() {
            let message = "`autoincrement()` is the default of an `Int @id` only";
            sink.push(Diagnostic::error("default", attribute.span, message));
        }
        validators::check_default(field, attribute, sink);
    }
}

fn check_id(column: &Column<'_>, span: Span, sink: &mut Sink) {
    let field = &column.field;
    if field.arity != Arity::Required {
        let message = "an id is required: it is neither optional nor a list";
        sink.push(Diagnostic::error("id", column.source.ty.span, message).help("remove the `?` or `[]`"));
    } else if !is_key_type(field.ty) {
        let message = "an id is not of type Float, Json or a `type`";
        sink.push(
            Diagnostic::error("id", column.source.ty.span, message).help("use Int, Uuid, Cuid or String"),
        );
    }
    if column.version.is_some() || field.updated_at {
        sink.push(Diagnostic::error(
            "id",
            span,
            "an id never changes: `@version` and `@updatedAt` do not fit it",
        ));
    }
}

/// Whether values of the type can be a key.
pub(super) fn is_key_type(ty: Type) -> bool {
    match ty {
        Type::Scalar(Scalar::Float | Scalar::Json) | Type::Composite(_) => false,
        Type::Scalar(_) | Type::Enum(_) => true,
    }
}

/// Whether the database compares values of the field by what they mean.
pub(super) fn is_comparable(field: &Field) -> bool {
    let comparable = !matches!(field.ty, Type::Scalar(Scalar::Json) | Type::Composite(_));
    comparable && field.arity != Arity::List
}
