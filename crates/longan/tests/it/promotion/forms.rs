//! Mẫu 1 to 13: what is entered once for a project fills every form, in every format; what is
//! missing is named, what does not agree is told, what was wrong stays on record.

use super::with_projects;
use crate::world::World;
use longan::promotion::forms::{FormScope, all};
use paper::workbook::{Limits, Value, read};
use std::io::{Cursor, Read as _};

const MARK: &str = "chưa đối chiếu với mẫu chính thức";

fn paper(number: &str, day: &str, subject: &str) -> String {
    format!(
        "document_kind=minutes&document_number={number}&document_day={day}&document_issuer=Sở Công Thương&document_subject={subject}"
    )
}

/// A plan of 2019 and a project of it; the address of the project.
async fn planned(world: &World, track: &str, content: &str, activity: &str) -> String {
    let decision = paper("900/QĐ-UBND", "15/03/2019", "Phê duyệt kế hoạch 2019");
    let plan = format!(
        "year=2019&batch=1&track={track}&place=80&programme_id=&approved_on=15/03/2019&{decision}"
    );
    assert!(world.post("/promotion/plans", &plan).await.starts_with("303"));
    let (plan_id,): (String,) =
        sqlx::query_as("select id from promotion_plans where year = 2019 and track = $1")
            .bind(track)
            .fetch_one(world.app.store.read())
            .await
            .unwrap();
    let project = format!(
        "plan_id={plan_id}&code=DA01&name=Đào tạo nghề may cho 60 lao động&kind=single&content={content}&activity={activity}&equipment=&quantity=1&priority=&place=802&place_text=huyện Tân Thạnh&from_year=2019&to_year=2019&executor=Trung tâm Khuyến công Long An&duration=Quý II - III/2019&objective=Nghề cho lao động nông thôn&scale=60 học viên&effects=50 người có việc làm&beneficiaries=Công ty TNHH May Hoa Sen"
    );
    let added = world.post("/promotion/projects", &project).await;
    assert!(added.starts_with("303"), "{added}");
    added.split("→ ").nth(1).unwrap().to_owned()
}

async fn ok(world: &World, address: &str, form: &str) {
    let answer = world.post(address, form).await;
    assert!(answer.starts_with("303"), "{address} {form}: {answer}");
}

async fn money(world: &World, at: &str, stage: &str, source: &str, amount: &str, day: &str) {
    let receipt = paper(&format!("{stage}-{source}"), day, "Kinh phí đề án");
    let form = format!(
        "stage={stage}&source={source}&amount={amount}&on_day={day}&year=2019&batch=1&participant_id=&explanation=Theo hợp đồng&{receipt}"
    );
    ok(world, &format!("{at}/lines"), &form).await;
}

async fn entry(world: &World, at: &str, kind: &str, form: &str) {
    ok(world, &format!("{at}/entries/{kind}"), form).await;
}

async fn beneficiary(world: &World, at: &str) -> String {
    let id = at.rsplit('/').next().unwrap();
    let (id,): (String,) =
        sqlx::query_as("select id from promotion_participants where project_id = $1")
            .bind(id)
            .fetch_one(world.app.store.read())
            .await
            .unwrap();
    id
}

/// A project from its estimate to its settlement.
pub async fn driven(world: &World, track: &str, content: &str, activity: &str) -> String {
    let at = planned(world, track, content, activity).await;
    let of = beneficiary(world, &at).await;
    for (stage, source, amount, day) in [
        ("allotted", track, "120", "15/03/2019"),
        ("allotted", "counterpart", "80", "15/03/2019"),
        ("advanced", track, "60", "20/05/2019"),
        ("settled", track, "118,5", "20/12/2019"),
    ] {
        money(world, &at, stage, source, amount, day).await;
    }
    let contract = paper("05/HĐ-KC", "01/04/2019", "Hợp đồng đề án");
    let form =
        format!("number=05/HĐ-KC&signed_on=01/04/2019&amount=120&participant_id=&{contract}");
    ok(world, &format!("{at}/contracts"), &form).await;
    let estimate = paper("12/DT", "10/03/2019", "Dự toán đề án");
    for (ordinal, content, support, own) in
        [(1, "Thù lao giáo viên", "70", ""), (2, "Vật tư thực hành", "50", "80")]
    {
        let form = format!(
            "ordinal={ordinal}&content={content}&year=2019&support={support}&counterpart={own}&other=&note=&{estimate}"
        );
        entry(world, &at, "cost", &form).await;
    }
    let programme = paper("13/CT", "10/03/2019", "Chương trình đào tạo");
    let lesson = format!(
        "ordinal=1&content=Kỹ thuật may cơ bản&theory_hours=40&practice_hours=160&note=&{programme}"
    );
    entry(world, &at, "lesson", &lesson).await;
    let opinion = "fit=Phù hợp nội dung 1&need=Thiếu lao động có nghề&capacity=Đủ năng lực&combination=Không trùng&completeness=Đủ hồ sơ&amount=120&result=agreed";
    for participant in ["", of.as_str()] {
        let minutes = paper("20/PTĐ", "12/03/2019", "Phiếu thẩm định");
        let form = format!(
            "participant_id={participant}&on_day=12/03/2019&office=Phòng Quản lý công nghiệp&{opinion}&{minutes}"
        );
        entry(world, &at, "appraisal", &form).await;
    }
    let report = paper("30/BC", "24/06/2019", "Báo cáo tiến độ");
    let progress = format!(
        "on_day=24/06/2019&percent=50&content=Đã khai giảng hai lớp&amount=45&counterpart=30&difficulties=Thiếu máy may&proposals=Gia hạn một tháng&{report}"
    );
    entry(world, &at, "progress", &progress).await;
    let id = at.rsplit('/').next().unwrap();
    let costs: Vec<(String,)> = sqlx::query_as(
        "select id from promotion_entries where project_id = $1 and kind = 'cost' order by id",
    )
    .bind(id)
    .fetch_all(world.app.store.read())
    .await
    .unwrap();
    for (number, content, amount, source, cost) in [
        ("0000071", "Thù lao giáo viên quý II", "68,5", track, &costs[0].0),
        ("0000072", "Vải thực hành", "50", track, &costs[1].0),
        ("0000073", "Chỉ, kim, phụ liệu", "80", "counterpart", &costs[1].0),
    ] {
        let form = format!(
            "number={number}&on_day=20/06/2019&issuer=Cửa hàng Vải Sợi&content={content}&amount={amount}&source={source}&cost_id={cost}&participant_id=&location="
        );
        entry(world, &at, "voucher", &form).await;
    }
    for (scope, participant) in [("place", of.as_str()), ("whole", ""), ("agency", "")] {
        let minutes = paper(&format!("40-{scope}"), "15/08/2019", "Biên bản nghiệm thu");
        let form = format!(
            "scope={scope}&participant_id={participant}&on_day=15/08/2019&place=xưởng may ấp 2&content=Đào tạo 60 học viên&amount=118,5&counterpart=80&parties=Sở Công Thương; UBND xã; Trung tâm&result=passed&remarks=Bổ sung danh sách ký nhận&{minutes}"
        );
        entry(world, &at, "acceptance", &form).await;
    }
    at
}

fn word_text(docx: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    for part in ["word/header2.xml", "word/document.xml", "word/footer1.xml"] {
        zip.by_name(part).unwrap().read_to_string(&mut text).unwrap();
    }
    text
}

async fn word(world: &World, at: &str, form: &str) -> String {
    word_text(&world.body(&format!("{at}/forms/{form}/docx")).await)
}

#[tokio::test]
async fn a_driven_project_fills_every_form_in_every_format() {
    let world = with_projects().await;
    let at = driven(&world, "local", "1", "vocational_training").await;
    let page = world.get(&at).await;
    assert!(page.contains("Biểu mẫu") && page.contains("Mẫu số 12"), "{page}");
    assert!(!page.contains("Mẫu số 13"), "infrastructure is content 7: {page}");
    let is_asked = |form: &&longan::promotion::forms::FormDefinition| {
        form.scope == FormScope::Project && form.id != "mau-13"
    };
    for form in all().iter().filter(is_asked) {
        let said = word(&world, &at, &form.id).await;
        for text in [form.number.as_str(), MARK, "CHƯA ĐỐI CHIẾU MẪU", "Độc lập - Tự do"]
        {
            assert!(said.contains(text), "{} lacks {text}", form.id);
        }
        assert!(!said.contains("…………."), "{}: {said}", form.id);
        let sheet = world.body(&format!("{at}/forms/{}/xlsx", form.id)).await;
        let sheet = &read(&sheet, &Limits::default()).unwrap().sheets[0];
        let has = |text: &str| {
            sheet
                .cells
                .values()
                .any(|cell| matches!(&cell.value, Value::Text(said) if said.contains(text)))
        };
        assert!(has(&form.number) && has(MARK), "{}", form.id);
        let html = String::from_utf8(world.body(&format!("{at}/forms/{}/html", form.id)).await);
        let html = html.unwrap();
        assert!(html.starts_with("<!doctype html>") && html.contains(MARK), "{}", form.id);
        let pdf = world.body(&format!("{at}/forms/{}/pdf", form.id)).await;
        assert_eq!(pdf.starts_with(b"%PDF-"), paper::letter::makes_pdf(), "{}", form.id);
    }
    for (form, texts) in [
        (
            "mau-01",
            vec!["Thù lao giáo viên", ">70<", ">200<", "cam kết chưa được hỗ trợ", "triệu đồng"],
        ),
        ("mau-03a", vec!["24/06/2019", "50 %", "Thiếu máy may", "45.000.000", "số 05/HĐ-KC"]),
        ("mau-03b", vec!["118.500.000", "97,86"]),
        (
            "mau-04a",
            vec!["Phòng Quản lý công nghiệp", "Một trăm hai mươi triệu đồng", "Thiếu lao động"],
        ),
        ("mau-04b", vec!["Công ty TNHH May Hoa Sen"]),
        ("mau-05a", vec!["xưởng may ấp 2", "80.000.000", "UBND xã"]),
        ("mau-05b", vec!["15/08/2019", "Bổ sung danh sách"]),
        ("mau-05c", vec!["SỞ CÔNG THƯƠNG TỈNH LONG AN"]),
        ("mau-06", vec!["58.500.000", "05/HĐ-KC", "hoàn trả: 0 đồng"]),
        ("mau-07", vec!["1.500.000", "Vật tư thực hành"]),
        ("mau-08a", vec!["0000071", "118.500.000"]),
        ("mau-08b", vec!["0000073", "198.500.000", "Đối ứng"]),
        ("mau-09", vec!["Kinh phí đề nghị thanh toán: 58.500.000", "20/05/2019"]),
        ("mau-11", vec!["60 học viên", "Công ty TNHH May Hoa Sen"]),
        ("mau-12", vec!["Kỹ thuật may cơ bản", ">160<", ">200<"]),
    ] {
        let said = word(&world, &at, form).await;
        for text in texts {
            assert!(said.contains(text), "{form} lacks {text}: {said}");
        }
    }
    assert!(!word(&world, &at, "mau-08a").await.contains("0000073"), "own money is not on 8a");
    assert!(world.get(&format!("{at}/forms/mau-10/docx")).await.starts_with("404"), "of a plan");
    assert!(world.get(&format!("{at}/forms/mau-01/json")).await.starts_with("404"));
}

#[tokio::test]
async fn numbers_of_a_form_can_be_added_up_and_all_forms_come_as_one_file() {
    let world = with_projects().await;
    let at = driven(&world, "national", "7", "cluster_infrastructure").await;
    let sheet = world.body(&format!("{at}/forms/mau-13/xlsx")).await;
    let sheet = &read(&sheet, &Limits::default()).unwrap().sheets[0];
    let numbers: Vec<f64> = sheet
        .cells
        .values()
        .filter_map(|cell| if let Value::Number(number) = cell.value { Some(number) } else { None })
        .collect();
    assert!(numbers.contains(&198_500_000.0), "{numbers:?}");
    let bundle = world.body(&format!("{at}/forms.zip")).await;
    let mut zip = zip::ZipArchive::new(Cursor::new(bundle)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.contains(&"docx/mau-05a-da01-2019-2019-08-15.docx".to_owned()), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("mau-12")), "{names:?}");
    let count = |format: &str| names.iter().filter(|name| name.ends_with(format)).count();
    assert_eq!((count(".docx"), count(".xlsx"), count(".html")), (15, 15, 15), "{names:?}");
    let mut docx = Vec::new();
    zip.by_name("docx/mau-06-da01-2019.docx").unwrap().read_to_end(&mut docx).unwrap();
    let said = word_text(&docx);
    // Printed today, the agency bears the name it has today; an acceptance of 2019 the old one.
    assert!(said.contains("Cục Đổi mới sáng tạo"), "{said}");
    let accepted = word(&world, &at, "mau-05c").await;
    assert!(accepted.contains("CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG"), "{accepted}");
    assert!(
        !accepted.contains("Dùng cho khuyến công địa phương"),
        "national forms need no such word"
    );
}

#[tokio::test]
async fn a_plan_has_its_summary_and_its_reconciliation() {
    let world = with_projects().await;
    driven(&world, "local", "1", "vocational_training").await;
    let (plan_id,): (String,) = sqlx::query_as("select id from promotion_plans where year = 2019")
        .fetch_one(world.app.store.read())
        .await
        .unwrap();
    let at = format!("/promotion/plans/{plan_id}");
    let page = world.get(&at).await;
    assert!(page.contains("Mẫu số 2") && page.contains("Mẫu số 10"), "{page}");
    assert!(page.contains("120.000.000"), "{page}");
    let summary = word(&world, &at, "mau-02").await;
    assert!(summary.contains("Nghề cho lao động nông thôn") && summary.contains(">120<"));
    let reconciliation = word(&world, &at, "mau-10").await;
    for text in ["118.500.000", "60.000.000", "1.500.000", "Khuyến công địa phương năm 2019"]
    {
        assert!(reconciliation.contains(text), "{text}: {reconciliation}");
    }
}

#[tokio::test]
async fn what_is_missing_is_named_with_the_way_there_and_printed_as_dots() {
    let world = with_projects().await;
    let at = planned(&world, "local", "1", "vocational_training").await;
    let page = String::from_utf8(world.body(&at).await).unwrap();
    for link in ["entries/cost/new", "entries/progress/new", "contracts/new", "entries/lesson/new"]
    {
        assert!(page.contains(&format!("{at}/{link}")), "{link}");
    }
    let said = word(&world, &at, "mau-06").await;
    assert!(said.contains("số ………… ngày …………"), "{said}");
    assert!(!said.contains("hoàn trả: 0 đồng"), "nothing was settled: {said}");
}

#[tokio::test]
async fn a_settlement_larger_than_its_vouchers_is_flagged_and_a_wrong_voucher_stays_on_record() {
    let world = with_projects().await;
    let at = driven(&world, "local", "1", "vocational_training").await;
    let entries = format!("{at}/entries");
    assert!(!world.get(&entries).await.contains("chứng từ mới có"));
    let (id,): (String,) = sqlx::query_as(
        "select id from promotion_entries where kind = 'voucher' and said like '%0000071%'",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    let correction = format!("/promotion/entries/{id}/correction");
    let form = world.get(&correction).await;
    assert!(form.contains("Rút khỏi hồ sơ"), "{form}");
    let right = "way=replace&revision=1&number=0000071&on_day=20/06/2019&issuer=Cửa hàng Vải Sợi&content=Thù lao giáo viên quý II&amount=60&source=local&cost_id=&participant_id=";
    let unexplained = world.post(&correction, right).await;
    assert!(unexplained.starts_with("422") && unexplained.contains("lý do"), "{unexplained}");
    ok(&world, &correction, &format!("{right}&reason=Ghi nhầm số tiền")).await;
    let page = world.get(&entries).await;
    assert!(page.contains("không còn tính: Ghi nhầm số tiền"), "{page}");
    assert!(
        page.contains("Quyết toán nguồn KCĐP là 118.500.000 đồng nhưng chứng từ mới có 110.000.000 đồng, thiếu 8.500.000 đồng."),
        "{page}"
    );
    let stale = world.post(&correction, &format!("{right}&reason=Lần nữa")).await;
    assert!(stale.starts_with("409"), "{stale}");
    let (other,): (String,) = sqlx::query_as(
        "select id from promotion_entries where kind = 'progress' and superseded_at = ''",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    let form = "way=withdraw&reason=Nhập nhầm đề án&revision=1";
    ok(&world, &format!("/promotion/entries/{other}/correction"), form).await;
    assert!(world.get(&entries).await.contains("không còn tính: Nhập nhầm đề án"));
    let history = world.get(&at).await;
    assert!(history.contains("ghi chứng từ") && history.contains("rút mục kê khai"), "{history}");
    // The same voucher is not counted twice.
    let twice = "number=0000072&on_day=20/06/2019&issuer=Cửa hàng Vải Sợi&content=Vải thực hành&amount=50&source=local&cost_id=&participant_id=";
    entry(&world, &at, "voucher", twice).await;
    let again = world.post(&format!("{entries}/voucher"), twice).await;
    assert!(again.starts_with("422") && again.contains("Chứng từ này đã có"), "{again}");
}

#[tokio::test]
async fn what_is_typed_wrong_is_said_and_nobody_elses_form_is_seen() {
    let mut world = with_projects().await;
    let at = planned(&world, "local", "1", "vocational_training").await;
    let minutes = paper("1/BC", "24/06/2019", "Báo cáo");
    for (kind, form, says) in [
        ("cost", format!("ordinal=1&content=Máy&year=2019&{minutes}"), "ít nhất một số tiền"),
        (
            "progress",
            format!("on_day=24/06/2019&percent=120&content=Xong&{minutes}"),
            "không quá 100",
        ),
        (
            "voucher",
            "number=1&on_day=24/06/2019&content=a&amount=5&source=local&cost_id=".to_owned(),
            "đơn vị lập chứng từ",
        ),
        (
            "voucher",
            "number=1&on_day=24/06/2019&issuer=b&content=a&amount=5&source=local&cost_id=khong-co"
                .to_owned(),
            "Hãy chọn một dòng trong dự toán",
        ),
        (
            "acceptance",
            format!("scope=place&on_day=31/02/2019&content=a&parties=b&result=passed&{minutes}"),
            "31/02/2019",
        ),
    ] {
        let answer = world.post(&format!("{at}/entries/{kind}"), &form).await;
        assert!(answer.starts_with("422") && answer.contains(says), "{kind}: {answer}");
    }
    assert!(world.get(&format!("{at}/entries/khac/new")).await.starts_with("404"));
    let password =
        world.add_person("tinh-khac", longan::users::Role::Officer, "province:60:").await;
    world.sign_in("tinh-khac", &password).await;
    for path in ["/entries", "/forms.zip", "/forms/mau-01/docx", "/entries/cost/new"] {
        assert!(world.get(&format!("{at}{path}")).await.starts_with("404"), "{path}");
    }
}
