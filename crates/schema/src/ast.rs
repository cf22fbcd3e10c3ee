//! A schema file as it is written. Made by `parser`, read by `check` and by `format`; nothing is resolved here
//! and every part knows its place in the source.

use crate::diagnostic::Span;
use crate::schema::Arity;

/// The declarations of one schema file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ast {
    pub(crate) declarations: Vec<Declaration>,
    /// Where each declaration and each line of a block begins, ascending.
    pub(crate) starts: Vec<usize>,
    /// Some declaration could not be read, so a name that is missing may stand in it.
    pub(crate) damaged: bool,
}

/// One declaration at the top of a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Declaration {
    Datasource(Datasource),
    Block(Block),
    Enum(Enum),
    Procedure(Procedure),
    Transport(Transport),
    /// `extension` and `mcp`: their content has no meaning on the device.
    Opaque(Opaque),
}

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Datasource {
    pub(crate) keyword: Span,
    pub(crate) name: Name,
    pub(crate) entries: Vec<(Name, Value)>,
    pub(crate) damaged: bool,
}

/// A declaration that is made of fields.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    pub(crate) docs: Vec<String>,
    pub(crate) name: Name,
    /// The models after `from`, for a view.
    pub(crate) sources: Vec<Name>,
    pub(crate) items: Vec<Item>,
    /// Some item could not be read, so a name that is missing may stand in it.
    pub(crate) damaged: bool,
}

/// Which keyword begins a [`Block`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Auth,
    Mixin,
    Model,
    Type,
    View,
}

impl BlockKind {
    pub(crate) fn keyword(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Mixin => "mixin",
            Self::Model => "model",
            Self::Type => "type",
            Self::View => "view",
        }
    }

    pub(crate) fn with_article(self) -> &'static str {
        match self {
            Self::Auth => "an auth block",
            Self::Mixin => "a mixin",
            Self::Model => "a model",
            Self::Type => "a type",
            Self::View => "a view",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item {
    Field(Field),
    /// `@use(A, B)`
    Use(Vec<Name>),
    /// `@@name(..)`
    Attribute(Attribute),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    pub(crate) docs: Vec<String>,
    pub(crate) name: Name,
    pub(crate) ty: TypeRef,
    pub(crate) attributes: Vec<Attribute>,
}

/// The use of a type: `Name`, `Name(3)`, `Name?`, `Name[]`, `Page<Name>`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TypeRef {
    pub(crate) name: Name,
    /// The number in parentheses.
    pub(crate) size: Option<Span>,
    /// The type between `<` and `>`.
    pub(crate) inner: Option<Box<TypeRef>>,
    pub(crate) arity: Arity,
    pub(crate) span: Span,
}

/// `@name(..)` or `@@name(..)`; the name's span takes in the signs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Attribute {
    pub(crate) name: Name,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Argument {
    pub(crate) name: Option<Name>,
    pub(crate) value: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value {
    pub(crate) kind: ValueKind,
    pub(crate) span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ValueKind {
    Text(String),
    /// The digits of a whole number.
    Integer(String),
    /// The digits of a number with a fraction.
    Number(String),
    Boolean(bool),
    Word(String),
    /// `Model.field`
    Path(Vec<Name>),
    /// `name(..)`, with the words that follow it as in `auth().id`
    Call {
        name: String,
        arguments: Vec<Value>,
        path: Vec<Name>,
    },
    List(Vec<Value>),
    /// Anything with operators; only its place is known.
    Expression,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Enum {
    pub(crate) docs: Vec<String>,
    pub(crate) name: Name,
    pub(crate) variants: Vec<Variant>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) damaged: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Variant {
    pub(crate) docs: Vec<String>,
    pub(crate) name: Name,
    /// The digits after `=`.
    pub(crate) ordinal: Option<Name>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Procedure {
    pub(crate) name: Name,
    pub(crate) parameters: Vec<(Name, TypeRef)>,
    pub(crate) result: TypeRef,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Transport {
    pub(crate) keyword: Span,
    pub(crate) word: Name,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Opaque {
    pub(crate) keyword: Name,
    /// The word after `extension`.
    pub(crate) name: Option<Name>,
}
