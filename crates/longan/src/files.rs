//! Files that people bring, kept by their SHA-256 in a local folder: the same bytes are
//! kept once, and a name can never point to other bytes than it did.

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The folder of kept files.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// Files kept under `folder`, which is made when the first one comes.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Where the files lie, for a backup.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps `bytes` and returns their SHA-256. When it returns, the file is on disk whole.
    pub fn keep(&self, bytes: &[u8]) -> anyhow::Result<String> {
        let sha256 = sha256_hex(bytes);
        let path = self.path(&sha256);
        if path.exists() {
            return Ok(sha256);
        }
        let folder = path.parent().context("a kept file has a folder")?;
        std::fs::create_dir_all(folder)
            .with_context(|| format!("make folder {}", folder.display()))?;
        let draft = folder.join(format!("{sha256}.{}.draft", uuid::Uuid::now_v7()));
        let mut file = std::fs::File::create(&draft).context("create a file")?;
        std::io::Write::write_all(&mut file, bytes).context("write a file")?;
        file.sync_all().context("write a file to disk")?;
        std::fs::rename(&draft, &path).context("put a file in its place")?;
        Ok(sha256)
    }

    /// The bytes kept under `sha256`.
    pub fn read(&self, sha256: &str) -> anyhow::Result<Vec<u8>> {
        let path = self.path(sha256);
        std::fs::read(&path).with_context(|| format!("read {}", path.display()))
    }

    fn path(&self, sha256: &str) -> PathBuf {
        self.folder.join(sha256.get(..2).unwrap_or("__")).join(sha256)
    }
}

/// SHA-256 in lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_are_kept_once_and_read_back() {
        let folder = std::env::temp_dir().join(format!("longan-files-{}", uuid::Uuid::now_v7()));
        let files = Files::new(&folder);
        let first = files.keep(b"so lieu").unwrap();
        assert_eq!(first, files.keep(b"so lieu").unwrap());
        assert_eq!(files.read(&first).unwrap(), b"so lieu");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
