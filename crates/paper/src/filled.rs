//! A statutory form that is filled in, as a document and as data.
//!
//! Screen, letter, workbook and machine read the same thing: what was never reported is shown
//! as missing, and a zero as 0.

use crate::letter::{Align, Block, Cell, Column, Head, Letter, Number, Row, Signature, Table};
use jiff::civil::Date;
use kernel::form::{Form, FormRow, Values};
use serde::Serialize;
use std::collections::BTreeMap;

/// What stands where no number was reported.
pub const MISSING: &str = "…";

/// A form with what was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledForm {
    /// The form, in the words of its day (see [`Form::read_on`]).
    pub form: Form,
    /// The period in words: "6 tháng đầu năm 2026".
    pub period: String,
    /// What stands behind the header lines, by their key; a line that is not here is printed as
    /// the form has it.
    pub header: BTreeMap<String, String>,
    /// The numbers by row key.
    pub values: Values,
    /// What stands in the last column, by row key.
    pub notes: BTreeMap<String, String>,
    /// Where the rows behind each number are, by row key.
    pub links: BTreeMap<String, String>,
    /// The head of the paper by which it goes: who issues it and its number.
    pub head: Option<Head>,
    /// "DỰ THẢO" for what nobody has approved; empty otherwise.
    pub mark: String,
    /// Where it is signed ("Tây Ninh"); empty leaves dots.
    pub place: String,
    /// The day it is signed; without one dots are left.
    pub day: Option<Date>,
    /// Who signed; empty until then.
    pub signer: String,
    /// Whether it is a draft or has been sent, and when: "Bản dự thảo".
    pub status: String,
    /// The paper the form is annexed to: "TT 14/2024/TT-BCT".
    pub law: String,
    /// By which the sent content can be checked; empty for a draft.
    pub hash: String,
}

/// A filled form as machines read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormData {
    /// The version of the form.
    pub form: String,
    /// Its name and title.
    pub title: String,
    /// The paper it is annexed to.
    pub law: String,
    /// The period in words.
    pub period: String,
    /// The header lines: label and text.
    pub header: Vec<[String; 2]>,
    /// Draft or sent.
    pub status: String,
    /// By which the sent content can be checked.
    pub hash: String,
    /// Its rows.
    pub rows: Vec<RowData>,
}

/// A row as machines read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowData {
    /// Key that never changes.
    pub key: String,
    /// Number as printed.
    pub number: String,
    /// Text as printed.
    pub label: String,
    /// Unit as printed.
    pub unit: String,
    /// The number in that unit, with a point and all its decimals; absent when missing.
    pub value: Option<String>,
    /// What is printed.
    pub printed: String,
    /// What stands in the last column.
    pub note: String,
    /// Where the rows behind the number are; empty when it has none.
    pub link: String,
}

impl FilledForm {
    /// The form as a document, in the printed layout.
    pub fn letter(&self) -> Letter {
        let form = &self.form;
        let mut blocks = vec![
            Block::Corner { text: form.number_label.clone() },
            Block::Title { text: form.title.clone() },
            Block::Remark { text: format!("(Ban hành kèm theo {})", in_full(&self.law)) },
        ];
        blocks.extend(
            self.header_lines().into_iter().map(|[label, text]| Block::Line { label, text }),
        );
        blocks.push(Block::Remark { text: form.deadline.clone() });
        blocks.push(Block::Table(self.table()));
        if form.value_rows().any(|row| !self.values.contains_key(&row.key)) {
            let text = format!("“{MISSING}”: chưa có số liệu báo cáo (không phải bằng 0).");
            blocks.push(Block::Note { text });
        }
        blocks.extend(form.foot_notes.iter().map(|text| Block::Note { text: text.clone() }));
        let hash = if self.hash.is_empty() {
            String::new()
        } else {
            format!(" · Mã đối chiếu {}", self.hash)
        };
        Letter {
            title: format!("{}. {}", form.number_label, form.title),
            day: self.day,
            head: self.head.clone(),
            mark: self.mark.clone(),
            blocks,
            signature: Some(Signature {
                place_date: self.place_date(),
                office: vec![form.signature.title.clone()],
                note: form.signature.note.clone(),
                name: self.signer.clone(),
            }),
            status: format!("{}{hash}", self.status),
            ..Letter::default()
        }
    }

    /// The form as machines read it.
    pub fn data(&self) -> FormData {
        let row = |row: &FormRow| RowData {
            key: row.key.clone(),
            number: row.number.clone(),
            label: row.label.clone(),
            unit: row.unit.clone(),
            value: self.values.get(&row.key).map(|value| row.machine(*value)),
            printed: if row.is_section() { String::new() } else { self.printed(row) },
            note: self.note(row),
            link: self.link(row),
        };
        FormData {
            form: self.form.id.clone(),
            title: format!("{}. {}", self.form.number_label, self.form.title),
            law: self.law.clone(),
            period: self.period.clone(),
            header: self.header_lines(),
            status: self.status.clone(),
            hash: self.hash.clone(),
            rows: self.form.rows.iter().map(row).collect(),
        }
    }

    fn header_lines(&self) -> Vec<[String; 2]> {
        let text = |key: &str| {
            let given = self.header.get(key).cloned();
            let period = (key == "period").then(|| self.period.clone());
            given
                .or(period)
                .or_else(|| self.form.printed_header(key))
                .unwrap_or_else(|| MISSING.to_owned())
        };
        self.form.header.iter().map(|line| [line.label.clone(), text(&line.key)]).collect()
    }

    fn table(&self) -> Table {
        let [number, label, unit, result, note] = self.form.columns.clone();
        // A long unit ("Triệu đồng/người/tháng") is not torn.
        let is_wide = self.form.rows.iter().any(|row| row.unit.chars().count() > 12);
        let shares = if is_wide { [7, 39, 30, 13, 11] } else { [7, 47, 14, 17, 15] };
        let column = |heading, at: usize, align| Column { heading, width: shares[at], align };
        let columns = vec![
            column(number, 0, Align::Center),
            column(label, 1, Align::Left),
            column(unit, 2, Align::Center),
            column(result, 3, Align::Right),
            column(note, 4, Align::Left),
        ];
        Table {
            columns,
            numbered: true,
            rows: self.form.rows.iter().map(|row| self.row(row)).collect(),
        }
    }

    fn row(&self, row: &FormRow) -> Row {
        let result = if row.is_section() {
            Cell::default()
        } else {
            let number = self.values.get(&row.key).map(|value| number(row, *value));
            Cell { text: self.printed(row), number, link: self.link(row) }
        };
        let cells = vec![
            Cell::text(&row.number),
            Cell::text(&row.label),
            Cell::text(&row.unit),
            result,
            Cell::text(self.note(row)),
        ];
        Row { bold: row.is_section(), cells }
    }

    fn printed(&self, row: &FormRow) -> String {
        match self.values.get(&row.key) {
            None => MISSING.to_owned(),
            Some(0) => "0".to_owned(),
            Some(value) => row.print(*value),
        }
    }

    fn note(&self, row: &FormRow) -> String {
        self.notes.get(&row.key).cloned().unwrap_or_default()
    }

    fn link(&self, row: &FormRow) -> String {
        self.links.get(&row.key).cloned().unwrap_or_default()
    }

    fn place_date(&self) -> String {
        let Some(day) = self.day else { return self.form.signature.place_date.clone() };
        let place = if self.place.is_empty() { MISSING } else { &self.place };
        format!("{place}, {}", kernel::day::vi_long(day))
    }
}

/// The paper with its kind written out, as papers name each other.
fn in_full(law: &str) -> String {
    law.strip_prefix("TT ").map_or_else(|| law.to_owned(), |number| format!("Thông tư số {number}"))
}

fn number(row: &FormRow, value: i64) -> Number {
    let [least, most] = row.decimals.unwrap_or(row.measure.decimals());
    let least = if value == 0 { 0 } else { least };
    Number { scaled: value, scale: row.measure.scale(), least, most }
}
