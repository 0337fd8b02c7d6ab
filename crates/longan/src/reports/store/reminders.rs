//! Who can be reminded, and who was.

use super::super::model::{Owed, ReminderWay, ReportSubject, ReportTerm};
use crate::events::Actor;
use crate::store::{Day, Result, Statement, Store, Tx, new_id};
use crate::users::{Right, Role};

/// A reminder to keep.
#[derive(Clone, Debug)]
pub struct NewReminder {
    /// What kind of record the report is about.
    pub subject_kind: ReportSubject,
    /// Id of that record.
    pub subject_id: String,
    /// How it went.
    pub way: ReminderWay,
    /// To whom, or to which address.
    pub recipient: String,
}

impl NewReminder {
    /// A reminder of what is owed.
    pub fn of(owed: &Owed, way: ReminderWay, recipient: &str) -> Self {
        Self {
            subject_kind: owed.subject_kind,
            subject_id: owed.subject_id.clone(),
            way,
            recipient: recipient.to_owned(),
        }
    }
}

/// The accounts that fill in reports at some seats on a day: seat and account.
pub async fn list_accounts(
    store: &Store,
    seats: &[String],
    today: Day,
) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for chunk in seats.chunks(400) {
        let mut query = Statement::new(
            "select distinct r.place_id, r.user_id from user_roles r join users u on u.id = r.user_id and u.disabled_on is null where r.place_id in ",
        );
        query.push_list(chunk.iter().cloned()).push(" and r.role in ");
        query.push_list(Role::ALL.iter().copied().filter(|role| role.gives(Right::FillReports)));
        query.push(" and r.from_day <= ").push_bind(today);
        query.push(" and (r.to_day is null or r.to_day >= ").push_bind(today);
        query.push(") order by r.place_id, r.user_id");
        let rows: Vec<(String, String)> = query.fetch_all(store).await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Keeps that people were reminded.
pub async fn insert_reminders(
    tx: &mut Tx,
    actor: &Actor,
    term: &ReportTerm,
    reminders: &[NewReminder],
) -> Result<()> {
    for chunk in reminders.chunks(100) {
        let mut query = Statement::new(
            "insert into report_reminders (id, form, period, subject_kind, subject_id, way, recipient, reminded_by, reminded_at) ",
        );
        query.push_values(chunk, |row, new| {
            row.push_bind(new_id())
                .push_bind(term.form)
                .push_bind(term.period.to_string())
                .push_bind(new.subject_kind)
                .push_bind(new.subject_id.clone())
                .push_bind(new.way)
                .push_bind(new.recipient.clone())
                .push_bind(actor.user_id.clone())
                .push_bind(actor.now.to_string());
        });
        query.execute(tx).await?;
    }
    Ok(())
}
