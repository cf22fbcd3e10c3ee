//! `DateTime`: TEXT, RFC 3339 in UTC with always six fraction digits and `Z`, so that the order of the texts
//! is the order of the instants. Any RFC 3339 text is read; finer digits than microseconds are cut off.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

use super::{FieldValue, Value, ValueError, ValueRef, text::text};

/// The length of `2026-01-31T23:59:59.123456Z`.
const CANONICAL: usize = 27;

impl FieldValue for DateTime<Utc> {
    type Base = Self;

    fn into_stored(self) -> Result<Value, ValueError> {
        to_text(&self).map(Value::Text)
    }

    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError> {
        from_text(text("DateTime", stored)?)
    }
}

/// Gives the present instant, cut to what is stored.
pub(crate) fn now() -> DateTime<Utc> {
    let now = Utc::now();
    now.with_nanosecond(now.nanosecond() / 1000 * 1000).unwrap_or(now)
}

/// Writes the canonical text.
pub(super) fn to_text(instant: &DateTime<Utc>) -> Result<String, ValueError> {
    let year = u32::try_from(instant.year())
        .ok()
        .filter(|year| *year <= 9999)
        .ok_or_else(|| ValueError::new("DateTime", "the year is outside 0000-9999"))?;
    // chrono shows a leap second as a second of more than a million microseconds.
    let micros = instant.nanosecond() / 1000;
    let (second, micros) = (instant.second() + micros / 1_000_000, micros % 1_000_000);

    let mut text = String::with_capacity(CANONICAL);
    push_digits(&mut text, year, 1000);
    for (before, number) in [
        ('-', instant.month()),
        ('-', instant.day()),
        ('T', instant.hour()),
        (':', instant.minute()),
        (':', second),
    ] {
        text.push(before);
        push_digits(&mut text, number, 10);
    }
    text.push('.');
    push_digits(&mut text, micros, 100_000);
    text.push('Z');
    Ok(text)
}

/// Reads the canonical text, and any other RFC 3339 more slowly.
pub(super) fn from_text(text: &str) -> Result<DateTime<Utc>, ValueError> {
    if let Some(instant) = from_canonical(text.as_bytes()) {
        return Ok(instant);
    }
    let instant = DateTime::parse_from_rfc3339(text)
        .map_err(|error| ValueError::new("DateTime", format!("not RFC 3339: {error}")))?
        .to_utc();
    Ok(instant.with_nanosecond(instant.nanosecond() / 1000 * 1000).unwrap_or(instant))
}

fn push_digits(text: &mut String, number: u32, highest: u32) {
    let mut place = highest;
    while place > 0 {
        text.push(char::from_digit(number / place % 10, 10).unwrap_or('0'));
        place /= 10;
    }
}

fn from_canonical(text: &[u8]) -> Option<DateTime<Utc>> {
    let text: &[u8; CANONICAL] = text.try_into().ok()?;
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (26, b'Z')];
    if marks.iter().any(|&(at, mark)| text[at] != mark) {
        return None;
    }
    let number = |from: usize, to: usize| {
        text[from..to].iter().try_fold(0_u32, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)?
        .and_hms_micro_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?, number(20, 26)?)
        .map(|instant| instant.and_utc())
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn instant(text: &str) -> DateTime<Utc> {
        from_text(text).unwrap()
    }

    #[test]
    fn the_form_has_six_digits_and_z() {
        for text in [
            "0000-01-01T00:00:00.000000Z",
            "9999-12-31T23:59:59.999999Z",
            "2024-02-29T12:00:00.000001Z",
            "2016-12-31T23:59:60.500000Z",
        ] {
            assert_eq!(to_text(&instant(text)).unwrap(), text);
        }
    }

    #[test]
    fn any_rfc_3339_is_read_as_the_same_instant() {
        let expected = instant("2024-02-29T10:00:00.120000Z");

        for text in
            ["2024-02-29T12:00:00.12+02:00", "2024-02-29t10:00:00.1200009z", "2024-02-29 10:00:00.12Z"]
        {
            assert_eq!(instant(text), expected, "{text}");
        }
    }

    #[test]
    fn a_year_that_the_text_cannot_hold_is_refused() {
        for year in [-1, 10_000] {
            let outside = Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap();

            assert_eq!(to_text(&outside).unwrap_err().reason, "the year is outside 0000-9999");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2023-02-29T00:00:00.000000Z", "2023-13-01T00:00:00.000000Z", "2023-01-01", "", "now"] {
            assert!(from_text(text).is_err(), "{text}");
        }
    }

    #[test]
    fn now_is_already_what_is_stored() {
        let now = now();

        assert_eq!(instant(&to_text(&now).unwrap()), now);
    }
}
