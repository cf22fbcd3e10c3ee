//! Fields, their types and `@use`. Part of `parser`; attributes are read by `arguments`.

use super::Parser;
use crate::ast::{Field, Name, TypeRef};
use crate::diagnostic::Diagnostic;
use crate::schema::Arity;
use crate::token::TokenKind;

/// How deep types and values may stand in each other.
pub(super) const MAX_DEPTH: usize = 32;

impl Parser<'_> {
    pub(super) fn field(&mut self) -> Option<Field> {
        let docs = self.take_docs();
        let name = self.name("a field")?;
        if self.token().starts_line() || self.is(&TokenKind::RightBrace) {
            self.sink.push(
                Diagnostic::error("syntax", name.span, format!("the field `{}` has no type", name.text))
                    .help("write the type after the name, on the same line, as in `title String`"),
            );
            return None;
        }
        if self.is(&TokenKind::Colon) {
            self.sink.push(
                Diagnostic::error("syntax", self.span(), "no `:` stands between a field and its type")
                    .help("write `title String`"),
            );
            self.advance();
        }
        let ty = self.type_ref()?;
        let mut attributes = Vec::new();
        while self.is(&TokenKind::At) && self.word_at(1) != Some("use") {
            attributes.push(self.attribute()?);
        }
        Some(Field { docs, name, ty, attributes })
    }

    pub(super) fn type_ref(&mut self) -> Option<TypeRef> {
        let name = self.name("a type")?;
        let mut size = None;
        let mut inner = None;
        if self.accept(&TokenKind::LeftParen) {
            size = Some(self.expect(&TokenKind::Integer, "a whole number")?);
            self.expect(&TokenKind::RightParen, "`)`")?;
        } else if self.is(&TokenKind::Less) {
            if self.depth >= MAX_DEPTH {
                self.too_deep();
                return None;
            }
            self.advance();
            self.depth += 1;
            let read = self.type_ref();
            self.depth -= 1;
            inner = Some(Box::new(read?));
            self.expect(&TokenKind::Greater, "`>`")?;
        }
        let mut arity = Arity::Required;
        if self.accept(&TokenKind::Question) {
            arity = Arity::Optional;
        } else if self.accept(&TokenKind::LeftBracket) {
            self.expect(&TokenKind::RightBracket, "`]`")?;
            arity = Arity::List;
        }
        if matches!(self.kind(), TokenKind::Question | TokenKind::LeftBracket) {
            self.sink.push(
                Diagnostic::error("syntax", self.span(), "a type is either optional (`?`) or a list (`[]`)")
                    .help("an empty list stands for no values"),
            );
            return None;
        }
        let span = name.span.to(self.last_span());
        Some(TypeRef { name, size, inner, arity, span })
    }

    /// `@use(A, B)`
    pub(super) fn use_mixins(&mut self) -> Option<Vec<Name>> {
        self.advance();
        self.advance();
        self.expect(&TokenKind::LeftParen, "`(` and the names of mixins")?;
        let mut names = vec![self.name("the name of a mixin")?];
        while self.accept(&TokenKind::Comma) {
            if self.is(&TokenKind::RightParen) {
                break;
            }
            names.push(self.name("the name of a mixin")?);
        }
        self.expect(&TokenKind::RightParen, "`,` or `)`")?;
        Some(names)
    }

    pub(super) fn too_deep(&mut self) {
        self.sink.push(
            Diagnostic::error("too-deep", self.span(), "this is nested too deeply")
                .help(format!("at most {MAX_DEPTH} levels are read")),
        );
    }
}
