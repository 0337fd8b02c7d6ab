//! Passwords: argon2id, never stored as typed, never a default.

use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use rand::Rng as _;

/// Hashes a password (argon2id, 19 MiB, two passes). Slow on purpose: call it off the main threads.
pub fn hash(password: &str) -> anyhow::Result<String> {
    let salt = SaltString::generate(&mut OsRng);
    let hash = Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .map_err(|e| anyhow::anyhow!("hash a password: {e}"))?;
    Ok(hash.to_string())
}

/// Whether `password` is the one that was hashed. An empty hash fits no password.
pub fn fits(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// A password to hand out once: four groups of four letters and digits that are not mistaken for each other.
pub fn one_time() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut rng = rand::rng();
    let mut group = || {
        (0..4).map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())])).collect::<String>()
    };
    [group(), group(), group(), group()].join("-")
}

/// What is wrong with a chosen password, in the words the person will read.
pub fn problem(password: &str) -> Option<&'static str> {
    if password.chars().count() < 10 {
        return Some("Mật khẩu cần ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất.");
    }
    let folded = kernel::text::fold(password).replace(' ', "");
    let common = [
        "1234567890",
        "0123456789",
        "matkhau123",
        "password12",
        "congthuong",
        "qwertyuiop",
        "khongcomatkhau",
        "abcdefghij",
    ];
    let mut characters: Vec<char> = folded.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    if characters.len() < 4 || common.iter().any(|weak| folded.starts_with(weak)) {
        return Some("Mật khẩu này quá dễ đoán. Hãy chọn câu khác.");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash_only() {
        let kept = hash("một câu dễ nhớ").unwrap();
        assert!(!kept.contains("nhớ"));
        assert!(fits("một câu dễ nhớ", &kept));
        assert!(!fits("một câu khác", &kept));
        assert!(!fits("", ""));
    }

    #[test]
    fn easy_passwords_are_refused() {
        assert!(problem("ngắn").is_some());
        assert!(problem("aaaaaaaaaaaa").is_some());
        assert!(problem("1234567890").is_some());
        assert!(problem("sông Vàm Cỏ Đông xanh").is_none());
        assert_ne!(one_time(), one_time());
    }
}
