//! A file that is arriving: written beside the kept ones, hashed on the way.

use super::hex;
use anyhow::Context as _;
use axum::body::Bytes;
use futures_util::{Stream, TryStreamExt as _};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt as _;

/// How many times the limit is still taken in, and thrown away, of a file that is too large.
const DRAINED: u64 = 4;

/// More bytes came than are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file is larger than allowed")]
pub struct TooLarge;

/// A file that has arrived whole and is not kept yet. Dropping it removes it.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
}

impl Draft {
    /// Where it lies, to be looked at.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its bytes, piece by piece.
    pub async fn open(&self) -> anyhow::Result<super::Pieces> {
        Ok(super::read_from_folder(&self.path).await?.1)
    }

    pub(super) async fn write(
        folder: &Path,
        mut pieces: impl Stream<Item = anyhow::Result<Bytes>> + Unpin,
        limit: u64,
    ) -> anyhow::Result<Self> {
        let made = tokio::fs::create_dir_all(folder).await;
        made.with_context(|| format!("make folder {}", folder.display()))?;
        let path = folder.join(uuid::Uuid::now_v7().to_string());
        let mut file = tokio::fs::File::create(&path).await.context("create a file")?;
        // From here on whatever goes wrong drops the draft, and with it the file.
        let mut draft = Self { path, sha256: String::new(), bytes: 0 };
        let mut digest = Sha256::new();
        while let Some(piece) = pieces.try_next().await? {
            draft.bytes += piece.len() as u64;
            if draft.bytes > limit {
                // A sender who is cut off does not read the answer; one who goes on for ever is.
                let most = limit.saturating_mul(DRAINED);
                while draft.bytes <= most
                    && let Some(piece) = pieces.try_next().await?
                {
                    draft.bytes += piece.len() as u64;
                }
                return Err(TooLarge.into());
            }
            digest.update(&piece);
            file.write_all(&piece).await.context("write a file")?;
        }
        file.sync_all().await.context("write a file to disk")?;
        draft.sha256 = hex(&digest.finalize());
        Ok(draft)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Settling moves the file away, so there may be nothing to remove.
        let _ = std::fs::remove_file(&self.path);
    }
}
