//! All SQL of reports.

mod collecting;
mod known;
mod owed;
mod read;
mod reminders;
mod uploads;
mod write;

pub use collecting::{find_entered_by, list_collectors};
pub use known::{find_activity, list_known};
pub use owed::{count_groups, count_owed, list_owed};
pub use read::{
    FoundReport, count_waiting, find, find_previous, find_receiver, list_of_organization,
    list_periods, list_problems, list_values, list_versions, list_waiting,
};
pub use reminders::{NewReminder, insert_reminders, list_accounts};
pub use uploads::{
    ManyReports, ReportedBefore, find_upload, insert_sent, insert_upload, list_values_before,
};
pub use write::{
    add_problems, insert, observations_by, set_decided, set_problems, set_sent, set_status,
    set_values, supersede, touch,
};

pub(super) use read::COLUMNS;
pub(crate) use read::REACHES_PLACE;
