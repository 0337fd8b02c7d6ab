//! Rust source read just closely enough: what is code, what is a string, what is a test.

use crate::tree::line_at;

/// A Rust file without its comments and without its own tests.
#[derive(Debug)]
pub struct Source {
    /// Code alone: the insides of strings are blank too.
    pub code: String,
    /// Code and strings (SQL lives in strings).
    pub text: String,
}

/// A function and what is in it.
#[derive(Debug)]
pub struct Function {
    pub line: usize,
    pub name: String,
    pub is_public: bool,
    pub is_async: bool,
    /// From `fn` to the opening brace, spaces made single.
    pub signature: String,
    pub body: String,
}

impl Source {
    /// Takes comments, strings and `#[cfg(test)]` items out of a file.
    pub fn read(file: &str) -> Self {
        let chars: Vec<char> = file.chars().collect();
        let (mut code, mut text) = blank(&chars);
        blank_tests(&mut code, &mut text);
        Self { code: code.into_iter().collect(), text: text.into_iter().collect() }
    }

    /// Every path that is named (`a::b::c`), with its line; groups of a `use` are spelt out.
    pub fn paths(&self) -> Vec<(usize, String)> {
        let tokens = tokens(&self.code);
        let mut paths = Vec::new();
        let mut next = 0;
        while next < tokens.len() {
            next = read_path(&tokens, next, "", &mut paths);
        }
        paths
    }

    /// Every number written as digits, with its line; `a.0` is a field, not a number.
    pub fn numbers(&self) -> Vec<(usize, String)> {
        let bytes = self.code.as_bytes();
        let mut numbers = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            if !bytes[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            let start = at;
            while at < bytes.len() && (is_word(bytes[at]) || is_point(bytes, at)) {
                at += 1;
            }
            let before = start.checked_sub(1).map(|b| bytes[b]);
            let two_before = start.checked_sub(2).map(|b| bytes[b]);
            let is_field = before == Some(b'.') && two_before != Some(b'.');
            let is_name = before.is_some_and(is_word);
            if !is_field && !is_name {
                numbers.push((line_at(&self.code, start), self.code[start..at].to_owned()));
            }
        }
        numbers
    }

    /// Every function with a body.
    pub fn functions(&self) -> Vec<Function> {
        let mut functions = Vec::new();
        for (at, _) in self.code.match_indices("fn ") {
            if at > 0 && is_word(self.code.as_bytes()[at - 1]) {
                continue;
            }
            let Some(open) = body_start(&self.code, at) else { continue };
            let line_start = self.code[..at].rfind('\n').map_or(0, |end| end + 1);
            let before = &self.code[line_start..at];
            let name = self.code[at + 3..].split(|c: char| !c.is_alphanumeric() && c != '_').next();
            functions.push(Function {
                line: line_at(&self.code, at),
                name: name.unwrap_or_default().to_owned(),
                is_public: before.contains("pub"),
                is_async: before.contains("async"),
                signature: self.code[at..open].split_whitespace().collect::<Vec<_>>().join(" "),
                body: self.code[open..block_end(&self.code, open)].to_owned(),
            });
        }
        functions
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether the point belongs to a decimal number (`1.5`), not to a range or a call.
fn is_point(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'.' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) && bytes[at - 1] != b'.'
}

/// Blanks comments in both answers, and strings in the first.
fn blank(chars: &[char]) -> (Vec<char>, Vec<char>) {
    let (mut code, mut text) = (chars.to_vec(), chars.to_vec());
    let mut at = 0;
    while at < chars.len() {
        let (end, is_comment) = match piece(chars, at) {
            Piece::Code => {
                at += 1;
                continue;
            }
            Piece::Comment(end) => (end, true),
            Piece::Text(end) => (end, false),
        };
        for here in at..end.min(chars.len()) {
            if chars[here] != '\n' {
                code[here] = ' ';
                if is_comment {
                    text[here] = ' ';
                }
            }
        }
        at = end;
    }
    (code, text)
}

enum Piece {
    Code,
    Comment(usize),
    Text(usize),
}

/// What begins at `at`, and where it ends.
fn piece(chars: &[char], at: usize) -> Piece {
    let after_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match (chars[at], chars.get(at + 1)) {
        ('/', Some('/')) => Piece::Comment(find(chars, at, |c| c == '\n')),
        ('/', Some('*')) => Piece::Comment(block_comment_end(chars, at)),
        ('"', _) => Piece::Text(quoted_end(chars, at, '"')),
        ('\'', Some('\\')) => Piece::Text(quoted_end(chars, at, '\'')),
        ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => Piece::Text(at + 3),
        ('r', Some('"' | '#')) if !after_word || chars[at - 1] == 'b' => raw_end(chars, at),
        _ => Piece::Code,
    }
}

fn find(chars: &[char], from: usize, is_end: impl Fn(char) -> bool) -> usize {
    (from..chars.len()).find(|&at| is_end(chars[at])).unwrap_or(chars.len())
}

fn block_comment_end(chars: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0);
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn quoted_end(chars: &[char], from: usize, quote: char) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn raw_end(chars: &[char], from: usize) -> Piece {
    let open = find(chars, from + 1, |c| c != '#');
    if chars.get(open) != Some(&'"') {
        return Piece::Code;
    }
    let hashes = open - from - 1;
    let is_close = |at: usize| {
        chars[at] == '"' && (1..=hashes).all(|offset| chars.get(at + offset) == Some(&'#'))
    };
    let close = (open + 1..chars.len()).find(|&at| is_close(at)).unwrap_or(chars.len());
    Piece::Text(close + hashes + 1)
}

/// Blanks each item that is compiled for tests only.
fn blank_tests(code: &mut [char], text: &mut [char]) {
    let mark: Vec<char> = "#[cfg(test)]".chars().collect();
    let mut at = 0;
    while at + mark.len() <= code.len() {
        if code[at..at + mark.len()] != mark[..] {
            at += 1;
            continue;
        }
        let open = find(code, at, |c| c == '{' || c == ';');
        let end = if code.get(open) == Some(&'{') { closing(code, open) } else { open };
        for here in at..end.min(code.len()) {
            if code[here] != '\n' {
                code[here] = ' ';
                text[here] = ' ';
            }
        }
        at = end;
    }
}

fn closing(code: &[char], open: usize) -> usize {
    let mut depth = 0;
    for (at, &c) in code.iter().enumerate().skip(open) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

/// Where the body of the function at `from` opens; `None` when it has none.
fn body_start(code: &str, from: usize) -> Option<usize> {
    let mut depth = 0;
    for (offset, c) in code[from..].char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(from + offset),
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The byte after the brace that closes the one at `open`.
fn block_end(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (offset, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + offset + 1;
        }
    }
    code.len()
}

#[derive(Debug, PartialEq)]
enum Token<'a> {
    Word(&'a str),
    Colons,
    Open,
    Close,
    Other,
}

fn tokens(code: &str) -> Vec<(usize, Token<'_>)> {
    let bytes = code.as_bytes();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < bytes.len() {
        let start = at;
        at += 1;
        let token = match bytes[start] {
            b'\n' => {
                line += 1;
                continue;
            }
            byte if byte.is_ascii_whitespace() => continue,
            byte if is_word(byte) => {
                while at < bytes.len() && is_word(bytes[at]) {
                    at += 1;
                }
                Token::Word(&code[start..at])
            }
            b':' if bytes.get(at) == Some(&b':') => {
                at += 1;
                Token::Colons
            }
            b'{' => Token::Open,
            b'}' => Token::Close,
            _ => Token::Other,
        };
        tokens.push((line, token));
    }
    tokens
}

/// Reads the path at `at` and gives the place after it.
fn read_path(
    tokens: &[(usize, Token<'_>)],
    mut at: usize,
    prefix: &str,
    paths: &mut Vec<(usize, String)>,
) -> usize {
    let (line, Token::Word(first)) = &tokens[at] else { return at + 1 };
    let mut path = format!("{prefix}{first}");
    at += 1;
    while let (Some((_, Token::Colons)), Some((_, next))) = (tokens.get(at), tokens.get(at + 1)) {
        match next {
            Token::Word(word) => {
                path = format!("{path}::{word}");
                at += 2;
            }
            Token::Open => {
                at += 2;
                while tokens.get(at).is_some_and(|(_, token)| *token != Token::Close) {
                    at = read_path(tokens, at, &format!("{path}::"), paths);
                }
                return at + 1;
            }
            _ => break,
        }
    }
    paths.push((*line, path));
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_and_tests_are_not_code() {
        let source = Source::read(
            "fn a() { let q = \"delete from x\"; } // sqlx\n/* axum /* deep */ */ let c = '\"'; let r = r#\"7 \" 8\"#;\n#[cfg(test)]\nmod tests { fn b() { 9; } }\nfn c<'a>() {}\n",
        );
        assert!(!source.code.contains("delete"));
        assert!(source.text.contains("delete from x"));
        for gone in ["sqlx", "axum", "deep", "fn b"] {
            assert!(!source.text.contains(gone), "{gone}");
        }
        assert!(source.code.contains("fn c<'a>()"));
        assert!(source.numbers().is_empty());
    }

    #[test]
    fn groups_of_a_use_are_spelt_out() {
        let paths = Source::read("use crate::{clusters::{Area, model::Status}, events};").paths();
        let names: Vec<_> = paths.iter().map(|(_, path)| path.as_str()).collect();
        let expected =
            ["use", "crate::clusters::Area", "crate::clusters::model::Status", "crate::events"];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_number_is_found_and_a_field_is_not() {
        let source = Source::read("let x2 = self.0.area * 1.5 + 10_000_i64; for i in 0..=75 {}");
        let numbers: Vec<_> = source.numbers().into_iter().map(|(_, number)| number).collect();
        assert_eq!(numbers, ["1.5", "10_000_i64", "0", "75"]);
    }

    #[test]
    fn a_function_has_a_signature_and_a_body() {
        let source = Source::read("pub async fn list(\n  x: [u8; 4],\n) -> A {\n  if x { 1 }\n}\n");
        let functions = source.functions();
        assert_eq!(functions[0].signature, "fn list( x: [u8; 4], ) -> A");
        assert!(functions[0].is_public && functions[0].is_async);
        assert!(functions[0].body.ends_with("}\n}"));
    }
}
