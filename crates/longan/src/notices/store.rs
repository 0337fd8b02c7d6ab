//! All SQL of notices and of how people want to be told.

use super::model::{Kind, MailState, NewNotice, Notice, NoticeSettings};
use crate::jobs::{self, NewJob};
use crate::store::{Result, Store, StoreError, Tx, new_id};
use crate::users::Viewer;
use crate::users::model::SYSTEM_ID;
use jiff::Timestamp;

/// Kind of the job that writes one person's letter.
pub const MAIL: &str = "notices.mail";

/// Tells people something, within the transaction that makes it true. A notice whose key was
/// used before is not given again.
pub async fn tell(tx: &mut Tx, now: Timestamp, notices: &[NewNotice]) -> Result<()> {
    // The program itself reads nothing.
    for new in notices.iter().filter(|new| new.user_id != SYSTEM_ID) {
        let settings = find_settings_within(tx, &new.user_id).await?;
        let moment = settings.moment_for(new.kind, now);
        let id = new_id();
        let done = sqlx::query(
            "insert into notices (id, user_id, kind, subject, link, made_at, mail, once_key)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        )
        .bind(&id)
        .bind(&new.user_id)
        .bind(new.kind)
        .bind(&new.subject)
        .bind(&new.link)
        .bind(now.to_string())
        .bind(if moment.is_some() { MailState::Waiting } else { MailState::None })
        .bind(new.once_key.clone())
        .execute(&mut **tx)
        .await?;
        let (Some(run_at), 1) = (moment, done.rows_affected()) else { continue };
        // One letter for all that waits for the same moment; what is told at once goes alone.
        let once = if run_at == now { id } else { format!("{} {run_at}", new.user_id) };
        let once_key = Some(format!("{MAIL} {once}"));
        let job = NewJob { kind: MAIL, subject: &new.user_id, run_at: Some(run_at), once_key };
        jobs::add(tx, &job).await?;
    }
    Ok(())
}

async fn find_settings_within(tx: &mut Tx, user_id: &str) -> Result<NoticeSettings> {
    let settings = sqlx::query_as(
        "select user_id, revision, mail, address, digest_hour, quiet_from, quiet_to from notice_settings where user_id = $1",
    )
    .bind(user_id)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(settings.unwrap_or_else(|| NoticeSettings::unset(user_id)))
}

/// How a person wants to be told.
pub async fn find_settings(store: &Store, user_id: &str) -> Result<NoticeSettings> {
    let settings = sqlx::query_as(
        "select user_id, revision, mail, address, digest_hour, quiet_from, quiet_to from notice_settings where user_id = $1",
    )
    .bind(user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(settings.unwrap_or_else(|| NoticeSettings::unset(user_id)))
}

/// Keeps how a person wants to be told, unless it changed since it was read.
pub async fn set_settings(tx: &mut Tx, new: &NoticeSettings) -> Result<()> {
    let done = sqlx::query(
        "insert into notice_settings (user_id, revision, mail, address, digest_hour, quiet_from, quiet_to)
         values ($1, 1, $2, $3, $4, $5, $6)
         on conflict (user_id) do update
         set mail = $2, address = $3, digest_hour = $4, quiet_from = $5, quiet_to = $6, revision = notice_settings.revision + 1
         where notice_settings.revision = $7",
    )
    .bind(&new.user_id)
    .bind(new.mail)
    .bind(&new.address)
    .bind(new.digest_hour)
    .bind(new.quiet_from)
    .bind(new.quiet_to)
    .bind(new.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The notices of the viewer, unread ones first, latest first.
pub async fn list(store: &Store, viewer: &Viewer, limit: i64) -> Result<Vec<Notice>> {
    let notices = sqlx::query_as(
        "select id, kind, subject, link, made_at, read_at from notices where user_id = $1
         order by case when read_at is null then 0 else 1 end, id desc limit $2",
    )
    .bind(&viewer.user_id)
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    Ok(notices)
}

/// One notice of the viewer.
pub async fn find(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Notice>> {
    let notice = sqlx::query_as(
        "select id, kind, subject, link, made_at, read_at from notices where id = $1 and user_id = $2",
    )
    .bind(id)
    .bind(&viewer.user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(notice)
}

/// Marks one notice of the viewer as read, or all when `id` is empty.
pub async fn set_read(store: &Store, viewer: &Viewer, id: &str, now: &str) -> Result<()> {
    sqlx::query(
        "update notices set read_at = $1 where user_id = $2 and read_at is null and (id = $3 or $3 = '')",
    )
    .bind(now)
    .bind(&viewer.user_id)
    .bind(id)
    .execute(store.write())
    .await?;
    Ok(())
}

/// Takes every notice of a person that waits for a letter, in order; what was read on the page
/// meanwhile needs none. Whoever comes second takes nothing.
pub async fn take_waiting(
    tx: &mut Tx,
    user_id: &str,
) -> Result<Vec<(String, Kind, String, String)>> {
    let mut taken: Vec<(String, Kind, String, String)> = sqlx::query_as(
        "update notices set mail = 'mailed' where user_id = $1 and mail = 'waiting' and read_at is null
         returning id, kind, subject, link",
    )
    .bind(user_id)
    .fetch_all(&mut **tx)
    .await?;
    taken.sort();
    Ok(taken)
}
