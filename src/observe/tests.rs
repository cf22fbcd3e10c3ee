//! Who ends a live query, or waits for the end of all, knows what still runs.

use std::{sync::mpsc, thread};

use super::*;

const ENOUGH: Duration = Duration::from_secs(60);

/// Delivers, and goes, when it is told to and a little later, and says so before and after.
struct Slow {
    says: mpsc::Sender<&'static str>,
    hears: mpsc::Receiver<()>,
}

impl Slow {
    fn linger(&self) {
        self.hears.recv().unwrap();
        (0..1_000).for_each(|_| thread::yield_now());
    }
}

impl Live for Slow {
    fn react(&mut self, _: &Written) -> Next {
        self.says.send("delivers").unwrap();
        self.linger();
        self.says.send("has delivered").unwrap();
        Next::Asked
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        self.says.send("goes").unwrap();
        self.linger();
        self.says.send("is gone").unwrap();
    }
}

struct Begun {
    hub: Arc<Hub>,
    subscription: Subscription,
    go_on: mpsc::Sender<()>,
    said: mpsc::Receiver<&'static str>,
}

/// Begins one that delivers now.
fn begin() -> Begun {
    let hub = Arc::new(Hub::new(Arc::default(), None));
    let ((says, said), (go_on, hears)) = (mpsc::channel(), mpsc::channel());
    let subscription = hub.begin(Box::new(Slow { says, hears }), || Box::new(|| false)).unwrap();
    assert_eq!(said.recv().unwrap(), "delivers");
    Begun { hub, subscription, go_on, said }
}

/// Lets it go on so often while another thread waits, and gives what it has said when the wait is over.
fn said_by_the_end(
    go_on: &mpsc::Sender<()>,
    times: usize,
    said: mpsc::Receiver<&'static str>,
    wait: impl FnOnce() + Send,
) -> Vec<&'static str> {
    thread::scope(|scope| {
        let waiting = scope.spawn(move || {
            wait();
            said.try_iter().collect()
        });
        (0..times).for_each(|_| go_on.send(()).unwrap());
        waiting.join().unwrap()
    })
}

#[cfg(feature = "uniffi")]
#[test]
fn a_finish_waits_for_a_delivery_whose_runtime_has_ended() {
    let Begun { hub, subscription, go_on, said } = begin();
    hub.end();

    let said = said_by_the_end(&go_on, 2, said, || subscription.finish());

    assert_eq!(said, ["has delivered", "goes", "is gone"]);
}

#[cfg(feature = "uniffi")]
#[test]
fn a_finish_waits_for_what_an_observer_holds_and_is_going() {
    let Begun { hub, subscription, go_on, said } = begin();
    hub.end();
    go_on.send(()).unwrap();
    assert_eq!(said.recv().unwrap(), "has delivered");
    assert_eq!(said.recv().unwrap(), "goes");

    let said = said_by_the_end(&go_on, 1, said, || subscription.finish());

    assert_eq!(said, ["is gone"]);
}

#[test]
fn the_wait_for_the_end_is_for_a_delivery_of_one_that_was_cancelled_too() {
    let Begun { hub, subscription, go_on, said } = begin();
    drop(subscription);
    hub.end();

    let said = said_by_the_end(&go_on, 2, said, || hub.wait(Instant::now() + ENOUGH));

    assert_eq!(said, ["has delivered", "goes", "is gone"]);
}

#[test]
fn the_wait_for_the_end_is_over_at_its_deadline() {
    let Begun { hub, subscription, go_on, said } = begin();
    hub.end();

    hub.wait(Instant::now());

    assert_eq!(said.try_recv(), Err(mpsc::TryRecvError::Empty));
    (0..2).for_each(|_| go_on.send(()).unwrap());
    assert_eq!(said.iter().last(), Some("is gone"));
    drop(subscription);
}

/// Waits for itself, and for all, when it is asked and when it goes.
struct Impatient {
    hub: Arc<Hub>,
    tell: mpsc::Sender<()>,
}

impl Live for Impatient {
    fn react(&mut self, _: &Written) -> Next {
        self.hub.wait(Instant::now() + ENOUGH);
        self.tell.send(()).unwrap();
        Next::Asked
    }
}

impl Drop for Impatient {
    fn drop(&mut self) {
        self.hub.wait(Instant::now() + ENOUGH);
        self.tell.send(()).unwrap();
    }
}

#[test]
fn nothing_waits_for_itself() {
    let hub = Arc::new(Hub::new(Arc::default(), None));
    let (tell, told) = mpsc::channel();
    let live = Box::new(Impatient { hub: Arc::clone(&hub), tell });
    let subscription = hub.begin(live, || Box::new(|| false)).unwrap();
    told.recv_timeout(ENOUGH / 2).unwrap();

    hub.end();

    told.recv_timeout(ENOUGH / 2).unwrap();
    drop(subscription);
}
