//! Promotion: its law, its register, its workbook, its figures.

mod decision;
mod effects;
mod forms;
mod law;
mod merging;
mod needs;
mod papers;
mod procedure;
mod progress;
mod register;
mod step_papers;
mod steps;
mod withdrawals;
mod workbook;
mod yearly;

use crate::imports::take;
use crate::world::World;
use longan::imports::Kind;

/// The sample province's projects of 2013.
pub async fn with_projects() -> World {
    let world = World::signed_in().await;
    let report = take(&world, Kind::Projects, "khuyen_cong_long_an_2013.xlsx").await;
    assert_eq!((report.read, report.accepted), (17, 17), "{:#?}", report.problems);
    world
}

/// Id of the project with this number in its plan.
pub async fn id_of(world: &World, code: &str) -> String {
    let (id,): (String,) = sqlx::query_as("select id from promotion_projects where code = $1")
        .bind(code)
        .fetch_one(world.app.store.read())
        .await
        .unwrap();
    id
}

/// What a person sees of the project with this number.
pub async fn page_of(world: &World, code: &str) -> String {
    world.get(&format!("/promotion/projects/{}", id_of(world, code).await)).await
}
