//! Looking into packages, old containers and text.

use super::{Kind, Limits, Problem, head};
use std::io::{Read, Seek, SeekFrom};
use zip::ZipArchive;
use zip::result::ZipError;

/// What a zip package is, when it is one of ours; every part is unfolded once to be sure of its size.
pub(super) fn look_into_package<R: Read + Seek>(
    file: &mut R,
    limits: &Limits,
) -> Result<Option<Kind>, Problem> {
    let mut package = ZipArchive::new(file).map_err(of_zip)?;
    if package.len() > limits.parts {
        return Err(Problem::UnpacksTooLarge);
    }
    let mut left = limits.unpacked_bytes;
    let mut kind = None;
    for at in 0..package.len() {
        let part = package.by_index(at).map_err(of_zip)?;
        let name = part.name().map_err(of_zip)?.to_lowercase().replace('\\', "/");
        let is_macro = name.ends_with("vbaproject.bin")
            || name.contains("/macrosheets/")
            || name.starts_with("basic/")
            || name.starts_with("scripts/");
        if is_macro {
            return Err(Problem::Macros);
        }
        kind = kind.or(match name.as_str() {
            "word/document.xml" => Some(Kind::Docx),
            "xl/workbook.xml" => Some(Kind::Xlsx),
            _ => None,
        });
        let mut part = part.take(left.saturating_add(1));
        let is_small =
            matches!(name.as_str(), "mimetype" | "meta-inf/manifest.xml" | "[content_types].xml");
        let unpacked = if is_small {
            let mut text = Vec::new();
            let read = part.read_to_end(&mut text).map_err(|_| Problem::Damaged)?;
            let has = |word: &[u8]| text.windows(word.len()).any(|window| window == word);
            match name.as_str() {
                "mimetype" if has(b"opendocument.text") => kind = Some(Kind::Odt),
                "mimetype" if has(b"opendocument.spreadsheet") => kind = Some(Kind::Ods),
                "meta-inf/manifest.xml" if has(b"encryption-data") => {
                    return Err(Problem::Password);
                }
                "[content_types].xml" if has(b"macroEnabled") => return Err(Problem::Macros),
                _ => {}
            }
            read as u64
        } else {
            std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| Problem::Damaged)?
        };
        left = left.checked_sub(unpacked).ok_or(Problem::UnpacksTooLarge)?;
    }
    Ok(kind)
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn of_zip(error: ZipError) -> Problem {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Problem::Password
        }
        _ => Problem::Damaged,
    }
}

/// First bytes of the container of Office before 2007.
pub(super) const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Whether the old container holds what its name says; its parts are named in UTF-16.
pub(super) fn look_into_compound<R: Read + Seek>(
    file: &mut R,
    named: Kind,
) -> Result<bool, Problem> {
    let wanted: &[&str] =
        if named == Kind::Doc { &["WordDocument"] } else { &["Workbook", "Book"] };
    let needles: Vec<Vec<u8>> = ["EncryptedPackage", "_VBA_PROJECT"]
        .iter()
        .chain(wanted)
        .map(|word| word.encode_utf16().flat_map(u16::to_le_bytes).collect())
        .collect();
    let found = find_all(file, &needles)?;
    match found.as_slice() {
        [true, ..] => Err(Problem::Password),
        [_, true, ..] => Err(Problem::Macros),
        [_, _, wanted @ ..] => Ok(wanted.contains(&true)),
        _ => Ok(false),
    }
}

/// Which of the needles stand anywhere in the file, read piece by piece.
fn find_all<R: Read + Seek>(file: &mut R, needles: &[Vec<u8>]) -> Result<Vec<bool>, Problem> {
    file.seek(SeekFrom::Start(0)).map_err(|_| Problem::Damaged)?;
    let overlap = needles.iter().map(Vec::len).max().unwrap_or(1) - 1;
    let mut found = vec![false; needles.len()];
    let mut window: Vec<u8> = Vec::new();
    loop {
        let kept = window.len().min(overlap);
        window.drain(..window.len() - kept);
        let read = file.by_ref().take(65_536).read_to_end(&mut window);
        if read.map_err(|_| Problem::Damaged)? == 0 {
            return Ok(found);
        }
        for (found, needle) in found.iter_mut().zip(needles) {
            *found = *found || window.windows(needle.len()).any(|bytes| bytes == needle);
        }
    }
}

/// Whether the file is text to its end: no control bytes, except in UTF-16 with its mark.
pub(super) fn is_text<R: Read + Seek>(file: &mut R) -> Result<bool, Problem> {
    let start = head(file)?;
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        return Ok(infer::get(&start).is_none());
    }
    file.seek(SeekFrom::Start(0)).map_err(|_| Problem::Damaged)?;
    let mut piece = [0; 8192];
    loop {
        let read = file.read(&mut piece).map_err(|_| Problem::Damaged)?;
        if read == 0 {
            return Ok(!start.starts_with(b"%PDF-"));
        }
        let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C);
        if piece[..read].iter().any(is_control) {
            return Ok(false);
        }
    }
}

pub(super) fn starts_with_tag(head: &[u8]) -> bool {
    let text = head.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(head).trim_ascii_start();
    text.starts_with(b"<?xml") || text.first() == Some(&b'<')
}
