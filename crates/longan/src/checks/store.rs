//! All SQL of the rules: a query a rule, each over the whole register.

use super::Found;
use crate::store::{Day, Engine, Result, Store};
use sqlx::AssertSqlSafe;

/// A column that holds the id of a row of another table.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The table it points to, whose key is `id`.
    pub target: &'static str,
    /// Which rows point there; empty for all.
    pub only: &'static str,
}

const fn to(table: &'static str, column: &'static str, target: &'static str) -> Reference {
    Reference { table, column, target, only: "" }
}

const fn some(
    table: &'static str,
    column: &'static str,
    target: &'static str,
    only: &'static str,
) -> Reference {
    Reference { table, column, target, only }
}

/// Every column that points to another table.
pub const REFERENCES: &[Reference] = &[
    to("places", "parent_id", "places"),
    to("places", "province_id", "places"),
    to("place_changes", "old_id", "places"),
    to("place_changes", "new_id", "places"),
    to("user_places", "user_id", "users"),
    some("user_places", "place_id", "places", "place_id like '%:%:%'"),
    to("user_roles", "user_id", "users"),
    some("user_roles", "place_id", "places", "place_id like '%:%:%'"),
    to("user_roles", "delegated_from", "user_roles"),
    to("user_roles", "document_id", "documents"),
    to("user_refusals", "user_id", "users"),
    to("user_entry_requests", "place_id", "places"),
    to("user_entry_requests", "asked_by", "users"),
    to("user_entry_requests", "document_id", "documents"),
    to("user_devices", "user_id", "users"),
    to("user_factors", "user_id", "users"),
    to("user_recovery_codes", "user_id", "users"),
    to("user_factor_rules", "set_by", "users"),
    to("user_steps", "user_id", "users"),
    to("user_links", "user_id", "users"),
    to("user_links", "made_by", "users"),
    to("user_identities", "user_id", "users"),
    to("sessions", "user_id", "users"),
    to("observations", "document_id", "documents"),
    some("observations", "subject_id", "clusters", "subject_kind = 'cluster'"),
    some("observations", "subject_id", "tenants", "subject_kind = 'tenant'"),
    some("observations", "subject_id", "places", "subject_kind = 'place'"),
    to("events", "user_id", "users"),
    to("events", "document_id", "documents"),
    to("clusters", "lead_place_id", "places"),
    to("cluster_places", "cluster_id", "clusters"),
    some("cluster_places", "place_id", "places", "relation <> 'itself'"),
    to("cluster_names", "cluster_id", "clusters"),
    to("cluster_names", "document_id", "documents"),
    to("cluster_types", "cluster_id", "clusters"),
    to("cluster_types", "document_id", "documents"),
    to("cluster_states", "cluster_id", "clusters"),
    to("cluster_states", "document_id", "documents"),
    to("plan_entries", "cluster_id", "clusters"),
    to("plan_entries", "document_id", "documents"),
    to("cluster_investors", "cluster_id", "clusters"),
    to("cluster_investors", "organization_id", "organizations"),
    to("cluster_investors", "document_id", "documents"),
    to("infrastructure_items", "cluster_id", "clusters"),
    to("infrastructure_items", "document_id", "documents"),
    to("clearance_phases", "cluster_id", "clusters"),
    to("clearance_phases", "document_id", "documents"),
    to("plots", "cluster_id", "clusters"),
    to("plots", "document_id", "documents"),
    to("tenants", "cluster_id", "clusters"),
    to("tenants", "organization_id", "organizations"),
    to("tenant_states", "tenant_id", "tenants"),
    to("tenant_states", "document_id", "documents"),
    to("leases", "cluster_id", "clusters"),
    to("leases", "plot_id", "plots"),
    to("leases", "tenant_id", "tenants"),
    to("leases", "document_id", "documents"),
    to("imports", "place_id", "places"),
    to("imports", "user_id", "users"),
    to("import_rows", "import_id", "imports"),
    to("import_problems", "import_id", "imports"),
    to("import_columns", "user_id", "users"),
];

/// Ids that a column holds and the other table does not.
pub async fn list_broken(store: &Store, reference: Reference) -> Result<Vec<String>> {
    let Reference { table, column, target, only } = reference;
    let only = if only.is_empty() { String::new() } else { format!("and x.{only}") };
    let sql = format!(
        "select distinct x.{column} from {table} x
         where x.{column} is not null {only} and not exists (select 1 from {target} y where y.id = x.{column})"
    );
    let ids: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(store.read()).await?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// What the engine itself finds wrong with its file. A server looks after its own files.
pub async fn list_damage(store: &Store) -> Result<Vec<String>> {
    if store.engine() == Engine::PostgreSql {
        return Ok(Vec::new());
    }
    let lines: Vec<(String,)> =
        sqlx::query_as("pragma quick_check").fetch_all(store.read()).await?;
    Ok(lines.into_iter().map(|line| line.0).filter(|line| line != "ok").collect())
}

/// What every rule is asked with.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The day.
    pub on: Day,
    /// The legal limit, in hundredths of a percent.
    pub limit: i64,
}

/// What one rule finds. `query` is one of the constants below.
pub async fn list(store: &Store, query: &'static str, asked: Asked) -> Result<Vec<Found>> {
    let found =
        sqlx::query_as(query).bind(asked.on).bind(asked.limit).fetch_all(store.read()).await?;
    Ok(found)
}

/// Every tax code, in `detail`.
pub async fn list_tax_codes(store: &Store) -> Result<Vec<Found>> {
    let codes = sqlx::query_as(
        "select id as subject, name, '' as path, cast(0 as bigint) as amount, cast(0 as bigint) as other, tax_code as detail
         from organizations where tax_code is not null order by sort_key, id",
    )
    .fetch_all(store.read())
    .await?;
    Ok(codes)
}

/// Every kept file, its SHA-256 in `detail`.
pub async fn list_files(store: &Store) -> Result<Vec<Found>> {
    let files = sqlx::query_as(
        "select min(subject) as subject, min(name) as name, min(path) as path,
                cast(0 as bigint) as amount, cast(0 as bigint) as other, sha256 as detail
         from (select id as subject, file_name as name, '/documents/' || id as path, file_sha256 as sha256
               from documents where file_sha256 is not null
               union all
               select id, file_name, '/imports/' || id, file_sha256 from imports) kept
         group by sha256 order by sha256",
    )
    .fetch_all(store.read())
    .await?;
    Ok(files)
}

/// What is asked: the day and the limit.
macro_rules! asked {
    () => {
        "with asked as (select cast($1 as text) as on_day, cast($2 as bigint) as limit_percent) "
    };
}

/// The latest number of each kind of each cluster by the day.
macro_rules! latest {
    () => {
        ", latest as (
            select subject_id, indicator, value
            from (select o.subject_id, o.indicator, o.value,
                         row_number() over (partition by o.subject_id, o.indicator order by o.as_of desc, o.rank, o.recorded_at desc, o.id desc) as nth
                  from observations o join asked on o.as_of <= asked.on_day
                  where o.subject_kind = 'cluster' and o.status <> 'set_aside' and o.indicator like 'area.%') ranked
            where nth = 1
        ),
        whole as (
            select subject_id, value
            from (select subject_id, value,
                         row_number() over (partition by subject_id order by case indicator when 'area.decision' then 0 when 'area.planned' then 1 else 2 end) as nth
                  from latest where indicator in ('area.decision', 'area.planned', 'area.detailed')) ranked
            where nth = 1
        ) "
    };
}

/// Subject, name and path of a cluster `c`, then the rest of the columns.
macro_rules! of_cluster {
    ($amount:literal, $other:literal, $detail:literal, $from:literal) => {
        concat!(
            asked!(),
            "select c.id as subject, c.name, '/clusters/' || c.slug as path, cast(",
            $amount,
            " as bigint) as amount, cast(",
            $other,
            " as bigint) as other, ",
            $detail,
            " as detail ",
            $from
        )
    };
}

/// A lease of more land than its plot has.
pub const LEASE_OVER_PLOT: &str = of_cluster!(
    "l.area_m2",
    "p.area_m2",
    "case when l.contract = '' then p.number else l.contract end",
    "from leases l join plots p on p.id = l.plot_id join clusters c on c.id = l.cluster_id
     join asked on 1 = 1 where l.area_m2 > p.area_m2 or l.cluster_id <> p.cluster_id"
);

/// Pairs of leases of one plot at the same time.
macro_rules! pairs {
    ($fits:literal) => {
        concat!(
            of_cluster!(
                "a.area_m2 + b.area_m2",
                "p.area_m2",
                "p.number",
                "from leases a
                 join leases b on b.plot_id = a.plot_id and b.id > a.id
                      and a.from_day < coalesce(b.to_day, '9999-12-31') and b.from_day < coalesce(a.to_day, '9999-12-31')
                 join plots p on p.id = a.plot_id
                 join clusters c on c.id = a.cluster_id
                 join asked on 1 = 1 "
            ),
            $fits
        )
    };
}

/// Two leases of the same land at the same time.
pub const LEASES_OVERLAP: &str = pairs!("where a.area_m2 + b.area_m2 > p.area_m2");
/// Two leases of parts of one plot at the same time.
pub const PLOT_SHARED: &str = pairs!("where a.area_m2 + b.area_m2 <= p.area_m2");

/// A lease that ends before it begins.
pub const DAYS_REVERSED: &str = of_cluster!(
    "0",
    "0",
    "l.from_day || ' – ' || l.to_day",
    "from leases l join clusters c on c.id = l.cluster_id join asked on 1 = 1 where l.to_day < l.from_day"
);

/// More land leased than there is industrial land.
pub const LEASED_OVER_INDUSTRIAL: &str = concat!(
    asked!(),
    latest!(),
    "select c.id as subject, c.name, '/clusters/' || c.slug as path,
            cast(sum(l.area_m2) as bigint) as amount, i.value as other, '' as detail
     from leases l
     join asked on l.from_day <= asked.on_day and (l.to_day is null or l.to_day > asked.on_day)
     join latest i on i.subject_id = l.cluster_id and i.indicator = 'area.industrial'
     join clusters c on c.id = l.cluster_id
     group by c.id, c.name, c.slug, i.value having sum(l.area_m2) > i.value"
);

/// More industrial land than land.
pub const INDUSTRIAL_OVER_WHOLE: &str = concat!(
    asked!(),
    latest!(),
    "select c.id as subject, c.name, '/clusters/' || c.slug as path, i.value as amount, w.value as other, '' as detail
     from latest i join whole w on w.subject_id = i.subject_id and w.value < i.value
     join clusters c on c.id = i.subject_id where i.indicator = 'area.industrial'"
);

/// Service land above the legal share of the whole cluster.
pub const SERVICE_SHARE: &str = concat!(
    asked!(),
    latest!(),
    "select c.id as subject, c.name, '/clusters/' || c.slug as path,
            cast(s.value * 10000 / w.value as bigint) as amount, asked.limit_percent as other, '' as detail
     from latest s join whole w on w.subject_id = s.subject_id and w.value > 0
     join asked on s.value * 10000 / w.value > asked.limit_percent
     join clusters c on c.id = s.subject_id where s.indicator = 'area.service'"
);

/// A reported occupancy above 100 %.
pub const OCCUPANCY_OVER_100: &str = concat!(
    asked!(),
    "select o.subject_id as subject, coalesce(c.name, p.full_name, o.subject_id) as name,
            coalesce('/clusters/' || c.slug, '') as path, o.value as amount, cast(0 as bigint) as other, o.location as detail
     from observations o join asked on 1 = 1
     left join clusters c on c.id = o.subject_id left join places p on p.id = o.subject_id
     where o.indicator = 'occupancy' and o.value > 10000 and o.status <> 'set_aside'"
);

/// A negative number.
pub const NEGATIVE: &str = concat!(
    asked!(),
    "select o.subject_id as subject, coalesce(c.name, t.name, p.full_name, o.subject_id) as name,
            coalesce('/clusters/' || c.slug, '') as path, o.value as amount, cast(0 as bigint) as other,
            o.indicator || ' (' || o.location || ')' as detail
     from observations o join asked on 1 = 1
     left join clusters c on c.id = o.subject_id left join tenants t on t.id = o.subject_id
     left join places p on p.id = o.subject_id
     where o.value < 0 and o.status <> 'set_aside'"
);

/// A cluster, tenant or account that no event speaks of.
pub const EVENT_MISSING: &str = concat!(
    asked!(),
    "select x.subject, x.name, x.path, cast(0 as bigint) as amount, cast(0 as bigint) as other, x.detail
     from (select id as subject, name, '/clusters/' || slug as path, 'Cụm' as detail from clusters
           union all
           select id, name, '/tenants/' || id, 'Doanh nghiệp' from tenants
           union all
           select id, name, '/users', 'Tài khoản' from users where id <> '00000000-0000-0000-0000-000000000000') x
     join asked on 1 = 1
     where not exists (select 1 from events e where e.subject_id = x.subject)"
);

/// An import whose rows do not fit its status.
pub const HALF_TAKEN: &str = concat!(
    asked!(),
    "select i.id as subject, i.file_name as name, '/imports/' || i.id as path, i.taken as amount, i.waiting as other, i.status as detail
     from (select i.id, i.file_name, i.status,
                  cast(coalesce(sum(case when r.status = 'taken' then 1 else 0 end), 0) as bigint) as taken,
                  cast(coalesce(sum(case when r.status = 'waiting' and r.outcome in ('new', 'changed') then 1 else 0 end), 0) as bigint) as waiting
           from imports i left join import_rows r on r.import_id = i.id and r.reading = i.reading
           group by i.id, i.file_name, i.status) i
     join asked on 1 = 1
     where (i.status in ('reading', 'proposed', 'refused', 'withdrawn') and i.taken > 0) or (i.status = 'taken' and i.waiting > 0)"
);

/// An import that was not read to the end.
pub const IMPORT_READING: &str = concat!(
    asked!(),
    "select i.id as subject, i.file_name as name, '/imports/' || i.id as path, i.rows_done as amount, i.rows_total as other, '' as detail
     from imports i join asked on 1 = 1 where i.status = 'reading'"
);

/// A cluster without any state.
pub const CLUSTER_WITHOUT_STATE: &str = of_cluster!(
    "0",
    "0",
    "''",
    "from clusters c join asked on 1 = 1
     where not exists (select 1 from cluster_states s where s.cluster_id = c.id)"
);

/// A planned cluster that no numbered paper plans.
pub const NO_PLAN_DECISION: &str = of_cluster!(
    "0",
    "0",
    "''",
    "from clusters c join asked on 1 = 1
     where exists (select 1 from cluster_states s where s.cluster_id = c.id and s.state = 'listed')
       and not exists (select 1 from cluster_states s join documents d on d.id = s.document_id and d.number <> ''
                       where s.cluster_id = c.id and s.axis = 'plan')
       and not exists (select 1 from plan_entries e join documents d on d.id = e.document_id and d.number <> ''
                       where e.cluster_id = c.id)"
);

/// An established cluster that no numbered paper establishes.
pub const NO_DECISION: &str = of_cluster!(
    "0",
    "0",
    "''",
    "from clusters c join asked on 1 = 1
     where exists (select 1 from cluster_states s where s.cluster_id = c.id and s.state = 'established')
       and not exists (select 1 from cluster_states s join documents d on d.id = s.document_id and d.number <> ''
                       where s.cluster_id = c.id and s.state = 'established')"
);

/// Clusters of one name in one unit.
pub const SAME_NAME: &str = concat!(
    asked!(),
    "select min(c.id) as subject, min(c.name) as name, min('/clusters/' || c.slug) as path,
            count(*) as amount, cast(0 as bigint) as other, '' as detail
     from clusters c join asked on 1 = 1 group by c.lead_place_id, c.match_key having count(*) > 1"
);

/// A tenant without any state.
pub const TENANT_WITHOUT_STATE: &str = concat!(
    asked!(),
    "select t.id as subject, t.name, '/tenants/' || t.id as path, cast(0 as bigint) as amount, cast(0 as bigint) as other, c.name as detail
     from tenants t join clusters c on c.id = t.cluster_id join asked on 1 = 1
     where not exists (select 1 from tenant_states s where s.tenant_id = t.id)"
);

/// Sources that disagree and nobody has decided.
pub const CONFLICT: &str = concat!(
    asked!(),
    "select c.id as subject, c.name, '/clusters/' || c.slug as path, x.lowest as amount, x.highest as other, x.indicator as detail
     from (select o.subject_id, o.indicator, min(o.value) as lowest, max(o.value) as highest
           from observations o where o.subject_kind = 'cluster' and o.status <> 'set_aside'
           group by o.subject_id, o.indicator, o.as_of, o.period having min(o.value) <> max(o.value)) x
     join clusters c on c.id = x.subject_id join asked on 1 = 1
     order by c.sort_key, x.indicator"
);
