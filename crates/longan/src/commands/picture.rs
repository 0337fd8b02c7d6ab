//! The words by which the program runs itself to look at a file: bytes come in on standard
//! input, the answer goes to standard output, what is wrong is one word on standard error.

use super::outcome::{Failure, Outcome};
use anyhow::Context as _;
use paper::content::Kind;
use paper::picture;
use std::io::{Read as _, Write as _};

/// Tells how many pages there are.
pub fn count_pages(kind: &str) -> Outcome {
    answer(
        picture::count_pages(kind_of(kind)?, input()?).map(|pages| pages.to_string().into_bytes()),
    )
}

/// Draws one page as PNG.
pub fn draw_page(kind: &str, page: usize) -> Outcome {
    answer(picture::draw(kind_of(kind)?, input()?, page))
}

fn kind_of(word: &str) -> Result<Kind, Failure> {
    Kind::of_name(&format!("x.{word}"))
        .ok_or_else(|| Failure::Call(format!("“{word}” không phải là loại tệp có hình.")))
}

fn input() -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).context("read the file")?;
    Ok(bytes)
}

fn answer(drawn: Result<Vec<u8>, picture::Problem>) -> Outcome {
    match drawn {
        Ok(bytes) => Ok(std::io::stdout().lock().write_all(&bytes)?),
        Err(problem) => Err(Failure::Data(problem.to_string())),
    }
}
