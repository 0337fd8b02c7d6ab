//! The nouns: an erasure, and the request for one as typed.

use crate::documents::{self, NewDocument};
use crate::ui::Problems;
use crate::ui::form::{Field, Reader, Typed, line, lines};

/// Personal data that were erased. Nothing here says of whom, except a number.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Erasure {
    /// The number under which the person's acts stay in the history.
    pub number: i64,
    /// user, `organization_person`.
    pub subject_kind: String,
    /// Id of the record, which stays.
    pub subject_id: String,
    /// Why, in the words of whoever erased.
    pub reason: String,
    /// Who erased.
    pub erased_by: String,
    /// When, UTC.
    pub erased_at: String,
    /// The paper that asked for it; empty where there is none.
    pub document_id: String,
    /// How it is called.
    pub document: String,
}

impl Erasure {
    /// What people read for the kind of record.
    pub fn kind_label(&self) -> &'static str {
        match self.subject_kind.as_str() {
            "user" => "Tài khoản",
            _ => "Người của tổ chức",
        }
    }

    /// The day in Việt Nam: 24/11/2026.
    pub fn day_vi(&self) -> String {
        let moment = self.erased_at.parse::<jiff::Timestamp>().ok();
        moment
            .map(|moment| crate::backup::here(moment).strftime("%d/%m/%Y").to_string())
            .unwrap_or_default()
    }
}

/// Whether a text tells who a person is: their name, or their telephone.
fn tells(text: &str, name: &str, phone: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let phone = digits(phone);
    kernel::text::fold(text).contains(&kernel::text::fold(name))
        || (!phone.is_empty() && digits(text).contains(&phone))
}

/// The fields of the form for a person of a body.
pub fn person_fields() -> Vec<Field> {
    vec![
        lines(
            "reason",
            "Căn cứ",
            "Ai yêu cầu, ngày nào, số đến của đơn. Không ghi họ tên, số điện thoại của người được xóa.",
        ),
        line("confirmation", "Gõ lại họ tên để xác nhận", ""),
    ]
}

/// Reads the form for a person of a body, with the paper of the request. Neither may say again who
/// it is: a paper stays on the register.
pub fn read_person(
    typed: &Typed,
    name: &str,
    phone: &str,
) -> Result<(NewErasure, NewDocument), Problems> {
    let mut reader = Reader::new(typed);
    let reason = reader.required("reason", "Hãy ghi căn cứ xóa.");
    let told = "Chỗ này còn họ tên hoặc số điện thoại của người được xóa. Hãy ghi số đến của đơn thay vào.";
    for field in ["reason", "document_number", "document_issuer", "document_subject", "location"] {
        if tells(typed.text(field), name, phone) {
            reader.add(field, told);
        }
    }
    if typed.text("confirmation") != name {
        reader.add("confirmation", "Họ tên gõ lại chưa khớp.");
    }
    let document = documents::form::read(&mut reader);
    reader.finish((NewErasure { reason }, document))
}

/// A request for erasure that has passed every check.
#[derive(Clone, Debug)]
pub struct NewErasure {
    /// Why.
    pub reason: String,
}

/// The fields of the form.
pub fn fields() -> Vec<Field> {
    vec![
        lines(
            "reason",
            "Căn cứ",
            "Ai yêu cầu, ngày nào, số đến của đơn. Không ghi họ tên, số điện thoại của người được xóa.",
        ),
        line("confirmation", "Gõ lại tên đăng nhập để xác nhận", ""),
    ]
}

/// Reads the form; `name` is what the person must type again.
pub fn read(typed: &Typed, name: &str, full_name: &str) -> Result<NewErasure, Problems> {
    let mut reader = Reader::new(typed);
    let reason = reader.text("reason");
    if reason.is_empty() {
        reader.add("reason", "Hãy ghi căn cứ xóa.");
    } else if kernel::text::fold(&reason).contains(&kernel::text::fold(full_name)) {
        reader.add(
            "reason",
            "Căn cứ còn họ tên của người được xóa. Hãy ghi số đến của đơn thay cho họ tên.",
        );
    }
    if typed.text("confirmation") != name {
        reader.add("confirmation", "Tên đăng nhập gõ lại chưa khớp.");
    }
    reader.finish(NewErasure { reason })
}
