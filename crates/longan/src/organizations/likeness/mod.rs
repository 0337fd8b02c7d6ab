//! Which bodies may be one and the same: found by keys they share, scored, with the reasons.
//!
//! No pair is looked at that shares no key, and a key that too many share says nothing; so the
//! work grows with the number of bodies, not with its square.

mod name;

use crate::words;
use kernel::text::fold;
use name::{LEAST_LETTERS, LONG_NAME, Spelled, names_alike};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// From this score on a pair is shown to a person.
pub const SHOWN_FROM: i64 = 45;
/// A key that more bodies share (an industrial cluster's address, a common word) tells nothing.
const MOST_ALIKE: usize = 40;
/// Digits of a telephone number that are compared: without the trunk zero or the country's code.
const PHONE_DIGITS: usize = 9;
/// Digits of a tax code that a body shares with its branches.
const ROOT_DIGITS: usize = 10;

words! {
    /// Why two bodies may be one, or may not.
    pub enum Reason {
        SameTaxRoot = "same_tax_root" => "cùng gốc mã số thuế",
        SameName = "same_name" => "cùng tên",
        OtherMarks = "other_marks" => "tên cùng chữ, khác dấu",
        OtherOrder = "other_order" => "tên cùng các từ, khác thứ tự",
        Typo = "typo" => "tên khác nhau một, hai chữ cái",
        SameForm = "same_form" => "cùng loại hình",
        SameAddress = "same_address" => "cùng địa chỉ",
        SamePhone = "same_phone" => "cùng số điện thoại",
        OtherForm = "other_form" => "khác loại hình",
        OtherTaxCode = "other_tax_code" => "khác mã số thuế",
        OtherBranch = "other_branch" => "khác số chi nhánh",
    }
}

impl Reason {
    /// What it adds to the score of a pair, or takes from it.
    pub fn weight(self) -> i64 {
        match self {
            Self::SameName => 60,
            Self::SameTaxRoot | Self::OtherOrder => 50,
            Self::OtherMarks => 45,
            Self::Typo => 40,
            Self::SamePhone => 30,
            Self::SameAddress => 25,
            Self::SameForm => 10,
            Self::OtherForm => -20,
            Self::OtherBranch => -40,
            Self::OtherTaxCode => -60,
        }
    }
}

/// A body and what it is recognised by.
#[derive(Clone, Debug)]
pub struct Body {
    /// Id.
    pub id: String,
    /// Name on the register.
    pub name: String,
    /// Tax code, digits and dash.
    pub tax_code: Option<String>,
    /// Other names.
    pub names: Vec<String>,
    phones: Vec<String>,
    addresses: Vec<String>,
}

impl Body {
    /// A body by its words.
    pub fn new(id: String, name: String, tax_code: Option<String>, phone: &str) -> Self {
        let mut body = Self {
            id,
            name,
            tax_code,
            names: Vec::new(),
            phones: Vec::new(),
            addresses: Vec::new(),
        };
        body.add_phone(phone);
        body
    }

    /// Adds a telephone number; one without enough digits tells nothing.
    pub fn add_phone(&mut self, phone: &str) {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        if let Some(start) = digits.len().checked_sub(PHONE_DIGITS) {
            self.phones.push(digits[start..].to_owned());
        }
    }

    /// Adds an address.
    pub fn add_address(&mut self, place_id: &str, detail: &str) {
        let words = fold(detail);
        let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        self.addresses.push(format!("{place_id} {}", words.collect::<Vec<_>>().join(" ")));
    }

    /// The digits it shares with its branches; a personal code has none.
    fn root(&self) -> Option<&str> {
        let digits = self.tax_code.as_deref()?;
        let personal = digits.len() > ROOT_DIGITS && !digits.contains('-');
        if personal { None } else { digits.get(..ROOT_DIGITS) }
    }
}

/// Two bodies that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one that came first, by its place in the list.
    pub first: usize,
    /// The other.
    pub second: usize,
    /// How likely, the more the likelier.
    pub score: i64,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// The pairs that may be one body, the likeliest first.
pub fn pairs(bodies: &[Body]) -> Vec<Pair> {
    let spelled: Vec<Vec<Spelled>> = bodies
        .iter()
        .map(|body| {
            std::iter::once(&body.name).chain(&body.names).map(|n| Spelled::of(n)).collect()
        })
        .collect();
    let mut keys: Vec<(u64, usize)> = Vec::new();
    for (at, (body, names)) in bodies.iter().zip(&spelled).enumerate() {
        each_key(body, names, |key| keys.push((key, at)));
    }
    keys.sort_unstable();
    keys.dedup();
    let mut candidates: Vec<(usize, usize)> = Vec::new();
    for group in keys.chunk_by(|a, b| a.0 == b.0) {
        if group.len() <= MOST_ALIKE {
            for (nth, (_, first)) in group.iter().enumerate() {
                candidates.extend(group[nth + 1..].iter().map(|(_, second)| (*first, *second)));
            }
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    let scored = candidates.into_iter().filter_map(|(first, second)| {
        let reasons =
            reasons((&bodies[first], &spelled[first]), (&bodies[second], &spelled[second]));
        let score = reasons.iter().map(|reason| reason.weight()).sum();
        (score >= SHOWN_FROM).then_some(Pair { first, second, score, reasons })
    });
    let mut pairs: Vec<Pair> = scored.collect();
    pairs.sort_by_key(|pair| (-pair.score, pair.first, pair.second));
    pairs
}

/// Every key under which a body may meet another.
fn each_key(body: &Body, names: &[Spelled], mut tell: impl FnMut(u64)) {
    if let Some(root) = body.root() {
        tell(hash("root", root));
    }
    for phone in &body.phones {
        tell(hash("phone", phone));
    }
    for address in &body.addresses {
        tell(hash("address", address));
    }
    for name in names.iter().filter(|name| !name.words.is_empty()) {
        tell(hash("words", &name.sorted));
        if name.joined.len() < LEAST_LETTERS {
            continue;
        }
        // Two names one letter apart are the same without that letter.
        tell(hash("letters", &name.joined));
        for (at, letter) in name.joined.char_indices().filter(|(_, c)| !c.is_ascii_digit()) {
            let rest = &name.joined[at + letter.len_utf8()..];
            tell(hash("letters", &[&name.joined[..at], rest].concat()));
        }
        // Two long names two letters apart in one word are the same without that word.
        if name.joined.len() >= LONG_NAME {
            for without in 0..name.words.len() {
                let left = name.words.iter().enumerate().filter(|(at, _)| *at != without);
                let left: Vec<&str> = left.map(|(_, word)| word.as_str()).collect();
                tell(hash("less", &left.join(" ")));
            }
        }
    }
}

fn hash(kind: &str, key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    kind.hash(&mut hasher);
    key.hash(&mut hasher);
    hasher.finish()
}

fn reasons(first: (&Body, &[Spelled]), second: (&Body, &[Spelled])) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut best: Option<(Reason, &Spelled, &Spelled)> = None;
    for (a, b) in first.1.iter().flat_map(|a| second.1.iter().map(move |b| (a, b))) {
        if let Some(reason) = names_alike(a, b)
            && best.is_none_or(|(known, ..)| known.weight() < reason.weight())
        {
            best = Some((reason, a, b));
        }
    }
    if let Some((reason, a, b)) = best {
        reasons.push(reason);
        match (a.form, b.form) {
            ("", _) | (_, "") => {}
            (one, other) if one == other => reasons.push(Reason::SameForm),
            _ => reasons.push(Reason::OtherForm),
        }
    }
    match (first.0.root(), second.0.root()) {
        (Some(one), Some(other)) if one == other => {
            reasons.push(Reason::SameTaxRoot);
            let branch = |body: &Body| body.tax_code.as_deref().is_some_and(|c| c.contains('-'));
            if branch(first.0) && branch(second.0) {
                reasons.push(Reason::OtherBranch);
            }
        }
        (Some(_), Some(_)) => reasons.push(Reason::OtherTaxCode),
        _ => {}
    }
    let share = |one: &[String], other: &[String]| one.iter().any(|text| other.contains(text));
    if share(&first.0.addresses, &second.0.addresses) {
        reasons.push(Reason::SameAddress);
    }
    if share(&first.0.phones, &second.0.phones) {
        reasons.push(Reason::SamePhone);
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(name: &str, tax_code: Option<&str>) -> Body {
        Body::new(name.to_owned(), name.to_owned(), tax_code.map(str::to_owned), "")
    }

    fn found(names: &[&str]) -> Vec<Vec<Reason>> {
        let bodies: Vec<Body> = names.iter().map(|name| body(name, None)).collect();
        pairs(&bodies).into_iter().map(|pair| pair.reasons).collect()
    }

    #[test]
    fn spellings_of_one_name_are_found() {
        use Reason as R;
        for (one, other, reason) in [
            ("Cty TNHH Sơn Ca & Họa Mi", "Công ty TNHH Sơn Ca và Họa Mi", R::SameName),
            ("CONG TY TNHH MTV CHICH CHOE", "Công ty TNHH một thành viên Chích Chòe", R::SameName),
            ("Công ty CP Gạch Hoà Bình", "Cty cổ phần gạch Hòa Bình", R::SameName),
            ("Công ty TNHH Sơn Ca Họa Mi", "Công ty TNHH Họa Mi Sơn Ca", R::OtherOrder),
            ("Công ty TNHH Nhựa Chích Chòe", "Công ty TNHH Nhựa Chíhc Chòe", R::Typo),
            ("Công ty TNHH Nhựa Chích Chòe", "Công ty TNHH Nhựa ChíchChòe", R::SameName),
            (
                "Công ty TNHH Vật liệu xây dựng Chích Chòe",
                "Công ty TNHH Vật liệu xây dựng Chích Choèeo",
                R::Typo,
            ),
        ] {
            let reasons = found(&[one, other]);
            assert_eq!(reasons.first().and_then(|r| r.first()), Some(&reason), "{one} / {other}");
        }
    }

    #[test]
    fn names_that_only_look_alike_are_left_alone() {
        for (one, other) in [
            ("Công ty TNHH Sơn Ca 1", "Công ty TNHH Sơn Ca 2"),
            ("Công ty TNHH Sơn Ca", "Công ty CP Sơn Ca"),
            ("Công ty TNHH Nhựa Minh Long", "Công ty TNHH Nhựa Minh Lộc"),
            ("HTX Dệt A", "HTX Dệt B"),
            ("Công ty TNHH", "Công ty TNHH"),
        ] {
            assert!(found(&[one, other]).is_empty(), "{one} / {other}");
        }
        let codes = [
            body("Công ty TNHH Sơn Ca", Some("0100109106")),
            body("Công ty TNHH Sơn Ca", Some("0300588569")),
        ];
        assert!(pairs(&codes).is_empty(), "two tax codes are two bodies");
    }

    #[test]
    fn a_branch_meets_its_head_and_a_telephone_and_address_meet() {
        let bodies = [
            body("Công ty Sơn Ca", Some("0300588569")),
            body("Chi nhánh miền Tây", Some("0300588569-001")),
        ];
        assert_eq!(pairs(&bodies)[0].reasons, [Reason::SameTaxRoot]);
        let mut one = body("Sơn Ca", None);
        let mut other = body("Cơ sở Chim Sẻ", None);
        for (body, phone, detail) in [
            (&mut one, "0272 3.888.999", "Lô A1, đường số 2"),
            (&mut other, "+84 272 3888999", "lô A1 đường số 2"),
        ] {
            body.add_phone(phone);
            body.add_address("commune:1:", detail);
        }
        assert_eq!(pairs(&[one, other])[0].reasons, [Reason::SameAddress, Reason::SamePhone]);
    }
}
