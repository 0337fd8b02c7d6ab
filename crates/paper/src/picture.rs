//! Pages of PDF files and pictures, drawn anew as PNG: what a browser gets holds nothing of
//! the file but its look.
//!
//! A hostile file may make a drawing never end, fill the memory or the stack. Callers run this
//! in a process of its own, which they can end.

use crate::content::Kind;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::{DynamicImage, ImageFormat, ImageReader, RgbaImage};
use std::io::Cursor;
use thiserror::Error;

/// Width of a drawn page in pixels: enough to read a page of a decision.
const PAGE_WIDTH: f32 = 1000.0;
/// Longest side of a drawn page in pixels.
const PAGE_HEIGHT: f32 = 4000.0;
/// Largest side of a picture that is read, in pixels.
const PICTURE_SIDE: u32 = 20_000;
/// Memory a picture may take while it is read, in bytes.
const PICTURE_BYTES: u64 = 512 * 1024 * 1024;

/// Why nothing can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// It cannot be read without a password.
    #[error("password")]
    Password,
    /// It breaks off, contradicts itself, or has no page.
    #[error("damaged")]
    Damaged,
    /// There is no such page.
    #[error("no-page")]
    NoPage,
    /// It has more pixels than are drawn.
    #[error("too-large")]
    TooLarge,
    /// It is of a kind that has no pictures.
    #[error("no-picture")]
    NoPicture,
}

impl Problem {
    /// The problem of that word.
    pub fn of_word(word: &str) -> Option<Self> {
        let all = [Self::Password, Self::Damaged, Self::NoPage, Self::TooLarge, Self::NoPicture];
        all.into_iter().find(|problem| problem.to_string() == word)
    }
}

/// How many pages the file has.
pub fn count_pages(kind: Kind, bytes: Vec<u8>) -> Result<usize, Problem> {
    match kind {
        Kind::Pdf => match open(bytes)?.pages().len() {
            0 => Err(Problem::Damaged),
            pages => Ok(pages),
        },
        Kind::Png | Kind::Jpeg => read_picture(bytes).map(|_| 1),
        _ => Err(Problem::NoPicture),
    }
}

/// Draws one page, counted from one, as PNG.
pub fn draw(kind: Kind, bytes: Vec<u8>, page: usize) -> Result<Vec<u8>, Problem> {
    match kind {
        Kind::Pdf => draw_page(&open(bytes)?, page),
        Kind::Png | Kind::Jpeg if page == 1 => write_png(&read_picture(bytes)?),
        Kind::Png | Kind::Jpeg => Err(Problem::NoPage),
        _ => Err(Problem::NoPicture),
    }
}

fn open(bytes: Vec<u8>) -> Result<Pdf, Problem> {
    Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Problem::Password,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => Problem::Damaged,
    })
}

fn draw_page(pdf: &Pdf, page: usize) -> Result<Vec<u8>, Problem> {
    let page = page.checked_sub(1).and_then(|at| pdf.pages().get(at)).ok_or(Problem::NoPage)?;
    let (width, height) = page.render_dimensions();
    if !(width >= 1.0 && height >= 1.0 && width.is_finite() && height.is_finite()) {
        return Err(Problem::Damaged);
    }
    let scale = (PAGE_WIDTH / width).min(PAGE_HEIGHT / height);
    let pixmap_settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &pixmap_settings,
    );
    pixmap.into_png().map_err(|_| Problem::TooLarge)
}

fn read_picture(bytes: Vec<u8>) -> Result<DynamicImage, Problem> {
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Problem::Damaged)?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Err(Problem::NoPicture);
    }
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(PICTURE_SIDE);
    limits.max_image_height = Some(PICTURE_SIDE);
    limits.max_alloc = Some(PICTURE_BYTES);
    reader.limits(limits);
    reader.decode().map_err(|error| match error {
        image::ImageError::Limits(_) => Problem::TooLarge,
        _ => Problem::Damaged,
    })
}

fn write_png(picture: &DynamicImage) -> Result<Vec<u8>, Problem> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small and positive"
    )]
    let (width, height) = (PAGE_WIDTH as u32, PAGE_HEIGHT as u32);
    let fits = picture.width() <= width && picture.height() <= height;
    let small = if fits { picture.clone() } else { picture.thumbnail(width, height) };
    let plain: RgbaImage = small.into_rgba8();
    let mut png = Cursor::new(Vec::new());
    plain.write_to(&mut png, ImageFormat::Png).map_err(|_| Problem::TooLarge)?;
    Ok(png.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF of two empty pages, as small as one can be.
    const TWO_PAGES: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 595 842]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n4 0 obj<</Type/Page/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n";

    fn size(png: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory(png).unwrap();
        (picture.width(), picture.height())
    }

    #[test]
    fn the_pages_of_a_pdf_are_counted_and_drawn() {
        let pdf = || TWO_PAGES.as_bytes().to_vec();
        assert_eq!(count_pages(Kind::Pdf, pdf()), Ok(2));
        assert_eq!(size(&draw(Kind::Pdf, pdf(), 2).unwrap()), (1000, 1415));
        assert_eq!(draw(Kind::Pdf, pdf(), 3), Err(Problem::NoPage));
        assert_eq!(draw(Kind::Pdf, pdf(), 0), Err(Problem::NoPage));
        assert_eq!(count_pages(Kind::Pdf, b"%PDF-1.4\nnothing".to_vec()), Err(Problem::Damaged));
    }

    #[test]
    fn a_large_picture_is_drawn_small() {
        let wide = DynamicImage::new_rgb8(3000, 1500);
        let mut jpeg = Cursor::new(Vec::new());
        wide.write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
        let jpeg = jpeg.into_inner();
        assert_eq!(count_pages(Kind::Jpeg, jpeg.clone()), Ok(1));
        assert_eq!(size(&draw(Kind::Jpeg, jpeg.clone(), 1).unwrap()), (1000, 500));
        assert_eq!(draw(Kind::Jpeg, jpeg[..200].to_vec(), 1), Err(Problem::Damaged));
        assert_eq!(draw(Kind::Txt, Vec::new(), 1), Err(Problem::NoPicture));
    }
}
