//! The nouns: who acts, what is to be remembered, and what was.

use crate::store::Day;

/// The person who acts, and the moment and day it is for them.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Id of the person in `users`.
    pub user_id: String,
    /// The name shown in the history.
    pub full_name: String,
    /// The moment, UTC.
    pub now: jiff::Timestamp,
    /// The calendar day in Việt Nam.
    pub today: Day,
    /// Who the person enters for: the commune that asked for it, or `organization:ID` of the
    /// enterprise whose report the investor of its cluster enters.
    pub on_behalf_of: Option<String>,
}

/// What is to be remembered of one act.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// `<capability>.<verb in the past>`, for example `clusters.established`.
    pub action: &'a str,
    /// Kind of the record: the table's singular.
    pub subject_kind: &'a str,
    /// Id of the record.
    pub subject_id: &'a str,
    /// The paper it rests on.
    pub document_id: Option<&'a str>,
    /// Why, in the person's words; empty when nothing was said.
    pub note: &'a str,
}

/// One line of a record's history.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Event {
    /// Id, in order of time.
    pub id: String,
    /// The moment, UTC, ISO text.
    pub happened_at: String,
    /// The day it was for the person who acted.
    pub for_day: Day,
    /// Who acted.
    pub full_name: String,
    /// Full name of the unit they entered for; empty when it was their own work.
    pub on_behalf_of: String,
    /// Name of the body they entered for; empty when it was none.
    pub on_behalf_of_body: String,
    /// `<capability>.<verb>`.
    pub action: String,
    /// Kind of the record.
    pub subject_kind: String,
    /// Id of the record.
    pub subject_id: String,
    /// Why.
    pub note: String,
    /// Number of the paper it rests on; empty when there is none.
    pub document_number: String,
    /// Id of that paper; empty when there is none.
    pub document_id: String,
    /// The record as it stood afterwards, JSON.
    pub after_image: String,
}

impl Event {
    /// Who acted, and for which commune or body: "Trần Cán Bộ (nhập thay UBND xã Đức Hòa)".
    pub fn who(&self) -> String {
        let told = super::told::behalf_vi(&self.on_behalf_of, &self.on_behalf_of_body);
        if told.is_empty() {
            self.full_name.clone()
        } else {
            format!("{} ({told})", self.full_name)
        }
    }
}
