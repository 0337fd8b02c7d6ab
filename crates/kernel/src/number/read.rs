//! Reading numbers as people type them.

use crate::text::{nfc, squeeze};
use thiserror::Error;

/// Units that may stand behind a number; they are dropped, the number is not converted.
const UNITS: &[&str] = &[
    "ha",
    "hecta",
    "héc ta",
    "hécta",
    "héc-ta",
    "m2",
    "m²",
    "m3",
    "m³",
    "km",
    "m",
    "%",
    "‰",
    "người",
    "lao động",
    "cụm",
    "dự án",
    "dn",
    "doanh nghiệp",
    "hộ",
    "lô",
    "tháng",
    "năm",
    "đồng",
    "đ",
    "vnđ",
    "vnd",
    "nghìn",
    "nghìn đồng",
    "ngàn đồng",
    "triệu",
    "triệu đồng",
    "tr.đ",
    "tỷ",
    "tỷ đồng",
    "tỉ",
    "tỉ đồng",
];

/// Why a text is not a number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NumberProblem {
    /// Nothing was typed, or a dash that stands for nothing.
    #[error("no number")]
    Empty,
    /// The text is not a number; holds the text.
    #[error("not a number: {0:?}")]
    NotANumber(String),
    /// More decimals were typed than are kept; holds the text and the decimals kept.
    #[error("more than {1} decimals: {0:?}")]
    TooPrecise(String, u32),
    /// The number is larger than the program can hold; holds the text.
    #[error("too large: {0:?}")]
    TooLarge(String),
}

impl NumberProblem {
    /// Says in Vietnamese what to do next.
    pub fn message(&self) -> String {
        match self {
            Self::Empty => "Chưa có số. Hãy nhập số, ví dụ 49,5.".into(),
            Self::NotANumber(text) => format!(
                "“{text}” không đọc được là số. Hãy viết dấu phẩy cho phần thập phân và dấu chấm \
                 cho hàng nghìn, ví dụ 1.234,56."
            ),
            Self::TooPrecise(text, 0) => format!("“{text}” phải là số nguyên."),
            Self::TooPrecise(text, decimals) => {
                format!("“{text}” có quá nhiều chữ số thập phân. Chỉ ghi tối đa {decimals} chữ số.")
            }
            Self::TooLarge(text) => format!("“{text}” quá lớn. Hãy kiểm tra lại đơn vị tính."),
        }
    }
}

/// Reads a number as Vietnamese offices write it into a whole number of 10^-scale.
///
/// The comma is the decimal mark ("68,2"), the dot groups thousands ("1.234,56"). When both
/// occur the last kind is the decimal mark, so "1,234.56" is read too. A lone dot followed by
/// exactly three digits groups thousands ("10.210" is ten thousand two hundred and ten) unless
/// the number begins with zero ("0.500"); any other lone dot is a decimal mark ("0.5", "68.25").
/// Spaces may group thousands. "(12,5)" and "-12,5" are negative. A unit behind the number is
/// dropped and **not** converted: "5 triệu đồng" reads 5 (see [`crate::Money::parse`]).
///
/// # Errors
/// `Empty` for blanks and lone dashes; `TooPrecise` rather than losing decimals silently.
pub fn parse_scaled(text: &str, scale: u32) -> Result<i64, NumberProblem> {
    let shown = squeeze(&nfc(text));
    let (number, unit) = split_unit(&shown);
    if number.is_empty() && matches!(unit.as_str(), "" | "-") {
        return Err(NumberProblem::Empty);
    }
    if !unit.is_empty() && !UNITS.contains(&unit.as_str()) {
        return Err(NumberProblem::NotANumber(shown));
    }
    let (negative, digits) = split_sign(&number);
    let (whole, fraction) =
        split_decimals(&digits).ok_or_else(|| NumberProblem::NotANumber(shown.clone()))?;
    let fraction = fraction.trim_end_matches('0');
    let missing = (scale as usize)
        .checked_sub(fraction.len())
        .ok_or_else(|| NumberProblem::TooPrecise(shown.clone(), scale))?;
    let all =
        format!("{}{whole}{fraction}{}", if negative { "-" } else { "" }, "0".repeat(missing));
    all.parse().map_err(|_| NumberProblem::TooLarge(shown))
}

/// Whether one lone mark may part thousands or decimals, so that the text is two numbers: "1.234"
/// and "1,234" are, "1.234,5", "1.234.567", "12,5" and "0,500" are not.
pub fn is_ambiguous(text: &str) -> bool {
    let (number, _) = split_unit(text);
    let (_, digits) = split_sign(&number);
    let count = |mark| digits.matches(mark).count();
    let mark = match (count(','), count('.')) {
        (1, 0) => ',',
        (0, 1) => '.',
        _ => return false,
    };
    groups_thousands(&digits, mark) && !digits.starts_with('0')
}

/// Reads the number of an Excel cell into a whole number of 10^-scale, rounding half up.
///
/// The cell is first taken at the fifteen significant digits that Excel itself keeps, so
/// that 2.675 rounds to 2.68 although no float is exactly 2.675. `None` when the cell is
/// not finite or too large.
pub fn scaled_from_f64(value: f64, scale: u32) -> Option<i64> {
    if !value.is_finite() {
        return None;
    }
    let written = format!("{:.14e}", value.abs());
    let (mantissa, exponent) = written.split_once('e')?;
    let digits: i128 = mantissa.replace('.', "").parse().ok()?;
    let shift = exponent.parse::<i32>().ok()? - 14 + i32::try_from(scale).ok()?;
    let scaled = match u32::try_from(shift) {
        Ok(up) => digits.checked_mul(10_i128.checked_pow(up)?)?,
        Err(_) if shift < -30 => 0,
        Err(_) => super::divide_half_up(digits, 10_i128.pow(shift.unsigned_abs())),
    };
    i64::try_from(if value < 0.0 { -scaled } else { scaled }).ok()
}

/// Splits "1.234,5 Triệu đồng" into "1.234,5" and "triệu đồng"; brackets stay with the number.
pub(crate) fn split_unit(text: &str) -> (String, String) {
    let text = squeeze(&nfc(text)).replace(['–', '—', '−', '‒'], "-").to_lowercase();
    let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last + 1);
    // The last digit may belong to the unit: "5 m2".
    let end = match ["m2", "m3"].iter().find(|unit| text.ends_with(**unit)) {
        Some(unit) => text[..text.len() - unit.len()]
            .rfind(|c: char| c.is_ascii_digit())
            .map_or(0, |last| last + 1),
        None => end,
    };
    let (number, unit) = text.split_at(end);
    match unit.strip_prefix(')') {
        Some(unit) => (format!("{number})"), unit.trim().to_owned()),
        None => (number.trim().to_owned(), unit.trim().to_owned()),
    }
}

/// Takes the sign off: a minus in front, or brackets as bookkeepers write it.
fn split_sign(number: &str) -> (bool, String) {
    let bracketed = number.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    if let Some(inner) = bracketed {
        return (true, inner.trim().to_owned());
    }
    match number.strip_prefix('-') {
        Some(rest) => (true, rest.trim().to_owned()),
        None => (false, number.strip_prefix('+').unwrap_or(number).trim().to_owned()),
    }
}

/// Splits the digits into whole part and decimals, without any grouping mark.
fn split_decimals(number: &str) -> Option<(String, String)> {
    let count = |mark| number.matches(mark).count();
    let decimal_mark = match (count(','), count('.')) {
        (1, 0) => Some(','),
        (0, 1) if groups_thousands(number, '.') && !number.starts_with('0') => None,
        (0, 1) => Some('.'),
        // Several of one kind can only group thousands.
        (_, 0) | (0, _) => None,
        _ => number.chars().rev().find(|c| matches!(c, ',' | '.')),
    };
    let (whole, fraction) = match decimal_mark {
        Some(mark) => number.rsplit_once(mark)?,
        None => (number, ""),
    };
    let whole_digits: String = match whole.chars().find(|c| !c.is_ascii_digit()) {
        None => whole.to_owned(),
        Some(mark @ (' ' | '.' | ',')) if groups_thousands(whole, mark) => whole.replace(mark, ""),
        Some(_) => return None,
    };
    let fraction_ok = decimal_mark.is_none() || !fraction.is_empty();
    let readable =
        !whole_digits.is_empty() && fraction_ok && fraction.bytes().all(|b| b.is_ascii_digit());
    readable.then(|| (whole_digits, fraction.to_owned()))
}

/// Whether a mark cuts the digits into groups of three from the right.
fn groups_thousands(number: &str, mark: char) -> bool {
    let mut groups = number.split(mark);
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_workbook_are_read() {
        let cases: [(&str, u32, i64); 24] = [
            ("1.234,56", 2, 123_456),
            ("1,234.56", 2, 123_456),
            ("1.234.567", 0, 1_234_567),
            ("1,234,567", 0, 1_234_567),
            ("68,2", 2, 6820),
            ("68.25", 2, 6825),
            ("10.210", 0, 10_210),
            ("10.210", 2, 1_021_000),
            ("10,210", 2, 1021),
            ("0.5", 2, 50),
            ("0.500", 2, 50),
            ("1 234,5", 1, 12_345),
            ("1\u{a0}234", 0, 1234),
            ("  49,5 ha ", 4, 495_000),
            ("79,35 %", 2, 7935),
            ("1.500 người", 0, 1500),
            ("5.000 m2", 0, 5000),
            ("5.000m²", 0, 5000),
            ("783,36 triệu đồng", 2, 78_336),
            ("(12,5)", 1, -125),
            ("-31,8", 1, -318),
            ("–31,8", 1, -318),
            ("−31,8 ha", 1, -318),
            ("0", 4, 0),
        ];
        for (text, scale, expected) in cases {
            assert_eq!(parse_scaled(text, scale), Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn a_lone_mark_before_three_digits_may_mean_two_numbers() {
        for text in ["1.234", "1,234", "12.500 tỷ đồng", "-999,000", "(1.234)", "123.456 ha"] {
            assert!(is_ambiguous(text), "{text:?}");
        }
        for text in [
            "1.234,5",
            "1,234.5",
            "1.234.567",
            "1 234,567",
            "12,5",
            "0,500",
            "0.125",
            "1234",
            "1234,567",
            "1,23",
            "1.2345",
            "",
            "-",
            "nt",
        ] {
            assert!(!is_ambiguous(text), "{text:?}");
        }
    }

    #[test]
    fn nothing_typed_is_told_apart_from_nonsense() {
        for text in ["", "  ", "-", "–", "—", "\u{a0}"] {
            assert_eq!(parse_scaled(text, 2), Err(NumberProblem::Empty), "{text:?}");
        }
        for text in [
            "nt",
            "12a",
            "1.23.4",
            "1..2",
            "1,2,3",
            ",5",
            "5,",
            "12 và 13",
            "1.2345,6",
            "ha",
            "()",
            "12 34",
            "٣",
            "%",
        ] {
            let problem = parse_scaled(text, 4).unwrap_err();
            assert!(matches!(problem, NumberProblem::NotANumber(_)), "{text:?} gives {problem:?}");
        }
    }

    #[test]
    fn decimals_are_refused_rather_than_lost() {
        assert_eq!(parse_scaled("1,005", 2), Err(NumberProblem::TooPrecise("1,005".into(), 2)));
        assert_eq!(parse_scaled("1,5000", 1), Ok(15), "zeros say nothing");
        assert_eq!(parse_scaled("12,5", 0).unwrap_err().message(), "“12,5” phải là số nguyên.");
        assert_eq!(
            parse_scaled("99999999999999999999", 0),
            Err(NumberProblem::TooLarge("99999999999999999999".into()))
        );
    }

    #[test]
    fn an_excel_cell_is_rounded_half_up_at_the_digits_excel_keeps() {
        assert_eq!(scaled_from_f64(2.675, 2), Some(268));
        assert_eq!(scaled_from_f64(1.005, 2), Some(101));
        assert_eq!(scaled_from_f64(0.1 + 0.2, 1), Some(3));
        assert_eq!(scaled_from_f64(-2.675, 2), Some(-268));
        assert_eq!(scaled_from_f64(412.62, 4), Some(4_126_200));
        assert_eq!(scaled_from_f64(1e-300, 4), Some(0));
        assert_eq!(scaled_from_f64(0.0, 4), Some(0));
        assert_eq!(scaled_from_f64(1e300, 0), None);
        assert_eq!(scaled_from_f64(f64::NAN, 0), None);
        assert_eq!(scaled_from_f64(f64::INFINITY, 0), None);
    }
}
