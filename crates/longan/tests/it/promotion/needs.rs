//! What establishments ask for: entered, judged by the law of a day, ranked, decided, taken into
//! projects; and seen by whom it concerns.

use super::with_projects;
use crate::world::{LONG_AN, World};
use longan::users::store as users;
use longan::users::{Role, Seat};

/// Xã Đức Hòa of today, in which Đức Hòa Hạ and Hựu Thạnh went up.
const DUC_HOA: &str = "commune:27937:2025-07-01";
const TAY_NINH: &str = "province:80:2025-07-01";
const BY_PHONE: &str = "paperless=Trao đổi qua điện thoại";

/// A need of a body in xã Đức Hòa, as an officer types it; what comes last counts.
pub fn need(name: &str, more: &str) -> String {
    format!(
        "name={name}&tax_code=&origin=phone&place=27937&asked_on=05/03/2026&wish=Mua máy tách màu gạo&activity=machinery_technology&content=&equipment=máy tách màu gạo&support=150&own=400&sector=agro_processing&workers=12&capital=2.000&target_year=2027&note=&{more}"
    )
}

/// The address of what was entered.
fn address(answer: &str) -> String {
    assert!(answer.starts_with("303"), "{answer}");
    answer.split("→ ").nth(1).unwrap().to_owned()
}

pub async fn enter(world: &World, name: &str, more: &str) -> String {
    address(&world.post("/promotion/needs", &need(name, &format!("{BY_PHONE}&{more}"))).await)
}

async fn one(world: &World, sql: &'static str) -> i64 {
    let (number,): (i64,) = sqlx::query_as(sql).fetch_one(world.app.store.read()).await.unwrap();
    number
}

#[tokio::test]
async fn a_need_told_by_telephone_needs_a_reason_and_one_on_paper_its_paper() {
    let world = World::signed_in().await;
    let refused = world.post("/promotion/needs", &need("Cơ sở Bánh tráng Sen Vàng", "")).await;
    assert!(refused.starts_with("422") && refused.contains("hãy ghi lý do"), "{refused}");
    // Nothing typed is lost.
    assert!(refused.contains("Mua máy tách màu gạo"), "{refused}");
    let page = enter(&world, "Cơ sở Bánh tráng Sen Vàng", "").await;
    let shown = world.get(&page).await;
    for words in
        ["Mới ghi", "Chưa có văn bản: Trao đổi qua điện thoại", "150.000.000", "Xã Đức Hòa"]
    {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    let letter = "document_kind=letter&document_number=03/ĐN&document_day=01/03/2026&document_issuer=Cơ sở Lá Dừa&document_subject=Đề nghị hỗ trợ máy";
    assert!(world.post("/promotion/needs", &need("Cơ sở Lá Dừa", letter)).await.starts_with("303"));
    let on_paper = world.post("/promotion/needs", &need("Cơ sở Lá Dừa Xanh", letter)).await;
    let shown = world.get(&address(&on_paper)).await;
    assert!(shown.contains("03/ĐN") && !shown.contains("Chưa có văn bản"), "{shown}");
    let paper = one(&world, "select count(*) from documents where number = '03/ĐN'").await;
    assert_eq!(paper, 1, "one paper of two needs");
    for (wrong, said) in [
        ("place=27937;27940", "một xã"),
        ("place=", "một xã"),
        ("asked_on=31/12/2027", "chưa đến"),
        ("support=nhiều", ""),
        ("target_year=27", "bốn chữ số"),
        ("activity=other", "chín nội dung"),
        ("tax_code=123", ""),
    ] {
        let form = need("Cơ sở Lá Dừa", &format!("{BY_PHONE}&{wrong}"));
        let refused = world.post("/promotion/needs", &form).await;
        assert!(refused.starts_with("422") && refused.contains(said), "{wrong}: {refused}");
    }
}

#[tokio::test]
async fn a_need_is_looked_at_refused_with_a_reason_and_taken_up_again() {
    let world = World::signed_in().await;
    let page = enter(&world, "Cơ sở Bánh tráng Sen Vàng", "").await;
    let states = format!("{page}/states");
    let unexplained =
        world.post(&states, "state=refused&on_day=10/03/2026&project_id=&reason=&states=1").await;
    assert!(unexplained.starts_with("422") && unexplained.contains("lý do"), "{unexplained}");
    let early = "state=examined&on_day=01/03/2026&project_id=&reason=&states=1";
    let early = world.post(&states, early).await;
    assert!(early.starts_with("422") && early.contains("trước ngày"), "{early}");
    let refused = "state=refused&on_day=10/03/2026&project_id=&reason=Chưa có vốn tự có&states=1";
    assert!(world.post(&states, refused).await.starts_with("303"));
    // Whoever still saw the first state is told so.
    assert!(world.post(&states, refused).await.starts_with("409"));
    let shown = world.get(&page).await;
    assert!(shown.contains("Không đưa vào kế hoạch") && shown.contains("Chưa có vốn"), "{shown}");
    assert!(world.get(&format!("{page}/edit")).await.starts_with("403"));
    let again = "state=examined&on_day=20/03/2026&project_id=&reason=Đã vay được vốn&states=2";
    assert!(world.post(&states, again).await.starts_with("303"));
    let edited = need("", &format!("{BY_PHONE}&workers=15&reason=Ghi nhầm số lao động&revision=1"));
    assert!(world.post(&format!("{page}/edit"), &edited).await.starts_with("303"));
    assert!(world.post(&format!("{page}/edit"), &edited).await.starts_with("409"));
    let shown = world.get(&page).await;
    assert!(shown.contains("Đã xem xét") && shown.contains("Ghi nhầm số lao động"), "{shown}");
}

#[tokio::test]
async fn the_profile_speaks_by_the_law_of_the_day_with_its_article() {
    let world = World::signed_in().await;
    let page = enter(
        &world,
        "Công ty TNHH Cơ khí Đồng Xanh",
        "sector=high_tech&workers=500&capital=200.000",
    )
    .await;
    let now = world.get(&page).await;
    for words in [
        "Doanh nghiệp: thuộc đối tượng.",
        "Xã của tỉnh: thuộc địa bàn.",
        "NĐ 235/2025/NĐ-CP (sửa NĐ 45/2012/NĐ-CP, Điều 5)",
        "theo nguồn thứ cấp",
        "Vượt cả hai mức",
        "Máy móc, thiết bị mới, chưa qua sử dụng",
    ] {
        assert!(now.contains(words), "{words}\n{now}");
    }
    // Before 15/10/2025 high technology was not among the sectors.
    let before = world.get(&format!("{page}?on=14/10/2025")).await;
    assert!(before.contains("ngày này không có trong danh mục ngành nghề"), "{before}");
    assert!(before.contains("NĐ 45/2012/NĐ-CP, Điều 5"), "{before}");
    assert!(world.get(&format!("{page}?on=hom-qua")).await.starts_with("422"));
    let answers = "new_machine=yes&improves=no&invested=yes&once_only=&local_material=70&exports=yes&revision=1";
    let answered = world.post(&format!("{page}/answers"), answers).await;
    assert!(answered.starts_with("303"), "{answered}");
    let shown = world.get(&page).await;
    for words in [
        "Trả lời: không.",
        "xuất khẩu; nguyên liệu tại chỗ (trên 50 % giá trị nguyên liệu); nhiều lao động (500 người, mức từ 50 trở lên)",
        "40 điểm của địa phương",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    assert!(world.post(&format!("{page}/answers"), answers).await.starts_with("409"));
    let above = answers.replace("=70", "=170").replace("revision=1", "revision=2");
    assert!(world.post(&format!("{page}/answers"), &above).await.starts_with("422"));
}

#[tokio::test]
async fn what_lies_in_an_area_that_comes_first_stands_at_the_top_of_the_list() {
    let world = World::signed_in().await;
    enter(&world, "Cơ sở An Phát", "place=27937&sector=other").await;
    let first = enter(&world, "Cơ sở Tân Tiến", "place=27991&sector=other").await;
    enter(&world, "Cơ sở Việt Cơ", "place=27937&sector=mechanical&target_year=2028").await;
    let order = |list: &str| {
        let at = |name| list.find(name).unwrap();
        let mut names = ["An Phát", "Tân Tiến", "Việt Cơ"];
        names.sort_by_key(|name| at(*name));
        names
    };
    let list = world.get("/promotion/needs?place=country:VN:").await;
    assert_eq!(order(&list)[0], "Việt Cơ", "{list}");
    let area = "kind=a&place=27991&from_day=01/01/2026&to_day=&note=&document_kind=decision&document_number=120/QĐ-UBND&document_day=05/01/2026&document_issuer=UBND tỉnh Tây Ninh&document_subject=Danh mục xã biên giới";
    assert!(world.post("/promotion/areas", area).await.starts_with("303"));
    let twice = world.post("/promotion/areas", area).await;
    assert!(twice.starts_with("422") && twice.contains("đã có trong danh mục"), "{twice}");
    let list = world.get("/promotion/needs?place=country:VN:").await;
    assert_eq!(order(&list)[0], "Tân Tiến", "{list}");
    let shown = world.get(&first).await;
    assert!(shown.contains("TT 46/2012/TT-BCT, Điều 6") && shown.contains("100 điểm"), "{shown}");
    assert!(world.get(&format!("{first}?on=31/12/2025")).await.contains("Chưa có lý do ưu tiên"));
    assert!(world.get("/promotion/areas").await.contains("120/QĐ-UBND"));
    // Filters, another order, and what is taken away.
    let of_2028 = world.get("/promotion/needs?place=country:VN:&year=2028").await;
    assert!(of_2028.contains("1–1 trong 1 nhu cầu"), "{of_2028}");
    let by_name = world.get("/promotion/needs?place=country:VN:&sort=name").await;
    assert_eq!(order(&by_name), ["An Phát", "Tân Tiến", "Việt Cơ"]);
    let found = world
        .get("/promotion/needs?place=country:VN:&q=viet+co&state=new&activity=machinery_technology")
        .await;
    assert!(found.contains("1–1 trong 1 nhu cầu"), "{found}");
    let csv = world.body("/promotion/needs.csv?place=country:VN:&year=2027").await;
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("An Phát") && !csv.contains("Việt Cơ"), "{csv}");
    assert!(world.body("/promotion/needs.xlsx?place=country:VN:").await.starts_with(b"PK"));
    // An area that was entered wrongly counts no more.
    let (id,): (String,) = sqlx::query_as("select id from promotion_areas")
        .fetch_one(world.app.store.read())
        .await
        .unwrap();
    let withdrawal = format!("/promotion/areas/{id}/withdrawal");
    assert!(world.post(&withdrawal, "reason=&revision=1").await.starts_with("422"));
    assert!(world.post(&withdrawal, "reason=Ghi nhầm xã&revision=1").await.starts_with("303"));
    let list = world.get("/promotion/needs?place=country:VN:").await;
    assert_eq!(order(&list)[0], "Việt Cơ", "{list}");
}

#[tokio::test]
async fn each_enters_and_sees_needs_of_their_commune_or_body_and_another_gets_404() {
    let mut world = with_projects().await;
    let seat = users::find_seat(&world.app.store, Seat::Organization, "Công ty TNHH May Sơn Ca");
    let seat = seat.await.unwrap().unwrap();
    let people = [
        ("xa", Role::CommuneCommittee, DUC_HOA.to_owned()),
        ("cong-tac-vien", Role::Collaborator, DUC_HOA.to_owned()),
        ("trung-tam", Role::CentreOfficer, TAY_NINH.to_owned()),
        ("tinh-khac", Role::Officer, "province:60:".to_owned()),
        ("son-ca", Role::RuralEstablishment, seat),
        ("nguoi-xem", Role::Reader, LONG_AN.to_owned()),
    ];
    let mut passwords = Vec::new();
    for (name, role, place) in &people {
        passwords.push(world.add_person(name, *role, place).await);
    }
    world.sign_in("xa", &passwords[0]).await;
    let page = enter(&world, "Hộ kinh doanh Lúa Mới", "").await;
    assert!(world.get("/promotion/needs").await.contains("1–1 trong 1 nhu cầu"));
    let elsewhere = need("Cơ sở Xa", &format!("{BY_PHONE}&place=27694"));
    let elsewhere = world.post("/promotion/needs", &elsewhere).await;
    assert!(elsewhere.starts_with("422") && elsewhere.contains("ngoài địa bàn"), "{elsewhere}");
    // A commune enters and withdraws; the Centre decides.
    let decide = "state=examined&on_day=10/03/2026&project_id=&reason=&states=1";
    assert!(world.post(&format!("{page}/states"), decide).await.starts_with("422"));
    world.sign_in("cong-tac-vien", &passwords[1]).await;
    let withdrawn = enter(&world, "Cơ sở Mây Tre", "").await;
    let withdraw = "state=withdrawn&on_day=10/03/2026&project_id=&reason=Cơ sở đổi ý&states=1";
    assert!(world.post(&format!("{withdrawn}/states"), withdraw).await.starts_with("303"));
    world.sign_in("trung-tam", &passwords[2]).await;
    assert!(world.post(&format!("{page}/states"), decide).await.starts_with("303"));
    assert!(world.get("/promotion/needs").await.contains("1–2 trong 2 nhu cầu"));
    world.sign_in("tinh-khac", &passwords[3]).await;
    for path in [page.clone(), format!("{page}/edit"), format!("{page}/states/new")] {
        assert!(world.get(&path).await.starts_with("404"), "{path}");
    }
    assert!(world.get("/promotion/needs?place=country:VN:").await.contains("Không có nhu cầu nào"));
    // The body itself, in its own portal: it needs neither paper nor reason.
    world.sign_in("son-ca", &passwords[4]).await;
    assert!(world.get(&page).await.starts_with("404"));
    let (own,): (String,) =
        sqlx::query_as("select id from organizations where name = 'Công ty TNHH May Sơn Ca'")
            .fetch_one(world.app.store.read())
            .await
            .unwrap();
    let form = need("Công ty Khác", &format!("organization_id={own}"));
    let own_page = address(&world.post("/promotion/needs", &form).await);
    let shown = world.get(&own_page).await;
    assert!(shown.contains("May Sơn Ca") && shown.contains("Đơn vị tự ghi"), "{shown}");
    assert!(shown.contains("Đào tạo nghề may công nghiệp"), "earlier support is told: {shown}");
    assert!(world.get("/promotion/needs").await.contains("1–1 trong 1 nhu cầu"));
    assert!(world.get("/own").await.contains("Mua máy tách màu gạo"));
    let others = form.replace(&own, "khong-co");
    assert!(world.post("/promotion/needs", &others).await.starts_with("422"));
    world.sign_in("nguoi-xem", &passwords[5]).await;
    assert!(world.get(&page).await.starts_with("200"));
    assert!(world.post("/promotion/needs", &form).await.starts_with("403"));
}

#[tokio::test]
async fn needs_become_one_project_of_a_group_and_lead_to_it_and_back() {
    let world = World::signed_in().await;
    let first = enter(&world, "Cơ sở Bánh tráng Sen Vàng", "sector=agro_processing").await;
    let second = enter(&world, "Công ty TNHH Gạo Mùa Vàng", "tax_code=1199010017").await;
    let id = |page: &str| page.rsplit('/').next().unwrap().to_owned();
    let ids = (id(&first), id(&second));
    let body = String::from_utf8(
        world.body(&format!("/promotion/projects/new?need={}&need={}", ids.0, ids.1)).await,
    )
    .unwrap();
    for words in [
        "value=\"group\" selected",
        "Cơ sở Bánh tráng Sen Vàng; Công ty TNHH Gạo Mùa Vàng",
        "value=\"27937\"",
        "máy tách màu gạo",
        "value=\"sector\" selected",
    ] {
        assert!(body.contains(words), "{words}\n{body}");
    }
    let plan = "year=2027&batch=1&track=local&place=80&programme_id=&approved_on=15/11/2026&document_kind=decision&document_number=900/QĐ-UBND&document_day=15/11/2026&document_issuer=UBND tỉnh Tây Ninh&document_subject=Kế hoạch 2027";
    assert!(world.post("/promotion/plans", plan).await.starts_with("303"));
    let (plan_id,): (String,) = sqlx::query_as("select id from promotion_plans")
        .fetch_one(world.app.store.read())
        .await
        .unwrap();
    let form = format!(
        "plan_id={plan_id}&code=DP01&name=Hỗ trợ máy tách màu gạo&kind=group&content=3&activity=machinery_technology&equipment=máy tách màu gạo&quantity=2&priority=sector&place=27937&place_text=xã Đức Hòa&from_year=2027&to_year=2027&beneficiaries=Cơ sở Bánh tráng Sen Vàng; Công ty TNHH Gạo Mùa Vàng&needs={};{}",
        ids.0, ids.1
    );
    let project = address(&world.post("/promotion/projects", &form).await);
    let shown = world.get(&project).await;
    assert!(shown.contains("Từ nhu cầu") && shown.contains("Gạo Mùa Vàng"), "{shown}");
    for page in [&first, &second] {
        let shown = world.get(page).await;
        assert!(shown.contains("Đã đưa vào đề án") && shown.contains("DP01"), "{shown}");
    }
    // What was taken is not taken twice.
    let again = world.get(&format!("/promotion/projects/new?need={}", ids.0)).await;
    assert!(again.starts_with("422") && again.contains("Đã đưa vào đề án"), "{again}");
    // A third need joins the same project by its state.
    let third = enter(&world, "Cơ sở Ba", "").await;
    let project_id = id(&project);
    let join = format!("state=taken&on_day=20/11/2026&project_id={project_id}&reason=&states=1");
    let unnamed = join.replace(&project_id, "");
    assert!(world.post(&format!("{third}/states"), &unnamed).await.starts_with("422"));
    assert!(world.get(&format!("{third}/states/new")).await.contains("DP01"));
    assert!(world.post(&format!("{third}/states"), &join).await.starts_with("303"));
    assert!(world.get(&project).await.contains("Cơ sở Ba"));
}

#[tokio::test]
async fn the_menu_says_one_place_where_we_are() {
    let world = World::signed_in().await;
    for (address, here) in [
        ("/promotion", "/promotion"),
        ("/promotion/plans", "/promotion"),
        ("/promotion/needs", "/promotion/needs"),
        ("/promotion/needs/new", "/promotion/needs"),
        ("/exchange/partners", "/exchange/partners"),
        ("/", "/"),
    ] {
        let html = String::from_utf8(world.body(address).await).unwrap();
        let menu = html.split("</header>").next().unwrap();
        let current = format!("href=\"{here}\" aria-current=\"page\"");
        assert!(menu.contains(&current), "{address}\n{menu}");
        assert_eq!(menu.matches("aria-current").count(), 1, "{address}\n{menu}");
    }
}
