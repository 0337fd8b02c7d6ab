//! Tables leave as workbooks and CSV that can be read back and do no harm.

use std::io::Cursor;

use jiff::civil::date;
use paper::table::{Column, Field, Kind, Table, write_csv, write_xlsx};
use paper::workbook::{Limits, Value, read};

fn table() -> Table {
    let column = |heading: &str, kind, width| Column { heading: heading.into(), kind, width };
    Table {
        title: "Danh sách cụm công nghiệp: tỉnh Long An, năm 2013".into(),
        subtitles: vec!["Số liệu đến ngày 31/12/2013".into()],
        columns: vec![
            column("Tên cụm", Kind::Text, 28),
            column("Diện tích (ha)", Kind::Decimal { places: 2 }, 14),
            column("Vốn (đồng)", Kind::Integer, 20),
            column("Ngày thành lập", Kind::Day, 14),
        ],
        notes: vec!["Nguồn: Sở Công Thương.".into()],
    }
}

fn rows() -> Vec<Vec<Field>> {
    vec![
        vec![
            Field::Text("CCN Đức Hòa, \"Hạ\"".into()),
            Field::Decimal { scaled: 4_950, places: 2 },
            Field::Integer(1_500_000_000),
            Field::Day(date(2012, 3, 12)),
        ],
        vec![
            Field::Text("=HYPERLINK(\"http://example.invalid\")".into()),
            Field::Empty,
            Field::Integer(9_007_199_254_740_993),
            Field::Day(date(1899, 12, 31)),
        ],
    ]
}

#[test]
fn a_workbook_reads_back_as_it_was_written() {
    let mut bytes = Cursor::new(Vec::new());
    write_xlsx(&table(), rows(), &mut bytes).unwrap();
    let workbook = read(bytes.get_ref(), &Limits::default()).unwrap();
    let sheet = &workbook.sheets[0];
    assert_eq!(sheet.text(0, 0), "Danh sách cụm công nghiệp: tỉnh Long An, năm 2013");
    assert_eq!(sheet.text(3, 1), "Diện tích (ha)");
    assert_eq!(sheet.value(4, 1), Some(&Value::Number(49.5)));
    assert_eq!(sheet.value(4, 2), Some(&Value::Number(1_500_000_000.0)));
    assert_eq!(sheet.value(4, 3), Some(&Value::Date(date(2012, 3, 12))));
    assert_eq!(sheet.text(5, 2), "9007199254740993");
    assert_eq!(sheet.text(5, 3), "31/12/1899");
    assert_eq!(sheet.text(7, 0), "Nguồn: Sở Công Thương.");
}

#[test]
fn text_that_looks_like_a_formula_leaves_with_an_apostrophe() {
    let evil = ["=1+1", "+1", "-104/QĐ-UBND", "@SUM(A1)", "\tx", "\rx"];
    let rows = || evil.iter().map(|text| vec![Field::Text((*text).into())]);
    let mut bytes = Cursor::new(Vec::new());
    write_xlsx(&table(), rows(), &mut bytes).unwrap();
    let workbook = read(bytes.get_ref(), &Limits::default()).unwrap();
    let mut lines = Vec::new();
    write_csv(&table(), rows(), &mut lines).unwrap();
    let mut records = csv::Reader::from_reader(lines.as_slice());
    for ((row, text), record) in (4..).zip(evil).zip(records.records()) {
        let cell = workbook.sheets[0].value(row, 0).unwrap();
        assert_eq!(*cell, Value::Text(format!("'{text}")));
        assert_eq!(&record.unwrap()[0], format!("'{text}"));
    }
}

#[test]
fn csv_is_plain_enough_for_machines_and_marked_for_excel() {
    let mut lines = Vec::new();
    write_csv(&table(), rows(), &mut lines).unwrap();
    assert_eq!(
        String::from_utf8(lines).unwrap(),
        "\u{FEFF}Tên cụm,Diện tích (ha),Vốn (đồng),Ngày thành lập\r\n\
         \"CCN Đức Hòa, \"\"Hạ\"\"\",49.50,1500000000,2012-03-12\r\n\
         \"'=HYPERLINK(\"\"http://example.invalid\"\")\",,9007199254740993,1899-12-31\r\n"
    );
}

#[test]
fn a_title_that_no_sheet_may_have_is_no_obstacle() {
    for title in ["", "'a'", "[x]/y\\z?*:", "Ư".repeat(60).as_str()] {
        let table = Table { title: title.into(), columns: Vec::new(), ..table() };
        write_xlsx(&table, [], Cursor::new(Vec::new())).unwrap();
    }
}
