//! Some fields of rows instead of all of them, and distinct ones.

use std::{cmp::Ordering, fmt::Debug};

use larder::{Select, rust_decimal::Decimal};
use proptest::prelude::*;

use crate::{
    data::Database,
    fields::{self, Scalar, Source},
    filter::{AllFilters, source},
    order::{self, AllSteps, Nulls, put},
    query::{Part, Question, Rows, parts, rows},
    schema::cratestack_schema::{Mood, Node},
    world::World,
};

/// Fields of several types, and whether rows that are equal in them are one.
#[derive(Debug)]
struct Pick {
    rows: Rows<Node>,
    text: Source<Node, String>,
    number: Source<Node, i64>,
    price: Source<Node, Decimal>,
    mood: Source<Node, Mood>,
    part: Part,
    /// Orders by what is picked, when rows are distinct.
    distinct: Option<[(bool, Nulls); 4]>,
}

type Picked = (Option<String>, Option<i64>, Option<Decimal>, Option<Mood>);

impl Pick {
    fn of(&self, db: &Database, row: &Node) -> Picked {
        let row = Some(row);
        (self.text.get(db, row), self.number.get(db, row), self.price.get(db, row), self.mood.get(db, row))
    }

    /// Gives each once, in their own order. Decimals are one when their values are.
    fn distinct(&self, picked: Vec<Picked>, orders: [(bool, Nulls); 4]) -> Vec<Picked> {
        let [text, number, price, mood] = orders;
        let compare = |one: &Picked, other: &Picked| {
            by(&one.0, &other.0, text)
                .then_with(|| by(&one.1, &other.1, number))
                .then_with(|| by(&one.2, &other.2, price))
                .then_with(|| by(&one.3, &other.3, mood))
        };
        let mut picked = picked;
        picked.sort_by(compare);
        picked.dedup_by(|one, other| compare(one, other) == Ordering::Equal);
        picked
    }
}

fn by<T: Scalar>(one: &Option<T>, other: &Option<T>, (descends, nulls): (bool, Nulls)) -> Ordering {
    put(one.as_ref(), other.as_ref(), descends, nulls, |one, other| one.compare(other))
}

impl Question for Pick {
    fn ask(&self, world: &World, db: &Database) -> Result<(), TestCaseError> {
        let (text, number) = (|| self.text.reference().nullable(), || self.number.reference().nullable());
        let (price, mood) = (|| self.price.reference().nullable(), || self.mood.reference().nullable());
        let fields = (text(), number(), price(), mood());
        let picked: Vec<_> = self.rows.of(db).into_iter().map(|row| self.of(db, row)).collect();

        let (query, expected) = match self.distinct {
            None => (self.rows.query(world).select(fields), picked),
            Some(orders) => {
                let unordered = Rows { order: Vec::new(), filters: self.rows.filters.clone(), ..self.rows };
                let query = unordered.ordered(world).select(fields).distinct();
                let steps = [
                    directed(text(), orders[0]),
                    directed(number(), orders[1]),
                    directed(price(), orders[2]),
                    directed(mood(), orders[3]),
                ];
                (steps.into_iter().fold(query, Select::order_by), self.distinct(picked, orders))
            }
        };
        let query = self.part.limit.into_iter().fold(query, Select::limit);
        let query = self.part.offset.into_iter().fold(query, Select::offset);
        prop_assert_eq!(query.run().unwrap(), self.part.of(expected));
        Ok(())
    }
}

fn directed<T>(field: larder::FieldRef<Node, T>, (descends, nulls): (bool, Nulls)) -> larder::OrderBy<Node> {
    nulls.typed(if descends { field.desc() } else { field.asc() })
}

pub(crate) fn questions(filters: &AllFilters, steps: &AllSteps) -> BoxedStrategy<Box<dyn Question>> {
    let direction = || (any::<bool>(), order::nulls());
    let distinct = proptest::option::of([direction(), direction(), direction(), direction()]);
    let parts = (
        rows(&filters.node, &steps.node),
        source(fields::NODE_TEXTS),
        source(fields::NODE_INTS),
        source(fields::NODE_DECIMALS),
        source(fields::NODE_MOODS),
        parts(),
        distinct,
    );
    parts
        .prop_map(|(rows, text, number, price, mood, part, distinct)| {
            Box::new(Pick { rows, text, number, price, mood, part, distinct }) as Box<dyn Question>
        })
        .boxed()
}
