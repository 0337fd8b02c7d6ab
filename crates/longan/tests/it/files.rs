//! Kept files in a bucket: the program tells the same story whether a folder or a server
//! keeps its files. `scripts/with-bucket` starts a server and names it in `TEST_BUCKET_URL`.

use crate::commands::Desk;
use crate::world::{World, empty_database};
use axum::body::Bytes;
use futures_util::{TryStreamExt as _, stream};
use longan::backup;
use longan::files::{BucketSettings, Files, Secret, Settings, sha256_hex};

/// Files in the server's bucket; `None` when no server was started.
fn in_bucket(desk: &Desk) -> Option<Files> {
    let endpoint = std::env::var("TEST_BUCKET_URL").ok()?;
    let bucket = BucketSettings {
        name: "longan".to_owned(),
        endpoint,
        key_id: "S3RVER".to_owned(),
        secret: Secret("S3RVER".to_owned()),
        ..BucketSettings::default()
    };
    let settings = Settings { bucket: Some(bucket), ..Settings::default() };
    Some(Files::of(desk.path("files"), &settings))
}

fn pieces(count: usize) -> impl futures_util::Stream<Item = anyhow::Result<Bytes>> + Unpin {
    Box::pin(stream::iter(
        (0..count).map(|nth| Ok(Bytes::from(vec![u8::try_from(nth % 251).unwrap(); 65_536]))),
    ))
}

#[tokio::test]
async fn small_and_large_files_come_back_from_the_bucket_as_they_went() {
    let desk = Desk::new();
    let Some(files) = in_bucket(&desk) else { return };
    let small = files.keep("số liệu".as_bytes()).await.unwrap();
    assert_eq!(files.read(&small).await.unwrap(), "số liệu".as_bytes());
    assert_eq!(files.keep("số liệu".as_bytes()).await.unwrap(), small, "kept once");
    // Twenty megabytes go in three parts and come back piece by piece.
    let draft = files.receive(pieces(320), u64::MAX).await.unwrap();
    let large = files.settle(draft).await.unwrap();
    assert_eq!(files.hash_again(&large).await.unwrap(), large);
    let (bytes, mut came) = files.open(&large).await.unwrap();
    let (mut sum, mut longest) = (0, 0);
    while let Some(piece) = came.try_next().await.unwrap() {
        sum += piece.len() as u64;
        longest = longest.max(piece.len());
    }
    assert_eq!((bytes, sum), (320 * 65_536, 320 * 65_536));
    assert!(longest < 2_000_000, "piece by piece, not {longest} bytes at once");
    assert!(files.open(&sha256_hex(b"nobody")).await.is_err());
    assert_eq!(std::fs::read_dir(files.folder().join("drafts")).unwrap().count(), 0);
}

#[tokio::test]
async fn what_does_not_arrive_whole_is_not_in_the_bucket() {
    let desk = Desk::new();
    let Some(files) = in_bucket(&desk) else { return };
    let broken = stream::iter([Ok(Bytes::from_static(b"half")), Err(anyhow::anyhow!("cut"))]);
    assert!(files.receive(Box::pin(broken), 100).await.is_err());
    assert!(files.open(&sha256_hex(b"half")).await.is_err());
}

#[tokio::test]
async fn a_backup_reads_every_file_from_the_bucket() {
    let desk = Desk::new();
    let Some(files) = in_bucket(&desk) else { return };
    let mut world = World::signed_in().await;
    world.app.files = files;
    world.router = longan::router(world.app.clone());
    let paper = [
        ("direction", "in"),
        ("place", crate::world::LONG_AN),
        ("kind", "letter"),
        ("number", "1/SCT"),
        ("issued_on", "09/05/2013"),
        ("issuer", "Sở"),
        ("subject_line", "Thử"),
        ("urgency", ""),
    ];
    let (status, text, path) = world.upload("/documents", "a.txt", b"trong kho S3", &paper).await;
    assert_eq!(status, 303, "{text}");
    assert_eq!(world.body(&format!("{path}/file")).await, b"trong kho S3");
    let file = desk.path("register.longan");
    let manifest = backup::write(&world.app, &file).await.unwrap();
    assert_eq!(manifest.files, [sha256_hex(b"trong kho S3")]);
    let (store, _folder) = empty_database().await;
    store.migrate().await.unwrap();
    let local = Files::new(desk.path("restored"));
    backup::restore(&file, &store, &local).await.unwrap();
    assert_eq!(local.read(&manifest.files[0]).await.unwrap(), b"trong kho S3");
}

#[tokio::test]
async fn a_bucket_that_is_not_there_says_so_and_keeps_nothing() {
    let desk = Desk::new();
    let bucket = BucketSettings {
        name: "longan".to_owned(),
        endpoint: "http://127.0.0.1:9".to_owned(),
        key_id: "a".to_owned(),
        secret: Secret("mat khau".to_owned()),
        ..BucketSettings::default()
    };
    let settings = Settings { bucket: Some(bucket), ..Settings::default() };
    assert!(!format!("{settings:?}").contains("mat khau"), "the secret is not shown");
    let files = Files::of(desk.path("files"), &settings);
    let failed = tokio::time::timeout(std::time::Duration::from_mins(1), files.keep(b"x")).await;
    assert!(failed.unwrap().is_err());
    assert_eq!(std::fs::read_dir(files.folder().join("drafts")).unwrap().count(), 0);
}
