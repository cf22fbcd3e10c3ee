//! Whatever the text is, nothing panics; whatever is formatted stays what it was.

#![allow(clippy::unwrap_used, reason = "a test stops where its world cannot be made")]

use larder_schema::{Bindings, Source, Style, compile, compile_for, entries, format, parse, render};
use proptest::prelude::*;

fn survives(text: &str) {
    let source = Source::new("any.cstack", text);
    let (_, found) = parse(&source);
    render(&found, &source, Style::Color);
    let compiled = compile(&source);
    let found = match &compiled {
        Ok(compiled) => &compiled.warnings,
        Err(found) => found,
    };
    render(found, &source, Style::Plain);
    entries(found, &source);
    for diagnostic in found {
        assert!(text.get(diagnostic.span.range()).is_some(), "{diagnostic:?} is not in the text");
    }
    assert_eq!(compiled.is_err(), found.iter().any(larder_schema::Diagnostic::is_error), "{found:?}");
    assert!(found.is_sorted_by_key(|found| found.span), "{found:?}");
    let bound = compile_for(&source, Bindings::Uniffi);
    assert!(bound.is_err() || compiled.is_ok(), "a schema that can be bound is a schema");
    for diagnostic in bound.as_ref().err().into_iter().flatten() {
        assert!(text.get(diagnostic.span.range()).is_some(), "{diagnostic:?} is not in the text");
    }
    if let Ok(once) = format(&source) {
        let again = Source::new("any.cstack", once.as_str());
        assert_eq!(format(&again).as_deref(), Ok(once.as_str()));
        if let Ok(compiled) = compiled {
            assert_eq!(compile(&again).map(|again| again.schema), Ok(compiled.schema));
        }
    }
}

/// Words and signs of the language, so that a random row of them gets past the first token.
fn word() -> impl Strategy<Value = String> {
    let words = "model type enum view from mixin auth datasource procedure mutation extension mcp transport \
        rest A B C id x y Int String DateTime Json Page @id @unique @default @relation @length \
        @range @regex @map @use @@id @@unique @@index @@map @@allow @@sql @@reserved @@foreign ( ) [ \
        ] { } { } ? [] , : = < > . && ! - 1 -2 0.5 true now() auth().id fields: references: [x] @ @@";
    let others = [
        "@@soft_delete",
        "\"s\"",
        "\"",
        "\"\"\"",
        "\"\"\"q\"\"\"",
        "// c\n",
        "/// d\n",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\r",
        "é",
        "\u{200b}",
        "/",
    ];
    let words: Vec<String> = words.split(' ').chain(others).map(str::to_owned).collect();
    prop::sample::select(words)
}

/// A schema that compiles, in a layout that nobody would write.
fn schema() -> impl Strategy<Value = String> {
    let blank = prop::sample::select(vec![" ", "  ", "\t", " \r "]);
    let end =
        prop::sample::select(vec![" ", "\n", "\r\n", "\n\n\n", " // c\n", "\n  // own\n", "\n/// doc\n"]);
    let ty = prop::sample::select(vec![
        "Int",
        "String?",
        "String []",
        "DateTime @default( now( ) )",
        "Decimal @range(-1 ,2.50)",
        "Role",
        "Role  @default(Low) @readonly",
        "Place[]",
        "Boolean @default(true)@pii",
        "Json?",
        "String @length(max:3)\n   @regex( \"^a\\\\d\" )",
        "Uuid @default(uuid())  @unique",
        "Int // cut\n @map(\"z\")",
    ]);
    let fields = prop::collection::vec((ty, blank, end.clone()), 0..8);
    let models = prop::collection::vec(fields, 1..4);
    (models, end).prop_map(|(models, end)| {
        let mut text = format!("enum Role{{Low=1 High =2{end}}}{end}type Place {{ name String }}{end}");
        for (number, fields) in models.iter().enumerate() {
            text.push_str(&format!("model M{number} {{{end}id Int @id{end}"));
            for (position, (ty, blank, end)) in fields.iter().enumerate() {
                let ty = ty.replace("\"z\"", &format!("\"z{position}\""));
                text.push_str(&format!("field{position}{blank}{ty}{end}"));
            }
            text.push_str(&format!("@@index([ id ]){end}@@allow(\"read\", id>1 &&!(a<b)){end}}}{end}"));
        }
        text
    })
}

proptest! {
    #[test]
    fn arbitrary_text_is_survived(text in any::<String>()) {
        survives(&text);
    }

    #[test]
    fn arbitrary_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        match Source::from_bytes("any.cstack", &bytes) {
            Ok(source) => survives(source.text()),
            Err(rejected) => {
                render(std::slice::from_ref(&rejected.diagnostic), &rejected.source, Style::Plain);
                survives(rejected.source.text());
            }
        }
    }

    #[test]
    fn rows_of_words_are_survived(words in prop::collection::vec(word(), 0..60)) {
        survives(&words.join(" "));
        survives(&words.concat());
    }

    #[test]
    fn a_layout_means_nothing(text in schema()) {
        let source = Source::new("any.cstack", text.as_str());
        prop_assert!(compile(&source).is_ok(), "{}", render(&compile(&source).unwrap_err(), &source, Style::Plain));
        survives(&text);
    }
}

#[test]
fn a_megabyte_of_garbage_is_survived() {
    // What takes the square of it does not come to its end.
    for piece in [
        "model A { id Int @id ",
        "{ ( [ ",
        "@@index([",
        "a b ",
        "\"",
        "\"\"\"",
        "@default([[[[",
        "type T { t U } ",
        "\u{202e}",
        "model ",
        "x x\n",
        "@allow(a + (",
        "/// d\n",
        "- ",
        "enum E { A = 1 } ",
        "} ",
    ] {
        survives(&piece.repeat(1_000_000 / piece.len()));
    }
}

#[test]
fn many_models_and_many_uses_of_a_mixin_are_survived() {
    let fields: String = (0..3_000).map(|number| format!("f{number} Int\n")).collect();
    let models: String =
        (0..3_000).map(|number| format!("model M{number} {{ @use(X) id Int @id }}\n")).collect();
    survives(&format!("mixin X {{\n{fields}}}\n{models}"));
    let chain: String =
        (0..20_000).map(|number| format!("type T{number} {{ next T{} }}\n", number + 1)).collect();
    survives(&format!("{chain}type T20000 {{ end Int }}"));
    let relations: String =
        (0..2_000).map(|number| format!("r{number} A @relation(fields: [id], references: [id])\n")).collect();
    let reverses: String = (0..2_000).map(|number| format!("l{number} B[]\n")).collect();
    survives(&format!("model A {{ id Int @id\n{reverses} }} model B {{ id Int @id\n{relations} }}"));
}
