//! A person's work: tasks, what the law and the register want by a day, reminders, hand-over.

use crate::imports::take;
use crate::jobs::{add, later};
use crate::notices::user;
use crate::world::{LONG_AN, World};
use jiff::SignedDuration;
use longan::imports::{self, Kind, Options};
use longan::notices::{self, model::Notice};
use longan::users::store::{NewEntryRequest, NewRole};
use longan::users::{Role, Seat, Viewer, actions, store as users};
use longan::work::store as work;
use longan::{App, jobs};
use sqlx::AssertSqlSafe;

async fn notices_of(app: &App, name: &str) -> Vec<Notice> {
    let person = users::find(&app.store, name).await.unwrap().unwrap();
    let viewer = Viewer { user_id: person.id, ..Viewer::system() };
    notices::store::list(&app.store, &viewer, 99).await.unwrap()
}

async fn sql(world: &World, text: &str) {
    sqlx::query(AssertSqlSafe(text.to_owned())).execute(world.app.store.write()).await.unwrap();
}

/// The first task of a person, as an address.
async fn first_task(world: &World, name: &str) -> String {
    let id = user(world, name).await.id;
    format!("/work/tasks/{}", work::list_tasks_of(&world.app.store, &id).await.unwrap()[0].id)
}

/// Two officers of Long An, one of Bình Thuận, and their passwords.
async fn office() -> (World, [String; 3]) {
    let world = World::new().await;
    let lan = world.add_person("lan", Role::Officer, LONG_AN).await;
    let minh = world.add_person("minh", Role::Officer, LONG_AN).await;
    let xa = world.add_person("hoa", Role::Officer, "province:60:").await;
    (world, [lan, minh, xa])
}

#[tokio::test]
async fn whoever_sees_no_register_begins_with_their_own_work() {
    let mut world =
        World::new().await.with_person("hoi-dong", Role::CouncilMember, "council:1").await;
    assert!(world.get("/").await.starts_with("303 See Other → /work"));
    assert!(world.get("/work").await.contains("Chưa ghi việc nào"));
    world = world.with_person("can-bo", Role::Officer, LONG_AN).await;
    assert!(world.get("/").await.starts_with("200"));
    world.as_stranger();
    assert!(world.get("/work").await.contains("/sign-in"));
}

#[tokio::test]
async fn a_task_is_given_to_a_colleague_who_ends_it_and_nobody_else_sees_it() {
    let (mut world, [lan, minh, hoa]) = office().await;
    let minh_id = user(&world, "minh").await.id;
    let hoa_id = user(&world, "hoa").await.id;
    world.sign_in("lan", &lan).await;
    // Not to somebody of another place, and no link to another host.
    let wrong = format!("title=Soát&due_on=&owner={hoa_id}&link=https://ke-gian.example/&note=");
    let answer = world.post("/work/tasks", &wrong).await;
    assert!(answer.starts_with("422"), "{answer}");
    assert!(
        answer.contains("Hãy chọn người làm cùng địa bàn") && answer.contains("bắt đầu bằng dấu /"),
        "{answer}"
    );
    for link in ["//ke-gian.example", "/\\ke-gian.example"] {
        let form = format!("title=Soát&due_on=&owner={minh_id}&link={link}&note=");
        assert!(world.post("/work/tasks", &form).await.starts_with("422"), "{link}");
    }
    let form = format!(
        "title=Đôn đốc báo cáo&due_on=01/12/2026&owner={minh_id}&link=/rights&note=Gọi điện trước"
    );
    assert!(world.post("/work/tasks", &form).await.starts_with("303"));
    let page = world.get("/work").await;
    assert!(page.contains("Việc tôi giao người khác") && page.contains("Người minh"), "{page}");
    let task = first_task(&world, "minh").await;

    world.sign_in("hoa", &hoa).await;
    assert!(world.get(&task).await.starts_with("404"));
    assert!(world.post(&format!("{task}/completion"), "").await.starts_with("404"));

    world.sign_in("minh", &minh).await;
    let page = world.get("/work").await;
    assert!(page.contains("Đôn đốc báo cáo") && page.contains("hạn 01/12/2026"), "{page}");
    assert!(page.contains("Người lan giao"), "{page}");
    assert_eq!(notices_of(&world.app, "minh").await[0].subject, "Đôn đốc báo cáo (Người lan)");
    // It is not Minh's to give up, but to do.
    assert!(world.post(&format!("{task}/withdrawal"), "").await.starts_with("403"));
    let edited = format!("title=Đôn đốc báo cáo năm&due_on=&owner={minh_id}&link=&note=");
    assert!(world.post(&task, &edited).await.starts_with("303"));
    assert!(world.post(&task, "title=&due_on=x&owner=&link=&note=").await.starts_with("422"));
    assert!(world.post(&format!("{task}/completion"), "").await.starts_with("303"));
    assert!(world.get("/work").await.contains("Chưa ghi việc nào"));
    assert_eq!(notices_of(&world.app, "lan").await[0].subject, "Đôn đốc báo cáo năm (Người minh)");
    // What is done stays done.
    assert!(world.post(&task, &edited).await.starts_with("409"));
    assert!(world.get(&task).await.contains("đã xong"));
}

#[tokio::test]
async fn the_ledger_names_the_last_day_the_article_and_how_far_it_was_checked() {
    let mut world = World::signed_in().await;
    take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    take(&world, Kind::Tenants, "doanh_nghiep_ccn_long_an_2013.xlsx").await;
    sql(&world, "update leases set to_day = '2026-12-15' where id = (select min(id) from leases)")
        .await;
    sql(&world, "insert into infrastructure_items (id, cluster_id, kind, name, fence_side, funder, as_of, due_on, document_id)
         select 'duong', min(id), 'road', 'Đường số 1', 'inside', 'investor', '2013-12-31', '2026-12-20', (select min(id) from documents) from clusters").await;

    world = world.with_person("can-bo", Role::Officer, LONG_AN).await;
    let page = world.get("/work").await;
    for told in [
        "30/12/2026 | Quy định",
        "Gửi Biểu số 04 kỳ năm",
        "theo TT 14/2024/TT-BCT, Điều 3 khoản 3 điểm d (",
        "Hoàn thiện pháp lý hoặc đưa ra khỏi quy hoạch cụm hình thành trước 2009",
        "theo NĐ 32/2024/NĐ-CP, Điều 35 khoản 4 (",
        "15/12/2026",
        "Hết hạn hợp đồng thuê đất",
        "20/12/2026",
        "Đường số 1",
    ] {
        assert!(page.contains(told), "{told}:\n{page}");
    }
    assert!(!page.contains("Biểu số 03"), "{page}");
    let year = world.get("/work/duties").await;
    assert!(year.contains("29/06/2027") && year.contains("Gửi Biểu số 04 kỳ 6 tháng"), "{year}");

    // A commune has other reports; who only looks has none; another province has no such lease.
    world = world.with_person("xa", Role::CommuneCommittee, "commune:27985:").await;
    let page = world.get("/work").await;
    assert!(page.contains("24/12/2026") && page.contains("Gửi Biểu số 03 kỳ năm"), "{page}");
    assert!(!page.contains("Biểu số 04"), "{page}");
    world = world.with_person("nguoi-xem", Role::Reader, LONG_AN).await;
    assert!(world.get("/work").await.contains("Không có hạn nào"));
    world = world.with_person("hoa", Role::Officer, "province:60:").await;
    let page = world.get("/work").await;
    assert!(page.contains("Biểu số 04") && !page.contains("Hết hạn hợp đồng"), "{page}");
    let seat = users::find_seat(&world.app.store, Seat::Organization, "1199010017").await.unwrap();
    world = world.with_person("doanh-nghiep", Role::Tenant, &seat.unwrap()).await;
    let page = world.get("/work").await;
    assert!(page.contains("19/12/2026") && page.contains("Gửi Biểu số 01 kỳ năm"), "{page}");
}

#[tokio::test]
async fn what_waits_for_an_officer_stands_on_their_page() {
    let mut world = World::signed_in().await;
    take(&world, Kind::Auto, "ccn_lao_cai_2026.xlsx").await;
    world = world.with_person("can-bo", Role::Officer, "province:15:2025-07-01").await;
    let page = world.get("/work").await;
    assert!(page.contains("6 số liệu của các nguồn còn vênh nhau"), "{page}");
    assert!(page.contains(" cụm: "), "{page}");
}

#[tokio::test]
async fn the_calendar_shows_a_week_and_a_month_with_their_days_off() {
    let (mut world, [lan, ..]) = office().await;
    world.sign_in("lan", &lan).await;
    let lan_id = user(&world, "lan").await.id;
    let form = format!("title=Họp giao ban&due_on=25/11/2026&owner={lan_id}&link=&note=");
    assert!(world.post("/work/tasks", &form).await.starts_with("303"));
    let week = world.get("/work/calendar?span=week&day=2026-11-26").await;
    assert!(
        week.contains("Thứ Hai\n23/11/2026") && week.contains("Chủ nhật\n29/11/2026"),
        "{week}"
    );
    assert!(week.contains("Họp giao ban"), "{week}");
    assert!(week.contains("24/11/2026\nngày nghỉ"), "{week}");
    assert!(!week.contains("30/11/2026"), "{week}");
    let month = world.get("/work/calendar?span=month&day=15/12/2026").await;
    assert!(month.contains("31/12/2026") && month.contains("Biểu số 04"), "{month}");
    assert!(world.get("/work/calendar?day=hom-nao").await.starts_with("422"));
}

#[tokio::test]
async fn reminders_keep_working_days_and_are_given_once() {
    let mut world = World::signed_in().await;
    take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    world.add_person("lan", Role::Officer, LONG_AN).await;
    let day = |text: &str| {
        let at: jiff::Timestamp = format!("{text}T02:00:00Z").parse().unwrap();
        later(&world.app, at.duration_since(world.app.clock.now()))
    };
    // Tuesday 24 November is a day off: nobody is told. 30 December is far then anyway.
    jobs::run_due(&day("2026-11-24")).await.unwrap();
    assert!(notices_of(&world.app, "lan").await.is_empty());
    // Ten working days before the 30th; again the same day by another job: nothing new.
    let app = day("2026-12-16");
    jobs::run_due(&app).await.unwrap();
    let told = notices_of(&app, "lan").await;
    let of_report = told.iter().filter(|notice| notice.subject.contains("Biểu số 04")).count();
    assert_eq!(of_report, 1, "{told:#?}");
    assert!(
        told.iter()
            .any(|notice| notice.subject.starts_with("Còn 10 ngày làm việc, đến 30/12/2026")),
        "{told:#?}"
    );
    add(&app, "work.remind", "", None).await;
    jobs::run_due(&app).await.unwrap();
    jobs::run_due(&day("2026-12-17")).await.unwrap();
    assert_eq!(notices_of(&app, "lan").await.len(), told.len());
    // Nothing ran for some days: the step that was missed is told when it runs again.
    jobs::run_due(&day("2026-12-29")).await.unwrap();
    let later_told = notices_of(&app, "lan").await;
    assert!(
        later_told.iter().any(|notice| notice.subject.starts_with("Còn 1 ngày làm việc")),
        "{later_told:#?}"
    );
    // The day after it is late, once; the administrator is asked nothing of this.
    jobs::run_due(&day("2026-12-31")).await.unwrap();
    jobs::run_due(&day("2027-01-04")).await.unwrap();
    let late = notices_of(&app, "lan").await;
    let late: Vec<_> = late
        .iter()
        .filter(|notice| notice.subject.contains("Quá hạn từ 30/12/2026: Gửi Biểu số 04"))
        .collect();
    assert_eq!(late.len(), 1, "{late:#?}");
    world.as_stranger();
    assert!(
        !notices_of(&app, "quan-tri")
            .await
            .iter()
            .any(|notice| notice.subject.contains("Biểu số 04"))
    );
}

#[tokio::test]
async fn new_disagreements_and_errors_are_told_to_whoever_keeps_the_cluster() {
    let world = World::signed_in().await;
    take(&world, Kind::Auto, "ccn_lao_cai_2026.xlsx").await;
    world.add_person("can-bo", Role::Officer, "province:15:2025-07-01").await;
    world.add_person("hoa", Role::Officer, "province:60:").await;
    // Two plots leased beyond their size cannot be true.
    sql(&world, "insert into plots (id, cluster_id, number, area_m2, land_use, document_id) select 'lo', min(id), 'A1', 10, 'industrial', (select min(id) from documents) from clusters").await;
    sql(&world, "insert into organizations (id, name, kind, match_key, sort_key, search_text) values ('cty', 'Sơn Ca', 'enterprise', 'sonca', '1', 'son ca')").await;
    sql(&world, "insert into tenants (id, cluster_id, organization_id, name, capital, match_key, sort_key, search_text, recorded_at) select 'dn', min(id), 'cty', 'Sơn Ca', 'domestic', 'sonca', '1', 'son ca', '2026-01-01' from clusters").await;
    sql(&world, "insert into leases (id, cluster_id, plot_id, tenant_id, area_m2, from_day, precision, document_id, recorded_at) select 'thue', min(id), 'lo', 'dn', 99, '2020-01-01', 'exact', (select min(id) from documents), '2026-01-01' from clusters").await;
    jobs::run_due(&world.app).await.unwrap();
    let told = notices_of(&world.app, "can-bo").await;
    assert!(
        told.iter().any(|notice| notice.subject.starts_with("6 số liệu mới ghi vênh")),
        "{told:#?}"
    );
    let errors = told.iter().filter(|notice| notice.kind == notices::Kind::Error).count();
    assert!(errors >= 1, "{told:#?}");
    let elsewhere = notices_of(&world.app, "hoa").await;
    assert!(
        elsewhere
            .iter()
            .all(|notice| !matches!(notice.kind, notices::Kind::Error | notices::Kind::Conflict)),
        "{elsewhere:#?}"
    );
    // Two days later nothing is new; an error is told once.
    jobs::run_due(&later(&world.app, SignedDuration::from_hours(48))).await.unwrap();
    let again = notices_of(&world.app, "can-bo").await;
    assert_eq!(again.iter().filter(|notice| notice.kind == notices::Kind::Error).count(), errors);
    assert_eq!(again.iter().filter(|notice| notice.kind == notices::Kind::Conflict).count(), 1);
}

#[tokio::test]
async fn everything_open_moves_in_one_hand_over_with_a_record_both_can_print() {
    let (mut world, [lan, minh, hoa]) = office().await;
    let (lan_id, minh_id) = (user(&world, "lan").await.id, user(&world, "minh").await.id);
    world.sign_in("lan", &lan).await;
    let form = format!("title=Đôn đốc báo cáo&due_on=01/12/2026&owner={lan_id}&link=&note=");
    assert!(world.post("/work/tasks", &form).await.starts_with("303"));
    // A workbook that waits, a role that stands in for Hoa, a request of a commune.
    let today = world.app.today();
    let viewer = users::find_viewer(&world.app.store, &lan_id, today).await.unwrap().unwrap();
    let actor = world.app.actor(&viewer);
    let bytes = include_bytes!("../../../../seed/ccn_long_an_2013.xlsx");
    let options = Options::default();
    let report =
        imports::run(&world.app, &actor, &viewer, Kind::Clusters, "long_an.xlsx", bytes, &options)
            .await
            .unwrap();
    assert!(report.refusal.is_none());
    let hoa_id = user(&world, "hoa").await.id;
    let own = users::list_roles_of(&world.app.store, &hoa_id).await.unwrap().remove(0);
    let delegated = NewRole {
        user_id: lan_id.clone(),
        role: Role::Officer,
        place_id: "province:60:".to_owned(),
        from_day: today,
        to_day: Some("2026-12-31".parse().unwrap()),
        delegated_from: Some(own.id),
        document_id: None,
        note: String::new(),
    };
    actions::give_role(&world.app, &actor, &delegated).await.unwrap();
    let asked = NewEntryRequest {
        place_id: "commune:27985:".to_owned(),
        asked_by: lan_id.clone(),
        reason: "Nhập thay".to_owned(),
        from_day: today,
        to_day: "2026-12-31".parse().unwrap(),
    };
    actions::ask_entry(&world.app, &actor, &asked).await.unwrap();

    let plan = world.get("/work/handovers/new").await;
    for told in [
        "Đôn đốc báo cáo",
        "long_an.xlsx",
        "do Người hoa ủy quyền",
        "đề nghị Sở nhập thay của Xã Đức Hòa Hạ",
    ] {
        assert!(plan.contains(told), "{told}: {plan}");
    }
    assert!(world.post("/work/handovers", "from=lan&to=&reason=").await.starts_with("422"));
    let answer = world
        .post("/work/handovers", &format!("from=lan&to={minh_id}&reason=Chuyển công tác"))
        .await;
    assert!(answer.starts_with("303"), "{answer}");
    let record = answer.split(" → ").nth(1).unwrap().trim().to_owned();
    let nothing =
        world.post("/work/handovers", &format!("from=lan&to={minh_id}&reason=Lần nữa")).await;
    assert!(nothing.starts_with("422") && nothing.contains("Không còn việc nào"), "{nothing}");
    assert!(world.get("/work").await.contains("Chưa ghi việc nào"));
    let kept = world.get(&record).await;
    assert!(kept.contains("Chuyển công tác") && kept.contains("NGƯỜI NHẬN"), "{kept}");

    world.sign_in("minh", &minh).await;
    assert_eq!(world.get(&record).await, kept);
    let page = world.get("/work").await;
    assert_eq!(page.matches("nhận bàn giao từ Người lan").count(), 2, "{page}");
    assert!(page.contains("Bảng tính chờ duyệt: long_an.xlsx"), "{page}");
    assert!(page.contains("Theo dõi: đề nghị Sở nhập thay của Xã Đức Hòa Hạ"), "{page}");
    assert!(page.contains("Nhận bàn giao từ Người lan"), "{page}");
    assert!(world.get("/work/handovers").await.contains("Chuyển công tác"));
    let told = notices_of(&world.app, "minh").await;
    assert!(told.iter().any(|notice| notice.link == record), "{told:#?}");

    // Hoa chose Lan to stand in, not Minh: the delegation ends and Hoa is told.
    let told = notices_of(&world.app, "hoa").await;
    assert!(told.iter().any(|notice| notice.subject.contains("Hãy ủy quyền lại")), "{told:#?}");
    let rights = users::list_roles_of(&world.app.store, &minh_id).await.unwrap();
    assert!(rights.iter().all(|role| role.delegated_from.is_none()));
    let ended = users::list_roles_of(&world.app.store, &lan_id).await.unwrap();
    assert!(ended.iter().all(|role| role.delegated_from.is_none() || role.to_day.unwrap() < today));
    world.sign_in("hoa", &hoa).await;
    assert!(world.get(&record).await.starts_with("404"));
    // Only an administrator hands over for somebody else.
    assert!(world.get("/work/handovers/new?from=minh").await.starts_with("403"));
    assert!(
        world
            .post("/work/handovers", &format!("from=minh&to={lan_id}&reason=x"))
            .await
            .starts_with("403")
    );
}

#[tokio::test]
async fn an_administrator_hands_over_for_somebody_who_has_left() {
    let (mut world, [lan, minh, _]) = office().await;
    let (lan_id, minh_id) = (user(&world, "lan").await.id, user(&world, "minh").await.id);
    world.sign_in("lan", &lan).await;
    let form = format!("title=Soát hồ sơ&due_on=&owner={lan_id}&link=&note=");
    assert!(world.post("/work/tasks", &form).await.starts_with("303"));
    let system = world.app.actor(&Viewer::system());
    actions::disable(&world.app, &system, &user(&world, "lan").await).await.unwrap();
    world = world.with_person("quan-tri", Role::Administrator, longan::places::COUNTRY_ID).await;
    let page = world.get("/users/lan").await;
    assert!(page.contains("Bàn giao công việc"), "{page}");
    let answer =
        world.post("/work/handovers", &format!("from=lan&to={minh_id}&reason=Nghỉ hưu")).await;
    assert!(answer.starts_with("303"), "{answer}");
    world.sign_in("minh", &minh).await;
    let page = world.get("/work").await;
    assert!(page.contains("Soát hồ sơ") && page.contains("nhận bàn giao từ Người lan"), "{page}");
    // What was handed over meanwhile cannot be handed over again from a page that is old.
    let mut tx = world.app.store.begin().await.unwrap();
    let task = work::list_tasks_of(&world.app.store, &minh_id).await.unwrap().remove(0);
    assert!(work::move_task(&mut tx, &task.id, &lan_id, &minh_id).await.is_err());
}
