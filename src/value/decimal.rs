//! `Decimal`: TEXT of its digits with their scale (`100.50`). The collation `larder_decimal` makes SQLite
//! compare such texts by value, so that `100.5` equals `100.50` and 9 comes before 10.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{FieldValue, Value, ValueError, ValueRef, text::text};

/// The name of the collation. It is ours alone: SQLite's own `decimal` orders equal values differently.
pub(crate) const COLLATION: &str = "larder_decimal";

impl FieldValue for Decimal {
    type Base = Self;

    const COLLATION: Option<&'static str> = Some(COLLATION);

    fn into_stored(self) -> Result<Value, ValueError> {
        Ok(Value::Text(to_text(self)))
    }

    fn from_stored(stored: ValueRef<'_>) -> Result<Self, ValueError> {
        match stored {
            ValueRef::Integer(number) => Ok(Decimal::from(number)),
            other => from_text(text("Decimal", other)?),
        }
    }
}

/// Writes the digits; a zero has no sign.
pub(crate) fn to_text(mut number: Decimal) -> String {
    if number.is_zero() {
        number.set_sign_positive(true);
    }
    number.to_string()
}

/// Reads digits or scientific notation, and refuses what would have to be rounded.
pub(super) fn from_text(text: &str) -> Result<Decimal, ValueError> {
    let scientific = text.contains(['e', 'E']);
    let number = if scientific { Decimal::from_scientific(text) } else { Decimal::from_str_exact(text) };
    let number = number.map_err(|error| ValueError::new("Decimal", error.to_string()))?;
    // `from_scientific` rounds what stands before the `e`.
    if scientific && compare_text(text, &number.to_string()) != Ordering::Equal {
        return Err(ValueError::new("Decimal", "it has more digits than are kept"));
    }
    Ok(number)
}

/// Compares two texts by the numbers they show, whatever their length. Text that shows no number comes
/// after every number, in byte order, so that the order is total.
pub(crate) fn compare_text(left: &str, right: &str) -> Ordering {
    match (Number::parse(left), Number::parse(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

/// A number as text shows it: `0.DIGITS * 10^exponent`, where DIGITS neither begins nor ends with a zero.
struct Number<'t> {
    negative: bool,
    exponent: i64,
    digits: Digits<'t>,
}

/// The bytes of the significant digits; a point may stand between them.
type Digits<'t> = &'t [u8];

impl<'t> Number<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let (negative, unsigned) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        let (mantissa, power) = match unsigned.iter().position(|byte| matches!(byte, b'e' | b'E')) {
            Some(at) => {
                (&unsigned[..at], std::str::from_utf8(&unsigned[at + 1..]).ok()?.parse::<i32>().ok()?)
            }
            None => (unsigned, 0),
        };
        let points = mantissa.iter().filter(|byte| **byte == b'.').count();
        let digits = mantissa.iter().filter(|byte| byte.is_ascii_digit()).count();
        if points > 1 || digits == 0 || points + digits != mantissa.len() {
            return None;
        }

        let whole = mantissa.iter().position(|byte| *byte == b'.').unwrap_or(mantissa.len());
        let significant = |byte: &u8| !matches!(byte, b'0' | b'.');
        let Some(first) = mantissa.iter().position(significant) else {
            return Some(Self { negative: false, exponent: i64::MIN, digits: &[] });
        };
        let last = mantissa.iter().rposition(significant)?;
        let leading = i64::try_from(whole).ok()? - i64::try_from(first).ok()? + i64::from(first > whole);
        Some(Self { negative, exponent: leading + i64::from(power), digits: &mantissa[first..=last] })
    }

    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.cmp_magnitude(other),
            (true, true) => other.cmp_magnitude(self),
        }
    }

    fn cmp_magnitude(&self, other: &Self) -> Ordering {
        let digits = |number: &Self| number.digits.iter().filter(|byte| **byte != b'.');
        self.exponent.cmp(&other.exponent).then_with(|| digits(self).cmp(digits(other)))
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        from_text(text).unwrap()
    }

    #[test]
    fn the_scale_is_kept_and_zero_has_no_sign() {
        assert_eq!(to_text(decimal("100.50")), "100.50");
        assert_eq!(to_text(decimal("-0.00")), "0.00");
        assert_eq!(to_text(decimal("1e5")), "100000");
        assert_eq!(to_text(Decimal::MAX), "79228162514264337593543950335");
        assert_eq!(to_text(decimal("0.0000000000000000000000000001")), "0.0000000000000000000000000001");
    }

    #[test]
    fn what_would_be_rounded_is_refused() {
        let scientific = "0.123456789012345678901234567890123e1";
        for text in [
            "0.00000000000000000000000000001",
            "79228162514264337593543950336",
            scientific,
            "",
            "ten",
            "1.2.3",
        ] {
            assert!(from_text(text).is_err(), "{text}");
        }
    }

    #[test]
    fn texts_sort_by_value() {
        let mut texts = ["9", "100.50", "-5", "10", "2.5", "abc", "-5.01", "0", "1e3", "0.05", ".5"];

        texts.sort_by(|left, right| compare_text(left, right));

        assert_eq!(texts, ["-5.01", "-5", "0", "0.05", ".5", "2.5", "9", "10", "100.50", "1e3", "abc"]);
    }

    #[test]
    fn equal_values_are_equal_texts() {
        for (left, right) in
            [("100.5", "100.50"), ("0", "-0.000"), ("1e2", "100"), ("+7", "07.0"), ("0.1", ".1")]
        {
            assert_eq!(compare_text(left, right), Ordering::Equal, "{left} {right}");
        }
    }

    proptest! {
        #[test]
        fn the_collation_agrees_with_the_numbers(
            left in any::<i128>(), right in any::<i128>(), left_scale in 0..28_u32, right_scale in 0..28_u32, near in any::<bool>()
        ) {
            let limit = 79_228_162_514_264_337_593_543_950_335_i128;
            let right = if near { left / 10 } else { right };
            let left = Decimal::from_i128_with_scale(left % limit, left_scale);
            let right = Decimal::from_i128_with_scale(right % limit, right_scale);

            prop_assert_eq!(compare_text(&to_text(left), &to_text(right)), left.cmp(&right));
        }

        #[test]
        fn the_order_is_antisymmetric_for_any_text(left in ".{0,12}", right in "[-+0-9.eE]{0,12}") {
            prop_assert_eq!(compare_text(&left, &right), compare_text(&right, &left).reverse());
            prop_assert_eq!(compare_text(&left, &left), Ordering::Equal);
        }

        #[test]
        fn a_decimal_reads_back(mantissa in any::<i64>(), scale in 0..=28_u32) {
            let number = Decimal::from_i128_with_scale(i128::from(mantissa), scale);

            let stored = number.into_stored().unwrap();

            prop_assert_eq!(Decimal::from_stored(ValueRef::from(&stored)), Ok(number));
            prop_assert_eq!(Decimal::from_str(&to_text(number)).unwrap().scale(), number.scale());
        }
    }
}
