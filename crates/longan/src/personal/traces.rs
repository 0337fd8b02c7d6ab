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
    let is = called(number);
    let spelled = [
        (person.full_name.clone(), is.clone()),
        (person.full_name.to_uppercase(), is.to_uppercase()),
        (fold(&person.full_name), fold(&is)),
        (sort_key(&person.full_name), sort_key(&is)),
    ];
    spelled.into_iter().map(|(was, is)| Trace { was, is }).collect()
}

/// The text without the traces.
pub fn without(text: &str, traces: &[Trace]) -> String {
    traces.iter().fold(text.to_owned(), |text, trace| text.replace(&trace.was, &trace.is))
}

#[cfg(test)]
mod tests {
    use super::*;

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
