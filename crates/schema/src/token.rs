//! The words of a schema file. Made by `lexer`; read by `parser`, and by `format`, which writes each of them
//! back.

use crate::diagnostic::Span;

/// One word, sign, literal or comment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    /// How many line ends stand between this token and the one before it.
    pub(crate) line_ends: usize,
    /// Whether any blank or line end stands before it.
    pub(crate) spaced: bool,
}

impl Token {
    /// Whether this is the first token of its line.
    pub(crate) fn starts_line(&self) -> bool {
        self.line_ends > 0
    }

    /// Whether this is a `//` or `///` comment.
    pub(crate) fn is_comment(&self) -> bool {
        matches!(self.kind, TokenKind::Comment | TokenKind::Doc)
    }
}

/// What a [`Token`] is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TokenKind {
    Word,
    Integer,
    Number,
    /// `"..."` with its escapes decoded.
    Text(String),
    /// `"""..."""` as it stands, with LF line ends.
    Block(String),
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    Comma,
    Colon,
    Dot,
    Equal,
    Question,
    /// `@`
    At,
    /// `@@`
    AtAt,
    Less,
    Greater,
    /// A sign that only occurs in the expressions of `@@allow` and `@@deny`.
    Operator,
    /// `// ...`
    Comment,
    /// `/// ...`
    Doc,
    End,
}

impl TokenKind {
    /// The sign between backquotes, or the kind of thing, for messages.
    pub(crate) fn describe(&self, text: &str) -> String {
        match self {
            Self::Text(_) | Self::Block(_) => "a string".to_owned(),
            Self::Comment | Self::Doc => "a comment".to_owned(),
            Self::End => "the end of the file".to_owned(),
            _ => format!("`{}`", shorten(text)),
        }
    }
}

const SHOWN_CHARACTERS: usize = 40;

fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
