//! Whether a literal is a value of a scalar. Used by `defaults` and `validators`.

use std::cmp::Ordering;

/// The most digits that every Decimal can hold.
pub(super) const DECIMAL_DIGITS: usize = 28;

/// Whether the digits of a number fit a Decimal.
pub(super) fn fits_decimal(digits: &str) -> bool {
    let (_, whole, _) = parts(digits);
    // Zeros at the end are digits of its scale.
    let fraction = digits.split_once('.').map_or("", |(_, fraction)| fraction);
    whole.len() + fraction.len() <= DECIMAL_DIGITS
}

/// The order of two numbers by value, exactly.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let (a_negative, a_whole, a_fraction) = parts(a);
    let (b_negative, b_whole, b_fraction) = parts(b);
    let size = a_whole
        .len()
        .cmp(&b_whole.len())
        .then_with(|| a_whole.cmp(b_whole))
        .then_with(|| a_fraction.cmp(b_fraction));
    let zero = |whole: &str, fraction: &str| whole.is_empty() && fraction.is_empty();
    let a_negative = a_negative && !zero(a_whole, a_fraction);
    let b_negative = b_negative && !zero(b_whole, b_fraction);
    match (a_negative, b_negative) {
        (false, false) => size,
        (true, true) => size.reverse(),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

/// Sign, whole digits without leading zeros, fraction digits without trailing zeros.
fn parts(digits: &str) -> (bool, &str, &str) {
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    (digits.starts_with('-'), whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
}

/// Whether the text is a hyphenated UUID.
pub(super) fn is_uuid(text: &str) -> bool {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let mut groups = text.split('-');
    GROUPS.iter().all(|length| {
        groups.next().is_some_and(|group| {
            group.len() == *length && group.chars().all(|digit| digit.is_ascii_hexdigit())
        })
    }) && groups.next().is_none()
}

/// Whether the text is a cuid: 2 to 32 lowercase letters and digits, a letter first.
pub(super) fn is_cuid(text: &str) -> bool {
    (2..=32).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

/// Whether the text is an RFC 3339 time whose UTC form lies in the years 0000 to 9999.
pub(super) fn is_date_time(text: &str) -> bool {
    read_date_time(text).is_some()
}

fn read_date_time(text: &str) -> Option<()> {
    let mut reader = Digits { rest: text };
    let year = reader.number(4, 0..=9999)?;
    reader.sign(&['-'])?;
    let month = reader.number(2, 1..=12)?;
    reader.sign(&['-'])?;
    let day = reader.number(2, 1..=days(year, month))?;
    reader.sign(&['T', 't', ' '])?;
    let hour = reader.number(2, 0..=23)?;
    reader.sign(&[':'])?;
    let minute = reader.number(2, 0..=59)?;
    reader.sign(&[':'])?;
    reader.number(2, 0..=59)?;
    if reader.sign(&['.']).is_some() {
        reader.fraction()?;
    }
    let offset = match reader.sign(&['Z', 'z', '+', '-'])? {
        'Z' | 'z' => 0,
        sign => {
            let hours = reader.number(2, 0..=23)?;
            reader.sign(&[':'])?;
            let minutes = reader.number(2, 0..=59)?;
            (hours * 60 + minutes) * if sign == '-' { -1 } else { 1 }
        }
    };
    let utc = hour * 60 + minute - offset;
    let too_early = (year, month, day) == (0, 1, 1) && utc < 0;
    let too_late = (year, month, day) == (9999, 12, 31) && utc >= 24 * 60;
    (reader.rest.is_empty() && !too_early && !too_late).then_some(())
}

fn days(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

struct Digits<'a> {
    rest: &'a str,
}

impl Digits<'_> {
    fn number(&mut self, length: usize, range: std::ops::RangeInclusive<i32>) -> Option<i32> {
        let (digits, rest) = self.rest.split_at_checked(length)?;
        let number = digits.chars().all(|c| c.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
        self.rest = rest;
        range.contains(&number).then_some(number)
    }

    fn sign(&mut self, signs: &[char]) -> Option<char> {
        let sign = self.rest.chars().next().filter(|c| signs.contains(c))?;
        self.rest = self.rest.get(sign.len_utf8()..)?;
        Some(sign)
    }

    fn fraction(&mut self) -> Option<()> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let found = rest.len() < self.rest.len();
        self.rest = rest;
        found.then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value() {
        assert_eq!(compare("10", "9"), Ordering::Greater);
        assert_eq!(compare("-10", "9"), Ordering::Less);
        assert_eq!(compare("-2", "-3.5"), Ordering::Greater);
        assert_eq!(compare("1.50", "01.5"), Ordering::Equal);
        assert_eq!(compare("-0", "0.0"), Ordering::Equal);
        assert_eq!(compare("0.09", "0.1"), Ordering::Less);
    }

    #[test]
    fn a_decimal_has_at_most_28_digits() {
        assert!(fits_decimal("-1234567890123456789012345678"));
        assert!(fits_decimal("0000000000000000000000000000000.5"));
        assert!(!fits_decimal("12345678901234567890123456789"));
    }

    #[test]
    fn times_are_rfc_3339_within_the_years_that_are_stored() {
        for good in [
            "2024-02-29T23:59:59Z",
            "2024-02-29 23:59:59.123456+02:00",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59-00:00",
        ] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in [
            "2023-02-29T00:00:00Z",
            "2024-01-01",
            "2024-01-01T00:00:00",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:00:00.Z",
            "0000-01-01T00:00:00+01:00",
            "9999-12-31T23:59:59-01:00",
            "2024-01-01T00:00:00Zé",
            "+024-01-01T00:00:00Z",
        ] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn uuids_are_hyphenated_and_cuids_are_lowercase() {
        assert!(is_uuid("0190163D-8694-739b-aea5-966c26f8ad91"));
        assert!(!is_uuid("0190163d8694739baea5966c26f8ad91"));
        assert!(!is_uuid("0190163d-8694-739b-aea5-966c26f8ad91-"));
        assert!(is_cuid("tz4a98xxat96iws9zmbrgj3a"));
        assert!(!is_cuid("9z4a98xxat96iws9zmbrgj3a"));
        assert!(!is_cuid("a"));
    }
}
