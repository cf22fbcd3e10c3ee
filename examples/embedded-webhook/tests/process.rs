//! The program under load, ended without warning and by request: what it acknowledged is in the file.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy's exception for tests covers test functions, not what they share"
)]

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::Duration,
};

use cratestack_rusqlite::{ModelDelegate, RusqliteRuntime, rusqlite::Connection, uuid::Uuid};
use embedded_webhook::cratestack_schema::{self, WEBHOOK_MODEL};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Threads that send at the same time.
const CLIENTS: usize = 4;
/// Acknowledged webhooks after which the program is ended; the clients go on sending.
const LOAD: usize = 200;
/// What one client sends at most, should the end not come.
const BOUND: usize = 5_000;
/// How long the program may take to end once it is asked to.
const END: Duration = Duration::from_secs(5);
/// How long anything else may take on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// The running program; killed when a test gives up.
struct Service {
    child: Child,
    lines: Receiver<String>,
    address: String,
}

impl Service {
    fn start(db: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_embedded-webhook"))
            .args(["--bind", "127.0.0.1:0", "--db"])
            .arg(db)
            .env("RUST_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.stdout.take().unwrap();
        let (sender, lines) = channel();
        // Ends with the program's output.
        thread::spawn(move || BufReader::new(output).lines().try_for_each(|line| sender.send(line.unwrap())));
        let mut service = Self { child, lines, address: String::new() };
        let first = service.lines.recv_timeout(PATIENCE).expect("the program says where it listens");
        service.address = first.strip_prefix("listening on http://").expect(&first).to_owned();
        assert!(service.address.starts_with("127.0.0.1:"), "{first}");
        service
    }

    /// Sends the head of a request, and waits until the program waits for the body.
    fn begin_post(&self, length: usize) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let head = "POST /webhooks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
                    expect: 100-continue\r\n";
        write!(stream, "{head}content-length: {length}\r\n\r\n").unwrap();
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on).unwrap();
        assert_eq!(go_on, *b"HTTP/1.1 100 Continue\r\n\r\n");
        stream
    }

    fn send(&self, signal: Signal) {
        kill(Pid::from_raw(i32::try_from(self.child.id()).unwrap()), signal).unwrap();
    }

    /// Waits for the end of the program, which closes its output.
    fn wait_for_end(&mut self, limit: Duration) -> ExitStatus {
        match self.lines.recv_timeout(limit) {
            Ok(line) => panic!("an unexpected line: {line}"),
            Err(RecvTimeoutError::Timeout) => panic!("the program did not end within {limit:?}"),
            Err(RecvTimeoutError::Disconnected) => self.child.wait().unwrap(),
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn database() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("webhooks.db");
    (folder, db)
}

/// Lets the clients send, ends the program in the midst of it, and gives the ids that were acknowledged.
fn end_under_load(service: &Service, signal: Signal) -> BTreeSet<Uuid> {
    let (sender, received) = channel();
    let mut acknowledged = BTreeSet::new();
    let address = &service.address;
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let sender = sender.clone();
            scope.spawn(move || post_until_the_end(address, client, &sender));
        }
        drop(sender);
        acknowledged.extend((0..LOAD).map(|_| received.recv_timeout(PATIENCE).unwrap()));
        service.send(signal);
        acknowledged.extend(&received);
    });
    acknowledged
}

fn post_until_the_end(address: &str, client: usize, acknowledged: &Sender<Uuid>) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .timeout_global(Some(PATIENCE))
        .build()
        .into();
    for number in 0..BOUND {
        let body = json!({
            "source": "load", "event": "test", "deliveryId": format!("{client}-{number}"),
            "payload": {"client": client, "number": number},
        });
        let Ok(mut response) = agent.post(format!("http://{address}/webhooks")).send_json(&body) else {
            return;
        };
        let Ok(row) = response.body_mut().read_json::<Value>() else { return };
        assert_eq!(response.status(), 201, "{row}");
        acknowledged.send(row["id"].as_str().unwrap().parse().unwrap()).unwrap();
    }
    panic!("the program did not end under load");
}

/// Opens the file as the program's next start would, and gives the ids in it.
fn stored(db: &Path) -> BTreeSet<Uuid> {
    let runtime = RusqliteRuntime::open(db).unwrap();
    let checked: String = runtime
        .with_connection(|c| Ok(c.query_row("PRAGMA integrity_check", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(checked, "ok");
    cratestack_schema::bootstrap(&runtime).unwrap();
    let rows = ModelDelegate::new(&runtime, &WEBHOOK_MODEL).find_many().run().unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

/// The log is in the file, and nothing lies beside it.
fn assert_closed(db: &Path) {
    for beside in ["webhooks.db-wal", "webhooks.db-shm"].map(|name| db.with_file_name(name)) {
        assert!(!beside.exists(), "{} is left", beside.display());
    }
}

#[test]
fn a_killed_program_keeps_what_it_acknowledged() {
    let (_folder, db) = database();
    let mut service = Service::start(&db);

    let acknowledged = end_under_load(&service, Signal::SIGKILL);
    service.wait_for_end(END);

    let stored = stored(&db);
    assert!(acknowledged.len() >= LOAD);
    assert!(acknowledged.is_subset(&stored), "{:?} are lost", acknowledged.difference(&stored));
    let unanswered = stored.len() - acknowledged.len();
    assert!(unanswered <= CLIENTS, "{unanswered} were stored and not acknowledged");
}

#[test]
fn a_killed_program_starts_again() {
    let (_folder, db) = database();
    let mut service = Service::start(&db);
    let acknowledged = end_under_load(&service, Signal::SIGKILL);
    service.wait_for_end(END);

    let again = Service::start(&db);

    let url = format!("http://{}/webhooks", again.address);
    let listing: Value = ureq::get(url).call().unwrap().body_mut().read_json().unwrap();
    let total = usize::try_from(listing["totalCount"].as_u64().unwrap()).unwrap();
    assert!((acknowledged.len()..=acknowledged.len() + CLIENTS).contains(&total), "{total}");
}

#[test]
fn a_program_that_is_asked_to_end_answers_what_it_stored_and_closes_its_file() {
    for signal in [Signal::SIGTERM, Signal::SIGINT] {
        let (_folder, db) = database();
        let mut service = Service::start(&db);

        let acknowledged = end_under_load(&service, signal);
        let status = service.wait_for_end(END);

        assert_eq!(status.code(), Some(0), "{signal}: {status}");
        assert_closed(&db);
        assert!(acknowledged.len() >= LOAD);
        assert_eq!(stored(&db), acknowledged, "{signal}");
    }
}

#[test]
fn a_write_that_waits_for_the_database_does_not_hold_up_the_end_and_is_undone() {
    let (_folder, db) = database();
    let mut service = Service::start(&db);
    let other = Connection::open(&db).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let body = json!({"source": "a", "event": "b", "payload": null}).to_string();
    let mut waiting = service.begin_post(body.len());
    waiting.write_all(body.as_bytes()).unwrap();

    service.send(Signal::SIGTERM);
    let status = service.wait_for_end(END);
    other.execute_batch("COMMIT").unwrap();
    let mut answer = String::new();
    // Whether the connection was closed or reset, there is no word of success.
    let _ = waiting.read_to_string(&mut answer);

    assert_eq!(status.code(), Some(0), "{status}");
    assert!(!answer.contains("201"), "{answer}");
    drop(other);
    assert!(stored(&db).is_empty());
}

#[test]
fn a_client_that_stalls_does_not_hold_up_the_end() {
    let (_folder, db) = database();
    let mut service = Service::start(&db);
    let _stalling = service.begin_post(100);

    service.send(Signal::SIGINT);
    let status = service.wait_for_end(END);

    assert_eq!(status.code(), Some(0), "{status}");
    assert_closed(&db);
    assert!(stored(&db).is_empty());
}

#[test]
fn a_program_that_cannot_open_its_file_says_so_and_fails() {
    let (folder, _) = database();

    let output = Command::new(env!("CARGO_BIN_EXE_embedded-webhook"))
        .args(["--bind", "127.0.0.1:0", "--db"])
        .arg(folder.path().join("nowhere/webhooks.db"))
        .output()
        .unwrap();

    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot open"), "{output:?}");
    assert!(output.stdout.is_empty());
}
