//! The year's projects and lines of money in a place: the rows behind the report of a year.

use super::super::model::{YearLine, YearProject};
use super::{paper, scope};
use crate::places::COUNTRY_ID;
use crate::store::{Result, Statement, Store};
use crate::users::Viewer;

/// The year and the place of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedYear {
    /// The unit.
    pub place_id: String,
    /// Year of the plans.
    pub year: i64,
}

/// The projects of the year's plans, once they are decided, in the place, that the person may see.
fn begin(viewer: &Viewer, asked: &AskedYear) -> Statement {
    let mut query = Statement::new(
        "with counted as (
        select p.id, p.code, p.name, p.content, p.lead_place_id, y.track
        from promotion_plans y join promotion_projects p on p.plan_id = y.id
        where y.approved_on is not null and y.year = ",
    );
    query.push_bind(asked.year);
    if asked.place_id != COUNTRY_ID {
        query.push(" and p.id in (select here.project_id from promotion_project_places here where here.place_id = ");
        query.push_bind(asked.place_id.clone()).push(")");
    }
    query.push(" and (p.id in (select own.project_id from user_places up
                        join promotion_participants own on up.place_id = 'organization:' || own.organization_id where up.user_id = ");
    query.push_bind(viewer.user_id.clone()).push(")");
    if scope(viewer) == "all" {
        query.push(" or exists (select 1 from promotion_project_places mine join user_places up on up.place_id = mine.place_id
                        where mine.project_id = p.id and up.user_id = ");
        query.push_bind(viewer.user_id.clone()).push(")");
    }
    query.push(")) ");
    query
}

/// The projects, by number.
pub async fn list_year_projects(
    store: &Store,
    viewer: &Viewer,
    asked: &AskedYear,
) -> Result<Vec<YearProject>> {
    let mut query = begin(viewer, asked);
    query.push("select c.id, c.code, c.name, c.content, c.track, shown.id as unit_id, shown.full_name as unit
                from counted c join places u on u.id = c.lead_place_id join places shown on shown.id = ");
    query.push(if asked.place_id == COUNTRY_ID { "coalesce(u.province_id, u.id)" } else { "u.id" });
    query.push(" order by c.code, c.id");
    query.fetch_all(store).await
}

/// The lines of money of those projects, what counts of them, in the order of their days.
pub async fn list_year_lines(
    store: &Store,
    viewer: &Viewer,
    asked: &AskedYear,
) -> Result<Vec<YearLine>> {
    let mut query = begin(viewer, asked);
    query.push(
        "select l.id, l.project_id, l.source, l.stage, l.amount_vnd, l.on_day, l.document_id, ",
    );
    query.push(paper!());
    query.push(" as document, l.location
                from counted c join promotion_lines l on l.project_id = c.id and l.superseded_at = ''
                join documents d on d.id = l.document_id order by l.on_day, l.id");
    query.fetch_all(store).await
}
