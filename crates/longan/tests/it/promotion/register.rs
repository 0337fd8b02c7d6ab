//! Plans, projects, money and states are entered, judged, corrected and seen by whom they concern.

use super::{id_of, page_of, with_projects};
use crate::world::{LONG_AN, World};
use longan::users::store as users;
use longan::users::{Role, Seat};

const DECISION: &str = "document_kind=decision&document_number=900/QĐ-UBND&document_day=15/03/2019&document_issuer=UBND tỉnh Long An&document_subject=Phê duyệt kế hoạch khuyến công 2019";
const RECEIPT: &str = "document_kind=other&document_number=15/UNC&document_day=20/05/2019&document_issuer=Trung tâm Khuyến công&document_subject=Ủy nhiệm chi tạm ứng";

fn project(code: &str, more: &str) -> String {
    format!(
        "code={code}&name=Hỗ trợ máy tách màu gạo {code}&kind=single&content=3&activity=machinery_technology&equipment=máy tách màu gạo&quantity=1&priority=&place=802&place_text=huyện Tân Thạnh&from_year=2019&to_year=2019&{more}"
    )
}

async fn plan_id(world: &World, year: i64) -> String {
    let (id,): (String,) = sqlx::query_as("select id from promotion_plans where year = $1")
        .bind(year)
        .fetch_one(world.app.store.read())
        .await
        .unwrap();
    id
}

async fn with_plan() -> World {
    let world = with_projects().await;
    let form = format!(
        "year=2019&batch=1&track=local&place=80&programme_id=&approved_on=15/03/2019&{DECISION}"
    );
    assert_eq!(world.post("/promotion/plans", &form).await, "303 See Other → /promotion/plans");
    world
}

async fn add(world: &World, code: &str, more: &str) -> String {
    let plan = plan_id(world, 2019).await;
    world.post("/promotion/projects", &format!("plan_id={plan}&{}", project(code, more))).await
}

#[tokio::test]
async fn a_project_is_planned_contracted_and_paid_and_its_states_follow_one_another() {
    let world = with_plan().await;
    let added = add(&world, "DP01", "beneficiaries=DNTN Xay xát Hạt Vàng").await;
    assert!(added.starts_with("303 See Other → /promotion/projects/"), "{added}");
    let address = added.split("→ ").nth(1).unwrap().to_owned();
    let page = world.get(&address).await;
    assert!(page.contains("Đã duyệt, giao kế hoạch") && page.contains("Hạt Vàng"), "{page}");

    let refused = world
        .post(&format!("{address}/states"), &format!("state=accepted&on_day=20/05/2019&{RECEIPT}"))
        .await;
    assert!(refused.starts_with("422") && refused.contains("Đã duyệt, giao kế hoạch"), "{refused}");
    for (state, day) in
        [("contracted", "01/04/2019"), ("implementing", "02/04/2019"), ("accepted", "20/05/2019")]
    {
        let form = format!("state={state}&on_day={day}&{RECEIPT}");
        let answer = world.post(&format!("{address}/states"), &form).await;
        assert!(answer.starts_with("303"), "{state}: {answer}");
    }
    let early = world
        .post(&format!("{address}/states"), &format!("state=settled&on_day=19/05/2019&{RECEIPT}"))
        .await;
    assert!(early.starts_with("422") && early.contains("trước ngày"), "{early}");
    let contract =
        format!("number=01/2019/HĐ&signed_on=01/04/2019&amount=100&participant_id=&{RECEIPT}");
    assert!(world.post(&format!("{address}/contracts"), &contract).await.starts_with("303"));
    let twice = world.post(&format!("{address}/contracts"), &contract).await;
    assert!(twice.starts_with("422") && twice.contains("đã có hợp đồng"), "{twice}");
    let history = world.get(&address).await;
    assert!(history.contains("ghi hợp đồng") && history.contains("thêm đề án"), "{history}");
    // The clusters call a field of this name “Sản phẩm, ngành nghề”.
    assert!(history.contains("Loại hỗ trợ: ") && !history.contains("Sản phẩm, ngành nghề"));
}

#[tokio::test]
async fn a_share_of_the_cost_is_judged_once_it_is_known_who_else_pays() {
    let world = with_plan().await;
    let address = add(&world, "DP01", "").await.split("→ ").nth(1).unwrap().to_owned();
    let money = |source: &str, amount: &str, day: &str| {
        format!(
            "stage=allotted&source={source}&amount={amount}&on_day={day}&year=2019&batch=1&participant_id=&{RECEIPT}"
        )
    };
    let lines = format!("{address}/lines");
    assert!(world.post(&lines, &money("local", "200", "15/03/2019")).await.starts_with("303"));
    let page = world.get(&address).await;
    assert!(page.contains("Chưa đủ để xét") && page.contains("Chưa ghi vốn đối ứng"), "{page}");
    assert!(
        world.post(&lines, &money("counterpart", "200", "15/03/2019")).await.starts_with("303")
    );
    let page = world.get(&address).await;
    assert!(page.contains("Trong mức") && !page.contains("Chưa đủ để xét"), "{page}");
    let raised = world.post(&lines, &money("local", "40", "16/03/2019")).await;
    assert!(raised.starts_with("303"), "{raised}");
    let page = world.get(&address).await;
    assert!(page.contains("Vượt 20.000.000 đồng"), "240 of 440 million, half is 220: {page}");
}

#[tokio::test]
async fn money_above_a_limit_that_was_read_needs_a_reason_and_above_another_only_warns() {
    let world = with_plan().await;
    let address = add(&world, "DP01", "").await.split("→ ").nth(1).unwrap().to_owned();
    let money = |stage: &str, source: &str, amount: &str, day: &str| {
        format!(
            "stage={stage}&source={source}&amount={amount}&on_day={day}&year=2019&batch=1&participant_id=&{RECEIPT}"
        )
    };
    let lines = format!("{address}/lines");
    for form in [
        money("allotted", "counterpart", "700", "15/03/2019"),
        // 300 million is the limit since 2018, known from a secondary source: 301 only warns.
        money("allotted", "local", "301", "15/03/2019"),
    ] {
        let answer = world.post(&lines, &form).await;
        assert!(answer.starts_with("303"), "{answer}");
    }
    let page = world.get(&address).await;
    assert!(page.contains("Vượt 1.000.000 đồng"), "{page}");
    assert!(page.contains("TT 28/2018/TT-BTC, Điều 8 khoản 4"), "{page}");
    assert!(page.contains("theo nguồn thứ cấp"), "{page}");
    // 70 % for a first advance on machinery stands in the circular itself.
    let above = money("advanced", "local", "210,701", "20/05/2019");
    let refused = world.post(&lines, &above).await;
    assert!(refused.starts_with("422") && refused.contains("Vượt 1.000 đồng"), "{refused}");
    let explained = format!("{above}&explanation=Theo ý kiến của UBND tỉnh");
    assert!(world.post(&lines, &explained).await.starts_with("303"));
    let page = world.get(&address).await;
    assert!(page.contains("Theo ý kiến của UBND tỉnh"), "{page}");

    // A correction leaves the wrong line on record; whoever saw an older one is told so.
    let (id, revision): (String, i64) = sqlx::query_as(
        "select id, revision from promotion_lines where stage = 'advanced' and year = 2019",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    let right = format!(
        "{}&reason=Ghi nhầm số&revision={revision}",
        money("advanced", "local", "210", "20/05/2019")
    );
    let corrected = world.post(&format!("/promotion/lines/{id}/correction"), &right).await;
    assert!(corrected.starts_with("303"), "{corrected}");
    let stale = world.post(&format!("/promotion/lines/{id}/correction"), &right).await;
    assert!(stale.starts_with("409"), "{stale}");
    let page = world.get(&address).await;
    assert!(page.contains("đã đính chính: Ghi nhầm số"), "{page}");
    assert!(page.contains("Đã tạm ứng\n210.000.000"), "{page}");
}

#[tokio::test]
async fn the_same_machine_for_the_same_body_is_refused_unless_somebody_explains() {
    let world = with_plan().await;
    // In 2013 DNTN Xay xát Vàng Anh had a machine; here another spelling of its name asks again.
    sqlx::query("update promotion_projects set equipment = 'máy tách màu gạo', equipment_key = 'may tach mau gao' where code = 'DP02'")
        .execute(world.app.store.write())
        .await
        .unwrap();
    let refused = add(&world, "DP05", "beneficiaries=Doanh nghiệp tư nhân Xay xát Vàng Anh").await;
    assert!(refused.starts_with("422"), "{refused}");
    assert!(refused.contains("Đã được hỗ trợ: DP02 năm 2013"), "{refused}");
    assert!(refused.contains("100.000.000 đồng"), "{refused}");
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from promotion_projects where code = 'DP05' and from_year = 2019",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    assert_eq!(count, 0, "what was refused left nothing behind");
    let explained = add(&world, "DP05", "beneficiaries=Doanh nghiệp tư nhân Xay xát Vàng Anh&explanation=Máy thứ hai, cho xưởng mới").await;
    assert!(explained.starts_with("303"), "{explained}");
    let address = explained.split("→ ").nth(1).unwrap();
    let page = world.get(address).await;
    assert!(page.contains("Đã được hỗ trợ cùng nội dung."), "{page}");
    assert!(page.contains("cùng máy móc, nội dung"), "{page}");
    // Another thing for the same body is told, not refused.
    let other =
        add(&world, "DP06", "beneficiaries=DNTN Xay xát Vàng Anh&equipment=hệ thống sấy").await;
    assert!(other.starts_with("303"), "{other}");
    let page = world.get(other.split("→ ").nth(1).unwrap()).await;
    assert!(page.contains("cùng đơn vị") && !page.contains("cùng nội dung."), "{page}");
}

#[tokio::test]
async fn one_owner_of_two_businesses_is_found_by_a_number_that_is_not_kept() {
    let world = with_plan().await;
    let first = add(&world, "DP01", "").await.split("→ ").nth(1).unwrap().to_owned();
    let second = add(&world, "DP02", "").await.split("→ ").nth(1).unwrap().to_owned();
    let body = |name: &str, more: &str| {
        format!(
            "part=beneficiary&name={name}&tax_code=&personal_number=080 090 000 123{more}&{RECEIPT}"
        )
    };
    let entered = world.post(&format!("{first}/participants"), &body("Cơ sở Sen Hồng", "")).await;
    assert!(entered.starts_with("303"), "{entered}");
    let refused =
        world.post(&format!("{second}/participants"), &body("Hộ kinh doanh Lúa Mới", "")).await;
    assert!(refused.starts_with("422") && refused.contains("cùng số định danh"), "{refused}");
    let explained = body("Hộ kinh doanh Lúa Mới", "&explanation=Hai cơ sở khác nhau");
    assert!(world.post(&format!("{second}/participants"), &explained).await.starts_with("303"));
    let (kept,): (i64,) = sqlx::query_as(
        "select count(*) from promotion_participants where person_mark like '%080090000123%'",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    let (told,): (i64,) =
        sqlx::query_as("select count(*) from events where after_image like '%080090000123%'")
            .fetch_one(world.app.store.read())
            .await
            .unwrap();
    assert_eq!((kept, told), (0, 0));
}

#[tokio::test]
async fn a_project_is_edited_with_a_reason_by_whoever_saw_its_latest_words() {
    let world = with_projects().await;
    let id = id_of(&world, "QG04").await;
    let form = "code=QG04&name=Tấm pin năng lượng mặt trời&kind=flagship&content=3&activity=machinery_technology&quantity=1&priority=sector&place_text=huyện Đức Hòa&from_year=2013&to_year=2013&revision=2";
    let unexplained = world.post(&format!("/promotion/projects/{id}/edit"), form).await;
    assert!(unexplained.starts_with("422"), "{unexplained}");
    let edited = world
        .post(&format!("/promotion/projects/{id}/edit"), &format!("{form}&reason=Rút gọn tên"))
        .await;
    assert!(edited.starts_with("303"), "{edited}");
    let stale = world
        .post(&format!("/promotion/projects/{id}/edit"), &format!("{form}&reason=Lần nữa"))
        .await;
    assert!(stale.starts_with("409"), "{stale}");
    let page = page_of(&world, "QG04").await;
    assert!(page.contains("Đề án điểm") && page.contains("Rút gọn tên"), "{page}");
}

#[tokio::test]
async fn the_board_counts_by_state_and_the_list_is_filtered_sorted_and_taken_away() {
    let world = with_projects().await;
    let board = world.get("/promotion?place=80&year=2013").await;
    assert!(board.contains("1–17 trong 17 đề án"), "{board}");
    assert!(board.contains("Hỗ trợ 1.648,36 triệu đồng; đối ứng 12.942 triệu đồng"), "{board}");
    let national =
        world.get("/promotion?place=80&track=national&sort=support&direction=down").await;
    assert!(national.contains("1–6 trong 6 đề án"), "{national}");
    assert!(national.find("QG03").unwrap() < national.find("QG01").unwrap(), "{national}");
    let found = world.get("/promotion?place=80&q=banh+trang").await;
    assert!(found.contains("1–1 trong 1 đề án") && found.contains("DP01"), "{found}");
    let training = world.get("/promotion?place=80&content=1&state=liquidated").await;
    assert!(training.contains("1–2 trong 2 đề án"), "{training}");
    assert!(world.get("/promotion?place=80&state=contracted").await.contains("Không có đề án nào"));
    let csv = String::from_utf8(world.body("/promotion.csv?place=80&track=local").await).unwrap();
    assert!(csv.contains("140000000") && !csv.contains("QG01"), "{csv}");
    assert!(world.body("/promotion.xlsx?place=80").await.starts_with(b"PK"));
    let plans = world.get("/promotion/plans").await;
    assert!(plans.contains("Khuyến công quốc gia 2013, đợt 1") && plans.contains("865"), "{plans}");
}

#[tokio::test]
async fn each_sees_the_projects_of_their_place_or_body_and_another_gets_404() {
    let mut world = with_projects().await;
    let id = id_of(&world, "DP05").await;
    let address = format!("/promotion/projects/{id}");
    let seat = users::find_seat(&world.app.store, Seat::Organization, "Công ty TNHH May Sơn Ca");
    let seat = seat.await.unwrap().unwrap();
    let people = [
        ("trung-tam", Role::CentreOfficer, LONG_AN.to_owned()),
        ("tinh-khac", Role::Officer, "province:60:".to_owned()),
        ("son-ca", Role::RuralEstablishment, seat),
        ("cong-tac-vien", Role::Collaborator, LONG_AN.to_owned()),
    ];
    let mut passwords = Vec::new();
    for (name, role, place) in &people {
        passwords.push(world.add_person(name, *role, place).await);
    }
    world.sign_in("trung-tam", &passwords[0]).await;
    assert!(world.get(&address).await.contains("Thêm đơn vị"));
    let form = format!("state=archived&on_day=01/02/2014&{RECEIPT}");
    assert!(world.post(&format!("{address}/states"), &form).await.starts_with("303"));
    world.sign_in("tinh-khac", &passwords[1]).await;
    assert!(world.get(&address).await.starts_with("404"));
    assert!(world.post(&format!("{address}/states"), &form).await.starts_with("404"));
    assert!(world.get("/promotion?place=country:VN:").await.contains("Không có đề án nào"));
    let figure = world.json("/api/figures/promotion.local.count?place=80&period=2013").await;
    assert_eq!(figure["value"], "0");
    world.sign_in("son-ca", &passwords[2]).await;
    assert!(world.get(&address).await.contains("May Sơn Ca"));
    assert!(world.get("/promotion").await.starts_with("404"));
    let other = id_of(&world, "DP06").await;
    assert!(world.get(&format!("/promotion/projects/{other}")).await.starts_with("404"));
    assert!(world.get("/own").await.contains("Đào tạo nghề may công nghiệp cho 60 lao động"));
    world.sign_in("cong-tac-vien", &passwords[3]).await;
    assert!(world.get(&address).await.starts_with("200"));
    assert!(world.post(&format!("{address}/states"), &form).await.starts_with("403"));
}

#[tokio::test]
async fn a_programme_and_a_plan_come_by_their_papers_and_only_in_ones_own_province() {
    let world = World::new().await.with_person("can-bo", Role::Officer, LONG_AN).await;
    let programme = "name=Chương trình khuyến công Long An 2011–2015&track=local&place=80&from_year=2011&to_year=2015&document_kind=decision&document_number=2500/QĐ-UBND&document_day=10/08/2011&document_issuer=UBND tỉnh Long An&document_subject=Chương trình khuyến công";
    assert!(world.post("/promotion/programmes", programme).await.starts_with("303"));
    let twice = world.post("/promotion/programmes", programme).await;
    assert!(twice.starts_with("422") && twice.contains("Đã có chương trình"), "{twice}");
    let elsewhere = world.post("/promotion/plans", &format!("year=2019&batch=1&track=local&place=60&programme_id=&approved_on=15/03/2019&{DECISION}")).await;
    assert!(elsewhere.starts_with("422") && elsewhere.contains("ngoài địa bàn"), "{elsewhere}");
    let wrong = world
        .post(
            "/promotion/plans",
            &format!("year=19&batch=1&track=local&place=80&programme_id=&approved_on=&{DECISION}"),
        )
        .await;
    assert!(wrong.starts_with("422") && wrong.contains("bốn chữ số"), "{wrong}");
    let page = world.get("/promotion/plans").await;
    assert!(page.contains("Chương trình khuyến công Long An 2011–2015"), "{page}");
}
