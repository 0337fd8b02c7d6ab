//! A statement whose number of values is only known when it runs: many rows at once, or a
//! list of ids. The words stay ours and constant; values are always bound, never written in.

use super::{Engine, Result, Store, Tx};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, Arguments as _, AssertSqlSafe, Encode, FromRow, Type};

/// Stands for a bound value until it is known which database will read the statement.
const HOLE: char = '\u{0}';

/// A growing statement.
///
/// PostgreSQL reads `$1`, `$2` … only. SQLite reads those too, but as names it looks up one by
/// one, which takes longer than the work when there are thousands; so it gets a plain `?`.
pub struct Statement {
    sql: String,
    arguments: AnyArguments,
}

impl Statement {
    /// Begins with constant words.
    pub fn new(sql: &'static str) -> Self {
        Self { sql: sql.to_owned(), arguments: AnyArguments::default() }
    }

    /// Adds constant words.
    pub fn push(&mut self, sql: &'static str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds constant words one after the other.
    pub fn push_all(&mut self, words: &[&'static str]) -> &mut Self {
        for word in words {
            self.push(word);
        }
        self
    }

    /// Adds a bound value.
    ///
    /// # Panics
    /// Never with the types stored here: text, whole numbers and options of them always encode.
    pub fn push_bind<'t, T: Encode<'t, Any> + Type<Any>>(&mut self, value: T) -> &mut Self {
        self.arguments.add(value).expect("text and whole numbers always encode");
        self.sql.push(HOLE);
        self
    }

    /// Adds `(a, b, …)`.
    pub fn push_list<'t, T: Encode<'t, Any> + Type<Any>>(
        &mut self,
        values: impl IntoIterator<Item = T>,
    ) -> &mut Self {
        self.push("(");
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.push_bind(value);
        }
        self.push(")")
    }

    /// Adds `values (…), (…)`, one group an item; `fill` binds the item's values in order.
    pub fn push_values<I>(
        &mut self,
        items: impl IntoIterator<Item = I>,
        mut fill: impl FnMut(&mut Values<'_>, I),
    ) -> &mut Self {
        self.push("values ");
        for (index, item) in items.into_iter().enumerate() {
            self.push(if index > 0 { ", (" } else { "(" });
            let mut values = Values { statement: self, filled: 0 };
            fill(&mut values, item);
            self.push(")");
        }
        self
    }

    /// Runs it within a transaction; returns how many rows it changed.
    pub async fn execute(self, tx: &mut Tx) -> Result<u64> {
        let sql = self.text(engine_of(tx));
        let done = sqlx::query_with(sql, self.arguments).execute(&mut **tx).await?;
        Ok(done.rows_affected())
    }

    /// Reads its rows.
    pub async fn fetch_all<T>(self, store: &Store) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
    {
        let sql = self.text(store.engine());
        Ok(sqlx::query_as_with(sql, self.arguments).fetch_all(store.read()).await?)
    }

    /// Reads its one row.
    pub async fn fetch_one<T>(self, store: &Store) -> Result<T>
    where
        T: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
    {
        let sql = self.text(store.engine());
        Ok(sqlx::query_as_with(sql, self.arguments).fetch_one(store.read()).await?)
    }

    /// Reads its rows within a transaction.
    pub async fn fetch_all_within<T>(self, tx: &mut Tx) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
    {
        let sql = self.text(engine_of(tx));
        Ok(sqlx::query_as_with(sql, self.arguments).fetch_all(&mut **tx).await?)
    }

    /// The words as one database reads them.
    fn text(&self, engine: Engine) -> AssertSqlSafe<String> {
        let mut text = String::with_capacity(self.sql.len() + 4 * self.arguments.len());
        let mut number = 0;
        for c in self.sql.chars() {
            match (c, engine) {
                (HOLE, Engine::Sqlite) => text.push('?'),
                (HOLE, Engine::PostgreSql) => {
                    number += 1;
                    text.push('$');
                    text.push_str(&number.to_string());
                }
                (word, _) => text.push(word),
            }
        }
        AssertSqlSafe(text)
    }
}

fn engine_of(tx: &Tx) -> Engine {
    if tx.backend_name() == "SQLite" { Engine::Sqlite } else { Engine::PostgreSql }
}

/// One group of values being filled.
pub struct Values<'s> {
    statement: &'s mut Statement,
    filled: usize,
}

impl Values<'_> {
    /// Adds the next value of the group.
    pub fn push_bind<'t, T: Encode<'t, Any> + Type<Any>>(&mut self, value: T) -> &mut Self {
        if self.filled > 0 {
            self.statement.push(", ");
        }
        self.filled += 1;
        self.statement.push_bind(value);
        self
    }
}
