//! A person with a browser: it keeps cookies, comes from an address, and lives at a moment.

use crate::world::{World, visible_text};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use longan::{App, Clock};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use tower::ServiceExt as _;

pub struct Visitor {
    app: App,
    jar: BTreeMap<String, String>,
    address: SocketAddr,
    headers: Vec<(&'static str, String)>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub body: String,
    pub cookies: Vec<String>,
}

impl Answer {
    pub fn text(&self) -> String {
        visible_text(&self.body)
    }

    /// The value of a field of a form.
    pub fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self.body.split(&start).nth(1).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

impl Visitor {
    /// Somebody at an address with a browser that has never been here.
    pub fn at(world: &World, address: &str) -> Self {
        Self {
            app: world.app.clone(),
            jar: BTreeMap::new(),
            address: SocketAddr::new(address.parse().unwrap(), 40000),
            headers: vec![("host", "localhost:8080".to_owned())],
        }
    }

    /// With a header on every request.
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Lets time go by for this person.
    pub fn wait(&mut self, span: jiff::SignedDuration) {
        self.app.clock = Clock::Fixed(self.app.clock.now() + span);
    }

    pub fn now(&self) -> jiff::Timestamp {
        self.app.clock.now()
    }

    pub fn forget(&mut self, cookie: &str) {
        self.jar.retain(|name, _| !name.ends_with(cookie));
    }

    pub fn cookie(&self, cookie: &str) -> Option<&String> {
        self.jar.iter().find(|(name, _)| name.ends_with(cookie)).map(|(_, value)| value)
    }

    pub fn set_cookie(&mut self, cookie: &str, value: &str) {
        self.jar.insert(cookie.to_owned(), value.to_owned());
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), String::new()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body).await
    }

    pub async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("name", name), ("password", password)]).await
    }

    async fn send(&mut self, mut request: axum::http::request::Builder, body: String) -> Answer {
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if !self.jar.is_empty() {
            let pairs: Vec<_> =
                self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, pairs.join("; "));
        }
        let mut request = request.body(Body::from(body)).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = longan::router(self.app.clone()).oneshot(request).await.unwrap();
        let status = response.status();
        let lines = response.headers().get_all(SET_COOKIE).iter();
        let cookies: Vec<String> = lines.map(|line| line.to_str().unwrap().to_owned()).collect();
        for line in &cookies {
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.jar.remove(name);
            } else {
                self.jar.insert(name.to_owned(), value.to_owned());
            }
        }
        let to = response.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, to: to.unwrap_or_default(), body, cookies }
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |url, byte| {
        if byte.is_ascii_alphanumeric() {
            url + &char::from(byte).to_string()
        } else {
            url + &format!("%{byte:02X}")
        }
    })
}
