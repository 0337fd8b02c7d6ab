//! Stories told at the command line, with the program as it is shipped.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder for the data of one story, and the program that works in it.
pub struct Desk {
    pub folder: PathBuf,
}

impl Desk {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("longan-desk-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The program, told where its data are and nothing else.
    pub fn program(&self) -> Command {
        program(&self.path("data"))
    }

    pub fn run(&self, words: &[&str]) -> Ended {
        Ended::from(&self.program().args(words).output().unwrap())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The program as it is shipped, without the environment of whoever runs the tests.
pub fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_longan"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LONGAN_")) {
        command.env_remove(name);
    }
    command.env("LONGAN_DATA", data);
    let temporary = data.with_file_name("temporary");
    std::fs::create_dir_all(&temporary).unwrap();
    command.env("TMPDIR", temporary);
    command
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub result: String,
    pub said: String,
}

impl From<&Output> for Ended {
    fn from(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            result: String::from_utf8_lossy(&output.stdout).into_owned(),
            said: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Ended {
    /// The result as JSON; the command must have ended well.
    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.code, 0, "{self:?}");
        serde_json::from_str(&self.result).unwrap()
    }
}

#[test]
fn help_speaks_both_languages_and_a_wrong_word_ends_with_two() {
    let desk = Desk::new();
    let help = desk.run(&["--help"]);
    assert_eq!(help.code, 0);
    assert!(help.result.contains("Sao lưu") && help.result.contains("Back up"), "{help:?}");
    assert_eq!(desk.run(&["bay"]).code, 2);
    assert!(!desk.path("data").exists(), "asking for help leaves nothing behind");
}

#[test]
fn the_law_answers_for_a_day_with_its_paper() {
    let desk = Desk::new();
    let then = desk.run(&["law", "clusters.area.max_ha", "--on", "31/12/2013", "--json"]).json();
    assert_eq!((&then["value"], &then["document"]), (&"50".into(), &"QĐ 105/2009/QĐ-TTg".into()));
    let now = desk.run(&["law", "clusters.area.max_ha", "--on", "2024-06-01", "--json"]).json();
    assert_eq!((&now["article"], &now["confidence"]), (&"2".into(), &"verified".into()));
    assert_eq!(desk.run(&["law", "clusters.area.max_ha", "--on", "1990-01-01"]).code, 1);
    assert_eq!(desk.run(&["law", "khong.co"]).code, 2);
    assert_eq!(desk.run(&["law", "clusters.area.max_ha", "--on", "30/02/2013"]).code, 2);
    assert!(desk.run(&["law", "list"]).result.contains("clusters.land.service_max_share"));
}

#[test]
fn asking_makes_no_database() {
    let desk = Desk::new();
    let asked = desk.run(&["figure", "clusters.count"]);
    assert_eq!(asked.code, 2);
    assert!(asked.said.contains("longan serve"), "{asked:?}");
    assert!(!desk.path("data").exists());
}

#[test]
fn an_account_is_added_listed_reset_and_closed() {
    let desk = Desk::new();
    let add = ["user", "add", "lan", "--name", "Nguyễn Thị Lan", "--role", "officer", "--place"];
    let added = desk.run(&[&add[..], &["province:80:", "--json"]].concat()).json();
    assert_eq!(added["one_time_password"].as_str().unwrap().len(), 19);
    let again = desk.run(&[&add[..], &["80"]].concat());
    assert_eq!(again.code, 2, "{again:?}");
    assert_eq!(desk.run(&[&add[..4], &["x", "--role", "sếp", "--place", "80"]].concat()).code, 2);
    let list = desk.run(&["user", "list", "--json"]).json();
    assert_eq!(list[0]["places"], "Tỉnh Long An");
    let reset = desk.run(&["user", "reset", "lan", "--json"]).json();
    assert_ne!(reset["one_time_password"], added["one_time_password"]);
    assert_eq!(desk.run(&["user", "disable", "lan"]).code, 0);
    assert!(desk.run(&["user", "list"]).result.contains("khóa từ"));
    assert_eq!(desk.run(&["user", "disable", "ai"]).code, 2);
    assert_eq!(desk.run(&["check"]).code, 0);
}

#[test]
fn a_machine_that_fails_ends_with_three_and_a_sentence() {
    let desk = Desk::new();
    std::fs::write(desk.path("bad.db"), "đây không phải là cơ sở dữ liệu").unwrap();
    let database = format!("sqlite:{}", desk.path("bad.db").display());
    let failed = desk.run(&["check", "--database", &database]);
    assert_eq!(failed.code, 3, "{failed:?}");
    assert!(failed.said.contains("gặp lỗi"), "{failed:?}");
    assert_eq!(desk.run(&["check", "--database", "mysql://x"]).code, 2);
}

#[test]
fn a_number_grows_the_same_country_again_and_its_figures_have_reasons() {
    let desk = Desk::new();
    let grown = desk.run(&["seed", "--scale", "0.05", "--random", "7"]).json();
    assert_eq!(grown["clusters"], 100);
    assert_eq!(desk.run(&["seed", "--scale", "0.05"]).code, 2, "only an empty register is seeded");
    assert_eq!(desk.run(&["check", "--json"]).json()["errors"], 0);
    let ask = |code: &str| {
        let words = ["figure", code, "--place", "VN", "--on", "2025-12-31", "--why", "--json"];
        desk.run(&words).json()
    };
    let count = ask("clusters.count");
    assert_eq!(count["value"], "100");
    assert_eq!(count["rows"].as_array().unwrap().len(), 100);
    // A hundred over 34 provinces are two or three each, also where a province was renamed.
    for province in ["01", "75", "96"] {
        let words =
            ["figure", "clusters.count", "--place", province, "--on", "2026-11-23", "--json"];
        let value = desk.run(&words).json()["value"].clone();
        assert!(value == "2" || value == "3", "{province}: {value}");
    }
    for code in ["clusters.occupancy", "tenants.operating.count", "tenants.workers"] {
        let answer = ask(code);
        let rows = answer["rows"].as_array().unwrap();
        assert!(!rows.is_empty(), "{code}");
        let counted = rows.iter().filter(|row| row["part"] != "left_out");
        assert!(counted.clone().all(|row| row["document"] != ""), "{code}: each row has its paper");
    }

    let other = Desk::new();
    other.run(&["seed", "--scale", "0.05", "--random", "7"]).json();
    let again =
        other.run(&["figure", "tenants.revenue", "--place", "VN", "--period", "2025", "--json"]);
    assert_eq!(again.json()["value"], ask("tenants.revenue")["value"]);
}
