//! Opens the database of the notes app in Rust, shows what is there and adds a note: `tour FILE`.
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use larder::{ModelDelegate, RusqliteError, RusqliteRuntime};
use notes::cratestack_schema::{self, CreateNoteInput, NOTE_MODEL, note};

fn main() -> Result<(), RusqliteError> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "notes.db".to_owned());
    let runtime = RusqliteRuntime::open(path)?;
    cratestack_schema::bootstrap(&runtime)?;
    let notes = ModelDelegate::new(&runtime, &NOTE_MODEL);

    for note in notes.find_many().order_by(note::created_at().asc()).run()? {
        println!("  Rust reads:   {} (version {})", note.title, note.version);
    }
    let written = notes.create(CreateNoteInput::builder().title("Written in Rust").build()).run()?;
    println!("  Rust writes:  {}", written.title);
    Ok(())
}
