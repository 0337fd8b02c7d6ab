//! The mail server, as the administrator of the machine sets it.

use anyhow::{Context as _, ensure};
use std::path::PathBuf;

/// How the way to the server is kept secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// Plain at first, then encrypted; the server must offer it (port 587).
    #[default]
    Starttls,
    /// Encrypted from the first byte (port 465).
    Tls,
    /// Never encrypted: for a server on this very machine (port 25).
    Plain,
}

/// Text that is never shown.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// Table `[settings.mail]` of the file.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Name of the server.
    pub host: String,
    /// Its port; what is usual for `tls` when left out.
    pub port: Option<u16>,
    /// How the way there is kept secret.
    #[serde(default)]
    pub tls: Tls,
    /// Address that letters come from, with a name or without.
    pub from: String,
    /// Account at the server, where it wants one.
    #[serde(default)]
    pub user: String,
    /// Its password. Better in a file of its own, or in `LONGAN_MAIL_PASSWORD`.
    #[serde(default)]
    pub password: Secret,
    /// File that holds the password.
    pub password_file: Option<PathBuf>,
    /// Certificate (PEM) of whoever signed the server's, where the machine does not know it.
    pub ca_file: Option<PathBuf>,
}

impl MailSettings {
    /// Fetches the password and looks whether letters could go this way.
    pub fn complete(mut self) -> anyhow::Result<Self> {
        if let Ok(password) = std::env::var("LONGAN_MAIL_PASSWORD") {
            self.password = Secret(password);
        } else if let Some(path) = &self.password_file {
            let text = std::fs::read_to_string(path).with_context(|| {
                format!("[settings.mail] không đọc được tệp mật khẩu {}", path.display())
            })?;
            self.password = Secret(text.trim_end_matches(['\r', '\n']).to_owned());
        }
        ensure!(
            self.from.parse::<lettre::message::Mailbox>().is_ok(),
            "[settings.mail] from = “{}” không phải là địa chỉ thư; ví dụ \"Longan <longan@sct.example>\"",
            self.from
        );
        // A password or a person's name must not travel in the open.
        let is_here = matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        ensure!(
            self.tls != Tls::Plain || is_here,
            "[settings.mail] tls = \"plain\" chỉ dùng được với máy chủ thư trên chính máy này; hãy đặt \"starttls\" hoặc \"tls\""
        );
        Ok(self)
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            Tls::Starttls => 587,
            Tls::Tls => 465,
            Tls::Plain => 25,
        })
    }

    /// Name and port.
    pub fn address(&self) -> String {
        format!("{}:{}", self.host, self.port())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<MailSettings> {
        toml::from_str::<MailSettings>(text)?.complete()
    }

    #[test]
    fn letters_do_not_leave_the_machine_in_the_open() {
        let from = "from = \"Longan <longan@sct.example>\"\ntls = \"plain\"\n";
        assert!(read(&format!("host = \"mail.sct.example\"\n{from}")).is_err());
        assert_eq!(read(&format!("host = \"127.0.0.1\"\n{from}")).unwrap().port(), 25);
    }

    #[test]
    fn the_password_is_not_shown() {
        let settings =
            read("host = \"m\"\nfrom = \"a@b.vn\"\nuser = \"a\"\npassword = \"bi-mat\"").unwrap();
        assert_eq!(settings.address(), "m:587");
        assert!(!format!("{settings:?}").contains("bi-mat"));
    }
}
