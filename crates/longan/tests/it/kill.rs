//! The program is killed in the middle of an import and of a burst of edits; afterwards
//! nothing is broken, what was acknowledged is there, and what was not is there whole or not
//! at all.
//!
//! Five rounds in the usual suite; `LONGAN_KILL_ROUNDS=50` asks for more.

use crate::commands::{Desk, Ended, program};
use rand::Rng as _;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

const WORKBOOK: &[u8] = include_bytes!("../../../../seed/ccn_long_an_2013.xlsx");
/// Clusters in the workbook.
const BROUGHT: &str = "40";

/// A running program.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(data: &Path) -> Self {
        let mut child = program(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().to_owned();
        Self { child, address }
    }

    /// SIGKILL: the program gets no chance to tidy up.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back: status and headers. The head has arrived whole, or there is no answer.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// A person's browser, as far as this story needs one.
#[derive(Clone)]
struct Browser {
    address: String,
    cookie: String,
}

impl Browser {
    fn signed_in(server: &Server, password: &str) -> Self {
        let mut browser = Self { address: server.address.clone(), cookie: String::new() };
        let form = format!("name=quan-tri&password={password}");
        let answer = browser.post("/sign-in", &form).unwrap();
        let cookie = answer.header("set-cookie").unwrap();
        cookie.split(';').next().unwrap().clone_into(&mut browser.cookie);
        browser
    }

    fn get(&self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, "text/plain", b"")
    }

    fn post(&self, path: &str, form: &str) -> io::Result<Answer> {
        self.send("POST", path, "application/x-www-form-urlencoded", form.as_bytes())
    }

    fn upload(&self, path: &str) -> io::Result<Answer> {
        let boundary = "----longan-kill";
        let mut body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nclusters\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"long_an.xlsx\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(WORKBOOK);
        body.extend(format!("\r\n--{boundary}--\r\n").bytes());
        self.send("POST", path, &format!("multipart/form-data; boundary={boundary}"), &body)
    }

    fn send(&self, verb: &str, path: &str, kind: &str, body: &[u8]) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        let Self { address, cookie } = self;
        let head = format!(
            "{verb} {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let mut body = Vec::new();
        reader.read_to_end(&mut body)?;
        let status = head.split_whitespace().nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or(io::ErrorKind::InvalidData)?;
        Ok(Answer { status, head, body: String::from_utf8_lossy(&body).into_owned() })
    }
}

/// What the people of one round were told before the program died.
#[derive(Default)]
struct Acknowledged {
    /// Addresses of clusters that were added.
    clusters: Vec<String>,
    /// Addresses of imports that were begun.
    imports: Vec<String>,
    /// When somebody pressed the button that takes the rows.
    taking: Option<Instant>,
    /// Imports that were taken.
    taken: Vec<String>,
}

/// Adds clusters in another province than the workbook's, one after another, until the program dies.
fn burst(browser: &Browser, person: usize, told: &Mutex<Acknowledged>) -> io::Result<()> {
    for number in 0.. {
        let form = format!(
            "name=Thu+{person}+{number}&place=595&place_text=Tuy+Phong&known_from=01/06/2010\
             &document_kind=decision&document_number={number}{person}/QD-UBND&document_day=01/06/2010&document_issuer=UBND&document_subject=Thanh+lap"
        );
        let answer = browser.post("/clusters", &form)?;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let address = answer.header("location").unwrap().split('?').next().unwrap().to_owned();
        told.lock().unwrap().clusters.push(address);
    }
    Ok(())
}

/// Brings the workbook and takes it.
fn bring(browser: &Browser, told: &Mutex<Acknowledged>) -> io::Result<()> {
    let answer = browser.upload("/imports")?;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let address = answer.header("location").unwrap().to_owned();
    told.lock().unwrap().imports.push(address.clone());
    wait_for_proposal(browser, &address)?;
    told.lock().unwrap().taking = Some(Instant::now());
    take(browser, &address)?;
    told.lock().unwrap().taken.push(address);
    Ok(())
}

/// Waits until the workbook has been read and waits for a person.
fn wait_for_proposal(browser: &Browser, address: &str) -> io::Result<()> {
    let began = Instant::now();
    loop {
        let page = browser.get(address)?.body;
        if page.contains("/acceptance") {
            return Ok(());
        }
        assert!(began.elapsed() < Duration::from_mins(1), "never read: {page}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Takes every row.
fn take(browser: &Browser, address: &str) -> io::Result<()> {
    let answer = browser.post(&format!("{address}/acceptance"), "rows=all")?;
    assert_eq!(answer.status, 303, "{}", answer.body);
    Ok(())
}

/// Three people work; `wait` is called and then the program is killed.
fn round(
    server: Server,
    browser: &Browser,
    wait: impl FnOnce(&Mutex<Acknowledged>),
) -> Acknowledged {
    let told = Mutex::new(Acknowledged::default());
    std::thread::scope(|scope| {
        for person in 0..2 {
            let told = &told;
            scope.spawn(move || burst(browser, person, told));
        }
        scope.spawn(|| bring(browser, &told));
        wait(&told);
        server.kill();
    });
    told.into_inner().unwrap()
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn run(data: &Path, words: &[&str]) -> Ended {
    Ended::from(&program(data).args(words).output().unwrap())
}

/// The clusters of Long An and of Bình Thuận.
fn counts(data: &Path) -> (String, String) {
    let count = |place: &str| {
        let words = ["figure", "clusters.count", "--place", place, "--on", "2013-12-31", "--json"];
        run(data, &words).json()["value"].as_str().unwrap().to_owned()
    };
    (count("province:80:"), count("province:60:"))
}

#[test]
fn killed_in_the_middle_nothing_is_broken_and_nothing_acknowledged_is_lost() {
    let rounds = std::env::var("LONGAN_KILL_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(5);
    let desk = Desk::new();
    let add = ["user", "add", "quan-tri", "--name", "Quản Trị", "--role", "administrator"];
    let added = desk.run(&[&add[..], &["--place", "country:VN:", "--json"]].concat()).json();
    let password = added["one_time_password"].as_str().unwrap().to_owned();
    let template = desk.path("data");
    let settings = "[settings.sign_in]\none_time_passwords = \"may_stay\"\n";
    std::fs::write(template.join("longan.toml"), settings).unwrap();
    let server = Server::start(&template);
    let cookie = Browser::signed_in(&server, &password).cookie;
    drop(server);

    // Once without hurry, to know how long the reading and the taking last.
    let (mut whole, mut taking) = (Duration::ZERO, Duration::ZERO);
    let (mut imports, mut taken, mut added) = (0, 0, 0);
    for number in 0..=rounds {
        let data = desk.path(&format!("round-{number}"));
        copy_folder(&template, &data);
        let server = Server::start(&data);
        let browser = Browser { address: server.address.clone(), cookie: cookie.clone() };
        let began = Instant::now();
        let told = round(server, &browser, |told| match number {
            0 => {
                until(told, |told| !told.taken.is_empty());
                whole = began.elapsed();
                taking = told.lock().unwrap().taking.unwrap().elapsed();
            }
            // Odd rounds die while the rows are being written, even ones at any moment.
            odd if odd % 2 == 1 => {
                until(told, |told| told.taking.is_some());
                pause_up_to(taking * 2);
            }
            _ => pause_up_to(whole),
        });
        examine(&data, &cookie, &told);
        imports += told.imports.len();
        taken += told.taken.len();
        added += told.clusters.len();
        std::fs::remove_dir_all(&data).unwrap();
    }
    println!(
        "killed {rounds} times: {imports} imports begun, {taken} taken, {added} clusters added before"
    );
}

/// Waits for people to come so far.
fn until(told: &Mutex<Acknowledged>, is_so: impl Fn(&Acknowledged) -> bool) {
    let began = Instant::now();
    while !is_so(&told.lock().unwrap()) {
        assert!(began.elapsed() < Duration::from_secs(90), "the import takes for ever");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn pause_up_to(most: Duration) {
    let most = u64::try_from(most.as_micros()).unwrap();
    std::thread::sleep(Duration::from_micros(rand::rng().random_range(0..=most)));
}

/// What must hold after the program was killed.
fn examine(data: &Path, cookie: &str, told: &Acknowledged) {
    let check = run(data, &["check", "--json"]);
    assert_eq!(check.code, 0, "{check:?}");
    let (brought, found) = counts(data);
    assert!(
        brought == "0" || brought == BROUGHT,
        "{brought} of {BROUGHT} clusters: half an import"
    );
    if !told.taken.is_empty() {
        assert_eq!(brought, BROUGHT, "the import was acknowledged");
    }
    let found: usize = found.parse().unwrap();
    let acknowledged = told.clusters.len();
    // Each of two people had at most one request without an answer.
    assert!((acknowledged..=acknowledged + 2).contains(&found), "{found} of {acknowledged}");

    // Started again, the program reads on where it was, and the workbook can still be taken.
    let server = Server::start(data);
    let browser = Browser { address: server.address.clone(), cookie: cookie.to_owned() };
    for address in &told.clusters {
        assert_eq!(browser.get(address).unwrap().status, 200, "{address} was acknowledged");
    }
    if let Some(address) = told.imports.first()
        && brought == "0"
    {
        wait_for_proposal(&browser, address).unwrap();
        take(&browser, address).unwrap();
        assert_eq!(counts(data).0, BROUGHT);
    }
    drop(server);
    assert_eq!(run(data, &["check"]).code, 0);
}
