//! The ledger: what is due when, by which article or paper. Worked out anew each time.

use super::model::{Duty, DutySource, Task};
use super::rules;
use super::store::{self, Dated};
use crate::App;
use crate::places;
use crate::promotion;
use crate::reports;
use crate::store::{Day, Result};
use crate::users::model::HeldRole;
use crate::users::{self, Right, Role, Viewer};
use jiff::ToSpan as _;
use std::collections::BTreeMap;

/// A step that the law asks of a role, by the key of its day.
struct Asked {
    key: &'static str,
    title: &'static str,
    roles: &'static [Role],
}

const DEPARTMENT: &[Role] = &[Role::Officer, Role::Head];
const COMMUNE: &[Role] = &[Role::CommuneCommittee];

const fn asked(key: &'static str, title: &'static str, roles: &'static [Role]) -> Asked {
    Asked { key, title, roles }
}

/// What the law asks by a day that is the same for everybody in the role.
const ASKED: &[Asked] = &[
    asked(
        "clusters.report.decentralisation.commune_due",
        "Báo cáo thực hiện phân cấp gửi UBND tỉnh",
        COMMUNE,
    ),
    asked(
        "clusters.report.decentralisation.province_due",
        "Trình UBND tỉnh báo cáo thực hiện phân cấp gửi Bộ Công Thương",
        DEPARTMENT,
    ),
    asked("infra_asset.annual_report_due", "Báo cáo tài sản hạ tầng hằng năm", DEPARTMENT),
    asked("infra_asset.handover_complete_by", "Hoàn thành giao tài sản hạ tầng", DEPARTMENT),
];

/// Days back for which a missed day is still shown.
const LOOK_BACK_DAYS: i32 = 30;

/// Everything due for the viewer until a day, the nearest first; what was missed lately comes before.
pub async fn ledger(app: &App, viewer: &Viewer, today: Day, until: Day) -> Result<Vec<Duty>> {
    let first = Day(today.0.saturating_sub(LOOK_BACK_DAYS.days()));
    let window = (first, until);
    let held = users::store::list_roles_of(&app.store, &viewer.user_id).await?;
    let held: Vec<HeldRole> = held.into_iter().filter(|role| role.holds_on(today)).collect();
    let mut duties = of_law(app, &held, today, window);
    duties.extend(of_reports(app, viewer, window).await?);
    duties.extend(of_promotion(app, viewer, today, window).await?);
    duties.extend(of_legacy(app, viewer, &held, today, window).await?);
    for found in store::list_planned(&app.store, viewer, today).await? {
        // Grouped below: a plan holds many clusters.
        let Some(due_on) = rules::plan_ends_on(&found.about) else { continue };
        if due_on >= first && due_on <= until {
            duties.push(dated(&found, due_on, DutySource::Plan, &planned_title(&found.about)));
        }
    }
    for found in store::list_leases(&app.store, viewer, today, until).await? {
        let Ok(due_on) = found.due_on.parse() else { continue };
        duties.push(dated(&found, due_on, DutySource::Lease, "Hết hạn hợp đồng thuê đất"));
    }
    for found in store::list_works(&app.store, viewer, today, window).await? {
        let Ok(due_on) = found.due_on.parse() else { continue };
        duties.push(dated(&found, due_on, DutySource::Works, "Hạng mục hạ tầng phải xong"));
    }
    if viewer.may(Right::WritePromotion) {
        duties.extend(of_effects(app, viewer, today, window).await?);
    }
    duties.extend(of_roles(&held, until));
    if viewer.may(Right::EnterForOthers) || viewer.may(Right::AskEntry) {
        duties.extend(of_entry_requests(app, viewer, today, until).await?);
    }
    let mut duties = grouped(duties);
    duties.sort_by(|a, b| (a.due_on, a.source, &a.key).cmp(&(b.due_on, b.source, &b.key)));
    Ok(duties)
}

fn planned_title(horizon: &str) -> String {
    format!("Hết kỳ quy hoạch {horizon} mà chưa có quyết định thành lập")
}

/// Code of the province of a role's place, for provincial law.
fn province_of(held: &HeldRole) -> Option<&str> {
    let mut parts = held.place_id.split(':');
    (parts.next() == Some("province")).then(|| parts.next()).flatten()
}

fn of_law(app: &App, held: &[HeldRole], today: Day, window: (Day, Day)) -> Vec<Duty> {
    let mut duties = Vec::new();
    for asked in ASKED {
        let Some(role) = held.iter().find(|held| asked.roles.contains(&held.role)) else {
            continue;
        };
        let Some(value) = app.law.on(asked.key, today.0, province_of(role)) else { continue };
        for due_on in rules::last_days(&value, window.0, window.1) {
            duties.push(Duty {
                due_on,
                source: DutySource::Law,
                title: asked.title.to_owned(),
                detail: value.value.scope.clone().unwrap_or_default(),
                link: String::new(),
                citation: cite(&value),
                key: asked.key.to_owned(),
            });
        }
    }
    duties
}

/// Statutory reports that the person has to send and has not sent; one line a form and period.
async fn of_reports(app: &App, viewer: &Viewer, window: (Day, Day)) -> Result<Vec<Duty>> {
    if !viewer.may(Right::FillReports) {
        return Ok(Vec::new());
    }
    let found = reports::duties::of_person(app, viewer, window).await?;
    let duties = found.iter().map(|group| Duty {
        due_on: group.due_on,
        source: DutySource::Law,
        title: group.title(),
        detail: group.detail(),
        link: group.link(),
        citation: group.term.citation.clone(),
        key: format!("report {} {}", group.term.form, group.term.period),
    });
    Ok(duties.collect())
}

/// Steps of promotion projects that are due; one line a step, day and track.
async fn of_promotion(
    app: &App,
    viewer: &Viewer,
    today: Day,
    window: (Day, Day),
) -> Result<Vec<Duty>> {
    let found = promotion::duties::list_due(app, viewer, today, window).await?;
    let duties = found.into_iter().map(|due| Duty {
        due_on: due.due_on,
        source: DutySource::Law,
        title: due.title,
        detail: due.detail,
        link: due.link,
        citation: due.citation,
        key: due.key,
    });
    Ok(duties.collect())
}

/// "theo NĐ 32/2024/NĐ-CP, Điều 35 khoản 4 (đã đối chiếu văn bản)".
fn cite(value: &kernel::law::Resolved<'_>) -> String {
    format!("theo {} ({})", value.citation(), value.confidence_label())
}

/// What supported projects brought about is looked at again one and two years after acceptance.
async fn of_effects(
    app: &App,
    viewer: &Viewer,
    today: Day,
    (first, last): (Day, Day),
) -> Result<Vec<Duty>> {
    let mut duties = Vec::new();
    for years in [1, 2] {
        let before = |day: Day| Day(day.0.saturating_sub(years.years()));
        let accepted = (before(first), before(last));
        let courses = promotion::store::list_accepted(&app.store, viewer, accepted).await?;
        let due = promotion::course::checks_due(&app.law, today, &courses).into_iter();
        let due = due.filter(|due| due.years == years && due.due_on >= first && due.due_on <= last);
        duties.extend(due.map(|due| Duty {
            due_on: due.due_on,
            source: DutySource::Promotion,
            title: format!("Kiểm tra hiệu quả sau {years} năm"),
            detail: due.project,
            link: format!("/promotion/projects/{}", due.project_id),
            citation: due.citation,
            key: format!("effects {} {years}", due.project_id),
        }));
    }
    Ok(duties)
}

/// Clusters formed before 2009 have a last day by which their papers must be complete.
async fn of_legacy(
    app: &App,
    viewer: &Viewer,
    held: &[HeldRole],
    today: Day,
    window: (Day, Day),
) -> Result<Vec<Duty>> {
    const KEY: &str = "clusters.legacy.pre2009_deadline";
    let province = held.iter().find_map(province_of);
    let Some(value) = app.law.on(KEY, today.0, province) else { return Ok(Vec::new()) };
    let days = rules::last_days(&value, window.0, window.1);
    if days.is_empty() {
        return Ok(Vec::new());
    }
    let found = store::list_legacy(&app.store, viewer, today).await?;
    let duties = found.iter().flat_map(|found| {
        days.iter().map(|due_on| Duty {
            due_on: *due_on,
            source: DutySource::Law,
            title: "Hoàn thiện pháp lý hoặc đưa ra khỏi quy hoạch cụm hình thành trước 2009"
                .to_owned(),
            detail: found.cluster.clone(),
            link: format!("/clusters/{}?on={today}", found.slug),
            citation: cite(&value),
            key: KEY.to_owned(),
        })
    });
    Ok(duties.collect())
}

fn dated(found: &Dated, due_on: Day, source: DutySource, title: &str) -> Duty {
    let (detail, key) = match source {
        DutySource::Plan => (found.cluster.clone(), format!("plan {}", found.about)),
        _ => (format!("{} · {}", found.about, found.cluster), format!("{source} {}", found.id)),
    };
    let tab = match source {
        DutySource::Lease => "&tab=leases",
        DutySource::Works => "&tab=works",
        _ => "",
    };
    Duty {
        due_on,
        source,
        title: title.to_owned(),
        detail,
        link: format!("/clusters/{}?on={due_on}{tab}", found.slug),
        citation: format!("theo {}", found.number),
        key,
    }
}

fn of_roles(held: &[HeldRole], until: Day) -> Vec<Duty> {
    let ending = held.iter().filter_map(|role| Some((role, role.to_day?)));
    let ending = ending.filter(|(_, last)| *last <= until);
    let duties = ending.map(|(role, due_on)| Duty {
        due_on,
        source: DutySource::Role,
        title: format!("Hết vai trò {}", role.role.label()),
        detail: role.place.clone(),
        link: "/account".to_owned(),
        citation: if role.delegated_by.is_empty() {
            role.note.clone()
        } else {
            format!("theo ủy quyền của {}", role.delegated_by)
        },
        key: format!("role {}", role.id),
    });
    duties.collect()
}

async fn of_entry_requests(
    app: &App,
    viewer: &Viewer,
    today: Day,
    until: Day,
) -> Result<Vec<Duty>> {
    let requests = users::store::list_entry_requests(&app.store, viewer).await?;
    let open = requests.into_iter().filter(|request| {
        request.withdrawn_on.is_none() && request.to_day >= today && request.to_day <= until
    });
    let duties = open.map(|request| Duty {
        due_on: request.to_day,
        source: DutySource::Entry,
        title: "Hết hạn đề nghị Sở nhập thay".to_owned(),
        detail: request.place,
        link: "/entry-requests".to_owned(),
        citation: format!("theo đề nghị ngày {}", request.from_day.vi()),
        key: format!("entry {}", request.id),
    });
    Ok(duties.collect())
}

/// What is due on the same day for the same reason stands on one line.
fn grouped(duties: Vec<Duty>) -> Vec<Duty> {
    let mut groups: BTreeMap<(Day, String), Vec<Duty>> = BTreeMap::new();
    for duty in duties {
        groups.entry((duty.due_on, duty.key.clone())).or_default().push(duty);
    }
    let one = |mut group: Vec<Duty>| {
        // Two papers may say the same of one cluster.
        group.dedup_by(|a, b| a.link == b.link);
        let count = group.len();
        let names: Vec<String> = group.iter().take(3).map(|duty| duty.detail.clone()).collect();
        let mut duty = group.swap_remove(0);
        if count > 1 {
            let more = if count > names.len() { " …" } else { "" };
            duty.title = format!("{count} cụm: {}", kernel::text::lower_first(&duty.title));
            duty.detail = format!("{}{more}", names.join("; "));
            duty.link = match duty.source {
                DutySource::Law => {
                    format!("/clusters?place={}&flag=before_2009", places::COUNTRY_ID)
                }
                _ => "/clusters".to_owned(),
            };
        }
        duty
    };
    groups.into_values().map(one).collect()
}

/// A task with a day, as it stands in a list of what is due.
pub fn of_task(task: &Task) -> Option<Duty> {
    Some(Duty {
        due_on: task.due_on?,
        source: DutySource::Task,
        title: task.title.clone(),
        detail: task.note.clone(),
        link: format!("/work/tasks/{}", task.id),
        citation: if task.owner_id == task.made_by {
            String::new()
        } else {
            format!("{} giao", task.maker)
        },
        key: format!("task {}", task.id),
    })
}
