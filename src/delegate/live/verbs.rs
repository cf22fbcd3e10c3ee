//! The queries that can be observed.

use rusqlite::Connection;

use super::{Ask, begin, itself, sending, telling};
use crate::{
    delegate::{
        Count, FindMany, FindUnique, Includes, ModelDelegate, Paginate,
        find_many::find_rows,
        find_unique::find_row,
        include::{Collect, Hand, including},
        target::Target,
    },
    error::RusqliteError,
    model::{Key, Table},
    observe::{Change, Latest, Listed, Subscription, latest},
    query::Page,
    value::Value,
};

/// Writes the two ways in which a query is observed.
macro_rules! observed {
    ([$($bounds:tt)*] $query:ty => $answer:ty as $told:ty, $tell:expr) => {
        impl<$($bounds)*> $query {
            /// Observes the query: `observer` gets its first answer, and then each that is another one than before. It runs
            /// on a thread of the runtime, without a lock and with no transaction open, and may use the runtime; what is
            /// committed while it runs comes in one further answer. Nothing comes of what is rolled back.
            ///
            /// It is asked again when a commit of this runtime changes a row that it has or may get, or, where that cannot be
            /// told, fields of a table that it looks at; triggers, cascades and SQL of one's own are seen. What other runtimes and
            /// processes write is looked for ([`poll_interval`](crate::RuntimeOptions::poll_interval)).
            ///
            /// An error of the query goes to the observer, and the query goes on; one that passes, such as
            /// [`RusqliteError::Busy`], is tried again instead. An observer that panics ends its subscription alone.
            ///
            /// # Errors
            /// [`RusqliteError::Validation`] in a transaction or a snapshot; [`RusqliteError::InvalidValue`] for a key
            /// that cannot be stored; [`RusqliteError::Closed`]; [`RusqliteError::Aborted`] when the system gives no thread.
            pub fn observe(
                self,
                observer: impl FnMut(Result<$told, RusqliteError>) + Send + 'static,
            ) -> Result<Subscription, RusqliteError> {
                let (target, ask) = self.question()?;
                begin(target, ask, telling($tell, observer))
            }

            /// Observes the query as an iterator of its answers, for a thread of one's own; with the feature `tokio` as a
            /// `Stream`. Otherwise as [`observe`](Self::observe).
            ///
            /// # Errors
            /// As [`observe`](Self::observe).
            pub fn live(self) -> Result<Latest<$told>, RusqliteError> {
                let (target, ask) = self.question()?;
                latest($tell, |sender| begin::<$answer>(target, ask, sending(sender)))
            }
        }
    };
}

/// Where a query is asked, and how it asks.
type Parts<'a, A> = Result<(Target<'a>, Ask<A>), RusqliteError>;

observed!(
    [M: Send + 'static, K, I: Includes<M, Row: PartialEq + Send + Sync> + Clone + Send + 'static]
    FindMany<'_, M, K, I> => Listed<I::Row> as Change<I::Row>, Listed::since
);
observed!(
    [M: Send + 'static, K: Key, I: Includes<M, Row: Clone + PartialEq + Send> + Clone + Send + 'static]
    FindUnique<'_, M, K, I> => Option<I::Row> as Option<I::Row>, itself
);
observed!([M, K] Count<'_, M, K> => u64 as u64, itself);
observed!(
    [M: Send + 'static, K, I: Includes<M, Row: Clone + PartialEq + Send> + Clone + Send + 'static]
    Paginate<'_, M, K, I> => Page<I::Row> as Page<I::Row>, itself
);

impl<'a, M: Send + 'static, K, I: Includes<M, Row: PartialEq + Send + Sync> + Clone + Send + 'static>
    FindMany<'a, M, K, I>
{
    fn question(self) -> Parts<'a, Listed<I::Row>> {
        let Self { delegate: ModelDelegate { target, model }, selection, includes } = self;
        let ask: Ask<Listed<I::Row>> = Box::new(move |runtime| {
            let mut keys = Vec::new();
            let rows = including(model, &includes, &mut |reads, collect| {
                let collect = &mut keyed(model.table, &mut keys, collect);
                find_rows(Target::Runtime(runtime), model.table, "observe", &selection, reads, collect)
            })?;
            Ok(Listed { rows: rows.into(), keys: keys.into() })
        });
        Ok((target, ask))
    }
}

/// Keeps the keys of the rows that go to `collect`.
fn keyed(
    table: &'static Table,
    keys: &mut Vec<Vec<Value>>,
    collect: Collect<'_>,
) -> impl FnMut(&Connection, Hand<'_>) -> Result<usize, RusqliteError> {
    move |connection, hand| {
        collect(connection, &mut |connection, take| {
            hand(connection, &mut |row| {
                keys.push(table.key.iter().map(|at| row.value(*at)).collect::<Result<_, _>>()?);
                take(row)
            })
        })
    }
}

impl<'a, M: Send + 'static, K: Key, I: Includes<M> + Clone + Send + 'static> FindUnique<'a, M, K, I> {
    fn question(self) -> Parts<'a, Option<I::Row>> {
        let Self { delegate: ModelDelegate { target, model }, key, includes } = self;
        let key: Vec<Value> = key.into_values(model.table)?.into();
        let ask: Ask<Option<I::Row>> = Box::new(move |runtime| {
            includes.one(model, &mut |reads, collect| {
                find_row(Target::Runtime(runtime), model.table, &key, reads, collect)
            })
        });
        Ok((target, ask))
    }
}

impl<'a, M, K> Count<'a, M, K> {
    fn question(self) -> Parts<'a, u64> {
        let Self { delegate: ModelDelegate { target, model }, selection } = self;
        let ask: Ask<u64> = Box::new(move |runtime| {
            Count { delegate: ModelDelegate::new(runtime, model), selection: selection.clone() }.run()
        });
        Ok((target, ask))
    }
}

impl<'a, M: Send + 'static, K, I: Includes<M> + Clone + Send + 'static> Paginate<'a, M, K, I> {
    fn question(self) -> Parts<'a, Page<I::Row>> {
        let Self {
            query: FindMany { delegate: ModelDelegate { target, model }, selection, includes },
            input,
        } = self;
        let ask: Ask<Page<I::Row>> = Box::new(move |runtime| {
            let delegate = ModelDelegate::new(runtime, model);
            let query = FindMany { delegate, selection: selection.clone(), includes: includes.clone() };
            Paginate { query, input }.run()
        });
        Ok((target, ask))
    }
}
