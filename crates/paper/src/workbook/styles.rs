//! What number formats mean: a date, a percentage, or the number itself.

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use quick_xml::events::Event;

use super::WorkbookProblem;
use super::package::Package;
use super::parts::{Book, Epoch, attribute, each_event};

/// How the number in a cell is to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Number,
    Percent,
    Date,
}

/// The meaning of each cell style, in the order in which cells refer to them.
pub(super) fn formats(
    package: &mut Package<'_>,
    book: &Book,
) -> Result<Vec<Meaning>, WorkbookProblem> {
    let Some(name) = &book.styles_part else { return Ok(Vec::new()) };
    let Some(part) = package.part(name)? else { return Ok(Vec::new()) };
    let mut own_formats = std::collections::HashMap::new();
    let mut ids = Vec::new();
    let mut section = String::new();
    each_event(part, |event| {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&element, "numFmtId")?;
                    let code = attribute(&element, "formatCode")?;
                    if let (Some(id), Some(code)) = (id, code) {
                        own_formats.insert(id, meaning_of_code(&code));
                    }
                }
                "xf" if section == "cellXfs" => {
                    ids.push(attribute(&element, "numFmtId")?.unwrap_or_default());
                }
                name @ ("cellXfs" | "cellStyleXfs" | "dxfs") => name.clone_into(&mut section),
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == section => section.clear(),
            _ => {}
        }
        Ok(())
    })?;
    let meaning = |id: String| own_formats.get(&id).copied().unwrap_or_else(|| built_in(&id));
    Ok(ids.into_iter().map(meaning).collect())
}

/// The formats that need no code in the file (ECMA-376 part 1, 18.8.30), with the day
/// formats that Asian editions of Excel keep at 27–36 and 50–58.
fn built_in(id: &str) -> Meaning {
    match id.parse().unwrap_or(0_u32) {
        9 | 10 => Meaning::Percent,
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Meaning::Date,
        _ => Meaning::Number,
    }
}

/// A code such as `dd/mm/yyyy` or `0.0%`. Texts in quotes, colours and locales do not count;
/// a time of day alone is not a date.
fn meaning_of_code(code: &str) -> Meaning {
    let mut letters = String::new();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                let _quoted = characters.by_ref().find(|&c| c == '"');
            }
            '[' => {
                let _bracketed = characters.by_ref().find(|&c| c == ']');
            }
            '\\' | '_' | '*' => {
                let _literal = characters.next();
            }
            ';' => break,
            other => letters.extend(other.to_lowercase()),
        }
    }
    if letters.contains("general") {
        return Meaning::Number;
    }
    if letters.contains('%') {
        return Meaning::Percent;
    }
    let has_day_or_year = letters.contains(['d', 'y']);
    let month_alone = letters.contains('m') && !letters.contains(['h', 's']);
    if has_day_or_year || month_alone { Meaning::Date } else { Meaning::Number }
}

/// The day a serial number stands for; `None` when it lies outside the calendar.
///
/// Excel believes in 29 February 1900 (serial 60), so the days before it are off by one.
pub(super) fn day_of_serial(serial: f64, epoch: Epoch) -> Option<Date> {
    if !(0.0..=2_958_465.999).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked to lie in the calendar above")]
    let days = serial.floor() as i64;
    let (first, days): (Date, i64) = match epoch {
        Epoch::Year1904 => (date(1904, 1, 1), days),
        Epoch::Year1900 if days < 60 => (date(1899, 12, 31), days),
        Epoch::Year1900 => (date(1899, 12, 30), days),
    };
    let span: Span = days.days();
    first.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_days_from_percentages_and_plain_numbers() {
        for code in ["dd/mm/yyyy", "[$-42A]dd mmmm yyyy;@", "mm-yy", "\"Ngày\" d/m/yyyy"] {
            assert_eq!(meaning_of_code(code), Meaning::Date, "{code}");
        }
        for code in ["General", "#,##0.00", "0.0\" md\"", "[Red]0", "hh:mm", "#,##0\\ \"đ\""] {
            assert_eq!(meaning_of_code(code), Meaning::Number, "{code}");
        }
        assert_eq!(meaning_of_code("0.0%"), Meaning::Percent);
    }

    #[test]
    fn serial_numbers_are_days_of_the_calendar() {
        assert_eq!(day_of_serial(41334.0, Epoch::Year1900), Some(date(2013, 3, 1)));
        assert_eq!(day_of_serial(41334.75, Epoch::Year1900), Some(date(2013, 3, 1)));
        assert_eq!(day_of_serial(1.0, Epoch::Year1900), Some(date(1900, 1, 1)));
        assert_eq!(day_of_serial(61.0, Epoch::Year1900), Some(date(1900, 3, 1)));
        assert_eq!(day_of_serial(0.0, Epoch::Year1904), Some(date(1904, 1, 1)));
        assert_eq!(day_of_serial(-1.0, Epoch::Year1900), None);
        assert_eq!(day_of_serial(f64::INFINITY, Epoch::Year1900), None);
    }
}
