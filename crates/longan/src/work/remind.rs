//! Once each working day: who is told what falls due, what disagrees, what is wrong.

use super::model::{Duty, DutySource};
use super::{duties, rules, store};
use crate::App;
use crate::checks::{self, Severity};
use crate::jobs;
use crate::notices::{self, Kind, NewNotice};
use crate::store::{Day, Result};
use crate::users::{self, Right, Viewer};
use jiff::{SignedDuration, ToSpan as _};

/// Tells everybody what falls due.
pub const REMINDING: jobs::Kind = jobs::Kind {
    word: "work.remind",
    title: "Nhắc việc đến hạn",
    daily_at: Some(6),
    most_tries: 5,
    run: |app, _| Box::pin(remind(app)),
};

/// Working days before the day on which people are told, the farthest first.
const STEPS: &[usize] = &[10, 3, 1, 0];
/// Days ahead that are looked at; more than the farthest step with its days off.
const LOOK_AHEAD_DAYS: i32 = 30;

/// Every notice has a key, so a job that is done twice tells nobody twice; and a step that was
/// missed because nothing ran is told on the next day.
async fn remind(app: &App) -> anyhow::Result<()> {
    let today = app.today();
    let calendar = crate::law::working_days();
    if !rules::is_working_day(calendar, today) {
        return Ok(());
    }
    let until = Day(today.0.saturating_add(LOOK_AHEAD_DAYS.days()));
    for person in users::store::list_people(&app.store).await? {
        let viewer = users::store::find_viewer(&app.store, &person.id, today).await?;
        let Some(viewer) = viewer else { continue };
        let mut due = duties::ledger(app, &viewer, today, until).await?;
        let tasks = store::list_tasks(&app.store, &viewer).await?;
        due.extend(tasks.iter().filter_map(duties::of_task).filter(|duty| duty.due_on <= until));
        let mut told: Vec<NewNotice> = due
            .iter()
            .filter_map(|duty| {
                let left = rules::working_days_left(calendar, today, duty.due_on);
                notice(&viewer, duty, today, left)
            })
            .collect();
        told.extend(conflicts(app, &viewer, today).await?);
        tell(app, &told).await?;
    }
    tell(app, &errors(app, today).await?).await?;
    Ok(())
}

async fn tell(app: &App, told: &[NewNotice]) -> Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    notices::tell(&mut tx, app.clock.now(), told).await?;
    tx.commit().await.map_err(Into::into)
}

/// What a person is told of one duty today; nothing while it is far.
fn notice(viewer: &Viewer, duty: &Duty, today: Day, left: usize) -> Option<NewNotice> {
    let is_late = duty.due_on < today;
    let step = if is_late {
        "late".to_owned()
    } else {
        STEPS.iter().copied().filter(|step| left <= *step).min()?.to_string()
    };
    let when = match (is_late, left) {
        (true, _) => format!("Quá hạn từ {}", duty.due_on.vi()),
        (false, 0) => format!("Hạn cuối hôm nay hoặc ngày nghỉ sắp tới, {}", duty.due_on.vi()),
        (false, left) => format!("Còn {left} ngày làm việc, đến {}", duty.due_on.vi()),
    };
    let of = if duty.detail.is_empty() || duty.source == DutySource::Task {
        String::new()
    } else {
        format!(" ({})", duty.detail)
    };
    let citation =
        if duty.citation.is_empty() { String::new() } else { format!(", {}", duty.citation) };
    Some(NewNotice {
        user_id: viewer.user_id.clone(),
        kind: if is_late { Kind::Overdue } else { Kind::Due },
        subject: format!("{when}: {}{of}{citation}", duty.title),
        link: if duty.link.is_empty() { "/work/duties".to_owned() } else { duty.link.clone() },
        once_key: Some(format!("due {} {} {} {step}", viewer.user_id, duty.key, duty.due_on)),
    })
}

/// What began to disagree since the day before.
async fn conflicts(app: &App, viewer: &Viewer, today: Day) -> Result<Option<NewNotice>> {
    if !viewer.may(Right::SettleConflicts) {
        return Ok(None);
    }
    let since = app.clock.now() - SignedDuration::from_hours(24);
    let count = store::count_conflicts(&app.store, viewer, &since.to_string()).await?;
    Ok((count > 0).then(|| NewNotice {
        user_id: viewer.user_id.clone(),
        kind: Kind::Conflict,
        subject: format!("{count} số liệu mới ghi vênh với nguồn khác, cần chọn và ghi lý do"),
        link: "/conflicts".to_owned(),
        once_key: Some(format!("conflict {} {today}", viewer.user_id)),
    }))
}

/// Errors of the register, told once to whoever keeps the cluster they are of.
async fn errors(app: &App, today: Day) -> anyhow::Result<Vec<NewNotice>> {
    let mut told = Vec::new();
    for finding in checks::run_rules(app).await? {
        let Some(slug) = finding.path.strip_prefix("/clusters/") else { continue };
        if finding.severity != Severity::Error {
            continue;
        }
        let slug = slug.split(['?', '/']).next().unwrap_or(slug);
        let places = store::list_place_ids_of(&app.store, slug).await?;
        let right = Right::WriteRegister;
        let people = users::store::list_people_with(&app.store, right, &places, today).await?;
        told.extend(people.into_iter().map(|person| NewNotice {
            once_key: Some(format!("error {} {} {}", person.id, finding.rule, finding.subject)),
            user_id: person.id,
            kind: Kind::Error,
            subject: format!("{}: {}", finding.name, finding.message),
            link: finding.path.clone(),
        }));
    }
    Ok(told)
}
