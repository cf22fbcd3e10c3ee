//! The blocking threads that run closures: a few that stay while there is work, and not one for each closure. To wake a thread takes
//! longer than most reads.

use std::{
    collections::VecDeque,
    mem,
    sync::{Arc, LazyLock},
    thread,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use tokio::runtime::{Handle, Id};

/// A closure that runs for longer, and a crew that begins none for so long, keep nobody waiting: one more thread comes.
const LONG: Duration = Duration::from_millis(1);

/// So many threads take closures that are short: half of the cores, as the other half has the tasks that wait for them.
static ENOUGH: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2)));

/// The crew of the tokio runtime that had one last. The threads of another one keep theirs.
static LAST: Mutex<Option<(Id, Arc<Crew>)>> = Mutex::new(None);

/// The threads of one tokio runtime that run closures, in the order in which those came.
#[derive(Default)]
pub(super) struct Crew(Mutex<State>);

#[derive(Default)]
struct State {
    waiting: VecDeque<Closure>,
    /// How many threads were sent for and are not there yet.
    coming: usize,
    /// The numbers of the closures that run, and since when they do.
    running: Vec<(u64, Instant)>,
    /// How many have begun.
    begun: u64,
    /// Whether a thread looks if they begin.
    is_watched: bool,
}

type Closure = Box<dyn FnOnce() + Send>;

impl State {
    /// Whether there are threads that will soon take the next closure.
    fn has_enough(&self, now: Instant) -> bool {
        let is_short = |since: Instant| now.saturating_duration_since(since) < LONG;
        self.coming + self.running.iter().filter(|(_, since)| is_short(*since)).count() >= *ENOUGH
    }
}

impl Crew {
    /// The crew of the tokio runtime that the caller is in.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub(super) fn current() -> Arc<Self> {
        let id = Handle::current().id();
        let mut last = LAST.lock();
        match &*last {
            Some((of, crew)) if *of == id => Arc::clone(crew),
            _ => {
                let crew = Arc::<Self>::default();
                *last = Some((id, Arc::clone(&crew)));
                crew
            }
        }
    }

    /// Runs a closure that does not panic on a blocking thread. It is dropped when tokio ends before it began.
    pub(super) fn run(self: &Arc<Self>, now: Instant, closure: Closure) {
        let mut state = self.0.lock();
        state.waiting.push_back(closure);
        let role = if !state.has_enough(now) {
            state.coming += 1;
            Some(Role::Runs)
        } else if mem::replace(&mut state.is_watched, true) {
            None
        } else {
            Some(Role::Watches)
        };
        drop(state);
        if let Some(role) = role {
            self.send_for(role);
        }
    }

    fn send_for(self: &Arc<Self>, role: Role) {
        let member = Member { crew: Arc::clone(self), role: Some(role) };
        drop(tokio::task::spawn_blocking(move || member.work()));
    }

    /// Runs closures while there are any.
    fn run_all(&self) {
        let mut state = self.0.lock();
        while let Some(closure) = state.waiting.pop_front() {
            state.begun += 1;
            let number = state.begun;
            state.running.push((number, Instant::now()));
            drop(state);
            closure();
            state = self.0.lock();
            state.running.retain(|(running, _)| *running != number);
        }
    }

    /// Looks whether closures begin, for as long as some wait, and runs them itself when none does.
    fn watch(self: &Arc<Self>) {
        let mut begun = None;
        let has_more = loop {
            let mut state = self.0.lock();
            if state.waiting.is_empty() {
                state.is_watched = false;
                return;
            }
            if begun == Some(state.begun) {
                state.is_watched = state.waiting.len() > 1;
                break state.is_watched;
            }
            begun = Some(state.begun);
            drop(state);
            thread::sleep(LONG);
        };
        if has_more {
            self.send_for(Role::Watches);
        }
        self.run_all();
    }
}

/// What a thread is sent for.
#[derive(Clone, Copy)]
enum Role {
    Runs,
    Watches,
}

/// A thread that was sent for.
struct Member {
    crew: Arc<Crew>,
    /// `None` once it is there.
    role: Option<Role>,
}

impl Member {
    fn work(mut self) {
        match self.role.take() {
            Some(Role::Runs) => {
                self.crew.0.lock().coming -= 1;
                self.crew.run_all();
            }
            Some(Role::Watches) => self.crew.watch(),
            None => {}
        }
    }
}

/// One that never comes, because tokio ends: what waits is not begun any more.
impl Drop for Member {
    fn drop(&mut self) {
        let Some(role) = self.role else { return };
        let mut state = self.crew.0.lock();
        match role {
            Role::Runs => state.coming -= 1,
            Role::Watches => state.is_watched = false,
        }
        let left = mem::take(&mut state.waiting);
        drop(state);
        drop(left);
    }
}
