//! The form of a step: what it asks, by which article, and what comes of it.

use super::super::actions::{self, OwnPaper, Passing, Refusal};
use super::super::cumulation::Found;
use super::super::model::{
    MoneyLine, NewStep, Participant, Plan, Project, StateFact, StepFact, StepForm, StepKind,
    check_change, check_step, step_fields,
};
use super::super::procedure::{self, ActivityPapers, Step, StepPaper};
use super::super::rules::{Due, Way, day_of, why_not};
use super::super::store;
use super::edit::to_project;
use super::show::past;
use super::{grounds, lines, problems, to_change};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::error::Error;
use crate::places;
use crate::store::StoreError;
use crate::ui::form::{Field, Typed, line, lines as several};
use crate::ui::{Frame, Page, Problems};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

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
    fields: Vec<Field>,
    own_fields: Vec<Field>,
    paper_fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
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
}

impl Sheet {
    async fn read(app: &App, viewer: &Viewer, id: &str) -> Result<Self, Error> {
        let (project, plan) = to_change(app, viewer, id).await?;
        let participants = store::list_participants(&app.store, viewer, id).await?;
        Ok(Self {
            lines: lines(app, viewer, &project).await?,
            states: store::list_states(&app.store, viewer, id).await?,
            steps: store::list_steps(&app.store, viewer, id).await?,
            past: past(app, viewer, &project, &participants).await?,
            participants,
            project,
            plan,
        })
    }

    fn way(&self, app: &App) -> Way<'_> {
        way(app, (&self.project, &self.plan), &self.states, &self.steps)
    }

    /// The step of this key, if projects of this kind take it.
    fn step(&self, key: &str) -> Result<&'static Step, Error> {
        let step = procedure::step(self.plan.track, key).ok_or(Error::NotFound)?;
        let is_taken = step.only.is_none_or(|only| only == self.project.kind);
        if is_taken { Ok(step) } else { Err(Error::NotFound) }
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
async fn plans_for(app: &App, viewer: &Viewer, plan: &Plan) -> Result<Vec<Plan>, Error> {
    let plans = store::list_plans(&app.store, viewer).await?;
    let same = plans.into_iter().map(|line| line.plan).filter(|other| {
        other.approved_on.is_some()
            && other.place_id == plan.place_id
            && other.year == plan.year
            && other.track == plan.track
    });
    Ok(same.collect())
}

const MISSING: &str = "Còn thiếu vì";

fn papers_of(needed: &[&'static StepPaper]) -> Vec<Field> {
    let fields = needed.iter().flat_map(|paper| {
        [
            line(
                &paper.field,
                &paper.title,
                "Số và ngày, ví dụ 12/BB-SCT ngày 15/03/2027; hoặc “như trên”",
            ),
            several(&paper.missing_field, MISSING, ""),
        ]
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
    let form = StepForm { step, project: &sheet.project, participants: &sheet.participants, plans };
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
        fields: step_fields(form),
        own_fields: if step.asks("plan") { Vec::new() } else { documents::form::fields() },
        paper_fields: papers_of(&step.papers_for(sheet.project.activity)),
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
) -> Result<Response, Error> {
    let sheet = Sheet::read(&app, &viewer, &id).await?;
    let step = sheet.step(&key)?;
    let plans = plans_for(&app, &viewer, &sheet.plan).await?;
    let typed = Typed::of(&[
        ("code", sheet.project.code.clone()),
        ("document_kind", kind_of(step).to_owned()),
        ("document_subject", format!("{} – {}", step.own, sheet.project.name)),
    ]);
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
    let form = StepForm {
        step,
        project: &sheet.project,
        participants: &sheet.participants,
        plans: &plans,
    };
    let found = match check_step(form, &typed, chosen) {
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
    let links = places::store::links_for(&app.store, &ids).await?;
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

/// Takes the latest step of a project back.
pub async fn withdraw(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, fact_id)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let sheet = Sheet::read(&app, &viewer, &id).await?;
    let seen = sheet.steps.iter().find(|fact| fact.id == fact_id).ok_or(Error::NotFound)?;
    if !seen.counts() {
        return Err(StoreError::Stale.into());
    }
    let step = sheet.step(&seen.step)?;
    let reason = typed.text("reason");
    let withdrawn = if reason.is_empty() {
        Err(Refusal::on("reason", "Hãy ghi lý do rút bước để người sau hiểu."))
    } else {
        let way = sheet.way(&app);
        let actor = app.actor(&viewer);
        let reason = kernel::text::nfc(reason);
        actions::withdraw_step(&app, &actor, (&id, step, &way), (seen, &reason)).await
    };
    match withdrawn {
        Ok(()) => Ok(to_project(&id)),
        Err(refusal) => {
            let found = problems(refusal)?;
            Ok(withdrawal_page(&viewer, &sheet, (step, seen), typed, found))
        }
    }
}

/// The form that takes the latest step back.
pub async fn withdrawal_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, fact_id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let sheet = Sheet::read(&app, &viewer, &id).await?;
    let seen = sheet.steps.iter().find(|fact| fact.id == fact_id).ok_or(Error::NotFound)?;
    let step = sheet.step(&seen.step)?;
    Ok(withdrawal_page(&viewer, &sheet, (step, seen), Typed::default(), Problems::default()))
}

fn withdrawal_page(
    viewer: &Viewer,
    sheet: &Sheet,
    (step, seen): (&Step, &StepFact),
    typed: Typed,
    problems: Problems,
) -> Response {
    let address = format!("/promotion/projects/{}", sheet.project.id);
    crate::ui::form::FormPage {
        frame: Frame::new(
            viewer,
            "/promotion",
            format!("Rút bước “{}” ngày {}", step.title, seen.done_on.vi()),
        ),
        action: format!("{address}/steps/{}/withdrawal", seen.id),
        back: address,
        back_title: sheet.project.name.clone(),
        fields: vec![several(
            "reason",
            "Lý do rút",
            "Bước vẫn còn trong hồ sơ, gạch ngang, kèm lý do này",
        )],
        paper_fields: Vec::new(),
        typed,
        problems,
    }
    .answer()
}
