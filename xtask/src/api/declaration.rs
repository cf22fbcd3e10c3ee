//! Where a declaration ends: splits the tokens of a file or of a body, feeds the signatures of a language.

use super::token::{Kind, Token};

/// A declaration in its parts.
#[derive(Debug)]
pub(super) struct Declaration<'t, 's> {
    /// All before the body and the value, without attributes.
    pub(super) header: &'t [Token<'s>],
    /// What stands after `=`.
    pub(super) value: &'t [Token<'s>],
    /// What stands between the braces.
    pub(super) body: &'t [Token<'s>],
    /// Whether uniffi keeps it out of the documentation, as it does with its machinery.
    pub(super) hidden: bool,
}

impl<'t, 's> Declaration<'t, 's> {
    /// Gives the words before the first of the keywords, the keyword, and what follows it.
    pub(super) fn parts(
        &self,
        keywords: &[&str],
    ) -> Option<(&'t [Token<'s>], &'t Token<'s>, &'t [Token<'s>])> {
        let at = self.header.iter().position(|token| token.any(keywords))?;
        Some((&self.header[..at], &self.header[at], &self.header[at + 1..]))
    }
}

/// Words after which a declaration goes on in the next line.
const MODIFIERS: &[&str] = &["public", "open", "internal", "fileprivate", "private", "final", "indirect"];
/// Marks at the end of a line, and marks and words at the start of one, that make one declaration of two lines.
const OPEN_ENDS: &[&str] = &["=", ":", ",", "->", ".", "&", "|"];
const GO_ON: &[&str] =
    &["{", "=", ":", "->", ".", "?", "where", "throws", "async", "else", "catch", "finally"];
/// What makes one declaration of a property in Kotlin and its accessor.
const ACCESSORS: &[&str] = &["get", "set"];

/// Splits tokens into declarations. What is none, like an import, comes along and has no keyword.
pub(super) fn declarations<'t, 's>(tokens: &'t [Token<'s>]) -> Vec<Declaration<'t, 's>> {
    let mut declarations = Vec::new();
    let mut rest = tokens;
    loop {
        let (attributes, hidden) = attributes(rest);
        rest = &rest[attributes..];
        if rest.is_empty() {
            return declarations;
        }
        let (length, mut declaration) = declaration(rest);
        declaration.hidden = hidden;
        if !declaration.header.is_empty() {
            declarations.push(declaration);
        }
        rest = &rest[length..];
    }
}

/// Gives the length of the attributes and comments here, and whether they hide what follows.
fn attributes(tokens: &[Token<'_>]) -> (usize, bool) {
    let mut at = 0;
    let mut hidden = false;
    while let Some(token) = tokens.get(at) {
        if token.kind == Kind::Newline {
            at += 1;
        } else if token.kind == Kind::Suppress {
            hidden = true;
            at += 1;
        } else if token.is("@") {
            let mut end = at + 2;
            while tokens.get(end).is_some_and(|token| token.any(&[".", ":"])) {
                end += 2;
            }
            if tokens.get(end).is_some_and(|token| token.is("(")) {
                end += bracketed(&tokens[end..]);
            }
            let end = end.min(tokens.len());
            let of = |word| tokens[at..end].iter().any(|token| token.is(word));
            hidden |= of("_documentation") && of("private");
            at = end;
        } else {
            break;
        }
    }
    (at, hidden)
}

/// Reads one declaration and gives its length; attributes do not stand here any more.
fn declaration<'t, 's>(tokens: &'t [Token<'s>]) -> (usize, Declaration<'t, 's>) {
    let mut at = 0;
    let mut assigned = None;
    let parts = |end: usize, assigned: Option<usize>, body: &'t [Token<'s>]| Declaration {
        header: &tokens[..assigned.unwrap_or(end)],
        value: assigned.map_or(&[], |assigned| &tokens[assigned + 1..end]),
        body,
        hidden: false,
    };
    while let Some(token) = tokens.get(at) {
        if token.is(";") || token.is("}") {
            return (at + 1, parts(at, assigned, &[]));
        }
        if token.kind == Kind::Newline && ends(&tokens[..at], &tokens[at + 1..]) {
            return (at + 1, parts(at, assigned, &[]));
        }
        if token.is("=") && assigned.is_none() {
            assigned = Some(at);
        }
        let length = bracketed(&tokens[at..]);
        if token.is("{") && assigned.is_none() {
            return (at + length, parts(at, None, &tokens[at + 1..at + length - 1]));
        }
        at += length;
    }
    (at, parts(at, assigned, &[]))
}

/// Whether a declaration ends with the line; it does not when either line says that there is more.
fn ends(before: &[Token<'_>], after: &[Token<'_>]) -> bool {
    let open = before.last().is_some_and(|last| last.any(OPEN_ENDS));
    let modifiers = before.iter().all(|token| token.any(MODIFIERS));
    let mut next = after.iter().filter(|token| !matches!(token.kind, Kind::Newline | Kind::Suppress));
    let goes_on = match (next.next(), next.next()) {
        (Some(word), Some(bracket)) if word.any(ACCESSORS) && bracket.is("(") => true,
        (Some(word), _) => word.any(GO_ON),
        (None, _) => false,
    };
    !(open || modifiers || goes_on)
}

/// Gives the length of a bracket with all in it; one when no bracket begins here.
pub(super) fn bracketed(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate() {
        depth += token.depth();
        if depth <= 0 {
            return index + 1;
        }
    }
    tokens.len()
}
