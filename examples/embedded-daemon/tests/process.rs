//! The real program on a real folder: what it prints, what it leaves on the disk, how it ends.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy's exception for tests covers test functions, not what they share"
)]

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use cratestack_rusqlite::ModelDelegate;
use embedded_daemon::cratestack_schema::{ChangeKind, FILE_CHANGE_MODEL, FileChange, file_change};
use embedded_daemon::open_database;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

/// How long any one line, or the end, may take on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder to watch and a place for the database.
struct Place {
    root: TempDir,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("watched")).unwrap();
        Self { root }
    }

    /// The watched folder, as the daemon's events name it.
    fn watched(&self) -> PathBuf {
        self.root.path().join("watched").canonicalize().unwrap()
    }

    fn db(&self) -> PathBuf {
        self.root.path().join("daemon.db")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.root.path().join("log")).unwrap()
    }

    /// Waits until the log says so.
    fn wait_for_log(&self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.log().contains(words) {
            assert!(Instant::now() < deadline, "{}", self.log());
            thread::yield_now();
        }
    }

    /// Changes the database as another program does.
    fn execute(&self, statement: &str) {
        let runtime = open_database(&self.db()).unwrap();
        runtime.with_connection(|connection| Ok(connection.execute_batch(statement)?)).unwrap();
    }

    /// Starts the daemon and waits until it watches.
    fn start(&self, db: &Path, quiet_ms: u32) -> Daemon {
        let mut command = program();
        command
            .arg("--watch")
            .arg(self.watched())
            .arg("--db")
            .arg(db)
            .args(["--quiet-ms", &quiet_ms.to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        command.stderr(File::create(self.root.path().join("log")).unwrap());
        let mut child = command.spawn().unwrap();
        let output = child.stdout.take().unwrap();
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let mut daemon = Daemon { child, lines, printed: Vec::new() };
        daemon.wait_for(&format!("watching {}", self.watched().display()));
        daemon.printed.clear();
        daemon
    }
}

/// The running program; killed when the test fails half-way.
struct Daemon {
    child: Child,
    lines: Receiver<String>,
    /// Every line so far, after `watching`.
    printed: Vec<String>,
}

impl Daemon {
    /// Reads lines up to the first that starts with `start`.
    fn wait_for(&mut self, start: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    self.printed.push(line.clone());
                    if line.starts_with(start) {
                        return line;
                    }
                }
                Err(error) => panic!("{error} before {start:?}; printed: {:#?}", self.printed),
            }
        }
    }

    /// Sends the signal and waits for the end.
    fn stop(mut self, signal: Signal) -> (ExitStatus, Vec<String>) {
        kill(Pid::from_raw(self.child.id().cast_signed()), signal).unwrap();
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => self.printed.push(line),
                // The output ends when the process does, so the wait below is short.
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("no end within {PATIENCE:?}"),
            }
        }
        (self.child.wait().unwrap(), std::mem::take(&mut self.printed))
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_embedded-daemon"));
    command.env_remove("RUST_LOG");
    command
}

fn append(path: &Path, times: u32) {
    for line in 0..times {
        writeln!(OpenOptions::new().create(true).append(true).open(path).unwrap(), "line {line}").unwrap();
    }
}

fn rows(db: &Path) -> Vec<FileChange> {
    let runtime = open_database(db).unwrap();
    ModelDelegate::new(&runtime, &FILE_CHANGE_MODEL)
        .find_many()
        .order_by(file_change::id().asc())
        .run()
        .unwrap()
}

/// What the daemon prints for these rows.
fn lines_of(rows: &[FileChange]) -> Vec<String> {
    rows.iter()
        .map(|row| format!("recorded {} {} x{}", row.kind.as_str().to_lowercase(), row.path, row.count))
        .collect()
}

/// The size of the write-ahead log; a missing one holds nothing.
fn wal_size(db: &Path) -> u64 {
    fs::metadata(format!("{}-wal", db.display())).map_or(0, |file| file.len())
}

#[test]
fn a_create_a_burst_and_a_delete_are_printed_and_are_the_rows() {
    let place = Place::new();
    let (notes, draft) = (place.watched().join("notes.txt"), place.watched().join("draft.md"));
    // A second of quiet holds a burst together on a slow machine as well.
    let mut daemon = place.start(&place.db(), 1_000);

    fs::write(&notes, "first\n").unwrap();
    daemon.wait_for(&format!("recorded created {} x", notes.display()));
    append(&draft, 25);
    daemon.wait_for(&format!("recorded created {} x", draft.display()));
    fs::remove_file(&notes).unwrap();
    daemon.wait_for(&format!("recorded deleted {} x", notes.display()));
    let (status, printed) = daemon.stop(Signal::SIGINT);

    assert_eq!(status.code(), Some(0));
    assert_eq!(wal_size(&place.db()), 0);
    let rows = rows(&place.db());
    assert_eq!(lines_of(&rows), printed);
    let kinds: Vec<_> = rows.iter().map(|row| (Path::new(&row.path), row.kind)).collect();
    assert_eq!(
        kinds,
        [
            (notes.as_path(), ChangeKind::CREATED),
            (draft.as_path(), ChangeKind::CREATED),
            (notes.as_path(), ChangeKind::DELETED)
        ]
    );
    assert!(rows[1].count > 1, "{}", rows[1].count);
}

/// The quiet time is longer than the test may take: only the drain at the end can have written these rows.
fn everything_before_the_signal_is_recorded(signal: Signal) {
    let place = Place::new();
    let daemon = place.start(&place.db(), 3_600_000);
    let files: BTreeSet<_> = (0..100).map(|n| place.watched().join(format!("file-{n}"))).collect();

    for file in &files {
        append(file, 3);
    }
    let (status, printed) = daemon.stop(signal);

    assert_eq!(status.code(), Some(0));
    assert_eq!(wal_size(&place.db()), 0);
    let rows = rows(&place.db());
    assert_eq!(lines_of(&rows), printed);
    assert_eq!(rows.len(), files.len());
    assert_eq!(rows.iter().map(|row| PathBuf::from(&row.path)).collect::<BTreeSet<_>>(), files);
    assert!(rows.iter().all(|row| row.kind == ChangeKind::CREATED));
    let observed: i64 = rows.iter().map(|row| row.count).sum();
    assert!(
        place.log().contains(&format!("stopped events={observed} rows={}", rows.len())),
        "{}",
        place.log()
    );
}

#[test]
fn what_happens_right_before_ctrl_c_is_recorded() {
    everything_before_the_signal_is_recorded(Signal::SIGINT);
}

#[test]
fn what_happens_right_before_a_service_manager_stops_it_is_recorded() {
    everything_before_the_signal_is_recorded(Signal::SIGTERM);
}

#[test]
fn what_is_observed_under_load_is_recorded_when_it_is_stopped() {
    let place = Place::new();
    let mut daemon = place.start(&place.db(), 10);
    let (watched, is_over) = (place.watched(), AtomicBool::new(false));

    let (status, printed) = thread::scope(|scope| {
        scope.spawn(|| {
            let files = (0..100_000).take_while(|_| !is_over.load(Ordering::Relaxed));
            files.for_each(|n| append(&watched.join(format!("file-{}", n % 5_000)), 1));
        });
        (0..200).for_each(|_| drop(daemon.wait_for("recorded ")));
        let ended = daemon.stop(Signal::SIGTERM);
        is_over.store(true, Ordering::Relaxed);
        ended
    });

    assert_eq!(status.code(), Some(0));
    assert_eq!(wal_size(&place.db()), 0);
    let rows = rows(&place.db());
    assert_eq!(lines_of(&rows), printed);
    let observed: i64 = rows.iter().map(|row| row.count).sum();
    assert!(
        place.log().contains(&format!("stopped events={observed} rows={}", rows.len())),
        "{}",
        place.log()
    );
}

#[test]
fn rows_that_were_printed_outlive_a_kill() {
    let place = Place::new();
    let mut daemon = place.start(&place.db(), 50);
    for n in 0..5 {
        let file = place.watched().join(format!("file-{n}"));
        append(&file, 2);
        daemon.wait_for(&format!("recorded created {} x", file.display()));
    }

    let (status, printed) = daemon.stop(Signal::SIGKILL);

    assert_eq!(status.code(), None);
    let stored = lines_of(&rows(&place.db()));
    // A row may have been committed and not printed when the kill came, never the other way round.
    assert_eq!(stored[..printed.len()], printed);
    assert!(printed.len() >= 5, "{printed:?}");
    let verdict: String = open_database(&place.db())
        .unwrap()
        .with_connection(|connection| {
            Ok(connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?)
        })
        .unwrap();
    assert_eq!(verdict, "ok");
}

#[test]
fn bursts_that_were_refused_outlive_a_kill_and_are_recorded_at_the_next_start() {
    let place = Place::new();
    let (bad, good) = (place.watched().join("bad"), place.watched().join("good"));
    place.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON file_changes WHEN NEW.path LIKE '%/bad'
         BEGIN SELECT RAISE(ABORT, 'refused'); END",
    );
    let mut daemon = place.start(&place.db(), 50);
    File::create(&bad).unwrap();
    // Its batch was tried, so the next burst is in one behind it, which is recorded when the first is given up.
    place.wait_for_log("not recorded");
    File::create(&good).unwrap();
    daemon.wait_for(&format!("recorded created {} x1", good.display()));

    let (status, _) = daemon.stop(Signal::SIGKILL);
    place.execute("DROP TRIGGER refuse");
    let mut again = place.start(&place.db(), 50);
    again.wait_for(&format!("recorded created {} x1", bad.display()));
    let (ended, _) = again.stop(Signal::SIGINT);

    assert_eq!((status.code(), ended.code()), (None, Some(0)));
    assert!(place.log().contains("an earlier run could not record these"), "{}", place.log());
    let rows = rows(&place.db());
    assert_eq!(rows.iter().map(|row| Path::new(&row.path)).collect::<Vec<_>>(), [&good, &bad]);
}

#[test]
fn a_database_inside_the_watched_folder_is_not_recorded() {
    let place = Place::new();
    let db = place.watched().join("daemon.db");
    let mut daemon = place.start(&db, 50);
    let (first, second) = (place.watched().join("first"), place.watched().join("second"));

    // The second burst comes after the first was written, so an event of the database would show.
    for file in [&first, &second] {
        append(file, 1);
        daemon.wait_for(&format!("recorded created {} x", file.display()));
    }
    let (status, _) = daemon.stop(Signal::SIGINT);

    assert_eq!(status.code(), Some(0));
    let paths: BTreeSet<_> = rows(&db).into_iter().map(|row| PathBuf::from(row.path)).collect();
    assert_eq!(paths, BTreeSet::from([first, second]));
}

#[test]
fn the_log_shows_each_call_of_larder_and_no_path() {
    let place = Place::new();
    let mut daemon = place.start(&place.db(), 50);
    append(&place.watched().join("secret-name"), 1);
    daemon.wait_for("recorded created");

    let (status, _) = daemon.stop(Signal::SIGINT);

    assert_eq!(status.code(), Some(0));
    let log = place.log();
    assert!(log.lines().any(|line| line.contains("FileChange") && line.contains("close")), "{log}");
    assert!(!log.contains("secret-name"), "{log}");
}

#[test]
fn list_prints_the_rows_and_ends() {
    let place = Place::new();
    let mut daemon = place.start(&place.db(), 50);
    let file = place.watched().join("notes.txt");
    append(&file, 1);
    daemon.wait_for("recorded created");

    // While the daemon runs: readers do not disturb it.
    let output = program().arg("--db").arg(place.db()).arg("--list").output().unwrap();

    assert_eq!(output.status.code(), Some(0));
    let table = String::from_utf8(output.stdout).unwrap();
    let line = table.lines().nth(1).unwrap();
    assert!(line.contains(" created ") && line.ends_with(&file.display().to_string()), "{table}");
    assert_eq!(daemon.stop(Signal::SIGINT).0.code(), Some(0));
}

#[test]
fn a_folder_that_is_not_there_is_an_error_that_names_it() {
    let place = Place::new();

    let missing = place.root.path().join("missing");
    let output = program().arg("--watch").arg(&missing).arg("--db").arg(place.db()).output().unwrap();

    assert_eq!(output.status.code(), Some(1));
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(log.contains(&format!("cannot watch {}", missing.display())), "{log}");
}

#[test]
fn list_does_not_make_a_database() {
    let place = Place::new();

    let output = program().arg("--db").arg(place.db()).arg("--list").output().unwrap();

    assert_eq!(output.status.code(), Some(1));
    assert!(!place.db().exists());
}
