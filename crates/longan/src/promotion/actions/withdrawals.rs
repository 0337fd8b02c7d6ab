//! The latest step of a project is taken back, with everything that was written with it.

use super::super::model::{
    ChangedWords, MoneyLine, Project, StepEffect, StepFact, StepKind, StepWords,
};
use super::super::procedure::Step;
use super::super::rules::Way;
use super::super::store;
use super::facts::words_of;
use super::{Refusal, taken};
use crate::App;
use crate::events::{self, Act, Actor};
use crate::store::{StoreError, Tx};

/// Takes the latest step back with the reason: its state, its lines of money and its contract no
/// longer count; bodies, words and plan stand as they stood before it.
pub async fn withdraw_step(
    app: &App,
    actor: &Actor,
    (project, lines): (&Project, &[MoneyLine]),
    (step, way): (&Step, &Way<'_>),
    (seen, reason): (&StepFact, &str),
) -> Result<(), Refusal> {
    let latest = way.steps.iter().filter(|fact| fact.counts()).max_by_key(|fact| fact.id.as_str());
    if latest.is_none_or(|latest| latest.id != seen.id) {
        return Err(Refusal::on(
            "reason",
            "Chỉ rút được bước ghi sau cùng. Hãy rút các bước sau trước.",
        ));
    }
    let changed: Option<StepWords> = serde_json::from_str(&seen.changed_from).ok();
    if changed.is_none() && (step.kind == StepKind::Change || step.asks("plan")) {
        return Err(Refusal::on(
            "reason",
            "Bước này ghi khi chương trình chưa giữ nội dung trước điều chỉnh nên không rút được. Hãy ghi một điều chỉnh mới theo văn bản.",
        ));
    }
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    store::withdraw_step(&mut tx, seen, reason, &now).await?;
    if let Some(id) = &seen.state_id {
        store::withdraw_state(&mut tx, id, reason, &now).await?;
    }
    if let Some(id) = &seen.line_id {
        store::withdraw_line(&mut tx, id, reason, &now).await?;
    }
    undo_effects(&mut tx, (project, lines), seen, (reason, &now)).await?;
    if let Some(changed) = changed {
        undo_words(&mut tx, project, changed).await?;
    }
    let act = Act {
        action: "promotion.step_withdrawn",
        subject_kind: "promotion_project",
        subject_id: &project.id,
        document_id: Some(&seen.document_id),
        note: reason,
    };
    events::record(&mut tx, actor, &act, &serde_json::json!({ "step": seen.step })).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// What the step made no longer counts; who left is back, who entered never was in it.
async fn undo_effects(
    tx: &mut Tx,
    (project, lines): (&Project, &[MoneyLine]),
    seen: &StepFact,
    (reason, now): (&str, &str),
) -> Result<(), Refusal> {
    let effects = store::step_effects(tx, &seen.id).await?;
    let is_made = |id: &str| effects.iter().any(|(_, made)| made == id);
    for (effect, id) in &effects {
        match effect {
            StepEffect::Line => store::withdraw_line(tx, id, reason, now).await?,
            StepEffect::Contract => store::withdraw_contract(tx, id, reason, now).await?,
            StepEffect::Left => store::bring_back_participant(tx, &project.id, id).await?,
            StepEffect::Entered => {
                let later = lines
                    .iter()
                    .find(|line| line.counts() && line.participant_id == *id && !is_made(&line.id));
                if let Some(later) = later {
                    return Err(Refusal::on(
                        "reason",
                        format!(
                            "{} đã có kinh phí ghi riêng ({}). Hãy đính chính dòng kinh phí ấy trước.",
                            later.beneficiary, later.document
                        ),
                    ));
                }
                store::undo_participant(tx, &project.id, id).await?;
            }
        }
    }
    Ok(())
}

/// The words of the project as they stood before; what was corrected since then stays.
async fn undo_words(tx: &mut Tx, project: &Project, changed: StepWords) -> Result<(), Refusal> {
    let now = ChangedWords::of(project);
    let before = changed.undone(&now);
    if before == now {
        return Ok(());
    }
    let mut revision = project.revision;
    if (&before.plan_id, &before.code) != (&now.plan_id, &now.code) {
        let to = (before.plan_id.as_str(), before.code.as_str());
        store::move_to_plan(tx, (&project.id, revision), to).await.map_err(taken(
            "reason",
            "Kế hoạch đang lập đã có đề án khác mang mã cũ của đề án này. Hãy đổi mã của đề án kia trước.",
        ))?;
        revision += 1;
    }
    let mut words = words_of(project);
    words.code = before.code;
    words.place_text = before.place_text;
    words.objective = before.objective;
    words.duration = before.duration;
    words.to_year = before.to_year;
    let seen = Project { revision, ..project.clone() };
    store::update_project(tx, &seen, &words, project.executor_id.as_deref()).await?;
    Ok(())
}
