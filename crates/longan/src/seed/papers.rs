//! The papers of the synthetic country.

use super::random::Random;
use super::store::{Commune, Writer};
use super::{RECORDED_AT, TODAY};
use crate::backup::store::Cell;
use crate::documents::{Kind, NewDocument};
use crate::store::{Day, Result};
use std::collections::BTreeMap;

/// Papers that several clusters share, by their number.
#[derive(Default)]
pub struct Papers {
    shared: BTreeMap<String, String>,
}

impl Papers {
    /// The province's plan of clusters.
    pub async fn plan(
        &mut self,
        writer: &mut Writer,
        random: &mut Random,
        commune: &Commune,
    ) -> Result<String> {
        let number = format!("{}01/QĐ-TTg", commune.province_code);
        let subject = format!("Quy hoạch cụm công nghiệp {}", commune.province);
        self.shared(writer, random, &number, "2023-06-15", "Thủ tướng Chính phủ", &subject).await
    }

    /// The Department's report of the year.
    pub async fn report(
        &mut self,
        writer: &mut Writer,
        random: &mut Random,
        commune: &Commune,
    ) -> Result<String> {
        let number = format!("{}12/BC-SCT", commune.province_code);
        let subject = format!("Báo cáo tình hình cụm công nghiệp {}", commune.province);
        let issuer = format!("Sở Công Thương {}", commune.province);
        self.shared(writer, random, &number, TODAY, &issuer, &subject).await
    }

    async fn shared(
        &mut self,
        writer: &mut Writer,
        random: &mut Random,
        number: &str,
        day: &str,
        issuer: &str,
        subject: &str,
    ) -> Result<String> {
        if let Some(id) = self.shared.get(number) {
            return Ok(id.clone());
        }
        let id = add(writer, random, Kind::Report, number, day, issuer, subject).await?;
        self.shared.insert(number.to_owned(), id.clone());
        Ok(id)
    }
}

/// Puts one paper on the register.
pub async fn add(
    writer: &mut Writer,
    random: &mut Random,
    kind: Kind,
    number: &str,
    day: &str,
    issuer: &str,
    subject: &str,
) -> Result<String> {
    let kind = if number.contains("/QĐ") { Kind::Decision } else { kind };
    let issued_on: Option<Day> = day.parse().ok();
    let paper = NewDocument { kind, ..NewDocument::decision(number, issued_on, issuer, subject) };
    let id = random.id();
    writer
        .add(
            "documents",
            [
                ("id", id.clone().into()),
                ("kind", kind.word().into()),
                ("number", number.into()),
                ("issued_on", issued_on.map_or(Cell::Null, |day| day.to_string().into())),
                ("issuer", issuer.into()),
                ("subject_line", subject.into()),
                ("match_key", paper.match_key().into()),
                ("sort_key", paper.sort_key().into()),
                ("search_text", paper.search_text().into()),
                ("recorded_at", RECORDED_AT.into()),
                ("number_words", paper.number_words().into()),
            ],
        )
        .await?;
    Ok(id)
}
