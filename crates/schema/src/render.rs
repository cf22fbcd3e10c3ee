//! Shows diagnostics to a person: path, line, column, the line itself, message and help. The last step for the
//! macro and for the program alike.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::source::Source;

/// Whether the text carries terminal colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Only text.
    Plain,
    /// ANSI colors.
    Color,
}

/// Diagnostics as text, one after the other, each with its line of the source.
pub fn render(diagnostics: &[Diagnostic], source: &Source, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Color => Renderer::styled(),
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        let group = group(diagnostic, source);
        text.push_str(renderer.render(&[group]).trim_end());
        text.push_str("\n\n");
    }
    text
}

/// A line longer than this is not shown, only its place.
const LONGEST_LINE: usize = 1_000;

fn group<'a>(diagnostic: &'a Diagnostic, source: &'a Source) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code).element(excerpt(
        diagnostic.span,
        None,
        source,
    ));
    for related in &diagnostic.related {
        group = group.element(excerpt(related.span, Some(&related.message), source));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The line of a span, with the part of the span that is on it marked. Only that line is handed to the
/// renderer, whose cost grows with the text it is given.
fn excerpt<'a>(span: Span, label: Option<&'a str>, source: &'a Source) -> Element<'a> {
    let position = source.position(span.start);
    let line_span = source.line_span(position.line);
    let line = source.slice(line_span);
    if line.len() > LONGEST_LINE {
        return Origin::path(source.path()).line(position.line).char_column(position.column).into();
    }
    let start = span.start.saturating_sub(line_span.start).min(line.len());
    let end = span.end.saturating_sub(line_span.start).clamp(start, line.len());
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    Snippet::source(line)
        .path(source.path())
        .line_start(position.line)
        .annotation(kind.span(start..end).label(label))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic() -> Diagnostic {
        Diagnostic::error("unknown-type", Span::new(12, 18), "unknown type `Sting`")
            .help("did you mean `String`?")
    }

    #[test]
    fn a_finding_shows_place_line_and_help() {
        let source = Source::new("app.cstack", "model A {\n  é Sting\n}\n");

        let text = render(&[Diagnostic { span: Span::new(15, 20), ..diagnostic() }], &source, Style::Plain);

        insta::assert_snapshot!(text, @r"
        error[unknown-type]: unknown type `Sting`
         --> app.cstack:2:5
          |
        2 |   é Sting
          |     ^^^^^
          |
          = help: did you mean `String`?
        ");
    }

    #[test]
    fn a_very_long_line_is_named_but_not_shown() {
        let source = Source::new("app.cstack", "x".repeat(LONGEST_LINE + 1));

        let text = render(&[diagnostic()], &source, Style::Plain);

        assert!(text.contains("--> app.cstack:1:13"), "{text}");
        assert!(text.len() < LONGEST_LINE, "{text}");
    }

    #[test]
    fn only_the_colored_style_has_escapes() {
        let source = Source::new("app.cstack", "model A {\n  a Sting\n}\n");

        assert!(render(&[diagnostic()], &source, Style::Color).contains('\u{1b}'));
        assert!(!render(&[diagnostic()], &source, Style::Plain).contains('\u{1b}'));
    }
}
