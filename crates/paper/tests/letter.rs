//! A filled form and a report as every format, with what is missing shown as missing.

use jiff::civil::date;
use kernel::form::Values;
use kernel::law::Law;
use paper::filled::FilledForm;
use paper::letter::{
    self, Align, Annex, Block, Cell, Column, Head, Letter, Row, Run, Signature, Table,
};
use paper::workbook::{Limits, Value, read};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

const FILES: [(&str, &str); 4] = [
    ("documents.toml", include_str!("../../../law/documents.toml")),
    ("readings.toml", include_str!("../../../law/forms/readings.toml")),
    ("bieu-03.toml", include_str!("../../../law/forms/tt-14-2024/bieu-03.toml")),
    ("bieu-04.toml", include_str!("../../../law/forms/tt-14-2024/bieu-04.toml")),
];

/// Where the rows of row 18 are.
const LINK: &str = "https://longan.example/reports/summaries/1/rows/r18?a=1&b=2";

fn filled(family: &str) -> FilledForm {
    let law = Law::parse(&FILES).expect("well formed");
    let day = date(2026, 6, 29);
    let form = law.form_on(family, day).expect("in force").read_on(law.readings(), day);
    FilledForm {
        form,
        period: "6 tháng đầu năm 2026".into(),
        header: BTreeMap::new(),
        values: Values::from([
            ("r03".into(), 26),
            ("r04".into(), 13_695_000),
            ("r05".into(), 0),
            ("r06".into(), 0),
            ("r13".into(), 8_123_456_789_000),
            ("r17".into(), 5_200_000),
            ("r18".into(), 4_126_200),
            ("r19".into(), 7935),
            ("r25".into(), 21_000),
        ]),
        notes: BTreeMap::from([("r18".into(), "gồm <cụm> Đức Mỹ & Long Cang".into())]),
        links: BTreeMap::from([("r18".into(), LINK.into())]),
        head: Some(Head {
            parent: "UBND TỈNH TÂY NINH".into(),
            body: "SỞ CÔNG THƯƠNG".into(),
            number: "Số: 125/BC-SCT".into(),
            ..Head::default()
        }),
        mark: "DỰ THẢO".into(),
        place: "Tây Ninh".into(),
        day: Some(day),
        signer: "Nguyễn Văn Ánh".into(),
        status: "Bản dự thảo".into(),
        law: "TT 14/2024/TT-BCT".into(),
        hash: "3f1a9c".into(),
    }
}

/// A report of several pages with an annex that lies over more than one.
fn report() -> Letter {
    let rows = (1..=120).map(|at| Row {
        bold: at % 40 == 1,
        cells: vec![
            Cell::text(at.to_string()),
            Cell::text(format!("Cụm công nghiệp số {at}, huyện Cần Giuộc")),
            Cell::text("49,50"),
        ],
    });
    let column = |heading: &str, width, align| Column { heading: heading.into(), width, align };
    let table = Table {
        columns: vec![
            column("TT", 8, Align::Center),
            column("Tên cụm công nghiệp", 70, Align::Left),
            column("Diện tích (ha)", 22, Align::Right),
        ],
        numbered: true,
        rows: rows.collect(),
    };
    Letter {
        title: "Báo cáo tình hình cụm công nghiệp".into(),
        day: Some(date(2026, 6, 29)),
        head: Some(Head {
            parent: "UBND TỈNH TÂY NINH".into(),
            body: "SỞ CÔNG THƯƠNG".into(),
            number: "Số: 1245/BC-SCT".into(),
            place_date: "Tây Ninh, ngày 29 tháng 6 năm 2026".into(),
            kind: "BÁO CÁO".into(),
            subject: "Tình hình phát triển cụm công nghiệp 6 tháng đầu năm 2026".into(),
            addressees: vec!["Ủy ban nhân dân tỉnh".into(), "Bộ Công Thương".into()],
            ..Head::default()
        }),
        blocks: vec![
            Block::Heading { text: "I. Tình hình chung".into() },
            Block::Paragraph {
                runs: vec![
                    Run::plain(
                        "Đến hết ngày 14/6/2026, toàn tỉnh có 26 cụm công nghiệp đã thành lập với tổng diện tích 1.369,50 ha ",
                    ),
                    Run::source("(Nguồn: Quyết định số 205/QĐ-UBND ngày 12/01/2026)"),
                    Run::plain(". Các chữ khó: ẵ ẳ ặ ễ ệ ỗ ợ ữ ự ỹ ỵ Đ đ."),
                ],
            },
        ],
        signature: Some(Signature {
            office: vec!["KT. GIÁM ĐỐC".into(), "PHÓ GIÁM ĐỐC".into()],
            name: "Trần Thị Ngọc Ẩn".into(),
            ..Signature::default()
        }),
        recipients: vec!["Như trên;".into(), "Lưu: VT, QLCN.".into()],
        annexes: vec![Annex {
            label: "Phụ lục I".into(),
            title: "DANH MỤC CỤM CÔNG NGHIỆP".into(),
            of: "(Kèm theo Báo cáo số 1245/BC-SCT ngày 29 tháng 6 năm 2026)".into(),
            blocks: vec![Block::Table(table)],
        }],
        status: "Đã gửi 29/6/2026 · Mã đối chiếu 3f1a9c".into(),
        ..Letter::default()
    }
}

/// Writes the files where `PAPER_OUT` names a folder, for the step that opens them in an office
/// program.
fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("PAPER_OUT") {
        std::fs::write(std::path::Path::new(&folder).join(name), bytes)
            .expect("the folder is there");
    }
}

#[test]
fn a_missing_number_is_shown_as_missing_and_a_zero_as_zero() {
    let data = filled("bieu-04").data();
    let row = |number: &str| data.rows.iter().find(|row| row.number == number).expect("a row");
    assert_eq!((row("1").value.as_deref(), row("1").printed.as_str()), (None, "…"));
    assert_eq!((row("5").value.as_deref(), row("5").printed.as_str()), (Some("0"), "0"));
    assert_eq!((row("6").value.as_deref(), row("6").printed.as_str()), (Some("0"), "0"));
    assert_eq!(
        (row("4").value.as_deref(), row("4").printed.as_str()),
        (Some("1369.5"), "1.369,50")
    );
    assert_eq!(row("13").printed, "8.123,457");
    assert_eq!(row("II").printed, "");
    let html = letter::html(&filled("bieu-04").letter());
    assert!(html.contains("chưa có số liệu báo cáo (không phải bằng 0)"));
    assert!(html.contains("gồm &lt;cụm&gt; Đức Mỹ &amp; Long Cang"));
    assert!(html.contains("Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"));
}

#[test]
fn a_form_is_a_word_file_with_every_label_and_a_head_on_each_page() {
    for family in ["bieu-03", "bieu-04"] {
        let filled = filled(family);
        let bytes = letter::docx(&filled.letter()).expect("written");
        keep(&format!("{family}.docx"), &bytes);
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let mut text = String::new();
        zip.by_name("word/document.xml")
            .expect("its text")
            .read_to_string(&mut text)
            .expect("read");
        for row in &filled.form.rows {
            assert!(text.contains(&row.label), "{family} {}", row.number);
        }
        assert_eq!(text.matches("<w:tblHeader/>").count(), 2);
        assert!(text.contains("<w:titlePg/>"), "no number on the first page");
        assert!(text.contains("gồm &lt;cụm&gt; Đức Mỹ &amp; Long Cang"));
    }
    keep("report.docx", &letter::docx(&report()).expect("written"));
}

#[test]
fn a_form_is_a_workbook_whose_numbers_are_numbers() {
    let filled = filled("bieu-04");
    let bytes = letter::xlsx(&filled.letter()).expect("written");
    keep("bieu-04.xlsx", &bytes);
    let workbook = read(&bytes, &Limits::default()).expect("a workbook");
    let sheet = &workbook.sheets[0];
    let texts: Vec<String> = sheet.cells.values().map(|cell| cell.value.to_string()).collect();
    for row in &filled.form.rows {
        assert!(texts.contains(&row.label), "{}", row.number);
    }
    let numbers: Vec<f64> = sheet
        .cells
        .values()
        .filter_map(|cell| if let Value::Number(number) = cell.value { Some(number) } else { None })
        .collect();
    assert_eq!(numbers, [26.0, 1369.5, 0.0, 0.0, 8_123.456_789, 520.0, 412.62, 79.35, 21_000.0]);
    keep("report.xlsx", &letter::xlsx(&report()).expect("written"));
}

#[cfg(feature = "pdf")]
#[test]
fn a_form_and_a_report_are_pages() {
    assert!(letter::makes_pdf());
    for (name, letter) in [
        ("bieu-03.pdf", filled("bieu-03").letter()),
        ("bieu-04.pdf", filled("bieu-04").letter()),
        ("report.pdf", report()),
    ] {
        let bytes = letter::pdf(&letter).expect("made");
        assert!(bytes.starts_with(b"%PDF-"), "{name}");
        keep(name, &bytes);
    }
}
