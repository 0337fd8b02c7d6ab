//! Bundles that were made or taken in, and where they went.

use super::super::bundle::Reply;
use crate::reports::model::ReportForm;
use crate::words;

words! {
    /// Which way a bundle went.
    pub enum BundleDirection {
        Out = "out" => "gửi đi",
        In = "in" => "nhận về",
        ReplyOut = "reply_out" => "trả lời, gửi đi",
        ReplyIn = "reply_in" => "trả lời, nhận về",
    }
}

impl BundleDirection {
    /// Whether it was made here.
    pub fn is_made_here(self) -> bool {
        matches!(self, Self::Out | Self::ReplyOut)
    }

    /// Whether it answers a report.
    pub fn is_reply(self) -> bool {
        matches!(self, Self::ReplyOut | Self::ReplyIn)
    }
}

words! {
    /// How a bundle went.
    pub enum DeliveryWay {
        File = "file" => "bằng tệp",
        Api = "api" => "qua mạng",
    }
}

words! {
    /// How far a bundle has come on its way to a partner.
    pub enum DeliveryState {
        Waiting = "waiting" => "đang chờ gửi",
        Received = "received" => "đã nhận",
        Refused = "refused" => "nơi nhận từ chối",
        Failed = "failed" => "không gửi được",
    }
}

impl DeliveryState {
    /// Colour of its badge.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Waiting => "bg-blue-lt",
            Self::Received => "bg-green-lt",
            Self::Refused | Self::Failed => "bg-red-lt",
        }
    }

    /// Whether it may be sent again.
    pub fn may_go_again(self) -> bool {
        matches!(self, Self::Refused | Self::Failed)
    }
}

/// A bundle as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct SentBundle {
    /// Id.
    pub id: String,
    /// Which way it went.
    pub direction: BundleDirection,
    /// The hash by which it is known.
    pub sha256: String,
    /// The report it carries or answers.
    pub report_id: String,
    /// The unit whose report it is.
    pub place_id: String,
    /// Its name.
    pub place: String,
    /// The form.
    pub form: ReportForm,
    /// The period.
    pub period: String,
    /// Which version.
    pub version: i64,
    /// How many papers go with it.
    pub papers: i64,
    /// SHA-256 of the file.
    pub file_sha256: String,
    /// Its name.
    pub file_name: String,
    /// How many bytes it has.
    pub file_bytes: i64,
    /// When it was made here or taken in, UTC.
    pub kept_at: String,
    /// What an answer says, JSON; empty for a bundle with a report.
    #[serde(skip)]
    pub reply: String,
    /// The paper of an answer.
    pub document_id: Option<String>,
    /// How far it has come with the partner who has it not yet, or with the first; `None` when it
    /// went nowhere.
    pub state: Option<DeliveryState>,
    /// Name of that partner.
    pub partner: String,
}

impl SentBundle {
    /// What an answer says.
    pub fn said(&self) -> Option<Reply> {
        serde_json::from_str(&self.reply).ok()
    }

    /// The period in words.
    pub fn period_vi(&self) -> String {
        crate::reports::duties::period_vi(&self.period)
    }

    /// When it was made or taken in, for people.
    pub fn kept_vi(&self) -> String {
        crate::ui::moment_vi(&self.kept_at)
    }

    /// Its size in kilobytes.
    pub fn size_vi(&self) -> String {
        format!("{} KB", crate::ui::Vi::count(self.file_bytes / 1024 + 1))
    }
}

/// A bundle to keep.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewBundle {
    /// Which way it goes.
    pub direction: BundleDirection,
    /// The hash by which it is known.
    pub sha256: String,
    /// The report it carries.
    pub report_id: String,
    /// The unit whose report it is.
    pub place_id: String,
    /// The form.
    pub form: ReportForm,
    /// The period.
    pub period: String,
    /// Which version.
    pub version: i64,
    /// How many papers go with it.
    pub papers: i64,
    /// SHA-256 of the file.
    pub file_sha256: String,
    /// Its name.
    pub file_name: String,
    /// How many bytes it has.
    pub file_bytes: i64,
    /// What an answer says, JSON; empty for a bundle with a report.
    pub reply: String,
    /// The paper of an answer.
    pub document_id: Option<String>,
}

/// A bundle between this program and a partner.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Delivery {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The bundle.
    pub bundle_id: String,
    /// The partner.
    pub partner_id: String,
    /// What people call it.
    pub partner: String,
    /// How it goes.
    pub way: DeliveryWay,
    /// How far it has come.
    pub state: DeliveryState,
    /// Why it has come no further.
    pub problem: String,
    /// Number of the receipt; empty while there is none.
    pub receipt_number: String,
    /// When the receiver took it in, UTC; empty while it has not.
    pub received_at: String,
    /// The signed receipt.
    #[serde(skip)]
    pub receipt: String,
    /// How often sending was begun.
    pub tries: i64,
    /// When it is tried next, UTC; empty when it is not waiting for that.
    pub next_at: String,
}

impl Delivery {
    /// The day in Việt Nam on which it was taken in.
    pub fn received_vi(&self) -> String {
        crate::ui::moment_vi(&self.received_at)
    }

    /// When it is tried next, for people.
    pub fn next_vi(&self) -> String {
        crate::ui::moment_vi(&self.next_at)
    }

    /// Whether it was taken in.
    pub fn is_received(&self) -> bool {
        self.state == DeliveryState::Received
    }
}

/// What the page of a report says of its bundles.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Where it came from, when it came as a bundle.
    pub came: Option<(SentBundle, Vec<Delivery>)>,
    /// The bundle that was made of it here.
    pub made: Option<(SentBundle, Vec<Delivery>)>,
    /// The answer that was made here for whoever sent it.
    pub replied: Option<(SentBundle, Vec<Delivery>)>,
    /// The answer that came.
    pub answered: Option<(SentBundle, Vec<Delivery>)>,
    /// What the viewer may do: "bundle", "reply", or nothing.
    pub may: &'static str,
}
