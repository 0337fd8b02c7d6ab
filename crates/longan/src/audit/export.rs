//! The events as a table to take away, written while they are read.

use super::model::{AuditEvent, AuditFilter, AuditQuestion};
use super::pages::wanted;
use super::store;
use crate::App;
use crate::error::Error;
use crate::users::SignedIn;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use paper::table::{self, Column, Field, Kind, Table};
use std::io::{self, Write};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How many events are read at a time.
const CHUNK: i64 = 1_000;
/// Events a workbook holds; the CSV holds all.
const MOST_IN_WORKBOOK: usize = 100_000;

/// The events as CSV, sent while it is written.
pub async fn csv(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<AuditQuestion>,
) -> Result<impl IntoResponse, Error> {
    let wanted = wanted(&app, &viewer, &asked).await?;
    let rows = Rows::reading(&app, wanted, usize::MAX);
    let (sender, receiver) = channel(4);
    tokio::task::spawn_blocking(move || {
        let out = Sending { sender, waiting: Vec::with_capacity(SENT_BYTES) };
        if let Err(error) = table::write_csv(&heads(), rows, out) {
            tracing::info!(%error, "an export of the history was not taken to its end");
        }
    });
    let sent = futures_util::stream::unfold(receiver, async |mut receiver: Receiver<Bytes>| {
        let bytes = receiver.recv().await?;
        Some((Ok::<Bytes, io::Error>(bytes), receiver))
    });
    Ok(attachment("nhat-ky.csv", "text/csv; charset=utf-8", Body::from_stream(sent)))
}

/// The newest events as an Excel workbook.
pub async fn xlsx(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<AuditQuestion>,
) -> Result<impl IntoResponse, Error> {
    let wanted = wanted(&app, &viewer, &asked).await?;
    let rows = Rows::reading(&app, wanted, MOST_IN_WORKBOOK);
    let written = tokio::task::spawn_blocking(move || {
        let mut out = io::Cursor::new(Vec::new());
        table::write_xlsx(&heads(), rows, &mut out).map(|()| out.into_inner())
    });
    let bytes = written.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(attachment("nhat-ky.xlsx", kind, Body::from(bytes)))
}

fn attachment(name: &str, kind: &'static str, body: Body) -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, body)
}

fn heads() -> Table {
    let columns = [
        ("Số thứ tự", Kind::Integer, 10),
        ("Lúc (giờ Việt Nam)", Kind::Text, 18),
        ("Người làm", Kind::Text, 24),
        ("Tên đăng nhập", Kind::Text, 16),
        ("Nhập thay", Kind::Text, 24),
        ("Việc", Kind::Text, 30),
        ("Loại hồ sơ", Kind::Text, 18),
        ("Hồ sơ", Kind::Text, 30),
        ("Tỉnh", Kind::Text, 20),
        ("Căn cứ", Kind::Text, 20),
        ("Lý do", Kind::Text, 40),
    ];
    Table {
        title: "Nhật ký".to_owned(),
        subtitles: Vec::new(),
        columns: columns
            .into_iter()
            .map(|(heading, kind, width)| Column { heading: heading.to_owned(), kind, width })
            .collect(),
        notes: vec!["Tệp Excel chứa tối đa 100.000 sự kiện mới nhất; tệp CSV chứa đủ.".to_owned()],
    }
}

fn row(event: &AuditEvent) -> Vec<Field> {
    let text = |text: &str| {
        if text.is_empty() { Field::Empty } else { Field::Text(text.to_owned()) }
    };
    vec![
        Field::Integer(event.position),
        text(&event.at()),
        text(&event.full_name),
        text(&event.login),
        text(event.behalf_of()),
        text(&event.what()),
        text(event.kind()),
        text(&event.subject),
        text(&event.province),
        text(&event.document),
        text(&event.note),
    ]
}

/// Rows that come one after another while somebody reads them from the database.
struct Rows {
    receiver: Receiver<Vec<AuditEvent>>,
    ready: std::vec::IntoIter<AuditEvent>,
    left: usize,
}

impl Rows {
    fn reading(app: &App, mut wanted: AuditFilter, most: usize) -> Self {
        let (sender, receiver) = channel(2);
        let database = app.store.clone();
        tokio::spawn(async move {
            loop {
                let events = match store::list_events(&database, &wanted, CHUNK).await {
                    Ok(events) => events,
                    Err(error) => {
                        tracing::error!(%error, "the history could not be read to its end");
                        return;
                    }
                };
                let Some(last) = events.last() else { return };
                wanted.before = last.position;
                if sender.send(events).await.is_err() {
                    return;
                }
            }
        });
        Self { receiver, ready: Vec::new().into_iter(), left: most }
    }
}

impl Iterator for Rows {
    type Item = Vec<Field>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        loop {
            if let Some(event) = self.ready.next() {
                return Some(row(&event));
            }
            self.ready = self.receiver.blocking_recv()?.into_iter();
        }
    }
}

/// Bytes that are gathered before they are sent.
const SENT_BYTES: usize = 64 * 1024;

/// Hands what is written to whoever sends it, and waits for them.
struct Sending {
    sender: Sender<Bytes>,
    waiting: Vec<u8>,
}

impl Write for Sending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= SENT_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let bytes = Bytes::from(std::mem::take(&mut self.waiting));
        self.sender.blocking_send(bytes).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
