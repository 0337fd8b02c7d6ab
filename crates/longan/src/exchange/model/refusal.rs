//! Why a bundle or a receipt is not taken: nothing of it is kept.

use super::super::bundle::MOST_BYTES;
use crate::error::Error;
use crate::store::StoreError;
use axum::http::StatusCode;

const MEGABYTE: usize = 1024 * 1024;

/// Why it is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// More bytes than a bundle may have.
    #[error("the bundle is too large")]
    TooLarge,
    /// No bundle, or one that was cut or changed.
    #[error("the bundle is broken")]
    Broken,
    /// A layout this program does not know.
    #[error("the layout `{0}` is not known")]
    Schema(String),
    /// Nobody entered this key as a partner's.
    #[error("the sender is not known")]
    UnknownSender,
    /// The partner is not trusted today: before its first day, after its last, or revoked.
    #[error("the sender is not trusted today")]
    NotTrusted,
    /// The signature is not the sender's.
    #[error("the signature does not hold")]
    Signature,
    /// A part is not what the manifest says.
    #[error("part `{0}` was altered")]
    Altered(String),
    /// The partner reports for another unit.
    #[error("the sender reports for another unit")]
    ForeignPlace,
    /// The report inside is not what the manifest says, or cannot be read.
    #[error("the report inside is not what the manifest says: {0}")]
    OtherReport(&'static str),
    /// A paper is no file that is kept.
    #[error("paper `{name}` is refused")]
    Paper {
        /// Its name.
        name: String,
        /// What is wrong with it, in the person's words.
        why: String,
    },
    /// A later version is here already.
    #[error("version {came} is older than {have}")]
    Older {
        /// The version that came.
        came: i64,
        /// The version that is here.
        have: i64,
    },
    /// The same version is here with other content, or was made here.
    #[error("version {0} is here already with other content")]
    Conflict(i64),
    /// The receipt cannot be read or its signature does not hold.
    #[error("the receipt does not hold")]
    Receipt,
    /// No bundle of ours has the hash that the receipt names.
    #[error("the receipt is for no bundle of ours")]
    ReceiptForNothing,
    /// No bundle of ours has the hash that the answer names, or it tells of another report.
    #[error("the answer is for no bundle of ours: {0}")]
    ReplyForNothing(&'static str),
    /// Whoever answers does not receive such reports.
    #[error("the answer is of somebody who does not receive the report")]
    NoReceiver,
    /// Another answer to the same report is here already.
    #[error("the report was answered already")]
    Answered,
    /// This program has no key to sign with.
    #[error("there is no key to sign with")]
    NoKey,
}

impl Refusal {
    /// What the person reads: what is wrong and what to do.
    pub fn message_vi(&self) -> String {
        let text = match self {
            Self::TooLarge => {
                return format!(
                    "Gói lớn hơn {} MB nên không được nhận. Hãy bớt tệp kèm theo hoặc giảm độ phân giải bản quét rồi đóng gói lại.",
                    MOST_BYTES / MEGABYTE
                );
            }
            Self::Broken => {
                "Tệp không phải là gói báo cáo của Longan, hoặc đã bị cắt, bị sửa trên đường. Hãy xin nơi gửi tệp gốc và chép lại nguyên tệp, không giải nén."
            }
            Self::Schema(name) => {
                return format!(
                    "Gói ở định dạng “{name}” mà bản Longan này chưa đọc được. Hãy nâng cấp chương trình rồi nhận lại."
                );
            }
            Self::UnknownSender => {
                "Không biết nơi ký gói này. Hãy nhờ người quản trị ghi khóa công khai của nơi gửi vào danh sách đối tác, sau khi đã đối chiếu dấu vân tay qua điện thoại."
            }
            Self::NotTrusted => {
                "Khóa của nơi gửi đã bị thu hồi hoặc không trong thời hạn tin cậy. Hãy liên hệ nơi gửi để có khóa mới."
            }
            Self::Signature => {
                "Chữ ký của gói không đúng: gói đã bị sửa, hoặc người ký không phải là nơi gửi. Không nhận; hãy báo cho nơi gửi qua điện thoại."
            }
            Self::Altered(part) => {
                return format!(
                    "Phần “{part}” của gói không khớp mã băm đã ký: gói đã bị sửa. Không nhận; hãy báo cho nơi gửi."
                );
            }
            Self::ForeignPlace => {
                "Báo cáo trong gói không thuộc địa bàn của nơi ký. Mỗi đối tác chỉ gửi báo cáo của địa bàn mình."
            }
            Self::OtherReport(_) => {
                "Báo cáo trong gói không khớp với tờ khai của gói, hoặc chương trình không đọc được. Hãy nhờ nơi gửi đóng gói lại từ bản đã gửi."
            }
            Self::Paper { name, why } => {
                return format!("Tệp kèm theo “{name}” không được nhận: {why}");
            }
            Self::Older { came, have } => {
                return format!(
                    "Gói là bản {came}, trong khi đã có bản {have} mới hơn. Hãy nhận gói của bản mới nhất."
                );
            }
            Self::Conflict(version) => {
                return format!(
                    "Đã có bản {version} của báo cáo này với nội dung khác. Nơi gửi phải lập bản thay thế mang số bản mới rồi gửi lại."
                );
            }
            Self::Receipt => {
                "Biên nhận không đọc được hoặc chữ ký không đúng. Hãy xin nơi nhận gửi lại nguyên tệp biên nhận."
            }
            Self::ReceiptForNothing => {
                "Biên nhận này không dành cho gói nào đã đóng ở đây. Hãy kiểm tra lại tệp."
            }
            Self::ReplyForNothing(_) => {
                "Trả lời này không khớp với gói báo cáo nào đã đóng ở đây: khác mã băm, khác kỳ hoặc khác số bản. Hãy kiểm tra lại tệp với nơi trả lời."
            }
            Self::NoReceiver => {
                "Nơi ký không phải là nơi tiếp nhận báo cáo này nên trả lời không được nhận. Biểu số 04 do Bộ Công Thương tiếp nhận."
            }
            Self::Answered => {
                "Báo cáo này đã có một trả lời khác. Nếu nơi nhận đổi ý kiến, hãy đề nghị bằng văn bản và lập bản thay thế."
            }
            Self::NoKey => {
                "Chương trình chưa có khóa ký. Hãy nhờ người quản trị tạo khóa ở trang Đối tác trao đổi."
            }
        };
        text.to_owned()
    }

    /// The status with which a program is answered.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::UnknownSender | Self::NotTrusted | Self::Signature => StatusCode::UNAUTHORIZED,
            Self::ForeignPlace | Self::NoReceiver => StatusCode::FORBIDDEN,
            Self::Older { .. } | Self::Conflict(_) | Self::Answered => StatusCode::CONFLICT,
            Self::NoKey => StatusCode::SERVICE_UNAVAILABLE,
            Self::Schema(_)
            | Self::Altered(_)
            | Self::OtherReport(_)
            | Self::Paper { .. }
            | Self::Receipt
            | Self::ReceiptForNothing
            | Self::ReplyForNothing(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// Why nothing came of an exchange.
#[derive(Debug)]
pub enum ExchangeProblem {
    /// The bundle or receipt is not taken.
    Refused(Refusal),
    /// The program or the machine failed.
    Failed(Error),
}

impl From<Refusal> for ExchangeProblem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Error> for ExchangeProblem {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for ExchangeProblem {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<anyhow::Error> for ExchangeProblem {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<ExchangeProblem> for Error {
    /// As a page tells it.
    fn from(problem: ExchangeProblem) -> Self {
        match problem {
            ExchangeProblem::Refused(refusal) => Self::Unusable(refusal.message_vi()),
            ExchangeProblem::Failed(error) => error,
        }
    }
}
