//! Longan: industrial clusters and industrial promotion for a provincial Department of
//! Industry and Trade. Every figure has a document behind it.

pub mod api;
pub mod app;
pub mod audit;
pub mod backup;
pub mod checks;
pub mod clusters;
pub mod commands;
pub mod config;
pub mod dashboard;
pub mod documents;
pub mod error;
pub mod events;
pub mod exchange;
pub mod figures;
pub mod files;
pub mod imports;
pub mod jobs;
pub mod law;
pub mod mail;
pub mod meter;
pub mod metrics;
pub mod notices;
pub mod observations;
pub mod organizations;
pub mod personal;
pub mod places;
pub mod printing;
pub mod promotion;
pub mod remembered;
pub mod reports;
pub mod retention;
pub mod routes;
pub mod seed;
pub mod store;
pub mod ui;
pub mod users;
pub mod web;
mod words;
pub mod work;

pub use app::{App, Clock, Opening, Setup};
pub use web::router;

use figures::Figure;
use routes::{Routes, Rule};
use users::Right;

/// One thing the agency does, with everything the program knows about it.
#[derive(Clone, Copy, Debug)]
pub struct Capability {
    /// Module, URL segment, table prefix and template folder: one word everywhere.
    pub name: &'static str,
    /// What people read.
    pub title: &'static str,
    /// Its pages.
    pub routes: fn() -> Routes,
    /// The figures it can tell.
    pub figures: &'static [&'static [Figure]],
    /// What people read for a fact of this capability that rests on a paper.
    pub fact_label: fn(&str) -> Option<String>,
    /// What it tells of a body on the body's page.
    pub of_organization: organizations::Telling,
    /// What moves when two records of one body are made one.
    pub organization_moves: &'static [organizations::Move],
}

/// Everything the agency does. Menu, figures and manual come from this list.
pub const CAPABILITIES: &[Capability] = &[clusters::CAPABILITY, promotion::CAPABILITY];

/// The words of every slice for what was done to its records.
pub const VOCABULARIES: &[events::told::Vocabulary] = &[
    clusters::VOCABULARY,
    promotion::VOCABULARY,
    observations::VOCABULARY,
    organizations::VOCABULARY,
    documents::VOCABULARY,
    places::VOCABULARY,
    users::VOCABULARY,
    imports::VOCABULARY,
    reports::VOCABULARY,
    exchange::VOCABULARY,
    work::VOCABULARY,
    notices::VOCABULARY,
    events::told::VOCABULARY,
];

/// What moves when two records of one body are made one, beside what the capabilities name; it
/// comes after theirs.
pub const ORGANIZATION_MOVES: &[&[organizations::Move]] = &[reports::MOVES];

/// What people read for a fact that rests on a paper: an indicator, or a capability's own word.
pub fn fact_label(fact: &str) -> String {
    let indicator =
        fact.parse::<observations::Indicator>().map(|indicator| indicator.label().to_owned());
    indicator
        .ok()
        .or_else(|| CAPABILITIES.iter().find_map(|capability| (capability.fact_label)(fact)))
        .or_else(|| organizations::fact_label(fact))
        .or_else(|| places::fact_label(fact))
        .or_else(|| reports::fact_label(fact))
        .unwrap_or_else(|| fact.to_owned())
}

/// Everything the program does by itself.
pub const JOBS: &[jobs::Kind] = &[
    mail::SENDING,
    notices::MAILING,
    work::REMINDING,
    jobs::CLEARING,
    retention::CLEANING,
    exchange::SENDING,
];

/// One line of the menu.
#[derive(Clone, Copy, Debug)]
pub struct MenuLine {
    /// Where it leads.
    pub path: &'static str,
    /// What people read.
    pub title: &'static str,
    /// Who sees it: whoever may come through.
    pub rule: Rule,
}

/// The menu: what people open every day.
pub const MENU: &[MenuLine] = &[
    line("/", "Tổng quan", Right::SeeRegister),
    MenuLine { path: "/work", title: "Việc của tôi", rule: Rule::SignedIn },
    line("/clusters", clusters::CAPABILITY.title, Right::SeeRegister),
    line("/tenants", "Doanh nghiệp", Right::SeeRegister),
    line("/promotion", promotion::CAPABILITY.title, Right::SeePromotion),
    line("/organizations", "Tổ chức", Right::SeeOrganizations),
    line("/own", "Hồ sơ của đơn vị tôi", Right::SeeOwn),
    line("/figures", "Chỉ tiêu", Right::SeeRegister),
    line("/reports", "Báo cáo", Right::SeeReports),
    line("/documents", "Văn bản", Right::SeeDocuments),
];

/// What people open now and then, and what administrators look after; behind "Thêm".
pub const MENU_MORE: &[MenuLine] = &[
    line("/conflicts", "Số liệu vênh", Right::SeeRegister),
    line("/promotion/needs", "Nhu cầu khuyến công", Right::EnterNeeds),
    line("/imports", "Nhập bảng tính", Right::ImportWorkbooks),
    line("/exchange", "Gửi, nhận gói báo cáo", Right::TakeReports),
    line("/audit", "Nhật ký", Right::Audit),
    MenuLine { path: "/places", title: "Đơn vị hành chính", rule: Rule::SignedIn },
    line("/delegations", "Ủy quyền", Right::Delegate),
    line("/entry-requests", "Đề nghị nhập thay", Right::WriteRegister),
    MenuLine { path: "/rights", title: "Vai trò và quyền", rule: Rule::SignedIn },
    line("/users", "Tài khoản", Right::ManageUsers),
    line("/personal", "Dữ liệu cá nhân", Right::ErasePersonalData),
    line("/exchange/partners", "Đối tác trao đổi", Right::ManageSettings),
    line("/jobs", "Việc của chương trình", Right::ManageSettings),
    line("/backups", "Sao lưu", Right::ManageSettings),
];

const fn line(path: &'static str, title: &'static str, right: Right) -> MenuLine {
    MenuLine { path, title, rule: Rule::Needs(right) }
}
