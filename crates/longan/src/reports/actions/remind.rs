//! Reminding those who have not reported.

use super::super::model::{Owed, ReminderWay, ReportTerm};
use super::super::store::{self, NewReminder};
use crate::App;
use crate::events::{self, Act, Actor};
use crate::mail::{self, Letter};
use crate::notices::{self, NewNotice};
use crate::store::Result;
use std::collections::{BTreeMap, BTreeSet};

/// What came of reminding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Told in the program, by letter or both.
    pub told: usize,
    /// Without account and address.
    pub unreachable: usize,
    /// Reminded earlier on the same day.
    pub already: usize,
}

/// Reminds each of what it owes: its people in the program, itself by letter where an address is
/// known and letters can go. Nobody is reminded twice on one day.
pub async fn remind(
    app: &App,
    actor: &Actor,
    term: &ReportTerm,
    owed: &[Owed],
) -> Result<Reminded> {
    let mut done = Reminded::default();
    let today = format!("{} ", actor.today.vi());
    let (already, due): (Vec<&Owed>, Vec<&Owed>) = owed.iter().partition(|line| {
        let at = line.reminded_at.as_deref().map(crate::ui::moment_vi);
        at.is_some_and(|at| at.starts_with(&today))
    });
    done.already = already.len();
    let seats: BTreeSet<String> = due.iter().map(|line| line.seat()).collect();
    let seats: Vec<String> = seats.into_iter().collect();
    let mut people: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (seat, user_id) in store::list_accounts(&app.store, &seats, actor.today).await? {
        people.entry(seat).or_default().push(user_id);
    }
    let subject = format!(
        "Đề nghị gửi {} {}, hạn cuối {}",
        term.form.label(),
        term.period.label(),
        term.due_vi()
    );
    let mut tx = app.store.begin().await?;
    let mut kept: Vec<NewReminder> = Vec::new();
    let mut told: Vec<NewNotice> = Vec::new();
    for line in due {
        let before = kept.len();
        let link = line.fill_link(term.form, &term.period.to_string());
        for user_id in people.get(&line.seat()).into_iter().flatten() {
            told.push(NewNotice {
                user_id: user_id.clone(),
                kind: notices::Kind::ReportDue,
                subject: format!("{subject}: {}", line.subject),
                link: link.clone(),
                once_key: None,
            });
            kept.push(NewReminder::of(line, ReminderWay::Notice, user_id));
        }
        if !line.mail.is_empty() && app.settings.mail.is_some() {
            let text = letter(app, term, line, &link);
            let letter =
                Letter { to: &line.mail, subject: &subject, text: &text, kind: "reports.reminder" };
            mail::enqueue(&mut tx, &letter).await?;
            kept.push(NewReminder::of(line, ReminderWay::Mail, &line.mail));
        }
        if kept.len() == before {
            done.unreachable += 1;
        } else {
            done.told += 1;
        }
    }
    notices::tell(&mut tx, actor.now, &told).await?;
    store::insert_reminders(&mut tx, actor, term, &kept).await?;
    let subject_id = format!("{} {}", term.form, term.period);
    let act = Act {
        action: "reports.reminded",
        subject_kind: "report_reminder",
        subject_id: &subject_id,
        document_id: None,
        note: "",
    };
    let image = serde_json::json!({
        "form": term.form, "period": term.period.to_string(), "told": done.told,
        "unreachable": done.unreachable, "already": done.already,
    });
    events::record(&mut tx, actor, &act, &image).await?;
    tx.commit().await?;
    Ok(done)
}

fn letter(app: &App, term: &ReportTerm, owed: &Owed, link: &str) -> String {
    let address = app.settings.public_address.as_deref().unwrap_or_default();
    let address = address.trim_end_matches('/');
    let way = if address.is_empty() {
        "Có thể nhập trực tiếp trong phần mềm (mục Báo cáo) hoặc gửi bản giấy có ký, đóng dấu."
            .to_owned()
    } else {
        format!("Nhập và gửi tại: {address}{link}")
    };
    format!(
        "Kính gửi {},\n\nĐến nay chưa nhận được {} ({}) {} của {}. Hạn cuối: {}{}.\n\n{way}\n\nNếu đã gửi, xin bỏ qua thư này.\n",
        owed.who(),
        term.form.label(),
        term.form.about(),
        term.period.label(),
        owed.subject,
        term.due_vi(),
        if term.citation.is_empty() { String::new() } else { format!(" {}", term.citation) },
    )
}
