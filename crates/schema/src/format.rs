//! Writes a schema in its canonical layout. Reads the tokens of `lexer` and, from `parser`, where each
//! declaration and each line of a block begins. No token is added, lost or moved.
//!
//! Two blanks of indent, a field on each line, names and types and attributes in columns within a block, one
//! empty line between declarations, at most one within a block, LF at every end.

mod layout;
mod spacing;

use crate::diagnostic::{Diagnostic, Sink};
use crate::lexer::lex;
use crate::parser;
use crate::source::Source;
use crate::token::{Token, TokenKind};
use layout::{Line, Shape, write};
use spacing::{Piece, Place, piece, stands_apart};

/// The text of a schema in its canonical layout, comments in place. The schema need not pass its checks.
///
/// # Errors
///
/// What keeps the text from being read.
pub fn format(source: &Source) -> Result<String, Vec<Diagnostic>> {
    let mut sink = Sink::default();
    let ast = parser::parse(source.text(), &mut sink);
    if sink.failed() {
        return Err(sink.finish());
    }
    let tokens = lex(source.text(), &mut Sink::default());
    let mut formatter = Formatter::new(source, &ast.starts);
    for (position, token) in tokens.iter().enumerate() {
        formatter.token(token, tokens.get(position + 1));
    }
    Ok(write(&formatter.lines))
}

struct Formatter<'a> {
    source: &'a Source,
    starts: std::iter::Peekable<std::slice::Iter<'a, usize>>,
    lines: Vec<Line>,
    /// The line that is being filled, if any.
    open: Option<Line>,
    /// The token that stands before the next one in the open line.
    last: Option<Piece>,
    place: Place,
    indent: usize,
    /// How many `(` and `[` are open in the line.
    brackets: usize,
}

impl<'a> Formatter<'a> {
    fn new(source: &'a Source, starts: &'a [usize]) -> Self {
        Self {
            source,
            starts: starts.iter().peekable(),
            lines: Vec::new(),
            open: None,
            last: None,
            place: Place::Declaration,
            indent: 0,
            brackets: 0,
        }
    }

    fn token(&mut self, token: &Token, next: Option<&Token>) {
        match token.kind {
            TokenKind::End => self.close_line(),
            TokenKind::Comment | TokenKind::Doc => self.comment(token, next),
            TokenKind::LeftBrace => self.open_block(token),
            TokenKind::RightBrace => self.close_block(token),
            _ => self.word(token),
        }
    }

    fn word(&mut self, token: &Token) {
        if self.begins_line(token) {
            self.close_line();
            let shape = if matches!(token.kind, TokenKind::Word) && self.indent > 0 {
                Shape::Columns
            } else {
                Shape::Plain
            };
            self.open_line(token, shape);
        } else if self.open.is_none() {
            // A comment has cut the line before its end.
            self.indent += 2;
            self.open_line(token, Shape::Plain);
            self.indent -= 2;
        }
        self.append(token);
    }

    fn begins_line(&mut self, token: &Token) -> bool {
        let starts = self.starts.peek().is_some_and(|start| **start == token.span.start);
        if starts {
            self.starts.next();
            self.brackets = 0;
            self.place = Place::Declaration;
        }
        starts
    }

    fn comment(&mut self, token: &Token, next: Option<&Token>) {
        let text = self.text(token).replace('\r', " ");
        if token.starts_line() || (self.open.is_none() && self.lines.is_empty()) {
            let continues = self.open.is_some() && !self.line_ends_before(next);
            self.close_line();
            let indent = if continues { self.indent + 2 } else { self.indent };
            self.lines.push(Line {
                indent,
                blank_before: token.line_ends > 1,
                shape: Shape::Comment,
                cells: vec![text],
                comment: None,
            });
            return;
        }
        self.close_line();
        if let Some(line) = self.lines.last_mut() {
            line.comment = Some(text);
        }
    }

    /// Whether the open line has its last token, as far as can be seen from the next one.
    fn line_ends_before(&mut self, next: Option<&Token>) -> bool {
        let Some(next) = next else { return true };
        let starts = self.starts.peek().is_some_and(|start| **start == next.span.start);
        starts || next.is_comment() || matches!(next.kind, TokenKind::RightBrace | TokenKind::End)
    }

    fn open_block(&mut self, token: &Token) {
        self.begins_line(token);
        if self.open.is_none() {
            self.open_line(token, Shape::Plain);
        }
        self.append(token);
        if let Some(line) = &mut self.open {
            line.shape = Shape::Opens;
        }
        self.close_line();
        self.indent += 1;
    }

    fn close_block(&mut self, token: &Token) {
        self.begins_line(token);
        self.close_line();
        self.indent = self.indent.saturating_sub(1);
        match self.lines.last_mut() {
            Some(line) if line.shape == Shape::Opens && line.comment.is_none() => {
                line.shape = Shape::Empty;
                if let Some(cell) = line.cells.last_mut() {
                    cell.push('}');
                }
            }
            _ => {
                self.open_line(token, Shape::Closes);
                self.append(token);
                self.close_line();
            }
        }
    }

    fn open_line(&mut self, token: &Token, shape: Shape) {
        self.open = Some(Line {
            indent: self.indent,
            blank_before: token.line_ends > 1,
            shape,
            cells: vec![String::new()],
            comment: None,
        });
        self.last = None;
    }

    fn close_line(&mut self) {
        self.lines.extend(self.open.take());
        self.last = None;
    }

    fn append(&mut self, token: &Token) {
        let text = self.text(token).replace("\r\n", "\n");
        if matches!(token.kind, TokenKind::At | TokenKind::AtAt) {
            self.place = Place::Attributes;
        }
        let (place, last) = (self.place, self.last);
        let piece = piece(token, &text, place);
        let Some(line) = &mut self.open else { return };
        let next_column = line.shape == Shape::Columns
            && self.brackets == 0
            && match line.cells.len() {
                1 => last.is_some(),
                2 => token.kind == TokenKind::At,
                _ => false,
            };
        if next_column {
            line.cells.push(text);
        } else if let Some(cell) = line.cells.last_mut() {
            if last.is_some_and(|last| stands_apart(last, piece, token, place)) {
                cell.push(' ');
            }
            cell.push_str(&text);
        }
        match token.kind {
            TokenKind::LeftParen | TokenKind::LeftBracket => self.brackets += 1,
            TokenKind::RightParen | TokenKind::RightBracket => {
                self.brackets = self.brackets.saturating_sub(1);
            }
            _ => {}
        }
        self.last = Some(piece);
    }

    fn text(&self, token: &Token) -> &'a str {
        self.source.slice(token.span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(text: &str) -> String {
        let once = format(&Source::new("a.cstack", text)).unwrap();
        let twice = format(&Source::new("a.cstack", once.as_str())).unwrap();
        assert_eq!(once, twice);
        once
    }

    #[test]
    fn a_block_on_one_line_is_laid_out_in_columns() {
        insta::assert_snapshot!(formatted("model  A{ id Int @id   title String ?@unique @map( \"t\" ) @@index([ id,title ]) }"), @r#"
        model A {
          id    Int     @id
          title String? @unique @map("t")
          @@index([id, title])
        }
        "#);
    }

    #[test]
    fn comments_stay_where_they_are() {
        insta::assert_snapshot!(formatted(
            "// file\n\n\n/// doc\nmodel A { // opens\r\n\r\n  // own\r\n  id Int @id // trailing\r\n\r\n\r\n  b String // cut\n @unique\n} // closes\n// end"
        ), @r"
        // file

        /// doc
        model A { // opens
          // own
          id Int @id // trailing

          b  String // cut
              @unique
        } // closes

        // end
        ");
    }

    #[test]
    fn declarations_are_parted_by_one_empty_line() {
        insta::assert_snapshot!(formatted(
            "transport rest\nprocedure a(x:Int,y : Page < A >):Int @allow( true )\nenum B{X Y=2}\n\n\n\nmcp{}\nextension rate_limit{ a=1\n b { c } }"
        ), @r"
        transport rest

        procedure a(x: Int, y: Page<A>): Int @allow(true)

        enum B {
          X
          Y = 2
        }

        mcp {}

        extension rate_limit {
          a = 1
          b {
            c
          }
        }
        ");
    }

    #[test]
    fn expressions_and_blocks_of_text_are_kept() {
        insta::assert_snapshot!(formatted(
            "view V from A,B{ id Int @id\n@@sql(\"\"\"\r\n  select 1\r\n\"\"\")\n@@allow( \"read\",!a&&auth( ).id==b||(c in [ d ]) ) }"
        ), @r#"
        view V from A, B {
          id Int @id
          @@sql("""
          select 1
        """)
          @@allow("read", !a && auth().id == b || (c in [d]))
        }
        "#);
    }

    #[test]
    fn what_cannot_be_read_is_not_formatted() {
        let errors = format(&Source::new("a.cstack", "model {")).unwrap_err();

        assert_eq!(errors.first().map(|error| error.code), Some("syntax"));
    }
}
