//! `larder check --watch` as a program: what it reports when files change under it.

#![allow(clippy::unwrap_used, reason = "a test stops where its world cannot be made")]

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

const CLEAN: &str = "model Note {\n  id Int @id\n}\n";
const WARNED: &str = "model Note {\n  id Int @id\n  @@audit\n}\n";
const WRONG: &str = "model Note {\n  id Int @id\n  a Sting\n}\n";

/// Longer than any machine needs to tell of a change; a test that fails waits this long.
const LIMIT: Duration = Duration::from_secs(60);

/// A `larder check --watch` that runs, and ends with the test.
struct Watching {
    program: Child,
    errors: Receiver<String>,
    output: Receiver<String>,
}

impl Watching {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_larder"))
            .current_dir(folder)
            .args(["check", "--watch"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let errors = lines(program.stderr.take().unwrap());
        let output = lines(program.stdout.take().unwrap());
        Self { program, errors, output }
    }

    /// The text of the next check, with the lines that begin and end it.
    fn next_report(&self) -> String {
        let mut report = String::new();
        loop {
            let line = self.errors.recv_timeout(LIMIT).unwrap();
            report.push_str(&line);
            report.push('\n');
            if line.starts_with("checked ") {
                return report;
            }
        }
    }

    /// The code and the file of each finding of the next check.
    fn next_findings(&self) -> Vec<(String, String)> {
        let line = self.output.recv_timeout(LIMIT).unwrap();
        let found: Vec<serde_json::Value> = serde_json::from_str(&line).unwrap();
        let text = |entry: &serde_json::Value, key: &str| entry[key].as_str().unwrap().to_owned();
        found.iter().map(|entry| (text(entry, "code"), text(entry, "file"))).collect()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // One that has ended by itself needs no end.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Puts another file in the place of the first, as an editor does that never leaves half a file.
fn replace(folder: &TempDir, name: &str, text: &str) {
    let fresh = folder.path().join(format!("{name}.new"));
    std::fs::write(&fresh, text).unwrap();
    std::fs::rename(fresh, folder.path().join(name)).unwrap();
}

fn finding(code: &str, file: &str) -> (String, String) {
    (code.to_owned(), file.to_owned())
}

#[test]
fn a_file_is_checked_again_when_another_takes_its_place() {
    let folder = folder(&[("a.cstack", CLEAN), ("b.cstack", WARNED)]);
    let watching = Watching::start(folder.path(), &["a.cstack", "b.cstack"]);
    let first = watching.next_report();

    replace(&folder, "a.cstack", WRONG);
    let second = watching.next_report();

    assert_eq!(
        first,
        "checking 2 files\nwarning[no-effect]: `@@audit` has no effect on the device yet\n --> b.cstack:3:3\n  |\n\
         3 |   @@audit\n  |   ^^^^^^^\n\nchecked 2 files: 0 errors, 1 warning\n"
    );
    let (error, rest) = second.split_once("warning[no-effect]").unwrap();
    assert_eq!(
        error,
        "checking 2 files\nerror[unknown-type]: unknown type `Sting`\n --> a.cstack:3:5\n  |\n3 |   a Sting\n  |     \
         ^^^^^\n  |\n  = help: did you mean `String`?\n\n"
    );
    assert!(rest.ends_with("\nchecked 2 files: 1 error, 1 warning\n"), "{rest}");
}

#[test]
fn a_file_is_checked_again_when_it_is_written_over() {
    let folder = folder(&[("a.cstack", WRONG)]);
    let watching = Watching::start(folder.path(), &["--format", "json", "a.cstack"]);
    let first = watching.next_findings();

    std::fs::write(folder.path().join("a.cstack"), WARNED).unwrap();
    // The file is empty for a moment; a check may have seen it so.
    let second = loop {
        let found = watching.next_findings();
        if !found.is_empty() {
            break found;
        }
    };

    assert_eq!(first, [finding("unknown-type", "a.cstack")]);
    assert_eq!(second, [finding("no-effect", "a.cstack")]);
}

#[test]
fn a_file_that_is_gone_is_reported_and_checked_when_it_comes_back() {
    let folder = folder(&[("a.cstack", CLEAN)]);
    let watching = Watching::start(folder.path(), &["--format", "json", "a.cstack"]);
    let first = watching.next_findings();

    std::fs::remove_file(folder.path().join("a.cstack")).unwrap();
    let gone = watching.next_findings();
    replace(&folder, "a.cstack", WRONG);
    let back = watching.next_findings();

    assert_eq!(first, []);
    assert_eq!(gone, [finding("unreadable", "a.cstack")]);
    assert_eq!(back, [finding("unknown-type", "a.cstack")]);
}

#[test]
fn a_file_that_does_not_exist_yet_is_waited_for() {
    let folder = folder(&[]);
    let watching = Watching::start(folder.path(), &["--format", "json", "a.cstack"]);
    let first = watching.next_findings();

    replace(&folder, "a.cstack", CLEAN);
    let second = watching.next_findings();

    assert_eq!(first, [finding("unreadable", "a.cstack")]);
    assert_eq!(second, []);
}

#[test]
fn what_changes_beside_the_file_or_leaves_it_the_same_is_not_reported() {
    let folder = folder(&[("a.cstack", CLEAN)]);
    let watching = Watching::start(folder.path(), &["--format", "json", "a.cstack"]);
    let first = watching.next_findings();

    std::fs::write(folder.path().join("b.cstack"), WRONG).unwrap();
    replace(&folder, "a.cstack", CLEAN);
    replace(&folder, "a.cstack", WARNED);
    let second = watching.next_findings();

    assert_eq!(first, []);
    assert_eq!(second, [finding("no-effect", "a.cstack")]);
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_watched() {
    let real = folder(&[("real.cstack", CLEAN)]);
    let linked = folder(&[]);
    std::os::unix::fs::symlink(real.path().join("real.cstack"), linked.path().join("a.cstack")).unwrap();
    let watching = Watching::start(linked.path(), &["--format", "json", "a.cstack"]);
    let first = watching.next_findings();

    replace(&real, "real.cstack", WRONG);
    let second = watching.next_findings();

    assert_eq!(first, []);
    assert_eq!(second, [finding("unknown-type", "a.cstack")]);
}

#[test]
fn a_folder_that_is_not_there_is_a_failure_of_use() {
    let folder = folder(&[]);

    let output = assert_cmd::Command::new(env!("CARGO_BIN_EXE_larder"))
        .current_dir(folder.path())
        .args(["check", "--watch", "nowhere/a.cstack"])
        .assert()
        .code(2)
        .get_output()
        .clone();

    let shown = String::from_utf8(output.stderr).unwrap();
    assert!(shown.starts_with("larder: cannot watch nowhere/a.cstack: "), "{shown}");
}
