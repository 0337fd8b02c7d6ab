//! Tenants: the list of a place and one tenant.

mod edit;

pub use edit::{add_results, add_state, edit, edit_form, results_form, state_form};

use super::super::known;
use super::super::model::{Lease, Tenant, TenantLine, TenantState, TenantStateFact};
use super::super::store::{self, WantedTenants};
use crate::App;
use crate::error::Error;
use crate::events::told::{self, Told};
use crate::events::{self, Known};
use crate::observations::{self, Observation};
use crate::organizations::vsic;
use crate::places::{self, Place};
use crate::store::Day;
use crate::ui::query::{AsOf, Scope};
use crate::ui::{Frame, Page, Vi, url_encode};
use crate::users::{self, Right, SignedIn};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;

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
        known: Known::all(),
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
    known: Known,
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
    #[serde(default)]
    known: String,
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
    let id = tenant.id.clone();
    let scope = AsOf { place: String::new(), on: asked.on }.resolve(&app, &viewer).await?;
    let until = Known::read(&asked.known).map_err(Error::Unusable)?;
    let mut history = events::list(&app.store, &id).await?;
    history.retain(|event| event.happened_at.as_str() < until.until());
    let mut tenant = known::tenant_words(tenant, &history, &until);
    let mut states = store::list_tenant_states(&app.store, &viewer, &id, scope.on, &until).await?;
    let results = store::list_tenant_results(&app.store, &viewer, &id, &until).await?;
    let mut results = observations::as_known(results, &history, &until);
    let mut leases =
        store::list_leases_of_tenant(&app.store, &viewer, &id, scope.on, &until).await?;
    let cited = states.iter().map(|fact| fact.document_id.as_str());
    let cited = cited.chain(results.iter().map(|result| result.document_id.as_str()));
    let cited = cited.chain(leases.iter().map(|lease| lease.document_id.as_str())).collect();
    let papers = store::list_papers_with_ids(&app.store, &viewer, &cited).await?;
    let may_write =
        users::may_with_cluster(&app, &viewer, Right::WriteRegister, &tenant.cluster_id).await?;
    let mut told = told::tell(&app.store, &history).await?;
    if !users::may_with_cluster(&app, &viewer, Right::SeeRegister, &tenant.cluster_id).await? {
        // What officers note for each other is not for the enterprise itself.
        told = told::without_notes(told);
        tenant.note.clear();
        for fact in &mut states {
            fact.superseded_reason.clear();
            fact.superseded_who.clear();
        }
        for lease in &mut leases {
            lease.superseded_reason.clear();
            lease.superseded_who.clear();
        }
        for result in &mut results {
            result.note.clear();
        }
    }
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/tenants", tenant.name.clone()),
        on: scope.on,
        state: states
            .iter()
            .find(|fact| fact.superseded_at.is_empty())
            .map_or("chưa rõ", |fact| fact.state.label()),
        states,
        results,
        leases,
        papers: super::show::Papers::of(papers),
        told,
        tenant,
        slug,
        cluster,
        may_write: if may_write && until.is_all() { "yes" } else { "" },
        known: until,
    }))
}
