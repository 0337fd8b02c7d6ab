//! The only module that knows which database is on the other end.

mod guard;
mod statement;

pub use statement::{Statement, Values};

use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyPool, Executor as _, migrate::Migrator};
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// An open transaction; dropped without `commit` it leaves nothing behind.
pub type Tx = sqlx::Transaction<'static, Any>;
/// The result of anything that touches the database.
pub type Result<T> = std::result::Result<T, StoreError>;

/// How a statement can fail.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique rule was broken; the name spells table and columns.
    #[error("`{0}` is already taken")]
    Taken(String),
    /// The row was changed after it was read.
    #[error("someone else changed this record first")]
    Stale,
    /// The database itself failed.
    #[error(transparent)]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    /// SQLite names the columns, PostgreSQL names the constraint. Our constraint
    /// names spell out table and columns, so both read the same here.
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(e) = &error
            && e.is_unique_violation()
        {
            let name = e.constraint().map_or_else(
                || {
                    let columns = e.message().trim_start_matches("UNIQUE constraint failed: ");
                    format!("{}_unique", columns.replace('.', "_"))
                },
                str::to_owned,
            );
            return Self::Taken(name);
        }
        Self::Database(error)
    }
}

/// Which engine is behind a [`Store`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file, no server, one writer.
    Sqlite,
    /// A server that several processes share.
    PostgreSql,
}

/// Connections to SQLite or PostgreSQL.
#[derive(Clone, Debug)]
pub struct Store {
    read: AnyPool,
    write: AnyPool,
    engine: Engine,
}

impl Store {
    /// Connects and brings the schema up to date.
    pub async fn open(url: &str) -> Result<Self> {
        let store = Self::open_without_migrations(url).await?;
        store.migrate().await?;
        Ok(store)
    }

    /// Brings the schema up to date; running it again changes nothing.
    pub async fn migrate(&self) -> Result<()> {
        MIGRATIONS.run(&self.write).await.map_err(|e| StoreError::Database(e.into()))?;
        guard::keep_events(self).await
    }

    /// Connects and leaves the schema as it is.
    pub async fn open_without_migrations(url: &str) -> Result<Self> {
        sqlx::any::install_default_drivers();
        if url.starts_with("sqlite:") {
            // One writer waits in our queue instead of failing in the engine's.
            let write = sqlite_pool(url, 1).await?;
            let read = sqlite_pool(url, 6).await?;
            return Ok(Self { read, write, engine: Engine::Sqlite });
        }
        let pool = AnyPoolOptions::new()
            .max_connections(connections())
            .acquire_timeout(Duration::from_secs(10))
            // Our statements are many and short: compiling one costs more than running it, and so
            // does planning it again for each person who asks.
            .after_connect(|connection, _| {
                Box::pin(async move {
                    connection
                        .execute("set jit = off; set plan_cache_mode = force_generic_plan")
                        .await?;
                    Ok(())
                })
            })
            .connect(&with_plans_kept(url))
            .await?;
        Ok(Self { read: pool.clone(), write: pool, engine: Engine::PostgreSql })
    }

    /// Begins a transaction that may write.
    pub async fn begin(&self) -> Result<Tx> {
        // SQLite must take the write lock first, or a reader that becomes a writer fails.
        let begin = match self.engine {
            Engine::Sqlite => "begin immediate",
            Engine::PostgreSql => "begin",
        };
        Ok(self.write.begin_with(begin).await?)
    }

    /// Lets a server count anew what its tables hold, so that it plans well right after much was
    /// brought in at once. The embedded database plans by the statements as they are written.
    pub async fn count_anew(&self) -> Result<()> {
        if self.engine == Engine::PostgreSql {
            self.write.execute("analyze").await?;
        }
        Ok(())
    }

    /// The pool for statements that only read.
    pub fn read(&self) -> &AnyPool {
        &self.read
    }

    /// The pool for a single writing statement that needs no transaction.
    pub fn write(&self) -> &AnyPool {
        &self.write
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Closes every connection, so that the file can be moved or the schema dropped.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// How many connections a server is asked over: each keeps its own plans, and more at once than the
/// machine can work on only wait there.
fn connections() -> u32 {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    u32::try_from(cores * 4).unwrap_or(32).clamp(8, 32)
}

/// The address of a server with room for the plans of our statements, unless it says how much.
fn with_plans_kept(url: &str) -> String {
    const ROOM: &str = "statement-cache-capacity";
    if url.contains(ROOM) {
        return url.to_owned();
    }
    let join = if url.contains('?') { '&' } else { '?' };
    format!("{url}{join}{ROOM}=500")
}

async fn sqlite_pool(url: &str, connections: u32) -> Result<AnyPool> {
    let pool = AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(30))
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection
                    .execute(
                        "pragma journal_mode = wal;
                         pragma synchronous = full;
                         pragma busy_timeout = 10000;
                         pragma temp_store = memory;
                         pragma cache_size = -8000;
                         pragma mmap_size = 1073741824",
                    )
                    .await?;
                Ok(())
            })
        })
        .connect(url)
        .await?;
    Ok(pool)
}

/// A new id: sorts by the moment it was made, and is the same kind of text on both databases.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Stores a type as text by its `Display` and `FromStr`.
#[macro_export]
macro_rules! text_column {
    ($($name:ty),+) => {$(
        impl sqlx::Type<sqlx::Any> for $name {
            fn type_info() -> sqlx::any::AnyTypeInfo {
                <String as sqlx::Type<sqlx::Any>>::type_info()
            }
        }
        impl<'r> sqlx::Decode<'r, sqlx::Any> for $name {
            fn decode(value: sqlx::any::AnyValueRef<'r>) -> std::result::Result<Self, sqlx::error::BoxDynError> {
                Ok(<String as sqlx::Decode<sqlx::Any>>::decode(value)?.parse()?)
            }
        }
        impl<'q> sqlx::Encode<'q, sqlx::Any> for $name {
            fn encode_by_ref(
                &self,
                buf: &mut <sqlx::Any as sqlx::Database>::ArgumentBuffer,
            ) -> std::result::Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                <String as sqlx::Encode<sqlx::Any>>::encode(self.to_string(), buf)
            }
        }
    )+};
}

/// A calendar day as a column: ISO text.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Day(pub jiff::civil::Date);

impl Day {
    /// As people write it: 31/12/2013.
    pub fn vi(self) -> String {
        format!("{:02}/{:02}/{}", self.0.day(), self.0.month(), self.0.year())
    }
}

impl From<jiff::civil::Date> for Day {
    fn from(date: jiff::civil::Date) -> Self {
        Self(date)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

impl std::str::FromStr for Day {
    type Err = jiff::Error;

    fn from_str(s: &str) -> std::result::Result<Self, Self::Err> {
        s.parse().map(Self)
    }
}

text_column!(Day);
