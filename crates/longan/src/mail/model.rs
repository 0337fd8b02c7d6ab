//! The nouns: a letter to write, and a letter on its way.

use crate::words;

/// A letter to write.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// Address of the person.
    pub to: &'a str,
    /// One line.
    pub subject: &'a str,
    /// Plain text.
    pub text: &'a str,
    /// Which part of the program writes it, for example `notices.digest`.
    pub kind: &'a str,
}

words! {
    /// What became of a letter.
    pub enum LetterState {
        Waiting = "waiting" => "đang chờ",
        Sending = "sending" => "đang gửi",
        Sent = "sent" => "đã gửi",
        Held = "held" => "giữ lại vì chưa đặt máy chủ thư",
        Failed = "failed" => "không gửi được",
    }
}

/// A letter as it is kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Outgoing {
    /// Id; the Message-ID is made of it.
    pub id: String,
    /// Which part of the program wrote it.
    pub kind: String,
    /// Address of the person.
    pub to_address: String,
    /// One line.
    pub subject: String,
    /// Plain text; empty once the letter has gone.
    pub text: String,
    /// What became of it.
    pub state: LetterState,
    /// How often sending was begun.
    pub tries: i64,
    /// Why it could not be sent.
    pub problem: String,
    /// The moment it went, UTC.
    pub sent_at: Option<String>,
}
