//! Putting the report together: sentences filled with numbers, and what an officer wrote
//! instead.

use super::super::summary::model::Summary;
use super::facts::{self, Facts, joined};
use super::model::{
    ChangedNumber, Passage, SCHEMA, UsedNumber, WritingAuthor, WritingContent, WritingPart,
};
use super::wording::{PartKind, Piece, Sentence, Spoken, WordingPart, pieces, wording};
use crate::App;
use crate::error::Error;

/// What stands where nobody reported a number.
const MISSING: &str = "chưa có số liệu";

/// The report as it reads now: from Biểu số 04 and what an officer wrote.
pub async fn write(
    app: &App,
    report: (&str, &str),
    summary: &Summary,
    passages: &[Passage],
) -> Result<WritingContent, Error> {
    let (report_id, report_sha256) = report;
    let facts = facts::gather(app, report_id, summary).await?;
    let parts = wording().parts.iter().map(|part| {
        let passage = passages.iter().find(|passage| passage.part_key == part.key);
        filled(part, &facts, passage)
    });
    let notes = summary.rows.iter().filter(|row| !row.note.is_empty());
    Ok(WritingContent {
        schema: SCHEMA.to_owned(),
        report_id: report_id.to_owned(),
        report_sha256: report_sha256.to_owned(),
        period: summary.period.clone(),
        window: summary.window.clone(),
        place: summary.place.clone(),
        department: summary.issuer(super::super::model::ReportForm::Department),
        addressees: facts::receivers(summary),
        parts: parts.collect(),
        form: summary.form.clone(),
        law: summary.law.clone(),
        values: summary.values(),
        notes: notes.map(|row| (row.key.clone(), row.note.clone())).collect(),
        paper: None,
    })
}

fn filled(part: &WordingPart, facts: &Facts, passage: Option<&Passage>) -> WritingPart {
    let mut numbers: Vec<UsedNumber> = Vec::new();
    let standing = part.sentences.iter().filter(|sentence| stands(sentence, facts));
    let drafted: Vec<String> =
        standing.map(|sentence| fill(&sentence.text, facts, &mut numbers)).collect();
    let own = passage.map(|passage| passage.body.trim()).filter(|body| !body.is_empty());
    let (author, paragraphs) = match (part.kind, own) {
        (PartKind::Heading, _) => (None, Vec::new()),
        (_, Some(body)) => (Some(WritingAuthor::Officer), lines(body)),
        (PartKind::Drafted, None) => (Some(WritingAuthor::Program), drafted.clone()),
        (PartKind::Free, None) => (Some(WritingAuthor::Nobody), Vec::new()),
    };
    let then = own.and(passage).map(|passage| passage.numbers.as_str());
    WritingPart {
        key: part.key.clone(),
        title: part.title.clone(),
        heading: part.heading.clone(),
        level: part.level,
        author,
        paragraphs,
        changed: then.map(|then| changed(then, &numbers)).unwrap_or_default(),
        drafted,
        numbers,
        hint: part.hint.clone(),
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Whether everything a sentence asks for holds.
fn stands(sentence: &Sentence, facts: &Facts) -> bool {
    sentence.when.iter().all(|when| {
        let has = |name: &str| facts.names.get(name).is_some_and(|text| !text.is_empty());
        let amount = |key: &str| facts.numbers.get(key).and_then(|told| told.amount);
        match when.split_once(' ') {
            Some(("no", name)) => !has(name.trim_start_matches(':')),
            Some((key, "some")) => amount(key).is_some_and(|amount| amount > 0),
            Some((key, "none")) => amount(key) == Some(0),
            Some((key, "missing")) => amount(key).is_none(),
            _ => has(when.trim_start_matches(':')),
        }
    })
}

fn fill(text: &str, facts: &Facts, used: &mut Vec<UsedNumber>) -> String {
    let mut filled = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => filled.push_str(words),
            Piece::Name(name) => {
                filled.push_str(facts.names.get(name).map_or("", String::as_str));
            }
            Piece::Change(key) => {
                filled.push_str(facts.numbers.get(key).map_or("", |told| told.change.as_str()));
            }
            Piece::Number { key, noun, spoken } => {
                let told = facts.numbers.get(key).cloned().unwrap_or_default();
                let printed = if told.amount.is_some() {
                    joined(&told.printed, &told.unit)
                } else {
                    MISSING.to_owned()
                };
                filled.push_str(&number(&told, noun, spoken));
                if !used.iter().any(|one| one.key == key) {
                    let (label, path) = (told.label, told.path);
                    used.push(UsedNumber { key: key.to_owned(), label, printed, path });
                }
            }
        }
    }
    filled
}

/// "26 (hai mươi sáu) cụm công nghiệp (Nguồn: …)".
fn number(told: &facts::Told, noun: &str, spoken: Spoken) -> String {
    let source = format!("(Nguồn: {})", told.source);
    if told.amount.is_none() {
        let noun = if noun.is_empty() { String::new() } else { format!(" về số {noun}") };
        return format!("{MISSING}{noun} {source}");
    }
    let is_counted = noun.is_empty() && told.unit.ends_with("đồng");
    let (printed, words) = (&told.printed, &told.spoken);
    let unit = if noun.is_empty() { &told.unit } else { noun };
    match spoken {
        Spoken::Aloud if is_counted => {
            format!("{} (bằng chữ: {words}) {source}", joined(printed, unit))
        }
        Spoken::Aloud => format!("{printed} ({words}) {unit} {source}"),
        Spoken::No => format!("{} {source}", joined(printed, unit)),
    }
}

/// The numbers that are not what they were.
fn changed(then: &str, now: &[UsedNumber]) -> Vec<ChangedNumber> {
    let then: Vec<UsedNumber> = serde_json::from_str(then).unwrap_or_default();
    let find = |among: &[UsedNumber], key: &str| {
        let found = among.iter().find(|number| number.key == key);
        found.map(|number| number.printed.clone()).unwrap_or_default()
    };
    let gone = then.iter().filter(|old| !now.iter().any(|new| new.key == old.key));
    let all = now.iter().chain(gone);
    let pairs = all.map(|number| ChangedNumber {
        label: number.label.clone(),
        before: find(&then, &number.key),
        after: find(now, &number.key),
    });
    pairs.filter(|pair| pair.before != pair.after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::written::facts::Told;

    fn facts() -> Facts {
        let told = |amount, printed: &str, unit: &str, spoken: &str| Told {
            amount,
            printed: printed.to_owned(),
            unit: unit.to_owned(),
            spoken: spoken.to_owned(),
            source: "Biểu số 04, mục 3".to_owned(),
            ..Told::default()
        };
        let mut facts = Facts::default();
        for (key, one) in [
            ("3", told(Some(26), "26", "cụm", "hai mươi sáu")),
            ("13", told(Some(1_500_000_000), "1,5", "tỷ đồng", "một tỷ năm trăm triệu đồng")),
            ("19", told(Some(7935), "79,35", "%", "")),
            ("25", told(None, "", "người", "")),
        ] {
            facts.numbers.insert(key.to_owned(), one);
        }
        facts.names.insert("funding", String::new());
        facts
    }

    #[test]
    fn a_number_stands_with_its_words_and_its_source() {
        let read = |text: &str| fill(text, &facts(), &mut Vec::new());
        assert_eq!(
            read("có {3!|cụm công nghiệp}."),
            "có 26 (hai mươi sáu) cụm công nghiệp (Nguồn: Biểu số 04, mục 3)."
        );
        assert_eq!(
            read("{13!}"),
            "1,5 tỷ đồng (bằng chữ: một tỷ năm trăm triệu đồng) (Nguồn: Biểu số 04, mục 3)"
        );
        assert_eq!(read("{19}"), "79,35% (Nguồn: Biểu số 04, mục 3)");
        assert_eq!(read("{25}"), "chưa có số liệu (Nguồn: Biểu số 04, mục 3)", "missing, never 0");
    }

    #[test]
    fn a_sentence_stands_only_where_its_conditions_hold() {
        let stands = |when: &str| {
            stands(&Sentence { when: vec![when.to_owned()], text: String::new() }, &facts())
        };
        assert!(stands("3 some") && !stands("3 none") && !stands("3 missing"));
        assert!(stands("25 missing") && !stands("25 none"), "missing is not none");
        assert!(stands("no :funding") && !stands(":funding"));
    }

    #[test]
    fn a_number_that_moved_since_the_officer_wrote_is_named() {
        let number = |printed: &str| UsedNumber {
            key: "3".to_owned(),
            label: "mục 3".to_owned(),
            printed: printed.to_owned(),
            path: String::new(),
        };
        let then = serde_json::to_string(&[number("26 cụm")]).unwrap();
        assert!(changed(&then, &[number("26 cụm")]).is_empty());
        let moved = changed(&then, &[number("27 cụm")]);
        assert_eq!((moved[0].before.as_str(), moved[0].after.as_str()), ("26 cụm", "27 cụm"));
    }
}
