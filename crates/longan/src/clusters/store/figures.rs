//! The queries behind the figures. Each returns the contributing rows: part, cluster, subject, name,
//! path, `sort_key`, amount, `as_of`, `document_id`, location. What is asked comes in `$1` to `$6`
//! (see `figures::store::Binds`); the fragments below name those and what follows from them.

use crate::figures::Basis;

/// What is asked, and the clusters on the register of the place that day that the person may see.
macro_rules! visible {
    () => {
        "with asked as (
            select cast($1 as text) as user_id, cast($2 as text) as place_id, cast($3 as text) as on_day,
                   cast($4 as text) as from_day, cast($5 as text) as period, cast($6 as bigint) as limit_m2
        ),
        visible as (
            select c.id, c.slug, c.name, c.sort_key
            from asked
            join cluster_places cp on cp.place_id = asked.place_id
            join clusters c on c.id = cp.cluster_id and c.known_from <= asked.on_day
            where exists (select 1 from cluster_places mine
                          join user_places up on up.place_id = mine.place_id and up.user_id = asked.user_id
                          where mine.cluster_id = c.id)
              and not exists (select 1 from cluster_states ended
                              where ended.cluster_id = c.id and ended.axis in ('plan', 'establishment')
                                and ended.state in ('removed', 'revoked', 'converted') and ended.on_day <= asked.on_day
                                and not exists (select 1 from cluster_states later
                                                where later.cluster_id = c.id and later.axis = ended.axis
                                                  and later.on_day > ended.on_day and later.on_day <= asked.on_day))
        ) "
    };
}

/// The visible clusters that receive enterprises on the day.
macro_rules! operating {
    () => {
        ", operating as (
            select v.id, v.slug, v.name, v.sort_key, s.document_id, s.location, s.on_day
            from visible v
            join asked on 1 = 1
            join cluster_states s on s.cluster_id = v.id and s.axis = 'operation' and s.on_day <= asked.on_day and s.state = 'operating'
            where not exists (select 1 from cluster_states later
                              where later.cluster_id = v.id and later.axis = 'operation' and later.on_day <= asked.on_day
                                and (later.on_day > s.on_day or (later.on_day = s.on_day and later.id > s.id)))
        ) "
    };
}

/// The paper that best shows a cluster is on the register: its decision, its plan, or what first named it.
macro_rules! proof {
    () => {
        ", proof as (
            select cluster_id, document_id, location, on_day
            from (select s.cluster_id, s.document_id, s.location, s.on_day,
                         row_number() over (partition by s.cluster_id
                             order by case s.state when 'established' then 0 when 'listed' then 1 else 2 end, s.on_day, s.id) as nth
                  from cluster_states s
                  join visible v on v.id = s.cluster_id
                  join asked on s.on_day <= asked.on_day) ranked
            where nth = 1
        ) "
    };
}

/// The area of the whole cluster: by decision, else by plan, else by detailed plan; the latest by the day.
macro_rules! whole_area {
    () => {
        ", whole_area as (
            select subject_id, value, as_of, document_id, location
            from (select o.subject_id, o.value, o.as_of, o.document_id, o.location,
                         row_number() over (partition by o.subject_id
                             order by case o.indicator when 'area.decision' then 0 when 'area.planned' then 1 else 2 end,
                                      o.as_of desc, o.rank, o.recorded_at desc, o.id desc) as nth
                  from observations o
                  join visible v on v.id = o.subject_id
                  join asked on o.as_of <= asked.on_day
                  where o.indicator in ('area.decision', 'area.planned', 'area.detailed') and o.status <> 'set_aside') ranked
            where nth = 1
        ) "
    };
}

/// The latest observation of one indicator by the day, for the clusters in `$from`.
macro_rules! latest {
    ($name:literal, $indicator:literal) => {
        concat!(", ", $name, " as (
            select subject_id, value, as_of, document_id, location
            from (select o.subject_id, o.value, o.as_of, o.document_id, o.location,
                         row_number() over (partition by o.subject_id order by o.as_of desc, o.rank, o.recorded_at desc, o.id desc) as nth
                  from observations o
                  join visible v on v.id = o.subject_id
                  join asked on o.as_of <= asked.on_day
                  where o.indicator = '", $indicator, "' and o.status <> 'set_aside') ranked
            where nth = 1
        ) ")
    };
}

/// Leased land row by row: leases in force, or what was reported where a cluster has no list of leases.
macro_rules! leased {
    () => {
        concat!(latest!("leased_reported", "area.leased"), ", leased as (
            select l.cluster_id, l.tenant_id as subject, t.name, '/tenants/' || l.tenant_id as path, t.sort_key,
                   l.area_m2 as amount, l.from_day as as_of, l.document_id, l.location
            from leases l
            join visible v on v.id = l.cluster_id
            join asked on l.from_day <= asked.on_day and (l.to_day is null or l.to_day > asked.on_day)
            join tenants t on t.id = l.tenant_id
            union all
            select r.subject_id, v.id, v.name, '/clusters/' || v.slug, v.sort_key, r.value, r.as_of, r.document_id, r.location
            from leased_reported r
            join visible v on v.id = r.subject_id
            join asked on 1 = 1
            where not exists (select 1 from leases l where l.cluster_id = v.id and l.from_day <= asked.on_day)
        ) ")
    };
}

/// Selects whole clusters from a fragment with a value.
macro_rules! cluster_rows {
    ($part:literal, $amount:literal, $from:literal) => {
        concat!(
            "select '",
            $part,
            "' as part, v.id as cluster_id, v.id as subject, v.name, '/clusters/' || v.slug as path, v.sort_key, ",
            $amount,
            " as amount, x.as_of, x.document_id, x.location from ",
            $from
        )
    };
}

/// One row a cluster.
pub const COUNT: &str = concat!(visible!(), proof!(),
    "select 'numerator' as part, v.id as cluster_id, v.id as subject, v.name, '/clusters/' || v.slug as path, v.sort_key, cast(1 as bigint) as amount,
            coalesce(p.on_day, '') as as_of, p.document_id, coalesce(p.location, '') as location
     from visible v left join proof p on p.cluster_id = v.id");

/// One row a cluster with its whole area.
pub const AREA: &str = concat!(
    visible!(),
    whole_area!(),
    cluster_rows!("numerator", "x.value", "visible v join whole_area x on x.subject_id = v.id")
);

/// One row an operating cluster.
pub const OPERATING_COUNT: &str = concat!(
    visible!(),
    operating!(),
    "select 'numerator' as part, id as cluster_id, id as subject, name, '/clusters/' || slug as path, sort_key, cast(1 as bigint) as amount, on_day as as_of, document_id, location from operating"
);

/// One row an operating cluster with its whole area.
pub const OPERATING_AREA: &str = concat!(
    visible!(),
    operating!(),
    whole_area!(),
    cluster_rows!("numerator", "x.value", "operating v join whole_area x on x.subject_id = v.id")
);

/// One row a cluster whose area is above the limit.
pub const OVER_MAXIMUM: &str = concat!(
    visible!(),
    whole_area!(),
    cluster_rows!(
        "numerator",
        "cast(1 as bigint)",
        "visible v join whole_area x on x.subject_id = v.id join asked on x.value > asked.limit_m2"
    )
);

/// One row an operating cluster with its industrial land.
pub const INDUSTRIAL_LAND: &str = concat!(
    visible!(),
    operating!(),
    latest!("industrial", "area.industrial"),
    cluster_rows!("numerator", "x.value", "operating v join industrial x on x.subject_id = v.id")
);

/// One row a lease of an operating cluster.
pub const LEASED_LAND: &str = concat!(visible!(), operating!(), leased!(),
    "select 'numerator' as part, x.cluster_id, x.subject, x.name, x.path, x.sort_key, x.amount, x.as_of, x.document_id, x.location
     from leased x join operating v on v.id = x.cluster_id");

/// Industrial land less leases, where industrial land is known.
pub const VACANT_LAND: &str = concat!(visible!(), operating!(), latest!("industrial", "area.industrial"), leased!(),
    cluster_rows!("numerator", "x.value", "operating v join industrial x on x.subject_id = v.id"),
    " union all
     select 'numerator', x.cluster_id, x.subject, x.name, x.path, x.sort_key, -x.amount, x.as_of, x.document_id, x.location
     from leased x join operating v on v.id = x.cluster_id join industrial i on i.subject_id = v.id");

/// Leased over a denominator, for a set of clusters; clusters without denominator are left out and told.
macro_rules! ratio {
    ($denominator:literal, $set:literal, $numerator_more:expr) => {
        concat!(visible!(), operating!(), latest!("denominator_land", $denominator), leased!(), $numerator_more,
            "select 'numerator' as part, x.cluster_id, x.subject, x.name, x.path, x.sort_key, x.amount, x.as_of, x.document_id, x.location
             from leased_or_approved x join ", $set, " v on v.id = x.cluster_id
             join denominator_land d on d.subject_id = v.id and d.value > 0
             union all ",
            cluster_rows!("denominator", "x.value", ""), $set, " v join denominator_land x on x.subject_id = v.id and x.value > 0
             union all
             select 'left_out', v.id, v.id, v.name, '/clusters/' || v.slug, v.sort_key, cast(0 as bigint), '', cast(null as text), ''
             from ", $set, " v where not exists (select 1 from denominator_land d where d.subject_id = v.id and d.value > 0)")
    };
}

const OCCUPANCY_LEASED: &str =
    ratio!("area.industrial", "operating", ", leased_or_approved as (select * from leased) ");
const OCCUPANCY_SERVICED: &str =
    ratio!("area.serviced", "operating", ", leased_or_approved as (select * from leased) ");
const OCCUPANCY_CLEARED: &str =
    ratio!("area.cleared", "operating", ", leased_or_approved as (select * from leased) ");
const OCCUPANCY_LEGAL: &str = ratio!("area.industrial", "visible", concat!(latest!("approved", "area.approved"),
    ", leased_or_approved as (
        select * from leased
        union all
        select a.subject_id, v.id, v.name, '/clusters/' || v.slug, v.sort_key, a.value, a.as_of, a.document_id, a.location
        from approved a join visible v on v.id = a.subject_id
    ) "));

/// Occupancy on a named base.
pub fn occupancy(basis: Basis) -> &'static str {
    match basis {
        Basis::Legal => OCCUPANCY_LEGAL,
        Basis::Serviced => OCCUPANCY_SERVICED,
        Basis::Cleared => OCCUPANCY_CLEARED,
        Basis::Leased | Basis::Reported => OCCUPANCY_LEASED,
    }
}

/// Tenants of the visible clusters with their state on the day.
macro_rules! tenants {
    () => {
        ", tenants_then as (
            select t.id, t.cluster_id, t.name, t.sort_key, s.state, s.on_day, s.document_id, s.location
            from visible v
            join tenants t on t.cluster_id = v.id
            join asked on 1 = 1
            join tenant_states s on s.tenant_id = t.id and s.on_day <= asked.on_day
            where not exists (select 1 from tenant_states later
                              where later.tenant_id = t.id and later.on_day <= asked.on_day
                                and (later.on_day > s.on_day or (later.on_day = s.on_day and later.id > s.id)))
        ) "
    };
}

/// Tenants in some states, or the reported number where a cluster has no list of tenants.
macro_rules! tenant_count {
    ($indicator:literal, $states:literal) => {
        concat!(visible!(), tenants!(), latest!("reported_count", $indicator),
            "select 'numerator' as part, t.cluster_id, t.id as subject, t.name, '/tenants/' || t.id as path, t.sort_key, cast(1 as bigint) as amount,
                    t.on_day as as_of, t.document_id, t.location
             from tenants_then t where ", $states, "
             union all
             select 'numerator', v.id, v.id, v.name, '/clusters/' || v.slug, v.sort_key, r.value, r.as_of, r.document_id, r.location
             from reported_count r join visible v on v.id = r.subject_id
             where not exists (select 1 from tenants_then t where t.cluster_id = v.id)")
    };
}

/// One row a tenant that has not left.
pub const TENANTS_REGISTERED: &str = tenant_count!("tenants.registered", "t.state <> 'left'");
/// One row a tenant that operates.
pub const TENANTS_OPERATING: &str = tenant_count!("tenants.operating", "t.state = 'operating'");

/// What tenants reported for the period.
macro_rules! tenant_results {
    ($indicator:literal) => {
        concat!(visible!(),
            "select 'numerator' as part, t.cluster_id, t.id as subject, t.name, '/tenants/' || t.id as path, t.sort_key, o.value as amount,
                    o.as_of, o.document_id, o.location
             from visible v
             join tenants t on t.cluster_id = v.id
             join asked on 1 = 1
             join observations o on o.indicator = '", $indicator, "' and o.subject_id = t.id and o.period = asked.period and o.status <> 'set_aside'
             where not exists (select 1 from observations better
                               where better.indicator = o.indicator and better.subject_id = o.subject_id and better.period = o.period
                                 and better.status <> 'set_aside'
                                 and (better.rank < o.rank or (better.rank = o.rank and better.id > o.id)))")
    };
}

/// Workers by tenant.
pub const WORKERS: &str = tenant_results!("workers");
/// Revenue by tenant.
pub const REVENUE: &str = tenant_results!("revenue");
/// Tax paid by tenant.
pub const TAX_PAID: &str = tenant_results!("tax_paid");
