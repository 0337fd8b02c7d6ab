//! Needs: what establishments ask for, found, counted and written.

mod list;
mod write;

pub use list::{AskedNeeds, count_needs, list_need_standings, list_need_years, list_needs};
pub use write::{
    NeedAt, insert_area, insert_need, insert_need_places, insert_need_state, set_answers,
    supersede_area, update_need,
};

use super::super::model::{Need, NeedStep, PriorityArea};
use super::{paper, scope};
use crate::places::Place;
use crate::store::{Day, Result, Store};
use crate::users::{Role, Viewer};

/// Whether the person `$1` sees need `n`: by a unit it lies in, where `$2` is `all` for whoever has
/// the right, or because it is their own body's.
macro_rules! need_seen {
    () => {
        "((cast($2 as text) = 'all' and exists (select 1 from promotion_need_places mine
                join user_places up on up.place_id = mine.place_id
                where mine.need_id = n.id and up.user_id = $1))
          or exists (select 1 from user_places up
                where up.place_id = 'organization:' || n.organization_id and up.user_id = $1))"
    };
}

/// The columns of need `n` with its body `b`, unit `u`, latest state `s` and paper `d`; `$3` is the
/// day on which areas are asked for.
macro_rules! need_columns {
    () => {
        concat!(
            "n.id, n.revision, n.organization_id, b.name, b.kind, b.tax_code, n.lead_place_id, u.full_name as place, n.origin, n.asked_on, n.content,
             n.activity, n.wish, n.equipment, n.support_vnd, n.own_vnd, n.sector, n.workers, n.capital_vnd, n.local_material_percent, n.answers,
             n.target_year, n.note, n.document_id, ",
            paper!(),
            " as document, n.location, n.paperless, coalesce(e.full_name, '') as entered_by, s.state, s.on_day as state_on, s.nth as states,
             (select min(a.kind) from promotion_areas a join promotion_need_places lies on lies.place_id = a.place_id
              where lies.need_id = n.id and a.superseded_at = '' and a.from_day <= cast($3 as text)
                and (a.to_day is null or a.to_day >= cast($3 as text))) as area"
        )
    };
}

/// The joins of need `n`.
macro_rules! need_joins {
    () => {
        "from promotion_needs n join organizations b on b.id = n.organization_id join places u on u.id = n.lead_place_id
         join promotion_need_states s on s.need_id = n.id
           and s.nth = (select max(last.nth) from promotion_need_states last where last.need_id = n.id)
         left join documents d on d.id = n.document_id left join users e on e.id = n.entered_by"
    };
}

use {need_columns, need_joins, need_seen};

/// One need by its id, if the viewer may see it, with the areas of a day.
pub async fn find_need(store: &Store, viewer: &Viewer, id: &str, on: Day) -> Result<Option<Need>> {
    let need = sqlx::query_as(concat!(
        "select ",
        need_columns!(),
        " ",
        need_joins!(),
        " where n.id = $4 and ",
        need_seen!()
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(on)
    .bind(id)
    .fetch_optional(store.read())
    .await?;
    Ok(need)
}

/// What a body asked until a day, latest first.
pub async fn list_needs_of_body(
    store: &Store,
    viewer: &Viewer,
    organization_id: &str,
    on: Day,
) -> Result<Vec<Need>> {
    let needs = sqlx::query_as(concat!(
        "select ",
        need_columns!(),
        " ",
        need_joins!(),
        " where n.organization_id = $4 and n.asked_on <= cast($3 as text) and ",
        need_seen!(),
        " order by n.asked_on desc, n.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(on)
    .bind(organization_id)
    .fetch_all(store.read())
    .await?;
    Ok(needs)
}

/// The states of a need, the first first.
pub async fn list_need_steps(
    store: &Store,
    viewer: &Viewer,
    need_id: &str,
) -> Result<Vec<NeedStep>> {
    let steps = sqlx::query_as(concat!(
        "select s.state, s.on_day, s.reason, coalesce(s.project_id, '') as project_id,
                coalesce(p.code || ' ' || p.name, '') as project, coalesce(e.full_name, '') as decided_by
         from promotion_need_states s join promotion_needs n on n.id = s.need_id
         left join promotion_projects p on p.id = s.project_id left join users e on e.id = s.decided_by
         where s.need_id = $3 and ",
        need_seen!(),
        " order by s.nth"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(need_id)
    .fetch_all(store.read())
    .await?;
    Ok(steps)
}

/// The needs that stand in a project now: id, who asks, what.
pub async fn list_needs_of_project(
    store: &Store,
    viewer: &Viewer,
    project_id: &str,
) -> Result<Vec<(String, String, String)>> {
    let needs = sqlx::query_as(concat!(
        "select n.id, b.name, n.wish from promotion_need_states s
         join promotion_needs n on n.id = s.need_id join organizations b on b.id = n.organization_id
         where s.project_id = $3 and s.nth = (select max(last.nth) from promotion_need_states last where last.need_id = n.id) and ",
        need_seen!(),
        " order by n.sort_key, n.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(project_id)
    .fetch_all(store.read())
    .await?;
    Ok(needs)
}

/// The communes and provinces a need lies in, those of today first.
pub async fn list_need_units(store: &Store, viewer: &Viewer, need_id: &str) -> Result<Vec<Place>> {
    let units = sqlx::query_as(concat!(
        "select u.id, u.code, u.level, u.kind, u.name, u.full_name, u.parent_id, u.province_id, u.valid_from, u.valid_to, u.decree, u.document_id
         from promotion_need_places here join promotion_needs n on n.id = here.need_id join places u on u.id = here.place_id
         where here.need_id = $3 and u.level in ('commune', 'province') and ",
        need_seen!(),
        " order by case here.relation when 'recorded' then 0 when 'within' then 1 else 2 end, u.valid_from desc, u.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(need_id)
    .fetch_all(store.read())
    .await?;
    Ok(units)
}

/// The roles by which the viewer reaches a need: at a unit it lies in, or as its body.
pub async fn list_need_roles(store: &Store, viewer: &Viewer, need_id: &str) -> Result<Vec<Role>> {
    let roles: Vec<(Role,)> = sqlx::query_as(
        "select distinct up.role from user_places up join promotion_needs n on n.id = $2
         where up.user_id = $1 and (up.place_id = 'organization:' || n.organization_id
            or exists (select 1 from promotion_need_places lies where lies.need_id = n.id and lies.place_id = up.place_id))",
    )
    .bind(&viewer.user_id)
    .bind(need_id)
    .fetch_all(store.read())
    .await?;
    Ok(roles.into_iter().map(|(role,)| role).collect())
}

/// How often a body is in a project of fairs abroad of a year.
pub async fn count_fairs_abroad(
    store: &Store,
    viewer: &Viewer,
    organization_id: &str,
    year: i64,
) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(concat!(
        "select count(*) from promotion_participants x join promotion_projects p on p.id = x.project_id
         join promotion_plans y on y.id = p.plan_id
         where x.organization_id = $3 and x.part = 'beneficiary' and p.activity = 'fair_abroad' and y.year = $4 and ",
        super::seen!()
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(organization_id)
    .bind(year)
    .fetch_one(store.read())
    .await?;
    Ok(count)
}

/// The projects of a year or later that a need of a unit can be taken into: id and name.
pub async fn list_open_projects(
    store: &Store,
    viewer: &Viewer,
    need_id: &str,
    from_year: i64,
) -> Result<Vec<(String, String)>> {
    let projects = sqlx::query_as(concat!(
        "select p.id, p.code || ' ' || p.name from promotion_projects p
         where p.to_year >= $4
           and exists (select 1 from promotion_project_places there join promotion_need_places here on here.place_id = there.place_id
                       join places u on u.id = here.place_id and u.level = 'province'
                       where there.project_id = p.id and here.need_id = $3)
           and not exists (select 1 from promotion_states s where s.project_id = p.id and s.superseded_at = ''
                           and s.state in ('refused', 'stopped', 'accepted', 'settled', 'liquidated', 'archived')) and ",
        super::seen!(),
        " order by p.from_year desc, p.sort_key, p.id limit 200"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(need_id)
    .bind(from_year)
    .fetch_all(store.read())
    .await?;
    Ok(projects)
}

/// The areas that come first within the viewer's units, and around them.
pub async fn list_areas(store: &Store, viewer: &Viewer) -> Result<Vec<PriorityArea>> {
    let areas = sqlx::query_as(concat!(
        "select a.id, a.revision, a.place_id, case when u.valid_to is null then u.full_name else u.full_name || ' (đơn vị cũ)' end as place,
                a.kind, a.from_day, a.to_day, a.document_id, ",
        paper!(),
        " as document, a.location, a.note
         from promotion_areas a join places u on u.id = a.place_id join documents d on d.id = a.document_id
         where a.superseded_at = ''
           and exists (select 1 from user_places up left join places own on own.id = up.place_id
                       where up.user_id = $1 and (up.place_id in (u.id, u.parent_id, u.province_id, 'country:VN:')
                          or own.province_id = u.province_id
                          or u.province_id in (select became.old_id from place_changes became where became.new_id = own.province_id)
                          or u.province_id in (select became.new_id from place_changes became where became.old_id = own.province_id)))
         order by a.kind, u.sort_key, a.from_day, a.id"
    ))
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(areas)
}

/// The communes in which a body of the viewer's own has an address, those of today first.
pub async fn list_own_communes(
    store: &Store,
    viewer: &Viewer,
    organization_id: &str,
) -> Result<Vec<String>> {
    let ids: Vec<(String,)> = sqlx::query_as(
        "select u.id from organization_places o join places u on u.id = o.place_id
         where o.organization_id = $2 and u.level = 'commune' and o.relation = 'recorded'
           and exists (select 1 from user_places up where up.user_id = $1 and up.place_id = 'organization:' || o.organization_id)
         order by case when u.valid_to is null then 0 else 1 end, u.id",
    )
    .bind(&viewer.user_id)
    .bind(organization_id)
    .fetch_all(store.read())
    .await?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}
