//! The list of clusters: search without marks, filters, order, columns, fifty a page.

use super::super::model::Class;
use super::super::rules::Flag;
use super::super::search::{Asked, Column, Direction, Sort};
use super::super::store::{self, Wanted};
use super::{Line, lines, province_code};
use crate::App;
use crate::error::Error;
use crate::figures::store::{CLUSTERS, mapping_notes};
use crate::places::{self, Place};
use crate::remembered;
use crate::ui::query::{AsOf, Scope};
use crate::ui::{Frame, Page};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use kernel::number::{Ratio, decimal_string, format_scaled};

/// How many clusters one page shows.
const PAGE_ROWS: i64 = 50;
const PAGE_LINES: usize = 50;
/// Up to here clusters are counted; a longer list says "hơn".
const COUNTED: i64 = 2_000;
/// Up to here a finding can be filtered by: it is computed, not stored.
const CHECKED: i64 = 3_000;

#[derive(Template)]
#[template(path = "clusters/list.html")]
struct List {
    frame: Frame,
    asked: Asked,
    scope: Scope,
    places: Vec<Place>,
    place_is_listed: &'static str,
    columns: Vec<Column>,
    found: FoundLines,
    notes: Vec<String>,
    may_write: &'static str,
}

/// The clusters of a page, and what is said of their number.
#[derive(Debug)]
pub struct FoundLines {
    /// The clusters.
    pub lines: Vec<Line>,
    /// Number of the first one.
    pub first: i64,
    /// "40", "hơn 2.000".
    pub total: String,
    /// Number of the page before; 0 when there is none.
    pub before: i64,
    /// Number of the page after; 0 when there is none.
    pub after: i64,
    /// What must be said beside the list.
    pub note: &'static str,
}

impl FoundLines {
    /// Number of the last one on the page.
    pub fn last(&self) -> i64 {
        self.first - 1 + i64::try_from(self.lines.len()).unwrap_or_default()
    }
}

/// What an address asks of the store.
pub fn wanted(asked: &Asked, scope: &Scope) -> Wanted {
    Wanted {
        place_id: scope.place.id.clone(),
        on: scope.on,
        text: kernel::text::search_query(&asked.q),
        unit: Some(places::search_key(&asked.q)).filter(|key| key.len() > 2).unwrap_or_default(),
        class: asked.class,
        sort: asked.sort,
        direction: asked.direction,
    }
}

/// Reads the address and the clusters it asks for.
pub async fn find(
    app: &App,
    viewer: &Viewer,
    pairs: &[(String, String)],
) -> Result<(Asked, Scope, FoundLines), Error> {
    let asked = Asked::read(pairs);
    let as_of = AsOf { place: asked.place.clone(), on: asked.on.clone() };
    let scope = as_of.resolve(app, viewer).await?;
    let wanted = wanted(&asked, &scope);
    let offset = (asked.page - 1) * PAGE_ROWS;
    let found = if let Ok(flag) = asked.flag.parse::<Flag>() {
        flagged(app, viewer, &wanted, &scope, flag, offset).await?
    } else {
        let found = store::list_page(&app.store, viewer, &wanted, PAGE_ROWS + 1, offset).await?;
        let mut lines = lines(app, viewer, found, scope.on, province_code(&scope.place)).await?;
        let after = if i64::try_from(lines.len()).unwrap_or_default() > PAGE_ROWS {
            asked.page + 1
        } else {
            0
        };
        lines.truncate(PAGE_LINES);
        let shown = i64::try_from(lines.len()).unwrap_or_default();
        let total = if after == 0 && (shown > 0 || offset == 0) {
            offset + shown
        } else {
            store::count(&app.store, viewer, &wanted, COUNTED + 1).await?
        };
        FoundLines {
            lines,
            first: offset + 1,
            total: counted(total),
            before: asked.page - 1,
            after,
            note: "",
        }
    };
    Ok((asked, scope, found))
}

fn counted(total: i64) -> String {
    if total > COUNTED {
        format!("hơn {}", format_scaled(COUNTED, 0, 0, 0))
    } else {
        format_scaled(total, 0, 0, 0)
    }
}

/// The clusters with a finding: every cluster of the place is checked, up to a limit that is told.
async fn flagged(
    app: &App,
    viewer: &Viewer,
    wanted: &Wanted,
    scope: &Scope,
    flag: Flag,
    offset: i64,
) -> Result<FoundLines, Error> {
    let found = store::list_page(&app.store, viewer, wanted, CHECKED + 1, 0).await?;
    let note = if i64::try_from(found.len()).unwrap_or_default() > CHECKED {
        "Chỉ kiểm tra 3.000 cụm đầu danh sách; hãy chọn địa bàn nhỏ hơn để kiểm tra đủ."
    } else {
        ""
    };
    let mut all = lines(app, viewer, found, scope.on, province_code(&scope.place)).await?;
    all.retain(|line| line.findings.iter().any(|finding| finding.flag == flag));
    let total = i64::try_from(all.len()).unwrap_or_default();
    let start = usize::try_from(offset).unwrap_or_default().min(all.len());
    let lines: Vec<Line> = all.into_iter().skip(start).take(PAGE_LINES).collect();
    let page = offset / PAGE_ROWS + 1;
    let after = if offset + PAGE_ROWS < total { page + 1 } else { 0 };
    Ok(FoundLines {
        lines,
        first: offset + 1,
        total: format_scaled(total, 0, 0, 0),
        before: page - 1,
        after,
        note,
    })
}

/// The list.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    uri: Uri,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    remembered::page(&app, &viewer, &uri, draw(&app, &viewer, &pairs)).await
}

async fn draw(app: &App, viewer: &Viewer, pairs: &[(String, String)]) -> Result<Response, Error> {
    let (mut asked, scope, found) = find(app, viewer, pairs).await?;
    asked.place.clone_from(&scope.place.id);
    asked.on = scope.on.to_string();
    let places = places::store::list_with_clusters(&app.store, viewer).await?;
    let notes = mapping_notes(&app.store, viewer, &CLUSTERS, &scope.place, scope.on).await?;
    let is_listed = places.iter().any(|place| place.id == scope.place.id);
    Ok(Page(List {
        frame: Frame::new(viewer, "/clusters", "Cụm công nghiệp"),
        columns: asked.shown(),
        asked,
        scope,
        places,
        place_is_listed: if is_listed { "yes" } else { "" },
        found,
        notes,
        may_write: if viewer.may(Right::WriteRegister) { "yes" } else { "" },
    })
    .into_response())
}

/// The list for programs: the same question, the same clusters.
pub async fn list_json(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    uri: Uri,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    remembered::page(&app, &viewer, &uri, draw_json(&app, &viewer, &pairs)).await
}

async fn draw_json(
    app: &App,
    viewer: &Viewer,
    pairs: &[(String, String)],
) -> Result<Response, Error> {
    let (asked, scope, found) = find(app, viewer, pairs).await?;
    let clusters: Vec<_> = found.lines.iter().map(Line::json).collect();
    Ok(Json(serde_json::json!({
        "place": scope.place.code, "place_id": scope.place.id, "place_name": scope.place.full_name,
        "on": scope.on, "page": asked.page, "first": found.first, "total": found.total,
        "next_page": (found.after > 0).then_some(found.after), "clusters": clusters,
    }))
    .into_response())
}

impl Line {
    /// What a column shows.
    pub fn text(&self, column: &Column) -> String {
        let standing = &self.standing;
        let ha = |m2: Option<i64>| m2.map(|m2| format_scaled(m2, 4, 2, 4)).unwrap_or_default();
        let count = |n: Option<i64>| n.map(|n| format_scaled(n, 0, 0, 0)).unwrap_or_default();
        let million = |vnd: i64| if vnd == 0 { String::new() } else { format_scaled(vnd, 6, 0, 2) };
        match column {
            Column::Code => standing.cluster.code.clone().unwrap_or_default(),
            Column::Place => standing.cluster.place_text.clone(),
            Column::Class => standing.class().label().to_owned(),
            Column::Area => ha(standing.area_m2()),
            Column::Industrial => ha(standing.industrial_m2()),
            Column::Leased => ha(standing.leased_m2()),
            Column::Occupancy => self.occupancy(),
            Column::Registered => count(standing.registered()),
            Column::Operating => count(standing.operating()),
            Column::Decision => {
                self.decision().map(|(number, day)| format!("{number} {day}")).unwrap_or_default()
            }
            Column::Planned => million(standing.inside_planned_vnd),
            Column::Paid => million(standing.inside_paid_vnd),
            Column::Sectors => standing.cluster.sectors.clone(),
            Column::Flags => {
                let labels: Vec<_> = self.findings.iter().map(|f| f.flag.label()).collect();
                labels.join("; ")
            }
        }
    }

    /// Occupancy as people write it; "chưa xác định" where there is no industrial land to divide by.
    pub fn occupancy(&self) -> String {
        let ratio = self.standing.occupancy();
        ratio.and_then(Ratio::percent_vi).unwrap_or_else(|| "chưa xác định".to_owned())
    }

    /// Number and day of the latest decision on its establishment.
    pub fn decision(&self) -> Option<(&str, String)> {
        let fact = self.standing.states.get(&super::super::Axis::Establishment)?;
        Some((fact.document.as_str(), fact.on_day.vi()))
    }

    /// What programs read of it.
    pub fn json(&self) -> serde_json::Value {
        let standing = &self.standing;
        let ha = |m2: Option<i64>| m2.map(|m2| decimal_string(m2, 4));
        serde_json::json!({
            "slug": standing.cluster.slug, "code": standing.cluster.code, "name": standing.cluster.name,
            "place": standing.cluster.place_text, "lead_place_id": standing.cluster.lead_place_id,
            "lead_place": self.lead_place, "class": standing.class(), "class_label": standing.class().label(),
            "area_ha": ha(standing.area_m2()), "industrial_land_ha": ha(standing.industrial_m2()),
            "leased_land_ha": ha(standing.leased_m2()),
            "occupancy_percent": standing.occupancy().and_then(Ratio::percent_string),
            "occupancy_basis": "leased",
            "tenants_registered": standing.registered(), "tenants_operating": standing.operating(),
            "decision": self.decision().map(|(number, _)| number), "decided_on": standing.states.get(&super::super::Axis::Establishment).map(|fact| fact.on_day),
            "inside_planned_vnd": standing.inside_planned_vnd.to_string(), "inside_paid_vnd": standing.inside_paid_vnd.to_string(),
            "sectors": standing.cluster.sectors,
            "findings": self.findings,
        })
    }
}
