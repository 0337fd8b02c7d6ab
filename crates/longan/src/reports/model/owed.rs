//! Who owes a report, and how far it has come.

use super::{ReportForm, ReportStatus, ReportSubject, ReportTerm};
use crate::store::Day;
use crate::words;

words! {
    /// How far a report that is owed has come.
    pub enum OwedState {
        Missing = "missing" => "chưa gửi",
        Draft = "draft" => "đang soạn, chưa gửi",
        Returned = "returned" => "bị trả lại, phải gửi lại",
        Sent = "sent" => "đã gửi, chờ xem xét",
        Accepted = "accepted" => "đã tiếp nhận",
    }
}

impl OwedState {
    /// Whether the reporter still has something to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Missing | Self::Draft | Self::Returned)
    }

    /// Colour of its badge.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Missing => "bg-red-lt",
            Self::Draft | Self::Returned => "bg-yellow-lt",
            Self::Sent => "bg-blue-lt",
            Self::Accepted => "bg-green-lt",
        }
    }
}

/// Which duties are wanted.
#[derive(Clone, Debug)]
pub struct WantedOwed {
    /// Form, period and days.
    pub term: ReportTerm,
    /// The unit they lie in; empty for all the viewer sees.
    pub place_id: String,
    /// Slug of their cluster; empty for all.
    pub cluster: String,
    /// One of them: id of a tenant, cluster or place; empty for all.
    pub subject_id: String,
    /// These only; empty for all.
    pub subject_ids: Vec<String>,
    /// How far they have come: those of one state, or `None` for all.
    pub state: Option<OwedState>,
    /// Those that still have to be sent.
    pub open_only: OwedStage,
    /// Those whose report the viewer fills in themselves.
    pub own_only: OwedReach,
}

/// Whether only what still has to be sent is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OwedStage {
    /// Everything.
    #[default]
    All,
    /// What still has to be sent.
    Open,
}

/// Whether only the viewer's own reports are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OwedReach {
    /// Everything the viewer sees.
    #[default]
    Seen,
    /// What the viewer fills in for their own body.
    Own,
    /// What the viewer enters, for their own body or for others.
    Entered,
    /// What is sent to the viewer, who looks after it.
    Reviewed,
}

impl WantedOwed {
    /// Everything of a form and period that the viewer sees.
    pub fn all(term: ReportTerm) -> Self {
        Self {
            term,
            place_id: String::new(),
            cluster: String::new(),
            subject_id: String::new(),
            subject_ids: Vec::new(),
            state: None,
            open_only: OwedStage::All,
            own_only: OwedReach::Seen,
        }
    }
}

/// One report that is owed.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Owed {
    /// What kind of record it is about.
    pub subject_kind: ReportSubject,
    /// Id of that record.
    pub subject_id: String,
    /// Its name.
    pub subject: String,
    /// The body that owes it; empty for a unit.
    pub organization_id: String,
    /// Its name; empty for a unit.
    pub reporter: String,
    /// Its tax code.
    pub tax_code: String,
    /// Id of the cluster; empty for a unit.
    pub cluster_id: String,
    /// Slug of the cluster; empty for a unit.
    pub slug: String,
    /// Name of the cluster, or of the unit above.
    pub cluster: String,
    /// Where that is.
    pub place: String,
    /// Address for letters; empty when none is known.
    pub mail: String,
    /// Its report, once it was begun.
    pub report_id: Option<String>,
    /// Which version that is; 0 when there is none.
    pub version: i64,
    /// Where that stands.
    pub status: Option<ReportStatus>,
    /// The day it was sent.
    pub sent_on: Option<Day>,
    /// How far it has come.
    pub state: OwedState,
    /// When the reporter was reminded last, UTC.
    pub reminded_at: Option<String>,
    /// The body that entered it instead of the one that owes it.
    pub entered_by: Option<String>,
}

impl Owed {
    /// Who has to send it, in words.
    pub fn who(&self) -> &str {
        if self.reporter.is_empty() { &self.subject } else { &self.reporter }
    }

    /// Whether it came after its day, or has not come and the day has passed.
    pub fn is_late(&self, term: &ReportTerm, today: &Day) -> bool {
        let Some(due) = term.due_on else { return false };
        match self.sent_on {
            Some(sent) if !self.state.is_open() => sent > due,
            _ => due < *today && self.state != OwedState::Accepted,
        }
    }

    /// Where people of whoever owes it have their roles.
    pub fn seat(&self) -> String {
        if self.organization_id.is_empty() {
            self.subject_id.clone()
        } else {
            format!("organization:{}", self.organization_id)
        }
    }

    /// Where its report is filled in.
    pub fn fill_link(&self, form: ReportForm, period: &str) -> String {
        format!("/reports/fill/{form}/{period}/{}", crate::ui::url_encode(&self.subject_id))
    }

    /// Its report when there is one; where it is filled in, or the record, when there is none.
    pub fn link(&self, form: &ReportForm, period: &str) -> String {
        match &self.report_id {
            Some(id) => format!("/reports/{id}"),
            None if form.is_entered() => self.fill_link(*form, period),
            None => self.record_link(),
        }
    }

    /// The page of the record it is about.
    pub fn record_link(&self) -> String {
        match self.subject_kind {
            ReportSubject::Tenant => format!("/tenants/{}", self.subject_id),
            ReportSubject::Cluster => format!("/clusters/{}", self.slug),
            ReportSubject::Place => {
                format!("/places/{}", crate::ui::url_encode(&self.subject_id))
            }
        }
    }
}

/// The investor of a cluster, as whom somebody enters reports of the enterprises in it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ReportCollector {
    /// The cluster.
    pub cluster_id: String,
    /// The investor.
    pub organization_id: String,
    /// Its name.
    pub name: String,
}

/// How many reports of a form are how far.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct OwedCount {
    /// All that are owed.
    pub owed: i64,
    /// Nothing has come.
    pub missing: i64,
    /// Begun and not sent.
    pub draft: i64,
    /// Sent back.
    pub returned: i64,
    /// Sent and waiting.
    pub sent: i64,
    /// Taken.
    pub accepted: i64,
    /// Sent after the day.
    pub late: i64,
}

impl OwedCount {
    /// Those that have come, late ones too.
    pub fn come(&self) -> i64 {
        self.sent + self.accepted
    }

    /// Those that have not.
    pub fn open(&self) -> i64 {
        self.missing + self.draft + self.returned
    }
}

/// The same for one cluster or unit.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OwedGroup {
    /// Slug of the cluster, or id of the unit.
    pub id: String,
    /// Its name.
    pub name: String,
    /// All that are owed.
    pub owed: i64,
    /// Those that have come.
    pub come: i64,
}
