//! Tenants: the list of a place, one tenant, and the forms that change it.

use super::super::actions;
use super::super::model::fact::{read_tenant, read_value, tenant_fields};
use super::super::model::{Lease, Tenant, TenantLine, TenantState, TenantStateFact};
use super::super::store::{self, WantedTenants};
use super::super::vsic;
use super::edit::problems;
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::events::told::{self, Told};
use crate::observations::{Indicator, NewObservation, Observation, Precision, ReporterKind};
use crate::places::{self, Place};
use crate::store::Day;
use crate::ui::form::{Field, FormPage, Reader, Typed, choice, hidden, line};
use crate::ui::query::{AsOf, Scope};
use crate::ui::{Frame, Page, Problems, Vi, url_encode};
use crate::users::{self, Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};

const PAGE_ROWS: i64 = 50;
const PAGE_LINES: usize = 50;
const COUNTED: i64 = 2_000;

/// What the list may be asked with.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    place: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    page: String,
}

#[derive(Template)]
#[template(path = "clusters/tenants.html")]
struct List {
    frame: Frame,
    asked: Asked,
    query: String,
    scope: Scope,
    places: Vec<Place>,
    period: String,
    tenants: Vec<TenantLine>,
    first: i64,
    last: i64,
    total: String,
    page: i64,
    after: i64,
}

/// The tenants of a place.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let as_of = AsOf { place: asked.place.clone(), on: asked.on.clone() };
    let scope = as_of.resolve(&app, &viewer).await?;
    let page = asked.page.parse::<i64>().unwrap_or(1).clamp(1, 1_000_000);
    let wanted = WantedTenants {
        place_id: scope.place.id.clone(),
        cluster_id: String::new(),
        on: scope.on,
        period: scope.on.0.year().to_string(),
        text: tenant_query(&asked.q),
        state: asked.state.parse().ok(),
    };
    let offset = (page - 1) * PAGE_ROWS;
    let mut tenants =
        store::list_tenant_lines(&app.store, &viewer, &wanted, PAGE_ROWS + 1, offset).await?;
    let after = if tenants.len() > PAGE_LINES { page + 1 } else { 0 };
    tenants.truncate(PAGE_LINES);
    let total = store::count_tenants(&app.store, &viewer, &wanted, COUNTED + 1).await?;
    let total =
        if total > COUNTED { format!("hơn {}", Vi::count(COUNTED)) } else { Vi::count(total) };
    let mut places = places::store::list_with_clusters(&app.store, &viewer).await?;
    if places.iter().all(|place| place.id != scope.place.id) {
        places.insert(0, scope.place.clone());
    }
    let query =
        format!("{}&q={}&state={}", scope.query(), url_encode(&asked.q), url_encode(&asked.state));
    Ok(Page(List {
        frame: Frame::new(&viewer, "/tenants", "Doanh nghiệp trong cụm"),
        period: wanted.period,
        query,
        asked,
        scope,
        places,
        first: offset + 1,
        last: offset + i64::try_from(tenants.len()).unwrap_or_default(),
        tenants,
        total,
        page,
        after,
    }))
}

/// A tax code is found with or without its dash and dots; a name without marks.
fn tenant_query(typed: &str) -> String {
    match kernel::tax_code::TaxCode::parse(typed) {
        Ok(code) => code.to_string(),
        Err(_) => kernel::text::search_query(typed),
    }
}

#[derive(Template)]
#[template(path = "clusters/tenant.html")]
struct Show {
    frame: Frame,
    tenant: Tenant,
    slug: String,
    cluster: String,
    on: Day,
    state: &'static str,
    states: Vec<TenantStateFact>,
    results: Vec<Observation>,
    leases: Vec<Lease>,
    papers: super::show::Papers,
    told: Vec<Told>,
    may_write: &'static str,
}

/// What one tenant's page may be asked with.
#[derive(Debug, Default, serde::Deserialize)]
pub struct OnDay {
    #[serde(default)]
    on: String,
}

/// One tenant.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<OnDay>,
) -> Result<impl IntoResponse, Error> {
    let found = store::find_tenant(&app.store, &viewer, &id).await?;
    let (tenant, slug, cluster) = found.ok_or(Error::NotFound)?;
    let scope = AsOf { place: String::new(), on: asked.on }.resolve(&app, &viewer).await?;
    let states = store::list_tenant_states(&app.store, &viewer, &id, scope.on).await?;
    let results = store::list_tenant_results(&app.store, &viewer, &id).await?;
    let leases = store::list_leases_of_tenant(&app.store, &viewer, &id, scope.on).await?;
    let cited = states.iter().map(|fact| fact.document_id.as_str());
    let cited = cited.chain(results.iter().map(|result| result.document_id.as_str()));
    let cited = cited.chain(leases.iter().map(|lease| lease.document_id.as_str())).collect();
    let papers = store::list_papers_with_ids(&app.store, &viewer, &cited).await?;
    let may_write =
        users::may_with_cluster(&app, &viewer, Right::WriteRegister, &tenant.cluster_id).await?;
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/tenants", tenant.name.clone()),
        on: scope.on,
        state: states.first().map_or("chưa rõ", |fact| fact.state.label()),
        states,
        results,
        leases,
        papers: super::show::Papers::of(papers),
        told: told::history(&app.store, &id).await?,
        tenant,
        slug,
        cluster,
        may_write: if may_write { "yes" } else { "" },
    }))
}

async fn to_change(app: &App, viewer: &Viewer, id: &str) -> Result<Tenant, Error> {
    let found = store::find_tenant(&app.store, viewer, id).await?;
    let (tenant, ..) = found.ok_or(Error::NotFound)?;
    users::require_with_cluster(app, viewer, Right::WriteRegister, &tenant.cluster_id).await?;
    Ok(tenant)
}

fn form(
    viewer: &Viewer,
    tenant: &Tenant,
    what: (&str, &str),
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
) -> FormPage {
    let address = format!("/tenants/{}", tenant.id);
    FormPage {
        frame: Frame::new(viewer, "/tenants", format!("{}: {}", what.1, tenant.name)),
        action: format!("{address}/{}", what.0),
        back: address,
        back_title: tenant.name.clone(),
        fields,
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
}

fn state_page(viewer: &Viewer, tenant: &Tenant, typed: Typed, problems: Problems) -> Response {
    let states = TenantState::ALL.iter().map(|s| (s.word().to_owned(), s.label().to_owned()));
    let fields =
        vec![choice("state", "Trạng thái", states), line("on_day", "Từ ngày", "Ví dụ 31/12/2013")];
    form(viewer, tenant, ("states", "Ghi trạng thái"), fields, typed, problems).answer()
}

/// The form for a new state.
pub async fn state_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    Ok(state_page(&viewer, &tenant, Typed::default(), Problems::default()))
}

/// Keeps a new state.
pub async fn add_state(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    let mut reader = Reader::new(&typed);
    let state = reader.choice("state", TenantState::Registered);
    let on_day = reader.day("on_day");
    let location = reader.text("location");
    let document = documents::form::read(&mut reader);
    let found = match reader.finish(document) {
        Err(found) => found,
        Ok(document) => {
            let actor = app.actor(&viewer);
            let done =
                actions::add_state(&app, &actor, &tenant, state, on_day, &location, &document);
            match done.await {
                Ok(()) => {
                    return Ok(Redirect::to(&format!("/tenants/{id}?on={on_day}")).into_response());
                }
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    Ok(state_page(&viewer, &tenant, typed, found))
}

fn results_page(viewer: &Viewer, tenant: &Tenant, typed: Typed, problems: Problems) -> Response {
    let fields = vec![
        line("period", "Kỳ", "Ví dụ 2013 hoặc 2013-H1"),
        line("workers", "Lao động (người)", ""),
        line("revenue", "Doanh thu (triệu đồng)", ""),
        line("tax_paid", "Nộp ngân sách (triệu đồng)", ""),
        line("reporter", "Nguồn báo cáo", "Bỏ trống nếu doanh nghiệp tự báo cáo"),
    ];
    form(viewer, tenant, ("results", "Ghi kết quả trong kỳ"), fields, typed, problems).answer()
}

/// The form for a period's results.
pub async fn results_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    Ok(results_page(&viewer, &tenant, Typed::default(), Problems::default()))
}

/// Keeps a period's results.
pub async fn add_results(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    let mut reader = Reader::new(&typed);
    let results = read_results(&mut reader, &typed, &tenant);
    let document = documents::form::read(&mut reader);
    let found = match reader.finish(document) {
        Err(found) => found,
        Ok(document) => {
            let actor = app.actor(&viewer);
            match actions::report_results(&app, &actor, &tenant, &results, &document).await {
                Ok(()) => return Ok(Redirect::to(&format!("/tenants/{id}")).into_response()),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    Ok(results_page(&viewer, &tenant, typed, found))
}

fn read_results(reader: &mut Reader<'_>, typed: &Typed, tenant: &Tenant) -> Vec<NewObservation> {
    let period: kernel::day::Period = match typed.text("period").parse() {
        Ok(period) => period,
        Err(problem) => {
            let problem: kernel::day::PeriodProblem = problem;
            reader.add("period", problem.message());
            return Vec::new();
        }
    };
    let location = reader.text("location");
    let typed_reporter = reader.text("reporter");
    let (reporter, reporter_kind) = if typed_reporter.is_empty() {
        (tenant.name.clone(), ReporterKind::Tenant)
    } else {
        (typed_reporter, ReporterKind::Department)
    };
    let kinds = [
        ("workers", Indicator::Workers),
        ("revenue", Indicator::Revenue),
        ("tax_paid", Indicator::TaxPaid),
    ];
    let filled: Vec<_> =
        kinds.into_iter().filter(|(name, _)| !typed.text(name).is_empty()).collect();
    if filled.is_empty() {
        reader.add("workers", "Hãy nhập ít nhất một số liệu của kỳ.");
    }
    let mut results = Vec::new();
    for (name, indicator) in filled {
        results.push(NewObservation {
            indicator,
            as_of: Day(period.last_day()),
            period: period.to_string(),
            value: read_value(reader, name, indicator.unit()),
            precision: Precision::Exact,
            location: location.clone(),
            reporter: reporter.clone(),
            reporter_kind,
            raw: typed.text(name).to_owned(),
            note: String::new(),
        });
    }
    results
}

fn edit_page(viewer: &Viewer, tenant: &Tenant, typed: Typed, problems: Problems) -> Response {
    let mut fields = tenant_fields();
    fields.push(line("reason", "Lý do sửa", ""));
    fields.push(hidden("revision"));
    let page = form(viewer, tenant, ("edit", "Sửa doanh nghiệp"), fields, typed, problems);
    FormPage { paper_fields: Vec::new(), ..page }.answer()
}

/// The form for a tenant's words.
pub async fn edit_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    let typed = Typed::of(&[
        ("name", tenant.name.clone()),
        ("tax_code", tenant.tax_code.clone().unwrap_or_default()),
        ("activity", tenant.activity.clone()),
        ("vsic_code", tenant.vsic_code.clone()),
        ("capital", tenant.capital.word().to_owned()),
        ("licensed_on", tenant.licensed_on.map(Day::vi).unwrap_or_default()),
        ("note", tenant.note.clone()),
        ("revision", tenant.revision.to_string()),
    ]);
    Ok(edit_page(&viewer, &tenant, typed, Problems::default()))
}

/// Changes a tenant's words, unless someone else changed them first.
pub async fn edit(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    let mut reader = Reader::new(&typed);
    let after = read_tenant(&mut reader);
    let reason = reader.required("reason", "Hãy ghi lý do sửa để người sau hiểu.");
    match reader.finish(after) {
        Err(problems) => Ok(edit_page(&viewer, &tenant, typed, problems)),
        Ok(after) => {
            let revision = typed.text("revision").parse().unwrap_or_default();
            let seen = Tenant { revision, ..tenant };
            actions::edit_tenant(&app, &app.actor(&viewer), &seen, &after, &reason).await?;
            Ok(Redirect::to(&format!("/tenants/{id}")).into_response())
        }
    }
}
