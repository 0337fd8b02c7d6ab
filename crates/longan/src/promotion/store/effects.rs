//! What projects brought about, how far they have come, and what is due.

use super::super::model::{Effect, NewEffect, Stage, Track};
use super::{counterpart_money, paper, promotion_money, scope, seen};
use crate::places::COUNTRY_ID;
use crate::store::{Day, Result, Store, StoreError, Tx};
use crate::users::Viewer;

/// The columns of effect `f` with its project `p`, paper `d`, beneficiary `x` and that one's body `b`.
macro_rules! effects {
    ($which:literal) => {
        concat!(
            "select f.id, f.revision, f.project_id, f.participant_id, coalesce(b.name, '') as beneficiary, f.indicator, f.product, f.moment,
                    f.amount, f.on_day, f.document_id, ",
            paper!(),
            " as document, f.location, f.note, f.superseded_at, f.superseded_reason
             from promotion_effects f join promotion_projects p on p.id = f.project_id join documents d on d.id = f.document_id
             left join promotion_participants x on x.id = f.participant_id left join organizations b on b.id = x.organization_id
             where ",
            $which,
            " = $3 and ",
            seen!(),
            " order by f.on_day, f.id"
        )
    };
}

/// The effects of a project, what counts and what does not.
pub async fn list_effects(store: &Store, viewer: &Viewer, project_id: &str) -> Result<Vec<Effect>> {
    let effects = sqlx::query_as(effects!("f.project_id"))
        .bind(&viewer.user_id)
        .bind(scope(viewer))
        .bind(project_id)
        .fetch_all(store.read())
        .await?;
    Ok(effects)
}

/// One effect by its id, if the viewer may see its project.
pub async fn find_effect(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Effect>> {
    let effect = sqlx::query_as(effects!("f.id"))
        .bind(&viewer.user_id)
        .bind(scope(viewer))
        .bind(id)
        .fetch_optional(store.read())
        .await?;
    Ok(effect)
}

/// Adds an effect under an id of the caller's.
pub async fn insert_effect(
    tx: &mut Tx,
    (id, project_id): (&str, &str),
    new: &NewEffect,
    document_id: &str,
    now: &str,
) -> Result<()> {
    sqlx::query(
        "insert into promotion_effects (id, project_id, participant_id, indicator, product, moment, amount, on_day, document_id, location, note, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(id)
    .bind(project_id)
    .bind(&new.participant_id)
    .bind(new.indicator)
    .bind(&new.product)
    .bind(new.moment)
    .bind(new.amount)
    .bind(new.on_day)
    .bind(document_id)
    .bind(&new.location)
    .bind(&new.note)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Lets another number stand instead of one, unless someone did so since it was read.
pub async fn supersede_effect(
    tx: &mut Tx,
    seen: &Effect,
    by: &str,
    reason: &str,
    now: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update promotion_effects set superseded_at = $1, superseded_by = $2, superseded_reason = $3, revision = revision + 1
         where id = $4 and revision = $5 and superseded_at = ''",
    )
    .bind(now)
    .bind(by)
    .bind(reason)
    .bind(&seen.id)
    .bind(seen.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// How far a project has come.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Course {
    /// Id of the project.
    pub id: String,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whose money.
    pub track: Track,
    /// Year of its plan.
    pub year: i64,
    /// The day its plan was approved.
    pub approved_on: Day,
    /// Last year in which it is carried out.
    pub to_year: i64,
    /// The days of its states; `None` where it has not come so far.
    pub contracted_on: Option<Day>,
    /// The day it was accepted.
    pub accepted_on: Option<Day>,
    /// The day it was settled.
    pub settled_on: Option<Day>,
    /// The day it was liquidated or put away.
    pub liquidated_on: Option<Day>,
    /// The day it was stopped or refused.
    pub stopped_on: Option<Day>,
    /// Promotion money approved.
    pub support_vnd: i64,
    /// Promotion money advanced.
    pub advanced_vnd: i64,
    /// Promotion money settled.
    pub settled_vnd: i64,
    /// Counterpart money approved.
    pub counterpart_vnd: i64,
    /// Whether numbers of one year on are there.
    pub checked_1: i64,
    /// Whether numbers of two years on are there.
    pub checked_2: i64,
}

/// The day project `p` first stood in one of some states.
macro_rules! since {
    ($states:literal) => {
        concat!(
            "(select min(s.on_day) from promotion_states s where s.project_id = p.id and s.superseded_at = '' and s.state in (",
            $states,
            "))"
        )
    };
}

/// The columns of how far project `p` of plan `y` has come, of those it may be asked about.
macro_rules! courses {
    ($which:literal) => {
        concat!(
            "select p.id, p.code, p.name, y.track, y.year, y.approved_on, p.to_year, ",
            since!("'contracted', 'implementing'"),
            " as contracted_on, ",
            since!("'accepted', 'settled', 'liquidated', 'archived'"),
            " as accepted_on, ",
            since!("'settled', 'liquidated', 'archived'"),
            " as settled_on, ",
            since!("'liquidated', 'archived'"),
            " as liquidated_on, ",
            since!("'stopped', 'refused'"),
            " as stopped_on, ",
            promotion_money!("allotted"),
            " as support_vnd, ",
            promotion_money!("advanced"),
            " as advanced_vnd, ",
            promotion_money!("settled"),
            " as settled_vnd, ",
            counterpart_money!(),
            " as counterpart_vnd,
             (select count(*) from promotion_effects f where f.project_id = p.id and f.superseded_at = '' and f.moment = 'year_1') as checked_1,
             (select count(*) from promotion_effects f where f.project_id = p.id and f.superseded_at = '' and f.moment = 'year_2') as checked_2
             from promotion_projects p join promotion_plans y on y.id = p.plan_id
             where y.approved_on is not null and ",
            $which,
            " and ",
            seen!(),
            " order by y.year desc, y.track desc, p.code, p.id"
        )
    };
}

/// The projects of a plan's year (0 for all) in a unit, with how far they have come.
pub async fn list_courses(
    store: &Store,
    viewer: &Viewer,
    (place_id, year): (&str, i64),
) -> Result<Vec<Course>> {
    let courses = sqlx::query_as(courses!(
        "(cast($3 as text) = '' or exists (select 1 from promotion_project_places here where here.project_id = p.id and here.place_id = $3))
         and (cast($4 as bigint) = 0 or y.year = $4)"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(if place_id == COUNTRY_ID { "" } else { place_id })
    .bind(year)
    .fetch_all(store.read())
    .await?;
    Ok(courses)
}

/// How far one project has come.
pub async fn find_course(
    store: &Store,
    viewer: &Viewer,
    project_id: &str,
) -> Result<Option<Course>> {
    let course = sqlx::query_as(courses!("p.id = $3"))
        .bind(&viewer.user_id)
        .bind(scope(viewer))
        .bind(project_id)
        .fetch_optional(store.read())
        .await?;
    Ok(course)
}

/// The projects that were accepted between two days.
pub async fn list_accepted(
    store: &Store,
    viewer: &Viewer,
    (first, last): (Day, Day),
) -> Result<Vec<Course>> {
    let courses = sqlx::query_as(courses!(
        "p.id in (select done.project_id from promotion_states done where done.state in ('accepted', 'settled', 'liquidated', 'archived')
                  and done.superseded_at = '' and done.on_day >= $3 and done.on_day <= $4)"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(first)
    .bind(last)
    .fetch_all(store.read())
    .await?;
    Ok(courses)
}

/// Promotion money of a project that was approved, advanced or settled in a month.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Spending {
    /// Id of the project.
    pub project_id: String,
    /// The month: "2013-04".
    pub month: String,
    /// How far the money has come.
    pub stage: Stage,
    /// Amount, in đồng.
    pub amount_vnd: i64,
}

/// The promotion money of a year's decided plans in a unit that was approved, advanced or settled, by
/// project, month and stage, the earliest month first.
pub async fn list_spending(
    store: &Store,
    viewer: &Viewer,
    (place_id, year): (&str, i64),
) -> Result<Vec<Spending>> {
    let spending = sqlx::query_as(concat!(
        "select l.project_id, substr(l.on_day, 1, 7) as month, l.stage, cast(sum(l.amount_vnd) as bigint) as amount_vnd
         from promotion_lines l join promotion_projects p on p.id = l.project_id join promotion_plans y on y.id = p.plan_id
         where l.stage in ('allotted', 'advanced', 'settled') and l.source in ('national', 'local') and l.superseded_at = ''
           and y.year = $4 and y.approved_on is not null
           and (cast($3 as text) = '' or exists (select 1 from promotion_project_places here where here.project_id = p.id and here.place_id = $3)) and ",
        seen!(),
        " group by l.project_id, substr(l.on_day, 1, 7), l.stage order by 2, 1, 3"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(if place_id == COUNTRY_ID { "" } else { place_id })
    .bind(year)
    .fetch_all(store.read())
    .await?;
    Ok(spending)
}
