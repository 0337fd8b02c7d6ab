//! The forms of a project and of a plan as files, and what is still missing to fill them.

use super::super::forms::{
    self, Filled, FormDefinition, FormScope, Missing, PlanFacts, ProjectFacts, Sheet,
};
use super::super::model::{Contract, Entry, Plan, PlanProject, Project};
use super::super::store;
use super::{lines, to_see};
use crate::App;
use crate::error::Error;
use crate::places;
use crate::printing::{self, PaperFormat, address_of};
use crate::store::Day;
use crate::ui::{Frame, Page, Vi};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use kernel::form::Reading;
use std::collections::BTreeMap;
use std::io::Write as _;
use zip::write::SimpleFileOptions;

/// A form on a page: what is missing, and the papers it makes.
pub struct FormLine {
    /// The form.
    pub form: &'static FormDefinition,
    /// What is missing to fill it.
    pub missing: Vec<Missing>,
    /// Its papers: what is said of each and the end of its address.
    pub papers: Vec<(String, String)>,
}

impl FormLine {
    /// How much of it can be filled.
    pub fn colour(&self) -> &'static str {
        if self.missing.is_empty() { "green" } else { "orange" }
    }
}

/// The forms of a project for its page.
pub struct FormsCard {
    /// A line a form.
    pub lines: Vec<FormLine>,
    /// The formats that are offered.
    pub formats: Vec<PaperFormat>,
}

/// The formats of forms.
fn formats() -> Vec<PaperFormat> {
    let offered = [PaperFormat::Docx, PaperFormat::Xlsx, PaperFormat::Pdf, PaperFormat::Html];
    offered.into_iter().filter(|format| format.is_made()).collect()
}

fn read_format(text: &str) -> Result<PaperFormat, Error> {
    let format: Option<PaperFormat> = text.parse().ok();
    format.filter(|format| *format != PaperFormat::Json).ok_or(Error::NotFound)
}

/// Everything a project's forms are made of.
async fn facts(app: &App, viewer: &Viewer, id: &str) -> Result<ProjectFacts, Error> {
    let (project, plan) = to_see(app, viewer, id).await?;
    let mut entries = store::list_entries(&app.store, viewer, id).await?;
    entries.retain(Entry::counts);
    let mut contracts = store::list_contracts(&app.store, viewer, id).await?;
    contracts.retain(Contract::counts);
    Ok(ProjectFacts {
        lines: lines(app, viewer, &project).await?,
        participants: store::list_participants(&app.store, viewer, id).await?,
        contracts,
        provinces: store::list_provinces(&app.store, viewer, id).await?,
        entries,
        project,
        plan,
    })
}

/// The forms that are for such a project.
fn forms_of(project: &Project) -> impl Iterator<Item = &'static FormDefinition> {
    let content = project.content;
    forms::all().iter().filter(move |form| {
        form.scope == FormScope::Project
            && (form.contents.is_empty() || form.contents.contains(&content))
    })
}

/// The sheet of a project for an entry, or for the latest of a form's own kind; and its day.
fn sheet(app: &App, facts: &ProjectFacts, of: Option<&Entry>) -> (Sheet, Day) {
    let day = of.map_or_else(|| app.today(), |entry| entry.on_day);
    let read = |text: &str| Reading::text(app.law.readings(), text, day.0);
    (forms::project_sheet(facts, of, day, &read), day)
}

fn filled(
    app: &App,
    facts: &ProjectFacts,
    form: &'static FormDefinition,
    of: Option<&Entry>,
    address: &str,
) -> Filled {
    let (sheet, day) = sheet(app, facts, of);
    let place = if address.is_empty() {
        String::new()
    } else {
        format!(" · {address}/promotion/projects/{}", facts.project.id)
    };
    let status = format!("In từ sổ khuyến công ngày {}{place}", app.today().vi());
    let letter = forms::fill(form, &sheet, (facts.plan.track, day), &status);
    let code = kernel::text::slug(&facts.project.code);
    let ending = of.map_or_else(String::new, |entry| format!("-{}", entry.on_day));
    Filled { letter, name: format!("{}-{code}-{}{ending}", form.id, facts.plan.year) }
}

/// The forms of a project with what is missing for each.
pub fn card(app: &App, facts: &ProjectFacts) -> FormsCard {
    let lines = forms_of(&facts.project).map(|form| {
        let of = forms::instances(form, &facts.entries);
        let (sheet, _) = sheet(app, facts, of.first().copied());
        let papers = if of.is_empty() {
            vec![(String::new(), String::new())]
        } else {
            let said = |entry: &&Entry| {
                let whose = if entry.beneficiary.is_empty() {
                    String::new()
                } else {
                    format!(", {}", entry.beneficiary)
                };
                (format!("{}{whose}", entry.on_day.vi()), format!("?of={}", entry.id))
            };
            of.iter().map(said).collect()
        };
        FormLine { form, missing: forms::missing(form, &sheet), papers }
    });
    FormsCard { lines: lines.collect(), formats: formats() }
}

/// The forms card of a project that the viewer sees.
pub async fn card_of(app: &App, viewer: &Viewer, id: &str) -> Result<FormsCard, Error> {
    Ok(card(app, &facts(app, viewer, id).await?))
}

/// A form of a project as a file; `of` names the entry it is about, else the latest.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, form, format)): Path<(String, String, String)>,
    Query(asked): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let format = read_format(&format)?;
    let form = forms::find(&form, FormScope::Project).ok_or(Error::NotFound)?;
    let facts = facts(&app, &viewer, &id).await?;
    let instances = forms::instances(form, &facts.entries);
    let of = match asked.get("of") {
        None => instances.first().copied(),
        Some(id) => {
            let found = instances.iter().find(|entry| entry.id == *id);
            Some(*found.ok_or(Error::NotFound)?)
        }
    };
    let filled = filled(&app, &facts, form, of, &address_of(&app, &headers));
    printing::file(filled.letter, format, &filled.name).await
}

/// Every form of a project in every format, in one file.
pub async fn bundle(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let facts = facts(&app, &viewer, &id).await?;
    let address = address_of(&app, &headers);
    let mut papers: Vec<Filled> = Vec::new();
    for form in forms_of(&facts.project) {
        let of = forms::instances(form, &facts.entries);
        if of.is_empty() {
            papers.push(filled(&app, &facts, form, None, &address));
        }
        papers
            .extend(of.into_iter().map(|entry| filled(&app, &facts, form, Some(entry), &address)));
    }
    let bytes = printing::in_turn(move || zipped(papers)).await??;
    let name =
        format!("bieu-mau-{}-{}.zip", kernel::text::slug(&facts.project.code), facts.plan.year);
    Ok(printing::attachment(&name, "application/zip", bytes))
}

fn zipped(papers: Vec<Filled>) -> anyhow::Result<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    for paper in papers {
        // Two acceptances of a day are two papers.
        let count = names.entry(paper.name.clone()).or_default();
        *count += 1;
        let name = if *count > 1 { format!("{}-{count}", paper.name) } else { paper.name };
        for format in formats() {
            zip.start_file(format!("{format}/{name}.{format}"), SimpleFileOptions::default())?;
            zip.write_all(&format.write(&paper.letter)?)?;
        }
    }
    Ok(zip.finish()?.into_inner())
}

#[derive(Template)]
#[template(path = "promotion/plan.html")]
struct PlanPage {
    frame: Frame,
    plan: Plan,
    place: String,
    projects: Vec<PlanProject>,
    card: FormsCard,
    may_decide: &'static str,
}

impl PlanPage {
    /// The money of a project in the order of the columns: of a plan that is drawn up what was asked
    /// for and appraised, of another what was approved and paid.
    fn money(&self, project: &PlanProject) -> Vec<i64> {
        match self.plan.approved_on {
            None => vec![project.requested_vnd, project.appraised_vnd, project.draft_rest_vnd],
            Some(_) => vec![
                project.support_vnd,
                project.rest_vnd,
                project.advanced_vnd,
                project.settled_vnd,
            ],
        }
    }

    /// The sums of the columns.
    fn sums(&self) -> Vec<i64> {
        let rows = self.projects.iter().map(|project| self.money(project));
        rows.reduce(|sums, row| sums.iter().zip(row).map(|(sum, vnd)| sum + vnd).collect())
            .unwrap_or_default()
    }
}

async fn plan_facts(app: &App, viewer: &Viewer, id: &str) -> Result<PlanFacts, Error> {
    let plan = store::find_plan(&app.store, viewer, id).await?.ok_or(Error::NotFound)?;
    let mut provinces: Vec<places::Place> =
        places::store::find(&app.store, &plan.place_id).await?.into_iter().collect();
    // What a province became bears the forms of its older plans.
    if let Some(project) = store::list_plan_projects(&app.store, viewer, id).await?.first() {
        provinces = store::list_provinces(&app.store, viewer, &project.id).await?;
    }
    let projects = store::list_plan_projects(&app.store, viewer, id).await?;
    Ok(PlanFacts { plan, projects, provinces })
}

fn plan_sheet(app: &App, facts: &PlanFacts) -> Sheet {
    let day = app.today();
    forms::plan_sheet(facts, day, &|text| Reading::text(app.law.readings(), text, day.0))
}

/// A plan with its projects, their money, and its forms.
pub async fn plan(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let facts = plan_facts(&app, &viewer, &id).await?;
    let sheet = plan_sheet(&app, &facts);
    let forms = forms::all().iter().filter(|form| form.scope == FormScope::Plan);
    let lines = forms.map(|form| FormLine {
        form,
        missing: forms::missing(form, &sheet),
        papers: vec![(String::new(), String::new())],
    });
    let place = places::store::find(&app.store, &facts.plan.place_id).await?;
    let is_decided = facts.plan.approved_on.is_some()
        || facts.projects.is_empty()
        || !viewer.may(Right::WritePromotion);
    Ok(Page(PlanPage {
        frame: Frame::new(&viewer, "/promotion", facts.plan.title()),
        card: FormsCard { lines: lines.collect(), formats: formats() },
        place: place.map(|place| place.full_name).unwrap_or_default(),
        plan: facts.plan,
        projects: facts.projects,
        may_decide: if is_decided { "" } else { "yes" },
    }))
}

/// A form of a plan as a file.
pub async fn plan_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, form, format)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let format = read_format(&format)?;
    let form = forms::find(&form, FormScope::Plan).ok_or(Error::NotFound)?;
    let facts = plan_facts(&app, &viewer, &id).await?;
    let sheet = plan_sheet(&app, &facts);
    let status = format!("In từ sổ khuyến công ngày {}", app.today().vi());
    let letter = forms::fill(form, &sheet, (facts.plan.track, app.today()), &status);
    let name =
        format!("{}-{}-{}-dot-{}", form.id, facts.plan.track, facts.plan.year, facts.plan.batch);
    printing::file(letter, format, &name).await
}
