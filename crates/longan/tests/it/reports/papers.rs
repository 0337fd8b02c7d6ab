//! Reports on paper: every label in its place, each number opens its rows, and what was sent is
//! the same paper for ever.

use super::summary::{COMMUNE, OTHER, Story, TAY_NINH};
use super::{long_an, person, seat, tenant_of};
use crate::commands::Desk;
use crate::world::{LONG_AN, World};
use axum::http::header::{CONTENT_DISPOSITION, HOST};
use http_body_util::BodyExt as _;
use longan::reports::papers::PaperFormat;
use longan::users::Role;
use paper::workbook::{Limits, Value, read};
use std::io::Read as _;

/// Where the readers of these stories reach the program.
const ADDRESS: &str = "http://longan.example";

/// A paper as a browser takes it: status, name of the file, bytes.
async fn paper(world: &World, at: &str, format: &str) -> (u16, String, Vec<u8>) {
    let mut request = world.request(&format!("{at}/papers/{format}"));
    request.headers_mut().insert(HOST, "longan.example".parse().unwrap());
    let response = world.send(request).await;
    let name = response.headers().get(CONTENT_DISPOSITION);
    let name = name.map(|name| name.to_str().unwrap().to_owned()).unwrap_or_default();
    let status = response.status().as_u16();
    (status, name, response.into_body().collect().await.unwrap().to_bytes().to_vec())
}

async fn taken(world: &World, at: &str, format: &str) -> Vec<u8> {
    let (status, name, bytes) = paper(world, at, format).await;
    assert_eq!(status, 200, "{at} as {format}: {}", String::from_utf8_lossy(&bytes));
    assert!(name.ends_with(&format!(".{format}\"")), "{name}");
    bytes
}

async fn data(world: &World, at: &str) -> serde_json::Value {
    serde_json::from_slice(&taken(world, at, "json").await).unwrap()
}

/// The text of a Word file, with what is said of its fields.
fn word_text(docx: Vec<u8>) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut text = String::new();
    for part in ["word/header2.xml", "word/document.xml", "word/footer1.xml"] {
        zip.by_name(part).unwrap().read_to_string(&mut text).unwrap();
    }
    text
}

/// Number, text and unit of every row of a form, as the handbook has them.
fn printed_rows(form: &str) -> Vec<[String; 3]> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../law/examples/form_labels.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.records().map(Result::unwrap).filter(|row| &row[0] == form);
    rows.map(|row| [row[1].to_owned(), row[2].to_owned(), row[3].to_owned()]).collect()
}

fn rows_of(data: &serde_json::Value) -> Vec<[String; 3]> {
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    let rows = data["rows"].as_array().unwrap().iter();
    rows.map(|row| [text(row, "number"), text(row, "label"), text(row, "unit")]).collect()
}

#[tokio::test]
async fn the_draft_of_a_department_has_every_row_and_each_number_opens_its_rows() {
    let mut story = Story::new().await;
    story.becomes("chuyen-vien").await;
    let at = story.draws_up("bieu-04", TAY_NINH).await;
    let page = String::from_utf8(story.world.body(&at).await).unwrap();
    for format in PaperFormat::offered() {
        assert!(page.contains(&format!("href=\"{at}/papers/{format}\"")), "{format}: {page}");
    }
    assert_eq!(page.contains("papers/pdf"), paper::letter::makes_pdf());

    let told = data(&story.world, &at).await;
    let printed = printed_rows("bieu-04");
    assert_eq!(printed.len(), 38, "27 indicators, 8 below them, 3 headings");
    assert_eq!(rows_of(&told), printed, "verbatim and in order");
    assert_eq!(told["about"]["status"], "draft");
    let numbers = told["rows"].as_array().unwrap().iter().filter(|row| row["unit"] != "");
    let mut opened = 0;
    for row in numbers {
        let link = row["link"].as_str().unwrap();
        let path = link.strip_prefix(ADDRESS).unwrap_or_else(|| panic!("{row}"));
        if ["r03", "r18", "r27"].contains(&row["key"].as_str().unwrap()) {
            let rows = story.world.get(path).await;
            assert!(rows.starts_with("200"), "{link}: {rows}");
            assert!(rows.contains("Từng dòng tạo nên số"), "{rows}");
            assert_eq!(rows.contains("Đức Hòa Hạ"), row["key"] == "r03", "{rows}");
        }
        opened += 1;
    }
    assert_eq!(opened, 35);

    let word = word_text(taken(&story.world, &at, "docx").await);
    for text in ["DỰ THẢO", "UBND TỈNH TÂY NINH", "SỞ CÔNG THƯƠNG", "Số: …", "Độc lập - Tự do"]
    {
        assert!(word.contains(text), "{text}");
    }
    assert!(word.contains(&format!("{ADDRESS}{at}/rows/r18")));
    assert!(word.contains("GIÁM ĐỐC SỞ CÔNG THƯƠNG") && word.contains("…, ngày … tháng …"));
    let sheet =
        &read(&taken(&story.world, &at, "xlsx").await, &Limits::default()).unwrap().sheets[0];
    let area = told["rows"].as_array().unwrap().iter().find(|row| row["key"] == "r04").unwrap();
    let area: f64 = area["value"].as_str().unwrap().parse().unwrap();
    let has_area = sheet.cells.values().any(|cell| cell.value == Value::Number(area));
    assert!(area > 1000.0 && has_area && sheet.name == "DỰ THẢO", "row 4 is a number: {area}");

    // Nobody else sees a draft, on paper neither; and there is no other kind of paper.
    story.becomes("bo").await;
    assert_eq!(paper(&story.world, &at, "xlsx").await.0, 404);
    story.becomes("chuyen-vien").await;
    assert_eq!(paper(&story.world, &at, "odt").await.0, 404);
    if !PaperFormat::Pdf.is_made() {
        let (status, _, said) = paper(&story.world, &at, "pdf").await;
        assert!(status == 422 && String::from_utf8_lossy(&said).contains("tải tệp Word"));
    }
}

#[tokio::test]
async fn what_was_sent_is_the_same_paper_after_the_register_has_changed() {
    let mut story = Story::new().await;
    story.becomes("xa").await;
    let at = story.draws_up("bieu-03", COMMUNE).await;
    story.fills_the_gaps(&at).await;
    story.goes(&at, "check", "").await;
    story.goes(&at, "approval", "").await;
    // What is approved goes to be signed: it is no draft any more, and has no number yet.
    let to_sign = word_text(taken(&story.world, &at, "docx").await);
    assert!(!to_sign.contains("DỰ THẢO") && to_sign.contains("Số: …"), "to be signed");
    story.goes(&at, "sending", "number=12/BC-UBND&issued_on=20/06/2026").await;

    let mut formats = vec!["docx", "xlsx", "json"];
    if PaperFormat::Pdf.is_made() {
        formats.push("pdf");
    }
    let mut before = Vec::new();
    for format in &formats {
        before.push(taken(&story.world, &at, format).await);
    }
    let told = data(&story.world, &at).await;
    assert_eq!(rows_of(&told), printed_rows("bieu-03").iter().map(read_today).collect::<Vec<_>>());
    assert_eq!(told["hash"], story.json(&at).await["sha256"]);
    let word = word_text(before[0].clone());
    for text in ["ỦY BAN NHÂN DÂN", "XÃ ĐỨC HÒA", "Số: 12/BC-UBND", "TM. ỦY BAN NHÂN DÂN"]
    {
        assert!(word.contains(text), "{text}");
    }
    assert!(word.contains("Đức Hòa, ngày 20 tháng 6 năm 2026"), "signed there on that day");
    assert!(word.contains("Báo cáo số 12/BC-UBND ngày 20/06/2026, bản 1"));
    assert!(word.contains(told["hash"].as_str().unwrap()) && !word.contains("DỰ THẢO"));

    story.world.wait_until("2026-11-23T08:00:00Z");
    let form = "indicator=area.decision&value=74&number_precision=exact&as_of=01/06/2026&reporter=UBND tỉnh&reporter_kind=department";
    let paper_of = "document_kind=decision&document_number=77/QĐ-UBND&document_day=01/06/2026&document_issuer=UBND tỉnh&document_subject=Điều chỉnh diện tích";
    let body = format!("{form}&{paper_of}");
    let added = story.world.post("/clusters/duc-hoa-ha/observations", &body).await;
    assert!(added.starts_with("303"), "{added}");
    assert!(story.world.get(&at).await.contains("Từ khi gửi đến nay hồ sơ đã đổi"));
    for (format, before) in formats.iter().zip(&before) {
        assert_eq!(&taken(&story.world, &at, format).await, before, "{format}");
    }

    // A correction is another paper; the first stays as it was.
    let second = story.world.post(&format!("{at}/correction"), "reason=Diện tích theo QĐ 77").await;
    let second = second.strip_prefix("303 See Other → ").unwrap().to_owned();
    let correction = word_text(taken(&story.world, &second, "docx").await);
    assert!(correction.contains("DỰ THẢO") && correction.contains("216,70"), "1 ha less");
    assert_eq!(taken(&story.world, &at, "docx").await, before[0]);
    let (_, name, _) = paper(&story.world, &second, "xlsx").await;
    assert!(name.contains("bieu-03-27937-2026-H1-ban-2.xlsx"), "{name}");

    story.becomes("xa-khac").await;
    assert_eq!(paper(&story.world, &at, "docx").await.0, 404, "{OTHER} has nothing to do with it");
}

/// The handbook has the words of the circular; districts are communes now.
fn read_today(row: &[String; 3]) -> [String; 3] {
    row.clone().map(|text| text.replace("cấp huyện", "cấp xã"))
}

#[tokio::test]
async fn an_enterprise_prints_what_it_reported_and_what_is_missing_is_no_nought() {
    let mut world = long_an().await;
    let (tenant, body) = tenant_of(&world, "1199010017").await;
    let own = seat(&world, "1199010017").await;
    let other = seat(&world, "1199012046").await;
    let officer = person(&world, "tiep-nhan", Role::Officer, LONG_AN).await;
    let enterprise = person(&world, "doanh-nghiep", Role::Tenant, &own).await;
    let stranger = person(&world, "nguoi-khac", Role::Tenant, &other).await;
    let path = format!("/reports/fill/bieu-01/2026-H1/{tenant}");
    world.sign_in("doanh-nghiep", &enterprise).await;
    let sent = [
        ("act", "send"),
        ("r01", "12,5"),
        ("r03", "0"),
        ("note_r03", "nghỉ <từ> 5/2026"),
        ("issued_on", "10/06/2026"),
        ("number", "05/BC-DN"),
    ];
    let (status, text, at) = world.upload(&path, "", b"", &sent).await;
    assert_eq!(status, 303, "{text}");

    let told = data(&world, &at).await;
    let printed = printed_rows("bieu-01");
    assert_eq!(rows_of(&told), printed);
    let shown: Vec<&str> = told["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["printed"].as_str().unwrap())
        .collect();
    assert_eq!(shown, ["12,5", "…", "0", "…"]);
    assert_eq!(told["rows"][2]["note"], "nghỉ <từ> 5/2026");
    let printed = word_text(taken(&world, &at, "docx").await);
    assert!(
        printed.contains(&body.to_uppercase()) && printed.contains("Số: 05/BC-DN"),
        "{printed}"
    );
    assert!(printed.contains("…, ngày 10 tháng 6 năm 2026") && printed.contains("Ngành, nghề"));
    assert!(printed.contains("Đã gửi ngày") && !printed.contains("DỰ THẢO"));

    world.sign_in("nguoi-khac", &stranger).await;
    assert_eq!(paper(&world, &at, "json").await.0, 404);
    world.sign_in("tiep-nhan", &officer).await;
    assert_eq!(data(&world, &at).await["rows"], told["rows"]);
}

#[test]
fn the_command_writes_every_form_and_says_what_is_missing_in_the_call() {
    let desk = Desk::new();
    desk.run(&["seed", "--scale", "0.05", "--random", "7"]).json();
    let report = |words: &[&str]| desk.run(&[&["report"], words].concat());
    let half = ["--period", "2025-H1"];
    let told =
        report(&[&["tt14-bieu-04", "--place", "80", "--format", "json"], &half[..]].concat());
    assert_eq!(rows_of(&told.json()), printed_rows("bieu-04"));
    assert!(told.said.contains("chưa lập"), "{told:?}");
    let link = told.json()["rows"][1]["link"].as_str().unwrap().to_owned();
    assert!(link.starts_with("http://127.0.0.1:8080/figures/clusters.planned.count?"), "{link}");
    // Asked as the link asks, the register says the same.
    let count =
        ["figure", "clusters.planned.count", "--place", "80", "--report", "2025-H1", "--json"];
    assert_eq!(desk.run(&count).json()["value"], told.json()["rows"][1]["value"]);

    let file = desk.path("04.xlsx");
    let written = report(
        &[&["tt14-bieu-04", "--place", "80", "-o", file.to_str().unwrap()], &half[..]].concat(),
    );
    assert_eq!((written.code, written.result.as_str()), (0, ""), "{written:?}");
    assert!(read(&std::fs::read(&file).unwrap(), &Limits::default()).is_ok());
    let page = report(
        &[&["tt14-bieu-04", "--place", "80", "--address", "https://a.vn/"], &half[..]].concat(),
    );
    assert!(
        page.result.starts_with("<!doctype html>")
            && page.result.contains("\"https://a.vn/figures/")
    );
    let pdf = report(&[&["tt14-bieu-04", "--place", "80", "--format", "pdf"], &half[..]].concat());
    if paper::letter::makes_pdf() {
        assert!(pdf.code == 0 && pdf.result.starts_with("%PDF-"), "{}", pdf.said);
    } else {
        assert!(pdf.code == 2 && pdf.said.contains("không có phần tạo PDF"), "{pdf:?}");
    }

    for (words, says) in [
        (vec!["tt14-bieu-09"], "tt14-bieu-01, tt14-bieu-02"),
        (vec!["tt14-bieu-04", "--place", "VN"], "mã tỉnh"),
        (vec!["tt14-bieu-03", "--place", "80"], "mã xã"),
        (vec!["tt14-bieu-01"], "--organization"),
        (vec!["tt14-bieu-02"], "--cluster"),
        (vec!["tt14-bieu-02", "--cluster", "khong-co"], "Không có đơn vị nào phải gửi"),
        (
            vec!["tt14-bieu-04", "--place", "80", "--format", "odt"],
            "pdf, docx, xlsx, html hoặc json",
        ),
    ] {
        let refused = report(&[&words[..], &half[..]].concat());
        assert!(refused.code == 2 && refused.said.contains(says), "{words:?}: {refused:?}");
    }
    let quarter = report(&["tt14-bieu-04", "--place", "80", "--period", "2025-Q1"]);
    assert!(quarter.code == 2 && quarter.said.contains("Kỳ báo cáo là"), "{quarter:?}");
}
