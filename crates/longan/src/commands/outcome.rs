//! How a command ends: results on stdout, words for people on stderr, an exit code.

use crate::error::Error;
use crate::store::StoreError;
use std::io::Write as _;
use std::process::ExitCode;

/// What a command comes to.
pub type Outcome = Result<(), Failure>;

/// How a command can fail.
#[derive(Debug)]
pub enum Failure {
    /// The data are wrong (1); the sentence says what, and is empty when the result says it.
    Data(String),
    /// The call is wrong (2); the sentence says how to call.
    Call(String),
    /// The machine or the database failed (3).
    Machine(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Machine(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Machine(error.into())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Machine(error.into())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Internal(cause) => Self::Machine(cause),
            Error::Stale => Self::Data(error.to_string()),
            other => Self::Call(other.to_string()),
        }
    }
}

/// Says how it ended and gives the exit code.
pub fn end(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Data(sentence)) => {
            say(&sentence);
            ExitCode::from(1)
        }
        Err(Failure::Call(sentence)) => {
            say(&sentence);
            ExitCode::from(2)
        }
        Err(Failure::Machine(cause)) => {
            tracing::error!(error = format!("{cause:#}"), "the command failed");
            say(
                "Máy hoặc cơ sở dữ liệu gặp lỗi, việc chưa làm xong. Nguyên nhân ở dòng nhật ký phía trên.",
            );
            ExitCode::from(3)
        }
    }
}

/// Writes a result to stdout. Whoever reads may stop early (`… | head`); that is no failure.
pub fn print(text: &str) -> Outcome {
    let mut stdout = std::io::stdout().lock();
    let ending = if text.ends_with('\n') { "" } else { "\n" };
    match write!(stdout, "{text}{ending}").and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes a result as indented JSON.
pub fn print_json(value: &serde_json::Value) -> Outcome {
    print(&format!("{value:#}"))
}

/// Says something to the person, beside the result.
pub fn say(sentence: &str) {
    if !sentence.is_empty() {
        let _ = writeln!(std::io::stderr(), "{sentence}");
    }
}
