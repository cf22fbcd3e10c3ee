//! The medians as a table of Markdown.

use crate::{
    contestant::{Contestant, RAW},
    operations::{Line, Unit},
};

pub(crate) fn markdown(contestants: &[Contestant], lines: &[Line]) -> String {
    let names: Vec<String> = contestants.iter().map(Contestant::title).collect();
    let head = format!("| | {} |\n|---{}|\n", names.join(" | "), "|---".repeat(names.len()));
    lines.iter().fold(head, |table, line| {
        let cells = (0..contestants.len()).map(|contestant| cell(line, contestant));
        table + &format!("| {} | {} |\n", line.name, cells.collect::<Vec<_>>().join(" | "))
    })
}

fn cell(line: &Line, contestant: usize) -> String {
    let Some(median) = line.median(contestant) else { return String::new() };
    let figure = match line.unit {
        Unit::Rate => format!("{median:.0}/s"),
        Unit::Time if median < 1e6 => format!("{:.1} µs", median / 1e3),
        Unit::Time => format!("{:.1} ms", median / 1e6),
    };
    match line.ratio(contestant, RAW) {
        Some(ratio) => format!("{figure} ({ratio:.2})"),
        None => figure,
    }
}
