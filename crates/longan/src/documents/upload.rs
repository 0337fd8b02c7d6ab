//! A form that came with a file: the fields, and the file written away while it came and then
//! looked at.

use super::pictures::NoPicture;
use crate::App;
use crate::error::Error;
use crate::files::{Draft, TooLarge};
use crate::ui::Problems;
use crate::ui::form::Typed;
use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use futures_util::stream;
use paper::content::{Kind, Limits, Problem, look};

/// Longest text of one field, in bytes.
const FIELD_BYTES: usize = 100_000;
/// Most fields of one form.
const FIELDS: usize = 60;

/// A file that has come with a form and has been looked at.
#[derive(Debug)]
pub struct Arrived {
    /// Where it lies until it is kept.
    pub draft: Draft,
    /// Its name as it came.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its pages; 0 when it has none that can be drawn.
    pub pages: i64,
}

/// What came with a form.
#[derive(Debug, Default)]
pub struct Upload {
    /// The fields.
    pub typed: Typed,
    /// The file, when one was chosen and is fit to be kept.
    pub file: Option<Arrived>,
    /// What is wrong with the file.
    pub problems: Problems,
}

/// Reads a form to its end.
pub async fn read(app: &App, mut form: Multipart) -> Result<Upload, Error> {
    let mut upload = Upload::default();
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut parts = 0;
    while let Some(part) = form.next_field().await.map_err(cut)? {
        parts += 1;
        let is_second_file = part.name() == Some("file") && upload.file.is_some();
        if parts > FIELDS || is_second_file {
            return Err(Error::Unusable(
                "Biểu mẫu có quá nhiều ô hoặc quá nhiều tệp. Mỗi lần hãy gửi một tệp.".to_owned(),
            ));
        }
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file_name = plain_name(part.file_name().unwrap_or_default());
            if !file_name.is_empty() {
                match take_file(app, part, file_name).await? {
                    Ok(file) => upload.file = Some(file),
                    Err(problem) => upload.problems.add("file", problem),
                }
            }
        } else {
            let text = read_text(part).await?;
            fields.push((name, text));
        }
    }
    upload.typed = Typed::from_pairs(fields);
    Ok(upload)
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn cut(error: axum::extract::multipart::MultipartError) -> Error {
    tracing::info!(%error, "a form did not arrive whole");
    Error::Unusable("Không nhận được đủ biểu mẫu: kết nối bị ngắt. Hãy tải lên lại.".to_owned())
}

/// Only the last part: some browsers send the whole path. Nothing that a console or a folder
/// would take for something else.
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = kernel::text::nfc(last);
    let letters =
        plain.chars().filter(|c| !c.is_control() && !matches!(c, '\u{202A}'..='\u{202E}'));
    let letters: Vec<char> = letters.collect();
    // The end says what it is, so a long name loses its beginning.
    letters[letters.len().saturating_sub(200)..].iter().collect::<String>().trim().to_owned()
}

async fn read_text(mut part: Field<'_>) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(cut)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > FIELD_BYTES {
            return Err(Error::Unusable("Một ô trong biểu mẫu quá dài.".to_owned()));
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Writes the file away and looks at it; what is wrong comes back in the person's words.
async fn take_file(
    app: &App,
    part: Field<'_>,
    name: String,
) -> Result<Result<Arrived, String>, Error> {
    let pieces = stream::try_unfold(part, |mut part| async move {
        let piece: Option<Bytes> = part.chunk().await?;
        anyhow::Ok(piece.map(|piece| (piece, part)))
    });
    let limit = app.settings.files.max_upload_bytes();
    let draft = match app.files.receive(Box::pin(pieces), limit).await {
        Ok(draft) => draft,
        Err(error) if error.downcast_ref::<TooLarge>().is_some() => {
            return Err(Error::Unusable(format!(
                "Tệp lớn hơn {} MB nên không được nhận. Hãy giảm độ phân giải bản quét hoặc chia nhỏ tệp rồi tải lên lại.",
                app.settings.files.max_upload_mb
            )));
        }
        Err(error)
            if error.downcast_ref::<axum::extract::multipart::MultipartError>().is_some() =>
        {
            tracing::info!(%error, "a file did not arrive whole");
            return Err(Error::Unusable(
                "Không nhận được đủ tệp: kết nối bị ngắt. Hãy tải lên lại.".to_owned(),
            ));
        }
        Err(error) => return Err(error.into()),
    };
    look_at(app, draft, name).await
}

/// Looks at a file that has arrived; what is wrong comes back in the person's words.
pub async fn look_at(
    app: &App,
    draft: Draft,
    name: String,
) -> Result<Result<Arrived, String>, Error> {
    if let Err(problem) = app.files.scan(&draft).await {
        return Ok(Err(problem.message_vi()));
    }
    let (path, named) = (draft.path().to_owned(), name.clone());
    let looked = tokio::task::spawn_blocking(move || {
        let mut file = std::fs::File::open(path).map_err(|_| Problem::Damaged)?;
        look(&mut file, &named, &Limits::default())
    });
    let kind = match looked.await.map_err(anyhow::Error::from)? {
        Ok(kind) => kind,
        Err(problem) => return Ok(Err(problem.message_vi())),
    };
    let mut pages = 0;
    if kind.has_pictures() {
        let bytes = draft.open().await?;
        match app.pictures.count_pages(kind, bytes).await {
            Ok(counted) => pages = counted,
            Err(NoPicture::Machine(error)) => return Err(error.into()),
            Err(problem) => {
                if let Some(message) = problem.message_vi() {
                    return Ok(Err(message.to_owned()));
                }
                // It may be a good paper that our drawing does not understand: kept without pages.
                tracing::warn!(%problem, "the pages of a file could not be counted");
            }
        }
    }
    Ok(Ok(Arrived { draft, name, kind, pages }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_only_its_last_part_and_its_end() {
        assert_eq!(plain_name("C:\\Users\\Lan\\QĐ 1600.pdf"), "QĐ 1600.pdf");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("a\u{202E}fdp.exe\n"), "afdp.exe");
        let long = format!("{}.pdf", "x".repeat(300));
        assert!(plain_name(&long).ends_with("x.pdf") && plain_name(&long).len() == 200);
    }
}
