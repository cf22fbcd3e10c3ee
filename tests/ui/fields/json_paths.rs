//! Only a document has a path.

use larder::FieldRef;

struct Note;

fn title() -> FieldRef<Note, String> {
    unreachable!()
}

fn main() {
    let _ = title().json_path("$.a");
    let _ = title().json_has_key("a");
}
