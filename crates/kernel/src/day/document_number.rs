//! Reading the number and the day of a paper out of a line of text.

use super::{Day, parse_day};
use crate::text::{nfc, squeeze};

/// Finds a paper's number and, when it is there, its day.
///
/// Reads "3804/QĐ-UBND", "QĐ số 2542/QĐ-UBND ngày 14/9/2012" and the like. The number comes
/// back in one spelling: NFC, capitals, no blanks ("3804/QĐ-UBND"). A day that does not exist
/// is left out; [`parse_day`] says what is wrong with it.
pub fn parse_document_number(text: &str) -> Option<(String, Option<Day>)> {
    let line = one_spelling(text);
    let words: Vec<&str> = line
        .split(' ')
        .map(|word| word.trim_matches(['(', ')', ',', ';', ':', '.', '"', '“', '”']))
        .collect();
    let at = words.iter().position(|word| is_document_number(word))?;
    Some((words[at].to_uppercase(), find_day(&words[at + 1..])))
}

/// Closes the gaps that typists leave around slashes and dashes, and mends Ð (U+00D0).
fn one_spelling(text: &str) -> String {
    let mut line = squeeze(&nfc(text))
        .replace(['–', '—', '−', '\u{2010}', '\u{2011}'], "-")
        .replace(['Ð', 'ð'], "Đ");
    for (loose, tight) in [(" /", "/"), ("/ ", "/"), (" -", "-"), ("- ", "-")] {
        line = line.replace(loose, tight);
    }
    line
}

/// A number, a slash, perhaps a year and a slash, then the letters of kind and issuer.
fn is_document_number(word: &str) -> bool {
    let Some((number, sign)) = word.split_once('/') else { return false };
    let sign = match sign.split_once('/') {
        Some((year, rest)) if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => rest,
        Some(_) => return false,
        None => sign,
    };
    let digits = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let digits_ok = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    // "12/QĐ" is a number, "12/ha" is a quotient.
    let abbreviation = sign.contains('-') || !sign.contains(char::is_lowercase);
    digits_ok
        && abbreviation
        && sign.starts_with(char::is_alphabetic)
        && sign.chars().all(|c| c.is_alphanumeric() || c == '-')
}

/// The first day among the words: one word "14/9/2012" or six "ngày 14 tháng 9 năm 2012".
fn find_day(words: &[&str]) -> Option<Day> {
    (0..words.len()).find_map(|from| {
        let long = words.get(from..from + 6).map(|six| six.join(" "));
        parse_day(words[from]).ok().or_else(|| parse_day(&long?).ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_number_and_day_of_a_decision_are_found_in_the_line() {
        let cases = [
            ("3804/QĐ-UBND", "3804/QĐ-UBND", None),
            ("QĐ số 2542/QĐ-UBND ngày 14/9/2012", "2542/QĐ-UBND", Some(date(2012, 9, 14))),
            ("Quyết định số 634/QĐ-UBND ngày 25/02/2014", "634/QĐ-UBND", Some(date(2014, 2, 25))),
            ("3804/QÐ - UBND, ngày 9 tháng 5 năm 2008", "3804/QĐ-UBND", Some(date(2008, 5, 9))),
            ("Số: 12 /qđ-ubnd (09/05/2008)", "12/QĐ-UBND", Some(date(2008, 5, 9))),
            (
                "Nghị định số 32/2024/NĐ-CP ngày 15/3/2024 của Chính phủ",
                "32/2024/NĐ-CP",
                Some(date(2024, 3, 15)),
            ),
            ("634/QĐ-UBND ngày 31/02/2014", "634/QĐ-UBND", None),
        ];
        for (text, number, day) in cases {
            assert_eq!(parse_document_number(text), Some((number.to_owned(), day)), "{text}");
        }
    }

    #[test]
    fn a_line_without_a_number_has_none() {
        for text in ["", "chưa có", "14/9/2012", "QĐ ngày 14/9/2012", "12/ha", "1/2 diện tích"]
        {
            assert_eq!(parse_document_number(text), None, "{text}");
        }
    }
}
