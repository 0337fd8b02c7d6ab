//! The table as files: a workbook, and a letter for Word and PDF.

use super::answer::{Answered, Line, Value, days_vi};
use super::model::Column;
use crate::figures::store::FigurePaper;
use crate::places::{self, Level};
use kernel::text::lower_first;
use paper::letter::{self, Align, Block, Head, Letter, Run};
use paper::table::{self, Field, Kind, Table};

/// Most papers named in a file.
const NAMED: usize = 100;
/// From how many columns on pages lie across.
const WIDE: usize = 4;
/// What the table is called.
pub const TITLE: &str = "Báo cáo số liệu cụm công nghiệp";

/// The head of a column in one line.
fn heading(column: &Column) -> String {
    let basis = match column.basis_vi() {
        "" => String::new(),
        basis => format!(" – {basis}"),
    };
    format!("{} ({}){basis}, {}", column.figure.name, column.figure.unit.label(), column.when_vi())
}

/// Where and of when.
fn scope(answered: &Answered) -> String {
    let choice = &answered.choice;
    let place = if choice.named.is_empty() {
        format!(
            "{}, theo đơn vị hành chính của ngày {}",
            choice.whole.long_name(),
            choice.units_on.vi()
        )
    } else {
        format!("{} đơn vị đã chọn", choice.named.len())
    };
    format!("{place}; số liệu đến ngày {}", days_vi(choice))
}

/// What stands behind each column, and what must be said.
fn remarks(answered: &Answered) -> Vec<String> {
    let columns = answered.choice.columns.iter().zip(&answered.behind);
    let mut remarks: Vec<String> = columns
        .map(|(column, behind)| {
            let notes = behind.notes.join(" ");
            let told = format!(
                "{}: {} dòng số liệu, {} văn bản. {notes}",
                heading(column),
                behind.row_count,
                behind.papers
            );
            told.trim_end().to_owned()
        })
        .collect();
    remarks.extend(answered.notes.iter().cloned());
    remarks
}

fn paper_vi(paper: &FigurePaper) -> String {
    let day = match crate::ui::day_vi(&paper.issued_on) {
        day if day.is_empty() => day,
        day => format!(" ngày {day}"),
    };
    let issuer = match paper.issuer.as_str() {
        "" => String::new(),
        issuer => format!(" của {issuer}"),
    };
    format!("{}{day}{issuer}", paper.number)
}

/// The papers, as many as a file names, and how many there are.
fn papers(answered: &Answered) -> (String, Vec<String>) {
    let named: Vec<String> = answered.papers.iter().take(NAMED).map(paper_vi).collect();
    let head = if answered.paper_count > named.len() {
        format!("Nguồn: {} văn bản, mới nhất là", answered.paper_count)
    } else {
        format!("Nguồn: {} văn bản", answered.paper_count)
    };
    (head, named)
}

fn lines(answered: &Answered) -> impl Iterator<Item = &Line> {
    answered.rows.iter().chain(&answered.total)
}

/// The table as a workbook: its head, and its rows.
pub fn workbook(answered: &Answered) -> (Table, Vec<Vec<Field>>) {
    let mut columns = vec![
        table::Column { heading: "TT".to_owned(), kind: Kind::Integer, width: 6 },
        table::Column { heading: "Đơn vị".to_owned(), kind: Kind::Text, width: 32 },
    ];
    columns.extend(answered.choice.columns.iter().map(|column| {
        let scale = Value { unit: column.figure.unit, amount: None, papers: 0 }.scale();
        let kind = if scale == 0 { Kind::Integer } else { Kind::Decimal { places: 2 } };
        table::Column { heading: heading(column), kind, width: 22 }
    }));
    let (head, named) = papers(answered);
    let mut notes = remarks(answered);
    notes.push(format!("{head}: {}", named.join("; ")));
    let table = Table { title: TITLE.to_owned(), subtitles: vec![scope(answered)], columns, notes };
    let rows = lines(answered).enumerate().map(|(at, line)| {
        let number = if at < answered.rows.len() {
            Field::Integer(i64::try_from(at + 1).unwrap_or_default())
        } else {
            Field::Empty
        };
        let cells = line.cells.iter().map(|value| match (value.amount, value.scale()) {
            (None, _) => Field::Text(value.vi()),
            (Some(amount), 0) => Field::Integer(amount),
            (Some(scaled), places) => Field::Decimal { scaled, places },
        });
        [number, Field::Text(line.name.clone())].into_iter().chain(cells).collect()
    });
    (table, rows.collect())
}

/// The table as an official document.
pub fn letter(answered: &Answered) -> Letter {
    let choice = &answered.choice;
    let (head, named) = papers(answered);
    let mut blocks = vec![
        Block::Paragraph { runs: vec![Run::plain(format!("{}.", scope(answered)))] },
        Block::Table(letter_table(answered)),
    ];
    blocks.push(Block::Heading { text: "Nguồn số liệu, cách tính".to_owned() });
    blocks.extend(
        remarks(answered)
            .into_iter()
            .map(|text| Block::Paragraph { runs: vec![Run::plain(format!("- {text}"))] }),
    );
    let mut seen = Vec::new();
    for column in &choice.columns {
        if !column.basis_vi().is_empty() && !seen.contains(&column.question.basis) {
            seen.push(column.question.basis);
            let text = format!("- Cơ sở tính: {}", column.question.basis.definition());
            blocks.push(Block::Paragraph { runs: vec![Run::plain(text)] });
        }
    }
    let text = format!("({head}: {})", named.join("; "));
    blocks.push(Block::Paragraph { runs: vec![Run::source(text)] });
    Letter {
        title: TITLE.to_owned(),
        landscape: choice.columns.len() > WIDE,
        head: Some(letter_head(answered)),
        blocks,
        recipients: vec!["…;".to_owned(), "Lưu: VT.".to_owned()],
        status: "Bản dự thảo".to_owned(),
        ..Letter::default()
    }
}

/// The head, ready for whoever keeps the numbers of the place.
fn letter_head(answered: &Answered) -> Head {
    let whole = &answered.choice.whole;
    let (parent, body) = match whole.level {
        Level::Province => (format!("UBND {}", whole.full_name), "SỞ CÔNG THƯƠNG".to_owned()),
        Level::District | Level::Commune => {
            (String::new(), places::committee_vi(&whole.full_name).to_uppercase())
        }
        Level::Country | Level::Region => (String::new(), "BỘ CÔNG THƯƠNG".to_owned()),
    };
    let mut names: Vec<String> = Vec::new();
    for column in &answered.choice.columns {
        let name = lower_first(column.figure.name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Head {
        parent: parent.to_uppercase(),
        body,
        number: "Số:          /BC-".to_owned(),
        place_date: "…, ngày      tháng      năm".to_owned(),
        kind: "BÁO CÁO".to_owned(),
        subject: format!("Về {}", names.join(", ")),
        ..Head::default()
    }
}

fn letter_table(answered: &Answered) -> letter::Table {
    let column = |heading: String, width, align| letter::Column { heading, width, align };
    let mut columns = vec![
        column("TT".to_owned(), 7, Align::Center),
        column("Đơn vị".to_owned(), 30, Align::Left),
    ];
    let heads = answered.choice.columns.iter().map(heading);
    columns.extend(heads.map(|heading| column(heading, 20, Align::Right)));
    let rows = lines(answered).enumerate().map(|(at, line)| {
        let is_total = at >= answered.rows.len();
        let number = if is_total { String::new() } else { (at + 1).to_string() };
        let mut cells = vec![letter::Cell::text(number), letter::Cell::text(&line.name)];
        cells.extend(line.cells.iter().map(|value| letter::Cell {
            text: value.vi(),
            number: value.amount.map(|scaled| {
                let scale = u32::from(value.scale());
                letter::Number { scaled, scale, least: scale.min(2), most: scale }
            }),
            link: String::new(),
        }));
        letter::Row { bold: is_total, cells }
    });
    letter::Table { columns, numbered: false, rows: rows.collect() }
}
