//! Who sees and does what: every route with every role, and people who see exactly theirs.

use crate::imports::take;
use crate::world::{LONG_AN, World};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use longan::error::Error;
use longan::imports::Kind;
use longan::places::COUNTRY_ID;
use longan::routes::{Method, Route, Rule};
use longan::users::store::NewRole;
use longan::users::{Right, Role, Seat, Viewer, actions, store as users};

/// A path in which every `{name}` is a record that does not exist.
fn asked_in_vain(path: &str) -> String {
    path.split('/')
        .map(|part| if part.starts_with('{') { "khong-co" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

async fn ask(world: &World, route: &Route) -> StatusCode {
    let path = asked_in_vain(route.path);
    let request = match route.method {
        Method::Get => world.request(&path),
        Method::Post => {
            let mut request = Request::post(&path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::empty())
                .unwrap();
            request.headers_mut().extend(world.request(&path).headers().clone());
            request
        }
    };
    world.send(request).await.status()
}

fn seat_of(role: Role) -> &'static str {
    if role == Role::Administrator {
        return COUNTRY_ID;
    }
    match role.seat() {
        Seat::Unit => LONG_AN,
        Seat::Organization => "organization:khong-co",
        Seat::Cluster => "cluster:khong-co",
        Seat::Council => "council:binh-chon-2026",
    }
}

#[tokio::test]
async fn every_route_lets_in_whom_its_rule_names_and_nobody_else() {
    let mut world = World::new().await;
    let all = longan::web::routes();
    let asked_last = |route: &&Route| route.path != "/sign-out";
    assert!(all.list().len() > 40);

    for route in all.list() {
        let status = ask(&world, route).await;
        let turned_away = status == StatusCode::UNAUTHORIZED || status == StatusCode::SEE_OTHER;
        match route.rule {
            Rule::Open => assert!(!status.is_server_error(), "{route:?}: {status}"),
            _ => assert!(turned_away, "a stranger at {route:?}: {status}"),
        }
    }
    for role in Role::given() {
        let name = role.word().replace('_', "-");
        let password = world.add_person(&name, role, seat_of(role)).await;
        world.sign_in(&name, &password).await;
        for route in all.list().iter().filter(asked_last) {
            let status = ask(&world, route).await;
            assert!(!status.is_server_error(), "{role} at {route:?}: {status}");
            let Rule::Needs(right) = route.rule else { continue };
            match (role.gives(right), right.is_of_seeing()) {
                (true, _) => assert_ne!(status, 403, "{role} at {route:?}"),
                (false, true) => assert_eq!(status, 404, "{role} at {route:?}"),
                (false, false) => assert_eq!(status, 403, "{role} at {route:?}"),
            }
        }
    }
}

#[test]
fn a_route_on_which_nobody_is_named_lets_no_person_in() {
    let refused = Rule::Open.check(&Viewer::system());
    assert!(matches!(refused, Err(Error::Internal(_))));
}

#[test]
fn the_guide_prints_the_table_of_roles_and_rights() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide/vai-tro.md");
    let guide = std::fs::read_to_string(path).unwrap();
    for right in Right::ALL {
        let roles = Role::given().filter(|role| role.gives(*right)).map(Role::label);
        let line = format!("| {} | {} |", right.label(), roles.collect::<Vec<_>>().join("; "));
        assert!(guide.contains(&line), "docs/guide/vai-tro.md lacks this line:\n{line}");
    }
}

/// The sample province with its tenants, and one person of each kind that comes from outside.
struct Province {
    world: World,
    people: Vec<(&'static str, String)>,
}

const EVERYTHING: &str = "/api/clusters?place=country:VN:&on=2013-12-31";
/// Xã Đức Hòa Hạ until June 2025. With Hựu Thạnh it became xã Đức Hòa.
const COMMUNE_THEN: &str = "commune:27985:";
/// The province that took Long An in.
const TAY_NINH: &str = "province:80:2025-07-01";

impl Province {
    async fn new() -> Self {
        let world = World::signed_in().await;
        take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
        take(&world, Kind::Tenants, "doanh_nghiep_ccn_long_an_2013.xlsx").await;
        let store = &world.app.store;
        let seat = |name: &'static str| async move {
            users::find_seat(store, Seat::Organization, name).await.unwrap().unwrap()
        };
        let tenant = seat("1199010017").await;
        let investor = seat("Công ty CP Hạ tầng Gáo Vàng").await;
        let successors = longan::places::store::list_after(store, COMMUNE_THEN).await.unwrap();
        let commune = successors[0].place.id.clone();
        let mut people = Vec::new();
        for (name, role, place) in [
            ("xa", Role::CommuneCommittee, commune.as_str()),
            ("doanh-nghiep", Role::Tenant, &tenant),
            ("chu-dau-tu", Role::InfrastructureInvestor, &investor),
            ("cong-tac-vien", Role::Collaborator, &commune),
            ("nguoi-xem", Role::Reader, "province:60:"),
            ("can-bo", Role::Officer, TAY_NINH),
        ] {
            people.push((name, world.add_person(name, role, place).await));
        }
        Self { world, people }
    }

    /// From now on it is this person who asks.
    async fn becomes(&mut self, name: &str) {
        let password = self.people.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        assert_eq!(self.world.sign_in(name, &password).await, 303);
    }

    async fn count(&self, address: &str) -> usize {
        self.world.json(address).await["total"].as_str().unwrap().parse().unwrap()
    }

    /// Names of the clusters the person sees in the whole country, at the end of 2013.
    async fn clusters(&self) -> Vec<String> {
        let list = self.world.json(EVERYTHING).await;
        let clusters = list["clusters"].as_array().unwrap();
        clusters.iter().map(|cluster| cluster["name"].as_str().unwrap().to_owned()).collect()
    }
}

fn first_link<'a>(html: &'a str, before: &str) -> &'a str {
    html.split(before).nth(1).unwrap().split(['?', '"', '/']).next().unwrap()
}

#[tokio::test]
async fn each_person_from_outside_sees_exactly_theirs() {
    let mut province = Province::new().await;
    province.becomes("can-bo").await;
    assert_eq!(province.count(EVERYTHING).await, 40);
    let html = String::from_utf8(province.world.body("/tenants?q=1199010088").await).unwrap();
    let other_tenant = first_link(&html, "href=\"/tenants/").to_owned();
    let html = String::from_utf8(province.world.body("/tenants?q=1199010017").await).unwrap();
    let tenant = first_link(&html, "href=\"/tenants/").to_owned();

    let of_the_commune = ["Đức Hòa Hạ", "Hựu Thạnh - Liên Á", "Hựu Thạnh 1"];
    province.becomes("xa").await;
    assert_eq!(province.clusters().await, of_the_commune);
    let own = province.world.get("/clusters/duc-hoa-ha").await;
    assert!(own.starts_with("200"), "{own}");
    assert!(province.world.get("/clusters/duc-hoa-ha/edit").await.starts_with("200"));
    assert_refused(&province.world, "/clusters/long-dinh-long-cang").await;
    assert_refused(&province.world, &format!("/tenants/{tenant}")).await;
    let figure = "/api/figures/clusters.count?place=80&on=2013-12-31";
    assert_eq!(province.world.json(figure).await["value"], "3");

    province.becomes("cong-tac-vien").await;
    assert_eq!(province.clusters().await, of_the_commune);
    assert!(province.world.get("/clusters/duc-hoa-ha").await.starts_with("200"));
    assert!(province.world.get("/clusters/duc-hoa-ha/edit").await.starts_with("403"));

    province.becomes("chu-dau-tu").await;
    assert_eq!(province.clusters().await, ["Long Định - Long Cang"]);
    assert!(province.world.get("/clusters/long-dinh-long-cang").await.starts_with("200"));
    assert!(province.world.get(&format!("/tenants/{tenant}")).await.starts_with("200"));
    assert_refused(&province.world, "/clusters/duc-hoa-ha").await;

    province.becomes("nguoi-xem").await;
    assert_eq!(province.count(EVERYTHING).await, 0);
    assert_refused(&province.world, "/clusters/duc-hoa-ha").await;

    province.becomes("doanh-nghiep").await;
    let own = province.world.get(&format!("/tenants/{tenant}?on=2013-12-31")).await;
    assert!(own.starts_with("200") && own.contains("Kéo sợi"), "{own}");
    assert!(province.world.get(&format!("/tenants/{tenant}/edit")).await.starts_with("403"));
    for path in [
        format!("/tenants/{other_tenant}"),
        "/tenants".to_owned(),
        "/clusters/long-dinh-long-cang".to_owned(),
        "/clusters.xlsx".to_owned(),
        "/clusters.csv".to_owned(),
        "/api/clusters".to_owned(),
        "/api/figures/clusters.count".to_owned(),
        "/figures/tenants.workers?place=80".to_owned(),
        "/documents".to_owned(),
    ] {
        assert_refused(&province.world, &path).await;
    }

    // Every refusal was kept.
    let kept = users::list_refusals(&province.world.app.store, "", 100).await.unwrap();
    let of_tenant = kept.iter().filter(|refused| refused.name == "doanh-nghiep");
    assert_eq!(of_tenant.count(), 10, "nine records of others, and a form that is not theirs");
    assert!(kept.iter().any(|refused| refused.path == format!("/tenants/{other_tenant}")));
}

async fn assert_refused(world: &World, path: &str) {
    let answer = world.get(path).await;
    assert!(answer.starts_with("404"), "{path}: {answer}");
}

#[tokio::test]
async fn a_file_with_figures_of_others_is_not_handed_out() {
    let mut province = Province::new().await;
    let (id,): (String,) = sqlx::query_as(
        "select id from documents where file_name = 'doanh_nghiep_ccn_long_an_2013.xlsx'",
    )
    .fetch_one(province.world.app.store.read())
    .await
    .unwrap();
    let file = format!("/documents/{id}/file");
    assert!(province.world.get(&file).await.starts_with("200"));
    province.becomes("chu-dau-tu").await;
    assert!(!province.world.get(&file).await.starts_with("200"), "the workbook tells of others");
    // A fact of the tenant's own rests on it: the paper is told, the file with everybody's is not.
    province.becomes("doanh-nghiep").await;
    assert!(province.world.get(&file).await.starts_with("422"));
}

#[tokio::test]
async fn a_role_begins_and_ends_with_its_days() {
    let mut province = Province::new().await;
    let today = province.world.app.today();
    let actor = province.world.app.actor(&Viewer::system());
    let reader = users::find(&province.world.app.store, "nguoi-xem").await.unwrap().unwrap();
    let new = |from: &str, to: Option<&str>| NewRole {
        user_id: reader.id.clone(),
        role: Role::Reader,
        place_id: LONG_AN.to_owned(),
        from_day: from.parse().unwrap(),
        to_day: to.map(|day| day.parse().unwrap()),
        delegated_from: None,
        document_id: None,
        note: String::new(),
    };
    for (from, to, seen) in [
        ("2020-01-01", Some("2026-11-22"), 0),  // ended yesterday
        ("2026-11-24", None, 0),                // begins tomorrow
        ("2026-11-23", Some("2026-11-23"), 40), // today only
    ] {
        actions::give_role(&province.world.app, &actor, &new(from, to)).await.unwrap();
        province.becomes("nguoi-xem").await;
        assert_eq!(province.count(EVERYTHING).await, seen, "{from} – {to:?} on {today}");
    }
    // After midnight in Việt Nam the same session goes by the roles of the new day.
    province.world.wait_until("2026-11-23T12:00:00Z");
    assert_eq!(province.count(EVERYTHING).await, 40);
    province.world.wait_until("2026-11-23T17:30:00Z");
    assert_eq!(province.count(EVERYTHING).await, 40, "a role that began today");
    let held = users::list_roles_of(&province.world.app.store, &reader.id).await.unwrap();
    let begun = held.iter().find(|role| role.from_day.to_string() == "2026-11-24").unwrap();
    actions::end_role(&province.world.app, &actor, begun, today, "hết việc").await.unwrap();
    assert_eq!(province.count(EVERYTHING).await, 0);
}

#[tokio::test]
async fn a_role_counts_only_where_it_is_held() {
    let mut province = Province::new().await;
    // An officer of Bình Thuận who may read in Long An changes nothing there.
    let password = province.world.add_person("hai-noi", Role::Officer, "province:60:").await;
    let actor = province.world.app.actor(&Viewer::system());
    let person = users::find(&province.world.app.store, "hai-noi").await.unwrap().unwrap();
    let new = NewRole {
        user_id: person.id,
        role: Role::Reader,
        place_id: LONG_AN.to_owned(),
        from_day: province.world.app.today(),
        to_day: None,
        delegated_from: None,
        document_id: None,
        note: String::new(),
    };
    actions::give_role(&province.world.app, &actor, &new).await.unwrap();
    province.people.push(("hai-noi", password));
    province.becomes("hai-noi").await;
    let page = province.world.get("/clusters/duc-hoa-ha").await;
    assert!(page.starts_with("200"), "{page}");
    assert!(province.world.get("/clusters/duc-hoa-ha/edit").await.starts_with("403"));
    let added = province
        .world
        .post("/clusters", "name=Mới&place=27985&place_text=xã&known_from=01/01/2014&document_kind=decision&document_number=1/QĐ&document_day=01/01/2014&document_subject=x")
        .await;
    assert!(added.contains("nằm ngoài địa bàn của bạn"), "{added}");
}

#[tokio::test]
async fn an_officer_lets_a_colleague_stand_in_until_a_day() {
    let mut province = Province::new().await;
    province.becomes("can-bo").await;
    let page = String::from_utf8(province.world.body("/delegations").await).unwrap();
    let role = first_link(&page, "<option value=\"").to_owned();
    let asked = |to: &str| format!("role={role}&to_whom=nguoi-xem&to_day={to}&note=đi công tác");
    let without_end = province.world.post("/delegations", &asked("")).await;
    assert!(without_end.starts_with("422"), "{without_end}");
    let past = province.world.post("/delegations", &asked("01/01/2026")).await;
    assert!(past.contains("Ngày hết ủy quyền phải từ hôm nay"), "{past}");
    let given = province.world.post("/delegations", &asked("30/11/2026")).await;
    assert_eq!(given, "303 See Other → /delegations");

    province.becomes("nguoi-xem").await;
    assert!(province.world.get("/clusters/duc-hoa-ha/edit").await.starts_with("200"));
    let received = province.world.get("/delegations").await;
    assert!(received.contains("Người can-bo | Chuyên viên Sở Công Thương"), "{received}");

    // It ends with its last day, and sooner when the officer's own role ends.
    province.world.wait_until("2026-12-01T02:00:00Z");
    province.becomes("nguoi-xem").await;
    assert_refused(&province.world, "/clusters/duc-hoa-ha").await;
    province.world.wait_until("2026-11-24T02:00:00Z");
    province.becomes("nguoi-xem").await;
    assert!(province.world.get("/clusters/duc-hoa-ha").await.starts_with("200"));
    let officer = users::find(&province.world.app.store, "can-bo").await.unwrap().unwrap();
    let own = users::list_roles_of(&province.world.app.store, &officer.id).await.unwrap();
    let actor = province.world.app.actor(&Viewer::system());
    let yesterday = "2026-11-23".parse().unwrap();
    actions::end_role(&province.world.app, &actor, &own[0], yesterday, "").await.unwrap();
    assert_refused(&province.world, "/clusters/duc-hoa-ha").await;
}

#[tokio::test]
async fn the_department_enters_for_a_commune_that_asked_and_the_record_says_so() {
    let mut province = Province::new().await;
    let fact = "state=management_regulation_missing&on_day=01/11/2026&precision=exact";
    let paper = "document_kind=letter&document_number=15/UBND&document_day=20/11/2026&document_subject=Đề nghị nhập thay";
    province.becomes("can-bo").await;
    let form = province.world.get("/clusters/duc-hoa-ha/observations/new").await;
    assert!(!form.contains("Nhập thay"), "nobody has asked: {form}");

    province.becomes("xa").await;
    let page = String::from_utf8(province.world.body("/entry-requests").await).unwrap();
    let commune =
        page.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let asked = province
        .world
        .post(
            "/entry-requests",
            &format!("place={commune}&to_day=31/12/2026&reason=xã chưa có cán bộ chuyên trách"),
        )
        .await;
    assert_eq!(asked, "303 See Other → /entry-requests");

    province.becomes("can-bo").await;
    assert!(province.world.get("/entry-requests").await.contains("đang hiệu lực"));
    let form = province.world.get("/clusters/duc-hoa-ha/observations/new").await;
    assert!(form.contains("Nhập thay"), "{form}");
    let number = "indicator=area.leased&value=30&number_precision=exact&as_of=31/10/2026&reporter=UBND xã&reporter_kind=commune";
    let kept = province
        .world
        .post(
            "/clusters/duc-hoa-ha/observations",
            &format!("{number}&on_behalf_of={commune}&{paper}"),
        )
        .await;
    assert!(kept.starts_with("303"), "{kept}");
    let history = province.world.get("/clusters/duc-hoa-ha?tab=history").await;
    assert!(history.contains("Người can-bo (nhập thay UBND xã"), "{history}");
    let invented = province
        .world
        .post("/clusters/duc-hoa-ha/states", &format!("{fact}&on_behalf_of=commune:00001:&{paper}"))
        .await;
    assert!(invented.starts_with("409") || invented.starts_with("422"), "{invented}");
}

#[tokio::test]
async fn an_administrator_gives_and_ends_a_role_on_the_page() {
    let world = World::signed_in().await;
    world.add_person("lan", Role::Reader, LONG_AN).await;
    let wrong = world.post("/users/lan/roles", "role=officer&place=99999&from_day=").await;
    assert!(wrong.starts_with("422") && wrong.contains("Không có đơn vị hành chính"), "{wrong}");
    let backwards = world
        .post("/users/lan/roles", "role=officer&place=80&from_day=02/12/2026&to_day=01/12/2026")
        .await;
    assert!(backwards.contains("Ngày kết thúc phải từ ngày bắt đầu"), "{backwards}");
    let given = world.post("/users/lan/roles", "role=officer&place=province:80:&note=QĐ 12").await;
    assert_eq!(given, "303 See Other → /users/lan");
    let page = world.get("/users/lan").await;
    assert!(page.contains("Chuyên viên Sở Công Thương | Tỉnh Long An | 23/11/2026"), "{page}");
    // The history calls the unit by its name too.
    let history = page.split("Lịch sử").last().unwrap();
    assert!(history.contains("Tỉnh Long An") && !history.contains(LONG_AN), "{history}");
    let html = String::from_utf8(world.body("/users/lan").await).unwrap();
    let role = first_link(&html, "action=\"/roles/");
    let ended = world.post(&format!("/roles/{role}/end"), "revision=1").await;
    assert_eq!(ended, "303 See Other → /users/lan");
    let again = world.post(&format!("/roles/{role}/end"), "revision=1").await;
    assert!(again.starts_with("409"), "{again}");
    assert!(world.get("/rights").await.contains("Quản trị | địa bàn | Xem sổ"));
}
