//! One cluster on a day: who and where it is, what needs attention, and a tab for each side of it.

use super::super::known;
use super::super::model::{
    ClearancePhase, Cluster, InvestorTerm, Lease, OtherName, Paper, PlaceLink, PlanEntry, Plot,
    Standing, StateFact, TenantLine, TypeTerm, Work,
};
use super::super::rules::{self, Finding};
use super::super::store::{self, WantedTenants};
use super::land::{self, LandLine};
use crate::App;
use crate::error::Error;
use crate::events::told::{self, Told};
use crate::events::{Event, Known};
use crate::observations;
use crate::organizations::vsic;
use crate::places::{Level, Mapping, Relation};
use crate::store::{self as database, Day};
use crate::ui::query::AsOf;
use crate::ui::{Frame, Page, Vi};
use crate::users::{self, Right, SignedIn, Viewer};
use crate::words;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use std::collections::BTreeMap;

words! {
    /// A side of a cluster's page.
    pub enum Tab {
        Overview = "overview" => "Tổng quan",
        Timeline = "timeline" => "Diễn biến",
        Land = "land" => "Đất đai",
        Works = "works" => "Hạ tầng",
        Investors = "investors" => "Chủ đầu tư",
        Leases = "leases" => "Lô đất và hợp đồng",
        Tenants = "tenants" => "Doanh nghiệp",
        Environment = "environment" => "Môi trường và quy chế",
        Clearance = "clearance" => "Giải phóng mặt bằng",
        Papers = "papers" => "Văn bản",
        History = "history" => "Lịch sử",
    }
}

/// What a page may be asked with.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    on: String,
    #[serde(default)]
    tab: String,
    #[serde(default)]
    known: String,
}

/// What the chosen tab shows.
#[derive(Debug)]
enum Content {
    Overview { types: Vec<TypeTerm>, names: Vec<OtherName>, plans: Vec<PlanEntry> },
    Timeline(Vec<StateFact>),
    Land(Vec<LandLine>),
    Works(Vec<Work>),
    Investors(Vec<InvestorTerm>),
    Leases { plots: Vec<Plot>, leases: Vec<Lease> },
    Tenants(Vec<TenantLine>),
    Environment(Vec<StateFact>),
    Clearance(Vec<ClearancePhase>),
    Papers,
    History(Vec<Told>),
}

#[derive(Template)]
#[template(path = "clusters/show.html")]
struct Show {
    frame: Frame,
    standing: Standing,
    findings: Vec<Finding>,
    then: String,
    now: Vec<(String, &'static str)>,
    on: Day,
    known: Known,
    period: String,
    tab: Tab,
    content: Content,
    papers: Papers,
    may_write: &'static str,
    to_confirm: &'static str,
}

/// The papers of a cluster by id, to name them beside each fact.
#[derive(Debug)]
pub struct Papers(BTreeMap<String, Paper>);

impl Papers {
    /// Papers by their id.
    pub fn of(papers: Vec<Paper>) -> Self {
        Self(papers.into_iter().map(|paper| (paper.id.clone(), paper)).collect())
    }

    /// Every paper.
    pub fn all(&self) -> impl Iterator<Item = &Paper> {
        self.0.values()
    }

    /// How a paper is called; its id where it is not among the cluster's.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or("văn bản", |paper| paper.label.as_str())
    }
}

/// One cluster.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let cluster = store::find(&app.store, &viewer, &slug).await?.ok_or(Error::NotFound)?;
    let scope = AsOf { place: String::new(), on: asked.on }.resolve(&app, &viewer).await?;
    let on = scope.on;
    let until = Known::read(&asked.known).map_err(Error::Unusable)?;
    let history =
        if until.is_all() { Vec::new() } else { known::history(&app, &cluster.id).await? };
    let tab: Tab = asked.tab.parse().unwrap_or(Tab::Overview);
    let places = store::list_places(&app.store, &viewer, &cluster.id).await?;
    let province = province_then(&places, on);
    let content = content(&app, &viewer, &cluster, tab, (on, &until), &history).await?;
    let papers = store::list_papers(&app.store, &viewer, &cluster.id).await?;
    let standing = if until.is_all() {
        let standings = store::list_standings(&app.store, &viewer, vec![cluster], on).await?;
        standings.into_iter().next().ok_or(Error::NotFound)?
    } else {
        known::standing(&app, &viewer, cluster, on, &until, &history).await?
    };
    let backgrounds =
        store::list_backgrounds(&app.store, &viewer, std::slice::from_ref(&standing), on).await?;
    let background = backgrounds.into_iter().next().unwrap_or_default();
    let findings = rules::findings(&app.law, &standing, &background, province.as_deref());
    let may_write =
        users::may_with_cluster(&app, &viewer, Right::WriteRegister, &standing.cluster.id).await?;
    let title = format!("Cụm công nghiệp {}", standing.cluster.name);
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/clusters", title),
        findings,
        then: place_then(&places),
        now: places_now(&places),
        to_confirm: if is_to_confirm(&places) { "yes" } else { "" },
        on,
        period: on.0.year().to_string(),
        tab,
        content,
        papers: Papers::of(papers),
        standing,
        // What was known once is read; only what is known now is changed.
        may_write: if may_write && until.is_all() { "yes" } else { "" },
        known: until,
    }))
}

async fn content(
    app: &App,
    viewer: &Viewer,
    cluster: &Cluster,
    tab: Tab,
    (on, until): (Day, &Known),
    history: &[Event],
) -> database::Result<Content> {
    let (db, id) = (&app.store, cluster.id.as_str());
    Ok(match tab {
        Tab::Overview => Content::Overview {
            types: store::list_types(db, viewer, id, on, until).await?,
            names: store::list_names(db, viewer, id, until).await?,
            plans: store::list_plan_entries(db, viewer, id, on, until).await?,
        },
        Tab::Timeline => Content::Timeline(store::list_states(db, viewer, id, on, until).await?),
        Tab::Land => {
            let reported = observations::store::list_for_cluster(db, viewer, id).await?;
            let own: Vec<Event> =
                history.iter().filter(|event| event.subject_id == id).cloned().collect();
            Content::Land(land::lines(observations::as_known(reported, &own, until), on))
        }
        Tab::Works => {
            let works = store::list_works(db, viewer, id, on, until).await?;
            Content::Works(known::works(works, history, until))
        }
        Tab::Investors => {
            Content::Investors(store::list_investors(db, viewer, id, on, until).await?)
        }
        Tab::Leases => Content::Leases {
            plots: known::plots(
                store::list_plots(db, viewer, id, on, until).await?,
                history,
                until,
            ),
            leases: store::list_leases(db, viewer, id, on, until).await?,
        },
        Tab::Tenants => {
            let wanted = WantedTenants {
                place_id: String::new(),
                cluster_id: id.to_owned(),
                on,
                known: until.clone(),
                period: on.0.year().to_string(),
                text: String::new(),
                state: None,
            };
            Content::Tenants(store::list_tenant_lines(db, viewer, &wanted, 2_000, 0).await?)
        }
        Tab::Environment => {
            let mut states = store::list_states(db, viewer, id, on, until).await?;
            states.retain(|fact| fact.axis.is_of_environment());
            Content::Environment(states)
        }
        Tab::Clearance => {
            let phases = store::list_clearance(db, viewer, id, on, until).await?;
            Content::Clearance(known::clearance(phases, history, until))
        }
        Tab::Papers => Content::Papers,
        Tab::History => {
            let mut told = crate::events::list(db, id).await?;
            told.retain(|event| event.happened_at.as_str() < until.until());
            Content::History(told::tell(db, &told).await?)
        }
    })
}

/// "Xã Đức Hòa Hạ, Huyện Đức Hòa, Tỉnh Long An (đến 30/06/2025)", from the units recorded.
fn place_then(places: &[PlaceLink]) -> String {
    let recorded = places.iter().filter(|place| {
        place.relation != Relation::Mapped && !matches!(place.level, Level::Country | Level::Region)
    });
    let (mut names, mut last): (Vec<&str>, Option<Day>) = (Vec::new(), None);
    for place in recorded {
        names.push(&place.full_name);
        last = [last, place.valid_to].into_iter().flatten().min();
    }
    let until = last.map(|day| format!(" (đến {})", day.vi())).unwrap_or_default();
    format!("{}{until}", names.join(", "))
}

/// What the recorded units became, each with how that is known; empty while they exist.
fn places_now(places: &[PlaceLink]) -> Vec<(String, &'static str)> {
    let current = |place: &&PlaceLink| {
        place.relation == Relation::Mapped
            && place.valid_to.is_none()
            && !matches!(place.level, Level::Country | Level::Region)
    };
    let communes: Vec<_> = places.iter().filter(current).collect();
    communes.iter().map(|place| (place.full_name.clone(), place.mapping.label())).collect()
}

/// Whether the commune of today is only the default of several.
fn is_to_confirm(places: &[PlaceLink]) -> bool {
    let today = places.iter().filter(|p| p.level == Level::Commune && p.valid_to.is_none());
    today.into_iter().any(|place| place.mapping == Mapping::Default)
}

/// Code of the province the cluster lay in on the day.
pub fn province_then(places: &[PlaceLink], on: Day) -> Option<String> {
    let provinces = places.iter().filter(|place| place.level == Level::Province);
    let mut provinces: Vec<_> =
        provinces.filter(|place| place.valid_to.is_none_or(|last| last >= on)).collect();
    // The recorded province before the one it became, while both could be meant.
    provinces.sort_by_key(|place| (place.mapping != Mapping::Recorded, place.valid_to.is_none()));
    provinces.first().and_then(|place| place.place_id.split(':').nth(1)).map(str::to_owned)
}
