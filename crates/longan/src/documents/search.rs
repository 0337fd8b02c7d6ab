//! What a list of papers is asked for, and the number of a paper as people look for it: "1600 qđ ubnd", "QĐ 1600", "số 1600/QĐ-UBND
//! ngày 9/5/2013" all mean 1600/QĐ-UBND.

use crate::store::Day;
use crate::words;
use kernel::text::{fold, search_query};

/// Most words of a query that are looked for in a number.
pub const MOST_WORDS: usize = 6;

/// Kinds of papers written out, folded, and the letters that stand for them in a number.
const KINDS: [(&str, &str); 12] = [
    ("quyet dinh", "qd"),
    ("nghi quyet", "nq"),
    ("nghi dinh", "nd"),
    ("thong tu", "tt"),
    ("thong bao", "tb"),
    ("ke hoach", "kh"),
    ("bao cao", "bc"),
    ("to trinh", "ttr"),
    ("bien ban", "bb"),
    ("hop dong", "hd"),
    ("giay moi", "gm"),
    ("chi thi", "ct"),
];

/// What was typed, read both as words of a text and as parts of a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberQuery {
    /// The text to look for in what a search looks in; empty for all.
    pub text: String,
    /// Patterns that must all stand in the words of the number; none when no number was typed.
    pub patterns: Vec<String>,
    /// The day that stood behind the number.
    pub day: Option<Day>,
}

impl NumberQuery {
    /// Reads what was typed.
    pub fn read(typed: &str) -> Self {
        let text = search_query(typed);
        let (number, day) = split_day(typed);
        let mut folded = fold(&number);
        for (long, short) in KINDS {
            folded = folded.replace(long, short);
        }
        let words: Vec<String> = words(&folded)
            .into_iter()
            .filter(|word| !matches!(word.as_str(), "so" | "cv"))
            .collect();
        let has_number = words.iter().any(|word| is_number(word));
        let patterns = if has_number && words.len() <= MOST_WORDS {
            // A number is meant whole; letters may be half typed.
            words
                .iter()
                .map(
                    |word| {
                        if is_number(word) { format!("% {word} %") } else { format!("% {word}%") }
                    },
                )
                .collect()
        } else {
            Vec::new()
        };
        Self { text, patterns, day }
    }

    /// The nth pattern; one that everything fits when there are fewer.
    pub fn pattern(&self, nth: usize) -> &str {
        self.patterns.get(nth).map_or("%", String::as_str)
    }

    /// The day as a column holds it; empty when none was typed.
    pub fn day_text(&self) -> String {
        self.day.map(|day| day.to_string()).unwrap_or_default()
    }
}

/// A number as its words between blanks: "1600/QĐ-UBND" becomes " 1600 qd ubnd ".
pub fn number_words(number: &str) -> String {
    let words = words(&fold(number));
    if words.is_empty() { String::new() } else { format!(" {} ", words.join(" ")) }
}

/// Runs of letters and runs of digits, without zeros in front.
fn words(folded: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in folded.chars() {
        let goes_on = c.is_alphanumeric()
            && before.is_alphanumeric()
            && c.is_ascii_digit() == before.is_ascii_digit();
        match words.last_mut() {
            Some(word) if goes_on => word.push(c),
            _ if c.is_alphanumeric() => words.push(c.to_string()),
            _ => {}
        }
        before = c;
    }
    for word in &mut words {
        if is_number(word) {
            let short = word.trim_start_matches('0');
            *word = if short.is_empty() { "0".to_owned() } else { short.to_owned() };
        }
    }
    words
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Takes the day off the end: "… ngày 9/5/2013", "… ngày 9 tháng 5 năm 2013".
fn split_day(typed: &str) -> (String, Option<Day>) {
    let text = kernel::text::squeeze(&kernel::text::nfc(typed));
    for word in [" ngày ", " ngay ", " Ngày ", " NGÀY "] {
        if let Some((number, day)) = text.rsplit_once(word)
            && let Ok(day) = kernel::day::parse_day(day.trim_matches(['.', ',', ')']))
        {
            return (number.to_owned(), Some(Day(day)));
        }
    }
    if let Some((number, day)) = text.rsplit_once([' ', '('])
        && day.matches(['/', '-']).count() == 2
        && let Ok(day) = kernel::day::parse_day(day.trim_matches(['.', ',', ')']))
    {
        return (number.to_owned(), Some(Day(day)));
    }
    (text, None)
}

words! {
    /// In which order a list stands.
    #[derive(Default)]
    pub enum Sort {
        #[default]
        Newest = "newest" => "Ngày văn bản, mới trước",
        Oldest = "oldest" => "Ngày văn bản, cũ trước",
        Number = "number" => "Số, ký hiệu",
        Registered = "registered" => "Ngày vào sổ, mới trước",
    }
}

/// Which papers a list is asked for; empty text asks for all.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// What was typed, for numbers and words alike.
    pub query: NumberQuery,
    /// Word of the kind.
    pub kind: String,
    /// Word of the direction; `none` for papers in no register.
    pub direction: String,
    /// Who issued it, exactly.
    pub issuer: String,
    /// First day of issue.
    pub from: Option<Day>,
    /// Last day of issue.
    pub to: Option<Day>,
    /// Id of a unit: its register, or facts of clusters in it.
    pub place_id: String,
    /// The order.
    pub sort: Sort,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the database compares: every pattern, and the day when there is one.
    fn finds(typed: &str, number: &str, day: &str) -> bool {
        let query = NumberQuery::read(typed);
        let words = number_words(number);
        let fits = |pattern: &String| words.contains(pattern.trim_matches('%'));
        !query.patterns.is_empty()
            && query.patterns.iter().all(fits)
            && query.day.is_none_or(|asked| asked.to_string() == day)
    }

    #[test]
    fn a_number_is_found_however_it_is_typed() {
        for typed in [
            "1600/QĐ-UBND",
            "1600/QD-UBND",
            "1600/qđ-ubnd",
            "1600 qđ ubnd",
            "1600 qd ub",
            "QĐ 1600",
            "qd1600",
            "1600",
            "số 1600/QĐ-UBND ngày 9/5/2013",
            "Quyết định số 1600/QĐ-UBND ngày 09 tháng 5 năm 2013",
            "quyet dinh 1600",
            "1600/QÐ - UBND",
            "01600/QĐ–UBND 09/05/2013",
            "1600/QĐ-UBND (9-5-2013)",
        ] {
            assert!(finds(typed, "1600/QĐ-UBND", "2013-05-09"), "{typed}");
        }
        assert!(finds("12a/bc", "12a/BC-SCT", ""));
        assert!(finds("nghị định 32/2024", "32/2024/NĐ-CP", ""));
    }

    #[test]
    fn another_number_is_not_found() {
        for typed in [
            "160",
            "16000/QĐ-UBND",
            "1600/BC-UBND",
            "QĐ",
            "",
            "số 1600/QĐ-UBND ngày 10/5/2013",
            "1600 qđ sct",
        ] {
            assert!(!finds(typed, "1600/QĐ-UBND", "2013-05-09"), "{typed}");
        }
        assert_eq!(NumberQuery::read("cụm công nghiệp Đức Hòa").text, "ccn duc hoa");
        assert!(
            NumberQuery::read("tinh hinh ca nam 2013 cua cac cum cong nghiep").patterns.is_empty()
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_asks_for_no_more_than_the_statement_can_carry(typed in "\\PC{0,80}") {
            let query = NumberQuery::read(&typed);
            proptest::prop_assert!(query.patterns.len() <= MOST_WORDS);
            let is_plain = |pattern: &String| {
                pattern.trim_matches('%').chars().all(|c| c.is_alphanumeric() || c == ' ')
            };
            proptest::prop_assert!(query.patterns.iter().all(is_plain), "{:?}", query.patterns);
        }

        #[test]
        fn a_number_finds_itself(number in 1_u32..100_000, kind in "(QĐ|BC|TTr|KH)", body in "(UBND|SCT|BQL)") {
            let written = format!("{number}/{kind}-{body}");
            proptest::prop_assert!(finds(&written, &written, ""));
            let turned = format!("{kind} {number}");
            proptest::prop_assert!(finds(&turned, &written, ""));
        }
    }
}
