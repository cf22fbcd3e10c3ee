//! A filter, an order and an include are of the model that is asked for.

use larder::{FieldRef, ModelDelegate, ToMany, ToOne};

struct Note;
struct Notebook;

fn title() -> FieldRef<Note, String> {
    unreachable!()
}

fn name() -> FieldRef<Notebook, String> {
    unreachable!()
}

fn notebook() -> ToOne<Note, Notebook> {
    unreachable!()
}

fn notes() -> ToMany<Notebook, Note> {
    unreachable!()
}

fn all() -> ModelDelegate<'static, Note, i64> {
    unreachable!()
}

fn main() {
    let _ = all().find_many().where_(name().eq("Home"));
    let _ = all().find_many().order_by(name().asc());
    let _ = title().eq("a").and(name().eq("Home"));
    let _ = notes().some(name().eq("Home"));
    let _ = notebook().is(title().eq("a"));
    let _ = notes().as_include().order_by(name().asc());
    let _ = all().find_many().include(notes().as_include()).run();
}
