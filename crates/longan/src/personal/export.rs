//! Everything the program holds of a person, as one zip: JSON for programs, workbooks for people.

use super::holdings::{HOLDINGS, Key};
use super::store;
use super::traces::Person;
use crate::App;
use crate::backup::store::{Cell, Column};
use paper::table::{self, Field, Table};
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What people read for columns that many tables share.
const HEADINGS: &[(&str, &str)] = &[
    ("action", "Việc"),
    ("address", "Địa chỉ mạng"),
    ("after_image", "Hồ sơ sau khi làm"),
    ("at", "Lúc (UTC)"),
    ("created_at", "Tạo lúc (UTC)"),
    ("disabled_on", "Đóng từ ngày"),
    ("email", "Thư điện tử"),
    ("expires_at", "Hết hạn lúc (UTC)"),
    ("file_name", "Tên tệp"),
    ("for_day", "Ngày"),
    ("from_day", "Từ ngày"),
    ("full_name", "Họ và tên"),
    ("happened_at", "Lúc (UTC)"),
    ("id", "Mã"),
    ("last_seen_at", "Dùng gần nhất (UTC)"),
    ("method", "Cách hỏi"),
    ("name", "Tên"),
    ("note", "Ghi chú"),
    ("outcome", "Kết quả"),
    ("path", "Trang"),
    ("phone", "Điện thoại"),
    ("place_id", "Địa bàn"),
    ("reason", "Lý do"),
    ("recorded_at", "Ghi lúc (UTC)"),
    ("rights", "Quyền"),
    ("role", "Vai trò"),
    ("status", "Tình trạng"),
    ("subject_id", "Mã hồ sơ"),
    ("subject_kind", "Loại hồ sơ"),
    ("to_day", "Đến hết ngày"),
    ("user_agent", "Trình duyệt"),
];

/// Writes the zip.
pub async fn write(app: &App, person: &Person) -> anyhow::Result<Vec<u8>> {
    let mut parts = Vec::new();
    for holding in HOLDINGS {
        let key = match holding.key {
            Key::Id => &person.id,
            Key::Name => &person.name,
            Key::Mail => &person.mail,
        };
        if !key.is_empty() {
            let (columns, rows) = store::list_held(&app.store, holding, key).await?;
            parts.push((holding.title, holding.table, columns, rows));
        }
    }
    let (made, name) = (app.clock.now().to_string(), person.name.clone());
    tokio::task::spawn_blocking(move || zip(&made, &name, &parts)).await?
}

type Part = (&'static str, &'static str, Vec<Column>, Vec<Vec<Cell>>);

fn zip(made: &str, name: &str, parts: &[Part]) -> anyhow::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    zip.start_file("DOC-TRUOC.txt", options)?;
    writeln!(
        zip,
        "Dữ liệu mà chương trình Longan giữ về tài khoản “{name}”, lập lúc {made} (UTC).\n\
         du-lieu.json: cho máy đọc. Các tệp .xlsx: mỗi loại dữ liệu một bảng.\n\
         Mật khẩu chỉ được giữ dưới dạng mã băm nên không có ở đây."
    )?;
    let json: Vec<serde_json::Value> = parts.iter().map(as_json).collect();
    zip.start_file("du-lieu.json", options)?;
    zip.write_all(&serde_json::to_vec_pretty(
        &serde_json::json!({ "account": name, "made_at": made, "parts": json }),
    )?)?;
    for (nth, part) in parts.iter().filter(|part| !part.3.is_empty()).enumerate() {
        let mut workbook = Cursor::new(Vec::new());
        let (table, rows) = as_table(part);
        table::write_xlsx(&table, rows, &mut workbook)?;
        zip.start_file(format!("{:02}-{}.xlsx", nth + 1, kernel::text::slug(part.0)), options)?;
        zip.write_all(workbook.get_ref())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn as_json((title, table, columns, rows): &Part) -> serde_json::Value {
    let rows: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            let fields = columns.iter().zip(row).map(|(column, cell)| {
                (column.name.clone(), serde_json::to_value(cell).unwrap_or_default())
            });
            serde_json::Value::Object(fields.collect())
        })
        .collect();
    serde_json::json!({ "title": title, "table": table, "rows": rows })
}

fn as_table((title, _, columns, rows): &Part) -> (Table, Vec<Vec<Field>>) {
    let heading = |name: &str| {
        let known = HEADINGS.iter().find(|(column, _)| *column == name);
        known.map_or(name, |(_, heading)| heading).to_owned()
    };
    let columns = columns.iter().map(|column| table::Column {
        heading: heading(&column.name),
        kind: table::Kind::Text,
        width: 22,
    });
    let field = |cell: &Cell| match cell {
        Cell::Null => Field::Empty,
        Cell::Whole(number) => Field::Integer(*number),
        Cell::Measured(number) => Field::Text(number.to_string()),
        Cell::Text(text) => Field::Text(text.clone()),
    };
    let table = Table {
        title: (*title).to_owned(),
        subtitles: Vec::new(),
        columns: columns.collect(),
        notes: Vec::new(),
    };
    (table, rows.iter().map(|row| row.iter().map(field).collect()).collect())
}
