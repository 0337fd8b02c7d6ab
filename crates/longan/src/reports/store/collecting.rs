//! SQL of the investor who enters for the enterprises in its cluster.

use super::super::model::{ReportCollector, ReportTerm};
use crate::store::{Day, Result, Statement, Store};
use crate::users::{Right, Role, Viewer};

/// The clusters for whose enterprises the viewer enters reports, each with its investor of the day.
pub async fn list_collectors(
    store: &Store,
    viewer: &Viewer,
    today: Day,
) -> Result<Vec<ReportCollector>> {
    let mut query = Statement::new(
        "select distinct i.cluster_id, i.organization_id, o.name from cluster_investors i join organizations o on o.id = i.organization_id
         join user_places up on up.place_id = 'organization:' || i.organization_id
         where up.user_id = ",
    );
    query.push_bind(viewer.user_id.clone()).push(" and i.from_day <= ").push_bind(today);
    query.push(" and (i.to_day is null or i.to_day > ").push_bind(today).push(") and up.role in ");
    let roles = Role::ALL.iter().copied().filter(|role| role.gives(Right::CollectReports));
    query.push_list(roles).push(" order by i.cluster_id, i.organization_id");
    query.fetch_all(store).await
}

/// Who entered the newest version of a report, drafts of others too: `None` where there is none,
/// empty where the body that owes it or an agency did, else the body that entered it instead. It
/// tells nothing of what stands in the report; the duty was found for the viewer.
pub async fn find_entered_by(
    store: &Store,
    _viewer: &Viewer,
    term: &ReportTerm,
    subject_id: &str,
) -> Result<Option<String>> {
    let found: Option<(String,)> = sqlx::query_as(
        "select coalesce(entered_by, '') from reports where form = $1 and period = $2 and subject_id = $3 order by version desc limit 1",
    )
    .bind(term.form)
    .bind(term.period.to_string())
    .bind(subject_id)
    .fetch_optional(store.read())
    .await?;
    Ok(found.map(|row| row.0))
}
