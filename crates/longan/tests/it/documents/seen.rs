use super::{DECISION, DUC_HOA_HA, register, with};
use crate::organizations::{add, add_cluster, page_of, say};
use crate::world::{LONG_AN, World};
use axum::http::StatusCode;
use longan::users::Role;

/// The paper a fact rests on, as a fact's form sends it.
const OF_FACT: &str = "document_kind=decision&document_number=3804/QĐ-UBND&document_day=09/05/2008&document_issuer=UBND tỉnh Long An&document_subject=Thành lập cụm công nghiệp Đức Hòa Hạ";

#[tokio::test]
async fn the_register_of_a_commune_is_its_own_and_the_provinces_above_it() {
    let mut world = World::new().await;
    let officer = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    let elsewhere = world.add_person("binh-thuan", Role::Officer, "province:60:").await;
    let commune = world.add_person("xa", Role::CommuneCommittee, DUC_HOA_HA).await;
    world.sign_in("xa", &commune).await;
    let own = register(&world, &with(DECISION, &[("place", DUC_HOA_HA)])).await;
    assert!(world.get(&own).await.starts_with("200"));
    let (status, _, _) = world.upload("/documents", "", b"", DECISION).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the register of the province is not theirs");

    world.sign_in("can-bo", &officer).await;
    assert!(world.get(&own).await.starts_with("200"), "the province sees its communes' registers");
    let of_province =
        register(&world, &with(DECISION, &[("number", "9/QĐ-SCT"), ("subject_line", "Nội bộ")]))
            .await;

    world.sign_in("xa", &commune).await;
    assert!(world.get(&of_province).await.starts_with("404"));
    assert!(world.get(&format!("{of_province}/file")).await.starts_with("404"));
    assert!(world.get(&format!("{of_province}/edit")).await.starts_with("404"));
    assert!(!world.get("/documents").await.contains("9/QĐ-SCT"));
    // Whoever guesses number, day and issuer of another register writes a copy and learns nothing.
    let copy = register(
        &world,
        &with(
            DECISION,
            &[("place", DUC_HOA_HA), ("number", "9/QĐ-SCT"), ("subject_line", "Bản của xã")],
        ),
    )
    .await;
    assert_ne!(copy, of_province);
    assert!(!world.get(&copy).await.contains("Nội bộ"));

    world.sign_in("binh-thuan", &elsewhere).await;
    for path in [&own, &of_province, &copy] {
        assert!(world.get(path).await.starts_with("404"));
    }
    assert!(world.get("/documents").await.contains("Không có văn bản nào"));
}

#[tokio::test]
async fn a_reader_reads_and_a_paper_of_a_fact_is_taken_into_the_register() {
    let mut world = World::new().await;
    let officer = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    let reader = world.add_person("xem", Role::Reader, LONG_AN).await;
    world.sign_in("can-bo", &officer).await;
    let added = world.post("/clusters", &format!("name=CCN Đức Hòa Hạ&place=27985&place_text=xã Đức Hòa Hạ&sectors=&known_from=09/05/2008&{OF_FACT}")).await;
    assert!(added.starts_with("303"), "{added}");
    let state = world.post("/clusters/duc-hoa-ha/states", &format!("state=established&on_day=09/05/2008&precision=exact&area_ha=75&location=Điều 1, trang 2&{OF_FACT}")).await;
    assert!(state.starts_with("303"), "{state}");
    let list = world.get("/documents?q=3804&direction=none").await;
    assert!(list.contains("3804/QĐ-UBND | 09/05/2008 | Quyết định"), "{list}");
    let html = String::from_utf8(world.body("/documents?q=3804").await).unwrap();
    let at = html.find("<tbody>").unwrap();
    let id = html[at..].split("/documents/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/documents/{id}");
    let page = world.get(&path).await;
    assert!(
        page.contains("Đức Hòa Hạ | Thành lập: Đã thành lập | 09/05/2008 | Điều 1, trang 2"),
        "{page}"
    );
    let entered = with(
        DECISION,
        &[
            ("number", "3804/QĐ-UBND"),
            ("issued_on", "09/05/2008"),
            ("reason", "vào sổ"),
            ("revision", "1"),
        ],
    );
    let edited = world.post(&format!("{path}/edit"), &super::plain(&entered)).await;
    assert!(edited.starts_with("303"), "{edited}");
    assert!(world.get(&path).await.contains("Văn bản đến số 125"));

    world.sign_in("xem", &reader).await;
    let page = world.get(&path).await;
    assert!(page.starts_with("200") && !page.contains("Tải lên"), "{page}");
    assert!(world.get("/documents/new").await.starts_with("403"));
    assert!(world.post(&format!("{path}/edit"), "").await.starts_with("403"));
    assert!(
        world.post(&format!("{path}/links"), "relation=rests_on&target=1").await.starts_with("403")
    );
}

#[tokio::test]
async fn an_enterprise_sees_a_paper_of_its_own_and_nothing_of_others() {
    let mut world = World::new().await;
    let officer = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    world.sign_in("can-bo", &officer).await;
    let added = world.post("/clusters", &format!("name=CCN Đức Hòa Hạ&place=27985&place_text=xã Đức Hòa Hạ&sectors=&known_from=09/05/2008&{OF_FACT}")).await;
    assert!(added.starts_with("303"), "{added}");
    let certificate = with(
        DECISION,
        &[
            ("kind", "certificate"),
            ("number", "11/GCN-BQL"),
            ("issued_on", "01/02/2011"),
            ("issuer", "Ban Quản lý"),
            ("subject_line", "Giấy chứng nhận"),
        ],
    );
    let (_, _, own) = world.upload("/documents", "gcn.txt", b"giay chung nhan", &certificate).await;
    let shared =
        with(&certificate, &[("number", "12/BC-BQL"), ("subject_line", "Danh sách doanh nghiệp")]);
    let (_, _, shared) = world.upload("/documents", "ds.txt", b"hai doanh nghiep", &shared).await;
    let paper = |number: &str, subject: &str| {
        format!(
            "document_kind=certificate&document_number={number}&document_day=01/02/2011&document_issuer=Ban Quản lý&document_subject={subject}"
        )
    };
    for (name, number, subject) in [
        ("Công ty Chim Sẻ", "11/GCN-BQL", "Giấy chứng nhận"),
        ("Công ty Bồ Câu", "12/BC-BQL", "Danh sách doanh nghiệp"),
    ] {
        let tenant = format!(
            "name={name}&activity=Ép nhựa&capital=domestic&state=operating&on_day=01/02/2011&{}",
            paper(number, subject)
        );
        let answer = world.post("/clusters/duc-hoa-ha/tenants", &tenant).await;
        assert!(answer.starts_with("303"), "{answer}");
    }
    let tenants = String::from_utf8(world.body("/tenants").await).unwrap();
    let sparrow = tenants
        .split("/tenants/")
        .skip(1)
        .find(|rest| rest.split("</a>").next().unwrap().contains("Chim Sẻ"))
        .unwrap();
    let sparrow = sparrow.split(['?', '"']).next().unwrap().to_owned();
    let state = format!(
        "state=suspended&on_day=01/03/2012&precision=exact&{}",
        paper("12/BC-BQL", "Danh sách doanh nghiệp")
    );
    let answer = world.post(&format!("/tenants/{sparrow}/states"), &state).await;
    assert!(answer.starts_with("303"), "{answer}");
    let (organization_id,): (String,) =
        sqlx::query_as("select organization_id from tenants where id = $1")
            .bind(&sparrow)
            .fetch_one(world.app.store.read())
            .await
            .unwrap();

    let tenant =
        world.add_person("chim-se", Role::Tenant, &format!("organization:{organization_id}")).await;
    world.sign_in("chim-se", &tenant).await;
    let page = world.get(&own).await;
    assert!(page.starts_with("200") && page.contains("Công ty Chim Sẻ"), "{page}");
    assert!(page.contains("gcn.txt"), "all of it is theirs: {page}");
    assert_eq!(world.body(&format!("{own}/file")).await, b"giay chung nhan");
    let page = world.get(&shared).await;
    assert!(page.contains("Công ty Chim Sẻ") && !page.contains("Bồ Câu"), "{page}");
    assert!(!page.contains("ds.txt"), "its file shows others too: {page}");
    assert!(world.get(&format!("{shared}/file")).await.starts_with("422"));
    assert!(world.get(&format!("{shared}/preview/1.png")).await.starts_with("422"));
    assert!(world.get("/documents").await.starts_with("404"), "the register is not theirs");
    let html = String::from_utf8(world.body(&own).await).unwrap();
    assert!(!html.contains("href=\"/documents\""), "no link to what they may not see");
}

/// The paper of the register of enterprises, as its page is found.
async fn certificate(world: &World) -> String {
    let html = String::from_utf8(world.body("/documents?q=1100123456").await).unwrap();
    let id = html[html.find("<tbody>").unwrap()..].split("/documents/").nth(1).unwrap();
    format!("/documents/{}", id.split('"').next().unwrap())
}

#[tokio::test]
async fn a_paper_lists_what_it_says_of_a_body_to_whoever_reaches_the_body() {
    let mut world = World::signed_in().await;
    let commune = world.add_person("xa", Role::CommuneCommittee, DUC_HOA_HA).await;
    let elsewhere = world.add_person("binh-thuan", Role::Officer, "province:60:").await;
    let reader = world.add_person("xem", Role::Reader, LONG_AN).await;
    let body = add(&world, "Công ty TNHH Sơn Ca", "0300588569", "27985").await;
    for (kind, form) in [
        (
            "people",
            "name=Trần Thị Chích Chòe&person_kind=representative&title=Giám đốc&phone=0912 345 678&mail=&from_day=01/03/2012",
        ),
        ("names", "name=Son Ca Ltd&name_kind=foreign"),
        ("industries", "version=2025&code=1311&weight=main&from_day=01/03/2012"),
        ("states", "state=operating&on_day=01/03/2012"),
    ] {
        let told = say(&world, &body, kind, form).await;
        assert!(told.starts_with("303"), "{told}");
    }
    let paper = certificate(&world).await;
    let mine = format!("organization:{}", body.rsplit('/').next().unwrap());
    let own = world.add_person("chu", Role::Tenant, &mine).await;
    world.sign_in("xa", &commune).await;
    let page = world.get(&paper).await;
    for told in [
        "Công ty TNHH Sơn Ca · Trần Thị Chích Chòe | Người đại diện theo pháp luật | 01/03/2012",
        "Công ty TNHH Sơn Ca · Son Ca Ltd | Tên gọi",
        "Công ty TNHH Sơn Ca · Lô A1, Xã Đức Hòa Hạ | Địa chỉ | 01/03/2012",
        "Công ty TNHH Sơn Ca · 1311 | Ngành nghề | 01/03/2012",
        "Công ty TNHH Sơn Ca | Trạng thái: Đang hoạt động | 01/03/2012",
    ] {
        assert!(page.contains(told), "{told} is on {page}");
    }
    assert!(!page.contains("0912"), "a list tells who, not how to call them: {page}");
    assert!(world.get("/documents?q=1100123456").await.contains("Giấy chứng nhận đăng ký"));
    for (name, password) in [("binh-thuan", &elsewhere), ("xem", &reader)] {
        world.sign_in(name, password).await;
        assert!(world.get(&paper).await.starts_with("404"), "{name} has no business with it");
        assert!(!world.get("/documents?q=1100123456").await.contains("1100123456 |"), "{name}");
    }
    // The body itself sees what the paper says of it, and its own page behind it.
    world.sign_in("chu", &own).await;
    let page = world.get(&paper).await;
    assert!(page.contains("Sơn Ca · Trần Thị Chích Chòe"), "{page}");
    let html = String::from_utf8(world.body(&paper).await).unwrap();
    assert!(html.contains("href=\"/own?organization="), "{html}");
}

#[tokio::test]
async fn what_a_paper_says_of_a_body_keeps_its_file_from_who_may_not_see_the_body() {
    let mut world = World::signed_in().await;
    let reader = world.add_person("xem", Role::Reader, LONG_AN).await;
    let officer = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    let slug = add_cluster(&world, "Đức Hòa Hạ", "27985").await;
    crate::organizations::add_tenant(
        &world,
        &slug,
        "Công ty TNHH Sơn Ca",
        "0300588569",
        "01/03/2012",
    )
    .await;
    let paper = certificate(&world).await;
    world.sign_in("xem", &reader).await;
    let page = world.get(&paper).await;
    assert!(page.contains("Doanh nghiệp: Đang hoạt động"), "a fact of a cluster in reach: {page}");
    assert!(!page.contains("có cả nội dung ngoài phạm vi"), "all of it is theirs to see: {page}");
    world.sign_in("can-bo", &officer).await;
    let body = page_of(&world, "0300588569").await;
    let person =
        "name=Trần Thị Chích Chòe&person_kind=contact&title=&phone=&mail=&from_day=01/03/2012";
    let told = say(&world, &body, "people", person).await;
    assert!(told.starts_with("303"), "{told}");
    assert!(world.get(&paper).await.contains("Trần Thị Chích Chòe | Đầu mối liên hệ"));
    world.sign_in("xem", &reader).await;
    let page = world.get(&paper).await;
    assert!(
        page.contains("Doanh nghiệp: Đang hoạt động") && !page.contains("Chích Chòe"),
        "{page}"
    );
    assert!(page.contains("có cả nội dung ngoài phạm vi"), "{page}");
    assert!(world.get(&format!("{paper}/file")).await.starts_with("422"));
}
