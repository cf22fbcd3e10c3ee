//! Every file of `tests/diagnostics` is a schema with mistakes; its snapshot is what the author is told.

use std::path::Path;

use larder_schema::{Source, Style, compile, render};

#[test]
fn every_mistake_is_told_where_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "cstack"));
    files.sort();
    assert!(files.len() > 20, "{} files", files.len());
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let source = Source::new(format!("{name}.cstack"), std::fs::read_to_string(&path).unwrap());
        let (verdict, found) = match compile(&source) {
            Ok(compiled) => ("compiles", compiled.warnings),
            Err(found) => ("refused", found),
        };
        let text =
            format!("{verdict}, {} findings\n\n{}", found.len(), render(&found, &source, Style::Plain));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("diagnostics");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, text));
    }
}
