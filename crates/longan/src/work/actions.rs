//! The verbs: write a task down, change it, end it; hand work over.

use super::model::{HandoverKind, HandoverOutcome, NewHandover, NewTask, Task, TaskState};
use super::store;
use crate::App;
use crate::events::{self, Act, Actor};
use crate::notices::{self, Kind, NewNotice};
use crate::store::{Day, Result, Tx};
use crate::users::model::HeldRole;
use crate::users::store::Person;

fn act<'a>(action: &'a str, subject_id: &'a str, note: &'a str) -> Act<'a> {
    Act { action, subject_kind: "task", subject_id, document_id: None, note }
}

/// Tells somebody about a task, unless it is their own doing.
async fn tell(
    tx: &mut Tx,
    actor: &Actor,
    user_id: &str,
    kind: Kind,
    told: (&str, &str),
) -> Result<()> {
    if user_id == actor.user_id {
        return Ok(());
    }
    let (id, title) = told;
    let notice = NewNotice {
        user_id: user_id.to_owned(),
        kind,
        subject: format!("{title} ({})", actor.full_name),
        link: format!("/work/tasks/{id}"),
        once_key: None,
    };
    notices::tell(tx, actor.now, &[notice]).await
}

/// Writes a task down and tells whoever is to do it.
pub async fn add_task(app: &App, actor: &Actor, new: &NewTask) -> Result<String> {
    let mut tx = app.store.begin().await?;
    let id = store::insert_task(&mut tx, new, &actor.user_id, &actor.now.to_string()).await?;
    tell(&mut tx, actor, &new.owner_id, Kind::TaskGiven, (&id, &new.title)).await?;
    events::record(&mut tx, actor, &act("work.task_added", &id, ""), new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Writes a task anew; somebody else who is to do it now is told.
pub async fn edit_task(app: &App, actor: &Actor, task: &Task, new: &NewTask) -> Result<()> {
    let mut tx = app.store.begin().await?;
    store::update_task(&mut tx, task, new).await?;
    if new.owner_id != task.owner_id {
        tell(&mut tx, actor, &new.owner_id, Kind::TaskGiven, (&task.id, &new.title)).await?;
    }
    events::record(&mut tx, actor, &act("work.task_changed", &task.id, ""), new).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a task, and tells whoever wrote it down.
pub async fn end_task(app: &App, actor: &Actor, task: &Task, state: TaskState) -> Result<()> {
    let mut tx = app.store.begin().await?;
    store::end_task(&mut tx, task, state, actor.today).await?;
    if state == TaskState::Done {
        tell(&mut tx, actor, &task.made_by, Kind::TaskDone, (&task.id, &task.title)).await?;
    }
    let after = Task { state, revision: task.revision + 1, ..task.clone() };
    let action = if state == TaskState::Done { "work.task_done" } else { "work.task_withdrawn" };
    events::record(&mut tx, actor, &act(action, &task.id, ""), &after).await?;
    tx.commit().await?;
    Ok(())
}

/// Hands over everything on the list: in one transaction, or nothing. Roles that were delegated
/// are not passed on (whoever delegated them chose the person); they end, and the giver is told.
pub async fn hand_over(
    app: &App,
    actor: &Actor,
    new: &NewHandover,
    from: &Person,
    delegated: &[(HeldRole, String)],
) -> Result<String> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let id = store::insert_handover(&mut tx, new, &actor.user_id, actor.today, &now).await?;
    let link = format!("/work/handovers/{id}");
    for item in &new.items {
        match (item.kind, item.outcome) {
            (HandoverKind::Task, _) => {
                store::move_task(&mut tx, &item.subject_id, &from.id, &new.to_user_id).await?;
            }
            (HandoverKind::Import, _) => {
                store::move_import(&mut tx, &item.subject_id, &from.id, &new.to_user_id).await?;
            }
            (_, HandoverOutcome::Followed) => {
                let task = NewTask {
                    title: format!("Theo dõi: {}", item.title),
                    note: format!("Nhận bàn giao từ {}", from.full_name),
                    link: item.link.clone(),
                    due_on: item.due_on,
                    owner_id: new.to_user_id.clone(),
                };
                store::insert_task(&mut tx, &task, &actor.user_id, &now).await?;
            }
            _ => {}
        }
    }
    for (role, giver_id) in delegated {
        let yesterday = Day(actor.today.0.yesterday().unwrap_or(actor.today.0));
        crate::users::store::end_role(&mut tx, role, yesterday).await?;
        let subject = format!(
            "{} đã bàn giao công việc; ủy quyền {} tại {} chấm dứt. Hãy ủy quyền lại nếu cần.",
            from.full_name,
            role.role.label(),
            role.place
        );
        let link = "/delegations".to_owned();
        let notice = NewNotice {
            user_id: giver_id.clone(),
            kind: Kind::RoleEnded,
            subject,
            link,
            once_key: None,
        };
        notices::tell(&mut tx, actor.now, &[notice]).await?;
    }
    let told = [&new.from_user_id, &new.to_user_id].map(|user_id| NewNotice {
        user_id: user_id.clone(),
        kind: Kind::HandedOver,
        subject: format!("Bàn giao {} việc của {}", new.items.len(), from.full_name),
        link: link.clone(),
        once_key: None,
    });
    notices::tell(&mut tx, actor.now, &told).await?;
    let act = Act {
        action: "work.handed_over",
        subject_kind: "handover",
        subject_id: &id,
        document_id: None,
        note: &new.reason,
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await?;
    Ok(id)
}
