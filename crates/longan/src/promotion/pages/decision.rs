//! One decision for many drafts of a plan that is drawn up: which are taken, under which number,
//! with how much money.

use super::super::actions::{self, DecidedPlan, DecisionRefusal, Passing, Refusal, Taking};
use super::super::model::{MoneyLine, NewPlan, NewStep, Plan, Project, Stage, StateFact, StepFact};
use super::super::money::Grounds;
use super::super::procedure::{self, Step};
use super::super::rules::{Way, why_not};
use super::super::store;
use super::steps::{plans_for, way};
use super::{grounds, lines, may_write, to_see};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::store::Day;
use crate::ui::form::{Field, Reader, Typed, choice, line};
use crate::ui::{Frame, Page, Problems, Vi};
use crate::users::{self, Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use kernel::number::format_scaled;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "promotion/decision.html")]
struct DecisionPage {
    frame: Frame,
    plan: Plan,
    step: &'static Step,
    citation: String,
    rows: Vec<DraftRow>,
    fields: Vec<Field>,
    paper_fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
}

impl DecisionPage {
    /// How many can be taken.
    fn open(&self) -> usize {
        self.rows.iter().filter(|row| row.why.is_empty()).count()
    }

    /// How many could not be taken by what was sent.
    fn refused(&self) -> usize {
        self.rows.iter().filter(|row| !row.problem.is_empty()).count()
    }
}

/// A draft on the page.
struct DraftRow {
    id: String,
    name: String,
    code: String,
    requested_vnd: i64,
    appraised_vnd: i64,
    why: String,
    taken: &'static str,
    new_code: String,
    amount: String,
    explanation: String,
    problem: String,
}

/// A draft with what its step is judged by.
struct Draft {
    project: Project,
    plan: Plan,
    lines: Vec<MoneyLine>,
    states: Vec<StateFact>,
    steps: Vec<StepFact>,
    may_write: bool,
}

impl Draft {
    fn way(&self, app: &App) -> Way<'_> {
        way(app, (&self.project, &self.plan), &self.states, &self.steps)
    }

    fn of_stage(&self, stage: Stage) -> i64 {
        let of_stage = self.lines.iter().filter(|line| line.is_promotion_of(stage));
        of_stage.map(|line| line.amount_vnd).sum()
    }

    fn why(&self, app: &App, step: &Step) -> String {
        if !self.may_write {
            return "Đề án nằm ngoài địa bàn bạn được ghi.".to_owned();
        }
        why_not(step, &self.way(app)).unwrap_or_default()
    }
}

/// Millions as people write them: "62,5".
const MILLION: u32 = 6;

fn row(app: &App, step: &Step, draft: &Draft, typed: &Typed, problem: String) -> DraftRow {
    let id = &draft.project.id;
    let of = |name: &str| typed.text(&format!("{name}_{id}")).to_owned();
    DraftRow {
        name: draft.project.name.clone(),
        code: draft.project.code.clone(),
        requested_vnd: draft.of_stage(Stage::Requested),
        appraised_vnd: draft.of_stage(Stage::Appraised),
        why: draft.why(app, step),
        taken: if of("take").is_empty() { "" } else { "yes" },
        new_code: of("code"),
        amount: of("amount"),
        explanation: of("explanation"),
        problem,
        id: id.clone(),
    }
}

/// The plan that is drawn up, its step of the decision, and its drafts.
async fn drafts(
    app: &App,
    viewer: &Viewer,
    id: &str,
) -> Result<(Plan, &'static Step, Vec<Draft>), Error> {
    let plan = store::find_plan(&app.store, viewer, id).await?.ok_or(Error::NotFound)?;
    let step = procedure::main_steps(plan.track).find(|step| step.asks("plan"));
    let step = step.filter(|_| plan.approved_on.is_none()).ok_or(Error::NotFound)?;
    let mut drafts = Vec::new();
    for listed in store::list_plan_projects(&app.store, viewer, id).await? {
        let (project, plan) = to_see(app, viewer, &listed.id).await?;
        drafts.push(Draft {
            lines: lines(app, viewer, &project).await?,
            states: store::list_states(&app.store, viewer, &listed.id).await?,
            steps: store::list_steps(&app.store, viewer, &listed.id).await?,
            may_write: may_write(app, viewer, &listed.id).await?,
            project,
            plan,
        });
    }
    Ok((plan, step, drafts))
}

fn fields(plans: &[Plan]) -> Vec<Field> {
    let new = std::iter::once((String::new(), "Đợt mới, theo văn bản dưới đây".to_owned()));
    let known =
        plans.iter().map(|plan| (plan.id.clone(), format!("{} ({})", plan.title(), plan.document)));
    vec![
        choice("plan_id", "Đưa vào kế hoạch", new.chain(known)),
        line("batch", "Đợt mới", "Ví dụ 1; để trống khi chọn kế hoạch đã có"),
        line(
            "approved_on",
            "Ngày phê duyệt của đợt mới",
            "Mức hỗ trợ tính theo quy định của ngày này; để trống khi chọn kế hoạch đã có",
        ),
    ]
}

fn answer(
    app: &App,
    viewer: &Viewer,
    (plan, step, drafts): (Plan, &'static Step, &[Draft]),
    plans: &[Plan],
    (typed, problems, refused): (Typed, Problems, BTreeMap<String, String>),
) -> Response {
    let is_wrong = !problems.is_empty() || !refused.is_empty();
    let rows = drafts.iter().map(|draft| {
        let problem = refused.get(&draft.project.id).cloned().unwrap_or_default();
        row(app, step, draft, &typed, problem)
    });
    let page = DecisionPage {
        frame: Frame::new(viewer, "/promotion", format!("{} cho nhiều đề án", step.title)),
        citation: step.citation(&app.law),
        rows: rows.collect(),
        fields: fields(plans),
        paper_fields: documents::form::fields(),
        plan,
        step,
        typed,
        problems,
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, Page(page)).into_response()
}

/// The form of a decision; with `all` every draft that can be taken is chosen.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Result<Response, Error> {
    let (plan, step, drafts) = drafts(&app, &viewer, &id).await?;
    let plans = plans_for(&app, &viewer, &plan).await?;
    let batch = plans.iter().map(|plan| plan.batch).max().unwrap_or_default() + 1;
    let mut typed = Typed::of(&[
        ("batch", batch.to_string()),
        ("document_kind", "decision".to_owned()),
        ("document_subject", format!("{} {}", step.own, plan.year)),
    ]);
    for draft in &drafts {
        let id = &draft.project.id;
        let appraised = draft.of_stage(Stage::Appraised);
        typed = typed.with(&format!("code_{id}"), &draft.project.code);
        if appraised > 0 {
            let amount = format_scaled(appraised, MILLION, 0, MILLION);
            typed = typed.with(&format!("amount_{id}"), &amount);
        }
        if asked.contains_key("all") && draft.why(&app, step).is_empty() {
            typed = typed.with(&format!("take_{id}"), "yes");
        }
    }
    let state = (typed, Problems::default(), BTreeMap::new());
    Ok(answer(&app, &viewer, (plan, step, &drafts), &plans, state))
}

/// The plan that the decision makes, and its paper.
fn check_new(
    plan: &Plan,
    typed: &Typed,
) -> Result<(NewPlan, documents::NewDocument, Day), Problems> {
    let mut reader = Reader::new(typed);
    let on = reader.day("approved_on");
    let batch = reader.number("batch", 0);
    if batch < 1 {
        reader.add("batch", "Hãy nhập đợt từ 1, ví dụ 2.");
    }
    let new = NewPlan {
        year: plan.year,
        batch,
        track: plan.track,
        programme_id: None,
        approved_on: Some(on),
        location: reader.text("location"),
        note: String::new(),
    };
    let document = documents::form::read(&mut reader);
    reader.finish((new, document, on))
}

/// What was typed for a draft: its step of the decision, or what is wrong.
fn check_draft(step: &Step, id: &str, typed: &Typed, on: Day) -> Result<NewStep, Problems> {
    let of = |name: &str| typed.text(&format!("{name}_{id}")).to_owned();
    let own = Typed::of(&[("code", of("code")), ("amount", of("amount"))]);
    let mut reader = Reader::new(&own);
    let code = reader.required("code", "Hãy nhập mã đề án ghi trong quyết định, ví dụ DP05.");
    let amount_vnd = reader.optional_million("amount");
    reader.finish(NewStep {
        step: step.key.clone(),
        participant_id: String::new(),
        done_on: on,
        period: String::new(),
        reason: String::new(),
        location: String::new(),
        amount_vnd,
        explanation: kernel::text::nfc(&of("explanation")),
        done_hundredths: None,
        code,
        papers: Vec::new(),
    })
}

fn words(problems: &Problems) -> String {
    let words: Vec<&str> = problems.iter().map(|(_, problem)| problem).collect();
    words.join(" ")
}

/// Takes the chosen drafts into the decided plan.
pub async fn decide(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (plan, step, drafts) = drafts(&app, &viewer, &id).await?;
    let plans = plans_for(&app, &viewer, &plan).await?;
    let found = match take(&app, &viewer, (&plan, step), (&drafts, &plans), &typed).await? {
        Ok(decided) => {
            return Ok(Redirect::to(&format!("/promotion/plans/{decided}")).into_response());
        }
        Err(found) => found,
    };
    let state = (typed, found.0, found.1);
    Ok(answer(&app, &viewer, (plan, step, &drafts), &plans, state))
}

/// Problems of the plan and of single drafts.
type Wrong = (Problems, BTreeMap<String, String>);

async fn take(
    app: &App,
    viewer: &Viewer,
    (plan, step): (&Plan, &'static Step),
    (drafts, plans): (&[Draft], &[Plan]),
    typed: &Typed,
) -> Result<Result<String, Wrong>, Error> {
    let of_plan = |problems: Problems| Ok(Err((problems, BTreeMap::new())));
    let known = plans.iter().find(|known| known.id == typed.text("plan_id"));
    let new = match known {
        Some(_) => None,
        None => match check_new(plan, typed) {
            Ok(new) => Some(new),
            Err(problems) => return of_plan(problems),
        },
    };
    let into = match (known, &new) {
        (Some(known), _) => DecidedPlan::Known(known),
        (None, Some((new, document, _))) => DecidedPlan::New(new, &plan.place_id, document),
        (None, None) => return Err(Error::NotFound),
    };
    if new.is_some() && !users::may_at(app, viewer, Right::WritePromotion, &plan.place_id).await? {
        return of_plan(Problems::one("plan_id", "Tỉnh này nằm ngoài địa bàn của bạn."));
    }
    let on = new.as_ref().map(|(_, _, on)| *on).or(known.and_then(|known| known.approved_on));
    let on = on.ok_or(Error::NotFound)?;
    let chosen: Vec<&Draft> = drafts
        .iter()
        .filter(|draft| !typed.text(&format!("take_{}", draft.project.id)).is_empty())
        .collect();
    if chosen.is_empty() {
        return of_plan(Problems::one("form", "Hãy chọn ít nhất một đề án."));
    }
    let checked = match check_drafts(&chosen, step, typed, on) {
        Ok(checked) => checked,
        Err(refused) => return Ok(Err((Problems::default(), refused))),
    };
    let mut all: Vec<Grounds<'_>> = Vec::new();
    for draft in &chosen {
        all.push(grounds(app, viewer, (&draft.project, &draft.plan)).await?);
    }
    let ways: Vec<Way<'_>> = chosen.iter().map(|draft| draft.way(app)).collect();
    let parts = chosen.iter().zip(&all).zip(&ways).zip(checked);
    let takings: Vec<Taking<'_>> = parts
        .map(|(((draft, grounds), way), new)| Taking {
            passing: Passing { grounds, lines: &draft.lines, way, past: &[] },
            new,
        })
        .collect();
    match actions::decide_drafts(app, &app.actor(viewer), step, into, &takings).await {
        Ok(decided) => Ok(Ok(decided)),
        Err(DecisionRefusal::Plan(refusal)) => of_plan(super::problems(refusal)?),
        Err(DecisionRefusal::Drafts(refused)) => {
            let told: Result<BTreeMap<String, String>, Error> = refused
                .into_iter()
                .map(|(id, refusal): (String, Refusal)| Ok((id, words(&super::problems(refusal)?))))
                .collect();
            Ok(Err((Problems::default(), told?)))
        }
    }
}

/// What was typed for the chosen drafts, or which is wrong and why: two may not bear one number.
fn check_drafts(
    chosen: &[&Draft],
    step: &Step,
    typed: &Typed,
    on: Day,
) -> Result<Vec<NewStep>, BTreeMap<String, String>> {
    let mut checked: Vec<NewStep> = Vec::new();
    let mut refused = BTreeMap::new();
    for draft in chosen {
        let id = &draft.project.id;
        match check_draft(step, id, typed, on) {
            Err(problems) => {
                refused.insert(id.clone(), words(&problems));
            }
            Ok(_) if !draft.may_write => {
                refused.insert(id.clone(), "Đề án nằm ngoài địa bàn bạn được ghi.".to_owned());
            }
            Ok(new) if checked.iter().any(|other| other.code == new.code) => {
                refused.insert(
                    id.clone(),
                    format!("Mã {} ghi cho hai đề án. Hãy nhập mã khác.", new.code),
                );
            }
            Ok(new) => checked.push(new),
        }
    }
    if refused.is_empty() { Ok(checked) } else { Err(refused) }
}
