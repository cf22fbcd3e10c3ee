//! Plays the steps one after the other on a database file of their own, and keeps what they gave.

use std::{
    collections::HashMap,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use larder::{
    ModelDelegate, RusqliteError, RusqliteRuntime, Target, Transaction,
    ffi::{self, StoreError},
};
use notes::cratestack_schema::{
    self as schema, Attachment, CreateTagInput, Note, NoteTag, Notebook, NotebookSummary, TAG_MODEL, Tag,
    TagUse,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    agreement::agrees,
    error,
    forms::{Saved, resolved},
    live::Watched,
    models::Rows,
    questions, verbs,
};

/// A database and what its steps gave so far.
pub(crate) struct Player {
    folder: TempDir,
    runtime: RusqliteRuntime,
    live: HashMap<String, Watched>,
    record: Record,
}

/// What the steps gave.
#[derive(Default)]
struct Record {
    saved: Saved,
    agreed: usize,
    failures: Vec<String>,
}

/// The host's own error, thrown by the body of a transaction.
#[derive(Debug)]
struct HostError;

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body gave up")
    }
}

impl std::error::Error for HostError {}

impl Player {
    /// Opens a new file.
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = open(&file(&folder)).unwrap();
        Self { folder, runtime, live: HashMap::new(), record: Record::default() }
    }

    /// Plays a step.
    pub(crate) fn play(&mut self, step: &Value) {
        let outcome = match text(step, "call") {
            "reopen" => self.reopen(),
            "shutdown" => self.runtime.close().map(|()| Value::Null).map_err(StoreError::from),
            "openNowhere" => {
                let path = self.folder.path().join("no such folder").join("notes.db");
                open(&path).map(|_| Value::Null).map_err(StoreError::from)
            }
            "panic" => panic_inside(&self.runtime),
            "suspend" => suspend(&self.runtime, step),
            "resume" => self.runtime.resume().map(|()| Value::Null).map_err(StoreError::from),
            "read" => read(&self.runtime, &mut self.record, step),
            "live" => {
                let watched =
                    Watched::begin(&self.runtime, step["steps"].as_array().unwrap(), &self.record.saved);
                self.live.insert(text(step, "as").to_owned(), watched);
                Ok(Value::Null)
            }
            "next" => self.live[text(step, "of")].next(),
            "cancel" => {
                self.live.get_mut(text(step, "of")).unwrap().cancel();
                Ok(Value::Null)
            }
            "transaction" => transaction(&self.runtime, &mut self.record, step),
            _ => call(Target::from(&self.runtime), step, &self.record.saved),
        };
        self.record.note(step, outcome);
    }

    /// Gives how many steps agree, those of transactions included.
    pub(crate) fn agreed(&self) -> usize {
        self.record.agreed
    }

    /// Gives what each step that does not agree expected and got.
    pub(crate) fn failures(&self) -> &[String] {
        &self.record.failures
    }

    fn reopen(&mut self) -> Result<Value, StoreError> {
        self.runtime.close()?;
        self.runtime = open(&file(&self.folder))?;
        Ok(Value::Null)
    }
}

impl Record {
    /// Compares what a step gave with what it expects.
    fn note(&mut self, step: &Value, outcome: Result<Value, StoreError>) {
        let (given, kind) = match outcome {
            Ok(value) => (value, "expect"),
            Err(error) => (error::shown(error), "error"),
        };
        if let Some(name) = step.get("save") {
            self.saved.insert(name.as_str().unwrap().to_owned(), given.clone());
        }
        let expected = ["expect", "error"].into_iter().find_map(|kind| Some((kind, step.get(kind)?)));
        let agree = match expected {
            Some((wanted, form)) => wanted == kind && agrees(&resolved(form, &self.saved), &given),
            None => kind == "expect",
        };
        if agree {
            self.agreed += 1;
            return;
        }
        let wanted = expected.map_or_else(|| "success".to_owned(), |(kind, form)| format!("{kind} {form}"));
        self.failures
            .push(format!("{}\n  expected: {wanted}\n  actual:   {kind} {given}", text(step, "name")));
    }
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("notes.db")
}

fn open(path: &Path) -> Result<RusqliteRuntime, RusqliteError> {
    let runtime = RusqliteRuntime::open(path)?;
    schema::bootstrap(&runtime)?;
    Ok(runtime)
}

fn text<'s>(step: &'s Value, member: &str) -> &'s str {
    step[member].as_str().unwrap_or_else(|| panic!("a step needs {member}: {step}"))
}

/// Runs the call of a step on a model.
pub(super) fn call(target: Target<'_>, step: &Value, saved: &Saved) -> Result<Value, StoreError> {
    let name = text(step, "call");
    let arguments = [
        "id",
        "ids",
        "with",
        "items",
        "where",
        "query",
        "page",
        "start",
        "include",
        "columns",
        "options",
        "snippet",
        "sql",
        "params",
        "ifMatch",
        "onConflict",
    ];
    let step: Value = arguments
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), resolved(step.get(name)?, saved))))
        .collect::<serde_json::Map<_, _>>()
        .into();
    if let Some(answer) = questions::ask(target, name, &step) {
        return answer;
    }
    let (model, verb) = name.split_once('.').unwrap_or_else(|| panic!("no call {name}"));
    match model {
        "notebook" => verbs::run::<Notebook>(target, verb, &step),
        "note" => verbs::run::<Note>(target, verb, &step),
        "tag" => verbs::run::<Tag>(target, verb, &step),
        "noteTag" => verbs::run::<NoteTag>(target, verb, &step),
        "attachment" => verbs::run::<Attachment>(target, verb, &step),
        "notebookSummary" => view::<NotebookSummary>(target, verb, &step),
        "tagUse" => view::<TagUse>(target, verb, &step),
        other => panic!("no model {other}"),
    }
}

fn view<S: Rows>(target: Target<'_>, verb: &str, step: &Value) -> Result<Value, StoreError> {
    verbs::read_rows::<S>(ModelDelegate::new(target, S::model()), verb, step)
}

/// The core takes no duration below zero, so that it is the border's to refuse one.
fn suspend(runtime: &RusqliteRuntime, step: &Value) -> Result<Value, StoreError> {
    ffi::suspend(runtime, step["deadlineMillis"].as_i64().unwrap()).map(|()| Value::Null)
}

/// Plays the steps of a snapshot.
fn read(runtime: &RusqliteRuntime, record: &mut Record, step: &Value) -> Result<Value, StoreError> {
    let outcome = runtime.read(|snapshot| {
        for step in step["steps"].as_array().unwrap() {
            let outcome = call(Target::from(snapshot), step, &record.saved);
            record.note(step, outcome);
        }
        Ok(Value::Null)
    });
    Ok(outcome?)
}

/// Plays the steps of a transaction. The error that its body throws must come back as itself.
fn transaction(runtime: &RusqliteRuntime, record: &mut Record, step: &Value) -> Result<Value, StoreError> {
    let throws = step.get("throws") == Some(&json!(true));
    let outcome = runtime.transaction(|transaction: &Transaction<'_>| {
        if step.get("deferForeignKeys") == Some(&json!(true)) {
            transaction.defer_foreign_keys()?;
        }
        for step in step["steps"].as_array().unwrap() {
            let target = match step.get("on") {
                Some(database) => {
                    assert_eq!(database, "database");
                    Target::from(runtime)
                }
                None => Target::from(transaction),
            };
            let outcome = call(target, step, &record.saved);
            record.note(step, outcome);
        }
        if throws { Err(RusqliteError::aborted(HostError)) } else { Ok(()) }
    });
    match outcome {
        Err(RusqliteError::Aborted { source }) if throws && source.is::<HostError>() => Ok(Value::Null),
        Ok(()) if throws => panic!("the transaction kept the error of its body"),
        outcome => outcome.map(|()| Value::Null).map_err(StoreError::from),
    }
}

/// Does in Rust what `panic_drill` does for the other languages: writes, panics, and catches it outside.
fn panic_inside(runtime: &RusqliteRuntime) -> Result<Value, StoreError> {
    let drill = || {
        runtime.transaction(|transaction| {
            let tag = CreateTagInput::builder().label("never-seen").build();
            ModelDelegate::new(transaction, &TAG_MODEL).create(tag).run()?;
            panic!("this is a drill")
        })
    };
    match catch_unwind(AssertUnwindSafe(drill)) {
        Ok(outcome) => outcome.map_err(StoreError::from),
        Err(panic) => Err(StoreError::Panicked { reason: (*panic.downcast::<&str>().unwrap()).to_owned() }),
    }
}
