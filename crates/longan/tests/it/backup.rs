//! What is backed up comes back, on whichever database.

use crate::commands::Desk;
use crate::world::{World, empty_database};
use longan::backup::model::{BackupStatus, Trouble};
use longan::backup::{self, store as tables};
use longan::config::{BackupSettings, Settings};
use longan::files::Files;
use longan::places::COUNTRY_ID;
use longan::users::model::{Role, Viewer};
use longan::users::store::NewRole;
use longan::users::{actions, store as users};
use longan::{Clock, events, seed};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

async fn grown() -> World {
    let world = World::new().await;
    seed::grow(&world.app, seed::Size { hundredths: 1, random: 3 }).await.unwrap();
    world
}

#[tokio::test]
async fn every_table_of_the_schema_is_copied() {
    let world = World::new().await;
    let mut known = tables::TABLES.to_vec();
    known.sort_unstable();
    let mut schema = tables::list_tables(&world.app.store).await.unwrap();
    schema.sort_unstable();
    assert_eq!(schema, known, "backup::store::TABLES names every table");
}

#[tokio::test]
async fn a_backup_restores_to_an_empty_place_and_says_the_same() {
    let world = grown().await;
    world.app.files.keep(b"a workbook").unwrap();
    let desk = Desk::new();
    let file = desk.path("register.longan");
    let written = backup::write(&world.app, &file).await.unwrap();
    let rows = |table: &str| written.tables.iter().find(|part| part.table == table).unwrap().rows;
    assert_eq!((rows("clusters"), rows("plots"), rows("tenants")), (20, 600, 400));

    let (store, _folder) = empty_database().await;
    store.migrate().await.unwrap();
    assert_eq!(backup::find_filled(&store).await.unwrap(), None);
    let files = Files::new(desk.path("files"));
    let restored = backup::restore(&file, &store, &files).await.unwrap();
    assert!(restored.iter().all(|copied| copied.rows == rows(copied.table)));
    assert_eq!(backup::find_filled(&store).await.unwrap(), Some("places"));

    let again = desk.path("again.longan");
    let app = longan::App { store, files, ..world.app.clone() };
    let rewritten = backup::write(&app, &again).await.unwrap();
    let sums = |manifest: &backup::Manifest| -> Vec<String> {
        manifest.tables.iter().map(|part| part.sha256.clone()).collect()
    };
    assert_eq!(sums(&rewritten), sums(&written), "byte for byte the same rows");
}

#[tokio::test]
async fn a_register_is_copied_to_another_database_whole() {
    let world = grown().await;
    let (other, _folder) = empty_database().await;
    other.migrate().await.unwrap();
    let copied = backup::copy(&world.app.store, &other).await.unwrap();
    assert_eq!(copied.iter().find(|part| part.table == "plots").unwrap().rows, 600);
    assert!(backup::copy(&world.app.store, &other).await.is_err(), "never twice into one place");
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_nothing() {
    let desk = Desk::new();
    desk.run(&["seed", "--scale", "0.01"]).json();
    let file = desk.path("register.longan");
    let name = file.to_str().unwrap();
    assert_eq!(desk.run(&["backup", "-o", name]).code, 0);
    let whole = std::fs::read(&file).unwrap();

    let other = Desk::new();
    for at in [whole.len() / 3, whole.len() / 2] {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        std::fs::write(&file, &bytes).unwrap();
        let ended = other.run(&["restore", name]);
        assert_eq!(ended.code, 1, "{ended:?}");
        assert!(ended.said.contains("hỏng"), "{ended:?}");
    }
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(other.run(&["restore", name]).code, 1);
    assert!(!other.path("data/longan.db").exists());

    std::fs::write(&file, &whole).unwrap();
    assert_eq!(other.run(&["restore", name]).code, 0);
    assert_eq!(other.run(&["check"]).code, 0);
    assert_eq!(other.run(&["restore", name]).code, 2, "never over data");
}

/// Many people work while the backup is made: what it holds is one moment of the register.
#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn a_backup_under_writers_is_one_moment_of_the_register() {
    let world = grown().await;
    let desk = Desk::new();
    world.add_person("lan", Role::Officer, COUNTRY_ID).await;
    let lan = users::find(&world.app.store, "lan").await.unwrap().unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..3)
        .map(|_| {
            let (app, stop, user_id) = (world.app.clone(), stop.clone(), lan.id.clone());
            tokio::spawn(async move {
                let mut given = 0;
                while !stop.load(Ordering::Relaxed) {
                    let new = role_for(&app, &user_id);
                    actions::give_role(&app, &app.actor(&Viewer::system()), &new).await.unwrap();
                    given += 1;
                }
                given
            })
        })
        .collect();
    let file = desk.path("busy.longan");
    let written = backup::write(&world.app, &file).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    let mut given = 0;
    for writer in writers {
        given += writer.await.unwrap();
    }

    let (store, _folder) = empty_database().await;
    store.migrate().await.unwrap();
    let files = Files::new(desk.path("files"));
    backup::restore(&file, &store, &files).await.unwrap();
    let app = longan::App { store, files, ..world.app.clone() };
    let roles = users::list_roles_of(&app.store, &lan.id).await.unwrap().len();
    let events = events::list(&app.store, &lan.id).await.unwrap();
    let told = events.iter().filter(|event| event.action == "users.role_given").count();
    // Each role came with its event in one transaction; the first role came with the account.
    assert_eq!(roles, told + 1, "a role and its event are there together or not at all");
    let now = users::list_roles_of(&world.app.store, &lan.id).await.unwrap().len();
    assert_eq!(now, given + 1, "everything was written");
    assert!(roles < now, "the writers wrote while the backup was made: {roles} of {now}");
    let part = written.tables.iter().find(|part| part.table == "user_roles").unwrap();
    assert_eq!(usize::try_from(part.rows).unwrap(), roles);
    assert!(
        longan::checks::run(&app)
            .await
            .unwrap()
            .iter()
            .all(|found| found.severity != longan::checks::Severity::Error)
    );
}

fn role_for(app: &longan::App, user_id: &str) -> NewRole {
    NewRole {
        user_id: user_id.to_owned(),
        role: Role::Reader,
        place_id: COUNTRY_ID.to_owned(),
        from_day: app.today(),
        to_day: None,
        delegated_from: None,
        document_id: None,
        note: String::new(),
    }
}

#[test]
fn a_drill_proves_a_backup_and_leaves_nothing() {
    let desk = Desk::new();
    desk.run(&["seed", "--scale", "0.01"]).json();
    let file = desk.path("register.longan");
    let name = file.to_str().unwrap();
    assert_eq!(desk.run(&["backup", "-o", name]).code, 0);

    let server = std::env::var("TEST_DATABASE_URL").ok();
    let elsewhere = server.iter().flat_map(|url| ["--database", url]);
    let other = Desk::new();
    let before = leftovers();
    let words: Vec<&str> =
        ["restore", name, "--drill", "--json"].into_iter().chain(elsewhere).collect();
    let drill = other.run(&words).json();
    assert_eq!(drill["errors"].as_array().unwrap().len(), 0);
    let figures = drill["figures"].as_array().unwrap();
    assert!(figures.len() > 10, "{figures:?}");
    assert!(figures.iter().all(|figure| figure["then"] == figure["now"]));
    let count = figures.iter().find(|figure| figure["code"] == "clusters.count").unwrap();
    assert_eq!(count["then"], "20");
    let told = other.run(&["restore", name, "--drill"]);
    assert!(told.result.contains("Soát sổ: 0 lỗi") && told.result.contains("giây"), "{told:?}");
    assert!(leftovers() <= before, "the place of the drill is gone");
    assert!(!other.path("data").exists(), "nothing is restored into the register");

    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    std::fs::write(&file, &bytes).unwrap();
    let broken = other.run(&["restore", name, "--drill"]);
    assert_eq!(broken.code, 1, "{broken:?}");
    assert!(broken.said.contains("hỏng"), "{broken:?}");
}

fn leftovers() -> usize {
    let entries = std::fs::read_dir(std::env::temp_dir()).unwrap().flatten();
    let own = |name: std::ffi::OsString| name.to_string_lossy().starts_with("longan_drill_");
    entries.filter(|entry| own(entry.file_name())).count()
}

#[tokio::test]
async fn a_backup_is_made_each_night_and_old_ones_are_put_away() {
    let world = World::signed_in().await;
    assert!(world.get("/backups").await.contains("chưa được đặt"));
    let desk = Desk::new();
    let folder = desk.path("backups");
    let night = |world: &World, moment: &str| {
        let backup = BackupSettings {
            folder: Some(folder.clone()),
            keep_daily: 2,
            keep_weekly: 0,
            keep_monthly: 0,
            ..BackupSettings::default()
        };
        let settings = Arc::new(Settings { backup, ..Settings::default() });
        longan::App { settings, clock: Clock::Fixed(moment.parse().unwrap()), ..world.app.clone() }
    };
    let names = || {
        let mut names: Vec<String> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    // 01:30 in Việt Nam: the night of the 23rd is still due, because none was made.
    let app = night(&world, "2026-11-23T18:30:00Z");
    let made = backup::tend(&app).await.unwrap().unwrap();
    assert_eq!((made.status, &*made.slot), (BackupStatus::Done, "2026-11-23/1"));
    assert_eq!(names(), ["longan-20261124-013000.longan"]);
    assert!(backup::tend(&app).await.unwrap().is_none(), "one a night");

    for moment in ["2026-11-23T19:01:00Z", "2026-11-24T19:01:00Z", "2026-11-25T19:01:00Z"] {
        assert!(backup::tend(&night(&world, moment)).await.unwrap().is_some(), "{moment}");
    }
    assert_eq!(names(), ["longan-20261125-020100.longan", "longan-20261126-020100.longan"]);
    let later = night(&world, "2026-11-25T19:30:00Z");
    let world = world.within(later);
    let world = world.with_person("mai", Role::Administrator, COUNTRY_ID).await;
    let page = world.get("/backups").await;
    assert!(page.contains("26/11/2026 02:01 | Đã xong"), "{page}");
    assert!(world.post("/backups", "").await.contains("303"));
    assert_eq!(names().len(), 2, "two days keep their last backup: {:?}", names());
}

#[tokio::test]
async fn a_backup_that_fails_is_seen_by_the_administrator_and_tried_again() {
    let world = World::signed_in().await;
    let desk = Desk::new();
    // A file stands where the folder should be.
    std::fs::write(desk.path("backups"), "x").unwrap();
    let base = world.app.clone();
    let at = |moment: &str| {
        let backup =
            BackupSettings { folder: Some(desk.path("backups")), ..BackupSettings::default() };
        let settings = Arc::new(Settings { backup, ..Settings::default() });
        longan::App { settings, clock: Clock::Fixed(moment.parse().unwrap()), ..base.clone() }
    };
    let first = backup::tend(&at("2026-11-23T20:00:00Z")).await.unwrap().unwrap();
    assert_eq!((first.status, first.trouble), (BackupStatus::Failed, Some(Trouble::Folder)));
    assert!(backup::tend(&at("2026-11-23T20:30:00Z")).await.unwrap().is_none(), "not at once");
    let app = at("2026-11-23T20:30:00Z");
    let looking = world.within(app).with_person("mai", Role::Administrator, COUNTRY_ID).await;
    let page = looking.get("/backups").await;
    assert!(page.contains("Không ghi được vào thư mục sao lưu"), "{page}");

    std::fs::remove_file(desk.path("backups")).unwrap();
    let second = backup::tend(&at("2026-11-23T21:01:00Z")).await.unwrap().unwrap();
    assert_eq!((second.status, &*second.slot), (BackupStatus::Done, "2026-11-24/2"));
}
