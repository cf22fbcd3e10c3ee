//! The fields that a recipe can name: each twice, as the generated accessors have it and as a walk over the vectors.

use std::{cmp::Ordering, fmt, fmt::Debug};

use larder::{
    FieldRef, FieldValue, Json, OrderBy,
    chrono::{DateTime, Utc},
    coalesce,
    rust_decimal::Decimal,
    serde_json::Value,
    uuid::Uuid,
};

use crate::{
    data::{Database, Kept},
    schema::cratestack_schema::{
        Label, Link, LinkKey, Mark, Mood, Node, Size, Team, label, link, mark, node, team,
    },
};

/// A type of fields, and how its values compare in a file.
pub(crate) trait Scalar: FieldValue<Base = Self> + Clone + Debug + 'static {
    fn compare(&self, other: &Self) -> Ordering;
}

macro_rules! scalar {
    ($($type:ty => |$one:ident| $by:expr;)*) => {
        $(impl Scalar for $type {
            fn compare(&self, other: &Self) -> Ordering {
                let (one, other) = ({ let $one = self; $by }, { let $one = other; $by });
                PartialOrd::partial_cmp(&one, &other).unwrap()
            }
        })*
    };
}

scalar! {
    i64 => |value| *value;
    f64 => |value| *value;
    bool => |value| *value;
    DateTime<Utc> => |value| *value;
    Decimal => |value| *value;
    Uuid => |value| *value.as_bytes();
    String => |value| value.clone().into_bytes();
    Vec<u8> => |value| value.clone();
    // Its name is kept, or its number.
    Mood => |value| match value { Mood::CALM => "CALM", Mood::LOUD => "LOUD", Mood::ODD => "ODD" };
    Size => |value| match value { Size::SMALL => 10, Size::LARGE => 2, Size::HUGE => 30 };
    Json<Value> => |value| value.0.to_string();
}

/// A field as the generated accessors give it.
pub(crate) enum Reference<M, T> {
    Required(FieldRef<M, T>),
    Nullable(FieldRef<M, Option<T>>),
}

/// Calls the same operator, whichever it is.
macro_rules! on {
    ($reference:expr, $field:ident => $call:expr) => {
        match $reference {
            $crate::fields::Reference::Required($field) => $call,
            $crate::fields::Reference::Nullable($field) => $call,
        }
    };
}
pub(crate) use on;

impl<M, T: Scalar> Reference<M, T> {
    pub(crate) fn nullable(self) -> FieldRef<M, Option<T>> {
        match self {
            Self::Required(field) => field.optional(),
            Self::Nullable(field) => field,
        }
    }
}

/// A field, of a row or of a row that it is related to.
pub(crate) struct Field<M, T> {
    name: &'static str,
    make: fn() -> Reference<M, T>,
    get: fn(&Database, &M) -> Option<T>,
}

impl<M, T> Debug for Field<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A field, or the first of several that holds something.
pub(crate) struct Source<M: 'static, T: 'static>(pub(crate) Vec<&'static Field<M, T>>);

impl<M, T: Scalar> Source<M, T> {
    pub(crate) fn reference(&self) -> Reference<M, T> {
        let made: Vec<_> = self.0.iter().map(|field| (field.make)()).collect();
        if made.len() == 1 {
            return made.into_iter().next().unwrap();
        }
        let required: Option<Vec<_>> = made
            .iter()
            .map(|reference| match reference {
                Reference::Required(field) => Some(field.clone()),
                Reference::Nullable(_) => None,
            })
            .collect();
        match required {
            Some(fields) => Reference::Required(first(fields)),
            None => Reference::Nullable(first(made.into_iter().map(Reference::nullable).collect())),
        }
    }

    pub(crate) fn get(&self, db: &Database, row: Option<&M>) -> Option<T> {
        let row = row?;
        self.0.iter().find_map(|field| (field.get)(db, row))
    }
}

fn first<M, T: FieldValue>(fields: Vec<FieldRef<M, T>>) -> FieldRef<M, T> {
    match <[_; 2]>::try_from(fields) {
        Ok(two) => coalesce(two),
        Err(fields) => coalesce(<[_; 3]>::try_from(fields).unwrap()),
    }
}

impl<M, T> Debug for Source<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0[..] {
            [field] => Debug::fmt(field, f),
            fields => f.debug_tuple("coalesce").field(&fields).finish(),
        }
    }
}

/// A model of the schema.
pub(crate) trait Model: Clone + Debug + PartialEq + 'static {
    /// Whether its rows are kept when they are deleted.
    const HAS_TOMBSTONES: bool = true;

    type Key: 'static;
    type Identity: Ord + Debug;

    fn descriptor() -> &'static larder::ModelDescriptor<Self, Self::Key>;
    fn all(db: &Database) -> &[Kept<Self>];
    fn identity(&self) -> Self::Identity;
    /// The order of the key.
    fn by_key() -> Vec<OrderBy<Self>>;
}

macro_rules! model {
    ($model:ident $(without $tombstones:ident)?, $key:ty, $descriptor:ident, $all:ident, |$row:ident| $identity:expr => $of:ty, $order:expr) => {
        impl Model for $model {
            $(const $tombstones: bool = false;)?

            type Key = $key;
            type Identity = $of;

            fn descriptor() -> &'static larder::ModelDescriptor<Self, Self::Key> {
                &crate::schema::cratestack_schema::$descriptor
            }

            fn all(db: &Database) -> &[Kept<Self>] {
                &db.$all
            }

            fn identity(&self) -> $of {
                let $row = self;
                $identity
            }

            fn by_key() -> Vec<OrderBy<Self>> {
                $order
            }
        }
    };
}

model!(Node, i64, NODE_MODEL, nodes, |row| row.id => i64, vec![node::id().asc()]);
model!(Team, i64, TEAM_MODEL, teams, |row| row.id => i64, vec![team::id().asc()]);
model!(Mark without HAS_TOMBSTONES, i64, MARK_MODEL, marks, |row| row.id => i64, vec![mark::id().asc()]);
model!(Label, i64, LABEL_MODEL, labels, |row| row.id => i64, vec![label::id().asc()]);
model!(
    Link, LinkKey, LINK_MODEL, links, |row| (row.node_id, row.label_id) => (i64, i64),
    vec![link::node_id().asc(), link::label_id().asc()]
);

macro_rules! fields {
    ($($table:ident: $model:ty, $type:ty = [$($kind:ident $make:expr => |$db:pat_param, $row:pat_param| $get:expr,)*];)*) => {
        $(pub(crate) static $table: &[Field<$model, $type>] = &[
            $(Field {
                name: stringify!($make),
                make: || Reference::$kind($make),
                get: |$db, $row| $get,
            }),*
        ];)*
    };
}

/// The parent of a node, and the like: the walk over a to-one relation.
pub(crate) fn parent<'d>(db: &'d Database, row: &Node) -> Option<&'d Node> {
    db.node(row.parent_id)
}

pub(crate) fn team_of<'d>(db: &'d Database, row: &Node) -> Option<&'d Team> {
    db.team(row.team_id)
}

fields! {
    NODE_TEXTS: Node, String = [
        Required node::name() => |_, row| Some(row.name.clone()),
        Nullable node::alias() => |_, row| row.alias.clone(),
        Required node::team().name() => |db, row| Some(team_of(db, row)?.name.clone()),
        Required node::parent().name() => |db, row| Some(parent(db, row)?.name.clone()),
        Nullable node::parent().alias() => |db, row| parent(db, row)?.alias.clone(),
        Nullable node::parent().team().name().optional() =>
            |db, row| Some(team_of(db, parent(db, row)?)?.name.clone()),
        Required node::parent().parent().name() => |db, row| Some(parent(db, parent(db, row)?)?.name.clone()),
    ];
    NODE_INTS: Node, i64 = [
        Required node::id() => |_, row| Some(row.id),
        Required node::rank() => |_, row| Some(row.rank),
        Nullable node::score() => |_, row| row.score,
        Nullable node::parent_id() => |_, row| row.parent_id,
        Nullable node::team_id() => |_, row| row.team_id,
        Nullable node::team().level() => |db, row| team_of(db, row)?.level,
        Required node::parent().rank() => |db, row| Some(parent(db, row)?.rank),
        Nullable node::parent().team().level() => |db, row| team_of(db, parent(db, row)?)?.level,
    ];
    NODE_BIGS: Node, i64 = [
        Nullable node::big() => |_, row| row.big,
        Nullable node::parent().big() => |db, row| parent(db, row)?.big,
    ];
    NODE_FLOATS: Node, f64 = [
        Nullable node::ratio() => |_, row| row.ratio,
        Required node::weight() => |_, row| Some(row.weight),
        Required node::parent().weight() => |db, row| Some(parent(db, row)?.weight),
    ];
    NODE_FLAGS: Node, bool = [
        Required node::flag() => |_, row| Some(row.flag),
        Nullable node::sure() => |_, row| row.sure,
        Required node::parent().flag() => |db, row| Some(parent(db, row)?.flag),
    ];
    NODE_TIMES: Node, DateTime<Utc> = [
        Required node::seen() => |_, row| Some(row.seen),
        Nullable node::at() => |_, row| row.at,
        Nullable node::parent().seen().optional() => |db, row| Some(parent(db, row)?.seen),
        Nullable node::team().deleted_at() => |db, row| team_of(db, row)?.deleted_at,
    ];
    NODE_DECIMALS: Node, Decimal = [
        Nullable node::price() => |_, row| row.price,
        Required node::cost() => |_, row| Some(row.cost),
        Nullable node::team().budget() => |db, row| team_of(db, row)?.budget,
        Required node::parent().cost() => |db, row| Some(parent(db, row)?.cost),
    ];
    NODE_MOODS: Node, Mood = [
        Required node::mood() => |_, row| Some(row.mood),
        Nullable node::humour() => |_, row| row.humour,
        Required node::parent().mood() => |db, row| Some(parent(db, row)?.mood),
    ];
    NODE_SIZES: Node, Size = [
        Nullable node::size() => |_, row| row.size,
        Nullable node::parent().size() => |db, row| parent(db, row)?.size,
    ];
    NODE_CODES: Node, Uuid = [
        Nullable node::code() => |_, row| row.code,
        Nullable node::parent().code() => |db, row| parent(db, row)?.code,
    ];
    NODE_BLOBS: Node, Vec<u8> = [
        Nullable node::blob() => |_, row| row.blob.clone(),
        Nullable node::parent().blob() => |db, row| parent(db, row)?.blob.clone(),
    ];
    NODE_DOCUMENTS: Node, Json<Value> = [
        Nullable node::meta() => |_, row| row.meta.clone(),
        Nullable node::parent().meta() => |db, row| parent(db, row)?.meta.clone(),
    ];
    TEAM_TEXTS: Team, String = [Required team::name() => |_, row| Some(row.name.clone()),];
    TEAM_INTS: Team, i64 = [
        Required team::id() => |_, row| Some(row.id),
        Nullable team::level() => |_, row| row.level,
    ];
    TEAM_DECIMALS: Team, Decimal = [Nullable team::budget() => |_, row| row.budget,];
    TEAM_TIMES: Team, DateTime<Utc> = [Nullable team::deleted_at() => |_, row| row.deleted_at,];
    LABEL_TEXTS: Label, String = [Required label::word() => |_, row| Some(row.word.clone()),];
    LABEL_INTS: Label, i64 = [Nullable label::weight() => |_, row| row.weight,];
    LINK_TEXTS: Link, String = [
        Nullable link::remark() => |_, row| row.remark.clone(),
        Required link::label().word() => |db, row| Some(db.label(row.label_id)?.word.clone()),
        Required link::node().name() => |db, row| Some(db.node(Some(row.node_id))?.name.clone()),
        Required link::node().team().name() =>
            |db, row| Some(team_of(db, db.node(Some(row.node_id))?)?.name.clone()),
    ];
    MARK_TEXTS: Mark, String = [
        Required mark::text() => |_, row| Some(row.text.clone()),
        Nullable mark::link().remark() => |db, row| db.link(row)?.remark.clone(),
        Required mark::link().label().word() => |db, row| Some(db.label(db.link(row)?.label_id)?.word.clone()),
    ];
    MARK_INTS: Mark, i64 = [
        Nullable mark::label_id() => |_, row| row.label_id,
        Required mark::link().node_id() => |db, row| Some(db.link(row)?.node_id),
    ];
    LINK_INTS: Link, i64 = [
        Required link::node_id() => |_, row| Some(row.node_id),
        Nullable link::label().weight() => |db, row| db.label(row.label_id)?.weight,
        Required link::node().parent().rank() => |db, row| Some(parent(db, db.node(Some(row.node_id))?)?.rank),
    ];
}
