//! The nouns: a task, a duty, a hand-over.

use crate::store::Day;
use crate::words;

words! {
    /// Where a task stands.
    pub enum TaskState {
        Open = "open" => "đang làm",
        Done = "done" => "đã xong",
        Withdrawn = "withdrawn" => "đã bỏ",
    }
}

/// Something a person has to do.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Task {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// What is to be done.
    pub title: String,
    /// What else there is to know.
    pub note: String,
    /// Path of the record it is about; may be empty.
    pub link: String,
    /// Last day; `None` while none is set.
    pub due_on: Option<Day>,
    /// Id of whoever is to do it.
    pub owner_id: String,
    /// Their name.
    pub owner: String,
    /// Id of whoever wrote it down.
    pub made_by: String,
    /// Their name.
    pub maker: String,
    /// Where it stands.
    pub state: TaskState,
    /// Name of whoever had it before a hand-over; empty when nobody had.
    pub taken_over_from: String,
}

impl Task {
    /// Whether its day has passed.
    pub fn is_late(&self, today: &Day) -> bool {
        self.due_on.is_some_and(|due| due < *today)
    }
}

/// A task that has passed every check.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewTask {
    /// What is to be done.
    pub title: String,
    /// What else there is to know.
    pub note: String,
    /// Path of the record it is about.
    pub link: String,
    /// Last day.
    pub due_on: Option<Day>,
    /// Id of whoever is to do it.
    pub owner_id: String,
}

words! {
    /// Where a duty comes from.
    pub enum DutySource {
        Law = "law" => "Quy định",
        Plan = "plan" => "Kỳ quy hoạch",
        Lease = "lease" => "Hợp đồng thuê đất",
        Works = "works" => "Tiến độ hạ tầng",
        Promotion = "promotion" => "Khuyến công",
        Role = "role" => "Vai trò",
        Entry = "entry" => "Đề nghị nhập thay",
        Task = "task" => "Việc ghi tay",
    }
}

/// Something due on a day, worked out from law and register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Last day.
    pub due_on: Day,
    /// Where it comes from.
    pub source: DutySource,
    /// What is to be done.
    pub title: String,
    /// Of which records.
    pub detail: String,
    /// Where they are.
    pub link: String,
    /// Which article or paper says so, and how far that has been checked.
    pub citation: String,
    /// What tells it from others of the same day.
    pub key: String,
}

impl Duty {
    /// Whether its day has passed.
    pub fn is_late(&self, today: &Day) -> bool {
        self.due_on < *today
    }

    /// The form of a task with this duty filled in.
    pub fn task_form(&self) -> String {
        format!(
            "/work/tasks/new?title={}&due_on={}&link={}&note={}",
            crate::ui::url_encode(&self.title),
            crate::ui::url_encode(&self.due_on.vi()),
            crate::ui::url_encode(&self.link),
            crate::ui::url_encode(&format!("{} {}", self.detail, self.citation)),
        )
    }
}

/// One thing that waits for the person, without a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What it is, in a line.
    pub title: String,
    /// Of which records.
    pub detail: String,
    /// Where they are.
    pub link: String,
}

words! {
    /// What is handed over.
    pub enum HandoverKind {
        Task = "task" => "Việc",
        Import = "import" => "Bảng tính chờ duyệt",
        Delegation = "delegation" => "Vai trò được ủy quyền",
        EntryRequest = "entry_request" => "Đề nghị nhập thay",
    }
}

words! {
    /// What becomes of it.
    pub enum HandoverOutcome {
        Moved = "moved" => "chuyển sang người nhận",
        Ended = "ended" => "chấm dứt ủy quyền; người ủy quyền được báo để ủy quyền lại",
        Followed = "followed" => "người nhận theo dõi tiếp, đã ghi thành việc",
    }
}

/// One line of a hand-over.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct HandoverItem {
    /// What it is.
    pub kind: HandoverKind,
    /// Id of the record.
    pub subject_id: String,
    /// What people call it.
    pub title: String,
    /// Where it is; may be empty.
    pub link: String,
    /// Last day, where there is one.
    pub due_on: Option<Day>,
    /// What becomes of it.
    pub outcome: HandoverOutcome,
}

/// A hand-over to keep.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewHandover {
    /// Id of whoever hands over.
    pub from_user_id: String,
    /// Id of whoever receives.
    pub to_user_id: String,
    /// Why.
    pub reason: String,
    /// What.
    pub items: Vec<HandoverItem>,
}

/// A hand-over as both can print it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Handover {
    /// Id.
    pub id: String,
    /// Who handed over.
    pub from_name: String,
    /// Who received.
    pub to_name: String,
    /// Who did it: the person themselves, or an administrator.
    pub by_name: String,
    /// The day.
    pub on_day: Day,
    /// Why.
    pub reason: String,
}
