//! The history is a chain: whoever changes it behind the program's back is found.

use crate::commands::Desk;
use crate::world::{World, empty_database};
use longan::store::Engine;
use longan::{backup, checks, events, seed};

async fn grown() -> World {
    let world = World::new().await;
    seed::grow(&world.app, seed::Size { hundredths: 1, random: 3 }).await.unwrap();
    world
}

/// Takes away what makes the database refuse, as whoever owns the file or the server can.
pub async fn unlock(world: &World) {
    let words: &[&str] = match world.app.store.engine() {
        Engine::Sqlite => &["drop trigger events_are_kept", "drop trigger events_stay"],
        Engine::PostgreSql => &["drop trigger events_are_kept on events"],
    };
    for sql in words {
        sqlx::query(*sql).execute(world.app.store.write()).await.unwrap();
    }
}

async fn run(world: &World, sql: &'static str) {
    let done = sqlx::query(sql).execute(world.app.store.write()).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql}");
}

/// Rules of the history that are broken, each with its message.
async fn broken(world: &World) -> Vec<(&'static str, String)> {
    let findings = checks::run(&world.app).await.unwrap();
    let of_history = findings.into_iter().filter(|found| found.rule.starts_with("events."));
    of_history.map(|found| (found.rule, found.message)).collect()
}

#[tokio::test]
async fn a_history_nobody_touched_holds() {
    let world = grown().await;
    world.add_person("lan", longan::users::Role::Officer, crate::world::LONG_AN).await;
    let verified = events::verify(&world.app.store, None).await.unwrap();
    assert_eq!(verified.breaks, []);
    assert!(verified.events > 400, "{verified:?}");
    assert_eq!(verified.events, events::head(&world.app.store).await.unwrap().length);
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_lose_an_event() {
    let world = grown().await;
    for sql in [
        "update events set note = 'khác' where position = 3",
        "update events set hash = '' where position = 3",
        "delete from events where position = 3",
    ] {
        let refused = sqlx::query(sql).execute(world.app.store.write()).await.unwrap_err();
        assert!(refused.to_string().contains("only ever added"), "{sql}: {refused}");
    }
    assert_eq!(broken(&world).await, []);
}

#[tokio::test]
async fn an_event_that_was_changed_is_named() {
    for column in [
        "update events set after_image = '{}' where position = 7",
        "update events set note = 'khác' where position = 7",
        "update events set user_id = (select max(id) from users) where position = 7",
        "update events set happened_at = '2020-01-01T00:00:00Z' where position = 7",
        "update events set place_id = 'cluster:khac' where position = 7",
    ] {
        let world = grown().await;
        world.add_person("lan", longan::users::Role::Officer, crate::world::LONG_AN).await;
        unlock(&world).await;
        let (id,): (String,) = sqlx::query_as("select id from events where position = 7")
            .fetch_one(world.app.store.read())
            .await
            .unwrap();
        run(&world, column).await;
        let found = broken(&world).await;
        assert_eq!(found.len(), 1, "{column}: {found:?}");
        assert_eq!(found[0].0, "events.altered");
        assert!(found[0].1.contains("Sự kiện số 7"), "{found:?}");
        assert!(found[0].1.contains(&id), "the event is named: {found:?}");
    }
}

#[tokio::test]
async fn an_event_that_was_taken_away_is_missed() {
    let world = grown().await;
    unlock(&world).await;
    run(&world, "delete from events where position = 7").await;
    let found = broken(&world).await;
    assert_eq!(found[0].0, "events.missing", "{found:?}");
    assert!(found[0].1.contains("Sự kiện số 8"), "{found:?}");

    // Closing the gap by renumbering does not help.
    run(&world, "update events set position = -position where position > 7").await;
    run(&world, "update events set position = -position - 1 where position < 0").await;
    run(&world, "update event_chain set length = length - 1").await;
    let found = broken(&world).await;
    assert!(found.iter().any(|(rule, _)| *rule == "events.altered"), "{found:?}");
}

#[tokio::test]
async fn two_events_that_changed_places_are_found() {
    let world = grown().await;
    unlock(&world).await;
    run(&world, "update events set position = -8 where position = 7").await;
    run(&world, "update events set position = 7 where position = 8").await;
    run(&world, "update events set position = 8 where position = -8").await;
    let rules: Vec<&str> = broken(&world).await.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, ["events.altered", "events.altered", "events.displaced"]);
}

#[tokio::test]
async fn an_event_that_was_put_in_is_found() {
    let world = grown().await;
    run(
        &world,
        "insert into events (id, happened_at, for_day, user_id, action, subject_kind, subject_id, note, after_image)
         select 'chen', happened_at, for_day, user_id, action, subject_kind, subject_id, note, after_image from events where position = 1",
    )
    .await;
    let found = broken(&world).await;
    assert_eq!(found[0].0, "events.unchained", "{found:?}");
    assert!(found[0].1.contains("chen"), "{found:?}");
}

#[tokio::test]
async fn an_end_that_was_cut_off_is_missed_and_the_hash_on_paper_finds_a_history_written_anew() {
    let world = grown().await;
    let on_paper = events::head(&world.app.store).await.unwrap();
    let verified = events::verify(&world.app.store, Some(&on_paper.hash[..20])).await.unwrap();
    assert_eq!(verified.anchored_at, Some(on_paper.length));
    unlock(&world).await;
    let cut = "delete from events where position > (select length - 3 from event_chain)";
    run(&world, cut).await;
    let found = broken(&world).await;
    assert_eq!(found[0].0, "events.cut", "{found:?}");

    // Whoever writes the end anew so that everything fits is still found by the paper.
    run(
        &world,
        "update event_chain set length = (select max(position) from events), hash = (select e.hash from events e order by e.position desc limit 1)",
    )
    .await;
    assert_eq!(broken(&world).await, []);
    let found = checks::run_with(&world.app, Some(&on_paper.hash)).await.unwrap();
    assert!(found.iter().any(|found| found.rule == "events.anchor_lost"), "{found:?}");
}

#[tokio::test]
async fn the_history_of_an_older_program_is_chained_once() {
    let world = grown().await;
    unlock(&world).await;
    run(&world, "update events set position = null, previous_hash = '', hash = ''").await;
    sqlx::query("drop table event_chain").execute(world.app.store.write()).await.unwrap();
    sqlx::query("create table event_chain (id text not null primary key, revision bigint not null default 1, length bigint not null, hash text not null)")
        .execute(world.app.store.write())
        .await
        .unwrap();
    let chained = events::chain_older(&world.app.store).await.unwrap();
    assert!(chained > 400, "{chained}");
    assert_eq!(broken(&world).await, []);
    assert_eq!(events::chain_older(&world.app.store).await.unwrap(), 0);
}

#[tokio::test]
async fn the_chain_holds_after_a_copy_and_goes_on_there() {
    let world = grown().await;
    let (other, _folder) = empty_database().await;
    other.migrate().await.unwrap();
    backup::copy(&world.app.store, &other).await.unwrap();
    let (here, there) = (events::head(&world.app.store).await, events::head(&other).await);
    assert_eq!(here.unwrap(), there.unwrap());
    assert_eq!(events::verify(&other, None).await.unwrap().breaks, []);
}

#[test]
fn the_command_compares_with_the_hash_on_paper() {
    let desk = Desk::new();
    desk.run(&["seed", "--scale", "0.01"]).json();
    let wrong = desk.run(&["check", "--anchor", "0123456789abcdef"]);
    assert_eq!(wrong.code, 1, "{wrong:?}");
    assert!(wrong.result.contains("events.anchor_lost"), "{wrong:?}");
    assert_eq!(desk.run(&["check", "--anchor", "không phải"]).code, 2);
    let file = desk.path("register.longan");
    assert_eq!(desk.run(&["backup", "-o", file.to_str().unwrap()]).code, 0);
    let other = Desk::new();
    assert_eq!(other.run(&["restore", file.to_str().unwrap()]).code, 0);
    assert_eq!(other.run(&["check"]).code, 0, "the chain holds after a restore");
}

#[tokio::test]
async fn many_who_write_at_once_leave_one_chain() {
    let world = World::new().await;
    let added = (0..6).map(|nth| {
        let app = world.app.clone();
        tokio::spawn(async move {
            let new = longan::users::model::NewUser {
                name: format!("nguoi-{nth}"),
                full_name: format!("Người {nth}"),
                role: longan::users::Role::Reader,
                place_id: crate::world::LONG_AN.to_owned(),
            };
            let actor = app.actor(&longan::users::Viewer::system());
            longan::users::actions::add(&app, &actor, &new).await.unwrap().unwrap();
        })
    });
    for done in added.collect::<Vec<_>>() {
        done.await.unwrap();
    }
    let verified = events::verify(&world.app.store, None).await.unwrap();
    assert_eq!((verified.events, verified.breaks), (6, vec![]));
}

#[test]
fn every_act_of_the_program_has_a_name_people_read() {
    let named: Vec<&str> = events::told::actions().map(|(word, _)| word).collect();
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut acts = Vec::new();
    let mut folders = vec![source];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&entry).unwrap();
                let after = text.split("action: \"").skip(1);
                let after = after.map(|rest| rest.split('"').next().unwrap().to_owned());
                // A form has an action too: its address.
                acts.extend(after.filter(|act| !act.starts_with('/')));
            }
        }
    }
    assert!(acts.len() > 15, "{acts:?}");
    acts.retain(|act| !named.contains(&act.as_str()));
    assert!(
        acts.is_empty(),
        "{acts:?}: name them in the VOCABULARY of their slice, and list it in VOCABULARIES (lib.rs)"
    );
}

#[tokio::test]
async fn everything_an_event_says_is_in_its_hash() {
    let world = World::new().await;
    let columns = backup::store::list_columns(&world.app.store, "events").await.unwrap();
    let mut names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    names.sort_unstable();
    // The hash itself, and what it is made of (`Link::work_out`).
    let hashed = [
        "action",
        "after_image",
        "document_id",
        "for_day",
        "happened_at",
        "hash",
        "id",
        "note",
        "on_behalf_of",
        "place_id",
        "position",
        "previous_hash",
        "province_id",
        "subject_id",
        "subject_kind",
        "user_id",
    ];
    assert_eq!(names, hashed, "a new column of events belongs into its hash: events/chain.rs");
}
