//! Enterprises in the clusters: their states, leases and results.

use super::land::{Cluster, observe};
use super::random::Random;
use super::store::Writer;
use super::{Lot, Papers, RECORDED_AT, TODAY, YEAR, papers, record};
use crate::backup::store::Cell;
use crate::documents::Kind;
use crate::observations::Indicator;
use crate::organizations::match_key;
use crate::store::Result;
use kernel::tax_code::TaxCode;
use kernel::text::{search_text, sort_key};

const WORDS: &[&str] = &[
    "An Phát",
    "Bình Minh",
    "Cửu Long",
    "Đại Thành",
    "Đông Á",
    "Gia Hưng",
    "Hòa Bình",
    "Hoàng Long",
    "Hưng Thịnh",
    "Kim Sơn",
    "Lộc Phát",
    "Minh Quang",
    "Nam Việt",
    "Ngọc Lan",
    "Phú Quý",
    "Phương Đông",
    "Quang Trung",
    "Sao Mai",
    "Sông Hồng",
    "Tân Tiến",
    "Thái Dương",
    "Thành Công",
    "Trường Thịnh",
    "Vạn Xuân",
];
const TRADES: &[(&str, &str)] = &[
    ("Chế biến nông sản", "1030"),
    ("May mặc", "1410"),
    ("Sản xuất đồ gỗ", "3100"),
    ("Cơ khí", "2592"),
    ("Sản xuất bao bì nhựa", "2220"),
    ("Vật liệu xây dựng", "2392"),
    ("Thức ăn chăn nuôi", "1080"),
    ("Da giày", "1520"),
];

/// Grows the enterprises of one cluster; `before` is how many the country has already.
pub async fn grow(
    writer: &mut Writer,
    random: &mut Random,
    papers: &mut Papers,
    lot: &Lot<'_>,
    cluster: &Cluster,
    before: u64,
) -> Result<()> {
    if lot.tenants == 0 {
        return Ok(());
    }
    let report = papers.report(writer, random, lot.commune).await?;
    let contracts = {
        let number = format!("{}/TH-HĐ", &cluster.id[..13]);
        let subject = format!("Tổng hợp hợp đồng thuê đất cụm công nghiệp {}", lot.name);
        papers::add(writer, random, Kind::Contract, &number, TODAY, "Chủ đầu tư hạ tầng", &subject)
            .await?
    };
    for nth in 0..lot.tenants {
        let (trade, vsic) = *random.choose(TRADES);
        let name = format!("Công ty TNHH {trade} {} {}", random.choose(WORDS), before + nth + 1);
        let tax_code = tax_code(&lot.commune.province_code, before + nth);
        let organization_id = organization(writer, random, &name, &tax_code).await?;
        let id = random.id();
        let licensed_on = {
            let year = random.between(cluster.year + 1, 2025);
            random.day(year)
        };
        let capital = if random.happens(12) { "foreign" } else { "domestic" };
        writer
            .add(
                "tenants",
                [
                    ("id", id.as_str().into()),
                    ("cluster_id", cluster.id.as_str().into()),
                    ("organization_id", organization_id.into()),
                    ("name", name.as_str().into()),
                    ("tax_code", tax_code.as_str().into()),
                    ("activity", trade.into()),
                    ("vsic_version", "2025".into()),
                    ("vsic_code", vsic.into()),
                    ("capital", capital.into()),
                    ("licensed_on", licensed_on.as_str().into()),
                    ("match_key", match_key(&name).into()),
                    ("sort_key", sort_key(&name).into()),
                    ("search_text", search_text(&[&name, &tax_code, trade]).into()),
                    ("recorded_at", RECORDED_AT.into()),
                ],
            )
            .await?;
        record(writer, random, "tenant", &id, &name, &report).await?;
        let mut tenant = Tenant { writer, random, cluster, id: &id, report: &report };
        tenant.live(nth, &licensed_on, &contracts).await?;
    }
    Ok(())
}

async fn organization(
    writer: &mut Writer,
    random: &mut Random,
    name: &str,
    tax_code: &str,
) -> Result<String> {
    let id = random.id();
    writer
        .add(
            "organizations",
            [
                ("id", id.as_str().into()),
                ("name", name.into()),
                ("kind", "enterprise".into()),
                ("tax_code", tax_code.into()),
                ("match_key", match_key(name).into()),
                ("sort_key", sort_key(name).into()),
                ("search_text", search_text(&[name, tax_code]).into()),
            ],
        )
        .await?;
    Ok(id)
}

/// A tax code with a right check digit; ten serials in eleven have one.
fn tax_code(province: &str, number: u64) -> String {
    let mut serial = number * 4 + 1;
    loop {
        let fits = (0..10)
            .map(|digit| format!("{province}{serial:07}{digit}"))
            .find(|code| TaxCode::parse(code).is_ok());
        if let Some(code) = fits {
            return code;
        }
        // No digit fits this serial: take the next one, which no other enterprise begins at.
        serial += 1;
    }
}

/// One enterprise being written.
struct Tenant<'a> {
    writer: &'a mut Writer,
    random: &'a mut Random,
    cluster: &'a Cluster,
    id: &'a str,
    report: &'a str,
}

impl Tenant<'_> {
    /// Its life: registered, most build and operate, a few leave; nine in ten lease their plot.
    async fn live(&mut self, nth: u64, licensed_on: &str, contracts: &str) -> Result<()> {
        self.state("registered", licensed_on).await?;
        let plot = usize::try_from(nth).ok().and_then(|nth| self.cluster.plots.get(nth));
        let leases = nth % 10 != 9;
        let left = leases && self.random.happens(3);
        if let Some((plot_id, m2)) = plot.filter(|_| leases) {
            let to_day = left.then(|| TODAY.to_owned());
            self.lease(plot_id, *m2, licensed_on, to_day, contracts).await?;
        }
        if left {
            return self.state("left", TODAY).await;
        }
        if leases && self.random.happens(88) {
            self.state("operating", &later(licensed_on)).await?;
            return self.results().await;
        }
        self.state("building", &later(licensed_on)).await
    }

    async fn state(&mut self, state: &'static str, day: &str) -> Result<()> {
        self.writer
            .add(
                "tenant_states",
                [
                    ("id", self.random.id().into()),
                    ("tenant_id", self.id.into()),
                    ("state", state.into()),
                    ("on_day", day.into()),
                    ("precision", "exact".into()),
                    ("document_id", self.report.into()),
                    ("location", "Biểu 2".into()),
                    ("recorded_at", RECORDED_AT.into()),
                ],
            )
            .await
    }

    async fn lease(
        &mut self,
        plot_id: &str,
        m2: i64,
        from: &str,
        to: Option<String>,
        contracts: &str,
    ) -> Result<()> {
        self.writer
            .add(
                "leases",
                [
                    ("id", self.random.id().into()),
                    ("cluster_id", self.cluster.id.as_str().into()),
                    ("plot_id", plot_id.into()),
                    ("tenant_id", self.id.into()),
                    ("area_m2", m2.into()),
                    ("from_day", from.into()),
                    ("to_day", to.into()),
                    ("precision", "exact".into()),
                    ("contract", format!("{}/HĐTĐ", &self.id[9..23]).into()),
                    ("document_id", contracts.into()),
                    ("location", Cell::from("Biểu 1")),
                    ("recorded_at", RECORDED_AT.into()),
                ],
            )
            .await
    }

    /// What it reports for the year: workers, revenue and tax paid.
    async fn results(&mut self) -> Result<()> {
        let workers = self.random.between(5, 400);
        let revenue = workers * self.random.between(300, 900) * 1_000_000;
        let tax = revenue * self.random.between(1, 5) / 100;
        for reported in [
            (Indicator::Workers, workers),
            (Indicator::Revenue, revenue),
            (Indicator::TaxPaid, tax),
        ] {
            observe(
                self.writer,
                self.random,
                "tenant",
                self.id,
                reported,
                TODAY,
                YEAR,
                self.report,
            )
            .await?;
        }
        Ok(())
    }
}

/// The last day of the year of a day.
fn later(day: &str) -> String {
    format!("{}-12-31", &day[..4])
}
