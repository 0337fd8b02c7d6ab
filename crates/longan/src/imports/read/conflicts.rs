//! Reading the table in which communes contradict the Department: each row is two observations.

use super::super::model::Severity;
use super::cell::{TableReader, Told, says_nothing};
use super::clusters::Number;
use super::field::Field;
use super::lines::{Line, classify};
use crate::observations::{Indicator, Precision};
use kernel::number::parse_scaled;
use kernel::text::fold;

/// A row of the table, read.
#[derive(Clone, Debug)]
pub struct ConflictDraft {
    /// Row, counted from 0.
    pub row: u32,
    /// Sheet.
    pub sheet: String,
    /// Name of the cluster.
    pub name: String,
    /// Cell of the name.
    pub name_cell: String,
    /// What both sources say.
    pub numbers: Vec<Number>,
}

/// Reads the table.
pub fn read(reader: &mut TableReader<'_>) -> Vec<ConflictDraft> {
    let rows: Vec<u32> =
        reader.sheet.rows().skip_while(|row| *row <= reader.outline.last_row).collect();
    let mut drafts = Vec::new();
    for row in rows {
        if classify(reader, row, Field::ClusterName) != Line::Data {
            continue;
        }
        let Some(name) = reader.text(row, Field::ClusterName) else { continue };
        let mut draft = ConflictDraft {
            row,
            sheet: reader.sheet.name.clone(),
            name: kernel::cluster_name::clean(&name.value).name,
            name_cell: reader.cell_of(row, Field::ClusterName),
            numbers: Vec::new(),
        };
        let Some(indicator) = indicator(reader, row) else { continue };
        let reporter =
            reader.text(row, Field::Reporter).map_or_else(|| "UBND xã".to_owned(), |t| t.value);
        let remark = remark(reader, row);
        for (field, commune) in
            [(Field::DepartmentValue, None), (Field::CommuneValue, Some(reporter))]
        {
            let Some(told) = reader.text(row, field) else { continue };
            let note = if commune.is_some() { remark.clone() } else { String::new() };
            draft.numbers.extend(values(reader, row, field, indicator, &told).into_iter().map(
                |(indicator, told)| Number {
                    indicator,
                    horizon: None,
                    told,
                    commune: commune.clone(),
                    note: note.clone(),
                },
            ));
        }
        drafts.push(draft);
    }
    drafts
}

/// The commune's own explanation and request.
fn remark(reader: &mut TableReader<'_>, row: u32) -> String {
    let reading = reader.text(row, Field::Reading).map(|told| told.value);
    let request =
        reader.text(row, Field::Suggestion).map(|told| format!("Đề nghị: {}", told.value));
    reading.into_iter().chain(request).collect::<Vec<_>>().join(". ")
}

fn indicator(reader: &mut TableReader<'_>, row: u32) -> Option<Indicator> {
    let told = reader.text(row, Field::Indicator)?;
    let folded = fold(&told.value);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    let found = match () {
        () if has(&["lap day"]) => Indicator::Occupancy,
        () if has(&["cho thue"]) => Indicator::AreaLeased,
        () if has(&["dat cong nghiep", "dat cn"]) => Indicator::AreaIndustrial,
        () if has(&["dien tich", "quy mo"]) => Indicator::AreaPlanned,
        () if has(&["lao dong"]) => Indicator::Workers,
        () if has(&["hoat dong"]) => Indicator::TenantsOperating,
        () if has(&["co so", "doanh nghiep", "du an"]) => Indicator::TenantsRegistered,
        () => {
            let cell = reader.cell_of(row, Field::Indicator);
            let text = &told.value;
            let message = format!(
                "Ô {cell}: không rõ chỉ tiêu “{text}”, nên không ghi nhận dòng này. Các chỉ tiêu được hiểu: diện tích, đất công nghiệp, đã cho thuê, tỷ lệ lấp đầy, số cơ sở, số cơ sở đang hoạt động."
            );
            reader.note(Severity::Warning, "indicator", &cell, text, "một chỉ tiêu", message);
            return None;
        }
    };
    Some(found)
}

/// What a cell says of an indicator. "33/43 lô" of those operating says two things: 33 operate,
/// of 43 that registered; both keep the text as it stands.
fn values(
    reader: &mut TableReader<'_>,
    row: u32,
    field: Field,
    indicator: Indicator,
    told: &Told<String>,
) -> Vec<(Indicator, Told<i64>)> {
    let text = told.value.as_str();
    if says_nothing(text) {
        return Vec::new();
    }
    let scale = match indicator.unit() {
        crate::observations::Unit::SquareMetres => 4,
        crate::observations::Unit::PercentHundredths => 2,
        _ => 0,
    };
    if let Ok(value) = parse_scaled(text, scale) {
        return vec![(indicator, told.with(value))];
    }
    let cell = reader.cell_of(row, field);
    let parts = text.split_once('/').and_then(|(part, whole)| {
        let digits: String = whole.trim().chars().take_while(char::is_ascii_digit).collect();
        Some((parse_scaled(part, 0).ok()?, parse_scaled(&digits, 0).ok()?))
    });
    if let Some((part, whole)) = parts.filter(|_| indicator == Indicator::TenantsOperating) {
        let message = format!(
            "Ô {cell}: “{text}” được hiểu là {part} cơ sở đang hoạt động trong {whole} cơ sở (lô); cả hai số được ghi kèm nguyên văn. Nếu không phải, hãy tách thành hai dòng."
        );
        reader.note(Severity::Warning, "part_of_whole", &cell, text, "một số", message);
        let about = |value| Told { precision: Precision::Exact, ..told.with(value) };
        return vec![
            (Indicator::TenantsOperating, about(part)),
            (Indicator::TenantsRegistered, about(whole)),
        ];
    }
    let message = format!(
        "Ô {cell}: “{text}” không đọc được là số. Hãy viết dấu phẩy cho phần thập phân, ví dụ 23,78."
    );
    reader.note(Severity::Error, "number", &cell, text, "một số", message);
    Vec::new()
}
