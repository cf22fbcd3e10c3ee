//! What comes along with rows, on one level and nested.

use std::fmt::Debug;

use larder::{IncludeMany, PageInput};
use proptest::{collection::vec, prelude::*};

use crate::{
    data::Database,
    fields::Model,
    filter::{AllFilters, Filter},
    order::{AllSteps, Step},
    query::{Part, Question, Rows, parts, rows, sorted},
    relations::{self, LINK_TO_LABEL, LINK_TO_NODE, MARK_TO_LINK, Many, NODE_TO_NODE, NODE_TO_TEAM, One},
    schema::cratestack_schema::{Label, Link, Mark, Node, Team},
    world::World,
};

/// The rows that come along with each row.
#[derive(Debug)]
struct Along<M: 'static, T: 'static> {
    relation: &'static Many<M, T>,
    filters: Vec<Filter<T>>,
    order: Vec<Step<T>>,
    part: Part,
}

impl<M: Model, T: Model> Along<M, T> {
    fn typed(&self) -> IncludeMany<M, T> {
        let include = (self.relation.make)().as_include();
        let include = self.filters.iter().fold(include, |include, filter| include.where_(filter.typed()));
        let include = self.order.iter().fold(include, |include, step| include.order_by(step.typed()));
        let include = T::by_key().into_iter().fold(include, IncludeMany::order_by);
        let include = self.part.limit.into_iter().fold(include, IncludeMany::limit);
        self.part.offset.into_iter().fold(include, IncludeMany::offset)
    }

    fn of<'d>(&self, db: &'d Database, row: &'d M) -> Vec<&'d T> {
        self.part.of(sorted(db, (self.relation.rows)(db, row), &self.filters, &self.order))
    }
}

fn along<M: Model, T: Model>(
    table: &'static [Many<M, T>],
    filter: &BoxedStrategy<Filter<T>>,
    step: &BoxedStrategy<Step<T>>,
) -> BoxedStrategy<Along<M, T>> {
    let chosen = (0..table.len(), vec(filter.clone(), 0..2), vec(step.clone(), 0..3), parts());
    chosen.prop_map(|(at, filters, order, part)| Along { relation: &table[at], filters, order, part }).boxed()
}

fn one<M: Model, T: Model>(table: &'static [One<M, T>]) -> BoxedStrategy<&'static One<M, T>> {
    (0..table.len()).prop_map(|at| &table[at]).boxed()
}

fn related<M, T: Clone>(db: &Database, one: &'static One<M, T>, row: &M) -> Option<T> {
    (one.row)(db, row).cloned()
}

/// One row and many side by side, through every verb that gives a part of the rows.
#[derive(Debug)]
struct Beside {
    rows: Rows<Node>,
    part: Part,
    team: &'static One<Node, Team>,
    nodes: Along<Node, Node>,
}

impl Question for Beside {
    fn ask(&self, world: &World, db: &Database) -> Result<(), TestCaseError> {
        let whole: Vec<(Node, Option<Team>, Vec<Node>)> = self
            .rows
            .of(db)
            .into_iter()
            .map(|row| {
                let nodes = self.nodes.of(db, row).into_iter().cloned().collect();
                (row.clone(), related(db, self.team, row), nodes)
            })
            .collect();
        let team = || (self.team.make)().as_include();
        let query = || self.rows.query(world).include(team()).include(self.nodes.typed());

        let found = query();
        let found = self.part.limit.into_iter().fold(found, larder::FindMany::limit);
        let found = self.part.offset.into_iter().fold(found, larder::FindMany::offset);
        prop_assert_eq!(found.run().unwrap(), self.part.of(whole.clone()));

        let input = PageInput { limit: Some(3), offset: self.part.offset.map(|rows| rows as i64) };
        let page = query().paginate(input).run().unwrap();
        let part = Part { limit: Some(3), offset: self.part.offset };
        prop_assert_eq!((page.items, page.total_count), (part.of(whole.clone()), whole.len() as i64));

        let page = query().limit(2).after(None).run().unwrap();
        let part = Part { limit: Some(2), offset: None };
        prop_assert_eq!(page.items, part.of(whole));
        Ok(())
    }
}

/// Many rows, each with many, each with one.
#[derive(Debug)]
struct Nested {
    rows: Rows<Node>,
    nodes: Along<Node, Node>,
    links: Along<Node, Link>,
    label: &'static One<Link, Label>,
    parent: &'static One<Node, Node>,
    parents_nodes: Along<Node, Node>,
}

impl Question for Nested {
    #[expect(clippy::type_complexity, reason = "the tuples are what is under test")]
    fn ask(&self, world: &World, db: &Database) -> Result<(), TestCaseError> {
        let nodes = |row| -> Vec<(Node, Vec<(Link, Option<Label>)>)> {
            let nodes = self.nodes.of(db, row).into_iter();
            nodes
                .map(|node| {
                    let links = self.links.of(db, node).into_iter();
                    let links = links.map(|link| (link.clone(), related(db, self.label, link)));
                    (node.clone(), links.collect())
                })
                .collect()
        };
        let parent = |row| -> Option<(Node, Vec<Node>)> {
            let parent = (self.parent.row)(db, row)?;
            Some((parent.clone(), self.parents_nodes.of(db, parent).into_iter().cloned().collect()))
        };
        let expected: Vec<_> =
            self.rows.of(db).into_iter().map(|row| (row.clone(), nodes(row), parent(row))).collect();

        let links = self.links.typed().include((self.label.make)().as_include());
        let found = self
            .rows
            .query(world)
            .include(self.nodes.typed().include(links))
            .include((self.parent.make)().as_include().include(self.parents_nodes.typed()))
            .run()
            .unwrap();
        prop_assert_eq!(found, expected);
        Ok(())
    }
}

/// Over a key of two columns, there and back.
#[derive(Debug)]
struct Composite {
    links: Rows<Link>,
    marks: Along<Link, Mark>,
    all_marks: Rows<Mark>,
    link: &'static One<Mark, Link>,
    beside: Along<Mark, Mark>,
}

impl Question for Composite {
    fn ask(&self, world: &World, db: &Database) -> Result<(), TestCaseError> {
        let marks = |link| -> Vec<Mark> { self.marks.of(db, link).into_iter().cloned().collect() };
        let expected: Vec<_> =
            self.links.of(db).into_iter().map(|link| (link.clone(), marks(link))).collect();
        prop_assert_eq!(self.links.query(world).include(self.marks.typed()).run().unwrap(), expected);

        let beside = |mark| -> Vec<Mark> { self.beside.of(db, mark).into_iter().cloned().collect() };
        let expected: Vec<_> = self
            .all_marks
            .of(db)
            .into_iter()
            .map(|mark| (mark.clone(), related(db, self.link, mark), beside(mark)))
            .collect();
        let query = self.all_marks.query(world).include((self.link.make)().as_include());
        prop_assert_eq!(query.include(self.beside.typed()).run().unwrap(), expected);
        Ok(())
    }
}

/// From the other end: a label, its links, their nodes; and a team, its members, their parents.
#[derive(Debug)]
struct Reversed {
    labels: Rows<Label>,
    links: Along<Label, Link>,
    node: &'static One<Link, Node>,
    teams: Rows<Team>,
    members: Along<Team, Node>,
    parent: &'static One<Node, Node>,
}

impl Question for Reversed {
    fn ask(&self, world: &World, db: &Database) -> Result<(), TestCaseError> {
        let links = |label| -> Vec<(Link, Option<Node>)> {
            let links = self.links.of(db, label).into_iter();
            links.map(|link| (link.clone(), related(db, self.node, link))).collect()
        };
        let expected: Vec<_> =
            self.labels.of(db).into_iter().map(|label| (label.clone(), links(label))).collect();
        let include = self.links.typed().include((self.node.make)().as_include());
        prop_assert_eq!(self.labels.query(world).include(include).run().unwrap(), expected);

        let members = |team| -> Vec<(Node, Option<Node>)> {
            let members = self.members.of(db, team).into_iter();
            members.map(|node| (node.clone(), related(db, self.parent, node))).collect()
        };
        let expected: Vec<_> =
            self.teams.of(db).into_iter().map(|team| (team.clone(), members(team))).collect();
        let include = self.members.typed().include((self.parent.make)().as_include());
        prop_assert_eq!(self.teams.query(world).include(include).run().unwrap(), expected);
        Ok(())
    }
}

pub(crate) fn questions(filters: &AllFilters, steps: &AllSteps) -> BoxedStrategy<Box<dyn Question>> {
    let nodes = || rows(&filters.node, &steps.node);
    let along_nodes = || along(relations::NODE_TO_NODES, &filters.node, &steps.node);
    let beside =
        (nodes(), parts(), one(NODE_TO_TEAM), along_nodes()).prop_map(|(rows, part, team, nodes)| {
            Box::new(Beside { rows, part, team, nodes }) as Box<dyn Question>
        });
    let links = along(relations::NODE_TO_LINKS, &filters.link, &steps.link);
    let nested = (nodes(), along_nodes(), links, one(LINK_TO_LABEL), one(NODE_TO_NODE), along_nodes());
    let nested = nested.prop_map(|(rows, nodes, links, label, parent, parents_nodes)| {
        Box::new(Nested { rows, nodes, links, label, parent, parents_nodes }) as Box<dyn Question>
    });
    let reversed = (
        rows(&filters.label, &steps.label),
        along(relations::LABEL_TO_LINKS, &filters.link, &steps.link),
        one(LINK_TO_NODE),
        rows(&filters.team, &steps.team),
        along(relations::TEAM_TO_NODES, &filters.node, &steps.node),
        one(NODE_TO_NODE),
    );
    let reversed = reversed.prop_map(|(labels, links, node, teams, members, parent)| {
        Box::new(Reversed { labels, links, node, teams, members, parent }) as Box<dyn Question>
    });
    let composite = (
        rows(&filters.link, &steps.link),
        along(relations::LINK_TO_MARKS, &filters.mark, &steps.mark),
        rows(&filters.mark, &steps.mark),
        one(MARK_TO_LINK),
        along(relations::MARK_TO_MARKS, &filters.mark, &steps.mark),
    );
    let composite = composite.prop_map(|(links, marks, all_marks, link, beside)| {
        Box::new(Composite { links, marks, all_marks, link, beside }) as Box<dyn Question>
    });
    prop_oneof![2 => beside, 1 => nested, 1 => reversed, 1 => composite].boxed()
}
