//! Pages drawn as pictures, each in a process of its own: a hostile file can neither hold up,
//! fill nor bring down the program that keeps the register.

use crate::files::{Files, Pieces};
use anyhow::Context as _;
use axum::body::Bytes;
use futures_util::TryStreamExt as _;
use paper::content::Kind;
use paper::picture::Problem;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::sync::Semaphore;

/// Drawings that run at once.
const TURNS: usize = 2;
/// How long one drawing may take.
const LONGEST: Duration = Duration::from_secs(20);
/// What the shell allows the drawing: two gigabytes of memory, twenty seconds of work.
const LIMITS: &str = "ulimit -v 2000000; ulimit -t 20; exec \"$0\" \"$@\"";
/// Bytes of drawn pages that are remembered.
const REMEMBERED_BYTES: usize = 24 * 1024 * 1024;
/// Largest answer of a drawing.
const ANSWER_BYTES: u64 = 64 * 1024 * 1024;

/// What draws pages, and the pages drawn last.
#[derive(Clone, Debug)]
pub struct Pictures {
    /// The program that is run: this one, unless a test says otherwise.
    program: Option<PathBuf>,
    longest: Duration,
    turns: Arc<Semaphore>,
    drawn: Arc<Mutex<Drawn>>,
}

/// Pages by file and number, the oldest first.
#[derive(Debug, Default)]
struct Drawn {
    pages: VecDeque<(String, usize, Bytes)>,
    bytes: usize,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum NoPicture {
    /// The file itself gives none.
    #[error(transparent)]
    File(#[from] Problem),
    /// It took too long or too much memory.
    #[error("drawing was ended")]
    Ended,
    /// The machine failed.
    #[error(transparent)]
    Machine(#[from] anyhow::Error),
}

impl NoPicture {
    /// What the person reads when a file is brought, where it speaks against the file.
    pub fn message_vi(&self) -> Option<&'static str> {
        match self {
            Self::File(Problem::Password) => Some(
                "Tệp có đặt mật khẩu nên người khác không đọc được. Hãy bỏ mật khẩu rồi tải lên lại.",
            ),
            Self::File(Problem::Damaged) => Some(
                "Tệp bị hỏng hoặc chưa tải xong. Hãy mở thử trên máy của bạn, lưu lại rồi tải lên lại.",
            ),
            Self::File(Problem::TooLarge) => Some(
                "Ảnh quá lớn. Hãy giảm kích thước ảnh (dưới 20.000 điểm mỗi chiều) rồi tải lên lại.",
            ),
            _ => None,
        }
    }
}

impl Default for Pictures {
    fn default() -> Self {
        Self::by(std::env::current_exe().ok())
    }
}

impl Pictures {
    /// Pictures drawn by running `program`.
    pub fn by(program: Option<PathBuf>) -> Self {
        Self {
            program,
            longest: LONGEST,
            turns: Arc::new(Semaphore::new(TURNS)),
            drawn: Arc::default(),
        }
    }

    /// The same with another longest time for one drawing.
    #[must_use]
    pub fn within(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    /// How many pages a file has that has just come.
    pub async fn count_pages(&self, kind: Kind, bytes: Pieces) -> Result<i64, NoPicture> {
        let told = self.run(&["count-pages", kind.word()], bytes).await?;
        let told = String::from_utf8_lossy(&told);
        Ok(told.trim().parse().context("the number of pages")?)
    }

    /// One page of a kept file as PNG, counted from one.
    pub async fn draw(
        &self,
        files: &Files,
        sha256: &str,
        kind: Kind,
        page: usize,
    ) -> Result<Bytes, NoPicture> {
        if let Some(drawn) = self.remembered(sha256, page) {
            return Ok(drawn);
        }
        let (_, bytes) = files.open(sha256).await?;
        let drawn: Bytes =
            self.run(&["draw-page", kind.word(), &page.to_string()], bytes).await?.into();
        self.remember(sha256, page, &drawn);
        Ok(drawn)
    }

    fn remembered(&self, sha256: &str, page: usize) -> Option<Bytes> {
        let drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        let found = drawn.pages.iter().find(|(file, number, _)| file == sha256 && *number == page);
        found.map(|(_, _, png)| png.clone())
    }

    fn remember(&self, sha256: &str, page: usize, png: &Bytes) {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.bytes += png.len();
        drawn.pages.push_back((sha256.to_owned(), page, png.clone()));
        while drawn.bytes > REMEMBERED_BYTES
            && let Some((_, _, oldest)) = drawn.pages.pop_front()
        {
            drawn.bytes -= oldest.len();
        }
    }

    /// Runs the program with the file on its standard input; returns what it wrote.
    async fn run(&self, words: &[&str], bytes: Pieces) -> Result<Vec<u8>, NoPicture> {
        let program = self.program.as_ref().context("the program does not know where it lies")?;
        let _turn = self.turns.acquire().await.context("wait for a turn to draw")?;
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(LIMITS).arg(program).args(words);
        // The drawing needs nothing of what the program knows, least of all its keys.
        command.env_clear().kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().context("start drawing")?;
        let stdin = child.stdin.take().context("a drawing reads its input")?;
        let fed = feed(stdin, bytes);
        let ended = tokio::time::timeout(self.longest, async {
            let (fed, ended) = tokio::join!(fed, child.wait_with_output());
            ended.map(|ended| (fed, ended))
        });
        let Ok(ended) = ended.await else { return Err(NoPicture::Ended) };
        let (fed, output) = ended.context("wait for a drawing")?;
        if output.status.success() && output.stdout.len() as u64 <= ANSWER_BYTES {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        if let Some(problem) = said.lines().rev().find_map(|line| Problem::of_word(line.trim())) {
            return Err(problem.into());
        }
        fed?;
        tracing::warn!(status = %output.status, said = said.trim(), "a drawing was ended");
        Err(NoPicture::Ended)
    }
}

/// Hands the file over; a drawing that has seen enough closes its end, which is no failure.
async fn feed(mut stdin: tokio::process::ChildStdin, mut bytes: Pieces) -> anyhow::Result<()> {
    while let Some(piece) = bytes.try_next().await? {
        if stdin.write_all(&piece).await.is_err() {
            return Ok(());
        }
    }
    Ok(())
}
