//! A scanner for viruses that is asked about each file somebody brings, before it is kept: clamd, by
//! its own protocol (`INSTREAM` of clamd(8)). Without one set up every file passes.

use super::Pieces;
use anyhow::{Context as _, bail};
use futures_util::TryStreamExt as _;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};

/// How long the scanner may take to answer the door.
const TO_CONNECT: Duration = Duration::from_secs(5);
/// How long it may take over a file.
const TO_SCAN: Duration = Duration::from_mins(2);
/// Longest answer that is read, in bytes.
const ANSWER_BYTES: u64 = 4096;

/// Where clamd listens: its socket (`/run/clamav/clamd.ctl`), or `HOST:PORT`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct Scanner(String);

/// Why a file is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum NotClean {
    /// The scanner knows something in it.
    #[error("the scanner found {0}")]
    Found(String),
    /// The scanner could not be asked, so nobody knows.
    #[error("the scanner could not be asked: {0:#}")]
    Unasked(anyhow::Error),
}

impl NotClean {
    /// What the person reads, and what to do.
    pub fn message_vi(&self) -> String {
        match self {
            Self::Found(name) => format!(
                "Máy quét vi-rút báo tệp có mã độc ({name}) nên không được nhận. Hãy quét lại máy đã gửi tệp và xin bản khác."
            ),
            Self::Unasked(_) => "Chưa nhận được tệp: máy quét vi-rút không trả lời. Hãy tải lên lại sau ít phút; nếu vẫn vậy, hãy báo quản trị hệ thống.".to_owned(),
        }
    }
}

impl Scanner {
    /// Lets the scanner read a file; why it is not taken in is written into the log.
    ///
    /// # Errors
    /// [`NotClean`] when it finds something, and when it does not say that there is nothing.
    pub(super) async fn look(&self, pieces: Pieces) -> Result<(), NotClean> {
        let answer = match tokio::time::timeout(TO_SCAN, self.ask(pieces)).await {
            Ok(answer) => answer.map_err(NotClean::Unasked),
            Err(_) => Err(NotClean::Unasked(anyhow::anyhow!("it took too long"))),
        };
        let looked = answer.and_then(|answer| read_answer(&answer));
        looked.inspect_err(|cause| tracing::warn!(%cause, "a file was not taken in"))
    }

    async fn ask(&self, pieces: Pieces) -> anyhow::Result<String> {
        let Self(address) = self;
        let late = || format!("connect to the scanner at {address}");
        if address.starts_with('/') {
            let door = tokio::time::timeout(TO_CONNECT, UnixStream::connect(address));
            talk(door.await.with_context(late)?.with_context(late)?, pieces).await
        } else {
            let door = tokio::time::timeout(TO_CONNECT, TcpStream::connect(address));
            talk(door.await.with_context(late)?.with_context(late)?, pieces).await
        }
    }
}

/// Hands a file over piece by piece and reads what is said of it.
async fn talk(
    mut scanner: impl AsyncRead + AsyncWrite + Unpin,
    mut pieces: Pieces,
) -> anyhow::Result<String> {
    scanner.write_all(b"zINSTREAM\0").await.context("begin")?;
    let mut refused = None;
    while let Some(piece) = pieces.try_next().await? {
        let length = u32::try_from(piece.len()).context("a piece is short")?;
        let handed = async {
            scanner.write_all(&length.to_be_bytes()).await?;
            scanner.write_all(&piece).await
        };
        // A scanner that has had enough says why before it hangs up.
        if let Err(error) = handed.await {
            refused = Some(error);
            break;
        }
    }
    if refused.is_none() {
        scanner.write_all(&0_u32.to_be_bytes()).await.context("end")?;
        scanner.flush().await.context("end")?;
    }
    let mut answer = Vec::new();
    let heard = scanner.take(ANSWER_BYTES).read_to_end(&mut answer).await;
    match (heard, refused) {
        (Ok(_), _) if !answer.is_empty() => Ok(String::from_utf8_lossy(&answer).into_owned()),
        (_, Some(error)) | (Err(error), None) => Err(error).context("hand a file over"),
        (Ok(_), None) => bail!("the scanner hung up without a word"),
    }
}

/// `stream: OK`, `stream: NAME FOUND`, or something else that went wrong.
fn read_answer(answer: &str) -> Result<(), NotClean> {
    let said = answer.trim_end_matches(['\0', '\n']).trim();
    let said = said.strip_prefix("stream:").unwrap_or(said).trim();
    if said == "OK" {
        return Ok(());
    }
    match said.strip_suffix(" FOUND") {
        Some(name) => Err(NotClean::Found(name.trim().to_owned())),
        None => Err(NotClean::Unasked(anyhow::anyhow!("it said {said:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_word_lets_a_file_in() {
        assert!(read_answer("stream: OK\0").is_ok());
        let found = read_answer("stream: Win.Test.EICAR_HDB-1 FOUND\0");
        assert!(matches!(found, Err(NotClean::Found(name)) if name == "Win.Test.EICAR_HDB-1"));
        for unclear in ["", "stream: NOT OK", "INSTREAM size limit exceeded. ERROR\0", "OK FOUND?"]
        {
            assert!(matches!(read_answer(unclear), Err(NotClean::Unasked(_))), "{unclear}");
        }
    }
}
