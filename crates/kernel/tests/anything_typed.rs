//! Whatever is typed or pasted, a reader answers; it never panics, and what it takes it keeps.

use kernel::day::{Period, parse_day, parse_document_number, vi};
use kernel::number::{format_scaled, parse_scaled};
use kernel::tax_code::TaxCode;
use kernel::working_days::WorkingDays;
use kernel::{Area, Money, cluster_name, text};
use proptest::prelude::*;

/// Texts made of what such cells hold, more often than chance would.
fn typed() -> impl Strategy<Value = String> {
    let pieces = [
        "CCN ",
        "Cụm CN",
        "cụm công nghiệp",
        "İ",
        "Hoà",
        "thuỷ",
        "quý",
        "–",
        "-",
        "(*)",
        "*",
        "(",
        ")",
        " ",
        "1",
        "31/02/2013",
        "12",
        ".",
        ",",
        "/",
        "000",
        "ngày ",
        " tháng ",
        " năm ",
        "QĐ-UBND",
        "m2",
        " ha",
        "%",
        "\u{301}",
        "\u{200B}",
        "2013",
        "H1",
        "0300588569",
        "tỷ",
        "ẞ",
        "🦆",
    ];
    let from_pieces = prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..8);
    prop_oneof![from_pieces.prop_map(|pieces| pieces.concat()), any::<String>()]
}

proptest! {
    #[test]
    fn a_number_that_is_taken_is_written_and_read_again(typed in typed(), scale in 0_u32..6) {
        if let Ok(value) = parse_scaled(&typed, scale) {
            prop_assert_eq!(parse_scaled(&format_scaled(value, scale, 0, scale), scale), Ok(value));
        }
        let _ = (Area::from_ha_text(&typed), Money::parse(&typed));
    }

    #[test]
    fn a_day_that_is_taken_is_written_and_read_again(typed in typed()) {
        match parse_day(&typed) {
            Ok(day) => prop_assert_eq!(parse_day(&vi(day)), Ok(day)),
            Err(problem) => prop_assert!(!problem.message().is_empty()),
        }
        if let Ok(period) = typed.parse::<Period>() {
            prop_assert!(period.first_day() <= period.last_day());
        }
    }

    #[test]
    fn a_document_number_that_is_found_is_found_again(typed in typed()) {
        if let Some((number, _)) = parse_document_number(&typed) {
            prop_assert_eq!(parse_document_number(&number), Some((number.clone(), None)));
        }
    }

    #[test]
    fn a_tax_code_that_is_taken_is_taken_again(typed in typed()) {
        if let Ok((code, _)) = TaxCode::parse_cell(&typed) {
            prop_assert_eq!(TaxCode::parse(&code.to_string()), Ok(code));
        }
    }

    #[test]
    fn keys_of_a_text_are_stable(typed in typed()) {
        let folded = text::fold(&typed);
        prop_assert_eq!(text::fold(&folded), folded.clone());
        prop_assert!(text::slug(&typed).bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        prop_assert!(text::sort_key(&typed).bytes().all(|b| b.is_ascii_hexdigit()));
        prop_assert_eq!(text::fold(&text::modern_tones(&typed)), folded);
        prop_assert!(text::search_text(&[&typed]).contains(&text::search_query(&typed)));
    }

    #[test]
    fn a_name_has_the_key_of_its_clean_form(typed in typed()) {
        prop_assert_eq!(cluster_name::match_key(&cluster_name::clean(&typed).name), cluster_name::match_key(&typed));
    }

    #[test]
    fn a_calendar_of_anything_is_refused_or_read(typed in typed()) {
        let _ = WorkingDays::parse(&format!("date,kind\n{typed}"));
    }
}
