//! Vietnamese text: one spelling to store, one key to compare, one key to sort.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use std::fmt::Write as _;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

static VIETNAMESE: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    Collator::try_new(locale!("vi").into(), CollatorOptions::default())
        .expect("the Vietnamese order is compiled into the program")
});

/// The ways in which officers write "cụm công nghiệp", folded, longest first.
const CLUSTER_WORDS: [&str; 3] = ["cum cong nghiep", "cum cn", "ccn"];

/// Writes the text in composed form (NFC), the only form that is stored.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Reduces a text to a key for comparing: no marks, đ as d, lower case, single spaces.
///
/// The old letter Ð (U+00D0) counts as đ; zero-width spaces and byte order marks vanish.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36F}' | '\u{200B}' | '\u{FEFF}'))
        .map(|c| if matches!(c, 'đ' | 'Đ' | 'ð' | 'Ð') { 'd' } else { c })
        .flat_map(char::to_lowercase)
        .collect();
    squeeze(&plain)
}

/// Makes a key whose plain text order is the Vietnamese alphabetical order.
///
/// The key is the ICU sort key in lower-case hexadecimal digits, so that every database
/// orders it alike whatever its own collation.
pub fn sort_key(text: &str) -> String {
    let mut bytes = Vec::new();
    let Ok(()) = VIETNAMESE.write_sort_key_to(text, &mut bytes);
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut key, byte| {
        write!(key, "{byte:02x}").expect("writing to a string cannot fail");
        key
    })
}

/// Makes the last part of an address: "Đức Hòa Đông" becomes "duc-hoa-dong".
///
/// Empty when the text holds no Latin letter and no digit.
pub fn slug(text: &str) -> String {
    fold(text)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// Makes the text that a search looks into: the folded parts with single spaces between.
///
/// "CCN", "Cụm CN" and "Cụm công nghiệp" all become "ccn"; the long words stand once more at
/// the end, so that a half-typed one is found too. A query goes through [`search_query`].
pub fn search_text(parts: &[&str]) -> String {
    let folded = fold(&parts.join(" "));
    let text = search_query(&folded);
    let names_a_cluster = text.split(' ').any(|word| word == "ccn");
    if names_a_cluster { format!("{text} cum cong nghiep cum cn") } else { text }
}

/// Makes of what a person typed the text to look for in a [`search_text`].
pub fn search_query(typed: &str) -> String {
    let folded = fold(typed);
    let mut written = String::with_capacity(folded.len());
    let mut rest = folded.as_str();
    while !rest.is_empty() {
        if let Some(after) = CLUSTER_WORDS.iter().find_map(|word| strip_word(rest, word)) {
            written.push_str("ccn");
            rest = after;
        }
        let word_end = rest.find(' ').map_or(rest.len(), |space| space + 1);
        written.push_str(&rest[..word_end]);
        rest = &rest[word_end..];
    }
    written
}

/// Puts the tone on the first vowel of oa, oe and uy at the end of a word: "Hoà" becomes
/// "Hòa", "Thuỷ" becomes "Thủy", as the list of administrative units of 2025 spells them.
///
/// "Hoàn" and "Quý" stay: there the last vowel is not the second of the pair.
pub fn modern_tones(text: &str) -> String {
    let letters: Vec<char> = text.nfd().collect();
    let mut written: Vec<char> = Vec::with_capacity(letters.len());
    let is_tone = |c: char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let plain = |at: Option<usize>| at.and_then(|at| letters.get(at)).map(char::to_ascii_lowercase);
    for (at, letter) in letters.iter().copied().enumerate() {
        let pair = (plain(at.checked_sub(2)), plain(at.checked_sub(1)));
        let open = match pair {
            (Some('o'), Some('a' | 'e')) => true,
            (Some('u'), Some('y')) => plain(at.checked_sub(3)) != Some('q'),
            _ => false,
        };
        let word_goes_on = letters
            .get(at + 1)
            .is_some_and(|next| next.is_alphanumeric() || matches!(next, '\u{300}'..='\u{36F}'));
        if is_tone(letter) && open && !word_goes_on {
            written.insert(written.len() - 1, letter);
        } else {
            written.push(letter);
        }
    }
    written.into_iter().nfc().collect()
}

/// Replaces each run of white space by one space and drops it at both ends.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes a whole word (or words) from the front of a text.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.strip_prefix(word).filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// "Tỉnh Long An" within a sentence: "tỉnh Long An".
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|c| c.to_lowercase().collect()).unwrap_or_default();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(csv_text: &str, names: &[&str]) -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
        let headers = reader.headers().unwrap().clone();
        let at: Vec<_> =
            names.iter().map(|name| headers.iter().position(|h| h == *name).unwrap()).collect();
        reader
            .records()
            .map(|row| at.iter().map(|i| row.as_ref().unwrap()[*i].to_owned()).collect())
            .collect()
    }

    #[test]
    fn every_spelling_of_the_vector_file_folds_to_its_key() {
        let rows = column(
            include_str!("../../../data/text/fold_vectors.csv"),
            &["id", "raw_json", "folded"],
        );
        assert_eq!(rows.len(), 63);
        for row in rows {
            let raw: String = serde_json::from_str(&row[1]).unwrap();
            assert_eq!(fold(&raw), row[2], "vector {}", row[0]);
            assert_eq!(fold(&fold(&raw)), row[2], "folding twice, vector {}", row[0]);
        }
    }

    #[test]
    fn names_sort_as_in_a_vietnamese_dictionary() {
        let rows = column(include_str!("../../../data/text/collation_order.csv"), &["text"]);
        assert_eq!(rows.len(), 89);
        for pair in rows.windows(2) {
            let (first, second) = (&pair[0][0], &pair[1][0]);
            assert!(sort_key(first) < sort_key(second), "{first} stands before {second}");
        }
    }

    #[test]
    fn composed_and_decomposed_letters_sort_alike() {
        assert_eq!(sort_key("Đức Hòa"), sort_key(&"Đức Hòa".nfd().collect::<String>()));
    }

    #[test]
    fn old_and_new_places_of_the_tone_meet_in_the_new_one() {
        for (old, new) in [
            ("Hoà Khánh Tây", "Hòa Khánh Tây"),
            ("HOÀ, Thuỷ, khoẻ, loá", "HÒA, Thủy, khỏe, lóa"),
            ("Hòa, hoàn, Quý, quỹ, Mỹ, Huế, toại", "Hòa, hoàn, Quý, quỹ, Mỹ, Huế, toại"),
            ("Đức Hoà 3", "Đức Hòa 3"),
            ("hoa", "hoa"),
            ("", ""),
        ] {
            assert_eq!(modern_tones(old), new);
            assert_eq!(modern_tones(new), new);
        }
    }

    #[test]
    fn a_name_within_a_sentence_begins_small() {
        for (name, within) in [("Tỉnh Long An", "tỉnh Long An"), ("Đặc khu", "đặc khu"), ("", "")]
        {
            assert_eq!(lower_first(name), within);
        }
    }

    #[test]
    fn a_slug_is_plain_ascii() {
        assert_eq!(
            slug("Cụm CN Hải Sơn – Lương Bình (Đức Hòa)"),
            "cum-cn-hai-son-luong-binh-duc-hoa"
        );
        assert_eq!(slug("– * –"), "");
    }

    #[test]
    fn a_cluster_is_found_whatever_its_kind_is_called() {
        let record = search_text(&["Cụm CN Long Định – Long Cang", "Cần Đước"]);
        for typed in
            ["CCN Long Định", "cụm công nghiệp long định", "Cum CN", "cụm công ngh", "can duoc"]
        {
            assert!(record.contains(&search_query(typed)), "{typed} is found in {record}");
        }
        assert!(!record.contains(&search_query("CCN Tân Kim")));
        assert_eq!(search_query("sccn ccnx"), "sccn ccnx");
    }
}
