//! The verbs that read whole rows.

use larder::{KeysetPage, ModelDelegate, PageInput};
use proptest::{prelude::*, sample::select};

use crate::{
    data::Database,
    fields::Model,
    filter::Filter,
    order::Step,
    query::{Part, Question, Rows, narrowed, parts, rows},
    world::World,
};

/// A verb over rows of one model.
#[derive(Debug)]
struct Read<M> {
    rows: Rows<M>,
    verb: Verb,
}

#[derive(Debug, Clone)]
enum Verb {
    Find(Part),
    First,
    Count,
    Exists,
    Page { limit: i64, offset: i64 },
    Keyset { limit: u64 },
}

impl<M: Model> Question for Read<M> {
    fn ask(&self, world: &World, db: &Database) -> Result<(), TestCaseError> {
        let expected: Vec<M> = self.rows.of(db).into_iter().cloned().collect();
        let all = ModelDelegate::new(world, M::descriptor());
        match self.verb {
            Verb::Find(part) => {
                let query = self.rows.query(world);
                let query = part.limit.into_iter().fold(query, larder::FindMany::limit);
                let query = part.offset.into_iter().fold(query, larder::FindMany::offset);
                prop_assert_eq!(query.run().unwrap(), part.of(expected));
            }
            Verb::First => {
                let first = narrowed!(all.find_first(), self.rows);
                let first = self.rows.order.iter().fold(first, |first, step| first.order_by(step.typed()));
                let first = M::by_key().into_iter().fold(first, larder::FindFirst::order_by);
                prop_assert_eq!(first.run().unwrap(), expected.into_iter().next());
            }
            Verb::Count => {
                let count = narrowed!(all.count(), self.rows).run().unwrap();
                prop_assert_eq!(count, expected.len() as u64);
            }
            Verb::Exists => {
                let exists = narrowed!(all.exists(), self.rows).run().unwrap();
                prop_assert_eq!(exists, !expected.is_empty());
            }
            Verb::Page { limit, offset } => {
                let input = PageInput { limit: Some(limit), offset: Some(offset) };
                let page = self.rows.query(world).paginate(input).run().unwrap();
                prop_assert_eq!(page.total_count, expected.len() as i64);
                prop_assert_eq!(page.page_info.has_next_page, limit + offset < page.total_count);
                let part = Part { limit: Some(limit as u64), offset: Some(offset as u64) };
                prop_assert_eq!(page.items, part.of(expected));
            }
            Verb::Keyset { limit } => self.walk(world, &expected, limit)?,
        }
        Ok(())
    }
}

impl<M: Model> Read<M> {
    /// Goes over all pages, there and back. The query itself tells rows apart that its order does not.
    fn walk(&self, world: &World, expected: &[M], limit: u64) -> Result<(), TestCaseError> {
        let pages = expected.len().div_ceil(limit as usize).max(1);
        let query = || self.rows.ordered(world).limit(limit);
        let (mut there, mut page) = (Vec::new(), query().after(None).run().unwrap());
        for turn in 1..=pages {
            let KeysetPage { items, before, after } = page;
            prop_assert_eq!((before.is_none(), after.is_none()), (turn == 1, turn == pages), "page {}", turn);
            there.extend(items);
            page = match after {
                Some(after) => query().after(after).run().unwrap(),
                None => KeysetPage { items: Vec::new(), before: None, after: None },
            };
        }
        prop_assert_eq!(&there[..], expected);

        let (mut back, mut page) = (Vec::new(), query().before(None).run().unwrap());
        for turn in 1..=pages {
            let KeysetPage { items, before, after } = page;
            prop_assert_eq!((after.is_none(), before.is_none()), (turn == 1, turn == pages), "page {}", turn);
            back.splice(0..0, items);
            page = match before {
                Some(before) => query().before(before).run().unwrap(),
                None => KeysetPage { items: Vec::new(), before: None, after: None },
            };
        }
        prop_assert_eq!(&back[..], expected);
        Ok(())
    }
}

fn verbs() -> impl Strategy<Value = Verb> {
    prop_oneof![
        8 => parts().prop_map(Verb::Find),
        1 => Just(Verb::First),
        1 => Just(Verb::Count),
        1 => Just(Verb::Exists),
        1 => (1..6_i64, 0..6_i64).prop_map(|(limit, offset)| Verb::Page { limit, offset }),
        1 => select(&[1_u64, 2, 3, 5][..]).prop_map(|limit| Verb::Keyset { limit }),
    ]
}

pub(crate) fn questions<M: Model>(
    filter: &BoxedStrategy<Filter<M>>,
    step: &BoxedStrategy<Step<M>>,
) -> BoxedStrategy<Box<dyn Question>> {
    (rows(filter, step), verbs())
        .prop_map(|(rows, verb)| Box::new(Read { rows, verb }) as Box<dyn Question>)
        .boxed()
}
