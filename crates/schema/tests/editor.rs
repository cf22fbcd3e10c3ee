//! What `docs/editor` says about findings is what they are.

#![allow(clippy::unwrap_used, reason = "a test stops where its world cannot be made")]

use larder_schema::{Diagnostic, Source, Style, compile, entries, render};
use regex::Regex;
use serde_json::Value;

const README: &str = include_str!("../../../docs/editor/README.md");

#[test]
fn the_problem_matcher_for_text_finds_every_finding() {
    let (source, found) = findings();

    let text = render(&found, &source, Style::Plain);

    assert_eq!(
        matched(&block("\"tasks\"")["tasks"][0]["problemMatcher"]["pattern"], &text),
        [
            [
                ("severity", "error"),
                ("code", "unknown-type"),
                ("message", "unknown type `Sting`"),
                ("file", "a.cstack"),
                ("line", "3"),
                ("column", "5")
            ],
            [
                ("severity", "warning"),
                ("code", "no-effect"),
                ("message", "`@@audit` has no effect on the device yet"),
                ("file", "a.cstack"),
                ("line", "4"),
                ("column", "3")
            ],
        ]
        .map(|finding| finding.map(owned).to_vec())
    );
}

#[test]
fn the_problem_matcher_for_json_finds_every_finding() {
    let (source, found) = findings();

    let text = serde_json::to_string_pretty(&entries(&found, &source)).unwrap();

    assert_eq!(
        matched(&block("\"endLine\\\"")["pattern"], &text),
        [
            [
                ("severity", "error"),
                ("file", "a.cstack"),
                ("line", "3"),
                ("column", "5"),
                ("endLine", "3"),
                ("endColumn", "10"),
                ("message", "unknown type `Sting`")
            ],
            [
                ("severity", "warning"),
                ("file", "a.cstack"),
                ("line", "4"),
                ("column", "3"),
                ("endLine", "4"),
                ("endColumn", "10"),
                ("message", "`@@audit` has no effect on the device yet")
            ],
        ]
        .map(|finding| finding.map(owned).to_vec())
    );
}

#[test]
fn the_shape_of_a_finding_is_as_documented() {
    let (source, found) = findings();

    let mut expected = serde_json::to_value(&entries(&found, &source)[..1]).unwrap();
    expected[0]["file"] = "schema.cstack".into();

    assert_eq!(block("\"unknown-type\""), expected);
}

fn findings() -> (Source, Vec<Diagnostic>) {
    let source = Source::new("a.cstack", "model Note {\n  id Int @id\n  a Sting\n  @@audit\n}\n");
    let found = compile(&source).unwrap_err();
    (source, found)
}

/// The first block of JSON in the readme that holds the text.
fn block(text: &str) -> Value {
    let mut blocks = README.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next());
    serde_json::from_str(blocks.find(|block| block.contains(text)).unwrap()).unwrap()
}

/// What the patterns of a problem matcher, one a line, take out of the text: the names of the parts and the parts.
fn matched(patterns: &Value, text: &str) -> Vec<Vec<(String, String)>> {
    let patterns = patterns.as_array().unwrap();
    let lines: Vec<&str> = text.lines().collect();
    lines.windows(patterns.len()).filter_map(|window| matched_at(patterns, window)).collect()
}

fn matched_at(patterns: &[Value], lines: &[&str]) -> Option<Vec<(String, String)>> {
    let mut parts = Vec::new();
    for (pattern, line) in patterns.iter().zip(lines) {
        let captures = Regex::new(pattern["regexp"].as_str()?).unwrap().captures(line)?;
        let named = pattern.as_object()?.iter().filter_map(|(name, group)| Some((group.as_u64()?, name)));
        let mut named: Vec<_> = named.collect();
        named.sort_unstable();
        for (group, name) in named {
            parts.push((name.clone(), captures.get(group.try_into().ok()?)?.as_str().to_owned()));
        }
    }
    Some(parts)
}

fn owned((name, part): (&str, &str)) -> (String, String) {
    (name.to_owned(), part.to_owned())
}
