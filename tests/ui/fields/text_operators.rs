//! A text is looked for in a text alone.

use larder::FieldRef;

struct Note;

fn stars() -> FieldRef<Note, i64> {
    unreachable!()
}

fn pinned() -> FieldRef<Note, bool> {
    unreachable!()
}

fn main() {
    let _ = stars().contains("a");
    let _ = pinned().starts_with_ignore_case("a");
}
