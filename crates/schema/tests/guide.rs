//! The guide to the language keeps its promises: what it shows compiles, and it leaves out nothing.

#![allow(clippy::unwrap_used, reason = "a test stops where its world cannot be made")]

use larder_schema::{Diagnostic, Source, Style, compile, language, render};

const GUIDE: &str = include_str!("../../../docs/guide/schema.md");

/// The attribute that is there to be refused, and so has no example.
const REFUSED: &str = "@@materialized";

/// A part of the guide: what its heading says, and the examples below it.
struct Section<'a> {
    heading: &'a str,
    examples: Vec<Example>,
}

/// A block of `cstack` in the guide.
struct Example {
    /// The line of the guide before its first.
    line: usize,
    text: String,
}

#[test]
fn every_example_of_the_guide_compiles() {
    let examples: Vec<Example> = sections().into_iter().flat_map(|section| section.examples).collect();

    let refused: Vec<String> = examples.iter().filter_map(errors).collect();

    assert!(examples.len() > 50, "{} examples", examples.len());
    assert_eq!(refused.concat(), "");
}

#[test]
fn every_attribute_has_a_section_with_an_example_of_it() {
    let sections = sections();
    let fields = language::field_attributes().map(|name| format!("@{name}"));
    let blocks = language::block_attributes().map(|name| format!("@@{name}"));

    let missing: Vec<String> = fields
        .chain(blocks)
        .filter(|attribute| {
            let section = sections.iter().find(|section| section.heading == format!("`{attribute}`"));
            !section.is_some_and(|section| attribute == REFUSED || shows(section, attribute))
        })
        .collect();

    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_declaration_has_a_section_with_an_example_of_it() {
    let sections = sections();

    // `mutation` is the first word of a procedure that writes.
    let missing: Vec<&str> = language::keywords()
        .filter(|keyword| {
            let heading = format!("`{}`", if *keyword == "mutation" { "procedure" } else { keyword });
            let section = sections.iter().find(|section| section.heading == heading);
            !section.is_some_and(|section| shows(section, keyword))
        })
        .collect();

    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_scalar_is_in_the_table_and_in_an_example() {
    let sections = sections();
    let scalars = sections.iter().find(|section| section.heading == "Scalars").unwrap();

    let missing: Vec<&str> = language::scalars()
        .filter(|scalar| !GUIDE.contains(&format!("\n| `{scalar}` |")) || !shows(scalars, scalar))
        .collect();

    assert_eq!(missing, [""; 0]);
}

fn sections() -> Vec<Section<'static>> {
    let mut sections = vec![Section { heading: "", examples: Vec::new() }];
    let mut inside = false;
    for (line, text) in (1..).zip(GUIDE.lines()) {
        let last = sections.last_mut().unwrap();
        match text {
            "```cstack" => {
                inside = true;
                last.examples.push(Example { line, text: String::new() });
            }
            "```" => inside = false,
            text if inside => {
                let example = last.examples.last_mut().unwrap();
                example.text.push_str(text);
                example.text.push('\n');
            }
            text if text.starts_with('#') => {
                let heading = text.trim_start_matches('#').trim();
                sections.push(Section { heading, examples: Vec::new() });
            }
            _ => {}
        }
    }
    sections
}

/// Whether some example of the section has the word, and not as a part of another.
fn shows(section: &Section<'_>, word: &str) -> bool {
    let belongs = |c: char| c.is_alphanumeric() || c == '_' || c == '@';
    section.examples.iter().any(|example| example.text.split(|c| !belongs(c)).any(|found| found == word))
}

fn errors(example: &Example) -> Option<String> {
    let source = Source::new(format!("schema.md after line {}", example.line), &example.text);
    let found = compile(&source).err()?;
    let errors: Vec<Diagnostic> = found.into_iter().filter(Diagnostic::is_error).collect();
    Some(render(&errors, &source, Style::Plain))
}
