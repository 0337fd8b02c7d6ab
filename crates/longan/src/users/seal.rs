//! What must be kept secret but read again is sealed with a key that lies beside the database.
//!
//! Whoever has only the database, or only a backup of it, cannot make anybody's codes.

use anyhow::Context as _;
use rand::RngCore as _;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Name of the key file in the data folder.
const FILE_NAME: &str = "secret.key";
const KEY_BYTES: usize = 32;

/// The key of this installation; made when the first secret is kept.
#[derive(Clone, Debug)]
pub struct Seal {
    path: PathBuf,
    key: Arc<OnceLock<[u8; KEY_BYTES]>>,
}

impl Seal {
    /// The key that lies in `folder`.
    pub fn in_folder(folder: &Path) -> Self {
        Self { path: folder.join(FILE_NAME), key: Arc::default() }
    }

    /// Seals `plain` for one `purpose`: it opens for no other.
    pub fn close(&self, purpose: &str, plain: &[u8]) -> anyhow::Result<String> {
        let mut nonce = [0u8; NONCE_LEN];
        rand::rng().fill_bytes(&mut nonce);
        let mut bytes = plain.to_vec();
        self.key()?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(purpose.as_bytes()),
                &mut bytes,
            )
            .map_err(|_| anyhow::anyhow!("a secret cannot be sealed"))?;
        Ok(hex(&[&nonce[..], &bytes].concat()))
    }

    /// Opens what was sealed for `purpose`.
    pub fn open(&self, purpose: &str, sealed: &str) -> anyhow::Result<Vec<u8>> {
        let bytes = unhex(sealed).context("a sealed secret is hexadecimal")?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN).context("a sealed secret is cut")?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).context("a sealed secret is cut")?;
        let mut rest = rest.to_vec();
        let key = self.key()?;
        let plain = key
            .open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut rest)
            .map_err(|_| anyhow::anyhow!("a secret was sealed with another {FILE_NAME}"))?;
        Ok(plain.to_vec())
    }

    /// A mark of `text` for one `purpose`: the same text has the same mark, and without the key
    /// nobody finds the text by trying.
    pub fn mark(&self, purpose: &str, text: &str) -> anyhow::Result<String> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.bytes()?);
        let tag = hmac::sign(&key, format!("{purpose}\n{text}").as_bytes());
        Ok(hex(tag.as_ref()))
    }

    fn key(&self) -> anyhow::Result<LessSafeKey> {
        let key = UnboundKey::new(&AES_256_GCM, &self.bytes()?)
            .map_err(|_| anyhow::anyhow!("the key has the wrong length"))?;
        Ok(LessSafeKey::new(key))
    }

    fn bytes(&self) -> anyhow::Result<[u8; KEY_BYTES]> {
        if let Some(bytes) = self.key.get() {
            return Ok(*bytes);
        }
        let bytes = self.read_or_make()?;
        Ok(*self.key.get_or_init(|| bytes))
    }

    fn read_or_make(&self) -> anyhow::Result<[u8; KEY_BYTES]> {
        if let Some(bytes) = self.read()? {
            return Ok(bytes);
        }
        let mut bytes = [0u8; KEY_BYTES];
        rand::rng().fill_bytes(&mut bytes);
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).context("make the data folder")?;
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&self.path) {
            Ok(mut file) => {
                file.write_all(hex(&bytes).as_bytes()).context("write the key")?;
                file.sync_all().context("write the key")?;
                Ok(bytes)
            }
            // Another process was first: its key counts.
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                self.read()?.context("the key is being made by another process; try again")
            }
            Err(error) => Err(error).context(format!("make {}", self.path.display())),
        }
    }

    fn read(&self) -> anyhow::Result<Option<[u8; KEY_BYTES]>> {
        match std::fs::read_to_string(&self.path) {
            Ok(text) => {
                let bytes = unhex(text.trim()).and_then(|bytes| bytes.try_into().ok());
                Ok(Some(bytes.with_context(|| format!("{} is no key", self.path.display()))?))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context(format!("read {}", self.path.display())),
        }
    }
}

/// A secret of 256 bits that is handed out and kept only as its hash.
pub fn new_token() -> String {
    let mut bytes = [0u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    hex(&bytes)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_with_its_key_and_for_its_purpose_only() {
        let folder = std::env::temp_dir().join(format!("longan-seal-{}", crate::store::new_id()));
        let seal = Seal::in_folder(&folder);
        let sealed = seal.close("totp u1", b"bi mat").unwrap();
        assert!(!sealed.contains("bi mat"));
        assert_eq!(Seal::in_folder(&folder).open("totp u1", &sealed).unwrap(), b"bi mat");
        assert!(seal.open("totp u2", &sealed).is_err());
        assert!(seal.open("totp u1", &sealed[2..]).is_err());
        let other = Seal::in_folder(&folder.join("other"));
        assert!(other.open("totp u1", &sealed).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
