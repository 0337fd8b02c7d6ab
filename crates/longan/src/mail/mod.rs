//! Letters by mail: written in the transaction that makes them necessary, sent by a job.
//!
//! A letter that was begun and not heard of again is sent again under the same Message-ID, so
//! that it arrives at least once and a second copy can be known as one. Where no mail server is
//! set, letters are held and everything goes on in the program.

pub mod model;
mod post;
mod settings;
pub mod store;

pub use model::Letter;
pub use settings::{MailSettings, Secret, Tls};
pub use store::enqueue;

use crate::App;
use crate::config::Settings;
use crate::jobs::{self, Hopeless, Job};
use model::LetterState;

/// Sends one letter.
pub const SENDING: jobs::Kind = jobs::Kind {
    word: store::SEND,
    title: "Gửi thư",
    daily_at: None,
    most_tries: 8,
    run: |app, job| Box::pin(send(app, job)),
};

/// Where letters go, in words for the administrator.
pub fn described(settings: &Settings) -> String {
    match &settings.mail {
        Some(mail) => {
            format!("Thư gửi qua máy chủ {}, người gửi {}.", mail.address(), mail.from)
        }
        None => "Chưa đặt máy chủ thư: thông báo chỉ hiện trong chương trình. Xem docs/operate/mail.md để đặt [settings.mail].".to_owned(),
    }
}

async fn send(app: &App, job: &Job) -> anyhow::Result<()> {
    let Some(letter) = store::find(&app.store, &job.subject).await? else { return Ok(()) };
    if letter.state == LetterState::Sent {
        return Ok(());
    }
    let Some(settings) = &app.settings.mail else {
        store::hold(&app.store, &letter.id).await?;
        return Ok(());
    };
    store::begin_sending(&app.store, &letter.id).await?;
    let now = app.clock.now();
    match post::deliver(settings, &letter, now).await {
        Ok(()) => {
            store::set_sent(&app.store, &letter.id, &jobs::model::moment(now)).await?;
            Ok(())
        }
        Err(error) => {
            let is_last = error.is::<Hopeless>() || job.is_last_try();
            let state = if is_last { LetterState::Failed } else { LetterState::Waiting };
            store::set_failed(&app.store, &letter.id, state, &format!("{error:#}")).await?;
            Err(error)
        }
    }
}
