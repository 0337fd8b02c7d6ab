//! What kind of line a row is, and whether printed totals agree with the rows above them.

use super::super::model::Severity;
use super::cell::TableReader;
use super::field::Field;
use super::outline::{ColumnOutline, numbers_columns};
use kernel::number::format_scaled;
use kernel::text::{fold, nfc, squeeze};
use paper::workbook::{Value, cell_name};
use std::collections::BTreeMap;

/// What kind of line a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A record.
    Data,
    /// One more line of the record above, whose cells are merged over both.
    Continued,
    /// The heading of a group: a district, a cluster.
    Group(String),
    /// The sum of a group.
    Subtotal,
    /// The sum of the table.
    Total,
    /// A footnote, signature or anything else.
    Other,
}

/// Fields one of which a record has besides its name.
const PROOFS: &[Field] = &[
    Field::Place,
    Field::Code,
    Field::AreaPlanned,
    Field::AreaDecision,
    Field::PlanArea,
    Field::TaxCode,
    Field::TenantState,
    Field::Indicator,
    Field::PlotArea,
    Field::MoneySupport,
];

/// Tells what kind of line a row is; `name` is the field of the record's name.
pub fn classify(reader: &TableReader<'_>, row: u32, name: Field) -> Line {
    let (sheet, outline) = (reader.sheet, reader.outline);
    let Some(name_column) = outline.column(name).map(|c| c.column) else { return Line::Other };
    if numbers_columns(sheet, row) {
        return Line::Other;
    }
    let first_texts: Vec<String> = sheet
        .row(row)
        .filter(|(column, cell)| *column <= name_column && !cell.is_blank())
        .map(|(_, cell)| squeeze(&cell.value.to_string()))
        .collect();
    if let Some(total) = first_texts.iter().find_map(|text| total(text)) {
        return total;
    }
    let ordinal = reader.plain(row, Field::Ordinal);
    let shown = reader.plain(row, name);
    let place = reader.plain(row, Field::Place);
    let is_roman = |text: &str| {
        let text = text.trim_end_matches(['.', ')']);
        !text.is_empty() && text.chars().all(|c| "IVXLC".contains(c))
    };
    if is_roman(&ordinal) && !shown.is_empty() && place.is_empty() {
        return Line::Group(group_name(&shown));
    }
    if let Some((numeral, rest)) = first_texts.first().and_then(|text| text.split_once(['.', ')']))
        && is_roman(numeral.trim())
        && !rest.trim().is_empty()
        && shown.is_empty()
    {
        return Line::Group(group_name(rest));
    }
    if shown.is_empty() {
        let continues = sheet
            .merged
            .iter()
            .any(|range| range.first_row < row && range.contains(row, name_column));
        let has_plot = !reader.plain(row, Field::Plot).is_empty();
        return if continues || has_plot { Line::Continued } else { Line::Other };
    }
    if place.is_empty() && ordinal.is_empty() && names_a_district(&shown) {
        return Line::Group(group_name(&shown));
    }
    let is_numbered = ordinal.trim_end_matches('.').parse::<u32>().is_ok();
    let has_proof = PROOFS.iter().any(|field| !reader.plain(row, *field).is_empty());
    if is_numbered || has_proof { Line::Data } else { Line::Other }
}

fn names_a_district(text: &str) -> bool {
    let folded = fold(text);
    ["huyen ", "thi xa ", "thanh pho ", "tp. ", "tp ", "tx. ", "tx "]
        .iter()
        .any(|kind| folded.starts_with(kind))
}

/// "Huyện Đức Hoà (14 cụm)" without what is counted.
fn group_name(text: &str) -> String {
    let name = text.split('(').next().unwrap_or(text);
    squeeze(name.trim_matches([' ', ':', '-', '.']))
}

/// "Cộng", "Tổng cộng" and the like; "Công ty" and "Tổng công ty" are names.
fn total(text: &str) -> Option<Line> {
    let lower = nfc(text).to_lowercase();
    if lower.starts_with("tổng cộng")
        || lower.starts_with("tổng số")
        || lower == "tổng"
        || lower.starts_with("toàn tỉnh")
    {
        return Some(Line::Total);
    }
    let rest = lower.strip_prefix("cộng")?;
    let is_whole = rest.trim().is_empty() || rest.starts_with(':');
    Some(if is_whole { Line::Subtotal } else { Line::Total })
}

/// Sums of the columns, to be compared with the totals a table prints.
#[derive(Default)]
pub struct Sums {
    group: BTreeMap<u32, i64>,
    table: BTreeMap<u32, i64>,
    announced: Vec<Printed>,
    printed: Vec<(Printed, i64)>,
}

/// A sum as printed.
#[derive(Clone)]
struct Printed {
    cell: String,
    column: u32,
    heading: String,
    value: i64,
    raw: String,
    scale: u32,
}

impl Sums {
    /// Counts a record's number.
    pub fn add(&mut self, column: u32, value: i64) {
        *self.group.entry(column).or_default() += value;
        *self.table.entry(column).or_default() += value;
    }

    /// A group begins; its line may carry the group's sums.
    pub fn begin_group(&mut self, reader: &mut TableReader<'_>, row: u32) {
        self.end_group();
        self.announced = printed(reader, row);
    }

    /// A line with the sums of the group above.
    pub fn subtotal(&mut self, reader: &mut TableReader<'_>, row: u32) {
        for sum in printed(reader, row) {
            let counted = self.group.get(&sum.column).copied().unwrap_or_default();
            self.printed.push((sum, counted));
        }
    }

    /// A line with the sums of the table.
    pub fn total(&mut self, reader: &mut TableReader<'_>, row: u32) {
        self.end_group();
        for sum in printed(reader, row) {
            let counted = self.table.get(&sum.column).copied().unwrap_or_default();
            self.printed.push((sum, counted));
        }
    }

    fn end_group(&mut self) {
        for sum in std::mem::take(&mut self.announced) {
            let counted = self.group.get(&sum.column).copied().unwrap_or_default();
            self.printed.push((sum, counted));
        }
        self.group.clear();
    }

    /// Notes every printed sum that differs from the sum of its rows.
    pub fn compare(mut self, reader: &mut TableReader<'_>) {
        self.end_group();
        for (sum, counted) in self.printed {
            if sum.value == counted {
                continue;
            }
            let vi = |value| format_scaled(value, sum.scale, 0, 4);
            let (cell, heading) = (&sum.cell, &sum.heading);
            let message = format!(
                "Ô {cell} (cột “{heading}”) ghi tổng {} nhưng cộng các dòng được {}. Hãy kiểm tra lại dòng còn thiếu hoặc số cộng; các dòng vẫn được nhập theo từng dòng.",
                sum.raw,
                vi(counted)
            );
            reader.note(Severity::Warning, "control_total", cell, &sum.raw, &vi(counted), message);
        }
    }
}

/// The numbers of a line of sums, in the units of their columns.
fn printed(reader: &mut TableReader<'_>, row: u32) -> Vec<Printed> {
    let outline = reader.outline;
    let mut sums = Vec::new();
    for column in &outline.columns {
        let Some(unit) = column.field.and_then(summed) else { continue };
        let name = cell_name(row, column.column);
        if let Some(Value::FormulaWithoutValue(formula)) = reader.sheet.value(row, column.column) {
            let message = format!(
                "Ô {name} (dòng cộng) chứa công thức “={formula}” không có kết quả nên không dùng để đối chiếu được."
            );
            reader.note(
                Severity::Warning,
                "formula_without_value",
                &name,
                &format!("={formula}"),
                "một số",
                message,
            );
            continue;
        }
        if let Some(told) = read_sum(reader, row, column, unit) {
            sums.push(Printed {
                cell: name,
                column: column.column,
                heading: column.heading.clone(),
                value: told.0,
                raw: told.1,
                scale: unit.scale(),
            });
        }
    }
    sums
}

fn read_sum(
    reader: &mut TableReader<'_>,
    row: u32,
    column: &ColumnOutline,
    unit: Summed,
) -> Option<(i64, String)> {
    let told = match unit {
        Summed::Land => reader.area(row, column)?,
        Summed::Money => reader.money(row, column)?,
        Summed::Count => reader.count(row, column)?,
    };
    Some((told.value, told.raw))
}

/// How a column's numbers are summed.
#[derive(Clone, Copy)]
enum Summed {
    Land,
    Money,
    Count,
}

impl Summed {
    fn scale(self) -> u32 {
        match self {
            Self::Land => 4,
            Self::Money | Self::Count => 0,
        }
    }
}

fn summed(field: Field) -> Option<Summed> {
    Some(match field {
        Field::AreaPlanned
        | Field::AreaDecision
        | Field::AreaDetailed
        | Field::PlanArea
        | Field::AreaIndustrial
        | Field::AreaLeased
        | Field::AreaCleared
        | Field::AreaServiced
        | Field::PlotArea => Summed::Land,
        Field::InsidePlanned
        | Field::InsidePaid
        | Field::OutsideCost
        | Field::Revenue
        | Field::TaxPaid
        | Field::MoneyTotal
        | Field::MoneySupport
        | Field::MoneyCounterpart
        | Field::AdvanceAmount => Summed::Money,
        Field::TenantsRegistered | Field::TenantsOperating | Field::Workers => Summed::Count,
        _ => return None,
    })
}
