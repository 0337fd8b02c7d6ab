//! Facts of the sample province that no workbook brings: plans, projects, kinds, and the
//! clusters established in 2026. Each is typed into the form that people use.

use super::operator;
use super::outcome::{Failure, Outcome};
use crate::App;
use crate::clusters::actions::{self, Refusal};
use crate::clusters::model::{Cluster, FactKind, NewCluster, fact};
use crate::clusters::store;
use crate::documents::{self, NewDocument};
use crate::places;
use crate::ui::form::{Reader, Typed};
use serde::Deserialize;
use std::collections::BTreeMap;

const FACTS: &str = include_str!("../../../../seed/facts.toml");

type Fields = BTreeMap<String, String>;

#[derive(Deserialize)]
struct File {
    paper: Vec<Paper>,
}

/// A paper, the cluster it establishes, and what else it says.
#[derive(Deserialize)]
struct Paper {
    fields: Fields,
    cluster: Option<Established>,
    #[serde(default)]
    facts: Vec<Facts>,
}

#[derive(Deserialize)]
struct Established {
    slug: String,
    name: String,
    place: String,
    place_text: String,
}

/// The same fact of several clusters; those with an area of their own have it by name.
#[derive(Deserialize)]
struct Facts {
    kind: String,
    fields: Fields,
    #[serde(default)]
    clusters: Vec<String>,
    #[serde(default)]
    area_ha: Fields,
}

/// Records the facts whose papers are not on the register yet.
pub async fn take(app: &App) -> Outcome {
    let file: File = toml::from_str(FACTS).map_err(anyhow::Error::from)?;
    for paper in &file.paper {
        let typed = typed(&[&paper.fields]);
        let mut reader = Reader::new(&typed);
        let document = documents::form::read(&mut reader);
        let document = reader.finish(document).map_err(|problems| wrong(&problems))?;
        if !is_on_register(app, &document).await? {
            take_paper(app, paper, &document).await?;
        }
    }
    Ok(())
}

async fn take_paper(app: &App, paper: &Paper, document: &NewDocument) -> Outcome {
    if let Some(new) = &paper.cluster {
        establish(app, new, document).await?;
    }
    for facts in &paper.facts {
        let alike = facts.clusters.iter().map(|slug| (slug, Fields::new()));
        let own = facts
            .area_ha
            .iter()
            .map(|(slug, area)| (slug, Fields::from([("area_ha".to_owned(), area.clone())])));
        for (slug, more) in alike.chain(own) {
            let typed = typed(&[&paper.fields, &facts.fields, &more]);
            record(app, slug, &facts.kind, &typed).await?;
        }
    }
    Ok(())
}

async fn establish(app: &App, new: &Established, document: &NewDocument) -> Outcome {
    let viewer = operator();
    let known_from = document.issued_on.unwrap_or_else(|| app.today());
    let place_ids = places::find_typed(app, &viewer, &new.place, known_from).await?;
    let links = places::store::links_for(&app.store, &place_ids).await?;
    let cluster = NewCluster {
        code: None,
        name: new.name.clone(),
        place_ids,
        place_text: new.place_text.clone(),
        sectors: String::new(),
        note: String::new(),
        known_from,
    };
    let actor = app.actor(&viewer);
    actions::add(app, &actor, &cluster, &links, document).await.map_err(refused)?;
    find(app, &new.slug).await.map(|_| ())
}

async fn record(app: &App, slug: &str, kind: &str, typed: &Typed) -> Outcome {
    let kind: FactKind =
        kind.parse().map_err(|_| Failure::Data(format!("không có loại dữ kiện “{kind}”")))?;
    let cluster = find(app, slug).await?;
    let (fact, document) = fact::check(kind, typed).map_err(|problems| wrong(&problems))?;
    let actor = app.actor(&operator());
    actions::record(app, &actor, &cluster, &[], &fact, &document).await.map_err(refused)
}

async fn find(app: &App, slug: &str) -> Result<Cluster, Failure> {
    let found = store::find(&app.store, &operator(), slug).await?;
    found.ok_or_else(|| Failure::Data(format!("dữ liệu mẫu không có cụm “{slug}”")))
}

/// Whether a paper with this number and day is on the register.
async fn is_on_register(app: &App, document: &NewDocument) -> Result<bool, Failure> {
    let text = kernel::text::fold(&document.number);
    let query = documents::NumberQuery { text, ..documents::NumberQuery::default() };
    let wanted = documents::Wanted { query, ..documents::Wanted::default() };
    let papers = documents::store::list(&app.store, &operator(), &wanted, 100, 0).await?;
    Ok(papers
        .iter()
        .any(|paper| paper.number == document.number && paper.issued_on == document.issued_on))
}

fn typed(fields: &[&Fields]) -> Typed {
    Typed::from_pairs(fields.iter().flat_map(|fields| (*fields).clone()))
}

fn wrong(problems: &crate::ui::Problems) -> Failure {
    Failure::Data(format!("dữ kiện mẫu sai: {problems:?}"))
}

fn refused(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Problems(problems) => wrong(&problems),
        Refusal::Store(error) => error.into(),
    }
}
