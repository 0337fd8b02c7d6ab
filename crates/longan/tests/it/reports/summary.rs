//! Biểu số 03 and 04: drawn up, settled, checked, approved, sent, taken; and what was sent stays.

use super::long_an;
use crate::world::World;
use longan::users::Role;

/// Xã Đức Hòa of today: three clusters of the sample lie in it.
pub const COMMUNE: &str = "commune:27937:2025-07-01";
/// Another commune of the province.
pub const OTHER: &str = "commune:27907:2025-07-01";
pub const TAY_NINH: &str = "province:80:2025-07-01";
pub const HALF: &str = "2026-H1";

/// People of a province and a commune, and the reports they add up.
pub struct Story {
    pub world: World,
    people: Vec<(&'static str, String)>,
}

impl Story {
    pub async fn new() -> Self {
        let world = long_an().await;
        let mut people = Vec::new();
        for (name, role, place) in [
            ("xa", Role::CommuneCommittee, COMMUNE),
            ("xa-khac", Role::CommuneCommittee, OTHER),
            ("chuyen-vien", Role::Officer, TAY_NINH),
            ("lanh-dao", Role::Head, TAY_NINH),
            ("bo", Role::Ministry, longan::places::COUNTRY_ID),
        ] {
            people.push((name, world.add_person(name, role, place).await));
        }
        Self { world, people }
    }

    pub async fn becomes(&mut self, name: &str) {
        let password = self.people.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        assert_eq!(self.world.sign_in(name, &password).await, 303);
    }

    /// Draws a report up and returns its address.
    pub async fn draws_up(&self, form: &str, place: &str) -> String {
        let body = format!("form={form}&period={HALF}&place={place}");
        let answer = self.world.post("/reports/summaries", &body).await;
        answer.strip_prefix("303 See Other → ").unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// What programs are told of a report.
    pub async fn json(&self, at: &str) -> serde_json::Value {
        self.world.json(&format!("/api{at}")).await
    }

    /// The revision of the report as its page carries it.
    pub async fn revision(&self, at: &str) -> String {
        let html = String::from_utf8(self.world.body(at).await).unwrap();
        let found = html.split("name=\"revision\" value=\"").nth(1);
        found.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    pub async fn step(&self, at: &str, step: &str, form: &str) -> String {
        let revision = self.revision(at).await;
        self.world.post(&format!("{at}/{step}"), &format!("revision={revision}&{form}")).await
    }

    pub async fn goes(&self, at: &str, step: &str, form: &str) {
        let answer = self.step(at, step, form).await;
        assert!(answer.starts_with("303"), "{step}: {answer}");
    }

    /// Gives every number that nobody told, with a reason, and says why others are as they are.
    pub async fn fills_the_gaps(&self, at: &str) {
        let report = self.json(at).await;
        for row in report["report"]["rows"].as_array().unwrap() {
            if row["value"].is_null() && row["key"] != "r19" {
                let step = format!("rows/{}", row["key"].as_str().unwrap());
                let form = "settled=entered&value=0&explanation=Chưa có doanh nghiệp nào báo cáo";
                self.goes(at, &step, form).await;
            }
        }
    }

    pub async fn number(&self, at: &str, key: &str) -> serde_json::Value {
        let report = self.json(at).await;
        let rows = report["report"]["rows"].as_array().unwrap();
        rows.iter().find(|row| row["key"] == key).unwrap_or_else(|| panic!("{report}")).clone()
    }

    /// A commune's report, sent by its paper.
    pub async fn commune_sends(&mut self) -> String {
        self.becomes("xa").await;
        let at = self.draws_up("bieu-03", COMMUNE).await;
        self.fills_the_gaps(&at).await;
        self.goes(&at, "check", "").await;
        self.goes(&at, "approval", "").await;
        self.goes(&at, "sending", "number=12/BC-UBND&issued_on=20/06/2026").await;
        at
    }
}

#[tokio::test]
async fn a_commune_draws_up_its_report_row_by_row_and_sends_it() {
    let mut story = Story::new().await;
    story.becomes("xa").await;
    let list = story.world.get(&format!("/reports/summaries?period={HALF}")).await;
    assert!(list.contains("Xã Đức Hòa | chưa gửi\nLập từ hồ sơ"), "{list}");
    let at = story.draws_up("bieu-03", COMMUNE).await;
    let page = story.world.get(&at).await;
    assert!(page.contains("Kỳ số liệu từ 15/12/2025 đến hết 14/06/2026"), "{page}");
    assert!(page.contains("3 | Số lượng cụm công nghiệp đã thành lập | Cụm | 3"), "{page}");
    assert!(page.contains("chưa có"), "revenue is missing, not 0: {page}");
    let row = story.world.get(&format!("{at}/rows/r03")).await;
    assert!(row.contains("Đức Hòa Hạ | 1 Cụm | 09/05/2008 | 3804/QĐ-UBND"), "{row}");
    // What nobody told stands in the way until somebody says what it is.
    let early = story.step(&at, "check", "").await;
    assert!(early.starts_with("422") && early.contains("việc phải làm"), "{early}");
    let silent = story.step(&at, "rows/r23", "settled=entered&value=1,5").await;
    assert!(silent.contains("Hãy ghi lý do"), "{silent}");
    let typo = story.step(&at, "rows/r23", "settled=entered&value=một&explanation=x").await;
    assert!(typo.starts_with("422"), "{typo}");
    story.fills_the_gaps(&at).await;
    story.goes(&at, "check", "").await;

    // Others do not see a draft; and nobody sends what is not approved.
    for (name, path) in
        [("xa-khac", at.clone()), ("bo", at.clone()), ("xa-khac", format!("{at}/rows/r03"))]
    {
        story.becomes(name).await;
        let answer = story.world.get(&path).await;
        assert!(answer.starts_with("404"), "{name} at {path}: {answer}");
    }
    story.becomes("xa").await;
    let early = story.step(&at, "sending", "number=12/BC-UBND&issued_on=20/06/2026").await;
    assert!(early.starts_with("409"), "{early}");
    story.goes(&at, "approval", "").await;
    let without_paper = story.step(&at, "sending", "number=&issued_on=").await;
    assert!(without_paper.contains("Hãy nhập số, ký hiệu"), "{without_paper}");
    story.goes(&at, "sending", "number=12/BC-UBND&issued_on=20/06/2026").await;
    let sent = story.world.get(&at).await;
    assert!(sent.contains("Báo cáo số 12/BC-UBND ngày 20/06/2026 của UBND xã Đức Hòa"), "{sent}");
    assert!(sent.contains("Bản đã gửi, giữ nguyên từ"), "{sent}");
    assert!(story.world.get("/documents?q=12/bc").await.contains("12/BC-UBND"));
    // Sent is sent.
    let again =
        story.world.post(&format!("{at}/rows/r03"), "settled=entered&value=9&explanation=x").await;
    assert!(again.starts_with("409"), "{again}");
    story.becomes("xa-khac").await;
    assert!(story.world.get(&at).await.starts_with("404"), "another commune's report");
    let other = story
        .world
        .post("/reports/summaries", &format!("form=bieu-03&period={HALF}&place={COMMUNE}"))
        .await;
    assert!(other.starts_with("404"), "{other}");
}

#[tokio::test]
async fn what_was_sent_stays_and_the_page_says_what_the_register_tells_today() {
    let mut story = Story::new().await;
    let at = story.commune_sends().await;
    let before = story.json(&at).await;
    let printed = story.world.get(&format!("{at}/rows/r18")).await;
    assert!(!story.world.get(&at).await.contains("Từ khi gửi đến nay"), "nothing has changed");

    // A decision of before the cut-off is entered after the report went.
    story.world.wait_until("2026-11-23T08:00:00Z");
    let form = "indicator=area.decision&value=74&number_precision=exact&as_of=01/06/2026&reporter=UBND tỉnh&reporter_kind=department";
    let paper = "document_kind=decision&document_number=77/QĐ-UBND&document_day=01/06/2026&document_issuer=UBND tỉnh&document_subject=Điều chỉnh diện tích";
    let added =
        story.world.post("/clusters/duc-hoa-ha/observations", &format!("{form}&{paper}")).await;
    assert!(added.starts_with("303"), "{added}");
    let page = story.world.get(&at).await;
    assert!(page.contains("Từ khi gửi đến nay hồ sơ đã đổi"), "{page}");
    assert!(page.contains("4 Tổng diện tích các cụm công nghiệp đã thành lập"), "{page}");
    assert!(page.contains("Đức Hòa Hạ: 75 ha → 74 ha"), "{page}");
    assert!(page.contains("theo 77/QĐ-UBND"), "{page}");
    let after = story.json(&at).await;
    assert_eq!(before["report"], after["report"], "the frozen report is the same for ever");
    assert_eq!(before["sha256"], after["sha256"]);
    let content = serde_json::to_string(&after["report"]).unwrap();
    assert!(content.contains("3804/QĐ-UBND") && content.contains("longan-report-1"));
    assert_eq!(printed, story.world.get(&format!("{at}/rows/r18")).await);

    // A correction is a new version, with a reason, beside the old one.
    let silent = story.world.post(&format!("{at}/correction"), "reason=").await;
    assert!(silent.starts_with("422"), "{silent}");
    let second = story.world.post(&format!("{at}/correction"), "reason=Diện tích theo QĐ 77").await;
    let second = second.strip_prefix("303 See Other → ").unwrap().to_owned();
    let difference = story.world.get(&format!("{second}/difference")).await;
    assert!(difference.contains("Lý do: Diện tích theo QĐ 77"), "{difference}");
    assert!(difference.contains("Đức Hòa Hạ: 75 ha → 74 ha"), "{difference}");
    let twice = story.world.post(&format!("{at}/correction"), "reason=nữa").await;
    assert!(twice.starts_with("409"), "one correction at a time: {twice}");
    story.fills_the_gaps(&second).await;
    story.goes(&second, "check", "").await;
    story.goes(&second, "approval", "").await;
    story.goes(&second, "sending", "number=13/BC-UBND&issued_on=21/06/2026").await;
    assert!(story.world.get(&at).await.contains("đã có bản thay thế"));
    assert_eq!(before["report"], story.json(&at).await["report"]);
}

#[tokio::test]
async fn the_department_draws_up_for_a_commune_only_when_that_asks() {
    let mut story = Story::new().await;
    let body = format!("form=bieu-03&period={HALF}&place={COMMUNE}");
    story.becomes("chuyen-vien").await;
    assert!(story.world.post("/reports/summaries", &body).await.starts_with("403"));
    story.becomes("xa").await;
    let asks = format!("place={COMMUNE}&to_day=31/12/2026&reason=xã chưa có cán bộ");
    assert!(story.world.post("/entry-requests", &asks).await.starts_with("303"));
    story.becomes("chuyen-vien").await;
    let at = story.draws_up("bieu-03", COMMUNE).await;
    assert!(story.world.get(&at).await.contains("nhập thay Xã Đức Hòa"));
    story.fills_the_gaps(&at).await;
    story.goes(&at, "check", "").await;
    assert!(story.step(&at, "approval", "").await.starts_with("403"), "the head answers for it");
    story.becomes("lanh-dao").await;
    story.goes(&at, "approval", "").await;
    let page = story.world.get(&at).await;
    assert!(page.contains("Người lanh-dao (nhập thay UBND xã Đức Hòa"), "{page}");
}

#[tokio::test]
async fn the_department_adds_up_settles_each_difference_and_the_ministry_takes_it() {
    let mut story = Story::new().await;
    // The commune says another area than the register.
    story.becomes("xa").await;
    let below = story.draws_up("bieu-03", COMMUNE).await;
    story.fills_the_gaps(&below).await;
    let entered = "settled=entered&value=200,5&explanation=Đo đạc lại năm 2026";
    story.goes(&below, "rows/r04", entered).await;
    story.goes(&below, "check", "").await;
    story.goes(&below, "approval", "").await;
    story.goes(&below, "sending", "number=12/BC-UBND&issued_on=20/06/2026").await;

    story.becomes("chuyen-vien").await;
    let at = story.draws_up("bieu-04", TAY_NINH).await;
    let page = story.world.get(&at).await;
    assert!(page.contains("Báo cáo của cấp dưới: 1 đã gửi"), "{page}");
    let row = story.number(&at, "r04").await;
    assert_eq!(row["below"], 2_005_000);
    assert!(row["value"].is_null() && row["settled"].is_null(), "{row}");
    let why = story.world.get(&format!("{at}/rows/r04")).await;
    assert!(why.contains("Xã Đức Hòa | 200,50 |") && why.contains("Đo đạc lại năm 2026"), "{why}");
    let early = story.step(&at, "check", "").await;
    assert!(early.contains("hồ sơ và báo cáo cấp dưới khác nhau"), "{early}");
    story.goes(&at, "settlement", "settled=computed").await;
    story.fills_the_gaps(&at).await;
    story.goes(&at, "check", "").await;
    // The officer draws up, the head answers for it.
    assert!(story.step(&at, "approval", "").await.starts_with("403"));
    story.becomes("bo").await;
    assert!(story.world.get(&at).await.starts_with("404"), "a draft is no report");
    story.becomes("lanh-dao").await;
    story.goes(&at, "approval", "").await;
    story.becomes("chuyen-vien").await;
    story.goes(&at, "sending", "number=125/BC-SCT&issued_on=28/06/2026").await;

    // The commune's report is taken or given back by the Department.
    let silent = story.step(&below, "decision", "decision=return").await;
    assert!(silent.starts_with("422") && silent.contains("phải sửa gì"), "{silent}");
    story.goes(&below, "decision", "decision=return&remarks=Diện tích không khớp quyết định").await;
    story.becomes("xa").await;
    let told = story.world.get(&below).await;
    assert!(told.contains("Ý kiến của nơi nhận: Diện tích không khớp quyết định"), "{told}");
    let own = story.world.post(&format!("{at}/decision"), "decision=accept").await;
    assert!(own.starts_with("403"), "{own}");
    story.becomes("bo").await;
    let seen = story.world.get(&at).await;
    assert!(seen.contains("125/BC-SCT"), "{seen}");
    story.goes(&at, "decision", "decision=accept").await;
    assert!(story.world.get(&at).await.contains("đã tiếp nhận"));
}

#[tokio::test]
async fn a_register_that_moved_is_not_sent_as_it_was_checked() {
    let mut story = Story::new().await;
    story.becomes("xa").await;
    let at = story.draws_up("bieu-03", COMMUNE).await;
    story.fills_the_gaps(&at).await;
    let stale = story.revision(&at).await;
    story.goes(&at, "check", "").await;
    let late = story.world.post(&format!("{at}/computation"), &format!("revision={stale}")).await;
    assert!(late.starts_with("409"), "what somebody else changed is not written over: {late}");
    let form = "state=established&on_day=01/02/2026&precision=exact&document_kind=decision&document_number=9/QĐ&document_day=01/02/2026&document_subject=x";
    let cluster = format!(
        "name=Mới&place={COMMUNE}&place_text=xã&known_from=01/02/2026&document_kind=decision&document_number=9/QĐ&document_day=01/02/2026&document_subject=x"
    );
    assert!(story.world.post("/clusters", &cluster).await.starts_with("303"));
    assert!(story.world.post("/clusters/moi/states", form).await.starts_with("303"));
    let moved = story.step(&at, "approval", "").await;
    assert!(moved.contains("Số liệu trong hồ sơ đã đổi từ khi kiểm tra"), "{moved}");
    story.goes(&at, "computation", "").await;
    assert_eq!(story.number(&at, "r05").await["value"], 1);
}
