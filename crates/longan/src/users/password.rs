//! Passwords: argon2id, never stored as typed, never a default, never one that everybody tries.

use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use rand::Rng as _;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Fewest characters of a chosen password.
const FEWEST: usize = 10;
/// Most characters; beyond it a text is not a password.
const MOST: usize = 256;
/// Letters and digits that must be left when the words everybody would guess are taken out.
const LEAST_OWN: usize = 6;
/// Keys in the order of a keyboard and of the alphabet: walking along them is no secret.
const WALKS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "qazwsxedcrfvtgbyhnujmikolp",
];
/// Words of the house and of whoever uses it.
const HOUSE_WORDS: &[&str] = &[
    "socongthuong",
    "congthuong",
    "cumcongnghiep",
    "congnghiep",
    "khuyencong",
    "longan",
    "matkhau",
    "password",
    "quantri",
    "admin",
];

/// Passwords that everybody tries first, in one spelling.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let list = include_str!("../../../../data/passwords/guessed-first.txt");
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

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
    groups(4)
}

/// So many groups of four letters and digits that are not mistaken for each other.
pub fn groups(count: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut rng = rand::rng();
    let mut group = || {
        (0..4).map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())])).collect::<String>()
    };
    (0..count).map(|_| group()).collect::<Vec<_>>().join("-")
}

/// What is wrong with a chosen password, in the words the person will read. `own` are the words
/// anybody would try for this person: names.
pub fn problem(password: &str, own: &[&str]) -> Option<&'static str> {
    let length = password.chars().count();
    if length < FEWEST {
        return Some("Mật khẩu cần ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất.");
    }
    if length > MOST {
        return Some("Mật khẩu dài quá 256 ký tự. Hãy chọn câu ngắn hơn.");
    }
    if is_easy(password) {
        return Some("Mật khẩu này nhiều người dùng, dễ bị đoán. Hãy chọn một câu khác.");
    }
    is_named_after(password, own).then_some(
        "Mật khẩu không nên là tên của bạn hay của cơ quan thêm vài chữ số. Hãy chọn một câu khác.",
    )
}

/// Whether everybody would try it: as it stands, without the digits around it, or unmasked.
fn is_easy(password: &str) -> bool {
    let folded = kernel::text::fold(password);
    let core = folded.trim_matches(|c: char| !c.is_ascii_alphabetic());
    let spellings = [plain(&folded), plain(core), unmasked(&folded), unmasked(core)];
    let different: HashSet<char> = spellings[0].chars().collect();
    different.len() < 5 || spellings.iter().any(|text| is_common(text) || is_walk(text))
}

/// A common password, or two in a row.
fn is_common(text: &str) -> bool {
    COMMON.contains(text)
        || (1..text.len()).any(|at| {
            text.is_char_boundary(at)
                && COMMON.contains(&text[..at])
                && COMMON.contains(&text[at..])
        })
}

/// A few walks along the keys.
fn is_walk(text: &str) -> bool {
    let mut rest = text;
    for _ in 0..4 {
        let longest = (3..=rest.len()).rev().find(|length| {
            rest.get(..*length).is_some_and(|piece| {
                let back: String = piece.chars().rev().collect();
                WALKS.iter().any(|walk| walk.contains(piece) || walk.contains(&back))
            })
        });
        let Some(length) = longest else { return false };
        rest = &rest[length..];
        if rest.len() < 3 {
            return true;
        }
    }
    false
}

/// Whether little is left when the words are taken out that anybody would try for this person.
fn is_named_after(password: &str, own: &[&str]) -> bool {
    let parts = own.iter().flat_map(|name| name.split([' ', '.', '-', '_', '@']).chain([*name]));
    let mut guessed: Vec<String> = parts.map(plain).filter(|word| word.len() > 2).collect();
    guessed.extend(HOUSE_WORDS.iter().map(|word| (*word).to_owned()));
    guessed.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let without = |text: String| guessed.iter().fold(text, |rest, word| rest.replace(word, ""));
    [plain(password), unmasked(password)].into_iter().any(|text| {
        let rest = without(text.clone());
        rest.len() < text.len()
            && rest.chars().filter(char::is_ascii_alphabetic).count() < LEAST_OWN
    })
}

/// Letters without marks and digits, in lower case; nothing else.
fn plain(text: &str) -> String {
    kernel::text::fold(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The same with letters in disguise read as what they stand for: `p@ssw0rd`.
fn unmasked(text: &str) -> String {
    let unmask = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    let letters = kernel::text::fold(text).chars().map(unmask).collect::<String>();
    letters.chars().filter(char::is_ascii_alphanumeric).collect()
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
        assert_ne!(one_time(), one_time());
    }

    #[test]
    fn what_everybody_tries_is_refused_in_any_disguise() {
        for easy in [
            "ngắn",
            "aaaaaaaaaaaa",
            "1234567890",
            "qwertyuiop123",
            "Password2026!",
            "P@ssw0rd2026",
            "Mật khẩu 2026",
            "matkhau@12345",
            "Anh Yêu Em 1995",
            "iloveyou2024",
            "Việt Nam vô địch",
            "hanoi-saigon",
            "1qaz2wsx3edc",
            "Hà Nội 123456",
            "9876543210abc",
        ] {
            assert!(problem(easy, &[]).is_some(), "{easy}");
        }
        for good in ["sông Vàm Cỏ Đông xanh", "gánh lúa qua đê chiều", "tr0ng-vuon-7-cay-xoai"]
        {
            assert_eq!(problem(good, &["lan.nguyen", "Nguyễn Thị Lan"]), None, "{good}");
        }
        assert!(problem(&"sông Vàm Cỏ ".repeat(30), &[]).is_some());
        assert!(problem(&"một câu dài vừa phải ".repeat(7), &[]).is_none(), "147 characters");
    }

    #[test]
    fn a_name_and_some_digits_are_no_password() {
        let own = ["minh.le", "Lê Quang Minh"];
        for named in ["lequangminh88", "Minh.Le@2026", "SoCongThuong2026", "minh-congthuong"] {
            assert!(problem(named, &own).is_some(), "{named}");
        }
        assert_eq!(problem("Minh thích câu cá ở hồ", &own), None);
    }

    #[test]
    fn the_list_of_common_passwords_is_kept_in_one_spelling() {
        assert!(COMMON.len() > 3000, "{}", COMMON.len());
        for word in COMMON.iter() {
            assert_eq!(plain(word), *word);
        }
    }
}
