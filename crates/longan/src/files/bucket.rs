//! Files in an S3 bucket: that of a provider, or of a server in the Department's own rooms.

use super::{Draft, PIECE_BYTES, Pieces, shelf};
use anyhow::Context as _;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStoreExt as _, WriteMultipart};
use std::sync::OnceLock;
use std::time::Duration;
use tokio::io::AsyncReadExt as _;

/// Size of the parts a large file is sent in; S3 wants at least five megabytes.
const PART_BYTES: usize = 8 * 1024 * 1024;
/// Parts on their way at once.
const PARTS_AT_ONCE: usize = 2;
/// How long one request may take.
const REQUEST_TIME: Duration = Duration::from_mins(1);

/// Where the bucket is and how to enter it.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BucketSettings {
    /// Name of the bucket.
    pub name: String,
    /// Address of the server: `https://s3.example`; that of Amazon when empty.
    pub endpoint: String,
    /// Region, as the provider calls it.
    pub region: String,
    /// Key id; the environment variable `LONGAN_S3_KEY_ID` wins over it.
    pub key_id: String,
    /// Secret key; the environment variable `LONGAN_S3_SECRET` wins over it.
    pub secret: Secret,
    /// Where the name of the bucket stands in an address.
    pub addressing: Addressing,
}

/// Where the name of the bucket stands in an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Addressing {
    /// `https://s3.example/bucket/…`, which every server understands.
    #[default]
    Path,
    /// `https://bucket.s3.example/…`, which some providers ask for.
    Host,
}

/// A word that no log shows.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_empty() { "(none)" } else { "(hidden)" })
    }
}

/// The bucket, entered when the first file is asked for.
#[derive(Debug)]
pub(super) struct Bucket {
    settings: BucketSettings,
    entered: OnceLock<AmazonS3>,
}

impl Bucket {
    pub(super) fn new(settings: BucketSettings) -> Self {
        Self { settings, entered: OnceLock::new() }
    }

    fn enter(&self) -> anyhow::Result<&AmazonS3> {
        if let Some(entered) = self.entered.get() {
            return Ok(entered);
        }
        // Whoever comes first sets it; it is the same for the whole program.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let settings = &self.settings;
        let region = if settings.region.is_empty() { "us-east-1" } else { &settings.region };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&settings.name)
            .with_region(region)
            .with_access_key_id(&settings.key_id)
            .with_secret_access_key(&settings.secret.0)
            .with_virtual_hosted_style_request(settings.addressing == Addressing::Host)
            .with_client_options(ClientOptions::new().with_timeout(REQUEST_TIME).with_allow_http(
                // A server in one's own rooms may speak plain HTTP; others must not.
                settings.endpoint.starts_with("http://"),
            ));
        if !settings.endpoint.is_empty() {
            builder = builder.with_endpoint(&settings.endpoint);
        }
        let entered = builder.build().context("set up the bucket of files")?;
        Ok(self.entered.get_or_init(|| entered))
    }

    /// Sends a draft; a bucket shows a file only once it is whole.
    pub(super) async fn put(&self, sha256: &str, draft: &Draft) -> anyhow::Result<()> {
        let bucket = self.enter()?;
        let path = path(sha256);
        match bucket.head(&path).await {
            Ok(kept) if kept.size == draft.bytes => return Ok(()),
            Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error).context("ask the bucket for a file"),
        }
        let mut file = tokio::fs::File::open(draft.path()).await.context("open a draft")?;
        if draft.bytes <= PART_BYTES as u64 {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).await.context("read a draft")?;
            bucket.put(&path, bytes.into()).await.context("send a file to the bucket")?;
            return Ok(());
        }
        let parts = bucket.put_multipart(&path).await.context("begin to send a file")?;
        let mut parts = WriteMultipart::new_with_chunk_size(parts, PART_BYTES);
        if let Err(error) = send(&mut file, &mut parts).await {
            // The parts that arrived are thrown away; nobody has seen them.
            let _ = parts.abort().await;
            return Err(error);
        }
        parts.finish().await.context("finish sending a file")?;
        Ok(())
    }

    pub(super) async fn get(&self, sha256: &str) -> anyhow::Result<(u64, Pieces)> {
        let found = self.enter()?.get(&path(sha256)).await;
        let found = found.with_context(|| format!("get {sha256} from the bucket"))?;
        let bytes = found.meta.size;
        Ok((bytes, found.into_stream().map_err(anyhow::Error::from).boxed()))
    }
}

async fn send(file: &mut tokio::fs::File, parts: &mut WriteMultipart) -> anyhow::Result<()> {
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let read = file.read(&mut piece).await.context("read a draft")?;
        if read == 0 {
            return Ok(());
        }
        parts.wait_for_capacity(PARTS_AT_ONCE).await.context("send a part of a file")?;
        parts.write(&piece[..read]);
    }
}

fn path(sha256: &str) -> Path {
    Path::from_iter([shelf(sha256), sha256])
}
