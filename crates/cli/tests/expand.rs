//! `larder expand` and `larder ddl` as programs: what they print and how they exit.
#![allow(clippy::unwrap_used, reason = "a test stops where its world cannot be made")]

use assert_cmd::Command;
use tempfile::TempDir;

fn larder(verb: &str, schema: &str) -> assert_cmd::assert::Assert {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("a.cstack"), schema).unwrap();
    Command::new(env!("CARGO_BIN_EXE_larder")).current_dir(folder.path()).args([verb, "a.cstack"]).assert()
}

#[test]
fn ddl_prints_sql() {
    let schema = "model Note {\n  id Int @id\n  title String @unique\n  @@index([title])\n}\n";

    larder("ddl", schema).code(0).stderr("").stdout(
        r#"CREATE TABLE "notes" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "title" TEXT NOT NULL,
  UNIQUE ("title")
) STRICT;

CREATE INDEX "notes_title_idx" ON "notes" ("title");
"#,
    );
}

#[test]
fn expand_prints_rust() {
    let printed = larder("expand", "model Note {\n  id Int @id\n}\n").code(0).stderr("");

    let code = String::from_utf8(printed.get_output().stdout.clone()).unwrap();
    assert!(code.contains("pub mod cratestack_schema {"), "{code}");
    assert!(code.contains("include_str!(\"a.cstack\")"), "{code}");
    assert!(code.contains("pub const NOTE_MODEL: __larder::ModelDescriptor<Note, i64>"), "{code}");
}

#[test]
fn a_schema_with_errors_is_refused_with_its_diagnostics() {
    for verb in ["ddl", "expand"] {
        let refused = larder(verb, "model Note {\n  id Int @id\n  a Sting\n}\n").code(1).stdout("");

        let shown = String::from_utf8(refused.get_output().stderr.clone()).unwrap();
        assert!(shown.contains("a.cstack:3:5"), "{shown}");
    }
}
