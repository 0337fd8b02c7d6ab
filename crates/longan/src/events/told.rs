//! The history in sentences a person reads: who, when, what, by which paper, for whom, and
//! what was written before. The words of each slice stand with that slice, in its [`Vocabulary`].

use super::model::Event;
use crate::places::{self, Level};
use crate::store::{Result, Store};
use serde_json::{Map, Value};

/// A record as an event left it.
pub type Image = Map<String, Value>;

/// What people read for the acts and fields of a slice.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary {
    /// Acts: `<capability>.<verb>` and what was done.
    pub actions: &'static [(&'static str, &'static str)],
    /// Fields of the records, and what they are called.
    pub fields: &'static [(&'static str, &'static str)],
    /// Kinds of records, what they are called, and where their page is (`{}` stands for the id).
    pub records: &'static [(&'static str, &'static str, &'static str)],
    /// Fields by which an image without an id is known again, by act.
    pub same: &'static [(&'static str, &'static [&'static str])],
    /// A stored word as people read it; `None` where it is not the slice's own.
    pub value: fn(&str, &str, &Image) -> Option<String>,
}

/// A slice without words of its own, to take the rest from.
pub const NOTHING: Vocabulary =
    Vocabulary { actions: &[], fields: &[], records: &[], same: &[], value: |_, _, _| None };

/// The history's own words, and those that many records share.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("personal.erased", "xóa dữ liệu cá nhân theo yêu cầu"),
        ("retention.cleaned", "dọn dữ liệu hết hạn lưu"),
    ],
    fields: &[
        ("name", "Tên"),
        ("code", "Mã"),
        ("note", "Ghi chú"),
        ("location", "Vị trí trong văn bản"),
        ("reason", "Lý do"),
        ("from_day", "Từ ngày"),
        ("to_day", "Đến ngày"),
        ("on_day", "Ngày"),
        ("as_of", "Tính đến ngày"),
        ("period", "Kỳ"),
        ("kind", "Loại"),
        ("number", "Số, ký hiệu"),
        ("tax_code", "Mã số thuế"),
        ("full_name", "Họ và tên"),
        ("status", "Tình trạng"),
    ],
    ..NOTHING
};

/// One act in words.
#[derive(Clone, Debug)]
pub struct Told {
    /// The moment in Việt Nam: "23/11/2026 09:00".
    pub at: String,
    /// Who acted, and for which commune.
    pub who: String,
    /// What was done.
    pub what: String,
    /// Why, in the person's words.
    pub note: String,
    /// Number of the paper it rests on.
    pub document: String,
    /// Id of that paper.
    pub document_id: String,
    /// What changed: field, before, after.
    pub changes: Vec<(&'static str, String, String)>,
}

/// The history of one record in sentences, latest first: the same for every kind of record.
pub async fn history(store: &Store, subject_id: &str) -> Result<Vec<Told>> {
    tell(store, &super::store::list(store, subject_id).await?).await
}

/// What people read for an act.
pub fn action_label(action: &str) -> String {
    let mut known = crate::VOCABULARIES.iter().flat_map(|words| words.actions);
    known
        .find(|(word, _)| *word == action)
        .map_or_else(|| format!("thực hiện “{action}”"), |(_, label)| (*label).to_owned())
}

/// Every act that has a name: the word and the name, in the order of the slices.
pub fn actions() -> impl Iterator<Item = (&'static str, &'static str)> {
    crate::VOCABULARIES.iter().flat_map(|words| words.actions).copied()
}

/// What people call a kind of record, and the address of one; both empty where nobody said.
pub fn record_label(kind: &str, id: &str) -> (&'static str, String) {
    let mut known = crate::VOCABULARIES.iter().flat_map(|words| words.records);
    known
        .find(|(word, ..)| *word == kind)
        .map_or(("", String::new()), |(_, label, address)| (*label, address.replace("{}", id)))
}

/// Every vocabulary, that of the slice which did the act first: two slices may call one field
/// differently.
fn words_for(action: &str) -> impl Iterator<Item = &'static Vocabulary> {
    let is_own = move |words: &&Vocabulary| words.actions.iter().any(|(word, _)| *word == action);
    let (own, others): (Vec<_>, Vec<_>) = crate::VOCABULARIES.iter().partition(is_own);
    own.into_iter().chain(others)
}

/// What people read for a field of an act; fields without a name are not told.
fn field_label(action: &str, field: &str) -> Option<&'static str> {
    let mut known = words_for(action).flat_map(|words| words.fields);
    known.find(|(word, _)| *word == field).map(|(_, label)| *label)
}

/// A value of an act as people read it.
fn value_text(action: &str, (field, value): (&str, &Value), image: &Image) -> String {
    let text = match value {
        Value::Null | Value::Array(_) | Value::Object(_) => return String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let own = words_for(action).find_map(|words| (words.value)(field, &text, image));
    own.unwrap_or_else(|| match value.as_i64() {
        Some(m2) if field.ends_with("_m2") => format!("{} ha", crate::ui::Vi::ha(m2)),
        Some(vnd) if field.ends_with("_vnd") => format!("{} đồng", crate::ui::Vi::count(vnd)),
        Some(number) => crate::ui::Vi::count(number),
        None if text.len() == 10 => crate::ui::day_vi(&text),
        None => text,
    })
}

/// The acts, latest first. Where an earlier act left an image of the same record, what it
/// said before is told beside what it says now. Units are called by their names.
pub async fn tell(store: &Store, events: &[Event]) -> Result<Vec<Told>> {
    let mut told = sentences(events);
    let values = told.iter_mut().flat_map(|act| &mut act.changes);
    let mut values: Vec<&mut String> =
        values.flat_map(|(_, was, is)| [was, is]).filter(|value| is_unit(value)).collect();
    let mut ids: Vec<String> = values.iter().map(|id| (*id).clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = places::store::full_names(store, &ids).await?;
    for value in &mut values {
        if let Some(name) = names.get(*value) {
            value.clone_from(name);
        }
    }
    Ok(told)
}

/// Whether a value looks like the id of a unit: its level, its code and the day it began.
fn is_unit(value: &str) -> bool {
    value.split_once(':').is_some_and(|(level, _)| level.parse::<Level>().is_ok())
}

fn sentences(events: &[Event]) -> Vec<Told> {
    let images: Vec<Image> = events.iter().map(|event| image_of(&event.after_image)).collect();
    let keys: Vec<Option<String>> =
        events.iter().zip(&images).map(|(event, image)| key_of(event, image)).collect();
    let told = events.iter().enumerate().map(|(at, event)| {
        let image = &images[at];
        let earlier =
            (at + 1..events.len()).find(|earlier| keys[at].is_some() && keys[*earlier] == keys[at]);
        Told {
            at: moment_vi(&event.happened_at),
            who: event.who(),
            what: action_label(&event.action),
            note: event.note.clone(),
            document: event.document_number.clone(),
            document_id: event.document_id.clone(),
            changes: changes(&event.action, earlier.map(|earlier| &images[earlier]), image),
        }
    });
    told.collect()
}

/// The same for people outside the office: without the reasons and remarks that officers wrote
/// for each other.
pub fn without_notes(mut told: Vec<Told>) -> Vec<Told> {
    let fields = crate::VOCABULARIES.iter().flat_map(|words| words.fields);
    let inner = fields.filter(|(field, _)| ["note", "reason"].contains(field));
    let inner: Vec<&str> = inner.map(|(_, label)| *label).collect();
    for act in &mut told {
        act.note.clear();
        act.changes.retain(|(field, ..)| !inner.contains(field));
    }
    told
}

/// The same for people who see no papers: a paper is named, and leads nowhere.
pub fn without_links(mut told: Vec<Told>) -> Vec<Told> {
    for act in &mut told {
        act.document_id.clear();
    }
    told
}

/// The record in an after-image: what a workbook brings is a pair of the record and its row,
/// and a row names the record's words apart.
pub fn image_of(after_image: &str) -> Image {
    let image = match serde_json::from_str(after_image) {
        Ok(Value::Array(parts)) => parts.into_iter().next(),
        Ok(other) => Some(other),
        Err(_) => None,
    };
    let Some(Value::Object(mut image)) = image else { return Image::new() };
    for part in ["words", "tenant"] {
        if let Some(Value::Object(words)) = image.remove(part).filter(Value::is_object) {
            image.extend(words);
        }
    }
    image
}

/// By what the record of an image is known again in the images of other events.
fn key_of(event: &Event, image: &Image) -> Option<String> {
    let text = |field: &str| image.get(field).and_then(Value::as_str);
    if let Some(id) = text("id") {
        return Some(id.to_owned());
    }
    let same = crate::VOCABULARIES.iter().flat_map(|words| words.same);
    let fields = same.into_iter().find(|(action, _)| *action == event.action).map(|(_, f)| f);
    if let Some(fields) = fields {
        let values: Vec<&str> = fields.iter().filter_map(|field| text(field)).collect();
        return Some(format!("{} {}", event.action, values.join("\n")));
    }
    let is_whole = event
        .action
        .split_once('.')
        .is_some_and(|(_, verb)| verb == "added" || verb.ends_with("by_import"));
    is_whole.then(|| event.subject_id.clone())
}

fn changes(
    action: &str,
    before: Option<&Image>,
    after: &Image,
) -> Vec<(&'static str, String, String)> {
    let fields = after.iter().filter_map(|(field, value)| {
        let label = field_label(action, field)?;
        let earlier = before.and_then(|before| before.get(field));
        let is_new = earlier.is_none_or(|earlier| earlier != value);
        let was = before.zip(earlier);
        let was = was.map(|(image, earlier)| value_text(action, (field, earlier), image));
        let was = was.unwrap_or_default();
        let is = value_text(action, (field, value), after);
        (is_new && !(was.is_empty() && is.is_empty())).then_some((label, was, is))
    });
    fields.collect()
}

/// "nhập thay UBND xã Đức Hòa", from the full name of a unit, or the name of a body; empty where
/// there is neither.
pub fn behalf_vi(unit: &str, body: &str) -> String {
    match (unit, body) {
        ("", "") => String::new(),
        ("", body) => format!("nhập thay {body}"),
        (unit, _) => format!("nhập thay {}", crate::places::committee_vi(unit)),
    }
}

/// A moment as the clock in Việt Nam showed it.
pub fn moment_vi(moment: &str) -> String {
    let Ok(moment) = moment.parse::<jiff::Timestamp>() else { return moment.to_owned() };
    let there = jiff::tz::Offset::constant(7).to_datetime(moment);
    format!(
        "{:02}/{:02}/{} {:02}:{:02}",
        there.day(),
        there.month(),
        there.year(),
        there.hour(),
        there.minute()
    )
}
