//! What lies around every upload.

use crate::commands::Desk;
use crate::world::World;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use longan::config::Settings;
use std::convert::Infallible;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Parts of a form, counted as they are asked for.
fn arriving(parts: Vec<Vec<u8>>) -> (Body, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&taken);
    let parts = parts.into_iter().map(move |part| {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok::<_, Infallible>(Bytes::from(part))
    });
    (Body::from_stream(futures_util::stream::iter(parts)), taken)
}

#[tokio::test]
async fn an_upload_is_read_to_its_end_even_where_it_is_refused() {
    let form =
        b"--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nauto\r\n--x--".to_vec();
    for signed_in in [true, false] {
        let mut world = World::signed_in().await;
        if !signed_in {
            world.as_stranger();
        }
        let (body, taken) = arriving(vec![form.clone(), b"\r\n".to_vec(), vec![b' '; 100_000]]);
        let mut request = world.request("/imports");
        *request.method_mut() = axum::http::Method::POST;
        *request.body_mut() = body;
        let kind = "multipart/form-data; boundary=x".parse().unwrap();
        request.headers_mut().insert("content-type", kind);
        let status = world.send(request).await.status();
        assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(taken.load(Ordering::Relaxed), 3, "{status}");
    }
}

/// What the scanner of these stories takes for a virus.
const VIRUS: &str = "LONGAN-KHONG-PHAI-VI-RUT-CHI-DE-THU";

/// A scanner of Debian that knows one virus. Where it is missing these stories fail and say what to
/// install; they are never left out.
struct ScannerAtWork {
    child: Child,
    desk: Desk,
}

impl ScannerAtWork {
    fn start() -> Self {
        let desk = Desk::new();
        let known = desk.path("known");
        std::fs::create_dir_all(&known).unwrap();
        let hex = VIRUS.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        std::fs::write(known.join("known.ndb"), format!("Longan.Test:0:*:{hex}\n")).unwrap();
        let socket = desk.path("clamd.ctl");
        let settings = format!(
            "LocalSocket {}\nDatabaseDirectory {}\nForeground yes\nStreamMaxLength 1M\n",
            socket.display(),
            known.display()
        );
        std::fs::write(desk.path("clamd.conf"), settings).unwrap();
        let mut scanner = Command::new("/usr/sbin/clamd");
        scanner.arg(format!("--config-file={}", desk.path("clamd.conf").display()));
        scanner.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let child = scanner.spawn().expect("clamd is missing; run: scripts/needs scanner");
        let mut started = Self { child, desk };
        let began = Instant::now();
        while !socket.exists() {
            let ended = started.child.try_wait().unwrap();
            assert!(ended.is_none(), "the scanner did not start");
            assert!(began.elapsed() < Duration::from_mins(1), "the scanner never answers");
            std::thread::sleep(Duration::from_millis(20));
        }
        started
    }

    fn settings(&self) -> Settings {
        let socket = self.desk.path("clamd.ctl");
        toml::from_str(&format!("[files]\nscanner = \"{}\"", socket.display())).unwrap()
    }
}

impl Drop for ScannerAtWork {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn a_file_with_a_virus_is_kept_nowhere_and_the_person_reads_why() {
    let scanner = ScannerAtWork::start();
    let country = longan::places::COUNTRY_ID;
    let world = World::with_settings(scanner.settings())
        .await
        .with_person("quan-tri", longan::users::model::Role::Administrator, country)
        .await;
    let ill = format!("%PDF-1.4\n{VIRUS}\n%%EOF").into_bytes();
    let paper = [("kind", "report"), ("subject_line", "Báo cáo tháng 5"), ("direction", "in")];
    for (path, name, fields) in [
        ("/documents", "bao-cao.pdf", &paper[..]),
        ("/imports", "danh-sach.xlsx", &[("kind", "auto")][..]),
        ("/places/changes", "thay-doi.csv", &[][..]),
    ] {
        let (status, page, _) = world.upload(path, name, &ill, fields).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {page}");
        assert!(page.contains("có mã độc (Longan.Test.UNOFFICIAL)"), "{path}: {page}");
    }
    let kept = world.app.files.read(&longan::files::sha256_hex(&ill)).await;
    assert!(kept.is_err(), "nothing of it is kept");
    let csv = "old_code,new_code\n".as_bytes();
    let (status, page, to) = world.upload("/places/changes", "thay-doi.csv", csv, &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    assert!(to.starts_with("/places/changes/"), "a clean file passes: {to}");

    let large = vec![b'a'; 3 << 20];
    let (status, page, _) = world.upload("/places/changes", "thay-doi.csv", &large, &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("máy quét vi-rút không trả lời"), "more than it reads: {page}");
}

#[tokio::test]
async fn while_the_scanner_is_away_nothing_is_taken_in() {
    let settings = toml::from_str("[files]\nscanner = \"127.0.0.1:1\"").unwrap();
    let country = longan::places::COUNTRY_ID;
    let world = World::with_settings(settings)
        .await
        .with_person("quan-tri", longan::users::model::Role::Administrator, country)
        .await;
    let paper = [("kind", "report"), ("subject_line", "Báo cáo tháng 5"), ("direction", "in")];
    let (status, page, _) = world.upload("/documents", "a.pdf", b"%PDF-1.4\n%%EOF", &paper).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    assert!(page.contains("máy quét vi-rút không trả lời"), "{page}");
}
