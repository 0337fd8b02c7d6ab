//! What a file really is: told by its bytes, held against its name, and refused when it is
//! not a paper or could do harm when somebody opens it.
//!
//! Nothing here runs or renders what it looks at.

mod inside;

use inside::{COMPOUND, is_text, look_into_compound, look_into_package, starts_with_tag};
use std::io::{Read, Seek, SeekFrom};
use thiserror::Error;

/// The kinds of files that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A page as printed or scanned.
    Pdf,
    /// A picture without loss.
    Png,
    /// A photograph.
    Jpeg,
    /// A scan.
    Tiff,
    /// Text of Word since 2007.
    Docx,
    /// Workbook of Excel since 2007.
    Xlsx,
    /// Text of the open document format.
    Odt,
    /// Workbook of the open document format.
    Ods,
    /// Text of old Word.
    Doc,
    /// Workbook of old Excel.
    Xls,
    /// Plain text.
    Txt,
    /// A table as plain text.
    Csv,
    /// Data as plain text, such as an electronic invoice with its signature.
    Xml,
}

/// Ends of file names and what they promise; the first of a kind is its own word.
const ENDS: [(&str, Kind); 15] = [
    ("pdf", Kind::Pdf),
    ("png", Kind::Png),
    ("jpg", Kind::Jpeg),
    ("jpeg", Kind::Jpeg),
    ("tif", Kind::Tiff),
    ("tiff", Kind::Tiff),
    ("docx", Kind::Docx),
    ("xlsx", Kind::Xlsx),
    ("odt", Kind::Odt),
    ("ods", Kind::Ods),
    ("doc", Kind::Doc),
    ("xls", Kind::Xls),
    ("txt", Kind::Txt),
    ("csv", Kind::Csv),
    ("xml", Kind::Xml),
];

/// What people read where the kinds that are kept are listed.
pub const KINDS_VI: &str =
    "PDF, ảnh PNG, JPG, TIFF, Word (doc, docx), Excel (xls, xlsx), ODT, ODS, TXT, CSV, XML";

impl Kind {
    /// The word it is stored as: the end of a file name.
    pub fn word(self) -> &'static str {
        ENDS.iter().find(|(_, kind)| *kind == self).map_or("", |(end, _)| end)
    }

    /// The kind a file name promises.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        ENDS.iter().find(|(word, _)| end.eq_ignore_ascii_case(word)).map(|(_, kind)| *kind)
    }

    /// Whether its pages can be drawn.
    pub fn has_pictures(self) -> bool {
        matches!(self, Self::Pdf | Self::Png | Self::Jpeg)
    }
}

/// How far a packed file may unfold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Parts in one package.
    pub parts: usize,
    /// Bytes of all parts together.
    pub unpacked_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { parts: 10_000, unpacked_bytes: 500 * 1024 * 1024 }
    }
}

/// Why a file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// There are no bytes.
    #[error("the file is empty")]
    Empty,
    /// Its name promises nothing that is kept.
    #[error("the kind of file is not kept")]
    NotKept,
    /// It is something else than its name says.
    #[error("the content is not what the name says")]
    OtherThanNamed,
    /// It carries a program.
    #[error("the file carries macros")]
    Macros,
    /// It unfolds to more than any paper.
    #[error("the file unfolds to too much")]
    UnpacksTooLarge,
    /// It cannot be read without a password.
    #[error("the file needs a password")]
    Password,
    /// It breaks off or contradicts itself.
    #[error("the file is damaged")]
    Damaged,
}

impl Problem {
    /// What the person reads: what is wrong and what to do.
    pub fn message_vi(self) -> String {
        match self {
            Self::Empty => "Tệp không có nội dung. Hãy chọn lại tệp.".to_owned(),
            Self::NotKept => format!("Loại tệp này không được nhận. Hãy dùng {KINDS_VI}."),
            Self::OtherThanNamed => "Nội dung tệp không đúng với đuôi tên tệp. Hãy mở tệp bằng phần mềm đã tạo ra nó và lưu lại đúng loại.".to_owned(),
            Self::Macros => "Tệp có chứa chương trình (macro) nên không được nhận. Hãy lưu lại thành .docx, .xlsx hoặc PDF, không kèm macro.".to_owned(),
            Self::UnpacksTooLarge => "Tệp khi giải nén quá lớn nên không được nhận. Hãy lưu lại thành PDF hoặc chia nhỏ.".to_owned(),
            Self::Password => "Tệp có đặt mật khẩu nên người khác không đọc được. Hãy bỏ mật khẩu rồi tải lên lại.".to_owned(),
            Self::Damaged => "Tệp bị hỏng hoặc chưa tải xong. Hãy mở thử trên máy của bạn rồi tải lên lại.".to_owned(),
        }
    }
}

/// Tells what a file is; its name and its bytes must agree.
pub fn look<R: Read + Seek>(file: &mut R, name: &str, limits: &Limits) -> Result<Kind, Problem> {
    let named = Kind::of_name(name).ok_or(Problem::NotKept)?;
    let head = head(file)?;
    if head.is_empty() {
        return Err(Problem::Empty);
    }
    let is_named = match named {
        Kind::Pdf => head[..head.len().min(1024)].windows(5).any(|five| five == b"%PDF-"),
        Kind::Png => is(&head, "image/png"),
        Kind::Jpeg => is(&head, "image/jpeg"),
        Kind::Tiff => head.starts_with(b"II*\0") || head.starts_with(b"MM\0*"),
        Kind::Docx | Kind::Xlsx | Kind::Odt | Kind::Ods if head.starts_with(b"PK") => {
            look_into_package(file, limits)? == Some(named)
        }
        Kind::Docx | Kind::Xlsx if head.starts_with(COMPOUND) => {
            // A package with a password is wrapped into the old container.
            return Err(look_into_compound(file, Kind::Doc)
                .err()
                .unwrap_or(Problem::OtherThanNamed));
        }
        Kind::Doc | Kind::Xls if head.starts_with(COMPOUND) => look_into_compound(file, named)?,
        Kind::Txt | Kind::Csv => is_text(file)?,
        Kind::Xml => starts_with_tag(&head) && is_text(file)?,
        _ => false,
    };
    if is_named { Ok(named) } else { Err(Problem::OtherThanNamed) }
}

fn head<R: Read + Seek>(file: &mut R) -> Result<Vec<u8>, Problem> {
    file.seek(SeekFrom::Start(0)).map_err(|_| Problem::Damaged)?;
    let mut head = Vec::new();
    file.by_ref().take(8192).read_to_end(&mut head).map_err(|_| Problem::Damaged)?;
    Ok(head)
}

fn is(head: &[u8], kind: &str) -> bool {
    infer::get(head).is_some_and(|found| found.mime_type() == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write as _};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn told(name: &str, bytes: &[u8]) -> Result<Kind, Problem> {
        let limits = Limits { unpacked_bytes: 100_000, ..Limits::default() };
        look(&mut Cursor::new(bytes), name, &limits)
    }

    fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn compound(word: &str) -> Vec<u8> {
        let mut bytes = COMPOUND.to_vec();
        bytes.resize(70_000, 0);
        bytes.extend(word.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    #[test]
    fn a_file_is_what_both_its_name_and_its_bytes_say() {
        let docx = package(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<a/>")]);
        let ods = package(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]);
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        for (name, bytes, kind) in [
            ("a.pdf", b"%PDF-1.7\n".as_slice(), Kind::Pdf),
            ("QUYET DINH.PDF", b"\n\n%PDF-1.4\n", Kind::Pdf),
            ("a.png", png, Kind::Png),
            ("a.jpeg", b"\xFF\xD8\xFF\xE0\0\x10JFIF", Kind::Jpeg),
            ("a.tif", b"II*\0\x08\0\0\0", Kind::Tiff),
            ("a.docx", &docx, Kind::Docx),
            ("a.ods", &ods, Kind::Ods),
            ("a.doc", &compound("WordDocument"), Kind::Doc),
            ("a.xls", &compound("Workbook"), Kind::Xls),
            ("a.txt", "Số liệu".as_bytes(), Kind::Txt),
            ("a.csv", b"a;b\r\n1;2\r\n", Kind::Csv),
            ("a.xml", b"\xEF\xBB\xBF<?xml version=\"1.0\"?><hoadon/>", Kind::Xml),
        ] {
            assert_eq!(told(name, bytes), Ok(kind), "{name}");
        }
    }

    #[test]
    fn what_is_not_what_it_says_is_refused() {
        let docx = package(&[("word/document.xml", b"<a/>")]);
        for (name, bytes, problem) in [
            ("a.exe", b"MZ\x90\0".as_slice(), Problem::NotKept),
            ("a", b"%PDF-1.7", Problem::NotKept),
            ("a.html", b"<html>", Problem::NotKept),
            ("a.svg", b"<svg/>", Problem::NotKept),
            ("a.docm", &docx, Problem::NotKept),
            ("a.pdf", b"", Problem::Empty),
            ("a.pdf", b"MZ\x90\0", Problem::OtherThanNamed),
            ("a.pdf", &docx, Problem::OtherThanNamed),
            ("a.xlsx", &docx, Problem::OtherThanNamed),
            ("a.txt", b"MZ\x90\0", Problem::OtherThanNamed),
            ("a.txt", b"%PDF-1.7", Problem::OtherThanNamed),
            ("a.doc", &compound("Workbook"), Problem::OtherThanNamed),
            ("a.docx", &docx[..docx.len() - 30], Problem::Damaged),
        ] {
            assert_eq!(told(name, bytes), Err(problem), "{name}");
        }
    }

    #[test]
    fn programs_passwords_and_bombs_are_refused() {
        let zeros = vec![0; 200_000];
        let part = ("word/document.xml", b"<a/>".as_slice());
        for (name, bytes, problem) in [
            ("a.docx", package(&[part, ("word/vbaProject.bin", b"x")]), Problem::Macros),
            (
                "a.docx",
                package(&[
                    (
                        "[Content_Types].xml",
                        b"application/vnd.ms-word.document.macroEnabled.main+xml",
                    ),
                    part,
                ]),
                Problem::Macros,
            ),
            ("a.ods", package(&[("Basic/Standard/Module1.xml", b"x")]), Problem::Macros),
            (
                "a.odt",
                package(&[("META-INF/manifest.xml", b"<manifest:encryption-data/>")]),
                Problem::Password,
            ),
            ("a.docx", package(&[part, ("word/media/a.bin", &zeros)]), Problem::UnpacksTooLarge),
            ("a.docx", compound("EncryptedPackage"), Problem::Password),
            ("a.xls", compound("Workbook _VBA_PROJECT"), Problem::Macros),
        ] {
            assert_eq!(told(name, &bytes), Err(problem), "{name}");
        }
    }
}
