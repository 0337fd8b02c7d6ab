//! Days and periods, as papers and workbooks write them.

mod document_number;
mod period;
mod read;

pub use document_number::parse_document_number;
pub use jiff::civil::Date as Day;
pub use period::{Period, PeriodProblem};
pub use read::{DayProblem, parse_day};

use jiff::Span;

/// Excel counts days from here (serial 0), once its invented 29 February 1900 is past.
const EXCEL_EPOCH: Day = Day::constant(1899, 12, 30);
/// The serial of 1 March 1900; earlier ones are off by one and no paper is that old.
const FIRST_RELIABLE_SERIAL: f64 = 61.0;
/// The serial of 31 December 2100.
const LAST_SERIAL: f64 = 73_415.0;

/// Takes the day of an Excel date cell; the time of day is dropped.
///
/// `None` before March 1900, where Excel counts a day that never was, and after 2100.
pub fn day_from_excel_serial(serial: f64) -> Option<Day> {
    let whole = serial.floor();
    if !(FIRST_RELIABLE_SERIAL..=LAST_SERIAL).contains(&whole) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and within the range just checked")]
    let days = whole as i64;
    EXCEL_EPOCH.checked_add(Span::new().days(days)).ok()
}

/// Writes a day for people: "31/12/2013".
pub fn vi(day: Day) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

/// Writes a day in words, as at the head of a letter: "ngày 31 tháng 12 năm 2013".
///
/// Days below ten and January and February bear a zero, as the layout decree asks.
pub fn vi_long(day: Day) -> String {
    let month = if day.month() < 3 { format!("0{}", day.month()) } else { day.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn an_excel_date_cell_is_its_day() {
        assert_eq!(day_from_excel_serial(41_639.0), Some(date(2013, 12, 31)));
        assert_eq!(day_from_excel_serial(41_639.75), Some(date(2013, 12, 31)));
        assert_eq!(day_from_excel_serial(61.0), Some(date(1900, 3, 1)));
        assert_eq!(day_from_excel_serial(73_415.0), Some(date(2100, 12, 31)));
        for impossible in [60.0, 0.0, -5.0, 73_416.0, f64::NAN, f64::INFINITY] {
            assert_eq!(day_from_excel_serial(impossible), None, "{impossible}");
        }
    }

    #[test]
    fn a_day_is_written_for_people() {
        assert_eq!(vi(date(2008, 5, 9)), "09/05/2008");
        assert_eq!(vi_long(date(2012, 9, 4)), "ngày 04 tháng 9 năm 2012");
        assert_eq!(vi_long(date(2013, 2, 14)), "ngày 14 tháng 02 năm 2013");
    }

    proptest! {
        #[test]
        fn a_written_day_reads_back(serial in 61_i32..=73_415) {
            let day = day_from_excel_serial(f64::from(serial)).unwrap();
            prop_assert_eq!(parse_day(&vi(day)), Ok(day));
            prop_assert_eq!(parse_day(&vi_long(day)), Ok(day));
            prop_assert_eq!(parse_day(&day.to_string()), Ok(day));
        }
    }
}
