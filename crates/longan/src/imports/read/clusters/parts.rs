//! Whether the numbers of a row fit together.

use super::ClusterDraft;
use crate::imports::model::Severity;
use crate::imports::read::cell::TableReader;
use crate::imports::read::field::Field;
use crate::observations::Indicator;
use paper::workbook::cell_name;

/// A part may not be larger than the whole, and a printed rate should be what its parts give.
pub(super) fn check_parts(reader: &mut TableReader<'_>, row: u32, draft: &ClusterDraft) {
    let value = |indicator| draft.number(indicator).map(|told| told.value);
    let area = value(Indicator::AreaDecision).or_else(|| value(Indicator::AreaPlanned));
    let industrial = value(Indicator::AreaIndustrial);
    let leased = value(Indicator::AreaLeased);
    let ha = |m2| kernel::Area(m2).ha_vi();
    let cell = |field: Field| {
        reader.outline.column(field).map(|c| cell_name(row, c.column)).unwrap_or_default()
    };
    let mut errors: Vec<(&str, String, String, String)> = Vec::new();
    let mut warnings: Vec<(&str, String, String, String)> = Vec::new();
    if let (Some(area), Some(industrial)) = (area, industrial)
        && industrial > area
        && !draft.numbers.iter().any(|number| number.horizon.is_some())
    {
        let cell = cell(Field::AreaIndustrial);
        errors.push(("part_larger_than_whole", cell.clone(), ha(industrial), format!("Ô {cell}: đất công nghiệp {} ha lớn hơn diện tích cả cụm {} ha. Hãy kiểm tra lại hai số này.", ha(industrial), ha(area))));
    }
    match (industrial, leased) {
        (Some(0), Some(leased)) if leased > 0 => {
            let cell = cell(Field::AreaLeased);
            errors.push(("no_industrial_land", cell.clone(), ha(leased), format!("Ô {cell}: đã cho thuê {} ha nhưng đất công nghiệp là 0 ha, không tính được tỷ lệ lấp đầy. Hãy nhập đất công nghiệp theo quy hoạch chi tiết, hoặc sửa diện tích đã cho thuê.", ha(leased))));
        }
        (Some(industrial), Some(leased)) if leased > industrial => {
            let cell = cell(Field::AreaLeased);
            errors.push(("leased_over_industrial", cell.clone(), ha(leased), format!("Ô {cell}: đã cho thuê {} ha, lớn hơn đất công nghiệp {} ha (tỷ lệ lấp đầy trên 100 %). Hãy kiểm tra lại hai số này.", ha(leased), ha(industrial))));
        }
        _ => {}
    }
    if let (Some(printed), Some(numerator), Some(denominator)) =
        (value(Indicator::Occupancy), leased, industrial.filter(|m2| *m2 > 0))
    {
        let ratio = kernel::number::Ratio { numerator, denominator };
        if let Some(counted) = ratio.percent_scaled().filter(|c| (c - printed).abs() > 5) {
            let vi = |value| kernel::number::format_scaled(value, 2, 2, 2);
            let cell = cell(Field::Occupancy);
            warnings.push(("occupancy_differs", cell.clone(), vi(printed), format!("Ô {cell}: tỷ lệ lấp đầy ghi {} %, nhưng đất đã cho thuê chia đất công nghiệp được {} %. Số ghi trong bảng được giữ là số báo cáo.", vi(printed), vi(counted))));
        }
    }
    for (severity, found) in [(Severity::Error, errors), (Severity::Warning, warnings)] {
        for (kind, cell, shown, message) in found {
            reader.note(severity, kind, &cell, &shown, "các số khớp nhau", message);
        }
    }
}
