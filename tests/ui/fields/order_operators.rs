//! What has no order is not compared by one, and what is no flag is not true.

use larder::FieldRef;

struct Note;

fn title() -> FieldRef<Note, String> {
    unreachable!()
}

fn pinned() -> FieldRef<Note, bool> {
    unreachable!()
}

fn main() {
    let _ = pinned().lt(true);
    let _ = pinned().between(false, true);
    let _ = title().is_true();
}
