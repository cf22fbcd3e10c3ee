//! Which tokens of a line are parted by a blank. Part of `format`.

use crate::token::{Token, TokenKind};

/// What a token is to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// A word, a string.
    Word,
    Digits,
    /// `(`, `[`, and `<` around a type
    Opens,
    /// `)`, `]`, and `>` around a type
    Closes,
    Brace,
    /// `,` and `:`
    Comma,
    Question,
    Dot,
    /// `@` and `@@`
    At,
    /// A sign between two values, such as `=` and `&&`.
    Between,
    /// Any other sign of an expression: it may stand before one value or between two.
    Sign,
}

/// Where in a line a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Up to the first attribute, where `<` and `[` belong to types.
    Declaration,
    /// From the first attribute on, where they are signs of expressions.
    Attributes,
}

pub(super) fn piece(token: &Token, text: &str, place: Place) -> Piece {
    match token.kind {
        TokenKind::Integer | TokenKind::Number => Piece::Digits,
        TokenKind::LeftParen | TokenKind::LeftBracket => Piece::Opens,
        TokenKind::RightParen | TokenKind::RightBracket => Piece::Closes,
        TokenKind::Less if place == Place::Declaration => Piece::Opens,
        TokenKind::Greater if place == Place::Declaration => Piece::Closes,
        TokenKind::LeftBrace | TokenKind::RightBrace => Piece::Brace,
        TokenKind::Comma | TokenKind::Colon => Piece::Comma,
        TokenKind::Question => Piece::Question,
        TokenKind::Dot => Piece::Dot,
        TokenKind::At | TokenKind::AtAt => Piece::At,
        TokenKind::Equal => Piece::Between,
        TokenKind::Operator if text.len() > 1 => Piece::Between,
        TokenKind::Operator | TokenKind::Less | TokenKind::Greater => Piece::Sign,
        TokenKind::Word
        | TokenKind::Text(_)
        | TokenKind::Block(_)
        | TokenKind::Comment
        | TokenKind::Doc
        | TokenKind::End => Piece::Word,
    }
}

/// Whether a blank stands between two tokens; `token` is the second and tells what was written.
pub(super) fn stands_apart(last: Piece, next: Piece, token: &Token, place: Place) -> bool {
    match (last, next) {
        (Piece::Between, _) | (_, Piece::Between) => true,
        // A number with a fraction must stay one, and two numbers two.
        (Piece::Digits, Piece::Dot) | (Piece::Dot, Piece::Digits) => token.spaced,
        (Piece::At | Piece::Dot | Piece::Opens, _) => false,
        (_, Piece::Comma | Piece::Question | Piece::Dot | Piece::Closes) => false,
        (Piece::Comma | Piece::Brace, _) => true,
        (Piece::Sign, _) | (_, Piece::Sign) => token.spaced,
        (_, Piece::At | Piece::Brace) => true,
        // `a in [b]`
        (_, Piece::Opens) => {
            place == Place::Attributes && token.kind == TokenKind::LeftBracket && token.spaced
        }
        (Piece::Word | Piece::Digits | Piece::Closes | Piece::Question, Piece::Word | Piece::Digits) => true,
    }
}
