//! Two programs and a wire between them.

use super::{Story, TAY_NINH};
use crate::jobs::later;
use jiff::SignedDuration;
use longan::{App, jobs};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Lets a program listen; it ends with the test.
pub(super) fn listens(app: &App, listener: TcpListener) {
    let service = longan::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
}

#[tokio::test]
async fn a_partner_who_was_away_gets_the_bundle_later_and_only_once() {
    let mut province = Story::new().await;
    let mut ministry = Story::of_the_ministry().await;
    // A port on which nobody listens yet.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let (own, theirs) = (province.makes_key().await, ministry.makes_key().await);
    province.trusts("Bộ Công Thương", "VN", &theirs, &format!("http://{address}")).await;
    ministry.trusts("Sở Công Thương tỉnh Tây Ninh", "80", &own, "").await;
    province.becomes("lanh-dao-tinh").await;
    let report = province.sends(TAY_NINH, "2026", "125/BC-SCT", "").await;
    let bundle = province.bundles(&report).await;
    let html = String::from_utf8(province.world.body(&bundle).await).unwrap();
    let partner =
        html.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let ask = format!("partner={partner}");
    for _ in 0..2 {
        let asked = province.world.post(&format!("{bundle}/deliveries"), &ask).await;
        assert!(asked.starts_with("303"), "{asked}");
    }
    assert_eq!(
        province.count("jobs where kind = 'exchange.send'").await,
        1,
        "pressed twice, sent once"
    );

    jobs::run_due(&province.world.app).await.unwrap();
    let shown = province.world.get(&bundle).await;
    assert!(
        shown.contains("Bộ Công Thương: đang chờ gửi, đã thử 1 lần, lần tới lúc 23/11/2026 09:00"),
        "{shown}"
    );
    assert_eq!(ministry.count("reports").await, 0);

    // The partner is back; the job goes on in a program that was started anew.
    listens(&ministry.world.app, TcpListener::bind(address).await.unwrap());
    let afterwards = later(&province.world.app, SignedDuration::from_mins(10));
    jobs::run_due(&afterwards).await.unwrap();
    let shown = province.world.get(&bundle).await;
    assert!(
        shown.contains("Bộ Công Thương: đã nhận ngày 23/11/2026 09:00, biên nhận số BN-80-2026-1-"),
        "{shown}"
    );
    assert!(shown.contains("(qua mạng)"), "{shown}");
    let shown = province.world.get(&report).await;
    assert!(shown.contains("đã nhận ngày 23/11/2026"), "{shown}");
    ministry.becomes("bo").await;
    let country = ministry.world.get("/exchange/provinces?period=2026").await;
    assert!(country.contains("Đã gửi\n1/3"), "{country}");

    // Whoever sends it again, by hand or because an answer was lost, gets the same receipt.
    let bytes = province.world.body(&format!("{bundle}/file")).await;
    let (one, two) = (sent(address, &bytes).await, sent(address, &bytes).await);
    assert_eq!((one.0, &one.1), (200, &two.1));
    let known: (String,) = sqlx::query_as("select receipt from exchange_deliveries")
        .fetch_one(province.world.app.store.read())
        .await
        .unwrap();
    assert_eq!(one.1, known.0);
    assert_eq!((ministry.count("reports").await, ministry.count("exchange_bundles").await), (1, 1));
    let again = province.world.post(&format!("{bundle}/deliveries"), &ask).await;
    assert!(again.starts_with("303"), "{again}");
    assert_eq!(province.count("jobs where kind = 'exchange.send'").await, 1);
}

#[tokio::test]
async fn a_partner_who_refuses_says_why_and_is_asked_again_when_that_is_mended() {
    let mut province = Story::new().await;
    let mut ministry = Story::of_the_ministry().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (own, theirs) = (province.makes_key().await, ministry.makes_key().await);
    province.trusts("Bộ Công Thương", "VN", &theirs, &format!("http://{address}")).await;
    listens(&ministry.world.app, listener);
    province.becomes("lanh-dao-tinh").await;
    let report = province.sends(TAY_NINH, "2026", "125/BC-SCT", "").await;
    let bundle = province.bundles(&report).await;
    let html = String::from_utf8(province.world.body(&bundle).await).unwrap();
    let partner =
        html.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let ask = format!("partner={partner}");
    province.world.post(&format!("{bundle}/deliveries"), &ask).await;
    jobs::run_due(&province.world.app).await.unwrap();
    let shown = province.world.get(&bundle).await;
    assert!(shown.contains("nơi nhận từ chối, đã thử 1 lần. Không biết nơi ký gói này"), "{shown}");
    assert_eq!(ministry.count("reports").await, 0);
    // The Ministry enters the key, the province sends again.
    ministry.trusts("Sở Công Thương tỉnh Tây Ninh", "80", &own, "").await;
    province.world.post(&format!("{bundle}/deliveries"), &ask).await;
    jobs::run_due(&later(&province.world.app, SignedDuration::from_mins(1))).await.unwrap();
    let shown = province.world.get(&bundle).await;
    assert!(shown.contains("Bộ Công Thương: đã nhận ngày 23/11/2026"), "{shown}");
    let told = province.world.get(&report).await;
    assert!(told.contains("gói báo cáo không được nhận"), "the history tells both: {told}");
}

async fn sent(address: SocketAddr, bytes: &[u8]) -> (u16, String) {
    let client = reqwest::Client::new();
    let answer = client.post(format!("http://{address}/api/exchange/bundles")).body(bytes.to_vec());
    let answer = answer.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}
