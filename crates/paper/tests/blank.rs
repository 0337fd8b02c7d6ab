//! A sheet is handed out with keys nobody sees, and can be read back by them.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use paper::table::{Blank, BlankColumn, BlankRow, Field, Shape, Takes, write_blank};
use paper::workbook::{Limits, read};
use std::io::Cursor;

fn sheet() -> Vec<u8> {
    let column = |key: &str, heading: &str, takes| BlankColumn {
        key: key.into(),
        heading: heading.into(),
        takes,
        width: 20,
    };
    let blank = Blank {
        title: "Biểu số 01 năm 2026".into(),
        lines: vec!["Để trống là chưa báo cáo.".into()],
        mark: "mark of the sheet".into(),
        columns: vec![
            column("name", "Đơn vị", Takes::Nothing),
            column("r01", "Doanh thu (Tỷ đồng)", Takes::Number("Tỷ đồng".into())),
            column("r03", "Lao động (Người)", Takes::Whole("Người".into())),
            column(
                "r13",
                "Nước thải",
                Takes::OneOf(vec!["0".into(), "1".into()], "Công trình".into()),
            ),
        ],
        shape: Shape::List,
    };
    let rows = ["a", "b"].map(|key| BlankRow {
        key: key.into(),
        fields: vec![
            Field::Text(format!("Công ty {key}")),
            Field::Empty,
            Field::Empty,
            Field::Empty,
        ],
        takes: Takes::Nothing,
    });
    let mut out = Cursor::new(Vec::new());
    write_blank(&blank, rows, &mut out).unwrap();
    out.into_inner()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

#[test]
fn the_keys_lie_hidden_in_the_sheet_itself() {
    let bytes = sheet();
    let workbook = read(&bytes, &Limits::default()).unwrap();
    let sheet = &workbook.sheets[0];
    assert_eq!(sheet.name, "Biểu số 01 năm 2026");
    assert_eq!(sheet.text(2, 0), "mark of the sheet");
    assert_eq!(sheet.text(2, 3), "r03");
    assert_eq!(sheet.text(3, 3), "Lao động (Người)");
    assert_eq!((sheet.text(4, 0), sheet.text(5, 1)), ("a".into(), "Công ty b".into()));
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(xml.contains(r#"<col min="1" max="1""#) && xml.contains(r#"hidden="1""#), "{xml}");
    let row = xml.split("<row ").find(|row| row.starts_with(r#"r="3""#)).unwrap();
    assert!(row.contains(r#"hidden="1""#), "{row}");
    assert!(xml.contains(r#"ySplit="4" "#) && xml.contains(r#"xSplit="2""#), "{xml}");
}

#[test]
fn cells_say_what_they_take_and_headings_are_guarded() {
    let bytes = sheet();
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert_eq!(xml.matches("<dataValidation ").count(), 3, "{xml}");
    assert!(xml.contains(r#"type="decimal""#) && xml.contains(r#"sqref="C5:C506""#), "{xml}");
    assert!(
        xml.contains(r#"type="list""#) && xml.contains("&quot;0,1&quot;")
            || xml.contains("\"0,1\""),
        "{xml}"
    );
    assert!(xml.contains("Đơn vị tính: Tỷ đồng"), "{xml}");
    assert!(xml.contains("<sheetProtection sheet=\"1\""), "{xml}");
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains(r#"<protection locked="0"/>"#), "{styles}");
}
