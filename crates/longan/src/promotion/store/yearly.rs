//! The year's projects and money in a place: the sums of the report of a year, and the rows behind them.

use super::super::model::{YearLine, YearLineSum, YearProject, YearProjectCount};
use super::{ASKER_SEES, asked_by, paper};
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
    let mut query = asked_by(viewer);
    query.push(
        ", counted as (
        select p.id, p.code, p.name, p.content, p.lead_place_id, y.track
        from promotion_plans y join promotion_projects p on p.plan_id = y.id
        where y.approved_on is not null and y.year = ",
    );
    query.push_bind(asked.year);
    if asked.place_id != COUNTRY_ID {
        query.push(" and p.id in (select here.project_id from promotion_project_places here where here.place_id = ");
        query.push_bind(asked.place_id.clone()).push(")");
    }
    query.push(" and ").push(ASKER_SEES).push(") ");
    query
}

/// The columns that say where a project counts; a report of the country counts by province.
const GROUP: &str = "c.content, c.track, shown.id as unit_id, shown.full_name as unit";

/// The unit that project `c` is shown under.
fn shown(asked: &AskedYear) -> &'static str {
    if asked.place_id == COUNTRY_ID {
        " join places u on u.id = c.lead_place_id join places shown on shown.id = coalesce(u.province_id, u.id)"
    } else {
        " join places shown on shown.id = c.lead_place_id"
    }
}

/// How many projects count where.
pub async fn list_year_counts(
    store: &Store,
    viewer: &Viewer,
    asked: &AskedYear,
) -> Result<Vec<YearProjectCount>> {
    let mut query = begin(viewer, asked);
    query
        .push("select ")
        .push(GROUP)
        .push(", count(*) as projects from counted c")
        .push(shown(asked));
    query.push(" group by c.content, c.track, shown.id, shown.full_name");
    query.fetch_all(store).await
}

/// The money that counts, added up by where its project counts, source and stage.
pub async fn list_year_sums(
    store: &Store,
    viewer: &Viewer,
    asked: &AskedYear,
) -> Result<Vec<YearLineSum>> {
    let mut query = begin(viewer, asked);
    query.push(", added as (
        select c.content, c.track, c.lead_place_id, l.source, l.stage, sum(l.amount_vnd) as amount_vnd
        from counted c join promotion_lines l on l.project_id = c.id and l.superseded_at = ''
        group by c.content, c.track, c.lead_place_id, l.source, l.stage) select ");
    query
        .push(GROUP)
        .push(", c.source, c.stage, cast(sum(c.amount_vnd) as bigint) as amount_vnd from added c");
    query.push(shown(asked));
    query.push(" group by c.content, c.track, shown.id, shown.full_name, c.source, c.stage");
    query.fetch_all(store).await
}

/// The projects, by number.
pub async fn list_year_projects(
    store: &Store,
    viewer: &Viewer,
    asked: &AskedYear,
) -> Result<Vec<YearProject>> {
    let mut query = begin(viewer, asked);
    query
        .push("select c.id, c.code, c.name, ")
        .push(GROUP)
        .push(" from counted c")
        .push(shown(asked));
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
