//! The report as an official document, with Biểu số 04 as its annex.

use super::model::{WritingContent, WritingPart};
use kernel::text::lower_first;
use paper::filled::FilledForm;
use paper::letter::{Annex, Block, Head, Letter, Run, Signature};
use std::collections::BTreeMap;

/// What begins the source of a number.
const SOURCE: &str = "(Nguồn:";

/// What the report is about.
pub fn subject(written: &WritingContent) -> String {
    format!(
        "Tình hình phát triển cụm công nghiệp {} trên địa bàn {}",
        written.period_vi(),
        lower_first(&written.place.full_name)
    )
}

/// The report as it is printed. `status` is the small line at the foot.
pub fn letter(written: &WritingContent, status: &str) -> Letter {
    let paper = written.paper.as_ref();
    let name = written.place.full_name.clone();
    let short = short_name(&name);
    let number = paper
        .map_or_else(|| "Số:          /BC-SCT".to_owned(), |paper| format!("Số: {}", paper.number));
    let place_date = match paper {
        Some(paper) => format!("{short}, {}", kernel::day::vi_long(paper.issued_on.0)),
        None => format!("{short}, ngày      tháng      năm"),
    };
    let office = match paper {
        Some(paper) => paper.office.clone(),
        None => vec!["GIÁM ĐỐC".to_owned()],
    };
    Letter {
        title: format!("Báo cáo {}", lower_first(&subject(written))),
        day: paper.map(|paper| paper.issued_on.0),
        head: Some(Head {
            parent: format!("UBND {}", name.to_uppercase()),
            body: "SỞ CÔNG THƯƠNG".to_owned(),
            number,
            place_date,
            about: String::new(),
            kind: "BÁO CÁO".to_owned(),
            subject: subject(written),
            addressees: written.addressees.clone(),
        }),
        blocks: written.parts.iter().flat_map(blocks).collect(),
        signature: Some(Signature {
            office,
            name: paper.map(|paper| paper.signer.clone()).unwrap_or_default(),
            ..Signature::default()
        }),
        recipients: vec!["Như trên;".to_owned(), "Lưu: VT.".to_owned()],
        annexes: vec![annex(written)],
        status: status.to_owned(),
        ..Letter::default()
    }
}

/// "Tây Ninh" of "Tỉnh Tây Ninh".
fn short_name(full_name: &str) -> &str {
    let kinds = ["Tỉnh ", "Thành phố "];
    kinds.iter().find_map(|kind| full_name.strip_prefix(kind)).unwrap_or(full_name)
}

fn blocks(part: &WritingPart) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !part.heading.is_empty() {
        blocks.push(Block::Heading { text: part.heading.clone() });
    }
    let paragraphs = part.paragraphs.iter();
    blocks.extend(paragraphs.map(|text| Block::Paragraph { runs: runs(text) }));
    if part.is_unwritten() {
        blocks.push(Block::Paragraph { runs: vec![Run::source("(chưa viết)")] });
    }
    blocks
}

/// The words of a paragraph, with sources slanted.
pub fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(SOURCE) {
        let (before, from) = rest.split_at(at);
        let (source, behind) = from.split_at(closing(from));
        if !before.is_empty() {
            runs.push(Run::plain(before));
        }
        runs.push(Run::source(source));
        rest = behind;
    }
    if !rest.is_empty() {
        runs.push(Run::plain(rest));
    }
    runs
}

/// Where the bracket that opens a text closes; its end where it does not.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + letter.len_utf8();
        }
    }
    text.len()
}

fn annex(written: &WritingContent) -> Annex {
    let form = FilledForm {
        form: written.form.clone(),
        period: written.period_vi(),
        header: BTreeMap::from([(
            "reporter".to_owned(),
            format!("{} ({})", written.form.reporter, written.place.full_name),
        )]),
        values: written.values.clone(),
        notes: written.notes.clone(),
        links: BTreeMap::new(),
        head: None,
        mark: String::new(),
        place: String::new(),
        day: None,
        signer: String::new(),
        status: String::new(),
        law: written.law.clone(),
        hash: String::new(),
    };
    let of = match &written.paper {
        Some(paper) => format!(
            "(Kèm theo Báo cáo số {} {} của {})",
            paper.number,
            kernel::day::vi_long(paper.issued_on.0),
            paper.issuer
        ),
        None => format!("(Kèm theo Báo cáo của {})", written.department),
    };
    Annex {
        label: "Phụ lục".to_owned(),
        title: "SỐ LIỆU TỔNG HỢP".to_owned(),
        of,
        blocks: form.letter().blocks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_slanted_to_its_own_bracket() {
        let read = runs("có 26 cụm (Nguồn: mục 3; rà soát (lần 2)), tổng 40 ha (Nguồn: mục 4).");
        let texts: Vec<(&str, _)> =
            read.iter().map(|run| (run.text.as_str(), run.italic)).collect();
        assert_eq!(
            texts,
            [
                ("có 26 cụm ", false),
                ("(Nguồn: mục 3; rà soát (lần 2))", true),
                (", tổng 40 ha ", false),
                ("(Nguồn: mục 4)", true),
                (".", false),
            ]
        );
        assert_eq!(runs("(Nguồn: không đóng")[0].text, "(Nguồn: không đóng");
    }
}
