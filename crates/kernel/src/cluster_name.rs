//! Names of clusters, as many workbooks spell the same one.

use crate::text::{fold, modern_tones, squeeze};

/// A cluster's name without what is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CleanName {
    /// The name itself: "Long Định - Long Cang".
    pub name: String,
    /// Footnote marks found in the cell, as they stand: "(*)".
    pub marks: Vec<String>,
}

/// What may stand between a name and the words around it.
const PUNCTUATION: [char; 6] = [' ', '-', ':', '.', ',', ';'];

/// Takes "CCN", "Cụm CN" or "Cụm công nghiệp" off the front and footnote marks off the end,
/// and writes dashes and tones one way: "CCN Hải Sơn–Lương Hoà (*)" is "Hải Sơn - Lương Hòa".
///
/// What follows the prefix begins with a capital: "CCN thực phẩm Vissan" is "Thực phẩm Vissan".
pub fn clean(text: &str) -> CleanName {
    let mut name = squeeze(
        &modern_tones(text).replace(['–', '—', '‒', '−', '-', '\u{2010}', '\u{2011}'], " - "),
    );
    let mut marks = Vec::new();
    loop {
        let before = name.clone();
        while let Some((rest, mark)) = split_mark(&name) {
            marks.insert(0, mark);
            name = rest;
        }
        name = without_prefix(&name);
        // Taking one thing off may bare another: "CCN Cụm CN Tân Kim", "Tân Kim (*) -".
        if name == before {
            return CleanName { name: capitalised(&name), marks };
        }
    }
}

/// Makes a key that is equal for spellings of the same name.
///
/// Marks, tones, i and y after a consonant ("Mỹ", "Mĩ"), the order of the parts joined by a dash, and the words for
/// "cụm công nghiệp" make no difference; numbers do ("Phước Vĩnh Đông 1" is not "… 2"), however
/// they are written ("Mỹ Hạnh Nam I" is "Mỹ Hạnh Nam 1").
pub fn match_key(text: &str) -> String {
    let folded = one_letter_for_i_and_y(&fold(&with_plain_number(&clean(text).name)));
    let mut parts: Vec<String> = folded
        .split(" - ")
        .map(|part| squeeze(&part.replace(|c: char| !c.is_alphanumeric(), " ")))
        .filter(|part| !part.is_empty())
        .collect();
    parts.sort_unstable();
    parts.join("-")
}

/// Writes the Roman number a name may end with as people write it today.
fn with_plain_number(name: &str) -> String {
    const ROMAN: [&str; 10] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
    let Some((before, last)) = name.rsplit_once(' ') else { return name.to_owned() };
    match ROMAN.iter().zip(1..).find(|(roman, _)| **roman == last) {
        Some((_, number)) => format!("{before} {number}"),
        None => name.to_owned(),
    }
}

/// Writes i for y where both spell one sound: alone, after a consonant and in "quy". Not
/// after another vowel, where they tell words apart ("tay" and "tai").
fn one_letter_for_i_and_y(folded: &str) -> String {
    let letters: Vec<char> = folded.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| letters.get(index)).copied();
    let same_sound = |index: usize| {
        let word_goes_on = at(index.checked_add(1)).is_some_and(char::is_alphanumeric);
        let before = at(index.checked_sub(1));
        let after_qu = before == Some('u') && at(index.checked_sub(2)) == Some('q');
        let after_vowel = matches!(before, Some('a' | 'e' | 'i' | 'o' | 'u' | 'y'));
        !word_goes_on && (after_qu || !after_vowel)
    };
    let letter = |(index, c): (usize, &char)| if *c == 'y' && same_sound(index) { 'i' } else { *c };
    letters.iter().enumerate().map(letter).collect()
}

/// Takes one footnote mark off the end: "(*)", "(**)", "*" or a raised figure.
fn split_mark(name: &str) -> Option<(String, String)> {
    let is_star = |c: char| matches!(c, '*' | '＊' | '¹' | '²' | '³');
    let body = name.trim_end();
    let (inner, bracketed) = match body.strip_suffix(')') {
        Some(inner) => (inner.trim_end(), true),
        None => (body, false),
    };
    let before = inner.trim_end_matches(is_star);
    if before.len() == inner.len() {
        return None;
    }
    let rest = if bracketed { before.trim_end().strip_suffix('(')? } else { before };
    Some((rest.trim_end().to_owned(), body[rest.len()..].trim().to_owned()))
}

/// Takes the words for "cụm công nghiệp" off the front, unless nothing would remain, and
/// punctuation off both ends.
fn without_prefix(name: &str) -> String {
    let name = name.trim_matches(PUNCTUATION);
    let rest = ["cụm công nghiệp", "cụm cn", "ccn"].iter().find_map(|prefix| {
        // Small and capital letters of these words take the same number of bytes.
        let (head, rest) = name.split_at_checked(prefix.len())?;
        (head.to_lowercase() == **prefix && !rest.starts_with(char::is_alphanumeric))
            .then_some(rest)
    });
    let rest = rest.unwrap_or(name).trim_matches(PUNCTUATION);
    if rest.is_empty() { name.to_owned() } else { rest.to_owned() }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roman_number_at_the_end_is_a_number() {
        assert_eq!(match_key("CCN Mỹ Hạnh Nam I"), match_key("Cụm CN Mỹ Hạnh Nam 1"));
        assert_ne!(match_key("Phước Vĩnh Đông II"), match_key("Phước Vĩnh Đông 1"));
        assert_ne!(match_key("I"), match_key("1"), "a name that is nothing else stays as it is");
    }

    #[test]
    fn a_name_is_freed_of_prefix_and_footnote() {
        let cases = [
            ("CCN Long Định – Long Cang (*)", "Long Định - Long Cang", vec!["(*)"]),
            ("Cụm CN Tân Kim", "Tân Kim", vec![]),
            ("CỤM CÔNG NGHIỆP  Hải Sơn-Lương Bình (**)", "Hải Sơn - Lương Bình", vec!["(**)"]),
            ("CCN: Phước Vĩnh Đông 1*", "Phước Vĩnh Đông 1", vec!["*"]),
            ("ccn Liên Hưng ( * ) ", "Liên Hưng", vec!["( * )"]),
            ("CCN Long Định – Long Cang (*)(**)", "Long Định - Long Cang", vec!["(*)", "(**)"]),
            ("CCN thực phẩm Vissan", "Thực phẩm Vissan", vec![]),
            ("Cụm CN Hiệp Hoà", "Hiệp Hòa", vec![]),
            ("Đức Mỹ (giai đoạn 1)", "Đức Mỹ (giai đoạn 1)", vec![]),
            ("– CCN: Cụm CN Tân Kim (*) -", "Tân Kim", vec!["(*)"]),
            ("CCN", "CCN", vec![]),
            ("", "", vec![]),
        ];
        for (text, name, marks) in cases {
            let found = clean(text);
            assert_eq!(
                (found.name.as_str(), found.marks),
                (name, marks.iter().map(ToString::to_string).collect()),
                "{text}"
            );
        }
    }

    #[test]
    fn the_names_of_two_provinces_are_read_and_told_apart() {
        let files = [
            include_str!("../../../seed/expected/ccn_long_an_2013.csv"),
            include_str!("../../../seed/expected/ccn_binh_thuan_2014.csv"),
        ];
        for file in files {
            let mut reader = csv::Reader::from_reader(file.as_bytes());
            let headers = reader.headers().unwrap().clone();
            let column = |name| headers.iter().position(|header| header == name).unwrap();
            let (name, name_in_file) = (column("name"), column("name_in_file"));
            let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
            let keys: std::collections::BTreeSet<_> =
                rows.iter().map(|row| match_key(&row[name])).collect();
            assert_eq!(keys.len(), rows.len(), "no two clusters share a key");
            for row in &rows {
                assert_eq!(match_key(&row[name_in_file]), match_key(&row[name]));
                // One name was spelled with i by the office and is kept as it stands.
                let expected = row[name].replace("Mỹ Quý Tây", "Mỹ Quí Tây");
                assert_eq!(clean(&row[name_in_file]).name, expected);
            }
        }
    }

    #[test]
    fn spellings_of_one_cluster_have_one_key() {
        let same = [
            ("CCN Long Định – Long Cang", "Cụm CN Long Cang - Long Định"),
            ("Mỹ Quí Tây", "Cụm công nghiệp Mỹ Quý Tây"),
            ("CCN Hoà Khánh (*)", "Cụm CN Hòa Khánh"),
            ("CCN HẢI SƠN-LƯƠNG BÌNH", "Lương Bình – Hải Sơn"),
        ];
        for (one, other) in same {
            assert_eq!(match_key(one), match_key(other), "{one} is {other}");
        }
        assert_ne!(match_key("Phước Vĩnh Đông 1"), match_key("Phước Vĩnh Đông 2"));
        assert_ne!(match_key("Tân Tây"), match_key("Tân Tài"));
        assert_ne!(match_key("Tân Kim"), match_key("Tân Kim mở rộng"));
    }
}
