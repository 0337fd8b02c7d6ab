//! All SQL of promotion.

mod cumulation;
mod effects;
mod entries;
pub mod figures;
mod list;
mod needs;
mod of_organization;
mod plans;
mod sheet;
mod steps;
mod timed;
mod waiting;
mod withdrawals;
mod write;
mod yearly;

pub use cumulation::{Past, Wanted as WantedPast, list_past};
pub use effects::{
    Course, Spending, find_course, find_effect, insert_effect, list_accepted, list_courses,
    list_effects, list_spending, supersede_effect,
};
pub use entries::{find_entry, has_cost, has_voucher, insert_entry, list_entries, supersede_entry};
pub use list::{Asked, count, count_seen_to, list_page, list_places, list_standings, list_years};
pub use needs::{
    AskedNeeds, NeedAt, count_fairs_abroad, count_needs, find_need, insert_area, insert_need,
    insert_need_places, insert_need_state, list_areas, list_need_roles, list_need_standings,
    list_need_steps, list_need_units, list_need_years, list_needs, list_needs_of_body,
    list_needs_of_project, list_open_projects, list_own_communes, set_answers, supersede_area,
    update_need,
};
pub use of_organization::{OwnProject, list_of_organization};
pub use plans::{
    Known, find_plan, has_code, insert_plan, insert_programme, list_known, list_plan_projects,
    list_plans, list_programmes, plan_of,
};
pub use sheet::{
    find_line, list_contracts, list_lines, list_links, list_papers, list_participants,
    list_provinces, list_states,
};
pub use steps::{
    StepAt, end_participant, insert_new_contract, insert_new_places, insert_step,
    insert_step_paper, list_former, list_step_papers, list_steps, move_to_plan, start_participant,
};
pub use timed::list_timed;
pub use withdrawals::{
    bring_back_participant, insert_step_effects, renew_participant, step_effects, undo_participant,
    undone_participant, withdraw_contract, withdraw_line, withdraw_state, withdraw_step,
};
pub use write::{
    At, insert_contract, insert_line, insert_participant, insert_places, insert_project,
    insert_state, latest_state, participant_body, supersede_line, touch, update_project,
};

pub use yearly::{
    AskedYear, list_year_counts, list_year_lines, list_year_projects, list_year_sums,
};

use super::model::Project;
use crate::store::{Result, Statement, Store};
use crate::users::{Right, Viewer};

/// Whether a person, by the expressions of who asks and how far their right goes, works for the whole
/// country, to which every project is tied.
macro_rules! works_for_all {
    ($user:literal, $scope:literal) => {
        concat!(
            $scope,
            " = 'all' and exists (select 1 from user_places up where up.user_id = ",
            $user,
            " and up.place_id = 'country:VN:')"
        )
    };
}

/// Whether a person sees project `p`: whoever works for the whole country sees each without a look at
/// where it lies, others by a unit it lies in or because it is for their own body.
macro_rules! sees {
    ($user:literal, $scope:literal) => {
        concat!(
            "case when ",
            $crate::promotion::store::works_for_all!($user, $scope),
            " then 1 = 1
              else (",
            $scope,
            " = 'all' and exists (select 1 from promotion_project_places mine
                    join user_places up on up.place_id = mine.place_id
                    where mine.project_id = p.id and up.user_id = ",
            $user,
            "))
                or exists (select 1 from promotion_participants own join user_places up on up.user_id = ",
            $user,
            " where own.project_id = p.id and up.place_id like 'organization:%'
                  and own.organization_id = substr(up.place_id, 14)) end"
        )
    };
}

/// Whether the person `$1` sees project `p`: by a unit it lies in, where `$2` is `all` for whoever
/// has the right, or because it is for their own body.
macro_rules! seen {
    () => {
        $crate::promotion::store::sees!("$1", "cast($2 as text)")
    };
}

/// Whether the person `$1` sees every project there is.
macro_rules! sees_all {
    () => {
        $crate::promotion::store::works_for_all!("$1", "cast($2 as text)")
    };
}

/// The projects that the person `$1` sees, from the person to the projects: for questions about all of
/// them, where `seen` would look at each there is.
macro_rules! projects_seen {
    () => {
        "select mine.project_id from user_places up join promotion_project_places mine on mine.place_id = up.place_id
         where up.user_id = $1 and cast($2 as text) = 'all'
         union select own.project_id from user_places up
         join promotion_participants own on own.organization_id = substr(up.place_id, 14)
         where up.user_id = $1 and up.place_id like 'organization:%'"
    };
}

/// How a paper `d` is called.
macro_rules! paper {
    () => {
        "coalesce(case when d.number = '' then d.subject_line else d.number end, '')"
    };
}

/// Promotion money of a stage of project `p`, what counts of it.
macro_rules! promotion_money {
    ($stage:literal) => {
        concat!(
            "cast(coalesce((select sum(l.amount_vnd) from promotion_lines l where l.project_id = p.id and l.stage = '",
            $stage,
            "' and l.source in ('national', 'local') and l.superseded_at = ''), 0) as bigint)"
        )
    };
}

/// Counterpart money of project `p`, as approved.
macro_rules! counterpart_money {
    () => {
        "cast(coalesce((select sum(l.amount_vnd) from promotion_lines l where l.project_id = p.id and l.stage = 'allotted'
                          and l.source = 'counterpart' and l.superseded_at = ''), 0) as bigint)"
    };
}

use {
    counterpart_money, paper, projects_seen, promotion_money, seen, sees, sees_all, works_for_all,
};

/// `all` or `own`: how far the person's right to see promotion goes.
pub fn scope(viewer: &Viewer) -> &'static str {
    if viewer.may(Right::SeePromotion) { "all" } else { "own" }
}

/// Who asks and how far their right goes, as `asker`, for statements that are put together.
fn asked_by(viewer: &Viewer) -> Statement {
    let mut query = Statement::new("with asker as (select cast(");
    query.push_bind(viewer.user_id.clone()).push(" as text) as user_id, cast(");
    query.push_bind(scope(viewer)).push(" as text) as scope) ");
    query
}

/// Whether `asker` sees project `p`.
const ASKER_SEES: &str = sees!("(select user_id from asker)", "(select scope from asker)");

/// One project by its id, if the viewer may see it.
pub async fn find(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Project>> {
    let project = sqlx::query_as(concat!(
        "select p.id, p.revision, p.plan_id, p.code, p.name, p.kind, p.content, p.activity, p.sector, p.executor_id,
                coalesce(e.name, '') as executor, p.lead_place_id, p.place_text, p.from_year, p.to_year, p.duration,
                p.objective, p.scale, p.effects, p.equipment, p.quantity, p.priority, p.beneficiary_text, p.note,
                p.document_id, p.location
         from promotion_projects p left join organizations e on e.id = p.executor_id
         where p.id = $3 and ",
        seen!()
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(id)
    .fetch_optional(store.read())
    .await?;
    Ok(project)
}
