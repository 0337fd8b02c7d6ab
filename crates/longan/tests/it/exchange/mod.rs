//! What goes up: the roll-up of provinces, signed bundles and their receipts.

mod by_file;
mod by_network;
mod hostile;
mod replies;
mod rollup;

use crate::world::World;
use longan::places::COUNTRY_ID;
use longan::users::Role;

/// Tây Ninh of today, which took Long An in.
pub const TAY_NINH: &str = "province:80:2025-07-01";

/// A program and its people, who keep the passwords they were given.
pub struct Story {
    pub world: World,
    people: Vec<(&'static str, String)>,
}

impl Story {
    /// A register with Long An's clusters, a Department for the country and a reader of the Ministry.
    pub async fn new() -> Self {
        Self::within(crate::reports::long_an().await).await
    }

    /// A register without any cluster.
    pub async fn of_the_ministry() -> Self {
        let world = World::signed_in().await;
        Self::within(world).await
    }

    async fn within(world: World) -> Self {
        let mut people = Vec::new();
        for (name, role, place) in [
            ("lanh-dao", Role::Head, COUNTRY_ID),
            ("lanh-dao-tinh", Role::Head, TAY_NINH),
            ("bo", Role::Ministry, COUNTRY_ID),
            ("quan-tri-mang", Role::Administrator, COUNTRY_ID),
            ("xa", Role::CommuneCommittee, "commune:27937:2025-07-01"),
        ] {
            people.push((name, world.add_person(name, role, place).await));
        }
        Self { world, people }
    }

    /// Signs in as somebody.
    pub async fn becomes(&mut self, name: &str) {
        let password = self.people.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        assert_eq!(self.world.sign_in(name, &password).await, 303);
    }

    /// The revision of the report as its page carries it.
    async fn revision(&self, at: &str) -> String {
        let html = String::from_utf8(self.world.body(at).await).unwrap();
        let found = html.split("name=\"revision\" value=\"").nth(1);
        found.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    /// Takes a report one step further.
    pub async fn goes(&self, at: &str, step: &str, form: &str) {
        let revision = self.revision(at).await;
        let body = format!("revision={revision}&{form}");
        let answer = self.world.post(&format!("{at}/{step}"), &body).await;
        assert!(answer.starts_with("303"), "{step}: {answer}");
    }

    /// Draws a province's report up, gives every number nobody told but `missing`, and sends it.
    pub async fn sends(&self, place: &str, period: &str, number: &str, missing: &str) -> String {
        let body = format!("form=bieu-04&period={period}&place={place}");
        let answer = self.world.post("/reports/summaries", &body).await;
        let at = answer.strip_prefix("303 See Other → ").unwrap_or_else(|| panic!("{answer}"));
        self.finishes(at, number, missing).await;
        at.to_owned()
    }

    /// Draws up what takes the place of a sent report, and sends it.
    pub async fn corrects(&self, at: &str, number: &str) -> String {
        let answer =
            self.world.post(&format!("{at}/correction"), "reason=Số liệu rà soát lại").await;
        let next = answer.strip_prefix("303 See Other → ").unwrap_or_else(|| panic!("{answer}"));
        self.finishes(next, number, "").await;
        next.to_owned()
    }

    /// Makes the key of this program and returns its public half.
    pub async fn makes_key(&mut self) -> String {
        self.becomes("quan-tri-mang").await;
        let made = self.world.post("/exchange/keys", "instead_of=").await;
        assert!(made.starts_with("303"), "{made}");
        let page = self.world.get("/exchange/partners").await;
        let key = page.split("gửi cho đối tác:\n").nth(1).unwrap_or_else(|| panic!("{page}"));
        key.lines().next().unwrap().to_owned()
    }

    /// Enters a partner.
    pub async fn trusts(&mut self, name: &str, place: &str, key: &str, address: &str) {
        self.becomes("quan-tri-mang").await;
        let form = format!(
            "name={name}&place={place}&public_key={key}&address={address}&from_day=01/01/2020"
        );
        let added = self.world.post("/exchange/partners", &form).await;
        assert!(added.starts_with("303"), "{added}");
    }

    /// Bundles a sent report; answers with the address of the bundle.
    pub async fn bundles(&self, report: &str) -> String {
        let id = report.rsplit('/').next().unwrap();
        let made = self.world.post(&format!("/exchange/reports/{id}/bundle"), "").await;
        made.strip_prefix("303 See Other → ").unwrap_or_else(|| panic!("{made}")).to_owned()
    }

    /// Brings a bundle as a file; answers with the address of what came of it, or with the refusal.
    pub async fn receives(&self, bytes: &[u8]) -> Result<String, String> {
        let (status, text, location) =
            self.world.upload("/exchange/bundles", "goi.zip", bytes, &[]).await;
        if status == 303 { Ok(location) } else { Err(format!("{status}\n{text}")) }
    }

    /// Runs a command on the data of this program. Only where they are a file: on a server the
    /// command would not find the schema of this one test.
    pub fn commands(&self, words: &[&str]) -> Option<(i32, String, String)> {
        let folder = self.world.app.files.folder().parent().unwrap();
        if std::env::var("TEST_DATABASE_URL").is_ok() {
            return None;
        }
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_longan"));
        let database = format!("sqlite:{}", folder.join("longan.db").display());
        command.arg("--data").arg(folder).args(["--database", &database]).args(words);
        let ended = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Some((ended.status.code().unwrap_or(-1), text(&ended.stdout), text(&ended.stderr)))
    }

    /// A file beside the data of this program.
    pub fn file(&self, name: &str) -> String {
        self.world.app.files.folder().with_file_name(name).display().to_string()
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        let (count,): (i64,) =
            sqlx::query_as(sql).fetch_one(self.world.app.store.read()).await.unwrap();
        count
    }

    /// The rest of the way of a report that was drawn up.
    pub async fn finishes(&self, at: &str, number: &str, missing: &str) {
        let report = self.world.json(&format!("/api{at}")).await;
        for row in report["report"]["rows"].as_array().unwrap() {
            let key = row["key"].as_str().unwrap();
            if row["value"].is_null() && key != "r19" {
                let value = if key == missing { "" } else { "0" };
                let form = format!("settled=entered&value={value}&explanation=Chưa ai báo cáo");
                self.goes(at, &format!("rows/{key}"), &form).await;
            }
        }
        self.goes(at, "check", "").await;
        self.goes(at, "approval", "").await;
        self.goes(at, "sending", &format!("number={number}&issued_on=20/11/2026")).await;
    }
}
