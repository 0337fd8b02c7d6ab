//! Writes a large workbook of enterprises, for measuring the import:
//! `cargo run --release -p longan --example large_workbook -- ROWS FILE`.

use anyhow::Context as _;
use kernel::tax_code::TaxCode;
use paper::table::{Column, Field, Kind, Table, write_xlsx};

/// Operating clusters of the sample province.
const CLUSTERS: &[&str] = &["Đức Hòa Hạ", "Mỹ Hạnh Nam 1", "Hựu Thạnh 1", "Đức Lập Hạ"];
const STATES: &[&str] = &["Đang hoạt động", "Đang xây dựng", "Chưa triển khai"];

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let rows: u64 = words.next().context("how many rows?")?.parse()?;
    let file = std::fs::File::create(words.next().context("which file?")?)?;
    let column = |heading: &str, kind| Column { heading: heading.to_owned(), kind, width: 16 };
    let table = Table {
        title: "DANH SÁCH DOANH NGHIỆP TRONG CÁC CỤM CÔNG NGHIỆP TỈNH LONG AN".to_owned(),
        subtitles: vec!["Thời điểm 31/12/2013".to_owned()],
        columns: vec![
            column("STT", Kind::Integer),
            column("Tên doanh nghiệp", Kind::Text),
            column("Mã số thuế", Kind::Text),
            column("Thuộc cụm CN", Kind::Text),
            column("Lô", Kind::Text),
            column("Diện tích (m2)", Kind::Integer),
            column("Ngành nghề sản xuất", Kind::Text),
            column("Tình trạng", Kind::Text),
            column("Lao động (người)", Kind::Integer),
            column("Doanh thu (tỷ đồng)", Kind::Decimal { places: 1 }),
            column("Nộp ngân sách (triệu đồng)", Kind::Integer),
        ],
        notes: Vec::new(),
    };
    write_xlsx(&table, (1..=rows).map(row), std::io::BufWriter::new(file))?;
    Ok(())
}

fn row(number: u64) -> Vec<Field> {
    let pick = |from: &[&str]| {
        let nth = usize::try_from(number).unwrap_or_default() % from.len();
        Field::Text(from[nth].to_owned())
    };
    let amount = |most: u64| Field::Integer(i64::try_from(number % most + 1).unwrap_or(1));
    vec![
        Field::Integer(i64::try_from(number).unwrap_or_default()),
        Field::Text(format!("Công ty TNHH Đo Lường {number}")),
        Field::Text(tax_code(number)),
        pick(CLUSTERS),
        Field::Text(format!("D{number}")),
        amount(60),
        Field::Text("Cơ khí".to_owned()),
        pick(STATES),
        amount(300),
        Field::Decimal { scaled: i64::try_from(number % 900).unwrap_or_default(), places: 1 },
        amount(5_000),
    ]
}

/// A tax code with a right check digit.
fn tax_code(number: u64) -> String {
    let mut fitting =
        (number * 4..).flat_map(|serial| (0..10).map(move |digit| format!("11{serial:07}{digit}")));
    fitting.find(|code| TaxCode::parse(code).is_ok()).unwrap_or_default()
}
