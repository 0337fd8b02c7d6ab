//! Ed25519: who signs, and whether somebody did.

use anyhow::Context as _;
use ring::rand::SystemRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Bytes of a public key.
const PUBLIC_BYTES: usize = 32;
/// Bytes of a signature.
const SIGNATURE_BYTES: usize = 64;
/// How many bytes of the hash a fingerprint shows.
const FINGERPRINT_BYTES: usize = 16;

/// The private half of a key, as it is sealed away.
pub struct Signer(Ed25519KeyPair);

impl std::fmt::Debug for Signer {
    /// Only what everybody may see.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Signer").field(&self.public_key()).finish()
    }
}

impl Signer {
    /// A new key, and the bytes by which it is known again.
    pub fn generate() -> anyhow::Result<(Self, Vec<u8>)> {
        let bytes = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new())
            .map_err(|_| anyhow::anyhow!("no randomness for a key"))?;
        Ok((Self::read(bytes.as_ref())?, bytes.as_ref().to_vec()))
    }

    /// A key from its bytes.
    pub fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let pair = Ed25519KeyPair::from_pkcs8(bytes);
        Ok(Self(pair.map_err(|problem| anyhow::anyhow!("no signing key: {problem}"))?))
    }

    /// The public half, 64 hexadecimal digits.
    pub fn public_key(&self) -> String {
        hex(self.0.public_key().as_ref())
    }

    /// Signs, 128 hexadecimal digits.
    pub fn sign(&self, message: &[u8]) -> String {
        hex(self.0.sign(message).as_ref())
    }
}

/// Whether the holder of `public_key` signed exactly these bytes.
pub fn is_signed(public_key: &str, message: &[u8], signature: &str) -> bool {
    let (Some(key), Some(signature)) = (unhex(public_key), unhex(signature)) else { return false };
    key.len() == PUBLIC_BYTES
        && signature.len() == SIGNATURE_BYTES
        && UnparsedPublicKey::new(&ED25519, &key).verify(message, &signature).is_ok()
}

/// A public key as somebody typed or pasted it, in its one spelling.
pub fn read_public_key(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.to_ascii_lowercase();
    unhex(&plain).filter(|bytes| bytes.len() == PUBLIC_BYTES)?;
    Some(plain)
}

/// What two people compare by telephone: eight groups of four.
pub fn fingerprint(public_key: &str) -> String {
    let digest = Sha256::digest(public_key.as_bytes());
    let digits = hex(&digest[..FINGERPRINT_BYTES]).to_ascii_uppercase();
    let groups: Vec<&str> =
        (0..digits.len()).step_by(4).filter_map(|at| digits.get(at..at + 4)).collect();
    groups.join(" ")
}

/// Opens what was sealed, or says which file is missing.
pub fn unseal(seal: &crate::users::Seal, public_key: &str, sealed: &str) -> anyhow::Result<Signer> {
    let bytes = seal.open(&purpose(public_key), sealed).context("open the signing key")?;
    let signer = Signer::read(&bytes)?;
    anyhow::ensure!(signer.public_key() == public_key, "the signing key is another one");
    Ok(signer)
}

/// What a sealed key is for.
pub fn purpose(public_key: &str) -> String {
    format!("exchange {public_key}")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Lower-case digits only: one signature has one spelling.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'));
    if !is_plain || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_bytes_and_its_key_only() {
        let (signer, bytes) = Signer::generate().unwrap();
        let (other, _) = Signer::generate().unwrap();
        let signature = signer.sign(b"34 tinh");
        assert!(is_signed(&signer.public_key(), b"34 tinh", &signature));
        assert!(!is_signed(&signer.public_key(), b"33 tinh", &signature));
        assert!(!is_signed(&other.public_key(), b"34 tinh", &signature));
        assert!(!is_signed(&signer.public_key(), b"34 tinh", &signature.to_uppercase()));
        assert!(!is_signed("", b"34 tinh", ""));
        assert_eq!(Signer::read(&bytes).unwrap().public_key(), signer.public_key());
        assert!(!format!("{signer:?}").contains(&hex(&bytes)));
    }

    #[test]
    fn a_key_is_known_in_any_spelling_and_compared_by_its_fingerprint() {
        let key = "ab".repeat(32);
        let typed = format!(" {}\n{} ", key[..20].to_uppercase(), &key[20..]);
        assert_eq!(read_public_key(&typed), Some(key.clone()));
        for wrong in ["", "ab", &key[2..], &"zz".repeat(32), &"é".repeat(32)] {
            assert_eq!(read_public_key(wrong), None, "{wrong}");
        }
        assert_eq!(fingerprint(&key).split(' ').count(), 8);
        assert_ne!(fingerprint(&key), fingerprint(&"ac".repeat(32)));
    }
}
