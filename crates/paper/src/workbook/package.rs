//! The zip package around a workbook, unpacked through a counter.

use std::collections::HashMap;
use std::io::{self, BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

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
}

/// One part of a package, read as a stream.
pub(super) type Part<'p, 'a> = BufReader<Metered<'p, ZipFile<'p, Cursor<&'a [u8]>>>>;

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
        let mut package = Self { archive, positions, left: limit, limit };
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
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part<'_, 'a>>, WorkbookProblem> {
        let Some(&position) = self.positions.get(&plain_name(name)) else { return Ok(None) };
        let inner = self.archive.by_index(position).map_err(zip_problem)?;
        Ok(Some(BufReader::new(Metered { inner, left: &mut self.left, limit: self.limit })))
    }
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
