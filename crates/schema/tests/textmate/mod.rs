//! Applies the grammar for editors as an editor does, with one difference: the grammar of another language is
//! passed over. Used by `grammar`.

#![allow(clippy::unwrap_used, reason = "a test stops where its world cannot be made")]

use regex::{Captures, Regex};
use serde_json::Value;

const GRAMMAR: &str = include_str!("../../../../docs/editor/cstack.tmLanguage.json");

/// The scope of what no rule matches.
pub(crate) const PLAIN: &str = "source.cstack";
/// The only grammar of another language that is named.
pub(crate) const SQL: &str = "source.sql";

pub(crate) fn grammar() -> Value {
    serde_json::from_str(GRAMMAR).unwrap()
}

/// The scope of the first piece that is this text.
pub(crate) fn scope(text: &str, piece: &str) -> String {
    let found = tokens(text);
    let token = found.iter().find(|(token, _)| token == piece);
    token.map_or_else(|| format!("no piece {piece} in {found:?}"), |(_, scope)| scope.clone())
}

/// The pieces of a text that are not blank, each with its innermost scope.
pub(crate) fn tokens(text: &str) -> Vec<(String, String)> {
    let grammar = grammar();
    let mut reader = Reader { repository: &grammar["repository"], found: Vec::new() };
    let mut open = vec![Open { rule: &grammar, scope: PLAIN }];
    for line in text.lines() {
        reader.line(line, &mut open);
    }
    reader.found
}

struct Reader<'a> {
    repository: &'a Value,
    found: Vec<(String, String)>,
}

/// A rule that has begun and not ended.
struct Open<'a> {
    rule: &'a Value,
    scope: &'a str,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &str, open: &mut Vec<Open<'a>>) {
        let mut at = 0;
        loop {
            let top = open.last().unwrap();
            let (rule, scope) = (top.rule, top.scope);
            // What ends a rule goes before what it holds; then the first of those that begin at one place.
            let mut rules = Vec::new();
            self.flatten(&rule["patterns"], &mut rules);
            let mut best: Option<(usize, Captures<'_>, Option<&'a Value>)> = None;
            let end = rule["end"].as_str().map(|end| (end, None));
            let inner = rules.into_iter().map(|inner| {
                let pattern = inner["match"].as_str().or(inner["begin"].as_str()).unwrap();
                (pattern, Some(inner))
            });
            for (pattern, inner) in end.into_iter().chain(inner) {
                let Some(captures) = Regex::new(pattern).unwrap().captures_at(line, at) else { continue };
                let start = captures.get(0).unwrap().start();
                if best.as_ref().is_none_or(|(first, ..)| start < *first) {
                    best = Some((start, captures, inner));
                }
            }
            let Some((start, captures, inner)) = best else {
                return self.push(&line[at..], scope);
            };
            self.push(&line[at..start], scope);
            at = captures.get(0).unwrap().end();
            match inner {
                None => {
                    open.pop();
                    let outer = rule["name"].as_str().unwrap_or(open.last().unwrap().scope);
                    self.captures(&captures, &rule["endCaptures"], outer);
                }
                Some(inner) => {
                    let own = inner["name"].as_str().unwrap_or(scope);
                    let key = if inner["match"].is_string() { "captures" } else { "beginCaptures" };
                    self.captures(&captures, &inner[key], own);
                    if inner["begin"].is_string() {
                        open.push(Open { rule: inner, scope: inner["contentName"].as_str().unwrap_or(own) });
                    }
                }
            }
        }
    }

    /// The rules of a list of patterns, with those that it includes in their place.
    fn flatten(&self, patterns: &'a Value, rules: &mut Vec<&'a Value>) {
        for pattern in patterns.as_array().into_iter().flatten() {
            match pattern["include"].as_str() {
                Some(SQL) => {}
                Some(name) => {
                    let rule = &self.repository[name.trim_start_matches('#')];
                    if rule["match"].is_string() || rule["begin"].is_string() {
                        rules.push(rule);
                    } else {
                        self.flatten(&rule["patterns"], rules);
                    }
                }
                None => rules.push(pattern),
            }
        }
    }

    /// The parts of a match: each capture with its own scope or its own rules, what is between them with the rule's.
    fn captures(&mut self, captures: &Captures<'_>, rules: &'a Value, scope: &str) {
        let whole = captures.get(0).unwrap();
        let first = usize::from(rules.get("0").is_none());
        let mut at = whole.start();
        for (index, capture) in captures.iter().enumerate().skip(first) {
            let (Some(capture), Some(rule)) = (capture, rules.get(index.to_string())) else { continue };
            self.push(&captures_text(captures, at, capture.start()), scope);
            match rule["name"].as_str() {
                Some(name) => self.push(capture.as_str(), name),
                None => self.line(capture.as_str(), &mut vec![Open { rule, scope: PLAIN }]),
            }
            at = capture.end();
        }
        self.push(&captures_text(captures, at, whole.end()), scope);
    }

    fn push(&mut self, text: &str, scope: &str) {
        if !text.trim().is_empty() {
            self.found.push((text.trim().to_owned(), scope.to_owned()));
        }
    }
}

/// The text of a match between two places of the line.
fn captures_text(captures: &Captures<'_>, from: usize, to: usize) -> String {
    let whole = captures.get(0).unwrap();
    whole.as_str()[from - whole.start()..to - whole.start()].to_owned()
}
