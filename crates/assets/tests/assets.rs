//! Whatever way the program was built, its pages find what they link.

use std::io::Read;

use assets::{Islands, find, islands, names, url};

#[test]
fn every_page_finds_its_style_and_scripts() {
    for name in
        ["app.css", "app.js", "chart.js", "passkey.js", "theme.js", "favicon.svg", "notice.txt"]
    {
        let asset = find(name).unwrap_or_else(|| panic!("{name} is not embedded"));
        assert!(!asset.bytes.is_empty(), "{name}");
        assert_ne!(asset.content_type, "application/octet-stream", "{name}");
    }
    assert_eq!(find("app.css").unwrap().content_type, "text/css; charset=utf-8");
    assert_eq!(find("../Cargo.toml"), None);
    assert_eq!(find(""), None);
}

#[test]
fn an_address_changes_with_the_contents_only() {
    let address = url("app.css");
    let version = address.strip_prefix("/assets/app.css?v=").unwrap();
    assert_eq!(version.len(), 8);
    assert_eq!(find("app.css").unwrap().etag[1..9], *version);
    assert_eq!(url("missing.css"), "/assets/missing.css");
    let etags: std::collections::BTreeSet<_> =
        names().map(|name| find(name).unwrap().etag).collect();
    assert_eq!(etags.len(), names().count(), "two files share an etag");
}

#[test]
fn the_compressed_twin_is_the_same_file() {
    for name in names() {
        let asset = find(name).unwrap();
        let Some(gzip) = asset.gzip else { continue };
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(gzip).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, asset.bytes, "{name}");
    }
}

#[test]
fn the_style_sheet_is_tabler_with_our_typeface_where_npm_was_there() {
    let css = String::from_utf8(find("app.css").unwrap().bytes.to_vec()).unwrap();
    assert!(css.contains("@media print"), "pages are printed");
    match islands() {
        Islands::Absent => assert!(css.contains(".table-responsive")),
        Islands::Bundled => {
            assert!(css.contains("--tblr-primary"));
            assert!(css.contains("Be Vietnam Pro"));
            assert!(!css.contains("url(http") && !css.contains("@import"), "nothing from outside");
            let fonts = names().filter(|name| name.starts_with("be-vietnam-pro-"));
            let linked = fonts.filter(|name| css.contains(&format!("/assets/{name}")));
            assert_eq!(linked.count(), 8, "two alphabets in four weights");
        }
    }
}
