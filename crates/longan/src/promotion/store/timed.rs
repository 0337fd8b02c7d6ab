//! Projects as far as their deadlines go.

use super::super::model::TimedProject;
use super::{scope, seen};
use crate::store::{Result, Store};
use crate::users::Viewer;

/// The projects of plans since a year that the viewer may see and that are not closed, by year and
/// number.
pub async fn list_timed(store: &Store, viewer: &Viewer, since: i64) -> Result<Vec<TimedProject>> {
    let projects = sqlx::query_as(concat!(
        "select x.id, x.code, x.name, x.year, x.track, x.state, nullif(x.accepted_on, '') as accepted_on
         from (select p.id, p.code, p.name, y.year, y.track,
                      (select s.state from promotion_states s where s.project_id = p.id and s.superseded_at = ''
                       order by s.on_day desc, s.id desc limit 1) as state,
                      coalesce((select max(a.on_day) from promotion_entries a where a.project_id = p.id and a.kind = 'acceptance' and a.superseded_at = ''),
                               (select max(s.on_day) from promotion_states s
                                where s.project_id = p.id and s.state = 'accepted' and s.superseded_at = ''), '') as accepted_on
               from promotion_plans y join promotion_projects p on p.plan_id = y.id
               where y.year >= $3 and y.track = 'national' and ",
        seen!(),
        ") x where x.state in ('contracted', 'implementing', 'adjusted', 'accepted')
         order by x.year desc, x.code, x.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(since)
    .fetch_all(store.read())
    .await?;
    Ok(projects)
}
