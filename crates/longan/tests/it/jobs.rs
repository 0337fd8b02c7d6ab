//! What the program does by itself: taken once, tried again, given up, and shown.

use crate::world::World;
use jiff::{SignedDuration, Timestamp};
use longan::jobs::model::moment;
use longan::jobs::{self, NewJob, State, store};
use longan::store::StoreError;
use longan::{App, Clock};
use std::collections::HashSet;

/// The same program some time later.
pub fn later(app: &App, by: SignedDuration) -> App {
    App { clock: Clock::Fixed(app.clock.now() + by), ..app.clone() }
}

pub async fn add(app: &App, kind: &str, subject: &str, run_at: Option<Timestamp>) {
    let mut tx = app.store.begin().await.unwrap();
    jobs::add(&mut tx, &NewJob { kind, subject, run_at, once_key: None }).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_job_is_taken_by_one_worker_only() {
    let world = World::new().await;
    for number in 0..60 {
        add(&world.app, "mail.send", &format!("letter {number}"), None).await;
    }
    let now = moment(world.app.clock.now());
    let until = moment(world.app.clock.now() + SignedDuration::from_mins(1));
    let mut workers = tokio::task::JoinSet::new();
    for worker in 0..8 {
        let (store, now, until) = (world.app.store.clone(), now.clone(), until.clone());
        workers.spawn(async move {
            let mut taken = Vec::new();
            while store::is_any_due(&store, &now).await.unwrap() {
                let job = store::claim(&store, &worker.to_string(), &now, &until).await.unwrap();
                taken.extend(job.map(|job| job.subject));
            }
            taken
        });
    }
    let taken: Vec<String> = workers.join_all().await.into_iter().flatten().collect();
    assert_eq!(taken.len(), 60);
    assert_eq!(taken.iter().collect::<HashSet<_>>().len(), 60);
}

#[tokio::test]
async fn a_job_whose_worker_is_gone_is_taken_again_and_the_old_worker_cannot_end_it() {
    let world = World::new().await;
    add(&world.app, "mail.send", "letter", None).await;
    let at = |minutes| moment(world.app.clock.now() + SignedDuration::from_mins(minutes));
    let first = store::claim(&world.app.store, "first", &at(0), &at(1)).await.unwrap().unwrap();
    assert!(store::claim(&world.app.store, "second", &at(0), &at(1)).await.unwrap().is_none());
    store::renew(&world.app.store, &first, &at(3)).await.unwrap();
    assert!(!store::is_any_due(&world.app.store, &at(2)).await.unwrap());
    let second = store::claim(&world.app.store, "second", &at(4), &at(5)).await.unwrap().unwrap();
    assert_eq!((second.id.as_str(), second.tries), (first.id.as_str(), 2));
    let done = jobs::Job { state: State::Done, ..first.clone() };
    let ended = store::end_try(&world.app.store, &first, &done).await;
    assert!(matches!(ended, Err(StoreError::Stale)), "{ended:?}");
    assert!(matches!(store::renew(&world.app.store, &first, &at(9)).await, Err(StoreError::Stale)));
    store::end_try(&world.app.store, &second, &done).await.unwrap();
    assert!(!store::is_any_due(&world.app.store, &at(99)).await.unwrap());
}

#[tokio::test]
async fn a_job_waits_for_its_moment() {
    let world = World::new().await;
    let tomorrow = SignedDuration::from_hours(24);
    add(&world.app, "mail.send", "none", Some(world.app.clock.now() + tomorrow)).await;
    jobs::run_due(&world.app).await.unwrap();
    assert_eq!(store::list(&world.app.store, State::Waiting, 9).await.unwrap().len(), 1);
    jobs::run_due(&later(&world.app, tomorrow)).await.unwrap();
    assert!(store::list(&world.app.store, State::Waiting, 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_daily_job_is_done_once_a_day_and_goes_when_it_is_old() {
    let world = World::new().await;
    // The story begins at nine in the morning: the job of three o'clock is made up for.
    assert!(jobs::run_due(&world.app).await.unwrap() >= 1);
    assert_eq!(jobs::run_due(&world.app).await.unwrap(), 0);
    let done = store::list(&world.app.store, State::Done, 99).await.unwrap();
    assert_eq!(done.iter().filter(|job| job.kind == "jobs.clear").count(), 1);
    let much_later = later(&world.app, SignedDuration::from_hours(24 * 40));
    assert!(jobs::run_due(&much_later).await.unwrap() >= 1);
    let kept = store::list(&world.app.store, State::Done, 99).await.unwrap();
    assert_eq!(kept.iter().filter(|job| job.kind == "jobs.clear").count(), 1);
    assert!(store::find(&world.app.store, &done[0].id).await.unwrap().is_none());
}

#[tokio::test]
async fn a_dead_job_is_shown_to_the_administrator_who_tries_again_or_gives_up() {
    let mut world = World::signed_in().await;
    add(&world.app, "nobody.knows", "", None).await;
    jobs::run_due(&world.app).await.unwrap();
    let page = world.get("/jobs").await;
    assert!(page.contains("no kind of job is called `nobody.knows`"), "{page}");
    let id = store::list(&world.app.store, State::Dead, 9).await.unwrap()[0].id.clone();
    assert!(world.post(&format!("/jobs/{id}/retry"), "").await.starts_with("303"));
    assert!(store::list(&world.app.store, State::Dead, 9).await.unwrap().is_empty());
    // A job that is not dead cannot be tried again.
    assert!(world.post(&format!("/jobs/{id}/retry"), "").await.starts_with("409"));
    jobs::run_due(&world.app).await.unwrap();
    assert!(world.post(&format!("/jobs/{id}/withdrawal"), "").await.starts_with("303"));
    assert!(!world.get("/jobs").await.contains("no kind of job"));
    assert!(world.post("/jobs/none/retry", "").await.starts_with("404"));

    world = world.with_person("can-bo", longan::users::Role::Officer, "country:VN:").await;
    assert!(world.get("/jobs").await.starts_with("403"));
}
