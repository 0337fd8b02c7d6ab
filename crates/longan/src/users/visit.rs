//! A visit: where a request comes from, under which address the program is reached, and the
//! cookies the browser brings.

use super::Client;
use super::seal::new_token;
use crate::App;
use crate::files::sha256_hex;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::Extensions;
use axum::http::header::{COOKIE, HOST, HeaderMap, USER_AGENT};
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

/// Days a browser keeps its own token; the longest that browsers allow.
const DEVICE_DAYS: i64 = 400;
/// Most characters kept of what a browser says it is.
const AGENT_CHARACTERS: usize = 200;

/// Name of the cookie that carries a session.
pub const COOKIE_NAME: &str = "longan_session";

/// The cookies of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The session.
    Session,
    /// The browser itself.
    Device,
    /// A sign-in under way.
    Step,
}

impl Cookie {
    fn name(self) -> &'static str {
        match self {
            Self::Session => COOKIE_NAME,
            Self::Device => "longan_device",
            Self::Step => "longan_step",
        }
    }
}

/// Where a request comes from and how it came.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Address of the person's machine.
    pub address: String,
    /// What the browser says it is.
    pub agent: String,
    /// `https://longan.example`: as the browser writes where it is.
    pub origin: String,
    headers: HeaderMap,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(app, parts))
    }
}

impl Visit {
    /// The visit a request is.
    pub fn of(app: &App, parts: &Parts) -> Self {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let agent = text(USER_AGENT).unwrap_or_default().chars().take(AGENT_CHARACTERS).collect();
        Self {
            address: house(address(&parts.extensions)),
            agent,
            origin: origin(app, &parts.headers),
            headers: parts.headers.clone(),
        }
    }

    /// Whether the browser reached us over HTTPS.
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// Name of the host without its port, when it is a name: a passkey is tied to it.
    pub fn host_name(&self) -> Option<&str> {
        let host = self.origin.split_once("://").map_or("", |(_, rest)| rest);
        if host.starts_with('[') {
            return None;
        }
        let name = host.split(':').next().unwrap_or(host);
        (!name.is_empty() && name.parse::<IpAddr>().is_err()).then_some(name)
    }

    /// A token from a cookie.
    pub fn token(&self, cookie: Cookie) -> Option<&str> {
        let wanted = self.full_name(cookie);
        let lines = self.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, token) = pairs.find(|(name, _)| *name == wanted)?;
        (token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(token)
    }

    /// Hash of a token from a cookie.
    pub fn token_hash(&self, cookie: Cookie) -> Option<String> {
        self.token(cookie).map(|token| sha256_hex(token.as_bytes()))
    }

    /// The token of this browser, or a new one for it.
    pub fn device_token(&self) -> String {
        self.token(Cookie::Device).map_or_else(new_token, str::to_owned)
    }

    /// The line that sets a cookie.
    pub fn set(&self, cookie: Cookie, token: &str) -> String {
        let age = match cookie {
            Cookie::Device => format!("; Max-Age={}", DEVICE_DAYS * 24 * 60 * 60),
            Cookie::Session | Cookie::Step => String::new(),
        };
        self.line(cookie, token, &age)
    }

    /// The line that forgets a cookie.
    pub fn forget(&self, cookie: Cookie) -> String {
        self.line(cookie, "", "; Max-Age=0")
    }

    fn line(&self, cookie: Cookie, value: &str, age: &str) -> String {
        let secure = if self.is_https() { "; Secure" } else { "" };
        format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}", self.full_name(cookie))
    }

    /// Over HTTPS a cookie carries the prefix that no neighbour can plant.
    fn full_name(&self, cookie: Cookie) -> String {
        let prefix = if self.is_https() { "__Host-" } else { "" };
        format!("{prefix}{}", cookie.name())
    }
}

/// Where a request comes from: the person's address, also behind a proxy that is trusted.
pub fn address(extensions: &Extensions) -> String {
    if let Some(client) = extensions.get::<Client>() {
        return client.address.to_string();
    }
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or_else(|| "unknown".to_owned(), |ConnectInfo(peer)| peer.ip().to_string())
}

/// The address for counting: one house has a whole network of IPv6 addresses.
fn house(address: String) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => address,
    }
}

fn origin(app: &App, headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(HOST.as_str()).unwrap_or("localhost");
    let public = app.settings.public_address.as_deref().map(|said| said.trim_end_matches('/'));
    if let Some(public) = public.filter(|said| said.split_once("://").is_some_and(|s| s.1 == host))
    {
        return public.to_owned();
    }
    let is_https = text("x-forwarded-proto").is_some_and(|proto| proto == "https");
    format!("{}://{host}", if is_https { "https" } else { "http" })
}
