//! What a project's page shows.

use super::super::model::{Contract, MoneyLine, Participant, StateFact};
use super::{paper, scope, seen};
use crate::places::Place;
use crate::store::{Result, Store};
use crate::users::Viewer;

/// The step that line or contract `$record` was taken back with; '' where it counts or another stands
/// instead of it.
macro_rules! withdrawn_step {
    ($record:literal, $gone:literal, $made:literal) => {
        concat!(
            "case when ", $gone, " then coalesce((select min(t.step) from promotion_steps t where t.project_id = ", $record, ".project_id and t.superseded_at <> ''
               and (", $made, " or exists (select 1 from promotion_step_effects f where f.step_id = t.id and f.subject_id = ", $record, ".id))), '') else '' end as withdrawn_step"
        )
    };
}

/// The columns of a line `l` with its paper `d`, beneficiary `x` and that one's body `b`.
macro_rules! lines {
    ($which:literal) => {
        concat!(
            "select l.id, l.revision, l.project_id, l.participant_id, coalesce(b.name, '') as beneficiary, l.source, l.stage, l.year, l.batch,
                    l.amount_vnd, l.on_day, l.document_id, ",
            paper!(),
            " as document, l.location, l.explanation, l.note, l.superseded_at, l.superseded_reason, ",
            withdrawn_step!("l", "l.superseded_at <> '' and l.superseded_by is null", "t.line_id = l.id"),
            " from promotion_lines l join promotion_projects p on p.id = l.project_id join documents d on d.id = l.document_id
             left join promotion_participants x on x.id = l.participant_id left join organizations b on b.id = x.organization_id
             where ",
            $which,
            " = $3 and ",
            seen!()
        )
    };
}

/// The lines of a project, what counts and what does not, in the order of their days.
pub async fn list_lines(
    store: &Store,
    viewer: &Viewer,
    project_id: &str,
) -> Result<Vec<MoneyLine>> {
    let mut lines: Vec<MoneyLine> = sqlx::query_as(lines!("l.project_id"))
        .bind(&viewer.user_id)
        .bind(scope(viewer))
        .bind(project_id)
        .fetch_all(store.read())
        .await?;
    lines.sort_by(|a, b| {
        (a.stage, a.source, a.on_day, &a.id).cmp(&(b.stage, b.source, b.on_day, &b.id))
    });
    Ok(lines)
}

/// One line by its id, if the viewer may see its project.
pub async fn find_line(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<MoneyLine>> {
    let line = sqlx::query_as(lines!("l.id"))
        .bind(&viewer.user_id)
        .bind(scope(viewer))
        .bind(id)
        .fetch_optional(store.read())
        .await?;
    Ok(line)
}

/// The bodies in a project, beneficiaries first.
pub async fn list_participants(
    store: &Store,
    viewer: &Viewer,
    project_id: &str,
) -> Result<Vec<Participant>> {
    let participants = sqlx::query_as(concat!(
        "select x.id, x.organization_id, b.name, b.tax_code, x.part, x.document_id, ",
        paper!(),
        " as document, x.location
         from promotion_participants x join promotion_projects p on p.id = x.project_id
         join organizations b on b.id = x.organization_id join documents d on d.id = x.document_id
         where x.project_id = $3 and x.to_day is null and b.merged_into is null and ",
        seen!(),
        " order by x.part, b.sort_key, x.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(project_id)
    .fetch_all(store.read())
    .await?;
    Ok(participants)
}

/// The contracts of a project, in the order of their days.
pub async fn list_contracts(
    store: &Store,
    viewer: &Viewer,
    project_id: &str,
) -> Result<Vec<Contract>> {
    let contracts = sqlx::query_as(concat!(
        "select c.id, c.number, c.signed_on, c.amount_vnd, coalesce(b.name, '') as beneficiary, c.note, c.document_id, ",
        paper!(),
        " as document, c.location, c.superseded_at, c.superseded_reason, ",
        withdrawn_step!("c", "c.superseded_at <> ''", "1 = 0"),
        " from promotion_contracts c join promotion_projects p on p.id = c.project_id join documents d on d.id = c.document_id
         left join promotion_participants x on x.id = c.participant_id left join organizations b on b.id = x.organization_id
         where c.project_id = $3 and ",
        seen!(),
        " order by c.signed_on, c.number"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(project_id)
    .fetch_all(store.read())
    .await?;
    Ok(contracts)
}

/// The states of a project, in the order of their days.
pub async fn list_states(
    store: &Store,
    viewer: &Viewer,
    project_id: &str,
) -> Result<Vec<StateFact>> {
    let states = sqlx::query_as(concat!(
        "select s.id, s.revision, s.axis, s.state, s.on_day, s.document_id, ",
        paper!(),
        " as document, s.location, s.note, s.superseded_at, s.superseded_reason
         from promotion_states s join promotion_projects p on p.id = s.project_id join documents d on d.id = s.document_id
         where s.project_id = $3 and ",
        seen!(),
        " order by s.on_day, s.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(project_id)
    .fetch_all(store.read())
    .await?;
    Ok(states)
}

/// The papers a project rests on: id, how they are called, day, what they say.
pub async fn list_papers(
    store: &Store,
    viewer: &Viewer,
    project_id: &str,
) -> Result<Vec<(String, String, String, String)>> {
    let papers = sqlx::query_as(concat!(
        "select d.id, ",
        paper!(),
        " as name, coalesce(d.issued_on, '') as issued_on, d.subject_line from documents d
         join promotion_projects p on p.id = $3
         where d.id in (select p.document_id
                        union select y.document_id from promotion_plans y where y.id = p.plan_id
                        union select l.document_id from promotion_lines l where l.project_id = p.id
                        union select c.document_id from promotion_contracts c where c.project_id = p.id
                        union select s.document_id from promotion_states s where s.project_id = p.id
                        union select e.document_id from promotion_effects e where e.project_id = p.id and e.superseded_at = ''
                        union select x.document_id from promotion_participants x where x.project_id = p.id
                        union select t.document_id from promotion_steps t where t.project_id = p.id and t.superseded_at = ''
                        union select f.document_id from promotion_step_papers f join promotion_steps t on t.id = f.step_id
                              where t.project_id = p.id and t.superseded_at = '' and f.document_id is not null) and ",
        seen!(),
        " order by coalesce(d.issued_on, ''), d.sort_key, d.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(project_id)
    .fetch_all(store.read())
    .await?;
    Ok(papers)
}

/// Ids of the units a project lies in.
pub async fn list_links(store: &Store, viewer: &Viewer, project_id: &str) -> Result<Vec<String>> {
    let ids: Vec<(String,)> = sqlx::query_as(concat!(
        "select here.place_id from promotion_project_places here join promotion_projects p on p.id = here.project_id
         where here.project_id = $3 and ",
        seen!()
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(project_id)
    .fetch_all(store.read())
    .await?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// The provinces a project lies or lay in, today's first.
pub async fn list_provinces(
    store: &Store,
    viewer: &Viewer,
    project_id: &str,
) -> Result<Vec<Place>> {
    let places = sqlx::query_as(concat!(
        "select u.id, u.code, u.level, u.kind, u.name, u.full_name, u.parent_id, u.province_id, u.valid_from, u.valid_to, u.decree, u.document_id
         from places u join promotion_project_places here on here.place_id = u.id
         join promotion_projects p on p.id = here.project_id
         where u.level = 'province' and here.project_id = $3 and ",
        seen!(),
        " order by u.valid_from desc, u.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(project_id)
    .fetch_all(store.read())
    .await?;
    Ok(places)
}
