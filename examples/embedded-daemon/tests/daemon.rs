//! The loop, driven through its channel on a clock that the test holds still; a real database, no watcher.
//!
//! The clock moves only when everything waits, and never while a blocking thread works: nothing here takes real time.
#![allow(
    clippy::unwrap_used,
    reason = "clippy's exception for tests covers test functions, not what they share"
)]

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cratestack_rusqlite::rusqlite::Connection;
use cratestack_rusqlite::{ModelDelegate, RuntimeOptions, RusqliteError};
use embedded_daemon::cratestack_schema::{self, ChangeKind, FILE_CHANGE_MODEL, FileChange, file_change};
use embedded_daemon::{Daemon, Ending, FileEvent, FileEventKind, Outcome, Window, open_database};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

/// More than anything here takes, on the test's clock.
const PATIENCE: Duration = Duration::from_secs(60);

/// A daemon with the default window (200 ms, 2 s) at work.
struct World {
    folder: TempDir,
    recorded: UnboundedReceiver<FileChange>,
    stop: oneshot::Sender<()>,
    daemon: JoinHandle<Result<Outcome, RusqliteError>>,
}

impl World {
    /// Starts it with a source that is made from the channel's sender.
    fn start<S: Send + 'static>(source: impl FnOnce(UnboundedSender<FileEvent>) -> S) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), PATIENCE, source)
    }

    /// Starts it with the database in this folder, and so long for its end.
    fn start_in<S: Send + 'static>(
        folder: TempDir,
        patience: Duration,
        source: impl FnOnce(UnboundedSender<FileEvent>) -> S,
    ) -> Self {
        // Never waits for a lock: a wait in real time would not move the test's clock.
        let options = RuntimeOptions::new().busy_timeout(Duration::ZERO);
        let runtime = Arc::new(options.open(folder.path().join("daemon.db")).unwrap());
        cratestack_schema::bootstrap(&runtime).unwrap();
        let (sender, events) = unbounded_channel();
        let (show, recorded) = unbounded_channel();
        let (stop, stopped) = oneshot::channel();
        let show = move |row: &FileChange| {
            show.send(row.clone()).ok();
        };
        let daemon = Daemon::start(runtime, source(sender), events, Window::default(), show).unwrap();
        let stopped = async {
            stopped.await.ok();
        };
        Self { folder, recorded, stop, daemon: tokio::spawn(daemon.run(stopped, patience)) }
    }

    /// Starts it with a source that sends nothing by itself; the test sends through a handle that stands for the
    /// watcher's thread, and dies with the source.
    fn with_handle() -> (Self, Handle) {
        Self::with_handle_in(tempfile::tempdir().unwrap(), PATIENCE)
    }

    fn with_handle_in(folder: TempDir, patience: Duration) -> (Self, Handle) {
        let mut handle = None;
        let world = Self::start_in(folder, patience, |sender| {
            let sender = Arc::new(sender);
            handle = Some(Handle(Arc::downgrade(&sender)));
            sender
        });
        (world, handle.unwrap())
    }

    /// Waits for the next row, as the daemon shows it.
    async fn next_row(&mut self) -> FileChange {
        timeout(PATIENCE, self.recorded.recv()).await.unwrap().unwrap()
    }

    async fn stop(self) -> (Outcome, Vec<FileChange>) {
        let (outcome, folder) = self.stop_in_its_folder().await;
        (outcome, rows(folder.path()))
    }

    /// Stops it, so that another can be started in its folder.
    async fn stop_in_its_folder(self) -> (Outcome, TempDir) {
        self.stop.send(()).unwrap();
        (timeout(PATIENCE, self.daemon).await.unwrap().unwrap().unwrap(), self.folder)
    }
}

/// Opens the folder's database as another program.
fn open(folder: &TempDir) -> Connection {
    Connection::open(folder.path().join("daemon.db")).unwrap()
}

/// The outcome of a daemon that was asked to stop and recorded everything.
fn complete(observed: u64, rows: u64) -> Outcome {
    Outcome { ending: Ending::Asked, observed, rows, parked: 0, left: 0 }
}

struct Handle(std::sync::Weak<UnboundedSender<FileEvent>>);

impl Handle {
    fn send(&self, path: &str, kind: FileEventKind) {
        self.0.upgrade().unwrap().send(event(path, kind)).unwrap();
    }
}

fn event(path: &str, kind: FileEventKind) -> FileEvent {
    FileEvent { path: path.into(), kind }
}

/// The rows in the folder's database, as the next program to open it finds them.
fn rows(folder: &Path) -> Vec<FileChange> {
    ModelDelegate::new(&open_database(&folder.join("daemon.db")).unwrap(), &FILE_CHANGE_MODEL)
        .find_many()
        .order_by(file_change::id().asc())
        .run()
        .unwrap()
}

fn events_in(rows: &[FileChange]) -> i64 {
    rows.iter().map(|row| row.count).sum()
}

#[tokio::test(start_paused = true)]
async fn a_burst_is_recorded_as_one_row_once_it_falls_quiet() {
    let (mut world, handle) = World::with_handle();
    let begun = Instant::now();
    handle.send("/w/a", FileEventKind::Created);
    handle.send("/w/a", FileEventKind::Modified);
    handle.send("/w/a", FileEventKind::Modified);

    let row = world.next_row().await;

    assert_eq!((row.path.as_str(), row.kind, row.count), ("/w/a", ChangeKind::CREATED, 3));
    assert!((200..=230).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
    let (outcome, rows) = world.stop().await;
    assert_eq!(outcome, complete(3, 1));
    assert_eq!(rows, [row]);
}

#[tokio::test(start_paused = true)]
async fn bursts_that_settle_together_are_shown_in_their_order() {
    let (mut world, handle) = World::with_handle();
    for path in ["/w/c", "/w/a", "/w/b"] {
        handle.send(path, FileEventKind::Deleted);
    }

    let mut shown = Vec::new();
    for _ in 0..3 {
        shown.push(world.next_row().await);
    }

    assert_eq!(shown.iter().map(|row| row.path.as_str()).collect::<Vec<_>>(), ["/w/a", "/w/b", "/w/c"]);
    assert_eq!(world.stop().await.1, shown);
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_never_left_alone_is_recorded_at_the_longest_wait() {
    let (mut world, handle) = World::with_handle();
    let begun = Instant::now();
    handle.send("/w/log", FileEventKind::Modified);

    let row = loop {
        match timeout(Duration::from_millis(100), world.recorded.recv()).await {
            Ok(row) => break row.unwrap(),
            Err(_) => handle.send("/w/log", FileEventKind::Modified),
        }
    };

    assert!((2_000..=2_040).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
    assert!((19..=21).contains(&row.count), "{}", row.count);
    let (outcome, rows) = world.stop().await;
    assert_eq!(u64::try_from(events_in(&rows)).unwrap(), outcome.observed);
}

#[tokio::test(start_paused = true)]
async fn no_event_is_lost_when_the_stop_comes_right_behind_the_events() {
    const EVENTS: u64 = 5_000;
    let (world, handle) = World::with_handle();
    let mut sent: HashMap<String, i64> = HashMap::new();
    for n in 0..EVENTS {
        let path = format!("/w/{}", n % 37);
        handle.send(&path, FileEventKind::Modified);
        *sent.entry(path).or_default() += 1;
    }

    let (outcome, rows) = world.stop().await;

    assert_eq!(outcome, complete(EVENTS, 37));
    let recorded: HashMap<String, i64> = rows.into_iter().map(|row| (row.path, row.count)).collect();
    assert_eq!(recorded, sent);
}

/// Hands over its last events only when it is dropped, from a thread that outlives it: as a real watcher does.
struct Late(Option<UnboundedSender<FileEvent>>);

impl Drop for Late {
    fn drop(&mut self) {
        let sender = self.0.take().unwrap();
        std::thread::spawn(move || {
            for _ in 0..10 {
                std::thread::yield_now();
                sender.send(event("/w/late", FileEventKind::Created)).unwrap();
            }
        });
    }
}

/// On the real clock: tokio cannot know that the thread is at work, and would jump to the end of the wait for it.
#[tokio::test]
async fn events_that_come_while_the_source_stops_are_kept() {
    let world = World::start(|sender| Late(Some(sender)));

    let (outcome, rows) = world.stop().await;

    assert_eq!(outcome, complete(10, 1));
    assert_eq!((rows[0].path.as_str(), rows[0].count), ("/w/late", 10));
}

#[tokio::test(start_paused = true)]
async fn a_source_that_never_lets_go_does_not_hold_up_the_end() {
    let mut kept = None;
    let world = World::start(|sender| kept = Some(sender));
    let sender = kept.unwrap();
    sender.send(event("/w/a", FileEventKind::Created)).unwrap();

    let (outcome, rows) = world.stop().await;

    assert_eq!((outcome.observed, events_in(&rows)), (1, 1));
    assert!(sender.send(event("/w/a", FileEventKind::Modified)).is_err());
}

#[tokio::test(start_paused = true)]
async fn a_source_that_ends_by_itself_ends_the_daemon_with_everything_recorded() {
    let world = World::start(|sender| {
        sender.send(event("/w/a", FileEventKind::Created)).unwrap();
        sender.send(event("/w/b", FileEventKind::Deleted)).unwrap();
    });

    let outcome = timeout(PATIENCE, world.daemon).await.unwrap().unwrap().unwrap();

    assert_eq!(outcome, Outcome { ending: Ending::SourceEnded, ..complete(2, 2) });
    assert_eq!(events_in(&rows(world.folder.path())), 2);
}

#[tokio::test(start_paused = true)]
async fn a_busy_database_delays_rows_and_loses_none() {
    let (mut world, handle) = World::with_handle();
    let other = open(&world.folder);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    handle.send("/w/a", FileEventKind::Created);

    let early = timeout(Duration::from_secs(30), world.recorded.recv()).await;
    handle.send("/w/a", FileEventKind::Modified);
    other.execute_batch("COMMIT").unwrap();
    let first = world.next_row().await;

    assert!(early.is_err(), "{early:?}");
    assert_eq!((first.path.as_str(), first.count), ("/w/a", 1));
    let (outcome, rows) = world.stop().await;
    assert_eq!(outcome, complete(2, 2));
    assert_eq!(
        rows.iter().map(|row| (row.kind, row.count)).collect::<Vec<_>>(),
        [(ChangeKind::CREATED, 1), (ChangeKind::MODIFIED, 1)]
    );
}

#[tokio::test(start_paused = true)]
async fn a_database_that_stays_busy_to_the_end_is_an_error() {
    let (world, handle) = World::with_handle_in(tempfile::tempdir().unwrap(), Duration::ZERO);
    let other = open(&world.folder);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    handle.send("/w/a", FileEventKind::Created);

    world.stop.send(()).unwrap();
    let outcome = timeout(PATIENCE, world.daemon).await.unwrap().unwrap();

    assert!(matches!(outcome, Err(RusqliteError::Busy { .. })), "{outcome:?}");
}

/// Lets the table refuse what comes from a folder `bad`.
const REFUSE: &str = "CREATE TRIGGER refuse BEFORE INSERT ON file_changes WHEN NEW.path LIKE '/w/bad/%'
    BEGIN SELECT RAISE(ABORT, 'refused'); END";

const MEND: &str = "DROP TRIGGER refuse";

#[tokio::test(start_paused = true)]
async fn bursts_that_are_refused_hold_up_no_others_and_are_recorded_at_a_later_start() {
    let (mut world, handle) = World::with_handle();
    open(&world.folder).execute_batch(REFUSE).unwrap();
    handle.send("/w/bad/a", FileEventKind::Created);
    handle.send("/w/bad/a", FileEventKind::Modified);
    // Long enough that the next burst is in a batch of its own, behind this one.
    let early = timeout(Duration::from_secs(1), world.recorded.recv()).await;
    handle.send("/w/good", FileEventKind::Created);
    let good = world.next_row().await;
    let (outcome, folder) = world.stop_in_its_folder().await;
    let without = rows(folder.path());
    open(&folder).execute_batch(MEND).unwrap();

    let mut again = World::start_in(folder, PATIENCE, |sender| sender);
    let late = again.next_row().await;

    assert!(early.is_err(), "{early:?}");
    assert_eq!(outcome, Outcome { parked: 1, ..complete(3, 1) });
    assert_eq!(without, std::slice::from_ref(&good));
    assert_eq!((late.path.as_str(), late.kind, late.count), ("/w/bad/a", ChangeKind::CREATED, 2));
    let (outcome, rows) = again.stop().await;
    assert_eq!((outcome, rows), (complete(0, 1), vec![good, late]));
}

#[tokio::test(start_paused = true)]
async fn bursts_for_which_there_is_no_time_at_the_end_come_first_at_the_next_start() {
    let (world, handle) = World::with_handle_in(tempfile::tempdir().unwrap(), Duration::ZERO);
    open(&world.folder).execute_batch(REFUSE).unwrap();
    handle.send("/w/bad/b", FileEventKind::Deleted);
    handle.send("/w/bad/a", FileEventKind::Deleted);
    let (outcome, folder) = world.stop_in_its_folder().await;
    let without = rows(folder.path());
    open(&folder).execute_batch(MEND).unwrap();

    let (mut again, handle) = World::with_handle_in(folder, PATIENCE);
    handle.send("/w/new", FileEventKind::Created);
    let shown = [again.next_row().await, again.next_row().await, again.next_row().await];

    assert_eq!((outcome, without), (Outcome { left: 2, ..complete(2, 0) }, vec![]));
    assert_eq!(shown.each_ref().map(|row| row.path.as_str()), ["/w/bad/a", "/w/bad/b", "/w/new"]);
    assert_eq!(again.stop().await, (complete(1, 3), shown.to_vec()));
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_path_that_is_not_utf8_can_wait_for_the_next_start() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let world = World::start_in(tempfile::tempdir().unwrap(), Duration::ZERO, |sender| {
        let path = OsStr::from_bytes(b"/w/bad/caf\xe9").into();
        sender.send(FileEvent { path, kind: FileEventKind::Created }).unwrap();
        sender
    });
    open(&world.folder).execute_batch(REFUSE).unwrap();
    let (outcome, folder) = world.stop_in_its_folder().await;
    open(&folder).execute_batch(MEND).unwrap();

    let again = World::start_in(folder, PATIENCE, |sender| sender);
    let (_, rows) = again.stop().await;

    assert_eq!(outcome, Outcome { left: 1, ..complete(1, 0) });
    assert_eq!(rows[0].path, "/w/bad/caf\u{fffd}");
}
