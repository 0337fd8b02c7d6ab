//! Without any network: a bundle on a stick, a receipt on the way back.

use super::{Story, TAY_NINH};

/// A province with its report of the year, and a Ministry; each has entered the other's key.
pub(super) async fn acquainted() -> (Story, Story, String) {
    let mut province = Story::new().await;
    let mut ministry = Story::of_the_ministry().await;
    let (own, theirs) = (province.makes_key().await, ministry.makes_key().await);
    province.trusts("Bộ Công Thương", "VN", &theirs, "").await;
    ministry.trusts("Sở Công Thương tỉnh Tây Ninh", "80", &own, "").await;
    province.becomes("lanh-dao-tinh").await;
    let report = province.sends(TAY_NINH, "2026", "125/BC-SCT", "r23").await;
    (province, ministry, report)
}

#[tokio::test]
async fn a_report_goes_up_on_a_stick_and_the_receipt_comes_back() {
    let (province, mut ministry, report) = acquainted().await;
    let page = province.world.get(&report).await;
    assert!(page.contains("Đóng gói để gửi"), "{page}");
    // The paper's scan goes with it.
    let document = page_link(&province, &report, "/documents/").await;
    let scan = b"Bao cao so 125/BC-SCT, ban da ky";
    let added = province.world.upload(&format!("{document}/files"), "BC 125.txt", scan, &[]).await;
    assert_eq!(added.0, 303, "{}", added.1);
    let bundle = province.bundles(&report).await;
    assert_eq!(bundle, province.bundles(&report).await, "one report, one bundle");
    let shown = province.world.get(&bundle).await;
    assert!(shown.contains("paper-1.txt\nBC 125.txt"), "{shown}");
    let bytes = province.world.body(&format!("{bundle}/file")).await;

    ministry.becomes("bo").await;
    let came = ministry.receives(&bytes).await.unwrap();
    let shown = ministry.world.get(&came).await;
    assert!(
        shown.contains("Nhận của Sở Công Thương tỉnh Tây Ninh lúc 23/11/2026 09:00 (bằng tệp)"),
        "{shown}"
    );
    let number = shown.split("biên nhận số ").nth(1).unwrap().split('.').next().unwrap();
    assert!(number.starts_with("BN-80-2026-1-"), "{number}");
    let receipt = page_link(&ministry, &came, &format!("{came}/receipts/")).await;
    let receipt = ministry.world.body(&receipt).await;

    // At the Ministry it is a report like any other: shown, in the sums, taken; its rows lead nowhere.
    let there = page_link(&ministry, &came, "/reports/summaries/").await;
    let shown = ministry.world.get(&there).await;
    assert!(shown.contains("Báo cáo số 125/BC-SCT ngày 20/11/2026"), "{shown}");
    assert!(shown.contains(&format!("biên nhận số {number}")), "{shown}");
    assert!(!shown.contains("Từ khi gửi đến nay hồ sơ đã đổi"), "its register is elsewhere");
    let html = String::from_utf8(ministry.world.body(&format!("{there}/rows/r03")).await).unwrap();
    assert!(html.contains("Đức Hòa Hạ") && !html.contains("href=\"/clusters/"), "{html}");
    let (own, theirs) = (
        province.world.json(&format!("/api{report}")).await,
        ministry.world.json(&format!("/api{there}")).await,
    );
    assert_eq!(
        (&own["sha256"], &own["report"]),
        (&theirs["sha256"], &theirs["report"]),
        "word for word"
    );
    let country = ministry.world.get("/exchange/provinces?period=2026").await;
    assert!(
        country.contains("Đã gửi\n1/3") && country.contains("đúng hạn | 23/11/2026"),
        "{country}"
    );
    assert!(
        country.contains(&format!("nhận gói 23/11/2026 09:00, biên nhận {number}")),
        "{country}"
    );
    let kept = page_link(&ministry, &there, "/documents/").await;
    assert_eq!(ministry.world.body(&format!("{kept}/file")).await, scan);
    ministry.goes(&there, "decision", "decision=accept").await;

    // The same bundle again is the same receipt, and nothing is doubled.
    assert_eq!(ministry.receives(&bytes).await.unwrap(), came);
    assert_eq!((ministry.count("reports").await, ministry.count("exchange_bundles").await), (1, 1));
    assert!(ministry.world.get(&there).await.contains("đã tiếp nhận"));

    // Back in the province the receipt is entered, once.
    for _ in 0..2 {
        let entered = province.world.upload("/exchange/receipts", "bn.json", &receipt, &[]).await;
        assert_eq!(
            (entered.0.as_u16(), entered.2.as_str()),
            (303, bundle.as_str()),
            "{}",
            entered.1
        );
    }
    let shown = province.world.get(&report).await;
    assert!(
        shown.contains(&format!(
            "Bộ Công Thương: đã nhận ngày 23/11/2026 09:00, biên nhận số {number}"
        )),
        "{shown}"
    );
    assert_eq!(province.count("exchange_deliveries").await, 1);
    let told = province.world.get(&report).await;
    assert!(told.contains("ghi biên nhận gói báo cáo"), "the history tells it: {told}");
}

#[tokio::test]
async fn a_correction_comes_as_a_new_version_and_an_older_one_comes_too_late() {
    let (mut province, mut ministry, first) = acquainted().await;
    let one = province.bundles(&first).await;
    let one = province.world.body(&format!("{one}/file")).await;
    let second = province.corrects(&first, "126/BC-SCT").await;
    let two = province.bundles(&second).await;
    let two = province.world.body(&format!("{two}/file")).await;

    ministry.becomes("bo").await;
    let came = ministry.receives(&one).await.unwrap();
    let old = page_link(&ministry, &came, "/reports/summaries/").await;
    let came = ministry.receives(&two).await.unwrap();
    let new = page_link(&ministry, &came, "/reports/summaries/").await;
    let country = ministry.world.get("/exchange/provinces?period=2026").await;
    assert!(country.contains("126/BC-SCT, bản 2") && country.contains("Đã gửi\n1/3"), "{country}");
    let shown = ministry.world.get(&old).await;
    assert!(shown.contains("đã có bản thay thế") && shown.contains("125/BC-SCT"), "{shown}");
    let difference = ministry.world.get(&format!("{new}/difference")).await;
    assert!(difference.contains("Số liệu rà soát lại"), "{difference}");
    assert!(
        !ministry.world.get(&new).await.contains("Lập bản thay thế"),
        "corrected where it is made"
    );

    // Whoever already has the second version is not given the first.
    let mut other = Story::of_the_ministry().await;
    let key = province_key(&mut province).await;
    other.makes_key().await;
    other.trusts("Sở Công Thương tỉnh Tây Ninh", "80", &key, "").await;
    other.becomes("bo").await;
    other.receives(&two).await.unwrap();
    let refused = other.receives(&one).await.unwrap_err();
    assert!(
        refused.starts_with("422")
            && refused.contains("Gói là bản 1, trong khi đã có bản 2 mới hơn"),
        "{refused}"
    );
    assert_eq!((other.count("reports").await, other.count("exchange_bundles").await), (1, 1));
}

#[tokio::test]
async fn each_sees_and_sends_the_bundles_of_their_own_place() {
    let (mut province, mut ministry, report) = acquainted().await;
    let bundle = province.bundles(&report).await;
    let bytes = province.world.body(&format!("{bundle}/file")).await;
    let id = report.rsplit('/').next().unwrap().to_owned();
    // A commune sends reports too, but not the province's.
    province.becomes("xa").await;
    for path in ["/exchange", bundle.as_str(), "/exchange/partners"] {
        let answer = province.world.get(path).await;
        assert!(answer.starts_with("403"), "{path}: {answer}");
    }
    let answer = province.world.post(&format!("/exchange/reports/{id}/bundle"), "").await;
    assert!(answer.starts_with("404"), "{answer}");
    // Another province's people do not see the bundle, nor take one in for the Ministry.
    let stranger = province
        .world
        .add_person("tinh-khac", longan::users::Role::Head, "province:68:2025-07-01")
        .await;
    province.world.sign_in("tinh-khac", &stranger).await;
    assert!(province.world.get(&bundle).await.starts_with("404"));
    assert!(province.world.get(&format!("{bundle}/file")).await.starts_with("404"));
    assert!(!province.world.get("/exchange").await.contains("Tây Ninh"));
    let stranger = ministry
        .world
        .add_person("tinh-khac", longan::users::Role::Head, "province:68:2025-07-01")
        .await;
    ministry.world.sign_in("tinh-khac", &stranger).await;
    let refused = ministry.receives(&bytes).await.unwrap_err();
    assert!(refused.starts_with("403"), "{refused}");
    assert_eq!(ministry.count("reports").await, 0);
    // The Ministry reads the receipt page, and sends nothing.
    ministry.becomes("bo").await;
    let entered = ministry.world.upload("/exchange/receipts", "bn.json", b"{}", &[]).await;
    assert_eq!(entered.0, 403);
    // A draft is no report, and a receipt for nothing is no receipt.
    province.becomes("lanh-dao-tinh").await;
    let nonsense = province.world.upload("/exchange/receipts", "bn.json", b"{}", &[]).await;
    assert!(nonsense.0 == 422 && nonsense.1.contains("Biên nhận không đọc được"), "{}", nonsense.1);
    let draft = province.world.post(&format!("{report}/correction"), "reason=nữa").await;
    let draft = draft.rsplit('/').next().unwrap().to_owned();
    let answer = province.world.post(&format!("/exchange/reports/{draft}/bundle"), "").await;
    assert!(answer.starts_with("404"), "{answer}");
}

#[tokio::test]
async fn a_bundle_is_made_and_its_receipt_entered_by_command() {
    let (province, mut ministry, report) = acquainted().await;
    let (file, receipt) = (province.file("goi.zip"), province.file("bien-nhan.json"));
    let export = ["exchange", "export", "--place", TAY_NINH, "--period", "2026", "-o", &file];
    let Some(made) = province.commands(&export) else { return };
    assert_eq!((made.0, made.1.trim()), (0, file.as_str()), "{made:?}");
    let key = province.commands(&["exchange", "key"]).unwrap();
    assert!(key.0 == 0 && key.1.trim().len() == 64 && key.2.contains("Dấu vân tay"), "{key:?}");
    assert_eq!(province.commands(&["exchange", "key"]).unwrap().1, key.1, "asked again, the same");
    ministry.becomes("bo").await;
    let came = ministry.receives(&std::fs::read(&file).unwrap()).await.unwrap();
    let theirs = page_link(&ministry, &came, &format!("{came}/receipts/")).await;
    std::fs::write(&receipt, ministry.world.body(&theirs).await).unwrap();
    let entered = province.commands(&["exchange", "receipt", &receipt]).unwrap();
    assert!(entered.0 == 0 && entered.1.starts_with("BN-80-2026-1-"), "{entered:?}");
    assert!(province.world.get(&report).await.contains(entered.1.trim()));
    let none = ["exchange", "export", "--place", TAY_NINH, "--period", "2025", "-o", &file];
    let none = province.commands(&none).unwrap();
    assert!(none.0 == 2 && none.2.contains("Chưa có Biểu số 04 nào đã gửi"), "{none:?}");
    let wrong = province.commands(&["exchange", "receipt", &file]).unwrap();
    assert!(wrong.0 == 1 && wrong.2.contains("Biên nhận không đọc được"), "{wrong:?}");
}

/// The first link on a page that begins so.
pub(super) async fn page_link(story: &Story, page: &str, begins: &str) -> String {
    let html = String::from_utf8(story.world.body(page).await).unwrap();
    let main = html.split("<main").nth(1).unwrap_or_else(|| panic!("{html}"));
    let mut links = main.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let found = links.find(|link| link.starts_with(begins));
    found.unwrap_or_else(|| panic!("no {begins} on {page}: {main}")).to_owned()
}

async fn province_key(province: &mut Story) -> String {
    province.becomes("quan-tri-mang").await;
    let page = province.world.get("/exchange/partners").await;
    page.split("gửi cho đối tác:\n").nth(1).unwrap().lines().next().unwrap().to_owned()
}
