//! The queries behind the figures. Each returns the contributing rows: part, cluster, kind and
//! id of the subject, amount, `as_of`, `document_id`, location. What is asked comes in `$1` to
//! `$7` (see `figures::store::Binds`); the fragments below name those and what follows from them.
//!
//! `cross join` keeps SQLite to the order written, which starts from few clusters and follows
//! an index from there; PostgreSQL plans freely.

use crate::figures::{Basis, Subjects};

/// What is asked, and the clusters on the register of the place that day that the person may see:
/// whoever works for the place or the whole country sees each, which needs no look at any.
/// A report counts a cluster that lies in several units at the one that leads, and nowhere else.
macro_rules! visible {
    () => {
        concat!(
        "with asked as (
            select cast($1 as text) as user_id, cast($2 as text) as place_id, cast($3 as text) as on_day,
                   cast($4 as text) as from_day, cast($5 as text) as period, cast($6 as bigint) as limit_m2,
                   cast($7 as bigint) as led_only,
                   (select whole.level from places whole where whole.id = cast($2 as text)) as level,
                   case when exists (select 1 from user_places up where up.user_id = cast($1 as text)
                                       and up.place_id in ('country:VN:', cast($2 as text))) then 1 else 0 end as sees_all
        ),
        visible as materialized (
            select c.id
            from asked
            cross join cluster_places cp
            cross join clusters c
            where cp.place_id = asked.place_id and c.id = cp.cluster_id and c.known_from <= asked.on_day
              and case when asked.sees_all = 1 then 1 = 1
                       else exists (select 1 from user_places up
                                    cross join cluster_places mine
                                    where up.user_id = asked.user_id and mine.place_id = up.place_id and mine.cluster_id = c.id) end
              and not exists (select 1 from cluster_states_counted ended
                              where ended.cluster_id = c.id and ended.axis in ('plan', 'establishment')
                                and ended.state in ('removed', 'revoked', 'converted') and ended.on_day <= asked.on_day
                                and not exists (select 1 from cluster_states_counted later
                                                where later.cluster_id = c.id and later.axis = ended.axis
                                                  and later.on_day > ended.on_day and later.on_day <= asked.on_day))
              and (asked.led_only = 0 or asked.level in ('country', 'region')
                   or asked.place_id = (select home.place_id
                                        from clusters c
                                        cross join cluster_places home
                                        cross join places unit
                                        where c.id = cp.cluster_id and home.cluster_id = c.id and unit.id = home.place_id
                                          and unit.level = asked.level
                                          and unit.valid_from <= asked.on_day
                                          and (unit.valid_to is null or unit.valid_to >= asked.on_day)
                                        order by ", crate::figures::store::home_order!("home"), "
                                        limit 1))
        ) "
        )
    };
}

/// The visible clusters whose latest state on an axis by the day is among some, with its paper.
macro_rules! in_state {
    ($name:literal, $axis:literal, $states:literal) => {
        concat!(
            ", ",
            $name,
            " as materialized (
                select v.id, s.document_id, s.location, s.on_day
                from visible v
                cross join cluster_states_counted s
                where s.state in (",
            $states,
            ")
                  and s.id = (select latest.id from cluster_states_counted latest
                              where latest.axis = '",
            $axis,
            "' and latest.cluster_id = v.id and latest.on_day <= (select on_day from asked)
                              order by latest.on_day desc, latest.id desc limit 1)
            ) "
        )
    };
}

/// The visible clusters that receive enterprises on the day.
macro_rules! operating {
    () => {
        in_state!("operating", "operation", "'operating'")
    };
}

/// The tenants of the visible clusters in their latest state by the day, with its paper.
macro_rules! tenants_now {
    () => {
        ", tenants_now as materialized (
            select t.id, t.cluster_id, t.capital, s.state, s.on_day, s.document_id, s.location
            from visible v
            cross join tenants t
            cross join tenant_states_counted s
            where t.cluster_id = v.id and t.merged_into is null
              and s.id = (select latest.id from tenant_states_counted latest
                          where latest.tenant_id = t.id and latest.on_day <= (select on_day from asked)
                          order by latest.on_day desc, latest.id desc limit 1)
        ) "
    };
}

/// How rows of clusters and tenants get their names; used only where rows are shown.
pub const SUBJECTS: Subjects = Subjects {
    shared: &[visible!(), operating!(), tenants_now!()],
    joins: "left join clusters named_cluster on named_cluster.id = r.cluster_id
            left join tenants named_tenant on r.kind = 'tenant' and named_tenant.id = r.subject",
    name: "coalesce(named_tenant.name, named_cluster.name)",
    path: "case when r.kind = 'tenant' then '/tenants/' || r.subject else '/clusters/' || named_cluster.slug end",
    sort_key: "coalesce(named_tenant.sort_key, named_cluster.sort_key)",
    ties: &crate::figures::store::CLUSTERS,
};

/// Id of the latest observation of an indicator by the day, of cluster `v`.
macro_rules! latest {
    ($indicator:literal) => {
        concat!(
            "(select latest.id from observations latest
              where latest.indicator = '", $indicator, "' and latest.subject_id = v.id
                and latest.as_of <= (select on_day from asked) and latest.status <> 'set_aside'
              order by latest.as_of desc, latest.rank, latest.recorded_at desc, latest.id desc limit 1)"
        )
    };
}

/// Id of the observation that gives cluster `v` its whole area: by decision, else by plan, else by detailed plan.
macro_rules! whole_area {
    () => {
        concat!(
            "coalesce(",
            latest!("area.decision"),
            ", ",
            latest!("area.planned"),
            ", ",
            latest!("area.detailed"),
            ")"
        )
    };
}

/// One row a cluster `v` of a set, from the observation `o` with the id given.
macro_rules! observed {
    ($part:literal, $amount:literal, $set:literal, $id:expr) => {
        concat!(
            "select '",
            $part,
            "' as part, v.id as cluster_id, 'cluster' as kind, v.id as subject, ",
            $amount,
            " as amount,
                    o.as_of, o.document_id, o.location
             from ",
            $set,
            " v cross join observations o where o.id = ",
            $id,
            " "
        )
    };
}

/// One row a cluster of a set, with the paper that puts it there.
macro_rules! counted {
    ($set:literal) => {
        concat!(
            "select 'numerator' as part, v.id as cluster_id, 'cluster' as kind, v.id as subject, cast(1 as bigint) as amount,
                    v.on_day as as_of, v.document_id, v.location
             from ", $set, " v "
        )
    };
}

/// Leased land of the clusters `v` of a set: leases in force, or what was reported where a
/// cluster has no list of leases.
macro_rules! leased {
    ($sign:literal, $set:literal) => {
        concat!(
            "select 'numerator' as part, l.cluster_id, 'tenant' as kind, l.tenant_id as subject, ", $sign, "l.area_m2 as amount,
                    l.from_day as as_of, l.document_id, l.location
             from ", $set, " v
             cross join leases_counted l
             where l.cluster_id = v.id and l.from_day <= (select on_day from asked)
               and (l.to_day is null or l.to_day > (select on_day from asked))
             union all
             select 'numerator', v.id, 'cluster', v.id, ", $sign, "o.value, o.as_of, o.document_id, o.location
             from ", $set, " v
             cross join observations o
             where o.id = ", latest!("area.leased"), "
               and not exists (select 1 from leases_counted l where l.cluster_id = v.id and l.from_day <= (select on_day from asked)) "
        )
    };
}

/// The clusters of a set whose land of a kind is known and more than nothing.
macro_rules! with_land {
    ($set:literal, $indicator:literal) => {
        concat!(
            ", with_land as materialized (
                select v.id, o.value, o.as_of, o.document_id, o.location
                from ",
            $set,
            " v cross join observations o where o.value > 0 and o.id = ",
            latest!($indicator),
            "
            ) "
        )
    };
}

/// Leased land over a kind of land, for a set of clusters; those where it is not known are left out and told.
macro_rules! ratio {
    ($set:literal, $indicator:literal, $more:expr) => {
        concat!(
            visible!(), operating!(), with_land!($set, $indicator), leased!("", "with_land"), $more,
            "union all
             select 'denominator', v.id, 'cluster', v.id, v.value, v.as_of, v.document_id, v.location from with_land v
             union all
             select 'left_out', v.id, 'cluster', v.id, cast(0 as bigint), '', cast(null as text), ''
             from ", $set, " v where v.id not in (select id from with_land)"
        )
    };
}

/// One row a cluster, with the paper that best shows it is on the register: its decision, its
/// plan, or what first named it.
pub const COUNT: &str = concat!(
    visible!(),
    "select 'numerator' as part, v.id as cluster_id, 'cluster' as kind, v.id as subject, cast(1 as bigint) as amount,
            coalesce(s.on_day, '') as as_of, s.document_id, coalesce(s.location, '') as location
     from visible v
     left join cluster_states s
       on s.id = (select best.id from cluster_states_counted best
                  where best.cluster_id = v.id and best.on_day <= (select on_day from asked)
                  order by case best.state when 'established' then 0 when 'listed' then 1 else 2 end, best.on_day, best.id limit 1)"
);

/// One row a cluster with its whole area.
pub const AREA: &str =
    concat!(visible!(), observed!("numerator", "o.value", "visible", whole_area!()));

/// One row an operating cluster.
pub const OPERATING_COUNT: &str = concat!(visible!(), operating!(), counted!("operating"));

/// One row an operating cluster with its whole area.
pub const OPERATING_AREA: &str = concat!(
    visible!(),
    operating!(),
    observed!("numerator", "o.value", "operating", whole_area!())
);

/// One row a cluster whose area is above the limit.
pub const OVER_MAXIMUM: &str = concat!(
    visible!(),
    observed!("numerator", "cast(1 as bigint)", "visible", whole_area!()),
    "and o.value > (select limit_m2 from asked)"
);

/// One row an operating cluster with its industrial land.
pub const INDUSTRIAL_LAND: &str = concat!(
    visible!(),
    operating!(),
    observed!("numerator", "o.value", "operating", latest!("area.industrial"))
);

/// One row a lease of an operating cluster.
pub const LEASED_LAND: &str = concat!(visible!(), operating!(), leased!("", "operating"));

/// Industrial land less leases, where industrial land is known.
pub const VACANT_LAND: &str = concat!(
    visible!(), operating!(), with_land!("operating", "area.industrial"), leased!("-", "with_land"),
    "union all
     select 'numerator', v.id, 'cluster', v.id, v.value, v.as_of, v.document_id, v.location from with_land v"
);

const OCCUPANCY_LEASED: &str = ratio!("operating", "area.industrial", "");
const OCCUPANCY_SERVICED: &str = ratio!("operating", "area.serviced", "");
const OCCUPANCY_CLEARED: &str = ratio!("operating", "area.cleared", "");
const OCCUPANCY_LEGAL: &str = ratio!(
    "visible",
    "area.industrial",
    concat!(
        "union all
         select 'numerator', v.id, 'cluster', v.id, o.value, o.as_of, o.document_id, o.location
         from with_land v cross join observations o where o.id = ",
        latest!("area.approved"),
        " "
    )
);

/// Occupancy on a named base.
pub fn occupancy(basis: Basis) -> &'static str {
    match basis {
        Basis::Legal => OCCUPANCY_LEGAL,
        Basis::Serviced => OCCUPANCY_SERVICED,
        Basis::Cleared => OCCUPANCY_CLEARED,
        Basis::Leased | Basis::Reported => OCCUPANCY_LEASED,
    }
}

/// Tenants whose latest state by the day is among some, or the reported number where a cluster has no list of tenants.
macro_rules! tenant_count {
    ($states:literal, $indicator:literal) => {
        concat!(
            visible!(), tenants_now!(),
            "select 'numerator' as part, t.cluster_id, 'tenant' as kind, t.id as subject, cast(1 as bigint) as amount,
                    t.on_day as as_of, t.document_id, t.location
             from tenants_now t
             where t.state ", $states, "
             union all
             select 'numerator', v.id, 'cluster', v.id, o.value, o.as_of, o.document_id, o.location
             from visible v
             cross join observations o
             where o.id = ", latest!($indicator), "
               and not exists (select 1 from tenants t
                               cross join tenant_states_counted s
                               where t.cluster_id = v.id and s.tenant_id = t.id and s.on_day <= (select on_day from asked))"
        )
    };
}

/// One row a tenant that has not left.
pub const TENANTS_REGISTERED: &str = tenant_count!("<> 'left'", "tenants.registered");
/// One row a tenant that operates.
pub const TENANTS_OPERATING: &str = tenant_count!("= 'operating'", "tenants.operating");

/// What tenants reported for the period.
macro_rules! tenant_results {
    ($indicator:literal) => {
        concat!(
            visible!(),
            "select 'numerator' as part, t.cluster_id, 'tenant' as kind, t.id as subject, o.value as amount,
                    o.as_of, o.document_id, o.location
             from visible v
             cross join tenants t
             cross join observations o
             where t.cluster_id = v.id and t.merged_into is null
               and o.id = (select best.id from observations best
                           where best.indicator = '", $indicator, "' and best.subject_id = t.id
                             and best.period = (select period from asked) and best.status <> 'set_aside'
                           order by best.rank, best.recorded_at desc, best.id desc limit 1)"
        )
    };
}

/// Workers by tenant.
pub const WORKERS: &str = tenant_results!("workers");
/// Revenue by tenant.
pub const REVENUE: &str = tenant_results!("revenue");
/// Tax paid by tenant.
pub const TAX_PAID: &str = tenant_results!("tax_paid");

// Written in the fragments above, and therefore named below them.
mod statutory;

pub use statutory::*;
