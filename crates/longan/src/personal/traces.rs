//! What a person leaves in texts, and what stands there afterwards.

use kernel::text::{fold, sort_key};

/// A piece of text that tells who somebody is, and what replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The text.
    pub was: String,
    /// What stands there afterwards.
    pub is: String,
}

/// What is known of a person, for finding it again.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Id of the account.
    pub id: String,
    /// What they sign in with.
    pub name: String,
    /// Full name.
    pub full_name: String,
    /// Mail address; empty when none is known.
    pub mail: String,
}

/// What an erased account is called.
pub fn called(number: i64) -> String {
    format!("Người dùng đã xóa số {number}")
}

/// What it would sign in with, if it could.
pub fn signs_in_as(number: i64) -> String {
    format!("da-xoa-{number}")
}

/// Pieces of text that mean this person wherever they stand.
pub fn everywhere(person: &Person, number: i64) -> Vec<Trace> {
    let mut traces = Vec::new();
    let mut add = |was: String, is: String| {
        if !was.is_empty() && !traces.iter().any(|trace: &Trace| trace.was == was) {
            traces.push(Trace { was, is });
        }
    };
    let (name, is) = (&person.name, signs_in_as(number));
    add(person.mail.clone(), is.clone());
    add(person.mail.replace('@', "%40"), is.clone());
    add(fold(&person.mail), is.clone());
    // A name to sign in with may be a short word: it is known by what stands around it.
    add(format!("\"name\":\"{name}\""), format!("\"name\":\"{is}\""));
    add(format!("/users/{name}/"), format!("/users/{is}/"));
    add(format!("/users/{name}?"), format!("/users/{is}?"));
    traces
}

/// The full name in the spellings that are stored. Another person may have the same.
pub fn of_full_name(person: &Person, number: i64) -> Vec<Trace> {
    of_name(&person.full_name, &called(number))
}

/// What stands where a telephone number or a mail address of an erased person stood.
pub const GONE: &str = "(đã xóa)";

/// What a person of a body is called once they are erased.
pub fn person_called(number: i64) -> String {
    format!("{} {number}", crate::organizations::ERASED)
}

/// A name in the spellings that are stored.
pub fn of_name(name: &str, is: &str) -> Vec<Trace> {
    let spelled = [
        (name.to_owned(), is.to_owned()),
        (name.to_uppercase(), is.to_uppercase()),
        (fold(name), fold(is)),
        (sort_key(name), sort_key(is)),
    ];
    spelled.into_iter().map(|(was, is)| Trace { was, is }).collect()
}

/// A name where it is the whole of a value in an image; elsewhere it may be part of a body's name.
pub fn of_whole_name(name: &str, is: &str) -> Vec<Trace> {
    vec![Trace { was: format!("\"{name}\""), is: format!("\"{is}\"") }]
}

/// A mail address as it is typed, folded, or part of an address.
pub fn of_mail(mail: &str, is: &str) -> Vec<Trace> {
    let spelled = [mail.to_owned(), mail.replace('@', "%40"), fold(mail)];
    distinct(spelled.into_iter(), is)
}

/// A telephone number as it was typed and as others would type it.
pub fn of_phone(phone: &str, is: &str) -> Vec<Trace> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let mut spelled = vec![phone.to_owned()];
    // Fewer digits may be part of any number.
    if digits.len() >= SHORTEST_PHONE {
        spelled.push(digits.clone());
        for groups in [[4, 3, 3], [3, 3, 4], [4, 2, 4]] {
            for between in [" ", ".", "-"] {
                spelled.push(grouped(&digits, groups, between));
            }
        }
        if let Some(rest) = digits.strip_prefix('0') {
            spelled.push(format!("+84{rest}"));
            spelled.push(format!("+84 {rest}"));
        }
    }
    distinct(spelled.into_iter(), is)
}

/// Fewest digits that are looked for as a telephone number.
const SHORTEST_PHONE: usize = 9;

/// "0912 345 678" for 4, 3, 3; what is left over stands with the last group.
fn grouped(digits: &str, groups: [usize; 3], between: &str) -> String {
    let (first, rest) = digits.split_at(groups[0].min(digits.len()));
    let (second, third) = rest.split_at(groups[1].min(rest.len()));
    [first, second, third].join(between)
}

fn distinct(spelled: impl Iterator<Item = String>, is: &str) -> Vec<Trace> {
    let mut traces: Vec<Trace> = Vec::new();
    for was in spelled.filter(|was| !was.is_empty()) {
        if !traces.iter().any(|trace| trace.was == was) {
            traces.push(Trace { was, is: is.to_owned() });
        }
    }
    // The longer first: what is left of it would not be known again.
    traces.sort_by_key(|trace| std::cmp::Reverse(trace.was.len()));
    traces
}

/// The text without the traces.
pub fn without(text: &str, traces: &[Trace]) -> String {
    traces.iter().fold(text.to_owned(), |text, trace| text.replace(&trace.was, &trace.is))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_is_found_however_it_is_typed() {
        let traces = of_phone("0912 345 678", "(đã xóa)");
        let left = without(
            "gọi 0912345678, 0912.345.678, 091-234-5678 hay +84912345678; biển số 0912 34",
            &traces,
        );
        assert_eq!(left, "gọi (đã xóa), (đã xóa), (đã xóa) hay (đã xóa); biển số 0912 34");
        assert_eq!(of_phone("113", "x").len(), 1);
    }

    #[test]
    fn a_short_name_is_taken_out_only_where_it_means_the_person() {
        let person = Person {
            id: "1".to_owned(),
            name: "lan".to_owned(),
            full_name: "Nguyễn Thị Lan".to_owned(),
            mail: "lan@so.gov.vn".to_owned(),
        };
        let mut traces = everywhere(&person, 12);
        traces.extend(of_full_name(&person, 12));
        let left = without(
            "{\"name\":\"lan\",\"full_name\":\"Nguyễn Thị Lan\",\"note\":\"lan can, /users/lan.anh/\"} lan%40so.gov.vn /users/lan/roles",
            &traces,
        );
        assert_eq!(
            left,
            "{\"name\":\"da-xoa-12\",\"full_name\":\"Người dùng đã xóa số 12\",\"note\":\"lan can, /users/lan.anh/\"} da-xoa-12 /users/da-xoa-12/roles"
        );
    }
}
