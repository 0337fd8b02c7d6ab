//! What the asker answered to the officer's questions: kept as words, like rights.

use super::words::Question;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// The answers of a need; a question that nobody answered is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<Question, Answer>);

crate::words! {
    /// An answer.
    pub enum Answer {
        Yes = "yes" => "Có",
        No = "no" => "Không",
    }
}

impl Answers {
    /// What was answered to a question.
    pub fn to(&self, question: Question) -> Option<Answer> {
        self.0.get(&question).copied()
    }

    /// Whether the answer was yes.
    pub fn is_yes(&self, question: Question) -> bool {
        self.to(question) == Some(Answer::Yes)
    }

    /// What people read for an answer.
    pub fn label(&self, question: Question) -> &'static str {
        self.to(question).map_or("Chưa rõ", Answer::label)
    }

    /// Notes an answer; an empty word takes it back.
    pub fn set(&mut self, question: Question, word: &str) {
        match word.parse() {
            Ok(answer) => self.0.insert(question, answer),
            Err(_) => self.0.remove(&question),
        };
    }
}

impl fmt::Display for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> =
            self.0.iter().map(|(question, answer)| format!("{question}:{answer}")).collect();
        f.write_str(&words.join(" "))
    }
}

impl FromStr for Answers {
    type Err = Infallible;

    /// A question that the program no longer asks is left out.
    fn from_str(words: &str) -> Result<Self, Self::Err> {
        let pairs = words.split(' ').filter_map(|pair| {
            let (question, answer) = pair.split_once(':')?;
            Some((question.parse().ok()?, answer.parse().ok()?))
        });
        Ok(Self(pairs.collect()))
    }
}

impl serde::Serialize for Answers {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

crate::text_column!(Answers);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_kept_as_words_and_can_be_taken_back() {
        let mut answers: Answers = "new_machine:yes flies:no exports:no".parse().unwrap();
        assert!(answers.is_yes(Question::NewMachine) && !answers.is_yes(Question::Exports));
        assert_eq!(answers.label(Question::Improves), "Chưa rõ");
        answers.set(Question::NewMachine, "");
        assert_eq!(answers.to_string(), "exports:no");
    }
}
