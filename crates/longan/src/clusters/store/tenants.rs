//! Reading tenants: of one cluster, of a place, one by its id.

use super::super::model::{Tenant, TenantLine, TenantState, TenantStateFact};
use crate::events::Known;
use crate::observations::Observation;
use crate::places::COUNTRY_ID;
use crate::store::{Day, Result, Statement, Store};
use crate::users::Viewer;

/// Which tenants are wanted.
#[derive(Clone, Debug)]
pub struct WantedTenants {
    /// The place they lie in; empty when they are of one cluster.
    pub place_id: String,
    /// Their cluster; empty for those of a place.
    pub cluster_id: String,
    /// The day.
    pub on: Day,
    /// Until when what was recorded counts.
    pub known: Known,
    /// The period their results are of: "2013".
    pub period: String,
    /// Text to look for, folded; empty for all.
    pub text: String,
    /// Their state on the day.
    pub state: Option<TenantState>,
}

/// What a tenant reported for the period, from the source that is taken first.
macro_rules! result_then {
    ($indicator:literal) => {
        concat!(
            "(select o.value from observations o where o.indicator = '",
            $indicator,
            "' and o.subject_id = t.id and o.period = asked.period and o.recorded_at < asked.until
               and (o.status <> 'set_aside' or exists (select 1 from observations n where n.id = o.superseded_by and n.recorded_at >= asked.until))
               order by o.rank, o.id desc limit 1)"
        )
    };
}

const STATE: &str =
    "(select s.state from tenant_states_counted s where s.tenant_id = t.id and s.on_day <= asked.on_day
     order by s.on_day desc, s.id desc limit 1)";
/// The same as it was known at a moment; apart, because the index does not hold that moment.
const STATE_KNOWN: &str =
    "(select s.state from tenant_states s where s.tenant_id = t.id and s.on_day <= asked.on_day and s.recorded_at < asked.until
     and (s.superseded_at = '' or s.superseded_at >= asked.until)
     order by s.on_day desc, s.id desc limit 1)";

fn state_then(wanted: &WantedTenants) -> &'static str {
    if wanted.known.is_all() { STATE } else { STATE_KNOWN }
}

/// Tenants by name, `limit` of them from `offset`.
pub async fn list_tenant_lines(
    store: &Store,
    viewer: &Viewer,
    wanted: &WantedTenants,
    limit: i64,
    offset: i64,
) -> Result<Vec<TenantLine>> {
    let mut query = asked(viewer, wanted);
    // The page is found first, so that nothing is looked up for tenants it does not show.
    query.push(", page as (select t.id from asked ");
    push_conditions(&mut query, wanted);
    query
        .push(" order by t.sort_key, t.id limit ")
        .push_bind(limit)
        .push(" offset ")
        .push_bind(offset);
    query.push(concat!(
        ") select t.id, t.name, t.tax_code, t.activity, t.vsic_code, t.capital, c.slug, c.name as cluster,
                cast(coalesce((select sum(l.area_m2) from leases l where l.tenant_id = t.id and l.from_day <= asked.on_day and l.recorded_at < asked.until
                                 and (l.superseded_at = '' or l.superseded_at >= asked.until)
                                 and (l.to_day is null or l.to_day > asked.on_day or l.ended_at >= asked.until)), 0) as bigint) as leased_m2, ",
        result_then!("workers"),
        " as workers, ",
        result_then!("revenue"),
        " as revenue_vnd, ",
        result_then!("tax_paid"),
        " as tax_paid_vnd, "
    ));
    query.push(state_then(wanted)).push(
        " as state from asked cross join page cross join tenants t cross join clusters c
          where t.id = page.id and c.id = t.cluster_id order by t.sort_key, t.id",
    );
    query.fetch_all(store).await
}

/// How many tenants there are, counted up to `at_most`.
pub async fn count_tenants(
    store: &Store,
    viewer: &Viewer,
    wanted: &WantedTenants,
    at_most: i64,
) -> Result<i64> {
    let mut query = asked(viewer, wanted);
    query.push("select count(*) from (select t.id from asked ");
    push_conditions(&mut query, wanted);
    query.push(" limit ").push_bind(at_most).push(") counted");
    let (count,): (i64,) = query.fetch_one(store).await?;
    Ok(count)
}

fn asked(viewer: &Viewer, wanted: &WantedTenants) -> Statement {
    let mut query = Statement::new("with asked as (select cast(");
    query.push_bind(viewer.user_id.clone()).push(" as text) as user_id, cast(");
    query.push_bind(wanted.place_id.clone()).push(" as text) as place_id, cast(");
    query.push_bind(wanted.cluster_id.clone()).push(" as text) as cluster_id, cast(");
    query.push_bind(wanted.on).push(" as text) as on_day, cast(");
    query.push_bind(wanted.period.clone()).push(" as text) as period, cast(");
    query.push_bind(wanted.known.until().to_owned()).push(" as text) as until, cast(");
    query.push_bind(wanted.text.clone()).push(" as text) as words) ");
    query
}

/// Tenants `t`: of a cluster or of the clusters of a place, each by its index; everything lies
/// in the country, whose tenants are walked in the order of the list.
fn push_conditions(query: &mut Statement, wanted: &WantedTenants) {
    query.push(if !wanted.cluster_id.is_empty() {
        "cross join tenants t where t.cluster_id = asked.cluster_id "
    } else if wanted.place_id == COUNTRY_ID {
        "cross join tenants t where 1 = 1 "
    } else {
        "cross join cluster_places here cross join tenants t
         where here.place_id = asked.place_id and t.cluster_id = here.cluster_id "
    });
    query.push(
        "and t.merged_into is null
         and exists (select 1 from cluster_places mine join user_places up on up.place_id = mine.place_id
                     where mine.cluster_id = t.cluster_id and up.user_id = asked.user_id) ",
    );
    if !wanted.known.is_all() {
        query.push(" and t.recorded_at < asked.until ");
    }
    if !wanted.text.is_empty() {
        query.push(" and t.search_text like '%' || asked.words || '%' ");
    }
    if let Some(state) = wanted.state {
        query.push(" and ").push(state_then(wanted)).push(" = ").push_bind(state);
    }
}

/// One tenant by its id, or the one it was made one with, with slug and name of its cluster, if the viewer may see it.
pub async fn find_tenant(
    store: &Store,
    viewer: &Viewer,
    id: &str,
) -> Result<Option<(Tenant, String, String)>> {
    let tenant: Option<Tenant> = sqlx::query_as(
        "select t.id, t.revision, t.cluster_id, t.organization_id, t.name, t.tax_code, t.activity, t.vsic_version, t.vsic_code, t.capital, t.licensed_on, t.note
         from tenants t
         where t.id = (select coalesce(x.merged_into, x.id) from tenants x where x.id = $1)
           and (exists (select 1 from cluster_places mine join user_places up on up.place_id = mine.place_id
                        where mine.cluster_id = t.cluster_id and up.user_id = $2)
                or exists (select 1 from user_places own
                           where own.user_id = $2 and own.place_id = 'organization:' || t.organization_id))",
    )
    .bind(id)
    .bind(&viewer.user_id)
    .fetch_optional(store.read())
    .await?;
    let Some(tenant) = tenant else { return Ok(None) };
    let (slug, name): (String, String) =
        sqlx::query_as("select slug, name from clusters where id = $1")
            .bind(&tenant.cluster_id)
            .fetch_one(store.read())
            .await?;
    Ok(Some((tenant, slug, name)))
}

/// The states of a tenant up to the day, latest first. The tenant was found for a viewer.
pub async fn list_tenant_states(
    store: &Store,
    _viewer: &Viewer,
    tenant_id: &str,
    on: Day,
    known: &Known,
) -> Result<Vec<TenantStateFact>> {
    let states = sqlx::query_as(
        "select id, state, on_day, precision, document_id, location,
                case when superseded_at < $3 then superseded_at else '' end as superseded_at,
                case when superseded_at < $3 then superseded_reason else '' end as superseded_reason,
                coalesce((select max(u.full_name) from events e join users u on u.id = e.user_id
                          where superseded_at <> '' and e.subject_id in (select t.id from tenants t where t.id = $1 or t.merged_into = $1)
                            and e.happened_at = superseded_at), '') as superseded_who
         from tenant_states
         where tenant_id = $1 and on_day <= $2 and recorded_at < $3 order by on_day desc, id desc",
    )
    .bind(tenant_id)
    .bind(on)
    .bind(known.until())
    .fetch_all(store.read())
    .await?;
    Ok(states)
}

/// The state on the day of each tenant of a cluster that has one, as it was known.
pub async fn list_states_of_tenants(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
    on: Day,
    known: &Known,
) -> Result<Vec<TenantState>> {
    let states: Vec<(TenantState,)> = sqlx::query_as(
        "select x.state
         from (select s.state, row_number() over (partition by s.tenant_id order by s.on_day desc, s.id desc) as nth
               from tenant_states s join tenants t on t.id = s.tenant_id
               where t.cluster_id = $1 and s.on_day <= $3 and s.recorded_at < $4 and (s.superseded_at = '' or s.superseded_at >= $4)
                 and exists (select 1 from cluster_places mine join user_places up on up.place_id = mine.place_id
                             where mine.cluster_id = t.cluster_id and up.user_id = $2)) x
         where x.nth = 1",
    )
    .bind(cluster_id)
    .bind(&viewer.user_id)
    .bind(on)
    .bind(known.until())
    .fetch_all(store.read())
    .await?;
    Ok(states.into_iter().map(|(state,)| state).collect())
}

/// What a tenant reported, latest period first. The tenant was found for a viewer.
pub async fn list_tenant_results(
    store: &Store,
    _viewer: &Viewer,
    tenant_id: &str,
    known: &Known,
) -> Result<Vec<Observation>> {
    let results = sqlx::query_as(
        "select id, revision, subject_kind, subject_id, indicator, as_of, period, value, unit, precision, document_id, location, reporter, reporter_kind, rank, status, raw, note, recorded_at, superseded_by
         from observations where subject_id = $1 and recorded_at < $2 order by period desc, as_of desc, indicator, rank, id desc",
    )
    .bind(tenant_id)
    .bind(known.until())
    .fetch_all(store.read())
    .await?;
    Ok(results)
}
