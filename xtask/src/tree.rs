//! The files of the repository as the checks see them: paths and texts, nothing else.

use crate::source::Source;
use std::fmt;
use std::path::Path;

/// Folders that hold no text of ours.
const SKIPPED: &[&str] =
    &[".git", "target", "node_modules", "longan-data", "test-results", ".cache"];

/// One file; the text of a picture or a workbook is empty.
#[derive(Debug)]
pub struct File {
    pub path: String,
    pub text: String,
}

/// All files, and what Cargo says about the crates they depend on.
#[derive(Debug, Default)]
pub struct Tree {
    pub files: Vec<File>,
    /// Answer of `cargo metadata`, JSON; empty when it was not asked.
    pub metadata: String,
}

/// Something that breaks a rule of the house.
#[derive(Debug)]
pub struct Problem {
    pub path: String,
    pub line: usize,
    pub message: String,
}

impl Problem {
    pub fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

impl Tree {
    /// Reads every file under `root`.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let mut tree = Self::default();
        tree.read_folder(root, "")?;
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    fn read_folder(&mut self, root: &Path, folder: &str) -> anyhow::Result<()> {
        for entry in std::fs::read_dir(root.join(folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let kind = entry.file_type()?;
            if SKIPPED.contains(&name.as_str()) {
                continue;
            }
            if kind.is_dir() {
                self.read_folder(root, &path)?;
            } else if kind.is_file() {
                let text = String::from_utf8(std::fs::read(entry.path())?).unwrap_or_default();
                self.files.push(File { path, text });
            }
        }
        Ok(())
    }

    /// The text of one file, when it is there.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }

    /// The files whose path begins and ends so.
    pub fn within<'a>(&'a self, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a File> {
        self.files
            .iter()
            .filter(move |file| file.path.starts_with(start) && file.path.ends_with(end))
    }

    /// The Rust files of the program, without its tests, read as source.
    pub fn program(&self) -> impl Iterator<Item = (&str, Source)> {
        self.within("crates/longan/src/", ".rs")
            .filter(|file| !crate::house::is_test(&file.path))
            .map(|file| (file.path.as_str(), Source::read(&file.text)))
    }

    /// A small tree made for a test.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let file =
            |&(path, text): &(&str, &str)| File { path: path.to_owned(), text: text.to_owned() };
        Self { files: files.iter().map(file).collect(), metadata: String::new() }
    }
}

/// The line, from 1, at a byte of a text.
pub fn line_at(text: &str, byte: usize) -> usize {
    text[..byte].matches('\n').count() + 1
}
