//! The grammar for editors knows what the compiler knows.

#![allow(clippy::unwrap_used, reason = "a test stops where its world cannot be made")]

mod textmate;

use larder_schema::language;
use regex::Regex;
use serde_json::Value;

use textmate::{PLAIN, SQL, grammar, scope, tokens};

const EVERYTHING: &str = include_str!("fixtures/everything.cstack");

const KEYWORD: &str = "keyword.declaration.cstack";
const ATTRIBUTE: &str = "entity.other.attribute-name.cstack";

#[test]
fn every_include_leads_to_a_rule() {
    let grammar = grammar();

    let mut included = Vec::new();
    collect(&grammar, &["include"], &mut included);
    let lost: Vec<&str> = included
        .iter()
        .copied()
        .filter(|name| *name != SQL)
        .filter(|name| name.strip_prefix('#').is_none_or(|rule| grammar["repository"].get(rule).is_none()))
        .collect();

    assert!(included.len() > 30, "{} includes", included.len());
    assert_eq!(lost, [""; 0]);
}

#[test]
fn every_pattern_is_a_regular_expression() {
    let grammar = grammar();

    let mut patterns = Vec::new();
    collect(&grammar, &["match", "begin", "end"], &mut patterns);
    let refused: Vec<String> = patterns
        .iter()
        .filter_map(|pattern| Regex::new(pattern).err())
        .map(|error| error.to_string())
        .collect();

    assert!(patterns.len() > 30, "{} patterns", patterns.len());
    assert_eq!(refused, [""; 0]);
}

#[test]
fn every_keyword_is_known() {
    let unknown: Vec<&str> = language::keywords()
        .filter(|keyword| {
            let line = match *keyword {
                "view" => "view X from Y, Z {".to_owned(),
                "mcp" => "mcp {".to_owned(),
                "transport" => "transport rpc".to_owned(),
                "procedure" => "procedure x(): Int".to_owned(),
                "mutation" => "mutation procedure x(): Int".to_owned(),
                block => format!("{block} X {{"),
            };
            scope(&line, keyword) != KEYWORD
        })
        .collect();

    assert_eq!(unknown, [""; 0]);
}

#[test]
fn every_built_in_type_is_known() {
    let scalars = language::scalars().filter(|name| {
        let in_model = format!("model X {{ a {name}[] }}");
        let in_procedure = format!("procedure x(a: {name}?): {name}");
        [in_model, in_procedure].iter().any(|text| scope(text, name) != "support.type.cstack")
    });
    let procedure_types = language::procedure_types()
        .filter(|name| scope(&format!("procedure x(): {name}<Y>"), name) != "support.type.procedure.cstack");

    assert_eq!(scalars.chain(procedure_types).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn every_attribute_is_known_with_and_without_arguments() {
    let fields = language::field_attributes().chain(["use"]).map(|name| format!("@{name}"));
    let blocks = language::block_attributes().map(|name| format!("@@{name}"));

    let unknown: Vec<String> = fields
        .chain(blocks)
        .filter(|attribute| {
            let bare = format!("model X {{\n  a Int {attribute}\n}}");
            let called = format!("model X {{\n  {attribute}(\"x\") a Int\n}}");
            (attribute != "@use" && scope(&bare, attribute) != ATTRIBUTE)
                || scope(&called, attribute) != ATTRIBUTE
        })
        .collect();

    assert_eq!(unknown, [""; 0]);
}

#[test]
fn a_procedure_has_whatever_attributes_the_server_knows() {
    assert_eq!(scope("procedure x(): Int @allow(true) @audit", "@allow"), ATTRIBUTE);
    assert_eq!(scope("procedure x(): Int @allow(true) @audit", "@audit"), ATTRIBUTE);
}

#[test]
fn an_unknown_attribute_is_marked() {
    assert_eq!(scope("model X { a Int @unqiue }", "@unqiue"), "invalid.illegal.attribute.cstack");
    assert_eq!(scope("model X { a Int @@softdelete }", "@@softdelete"), "invalid.illegal.attribute.cstack");
}

#[test]
fn a_field_has_a_name_a_type_and_attributes() {
    let text = "model Note { // c\n  type String? @length(1, max: 20) @default(\"a\\n\") @map(\"b\") order Color[]\n}";

    assert_eq!(
        tokens(text),
        [
            ("model", KEYWORD),
            ("Note", "entity.name.type.cstack"),
            ("{", "punctuation.section.block.cstack"),
            ("// c", "comment.line.double-slash.cstack"),
            ("type", "variable.other.property.cstack"),
            ("String", "support.type.cstack"),
            ("?", "keyword.operator.arity.cstack"),
            ("@length", ATTRIBUTE),
            ("(", "punctuation.section.parens.cstack"),
            ("1", "constant.numeric.cstack"),
            (",", "punctuation.separator.cstack"),
            ("max", "variable.parameter.cstack"),
            (":", "punctuation.separator.cstack"),
            ("20", "constant.numeric.cstack"),
            (")", "punctuation.section.parens.cstack"),
            ("@default", ATTRIBUTE),
            ("(", "punctuation.section.parens.cstack"),
            ("\"", "string.quoted.double.cstack"),
            ("a", "string.quoted.double.cstack"),
            ("\\n", "constant.character.escape.cstack"),
            ("\"", "string.quoted.double.cstack"),
            (")", "punctuation.section.parens.cstack"),
            ("@map", ATTRIBUTE),
            ("(", "punctuation.section.parens.cstack"),
            ("\"", "string.quoted.double.cstack"),
            ("b", "string.quoted.double.cstack"),
            ("\"", "string.quoted.double.cstack"),
            (")", "punctuation.section.parens.cstack"),
            ("order", "variable.other.property.cstack"),
            ("Color", "entity.name.type.cstack"),
            ("[]", "keyword.operator.arity.cstack"),
            ("}", "punctuation.section.block.cstack"),
        ]
        .map(owned)
    );
}

#[test]
fn docs_comments_and_enums() {
    let text = "/// d\n//// c\nenum A { /// e\n  B = -1\n  C @@reserved(2) }";

    assert_eq!(
        tokens(text),
        [
            ("/// d", "comment.line.documentation.cstack"),
            ("//// c", "comment.line.double-slash.cstack"),
            ("enum", KEYWORD),
            ("A", "entity.name.type.cstack"),
            ("{", "punctuation.section.block.cstack"),
            ("/// e", "comment.line.documentation.cstack"),
            ("B", "variable.other.enummember.cstack"),
            ("=", "keyword.operator.cstack"),
            ("-1", "constant.numeric.cstack"),
            ("C", "variable.other.enummember.cstack"),
            ("@@reserved", ATTRIBUTE),
            ("(", "punctuation.section.parens.cstack"),
            ("2", "constant.numeric.cstack"),
            (")", "punctuation.section.parens.cstack"),
            ("}", "punctuation.section.block.cstack"),
        ]
        .map(owned)
    );
}

#[test]
fn the_sql_of_a_view_is_left_to_the_grammar_of_sql() {
    let text = "view A from B {\n  @@sql(\"\"\"\n  select ) from b\n  \"\"\")\n  @@embedded_sql(\"select \\\"x\\\"\") id Int @id\n}";

    assert_eq!(scope(text, "select ) from b"), "meta.embedded.block.sql");
    assert_eq!(scope(text, "select"), "meta.embedded.inline.sql");
    assert_eq!(scope(text, "\\\""), "constant.character.escape.cstack");
    assert_eq!(scope(text, "id"), "variable.other.property.cstack");
    assert_eq!(scope(text, "@id"), ATTRIBUTE);
}

#[test]
fn the_reference_schema_has_no_word_without_a_color_and_none_that_is_wrong() {
    let found = tokens(EVERYTHING);

    let lost: Vec<&str> = found
        .iter()
        .filter(|(text, scope)| {
            scope.starts_with("invalid") || scope == PLAIN && text.contains(|c: char| c.is_alphanumeric())
        })
        .map(|(text, _)| text.as_str())
        .collect();

    assert!(found.len() > 900, "{} tokens", found.len());
    assert_eq!(lost, [""; 0]);
}

fn owned((text, scope): (&str, &str)) -> (String, String) {
    (text.to_owned(), scope.to_owned())
}

/// The strings under these keys, at any depth.
fn collect<'a>(value: &'a Value, keys: &[&str], found: &mut Vec<&'a str>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match value.as_str() {
                    Some(text) if keys.contains(&key.as_str()) => found.push(text),
                    _ => collect(value, keys, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, keys, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
