//! `larder check` as a program: what it prints and how it exits.

#![allow(clippy::unwrap_used, reason = "a test stops where its world cannot be made")]

use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const CLEAN: &str = "model Note {\n  id Int @id\n}\n";
const WARNED: &str = "model Note {\n  id Int @id\n  @@audit\n}\n";
const WRONG: &str = "model Note {\n  id  Int @id\n  é   Sting\n  two Strng\n}\n";

fn larder(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_larder"));
    command.current_dir(folder);
    command
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn a_clean_schema_says_nothing() {
    let folder = folder(&[("a.cstack", CLEAN.as_bytes())]);

    larder(folder.path()).args(["check", "a.cstack"]).assert().code(0).stdout("").stderr("");
}

#[test]
fn errors_go_to_standard_error_with_place_and_help() {
    let folder =
        folder(&[("a.cstack", CLEAN.as_bytes()), ("b.cstack", b"model A {\n  id Int @id\n  a Sting\n}\n")]);

    larder(folder.path()).args(["check", "a.cstack", "b.cstack"]).assert().code(1).stdout("").stderr(
        "error[unknown-type]: unknown type `Sting`\n --> b.cstack:3:5\n  |\n3 |   a Sting\n  |     ^^^^^\n  |\n  \
         = help: did you mean `String`?\n\n",
    );
}

#[test]
fn a_warning_is_shown_and_is_no_failure() {
    let folder = folder(&[("a.cstack", WARNED.as_bytes())]);

    let output = larder(folder.path()).args(["check", "a.cstack"]).assert().code(0).get_output().clone();

    let shown = String::from_utf8(output.stderr).unwrap();
    assert!(shown.starts_with("warning[no-effect]: `@@audit` has no effect on the device yet\n"), "{shown}");
}

#[test]
fn names_that_a_platform_owns_are_refused_when_bindings_are_asked_for() {
    let folder = folder(&[("a.cstack", b"model Task {\n  id Int @id\n}\n")]);

    larder(folder.path()).args(["check", "a.cstack"]).assert().code(0);
    larder(folder.path()).args(["check", "--bindings", "uniffi", "a.cstack"]).assert().code(1).stdout("").stderr(
        "error[platform-name]: Swift has a type `Task` of its own\n --> a.cstack:1:7\n  |\n1 | model Task {\n  |       \
         ^^^^\n  |\n  = help: give it another name there: `@@foreign(\"MyTask\")`\n\n",
    );
}

#[test]
fn a_schema_with_names_of_its_own_is_ready_for_bindings() {
    let folder = folder(&[
        ("a.cstack", CLEAN.as_bytes()),
        ("b.cstack", b"model Task {\n  id Int @id\n  @@foreign(\"Chore\")\n}\n"),
    ]);

    larder(folder.path())
        .args(["check", "--bindings", "uniffi", "a.cstack", "b.cstack"])
        .assert()
        .code(0)
        .stdout("")
        .stderr("");
}

#[test]
fn json_is_one_array_over_all_files() {
    let folder = folder(&[("a.cstack", WARNED.as_bytes()), ("b.cstack", WRONG.as_bytes())]);

    let output = larder(folder.path())
        .args(["check", "--format", "json", "a.cstack", "b.cstack"])
        .assert()
        .code(1)
        .stderr("")
        .get_output()
        .clone();

    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found.as_array().map(Vec::len), Some(4));
    assert_eq!(
        found[0],
        serde_json::json!({
            "severity": "warning", "file": "a.cstack", "line": 3, "column": 3, "endLine": 3, "endColumn": 10,
            "message": "`@@audit` has no effect on the device yet", "help": null, "code": "no-effect"
        })
    );
    assert_eq!(
        found[2],
        serde_json::json!({
            "severity": "error", "file": "b.cstack", "line": 3, "column": 7, "endLine": 3, "endColumn": 12,
            "message": "unknown type `Sting`", "help": "did you mean `String`?", "code": "unknown-type"
        })
    );
}

#[test]
fn json_of_nothing_is_an_empty_array() {
    let folder = folder(&[("a.cstack", CLEAN.as_bytes())]);

    larder(folder.path()).args(["check", "--format", "json", "a.cstack"]).assert().code(0).stdout("[]\n");
}

#[test]
fn a_file_that_is_not_utf8_is_a_schema_with_an_error() {
    let folder = folder(&[("a.cstack", b"model \xff")]);

    let output = larder(folder.path()).args(["check", "a.cstack"]).assert().code(1).get_output().clone();

    let shown = String::from_utf8(output.stderr).unwrap();
    assert!(shown.starts_with("error[not-utf8]: the file is not UTF-8\n --> a.cstack:1:7\n"), "{shown}");
}

#[test]
fn a_file_that_is_not_there_is_a_failure_of_use() {
    let folder = folder(&[]);

    let output = larder(folder.path()).args(["check", "a.cstack"]).assert().code(2).get_output().clone();

    let shown = String::from_utf8(output.stderr).unwrap();
    assert!(shown.starts_with("larder: cannot read a.cstack: "), "{shown}");
}

#[test]
fn a_command_line_that_means_nothing_is_a_failure_of_use() {
    let folder = folder(&[]);

    larder(folder.path()).arg("check").assert().code(2);
    larder(folder.path()).arg("chek").assert().code(2);
    larder(folder.path()).args(["check", "--format", "xml", "a"]).assert().code(2);
    larder(folder.path()).args(["check", "--bindings", "swift", "a"]).assert().code(2);
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure_and_no_panic() {
    let folder = folder(&[("a.cstack", CLEAN.as_bytes())]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();

    let output = std::process::Command::new(env!("CARGO_BIN_EXE_larder"))
        .current_dir(folder.path())
        .args(["check", "--format", "json", "a.cstack"])
        .stdout(full)
        .stderr(std::process::Stdio::piped())
        .output()
        .unwrap();

    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("larder: cannot write the output: "));
}
