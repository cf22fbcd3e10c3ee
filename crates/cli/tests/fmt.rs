//! `larder fmt` as a program: what it does to files and how it exits.

#![allow(clippy::unwrap_used, reason = "a test stops where its world cannot be made")]

use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const LOOSE: &str = "model  Note{ id Int @id\r\n title   String // what\r\n}";
const CANONICAL: &str = "model Note {\n  id    Int @id\n  title String // what\n}\n";

fn larder(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_larder"));
    command.current_dir(folder);
    command
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn text(folder: &TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn files_are_rewritten_in_place_and_nothing_else_is_left() {
    let folder = folder(&[("a.cstack", LOOSE), ("b.cstack", CANONICAL)]);

    larder(folder.path()).args(["fmt", "a.cstack", "b.cstack"]).assert().code(0).stdout("").stderr("");

    assert_eq!(text(&folder, "a.cstack"), CANONICAL);
    assert_eq!(text(&folder, "b.cstack"), CANONICAL);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn check_names_the_files_and_changes_nothing() {
    let folder = folder(&[("a.cstack", LOOSE), ("b.cstack", CANONICAL)]);

    larder(folder.path())
        .args(["fmt", "--check", "a.cstack", "b.cstack"])
        .assert()
        .code(1)
        .stdout("a.cstack\n");
    larder(folder.path()).args(["fmt", "--check", "b.cstack"]).assert().code(0).stdout("");

    assert_eq!(text(&folder, "a.cstack"), LOOSE);
}

#[test]
fn stdout_shows_the_result_and_changes_nothing() {
    let folder = folder(&[("a.cstack", LOOSE)]);

    larder(folder.path()).args(["fmt", "--stdout", "a.cstack"]).assert().code(0).stdout(CANONICAL);

    assert_eq!(text(&folder, "a.cstack"), LOOSE);
}

#[test]
fn a_file_that_cannot_be_read_as_a_schema_stays_as_it_is() {
    let folder = folder(&[("a.cstack", "model {"), ("b.cstack", LOOSE)]);

    let output =
        larder(folder.path()).args(["fmt", "a.cstack", "b.cstack"]).assert().code(1).get_output().clone();

    assert!(String::from_utf8(output.stderr).unwrap().contains(" --> a.cstack:1:7\n"));
    assert_eq!(text(&folder, "a.cstack"), "model {");
    assert_eq!(text(&folder, "b.cstack"), CANONICAL);
}

#[test]
fn a_schema_with_errors_that_can_be_read_is_formatted() {
    let folder = folder(&[("a.cstack", "model A{ a Unknown }")]);

    larder(folder.path()).args(["fmt", "a.cstack"]).assert().code(0);

    assert_eq!(text(&folder, "a.cstack"), "model A {\n  a Unknown\n}\n");
}

#[test]
fn a_missing_file_and_two_modes_at_once_are_failures_of_use() {
    let folder = folder(&[]);

    larder(folder.path()).args(["fmt", "a.cstack"]).assert().code(2);
    larder(folder.path()).args(["fmt", "--check", "--stdout", "a.cstack"]).assert().code(2);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder(&[("a.cstack", LOOSE)]);
    let file = folder.path().join("a.cstack");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink("a.cstack", folder.path().join("link.cstack")).unwrap();

    larder(folder.path()).args(["fmt", "link.cstack"]).assert().code(0);

    assert_eq!(text(&folder, "a.cstack"), CANONICAL);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(std::fs::symlink_metadata(folder.path().join("link.cstack")).unwrap().is_symlink());
}
