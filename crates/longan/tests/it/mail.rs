//! Letters through a real mail server: they arrive unbroken, wait while the server is away, and
//! survive a program that is killed.

use crate::commands::{Desk, program};
use crate::jobs::later;
use crate::world::World;
use jiff::SignedDuration;
use longan::config::Settings;
use longan::jobs::{self, State};
use longan::mail::model::LetterState;
use longan::mail::{self, Letter, MailSettings, Tls, store};
use longan::store::Store;
use longan::{App, jobs::store as job_store};
use rand::Rng as _;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A mail server of Debian that keeps what it is given. Where it is missing these stories fail
/// and say what to install; they are never left out.
pub struct MailServer {
    child: Option<Child>,
    port: u16,
    folder: PathBuf,
}

impl MailServer {
    /// A running server.
    pub fn start() -> Self {
        let mut server = Self::away();
        server.come(&[]);
        server
    }

    /// A server whose port nobody answers yet.
    pub fn away() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("longan-mail-{}-{number}", std::process::id());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self { child: None, port, folder }
    }

    /// Starts to answer.
    pub fn come(&mut self, options: &[&str]) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/mail-server");
        let mut child = Command::new(script)
            .arg(self.folder.join("box"))
            .arg(self.port.to_string())
            .args(options)
            .spawn()
            .unwrap();
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none(), "the mail server did not start; run: scripts/needs mail");
            assert!(began.elapsed() < Duration::from_mins(1), "the mail server never answers");
            std::thread::sleep(Duration::from_millis(20));
        }
        self.child = Some(child);
    }

    pub fn settings(&self) -> MailSettings {
        let text = format!(
            "host = \"localhost\"\nport = {}\ntls = \"plain\"\nfrom = \"Sở Công Thương <longan@sct.example>\"",
            self.port
        );
        toml::from_str::<MailSettings>(&text).unwrap().complete().unwrap()
    }

    /// The letters that arrived, as another program reads them: JSON of headers and text.
    pub fn letters(&self) -> Vec<serde_json::Value> {
        const READ: &str = "
import email, email.policy, json, os, sys
out = []
new = os.path.join(sys.argv[1], 'new')
for name in sorted(os.listdir(new)) if os.path.isdir(new) else []:
    with open(os.path.join(new, name), 'rb') as f:
        m = email.message_from_binary_file(f, policy=email.policy.default)
    out.append({'to': m['to'], 'from': m['from'], 'subject': m['subject'], 'id': m['message-id'],
                'auto': m['auto-submitted'], 'text': m.get_content()})
print(json.dumps(out))";
        let output = Command::new("/usr/bin/python3")
            .args(["-c", READ])
            .arg(self.folder.join("box"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The same program with a mail server.
pub fn with_mail(app: &App, settings: MailSettings) -> App {
    let settings = Settings { mail: Some(settings), ..Settings::clone(&app.settings) };
    App { settings: Arc::new(settings), ..app.clone() }
}

async fn write(app: &App, to: &str) -> String {
    let letter = Letter { to, subject: SUBJECT, text: TEXT, kind: "test" };
    let mut tx = app.store.begin().await.unwrap();
    let id = mail::enqueue(&mut tx, &letter).await.unwrap();
    tx.commit().await.unwrap();
    id
}

const SUBJECT: &str = "Nhắc hạn: 12 cụm công nghiệp hình thành trước năm 2009 ở Đức Hòa, Bến Lức và Cần Giuộc phải xử lý xong";
const TEXT: &str = "Kính gửi ông Nguyễn Văn Ngữ,\n\nQuyết định số 15/QĐ-UBND ngày 01/3/2009: diện tích 49,5 ha; giữ nguyên dấu “ngoặc kép”, ặ ễ ỡ ữ ỵ Đ.\n.\nDòng sau dấu chấm vẫn còn.\n";

#[tokio::test]
async fn a_vietnamese_letter_arrives_unbroken_and_leaves_no_text_behind() {
    let world = World::new().await;
    let server = MailServer::start();
    let app = with_mail(&world.app, server.settings());
    let id = write(&app, "Nguyễn Văn Ngữ <ngu@sct.example>").await;
    jobs::run_due(&app).await.unwrap();
    let letters = server.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0]["subject"], SUBJECT);
    assert_eq!(letters[0]["text"].as_str().unwrap().replace("\r\n", "\n").trim(), TEXT.trim());
    assert_eq!(letters[0]["to"], "Nguyễn Văn Ngữ <ngu@sct.example>");
    assert_eq!(letters[0]["from"], "Sở Công Thương <longan@sct.example>");
    assert_eq!(letters[0]["id"], format!("<{id}@sct.example>"));
    assert_eq!(letters[0]["auto"], "auto-generated");
    let kept = store::find(&app.store, &id).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.text.as_str()), (LetterState::Sent, ""));
}

#[tokio::test]
async fn without_a_mail_server_letters_are_held_and_everything_goes_on() {
    let world = World::signed_in().await;
    let id = write(&world.app, "a@sct.example").await;
    jobs::run_due(&world.app).await.unwrap();
    let kept = store::find(&world.app.store, &id).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.text.as_str()), (LetterState::Held, ""));
    let page = world.get("/jobs").await;
    assert!(page.contains("Chưa đặt máy chủ thư"), "{page}");
    assert!(page.contains("giữ lại vì chưa đặt máy chủ thư"), "{page}");
}

#[tokio::test]
async fn a_letter_waits_while_the_server_is_away_and_arrives_once() {
    let world = World::signed_in().await;
    let mut server = MailServer::away();
    let app = with_mail(&world.app, server.settings());
    let id = write(&app, "a@sct.example").await;
    jobs::run_due(&app).await.unwrap();
    let kept = store::find(&app.store, &id).await.unwrap().unwrap();
    assert_eq!(kept.state, LetterState::Waiting);
    assert!(!kept.problem.is_empty());
    server.come(&[]);
    // Not at once again: half a minute later.
    jobs::run_due(&app).await.unwrap();
    assert!(server.letters().is_empty());
    let app = later(&app, SignedDuration::from_secs(31));
    jobs::run_due(&app).await.unwrap();
    jobs::run_due(&later(&app, SignedDuration::from_hours(9))).await.unwrap();
    assert_eq!(server.letters().len(), 1);
}

#[tokio::test]
async fn a_server_that_stays_away_makes_the_job_dead_after_eight_tries() {
    let world = World::signed_in().await;
    let server = MailServer::away();
    let mut app = with_mail(&world.app, server.settings());
    let id = write(&app, "a@sct.example").await;
    for _ in 0..8 {
        jobs::run_due(&app).await.unwrap();
        app = later(&app, SignedDuration::from_hours(7));
    }
    let kept = store::find(&app.store, &id).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.tries), (LetterState::Failed, 8));
    assert_eq!(job_store::list(&app.store, State::Dead, 9).await.unwrap().len(), 1);
    assert!(world.get("/jobs").await.contains("không gửi được"));
}

#[tokio::test]
async fn a_letter_without_a_proper_address_is_not_tried_again() {
    let world = World::new().await;
    let server = MailServer::start();
    let app = with_mail(&world.app, server.settings());
    let id = write(&app, "khong phai dia chi").await;
    jobs::run_due(&app).await.unwrap();
    let kept = store::find(&app.store, &id).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.tries), (LetterState::Failed, 1));
    assert_eq!(job_store::list(&app.store, State::Dead, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_way_to_the_server_is_encrypted_and_its_certificate_is_looked_at() {
    let world = World::new().await;
    let mut server = MailServer::away();
    let (cert, key) = certificate(&server.folder);
    server.come(&["--tlscert", cert.to_str().unwrap(), "--tlskey", key.to_str().unwrap()]);
    let unknown = MailSettings { tls: Tls::Starttls, ..server.settings() };
    let app = with_mail(&world.app, unknown.clone());
    let id = write(&app, "a@sct.example").await;
    jobs::run_due(&app).await.unwrap();
    assert!(server.letters().is_empty(), "nobody vouched for this server");
    let problem = store::find(&app.store, &id).await.unwrap().unwrap().problem;
    assert!(problem.to_lowercase().contains("certificate"), "{problem}");

    let app = with_mail(&world.app, MailSettings { ca_file: Some(cert), ..unknown });
    jobs::run_due(&later(&app, SignedDuration::from_mins(1))).await.unwrap();
    let problem = store::find(&app.store, &id).await.unwrap().unwrap().problem;
    assert_eq!(server.letters().len(), 1, "{problem}");
}

fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let (config, cert, key) =
        (folder.join("req.cnf"), folder.join("cert.pem"), folder.join("key.pem"));
    std::fs::write(&config, "[req]\ndistinguished_name = dn\nprompt = no\nx509_extensions = ext\n[dn]\nCN = localhost\n[ext]\nsubjectAltName = DNS:localhost\nbasicConstraints = CA:FALSE\n").unwrap();
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .args(["-nodes", "-days", "2"])
        .arg("-config")
        .arg(&config)
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&cert)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(made.success());
    (cert, key)
}

/// A program that serves until it is killed.
fn serve(data: &Path) -> Child {
    let mut child = program(data)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("http://"), "{line}");
    child
}

/// Letters of the kill story.
const MANY: usize = 80;

#[tokio::test]
async fn killed_in_the_middle_every_letter_arrives_and_a_copy_can_be_known() {
    let server = MailServer::start();
    let desk = Desk::new();
    let add = ["user", "add", "an", "--name", "An", "--role", "reader", "--place", "country:VN:"];
    assert_eq!(desk.run(&add).code, 0);
    let data = desk.path("data");
    let settings = format!(
        "[settings.mail]\nhost = \"localhost\"\nport = {}\ntls = \"plain\"\nfrom = \"longan@sct.example\"\n[settings.jobs]\nlease_seconds = 2\nlook_every_ms = 20\n",
        server.port
    );
    std::fs::write(data.join("longan.toml"), settings).unwrap();
    let url = format!("sqlite://{}?mode=rw", data.join("longan.db").display());
    let store = Store::open_without_migrations(&url).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let mut ids = Vec::new();
    for number in 0..MANY {
        let to = format!("nguoi-{number}@sct.example");
        let letter = Letter { to: &to, subject: SUBJECT, text: TEXT, kind: "test" };
        ids.push(mail::enqueue(&mut tx, &letter).await.unwrap());
    }
    tx.commit().await.unwrap();

    let mut kills = 0;
    let arrived = || std::fs::read_dir(server.folder.join("box/new")).map_or(0, Iterator::count);
    let is_sent = async |ids: &[String]| {
        for id in ids {
            if store::find(&store, id).await.unwrap().unwrap().state != LetterState::Sent {
                return false;
            }
        }
        true
    };
    let began = Instant::now();
    let mut program = serve(&data);
    while !is_sent(&ids).await {
        assert!(began.elapsed() < Duration::from_mins(2), "{} of {MANY}", arrived());
        // It dies while letters are on their way, five times; then it may end its work.
        let before = arrived();
        if kills < 5 && before < MANY {
            let until = rand::rng().random_range(3..12);
            while arrived() < (before + until).min(MANY) && began.elapsed().as_secs() < 120 {
                std::thread::sleep(Duration::from_millis(1));
            }
            program.kill().unwrap();
            program.wait().unwrap();
            kills += 1;
            program = serve(&data);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    program.kill().unwrap();
    program.wait().unwrap();

    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    for letter in server.letters() {
        *copies.entry(letter["id"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(copies.len(), MANY, "every letter arrived, none under a second name");
    let mut extra = 0;
    for id in &ids {
        let count = copies[&format!("<{id}@sct.example>")];
        let tries = store::find(&store, id).await.unwrap().unwrap().tries;
        assert!(i64::try_from(count).unwrap() <= tries, "{id}: {count} copies in {tries} tries");
        extra += count - 1;
    }
    println!("killed {kills} times: {MANY} letters, {extra} second copies");
    assert_eq!(kills, 5);
    // Each of two workers had at most one letter on its way when it died.
    assert!(extra <= 2 * kills, "{extra} second copies");
    store.close().await;
}
