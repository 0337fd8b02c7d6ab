use super::{PAPER, add, add_cluster, add_tenant, page_of, say};
use crate::world::World;
use longan::users::Role;

/// A commune of Long An, and another.
const DUC_HOA_HA: &str = "commune:27985:";

#[tokio::test]
async fn a_commune_sees_the_bodies_of_its_addresses_and_clusters_and_no_others() {
    let mut world = World::signed_in().await;
    let here = add(&world, "Công ty TNHH Sơn Ca", "", "27985").await;
    let there = add(&world, "Công ty TNHH Họa Mi", "", "27994").await;
    let cluster = add_cluster(&world, "Đức Hòa Hạ", "27985").await;
    add_tenant(&world, &cluster, "Công ty TNHH Chim Sẻ", "", "01/02/2011").await;
    let far = add_cluster(&world, "Cầu Tràm", "27994").await;
    add_tenant(&world, &far, "Công ty TNHH Bồ Câu", "", "01/02/2011").await;
    let pigeon = page_of(&world, "bồ câu").await;

    let password = world.add_person("xa", Role::CommuneCommittee, DUC_HOA_HA).await;
    world.sign_in("xa", &password).await;
    let list = world.get("/organizations").await;
    assert!(list.contains("Sơn Ca") && list.contains("Chim Sẻ"), "{list}");
    assert!(!list.contains("Họa Mi") && !list.contains("Bồ Câu"), "{list}");
    for hidden in [&there, &pigeon] {
        assert!(world.get(hidden).await.starts_with("404"));
        assert!(world.get(&format!("/api{hidden}")).await.starts_with("404"));
        assert!(
            say(&world, hidden, "states", "state=operating&on_day=01/03/2012")
                .await
                .starts_with("404")
        );
    }
    assert!(world.get(&here).await.starts_with("200"));
    // It writes what it sees, not into another commune.
    let elsewhere = world
        .post(
            "/organizations",
            &format!(
                "name=HTX Cò Trắng&address_kind=registered&place=27994&from_day=01/03/2012&{PAPER}"
            ),
        )
        .await;
    assert!(elsewhere.contains("ngoài địa bàn"), "{elsewhere}");
    assert!(
        say(&world, &here, "states", "state=operating&on_day=01/03/2012").await.starts_with("303")
    );
}

#[tokio::test]
async fn whoever_follows_the_new_units_finds_a_body_of_the_old_commune() {
    let mut world = World::signed_in().await;
    add(&world, "Công ty TNHH Sơn Ca", "", "27985").await;
    let tay_ninh = world.json("/api/organizations?place=province:80:2025-07-01").await;
    assert_eq!(tay_ninh["organizations"].as_array().unwrap().len(), 1, "{tay_ninh}");
    let password = world.add_person("tn", Role::Officer, "province:80:2025-07-01").await;
    world.sign_in("tn", &password).await;
    assert!(world.get("/organizations").await.contains("Sơn Ca"));
    let password = world.add_person("lc", Role::Officer, "province:10:").await;
    world.sign_in("lc", &password).await;
    assert!(!world.get("/organizations").await.contains("Sơn Ca"));
}

#[tokio::test]
async fn a_tenant_sees_what_its_own_body_has_and_nothing_of_others() {
    let mut world = World::signed_in().await;
    let cluster = add_cluster(&world, "Đức Hòa Hạ", "27985").await;
    add_tenant(&world, &cluster, "Công ty TNHH Chim Sẻ", "0300588569", "01/02/2011").await;
    add_tenant(&world, &cluster, "Công ty TNHH Bồ Câu", "0100109106", "01/02/2011").await;
    let own = page_of(&world, "0300588569").await;
    let other = page_of(&world, "0100109106").await;
    let person = "person_kind=representative&name=Họ Chim&phone=0901234567&from_day=01/03/2012";
    assert!(say(&world, &own, "people", person).await.starts_with("303"));
    let (revision,): (i64,) = sqlx::query_as("select revision from organizations where id = $1")
        .bind(own.rsplit('/').next().unwrap())
        .fetch_one(world.app.store.read())
        .await
        .unwrap();
    let words = "name=Công ty TNHH Chim Sẻ&tax_code=0300588569";
    let edit = format!(
        "{words}&kind=enterprise&note=hay chậm nộp báo cáo&reason=cần theo dõi&revision={revision}"
    );
    let edited = world.post(&format!("{own}/edit"), &edit).await;
    assert!(edited.starts_with("303"), "{edited}");
    let officer = world.get(&own).await;
    assert!(officer.contains("chậm nộp") && officer.contains("theo dõi"), "{officer}");
    let html = String::from_utf8(world.body(&own).await).unwrap();
    let project = html.split("/tenants/").nth(1).unwrap().split('"').next().unwrap();
    let edit = "name=Công ty TNHH Chim Sẻ&tax_code=0300588569&capital=domestic&note=chậm nộp thuế&reason=cần theo dõi thêm&revision=1";
    let edited = world.post(&format!("/tenants/{project}/edit"), edit).await;
    assert!(edited.starts_with("303"), "{edited}");

    let id = own.rsplit('/').next().unwrap();
    let password = world.add_person("dn", Role::Tenant, &format!("organization:{id}")).await;
    world.sign_in("dn", &password).await;
    let page = world.get("/own").await;
    for told in [
        "Công ty TNHH Chim Sẻ",
        "Đang hoạt động từ 01/02/2011",
        "Đức Hòa Hạ",
        "Họ Chim",
        "0901234567",
    ] {
        assert!(page.contains(told), "“{told}” is on\n{page}");
    }
    assert!(!page.contains("Bồ Câu") && !page.contains("Thêm người"), "{page}");
    assert!(page.contains("sửa thông tin chung"), "that it was changed is told: {page}");
    assert!(!page.contains("chậm nộp") && !page.contains("theo dõi"), "no inner notes: {page}");
    let body = String::from_utf8(world.body("/own").await).unwrap();
    assert!(body.contains("Hồ sơ của đơn vị tôi"), "the menu leads here");
    assert!(
        !body.contains("href=\"/documents/") && !body.contains("href=\"/clusters/"),
        "no links to what it may not open"
    );
    for hidden in [
        "/organizations",
        own.as_str(),
        other.as_str(),
        &format!("/own?organization={}", other.rsplit('/').next().unwrap()),
    ] {
        assert!(world.get(hidden).await.starts_with("404"), "{hidden}");
    }
    let project = body.split("/tenants/").nth(1).unwrap().split('"').next().unwrap();
    let page = world.get(&format!("/tenants/{project}")).await;
    assert!(page.starts_with("200"), "its own project opens: {page}");
    assert!(page.contains("sửa thông tin doanh nghiệp"), "{page}");
    assert!(!page.contains("chậm nộp") && !page.contains("theo dõi"), "no inner notes: {page}");
}

#[tokio::test]
async fn an_investor_sees_the_cluster_it_invests_in_on_its_own_page() {
    let mut world = World::signed_in().await;
    let cluster = add_cluster(&world, "Đức Hòa Hạ", "27985").await;
    let form =
        format!("name=Công ty CP Hạ tầng Chích Chòe&from_day=01/01/2010&precision=exact&{PAPER}");
    assert!(world.post(&format!("/clusters/{cluster}/investors"), &form).await.starts_with("303"));
    let path = page_of(&world, "chich choe").await;
    assert!(world.get(&path).await.contains("Làm chủ đầu tư hạ tầng"));
    let seat = format!("organization:{}", path.rsplit('/').next().unwrap());
    let password = world.add_person("cdt", Role::InfrastructureInvestor, &seat).await;
    world.sign_in("cdt", &password).await;
    let page = world.get("/own").await;
    assert!(page.contains("Đức Hòa Hạ | 01/01/2010 | đang đảm nhận"), "{page}");
    assert!(world.get(&path).await.starts_with("404"));
}
