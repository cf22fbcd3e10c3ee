//! What is wrong with a schema and where. Made by every step of the compiler, collected in a [`Sink`], shown
//! by `render`.

use std::ops::Range;

use serde::Serialize;

use crate::source::Source;

/// Bytes of a source, from `start` up to but not including `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same bytes as a standard range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The bytes from the start of this span to the end of another.
    pub(crate) fn to(self, last: Self) -> Self {
        Self { start: self.start, end: last.end.max(self.end) }
    }
}

/// How bad a [`Diagnostic`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The schema does not compile.
    Error,
    /// The schema compiles and the author should know.
    Warning,
}

/// One finding in a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable word for the rule, such as `unknown-type`.
    pub code: &'static str,
    /// What is wrong, in one line.
    pub message: String,
    /// What the author can do.
    pub help: Option<String>,
    /// Where it is.
    pub span: Span,
    /// Other places that belong to it.
    pub related: Vec<Related>,
}

/// A second place that a [`Diagnostic`] is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where it is.
    pub span: Span,
    /// What is there.
    pub message: String,
}

impl Diagnostic {
    pub(crate) fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            help: None,
            span,
            related: Vec::new(),
        }
    }

    pub(crate) fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }

    /// Adds the help ``did you mean `x`?`` when a candidate is near to `word`.
    pub(crate) fn suggest<'a>(self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(word, candidates) {
            Some(candidate) => self.help(format!("did you mean `{candidate}`?")),
            None => self,
        }
    }

    /// Whether the schema does not compile because of this.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A [`Diagnostic`] as JSON: lines and columns begin at 1, columns count characters, the end is exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// How bad it is.
    pub severity: Severity,
    /// The path of the source.
    pub file: String,
    /// The line of the first character.
    pub line: usize,
    /// The column of the first character.
    pub column: usize,
    /// The line of the end.
    pub end_line: usize,
    /// The column after the last character.
    pub end_column: usize,
    /// What is wrong.
    pub message: String,
    /// What the author can do.
    pub help: Option<String>,
    /// The stable word for the rule.
    pub code: &'static str,
}

/// Diagnostics in the form of `larder check --format json`.
pub fn entries(diagnostics: &[Diagnostic], source: &Source) -> Vec<Entry> {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let start = source.position(diagnostic.span.start);
            let end = source.position(diagnostic.span.end);
            Entry {
                severity: diagnostic.severity,
                file: source.path().to_owned(),
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                message: diagnostic.message.clone(),
                help: diagnostic.help.clone(),
                code: diagnostic.code,
            }
        })
        .collect()
}

/// The most findings that are kept; a file with more is not a schema.
const MAX_FINDINGS: usize = 200;

/// Where the steps of the compiler put what they find.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    found: Vec<Diagnostic>,
    failed: bool,
}

impl Sink {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.failed |= diagnostic.is_error();
        if self.found.len() < MAX_FINDINGS {
            self.found.push(diagnostic);
        }
    }

    /// Like [`Self::push`] for an error that is costly to word: nothing is made when it would not be kept.
    pub(crate) fn push_error(&mut self, make: impl FnOnce() -> Diagnostic) {
        self.failed = true;
        if !self.is_full() {
            self.push(make());
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= MAX_FINDINGS
    }

    pub(crate) fn failed(&self) -> bool {
        self.failed
    }

    /// Everything found, sorted by place, each finding once.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        let mut found = self.found;
        found.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
        found.dedup_by(|a, b| a.span == b.span && a.message == b.message);
        // A full list may hold only warnings while an error fell off its end.
        if self.failed && !found.iter().any(Diagnostic::is_error) {
            let span = found.last().map(|last| last.span).unwrap_or_default();
            found.push(Diagnostic::error("too-many", span, "too many findings; the rest is not shown"));
        }
        found
    }
}

/// The candidate that the author most likely meant, if one is near enough.
fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST_WORD: usize = 64;
    const MOST_CANDIDATES: usize = 1_000;
    if word.len() > LONGEST_WORD {
        return None;
    }
    let limit = match word.chars().count() {
        0..=2 => 0,
        length => (length / 3).max(1),
    };
    let lowered = word.to_lowercase();
    candidates
        .into_iter()
        .take(MOST_CANDIDATES)
        .filter(|candidate| candidate.len() <= LONGEST_WORD)
        .map(|candidate| (strsim::damerau_levenshtein(&lowered, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *candidate != word)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        assert_eq!(nearest("Sting", ["Int", "String"]), Some("String"));
        assert_eq!(nearest("unqiue", ["unique", "index"]), Some("unique"));
        assert_eq!(nearest("datetime", ["DateTime"]), Some("DateTime"));
        assert_eq!(nearest("Banana", ["String", "Int"]), None);
    }

    #[test]
    fn findings_come_out_in_order_and_once() {
        let mut sink = Sink::default();
        sink.push(Diagnostic::error("b", Span::new(5, 6), "later"));
        sink.push(Diagnostic::warning("a", Span::new(1, 2), "early"));
        sink.push(Diagnostic::error("b", Span::new(5, 6), "later"));

        assert!(sink.failed());
        let messages: Vec<_> = sink.finish().into_iter().map(|found| found.message).collect();
        assert_eq!(messages, ["early", "later"]);
    }

    #[test]
    fn an_entry_counts_from_one() {
        let source = Source::new("x.cstack", "a\né b");
        let found = [Diagnostic::error("c", Span::new(5, 6), "m").help("h")];

        let json = serde_json::to_value(entries(&found, &source)).unwrap();
        assert_eq!(
            json,
            serde_json::json!([{
                "severity": "error", "file": "x.cstack", "line": 2, "column": 3, "endLine": 2, "endColumn": 4,
                "message": "m", "help": "h", "code": "c"
            }])
        );
    }
}
