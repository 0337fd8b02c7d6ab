//! The nouns: how far a person may read, what is asked for, and what is found.

use crate::store::Day;

/// Which places' events: all of them, or those of some provinces and some places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditReach {
    /// The whole country.
    Everything,
    /// Some provinces, and some places within others: units, `cluster:ID`, `organization:ID`.
    Some {
        /// Ids of provinces, of today and those they came from.
        provinces: Vec<String>,
        /// Ids of other places.
        places: Vec<String>,
    },
}

/// What an address asks for.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct AuditQuestion {
    /// A person: login name, or part of the full name.
    #[serde(default)]
    pub person: String,
    /// A place: code, id or `district:802`.
    #[serde(default)]
    pub place: String,
    /// First day.
    #[serde(default)]
    pub from: String,
    /// Last day.
    #[serde(default)]
    pub to: String,
    /// An act: `<capability>.<verb>`.
    #[serde(default)]
    pub action: String,
    /// A record: part of its name, or its id.
    #[serde(default)]
    pub record: String,
    /// Only what came before this: a number in the chain, or a moment.
    #[serde(default)]
    pub before: String,
}

impl AuditQuestion {
    /// The same question as a query string, without the place in the list.
    pub fn query(&self) -> String {
        let pairs = [
            ("person", &self.person),
            ("place", &self.place),
            ("from", &self.from),
            ("to", &self.to),
            ("action", &self.action),
            ("record", &self.record),
        ];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let parts: Vec<String> =
            said.map(|(name, value)| format!("{name}={}", crate::ui::url_encode(value))).collect();
        parts.join("&")
    }
}

/// What is asked for, made out.
#[derive(Clone, Debug)]
pub struct AuditFilter {
    /// How far the person may read.
    pub reach: AuditReach,
    /// The place that was asked for, when one was.
    pub within: Option<AuditReach>,
    /// Ids of the people that were asked for; `None` for everybody.
    pub people: Option<Vec<String>>,
    /// First moment, UTC; empty for the beginning.
    pub since: String,
    /// First moment that is too late, UTC; empty for now.
    pub until: String,
    /// The act; empty for all.
    pub action: String,
    /// The record: folded text and the text as typed; empty for all.
    pub record: (String, String),
    /// Only events with a smaller number.
    pub before: i64,
}

/// One event as the list shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AuditEvent {
    /// Number in the chain.
    pub position: i64,
    /// The moment, UTC.
    pub happened_at: String,
    /// Who acted.
    pub full_name: String,
    /// What they sign in with.
    pub login: String,
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
    /// Its name; empty where it has none.
    pub subject: String,
    /// Its address; empty where its kind says it.
    pub path: String,
    /// Full name of the province it belongs to.
    pub province: String,
    /// Why.
    pub note: String,
    /// Id of the paper; empty when there is none.
    pub document_id: String,
    /// Number of the paper.
    pub document: String,
}

impl AuditEvent {
    /// The moment in Việt Nam.
    pub fn at(&self) -> String {
        crate::events::told::moment_vi(&self.happened_at)
    }

    /// "nhập thay UBND xã Đức Hòa", or of a body; empty when it was their own work.
    pub fn behalf(&self) -> String {
        crate::events::told::behalf_vi(&self.on_behalf_of, &self.on_behalf_of_body)
    }

    /// Name of the unit or body they entered for; empty when it was their own work.
    pub fn behalf_of(&self) -> &str {
        if self.on_behalf_of.is_empty() { &self.on_behalf_of_body } else { &self.on_behalf_of }
    }

    /// What was done.
    pub fn what(&self) -> String {
        crate::events::told::action_label(&self.action)
    }

    /// What kind of record it is.
    pub fn kind(&self) -> &'static str {
        crate::events::told::record_label(&self.subject_kind, &self.subject_id).0
    }

    /// Where the record is; empty where it has no page.
    pub fn address(&self) -> String {
        if self.path.is_empty() {
            return crate::events::told::record_label(&self.subject_kind, &self.subject_id).1;
        }
        self.path.clone()
    }
}

/// A request that was refused, or an attempt to sign in, as the list shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AuditAttempt {
    /// Id, in order of time.
    pub id: String,
    /// The moment, UTC.
    pub at: String,
    /// Name of the person; empty where nobody has that name.
    pub full_name: String,
    /// What they sign in with, or typed.
    pub login: String,
    /// What was asked for, or how the attempt ended.
    pub what: String,
    /// What was answered; 0 for attempts to sign in.
    pub status: i64,
    /// From where.
    pub address: String,
}

impl AuditAttempt {
    /// The moment in Việt Nam.
    pub fn moment(&self) -> String {
        crate::events::told::moment_vi(&self.at)
    }

    /// Why the request was refused.
    pub fn reason(&self) -> &'static str {
        match self.status {
            403 => "không có quyền",
            404 => "không có, hoặc ngoài phạm vi",
            _ => "",
        }
    }

    /// How an attempt to sign in ended.
    pub fn outcome(&self) -> &str {
        match self.what.as_str() {
            "succeeded" => "đã vào",
            "failed" => "sai tên hoặc mật khẩu",
            "throttled" => "phải đợi vì sai nhiều lần",
            other => other,
        }
    }
}

/// First moment of a day in Việt Nam, as stored.
pub fn begins(day: Day) -> String {
    let moment = jiff::tz::Offset::constant(7)
        .to_timestamp(day.0.to_datetime(jiff::civil::Time::midnight()));
    moment.map(|moment| moment.to_string()).unwrap_or_default()
}
