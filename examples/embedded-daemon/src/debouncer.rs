//! Collapses a burst of events on a path into one. Reads the watcher's events, feeds the writer.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize, Serializer};

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileEventKind {
    /// The file appeared.
    Created,
    /// The file's content or attributes changed.
    Modified,
    /// The file is gone.
    Deleted,
}

/// One event as the watcher tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEvent {
    /// The file.
    pub path: PathBuf,
    /// What happened to it.
    pub kind: FileEventKind,
}

/// A burst that is over: what it comes to, and how many events it held. It can wait in a table, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The file.
    #[serde(serialize_with = "readable")]
    pub path: PathBuf,
    /// What the burst as a whole did to the file; see [`Debouncer`].
    pub kind: FileEventKind,
    /// How many events the burst held, at least 1.
    pub count: u32,
}

/// Writes a path as its row has it: U+FFFD stands for what is not UTF-8, which JSON cannot hold either.
fn readable<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

/// When a burst counts as over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// A path without an event for this long has settled.
    pub quiet: Duration,
    /// A path that never falls quiet settles this long after its first event.
    pub max_wait: Duration,
}

impl Default for Window {
    /// Gives 200 ms of quiet, which spans the several writes of one save, and at most 2 s of waiting.
    fn default() -> Self {
        Self { quiet: Duration::from_millis(200), max_wait: Duration::from_secs(2) }
    }
}

/// Holds the bursts that are not over yet; a pure state machine that is told the time.
///
/// Paths are independent. A burst's kind says how the file stands after it, compared with before:
///
/// | first event | last event | kind |
/// |---|---|---|
/// | any | deleted | `Deleted`: a delete wins over what came before it |
/// | created | created, modified | `Created`: the file is new, whatever happened in between |
/// | modified, deleted | created, modified | `Modified`: the file was there and is there, replaced perhaps |
///
/// So a file that is deleted and created again within the window is `Modified`, and its count still
/// holds every event.
#[derive(Debug, Default)]
pub struct Debouncer {
    window: Window,
    bursts: HashMap<Arc<Path>, Burst>,
    /// The same paths by the moment at which they settle, so that a flood of paths stays cheap.
    deadlines: BTreeSet<(Instant, Arc<Path>)>,
}

/// The events on one path so far.
#[derive(Debug)]
struct Burst {
    first: FileEventKind,
    last: FileEventKind,
    count: u32,
    opened: Instant,
    deadline: Instant,
}

impl Debouncer {
    /// Makes an empty debouncer.
    #[must_use]
    pub fn new(window: Window) -> Self {
        Self { window, ..Self::default() }
    }

    /// Takes in one event that was seen at `now`.
    pub fn observe(&mut self, event: FileEvent, now: Instant) {
        let FileEvent { path, kind } = event;
        let path: Arc<Path> = path.into();
        let fresh = Burst { first: kind, last: kind, count: 0, opened: now, deadline: now };
        let burst = self.bursts.entry(Arc::clone(&path)).or_insert(fresh);
        self.deadlines.remove(&(burst.deadline, Arc::clone(&path)));
        burst.last = kind;
        burst.count += 1;
        burst.deadline = (now + self.window.quiet).min(burst.opened + self.window.max_wait);
        self.deadlines.insert((burst.deadline, path));
    }

    /// Gives up the bursts that are over at `now`, in the order in which they settled.
    pub fn ready(&mut self, now: Instant) -> Vec<Settled> {
        let mut settled = Vec::new();
        while self.next_deadline().is_some_and(|deadline| deadline <= now) {
            settled.extend(self.take_first());
        }
        settled
    }

    /// Gives the moment at which [`ready`](Self::ready) next has something; `None` when nothing is held.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.deadlines.first().map(|(deadline, _)| *deadline)
    }

    /// Gives up everything, over or not, in the order in which it would have settled. For shutdown.
    pub fn drain(&mut self) -> Vec<Settled> {
        std::iter::from_fn(|| self.take_first()).collect()
    }

    fn take_first(&mut self) -> Option<Settled> {
        let (_, path) = self.deadlines.pop_first()?;
        let burst = self.bursts.remove(&path)?;
        Some(Settled { path: path.to_path_buf(), kind: burst.kind(), count: burst.count })
    }
}

impl Burst {
    fn kind(&self) -> FileEventKind {
        use FileEventKind::{Created, Deleted, Modified};
        match (self.first, self.last) {
            (_, Deleted) => Deleted,
            (Created, Created | Modified) => Created,
            (Modified | Deleted, Created | Modified) => Modified,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::FileEventKind::{Created, Deleted, Modified};
    use super::*;

    /// A debouncer with the default window (200 ms, 2 s) and a clock that starts at zero.
    struct World {
        debouncer: Debouncer,
        start: Instant,
    }

    impl World {
        fn new() -> Self {
            Self { debouncer: Debouncer::default(), start: Instant::now() }
        }

        fn at(&self, millis: u64) -> Instant {
            self.start + Duration::from_millis(millis)
        }

        fn observe(&mut self, millis: u64, path: &str, kind: FileEventKind) {
            self.debouncer.observe(FileEvent { path: path.into(), kind }, self.at(millis));
        }

        fn ready(&mut self, millis: u64) -> Vec<Settled> {
            self.debouncer.ready(self.at(millis))
        }

        /// What a burst of these kinds on one path comes to.
        fn kind_of(kinds: &[FileEventKind]) -> FileEventKind {
            let mut world = Self::new();
            for kind in kinds {
                world.observe(0, "a", *kind);
            }
            world.debouncer.drain()[0].kind
        }
    }

    fn settled(path: &str, kind: FileEventKind, count: u32) -> Settled {
        Settled { path: path.into(), kind, count }
    }

    #[test]
    fn a_burst_becomes_one_row_after_the_quiet_window() {
        let mut world = World::new();
        world.observe(0, "a", Created);
        world.observe(150, "a", Modified);
        world.observe(300, "a", Modified);

        assert_eq!(world.ready(499), []);
        assert_eq!(world.ready(500), [settled("a", Created, 3)]);
        assert_eq!(world.ready(10_000), []);
    }

    #[test]
    fn an_event_after_the_burst_starts_a_new_one() {
        let mut world = World::new();
        world.observe(0, "a", Created);
        assert_eq!(world.ready(200), [settled("a", Created, 1)]);

        world.observe(201, "a", Modified);

        assert_eq!(world.ready(401), [settled("a", Modified, 1)]);
    }

    #[test]
    fn the_kind_compares_the_file_after_the_burst_with_before() {
        assert_eq!(World::kind_of(&[Created, Modified, Deleted]), Deleted);
        assert_eq!(World::kind_of(&[Modified, Deleted]), Deleted);
        assert_eq!(World::kind_of(&[Created, Deleted, Created]), Created);
        assert_eq!(World::kind_of(&[Deleted, Created]), Modified);
        assert_eq!(World::kind_of(&[Modified, Deleted, Created, Modified]), Modified);
        assert_eq!(World::kind_of(&[Modified, Modified]), Modified);
    }

    #[test]
    fn a_recreate_after_a_delete_keeps_every_event_in_the_count() {
        let mut world = World::new();
        world.observe(0, "a", Modified);
        world.observe(10, "a", Deleted);
        world.observe(20, "a", Created);

        assert_eq!(world.ready(220), [settled("a", Modified, 3)]);
    }

    #[test]
    fn paths_settle_each_on_their_own_in_the_order_of_their_deadlines() {
        let mut world = World::new();
        world.observe(0, "b", Created);
        world.observe(50, "a", Modified);
        world.observe(100, "b", Modified);

        assert_eq!(world.ready(250), [settled("a", Modified, 1)]);
        assert_eq!(world.ready(300), [settled("b", Created, 2)]);
    }

    #[test]
    fn a_path_that_never_falls_quiet_is_flushed_at_the_max_wait() {
        let mut world = World::new();
        for millis in (0..=1_900).step_by(100) {
            world.observe(millis, "log", Modified);
        }

        assert_eq!(world.ready(1_999), []);
        assert_eq!(world.ready(2_000), [settled("log", Modified, 20)]);
    }

    #[test]
    fn the_next_deadline_is_the_earliest_of_all_paths_and_none_when_empty() {
        let mut world = World::new();
        assert_eq!(world.debouncer.next_deadline(), None);

        world.observe(0, "a", Created);
        world.observe(50, "b", Created);
        world.observe(100, "a", Modified);

        assert_eq!(world.debouncer.next_deadline(), Some(world.at(250)));
        world.debouncer.drain();
        assert_eq!(world.debouncer.next_deadline(), None);
    }

    #[test]
    fn draining_gives_up_what_has_not_settled() {
        let mut world = World::new();
        world.observe(0, "a", Created);
        world.observe(1, "b", Deleted);

        assert_eq!(world.debouncer.drain(), [settled("a", Created, 1), settled("b", Deleted, 1)]);
        assert_eq!(world.debouncer.drain(), []);
    }

    fn any_kind() -> impl Strategy<Value = FileEventKind> {
        prop_oneof![Just(Created), Just(Modified), Just(Deleted)]
    }

    proptest! {
        /// Each step: how long since the last one, which path, what happened, whether we look for ready bursts.
        #[test]
        fn no_event_is_lost_and_none_waits_past_its_bound(
            steps in prop::collection::vec((0_u64..700, 0_u8..4, any_kind(), any::<bool>()), 0..200),
        ) {
            let mut world = World::new();
            let mut observed: HashMap<PathBuf, u32> = HashMap::new();
            let mut counted: HashMap<PathBuf, u32> = HashMap::new();
            let mut millis = 0;
            for (pause, path, kind, look) in steps {
                millis += pause;
                let path = path.to_string();
                world.observe(millis, &path, kind);
                *observed.entry(path.into()).or_default() += 1;
                if look {
                    for row in world.ready(millis) {
                        prop_assert!(row.count >= 1);
                        *counted.entry(row.path).or_default() += row.count;
                    }
                    if let Some(next) = world.debouncer.next_deadline() {
                        prop_assert!(next > world.at(millis));
                        prop_assert!(next <= world.at(millis) + Window::default().quiet);
                    }
                }
            }
            for row in world.debouncer.drain() {
                *counted.entry(row.path).or_default() += row.count;
            }
            prop_assert_eq!(observed, counted);
        }
    }
}
