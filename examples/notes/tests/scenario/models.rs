//! What the scenario needs to know of each model: its types, its fields and its unique columns.

use larder::{
    ConflictTarget, CreateInput, FilterExpr, Key, ModelDescriptor, OrderBy, UpdateInput, uuid::Uuid,
};
use notes::cratestack_schema::{
    self as schema, Attachment, Note, NoteTag, NoteTagKey, Notebook, Tag, attachment, note, note_tag,
    notebook, tag,
};
use serde::{Serialize, de::DeserializeOwned};

use super::filters::{Ask, by};

/// A model of the schema.
pub(crate) trait Subject: Serialize + 'static {
    type Key: Key + DeserializeOwned;
    type Create: CreateInput<Model = Self> + DeserializeOwned;
    type Update: UpdateInput<Model = Self> + DeserializeOwned;

    fn model() -> &'static ModelDescriptor<Self, Self::Key>
    where
        Self: Sized;

    /// Asks something of a field.
    fn ask(field: &str, ask: Ask<'_>) -> FilterExpr<Self>
    where
        Self: Sized;

    /// Orders by a field.
    fn by(field: &str, order: &str) -> OrderBy<Self>
    where
        Self: Sized;

    /// Names the unique columns of an upsert.
    fn conflict(name: &str) -> ConflictTarget<Self>
    where
        Self: Sized;

    /// Gives a field a number that JSON has no word for.
    fn set_float(_input: &mut Self::Create, field: &str, _number: f64) {
        panic!("{field} is no float");
    }
}

macro_rules! subject {
    (
        $model:ident $module:ident $descriptor:ident, $key:ty, $create:ident, $update:ident,
        fields { $($name:literal => $field:ident $kind:ident,)* }
        nullable { $($nullable_name:literal => $nullable:ident $nullable_kind:ident,)* }
        conflicts { $($conflict:literal => $target:expr,)* }
        $($more:item)?
    ) => {
        impl Subject for $model {
            type Key = $key;
            type Create = schema::$create;
            type Update = schema::$update;

            fn model() -> &'static ModelDescriptor<Self, Self::Key> {
                &schema::$descriptor
            }

            fn ask(field: &str, ask: Ask<'_>) -> FilterExpr<Self> {
                match field {
                    $($name => ask.$kind($module::$field()),)*
                    $($nullable_name => ask.nullable($module::$nullable(), Ask::$nullable_kind),)*
                    other => panic!("{} has no filter on {other}", stringify!($model)),
                }
            }

            fn by(field: &str, order: &str) -> OrderBy<Self> {
                match field {
                    $($name => by($module::$field(), order),)*
                    $($nullable_name => by($module::$nullable(), order),)*
                    other => panic!("{} has no order by {other}", stringify!($model)),
                }
            }

            fn conflict(name: &str) -> ConflictTarget<Self> {
                match name {
                    $($conflict => ConflictTarget::from($target),)*
                    other => panic!("{} has no unique columns {other}", stringify!($model)),
                }
            }

            $($more)?
        }
    };
}

subject! {
    Notebook notebook NOTEBOOK_MODEL, Uuid, CreateNotebookInput, UpdateNotebookInput,
    fields { "id" => id ordered, "name" => name text, "createdAt" => created_at ordered, }
    nullable { "hue" => hue scalar, "budget" => budget ordered, }
    conflicts { "id" => notebook::id(), "name" => notebook::name(), }
}

subject! {
    Note note NOTE_MODEL, Uuid, CreateNoteInput, UpdateNoteInput,
    fields {
        "id" => id ordered, "title" => title text, "body" => body text, "pinned" => pinned boolean,
        "priority" => priority scalar, "position" => position ordered, "wordCount" => word_count ordered,
        "version" => version ordered, "createdAt" => created_at ordered, "updatedAt" => updated_at ordered,
    }
    nullable {
        "notebookId" => notebook_id ordered, "summary" => summary text, "dueAt" => due_at ordered,
        "cost" => cost ordered, "meta" => meta scalar, "deletedAt" => deleted_at ordered,
    }
    conflicts { "id" => note::id(), }
    fn set_float(input: &mut Self::Create, field: &str, number: f64) {
        assert_eq!(field, "position");
        input.position = Some(number);
    }
}

subject! {
    Tag tag TAG_MODEL, i64, CreateTagInput, UpdateTagInput,
    fields { "id" => id ordered, "label" => label text, }
    nullable { "hue" => hue scalar, }
    conflicts { "id" => tag::id(), "label" => tag::label(), }
}

subject! {
    NoteTag note_tag NOTE_TAG_MODEL, NoteTagKey, CreateNoteTagInput, UpdateNoteTagInput,
    fields { "noteId" => note_id ordered, "tagId" => tag_id ordered, "addedAt" => added_at ordered, }
    nullable {}
    conflicts { "noteIdTagId" => (note_tag::note_id(), note_tag::tag_id()), }
}

subject! {
    Attachment attachment ATTACHMENT_MODEL, String, CreateAttachmentInput, UpdateAttachmentInput,
    fields {
        "id" => id text, "noteId" => note_id ordered, "name" => name text, "mediaType" => media_type text,
        "size" => size ordered, "checksum" => checksum ordered,
    }
    nullable { "source" => source text, }
    conflicts { "id" => attachment::id(), "noteIdName" => (attachment::note_id(), attachment::name()), }
}
