//! Values inside a document: where they are, what is asked of them, and how they are ordered.

use std::{cmp::Ordering, fmt::Debug, rc::Rc};

use larder::{FilterExpr, Json, JsonRef, OrderBy, serde_json::Value};
use proptest::{prelude::*, sample::select};

use crate::{
    data::Database,
    fields::{Field, Model, Source, on},
    filter::Condition,
    order::{Key, Nulls, put},
};

/// A step into a document.
#[derive(Debug)]
enum Inward {
    Key(&'static str),
    At(usize),
    Last,
}

/// Paths as they are written, and as they are walked.
static PATHS: &[(&str, &[Inward])] = &[
    ("$", &[]),
    ("$.a", &[Inward::Key("a")]),
    ("$.a.b", &[Inward::Key("a"), Inward::Key("b")]),
    ("$.a[0]", &[Inward::Key("a"), Inward::At(0)]),
    ("$.a[1]", &[Inward::Key("a"), Inward::At(1)]),
    ("$.a[#-1]", &[Inward::Key("a"), Inward::Last]),
    ("$[1]", &[Inward::At(1)]),
    (r#"$."k\"q""#, &[Inward::Key("k\"q")]),
    (r#"$."k.q""#, &[Inward::Key("k.q")]),
];

/// A place in the document of a field.
#[derive(Debug)]
struct Place<M: 'static> {
    field: Source<M, Json<Value>>,
    path: usize,
}

impl<M> Place<M> {
    fn typed(&self) -> JsonRef<M> {
        on!(self.field.reference(), field => field.json_path(PATHS[self.path].0))
    }

    fn get(&self, db: &Database, row: Option<&M>) -> Option<Value> {
        let document = self.field.get(db, row)?.0;
        let walk = |value: Option<Value>, step: &Inward| match step {
            Inward::Key(key) => value?.as_object()?.get(*key).cloned(),
            Inward::At(at) => value?.as_array()?.get(*at).cloned(),
            Inward::Last => value?.as_array()?.last().cloned(),
        };
        PATHS[self.path].1.iter().fold(Some(document), walk)
    }
}

#[derive(Debug)]
struct Asked<M: 'static> {
    place: Place<M>,
    op: Op,
}

#[derive(Debug, Clone)]
enum Op {
    Exists,
    IsNull,
    IsFlag(bool),
    IsNotFlag(bool),
    Number(Compare, Number),
    Text(Compare, &'static str),
    Contains(&'static str),
    StartsWith(&'static str),
    EndsWith(&'static str),
}

#[derive(Debug, Clone, Copy)]
enum Number {
    Int(i64),
    Float(f64),
}

#[derive(Debug, Clone, Copy)]
enum Compare {
    Eq,
    Ne,
    Lt,
    Lte,
    Gt,
    Gte,
}

impl Compare {
    fn holds(self, ordering: Option<Ordering>) -> bool {
        match self {
            Self::Eq => ordering == Some(Ordering::Equal),
            Self::Ne => ordering != Some(Ordering::Equal),
            Self::Lt => ordering.is_some_and(Ordering::is_lt),
            Self::Lte => ordering.is_some_and(Ordering::is_le),
            Self::Gt => ordering.is_some_and(Ordering::is_gt),
            Self::Gte => ordering.is_some_and(Ordering::is_ge),
        }
    }
}

macro_rules! compare {
    ($place:expr, $compare:expr, $value:expr) => {
        match $compare {
            Compare::Eq => $place.eq($value),
            Compare::Ne => $place.ne($value),
            Compare::Lt => $place.lt($value),
            Compare::Lte => $place.lte($value),
            Compare::Gt => $place.gt($value),
            Compare::Gte => $place.gte($value),
        }
    };
}

impl<M: Debug + 'static> Condition<M> for Asked<M> {
    fn typed(&self) -> FilterExpr<M> {
        let place = self.place.typed();
        match self.op.clone() {
            Op::Exists => place.exists(),
            Op::IsNull => place.is_json_null(),
            Op::IsFlag(flag) => place.eq(flag),
            Op::IsNotFlag(flag) => place.ne(flag),
            Op::Number(compare, Number::Int(number)) => compare!(place, compare, number),
            Op::Number(compare, Number::Float(number)) => compare!(place, compare, number),
            Op::Text(compare, text) => compare!(place, compare, text),
            Op::Contains(text) => place.contains(text),
            Op::StartsWith(text) => place.starts_with(text),
            Op::EndsWith(text) => place.ends_with(text),
        }
    }

    fn holds(&self, db: &Database, row: Option<&M>) -> bool {
        let held = self.place.get(db, row);
        let text = held.as_ref().and_then(Value::as_str);
        match &self.op {
            Op::Exists => held.is_some(),
            Op::IsNull => held == Some(Value::Null),
            Op::IsFlag(flag) => held == Some(Value::Bool(*flag)),
            Op::IsNotFlag(flag) => held != Some(Value::Bool(*flag)),
            Op::Number(compare, number) => {
                let number = match number {
                    Number::Int(number) => *number as f64,
                    Number::Float(number) => *number,
                };
                compare.holds(held.and_then(|held| held.as_f64()?.partial_cmp(&number)))
            }
            Op::Text(compare, other) => compare.holds(text.map(|text| text.cmp(other))),
            Op::Contains(part) => text.is_some_and(|text| text.contains(part)),
            Op::StartsWith(part) => text.is_some_and(|text| text.starts_with(part)),
            Op::EndsWith(part) => text.is_some_and(|text| text.ends_with(part)),
        }
    }
}

/// An order by a value in a document: nothing, numbers, texts. True and false are the numbers 1 and 0, and what is
/// neither is the text of its JSON.
#[derive(Debug)]
struct By<M: 'static> {
    place: Place<M>,
    descends: bool,
    nulls: Nulls,
}

#[derive(Debug, PartialEq, PartialOrd)]
enum Rank {
    Number(f64),
    Text(String),
}

impl<M: Debug + 'static> Key<M> for By<M> {
    fn typed(&self) -> OrderBy<M> {
        let place = self.place.typed();
        let order = if self.descends { place.desc() } else { place.asc() };
        self.nulls.typed(order)
    }

    fn compare(&self, db: &Database, one: Option<&M>, other: Option<&M>) -> Ordering {
        let rank = |row| match self.place.get(db, row)? {
            Value::Null => None,
            Value::Bool(flag) => Some(Rank::Number(f64::from(u8::from(flag)))),
            Value::Number(number) => number.as_f64().map(Rank::Number),
            Value::String(text) => Some(Rank::Text(text)),
            other => Some(Rank::Text(other.to_string())),
        };
        put(rank(one), rank(other), self.descends, self.nulls, |one, other| one.partial_cmp(other).unwrap())
    }
}

fn places<M: Model>(table: &'static [Field<M, Json<Value>>]) -> impl Strategy<Value = Place<M>> {
    (0..table.len(), 0..PATHS.len()).prop_map(|(at, path)| Place { field: Source(vec![&table[at]]), path })
}

pub(crate) fn conditions<M: Model>(
    table: &'static [Field<M, Json<Value>>],
) -> impl Strategy<Value = Rc<dyn Condition<M>>> {
    use Compare::{Eq, Gt, Gte, Lt, Lte, Ne};
    let compare = || select(&[Eq, Ne, Lt, Lte, Gt, Gte][..]);
    let text = || select(&["", "a", "1", "x%", "%", "z", "v"][..]);
    let number = prop_oneof![
        select(&[-2, 0, 1, 2, 5, 7][..]).prop_map(Number::Int),
        select(&[-2.0, 1.0, 1.25, 1.5, 2.0][..]).prop_map(Number::Float),
    ];
    let op = prop_oneof![
        1 => Just(Op::Exists),
        1 => Just(Op::IsNull),
        1 => any::<bool>().prop_map(Op::IsFlag),
        1 => any::<bool>().prop_map(Op::IsNotFlag),
        4 => (compare(), number).prop_map(|(compare, number)| Op::Number(compare, number)),
        4 => (compare(), text()).prop_map(|(compare, text)| Op::Text(compare, text)),
        1 => text().prop_map(Op::Contains),
        1 => text().prop_map(Op::StartsWith),
        1 => text().prop_map(Op::EndsWith),
    ];
    (places(table), op).prop_map(|(place, op)| Rc::new(Asked { place, op }) as Rc<dyn Condition<M>>)
}

pub(crate) fn keys<M: Model>(
    table: &'static [Field<M, Json<Value>>],
) -> impl Strategy<Value = Rc<dyn Key<M>>> {
    (places(table), any::<bool>(), crate::order::nulls())
        .prop_map(|(place, descends, nulls)| Rc::new(By { place, descends, nulls }) as Rc<dyn Key<M>>)
}
