//! The nouns: a notice, and how a person wants to be told by letter.

use crate::ui::Problems;
use crate::ui::form::{Reader, Typed};
use crate::words;
use jiff::{SignedDuration, Timestamp, tz};

words! {
    /// What a notice is about.
    pub enum Kind {
        RoleGiven = "role_given" => "Được giao vai trò",
        RoleEnded = "role_ended" => "Vai trò kết thúc",
        RoleDelegated = "role_delegated" => "Được ủy quyền",
        EntryAsked = "entry_asked" => "Xã đề nghị nhập thay",
        ImportProposed = "import_proposed" => "Bảng tính đã đọc xong",
        ImportRefused = "import_refused" => "Bảng tính không đọc được",
        Conflict = "conflict" => "Số liệu vênh nhau",
        TaskGiven = "task_given" => "Được giao việc",
        TaskDone = "task_done" => "Việc đã giao đã xong",
        Due = "due" => "Sắp đến hạn",
        Overdue = "overdue" => "Đã quá hạn",
        HandedOver = "handed_over" => "Bàn giao",
        ReportDue = "report_due" => "Nhắc gửi báo cáo",
        ReportEntered = "report_entered" => "Chủ đầu tư nhập thay báo cáo",
        ReportDecided = "report_decided" => "Báo cáo được xem xét",
        Error = "error" => "Lỗi số liệu",
    }
}

impl Kind {
    /// Whether it can wait for the letter of the day, however its reader wants to be told.
    pub fn can_wait(self) -> bool {
        matches!(self, Self::Conflict | Self::Due)
    }
}

/// A notice to give.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// Who is told.
    pub user_id: String,
    /// What it is about.
    pub kind: Kind,
    /// One line, as the person reads it.
    pub subject: String,
    /// Path within the program; may be empty.
    pub link: String,
    /// There is never a second notice of this key.
    pub once_key: Option<String>,
}

/// A notice as its reader finds it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Notice {
    /// Id.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// One line.
    pub subject: String,
    /// Path within the program; may be empty.
    pub link: String,
    /// The moment it was given, UTC.
    pub made_at: String,
    /// The moment it was read.
    pub read_at: Option<String>,
}

impl Notice {
    /// The moment it was given, as people in Việt Nam write it.
    pub fn made_at_vi(&self) -> String {
        let Ok(at) = self.made_at.parse::<Timestamp>() else { return self.made_at.clone() };
        tz::Offset::constant(7).to_datetime(at).strftime("%d/%m/%Y %H:%M").to_string()
    }
}

words! {
    /// Whether and when a person wants letters.
    pub enum Mailing {
        Off = "off" => "Không gửi thư",
        AtOnce = "at_once" => "Gửi ngay từng thông báo",
        Daily = "daily" => "Gộp thành một thư mỗi ngày",
    }
}

words! {
    /// Whether a notice goes by letter.
    pub enum MailState {
        None = "none" => "không gửi thư",
        Waiting = "waiting" => "chờ gửi thư",
        Mailed = "mailed" => "đã gửi thư",
    }
}

/// How a person wants to be told by letter.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct NoticeSettings {
    /// Whose they are.
    pub user_id: String,
    /// Counts the changes; 0 while the person has set nothing.
    pub revision: i64,
    /// Whether and when letters are wanted.
    pub mail: Mailing,
    /// Where to; empty for nowhere.
    pub address: String,
    /// Hour of the day of the one letter.
    pub digest_hour: i64,
    /// First quiet hour.
    pub quiet_from: i64,
    /// First hour that is no longer quiet.
    pub quiet_to: i64,
}

impl NoticeSettings {
    /// What holds while a person has set nothing: no address, so no letter.
    pub fn unset(user_id: &str) -> Self {
        Self {
            user_id: user_id.to_owned(),
            revision: 0,
            mail: Mailing::Daily,
            address: String::new(),
            digest_hour: 7,
            quiet_from: 20,
            quiet_to: 6,
        }
    }

    /// The moment from which a letter about `kind` may go; `None` when none is wanted.
    pub fn moment_for(&self, kind: Kind, now: Timestamp) -> Option<Timestamp> {
        let hour = i64::from(tz::Offset::constant(7).to_datetime(now).hour());
        match self.mail {
            _ if self.address.is_empty() => None,
            Mailing::Off => None,
            Mailing::AtOnce if !kind.can_wait() && !self.is_quiet(hour) => Some(now),
            Mailing::AtOnce if !kind.can_wait() => Some(next(self.quiet_to, now)),
            Mailing::AtOnce | Mailing::Daily => Some(next(self.digest_hour, now)),
        }
    }

    /// Whether nobody should be sent letters in an hour of the day.
    fn is_quiet(&self, hour: i64) -> bool {
        if self.quiet_from <= self.quiet_to {
            (self.quiet_from..self.quiet_to).contains(&hour)
        } else {
            hour >= self.quiet_from || hour < self.quiet_to
        }
    }

    /// Reads what was typed.
    pub fn read(typed: &Typed, before: &Self) -> Result<Self, Problems> {
        let mut reader = Reader::new(typed);
        let mail = reader.choice("mail", Mailing::Off);
        let address = reader.text("address");
        if mail != Mailing::Off && !is_address(&address) {
            reader.add("address", "Hãy nhập địa chỉ thư, ví dụ lan.nguyen@sct.gov.vn.");
        }
        let mut hour = |name| {
            let hour = reader.number(name, 0);
            if hour > 23 {
                reader.add(name, "Giờ từ 0 đến 23.");
            }
            hour
        };
        let (digest_hour, quiet_from, quiet_to) =
            (hour("digest_hour"), hour("quiet_from"), hour("quiet_to"));
        let user_id = before.user_id.clone();
        let revision = before.revision;
        reader.finish(Self { user_id, revision, mail, address, digest_hour, quiet_from, quiet_to })
    }
}

/// Whether the text could be an address; whether somebody reads it only a letter can tell.
fn is_address(text: &str) -> bool {
    let Some((person, host)) = text.split_once('@') else { return false };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
    !person.is_empty()
        && text.len() <= 200
        && person.chars().all(is_plain)
        && host.contains('.')
        && host.split('.').all(|part| !part.is_empty() && part.chars().all(is_plain))
}

/// The next moment after `now` at which it is `hour` in Việt Nam.
fn next(hour: i64, now: Timestamp) -> Timestamp {
    let offset = tz::Offset::constant(7);
    let day = offset.to_datetime(now).date();
    let hour = i8::try_from(hour).unwrap_or_default().clamp(0, 23);
    let today = offset.to_timestamp(day.at(hour, 0, 0, 0)).unwrap_or(now);
    if today > now { today } else { today + SignedDuration::from_hours(24) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn letters_keep_the_quiet_hours_and_the_hour_of_the_day() {
        let mut settings = NoticeSettings::unset("u");
        assert_eq!(settings.moment_for(Kind::RoleGiven, at("2026-11-24T02:00:00Z")), None);
        settings.address = "lan@sct.example".to_owned();
        // 09:00 in Việt Nam: tomorrow at seven.
        let morning = at("2026-11-24T02:00:00Z");
        let tomorrow = Some(at("2026-11-25T00:00:00Z"));
        assert_eq!(settings.moment_for(Kind::RoleGiven, morning), tomorrow);
        settings.mail = Mailing::AtOnce;
        assert_eq!(settings.moment_for(Kind::RoleGiven, morning), Some(morning));
        assert_eq!(settings.moment_for(Kind::Conflict, morning), tomorrow);
        // 22:00: at six.
        let night = settings.moment_for(Kind::RoleGiven, at("2026-11-24T15:00:00Z"));
        assert_eq!(night, Some(at("2026-11-24T23:00:00Z")));
        settings.mail = Mailing::Off;
        assert_eq!(settings.moment_for(Kind::RoleGiven, morning), None);
    }

    #[test]
    fn an_address_has_a_person_and_a_host() {
        assert!(is_address("lan.nguyen+ccn@sct.longan.gov.vn"));
        for wrong in
            ["", "lan", "lan@", "@sct.vn", "lan@sct", "lan@sct..vn", "lan a@sct.vn", "a\n@b.c"]
        {
            assert!(!is_address(wrong), "{wrong}");
        }
    }
}
