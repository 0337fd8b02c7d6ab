//! Statutory reports: who owes what, filling in, review.

mod asked;
mod collect;
mod fill;
mod owed;
mod papers;
mod remind;
mod script;
mod summary;
mod thousand;
mod workbook;
mod written;

use crate::imports::take;
use crate::world::{LONG_AN, World};
use longan::imports::Kind;
use longan::users::{Role, Seat, store as users};

/// Long An with its clusters and enterprises, and an officer of the Department signed in.
pub async fn long_an() -> World {
    let world = World::signed_in().await;
    take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    take(&world, Kind::Tenants, "doanh_nghiep_ccn_long_an_2013.xlsx").await;
    world.with_person("can-bo", Role::Officer, LONG_AN).await
}

/// The seat of a body by its tax code or name.
pub async fn seat(world: &World, name: &str) -> String {
    users::find_seat(&world.app.store, Seat::Organization, name).await.unwrap().unwrap()
}

/// Adds a person; returns their password.
pub async fn person(world: &World, name: &str, role: Role, place_id: &str) -> String {
    world.add_person(name, role, place_id).await
}

/// Id and name of the project of the enterprise with that tax code.
pub async fn tenant_of(world: &World, tax_code: &str) -> (String, String) {
    sqlx::query_as(
        "select t.id, o.name from tenants t join organizations o on o.id = t.organization_id where o.tax_code = $1",
    )
    .bind(tax_code)
    .fetch_one(world.app.store.read())
    .await
    .unwrap()
}
