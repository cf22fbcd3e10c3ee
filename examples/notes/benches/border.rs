//! What the calls that `cargo xtask cost` compares take in Rust, without a border: the same data, the same work.
//! One line of JSON an operation, the median of 21 rounds after a warm-up, in nanoseconds a call.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that measures stops where it is wrong"
)]

use std::hint::black_box;
use std::time::Instant;

use larder::{ModelDelegate, RusqliteRuntime};
use notes::cratestack_schema::{
    ATTACHMENT_MODEL, CreateAttachmentInput, CreateNoteInput, CreateTagInput, Hue, NOTE_MODEL, TAG_MODEL,
    UpdateTagInput, attachment, bootstrap,
};

/// Enough rounds that one that was interrupted is not the median.
const ROUNDS: usize = 21;
/// Rows of seven fields.
const ROWS: usize = 10_000;

fn main() {
    let runtime = RusqliteRuntime::open_in_memory().unwrap();
    bootstrap(&runtime).unwrap();
    let attachments = ModelDelegate::new(&runtime, &ATTACHMENT_MODEL);
    let tags = ModelDelegate::new(&runtime, &TAG_MODEL);
    let note = CreateNoteInput::builder().title("What a call costs").build();
    let note = ModelDelegate::new(&runtime, &NOTE_MODEL).create(note).run().unwrap();
    let rows = (0..ROWS).map(|index| {
        CreateAttachmentInput::builder()
            .note_id(note.id)
            .name(format!("attachment-{index}.txt"))
            .media_type("text/plain")
            .size(i64::try_from(index).unwrap())
            .checksum(vec![u8::try_from(index % 256).unwrap(); 32])
            .source(format!("https://example.org/{index}"))
            .build()
    });
    attachments.create_many(rows).execute().unwrap();
    let page = || attachments.find_many().order_by(attachment::id().asc()).limit(50);
    let id = page().run().unwrap().swap_remove(0).id;
    let tag = tags.create(CreateTagInput::builder().label("tag").build()).run().unwrap().id;

    measure("empty_call", 100_000, || {
        black_box(notes::empty_call)();
        true
    });
    measure("point_read", 1_000, || attachments.find_unique(id.clone()).run().unwrap().unwrap().id == id);
    measure("page_of_50", 100, || page().run().unwrap().len() == 50);
    measure("rows_10000", 1, || attachments.find_many().run().unwrap().len() == ROWS);
    measure("write", 1_000, || {
        let green = UpdateTagInput { hue: Some(Some(Hue::GREEN)), ..Default::default() };
        tags.update(tag).set(green).run().unwrap().hue == Some(Hue::GREEN)
    });
}

/// A round makes so many calls that the clock's own steps do not show; the first round warms up.
fn measure(operation: &str, calls: u32, mut call: impl FnMut() -> bool) {
    let mut costs: Vec<u128> = (0..=ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            let holds = (0..calls).fold(true, |holds, _| black_box(call()) && holds);
            let picoseconds = begun.elapsed().as_nanos() * 1000 / u128::from(calls);
            assert!(holds, "{operation} gave something else than expected");
            picoseconds
        })
        .skip(1)
        .collect();
    costs.sort_unstable();
    let nanoseconds = (costs[ROUNDS / 2] + 500) / 1000;
    println!("{{\"operation\":\"{operation}\",\"nanoseconds\":{nanoseconds}}}");
}
