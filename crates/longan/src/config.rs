//! How this installation is set up: one TOML file, the environment on top of it, and the
//! command line on top of both.

mod keeping;

pub use keeping::{BackupSettings, Hour, Network};

use crate::store::Day;
use anyhow::Context as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Name of the file that is looked for in the data folder when `--config` names none.
const FILE_NAME: &str = "longan.toml";
/// Where data are kept when nothing else is said.
const DEFAULT_DATA: &str = "longan-data";
/// Where the program listens when nothing else is said: this machine only.
const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

/// What was said on the command line; the rest comes from the environment and the file.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Data folder.
    pub data: Option<PathBuf>,
    /// Configuration file.
    pub config: Option<PathBuf>,
    /// Database: `sqlite:PATH` or `postgres://…`.
    pub database: Option<String>,
    /// Folder of law files that lie over those of the program.
    pub law_dir: Option<PathBuf>,
    /// Address and port to listen on.
    pub listen: Option<String>,
}

/// The installation.
#[derive(Clone, Debug)]
pub struct Config {
    /// Data folder: the embedded database and the kept files.
    pub data: PathBuf,
    /// Database, as the store opens it.
    pub database: Database,
    /// Folder of law files that lie over those of the program.
    pub law_dir: Option<PathBuf>,
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Day of the figures on a fresh page; today when empty.
    pub opening_day: Option<Day>,
    /// Id of the place on a fresh page.
    pub opening_place: Option<String>,
    /// What else the administrator of the machine has set.
    pub settings: Settings,
}

/// What the administrator of the machine sets in the file, one table a part of the program.
/// Everything has a default that works on one machine without internet.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Address under which people reach the program, for links in letters: `https://longan.example`.
    pub public_address: Option<String>,
    /// Where files are kept and how large they may be.
    pub files: crate::files::Settings,
    /// How people sign in.
    pub sign_in: crate::users::SignInSettings,
    /// The mail server; without one everything is told in the program only.
    pub mail: Option<crate::mail::MailSettings>,
    /// How a process works through what waits.
    pub jobs: crate::jobs::Pace,
    /// Backups that the program makes by itself.
    pub backup: BackupSettings,
    /// Proxies that are believed when they say whom a request comes from.
    pub trusted_proxies: Vec<Network>,
    /// Days for which something is kept, by the key of its rule, where they differ from the program's.
    pub retention: std::collections::BTreeMap<String, i64>,
    /// Address at which the program tells what it measures; nothing when nobody asks.
    pub metrics_listen: Option<SocketAddr>,
}

/// Where the register is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// One file.
    Sqlite(PathBuf),
    /// A server, by its address.
    PostgreSql(String),
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<String>,
    database: Option<String>,
    law_dir: Option<PathBuf>,
    opening_day: Option<String>,
    opening_place: Option<String>,
    #[serde(default)]
    settings: Settings,
}

impl Config {
    /// Puts the installation together; a setting of the command line wins over the
    /// environment (`LONGAN_DATA`, `LONGAN_DATABASE`, …), and that over the file.
    pub fn read(said: &Said) -> anyhow::Result<Self> {
        let data = said.data.clone().or_else(|| environment("DATA").map(PathBuf::from));
        let data = data.unwrap_or_else(|| PathBuf::from(DEFAULT_DATA));
        let mut file = read_file(said.config.as_deref(), &data)?;
        if let Some(bucket) = &mut file.settings.files.bucket {
            // A key had better not stand in a file that is copied about.
            bucket.key_id = environment("S3_KEY_ID").unwrap_or_else(|| bucket.key_id.clone());
            bucket.secret.0 = environment("S3_SECRET").unwrap_or_else(|| bucket.secret.0.clone());
        }
        let database = said.database.clone().or_else(|| environment("DATABASE")).or(file.database);
        let listen = said.listen.clone().or_else(|| environment("LISTEN")).or(file.listen);
        let listen = listen.unwrap_or_else(|| DEFAULT_LISTEN.to_owned());
        let law_dir = environment("LAW_DIR").map(PathBuf::from).or(file.law_dir);
        let mail = file.settings.mail.map(crate::mail::MailSettings::complete).transpose()?;
        Ok(Self {
            database: match database {
                Some(url) => Database::parse(&url)?,
                None => Database::Sqlite(data.join("longan.db")),
            },
            law_dir: said.law_dir.clone().or(law_dir),
            listen: listen.parse().with_context(|| {
                format!("“{listen}” không phải là địa chỉ nghe; hãy viết như {DEFAULT_LISTEN}")
            })?,
            opening_day: file
                .opening_day
                .map(|day| day.parse().with_context(|| format!("opening_day “{day}”")))
                .transpose()?,
            opening_place: file.opening_place,
            settings: Settings { mail, ..file.settings },
            data,
        })
    }
}

fn environment(name: &str) -> Option<String> {
    std::env::var(format!("LONGAN_{name}")).ok().filter(|value| !value.is_empty())
}

fn read_file(named: Option<&Path>, data: &Path) -> anyhow::Result<File> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => match environment("CONFIG") {
            Some(path) => PathBuf::from(path),
            None if data.join(FILE_NAME).exists() => data.join(FILE_NAME),
            None => return Ok(File::default()),
        },
    };
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("không đọc được tệp cấu hình {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("tệp cấu hình {} sai", path.display()))
}

impl Database {
    /// Reads `sqlite:PATH` or `postgres://…`.
    pub fn parse(url: &str) -> anyhow::Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            // `sqlite://relative` and `sqlite:///absolute` are written as often as `sqlite:path`.
            let path = path.strip_prefix("//").unwrap_or(path);
            let path = path.split('?').next().unwrap_or(path);
            anyhow::ensure!(!path.is_empty(), "“{url}” thiếu đường dẫn tệp");
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        anyhow::ensure!(
            url.starts_with("postgres://") || url.starts_with("postgresql://"),
            "“{url}” không phải là cơ sở dữ liệu; hãy viết sqlite:ĐƯỜNG-DẪN hoặc postgres://…"
        );
        Ok(Self::PostgreSql(url.to_owned()))
    }

    /// The address as the store opens it; a missing file is made.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(path) => {
                let path = path.display().to_string();
                let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
                format!("sqlite://{path}?mode=rwc")
            }
            Self::PostgreSql(url) => url.clone(),
        }
    }

    /// Whether the file is there; a server is asked only by connecting.
    pub fn is_there(&self) -> bool {
        match self {
            Self::Sqlite(path) => path.exists(),
            Self::PostgreSql(_) => true,
        }
    }

    /// How the database is named to people: no password is shown.
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => path.display().to_string(),
            Self::PostgreSql(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
                let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
                format!("{scheme}://{}", rest.split('?').next().unwrap_or(rest))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_named_in_the_usual_ways() {
        let file = |path: &str| Database::Sqlite(PathBuf::from(path));
        assert_eq!(Database::parse("sqlite:so lieu.db").unwrap(), file("so lieu.db"));
        assert_eq!(Database::parse("sqlite:///srv/a.db?mode=rwc").unwrap(), file("/srv/a.db"));
        assert!(Database::parse("mysql://x").is_err());
        let server = Database::parse("postgres://an:bi-mat@host/longan?sslmode=require").unwrap();
        assert_eq!(server.shown(), "postgres://host/longan");
        assert_eq!(file("/a/50%?.db").url(), "sqlite:///a/50%25%3F.db?mode=rwc");
    }

    #[test]
    fn the_command_line_wins_over_the_file() {
        let folder = std::env::temp_dir().join(format!("longan-config-{}", crate::store::new_id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(FILE_NAME), "listen = \"0.0.0.0:9000\"\n").unwrap();
        let mut said = Said { data: Some(folder.clone()), ..Said::default() };
        assert_eq!(Config::read(&said).unwrap().listen.port(), 9000);
        said.listen = Some("127.0.0.1:7000".to_owned());
        assert_eq!(Config::read(&said).unwrap().listen.port(), 7000);
        said.listen = Some("cổng 80".to_owned());
        assert!(Config::read(&said).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
