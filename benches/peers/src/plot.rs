//! Draws the ratios to raw rusqlite as bars, a group for each operation.

use crate::{
    contestant::{KINDS, RAW},
    operations::Line,
};

/// A ratio beyond this has a bar as long as this, and its figure.
const MOST: f64 = 6.0;
const COLORS: [&str; 6] = ["#2f81f7", "#8b949e", "#d29922", "#a371f7", "#3fb950", "#f85149"];
const LEFT: f64 = 136.0;
const WIDTH: f64 = 480.0;
const BAR: f64 = 11.0;

/// The text is dark on light and light on dark.
const STYLE: &str = "text{fill:#1f2328}@media(prefers-color-scheme:dark){text{fill:#e6edf3}}";

pub(crate) fn svg(lines: &[Line]) -> String {
    let mut body = String::new();
    for (at, (kind, color)) in KINDS.iter().zip(COLORS).enumerate() {
        let x = 10.0 + 110.0 * at as f64;
        body += &format!("<rect x='{x}' y='8' width='10' height='10' fill='{color}'/>");
        body += &format!("<text x='{}' y='17'>{}</text>\n", x + 14.0, kind.name);
    }
    let mut y = 34.0;
    for line in lines {
        body += &format!("<text x='{}' y='{}' text-anchor='end'>{}</text>\n", LEFT - 8.0, y + 8.5, line.name);
        for (contestant, color) in COLORS.iter().enumerate() {
            let Some(ratio) = line.ratio(contestant, RAW) else { continue };
            body += &bar(y, ratio, color);
            y += BAR;
        }
        y += 10.0;
    }
    let x = LEFT + WIDTH / MOST;
    let rule =
        format!("<line x1='{x:.1}' y1='28' x2='{x:.1}' y2='{y}' stroke='#8b949e' stroke-dasharray='2 3'/>\n");
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 680 {}' font-family='sans-serif' font-size='10'>\n\
         <title>Time of each operation beside raw rusqlite's, which is 1; less is faster</title>\n\
         <style>{STYLE}</style>\n{rule}{body}</svg>\n",
        y + 6.0
    )
}

fn bar(y: f64, ratio: f64, color: &str) -> String {
    let width = WIDTH * ratio.min(MOST) / MOST;
    let (height, end, base) = (BAR - 2.0, LEFT + width + 4.0, y + 8.5);
    format!(
        "<rect x='{LEFT}' y='{y}' width='{width:.1}' height='{height}' fill='{color}'/>\
         <text x='{end:.1}' y='{base}'>{ratio:.2}</text>\n"
    )
}
