//! The async guide from top to bottom, with the crate under the guide's own name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

extern crate larder as cratestack_rusqlite;

use std::sync::Arc;

use cratestack_rusqlite::{ModelDelegate, RusqliteError, RusqliteRuntime};

mod schema {
    cratestack_rusqlite::include_embedded_schema!("tests/schemas/notes.cstack");
}
use schema::cratestack_schema::{self, CreateNoteInput, Note, note};

/// "Offline-first": the synchronous shape, straight on the calling thread.
#[test]
fn the_synchronous_shape() -> Result<(), RusqliteError> {
    let runtime = RusqliteRuntime::open_in_memory()?;
    cratestack_schema::bootstrap(&runtime)?;

    let notes = ModelDelegate::new(&runtime, &cratestack_schema::NOTE_MODEL);
    let created = notes.create(CreateNoteInput::builder().title("Hello").build()).run()?;

    assert_eq!(notes.find_unique(created.id).run()?, Some(created));
    Ok(())
}

#[cfg(feature = "tokio")]
mod asynchronous {
    use super::*;

    type Failure = Box<dyn std::error::Error + Send + Sync>;

    fn open() -> Result<Arc<RusqliteRuntime>, RusqliteError> {
        let runtime = Arc::new(RusqliteRuntime::open_in_memory()?);
        cratestack_schema::bootstrap(&runtime)?;
        Ok(runtime)
    }

    /// "The `spawn_blocking` pattern": one hop, two question marks.
    async fn create_note(runtime: Arc<RusqliteRuntime>, input: CreateNoteInput) -> Result<Note, Failure> {
        let note = tokio::task::spawn_blocking(move || {
            let notes = ModelDelegate::new(&runtime, &cratestack_schema::NOTE_MODEL);
            notes.create(input).run()
        })
        .await??;
        Ok(note)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_spawn_blocking_pattern() -> Result<(), Failure> {
        let runtime = open()?;

        let note = create_note(runtime.clone(), CreateNoteInput::builder().title("Hello").build()).await?;

        assert_eq!(note.title, "Hello");
        Ok(())
    }

    /// "Bridging non-tokio threads": a thread of its own sends, a tokio task owns the database side.
    #[tokio::test(flavor = "multi_thread")]
    async fn bridging_a_foreign_thread() -> Result<(), Failure> {
        let runtime = open()?;
        let (events, mut received) = tokio::sync::mpsc::unbounded_channel::<String>();
        let native = std::thread::spawn(move || {
            for number in 0..10 {
                events.send(format!("event {number}")).expect("the task listens until the channel closes");
            }
        });

        while let Some(title) = received.recv().await {
            create_note(runtime.clone(), CreateNoteInput::builder().title(title).build()).await?;
        }
        native.join().expect("the thread ends");

        let notes = ModelDelegate::new(&runtime, &cratestack_schema::NOTE_MODEL);
        assert_eq!(notes.count().where_(note::title().starts_with("event ")).run()?, 10);
        Ok(())
    }
}
