//! What the scenario needs to know of each model: its types, its fields and its unique columns.

use larder::{
    ConflictTarget, CreateInput, FilterExpr, Key, ModelDelegate, ModelDescriptor, OrderBy, RusqliteError,
    UpdateInput, uuid::Uuid,
};
use notes::cratestack_schema::{
    self as schema, Attachment, Note, NoteTag, NoteTagKey, Notebook, NotebookSummary, Tag, TagUse,
    attachment, note, note_tag, notebook, notebook_summary, tag, tag_use,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    filters::{Ask, by, by_path, by_related},
    verbs::read,
};

/// A model or a view of the schema.
pub(crate) trait Rows: Serialize + Sized + 'static {
    type Key: 'static;

    fn model() -> &'static ModelDescriptor<Self, Self::Key>;

    /// Looks for the row with this key, where there are keys.
    fn find_unique(
        rows: ModelDelegate<'_, Self, Self::Key>,
        key: &Value,
    ) -> Result<Option<Self>, RusqliteError>;

    /// Asks something of a field.
    fn ask(field: &str, ask: Ask<'_>) -> FilterExpr<Self>;

    /// Orders by a field.
    fn by(field: &str, order: &Value) -> OrderBy<Self>;
}

/// A model of the schema.
pub(crate) trait Subject: Rows<Key: Key + DeserializeOwned> {
    type Create: CreateInput<Model = Self> + DeserializeOwned;
    type Update: UpdateInput<Model = Self> + DeserializeOwned;

    /// Names the unique columns of an upsert.
    fn conflict(name: &str) -> ConflictTarget<Self>;

    /// Gives a field a number that JSON has no word for.
    fn set_float(_input: &mut Self::Create, field: &str, _number: f64) {
        panic!("{field} is no float");
    }
}

macro_rules! rows {
    (
        $model:ident $module:ident $descriptor:expr, $key:ty, $find_unique:expr,
        fields { $($name:literal => $field:ident $kind:ident,)* }
        nullable { $($nullable_name:literal => $nullable:ident $nullable_kind:ident,)* }
        paths { $($path_name:literal => $path:ident,)* }
        one { $($one_name:literal => $one:ident,)* }
        many { $($many_name:literal => $many:ident,)* }
    ) => {
        impl Rows for $model {
            type Key = $key;

            fn model() -> &'static ModelDescriptor<Self, Self::Key> {
                &$descriptor
            }

            fn find_unique(
                rows: ModelDelegate<'_, Self, Self::Key>,
                key: &Value,
            ) -> Result<Option<Self>, RusqliteError> {
                $find_unique(rows, key)
            }

            fn ask(field: &str, ask: Ask<'_>) -> FilterExpr<Self> {
                match field {
                    $($name => ask.$kind($module::$field()),)*
                    $($nullable_name => ask.nullable($module::$nullable(), Ask::$nullable_kind),)*
                    $($one_name => ask.one(&$module::$one()),)*
                    $($many_name => ask.many(&$module::$many()),)*
                    other => panic!("{} has no filter on {other}", stringify!($model)),
                }
            }

            fn by(field: &str, order: &Value) -> OrderBy<Self> {
                match field {
                    $($name => by($module::$field(), order),)*
                    $($nullable_name => by($module::$nullable(), order),)*
                    $($path_name => by_path($module::$path(), order),)*
                    $($one_name => by_related(&$module::$one(), order),)*
                    other => panic!("{} has no order by {other}", stringify!($model)),
                }
            }
        }
    };
}

fn by_key<S: Subject>(rows: ModelDelegate<'_, S, S::Key>, key: &Value) -> Result<Option<S>, RusqliteError> {
    rows.find_unique(read(key)).run()
}

macro_rules! subject {
    (
        $model:ident $module:ident $descriptor:ident, $key:ty, $create:ident, $update:ident,
        fields { $($fields:tt)* }
        nullable { $($nullable:tt)* }
        paths { $($paths:tt)* }
        one { $($one:tt)* }
        many { $($many:tt)* }
        conflicts { $($conflict:literal => $target:expr,)* }
        $($more:item)?
    ) => {
        rows! {
            $model $module schema::$descriptor, $key, by_key::<$model>,
            fields { $($fields)* }
            nullable { $($nullable)* }
            paths { $($paths)* }
            one { $($one)* }
            many { $($many)* }
        }

        impl Subject for $model {
            type Create = schema::$create;
            type Update = schema::$update;

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
    paths {}
    one {}
    many { "notes" => notes, }
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
        "cost" => cost ordered, "meta" => meta document, "deletedAt" => deleted_at ordered,
    }
    paths { "metaPath" => meta, }
    one { "notebook" => notebook, }
    many { "attachments" => attachments, "tags" => tags, }
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
    paths {}
    one {}
    many { "notes" => notes, }
    conflicts { "id" => tag::id(), "label" => tag::label(), }
}

subject! {
    NoteTag note_tag NOTE_TAG_MODEL, NoteTagKey, CreateNoteTagInput, UpdateNoteTagInput,
    fields { "noteId" => note_id ordered, "tagId" => tag_id ordered, "addedAt" => added_at ordered, }
    nullable {}
    paths {}
    one { "note" => note, "tag" => tag, }
    many {}
    conflicts { "noteIdTagId" => (note_tag::note_id(), note_tag::tag_id()), }
}

subject! {
    Attachment attachment ATTACHMENT_MODEL, String, CreateAttachmentInput, UpdateAttachmentInput,
    fields {
        "id" => id text, "noteId" => note_id ordered, "name" => name text, "mediaType" => media_type text,
        "size" => size ordered, "checksum" => checksum ordered,
    }
    nullable { "source" => source text, }
    paths {}
    one { "note" => note, }
    many {}
    conflicts { "id" => attachment::id(), "noteIdName" => (attachment::note_id(), attachment::name()), }
}

rows! {
    NotebookSummary notebook_summary schema::NOTEBOOK_SUMMARY_VIEW.rows, Uuid,
    |rows: ModelDelegate<'_, NotebookSummary, Uuid>, key: &Value| rows.find_unique(read(key)).run(),
    fields { "id" => id ordered, "name" => name text, "notes" => notes ordered, }
    nullable { "dearest" => dearest ordered, "lastWrittenAt" => last_written_at ordered, }
    paths {}
    one {}
    many {}
}

rows! {
    TagUse tag_use schema::TAG_USE_VIEW.rows, (),
    |_, _| panic!("the view has no key"),
    fields { "label" => label text, "noteTitle" => note_title text, }
    nullable {}
    paths {}
    one {}
    many {}
}
