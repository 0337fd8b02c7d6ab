//! Hands a letter to the mail server.

use super::model::Outgoing;
use super::settings::{MailSettings, Tls};
use crate::jobs::Hopeless;
use anyhow::Context as _;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{self, Certificate, TlsParameters};
use lettre::transport::smtp::response::Category;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use std::time::{Duration, SystemTime};

/// How long the server may keep silent.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends a letter; [`Hopeless`] when the server will never take it.
pub async fn deliver(
    settings: &MailSettings,
    letter: &Outgoing,
    now: jiff::Timestamp,
) -> anyhow::Result<()> {
    let message = compose(settings, letter, now).map_err(|error| Hopeless(format!("{error:#}")))?;
    let sent = transport(settings)?.send(message).await;
    sent.map(drop).map_err(|error| {
        // "No such person here". A refused password (5xx too) is mended by an administrator.
        let refuses_letter =
            error.status().is_some_and(|code| code.category == Category::MailSystem);
        if error.is_permanent() && refuses_letter {
            Hopeless(format!("{error}")).into()
        } else {
            error.into()
        }
    })
}

fn compose(
    settings: &MailSettings,
    letter: &Outgoing,
    now: jiff::Timestamp,
) -> anyhow::Result<Message> {
    let from: Mailbox = settings.from.parse().context("sender")?;
    let to: Mailbox = letter.to_address.parse().context("recipient")?;
    // The same each time the letter is tried, so that a second copy can be known as one.
    let message_id = format!("<{}@{}>", letter.id, from.email.domain());
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let message = Message::builder()
        .from(from)
        .to(to)
        .date(SystemTime::from(now))
        .message_id(Some(message_id))
        .subject(letter.subject.replace(['\r', '\n'], " "))
        // Keeps out-of-office programs from answering (RFC 3834).
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone())?;
    Ok(message)
}

fn transport(settings: &MailSettings) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host);
    let builder = match settings.tls {
        Tls::Plain => builder.tls(client::Tls::None),
        Tls::Starttls => builder.tls(client::Tls::Required(encryption(settings)?)),
        Tls::Tls => builder.tls(client::Tls::Wrapper(encryption(settings)?)),
    };
    let builder = if settings.user.is_empty() {
        builder
    } else {
        builder.credentials(Credentials::new(settings.user.clone(), settings.password.0.clone()))
    };
    Ok(builder.port(settings.port()).timeout(Some(PATIENCE)).build())
}

fn encryption(settings: &MailSettings) -> anyhow::Result<TlsParameters> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(path) = &settings.ca_file {
        let pem = std::fs::read(path).with_context(|| format!("read {}", path.display()))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem)?);
    }
    Ok(builder.build_rustls()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> MailSettings {
        toml::from_str("host = \"localhost\"\nfrom = \"longan@tinh.gov.vn\"\n").unwrap()
    }

    fn letter(to_address: &str, subject: &str) -> Outgoing {
        Outgoing {
            id: "1".to_owned(),
            to_address: to_address.to_owned(),
            subject: subject.to_owned(),
            text: "Kính gửi".to_owned(),
            kind: String::new(),
            state: super::super::model::LetterState::Waiting,
            tries: 0,
            problem: String::new(),
            sent_at: None,
        }
    }

    #[test]
    fn nobody_writes_a_header_of_their_own_into_a_letter() {
        let now = jiff::Timestamp::UNIX_EPOCH;
        let sly = letter("a@tinh.gov.vn", "Nhắc\r\nBcc: la@noi-khac.vn\r\n\r\nThư khác");
        let message = compose(&settings(), &sly, now).unwrap();
        assert!(message.headers().get_raw("Bcc").is_none());
        let written = String::from_utf8(message.formatted()).unwrap();
        let (head, _) = written.split_once("\r\n\r\n").unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        for address in ["a@b.vn\r\nBcc: c@d.vn", "a@b.vn, c@d.vn", "a@b.vn\nRCPT TO:<c@d.vn>"] {
            assert!(compose(&settings(), &letter(address, "Nhắc"), now).is_err(), "{address}");
        }
    }
}
