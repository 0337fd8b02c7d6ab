//! How near two names are to one another.

use super::super::model::{core_words, legal_form};
use super::Reason;
use kernel::text::{fold, modern_tones, nfc, squeeze};

/// Names shorter than this are not searched for typing errors: too many are one letter apart.
pub const LEAST_LETTERS: usize = 10;
/// Names from this length on may differ by two letters.
pub const LONG_NAME: usize = 20;
/// Words shorter than this are told apart by each letter.
const LEAST_WORD: usize = 3;

/// A name taken apart.
#[derive(Debug)]
pub struct Spelled {
    /// Words of the core, in their order.
    pub words: Vec<String>,
    /// The same words sorted.
    pub sorted: String,
    /// The same words without blanks.
    pub joined: String,
    marked: String,
    /// The legal form.
    pub form: &'static str,
}

impl Spelled {
    /// Takes a name apart.
    pub fn of(name: &str) -> Self {
        let words = core_words(name);
        let mut sorted = words.clone();
        sorted.sort_unstable();
        Self {
            joined: words.concat(),
            sorted: sorted.join(" "),
            words,
            marked: modern_tones(&squeeze(&nfc(name).to_lowercase())),
            form: legal_form(name),
        }
    }

    fn is_marked(&self) -> bool {
        !self.marked.is_ascii()
    }
}

/// Why two names may be of one body.
pub fn names_alike(a: &Spelled, b: &Spelled) -> Option<Reason> {
    if a.words.is_empty() || b.words.is_empty() {
        return None;
    }
    if a.joined == b.joined {
        let other_marks = a.is_marked() && b.is_marked() && !marks_agree(a, b);
        return Some(if other_marks { Reason::OtherMarks } else { Reason::SameName });
    }
    if a.sorted == b.sorted {
        return Some(Reason::OtherOrder);
    }
    is_typo(a, b).then_some(Reason::Typo)
}

/// Whether the words that both write out carry the same marks.
fn marks_agree(a: &Spelled, b: &Spelled) -> bool {
    let marked = |spelled: &Spelled, word: &str| -> Option<String> {
        let mut words = spelled.marked.split(|c: char| !c.is_alphanumeric());
        words.find(|marked| fold(marked) == word).map(str::to_owned)
    };
    a.words.iter().all(|word| match (marked(a, word), marked(b, word)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    })
}

/// Whether one name is the other with a letter or two mistyped. Numbers and short words tell
/// bodies apart: "Sơn Ca 1" is not "Sơn Ca 2".
fn is_typo(a: &Spelled, b: &Spelled) -> bool {
    let length = a.joined.len().min(b.joined.len());
    if length < LEAST_LETTERS || numbers(a) != numbers(b) {
        return false;
    }
    let most = if length >= LONG_NAME { 2 } else { 1 };
    if a.words.len() == b.words.len() {
        let mut differing = a.words.iter().zip(&b.words).filter(|(one, other)| one != other);
        let (Some((one, other)), None) = (differing.next(), differing.next()) else { return false };
        return one.len().min(other.len()) >= LEAST_WORD && distance(one, other) <= most;
    }
    // A blank too many or too few.
    distance(&a.joined, &b.joined) <= 1
}

fn numbers(name: &Spelled) -> Vec<&String> {
    name.words.iter().filter(|word| word.chars().any(|c| c.is_ascii_digit())).collect()
}

/// How many letters must be changed, added, dropped or exchanged with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=other.len() {
            let same = usize::from(one[i - 1] != other[j - 1]);
            let mut fewest = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + same);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                fewest = fewest.min(before[j - 2] + 1);
            }
            row.push(fewest);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_exchanged_is_one_step() {
        assert_eq!(distance("chich", "chihc"), 1);
        assert_eq!(distance("choe", "choeeo"), 2);
        assert_eq!(distance("", "ab"), 2);
    }
}
