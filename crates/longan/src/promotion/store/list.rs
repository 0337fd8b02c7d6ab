//! The list of projects: found by words, place, year, track, state and content; counted and summed.

use super::super::model::{Content, ProjectLine, Standing, State, Track};
use super::super::rules::Waits;
use super::super::search::{Direction, Sort};
use super::waiting::push_waiting;
use super::{
    ASKER_SEES, asked_by, counterpart_money, paper, projects_seen, promotion_money, scope, sees_all,
};
use crate::places::{COUNTRY_ID, Place};
use crate::store::{Result, Statement, Store};
use crate::users::{Right, Role, Viewer};

/// What is asked of the list.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The unit.
    pub place_id: String,
    /// Folded words that must occur; empty for all.
    pub text: String,
    /// The plan's year.
    pub year: Option<i64>,
    /// Whose money.
    pub track: Option<Track>,
    /// The latest state.
    pub state: Option<State>,
    /// Which of the nine contents.
    pub content: Option<Content>,
    /// Steps of which it must wait for one; `None` for all projects.
    pub waiting: Option<Vec<Waits>>,
    /// By what it is ordered.
    pub sort: Sort,
    /// Which way.
    pub direction: Direction,
}

/// The word of the latest state of project `p`.
pub(super) const STATE: &str =
    "(select s.state from promotion_states s where s.project_id = p.id and s.superseded_at = ''
     order by s.on_day desc, s.id desc limit 1)";

/// The projects of a page, `limit` of them from `offset`.
pub async fn list_page(
    store: &Store,
    viewer: &Viewer,
    asked: &Asked,
    limit: i64,
    offset: i64,
) -> Result<Vec<ProjectLine>> {
    let mut query = asked_by(viewer);
    query.push(
        "select p.id, p.code, p.name, y.year, y.batch, y.track, p.kind, p.content, p.activity, p.place_text,
                coalesce((select min(b.name) from promotion_participants x join organizations b on b.id = x.organization_id
                          where x.project_id = p.id and x.part = 'beneficiary' and x.to_day is null and b.merged_into is null), p.beneficiary_text) as beneficiary,
                (select count(*) from promotion_participants x join organizations b on b.id = x.organization_id
                 where x.project_id = p.id and x.part = 'beneficiary' and x.to_day is null and b.merged_into is null) as named, "
    );
    query.push(STATE).push(" as state,
                (select s.on_day from promotion_states s where s.project_id = p.id and s.superseded_at = ''
                 order by s.on_day desc, s.id desc limit 1) as state_on, ");
    query.push(promotion_money!("allotted")).push(" as support_vnd, ");
    query.push(counterpart_money!()).push(" as counterpart_vnd, ");
    query.push(promotion_money!("advanced")).push(" as advanced_vnd, ");
    query.push(paper!()).push(" as document, y.document_id ");
    push_projects(&mut query, asked);
    query.push(" ");
    push_order(&mut query, asked);
    query.push(" limit ").push_bind(limit).push(" offset ").push_bind(offset);
    query.fetch_all(store).await
}

/// How many projects there are.
pub async fn count(store: &Store, viewer: &Viewer, asked: &Asked) -> Result<i64> {
    let mut query = asked_by(viewer);
    query.push("select count(*) ");
    push_projects(&mut query, asked);
    let (count,): (i64,) = query.fetch_one(store).await?;
    Ok(count)
}

/// How many projects there are that the viewer sees to: whoever only looks, or looks after the
/// program, is not asked to do anything.
pub async fn count_seen_to(store: &Store, viewer: &Viewer, asked: &Asked) -> Result<i64> {
    let works = |role: &Role| role.gives(Right::WritePromotion) && *role != Role::Administrator;
    let mut query = asked_by(viewer);
    query.push("select count(*) ");
    push_projects(&mut query, asked);
    query.push(" and exists (select 1 from promotion_project_places to_do join user_places up on up.place_id = to_do.place_id
                 where to_do.project_id = p.id and up.user_id = (select user_id from asker) and up.role in ");
    query.push_list(Role::given().filter(works)).push(")");
    let (count,): (i64,) = query.fetch_one(store).await?;
    Ok(count)
}

/// How many projects stand in each state, with their money; the state itself is not asked for.
pub async fn list_standings(
    store: &Store,
    viewer: &Viewer,
    asked: &Asked,
) -> Result<Vec<Standing>> {
    let asked = Asked { state: None, ..asked.clone() };
    let mut query = asked_by(viewer);
    query.push("select x.state, count(*) as projects, cast(coalesce(sum(x.support_vnd), 0) as bigint) as support_vnd,
                       cast(coalesce(sum(x.counterpart_vnd), 0) as bigint) as counterpart_vnd from (select ");
    query.push(STATE).push(" as state, ");
    query.push(promotion_money!("allotted")).push(" as support_vnd, ");
    query.push(counterpart_money!()).push(" as counterpart_vnd ");
    push_projects(&mut query, &asked);
    query.push(") x group by x.state");
    let mut found: Vec<Standing> = query.fetch_all(store).await?;
    found.sort_by_key(|standing| standing.state);
    Ok(found)
}

/// The years of plans that have projects the viewer may see, latest first.
pub async fn list_years(store: &Store, viewer: &Viewer) -> Result<Vec<i64>> {
    let years: Vec<(i64,)> = sqlx::query_as(concat!(
        "select distinct y.year from promotion_plans y where case when ",
        sees_all!(),
        " then exists (select 1 from promotion_projects p where p.plan_id = y.id)
          else y.id in (select p.plan_id from promotion_projects p where p.id in (",
        projects_seen!(),
        ")) end order by y.year desc"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .fetch_all(store.read())
    .await?;
    Ok(years.into_iter().map(|(year,)| year).collect())
}

/// Provinces and districts in which there are projects the viewer may see.
pub async fn list_places(store: &Store, viewer: &Viewer) -> Result<Vec<Place>> {
    let places = sqlx::query_as(concat!(
        "select u.id, u.code, u.level, u.kind, u.name, u.full_name, u.parent_id, u.province_id, u.valid_from, u.valid_to, u.decree, u.document_id
         from places u
         where u.level in ('region', 'province', 'district') and case when ",
        sees_all!(),
        " then exists (select 1 from promotion_project_places x where x.place_id = u.id)
          else u.id in (select x.place_id from promotion_project_places x where x.project_id in (",
        projects_seen!(),
        ")) end order by case u.level when 'region' then 2 when 'province' then 0 else 1 end, u.sort_key, u.valid_from"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .fetch_all(store.read())
    .await?;
    Ok(places)
}

fn push_projects(query: &mut Statement, asked: &Asked) {
    query.push(
        "from promotion_projects p join promotion_plans y on y.id = p.plan_id join documents d on d.id = y.document_id
         where ",
    );
    query.push(ASKER_SEES);
    if asked.place_id != COUNTRY_ID {
        query.push(" and exists (select 1 from promotion_project_places here where here.project_id = p.id and here.place_id = ");
        query.push_bind(asked.place_id.clone()).push(")");
    }
    if !asked.text.is_empty() {
        query.push(" and p.search_text like '%' || ").push_bind(asked.text.clone()).push(" || '%'");
    }
    if let Some(year) = asked.year {
        query.push(" and y.year = ").push_bind(year);
    }
    if let Some(track) = asked.track {
        query.push(" and y.track = ").push_bind(track);
    }
    if let Some(content) = asked.content {
        query.push(" and p.content = ").push_bind(content);
    }
    if let Some(waiting) = &asked.waiting {
        push_waiting(query, waiting);
    }
    if let Some(state) = asked.state {
        query.push(" and ").push(STATE).push(" = ").push_bind(state);
    }
}

fn push_order(query: &mut Statement, asked: &Asked) {
    let way = if asked.direction == Direction::Down { " desc" } else { "" };
    query.push(" order by ");
    let key: &'static str = match asked.sort {
        Sort::Plan => "y.year",
        Sort::Name => "p.sort_key",
        Sort::Support => promotion_money!("allotted"),
        Sort::Counterpart => counterpart_money!(),
        Sort::Advanced => promotion_money!("advanced"),
    };
    query.push(key).push(way).push(", y.year desc, y.track desc, y.batch, p.code, p.id");
}
