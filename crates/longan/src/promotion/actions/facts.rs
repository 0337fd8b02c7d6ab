//! Lines of money, states, contracts and bodies are added to a project on the word of a paper.

use super::super::cumulation;
use super::super::model::{MoneyLine, NewFact, NewLine, NewProject, NewState, Project, Stage};
use super::super::money::{Grounds, judge_line};
use super::super::rules::Judgement;
use super::super::store;
use super::projects::{Beneficiary, Entering, enter};
use super::{Refusal, taken};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::store::{StoreError, Tx, new_id};
use crate::users::Viewer;

/// What is said when a line is on record already.
const KNOWN: &str = "Dòng kinh phí này đã có trong hồ sơ, theo cùng văn bản.";

/// Adds a fact to a project with its paper. `lines` are the lines it has.
pub async fn record(
    app: &App,
    (actor, viewer): (&Actor, &Viewer),
    grounds: &Grounds<'_>,
    lines: &[MoneyLine],
    fact: &NewFact,
    document: &NewDocument,
) -> Result<(), Refusal> {
    let now = actor.now.to_string();
    let project = grounds.project;
    if let NewFact::Line(new) = fact {
        of_plan(grounds, new)?;
        explained(grounds, lines, new)?;
    }
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let action = match fact {
        NewFact::Line(new) => {
            in_project(&mut tx, project, &new.participant_id).await?;
            store::insert_line(&mut tx, (&new_id(), &project.id), new, &document_id, &now)
                .await
                .map_err(taken("form", KNOWN))?;
            "promotion.line_added"
        }
        NewFact::State(new) => {
            add_state(&mut tx, project, new, &document_id, &now).await?;
            "promotion.state_added"
        }
        NewFact::Contract(new) => {
            in_project(&mut tx, project, &new.participant_id).await?;
            store::insert_contract(&mut tx, &project.id, new, &document_id, &now)
                .await
                .map_err(taken("number", "Đề án đã có hợp đồng mang số này."))?;
            "promotion.contract_added"
        }
        NewFact::Participant(new) => {
            let mark = cumulation::person_mark(app, &new.personal_number)
                .map_err(|error| Refusal::on("personal_number", error.to_string()))?;
            let words = words_of(project);
            let into = Entering {
                project_id: &project.id,
                new: &words,
                document_id: &document_id,
                now: &now,
            };
            let beneficiary = Beneficiary { new: new.clone(), person_mark: mark };
            enter(app, viewer, &mut tx, &beneficiary, into).await?;
            store::touch(&mut tx, &project.id, &new.name).await?;
            "promotion.participant_added"
        }
    };
    let act = Act {
        action,
        subject_kind: "promotion_project",
        subject_id: &project.id,
        document_id: Some(&document_id),
        note: "",
    };
    events::record(&mut tx, actor, &act, fact).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// What matters of a project to a body that enters it.
pub(super) fn words_of(project: &Project) -> NewProject {
    NewProject {
        code: project.code.clone(),
        name: project.name.clone(),
        kind: project.kind,
        content: project.content,
        activity: project.activity,
        sector: project.sector.clone(),
        executor: project.executor.clone(),
        place_text: project.place_text.clone(),
        from_year: project.from_year,
        to_year: project.to_year,
        duration: project.duration.clone(),
        objective: project.objective.clone(),
        scale: project.scale.clone(),
        effects: project.effects.clone(),
        equipment: project.equipment.clone(),
        quantity: project.quantity,
        priority: project.priority,
        beneficiary_text: project.beneficiary_text.clone(),
        note: project.note.clone(),
        location: project.location.clone(),
    }
}

pub(super) async fn in_project(
    tx: &mut Tx,
    project: &Project,
    participant_id: &str,
) -> Result<(), Refusal> {
    if participant_id.is_empty() {
        return Ok(());
    }
    let found = store::participant_body(tx, &project.id, participant_id).await?;
    found.map(|_| ()).ok_or_else(|| {
        Refusal::on("participant_id", "Hãy chọn một đơn vị trong danh sách của đề án.")
    })
}

/// While the plan is drawn up nothing is allotted, only asked for and appraised.
pub(super) fn of_plan(grounds: &Grounds<'_>, new: &NewLine) -> Result<(), Refusal> {
    let is_early = matches!(new.stage, Stage::Requested | Stage::Appraised);
    if grounds.plan.approved_on.is_some() || is_early {
        return Ok(());
    }
    Err(Refusal::on(
        "stage",
        "Kế hoạch đang lập, chưa có kinh phí được duyệt. Hãy ghi giai đoạn “Đề nghị” hoặc “Thẩm định”.",
    ))
}

/// A line that passes a limit whose text was read needs a reason; other limits only warn.
pub(super) fn explained(
    grounds: &Grounds<'_>,
    lines: &[MoneyLine],
    new: &NewLine,
) -> Result<(), Refusal> {
    if !new.explanation.is_empty() {
        return Ok(());
    }
    let line = as_line(grounds.project, new);
    let mut all = lines.to_vec();
    all.push(line.clone());
    let judged = judge_line(grounds, &line, &all);
    let Some(over) = judged.iter().find(|judged| judged.needs_explanation()) else {
        return Ok(());
    };
    Err(Refusal::on("explanation", told(over)))
}

fn told(over: &Judgement) -> String {
    format!(
        "{} so với mức {} ({}). Nếu vẫn ghi số này, hãy giải trình.",
        over.told(),
        over.rule,
        over.citation
    )
}

fn as_line(project: &Project, new: &NewLine) -> MoneyLine {
    MoneyLine {
        // Comes after every line that is on the register.
        id: "~".to_owned(),
        revision: 1,
        project_id: project.id.clone(),
        participant_id: new.participant_id.clone(),
        beneficiary: String::new(),
        source: new.source,
        stage: new.stage,
        year: new.year,
        batch: new.batch,
        amount_vnd: new.amount_vnd,
        on_day: new.on_day,
        document_id: String::new(),
        document: String::new(),
        location: String::new(),
        explanation: String::new(),
        note: String::new(),
        superseded_at: String::new(),
        superseded_reason: String::new(),
        withdrawn_step: String::new(),
    }
}

/// A state follows the one that stands now, whatever the page showed.
async fn add_state(
    tx: &mut Tx,
    project: &Project,
    new: &NewState,
    document_id: &str,
    now: &str,
) -> Result<(), Refusal> {
    let before = store::latest_state(tx, &project.id).await?;
    let state = before.as_ref().map(|(state, _)| *state);
    if !new.state.may_follow(state) {
        let stands = state.map_or("chưa có trạng thái", super::super::model::State::label);
        return Err(Refusal::on(
            "state",
            format!("Đề án đang ở “{stands}” nên không thể ghi “{}”.", new.state.label()),
        ));
    }
    if before.is_some_and(|(_, day)| new.on_day.to_string() < day) {
        return Err(Refusal::on(
            "on_day",
            "Ngày này trước ngày của trạng thái hiện tại. Hãy kiểm tra lại ngày.",
        ));
    }
    store::insert_state(tx, &project.id, new, document_id, now)
        .await
        .map_err(taken("form", "Trạng thái này đã có trong hồ sơ."))?;
    Ok(())
}

/// Lets another line stand instead of a wrong one, with the reason and the paper.
pub async fn correct_line(
    app: &App,
    actor: &Actor,
    grounds: &Grounds<'_>,
    (seen, lines): (&MoneyLine, &[MoneyLine]),
    (new, reason): (&NewLine, &str),
    document: &NewDocument,
) -> Result<(), Refusal> {
    let others: Vec<MoneyLine> = lines.iter().filter(|line| line.id != seen.id).cloned().collect();
    explained(grounds, &others, new)?;
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    in_project(&mut tx, grounds.project, &new.participant_id).await?;
    // The wrong line steps aside first: the right one may be of the same day and paper.
    let id = new_id();
    store::supersede_line(&mut tx, seen, &id, reason, &now).await?;
    store::insert_line(&mut tx, (&id, &grounds.project.id), new, &document_id, &now)
        .await
        .map_err(taken("form", KNOWN))?;
    let act = Act {
        action: "promotion.line_corrected",
        subject_kind: "promotion_project",
        subject_id: &grounds.project.id,
        document_id: Some(&document_id),
        note: reason,
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
