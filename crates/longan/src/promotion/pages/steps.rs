//! The form of a step: what it asks, by which article, and what comes of it.

use super::super::actions::{self, OwnPaper, Passing, Refusal};
use super::super::cumulation::Found;
use super::super::forms;
use super::super::model::{
    Change, Entry, EntryKind, MoneyLine, NewStep, Participant, Plan, Project, StateFact, StepFact,
    StepForm, StepKind, check_change, check_step, step_fields,
};
use super::super::procedure::{self, ActivityPapers, Step, StepPaper};
use super::super::rules::{AdvanceWork, Due, Way, advance_work, day_of, why_not};
use super::super::store;
use super::edit::to_project;
use super::entries::fill_paper;
use super::show::past;
use super::step_papers::{PaperRow, rows};
use super::{grounds, lines, problems, to_change};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::error::Error;
use crate::places;
use crate::ui::form::{Field, Typed, line, lines as several};
use crate::ui::{Frame, Page, Problems};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "promotion/step.html")]
struct StepPage {
    frame: Frame,
    project: Project,
    step: &'static Step,
    citation: String,
    due: Option<Due>,
    advance: Option<(&'static ActivityPapers, String)>,
    past: Vec<Found>,
    why: String,
    papers: Vec<PaperRow>,
    choices: Vec<Choice>,
    work: Option<AdvanceWork>,
    fields: Vec<Field>,
    own_fields: Vec<Field>,
    paper_fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
}

impl StepPage {
    /// What is changed, when that has been chosen.
    fn changing(&self) -> Option<&'static str> {
        self.typed.text("change").parse().ok().map(Change::label)
    }
}

/// A project with everything that a step is judged by.
pub(super) struct Sheet {
    pub project: Project,
    pub plan: Plan,
    pub lines: Vec<MoneyLine>,
    pub participants: Vec<Participant>,
    pub states: Vec<StateFact>,
    pub steps: Vec<StepFact>,
    pub past: Vec<Found>,
    pub entries: Vec<Entry>,
}

impl Sheet {
    pub async fn read(app: &App, viewer: &Viewer, id: &str) -> Result<Self, Error> {
        let (project, plan) = to_change(app, viewer, id).await?;
        let participants = store::list_participants(&app.store, viewer, id).await?;
        let mut entries = store::list_entries(&app.store, viewer, id).await?;
        entries.retain(Entry::counts);
        Ok(Self {
            lines: lines(app, viewer, &project).await?,
            states: store::list_states(&app.store, viewer, id).await?,
            steps: store::list_steps(&app.store, viewer, id).await?,
            past: past(app, viewer, &project, &participants).await?,
            participants,
            entries,
            project,
            plan,
        })
    }

    pub fn way(&self, app: &App) -> Way<'_> {
        way(app, (&self.project, &self.plan), &self.states, &self.steps)
    }

    /// The step of this key, if projects of this kind take it.
    pub fn step(&self, key: &str) -> Result<&'static Step, Error> {
        let step = procedure::step(self.plan.track, key).ok_or(Error::NotFound)?;
        let is_taken = step.only.is_none_or(|only| only == self.project.kind);
        if is_taken { Ok(step) } else { Err(Error::NotFound) }
    }

    fn form<'a>(&'a self, step: &'static Step, plans: &'a [Plan], typed: &Typed) -> StepForm<'a> {
        StepForm {
            step,
            project: &self.project,
            participants: &self.participants,
            plans,
            entries: &self.entries,
            steps: &self.steps,
            change: typed.text("change").parse().ok().filter(|_| step.kind == StepKind::Change),
        }
    }

    /// The latest entry that a form of the step's own paper is about, and that no such step has yet.
    fn own_entry(&self, app: &App, step: &Step) -> Option<Entry> {
        let is_used = |entry: &Entry| {
            self.steps.iter().any(|fact| {
                fact.counts() && fact.step == step.key && fact.document_id == entry.document_id
            })
        };
        let free: Vec<Entry> =
            self.entries.iter().filter(|entry| !is_used(entry)).cloned().collect();
        forms::made(&step.forms, &free, app.today()).map(|(_, entry)| entry.clone())
    }
}

/// How far a project has come.
pub(super) fn way<'a>(
    app: &App,
    (project, plan): (&Project, &Plan),
    states: &'a [StateFact],
    steps: &'a [StepFact],
) -> Way<'a> {
    Way {
        track: plan.track,
        kind: project.kind,
        plan_year: plan.year,
        states,
        steps,
        today: app.today(),
    }
}

/// The decided plans that a project may enter: of its province, year and track.
pub(super) async fn plans_for(app: &App, viewer: &Viewer, plan: &Plan) -> Result<Vec<Plan>, Error> {
    let plans = store::list_plans(&app.store, viewer).await?;
    let same = plans.into_iter().map(|line| line.plan).filter(|other| {
        other.approved_on.is_some()
            && other.place_id == plan.place_id
            && other.year == plan.year
            && other.track == plan.track
    });
    Ok(same.collect())
}

/// A thing that may be changed: what, who decides it where that is not this step, and the address.
struct Choice {
    label: &'static str,
    decider: &'static str,
    address: String,
}

/// What may be changed by a step, and what others decide; empty once that has been chosen.
fn choices(sheet: &Sheet, step: &Step, chosen: Option<Change>) -> Vec<Choice> {
    if step.kind != StepKind::Change || chosen.is_some() {
        return Vec::new();
    }
    let kind = sheet.project.kind;
    let own = procedure::changes_by(step, kind);
    let address = |step: &str, change: Change| {
        format!("/promotion/projects/{}/steps/{step}?change={change}", sheet.project.id)
    };
    let others = Change::ALL.iter().filter(|change| !own.contains(change)).filter_map(|change| {
        let decider = procedure::deciders(step.track, *change, kind).into_iter().next()?;
        Some(Choice {
            label: change.label(),
            decider: decider.actor.label(),
            address: address(&decider.key, *change),
        })
    });
    let own = own.iter().map(|change| Choice {
        label: change.label(),
        decider: "",
        address: address(&step.key, *change),
    });
    own.chain(others).collect()
}

/// How far the work must have come for a first advance by the law of today.
fn work(app: &App, sheet: &Sheet, step: &Step) -> Option<AdvanceWork> {
    let is_advance = step.uses.as_deref() == Some("advance");
    let work = advance_work(&app.law, sheet.project.activity, app.today(), None);
    work.filter(|_| is_advance)
}

const MISSING: &str = "Còn thiếu vì";

const BY_HAND: &str = "Số và ngày, ví dụ 12/BB-SCT ngày 15/03/2027; hoặc “như trên”";

const THERE: &str =
    "Đã có trong hồ sơ: để trống. Giấy tờ khác thì ghi số và ngày, ví dụ 12/BB-SCT ngày 15/03/2027";

fn papers_of(needed: &[&'static StepPaper], rows: &[PaperRow]) -> Vec<Field> {
    let fields = needed.iter().flat_map(|paper| {
        let is_there = rows.iter().any(|row| row.title == paper.title && !row.there.is_empty());
        let hint = if is_there { THERE } else { BY_HAND };
        [line(&paper.field, &paper.title, hint), several(&paper.missing_field, MISSING, "")]
    });
    fields.collect()
}

fn answer(
    app: &App,
    viewer: &Viewer,
    (sheet, plans): (Sheet, &[Plan]),
    step: &'static Step,
    (typed, problems): (Typed, Problems),
) -> Response {
    let way = sheet.way(app);
    let form = sheet.form(step, plans, &typed);
    let papers = rows(&sheet, step, app.today());
    let advance = step.uses.as_ref().map(|_| {
        let papers = procedure::of_activity(sheet.project.activity);
        (papers, papers.citation(&app.law))
    });
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = StepPage {
        frame: Frame::new(viewer, "/promotion", step.title.clone()),
        citation: step.citation(&app.law),
        due: day_of(&app.law, step, &way),
        advance,
        why: why_not(step, &way).unwrap_or_default(),
        choices: choices(&sheet, step, form.change),
        work: work(app, &sheet, step),
        fields: step_fields(form),
        own_fields: if step.asks("plan") { Vec::new() } else { documents::form::fields() },
        paper_fields: papers_of(&step.papers_for(sheet.project.activity), &papers),
        papers,
        past: if step.asks("cumulation") { sheet.past } else { Vec::new() },
        project: sheet.project,
        step,
        typed,
        problems,
    };
    (status, Page(page)).into_response()
}

/// The form of a step.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, key)): Path<(String, String)>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Result<Response, Error> {
    let sheet = Sheet::read(&app, &viewer, &id).await?;
    let step = sheet.step(&key)?;
    let plans = plans_for(&app, &viewer, &sheet.plan).await?;
    let mut typed = Typed::of(&[
        ("code", sheet.project.code.clone()),
        ("change", asked.get("change").cloned().unwrap_or_default()),
        ("document_kind", kind_of(step).to_owned()),
        ("document_subject", format!("{} – {}", step.own, sheet.project.name)),
    ]);
    if let Some(entry) = sheet.own_entry(&app, step) {
        typed.fill(&[
            ("on_day", entry.on_day.vi()),
            ("period", entry.on_day.0.strftime("%m/%Y").to_string()),
            ("participant_id", entry.participant_id.clone()),
        ]);
        fill_paper(&app, &viewer, &mut typed, &entry.document_id).await?;
    }
    let mut progress = sheet.entries.iter().filter(|entry| entry.kind == EntryKind::Progress);
    if let Some(said) = progress.next_back().and_then(Entry::progress) {
        typed.fill(&[("done_percent", said.percent.to_string())]);
    }
    Ok(answer(&app, &viewer, (sheet, &plans), step, (typed, Problems::default())))
}

/// What kind of paper a step mostly is.
fn kind_of(step: &Step) -> &'static str {
    let kinds = [
        ("Quyết định", "decision"),
        ("Hợp đồng", "contract"),
        ("Biên bản", "minutes"),
        ("Công văn", "letter"),
        ("Báo cáo", "report"),
        ("Tờ trình", "submission"),
        ("Văn bản", "letter"),
    ];
    kinds.iter().find(|(word, _)| step.own.starts_with(word)).map_or("other", |(_, kind)| kind)
}

/// Passes a step.
pub async fn pass(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, key)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let sheet = Sheet::read(&app, &viewer, &id).await?;
    let step = sheet.step(&key)?;
    let plans = plans_for(&app, &viewer, &sheet.plan).await?;
    let chosen = plans.iter().find(|plan| plan.id == typed.text("plan_id"));
    let found = match check_step(sheet.form(step, &plans, &typed), &typed, chosen) {
        Err(found) => found,
        Ok((new, document)) => {
            let own = (document.as_ref(), chosen);
            match take(&app, &viewer, &sheet, (step, &new, &typed), own).await? {
                Ok(()) => return Ok(to_project(&id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    Ok(answer(&app, &viewer, (sheet, &plans), step, (typed, found)))
}

async fn take(
    app: &App,
    viewer: &Viewer,
    sheet: &Sheet,
    (step, new, typed): (&'static Step, &NewStep, &Typed),
    (document, chosen): (Option<&NewDocument>, Option<&Plan>),
) -> Result<Result<(), Refusal>, Error> {
    let grounds = grounds(app, viewer, (&sheet.project, &sheet.plan)).await?;
    let actor = app.actor(viewer);
    let way = sheet.way(app);
    let passing = Passing { grounds: &grounds, lines: &sheet.lines, way: &way, past: &sheet.past };
    if step.kind != StepKind::Change {
        let own = match (document, chosen) {
            (Some(document), _) => OwnPaper::New(document),
            (None, Some(plan)) => OwnPaper::OfPlan(plan),
            (None, None) => return Err(Error::NotFound),
        };
        return Ok(actions::pass_step(app, &actor, passing, (step, new), own).await);
    }
    let ids = if typed.text("place").is_empty() {
        Vec::new()
    } else {
        places::find_typed(app, viewer, typed.text("place"), new.done_on).await?
    };
    let links = if ids.is_empty() {
        Vec::new()
    } else {
        places::store::links_for(&app.store, &ids).await?
    };
    let change = match check_change(typed, links) {
        Ok(change) => change,
        Err(problems) => return Ok(Err(Refusal::Problems(problems))),
    };
    let document = document.ok_or(Error::NotFound)?;
    let who = (&actor, viewer);
    let changed = actions::change_project(
        app,
        who,
        (passing, &sheet.participants),
        (step, new, &change),
        document,
    );
    Ok(changed.await)
}
