//! Partners: programs elsewhere whose signature is trusted; and the key this one signs with.

use super::super::key;
use crate::places::Place;
use crate::store::Day;
use crate::ui::Problems;
use crate::ui::form::{Field, Reader, Typed, line, lines};

/// The key this program signs with.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct SigningKey {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The public half, which partners enter.
    pub public_key: String,
    /// The private half, sealed.
    #[serde(skip)]
    pub sealed: String,
    /// The moment it was made, UTC.
    pub made_at: String,
}

impl SigningKey {
    /// What two people compare by telephone.
    pub fn fingerprint(&self) -> String {
        key::fingerprint(&self.public_key)
    }
}

/// A program elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Partner {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// What people call it.
    pub name: String,
    /// Id of the unit it reports for, or the country for the Ministry.
    pub place_id: String,
    /// Its name.
    pub place: String,
    /// Its key.
    pub public_key: String,
    /// Where it listens; empty when bundles go as files only.
    pub address: String,
    /// First day on which it is trusted.
    pub from_day: Day,
    /// Last such day; `None` while no end is set.
    pub to_day: Option<Day>,
    /// The day the trust was taken back.
    pub revoked_on: Option<Day>,
    /// Why.
    pub revoked_reason: String,
}

impl Partner {
    /// Whether its signature counts on `day`.
    pub fn is_trusted_on(&self, day: Day) -> bool {
        self.revoked_on.is_none()
            && self.from_day <= day
            && self.to_day.is_none_or(|last| day <= last)
    }

    /// What two people compare by telephone.
    pub fn fingerprint(&self) -> String {
        key::fingerprint(&self.public_key)
    }
}

/// A partner to enter.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewPartner {
    /// What people call it.
    pub name: String,
    /// Id of the unit it reports for.
    pub place_id: String,
    /// Its key.
    pub public_key: String,
    /// Where it listens.
    pub address: String,
    /// First day on which it is trusted.
    pub from_day: Day,
    /// Last such day.
    pub to_day: Option<Day>,
}

/// The fields of the form.
pub fn partner_fields() -> Vec<Field> {
    vec![
        line("name", "Tên đối tác", "Ví dụ: Sở Công Thương tỉnh Tây Ninh"),
        line("place", "Mã địa bàn", "Mã tỉnh, ví dụ 80; Bộ Công Thương ghi VN"),
        lines(
            "public_key",
            "Khóa công khai",
            "64 ký tự, do đối tác gửi; đọc dấu vân tay cho nhau qua điện thoại trước khi ghi",
        ),
        line(
            "address",
            "Địa chỉ nhận qua mạng (không bắt buộc)",
            "Ví dụ https://longan.moit.gov.vn; để trống nếu chỉ gửi bằng tệp",
        ),
        line("from_day", "Tin cậy từ ngày (không bắt buộc)", "Để trống là từ hôm nay"),
        line("to_day", "Đến hết ngày (không bắt buộc)", "Ví dụ 31/12/2027"),
    ]
}

impl NewPartner {
    /// Turns what was typed into a partner; `place` is the unit that the code was found to mean.
    pub fn check(typed: &Typed, place: Option<Place>, on: Day) -> Result<Self, Problems> {
        let mut reader = Reader::new(typed);
        let name = reader.required("name", "Hãy nhập tên đối tác.");
        if place.is_none() {
            reader.add("place", "Không có tỉnh nào mang mã này. Hãy nhập mã tỉnh, ví dụ 80, hoặc VN cho Bộ Công Thương.");
        }
        let public_key = key::read_public_key(typed.text("public_key"));
        if public_key.is_none() {
            reader.add(
                "public_key",
                "Khóa công khai gồm 64 ký tự 0–9, a–f. Hãy chép nguyên từ trang của đối tác.",
            );
        }
        let address = reader.text("address").trim_end_matches('/').to_owned();
        if !address.is_empty() && !is_address(&address) {
            reader.add(
                "address",
                "Hãy nhập địa chỉ bắt đầu bằng https://, ví dụ https://longan.moit.gov.vn.",
            );
        }
        let from_day = reader.optional_day("from_day").unwrap_or(on);
        let to_day = reader.optional_day("to_day");
        if to_day.is_some_and(|last| last < from_day) {
            reader.add("to_day", "Ngày cuối phải từ ngày đầu trở đi.");
        }
        let new = Self {
            name,
            place_id: place.map(|place| place.id).unwrap_or_default(),
            public_key: public_key.unwrap_or_default(),
            address,
            from_day,
            to_day,
        };
        reader.finish(new)
    }
}

/// HTTPS, or a program on this very machine.
fn is_address(address: &str) -> bool {
    let plain = address.is_ascii() && !address.contains([' ', '?', '#', '@', '"', '<']);
    let local = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
    plain
        && address.len() <= 200
        && (address.len() > 8 && address.starts_with("https://")
            || local.iter().any(|begins| address.starts_with(begins)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_is_reached_over_https_or_on_this_machine() {
        for good in ["https://longan.moit.gov.vn", "http://127.0.0.1:8080", "https://a.vn/longan"] {
            assert!(is_address(good), "{good}");
        }
        for wrong in
            ["http://longan.moit.gov.vn", "https://", "file:///etc", "https://a@b", "ftp://a"]
        {
            assert!(!is_address(wrong), "{wrong}");
        }
    }
}
