//! A small random database: as plain vectors, and written to a file.

use larder::ModelDelegate;
use proptest::{collection::vec, option, prelude::*};

use crate::{
    pool::{bigs, blobs, codes, decimals, documents, floats, ints, moods, names, sizes, times},
    schema::cratestack_schema::{
        self as cs, CreateLabelInput, CreateLinkInput, CreateMarkInput, CreateNodeInput, CreateTeamInput,
        LABEL_MODEL, LINK_MODEL, Label, Link, MARK_MODEL, Mark, NODE_MODEL, Node, TEAM_MODEL, Team,
    },
    world::World,
};

/// The most rows of a table.
const ROWS: usize = 12;
/// When rows were deleted.
const DELETED_AT: &str = "2024-01-01T00:00:00.000000Z";

/// Every row of every table, in the order of the keys.
#[derive(Debug, Default)]
pub(crate) struct Database {
    pub(crate) nodes: Vec<Kept<Node>>,
    pub(crate) teams: Vec<Kept<Team>>,
    pub(crate) labels: Vec<Kept<Label>>,
    pub(crate) links: Vec<Kept<Link>>,
    pub(crate) marks: Vec<Kept<Mark>>,
}

/// A row and whether it is soft-deleted.
#[derive(Debug)]
pub(crate) struct Kept<M> {
    pub(crate) row: M,
    pub(crate) is_deleted: bool,
}

/// The rows that others are related to.
pub(crate) fn live<M>(rows: &[Kept<M>]) -> impl Iterator<Item = &M> {
    rows.iter().filter(|kept| !kept.is_deleted).map(|kept| &kept.row)
}

impl Database {
    pub(crate) fn node(&self, id: Option<i64>) -> Option<&Node> {
        live(&self.nodes).find(|node| Some(node.id) == id)
    }

    pub(crate) fn team(&self, id: Option<i64>) -> Option<&Team> {
        live(&self.teams).find(|team| Some(team.id) == id)
    }

    pub(crate) fn label(&self, id: i64) -> Option<&Label> {
        live(&self.labels).find(|label| label.id == id)
    }

    pub(crate) fn link(&self, mark: &Mark) -> Option<&Link> {
        let (node, label) = (mark.node_id?, mark.label_id?);
        live(&self.links).find(|link| (link.node_id, link.label_id) == (node, label))
    }

    /// Writes it to a file. Parents are written last, so that they may go round in a circle.
    pub(crate) fn write(&self) -> World {
        let world = World::new(cs::bootstrap);
        let teams = self.teams.iter().map(|kept| {
            let Team { id, name, level, budget, deleted_at: _ } = kept.row.clone();
            CreateTeamInput { id, name, level, budget }
        });
        ModelDelegate::new(&world, &TEAM_MODEL).create_many(teams).execute().unwrap();
        let labels = self.labels.iter().map(|kept| {
            let Label { id, word, weight } = kept.row.clone();
            CreateLabelInput { id, word, weight }
        });
        ModelDelegate::new(&world, &LABEL_MODEL).create_many(labels).execute().unwrap();
        let nodes = self.nodes.iter().map(|kept| input(kept.row.clone()));
        ModelDelegate::new(&world, &NODE_MODEL).create_many(nodes).execute().unwrap();
        let links = self.links.iter().map(|kept| {
            let Link { node_id, label_id, remark } = kept.row.clone();
            CreateLinkInput { node_id, label_id, remark }
        });
        ModelDelegate::new(&world, &LINK_MODEL).create_many(links).execute().unwrap();
        let marks = self.marks.iter().map(|kept| {
            let Mark { id, text, node_id, label_id } = kept.row.clone();
            CreateMarkInput { id, text, node_id, label_id }
        });
        ModelDelegate::new(&world, &MARK_MODEL).create_many(marks).execute().unwrap();
        world.execute(&self.afterwards());
        world
    }

    /// Names parents and deletes rows, by SQL of its own.
    fn afterwards(&self) -> String {
        let mut sql = String::new();
        let mut delete = |table: &str, is_deleted, condition: String| {
            if is_deleted {
                sql.push_str(&format!("UPDATE {table} SET deleted_at = '{DELETED_AT}' WHERE {condition};"));
            }
        };
        for kept in &self.nodes {
            delete("nodes", kept.is_deleted, format!("id = {}", kept.row.id));
        }
        for kept in &self.teams {
            delete("teams", kept.is_deleted, format!("id = {}", kept.row.id));
        }
        for kept in &self.labels {
            delete("labels", kept.is_deleted, format!("id = {}", kept.row.id));
        }
        for kept in &self.links {
            let Link { node_id, label_id, .. } = &kept.row;
            delete("links", kept.is_deleted, format!("node_id = {node_id} AND label_id = {label_id}"));
        }
        for Node { id, parent_id, .. } in self.nodes.iter().map(|kept| &kept.row) {
            if let Some(parent) = parent_id {
                sql.push_str(&format!("UPDATE nodes SET parent_id = {parent} WHERE id = {id};"));
            }
        }
        sql
    }
}

fn input(node: Node) -> CreateNodeInput {
    let Node { id, name, alias, rank, score, big, ratio, weight, flag, sure, seen, at, .. } = node;
    let Node { price, cost, mood, humour, size, code, blob, meta, team_id, .. } = node;
    CreateNodeInput {
        id,
        name,
        alias,
        rank,
        score,
        big,
        ratio,
        weight,
        flag,
        sure,
        seen,
        at,
        price,
        cost,
        mood,
        humour,
        size,
        code,
        blob,
        meta,
        parent_id: None,
        team_id,
    }
}

fn node() -> impl Strategy<Value = Kept<Node>> {
    let first = (
        names(),
        option::of(names()),
        ints(),
        option::of(ints()),
        option::of(bigs()),
        option::of(floats()),
        floats(),
        any::<bool>(),
        option::of(any::<bool>()),
        times(),
        option::of(times()),
    );
    let second = (
        option::of(decimals()),
        decimals(),
        moods(),
        option::of(moods()),
        option::of(sizes()),
        option::of(codes()),
        option::of(blobs()),
        option::of(documents()),
        option::of(0..ROWS as i64),
        option::of(0..ROWS as i64),
        is_deleted(),
    );
    (first, second).prop_map(|(first, second)| {
        let (name, alias, rank, score, big, ratio, weight, flag, sure, seen, at) = first;
        let (price, cost, mood, humour, size, code, blob, meta, parent_id, team_id, is_deleted) = second;
        let row = Node {
            id: 0,
            name,
            alias,
            rank,
            score,
            big,
            ratio,
            weight,
            flag,
            sure,
            seen,
            at,
            price,
            cost,
            mood,
            humour,
            size,
            code,
            blob,
            meta,
            parent_id,
            team_id,
        };
        Kept { row, is_deleted }
    })
}

fn team() -> impl Strategy<Value = Kept<Team>> {
    let parts = (names(), option::of(ints()), option::of(decimals()), is_deleted());
    parts.prop_map(|(name, level, budget, is_deleted)| {
        let deleted_at = is_deleted.then(|| DELETED_AT.parse().unwrap());
        Kept { row: Team { id: 0, name, level, budget, deleted_at }, is_deleted }
    })
}

fn label() -> impl Strategy<Value = Kept<Label>> {
    (names(), option::of(ints()), is_deleted())
        .prop_map(|(word, weight, is_deleted)| Kept { row: Label { id: 0, word, weight }, is_deleted })
}

fn link() -> impl Strategy<Value = Kept<Link>> {
    (0..ROWS as i64, 0..ROWS as i64, option::of(names()), is_deleted()).prop_map(
        |(node_id, label_id, remark, is_deleted)| Kept {
            row: Link { node_id, label_id, remark },
            is_deleted,
        },
    )
}

/// Half of a key leads nowhere. Marks are never deleted: their model has no tombstones.
fn mark() -> impl Strategy<Value = Kept<Mark>> {
    let key = (option::weighted(0.8, 0..ROWS as i64), option::weighted(0.8, Just(0)));
    (names(), key).prop_map(|(text, (node_id, label_id))| Kept {
        row: Mark { id: 0, text, node_id, label_id },
        is_deleted: false,
    })
}

fn is_deleted() -> impl Strategy<Value = bool> {
    prop_oneof![3 => Just(false), 1 => Just(true)]
}

/// Gives databases whose keys lead somewhere. What is drawn is a position, which is folded onto the rows that are there.
pub(crate) fn databases() -> impl Strategy<Value = Database> {
    let tables = (
        vec(node(), 0..=ROWS),
        vec(team(), 0..=5),
        vec(label(), 0..=4),
        vec(link(), 0..=ROWS),
        vec(mark(), 0..=ROWS),
    );
    tables.prop_map(|(mut nodes, mut teams, mut labels, mut links, mut marks)| {
        nodes.iter_mut().zip(1..).for_each(|(kept, id)| kept.row.id = id);
        teams.iter_mut().zip(1..).for_each(|(kept, id)| kept.row.id = id);
        labels.iter_mut().zip(1..).for_each(|(kept, id)| kept.row.id = id);
        let fold = |position: i64, rows: usize| (rows > 0).then(|| position % rows as i64 + 1);
        let (node_count, team_count, label_count) = (nodes.len(), teams.len(), labels.len());
        for Kept { row, .. } in &mut nodes {
            row.parent_id = row.parent_id.and_then(|position| fold(position, node_count));
            row.team_id = row.team_id.and_then(|position| fold(position, team_count));
        }
        links.retain_mut(|Kept { row, .. }| {
            let ends = (fold(row.node_id, node_count), fold(row.label_id, label_count));
            (row.node_id, row.label_id) = (ends.0.unwrap_or(0), ends.1.unwrap_or(0));
            ends.0.is_some() && ends.1.is_some()
        });
        links.sort_by_key(|kept| (kept.row.node_id, kept.row.label_id));
        links.dedup_by_key(|kept| (kept.row.node_id, kept.row.label_id));
        for (Kept { row, .. }, id) in marks.iter_mut().zip(1..) {
            row.id = id;
            let link = row.node_id.and_then(|position| links.get(position as usize % links.len().max(1)));
            let key = link.map(|kept: &Kept<Link>| (kept.row.node_id, kept.row.label_id));
            row.node_id = key.map(|key| key.0);
            row.label_id = row.label_id.and(key.map(|key| key.1));
        }
        Database { nodes, teams, labels, links, marks }
    })
}
