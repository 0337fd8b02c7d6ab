//! Work that the program does by itself: letters, reminders, clearing up.
//!
//! A job is a row. Whoever claims it holds it for a while and renews the hold; when a process is
//! killed its hold runs out and another takes the job again. So a job is done at least once, and
//! whoever writes one makes sure that doing it twice changes nothing. A job that fails waits,
//! longer each time; after its last try it is dead, and an administrator is shown why.

mod actions;
pub mod model;
mod pages;
pub mod store;
mod worker;

pub use model::{Hopeless, Job, NewJob, Pace, State};
pub use store::add;
pub use worker::{run_due, start};

use crate::App;
use crate::routes::{Routes, Rule};
use crate::users::Right;
use std::pin::Pin;

/// Days that a finished job is kept.
const KEPT_DAYS: i64 = 30;

/// A job under way.
pub type Doing<'a> = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>>;

/// One kind of job: `crate::JOBS` lists them all.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// `<slice>.<verb>`.
    pub word: &'static str,
    /// What people read.
    pub title: &'static str,
    /// Hour of the day in Việt Nam at which there is one by itself, where there is.
    pub daily_at: Option<i8>,
    /// How often it is tried.
    pub most_tries: i64,
    /// Does it.
    pub run: for<'a> fn(&'a App, &'a Job) -> Doing<'a>,
}

/// The kind of that word.
pub fn kind(word: &str) -> Option<&'static Kind> {
    crate::JOBS.iter().find(|kind| kind.word == word)
}

/// Clears away what was done long ago.
pub const CLEARING: Kind = Kind {
    word: "jobs.clear",
    title: "Dọn việc đã xong từ lâu",
    daily_at: Some(3),
    most_tries: 3,
    run: |app, _| {
        Box::pin(async move {
            let long_ago = app.clock.now() - jiff::SignedDuration::from_hours(24 * KEPT_DAYS);
            store::clear(&app.store, &model::moment(long_ago)).await?;
            Ok(())
        })
    },
};

/// The page of jobs.
pub fn routes() -> Routes {
    let rule = Rule::Needs(Right::ManageSettings);
    Routes::new().get("/jobs", rule, pages::list).post("/jobs/{id}/retry", rule, pages::retry).post(
        "/jobs/{id}/withdrawal",
        rule,
        pages::withdraw,
    )
}
