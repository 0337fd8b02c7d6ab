//! The nouns: a workbook brought to the register, its rows, and what is wrong with them.

pub mod known;

use super::payload::Payload;
use super::read::SheetOutline;
use crate::store::Day;
use crate::words;
use std::collections::BTreeMap;

words! {
    /// What a workbook brings.
    pub enum Kind {
        Auto = "auto" => "Tự nhận theo tiêu đề cột",
        Clusters = "clusters" => "Cụm công nghiệp",
        Tenants = "tenants" => "Doanh nghiệp trong cụm",
        Projects = "projects" => "Đề án khuyến công",
    }
}

words! {
    /// How far an import has come.
    pub enum Status {
        Reading = "reading" => "Đang đọc",
        Proposed = "proposed" => "Chờ duyệt",
        Taken = "taken" => "Đã nhập",
        PartlyTaken = "partly_taken" => "Đã nhập một phần",
        Refused = "refused" => "Không đọc được",
        Withdrawn = "withdrawn" => "Đã bỏ",
    }
}

words! {
    /// What taking a row would do.
    pub enum Outcome {
        New = "new" => "Thêm mới",
        Changed = "changed" => "Cập nhật",
        Unchanged = "unchanged" => "Không đổi",
        Wrong = "wrong" => "Có lỗi",
    }
}

words! {
    /// What happened to a row.
    pub enum RowStatus {
        Waiting = "waiting" => "Chờ duyệt",
        Taken = "taken" => "Đã nhập",
        Stale = "stale" => "Hồ sơ đã bị sửa, cần đọc lại",
    }
}

words! {
    /// What a row speaks of.
    pub enum Subject {
        Cluster = "cluster" => "Cụm công nghiệp",
        Tenant = "tenant" => "Doanh nghiệp",
        Project = "project" => "Đề án khuyến công",
        Place = "place" => "Địa bàn",
    }
}

words! {
    /// Whether a problem keeps its row out.
    pub enum Severity {
        Error = "error" => "Lỗi",
        Warning = "warning" => "Cảnh báo",
    }
}

/// Something found in a cell that has to be mended or looked at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, sqlx::FromRow)]
pub struct Problem {
    /// Name of the sheet; empty when the whole file is meant.
    pub sheet: String,
    /// Name of the cell; empty when the whole sheet is meant.
    pub cell: String,
    /// Whether the row is kept out.
    pub severity: Severity,
    /// What kind of problem, for scripts.
    pub kind: String,
    /// What stands there.
    pub found: String,
    /// What should stand there.
    pub expected: String,
    /// What was found, what is expected and how to mend it, in Vietnamese.
    pub message: String,
}

/// What the person says of the workbook.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Options {
    /// Read this sheet only.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The province, instead of the one the title names: code or id.
    #[serde(default)]
    pub place: Option<String>,
    /// The day of the figures, instead of the one the title names.
    #[serde(default)]
    pub on: Option<Day>,
    /// Take rows without errors at once.
    #[serde(default)]
    pub accept: bool,
    /// Read and tell, keep nothing.
    #[serde(default)]
    pub dry_run: bool,
    /// A plain number in a day's column is the day Excel would show.
    #[serde(default)]
    pub accept_serial_dates: bool,
    /// Fields the person chose for columns: sheet, column counted from 0, word of the field (empty: none).
    #[serde(default)]
    pub columns: BTreeMap<String, BTreeMap<u32, String>>,
}

/// What was found, for the page and for the command line.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Summary {
    /// Title of the table.
    pub title: String,
    /// Name of the province.
    pub place: String,
    /// Where the day of the figures comes from.
    pub day_origin: String,
    /// Number of the decision a plan's table belongs to.
    pub decision: String,
    /// The sheets and their columns.
    pub sheets: Vec<SheetOutline>,
    /// Rows of clusters or enterprises.
    pub read: usize,
    /// Rows that are new.
    pub new: usize,
    /// Rows that change something.
    pub changed: usize,
    /// Rows that change nothing.
    pub unchanged: usize,
    /// Rows that cannot be taken.
    pub wrong: usize,
    /// Number of errors.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Records of the place that the workbook does not name.
    #[serde(default)]
    pub not_named: Vec<String>,
}

/// An import as kept.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Import {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Counts the times the file was read.
    pub reading: i64,
    /// What the workbook brings.
    pub kind: Kind,
    /// How far it has come.
    pub status: Status,
    /// SHA-256 of the file.
    pub file_sha256: String,
    /// Name of the file.
    pub file_name: String,
    /// Size of the file in bytes.
    pub file_bytes: i64,
    /// Day of the figures.
    pub on_day: Option<Day>,
    /// Id of the province.
    pub place_id: Option<String>,
    /// What the person said.
    pub options: Options,
    /// What was found.
    pub summary: Summary,
    /// Why it was refused, in Vietnamese; empty when it was not.
    pub refusal: String,
    /// Rows compared so far.
    pub rows_done: i64,
    /// Rows to compare.
    pub rows_total: i64,
    /// Who brought it.
    pub user_id: String,
    /// Name of who brought it.
    pub full_name: String,
    /// When, UTC.
    pub created_at: String,
    /// When it was read to the end, taken or withdrawn; UTC.
    pub finished_at: Option<String>,
}

impl Import {
    /// An import that is read and told but not kept.
    pub fn unkept(kind: Kind, file_name: &str, bytes: &[u8], options: &Options) -> Self {
        Self {
            id: String::new(),
            revision: 0,
            reading: 0,
            kind,
            status: Status::Reading,
            file_sha256: crate::files::sha256_hex(bytes),
            file_name: file_name.to_owned(),
            file_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            on_day: None,
            place_id: None,
            options: options.clone(),
            summary: Summary::default(),
            refusal: String::new(),
            rows_done: 0,
            rows_total: 0,
            user_id: String::new(),
            full_name: String::new(),
            created_at: String::new(),
            finished_at: None,
        }
    }

    /// Whether rows of it can still be taken.
    pub fn is_open(&self) -> bool {
        matches!(self.status, Status::Proposed | Status::PartlyTaken)
    }

    /// Whether it can be read again with other columns.
    pub fn may_be_read_again(&self) -> bool {
        matches!(self.status, Status::Proposed | Status::Refused)
    }

    /// The moment it was brought, as people write it.
    pub fn brought_on(&self) -> String {
        let moment = self.created_at.parse::<jiff::Timestamp>();
        moment.map_or_else(
            |_| self.created_at.clone(),
            |moment| {
                let local = jiff::tz::Offset::constant(7).to_datetime(moment);
                format!("{} {:02}:{:02}", Day(local.date()).vi(), local.hour(), local.minute())
            },
        )
    }
}

/// A change a row would make.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// What changes, in Vietnamese.
    pub field: String,
    /// How it stood; empty when there was nothing.
    pub before: String,
    /// How it will stand.
    pub after: String,
}

/// A row of the workbook and what taking it would do.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// Id.
    pub id: String,
    /// Place in the list.
    pub position: i64,
    /// Sheet it stands on.
    pub sheet: String,
    /// Row in the sheet, counted from 1.
    pub row_number: i64,
    /// What it speaks of.
    pub subject: Subject,
    /// Name of the cluster, enterprise or place.
    pub name: String,
    /// What taking it would do.
    pub outcome: Outcome,
    /// What happened to it.
    pub status: RowStatus,
    /// What would be written.
    pub payload: Payload,
    /// What would change.
    pub changes: Vec<Change>,
}

/// The answer of the command line.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Report {
    /// Rows of clusters or enterprises in the workbook.
    pub read: usize,
    /// Rows taken.
    pub accepted: usize,
    /// Rows that wait for a person.
    pub proposed: usize,
    /// Rows that change nothing or have errors.
    pub skipped: usize,
    /// What was found wrong.
    pub problems: Vec<Problem>,
    /// Id of the import; empty on a dry run.
    pub import_id: String,
    /// What each sheet was taken for.
    pub sheets: Vec<SheetTold>,
    /// Why the file was refused, in Vietnamese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
}

/// What a sheet was taken for.
#[derive(Clone, Debug, serde::Serialize)]
pub struct SheetTold {
    /// Name of the sheet.
    pub name: String,
    /// What kind of table it holds; empty when it was skipped.
    pub table: String,
}

impl Report {
    /// Whether anything in the data has to be mended.
    pub fn has_errors(&self) -> bool {
        self.refusal.is_some() || self.problems.iter().any(|p| p.severity == Severity::Error)
    }
}
