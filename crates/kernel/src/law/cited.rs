//! Statutes that a text names, and whether they were in force on its day.

use super::{Document, Law};
use crate::day::{Day, vi};
use crate::text::fold;

/// Words for the kinds of statutes, folded, and the sign each has in a number.
const KINDS: [(&str, &str); 9] = [
    ("nghi dinh", "nd"),
    ("thong tu", "tt"),
    ("quyet dinh", "qd"),
    ("nghi quyet", "nq"),
    ("luat", "luat"),
    ("nd", "nd"),
    ("tt", "tt"),
    ("qd", "qd"),
    ("nq", "nq"),
];

/// A statute as a text names it: number and year, what it is, and who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statute {
    number: String,
    year: String,
    kind: String,
    /// The letters of kind and issuer, folded: "nd-cp"; empty when the text leaves them out.
    sign: String,
}

impl Statute {
    /// Whether both name the same: a text may leave out the letters, but not contradict them.
    fn is(&self, other: &Self) -> bool {
        let signs_agree = self.sign.is_empty() || other.sign.is_empty() || self.sign == other.sign;
        self.number == other.number
            && self.year == other.year
            && self.kind == other.kind
            && signs_agree
    }

    /// Whether it was made for one province, where each has numbers of its own.
    fn is_local(&self) -> bool {
        self.sign.contains("ubnd") || self.sign.contains("hdnd")
    }
}

/// How a statute stood on a day, when it was not in force.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// The statute.
    pub document: &'a Document,
    /// What was wrong on that day.
    pub problem: Problem,
}

/// Why a statute could not be rested on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It had not been issued.
    NotIssued(Day),
    /// It had been issued but was not in force yet.
    NotYet(Day),
    /// It was no longer in force.
    NoLonger(Day),
}

impl Standing<'_> {
    /// The sentence an officer reads, with the citation and how far it has been checked.
    pub fn message(&self, on: Day) -> String {
        let Document { number, confidence, .. } = self.document;
        let (is, since) = match self.problem {
            Problem::NotIssued(day) => ("chưa được ban hành", format!("ban hành ngày {}", vi(day))),
            Problem::NotYet(day) => ("chưa có hiệu lực", format!("có hiệu lực từ {}", vi(day))),
            Problem::NoLonger(day) => {
                ("không còn hiệu lực", format!("hết hiệu lực từ {}", vi(day)))
            }
        };
        format!("{number} {is} vào ngày {} ({since}; {}).", vi(on), confidence.label())
    }
}

impl Law {
    /// The statutes named in `text` that were not in force on the day, each once.
    ///
    /// A statute whose days nobody has recorded is not reported: silence is no assurance.
    pub fn not_in_force(&self, text: &str, on: Day) -> Vec<Standing<'_>> {
        let mut found: Vec<Standing<'_>> = Vec::new();
        for named in find_statutes(text) {
            let known = self.documents().find(|document| {
                find_statutes(&document.number).first().is_some_and(|own| own.is(&named))
            });
            let Some(document) = known else { continue };
            let seen = found.iter().any(|standing| standing.document.id == document.id);
            if let (false, Some(problem)) = (seen, document.problem_on(on)) {
                found.push(Standing { document, problem });
            }
        }
        found
    }
}

impl Document {
    /// Why the paper could not be rested on that day; `None` when nothing speaks against it.
    fn problem_on(&self, on: Day) -> Option<Problem> {
        let issued = self.issued.filter(|issued| on < *issued).map(Problem::NotIssued);
        let begun = self.in_force.filter(|begun| on < *begun).map(Problem::NotYet);
        let ended = self.ended.filter(|ended| on >= *ended).map(Problem::NoLonger);
        issued.or(begun).or(ended)
    }
}

/// Finds the statutes that a text names: "Nghị định số 32/2024/NĐ-CP", "NĐ 32/2024".
///
/// A number without its year names nothing certain and is passed over, and so is a regulation
/// of one province: each province has a number 16/2026 of its own.
pub fn find_statutes(text: &str) -> Vec<Statute> {
    let folded = fold(text).replace(['–', '—', '−', '\u{2010}', '\u{2011}'], "-");
    let separators = |c: char| c.is_whitespace() || ",;:()[]\"“”".contains(c);
    let words: Vec<&str> = folded
        .split(separators)
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty())
        .collect();
    let statutes = words.iter().enumerate().filter_map(|(at, word)| {
        let mut parts = word.splitn(3, '/');
        let (number, year) = (parts.next()?, parts.next()?);
        let sign = parts.next().unwrap_or_default();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(number) || !digits(year) || year.len() != 4 {
            return None;
        }
        let of_sign = sign.split('-').next().unwrap_or_default();
        let kind = KINDS.iter().find(|(_, kind)| *kind == of_sign).map(|(_, kind)| *kind);
        let kind = kind.or_else(|| kind_before(&words[..at]))?;
        let statute = Statute {
            number: number.trim_start_matches('0').to_owned(),
            year: year.to_owned(),
            kind: kind.to_owned(),
            sign: sign.to_owned(),
        };
        (!statute.is_local()).then_some(statute)
    });
    statutes.collect()
}

/// The kind named just before a number: "nghi dinh so", "nd", "luat dau tu so".
fn kind_before(words: &[&str]) -> Option<&'static str> {
    let words = words.strip_suffix(&["so"]).unwrap_or(words);
    let near = &words[words.len().saturating_sub(2)..];
    let two = near.join(" ");
    let last = near.last().copied().unwrap_or_default();
    let named = KINDS.iter().find(|(word, _)| *word == two || *word == last);
    // The name of a law stands between the word and the number: "Luật Đầu tư số 143/2025/QH15".
    let is_law = words.iter().rev().take(8).any(|word| *word == "luat");
    named.map(|(_, kind)| *kind).or(is_law.then_some("luat"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const LAW: &str = include_str!("../../../../law/documents.toml");

    fn told(text: &str, on: Day) -> Vec<String> {
        let law = Law::parse(&[("documents.toml", LAW)]).unwrap();
        law.not_in_force(text, on).iter().map(|standing| standing.message(on)).collect()
    }

    #[test]
    fn a_decree_of_2024_gives_no_ground_in_2013() {
        for text in [
            "Căn cứ Nghị định số 32/2024/NĐ-CP ngày 15/3/2024 của Chính phủ",
            "căn cứ NĐ 32/2024",
            "NĐ 32/2024/NĐ-CP",
            "Theo nghị định 32/2024/nđ-cp.",
            "(Nghị định số 32/2024/NĐ–CP);",
        ] {
            assert_eq!(
                told(text, date(2013, 5, 9)),
                [
                    "NĐ 32/2024/NĐ-CP chưa được ban hành vào ngày 09/05/2013 (ban hành ngày 15/03/2024; đã đối chiếu văn bản)."
                ],
                "{text}"
            );
        }
    }

    #[test]
    fn the_first_and_the_last_day_count() {
        let decree = "Căn cứ Nghị định số 32/2024/NĐ-CP";
        assert_eq!(
            told(decree, date(2024, 4, 30)),
            [
                "NĐ 32/2024/NĐ-CP chưa có hiệu lực vào ngày 30/04/2024 (có hiệu lực từ 01/05/2024; đã đối chiếu văn bản)."
            ]
        );
        assert!(told(decree, date(2024, 5, 1)).is_empty());
        let old = "Căn cứ Nghị định số 68/2017/NĐ-CP và Nghị định số 66/2020/NĐ-CP";
        assert!(told(old, date(2024, 4, 30)).is_empty());
        assert_eq!(told(old, date(2024, 5, 1)).len(), 2);
        assert_eq!(
            told("NĐ 68/2017; NĐ 68/2017", date(2025, 1, 1)),
            [
                "NĐ 68/2017/NĐ-CP không còn hiệu lực vào ngày 01/01/2025 (hết hiệu lực từ 01/05/2024; theo nguồn thứ cấp)."
            ]
        );
    }

    #[test]
    fn what_is_not_certain_is_not_reported() {
        for text in [
            "Nghị định 32",
            "Quyết định số 1600/QĐ-UBND ngày 09/5/2013",
            // Another paper of the same number and year.
            "Thông tư 32/2024/TT-BTC",
            // Every province has a decision 16/2026 of its own.
            "Quyết định số 16/2026/QĐ-UBND",
            "ngày 09/5/2013",
            "tỷ lệ 32/2024",
        ] {
            assert!(told(text, date(2013, 5, 9)).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_law_is_known_by_its_word() {
        let statutes =
            find_statutes("Căn cứ Luật Đầu tư số 143/2025/QH15 và Nghị quyết số 198/2025/QH15");
        assert_eq!(statutes.len(), 2);
        assert_eq!((statutes[0].kind.as_str(), statutes[1].kind.as_str()), ("luat", "nq"));
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_text_it_is_read(text in "\\PC{0,200}") {
            let _ = find_statutes(&text);
        }

        #[test]
        fn a_decree_is_found_in_any_sentence(number in 1_u32..400, year in 1990_u32..2030, before in "[a-zà-ỹ ]{0,30}") {
            let text = format!("{before} Nghị định số {number}/{year}/NĐ-CP, ngày");
            let found = find_statutes(&text);
            proptest::prop_assert_eq!(found.len(), 1);
            proptest::prop_assert_eq!(&found[0].number, &number.to_string());
        }
    }
}
