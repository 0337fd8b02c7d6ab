//! The plan of the house: which slices there are and what each may own.
//!
//! Everything the checks know about slices is written here and nowhere else.

/// What a slice is to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Used by everybody; names foundations only.
    Foundation,
    /// One thing the agency does; names foundations only.
    Capability,
    /// Reads what the others tell; may name everything.
    Reader,
}

/// A module at the root of `crates/longan/src`.
#[derive(Debug)]
pub struct Slice {
    /// Folder, first part of the URL, template folder and test file: one word everywhere.
    pub word: &'static str,
    pub kind: Kind,
    /// First words of its tables, where they differ from `word` and its singular.
    pub tables: &'static [&'static str],
}

const fn foundation(word: &'static str, tables: &'static [&'static str]) -> Slice {
    Slice { word, kind: Kind::Foundation, tables }
}

const fn capability(word: &'static str, tables: &'static [&'static str]) -> Slice {
    Slice { word, kind: Kind::Capability, tables }
}

const fn reader(word: &'static str) -> Slice {
    Slice { word, kind: Kind::Reader, tables: &[] }
}

/// Every slice there is. A module that is not here is a finding.
pub const SLICES: &[Slice] = &[
    foundation("users", &["sessions", "log_in_attempts"]),
    foundation("places", &[]),
    foundation("organizations", &[]),
    foundation("documents", &[]),
    foundation("observations", &[]),
    foundation("events", &["event_chain"]),
    foundation("jobs", &[]),
    foundation("mail", &["letters"]),
    foundation("notices", &[]),
    foundation("store", &[]),
    foundation("error", &[]),
    foundation("config", &[]),
    foundation("app", &[]),
    foundation("files", &[]),
    foundation("words", &[]),
    foundation("remembered", &[]),
    foundation("meter", &[]),
    foundation("routes", &[]),
    foundation("ui", &[]),
    foundation("figures", &[]),
    foundation("printing", &[]),
    foundation("law", &[]),
    capability(
        "clusters",
        &[
            "plan_entries",
            "infrastructure_items",
            "clearance_phases",
            "plots",
            "tenants",
            "tenant",
            "leases",
        ],
    ),
    capability("dossiers", &[]),
    capability("promotion", &[]),
    capability("collaborators", &[]),
    capability("outreach", &[]),
    capability("consulting", &[]),
    capability("energy", &[]),
    capability("awards", &[]),
    capability("obstacles", &[]),
    reader("imports"),
    Slice { word: "work", kind: Kind::Reader, tables: &["tasks", "handovers", "handover"] },
    reader("reports"),
    reader("dashboard"),
    reader("map"),
    reader("portal"),
    reader("exchange"),
    reader("api"),
    reader("audit"),
    Slice { word: "backup", kind: Kind::Reader, tables: &["backups"] },
    reader("retention"),
    Slice { word: "personal", kind: Kind::Reader, tables: &["personal", "event_redactions"] },
    reader("metrics"),
    reader("checks"),
    reader("commands"),
    reader("cli"),
    reader("demo"),
    reader("seed"),
    reader("web"),
    reader("lib"),
    reader("main"),
];

/// Tables from which rows may go, and why that loses no history.
pub const HOUSEKEEPING: &[(&str, &str)] = &[
    (
        "sessions",
        "a session that ended says nothing about a record; sign-in and sign-out are events",
    ),
    ("user_places", "worked out from user_roles for each day"),
    ("organization_places", "worked out from the addresses that hold"),
    ("document_places", "worked out from documents.place_id whenever that changes"),
    (
        "cluster_places",
        "ties are worked out from the units recorded, what became of them and the communes confirmed, which all stay",
    ),
    ("user_refusals", "kept as long as the retention says"),
    ("user_steps", "a sign-in that was never finished, or is: the session and the event tell"),
    ("log_in_attempts", "kept only as long as the throttle looks back"),
    (
        "backups",
        "what says that a backup was made; the backup itself is a file with a rule of its own",
    ),
    ("letters", "that a letter went; kept as long as the retention says"),
    (
        "report_problems",
        "worked out from the values each time they are kept; what was sent stands in the event and the snapshot",
    ),
    ("notices", "what was told and read; kept as long as the retention says"),
    ("notice_settings", "how an erased person wanted to be told"),
    ("jobs", "work that is done; what it did is in the events"),
];

/// Tables that are updated although they carry no revision, and what guards them instead.
pub const GUARDED_OTHERWISE: &[(&str, &str)] = &[
    ("sessions", "only the holder of the session touches its row"),
    ("jobs", "claimed by one statement that looks at the state it leaves"),
    ("letters", "written by the job that holds the letter"),
    ("notices", "read by their one person, mailed by the one job of that person"),
    ("import_rows", "guarded by the revision of their import"),
    ("report_values", "guarded by the revision of their report"),
    ("report_passages", "guarded by the revision of their writing"),
    ("cluster_states", "superseded once, by a statement that looks whether it was"),
    ("tenant_states", "superseded once, by a statement that looks whether it was"),
    ("organization_states", "superseded once, by a statement that looks whether it was"),
    ("events", "an event older than the chain gets its place in it once; nothing it says changes"),
];

/// Numbers that mean the same in every country and year: nothing, one, a pair, per cent,
/// square metres in a hectare.
pub const PLAIN_NUMBERS: &[&str] = &["0", "1", "2", "100", "10000"];

/// Column types that SQLite and PostgreSQL read alike.
pub const COLUMN_TYPES: &[&str] = &["text", "bigint", "double"];

/// The slice of a file of the program, by the first folder or the file's stem.
pub fn slice_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("crates/longan/src/")?;
    Some(rest.split(['/', '.']).next().unwrap_or(rest))
}

/// The slice of that word.
pub fn slice(word: &str) -> Option<&'static Slice> {
    SLICES.iter().find(|slice| slice.word == word)
}

/// Whether the file belongs to a capability.
pub fn in_capability(path: &str) -> bool {
    slice_of(path).and_then(slice).is_some_and(|slice| slice.kind == Kind::Capability)
}

/// Whether the file is the room `room` of its slice: `room.rs`, or a file of folder `room`.
pub fn is_room(path: &str, room: &str) -> bool {
    path.ends_with(&format!("/{room}.rs"))
        || (path.contains(&format!("/{room}/")) && is_kind(path, "rs"))
}

/// Whether the file is test code.
pub fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.starts_with("e2e/")
}

/// One of several, as English forms it (`clusters` → `cluster`, `entries` → `entry`).
pub fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if word.ends_with("ss") {
        return word.to_owned();
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
}

/// Whether the file name ends in `.` and `kind`.
pub fn is_kind(path: &str, kind: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|end| end == kind)
}
