//! Files that people bring, kept by their SHA-256 in a local folder or in an S3 bucket: the
//! same bytes are kept once, and a name can never point to other bytes than it did.
//!
//! A file arrives as a [`Draft`] in the local folder while its hash is computed; only when it
//! is whole and has been looked at is it [settled](Files::settle). Nothing holds a whole file
//! in memory unless its reader asks for that.

mod bucket;
mod draft;
mod scanner;

pub use bucket::{Addressing, BucketSettings, Secret};
pub use draft::{Draft, TooLarge};
pub use scanner::{NotClean, Scanner};

use anyhow::Context as _;
use axum::body::Bytes;
use bucket::Bucket;
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::io::AsyncReadExt as _;

/// How much of a kept file is read at a time.
const PIECE_BYTES: usize = 64 * 1024;

/// Where files are kept and how large they may be.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Largest file a person may bring, in megabytes.
    pub max_upload_mb: u64,
    /// The bucket; the local folder when there is none.
    pub bucket: Option<BucketSettings>,
    /// The scanner for viruses; nobody is asked when there is none.
    pub scanner: Option<Scanner>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { max_upload_mb: 50, bucket: None, scanner: None }
    }
}

impl Settings {
    /// Largest file a person may bring, in bytes.
    pub fn max_upload_bytes(&self) -> u64 {
        self.max_upload_mb.saturating_mul(1024 * 1024)
    }
}

/// The kept files.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
    bucket: Option<Arc<Bucket>>,
    scanner: Option<Scanner>,
}

/// Bytes on their way, piece by piece.
pub type Pieces = BoxStream<'static, anyhow::Result<Bytes>>;

impl Files {
    /// Files kept under `folder`, which is made when the first one comes.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), bucket: None, scanner: None }
    }

    /// Files kept where the settings say; `folder` holds what is still arriving.
    pub fn of(folder: impl Into<PathBuf>, settings: &Settings) -> Self {
        let bucket = settings.bucket.clone().map(|bucket| Arc::new(Bucket::new(bucket)));
        Self { folder: folder.into(), bucket, scanner: settings.scanner.clone() }
    }

    /// The local folder: the kept files, or only those that are arriving when a bucket keeps them.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Lets the scanner look at a file that somebody brought.
    ///
    /// # Errors
    /// [`NotClean`] when it finds something or cannot be asked.
    pub async fn scan(&self, draft: &Draft) -> Result<(), NotClean> {
        let Some(scanner) = &self.scanner else { return Ok(()) };
        scanner.look(draft.open().await.map_err(NotClean::Unasked)?).await
    }

    /// The same for a file that is in memory.
    ///
    /// # Errors
    /// [`NotClean`] when it finds something or cannot be asked.
    pub async fn scan_bytes(&self, bytes: &[u8]) -> Result<(), NotClean> {
        let Some(scanner) = &self.scanner else { return Ok(()) };
        let pieces: Vec<_> = bytes
            .chunks(PIECE_BYTES)
            .map(|piece| anyhow::Ok(Bytes::copy_from_slice(piece)))
            .collect();
        scanner.look(stream::iter(pieces).boxed()).await
    }

    /// Keeps `bytes` and returns their SHA-256. When it returns, the file is kept whole.
    pub async fn keep(&self, bytes: &[u8]) -> anyhow::Result<String> {
        let whole = stream::once(async { anyhow::Ok(Bytes::copy_from_slice(bytes)) });
        let draft = self.receive(Box::pin(whole), u64::MAX).await?;
        self.settle(draft).await
    }

    /// Writes what arrives into a draft, which goes away again unless it is settled.
    ///
    /// # Errors
    /// [`TooLarge`] when more than `limit` bytes come; otherwise what the sender or the disk says.
    pub async fn receive(
        &self,
        pieces: impl Stream<Item = anyhow::Result<Bytes>> + Unpin,
        limit: u64,
    ) -> anyhow::Result<Draft> {
        Draft::write(&self.folder.join("drafts"), pieces, limit).await
    }

    /// Keeps a draft under its SHA-256, which is returned. The file is kept whole or not at all.
    pub async fn settle(&self, draft: Draft) -> anyhow::Result<String> {
        let sha256 = draft.sha256.clone();
        if let Some(bucket) = &self.bucket {
            bucket.put(&sha256, &draft).await?;
        } else {
            let path = self.path(&sha256);
            tokio::task::spawn_blocking(move || put_in_folder(&draft, &path)).await??;
        }
        Ok(sha256)
    }

    /// The bytes kept under `sha256`, all at once.
    pub async fn read(&self, sha256: &str) -> anyhow::Result<Vec<u8>> {
        let (_, mut pieces) = self.open(sha256).await?;
        let mut bytes = Vec::new();
        while let Some(piece) = pieces.try_next().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }

    /// The bytes kept under `sha256`, piece by piece, and how many they are.
    pub async fn open(&self, sha256: &str) -> anyhow::Result<(u64, Pieces)> {
        match &self.bucket {
            Some(bucket) => bucket.get(sha256).await,
            None => read_from_folder(&self.path(sha256)).await,
        }
    }

    /// The SHA-256 of the bytes that are now kept under `sha256`.
    pub async fn hash_again(&self, sha256: &str) -> anyhow::Result<String> {
        let (_, mut pieces) = self.open(sha256).await?;
        let mut digest = Sha256::new();
        while let Some(piece) = pieces.try_next().await? {
            digest.update(&piece);
        }
        Ok(hex(&digest.finalize()))
    }

    fn path(&self, sha256: &str) -> PathBuf {
        self.folder.join(shelf(sha256)).join(sha256)
    }
}

/// The first two digits of a hash: files lie in 256 folders, not in one.
fn shelf(sha256: &str) -> &str {
    sha256.get(..2).unwrap_or("__")
}

fn put_in_folder(draft: &Draft, path: &Path) -> anyhow::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let folder = path.parent().context("a kept file has a folder")?;
    std::fs::create_dir_all(folder).with_context(|| format!("make folder {}", folder.display()))?;
    std::fs::rename(draft.path(), path).context("put a file in its place")
}

async fn read_from_folder(path: &Path) -> anyhow::Result<(u64, Pieces)> {
    let opened = tokio::fs::File::open(path).await;
    let file = opened.with_context(|| format!("read {}", path.display()))?;
    let bytes = file.metadata().await?.len();
    let pieces = stream::try_unfold(file, |mut file| async move {
        let mut piece = vec![0; PIECE_BYTES];
        let read = file.read(&mut piece).await.context("read a kept file")?;
        piece.truncate(read);
        anyhow::Ok((read > 0).then(|| (Bytes::from(piece), file)))
    });
    Ok((bytes, pieces.boxed()))
}

/// SHA-256 in lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh() -> Files {
        let folder = std::env::temp_dir().join(format!("longan-files-{}", uuid::Uuid::now_v7()));
        Files::new(folder)
    }

    #[tokio::test]
    async fn the_same_bytes_are_kept_once_and_read_back() {
        let files = fresh();
        let first = files.keep(b"so lieu").await.unwrap();
        assert_eq!(first, files.keep(b"so lieu").await.unwrap());
        assert_eq!(first, sha256_hex(b"so lieu"));
        assert_eq!(files.read(&first).await.unwrap(), b"so lieu");
        assert_eq!(files.hash_again(&first).await.unwrap(), first);
        std::fs::remove_dir_all(files.folder()).unwrap();
    }

    #[tokio::test]
    async fn what_is_too_large_or_breaks_off_leaves_nothing() {
        let files = fresh();
        let sent = |pieces: Vec<anyhow::Result<Bytes>>| Box::pin(stream::iter(pieces));
        let large = sent(vec![Ok(Bytes::from_static(b"1234")), Ok(Bytes::from_static(b"5"))]);
        let refused = files.receive(large, 4).await.unwrap_err();
        assert!(refused.downcast_ref::<TooLarge>().is_some(), "{refused:#}");
        let broken = sent(vec![Ok(Bytes::from_static(b"1")), Err(anyhow::anyhow!("cut"))]);
        assert!(files.receive(broken, 4).await.is_err());
        let whole = sent(vec![Ok(Bytes::from_static(b"1234"))]);
        drop(files.receive(whole, 4).await.unwrap());
        let drafts = std::fs::read_dir(files.folder().join("drafts")).unwrap();
        assert_eq!(drafts.count(), 0);
        std::fs::remove_dir_all(files.folder()).unwrap();
    }
}
