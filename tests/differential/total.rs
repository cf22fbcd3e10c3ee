//! Counts, sums, averages, the least and the greatest: over all rows, and over groups of them.

use std::{cmp::Ordering, fmt::Debug};

use larder::{
    Aggregate, GroupBy, ModelDelegate, Numeric, Ordered, RusqliteError, count, rust_decimal::Decimal,
};
use proptest::{option, prelude::*};

use crate::{
    data::Database,
    fields::{self, Field, Scalar, Source, on},
    filter::{AllFilters, source},
    order::{self, AllSteps, Nulls, put},
    pool,
    query::{Part, Question, Rows, narrowed, parts, rows},
    schema::cratestack_schema::{Mood, NODE_MODEL, Node},
    world::World,
};

/// A type that adds up.
pub(crate) trait Number: Scalar + Numeric<Average: Debug + PartialEq> + Ordered + PartialEq {
    /// Gives nothing where the sum does not fit.
    fn sum(values: &[Self]) -> Option<Self>;
    fn average(values: &[Self]) -> Option<Self::Average>;
}

impl Number for i64 {
    fn sum(values: &[Self]) -> Option<Self> {
        values.iter().map(|value| i128::from(*value)).sum::<i128>().try_into().ok()
    }

    fn average(values: &[Self]) -> Option<f64> {
        let sum: i128 = values.iter().map(|value| i128::from(*value)).sum();
        (!values.is_empty()).then(|| sum as f64 / values.len() as f64)
    }
}

impl Number for f64 {
    fn sum(values: &[Self]) -> Option<Self> {
        Some(values.iter().sum::<f64>() + 0.0)
    }

    fn average(values: &[Self]) -> Option<Self> {
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    }
}

impl Number for Decimal {
    fn sum(values: &[Self]) -> Option<Self> {
        Some(values.iter().sum())
    }

    /// Divides digit by digit, as on paper: as many as a decimal holds, at most 28 after the point, the last one rounded
    /// half to even.
    fn average(values: &[Self]) -> Option<Self> {
        const MOST: u128 = 79_228_162_514_264_337_593_543_950_335;
        let sum: Decimal = values.iter().sum();
        let (digits, count) = (sum.mantissa().unsigned_abs(), values.len() as u128);
        if count == 0 {
            return None;
        }
        let (mut quotient, mut rest, mut scale) = (digits / count, digits % count, sum.scale());
        while scale < 28 && quotient * 10 + rest * 10 / count <= MOST {
            quotient = quotient * 10 + rest * 10 / count;
            rest = rest * 10 % count;
            scale += 1;
        }
        let rounds_up = match (rest * 2).cmp(&count) {
            Ordering::Less => false,
            Ordering::Equal => quotient % 2 == 1,
            Ordering::Greater => true,
        };
        let quotient = (quotient + u128::from(rounds_up)) as i128;
        let sign = if sum.is_sign_negative() { -1 } else { 1 };
        Some(Decimal::from_i128_with_scale(sign * quotient, scale))
    }
}

/// The values of a field in these rows, without the rows where it holds nothing.
fn held<T: Scalar>(db: &Database, rows: &[&Node], field: &Source<Node, T>) -> Vec<T> {
    rows.iter().filter_map(|row| field.get(db, Some(row))).collect()
}

fn least<T: Scalar>(values: &[T]) -> Option<T> {
    values.iter().min_by(|one, other| one.compare(other)).cloned()
}

fn greatest<T: Scalar>(values: &[T]) -> Option<T> {
    values.iter().max_by(|one, other| one.compare(other)).cloned()
}

/// Everything about one field that has numbers.
#[derive(Debug)]
struct Numbers<T: 'static> {
    rows: Rows<Node>,
    field: Source<Node, T>,
}

impl<T: Number> Question for Numbers<T> {
    fn ask(&self, world: &World, db: &Database) -> Result<(), TestCaseError> {
        let rows = self.rows.of(db);
        let values = held(db, &rows, &self.field);
        let query = narrowed!(ModelDelegate::new(world, &NODE_MODEL).aggregate(), self.rows);
        let field = || self.field.reference();
        let sum = on!(field(), field => field.sum());
        let average = on!(field(), field => field.avg());
        let (min, max) = (on!(field(), field => field.min()), on!(field(), field => field.max()));

        let found = query.select((count(), sum, average, min, max)).run();
        match (T::sum(&values), found) {
            (Some(sum), Ok(found)) => {
                let average = T::average(&values);
                let expected = (rows.len() as i64, sum, average, least(&values), greatest(&values));
                prop_assert_eq!(found, expected);
            }
            (None, Err(RusqliteError::SumOutOfRange { .. })) => {}
            (sum, found) => prop_assert!(false, "{:?} for a sum of {:?}", found.map(|found| found.1), sum),
        }
        Ok(())
    }
}

/// The least and the greatest of a field without numbers.
#[derive(Debug)]
struct Ends<T: 'static> {
    rows: Rows<Node>,
    field: Source<Node, T>,
}

impl<T: Scalar + Ordered + PartialEq> Question for Ends<T> {
    fn ask(&self, world: &World, db: &Database) -> Result<(), TestCaseError> {
        let values = held(db, &self.rows.of(db), &self.field);
        let query = narrowed!(ModelDelegate::new(world, &NODE_MODEL).aggregate(), self.rows);
        let field = || self.field.reference();
        let (min, max) = (on!(field(), field => field.min()), on!(field(), field => field.max()));

        prop_assert_eq!(query.select((min, max)).run().unwrap(), (least(&values), greatest(&values)));
        Ok(())
    }
}

/// Groups by two fields, or by one when both are the same.
#[derive(Debug)]
struct Groups {
    rows: Rows<Node>,
    text: Source<Node, String>,
    mood: Source<Node, Mood>,
    number: Source<Node, i64>,
    price: Source<Node, Decimal>,
    having: Option<Having>,
    /// Orders by the sum of prices, then by what makes the groups.
    directions: [(bool, Nulls); 3],
    part: Part,
}

/// What is asked of a group.
#[derive(Debug, Clone)]
enum Having {
    CountAtLeast(i64),
    SumLess(i64),
    GreatestNotLess(Decimal),
    Least(Option<Decimal>),
    GreatestBetween(Decimal, Decimal),
    Either(i64, Decimal),
}

type Key = (Option<String>, Option<Mood>);
type Values = (i64, i64, Decimal, Option<Decimal>);

impl Groups {
    fn of(&self, db: &Database) -> Vec<(Key, Values)> {
        let mut groups: Vec<(Key, Vec<&Node>)> = Vec::new();
        for row in self.rows.of(db) {
            let key = (self.text.get(db, Some(row)), self.mood.get(db, Some(row)));
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((key, vec![row])),
            }
        }
        groups.retain(|(_, rows)| self.having.as_ref().is_none_or(|having| self.keeps(db, having, rows)));
        let values = |rows: &[&Node]| {
            let numbers = held(db, rows, &self.number);
            let prices = held(db, rows, &self.price);
            (
                rows.len() as i64,
                i64::sum(&numbers).unwrap(),
                Decimal::sum(&prices).unwrap(),
                greatest(&prices),
            )
        };
        let mut groups: Vec<_> = groups.into_iter().map(|(key, rows)| (key, values(&rows))).collect();
        let [by_price, by_text, by_mood] = self.directions;
        groups.sort_by(|(one, one_values), (other, other_values)| {
            by(&one_values.3, &other_values.3, by_price)
                .then_with(|| by(&one.0, &other.0, by_text))
                .then_with(|| by(&one.1, &other.1, by_mood))
        });
        groups
    }

    fn keeps(&self, db: &Database, having: &Having, rows: &[&Node]) -> bool {
        let sum = i64::sum(&held(db, rows, &self.number)).unwrap();
        let prices = held(db, rows, &self.price);
        match having {
            Having::CountAtLeast(count) => rows.len() as i64 >= *count,
            Having::SumLess(limit) => sum < *limit,
            Having::GreatestNotLess(limit) => greatest(&prices).is_none_or(|price| price >= *limit),
            Having::Least(price) => least(&prices) == *price,
            Having::GreatestBetween(low, high) => {
                greatest(&prices).is_some_and(|price| *low <= price && price <= *high)
            }
            Having::Either(count, limit) => {
                rows.len() as i64 == *count || greatest(&prices).is_some_and(|price| price > *limit)
            }
        }
    }
}

fn by<T: Scalar>(one: &Option<T>, other: &Option<T>, (descends, nulls): (bool, Nulls)) -> Ordering {
    put(one.as_ref(), other.as_ref(), descends, nulls, |one, other| one.compare(other))
}

impl Question for Groups {
    fn ask(&self, world: &World, db: &Database) -> Result<(), TestCaseError> {
        let (text, mood) = (|| self.text.reference().nullable(), || self.mood.reference().nullable());
        let (number, price) = (|| self.number.reference().nullable(), || self.price.reference().nullable());
        let query: Aggregate<'_, _, _> =
            narrowed!(ModelDelegate::new(world, &NODE_MODEL).aggregate(), self.rows);
        let query =
            query.select((count(), number().sum(), price().sum(), price().max())).group_by((text(), mood()));
        let query = match self.having.clone() {
            None => query,
            Some(Having::CountAtLeast(least)) => query.having(count().gte(least)),
            Some(Having::SumLess(limit)) => query.having(number().sum().lt(limit)),
            Some(Having::GreatestNotLess(limit)) => query.having(price().max().lt(limit).not()),
            Some(Having::Least(least)) => query.having(price().min().eq(least)),
            Some(Having::GreatestBetween(low, high)) => query.having(price().max().between(low, high)),
            Some(Having::Either(is, limit)) => query.having(count().eq(is).or(price().max().gt(limit))),
        };
        let [by_price, by_text, by_mood] = self.directions;
        let order = if by_price.0 { price().max().desc() } else { price().max().asc() };
        let order = match by_price.1 {
            Nulls::Natural => order,
            Nulls::First => order.nulls_first(),
            Nulls::Last => order.nulls_last(),
        };
        let by_text = by_text.1.typed(if by_text.0 { text().desc() } else { text().asc() });
        let by_mood = by_mood.1.typed(if by_mood.0 { mood().desc() } else { mood().asc() });
        let query = query.order_by(order).order_by(by_text).order_by(by_mood);
        let query = self.part.limit.into_iter().fold(query, GroupBy::limit);
        let query = self.part.offset.into_iter().fold(query, GroupBy::offset);

        prop_assert_eq!(query.run().unwrap(), self.part.of(self.of(db)));
        Ok(())
    }
}

fn having() -> impl Strategy<Value = Having> {
    prop_oneof![
        (1..4_i64).prop_map(Having::CountAtLeast),
        pool::ints().prop_map(Having::SumLess),
        pool::decimals().prop_map(Having::GreatestNotLess),
        option::of(pool::decimals()).prop_map(Having::Least),
        (pool::decimals(), pool::decimals()).prop_map(|(low, high)| Having::GreatestBetween(low, high)),
        (1..4_i64, pool::decimals()).prop_map(|(count, limit)| Having::Either(count, limit)),
    ]
}

fn numbers<T: Number>(
    rows: BoxedStrategy<Rows<Node>>,
    table: &'static [Field<Node, T>],
) -> BoxedStrategy<Box<dyn Question>> {
    (rows, source(table))
        .prop_map(|(rows, field)| Box::new(Numbers { rows, field }) as Box<dyn Question>)
        .boxed()
}

fn ends<T: Scalar + Ordered + PartialEq>(
    rows: BoxedStrategy<Rows<Node>>,
    table: &'static [Field<Node, T>],
) -> BoxedStrategy<Box<dyn Question>> {
    (rows, source(table))
        .prop_map(|(rows, field)| Box::new(Ends { rows, field }) as Box<dyn Question>)
        .boxed()
}

pub(crate) fn questions(filters: &AllFilters, steps: &AllSteps) -> BoxedStrategy<Box<dyn Question>> {
    let nodes = || rows(&filters.node, &steps.node);
    let direction = || (any::<bool>(), order::nulls());
    let groups = (
        nodes(),
        source(fields::NODE_TEXTS),
        source(fields::NODE_MOODS),
        source(fields::NODE_INTS),
        source(fields::NODE_DECIMALS),
        option::of(having()),
        [direction(), direction(), direction()],
        parts(),
    );
    let groups = groups.prop_map(|(rows, text, mood, number, price, having, directions, part)| {
        Box::new(Groups { rows, text, mood, number, price, having, directions, part }) as Box<dyn Question>
    });
    prop_oneof![
        2 => numbers(nodes(), fields::NODE_INTS),
        1 => numbers(nodes(), fields::NODE_BIGS),
        1 => numbers(nodes(), fields::NODE_FLOATS),
        2 => numbers(nodes(), fields::NODE_DECIMALS),
        1 => ends(nodes(), fields::NODE_TEXTS),
        1 => ends(nodes(), fields::NODE_TIMES),
        1 => ends(nodes(), fields::NODE_CODES),
        1 => ends(nodes(), fields::NODE_BLOBS),
        5 => groups,
    ]
    .boxed()
}
