//! The text of a schema file and its lines. The first thing in the flow: everything else points into it by
//! byte offsets.

use crate::diagnostic::{Diagnostic, Span};

/// The text of one schema file and the path to show for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    path: String,
    text: String,
    line_starts: Vec<usize>,
}

/// A file that is not UTF-8: its text with each bad sequence replaced, and the diagnostic that points at the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidUtf8 {
    /// The text with U+FFFD in place of what could not be read.
    pub source: Source,
    /// Where the first bad byte is.
    pub diagnostic: Diagnostic,
}

/// A place in a [`Source`]; both numbers begin at 1 and columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl Source {
    /// Takes the text of a schema; `path` is only shown.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(offset, _)| offset + 1)).collect();
        Self { path: path.into(), text, line_starts }
    }

    /// Takes the bytes of a file.
    ///
    /// # Errors
    ///
    /// [`InvalidUtf8`] when the bytes are not UTF-8; it holds what is needed to render the diagnostic.
    pub fn from_bytes(path: impl Into<String>, bytes: &[u8]) -> Result<Self, Box<InvalidUtf8>> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(path, text)),
            Err(error) => {
                let start = error.valid_up_to();
                let span = Span::new(start, start + char::REPLACEMENT_CHARACTER.len_utf8());
                let diagnostic = Diagnostic::error("not-utf8", span, "the file is not UTF-8")
                    .help("save it in the encoding UTF-8");
                Err(Box::new(InvalidUtf8 {
                    source: Self::new(path, String::from_utf8_lossy(bytes)),
                    diagnostic,
                }))
            }
        }
    }

    /// The path to show.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let start = self.line_starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start..offset.min(self.text.len())).unwrap_or_default();
        // What marks the file as UTF-8 is no character of its first line.
        Position { line, column: before.trim_start_matches('\u{feff}').chars().count() + 1 }
    }

    /// The bytes of a line (from 1) without its line end.
    pub(crate) fn line_span(&self, line: usize) -> Span {
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        let line = self.text.get(start..end).unwrap_or_default();
        Span::new(start, start + line.strip_suffix('\r').unwrap_or(line).len())
    }

    /// The text under a span; empty when the span is not one of this source.
    pub(crate) fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source::new("a.cstack", "é b\r\nc\n");

        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(3), Position { line: 1, column: 3 });
        assert_eq!(source.position(6), Position { line: 2, column: 1 });
        assert_eq!(source.position(8), Position { line: 3, column: 1 });
        assert_eq!(source.position(99), Position { line: 3, column: 1 });
    }

    #[test]
    fn a_line_ends_before_its_line_end() {
        let source = Source::new("a.cstack", "ab\r\nc\n");

        assert_eq!(source.slice(source.line_span(1)), "ab");
        assert_eq!(source.slice(source.line_span(2)), "c");
        assert_eq!(source.slice(source.line_span(3)), "");
        assert_eq!(source.slice(source.line_span(9)), "");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_pointed_at() {
        let rejected = Source::from_bytes("a.cstack", b"ab\xff").unwrap_err();

        assert_eq!(rejected.diagnostic.span, Span::new(2, 5));
        assert_eq!(rejected.source.text(), "ab\u{fffd}");
    }
}
