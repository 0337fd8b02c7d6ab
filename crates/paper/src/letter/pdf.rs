//! A document as PDF: tagged, with its own letters, the same on every machine.
//!
//! The page maker is most of a clean build, so the crate's feature `pdf` brings it in; without
//! it everything else stands and [`makes_pdf`] says so.

use super::{Letter, LetterProblem};

/// Whether this program was built with the page maker.
pub fn makes_pdf() -> bool {
    cfg!(feature = "pdf")
}

/// Writes the document as PDF. It takes milliseconds a page: call it off the server's threads.
///
/// # Errors
/// [`LetterProblem::Pages`] when the page maker refuses it, [`LetterProblem::NoPdf`] when the
/// program was built without it.
#[cfg(not(feature = "pdf"))]
pub fn pdf(_letter: &Letter) -> Result<Vec<u8>, LetterProblem> {
    Err(LetterProblem::NoPdf)
}

/// Writes the document as PDF. It takes milliseconds a page: call it off the server's threads.
///
/// # Errors
/// [`LetterProblem::Pages`] when the page maker refuses it, [`LetterProblem::NoPdf`] when the
/// program was built without it.
#[cfg(feature = "pdf")]
pub fn pdf(letter: &Letter) -> Result<Vec<u8>, LetterProblem> {
    maker::pdf(letter)
}

#[cfg(feature = "pdf")]
mod maker {
    use super::{Letter, LetterProblem};
    use std::sync::LazyLock;
    use typst::diag::{FileError, FileResult, SourceDiagnostic};
    use typst::foundations::{Bytes, Datetime, Duration};
    use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
    use typst::text::{Font, FontBook};
    use typst::utils::LazyHash;
    use typst::{Library, LibraryExt, World};
    use typst_layout::PagedDocument;
    use typst_pdf::PdfOptions;

    const LETTER: &str = include_str!("letter.typ");
    /// The four faces that are embedded; nothing is taken from the machine.
    const FACES: [&[u8]; 4] = [
        include_bytes!("../../fonts/Tinos-Regular.ttf"),
        include_bytes!("../../fonts/Tinos-Bold.ttf"),
        include_bytes!("../../fonts/Tinos-Italic.ttf"),
        include_bytes!("../../fonts/Tinos-BoldItalic.ttf"),
    ];

    static LIBRARY: LazyLock<LazyHash<Library>> =
        LazyLock::new(|| LazyHash::new(Library::default()));
    static FONTS: LazyLock<Vec<Font>> =
        LazyLock::new(|| FACES.iter().flat_map(|face| Font::iter(Bytes::new(*face))).collect());
    static BOOK: LazyLock<LazyHash<FontBook>> =
        LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

    pub(super) fn pdf(letter: &Letter) -> Result<Vec<u8>, LetterProblem> {
        let json = serde_json::to_vec(letter).map_err(|e| LetterProblem::Pages(e.to_string()))?;
        let main = file("letter.typ")?;
        let desk = Desk {
            source: Source::new(main, LETTER.to_owned()),
            data: file("letter.json")?,
            json: Bytes::new(json),
        };
        let document = typst::compile::<PagedDocument>(&desk).output.map_err(refused)?;
        let pdf = typst_pdf::pdf(&document, &PdfOptions::default()).map_err(refused)?;
        // What was laid out is not asked for again.
        typst::comemo::evict(0);
        Ok(pdf)
    }

    fn file(name: &str) -> Result<FileId, LetterProblem> {
        let path = VirtualPath::new(name).map_err(|e| LetterProblem::Pages(format!("{e:?}")))?;
        Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
    }

    fn refused(errors: impl IntoIterator<Item = SourceDiagnostic>) -> LetterProblem {
        let said: Vec<String> = errors.into_iter().map(|error| error.message.to_string()).collect();
        LetterProblem::Pages(said.join("; "))
    }

    /// The two files a document is made from.
    struct Desk {
        source: Source,
        data: FileId,
        json: Bytes,
    }

    impl World for Desk {
        fn library(&self) -> &LazyHash<Library> {
            &LIBRARY
        }

        fn book(&self) -> &LazyHash<FontBook> {
            &BOOK
        }

        fn main(&self) -> FileId {
            self.source.id()
        }

        fn source(&self, id: FileId) -> FileResult<Source> {
            if id == self.source.id() {
                Ok(self.source.clone())
            } else {
                Err(FileError::AccessDenied)
            }
        }

        fn file(&self, id: FileId) -> FileResult<Bytes> {
            if id == self.data { Ok(self.json.clone()) } else { Err(FileError::AccessDenied) }
        }

        fn font(&self, index: usize) -> Option<Font> {
            FONTS.get(index).cloned()
        }

        fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
            None
        }
    }
}
