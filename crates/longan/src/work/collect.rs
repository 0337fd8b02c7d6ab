//! What waits for a person, and what a hand-over of theirs would move.

use super::model::{HandoverItem, HandoverKind, HandoverOutcome, Waiting};
use super::store;
use crate::App;
use crate::clusters;
use crate::error::Error;
use crate::places;
use crate::reports;
use crate::store::Result;
use crate::ui::query::Scope;
use crate::users::model::HeldRole;
use crate::users::store::Person;
use crate::users::{self, Right, Viewer};

/// What waits for the viewer without a day: decisions, workbooks, requests, clusters that need attention.
pub async fn waiting(app: &App, viewer: &Viewer) -> std::result::Result<Vec<Waiting>, Error> {
    let mut waiting = Vec::new();
    if viewer.may(Right::SettleConflicts) {
        let count = store::count_conflicts(&app.store, viewer, "").await?;
        if count > 0 {
            waiting
                .push(line(format!("{count} số liệu của các nguồn còn vênh nhau"), "/conflicts"));
        }
    }
    for import in store::list_imports_of(&app.store, &viewer.user_id).await? {
        let mut found = line(
            format!("Bảng tính chờ duyệt: {}", import.file_name),
            &format!("/imports/{}", import.id),
        );
        if !import.taken_over_from.is_empty() {
            found.detail = format!("nhận bàn giao từ {}", import.taken_over_from);
        }
        waiting.push(found);
    }
    if viewer.may(Right::EnterForOthers) {
        let today = app.today();
        let requests = users::store::list_entry_requests(&app.store, viewer).await?;
        for request in requests {
            let holds = request.from_day <= today && request.to_day >= today;
            if request.withdrawn_on.is_none() && holds {
                let mut found =
                    line(format!("{} đề nghị Sở nhập thay", request.place), "/entry-requests");
                found.detail = format!("đến hết {}", request.to_day.vi());
                waiting.push(found);
            }
        }
    }
    if viewer.may(Right::ReviewReports) {
        let count = reports::store::count_waiting(&app.store, viewer).await?;
        if count > 0 {
            waiting.push(line(format!("{count} báo cáo chờ xem xét"), "/reports/waiting"));
        }
    }
    if viewer.may(Right::WriteRegister) {
        waiting.extend(attention(app, viewer).await?);
    }
    Ok(waiting)
}

fn line(title: String, link: &str) -> Waiting {
    Waiting { title, detail: String::new(), link: link.to_owned() }
}

/// Clusters that need attention in the units of today that the viewer works for. The whole
/// country is nobody's desk.
async fn attention(app: &App, viewer: &Viewer) -> std::result::Result<Vec<Waiting>, Error> {
    let mut waiting = Vec::new();
    for id in users::store::list_place_ids(&app.store, viewer).await? {
        let Some(place) = places::store::find(&app.store, &id).await? else { continue };
        if place.valid_to.is_some() || place.id == places::COUNTRY_ID {
            continue;
        }
        let scope = Scope { place, on: app.today() };
        let found = clusters::attention(app, viewer, &scope).await?.unwrap_or_default();
        for one in found {
            waiting.push(Waiting {
                title: format!("{} cụm: {}", one.count, one.flag.label()),
                detail: format!("{} · {}", scope.place.full_name, one.names),
                link: format!("/clusters?{}&flag={}", scope.query(), one.flag),
            });
        }
    }
    Ok(waiting)
}

/// The roles a person holds by delegation today, each with the id of whoever gave it.
pub async fn delegated_to(app: &App, person: &Person) -> Result<Vec<(HeldRole, String)>> {
    let today = app.today();
    let mut found = Vec::new();
    for role in users::store::list_roles_of(&app.store, &person.id).await? {
        let is_open = role.to_day.is_none_or(|last| last >= today);
        let Some(own_id) = role.delegated_from.clone().filter(|_| is_open) else { continue };
        if let Some(own) = users::store::find_role(&app.store, &own_id).await? {
            found.push((role, own.user_id));
        }
    }
    Ok(found)
}

/// Everything open of a person, as a hand-over lists it.
pub async fn open_work(
    app: &App,
    person: &Person,
    delegated: &[(HeldRole, String)],
) -> Result<Vec<HandoverItem>> {
    let mut items = Vec::new();
    for task in store::list_tasks_of(&app.store, &person.id).await? {
        items.push(HandoverItem {
            kind: HandoverKind::Task,
            link: format!("/work/tasks/{}", task.id),
            subject_id: task.id,
            title: task.title,
            due_on: task.due_on,
            outcome: HandoverOutcome::Moved,
        });
    }
    for import in store::list_imports_of(&app.store, &person.id).await? {
        items.push(HandoverItem {
            kind: HandoverKind::Import,
            link: format!("/imports/{}", import.id),
            subject_id: import.id,
            title: import.file_name,
            due_on: None,
            outcome: HandoverOutcome::Moved,
        });
    }
    let requests = store::list_entry_requests_of(&app.store, &person.id, app.today()).await?;
    for (id, commune, last) in requests {
        items.push(HandoverItem {
            kind: HandoverKind::EntryRequest,
            link: "/entry-requests".to_owned(),
            subject_id: id,
            title: format!("đề nghị Sở nhập thay của {commune}"),
            due_on: Some(last),
            outcome: HandoverOutcome::Followed,
        });
    }
    for (role, _) in delegated {
        items.push(HandoverItem {
            kind: HandoverKind::Delegation,
            link: "/delegations".to_owned(),
            subject_id: role.id.clone(),
            title: format!(
                "{} tại {}, do {} ủy quyền",
                role.role.label(),
                role.place,
                role.delegated_by
            ),
            due_on: role.to_day,
            outcome: HandoverOutcome::Ended,
        });
    }
    Ok(items)
}
