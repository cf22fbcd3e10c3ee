//! The exact sum of decimals and their average. Fed cell by cell by the aggregate functions of `sql`.

use rust_decimal::Decimal;

/// The parts of one at the finest scale of a decimal, and the root of that number: what a division can carry.
const ONE: u128 = ten_to(Decimal::MAX_SCALE);
const ROOT: u128 = ten_to(Decimal::MAX_SCALE / 2);

const fn ten_to(power: u32) -> u128 {
    10_u128.pow(power)
}

/// Decimals that were added up: `whole + parts / ONE`, where `parts` is never negative and less than `ONE`. Nothing is
/// rounded on the way, so that the order of the rows makes no difference.
#[derive(Debug, Default)]
pub(crate) struct DecimalTotal {
    whole: i128,
    parts: u128,
    count: u64,
    /// The greatest scale of what was added.
    scale: u32,
}

impl DecimalTotal {
    /// Adds a number; `None` when the total is beyond 128 bits, which takes two billion of the largest decimals.
    pub(crate) fn add(&mut self, number: Decimal) -> Option<()> {
        let unit = ten_to(number.scale());
        let (mantissa, divisor) = (number.mantissa(), i128::try_from(unit).ok()?);
        let parts = self.parts + mantissa.rem_euclid(divisor).unsigned_abs() * (ONE / unit);
        let carried = i128::from(parts >= ONE);
        self.whole = self.whole.checked_add(mantissa.div_euclid(divisor))?.checked_add(carried)?;
        self.parts = parts % ONE;
        self.count += 1;
        self.scale = self.scale.max(number.scale());
        Some(())
    }

    /// Gives the sum, with the greatest scale of what was added as far as it fits; `None` when it has more digits
    /// than a decimal holds.
    pub(crate) fn sum(&self) -> Option<Decimal> {
        let (sum, exactness) = self.divided_by(1).widest(self.scale)?;
        (exactness == Exactness::Exact).then_some(sum)
    }

    /// Gives the sum over the count, rounded half to even to 28 digits after the point, or to as many fewer as a
    /// decimal holds. `None` when nothing was added.
    pub(crate) fn average(&self) -> Option<Decimal> {
        if self.count == 0 {
            return None;
        }
        let (mut average, _) = self.divided_by(u128::from(self.count)).widest(Decimal::MAX_SCALE)?;
        while average.scale() > self.scale && average.mantissa() % 10 == 0 {
            average = Decimal::from_i128_with_scale(average.mantissa() / 10, average.scale() - 1);
        }
        Some(average)
    }

    /// Divides as one does on paper, `ROOT` being a digit: no step has more than 128 bits.
    fn divided_by(&self, divisor: u128) -> Quotient {
        let negative = self.whole < 0;
        let (whole, parts) = match (negative, self.parts) {
            (true, 1..) => (self.whole.unsigned_abs() - 1, ONE - self.parts),
            (_, parts) => (self.whole.unsigned_abs(), parts),
        };
        let high = whole % divisor * ROOT + parts / ROOT;
        let low = high % divisor * ROOT + parts % ROOT;
        Quotient {
            negative,
            whole: whole / divisor,
            parts: high / divisor * ROOT + low / divisor,
            rest: low % divisor,
            divisor,
        }
    }
}

/// The number `whole + (parts + rest / divisor) / ONE`, or that below zero.
struct Quotient {
    negative: bool,
    whole: u128,
    parts: u128,
    rest: u128,
    divisor: u128,
}

/// Whether a number was rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exactness {
    Exact,
    Rounded,
}

impl Quotient {
    /// Gives the number with the most digits after the point, at most `scale`, that a decimal holds.
    fn widest(&self, scale: u32) -> Option<(Decimal, Exactness)> {
        (0..=scale).rev().find_map(|scale| self.at(scale))
    }

    /// Gives the number with so many digits after the point, rounded half to even; `None` when it does not fit.
    fn at(&self, scale: u32) -> Option<(Decimal, Exactness)> {
        let unit = ten_to(Decimal::MAX_SCALE - scale);
        let cut = self.parts % unit;
        let mantissa = self.whole.checked_mul(ten_to(scale))?.checked_add(self.parts / unit)?;

        // Twice what is cut off, against the unit of the last digit that is kept.
        let twice = (cut * 2 + self.rest * 2 / self.divisor).cmp(&unit);
        let beyond_half = twice.is_gt() || (twice.is_eq() && !(self.rest * 2).is_multiple_of(self.divisor));
        let up = beyond_half || (twice.is_eq() && mantissa % 2 == 1);
        let exactness = if cut == 0 && self.rest == 0 { Exactness::Exact } else { Exactness::Rounded };

        let mantissa = i128::try_from(mantissa + u128::from(up)).ok()?;
        let signed = if self.negative { -mantissa } else { mantissa };
        Some((Decimal::try_from_i128_with_scale(signed, scale).ok()?, exactness))
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
