//! How names of bodies are compared.

use kernel::text::fold;

/// Abbreviations of legal forms and the words they stand for.
const SHORT: &[(&str, &str)] = &[
    ("cty", "cong ty"),
    ("ct", "cong ty"),
    ("cp", "co phan"),
    ("htx", "hop tac xa"),
    ("dntn", "doanh nghiep tu nhan"),
    ("hkd", "ho kinh doanh"),
    ("mtv", "mot thanh vien"),
    ("sx", "san xuat"),
    ("tm", "thuong mai"),
    ("dv", "dich vu"),
    ("xd", "xay dung"),
    ("xnk", "xuat nhap khau"),
    ("kd", "kinh doanh"),
];

/// Legal forms as runs of words, longest first, and the one word each is known by.
const FORMS: &[(&str, &str)] = &[
    ("trach nhiem huu han mot thanh vien", "tnhh"),
    ("tnhh mot thanh vien", "tnhh"),
    ("mot thanh vien", "tnhh"),
    ("trach nhiem huu han", "tnhh"),
    ("doanh nghiep tu nhan", "dntn"),
    ("ho kinh doanh", "hkd"),
    ("hop tac xa", "htx"),
    ("hop danh", "hop danh"),
    ("co phan", "cp"),
    ("tnhh", "tnhh"),
    ("cong ty", ""),
];

/// Words that join others and tell no body from another.
const JOINS: &[&str] = &["va", "cua", "and"];

fn spelled(name: &str) -> String {
    let folded = fold(name).replace('&', " va ");
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(|word| {
        SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, whole)| *whole)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// How names are compared at the door: folded, with the usual abbreviations spelled one way.
pub fn match_key(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let spelled = words.map(|word| match word {
        "cty" => "cong ty",
        "cp" => "co phan",
        "htx" => "hop tac xa",
        "dntn" => "doanh nghiep tu nhan",
        other => other,
    });
    spelled.collect::<Vec<_>>().join(" ")
}

/// The legal form a name tells, as one word; empty when it tells none.
pub fn legal_form(name: &str) -> &'static str {
    let padded = format!(" {} ", spelled(name));
    let found = FORMS
        .iter()
        .find(|(words, form)| !form.is_empty() && padded.contains(&format!(" {words} ")));
    found.map_or("", |(_, form)| form)
}

/// The words that tell a body from others, without legal forms and joining words, in their order.
pub fn core_words(name: &str) -> Vec<String> {
    let mut text = format!(" {} ", spelled(name));
    for (form, _) in FORMS {
        // Twice, because neighbours share the blank between them.
        text = text.replace(&format!(" {form} "), "  ");
    }
    text.split_whitespace().filter(|word| !JOINS.contains(word)).map(str::to_owned).collect()
}

/// A name without legal form and joining words, whatever its order: the same for its variants.
pub fn name_core(name: &str) -> String {
    let mut words = core_words(name);
    words.sort_unstable();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, NewOrganization};
    use super::*;

    #[test]
    fn one_enterprise_is_known_however_its_form_is_abbreviated() {
        assert_eq!(
            match_key("Cty CP Hạ tầng Chích Chòe"),
            match_key("Công ty cổ phần Hạ tầng Chích Choè")
        );
        assert_ne!(
            match_key("Cty CP Hạ tầng Chích Chòe"),
            match_key("Cty TNHH Hạ tầng Chích Chòe")
        );
        assert_eq!(
            NewOrganization::named("Trung tâm Phát triển cụm công nghiệp", None).kind,
            Kind::Agency
        );
    }

    #[test]
    fn the_core_of_a_name_is_without_its_form() {
        for name in [
            "Công ty TNHH MTV Sản xuất & Thương mại Sơn Ca",
            "CTY TNHH một thành viên SX TM Sơn Ca",
            "Công ty trách nhiệm hữu hạn Sản xuất và thương mại Sơn Ca",
        ] {
            assert_eq!(core_words(name).join(" "), "san xuat thuong mai son ca", "{name}");
            assert_eq!(legal_form(name), "tnhh", "{name}");
        }
        assert_eq!(legal_form("Sơn Ca"), "");
    }
}
