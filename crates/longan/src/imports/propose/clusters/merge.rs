//! Putting what several tables of one workbook say of a cluster side by side.

use super::problem;
use crate::imports::model::{Problem, Severity};
use crate::imports::propose::Setting;
use crate::imports::propose::register::KnownClusters;
use crate::imports::propose::units::FoundPlaces;
use crate::imports::read::{ClusterDraft, Number, Reading, Soundness};
use kernel::cluster_name::match_key;
use std::collections::HashMap;

/// Puts what a second table says of a cluster beside what the main table says.
pub(super) fn merge_supplements(
    reading: &Reading,
    known: &KnownClusters,
    drafts: &mut Vec<ClusterDraft>,
    problems: &mut Vec<Problem>,
) {
    let is_only_table = reading.clusters.is_empty();
    let place: HashMap<String, usize> =
        drafts.iter().enumerate().map(|(index, draft)| (match_key(&draft.name), index)).collect();
    for more in &reading.supplements {
        if let Some(index) = place.get(&match_key(&more.name)) {
            let main = &mut drafts[*index];
            for number in &more.numbers {
                add_number(main, number, more, problems);
            }
            main.wastewater = main.wastewater.take().or_else(|| more.wastewater.clone());
            if more.soundness == Soundness::Wrong {
                main.soundness = Soundness::Wrong;
            }
        } else if known.find(None, &more.name).is_some() || is_only_table {
            drafts.push(more.clone());
        } else {
            let name = &more.name;
            let message = format!(
                "Ô {}: cụm “{name}” không có trong bảng tổng hợp và chưa có trong hồ sơ. Hãy sửa tên cho khớp, hoặc thêm cụm vào bảng tổng hợp.",
                more.name_cell
            );
            problems.push(problem(
                more,
                Severity::Error,
                "unknown_cluster",
                name,
                "tên một cụm đã có",
                message,
            ));
        }
    }
}

/// Adds a number of another table; where both tables say something else, the main table stays.
fn add_number(
    main: &mut ClusterDraft,
    number: &Number,
    other: &ClusterDraft,
    problems: &mut Vec<Problem>,
) {
    let Some(told) = main.number(number.indicator) else {
        main.numbers.push(number.clone());
        return;
    };
    if told.value == number.told.value {
        return;
    }
    let unit = number.indicator.unit();
    let (one, two) = (unit.vi(told.value), unit.vi(number.told.value));
    let (sheet, cell) = number.told.location.split_once('!').unwrap_or((&other.sheet, ""));
    let message = format!(
        "Cụm “{}”, {}: {} ghi {one}, {} ghi {two}. Lấy số ở bảng tổng hợp; hãy sửa cho hai bảng khớp nhau.",
        main.name,
        number.indicator.label().to_lowercase(),
        told.location,
        number.told.location
    );
    problems.push(Problem {
        sheet: sheet.to_owned(),
        cell: cell.to_owned(),
        severity: Severity::Warning,
        kind: "sheets_disagree".to_owned(),
        found: two,
        expected: one,
        message,
    });
}

/// Puts what communes report beside what the Department says.
pub(super) fn merge_conflicts(
    reading: &Reading,
    known: &KnownClusters,
    setting: &Setting,
    drafts: &mut [ClusterDraft],
    problems: &mut Vec<Problem>,
) {
    let place: HashMap<String, usize> =
        drafts.iter().enumerate().map(|(index, draft)| (match_key(&draft.name), index)).collect();
    for conflict in &reading.conflicts {
        let Some(index) = place.get(&match_key(&conflict.name)) else {
            let hint = if known.find(None, &conflict.name).is_some() {
                "Cụm có trong hồ sơ nhưng không có trong bảng tổng hợp của tệp này; hãy thêm dòng của cụm vào bảng tổng hợp."
            } else {
                "Hãy sửa tên cho khớp với bảng tổng hợp."
            };
            problems.push(Problem {
                sheet: conflict.sheet.clone(),
                cell: conflict.name_cell.clone(),
                severity: Severity::Error,
                kind: "unknown_cluster".to_owned(),
                found: conflict.name.clone(),
                expected: "tên một cụm trong bảng tổng hợp".to_owned(),
                message: format!(
                    "Ô {}: không tìm thấy cụm “{}” trong bảng tổng hợp. {hint}",
                    conflict.name_cell, conflict.name
                ),
            });
            continue;
        };
        let main = &mut drafts[*index];
        for number in &conflict.numbers {
            match &number.commune {
                None => {
                    let other = main.clone();
                    add_number(main, number, &other, problems);
                }
                Some(reporter) => {
                    let text = main.place.as_ref().map(|t| t.value.as_str()).unwrap_or_default();
                    let found = setting.places.find(text, &main.group);
                    let mut number = number.clone();
                    number.commune = Some(named_reporter(reporter, &found));
                    main.numbers.push(number);
                }
            }
        }
    }
}

/// "UBND xã" of a cluster in one commune is that commune's.
fn named_reporter(reporter: &str, found: &FoundPlaces) -> String {
    let is_bare = matches!(
        kernel::text::fold(reporter).as_str(),
        "ubnd xa" | "ubnd phuong" | "xa" | "phuong"
    );
    if is_bare && found.ids.len() == 1 {
        crate::places::committee_vi(&found.lead)
    } else {
        reporter.to_owned()
    }
}

/// The same mã or name twice: nobody can tell which row is meant.
pub(super) fn refuse_duplicates(drafts: &mut [ClusterDraft], problems: &mut Vec<Problem>) {
    let mut by_code: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if let Some(code) = &draft.code {
            by_code.entry(code.value.clone()).or_default().push(index);
        }
        by_name.entry(match_key(&draft.name)).or_default().push(index);
    }
    for (kind, word, groups) in
        [("duplicate_code", "Mã", &by_code), ("duplicate_name", "Tên cụm", &by_name)]
    {
        for indexes in groups.values().filter(|indexes| indexes.len() > 1) {
            let rows: Vec<String> =
                indexes.iter().map(|index| drafts[*index].row_number().to_string()).collect();
            for index in indexes {
                let draft = &mut drafts[*index];
                draft.soundness = Soundness::Wrong;
                let (cell, found) = match (&draft.code, kind) {
                    (Some(code), "duplicate_code") => {
                        let cell = code.location.rsplit('!').next().unwrap_or_default().to_owned();
                        (cell, code.raw.clone())
                    }
                    _ => (draft.name_cell.clone(), draft.name.clone()),
                };
                problems.push(Problem {
                    sheet: draft.sheet.clone(),
                    cell: cell.clone(),
                    severity: Severity::Error,
                    kind: kind.to_owned(),
                    found: found.clone(),
                    expected: "mỗi cụm một dòng".to_owned(),
                    message: format!("Ô {cell}: {} “{found}” lặp lại ở các dòng {} (không phân biệt chữ hoa, dấu cách). Mỗi cụm chỉ được có một dòng; hãy sửa hoặc bỏ dòng thừa.", word.to_lowercase(), rows.join(", ")),
                });
            }
        }
    }
}
