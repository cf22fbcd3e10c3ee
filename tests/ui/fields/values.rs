//! A value is of its field's type.

use larder::{FieldRef, FieldValue, Value, ValueError, ValueRef, coalesce};

struct Note;
struct Mood;
struct Size;

macro_rules! field_value {
    ($name:ident) => {
        impl FieldValue for $name {
            type Base = Self;

            fn into_stored(self) -> Result<Value, ValueError> {
                unreachable!()
            }

            fn from_stored(_: ValueRef<'_>) -> Result<Self, ValueError> {
                unreachable!()
            }
        }
    };
}

field_value!(Mood);
field_value!(Size);

fn mood() -> FieldRef<Note, Mood> {
    unreachable!()
}

fn title() -> FieldRef<Note, String> {
    unreachable!()
}

fn stars() -> FieldRef<Note, i64> {
    unreachable!()
}

fn main() {
    let _ = stars().eq("five");
    let _ = title().in_([1, 2]);
    let _ = stars().gt(1.5);
    let _ = mood().eq(Size);
    let _ = coalesce([title(), stars()]);
}
