//! Programmes and plans.

use super::super::model::{NewPlan, NewProgramme, Plan, PlanLine, PlanProject, Programme, Track};
use super::{counterpart_money, paper, promotion_money, scope, seen};
use crate::store::{Result, Store, Tx, new_id};
use crate::users::Viewer;

/// Whether the person `$1` reaches unit `place_id` of `y`: works for it, or for the whole country.
macro_rules! reaches {
    () => {
        "exists (select 1 from user_places up where up.user_id = $1 and (up.place_id = y.place_id or up.place_id = 'country:VN:'
                   or up.place_id in (select child.id from places child where child.province_id = y.place_id)
                   or up.place_id in (select became.new_id from place_changes became where became.old_id = y.place_id)))"
    };
}

/// The programmes the viewer may see, latest first.
pub async fn list_programmes(store: &Store, viewer: &Viewer) -> Result<Vec<Programme>> {
    let programmes = sqlx::query_as(concat!(
        "select y.id, y.name, y.track, y.from_year, y.to_year, u.full_name as place, y.document_id, ",
        paper!(),
        " as document
         from promotion_programmes y join places u on u.id = y.place_id join documents d on d.id = y.document_id
         where ",
        reaches!(),
        " order by y.from_year desc, y.id"
    ))
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(programmes)
}

/// The plans the viewer may see with their sums, latest first.
pub async fn list_plans(store: &Store, viewer: &Viewer) -> Result<Vec<PlanLine>> {
    let plans = sqlx::query_as(concat!(
        "with reached as (select y.id from promotion_plans y where ",
        reaches!(),
        "), planned as (
         select p.plan_id, count(*) as projects from promotion_projects p
         where p.plan_id in (select id from reached) group by p.plan_id), allotted as (
         select p.plan_id, sum(case when l.source = 'counterpart' then 0 else l.amount_vnd end) as support_vnd,
                sum(case when l.source = 'counterpart' then l.amount_vnd else 0 end) as counterpart_vnd
         from promotion_projects p
         join promotion_lines l on l.project_id = p.id and l.stage = 'allotted' and l.superseded_at = ''
                                and l.source in ('national', 'local', 'counterpart')
         where p.plan_id in (select id from reached) group by p.plan_id)
         select y.id, y.place_id, y.year, y.batch, y.track, y.approved_on, y.document_id, ",
        paper!(),
        " as document, u.full_name as place, coalesce(g.name, '') as programme, coalesce(c.projects, 0) as projects,
                cast(coalesce(a.support_vnd, 0) as bigint) as support_vnd,
                cast(coalesce(a.counterpart_vnd, 0) as bigint) as counterpart_vnd
         from reached r join promotion_plans y on y.id = r.id
         join places u on u.id = y.place_id join documents d on d.id = y.document_id
         left join promotion_programmes g on g.id = y.programme_id
         left join planned c on c.plan_id = y.id left join allotted a on a.plan_id = y.id
         order by y.year desc, y.track desc, y.batch, y.id"
    ))
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(plans)
}

/// One plan by its id, if the viewer may see it or a project of it.
pub async fn find_plan(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Plan>> {
    let plan = sqlx::query_as(concat!(
        "select y.id, y.place_id, y.year, y.batch, y.track, y.approved_on, y.document_id, ",
        paper!(),
        " as document
         from promotion_plans y join documents d on d.id = y.document_id
         where y.id = $2 and (",
        reaches!(),
        " or exists (select 1 from promotion_projects p join promotion_participants own on own.project_id = p.id
                     join user_places up on up.user_id = $1
                     where p.plan_id = y.id and up.place_id like 'organization:%'
                       and own.organization_id = substr(up.place_id, 14)))"
    ))
    .bind(&viewer.user_id)
    .bind(id)
    .fetch_optional(store.read())
    .await?;
    Ok(plan)
}

/// The projects of a plan that the viewer may see, by their numbers, with all their money.
pub async fn list_plan_projects(
    store: &Store,
    viewer: &Viewer,
    plan_id: &str,
) -> Result<Vec<PlanProject>> {
    let projects = sqlx::query_as(concat!(
        "select p.id, p.code, p.name, coalesce(e.name, '') as executor, p.objective, p.effects, p.duration, p.note, ",
        promotion_money!("allotted"),
        " as support_vnd, ",
        promotion_money!("requested"),
        " as requested_vnd, ",
        promotion_money!("appraised"),
        " as appraised_vnd,
          cast(coalesce(nullif((select sum(l.amount_vnd) from promotion_lines l where l.project_id = p.id and l.stage = 'appraised'
                                  and l.source not in ('national', 'local') and l.superseded_at = ''), 0),
                        (select sum(l.amount_vnd) from promotion_lines l where l.project_id = p.id and l.stage = 'requested'
                           and l.source not in ('national', 'local') and l.superseded_at = ''), 0) as bigint) as draft_rest_vnd,
          cast(coalesce((select sum(l.amount_vnd) from promotion_lines l where l.project_id = p.id and l.stage = 'allotted'
                            and l.source not in ('national', 'local') and l.superseded_at = ''), 0) as bigint) as rest_vnd,
          cast(coalesce((select sum(c.amount_vnd) from promotion_contracts c where c.project_id = p.id and c.superseded_at = ''), 0) as bigint) as contracted_vnd, ",
        promotion_money!("advanced"),
        " as advanced_vnd, ",
        promotion_money!("settled"),
        " as settled_vnd, ",
        promotion_money!("returned"),
        " as returned_vnd
         from promotion_projects p left join organizations e on e.id = p.executor_id
         where p.plan_id = $3 and ",
        seen!(),
        " order by p.code, p.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(plan_id)
    .fetch_all(store.read())
    .await?;
    Ok(projects)
}

/// Adds a programme; returns its id.
pub async fn insert_programme(
    tx: &mut Tx,
    new: &NewProgramme,
    place_id: &str,
    document_id: &str,
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into promotion_programmes (id, name, track, place_id, from_year, to_year, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&id)
    .bind(&new.name)
    .bind(new.track)
    .bind(place_id)
    .bind(new.from_year)
    .bind(new.to_year)
    .bind(document_id)
    .bind(&new.location)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Adds a plan; returns its id.
pub async fn insert_plan(
    tx: &mut Tx,
    new: &NewPlan,
    place_id: &str,
    document_id: &str,
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into promotion_plans (id, place_id, year, batch, track, programme_id, approved_on, document_id, location, note, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&id)
    .bind(place_id)
    .bind(new.year)
    .bind(new.batch)
    .bind(new.track)
    .bind(new.programme_id.clone())
    .bind(new.approved_on)
    .bind(document_id)
    .bind(&new.location)
    .bind(&new.note)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Id of the plan of a province for a year, batch and track, as it stands now.
pub async fn plan_of(tx: &mut Tx, place_id: &str, plan: &NewPlan) -> Result<Option<String>> {
    let found: Option<(String,)> = sqlx::query_as(
        "select id from promotion_plans where place_id = $1 and year = $2 and batch = $3 and track = $4",
    )
    .bind(place_id)
    .bind(plan.year)
    .bind(plan.batch)
    .bind(plan.track)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found.map(|(id,)| id))
}

/// Whether a plan has a project of this number now.
pub async fn has_code(tx: &mut Tx, plan_id: &str, code: &str) -> Result<bool> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from promotion_projects where plan_id = $1 and code = $2")
            .bind(plan_id)
            .bind(code)
            .fetch_one(&mut **tx)
            .await?;
    Ok(count > 0)
}

/// A project on the register, as a workbook is compared with it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Known {
    /// Year of its plan.
    pub year: i64,
    /// Batch of its plan.
    pub batch: i64,
    /// Whose money.
    pub track: Track,
    /// Its number within the plan.
    pub code: String,
    /// Its folded name.
    pub match_key: String,
    /// Promotion money allotted.
    pub support_vnd: i64,
    /// Counterpart money.
    pub counterpart_vnd: i64,
    /// Promotion money advanced.
    pub advanced_vnd: i64,
}

/// The projects of a province's plans that the viewer may see.
pub async fn list_known(store: &Store, viewer: &Viewer, place_id: &str) -> Result<Vec<Known>> {
    let known = sqlx::query_as(concat!(
        "select y.year, y.batch, y.track, p.code, p.match_key, ",
        promotion_money!("allotted"),
        " as support_vnd, ",
        counterpart_money!(),
        " as counterpart_vnd, ",
        promotion_money!("advanced"),
        " as advanced_vnd
         from promotion_plans y join promotion_projects p on p.plan_id = y.id
         where y.place_id = $3 and ",
        seen!()
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(place_id)
    .fetch_all(store.read())
    .await?;
    Ok(known)
}
