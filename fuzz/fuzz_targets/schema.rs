//! Any bytes through the whole schema compiler: no panic, and the promises of its parts.
//!
//!     cargo +nightly fuzz run schema fuzz/corpus/schema fuzz/seeds/schema -- -dict=fuzz/schema.dict

#![no_main]

use larder_schema::{Source, Style, compile, entries, format, render};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = match Source::from_bytes("fuzz.cstack", bytes) {
        Ok(source) => source,
        Err(rejected) => {
            render(&[rejected.diagnostic], &rejected.source, Style::Plain);
            rejected.source
        }
    };
    let compiled = compile(&source);
    let found = match &compiled {
        Ok(compiled) => &compiled.warnings,
        Err(found) => found,
    };
    assert_eq!(compiled.is_err(), found.iter().any(|found| found.is_error()));
    for diagnostic in found {
        assert!(source.text().get(diagnostic.span.range()).is_some());
    }
    render(found, &source, Style::Plain);
    entries(found, &source);
    if let Ok(once) = format(&source) {
        let again = Source::new("fuzz.cstack", once.as_str());
        assert_eq!(format(&again).as_deref(), Ok(once.as_str()));
        if let Ok(compiled) = compiled {
            assert_eq!(compile(&again).map(|again| again.schema), Ok(compiled.schema));
        }
    }
});
