//! Longan: industrial clusters and industrial promotion for a provincial Department of
//! Industry and Trade. Every figure has a document behind it.

pub mod app;
pub mod backup;
pub mod checks;
pub mod clusters;
pub mod commands;
pub mod config;
pub mod dashboard;
pub mod documents;
pub mod error;
pub mod events;
pub mod figures;
pub mod files;
pub mod imports;
pub mod law;
pub mod observations;
pub mod organizations;
pub mod places;
pub mod remembered;
pub mod seed;
pub mod store;
pub mod ui;
pub mod users;
pub mod web;
mod words;

pub use app::{App, Clock, Opening};
pub use web::router;

use axum::Router;
use figures::Figure;
use users::Viewer;

/// One thing the agency does, with everything the program knows about it.
#[derive(Clone, Copy, Debug)]
pub struct Capability {
    /// Module, URL segment, table prefix and template folder: one word everywhere.
    pub name: &'static str,
    /// What people read.
    pub title: &'static str,
    /// Its pages.
    pub routes: fn() -> Router<App>,
    /// The figures it can tell.
    pub figures: &'static [Figure],
    /// What people read for a fact of this capability that rests on a paper.
    pub fact_label: fn(&str) -> Option<String>,
}

/// Everything the agency does. Menu, figures and manual come from this list.
pub const CAPABILITIES: &[Capability] = &[clusters::CAPABILITY];

/// What people read for a fact that rests on a paper: an indicator, or a capability's own word.
pub fn fact_label(fact: &str) -> String {
    let indicator =
        fact.parse::<observations::Indicator>().map(|indicator| indicator.label().to_owned());
    indicator
        .ok()
        .or_else(|| CAPABILITIES.iter().find_map(|capability| (capability.fact_label)(fact)))
        .unwrap_or_else(|| fact.to_owned())
}

/// For whom a line of the menu is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForWhom {
    /// Everybody who has signed in.
    Everybody,
    /// People who may change the register.
    Writers,
    /// People who look after accounts.
    Administrators,
}

impl ForWhom {
    /// Whether `viewer` belongs to them.
    pub fn includes(self, viewer: &Viewer) -> bool {
        match self {
            Self::Everybody => true,
            Self::Writers => viewer.may_write(),
            Self::Administrators => viewer.may_administer(),
        }
    }
}

/// One line of the menu.
#[derive(Clone, Copy, Debug)]
pub struct MenuLine {
    /// Where it leads.
    pub path: &'static str,
    /// What people read.
    pub title: &'static str,
    /// Who sees it.
    pub for_whom: ForWhom,
}

/// The menu.
pub const MENU: &[MenuLine] = &[
    MenuLine { path: "/", title: "Tổng quan", for_whom: ForWhom::Everybody },
    MenuLine { path: "/clusters", title: clusters::CAPABILITY.title, for_whom: ForWhom::Everybody },
    MenuLine { path: "/tenants", title: "Doanh nghiệp", for_whom: ForWhom::Everybody },
    MenuLine { path: "/figures", title: "Chỉ tiêu", for_whom: ForWhom::Everybody },
    MenuLine { path: "/conflicts", title: "Số liệu vênh", for_whom: ForWhom::Everybody },
    MenuLine { path: "/documents", title: "Văn bản", for_whom: ForWhom::Everybody },
    MenuLine { path: "/imports", title: "Nhập bảng tính", for_whom: ForWhom::Writers },
    MenuLine { path: "/users", title: "Tài khoản", for_whom: ForWhom::Administrators },
];
