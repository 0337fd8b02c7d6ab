//! What the Ministry decides goes back to the province as a bundle of its own.

use super::by_file::{acquainted, page_link};
use super::by_network::listens;
use super::hostile::posted;
use super::{Story, TAY_NINH};
use longan::exchange::bundle::{self, Carried, Content, Reply, Sender};
use longan::exchange::key::Signer;
use longan::jobs;
use longan::reports::model::{ReportForm, ReportStatus};
use longan::users::Role;
use tokio::net::TcpListener;

/// The address of a report's page with the Ministry, which has just taken its bundle in.
async fn comes(province: &Story, ministry: &mut Story, report: &str) -> String {
    let bundle = province.bundles(report).await;
    let bytes = province.world.body(&format!("{bundle}/file")).await;
    ministry.becomes("bo").await;
    let came = ministry.receives(&bytes).await.unwrap();
    page_link(ministry, &came, "/reports/summaries/").await
}

/// Answers a report that was decided on; the address of the bundle.
async fn answers(ministry: &Story, there: &str, scan: &[u8], fields: &[(&str, &str)]) -> String {
    let id = there.rsplit('/').next().unwrap();
    let at = format!("/exchange/reports/{id}/reply");
    let name = if scan.is_empty() { "" } else { "cv-812.txt" };
    let (status, text, to) = ministry.world.upload(&at, name, scan, fields).await;
    assert_eq!(status.as_u16(), 303, "{text}");
    to
}

#[tokio::test]
async fn a_report_is_given_back_and_its_correction_taken_all_on_a_stick() {
    let (mut province, mut ministry, report) = acquainted().await;
    let there = comes(&province, &mut ministry, &report).await;
    let id = there.rsplit('/').next().unwrap();
    let at = format!("/exchange/reports/{id}/reply");
    // There is nothing to answer before somebody has decided.
    assert!(!ministry.world.get(&there).await.contains("Trả lời nơi gửi"));
    assert!(ministry.world.get(&at).await.starts_with("403"));
    ministry.goes(&there, "decision", "decision=return&remarks=Mục 19 chưa khớp mục 17, 18").await;
    assert!(ministry.world.get(&there).await.contains("Trả lời nơi gửi bằng gói có chữ ký"));
    let wrong = [("number", "812/BCT-CTĐP"), ("issued_on", "ngày mai")];
    let (status, text, _) = ministry.world.upload(&at, "", b"", &wrong).await;
    assert!(status.as_u16() == 422 && text.contains("Chưa đóng gói được"), "{text}");
    let html = String::from_utf8(ministry.world.body(&at).await).unwrap();
    assert!(html.contains("trả lại để sửa") && html.contains("Mục 19 chưa khớp"), "{html}");
    let scan = b"Cong van so 812/BCT-CTDP, ban da ky";
    let named = [("number", "812/BCT-CTĐP"), ("issued_on", "23/11/2026")];
    let answer = answers(&ministry, &there, scan, &named).await;
    assert_eq!(answer, answers(&ministry, &there, scan, &named).await, "one report, one answer");
    let shown = ministry.world.get(&answer).await;
    for told in ["Trả lại để sửa ngày 23/11/2026, theo 812/BCT-CTĐP", "paper-1.txt\ncv-812.txt"]
    {
        assert!(shown.contains(told), "{told}:\n{shown}");
    }
    let bytes = ministry.world.body(&format!("{answer}/file")).await;

    // The province takes it in, twice the same, and its report says what became of it.
    let came = province.receives(&bytes).await.unwrap();
    assert_eq!(province.receives(&bytes).await.unwrap(), came);
    assert_eq!(province.count("exchange_bundles where direction = 'reply_in'").await, 1);
    let shown = province.world.get(&report).await;
    for told in [
        "Trả lại để sửa ngày 23/11/2026, theo 812/BCT-CTĐP ngày 23/11/2026 (Bộ Công Thương)",
        "Ý kiến của nơi nhận: Mục 19 chưa khớp mục 17, 18",
        "trả lại để sửa",
        "nhận trả lời của nơi nhận báo cáo",
        "Lập bản thay thế",
    ] {
        assert!(shown.contains(told), "{told}:\n{shown}");
    }
    let paper = page_link(&province, &came, "/documents/").await;
    assert_eq!(province.world.body(&format!("{paper}/file")).await, scan);
    assert!(province.world.get(&paper).await.contains("812/BCT-CTĐP"));
    assert!(province.world.get("/notices").await.contains("Biểu số 04 năm 2026: Trả lại để sửa"));
    // Its receipt goes back on the stick.
    let receipt = page_link(&province, &came, &format!("{came}/receipts/")).await;
    let receipt = province.world.body(&receipt).await;
    let entered = ministry.world.upload("/exchange/receipts", "bn.json", &receipt, &[]).await;
    assert_eq!((entered.0.as_u16(), entered.2.as_str()), (303, answer.as_str()), "{}", entered.1);
    assert!(
        ministry.world.get(&there).await.contains("Sở Công Thương tỉnh Tây Ninh: đã nhận ngày")
    );

    // The correction is taken; no paper but the answer itself says so.
    let second = province.corrects(&report, "126/BC-SCT").await;
    let there = comes(&province, &mut ministry, &second).await;
    ministry.goes(&there, "decision", "decision=accept").await;
    let answer = answers(&ministry, &there, b"", &[]).await;
    let bytes = ministry.world.body(&format!("{answer}/file")).await;
    let came = province.receives(&bytes).await.unwrap();
    let shown = province.world.get(&second).await;
    assert!(shown.contains("Đã được tiếp nhận ngày 23/11/2026 (Bộ Công Thương)"), "{shown}");
    assert!(shown.contains("đã tiếp nhận"), "{shown}");
    let paper = page_link(&province, &came, "/documents/").await;
    let paper = province.world.get(&paper).await;
    assert!(
        paper.contains("Trả lời Biểu số 04 năm 2026, Tỉnh Tây Ninh, bản 2: tiếp nhận"),
        "{paper}"
    );

    // Whoever works elsewhere takes in no answer for this province, and sees none.
    let stranger = Role::Head;
    let stranger = province.world.add_person("tinh-khac", stranger, "province:68:2025-07-01").await;
    province.world.sign_in("tinh-khac", &stranger).await;
    let refused = province.receives(&bytes).await.unwrap_err();
    assert!(refused.starts_with("403"), "{refused}");
    assert!(province.world.get(&came).await.starts_with("404"));
}

#[tokio::test]
async fn an_answer_goes_over_the_wire_and_comes_with_its_receipt() {
    let (province, mut ministry, report) = acquainted().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    listens(&province.world.app, listener);
    let mut tx = ministry.world.app.store.begin().await.unwrap();
    sqlx::query("update exchange_partners set address = $1")
        .bind(format!("http://{address}"))
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let there = comes(&province, &mut ministry, &report).await;
    ministry.goes(&there, "decision", "decision=accept&remarks=Kỳ sau gửi sớm hơn").await;
    let answer = answers(&ministry, &there, b"", &[]).await;
    let html = String::from_utf8(ministry.world.body(&answer).await).unwrap();
    let partner = html.split("<option value=\"").nth(1).unwrap_or_else(|| panic!("{html}"));
    let ask = format!("partner={}", partner.split('"').next().unwrap());
    let asked = ministry.world.post(&format!("{answer}/deliveries"), &ask).await;
    assert!(asked.starts_with("303"), "{asked}");
    jobs::run_due(&ministry.world.app).await.unwrap();
    let shown = ministry.world.get(&answer).await;
    assert!(shown.contains("đã nhận ngày 23/11/2026") && shown.contains("-TL"), "{shown}");
    let shown = province.world.get(&report).await;
    for told in [
        "Đã được tiếp nhận, có lưu ý ngày 23/11/2026",
        "Kỳ sau gửi sớm hơn",
        "đã tiếp nhận, có lưu ý",
    ] {
        assert!(shown.contains(told), "{told}:\n{shown}");
    }
}

/// What is changed in an answer that was good.
type Mend = dyn Fn(&mut Carried, &mut Reply);

/// An answer that somebody made up, signed with a key that the province trusts for `place`.
struct Forged {
    signer: Signer,
    place: &'static str,
    carried: Carried,
    reply: Reply,
}

impl Forged {
    fn bytes(&self) -> Vec<u8> {
        let sender = Sender {
            place_id: self.place.to_owned(),
            code: "VN".to_owned(),
            name: "Bộ Công Thương".to_owned(),
            public_key: self.signer.public_key(),
        };
        let content = (self.carried.clone(), Content::Reply(self.reply.clone()));
        let made_at = "2026-11-23T02:00:00Z".to_owned();
        bundle::write(&self.signer, made_at, sender, content, &[]).unwrap().0
    }
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_refused_and_changes_nothing() {
    let mut province = Story::new().await;
    province.makes_key().await;
    province.becomes("lanh-dao-tinh").await;
    let report = province.sends(TAY_NINH, "2026", "125/BC-SCT", "").await;
    province.bundles(&report).await;
    let (bundle_sha256, report_sha256): (String, String) = sqlx::query_as(
        "select b.sha256, s.sha256 from exchange_bundles b join report_snapshots s on s.report_id = b.report_id",
    )
    .fetch_one(province.world.app.store.read())
    .await
    .unwrap();
    let good = Forged {
        signer: Signer::generate().unwrap().0,
        place: "country:VN:",
        carried: Carried {
            form: ReportForm::Department,
            form_version: "tt-14-2024/bieu-04".to_owned(),
            period: "2026".to_owned(),
            version: 1,
            reason: String::new(),
            sent_at: "2026-11-23T02:00:00Z".to_owned(),
            sent_on: "2026-11-23".parse().unwrap(),
        },
        reply: Reply {
            bundle_sha256,
            report_sha256,
            decision: ReportStatus::Accepted,
            remarks: String::new(),
            decided_at: "2026-11-23T02:00:00Z".to_owned(),
            paper: None,
        },
    };
    let refused = async |bytes: Vec<u8>, status: u16, says: &str| {
        let (got, body) = posted(&province, bytes).await;
        assert!(got == status && body.contains(says), "{got} instead of {status} {says}: {body}");
        let replies = "exchange_bundles where direction = 'reply_in'";
        assert_eq!(province.count(replies).await, 0, "{says}");
        assert_eq!(province.count("reports where status = 'pending'").await, 1, "{says}");
    };
    refused(good.bytes(), 401, "Không biết nơi ký").await;
    // Another province may be a partner; it does not answer for the Ministry.
    let other =
        Forged { signer: Signer::generate().unwrap().0, place: "province:68:2025-07-01", ..good };
    let key = other.signer.public_key();
    let enter = async |key: &str, place: &str| {
        let id = longan::store::new_id();
        let mut tx = province.world.app.store.begin().await.unwrap();
        sqlx::query("insert into exchange_partners (id, name, place_id, public_key, from_day, added_by, added_at) select $1, 'Đối tác', $2, $3, '2020-01-01', min(id), '2026-11-01T00:00:00Z' from users")
            .bind(id)
            .bind(place)
            .bind(key)
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    };
    enter(&key, "province:68:2025-07-01").await;
    refused(other.bytes(), 403, "không phải là nơi tiếp nhận").await;
    let good = Forged { place: "country:VN:", ..other };
    refused(good.bytes(), 403, "không thuộc địa bàn").await;
    let good = Forged { signer: Signer::generate().unwrap().0, ..good };
    enter(&good.signer.public_key(), "country:VN:").await;

    let mut changed = good.bytes();
    let at = changed.len() / 3;
    changed[at] ^= 0x20;
    let (status, body) = posted(&province, changed).await;
    assert!((400..500).contains(&status), "{status} {body}");
    let with = |mend: &Mend| {
        let (mut carried, mut reply) = (good.carried.clone(), good.reply.clone());
        mend(&mut carried, &mut reply);
        let signer = Signer::generate().unwrap().0;
        Forged { signer, place: good.place, carried, reply }
    };
    let mends: [(&Mend, &str); 6] = [
        (&|carried, _| carried.version = 2, "không khớp với gói báo cáo nào"),
        (&|carried, _| carried.period = "2025".to_owned(), "không khớp với gói báo cáo nào"),
        (&|_, reply| reply.bundle_sha256 = "ab".repeat(32), "không khớp với gói báo cáo nào"),
        (&|_, reply| reply.report_sha256 = "ab".repeat(32), "không khớp với gói báo cáo nào"),
        (&|_, reply| reply.decision = ReportStatus::Rejected, "không khớp với tờ khai"),
        (
            &|_, reply| reply.decided_at = "2027-01-01T00:00:00Z".to_owned(),
            "không khớp với tờ khai",
        ),
    ];
    for (mend, says) in mends {
        let forged = with(mend);
        enter(&forged.signer.public_key(), "country:VN:").await;
        refused(forged.bytes(), 422, says).await;
    }

    // The good one is taken; another word afterwards is not.
    let (status, receipt) = posted(&province, good.bytes()).await;
    assert_eq!(status, 200, "{receipt}");
    assert_eq!(posted(&province, good.bytes()).await, (200, receipt), "the same receipt again");
    let other = with(&|_, reply| reply.remarks = "Đổi ý".to_owned());
    enter(&other.signer.public_key(), "country:VN:").await;
    let (status, body) = posted(&province, other.bytes()).await;
    assert!(status == 409 && body.contains("đã có một trả lời khác"), "{status} {body}");
    assert_eq!(province.count("reports where status = 'accepted'").await, 1);
}
