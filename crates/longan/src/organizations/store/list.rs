//! Finding the bodies of a page: their order, their number, fifty at a time.

use super::super::model::{Kind, OrganizationLine, State};
use super::super::search::{Direction, Sort};
use super::seeing::{in_place, seen};
use crate::places::COUNTRY_ID;
use crate::store::{Day, Result, Statement, Store};
use crate::users::Viewer;

/// Which bodies are wanted, and in which order.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The unit they lie in; empty for all.
    pub place_id: String,
    /// The day of their state and address.
    pub on: Day,
    /// Text to look for, folded; empty for all.
    pub text: String,
    /// Their kind.
    pub kind: Option<Kind>,
    /// Their state that day.
    pub state: Option<State>,
    /// Order.
    pub sort: Sort,
    /// Which way.
    pub direction: Direction,
}

/// The latest state by the day asked for.
const STATE: &str = "(select s.state from organization_states_counted s where s.organization_id = o.id and s.on_day <= (select on_day from asked)
     order by s.on_day desc, s.id desc limit 1)";

/// The bodies of a page, `limit` of them from `offset`.
pub async fn list_page(
    store: &Store,
    viewer: &Viewer,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<Vec<OrganizationLine>> {
    let mut query = asked(viewer, wanted);
    query.push(
        "select o.id, o.name, o.kind, o.partner, o.tax_code,
                coalesce((select case when a.detail = '' then p.full_name else a.detail || ', ' || p.full_name end
                          from organization_addresses a join places p on p.id = a.place_id
                          where a.organization_id = o.id and a.from_day <= (select on_day from asked)
                            and (a.to_day is null or a.to_day > (select on_day from asked))
                          order by case a.kind when 'registered' then 0 else 1 end, a.from_day desc, a.id desc limit 1), '') as address, ",
    );
    query.push(STATE).push(
        " as state,
          (select count(*) from tenants t where t.organization_id = o.id and t.merged_into is null) as projects,
          (select count(distinct i.cluster_id) from cluster_investors i where i.organization_id = o.id
            and i.from_day <= (select on_day from asked) and (i.to_day is null or i.to_day > (select on_day from asked))) as invested
         from organizations o ",
    );
    push_conditions(&mut query, wanted);
    push_order(&mut query, wanted);
    query.push(" limit ").push_bind(limit).push(" offset ").push_bind(offset);
    query.fetch_all(store).await
}

/// How many bodies there are, counted up to `at_most` so that a count never costs more than a page.
pub async fn count(store: &Store, viewer: &Viewer, wanted: &Wanted, at_most: i64) -> Result<i64> {
    let mut query = asked(viewer, wanted);
    query.push("select count(*) from (select o.id from organizations o ");
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

fn push_conditions(query: &mut Statement, wanted: &Wanted) {
    query.push(concat!(
        " where o.merged_into is null and (",
        seen!("(select user_id from asked)", "o.id"),
        ")"
    ));
    // Everything lies in the country.
    if !wanted.place_id.is_empty() && wanted.place_id != COUNTRY_ID {
        query.push(concat!(" and o.id in (", in_place!("(select place_id from asked)"), ")"));
    }
    if !wanted.text.is_empty() {
        query.push(" and o.search_text like '%' || (select words from asked) || '%' ");
    }
    if let Some(kind) = wanted.kind {
        query.push(" and o.kind = ").push_bind(kind);
    }
    if let Some(state) = wanted.state {
        query.push(
            " and o.id in (select s.organization_id from organization_states_counted s where s.state = ",
        );
        query.push_bind(state).push(") and ").push(STATE).push(" = ").push_bind(state);
    }
}

fn push_order(query: &mut Statement, wanted: &Wanted) {
    let way = if wanted.direction == Direction::Down { " desc" } else { "" };
    match wanted.sort {
        Sort::Name => {
            query.push(" order by o.sort_key").push(way).push(", o.id").push(way);
        }
        // What is not known stands last, whichever way the order runs.
        Sort::TaxCode => {
            query.push(" order by case when o.tax_code is null then 1 else 0 end, o.tax_code");
            query.push(way).push(", o.id");
        }
        // Ids are in the order of time.
        Sort::Recorded => {
            query.push(" order by o.id").push(way);
        }
    }
}
