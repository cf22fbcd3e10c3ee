//! `cargo xtask cost`: the same calls in Rust, Swift and Kotlin in one run, and what the border adds.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::cargo::cargo;
use crate::hosts::{self, Core, figures};
use crate::step::step;

/// The operations as the programs name them, and as a reader does.
const OPERATIONS: [(&str, &str); 5] = [
    ("empty_call", "empty call"),
    ("point_read", "read of one row by its key"),
    ("page_of_50", "page of 50 rows, ordered"),
    ("rows_10000", "10,000 rows of 7 fields"),
    ("write", "update of one row"),
];

/// Measures and prints the table of `docs/guide/cost.md`.
///
/// # Errors
/// When a program does not build or fails.
pub(crate) fn run() -> Result<ExitCode> {
    let core = step("notes core", Core::build)?;
    let rust =
        step("Rust", || figures(cargo(["bench", "--quiet", "--package", "notes", "--bench", "border"])))?;
    let swift = step("Swift", || hosts::swift::cost(&core))?;
    let kotlin = step("Kotlin", || hosts::kotlin::cost(&core))?;

    println!("\n| call | Rust | Swift | Kotlin (JNA) |\n|---|---|---|---|");
    for (operation, words) in OPERATIONS {
        let [rust, swift, kotlin] = [&rust, &swift, &kotlin].map(|lines| nanoseconds(lines, operation));
        let (rust, swift, kotlin) = (rust?, swift?, kotlin?);
        println!("| {words} | {} | {} | {} |", shown(rust), against(swift, rust), against(kotlin, rust));
    }
    Ok(ExitCode::SUCCESS)
}

fn nanoseconds(lines: &[String], operation: &str) -> Result<f64> {
    let figures = lines.iter().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut figures = figures.filter(|figure| figure["operation"] == operation);
    figures
        .next()
        .and_then(|figure| figure["nanoseconds"].as_f64())
        .with_context(|| format!("no {operation}"))
}

fn against(cost: f64, rust: f64) -> String {
    // A Rust call that does nothing takes no time that a ratio could be made of.
    if rust < 10.0 { shown(cost) } else { format!("{} ({:.1}x)", shown(cost), cost / rust) }
}

fn shown(nanoseconds: f64) -> String {
    match nanoseconds {
        cost if cost < 1e3 => format!("{cost:.0} ns"),
        cost if cost < 1e6 => format!("{:.1} µs", cost / 1e3),
        cost => format!("{:.1} ms", cost / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_its_unit_and_its_ratio() {
        let lines = vec![r#"{"operation":"write","nanoseconds":12500}"#.to_owned()];

        assert_eq!(nanoseconds(&lines, "write").unwrap(), 12500.0);
        assert!(nanoseconds(&lines, "read").is_err());
        assert_eq!(against(25_000.0, 12_500.0), "25.0 µs (2.0x)");
        assert_eq!(against(7_000.0, 1.0), "7.0 µs");
        assert_eq!(shown(3_400_000.0), "3.4 ms");
    }
}
