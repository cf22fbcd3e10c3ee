//! What an app can call in Swift and Kotlin, as text: reads the generated sources, feeds the files in
//! `bindings/api/`, where a change of the API shows in review.

mod declaration;
mod kotlin;
mod swift;
mod token;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use crate::cargo::root;
use crate::hosts::Core;
use kotlin::kotlin_signatures;
use swift::swift_signatures;

/// The module that every app shares. What lies beside it is of the notes: its own module and the sugar on that.
const SHARED: &str = "larder";
const APP: &str = "notes";

/// How many lines of a difference are shown of either side.
const SHOWN: usize = 12;

/// A language whose API is kept, and how its sources become signatures.
struct Language {
    /// The folder of its generated sources, and how their names end.
    folder: &'static str,
    extension: &'static str,
    name: &'static str,
    signatures: fn(&str) -> String,
}

const LANGUAGES: [Language; 2] = [
    Language { folder: "swift", extension: "swift", name: "Swift", signatures: swift_signatures },
    Language { folder: "kotlin", extension: "kt", name: "Kotlin", signatures: kotlin_signatures },
];

/// Builds the core and accepts its API.
///
/// # Errors
/// When the core or its bindings cannot be made.
pub(crate) fn run() -> Result<ExitCode> {
    write(&snapshot(&Core::build()?.write_api()?)?, &folder())?;
    Ok(ExitCode::SUCCESS)
}

/// Checks that the API of the core is the accepted one.
///
/// # Errors
/// As [`compare`]; when the bindings cannot be made.
pub(crate) fn check(core: &Core) -> Result<()> {
    compare(&snapshot(&core.write_api()?)?, &folder())
}

fn folder() -> PathBuf {
    root().join("bindings").join("api")
}

/// Gives the text of each file of `bindings/api/` by its name, from the folder of the generated sources.
///
/// # Errors
/// When a source is missing or cannot be read, or declares nothing.
fn snapshot(generated: &Path) -> Result<BTreeMap<String, String>> {
    let mut snapshots = BTreeMap::new();
    for language in &LANGUAGES {
        let folder = generated.join(language.folder);
        for (module, sources) in modules(&folder, language.extension)? {
            let mut signatures = String::new();
            for source in &sources {
                let text = fs::read_to_string(source)
                    .with_context(|| format!("cannot read {}", source.display()))?;
                signatures += &(language.signatures)(&text);
            }
            let name = format!("{module}.{}", language.extension);
            if signatures.is_empty() {
                bail!("{} holds no declaration of {name}", folder.display());
            }
            let title = format!(
                "// What an app can call in {}, in the order of the sources. `cargo xtask api` writes this file.\n",
                language.name
            );
            snapshots.insert(name, title + &signatures);
        }
    }
    Ok(snapshots)
}

/// Checks that the files in the folder are these snapshots.
///
/// # Errors
/// When a file is missing or differs; the message shows the first difference of each.
fn compare(snapshots: &BTreeMap<String, String>, folder: &Path) -> Result<()> {
    let mut report = String::new();
    for (name, text) in snapshots {
        match fs::read_to_string(folder.join(name)) {
            Ok(kept) => report.extend(difference(name, &kept, text)),
            Err(error) => report += &format!("\n{name} cannot be read: {error}"),
        }
    }
    if !report.is_empty() {
        bail!("the API is not what {} says; `cargo xtask api` accepts it{report}", folder.display());
    }
    Ok(())
}

/// Writes the snapshots into the folder.
///
/// # Errors
/// When a file cannot be written.
fn write(snapshots: &BTreeMap<String, String>, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, text) in snapshots {
        let file = folder.join(name);
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// Gives the sources of both modules, each module's own file before the sugar.
fn modules(folder: &Path, extension: &str) -> Result<[(&'static str, Vec<PathBuf>); 2]> {
    let mut found = Vec::new();
    collect(folder, extension, &mut found)?;
    let is = |file: &PathBuf, module: &str| file.file_stem().is_some_and(|stem| stem == module);
    let (shared, mut app): (Vec<_>, Vec<_>) = found.into_iter().partition(|file| is(file, SHARED));
    app.sort_by_key(|file| (!is(file, APP), file.clone()));
    Ok([(SHARED, shared), (APP, app)])
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, extension, found)?;
        } else if path.extension().is_some_and(|end| end == extension) {
            found.push(path);
        }
    }
    Ok(())
}

/// Shows the first lines that differ, with their numbers and the declaration that they belong to.
fn difference(name: &str, kept: &str, now: &str) -> Option<String> {
    if kept == now {
        return None;
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), now.lines().collect());
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let (removed, added) = hunk(&old[start..], &new[start..]);
    let mut report = format!("\n{name}, line {}", start + 1);
    let indented = |line: Option<&&str>| line.is_some_and(|line| line.starts_with([' ', ')']));
    if indented(old.get(start)) || indented(new.get(start)) {
        let owner = old[..start].iter().rfind(|line| !line.starts_with([' ', ')'])).copied();
        report += &format!(", in `{}`", owner.unwrap_or_default());
    }
    report += ":";
    for (sign, lines) in [('-', removed), ('+', added)] {
        for (index, line) in lines.iter().take(SHOWN).enumerate() {
            let _ = write!(report, "\n{sign}{:>5}  {line}", start + index + 1);
        }
        if lines.len() > SHOWN {
            let _ = write!(report, "\n{sign}        and {} more lines", lines.len() - SHOWN);
        }
    }
    Some(report)
}

/// Gives the fewest lines of both sides after which the two run on alike.
fn hunk<'a>(old: &'a [&'a str], new: &'a [&'a str]) -> (&'a [&'a str], &'a [&'a str]) {
    for length in 1..old.len() + new.len() {
        for removed in length.saturating_sub(new.len())..=length.min(old.len()) {
            let added = length - removed;
            if old[removed..].iter().take(2).eq(new[added..].iter().take(2)) {
                return (&old[..removed], &new[..added]);
            }
        }
    }
    (old, new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshots(text: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("notes.swift".to_owned(), text.to_owned())])
    }

    #[test]
    fn sugar_stands_after_the_module_that_it_extends() {
        let folder = tempfile::tempdir().unwrap();
        let kotlin = folder.path().join("kotlin/dev/larder");
        let sources = [
            ("swift/Larder+Database.swift", "extension Database {\n    public func background() {}\n}"),
            ("swift/larder.swift", "public typealias Json = String"),
            ("swift/notes.swift", "open class Database {\n}"),
            ("kotlin/dev/larder/larder.kt", "public typealias Json = kotlin.String"),
            ("kotlin/dev/larder/notes/Database.kt", "public fun Database.background() {}"),
            ("kotlin/dev/larder/notes/notes.kt", "open class Database\n{\n}"),
        ];
        fs::create_dir_all(kotlin.join("notes")).unwrap();
        fs::create_dir_all(folder.path().join("swift")).unwrap();
        for (name, text) in sources {
            fs::write(folder.path().join(name), text).unwrap();
        }

        let snapshots = snapshot(folder.path()).unwrap();

        let bodies: Vec<_> =
            snapshots.iter().map(|(name, text)| (name.as_str(), text.split_once('\n').unwrap().1)).collect();
        let expected = [
            ("larder.kt", "public typealias Json = kotlin.String\n"),
            ("larder.swift", "public typealias Json = String\n"),
            ("notes.kt", "open class Database\npublic fun Database.background()\n"),
            ("notes.swift", "open class Database\nextension Database\n  public func background()\n"),
        ];
        assert_eq!(bodies, expected);
    }

    #[test]
    fn what_was_written_compares_equal() {
        let folder = tempfile::tempdir().unwrap();
        let api = folder.path().join("api");

        write(&snapshots("struct A\n"), &api).unwrap();

        compare(&snapshots("struct A\n"), &api).unwrap();
    }

    #[test]
    fn a_difference_names_its_lines_and_their_declaration() {
        let folder = tempfile::tempdir().unwrap();
        write(&snapshots("struct A\n  var a: Int\n  var b: Int\nstruct B\n"), folder.path()).unwrap();

        let changed = snapshots("struct A\n  var a: Int\n  var b: Int?\n  var c: Int\nstruct B\n");
        let error = compare(&changed, folder.path()).unwrap_err().to_string();

        assert!(error.contains("`cargo xtask api` accepts it"), "{error}");
        let shown = error.split_once('\n').unwrap().1;
        assert_eq!(
            shown,
            "notes.swift, line 3, in `struct A`:\n\
             -    3    var b: Int\n\
             +    3    var b: Int?\n\
             +    4    var c: Int"
        );
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();

        let error = compare(&snapshots("struct A\n"), folder.path()).unwrap_err().to_string();

        assert!(error.contains("notes.swift cannot be read"), "{error}");
    }
}
