//! Relations between models: the foreign keys of the owning sides, then what each other side reverses. The last
//! step of `models`, because it needs every model's keys.

use std::collections::HashSet;

use super::arguments::{self, Parameters, bind};
use super::constraints::is_literal;
use super::models::Draft;
use crate::ast::{Attribute, Name, Value};
use crate::diagnostic::{Diagnostic, Sink, Span};
use crate::schema::{Action, Arity, ForeignKey};

const RELATION: Parameters =
    Parameters { required: &["fields", "references"], optional: &["onDelete", "onUpdate"] };

const ACTIONS: [(&str, Action); 5] = [
    ("Cascade", Action::Cascade),
    ("Restrict", Action::Restrict),
    ("SetNull", Action::SetNull),
    ("SetDefault", Action::SetDefault),
    ("NoAction", Action::NoAction),
];

pub(super) fn check(drafts: &mut [Draft<'_>], sink: &mut Sink) {
    let keys = each_relation(drafts, |at, relation| owning_side(drafts, at, relation, sink));
    for (at, relation, key) in keys {
        if let Some(slot) = drafts.get_mut(at).and_then(|draft| draft.model.relations.get_mut(relation)) {
            slot.foreign_key = key;
        }
    }
    let reverses = each_relation(drafts, |at, relation| reverse_side(drafts, at, relation, sink));
    for (at, relation, reverse) in reverses {
        if let Some(slot) = drafts.get_mut(at).and_then(|draft| draft.model.relations.get_mut(relation)) {
            slot.reverse = reverse;
        }
    }
}

/// What a step finds for each relation: positions of model and relation, and the finding.
fn each_relation<T>(
    drafts: &[Draft<'_>],
    mut step: impl FnMut(usize, usize) -> Option<T>,
) -> Vec<(usize, usize, Option<T>)> {
    let places =
        drafts.iter().enumerate().flat_map(|(at, draft)| (0..draft.relations.len()).map(move |r| (at, r)));
    places.map(|(at, relation)| (at, relation, step(at, relation))).collect()
}

/// Whether the relation holds the key: it names one value and has `@relation`.
fn is_owning(draft: &Draft<'_>, relation: usize) -> bool {
    draft
        .relations
        .get(relation)
        .is_some_and(|pending| pending.attribute.is_some() && pending.source.ty.arity != Arity::List)
}

fn owning_side(drafts: &[Draft<'_>], at: usize, relation: usize, sink: &mut Sink) -> Option<ForeignKey> {
    let draft = drafts.get(at)?;
    if !is_owning(draft, relation) {
        return None;
    }
    let pending = draft.relations.get(relation)?;
    let target = drafts.get(pending.target)?;
    let attribute = pending.attribute?;
    let bound = bind(attribute, &RELATION, sink)?;
    let on_delete = action(bound.get(2), sink);
    let on_update = action(bound.get(3), sink);
    let pair = Pair::read(draft, target, bound.get(0)?, bound.get(1)?, sink)?;
    let fits = pair.check_types(draft, target, sink);
    let reached = is_unique(target, &pair.references) || target.damaged;
    if !reached && !target.model.key.is_empty() {
        let message = format!("these fields of `{}` are neither its id nor unique", target.block.name.text);
        sink.push(
            Diagnostic::error("relation", bound.get(1)?.span, message)
                .help("reference the id, or mark what is referenced with `@unique` or `@@unique([..])`"),
        );
    }
    check_optional(draft, relation, &pair, sink);
    for (value, action) in [(bound.get(2), on_delete), (bound.get(3), on_update)] {
        if let (Some(value), Some(action)) = (value, action) {
            check_action(draft, &pair, action, value.span, sink);
        }
    }
    (fits && reached).then_some(ForeignKey {
        fields: pair.fields,
        references: pair.references,
        on_delete: on_delete.unwrap_or(Action::NoAction),
        on_update: on_update.unwrap_or(Action::NoAction),
    })
}

/// The two lists of a `@relation`, of the same length.
struct Pair {
    fields: Vec<usize>,
    references: Vec<usize>,
    names: Vec<Name>,
}

impl Pair {
    fn read(
        draft: &Draft<'_>,
        target: &Draft<'_>,
        fields: &Value,
        references: &Value,
        sink: &mut Sink,
    ) -> Option<Self> {
        let names = arguments::words(fields, sink);
        let targets = arguments::words(references, sink);
        let (names, targets) = (names?, targets?);
        if names.len() != targets.len() {
            sink.push(
                Diagnostic::error("relation", references.span, "`fields` and `references` differ in length")
                    .related(fields.span, "these are the fields"),
            );
            return None;
        }
        let fields = draft.columns(&names, sink);
        let references = target.columns(&targets, sink);
        Some(Self { fields: fields?, references: references?, names })
    }

    /// Each field of the key holds the same type as what it references.
    fn check_types(&self, draft: &Draft<'_>, target: &Draft<'_>, sink: &mut Sink) -> bool {
        let mut fits = true;
        for ((field, reference), name) in self.fields.iter().zip(&self.references).zip(&self.names) {
            let (Some(own), Some(other)) = (draft.columns.get(*field), target.columns.get(*reference)) else {
                continue;
            };
            let list = own.field.arity == Arity::List || other.field.arity == Arity::List;
            if own.field.ty == other.field.ty && !list {
                continue;
            }
            fits = false;
            let message = format!(
                "`{}` is {}, but `{}.{}` is {}",
                name.text,
                type_text(own),
                target.block.name.text,
                other.field.name,
                type_text(other)
            );
            sink.push(
                Diagnostic::error("relation", name.span, message)
                    .help("both sides of a relation have one and the same type")
                    .related(other.source.ty.span, "the referenced field is declared here"),
            );
        }
        fits
    }
}

fn type_text(column: &super::fields::Column<'_>) -> String {
    let name = &column.source.ty.name.text;
    match column.field.arity {
        Arity::Required => format!("`{name}`"),
        Arity::Optional => format!("`{name}?`"),
        Arity::List => format!("`{name}[]`"),
    }
}

/// Whether the fields are the key or a unique of the model, in any order.
fn is_unique(draft: &Draft<'_>, fields: &[usize]) -> bool {
    let wanted: HashSet<usize> = fields.iter().copied().collect();
    let model = &draft.model;
    std::iter::once(&model.key).chain(&model.uniques).any(|unique| {
        unique.len() == wanted.len() && unique.iter().copied().collect::<HashSet<_>>() == wanted
    })
}

fn check_optional(draft: &Draft<'_>, relation: usize, pair: &Pair, sink: &mut Sink) {
    let Some(pending) = draft.relations.get(relation) else { return };
    let optional_key = columns(draft, &pair.fields).find(|column| column.field.arity == Arity::Optional);
    if let (Some(column), Arity::Required) = (optional_key, pending.source.ty.arity) {
        let target = &pending.source.ty.name.text;
        sink.push(
            Diagnostic::error(
                "relation",
                pending.source.ty.span,
                format!(
                    "`{}` is required, but its key `{}` is optional",
                    pending.source.name.text, column.field.name
                ),
            )
            .help(format!("write `{target}?`, or make the key required"))
            .related(column.source.ty.span, "the key is declared here"),
        );
    }
}

fn check_action(draft: &Draft<'_>, pair: &Pair, action: Action, span: Span, sink: &mut Sink) {
    match action {
        Action::SetNull => {
            for column in columns(draft, &pair.fields).filter(|column| column.field.arity != Arity::Optional)
            {
                let message = format!("`SetNull` cannot clear `{}`: it is required", column.field.name);
                sink.push(
                    Diagnostic::error("relation", span, message)
                        .help(format!("write `{} {}?`", column.field.name, column.source.ty.name.text))
                        .related(column.source.ty.span, "the key is declared here"),
                );
            }
        }
        Action::SetDefault => {
            for column in columns(draft, &pair.fields) {
                if column.field.default.as_ref().is_some_and(is_literal) {
                    continue;
                }
                let message = format!("`SetDefault` needs a literal `@default` on `{}`", column.field.name);
                let found = Diagnostic::error("relation", span, message);
                sink.push(found.related(column.source.name.span, "the key is declared here"));
            }
        }
        Action::Cascade | Action::Restrict | Action::NoAction => {}
    }
}

fn columns<'d, 'a>(
    draft: &'d Draft<'a>,
    positions: &'d [usize],
) -> impl Iterator<Item = &'d super::fields::Column<'a>> {
    positions.iter().filter_map(|position| draft.columns.get(*position))
}

fn action(value: Option<&Value>, sink: &mut Sink) -> Option<Action> {
    let word = arguments::word(value?, "an action such as `Cascade`", sink)?;
    let found = ACTIONS.iter().find(|(name, _)| *name == word.text).map(|(_, action)| *action);
    if found.is_none() {
        let message = format!("unknown action `{}`", word.text);
        let names = ACTIONS.iter().map(|(name, _)| *name);
        let diagnostic = Diagnostic::error("argument", word.span, message).suggest(&word.text, names);
        sink.push(match diagnostic.help {
            Some(_) => diagnostic,
            None => diagnostic.help("the actions are Cascade, Restrict, SetNull, SetDefault and NoAction"),
        });
    }
    found
}

/// The owning relation on the other model that this list, or this `Other?`, is the reverse of.
fn reverse_side(drafts: &[Draft<'_>], at: usize, relation: usize, sink: &mut Sink) -> Option<usize> {
    let draft = drafts.get(at)?;
    if is_owning(draft, relation) {
        return None;
    }
    let pending = draft.relations.get(relation)?;
    let target = drafts.get(pending.target)?;
    let candidates: Vec<usize> = target
        .relations
        .iter()
        .enumerate()
        .filter(|(position, other)| other.target == at && is_owning(target, *position))
        .map(|(position, _)| position)
        .collect();
    if let Some(attribute) = pending.attribute {
        return named_reverse(draft, target, attribute, &candidates, sink);
    }
    let owner = match candidates.as_slice() {
        [owner] => *owner,
        [] => {
            report_no_owner(draft, relation, target, sink);
            return None;
        }
        _ => {
            report_ambiguous(draft, relation, target, &candidates, sink);
            return None;
        }
    };
    check_one_to_one(draft, relation, target, owner, sink);
    Some(owner)
}

/// The owner whose key a list names with `@relation(fields: [id], references: [authorId])`.
fn named_reverse(
    draft: &Draft<'_>,
    target: &Draft<'_>,
    attribute: &Attribute,
    candidates: &[usize],
    sink: &mut Sink,
) -> Option<usize> {
    let bound = bind(attribute, &RELATION, sink)?;
    for value in [bound.get(2), bound.get(3)].into_iter().flatten() {
        sink.push(
            Diagnostic::error("relation", value.span, "an action belongs to the side that holds the key")
                .help(format!("move it to `{}`", target.block.name.text)),
        );
    }
    let pair = Pair::read(draft, target, bound.get(0)?, bound.get(1)?, sink)?;
    let found = candidates.iter().copied().find(|candidate| {
        let owner = target.model.relations.get(*candidate).and_then(|owner| owner.foreign_key.as_ref());
        owner.is_some_and(|key| key.fields == pair.references && key.references == pair.fields)
    });
    // An owner whose key was reported may be the one that is meant.
    let broken = candidates.iter().any(|candidate| {
        target.model.relations.get(*candidate).is_some_and(|owner| owner.foreign_key.is_none())
    });
    if found.is_none() && !broken && !target.damaged {
        let message = format!("no relation of `{}` has this key", target.block.name.text);
        sink.push(
            Diagnostic::error("relation", attribute.span, message)
                .help("name the fields as the other side does, with `fields` and `references` exchanged"),
        );
    }
    found
}

fn report_no_owner(draft: &Draft<'_>, relation: usize, target: &Draft<'_>, sink: &mut Sink) {
    let Some(pending) = draft.relations.get(relation) else { return };
    if target.damaged {
        return;
    }
    let (own, other) = (&draft.block.name.text, &target.block.name.text);
    let mirrored = target
        .relations
        .iter()
        .any(|back| back.source.ty.arity == Arity::List && back.source.ty.name.text == *own && own != other);
    let help = match pending.source.ty.arity {
        Arity::List if mirrored => {
            format!("declare a model between them, with a relation to `{own}` and one to `{other}`")
        }
        Arity::List => format!(
            "declare the other side in `{other}`: a key and `.. {own} @relation(fields: [..], references: [..])`"
        ),
        Arity::Required | Arity::Optional => {
            "write `@relation(fields: [..], references: [..])` on the side that holds the key".to_owned()
        }
    };
    let message = format!("the relation `{}` has no key on either side", pending.source.name.text);
    sink.push(Diagnostic::error("relation", pending.source.name.span, message).help(help));
}

fn report_ambiguous(
    draft: &Draft<'_>,
    relation: usize,
    target: &Draft<'_>,
    candidates: &[usize],
    sink: &mut Sink,
) {
    const SHOWN: usize = 3;
    let Some(pending) = draft.relations.get(relation) else { return };
    let mut found = Diagnostic::error(
        "relation",
        pending.source.name.span,
        format!("`{}` could be the reverse of several relations", pending.source.name.text),
    )
    .help("name its key: `@relation(fields: [id], references: [authorId])`, with the key's field in `references`");
    for owner in candidates.iter().take(SHOWN).filter_map(|candidate| target.relations.get(*candidate)) {
        found = found.related(owner.source.name.span, "this is one of them");
    }
    sink.push(found);
}

/// The side without the key names at most one row only when the key is unique, and maybe none.
fn check_one_to_one(draft: &Draft<'_>, relation: usize, target: &Draft<'_>, owner: usize, sink: &mut Sink) {
    let Some(pending) = draft.relations.get(relation) else { return };
    let Some(owner) = target.model.relations.get(owner) else { return };
    if pending.source.ty.arity == Arity::List {
        return;
    }
    let other = &target.block.name.text;
    if pending.source.ty.arity == Arity::Required {
        let message = format!("`{}` may have no row: its key is in `{other}`", pending.source.name.text);
        let found = Diagnostic::error("relation", pending.source.ty.span, message);
        sink.push(found.help(format!("write `{other}?`")));
    }
    if owner.foreign_key.as_ref().is_some_and(|key| !is_unique(target, &key.fields)) {
        let message =
            format!("many rows of `{other}` may have this key, so `{}` is a list", pending.source.name.text);
        sink.push(
            Diagnostic::error("relation", pending.source.ty.span, message)
                .help(format!("write `{other}[]`, or mark the key with `@unique`")),
        );
    }
}
