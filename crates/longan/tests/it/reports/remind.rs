//! Reminding those who have not reported.

use super::{long_an, person, seat, tenant_of};
use crate::world::LONG_AN;
use longan::users::Role;

#[tokio::test]
async fn those_who_have_not_reported_are_reminded_once_a_day_and_the_rest_get_a_printed_letter() {
    let mut world = long_an().await;
    let (tenant, body) = tenant_of(&world, "1199010017").await;
    let own = seat(&world, "1199010017").await;
    let enterprise = person(&world, "doanh-nghiep", Role::Tenant, &own).await;
    let officer = person(&world, "don-doc", Role::Officer, LONG_AN).await;
    let reader = person(&world, "bo", Role::Ministry, longan::places::COUNTRY_ID).await;
    world.sign_in("don-doc", &officer).await;
    let line =
        world.json(&format!("/api/reports/owed?form=bieu-01&period=2026&subject={tenant}")).await;
    let cluster = line["owed"][0]["slug"].as_str().unwrap().to_owned();
    let form = format!("form=bieu-01&period=2026&place=&cluster={cluster}");
    let list = world.get(&format!("/reports/owed?{form}")).await;
    assert!(list.contains("Nhắc tất cả đơn vị chưa gửi"), "{list}");
    let answer = world.post("/reports/reminders", &form).await;
    let to = answer.lines().next().unwrap().split("→ ").nth(1).unwrap().trim().to_owned();
    let list = world.get(&to).await;
    assert!(list.contains("Đã nhắc 1 đơn vị."), "{answer}\n{list}");
    assert!(list.contains("hãy in giấy nhắc"), "{list}");
    assert!(list.contains("23/11/2026 09:00"), "when is told: {list}");
    let again = world.post("/reports/reminders", &form).await;
    let to = again.lines().next().unwrap().split("→ ").nth(1).unwrap().trim().to_owned();
    let list = world.get(&to).await;
    assert!(
        list.contains("Đã nhắc 0 đơn vị.") && list.contains("1 đơn vị đã được nhắc trong hôm nay"),
        "{list}"
    );
    let letter =
        world.get(&format!("/reports/letter?form=bieu-01&period=2026&subject={tenant}")).await;
    for told in
        ["Kính gửi", body.as_str(), "Hạn cuối gửi báo cáo: 19/12/2026, theo TT 14/2024/TT-BCT"]
    {
        assert!(letter.contains(told), "{told}: {letter}");
    }

    // It is told, and one click leads to the form.
    world.sign_in("doanh-nghiep", &enterprise).await;
    let notices = world.get("/notices").await;
    assert!(notices.contains("Đề nghị gửi Biểu số 01 năm 2026, hạn cuối 19/12/2026"), "{notices}");
    assert_eq!(notices.matches("\nĐề nghị gửi").count(), 1, "{notices}");
    assert!(world.get(&format!("/reports/fill/bieu-01/2026/{tenant}")).await.starts_with("200"));
    // Who only reads reminds nobody.
    assert!(world.post("/reports/reminders", &form).await.starts_with("403"));
    world.sign_in("bo", &reader).await;
    assert!(world.post("/reports/reminders", &form).await.starts_with("403"));
    assert!(world.get("/reports/letter?form=bieu-01&period=2026").await.starts_with("403"));
}
