//! The relations that a recipe can name: each twice, as the generated accessors have it and as a walk over the vectors.

use std::{fmt, fmt::Debug};

use larder::{ToMany, ToOne};

use crate::{
    data::{Database, live},
    fields::{parent, team_of},
    schema::cratestack_schema::{Label, Link, Mark, Node, Team, label, link, mark, node, team},
};

/// A relation to one row.
pub(crate) struct One<M, T> {
    name: &'static str,
    pub(crate) make: fn() -> ToOne<M, T>,
    pub(crate) row: for<'d> fn(&'d Database, &'d M) -> Option<&'d T>,
}

/// A relation to many rows.
pub(crate) struct Many<M, T> {
    name: &'static str,
    pub(crate) make: fn() -> ToMany<M, T>,
    pub(crate) rows: for<'d> fn(&'d Database, &'d M) -> Vec<&'d T>,
}

impl<M, T> Debug for One<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl<M, T> Debug for Many<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! ones {
    ($($table:ident: $from:ident -> $to:ident = [$($make:expr => |$db:ident, $row:ident| $get:expr,)*];)*) => {
        $(pub(crate) static $table: &[One<$from, $to>] = &[
            $(One { name: stringify!($make), make: || (*$make).clone(), row: |$db, $row| $get }),*
        ];)*
    };
}

macro_rules! manies {
    ($($table:ident: $from:ident -> $to:ident = [$($make:expr => |$db:ident, $row:ident| $get:expr,)*];)*) => {
        $(pub(crate) static $table: &[Many<$from, $to>] = &[
            $(Many { name: stringify!($make), make: || $make, rows: |$db, $row| $get }),*
        ];)*
    };
}

fn members(db: &Database, team: i64) -> Vec<&Node> {
    live(&db.nodes).filter(|node| node.team_id == Some(team)).collect()
}

fn children(db: &Database, parent: i64) -> Vec<&Node> {
    live(&db.nodes).filter(|node| node.parent_id == Some(parent)).collect()
}

fn links(db: &Database, node: i64) -> Vec<&Link> {
    live(&db.links).filter(|link| link.node_id == node).collect()
}

fn marks<'d>(db: &'d Database, link: &Link) -> Vec<&'d Mark> {
    let key = (Some(link.node_id), Some(link.label_id));
    live(&db.marks).filter(|mark| (mark.node_id, mark.label_id) == key).collect()
}

ones! {
    NODE_TO_NODE: Node -> Node = [
        node::parent() => |db, row| parent(db, row),
        node::parent().parent() => |db, row| parent(db, parent(db, row)?),
    ];
    NODE_TO_TEAM: Node -> Team = [
        node::team() => |db, row| team_of(db, row),
        node::parent().team() => |db, row| team_of(db, parent(db, row)?),
    ];
    LINK_TO_NODE: Link -> Node = [link::node() => |db, row| db.node(Some(row.node_id)),];
    LINK_TO_TEAM: Link -> Team = [link::node().team() => |db, row| team_of(db, db.node(Some(row.node_id))?),];
    MARK_TO_LINK: Mark -> Link = [mark::link() => |db, row| db.link(row),];
    MARK_TO_NODE: Mark -> Node = [mark::link().node() => |db, row| db.node(Some(db.link(row)?.node_id)),];
    LINK_TO_LABEL: Link -> Label = [link::label() => |db, row| db.label(row.label_id),];
}

manies! {
    NODE_TO_NODES: Node -> Node = [
        node::children() => |db, row| children(db, row.id),
        node::parent().children() => |db, row| parent(db, row).map_or_else(Vec::new, |row| children(db, row.id)),
        node::team().members() => |db, row| team_of(db, row).map_or_else(Vec::new, |team| members(db, team.id)),
    ];
    NODE_TO_LINKS: Node -> Link = [
        node::links() => |db, row| links(db, row.id),
        node::parent().links() => |db, row| parent(db, row).map_or_else(Vec::new, |row| links(db, row.id)),
    ];
    TEAM_TO_NODES: Team -> Node = [team::members() => |db, row| members(db, row.id),];
    LABEL_TO_LINKS: Label -> Link = [
        label::links() => |db, row| live(&db.links).filter(|link| link.label_id == row.id).collect(),
    ];
    LINK_TO_MARKS: Link -> Mark = [link::marks() => |db, row| marks(db, row),];
    MARK_TO_MARKS: Mark -> Mark = [
        mark::link().marks() => |db, row| db.link(row).map_or_else(Vec::new, |link| marks(db, link)),
    ];
    LINK_TO_LINKS: Link -> Link = [
        link::label().links() => |db, row| db.label(row.label_id).map_or_else(Vec::new, |label| {
            live(&db.links).filter(|link| link.label_id == label.id).collect()
        }),
    ];
}
