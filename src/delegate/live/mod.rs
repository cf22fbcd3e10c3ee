//! Live queries: a query that asks again whenever what it reads may have changed.

mod interest;
mod reading;
mod verbs;

#[cfg(feature = "uniffi")]
pub(crate) use self::reading::Noted;
use self::{interest::Interest, reading::noting};
pub(super) use self::{
    interest::of_key,
    reading::{reads, rows, table},
};
use super::Target;
use crate::{
    db::{Snapshot, Written},
    error::RusqliteError,
    observe::{Latest, Live, Next, Sender, Subscription, Tell, latest},
    runtime::{RusqliteRuntime, WeakRuntime},
};

/// Asks.
pub(crate) type Ask<A> = Box<dyn FnMut(&RusqliteRuntime) -> Result<A, RusqliteError> + Send>;

/// Hears of each answer that is another one than before, and says whether it wants to hear more.
pub(crate) type Hear<A> = Box<dyn FnMut(Result<A, RusqliteError>) -> bool + Send>;

/// A question and what is known of its answer.
struct Question<A> {
    runtime: WeakRuntime,
    ask: Ask<A>,
    /// What its last answer is of; unknown without one.
    interests: Option<Vec<Interest>>,
    last: Option<A>,
    /// Whether something may have changed since it was asked.
    is_stale: bool,
    hear: Hear<A>,
}

impl<A: Clone + PartialEq + Send> Live for Question<A> {
    fn react(&mut self, changes: &Written) -> Next {
        let Some(runtime) = self.runtime.upgrade() else { return Next::End };
        self.is_stale = self.is_stale || self.is_met(&runtime, changes);
        if !self.is_stale {
            return Next::Unmet;
        }
        let (answer, interests) = noting(|| (self.ask)(&runtime));
        let goes_on = match answer {
            // A resume lets everybody ask again.
            Err(RusqliteError::Suspended) => return Next::Unmet,
            Err(error) if passes(&error) => return Next::Again,
            Err(RusqliteError::Closed) => return Next::End,
            Err(error) => {
                (self.interests, self.last) = (None, None);
                (self.hear)(Err(error))
            }
            Ok(answer) => {
                self.interests = Some(interests);
                self.last.as_ref() == Some(&answer) || {
                    self.last = Some(answer.clone());
                    (self.hear)(Ok(answer))
                }
            }
        };
        self.is_stale = false;
        if goes_on { Next::Asked } else { Next::End }
    }
}

impl<A> Question<A> {
    /// What cannot be told is asked, and the answer says why.
    fn is_met(&self, runtime: &RusqliteRuntime, changes: &Written) -> bool {
        let is_met = |interest: &Interest| interest.is_met(runtime, changes).unwrap_or(true);
        self.interests.as_ref().map_or(!changes.is_nothing(), |all| all.iter().any(is_met))
    }
}

/// Whether the same question may be answered a little later.
fn passes(error: &RusqliteError) -> bool {
    use RusqliteError::{Busy, Interrupted, Locked};
    matches!(error, Busy { .. } | Interrupted { .. } | Locked { .. })
}

/// Begins a live query.
///
/// # Errors
/// [`RusqliteError::Validation`] in a transaction, which sees what others do not; [`RusqliteError::Closed`];
/// [`RusqliteError::Aborted`] when the system gives no thread.
fn begin<A: Clone + PartialEq + Send + 'static>(
    target: Target<'_>,
    ask: Ask<A>,
    hear: Hear<A>,
) -> Result<Subscription, RusqliteError> {
    let Target::Runtime(runtime) = target else {
        return Err(RusqliteError::rule(
            "observe",
            "a live query is of a runtime, not of a transaction or a snapshot",
        ));
    };
    begin_on(runtime, ask, hear)
}

/// Begins a live query on a runtime.
///
/// # Errors
/// [`RusqliteError::Closed`]; [`RusqliteError::Aborted`] when the system gives no thread.
pub(crate) fn begin_on<A: Clone + PartialEq + Send + 'static>(
    runtime: &RusqliteRuntime,
    ask: Ask<A>,
    hear: Hear<A>,
) -> Result<Subscription, RusqliteError> {
    let weak = runtime.downgrade();
    let question = Question { runtime: weak, ask, interests: None, last: None, is_stale: true, hear };
    runtime.begin_live(Box::new(question))
}

/// Live queries of several reads.
impl RusqliteRuntime {
    /// Observes what `read` gives: `observer` gets its first answer, and then each that is another one than before. All reads of an
    /// answer are of one state of the database. It is asked again for the rows and tables that the reads of its last answer
    /// looked at, whichever those were; otherwise as [`FindMany::observe`](crate::FindMany::observe).
    ///
    /// # Errors
    /// [`RusqliteError::Closed`]; [`RusqliteError::Aborted`] when the system gives no thread.
    ///
    /// ```
    /// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
    /// # use schema::cratestack_schema::{self, COUNTER_MODEL, CreateCounterInput, counter};
    /// use std::sync::mpsc;
    /// use larder::{ModelDelegate, RusqliteRuntime};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let runtime = RusqliteRuntime::open_in_memory()?;
    /// cratestack_schema::bootstrap(&runtime)?;
    ///
    /// let (to_screen, screen) = mpsc::channel();
    /// let _subscription = runtime.observe(
    ///     |snapshot| {
    ///         let counters = ModelDelegate::new(snapshot, &COUNTER_MODEL);
    ///         let first = counters.find_first().order_by(counter::id().asc()).run()?;
    ///         Ok((first.map(|first| first.label), counters.count().run()?))
    ///     },
    ///     move |answer| drop(to_screen.send(answer)),
    /// )?;
    /// assert_eq!(screen.recv()??, (None, 0));
    ///
    /// let counters = ModelDelegate::new(&runtime, &COUNTER_MODEL);
    /// counters.create(CreateCounterInput::builder().label("a").build()).run()?;
    /// assert_eq!(screen.recv()??, (Some("a".to_owned()), 1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn observe<T: Clone + PartialEq + Send + 'static>(
        &self,
        read: impl FnMut(&Snapshot<'_>) -> Result<T, RusqliteError> + Send + 'static,
        observer: impl FnMut(Result<T, RusqliteError>) + Send + 'static,
    ) -> Result<Subscription, RusqliteError> {
        begin_on(self, reading(read), telling(itself, observer))
    }

    /// Observes what `read` gives as an iterator, and with the feature `tokio` as a `Stream`; otherwise as
    /// [`observe`](Self::observe).
    ///
    /// # Errors
    /// As [`observe`](Self::observe).
    pub fn live<T: Clone + PartialEq + Send + 'static>(
        &self,
        read: impl FnMut(&Snapshot<'_>) -> Result<T, RusqliteError> + Send + 'static,
    ) -> Result<Latest<T>, RusqliteError> {
        latest(itself, |sender| begin_on(self, reading(read), sending(sender)))
    }
}

/// Asks by a closure that reads one state.
fn reading<T>(mut read: impl FnMut(&Snapshot<'_>) -> Result<T, RusqliteError> + Send + 'static) -> Ask<T> {
    Box::new(move |runtime| runtime.read(&mut read))
}

/// Tells an observer of its own what is made of each answer and the one before.
fn telling<A: Clone + Send + 'static, T: 'static>(
    tell: Tell<A, T>,
    mut observer: impl FnMut(Result<T, RusqliteError>) + Send + 'static,
) -> Hear<A> {
    let mut last: Option<A> = None;
    Box::new(move |answer| {
        observer(answer.map(|answer| tell(last.replace(answer.clone()).as_ref(), answer)));
        true
    })
}

/// Puts each answer where it is taken.
fn sending<A: Send + 'static>(sender: Sender<A>) -> Hear<A> {
    Box::new(move |answer| {
        sender.send(answer);
        true
    })
}

/// Makes of an answer itself what is given.
fn itself<A>(_: Option<&A>, answer: A) -> A {
    answer
}
