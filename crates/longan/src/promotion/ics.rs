//! A calendar file (RFC 5545) of deadlines, for the calendars of telephones and offices.

use super::rules::Deadline;
use jiff::ToSpan as _;
use std::fmt::Write as _;

/// Most bytes of a line.
const WIDTH: usize = 75;

/// The deadlines as a calendar file; `stamp` is the moment it was made, as `20261123T020000Z`.
pub fn calendar(deadlines: &[Deadline], stamp: &str) -> String {
    let mut out = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Longan//Khuyen cong//VI"] {
        push(&mut out, line);
    }
    for deadline in deadlines {
        let day = |day: jiff::civil::Date| day.strftime("%Y%m%d").to_string();
        let last = deadline.last_day.0;
        let of = deadline.projects.first().filter(|_| deadline.projects.len() == 1);
        let of = of.map_or_else(String::new, |project| format!("-{}", project.id));
        let named: Vec<String> = deadline
            .projects
            .iter()
            .map(|project| format!("{} {}", project.code, project.name))
            .collect();
        let told = [deadline.scope.as_str(), &deadline.citation, &deadline.note, &named.join("\n")];
        let told: Vec<&str> = told.into_iter().filter(|text| !text.is_empty()).collect();
        push(&mut out, "BEGIN:VEVENT");
        push(&mut out, &format!("UID:{}-{}{of}@longan", day(last), deadline.key));
        push(&mut out, &format!("DTSTAMP:{stamp}"));
        push(&mut out, &format!("DTSTART;VALUE=DATE:{}", day(last)));
        push(&mut out, &format!("DTEND;VALUE=DATE:{}", day(last.saturating_add(1.day()))));
        push(&mut out, &format!("SUMMARY:Hạn: {}", escaped(&deadline.title)));
        push(&mut out, &format!("DESCRIPTION:{}", escaped(&told.join("\n"))));
        push(&mut out, "END:VEVENT");
    }
    push(&mut out, "END:VCALENDAR");
    out
}

fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    text.replace('\n', "\\n")
}

/// A line, folded where it is too long, never inside a letter.
fn push(out: &mut String, line: &str) {
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > WIDTH {
            out.push_str("\r\n ");
            width = 1;
        }
        width += letter.len_utf8();
        let _ = write!(out, "{letter}");
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_between_letters_and_unfolds_to_itself() {
        let mut out = String::new();
        let long = "ĐỀ ÁN ".repeat(40);
        push(&mut out, &long);
        assert!(out.lines().all(|line| line.len() <= WIDTH), "{out}");
        assert_eq!(out.replace("\r\n ", "").trim_end_matches("\r\n"), long);
        assert_eq!(escaped("a, b; c\nd"), "a\\, b\\; c\\nd");
    }
}
