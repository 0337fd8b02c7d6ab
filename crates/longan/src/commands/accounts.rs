//! `longan user`: accounts, for whoever looks after the machine.

use super::outcome::{Failure, Outcome, print, print_json, say};
use super::table::{Side, draw};
use super::{Place, open, open_existing, operator};
use crate::places;
use crate::store::StoreError;
use crate::users::model::UserForm;
use crate::users::{User, actions, store};
use crate::{App, users};
use clap::Subcommand;

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum Accounts {
    /// Thêm tài khoản, in mật khẩu dùng một lần · Add an account, print its one-time password
    Add {
        /// Tên đăng nhập · Name to sign in with
        user: String,
        /// Họ và tên · Full name
        #[arg(long)]
        name: String,
        /// Vai trò: administrator, officer, reader · Role
        #[arg(long)]
        role: String,
        /// Mã địa bàn, ví dụ 80, province:80:, country:VN: · Place
        #[arg(long, value_name = "CODE")]
        place: String,
        /// In kết quả cho máy đọc · Machine output
        #[arg(long)]
        json: bool,
    },
    /// Liệt kê tài khoản · List accounts
    List {
        /// In kết quả cho máy đọc · Machine output
        #[arg(long)]
        json: bool,
    },
    /// Khóa tài khoản từ hôm nay · Close an account
    Disable {
        /// Tên đăng nhập · Name to sign in with
        user: String,
    },
    /// Đặt lại mật khẩu, in mật khẩu dùng một lần · Reset, print a one-time password
    Reset {
        /// Tên đăng nhập · Name to sign in with
        user: String,
        /// In kết quả cho máy đọc · Machine output
        #[arg(long)]
        json: bool,
    },
}

impl Accounts {
    /// Does it.
    pub async fn run(self, place: &Place) -> Outcome {
        match self {
            Self::Add { user, name, role, place: code, json } => {
                let app = open(&place.config(None)?).await?;
                let place_id = places::resolve(&app.store, &code, app.today()).await?.id;
                let form = UserForm {
                    name: user,
                    full_name: name,
                    role,
                    place: place_id,
                    ..UserForm::default()
                };
                add(&app, &form, json).await
            }
            Self::List { json } => list(&open_existing(place).await?, json).await,
            Self::Disable { user } => {
                let app = open_existing(place).await?;
                let known = find(&app, &user).await?;
                if known.disabled_on.is_some() {
                    say(&format!("Tài khoản {user} đã khóa từ trước."));
                    return Ok(());
                }
                actions::disable(&app, &app.actor(&operator()), &known).await?;
                say(&format!("Đã khóa tài khoản {user}."));
                Ok(())
            }
            Self::Reset { user, json } => {
                let app = open_existing(place).await?;
                let known = find(&app, &user).await?;
                let actor = app.actor(&operator());
                let password = actions::reset_password(&app, &actor, &known).await?;
                tell(&user, &password, json)
            }
        }
    }
}

async fn add(app: &App, form: &UserForm, json: bool) -> Outcome {
    let new = form.check().map_err(|problems| {
        let sentences: Vec<&str> = problems.iter().map(|(_, sentence)| sentence).collect();
        Failure::Call(sentences.join("\n"))
    })?;
    match actions::add(app, &app.actor(&operator()), &new).await? {
        Ok(password) => tell(&new.name, &password, json),
        Err(StoreError::Taken(_)) => Err(Failure::Call(format!(
            "Tên đăng nhập {} đã có. Hãy chọn tên khác, hoặc dùng “longan user reset {}”.",
            new.name, new.name
        ))),
        Err(error) => Err(error.into()),
    }
}

async fn find(app: &App, name: &str) -> Result<User, Failure> {
    store::find(&app.store, name).await?.ok_or_else(|| {
        Failure::Call(format!(
            "Không có tài khoản “{name}”. Xem danh sách bằng “longan user list”."
        ))
    })
}

fn tell(name: &str, password: &str, json: bool) -> Outcome {
    if json {
        return print_json(&serde_json::json!({ "name": name, "one_time_password": password }));
    }
    say("Mật khẩu dùng một lần, chỉ in ra lúc này:");
    print(&format!("{name}  {password}"))
}

async fn list(app: &App, json: bool) -> Outcome {
    let users = users::store::list(&app.store).await?;
    let held = users::store::list_roles_on(&app.store, app.today()).await?;
    let roles_of =
        |id: &str| held.iter().filter(|role| role.user_id == id).cloned().collect::<Vec<_>>();
    if json {
        let told = users.iter().map(|user| {
            let roles = roles_of(&user.id);
            let places: Vec<&str> = roles.iter().map(|held| held.place.as_str()).collect();
            serde_json::json!({
                "name": user.name, "full_name": user.full_name, "disabled_on": user.disabled_on,
                "places": places.join(", "), "roles": roles,
            })
        });
        return print_json(&told.collect());
    }
    let rows: Vec<Vec<String>> = users
        .into_iter()
        .map(|user| {
            let closed = user.disabled_on.map(|day| format!("khóa từ {}", day.vi()));
            let roles = roles_of(&user.id);
            let words: Vec<&str> = roles.iter().map(|held| held.role.label()).collect();
            let places: Vec<&str> = roles.iter().map(|held| held.place.as_str()).collect();
            vec![
                user.name,
                user.full_name,
                words.join(", "),
                places.join(", "),
                closed.unwrap_or_default(),
            ]
        })
        .collect();
    let headings = ["Tên đăng nhập", "Họ và tên", "Vai trò", "Địa bàn", "Tình trạng"];
    print(&draw(&headings.map(|heading| (heading, Side::Left)), &rows))
}
