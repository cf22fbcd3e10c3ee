//! Sums and averages as aggregate functions of our own: `name(value, number of the aggregate)`. SQLite's own give up an
//! integer sum that is too large only on the way, add decimals up as floats, and take what is no number for zero.
//!
//! A function can only fail with a code. Its upper bytes, which SQLite hands on as they are, say which aggregate of the
//! query it was, so that the caller gets the field. Source: <https://www.sqlite.org/c3ref/result_blob.html>.

use std::ffi::c_int;

use rusqlite::{
    Connection, Error, Result,
    ffi::{self, SQLITE_MISMATCH, SQLITE_TOOBIG},
    functions::{Aggregate, Context, FunctionFlags},
    types::{Value, ValueRef},
};
use rust_decimal::Decimal;

use crate::{
    error::RusqliteError,
    model::Table,
    query::Aggregation,
    value::{DecimalTotal, NumberKind, Numeric, ValueError, decimal_to_text},
};

/// What a connection understands once it has the functions.
const PROBE: &str = "SELECT larder_sum_int(NULL, 0)";

/// Registers the functions, when the connection has not got them. Not as it opens: an app that adds nothing up is not
/// to carry them.
pub(crate) fn provide_totals(connection: &Connection) -> Result<()> {
    match connection.prepare_cached(PROBE) {
        Ok(_) => Ok(()),
        Err(_) => register(connection),
    }
}

fn register(connection: &Connection) -> Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    for number in NumberKind::ALL {
        for (name, gives) in [(sum_name(number), Gives::Sum), (average_name(number), Gives::Average)] {
            connection.create_aggregate_function(name, 2, flags, Function { number, gives })?;
        }
    }
    Ok(())
}

/// Gives the name of the function that adds such numbers up.
pub(in crate::sql) fn sum_name(number: NumberKind) -> &'static str {
    match number {
        NumberKind::Integer => "larder_sum_int",
        NumberKind::Float => "larder_sum_float",
        NumberKind::Decimal => "larder_sum_decimal",
    }
}

/// Gives the name of the function that gives the average of such numbers.
pub(in crate::sql) fn average_name(number: NumberKind) -> &'static str {
    match number {
        NumberKind::Integer => "larder_avg_int",
        NumberKind::Float => "larder_avg_float",
        NumberKind::Decimal => "larder_avg_decimal",
    }
}

/// Turns the error of a query over `table` into the one that it stands for when one of the functions failed.
pub(crate) fn explained(table: &'static Table, query: &Aggregation, error: RusqliteError) -> RusqliteError {
    let RusqliteError::Sqlite(Error::SqliteFailure(failure, _)) = &error else { return error };
    let Some(failure) = Failure::of_code(failure.extended_code) else { return error };
    let Some(measure) = query.every_measure().get(usize::from(failure.aggregate)).copied() else {
        return error;
    };
    let (model, field) = measure.subject(table);
    match failure.reason {
        Reason::OutOfRange => RusqliteError::SumOutOfRange { model, field },
        Reason::Unreadable(number) => {
            let source =
                ValueError::new(number.scalar(), "the column holds something else in one of the rows");
            RusqliteError::Unreadable { model, field, source }
        }
    }
}

/// Why a function gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Failure {
    reason: Reason,
    aggregate: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    OutOfRange,
    Unreadable(NumberKind),
}

impl Failure {
    /// The bits of an error's code that say what kind it is, to SQLite as well.
    const PRIMARY: c_int = 0xff;
    /// Where ours begin: two bits for the reason, which are never both zero as in an error of SQLite's own.
    const REASON: u32 = 8;
    const AGGREGATE: u32 = 10;
    const OUT_OF_RANGE: c_int = 1;

    fn code(self) -> c_int {
        let reason = match self.reason {
            Reason::OutOfRange => SQLITE_TOOBIG | Self::OUT_OF_RANGE << Self::REASON,
            Reason::Unreadable(number) => SQLITE_MISMATCH | (number as c_int + 1) << Self::REASON,
        };
        reason | c_int::from(self.aggregate) << Self::AGGREGATE
    }

    fn of_code(code: c_int) -> Option<Self> {
        let kind = usize::try_from(code >> Self::REASON & 0b11).ok()?.checked_sub(1)?;
        let reason = match code & Self::PRIMARY {
            SQLITE_TOOBIG => Reason::OutOfRange,
            SQLITE_MISMATCH => Reason::Unreadable(*NumberKind::ALL.get(kind)?),
            _ => return None,
        };
        Some(Self { reason, aggregate: u16::try_from(code >> Self::AGGREGATE).ok()? })
    }
}

/// One of the functions.
struct Function {
    number: NumberKind,
    gives: Gives,
}

#[derive(Clone, Copy)]
enum Gives {
    Sum,
    Average,
}

/// What was added up so far, and for which aggregate.
struct Running {
    aggregate: u16,
    total: Total,
}

impl Aggregate<Running, Value> for Function {
    fn init(&self, context: &mut Context<'_>) -> Result<Running> {
        let aggregate = match context.get_raw(1) {
            ValueRef::Integer(number) => u16::try_from(number).unwrap_or_default(),
            _ => 0,
        };
        Ok(Running { aggregate, total: Total::of(self.number) })
    }

    fn step(&self, context: &mut Context<'_>, running: &mut Running) -> Result<()> {
        match context.get_raw(0) {
            ValueRef::Null => Ok(()),
            cell => running.total.add(cell).map_err(|reason| failed(reason, running.aggregate)),
        }
    }

    fn finalize(&self, _: &mut Context<'_>, running: Option<Running>) -> Result<Value> {
        let Running { aggregate, total } =
            running.unwrap_or_else(|| Running { aggregate: 0, total: Total::of(self.number) });
        total.result(self.gives).ok_or_else(|| failed(Reason::OutOfRange, aggregate))
    }
}

fn failed(reason: Reason, aggregate: u16) -> Error {
    Error::SqliteFailure(ffi::Error::new(Failure { reason, aggregate }.code()), None)
}

/// Numbers of one kind that were added up.
enum Total {
    /// A file has too few rows to fill 128 bits.
    Integer {
        sum: i128,
        count: u64,
    },
    /// With what each addition has lost, as SQLite does it: the algorithm of Neumaier.
    Float {
        sum: f64,
        lost: f64,
        count: u64,
    },
    Decimal(DecimalTotal),
}

impl Total {
    fn of(number: NumberKind) -> Self {
        match number {
            NumberKind::Integer => Self::Integer { sum: 0, count: 0 },
            NumberKind::Float => Self::Float { sum: 0.0, lost: 0.0, count: 0 },
            NumberKind::Decimal => Self::Decimal(DecimalTotal::default()),
        }
    }

    fn add(&mut self, cell: ValueRef<'_>) -> std::result::Result<(), Reason> {
        match self {
            Self::Integer { sum, count } => {
                *sum += i128::from(read::<i64>(cell)?);
                *count += 1;
            }
            Self::Float { sum, lost, count } => {
                let number: f64 = read(cell)?;
                let grown = *sum + number;
                let (greater, less) = if sum.abs() >= number.abs() { (*sum, number) } else { (number, *sum) };
                *lost += greater - grown + less;
                *sum = grown;
                *count += 1;
            }
            Self::Decimal(total) => total.add(read(cell)?).ok_or(Reason::OutOfRange)?,
        }
        Ok(())
    }

    /// Gives the sum, or the average, which is NULL when nothing was added; `None` when its type cannot hold it.
    fn result(&self, gives: Gives) -> Option<Value> {
        match (self, gives) {
            (Self::Integer { sum, .. }, Gives::Sum) => i64::try_from(*sum).ok().map(Value::Integer),
            #[expect(clippy::cast_precision_loss, reason = "the average of integers is a float")]
            (Self::Integer { sum, count }, Gives::Average) => average(*sum as f64, *count),
            (Self::Float { sum, lost, .. }, Gives::Sum) => real(compensated(*sum, *lost)),
            (Self::Float { sum, lost, count }, Gives::Average) => average(compensated(*sum, *lost), *count),
            (Self::Decimal(total), Gives::Sum) => Some(text(total.sum()?)),
            (Self::Decimal(total), Gives::Average) => Some(total.average().map_or(Value::Null, text)),
        }
    }
}

fn text(number: Decimal) -> Value {
    Value::Text(decimal_to_text(number))
}

#[expect(clippy::cast_precision_loss, reason = "a file has fewer rows than a float counts exactly")]
fn average(sum: f64, count: u64) -> Option<Value> {
    if count == 0 { Some(Value::Null) } else { real(sum / count as f64) }
}

fn read<T: Numeric>(cell: ValueRef<'_>) -> std::result::Result<T, Reason> {
    T::from_stored(cell).map_err(|_| Reason::Unreadable(T::KIND))
}

/// Where the sum is infinite, what was lost is no number.
fn compensated(sum: f64, lost: f64) -> f64 {
    if sum.is_finite() { sum + lost } else { sum }
}

/// SQLite would turn a NaN, the sum of infinities of both signs, into NULL.
fn real(number: f64) -> Option<Value> {
    (!number.is_nan()).then_some(Value::Real(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(sql: &str) -> Result<Value> {
        let connection = Connection::open_in_memory()?;
        register(&connection)?;
        connection.query_row(sql, [], |row| row.get(0))
    }

    fn failure(sql: &str) -> Option<Failure> {
        let code = value(sql).unwrap_err().sqlite_extended_error_code().unwrap();
        Failure::of_code(code)
    }

    #[test]
    fn integers_are_added_up_beyond_64_bits_on_the_way() {
        let sum =
            |numbers: &str| value(&format!("SELECT larder_sum_int(column1, 3) FROM (VALUES {numbers})"));

        assert_eq!(sum("(9223372036854775807), (1), (-1)"), Ok(Value::Integer(i64::MAX)));
        assert_eq!(sum("(1), (NULL)"), Ok(Value::Integer(1)));
        assert_eq!(sum("(NULL)"), Ok(Value::Integer(0)));
    }

    #[test]
    fn floats_keep_what_an_addition_loses() {
        let of = |function: &str, numbers: &str| {
            value(&format!("SELECT {function}(column1, 0) FROM (VALUES {numbers})")).unwrap()
        };

        assert_eq!(of("larder_sum_float", "(1e100), (1.0), (-1e100)"), Value::Real(1.0));
        assert_eq!(of("larder_sum_float", "(1e999), (1.0)"), Value::Real(f64::INFINITY));
        assert_eq!(of("larder_avg_float", "(1), (2.0)"), Value::Real(1.5));
        assert_eq!(of("larder_avg_float", "(NULL)"), Value::Null);
    }

    #[test]
    fn a_failure_says_why_and_of_which_aggregate() {
        let (out, unreadable) = (Reason::OutOfRange, Reason::Unreadable);
        for (sql, reason, aggregate) in [
            ("larder_sum_int(column1, 3) FROM (VALUES (9223372036854775807), (1))", out, 3),
            ("larder_sum_int(column1, 0) FROM (VALUES ('1'))", unreadable(NumberKind::Integer), 0),
            ("larder_sum_float(column1, 1) FROM (VALUES (1e999), (-1e999))", out, 1),
            ("larder_avg_float(column1, 2) FROM (VALUES (x'00'))", unreadable(NumberKind::Float), 2),
            (
                "larder_avg_decimal(column1, 65535) FROM (VALUES ('x'))",
                unreadable(NumberKind::Decimal),
                65535,
            ),
        ] {
            let failure = failure(&format!("SELECT {sql}"));

            assert_eq!(failure, Some(Failure { reason, aggregate }), "{sql}");
        }
        assert_eq!(Failure::of_code(SQLITE_TOOBIG), None);
        assert_eq!(failure("SELECT abs(-9223372036854775808)"), None);
    }
}
