//! `include_embedded_schema!` as a user's crate meets it: under another name, with an edited schema, with a wrong one.
#![allow(clippy::unwrap_used, reason = "a test stops where its world breaks")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const SCHEMA: &str = "model Note {\n  id Int @id @default(autoincrement())\n  title String\n}\n";

const MAIN: &str = "storage::include_embedded_schema!(\"schema.cstack\");\n\
             fn main() -> Result<(), storage::RusqliteError> {\n\
                 let runtime = storage::RusqliteRuntime::open_in_memory()?;\n\
                 cratestack_schema::bootstrap(&runtime)?;\n\
                 let notes = storage::ModelDelegate::new(&runtime, &cratestack_schema::NOTE_MODEL);\n\
                 let note = notes.create(cratestack_schema::CreateNoteInput::builder().title(\"a\").build()).run()?;\n\
                 println!(\"{note:?}\");\n\
                 Ok(())\n\
             }\n";

/// A crate outside the workspace, with its lock file, that depends on the runtime under a name of its own.
struct Fixture(tempfile::TempDir);

impl Fixture {
    fn new(name: &str, schema: &str, main: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let fixture = Self(tempfile::tempdir().unwrap());
        fixture.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"uses_{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                 {name} = {{ package = \"larder\", path = {root:?} }}\n\n[workspace]\n"
            ),
        );
        fs::copy(root.join("Cargo.lock"), fixture.path("Cargo.lock")).unwrap();
        fixture.write("schema.cstack", schema);
        fixture.write("src/main.rs", main);
        fixture
    }

    /// A crate with bindings, whose dependency on the runtime has this feature or none.
    fn with_bindings(schema: &str, features: &str) -> Self {
        let main = "uniffi::setup_scaffolding!();\n\
                    larder::include_embedded_schema!(\"schema.cstack\", bindings = uniffi);\n\
                    fn main() {}\n";
        let fixture = Self::new("larder", schema, main);
        let manifest = fs::read_to_string(fixture.path("Cargo.toml")).unwrap();
        let runtime = "package = \"larder\"";
        let manifest = manifest.replace(runtime, &format!("{runtime}, features = [{features}]")).replace(
            "[dependencies]",
            "[dependencies]\nuniffi = { version = \"0.32.2\", default-features = false }",
        );
        fixture.write("Cargo.toml", &manifest);
        fixture
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self) -> Output {
        Command::new(env!("CARGO"))
            .args(["run", "--quiet"])
            .current_dir(self.0.path())
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixture"))
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .unwrap()
    }

    fn prints(&self, expected: &str) {
        let output = self.run();
        assert_eq!(
            String::from_utf8(output.stdout).unwrap(),
            expected,
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn it_works_under_another_name_rebuilds_with_the_schema_and_reports_every_mistake() {
    let fixture = Fixture::new("storage", SCHEMA, MAIN);
    fixture.prints("Note { id: 1, title: \"a\" }\n");

    fixture
        .write("schema.cstack", &SCHEMA.replace("title String\n", "title String\n  stars Int @default(3)\n"));
    fixture.prints("Note { id: 1, title: \"a\", stars: 3 }\n");

    fixture.write("schema.cstack", "model Note {\n  id Int @id\n  title Sting\n  rank Int @lenght(1)\n}\n");
    let refused = fixture.run();
    let shown = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success());
    for expected in ["schema.cstack:3:9", "`String`", "schema.cstack:4:12", "did you mean `length`"] {
        assert!(shown.contains(expected), "{expected} is not in:\n{shown}");
    }

    fixture.write("schema.cstack", SCHEMA);
    fixture.prints("Note { id: 1, title: \"a\" }\n");
}

#[test]
fn the_example_of_the_readme_runs_as_written() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let block = |begin: &str| {
        let (_, rest) = readme.split_once(begin).unwrap();
        rest.split_once("```").unwrap().0.to_owned()
    };

    let fixture = Fixture::new("larder", &format!("model{}", block("```\nmodel")), &block("```rust\n"));

    fixture.prints("Buy milk\n");
    assert!(fixture.path("notes.db").exists());
}

#[test]
fn the_bindings_of_hostile_names_compile() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/codegen/tests/schemas/hostile.cstack");

    let fixture = Fixture::with_bindings(&fs::read_to_string(schema).unwrap(), "\"uniffi\"");

    fixture.prints("");
}

#[test]
fn bindings_without_their_feature_are_one_clear_error() {
    let fixture = Fixture::with_bindings(SCHEMA, "");

    let refused = fixture.run();

    let shown = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success());
    let expected = "`bindings = uniffi` needs the feature `uniffi` of the crate larder";
    assert!(shown.contains(expected), "{expected} is not in:\n{shown}");
}
