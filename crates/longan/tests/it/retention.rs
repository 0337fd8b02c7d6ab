//! What is no official record goes when its time is over, and the history says so.

use crate::imports::take;
use crate::world::World;
use longan::config::Settings;
use longan::imports::Kind;
use longan::retention::{Cleaned, Kept, clean};
use longan::users::model::Role;
use longan::{Clock, events};
use std::sync::Arc;

fn rows(cleaned: &[Cleaned], kept: Kept) -> u64 {
    cleaned.iter().find(|one| one.kept == kept).map_or(0, |one| one.rows)
}

fn at(app: &longan::App, moment: &str) -> longan::App {
    longan::App { clock: Clock::Fixed(moment.parse().unwrap()), ..app.clone() }
}

#[tokio::test]
async fn what_has_been_kept_long_enough_goes_and_the_record_stays() {
    let mut world = World::new().await;
    let password = world.add_person("lan", Role::Administrator, longan::places::COUNTRY_ID).await;
    world.sign_in("lan", "sai").await;
    world.sign_in("lan", &password).await;
    take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    assert!(world.get("/clusters/khong-co").await.starts_with("404"));
    let figures = "/api/figures?place=country:VN:&on=2013-12-31";
    let before = world.json(figures).await;
    let imports = world.get("/imports").await;
    assert!(imports.contains("ccn_long_an_2013.xlsx"), "{imports}");

    assert!(clean(&world.app).await.unwrap().is_empty(), "nothing is old yet");
    let half_a_year = clean(&at(&world.app, "2027-06-01T00:00:00Z")).await.unwrap();
    assert_eq!(rows(&half_a_year, Kept::LogInAttempts), 2);
    assert_eq!(rows(&half_a_year, Kept::Sessions), 1);
    assert_eq!(rows(&half_a_year, Kept::UserRefusals), 0, "kept for a year");
    let later = at(&world.app, "2027-12-01T00:00:00Z");
    let year = clean(&later).await.unwrap();
    assert_eq!(rows(&year, Kept::UserRefusals), 1);
    assert!(rows(&year, Kept::ImportPayloads) > 10);
    assert!(clean(&later).await.unwrap().is_empty(), "once is enough");

    let told = events::list(&world.app.store, "2027-12-01").await.unwrap();
    assert_eq!(told[0].action, "retention.cleaned");
    assert!(told[0].after_image.contains("\"kept\":\"import_payloads\",\"days\":365"), "{told:?}");
    // The session went with its time; a new one shows the same record and the same import.
    world.sign_in("lan", &password).await;
    assert_eq!(world.json(figures).await, before);
    assert_eq!(world.get("/imports").await, imports);
    let errors = longan::checks::run(&world.app).await.unwrap();
    assert!(errors.iter().all(|found| found.severity != longan::checks::Severity::Error));
}

#[tokio::test]
async fn the_department_may_keep_longer() {
    let mut world = World::new().await;
    world.sign_in("ai-do", "sai").await;
    let retention = [("log_in_attempts".to_owned(), 4000)].into();
    let settings = Arc::new(Settings { retention, ..Settings::default() });
    let app = longan::App { settings, ..at(&world.app, "2030-01-01T00:00:00Z") };
    assert_eq!(rows(&clean(&app).await.unwrap(), Kept::LogInAttempts), 0);
    let app = at(&world.app, "2030-01-01T00:00:00Z");
    assert_eq!(rows(&clean(&app).await.unwrap(), Kept::LogInAttempts), 1);
}
