//! A fresh, small program for each test: three old provinces and what they became, one
//! person of each role, a clock that stands still.

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use longan::config::Settings;
use longan::documents::Pictures;
use longan::places::load::{Extent, load};
use longan::store::{Day, Store};
use longan::users::model::{NewUser, Role, Viewer};
use longan::users::{actions, store as users};
use longan::{App, Clock, Opening, Setup};
use std::sync::atomic::{AtomicU32, Ordering};
use tower::ServiceExt as _;

/// Long An, Bình Thuận, Lào Cai and Yên Bái: the provinces of the sample workbooks.
pub const OLD_PROVINCES: &[&str] = &["80", "60", "10", "15"];
/// Long An until 30/06/2025.
pub const LONG_AN: &str = "province:80:";

pub struct World {
    pub app: App,
    pub router: Router,
    folder: std::path::PathBuf,
    cookie: Option<String>,
}

impl World {
    /// A program with places, one administrator, and nothing else; nobody has signed in.
    pub async fn new() -> Self {
        Self::made(Extent::OldProvinces(OLD_PROVINCES), Settings::default()).await
    }

    /// The same with these units.
    pub async fn of(extent: Extent<'_>) -> Self {
        Self::made(extent, Settings::default()).await
    }

    /// The same, set up in another way.
    pub async fn with_settings(settings: Settings) -> Self {
        Self::made(Extent::OldProvinces(OLD_PROVINCES), settings).await
    }

    async fn made(extent: Extent<'_>, settings: Settings) -> Self {
        let (store, folder) = empty_database().await;
        store.migrate().await.unwrap();
        load(&store, extent).await.unwrap();
        let clock = Clock::Fixed("2026-11-23T02:00:00Z".parse().unwrap());
        users::ensure_system(&store, &clock.now().to_string()).await.unwrap();
        let setup = Setup {
            folder: folder.clone(),
            clock,
            opening: Opening {
                day: Some(Day("2013-12-31".parse().unwrap())),
                place_id: Some(LONG_AN.to_owned()),
            },
            settings,
        };
        let mut app = App::new(store, longan::law::load(None).unwrap(), setup);
        // The program draws pages by running itself; a test is another program.
        app.pictures = Pictures::by(Some(env!("CARGO_BIN_EXE_longan").into()));
        let router = longan::router(app.clone());
        Self { app, router, folder, cookie: None }
    }

    /// A program in which an administrator for the whole country has signed in.
    pub async fn signed_in() -> Self {
        Self::new()
            .await
            .with_person("quan-tri", Role::Administrator, longan::places::COUNTRY_ID)
            .await
    }

    /// Adds a person and signs in as them.
    pub async fn with_person(mut self, name: &str, role: Role, place_id: &str) -> Self {
        let password = self.add_person(name, role, place_id).await;
        self.sign_in(name, &password).await;
        self
    }

    /// Adds a person who keeps the password they were given; returns it.
    pub async fn add_person(&self, name: &str, role: Role, place_id: &str) -> String {
        let password = self.add_newcomer(name, role, place_id).await;
        self.keep_password(name).await;
        password
    }

    /// Lets a person keep the password they were given.
    pub async fn keep_password(&self, name: &str) {
        sqlx::query("update users set password_kind = 'chosen' where name = $1")
            .bind(name)
            .execute(self.app.store.write())
            .await
            .unwrap();
    }

    /// Adds a person who must choose a password first; returns the one for the first time.
    pub async fn add_newcomer(&self, name: &str, role: Role, place_id: &str) -> String {
        let new = NewUser {
            name: name.to_owned(),
            full_name: format!("Người {name}"),
            email: String::new(),
            role,
            place_id: place_id.to_owned(),
        };
        let actor = self.app.actor(&Viewer::system());
        actions::add(&self.app, &actor, &new).await.unwrap().unwrap()
    }

    /// Signs in; from now on every request carries the session.
    pub async fn sign_in(&mut self, name: &str, password: &str) -> StatusCode {
        let response = self
            .send(form_request("/sign-in", &format!("name={name}&password={password}"), None))
            .await;
        if let Some(cookie) = response.headers().get(SET_COOKIE) {
            self.cookie = cookie.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        response.status()
    }

    /// The same database in a program that is set up as `app`.
    pub fn within(mut self, app: App) -> Self {
        self.router = longan::router(app.clone());
        self.app = app;
        self
    }

    /// Moves the clock that stands still.
    pub fn wait_until(&mut self, moment: &str) {
        self.app.clock = Clock::Fixed(moment.parse().unwrap());
        self.router = longan::router(self.app.clone());
    }

    /// Forgets the session, as a stranger would come.
    pub fn as_stranger(&mut self) {
        self.cookie = None;
    }

    /// What a person sees at `path`: status, where it leads, visible text.
    pub async fn get(&self, path: &str) -> String {
        let (status, body, location) = self.fetch(self.request(path)).await;
        told(status, &location, &visible_text(&body))
    }

    /// The raw body at `path`.
    pub async fn body(&self, path: &str) -> Vec<u8> {
        let response = self.send(self.request(path)).await;
        response.into_body().collect().await.unwrap().to_bytes().to_vec()
    }

    /// The JSON at `path`.
    pub async fn json(&self, path: &str) -> serde_json::Value {
        serde_json::from_slice(&self.body(path).await).unwrap()
    }

    /// Sends a form written the way a person would type it.
    pub async fn post(&self, path: &str, form: &str) -> String {
        let (status, body, location) =
            self.fetch(form_request(path, form, self.cookie.as_deref())).await;
        told(status, &location, &visible_text(&body))
    }

    /// Uploads a file with some fields, as a browser's form does.
    pub async fn upload(
        &self,
        path: &str,
        file_name: &str,
        bytes: &[u8],
        fields: &[(&str, &str)],
    ) -> (StatusCode, String, String) {
        let boundary = "----longan-test-boundary";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(format!("\r\n--{boundary}--\r\n").bytes());
        let mut request = Request::post(path)
            .header(CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"));
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        let (status, body, location) = self.fetch(request.body(Body::from(body)).unwrap()).await;
        (status, visible_text(&body), location)
    }

    pub async fn send(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub fn request(&self, path: &str) -> Request<Body> {
        let mut request = Request::get(path);
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        request.body(Body::empty()).unwrap()
    }

    async fn fetch(&self, request: Request<Body>) -> (StatusCode, String, String) {
        let response = self.send(request).await;
        let status = response.status();
        let location = response
            .headers()
            .get(LOCATION)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&bytes).into_owned(), location)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A database of its own without any table, and its folder: on SQLite, or a schema on the
/// PostgreSQL server that `TEST_DATABASE_URL` names.
pub async fn empty_database() -> (Store, std::path::PathBuf) {
    let (url, folder) = database_address().await;
    (Store::open_without_migrations(&url).await.unwrap(), folder)
}

/// The address of such a database, for a program that opens it by itself.
pub async fn database_address() -> (String, std::path::PathBuf) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("longan_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(&name);
    // A test that failed leaves its folder behind, and numbers of processes come again.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let url = match std::env::var("TEST_DATABASE_URL") {
        Ok(server) => {
            let admin = Store::open_without_migrations(&server).await.unwrap();
            sweep(&admin).await;
            sqlx::query(sqlx::AssertSqlSafe(format!("drop schema if exists {name} cascade")))
                .execute(admin.write())
                .await
                .unwrap();
            sqlx::query(sqlx::AssertSqlSafe(format!("create schema {name}")))
                .execute(admin.write())
                .await
                .unwrap();
            admin.close().await;
            let join = if server.contains('?') { '&' } else { '?' };
            format!("{server}{join}options=-csearch_path%3D{name}")
        }
        Err(_) => format!("sqlite://{}?mode=rwc", folder.join("longan.db").display()),
    };
    (url, folder)
}

/// Drops what tests that have ended left on the server, so that hundreds of stories need the room of
/// a few. One sweeps at a time; who is alive is known where there is a `/proc`.
async fn sweep(admin: &Store) {
    if !std::path::Path::new("/proc/self").exists() {
        return;
    }
    let mut transaction = admin.write().begin().await.unwrap();
    let (mine,): (bool,) = sqlx::query_as("select pg_try_advisory_xact_lock(1)")
        .fetch_one(&mut *transaction)
        .await
        .unwrap();
    let schemas: Vec<(String,)> =
        sqlx::query_as("select nspname::text from pg_namespace where nspname like 'longan\\_%'")
            .fetch_all(&mut *transaction)
            .await
            .unwrap();
    let ended = |name: &str| {
        let process = name.split('_').nth(1).and_then(|number| number.parse::<u32>().ok());
        process.is_some_and(|number| !std::path::Path::new(&format!("/proc/{number}")).exists())
    };
    for (name,) in schemas.into_iter().filter(|(name,)| mine && ended(name)) {
        sqlx::query(sqlx::AssertSqlSafe(format!("drop schema if exists {name} cascade")))
            .execute(&mut *transaction)
            .await
            .unwrap();
    }
    transaction.commit().await.unwrap();
}

fn told(status: StatusCode, location: &str, text: &str) -> String {
    let arrow = if location.is_empty() { String::new() } else { format!(" → {location}") };
    format!("{status}{arrow}\n{text}").trim_end().to_owned()
}

fn form_request(path: &str, form: &str, cookie: Option<&str>) -> Request<Body> {
    let body: String =
        form.chars().map(|c| if c == ' ' { "+".to_owned() } else { encode(c) }).collect();
    let mut request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(cookie) = cookie {
        request = request.header(COOKIE, cookie);
    }
    request.body(Body::from(body)).unwrap()
}

fn encode(c: char) -> String {
    if c.is_ascii() && c != '+' {
        return c.to_string();
    }
    c.to_string().bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02X}"))
}

/// What a reader sees of the main part: text in order, one block a line, cells split by bars.
pub fn visible_text(html: &str) -> String {
    let main = html.find("<main").map_or(html, |start| &html[start..]);
    let main = main.find("</main>").map_or(main, |end| &main[..end]);
    let main = main.replace("</td>", "|</td>").replace("</th>", "|</th>");
    let mut text = String::new();
    for piece in main.split('<') {
        let (tag, rest) = piece.split_once('>').unwrap_or(("", piece));
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        if !matches!(name, "td" | "th" | "a" | "strong" | "small" | "span" | "abbr" | "code" | "em")
        {
            text.push('\n');
        }
        text.push_str(rest.trim_matches('\n'));
    }
    let unescaped = text
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let lines = unescaped.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines =
        lines.map(|line| line.trim_end_matches('|').trim().replace('|', " | ").replace("  ", " "));
    lines.filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}
