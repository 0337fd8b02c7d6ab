//! The list of needs: found by words, place, year, state and kind of support; counted and summed.

use super::super::super::model::{Activity, Need, NeedStanding, NeedState};
use super::super::{paper, scope};
use super::{need_columns, need_joins, need_seen};
use crate::places::COUNTRY_ID;
use crate::store::{Day, Result, Store};
use crate::users::Viewer;

/// What is asked of the list. Empty words ask for everything.
#[derive(Clone, Debug)]
pub struct AskedNeeds {
    /// The unit.
    pub place_id: String,
    /// Folded words that must occur.
    pub text: String,
    /// The year wanted for; 0 for all.
    pub year: i64,
    /// Where they stand.
    pub state: Option<NeedState>,
    /// What support is wanted.
    pub activity: Option<Activity>,
    /// The day on which areas are asked for.
    pub on: Day,
}

/// What is asked, `$4` to `$8`; each empty word asks for everything.
macro_rules! asked {
    () => {
        concat!(
            need_seen!(),
            " and (cast($4 as text) = '' or exists (select 1 from promotion_need_places here where here.need_id = n.id and here.place_id = $4))
              and (cast($5 as text) = '' or n.search_text like '%' || $5 || '%')
              and (cast($6 as bigint) = 0 or n.target_year = $6)
              and (cast($7 as text) = '' or s.state = $7)
              and (cast($8 as text) = '' or n.activity = $8)"
        )
    };
}

/// Binds what [`asked!`] names.
macro_rules! bound {
    ($query:expr, $viewer:expr, $asked:expr, $state:expr) => {
        $query
            .bind(&$viewer.user_id)
            .bind(scope($viewer))
            .bind($asked.on)
            .bind(if $asked.place_id == COUNTRY_ID { "" } else { &$asked.place_id })
            .bind(&$asked.text)
            .bind($asked.year)
            .bind($state)
            .bind($asked.activity.map_or("", Activity::word))
    };
}

/// The needs, the latest first, `limit` of them at most.
pub async fn list_needs(
    store: &Store,
    viewer: &Viewer,
    asked: &AskedNeeds,
    limit: i64,
) -> Result<Vec<Need>> {
    let query = sqlx::query_as(concat!(
        "select ",
        need_columns!(),
        " ",
        need_joins!(),
        " where ",
        asked!(),
        " order by n.asked_on desc, n.sort_key, n.id limit $9"
    ));
    let state = asked.state.map_or("", NeedState::word);
    Ok(bound!(query, viewer, asked, state).bind(limit).fetch_all(store.read()).await?)
}

/// How many needs there are.
pub async fn count_needs(store: &Store, viewer: &Viewer, asked: &AskedNeeds) -> Result<i64> {
    let query = sqlx::query_as(concat!(
        "select count(*) ",
        need_joins!(),
        " where cast($3 as text) <> '' and ",
        asked!()
    ));
    let state = asked.state.map_or("", NeedState::word);
    let (count,): (i64,) = bound!(query, viewer, asked, state).fetch_one(store.read()).await?;
    Ok(count)
}

/// How many needs stand in each state, and what they ask; the state itself is not asked for.
pub async fn list_need_standings(
    store: &Store,
    viewer: &Viewer,
    asked: &AskedNeeds,
) -> Result<Vec<NeedStanding>> {
    let query = sqlx::query_as(concat!(
        "select s.state, count(*) as needs, cast(coalesce(sum(n.support_vnd), 0) as bigint) as support_vnd ",
        need_joins!(),
        " where cast($3 as text) <> '' and ",
        asked!(),
        " group by s.state"
    ));
    let mut found: Vec<NeedStanding> =
        bound!(query, viewer, asked, "").fetch_all(store.read()).await?;
    found.sort_by_key(|standing| standing.state);
    Ok(found)
}

/// The years that needs are wanted for, latest first.
pub async fn list_need_years(store: &Store, viewer: &Viewer) -> Result<Vec<i64>> {
    let years: Vec<(i64,)> = sqlx::query_as(concat!(
        "select distinct n.target_year from promotion_needs n where ",
        need_seen!(),
        " order by n.target_year desc"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .fetch_all(store.read())
    .await?;
    Ok(years.into_iter().map(|(year,)| year).collect())
}
