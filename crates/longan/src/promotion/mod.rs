//! Industrial promotion (khuyến công): programmes, yearly plans, projects with their money and
//! papers, and what the law of the day says of each amount.
//!
//! Money is kept as lines: whose it is, how far it has come, for which year, batch and
//! beneficiary, on which paper. Nothing here knows about clusters or reports.

pub mod actions;
pub mod course;
pub mod cumulation;
pub mod curve;
pub mod duties;
pub mod figures;
pub mod forms;
mod ics;
pub mod model;
pub mod money;
pub mod need;
mod of_organization;
pub mod pages;
pub mod procedure;
pub mod rules;
pub mod search;
pub mod store;
mod vocabulary;
pub mod yearly;

pub use vocabulary::VOCABULARY;

use crate::Capability;
use crate::routes::{Routes, Rule};
use crate::users::Right;

/// The capability.
pub const CAPABILITY: Capability = Capability {
    name: "promotion",
    title: "Khuyến công",
    routes,
    figures: figures::FIGURES,
    fact_label: model::fact_label,
    of_organization: of_organization::tell,
    organization_moves: of_organization::MOVES,
};

fn routes() -> Routes {
    let see = Rule::Needs(Right::SeePromotion);
    let write = Rule::Needs(Right::WritePromotion);
    let enter = Rule::Needs(Right::EnterNeeds);
    // Whoever belongs to a body sees the projects it is in; the store decides which.
    let one = Rule::SignedIn;
    Routes::new()
        .get("/promotion", see, pages::list::list)
        .get("/promotion.xlsx", see, pages::export::xlsx)
        .get("/promotion.csv", see, pages::export::csv)
        .get("/promotion/calendar", see, pages::calendar::show)
        .get("/promotion/calendar.ics", see, pages::calendar::file)
        .get("/promotion/report", see, pages::yearly::show)
        .get("/promotion/report/rows", see, pages::yearly::rows)
        .get("/promotion/report/{format}", see, pages::yearly::file)
        .get("/promotion/plans", see, pages::plans::list)
        .post("/promotion/plans", write, pages::plans::add_plan)
        .get("/promotion/plans/new", write, pages::plans::plan_form)
        .post("/promotion/programmes", write, pages::plans::add_programme)
        .get("/promotion/programmes/new", write, pages::plans::programme_form)
        .get("/promotion/needs", one, pages::needs::list::list)
        .get("/promotion/needs.xlsx", one, pages::needs::export::xlsx)
        .get("/promotion/needs.csv", one, pages::needs::export::csv)
        .post("/promotion/needs", enter, pages::needs::form::add)
        .get("/promotion/needs/new", enter, pages::needs::form::new_form)
        .get("/promotion/needs/{id}", one, pages::needs::show::show)
        .get("/promotion/needs/{id}/edit", enter, pages::needs::form::edit_form)
        .post("/promotion/needs/{id}/edit", enter, pages::needs::form::edit)
        .get("/promotion/needs/{id}/answers", enter, pages::needs::form::answers_form)
        .post("/promotion/needs/{id}/answers", enter, pages::needs::form::answer)
        .get("/promotion/needs/{id}/states/new", enter, pages::needs::form::state_form)
        .post("/promotion/needs/{id}/states", enter, pages::needs::form::decide)
        .get("/promotion/effects", see, pages::progress::show)
        .get("/promotion/effects/{id}/correction", write, pages::effects::correction_form)
        .post("/promotion/effects/{id}/correction", write, pages::effects::correct)
        .get("/promotion/projects/{id}/effects/new", write, pages::effects::form)
        .post("/promotion/projects/{id}/effects", write, pages::effects::add)
        .get("/promotion/areas", see, pages::needs::areas::list)
        .post("/promotion/areas", write, pages::needs::areas::add)
        .get("/promotion/areas/new", write, pages::needs::areas::new_form)
        .get("/promotion/areas/{id}/withdrawal", write, pages::needs::areas::withdrawal_form)
        .post("/promotion/areas/{id}/withdrawal", write, pages::needs::areas::withdraw)
        .post("/promotion/projects", write, pages::edit::add)
        .get("/promotion/projects/new", write, pages::edit::new_form)
        .post("/promotion/drafts", write, pages::drafts::add)
        .get("/promotion/drafts/new", write, pages::drafts::new_form)
        .get("/promotion/projects/{id}", one, pages::show::show)
        .get("/promotion/projects/{id}/edit", write, pages::edit::edit_form)
        .post("/promotion/projects/{id}/edit", write, pages::edit::edit)
        .get("/promotion/projects/{id}/steps/{step}", write, pages::steps::form)
        .post("/promotion/projects/{id}/steps/{step}", write, pages::steps::pass)
        .get("/promotion/projects/{id}/steps/{step}/withdrawal", write, pages::withdrawals::form)
        .post(
            "/promotion/projects/{id}/steps/{step}/withdrawal",
            write,
            pages::withdrawals::withdraw,
        )
        .post("/promotion/projects/{id}/{kind}", write, pages::facts::add)
        .get("/promotion/projects/{id}/{kind}/new", write, pages::facts::form)
        .get("/promotion/plans/{id}", one, pages::forms::plan)
        .get("/promotion/plans/{id}/decision", write, pages::decision::form)
        .post("/promotion/plans/{id}/decision", write, pages::decision::decide)
        .get("/promotion/plans/{id}/forms/{form}/{format}", one, pages::forms::plan_form)
        .get("/promotion/projects/{id}/forms.zip", one, pages::forms::bundle)
        .get("/promotion/projects/{id}/forms/{form}/{format}", one, pages::forms::show)
        .get("/promotion/projects/{id}/entries", one, pages::entries::list)
        .post("/promotion/projects/{id}/entries/{kind}", write, pages::entries::add)
        .get("/promotion/projects/{id}/entries/{kind}/new", write, pages::entries::form)
        .get("/promotion/entries/{id}/correction", write, pages::entries::correction_form)
        .post("/promotion/entries/{id}/correction", write, pages::entries::correct)
        .get("/promotion/lines/{id}/correction", write, pages::facts::correction_form)
        .post("/promotion/lines/{id}/correction", write, pages::facts::correct)
}
