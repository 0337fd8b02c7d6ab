//! The queries behind the figures that Biểu số 03 and 04 ask for, beside those everybody asks.

/// A set of clusters narrowed by what must hold of cluster `v`, with the papers of that set.
macro_rules! chosen {
    ($set:literal, $where:expr) => {
        concat!(
            ", chosen as materialized (select v.id, v.on_day, v.document_id, v.location from ",
            $set,
            " v where ",
            $where,
            ") "
        )
    };
}

/// The whole area of each cluster `v` of a set; one whose area nobody told is named as left out.
/// What stands before `whole_area` is taken first.
macro_rules! area_of {
    ($set:literal, $id:expr) => {
        concat!(
            observed!("numerator", "o.value", $set, $id),
            "union all
             select 'left_out', v.id, 'cluster', v.id, cast(0 as bigint), v.on_day, v.document_id, v.location
             from ", $set, " v where ", $id, " is null"
        )
    };
}

/// The clusters that a plan in force names, by the entry for the nearest year to come of the
/// plan listed last; and those that only a state says are in a plan, for they have no entry.
macro_rules! planned {
    () => {
        concat!(
            ", planned as materialized (
                select v.id, e.listed_on as on_day, e.document_id, e.location, e.area_m2
                from visible v
                cross join plan_entries e
                where e.id = (select near.id from plan_entries near
                              where near.cluster_id = v.id and near.listed_on <= (select on_day from asked)
                                and (near.removed_on is null or near.removed_on > (select on_day from asked))
                                and near.horizon >= substr((select on_day from asked), 1, 4)
                              order by near.listed_on desc, near.horizon, near.id limit 1)
                union all
                select v.id, s.on_day, s.document_id, s.location, o.value
                from visible v
                cross join cluster_states_counted s
                left join observations o on o.id = ", whole_area!(), "
                where s.state in ('listed', 'location_agreed', 'revocation_proposed')
                  and s.id = (select latest.id from cluster_states_counted latest
                              where latest.axis = 'plan' and latest.cluster_id = v.id and latest.on_day <= (select on_day from asked)
                              order by latest.on_day desc, latest.id desc limit 1)
                  and not exists (select 1 from plan_entries e
                                  where e.cluster_id = v.id and e.listed_on <= (select on_day from asked))
            ) "
        )
    };
}

/// The clusters with a decision of establishment that holds, by the first one since any end.
macro_rules! established {
    () => {
        ", established as materialized (
            select v.id, s.document_id, s.location, s.on_day, s.state, s.precision
            from visible v
            cross join cluster_states_counted s
            where s.id = (select first.id from cluster_states_counted first
                          where first.cluster_id = v.id and first.axis = 'establishment'
                            and first.state in ('established', 'expanded', 'adjusted')
                            and first.on_day <= (select on_day from asked)
                            and not exists (select 1 from cluster_states_counted ended
                                            where ended.cluster_id = v.id and ended.axis = 'establishment'
                                              and ended.state in ('revoked', 'converted')
                                              and ended.on_day >= first.on_day and ended.on_day <= (select on_day from asked))
                          order by case first.state when 'established' then 0 else 1 end, first.on_day, first.id limit 1)
        ) "
    };
}

/// Those whose decision is dated within the days asked for; where only the day is known by
/// which it was taken, nobody can tell the period.
macro_rules! newly_established {
    ($day:literal) => {
        chosen!(
            "established",
            concat!(
                "v.state = 'established' and v.on_day >= (select from_day from asked) and v.precision ",
                $day
            )
        )
    };
}

/// Established clusters with an enterprise in charge of the infrastructure, by the latest to begin.
macro_rules! enterprise_run {
    () => {
        ", enterprise_run as materialized (
            select v.id, i.from_day as on_day, i.document_id, i.location
            from established v
            cross join cluster_investors i
            cross join organizations body
            where body.id = i.organization_id and body.kind = 'enterprise'
              and i.id = (select latest.id from cluster_investors latest
                          where latest.cluster_id = v.id and latest.from_day <= (select on_day from asked)
                            and (latest.to_day is null or latest.to_day > (select on_day from asked))
                          order by latest.from_day desc, latest.id desc limit 1)
        ) "
    };
}

/// A set by its state on an axis; where the register has no state there, by a reported number
/// that cannot be without it.
macro_rules! state_or_number {
    ($name:literal, $axis:literal, $state:literal, $number:expr) => {
        concat!(
            in_state!("in_that_state", $axis, $state),
            ", ",
            $name,
            " as materialized (
                select v.id, v.on_day, v.document_id, v.location from in_that_state v
                union all
                select v.id, o.as_of, o.document_id, o.location
                from visible v
                cross join observations o
                where o.value > 0 and o.id = ",
            $number,
            "
                  and not exists (select 1 from cluster_states_counted s
                                  where s.axis = '",
            $axis,
            "' and s.cluster_id = v.id and s.on_day <= (select on_day from asked))
            ) "
        )
    };
}

macro_rules! detailed {
    () => {
        state_or_number!(
            "detailed",
            "detailed_plan",
            "'detailed_plan_approved'",
            concat!("coalesce(", latest!("area.industrial"), ", ", latest!("area.detailed"), ")")
        )
    };
}

macro_rules! project {
    () => {
        state_or_number!(
            "project",
            "infrastructure_project",
            "'project_approved'",
            latest!("infrastructure.investment")
        )
    };
}

/// Capital of the infrastructure: what the investor reported last, else the works inside the
/// fence on the register. Works that are parts of one that stands for all are not added to it.
macro_rules! capital {
    ($indicator:literal, $column:literal) => {
        concat!(
            visible!(),
            observed!("numerator", "o.value", "visible", latest!($indicator)),
            "union all
             select 'numerator', v.id, 'cluster', v.id, w.", $column, ", w.as_of, w.document_id, w.location
             from visible v
             cross join infrastructure_items w
             where w.cluster_id = v.id and w.fence_side = 'inside' and w.", $column, " is not null
               and w.as_of <= (select on_day from asked)
               and ", latest!($indicator), " is null
               and (w.kind = 'whole'
                    or not exists (select 1 from infrastructure_items whole
                                   where whole.cluster_id = w.cluster_id and whole.fence_side = 'inside' and whole.kind = 'whole'
                                     and whole.as_of <= (select on_day from asked)))"
        )
    };
}

/// Operating clusters of a special kind on the day.
macro_rules! operating_kind {
    ($kind:literal) => {
        concat!(
            visible!(),
            operating!(),
            chosen!(
                "operating",
                concat!(
                    "exists (select 1 from cluster_types t where t.cluster_id = v.id and t.kind = '",
                    $kind,
                    "' and t.from_day <= (select on_day from asked)
                       and (t.to_day is null or t.to_day > (select on_day from asked)))"
                )
            )
        )
    };
}

macro_rules! operating_established {
    ($not:literal) => {
        concat!(
            visible!(),
            operating!(),
            established!(),
            chosen!("operating", concat!("v.id ", $not, "in (select id from established)"))
        )
    };
}

/// One row a cluster in a plan that is in force.
pub const PLANNED_COUNT: &str = concat!(visible!(), planned!(), counted!("planned"));
/// One row a cluster in a plan that is in force, with its area there.
pub const PLANNED_AREA: &str = concat!(
    visible!(), planned!(),
    "select case when v.area_m2 is null then 'left_out' else 'numerator' end as part, v.id as cluster_id, 'cluster' as kind,
            v.id as subject, coalesce(v.area_m2, 0) as amount, v.on_day as as_of, v.document_id, v.location
     from planned v"
);
/// One row an established cluster.
pub const ESTABLISHED_COUNT: &str = concat!(visible!(), established!(), counted!("established"));
/// One row an established cluster with its whole area.
pub const ESTABLISHED_AREA: &str =
    concat!(visible!(), established!(), area_of!("established", whole_area!()));
/// One row a cluster established in the period.
pub const NEWLY_ESTABLISHED_COUNT: &str = concat!(
    visible!(), established!(), newly_established!("is not null"),
    "select case when e.precision = 'exact' then 'numerator' else 'left_out' end as part, v.id as cluster_id, 'cluster' as kind,
            v.id as subject, cast(case when e.precision = 'exact' then 1 else 0 end as bigint) as amount,
            v.on_day as as_of, v.document_id, v.location
     from chosen v join established e on e.id = v.id"
);
/// One row a cluster established in the period, with its whole area.
pub const NEWLY_ESTABLISHED_AREA: &str = concat!(
    visible!(),
    established!(),
    newly_established!("= 'exact'"),
    area_of!("chosen", whole_area!())
);
/// One row a cluster with an enterprise as investor.
pub const ENTERPRISE_RUN_COUNT: &str =
    concat!(visible!(), established!(), enterprise_run!(), counted!("enterprise_run"));
/// One row a cluster with an enterprise as investor, with its whole area.
pub const ENTERPRISE_RUN_AREA: &str = concat!(
    visible!(),
    established!(),
    enterprise_run!(),
    area_of!("enterprise_run", whole_area!())
);
/// One row a cluster with an approved detailed plan.
pub const DETAILED_PLAN_COUNT: &str = concat!(visible!(), detailed!(), counted!("detailed"));
/// One row a cluster with an approved detailed plan, with the area of the plan.
pub const DETAILED_PLAN_AREA: &str = concat!(
    visible!(),
    detailed!(),
    area_of!("detailed", concat!("coalesce(", latest!("area.detailed"), ", ", whole_area!(), ")"))
);
/// One row a cluster with an approved infrastructure project.
pub const INFRASTRUCTURE_PROJECT_COUNT: &str = concat!(visible!(), project!(), counted!("project"));
/// One row a cluster with an approved infrastructure project, with its whole area.
pub const INFRASTRUCTURE_PROJECT_AREA: &str =
    concat!(visible!(), project!(), area_of!("project", whole_area!()));
/// Capital of the approved infrastructure projects.
pub const INFRASTRUCTURE_INVESTMENT: &str = capital!("infrastructure.investment", "planned_vnd");
/// Capital paid into the infrastructure so far.
pub const INFRASTRUCTURE_PAID: &str = capital!("infrastructure.paid", "paid_vnd");
/// One row an operating cluster that is established.
pub const OPERATING_ESTABLISHED_COUNT: &str =
    concat!(operating_established!(""), counted!("chosen"));
/// One row an operating cluster that is established, with its whole area.
pub const OPERATING_ESTABLISHED_AREA: &str =
    concat!(operating_established!(""), area_of!("chosen", whole_area!()));
/// One row an operating cluster that is not established.
pub const OPERATING_NOT_ESTABLISHED_COUNT: &str =
    concat!(operating_established!("not "), counted!("chosen"));
/// One row an operating cluster that is not established, with its whole area.
pub const OPERATING_NOT_ESTABLISHED_AREA: &str =
    concat!(operating_established!("not "), area_of!("chosen", whole_area!()));
/// One row an operating cluster of a craft village.
pub const OPERATING_CRAFT_COUNT: &str = concat!(operating_kind!("craft"), counted!("chosen"));
/// One row an operating cluster of a craft village, with its whole area.
pub const OPERATING_CRAFT_AREA: &str =
    concat!(operating_kind!("craft"), area_of!("chosen", whole_area!()));
/// One row an operating specialised cluster.
pub const OPERATING_SPECIALISED_COUNT: &str =
    concat!(operating_kind!("specialised"), counted!("chosen"));
/// One row an operating specialised cluster, with its whole area.
pub const OPERATING_SPECIALISED_AREA: &str =
    concat!(operating_kind!("specialised"), area_of!("chosen", whole_area!()));
/// One row a tenant with foreign capital that has not left.
pub const TENANTS_FOREIGN: &str =
    tenant_count!("<> 'left' and t.capital = 'foreign'", "tenants.foreign");

/// Clusters for which the investor reported 1, unless a later state says otherwise.
macro_rules! reported_plant {
    ($indicator:literal) => {
        concat!(
            observed!(
                "numerator",
                "cast(1 as bigint)",
                "visible",
                latest!($indicator)
            ),
            "and o.value = 1
               and not exists (select 1 from cluster_states_counted later
                               where later.axis = 'wastewater' and later.cluster_id = v.id
                                 and later.on_day > o.as_of and later.on_day <= (select on_day from asked)"
        )
    };
}

/// One row a cluster with a central wastewater plant, built or being built.
pub const WASTEWATER_COUNT: &str = concat!(
    visible!(),
    in_state!("plants", "wastewater", "'plant_building', 'plant_operating'"),
    reported_plant!("wastewater.built"),
    ")
     union all ",
    counted!("plants"),
    "where not exists (select 1 from observations o
                       where o.id = ",
    latest!("wastewater.built"),
    " and o.as_of >= v.on_day)"
);
/// One row a cluster whose wastewater plant keeps to the standards, as its investor reports.
pub const WASTEWATER_COMPLIANT_COUNT: &str = concat!(
    visible!(),
    reported_plant!("wastewater.compliant"),
    " and later.state in ('plant_none', 'plant_building'))"
);
