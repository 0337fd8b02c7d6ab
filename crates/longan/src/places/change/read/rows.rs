//! The rows of a file, whichever kind it is.

use kernel::text::nfc;

/// Most lines one file may have.
const MOST_LINES: usize = 20_000;

/// The number of a line and its cells.
pub type Row = (u32, Vec<String>);

/// The rows of the first sheet or of the CSV, with their line numbers; blank ones left out.
pub fn rows(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let rows = if bytes.starts_with(b"PK") { sheet_rows(bytes)? } else { csv_rows(bytes)? };
    if rows.len() > MOST_LINES {
        return Err("Tệp có hơn 20.000 dòng. Hãy chia thành nhiều tệp.".to_owned());
    }
    Ok(rows)
}

fn sheet_rows(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let workbook = paper::workbook::read(bytes, &paper::workbook::Limits::default());
    let workbook = workbook.map_err(|problem| problem.message_vi())?;
    let Some(sheet) = workbook.sheets.iter().find(|sheet| !sheet.cells.is_empty()) else {
        return Err("Tệp không có dữ liệu.".to_owned());
    };
    let row = |row: u32| {
        let last = sheet.row(row).map(|(column, _)| column).max().unwrap_or_default().min(100);
        (row + 1, (0..=last).map(|column| nfc(&sheet.text(row, column))).collect())
    };
    Ok(sheet
        .rows()
        .map(row)
        .filter(|(_, cells): &Row| cells.iter().any(|cell| !cell.is_empty()))
        .collect())
}

fn csv_rows(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        "Tệp không phải bảng tính .xlsx, cũng không phải CSV mã UTF-8. Hãy lưu lại bằng “CSV UTF-8” hoặc .xlsx.".to_owned()
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let separators = [b',', b';', b'\t'];
    let most = separators
        .into_iter()
        .max_by_key(|separator| first.bytes().filter(|byte| byte == separator).count());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(most.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record
            .map_err(|_| "Không đọc được tệp CSV này. Hãy lưu lại bằng “CSV UTF-8”.".to_owned())?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().take(100).map(|cell| nfc(cell.trim())).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push((u32::try_from(line).unwrap_or(u32::MAX), cells));
        }
        if rows.len() > MOST_LINES {
            break;
        }
    }
    Ok(rows)
}
