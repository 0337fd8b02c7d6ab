//! The letters of this slice, and the one place where they are handed over.

use crate::App;
use crate::mail;
use crate::store::{Result, Tx};

/// A letter to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Subject line.
    pub subject: String,
    /// Text.
    pub body: String,
}

/// Whether letters can be sent from here: there is a mail server, and a link can say where we are.
pub fn can_be_sent(app: &App) -> bool {
    app.settings.mail.is_some() && app.settings.public_address.is_some()
}

/// Hands a letter over, in the transaction it belongs to. Without an address nothing is sent.
pub async fn send(app: &App, tx: &mut Tx, address: &str, letter: &Letter) -> Result<()> {
    if !address.is_empty() && can_be_sent(app) {
        let letter = mail::Letter {
            to: address,
            subject: &letter.subject,
            text: &letter.body,
            kind: "users.letter",
        };
        mail::enqueue(tx, &letter).await?;
    }
    Ok(())
}

/// Where a link leads: as people reach the program.
pub fn address_of(app: &App, path: &str) -> String {
    let start = app.settings.public_address.as_deref().unwrap_or_default();
    format!("{}{path}", start.trim_end_matches('/'))
}

/// The letter that invites somebody.
pub fn invitation(app: &App, full_name: &str, token: &str) -> Letter {
    let link = address_of(app, &format!("/invitations/{token}"));
    Letter {
        subject: "Mời sử dụng phần mềm Longan".to_owned(),
        body: format!(
            "Kính gửi Ông/Bà {full_name},\n\nÔng/Bà được mời sử dụng phần mềm quản lý cụm công nghiệp Longan. Hãy mở liên kết dưới đây để đặt mật khẩu:\n\n{link}\n\nLiên kết dùng được một lần, trong 7 ngày. Nếu không biết về lời mời này, Ông/Bà có thể bỏ qua thư.\n"
        ),
    }
}

/// The letter for somebody who has forgotten their password.
pub fn password_reset(app: &App, full_name: &str, token: &str) -> Letter {
    let link = address_of(app, &format!("/password-reset/{token}"));
    Letter {
        subject: "Đặt lại mật khẩu Longan".to_owned(),
        body: format!(
            "Kính gửi Ông/Bà {full_name},\n\nHệ thống nhận được yêu cầu đặt lại mật khẩu của Ông/Bà. Hãy mở liên kết dưới đây để đặt mật khẩu mới:\n\n{link}\n\nLiên kết dùng được một lần, trong 30 phút. Nếu không yêu cầu, Ông/Bà không cần làm gì: mật khẩu cũ vẫn dùng được.\n"
        ),
    }
}
