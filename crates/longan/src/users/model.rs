//! The nouns: who looks, with which role, and a new account as typed.

pub use super::rights::Role;
use super::rights::{Right, Rights};
use crate::error::Error;
use crate::store::Day;
use crate::ui::Problems;
use crate::words;

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
    /// Everything it may do somewhere; what it may do with one record, the record's places decide.
    pub rights: Rights,
    /// Whether the password was handed out once and must be changed.
    pub password_kind: PasswordKind,
    /// How many notices wait to be read; 0 where nobody asked.
    #[sqlx(default)]
    pub unread: i64,
}

impl Viewer {
    /// The program itself, for the command line.
    pub fn system() -> Self {
        Self {
            user_id: SYSTEM_ID.to_owned(),
            name: "longan".to_owned(),
            full_name: "Chương trình Longan".to_owned(),
            rights: Rights::all(),
            password_kind: PasswordKind::Chosen,
            unread: 0,
        }
    }

    /// Whether the person has `right` somewhere.
    pub fn may(&self, right: Right) -> bool {
        self.rights.has(right)
    }

    /// `Ok` when the person has `right` somewhere. Who may not see something is not told that it
    /// is there.
    pub fn require(&self, right: Right) -> Result<(), Error> {
        match (self.may(right), right.is_of_seeing()) {
            (true, _) => Ok(()),
            (false, true) => Err(Error::NotFound),
            (false, false) => Err(Error::Forbidden),
        }
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
    /// Mail address; empty when none is known.
    pub email: String,
    /// Day the account was closed.
    pub disabled_on: Option<Day>,
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
    /// Mail address; may be left out.
    #[serde(default)]
    pub email: String,
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
    /// Mail address; empty when none is known.
    pub email: String,
    /// The first role of the person.
    pub role: Role,
    /// Id of the place the role is held at.
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
        let email = check_email(&self.email).unwrap_or_else(|problem| {
            problems.add("email", problem);
            String::new()
        });
        let role =
            self.role.parse().ok().filter(|role: &Role| *role != Role::System).unwrap_or_else(
                || {
                    problems.add("role", "Hãy chọn vai trò.");
                    Role::Reader
                },
            );
        if self.place.trim().is_empty() {
            problems.add("place", "Hãy chọn địa bàn.");
        }
        problems.check()?;
        Ok(NewUser { name, full_name, email, role, place_id: self.place.trim().to_owned() })
    }
}

/// A mail address as it is kept, empty when nothing was typed, or what is wrong with it.
pub fn check_email(typed: &str) -> Result<String, &'static str> {
    let email = typed.trim().to_lowercase();
    let is_plain = email.is_ascii() && !email.chars().any(|c| c.is_whitespace() || c.is_control());
    let is_address = email
        .split_once('@')
        .is_some_and(|(who, host)| !who.is_empty() && host.contains('.') && !host.contains('@'));
    if email.is_empty() || (is_plain && is_address && email.len() <= 200) {
        return Ok(email);
    }
    Err("Địa chỉ thư điện tử chưa đúng, ví dụ: lan.nguyen@tinh.gov.vn.")
}

/// A role of a person at a place, from one day to another.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct HeldRole {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Whose it is.
    pub user_id: String,
    /// The role.
    pub role: Role,
    /// Id of the unit, or `cluster:ID`, `organization:ID`, `council:ID`.
    pub place_id: String,
    /// Name of the place.
    pub place: String,
    /// First day.
    pub from_day: Day,
    /// Last day; `None` while no end is set.
    pub to_day: Option<Day>,
    /// Id of the role it stands in for, when it was delegated.
    pub delegated_from: Option<String>,
    /// Name of the person who delegated it; empty for a role of one's own.
    pub delegated_by: String,
    /// Why, in the words of whoever gave it.
    pub note: String,
}

impl HeldRole {
    /// Whether it holds on `day`, going by its own days.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from_day <= day && self.to_day.is_none_or(|last| last >= day)
    }
}

words! {
    /// How a session began.
    pub enum SessionWay {
        Password = "password" => "Mật khẩu",
        SecondFactor = "second_factor" => "Mật khẩu và lớp thứ hai",
        Passkey = "passkey" => "Khóa truy cập",
        OpenId = "openid" => "Tài khoản liên kết",
        Invitation = "invitation" => "Lời mời",
    }
}

/// A session as its person sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OwnSession {
    /// Its name on a page.
    pub id: String,
    /// How it began.
    pub way: SessionWay,
    /// The moment it began, UTC.
    pub created_at: String,
    /// The moment it was last used, UTC.
    pub last_seen_at: String,
    /// What the browser says it is.
    pub user_agent: String,
    /// Where it came from.
    pub address: String,
}

words! {
    /// What a second factor is.
    pub enum FactorKind {
        Totp = "totp" => "Ứng dụng sinh mã",
        Passkey = "passkey" => "Khóa truy cập",
    }
}

/// A second factor of a person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Factor {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Whose it is.
    pub user_id: String,
    /// What it is.
    pub kind: FactorKind,
    /// What the person calls it.
    pub name: String,
    /// Of a passkey: the id its device gave it.
    pub credential: Option<String>,
    /// The sealed secret of an app, or the public half of a passkey.
    pub kept: String,
    /// A code of this step or before is spent.
    pub last_step: i64,
    /// The moment it was added, UTC.
    pub added_at: String,
}

words! {
    /// Whether a role needs a second factor.
    pub enum FactorNeed {
        Required = "required" => "Bắt buộc",
        Optional = "optional" => "Tự chọn",
    }
}

/// What was said of a role and second factors.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct FactorRule {
    /// The role.
    pub role: Role,
    /// Counts the changes.
    pub revision: i64,
    /// Whether it needs one.
    pub needs: FactorNeed,
}

words! {
    /// What a sign-in under way waits for.
    pub enum StepKind {
        SecondFactor = "second_factor" => "Lớp thứ hai",
        Passkey = "passkey" => "Khóa truy cập",
        OpenId = "openid" => "Tài khoản liên kết",
    }
}

words! {
    /// What a link that works once is for.
    pub enum LinkKind {
        Invitation = "invitation" => "Lời mời",
        PasswordReset = "password_reset" => "Đặt lại mật khẩu",
    }
}

/// A link that still works.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OpenLink {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Whose account it opens.
    pub user_id: String,
    /// The moment it was made, UTC.
    pub made_at: String,
    /// The moment it stops working, UTC.
    pub expires_at: String,
}

/// The account a person has at another house.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Identity {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Whose it is.
    pub user_id: String,
    /// The other house.
    pub issuer: String,
    /// What it knows the person as.
    pub subject: String,
    /// The mail address it told.
    pub email: String,
    /// The moment they were tied together, UTC.
    pub linked_at: String,
}
