//! Reminding those who have not reported.

use super::{long_an, person, seat, tenant_of};
use crate::jobs::later;
use crate::mail::{MailServer, with_mail};
use crate::world::{LONG_AN, World};
use jiff::SignedDuration;
use longan::jobs;
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

/// Gives the body of a tax code a mail address, as an officer does.
async fn with_address(world: &World, tax_code: &str, mail: &str) {
    let found = world.json(&format!("/api/organizations?q={tax_code}")).await;
    let body = &found["organizations"][0];
    let path = format!("/organizations/{}", body["id"].as_str().unwrap());
    let edit = format!("{path}/edit");
    let revision = crate::organizations::carried(world, &edit, "revision").await;
    let form = format!(
        "name={}&kind=enterprise&partner=&tax_code={tax_code}&phone=&mail={mail}&note=&reason=bổ sung địa chỉ&revision={revision}",
        body["name"].as_str().unwrap()
    );
    assert_eq!(world.post(&edit, &form).await, format!("303 See Other → {path}"));
}

#[tokio::test]
async fn a_reminder_goes_out_once_as_a_letter_that_says_what_is_due_and_when() {
    let server = MailServer::start();
    let world = long_an().await;
    let app = with_mail(&world.app, server.settings());
    let mut world = world.within(app);
    let (tenant, body) = tenant_of(&world, "1199010017").await;
    let officer = person(&world, "don-doc", Role::Officer, LONG_AN).await;
    world.sign_in("don-doc", &officer).await;
    with_address(&world, "1199010017", "hoami@dn.example").await;
    let line =
        world.json(&format!("/api/reports/owed?form=bieu-01&period=2026&subject={tenant}")).await;
    let cluster = line["owed"][0]["slug"].as_str().unwrap().to_owned();
    let form = format!("form=bieu-01&period=2026&place=&cluster={cluster}");
    let answer = world.post("/reports/reminders", &form).await;
    assert!(answer.starts_with("303"), "{answer}");
    assert!(server.letters().is_empty(), "a letter goes with the job, not with the page");
    jobs::run_due(&world.app).await.unwrap();
    let letters = server.letters();
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert_eq!(letters[0]["subject"], "Đề nghị gửi Biểu số 01 năm 2026, hạn cuối 19/12/2026");
    assert_eq!(letters[0]["to"], "hoami@dn.example");
    let text = letters[0]["text"].as_str().unwrap();
    for told in [format!("Kính gửi {body}"), "Hạn cuối: 19/12/2026".to_owned()] {
        assert!(text.contains(&told), "{told}: {text}");
    }

    // Neither asking again on the same day nor the job that runs again sends a second one.
    let again = world.post("/reports/reminders", &form).await;
    assert!(again.starts_with("303"), "{again}");
    jobs::run_due(&world.app).await.unwrap();
    jobs::run_due(&later(&world.app, SignedDuration::from_hours(9))).await.unwrap();
    assert_eq!(server.letters().len(), 1);
    let (kept,): (i64,) = sqlx::query_as(
        "select count(*) from report_reminders where way = 'mail' and recipient = 'hoami@dn.example'",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    assert_eq!(kept, 1, "who was reminded, how and when is kept once");
}
