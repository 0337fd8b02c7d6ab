//! The zip package around a workbook, unpacked through a counter.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufReader, Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Limits, WorkbookProblem};

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND_FILE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// An opened package. Everything in it has been unpacked once and stayed under the limit.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Position by name: lower case, `/` between folders, none in front.
    positions: HashMap<String, usize>,
    /// Bytes that may still be unpacked; several sheets may point at one part.
    left: u64,
    limit: u64,
    /// Parts that are written anew, by name in lower case.
    replaced: BTreeMap<String, NewPart>,
}

struct NewPart {
    name: String,
    bytes: Vec<u8>,
}

/// One part of a package, read as a stream.
pub(super) type Part<'p> = BufReader<Box<dyn Read + 'p>>;

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, WorkbookProblem> {
        let size = bytes.len() as u64;
        if size > limits.max_file_bytes {
            return Err(WorkbookProblem::TooLarge { bytes: size, limit: limits.max_file_bytes });
        }
        if bytes.starts_with(COMPOUND_FILE) {
            return Err(compound_file_problem(bytes));
        }
        if !bytes.starts_with(ZIP) {
            return Err(WorkbookProblem::NotAWorkbook);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(zip_problem)?;
        let mut positions = HashMap::new();
        for (position, name) in archive.file_names().enumerate() {
            positions.insert(plain_name(&name.map_err(zip_problem)?), position);
        }
        let limit = limits.max_unpacked_bytes;
        let mut package =
            Self { archive, positions, left: limit, limit, replaced: BTreeMap::new() };
        package.unpack_everything_once()?;
        package.left = limit;
        Ok(package)
    }

    /// What an entry claims of its size is worth nothing: it is unpacked and counted,
    /// and its checksum compared on the way.
    fn unpack_everything_once(&mut self) -> Result<(), WorkbookProblem> {
        for position in 0..self.archive.len() {
            let entry = self.archive.by_index(position).map_err(zip_problem)?;
            let mut entry = Metered { inner: entry, left: &mut self.left, limit: self.limit };
            io::copy(&mut entry, &mut io::sink()).map_err(|error| io_problem(&error))?;
        }
        Ok(())
    }

    /// Opens a part by its name in the package; `None` if there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part<'_>>, WorkbookProblem> {
        let name = plain_name(name);
        if let Some(part) = self.replaced.get(&name) {
            return Ok(Some(BufReader::new(Box::new(part.bytes.as_slice()))));
        }
        let Some(&position) = self.positions.get(&name) else { return Ok(None) };
        let inner = self.archive.by_index(position).map_err(zip_problem)?;
        let part = Metered { inner, left: &mut self.left, limit: self.limit };
        Ok(Some(BufReader::new(Box::new(part))))
    }

    /// A part as text; `None` if there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, WorkbookProblem> {
        let Some(mut part) = self.part(name)? else { return Ok(None) };
        let mut text = String::new();
        part.read_to_string(&mut text).map_err(|error| io_problem(&error))?;
        Ok(Some(text))
    }

    /// Allows as much to be unpacked again as at the beginning.
    pub(super) fn refill(&mut self) {
        self.left = self.limit;
    }

    /// Puts a part into the package, in place of one of the same name.
    pub(super) fn replace(&mut self, name: &str, bytes: Vec<u8>) {
        let name = name.trim_start_matches('/').to_owned();
        self.replaced.insert(plain_name(&name), NewPart { name, bytes });
    }

    /// A name with a number that no part has.
    pub(super) fn free_name(&self, before: &str, after: &str) -> String {
        let mut number = 1;
        loop {
            let name = format!("{before}{number}{after}");
            let plain = plain_name(&name);
            if !self.positions.contains_key(&plain) && !self.replaced.contains_key(&plain) {
                return name;
            }
            number += 1;
        }
    }

    /// Packs everything again: what was not replaced is copied as it stands, still packed.
    pub(super) fn repack(mut self) -> Result<Vec<u8>, WorkbookProblem> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let mut replaced = std::mem::take(&mut self.replaced);
        for position in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(position).map_err(zip_problem)?;
            let name = plain_name(&entry.name().map_err(zip_problem)?);
            match replaced.remove(&name) {
                Some(part) => pack(&mut out, &part)?,
                None => out.raw_copy_file(entry).map_err(zip_problem)?,
            }
        }
        for part in replaced.values() {
            pack(&mut out, part)?;
        }
        Ok(out.finish().map_err(zip_problem)?.into_inner())
    }
}

fn pack(out: &mut ZipWriter<Cursor<Vec<u8>>>, part: &NewPart) -> Result<(), WorkbookProblem> {
    out.start_file(part.name.as_str(), SimpleFileOptions::default()).map_err(zip_problem)?;
    out.write_all(&part.bytes).map_err(|error| io_problem(&error))
}

/// A reader that stops with [`OverLimit`] once its allowance is used up.
pub(super) struct Metered<'p, R> {
    inner: R,
    left: &'p mut u64,
    limit: u64,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let Some(left) = self.left.checked_sub(count as u64) else {
            return Err(io::Error::other(OverLimit { limit: self.limit }));
        };
        *self.left = left;
        Ok(count)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("more than {limit} bytes after unpacking")]
struct OverLimit {
    limit: u64,
}

pub(super) fn io_problem(error: &io::Error) -> WorkbookProblem {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<OverLimit>()) {
        Some(over) => WorkbookProblem::TooLargeUnpacked { limit: over.limit },
        None => WorkbookProblem::damaged(error.to_string()),
    }
}

fn zip_problem(error: ZipError) -> WorkbookProblem {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            WorkbookProblem::PasswordProtected
        }
        ZipError::Io(error) => io_problem(&error),
        other => WorkbookProblem::damaged(other.to_string()),
    }
}

/// Office encrypts a workbook into a compound file, the container that `.xls` was made of.
/// An old workbook has a stream named `Workbook` or `Book`.
fn compound_file_problem(bytes: &[u8]) -> WorkbookProblem {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if !holds("EncryptedPackage") && (holds("Workbook") || holds("Book\0")) {
        return WorkbookProblem::OldExcelFormat;
    }
    WorkbookProblem::PasswordProtected
}

fn plain_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}
