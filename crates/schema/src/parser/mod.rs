//! Turns tokens into declarations. Reads `lexer`, feeds `check` and `format`. After an error it goes on at the
//! next line of the block or at the next declaration, so that every independent error is found.

mod arguments;
mod declarations;
mod fields;

use crate::ast::{Ast, Name};
use crate::diagnostic::{Diagnostic, Sink, Span};
use crate::lexer::lex;
use crate::token::{Token, TokenKind};

/// The declarations of a text; what could not be read is in the sink and missing here.
pub(crate) fn parse(text: &str, sink: &mut Sink) -> Ast {
    let mut tokens = Vec::new();
    let mut docs = Vec::new();
    for token in lex(text, sink) {
        match token.kind {
            TokenKind::Comment => {}
            TokenKind::Doc => docs.push(Doc { before: tokens.len(), span: token.span, used: false }),
            _ => tokens.push(token),
        }
    }
    let end = Token { kind: TokenKind::End, span: end_of(text), line_ends: 1, spaced: true };
    let mut parser =
        Parser { text, tokens, end, at: 0, docs, next_doc: 0, depth: 0, ast: Ast::default(), sink };
    parser.declarations();
    parser.warn_of_unused_docs();
    parser.ast
}

/// The last character, so that a message about the end of the file has a line to show.
fn end_of(text: &str) -> Span {
    let shown = text.trim_end();
    let start = shown.char_indices().next_back().map_or(0, |(offset, _)| offset);
    Span::new(start, shown.len())
}

/// The words that begin a declaration.
pub(crate) const KEYWORDS: [&str; 12] = [
    "datasource",
    "auth",
    "mixin",
    "model",
    "type",
    "enum",
    "view",
    "mutation",
    "procedure",
    "extension",
    "mcp",
    "transport",
];

struct Parser<'a> {
    text: &'a str,
    /// Everything but comments.
    tokens: Vec<Token>,
    end: Token,
    at: usize,
    docs: Vec<Doc>,
    next_doc: usize,
    /// How many brackets are open around the current value.
    depth: usize,
    ast: Ast,
    sink: &'a mut Sink,
}

/// A line of `///` and the token that it stands before.
struct Doc {
    before: usize,
    span: Span,
    used: bool,
}

impl<'a> Parser<'a> {
    fn token(&self) -> &Token {
        self.look(0)
    }

    fn look(&self, ahead: usize) -> &Token {
        self.tokens.get(self.at + ahead).unwrap_or(&self.end)
    }

    fn kind(&self) -> &TokenKind {
        &self.token().kind
    }

    fn is(&self, kind: &TokenKind) -> bool {
        self.kind() == kind
    }

    fn span(&self) -> Span {
        match self.token().kind {
            TokenKind::End => self.end.span,
            _ => self.token().span,
        }
    }

    fn word_at(&self, ahead: usize) -> Option<&'a str> {
        let token = self.look(ahead);
        (token.kind == TokenKind::Word).then(|| self.slice(token.span))
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The span of the token before the current one.
    fn last_span(&self) -> Span {
        self.at
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map(|token| token.span)
            .unwrap_or_default()
    }

    fn advance(&mut self) {
        if !matches!(self.kind(), TokenKind::End) {
            self.at += 1;
        }
    }

    fn accept(&mut self, kind: &TokenKind) -> bool {
        let accepted = self.is(kind);
        if accepted {
            self.advance();
        }
        accepted
    }

    /// Takes a token of this kind, or reports what stands there instead.
    fn expect(&mut self, kind: &TokenKind, wanted: &str) -> Option<Span> {
        if self.is(kind) {
            let span = self.span();
            self.advance();
            return Some(span);
        }
        self.unexpected(wanted);
        None
    }

    fn name(&mut self, wanted: &str) -> Option<Name> {
        let span = self.expect(&TokenKind::Word, wanted)?;
        Some(Name { text: self.slice(span).to_owned(), span })
    }

    fn unexpected(&mut self, wanted: &str) {
        if self.follows_unclosed_string() {
            return;
        }
        let found = self.kind().describe(self.slice(self.span()));
        self.sink.push(Diagnostic::error("syntax", self.span(), format!("expected {wanted}, found {found}")));
    }

    /// A string without an end was reported and has taken what should stand here.
    fn follows_unclosed_string(&self) -> bool {
        let last = self.at.checked_sub(1).and_then(|last| self.tokens.get(last));
        last.is_some_and(|last| {
            let text = self.slice(last.span);
            match last.kind {
                TokenKind::Text(_) => text.len() < 2 || !text.ends_with('"'),
                TokenKind::Block(_) => text.len() < 6 || !text.ends_with("\"\"\""),
                _ => false,
            }
        })
    }

    /// Notes that a declaration or a line of a block begins at the current token.
    fn mark_start(&mut self) {
        let start = self.span().start;
        if self.ast.starts.last() != Some(&start) {
            self.ast.starts.push(start);
        }
    }

    /// The lines of `///` right before the current token.
    fn take_docs(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        while let Some(doc) = self.docs.get_mut(self.next_doc) {
            if doc.before > self.at {
                break;
            }
            if doc.before == self.at {
                doc.used = true;
                let line = self.text.get(doc.span.range()).unwrap_or_default();
                let line = line.strip_prefix("///").unwrap_or(line);
                lines.push(line.strip_prefix(' ').unwrap_or(line).to_owned());
            }
            self.next_doc += 1;
        }
        lines
    }

    fn warn_of_unused_docs(&mut self) {
        for doc in self.docs.iter().filter(|doc| !doc.used) {
            self.sink.push(
                Diagnostic::warning("unused-docs", doc.span, "this comment documents nothing").help(
                    "`///` stands before a declaration, a field or a variant; write `//` for a plain comment",
                ),
            );
        }
    }
}
