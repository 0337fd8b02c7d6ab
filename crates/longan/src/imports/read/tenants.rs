//! Reading lists of enterprises in clusters.

use super::super::model::Severity;
use super::cell::{TableReader, Told, says_nothing};
use super::clusters::Soundness;
use super::field::Field;
use super::lines::{Line, Sums, classify};
use super::outline::ColumnOutline;
use crate::clusters::model::{Capital, TenantState};
use crate::observations::Indicator;
use crate::store::Day;
use kernel::tax_code::{TaxCode, TaxCodeProblem};
use kernel::text::{fold, squeeze};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const VSIC: &str = include_str!("../../../../../data/vsic/vsic_2025_b_c.csv");

/// Edition of each known industry code.
static EDITIONS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(VSIC.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    rows.map(|row| (row[2].to_owned(), row[0].to_owned())).collect()
});

/// A plot of an enterprise.
#[derive(Clone, Debug)]
pub struct PlotDraft {
    /// Number of the plot.
    pub plot: String,
    /// Leased land, m².
    pub area: Told<i64>,
}

/// A row of a list of enterprises, read.
#[derive(Clone, Debug)]
pub struct TenantDraft {
    /// Sheet.
    pub sheet: String,
    /// First row, counted from 0.
    pub row: u32,
    /// Name of the enterprise.
    pub name: String,
    /// Cell of the name.
    pub name_cell: String,
    /// Where the name stands.
    pub location: String,
    /// Tax code, as stored.
    pub tax_code: Option<Told<String>>,
    /// Name of the cluster as written, or of the group.
    pub cluster: String,
    /// Cell of the cluster's name.
    pub cluster_cell: String,
    /// Plots and leased land.
    pub plots: Vec<PlotDraft>,
    /// Number of the lease contract.
    pub contract: String,
    /// What it makes.
    pub activity: String,
    /// Edition of the industry classification.
    pub vsic_version: String,
    /// Industry code.
    pub vsic_code: String,
    /// State.
    pub state: Option<Told<TenantState>>,
    /// Numbers of the year.
    pub numbers: Vec<(Indicator, Told<i64>)>,
    /// Where its capital comes from.
    pub capital: Capital,
    /// Day of its certificate.
    pub licensed_on: Option<Told<Day>>,
    /// Remark.
    pub note: String,
    /// Whether the row can be taken.
    pub soundness: Soundness,
}

impl TenantDraft {
    /// Row as people count it.
    pub fn row_number(&self) -> i64 {
        i64::from(self.row) + 1
    }
}

/// Everything a list of enterprises says.
#[derive(Default)]
pub struct TenantTable {
    /// Its rows.
    pub rows: Vec<TenantDraft>,
    /// Lines below and between, for what they say of the source.
    pub remarks: Vec<String>,
}

/// Reads a list of enterprises.
pub fn read(reader: &mut TableReader<'_>) -> TenantTable {
    let mut table = TenantTable::default();
    let mut sums = Sums::default();
    let mut group = String::new();
    let rows: Vec<u32> =
        reader.sheet.rows().skip_while(|row| *row <= reader.outline.last_row).collect();
    for row in rows {
        match classify(reader, row, Field::TenantName) {
            Line::Group(name) => {
                group = name;
                reader.forget_above();
                sums.begin_group(reader, row);
            }
            Line::Subtotal => sums.subtotal(reader, row),
            Line::Total => sums.total(reader, row),
            Line::Data => {
                let draft = read_row(reader, row, &group, &mut sums);
                table.rows.push(draft);
            }
            Line::Continued => {
                let errors = reader.errors;
                if let Some(above) = table.rows.last_mut() {
                    let plot = plot(reader, row, &above.name, &mut sums);
                    above.plots.extend(plot);
                    if reader.errors > errors {
                        above.soundness = Soundness::Wrong;
                    }
                }
            }
            Line::Other => {
                let text = reader.sheet.row(row).next().map(|(_, cell)| cell.value.to_string());
                table.remarks.extend(text);
            }
        }
    }
    sums.compare(reader);
    table
}

fn read_row(reader: &mut TableReader<'_>, row: u32, group: &str, sums: &mut Sums) -> TenantDraft {
    let errors = reader.errors;
    let name_cell = reader.cell_of(row, Field::TenantName);
    let name = reader.text(row, Field::TenantName).map(|told| told.value).unwrap_or_default();
    let cluster = reader.text(row, Field::TenantCluster).map(|told| told.value);
    let (vsic_version, vsic_code) = vsic(reader, row);
    let mut draft = TenantDraft {
        sheet: reader.sheet.name.clone(),
        row,
        location: format!("{}!{name_cell}", reader.sheet.name),
        tax_code: tax_code(reader, row),
        cluster: cluster.unwrap_or_else(|| group.to_owned()),
        cluster_cell: match reader.cell_of(row, Field::TenantCluster) {
            cell if cell.is_empty() => name_cell.clone(),
            cell => cell,
        },
        plots: plot(reader, row, &name, sums).into_iter().collect(),
        contract: reader.text(row, Field::Contract).map(|told| told.value).unwrap_or_default(),
        activity: reader.text(row, Field::Activity).map(|told| told.value).unwrap_or_default(),
        vsic_version,
        vsic_code,
        state: state(reader, row),
        numbers: numbers(reader, row, sums),
        capital: capital(reader, row),
        licensed_on: reader.day(row, Field::LicensedOn),
        note: reader.text(row, Field::Note).map(|told| told.value).unwrap_or_default(),
        soundness: Soundness::Sound,
        name,
        name_cell,
    };
    if reader.errors > errors {
        draft.soundness = Soundness::Wrong;
    }
    draft
}

fn tax_code(reader: &mut TableReader<'_>, row: u32) -> Option<Told<String>> {
    let told = reader.text(row, Field::TaxCode)?;
    let cell = reader.cell_of(row, Field::TaxCode);
    match TaxCode::parse_cell(&told.value) {
        Ok((code, note)) => {
            if let Some(note) = note {
                let message = format!("Ô {cell}: {} Đã nhận là {code}.", note.message());
                let code = code.to_string();
                reader.note(Severity::Warning, "tax_code", &cell, &told.raw, &code, message);
            }
            Some(told.with(code.to_string()))
        }
        Err(TaxCodeProblem::Empty) => None,
        Err(_) if says_nothing(&told.value) => None,
        Err(problem) => {
            let message = format!("Ô {cell}: {}", problem.message());
            let expected = "mã số thuế 10, 12 hoặc 13 chữ số";
            reader.note(Severity::Error, "tax_code", &cell, &told.raw, expected, message);
            None
        }
    }
}

/// "C2022", "2022" or the number 2022.
fn vsic(reader: &mut TableReader<'_>, row: u32) -> (String, String) {
    let Some(told) = reader.text(row, Field::Vsic) else { return Default::default() };
    let code = told.value.trim();
    let code = code.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(code);
    let code = code.trim_matches(['.', ' ']).replace('.', "");
    let edition = EDITIONS.get(&code).cloned().unwrap_or_default();
    if edition.is_empty() {
        let cell = reader.cell_of(row, Field::Vsic);
        let message = format!(
            "Ô {cell}: mã ngành “{}” không có trong phần khai khoáng, chế biến, chế tạo của hệ thống ngành kinh tế 2025; mã vẫn được giữ nguyên. Hãy kiểm tra lại mã, hoặc đây là mã của hệ thống cũ.",
            told.raw
        );
        reader.note(Severity::Warning, "vsic", &cell, &told.raw, "mã ngành cấp 4", message);
    }
    (edition, code)
}

fn plot(
    reader: &mut TableReader<'_>,
    row: u32,
    enterprise: &str,
    sums: &mut Sums,
) -> Option<PlotDraft> {
    let outline = reader.outline;
    let column: &ColumnOutline = outline.column(Field::PlotArea)?;
    let number = reader.text(row, Field::Plot).map(|told| told.value);
    let area = reader.area(row, column)?;
    sums.add(column.column, area.value);
    let plot = number.unwrap_or_else(|| format!("(chưa rõ số lô) {enterprise}"));
    Some(PlotDraft { plot: squeeze(&plot), area })
}

fn state(reader: &mut TableReader<'_>, row: u32) -> Option<Told<TenantState>> {
    let told = reader.text(row, Field::TenantState)?;
    let folded = fold(&told.value);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    let state = match () {
        () if has(&["tam ngung", "ngung", "tam dung"]) => TenantState::Suspended,
        () if has(&["chua"]) => TenantState::Registered,
        () if has(&["xd", "xay dung"]) => TenantState::Building,
        () if has(&["hoat dong", "san xuat"]) => TenantState::Operating,
        () if has(&["roi", "cham dut", "giai the"]) => TenantState::Left,
        () if has(&["dang ky"]) => TenantState::Registered,
        () => {
            let cell = reader.cell_of(row, Field::TenantState);
            let text = &told.value;
            let message = format!(
                "Ô {cell}: không rõ tình trạng “{text}”. Hãy ghi: Đang hoạt động; Đang xây dựng; Chưa triển khai; Tạm ngừng."
            );
            reader.note(Severity::Error, "tenant_state", &cell, text, "một tình trạng", message);
            return None;
        }
    };
    Some(told.with(state))
}

fn capital(reader: &mut TableReader<'_>, row: u32) -> Capital {
    let told = reader.text(row, Field::Foreign).map(|told| fold(&told.value)).unwrap_or_default();
    match told.as_str() {
        "" | "-" | "0" => Capital::Domestic,
        text if text.starts_with("khong") => Capital::Domestic,
        _ => Capital::Foreign,
    }
}

fn numbers(reader: &mut TableReader<'_>, row: u32, sums: &mut Sums) -> Vec<(Indicator, Told<i64>)> {
    let outline = reader.outline;
    let mut numbers = Vec::new();
    for (field, indicator) in [
        (Field::Workers, Indicator::Workers),
        (Field::Revenue, Indicator::Revenue),
        (Field::TaxPaid, Indicator::TaxPaid),
    ] {
        let Some(column) = outline.column(field) else { continue };
        let told = if field == Field::Workers {
            reader.count(row, column)
        } else {
            reader.money(row, column)
        };
        if let Some(told) = told {
            sums.add(column.column, told.value);
            numbers.push((indicator, told));
        }
    }
    numbers
}
