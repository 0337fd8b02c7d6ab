//! `longan seed`: a synthetic country for load tests.

use super::Place;
use super::outcome::Outcome;
use clap::Args;

/// How large.
#[derive(Debug, Args)]
pub struct Size {
    /// Quy mô: 1 là 34 tỉnh, 2.000 cụm, 60.000 lô, 40.000 doanh nghiệp · Scale
    #[arg(long)]
    scale: u32,
    /// Số mầm; cùng số thì cùng dữ liệu · Random seed
    #[arg(long, default_value_t = 1)]
    random: u64,
}

impl Size {
    /// Grows it.
    pub async fn run(self, _place: &Place) -> Outcome {
        todo!()
    }
}
