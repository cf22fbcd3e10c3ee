//! Cuts the text of a schema into tokens. Reads a source's text, feeds `parser` and `format`; comments are
//! tokens here.

use crate::diagnostic::{Diagnostic, Sink, Span};
use crate::token::{Token, TokenKind};

/// The tokens of a text, with one [`TokenKind::End`] at the end.
pub(crate) fn lex(text: &str, sink: &mut Sink) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), line_ends: 0, spaced: false, sink };
    lexer.skip_mark();
    while lexer.step() {}
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    line_ends: usize,
    spaced: bool,
    sink: &'a mut Sink,
}

impl<'a> Lexer<'a> {
    /// A byte order mark at the very start is no part of the text.
    fn skip_mark(&mut self) {
        if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
    }

    /// Reads one token or one blank; false after the last.
    fn step(&mut self) -> bool {
        let start = self.at;
        let Some(first) = self.bump() else {
            self.push(start, TokenKind::End);
            return false;
        };
        match first {
            '\n' => {
                self.line_ends += 1;
                self.spaced = true;
            }
            ' ' | '\t' | '\r' => self.spaced = true,
            '/' if self.peek() == Some('/') => self.comment(start),
            '"' if self.rest().starts_with("\"\"") => self.block(start),
            '"' => self.string(start),
            '0'..='9' => self.number(start),
            '-' if self.peek().is_some_and(|next| next.is_ascii_digit()) => self.number(start),
            '_' => self.word(start),
            letter if letter.is_alphanumeric() => self.word(start),
            _ => self.sign(start, first),
        }
        true
    }

    fn comment(&mut self, start: usize) {
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        let end = self.at + length;
        let body = self.text.get(start..end).unwrap_or_default();
        self.refuse_invisible(start, body);
        self.at = start + body.trim_end_matches(['\r', ' ', '\t']).len();
        let doc = body.starts_with("///") && !body.starts_with("////");
        self.push(start, if doc { TokenKind::Doc } else { TokenKind::Comment });
        self.at = end;
    }

    /// `"""` up to the next `"""`: no escapes, any number of lines.
    fn block(&mut self, start: usize) {
        const MARK: &str = "\"\"\"";
        self.at = start + MARK.len();
        let rest = self.rest();
        let body = match rest.find(MARK) {
            Some(length) => {
                self.at += length + MARK.len();
                rest.get(..length).unwrap_or_default()
            }
            None => {
                self.at = self.text.len();
                self.sink.push(
                    Diagnostic::error(
                        "unclosed-string",
                        Span::new(start, start + MARK.len()),
                        "this block of text has no end",
                    )
                    .help("close it with `\"\"\"`"),
                );
                rest
            }
        };
        self.refuse_invisible(start + MARK.len(), body);
        self.push(start, TokenKind::Block(body.replace("\r\n", "\n")));
    }

    fn string(&mut self, start: usize) {
        let mut value = String::new();
        loop {
            let at = self.at;
            match self.peek() {
                None | Some('\n') => {
                    let body = self.text.get(start..at).unwrap_or_default().trim_end_matches('\r');
                    let end = start + body.len();
                    self.sink.push(
                        Diagnostic::error("unclosed-string", Span::new(start, end), "this string has no end")
                            .help("close it with `\"` on the same line, or use a `\"\"\"` block"),
                    );
                    break;
                }
                Some('"') => {
                    self.bump();
                    break;
                }
                Some('\\') => {
                    self.bump();
                    value.extend(self.escape(at));
                }
                Some(other) => {
                    self.bump();
                    if is_invisible(other) {
                        self.invisible(at, other);
                    } else {
                        value.push(other);
                    }
                }
            }
        }
        self.push(start, TokenKind::Text(value));
    }

    /// The character after a backslash at `start`.
    fn escape(&mut self, start: usize) -> Option<char> {
        match self.peek() {
            Some('"') => self.bump(),
            Some('\\') => self.bump(),
            Some('n') => self.bump().map(|_| '\n'),
            Some('t') => self.bump().map(|_| '\t'),
            Some('r') => self.bump().map(|_| '\r'),
            Some('u') => {
                self.bump();
                self.unicode_escape(start)
            }
            Some('\n') | None => None,
            Some(other) => {
                self.bump();
                self.sink.push(
                    Diagnostic::error(
                        "unknown-escape",
                        Span::new(start, self.at),
                        format!("unknown escape `\\{}`", other.escape_debug()),
                    )
                    .help("the escapes are `\\\"`, `\\\\`, `\\n`, `\\t`, `\\r` and `\\u{...}`; a backslash itself is `\\\\`"),
                );
                Some(other)
            }
        }
    }

    fn unicode_escape(&mut self, start: usize) -> Option<char> {
        const MAX_DIGITS: usize = 6;
        let digits = self
            .rest()
            .strip_prefix('{')
            .map(|rest| rest.split(|c: char| !c.is_ascii_hexdigit()).next().unwrap_or_default())
            .unwrap_or_default();
        let closed = self.rest().get(digits.len() + 1..).is_some_and(|rest| rest.starts_with('}'));
        let value = (digits.len() <= MAX_DIGITS)
            .then(|| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32))
            .flatten();
        if closed {
            self.at += digits.len() + 2;
        }
        if !closed || value.is_none() {
            self.sink.push(
                Diagnostic::error(
                    "unknown-escape",
                    Span::new(start, self.at),
                    "this is not the escape of a character",
                )
                .help("write the character's hexadecimal number as in `\\u{1F600}`"),
            );
        }
        value.filter(|_| closed)
    }

    fn number(&mut self, start: usize) {
        self.bump_while(|c| c.is_ascii_digit());
        let mut kind = TokenKind::Integer;
        let mut rest = self.rest().chars();
        if rest.next() == Some('.') && rest.next().is_some_and(|next| next.is_ascii_digit()) {
            self.bump();
            self.bump_while(|c| c.is_ascii_digit());
            kind = TokenKind::Number;
        }
        let digits_end = self.at;
        self.bump_while(is_word_character);
        if self.at > digits_end {
            self.sink.push(
                Diagnostic::error("bad-number", Span::new(start, self.at), "a number is followed by letters")
                    .help("numbers are written with digits alone, as in `-12` or `0.5`; names begin with a letter"),
            );
        }
        let letters_end = std::mem::replace(&mut self.at, digits_end);
        self.push(start, kind);
        self.at = letters_end;
    }

    fn word(&mut self, start: usize) {
        self.bump_while(is_word_character);
        let word = self.text.get(start..self.at).unwrap_or_default();
        if !word.is_ascii() {
            self.sink.push(
                Diagnostic::error("bad-name", Span::new(start, self.at), format!("`{word}` is not a name"))
                    .help("names are written with the letters `a` to `z`, digits and `_`"),
            );
        }
        self.push(start, TokenKind::Word);
    }

    fn sign(&mut self, start: usize, first: char) {
        let second = self.peek();
        let kind = match (first, second) {
            ('@', Some('@')) => {
                self.bump();
                TokenKind::AtAt
            }
            ('&', Some('&')) | ('|', Some('|')) | ('=' | '!' | '<' | '>', Some('=')) => {
                self.bump();
                TokenKind::Operator
            }
            ('@', _) => TokenKind::At,
            ('{', _) => TokenKind::LeftBrace,
            ('}', _) => TokenKind::RightBrace,
            ('(', _) => TokenKind::LeftParen,
            (')', _) => TokenKind::RightParen,
            ('[', _) => TokenKind::LeftBracket,
            (']', _) => TokenKind::RightBracket,
            (',', _) => TokenKind::Comma,
            (':', _) => TokenKind::Colon,
            ('.', _) => TokenKind::Dot,
            ('=', _) => TokenKind::Equal,
            ('?', _) => TokenKind::Question,
            ('<', _) => TokenKind::Less,
            ('>', _) => TokenKind::Greater,
            ('!' | '+' | '-' | '*' | '/' | '%' | '&' | '|', _) => TokenKind::Operator,
            _ => return self.stray(start, first),
        };
        self.push(start, kind);
    }

    /// A character that has no place in the language; it is reported and passed over like a blank.
    fn stray(&mut self, start: usize, character: char) {
        self.spaced = true;
        if is_invisible(character) {
            return self.invisible(start, character);
        }
        self.bump_while(|c| c == character);
        self.sink.push(
            Diagnostic::error(
                "unexpected-character",
                Span::new(start, self.at),
                format!("unexpected character `{character}`"),
            )
            .help(match character {
                ';' => "no sign ends a line in a schema; remove it",
                '\'' | '`' | '“' | '”' => "strings are written between `\"`",
                '#' => "comments begin with `//`",
                _ => "remove it",
            }),
        );
        if character == '#' {
            self.bump_while(|c| c != '\n');
        }
    }

    fn refuse_invisible(&mut self, start: usize, body: &str) {
        for (offset, character) in body.char_indices().filter(|(_, c)| is_invisible(*c)) {
            if self.sink.is_full() {
                break;
            }
            self.invisible(start + offset, character);
        }
    }

    fn invisible(&mut self, at: usize, character: char) {
        self.sink.push(
            Diagnostic::error(
                "invisible-character",
                Span::new(at, at + character.len_utf8()),
                format!("invisible character U+{:04X}", u32::from(character)),
            )
            .help("remove it; inside a string write it as an escape, `\\u{...}`"),
        );
    }

    fn push(&mut self, start: usize, kind: TokenKind) {
        let span = Span::new(start, self.at);
        self.tokens.push(Token { kind, span, line_ends: self.line_ends, spaced: self.spaced });
        self.line_ends = 0;
        self.spaced = false;
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn bump_while(&mut self, belongs: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    }
}

/// Other letters than ASCII are taken into the word, so that it is reported once and as a whole.
fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Control characters, marks of no width and marks that turn the direction of text: what a reviewer cannot see.
fn is_invisible(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}'
        | '\u{ffa0}' => true,
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => true,
        other => other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<TokenKind> {
        lex(text, &mut Sink::default()).into_iter().map(|token| token.kind).collect()
    }

    fn messages(text: &str) -> Vec<(Span, String)> {
        let mut sink = Sink::default();
        lex(text, &mut sink);
        sink.finish().into_iter().map(|found| (found.span, found.message)).collect()
    }

    #[test]
    fn words_signs_and_numbers() {
        use TokenKind::*;
        assert_eq!(
            kinds("a1 @@b(-1, 2.5)? // c\n/// d\n//// e"),
            [
                Word, AtAt, Word, LeftParen, Integer, Comma, Number, RightParen, Question, Comment, Doc,
                Comment, End
            ]
        );
    }

    #[test]
    fn a_comment_does_not_begin_inside_a_string() {
        assert_eq!(kinds(r#""http://x""#), [TokenKind::Text("http://x".into()), TokenKind::End]);
    }

    #[test]
    fn escapes_are_decoded() {
        assert_eq!(
            kinds(r#""\"\\\n\t\r\u{1F600}""#),
            [TokenKind::Text("\"\\\n\t\r\u{1F600}".into()), TokenKind::End]
        );
        assert_eq!(messages(r#""a\q""#), [(Span::new(2, 4), "unknown escape `\\q`".to_owned())]);
        assert_eq!(
            messages(r#""\u{D800}""#),
            [(Span::new(1, 9), "this is not the escape of a character".to_owned())]
        );
    }

    #[test]
    fn a_block_keeps_its_text_with_lf() {
        assert_eq!(
            kinds("\"\"\"a\r\n\"b\" \\n\"\"\""),
            [TokenKind::Block("a\n\"b\" \\n".into()), TokenKind::End]
        );
    }

    #[test]
    fn a_byte_order_mark_is_accepted_only_at_the_start() {
        assert_eq!(messages("\u{feff}a"), []);
        assert_eq!(messages("a\u{feff}"), [(Span::new(1, 4), "invisible character U+FEFF".to_owned())]);
    }

    #[test]
    fn invisible_characters_are_found_everywhere() {
        assert_eq!(messages("\"a\u{200b}\""), [(Span::new(2, 5), "invisible character U+200B".to_owned())]);
        assert_eq!(messages("// a\u{202e}"), [(Span::new(4, 7), "invisible character U+202E".to_owned())]);
        assert_eq!(messages("a\u{0}b"), [(Span::new(1, 2), "invisible character U+0000".to_owned())]);
    }

    #[test]
    fn an_open_string_ends_with_its_line() {
        assert_eq!(messages("\"abc\r\nd"), [(Span::new(0, 4), "this string has no end".to_owned())]);
    }
}
