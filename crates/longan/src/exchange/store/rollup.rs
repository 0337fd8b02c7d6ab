//! What units sent of a form for a period, as it was frozen.

use crate::places::COUNTRY_ID;
use crate::reports::model::{ReportForm, ReportStatus};
use crate::store::{Day, Result, Statement, Store};
use crate::users::{Right, Role, Viewer};

/// A report that was sent, with what was frozen of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SentReport {
    /// Id of the report.
    pub report_id: String,
    /// The unit.
    pub place_id: String,
    /// Which version.
    pub version: i64,
    /// Where it stands.
    pub status: ReportStatus,
    /// The day it was sent.
    pub sent_on: Option<Day>,
    /// When it was decided on, UTC.
    pub decided_at: Option<String>,
    /// What was frozen, JSON.
    pub content: String,
    /// Its SHA-256.
    pub sha256: String,
    /// When it was taken in, UTC, when it came as a bundle.
    pub received_at: Option<String>,
    /// Number of the receipt that was given for it.
    pub receipt_number: Option<String>,
}

/// What units sent and nothing has taken the place of, the latest version of a unit first; for
/// whoever sees the whole country.
pub async fn list_sent(
    store: &Store,
    viewer: &Viewer,
    form: ReportForm,
    period: &str,
) -> Result<Vec<SentReport>> {
    let mut query = Statement::new(
        "select r.id as report_id, r.subject_id as place_id, r.version, r.status, r.sent_on, r.decided_at, s.content, s.sha256, d.received_at, d.receipt_number
         from reports r join report_snapshots s on s.report_id = r.id
         left join exchange_bundles b on b.report_id = r.id and b.direction = 'in'
         left join exchange_deliveries d on d.bundle_id = b.id
         where r.subject_kind = 'place' and r.form = ",
    );
    query.push_bind(form).push(" and r.period = ").push_bind(period.to_owned());
    query.push(" and r.status in ").push_list(ReportStatus::EVER_SENT.iter().copied());
    query.push(" and exists (select 1 from user_places up where up.user_id = ");
    query.push_bind(viewer.user_id.clone()).push(" and up.place_id = ");
    query.push_bind(COUNTRY_ID).push(" and up.role in ");
    query.push_list(Role::ALL.iter().copied().filter(|role| role.gives(Right::SeeReports)));
    query.push(") order by r.subject_id, r.version desc");
    query.fetch_all(store).await
}
