//! The latest answer of a live query, for a thread or a task that takes it when it is ready.

use std::{fmt, sync::Arc};
#[cfg(feature = "tokio")]
use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
};

use parking_lot::{Condvar, Mutex};

use super::Subscription;
use crate::error::RusqliteError;

/// Makes of an answer, and of the one that was taken before it, what is given.
pub(crate) type Tell<A, T> = fn(Option<&A>, A) -> T;

/// The answers of a live query, each when it is taken: what came in between is passed over, the latest never is.
///
/// As an iterator it blocks until there is a next one, and ends when the runtime is closed. With the feature `tokio` it is a
/// `Stream` as well. Dropping it ends the live query.
#[must_use = "a live query ends when its answers are dropped"]
pub struct Latest<T> {
    source: Box<dyn Source<T>>,
    subscription: Subscription,
}

/// Where answers are taken.
trait Source<T>: Send {
    fn wait(&mut self) -> Option<Result<T, RusqliteError>>;

    #[cfg(feature = "tokio")]
    fn poll(&mut self, waker: &Waker) -> Poll<Option<Result<T, RusqliteError>>>;
}

/// Who takes them, and the last that was taken.
struct Taker<A, T> {
    desk: Arc<Desk<A>>,
    taken: Option<A>,
    tell: Tell<A, T>,
}

struct Desk<A> {
    place: Mutex<Place<A>>,
    filled: Condvar,
}

struct Place<A> {
    answer: Option<Result<A, RusqliteError>>,
    /// No further one comes.
    is_over: bool,
    #[cfg(feature = "tokio")]
    waker: Option<Waker>,
}

/// Puts answers where they are taken.
pub(crate) struct Sender<A>(Arc<Desk<A>>);

/// Makes both sides; `begin` begins the live query with the one that puts.
///
/// # Errors
/// Those of `begin`.
pub(crate) fn latest<A: Clone + Send + 'static, T: 'static>(
    tell: Tell<A, T>,
    begin: impl FnOnce(Sender<A>) -> Result<Subscription, RusqliteError>,
) -> Result<Latest<T>, RusqliteError> {
    let place = Place {
        answer: None,
        is_over: false,
        #[cfg(feature = "tokio")]
        waker: None,
    };
    let desk = Arc::new(Desk { place: Mutex::new(place), filled: Condvar::new() });
    let subscription = begin(Sender(Arc::clone(&desk)))?;
    Ok(Latest { source: Box::new(Taker { desk, taken: None, tell }), subscription })
}

impl<A> Sender<A> {
    /// Puts an answer in the place of one that was not taken.
    pub(crate) fn send(&self, answer: Result<A, RusqliteError>) {
        self.0.change(|place| place.answer = Some(answer));
    }
}

impl<A> Drop for Sender<A> {
    fn drop(&mut self) {
        self.0.change(|place| place.is_over = true);
    }
}

impl<A> Desk<A> {
    fn change(&self, change: impl FnOnce(&mut Place<A>)) {
        let mut place = self.place.lock();
        change(&mut place);
        #[cfg(feature = "tokio")]
        let waker = place.waker.take();
        drop(place);
        self.filled.notify_all();
        #[cfg(feature = "tokio")]
        waker.into_iter().for_each(Waker::wake);
    }
}

impl<A: Clone, T> Taker<A, T> {
    fn told(&mut self, answer: Result<A, RusqliteError>) -> Result<T, RusqliteError> {
        answer.map(|answer| (self.tell)(self.taken.replace(answer.clone()).as_ref(), answer))
    }
}

impl<A: Clone + Send, T> Source<T> for Taker<A, T> {
    fn wait(&mut self) -> Option<Result<T, RusqliteError>> {
        let mut place = self.desk.place.lock();
        let answer = loop {
            match place.answer.take() {
                Some(answer) => break answer,
                None if place.is_over => return None,
                None => self.desk.filled.wait(&mut place),
            }
        };
        drop(place);
        Some(self.told(answer))
    }

    #[cfg(feature = "tokio")]
    fn poll(&mut self, waker: &Waker) -> Poll<Option<Result<T, RusqliteError>>> {
        let mut place = self.desk.place.lock();
        match place.answer.take() {
            Some(answer) => {
                drop(place);
                Poll::Ready(Some(self.told(answer)))
            }
            None if place.is_over => Poll::Ready(None),
            None => {
                place.waker = Some(waker.clone());
                Poll::Pending
            }
        }
    }
}

impl<T> Latest<T> {
    /// Gives the subscription, which ends with this.
    pub fn subscription(&self) -> &Subscription {
        &self.subscription
    }
}

impl<T> Iterator for Latest<T> {
    type Item = Result<T, RusqliteError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.source.wait()
    }
}

#[cfg(feature = "tokio")]
impl<T> futures_core::Stream for Latest<T> {
    type Item = Result<T, RusqliteError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.source.poll(context.waker())
    }
}

impl<T> fmt::Debug for Latest<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Latest").field("subscription", &self.subscription).finish_non_exhaustive()
    }
}
