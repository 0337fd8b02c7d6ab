//! Codes on paper for the day the telephone is lost. Each works once; only hashes are kept.

use super::super::password;
use crate::files::sha256_hex;

/// Codes a person is given at once.
const COUNT: usize = 10;
/// Groups of four letters and digits in a code: some 59 bits, too many to try.
const GROUPS: usize = 3;

/// New codes, and what is kept of them.
pub fn new_codes(user_id: &str) -> (Vec<String>, Vec<String>) {
    let codes: Vec<String> = (0..COUNT).map(|_| password::groups(GROUPS)).collect();
    let hashes = codes.iter().map(|code| hash(user_id, code)).collect();
    (codes, hashes)
}

/// What is kept of a code, however it was typed.
pub fn hash(user_id: &str, code: &str) -> String {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    sha256_hex(format!("{user_id} {}", code.to_lowercase()).as_bytes())
}
