//! The law files that come with the program, and those an administrator lays over them.

use anyhow::Context as _;
use kernel::law::Law;
use kernel::working_days::WorkingDays;
use std::path::Path;
use std::sync::LazyLock;

static CALENDAR: LazyLock<WorkingDays> = LazyLock::new(|| {
    let table = include_str!("../../../data/calendar/holidays.csv");
    WorkingDays::parse(table).expect("a test reads the table that comes with the program")
});

/// The days on which offices work, by the table that comes with the program.
pub fn working_days() -> &'static WorkingDays {
    &CALENDAR
}

/// The files in `law/`: name and text.
pub const FILES: &[(&str, &str)] = &[
    ("documents.toml", include_str!("../../../law/documents.toml")),
    ("parameters/clusters.toml", include_str!("../../../law/parameters/clusters.toml")),
    ("parameters/promotion.toml", include_str!("../../../law/parameters/promotion.toml")),
    (
        "parameters/promotion_needs.toml",
        include_str!("../../../law/parameters/promotion_needs.toml"),
    ),
    ("parameters/watch.toml", include_str!("../../../law/parameters/watch.toml")),
    ("forms/readings.toml", include_str!("../../../law/forms/readings.toml")),
    ("forms/tt-14-2024/bieu-01.toml", include_str!("../../../law/forms/tt-14-2024/bieu-01.toml")),
    ("forms/tt-14-2024/bieu-02.toml", include_str!("../../../law/forms/tt-14-2024/bieu-02.toml")),
    ("forms/tt-14-2024/bieu-03.toml", include_str!("../../../law/forms/tt-14-2024/bieu-03.toml")),
    ("forms/tt-14-2024/bieu-04.toml", include_str!("../../../law/forms/tt-14-2024/bieu-04.toml")),
];

/// Reads the law; files of `folder` lie over those that come with the program.
pub fn load(folder: Option<&Path>) -> anyhow::Result<Law> {
    let mut texts: Vec<(String, String)> =
        FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    if let Some(folder) = folder {
        let entries = std::fs::read_dir(folder)
            .with_context(|| format!("open the law folder {}", folder.display()))?;
        let mut paths =
            entries.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        paths.sort();
        for path in paths {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("read {}", path.display()))?;
            texts.push((path.display().to_string(), text));
        }
    }
    let files: Vec<(&str, &str)> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Law::parse(&files).context("read the law")
}
