//! Keeps `ARCHITECTURE.md` true: which way the rooms depend, how files are named and how long they are,
//! what the default build brings along. Reads the sources and asks cargo; the standard library is enough.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy's exception for tests covers test functions, not what they share"
)]

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The rooms of `src/`, bottom first. A room may use only rooms before it.
const ROOMS: &[&str] = &[
    "native",
    "value",
    "error",
    "model",
    "query",
    "sql",
    "db",
    "migrate",
    "observe",
    "runtime",
    "delegate",
    "background",
    "sync",
    "telemetry",
    "ffi",
    "__private",
    "lib",
];

/// Names that say nothing about what is inside.
const EMPTY_WORDS: &[&str] = &["util", "utils", "helper", "helpers", "common", "manager", "managers"];
/// A longer file is two rooms.
const MAX_LINES: usize = 500;
/// Half of the files are shorter than this.
const MEDIAN_LINES: usize = 200;
/// The default build brings fewer crates than this, generators included.
const MAX_CRATES: usize = 60;

#[test]
fn a_room_uses_only_rooms_below_it() {
    let src = root().join("src");
    let edges = sources(&src).into_iter().flat_map(|file| {
        let room = room_of(file.strip_prefix(&src).unwrap());
        let depth = module_depth(file.strip_prefix(&src).unwrap());
        let code = without_tests(&code_of(&fs::read_to_string(&file).unwrap()));
        let used = rooms_used(&code, depth);
        used.into_iter().map(move |(line, target)| (file.clone(), line, room.clone(), target))
    });

    let upward: Vec<_> = edges
        .filter(|(_, _, room, target)| rank(target) > rank(room))
        .map(|(file, line, room, target)| format!("{}:{line} {room} -> {target}", relative(&file)))
        .collect();

    assert!(upward.is_empty(), "a room uses one above it:\n{}", upward.join("\n"));
}

#[test]
fn the_table_in_architecture_md_names_the_rooms_that_exist_in_their_order() {
    let src = root().join("src");
    let present: BTreeSet<String> =
        sources(&src).iter().map(|file| room_of(file.strip_prefix(&src).unwrap())).collect();
    let unknown: Vec<_> = present.iter().filter(|room| !ROOMS.contains(&room.as_str())).collect();
    assert!(unknown.is_empty(), "not a room, or a room missing from ROOMS here: {unknown:?}");
    let empty: Vec<_> = present.iter().filter(|room| is_empty(&src, room)).collect();
    assert!(empty.is_empty(), "rooms without code: {empty:?}");

    let expected: Vec<_> = ROOMS.iter().copied().filter(|room| present.contains(*room)).collect();
    assert_eq!(rooms_in_architecture_md(), expected, "the table in ARCHITECTURE.md (left) and src/ (right)");
}

#[test]
fn names_of_files_and_folders_say_what_is_inside() {
    let empty_named: Vec<_> = walk(&root())
        .into_iter()
        .map(|path| relative(&path))
        .filter(|path| Path::new(path).file_stem().is_some_and(|stem| says_nothing(&stem.to_string_lossy())))
        .collect();

    assert!(empty_named.is_empty(), "rename after what they do: {empty_named:?}");
}

#[test]
fn files_are_short_enough_to_read_at_once() {
    let mut lengths: Vec<(usize, String)> = sources(&root())
        .into_iter()
        .map(|file| (fs::read_to_string(&file).unwrap(), relative(&file)))
        .filter(|(text, file)| !is_generated(text, file))
        .map(|(text, file)| (text.lines().count(), file))
        .collect();
    lengths.sort();

    let long: Vec<_> = lengths.iter().filter(|(lines, _)| *lines > MAX_LINES).collect();
    assert!(long.is_empty(), "more than {MAX_LINES} lines: {long:?}");
    let (median, _) = lengths[lengths.len() / 2];
    assert!(median < MEDIAN_LINES, "the median file has {median} lines");
}

/// The one file with code that the compiler cannot vouch for.
const UNSAFE: &str = "src/native.rs";

#[test]
fn one_source_is_unsafe_and_each_block_says_why() {
    let found: Vec<_> = sources(&root())
        .into_iter()
        .filter(|file| words(&code_of(&fs::read_to_string(file).unwrap())).any(|word| word == "unsafe"))
        .map(|file| relative(&file))
        .collect();

    assert_eq!(found, [UNSAFE], "sources with unsafe code");
    let text = fs::read_to_string(root().join(UNSAFE)).unwrap();
    let blocks = code_of(&text).matches("unsafe {").count() + code_of(&text).matches("unsafe impl").count();
    assert_eq!(text.matches("// SAFETY: ").count(), blocks);
}

#[test]
fn the_compiler_crates_never_see_sqlite_and_the_runtime_never_sees_syn() {
    for package in ["larder-schema", "larder-codegen"] {
        let tree = crates_below(&["--package", package]);
        assert!(!tree.contains("rusqlite"), "{package} depends on rusqlite");
        assert!(!tree.contains("larder"), "{package} depends on the runtime");
    }

    let direct = crates_below(&["--package", "larder", "--depth", "1", "--all-features"]);
    for generator in ["syn", "quote", "proc-macro2", "larder-codegen", "larder-schema"] {
        assert!(!direct.contains(generator), "the runtime depends on {generator} directly");
    }
}

#[test]
fn the_default_build_is_small_and_has_neither_async_runtime_nor_tls() {
    let tree = crates_below(&["--package", "larder"]);

    for unwanted in ["tokio", "async-std", "rustls", "openssl", "openssl-sys", "native-tls"] {
        assert!(!tree.contains(unwanted), "the default build contains {unwanted}");
    }
    assert!(tree.len() < MAX_CRATES, "the default build has {} crates: {tree:?}", tree.len());
}

// The tree on disk.

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Gives every file and folder below `folder`, but nothing hidden and nothing that a build made.
fn walk(folder: &Path) -> Vec<PathBuf> {
    const BUILT: &[&str] = &["target", "node_modules", "build", "corpus", "artifacts"];
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.file_type().unwrap().is_dir();
        if name.starts_with('.') || (is_folder && BUILT.contains(&name.as_str())) {
            continue;
        }
        if is_folder {
            found.extend(walk(&entry.path()));
        }
        found.push(entry.path());
    }
    found.sort();
    found
}

/// Gives the Rust files below `folder`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    walk(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs") && path.is_file())
        .collect()
}

/// Output of a generator says so, or lies in a folder of golden files.
fn is_generated(text: &str, file: &str) -> bool {
    let golden = Path::new(file).iter().any(|part| part == "golden" || part == "snapshots");
    golden || text.lines().take(5).any(|line| line.contains("@generated"))
}

fn says_nothing(stem: &str) -> bool {
    let spaced: String =
        stem.chars().flat_map(|c| [c.is_uppercase().then_some(' '), Some(c)]).flatten().collect();
    spaced
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| EMPTY_WORDS.contains(&word.to_lowercase().as_str()))
}

// Rooms and the edges between them.

/// Gives the room of a file in `src/`: the folder, or the file's own name.
fn room_of(file: &Path) -> String {
    let first = file.iter().next().unwrap().to_string_lossy();
    first.strip_suffix(".rs").unwrap_or(&first).to_owned()
}

/// Gives how many `super::` lead from the file to the crate's root.
fn module_depth(file: &Path) -> usize {
    let parts = file.iter().count();
    match file.file_stem().unwrap().to_string_lossy().as_ref() {
        "lib" if parts == 1 => 0,
        "mod" => parts - 1,
        _ => parts,
    }
}

fn rank(room: &str) -> usize {
    ROOMS.iter().position(|known| *known == room).unwrap_or(ROOMS.len())
}

/// A folder of comments and `mod` lines is not a room yet.
fn is_empty(src: &Path, room: &str) -> bool {
    let files = sources(src).into_iter().filter(|file| room_of(file.strip_prefix(src).unwrap()) == room);
    let mut code = files.map(|file| code_of(&fs::read_to_string(file).unwrap()));
    !code
        .any(|code| words(&code).any(|word| ["fn", "use", "struct", "enum", "trait", "impl"].contains(&word)))
}

fn rooms_in_architecture_md() -> Vec<String> {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let table = page.lines().skip_while(|line| !line.starts_with("| room")).skip(2);
    let rows = table.take_while(|line| line.starts_with('|'));
    let names = rows.map(|row| row.split('`').nth(1).unwrap_or_else(|| panic!("no room in {row}")));
    names.map(|name| name.trim_end_matches('/').trim_end_matches(".rs").to_owned()).collect()
}

/// Gives line and room of each path that starts at the crate's root: `crate::x`, or enough `super::`.
///
/// What stands at the root itself is a re-export of `lib.rs`, so using it is an edge to `lib`.
fn rooms_used(code: &str, depth: usize) -> Vec<(usize, String)> {
    let climbed = "super::".repeat(depth);
    let starts: Vec<&str> = if depth == 0 { vec!["crate::"] } else { vec!["crate::", &climbed] };
    let mut used = Vec::new();
    for start in starts {
        for (at, _) in code.match_indices(start) {
            let continues = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
            let rest = &code[at + start.len()..];
            if continues || rest.starts_with("super::") {
                continue;
            }
            let line = code[..at].matches('\n').count() + 1;
            used.extend(first_segments(rest).into_iter().map(|name| (line, as_room(name))));
        }
    }
    used.sort();
    used
}

fn as_room(segment: &str) -> String {
    if ROOMS.contains(&segment) { segment.to_owned() } else { "lib".to_owned() }
}

/// Gives the first word of a path, or of each path in a `{...}` group.
fn first_segments(rest: &str) -> Vec<&str> {
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let Some(group) = rest.strip_prefix('{') else { return vec![&rest[..word(rest)]] };
    let mut depth = 0_usize;
    let mut item = 0;
    let mut segments = Vec::new();
    for (at, c) in group.char_indices() {
        if depth == 0 && (c == ',' || c == '}') {
            let path = group[item..at].trim();
            segments.extend((!path.is_empty()).then(|| &path[..word(path)]));
            item = at + 1;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
    }
    segments
}

/// Cuts off the test module at the bottom of a file: tests may look up.
fn without_tests(code: &str) -> String {
    code.find("\n#[cfg(test)]\nmod ").map_or_else(|| code.to_owned(), |at| code[..at].to_owned())
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// Blanks comments and the content of literals, so that only code is left on the same lines.
fn code_of(text: &str) -> String {
    let mut code = text.to_owned().into_bytes();
    let mut at = 0;
    while at < text.len() {
        let skipped = comment_or_literal(text, at);
        for byte in &mut code[skipped.clone()] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = skipped.end.max(at + 1);
    }
    String::from_utf8(code).expect("whole characters are blanked")
}

/// Gives the comment or literal that starts at the byte `at`; an empty range when code stands there.
fn comment_or_literal(text: &str, at: usize) -> Range<usize> {
    let Some(rest) = text.get(at..) else { return at..at };
    let until =
        |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |found| from + found + end.len());
    let hashes = rest.strip_prefix('r').map_or(0, |raw| raw.len() - raw.trim_start_matches('#').len());
    let after_name = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let length = if rest.starts_with("//") {
        rest.find('\n').unwrap_or(rest.len())
    } else if rest.starts_with("/*") {
        until("*/", 2)
    } else if rest.starts_with('"') {
        escaped_literal(rest, b'"')
    } else if rest.starts_with('r') && rest[1 + hashes..].starts_with('"') && !after_name {
        until(&format!("\"{}", "#".repeat(hashes)), 2 + hashes)
    } else if rest.starts_with('\'') && is_char_literal(rest) {
        escaped_literal(rest, b'\'')
    } else {
        0
    };
    at..at + length
}

/// A quote starts a character when an escape or a second quote follows; else it is a lifetime.
fn is_char_literal(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    let first = chars.next();
    first == Some('\\') || chars.next() == Some('\'')
}

fn escaped_literal(rest: &str, quote: u8) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

// What cargo says.

/// Gives the names of the crates in a normal dependency tree, the package itself left out.
fn crates_below(arguments: &[&str]) -> BTreeSet<String> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["tree", "--edges", "normal", "--prefix", "none"]).args(arguments).current_dir(root());
    let output = command.output().expect("cargo runs");
    assert!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("names are text");
    tree.lines().skip(1).filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

// The reading itself is worth a test: a scanner that sees nothing would let everything pass.

#[test]
fn the_scanner_finds_paths_in_code_and_only_there() {
    let text = r##"
//! crate::lib
use crate::value::{Json, list};
use crate::{error::{A, B}, model::X,
    db};
/* crate::ffi */
const S: &str = "crate::sync \" crate::sync"; const R: &str = r#"crate::ffi "#;
fn f<'a>(c: char) -> bool { c == '"' || crate::query::any(c) }
use super::super::observe::Hub;
use crate::RusqliteError;
#[cfg(test)]
mod tests { use crate::telemetry; }
"##;

    let found = rooms_used(&without_tests(&code_of(text)), 2);

    let found: Vec<_> = found.iter().map(|(line, room)| (*line, room.as_str())).collect();
    let expected =
        [(3, "value"), (4, "db"), (4, "error"), (4, "model"), (8, "query"), (9, "observe"), (10, "lib")];
    assert_eq!(found, expected);
}

#[test]
fn an_empty_word_is_found_in_any_case() {
    for name in ["utils", "string_utils", "DatabaseManager", "common", "test-helpers"] {
        assert!(says_nothing(name), "{name}");
    }
    for name in ["command", "futile", "debouncer", "uncommon"] {
        assert!(!says_nothing(name), "{name}");
    }
}
