//! What is backed up comes back, on whichever database.

use crate::commands::Desk;
use crate::world::{World, empty_database};
use longan::backup::{self, store as tables};
use longan::files::Files;
use longan::seed;

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
    world.app.files.keep(b"a workbook").await.unwrap();
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
