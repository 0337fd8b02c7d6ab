//! From a workbook to drafts: what stands in the cells, read and checked. Nothing here knows
//! the register, a clock or a database.

mod cell;
mod clusters;
mod conflicts;
mod field;
mod lines;
mod outline;
mod projects;
mod tenants;
mod title;

pub use cell::{SerialDays, Told};
pub use clusters::{ClusterDraft, Decision, Number, Soundness, formed_before};
pub use conflicts::ConflictDraft;
pub use field::{Field, Table};
pub use outline::{ColumnOutline, SheetOutline, outline};
pub use projects::{PlanTitle, ProgressDraft, ProjectDraft, contract_key};
pub use tenants::{PlotDraft, TenantDraft};
pub use title::Title;

use super::model::{Kind, Problem};
use cell::TableReader;
use paper::workbook::Workbook;

/// Everything a workbook says, read.
#[derive(Default)]
pub struct Reading {
    /// What it brings: clusters or tenants.
    pub kind: Option<Kind>,
    /// The title of the main table.
    pub title: Title,
    /// Lines of every title, for finding the province.
    pub title_lines: Vec<String>,
    /// Rows of the main tables of clusters.
    pub clusters: Vec<ClusterDraft>,
    /// Rows of tables that say more of clusters in the main table or on the register.
    pub supplements: Vec<ClusterDraft>,
    /// Rows in which communes contradict the Department.
    pub conflicts: Vec<ConflictDraft>,
    /// Rows of lists of enterprises.
    pub tenants: Vec<TenantDraft>,
    /// Rows of lists of promotion projects.
    pub projects: Vec<ProjectDraft>,
    /// Rows that say how far contracts of promotion projects have come.
    pub progress: Vec<ProgressDraft>,
    /// Occupancy printed for the whole place.
    pub overall_occupancy: Option<Told<i64>>,
    /// Marks and what footnotes say they mean.
    pub footnotes: Vec<(String, String)>,
    /// Other lines below the tables.
    pub remarks: Vec<String>,
    /// Whether the main table is a plan's list.
    pub main_table: Option<Table>,
    /// What was found wrong.
    pub problems: Vec<Problem>,
}

/// Looks at every sheet; `only` names the one to be read.
pub fn outlines(workbook: &Workbook, only: Option<&str>) -> Vec<SheetOutline> {
    workbook
        .sheets
        .iter()
        .map(|sheet| match only {
            Some(name) if name != sheet.name => SheetOutline {
                name: sheet.name.clone(),
                skipped: "Không được chọn.".to_owned(),
                ..SheetOutline::default()
            },
            _ => outline(sheet),
        })
        .collect()
}

/// Why nothing of a workbook can be read, in Vietnamese; `None` when something can.
pub fn refusal(outlines: &[SheetOutline], kind: Kind, only: Option<&str>) -> Option<String> {
    if let Some(name) = only
        && !outlines.iter().any(|outline| outline.name == name)
    {
        let names: Vec<&str> = outlines.iter().map(|outline| outline.name.as_str()).collect();
        return Some(format!(
            "Tệp không có trang tính “{name}”. Các trang có trong tệp: {}.",
            names.join("; ")
        ));
    }
    let mut missing = Vec::new();
    let mut readable = 0;
    for outline in outlines {
        let Some(table) = outline.table.filter(|table| is_of(*table, kind)) else { continue };
        let lacks = missing_fields(outline, table);
        if lacks.is_empty() {
            readable += 1;
        } else {
            missing.push(format!(
                "Trang “{}” thiếu cột bắt buộc: {}. Các tiêu đề tìm thấy: {}.",
                outline.name,
                lacks.join(", "),
                outline.headings()
            ));
        }
    }
    if !missing.is_empty() {
        return Some(format!(
            "{} Hãy thêm cột còn thiếu, hoặc chỉ ra cột tương ứng rồi đọc lại.",
            missing.join(" ")
        ));
    }
    (readable == 0).then(|| {
        let wanted = match kind {
            Kind::Clusters => "bảng cụm công nghiệp (cần các cột: tên cụm, diện tích)",
            Kind::Tenants => "danh sách doanh nghiệp (cần các cột: tên doanh nghiệp, thuộc cụm)",
            Kind::Projects => "danh mục đề án khuyến công (cần các cột: tên đề án, kinh phí khuyến công hỗ trợ)",
            Kind::Auto => "bảng cụm công nghiệp, danh sách doanh nghiệp hoặc danh mục đề án khuyến công",
        };
        let found: Vec<String> = outlines
            .iter()
            .map(|outline| format!("trang “{}”: {}", outline.name, outline.headings()))
            .collect();
        format!("Không tìm thấy {wanted} trong tệp. Tiêu đề tìm thấy ở {}. Hãy kiểm tra lại tệp, hoặc chỉ ra cột tương ứng rồi đọc lại.", found.join("; "))
    })
}

fn is_of(table: Table, kind: Kind) -> bool {
    match kind {
        Kind::Auto => true,
        Kind::Tenants => table == Table::Tenants,
        Kind::Projects => is_of_projects(table),
        Kind::Clusters => table != Table::Tenants && !is_of_projects(table),
    }
}

fn is_of_projects(table: Table) -> bool {
    matches!(table, Table::Projects | Table::Progress)
}

/// Columns a table cannot do without.
fn missing_fields(outline: &SheetOutline, table: Table) -> Vec<&'static str> {
    let mut missing = Vec::new();
    match table {
        Table::Clusters => {
            let areas = [Field::AreaPlanned, Field::AreaDecision, Field::PlanArea];
            if !areas.iter().any(|field| outline.has(*field)) {
                missing.push("“Diện tích (ha)”");
            }
        }
        Table::Tenants => {
            let is_grouped = outline.columns.iter().any(|column| column.sample.contains("ụm"));
            if !outline.has(Field::TenantCluster) && !is_grouped {
                missing.push("“Thuộc cụm công nghiệp”");
            }
            if !outline.has(Field::TenantState) {
                missing.push("“Tình trạng”");
            }
        }
        Table::Plan | Table::Operating | Table::Conflicts | Table::Projects | Table::Progress => {}
    }
    missing
}

/// Reads every table of a workbook as its outlines say.
pub fn read(
    workbook: &Workbook,
    outlines: &[SheetOutline],
    kind: Kind,
    serial_days: SerialDays,
) -> Reading {
    let mut reading = Reading::default();
    let has_tenants = outlines.iter().any(|outline| outline.table == Some(Table::Tenants));
    let has_projects = outlines.iter().any(|outline| outline.table.is_some_and(is_of_projects));
    let kind = match kind {
        Kind::Auto if has_projects => Kind::Projects,
        Kind::Auto if has_tenants => Kind::Tenants,
        Kind::Auto => Kind::Clusters,
        chosen => chosen,
    };
    reading.kind = Some(kind);
    // A table of operating clusters is the main table when there is no other.
    let has_main =
        outlines.iter().any(|outline| matches!(outline.table, Some(Table::Clusters | Table::Plan)));
    for outline in outlines {
        let Some(table) = outline.table.filter(|table| is_of(*table, kind)) else { continue };
        let Some(sheet) = workbook.sheet(&outline.name) else { continue };
        let title = title::read(sheet, outline.first_row);
        let mut reader = TableReader::new(sheet, outline, &title, serial_days);
        match table {
            Table::Clusters | Table::Plan => {
                let found = clusters::read(&mut reader);
                reading.clusters.extend(found.rows);
                reading.footnotes.extend(found.footnotes);
                reading.overall_occupancy = reading.overall_occupancy.or(found.overall_occupancy);
            }
            Table::Operating => {
                let found = clusters::read(&mut reader);
                reading.supplements.extend(found.rows);
                if !has_main {
                    reading.overall_occupancy =
                        reading.overall_occupancy.or(found.overall_occupancy);
                }
            }
            Table::Conflicts => reading.conflicts.extend(conflicts::read(&mut reader)),
            Table::Projects => reading.projects.extend(projects::read(&mut reader)),
            Table::Progress => reading.progress.extend(projects::read_progress(&mut reader)),
            Table::Tenants => {
                let found = tenants::read(&mut reader);
                reading.tenants.extend(found.rows);
                reading.remarks.extend(found.remarks);
            }
        }
        reading.problems.append(&mut reader.problems);
        reading.title_lines.extend(title.lines.iter().cloned());
        let is_main =
            matches!(table, Table::Clusters | Table::Plan | Table::Tenants | Table::Projects);
        if reading.main_table.is_none() || (is_main && !is_main_table(reading.main_table)) {
            reading.main_table = Some(table);
            reading.title = title;
        }
    }
    reading
}

fn is_main_table(table: Option<Table>) -> bool {
    matches!(table, Some(Table::Clusters | Table::Plan | Table::Tenants | Table::Projects))
}
