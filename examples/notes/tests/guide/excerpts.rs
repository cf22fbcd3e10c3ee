//! What the guide shows is what was compiled.

const GUIDE: &str = include_str!("../../../../docs/guide/queries.md");

/// The files that are compiled and run, by the language of a block.
const SOURCES: [(&str, &str); 3] = [
    ("rust", include_str!("queries.rs")),
    ("swift", include_str!("../../../../ios/Tests/NotesTests/GuideTests.swift")),
    (
        "kotlin",
        include_str!("../../../../bindings/kotlin/tests/src/test/kotlin/dev/larder/notes/GuideTest.kt"),
    ),
];

/// A block of code in the guide.
struct Block {
    language: &'static str,
    line: usize,
    code: Vec<&'static str>,
}

#[test]
fn every_example_of_the_guide_to_queries_is_in_a_test() {
    let blocks = blocks();

    for (language, source) in SOURCES {
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        let of_it: Vec<&Block> = blocks.iter().filter(|block| block.language == language).collect();
        assert!(of_it.len() >= 10, "{} examples in {language}", of_it.len());
        for block in of_it {
            let stands = lines.windows(block.code.len()).any(|window| window == block.code);
            assert!(stands, "the {language} example at line {} of the guide is in no test", block.line);
        }
    }
    let known = |block: &&Block| SOURCES.iter().any(|(language, _)| *language == block.language);
    assert_eq!(
        blocks.iter().filter(|block| !known(block)).map(|block| block.line).collect::<Vec<_>>(),
        [0; 0]
    );
}

/// Gives the blocks, their lines without what they are indented by.
fn blocks() -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (line, text) in GUIDE.lines().enumerate() {
        match (text.strip_prefix("```"), is_open) {
            (Some(language), false) => {
                blocks.push(Block { language, line: line + 1, code: Vec::new() });
                is_open = true;
            }
            (Some(_), true) => is_open = false,
            (None, true) => blocks.last_mut().unwrap().code.push(text.trim()),
            (None, false) => {}
        }
    }
    assert!(!is_open, "the last block of the guide does not end");
    blocks
}
