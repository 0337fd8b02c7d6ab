//! What a body has in clusters, for those who reach the cluster and for the body itself.

use super::super::model::{DayPrecision, Lease, TenantState};
use crate::store::{Day, Result, Store};
use crate::users::Viewer;

/// Whether the person `$2` reaches cluster `c` or acts for body `$1`.
macro_rules! seen {
    () => {
        "(exists (select 1 from cluster_places cp join user_places up on up.place_id = cp.place_id and up.user_id = $2
                  where cp.cluster_id = c.id)
          or exists (select 1 from user_places own where own.user_id = $2 and own.place_id = 'organization:' || $1))"
    };
}

/// How a paper `d` is called.
macro_rules! paper {
    () => {
        "coalesce(case when d.number <> '' then d.number when d.file_name <> '' then d.file_name else d.subject_line end, '') as document"
    };
}

/// A project of a body.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ProjectLine {
    /// Id of the project.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Slug of the cluster.
    pub slug: String,
    /// Name of the cluster.
    pub cluster: String,
    /// What it makes.
    pub activity: String,
    /// Its state on the day.
    pub state: Option<TenantState>,
    /// From when.
    pub state_on: Option<Day>,
    /// Land leased on the day, m².
    pub leased_m2: i64,
    /// The paper of the state.
    pub document_id: String,
    /// How it is called.
    pub document: String,
}

/// Projects of a body, by cluster.
pub async fn list_projects_of(
    store: &Store,
    viewer: &Viewer,
    organization_id: &str,
    on: Day,
) -> Result<Vec<ProjectLine>> {
    let rows = sqlx::query_as(concat!(
        "select t.id, t.name, c.slug, c.name as cluster, t.activity, s.state, s.on_day as state_on,
                cast(coalesce((select sum(l.area_m2) from leases l where l.tenant_id = t.id and l.from_day <= $3
                                 and (l.to_day is null or l.to_day > $3)), 0) as bigint) as leased_m2,
                coalesce(s.document_id, '') as document_id, ",
        paper!(),
        " from tenants t join clusters c on c.id = t.cluster_id
          left join tenant_states s on s.id = (select latest.id from tenant_states_counted latest where latest.tenant_id = t.id
                                                 and latest.on_day <= $3 order by latest.on_day desc, latest.id desc limit 1)
          left join documents d on d.id = s.document_id
          where t.organization_id = $1 and t.merged_into is null and ",
        seen!(),
        " order by c.sort_key, t.id"
    ))
    .bind(organization_id)
    .bind(&viewer.user_id)
    .bind(on)
    .fetch_all(store.read())
    .await?;
    Ok(rows)
}

#[derive(sqlx::FromRow)]
struct LeaseRow {
    #[sqlx(flatten)]
    lease: Lease,
    cluster: String,
    document: String,
}

/// Leases of a body that had begun by the day, latest first, with the name of the cluster and of the paper.
pub async fn list_leases_of_organization(
    store: &Store,
    viewer: &Viewer,
    organization_id: &str,
    on: Day,
) -> Result<Vec<(Lease, String, String)>> {
    let rows: Vec<LeaseRow> = sqlx::query_as(concat!(
        "select l.id, l.revision, l.cluster_id, c.slug, l.tenant_id, t.name as tenant, p.number as plot, l.area_m2,
                l.from_day, l.to_day, l.precision, l.contract, l.document_id, l.location, c.name as cluster, ",
        paper!(),
        " from leases l join tenants t on t.id = l.tenant_id join clusters c on c.id = l.cluster_id
          join plots p on p.id = l.plot_id left join documents d on d.id = l.document_id
          where t.organization_id = $1 and t.merged_into is null and l.from_day <= $3 and (l.to_day is null or l.to_day <> l.from_day) and ",
        seen!(),
        " order by l.from_day desc, l.id"
    ))
    .bind(organization_id)
    .bind(&viewer.user_id)
    .bind(on)
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(|row| (row.lease, row.cluster, row.document)).collect())
}

/// What a body reported for a period of one project.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ResultLine {
    /// The period.
    pub period: String,
    /// Slug of the cluster.
    pub slug: String,
    /// Name of the cluster.
    pub cluster: String,
    /// Workers.
    pub workers: Option<i64>,
    /// Revenue, đồng.
    pub revenue_vnd: Option<i64>,
    /// Tax paid, đồng.
    pub tax_paid_vnd: Option<i64>,
    /// A paper that says so.
    pub document_id: String,
    /// How it is called.
    pub document: String,
}

/// What the source that is taken first says of an indicator in the period.
macro_rules! best {
    ($indicator:literal) => {
        concat!(
            "(select b.value from observations b where b.indicator = '",
            $indicator,
            "' and b.subject_id = x.tenant_id and b.period = x.period and b.status <> 'set_aside' order by b.rank, b.recorded_at desc, b.id desc limit 1)"
        )
    };
}

/// Results of a body by period, latest first.
pub async fn list_results_of(
    store: &Store,
    viewer: &Viewer,
    organization_id: &str,
) -> Result<Vec<ResultLine>> {
    let rows = sqlx::query_as(concat!(
        "select x.period, c.slug, c.name as cluster, ",
        best!("workers"),
        " as workers, ",
        best!("revenue"),
        " as revenue_vnd, ",
        best!("tax_paid"),
        " as tax_paid_vnd, x.document_id, ",
        paper!(),
        " from (select t.id as tenant_id, t.cluster_id, o.period, min(o.document_id) as document_id
                from tenants t join observations o on o.subject_id = t.id
                where t.organization_id = $1 and t.merged_into is null and o.status <> 'set_aside' and o.period <> ''
                  and o.indicator in ('workers', 'revenue', 'tax_paid')
                group by t.id, t.cluster_id, o.period) x
          join clusters c on c.id = x.cluster_id left join documents d on d.id = x.document_id
          where ",
        seen!(),
        " order by x.period desc, c.sort_key"
    ))
    .bind(organization_id)
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(rows)
}

/// A cluster a body invests in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct InvestedLine {
    /// Slug of the cluster.
    pub slug: String,
    /// Name of the cluster.
    pub cluster: String,
    /// First day.
    pub from_day: Day,
    /// How well it is known.
    pub precision: DayPrecision,
    /// First day it no longer invests.
    pub to_day: Option<Day>,
    /// The paper.
    pub document_id: String,
    /// How it is called.
    pub document: String,
}

/// Clusters a body had begun to invest in by the day, latest first.
pub async fn list_invested_by(
    store: &Store,
    viewer: &Viewer,
    organization_id: &str,
    on: Day,
) -> Result<Vec<InvestedLine>> {
    let rows = sqlx::query_as(concat!(
        "select c.slug, c.name as cluster, i.from_day, i.precision, i.to_day, i.document_id, ",
        paper!(),
        " from cluster_investors i join clusters c on c.id = i.cluster_id left join documents d on d.id = i.document_id
          where i.organization_id = $1 and i.from_day <= $3 and (i.to_day is null or i.to_day <> i.from_day) and ",
        seen!(),
        " order by i.from_day desc, c.sort_key"
    ))
    .bind(organization_id)
    .bind(&viewer.user_id)
    .bind(on)
    .fetch_all(store.read())
    .await?;
    Ok(rows)
}
