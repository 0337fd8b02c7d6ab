//! The nouns: who looks, with which role, and a new account as typed.

use crate::ui::Problems;
use crate::words;

words! {
    /// What a person may do.
    pub enum Role {
        System = "system" => "Chương trình",
        Administrator = "administrator" => "Quản trị",
        Officer = "officer" => "Chuyên viên",
        Reader = "reader" => "Người xem",
    }
}

/// Id of the program itself: it acts for the command line and sees the whole country.
pub const SYSTEM_ID: &str = "00000000-0000-0000-0000-000000000000";

/// A person who has signed in, or the program itself.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Viewer {
    /// Id in `users`; `user_places` says what it may see.
    pub user_id: String,
    /// What one signs in with.
    pub name: String,
    /// The name shown on the page and in the history.
    pub full_name: String,
    /// What it may do.
    pub role: Role,
    /// Whether the password was handed out once and must be changed.
    pub password_kind: PasswordKind,
}

impl Viewer {
    /// The program itself, for the command line.
    pub fn system() -> Self {
        Self {
            user_id: SYSTEM_ID.to_owned(),
            name: "longan".to_owned(),
            full_name: "Chương trình Longan".to_owned(),
            role: Role::System,
            password_kind: PasswordKind::Chosen,
        }
    }

    /// Whether the person may change the register.
    pub fn may_write(&self) -> bool {
        matches!(self.role, Role::System | Role::Administrator | Role::Officer)
    }

    /// Whether the person may add and close accounts.
    pub fn may_administer(&self) -> bool {
        matches!(self.role, Role::System | Role::Administrator)
    }
}

words! {
    /// How a password came to be.
    pub enum PasswordKind {
        OneTime = "one_time" => "Mật khẩu dùng một lần",
        Chosen = "chosen" => "Mật khẩu tự đặt",
    }
}

/// A person on the list of accounts.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct User {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// What one signs in with.
    pub name: String,
    /// Full name.
    pub full_name: String,
    /// What the person may do.
    pub role: Role,
    /// Day the account was closed.
    pub disabled_on: Option<crate::store::Day>,
    /// Names of the places, joined by commas.
    pub places: String,
}

/// A new account as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct UserForm {
    /// What one will sign in with.
    #[serde(default)]
    pub name: String,
    /// Full name.
    #[serde(default)]
    pub full_name: String,
    /// Word of the role.
    #[serde(default)]
    pub role: String,
    /// Id of the place.
    #[serde(default)]
    pub place: String,
}

/// An account that has passed every check.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// What one will sign in with.
    pub name: String,
    /// Full name.
    pub full_name: String,
    /// What the person may do.
    pub role: Role,
    /// Id of the place the person works for.
    pub place_id: String,
}

impl UserForm {
    /// Turns what was typed into an account, or into problems by field.
    pub fn check(&self) -> Result<NewUser, Problems> {
        let mut problems = Problems::default();
        let name = self.name.trim().to_lowercase();
        let plain = |c: char| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '@')
        };
        if name.len() < 2 || name.len() > 60 || !name.chars().all(plain) {
            problems.add("name", "Tên đăng nhập gồm 2 đến 60 chữ cái không dấu, chữ số, dấu chấm hoặc gạch ngang, ví dụ: lan.nguyen.");
        }
        let full_name = kernel::text::nfc(self.full_name.trim());
        if full_name.is_empty() {
            problems.add("full_name", "Hãy nhập họ và tên.");
        }
        let role =
            self.role.parse().ok().filter(|role| *role != Role::System).unwrap_or_else(|| {
                problems.add("role", "Hãy chọn vai trò.");
                Role::Reader
            });
        if self.place.trim().is_empty() {
            problems.add("place", "Hãy chọn địa bàn.");
        }
        problems.check()?;
        Ok(NewUser { name, full_name, role, place_id: self.place.trim().to_owned() })
    }
}
