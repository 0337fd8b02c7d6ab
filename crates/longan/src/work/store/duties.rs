//! SQL of what the register says is due, for the clusters a person works for.

use crate::store::{Day, Result, Statement, Store};
use crate::users::{Right, Role, Viewer};

/// A fact with a day, of one cluster.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Dated {
    /// Id of the fact.
    pub id: String,
    /// Address of the cluster.
    pub slug: String,
    /// Its name.
    pub cluster: String,
    /// What the fact is about: tenant, work, horizon.
    pub about: String,
    /// The day; empty where it is worked out from `about`.
    pub due_on: String,
    /// Number of the paper that says so.
    pub number: String,
}

/// Most facts of one kind that are looked at for one person.
const MOST: i64 = 1000;

/// Roles whose holders see to a cluster; whoever only looks is not asked to do anything.
fn working_roles() -> impl Iterator<Item = Role> {
    let works = |role: &Role| {
        *role == Role::InfrastructureInvestor
            || (role.gives(Right::WriteRegister) && *role != Role::Administrator)
    };
    Role::given().filter(works)
}

/// Adds: the cluster `c` has not ended, and the viewer sees to it.
fn push_seen_to(query: &mut Statement, viewer: &Viewer, today: Day) {
    query.push(
        " and not exists (select 1 from cluster_states_counted e where e.cluster_id = c.id and e.state in ('removed', 'revoked', 'converted') and e.on_day <= ",
    );
    query.push_bind(today);
    query.push(
        ") and exists (select 1 from cluster_places cp join user_places up on up.place_id = cp.place_id
           where cp.cluster_id = c.id and up.user_id = ",
    );
    query.push_bind(viewer.user_id.clone()).push(" and up.role in ");
    query.push_list(working_roles()).push(")");
}

/// Leases that end after today and by `until`.
pub async fn list_leases(
    store: &Store,
    viewer: &Viewer,
    today: Day,
    until: Day,
) -> Result<Vec<Dated>> {
    let mut query = Statement::new(
        "select l.id, c.slug, c.name as cluster, t.name as about, l.to_day as due_on,
                coalesce(nullif(d.number, ''), d.subject_line) as number
         from leases l join clusters c on c.id = l.cluster_id join tenants t on t.id = l.tenant_id join documents d on d.id = l.document_id
         where l.to_day > ",
    );
    query.push_bind(today).push(" and l.to_day <= ").push_bind(until);
    push_seen_to(&mut query, viewer, today);
    query.push(" order by l.to_day, l.id limit ").push_bind(MOST);
    query.fetch_all(store).await
}

/// Works of infrastructure that are due from one day to another and not finished.
pub async fn list_works(
    store: &Store,
    viewer: &Viewer,
    today: Day,
    window: (Day, Day),
) -> Result<Vec<Dated>> {
    let mut query = Statement::new(
        "select i.id, c.slug, c.name as cluster, i.name as about, i.due_on,
                coalesce(nullif(d.number, ''), d.subject_line) as number
         from infrastructure_items i join clusters c on c.id = i.cluster_id join documents d on d.id = i.document_id
         where i.completed_on is null and i.due_on >= ",
    );
    query.push_bind(window.0).push(" and i.due_on <= ").push_bind(window.1);
    push_seen_to(&mut query, viewer, today);
    query.push(" order by i.due_on, i.id limit ").push_bind(MOST);
    query.fetch_all(store).await
}

/// Clusters in a plan that have no decision yet; `about` is the horizon of the plan.
pub async fn list_planned(store: &Store, viewer: &Viewer, today: Day) -> Result<Vec<Dated>> {
    let mut query = Statement::new(
        "select p.id, c.slug, c.name as cluster, p.horizon as about, '' as due_on,
                coalesce(nullif(d.number, ''), d.subject_line) as number
         from plan_entries p join clusters c on c.id = p.cluster_id join documents d on d.id = p.document_id
         where p.removed_on is null
           and not exists (select 1 from plan_entries later where later.cluster_id = p.cluster_id and later.horizon > p.horizon)
           and not exists (select 1 from cluster_states_counted s where s.cluster_id = c.id and s.axis = 'establishment' and s.on_day <= ",
    );
    query.push_bind(today).push(")");
    push_seen_to(&mut query, viewer, today);
    query.push(" order by p.horizon, c.sort_key, p.id limit ").push_bind(MOST);
    query.fetch_all(store).await
}

/// Clusters formed before the decision of 2009 that have not been established since.
pub async fn list_legacy(store: &Store, viewer: &Viewer, today: Day) -> Result<Vec<Dated>> {
    let mut query = Statement::new(
        "select s.id, c.slug, c.name as cluster, '' as about, '' as due_on,
                coalesce(nullif(d.number, ''), d.subject_line) as number
         from cluster_states_counted s join clusters c on c.id = s.cluster_id join documents d on d.id = s.document_id
         where s.state = 'formed_before_2009' and s.on_day <= ",
    );
    query.push_bind(today);
    query.push(
        " and not exists (select 1 from cluster_states_counted w where w.cluster_id = c.id and w.axis = 'establishment' and w.on_day <= ",
    );
    query.push_bind(today).push(")");
    push_seen_to(&mut query, viewer, today);
    query.push(" order by c.sort_key, s.id limit ").push_bind(MOST);
    query.fetch_all(store).await
}

/// How many questions on which sources disagree nobody has decided, in the clusters the viewer
/// sees to; only those with something recorded since a moment, when one is given.
pub async fn count_conflicts(store: &Store, viewer: &Viewer, since: &str) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from (
             select x.subject_id, x.indicator, x.as_of, x.period from observations x
             where x.subject_kind = 'cluster' and x.status <> 'set_aside'
               and x.subject_id in (select cp.cluster_id from user_places up join cluster_places cp on cp.place_id = up.place_id where up.user_id = $1)
             group by x.subject_id, x.indicator, x.as_of, x.period
             having min(x.value) <> max(x.value) and max(x.recorded_at) >= $2
         ) open_question",
    )
    .bind(&viewer.user_id)
    .bind(since)
    .fetch_one(store.read())
    .await?;
    Ok(count)
}

/// The units a cluster lies in, by its address.
pub async fn list_place_ids_of(store: &Store, slug: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select cp.place_id from cluster_places cp join clusters c on c.id = cp.cluster_id where c.slug = $1",
    )
    .bind(slug)
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
