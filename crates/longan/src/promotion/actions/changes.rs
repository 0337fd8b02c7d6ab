//! A project is changed by whoever may decide it: place, bodies, time, money, content.

use super::super::model::{
    Change, ChangedWords, MoneyLine, NewChange, NewLine, NewParticipant, NewProject, NewStep, Part,
    Participant, Project, Source, Stage, StepEffect, StepWords, Track,
};
use super::super::money::Grounds;
use super::super::procedure::{self, Step};
use super::super::store::{self, StepAt};
use super::facts::{explained, words_of};
use super::projects::{Beneficiary, Entering, enter};
use super::steps::{KNOWN, Passing, add_line, in_order, keep_papers, move_on, unmoved};
use super::{Refusal, taken};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::store::{StoreError, Tx};
use crate::ui::Vi;
use crate::users::Viewer;

/// Changes a project by a decision of whoever may decide that.
pub async fn change_project(
    app: &App,
    (actor, viewer): (&Actor, &Viewer),
    (passing, participants): (Passing<'_>, &[Participant]),
    (step, new, change): (&Step, &NewStep, &NewChange),
    document: &NewDocument,
) -> Result<(), Refusal> {
    in_order(step, passing.way, new)?;
    authorised(step, passing.grounds, change.change)?;
    let project = passing.grounds.project;
    let lines = lines_of(passing, participants, (new, change))?;
    let words = words_after(passing.grounds, change)?;
    let told = told(passing, participants, (new, change));
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    unmoved(&mut tx, passing.way, &project.id).await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let paper = (document_id.as_str(), now.as_str());
    if let Some(words) = &words {
        store::update_project(&mut tx, project, words, project.executor_id.as_deref()).await?;
    }
    if !change.links.is_empty() {
        store::insert_new_places(&mut tx, &project.id, &change.links).await?;
    }
    let entered = exchange(app, viewer, &mut tx, passing.grounds, (new, change), paper).await?;
    let mut made = Vec::new();
    if change.part().is_some() && !change.leaving_id.is_empty() {
        made.push((StepEffect::Left, change.leaving_id.clone()));
    }
    if !entered.is_empty() {
        made.push((StepEffect::Entered, entered.clone()));
    }
    for mut line in lines {
        if line.participant_id == ENTERING {
            line.participant_id.clone_from(&entered);
        }
        made.push((StepEffect::Line, add_line(&mut tx, &project.id, &line, paper).await?));
    }
    let state_id = move_on(&mut tx, step, passing.way, (&project.id, new), paper).await?;
    let at = StepAt {
        project_id: &project.id,
        document_id: &document_id,
        state_id: state_id.as_deref(),
        line_id: None,
        change: Some(change.change),
        told: &told,
        changed: &changed(project, words.as_ref()),
        now: &now,
    };
    let id = store::insert_step(&mut tx, new, at).await.map_err(taken("form", KNOWN))?;
    store::insert_step_effects(&mut tx, &id, &made).await?;
    keep_papers(&mut tx, (&id, &new.papers), paper).await?;
    let act = Act {
        action: "promotion.step_changed",
        subject_kind: "promotion_project",
        subject_id: &project.id,
        document_id: Some(&document_id),
        note: &format!("{told}. {}", new.reason),
    };
    let image = words.unwrap_or_else(|| words_of(project));
    events::record(&mut tx, actor, &act, &image).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// The project's words before the change and after it.
fn changed(project: &Project, words: Option<&NewProject>) -> StepWords {
    let before = ChangedWords::of(project);
    let mut after = before.clone();
    if let Some(words) = words {
        after.place_text.clone_from(&words.place_text);
        after.objective.clone_from(&words.objective);
        after.duration.clone_from(&words.duration);
        after.to_year = words.to_year;
    }
    StepWords { before, after }
}

/// Stands for the body that enters until it has an id.
const ENTERING: &str = "~";

/// Only some may decide a thing (table `[[change]]` of `law/procedures`).
fn authorised(step: &Step, grounds: &Grounds<'_>, change: Change) -> Result<(), Refusal> {
    let kind = grounds.project.kind;
    if procedure::changes_by(step, kind).contains(&change) {
        return Ok(());
    }
    let deciders = procedure::deciders(step.track, change, kind);
    let who: Vec<&str> = deciders.iter().map(|step| step.actor.label()).collect();
    let citation = match step.track {
        Track::National => step.citation(grounds.law),
        Track::Local => "quy trình của tỉnh".to_owned(),
    };
    Err(Refusal::on(
        "change",
        format!(
            "{} không quyết định “{}” của {}; việc này do {} quyết định ({citation}). Hãy ghi ở đúng bước.",
            step.actor.label(),
            change.label().to_lowercase(),
            kind.label().to_lowercase(),
            who.join(" hoặc ")
        ),
    ))
}

/// The project's words after the change; `None` where they stay.
fn words_after(grounds: &Grounds<'_>, change: &NewChange) -> Result<Option<NewProject>, Refusal> {
    let project = grounds.project;
    let mut words = words_of(project);
    match change.change {
        Change::Place => words.place_text.clone_from(&change.words),
        Change::Content => words.objective.clone_from(&change.words),
        Change::TimeWithin | Change::TimeBeyond => {
            let to_year = change.to_year.unwrap_or(project.to_year);
            let is_beyond = to_year > project.to_year;
            if is_beyond && change.change == Change::TimeWithin {
                return Err(Refusal::on(
                    "to_year",
                    "Năm này sau năm của đề án. Hãy chọn “Kéo dài sang năm sau”, do cấp có quyền quyết định.",
                ));
            }
            if !is_beyond && change.change == Change::TimeBeyond {
                return Err(Refusal::on("to_year", "Hãy nhập năm sau năm kết thúc hiện nay."));
            }
            words.to_year = to_year;
            words.duration.clone_from(&change.words);
        }
        Change::Beneficiary | Change::Coordinator | Change::MoneyUp | Change::MoneyDown => {
            return Ok(None);
        }
    }
    Ok(Some(words))
}

/// What is allotted to a body from a source, as it stands.
fn allotted(lines: &[MoneyLine], participant_id: &str, source: Source) -> i64 {
    let of_body = lines.iter().filter(|line| {
        line.counts()
            && line.stage == Stage::Allotted
            && line.source == source
            && line.participant_id == participant_id
    });
    of_body.map(|line| line.amount_vnd).sum()
}

/// Lines that raise, lower or move what was allotted: each day keeps the amount that held on it.
fn lines_of(
    passing: Passing<'_>,
    participants: &[Participant],
    (new, change): (&NewStep, &NewChange),
) -> Result<Vec<NewLine>, Refusal> {
    let plan = passing.grounds.plan;
    let line = |participant_id: &str, source, amount_vnd, note: &str| NewLine {
        participant_id: participant_id.to_owned(),
        source,
        stage: Stage::Allotted,
        year: plan.year,
        batch: plan.batch,
        amount_vnd,
        on_day: new.done_on,
        location: new.location.clone(),
        explanation: new.explanation.clone(),
        note: note.to_owned(),
    };
    if change.change.is_of_money() {
        let before = allotted(passing.lines, &new.participant_id, plan.track.source());
        let after = new.amount_vnd.unwrap_or_default();
        let is_raised = after > before;
        if is_raised != (change.change == Change::MoneyUp) {
            let stands = format!("Kinh phí được duyệt hiện nay là {} đồng", Vi::count(before));
            return Err(Refusal::on(
                "amount",
                format!(
                    "{stands}. Hãy chọn đúng “{}” hoặc “{}”.",
                    Change::MoneyUp.label(),
                    Change::MoneyDown.label()
                ),
            ));
        }
        if after == before {
            return Ok(Vec::new());
        }
        let note = format!("Điều chỉnh từ {} thành {} đồng", Vi::count(before), Vi::count(after));
        let line = line(&new.participant_id, plan.track.source(), after - before, &note);
        explained(passing.grounds, passing.lines, &line)?;
        return Ok(vec![line]);
    }
    let leaving = participants.iter().find(|one| one.id == change.leaving_id);
    let Some(leaving) = leaving.filter(|one| one.part == Part::Beneficiary) else {
        return Ok(Vec::new());
    };
    let moved = Source::ALL.iter().filter_map(|source| {
        let amount = allotted(passing.lines, &leaving.id, *source);
        (amount != 0).then_some((*source, amount))
    });
    let note = format!("Chuyển từ {} sang {}", leaving.name, change.name);
    let lines = moved.flat_map(|(source, amount)| {
        [line(&leaving.id, source, -amount, &note), line(ENTERING, source, amount, &note)]
    });
    Ok(lines.collect())
}

/// One body leaves and another enters; returns the id of the part of the one that enters.
async fn exchange(
    app: &App,
    viewer: &Viewer,
    tx: &mut Tx,
    grounds: &Grounds<'_>,
    (new, change): (&NewStep, &NewChange),
    (document_id, now): (&str, &str),
) -> Result<String, Refusal> {
    let Some(part) = change.part() else { return Ok(String::new()) };
    let project = grounds.project;
    if !change.leaving_id.is_empty() {
        store::end_participant(tx, &project.id, &change.leaving_id, new.done_on).await?;
    }
    let words = words_of(project);
    let into = Entering { project_id: &project.id, new: &words, document_id, now };
    let entering = Beneficiary {
        new: NewParticipant {
            name: change.name.clone(),
            tax_code: change.tax_code.clone(),
            part,
            personal_number: String::new(),
            location: new.location.clone(),
            explanation: new.explanation.clone(),
        },
        person_mark: String::new(),
    };
    let id = enter(app, viewer, tx, &entering, into).await?;
    store::start_participant(tx, &id, new.done_on).await?;
    store::touch(tx, &project.id, &change.name).await?;
    Ok(id)
}

/// What was changed, in words.
fn told(
    passing: Passing<'_>,
    participants: &[Participant],
    (new, change): (&NewStep, &NewChange),
) -> String {
    let project = passing.grounds.project;
    let label = change.change.label();
    let (before, after) = match change.change {
        Change::Place => (project.place_text.clone(), change.words.clone()),
        Change::Beneficiary | Change::Coordinator => {
            let leaving = participants.iter().find(|one| one.id == change.leaving_id);
            (leaving.map(|one| one.name.clone()).unwrap_or_default(), change.name.clone())
        }
        Change::TimeWithin | Change::TimeBeyond => {
            let before = if project.duration.is_empty() {
                project.to_year.to_string()
            } else {
                project.duration.clone()
            };
            (before, change.words.clone())
        }
        Change::MoneyUp | Change::MoneyDown => {
            let source = passing.grounds.plan.track.source();
            let before = allotted(passing.lines, &new.participant_id, source);
            let after = new.amount_vnd.unwrap_or_default();
            (format!("{} đồng", Vi::count(before)), format!("{} đồng", Vi::count(after)))
        }
        Change::Content => (project.objective.clone(), change.words.clone()),
    };
    if before.is_empty() {
        return format!("{label}: {after}");
    }
    format!("{label}: {before} → {after}")
}
