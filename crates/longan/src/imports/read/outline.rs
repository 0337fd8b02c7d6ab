//! Finding the heading of a table under its title rows, and what the columns mean.

use super::field::{Field, Table, horizon, recognise};
use crate::files::sha256_hex;
use kernel::text::fold;
use paper::workbook::{Sheet, Value, Visibility};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are looked through for a heading.
const HEADING_WITHIN: usize = 60;
/// Lines a heading may have.
const TALLEST: u32 = 4;

/// One sheet and what its columns were taken for.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SheetOutline {
    /// Name of the sheet.
    pub name: String,
    /// What its table holds; `None` when the sheet is skipped.
    pub table: Option<Table>,
    /// First row of the heading, counted from 0.
    pub first_row: u32,
    /// Last row of the heading, counted from 0.
    pub last_row: u32,
    /// The columns from left to right.
    pub columns: Vec<ColumnOutline>,
    /// Why the sheet is skipped, in Vietnamese; empty when it is read.
    pub skipped: String,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ColumnOutline {
    /// Column, counted from 0.
    pub column: u32,
    /// Its heading; lines joined by " / ".
    pub heading: String,
    /// What it was taken for.
    pub field: Option<Field>,
    /// The first value below the heading, as an example.
    pub sample: String,
}

impl ColumnOutline {
    /// Letters of the column.
    pub fn letters(&self) -> String {
        paper::workbook::cell_name(0, self.column).trim_end_matches('1').to_owned()
    }

    /// The year a plan's column looks to.
    pub fn horizon(&self) -> Option<i16> {
        horizon(&self.heading)
    }
}

impl SheetOutline {
    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<&ColumnOutline> {
        self.columns.iter().find(|column| column.field == Some(field))
    }

    /// Whether a column holds the field.
    pub fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// Under which key the columns of such a heading are remembered.
    pub fn source_key(&self) -> String {
        let headings: Vec<String> = self.columns.iter().map(|c| fold(&c.heading)).collect();
        sha256_hex(headings.join("\n").as_bytes())
    }

    /// Puts chosen fields in place of the recognised ones; an empty word means none.
    pub fn choose(&mut self, chosen: &BTreeMap<u32, String>) {
        for column in &mut self.columns {
            if let Some(word) = chosen.get(&column.column) {
                column.field = word.parse().ok();
            }
        }
        self.table = table_of(&fields(&self.columns));
        if self.table.is_some() {
            self.skipped.clear();
        }
    }

    /// The chosen columns by folded heading, to be remembered.
    pub fn by_heading(&self) -> BTreeMap<String, String> {
        let word = |field: Option<Field>| field.map_or("", Field::word).to_owned();
        self.columns.iter().map(|c| (fold(&c.heading), word(c.field))).collect()
    }

    /// The columns chosen for such headings earlier.
    pub fn from_headings(&self, remembered: &BTreeMap<String, String>) -> BTreeMap<u32, String> {
        let known =
            |c: &ColumnOutline| Some((c.column, remembered.get(&fold(&c.heading))?.clone()));
        self.columns.iter().filter_map(known).collect()
    }

    /// The headings as they stand, for a message.
    pub fn headings(&self) -> String {
        let headings: Vec<&str> = self.columns.iter().map(|c| c.heading.as_str()).collect();
        headings.join("; ")
    }
}

/// Looks at one sheet.
pub fn outline(sheet: &Sheet) -> SheetOutline {
    let mut found = SheetOutline { name: sheet.name.clone(), ..SheetOutline::default() };
    if sheet.visibility == Visibility::Hidden {
        "Trang tính ẩn.".clone_into(&mut found.skipped);
        return found;
    }
    let mut fallback = None;
    for row in sheet.rows().take(HEADING_WITHIN) {
        let last = last_heading_row(sheet, row);
        let headings = headings(sheet, row, last);
        if headings.len() < 2 {
            continue;
        }
        let tables = [Table::Tenants, Table::Conflicts, Table::Projects, Table::Clusters];
        let best = tables.into_iter().find_map(|kind| {
            let columns = recognised(sheet, kind, &headings, last);
            let table = table_of(&fields(&columns))?;
            (family(table) == kind).then_some((table, columns))
        });
        if let Some((table, columns)) = best {
            return SheetOutline {
                table: Some(table),
                first_row: row,
                last_row: last,
                columns,
                ..found
            };
        }
        if fallback.is_none() && headings.len() >= 3 {
            fallback = Some((row, last, recognised(sheet, Table::Clusters, &headings, last)));
        }
    }
    "Không nhận ra bảng số liệu nào trên trang này.".clone_into(&mut found.skipped);
    if let Some((first_row, last_row, columns)) = fallback {
        (found.first_row, found.last_row, found.columns) = (first_row, last_row, columns);
    }
    found
}

fn family(table: Table) -> Table {
    match table {
        Table::Plan | Table::Operating => Table::Clusters,
        Table::Progress => Table::Projects,
        other => other,
    }
}

fn fields(columns: &[ColumnOutline]) -> BTreeSet<Field> {
    columns.iter().filter_map(|column| column.field).collect()
}

/// What a table with these fields holds.
fn table_of(fields: &BTreeSet<Field>) -> Option<Table> {
    let has = |field| fields.contains(&field);
    if has(Field::TenantName) && fields.len() > 2 {
        return Some(Table::Tenants);
    }
    if has(Field::Indicator) && has(Field::ClusterName) && has(Field::CommuneValue) {
        return Some(Table::Conflicts);
    }
    if has(Field::ProjectName) && has(Field::MoneySupport) {
        return Some(Table::Projects);
    }
    if has(Field::ProjectContract) && has(Field::AdvanceAmount) {
        return Some(Table::Progress);
    }
    if !has(Field::ClusterName) || fields.len() < 3 {
        return None;
    }
    if has(Field::PlanArea) {
        return Some(Table::Plan);
    }
    let supplements = has(Field::TenantsOperating) || has(Field::Wastewater);
    let is_main = has(Field::Place) || has(Field::DecisionNumber) || has(Field::Status);
    Some(if supplements && !is_main { Table::Operating } else { Table::Clusters })
}

/// The last row of a heading that begins on `row`: as far down as its merged cells reach, and
/// one row more below a heading that spans several columns.
fn last_heading_row(sheet: &Sheet, row: u32) -> u32 {
    let starting = sheet.merged.iter().filter(|range| range.first_row == row);
    let last = starting.clone().map(|range| range.last_row).max().unwrap_or(row);
    let spans = starting.clone().any(|r| r.last_column > r.first_column && r.last_row == row);
    let is_table = starting.count() > 1;
    let last = if spans && is_table { last.max(row + 1) } else { last };
    last.min(row + TALLEST - 1)
}

fn headings(sheet: &Sheet, first: u32, last: u32) -> Vec<(u32, String)> {
    let mut columns: BTreeSet<u32> = BTreeSet::new();
    for row in first..=last {
        columns.extend(sheet.row(row).filter(|(_, cell)| !cell.is_blank()).map(|(c, _)| c));
    }
    columns
        .into_iter()
        .filter_map(|column| {
            let mut lines: Vec<String> = Vec::new();
            for row in first..=last {
                let line = kernel::text::squeeze(&sheet.merged_text(row, column));
                if !line.is_empty() && lines.last() != Some(&line) {
                    lines.push(line);
                }
            }
            let heading = lines.join(" / ");
            (!heading.is_empty()).then_some((column, heading))
        })
        .collect()
}

/// Each field is taken once, by the first column whose heading means it; plan years repeat.
fn recognised(
    sheet: &Sheet,
    kind: Table,
    headings: &[(u32, String)],
    last: u32,
) -> Vec<ColumnOutline> {
    let mut taken: BTreeSet<Field> = BTreeSet::new();
    headings
        .iter()
        .map(|(column, heading)| {
            let field = recognise(kind, heading)
                .filter(|field| *field == Field::PlanArea || taken.insert(*field));
            ColumnOutline {
                column: *column,
                heading: heading.clone(),
                field,
                sample: sample(sheet, last, *column),
            }
        })
        .collect()
}

fn sample(sheet: &Sheet, below: u32, column: u32) -> String {
    (below + 1..below + 12)
        .filter_map(|row| sheet.value(row, column))
        .map(|value| value.to_string().trim().to_owned())
        .find(|text| !text.is_empty() && !is_column_number(text))
        .unwrap_or_default()
}

/// "(7)=(6)/(5)" and the like, under a heading.
pub fn is_column_number(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('(')
        && text.chars().all(|c| c.is_ascii_digit() || "()=/+-*x×: ".contains(c))
        && text.contains(|c: char| c.is_ascii_digit())
}

/// Whether the row only numbers the columns.
pub fn numbers_columns(sheet: &Sheet, row: u32) -> bool {
    let cells: Vec<_> = sheet.row(row).filter(|(_, cell)| !cell.is_blank()).collect();
    if cells.len() < 3 {
        return false;
    }
    let bracketed = cells.iter().all(|(_, c)| is_column_number(&c.value.to_string()));
    // 1, 2, 3 … without brackets, one more in each cell.
    let numbers: Option<Vec<i64>> = cells
        .iter()
        .map(|(_, cell)| match &cell.value {
            Value::Number(_) | Value::Text(_) => cell.value.to_string().trim().parse().ok(),
            _ => None,
        })
        .collect();
    let counted = numbers.is_some_and(|n| n.windows(2).all(|pair| pair[1] == pair[0] + 1));
    bracketed || counted
}
