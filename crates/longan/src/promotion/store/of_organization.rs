//! What a body has had from promotion, for those who reach the project and for the body itself.

use super::super::model::{Part, State, Track};
use super::{paper, promotion_money, scope, seen};
use crate::store::{Day, Result, Store};
use crate::users::Viewer;

/// A project of a body.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OwnProject {
    /// Id of the project.
    pub id: String,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Year of its plan.
    pub year: i64,
    /// Whose money.
    pub track: Track,
    /// What the body does in it.
    pub part: Part,
    /// Promotion money allotted.
    pub support_vnd: i64,
    /// Its latest state on the day.
    pub state: Option<State>,
    /// The plan's decision.
    pub document_id: String,
    /// How that is called.
    pub document: String,
}

/// The projects of a body whose plan was approved by a day, latest first.
pub async fn list_of_organization(
    store: &Store,
    viewer: &Viewer,
    organization_id: &str,
    on: Day,
) -> Result<Vec<OwnProject>> {
    let projects = sqlx::query_as(concat!(
        "select p.id, p.code, p.name, y.year, y.track, x.part, ",
        promotion_money!("allotted"),
        " as support_vnd,
                (select s.state from promotion_states s where s.project_id = p.id and s.superseded_at = '' and s.on_day <= $4
                 order by s.on_day desc, s.id desc limit 1) as state, y.document_id, ",
        paper!(),
        " as document
         from promotion_participants x join promotion_projects p on p.id = x.project_id
         join promotion_plans y on y.id = p.plan_id join documents d on d.id = y.document_id
         where x.organization_id = $3 and y.approved_on <= $4 and ",
        seen!(),
        " order by y.year desc, p.code, p.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(organization_id)
    .bind(on)
    .fetch_all(store.read())
    .await?;
    Ok(projects)
}
