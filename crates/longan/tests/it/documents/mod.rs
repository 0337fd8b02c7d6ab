//! The register of papers, as officers of a province, of a commune and people of an enterprise
//! meet it.

mod files;
mod law;
mod links;
mod register;
mod seen;

use crate::world::{LONG_AN, World};
use axum::http::StatusCode;
use longan::users::Role;

/// A commune of Long An.
pub const DUC_HOA_HA: &str = "commune:27985:";

/// A decision as it comes in, as the form sends it.
pub const DECISION: &[(&str, &str)] = &[
    ("direction", "in"),
    ("place", LONG_AN),
    ("register_number", "125"),
    ("registered_on", "10/05/2013"),
    ("kind", "decision"),
    ("number", "1600/QĐ-UBND"),
    ("issued_on", "09/05/2013"),
    ("issuer", "UBND tỉnh Long An"),
    ("subject_line", "Thành lập cụm công nghiệp Đức Hòa Hạ"),
    ("signer", "Nguyễn Văn Ký"),
    ("signer_title", "Phó Chủ tịch"),
    ("urgency", ""),
    ("grounds", ""),
];

/// The same form with some fields typed otherwise.
pub fn with<'a>(
    fields: &[(&'a str, &'a str)],
    changed: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let other = |name: &str| changed.iter().all(|(changed, _)| *changed != name);
    fields.iter().copied().filter(|(name, _)| other(name)).chain(changed.iter().copied()).collect()
}

/// The fields as an ordinary form sends them.
pub fn plain(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// Writes a paper without a file into the register; its address.
pub async fn register(world: &World, fields: &[(&str, &str)]) -> String {
    let (status, text, path) = world.upload("/documents", "", b"", fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    path
}

/// An officer of Long An who has signed in.
pub async fn officer() -> World {
    World::new().await.with_person("can-bo", Role::Officer, LONG_AN).await
}
