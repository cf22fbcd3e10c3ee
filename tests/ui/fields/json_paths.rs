//! Only a document has a path.

use larder::FieldRef;

struct Note;

fn stars() -> FieldRef<Note, i64> {
    unreachable!()
}

fn main() {
    let _ = stars().json_path("$.a");
    let _ = stars().json_has_key("a");
}
