//! Pages that keep the strict content security policy and can be used by everyone.

use crate::tree::{Problem, Tree, line_at};

/// A tag of a template: where it starts, its name, and all that stands in it.
struct Tag<'a> {
    at: usize,
    name: String,
    text: &'a str,
}

/// Every opening tag; `>` inside quotes and inside template marks does not end one.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            continue;
        }
        let end = tag_end(rest);
        let name = rest.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or("");
        tags.push(Tag { at, name: name.to_lowercase(), text: &rest[..end] });
    }
    tags
}

fn tag_end(rest: &str) -> usize {
    let (mut in_mark, mut quote, mut before) = (false, None, ' ');
    for (at, c) in rest.char_indices() {
        match (before, c) {
            ('{', '{' | '%') => in_mark = true,
            ('}' | '%', '}') => in_mark = false,
            _ if in_mark => {}
            (_, '"' | '\'') if quote.is_none() => quote = Some(c),
            (_, c) if quote == Some(c) => quote = None,
            (_, '>') if quote.is_none() => return at,
            _ => {}
        }
        before = c;
    }
    rest.len()
}

/// The value of an attribute as the template writes it.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let starts = tag[..at].ends_with(|c: char| c.is_whitespace() || c == '}');
        let rest = tag[at + name.len()..].strip_prefix("=\"")?;
        starts.then(|| rest.split('"').next().unwrap_or(rest))
    })
}

/// No inline script or style, no event attribute, nothing fetched from another host.
pub fn policy(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in tree.within("crates/", ".html") {
        for tag in tags(&file.text) {
            let is_data = attribute(tag.text, "type").is_some_and(|kind| kind.ends_with("json"));
            let inline_script =
                tag.name == "script" && attribute(tag.text, "src").is_none() && !is_data;
            let inline_style = tag.name == "style" || attribute(tag.text, "style").is_some();
            let link = (tag.name == "link").then(|| attribute(tag.text, "href")).flatten();
            let fetched = [attribute(tag.text, "src"), attribute(tag.text, "srcset"), link];
            let is_foreign = |url: &&str| url.starts_with("http") || url.starts_with("//");
            let reason = if inline_script {
                "a script inside the page; the policy forbids it"
            } else if inline_style {
                "a style inside the page; use a class"
            } else if has_event_attribute(tag.text) {
                "an event attribute; listen in a script file"
            } else if fetched.into_iter().flatten().any(|url| is_foreign(&url)) {
                "fetched from another host; bundle it"
            } else {
                continue;
            };
            problems.push(Problem::new(&file.path, line_at(&file.text, tag.at), reason));
        }
    }
    problems
}

/// Whether a tag carries `onclick="…"` or another attribute of that kind.
fn has_event_attribute(tag: &str) -> bool {
    tag.split_whitespace().any(|word| {
        word.strip_prefix("on").and_then(|rest| rest.split_once('=')).is_some_and(
            |(name, value)| {
                !name.is_empty()
                    && name.chars().all(|c| c.is_ascii_lowercase())
                    && value.starts_with(['"', '\''])
            },
        )
    })
}

/// Every field has a label, or says its name itself.
pub fn labels(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in tree.within("crates/", ".html") {
        let mut inside_label = false;
        for tag in tags(&file.text) {
            match tag.name.as_str() {
                "label" => inside_label = true,
                "/label" => inside_label = false,
                "input" | "select" | "textarea" if !inside_label => {
                    let kind = attribute(tag.text, "type").unwrap_or("text");
                    let needs_none = ["hidden", "submit", "button"].contains(&kind);
                    let says_itself = tag.text.contains("aria-label");
                    let is_labelled = attribute(tag.text, "id")
                        .is_some_and(|id| file.text.contains(&format!("for=\"{id}\"")));
                    if !needs_none && !says_itself && !is_labelled {
                        let line = line_at(&file.text, tag.at);
                        let message = format!("a `{}` without a label", tag.name);
                        problems.push(Problem::new(&file.path, line, message));
                    }
                }
                _ => {}
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Tree {
        Tree::of(&[("crates/longan/src/clusters/show.html", html)])
    }

    #[test]
    fn what_the_policy_forbids_is_found() {
        for bad in [
            "<script>alert(1)</script>",
            "<p style=\"color: red\">",
            "<style>p { color: red }</style>",
            "<button onclick=\"go()\">",
            "<img src=\"https://host/a.png\">",
            "<link rel=\"stylesheet\" href=\"//host/a.css\">",
        ] {
            assert_eq!(policy(&page(bad)).len(), 1, "{bad}");
        }
        for good in [
            "<script src=\"/assets/a.js\" defer></script>",
            "<script type=\"application/json\">{}</script>",
            "<a href=\"https://host/law\">theo …</a>",
            "<p title=\"mở once=1\">{% if a > b %}x{% endif %}</p>",
        ] {
            assert!(policy(&page(good)).is_empty(), "{good}");
        }
    }

    #[test]
    fn a_field_without_a_label_is_found() {
        for bad in
            ["<p>\n<input name=\"q\">", "<select id=\"a\"></select><label for=\"b\">B</label>"]
        {
            assert_eq!(labels(&page(bad)).len(), 1, "{bad}");
        }
        for good in [
            "<label for=\"f-{{ name }}\">A</label><input id=\"f-{{ name }}\" {% if a > b %}required{% endif %}>",
            "<label>A <input name=\"a\"></label>",
            "<input type=\"hidden\" name=\"revision\">",
            "<input name=\"q\" aria-label=\"Tìm\">",
        ] {
            assert!(labels(&page(good)).is_empty(), "{good}");
        }
    }
}
