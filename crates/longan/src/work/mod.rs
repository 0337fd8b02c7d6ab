//! What waits for a person, what is due when and by which article, and the hand-over of all of it.
//!
//! Tasks are written down by people. Duties are worked out, each time they are shown, from the
//! law parameters and the register; nobody types them and nothing keeps them.

mod actions;
mod collect;
mod duties;
pub mod model;
mod pages;
mod remind;
mod rules;
pub mod store;
mod vocabulary;

pub use remind::REMINDING;
pub use rules::working_days_left;
pub use vocabulary::VOCABULARY;

use crate::routes::{Routes, Rule};

/// A person's own pages.
pub fn routes() -> Routes {
    let rule = Rule::SignedIn;
    Routes::new()
        .get("/work", rule, pages::show::show)
        .get("/work/duties", rule, pages::show::duties)
        .get("/work/calendar", rule, pages::calendar::show)
        .post("/work/tasks", rule, pages::tasks::add)
        .get("/work/tasks/new", rule, pages::tasks::new_form)
        .get("/work/tasks/{id}", rule, pages::tasks::edit_form)
        .post("/work/tasks/{id}", rule, pages::tasks::edit)
        .post("/work/tasks/{id}/completion", rule, pages::tasks::complete)
        .post("/work/tasks/{id}/withdrawal", rule, pages::tasks::withdraw)
        .get("/work/handovers", rule, pages::handovers::list)
        .post("/work/handovers", rule, pages::handovers::add)
        .get("/work/handovers/new", rule, pages::handovers::new_form)
        .get("/work/handovers/{id}", rule, pages::handovers::show)
}
