//! Support of the same thing to the same body: found, told, and refused unless it is explained.

use super::model::Activity;
use super::store::{self, Past, WantedPast};
use crate::App;
use crate::error::Error;
use crate::store::Result;
use crate::users::Viewer;
use crate::words;
use kernel::number::format_scaled;

words! {
    /// What two projects share.
    pub enum Reason {
        Body = "body" => "cùng đơn vị",
        TaxCode = "tax_code" => "cùng mã số thuế",
        Person = "person" => "cùng số định danh của chủ cơ sở",
        Name = "name" => "cùng tên, khác cách viết",
        Address = "address" => "cùng địa chỉ",
        Equipment = "equipment" => "cùng máy móc, nội dung",
    }
}

/// Another project of the same body or thing.
#[derive(Clone, Debug)]
pub struct Found {
    /// The project.
    pub past: Past,
    /// What they share.
    pub reasons: Vec<Reason>,
    /// "yes" when the same body had the same thing: that has to be explained.
    pub is_same: &'static str,
}

impl Found {
    /// What they share, in words.
    pub fn shared(&self) -> String {
        let labels: Vec<&str> = self.reasons.iter().map(|reason| reason.label()).collect();
        labels.join(", ")
    }

    /// The other project in a sentence.
    pub fn told(&self) -> String {
        format!(
            "{} năm {} “{}”, {} đồng ({})",
            self.past.code,
            self.past.year,
            self.past.name,
            format_scaled(self.past.support_vnd, 0, 0, 0),
            self.shared()
        )
    }
}

/// The other projects of a body or a thing, those of the same thing first.
pub async fn found(
    app: &App,
    viewer: &Viewer,
    wanted: &WantedPast,
    activity: Activity,
) -> Result<Vec<Found>> {
    let mut found: Vec<Found> = Vec::new();
    for past in store::list_past(&app.store, viewer, wanted).await? {
        let Ok(reason) = past.reason.parse::<Reason>() else { continue };
        match found.iter_mut().find(|other| other.past.project_id == past.project_id) {
            Some(known) => known.reasons.push(reason),
            None => found.push(Found { past, reasons: vec![reason], is_same: "" }),
        }
    }
    for other in &mut found {
        other.reasons.sort_unstable();
        let is_same_body = other.reasons.iter().any(|reason| *reason != Reason::Equipment);
        let (theirs, ours) = (&other.past.equipment_key, &wanted.equipment_key);
        // A machine is the same by its name; where neither is named, by what is supported.
        let is_same_thing = if theirs.is_empty() && ours.is_empty() {
            other.past.activity == activity
        } else {
            theirs == ours
        };
        other.is_same = if is_same_body && is_same_thing { "yes" } else { "" };
    }
    found.sort_by_key(|other| other.is_same.is_empty());
    Ok(found)
}

/// Mark of a personal number, by which it is found again; empty for none. The number is not kept.
pub fn person_mark(app: &App, personal_number: &str) -> std::result::Result<String, Error> {
    if personal_number.is_empty() {
        return Ok(String::new());
    }
    Ok(app.seal.mark("promotion.person", personal_number)?)
}

/// What is said when the same body had the same thing: what was found and what to do.
pub fn refusal(same: &[&Found]) -> String {
    let told: Vec<String> = same.iter().map(|found| found.told()).collect();
    format!(
        "Đã được hỗ trợ: {}. Một nội dung chỉ được Nhà nước hỗ trợ một lần; nếu vẫn ghi, hãy giải trình.",
        told.join("; ")
    )
}
