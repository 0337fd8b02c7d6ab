//! What whoever received a report says to it: it was taken, or it is given back.

use crate::reports::model::ReportStatus;
use crate::reports::summary::SummaryPaper;
use crate::store::Day;
use serde::{Deserialize, Serialize};

/// An answer to a bundle. It stands in the manifest, so that the signature covers every word of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The hash by which the bundle that is answered is known.
    pub bundle_sha256: String,
    /// SHA-256 of the report in it, as it was frozen.
    pub report_sha256: String,
    /// Taken, taken with remarks, or given back.
    pub decision: ReportStatus,
    /// What the reporter is told; never empty when the report is given back.
    pub remarks: String,
    /// The moment of the decision, UTC.
    pub decided_at: String,
    /// The paper it was told by; `None` where this answer is all there is.
    pub paper: Option<SummaryPaper>,
}

impl Reply {
    /// The decisions that can be told.
    pub const DECISIONS: &'static [ReportStatus] =
        &[ReportStatus::Accepted, ReportStatus::AcceptedWithWarnings, ReportStatus::Rejected];

    /// The moment of the decision.
    pub fn moment(&self) -> Option<jiff::Timestamp> {
        self.decided_at.parse().ok()
    }

    /// The day that moment was in Việt Nam.
    pub fn day(&self) -> Option<Day> {
        let there = jiff::tz::Offset::constant(7).to_datetime(self.moment()?);
        Some(Day(there.date()))
    }

    /// "Đã được tiếp nhận ngày 23/11/2026, theo 812/BCT-CTĐP ngày 24/11/2026".
    pub fn told(&self) -> String {
        let what = match self.decision {
            ReportStatus::Accepted => "Đã được tiếp nhận",
            ReportStatus::AcceptedWithWarnings => "Đã được tiếp nhận, có lưu ý",
            _ => "Trả lại để sửa",
        };
        let on = self.day().map(|day| format!(" ngày {}", day.vi())).unwrap_or_default();
        let paper = self.paper.as_ref();
        let paper =
            paper.map(|paper| format!(", theo {} ngày {}", paper.number, paper.issued_on.vi()));
        format!("{what}{on}{}", paper.unwrap_or_default())
    }

    /// Whether the report is given back.
    pub fn is_return(&self) -> bool {
        self.decision == ReportStatus::Rejected
    }
}
