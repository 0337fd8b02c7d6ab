//! What promotion tells of a body, and what moves when two records of one body are made one.

use super::model::State;
use super::store;
use crate::App;
use crate::organizations::{COUNTED, Cell, Move, Section, numbers, words};
use crate::store::{Day, Result};
use crate::ui::Vi;
use crate::users::Viewer;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

/// What is told on the page of a body.
pub fn tell<'a>(
    app: &'a App,
    viewer: &'a Viewer,
    organization_id: &'a str,
    on: Day,
) -> BoxFuture<'a, Result<Vec<Section>>> {
    async move {
        let found = store::list_of_organization(&app.store, viewer, organization_id, on).await?;
        let rows = found.into_iter().map(|project| {
            let path = format!("/promotion/projects/{}", project.id);
            vec![
                Cell { text: format!("{} {}", project.code, project.name), path },
                Cell::of(project.year.to_string()),
                Cell::of(project.track.label()),
                Cell::of(project.part.label()),
                Cell::of(Vi::million(project.support_vnd)),
                Cell::of(project.state.map_or("chưa ghi", State::label)),
                Cell::paper(viewer, &project.document_id, &project.document),
            ]
        });
        let needs = needs(app, viewer, organization_id, on).await?;
        Ok(vec![
            Section {
                title: "Đề án khuyến công",
                columns: vec![
                    words("Đề án"),
                    words("Năm"),
                    words("Nguồn"),
                    words("Vai trò"),
                    numbers("Hỗ trợ (triệu đồng)"),
                    words("Trạng thái"),
                    words("Quyết định"),
                ],
                rows: rows.collect(),
                empty: "Chưa tham gia đề án khuyến công nào.",
            },
            needs,
        ])
    }
    .boxed()
}

/// What a body asked of promotion.
async fn needs(app: &App, viewer: &Viewer, organization_id: &str, on: Day) -> Result<Section> {
    let found = store::list_needs_of_body(&app.store, viewer, organization_id, on).await?;
    let rows = found.into_iter().map(|need| {
        let path = format!("/promotion/needs/{}", need.id);
        vec![
            Cell { text: need.wish, path },
            Cell::of(need.activity.label()),
            Cell::of(need.asked_on.vi()),
            Cell::of(need.target_year.to_string()),
            Cell::of(Vi::million(need.support_vnd)),
            Cell::of(need.state.label()),
        ]
    });
    Ok(Section {
        title: "Nhu cầu khuyến công",
        columns: vec![
            words("Muốn làm gì"),
            words("Loại hỗ trợ"),
            words("Ngày đề nghị"),
            words("Năm muốn thực hiện"),
            numbers("Mong được hỗ trợ (triệu đồng)"),
            words("Trạng thái"),
        ],
        rows: rows.collect(),
        empty: "Chưa ghi nhu cầu nào.",
    })
}

/// The rows `x` of the body `$1` in projects in which `$2` has the same part by its row `k`.
macro_rules! twins {
    () => {
        "promotion_participants x join promotion_participants k on k.project_id = x.project_id and k.part = x.part
           and x.organization_id = $1 and k.organization_id = $2"
    };
}

/// What moves with a body. A body that is in a project twice by the same part stays there once: the
/// row of the one that goes keeps its body, is shown no more, and what was said of it is said of the
/// other. Of two that say the same (`Move::rows`) both stay.
pub const MOVES: &[Move] = &[
    Move {
        table: "promotion_participants",
        column: "organization_id",
        counted: COUNTED,
        rows: "select x.id, x.organization_id, cast($2 as text) from promotion_participants x where x.organization_id = $1
                 and not exists (select 1 from promotion_participants k where k.organization_id = $2 and k.project_id = x.project_id and k.part = x.part)",
    },
    // Who is still in the project by one of the two is in it.
    Move {
        table: "promotion_participants",
        column: "to_day",
        counted: COUNTED,
        rows: concat!("select k.id, k.to_day, '' from ", twins!(), " where x.to_day is null and k.to_day is not null"),
    },
    Move {
        table: "promotion_lines",
        column: "participant_id",
        counted: COUNTED,
        rows: concat!(
            "select l.id, l.participant_id, k.id from promotion_lines l, ", twins!(), " where l.participant_id = x.id
               and not exists (select 1 from promotion_lines j where j.project_id = l.project_id and j.participant_id = k.id
                                 and j.source = l.source and j.stage = l.stage and j.year = l.year and j.batch = l.batch
                                 and j.on_day = l.on_day and j.document_id = l.document_id and j.superseded_at = l.superseded_at)"
        ),
    },
    Move {
        table: "promotion_contracts",
        column: "participant_id",
        counted: COUNTED,
        rows: concat!("select c.id, c.participant_id, k.id from promotion_contracts c, ", twins!(), " where c.participant_id = x.id"),
    },
    Move {
        table: "promotion_entries",
        column: "participant_id",
        counted: COUNTED,
        rows: concat!("select e.id, e.participant_id, k.id from promotion_entries e, ", twins!(), " where e.participant_id = x.id"),
    },
    Move {
        table: "promotion_steps",
        column: "participant_id",
        counted: COUNTED,
        rows: concat!(
            "select t.id, t.participant_id, k.id from promotion_steps t, ", twins!(), " where t.participant_id = x.id
               and not exists (select 1 from promotion_steps j where j.project_id = t.project_id and j.participant_id = k.id
                                 and j.step = t.step and j.period = t.period and j.change = t.change and j.done_on = t.done_on
                                 and j.superseded_at = t.superseded_at)"
        ),
    },
    Move {
        table: "promotion_effects",
        column: "participant_id",
        counted: COUNTED,
        rows: concat!(
            "select f.id, f.participant_id, k.id from promotion_effects f, ", twins!(), " where f.participant_id = x.id
               and not exists (select 1 from promotion_effects j where j.project_id = f.project_id and j.participant_id = k.id
                                 and j.indicator = f.indicator and j.product = f.product and j.moment = f.moment
                                 and j.superseded_at = f.superseded_at)"
        ),
    },
    Move {
        table: "promotion_needs",
        column: "organization_id",
        counted: COUNTED,
        rows: "select x.id, x.organization_id, cast($2 as text) from promotion_needs x where x.organization_id = $1",
    },
    Move {
        table: "promotion_projects",
        column: "executor_id",
        counted: COUNTED,
        rows: "select x.id, x.executor_id, cast($2 as text) from promotion_projects x where x.executor_id = $1",
    },
];
