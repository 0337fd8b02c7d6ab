//! Bundles that nobody should take: each is refused with a sentence, and nothing of it stays.

use super::{Story, TAY_NINH};
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use longan::exchange::bundle::{self, Carried, Paper, Sender};
use longan::exchange::key::Signer;
use longan::reports::model::ReportForm;

/// A sender whose key the test holds, with a report that was really sent somewhere.
struct Forge {
    signer: Signer,
    content: String,
    place: &'static str,
}

impl Forge {
    async fn new() -> Self {
        let mut province = Story::new().await;
        province.becomes("lanh-dao-tinh").await;
        province.sends(TAY_NINH, "2026", "125/BC-SCT", "").await;
        let (content,): (String,) = sqlx::query_as("select content from report_snapshots")
            .fetch_one(province.world.app.store.read())
            .await
            .unwrap();
        Self { signer: Signer::generate().unwrap().0, content, place: TAY_NINH }
    }

    fn carried() -> Carried {
        Carried {
            form: ReportForm::Department,
            form_version: "tt-14-2024/bieu-04".to_owned(),
            period: "2026".to_owned(),
            version: 1,
            reason: String::new(),
            sent_at: "2026-11-23T02:00:00Z".to_owned(),
            sent_on: "2026-11-23".parse().unwrap(),
        }
    }

    fn sender(&self) -> Sender {
        Sender {
            place_id: self.place.to_owned(),
            code: self.place[9..11].to_owned(),
            name: "Sở Công Thương".to_owned(),
            public_key: self.signer.public_key(),
        }
    }

    fn with(&self, carried: Carried, content: &str, papers: &[Paper]) -> Vec<u8> {
        let made_at = "2026-11-23T02:00:00Z".to_owned();
        bundle::write(
            &self.signer,
            made_at,
            self.sender(),
            (carried, bundle::Content::Report(content)),
            papers,
        )
        .unwrap()
        .0
    }

    fn good(&self) -> Vec<u8> {
        self.with(Self::carried(), &self.content, &[])
    }
}

/// Sends a bundle as another program would, and expects the refusal.
async fn refused(story: &Story, bytes: Vec<u8>, status: u16, says: &str) {
    let (got, body) = posted(story, bytes).await;
    let told: serde_json::Value = serde_json::from_str(&body).unwrap_or_else(|_| panic!("{body}"));
    let message = told["message"].as_str().unwrap_or_default();
    assert!(got == status && message.contains(says), "{got} instead of {status} {says}: {body}");
    for table in
        ["reports", "documents", "exchange_bundles", "exchange_deliveries", "report_snapshots"]
    {
        assert_eq!(story.count(table).await, 0, "{says}: {table}");
    }
}

pub(super) async fn posted(story: &Story, bytes: Vec<u8>) -> (u16, String) {
    let request = Request::post("/api/exchange/bundles").body(Body::from(bytes)).unwrap();
    let answer = story.world.send(request).await;
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn who_signs_decides_before_anything_is_kept() {
    let forge = Forge::new().await;
    let key = forge.signer.public_key();
    let mut ministry = Story::of_the_ministry().await;
    refused(&ministry, forge.good(), 401, "Không biết nơi ký gói này").await;
    ministry.trusts("Sở tỉnh khác", "68", &key, "").await;
    refused(&ministry, forge.good(), 403, "không thuộc địa bàn của nơi ký").await;
    let page = String::from_utf8(ministry.world.body("/exchange/partners").await).unwrap();
    let revocation = page.split("action=\"").find(|rest| rest.contains("/revocation\"")).unwrap();
    let revocation = revocation.split('"').next().unwrap().to_owned();
    let silent = ministry.world.post(&revocation, "revision=1&reason=").await;
    assert!(silent.starts_with("422"), "{silent}");
    let gone = ministry.world.post(&revocation, "revision=1&reason=ghi nhầm tỉnh").await;
    assert!(gone.starts_with("303"), "{gone}");
    refused(&ministry, forge.good(), 401, "đã bị thu hồi").await;
    let twice = ministry.world.post(&revocation, "revision=2&reason=nữa").await;
    assert!(twice.starts_with("409"), "{twice}");
    let again = ministry
        .world
        .post("/exchange/partners", &format!("name=Sở&place=80&public_key={key}"))
        .await;
    assert!(again.contains("Khóa này đã được ghi"), "a revoked key stays revoked: {again}");

    // Trust has its days.
    let other = Forge { signer: Signer::generate().unwrap().0, ..forge };
    let form = format!(
        "name=Sở&place=80&public_key={}&from_day=01/01/2027&to_day=31/12/2027",
        other.signer.public_key()
    );
    assert!(ministry.world.post("/exchange/partners", &form).await.starts_with("303"));
    refused(&ministry, other.good(), 401, "không trong thời hạn tin cậy").await;
    ministry.world.wait_until("2027-01-02T02:00:00Z");
    refused(&ministry, other.good(), 503, "chưa có khóa ký").await;
    ministry.makes_key().await;
    let (status, receipt) = posted(&ministry, other.good()).await;
    assert_eq!(status, 200, "{receipt}");
}

#[tokio::test]
async fn what_was_changed_cut_or_made_up_leaves_nothing() {
    let forge = Forge::new().await;
    let mut ministry = Story::of_the_ministry().await;
    ministry.makes_key().await;
    ministry.trusts("Sở", "80", &forge.signer.public_key(), "").await;
    let good = forge.good();
    let said = |from: &str, to: &str| {
        let at = good.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
        let mut changed = good.clone();
        changed[at..at + to.len()].copy_from_slice(to.as_bytes());
        changed
    };
    refused(&ministry, Vec::new(), 400, "không phải là gói báo cáo").await;
    refused(&ministry, b"PK\x03\x04 la mot tep khac".repeat(9), 400, "không phải là gói báo cáo")
        .await;
    refused(&ministry, good[..good.len() - 1].to_vec(), 400, "đã bị cắt").await;
    refused(&ministry, good[..300].to_vec(), 400, "đã bị cắt").await;
    refused(&ministry, [&good[..], b"x"].concat(), 400, "đã bị cắt").await;
    refused(&ministry, said("longan-bundle-1", "longan-bundle-9"), 422, "longan-bundle-9").await;
    refused(&ministry, said("\"version\": 1", "\"version\": 2"), 401, "Chữ ký của gói không đúng")
        .await;
    refused(&ministry, said("longan-report-1", "longan-report-2"), 400, "đã bị cắt, bị sửa").await;

    // Signed by a partner, and still not what it says.
    let carried = Forge::carried;
    let told = |change: fn(&mut Carried)| {
        let mut told = carried();
        change(&mut told);
        forge.with(told, &forge.content, &[])
    };
    let other = "không khớp với tờ khai";
    refused(&ministry, told(|told| told.version = 2), 422, other).await;
    refused(&ministry, told(|told| told.period = "2026-H1".to_owned()), 422, other).await;
    refused(&ministry, told(|told| told.form = ReportForm::Commune), 422, other).await;
    refused(&ministry, told(|told| told.sent_on = "2026-11-20".parse().unwrap()), 422, other).await;
    let tomorrow = told(|told| {
        told.sent_at = "2026-12-23T02:00:00Z".to_owned();
        told.sent_on = "2026-12-23".parse().unwrap();
    });
    refused(&ministry, tomorrow, 422, other).await;
    let unsent = forge.content.replacen("\"paper\":{", "\"paper\":null,\"x\":{", 1);
    refused(&ministry, forge.with(carried(), &unsent, &[]), 422, other).await;
    refused(&ministry, forge.with(carried(), "{}", &[]), 422, other).await;
    let schema = forge.content.replacen("longan-report-1", "longan-report-7", 1);
    refused(&ministry, forge.with(carried(), &schema, &[]), 422, "longan-report-7").await;
    let nul = forge.content.replacen("125/BC-SCT", "125\\u0000", 1);
    refused(&ministry, forge.with(carried(), &nul, &[]), 422, other).await;
    let program = [("chay.exe".to_owned(), b"MZ".to_vec())];
    refused(&ministry, forge.with(carried(), &forge.content, &program), 422, "chay.exe").await;
    let disguised = [("BC.pdf".to_owned(), b"MZ khong phai PDF".to_vec())];
    refused(&ministry, forge.with(carried(), &forge.content, &disguised), 422, "BC.pdf").await;
    // Too many refusals: this address waits, whatever it brings.
    for _ in 0..30 {
        posted(&ministry, Vec::new()).await;
    }
    let (status, body) = posted(&ministry, good.clone()).await;
    assert!(status == 429 && body.contains("Hãy đợi"), "{status} {body}");
    ministry.world.wait_until("2026-11-23T02:11:00Z");
    // Two at the same moment are one.
    let (one, two) = tokio::join!(posted(&ministry, good.clone()), posted(&ministry, good.clone()));
    assert_eq!((one.0, two.0), (200, 200), "{one:?} {two:?}");
    assert_eq!(one.1, two.1);
    let first = one.1;
    // The same version with another content is no correction.
    let other = forge.content.replacen("\"note\":\"\"", "\"note\":\"khác\"", 1);
    let (status, body) = posted(&ministry, forge.with(carried(), &other, &[])).await;
    assert!(status == 409 && body.contains("Đã có bản 1"), "{status} {body}");
    assert_eq!(ministry.count("reports").await, 1);
    let (status, again) = posted(&ministry, good).await;
    assert_eq!((status, again), (200, first));
}

#[tokio::test]
async fn a_bundle_is_taken_in_by_command_or_refused_with_a_reason() {
    let forge = Forge::new().await;
    let mut ministry = Story::of_the_ministry().await;
    ministry.makes_key().await;
    ministry.trusts("Sở", "80", &forge.signer.public_key(), "").await;
    let (file, receipt) = (ministry.file("goi.zip"), ministry.file("bien-nhan.json"));
    // Long ago by any clock: a command reads the machine's.
    let carried = Carried {
        sent_at: "2025-01-02T02:00:00Z".to_owned(),
        sent_on: "2025-01-02".parse().unwrap(),
        ..Forge::carried()
    };
    let mut bytes = forge.with(carried, &forge.content, &[]);
    std::fs::write(&file, &bytes).unwrap();
    let receive = ["exchange", "receive", &file, "-o", &receipt];
    let Some(taken) = ministry.commands(&receive) else { return };
    assert_eq!((taken.0, taken.1.trim()), (0, receipt.as_str()), "{taken:?}");
    let first = std::fs::read(&receipt).unwrap();
    assert_eq!(ministry.commands(&receive).unwrap().0, 0);
    assert_eq!(std::fs::read(&receipt).unwrap(), first, "the same receipt");
    assert_eq!(ministry.count("reports").await, 1);
    // What came from elsewhere is not signed here as one's own.
    let export = ["exchange", "export", "--place", TAY_NINH, "--period", "2026", "-o", &file];
    let export = ministry.commands(&export).unwrap();
    assert!(export.0 == 2 && export.2.contains("nhận bằng gói"), "{export:?}");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    let refused = ministry.commands(&receive).unwrap();
    assert!(refused.0 == 1 && refused.2.contains("đã bị cắt, bị sửa"), "{refused:?}");
    let nothing = ministry.commands(&["exchange", "receive", "khong-co.zip"]).unwrap();
    assert!(nothing.0 == 2 && nothing.2.contains("Không đọc được tệp"), "{nothing:?}");
}
