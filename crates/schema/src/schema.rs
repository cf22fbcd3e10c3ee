//! The checked schema. Made by `check`, and only when no error was found; read by the code generator and
//! the DDL writer, which therefore never check again.
//!
//! Names are resolved and derived here once: indices point into the lists of [`Schema`] and [`Model`], and
//! every table, column, module and Rust name is the final one.

/// A whole schema file after its checks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schema {
    /// Enums, in the order of the file.
    pub enums: Vec<Enum>,
    /// `type` declarations, in the order of the file.
    pub types: Vec<Composite>,
    /// Models, in the order of the file, with their mixins' fields in place.
    pub models: Vec<Model>,
    /// Views, in the order of the file.
    pub views: Vec<View>,
}

/// An `enum`.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// The name in the schema and in Rust.
    pub name: String,
    /// The name in Swift and Kotlin.
    pub foreign_name: String,
    /// The lines of its `///` comment.
    pub docs: Vec<String>,
    /// The variants in order of declaration.
    pub variants: Vec<Variant>,
}

impl Enum {
    /// Whether values are stored as integers: every variant has an ordinal, or none has.
    pub fn has_ordinals(&self) -> bool {
        self.variants.iter().all(|variant| variant.ordinal.is_some())
    }
}

/// A variant of an [`Enum`].
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The name, the same in the schema, in storage and in Rust.
    pub name: String,
    /// The lines of its `///` comment.
    pub docs: Vec<String>,
    /// The stored integer, when the enum has ordinals.
    pub ordinal: Option<i64>,
}

/// A `type`: a struct that is stored as JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Composite {
    /// The name in the schema and in Rust.
    pub name: String,
    /// The name in Swift and Kotlin.
    pub foreign_name: String,
    /// The lines of its `///` comment.
    pub docs: Vec<String>,
    /// The fields in order of declaration; their `column` is not used.
    pub fields: Vec<Field>,
}

/// A model: one table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// The name in the schema and in Rust.
    pub name: String,
    /// The name in Swift and Kotlin.
    pub foreign_name: String,
    /// The lines of its `///` comment.
    pub docs: Vec<String>,
    /// The table in the database.
    pub table: String,
    /// The Rust module with the field accessors.
    pub module: String,
    /// The stored fields: those of the mixins first, in listed order, then the model's own.
    pub fields: Vec<Field>,
    /// The fields that name other models; none of them is a column.
    pub relations: Vec<Relation>,
    /// The primary key: positions in `fields`; more than one for `@@id([a, b])`.
    pub key: Vec<usize>,
    /// Unique constraints apart from the key: positions in `fields`.
    pub uniques: Vec<Vec<usize>>,
    /// Indexes: positions in `fields`.
    pub indexes: Vec<Vec<usize>>,
    /// The fields of `@@fulltext`: positions in `fields`; empty without one.
    pub fulltext: Vec<usize>,
    /// Present with `@@soft_delete`.
    pub soft_delete: Option<SoftDelete>,
    /// The `@version` field: a position in `fields`.
    pub version: Option<usize>,
    /// The days of `@@retain`.
    pub retain_days: Option<u32>,
    /// Whether `@@audit` is present.
    pub audit: bool,
    /// The events of `@@emit`, in the order written.
    pub emits: Vec<Event>,
    /// The former name, from `@@rename(from = "x")`.
    pub renamed_from: Option<String>,
}

/// Where a model with `@@soft_delete` keeps the time of deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoftDelete {
    /// The schema declares the field: its position in `fields`.
    Declared(usize),
    /// The schema does not declare it: a column `deleted_at` that no struct shows.
    Added,
}

/// A word of `@@emit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A row was created.
    Created,
    /// A row was updated.
    Updated,
    /// A row was deleted.
    Deleted,
}

/// A stored field of a model, a field of a `type`, or a column of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name in the schema and in JSON.
    pub name: String,
    /// The snake case name; a Rust keyword stays bare here and is written `r#...` by the code generator.
    pub rust_name: String,
    /// The column in the database.
    pub column: String,
    /// The lines of its `///` comment.
    pub docs: Vec<String>,
    /// What one value is.
    pub ty: Type,
    /// How many values there are.
    pub arity: Arity,
    /// `@default`.
    pub default: Option<DefaultValue>,
    /// Validators in the order written.
    pub validators: Vec<Validator>,
    /// `@updatedAt`.
    pub updated_at: bool,
    /// `@readonly`.
    pub readonly: bool,
    /// `@server_only`.
    pub server_only: bool,
    /// `@pii` or `@sensitive`.
    pub sensitive: bool,
    /// The former name, from `@rename(from = "x")`.
    pub renamed_from: Option<String>,
}

/// The type of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// A built-in scalar.
    Scalar(Scalar),
    /// A position in [`Schema::enums`].
    Enum(usize),
    /// A position in [`Schema::types`].
    Composite(usize),
}

/// The built-in scalars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// Text.
    String,
    /// Text that holds a collision-resistant id.
    Cuid,
    /// A 64-bit integer.
    Int,
    /// A 64-bit integer that is a string in JSON.
    BigInt,
    /// A 64-bit float.
    Float,
    /// True or false.
    Boolean,
    /// An instant, to the microsecond.
    DateTime,
    /// An exact decimal number.
    Decimal,
    /// Any JSON value.
    Json,
    /// Any bytes.
    Bytes,
    /// A UUID.
    Uuid,
}

/// How many values a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arity {
    /// Exactly one.
    Required,
    /// One or none (`?`).
    Optional,
    /// Any number, stored as a JSON array (`[]`).
    List,
}

/// What `@default` gives.
#[derive(Debug, Clone, PartialEq)]
pub enum DefaultValue {
    /// A string literal for String, Cuid, `DateTime`, Uuid, Bytes or Json, checked to fit the field's type.
    Text(String),
    /// An integer literal for Int, `BigInt`, Float or Decimal.
    Integer(i64),
    /// The digits of a number with a fraction, for Float or Decimal.
    Number(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A position in the variants of the field's enum.
    Variant(usize),
    /// `[]`: an empty list.
    EmptyList,
    /// `now()`.
    Now,
    /// `uuid()`: a time-ordered v7.
    Uuid,
    /// `cuid()`.
    Cuid,
    /// `autoincrement()`: the rowid of an `Int @id`.
    AutoIncrement,
    /// `dbgenerated()`: some other program fills it.
    DbGenerated,
    /// `auth().field`: the server fills it.
    Auth(String),
}

/// A rule for the values of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Validator {
    /// Characters of a String or bytes of a Bytes.
    Length {
        /// The least count.
        min: Option<u64>,
        /// The greatest count.
        max: Option<u64>,
    },
    /// Bounds of a number, as its digits in the schema; both are included.
    Range {
        /// The least value.
        min: Option<String>,
        /// The greatest value.
        max: Option<String>,
    },
    /// A pattern that some part of the text matches; checked to compile.
    Regex(String),
    /// An e-mail address.
    Email,
    /// An absolute URI.
    Uri,
    /// An ISO 4217 currency code.
    Iso4217,
}

/// A field that names another model.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// The name in the schema.
    pub name: String,
    /// The snake case name.
    pub rust_name: String,
    /// The lines of its `///` comment.
    pub docs: Vec<String>,
    /// A position in [`Schema::models`].
    pub target: usize,
    /// How many rows it reaches.
    pub arity: Arity,
    /// The foreign key, on the owning side.
    pub foreign_key: Option<ForeignKey>,
    /// The owning side, on the side without the key: a position in the target's `relations`.
    pub reverse: Option<usize>,
}

/// The foreign key of the owning side of a relation.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignKey {
    /// Positions in the owning model's `fields`.
    pub fields: Vec<usize>,
    /// Positions in the target model's `fields`, in the same order.
    pub references: Vec<usize>,
    /// What a delete of the target does.
    pub on_delete: Action,
    /// What a change of the target's key does.
    pub on_update: Action,
}

/// What a foreign key does when the row it names goes or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Do the same to this row.
    Cascade,
    /// Refuse at once.
    Restrict,
    /// Clear the key.
    SetNull,
    /// Give the key its default.
    SetDefault,
    /// Refuse when the statement ends (SQL's default, and ours).
    NoAction,
}

/// A view.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The name in the schema and in Rust.
    pub name: String,
    /// The name in Swift and Kotlin.
    pub foreign_name: String,
    /// The lines of its `///` comment.
    pub docs: Vec<String>,
    /// The view in the database.
    pub table: String,
    /// The Rust module with the field accessors.
    pub module: String,
    /// The models it reads: positions in [`Schema::models`].
    pub sources: Vec<usize>,
    /// The columns in order.
    pub fields: Vec<Field>,
    /// The unique field: a position in `fields`; none with `@@no_unique`.
    pub key: Option<usize>,
    /// The SQL of the device.
    pub sql: String,
}
