//! Who owes which form by which day.

use super::{long_an, seat};
use crate::world::{LONG_AN, World};
use longan::users::Role;

/// An enterprise of the sample that works in 2013.
const TENANT: &str = "1199010017";

async fn count(world: &World, query: &str) -> (i64, i64) {
    let answer = world.json(&format!("/api/reports/owed?{query}")).await;
    let count = |name: &str| answer["count"][name].as_i64().unwrap();
    (count("owed"), count("missing"))
}

#[tokio::test]
async fn what_is_owed_is_worked_out_from_law_and_register() {
    let mut world = long_an().await;
    // 134 enterprises worked in 2013, and some more were building; every cluster with an investor
    // owes a report, whether or not it has begun to receive enterprises.
    let (owed, missing) = count(&world, "form=bieu-01&period=2013").await;
    assert!(owed >= 134 && owed == missing, "{owed} {missing}");
    assert_eq!(count(&world, "form=bieu-02&period=2013").await, (36, 36));

    let page = world.get("/reports?period=2026-H1").await;
    for told in [
        "số liệu từ 15/12/2025 đến 14/06/2026 · hạn cuối: 19/06/2026",
        "hạn cuối: 24/06/2026",
        "hạn cuối: 29/06/2026",
        "theo TT 14/2024/TT-BCT, Điều 3 khoản 3 điểm a (",
        "Quá hạn chưa gửi",
    ] {
        assert!(page.contains(told), "{told}:\n{page}");
    }
    let year = world.get("/reports?period=2026").await;
    assert!(year.contains("số liệu từ 15/12/2025 đến 14/12/2026 · hạn cuối: 19/12/2026"), "{year}");
    assert!(year.contains("ngày làm việc") && !year.contains("Quá hạn"), "{year}");
    // Before the circular there is no day, and nothing can be late.
    let old = world.get("/reports?period=2013").await;
    assert!(
        old.contains("chưa có quy định về hạn cho kỳ này") && !old.contains("Quá hạn"),
        "{old}"
    );
    assert!(world.get("/reports?period=2026-Q1").await.starts_with("422"));

    // The unit right below the province reports: districts then, communes now.
    let then = world.json("/api/reports/owed?form=bieu-03&period=2013").await;
    let now = world.json("/api/reports/owed?form=bieu-03&period=2026").await;
    let kinds = |answer: &serde_json::Value| -> Vec<String> {
        let owed = answer["owed"].as_array().unwrap().iter();
        owed.map(|one| one["subject_id"].as_str().unwrap().split(':').next().unwrap().to_owned())
            .collect()
    };
    assert!(!kinds(&then).is_empty() && kinds(&then).iter().all(|kind| kind == "district"));
    assert!(!kinds(&now).is_empty() && kinds(&now).iter().all(|kind| kind == "commune"));

    let list = world.get("/reports/owed?form=bieu-02&period=2026-H1&state=open").await;
    assert!(list.contains("Hạ tầng Gáo Vàng") && list.contains("quá hạn"), "{list}");
    let bytes = world.body("/reports/owed.xlsx?form=bieu-02&period=2026-H1").await;
    assert_eq!(&bytes[..2], b"PK");

    // Narrowed to one cluster, and to a place where nothing is.
    let all = count(&world, "form=bieu-01&period=2026").await.0;
    let first = world.json("/api/reports/owed?form=bieu-01&period=2026").await;
    let slug = first["owed"][0]["slug"].as_str().unwrap().to_owned();
    let one = count(&world, &format!("form=bieu-01&period=2026&cluster={slug}")).await.0;
    assert!(one > 0 && one < all, "{one} of {all}");
    assert_eq!(count(&world, "form=bieu-01&period=2026&place=province:60:").await.0, 0);

    world = world.with_person("hoa", Role::Officer, "province:60:").await;
    assert_eq!(count(&world, "form=bieu-01&period=2026").await.0, 0);
    assert_eq!(count(&world, "form=bieu-03&period=2026").await.0, 0);
    assert_eq!(count(&world, "form=bieu-04&period=2026").await.0, 1);
}

#[tokio::test]
async fn each_sees_what_is_theirs_and_an_enterprise_only_its_own() {
    let mut world = long_an().await;
    let own = seat(&world, TENANT).await;
    world = world.with_person("doanh-nghiep", Role::Tenant, &own).await;
    assert_eq!(count(&world, "form=bieu-01&period=2026").await.0, 1);
    for form in ["bieu-02", "bieu-03", "bieu-04"] {
        assert_eq!(count(&world, &format!("form={form}&period=2026")).await.0, 0, "{form}");
    }
    let page = world.get("/reports?period=2026").await;
    assert!(page.contains("Biểu số 01") && !page.contains("Biểu số 02"), "{page}");
    let mine = world.get("/work").await;
    assert!(mine.contains("19/12/2026") && mine.contains("Gửi Biểu số 01 kỳ năm"), "{mine}");

    let own = seat(&world, "Công ty CP Hạ tầng Gáo Vàng").await;
    world = world.with_person("chu-dau-tu", Role::InfrastructureInvestor, &own).await;
    assert_eq!(count(&world, "form=bieu-02&period=2026").await.0, 1);
    assert!(world.get("/work").await.contains("Gửi Biểu số 02 kỳ năm"));

    world = world.with_person("xa", Role::CommuneCommittee, "commune:27985:").await;
    let (tenants, _) = count(&world, "form=bieu-01&period=2026").await;
    assert!(tenants > 1, "{tenants}");
    assert_eq!(count(&world, "form=bieu-03&period=2026").await.0, 1);
    assert_eq!(count(&world, "form=bieu-04&period=2026").await.0, 0);

    // Whoever may not see reports is not told that there are any.
    world = world.with_person("nguoi-xem", Role::Reader, LONG_AN).await;
    assert!(world.get("/reports").await.starts_with("404"));
}
