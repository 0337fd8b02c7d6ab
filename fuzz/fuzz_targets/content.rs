//! Whatever the bytes and whatever the name, telling what a file is answers and never panics;
//! and what it answers is what the name promised.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paper::content::{Kind, Limits, look};
use std::io::Cursor;

const NAMES: [&str; 13] = [
    "a.pdf", "a.png", "a.jpg", "a.tif", "a.docx", "a.xlsx", "a.odt", "a.ods", "a.doc", "a.xls", "a.txt",
    "a.csv", "a.xml",
];

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { unpacked_bytes: 5_000_000, parts: 100 };
    for name in NAMES {
        if let Ok(kind) = look(&mut Cursor::new(bytes), name, &limits) {
            assert_eq!(Kind::of_name(name), Some(kind));
        }
    }
});
