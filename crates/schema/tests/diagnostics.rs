//! Every file of `tests/diagnostics` is a schema with mistakes; its snapshot is what the author is told. Those of
//! `tests/diagnostics/bindings` are mistakes only for an app that asks for bindings.

#![allow(clippy::unwrap_used, reason = "a test stops where its world cannot be made")]

use std::path::Path;

use larder_schema::{Bindings, Source, Style, compile_for, render};

#[test]
fn every_mistake_is_told_where_it_is() {
    assert_snapshots("diagnostics", 20, Bindings::None);
}

#[test]
fn every_name_that_cannot_be_bound_is_told_where_it_is() {
    assert_snapshots("diagnostics/bindings", 3, Bindings::Uniffi);
}

fn assert_snapshots(folder: &str, fewest: usize, bindings: Bindings) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "cstack"));
    files.sort();
    assert!(files.len() > fewest, "{} files", files.len());
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let source = Source::new(format!("{name}.cstack"), std::fs::read_to_string(&path).unwrap());
        let (verdict, found) = match compile_for(&source, bindings) {
            Ok(compiled) => ("compiles", compiled.warnings),
            Err(found) => ("refused", found),
        };
        let text =
            format!("{verdict}, {} findings\n\n{}", found.len(), render(&found, &source, Style::Plain));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, text));
    }
}
