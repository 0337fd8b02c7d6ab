//! `longan demo`: the sample province in a folder of its own.

use super::outcome::{Failure, Outcome, print, say};
use super::{Place, open, operator, serve};
use crate::App;
use crate::documents;
use crate::files::sha256_hex;
use crate::imports::{self, Kind, Options};
use crate::places::COUNTRY_ID;
use crate::users::model::{NewUser, Role};
use crate::users::store::NewRole;
use crate::users::{self, Seat, actions};
use std::path::{Path, PathBuf};

/// Where the sample province lives when no folder is named.
const FOLDER: &str = "longan-demo";
/// What makes a folder a demo: the settings it opens with.
const SETTINGS: &str = "# Tỉnh mẫu của “longan demo”.\nopening_day = \"2013-12-31\"\nopening_place = \"province:80:\"\n";
/// Long An until June 2025, and Tây Ninh, which took it in.
const OFFICER_PLACES: [&str; 2] = ["province:80:", "province:80:2025-07-01"];

/// Somebody of the sample province. Their names say what they are; nobody bears them.
struct Person {
    name: &'static str,
    full_name: &'static str,
    role: Role,
    places: &'static [&'static str],
}

/// One person of each kind who works in the program. A body is named by its tax code or name.
const PEOPLE: &[Person] = &[
    Person {
        name: "quan-tri",
        full_name: "Nguyễn Quản Trị",
        role: Role::Administrator,
        places: &[COUNTRY_ID],
    },
    Person {
        name: "can-bo",
        full_name: "Trần Cán Bộ",
        role: Role::Officer,
        places: &OFFICER_PLACES,
    },
    Person {
        name: "lanh-dao",
        full_name: "Mai Lãnh Đạo",
        role: Role::Head,
        places: &OFFICER_PLACES,
    },
    Person {
        name: "xa-duc-hoa",
        full_name: "Võ Cán Bộ Xã",
        role: Role::CommuneCommittee,
        places: &[COMMUNE],
    },
    Person {
        name: "chu-dau-tu",
        full_name: "Bùi Chủ Đầu Tư",
        role: Role::InfrastructureInvestor,
        places: &["Công ty CP Hạ tầng Gáo Vàng"],
    },
    Person {
        name: "doanh-nghiep",
        full_name: "Phạm Doanh Nghiệp",
        role: Role::Tenant,
        places: &["1199010017"],
    },
    Person {
        name: "cong-tac-vien",
        full_name: "Đỗ Cộng Tác Viên",
        role: Role::Collaborator,
        places: &[COMMUNE],
    },
    Person {
        name: "thanh-tra",
        full_name: "Hồ Thanh Tra",
        role: Role::Inspector,
        places: &OFFICER_PLACES,
    },
    Person {
        name: "bo",
        full_name: "Đặng Bộ Công Thương",
        role: Role::Ministry,
        places: &[COUNTRY_ID],
    },
    Person {
        name: "nguoi-xem",
        full_name: "Lê Người Xem",
        role: Role::Reader,
        places: &["province:80:"],
    },
];

/// Xã Đức Hòa of today, in which three clusters of the sample lie.
const COMMUNE: &str = "commune:27937:2025-07-01";

/// The officers' workbooks that make the sample province.
const SAMPLES: &[(Kind, &str, &[u8])] = &[
    (
        Kind::Clusters,
        "ccn_long_an_2013.xlsx",
        include_bytes!("../../../../seed/ccn_long_an_2013.xlsx"),
    ),
    (
        Kind::Tenants,
        "doanh_nghiep_ccn_long_an_2013.xlsx",
        include_bytes!("../../../../seed/doanh_nghiep_ccn_long_an_2013.xlsx"),
    ),
    (
        Kind::Projects,
        "khuyen_cong_long_an_2013.xlsx",
        include_bytes!("../../../../seed/khuyen_cong_long_an_2013.xlsx"),
    ),
    (
        Kind::Clusters,
        "ccn_binh_thuan_2014.xlsx",
        include_bytes!("../../../../seed/ccn_binh_thuan_2014.xlsx"),
    ),
    (
        Kind::Clusters,
        "ccn_lao_cai_2026.xlsx",
        include_bytes!("../../../../seed/ccn_lao_cai_2026.xlsx"),
    ),
];

/// Makes the sample province, or opens it again, and answers requests.
pub async fn run(mut place: Place, listen: Option<String>) -> Outcome {
    // Not LONGAN_DATA: sample data have no business in the folder of real ones.
    let folder = place.data.clone().unwrap_or_else(|| PathBuf::from(FOLDER));
    claim(&folder)?;
    place.data = Some(folder.clone());
    place.config = Some(folder.join("longan.toml"));
    // Nor LONGAN_DATABASE.
    let own = || format!("sqlite:{}", folder.join("longan.db").display());
    place.database = Some(place.database.unwrap_or_else(own));
    let mut config = place.config(listen)?;
    // People who look around in the sample province need no password of their own.
    config.settings.sign_in.one_time_passwords = users::OneTimePasswords::MayStay;
    let listener = serve::bind(config.listen).await?;
    let app = open(&config).await?;
    take_samples(&app).await?;
    super::demo_facts::take(&app).await?;
    super::demo_needs::take(&app).await?;
    super::demo_entries::take(&app).await?;
    super::demo_reports::take(&app).await?;
    super::demo_summaries::take(&app).await?;
    print(&format!("Địa chỉ: {}", serve::address(&listener)?))?;
    for person in PEOPLE {
        let password = one_time_password(&app, person).await?;
        print(&format!("{:<13}  {:<25}  {password}", person.name, person.role.label()))?;
    }
    say(&format!(
        "Mật khẩu trên dùng một lần: lần đầu đăng nhập, chương trình mời đặt mật khẩu mới. Dữ liệu mẫu nằm ở {}; Ctrl-C để dừng.",
        folder.display()
    ));
    serve::answer(app, listener).await
}

/// Marks a new folder as a demo; a folder with other data is left alone.
fn claim(folder: &Path) -> Outcome {
    let settings = folder.join("longan.toml");
    let known = std::fs::read_to_string(&settings).ok();
    if known.as_deref() == Some(SETTINGS) {
        return Ok(());
    }
    let empty = std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if !empty {
        return Err(Failure::Call(format!(
            "Thư mục {} đã có dữ liệu khác. Hãy chọn thư mục trống bằng --data.",
            folder.display()
        )));
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(settings, SETTINGS)?;
    Ok(())
}

/// Adds the account, or gives it a new password when the demo is opened again.
async fn one_time_password(app: &App, person: &Person) -> Result<String, Failure> {
    let actor = app.actor(&operator());
    if let Some(user) = users::store::find(&app.store, person.name).await? {
        return Ok(actions::reset_password(app, &actor, &user).await?);
    }
    let mut places = Vec::new();
    for place in person.places {
        let seat = match person.role.seat() {
            Seat::Unit => Some((*place).to_owned()),
            seat => users::store::find_seat(&app.store, seat, place).await?,
        };
        places.extend(seat);
    }
    let Some((first, others)) = places.split_first() else {
        return Err(Failure::Data(format!("{}: không tìm thấy nơi giữ vai trò", person.name)));
    };
    let new = NewUser {
        name: person.name.to_owned(),
        full_name: person.full_name.to_owned(),
        email: String::new(),
        role: person.role,
        place_id: first.clone(),
    };
    let password = actions::add(app, &actor, &new).await??;
    if let Some(user) = users::store::find(&app.store, person.name).await? {
        for place_id in others {
            let role = NewRole {
                user_id: user.id.clone(),
                role: person.role,
                place_id: place_id.clone(),
                from_day: actor.today,
                to_day: None,
                delegated_from: None,
                document_id: None,
                note: String::new(),
            };
            actions::give_role(app, &actor, &role).await?;
        }
    }
    Ok(password)
}

/// Takes the sample workbooks by the same import as everybody's, those that are not on the
/// register yet.
async fn take_samples(app: &App) -> Outcome {
    let viewer = operator();
    let actor = app.actor(&viewer);
    for (kind, file_name, bytes) in SAMPLES {
        if is_on_register(app, file_name, bytes).await? {
            continue;
        }
        let options = Options { accept: true, ..Options::default() };
        let report = imports::run(app, &actor, &viewer, *kind, file_name, bytes, &options).await?;
        if let Some(refusal) = report.refusal {
            return Err(Failure::Data(format!("{file_name}: {refusal}")));
        }
        tracing::info!(
            file_name,
            read = report.read,
            accepted = report.accepted,
            "sample workbook taken"
        );
    }
    Ok(())
}

/// Whether a paper on the register is this very file.
async fn is_on_register(app: &App, file_name: &str, bytes: &[u8]) -> Result<bool, Failure> {
    let sha256 = sha256_hex(bytes);
    let words = kernel::text::fold(file_name);
    let query = documents::NumberQuery { text: words, ..documents::NumberQuery::default() };
    let wanted = documents::Wanted { query, ..documents::Wanted::default() };
    let papers = documents::store::list(&app.store, &operator(), &wanted, 100, 0).await?;
    Ok(papers.iter().any(|paper| paper.file_sha256.as_deref() == Some(sha256.as_str())))
}
