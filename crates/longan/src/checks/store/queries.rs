//! The query of each rule, over the whole register.

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
    "from leases_counted l join plots p on p.id = l.plot_id join clusters c on c.id = l.cluster_id
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
                "from leases_counted a
                 join leases_counted b on b.plot_id = a.plot_id and b.id > a.id
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
    "from leases_counted l join clusters c on c.id = l.cluster_id join asked on 1 = 1 where l.to_day < l.from_day"
);

/// More land leased than there is industrial land.
pub const LEASED_OVER_INDUSTRIAL: &str = concat!(
    asked!(),
    latest!(),
    "select c.id as subject, c.name, '/clusters/' || c.slug as path,
            cast(sum(l.area_m2) as bigint) as amount, i.value as other, '' as detail
     from leases_counted l
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
     where not exists (select 1 from cluster_states_counted s where s.cluster_id = c.id)"
);

/// A planned cluster that no numbered paper plans.
pub const NO_PLAN_DECISION: &str = of_cluster!(
    "0",
    "0",
    "''",
    "from clusters c join asked on 1 = 1
     where exists (select 1 from cluster_states_counted s where s.cluster_id = c.id and s.state = 'listed')
       and not exists (select 1 from cluster_states_counted s join documents d on d.id = s.document_id and d.number <> ''
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
     where exists (select 1 from cluster_states_counted s where s.cluster_id = c.id and s.state = 'established')
       and not exists (select 1 from cluster_states_counted s join documents d on d.id = s.document_id and d.number <> ''
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
     where t.merged_into is null and not exists (select 1 from tenant_states_counted s where s.tenant_id = t.id)"
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
