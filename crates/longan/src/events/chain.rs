//! The chain: what an event says in one fixed spelling, its hash, and whether all of them hold.

use super::store;
use crate::files::sha256_hex;
use crate::store::{Result, Store};

/// How many breaks are told; a chain that is torn everywhere says it in the first ones.
const MOST_BREAKS: usize = 20;

/// An event with everything its hash is made of.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub(super) struct Link {
    pub id: String,
    pub position: i64,
    pub previous_hash: String,
    pub hash: String,
    pub happened_at: String,
    pub for_day: String,
    pub user_id: String,
    pub on_behalf_of: Option<String>,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub place_id: String,
    pub province_id: String,
    pub document_id: Option<String>,
    pub note: String,
    pub after_image: String,
}

impl Link {
    /// SHA-256 of everything the event says, its place in the chain, and the hash before it.
    ///
    /// # Panics
    /// Never: text and a number always serialise.
    pub(super) fn work_out(&self) -> String {
        self.work_out_with(
            &sha256_hex(self.note.as_bytes()),
            &sha256_hex(self.after_image.as_bytes()),
        )
    }

    /// The same with the SHA-256 of the note and of the image as they once were: words that the
    /// law takes away later leave their hashes behind.
    fn work_out_with(&self, note: &str, image: &str) -> String {
        let spelled = serde_json::to_vec(&(
            "longan event 1",
            self.position,
            &self.previous_hash,
            &self.id,
            &self.happened_at,
            &self.for_day,
            &self.user_id,
            &self.on_behalf_of,
            &self.action,
            &self.subject_kind,
            &self.subject_id,
            (&self.place_id, &self.province_id),
            &self.document_id,
            note,
            image,
        ))
        .expect("text and a number always serialise");
        sha256_hex(&spelled)
    }

    /// Takes its place behind `head`, which becomes this event.
    pub(super) fn join(&mut self, head: &mut Head) {
        self.position = head.length + 1;
        self.previous_hash.clone_from(&head.hash);
        self.hash = self.work_out();
        head.length = self.position;
        head.hash.clone_from(&self.hash);
    }
}

/// Words taken out of an event: hashes of what it said before and says now.
#[derive(Clone, Debug, serde::Serialize)]
pub(super) struct Redaction {
    pub event_id: String,
    pub note_was: String,
    pub image_was: String,
    pub note_is: String,
    pub image_is: String,
}

/// How long the chain is and how it ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// Number of the newest event.
    pub length: i64,
    /// Its hash; empty while nothing has happened.
    pub hash: String,
}

/// In which way the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// What the event says is not what it said when it was written.
    Altered,
    /// Events before this one are gone.
    Missing,
    /// The event does not follow the one before it: moved, or put in between.
    Displaced,
    /// A row that never came through the program: it has no place in the chain.
    Unchained,
    /// The newest events are gone, or the end of the chain was changed.
    Cut,
    /// The hash on paper is not in the chain any more.
    AnchorLost,
}

/// Where the chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// In which way.
    pub flaw: Flaw,
    /// Id of the event; empty where there is none to name.
    pub event_id: String,
    /// Its number.
    pub position: i64,
    /// What it says was done, and when.
    pub told: String,
}

impl Break {
    fn at(flaw: Flaw, link: &Link) -> Self {
        let told = format!("{} {}", link.action, link.happened_at);
        Self { flaw, event_id: link.id.clone(), position: link.position, told }
    }

    fn of_the_whole(flaw: Flaw, position: i64, told: impl Into<String>) -> Self {
        Self { flaw, event_id: String::new(), position, told: told.into() }
    }
}

/// What looking at the whole chain found.
#[derive(Clone, Debug)]
pub struct Verified {
    /// How many events were read.
    pub events: i64,
    /// Where it does not hold.
    pub breaks: Vec<Break>,
    /// Number of the event whose hash stands on paper, when it was asked for and is there.
    pub anchored_at: Option<i64>,
}

/// Reads every event in order, some hundred at a time, and compares each with its hash and
/// with the one before. `anchor` is a hash that was written on paper, or its beginning.
pub async fn verify(database: &Store, anchor: Option<&str>) -> Result<Verified> {
    let head = store::head(database).await?;
    let mut found = Verified { events: 0, breaks: Vec::new(), anchored_at: None };
    let mut last = Head::default();
    let redactions = sealed_redactions(database).await?;
    loop {
        let links = store::list_links(database, last.length, head.length).await?;
        if links.is_empty() {
            break;
        }
        for link in &links {
            let flaw = if !holds(link, &redactions) {
                Some(Flaw::Altered)
            } else if link.position != last.length + 1 {
                Some(Flaw::Missing)
            } else if link.previous_hash != last.hash {
                Some(Flaw::Displaced)
            } else {
                None
            };
            found.note(flaw.map(|flaw| Break::at(flaw, link)));
            if anchor.is_some_and(|anchor| link.hash.starts_with(anchor)) {
                found.anchored_at = Some(link.position);
            }
            last = Head { length: link.position, hash: link.hash.clone() };
            found.events += 1;
        }
    }
    if last != head {
        found.note(Some(Break::of_the_whole(Flaw::Cut, head.length, last.length.to_string())));
    }
    for link in store::list_unchained(database).await? {
        found.note(Some(Break::at(Flaw::Unchained, &link)));
    }
    if let (Some(anchor), None) = (anchor, found.anchored_at) {
        found.note(Some(Break::of_the_whole(Flaw::AnchorLost, head.length, anchor)));
    }
    Ok(found)
}

/// The redactions of which an event tells: it holds the SHA-256 over all of one erasure.
///
/// # Panics
/// Never: text always serialises.
async fn sealed_redactions(database: &Store) -> Result<Vec<Redaction>> {
    let all = store::list_redactions(database).await?;
    let erasures = if all.is_empty() { Vec::new() } else { store::list_erasures(database).await? };
    let mut sealed = Vec::new();
    for erasure in all.chunk_by(|(one, _), (other, _)| one == other) {
        let own: Vec<&Redaction> = erasure.iter().map(|(_, redaction)| redaction).collect();
        let seal = sha256_hex(&serde_json::to_vec(&own).expect("text always serialises"));
        if erasures.iter().any(|image| image.contains(&seal)) {
            sealed.extend(own.into_iter().cloned());
        }
    }
    Ok(sealed)
}

/// Whether an event says what it said, or less where words were taken out of it by an act that
/// the chain itself remembers.
fn holds(link: &Link, redactions: &[Redaction]) -> bool {
    let mut own = redactions.iter().filter(|redaction| redaction.event_id == link.id);
    let Some(first) = own.next() else { return link.work_out() == link.hash };
    let last = own.next_back().unwrap_or(first);
    sha256_hex(link.note.as_bytes()) == last.note_is
        && sha256_hex(link.after_image.as_bytes()) == last.image_is
        && link.work_out_with(&first.note_was, &first.image_was) == link.hash
}

impl Verified {
    fn note(&mut self, found: Option<Break>) {
        if self.breaks.len() < MOST_BREAKS {
            self.breaks.extend(found);
        }
    }
}
