//! Filling in, sending, reviewing, correcting.

use super::{long_an, person, seat, tenant_of};
use crate::world::{LONG_AN, World};
use longan::users::Role;

/// Sends the fields of the form; answers with status, text and where it leads.
pub(super) async fn send(
    world: &World,
    path: &str,
    fields: &[(&str, &str)],
) -> (u16, String, String) {
    let (status, text, location) = world.upload(path, "", b"", fields).await;
    (status.as_u16(), text, location)
}

/// The amounts that a figure rests on a paper for, as text.
async fn rows(world: &World, figure: &str, period: &str, paper: &str) -> Vec<String> {
    let address = format!("/api/figures/{figure}?place=country:VN:&report={period}&why=rows");
    let answer = world.json(&address).await;
    let rows = answer["rows"].as_array().unwrap().iter();
    let of_paper = rows.filter(|row| row["document"].as_str().unwrap().contains(paper));
    of_paper.map(|row| row["amount"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_enterprise_reports_on_its_telephone_and_the_department_takes_it_in() {
    let mut world = long_an().await;
    let (tenant, body) = tenant_of(&world, "1199010017").await;
    let own = seat(&world, "1199010017").await;
    let officer = person(&world, "tiep-nhan", Role::Officer, LONG_AN).await;
    let enterprise = person(&world, "doanh-nghiep", Role::Tenant, &own).await;
    let path = format!("/reports/fill/bieu-01/2026-H1/{tenant}");

    world.sign_in("doanh-nghiep", &enterprise).await;
    let page = world.get(&path).await;
    assert!(page.starts_with("200") && page.contains(&body), "{page}");
    assert!(page.contains("1. Doanh thu của dự án trong kỳ báo cáo"), "{page}");
    assert!(page.contains("Triệu đồng/người/tháng") && !page.contains("kỳ trước"), "{page}");

    // What cannot be read is said beside the field, and nothing is kept.
    let wrong = [("act", "save"), ("r01", "mười tỷ"), ("r02", "1,5")];
    let (status, text, _) = send(&world, &path, &wrong).await;
    assert_eq!(status, 422, "{text}");
    assert!(text.contains("Chưa lưu được"), "{text}");
    assert!(!world.get(&path).await.contains("Bản nháp đã lưu"));

    // A draft is kept as it is, with what the checks say to it.
    let draft = [("act", "save"), ("r01", "12,5"), ("r02", "783,36 triệu đồng"), ("r04", "9500")];
    assert_eq!(send(&world, &path, &draft).await.0, 303);
    let page = world.get(&path).await;
    assert!(page.contains("Bản nháp đã lưu"), "{page}");
    assert!(page.contains("thường từ 1 đến 100 triệu đồng"), "{page}");
    let body_text = String::from_utf8(world.body(&path).await).unwrap();
    assert!(body_text.contains("value=\"0,78336\""), "the unit typed becomes the form's");
    // Somebody else's, and a form that is added up, are not found.
    assert!(world.get("/reports/fill/bieu-01/2026-H1/khong-co").await.starts_with("404"));
    assert!(world.get(&format!("/reports/fill/bieu-03/2026-H1/{tenant}")).await.starts_with("404"));

    // It goes with its paper, and not without one.
    let full = [
        ("act", "send"),
        ("revision", "1"),
        ("r01", "12,5"),
        ("r02", "0,78336"),
        ("r03", "0"),
        ("r04", "9,5"),
        ("issued_on", "10/06/2026"),
    ];
    let (status, text, _) = send(&world, &path, &full).await;
    assert!(status == 422 && text.contains("Hãy nhập số, ký hiệu báo cáo đã ký"), "{text}");
    let mut signed = full.to_vec();
    signed.push(("number", "05/BC-DN"));
    let (status, text, report) = send(&world, &path, &signed).await;
    assert!(status == 303 && report.starts_with("/reports/"), "{text}");
    let page = world.get(&report).await;
    assert!(page.contains("đã gửi, chờ xem xét") && page.contains("gửi muộn"), "{page}");
    assert!(page.contains("05/BC-DN"), "{page}");
    assert!(world.get(&page_of_paper(&world, &report).await).await.starts_with("200"));
    // Who reports does not decide.
    let decision = "decision=accepted&remarks=&revision=3";
    let refused = world.post(&format!("{report}/decision"), decision).await;
    assert!(refused.starts_with("403"), "{refused}");

    world.sign_in("tiep-nhan", &officer).await;
    assert_eq!(rows(&world, "tenants.revenue", "2026-H1", "BC-DN").await, [""; 0]);
    assert!(world.get("/work").await.contains("1 báo cáo chờ xem xét"));
    let waiting = world.get("/reports/waiting").await;
    assert!(
        waiting.contains("Biểu số 01 6 tháng đầu năm 2026") && waiting.contains(&body),
        "{waiting}"
    );
    // To send something back one says why.
    let mute = world.post(&format!("{report}/decision"), "decision=rejected&remarks=").await;
    assert!(mute.starts_with("422") && mute.contains("Hãy ghi ý kiến"), "{mute}");
    let stale =
        world.post(&format!("{report}/decision"), "decision=accepted&remarks=&revision=1").await;
    assert!(stale.starts_with("409"), "{stale}");
    let taken = world.post(&format!("{report}/decision"), decision).await;
    assert!(taken.starts_with("303"), "{taken}");
    assert!(world.get(&report).await.contains("đã tiếp nhận"));
    // From here on it is a number of the register, with its paper.
    assert_eq!(rows(&world, "tenants.revenue", "2026-H1", "BC-DN").await, ["12500000000"]);
    assert_eq!(rows(&world, "tenants.tax_paid", "2026-H1", "BC-DN").await, ["783360000"]);
    assert_eq!(rows(&world, "tenants.workers", "2026-H1", "BC-DN").await, ["0"]);
    let list = world.json("/api/reports/owed?form=bieu-01&period=2026-H1&state=accepted").await;
    assert_eq!(list["count"]["accepted"], 1);
    assert_eq!(list["count"]["late"], 1);
    // Those who have not reported are missing, not nought.
    assert!(list["owed"].as_array().unwrap().len() == 1);
    let missing = world.json("/api/reports/owed?form=bieu-01&period=2026-H1&state=missing").await;
    assert!(missing["count"]["missing"].as_i64().unwrap() > 100);

    // A correction is another version; what was taken counts until it is taken too.
    world.sign_in("doanh-nghiep", &enterprise).await;
    assert!(world.get(&path).await.contains("Bản gửi ở đây là lần 2"));
    let mut again = signed.clone();
    again.retain(|(name, _)| *name != "r01" && *name != "r03" && *name != "number");
    again.extend([("r01", "11"), ("number", "06/BC-DN")]);
    let (status, text, _) = send(&world, &path, &again).await;
    assert!(status == 422 && text.contains("Hãy ghi lý do gửi lại"), "{text}");
    again.push(("reason", "Cộng nhầm một phân xưởng"));
    let (status, text, second) = send(&world, &path, &again).await;
    assert_eq!(status, 303, "{text}");
    world.sign_in("tiep-nhan", &officer).await;
    assert_eq!(rows(&world, "tenants.revenue", "2026-H1", "BC-DN").await, ["12500000000"]);
    let page = world.get(&second).await;
    assert!(page.contains("chưa có số"), "{page}");
    let taken = world
        .post(
            &format!("{second}/decision"),
            "decision=accepted_with_warnings&remarks=Thiếu lao động&revision=2",
        )
        .await;
    assert!(taken.starts_with("303"), "{taken}");
    assert_eq!(rows(&world, "tenants.revenue", "2026-H1", "BC-DN").await, ["11000000000"]);
    assert_eq!(rows(&world, "tenants.workers", "2026-H1", "BC-DN").await, [""; 0]);
    let first = world.get(&report).await;
    assert!(first.contains("đã có bản thay thế") && first.contains("Lần 2"), "{first}");
    let told = world.json(&format!("/api{second}")).await;
    assert_eq!(told["report"]["version"], 2);
    assert_eq!(told["values"][0]["value"], 11_000_000_000_i64);
}

/// The page of the paper of a report.
async fn page_of_paper(world: &World, report: &str) -> String {
    let answer = world.json(&format!("/api{report}")).await;
    format!("/documents/{}", answer["report"]["document_id"].as_str().unwrap())
}

#[tokio::test]
async fn an_investor_takes_last_years_numbers_over_and_explains_what_jumps() {
    let mut world = long_an().await;
    let own = seat(&world, "Công ty CP Hạ tầng Gáo Vàng").await;
    let investor = person(&world, "chu-dau-tu", Role::InfrastructureInvestor, &own).await;
    let officer = person(&world, "tiep-nhan", Role::Officer, LONG_AN).await;
    world.sign_in("chu-dau-tu", &investor).await;
    let owed = world.json("/api/reports/owed?form=bieu-02&period=2025").await;
    let cluster = owed["owed"][0]["subject_id"].as_str().unwrap().to_owned();
    let path = |period: &str| format!("/reports/fill/bieu-02/{period}/{cluster}");
    let numbers = [
        ("r01", "250"),
        ("r02", "120"),
        ("r03", "40"),
        ("r04", "30"),
        ("r05", "75"),
        ("r06", "12"),
        ("r07", "2"),
        ("r08", "10"),
        ("r09", "5"),
        ("r10", "0,5"),
        ("r11", "20"),
        ("r12", "8"),
        ("r13", "1"),
        ("r14", "0"),
    ];
    let mut old = numbers.to_vec();
    old.extend([("act", "send"), ("number", "01/BC"), ("issued_on", "15/12/2025")]);
    let (status, text, first) = send(&world, &path("2025"), &old).await;
    assert_eq!(status, 303, "{text}");

    // Next year: the old numbers stand beside the fields and come over with one click.
    let page = world.get(&path("2026")).await;
    assert!(
        page.contains("Lấy số kỳ trước vào ô trống") && page.contains("kỳ trước 250"),
        "{page}"
    );
    let (status, text, _) = send(&world, &path("2026"), &[("act", "carry"), ("r09", "9")]).await;
    assert!(status == 200 && text.contains("Đã điền số kỳ trước"), "{text}");
    // What jumps wants a reason; what cannot be stops it.
    let mut new = numbers.to_vec();
    new.retain(|(name, _)| *name != "r09" && *name != "r08");
    new.extend([
        ("r09", "9"),
        ("r08", "13"),
        ("act", "send"),
        ("number", "02/BC"),
        ("issued_on", "20/11/2026"),
    ]);
    let (status, text, _) = send(&world, &path("2026"), &new).await;
    assert!(status == 422 && text.contains("Giải trình"), "{text}");
    new.retain(|(name, _)| *name != "r08");
    new.push(("r08", "10"));
    let (status, text, _) = send(&world, &path("2026"), &new).await;
    assert!(status == 422 && text.contains("hãy giải trình"), "{text}");
    new.push(("reason_r09", "Cho thuê thêm hai lô"));
    let (status, text, report) = send(&world, &path("2026"), &new).await;
    assert_eq!(status, 303, "{text}");

    // Taken in part: what is refused does not count.
    world.sign_in("tiep-nhan", &officer).await;
    let page = world.get(&report).await;
    assert!(page.contains("Cho thuê thêm hai lô") && page.contains("(năm 2025)"), "{page}");
    assert!(!page.contains("gửi muộn"), "{page}");
    let none = world
        .post(
            &format!("{report}/decision"),
            "decision=partly_accepted&remarks=Xem lại vốn&revision=2",
        )
        .await;
    assert!(none.starts_with("422"), "{none}");
    let partly = world
        .post(
            &format!("{report}/decision"),
            "decision=partly_accepted&remarks=Xem lại vốn&revision=2&refuse_r01=yes",
        )
        .await;
    assert!(partly.starts_with("303"), "{partly}");
    let page = world.get(&report).await;
    assert!(
        page.contains("tiếp nhận một phần") && page.contains("Nơi nhận không tiếp nhận số này"),
        "{page}"
    );
    assert_eq!(rows(&world, "clusters.infrastructure_investment", "2026", "02/BC").await, [""; 0]);
    assert_eq!(
        rows(&world, "clusters.infrastructure_paid", "2026", "02/BC").await,
        ["120000000000"]
    );
    // Sent back: it is owed again, and the investor reads why.
    let back = world
        .post(&format!("{first}/decision"), "decision=rejected&remarks=Thiếu chữ ký&revision=2")
        .await;
    assert!(back.starts_with("303"), "{back}");
    world.sign_in("chu-dau-tu", &investor).await;
    assert!(world.get("/notices").await.contains("Biểu số 02 năm 2025: trả lại để sửa"));
    assert!(world.get(&path("2025")).await.contains("Ý kiến của nơi nhận: Thiếu chữ ký"));
    let owed = world.json("/api/reports/owed?form=bieu-02&period=2025").await;
    assert_eq!(owed["owed"][0]["state"], "returned");
}

#[tokio::test]
async fn an_officer_enters_for_an_enterprise_with_its_scan_and_a_commune_elsewhere_does_not_see_it()
{
    let mut world = long_an().await;
    let (tenant, _) = tenant_of(&world, "1199010017").await;
    let path = format!("/reports/fill/bieu-01/2026/{tenant}");
    let page = world.get(&path).await;
    assert!(page.contains("Bạn đang nhập thay"), "{page}");
    let fields = [
        ("act", "send"),
        ("r01", "1"),
        ("r02", "1"),
        ("r03", "1"),
        ("r04", "5"),
        ("issued_on", "20/11/2026"),
    ];
    let png = include_bytes!("../../../../../docs/guide/pictures/sign-in.png");
    let (status, text, report) = world.upload(&path, "bao-cao.png", png, &fields).await;
    assert_eq!(status.as_u16(), 303, "{text}");
    let paper = page_of_paper(&world, &report).await;
    assert!(world.get(&paper).await.contains("bao-cao.png"));
    // Another enterprise, another province: nothing is there.
    let other = seat(&world, "Công ty CP Hạ tầng Gáo Vàng").await;
    for (name, role, place) in [
        ("khac", Role::Tenant, other.as_str()),
        ("hoa", Role::Officer, "province:60:"),
        ("xa", Role::CommuneCommittee, "commune:10000:"),
    ] {
        world = world.with_person(name, role, place).await;
        for address in [&report, &path, &paper, &format!("/api{report}")] {
            let answer = world.get(address).await;
            assert!(answer.starts_with("404"), "{name} at {address}: {answer}");
        }
    }
}

#[tokio::test]
async fn reports_without_a_finding_are_taken_together_and_the_others_are_read_first() {
    let mut world = long_an().await;
    let officer = person(&world, "tiep-nhan", Role::Officer, LONG_AN).await;
    let list = world.json("/api/reports/owed?form=bieu-01&period=2026").await;
    let mut sent = Vec::new();
    for (at, line) in list["owed"].as_array().unwrap().iter().take(3).enumerate() {
        let path = format!("/reports/fill/bieu-01/2026/{}", line["subject_id"].as_str().unwrap());
        let number = format!("0{at}/BC");
        let mut fields = vec![
            ("act", "send"),
            ("r01", "1"),
            ("r02", "0,1"),
            ("r03", "5"),
            ("issued_on", "20/11/2026"),
            ("number", number.as_str()),
        ];
        // The third leaves one number out.
        if at < 2 {
            fields.push(("r04", "8"));
        }
        let (status, text, report) = send(&world, &path, &fields).await;
        assert_eq!(status, 303, "{text}");
        sent.push(report.rsplit('/').next().unwrap().to_owned());
    }
    world.sign_in("tiep-nhan", &officer).await;
    let all: Vec<String> = sent.iter().map(|id| format!("take_{id}=yes")).collect();
    let answer = world.post("/reports/acceptances", &all.join("&")).await;
    assert!(answer.starts_with("303 See Other → /reports/waiting?taken=2"), "{answer}");
    let page = world.get("/reports/waiting?taken=2").await;
    assert!(
        page.contains("Đã tiếp nhận 2 báo cáo.") && page.contains("1 báo cáo đang chờ"),
        "{page}"
    );
    let left = world.json(&format!("/api/reports/{}", sent[2])).await;
    assert_eq!(left["report"]["status"], "pending");
    assert_eq!(rows(&world, "tenants.workers", "2026", "0").await.len(), 2);
}
