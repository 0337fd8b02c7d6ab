//! Tax codes (mã số thuế), which are also the codes of enterprises.

use std::fmt;
use thiserror::Error;

const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
/// Highest province number in a personal identity number (the list of before July 2025).
const LAST_PROVINCE_OF_BIRTH: u32 = 96;

/// A tax code that passed its checks, kept as digits alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxCode(String);

/// What a tax code belongs to, told by its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaxCodeKind {
    /// Ten digits: an enterprise.
    Enterprise,
    /// Thirteen digits: a branch of the enterprise whose ten digits come first.
    Branch,
    /// Twelve digits: a person or a household business.
    Personal,
}

/// Why a text is not a tax code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TaxCodeProblem {
    /// Nothing was typed, or a dash that stands for nothing.
    #[error("no tax code")]
    Empty,
    /// Something that is neither a digit nor a separator.
    #[error("character {0:?}")]
    BadCharacter(char),
    /// The number of digits is not 10, 12 or 13; holds the number.
    #[error("{0} digits")]
    BadLength(usize),
    /// The seven digits of the serial are all zero.
    #[error("serial of zeros")]
    SerialAllZero,
    /// The tenth digit does not fit the nine before it.
    #[error("wrong check digit")]
    WrongCheckDigit,
    /// No tenth digit can fit the nine before it: such a serial is never issued.
    #[error("no check digit exists")]
    CheckImpossible,
    /// Branches are numbered from 001.
    #[error("branch 000")]
    BranchZero,
}

/// What should be looked at although the code is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaxCodeNote {
    /// Excel had dropped the leading zero; it was put back because the check digit then fits.
    LeadingZeroRestored,
    /// A personal code begins with a province of birth that does not exist.
    UnknownProvince,
}

impl TaxCode {
    /// Reads a tax code; dots, blanks and dashes between the digits are dropped.
    ///
    /// # Errors
    /// Says what is wrong; see [`TaxCodeProblem`].
    pub fn parse(text: &str) -> Result<Self, TaxCodeProblem> {
        let digits = digits_of(text)?;
        match digits.len() {
            10 => check_enterprise(&digits)?,
            12 => {}
            13 => {
                check_enterprise(&digits[..10])?;
                if digits.ends_with("000") {
                    return Err(TaxCodeProblem::BranchZero);
                }
            }
            length => return Err(TaxCodeProblem::BadLength(length)),
        }
        Ok(Self(digits))
    }

    /// Reads a tax code from a sheet, where a number cell may have lost its leading zero.
    ///
    /// Nine digits that pass the check with a zero before them are accepted with a note.
    ///
    /// # Errors
    /// As [`TaxCode::parse`].
    pub fn parse_cell(text: &str) -> Result<(Self, Option<TaxCodeNote>), TaxCodeProblem> {
        match Self::parse(text) {
            Ok(code) => {
                let note = code.has_unknown_province().then_some(TaxCodeNote::UnknownProvince);
                Ok((code, note))
            }
            Err(problem @ TaxCodeProblem::BadLength(9)) => {
                Self::parse(&format!("0{}", text.trim()))
                    .map(|code| (code, Some(TaxCodeNote::LeadingZeroRestored)))
                    .map_err(|_| problem)
            }
            Err(problem) => Err(problem),
        }
    }

    /// The digits alone, as they are stored.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// What the code belongs to.
    pub fn kind(&self) -> TaxCodeKind {
        match self.0.len() {
            10 => TaxCodeKind::Enterprise,
            12 => TaxCodeKind::Personal,
            _ => TaxCodeKind::Branch,
        }
    }

    /// Whether a personal code begins with a province of birth that does not exist.
    pub fn has_unknown_province(&self) -> bool {
        self.kind() == TaxCodeKind::Personal
            && !self.0[..3]
                .parse()
                .is_ok_and(|province| (1..=LAST_PROVINCE_OF_BIRTH).contains(&province))
    }
}

impl fmt::Display for TaxCode {
    /// Writes the code with the dash of a branch: `0314409058-002`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            TaxCodeKind::Branch => write!(f, "{}-{}", &self.0[..10], &self.0[10..]),
            TaxCodeKind::Enterprise | TaxCodeKind::Personal => f.write_str(&self.0),
        }
    }
}

impl TaxCodeProblem {
    /// Says in Vietnamese what to do next.
    pub fn message(&self) -> String {
        match self {
            Self::Empty => "Chưa có mã số thuế.".into(),
            Self::BadCharacter(c) => {
                format!("Mã số thuế chỉ gồm chữ số; hãy bỏ ký tự “{c}”.")
            }
            Self::BadLength(9) => {
                "Mã số thuế chỉ có 9 chữ số; có thể ô Excel đã làm mất số 0 ở đầu.".into()
            }
            Self::BadLength(length) => format!(
                "Mã số thuế có {length} chữ số. Phải có 10 chữ số (doanh nghiệp), 13 chữ số (chi nhánh) \
                 hoặc 12 chữ số (cá nhân, hộ kinh doanh)."
            ),
            Self::SerialAllZero => {
                "Mã số thuế có phần số thứ tự toàn số 0. Hãy kiểm tra lại.".into()
            }
            Self::WrongCheckDigit => {
                "Mã số thuế sai chữ số kiểm tra (chữ số thứ 10). Hãy đối chiếu với giấy chứng nhận."
                    .into()
            }
            Self::CheckImpossible => {
                "Mã số thuế này không thể được cấp. Hãy đối chiếu với giấy chứng nhận.".into()
            }
            Self::BranchZero => "Số chi nhánh phải từ 001 đến 999.".into(),
        }
    }
}

impl TaxCodeNote {
    /// Says in Vietnamese what to look at.
    pub fn message(self) -> &'static str {
        match self {
            Self::LeadingZeroRestored => {
                "Đã thêm số 0 ở đầu mã số thuế (ô Excel kiểu số làm mất số 0). Hãy kiểm tra lại."
            }
            Self::UnknownProvince => {
                "Ba chữ số đầu của mã cá nhân không phải là mã tỉnh nơi sinh. Hãy kiểm tra lại."
            }
        }
    }
}

fn digits_of(text: &str) -> Result<String, TaxCodeProblem> {
    let trimmed = text.trim();
    if matches!(trimmed, "" | "-" | "–" | "—") {
        return Err(TaxCodeProblem::Empty);
    }
    let kept = trimmed.chars().filter(|c| !matches!(c, '.' | '-' | '–' | ' ' | '\u{a0}'));
    kept.map(|c| if c.is_ascii_digit() { Ok(c) } else { Err(TaxCodeProblem::BadCharacter(c)) })
        .collect()
}

fn check_enterprise(digits: &str) -> Result<(), TaxCodeProblem> {
    if digits[2..9].bytes().all(|digit| digit == b'0') {
        return Err(TaxCodeProblem::SerialAllZero);
    }
    let value = |digit: u8| u32::from(digit - b'0');
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| value(digit) * weight).sum();
    match 10 - sum % 11 {
        10 => Err(TaxCodeProblem::CheckImpossible),
        check if check == value(digits.as_bytes()[9]) => Ok(()),
        _ => Err(TaxCodeProblem::WrongCheckDigit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_vector_file_is_judged_as_written_there() {
        let mut reader = csv::Reader::from_reader(
            include_str!("../../../data/tax/tax_code_vectors.csv").as_bytes(),
        );
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 70);
        for row in rows {
            let (id, input, kind, normalized, reason) =
                (&row[0], &row[1], &row[2], &row[4], &row[5]);
            match TaxCode::parse(input) {
                Ok(code) => {
                    assert_eq!(code.to_string(), normalized, "vector {id}");
                    let expected = match kind {
                        "enterprise10" => TaxCodeKind::Enterprise,
                        "branch13" => TaxCodeKind::Branch,
                        "personal12" => TaxCodeKind::Personal,
                        other => panic!("vector {id} should be refused, not {other}"),
                    };
                    assert_eq!(code.kind(), expected, "vector {id}");
                    assert_eq!(
                        code.has_unknown_province(),
                        reason.starts_with("warn_unknown_province"),
                        "vector {id}"
                    );
                }
                Err(problem) => {
                    let name = match problem {
                        TaxCodeProblem::Empty => "empty",
                        TaxCodeProblem::BadCharacter(_) => "bad_character",
                        TaxCodeProblem::BadLength(_) => "bad_length",
                        TaxCodeProblem::SerialAllZero => "serial_all_zero",
                        TaxCodeProblem::WrongCheckDigit => "wrong_check_digit",
                        TaxCodeProblem::CheckImpossible => "check_impossible",
                        TaxCodeProblem::BranchZero => "branch_zero",
                    };
                    assert_eq!(reason.split(':').next(), Some(name), "vector {id}");
                }
            }
        }
    }

    #[test]
    fn a_zero_that_excel_lost_is_put_back_only_when_the_check_digit_agrees() {
        let (code, note) = TaxCode::parse_cell("300588569").unwrap();
        assert_eq!(
            (code.to_string().as_str(), note),
            ("0300588569", Some(TaxCodeNote::LeadingZeroRestored))
        );
        assert_eq!(TaxCode::parse_cell("300588560"), Err(TaxCodeProblem::BadLength(9)));
        assert_eq!(TaxCode::parse_cell("0300588569").unwrap().1, None);
        assert_eq!(
            TaxCode::parse_cell("999203012345").unwrap().1,
            Some(TaxCodeNote::UnknownProvince)
        );
    }
}
