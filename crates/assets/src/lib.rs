//! The style sheet, scripts and typeface of the pages, bundled at build time and embedded.
//!
//! A page links `theme.js` in its head without `defer` (it sets the dark theme before
//! anything is painted), `app.css`, `app.js` with `defer`, and `chart.js` with `defer`
//! where a table asks for a chart. Everything keeps to a policy without inline scripts
//! and styles: `default-src 'self'; img-src 'self' data:`.

/// One embedded file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// The contents.
    pub bytes: &'static [u8],
    /// The same compressed with gzip, unless that gains nothing.
    pub gzip: Option<&'static [u8]>,
    /// The media type for `Content-Type`.
    pub content_type: &'static str,
    /// The value for `ETag`, quotes included; it changes with the contents only.
    pub etag: &'static str,
}

/// Whether the scripts were bundled when the program was built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Islands {
    /// Styles and scripts are complete.
    Bundled,
    /// npm was missing: a plain style sheet, and scripts that do nothing.
    Absent,
}

struct Embedded {
    name: &'static str,
    bytes: &'static [u8],
    gzip: Option<&'static [u8]>,
    etag: &'static str,
    version: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Finds an asset by its name under `/assets/`, such as `app.css`.
pub fn find(name: &str) -> Option<Asset> {
    let found = embedded(name)?;
    Some(Asset {
        bytes: found.bytes,
        gzip: found.gzip,
        content_type: content_type(found.name),
        etag: found.etag,
    })
}

/// The address of an asset, with a version so that browsers may keep it for ever:
/// `/assets/app.css?v=abcd1234`. A name that is not embedded gets no version.
pub fn url(name: &str) -> String {
    match embedded(name) {
        Some(found) => format!("/assets/{name}?v={}", found.version),
        None => format!("/assets/{name}"),
    }
}

/// The names of all assets, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    EMBEDDED.iter().map(|embedded| embedded.name)
}

/// Whether this program has its scripts.
pub fn islands() -> Islands {
    ISLANDS
}

fn embedded(name: &str) -> Option<&'static Embedded> {
    EMBEDDED.iter().find(|embedded| embedded.name == name)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
