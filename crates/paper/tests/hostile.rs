//! No bytes make the reader panic, and what was written is what is read.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::path::PathBuf;
use std::sync::LazyLock;

use paper::workbook::{Limits, Value, read};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook as Writer;

static REAL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path.join("../../seed/ccn_binh_thuan_2014.xlsx")).unwrap()
});

/// The sheet XML of the real workbook, packed without compression so that a flipped byte
/// reaches the XML instead of being caught by the decompressor.
fn stored(sheet: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(REAL.as_slice())).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        out.start_file(name.as_str(), options).unwrap();
        out.write_all(if name.ends_with("sheet1.xml") { sheet } else { &bytes }).unwrap();
    }
    out.finish().unwrap().into_inner()
}

static SHEET: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(REAL.as_slice())).unwrap();
    let mut bytes = Vec::new();
    let mut entry = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
    std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
    bytes
});

fn cell() -> impl Strategy<Value = Value> {
    prop_oneof![
        "\\PC{1,40}".prop_map(Value::Text),
        prop::num::f64::NORMAL.prop_map(Value::Number),
        (-1_000_000_i32..1_000_000).prop_map(|n| Value::Number(f64::from(n) / 100.0)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn flipped_and_cut_bytes_never_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = REAL.clone();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= byte;
        }
        let _answer = read(&bytes, &Limits::default());
        bytes.truncate(cut.index(bytes.len()));
        let _answer = read(&bytes, &Limits::default());
    }

    #[test]
    fn flipped_bytes_inside_the_sheet_never_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..10),
    ) {
        let mut sheet = SHEET.clone();
        for (at, byte) in flips {
            let at = at.index(sheet.len());
            sheet[at] = byte;
        }
        let _answer = read(&stored(&sheet), &Limits::default());
    }

    #[test]
    fn what_was_written_is_read(
        cells in prop::collection::btree_map((0_u32..300, 0_u16..60), cell(), 1..60),
    ) {
        use unicode_normalization::UnicodeNormalization;
        let mut writer = Writer::new();
        let sheet = writer.add_worksheet();
        for (&(row, column), value) in &cells {
            match value {
                Value::Text(text) => sheet.write_string(row, column, text).unwrap(),
                Value::Number(number) => sheet.write_number(row, column, *number).unwrap(),
                other => unreachable!("no strategy makes {other}"),
            };
        }
        let bytes = writer.save_to_buffer().unwrap();
        let workbook = read(&bytes, &Limits::default()).unwrap();
        let sheet = &workbook.sheets[0];
        prop_assert_eq!(sheet.cells.len(), cells.len());
        for ((row, column), value) in cells {
            let expected = match value {
                Value::Text(text) => Value::Text(text.nfc().collect()),
                other => other,
            };
            prop_assert_eq!(sheet.value(row, u32::from(column)), Some(&expected));
        }
    }
}

/// A text may be used by every cell: memory is bounded by what is copied, not by the file.
#[test]
fn one_long_text_shared_by_many_cells_is_refused() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    let long = "x".repeat(30_000);
    for row in 0..400 {
        sheet.write_string(row, 0, &long).unwrap();
    }
    let bytes = writer.save_to_buffer().unwrap();
    let limits = Limits { max_unpacked_bytes: 1_000_000, ..Limits::default() };
    assert_eq!(
        read(&bytes, &limits).unwrap_err(),
        paper::workbook::WorkbookProblem::TooLargeUnpacked { limit: 1_000_000 }
    );
    assert!(read(&bytes, &Limits::default()).is_ok());
}
