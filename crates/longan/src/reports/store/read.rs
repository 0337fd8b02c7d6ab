//! Reading reports: one, its values, those before it, those that wait.

use super::super::model::{
    Report, ReportForm, ReportProblem, ReportStatus, ReportSubject, ReportValue, WaitingReport,
};
use crate::store::{Result, Statement, Store};
use crate::users::{Right, Role, Viewer};

/// Whether the person `up` reaches unit `p`: by the unit, one above it, one it became or came
/// from, or a region around it.
pub(crate) const REACHES_PLACE: &str = "(up.place_id in (p.id, p.parent_id, p.province_id, 'country:VN:')
     or exists (select 1 from place_changes n join places old on old.id = n.old_id where n.new_id = p.id and up.place_id in (old.id, old.parent_id, old.province_id))
     or exists (select 1 from place_changes n join places became on became.id = n.new_id where n.old_id = p.id and up.place_id in (became.id, became.parent_id, became.province_id))
     or exists (select 1 from place_members m where m.region_id = up.place_id and m.member_id in (p.id, p.province_id)))";

/// The columns of report `r`.
pub(in crate::reports) const COLUMNS: &str = "r.id, r.revision, r.form, r.form_version, r.period, r.subject_kind, r.subject_id, r.cluster_id, r.place_id, r.version, r.status,
     r.due_on, r.made_at, r.sent_at, r.sent_on, r.decided_at, r.remarks, r.reason, r.document_id, r.entered_by";

/// What it is about and who reports: a project's body, or the investor of the time.
const AROUND: &str = " from reports r
     left join tenants t on r.subject_kind = 'tenant' and t.id = r.subject_id
     left join clusters c on c.id = r.cluster_id
     left join cluster_investors i on r.subject_kind = 'cluster'
       and i.id = (select j.id from cluster_investors j where j.cluster_id = r.cluster_id and j.from_day <= coalesce(r.due_on, r.sent_on, substr(r.made_at, 1, 10))
                   order by j.from_day desc, j.id desc limit 1)
     left join organizations o on o.id = coalesce(t.organization_id, i.organization_id)
     left join places p on p.id = r.place_id
     left join documents d on d.id = r.document_id
     left join organizations e on e.id = r.entered_by";

/// The names around it.
const NAMES: &str = ", coalesce(t.name, c.name, p.full_name, '') as subject, coalesce(o.name, '') as reporter, coalesce(o.id, '') as organization_id,
     coalesce(c.slug, '') as slug, coalesce(c.name, '') as cluster,
     coalesce(e.name, '') as entered_by_name,
     coalesce(case when d.number = '' then d.subject_line else d.number end, '') as document";

/// A report with the names around it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FoundReport {
    /// The report.
    #[sqlx(flatten)]
    pub report: Report,
    /// Name of what it is about.
    pub subject: String,
    /// Who reports; empty for a unit.
    pub reporter: String,
    /// Id of that body; empty for a unit.
    pub organization_id: String,
    /// Slug of the cluster; empty for a unit.
    pub slug: String,
    /// Name of the cluster.
    pub cluster: String,
    /// Number or subject line of its paper.
    pub document: String,
    /// Name of the body that entered it instead of the one that owes it; empty where none did.
    pub entered_by_name: String,
}

impl FoundReport {
    /// The page of the record it is about.
    pub fn record_link(&self) -> String {
        match self.report.subject_kind {
            ReportSubject::Tenant => format!("/tenants/{}", self.report.subject_id),
            ReportSubject::Cluster => format!("/clusters/{}", self.slug),
            ReportSubject::Place => {
                format!("/places/{}", crate::ui::url_encode(&self.report.subject_id))
            }
        }
    }

    /// Who reports, in words.
    pub fn who(&self) -> &str {
        if self.reporter.is_empty() { &self.subject } else { &self.reporter }
    }
}

fn roles_with(right: Right) -> impl Iterator<Item = Role> {
    Role::ALL.iter().copied().filter(move |role| role.gives(right))
}

/// Adds: the viewer sees report `r`. What is not sent yet is seen by those who work on it.
fn push_sees(query: &mut Statement, viewer: &Viewer) {
    query.push(
        " and (exists (select 1 from cluster_places mine join user_places up on up.place_id = mine.place_id
                       where mine.cluster_id = r.cluster_id and up.user_id = ",
    );
    push_working(query, viewer, OF_INVESTOR);
    query.push(") or exists (select 1 from user_places own where own.place_id = 'organization:' || t.organization_id and own.user_id = ");
    query.push_bind(viewer.user_id.clone());
    query.push(
        ") or (r.subject_kind = 'place' and exists (select 1 from user_places up where up.user_id = ",
    );
    push_working(query, viewer, OF_UNIT);
    query.push(" and ").push(REACHES_PLACE).push(")))");
}

/// An investor works on the report of its cluster, and on those of enterprises that it entered: it
/// does not read what an enterprise is still writing.
const OF_INVESTOR: &str = " and (r.subject_kind <> 'tenant' or exists (select 1 from user_places e where e.user_id = up.user_id and e.place_id = 'organization:' || r.entered_by))";

/// Whoever draws the report of a unit up works on it.
const OF_UNIT: &str = "";

fn push_working(query: &mut Statement, viewer: &Viewer, filling: &'static str) {
    query.push_bind(viewer.user_id.clone());
    query.push(" and (up.role in ").push_list(roles_with(Right::EnterReports));
    query.push(" or (up.role in ").push_list(roles_with(Right::FillReports)).push(filling);
    query.push(") or (r.status not in ('draft', 'checked', 'approved') and up.role in ");
    query.push_list(roles_with(Right::SeeReports)).push("))");
}

/// One report by its id, if the viewer may see it.
pub async fn find(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<FoundReport>> {
    let mut query = Statement::new("select ");
    query.push(COLUMNS).push(NAMES).push(AROUND).push(" where r.id = ").push_bind(id.to_owned());
    push_sees(&mut query, viewer);
    Ok(query.fetch_all(store).await?.pop())
}

/// Reports of a body about its projects and the clusters it invests in, that the viewer sees, the newest first.
pub async fn list_of_organization(
    store: &Store,
    viewer: &Viewer,
    organization_id: &str,
) -> Result<Vec<FoundReport>> {
    let mut query = Statement::new("select ");
    query
        .push(COLUMNS)
        .push(NAMES)
        .push(AROUND)
        .push(" where o.id = ")
        .push_bind(organization_id.to_owned());
    push_sees(&mut query, viewer);
    query.push(" order by r.period desc, r.form, r.version desc, r.id");
    query.fetch_all(store).await
}

/// Every version for one subject and period that the viewer sees, the newest first.
pub async fn list_versions(
    store: &Store,
    viewer: &Viewer,
    form: ReportForm,
    period: &str,
    subject_id: &str,
) -> Result<Vec<Report>> {
    let mut query = Statement::new("select ");
    query.push(COLUMNS).push(AROUND).push(" where r.form = ").push_bind(form);
    query.push(" and r.subject_id = ").push_bind(subject_id.to_owned());
    query.push(" and r.period = ").push_bind(period.to_owned());
    push_sees(&mut query, viewer);
    query.push(" order by r.version desc");
    query.fetch_all(store).await
}

/// The last report of the same kind of period before this one that was sent and not sent back.
pub async fn find_previous(
    store: &Store,
    viewer: &Viewer,
    form: ReportForm,
    period: &str,
    subject_id: &str,
) -> Result<Option<Report>> {
    let like = if period.contains("-H") { "%-H1" } else { "____" };
    let mut query = Statement::new("select ");
    query.push(COLUMNS).push(AROUND).push(" where r.form = ").push_bind(form);
    query.push(" and r.subject_id = ").push_bind(subject_id.to_owned());
    query.push(" and r.period < ").push_bind(period.to_owned());
    query.push(" and r.period like ").push_bind(like.to_owned());
    query.push(" and r.status in ").push_list(ReportStatus::SENT.iter().copied());
    push_sees(&mut query, viewer);
    query.push(" order by r.period desc, r.version desc limit 1");
    Ok(query.fetch_all(store).await?.pop())
}

/// The values of a report that was found for the viewer.
pub async fn list_values(
    store: &Store,
    _viewer: &Viewer,
    report_id: &str,
) -> Result<Vec<ReportValue>> {
    let values = sqlx::query_as(
        "select report_id, row_key, value, raw, way, computed, reported_below, settled, explanation, note, document_id, location
         from report_values where report_id = $1 order by row_key",
    )
    .bind(report_id)
    .fetch_all(store.read())
    .await?;
    Ok(values)
}

/// What the checks found in a report that was found for the viewer, errors first.
pub async fn list_problems(
    store: &Store,
    _viewer: &Viewer,
    report_id: &str,
) -> Result<Vec<ReportProblem>> {
    let problems = sqlx::query_as(
        "select row_key, severity, category, kind, sheet, cell, found, expected, message, explained
         from report_problems where report_id = $1 order by severity, row_key, id",
    )
    .bind(report_id)
    .fetch_all(store.read())
    .await?;
    Ok(problems)
}

/// The periods for which there are reports. It tells nothing of whose they are.
pub async fn list_periods(store: &Store, _viewer: &Viewer) -> Result<Vec<String>> {
    let rows: Vec<(String,)> =
        sqlx::query_as("select distinct period from reports order by period desc")
            .fetch_all(store.read())
            .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

fn waiting(viewer: &Viewer, head: &'static str) -> Statement {
    let mut query = Statement::new(head);
    query.push(AROUND);
    query.push(
        " where r.status = 'pending' and r.subject_kind in ('tenant', 'cluster')
            and exists (select 1 from cluster_places mine join user_places up on up.place_id = mine.place_id
                        where mine.cluster_id = r.cluster_id and up.user_id = ",
    );
    query.push_bind(viewer.user_id.clone()).push(" and up.role in ");
    query.push_list(roles_with(Right::ReviewReports)).push(")");
    query
}

/// Reports of bodies that wait for the viewer's decision, the oldest first.
pub async fn list_waiting(
    store: &Store,
    viewer: &Viewer,
    limit: i64,
) -> Result<Vec<WaitingReport>> {
    let mut query = waiting(
        viewer,
        "select r.id, r.form, r.period, r.version, r.sent_on, r.due_on, coalesce(t.name, c.name, '') as subject, coalesce(o.name, '') as reporter,
                coalesce(c.name, '') as cluster,
                (select count(*) from report_problems x where x.report_id = r.id and x.severity = 'error') as errors,
                (select count(*) from report_problems x where x.report_id = r.id and x.severity = 'warning') as warnings",
    );
    query.push(" order by r.sent_at, r.id limit ").push_bind(limit);
    query.fetch_all(store).await
}

/// How many wait.
pub async fn count_waiting(store: &Store, viewer: &Viewer) -> Result<i64> {
    let (count,): (i64,) = waiting(viewer, "select count(*)").fetch_one(store).await?;
    Ok(count)
}

/// The unit right below the province in which a cluster lies on a day: it receives the reports.
/// The cluster was found for the viewer.
pub async fn find_receiver(
    store: &Store,
    _viewer: &Viewer,
    cluster_id: &str,
    on: crate::store::Day,
) -> Result<Option<String>> {
    let found: Option<(String,)> = sqlx::query_as(
        "select p.id from cluster_places cp join places p on p.id = cp.place_id join places pr on pr.id = p.parent_id and pr.level = 'province'
         where cp.cluster_id = $1 and (p.valid_from = '' or p.valid_from <= $2) and (p.valid_to is null or p.valid_to >= $2)
         order by case cp.relation when 'recorded' then 0 when 'within' then 1 else 2 end, p.id limit 1",
    )
    .bind(cluster_id)
    .bind(on)
    .fetch_optional(store.read())
    .await?;
    Ok(found.map(|row| row.0))
}
