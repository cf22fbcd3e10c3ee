//! What has no order is not compared by one, and what is no flag is not true.

use larder::FieldRef;

struct Note;

fn stars() -> FieldRef<Note, i64> {
    unreachable!()
}

fn pinned() -> FieldRef<Note, bool> {
    unreachable!()
}

fn main() {
    let _ = pinned().lt(true);
    let _ = pinned().between(false, true);
    let _ = stars().is_true();
}
