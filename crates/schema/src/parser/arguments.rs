//! Attributes, their arguments and values. Part of `parser`. An expression with operators is only passed over:
//! it is the server's.

use super::Parser;
use super::fields::MAX_DEPTH;
use crate::ast::{Argument, Attribute, Name, Value, ValueKind};
use crate::diagnostic::Span;
use crate::token::TokenKind;

impl Parser<'_> {
    /// `@name`, `@name(..)`, the same with `@@`, or a name and a `"""` block.
    pub(super) fn attribute(&mut self) -> Option<Attribute> {
        let sign = self.span();
        self.advance();
        if self.token().spaced {
            self.unexpected(&format!("the name of an attribute right after `{}`", self.slice(sign)));
            return None;
        }
        let word = self.name("the name of an attribute")?;
        let name = Name { text: word.text, span: sign.to(word.span) };
        let mut arguments = Vec::new();
        if self.is(&TokenKind::LeftParen) {
            self.advance();
            arguments = self.arguments()?;
        } else if matches!(self.kind(), TokenKind::Block(_)) {
            arguments.push(Argument { name: None, value: self.plain_value()? });
        }
        let span = name.span.to(self.last_span());
        Some(Attribute { name, arguments, span })
    }

    fn arguments(&mut self) -> Option<Vec<Argument>> {
        let mut arguments = Vec::new();
        while !self.accept(&TokenKind::RightParen) {
            arguments.push(self.argument()?);
            if !self.accept(&TokenKind::Comma) {
                self.expect(&TokenKind::RightParen, "`,` or `)`")?;
                break;
            }
        }
        Some(arguments)
    }

    fn argument(&mut self) -> Option<Argument> {
        let named =
            self.word_at(0).is_some() && matches!(self.look(1).kind, TokenKind::Colon | TokenKind::Equal);
        let mut name = None;
        if named {
            name = Some(self.name("the name of an argument")?);
            self.advance();
        }
        Some(Argument { name, value: self.value()? })
    }

    /// A value between brackets; anything that goes on after it makes the whole an expression.
    fn value(&mut self) -> Option<Value> {
        let start = self.span();
        let kind = match self.kind() {
            TokenKind::Operator | TokenKind::LeftParen | TokenKind::Less => ValueKind::Expression,
            _ => self.simple_value()?,
        };
        if self.goes_on() {
            self.expression()?;
            return Some(Value { kind: ValueKind::Expression, span: start.to(self.last_span()) });
        }
        Some(Value { kind, span: start.to(self.last_span()) })
    }

    /// A value that stands in the open, where the next word begins something else.
    pub(super) fn plain_value(&mut self) -> Option<Value> {
        let start = self.span();
        let kind = self.simple_value()?;
        Some(Value { kind, span: start.to(self.last_span()) })
    }

    fn goes_on(&self) -> bool {
        matches!(
            self.kind(),
            TokenKind::Operator
                | TokenKind::LeftParen
                | TokenKind::LeftBracket
                | TokenKind::Dot
                | TokenKind::Less
                | TokenKind::Greater
                | TokenKind::Question
        ) || (self.word_at(0) == Some("in") && !self.token().starts_line())
    }

    fn simple_value(&mut self) -> Option<ValueKind> {
        let span = self.span();
        let text = self.slice(span);
        let kind = match self.kind() {
            TokenKind::Text(value) | TokenKind::Block(value) => ValueKind::Text(value.clone()),
            TokenKind::Integer => ValueKind::Integer(text.to_owned()),
            TokenKind::Number => ValueKind::Number(text.to_owned()),
            TokenKind::LeftBracket => return self.list(),
            TokenKind::Word => return self.word_value(Name { text: text.to_owned(), span }),
            _ => {
                self.unexpected("a value");
                return None;
            }
        };
        self.advance();
        Some(kind)
    }

    /// `true`, `word`, `Model.field`, `call(..)`, `auth().field`
    fn word_value(&mut self, first: Name) -> Option<ValueKind> {
        self.advance();
        match first.text.as_str() {
            "true" => return Some(ValueKind::Boolean(true)),
            "false" => return Some(ValueKind::Boolean(false)),
            _ => {}
        }
        if self.is(&TokenKind::LeftParen) {
            let arguments = self.values(&TokenKind::RightParen, "`,` or `)`")?;
            return Some(ValueKind::Call { name: first.text, arguments, path: self.path()? });
        }
        let path = self.path()?;
        if path.is_empty() {
            return Some(ValueKind::Word(first.text));
        }
        Some(ValueKind::Path(std::iter::once(first).chain(path).collect()))
    }

    fn path(&mut self) -> Option<Vec<Name>> {
        let mut path = Vec::new();
        while self.accept(&TokenKind::Dot) {
            path.push(self.name("a field")?);
        }
        Some(path)
    }

    fn list(&mut self) -> Option<ValueKind> {
        self.values(&TokenKind::RightBracket, "`,` or `]`").map(ValueKind::List)
    }

    /// Values between brackets; the opening one is the current token.
    fn values(&mut self, close: &TokenKind, wanted: &str) -> Option<Vec<Value>> {
        if self.depth >= MAX_DEPTH {
            self.too_deep();
            return None;
        }
        self.advance();
        self.depth += 1;
        let values = self.values_inside(close, wanted);
        self.depth -= 1;
        values
    }

    fn values_inside(&mut self, close: &TokenKind, wanted: &str) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        while !self.accept(close) {
            values.push(self.value()?);
            if !self.accept(&TokenKind::Comma) {
                self.expect(close, wanted)?;
                break;
            }
        }
        Some(values)
    }

    /// Passes over the rest of an expression, up to a `,` or a closing bracket that is not its own.
    fn expression(&mut self) -> Option<()> {
        let mut open: Vec<(TokenKind, Span)> = Vec::new();
        loop {
            match self.kind() {
                TokenKind::LeftParen => open.push((TokenKind::RightParen, self.span())),
                TokenKind::LeftBracket => open.push((TokenKind::RightBracket, self.span())),
                TokenKind::Comma if open.is_empty() => return Some(()),
                TokenKind::RightParen | TokenKind::RightBracket => match open.pop() {
                    None => return Some(()),
                    Some((close, _)) if self.is(&close) => {}
                    Some((close, _)) => {
                        let wanted = if close == TokenKind::RightParen { "`)`" } else { "`]`" };
                        self.unexpected(wanted);
                        return None;
                    }
                },
                TokenKind::End
                | TokenKind::LeftBrace
                | TokenKind::RightBrace
                | TokenKind::At
                | TokenKind::AtAt => {
                    self.unexpected("the rest of the expression");
                    return None;
                }
                _ => {}
            }
            if open.len() > MAX_DEPTH {
                self.too_deep();
                return None;
            }
            self.advance();
        }
    }
}
