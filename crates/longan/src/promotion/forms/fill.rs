//! A form and what is known become a paper; what is not known is named, and left as dots.

use super::super::model::{EntryKind, Track};
use super::definition::{BlockDefinition, ColumnDefinition, FormDefinition, TableDefinition};
use super::sheet::{self, Sheet, SheetRow, SheetValue};
use crate::store::Day;
use paper::letter::{Align, Block, Cell, Column, Head, Letter, Number, Row, Run, Signature, Table};

/// At the head of each page.
const MARK: &str = "CHƯA ĐỐI CHIẾU MẪU";

/// What is said on the forms of local money besides.
const LOCAL: &str = "Dùng cho khuyến công địa phương theo mẫu của khuyến công quốc gia; tỉnh có mẫu riêng thì theo mẫu của tỉnh.";

/// A paper ready to be written.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The paper.
    pub letter: Letter,
    /// Name of its file, without the ending.
    pub name: String,
}

/// Something a form needs and nobody has entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What it is.
    pub label: &'static str,
    /// Where it is entered: "edit", a kind of fact or of entry, "plan".
    pub entered: &'static str,
}

impl Missing {
    /// The address under which it is entered for a project.
    pub fn address(&self, project_id: &str) -> String {
        let project = format!("/promotion/projects/{project_id}");
        match self.entered {
            "" => project,
            "edit" => format!("{project}/edit"),
            kind if kind.parse::<EntryKind>().is_ok() => format!("{project}/entries/{kind}/new"),
            kind => format!("{project}/{kind}/new"),
        }
    }
}

/// What a form needs and the sheet does not know.
pub fn missing(form: &FormDefinition, sheet: &Sheet) -> Vec<Missing> {
    let mut missing: Vec<Missing> = Vec::new();
    if let Some(kind) = form.each
        && !sheet.knows("on_day")
    {
        missing.push(Missing { label: kind.label(), entered: kind.word() });
    }
    for key in form.needs.iter().filter(|key| !sheet.knows(key)) {
        let (label, entered) = sheet::told(key);
        // Where the entry itself is missing, nothing of it has to be named one by one.
        let is_of_entry = form.each.is_some_and(|kind| kind.word() == entered);
        if !is_of_entry || sheet.knows("on_day") {
            missing.push(Missing { label, entered });
        }
    }
    missing
}

/// Fills a form. `status` stands at the foot of each page.
pub fn fill(
    form: &FormDefinition,
    sheet: &Sheet,
    (track, day): (Track, Day),
    status: &str,
) -> Letter {
    let mut blocks = vec![
        Block::Corner { text: form.number.clone() },
        Block::Title { text: sheet.text(&form.title) },
    ];
    if !form.subject.is_empty() {
        blocks.push(Block::Title { text: sheet.text(&form.subject) });
    }
    blocks.push(Block::Remark { text: form.layout.mark().to_owned() });
    if track == Track::Local {
        blocks.push(Block::Remark { text: LOCAL.to_owned() });
    }
    for addressee in &form.addressees {
        blocks.push(Block::Remark { text: format!("Kính gửi: {}", sheet.text(addressee)) });
    }
    blocks.extend(form.blocks.iter().map(|block| filled(block, sheet)));
    Letter {
        title: format!("{}. {}", form.number, form.name),
        day: Some(day.0),
        landscape: form.page == "landscape",
        head: head(form, sheet),
        blocks,
        signature: None,
        recipients: Vec::new(),
        annexes: Vec::new(),
        status: status.to_owned(),
        mark: MARK.to_owned(),
    }
}

fn head(form: &FormDefinition, sheet: &Sheet) -> Option<Head> {
    let (parent, body) = match form.issuer.as_str() {
        "department" => ("UBND {province:upper}", "SỞ CÔNG THƯƠNG"),
        "executor" => ("", "{executor:upper}"),
        "agency" => ("", "{agency:upper}"),
        _ => return None,
    };
    Some(Head {
        parent: sheet.text(parent),
        body: sheet.text(body),
        number: "Số: …".to_owned(),
        place_date: "…………, ngày … tháng … năm ……".to_owned(),
        ..Head::default()
    })
}

fn filled(block: &BlockDefinition, sheet: &Sheet) -> Block {
    match block {
        BlockDefinition::Heading { text } => Block::Heading { text: sheet.text(text) },
        BlockDefinition::Remark { text } => Block::Remark { text: sheet.text(text) },
        BlockDefinition::Line { label, text } => {
            Block::Line { label: sheet.text(label), text: sheet.text(text) }
        }
        BlockDefinition::Paragraph { text } => {
            Block::Paragraph { runs: vec![Run::plain(sheet.text(text))] }
        }
        BlockDefinition::Table(definition) => Block::Table(table(definition, sheet)),
        BlockDefinition::Signers { offices } => {
            let signer = |office: &String| Signature {
                office: sheet.text(office).split('\n').map(str::to_owned).collect(),
                note: "(Ký, ghi rõ họ tên, đóng dấu)".to_owned(),
                ..Signature::default()
            };
            Block::Signers { signers: offices.iter().map(signer).collect() }
        }
    }
}

/// A column as it is printed: its heading, its look, and the name of its value.
struct Printed<'a> {
    heading: String,
    key: String,
    definition: &'a ColumnDefinition,
}

fn printed<'a>(definition: &'a TableDefinition, sheet: &Sheet) -> Vec<Printed<'a>> {
    let mut columns = Vec::new();
    for column in &definition.columns {
        if column.each == "year" {
            columns.extend(sheet.years.iter().map(|year| Printed {
                heading: column.heading.replace("{year}", &year.to_string()),
                key: format!("{}_{year}", column.value),
                definition: column,
            }));
        } else {
            let (heading, key) = (column.heading.clone(), column.value.clone());
            columns.push(Printed { heading, key, definition: column });
        }
    }
    columns
}

fn table(definition: &TableDefinition, sheet: &Sheet) -> Table {
    let columns = printed(definition, sheet);
    let known = sheet.table(&definition.rows);
    let mut rows: Vec<Row> = known
        .iter()
        .map(|row| Row {
            bold: false,
            cells: columns.iter().map(|column| cell(column, row)).collect(),
        })
        .collect();
    if known.is_empty() {
        // A row to be filled by hand.
        let cells = columns.iter().map(|_| Cell::text(sheet::DOTS)).collect();
        rows.push(Row { bold: false, cells });
    } else if !definition.total.is_empty() {
        rows.push(total(definition, &columns, known));
    }
    Table {
        columns: columns
            .iter()
            .map(|column| Column {
                heading: column.heading.clone(),
                width: column.definition.width,
                align: column.definition.align.into(),
            })
            .collect(),
        numbered: true,
        rows,
    }
}

fn cell(column: &Printed<'_>, row: &SheetRow) -> Cell {
    let Some(value) = row.get(&column.key) else { return Cell::default() };
    let (text, number) = value.in_unit(&column.definition.unit);
    // An ordinal is no amount.
    let number =
        number.filter(|_| column.definition.align == super::definition::ColumnAlign::Right);
    Cell { text, number, link: String::new() }
}

/// Sums of the columns of money; the words stand in the first column of words.
fn total(definition: &TableDefinition, columns: &[Printed<'_>], rows: &[SheetRow]) -> Row {
    let words = columns
        .iter()
        .position(|column| column.definition.align == super::definition::ColumnAlign::Left);
    let sum = |column: &Printed<'_>| -> Option<i64> {
        let amounts: Vec<i64> = rows
            .iter()
            .filter_map(|row| match row.get(&column.key) {
                Some(SheetValue::Vnd(vnd)) => Some(*vnd),
                _ => None,
            })
            .collect();
        (!amounts.is_empty()).then(|| amounts.iter().sum())
    };
    let cells = columns.iter().enumerate().map(|(at, column)| {
        if Some(at) == words {
            return Cell::text(definition.total.clone());
        }
        match sum(column) {
            Some(vnd) if Align::from(column.definition.align) == Align::Right => {
                let (text, number): (String, Option<Number>) =
                    SheetValue::Vnd(vnd).in_unit(&column.definition.unit);
                Cell { text, number, link: String::new() }
            }
            _ => Cell::default(),
        }
    });
    Row { bold: true, cells: cells.collect() }
}
