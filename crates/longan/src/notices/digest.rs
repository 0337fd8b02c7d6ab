//! One letter with everything that waits for one person.

use super::model::Mailing;
use super::store;
use crate::App;
use crate::jobs::{self, Job};
use crate::mail::{self, Letter};
use crate::users;
use std::fmt::Write as _;

/// Writes one person's letter.
pub const MAILING: jobs::Kind = jobs::Kind {
    word: store::MAIL,
    title: "Soạn thư thông báo",
    daily_at: None,
    most_tries: 5,
    run: |app, job| Box::pin(write(app, job)),
};

async fn write(app: &App, job: &Job) -> anyhow::Result<()> {
    let settings = store::find_settings(&app.store, &job.subject).await?;
    let person = users::store::find_viewer(&app.store, &job.subject, app.today()).await?;
    let Some(person) = person else { return Ok(()) };
    if settings.mail == Mailing::Off || settings.address.is_empty() {
        return Ok(());
    }
    // The letter and the mark on its notices are kept together, so that none goes twice.
    let mut tx = app.store.begin().await?;
    let waiting = store::take_waiting(&mut tx, &job.subject).await?;
    let subject = match waiting.as_slice() {
        [] => return Ok(()),
        [(_, _, subject, _)] => subject.clone(),
        several => format!("{} thông báo đến ngày {}", several.len(), app.today().vi()),
    };
    let address = app.settings.public_address.as_deref().unwrap_or_default();
    let address = address.trim_end_matches('/');
    let mut text = format!("Kính gửi {},\n\n", person.full_name);
    for (_, kind, subject, link) in &waiting {
        let _ = writeln!(text, "- {}: {subject}", kind.label());
        if !address.is_empty() && !link.is_empty() {
            let _ = writeln!(text, "  {address}{link}");
        }
    }
    let settings_at = if address.is_empty() {
        "mục Thông báo trong chương trình".to_owned()
    } else {
        format!("{address}/notices/settings")
    };
    let _ = write!(
        text,
        "\nThư này do chương trình Longan tự gửi, xin không trả lời. Đổi cách nhận thư: {settings_at}\n"
    );
    let letter =
        Letter { to: &settings.address, subject: &subject, text: &text, kind: "notices.digest" };
    mail::enqueue(&mut tx, &letter).await?;
    tx.commit().await?;
    Ok(())
}
