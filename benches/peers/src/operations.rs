//! What is compared.

/// An operation of the contestants.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// How many calls a round times.
    pub(crate) times: u32,
    pub(crate) kind: Kind,
    /// Whether it adds rows, which go before the next one.
    pub(crate) adds: bool,
}

/// What a contestant answers.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// The nanoseconds of the round, which is so many times as much work as it has calls.
    Time(u32),
    /// Reads a second and the p99 of one in microseconds.
    RateAndP99,
}

pub(crate) const OPERATIONS: [Operation; 14] = [
    adds("create", 1_000, Kind::Time(1)),
    adds("create_10000", 1, Kind::Time(1)),
    of("point_read", 2_000, 1),
    of("page_50", 200, 1),
    of("scan_10000", 2, 1),
    of("update", 1_000, 1),
    of("delete", 1_000, 1),
    of("count", 1_000, 1),
    adds("concurrent_reads", 5_000, Kind::RateAndP99),
    of("async_64", 1, 3_200),
    of("async_64_10_a_hop", 1, 3_200),
    of("async_64_inline", 1, 3_200),
    of("open_to_first_row", 20, 1),
    of("open_with_tables", 20, 1),
];

const fn of(name: &'static str, times: u32, parts: u32) -> Operation {
    Operation { name, times, kind: Kind::Time(parts), adds: false }
}

const fn adds(name: &'static str, times: u32, kind: Kind) -> Operation {
    Operation { name, times, kind, adds: true }
}

impl Operation {
    /// What the table has of it.
    pub(crate) fn lines(&self, contestants: usize) -> Vec<Line> {
        let line = |name: String, unit| Line { name, unit, figures: vec![Vec::new(); contestants] };
        match self.kind {
            Kind::Time(_) => vec![line(self.name.to_owned(), Unit::Time)],
            Kind::RateAndP99 => {
                vec![line(self.name.to_owned(), Unit::Rate), line(format!("{}, p99", self.name), Unit::Time)]
            }
        }
    }

    /// Gives the figure of each line.
    pub(crate) fn figures(&self, answer: &[f64]) -> Vec<f64> {
        match (self.kind, answer) {
            (Kind::Time(parts), [nanos]) => vec![nanos / f64::from(self.times * parts)],
            (Kind::RateAndP99, [rate, micros]) => vec![*rate, micros * 1e3],
            _ => Vec::new(),
        }
    }
}

/// A line of the table: for each contestant a figure of each round, none where it does not have the operation.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) unit: Unit,
    pub(crate) figures: Vec<Vec<f64>>,
}

/// What its figures are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Nanoseconds.
    Time,
    /// Calls a second.
    Rate,
}

impl Line {
    pub(crate) fn median(&self, contestant: usize) -> Option<f64> {
        median(self.figures.get(contestant)?.clone())
    }

    /// Gives how many times as long as another contestant one takes: the median of the rounds, each by itself, because a
    /// machine may change its speed between two.
    pub(crate) fn ratio(&self, contestant: usize, other: usize) -> Option<f64> {
        let rounds = self.figures.get(contestant)?.iter().zip(self.figures.get(other)?);
        let ratio = |(one, other): (&f64, &f64)| match self.unit {
            Unit::Time => one / other,
            Unit::Rate => other / one,
        };
        median(rounds.map(ratio).collect())
    }
}

fn median(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}
