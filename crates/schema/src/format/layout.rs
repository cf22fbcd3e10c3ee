//! Lines of the canonical layout and how they become text. Part of `format`.

/// One line before its columns are aligned.
pub(super) struct Line {
    pub(super) indent: usize,
    /// An empty line stood before it.
    pub(super) blank_before: bool,
    pub(super) shape: Shape,
    pub(super) cells: Vec<String>,
    /// The comment at its end.
    pub(super) comment: Option<String>,
}

/// What a line is to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Name, type and attributes, aligned with the other lines of the block.
    Columns,
    /// Text that stands by itself.
    Plain,
    /// A comment on a line of its own.
    Comment,
    /// The line ends with `{`.
    Opens,
    /// The line ends a block.
    Closes,
    /// The line is a block with nothing in it.
    Empty,
}

const INDENT: &str = "  ";

/// The text of all lines, ending in a line end unless there is none.
pub(super) fn write(lines: &[Line]) -> String {
    let mut text = String::new();
    let mut start = 0;
    let mut before: Option<&Line> = None;
    while start < lines.len() {
        let block = block_length(lines.get(start..).unwrap_or_default());
        let block = lines.get(start..start + block).unwrap_or_default();
        let widths = widths(block);
        for line in block {
            if before.is_some_and(|before| blank_between(before, line)) {
                text.push('\n');
            }
            write_line(line, &widths, &mut text);
            before = Some(line);
        }
        start += block.len().max(1);
    }
    text
}

/// The lines up to the end of a block, or up to the next one inside it.
fn block_length(lines: &[Line]) -> usize {
    let end = lines.iter().position(|line| matches!(line.shape, Shape::Opens | Shape::Closes | Shape::Empty));
    end.map_or(lines.len(), |end| end + 1)
}

fn blank_between(before: &Line, line: &Line) -> bool {
    if line.indent == 0 && line.shape != Shape::Closes {
        // Between declarations; a comment belongs to what follows it.
        return before.shape != Shape::Comment || line.blank_before;
    }
    let first_or_last = before.shape == Shape::Opens || line.shape == Shape::Closes;
    line.blank_before && !first_or_last
}

/// How wide the first columns of a block are.
fn widths(block: &[Line]) -> [usize; 2] {
    let mut widths = [0, 0];
    for line in block.iter().filter(|line| line.shape == Shape::Columns) {
        for (position, width) in widths.iter_mut().enumerate() {
            if let (Some(cell), true) = (line.cells.get(position), line.cells.len() > position + 1) {
                *width = cell.chars().count().clamp(*width, WIDEST_COLUMN.max(*width));
            }
        }
    }
    widths
}

/// A longer word does not push the columns of the other lines further.
const WIDEST_COLUMN: usize = 40;

fn write_line(line: &Line, widths: &[usize; 2], text: &mut String) {
    for _ in 0..line.indent {
        text.push_str(INDENT);
    }
    let last = line.cells.len().saturating_sub(1);
    for (position, cell) in line.cells.iter().enumerate() {
        text.push_str(cell);
        if position < last {
            let width = widths.get(position).copied().unwrap_or(0);
            let blanks = width.saturating_sub(cell.chars().count()) + 1;
            text.extend(std::iter::repeat_n(' ', blanks));
        }
    }
    if let Some(comment) = &line.comment {
        text.push(' ');
        text.push_str(comment);
    }
    text.push('\n');
}
