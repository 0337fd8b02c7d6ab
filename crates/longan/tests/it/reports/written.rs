//! The report in words beside Biểu số 04: drafted with sources, written, approved, issued, kept.

use super::summary::{HALF, Story, TAY_NINH};
use std::io::{Cursor, Read as _};

impl Story {
    /// Draws up Biểu số 04 for a period and answers with its address.
    async fn form_for(&self, period: &str) -> String {
        let body = format!("form=bieu-04&period={period}&place={TAY_NINH}");
        let answer = self.world.post("/reports/summaries", &body).await;
        answer.strip_prefix("303 See Other → ").unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// Sends a Biểu số 04 by its paper.
    async fn form_goes(&mut self, at: &str, paper: &str) {
        self.becomes("chuyen-vien").await;
        self.goes(at, "settlement", "settled=computed").await;
        self.fills_the_gaps(at).await;
        self.explains_jumps(at).await;
        self.goes(at, "check", "").await;
        self.becomes("lanh-dao").await;
        self.goes(at, "approval", "").await;
        self.becomes("chuyen-vien").await;
        self.goes(at, "sending", paper).await;
    }

    /// Begins the report in words of a Biểu số 04.
    async fn begins(&self, form: &str) -> String {
        let id = form.rsplit('/').next().unwrap();
        let answer = self.world.post("/reports/written", &format!("report={id}")).await;
        answer.strip_prefix("303 See Other → ").unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// Writes a part as its own form would send it.
    async fn writes(&self, at: &str, key: &str, form: &str) {
        let answer = self.tries_to_write(at, key, form).await;
        assert!(answer.starts_with("303"), "{key}: {answer}");
    }

    async fn tries_to_write(&self, at: &str, key: &str, form: &str) -> String {
        let part = format!("{at}/parts/{key}");
        let revision = self.revision(&part).await;
        self.world.post(&part, &format!("revision={revision}&{form}")).await
    }

    async fn writes_what_is_free(&self, at: &str) {
        for (key, words) in [
            ("difficulties", "Một số cụm chưa có chủ đầu tư hạ tầng.\nVốn còn hạn chế."),
            ("direction", "Rà soát phương án phát triển cụm công nghiệp."),
            ("proposals", "Không có."),
        ] {
            self.writes(at, key, &format!("way=own&body={words}")).await;
        }
    }

    /// Says why a number jumped, where the checks ask for it.
    async fn explains_jumps(&self, at: &str) {
        let page = self.step(at, "check", "").await;
        assert!(page.starts_with("303") || page.starts_with("422"), "{page}");
        if page.starts_with("303") {
            let revision = self.revision(at).await;
            self.world.post(&format!("{at}/computation"), &format!("revision={revision}")).await;
        }
    }

    async fn word_text(&self, at: &str) -> String {
        let bytes = self.world.body(&format!("{at}/letter.docx")).await;
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
        text
    }
}

#[tokio::test]
async fn a_report_in_words_is_drafted_with_the_source_after_each_number() {
    let mut story = Story::new().await;
    story.becomes("chuyen-vien").await;
    let none = story.world.get(&format!("/reports/written?period={HALF}")).await;
    assert!(none.contains("lập Biểu số 04"), "{none}");
    let form = story.form_for(HALF).await;
    let list = story.world.get(&format!("/reports/written?period={HALF}")).await;
    assert!(list.contains("Dự thảo báo cáo"), "{list}");
    let at = story.begins(&form).await;
    assert_eq!(at, story.begins(&form).await, "there is one report in words of a form");
    let page = story.world.get(&at).await;
    assert!(page.contains("Số liệu được chốt đến hết ngày 14/06/2026."), "{page}");
    assert!(page.contains("theo TT 14/2024/TT-BCT, Điều 3"), "{page}");
    // The number of the form, its words, and the papers behind its rows.
    let established = story.number(&form, "r03").await;
    let count = established["value"].as_i64().unwrap();
    let told = format!("{count} ({}) cụm công nghiệp", kernel::number::in_words(count));
    assert!(page.contains(&told), "{told}: {page}");
    assert!(page.contains("(Nguồn: Biểu số 04, mục 3; theo "), "{page}");
    assert!(page.contains("văn bản, mới nhất là "), "{page}");
    // Nobody told the revenue: that is missing, not 0.
    assert!(
        page.contains(
            "Doanh thu của các dự án trong kỳ báo cáo: chưa có số liệu (Nguồn: Biểu số 04, mục 23)"
        ),
        "{page}"
    );
    assert!(page.contains("Cơ sở tính: đất công nghiệp đã cho thuê chia cho"), "{page}");
    assert!(page.contains("theo định nghĩa pháp luật"), "the other base is named too: {page}");
    // Every number that a paragraph tells has its source in the same paragraph.
    for line in page.lines().filter(|line| line.contains(" ha ") || line.contains(" cụm công")) {
        let is_told = line.starts_with("Đến hết") || line.starts_with("Đã có");
        assert!(!is_told || line.contains("(Nguồn: "), "{line}");
    }

    // Others learn nothing of a draft.
    for name in ["xa", "bo", "xa-khac"] {
        story.becomes(name).await;
        for path in [at.clone(), format!("{at}/letter.docx"), format!("{at}/parts/general")] {
            let answer = story.world.get(&path).await;
            let is_hidden = answer.starts_with("404") || answer.starts_with("403");
            assert!(is_hidden, "{name} at {path}: {answer}");
        }
        let id = form.rsplit('/').next().unwrap();
        let begun = story.world.post("/reports/written", &format!("report={id}")).await;
        assert!(begun.starts_with("404") || begun.starts_with("403"), "{name}: {begun}");
    }
    story.becomes("xa").await;
    let list = story.world.get(&format!("/reports/written?period={HALF}")).await;
    assert!(!list.contains("Tây Ninh"), "{list}");
}

#[tokio::test]
async fn what_an_officer_wrote_stands_and_is_flagged_when_a_number_moves() {
    let mut story = Story::new().await;
    story.becomes("chuyen-vien").await;
    let form = story.form_for(HALF).await;
    let at = story.begins(&form).await;
    let own = "Dự án trong cụm hoạt động ổn định (Nguồn: Biểu số 04, mục 20).";
    let seen = story.revision(&format!("{at}/parts/projects")).await;
    story.writes(&at, "projects", &format!("way=own&body={own}")).await;
    let late = format!("revision={seen}&way=own&body=khác");
    let late = story.world.post(&format!("{at}/parts/projects"), &late).await;
    assert!(late.starts_with("409"), "somebody else's words are not written over: {late}");
    let page = story.world.get(&at).await;
    assert!(page.contains("Dự án trong cụm hoạt động ổn định"), "{page}");
    assert!(!page.contains("Doanh thu của các dự án trong kỳ"), "{page}");
    assert!(!page.contains("số liệu đã đổi từ khi sửa"), "nothing has moved yet: {page}");
    let empty = story.tries_to_write(&at, "difficulties", "way=own&body=").await;
    assert!(empty.starts_with("422") && empty.contains("Không có gì thì ghi"), "{empty}");

    // Somebody gives the missing numbers in Biểu số 04: the words may no longer fit.
    story.fills_the_gaps(&form).await;
    let page = story.world.get(&at).await;
    assert!(page.contains("số liệu đã đổi từ khi sửa"), "{page}");
    assert!(page.contains("mục 23: chưa có số liệu → 0 tỷ đồng"), "{page}");
    let part = story.world.get(&format!("{at}/parts/projects")).await;
    assert!(part.contains("Lời dự thảo từ số liệu hiện nay"), "{part}");
    // Read again and kept, it fits; or the draft is taken back.
    story.writes(&at, "projects", &format!("way=own&body={own}")).await;
    assert!(!story.world.get(&at).await.contains("số liệu đã đổi từ khi sửa"));
    story.writes(&at, "projects", "way=draft&body=").await;
    let page = story.world.get(&at).await;
    assert!(page.contains("Doanh thu của các dự án trong kỳ báo cáo: 0 tỷ đồng"), "{page}");
    let unknown = story.tries_to_write(&at, "nothing", "way=own&body=x").await;
    assert!(unknown.starts_with("404"), "{unknown}");
}

#[tokio::test]
async fn a_report_in_words_is_approved_issued_and_reads_the_same_for_ever() {
    let mut story = Story::new().await;
    story.becomes("chuyen-vien").await;
    let form = story.form_for(HALF).await;
    let at = story.begins(&form).await;
    story.becomes("lanh-dao").await;
    let early = story.step(&at, "approval", "").await;
    assert!(early.contains("Hãy gửi Biểu số 04 trước"), "{early}");
    story.form_goes(&form, "number=125/BC-SCT&issued_on=28/06/2026").await;
    story.becomes("lanh-dao").await;
    let early = story.step(&at, "approval", "").await;
    assert!(early.starts_with("422") && early.contains("Còn 3 phần"), "{early}");
    story.becomes("chuyen-vien").await;
    story.writes_what_is_free(&at).await;
    assert!(story.step(&at, "approval", "").await.starts_with("403"), "the head answers for it");
    let early = story.step(&at, "issuance", "number=1/BC&issued_on=29/06/2026&signer=A&office=B");
    assert!(early.await.starts_with("409"), "nobody issues what is not approved");
    story.becomes("lanh-dao").await;
    story.goes(&at, "approval", "").await;
    // Another word, and it has to be approved again.
    story.becomes("chuyen-vien").await;
    story.writes(&at, "proposals", "way=own&body=Sớm ban hành hướng dẫn.").await;
    story.becomes("lanh-dao").await;
    story.goes(&at, "approval", "").await;
    story.becomes("chuyen-vien").await;
    let nameless = story.step(&at, "issuance", "number=&issued_on=&signer=&office=").await;
    assert!(nameless.starts_with("422") && nameless.contains("số, ký hiệu"), "{nameless}");
    let paper =
        "number=130/BC-SCT&issued_on=29/06/2026&office=KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC&signer=Lê Thị Hà";
    story.goes(&at, "issuance", paper).await;
    let page = story.world.get(&at).await;
    assert!(page.contains("Báo cáo số 130/BC-SCT ngày 29/06/2026 của Sở Công Thương"), "{page}");
    assert!(page.contains("Bản đã ban hành, giữ nguyên từ"), "{page}");
    assert!(story.world.get("/documents?q=130/bc").await.contains("130/BC-SCT"));
    let word = story.word_text(&at).await;
    for words in [
        "UBND TỈNH TÂY NINH",
        "Số: 130/BC-SCT",
        "Tây Ninh, ngày 29 tháng 6 năm 2026",
        "PHÓ GIÁM ĐỐC",
        "Lê Thị Hà",
        "Sớm ban hành hướng dẫn.",
        "Ủy ban nhân dân tỉnh Tây Ninh",
        "Biểu số 04",
        "(Nguồn: Biểu số 04, mục 3;",
        "Kèm theo Báo cáo số 130/BC-SCT",
    ] {
        assert!(word.contains(words), "{words}");
    }
    let html = String::from_utf8(story.world.body(&format!("{at}/letter.html")).await).unwrap();
    assert!(html.contains("III. KHÓ KHĂN, VƯỚNG MẮC"), "{html}");
    let pdf = story.world.body(&format!("{at}/letter.pdf")).await;
    assert_eq!(pdf.starts_with(b"%PDF-"), paper::letter::makes_pdf());

    // The register moves; what was issued does not.
    story.world.wait_until("2026-11-23T08:00:00Z");
    let number = "indicator=area.decision&value=74&number_precision=exact&as_of=01/06/2026&reporter=UBND tỉnh&reporter_kind=department";
    let source = "document_kind=decision&document_number=77/QĐ-UBND&document_day=01/06/2026&document_issuer=UBND tỉnh&document_subject=Điều chỉnh diện tích";
    let added =
        story.world.post("/clusters/duc-hoa-ha/observations", &format!("{number}&{source}")).await;
    assert!(added.starts_with("303"), "{added}");
    assert_eq!(word, story.word_text(&at).await);
    assert_eq!(page, story.world.get(&at).await);
    let again = story.tries_to_write(&at, "general", "way=own&body=khác").await;
    assert!(again.starts_with("409"), "{again}");
    story.becomes("bo").await;
    assert!(
        story.world.get(&at).await.contains("130/BC-SCT"),
        "the Ministry reads what was issued"
    );
    story.becomes("xa").await;
    assert!(story.world.get(&at).await.starts_with("404"), "a commune has no part in it");
}

#[tokio::test]
async fn one_number_and_day_make_the_form_and_the_report_one_paper() {
    let mut story = Story::new().await;
    story.becomes("chuyen-vien").await;
    let form = story.form_for(HALF).await;
    let paper = "number=125/BC-SCT&issued_on=28/06/2026";
    story.form_goes(&form, paper).await;
    let at = story.begins(&form).await;
    story.writes_what_is_free(&at).await;
    story.becomes("lanh-dao").await;
    story.goes(&at, "approval", "").await;
    let page = story.world.get(&at).await;
    assert!(page.contains("Biểu số 04 đã gửi theo số 125/BC-SCT"), "{page}");
    story.goes(&at, "issuance", &format!("{paper}&office=GIÁM ĐỐC&signer=Lê Hà")).await;
    let (papers,): (i64,) =
        sqlx::query_as("select count(*) from documents where number = '125/BC-SCT'")
            .fetch_one(story.world.app.store.read())
            .await
            .unwrap();
    assert_eq!(papers, 1);
}

#[tokio::test]
async fn a_report_compares_with_the_last_one_of_the_same_kind() {
    let mut story = Story::new().await;
    story.becomes("chuyen-vien").await;
    let before = story.form_for("2025").await;
    story.form_goes(&before, "number=250/BC-SCT&issued_on=20/12/2025").await;
    let decision =
        "document_kind=decision&document_number=9/QĐ&document_day=01/02/2026&document_subject=x";
    let cluster = format!(
        "name=Mới&place=commune:27937:2025-07-01&place_text=xã&known_from=01/02/2026&{decision}"
    );
    assert!(story.world.post("/clusters", &cluster).await.starts_with("303"));
    let state = format!("state=established&on_day=01/02/2026&precision=exact&{decision}");
    assert!(story.world.post("/clusters/moi/states", &state).await.starts_with("303"));
    let form = story.form_for("2026").await;
    let at = story.begins(&form).await;
    let page = story.world.get(&at).await;
    assert!(page.contains(", tăng 1 cụm ("), "{page}");
    assert!(
        page.contains("của năm 2025 (Nguồn: Báo cáo số 250/BC-SCT ngày 20/12/2025, mục 3)"),
        "{page}"
    );
    assert!(page.contains("đã thành lập 1 (một) cụm công nghiệp"), "{page}");
    assert!(page.contains("gồm: Mới (Nguồn: 9/QĐ ngày 01/02/2026)"), "{page}");
}
