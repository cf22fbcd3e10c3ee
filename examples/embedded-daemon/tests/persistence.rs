//! Bursts become rows of a real file; no async runtime, no watcher.
#![allow(
    clippy::unwrap_used,
    reason = "clippy's exception for tests covers test functions, not what they share"
)]

use std::io::BufWriter;

use cratestack_rusqlite::{ModelDelegate, RusqliteRuntime, chrono::Utc};
use embedded_daemon::cratestack_schema::{ChangeKind, FILE_CHANGE_MODEL, FileChange, file_change};
use embedded_daemon::{FileEventKind, Settled, announce, list, open_database, persist_batch, persist_event};
use tempfile::TempDir;

fn new_database() -> (TempDir, RusqliteRuntime) {
    let folder = tempfile::tempdir().unwrap();
    let runtime = open_database(&folder.path().join("daemon.db")).unwrap();
    (folder, runtime)
}

fn settled(path: &str, kind: FileEventKind, count: u32) -> Settled {
    Settled { path: path.into(), kind, count }
}

fn rows(runtime: &RusqliteRuntime) -> Vec<FileChange> {
    ModelDelegate::new(runtime, &FILE_CHANGE_MODEL)
        .find_many()
        .order_by(file_change::id().asc())
        .run()
        .unwrap()
}

fn table(runtime: &RusqliteRuntime) -> String {
    let mut out = Vec::new();
    list(runtime, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_burst_becomes_one_row_with_its_path_kind_count_and_time() {
    let (_folder, runtime) = new_database();
    let before = Utc::now();

    let row = persist_event(&runtime, &settled("/w/notes.txt", FileEventKind::Created, 3)).unwrap();

    assert_eq!((row.id, row.path.as_str(), row.kind, row.count), (1, "/w/notes.txt", ChangeKind::CREATED, 3));
    // Stored times have six fraction digits.
    assert!(
        (before.timestamp_micros()..=Utc::now().timestamp_micros())
            .contains(&row.settled_at.timestamp_micros())
    );
    assert_eq!(rows(&runtime), [row]);
}

#[test]
fn rows_are_there_when_the_file_is_opened_again() {
    let (folder, runtime) = new_database();
    let kinds = [FileEventKind::Created, FileEventKind::Modified, FileEventKind::Deleted];
    let written = kinds.map(|kind| persist_event(&runtime, &settled("/w/a", kind, 1)).unwrap());
    drop(runtime);

    let again = open_database(&folder.path().join("daemon.db")).unwrap();

    assert_eq!(rows(&again), written);
    assert_eq!(written.map(|row| row.kind), [ChangeKind::CREATED, ChangeKind::MODIFIED, ChangeKind::DELETED]);
}

#[test]
fn a_batch_keeps_its_order() {
    let (_folder, runtime) = new_database();
    let batch: Vec<_> = (1..=100).map(|n| settled(&format!("/w/{n}"), FileEventKind::Modified, n)).collect();

    let written = persist_batch(&runtime, &batch).unwrap();

    let expected: Vec<_> = (1..=100).map(|n| (n, format!("/w/{n}"), n)).collect();
    assert_eq!(written.iter().map(|row| (row.id, row.path.clone(), row.count)).collect::<Vec<_>>(), expected);
    assert_eq!(rows(&runtime), written);
}

#[test]
fn an_empty_batch_writes_nothing() {
    let (_folder, runtime) = new_database();

    assert_eq!(persist_batch(&runtime, &[]).unwrap(), []);
    assert_eq!(rows(&runtime), []);
}

#[test]
fn a_batch_that_fails_half_way_leaves_no_row() {
    let (_folder, runtime) = new_database();
    runtime
        .with_connection(|connection| {
            Ok(connection.execute_batch(
                "CREATE TRIGGER refuse BEFORE INSERT ON file_changes WHEN NEW.path = '/w/bad'
                 BEGIN SELECT RAISE(ABORT, 'refused'); END",
            )?)
        })
        .unwrap();
    let batch = [settled("/w/good", FileEventKind::Created, 1), settled("/w/bad", FileEventKind::Created, 1)];

    let outcome = persist_batch(&runtime, &batch);

    assert!(outcome.is_err());
    assert_eq!(rows(&runtime), []);
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_utf8_is_recorded_readably() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let (_folder, runtime) = new_database();
    let path = OsStr::from_bytes(b"/w/caf\xe9.txt").into();

    let row = persist_event(&runtime, &Settled { path, kind: FileEventKind::Created, count: 1 }).unwrap();

    assert_eq!(row.path, "/w/caf\u{fffd}.txt");
}

#[test]
fn an_announced_row_is_one_line_even_when_its_path_is_not() {
    let (_folder, runtime) = new_database();
    let row =
        persist_event(&runtime, &settled("/w/a\nrecorded b\u{1b}[2J", FileEventKind::Deleted, 7)).unwrap();

    let mut out = BufWriter::new(Vec::new());
    announce(&mut out, &row).unwrap();

    assert_eq!(row.path, "/w/a\nrecorded b\u{1b}[2J");
    let flushed = String::from_utf8(out.get_ref().clone()).unwrap();
    assert_eq!(flushed, "recorded deleted /w/a\u{fffd}recorded b\u{fffd}[2J x7\n");
}

#[test]
fn the_table_has_a_head_and_every_row_in_order() {
    let (_folder, runtime) = new_database();
    let batch: Vec<_> = (1..=2_500).map(|n| settled(&format!("/w/{n}"), FileEventKind::Created, n)).collect();
    persist_batch(&runtime, &batch).unwrap();

    let table = table(&runtime);

    let mut lines = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    assert_eq!(lines.next().unwrap(), ["ID", "SETTLED", "AT", "KIND", "EVENTS", "PATH"]);
    for n in 1..=2_500 {
        let line = lines.next().unwrap();
        let (number, path) = (n.to_string(), format!("/w/{n}"));
        assert_eq!([line[0], line[2], line[3], line[4]], [&number, "created", &number, &path]);
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn the_table_of_an_empty_database_is_its_head() {
    let (_folder, runtime) = new_database();

    assert_eq!(table(&runtime).lines().count(), 1);
}
