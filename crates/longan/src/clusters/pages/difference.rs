//! What changed on a cluster's record between two moments of knowing, by whom and by which paper.

use super::super::model::{Axis, Cluster, Standing};
use super::super::{known, store};
use crate::App;
use crate::error::Error;
use crate::events::told::{self, Told};
use crate::events::{Event, Known};
use crate::observations::{Indicator, Unit};
use crate::store::Day;
use crate::ui::query::AsOf;
use crate::ui::{Frame, Page, Vi};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;

/// The two moments.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    on: String,
}

/// One thing that the record said otherwise: what, before, after.
type Change = (&'static str, String, String);

#[derive(Template)]
#[template(path = "clusters/difference.html")]
struct Difference {
    frame: Frame,
    slug: String,
    on: Day,
    from: Known,
    to: Known,
    changes: Vec<Change>,
    told: Vec<Told>,
}

/// The record as it was known at one moment beside what was known at another.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let cluster = store::find(&app.store, &viewer, &slug).await?.ok_or(Error::NotFound)?;
    let scope = AsOf { place: String::new(), on: asked.on }.resolve(&app, &viewer).await?;
    let from = match asked.from.trim() {
        "" => Known::read(&day_before(app.today())).map_err(Error::Unusable)?,
        text => Known::read(text).map_err(Error::Unusable)?,
    };
    let to = Known::read(&asked.to).map_err(Error::Unusable)?;
    if from.until() > to.until() {
        return Err(Error::Unusable(
            "Thời điểm đầu phải trước thời điểm sau. Hãy đổi hai thời điểm cho nhau.".to_owned(),
        ));
    }
    let history = known::history(&app, &cluster.id).await?;
    let title = format!("Cụm công nghiệp {}: thay đổi giữa hai thời điểm", cluster.name);
    let before = sheet(&app, &viewer, &cluster, scope.on, &from, &history).await?;
    let after = sheet(&app, &viewer, &cluster, scope.on, &to, &history).await?;
    let between: Vec<Event> =
        history.into_iter().filter(|event| event.happened_at.as_str() < to.until()).collect();
    // The acts before the first moment are there to tell what stood before.
    let later = between.iter().filter(|event| event.happened_at.as_str() >= from.until()).count();
    let mut told = told::tell(&app.store, &between).await?;
    told.truncate(later);
    let changes = before
        .into_iter()
        .zip(after)
        .filter(|((_, was), (_, is))| was != is)
        .map(|((what, was), (_, is))| (what, was, is));
    Ok(Page(Difference {
        frame: Frame::new(&viewer, "/clusters", title),
        slug,
        on: scope.on,
        changes: changes.collect(),
        told,
        from,
        to,
    }))
}

fn day_before(day: Day) -> String {
    day.0.yesterday().map_or_else(|_| day.vi(), |day| Day(day).vi())
}

/// Everything the record says, line by line in a fixed order.
async fn sheet(
    app: &App,
    viewer: &Viewer,
    cluster: &Cluster,
    on: Day,
    known: &Known,
    history: &[Event],
) -> Result<Vec<(&'static str, String)>, Error> {
    let (db, id) = (&app.store, cluster.id.as_str());
    let standing = known::standing(app, viewer, cluster.clone(), on, known, history).await?;
    let mut lines = words(&standing);
    for axis in Axis::ALL {
        let fact = standing.states.get(axis);
        let told = fact.map(|fact| {
            format!(
                "{} ({}; {})",
                fact.state.label(),
                fact.precision.vi(&fact.on_day),
                fact.document
            )
        });
        lines.push((axis.label(), told.unwrap_or_default()));
    }
    for indicator in Indicator::ALL {
        let number = standing.numbers.get(indicator);
        let told = number.map(|number| {
            format!("{} (đến {}; {})", number.vi(), number.as_of.vi(), number.reporter)
        });
        lines.push((indicator.label(), told.unwrap_or_default()));
    }
    let leases = store::list_leases(db, viewer, id, on, known).await?;
    let leases = leases.iter().filter(|lease| lease.counts()).map(|lease| {
        let end = lease.to_day.map(|day| format!(", đến trước {}", day.vi())).unwrap_or_default();
        format!(
            "{} – {}: {} ha từ {}{end}",
            lease.plot,
            lease.tenant,
            Vi::ha(lease.area_m2),
            lease.from_day.vi()
        )
    });
    lines.push(("Hợp đồng thuê đất", listed(leases)));
    let investors = store::list_investors(db, viewer, id, on, known).await?;
    let investors = investors.iter().map(|term| format!("{} từ {}", term.name, term.from_day.vi()));
    lines.push(("Chủ đầu tư hạ tầng", listed(investors)));
    let works = store::list_works(db, viewer, id, on, known).await?;
    let works = known::works(works, history, known);
    let works = works.iter().map(|work| {
        format!(
            "{}: {} / {} triệu đồng",
            work.name,
            Vi::million(work.paid_vnd),
            Vi::million(work.planned_vnd)
        )
    });
    lines.push(("Hạng mục hạ tầng (đã thực hiện / kế hoạch)", listed(works)));
    let plans = store::list_plan_entries(db, viewer, id, on, known).await?;
    let plans =
        plans.iter().map(|plan| format!("đến {}: {} ha", plan.horizon, Vi::ha(plan.area_m2)));
    lines.push(("Danh mục quy hoạch", listed(plans)));
    let names = store::list_names(db, viewer, id, known).await?;
    lines.push(("Tên gọi khác", listed(names.into_iter().map(|other| other.name))));
    Ok(lines)
}

fn words(standing: &Standing) -> Vec<(&'static str, String)> {
    let cluster = &standing.cluster;
    let count = |count: Option<i64>| count.map(|n| Unit::Count.vi(n)).unwrap_or_default();
    vec![
        ("Tên", cluster.name.clone()),
        ("Mã", cluster.code.clone().unwrap_or_default()),
        ("Địa điểm", cluster.place_text.clone()),
        ("Ngành nghề", cluster.sectors.clone()),
        ("Ghi chú", cluster.note.clone()),
        ("Có trong hồ sơ từ ngày", cluster.known_from.vi()),
        ("Tình trạng", standing.class().label().to_owned()),
        ("Tỷ lệ lấp đầy (%)", standing.occupancy_vi().unwrap_or_default()),
        ("Đất cho thuê theo hợp đồng (ha)", Vi::ha(standing.lease_m2)),
        ("Số doanh nghiệp trong danh sách", count(standing.tenants_registered)),
        ("Số doanh nghiệp hoạt động trong danh sách", count(standing.tenants_operating)),
    ]
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}
