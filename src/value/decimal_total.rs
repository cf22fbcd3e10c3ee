//! The exact sum of decimals and their average. Fed cell by cell by the aggregate functions of `sql`.

use rust_decimal::Decimal;

/// The parts of one at the finest scale of a decimal, and the root of that number: what a division can carry.
const ONE: u128 = ten_to(Decimal::MAX_SCALE);
const ROOT: u128 = ten_to(Decimal::MAX_SCALE / 2);

/// Called from five places, where it would be a loop each time.
#[inline(never)]
const fn ten_to(power: u32) -> u128 {
    10_u128.pow(power)
}

/// Gives the quotient and the rest. With the one division of 128 bits alone the linker takes one routine and not four.
#[inline(never)]
fn divide(number: u128, by: u128) -> (u128, u128) {
    let quotient = number / by;
    (quotient, number - quotient * by)
}

/// Decimals that were added up. Nothing is rounded on the way, so that the order of the rows makes no difference.
#[derive(Debug, Default)]
pub(crate) struct DecimalTotal {
    above_zero: Amount,
    below_zero: Amount,
    count: u64,
    /// The greatest scale of what was added.
    scale: u32,
}

/// The number `whole + parts / ONE`, where `parts` is less than `ONE`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Amount {
    whole: u128,
    parts: u128,
}

impl DecimalTotal {
    /// Adds a number; `None` when there is more than 128 bits hold, which takes billions of the largest decimals.
    pub(crate) fn add(&mut self, number: Decimal) -> Option<()> {
        let side = if number.is_sign_negative() { &mut self.below_zero } else { &mut self.above_zero };
        let (whole, rest) = divide(number.mantissa().unsigned_abs(), ten_to(number.scale()));
        let parts = side.parts + rest * ten_to(Decimal::MAX_SCALE - number.scale());
        let (carried, parts) = if parts < ONE { (0, parts) } else { (1, parts - ONE) };
        *side = Amount { whole: side.whole.checked_add(whole + carried)?, parts };
        self.count += 1;
        self.scale = self.scale.max(number.scale());
        Some(())
    }

    /// Gives the sum, with the greatest scale of what was added as far as it fits; `None` when it has more digits
    /// than a decimal holds.
    pub(crate) fn sum(&self) -> Option<Decimal> {
        let sum = self.over(1, self.scale)?;
        (sum.exactness == Exactness::Exact).then(|| sum.decimal())
    }

    /// Gives the sum over the count, rounded half to even to 28 digits after the point, or to as many fewer as a
    /// decimal holds. `None` when nothing was added.
    pub(crate) fn average(&self) -> Option<Decimal> {
        if self.count == 0 {
            return None;
        }
        let mut average = self.over(u128::from(self.count), Decimal::MAX_SCALE)?;
        while average.scale > self.scale {
            let (shorter, last) = divide(average.mantissa, 10);
            if last > 0 {
                break;
            }
            average = Rounded { mantissa: shorter, scale: average.scale - 1, ..average };
        }
        Some(average.decimal())
    }

    /// Gives the quotient with the most digits after the point, at most `scale`, that a decimal holds.
    #[inline(never)]
    fn over(&self, divisor: u128, scale: u32) -> Option<Rounded> {
        let quotient = self.divided_by(divisor);
        (0..=scale).rev().find_map(|scale| quotient.at(scale))
    }

    /// Divides as one does on paper, `ROOT` being a digit: no step has more than 128 bits.
    fn divided_by(&self, divisor: u128) -> Quotient {
        let negative = self.below_zero > self.above_zero;
        let (more, less) =
            if negative { (self.below_zero, self.above_zero) } else { (self.above_zero, self.below_zero) };
        let borrowed = u128::from(more.parts < less.parts);
        let parts = more.parts + borrowed * ONE - less.parts;
        let (whole, rest) = divide(more.whole - less.whole - borrowed, divisor);
        let (high_parts, low_parts) = divide(parts, ROOT);
        let (high, rest) = divide(rest * ROOT + high_parts, divisor);
        let (low, rest) = divide(rest * ROOT + low_parts, divisor);
        Quotient { negative, amount: Amount { whole, parts: high * ROOT + low }, rest, divisor }
    }
}

/// The number `amount + rest / divisor / ONE`, or that below zero.
struct Quotient {
    negative: bool,
    amount: Amount,
    rest: u128,
    divisor: u128,
}

/// The digits that were kept of a number.
struct Rounded {
    negative: bool,
    mantissa: u128,
    scale: u32,
    exactness: Exactness,
}

/// Whether digits were lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exactness {
    Exact,
    Rounded,
}

impl Quotient {
    /// The greatest mantissa of a decimal: 96 bits.
    const MOST: u128 = (1 << 96) - 1;

    /// Gives the number with so many digits after the point, rounded half to even; `None` when it does not fit.
    fn at(&self, scale: u32) -> Option<Rounded> {
        let unit = ten_to(Decimal::MAX_SCALE - scale);
        let (kept, cut) = divide(self.amount.parts, unit);
        let mantissa = self.amount.whole.checked_mul(ten_to(scale))?.checked_add(kept)?;

        // Twice what is cut off, against the unit of the last digit that is kept.
        let (carried, beyond) = divide(self.rest * 2, self.divisor);
        let half = (cut * 2 + carried).cmp(&unit);
        let up = half.is_gt() || (half.is_eq() && (beyond > 0 || mantissa & 1 == 1));
        let exactness = if cut == 0 && self.rest == 0 { Exactness::Exact } else { Exactness::Rounded };

        let mantissa = mantissa + u128::from(up);
        (mantissa <= Self::MOST).then_some(Rounded { negative: self.negative, mantissa, scale, exactness })
    }
}

impl Rounded {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a decimal has its mantissa in three parts of 32 bits"
    )]
    fn decimal(&self) -> Decimal {
        let part = |bits: u32| (self.mantissa >> bits) as u32;
        Decimal::from_parts(part(0), part(32), part(64), self.negative, self.scale)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn total(numbers: &[&str]) -> DecimalTotal {
        let mut total = DecimalTotal::default();
        for number in numbers {
            total.add(Decimal::from_str_exact(number).unwrap()).unwrap();
        }
        total
    }

    fn sum(numbers: &[&str]) -> Option<String> {
        total(numbers).sum().map(|sum| sum.to_string())
    }

    fn average(numbers: &[&str]) -> Option<String> {
        total(numbers).average().map(|average| average.to_string())
    }

    const MAX: &str = "79228162514264337593543950335";
    const MIN: &str = "-79228162514264337593543950335";
    const LEAST: &str = "0.0000000000000000000000000001";

    #[test]
    fn a_sum_is_exact_or_there_is_none() {
        assert_eq!(sum(&[]).unwrap(), "0");
        assert_eq!(sum(&["0.1", "0.2"]).unwrap(), "0.3");
        assert_eq!(sum(&["100.50", "2.5", "-3"]).unwrap(), "100.00");
        assert_eq!(sum(&["-0.5", "0.25"]).unwrap(), "-0.25");
        assert_eq!(sum(&[MAX, "1", MIN]).unwrap(), "1");
        assert_eq!(sum(&[MAX, "0.0"]).unwrap(), MAX);
        assert_eq!(sum(&[MAX, LEAST, MIN]).unwrap(), LEAST);
        assert_eq!(sum(&[MAX, "1"]), None);
        assert_eq!(sum(&[MIN, "-1"]), None);
        assert_eq!(sum(&["1", LEAST]).unwrap(), "1.0000000000000000000000000001");
        assert_eq!(sum(&["10", LEAST]), None);
    }

    #[test]
    fn an_average_keeps_what_a_decimal_holds_and_rounds_half_to_even() {
        assert_eq!(average(&[]), None);
        assert_eq!(average(&["1", "2"]).unwrap(), "1.5");
        assert_eq!(average(&["2.50", "3.50"]).unwrap(), "3.00");
        assert_eq!(average(&["1", "0", "0"]).unwrap(), "0.3333333333333333333333333333");
        assert_eq!(average(&["-2", "0", "0"]).unwrap(), "-0.6666666666666666666666666667");
        assert_eq!(average(&["20", "0", "0"]).unwrap(), "6.6666666666666666666666666667");
        assert_eq!(average(&[LEAST, "0"]).unwrap(), "0.0000000000000000000000000000");
        assert_eq!(
            average(&["0.0000000000000000000000000003", "0"]).unwrap(),
            "0.0000000000000000000000000002"
        );
        assert_eq!(average(&[MAX, MAX, MAX]).unwrap(), MAX);
        assert_eq!(
            average(&[MAX, "79228162514264337593543950334"]).unwrap(),
            "79228162514264337593543950334"
        );
        assert_eq!(
            average(&[MIN, "-79228162514264337593543950332"]).unwrap(),
            "-79228162514264337593543950334"
        );
    }

    proptest! {
        #[test]
        fn sums_and_averages_are_those_of_integers(
            numbers in prop::collection::vec((any::<i64>(), 0..=28_u32), 1..20), scale in 0..=28_u32, one_scale in any::<bool>()
        ) {
            // At one scale the numbers are integers, which are added up exactly as such.
            let scale_of = |own: u32| if one_scale { scale } else { own % 4 };
            let mut total = DecimalTotal::default();
            let mut fine = 0_i128;
            for &(number, own) in &numbers {
                total.add(Decimal::from_i128_with_scale(number.into(), scale_of(own))).unwrap();
                let lift = if one_scale { 0 } else { 3 - scale_of(own) };
                fine += i128::from(number) * 10_i128.pow(lift);
            }
            let fine_scale = if one_scale { scale } else { 3 };

            prop_assert_eq!(total.sum(), Some(Decimal::from_i128_with_scale(fine, fine_scale)));
            let average = total.average().unwrap();
            let count = i128::try_from(numbers.len()).unwrap();
            let distance = Decimal::from_i128_with_scale(fine / count, fine_scale) - average;
            prop_assert!(distance.abs() <= Decimal::new(1, fine_scale.min(25)));
        }
    }
}
