//! `longan seed`: a synthetic country for load tests.

use super::outcome::{Failure, Outcome, print_json, say};
use super::{Place, open};
use crate::seed;
use clap::Args;
use kernel::number::format_scaled;

/// How large, and which.
#[derive(Debug, Args)]
pub struct Size {
    /// Quy mô: 1 là 34 tỉnh, 2.000 cụm, 60.000 lô, 40.000 doanh nghiệp · Scale
    #[arg(long, value_name = "N", value_parser = hundredths)]
    scale: u32,
    /// Số gieo; cùng số thì cùng dữ liệu · Random seed
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    random: u64,
}

impl Size {
    /// Grows the country in a register that is still empty.
    pub async fn run(self, place: &Place) -> Outcome {
        let app = open(&place.config(None)?).await?;
        if !seed::may_grow(&app).await? {
            return Err(Failure::Call(
                "Sổ đã có cụm công nghiệp; dữ liệu giả lập chỉ gieo vào sổ còn trống. Hãy chọn thư mục khác bằng --data.".to_owned(),
            ));
        }
        let size = seed::Size { hundredths: self.scale, random: self.random };
        let grown = seed::grow(&app, size).await?;
        app.store.close().await;
        say(&format!(
            "Đã gieo {} dòng dữ liệu giả lập.",
            format_scaled(i64::try_from(grown.rows).unwrap_or(i64::MAX), 0, 0, 0)
        ));
        print_json(&serde_json::json!(grown))
    }
}

/// A scale of 0.01 to 50, in hundredths.
fn hundredths(text: &str) -> Result<u32, String> {
    let scale = kernel::number::parse_scaled(&text.replace('.', ","), 2).ok();
    let scale = scale.and_then(|scale| u32::try_from(scale).ok());
    scale
        .filter(|scale| (1..=5_000).contains(scale))
        .ok_or_else(|| "hãy viết một số từ 0.01 đến 50, ví dụ 1".to_owned())
}
