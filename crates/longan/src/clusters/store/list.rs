//! Finding the clusters of a page: their order, their number, fifty at a time.
//!
//! What is computed for an order or a filter says the same as `Standing` and the figures:
//! the fragments below and `figures.rs` are changed together.

use super::super::model::{Class, Cluster};
use super::super::search::{Direction, Sort};
use crate::places::COUNTRY_ID;
use crate::store::{Day, Result, Statement, Store};
use crate::users::Viewer;

/// Which clusters are wanted, and in which order.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The place they lie in.
    pub place_id: String,
    /// The day.
    pub on: Day,
    /// Text to look for, from `kernel::text::search_query`; empty for all.
    pub text: String,
    /// Name of a unit to look for, from `places::search_key`; empty for none.
    pub unit: String,
    /// Their class that day.
    pub class: Option<Class>,
    /// Order.
    pub sort: Sort,
    /// Which way.
    pub direction: Direction,
}

/// A cluster on a page, with the name of the unit it was recorded in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Found {
    /// The cluster.
    #[sqlx(flatten)]
    pub cluster: Cluster,
    /// Full name of the unit it was recorded in.
    pub lead_place: String,
}

/// The latest state on an axis by the day asked for.
macro_rules! state_then {
    ($axis:literal) => {
        concat!(
            "(select s.state from cluster_states_counted s where s.axis = '",
            $axis,
            "' and s.cluster_id = c.id and s.on_day <= (select on_day from asked) order by s.on_day desc, s.id desc limit 1)"
        )
    };
}

/// The latest number of a kind by the day asked for.
macro_rules! number_then {
    ($indicator:literal) => {
        concat!(
            "(select o.value from observations o where o.indicator = '",
            $indicator,
            "' and o.subject_id = c.id and o.as_of <= (select on_day from asked) and o.status <> 'set_aside'
              order by o.as_of desc, o.rank, o.recorded_at desc, o.id desc limit 1)"
        )
    };
}

const AREA: &str = concat!(
    "coalesce(",
    number_then!("area.decision"),
    ", ",
    number_then!("area.planned"),
    ", ",
    number_then!("area.detailed"),
    ")"
);
const INDUSTRIAL: &str = number_then!("area.industrial");
const LEASED: &str = concat!(
    "coalesce((select sum(case when l.to_day is null or l.to_day > (select on_day from asked) then l.area_m2 else 0 end)
               from leases_counted l where l.cluster_id = c.id and l.from_day <= (select on_day from asked)), ",
    number_then!("area.leased"),
    ")"
);
const REGISTERED: &str = concat!(
    "coalesce((select sum(case when (select s.state from tenant_states_counted s where s.tenant_id = t.id and s.on_day <= (select on_day from asked)
                                     order by s.on_day desc, s.id desc limit 1) <> 'left' then 1 else 0 end)
               from tenants t where t.cluster_id = c.id and t.merged_into is null
                 and exists (select 1 from tenant_states_counted s where s.tenant_id = t.id and s.on_day <= (select on_day from asked))), ",
    number_then!("tenants.registered"),
    ")"
);
const DECIDED: &str = "(select min(s.on_day) from cluster_states_counted s where s.axis = 'establishment' and s.state = 'established'
     and s.cluster_id = c.id and s.on_day <= (select on_day from asked))";

/// The word of `Class`, from the latest states, in the order of `Standing::class`.
const CLASS: &str = "case
    when x.establishment = 'converted' then 'converted'
    when x.establishment = 'revoked' then 'revoked'
    when x.plan = 'removed' then 'removed'
    when x.operation = 'operating' and x.establishment in ('established', 'expanded', 'adjusted') then 'operating'
    when x.operation = 'operating' then 'operating_not_established'
    when x.plan = 'revocation_proposed' then 'revocation_proposed'
    when x.infrastructure is not null then 'building'
    when x.clearance is not null then 'clearing'
    when x.establishment in ('established', 'expanded', 'adjusted') then 'established'
    when x.plan = 'location_agreed' then 'location_agreed'
    else 'planned' end";

/// The clusters on pages, `limit` of them from `offset`.
pub async fn list_page(
    store: &Store,
    viewer: &Viewer,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<Found>> {
    let mut query = asked(viewer, wanted);
    query.push(
        "select c.id, c.revision, c.slug, c.code, c.name, c.lead_place_id, c.place_text, c.sectors, c.note, c.known_from,
                coalesce(p.full_name, '') as lead_place ",
    );
    push_clusters(&mut query, wanted);
    query.push(" left join places p on p.id = c.lead_place_id ");
    push_conditions(&mut query, wanted);
    push_order(&mut query, wanted);
    query.push(" limit ").push_bind(limit).push(" offset ").push_bind(offset);
    query.fetch_all(store).await
}

/// How many clusters there are, counted up to `at_most` so that a count never costs more than a page.
pub async fn count(store: &Store, viewer: &Viewer, wanted: &Wanted, at_most: i64) -> Result<i64> {
    let mut query = asked(viewer, wanted);
    query.push("select count(*) from (select c.id ");
    push_clusters(&mut query, wanted);
    push_conditions(&mut query, wanted);
    query.push(" limit ").push_bind(at_most).push(") counted");
    let (count,): (i64,) = query.fetch_one(store).await?;
    Ok(count)
}

fn asked(viewer: &Viewer, wanted: &Wanted) -> Statement {
    let mut query = Statement::new("with asked as (select cast(");
    query.push_bind(viewer.user_id.clone()).push(" as text) as user_id, cast(");
    query.push_bind(wanted.place_id.clone()).push(" as text) as place_id, cast(");
    query.push_bind(wanted.on).push(" as text) as on_day, cast(");
    query.push_bind(wanted.text.clone()).push(" as text) as words) ");
    query
}

/// Everything lies in the country: its clusters are walked in the order of the index and the
/// first fifty end the walk. In any smaller place the clusters of the place are looked up.
fn push_clusters(query: &mut Statement, wanted: &Wanted) {
    if wanted.place_id == COUNTRY_ID {
        query.push("from clusters c ");
    } else {
        query.push(
            "from cluster_places in_place join clusters c on c.id = in_place.cluster_id and in_place.place_id = (select place_id from asked) ",
        );
    }
}

fn push_conditions(query: &mut Statement, wanted: &Wanted) {
    query.push(
        " where c.known_from <= (select on_day from asked)
          and exists (select 1 from cluster_places mine join user_places up on up.place_id = mine.place_id
                      where mine.cluster_id = c.id and up.user_id = (select user_id from asked)) ",
    );
    if !wanted.text.is_empty() {
        query.push(" and (c.search_text like '%' || (select words from asked) || '%' ");
        // Also by what the unit is called now, or was called before.
        if !wanted.unit.is_empty() {
            query.push(
                " or c.id in (select named.cluster_id from places unit join cluster_places named on named.place_id = unit.id
                              where unit.level in ('commune', 'district') and unit.match_key like '%' || ",
            );
            query.push_bind(wanted.unit.clone()).push(" || '%') ");
        }
        query.push(") ");
    }
    if let Some(class) = wanted.class {
        query.push(" and (select ");
        query.push(CLASS);
        query.push(concat!(
            " from (select ",
            state_then!("plan"),
            " as plan, ",
            state_then!("establishment"),
            " as establishment, ",
            state_then!("operation"),
            " as operation, ",
            state_then!("infrastructure"),
            " as infrastructure, ",
            state_then!("clearance"),
            " as clearance) x) = "
        ));
        query.push_bind(class);
    }
}

fn push_order(query: &mut Statement, wanted: &Wanted) {
    let key: &[&'static str] = match wanted.sort {
        Sort::Name => &[],
        Sort::KnownFrom => &["c.known_from"],
        Sort::Area => &[AREA],
        Sort::Industrial => &[INDUSTRIAL],
        Sort::Leased => &[LEASED],
        Sort::Registered => &[REGISTERED],
        Sort::Decided => &[DECIDED],
        // Ten thousandths are enough to order by; the page shows the ratio itself.
        Sort::Occupancy => &["coalesce(", LEASED, ", 0) * 10000 / nullif(", INDUSTRIAL, ", 0)"],
    };
    let way = if wanted.direction == Direction::Down { " desc" } else { "" };
    query.push(" order by ");
    if key.is_empty() {
        query.push("c.sort_key").push(way).push(", c.id").push(way);
        return;
    }
    // What is not known stands last, whichever way the order runs.
    query.push("case when ").push_all(key).push(" is null then 1 else 0 end, ");
    query.push_all(key).push(way).push(", c.sort_key, c.id");
}
