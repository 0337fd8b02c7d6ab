//! Numbers as Vietnamese offices write them: comma for decimals, dot for thousands.
//!
//! A number is kept as a whole number of its smallest unit (`scaled`: 68,2 at scale 2 is
//! 6820), because money and land must not drift as floats do.

mod read;
mod words;

pub(crate) use read::split_unit;
pub use read::{NumberProblem, is_ambiguous, parse_scaled, scaled_from_f64};
pub use words::{in_words, in_words_northern, money_in_words};

/// Writes a scaled number in the Vietnamese way: `423400` at scale 2 is "4.234,00".
///
/// At least `min_fraction` and at most `max_fraction` decimals are shown; what does not
/// fit is rounded half up (away from zero).
pub fn format_scaled(value: i64, scale: u32, min_fraction: u32, max_fraction: u32) -> String {
    let (rounded, scale) = round_to(value, scale, max_fraction);
    write_decimal(rounded, scale, min_fraction, Some('.'), ',')
}

/// Writes a scaled number for machines: a point, no thousands, no trailing zeros ("412.62").
pub fn decimal_string(value: i64, scale: u32) -> String {
    write_decimal(i128::from(value), scale, 0, None, '.')
}

/// Writes hundredths for machines, always with two decimals: "79.35", "50.00".
pub fn hundredths_string(hundredths: i64) -> String {
    write_decimal(i128::from(hundredths), 2, 2, None, '.')
}

/// Two sums whose quotient is a figure: leased land over industrial land, for example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ratio {
    /// The part.
    pub numerator: i64,
    /// The whole, in the same unit.
    pub denominator: i64,
}

impl Ratio {
    /// The ratio in hundredths of a percent, rounded half up.
    ///
    /// `None` when the denominator is zero ("chưa xác định", never 0 or 100) or the
    /// answer is too large to hold.
    pub fn percent_scaled(self) -> Option<i64> {
        if self.denominator == 0 {
            return None;
        }
        let (part, whole) = (i128::from(self.numerator), i128::from(self.denominator));
        i64::try_from(divide_half_up(part * 10_000, whole)).ok()
    }

    /// How many times the whole the part is, in hundredths, rounded half up; `None` as for a percentage.
    pub fn times_scaled(self) -> Option<i64> {
        if self.denominator == 0 {
            return None;
        }
        let (part, whole) = (i128::from(self.numerator), i128::from(self.denominator));
        i64::try_from(divide_half_up(part * 100, whole)).ok()
    }

    /// How many times the whole the part is, for people, always with two decimals: "10,66".
    pub fn times_vi(self) -> Option<String> {
        self.times_scaled().map(|times| format_scaled(times, 2, 2, 2))
    }

    /// The percentage for machines, always with two decimals: "79.35".
    pub fn percent_string(self) -> Option<String> {
        self.percent_scaled().map(hundredths_string)
    }

    /// The percentage for people, always with two decimals: "79,35".
    pub fn percent_vi(self) -> Option<String> {
        self.percent_scaled().map(|p| format_scaled(p, 2, 2, 2))
    }
}

/// Divides and rounds half away from zero.
fn divide_half_up(numerator: i128, denominator: i128) -> i128 {
    let sign = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
    let (n, d) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let quotient = n / d + u128::from(n % d * 2 >= d);
    sign * i128::try_from(quotient).expect("both parts came from 64-bit numbers")
}

/// Drops decimals beyond `max_fraction`, rounding half up; answers the number and its scale.
fn round_to(value: i64, scale: u32, max_fraction: u32) -> (i128, u32) {
    let value = i128::from(value);
    match scale.checked_sub(max_fraction) {
        None | Some(0) => (value, scale),
        // Ten to the twentieth is more than twice any 64-bit number: nothing is left of it.
        Some(20..) => (0, max_fraction),
        Some(dropped) => (divide_half_up(value, 10_i128.pow(dropped)), max_fraction),
    }
}

fn write_decimal(
    value: i128,
    scale: u32,
    min_fraction: u32,
    group: Option<char>,
    point: char,
) -> String {
    let (scale, min_fraction) = (scale as usize, min_fraction as usize);
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let significant = fraction.trim_end_matches('0').len();
    let fraction = format!("{:0<width$}", &fraction[..significant], width = min_fraction);

    let mut written = String::new();
    if value < 0 {
        written.push('-');
    }
    for (i, digit) in whole.chars().enumerate() {
        if let Some(separator) = group.filter(|_| i > 0 && (whole.len() - i) % 3 == 0) {
            written.push(separator);
        }
        written.push(digit);
    }
    if !fraction.is_empty() {
        written.push(point);
        written.push_str(&fraction);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_written_as_in_a_vietnamese_report() {
        assert_eq!(format_scaled(423_400, 2, 2, 2), "4.234,00");
        assert_eq!(format_scaled(4_126_200, 4, 2, 4), "412,62");
        assert_eq!(format_scaled(783_360_000, 0, 0, 0), "783.360.000");
        assert_eq!(format_scaled(-5, 2, 0, 2), "-0,05");
        assert_eq!(format_scaled(12_345, 3, 0, 2), "12,35", "half goes up");
        assert_eq!(format_scaled(-12_345, 3, 0, 2), "-12,35", "half goes away from zero");
        assert_eq!(format_scaled(-4, 3, 0, 2), "0", "no minus before nothing");
        assert_eq!(decimal_string(4_126_200, 4), "412.62");
        assert_eq!(decimal_string(42_340_000, 4), "4234");
        assert_eq!(decimal_string(i64::MIN, 0), i64::MIN.to_string());
    }

    #[test]
    fn occupancy_is_rounded_once_from_the_sums() {
        let ratio = |numerator, denominator| Ratio { numerator, denominator };
        assert_eq!(ratio(41_262, 52_000).percent_string().as_deref(), Some("79.35"));
        assert_eq!(ratio(41_262, 52_000).percent_vi().as_deref(), Some("79,35"));
        assert_eq!(ratio(20_376, 75_581).percent_string().as_deref(), Some("26.96"));
        assert_eq!(ratio(203_759, 668_314).percent_string().as_deref(), Some("30.49"));
        assert_eq!(ratio(1_126, 2_798).percent_string().as_deref(), Some("40.24"));
        assert_eq!(ratio(2_378, 3_997).percent_string().as_deref(), Some("59.49"));
        assert_eq!(ratio(1, 2).percent_string().as_deref(), Some("50.00"));
        assert_eq!(ratio(9_222, 865).times_vi().as_deref(), Some("10,66"));
        assert_eq!(ratio(1, 200).times_scaled(), Some(1), "half of a hundredth goes up");
        assert_eq!(ratio(1, 0).times_vi(), None, "without support nothing is moved by it");
        assert_eq!(ratio(1, 20_000).percent_scaled(), Some(1), "half of a hundredth goes up");
        assert_eq!(ratio(0, 0).percent_scaled(), None, "without a plan there is no rate");
        assert_eq!(ratio(i64::MAX, 1).percent_scaled(), None, "too large to hold");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value: i64, scale in 0_u32..6) {
            // A group of three after a single dot is a thousand, so Vietnamese text is
            // unambiguous as we write it; machine decimals are not read by this door.
            let written = format_scaled(value, scale, 0, scale);
            prop_assert_eq!(parse_scaled(&written, scale), Ok(value), "{}", written);
        }

        #[test]
        fn an_excel_cell_keeps_its_cents(cents in -1_000_000_000_000_i64..1_000_000_000_000) {
            #[expect(clippy::cast_precision_loss, reason = "the range is exact in a float")]
            let cell = cents as f64 / 100.0;
            prop_assert_eq!(scaled_from_f64(cell, 2), Some(cents));
        }
    }
}
