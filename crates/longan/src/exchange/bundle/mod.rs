//! A bundle: one file that carries a report as it was frozen, with its papers, from one program to
//! another; signed, and of no use when anything in it was changed.
//!
//! First comes `manifest.json`, then the signature over exactly its bytes, then the parts, each of
//! which the manifest names with size and SHA-256. So whoever receives one over a network knows
//! after a few kilobytes whether the rest is worth reading.

mod archive;
mod receipt;
mod reply;

pub use receipt::{RECEIPT_BYTES, RECEIPT_SCHEMA, Receipt, SignedReceipt};
pub use reply::Reply;

use super::key::{self, Signer};
use super::model::Refusal;
use crate::files::sha256_hex;
use crate::reports::model::ReportForm;
use crate::store::Day;
use archive::Next;
use serde::{Deserialize, Serialize};

/// The version of the layout that this program writes and reads.
pub const SCHEMA: &str = "longan-bundle-1";
/// Largest bundle, in bytes.
pub const MOST_BYTES: usize = 48 * 1024 * 1024;
/// Most papers that go with a report.
pub const MOST_PAPERS: usize = 10;
/// Largest manifest, in bytes.
const MANIFEST_BYTES: usize = 64 * 1024;
const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.sig";
const REPORT: &str = "report.json";

/// What stands in a bundle, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// Version of the program that wrote it.
    pub program: String,
    /// When it was written, UTC.
    pub made_at: String,
    /// Who signs.
    pub sender: Sender,
    /// The report it carries or answers.
    pub report: Carried,
    /// What is said to that report; then the bundle does not carry it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
    /// The parts, in their order; the first is the report, where one is carried.
    pub parts: Vec<Part>,
}

/// Who signs a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// Id of the unit whose report it is, or that answers.
    pub place_id: String,
    /// Its official code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The key the signature is checked with; only a receiver who trusts it reads on.
    pub public_key: String,
}

/// The report in a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carried {
    /// The form.
    pub form: ReportForm,
    /// Which version of the form: "tt-14-2024/bieu-04".
    pub form_version: String,
    /// The period: "2026-H1".
    pub period: String,
    /// Which version of the report.
    pub version: i64,
    /// Why there is a correction; empty in the first.
    pub reason: String,
    /// The moment it was sent, UTC.
    pub sent_at: String,
    /// The day it was in Việt Nam.
    pub sent_on: Day,
}

impl Carried {
    /// The moment it was sent.
    pub fn moment(&self) -> Option<jiff::Timestamp> {
        self.sent_at.parse().ok()
    }

    /// The day that moment was in Việt Nam.
    pub fn day(&self) -> Option<Day> {
        let there = jiff::tz::Offset::constant(7).to_datetime(self.moment()?);
        Some(Day(there.date()))
    }
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name in the bundle.
    pub name: String,
    /// Its own name; empty for the report.
    pub file_name: String,
    /// How many bytes it has.
    pub bytes: usize,
    /// SHA-256 of them.
    pub sha256: String,
}

/// A paper's file: name and bytes.
pub type Paper = (String, Vec<u8>);

/// The beginning of a bundle: what it says of itself.
#[derive(Clone, Debug)]
pub struct Head {
    /// What it says.
    pub manifest: Manifest,
    /// SHA-256 of the manifest, by which the bundle is known: it names everything in it.
    pub sha256: String,
    text: String,
    signature: String,
}

/// A bundle that was read to its end and is what its manifest says.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What it says.
    pub head: Head,
    /// The report as it was frozen, JSON; empty where the bundle answers one.
    pub report: String,
    /// The files of its papers.
    pub papers: Vec<Paper>,
}

/// What a bundle is for.
#[derive(Clone, Debug)]
pub enum Content<'c> {
    /// It carries the report, as it was frozen.
    Report(&'c str),
    /// It answers one.
    Reply(Reply),
}

/// Writes a bundle; answers with its bytes and the hash by which it is known.
pub fn write(
    signer: &Signer,
    made_at: String,
    sender: Sender,
    (carried, content): (Carried, Content<'_>),
    papers: &[Paper],
) -> Result<(Vec<u8>, String), Refusal> {
    let (content, reply) = match content {
        Content::Report(content) => (Some(content), None),
        Content::Reply(reply) => (None, Some(reply)),
    };
    let part = |name: &str, file_name: &str, bytes: &[u8]| Part {
        name: name.to_owned(),
        file_name: file_name.to_owned(),
        bytes: bytes.len(),
        sha256: sha256_hex(bytes),
    };
    let mut parts: Vec<Part> =
        content.iter().map(|content| part(REPORT, "", content.as_bytes())).collect();
    let named: Vec<(String, &Paper)> = papers.iter().enumerate().map(numbered).collect();
    parts.extend(named.iter().map(|(name, (file_name, bytes))| part(name, file_name, bytes)));
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at,
        sender,
        report: carried,
        reply,
        parts,
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(|_| Refusal::Broken)?;
    if text.len() > MANIFEST_BYTES {
        return Err(Refusal::TooLarge);
    }
    let signature = signer.sign(text.as_bytes());
    let mut all: Vec<(&str, &[u8])> =
        vec![(MANIFEST, text.as_bytes()), (SIGNATURE, signature.as_bytes())];
    all.extend(content.iter().map(|content| (REPORT, content.as_bytes())));
    all.extend(named.iter().map(|(name, (_, bytes))| (name.as_str(), bytes.as_slice())));
    let bytes = archive::write(&all).filter(|bytes| bytes.len() <= MOST_BYTES);
    Ok((bytes.ok_or(Refusal::TooLarge)?, sha256_hex(text.as_bytes())))
}

fn numbered((at, paper): (usize, &Paper)) -> (String, &Paper) {
    let kind = paper::content::Kind::of_name(&paper.0);
    let end = kind.map_or("bin", paper::content::Kind::word);
    (format!("paper-{}.{end}", at + 1), paper)
}

/// What the beginning of a bundle says; `None` when more of it must come first.
pub fn head(bytes: &[u8]) -> Result<Option<Head>, Refusal> {
    let (text, rest) = match archive::next(bytes) {
        Next::Part((MANIFEST, text), rest) => (text, rest),
        Next::Short if bytes.len() <= MANIFEST_BYTES => return Ok(None),
        _ => return Err(Refusal::Broken),
    };
    if text.len() > MANIFEST_BYTES {
        return Err(Refusal::Broken);
    }
    let signature = match archive::next(rest) {
        Next::Part((SIGNATURE, signature), _) => signature,
        Next::Short if rest.len() <= MANIFEST_BYTES => return Ok(None),
        _ => return Err(Refusal::Broken),
    };
    let text = std::str::from_utf8(text).map_err(|_| Refusal::Broken)?;
    let signature = std::str::from_utf8(signature).map_err(|_| Refusal::Broken)?;
    Ok(Some(Head {
        manifest: read_manifest(text)?,
        sha256: sha256_hex(text.as_bytes()),
        text: text.to_owned(),
        signature: signature.to_owned(),
    }))
}

/// The schema is looked at first: another one may have other fields.
fn read_manifest(text: &str) -> Result<Manifest, Refusal> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|_| Refusal::Broken)?;
    match value.get("schema").and_then(serde_json::Value::as_str) {
        Some(SCHEMA) => serde_json::from_str(text).map_err(|_| Refusal::Broken),
        Some(other) => Err(Refusal::Schema(other.chars().take(40).collect())),
        None => Err(Refusal::Broken),
    }
}

impl Head {
    /// Whether the holder of the key that it names signed it.
    pub fn is_signed(&self) -> bool {
        key::is_signed(&self.manifest.sender.public_key, self.text.as_bytes(), &self.signature)
    }

    /// Whether the manifest holds the one character that no text has.
    pub fn has_nul(&self) -> bool {
        self.text.contains("\\u0000")
    }

    /// How many bytes the parts have together.
    pub fn parts_bytes(&self) -> usize {
        self.manifest.parts.iter().fold(0, |sum, part| sum.saturating_add(part.bytes))
    }
}

/// Reads a bundle to its end. Who signed it is not asked here.
pub fn open(bytes: &[u8]) -> Result<Opened, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(Refusal::TooLarge);
    }
    let head = head(bytes)?.ok_or(Refusal::Broken)?;
    let most = 3 + MOST_PAPERS;
    let found = archive::read(bytes, most).ok_or(Refusal::Broken)?;
    let found = &found[2..];
    if found.len() != head.manifest.parts.len() {
        return Err(Refusal::Broken);
    }
    let mut papers = Vec::new();
    let mut report = head.manifest.reply.is_some().then(String::new);
    for ((name, bytes), told) in found.iter().zip(&head.manifest.parts) {
        let holds =
            *name == told.name && bytes.len() == told.bytes && sha256_hex(bytes) == told.sha256;
        if !holds {
            return Err(Refusal::Altered(told.name.chars().take(60).collect()));
        }
        match report {
            None if *name == REPORT => {
                let text = std::str::from_utf8(bytes).map_err(|_| Refusal::Broken)?;
                report = Some(text.to_owned());
            }
            None => return Err(Refusal::Broken),
            Some(_) => papers.push((told.file_name.clone(), bytes.to_vec())),
        }
    }
    Ok(Opened { head, report: report.ok_or(Refusal::Broken)?, papers })
}

#[cfg(test)]
mod tests;
