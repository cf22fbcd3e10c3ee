//! A required field always holds something.

use larder::FieldRef;

struct Note;

fn title() -> FieldRef<Note, String> {
    unreachable!()
}

fn slug() -> FieldRef<Note, Option<String>> {
    unreachable!()
}

fn main() {
    let _ = slug().is_null();
    let _ = title().is_null();
    let _ = title().eq(None::<String>);
}
