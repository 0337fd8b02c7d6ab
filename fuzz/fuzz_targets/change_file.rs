//! Whatever the bytes, reading a file of changes answers, and planning what it says never
//! panics; and what was planned once is known the second time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use longan::places::change::read::{Lines, read};
use longan::places::change::{plan, regions};
use longan::places::load::{Extent, units};
use longan::places::Units;
use std::sync::LazyLock;

static KNOWN: LazyLock<Units> = LazyLock::new(|| {
    units(Extent::OldProvinces(&["80", "60"])).expect("the units that come with the program load")
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(lines) = read(bytes) else { return };
    let mut units = KNOWN.clone();
    match lines {
        Lines::Units(lines) => {
            let planned = plan::plan(&mut units, &lines);
            if planned.faults.is_empty() {
                assert!(plan::plan(&mut units, &lines).is_known());
            }
        }
        Lines::Regions(lines) => {
            let _ = regions::plan(&mut units, &lines);
        }
    }
});
