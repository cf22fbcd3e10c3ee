//! Live queries: a query that asks again whenever what it reads may have changed.

mod interest;
mod verbs;

use self::interest::Interest;
use super::{ModelDelegate, Target};
use crate::{
    db::Written,
    error::RusqliteError,
    model::ModelDescriptor,
    observe::{Live, Next, Sender, Subscription, Tell},
    runtime::{RusqliteRuntime, WeakRuntime},
};

/// Asks, and notes which rows its answer has.
type Ask<A> = Box<dyn FnMut(&RusqliteRuntime, &mut Interest) -> Result<A, RusqliteError> + Send>;

/// Hears of each answer that is another one than before.
type Hear<A> = Box<dyn FnMut(Result<A, RusqliteError>) + Send>;

/// A question and what is known of its answer.
struct Question<A> {
    runtime: WeakRuntime,
    interest: Interest,
    ask: Ask<A>,
    last: Option<A>,
    /// Whether something may have changed since it was asked.
    is_stale: bool,
    hear: Hear<A>,
}

impl<A: Clone + PartialEq + Send> Live for Question<A> {
    fn react(&mut self, changes: &Written) -> Next {
        let Some(runtime) = self.runtime.upgrade() else { return Next::End };
        // What cannot be told is asked, and the answer says why.
        self.is_stale = self.is_stale || self.interest.is_met(&runtime, changes).unwrap_or(true);
        if !self.is_stale {
            return Next::Unmet;
        }
        match (self.ask)(&runtime, &mut self.interest) {
            Err(error) if passes(&error) => return Next::Again,
            Err(RusqliteError::Closed) => return Next::End,
            Err(error) => {
                self.last = None;
                (self.hear)(Err(error));
            }
            Ok(answer) if self.last.as_ref() == Some(&answer) => {}
            Ok(answer) => {
                self.last = Some(answer.clone());
                (self.hear)(Ok(answer));
            }
        }
        self.is_stale = false;
        Next::Asked
    }
}

/// Whether the same question may be answered a little later.
fn passes(error: &RusqliteError) -> bool {
    use RusqliteError::{Busy, Interrupted, Locked, Suspended};
    matches!(error, Busy { .. } | Interrupted { .. } | Locked { .. } | Suspended)
}

/// Begins a live query.
///
/// # Errors
/// [`RusqliteError::Validation`] in a transaction, which sees what others do not; [`RusqliteError::Closed`];
/// [`RusqliteError::Aborted`] when the system gives no thread.
fn begin<A: Clone + PartialEq + Send + 'static>(
    target: Target<'_>,
    interest: Interest,
    ask: Ask<A>,
    hear: Hear<A>,
) -> Result<Subscription, RusqliteError> {
    let Target::Runtime(runtime) = target else {
        return Err(RusqliteError::rule(
            "observe",
            "a live query is of a runtime, not of a transaction or a snapshot",
        ));
    };
    let question = Question { runtime: runtime.downgrade(), interest, ask, last: None, is_stale: true, hear };
    runtime.observe(Box::new(question))
}

/// Tells an observer of its own what is made of each answer and the one before.
fn telling<A: Clone + Send + 'static, T: 'static>(
    tell: Tell<A, T>,
    mut observer: impl FnMut(Result<T, RusqliteError>) + Send + 'static,
) -> Hear<A> {
    let mut last: Option<A> = None;
    Box::new(move |answer| {
        observer(answer.map(|answer| tell(last.replace(answer.clone()).as_ref(), answer)));
    })
}

/// Puts each answer where it is taken.
fn sending<A: Send + 'static>(sender: Sender<A>) -> Hear<A> {
    Box::new(move |answer| sender.send(answer))
}

/// Makes of an answer itself what is given.
fn itself<A>(_: Option<&A>, answer: A) -> A {
    answer
}

/// The delegate of a model where a live query is asked.
fn on<'r, M, K>(
    model: &'static ModelDescriptor<M, K>,
    runtime: &'r RusqliteRuntime,
) -> ModelDelegate<'r, M, K> {
    ModelDelegate { target: Target::Runtime(runtime), model }
}
