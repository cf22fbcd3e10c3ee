//! Words and marks of Swift and Kotlin: reads a source, feeds the split into declarations. The two languages are
//! alike here; comments are gone, and so are Swift's conditions of compilation.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword or a number; names in backticks keep them.
    Word,
    /// A character that is none of the others, or `->` or `==`.
    Mark,
    /// A literal with its quotes.
    Text,
    /// One or more line ends.
    Newline,
    /// A comment that says `@suppress`, with which uniffi marks its machinery in Kotlin.
    Suppress,
}

/// A token of a source, and whether it stands apart from the one before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'s> {
    pub(super) kind: Kind,
    pub(super) text: &'s str,
    spaced: bool,
}

impl Token<'_> {
    /// Whether this is the mark or the word; a literal or a name in backticks never is.
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Mark) && self.text == text
    }

    /// Whether this is one of the marks or words.
    pub(super) fn any(&self, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.is(text))
    }

    /// How many brackets this opens, less those that it closes.
    pub(super) fn depth(&self) -> i32 {
        match self.kind {
            Kind::Mark if "([{".contains(self.text) => 1,
            Kind::Mark if ")]}".contains(self.text) => -1,
            Kind::Word | Kind::Mark | Kind::Text | Kind::Newline | Kind::Suppress => 0,
        }
    }
}

/// Splits a source into its tokens.
pub(super) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut rest = source;
    let mut spaced = true;
    while let Some(first) = rest.chars().next() {
        let (length, kind) = next(rest, first);
        let text = &rest[..length];
        rest = &rest[length..];
        match kind {
            Some(Kind::Newline) if tokens.last().is_some_and(|last| last.kind == Kind::Newline) => {}
            Some(kind) => tokens.push(Token { kind, text, spaced }),
            None => {}
        }
        spaced = matches!(kind, None | Some(Kind::Newline | Kind::Suppress));
    }
    tokens
}

/// Joins tokens into a line, with the spaces of the source but none inside of brackets and one after a comma.
pub(super) fn line(tokens: &[Token<'_>]) -> String {
    let mut line = String::new();
    let mut before: Option<&Token<'_>> = None;
    for token in tokens.iter().filter(|token| !matches!(token.kind, Kind::Newline | Kind::Suppress)) {
        if before.is_some_and(|before| space(before, token)) {
            line.push(' ');
        }
        line += token.text;
        before = Some(token);
    }
    line
}

fn space(before: &Token<'_>, token: &Token<'_>) -> bool {
    if before.any(&["(", "["]) || token.any(&[",", ")", "]"]) {
        return false;
    }
    token.spaced || before.is(",") || (before.is(")") && token.kind == Kind::Word)
}

/// Gives the length of what begins here, and its kind; none for what only separates.
fn next(rest: &str, first: char) -> (usize, Option<Kind>) {
    let until = |stop: fn(char) -> bool| rest.find(stop).unwrap_or(rest.len());
    match first {
        '\n' => (1, Some(Kind::Newline)),
        _ if first.is_whitespace() => (first.len_utf8(), None),
        '/' if rest.starts_with("//") => (until(|letter| letter == '\n'), None),
        '/' if rest.starts_with("/*") => {
            let length = comment(rest);
            (length, rest[..length].contains("@suppress").then_some(Kind::Suppress))
        }
        '#' if ["#if", "#else", "#endif"].iter().any(|word| rest.starts_with(word)) => {
            (until(|letter| letter == '\n'), None)
        }
        '"' | '\'' => (literal(rest, first), Some(Kind::Text)),
        '`' => (rest[1..].find('`').map_or(rest.len(), |end| end + 2), Some(Kind::Word)),
        '-' | '=' if rest.starts_with("->") || rest.starts_with("==") => (2, Some(Kind::Mark)),
        _ if word(first) => (until(|letter| !word(letter)), Some(Kind::Word)),
        _ => (first.len_utf8(), Some(Kind::Mark)),
    }
}

fn word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Gives the length of a comment; both languages nest them.
fn comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// Gives the length of a literal, with the expressions in it: `${..}` in Kotlin, `\(..)` in Swift.
fn literal(rest: &str, quote: char) -> usize {
    if let Some(inner) = rest.strip_prefix("\"\"\"") {
        return inner.find("\"\"\"").map_or(rest.len(), |end| end + 6);
    }
    let mut at = 1;
    while let Some(first) = rest[at..].chars().next() {
        let here = &rest[at..];
        at += match first {
            _ if first == quote => return at + 1,
            '$' if here.starts_with("${") => 1 + bracketed(&here[1..]),
            '\\' if here.starts_with("\\(") => 1 + bracketed(&here[1..]),
            '\\' => 1 + here[1..].chars().next().map_or(0, char::len_utf8),
            _ => first.len_utf8(),
        };
    }
    rest.len()
}

fn bracketed(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while let Some(first) = rest[at..].chars().next() {
        let (length, kind) = next(&rest[at..], first);
        let text = &rest[at..at + length];
        at += length;
        depth += kind.map_or(0, |kind| Token { kind, text, spaced: false }.depth());
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_ends_after_the_expressions_in_it() {
        let source = "\"a=${ `b` + \"}\" } \\\" {\" x /* /* */ \" */ '\"' y \"\\(z(\")\"))\" z";

        let texts: Vec<_> = tokens(source).iter().map(|token| token.text).collect();

        let expected = ["\"a=${ `b` + \"}\" } \\\" {\"", "x", "'\"'", "y", "\"\\(z(\")\"))\"", "z"];
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_line_has_the_spaces_of_the_source_but_for_brackets_and_commas() {
        let source = "func between(\n  Data,Data\n  )throws  -> [ Int : (Int)->Int ]";

        assert_eq!(line(&tokens(source)), "func between(Data, Data) throws -> [Int : (Int)->Int]");
    }
}
