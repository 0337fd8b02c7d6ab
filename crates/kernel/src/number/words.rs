//! Numbers in words, as contracts and decisions need them.

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const BILLION: u64 = 1_000_000_000;

/// Writes a whole number in Vietnamese words, with the southern "lẻ": "một trăm lẻ năm".
pub fn in_words(number: i64) -> String {
    let words = words_of(number.unsigned_abs()).join(" ");
    if number < 0 { format!("âm {words}") } else { words }
}

/// Writes a whole number in Vietnamese words, with the northern "linh": "một trăm linh năm".
pub fn in_words_northern(number: i64) -> String {
    in_words(number).replace(" lẻ ", " linh ")
}

/// Writes an amount of đồng as it stands in a contract: "Một triệu đồng".
pub fn money_in_words(dong: i64) -> String {
    let words = in_words(dong);
    let mut letters = words.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{} đồng", letters.as_str())
}

fn words_of(number: u64) -> Vec<&'static str> {
    if number == 0 {
        return vec![DIGITS[0]];
    }
    let (billions, below) = (number / BILLION, number % BILLION);
    let mut words = Vec::new();
    if billions > 0 {
        words = words_of(billions);
        words.push("tỷ");
    }
    for (size, name) in [(1_000_000, "triệu"), (1_000, "nghìn"), (1, "")] {
        let group = below / size % 1_000;
        if group > 0 {
            push_group(&mut words, group);
            if !name.is_empty() {
                words.push(name);
            }
        }
    }
    words
}

/// Writes three digits; once something stands before them, their zeros are spoken too.
fn push_group(words: &mut Vec<&'static str>, group: u64) {
    let digit = |place: u64| usize::try_from(group / place % 10).expect("a digit is below ten");
    let (hundreds, tens, ones) = (digit(100), digit(10), digit(1));
    let spoken_in_full = hundreds > 0 || !words.is_empty();
    if spoken_in_full {
        words.extend([DIGITS[hundreds], "trăm"]);
    }
    match tens {
        0 if ones > 0 && spoken_in_full => words.push("lẻ"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([DIGITS[tens], "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(DIGITS[ones]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_the_vector_file_is_spoken_as_in_a_contract() {
        let mut reader = csv::Reader::from_reader(
            include_str!("../../../../data/text/number_words.csv").as_bytes(),
        );
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 135);
        for row in rows {
            let number: i64 = row[0].parse().unwrap();
            assert_eq!(in_words(number), row[1]);
            assert_eq!(money_in_words(number), row[2]);
            assert_eq!(in_words_northern(number), row[3]);
        }
    }

    #[test]
    fn a_debt_is_spoken_with_its_sign() {
        assert_eq!(in_words(-5), "âm năm");
        assert_eq!(money_in_words(-5), "Âm năm đồng");
        assert!(in_words(i64::MIN).starts_with("âm chín tỷ hai trăm hai mươi ba triệu"));
    }
}
