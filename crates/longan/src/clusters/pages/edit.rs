//! The forms that change a cluster: new, its words, a fact with its paper, the end of a lease.

use super::super::actions::{self, Refusal};
use super::super::model::fact::{self, FactKind};
use super::super::model::{Cluster, Lease, NewCluster};
use super::super::store;
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::places::{self, Level};
use crate::store::Day;
use crate::ui::form::{Field, FormPage, Reader, Typed, hidden, line, lines};
use crate::ui::{Frame, Problems};
use crate::users::{self, Right, SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};

/// The problems of a refusal; what the database refused becomes the error of the page.
pub fn problems(refusal: Refusal) -> Result<Problems, Error> {
    match refusal {
        Refusal::Problems(problems) => Ok(problems),
        Refusal::Store(error) => Err(error.into()),
    }
}

/// A cluster the viewer may change.
pub(super) async fn to_change(app: &App, viewer: &Viewer, slug: &str) -> Result<Cluster, Error> {
    let cluster = store::find(&app.store, viewer, slug).await?.ok_or(Error::NotFound)?;
    users::require_with_cluster(app, viewer, Right::WriteRegister, &cluster.id).await?;
    Ok(cluster)
}

fn cluster_fields() -> Vec<Field> {
    vec![
        line("name", "Tên cụm (không ghi “Cụm công nghiệp”)", "Ví dụ Đức Hòa Hạ"),
        line("code", "Mã của Sở (không bắt buộc)", ""),
        line("place_text", "Địa điểm như ghi trong văn bản", "Ví dụ xã Đức Hòa Hạ, huyện Đức Hòa"),
        lines("sectors", "Ngành nghề", ""),
        lines("note", "Ghi chú", ""),
        line(
            "known_from",
            "Có trong hồ sơ từ ngày",
            "Ngày của văn bản đầu tiên nói đến cụm, ví dụ 09/05/2008",
        ),
    ]
}

fn new_fields() -> Vec<Field> {
    let mut fields = cluster_fields();
    fields.insert(
        2,
        line(
            "place",
            "Đơn vị hành chính (mã hoặc tên)",
            "Mã xã 5 số, mã huyện 3 số, hoặc tên; nhiều xã cách nhau bằng dấu chấm phẩy, xã chủ trì ghi trước",
        ),
    );
    fields
}

fn new_page(viewer: &Viewer, typed: Typed, problems: Problems) -> Response {
    FormPage {
        frame: Frame::new(viewer, "/clusters", "Thêm cụm công nghiệp"),
        action: "/clusters".to_owned(),
        back: "/clusters".to_owned(),
        back_title: "Cụm công nghiệp".to_owned(),
        fields: new_fields(),
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

/// The form for a new cluster.
pub async fn new_form(SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    Ok(new_page(&viewer, Typed::default(), Problems::default()))
}

/// Adds a cluster.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let mut reader = Reader::new(&typed);
    let known_from = reader.day("known_from");
    let place_ids = find_places(&app, &viewer, typed.text("place"), known_from).await?;
    if place_ids.is_empty() {
        reader.add("place", "Không tìm thấy đơn vị hành chính này vào ngày đó. Hãy nhập mã xã (5 số) hoặc mã huyện (3 số).");
    }
    let links = places::store::links_for(&app.store, &place_ids).await?;
    if !place_ids.is_empty()
        && !users::may_in_any(&app, &viewer, Right::WriteRegister, &links).await?
    {
        reader.add("place", "Địa điểm này nằm ngoài địa bàn của bạn.");
    }
    let new = NewCluster {
        code: Some(reader.text("code")).filter(|code| !code.is_empty()),
        name: kernel::cluster_name::clean(&reader.required("name", "Hãy nhập tên cụm.")).name,
        place_ids,
        place_text: reader.required("place_text", "Hãy nhập địa điểm như ghi trong văn bản."),
        sectors: reader.text("sectors"),
        note: reader.text("note"),
        known_from,
    };
    let document = documents::form::read(&mut reader);
    let problems = match reader.finish((new, document)) {
        Err(problems) => problems,
        Ok((new, document)) => {
            let actor = app.actor(&viewer);
            match actions::add(&app, &actor, &new, &links, &document).await {
                Ok(cluster) => return Ok(to_cluster(&cluster.slug, known_from, "overview")),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    Ok(new_page(&viewer, typed, problems))
}

fn to_cluster(slug: &str, on: Day, tab: &str) -> Response {
    Redirect::to(&format!("/clusters/{slug}?on={on}&tab={tab}")).into_response()
}

/// Units by code, or by name within the viewer's own provinces.
async fn find_places(
    app: &App,
    viewer: &Viewer,
    text: &str,
    on: Day,
) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let is_code = part.chars().any(|c| c.is_ascii_digit());
        if is_code && let Ok(place) = places::resolve(&app.store, part, on).await {
            found.push(place.id);
            continue;
        }
        let key = places::search_key(part);
        let mut named = Vec::new();
        for province in users::store::list_place_ids(&app.store, viewer).await? {
            for level in [Level::Commune, Level::District] {
                let units = places::store::list_by_name(&app.store, &key, level, &province);
                named.extend(units.await?.into_iter().filter(|unit| unit.exists_on(on)));
            }
        }
        // A name that means several units is no answer; the person gives the code.
        if let [only] = named.as_slice() {
            found.push(only.id.clone());
        } else {
            return Ok(Vec::new());
        }
    }
    Ok(found)
}

async fn edit_page(
    app: &App,
    viewer: &Viewer,
    cluster: &Cluster,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let mut fields = cluster_fields();
    fields.push(line("reason", "Lý do sửa", ""));
    fields.push(hidden("revision"));
    fields.extend(users::behalf_field(app, viewer, &cluster.id).await?);
    let address = format!("/clusters/{}", cluster.slug);
    let page = FormPage {
        frame: Frame::new(viewer, "/clusters", format!("Sửa cụm {}", cluster.name)),
        action: format!("{address}/edit"),
        back: address,
        back_title: cluster.name.clone(),
        fields,
        paper_fields: Vec::new(),
        typed,
        problems,
    };
    Ok(page.answer())
}

/// The form for a cluster's words.
pub async fn edit_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let cluster = to_change(&app, &viewer, &slug).await?;
    let typed = Typed::of(&[
        ("name", cluster.name.clone()),
        ("code", cluster.code.clone().unwrap_or_default()),
        ("place_text", cluster.place_text.clone()),
        ("sectors", cluster.sectors.clone()),
        ("note", cluster.note.clone()),
        ("known_from", cluster.known_from.vi()),
        ("revision", cluster.revision.to_string()),
    ]);
    edit_page(&app, &viewer, &cluster, typed, Problems::default()).await
}

/// Changes a cluster's words, unless someone else changed them first.
pub async fn edit(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let cluster = to_change(&app, &viewer, &slug).await?;
    let mut reader = Reader::new(&typed);
    let after = Cluster {
        code: Some(reader.text("code")).filter(|code| !code.is_empty()),
        name: kernel::cluster_name::clean(&reader.required("name", "Hãy nhập tên cụm.")).name,
        place_text: reader.required("place_text", "Hãy nhập địa điểm như ghi trong văn bản."),
        sectors: reader.text("sectors"),
        note: reader.text("note"),
        known_from: reader.day("known_from"),
        ..cluster.clone()
    };
    let reason = reader.required("reason", "Hãy ghi lý do sửa để người sau hiểu.");
    if let Err(problems) = reader.finish(()) {
        return edit_page(&app, &viewer, &cluster, typed, problems).await;
    }
    // What the person saw, not what stands there now, is what may be changed.
    let revision = typed.text("revision").parse().unwrap_or_default();
    let actor = users::actor_for(&app, &viewer, &cluster.id, &typed).await?;
    let seen = Cluster { revision, ..cluster };
    let aliases = aliases(&app, &viewer, &seen.id).await?;
    actions::edit(&app, &actor, &seen, &after, &aliases, &reason).await?;
    Ok(Redirect::to(&format!("/clusters/{slug}")).into_response())
}

async fn aliases(app: &App, viewer: &Viewer, cluster_id: &str) -> Result<Vec<String>, Error> {
    let names = store::list_names(&app.store, viewer, cluster_id).await?;
    Ok(names.into_iter().map(|other| other.name).collect())
}

fn kind_of(word: &str) -> Result<FactKind, Error> {
    word.parse().map_err(|_| Error::NotFound)
}

async fn fact_page(
    app: &App,
    viewer: &Viewer,
    cluster: &Cluster,
    kind: FactKind,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let tenants = if kind == FactKind::Lease {
        let tenants = store::list_tenants(&app.store, viewer, &cluster.id).await?;
        tenants.into_iter().map(|tenant| (tenant.id, tenant.name)).collect()
    } else {
        Vec::new()
    };
    let mut fields = fact::fields(kind, tenants);
    fields.extend(users::behalf_field(app, viewer, &cluster.id).await?);
    let address = format!("/clusters/{}", cluster.slug);
    let page = FormPage {
        frame: Frame::new(viewer, "/clusters", format!("{}: {}", kind.label(), cluster.name)),
        action: format!("{address}/{}", kind.word()),
        back: format!("{address}?tab={}", tab_of(kind)),
        back_title: cluster.name.clone(),
        fields,
        paper_fields: documents::form::fields(),
        typed,
        problems,
    };
    Ok(page.answer())
}

/// The tab on which a fact is seen.
fn tab_of(kind: FactKind) -> &'static str {
    match kind {
        FactKind::State => "timeline",
        FactKind::Number => "land",
        FactKind::Work => "works",
        FactKind::Investor => "investors",
        FactKind::Plot | FactKind::Lease => "leases",
        FactKind::Tenant => "tenants",
        FactKind::Clearance => "clearance",
        FactKind::Type | FactKind::Name | FactKind::PlanEntry => "overview",
    }
}

/// The form for a fact.
pub async fn fact_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((slug, word)): Path<(String, String)>,
) -> Result<Response, Error> {
    let kind = kind_of(&word)?;
    let cluster = to_change(&app, &viewer, &slug).await?;
    fact_page(&app, &viewer, &cluster, kind, Typed::default(), Problems::default()).await
}

/// Adds a fact with the paper it rests on.
pub async fn add_fact(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((slug, word)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let kind = kind_of(&word)?;
    let cluster = to_change(&app, &viewer, &slug).await?;
    let found = match fact::check(kind, &typed) {
        Err(found) => found,
        Ok((fact, document)) => {
            let aliases = aliases(&app, &viewer, &cluster.id).await?;
            let actor = users::actor_for(&app, &viewer, &cluster.id, &typed).await?;
            match actions::record(&app, &actor, &cluster, &aliases, &fact, &document).await {
                Ok(()) => {
                    let to = format!("/clusters/{slug}?tab={}&on={}", tab_of(kind), app.today());
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    fact_page(&app, &viewer, &cluster, kind, typed, found).await
}

fn lease_page(viewer: &Viewer, lease: &Lease, typed: Typed, problems: Problems) -> Response {
    let title = format!("Kết thúc hợp đồng thuê lô {} của {}", lease.plot, lease.tenant);
    FormPage {
        frame: Frame::new(viewer, "/clusters", title),
        action: format!("/leases/{}/end", lease.id),
        back: format!("/clusters/{}?tab=leases", lease.slug),
        back_title: "Lô đất và hợp đồng".to_owned(),
        fields: vec![
            line("to_day", "Ngày đầu tiên không còn hiệu lực", "Ví dụ 01/01/2014"),
            hidden("revision"),
        ],
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

/// The form that ends a lease.
pub async fn end_lease_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let lease = store::find_lease(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    users::require_with_cluster(&app, &viewer, Right::WriteRegister, &lease.cluster_id).await?;
    let typed = Typed::of(&[("revision", lease.revision.to_string())]);
    Ok(lease_page(&viewer, &lease, typed, Problems::default()))
}

/// Ends a lease, unless someone else changed it first.
pub async fn end_lease(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let lease = store::find_lease(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    users::require_with_cluster(&app, &viewer, Right::WriteRegister, &lease.cluster_id).await?;
    let mut reader = Reader::new(&typed);
    let to_day = reader.day("to_day");
    let document = documents::form::read(&mut reader);
    let found = match reader.finish(document) {
        Err(found) => found,
        Ok(document) => {
            let seen = Lease {
                revision: typed.text("revision").parse().unwrap_or_default(),
                ..lease.clone()
            };
            match actions::end_lease(&app, &app.actor(&viewer), &seen, to_day, &document).await {
                Ok(()) => return Ok(to_cluster(&lease.slug, to_day, "leases")),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    Ok(lease_page(&viewer, &lease, typed, found))
}
